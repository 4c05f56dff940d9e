"""What teaching material says, from ``book/<language>/teaching/words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab.i18n import Language

__all__ = ["BOOK", "table", "words"]

BOOK = Path(__file__).parents[1]


@cache
def table(lang: Language, name: str) -> Mapping[str, Any]:
    """Read one file of a language's teaching folder."""
    return tomllib.loads((BOOK / lang / "teaching" / f"{name}.toml").read_text(encoding="utf-8"))


def words(lang: Language, part: str) -> Mapping[str, Any]:
    """Return the words of one part."""
    found: Mapping[str, Any] = table(lang, "words")[part]
    return found
