"""Files a learner brings: kept beside the workbook under a name made from their content, never changed.

A workbook carried to another machine names a file that is not there; the lab then says so and goes on with a case.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError
from ..intake import check_size, content_of
from ..workbook import disk

if TYPE_CHECKING:
    from ..workbook import Workbook

__all__ = ["keep", "read"]

_FOLDER = "uploads"
_DAYS = 30  # a file that is not named any more may still be wanted by an undo of today
_memory: dict[str, bytes] = {}


def keep(book: Workbook | None, name: str, content: bytes) -> dict[str, str]:
    """Keep a file and return what the state holds of it: ``file`` (its key) and ``name``.

    Raises
    ------
    DataError
        If the file is larger than what can be read.
    """
    check_size(content, name)
    key = _key(content, name)
    _memory[key] = content
    if book is not None:
        with contextlib.suppress(OSError):  # a full disk: the file then lasts as long as this session
            path = _place(book, key)
            path.parent.mkdir(exist_ok=True)
            disk.write(path, content)
            _clean(book, path)
    return {"file": key, "name": name}


def read(book: Workbook | None, kept: dict[str, str]) -> tuple[str, bytes]:
    """Return name and content of a kept file.

    Raises
    ------
    DataError
        If it is not on this machine.
    """
    key, name = kept["file"], kept["name"]
    if key not in _memory and book is not None:
        with contextlib.suppress(DataError):  # said below, as for a file that was never here
            content = content_of(_place(book, key))
            if _key(content, key) == key:  # one that was cut short or changed is not the learner's file
                _memory[key] = content
    if key not in _memory:
        raise DataError("labs.upload_gone", file=name)
    return name, _memory[key]


def _clean(book: Workbook, but: Path) -> None:
    """Take away files that have lain here for long and that no lab, now or in the history, names any more."""
    beside = but.parent.parent.glob("*.json")  # another workbook, or a copy, may name it too
    named = "".join(path.read_text(encoding="utf-8", errors="replace") for path in beside)
    named += json.dumps(book.data(), ensure_ascii=False)
    for path in but.parent.iterdir():
        ours = (
            re.fullmatch(r"[0-9a-f]{16}(\.\w{1,7})?", path.name) and path.is_file()
        )  # no file of the learner's own
        if (
            ours
            and path != but
            and path.name not in named
            and time.time() - path.stat().st_mtime > _DAYS * 86_400
        ):
            path.unlink()


def _key(content: bytes, name: str) -> str:
    return hashlib.sha256(content).hexdigest()[:16] + Path(name).suffix.lower()[:8]


def _place(book: Workbook, key: str) -> Path:
    """Where a file lies; only the last part of a key counts, since a workbook may come from anywhere."""
    return book.path.parent / _FOLDER / Path(key).name
