"""When an exercise that was done is asked again, by the learner's own calendar: days after it was last asked.

The days are declared here; the page has them from the plan of the course and reckons the same, in
``book/_course/again.js``, which ``tests/test_today.py`` holds against this. What is answered then is kept apart from
the first answer, in the workbook's part "again", under ``<id>@<day>``.

References
----------
Cepeda et al. (2006), *Psychological Bulletin* 132(3):354–380.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from .state import Kept

__all__ = ["MINUTES", "STEPS", "Due", "Owed", "due", "key_of", "owed", "sitting"]

#: Days until it is asked again, one time after the other.
STEPS: Final[Mapping[str, tuple[int, ...]]] = {"wrong": (1, 3, 7, 21), "right": (7, 21)}
#: Minutes of a sitting.
MINUTES: Final = 15
_ASKED = re.compile(r"(.+)@(\d{4}-\d\d-\d\d)")
_LONG_AGO = date(1970, 1, 1)  # of an old workbook without times

Times = list[tuple[date, Kept]]


class Due(NamedTuple):
    """An exercise of the plan, the day on which it is due, and whether it ever went wrong."""

    one: Mapping[str, Any]
    day: date
    wrong: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on a day.

    Attributes
    ----------
    begun, tried : bool
        Whether anything was done, and anything that can be asked again.
    due : list of Due
        What is due now: first what went wrong, then what has waited longest.
    next : date or None
        The next day on which something is due.
    """

    begun: bool
    tried: bool
    due: list[Due]
    next: date | None


def key_of(id: str, day: date) -> str:
    """Return the name under which an answer of that day is kept.

    >>> key_of("2.1-check-1", date(2026, 3, 9))
    '2.1-check-1@2026-03-09'
    """
    return f"{id}@{day.isoformat()}"


def _slipped(state: Kept) -> bool:
    return state.outcome != "right" or bool(state.mistakes)


def _day_of(state: Kept) -> date:
    try:
        return datetime.fromisoformat(state.updated).astimezone().date()
    except ValueError:
        return _LONG_AGO


def _repeats(again: Mapping[str, Any]) -> dict[str, Times]:
    """Return the times an exercise was asked again, by id, the first one first."""
    found: dict[str, Times] = {}
    for key, raw in again.items():
        asked, state = _ASKED.fullmatch(key), Kept.of(raw)
        if asked and state.attempted:
            found.setdefault(asked[1], []).append((date.fromisoformat(asked[2]), state))
    return {id: sorted(times, key=lambda one: one[0]) for id, times in found.items()}


def due(state: Kept, times: Iterable[tuple[date, Kept]] = ()) -> tuple[date, bool] | None:
    """Return the day on which an exercise is due and whether it went wrong; None where it is not asked (again).

    Examples
    --------
    >>> done = Kept("M", "right", 1, updated="2026-03-01T02:00:00.000Z")
    >>> due(done, [(date(2026, 3, 10), done)])
    (datetime.date(2026, 3, 31), False)
    """
    if not state.attempted:
        return None
    at, wrong, day = 0, _slipped(state), _day_of(state)
    for day, one in times:  # noqa: B007 - the last day counts
        at = 0 if _slipped(one) else at + 1
        wrong = wrong or _slipped(one)
    days = STEPS["wrong" if wrong else "right"]
    return (day + timedelta(days[at]), wrong) if at < len(days) else None


def owed(plan: Mapping[str, Any], get: Callable[[str], Any], again: Mapping[str, Any], today: date) -> Owed:
    """Return what the exercises of a plan owe on a day.

    Parameters
    ----------
    plan : Mapping
        As `journey.course_plan` gives it.
    get : callable
        Gives what the workbook has of an exercise.
    again : Mapping
        The workbook's part "again".
    today : date
    """
    times = _repeats(again)
    every = [one for chapter in plan["chapters"] for one in chapter["exercises"]]
    asked = [one for one in every if one.get("again") and one["places"]]
    found = [(one, due(Kept.of(get(one["id"])), times.get(one["id"], []))) for one in asked]
    coming = [Due(one, *at) for one, at in found if at]
    return Owed(
        begun=any(Kept.of(get(one["id"])).attempted for one in every),
        tried=any(Kept.of(get(one["id"])).attempted for one in asked),
        due=sorted((one for one in coming if one.day <= today), key=lambda one: (not one.wrong, one.day)),
        next=min((one.day for one in coming if one.day > today), default=None),
    )


def sitting(found: Iterable[Due]) -> list[Due]:
    """Return as many as fit into a sitting, one at least."""
    chosen: list[Due] = []
    minutes = 0.0
    for one in found:
        if not chosen or minutes + one.one["minutes"] <= MINUTES:
            chosen.append(one)
            minutes += one.one["minutes"]
    return chosen
