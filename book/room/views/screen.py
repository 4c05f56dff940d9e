"""What the projector shows: the question and what the room makes of it, never who said what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sgm_lab.simulate import Review

from .. import questions
from ..state import Room
from .game import for_screen
from .phone import left

__all__ = ["results", "screen"]


def screen(room: Room, reviews: Mapping[str, Review]) -> dict[str, Any]:
    """Return what all see."""
    made: dict[str, Any] = {
        "scene": room.scene,
        "people": sum(not one.on_paper for one in room.people.values()),
        "left": left(room),
    }
    if room.round:
        made["question"] = results(room, shown=room.live or room.round.phase != "open")
    if room.scene == "game":
        made["game"] = for_screen(room, reviews)
    if room.scene in ("monday", "end"):
        made["actions"] = sum(one.action is not None for one in room.people.values())
    return made


def results(room: Room, *, shown: bool) -> dict[str, Any]:
    """Return the question on the stage and the answers to it, those of the time before as well where there was one."""
    asked = room.round
    assert asked
    made = questions.put(asked.exercise) | {
        "round": len(room.rounds),
        "phase": asked.phase,
        "answered": len(asked.given),
        "stuck": len(asked.stuck),
    }
    if shown:
        made["counted"] = questions.counted(asked.exercise, list(asked.given.values()))
    before = [one for one in room.rounds[:-1] if one.exercise == asked.exercise and one.given]
    if before and shown:
        made["before"] = questions.counted(asked.exercise, list(before[-1].given.values()))
        made["answered_before"] = len(before[-1].given)
    if asked.phase == "revealed":
        made["result"] = questions.result(asked.exercise)
    return made
