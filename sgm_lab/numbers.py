"""Numbers in words: the minus sign, a change with its sign, a list, and the figures of a chapter.

>>> number(-0.382, ".2f"), number(float("nan")), signed(3, ".0f")
('−0.38', '–', '+3')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

from .errors import DataError
from .i18n import t

__all__ = ["adding", "holds", "is_real", "listed", "minus", "number", "say", "signed"]


_FURTHER = 4  # digits that are tried; with the last of them what is shown between is that of what is shown


def is_real(value: object) -> bool:
    """Whether something is a real number, a Decimal too, and not a text, a truth value or a table.

    >>> is_real(3), is_real("3"), is_real(True)
    (True, False, False)
    """
    return isinstance(value, Real | Decimal) and not isinstance(value, bool)


def minus(text: str) -> str:
    """Write negative numbers in a text with a true minus sign; other hyphens stay.

    >>> minus("2026-07：-0.5 到 -3%")
    '2026-07：−0.5 到 −3%'
    """
    return re.sub(r"(?<![\dA-Za-z_-])-(?=[\d.])", "−", text)


def number(value: float, form: str = "g") -> str:
    """Write a number with a true minus sign; one that is missing is a dash."""
    return "–" if value != value else f"{value:{form}}".replace("-", "−")


def signed(value: float, form: str = "g") -> str:
    """Write a change with its sign; one that is nothing once rounded has none.

    >>> signed(-3.24, ".1f"), signed(0.01, ".1f")
    ('−3.2', '0.0')
    """
    text = f"{abs(value):{form}}"
    return text if not re.search(r"[1-9]", text) else number(value, f"+{form}")


def adding(one: float, other: float, digits: int = 1) -> tuple[str, str, str]:
    """Write two figures and how far they are apart, with as many digits as it takes to add up for who reads them.

    Rounded each for itself, 6.34 and 4.86 would be 6.3 and 4.9, which are not the 1.5 that is said to be between.

    >>> adding(6.34, 4.86), adding(6.34, 4.93)
    (('6.34', '4.86', '1.48'), ('6.3', '4.9', '1.4'))
    """
    for places in range(digits, digits + _FURTHER):
        first, second, apart = (Decimal(f"{value:.{places}f}") for value in (one, other, abs(one - other)))
        if (between := abs(first - second)) == apart:
            break
    return number(one, f".{places}f"), number(other, f".{places}f"), number(float(between), f".{places}f")


def listed(texts: Iterable[str]) -> str:
    """Join what a text alternative says one after the other.

    >>> listed(["A 0.2", "B 0.3"])
    'A 0.2；B 0.3'
    """
    return t("charts.list_separator").join(texts)


def say(**texts: Any) -> None:
    """Make figures available to the prose of a chapter under their names, as ``{glue:text}`` takes them."""
    from myst_nb import glue

    for name, text in texts.items():
        glue(name, minus(str(text)), display=False)


def holds(said: Mapping[str, bool]) -> None:
    """Stop the page where the data no longer bear out what a chapter says in words.

    Figures follow the data by themselves (`say`); “only half of it” does not. A chapter gives the words as they stand
    in its text, and what makes them true.

    Raises
    ------
    DataError
        Naming every sentence that must be written anew.

    Examples
    --------
    >>> holds({"只有它的一半": 0.4 < 0.7 / 1.5 < 0.6})
    """
    wrong = [words for words, true in said.items() if not true]
    if wrong:
        raise DataError("errors.said", said="；".join(f"“{words}”" for words in wrong))
