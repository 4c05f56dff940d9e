"""The goal plan as five slides for whoever decides: what stands in the rows, with what to say in three minutes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...estimate import Estimate
from ...extras import needs
from ...i18n import Language, t
from ...look import ACCENT, PARTLY, QUIET
from ...paper.blocks import Bars, Block, Note, Series, Steps, Table
from ...paper.style import clean, day, shortened, spoken
from .rows import ROWS, name, numbered
from .written import row_facts, written

if TYPE_CHECKING:
    from .shape import Plan, PlannedGoal

__all__ = ["goal_plan_pptx"]

#: The slides after the first, and the rows that stand on each.
_SLIDES = {
    "aim": ("need", "baseline"),
    "how": ("standard", "who", "cost", "law"),
    "know": ("measure", "alarm", "pdca"),
    "ask": ("mind",),
}
_SPOKEN = 80  # letters of a row that are said


@spoken
@needs("pptx")
def goal_plan_pptx(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a goal plan as slides: five where the rows are short, more where they are long.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`.
    lang : {"zh", "en"}, optional
        Language of labels and speaker notes; the language in use by default.

    Returns
    -------
    bytes
        A .pptx whose texts, tables and chart can be edited; what to say stands in the notes, three minutes in all.

    Raises
    ------
    DataError
        If a field is unknown or cannot be used; names the field.
    MissingPackageError
        If python-pptx is not installed.

    Examples
    --------
    >>> goal_plan_pptx({"title": "门诊服务目标计划"}, lang="zh")[:2]
    b'PK'
    """
    from ...paper import slides
    from .reading import read_plan

    read = read_plan(plan)
    title = read.title or t("takeaways.plan_title")
    facts = dict(zip(ROWS, row_facts(read), strict=True))
    said = {row: clean(fact.value) for row, fact in facts.items()}
    deck = slides.start(title)
    who = " · ".join(filter(None, (read.organisation, read.owner, day(read.date) if read.date else "")))
    goals = (said["goal"] or t("takeaways.deck.no_goal")).split("\n")
    fits = slides.opening_holds(*goals, who)
    first = goals if fits else [t("takeaways.deck.goals_follow", n=len(read.goals) or len(goals))]
    slides.opening(deck, title, *first, who)
    measured = [goal for goal in read.goals if goal.baseline is not None or goal.target is not None]
    if not fits:
        listed = _listed(read) if len(read.goals) > 1 else Steps(goals, numbered=False)
        heading = t("takeaways.deck.goals")
        speech = t("takeaways.deck.speech_goals", n=len(read.goals) or len(goals))
        slides.section(deck, heading, "", [listed], speech=speech, line=title)
    for slide, rows in _SLIDES.items():
        given: list[Block] = [
            *([_figures(measured)] if slide == "know" and measured else ()),
            *(_shown(facts[row].label, said[row]) for row in rows),
            *(_open(read) if slide == "ask" else ()),
        ]
        told = "\n".join(filter(None, (_say(row, said[row]) for row in rows)))
        speech = t(f"takeaways.deck.speech_{slide}", told=told or t("takeaways.deck.nothing"))
        slides.section(deck, t(f"takeaways.deck.{slide}"), "", given, speech=speech, line=title)
        if slide == "aim" and measured:
            bars = _bars([goal for goal in measured if goal.unit == measured[0].unit])
            slides.chart(deck, bars, t("takeaways.deck.bars", names=t("labs.comma").join(bars.names)))
    return slides.content(deck)


def _shown(label: str, value: str) -> Steps:
    """A row as it stands, a line each; an empty one says so."""
    return Steps((value or t("takeaways.page.empty")).split("\n"), label, numbered=False)


def _say(row: str, value: str) -> str:
    """What is said of a row: its first line."""
    first = value.strip().split("\n")[0]
    return t("takeaways.fact", label=numbered(row), value=shortened(first, _SPOKEN)) if first else ""


def _listed(plan: Plan) -> Table:
    """Every goal with its sentence; what an exercise wrote beside the goals stands below them."""
    heads = [t(f"takeaways.{key}") for key in ("deck.number", "row.goal", "field.due", "field.owner")]
    rows = [
        [str(at), goal.statement or _name(goal), day(goal.due) if goal.due else "", goal.owner]
        for at, goal in enumerate(plan.goals, 1)
    ]
    rows += [["", note.text, "", ""] for note in plan.rows.get("goal", ())]
    return Table("", heads, rows)


def _figures(goals: list[PlannedGoal]) -> Table:
    """The goals' figures."""
    from .sheet import amount

    heads = [t(f"takeaways.field.{name}") for name in ("metric", "baseline", "target", "due", "owner")]
    rows = [
        [
            _name(goal),
            amount(goal.baseline, goal.unit),
            amount(goal.target, goal.unit),
            day(goal.due) if goal.due else "",
            goal.owner,
        ]
        for goal in goals
    ]
    return Table(t("takeaways.deck.figures"), heads, rows)


def _name(goal: PlannedGoal) -> str:
    return goal.metric or shortened(goal.statement, 30) or t("takeaways.goal")


def _bars(goals: list[PlannedGoal]) -> Bars:
    """Baseline, where it stands now with its interval, and target, of goals in one unit."""
    none = math.nan

    def value(found: float | None) -> float:
        return none if found is None else float(found)

    def ends(goal: PlannedGoal) -> tuple[float, float, float]:
        now = goal.now
        if isinstance(now, Estimate):
            return now.value, now.low, now.high
        return value(now), none, none

    blank = [none] * len(goals)
    series = [Series(t("takeaways.field.baseline"), [value(g.baseline) for g in goals], blank, blank, QUIET)]
    if any(goal.now is not None for goal in goals):
        now, low, high = zip(*map(ends, goals), strict=True)
        series.append(Series(t("takeaways.field.actual"), now, low, high, PARTLY))
    series.append(Series(t("takeaways.field.target"), [value(g.target) for g in goals], blank, blank, ACCENT))
    unit = goals[0].unit
    return Bars([f"{_name(goal)}{f' ({unit})' if unit else ''}" for goal in goals], series, "General")


def _open(plan: Plan) -> Iterator[Block]:
    """What is not written yet: said to whoever decides, not left out."""
    empty = [name(row) for row, lines in written(plan).items() if not lines]
    if empty:
        yield Note(t("takeaways.deck.open", rows=t("labs.comma").join(empty)), "open")
