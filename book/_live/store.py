"""Where files come from: a folder that is named, what earlier builds fetched, their official places."""

from __future__ import annotations

import hashlib
import os
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["NONE", "PATIENCE", "MissingError", "Store", "digest", "fetch"]

VARIABLE = "SGM_PYODIDE_WHEELS"
NONE = "none"
PATIENCE = 20  # seconds until a place counts as out of reach


class MissingError(Exception):
    """A file that is in none of the places."""


def digest(content: bytes) -> str:
    """Sum up a file."""
    return hashlib.sha256(content).hexdigest()


def fetch(url: str) -> bytes:
    """Read a file from its official place."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        content: bytes = answer.read()
        return content


class Store:
    """Where files come from.

    Parameters
    ----------
    given : str, optional
        A folder to look in first; by default what the environment variable names.
    cache : Path, optional
        Where fetched files are kept for the next build.
    """

    def __init__(self, given: str | None = None, cache: Path | None = None) -> None:
        named = os.environ.get(VARIABLE, "") if given is None else given
        self.off = named == NONE
        self.given = Path(named) if named and not self.off else None
        self.cache = cache or user_cache_path("sgm_lab") / "python-in-the-page"
        self.reachable: dict[str, bool] = {}

    def find(self, name: str, sha256: str, get: Callable[[], None], place: str) -> bytes:
        """Return a file with that hash; ``get`` puts it into the cache, and is not asked again where that failed.

        Raises
        ------
        MissingError
            If it is nowhere, or what is there is another file.
        """
        if self.off:
            raise MissingError(name)
        for look in (True, False):
            for folder in filter(None, (self.given, self.cache)):
                path = folder / name
                if path.is_file() and digest(content := path.read_bytes()) == sha256:
                    return content
            if look and self.reachable.get(place, True):
                self.cache.mkdir(parents=True, exist_ok=True)
                try:
                    get()
                except (OSError, subprocess.SubprocessError):  # out of reach, and so are its neighbours
                    self.reachable[place] = False
        raise MissingError(name)

    def keep(self, name: str, content: bytes) -> None:
        """Put a file into the cache, whole or not at all."""
        part = self.cache / f".{name}.{os.getpid()}.part"
        part.write_bytes(content)
        part.replace(self.cache / name)

    def place(self, name: str, key: str) -> Path:
        """Return where in the cache that stands which was made of other files."""
        return self.cache / f"{digest(key.encode())[:16]}-{name}"

    def made(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made of other files, from the cache where the same was made before."""
        path = self.place(name, key)
        if not path.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            self.keep(path.name, make())
        return path.read_bytes()
