"""Whether a column of texts can tell groups of people apart at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .._cells import is_number

__all__ = ["is_no_group"]

_ENOUGH = 10  # people
_DIFFERENT = 0.8  # share of them whose text nobody else has
_LONG = 100_000  # numbers that are no years, ages or the like
_SENTENCE = 6  # letters
_HAN = re.compile(r"[\u4e00-\u9fff]{3}")
_DAY = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]")
_SEVERAL = "┋"  # between the choices of one cell


def is_no_group(values: Sequence[Any]) -> bool:
    """Whether nearly everybody has a name or number of their own; comments stay, for the report tells them.

    >>> is_no_group([f"V{one}" for one in range(12)]), is_no_group(["内科", "外科"] * 6)
    (True, False)
    >>> is_no_group(list(range(1, 25))), is_no_group(list(range(20, 45)))
    (True, False)
    """
    different = set(map(str, values))
    if len(values) < _ENOUGH or len(different) <= _DIFFERENT * len(values):
        return False
    if all(map(is_number, different)):
        return len(different) == len(values) and _are_numbers_of_somebody(different)
    if sum(map(_speaks, different)) * 2 > len(different):  # a report tells what was written
        return False
    return not any(is_number(one) or _SEVERAL in one or _DAY.match(one) for one in different)


def _speaks(text: str) -> bool:
    """Whether a text is words of one's own, and no name or number."""
    return len(text) >= _SENTENCE and (bool(_HAN.search(text)) or text.count(" ") > 1)


def _are_numbers_of_somebody(different: set[str]) -> bool:
    """Whether figures count the rows, or are as long as numbers of members are: not ages, nor amounts."""
    if not all(one.isdecimal() for one in different):
        return False
    figures = [int(one) for one in different]
    return (min(figures) in (0, 1) and max(figures) - min(figures) == len(figures) - 1) or min(
        figures
    ) >= _LONG
