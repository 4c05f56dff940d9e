"""A goal as a record, and how far it has been reached."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeAlias

from ..errors import ArgumentError, DataError, Sentence, did_you_mean
from ..estimate import Estimate
from ..i18n import t
from ..numbers import is_real
from ._units import amount, check_percent, in_unit

__all__ = ["Attainment", "Goal", "number"]

Verdict: TypeAlias = Literal["met", "not_met", "not_enough_evidence"]


def number(name: str, value: Any) -> float:
    """Return ``value`` as a float, or say which argument is no number."""
    if not is_real(value) or not math.isfinite(value):
        raise ArgumentError("goals.not_a_number", name=name, value=value)
    return float(value)


def _day(name: str, value: Any) -> date:
    """Return ``value`` as a date, however it is written, if it can be only one."""
    if type(value) is date:
        return value
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value)
    from ..dates import read_dates

    try:
        read = read_dates([value])[0]
    except (TypeError, ValueError):  # a list, say, or 01/02/2026, which is two days
        read = None
    if read is None or read != read:
        raise ArgumentError("goals.not_a_date", name=name, value=value)
    day: date = read.date()
    return day


class Attainment(float):
    """How much of the way from baseline to target has been covered; a float that carries its verdict.

    0 is the baseline, 1 the target; below 0 things got worse, above 1 the target is passed.

    Attributes
    ----------
    value : float
        The attainment itself.
    low, high : float or None
        Interval, where the actual value is an estimate.
    verdict : {"met", "not_met", "not_enough_evidence"}
        From the interval where there is one: met if all of it reaches the target, not met if none of it does.
    actual : float
        Level reached, in the goal's unit.
    goal : Goal
        The goal it is measured against.
    """

    __slots__ = ("actual", "goal", "high", "low", "n", "verdict")
    low: float | None
    high: float | None
    verdict: Verdict
    actual: float
    goal: Goal
    n: int | None

    def __new__(
        cls,
        value: float,
        low: float | None,
        high: float | None,
        verdict: Verdict,
        actual: float,
        goal: Goal,
        n: int | None = None,
    ) -> Attainment:
        """Make the float and give it its verdict; called by `Goal.attainment`."""
        self = super().__new__(cls, value)
        given = {"low": low, "high": high, "verdict": verdict, "actual": actual, "goal": goal, "n": n}
        for name, part in given.items():
            object.__setattr__(self, name, part)
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(name)

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.value, self.low, self.high, self.verdict, self.actual, self.goal, self.n)
        return Attainment, parts

    @property
    def value(self) -> float:
        """The attainment as a plain number."""
        return float(self)

    def __repr__(self) -> str:
        interval = "" if self.low is None else f", low={self.low:.4g}, high={self.high:.4g}"
        return f"Attainment({self.value:.4g}{interval}, verdict={self.verdict!r})"

    def sentence(self) -> str:
        """Say it in words: from where to where, how far, and the verdict.

        >>> from sgm_lab.i18n import use_language
        >>> with use_language("en"):
        ...     print(Goal("…", "waiting time", "min", 45, 30).attainment(33).sentence())
        waiting time: from 45 min, target 30 min, now 33 min. 80% of the way: not reached.
        """
        goal = self.goal
        start, aim = goal.way()
        if math.isnan(self.value):
            return t("goals.attainment_missing", metric=goal.metric or goal.statement)
        interval = ""
        if self.low is not None and not math.isnan(self.low):
            interval = t("goals.interval", low=self.low, high=self.high, n=self.n)
        return t(
            "goals.attainment_back" if self.value < 0 else "goals.attainment",
            metric=goal.metric or goal.statement,
            baseline=amount(start, goal.unit),
            target=amount(aim, goal.unit),
            actual=amount(self.actual, goal.unit),
            share=self.value,
            interval=interval,
            verdict=t(f"goals.verdict.{self.verdict}"),
        )


@dataclass(frozen=True)
class Goal:
    """A service goal: the sentence, and the figures that make it possible to check.

    Parameters
    ----------
    statement : str
        The goal in one sentence.
    metric, unit : str, optional
        What is measured, and in what.
    baseline, target : float, optional
        Level before, and level to reach, in the unit. Lower is better where ``target < baseline``.
    start, due : date or text, optional
        First and last day, such as 2026-12-31.
    owner : str, optional
        Who answers for it.
    history : sequence of float, optional
        Levels of past periods, oldest first; see `challenge`.
    linked_to : str, optional
        The customer need, Kano feature or SERVQUAL dimension it serves.
    level : str, optional
        Company, department, team or person.
    source : str, optional
        Where the figure is read (system, survey, log).

    Raises
    ------
    ArgumentError
        If the statement is empty, a figure is no number, a date is no date, or ``due`` is before ``start``.

    References
    ----------
    Doran, G. T. (1981). Management Review 70(11), 35–36.

    Examples
    --------
    >>> goal = Goal("…", "CSAT", "%", 85, 92, "2026-01-01", "2026-12-31", "客服部")
    >>> goal.due.year, float(goal.attainment(88.5))
    (2026, 0.5)
    """

    statement: str
    metric: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    start: date | None = None
    due: date | None = None
    owner: str | None = None
    history: tuple[float, ...] = field(default=(), kw_only=True)
    linked_to: str | None = field(default=None, kw_only=True)
    level: str | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not isinstance(self.statement, str) or not self.statement.strip():
            raise ArgumentError("goals.no_statement")
        for name, read in (("baseline", number), ("target", number), ("start", _day), ("due", _day)):
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, read(name, value))
        past = () if self.history is None else self.history
        object.__setattr__(self, "history", tuple(number("history", x) for x in past))
        if self.start and self.due and self.due < self.start:
            raise ArgumentError("goals.due_before_start", start=self.start, due=self.due)

    @property
    def lower_is_better(self) -> bool:
        """Whether the target lies below the baseline."""
        start, aim = self.way()
        return aim < start

    def way(self, *also: str) -> tuple[float, float]:
        """Return baseline and target; both, and the fields in ``also``, must be filled in.

        Raises
        ------
        ArgumentError
            If one is missing, or baseline and target are equal: then there is no way to cover.

        Examples
        --------
        >>> Goal("…", baseline=45, target=30).way()
        (45.0, 30.0)
        """
        start, aim = self.baseline, self.target
        missing = [name for name in ("baseline", "target", *also) if getattr(self, name) in (None, ())]
        if start is None or aim is None or missing:
            raise ArgumentError("goals.fill_in", statement=self.statement, missing=missing)
        if start == aim:
            raise ArgumentError("goals.no_way", value=Sentence(amount(aim, self.unit)))
        return start, aim

    def attainment(self, actual: float | Estimate) -> Attainment:
        """Measure how much of the way from baseline to target has been covered.

        Parameters
        ----------
        actual : float or Estimate
            Level reached: a number in the goal's unit, or an estimate, which is brought to it by `in_unit`.

        Returns
        -------
        Attainment
            A float with ``.verdict``; with ``.low`` and ``.high`` where ``actual`` is an estimate.

        Raises
        ------
        ArgumentError
            If baseline or target is missing, both are equal, ``actual`` is no number, a share for a goal in percent
            (0.9 on the way from 85 to 92), or an estimate of another kind than the goal is about.

        Notes
        -----
        (actual − baseline)/(target − baseline). The sign of target − baseline settles which way is better.

        Examples
        --------
        >>> goal = Goal("…", unit="%", baseline=85, target=92)
        >>> goal.attainment(Estimate(0.93, 0.90, 0.95, 400, method="wilson"))
        Attainment(1.143, low=0.7143, high=1.429, verdict='not_enough_evidence')
        """
        start, aim = self.way()

        def covered(level: float) -> float:
            return (level - start) / (aim - start)

        if not isinstance(actual, Estimate):
            reached = number("actual", actual)
            check_percent(reached, start, aim, self.unit or "")
            done = covered(reached)
            return Attainment(done, None, None, "met" if done >= 1 else "not_met", reached, self)
        found = in_unit(actual, start, aim, self.unit or "")
        low, high = sorted((covered(found.low), covered(found.high)))
        verdict: Verdict = "not_enough_evidence"
        if low >= 1:
            verdict = "met"
        elif high < 1:
            verdict = "not_met"
        return Attainment(covered(found.value), low, high, verdict, found.value, self, found.n)

    def in_unit(self, actual: float | Estimate) -> Estimate:
        """Bring what was reached to the goal's unit.

        Parameters
        ----------
        actual : float or Estimate
            A share, a difference of two and an NPS become percent or points where the goal counts so; minutes become
            the goal's hours or days. An estimate of no stated kind is in the goal's unit already.

        Returns
        -------
        Estimate
            In the goal's unit; for a plain number, the value three times.

        Raises
        ------
        ArgumentError
            As in `attainment`.

        Examples
        --------
        >>> Goal("…", unit="%", baseline=85, target=92).in_unit(Estimate(0.5, 0.4, 0.6, 100, kind="share")).value
        50.0
        """
        start, aim = self.way()
        if isinstance(actual, Estimate):
            return in_unit(actual, start, aim, self.unit or "")
        reached = number("actual", actual)
        return Estimate(reached, reached, reached, 0)

    def challenge(self) -> float:
        """Return how many standard deviations of past change the goal asks for.

        Returns
        -------
        float
            \\|target − baseline\\| over the standard deviation of the changes from one past period to the next.
            About 1 is what happens anyway; far above 3 has not been seen and needs another way of working.

        Raises
        ------
        ArgumentError
            If baseline, target or history is missing, or history has fewer than three values or one steady step.

        Examples
        --------
        >>> round(Goal("…", baseline=45, target=30, history=[44, 47, 43, 46, 45]).challenge(), 3)
        4.407
        """
        start, aim = self.way("history")
        if len(self.history) < 3:
            raise ArgumentError("goals.short_history", got=len(self.history))
        changes = [b - a for a, b in zip(self.history, self.history[1:], strict=False)]
        typical = statistics.stdev(changes)
        if typical == 0:
            raise ArgumentError("goals.steady_history", value=changes[0])
        return abs(aim - start) / typical

    def to_dict(self) -> dict[str, Any]:
        """Return the goal as plain data for JSON; dates become ISO text.

        >>> Goal("…", due="2026-12-31").to_dict()["due"]
        '2026-12-31'
        """
        plain = asdict(self)
        plain["history"] = list(self.history)
        for name in ("start", "due"):
            day = getattr(self, name)
            plain[name] = None if day is None else day.isoformat()
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Goal:
        """Build a goal from what `to_dict` gave.

        Raises
        ------
        DataError
            If the statement is missing or a field is unknown.
        ArgumentError
            As in `Goal`.
        """
        known = [f.name for f in fields(cls)]
        for name in data:
            if name not in known:
                raise DataError("goals.field_unknown", name=name, known=known, hint=did_you_mean(name, known))
        if "statement" not in data:
            raise DataError("goals.no_statement")
        return cls(**data)
