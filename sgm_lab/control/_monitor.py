"""A stream watched point by point: limits from the first points, signals, and what decisions do to what comes after.

What a decision does is a stated assumption for teaching, put over the recorded values:

- *adjust* moves the process by the last point's distance from the centre, against it, for good (the second rule of
  Deming's funnel). On a stable process this adds variation instead of taking it away: the variance doubles.
- *investigate* finds a special cause where the last point is beyond the limits, and takes its excess off the points
  that follow for as long as the recorded values stay beyond them. On any other point there is nothing to find.
- *rebase* takes the limits from the points that follow, once the level has really changed.

References
----------
Deming, W. E. (1986). Out of the Crisis. MIT Press (ch. 11: the funnel experiment).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import ArgumentError, DataError, check_choice
from ._counts import p_chart
from ._limits import ControlChart
from ._rules import Rules, Signal
from ._values import individuals

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Decision", "Watch", "compare_ways", "next_alert", "spread_since", "watch"]

FloatArray: TypeAlias = NDArray[np.float64]
Decision: TypeAlias = Literal["adjust", "investigate", "rebase"]
_DECISIONS = ("adjust", "investigate", "rebase")
_LEAST = 8  # points for the first limits
_LOOKS = 20  # points back, more than any rule looks


@dataclass(frozen=True)
class Watch:
    """What has been seen of a stream, and what was done.

    Attributes
    ----------
    chart : ControlChart
        Of the points seen so far, as they came out; limits frozen at the base.
    raw : ndarray, shape (seen,)
        The recorded values before any decision.
    base : int
        Where the points begin that the limits come from.
    needless : int
        Decisions to adjust or investigate at a point without any signal.
    found : int
        Special causes found.
    missed : int
        Points beyond the limits after which nothing was investigated.
    """

    chart: ControlChart
    raw: FloatArray
    base: int
    needless: int
    found: int
    missed: int

    @property
    def last(self) -> list[Signal]:
        """Signals of the point that came in last."""
        return [signal for signal in self.chart.signals if signal.point == len(self.raw) - 1]


def watch(
    values: Sequence[float] | FloatArray,
    sizes: Sequence[int] | NDArray[np.int_] | None = None,
    *,
    seen: int,
    decisions: Mapping[int, Decision] | None = None,
    learn: int = 12,
    rules: Rules = "western_electric",
    labels: Sequence[str] | None = None,
) -> Watch:
    """Replay the first ``seen`` points of a stream with the decisions taken on the way.

    Parameters
    ----------
    values : array-like of float, shape (points,)
        The recorded stream: levels, or shares between 0 and 1 where ``sizes`` are given.
    sizes : array-like of int, shape (points,), optional
        Records behind each share.
    seen : int
        How many points have come in.
    decisions : mapping of int to {"adjust", "investigate", "rebase"}, optional
        Position of the point after which it was taken → decision.
    learn : int
        How many points the first limits come from.
    rules, labels
        As in `individuals`.

    Returns
    -------
    Watch

    Raises
    ------
    DataError
        If there are fewer points than the limits need.
    ArgumentError
        If ``seen`` or ``learn`` is out of range, or a decision is none of the three.

    Examples
    --------
    >>> stream = [10, 11, 9, 10, 12, 9, 10, 11, 20, 19, 10]
    >>> left = watch(stream, seen=11, learn=8)
    >>> done = watch(stream, seen=11, learn=8, decisions={8: "investigate"})
    >>> left.missed, done.found, done.chart.points[9:].tolist()
    (2, 1, [9.25, 10.0])
    """
    raw = np.asarray(values, dtype=float)
    for place in np.flatnonzero((raw < 0) | (raw > 1)) if sizes is not None else ():
        raise DataError("control.no_share", position=int(place) + 1, value=f"{raw[place]:g}")
    taken = dict(decisions or {})
    for at, decision in taken.items():
        check_choice("decisions", decision, _DECISIONS)
        if not 0 <= at < len(raw):
            raise ArgumentError("control.exclude", value=at, last=len(raw) - 1)
    if len(raw) < _LEAST + 1:
        raise DataError("control.too_few", name="values", got=len(raw), least=_LEAST + 1)
    if not _LEAST <= learn < len(raw):
        raise ArgumentError("control.learn", name="learn", value=learn, low=_LEAST, high=len(raw) - 1)
    if not learn <= seen <= len(raw):
        raise ArgumentError("control.learn", name="seen", value=seen, low=learn, high=len(raw))
    rebased = max(
        (at + 1 for at, what in taken.items() if what == "rebase" and at + 1 + _LEAST <= seen), default=0
    )
    base = rebased if rebased else 0
    kept = slice(base, min(base + learn, seen))

    def limits(points: FloatArray, upto: int, since: int = 0) -> ControlChart:
        names = list(labels[since:upto]) if labels is not None else None
        if sizes is None:
            start = individuals(points[kept], rules=rules)
            return individuals(points[since:upto], baseline=start, rules=rules, labels=names)
        n = np.asarray(sizes, dtype=int)
        counts = np.clip(np.round(np.nan_to_num(points * n)), 0, n).astype(
            int
        )  # a week without records has none
        first = p_chart(counts[kept], n[kept], rules=rules)
        return p_chart(counts[since:upto], n[since:upto], baseline=first, rules=rules, labels=names)

    points, shift, excess = raw.copy(), 0.0, 0.0
    bounds = limits(raw, len(raw))
    center, lower, upper = (np.broadcast_to(np.asarray(line, float), raw.shape) for line in
                            (bounds.center, bounds.lower, bounds.upper))  # fmt: skip
    found = needless = 0
    for at in range(seen):
        outside = raw[at] < lower[at] or raw[at] > upper[at]  # a week without a value is neither
        excess = excess if outside else 0.0  # a special cause that is over needs no more taking off
        points[at] = raw[at] + shift - excess
        what = taken.get(at)
        if what is None or what == "rebase" or at + 1 < learn:
            continue
        beyond = not lower[at] <= points[at] <= upper[at]
        since = max(0, at - _LOOKS) if labels is None else 0  # where dates leap, all of them tell
        signal = beyond or any(s.point == at - since for s in limits(points, at + 1, since).signals)
        needless += not signal
        if what == "adjust":
            shift -= points[at] - center[at]
        elif beyond:
            found += 1
            excess += points[at] - center[at]
    chart = limits(points, seen)
    outside_now = (chart.points > np.asarray(chart.upper)) | (chart.points < np.asarray(chart.lower))
    missed = sum(
        1 for at in np.flatnonzero(outside_now) if at >= learn and taken.get(int(at)) != "investigate"
    )
    return Watch(chart, raw[:seen], base, needless, found, missed)


def spread_since(result: Watch, learn: int) -> float:
    """Standard deviation of the points after those the limits were learned from."""
    later: Any = result.chart.points[learn:]
    return float(np.std(later, ddof=1)) if len(later) > 1 else float("nan")


def next_alert(
    values: Sequence[float] | FloatArray,
    sizes: Sequence[int] | NDArray[np.int_] | None = None,
    *,
    seen: int,
    decisions: Mapping[int, Decision] | None = None,
    learn: int = 12,
    rules: Rules = "western_electric",
) -> int | None:
    """Find how many points will have come in when the next one raises a signal.

    Parameters
    ----------
    values, sizes, seen, decisions, learn, rules
        As in `watch`.

    Returns
    -------
    int or None
        Greater than ``seen``; nothing where no later point raises one.

    Examples
    --------
    >>> next_alert([10, 11, 9, 10, 12, 9, 10, 11, 10, 19, 10], seen=8, learn=8)
    10
    """
    for ahead in range(seen + 1, len(values) + 1):
        if watch(values, sizes, seen=ahead, decisions=decisions, learn=learn, rules=rules).last:
            return ahead
    return None


def compare_ways(
    values: Sequence[float] | FloatArray,
    sizes: Sequence[int] | NDArray[np.int_] | None = None,
    *,
    seen: int,
    decisions: Mapping[int, Decision] | None = None,
    learn: int = 12,
    rules: Rules = "western_electric",
) -> pd.DataFrame:
    """Compare the decisions taken with none at all and with adjusting after every point.

    Parameters
    ----------
    values, sizes, seen, decisions, learn, rules
        As in `watch`.

    Returns
    -------
    pandas.DataFrame
        Index way (own, never, always); columns spread (as `spread_since` has it), missed, needless, found.

    Examples
    --------
    >>> compare_ways([10, 11, 9, 10, 12, 9, 10, 11, 20, 19, 10], seen=11, learn=8)["needless"].tolist()
    [0, 0, 1]
    """
    import pandas as pd

    always: dict[int, Decision] = dict.fromkeys(range(learn, seen), "adjust")
    rows = {}
    for name, chosen in (("own", decisions), ("never", None), ("always", always)):
        one = watch(values, sizes, seen=seen, decisions=chosen, learn=learn, rules=rules)
        rows[name] = {"spread": spread_since(one, learn), "missed": one.missed, "needless": one.needless,
                      "found": one.found}  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")
