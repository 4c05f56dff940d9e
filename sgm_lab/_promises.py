"""Which exercises write into the learner's goal plan: the field ``plan`` of their records, read without the rest.

The plan is put together below the floor of exercises, so it reads of their records only what it needs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["LEAST", "Promise", "folder_of", "promises"]

#: Letters of a reflection whose record names no number.
LEAST = 10

_RECORD = re.compile(r"^\[\[exercise\]\]", re.MULTILINE)
_PROMISES = re.compile(r"^plan\s*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Promise:
    """An exercise whose answer goes into the plan, the rows it writes, and the letters a reflection is to have."""

    id: str
    chapter: str
    kind: str
    rows: tuple[str, ...]
    least: int = 0


def folder_of(folder: str | Path | None = None) -> Path:
    """Return the folder of the exercise records: the one named, the checkout's, or the packaged copy."""
    if folder is not None:
        return Path(folder)
    package = Path(__file__).parent
    beside = package.parent / "book" / "exercises"
    return beside if beside.is_dir() else package / "_exercises"


def promises(folder: str | Path | None = None) -> dict[str, Promise]:
    """Return what exercises promise to the plan, by id, in the order of the book; a damaged record promises nothing.

    Examples
    --------
    >>> promises()["2.2-own-standard"].rows
    ('standard',)
    """
    files = sorted(folder_of(folder).glob("*.toml"))
    return {one.id: one for one in _read(tuple((file, file.stat().st_mtime_ns) for file in files))}


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[Promise, ...]:
    return tuple(one for file, _ in files for one in _of(file))


def _of(file: Path) -> Iterable[Promise]:
    try:
        records = _RECORD.split(file.read_text(encoding="utf-8-sig"))[1:]
    except (OSError, UnicodeDecodeError):  # said where the records are read as a whole
        return
    for text in records:
        if not _PROMISES.search(text):
            continue
        try:
            record = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        id, rows = record.get("id"), record.get("plan")
        if isinstance(id, str) and isinstance(rows, list):
            said = tuple(row for row in rows if isinstance(row, str))
            kind, least = str(record.get("kind", "")), record.get("least", LEAST)
            short = least if kind == "reflection" and isinstance(least, int) else 0
            yield Promise(id, str(record.get("chapter", "")), kind, said, short)
