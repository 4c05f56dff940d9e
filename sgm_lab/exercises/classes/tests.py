"""A class after the course against the same class before it, by the test that the course around the package has.

Both forms stand in the workbooks. The answer that counts is the one given first: what was mended after its feedback is
no longer a test. ``book/_desk/compare.js`` says the same of the same files.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...i18n import Language, get_language, t
from ...inference import mean_interval
from ...numbers import number
from ...workbook import seconds
from ..base import Record
from ..state import Kept
from ..tally import Judge
from .people import Person
from .table import table

__all__ = [
    "CONFIDENCE",
    "Sat",
    "Shift",
    "by_aim",
    "comparison",
    "course_tests",
    "sat_tests",
    "shift",
    "verdict",
]

CONFIDENCE = 0.95
_FORMS = ("a", "b")
_IS_OURS = re.compile("test-").match  # how the name begins under which a workbook keeps an answer


@dataclass(frozen=True, slots=True)
class Sat:
    """How one person did: scores of the test sat first and of the other, or neither where only one was sat.

    Attributes
    ----------
    name : str
        Empty where nobody is to be named.
    before, after : int or None
    first : str
        Form of the test sat first.
    right : tuple
        For each test, question by question, whether the first answer was right.
    """

    name: str
    before: int | None = None
    after: int | None = None
    first: str = ""
    right: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """What the tests of a class come to: ``n`` sat both, ``only`` one; means, their change and its t interval."""

    n: int
    only: int
    rose: int
    fell: int
    before: float = math.nan
    after: float = math.nan
    by: float = math.nan
    low: float = math.nan
    high: float = math.nan


@cache
def course_tests(
    lang: Language, folder: str | Path | None = None
) -> tuple[dict[str, list[Record]], tuple[str, ...]]:
    """Return both forms, to judge answers by, and what each question is about; neither where no course lies around."""
    from . import quiz  # with it come the methods, which take their time to load

    known = quiz.sources(folder)
    if not known:
        return {form: [] for form in _FORMS}, ()
    spoken = lang if lang in known else [*known][-1]
    tested = quiz.abilities(spoken, known[spoken], judging=True)
    return {form: [one.questions[form] for one in tested] for form in _FORMS}, tuple(
        one.aim for one in tested
    )


def sat_tests(
    people: Iterable[Person], lang: Language, folder: str | Path | None = None, judge: Judge | None = None
) -> list[Sat]:
    """Say how everyone did who sat at least one form."""
    # The questions are made of the cases, which takes a second: only where somebody answered one.
    there = [one for one in people if any(map(_IS_OURS, one.book["exercises"]))]
    if not there:
        return []
    forms, _ = course_tests(lang, folder)
    found = []
    for person in there:
        a, b = (_answered(person.book, forms[form], judge or Judge(lang)) for form in _FORMS)
        if a and b:
            early, late, first = (a, b, "a") if a[1] <= b[1] else (b, a, "b")
            right = early[0], late[0]
            found.append(Sat(person.name, sum(right[0]), sum(right[1]), first, right))
        elif a or b:
            found.append(Sat(person.name))
    return found


def _answered(
    book: Mapping[str, Any], records: Sequence[Record], judge: Judge
) -> tuple[tuple[bool, ...], float] | None:
    """Return what was right at first, and when the form was begun; nothing where less than half of it was tried."""
    states = [Kept.of(book["exercises"].get(record.id)) for record in records]
    tried = [state for state in states if state.attempted]
    if not tried or 2 * len(tried) < len(records):
        return None
    right = tuple(
        state.attempted and state.tries <= 1 and not state.mistakes and judge.state(record, state) == "right"
        for record, state in zip(records, states, strict=True)
    )
    return right, min(seconds(state.updated) for state in tried)


def shift(found: Sequence[Sat]) -> Shift:
    """Return the mean change of those who sat both, with the t interval of their changes."""
    pairs = np.array([(one.before, one.after) for one in found if one.before is not None], dtype=float)
    n, only = len(pairs), len(found) - len(pairs)
    if not n:
        return Shift(0, only, 0, 0)
    moved = pairs[:, 1] - pairs[:, 0]
    before, after = (float(scores.mean()) for scores in pairs.T)
    made = Shift(n, only, int((moved > 0).sum()), int((moved < 0).sum()), before, after, float(moved.mean()))
    if n < 2:
        return made
    low, high = mean_interval(made.by, float(moved.std(ddof=1)), n, CONFIDENCE)
    return replace(made, low=float(low), high=float(high))


def verdict(found: Sequence[Sat], full: int, lang: Language | None = None) -> list[str]:
    """Say in sentences whether the class can do more than before."""
    spoken, made = lang or get_language(), shift(found)

    def said(key: str, **values: Any) -> str:
        return t(f"exercises.classroom.tests_{key}", spoken, **values)

    told = []
    if made.n < 2:
        told.append(said("few", n=made.n))
    else:
        way = "better" if made.low > 0 else "worse" if made.high < 0 else "open"
        told.append(said("means", n=made.n, full=full, before=_one(made.before), after=_one(made.after)))
        by = {"by": _one(abs(made.by)), "low": _one(made.low), "high": _one(made.high)}
        told += [said("less" if made.by < 0 else "more", **by), said(way)]
        told.append(said("moved", rose=made.rose, fell=made.fell, same=made.n - made.rose - made.fell))
    if made.only:
        told.append(said("only", n_only=made.only))
    if made.n >= 2:
        ab, ba = (sum(one.first == form for one in found) for form in _FORMS)
        told.append(said("order", ab=ab, ba=ba))
        if not (ab and ba):
            told.append(said("one_order"))
    return told


def by_aim(found: Sequence[Sat], named: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return for each question how many had it right before and after, the least often right after first."""
    pairs = [one for one in found if one.before is not None]
    rows = [
        (aim, sum(one.right[0][at] for one in pairs), sum(one.right[1][at] for one in pairs))
        for at, aim in enumerate(named)
    ]
    return sorted(rows, key=lambda row: row[2])


def comparison(found: Sequence[Sat], lang: Language, folder: str | Path | None = None) -> str:
    """Return the comparison as HTML: sentences, question by question, and person by person where they are named."""
    _, named = course_tests(lang, folder)
    pairs = [one for one in found if one.before is not None]
    when = [t(f"exercises.classroom.tests_{name}", lang) for name in ("before", "after")]
    parts = [f"<h2>{html.escape(t('exercises.classroom.tests', lang))}</h2>"]
    parts += [f"<p>{html.escape(sentence)}</p>" for sentence in verdict(found, len(named), lang)]
    if len(pairs) >= 2:
        rows = [(aim, *(_share(k, len(pairs), lang) for k in right)) for aim, *right in by_aim(found, named)]
        parts.append(_table([t("exercises.classroom.tests_aim", lang), *when], rows))
    if pairs and all(one.name for one in pairs):
        rows = [(one.name, str(one.before), str(one.after)) for one in pairs]
        parts.append(_table([t("exercises.classroom.learner", lang), *when], rows))
    return "".join(parts)


def _share(k: int, n: int, lang: Language) -> str:
    return t("exercises.classroom.tests_right_of", lang, k=k, n=n)


def _one(value: float) -> str:
    """Return a number of questions with one decimal, the half away from zero as in a browser."""
    rounded = float(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return number(rounded or 0.0, ".1f")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table([html.escape(head) for head in heads], [[html.escape(cell) for cell in row] for row in rows])
