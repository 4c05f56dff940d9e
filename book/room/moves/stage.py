"""What all see: which scene, how much time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..state import Room
from .rules import Refused, by_cockpit, whole

__all__: list[str] = []

_SCENES = ("lobby", "game", "monday", "end")
_LONGEST = 3600  # seconds


@by_cockpit(stage=True)
def show(room: Room, event: Mapping[str, Any]) -> Room:
    """Go to a scene; questions are asked. What is under way elsewhere waits as it is."""
    if event.get("scene") not in _SCENES:
        raise Refused("no_move")
    return replace(room, scene=event["scene"], ends=None)


@by_cockpit(stage=True)
def timer(room: Room, event: Mapping[str, Any]) -> Room:
    """Give so many seconds from now; none takes the time away. When it is up, the instructor closes, not the clock."""
    seconds = whole(event.get("seconds"), 0, _LONGEST, "no_time")
    return replace(room, ends=event["at"] + seconds if seconds else None)


@by_cockpit(stage=True)
def live(room: Room, event: Mapping[str, Any]) -> Room:
    """Show answers on the screen while they come, or only once the question is closed."""
    return replace(room, live=event.get("on") is True)


@by_cockpit(stage=False)
def opened(room: Room, event: Mapping[str, Any]) -> Room:
    """Begin: the first event of every room."""
    if room.seq != 1:
        raise Refused("no_move")
    agenda, planned = (
        tuple(event["agenda"]),
        event.get("market", True),
    )  # earlier editions wrote no word of it
    return replace(room, agenda=agenda, market=planned, case=event["case"], seed=event["seed"])
