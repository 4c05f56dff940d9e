"""One answer at a time: what people write in a cell, and the code it stands for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ..i18n import LANGUAGES, t
from ._cells import SKIPPED, beside_number, is_blank, is_not_answered, label_of, normalise, once, to_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIDES", "UNIT", "Kind", "Labels", "answer_table", "code_of", "coded"]

Kind = Literal["kano", "servqual"]
SIDES: dict[Kind, tuple[str, str]] = {
    "kano": ("functional", "dysfunctional"),
    "servqual": ("expectation", "perception"),
}
UNIT: dict[Kind, str] = {"kano": "feature", "servqual": "item"}
Labels = dict[str, int | None]  # own wording, as `label_of` writes it → code; None: no answer


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
    mark, label = beside_number(text)
    meant = known.get(label)
    if kind == "kano" and meant is None:
        meant = _bare_codes().get(_bare(label or text))
    if not mark.isdigit():
        return None if meant is None else float(meant)
    if kind == "servqual" and most not in WORDED:  # what its words stand for is not known, the number is
        return float(mark) if any(label in _agreement(five) for five in WORDED) else None
    return float(meant) if meant == int(mark) else None  # a number and a label count where they agree


WORDED = (5, 7)  # highest answers of the scales whose words are known
_AGREE = ("符合", "赞同", "认同", "重要")  # said in place of 同意


@cache
def _agreement(most: int) -> dict[str, int]:
    """Accepted wording of agreement or satisfaction → code, on a scale of five or seven."""
    if most not in WORDED:
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
    if low > max(SKIPPED):
        skipped = codes.isin(SKIPPED)
        codes, blank = codes.mask(skipped), blank | skipped
    unknown = codes.isna() & ~blank
    outside = codes.notna() & ((codes < low) | (codes > high) | (codes % 1 != 0))
    return codes.mask(outside), unknown, outside
