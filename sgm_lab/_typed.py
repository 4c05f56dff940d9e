"""Numbers as people write them.

`front.js` of the exercises reads them by the same rules; ``tests/data/exercises/cases.json`` holds the two together.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalise", "read_number", "tidy"]

_SPACE = " \t\r\n\u00a0\u3000"
_MINUS = re.compile("[−–﹣]|负|minus ")
_NUMBER = re.compile(
    r"^(?:(?:约为|大约|大概|差不多|等于|约|是|为|≈|~|=|about|approximately|approx\.?|roughly|around) *)*"
    r"([+-]?) *(?:(百分之) *([+-]?))?"
    r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r" *([^0-9]*)$"
)
_TAIL = re.compile(r"(?: *(?:左右|上下|or so|[。.,;!]))+$")
_LONGEST = 100


def tidy(text: str) -> str:
    """Cut white space at both ends, the same characters as in the browser."""
    return text.strip(_SPACE)


def normalise(text: str) -> str:
    """Bring full-width characters, minus signs and case to one form."""
    return tidy(_MINUS.sub("-", unicodedata.normalize("NFKC", text).lower()))


def read_number(text: str) -> tuple[float, str] | None:
    """Read the one number in ``text`` and the unit behind it.

    Parameters
    ----------
    text : str
        Such as ``"12"``, ``"１２％"``, ``"约 12 分钟"``, ``"百分之12"``, ``"−0.38"``, ``"1,200 人"``.

    Returns
    -------
    (float, str) or None
        Value as written and unit (``"%"`` after 百分之); None where there is no number or more than one.

    Examples
    --------
    >>> read_number("百分之12"), read_number("10 到 12"), read_number("1，200人左右")
    ((12.0, '%'), None, (1200.0, '人'))
    """
    if len(text) > _LONGEST:
        return None
    found = _NUMBER.match(normalise(text))
    if not found:
        return None
    before, percent, after, digits, rest = found.groups()
    value = float(digits.replace(",", ""))
    if "-" in (before, after):
        value = -value
    unit = tidy(_TAIL.sub("", rest))
    return value, "%" if percent or unit in {"percent", "per cent"} else unit
