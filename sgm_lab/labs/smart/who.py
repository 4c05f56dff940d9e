"""Step "raci": who does it, who answers for it, who is asked, who is told; and what is wrong with the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...goals import RaciProblem
from ...i18n import t
from ...paper.blocks import Block, Note, Steps, Table
from ...takeaways.raci import RaciRow, people_of
from ..controls import Action, Column, Control, Rows
from . import examples
from .listed import named
from .step import Step

__all__ = ["Raci", "Who", "rows_control"]

_LETTERS = "RACI"
_MANY = 3  # activities somebody answers for, from which on it is worth asking


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


def _row(given: dict[str, Any]) -> RaciRow:
    return RaciRow(**{k: str(given.get(k) or "").strip() for k in ("activity", *_LETTERS)})


class Who(Step):
    """Who does it, who answers for it, who is asked, who is told?"""

    writes = "who"

    lacks = "raci_empty"

    def controls(self) -> list[Control]:
        """Return the table of activities; with goals on the list, each belongs to one."""
        return [rows_control(named(self.at))]

    def actions(self) -> list[Action]:
        """Offer an example while there is nothing."""
        return [] if self.at["activities"] else [Action("example", primary=True)]

    def example(self) -> dict[str, Any]:
        """Return a table with two mistakes in it."""
        goal = self.at["goals"][0]["id"] if self.at["goals"] else ""
        return {"activities": [{"goal": goal, **row} for row in examples.activities()]}

    def compute(self) -> Raci | None:
        """Check each activity and add up what each person has taken on."""
        rows = [_row(row) for row in self.at["activities"]]
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

    def says(self, found: Raci) -> str:
        """Say what has to be mended first."""
        n = len(found.activities)
        if found.problems or found.blank:
            first = found.problems[0].text() if found.problems else self.w("raci_blank", n=found.blank)
            return self.w("raci_said_bad", n=n, bad=len(found.problems) + found.blank, first=first)
        busy = [who for who, counts in found.people.items() if counts["A"] >= _MANY]
        if busy:
            return self.w("raci_said_busy", n=n, who=t("labs.comma").join(busy), most=_MANY)
        return self.w("raci_said", n=n)

    def shows(self, found: Raci) -> Iterator[Block]:
        """What is wrong, activities by people, and how much each has taken on."""
        if found.problems:
            yield Steps([problem.text() for problem in found.problems], numbered=False)
        if found.people:
            names = list(found.people)
            rows = [[activity, *(cells.get(who, "") or "–" for who in names)]
                    for activity, cells in found.activities]  # fmt: skip
            yield Table(self.w("raci_caption"), [self.w("raci_activity"), *names], rows)
            heads = [self.w("raci_person"), *(self.w(f"activities_{letter}") for letter in _LETTERS)]
            load: list[list[str | int]] = [[who, *counts.values()] for who, counts in found.people.items()]
            yield Table(self.w("raci_load"), heads, load)
        yield from self.meanwhile()

    def meanwhile(self) -> Iterator[Block]:
        """What the letters mean."""
        yield Note(self.w("raci_letters"), "advice")
