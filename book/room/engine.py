"""One thread takes events in, one after the other; any number wait until what they look at has changed."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from .journal import Journal
from .moves import Refused, take
from .state import Room

__all__ = ["Engine"]

_Asked = tuple[dict[str, Any], "Future[Room]"]
_AT_ONCE = 256  # events that share one wait for the disk


class Engine:
    """A room that lives in a journal.

    Attributes
    ----------
    room : Room
        As it stands; read it freely, it is never changed in place.
    skipped : list of dict
        Events of the journal that the course of today no longer knows.
    """

    def __init__(self, journal: Journal) -> None:
        self.room = Room()
        self.skipped: list[dict[str, Any]] = []
        for event in journal.events:
            try:
                self.room = take(self.room, event)
            except Refused:
                self.skipped.append(event)
        self._journal = journal
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._thread.start()

    def do(self, by: str, event: Mapping[str, Any]) -> Room:
        """Make a move; return the room after it, which is then on the disk.

        Raises
        ------
        Refused
            If the move is not made, or the disk does not take it.
        """
        done: Future[Room] = Future()
        self._asked.put(({**event, "by": by, "at": round(time.time(), 3)}, done))
        return done.result()

    def wait(self, look: Callable[[Room], str], seen: str, seconds: float) -> Room:
        """Return the room as soon as it looks other than what has been seen, or after a time as it is."""
        with self._changed:
            self._changed.wait_for(lambda: look(self.room) != seen, seconds)
            return self.room

    def wake(self) -> None:
        """Let those who wait look again: something beside the room has changed."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """End, once all that was asked is done."""
        self._asked.put(None)
        self._thread.join()
        self._journal.close()

    def _run(self) -> None:
        while True:
            batch = [self._asked.get()]
            while len(batch) < _AT_ONCE and not self._asked.empty():
                batch.append(self._asked.get())
            self._take([one for one in batch if one is not None])
            if None in batch:
                return

    def _take(self, batch: list[_Asked]) -> None:
        room, made = self.room, []
        for event, done in batch:
            try:
                after = take(room, event)
            except Refused as refused:
                done.set_exception(refused)
            except Exception as error:  # noqa: BLE001  # of a rule: the room goes on as it was
                done.set_exception(error)
            else:
                made.append((event if after is not room else None, done, after))
                room = after
        try:
            if fresh := [event for event, _, _ in made if event]:
                self._journal.add(fresh)
        except OSError:
            for _, done, _ in made:
                done.set_exception(Refused("not_saved"))
            return
        with self._changed:
            self.room = room
            self._changed.notify_all()
        for _, done, after in made:
            done.set_result(after)
