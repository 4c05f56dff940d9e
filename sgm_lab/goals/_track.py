"""A goal followed month by month: what has changed, and whether the process as it is will reach the target."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import ArgumentError, DataError, SgmError
from ..estimate import Estimate
from ..i18n import t
from ._record import Attainment, Goal, number
from ._units import amount

if TYPE_CHECKING:
    from ..control import ControlChart

__all__ = ["LEAST_POINTS", "Month", "Track", "month_of", "track"]

Variation: TypeAlias = Literal["common", "improving", "worsening", "unknown"]
Assurance: TypeAlias = Literal["pass", "fail", "hit_or_miss", "unknown"]

#: Months below which nothing is said of variation: limits of fewer are not worth drawing.
LEAST_POINTS = 8
_RULES = ("beyond_3_sigma", "two_of_three_beyond_2_sigma", "eight_one_side", "six_trend")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*(?:月|[-/.月]\s*\d{1,2}\s*日?(?:[ T].*)?)?")
_PERCENT = ("%", "％")


def month_of(value: Any) -> str:
    """Return a month as ``"2026-03"``.

    Raises
    ------
    DataError
        If it names none.

    Examples
    --------
    >>> month_of("2026年3月"), month_of("2026/03/15"), month_of(202603)
    ('2026-03', '2026-03', '2026-03')
    """
    if isinstance(value, date) and value == value:  # pandas' missing day is one, and not itself
        return f"{value.year:04d}-{value.month:02d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2200:
        raise DataError("goals.not_a_month", value=str(value)[:40])
    return f"{found[1]}-{int(found[2]):02d}"


@dataclass(frozen=True)
class Month:
    """What was measured in a month.

    Attributes
    ----------
    month : str
        As ``"2026-03"``.
    value : float
        Level, in the goal's unit: a share in percent.
    n : int, optional
        Records or answers behind it.
    sd : float, optional
        Standard deviation of single records, where the level is a mean.
    """

    month: str
    value: float
    n: int | None = None
    sd: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", month_of(self.month))
        object.__setattr__(self, "value", number("value", self.value))
        for name, least in (("n", 1), ("sd", 0)):
            given = getattr(self, name)
            if given is not None and number(name, given) < least:
                raise ArgumentError(
                    "goals.month_range", month=self.month, name=name, value=given, least=least
                )
        if self.n is not None:
            object.__setattr__(self, "n", int(self.n))

    def level(self, unit: str | None) -> float | Estimate:
        """Return the level with its 95 % interval where what was given makes one.

        Wilson's for a share in percent of ``n``; Student's for a mean of ``n`` with ``sd``; else the number alone.

        >>> found = Month("2026-03", 90, n=400).level("%")
        >>> round(found.low, 1), round(found.high, 1)
        (86.7, 92.6)
        """
        from ..inference import mean_interval, wilson

        if self.n and self.sd is not None and self.n > 1:
            low, high = mean_interval(self.value, self.sd, self.n, 0.95)
            return Estimate(self.value, float(low), float(high), self.n, method="t")
        if self.n and unit in _PERCENT and 0 <= self.value <= 100:
            low, high = wilson(self.value / 100 * self.n, self.n, 0.95)
            made = Estimate(self.value, 100 * float(low), 100 * float(high), self.n, method="")
            return made if math.isfinite(made.low) else self.value
        return self.value


@dataclass(frozen=True)
class Track:
    """How a goal stands.

    Attributes
    ----------
    goal : Goal
    months : tuple of Month
        In their order, the last one being what is judged.
    chart : ControlChart or None
        Of the past periods of the goal and its months; none where they are too few or all alike.
    variation : {"common", "improving", "worsening", "unknown"}
        Whether the last month stands out of what the process does anyway, and which way.
    assurance : {"pass", "fail", "hit_or_miss", "unknown"}
        Whether the limits, as the process is now, lie wholly beyond the target, wholly short of it, or around it.
    limits : (float, float) or None
        By which that is judged: those of the months since it moved where these are eight or more, else the chart's.
    since : int
        How many months those are; 0 where the limits are the chart's.
    attainment : Attainment or None
        How much of the way is covered, with its interval; none where baseline, target or month is lacking.
    """

    goal: Goal
    months: tuple[Month, ...]
    chart: ControlChart | None
    variation: Variation
    assurance: Assurance
    attainment: Attainment | None
    limits: tuple[float, float] | None = None
    since: int = 0

    @property
    def last(self) -> Month | None:
        """The month that is judged."""
        return self.months[-1] if self.months else None

    def sentence(self) -> str:
        """Say what has changed and whether the target will be reached.

        >>> from sgm_lab.i18n import use_language
        >>> goal = Goal("…", "waiting time", "min", 45, 30, history=[44, 47, 43, 46, 45, 44, 46, 45])
        >>> with use_language("en"):
        ...     print(track(goal, [Month("2026-03", 44)]).sentence())
        2026-03: 44 min. Usual variation: nothing special has happened. As things are, the target of 30 min will not \
