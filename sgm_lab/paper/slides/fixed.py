"""One slide and no second: what its room does not hold is shortened there, and handed back to be told otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..fit import Column
from ..style import clean
from .letters import BOTTOM, CELL, MARGIN, ROOM, TOP, grid

if TYPE_CHECKING:
    from ..blocks import Bars
    from .deck import Deck

__all__ = ["Listing", "single"]

_LETTERS, _BETWEEN, _CHART = 14, 12, 150
_END = re.compile(r"[。！？；;\n]|[.!?](?= |$)")


@dataclass(frozen=True)
class Listing:
    """Rows of a table that share a given room.

    Attributes
    ----------
    heads : sequence of str
        None for names and what belongs to them.
    shares : sequence of float
        Of the width, a column each.
    more : str
        What the last row says where not even a line of each has room; ``{n}`` is how many are left out.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]
    more: str = "… {n}"

    @property
    def columns(self) -> list[Column]:
        """Columns as wide as their shares."""
        total = sum(self.shares)
        return [Column(ROOM * share / total, CELL if self.heads else _LETTERS) for share in self.shares]

    def _tall(self, row: Sequence[str]) -> float:
        return max(one.tall(cell) for one, cell in zip(self.columns, row, strict=True))

    @property
    def head(self) -> float:
        """Height of the heads."""
        return self._tall(self.heads) if self.heads else 0.0

    @property
    def tall(self) -> float:
        """Height it takes as it is."""
        return self.head + sum(map(self._tall, self.rows))

    @property
    def least(self) -> float:
        """Height of a line of each row."""
        return self.head + len(self.rows) * self._tall([""] * len(self.shares))

    def within(self, tall: float) -> Listing:
        """Return it in less room: short rows as they are, long ones each as much as any other."""
        if self.tall <= tall:
            return self
        one, rows = self._tall([""] * len(self.shares)), list(self.rows)
        room = int((tall - self.head) / one)
        if len(rows) > room:
            last = [""] * len(self.shares)
            last[self.shares.index(max(self.shares))] = self.more.format(n=len(rows) - room + 1)
            rows = [*rows[: max(room - 1, 0)], last]
        most, free = 0.0, tall - self.head
        for at, needed in enumerate(sorted(map(self._tall, rows))):
            most = free / (len(rows) - at)
            if needed > most:
                break
            free -= needed
        return replace(self, rows=[[_ended(c, cell, most) for c, cell in zip(self.columns, row, strict=True)]
                                   for row in rows])  # fmt: skip


def _ended(column: Column, text: str, tall: float) -> str:
    """A cell that fits; a cut one ends with a sentence where that leaves most of it, and shows that it goes on."""
    if column.tall(text) <= tall:
        return text
    first = column.cut(text, tall)[0][:-2].rstrip()
    ends = [one.end() for one in _END.finditer(first)]
    if ends and ends[-1] > len(first) / 2:
        first = first[: ends[-1]].rstrip()
    return f"{first} …"


def single(
    deck: Deck, title: str, given: Sequence[Listing], *, bars: Bars | None = None, alt: str = "", speech: str = "",
    rest: str = "", line: str = "",
) -> None:  # fmt: skip
    """Add a slide of tables one below the other, and a chart below them.

    Parameters
    ----------
    deck : Deck
    title : str
    given : sequence of Listing
        The first has room before the others.
    bars, alt : Bars, str, optional
        A chart, and what it says in words; left out where the tables leave it no room.
    speech, rest, line : str
        What is said; what is added to that where something is shortened; the footer.
    """
    tables = [
        replace(one, rows=[[clean(str(cell)).strip() for cell in row] for row in one.rows]) for one in given
    ]
    room = float(BOTTOM - TOP) - (_CHART + _BETWEEN if bars else 0)
    if bars and sum(one.least for one in tables) > room / 2:
        bars, room = None, float(BOTTOM - TOP)
    room -= _BETWEEN * (len(tables) - 1)
    shown: list[Listing] = []
    for at, one in enumerate(tables):
        later = sum(min(two.tall, 2 * two.least) for two in tables[at + 1 :])
        shown.append(one.within(max(room - later, room / 2) if at + 1 < len(tables) else room))
        room -= shown[-1].tall
    deck.title, deck.line, deck.pages, deck.slide = title, line, 0, None
    deck.speech = speech if shown == tables else f"{speech}\n\n{rest}"
    deck.page()
    for one in shown:
        rows: list[Any] = [(row, one._tall(row)) for row in one.rows]
        grid(deck.slide, deck.at, one.columns, one.heads, one.head, rows)
        deck.at += one.tall + _BETWEEN
    if bars:
        from .bars import bar_chart

        place = (MARGIN, deck.at, ROOM, BOTTOM - deck.at)
        bar_chart(deck.slide, bars, slice(len(bars.names)), place, clean(alt))
        deck.at = BOTTOM + 1
