"""The overall SERVQUAL score, plain and weighted by what matters to customers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ArgumentError, DataError, check_share, did_you_mean
from ..estimate import Estimate
from ..i18n import t, worded
from ..inference import mean_interval
from ..numbers import is_real
from ._people import people
from ._rows import DIMENSIONS, SIDES

__all__ = ["Score", "parts", "score"]


@dataclass(frozen=True)
class Score:
    """Overall SERVQUAL score.

    Attributes
    ----------
    unweighted : Estimate
        Mean of the dimension gaps.
    weighted : Estimate
        Σ w·gap with weights summing to 1: on the scale of the gaps.
    weighted_divided : Estimate
        The other printed convention, the same sum divided by the number of dimensions.
    weights : dict
        Weight of each dimension as a share; equal where none were given.
    left_out : dict
        Persons not counted, for each dimension.
    notes : list of str
        What was noticed about the answers.
    """

    unweighted: Estimate
    weighted: Estimate
    weighted_divided: Estimate
    weights: dict[str, float]
    left_out: dict[Hashable, int]
    notes: list[str]

    @property
    def convention(self) -> str:
        """In words, which convention `weighted` follows."""
        return t("servqual.convention.sum")

    @property
    def convention_divided(self) -> str:
        """In words, which convention `weighted_divided` follows."""
        return t("servqual.convention.mean", count=len(self.weights))


def score(
    answers: Any,
    weights: Mapping[str, float] | pd.Series[float] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
) -> Score:
    """Overall gap score, plain and weighted by importance.

    Parameters
    ----------
    answers : table
        As in `gaps`.
    weights : mapping or Series by dimension, optional
        Dimension → points; the points sum to 100. Equal where left out.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Score
        Both printed conventions of the weighted score, each named.

    Raises
    ------
    ArgumentError
        If the weights do not name exactly the dimensions in the table, one is negative, or they do not sum to 100.
    DataError
        As in `gaps`, and if a dimension has nobody who counts.

    Notes
    -----
    unweighted = mean of the dimension gaps; weighted = Σ w·gap, Σw = 1. The value is built from the rows of `gaps`, and
    the interval from each person's own contribution uᵢ = Σ w_d·(x_id − x̄_d)/n_d over the dimensions in which the person
    counts: se² = Σ uᵢ²·n/(n−1). With complete answers this is the usual t interval of the persons' scores.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1988), *J. Retailing* 64(1):12–40.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 1, 2, 2], "item": [5, 10, 5, 10],
    ...     "dimension": ["reliability", "responsiveness"] * 2,
    ...     "expectation": [7, 6, 7, 7], "perception": [5, 5, 4, 6],
    ... })
    >>> result = score(answers, {"reliability": 60, "responsiveness": 40})
    >>> round(result.unweighted.value, 3), round(result.weighted.value, 3), round(result.weighted_divided.value, 3)
    (-1.75, -1.9, -0.95)
    """
    check_share("confidence", confidence)
    found = people(answers, SIDES, level="dimension", by=None, scale=scale)
    names = [name for name in DIMENSIONS if name in found.left_out]
    names += sorted(str(name) for name in found.left_out if name not in DIMENSIONS)
    shares = _shares(weights, names)
    wide = found.with_gap().pivot(index=found.unit, columns="dimension", values="gap")  # noqa: PD010
    wide = wide.reindex(columns=names)
    lacking = [name for name in names if not wide[name].notna().any()]
    if len(wide) and lacking:
        named = [worded("common.dimension", name) for name in lacking]
        raise DataError("servqual.nobody", dimensions=named)

    equal = dict.fromkeys(names, 1 / len(names))
    return Score(
        unweighted=_combined(wide, equal, confidence),
        weighted=_combined(wide, shares, confidence),
        weighted_divided=_combined(wide, {k: v / len(names) for k, v in shares.items()}, confidence),
        weights=shares,
        left_out=found.left_out,
        notes=found.notes,
    )


def parts(gaps: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """How much of the whole each dimension's gap is, weighted and plain, and which place that gives it.

    Parameters
    ----------
    gaps : DataFrame
        From `gaps`, by dimension.
    weights : mapping
        Dimension → points.

    Returns
    -------
    DataFrame, same index
        ``n``, ``gap``, ``points``; ``part`` = points/sum of points·gap, ``equal`` = gap/dimensions; ``rank_gap`` and
        ``rank`` (of the part), 1 the lowest.

    Examples
    --------
    >>> table = pd.DataFrame({"n": [9, 9], "gap": [-1.0, -2.0]}, index=["tangibles", "empathy"])
    >>> parts(table, {"tangibles": 75, "empathy": 25})[["part", "rank_gap", "rank"]].to_dict("list")
    {'part': [-0.75, -0.5], 'rank_gap': [2.0, 1.0], 'rank': [1.0, 2.0]}
    """
    table = gaps[["n", "gap"]].copy()
    table["points"] = [weights[str(name)] for name in table.index]
    table["part"] = table["points"] / sum(weights.values()) * table["gap"]
    table["equal"] = table["gap"] / len(table)
    table["rank_gap"] = table["gap"].rank(method="min")
    table["rank"] = table["part"].rank(method="min")
    return table


def _shares(given: Mapping[str, float] | pd.Series[float] | None, names: list[str]) -> dict[str, float]:
    """Turn points into shares; 100 points exactly, over exactly these dimensions."""
    if given is not None and not isinstance(given, pd.Series | Mapping):
        raise ArgumentError("servqual.weights_kind", kind=type(given).__name__, names=names)
    if isinstance(given, pd.Series) and not given.index.is_unique:
        raise ArgumentError("servqual.weights_twice", name=given.index[given.index.duplicated()][0])
    weights = {str(name): value for name, value in given.items()} if isinstance(given, pd.Series) else given
    if weights is None:
        return dict.fromkeys(names, 1 / len(names))
    unknown, missing = [n for n in weights if n not in names], [n for n in names if n not in weights]
    if unknown or missing:
        hint = did_you_mean(unknown[0], missing) if unknown else ""
        none = t("servqual.none")
        raise ArgumentError("servqual.weights_names", expected=names, missing=missing or none,
                            extra=unknown or none, hint=hint)  # fmt: skip
    for name, value in weights.items():
        if not (is_real(value) and 0 <= value < np.inf):
            raise ArgumentError("servqual.weights_value", name=name, value=value)
    total = float(sum(map(float, weights.values())))
    if not np.isclose(total, 100, rtol=0, atol=0.05):  # 33.33 three times is meant as 100
        raise ArgumentError("servqual.weights_sum", total=f"{total:g}")
    return {name: float(weights[name]) / total for name in names}


def _combined(wide: pd.DataFrame, shares: dict[str, float], confidence: float) -> Estimate:
    share = pd.Series(shares)
    n = len(wide)
    value = float((wide.mean() * share).sum(skipna=False)) if n else np.nan
    own = ((wide - wide.mean()) / wide.count().clip(lower=1) * share).sum(axis=1)
    sd = float(np.sqrt((own**2).sum() * n / (n - 1) * n)) if n > 1 else np.nan
    low, high = mean_interval(value, sd, n, confidence)
    return Estimate(value, float(low), float(high), n, confidence, "t", "mean")
