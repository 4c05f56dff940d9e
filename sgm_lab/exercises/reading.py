"""Read exercise records from ``*.toml``: all of a folder, one chapter, or one exercise.

An instructor's file stands in ``book/exercises/`` of the checkout; an installed package carries a copy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .._promises import folder_of
from ..errors import ArgumentError, DataError, did_you_mean
from ..takeaways.plan.rows import ROWS
from .base import Record
from .fields import Fields
from .kinds import found

__all__ = ["chapter", "find", "folder_of", "load", "read_file", "read_record", "read_table"]


def load(folder: str | Path | None = None) -> dict[str, Record]:
    """Read every exercise of a folder, by id, in the order of file names and of the files.

    Raises
    ------
    DataError
        If there is no such folder, or a record has a mistake: names file, exercise, field and mend.
    """
    place = folder_of(folder)
    if not place.is_dir():
        raise DataError("exercises.bad.no_folder", folder=place)
    # Saving a file must show at once in a running notebook, so its time stamp is part of the key.
    files = sorted(place.glob("*.toml"))
    return dict(_load(tuple((file, file.stat().st_mtime_ns) for file in files)))


@cache
def _load(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Record]:
    found: dict[str, Record] = {}
    home: dict[str, str] = {}
    for file, _ in files:
        for record in read_file(file):
            if record.id in found:
                raise DataError("exercises.bad.id_twice", file=file.name, id=record.id, other=home[record.id])
            found[record.id], home[record.id] = record, file.name
    return found


def find(id: str, folder: str | Path | None = None) -> Record:
    """Return one exercise.

    Raises
    ------
    ArgumentError
        If there is none with this id.
    """
    known = load(folder)
    if id not in known:
        raise ArgumentError("exercises.bad.no_exercise", id=id, hint=did_you_mean(str(id), known))
    return known[id]


def chapter(name: str, folder: str | Path | None = None) -> list[Record]:
    """Return the exercises of one chapter, in order.

    Raises
    ------
    ArgumentError
        If no exercise belongs to it.
    """
    known = load(folder).values()
    found = [record for record in known if record.chapter == name]
    if not found:
        chapters = sorted({record.chapter for record in known})
        raise ArgumentError("exercises.bad.no_chapter", chapter=name, chapters=chapters)
    return found


def read_file(path: Path) -> list[Record]:
    """Read the exercises of one file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        why = getattr(cause, "strerror", None) or getattr(cause, "reason", "")
        raise DataError("exercises.bad.unreadable", file=path.name, why=why) from cause
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise DataError("exercises.bad.toml", file=path.name, why=cause) from cause
    return read_table(table, path.name)


def read_table(table: Mapping[str, Any], file: str) -> list[Record]:
    """Read the exercises of one parsed file."""
    for name in table:
        if name != "exercise":
            hint = did_you_mean(name, ["exercise"])
            raise DataError("exercises.bad.top", file=file, field=name, hint=hint)
    rows = table.get("exercise", [])
    if not isinstance(rows, list):
        raise DataError("exercises.bad.not_table", file=file, number=1)
    return [read_record(row, file, number) for number, row in enumerate(rows, 1)]


def read_record(table: Any, file: str, number: int = 1) -> Record:
    """Make one record of its TOML table.

    Raises
    ------
    DataError
        If anything is missing, unknown or does not fit.
    """
    if not isinstance(table, Mapping):
        raise DataError("exercises.bad.not_table", file=file, number=number)
    given = table.get("id")
    # Without an id an exercise is named by its place in the file.
    row = Fields(table, file, given if isinstance(given, str) and given.strip() else f"#{number}")
    common: dict[str, Any] = {
        "id": row.identifier(),
        "chapter": row.string("chapter"),
        "minutes": row.number("minutes", "minutes", lambda m: 0 < m <= 60),
        "prompt": row.text("prompt"),
        "solution": row.text("solution"),
        "hints": row.texts("hints"),
        "right": row.maybe_text("right"),
        "plan": row.some_of("plan", ROWS) if row.has("plan") else (),
        "recalls": row.string("recalls") if row.has("recalls") else None,
        "besides": row.number("besides", "minutes", lambda m: 0 <= m <= 60) if row.has("besides") else 0.0,
    }
    kind = found()[row.one_of("kind", found())]
    record = kind(**common, **kind.read(row))
    row.done()
    return record
