"""Reliability in the tidy table of answers: alpha of each dimension, and each of its items against the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from .._tables import in_memory
from ..errors import check_choice, check_share
from ._alpha import alpha, alpha_of
from ._rows import DIMENSIONS, Rows, read_rows

__all__ = ["Side", "item_analysis", "reliability"]

Side = Literal["expectation", "perception", "gap"]


def reliability(
    answers: Any,
    side: Side = "perception",
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Alpha of each dimension, from the tidy table of answers.

    Parameters
    ----------
    answers : table
        Tidy: respondent, item, dimension, expectation and/or perception (and wave).
    side : {"perception", "expectation", "gap"}
        Which answers; ``"gap"`` takes perception − expectation of each item.
    by : str or sequence of str, optional
        Columns that split the table.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the interval.

    Returns
    -------
    pandas.DataFrame
        Index dimension (+ by); columns alpha, low, high, standardised, average_r, n, k, left_out, verdict, reason, and
        against: a sentence on each item that runs against the rest, empty where there is none.

    Raises
    ------
    DataError, ArgumentError
        As in `servqual.gaps`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(r, i, "empathy", s) for r, scores in enumerate([(5, 6), (3, 3), (6, 7)]) for i, s in enumerate(scores)]
    >>> answers = pd.DataFrame(rows, columns=["respondent", "item", "dimension", "perception"])
    >>> reliability(answers)[["alpha", "n", "k"]].round(3)
               alpha  n  k
    dimension
    empathy    0.974  3  2
    """
    check_share("confidence", confidence)
    rows, table = _scored(answers, side, by, scale)
    results: dict[Any, dict[str, Any]] = {}
    asked = {name: sorted(items, key=str) for name, items in rows.asked.items()}
    for group, part in table.groupby(["dimension", *rows.by], observed=True):
        # pivot, not pivot_table, which drops persons without an answer: they count as left out.
        wide = part.pivot(index=rows.unit, columns="item", values="_score")  # noqa: PD010
        found = alpha_of(wide.reindex(columns=asked[group[0]]), confidence)
        results[group if rows.by else group[0]] = {
            "alpha": found.alpha, "low": found.low, "high": found.high, "standardised": found.standardised,
            "average_r": found.average_r, "n": found.n, "k": found.k, "left_out": found.left_out,
            "verdict": found.verdict, "reason": found.reason, "against": found.against_text,
        }  # fmt: skip
    order = {name: place for place, name in enumerate(DIMENSIONS)}
    names = sorted(results, key=lambda key: order.get(key[0] if rows.by else key, len(order)))
    if rows.by:
        index: pd.Index[Any] = pd.MultiIndex.from_tuples(names, names=["dimension", *rows.by])
    else:
        index = pd.Index(names, name="dimension")
    result = pd.DataFrame([results[name] for name in names], index=index)
    result.attrs["notes"] = rows.notes
    return result


def item_analysis(
    answers: Any, dimension: str, side: Side = "perception", *, scale: tuple[float, float] = (1, 7)
) -> pd.DataFrame:
    """Look at each item of a dimension: does it go with the others, and is alpha better without it?

    Parameters
    ----------
    answers, side, scale
        As for `reliability`.
    dimension : str
        Its name.

    Returns
    -------
    pandas.DataFrame
        As ``alpha(...).items``.

    Raises
    ------
    DataError, ArgumentError
        As in `servqual.gaps`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(r, i, "empathy", s) for r, scores in enumerate([(5, 6), (3, 3), (6, 7)]) for i, s in enumerate(scores)]
    >>> answers = pd.DataFrame(rows, columns=["respondent", "item", "dimension", "perception"])
    >>> item_analysis(answers, "empathy")["r"].round(3).tolist()
    [0.996, 0.996]
    """
    rows, table = _scored(answers, side, None, scale)
    check_choice("dimension", dimension, list(table["dimension"].unique()))
    own = table[table["dimension"] == dimension]
    wide = own.pivot(index=rows.unit, columns="item", values="_score")  # noqa: PD010
    return alpha(wide.reset_index(drop=True)).items


def _scored(
    answers: Any, side: Side, by: str | Sequence[str] | None, scale: tuple[float, float]
) -> tuple[Rows, pd.DataFrame]:
    """Read the answers; ``_score`` is what the reliability is about."""
    check_choice("side", side, ["expectation", "perception", "gap"])
    sides = ["expectation", "perception"] if side == "gap" else [side]
    rows = read_rows(answers, sides, level="dimension", by=by, scale=scale)
    table = in_memory(rows.frame.select(*rows.unit, *rows.by, "item", "dimension", *sides))
    table["_score"] = table["perception"] - table["expectation"] if side == "gap" else table[side]
    return rows, table
