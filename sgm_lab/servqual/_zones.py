"""Two ways to see where to act: the zone of tolerance and the importance–performance grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from .._tables import in_memory, opened
from ..errors import ArgumentError, DataError, check_share, did_you_mean, listing
from ..i18n import t
from ..inference import mean_interval
from ._people import cells
from ._rows import Level, check_scale

__all__ = ["importance_performance", "zone_of_tolerance"]


def zone_of_tolerance(
    answers: Any,
    level: Level = "dimension",
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Where perception lies between the adequate and the desired level.

    Parameters
    ----------
    answers : table
        Tidy: respondent, item, dimension, desired, adequate, perceived (and wave).
    level, by, scale, confidence
        As in `gaps`. Nine-point questionnaires: ``scale=(1, 9)``.

    Returns
    -------
    pandas.DataFrame
        Index dimension or item (+ by). Columns n, desired, adequate, perceived, adequacy, adequacy_low, adequacy_high,
        superiority, superiority_low, superiority_high, zone ("below", "in", "above") and clear: whether the intervals
        leave no doubt about the zone.

    Raises
    ------
    DataError, ArgumentError
        As in `gaps`.

    Notes
    -----
    adequacy = perceived − adequate, superiority = perceived − desired, within a person. Below the zone where adequacy
    < 0, above it where superiority > 0.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1994), *J. Retailing* 70(3):201–230.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 2, 3], "item": 5, "dimension": "reliability",
    ...     "desired": [7, 6, 7], "adequate": [5, 4, 5], "perceived": [6, 5, 5],
    ... })
    >>> zone_of_tolerance(answers)[["adequacy", "superiority", "zone"]].round(2)
                 adequacy  superiority zone
    dimension
    reliability      0.67        -1.33   in
    """
    check_share("confidence", confidence)
    sides = ["desired", "adequate", "perceived"]
    found = cells(answers, sides, level=level, by=by, scale=scale)
    of = found.means
    of |= {"adequacy": of["perceived"] - of["adequate"], "superiority": of["perceived"] - of["desired"]}
    mean = {name: found.average(values) for name, values in of.items()}
    figures: dict[str, Any] = {"n": found.n.astype(np.int64), **{side: mean[side] for side in sides}}
    limits = {
        name: mean_interval(mean[name], found.spread(of[name]), found.n, confidence)
        for name in ("adequacy", "superiority")
    }
    for name, (low, high) in limits.items():
        figures |= {name: mean[name], f"{name}_low": low, f"{name}_high": high}
    below, above = mean["adequacy"] < 0, mean["superiority"] > 0
    (adequate, adequate_high), (superior, superior_high) = limits.values()
    figures["zone"] = np.select([below, above], ["below", "above"], "in")
    inside = (adequate >= 0) & (superior_high <= 0)
    figures["clear"] = np.select([below, above], [adequate_high < 0, superior > 0], inside)
    if swapped := int(found.times[of["adequate"] > of["desired"]].sum()):
        found.notes.append(t("servqual.note.zone_order", count=swapped))
    return found.table(figures, adequate, superior)


def importance_performance(
    table: Any,
    cross: Literal["mean", "median", "scale"] = "mean",
    scale: tuple[float, float] = (1, 7),
) -> pd.DataFrame:
    """Importance–performance grid: where to put the effort.

    Parameters
    ----------
    table : DataFrame
        One row an attribute; columns importance and performance.
    cross : {"mean", "median", "scale"}
        Where the two lines lie: mean or median of the rows, or the middle of `scale`.
    scale : tuple
        Lowest and highest value, used with ``cross="scale"`` only.

    Returns
    -------
    pandas.DataFrame
        The table with a column quadrant: "concentrate" (important, weak), "keep_up" (important, strong),
        "low_priority" (neither), "overkill" (strong, not important); missing where a value is. A point on a line counts
        as high. ``attrs["cross"]`` names the rule and the two values, ``attrs["on_line"]`` the rows on a line.

    Raises
    ------
    DataError
        If a column is missing, a value is no number, or lies off the scale with ``cross="scale"``.
    ArgumentError
        If `cross` is none of the three.

    References
    ----------
    Martilla & James (1977), *J. Marketing* 41(1):77–79.

    Examples
    --------
    >>> import pandas as pd
    >>> points = pd.DataFrame({"importance": [30, 25, 15, 10], "performance": [4.8, 5.9, 5.0, 6.1]}, index=list("abcd"))
    >>> importance_performance(points)["quadrant"].to_dict()
    {'a': 'concentrate', 'b': 'keep_up', 'c': 'low_priority', 'd': 'overkill'}
    """
    if cross not in ("mean", "median", "scale"):
        raise ArgumentError("servqual.ipa_cross", value=cross)
    low, high = check_scale(scale)
    result = table.copy() if isinstance(table, pd.DataFrame) else in_memory(opened(table))
    lines: dict[str, float] = {}
    for column in ("importance", "performance"):
        if column not in result:
            columns = [str(name) for name in result.columns]
            hint = did_you_mean(column, columns)
            raise DataError("errors.column_missing", column=column, columns=columns, hint=hint)
        numbers = pd.to_numeric(result[column], errors="coerce").astype(float)
        for where in result.index[numbers.isna() & result[column].notna()][:1]:
            raise DataError("servqual.ipa_text", column=column, value=result.loc[where, column], where=where)
        if cross == "scale":
            for value in numbers[(numbers < low) | (numbers > high)][:1]:
                raise DataError("servqual.ipa_scale", column=column, value=f"{value:g}", low=low, high=high)
        result[column] = numbers
        lines[column] = (low + high) / 2 if cross == "scale" else float(getattr(numbers, cross)())

    both = result[["importance", "performance"]]
    at = both.sub(pd.Series(lines))
    on_line = at.abs() < 1e-9
    important, strong = (at["importance"] > -1e-9), (at["performance"] > -1e-9)
    names = np.select(
        [important & ~strong, important & strong, ~important & ~strong],
        ["concentrate", "keep_up", "low_priority"],
        "overkill",
    )
    result["quadrant"] = pd.Series(names, result.index, dtype=object).where(both.notna().all(axis=1))
    tied = result.index[on_line.any(axis=1)].tolist()
    result.attrs |= {
        "cross": {"rule": cross, **lines},
        "on_line": tied,
        "notes": [t("servqual.note.on_line", names=listing(tied))] if tied else [],
    }
    return result
