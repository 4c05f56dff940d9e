"""The log: one event a line, on the disk before anybody sees what it did; read again, it is the room."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Journal", "JournalError"]


class JournalError(Exception):
    """The log cannot be read: ``line`` is not what was written there."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}, {line}")
        self.path, self.line = path, line


class Journal:
    """A file of events, open for one writer; only its owner can read it, since it holds names.

    A line that was cut short when the machine died was never confirmed to anybody: it is cut off. Any other line that
    is no event is a damaged file, which is left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        _hold(self._file)
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        self.events = [self._event(number, line) for number, line in enumerate(whole.splitlines(), 1)]
        self._size = len(whole)
        if len(whole) < len(content):
            os.ftruncate(self._file, self._size)
        self._settle(path.parent)

    def _event(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not {"do", "by", "at"} <= found.keys():
            raise JournalError(self.path, number)
        return found

    def _settle(self, folder: Path) -> None:
        """Bring the file's name to the disk, too, where the system can."""
        if hasattr(os, "O_DIRECTORY"):
            place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(place)
            finally:
                os.close(place)

    def add(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Bring events to the disk, all or none.

        Raises
        ------
        OSError
            If the disk takes nothing; what it has taken of them is overwritten by the next.
        """
        lines = "".join(json.dumps(one, separators=(",", ":"), allow_nan=False) + "\n" for one in events)
        content = lines.encode("ascii")
        os.ftruncate(self._file, self._size)
        os.lseek(self._file, self._size, os.SEEK_SET)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fsync(self._file)
        self._size += len(content)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._file)


def _hold(file: int) -> None:
    """Keep others out while this program lives: two rooms in one log would be none.

    Raises
    ------
    BlockingIOError
        If another program has the log.
    """
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(file, 2**30, os.SEEK_SET)  # beyond the end, so that the log itself can be read
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise BlockingIOError(str(error)) from error
