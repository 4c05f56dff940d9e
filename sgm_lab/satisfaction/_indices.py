"""The indices: CSAT, NPS, CES, ACSI, and the difference of two of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, DataError, check_share
from ..estimate import Estimate
from ..i18n import worded
from ..inference import mean_interval, t_quantile, welch, wilson
from . import _weighted
from ._net import NPS, Nps, adjusted
from ._scores import count_of, is_number, one_of, read_counted, read_scale, read_table

__all__ = ["acsi", "ces", "csat", "difference", "nps"]

_ACSI_ITEMS = 3
_SHORT, _ENOUGH = 7, 20  # highest answer of other scales; answers that would hold one above it, or a 0


def csat(
    scores: Any = None,
    top: int | Sequence[int] = (4, 5),
    *,
    count: int | None = None,
    n: int | None = None,
    scale: tuple[int, int] = (1, 5),
    confidence: float = 0.95,
    weights: Any = None,
) -> Estimate:
    """Share of satisfied customers, with Wilson's interval.

    Parameters
    ----------
    scores : sequence, optional
        Answers on `scale`: a list, an array, a column of pandas, Polars or PyArrow, or a lazy table of one column
        (Polars, DuckDB, Ibis, PySpark), which is counted where it lives. Missing ones do not count.
    top : int or sequence of int
        Answers that count as satisfied.
    count, n : int, optional
        Instead of `scores`: satisfied answers and all answers.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the interval.
    weights : Series or Design, optional
        One survey weight an answer, missing answers too; clusters and strata in a `sgm_lab.sampling.Design`. The
        estimate then says ``n_effective``, and its interval rests on Taylor's variance.

    Returns
    -------
    Estimate
        Share between 0 and 1, limits, n.

    Raises
    ------
    DataError
        If an answer is no number, off the scale, or not whole (an average belongs to no box).
    ArgumentError
        If `top` leaves the scale, or scores and counts are mixed up.

    References
    ----------
    Wilson (1927), *JASA* 22:209–212.

    Examples
    --------
    >>> share = csat(count=18, n=20)
    >>> share.value, round(share.low, 4), round(share.high, 4)
    (0.9, 0.699, 0.9721)
    >>> csat([5, 4, 3, None]).n
    3
    >>> share = csat([5, 3, 4, 2], weights=[1, 3, 1, 1])  # two of four were pleased, who stand for a third of all
    >>> round(share.value, 3), round(share.low, 3), round(share.high, 3), share.n, share.n_effective
    (0.333, 0.075, 0.755, 4, 3.0)
    """
    check_share("confidence", confidence)
    low, high = read_scale(scale)
    boxes = {top} if isinstance(top, int | np.integer) else set(top)
    if not boxes or not all(is_number(box) and low <= box <= high for box in boxes):
        raise ArgumentError("satisfaction.top", value=top, low=low, high=high)
    one_of(scores, {"count": count, "n": n})
    if weights is not None and scores is None:
        raise ArgumentError("sampling.with_counts")
    if scores is not None:
        answers, times = read_counted(scores, low, high, whole=True, each=weights is not None)
        if weights is not None:
            return _weighted.share(scores, np.isin(answers, list(boxes)), weights, confidence)
        count, n = int(times[np.isin(answers, list(boxes))].sum()), int(times.sum())
    return _share(count_of("count", count), count_of("n", n), confidence)


def nps(
    scores: Any = None,
    *,
    promoters: int | None = None,
    passives: int | None = None,
    detractors: int | None = None,
    confidence: float = 0.95,
    weights: Any = None,
) -> Nps:
    """Net promoter score: share of promoters less share of detractors.

    Parameters
    ----------
    scores : sequence, optional
        Answers 0–10 to "how likely are you to recommend us"; missing ones do not count.
    promoters, passives, detractors : int, optional
        Instead of `scores`: how many answered 9–10, 7–8 and 0–6.
    confidence : float
        Level of the interval.
    weights : Series or Design, optional
        As for `csat`; the counts of promoters, passives and detractors stay those of the people.

    Returns
    -------
    Nps
        ``value`` is p − d between −1 and 1, ``points`` the same times 100; counts and limits beside it.

    Raises
    ------
    DataError
        If an answer is no number, outside 0–10, or not whole; if so many are all from 1 to 7 that they were given on
        another scale.
    ArgumentError
        If scores and counts are mixed up or a count is missing.

    Notes
    -----
    Adjusted Wald: three answers are added, ¾ promoters, ¾ detractors and the rest passives, which gives p′, d′ and
    n′ = n + 3; limits p′ − d′ ± z·√((p′ + d′ − (p′−d′)²)/n′), cut at −1 and 1 and drawn out to p − d where that lies
    outside. Unlike the plain interval it holds with five answers, and with everybody in one group it has a width.
    Weighted, n is how many people of a simple random sample would know p − d as well, by Taylor's variance.

    References
    ----------
    Reichheld (2003), *Harvard Business Review* 81(12):46–54. Interval: Sauro, "Confidence intervals for the Net
    Promoter Score" (measuringu.com), after Agresti & Min (2005), *Statistics in Medicine* 24(5):729–740.

    Examples
    --------
    >>> score = nps(promoters=291, passives=476, detractors=395)
    >>> round(score.points), round(50 * score.width, 2), score.n
    (-9, 4.38, 1162)
    """
    check_share("confidence", confidence)
    counts = {"promoters": promoters, "passives": passives, "detractors": detractors}
    one_of(scores, counts)
    if weights is not None and scores is None:
        raise ArgumentError("sampling.with_counts")
    if scores is not None:
        answers, times = read_counted(
            scores, 0, 10, whole=True, outside="satisfaction.outside_nps", each=weights is not None
        )
        total, above, below = (int(times[some].sum()) for some in (answers >= 0, answers >= 9, answers <= 6))
        if total >= _ENOUGH and answers.min() >= 1 and answers.max() <= _SHORT:
            raise DataError("satisfaction.short_nps", n=total, low=int(answers.min()), high=int(answers.max()),
                            passives=total - below, detractors=below)  # fmt: skip
        people = {"promoters": above, "passives": total - above - below, "detractors": below}
        if weights is not None:
            return _weighted.net(scores, answers, weights, confidence, people)
        counts = {name: int(count) for name, count in people.items()}
    known = {name: count_of(name, number) for name, number in counts.items()}
    n = sum(known.values())
    if not n:
        return Nps(math.nan, math.nan, math.nan, 0, confidence, NPS, "points")
    value = (known["promoters"] - known["detractors"]) / n
    low, high = adjusted(known["promoters"], known["detractors"], n, confidence)
    return Nps(value, min(low, value), max(high, value), n, confidence, NPS, "points", **known)


def ces(
    scores: Any, scale: tuple[int, int] = (1, 7), *, confidence: float = 0.95, weights: Any = None
) -> Estimate:
    """Customer effort score: mean answer, with a t interval.

    Parameters
    ----------
    scores : sequence
        Answers on `scale`; missing ones do not count.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the interval.
    weights : Series or Design, optional
        As for `csat`.

    Returns
    -------
    Estimate
        Mean, limits (missing with a single answer), n. Which end is good depends on how the question was put.

    Raises
    ------
    DataError
        If an answer is no number or off the scale.

    Examples
    --------
    >>> effort = ces([5, 6, 7, 6])
    >>> effort.value, round(effort.low, 2), round(effort.high, 2)
    (6.0, 4.7, 7.3)
    """
    check_share("confidence", confidence)
    low, high = read_scale(scale)
    answers, times = read_counted(scores, low, high, each=weights is not None)
    if weights is not None:
        return _weighted.mean(scores, answers, weights, confidence)
    return _mean(answers, times, confidence)


def acsi(
    scores: Any,
    weights: Sequence[float] | Mapping[str, float] | pd.Series[float] | None = None,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Customer satisfaction index of the ACSI kind, 0 to 100.

    Parameters
    ----------
    scores : DataFrame or array, shape (persons, 3)
        Overall satisfaction, against expectations, against the ideal; each 1–10. Incomplete rows do not count.
    weights : sequence or mapping, optional
        Three weights summing to 1, in the order of the columns or by column name; equal where left out.
    confidence : float
        Level of the interval.

    Returns
    -------
    Estimate
        Mean index over persons, t limits, n.

    Raises
    ------
    DataError
        If there are not three columns, or a cell is not a number from 1 to 10.
    ArgumentError
        If the weights are not three, negative, or do not sum to 1.

    Notes
    -----
    Index of a person: Σ wᵢ(xᵢ−1)/9·100, Σw = 1.

    References
    ----------
    Fornell et al. (1996), *J. Marketing* 60(4):7–18.

    Examples
    --------
    >>> round(acsi([[10, 10, 10], [1, 1, 1], [8, 7, 6]]).value, 2)
    55.56
    """
    check_share("confidence", confidence)
    table = read_table(scores, _ACSI_ITEMS)
    shares = _acsi_weights(weights, list(table.columns))
    complete = table.dropna().to_numpy(float)
    return _mean((complete - 1) / 9 * 100 @ shares, np.ones(len(complete), np.int64), confidence)


