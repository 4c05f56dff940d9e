"""Text in, places out: folding, language, and the word families of ``lexicon.toml``.

Every step keeps the length of the text, so a place in the folded text is the same place in the original.
"""

from __future__ import annotations

import re
import sys
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from ...i18n import Language, get_language

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
    pairs = "".join(_load("traditional")["pairs"].split())
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


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _pattern(entry: str) -> str:
    """Return the pattern of a Latin entry: a space also takes a hyphen, ``*`` any ending; words are whole."""
    words = re.escape(entry).replace(r"\ ", r"[\s-]{1,3}").replace(r"\*", r"[a-z]*")
    return words + ("(?![a-z])" if entry[-1].isascii() else "")


@cache
def _family(name: str) -> dict[str, list[str]]:
    """Words of one family by their first character, longer ones first."""
    words = {w.lower() for part in _load("lexicon")[name].values() for w in part}
    out: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        out.setdefault(word[0], []).append(word)
    return out


@cache
def _latin(name: str, letter: str) -> re.Pattern[str] | None:
    """Pattern of the Latin entries of one family that begin with ``letter``: made when a text has such a word."""
    entries = _family(name).get(letter)
    return re.compile("|".join(map(_pattern, entries))) if entries else None


def find(name: str, text: str) -> list[Span]:
    """Places of the words of one family in folded ``text``."""
    return list(_found(name, text))


@lru_cache(64)  # a review asks for some families of the same text again
def _found(name: str, text: str) -> tuple[Span, ...]:
    found = [] if text.isascii() else _chinese(_family(name), text)
    taken = {at for span in found for at in range(*span)}
    at = 0
    for start, letter in _starts(text):
        entries = _latin(name, letter)
        if entries is None or start < at or start in taken:
            continue
        match = entries.match(text, start)
        if match:
            at = match.end()
            found.append(Span(*match.span()))
    return tuple(sorted(found))


def _chinese(words: dict[str, list[str]], text: str) -> list[Span]:
    """Places of Chinese words; a Latin letter does not go on behind one that ends in a letter or figure."""
    out: list[Span] = []
    end = 0
    places = _characters(text)
    for start in sorted(at for letter in places.keys() & words.keys() for at in places[letter]):
        if start < end:
            continue
        for word in words[text[start]]:
            if text.startswith(word, start) and not (
                word[-1].isascii() and _LETTER.match(text, start + len(word))
            ):
                end = start + len(word)
                out.append(Span(start, end))
                break
    return out


@lru_cache(8)
def _characters(text: str) -> dict[str, list[int]]:
    """Where each Chinese character stands: the same for every family."""
    out: dict[str, list[int]] = {}
    for at, letter in enumerate(text):
        if not letter.isascii():
            out.setdefault(letter, []).append(at)
    return out


@lru_cache(8)
def _starts(text: str) -> list[tuple[int, str]]:
    """Where a Latin word or a figure begins, with its first character: the same for every family."""
    return [(match.start(), match[0]) for match in _WORD.finditer(text)]


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
