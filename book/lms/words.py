"""What the packages, the question bank and their guide say: ``words.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sgm_lab.i18n import Language, said

__all__ = ["say", "table"]


@cache
def _all() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def table(part: str, lang: Language | None = None) -> dict[str, str]:
    """Return the texts of one part, by name."""
    return {name: said(texts, lang) for name, texts in _all()[part].items()}


def say(key: str, lang: Language | None = None, **values: object) -> str:
    """Return one text, by part and name, with values filled in.

    >>> say("bank.unit", "en", unit="%")
    '(Unit: %; write the number only.)'
    """
    part, _, name = key.partition(".")
    text: str = said(_all()[part][name], lang)
    return text.format(**values) if values else text
