"""Where a measure stands, by its last months, and how far a target is from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..errors import ArgumentError, SgmError
from ._history import usual_change
from ._record import Goal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEAST_MONTHS", "Baseline", "baseline"]

#: Months below which nothing can be said.
LEAST_MONTHS = 3


@dataclass(frozen=True)
class Baseline:
    """Where a measure stands.

    Attributes
    ----------
    level : float
        Its mean, in its unit.
    usual : float or None
        What it moves by from month to month anyway (`usual_change`); none where it never moves.
    special : list of str
        Months beyond the limits of an individuals chart.
    dropped : list of str
        Those of them that were left out.
    kept : list of float
        Values of the months that were not.
    """

    level: float
    usual: float | None
    special: list[str]
    dropped: list[str]
    kept: list[float]

    def challenge(self, target: float | None, values: Sequence[float] | None = None) -> float | None:
        """Return how many usual changes lie between the level and a target, by the months kept or by other values.

        Returns
        -------
        float or None
            None where there is no target, or it is the level, or the values never move.
        """
        history = tuple(self.kept if values is None else values)
        try:
            return Goal("…", baseline=self.level, target=target, history=history).challenge()
        except SgmError:
            return None


def baseline(
    months: pd.DataFrame, *, basis: Literal["quarter", "year"] = "quarter", drop: bool = True
) -> Baseline:
    """Work out where a measure stands.

    Parameters
    ----------
    months : DataFrame, index month
        ``value``, oldest first, and ``n``, the records behind each, where that is known: as `monthly` returns them.
    basis : {"quarter", "year"}
        Mean of the last three months, or of all; each month counts by its records.
    drop : bool
        Whether months beyond the limits of an individuals chart (`control.individuals`) are left out, as long as
        three remain.

    Raises
    ------
    ArgumentError
        If there are fewer than three months.

    Examples
    --------
    >>> import pandas as pd
    >>> wait = [44, 46, 43, 45, 44, 46, 45, 44, 46, 44, 80, 45]
    >>> stands = baseline(pd.DataFrame({"value": wait}, index=pd.RangeIndex(1, 13, name="month")))
    >>> stands.level, stands.special
    (45.0, ['11'])
    >>> round(stands.challenge(38), 1)
    3.7
    """
    if len(months) < LEAST_MONTHS:
        raise ArgumentError("goals.short_history", got=len(months))
    names, values = [str(name) for name in months.index], [float(value) for value in months["value"]]
    special = _special(names, values)
    dropped = special if drop and len(names) - len(special) >= LEAST_MONTHS else []
    kept = [name not in dropped for name in names]
    rows = months.loc[kept]
    values = [value for value, stays in zip(values, kept, strict=True) if stays]
    try:
        usual = usual_change(values)
    except SgmError:
        usual = None
    return Baseline(_level(rows.tail(3) if basis == "quarter" else rows), usual, special, dropped, values)


def _special(names: list[str], values: list[float]) -> list[str]:
    from .. import control

    try:
        signals = control.individuals(values).signals
    except SgmError:  # a measure that never moves has no limits
        return []
    return [names[at] for at in sorted({s.point for s in signals if s.rule == "beyond_3_sigma"})]


def _level(rows: pd.DataFrame) -> float:
    weights = rows.get("n")
    if weights is None:
        return float(rows["value"].mean())
    return float((rows["value"] * weights).sum() / weights.sum())
