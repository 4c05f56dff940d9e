"""Entries of a lexicon of comment words: how they are written, and what is wrong with one."""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NoReturn

from .. import terms
from ..errors import DataError, did_you_mean
from ..i18n import Language, t

__all__ = ["DIMENSIONS", "TONES", "Entry", "checked", "fold", "parse"]

DIMENSIONS = (*terms.DIMENSIONS, "other")
TONES = ("positive", "negative", "neutral")
_OPERATORS = ("negator", "intensifier", "contrast")


@dataclass(frozen=True)
class Entry:
    """One term of a lexicon; see the module for what the fields mean."""

    term: str
    theme: str = ""
    dimension: str = ""
    tone: str = ""
    weight: float = 1.0


def fold(text: str) -> str:
    """Lower-case and half-width, one letter for one letter, so that places stay what they are.

    >>> fold("ＡＰＰ打不开！")
    'app打不开!'
    """
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=20_000)
def _fold_letter(letter: str) -> str:
    if letter in "’‘`":
        return "'"
    folded = unicodedata.normalize("NFKC", letter).lower()
    return folded if len(folded) == 1 else letter


def parse(source: str, name: str, lang: Language | None) -> tuple[tuple[Entry, ...], int]:
    """Return entries and window of a TOML lexicon: a section a language, with ``tone`` lists and ``theme`` tables."""
    try:
        tree = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise DataError("feedback.lexicon.toml", file=name, problem=str(error)) from error
    entries: list[Entry] = []
    for section, content in tree.items():
        if isinstance(content, dict) and lang in (None, section):
            blocks = [("", "", content.get("tone", {}))]
            blocks += [
                (key, value.get("dimension", ""), value) for key, value in content.get("theme", {}).items()
            ]
            for theme, dimension, lists in blocks:
                for tone, terms in lists.items():
                    if tone != "dimension":
                        tone = "" if tone == "plain" else tone
                        entries += [_entry(term, theme, dimension, tone) for term in terms]
    if not entries:
        raise DataError("errors.empty", what=name)
    return tuple(entries), int(tree.get("window", 3))


def _entry(written: str, theme: str, dimension: str, tone: str) -> Entry:
    """``"慢|0.5"`` is the term 慢 with the weight 0.5."""
    term, bar, weight = written.partition("|")
    # A weight that is no number is refused with the other checks, by its term.
    return Entry(term, theme, dimension, tone, weight if bar else 1.0)  # type: ignore[arg-type]


def checked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in their normal form, each term once."""
    seen: dict[str, Entry] = {}
    homes: dict[str, str] = {}
    for place, raw in enumerate(entries, start=1):
        entry = _normal(raw, place)
        first = seen.setdefault(entry.term, entry)
        if first != entry:
            raise DataError(
                "feedback.lexicon.twice", term=entry.term, first=_where(first), second=_where(entry)
            )
        if entry.theme and homes.setdefault(entry.theme, entry.dimension) != entry.dimension:
            raise DataError("feedback.lexicon.theme", theme=entry.theme, term=entry.term, place=place,
                            first=homes[entry.theme], second=entry.dimension)  # fmt: skip
    return tuple(seen.values())


def _normal(raw: Entry, place: int) -> Entry:
    """One entry, folded and checked; ``place`` is its number in the table, for the message."""

    def refuse(field: str, value: Any, known: Iterable[str]) -> NoReturn:
        hint = did_you_mean(str(value), known)
        raise DataError(
            f"feedback.lexicon.{field}", place=place, term=term, value=value, known=list(known), hint=hint
        )

    term = fold(str(raw.term).strip())
    if not term or term == "#":
        raise DataError("feedback.lexicon.term", place=place, term=term)
    dimension = str(raw.dimension).strip()
    dimension = _chinese().get(dimension, dimension.lower())
    theme, tone = str(raw.theme).strip() or dimension, str(raw.tone).strip().lower()
    if dimension not in ("", *DIMENSIONS):
        refuse("dimension", raw.dimension, DIMENSIONS)
    if theme and not dimension:
        raise DataError(
            "feedback.lexicon.no_dimension", place=place, term=term, theme=theme, known=DIMENSIONS
        )
    if tone not in ("", *TONES, *_OPERATORS):
        refuse("tone", raw.tone, (*TONES, *_OPERATORS))
    try:
        weight = float(raw.weight)
    except (TypeError, ValueError):
        weight = math.nan
    if not 0 < weight < math.inf:
        raise DataError("feedback.lexicon.weight", place=place, term=term, value=raw.weight)
    return Entry(term, theme, dimension, tone, weight)


@cache
def _chinese() -> dict[str, str]:
    """Chinese name of a dimension → its name in code."""
    return {t(f"common.dimension.{name}", lang="zh"): name for name in DIMENSIONS}


def _where(entry: Entry) -> str:
    """An entry's meaning in one line, for messages."""
    return " · ".join(
        part for part in (entry.dimension, entry.theme, entry.tone, f"{entry.weight:g}") if part
    )
