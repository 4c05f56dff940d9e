"""What a class answered about the course itself, put together: KANO's categories, SERVQUAL's gaps; never one person's.

Whole answers count, and only where enough people gave one. ``book/_desk/surveys.js`` says the same of the same files.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..._privacy import TEAM
from ...i18n import Language, t
from ...numbers import number
from ..kinds.survey import Survey
from ..state import Kept
from .table import table

__all__ = ["CONFIDENCE", "Row", "Surveyed", "category", "cells", "heads", "section", "surveyed", "told"]

CONFIDENCE = 0.95
_LETTERS = "MOAIRQ"


@dataclass(frozen=True, slots=True)
class Row:
    """One feature or dimension.

    Attributes
    ----------
    name : str
        As the learners read it.
    counts : list of int
        Of a feature how many pairs fell into M, O, A, I, R, Q; of a dimension nothing.
    category, rival : str
        Letters of a feature, as ``"A"`` or, tied, ``"M/O"``; and of what the first is not clearly ahead of.
    figures : list
        Better and Worse, or expectation, perception and gap, as they are shown; missing where nobody counts.
    ranges : list
        Low and high: of Better and of Worse, or of the gap.
    """

    name: str
    counts: list[int] = field(default_factory=list)
    category: str = ""
    rival: str = ""
    figures: list[float | None] = field(default_factory=list)
    ranges: list[list[float | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One survey of a class.

    Attributes
    ----------
    id, method : str
    n : int
        How many answered everything; ``rows`` are empty where these are fewer than may be shown.
    partly : int
        How many answered a part, who do not count.
    rows : list of Row
    """

    id: str
    method: str
    n: int
    partly: int
    rows: list[Row]


def surveyed(record: Survey, kept: Iterable[Mapping[str, Any]], lang: Language) -> Surveyed | None:
    """Put together what a class answered; None where nobody answered anything."""
    given = [record.given(Kept.of(one.get(record.id)).answer) for one in kept if record.id in one]
    whole = [one for one in given if len(one) == 2 * len(record.items)]
    partly = sum(0 < len(one) < 2 * len(record.items) for one in given)
    if not whole and not partly:
        return None
    rows = [] if len(whole) < TEAM else (_kano if record.method == "kano" else _servqual)(record, whole, lang)
    return Surveyed(record.id, record.method, len(whole), partly, rows)


def _tidy(record: Survey, whole: Sequence[Mapping[tuple[str, str], int]], key: str) -> Any:
    import pandas as pd

    return pd.DataFrame(
        [
            {"respondent": who, key: item.id, "dimension": item.dimension}
            | {side: one[item.id, side] for side in record.sides}
            for who, one in enumerate(whole)
            for item in record.items
        ]
    )


def _kano(record: Survey, whole: Sequence[Mapping[tuple[str, str], int]], lang: Language) -> list[Row]:
    from ... import kano

    counts = kano.tally(_tidy(record, whole, "feature").drop(columns="dimension"))
    found = kano.classify(counts, level=CONFIDENCE)
    rows = []
    for item in record.items:
        own: Any = found.loc[item.id]
        counted: Any = counts.loc[item.id]
        ranges = [[_shown(own[f"{side}_{end}"]) for end in ("low", "high")] for side in ("better", "worse")]
        clear = len(own["category"]) > 1 or own["category"] == "Q" or bool(own["fong_significant"])
        rows.append(
            Row(
                item.text.say(lang),
                [int(counted[letter]) for letter in _LETTERS],
                own["category"],
                "" if clear else own["runner_up"],
                [_shown(own["better"]), _shown(own["worse"])],
                ranges,
            )
        )
    return rows


def _servqual(record: Survey, whole: Sequence[Mapping[tuple[str, str], int]], lang: Language) -> list[Row]:
    from ... import servqual

    found = servqual.gaps(_tidy(record, whole, "item"), confidence=CONFIDENCE)
    rows = [
        Row(
            t(f"common.dimension.{name}", lang),
            figures=[_shown(own[column]) for column in ("expectation", "perception", "gap")],
            ranges=[[_shown(own[column]) for column in ("ci_low", "ci_high")]],
        )
        for name, own in found.iterrows()
    ]
    return sorted(rows, key=lambda row: row.figures[2] or 0.0)


