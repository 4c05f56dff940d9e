"""Codes in place of the answers of a long table, with what could not be read and who answered twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import listing, sentence
from ..i18n import t
from ._answers import UNIT, Kind, Labels, coded
from ._beside import EXTRA, importance_scale
from ._cells import answers_in, is_blank, is_empty, once, to_number
from ._columns import Fates
from ._direction import Reverse, turned
from ._important import worded_importance
from ._labels import known
from ._names import word
from ._pairs import Pairs
from ._report import Report
from ._scale import KANO, SERVQUAL, Scale, settle

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Answers", "Wanted", "good_rows", "put_codes", "put_importance"]

_LEVELS = 5  # of a scale in words, at least
_MOST_WAVES = 12  # that a column may tell apart


@dataclass(frozen=True)
class Wanted:
    """How the caller wants a survey read; the arguments of `sgm_lab.intake.read_kano` and its like."""

    kind: Kind
    pairs: Pairs = None
    labels: Mapping[str, int | None] | None = None
    scale: Scale | None = None
    reverse: Reverse = False
    home: Mapping[Any, str] = field(default_factory=dict)  # dimension of each item
    people: dict[str, int] = field(
        default_factory=dict
    )  # numbers of names, the same in all sheets read together

    @property
    def bounds(self) -> Scale:
        """The scale that was told, else the usual one."""
        return self.scale or (KANO if self.kind == "kano" else SERVQUAL)

    def known_labels(self) -> Labels:
        """Own wordings, as they are compared."""
        return known(self.labels, KANO if self.kind == "kano" else self.bounds)


@dataclass
class Answers:
    """A long table while its answers become codes."""

    long: pd.DataFrame
    sides: tuple[str, ...]
    written: list[pd.Series]  # as they stand in the file
    figures: list[pd.Series]  # which of them run on a scale; words and own labels mean what they say
    strange: Counter[str] = field(default_factory=Counter)  # not understood
    outside: Counter[float] = field(default_factory=Counter)  # figures off the scale

    @property
    def in_words(self) -> bool:
        return not any(map(any, self.figures))


def put_codes(answers: Answers, wanted: Wanted, labels: Labels, scale: Scale, report: Report) -> pd.Series:
    """Put codes in place of the answers, and return in which rows one could not be read."""
    kind, long, (low, high) = wanted.kind, answers.long, scale
    unit = UNIT[kind]
    bad = is_blank(long[unit]) | is_blank(long["respondent"])
    report.add(bad, unit, long[unit], "intake.no_key", unit=word(unit))
    hint = t("intake.answer_hint") if kind == "kano" else ""
    sides = [*answers.sides, *(one for one in EXTRA[kind] if one in long)]
    for side, numeric in zip(sides, answers.figures, strict=True):
        raw, column = long[side], long.pop(f"_column_{side}")
        rows = long.pop(f"_row_{side}") if f"_row_{side}" in long else None
        around = turned(wanted.reverse, side)
        own = kind == "kano" and (scale != KANO or around)
        codes, unknown, outside = coded(
            raw, kind, min(low, 1) if own else low, KANO[1] if own else high, labels
        )
        if own:
            outside |= numeric & codes.notna() & ~codes.between(low, high)
            codes = settle(codes, numeric, scale, around)
        report.add(unknown, column, raw, "intake.unknown", rows=rows, low=low, high=high, labels=hint)
        report.add(outside, column, raw, "intake.outside", rows=rows, low=low, high=high)
        bad |= unknown | outside
        answers.strange.update(map(str, raw[unknown]))
        figures = map(to_number, raw[outside])
        answers.outside.update(one for one in figures if one is not None)
        long[side] = codes.mask(numeric, low + high - codes) if around and kind == "servqual" else codes
    return bad


def put_importance(long: pd.DataFrame, bad: pd.Series, report: Report) -> list[str]:
    """Put figures in place of what was written, and say what is not the usual scale and what could not be read."""
    given = long["importance"]
    column = long.pop("_column_importance") if "_column_importance" in long else word("importance")
    words = worded_importance(answers_in(given))
    if words:
        high = max(_LEVELS, *words.values())
        long["importance"] = once(given, lambda answer: words.get(str(answer))).astype("float64")
        told = listing(f"{answer} = {step}" for answer, step in sorted(words.items(), key=lambda one: one[1]))
        return [sentence("intake.importance_words", words=told, high=high)]
    low, high = importance_scale(given)
    codes, unknown, outside = coded(given, "servqual", low, high)
    wrong = (unknown | outside) & ~bad
    report.add(wrong, column, given, "intake.importance", low=low, high=high)
    long["importance"] = codes.mask(unknown | outside)
    said: list[str] = [] if high == 9 else [sentence("intake.importance_scale", low=low, high=high)]
    if wrong.any():
        said.append(t("intake.importance_lost", count=int(wrong.sum()), low=low, high=high))
    return said


def good_rows(
    long: pd.DataFrame, wanted: Wanted, sides: tuple[str, ...], bad: pd.Series, report: Report, fates: Fates
) -> pd.DataFrame:
    """Return the rows that count: read, and of nobody who answered the same twice, which is said."""
    unit = UNIT[wanted.kind]
    keys = ["respondent", unit, *(["wave"] if "wave" in long else [])]
    repeated = long[keys].where(~bad).duplicated() & ~bad
    report.add(repeated, unit, long[unit], "intake.repeated", respondents=long["respondent"])
    if repeated.any():
        fates.doubts.append(_said_of_repeats(long, keys, sides, repeated, bad))
    empty = [column for column in long if column not in (*keys, *sides) and is_empty(long[column])]
    return long[~(bad | repeated)].drop(columns=empty).reset_index(drop=True)


def _said_of_repeats(
    long: pd.DataFrame, keys: list[str], sides: tuple[str, ...], repeated: pd.Series, bad: pd.Series
) -> str:
    """Say how many answers were left out as given twice, and which column tells them apart, if one does."""
    once = long[~bad]
    groups = [
        column
        for column in once
        if column not in (*keys, *sides, "time", "duration", "importance")
        and not str(column).startswith("_")
        and 1 < once[column].nunique() <= _MOST_WAVES
        and not once[[*keys, column]].duplicated().any()
    ]
    people = long.loc[repeated, "respondent"]
    values = {"people": people.nunique(), "count": int(repeated.sum()), "first": str(people.iloc[0])}
    if len(groups) == 1 and "wave" not in keys:
        return sentence("intake.repeated_by", column=groups[0], **values)
    return t("intake.repeated_sum", **values)
