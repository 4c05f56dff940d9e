"""Improvement: which causes come first (Pareto), and whether a change made a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

from .._columns import counted, summed_up
from ..errors import ArgumentError, DataError, check_choice
from ..estimate import Estimate
from ..i18n import t
from ..inference import mean_interval, welch, wilson
from ._data import amounts, column, must_be_positive, numbers

__all__ = ["Change", "before_after", "pareto", "period_level"]


def pareto(records: Any, *, vital: float = 0.8) -> pd.DataFrame:
    """Rank causes by how often they occur, and mark the vital few.

    Parameters
    ----------
    records : mapping, numeric pandas Series, or column of categories
        Category and count as a dict, or as a Series with the categories for row names; else one category a
        record (a list, or a text column of any data frame library).
    vital : float
        Share of all cases that the vital few make up, 0 < vital ≤ 1.

    Returns
    -------
    DataFrame
        Columns category, count, share, cumulative, vital_few; most frequent first, ties in the order given.
        The vital few are the shortest list from the top that reaches ``vital``.

    Raises
    ------
    DataError
        If there is no record, one has no category, or a count is missing, negative or no whole number.
    ArgumentError
        If counts come without names, or ``vital`` is out of its range.

    Examples
    --------
    >>> pareto({"排队": 50, "态度": 15, "费用": 30, "环境": 5})[["category", "cumulative", "vital_few"]]
      category  cumulative  vital_few
    0       排队        0.50       True
    1       费用        0.80       True
    2       态度        0.95      False
    3       环境        1.00      False
    """
    must_be_positive("vital", vital, at_most=1)
    table = _tally(records)
    table = table.sort_values("count", ascending=False, kind="stable", ignore_index=True)
    total = table["count"].sum()
    if total == 0:
        raise DataError("control.pareto_zero")
    table["share"] = table["count"] / total
    table["cumulative"] = table["count"].cumsum() / total
    reached_before = (table["cumulative"] - table["share"]).round(12)
    table["vital_few"] = (reached_before < round(vital, 12)) & (table["count"] > 0)
    return table


def _tally(records: Any) -> pd.DataFrame:
    if isinstance(records, pd.Series) and pd.api.types.is_numeric_dtype(records):
        if isinstance(records.index, pd.RangeIndex):
            raise ArgumentError("control.pareto_names")
        repeated = records.index[records.index.duplicated()]
        if len(repeated):
            raise DataError("control.pareto_repeated", category=repeated[0])
        records = records.to_dict()
    if isinstance(records, Mapping):
        if not records:
            raise DataError("control.empty", name="records")
        counts = pd.to_numeric(pd.Series(list(records.values()), dtype=object), errors="coerce")
        for category, given, count in zip(records, records.values(), counts, strict=True):
            if not (count >= 0 and count % 1 == 0):
                raise DataError("control.pareto_count", category=category, value=given)
        return pd.DataFrame({"category": list(records), "count": counts.astype(int)})
    groups = counted(records)
    if groups is not None:  # in a lazy table nothing comes first: those as frequent as each other go by name
        if groups[0].isna().any():
            raise DataError("control.pareto_missing_engine", count=int(groups[1][groups[0].isna()].sum()))
        table = pd.DataFrame({"category": groups[0], "count": groups[1]})
        return table.sort_values("category", key=lambda names: names.astype(str), ignore_index=True)
    labels = column(records, "records")
    for i, category in enumerate(labels):
        if pd.isna(category) or not str(category).strip():
            raise DataError("control.pareto_missing", position=i + 1)
    if all(isinstance(label, Real) for label in labels):
        raise ArgumentError("control.pareto_names")
    tally = Counter(labels)
    return pd.DataFrame({"category": list(tally), "count": list(tally.values())})


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a measure: both levels, their difference with its interval, and a plain verdict.

    Attributes
    ----------
    before, after : float
        Mean or share in the two periods.
    difference : Estimate
        After minus before, with its interval.
    verdict : {"higher", "lower", "not_enough_evidence"}
        ``not_enough_evidence`` where the interval includes 0. Whether higher is better, the goal says.
    of : {"mean", "share"}
        What was compared.
    """

    before: float
    after: float
    difference: Estimate
    verdict: Literal["higher", "lower", "not_enough_evidence"]
    of: Literal["mean", "share"]

    def sentence(self) -> str:
        """Say the verdict in words."""

        def words(x: float) -> str:
            return t("control.change.share", value=100 * x) if self.of == "share" else f"{x:.3g}"

        d = self.difference
        size = d.value if self.verdict == "not_enough_evidence" else abs(d.value)
        low, high = (-d.high, -d.low) if self.verdict == "lower" else (d.low, d.high)
        return t(
            f"control.change.{self.verdict}",
            size=words(size),
            level=d.level,
            low=words(low),
            high=words(high),
        )


