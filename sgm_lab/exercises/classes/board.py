"""How the sandbox went in a class: finished games, ranked within each market; names only where they are shown.

``book/_desk/board.js`` says the same of the same files.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeGuard

from ... import cases
from ...i18n import Language, t, use_language
from ...numbers import number
from .people import Person
from .table import table

__all__ = ["BOARD_LAB", "Game", "case_titles", "games", "ranked", "section"]

BOARD_LAB = "sandtable"
_LARGEST = 1e15  # of a figure: a file may hold endless ones, or none


@dataclass(frozen=True, slots=True)
class Game:
    """One finished game.

    Attributes
    ----------
    name : str
        Who played it; empty where nobody is to be named.
    case : str
    room : int
        Class number: with the case it tells which market was played.
    attempt : int
        How often they had begun.
    result : float
        Simulated: surplus of eight quarters and change of customer value, in 10 000 yuan.
    """

    name: str
    case: str
    room: int
    attempt: int
    result: float


def games(people: Iterable[Person]) -> list[Game]:
    """Return the games that were played to the end, market by market, the best first."""
    found = []
    for person in people:
        for key, state in sorted(person.book["labs"].items()):
            if key.partition(":")[0] != BOARD_LAB or not isinstance(state, Mapping):
                continue
            case, room, attempt, result = (state.get(name) for name in ("case", "room", "attempt", "result"))
            if isinstance(case, str) and _counts(room) and _counts(attempt) and _is_number(result):
                found.append(Game(person.name, case, int(room), int(attempt), result))
    return sorted(found, key=lambda one: (one.case, one.room, -one.result))


def _is_number(value: Any) -> TypeGuard[int | float]:
    own = isinstance(value, int | float) and not isinstance(value, bool)
    return own and -_LARGEST <= value <= _LARGEST


def _counts(value: Any) -> TypeGuard[int | float]:
    return _is_number(value) and value == int(value)


def case_titles(lang: Language) -> dict[str, str]:
    """Return what the cases are called."""
    with use_language(lang):
        return {name: cases.load(name).title() for name in cases.names()}


def ranked(found: Sequence[Game], lang: Language) -> list[tuple[str, int, str, float, int]]:
    """Return for each game its market, its place there (alike results share one), the name, the result, the attempt."""
    titles = case_titles(lang) if found else {}
    rows = []
    for one in found:
        there = [other.result for other in found if (other.case, other.room) == (one.case, one.room)]
        place = 1 + sum(result > one.result for result in there)
        title = titles.get(one.case) or t("exercises.classroom.board_other", lang, case=one.case)
        market = t("exercises.classroom.board_room", lang, case=title, room=one.room)
        rows.append((market, place, one.name, one.result, one.attempt))
    return rows


def section(found: Sequence[Game], lang: Language) -> str:
    """Return the board as HTML, a table for each market."""

    def said(key: str, **values: Any) -> str:
        return html.escape(t(f"exercises.classroom.{key}", lang, **values))

    named = all(one.name for one in found)
    heads = ["board_place", *(["learner"] if named else []), "board_result", "board_attempt"]
    parts = [f"<h2>{said('board')}</h2><p>{said('board_note', n=len(found))}</p>"]
    for market, there in groupby(ranked(found, lang), key=lambda row: row[0]):
        rows = [
            [
                said("board_nth", n=place),
                *([html.escape(name)] if named else []),
                number(result or 0.0, ".1f"),
                str(attempt),
            ]
            for _, place, name, result, attempt in there
        ]
        parts.append(f"<h3>{html.escape(market)}</h3>{table([*map(said, heads)], rows)}")
    return "".join(parts)
