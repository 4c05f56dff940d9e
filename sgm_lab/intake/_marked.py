"""The feature or item that a header names beside the mark of its side: queue_functional, E7, 叫号（缺失时）."""

from __future__ import annotations

import re

from ._answers import Kind
from ._cells import normalise
from ._names import names

__all__ = ["unit_of"]

_LONGEST = 200  # letters of a header that is a mark and a number
_NOT = re.compile(r"(?:^|[\s_\-:])(?:not|non|no)[\s_\-]+$", re.IGNORECASE)
_BETWEEN = "_-:| —–－―·/~"  # between a name and its mark


def unit_of(text: str, side: str, kind: Kind) -> str | None:
    """Feature or item that a wide column is about, if the column is of this side.

    >>> unit_of("叫号正向题", "functional", "kano"), unit_of("方正向", "functional", "kano")
    ('叫号', None)
    """
    # A1 beside E1 and P1; "a" alone is anything
    marks = names(side) | ({"a"} if side == "adequate" else set())
    for mark in sorted(marks, key=len, reverse=True):
        unit = _number_of(text, mark) if kind == "servqual" else _before(text, mark) or _after(text, mark)
        if unit is None and kind == "servqual" and len(mark) > 1:
            unit = _before(text, mark)
        if unit:
            return unit
    return None


def _number_of(text: str, mark: str) -> str | None:
    """Read the 7 of "P7", "perception_07", "Q7_P" or "第7题感受"."""
    if len(text) > _LONGEST:
        return None
    form, apart = re.escape(mark), r"[\s_.\-]*"
    found = re.fullmatch(rf"{form}{apart}(?:item)?{apart}0*(\d+)", text, re.IGNORECASE) or re.fullmatch(
        rf"(?:item|question|q|第)?{apart}0*(\d+){apart}题?{apart}[(（]?{form}[)）]?", text, re.IGNORECASE
    )
    return found[1] if found else None


def _after(text: str, mark: str) -> str | None:
    """Read what stands after a mark that is a word: "functional: queue", "正向_叫号", "正向题(叫号)"."""
    rest = text[len(mark) :].lstrip(" ")
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = f":{rest[1:-1]}"
    if len(mark) < 2 or not text.lower().startswith(mark) or rest[:1] not in tuple(_BETWEEN.replace(" ", "")):
        return None
    return rest.lstrip(_BETWEEN) or None


def _before(text: str, mark: str) -> str | None:
    """Read what stands before a mark: "queue (functional)", "queue_functional". No pattern: a header may be endless."""
    name, bracket, inner = text.removesuffix(")").rpartition("(")
    if bracket and text.endswith(")") and normalise(inner) == mark:
        return name.strip()
    if text.lower().endswith(mark):
        head = text[: -len(mark)]
        if mark.isascii() and _NOT.search(head):  # not present is another mark
            return None
        name = head.rstrip(_BETWEEN)
        return name if name and (name != head or mark.endswith(("题", "題"))) else None
    return None
