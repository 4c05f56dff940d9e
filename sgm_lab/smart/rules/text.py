"""Text in, places out: folding, language, and the word families of ``lexicon.toml``.

Every step keeps the length of the text, so a place in the folded text is the same place in the original.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from operator import add, itemgetter
from typing import NamedTuple

from ...i18n import Language, get_language
from .families import families, latin, table

__all__ = [
    "Only",
    "Span",
    "blank",
    "find",
    "fold",
    "language",
    "overlaps",
    "scripts",
    "tidy",
    "understood",
    "union",
]

# Full-width letters, digits and signs to their ASCII twins; the clause marks ，；：。 keep their own face.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？"}
_SPACES = {ord(c): " " for c in "\t\r\n\v\f\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"}
_SIGNS = {ord(c): "-" for c in "‐‑‒–—−"} | {ord("’"): "'", ord("％"): "%", ord("⩾"): "≥", ord("⩽"): "≤"}
_SIGNS |= {ord("≧"): "≥", ord("≦"): "≤", ord("➔"): "→", ord("➜"): "→", ord("⇒"): "→"}
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SMALL |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_TAG = re.compile(r"<[a-z/!][^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:ge|le|gt|lt|nbsp|amp|quot|rarr|permil);")
_ENTITIES = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "amp": "&", "quot": '"', "rarr": "→", "permil": "‰"}
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_WORDS = re.compile(r"[a-z]{2}\d{0,4}[.,:]? [a-z\d]|\d [a-z]{2}")
# Kana, hangul, Cyrillic, Arabic, Thai … : letters of languages the rules cannot read.
_FOREIGN = re.compile(r"[\u0370-\u05ff\u0600-\u06ff\u0900-\u0eff\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
_WORD = re.compile(r"(?<![a-z])[a-z\d]")
_LETTER = re.compile(r"[a-z]")


class Span(NamedTuple):
    """A place in the text, end exclusive."""

    start: int
    end: int


@cache
def _folding() -> dict[int, int | str]:
    pairs = "".join(table("traditional")["pairs"].split())
    return {
        **_WIDE,
        **_SPACES,
        **_SIGNS,
        **_SMALL,
        **{ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True)},
    }


def fold(text: str) -> str:
    """Fold case, widths, odd signs and traditional characters, and blank out HTML, moving no character.

    >>> fold("門診＆候診時間&ge;９０％")
    '门诊&候诊时间   ≥90%'
    """
    plain = _ENTITY.sub(lambda m: _ENTITIES.get(m[0][1:-1], " ").rjust(len(m[0])), text.translate(_folding()))
    return _TAG.sub(lambda m: " " * len(m[0]), plain)


def language(text: str) -> Language:
    """Chinese where it has at least half as many characters as Latin words; the one in use where neither."""
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    if not chinese and not latin:
        return get_language()
    return "zh" if 2 * chinese >= latin else "en"


def understood(text: str) -> bool:
    """Whether it is written in letters the rules can read; Japanese, Korean or Russian are not."""
    strange = len(_FOREIGN.findall(text))
    return strange < 3 or 8 * strange < len(_CJK.findall(text)) + len(_LATIN.findall(text))


@lru_cache(64)
def scripts(text: str) -> tuple[bool, bool]:
    """Whether folded ``text`` has Chinese characters, and whether it has English words: not only NPS or 48h."""
    chinese = not text.isascii() and bool(_CJK.search(text))
    return chinese, not chinese or bool(_WORDS.search(text))


class Only:
    """A pattern held only against text of one language, and compiled when the first such text comes.

    >>> asked = Only("en", "(?:must|shall) [a-z]")
    >>> bool(asked.search("calls must end")), asked.search("必须")
    (True, None)
    """

    def __init__(self, spoken: Language, source: str) -> None:
        self._at = ("zh", "en").index(spoken)
        self._source = source

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """First match in folded ``text``."""
        return self._pattern.search(text, start, end) if scripts(text)[self._at] else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Match at ``start`` of folded ``text``."""
        return self._pattern.match(text, start, end) if scripts(text)[self._at] else None


def find(name: str, text: str) -> list[Span]:
    """Places of the words of one family in folded ``text``."""
    chinese, begun = _words(text)
    found = chinese.get(name, [])
    starts = begun.get(name)
    if not starts:
        return found[:]
    taken = {at for span in found for at in range(*span)}
    words: list[Span] = []
    at = 0
    for start in starts:
        if start < at or start in taken:
            continue
        if match := latin(name, text[start]).match(text, start):
            at = match.end()
            words.append(Span(*match.span()))
    return sorted([*found, *words])


@lru_cache(16)  # a review looks for every family in a few texts
def _words(text: str) -> tuple[dict[str, list[Span]], dict[str, list[int]]]:
    """The Chinese words of every family, and where Latin words or figures begin that may be of it."""
    return {} if text.isascii() else _chinese(families()[0], text), _openings(text)


def _chinese(known: dict[str, list[tuple[str, str]]], text: str) -> dict[str, list[Span]]:
    """Places of Chinese words; a Latin letter does not go on behind one that ends in a letter or figure."""
    out: dict[str, list[Span]] = {}
    begun = [(at, words) for at, two in enumerate(map(add, text, text[1:])) if (words := known.get(two))]
    begun += [(at, words) for at, one in enumerate(text) if (words := known.get(one))]
    begun.sort(key=itemgetter(0))  # at a place, the words that two characters begin first
    for start, words in begun:
        for word, name in words:
            own = out.get(name)
            if (own and start < own[-1].end) or not text.startswith(word, start):
                continue
            end = start + len(word)
            if word[-1].isascii() and _LETTER.match(text, end):
                continue
            out.setdefault(name, []).append(Span(start, end))
    return out


@lru_cache(4096)
def _begun_by(letters: str) -> tuple[str, ...]:
    """The families that have a Latin word, or a figure, which begins with these letters."""
    begun = families()[1]
    return tuple({name: None for n in (1, 2, 3) for name in begun.get(letters[:n], ())})


def _openings(text: str) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        start = match.start()
        for name in _begun_by(text[start : start + 3]):
            out.setdefault(name, []).append(start)
    return out


def blank(text: str, spans: Iterable[Span]) -> str:
    """Replace ``spans`` by spaces of the same length, so that later rules do not read them again."""
    out = list(text)
    for start, end in spans:
        out[start:end] = " " * (end - start)
    return "".join(out)


def tidy(text: str, span: Span) -> Span:
    """Leave out spaces at either end."""
    words = text[span.start : span.end]
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))


def overlaps(one: Span, other: Span) -> bool:
    """Whether two places share a character."""
    return one.start < other.end and other.start < one.end


def meets(others: Iterable[Span]) -> Callable[[Span], bool]:
    """Return what tells whether a place shares a character with one of ``others``, however many they are.

    >>> met = meets([Span(2, 4), Span(8, 9)])
    >>> [met(Span(*one)) for one in ((0, 2), (3, 8), (4, 8), (8, 10))]
    [False, True, False, True]
    """
    parts = union(others)
    starts = [part.start for part in parts]

    def met(one: Span) -> bool:
        before = bisect_left(starts, one.end)
        return before > 0 and parts[before - 1].end > one.start

    return met


def union(*groups: Iterable[Span]) -> list[Span]:
    """Union of overlapping places."""
    out: list[Span] = []
    for span in sorted(s for group in groups for s in group):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
