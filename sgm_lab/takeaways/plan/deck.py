"""The goal plan as five slides for whoever decides: what stands in the rows, with what to say in three minutes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...estimate import Estimate
from ...extras import needs
from ...i18n import Language, t
from ...look import ACCENT, PARTLY, QUIET
from ...paper.blocks import Bars, Series
from ...paper.style import clean, day, shortened, spoken
from .rows import ROWS, name, numbered
from .written import row_facts, written

if TYPE_CHECKING:
    from ...paper.slides import Listing
    from .shape import Plan, PlannedGoal

__all__ = ["SLIDES", "SPOKEN", "goal_plan_pptx"]

#: The slides after the first, and the rows that stand on each.
SLIDES = {
    "aim": ("need", "baseline"),
    "how": ("standard", "who", "cost", "law"),
    "know": ("measure", "alarm", "pdca"),
    "ask": ("mind",),
}
SPOKEN = 80  # letters of a row that are said


@spoken
@needs("pptx")
def goal_plan_pptx(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a goal plan as five slides; what one has no room for stands whole in its notes.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`.
    lang : {"zh", "en"}, optional
        Language of labels and speaker notes; the language in use by default.

    Returns
    -------
    bytes
        A .pptx whose texts, tables and chart can be edited; the notes begin with what to say, three minutes in all.

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
    for slide, rows in SLIDES.items():
        bars = _bars([one for one in measured if one.unit == measured[0].unit]) if measured else None
        drawn = bars if slide == "aim" else None
        if not fits and slide in ("aim", "know"):  # goals that are listed stand there with their figures
            rows = ("need",) if slide == "aim" else ("baseline", *rows)
        own = [(facts[row].label, said[row] or t("takeaways.page.empty")) for row in rows]
        given = [
            *([_listed(read)] if slide == "aim" and not fits else ()),
            *([_figures(measured)] if slide == "know" and measured and fits else ()),
            slides.Listing((), [*own, *(_asked(read, said) if slide == "ask" else ())], (1, 4)),
        ]
        told = "\n".join(filter(None, (_say(row, said[row]) for row in rows)))
        speech = t(f"takeaways.deck.speech_{slide}", told=told or t("takeaways.deck.nothing"))
        slides.single(
            deck, t(f"takeaways.deck.{slide}"), given, bars=drawn, speech=speech, line=title, rest=_whole(given),
            alt=t("takeaways.deck.bars", names=t("labs.comma").join(drawn.names)) if drawn else "",
        )  # fmt: skip
    return slides.content(deck)


def _whole(given: Iterable[Listing]) -> str:
    """All that stands on a slide, for its notes."""
    lines = [" · ".join(filter(None, map(str, row))) for one in given for row in one.rows]
    return "\n".join([t("takeaways.deck.whole"), *lines])


def _say(row: str, value: str) -> str:
    """What is said of a row: its first line."""
    first = value.strip().split("\n")[0]
    return t("takeaways.fact", label=numbered(row), value=shortened(first, SPOKEN)) if first else ""


def _listed(plan: Plan) -> Listing:
    """Every goal with its sentence; what an exercise wrote beside the goals stands below them."""
    from ...paper.slides import Listing

    heads = [t(f"takeaways.{key}") for key in ("deck.number", "goal", "deck.way", "field.due", "field.owner")]
    rows = [
        [str(at), goal.statement or _name(goal), _way(goal), day(goal.due) if goal.due else "", goal.owner]
        for at, goal in enumerate(plan.goals, 1)
    ]
    rows += [["", note.text, "", "", ""] for note in plan.rows.get("goal", ())]
    return Listing(heads, rows, (0.7, 6, 1.9, 1.7, 1.5), t("takeaways.deck.more"))


def _way(goal: PlannedGoal) -> str:
    """From where to where, as far as that is known."""
    from .sheet import amount

    ends = {name: amount(getattr(goal, name), goal.unit) or "____" for name in ("baseline", "target")}
    return t("takeaways.from_to", **ends) if (goal.baseline, goal.target) != (None, None) else ""


def _figures(goals: list[PlannedGoal]) -> Listing:
    """The goals' figures."""
    from ...paper.slides import Listing
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
    return Listing(heads, rows, (3.4, 1.5, 1.5, 1.9, 1.7), t("takeaways.deck.more"))


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


def _asked(plan: Plan, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is to be decided today: who answers for it, what it costs, the first step; and what is not written yet."""
    first = next(iter(plan.goals), None)
    values = {
        "owner": first.owner if first else "",
        "cost": said["cost"].split("\n")[0],
        "first_step": first.first_step if first else "",
    }
    lines = [
        t("takeaways.deck.decide_goal", n=len(plan.goals))
        if len(plan.goals) > 1
        else t("takeaways.deck.decide_one"),
        *(t(f"takeaways.deck.decide_{key}", value=value or "____") for key, value in values.items()),
    ]
    yield t("takeaways.deck.decide"), "\n".join(lines)
    empty = [name(row) for row, found in written(plan).items() if not found]
    if empty:
        yield t("takeaways.deck.still"), t("labs.comma").join(empty)