def difference(after: Any, before: Any, *, confidence: float = 0.95) -> Estimate:
    """Difference of two results from different people, ``after − before``, with its interval.

    Parameters
    ----------
    after, before : Estimate or sequence
        Two results of `csat`, of `nps`, or of `ces`/`acsi`; or two columns of answers, whose means are compared.
        For the *same* people twice compare each person with themselves: `change`, `servqual.compare`.
    confidence : float
        Level of the interval for two columns; two estimates bring their own.

    Returns
    -------
    Estimate
        Difference, limits, n of both together. Missing where either base is empty.

    Raises
    ------
    ArgumentError
        If the two are different measures or have different confidence levels.
    DataError
        If an answer is no number.

    Notes
    -----
    Shares and NPS: the hybrid of their two intervals, lower limit d − √((a − a_low)² + (b_high − b)²) and the like
    above (Newcombe 1998, *Statistics in Medicine* 17:873–890; for other estimates Zou & Donner 2008, *Statistics in
    Medicine* 27:1693–1702). Means: Welch.

    Examples
    --------
    >>> change = difference(csat(count=56, n=70), csat(count=48, n=80))
    >>> round(change.value, 4), round(change.low, 4), round(change.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    check_share("confidence", confidence)
    a, b = (
        side if isinstance(side, Estimate) else _mean(*read_counted(side, -math.inf, math.inf), confidence)
        for side in (after, before)
    )
    if (
        a.method != b.method
        or a.method not in ("wilson", NPS, "t")
        or isinstance(a, Nps) != isinstance(b, Nps)
    ):
        raise ArgumentError("satisfaction.difference_kind", a=_kind(a), b=_kind(b))
    if a.level != b.level:
        raise ArgumentError("satisfaction.difference_level", a=a.level, b=b.level)
    value, n = a.value - b.value, a.n + b.n
    if a.method != "t":
        low = value - math.hypot(a.value - a.low, b.high - b.value)
        high = value + math.hypot(a.high - a.value, b.value - b.low)
        return Estimate(
            value, low, high, n, a.level, "newcombe", "points" if a.method == NPS else "difference"
        )
    found = welch((b.value, a.value), (_sd(b), _sd(a)), (b.n, a.n), a.level)
    return Estimate(found["change"], found["ci_low"], found["ci_high"], n, a.level, "welch", "mean")


def _share(count: int, n: int, confidence: float) -> Estimate:
    if count > n:
        raise ArgumentError("satisfaction.count_above_n", count=count, n=n)
    if not n:
        return Estimate(math.nan, math.nan, math.nan, 0, confidence, "wilson", "share")
    low, high = wilson(count, n, confidence)
    return Estimate(count / n, float(low), float(high), n, confidence, "wilson")


def _mean(values: npt.NDArray[np.float64], times: npt.NDArray[np.int64], confidence: float) -> Estimate:
    """Mean of values that are there so many times."""
    n = int(times.sum())
    mean = float((values * times).sum()) / n if n else math.nan
    sd = math.sqrt(float((times * (values - mean) ** 2).sum()) / (n - 1)) if n > 1 else math.nan
    low, high = mean_interval(mean, sd, n, confidence)
    return Estimate(mean, float(low), float(high), n, confidence, "t", "mean")


def _sd(mean: Estimate) -> float:
    """Standard deviation behind a t interval."""
    if mean.n < 2 or math.isnan(mean.low):
        return math.nan if mean.n < 2 else 0.0
    return (mean.high - mean.low) / 2 / float(t_quantile(mean.level, mean.n - 1)) * math.sqrt(mean.n)


def _kind(estimate: Estimate) -> str:
    """Name what an estimate is of, in words where there are some."""
    return worded("goals.kind", estimate.kind or estimate.method or type(estimate).__name__)


def _acsi_weights(
    weights: Sequence[float] | Mapping[str, float] | pd.Series[float] | None, columns: list[Any]
) -> npt.NDArray[np.float64]:
    if weights is None:
        return np.full(_ACSI_ITEMS, 1 / _ACSI_ITEMS, dtype=np.float64)
    if isinstance(weights, pd.Series):
        named = set(weights.index) == set(columns)
        weights = [float(weights[column]) for column in columns] if named else weights.tolist()
    if isinstance(weights, Mapping):
        if set(weights) != set(columns):
            raise ArgumentError("satisfaction.weights_names", columns=columns, names=list(weights))
        weights = [weights[column] for column in columns]
    if len(weights) != _ACSI_ITEMS:
        raise ArgumentError("satisfaction.weights_count", count=len(weights))
    for weight in weights:
        if not (is_number(weight) and weight >= 0):
            raise ArgumentError("satisfaction.weights_value", value=weight)
    if not math.isclose(sum(weights), 1, abs_tol=5e-4):
        raise ArgumentError("satisfaction.weights_sum", total=f"{sum(weights):g}")
    return np.asarray(weights, float) / sum(weights)
