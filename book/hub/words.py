"""What the hub says: ``words.toml`` beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab.i18n import Language, said

__all__ = ["say", "table"]


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return all texts by part, name and language."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def say(key: str, lang: Language | None = None, **values: object) -> str:
    """Return one text, by part and name, with values filled in.

    >>> say("grading.hand_in", "en", name="2-1")
    'Hand in 2-1'
    """
    part, _, name = key.partition(".")
    return str(said(table()[part][name], lang)).format(**values)
