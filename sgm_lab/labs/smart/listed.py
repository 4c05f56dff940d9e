"""Step "list": the goals side by side, edited, put in order, marked as goals; and their way into the goal plan."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import goals, smart
from ...errors import SgmError
from ...i18n import t, worded
from ...paper.blocks import Block, Cell, Note, Table, Tagged
from ...paper.style import shortened
from ..controls import Action, Choice, Column, Control, Rows
from . import examples
from .step import Step

if TYPE_CHECKING:
    from ...workbook import Workbook
    from ..base import State

__all__ = ["LEVELS", "Listed", "Listing", "add", "as_plan", "earlier", "export", "goal_of", "levels_rows", "named",
           "scores_rows", "settle"]  # fmt: skip

_MOST = 12
GOALS = Rows("goals", [Column("id", "label"), Column("statement", wide=True), Column("owner"),
                       Column("due", "day"), Column("ready", "flag")], most=_MOST)  # fmt: skip
FIGURES = Rows("figures", [Column("id", "label"), Column("metric"), Column("unit"),
                           Column("baseline", "number", step=0.01), Column("target", "number", step=0.01),
                           Column("first_step")], most=_MOST, add=False)  # fmt: skip
#: Levels of attainment, from much less than expected to much more.
LEVELS = ("m2", "m1", "p0", "p1", "p2")
_KEPT = {"history": list, "feature": str, "dimension": str, "source": str, "why": str, "evaluation": str}
_FIGURES = ("metric", "unit", "baseline", "target")
_NEEDED = ("metric", "baseline", "target", "due", "owner")
_EXPORTED = re.compile(r"smart-\d+")


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


def levels_rows() -> Rows:
    """Return the table of levels, one goal a row."""
    columns = [Column("id", "label"), *(Column(name) for name in LEVELS)]
    return Rows("levels", columns, most=_MOST, add=False)


def scores_rows() -> Rows:
    """Return the table of what was reached, one goal a row."""
    reached = [(_w(f"level_{name}"), n - 2) for n, name in enumerate(LEVELS)]
    columns = [Column("id", "label"), Column("weight", "number", low=0.1, high=100, step=0.1),
               Column("reached", "choice", reached)]  # fmt: skip
    return Rows("scores", columns, most=_MOST, add=False)


def settle(state: State) -> None:
    """Number the goals, and keep one row of figures, levels and scores for each."""
    rows = GOALS.settle(state["goals"])
    used: list[str] = []
    for row in rows:
        if not re.fullmatch(r"G[1-9]\d?", row["id"]) or row["id"] in used:
            taken = {r["id"] for r in rows} | set(used)
            row["id"] = next(f"G{n}" for n in range(1, 100) if f"G{n}" not in taken)
        used.append(row["id"])
    state["goals"] = rows
    for control in (FIGURES, levels_rows(), scores_rows()):
        known = {row["id"]: row for row in control.settle(state[control.name])}
        fresh = control.face()["fresh"]
        state[control.name] = [known.get(name, {**fresh, "id": name}) for name in used]
    for row, figures in zip(rows, state["figures"], strict=True):
        _fill(row, figures)
    details = {}
    for name in used:
        given = state["details"].get(name)
        if isinstance(given, dict):
            kept = {k: given[k] for k, kind in _KEPT.items() if isinstance(given.get(k), kind)}
            if not all(_is_number(v) for v in kept.get("history", ())):
                del kept["history"]
            details[name] = kept
    state["details"] = details
    if state["picked"] not in used:
        state["picked"] = used[0] if used else ""


def _fill(row: dict[str, Any], figures: dict[str, Any]) -> None:
    """Fill what is empty of a goal from its sentence, where that leaves no doubt: nobody types it again."""
    if not row["statement"].strip():
        return
    said = smart.goal_fields(row["statement"])
    if figures["unit"] not in ("", said.get("unit")):  # other figures than those of the sentence
        said = {name: value for name, value in said.items() if name not in ("baseline", "target")}
    figures.update({name: said[name] for name in _FIGURES if name in said and figures[name] in (None, "")})
    row.update({name: said[name] for name in ("due", "owner") if name in said and not row[name]})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def add(state: State, goal: Mapping[str, Any], *, ready: bool = True) -> None:
    """Put a goal of the plan's shape at the end of the list; a full list takes no more."""
    if len(state["goals"]) >= _MOST:
        return
    taken = {row["id"] for row in state["goals"]}
    name = next(f"G{n}" for n in range(1, 100) if f"G{n}" not in taken)
    own = {"id": name, "ready": ready, **{k: goal.get(k) or "" for k in ("statement", "owner", "due")}}
    figures = {"id": name, "first_step": goal.get("first_step") or ""}
    figures |= {k: goal.get(k) or "" for k in ("metric", "unit")} | {
        k: goal.get(k) for k in ("baseline", "target")
    }
    state["goals"] = [*state["goals"], own]
    state["figures"] = [*state["figures"], figures]
    state["details"] = {**state["details"], name: {k: goal[k] for k in _KEPT if goal.get(k)}}
    state["picked"] = name


