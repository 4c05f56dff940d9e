"""What somebody takes along: the answers given in the room and the action for Monday, as a workbook of the course.

Read into one's own workbook, it joins what is there: answers are those of the same exercises, and the action is a round
of improvement that begins, in its own place of the plan.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from sgm_lab import exercises, workbook
from sgm_lab.i18n import get_language

from . import questions
from .state import Room
from .words import say

__all__ = ["take_along"]


def take_along(room: Room, who: str) -> bytes:
    """Return the workbook of one person."""
    person = room.people[who]
    with tempfile.TemporaryDirectory() as folder:
        book = workbook.open_book(Path(folder, "workbook.json"))
        book.put("learner", "name", person.name)
        for asked in room.rounds:
            if (
                asked.phase == "revealed"
                and (given := asked.given.get(who))
                and asked.exercise in questions.ids()
            ):
                book.put("exercises", asked.exercise, _kept(asked.exercise, given.answer, given.at))
        if person.action:
            book.put("labs", f"pdca:room-{person.action['day']}", _round(person.name, person.action))
        return book.path.read_bytes()


def _kept(key: str, answer: Any, at: float) -> dict[str, Any]:
    found = exercises.check(questions.ids()[key], answer, get_language())
    updated = dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "answer": answer,
        "outcome": found.state,
        "tries": 1,
        "hints": 0,
        "solution": True,
        "updated": updated,
    }


def _round(name: str, action: Any) -> dict[str, Any]:
    day = dt.date.fromisoformat(action["day"])
    what = say("monday.kept", month=day.month, day=day.day, name=name, what=action["what"])
    return {"hypothesis": what, "measure": action.get("figure", "")}
