"""Goals of a game: a metric, a target and a quarter, set before and judged after with the interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import ArgumentError, did_you_mean
from ..estimate import Estimate
from ..goals import Attainment, Goal
from ..i18n import t
from ..numbers import is_real, number
from ..satisfaction import sample_size_for_change
from ._market import DIMENSIONS, QUARTERS
from ._report import Report

__all__ = [
    "METRICS",
    "Aim",
    "answers_needed",
    "measured",
    "metric_label",
    "suggested_target",
    "target_limits",
]

#: What a goal can be about; a survey measures the shares and the gaps, the records hold the rest exactly.
METRICS = ("satisfaction", "loyalty", *(f"gap:{name}" for name in DIMENSIONS), "wait", "customers", "total")
_SHARES = ("satisfaction", "loyalty")
# By kind of metric: lowest and highest target and its step, and the target that takes some doing from where one is.
_TARGETS: Mapping[str, tuple[float, float, float]] = {
    "satisfaction": (1, 100, 1),
    "loyalty": (1, 100, 1),
    "gap": (-6, 6, 0.1),
    "wait": (0, 999, 1),
    "customers": (1, 999, 1),
    "total": (-5000, 5000, 10),
}
_AHEAD: Mapping[str, Callable[[float], float]] = {
    "satisfaction": lambda now: round(100 * now + 10),
    "loyalty": lambda now: round(100 * now + 3),
    "gap": lambda now: round(now + 0.5, 1),
    "wait": lambda now: round(now * 0.8),
    "customers": lambda now: round(now * 1.15),
    "total": lambda now: round(now / 10 + 20) * 10,
}


def metric_label(metric: str) -> str:
    """Name of a metric in words.

    >>> metric_label("gap:reliability")
    '可靠性的差距'
    """
    if metric not in METRICS:
        hint = did_you_mean(metric, METRICS)
        raise ArgumentError("simulate.no_metric", name=metric, names=METRICS, hint=hint)
    if metric.startswith("gap:"):
        return t("simulate.metric.gap", dimension=t(f"common.dimension.{metric[4:]}"))
    return t(f"simulate.metric.{metric}")


def measured(metric: str, report: Report) -> float | Estimate:
    """Read a metric off a report: an `Estimate` from the survey, a number from the records.

    Raises
    ------
    ArgumentError
        If there is no such metric.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening, report
    >>> here = market("healthcare", 7)
    >>> measured("total", report(here, opening(here)))
    0.0
    """
    if metric not in METRICS:
        raise ArgumentError(
            "simulate.no_metric", name=metric, names=METRICS, hint=did_you_mean(metric, METRICS)
        )
    if metric.startswith("gap:"):
        return report.gaps[metric[4:]]
    found: float | Estimate = getattr(report, metric)
    return found


def target_limits(metric: str) -> tuple[float, float, float]:
    """Return the lowest and the highest target that a goal about a metric can have, and the step between targets.

    >>> target_limits("gap:reliability")
    (-6, 6, 0.1)
    """
    return _TARGETS[metric.partition(":")[0]]


def suggested_target(metric: str, report: Report) -> float:
    """Return a target to begin with: from where the report is, one that takes some doing.

    Ten percentage points more who are satisfied, three more who stay, half a point of a gap, a fifth of the wait, 15%
    more customers, 200 (10 000 yuan) more; within `target_limits`.

    Raises
    ------
    ArgumentError
        If there is no such metric.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening, report
    >>> here = market("healthcare", 7)
    >>> suggested_target("total", report(here, opening(here)))
    200
    """
    now = float(measured(metric, report))
    low, high, _ = target_limits(metric)
    return min(max(_AHEAD[metric.partition(":")[0]](now), low), high)


@dataclass(frozen=True)
class Aim:
    """A goal of a game.

    Parameters
    ----------
    metric : str
        One of `METRICS`.
    target : float
        Level to reach: percent for satisfaction and loyalty, points for gaps, minutes, hundreds of customers,
        10 000 yuan.
    due : int
        Quarter at whose end it is judged.
    since : int
        Quarter whose report is the baseline; 0 is the opening.

    Raises
    ------
    ArgumentError
        If the metric is unknown, the target no number, or the quarter not after `since` and up to 8.

    Examples
    --------
    >>> from sgm_lab.simulate import market, play
    >>> game = play(market("healthcare", 7), [{"process": 30}] * 4)
    >>> aim = Aim("wait", 25, due=4)
    >>> aim.judge(game.reports).verdict, aim.statement(game.reports)
    ('met', '第4季末前，把平均等候从62.7分钟降到25分钟')
    """

    metric: str
    target: float
    due: int
    since: int = 0

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            hint = did_you_mean(self.metric, METRICS)
            raise ArgumentError("simulate.no_metric", name=self.metric, names=METRICS, hint=hint)
        if not is_real(self.target) or not math.isfinite(self.target):
            raise ArgumentError("simulate.target", value=self.target)
        if not 0 <= self.since < self.due <= QUARTERS:
            raise ArgumentError("simulate.due", due=self.due, since=self.since, last=QUARTERS)

    def goal(self, reports: Sequence[Report]) -> Goal:
        """Return it as a `goals.Goal`, its baseline from the report of `since`.

        Raises
        ------
        ArgumentError
            If the target is no better than what is reached already, so that there is no way to cover.
        """
        baseline = self._baseline(reports)
        way = self.target - baseline if self.metric != "wait" else baseline - self.target
        if way < 0.005:
            key = "simulate.not_lower" if self.metric == "wait" else "simulate.not_higher"
            unit = t(f"simulate.unit.{self.metric.partition(':')[0]}")
            values = {"baseline": f"{baseline:.4g}{unit}", "target": f"{self.target:g}{unit}"}
            raise ArgumentError(key, metric=metric_label(self.metric), **values)
        return Goal(
            self.statement(reports),
            metric_label(self.metric),
            t(f"simulate.unit.{self.metric.partition(':')[0]}") or None,
            baseline,
            self.target,
        )

    def _baseline(self, reports: Sequence[Report]) -> float:
        value = float(measured(self.metric, reports[self.since]))
        return round(100 * value if self.metric in _SHARES else value, 2)

    def statement(self, reports: Sequence[Report]) -> str:
        """Say the goal in one sentence: by when, which metric, from where to where."""
        baseline = self._baseline(reports)
        up = self.target >= baseline
        unit = t(f"simulate.unit.{self.metric.partition(':')[0]}")
        key = "simulate.statement_up" if up else "simulate.statement_down"
        return t(
            key,
            quarter=self.due,
            metric=metric_label(self.metric),
            baseline=f"{number(baseline, '.3g')}{unit}",
            target=f"{number(self.target)}{unit}",
        )

    def judge(self, reports: Sequence[Report]) -> Attainment | None:
        """Judge it by the report of the quarter it is due: met, not met, or not enough evidence.

        Returns
        -------
        Attainment or None
            Nothing while that quarter has not been played.
        """
        if self.due >= len(reports):
            return None
        return self.goal(reports).attainment(measured(self.metric, reports[self.due]))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Aim:
        """Build it from what `to_dict` gave."""
        return cls(**{name: data[name] for name in ("metric", "target", "due", "since")})


def answers_needed(aim: Aim, reports: Sequence[Report]) -> int | None:
    """Answers a survey needs to tell the target of a share from its baseline; nothing for other metrics.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening, report
    >>> here = market("healthcare", 7)
    >>> answers_needed(Aim("satisfaction", 75, due=4), [report(here, opening(here))]) > 50
    True
    """
    if aim.metric not in _SHARES:
        return None
    before = min(0.99, max(0.01, float(measured(aim.metric, reports[aim.since]))))
    after = min(0.99, max(0.01, aim.target / 100))
    return None if abs(before - after) < 1e-9 else sample_size_for_change(before, after)
