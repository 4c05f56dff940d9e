"""One amount as people write it in words: 约30分钟, 两个半小时, half an hour, 30+, 5-10 min."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, NamedTuple

__all__ = ["Amount", "spelled"]

_FIGURES = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_RUN = re.compile(r"[零〇一二两兩三四五六七八九十百]+")
_NUMERAL = re.compile(
    r"(?:(?P<hundreds>[一二两兩三四五六七八九])百(?P<gap>零)?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[零一二两兩三四五六七八九])?"
)
_ABOUT = re.compile(
    r"^(?:大约|大約|大概|差不多|将近|將近|约莫|约|約|近|"
    r"approximately|approx\.?|about|around|circa|ca\.?|roughly|nearly|almost|[~≈∼])(?=[\d.半a]|$)"
    r"|(?:左右|上下|许)$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"^(?:<=|>=|[<>≤≥]|不到|不足|未满|少于|低于|小于|不超过|超过|超過|多于|多於|大于|高于|至少|最多|"
    r"lessthan|morethan|under|below|over|above|atleast|atmost|upto)(?=[\d.])"
    r"|(?<=\d)(?:\+|多|几|幾|余|餘)(?=\D*$)|(?:以上|以下|以内|以內|之内|及以上|及以下|ormore|orless|plus)$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)([^\d.\-~–—]{0,8}?)(?:[-~–—]|至|到|to|or|或)(\d+(?:\.\d+)?)([^\d.\-~–—]{0,8})",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"(\d+)(小时|小時|分钟|分鐘|天)?半(?=(?:小时|小時|分钟|分鐘|天|$))")
_ENGLISH = (
    (re.compile(r"(?:ahalf|halfan?|half)(?:-)?(?=hour)", re.IGNORECASE), "0.5"),
    (re.compile(r"^(?:an|a|one)(?=(?:hour|minute)$)", re.IGNORECASE), "1"),
    (re.compile(r"(?<=\d)(hours?|h)(\d+)$", re.IGNORECASE), r"\1\2m"),
    (re.compile(r"(?<=hour|ours)and(?=\d)", re.IGNORECASE), ""),
    (re.compile(r"(?<=[a-z])\.$", re.IGNORECASE), ""),
)


class Amount(NamedTuple):
    """A text that figures are read from, and how it was meant: as it stands, about, a bound, or a range."""

    text: str
    meant: Literal["", "about", "bound", "range"] = ""


def spelled(value: Any) -> Amount:
    """Return an amount in figures, of a range the middle.

    >>> [spelled(one).text for one in ("约30分钟", "大概两小时", "一个半小时", "5-10分钟", "half an hour")]
    ['30分钟', '2小时', '1.5小时', '7.5分钟', '0.5hour']
    >>> [spelled(one).meant for one in ("30左右", "30+", "<5", "30分钟以上", "5~10", "-5", "三十")]
    ['about', 'bound', 'bound', 'bound', 'range', '', '']
    """
    text = _in_figures("".join(unicodedata.normalize("NFKC", str(value)).split()).replace("−", "-"))
    plain = _ABOUT.sub("", text)
    for found, put in _ENGLISH:
        plain = found.sub(put, plain)
    meant: Literal["", "about"] = "about" if len(_ABOUT.sub("", text)) < len(text) else ""
    if _BOUND.search(plain) and re.search(r"\d", plain):
        return Amount(_BOUND.sub("", plain), "bound")
    span = _RANGE.fullmatch(plain)
    if span and float(span[1]) < float(span[3]) and span[2] in ("", span[4]):
        return Amount(f"{(float(span[1]) + float(span[3])) / 2:g}{span[4]}", "range")
    return Amount(plain, meant)


def _in_figures(text: str) -> str:
    """Return a text with its Chinese numerals as figures, and halves as .5."""
    if not re.search(r"[零〇一二两兩三四五六七八九十百半刻]", text):
        return re.sub(r"(?<=\d)[个個](?=\D)", "", text)
    text = _RUN.sub(lambda found: _value(found[0]), text)
    text = re.sub(r"(?<=\d)[个個](?=\D)", "", text)
    text = re.sub(r"(\d+)刻[钟鐘]?", lambda found: f"{15 * int(found[1])}分钟", text)
    text = _AND_A_HALF.sub(lambda found: f"{found[1]}.5{found[2] or ''}", text)
    return re.sub(r"(?<!\d)半[个個]?(?=[小分天])", "0.5", text)


def _value(numeral: str) -> str:
    """Return what a Chinese numeral below a thousand is; 三四, which is three or four, stays as it is.

    >>> [_value(one) for one in ("十五", "三十", "一百二十", "一百零五", "两", "三四", "十三四", "二百五")]
    ['15', '30', '120', '105', '2', '三四', '十三四', '二百五']
    """
    found = _NUMERAL.fullmatch(numeral)
    if found is None or (found["hundreds"] and found["ones"] and not (found["ten"] or found["gap"])):
        return numeral
    tens = _FIGURES[found["tens"]] if found["tens"] else 1 if found["ten"] else 0
    return str(100 * _FIGURES[found["hundreds"] or "零"] + 10 * tens + _FIGURES[found["ones"] or "零"])
