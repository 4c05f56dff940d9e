"""Days that are not written as year, month and day: years of the Republic of China, quarters, seconds since 1970."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Reading", "of_period", "reading_of"]

_REPUBLIC = 1911  # before its first year, 民国元年
_CALLED = re.compile(r"^(?:中[华華])?民[国國]\s*(元|\d{1,3})\s*([年/.-])\s*")
_THREE = re.compile(r"^(1\d\d)(?=年|Q[1-4]$|\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?:\D|$))", re.IGNORECASE)
_TWO = re.compile(
    r"^(\d\d)(?=\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\D|$))"
)  # beside years of three figures
_SEVEN = re.compile(r"([01]\d\d)(\d\d)(\d\d)(?:\.0)?")  # 1150105
_SINCE_1970 = {re.compile(r"\d{10}(?:\.\d+)?"): 1, re.compile(r"\d{13}(?:\.0)?"): 1000}  # parts of a second
_SINCE, _UNTIL = 978_307_200, 4_733_510_400  # 2001 to 2119

_PLACES = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "上": 1,
    "下": 2,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_QUARTERS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})\s*[-/.年]?\s*Q(?P<q>[1-4])",
        r"Q(?P<q>[1-4])\s*[-/.,]?\s*(?P<y>\d{4})年?",
        r"(?P<q>[1-4])Q\s*[-/.,]?\s*(?P<y>\d{4})",
        r"(?P<y>\d{4})\s*年?\s*第?\s*(?P<q>[一二三四1-4])\s*季度?",
        r"(?P<q>[1-4])(?:st|nd|rd|th) quarter,?\s*(?:of\s*)?(?P<y>\d{4})",
        r"(?P<q>first|second|third|fourth) quarter,?\s*(?:of\s*)?(?P<y>\d{4})",
    )
]
_HALVES = [
    re.compile(r"(?P<y>\d{4})\s*年?\s*(?P<q>[上下])半年"),
    re.compile(r"(?P<y>\d{4})\s*[-/.年]?\s*H(?P<q>[12])", re.IGNORECASE),
]
_WEEK = re.compile(
    r"(\d{4})\s*(?:-?W|年\s*第?)\s*(\d{1,2})\s*(?:(?<=W\d)|(?<=W\d\d)|[周週])", re.IGNORECASE
)  # of ISO 8601


class Reading(NamedTuple):
    """How a whole column is read: its years brought to ours, its figures to times; both do nothing by themselves.

    Attributes
    ----------
    year : callable
        Writes a year of the Republic of China as ours.
    figure : callable
        Reads a text of figures alone; None where these are no such times.
    named : set of str
        What the column was taken for, ``"minguo"`` or ``"unix"``; the latter are universal time.
    """

    year: Callable[[str], str]
    figure: Callable[[str], dt.datetime | None]
    named: set[str]


def reading_of(texts: list[str]) -> Reading:
    """Decide by the whole column.

    >>> reading_of(["115/01/05", "99/12/31"]).year("99/12/31")
    '2010/12/31'
    >>> reading_of(["1767571200", "1767657600"]).figure("1767571200").isoformat()
    '2026-01-05T00:00:00'
    """
    named: set[str] = set()
    three = any(map(_THREE.match, texts))
    if three or any(map(_CALLED.match, texts)):
        named.add("minguo")
    figures = [text for text in texts if re.fullmatch(r"\d+(?:\.\d*)?", text)]
    if figures and all(_compact(one) for one in figures):
        named.add("minguo")
        return Reading(lambda text: _our_year(text, three), _compact, named)
    parts = next(
        (of for form, of in _SINCE_1970.items() if figures and all(_fits(one, form, of) for one in figures)),
        0,
    )
    if not parts:
        return Reading(lambda text: _our_year(text, three), lambda text: None, named)
    named.add("unix")
    return Reading(lambda text: _our_year(text, three), lambda text: _moment(float(text) / parts), named)


def of_period(text: str) -> tuple[str, dt.datetime] | None:
    """First day of a quarter, a half year or a week, and which of them it is; None of anything else.

    >>> of_period("2026年第二季度")[1].isoformat(), of_period("Q1 2026")[1].isoformat()
    ('2026-04-01T00:00:00', '2026-01-01T00:00:00')
    """
    for forms, months in ((_QUARTERS, 3), (_HALVES, 6)):
        for found in filter(None, (form.fullmatch(text) for form in forms)):
            sign = found["q"].casefold()
            place = _PLACES.get(sign) or int(sign)
            return ("quarter" if months == 3 else "half"), dt.datetime(
                int(found["y"]), months * (place - 1) + 1, 1
            )
    if week := _WEEK.fullmatch(text):
        try:
            return "week", dt.datetime.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:
            return None
    return None


def _fits(text: str, form: re.Pattern[str], parts: int) -> bool:
    return bool(form.fullmatch(text)) and _SINCE <= float(text) / parts <= _UNTIL


def _our_year(text: str, three: bool) -> str:
    if called := _CALLED.match(text):
        year = 1 if called[1] == "元" else int(called[1])
        return f"{year + _REPUBLIC}{called[2]}{text[called.end() :]}"
    found = _THREE.match(text) or (_TWO.match(text) if three else None)
    return f"{int(found[1]) + _REPUBLIC}{text[found.end() :]}" if found else text


def _compact(text: str) -> dt.datetime | None:
    found = _SEVEN.fullmatch(text)
    try:
        return dt.datetime(int(found[1]) + _REPUBLIC, int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _moment(seconds: float) -> dt.datetime:
    return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=round(seconds))
