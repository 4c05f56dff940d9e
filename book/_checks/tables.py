"""The tables of a case: as its specification writes them, and as they are."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

__all__ = ["LABELS", "files_of", "original", "rows_of"]

#: Tables whose rows are known by a code, and have labels.
LABELS = {"features": ("feature",), "segments": ("column", "value"), "codes": ("column", "value")}
DATA = Path(__file__).resolve().parents[2] / "datasets"
Rows = list[dict[str, str]]


@cache
def original(case: str) -> dict[str, str]:
    """Return the files of a case as its specification writes them, by name; none for a case that has none."""
    sys.path.insert(0, str(DATA))
    try:
        from simulator.package import build
        from simulator.tables import CASES
    finally:
        sys.path.pop(0)
    if case not in CASES:
        return {}
    return {name: content.decode("utf-8") for name, content in build(case).items() if name != "README.md"}


def files_of(texts: Mapping[str, str], package: Mapping[str, Any], name: str) -> Iterator[tuple[str, Rows]]:
    """Return the files of a table with their rows, as far as they are there."""
    path = next((one["path"] for one in package.get("resources", []) if one.get("name") == name), [])
    for file in path if isinstance(path, list) else [path]:
        if file in texts:
            yield file, _read(texts[file])


@lru_cache(32)
def _read(text: str) -> Rows:
    """Return the rows of a file, read once: they are looked at from many sides."""
    return list(csv.DictReader(io.StringIO(text)))


def rows_of(texts: Mapping[str, str], package: Mapping[str, Any], name: str) -> Rows:
    return [row for _, rows in files_of(texts, package, name) for row in rows]
