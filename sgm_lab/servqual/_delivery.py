"""The third gap, in a log: how often each member of staff delivers what is usual."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..errors import DataError

__all__ = ["Delivery", "delivery"]


class Delivery(NamedTuple):
    """How often what is usual is delivered: ``limit``, ``low`` and ``high`` share, of ``staff`` people."""

    limit: int
    low: float
    high: float
    staff: int


def delivery(log: pd.DataFrame, measure: str, staff: str, enough: int = 50) -> Delivery:
    """Compare members of staff by how often they keep within what is usual.

    Parameters
    ----------
    log : DataFrame
        One row a case of service.
    measure, staff : str
        Columns: a figure that is better low, and who did it.
    enough : int
        Rows below which nothing is said about somebody.

    Returns
    -------
    Delivery
        ``limit`` is the median of the measure, rounded; shares are missing where nobody has enough rows.

    Examples
    --------
    >>> log = pd.DataFrame({"minutes": [5, 10, 10, 20], "who": list("aabb")})
    >>> delivery(log, "minutes", "who", enough=2)
    Delivery(limit=10, low=0.5, high=1.0, staff=2)
    """
    numbers = pd.to_numeric(log[measure], errors="coerce").astype(float)
    for value in log.loc[numbers.isna() & log[measure].notna(), measure]:
        raise DataError("servqual.delivery_text", column=measure, value=value)
    known = log.assign(**{measure: numbers}).dropna(subset=[measure])
    if known.empty:
        raise DataError("errors.empty", what=measure)
    limit = round(known[measure].median())
    each = known.assign(_kept=known[measure] <= limit).groupby(staff)["_kept"].agg(["mean", "size"])
    shares = each.loc[each["size"] >= enough, "mean"]
    return Delivery(limit, float(shares.min()), float(shares.max()), len(shares))
