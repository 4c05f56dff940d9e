"""The reviews of a finished game are worked out beside the room, a second a team, and looked at once they are there."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sgm_lab.simulate import Review

from . import market
from .state import Room

__all__ = ["Reviews"]


class Reviews:
    """What is known of why each team got where it is; ``changed`` is called when more is."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed, self._found, self._asked = changed, {}, ""
        self._found: dict[str, dict[str, Review]]

    def of(self, room: Room) -> dict[str, Review]:
        """Return the reviews by team; empty until they are there, or while the game is not over."""
        if room.game.phase != "debrief":
            return {}
        key = market.written(room)
        if key not in self._found and self._asked != key:
            self._asked = key
            threading.Thread(target=self._explain, args=(key, room), daemon=True).start()
        return self._found.get(key, {})

    def _explain(self, key: str, room: Room) -> None:
        self._found = {key: market.reviews(room)}
        self._changed()
