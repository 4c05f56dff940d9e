"""What the phone of one person shows: the question, the team's matters, the action for Monday."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

from sgm_lab import exercises
from sgm_lab.i18n import get_language
from sgm_lab.simulate import Review

from .. import questions
from ..state import Person, Room
from .game import for_phone

__all__ = ["left", "phone", "phone_tag"]


def phone_tag(room: Room, who: str, reviews: Mapping[str, Review]) -> str:
    """Return a word that changes whenever the phone is to show something else."""
    person = room.people.get(who)
    if person is None:
        return "new"
    teams = room.game.teams.values()
    team = room.game.team_of(person)
    # Who has no team yet looks at the list of all.
    about = team.seq if team else max((one.seq for one in teams), default=0) * 100 + len(teams)
    return f"{room.stage}.{person.seq}.{about}.{len(reviews)}"


def left(room: Room) -> float | None:
    """Return the seconds that are left of the time given."""
    return None if room.ends is None else round(max(0.0, room.ends - time.time()), 1)


def phone(room: Room, who: str, reviews: Mapping[str, Review]) -> dict[str, Any]:
    """Return what a phone shows."""
    person = room.people.get(who)
    if person is None:
        return {"scene": "new"}
    made: dict[str, Any] = {"scene": room.scene, "name": person.name, "left": left(room)}
    if room.round:
        made["question"] = _question(room, person)
    if room.scene == "game":
        made["game"] = for_phone(room, person, reviews)
    if room.scene in ("monday", "end"):
        made["monday"] = {"action": person.action, "day": _next_monday().isoformat()}
    return made


def _question(room: Room, person: Person) -> dict[str, Any]:
    asked = room.round
    assert asked
    mine = asked.given.get(person.id)
    made = questions.put(asked.exercise) | {
        "round": len(room.rounds),
        "phase": asked.phase,
        "mine": mine.answer if mine else None,
        "n": mine.n if mine else 0,
        "stuck": person.id in asked.stuck,
    }
    if asked.phase == "revealed":
        made["result"] = questions.result(asked.exercise)
        if mine:
            found = exercises.check(questions.ids()[asked.exercise], mine.answer, get_language())
            made["said"] = list(found.feedback)
            made["state"] = "" if questions.right(asked.exercise, mine.answer) is None else found.state
    return made


def _next_monday() -> dt.date:
    today = dt.date.today()
    return today + dt.timedelta(days=7 - today.weekday())
