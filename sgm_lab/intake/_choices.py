"""Codes of the choices of a question, such as A1 … A5 or a … e: their order is a guess at what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["choices"]

_CODE = re.compile(
    r"(?P<front>[a-z\u4e00-\u9fff]{0,8}[ _\-.]?)0*(?P<place>\d)(?P<end>[.、)]?)|(?P<letter>[a-g])(?P<after>[.、)]?)"
)


def choices(answers: Iterable[str], most: int = 5) -> dict[str, int]:
    """Answer → its place from 1 to ``most``, in that order, where all are codes of one kind; else empty.

    >>> choices(["A3", "A1", "A5", "A2", "A4"])
    {'A1': 1, 'A2': 2, 'A3': 3, 'A4': 4, 'A5': 5}
    >>> choices(["c", "E", "a"]), choices(["A1", "B2"]), choices(["很好"])
    ({'a': 1, 'c': 3, 'E': 5}, {}, {})
    """
    found: dict[str, int] = {}
    kinds = set()
    for answer in answers:
        code = _CODE.fullmatch(unicodedata.normalize("NFKC", str(answer)).casefold().strip())
        if code is None or (code["letter"] is None and not code["front"]):  # a figure is no code
            return {}
        kinds.add((code["front"], code["end"], code["after"]))
        found[answer] = ord(code["letter"]) - ord("a") + 1 if code["letter"] else int(code["place"])
    places = sorted(found.values())
    apart = len(kinds) == 1 and len(set(places)) == len(places) > 1
    if not apart or not 1 <= places[0] <= places[-1] <= most:
        return {}
    return dict(sorted(found.items(), key=lambda one: one[1]))
