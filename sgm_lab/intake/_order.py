"""Which of several waves came first, as their names say: before and after, halves, quarters, years, ordinals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..i18n import LANGUAGES, t
from ._cells import is_number, normalise

__all__ = ["before_and_after", "in_order", "says_when"]

_WORDS: dict[str, int] = {
    **{word: at for at, word in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)},
    **{word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)},
    **{word: at for at, word in enumerate(("spring", "summer", "autumn", "winter"), 1)},
    "fall": 3,
    **{sign: at for at, sign in enumerate(("春", "夏", "秋", "冬"), 1)},
}  # fmt: skip
_STAGES = {
    "前": 1, "中": 2, "后": 3, "後": 3, "pre": 1, "before": 1, "baseline": 1, "during": 2, "mid": 2, "midline": 2,
    "post": 3, "after": 3, "endline": 3,
}  # fmt: skip
_DIGITS = {sign: at for at, sign in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九"), 1)}
_MARK = re.compile(
    r"""(?P<figure>\d+)(?:st|nd|rd|th)?
    |(?P<han>[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])
    |(?P<half>[上中下])(?=半年|学期|學期|旬|季)
    |(?P<stage>[前中后後](?=$|[测測期段\d(_\-\ ])
        |(?<![a-z])(?:pre|before|baseline|during|mid|midline|post|after|endline)(?=$|[^a-z]|test|survey|training|wave))
    |(?P<word>[春夏秋冬]|(?<![a-z])(?:
        first|second|third|fourth|fifth|sixth|spring|summer|autumn|fall|winter|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?
        |apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z]))""",
    re.VERBOSE,
)
_HALVES = {"上": 1, "中": 2, "下": 3}
_YEARS = range(1950, 2120)


def in_order(names: Iterable[str]) -> list[str] | None:
    """Return names in the order of time; None where they do not all say it in the same way.

    >>> in_order(["后测", "前测"]), in_order(["2026年下半年", "2026年上半年"]), in_order(["Q1 2026", "Q4 2025"])
    (['前测', '后测'], ['2026年上半年', '2026年下半年'], ['Q4 2025', 'Q1 2026'])
    >>> in_order(["第十批", "第二批"]), in_order(["门诊", "住院"])
    (['第二批', '第十批'], None)
    """
    told = {name: _read(name) for name in names}
    marks = list(told.values())
    if (
        len({frame for frame, _ in marks}) > 1
        or len({found for _, found in marks}) < len(told)
        or not marks[0][1]
    ):
        return None
    return sorted(told, key=lambda name: told[name][1])


def says_when(name: str) -> bool:
    """Whether a name has a mark of time, and is no bare number.

    >>> says_when("前测"), says_when("Q1"), says_when("门诊"), says_when("12")
    (True, True, False, False)
    """
    return not is_number(name) and bool(_read(name)[1])


def before_and_after(names: Iterable[str]) -> bool:
    """Whether names are such as 前测 and 后测 and nothing else, which 产前 and 产后 are not.

    >>> before_and_after(["前测", "后测"]), before_and_after(["产前", "产后"]), before_and_after(["May", "June"])
    (True, False, False)
    """
    every = list(names)
    known = {normalise(one) for lang in LANGUAGES for one in t("intake.tests", lang=lang).split("|")}
    return in_order(every) is not None and all(normalise(_read(one)[0]) in known for one in every)


def _read(name: str) -> tuple[str, tuple[int, ...]]:
    """What a name says beside its marks of time, # for before and after, % for others; and the marks, a year first."""
    text = unicodedata.normalize("NFKC", str(name)).casefold().strip()
    marks = [_place(found) for found in _MARK.finditer(text)]
    marks.sort(key=lambda mark: mark not in _YEARS)
    return _MARK.sub(lambda found: "#" if found["stage"] else "%", text), tuple(marks)


def _place(found: re.Match[str]) -> int:
    if found["figure"]:
        return int(found["figure"])
    if found["han"]:
        tens, ten, ones = found["han"].rpartition("十")
        return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
    if found["half"]:
        return _HALVES[found["half"]]
    return _STAGES[found["stage"]] if found["stage"] else _WORDS[_first(found["word"])]


def _first(word: str) -> str:
    """Return the word, or the three letters of a month."""
    return word if word in _WORDS else word[:3]