def before_after(
    before: Any, after: Any, *, of: Literal["mean", "share", "summary"] = "mean", level: float = 0.95
) -> Change:
    """Compare two periods of independent records: did the measure change?

    Parameters
    ----------
    before, after : array-like of float, (cases, total) or (mean, sd, n)
        Measurements of the two periods; with ``of="share"`` the number of cases and the total of each; with
        ``of="summary"`` mean, standard deviation and number of the measurements, as a report prints them.
    of : {"mean", "share", "summary"}
        What to compare; a summary is that of means.
    level : float
        Confidence level.

    Returns
    -------
    Change

    Raises
    ------
    DataError
        If a value is missing, fewer than two are given, nothing varies, or a pair is no pair of counts.
    ArgumentError
        If ``of`` or ``level`` is not of its form.

    Notes
    -----
    Means: Welch's interval, d ± t(1−α/2, ν)·√(s₁²/n₁+s₂²/n₂). Shares: Newcombe's interval, which joins
    the two Wilson intervals, d − √((p₂−l₂)²+(u₁−p₁)²) to d + √((u₂−p₂)²+(p₁−l₁)²).

    Examples
    --------
    56 of 70 against 48 of 80, an example of Newcombe's: 0.20, interval 0.0524 to 0.3339.

    >>> change = before_after((48, 80), (56, 70), of="share")
    >>> round(change.difference.low, 4), round(change.difference.high, 4), change.verdict
    (0.0524, 0.3339, 'higher')
    """
    kinds = {"mean": _compare_means, "share": _compare_shares, "summary": _compare_summaries}
    check_choice("of", of, list(kinds))
    if not 0 < level < 1:
        raise ArgumentError(
            "control.between", name="level", value=level, range=t("control.range.zero_one_open")
        )
    first, second, difference = kinds[of](before, after, level)
    verdict: Literal["higher", "lower", "not_enough_evidence"] = "not_enough_evidence"
    if difference.low > 0:
        verdict = "higher"
    elif difference.high < 0:
        verdict = "lower"
    return Change(first, second, difference, verdict, "share" if of == "share" else "mean")


def period_level(
    data: Any, *, of: Literal["mean", "share", "summary"] = "mean", level: float = 0.95
) -> Estimate:
    """Return the level of one period with its interval, from what `before_after` takes for it.

    Parameters
    ----------
    data : array-like of float, (cases, total) or (mean, sd, n)
    of : {"mean", "share", "summary"}
    level : float
        Confidence level.

    Returns
    -------
    Estimate
        Share with Wilson's interval, or mean ± t·s/√n.

    Raises
    ------
    DataError
        As in `before_after`.

    Examples
    --------
    >>> round(period_level((48, 80), of="share").low, 4), period_level((40, 9, 36), of="summary").value
    (0.4905, 40.0)
    """
    if of == "share":
        counts = amounts(data, "data")
        if len(counts) != 2 or counts[1] == 0 or counts[0] > counts[1]:
            raise DataError("control.share_pair", name="data", value=str(data))
        cases, n = int(counts[0]), int(counts[1])
        low, high = wilson(cases, n, level)
        return Estimate(cases / n, float(low), float(high), n, level, "wilson")
    if of == "mean":
        data = _measured("data", data)
    mean, sd, n = _summary("data", data)
    low, high = mean_interval(mean, sd, n, level)
    return Estimate(mean, float(low), float(high), int(n), level, "t", "mean")


def _measured(name: str, given: Any) -> tuple[float, float, int]:
    """Mean, standard deviation and number of measurements; of a lazy column worked out where it lives."""
    facts = summed_up(given)
    if facts is None:
        data = numbers(given, name)
        facts = {"rows": len(data), "n": len(data), "mean": data.mean(), "sd": data.std(ddof=1) if len(data) > 1 else 0,
                 "low": data.min(), "high": data.max()}  # fmt: skip
    if facts["rows"] > facts["n"]:
        raise DataError("control.engine_missing", name=name, count=int(facts["rows"] - facts["n"]))
    if facts["n"] < 2:
        raise DataError("control.few_values", name=name, got=int(facts["n"]))
    if facts["low"] == facts["high"]:
        raise DataError("control.alike", name=name, value=f"{facts['low']:g}")
    return float(facts["mean"]), float(facts["sd"]), int(facts["n"])


def _summary(name: str, given: Any) -> tuple[float, float, int]:
    """Read mean, standard deviation and number."""
    try:
        mean, sd, n = (float(part) for part in given)
    except (TypeError, ValueError):
        raise DataError("control.summary", name=name, value=str(given)) from None
    if not (np.isfinite(mean) and 0 < sd < np.inf and 2 <= n < np.inf and n % 1 == 0):
        raise DataError("control.summary", name=name, value=str(given))
    return mean, sd, int(n)


def _compare_means(before: Any, after: Any, level: float) -> tuple[float, float, Estimate]:
    sides = [_measured(name, given) for name, given in (("before", before), ("after", after))]
    return _compare_summaries(sides[0], sides[1], level)


def _compare_summaries(before: Any, after: Any, level: float) -> tuple[float, float, Estimate]:
    (x, s1, n1), (y, s2, n2) = _summary("before", before), _summary("after", after)
    found = welch((x, y), (s1, s2), (n1, n2), level)
    return (
        x,
        y,
        Estimate(y - x, float(found["ci_low"]), float(found["ci_high"]), n1 + n2, level, "welch", "mean"),
    )


def _compare_shares(before: Any, after: Any, level: float) -> tuple[float, float, Estimate]:
    levels, below, above, total = [], [], [], 0
    for name, pair in (("before", before), ("after", after)):
        counts = amounts(pair, name)
        if len(counts) != 2 or counts[1] == 0 or counts[0] > counts[1]:
            raise DataError("control.share_pair", name=name, value=str(pair))
        cases, n = int(counts[0]), int(counts[1])
        low, high = wilson(cases, n, level)
        levels.append(cases / n)
        below.append(cases / n - float(low))
        above.append(float(high) - cases / n)
        total += n
    d = levels[1] - levels[0]
    limits = d - float(np.hypot(below[1], above[0])), d + float(np.hypot(above[1], below[0]))
    return levels[0], levels[1], Estimate(d, *limits, total, level, "newcombe")
