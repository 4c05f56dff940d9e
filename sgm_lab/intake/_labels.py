"""Wordings that the caller explains, and those that are asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import ArgumentError, Sentence, listing, sentence
from ._answers import WORDED, Kind, Labels, code_of
from ._cells import is_blank, label_of
from ._choices import choices
from ._columns import Fates
from ._files import Opened
from ._pairs import Pairs
from ._report import Report
from ._scale import Scale

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ask_meaning", "known", "missing_codes", "paste_labels", "too_many", "without_effect"]

_OFTEN = 3  # times that an answer stands there before its meaning is asked
_MOST_ASKED = 12
_KEYS: dict[Kind, tuple[str, str]] = {  # of words, and of codes whose order is a guess
    "kano": ("labels", "choices"),
    "servqual": ("points", "point_choices"),
}
_STEP_LEFT = 0.05  # share of the answers that is no slip, and may be a step that is missing otherwise
_MOST_LEFT = 0.5  # share of the answers that may be left out before their meaning has to be told


def known(labels: Mapping[str, int | None] | None, scale: Scale) -> Labels:
    """Own wordings, normalised.

    Raises
    ------
    ArgumentError
        If they are no mapping, or one stands for no code of the scale.
    """
    if not isinstance(labels, Mapping | None):
        raise ArgumentError("intake.labels_what", label=labels, code=None, low=scale[0], high=scale[1])
    for label, code in (labels or {}).items():
        good = code is None or (not isinstance(code, bool) and code in range(scale[0], scale[1] + 1))
        if not good:
            raise ArgumentError("intake.labels_what", label=label, code=code, low=scale[0], high=scale[1])
    return {label_of(label): None if code is None else int(code) for label, code in (labels or {}).items()}


def without_effect(
    labels: Mapping[str, int | None] | None, written: list[pd.Series], opened: Opened
) -> list[str]:
    """Name the labels that no answer of the file has: misspelt, or never chosen."""
    if not labels:
        return []
    there = {label_of(value) for raw in written for value in raw.dropna().unique()}
    idle = [label for label in labels if label_of(label) not in there]
    file = f"{opened.name} {opened.sheet}".strip()
    return [sentence("intake.labels_idle", file=file, labels=listing(idle))] if idle else []


def ask_meaning(strange: Counter[str], kind: Kind, scale: Scale) -> list[str]:
    """Ask what answers mean that come again and again and are not understood."""
    often = [answer for answer, count in strange.most_common(_MOST_ASKED) if count >= _OFTEN]
    if not often:
        return []
    guessed = choices(often, scale[1])
    words = {"labels": _labels(often, guessed), "low": scale[0], "high": scale[1]}
    return [sentence(f"intake.ask_{_KEYS[kind][bool(guessed)]}", **words)]


def missing_codes(outside: Counter[float]) -> list[str]:
    """Ask whether the one figure that stands off the scale again and again says that nothing was answered."""
    if len(outside) != 1:
        return []
    code, count = next(iter(outside.items()))
    return [sentence("intake.missing_code", code=f"{code:g}", count=count)] if count >= _OFTEN else []


def too_many(strange: Counter[str], written: list[pd.Series], codes: list[pd.Series], kind: Kind) -> bool:
    """Whether what is left without the wordings that are not understood would be another survey.

    They are most of the answers; or all answers of Kano but one were understood, and they are the one.
    """
    often = sum(count for count in strange.values() if count >= _OFTEN)
    used = {code for column in codes for code in column.dropna().unique()}
    share = _STEP_LEFT if kind == "kano" and len(used & {*range(1, 6)}) == 4 else _MOST_LEFT
    return often >= share * sum(int((~is_blank(raw)).sum()) for raw in written)


def _labels(answers: Iterable[str], guessed: Mapping[str, int]) -> str:
    """Write what is asked; codes of choices in their order, with their places as a guess."""
    means = [(answer, str(guessed.get(answer, "?"))) for answer in guessed or answers]
    return "{" + ", ".join(f'"{answer.strip()}": {code}' for answer, code in means) + "}"


def paste_labels(
    report: Report, strange: Counter[str], pairs: Pairs, fates: Fates, kind: Kind, scale: Scale
) -> Sentence:
    """What to write where no answer is understood."""
    how = pairs if isinstance(pairs, str) else fates.order()
    given = f'pairs="{how}", ' if how else ""
    answers = [answer for answer, _ in strange.most_common(_MOST_ASKED)]
    guessed = choices(answers, scale[1])
    place = report.problems[0]
    for high in WORDED if kind == "servqual" else ():
        if high != scale[1] and all(code_of(one, kind, most=high) is not None for one in answers):
            there = {"row": place["row"], "column": place["column"], "value": answers[0]}
            return sentence("intake.paste_scale", low=1, high=high, **there)
    return sentence(
        f"intake.give_{_KEYS[kind][bool(guessed)]}",
        row=place["row"],
        column=place["column"],
        call=f"{given}labels={_labels(answers, guessed)}",
        low=scale[0],
        high=scale[1],
    )