def _shown(value: float) -> float | None:
    """Round to two digits as a browser does, halves away from 0; nothing where there is no figure."""
    if not math.isfinite(value):
        return None
    # First to what both sides of a sum in another order agree on.
    exact = Decimal(round(float(value), 9))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)) or 0.0


def section(found: Iterable[Surveyed], lang: Language) -> str:
    """Return the surveys as HTML."""
    parts = [f"<h2>{_say('surveys', lang)}</h2><p>{_say('surveys_note', lang, least=TEAM)}</p>"]
    for one in found:
        parts.append(f"<h3>{_say(f'surveys_{one.method}', lang)} <small>{html.escape(one.id)}</small></h3>")
        parts += [f"<p>{html.escape(sentence)}</p>" for sentence in told(one, lang)]
        if one.rows:
            rows = [[html.escape(cell) for cell in cells(one.method, row, lang)] for row in one.rows]
            names = heads(one.method, lang)
            if one.method == "kano":  # a page has no room for ten names; which letter is which is said above
                parts.append(f"<p>{_say('surveys_letters', lang, names=_legend(names[1:7], lang))}</p>")
                names = [names[0], *_LETTERS, *names[7:]]
            parts.append(table([html.escape(head) for head in names], rows))
    return "".join(parts)


def _legend(names: Sequence[str], lang: Language) -> str:
    pairs = (f"{letter} {name}" for letter, name in zip(_LETTERS, names, strict=True))
    return t("errors.list_separator", lang).join(pairs)


def heads(method: str, lang: Language) -> list[str]:
    """Return what stands above the columns of the report."""
    if method == "servqual":
        names = ("dimension", "expectation", "perception", "gap", "interval")
        return [t(f"exercises.classroom.surveys_{name}", lang) for name in names]
    letters = [t(f"common.category.{letter}", lang) for letter in _LETTERS]
    feature, *rest = (
        t(f"exercises.classroom.surveys_{name}", lang) for name in ("feature", "category", "better", "worse")
    )
    return [feature, *letters, *rest]


def told(one: Surveyed, lang: Language) -> list[str]:
    """Say how many answered, and what follows."""
    said = [t("exercises.classroom.surveys_n", lang, n=one.n, partly=one.partly)]
    if not one.rows:
        said.append(t("exercises.classroom.surveys_few", lang, least=TEAM))
    elif one.method == "servqual":
        short = [row.name for row in one.rows if (row.ranges[0][1] or 0) < 0]
        names = t("errors.list_separator", lang).join(short)
        said.append(t(f"exercises.classroom.surveys_gap_{'clear' if short else 'open'}", lang, names=names))
    return said


def category(row: Row, lang: Language) -> str:
    """Say the category of a feature, and what it is not clearly ahead of."""
    first, second = (
        t("exercises.classroom.surveys_tie", lang).join(
            t(f"common.category.{letter}", lang) for letter in letters.split("/") if letter
        )
        for letters in (row.category, row.rival)
    )
    return t("exercises.classroom.surveys_unclear", lang, first=first, second=second) if second else first


def cells(method: str, row: Row, lang: Language) -> list[str]:
    """Write a row as the report has it."""
    if method == "servqual":
        low, high = (_written(value) for value in row.ranges[0])
        span = t("exercises.classroom.surveys_span", lang, low=low, high=high)
        alone = t("exercises.classroom.surveys_same", lang)
        return [row.name, *(_written(value) for value in row.figures), span if low else alone]
    sure = [
        t("exercises.classroom.surveys_range", lang, value=value, low=low, high=high) if value else "—"
        for value, low, high in (
            [_written(figure) for figure in (value, *ends)]
            for value, ends in zip(row.figures, row.ranges, strict=True)
        )
    ]
    return [row.name, *map(str, row.counts), category(row, lang), *sure]


def _written(value: float | None) -> str:
    return "" if value is None else number(value, ".2f")


def _say(key: str, lang: Language, **values: Any) -> str:
    return html.escape(t(f"exercises.classroom.{key}", lang, **values))
