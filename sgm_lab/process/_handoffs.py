"""Who hands to whom, and where requests wait between two pairs of hands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import cases
from ..errors import DataError, did_you_mean
from ..i18n import Language, get_language, said

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Handoffs", "case_handoffs", "handoffs"]

_COLUMNS = ("from", "to", "count", "wait")


@dataclass(frozen=True)
class Handoffs:
    """Hand-offs and what waits at them.

    Attributes
    ----------
    links : pandas.DataFrame
        One row a hand-off, the most waiting first: from, to, count, wait (mean minutes), waited (count · wait), share
        (of all minutes waited).
    places : pandas.DataFrame
        Index place, the most waited for first; columns received, sent (numbers), waited (minutes before it), share.
    """

    links: pd.DataFrame
    places: pd.DataFrame


def handoffs(table: pd.DataFrame) -> Handoffs:
    """Rank hand-offs by how much waiting there is at them.

    Parameters
    ----------
    table : pandas.DataFrame
        from, to (names), count (requests handed over), wait (mean minutes until the receiver begins). The same pair
        twice is added up.

    Returns
    -------
    Handoffs

    Raises
    ------
    DataError
        If a column is missing, no row is left, a place hands to itself, or a number is missing or negative.

    Notes
    -----
    share = count·wait / Σ count·wait: a short wait that happens to everybody can weigh more than a long one that is
    rare. By Little's law (1961, *Operations Research* 9(3):383–387) it is also the share of all waiting requests that
    lie there at any time.

    Examples
    --------
    >>> import pandas as pd
    >>> found = handoffs(pd.DataFrame({"from": ["A", "B"], "to": ["B", "C"], "count": [100, 10], "wait": [3, 60]}))
    >>> found.links[["from", "to", "share"]].round(2).values.tolist()
    [['B', 'C', 0.67], ['A', 'B', 0.33]]
    """
    import pandas as pd

    for column in _COLUMNS:
        if column not in table:
            hint = did_you_mean(column, table.columns)
            raise DataError("process.handoff_column", column=column, columns=list(table.columns), hint=hint)
    rows = table[list(_COLUMNS)].copy()
    if rows.empty:
        raise DataError("process.handoff_empty")
    for column in ("count", "wait"):
        numbers = pd.to_numeric(rows[column], errors="coerce").astype(float)
        for position in np.flatnonzero(~(numbers >= 0) | np.isinf(numbers)):
            row = rows.iloc[position]
            raise DataError("process.handoff_number", giver=row["from"], taker=row["to"], value=row[column])
        rows[column] = numbers
    same = rows[rows["from"] == rows["to"]]
    if len(same):
        raise DataError("process.handoff_self", name=same["from"].iloc[0])
    rows["waited"] = rows["count"] * rows["wait"]
    links = rows.groupby(["from", "to"], sort=False)[["count", "waited"]].sum().reset_index()
    counts = links["count"].to_numpy(float)
    links["wait"] = np.divide(links["waited"], counts, out=np.zeros(len(links)), where=counts > 0)
    total = float(links["waited"].sum())
    links["share"] = links["waited"] / total if total else np.nan
    links = links.sort_values("waited", ascending=False, kind="stable", ignore_index=True)
    names = list(dict.fromkeys([*rows["from"], *rows["to"]]))
    received, sent = (
        links.groupby(side)["count"].sum().reindex(names, fill_value=0.0) for side in ("to", "from")
    )
    waited = links.groupby("to")["waited"].sum().reindex(names, fill_value=0.0)
    places = pd.DataFrame(
        {"received": received, "sent": sent, "waited": waited}, index=pd.Index(names, name="place")
    )
    places["share"] = places["waited"] / total if total else np.nan
    places = places.sort_values("waited", ascending=False, kind="stable")
    return Handoffs(links[["from", "to", "count", "wait", "waited", "share"]], places)


def case_handoffs(case: str) -> pd.DataFrame:
    """Hand-offs that a case's operations table shows, in words of the language in use.

    Returns
    -------
    pandas.DataFrame
        As `handoffs` takes it. Healthcare: patients to each department, with the wait for the doctor. Education:
        learners to tutors and to the office, with the time to the reply. Customer service: customers to each channel,
        with the time to the first reply; each channel to the second line, with the minutes by which a ticket that was
        handed on takes longer to be solved, for each time it was.

    Raises
    ------
    ArgumentError
        If there is no such case.

    Examples
    --------
    >>> len(case_handoffs("customer_service"))
    6
    """
    return _case_handoffs(case, get_language()).copy()


@lru_cache(8)
def _case_handoffs(case: str, lang: Language) -> pd.DataFrame:
    import pandas as pd

    found = cases.load(case)
    rows, given = found.operations, found.fact("handoffs")
    column, wait = given["column"], given["wait"]
    labels = found.code_labels(column, lang)
    people = said(given["from"], lang)
    made: list[dict[str, Any]] = []
    for value, some in rows[rows[wait].notna()].groupby(column):
        made.append({"from": people, "to": labels[value], "count": len(some), "wait": some[wait].mean()})
    if onward := given.get("on"):
        times, took = onward["times"], onward["took"]
        for value, some in rows.groupby(column):
            moved = some[some[times] > 0]
            extra = (moved[took] - some.loc[some[times] == 0, took].mean()).sum() / moved[times].sum()
            made.append({"from": labels[value], "to": said(onward["to"], lang),
                         "count": int(moved[times].sum()), "wait": extra})  # fmt: skip
    return pd.DataFrame(made)
