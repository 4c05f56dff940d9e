"""Answers that as a whole cannot be meant so: the numbers run the other way, or the two questions changed places."""

from __future__ import annotations

from typing import Any, Literal

from ...errors import Sentence
from ...intake import Intake
from ...intake._answers import Kind
from ...intake._direction import Reverse, direction
from ...intake._guess import sides_of
from ...intake._scale import doubts

__all__ = ["AS_THEY_ARE", "SWAPPED", "question_of", "reverse_of", "ways_of"]

AS_THEY_ARE, SWAPPED, BOTH = "straight", "swapped", "both"
Ways = tuple[str, ...]


def ways_of(kind: Kind) -> Ways:
    """Return how answers can be meant: as they are, questions swapped, numbers turned on both sides or on one."""
    return AS_THEY_ARE, SWAPPED, BOTH, *sides_of(kind)[:2]


def reverse_of(way: str) -> Reverse:
    """Return what a reader is told of the numbers."""
    turned: dict[str, Literal["functional", "dysfunctional", "expectation", "perception"]] = {
        "functional": "functional", "dysfunctional": "dysfunctional",
        "expectation": "expectation", "perception": "perception",
    }  # fmt: skip
    return True if way == BOTH else turned.get(way, False)


def question_of(read: Intake, kind: Kind, scale: tuple[int, int], words: bool) -> Sentence | str:
    """Return what is as good as certain to be wrong with the answers as they were read; nothing where all is well."""
    answers: Any = read.answers
    first, second = sides_of(kind)[:2]
    if first not in answers or answers[first].isna().all():
        return ""
    known = answers.dropna(subset=[first, second])
    if kind == "kano":
        return direction(known, words) or ""
    return doubts(known, (first, second), *scale)[1]
