"""Whether a goal runs against its own word: “reduced from 30 to 45 minutes”."""

from __future__ import annotations

import re

__all__ = ["is_contrary"]

_N = r"(\d[\d,]*(?:\.\d+)?)\s?"
_UNIT = r"(%|‰|[a-z]+|[一-鿿])?"
_ZH = re.compile(
    rf"[从由][^，。；,;\d]{{0,8}}{_N}{_UNIT}\s?[一-鿿]{{0,2}}?"
    r"(?:(?P<down>[降减缩压砍削])|(?P<up>提高|提升|上升|升|增|涨))"
    rf"[^，。；,;\d]{{0,4}}{_N}{_UNIT}"
)
_EN = re.compile(
    r"(?<![a-z])(?:(?P<down>reduc|cut|lower|shorten|decreas)|(?P<up>rais|increas))[a-z]*(?![a-z])"
    rf"[^,.;\d]{{0,60}}? from {_N}{_UNIT}[a-z ]{{0,12}}? to {_N}{_UNIT}"
)


def is_contrary(text: str) -> bool:
    """Whether, in a folded text, a figure is brought down to a higher one, or up to a lower one, in the same unit.

    >>> is_contrary("候诊时间从30分钟降到45分钟"), is_contrary("办理时间从2天降到30分钟")
    (True, False)
    >>> is_contrary("cut waiting from 30 to 45 minutes"), is_contrary("raise attendance from 80% to 90%")
    (True, False)
    """
    for form in (_ZH, _EN):
        for found in form.finditer(text):
            start, unit, aim, other = (one for at, one in enumerate(found.groups()) if at not in _WORDS[form])
            if unit and other and unit != other:
                continue
            first, last = (float(one.replace(",", "")) for one in (start, aim))
            if (last > first) if found["down"] else (last < first):
                return True
    return False


#: Where the words of direction stand among the groups of each form.
_WORDS = {_ZH: (2, 3), _EN: (0, 1)}
