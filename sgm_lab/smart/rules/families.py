"""The word families of ``lexicon.toml``, by what their words begin with."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["families", "latin", "table"]

_BEGUN = re.compile(r"[a-z\d]{1,3}")


@cache
def table(name: str) -> dict[str, Any]:
    """What a TOML file of the rules holds."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _pattern(entry: str) -> str:
    """Return the pattern of a Latin entry: a space also takes a hyphen, ``*`` any ending; words are whole."""
    words = re.escape(entry).replace(r"\ ", r"[\s-]{1,3}").replace(r"\*", r"[a-z]*")
    return words + ("(?![a-z])" if entry[-1].isascii() else "")


@cache
def families() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    """Words by what they begin with, so that one look at a place tells which families may have a word there.

    Chinese words, with their family, by their first two characters, longer ones first; of Latin entries the families
    alone, by the letters before any space or ``*``, three at most.
    """
    chinese: dict[str, list[tuple[str, str]]] = {}
    latin: dict[str, list[str]] = {}
    for name, parts in table("lexicon").items():
        for word in sorted({w.lower() for part in parts.values() for w in part}, key=len, reverse=True):
            if word[0].isascii():
                begun = _BEGUN.match(word)
                own = latin.setdefault(begun[0] if begun else word[0], [])
                own.extend([name] if name not in own else [])
            else:
                chinese.setdefault(word[:2], []).append((word, name))
    return chinese, latin


@cache
def _entries(name: str) -> dict[str, list[str]]:
    """Latin entries of one family by their first character, longer ones first."""
    words = {w.lower() for part in table("lexicon")[name].values() for w in part}
    out: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        out.setdefault(word[0], []).append(word)
    return out


@cache
def latin(name: str, letter: str) -> re.Pattern[str]:
    """Pattern of the Latin entries of one family that begin with ``letter``: made when a text has such a word."""
    return re.compile("|".join(map(_pattern, _entries(name)[letter])))
