"""Before and after of the same people: each compared with themselves, chosen where their ids match."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .._tables import written_alike
from ..errors import ArgumentError, check_share
from ..estimate import Estimate
from ..i18n import t
from ..inference import independence, mean_interval, t_test, welch, z_of
from ._indices import csat, difference
from ._scores import read_scores

__all__ = ["Change", "change"]

_ADDED = 0.5  # to each cell of the two by two table


@dataclass(frozen=True, slots=True, repr=False)
class Change(Estimate):
    """A change from before to after: an `Estimate` with its test.

    Attributes
    ----------
    p : float
        Two-sided p of no change.
    test : {"mcnemar", "paired-t", "welch", "two-shares"}
        Which test it is.
    paired : bool
        Whether each person was compared with themselves.
    both : int
        How many people answered both times.
    """

    p: float = math.nan
    test: str = ""
    paired: bool = False
    both: int = 0

    def text(self) -> str:
        """Say how the two rounds were compared."""
        return t(f"satisfaction.change_{self.test.replace('-', '_')}", count=self.both, n=self.n)


def change(
    after: pd.Series[Any],
    before: pd.Series[Any],
    *,
    top: int | Sequence[int] | None = None,
    scale: tuple[int, int] = (1, 5),
    paired: bool | None = None,
    confidence: float = 0.95,
) -> Change:
    """Compare two rounds of answers, person by person where it is the same people.

    Parameters
    ----------
    after, before : Series, index respondent
        Answers of each round; the index holds the ids. Missing answers do not count.
    top : int or sequence of int, optional
        Answers that count as satisfied: the share of them is compared. Means are compared if left out.
    scale : tuple
        Lowest and highest answer, for shares.
    paired : bool, optional
        Decided by the ids if left out: paired where at least half of the smaller round answered in both and the ids are
        no mere row numbers. Pass ``False`` where numbers were given out anew.
    confidence : float
        Level of the interval.

    Returns
    -------
    Change
        after − before with interval, p, and which test it is; `text` says so in words. Of paired answers all rests on
        the people of both rounds.

    Raises
    ------
    ArgumentError
        If a round is no Series, an id comes twice, or ``paired=True`` and nobody answered both times.
    DataError
        If an answer is no number or off the scale.

    Notes
    -----
    Shares of the same people: with b who became satisfied and c who ceased to be, McNemar's test is the exact binomial
    one of b in b + c; the interval is the adjusted Wald d′ ± z·√((b′ + c′ − d′²)/(n + 2)), b′ = (b + ½)/(n + 2), c′
    likewise, d′ = b′ − c′ (Agresti & Min). Means: t of the persons' changes. Different people: `difference`, with
    Welch's t or, for shares, the χ² of the two by two table.

    References
    ----------
    McNemar (1947), *Psychometrika* 12:153–157; Agresti & Min (2005), *Statistics in Medicine* 24(5):729–740.

    Examples
    --------
    >>> import pandas as pd
    >>> before = pd.Series([4, 2, 3, 3, 5, 2], index=list("abcdef"))
    >>> after = pd.Series([5, 4, 4, 3, 5, 4], index=list("abcdef"))
    >>> found = change(after, before, top=(4, 5))
    >>> round(found.value, 3), found.test, found.p, found.both
    (0.5, 'mcnemar', 0.25, 6)
    """
    check_share("confidence", confidence)
    low, high = scale if top is not None else (-math.inf, math.inf)
    now, then = (
        _by_person(name, one, low, high, whole=top is not None)
        for name, one in (("after", after), ("before", before))
    )
    now, then = _alike(now, then)
    common = now.index.intersection(then.index)
    both = len(common)
    if paired is None:
        row_numbers = any(isinstance(one.index, pd.RangeIndex) for one in (after, before))
        paired = not row_numbers and both > 0 and 2 * both >= min(len(now), len(then))
    if paired and not both:
        raise ArgumentError("satisfaction.change_nobody")
    if top is not None:
        boxes = [int(top)] if isinstance(top, int | np.integer) else list(top)
        csat([], boxes, scale=scale)  # refuses boxes that are off the scale
        hit, hit_then = now.isin(boxes), then.isin(boxes)
        if paired:
            return _mcnemar(hit[common].to_numpy(bool), hit_then[common].to_numpy(bool), confidence)
        return _two_shares(hit, hit_then, confidence, both)
    if not paired:
        return _two_means(now, then, confidence, both)
    moved = (now[common] - then[common]).to_numpy(float)
    mean, sd = float(moved.mean()), float(moved.std(ddof=1)) if both > 1 else math.nan
    lower, upper = mean_interval(mean, sd, both, confidence)
    p = float(t_test(mean, sd, both)[1])
    return Change(mean, float(lower), float(upper), both, confidence, "t", "mean", p, "paired-t", True, both)


def _alike(now: pd.Series[float], then: pd.Series[float]) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return both with ids written alike: 7 in one file is "7" in another."""
    if isinstance(now.index, pd.MultiIndex) or isinstance(then.index, pd.MultiIndex):
        return now, then
    ids = pd.Series([*now.index, *then.index], dtype=object)
    alike = written_alike(ids)
    if alike is ids:
        return now, then
    return now.set_axis(alike[: len(now)].tolist()), then.set_axis(alike[len(now) :].tolist())


def _by_person(name: str, answers: Any, low: float, high: float, *, whole: bool) -> pd.Series[float]:
    """Answers given, by person."""
    if not isinstance(answers, pd.Series):
        raise ArgumentError("satisfaction.change_series", name=name, kind=type(answers).__name__)
    given = answers.dropna()
    twice = given.index[given.index.duplicated()]
    if len(twice):
        raise ArgumentError("satisfaction.change_twice", name=name, id=twice[0])
    return pd.Series(read_scores(given, low, high, whole=whole), index=given.index)


def _mcnemar(after: Any, before: Any, confidence: float) -> Change:
    from scipy.special import bdtr

    n, up, down = len(after), int((after & ~before).sum()), int((before & ~after).sum())
    value = (up - down) / n
    every = n + 4 * _ADDED
    b, c = (up + _ADDED) / every, (down + _ADDED) / every
    half = z_of(confidence) * math.sqrt((b + c - (b - c) ** 2) / every)
    low, high = max(b - c - half, -1.0), min(b - c + half, 1.0)
    p = min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5)))
    return Change(
        value, min(low, value), max(high, value), n, confidence, "agresti-min", "difference", p, "mcnemar", True, n
    )  # fmt: skip


def _two_shares(after: Any, before: Any, confidence: float, both: int) -> Change:
    found = difference(
        *(csat(count=int(one.sum()), n=len(one), confidence=confidence) for one in (after, before))
    )
    table = np.array([[one.sum(), (~one).sum()] for one in (after, before)])
    tested = (table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all()
    p = independence(table)[2] if tested else math.nan
    return Change(
        found.value, found.low, found.high, found.n, confidence, found.method, "difference", p, "two-shares",
        False, both,
    )  # fmt: skip


def _two_means(after: Any, before: Any, confidence: float, both: int) -> Change:
    n = (len(before), len(after))
    mean, sd = ([getattr(one, what)() for one in (before, after)] for what in ("mean", "std"))
    found = welch((mean[0], mean[1]), (sd[0], sd[1]), n, confidence)
    change, low, high, p = (float(found[one]) for one in ("change", "ci_low", "ci_high", "p"))
    return Change(change, low, high, sum(n), confidence, "welch", "mean", p, "welch", False, both)
