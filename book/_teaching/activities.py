"""Each lab as a page of paper: what it shows, less what it concludes, and what to decide."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sgm_lab import labs, takeaways
from sgm_lab.i18n import Language, use_language
from sgm_lab.paper import markup
from sgm_lab.paper.blocks import Block, Facts, Figure, Note, Quotes, Table

from .words import BOOK

__all__ = ["KINDS", "Activity", "activities"]

#: What an activity may show of a lab.
KINDS: Mapping[str, type[Block]] = {
    "figure": Figure, "table": Table, "quotes": Quotes, "facts": Facts, "note": Note, "goal": Note,
}  # fmt: skip
_FIELDS = {"lab", "minutes", "group", "start", "show", "at", "columns", "rows", "ask", "answer", "example"}


@dataclass(frozen=True)
class Activity:
    """One page: the lab's title, what is shown as HTML, what is asked, and what the lab says to it."""

    lab: str
    title: str
    minutes: int
    group: str
    shown: str
    ask: tuple[str, ...]
    answer: str


@cache
def activities(lang: Language) -> tuple[Activity, ...]:
    """Make the page of every lab.

    Raises
    ------
    ValueError
        If a lab or a field is unknown, or a lab shows nothing of what is asked for.
    """
    source = BOOK / lang / "teaching" / "activities.toml"
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["activity"]
    with use_language(lang):
        return tuple(_activity(row, lang) for row in rows)


def _activity(row: Mapping[str, Any], lang: Language) -> Activity:
    name = row["lab"]
    if strange := set(row) - _FIELDS:
        raise ValueError(f"activities.toml, {name}: no such field: {', '.join(strange)}")
    if name not in labs.LABS:
        raise ValueError(f"activities.toml: no such lab: {name}")
    lab = getattr(labs, name)(**row.get("start", {}))
    if row.get("example"):  # opened as a learner opens the file of last month
        plan = takeaways.example_plan(lang)
        lab.receive("upload", f"{plan['title']}.xlsx", takeaways.goal_register_xlsx(plan, lang=lang))
    found = lab.compute()
    blocks = list(lab.blocks(found))
    shown = "".join(_shown(kind, blocks, row) for kind in row["show"])
    answer = row.get("answer") or lab.sentence(found)
    return Activity(name, lab.title(), row["minutes"], row["group"], shown, tuple(row["ask"]), answer)


def _shown(kind: str, blocks: list[Block], row: Mapping[str, Any]) -> str:
    of = [block for block in blocks if isinstance(block, KINDS[kind])]
    if kind == "goal":
        of = [block for block in of if isinstance(block, Note) and block.kind == "goal"]
    if not of:
        raise ValueError(f"activities.toml, {row['lab']}: the lab shows no {kind}")
    match of[row.get("at", 0)]:
        case Figure(draw):
            chart = draw("page")
            chart.texts[0].set_visible(False)  # the title is the answer
            return f'<img class="chart" alt="" src="{chart.source()}">'
        case Table(caption, heads, rows):
            kept = row.get("columns", range(len(heads)))
            cells = [[line[at] for at in kept] for line in rows[: row.get("rows", len(rows))]]
            return markup.table(caption, [heads[at] for at in kept], cells)
        case Facts(facts):
            lines = (_blank(fact.label, fact.value, fact.lines) for fact in facts[: row.get("rows")])
            return f'<dl class="fill">{"".join(lines)}</dl>'
        case block:
            return markup.blocks([block])


def _blank(label: str, value: str, lines: int) -> str:
    """Return a fact, or the place to write it."""
    room = '<span class="line"></span>' * lines
    return f"<dt>{markup.text(label)}</dt><dd>{room or markup.text(value)}</dd>"
