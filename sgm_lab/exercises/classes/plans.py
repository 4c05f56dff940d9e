"""The goal plans of a class: how many wrote which rows, which rows stay empty, which are weak.

``book/_desk/planned.js`` says the same of the same files.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..._promises import promises
from ...i18n import Language, t, use_language
from ...takeaways.plan.rows import ROWS, name, number
from ...takeaways.plan.seen import rows_wanting
from .people import Person
from .table import table

__all__ = ["Planned", "by_person", "by_row", "plans_of", "row_name", "section"]

_MOST = 3  # of what a row wants that a class is told


@dataclass(frozen=True, slots=True)
class Planned:
    """One plan.

    Attributes
    ----------
    name : str
        Whose it is; empty where nobody is to be named.
    rows : dict
        Row that is written → what it wants, a sentence each; none where no sign says that it is weak.
    """

    name: str
    rows: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Book:
    data: Mapping[str, Any]

    def section(self, section: str, /) -> dict[str, Any]:
        return dict(self.data[section])


def plans_of(people: Iterable[Person], lang: Language, folder: str | Path | None = None) -> list[Planned]:
    """Return the plans of those who have begun one; ``folder`` is that of the records."""
    writers = promises(folder)
    with use_language(lang):
        found = [Planned(one.name, rows_wanting(_Book(one.book), writers)) for one in people]
    return [one for one in found if one.rows]


def by_row(found: Sequence[Planned]) -> list[tuple[str, int, int, int, list[tuple[str, int]]]]:
    """Return for each row: how many wrote it, left it empty, wrote it weakly, and what it wants most often.

    The rows that fewest wrote soundly come first.
    """
    rows = []
    for row in ROWS:
        own = [one.rows[row] for one in found if row in one.rows]
        often = Counter(said for wanting in own for said in wanting).most_common(_MOST)
        rows.append((row, len(own), len(found) - len(own), sum(map(bool, own)), often))
    return sorted(rows, key=lambda row: row[1] - row[3])


def row_name(row: str, lang: Language) -> str:
    """Return number and name of a row, as the page of the plan has them."""
    return t("takeaways.page.row", lang, number=number(row), name=name(row, lang))


def by_person(found: Iterable[Planned], lang: Language) -> list[tuple[str, int, str, str]]:
    """Return for each plan whose it is, how many rows are written, and by number which are empty and which weak."""

    def numbers(rows: Iterable[str]) -> str:
        listed = t("errors.list_separator", lang).join(str(number(row)) for row in rows)
        return t("exercises.classroom.plans_rows", lang, rows=listed) if listed else ""

    return [
        (
            one.name,
            len(one.rows),
            numbers(row for row in ROWS if row not in one.rows),
            numbers(row for row in ROWS if one.rows.get(row)),
        )
        for one in found
    ]


def section(found: Sequence[Planned], lang: Language) -> str:
    """Return the plans as HTML: row by row, and person by person where they are named."""

    def said(key: str, **values: Any) -> str:
        return html.escape(t(f"exercises.classroom.{key}", lang, **values))

    n = len(found)
    rows = [
        (
            html.escape(row_name(row, lang)),
            *(said("plans_of", k=k, n=n) for k in (written, empty)),
            said("plans_of", k=weak, n=written) if written else "",
            "<br>".join(said("mistake", what=what, n=times) for what, times in often),
        )
        for row, written, empty, weak, often in by_row(found)
    ]
    heads = ["plans_row", "plans_written", "plans_empty", "plans_weak", "plans_wanting"]
    parts = [f"<h2>{said('plans')}</h2><p>{said('plans_note', n=n)}</p>", table([*map(said, heads)], rows)]
    if all(one.name for one in found):
        own = [[html.escape(str(cell)) for cell in row] for row in by_person(found, lang)]
        parts.append(table([*map(said, ("learner", "plans_count", *heads[2:4]))], own))
    return "".join(parts)
