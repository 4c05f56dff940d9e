"""What the spreadsheet of a case holds: sheets, their columns, and how a cell is read. Template and reader share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sgm_lab.i18n import t
from sgm_lab.servqual import DIMENSIONS

__all__ = ["DIVISIONS", "FACTS", "ITEMS", "LEVEL", "MOST_FEATURES", "SHEETS", "Column", "name_of", "numbered"]

ITEMS, DIVISIONS, MOST_FEATURES = 22, 3, 30


@dataclass(frozen=True)
class Column:
    """One column, or one line of the sheet about the organisation.

    Attributes
    ----------
    key : str
        Its word is ``case_sheet.column.<key>``.
    kind : {"text", "whole", "number", "date", "clock", "yes", "choice", "code", "answer"}
    least, most : float
        Of a number.
    choice : tuple of str
        Keys of ``case_sheet.choice`` that a cell may say.
    needed : bool
        Whether an empty cell is a mistake.
    many : int
        How often it stands at most, its number in its heading.
    """

    key: str
    kind: str = "text"
    least: float = 0
    most: float = 1e9
    choice: tuple[str, ...] = ()
    needed: bool = True
    many: int = 0


def _dimension(key: str = "dimension", needed: bool = True) -> Column:
    return Column(key, "choice", choice=(*DIMENSIONS, "other"), needed=needed)


_WHO = (Column("respondent"), Column("wave"), Column("group", many=DIVISIONS, needed=False))

SHEETS: dict[str, tuple[Column, ...]] = {
    "features": (Column("feature"), Column("functional"), Column("dysfunctional")),
    "groups": (Column("division"), Column("value")),
    "kano": (
        *_WHO,
        Column("with", "answer", 1, 5, needed=False, many=MOST_FEATURES),
        Column("without", "answer", 1, 5, needed=False, many=MOST_FEATURES),
        Column("importance", "whole", 1, 9, needed=False, many=MOST_FEATURES),
    ),
    "items": (
        Column("item", "whole", 1, ITEMS),
        Column("dimension", "choice", choice=tuple(DIMENSIONS)),
        Column("text"),
    ),
    "servqual": (
        *_WHO,
        Column("expectation", "whole", 1, 7, needed=False, many=ITEMS),
        Column("perception", "whole", 1, 7, needed=False, many=ITEMS),
    ),
    "records": (
        Column("date", "date"),
        Column("clock", "clock", needed=False),
        Column("department"),
        Column("staff"),
        Column("wait", "number", 0, 100_000),
        Column("complaint", "yes"),
        Column("csat", "whole", 1, 5, needed=False),
        Column("group", many=DIVISIONS, needed=False),
        Column("comment", needed=False),
        _dimension("comment_dimension", needed=False),
        Column("comment_tone", "choice", choice=("positive", "negative", "neutral"), needed=False),
    ),
    "stations": (
        Column("station"),
        Column("minutes", "number", 0.1, 10_000),
        Column("spread", "number", 0, 3),
        Column("share", "number", 0.01, 1),
        Column("main", "yes"),
    ),
    "skills": (
        Column("skill"),
        Column("dimension", "choice", choice=tuple(DIMENSIONS)),
        Column("required", "whole", 0, 4),
        Column("hours", "number", 0, 1000),
    ),
}

#: How well somebody can do a skill; the heading of the column, on the sheet of the skills, is that person.
LEVEL = Column("level", "whole", 0, 4, needed=False)

#: The sheet about the organisation: a line each.
FACTS = (
    Column("code", "code"),
    Column("title"),
    Column("setting"),
    Column("simulated", "yes"),
    Column("people"),
    Column("wait_name"),
    Column("within", "number", 0.1, 100_000),
    Column("counted", "yes"),
    Column("on_duty", "number", 0.05, 1),
    Column("weekdays"),
    Column("hours_open"),
    *(Column(f"standard_{name}") for name in ("behaviour", "measure", "target", "who", "check")),
)


def name_of(column: Column, number: int = 0) -> str:
    """Return the heading of a column in the language in use."""
    return t(f"case_sheet.column.{column.key}", n=number)


def numbered(sheet: str) -> Iterator[tuple[Column, int]]:
    """Go through the columns of a sheet; those beside one another that stand several times go by their number.

    >>> [name_of(*one) for one in numbered("kano")][:7]
    ['受访者', '批次', '人群1', '人群2', '人群3', '需求1有', '需求1没有']
    """
    for many, columns in groupby(SHEETS[sheet], key=lambda column: column.many):
        together = list(columns)
        yield from ((column, n) for n in (range(1, many + 1) if many else [0]) for column in together)
