"""Step "raci": who does it, who answers for it, who is asked, who is told; and what is wrong with the table."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...goals import RaciProblem
from ...i18n import t
from ...paper.markup import table
from ...takeaways.raci import RaciRow, people_of
from ..controls import Action, Column, Control, Rows
from . import examples
from .listed import named

if TYPE_CHECKING:
    from ..smart import SmartStudio

__all__ = ["Raci", "actions", "compute", "controls", "draw", "example", "rows_control", "sentence"]

_LETTERS = "RACI"
_MANY = 3  # activities somebody answers for, from which on it is worth asking


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


@dataclass(frozen=True)
class Raci:
    """What is wrong, and what each person has taken on."""

    problems: tuple[RaciProblem, ...]
    activities: list[tuple[str, dict[str, str]]]
    people: dict[str, dict[str, int]]
    blank: int


def rows_control(options: list[tuple[str, str]]) -> Rows:
    """Return the table of activities."""
    columns = [Column("activity", wide=True), *(Column(letter) for letter in _LETTERS)]
    if options:
        columns.insert(0, Column("goal", "choice", options))
    return Rows("activities", columns, most=30)


def controls(lab: SmartStudio) -> list[Control]:
    """Return the table of activities; with goals on the list, each belongs to one."""
    return [rows_control(named(lab.state))]


def actions(lab: SmartStudio) -> list[Action]:
    """Offer an example while there is nothing."""
    return [] if lab.state["activities"] else [Action("example", primary=True)]


def example(lab: SmartStudio) -> dict[str, Any]:
    """Return a table with two mistakes in it."""
    goal = lab.state["goals"][0]["id"] if lab.state["goals"] else ""
    return {"activities": [{"goal": goal, **row} for row in examples.activities()]}


def _row(given: dict[str, Any]) -> RaciRow:
    return RaciRow(**{k: str(given.get(k) or "").strip() for k in ("activity", *_LETTERS)})


def compute(lab: SmartStudio) -> Raci | None:
    """Check each activity and add up what each person has taken on."""
    rows = [_row(row) for row in lab.state["activities"]]
    rows = [row for row in rows if row != RaciRow()]
    if not rows:
        return None
    people: dict[str, dict[str, int]] = {}
    activities = []
    for row in rows:
        cells = people_of(row)
        activities.append((row.activity or "____", cells))
        for who, letters in cells.items():
            counts = people.setdefault(who, dict.fromkeys(_LETTERS, 0))
            for letter in letters:
                counts[letter] += 1
    problems = tuple(p for row in rows for p in row.problems())
    return Raci(problems, activities, people, sum(not people_of(row) for row in rows))


def sentence(lab: SmartStudio, result: Raci | None) -> str:
    """Say what has to be mended first."""
    if result is None:
        return _w("raci_empty")
    n = len(result.activities)
    if result.problems or result.blank:
        first = result.problems[0].text() if result.problems else _w("raci_blank", n=result.blank)
        return _w("raci_said_bad", n=n, bad=len(result.problems) + result.blank, first=first)
    busy = [who for who, counts in result.people.items() if counts["A"] >= _MANY]
    if busy:
        return _w("raci_said_busy", n=n, who=t("labs.comma").join(busy), most=_MANY)
    return _w("raci_said", n=n)


def draw(lab: SmartStudio, result: Raci | None, phone: bool) -> str:
    """Return what is wrong, activities by people, and how much each has taken on."""
    if result is None:
        return f'<p class="sgm-advice">{html.escape(_w("raci_letters"))}</p>'
    wrong = "".join(f"<li>{html.escape(problem.text())}</li>" for problem in result.problems)
    listed = f"<ul>{wrong}</ul>" if wrong else ""
    names = list(result.people)
    shown = table(_w("raci_caption"), [_w("raci_activity"), *names],
                  [[activity, *(cells.get(who, "") or "–" for who in names)]
                   for activity, cells in result.activities]) if names else ""  # fmt: skip
    load = table(_w("raci_load"), [_w("raci_person"), *(_w(f"activities_{x}") for x in _LETTERS)],
                 [[who, *counts.values()] for who, counts in result.people.items()]) if names else ""  # fmt: skip
    return f'{listed}{shown}{load}<p class="sgm-advice">{html.escape(_w("raci_letters"))}</p>'
