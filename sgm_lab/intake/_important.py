"""How important something is, in words: their order on the first scale that has a step of its own for each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from ..i18n import LANGUAGES, keys, t
from ._cells import beside_number, normalise, to_number

__all__ = ["figure_of", "worded_importance"]


def figure_of(value: Any) -> float | None:
    """Return the number of an answer, also beside its label: 5, or 很重要(5)."""
    number = to_number(value)
    if number is not None:
        return number
    mark = beside_number(normalise(value))[0]
    return float(mark) if mark.isdigit() else None


def worded_importance(answers: Iterable[Any]) -> dict[str, int] | None:
    """Answer → step from 1, where all are words of one scale and no two of them say the same; else None.

    >>> worded_importance(["很重要", "重要", "一般", "不重要"])
    {'很重要': 5, '重要': 4, '一般': 3, '不重要': 2}
    >>> worded_importance(["very important", "important", "slightly important"])["very important"]
    5
    """
    said = {str(answer): normalise(answer) for answer in answers}
    for scale in _scales():
        if said and all(word in scale for word in said.values()):
            made = {answer: scale[word] for answer, word in said.items()}
            if len(set(made.values())) == len(set(said.values())):
                return made
    return None


@cache
def _scales() -> list[dict[str, int]]:
    """Word → step, of each scale in the word tables, the usual ones first."""
    names = sorted({key.split(".")[1] for key in keys("intake") if key.startswith("important.")})
    return [
        {
            normalise(word): step
            for step, words in enumerate(t(f"intake.important.{name}", lang=lang).split(";"), 1)
            for word in words.split("|")
        }
        for lang in LANGUAGES
        for name in names
    ]
