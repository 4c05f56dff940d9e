"""How much room words take, rather too much than too little: a Chinese letter is as wide as its size, others half."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

__all__ = ["Column", "cut", "heights", "lines", "wide"]

_SPACING = 1.5  # of lines, with what a font has above and below its letters
_BESIDE = 0.25  # that programs put between a Chinese letter and another


def wide(text: str) -> float:
    """Width of the longest line, in letters of full width.

    >>> wide("候诊"), wide("ab")
    (2.0, 1.16)
    """
    return max((sum(map(_letter, line)) for line in text.split("\n")), default=0.0)


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
