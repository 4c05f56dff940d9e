"""One answer at a time: what people write in a cell, and the code it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ..i18n import LANGUAGES, t

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "SIDES",
    "Kind",
    "Labels",
    "answer_table",
    "answers_in",
    "code_of",
    "coded",
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

Kind = Literal["kano", "servqual"]
SIDES: dict[Kind, tuple[str, str]] = {
    "kano": ("functional", "dysfunctional"),
    "servqual": ("expectation", "perception"),
}
Labels = dict[str, int | None]  # own wording, as `label_of` writes it → code; None: no answer


def normalise(label: Any) -> str:
    """Bring an answer or a column name to the form in which they are compared.

    >>> normalise(" 5．不喜欢！ ")
    '5.不喜欢'
    >>> normalise("I like it.")
    'i like it'
    """
    text = unicodedata.normalize("NFKC", str(label)).casefold()
    words = re.sub(r"[\s!?,;:“”\"'‘’。]+", " ", text).strip().rstrip(".")
    return words.replace(" ", "") if re.search(r"[\u4e00-\u9fff]", words) else words


_ROUND = re.compile(
    r"^(?:我|它|这)?(?:们)?(?:会|將|将)?(?:觉得|覺得|认为|認為|感到|感觉|感覺)?|(?:这样|這樣|的|了)$"
)


def _bare(text: str) -> str:
    """Return a Chinese answer without 我觉得 before it and 这样 behind it."""
    return _ROUND.sub("", text) if re.search(r"[\u4e00-\u9fff]", text) else text


@cache
def _bare_codes() -> dict[str, int]:
    """Bare label → code; what two codes share is none."""
    found: dict[str, set[int]] = {}
    for label, code in _codes().items():
        found.setdefault(_bare(label), set()).add(code)
    return {label: min(codes) for label, codes in found.items() if label and len(codes) == 1}


@cache
def _codes() -> dict[str, int]:
    """Accepted label → code, from the word tables."""
    table: dict[str, int] = {}
    for code in range(1, 6):
        for lang in LANGUAGES:
            labels = [
                *t(f"intake.answers.{code}", lang=lang).split("|"),
                t(f"common.answer.{code}", lang=lang),
            ]
            table |= {normalise(label): code for label in labels}
    return table


def answer_table() -> pd.DataFrame:
    """Return every Kano answer label that is understood, and its code.

    Returns
    -------
    pandas.DataFrame
        Columns label, code (1–5).

    Examples
    --------
    >>> int(answer_table().set_index("label").loc["理应如此", "code"])
    2
    """
    import pandas as pd

    pairs = sorted((code, label) for label, code in _codes().items())
    return pd.DataFrame({"label": [label for _, label in pairs], "code": [code for code, _ in pairs]})


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
_SKIPPED = (-2.0, -3.0)  # the same as figures: left empty, and not asked


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
        for value in values[~is_blank(values)].unique()
        if to_number(value) not in _SKIPPED and not is_not_answered(value)
    ]


def is_empty(values: pd.Series) -> bool:
    """Whether there is no answer at all; a look at the first rows settles most."""
    return bool(is_blank(values.head(100)).all() and is_blank(values).all())


def stripped(values: pd.Series) -> pd.Series:
    """Return names as text without spaces around them; what is missing or blank stays as it is."""
    from pandas.api.types import infer_dtype

    plain = values.astype(object)
    if infer_dtype(plain, skipna=True) != "string":  # 1, 1.0 and True are one value, yet three texts
        return plain.where(is_blank(plain), plain.astype(str).str.strip())
    return once(plain, lambda text: text.strip() or text, float("nan"))


_WHOLE = re.compile(r"^\s*(-?\d{1,2}),0{1,2}\s*$")  # with a comma before its decimals


def to_number(value: Any) -> float | None:
    """Read 5, "５", "5分", "5.0" or "5,0" as a number; anything else is none."""
    if isinstance(value, bool):
        return None
    text = _WHOLE.sub(r"\1", unicodedata.normalize("NFKC", str(value)))
    try:
        return float(normalise(text).removesuffix("分"))
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


def _parts(text: str) -> tuple[str, str]:
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
    if not text:  # blank, or nothing but a full stop, as SPSS writes what is missing
        return True
    return text in _nothing() or (_parts(text)[1] or text) in _nothing()


def code_of(value: Any, kind: Kind, labels: Labels | None = None, most: int = 5) -> float | None:
    """Code of one answer; ``None`` where it is not understood.

    Parameters
    ----------
    value
        What stands in the cell.
    kind : {"kano", "servqual"}
    labels : mapping, optional
        Own wordings, as `label_of` writes them, and their codes.
    most : int
        Highest answer of a SERVQUAL scale: what the words of agreement mean depends on it.
    """
    if labels and (own := label_of(value)) in labels:
        code = labels[own]
        return None if code is None else float(code)
    text = normalise(value).replace("_", " ")  # like_it, as forms name their choices
    number = to_number(value)
    if number is not None:
        return number
    known = _codes() if kind == "kano" else _agreement(most)
    if text in known:
        return float(known[text])
    mark, label = _parts(text)
    meant = known.get(label)
    if kind == "kano" and meant is None:
        meant = _bare_codes().get(_bare(label or text))
    if not mark.isdigit():
        return None if meant is None else float(meant)
    if kind == "servqual" and most not in _WORDED:  # what its words stand for is not known, the number is
        return float(mark) if any(label in _agreement(five) for five in _WORDED) else None
    return float(meant) if meant == int(mark) else None  # a number and a label count where they agree


_WORDED = (5, 7)  # highest answers of the scales whose words are known
_AGREE = ("符合", "赞同", "认同", "重要")  # said in place of 同意


@cache
def _agreement(most: int) -> dict[str, int]:
    """Accepted wording of agreement or satisfaction → code, on a scale of five or seven."""
    if most not in _WORDED:
        return {}
    return {
        normalise(label.replace("同意", said)): code
        for code in range(1, most + 1)
        for lang in LANGUAGES
        for label in t(f"intake.agree{most}.{code}", lang=lang).split("|")
        for said in ("同意", *_AGREE)
    }


def coded(
    values: pd.Series, kind: Kind, low: int, high: int, labels: Labels | None = None
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Turn answers into codes.

    Returns
    -------
    codes : pandas.Series
        Codes, missing where there is no usable answer.
    unknown, outside : pandas.Series of bool
        Where the answer was not understood, and where it is no whole number from ``low`` to ``high``.
    """
    import pandas as pd

    own = labels or {}

    def says_nothing(value: Any) -> bool:
        text = label_of(value)
        return own[text] is None if text in own else is_not_answered(value)

    blank = is_blank(values)
    blank |= once(values, says_nothing, True).astype(bool)
    found = once(values.mask(blank), lambda value: code_of(value, kind, labels, high))
    codes = pd.to_numeric(found).astype("float64")
    if low > max(_SKIPPED):
        skipped = codes.isin(_SKIPPED)
        codes, blank = codes.mask(skipped), blank | skipped
    unknown = codes.isna() & ~blank
    outside = codes.notna() & ((codes < low) | (codes > high) | (codes % 1 != 0))
    return codes.mask(outside), unknown, outside
