"""What names of people are made of (``known.toml``): read once, and only where a column of texts is looked at."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["letters", "words"]


@cache
def _known() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("known.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """Words of a list."""
    return frozenset(_known()[name].split())


@cache
def letters(name: str) -> frozenset[str]:
    """Characters of a list."""
    return frozenset("".join(words(name)))