def earlier(state: State) -> None:
    """Move the chosen goal one place up."""
    rows = list(state["goals"])
    at = next((n for n, row in enumerate(rows) if row["id"] == state["picked"]), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    state["goals"] = rows


def named(state: State, most: int = 14) -> list[tuple[str, str]]:
    """Label and number of each goal, for choices and figures."""
    made = []
    for row, figures in zip(state["goals"], state["figures"], strict=True):
        says = figures["metric"].strip() or row["statement"].strip()
        made.append((_w("goal_label", id=row["id"], text=shortened(says, most) or "____"), row["id"]))
    return made


def goal_of(state: State, name: str) -> goals.Goal:
    """Return the record of a listed goal.

    Raises
    ------
    ArgumentError
        If its figures cannot be those of a goal.
    """
    row, figures = (next(r for r in state[key] if r["id"] == name) for key in ("goals", "figures"))
    more = state["details"].get(name, {})
    linked = " · ".join(filter(None, (more.get("feature", ""), _dimension(more.get("dimension", "")))))
    return goals.Goal(row["statement"].strip() or "…", figures["metric"] or None, figures["unit"] or None,
                      figures["baseline"], figures["target"], None, row["due"] or None, row["owner"] or None,
                      history=tuple(more.get("history", ())), linked_to=linked or None,
                      source=more.get("source") or None)  # fmt: skip


def _dimension(name: str) -> str:
    return worded("common.dimension", name) if name else ""


# ---- into the goal plan ----


def _planned(row: Mapping[str, Any]) -> bool:
    """Whether a goal on the list goes into the plan: marked as such, written, and no example."""
    said = row["statement"].strip()
    return bool(row["ready"] and said and not examples.is_statement(said))


def as_plan(state: State) -> list[dict[str, Any]]:
    """Return the goals marked as such, in the shape of the goal plan; examples are none."""
    made = []
    for row, figures, levels, scores in zip(
        state["goals"], state["figures"], state["levels"], state["scores"], strict=True
    ):
        if not _planned(row):
            continue
        goal: dict[str, Any] = {k: row[k] for k in ("statement", "owner", "due")}
        goal |= {k: figures[k] for k in ("metric", "unit", "baseline", "target", "first_step")}
        goal |= state["details"].get(row["id"], {})
        goal["raci"] = [
            {k: one[k] for k in ("activity", "R", "A", "C", "I")}
            for one in state["activities"]
            if isinstance(one, dict)
            and one.get("goal") == row["id"]
            and one.get("activity")
            and not examples.is_activity(one)
        ]
        if any(levels[k].strip() for k in LEVELS) or scores["reached"] != "":
            goal["gas"] = {k: levels[k] for k in LEVELS if levels[k].strip()} | {
                "weight": scores["weight"] if scores["weight"] is not None else 1,
                "reached": scores["reached"],
            }
        made.append({k: v for k, v in goal.items() if v not in ("", None, [])})
    return made


def export(book: Workbook, state: State) -> None:
    """Bring the workbook's section "goals" up to the studio: what it put there before and nothing else."""
    wanted: dict[str, Any] = {f"smart-{n}": goal for n, goal in enumerate(as_plan(state), 1)}
    from .adding_up import as_plan as cascade_of

    together = cascade_of(state)
    if together:
        wanted["cascade"] = together
    kept = book.section("goals")
    for key in kept:
        if (_EXPORTED.fullmatch(key) or key == "cascade") and key not in wanted:
            book.remove("goals", key)
    for key, value in wanted.items():
        if kept.get(key) != value:
            book.put("goals", key, value)


# ---- the step ----


@dataclass(frozen=True)
class Listed:
    """What is known of each listed goal: score, how far it reaches, what it serves."""

    rows: list[list[Cell]]
    ready: int
    weak: list[str]


class Listing(Step):
    """Which goals are there, and what does each lack?"""

    writes = "goal"

    lacks = "list_empty"

    def controls(self) -> list[Control]:
        """Return the table of goals and that of their figures."""
        made: list[Control] = [GOALS]
        if self.at["goals"]:
            made.append(FIGURES)
        if len(self.at["goals"]) > 1:
            made.append(Choice("picked", named(self.at)))
        return made

    def actions(self) -> list[Action]:
        """Take the drafts in; move a goal up."""
        made = [Action("take_drafts")] if self.at["drafts"] else []
        return [*made, Action("earlier")] if len(self.at["goals"]) > 1 else made

    def compute(self) -> Listed | None:
        """Review every goal on the list with its figures."""
        state = self.at
        if not state["goals"]:
            return None
        rows: list[list[Cell]] = []
        weak = []
        for row in state["goals"]:
            try:
                goal = goal_of(state, row["id"])
                review = smart.review(row["statement"], goal=goal) if row["statement"].strip() else None
                ratio = f"{goal.challenge():.1f}" if goal.history else ""
                reach = self.w("list_reach", ratio=ratio) if ratio else self.w("list_no_history")
            except SgmError as error:
                goal, review, reach = None, None, error.plain
            lacking = (
                [] if review is None else [c.name for c in review.criteria.values() if c.verdict != "met"]
            )
            empty = _empty_fields(state, row)
            if row["ready"] and (review is None or review.missing or empty):
                weak.append(row["id"])
            planned = _planned(row)
            plan = self.w("list_draft" if not row["ready"] else "list_ready" if planned else "list_example")
            rows.append([
                row["id"], "–" if review is None else self.w("score", score=review.score),
                t("labs.comma").join([*(self.w(f"criterion_{n}") for n in lacking), *empty]) or self.w("list_none"),
                reach,
                (goal.linked_to if goal else None) or self.w("list_no_need"),
                Tagged(plan, ("strong",)) if planned else plan,
            ])  # fmt: skip
        return Listed(rows, sum(map(_planned, state["goals"])), weak)

    def says(self, found: Listed) -> str:
        """Say how many goals go into the plan, and which of them are not ready for it."""
        key = "list_said_weak" if found.weak else "list_said"
        return self.w(key, n=len(found.rows), ready=found.ready, weak=t("labs.comma").join(found.weak))

    def shows(self, found: Listed) -> Iterator[Block]:
        """What stands and what is missing, goal by goal."""
        if _shows_examples(self.at):
            yield Note(self.w("list_examples"), "try")
        heads = [self.w(f"list_head_{name}") for name in ("id", "score", "lacking", "reach", "need", "plan")]
        yield Table(self.w("list_caption"), heads, found.rows)
        for row in self.at["goals"]:
            yield from (Note(one, head=row["id"]) for one in _asked(self.at, row))
        yield Note(self.w("list_where"), "advice")


def _empty_fields(state: State, row: Mapping[str, Any]) -> list[str]:
    """Name the fields of a listed goal that nobody could check it without, and that are empty."""
    figures = next(one for one in state["figures"] if one["id"] == row["id"])
    own = {**figures, "due": row["due"], "owner": row["owner"]}
    return [t(f"takeaways.field.{name}") for name in _NEEDED if own[name] in (None, "")]


def _asked(state: State, row: Mapping[str, Any]) -> Iterator[str]:
    """Ask what the sentence of a goal leaves open, as long as nobody has filled it in."""
    figures = next(one for one in state["figures"] if one["id"] == row["id"])
    for name, phrase in smart.goal_doubts(row["statement"]).items():
        if {**figures, "due": row["due"]}[name] in (None, ""):
            yield t(f"takeaways.check.doubt_{name}", phrase=phrase)


def _shows_examples(state: State) -> bool:
    """Whether some of what the studio holds is still the example."""
    rows = [row for row in state["activities"] if isinstance(row, dict)]
    said = any(row["ready"] and examples.is_statement(row["statement"]) for row in state["goals"])
    return said or any(map(examples.is_activity, rows)) or examples.is_cascade(state)
