"""Text in, places out: folding, language, and the word families of ``lexicon.toml``.

Every step keeps the length of the text, so a place in the folded text is the same place in the original.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ...i18n import Language, get_language

__all__ = ["Span", "blank", "find", "first", "fold", "language", "tidy", "word"]

# Full-width letters, digits and signs to their ASCII twins; the clause marks ，；：。 keep their own face.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？"}
_SPACES = {ord(c): " " for c in "\t\r\n\v\f\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"}
_DASHES = {ord(c): "-" for c in "‐‑‒–—"} | {ord("’"): "'", ord("％"): "%"}
_FOLD = _WIDE | _SPACES | _DASHES
_TAG = re.compile(r"<[^<>]{0,300}>")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


class Span(NamedTuple):
    """A place in the text, end exclusive."""

    start: int
    end: int


def fold(text: str) -> str:
    """Fold widths, odd spaces and dashes, and blank out HTML tags, without moving a single character."""
    return _TAG.sub(lambda m: " " * len(m[0]), text.translate(_FOLD))


def language(text: str) -> Language:
    """Chinese where it has at least half as many characters as Latin words; the one in use where neither."""
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    if not chinese and not latin:
        return get_language()
    return "zh" if 2 * chinese >= latin else "en"


def word(text: str) -> str:
    """Return the pattern of one English entry: a space also takes a hyphen, ``*`` any ending."""
    return re.escape(text).replace(r"\ ", r"[\s-]{1,3}").replace(r"\*", r"[a-z]*")


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def _family(name: str) -> re.Pattern[str]:
    """One pattern a family; longer entries first, so that the whole phrase is quoted."""
    entry = _lexicon()[name]
    # ASCII borders, not \b: Chinese characters count as letters there ("将NPS提升"). Chinese entries may hold
    # Latin letters too (HR, IT部), which must not match inside an English word.
    zh = "|".join(
        ("(?<![A-Za-z])" if w[0].isascii() else "") + re.escape(w) + _border(w) for w in _longest(entry["zh"])
    )
    en = "|".join(word(w) for w in _longest(entry["en"]))
    return re.compile(rf"(?:{zh})|(?<![A-Za-z])(?:{en})(?![A-Za-z])", re.IGNORECASE)


def _longest(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _border(entry: str) -> str:
    return "(?![A-Za-z])" if entry[-1].isascii() else ""


def find(name: str, text: str) -> list[Span]:
    """Places of the words of one family."""
    return [Span(*m.span()) for m in _family(name).finditer(text)]


def first(name: str, text: str) -> Span | None:
    """First place of a word of one family."""
    match = _family(name).search(text)
    return Span(*match.span()) if match else None


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
