"""One cell as people write it: its text, its number, and whether anything was answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from ..i18n import LANGUAGES, t

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "SKIPPED",
    "answers_in",
    "beside_number",
    "is_blank",
    "is_blank_mark",
    "is_empty",
    "is_not_answered",
    "is_number",
    "label_of",
    "normalise",
    "once",
    "stripped",
    "to_number",
]


_SIGNS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d]")
_WORD = re.compile(r"\w")
_LONG = 500  # letters of a comment, which is not kept
_STARS = re.compile("([★⭐]+)[☆✩]*")
_POINTS = re.compile(r"(?:分|颗?星|\s*(?:points?|pts?\.?|stars?))$")


def normalise(label: Any) -> str:
    """Bring an answer or a column name to the form in which they are compared.

    >>> normalise(" 5．不喜欢！ ")
    '5.不喜欢'
    >>> normalise("I like it.")
    'i like it'
    """
    text = str(label)
    return _normal(text) if len(text) < _LONG else _normal.__wrapped__(text)


@lru_cache(4096)  # the same few hundred headers and answers are compared all the time
def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii() and _WORD.search(bare := _SIGNS.sub("", text)):  # 😍 喜欢; a sign alone stays
        text = bare
    words = re.sub(r"[\s!?,;:“”\"'‘’。]+", " ", text).strip().rstrip(".")
    return words.replace(" ", "") if re.search(r"[\u4e00-\u9fff]", words) else words


def once(values: pd.Series, work: Callable[[Any], Any], missing: Any = None) -> pd.Series:
    """Do ``work`` once for each distinct value, not for each row; where there is none, put ``missing``."""
    import numpy as np
    import pandas as pd

    at, distinct = pd.factorize(values)
    made = np.empty(len(distinct) + 1, dtype=object)
    made[:-1] = [work(value) for value in distinct]
    made[-1] = missing  # whose place in `at` is -1
    return pd.Series(made[at], index=values.index, dtype=object)


_BLANK = {"", "(跳过)", "（跳过）", "(空)", "（空）"}  # the marks are those of 问卷星


SKIPPED = (-2.0, -3.0)  # the same as figures: left empty, and not asked


def is_blank(values: pd.Series) -> pd.Series:
    """Where there is no answer: missing, only spaces, or a mark that says so."""
    try:
        return once(values, is_blank_mark, True).astype(bool)
    except TypeError:  # cells that hold lists cannot be told apart
        return values.isna() | values.astype(str).str.strip().isin(_BLANK)


def answers_in(values: pd.Series) -> list[Any]:
    """Distinct answers of a column, without blanks and figures that say nothing was answered."""
    return [
        value
        for value in values.dropna().unique()  # first: of five million rows a few values are left to look at
        if not is_blank_mark(value) and to_number(value) not in SKIPPED and not is_not_answered(value)
    ]


def is_empty(values: pd.Series) -> bool:
    """Whether there is no answer at all; a look at the first rows settles most."""
    return bool(is_blank(values.head(100)).all() and is_blank(values).all())


def stripped(values: pd.Series) -> pd.Series:
    """Return names as text without spaces around them; what is missing or blank stays as it is."""
    from pandas.api.types import infer_dtype

    if values.dtype.kind == "f" and (values.dropna() % 1 == 0).all():  # whole numbers, as SPSS keeps them
        return values.astype("Int64").astype(object).where(values.isna(), values.astype("Int64").astype(str))
    plain = values.astype(object)
    if infer_dtype(plain, skipna=True) != "string":  # 1, 1.0 and True are one value, yet three texts
        return plain.where(is_blank(plain), plain.astype(str).str.strip())
    return once(plain, lambda text: text.strip() or text, float("nan"))


_WHOLE = re.compile(r"^\s*(-?\d{1,2}),0{1,2}\s*$")  # with a comma before its decimals


def to_number(value: Any) -> float | None:
    """Read 5, "５", "5分", "5 stars", "★★★★★", "5.0" or "5,0" as a number; anything else is none."""
    if isinstance(value, bool):
        return None
    text = _WHOLE.sub(r"\1", unicodedata.normalize("NFKC", str(value)))
    if stars := _STARS.fullmatch(text.strip()):
        return float(len(stars[1]))
    try:
        return float(_POINTS.sub("", normalise(text).removeprefix("'")))
    except ValueError:
        return None


def is_number(value: Any) -> bool:
    """Whether an answer was given as a number."""
    return to_number(value) is not None


def label_of(value: Any) -> str:
    """Return the form in which an own label is looked up: normalised, and 1, 1.0 and "1" are one."""
    number = to_number(value)
    return normalise(value) if number is None else f"{number:g}"


# A number or a choice's letter before or after its label: "5. dislike", "A.很喜欢", "非常满意(5)".
_BEFORE = re.compile(r"(\d{1,2}|[a-g](?=\s*[.、)\-–—=]))\s*[.、)\-–—=]?\s*(\D{2,})")


_AFTER = re.compile(r"(\D{2,}?)\s*[(\[\-–—=]?\s*(\d{1,2})\s*分?\s*[)\]]?")


def beside_number(text: str) -> tuple[str, str]:
    """Number or letter beside a label, and the label; both empty where it is not so."""
    before, after = _BEFORE.fullmatch(text), _AFTER.fullmatch(text)
    mark, label = (before[1], before[2]) if before else (after[2], after[1]) if after else ("", "")
    return mark, label.strip()


@cache
def _nothing() -> set[str]:
    return {normalise(one) for lang in LANGUAGES for one in t("intake.not_answered", lang=lang).split("|")}


def is_blank_mark(value: Any) -> bool:
    """Whether a cell holds a mark that says it is empty."""
    return str(value).strip() in _BLANK


def is_not_answered(value: Any) -> bool:
    """Whether an answer says that the question does not apply or cannot be answered, also beside a number."""
    text = normalise(value)
    if not str(value).strip(" .。．"):  # blank, or nothing but a full stop, as SPSS writes what is missing
        return True
    return text in _nothing() or (beside_number(text)[1] or text) in _nothing()