be reached: month by month the figure moves between 39.3 and 50.7.
        """
        if self.last is None:
            return t("goals.track.none")
        said = [t("goals.track.last", month=self.last.month, value=amount(self.last.value, self.goal.unit))]
        if self.chart is None:
            return said[0] + t("goals.track.few", least=LEAST_POINTS)
        said.append(t(f"goals.track.variation_{self.variation}"))
        moved = self.variation in ("improving", "worsening")
        if moved and self.assurance == "unknown":
            said.append(t(f"goals.track.moved_{self.variation}", least=LEAST_POINTS))
        if self.assurance != "unknown" and self.limits is not None:
            low, high = self.limits
            said.append(
                t(
                    f"goals.track.assurance_{self.assurance}",
                    target=amount(self.goal.way()[1], self.goal.unit),
                    low=f"{low:.3g}",
                    high=f"{high:.3g}",
                )
            )
            if self.since:
                said.append(t("goals.track.since", n=self.since))
            elif moved:
                said.append(t("goals.track.before"))
        return "".join(said)


def track(goal: Goal, months: Sequence[Month]) -> Track:
    """Follow a goal by the months measured.

    Parameters
    ----------
    goal : Goal
        Its ``history``, of eight periods or more, sets the limits; else history and months together do.
    months : sequence of Month
        In any order; of a month given twice the later entry counts.

    Returns
    -------
    Track

    Notes
    -----
    The chart is that of individual values (XmR): x̄ ± 3·MR̄/1.128. *Variation* is special where the last point completes
    one of four rules: beyond a limit; two of three beyond two thirds of the way to one; eight on one side of the mean;
    six in a row up or down: the rules of `sgm_lab.control`. *Assurance* compares the limits with the target, unless the
    last point has really moved across it, to reach what the limits say is out of reach or to miss what they say is
    safe: then it waits for limits of the process as it is now, which eight months on the new side make. Both
    questions, asked apart, are those of NHS England's programme "Making Data Count", whose icons they are named after.
    The R package that draws its charts counts a run on one side, and a trend, from seven points on
    (``ptd_seven_point_one_side_mean``, ``ptd_part_of_seven_trend``).

    References
    ----------
    Wheeler, D. J. (2000). Understanding Variation, 2nd ed. SPC Press.
    Smith, T., Reading, C., et al. (2025). NHSRplotthedots: Draw XmR Charts for NHS 'Making Data Count' Programme. R
    package, version 0.2.2. https://doi.org/10.32614/CRAN.package.NHSRplotthedots

    Examples
    --------
    >>> goal = Goal("…", "接起率", "%", 60, 70, history=[60, 62, 59, 61, 60, 58, 61, 60])
    >>> found = track(goal, [Month("2026-01", 66, n=900), Month("2026-02", 68, n=880)])
    >>> found.variation, found.assurance, found.attainment.verdict
    ('improving', 'fail', 'not_enough_evidence')
    """
    ordered = tuple(sorted({one.month: one for one in months}.values(), key=lambda one: one.month))
    chart, limits, since = _chart(goal, ordered), None, 0
    variation: Variation = "unknown"
    assurance: Assurance = "unknown"
    way = None if goal.baseline is None or goal.target is None or goal.baseline == goal.target else goal.way()
    if chart is not None:
        signals = [one for one in chart.signals if one.point == len(chart) - 1 and one.side]
        if not signals:
            variation = "common"
        elif way is not None:
            good = (signals[0].side == "low") == goal.lower_is_better
            variation = "improving" if good else "worsening"
        limits, since = _as_it_is(chart, len(ordered))
        if way is not None:
            low, high = limits
            near, far = (high, low) if goal.lower_is_better else (low, high)
            sign = -1 if goal.lower_is_better else 1
            if sign * (near - way[1]) >= 0:
                assurance = "pass"
            else:
                assurance = "fail" if sign * (far - way[1]) < 0 else "hit_or_miss"
    if variation in ("improving", "worsening") and way is not None and not since:
        # The limits are those of the process before: they say nothing of one that has moved across the target.
        ahead = ordered[-1].value - way[1]
        there = (-ahead if goal.lower_is_better else ahead) >= 0
        assurance = "unknown" if assurance == ("fail" if there else "pass") else assurance
    reached = None
    if ordered and way is not None:
        try:
            reached = goal.attainment(ordered[-1].level(goal.unit))
        except SgmError:
            reached = None
    return Track(goal, ordered, chart, variation, assurance, reached, limits, since)


def _chart(goal: Goal, months: Sequence[Month]) -> ControlChart | None:
    if not months or len(goal.history) + len(months) < LEAST_POINTS:
        return None
    from ..control import individuals

    values = [*goal.history, *(one.value for one in months)]
    labels = [
        *(f"−{back}" for back in range(len(goal.history), 0, -1)),
        *(one.month for one in months),
    ]
    try:
        known = individuals(goal.history, rules=_RULES) if len(goal.history) >= LEAST_POINTS else None
        return individuals(values, baseline=known, rules=_RULES, labels=labels)
    except DataError:  # a figure that never moves has no limits
        return None


def _as_it_is(chart: ControlChart, months: int) -> tuple[tuple[float, float], int]:
    """Return the limits of the process as it is now, and of how many months since it moved they are made.

    Eight months or more on one side of the mean, up to the last one, are a process that has moved.
    """
    from ..control import individuals

    points = chart.points[-months:]
    sides = points > _last(chart.center), points < _last(chart.center)
    run = max(len(one) if one.all() else int(one[::-1].argmin()) for one in sides)
    if run >= LEAST_POINTS:
        try:
            now = individuals(points[-run:])
            return (_last(now.lower), _last(now.upper)), run
        except DataError:  # all alike
            pass
    return (_last(chart.lower), _last(chart.upper)), 0


def _last(line: Any) -> float:
    """Value of a limit at the last point."""
    try:
        return float(line[-1])
    except (TypeError, IndexError):
        return float(line)
