"""A report on the screen: columns in line, Chinese letters two cells wide, long cells folded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ..paper import plain
from ..paper.blocks import Block, Facts, Figure, Folded, Table, told
from ..paper.style import clean, flat

if TYPE_CHECKING:
    from ..report import Report

__all__ = ["folded", "shown", "width"]

_LEAST, _GAP = 6, 2


def width(text: str) -> int:
    """Cells that a text takes.

    >>> width("候诊 ab")
    7
    """
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def folded(text: str, most: int) -> list[str]:
    """Break a text into lines of at most so many cells, between words where it has any.

    >>> folded("ab cd 候诊提醒", 6)
    ['ab cd', '候诊提', '醒']
    """
    lines = []
    for part in clean(text).split("\n"):
        line = ""
        for word in _words(part, most):
            if line and width(line + word.rstrip()) > most:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line.rstrip())
    return lines


_CLOSING = "，。、；：？！）》”’…,.;:?!)"


def _words(text: str, most: int) -> Iterator[str]:
    """Yield words with the blank behind them; a Chinese letter is one, with the mark that closes after it."""
    word = ""
    for letter, after in pairwise(f"{text} "):
        whole = width(letter) == 2 and after not in _CLOSING
        word += letter
        if (
            letter == " "
            or whole
            or width(word) >= most
            or (letter in _CLOSING and width(after) == 2 and after not in _CLOSING)
        ):
            yield word
            word = ""
    if word:
        yield word


def shown(report: Report, wide: int) -> str:
    """Return a report as text for a screen so many cells wide."""
    lines = [*folded(report.title, wide), *(folded(report.line, wide) if report.line else [])]
    for one in report.shown():
        lines += ["", f"■ {one.title}", *(folded(one.said, wide) if one.said else [])]
        for part in _blocks(one.blocks, wide):
            lines += part
    return "\n".join(lines)


def _blocks(given: Iterable[Block], wide: int) -> Iterator[list[str]]:
    for block in given:
        match block:
            case Table(caption, heads, rows):
                yield ["", caption, *table([heads, *([told(cell) for cell in row] for row in rows)], wide)]
            case Facts(facts):
                yield table([[one.label, one.value] for one in facts], wide, head=False)
            case Figure():  # its numbers stand in the tables
                pass
            case Folded(summary, inside):
                yield ["", summary]
                yield from _blocks(inside, wide)
            case _:
                yield folded(plain.blocks([block]), wide)


def table(rows: Sequence[Sequence[str]], wide: int, *, head: bool = True) -> list[str]:
    """Return rows with their columns in line; what is too wide is folded, the widest column first."""
    cells = [[flat(str(cell)) for cell in row] for row in rows]
    room = [max(map(width, column)) for column in zip(*cells, strict=True)]
    while sum(room) + _GAP * (len(room) - 1) > wide and max(room) > _LEAST:
        room[room.index(max(room))] -= 1
    lines = []
    for number, row in enumerate(cells):
        parts = [folded(cell, most) for cell, most in zip(row, room, strict=True)]
        for at in range(max(map(len, parts))):
            line = [part[at] if at < len(part) else "" for part in parts]
            padded = [text + " " * (most - width(text)) for text, most in zip(line, room, strict=True)]
            lines.append((" " * _GAP).join(padded).rstrip())
        if head and not number:
            lines.append("─" * min(wide, sum(room) + _GAP * (len(room) - 1)))
    return lines
