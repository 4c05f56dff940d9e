"""The server of a room: what all its connections share, and how many and how much of them it takes."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import serve

from .engine import Engine
from .explaining import Reviews
from .handler import PAGES, Handler

__all__ = ["RoomServer"]

MOST_CONNECTIONS = 600


class Pace:
    """How often one may send: so many at once, and so many a second after that."""

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._left: dict[str, tuple[float, float]] = {}
        self._guard = threading.Lock()

    def allows(self, who: str) -> bool:
        """Whether one more is taken from ``who`` now."""
        now = time.monotonic()
        with self._guard:
            if len(self._left) > 5_000:  # those who have been silent long enough begin afresh anyway
                full = self._burst / self._rate
                self._left = {key: one for key, one in self._left.items() if now - one[1] < full}
            left, then = self._left.get(who, (self._burst, now))
            left = min(self._burst, left + (now - then) * self._rate)
            self._left[who] = (left - (left >= 1), now)
            return left >= 1


class RoomServer(serve.Server):
    """The room at an address; beside it the course, where it has been built.

    Parameters
    ----------
    engine : Engine
    key : str
        What the address of the cockpit ends with.
    join : str
        Address that phones open.
    host, port
        Where to listen.
    site : Path or None
        Folder of the built course.
    """

    request_queue_size = 256

    def __init__(
        self, engine: Engine, key: str, host: str, port: int, *, join: str = "", site: Path | None = None
    ) -> None:
        self.engine, self.key, self.join, self.site = engine, key, join, site
        self.reviews = Reviews(engine.wake)
        self.seen: dict[str, float] = {}
        self.moves, self.joins = Pace(40, 5), Pace(120, 4)
        self._open = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((host, port), partial(Handler, directory=str(site or PAGES)))

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take no more connections than a room needs many times over."""
        if not self._open.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection to its end, and make place for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A phone that fell asleep in the middle of an answer is no error."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)
