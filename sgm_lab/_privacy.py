"""The smallest group of people that is shown alone: one rule, for every lab and report that shows groups."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEWEST", "TEAM", "Together", "fewest", "together"]

#: People of a group below which it is not shown alone, where the instructor asks for no other number.
FEWEST = 30
#: People below which no team and no role in it is ever shown.
TEAM = 5


def fewest(*, simulated: bool = False) -> int:
    """Return how many people a group has at least to be shown alone.

    Parameters
    ----------
    simulated : bool
        Whether the answers are those of a built-in case. Nobody stands behind them, so nobody can be told apart: this
        is the one exemption, and it is made here.

    Returns
    -------
    int
        The number in the environment variable ``SGM_FEWEST``, never below `TEAM`, else `FEWEST`; 0 for a case.

    Raises
    ------
    ArgumentError
        If ``SGM_FEWEST`` is no whole number.

    Examples
    --------
    >>> fewest(), fewest(simulated=True)
    (30, 0)
    """
    if simulated:
        return 0
    given = os.environ.get("SGM_FEWEST", "").strip()
    if not given:
        return FEWEST
    if not given.isdecimal():
        raise ArgumentError("errors.fewest", value=given)
    return max(TEAM, int(given))


@dataclass(frozen=True)
class Together:
    """Groups of one column, the small ones taken together.

    Attributes
    ----------
    values : Series
        The column, small groups under one name; those who named none are among them where they are few.
    merged : list
        Values that were taken together; empty where none is small.
    """

    values: pd.Series
    merged: list[Any]


def together(answers: pd.DataFrame, column: str, name: str, *, least: int) -> Together:
    """Take groups of too few people together, so that none of them can be had by subtraction either.

    Parameters
    ----------
    answers : DataFrame
        Tidy answers with the columns ``respondent``, ``column`` and, where there is one, ``wave``.
    column : str
    name : str
        What the groups are called together.
    least : int
        People that a group needs in each wave in which it answered.

    Returns
    -------
    Together
        Where the small groups together are still too few, the next smallest joins them: of a single hidden group the
        answers would be the whole without the others.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(n, "east" if n < 40 else "west" if n < 80 else "north") for n in range(92)]
    >>> found = together(pd.DataFrame(rows, columns=["respondent", "place"]), "place", "others", least=30)
    >>> found.merged, found.values.value_counts().to_dict()
    (['north', 'east'], {'others': 52, 'west': 40})
    """
    import pandas as pd

    values = answers[column].astype(object)
    keys = [answers["wave"]] if "wave" in answers else [pd.Series(0, index=answers.index)]
    each = answers["respondent"].groupby([*keys, values], dropna=False).nunique()
    people = each.unstack(0, fill_value=0)  # noqa: PD010 - one row a group, one column a wave
    size = people.where(people > 0).min(axis=1)
    order = list(size.sort_values(kind="stable").index)
    taken = [at for at, group in enumerate(order) if size.loc[group] < least] if order else []
    if not taken:
        return Together(answers[column], [])
    count = len(taken)
    while count < len(order):
        all_of_them = people.loc[order[:count]].sum()
        if all_of_them[all_of_them > 0].min() >= least:
            break
        count += 1
    merged = order[:count]
    hidden = values.isin([one for one in merged if one == one]) | (
        values.isna() if any(one != one for one in merged) else False
    )
    shown = values.astype(str).astype(object).where(values.notna(), None).where(~hidden, name)
    return Together(shown, merged)
