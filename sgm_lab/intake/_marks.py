"""Short marks of the two questions, such as F1 and D1, 叫号正 and 叫号反, E_x and P_x: alone they may be anything.

They count only where every column that bears one has its partner, so nothing is read by half.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from ._answers import SIDES, Kind
from ._names import names

__all__ = ["by_marks", "mark_pairs"]

# Functional and dysfunctional; those of letters stand apart from the name, by a sign, a number or a capital.
_KANO = [
    ("functional", "dysfunctional"), ("func", "dysfunc"), ("fun", "dysfun"), ("fun", "dys"), ("fct", "dfct"),
    ("positive", "negative"), ("pos", "neg"), ("with", "without"), ("present", "absent"), ("yes", "no"),
    ("func", "dysf"), ("f", "d"), ("p", "n"), ("y", "n"), ("+", "-"), ("+", "−"),
    ("正向", "反向"), ("正向", "负向"), ("正面", "负面"),
    ("正", "反"), ("正", "负"), ("有", "没有"), ("有", "没"), ("有", "无"), ("具备", "不具备"), ("提供", "不提供"),
]  # fmt: skip
# The same of SERVQUAL, so short that only a pattern of all headers makes sense of them.
_SERVQUAL = [
    ("期", "感"), ("期", "实"), ("期", "實"), ("应", "实"), ("應", "實"), ("should", "is"), ("ideal", "actual"),
    ("exp", "act"), ("e", "p"),
]  # fmt: skip
_APART = r"[\s_\-:：|.·/~—–－―、)\]】]"
_LONGEST = 200  # letters of a header that are looked through


def by_marks(plain: Mapping[str, str], kind: Kind = "kano") -> dict[str, dict[str, str]]:
    """Pair columns by the first kind of marks that all have their partners.

    >>> by_marks({"f_queue": "f_queue", "d_queue": "d_queue", "age": "age"})
    {'queue': {'functional': 'f_queue', 'dysfunctional': 'd_queue'}}
    >>> by_marks({"F1 queue": "F1 queue", "D2 guide": "D2 guide"})
    {}
    """
    short = {column: text for column, text in plain.items() if len(text) <= _LONGEST}
    first, second = SIDES[kind]
    bearing: dict[tuple[str, bool], dict[tuple[str, str], str]] = {}
    for marks in _KANO if kind == "kano" else _servqual():
        for before in (True, False):
            for mark in marks:
                if (mark, before) not in bearing:
                    units = (
                        (column, (_before if before else _after)(text, mark))
                        for column, text in short.items()
                    )
                    bearing[mark, before] = {unit: column for column, unit in units if unit is not None}
            ones, others = (bearing[mark, before] for mark in marks)
            if ones and ones.keys() == others.keys() and not set(ones.values()) & set(others.values()):
                return {
                    _named(unit, ones): {first: column, second: others[unit]} for unit, column in ones.items()
                }
    return {}


def mark_pairs(kind: Kind) -> list[tuple[str, str]]:
    """Every two marks that say which side a question is on, the first question first."""
    return _KANO if kind == "kano" else [*_SERVQUAL, *_servqual()]


def _servqual() -> list[tuple[str, str]]:
    """Whatever the two answers of SERVQUAL are called, the longest names first."""
    beside = {"expectation": {"理想"}, "perception": {"实际", "實際", "actual"}}
    sides = [sorted(names(side) | beside[side], key=len, reverse=True) for side in SIDES["servqual"]]
    return list(product(*sides))  # type: ignore[arg-type]


def _before(text: str, mark: str) -> tuple[str, str] | None:
    """Number and name behind a mark: f_queue, F1, 正向1_叫号, 【正向】叫号, 有叫号."""
    apart = rf"{_APART}+" if mark.isascii() else rf"{_APART}*"
    found = re.fullmatch(
        rf"[\[【(]?{re.escape(mark)}(?:{_APART}*0*(?P<number>\d+)(?:{_APART}*(?P<long>.+))?|{apart}(?P<name>.+))",
        text,
        re.IGNORECASE,
    )
    return found and (found["number"] or "", (found["long"] or found["name"] or "").strip())


def _after(text: str, mark: str) -> tuple[str, str] | None:
    """Name before a mark: queue.f, queueF, queue (+), 叫号正."""
    apart = rf"{_APART[:-1]}(\[【（]+" if mark.isascii() and mark.isalpha() else rf"{_APART[:-1]}(\[【（]*"
    if found := re.fullmatch(rf"(.+?){apart}{re.escape(mark)}[)\]】）]?", text, re.IGNORECASE):
        return "", found[1]
    found = re.fullmatch(rf"(.*[a-z0-9]){re.escape(mark.upper())}", text) if mark.isalpha() else None
    return found and ("", found[1])


def _named(unit: tuple[str, str], units: Mapping[tuple[str, str], str]) -> str:
    """Name of a unit, with its number where another has the same name."""
    number, name = unit
    alone = name and sum(name == other for _, other in units) == 1
    return name if alone else f"{number} {name}".strip()
