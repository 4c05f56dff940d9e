"""What the room says, from ``words.toml``: every key in each language, one spoken by the whole room."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab import i18n

__all__ = ["say", "spoken"]


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def say(key: str, **values: Any) -> str:
    """Return a text in the language in use; ``key`` is part and name.

    >>> say("quarter.title", quarter=3)
    '第3季'
    """
    part, _, name = key.partition(".")
    return str(i18n.said(_table()[part][name])).format(**values)


def spoken(*parts: str) -> dict[str, str]:
    """Return all of some parts, for a page: it fills in the values itself."""
    return {f"{part}.{name}": i18n.said(texts) for part in parts for name, texts in _table()[part].items()}
