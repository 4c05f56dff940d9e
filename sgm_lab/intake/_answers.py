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
    "Kind",
    "answer_table",
    "coded",
    "is_blank",
    "is_empty",
    "is_number",
    "normalise",
    "once",
    "stripped",
    "to_number",
]

Kind = Literal["kano", "servqual"]


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


def is_blank(values: pd.Series) -> pd.Series:
    """Where there is no answer: missing, or only spaces."""
    try:
        return once(values, lambda value: not str(value).strip(), True).astype(bool)
    except TypeError:  # cells that hold lists cannot be told apart
        return values.isna() | (values.astype(str).str.strip() == "")


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


def to_number(value: Any) -> float | None:
    """Read 5, "５", "5分" or "5.0" as a number; anything else is none."""
    if isinstance(value, bool):
        return None
    try:
        return float(normalise(value).removesuffix("分"))
    except ValueError:
        return None


def is_number(value: Any) -> bool:
    """Whether an answer was given as a number."""
    return to_number(value) is not None


def _code(value: Any, kind: Kind) -> float | None:
    """Code of one answer; ``None`` where it is not understood."""
    number = to_number(value)
    if number is not None or kind != "kano":
        return number
    text = normalise(value)
    if text in _codes():
        return float(_codes()[text])
    # "5. dislike": a number and a label count where they agree.
    found = re.fullmatch(r"([1-5])\s*[.、)\-=]?\s*(.+)", text)
    return float(found[1]) if found and _codes().get(found[2]) == int(found[1]) else None


def coded(values: pd.Series, kind: Kind, low: int, high: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Turn answers into codes.

    Returns
    -------
    codes : pandas.Series
        Codes, missing where there is no usable answer.
    unknown, outside : pandas.Series of bool
        Where the answer was not understood, and where it is no whole number from ``low`` to ``high``.
    """
    import pandas as pd

    blank = is_blank(values)
    codes = pd.to_numeric(once(values.mask(blank), lambda value: _code(value, kind))).astype("float64")
    unknown = codes.isna() & ~blank
    outside = codes.notna() & ((codes < low) | (codes > high) | (codes % 1 != 0))
    return codes.mask(outside), unknown, outside
