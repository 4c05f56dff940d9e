"""State × event → state: what may happen in a room, by whom, and when.

An event is plain data: ``do`` names the move, ``by`` who makes it (the id of a person, or the cockpit), ``at`` when it
came (seconds since 1970). A move returns the next state, or refuses and changes nothing. The same events give the same
state on any machine, which is how a room comes back after its laptop died.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..state import COCKPIT, Room
from . import asking, game, people, stage
from .rules import MOVES, Refused

__all__ = ["Refused", "take"]

_ALL = (asking, game, people, stage)  # read so that their moves are known


def take(room: Room, event: Mapping[str, Any]) -> Room:
    """Return what becomes of a room by an event.

    Raises
    ------
    Refused
        If there is no such move, or it is not for the one who makes it, or not now, or says nothing that is of use.
    """
    move = MOVES.get(event["do"]) if isinstance(event.get("do"), str) else None
    if move is None or move.cockpit != (event["by"] == COCKPIT):
        raise Refused("no_move")
    if move.stage and event.get("stage") != room.stage:
        raise Refused("moved_on")  # pressed twice, or on a page that had not heard of the last step
    counted = replace(room, seq=room.seq + 1)
    after = move.make(counted, event)
    if after is counted:
        return room  # what has been said before: nothing to keep
    return replace(after, stage=after.seq) if move.stage else after
