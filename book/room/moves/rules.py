"""How moves are declared, and how what comes from outside is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..state import Room

__all__ = ["MOVES", "Move", "Refused", "by_cockpit", "by_phone", "text", "whole"]

Make = Callable[[Room, Mapping[str, Any]], Room]


class Refused(Exception):  # noqa: N818
    """A move that changes nothing; ``key`` names the sentence that says why (``words.toml``, part ``refused``)."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Move(NamedTuple):
    """A move: how it is made, whether the cockpit makes it, whether it is a step that all see."""

    make: Make
    cockpit: bool
    stage: bool


MOVES: dict[str, Move] = {}


def by_phone(make: Make) -> Make:
    """Declare a move of a phone, named as its function."""
    MOVES[make.__name__] = Move(make, cockpit=False, stage=False)
    return make


def by_cockpit(*, stage: bool) -> Callable[[Make], Make]:
    """Declare a move of the instructor. A step on the stage says which state it was made on: twice is once."""

    def declare(make: Make) -> Make:
        MOVES[make.__name__] = Move(make, cockpit=True, stage=stage)
        return make

    return declare


def text(value: Any, longest: int, key: str) -> str:
    """Return a text of somebody's own on one line, without what is no letter.

    >>> text(" 林\\u202e敏\\n", 24, "no_name")
    '林敏'
    """
    if not isinstance(value, str):
        raise Refused(key, most=longest)
    letters = (" " if one.isspace() else one for one in unicodedata.normalize("NFC", value[: 8 * longest]))
    kept = "".join(one for one in letters if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    found = " ".join(kept.split())
    if not found or len(found) > longest:
        raise Refused(key, most=longest)
    return found


def whole(value: Any, low: int, high: int, key: str) -> int:
    """Return a whole number of a range."""
    if type(value) is not int or not low <= value <= high:
        raise Refused(key, low=low, high=high)
    return value
