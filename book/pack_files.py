"""The files of an instructor pack, out of a zip or a folder: those that a pack has, no more than it may hold."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from sgm_lab.errors import DataError

__all__ = ["LIMITS", "contents"]

#: Megabytes as a zip and unpacked, and files.
LIMITS = {"zip": 20, "inside": 60, "files": 300}
FILE = re.compile(
    r"pack\.json|exercises\.json|chapters\.json|logo\.(?:svg|png|jpg)"
    r"|case/[a-z][a-z0-9_]{0,39}/(?:datapackage\.json|case\.toml|[a-z][a-z0-9_-]{0,39}\.csv)"
)
#: What systems put into a zip by themselves.
PASSED = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)")


def contents(path: Path, bad: Any) -> dict[str, bytes]:
    """Return the files by name; ``bad`` says what does not fit, and does not return."""
    return _folder(path, bad) if path.is_dir() else _zip(path, bad)


def _zip(path: Path, bad: Any) -> dict[str, bytes]:
    try:
        if path.stat().st_size > LIMITS["zip"] * 1_000_000:
            bad("large", most=LIMITS["zip"], inside=LIMITS["inside"])
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            names = _names([one.filename.replace("\\", "/").lstrip("/") for one in entries], bad)
            room, found = LIMITS["inside"] * 1_000_000, {}
            if sum(one.file_size for one in entries) > room:
                bad("large", most=LIMITS["zip"], inside=LIMITS["inside"])
            for name, one in zip(names, entries, strict=True):
                if name:
                    with archive.open(
                        one
                    ) as file:  # what lies about its size is cut off, and fails its checksum
                        found[name] = file.read(one.file_size + 1)
                    if len(found[name]) != one.file_size:
                        bad("no_zip")
            return found
    except DataError:
        raise
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
        bad("no_zip")


def _folder(path: Path, bad: Any) -> dict[str, bytes]:
    there = [one for one in sorted(path.rglob("*")) if one.is_file()]
    names = _names([one.relative_to(path).as_posix() for one in there], bad)
    if sum(one.stat().st_size for one in there) > LIMITS["inside"] * 1_000_000:
        bad("large", most=LIMITS["zip"], inside=LIMITS["inside"])
    return {name: one.read_bytes() for name, one in zip(names, there, strict=True) if name}


def _names(given: list[str], bad: Any) -> list[str]:
    """Return the names, empty where a system put it there; refuse what no pack has."""
    if len(given) > LIMITS["files"]:
        bad("many", most=LIMITS["files"])
    names = ["" if PASSED.fullmatch(name) else name for name in given]
    for at, name in enumerate(names):
        if name and not FILE.fullmatch(name):
            bad("file", file=name[:60])
        if name and name in names[:at]:
            bad("twice", file=name)
    return names
