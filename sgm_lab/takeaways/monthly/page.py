"""The monthly look at a plan: what has changed, whether each goal will be reached, and the next round of improvement.

Two questions, asked apart, as NHS England's programme "Making Data Count" does with an icon for each: is this more than
the usual variation, and will the process as it is reach the target?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...goals import Track, track
from ...i18n import t
from ...numbers import number
from ...paper.blocks import Block, Cell, Figure, Note, Quiet, Table, Tagged
from ...paper.fit import narrowed
from ..plan.reading import read_plan
from ..plan.sheet import amount

if TYPE_CHECKING:
    from ..plan.shape import PlannedGoal

__all__ = [
    "followed",
    "goal_blocks",
    "monthly_blocks",
    "monthly_round",
    "monthly_said",
    "name_of",
    "page_blocks",
]

_NAME, _SHORT, _RULE = 30, 18, 18  # letters of full width: of a heading, and of what stands in the table
# Whether a mark speaks for the goal: the looks of verdicts, where blue and orange stand in the programme's icons.
_LOOKS = {"improving": "met", "worsening": "missing", "pass": "met", "fail": "missing", "hit_or_miss": "weak"}
_ASSURED = {"pass": "P", "fail": "F", "hit_or_miss": "?", "unknown": ""}


def _say(key: str, /, **values: Any) -> str:
    return t(f"takeaways.monthly.{key}", **values)


# ---- what it says ----


def followed(plan: Mapping[str, Any]) -> list[tuple[PlannedGoal, Track]]:
    """Return each goal of a plan and how it stands."""
    return [(goal, track(goal.as_goal(), goal.months)) for goal in read_plan(plan).goals]


def monthly_blocks(plan: Mapping[str, Any]) -> list[Block]:
    """Return the month on a page: a line a goal with its two marks, how they are read, and each goal's chart.

    Raises
    ------
    DataError
        If a field of the plan is unknown or cannot be used; names the field.
    """
    found = followed(plan)
    shown = page_blocks(found)
    for at, (goal, seen) in enumerate(found, 1):
        shown += [Note(seen.sentence(), head=name_of(at, goal)), *goal_blocks(goal, seen)]
    return shown


def page_blocks(found: Sequence[tuple[PlannedGoal, Track]], caption: str | None = None) -> list[Block]:
    """Return the one page: a line a goal, and how it is read; where its caption is a heading already, it has none."""
    if not found:
        return [Note(_say("no_goal"), "open")]
    months = {seen.last.month for _, seen in found if seen.last is not None}
    heads = [_say(f"head_{name}") for name in ("goal", "now", "changed", "assured", "reached", "rule")]
    if len(months) == 1:
        heads[1] = _say("head_month", month=min(months))
    rows = [_row(at, goal, seen, dated=len(months) > 1) for at, (goal, seen) in enumerate(found, 1)]
    asked = ["changed", "assured"]
    if not any(goal.evaluation for goal, _ in found):  # none is agreed on: said below, once
        heads, rows, asked = heads[:-1], [row[:-1] for row in rows], [*asked, "reached"]
    how = [Note(_say(f"how_{name}"), "quiet-note") for name in asked]
    return [Table(_say("caption") if caption is None else caption, heads, rows), *how]


def monthly_said(found: Sequence[tuple[PlannedGoal, Track]]) -> str:
    """Count what changed and what will be reached; say what is lacking where nothing can be counted."""
    if not found:
        return _say("no_goal")
    seen = [one for _, one in found if one.last is not None]
    if not seen:
        return _say("no_month")
    changed, assured = Counter(one.variation for one in seen), Counter(one.assurance for one in seen)
    return _say(
        "said",
        n=len(seen),
        better=changed["improving"],
        worse=changed["worsening"],
        same=changed["common"],
        sure=assured["pass"],
        chance=assured["hit_or_miss"],
        out=assured["fail"],
        open=assured["unknown"],
    )


def name_of(at: int, goal: PlannedGoal, most: int = _NAME) -> str:
    """Number of a goal, and what it is called."""
    return f"{at}. {narrowed(goal.metric or goal.statement, most) or t('takeaways.goal')}"


def _row(at: int, goal: PlannedGoal, seen: Track, *, dated: bool) -> list[Cell]:
    last, reached = seen.last, seen.attainment
    now: Cell = _say("none")
    if last is not None:
        level: Any = last.level(goal.unit)
        beside = [last.month] if dated else []
        if not isinstance(level, float | int):
            beside.append(_say("interval", low=f"{level.low:.3g}", high=f"{level.high:.3g}", n=level.n))
        now = Quiet(amount(float(f"{last.value:.4g}"), goal.unit), "\n".join(beside))
    far: Cell = ""
    if reached is not None:
        judged = {"met": "met", "not_met": "missing"}.get(reached.verdict, "weak")
        far = Tagged(f"{number(reached.value, '.0%')} {t(f'goals.verdict.{reached.verdict}')}", (judged,))
    rule = goal.evaluation or _say("rule")
    return [name_of(at, goal, _SHORT), now, _changed(seen), _assured(seen), far, narrowed(rule, _RULE)]


def _changed(seen: Track) -> Cell:
    kind = seen.variation
    mark = {"common": "∿", "unknown": ""}.get(kind, "")
    if kind in ("improving", "worsening") and seen.chart is not None:
        last = float(seen.chart.points[-1])
        center = float(seen.chart.center if isinstance(seen.chart.center, float) else seen.chart.center[-1])
        mark = "▲" if last > center else "▼"
    return Tagged(_say(f"variation_{kind}"), (_LOOKS.get(kind, "quiet"),), mark)


def _assured(seen: Track) -> Cell:
    kind = seen.assurance
    return Tagged(_say(f"assurance_{kind}"), (_LOOKS.get(kind, "quiet"),), _ASSURED[kind])


def goal_blocks(goal: PlannedGoal, seen: Track) -> Iterator[Block]:
    """Yield a goal's chart, where it has months enough for one."""
    from ... import charts

    chart = seen.chart
    if chart is not None:
        name = _say("axis", name=goal.metric, unit=goal.unit) if goal.unit else goal.metric
        title = _say(f"title_{seen.variation}", name=goal.metric or t("takeaways.goal"))
        yield Figure(
            lambda size: charts.control_chart(
                chart, name=name, target=goal.target, title=title, subtitle=goal.source, size=size
            )
        )


def monthly_round(plan: Mapping[str, Any], number: int, guess: str) -> dict[str, str]:
    """Return a round of improvement made from where a goal stands, as the PDCA record holds it.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`.
    number : int
        Of the goal, from 1.
    guess : str
        What is to be changed, and why it should help: nobody but whoever does it can say that.

    Returns
    -------
    dict
        For `sgm_lab.takeaways.pdca_docx`, in its list ``rounds``.
    """
    goal, seen = followed(plan)[number - 1]
    return {
        "goal": goal.statement,
        "hypothesis": guess.strip(),
        "measure": goal.metric,
        "unit": goal.unit,
        "target": "" if goal.target is None else f"{goal.target:g}",
        "found": seen.sentence(),
    }
