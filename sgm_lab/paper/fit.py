"""How much room words take, rather too much than too little: a Chinese letter is as wide as its size, others half."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from .blocks import Cell, Quiet, told

__all__ = ["Column", "cut", "fitted", "heights", "lines", "narrowed", "wide"]

_SPACING = 1.5  # of lines, with what a font has above and below its letters
_BESIDE = 0.25  # that programs put between a Chinese letter and another
_MOST, _WHOLE = 24.0, 14.0  # letters of a column, and of what beside a value is not broken
_AIR = 1.0  # letters on both sides of a column


def wide(text: str) -> float:
    """Width of the longest line, in letters of full width.

    >>> wide("候诊"), wide("ab")
    (2.0, 1.16)
    """
    return max((sum(map(_letter, line)) for line in text.split("\n")), default=0.0)


def narrowed(text: str, most: float) -> str:
    """Return a text cut to a width in letters, the cut shown.

    >>> narrowed("连着三个月都做到", 5), narrowed("met", 5)
    ('连着三个…', 'met')
    """
    if wide(text) <= most:
        return text
    used, kept = 1.0, ""
    for letter in text:
        used += _letter(letter)
        if used > most:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    return 0.72 if letter.isupper() else 0.58


def _meet(one: str, other: str) -> bool:
    """Whether a Chinese letter and another stand side by side."""
    return one.isalnum() and other.isalnum() and (_letter(one) == 1.0) != (_letter(other) == 1.0)


def lines(text: str, width: float, size: float) -> list[str]:
    """Break a text as a program would, at least as often: after any Chinese letter, between other words."""
    most = max(1.0, width / size - 0.5)
    found: list[str] = []
    for line in text.split("\n"):
        begin, used, space = 0, 0.0, -1
        for at, letter in enumerate(line):
            used += _letter(letter) + (_BESIDE if at > begin and _meet(line[at - 1], letter) else 0.0)
            if used > most and at > begin:
                end = space if space > begin else at
                found.append(line[begin:end])
                begin = end
                used = sum(map(_letter, line[begin : at + 1]))
                space = -1
            if letter == " " or _letter(letter) == 1.0:
                space = at + 1
        found.append(line[begin:])
    return found


def heights(text: str, width: float, size: float) -> float:
    """Height that a text takes."""
    return len(lines(text, width, size)) * size * _SPACING


def cut(text: str, width: float, size: float, tall: float) -> tuple[str, str]:
    """Cut a text into what fits the height, and the rest; nothing of it is lost."""
    most = int(tall / (size * _SPACING))
    if most < 1:
        return "", text
    count = sum(len(line) for line in lines(text, width, size)[:most])
    # Line breaks stand between lines that end where the text has one.
    place = seen = 0
    while place < len(text) and (seen < count or (text[place] == "\n" and seen == count)):
        seen += text[place] != "\n"
        place += 1
    return text[:place].rstrip("\n"), text[place:].lstrip("\n")


def _word(text: str) -> float:
    """Width of the longest word: any Chinese letter is one."""
    pieces = "".join(letter if _letter(letter) < 1.0 else f" {letter} " for letter in text).split()
    return max(map(wide, pieces), default=0.0)


def _least(cell: Cell) -> float:
    """Width without which a cell would be torn: that of its longest word, and of an interval beside a value."""
    if isinstance(cell, Quiet):
        return max(_word(cell.value), min(wide(cell.beside), _WHOLE))
    return _word(str(cell))


def _below(cell: Cell) -> float:
    return max(wide(cell.value), wide(cell.beside)) if isinstance(cell, Quiet) else wide(told(cell))


def fitted(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], letters: float
) -> tuple[list[float], list[list[str]]]:
    """Return the widths of a table's columns and its cells as texts, for a table so many letters wide.

    No word is torn where there is room; what does not fit beside a value stands below it, whole.

    >>> cell = Quiet("0.62", "0.55到0.71")
    >>> fitted(["指标"], [[cell]], 40)[1], fitted(["指标"], [[cell]], 8)[1]
    ([['0.62（0.55到0.71）']], [['0.62\\n0.55到0.71']])
    """
    columns = list(zip(*([heads] if heads else []), *rows, strict=True))
    least = [min(max(map(_least, column)), _MOST) + _AIR for column in columns]
    wanted = [min(max(wide(told(cell)) for cell in column), _MOST) + _AIR for column in columns]
    if sum(wanted) > letters:  # then an interval stands below its value
        wanted = [min(max(map(_below, column)), _MOST) + _AIR for column in columns]
    more = [max(0.0, want - low) for want, low in zip(wanted, least, strict=True)]
    free = letters - sum(least)
    if sum(more) > free:
        wanted = [low + max(0.0, free) * extra / sum(more) for low, extra in zip(least, more, strict=True)]
    scale = max(1.0, letters / sum(wanted))
    return wanted, [
        [_placed(cell, width * scale - _AIR) for cell, width in zip(row, wanted, strict=True)] for row in rows
    ]


def _placed(cell: Cell, width: float) -> str:
    if (
        isinstance(cell, Quiet)
        and cell.value
        and cell.beside
        and ("\n" in cell.beside or wide(told(cell)) > width)
    ):
        return f"{cell.value}\n{cell.beside}"
    return told(cell)


@dataclass(frozen=True)
class Column:
    """A column of a table: how wide it is, and how tall what stands in it becomes."""

    width: float
    size: float
    SIDE: ClassVar[float] = 5
    ABOVE: ClassVar[float] = 3

    @property
    def _room(self) -> float:
        return self.width - 2 * self.SIDE

    def tall(self, text: str) -> float:
        """Height of a cell."""
        return heights(text, self._room, self.size) + 2 * self.ABOVE

    def cut(self, text: str, tall: float) -> tuple[str, str]:
        """Cut a text into what fits a cell of this height, and the rest."""
        return cut(text, self._room, self.size, tall - 2 * self.ABOVE)
