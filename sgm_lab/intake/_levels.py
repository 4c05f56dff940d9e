"""Header rows that stand above each other: whether a second row is one, and one name for each column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from ..errors import Sentence, listing, sentence
from ._answers import SIDES, code_of
from ._cells import is_blank_mark, is_not_answered, is_number, normalise
from ._marked import unit_of
from ._names import is_known, names, plain
from ._wording import negations, stem_side

__all__ = ["SIDED", "bare", "codes_above", "is_second", "joined", "lost", "title_above"]

SIDED = ("functional", "dysfunctional", "expectation", "perception", "adequate", "importance")
_IDLE = {"response", "open-ended response"}  # what SurveyMonkey writes below a question of one column
_FEWEST = 2  # columns below one heading
_CODE, _QUESTION = re.compile(r"[\w.\-\[\]]{1,24}", re.ASCII), 6  # letters of a question
_UNNAMED = re.compile(r"Unnamed: \d+_level_\d+")  # what pandas calls a blank


def bare(level: Any) -> list[str]:
    """Return the cells of one level of a frame's columns; blanks are empty.

    >>> bare(["叫号", "Unnamed: 1_level_0", float("nan")])
    ['叫号', '', '']
    """
    return [
        "" if cell is None or cell != cell or _UNNAMED.fullmatch(str(cell)) else str(cell).strip()
        for cell in level
    ]


def is_second(top: list[str], below: list[str], rest: list[list[str]]) -> bool:
    """Whether a second row is certainly header: it holds no answer, where all below it are answers.

    Only columns count that stand together under one heading.

    >>> is_second(["id", "queue", ""], ["", "given", "lacking"], [["1", "I like it", "I dislike it"]])
    True
    >>> is_second(["id", "queue", ""], ["", "given", "lacking"], [["1", "fine", "bad"]])
    False
    """
    if any(is_number(cell) for cell in below if cell):
        return False
    if below and not below[0] and any(cell.casefold() in _IDLE for cell in below):
        return True
    top = [*top, *[""] * (len(below) - len(top))]
    on = [at > 0 and top[at] in ("", top[at - 1]) for at in range(len(top))]
    asked = 0
    for at, name in enumerate(below):
        answers = [row[at] for row in rest if row[at : at + 1] > [""]]
        if name and (on[at] or on[at + 1 : at + 2] == [True]) and answers and all(map(_is_answer, answers)):
            if _is_answer(name):
                return False
            asked += 1
    return asked >= _FEWEST


def codes_above(top: list[str], below: list[str], rest: list[list[str]]) -> bool:
    """Whether the first row only holds codes, of what the second asks in words.

    >>> codes_above(["id", "q1", "q2"], ["编号", "如果有叫号，您觉得？", "如果没有叫号，您觉得？"], [["1", "2", "5"]])
    True
    >>> codes_above(["id", "q1", "q2"], ["7", "如果有就很好，", "很不喜欢"], [["1", "2", "5"]])
    False
    """
    both = [(at, one, other) for at, (one, other) in enumerate(zip(top, below, strict=False)) if other]
    if len(both) < _FEWEST or any(_is_answer(cell) for cell in below if cell):
        return False
    alike = [one != other for _, one, other in both if _squeezed(one) == _squeezed(other)]
    if len(alike) > _FEWEST and any(alike):  # StartDate over Start Date
        return True
    asked = [at for at, one, other in both if _CODE.fullmatch(one) and len(other) >= _QUESTION]
    answers = [[row[at] for row in rest if row[at : at + 1] > [""]] for at in asked]
    return len(asked) >= _FEWEST and all(one and all(map(_is_answer, one)) for one in answers)


def title_above(top: list[str], below: list[str]) -> bool:
    """Whether the first row leaves most columns without a name, and the second names every one, each its own.

    >>> title_above(["单位：门诊部", "", "", "2026年3月"], ["编号", "Q1", "Q2", "Q3"])
    True
    >>> title_above(["编号", "期望", "", ""], ["序", "设备", "环境", "仪表"])  # what stands above says what is asked
    False
    """
    if len(below) < _FEWEST + 1 or len(set(below)) < len(below) or "" in below:
        return False
    said = [cell for cell in top if cell]
    if 2 * len(said) > len(below) or any(_is_answer(cell) for cell in below):
        return False
    sides = {name for side in SIDED for name in names(side)}
    return not any(normalise(one) in sides or negations(one) or stem_side(one) for one in said)


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def joined(rows: list[list[str]]) -> list[str]:
    """Put header rows that stand above each other together.

    An upper cell goes on to the right until the next, where blanks stand for it; a row that says one thing of the whole
    table is a title; and a name that tells all by itself keeps to itself.

    >>> joined([["编号", "叫号", ""], ["", "有", "没有"]])
    ['编号', '叫号（有）', '叫号（没有）']
    >>> joined([["关于您", "", "问题", ""], ["编号", "科室", "叫号（有）", "叫号（没有）"]])
    ['编号', '关于您（科室）', '叫号（有）', '叫号（没有）']
    """
    width = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if len(rows) > 1:
        rows[-1] = ["" if cell.casefold() in _IDLE else cell for cell in rows[-1]]
    lowest = rows[-1] if rows else []
    # Others are titles.
    kept = [row for row in rows if row is lowest or len({cell for cell in row if cell}) > 1]
    spelt = [any(one and one == other for one, other in pairwise(row)) for row in kept]
    made = []
    carried = [""] * len(kept)
    for column in range(width):
        parts: list[str] = []
        alone = len(kept) > 1 and lowest.count(lowest[column]) == 1 and _tells_all(lowest[column])
        for at, row in enumerate(kept):
            if row[column] or spelt[at] or (row is not lowest and not lowest[column]):
                carried[at] = row[column]
            cell = row[column] if row is lowest else "" if alone else carried[at]
            if cell and cell not in parts:
                parts.append(cell)
        if len(parts) > 1 and _sided(parts[-1]):
            made.append("—".join(parts))
        else:
            made.append(f"{'—'.join(parts[:-1])}（{parts[-1]}）" if len(parts) > 1 else "".join(parts))
    return made


def lost(rows: list[list[str]], made: list[str]) -> list[Sentence]:
    """Say which words of the upper rows stand in no name."""
    upper = dict.fromkeys(cell for row in rows[:-1] for cell in row if cell)
    left = [cell for cell in upper if not any(cell in name for name in made)]
    return [sentence("files.note_upper_left", names=listing(left))] if left else []


def _is_answer(cell: str) -> bool:
    if is_number(cell) or is_not_answered(cell) or is_blank_mark(cell):
        return True
    return code_of(cell, "kano") is not None or any(
        code_of(cell, "servqual", most=most) is not None for most in (5, 7)
    )


def _sided(name: str) -> bool:
    """Whether a name says what is asked and on which side."""
    text = plain(name)[1]
    return any(unit_of(text, side, kind) for kind in SIDES for side in SIDES[kind])


def _tells_all(name: str) -> bool:
    return _sided(name) or (is_known(name) and not any(normalise(name) in names(side) for side in SIDED))
