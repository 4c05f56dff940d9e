"""Amounts of a column as people write them: figures, lengths of time, about so many, from so many to so many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import sentence
from ..i18n import t
from ._cells import is_blank, once
from ._figures import minutes_of, read_figures, read_lengths, said_of_marks, yes_or_no
from ._spelled import spelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Amounts", "read_amounts"]

_TIMED = re.compile(
    r"\d(天|日|days?|小时|小時|时|時|hours?|hrs?|h|分钟?|分鐘|minutes?|mins?|m|秒钟?|秒鐘|seconds?|secs?|s)$",
    re.IGNORECASE,
)
_UNIT_OF = re.compile(
    r"(分钟|分鐘|\bmin(?:ute)?s?\b)|(小时|小時|\bhours?\b|\bhrs?\b)|(秒|\bsec(?:ond)?s?\b)", re.IGNORECASE
)
_OF_MINUTES = {"分", "m"}
_MINUTES = (1.0, 60.0, 1 / 60)  # of what a heading names


@dataclass(frozen=True)
class Amounts:
    """What a column holds.

    Attributes
    ----------
    figures : Series
        Missing where there is none.
    bound, odd : Series of bool
        Where only a bound is given, and where a unit is given or lacking unlike in the rest; neither has a figure.
    said : list of str
        What has to be said of how they were read.
    """

    figures: pd.Series
    bound: pd.Series
    odd: pd.Series
    said: list[str]


def read_amounts(raw: pd.Series, column: str) -> Amounts:
    """Read a column of amounts.

    >>> import pandas as pd
    >>> found = read_amounts(pd.Series(["约30分钟", "两小时", "5-10分钟", "30+"]), "等候")
    >>> found.figures.tolist(), found.bound.tolist()
    ([30.0, 120.0, 7.5, nan], [False, False, False, True])
    >>> read_amounts(pd.Series(["30", "1小时", "15"]), "等候").odd.tolist()
    [False, True, False]
    >>> read_amounts(pd.Series(["30", "1小时", "15"]), "等候（分钟）").figures.tolist()
    [30.0, 60.0, 15.0]
    """
    import pandas as pd

    none = pd.Series(False, index=raw.index)
    if pd.api.types.is_numeric_dtype(raw) and not pd.api.types.is_bool_dtype(raw):
        figures = read_figures(raw)
        return Amounts(figures, none, none, said_of_marks(raw, figures, column))
    given = yes_or_no(raw).where(~is_blank(raw))
    meant = once(given, lambda value: spelled(value).meant, "")
    plain = once(given, lambda value: spelled(value).text, float("nan")).mask(meant == "bound")
    figures = read_figures(plain)
    timed = once(plain, lambda text: bool(_TIMED.search(text)), False).astype(bool)
    bare = figures.notna() & ~timed
    odd, said = none, list[str]()
    if timed.any() and bare.any():
        figures, odd, said = _parted(plain, figures, timed, bare, column)
    elif figures[plain.notna()].isna().any() and (lengths := read_lengths(plain)) is not None:
        figures, said = lengths, [sentence("intake.lengths", column=column)]
    said += said_of_marks(raw.mask(meant != ""), figures.mask(meant != ""), column)
    for key in ("about", "range", "bound"):
        some = (meant == key) & (figures.notna() | (key == "bound"))
        if some.any():
            first = raw[some].iloc[0]
            read = "" if key == "bound" else f"{figures[some].iloc[0]:g}"
            said.append(
                t(f"intake.amounts_{key}", column=column, count=int(some.sum()), value=first, read=read)
            )
    return Amounts(figures, meant == "bound", odd, said)


def _parted(
    plain: pd.Series, figures: pd.Series, timed: pd.Series, bare: pd.Series, column: str
) -> tuple[pd.Series, pd.Series, list[str]]:
    """Read lengths of time beside bare figures: by the unit in the heading; else the fewer of both are odd."""
    units = {found[1][0].casefold() for text in plain[timed].unique() if (found := _TIMED.search(text))}
    several, lengths = len(units) > 1, once(plain, minutes_of, float("nan")).astype(float)
    named = _UNIT_OF.search(column)
    if named is not None:
        minutes = next(one for one, name in zip(_MINUTES, named.groups(), strict=True) if name)
        return (
            lengths.where(timed, figures * minutes),
            timed & False,
            [sentence("intake.lengths", column=column)],
        )
    if units <= _OF_MINUTES:
        return figures, timed & False, []
    few = timed.sum() < bare.sum()
    odd = timed if few else bare
    if several and not few:
        return lengths.mask(odd), odd, [sentence("intake.lengths", column=column)]
    return figures.mask(odd), odd, []
