"""What the instructor sees: the screen, the people by name, who is stuck, the teams, and what comes next."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sgm_lab.i18n import t
from sgm_lab.simulate import DIMENSIONS, INHERITED

from .. import market, questions
from ..state import QUARTERS, Person, Room
from ..words import say
from .phone import left
from .screen import results

__all__ = ["cockpit", "following"]

_AWAY = 40.0  # seconds since a phone was last heard of


def cockpit(room: Room, seen: Mapping[str, float]) -> dict[str, Any]:
    """Return what the instructor sees; ``seen`` is when each phone was last heard of."""
    made: dict[str, Any] = {
        "stage": room.stage,
        "scene": room.scene,
        "live": room.live,
        "left": left(room),
        "seed": room.seed,
        "next": following(room),
        "people": [_person(room, one, seen) for one in room.people.values()],
        "agenda": [
            {
                "id": key,
                "prompt": questions.put(key)["prompt"],
                "asked": any(one.exercise == key for one in room.rounds),
            }
            for key in room.agenda
            if key in questions.ids()
        ],
        "game": {
            "phase": room.game.phase,
            "quarter": room.game.quarter,
            "areas": [{"id": name, "label": t(f"simulate.area.{name}")} for name in INHERITED],
            "teams": [
                {
                    "id": key,
                    "name": one.name,
                    "captain": one.captain,
                    "sent": one.draft is not None,
                    "goal": bool(one.goal),
                    "quarters": [own.how for own in one.closed],
                }
                for key, one in room.game.teams.items()
            ],
            "even": {
                "features": dict.fromkeys(market.market_of(room).features, 1),
                "standards": dict.fromkeys(DIMENSIONS, 1),
            },
        },
    }
    if room.round:
        made["question"] = results(room, shown=True)
    return made


def _person(room: Room, person: Person, seen: Mapping[str, float]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "paper": person.on_paper,
        "team": person.team,
    }
    made["away"] = not person.on_paper and time.time() - seen.get(person.id, 0) > _AWAY
    made["action"] = bool(person.action)
    asked = room.round
    if asked:
        given = asked.given.get(person.id)
        made["stuck"] = person.id in asked.stuck
        made["answered"] = given is not None
        made["after"] = round(given.at - asked.began) if given else round(time.time() - asked.began)
        made["right"] = questions.right(asked.exercise, given.answer) if given else None
    return made


def following(room: Room) -> dict[str, Any]:
    """Return the next step as the agenda has it: what the one large button does, and what it says."""
    asked, game = room.round, room.game
    if asked and asked.phase != "revealed":
        return _step("close" if asked.phase == "open" else "reveal")
    if room.scene == "game":
        if game.phase == "plan":
            return _step("close_quarter", quarter=game.quarter + 1)
        if game.phase == "debrief":
            return _step("show", scene="monday")
        return _step("debrief") if game.quarter >= QUARTERS else _step("plan", quarter=game.quarter + 1)
    if room.scene in ("monday", "end"):
        return _step("show", scene="end")
    asked_already = {one.exercise for one in room.rounds}
    # On from the last one: what was passed over, answered on the site for example, is not in the way and not lost.
    last = next((one.exercise for one in reversed(room.rounds) if one.exercise in room.agenda), None)
    on = room.agenda.index(last) + 1 if last else 0
    for key in room.agenda[on:] + room.agenda[:on]:
        if key not in asked_already and key in questions.ids():
            return _step("ask", exercise=key)
    return _step("show", scene="game" if room.market else "monday")


def _step(do: str, **values: Any) -> dict[str, Any]:
    name = f"{do}_{values['scene']}" if do == "show" else do
    return {"do": do, **values, "label": say(f"next.{name}", **values)}
