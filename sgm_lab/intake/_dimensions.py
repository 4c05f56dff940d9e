"""Dimensions of SERVQUAL by their names: in words, in code, in the name of an item."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from ..i18n import LANGUAGES, t
from ..terms import DIMENSIONS
from ._cells import normalise

__all__ = ["code_of_dimension", "dimension_in"]


_LONGEST = 200  # letters of a header that are searched


@cache
def _codes() -> dict[str, str]:
    """Accepted name of a dimension, normalised → its code."""
    return {
        normalise(name): code
        for code in DIMENSIONS
        for lang in LANGUAGES
        for name in [
            code,
            t(f"common.dimension.{code}", lang),
            *t(f"intake.dimension.{code}", lang).split("|"),
        ]
    }


def code_of_dimension(name: Any) -> str:
    """Code of a dimension of SERVQUAL; an own one is its own."""
    return _codes().get(normalise(name), str(name).strip())


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, _codes()), key=len, reverse=True))
    begins = re.compile(
        rf"(?:[\[(]\s*({names})\s*[\])]|({names})(?=[\s_.\-:/、]*\d|\s*[_\-—–:/、|·]|$))", re.IGNORECASE
    )
    ends = re.compile(rf".+[\[(]\s*({names})\s*\d*\s*[\])]", re.IGNORECASE | re.DOTALL)
    return begins, ends


def dimension_in(text: str) -> str | None:
    """Return the dimension of SERVQUAL that the name of an item begins with, or has in brackets at its end.

    >>> [dimension_in(one) for one in ("有形性1", "【可靠性】准时完成", "REL_2", "可靠性高的设备")]
    ['tangibles', 'reliability', 'reliability', None]
    """
    form = unicodedata.normalize("NFKC", text)[:_LONGEST].strip().replace("【", "[").replace("】", "]")
    form = re.sub(r"^\d{1,2}\s*[.、:)]\s*", "", form)
    begins, ends = _beside()
    found = begins.match(form) or ends.fullmatch(form)
    return code_of_dimension(next(one for one in found.groups() if one)) if found else None
