"""One row a questionnaire: what a person expected and met over many items, for looking at people instead of items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .._tables import in_memory
from ..errors import check_choice
from ._gaps import gaps_from_summary
from ._rows import DIMENSIONS, SIDES, read_rows

__all__ = ["group_gaps", "respondents"]


def respondents(
    answers: Any,
    dimensions: Sequence[str] | None = None,
    by: str | Sequence[str] | None = None,
    *,
    scale: tuple[float, float] = (1, 7),
) -> pd.DataFrame:
    """Mean expectation, perception and gap of each person, every dimension counting the same.

    Parameters
    ----------
    answers : table
        As in `servqual.gaps`.
    dimensions : sequence of str, optional
        Only these dimensions; all of the table by default.
    by : str or sequence of str, optional
        Columns to keep beside each person.
    scale : tuple
        Lowest and highest answer.

    Returns
    -------
    pandas.DataFrame
        Index respondent (and wave, where the table has one that `by` does not name); columns expectation, perception,
        gap and those of `by`. A person is there only with at least half of the items of *every* dimension answered on
        both sides: a mean over other dimensions would not be the same thing.

    Raises
    ------
    DataError, ArgumentError
        As in `servqual.gaps`; or if a dimension is not in the table.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 1, 2], "item": [5, 10, 5], "dimension": ["reliability", "responsiveness", "reliability"],
    ...     "expectation": [7, 6, 7], "perception": [5, 5, 4],
    ... })
    >>> respondents(answers)
                expectation  perception  gap
    respondent
    1                   6.5         5.0 -1.5
    """
    import narwhals as nw

    rows = read_rows(answers, SIDES, level="dimension", by=by, scale=scale)
    present = [name for name in DIMENSIONS if name in rows.asked]
    present += sorted({str(name) for name in rows.asked} - set(present))
    wanted = list(present if dimensions is None else dimensions)
    for name in wanted:
        check_choice("dimensions", name, present)
    keys = [*rows.unit, *rows.by]
    answered = rows.frame.filter(
        nw.col("dimension").is_in(wanted), *[~nw.col(side).is_null() for side in SIDES]
    )
    grouped = answered.group_by([*keys, "dimension"]).agg(
        *[nw.col(side).mean().alias(side) for side in SIDES], nw.len().alias("_answered")
    )
    table = in_memory(grouped)
    asked = {name: len(items) for name, items in rows.asked.items()}
    table = table[2 * table["_answered"] >= table["dimension"].map(asked).astype(float)]
    groups = table.groupby(keys, observed=True, sort=True)
    means = groups[list(SIDES)].mean()[groups.size() == len(wanted)].astype(float)
    means["gap"] = means["perception"] - means["expectation"]
    result = means.reset_index(level=rows.by) if rows.by else means
    result.attrs["notes"] = rows.notes
    return result


def group_gaps(people: pd.DataFrame, by: str) -> pd.DataFrame:
    """Mean gap of each group of people.

    Parameters
    ----------
    people : pandas.DataFrame
        From `respondents`, with the column ``by``.
    by : str
        Column of the groups.

    Returns
    -------
    pandas.DataFrame
        Index group; the columns of `gaps_from_summary`, and above: share of people whose gap is 0 or more.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"expectation": [6, 6, 5], "perception": [5, 6, 6], "gap": [-1, 0, 1]})
    >>> people["shop"] = ["a", "a", "b"]
    >>> group_gaps(people, "shop")[["n", "gap", "above"]].values.tolist()
    [[2.0, -0.5, 0.5], [1.0, 1.0, 1.0]]
    """
    groups = people.groupby(by, observed=True)
    means, sd = groups[["expectation", "perception"]].mean(), groups["gap"].std()
    table = gaps_from_summary(groups.size(), means["expectation"], means["perception"], sd)
    table["above"] = groups["gap"].apply(lambda gap: float((gap >= 0).mean()))
    return table
