"""What is wanting in a plan, row by row: what is empty, what is weak, what speaks against another row.

Rules on what is written, no model; every finding is one sentence that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ... import smart
from ..._promises import promises
from ...estimate import Estimate
from ...i18n import LANGUAGES, Language, get_language, t, use_language
from ...paper.style import day
from .notes import source_name
from .rows import ROWS, holds, number, numbered
from .written import Line, written

if TYPE_CHECKING:
    from .shape import Plan, PlannedGoal

__all__ = ["ASKS_FIGURE", "FIGURE", "GUARD", "GUESS", "Finding", "findings", "plan_check", "weak_by_signs"]

Kind = Literal["empty", "weak", "against"]
# The page of the plan looks for the same signs in a browser: what both understand, and no more; there a word of Latin
# letters ends where Chinese begins.
FIGURE = re.compile(
    r"[0-9０-９]|[一二两三四五六七八九十百千万半几][个位人分小时天周月次件成元条份年点]|百分之"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|twice)\b",
    re.IGNORECASE | re.ASCII,
)
GUARD = re.compile(
    r"看护|平衡|护栏|不许变坏|不能变坏|不变[长差坏]|guard|balanc|must not (?:get|become|grow)",
    re.IGNORECASE | re.ASCII,
)
GUESS = re.compile(r"如果|要是|假设|假如|\bif\b|guess|hypothes", re.IGNORECASE | re.ASCII)
_SENTENCE = re.compile(r"[。；;\n]|\. ")
ASKS_FIGURE = ("cost", "measure", "alarm", "mind")
_FIELDS = ("metric", "baseline", "target", "due", "owner")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wanting: in which row, of which kind, and the sentence that says it."""

    row: str
    kind: Kind
    sentence: str
    reviewed: bool = False  # a criterion of SMART, which the review of the goal says too

    @property
    def said(self) -> str:
        """The sentence, with the row it is about."""
        return t("takeaways.check.said", row=numbered(self.row), sentence=self.sentence)


def plan_check(plan: Mapping[str, Any], *, lang: Language | None = None) -> list[Finding]:
    """Say what is empty in a plan, what is weak, and what contradicts another row.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`.
    lang : {"zh", "en"}, optional
        Language of the sentences; the language in use by default.

    Returns
    -------
    list of Finding
        ``row`` (a key of `plan.rows.ROWS`), ``kind`` (``"empty"``, ``"weak"`` or ``"against"``) and ``sentence``, in
        the order of the rows. Nothing found says that the rules know of nothing, not that the plan is good.

    Raises
    ------
    DataError
        If a field of the plan is unknown or cannot be used; names the field.

    Examples
    --------
    >>> found = plan_check({"rows": {"standard": "看护指标：看诊时长不许变坏"}}, lang="zh")
    >>> [one.kind for one in found if one.row == "standard"]
    ['weak']
    """
    from .reading import read_plan

    with use_language(lang or get_language()):
        return findings(read_plan(plan))


def findings(plan: Plan) -> list[Finding]:
    """Return what is wanting in a plan that is read, in the language in use."""
    lines = written(plan)
    found = [*_empty(lines), *_weak(plan, lines), *_against(plan, lines)]
    order: dict[str, int] = {"empty": 0, "against": 1, "weak": 2}
    return sorted(found, key=lambda one: (ROWS.index(one.row), order[one.kind]))


def _say(name: str, /, **values: Any) -> str:
    return t(f"takeaways.check.{name}", **values)


def _empty(lines: Mapping[str, list[Line]]) -> Iterator[Finding]:
    for row, own in lines.items():
        if not own:
            yield Finding(row, "empty", _say("empty", holds=holds(row)))


def _whole(own: list[Line]) -> str:
    return "\n".join(line.text for line in own)


# ---- weak ----


def _weak(plan: Plan, lines: Mapping[str, list[Line]]) -> Iterator[Finding]:
    for at, goal in enumerate(plan.goals, 1):
        which = _say("goal", number=at) if len(plan.goals) > 1 else _say("the_goal")
        yield from _weak_goal(goal, which)
    # Said once, however many goals lack it.
    bare = [at for at, goal in enumerate(plan.goals, 1) if goal.baseline is not None and not goal.source]
    if bare:
        listed = t("labs.comma").join(map(str, bare))
        which = _say("goal", number=listed) if len(plan.goals) > 1 else _say("the_goal")
        yield Finding("baseline", "weak", _say("no_source", which=which))
    for row, own in lines.items():
        for line in own:
            promise = promises().get(line.source.removeprefix("exercise:"))
            if promise and len(line.text) < promise.least:
                said = _say("short_answer", source=source_name(line.source), n=promise.least)
                yield Finding(row, "weak", said)
    for row, said in weak_by_signs({row: _whole(own) for row, own in lines.items()}):
        yield Finding(row, "weak", said)


def weak_by_signs(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield rows whose text lacks a sign of what they ask for, each with the sentence that says so."""
    for row in ASKS_FIGURE:
        if texts[row] and not FIGURE.search(texts[row]):
            yield row, _say(f"no_figure_{row}")
    if texts["standard"]:
        guards = [part for part in _SENTENCE.split(texts["standard"]) if GUARD.search(part)]
        if not guards:
            yield "standard", _say("no_guard")
        elif not any(map(FIGURE.search, guards)):
            yield "standard", _say("guard_without_figure")
    if texts["pdca"] and not GUESS.search(texts["pdca"]):
        yield "pdca", _say("no_guess")


def _weak_goal(goal: PlannedGoal, which: str) -> Iterator[Finding]:
    if goal.statement:
        review = smart.review(goal.statement, goal=goal.as_goal(), lang=get_language())
        for name, one in review.criteria.items():
            # A sentence alone is at most weak here; with a history it is judged by that.
            if one.verdict == "met" or (name == "achievable" and one.verdict == "weak" and not goal.history):
                continue
            what = {"name": t(f"smart.criterion.{name}"), "verdict": t(f"smart.verdict.{one.verdict}")}
            yield Finding("goal", "weak", _say("criterion", which=which, reason=one.reason, **what), True)
    lacking = [t(f"takeaways.field.{name}") for name in _FIELDS if getattr(goal, name) in (None, "")]
    if lacking:
        yield Finding("goal", "weak", _say("lacking", which=which, fields=t("labs.comma").join(lacking)))
    for name, phrase in smart.goal_doubts(goal.statement).items():
        if getattr(goal, name) is None:
            yield Finding(
                "goal", "weak", _say("doubt", which=which, sentence=_say(f"doubt_{name}", phrase=phrase))
            )
    if isinstance(goal.now, Estimate) and goal.baseline is not None:
        low, high = goal.now.low, goal.now.high
        if low <= goal.baseline <= high:
            # An interval is no finer than four figures.
            figures = {"low": f"{float(f'{low:.4g}'):g}", "high": f"{float(f'{high:.4g}'):g}",
                       "baseline": f"{goal.baseline:g}"}  # fmt: skip
            yield Finding("measure", "weak", _say("holds_baseline", which=which, unit=goal.unit, **figures))
    for row in goal.raci:
        for problem in row.problems():
            yield Finding("who", "weak", problem.text())


# ---- against another row ----


def _against(plan: Plan, lines: Mapping[str, list[Line]]) -> Iterator[Finding]:
    for at, goal in enumerate(plan.goals, 1):
        which = _say("goal", number=at) if len(plan.goals) > 1 else _say("the_goal")
        yield from _against_sentence(goal, which)
        for one in goal.measures:
            if one.due and goal.due and one.due > goal.due:
                yield Finding(
                    "who", "against", _say("too_late", what=one.action, day=day(one.due), due=day(goal.due))
                )
        answers = {
            who.strip() for row in goal.raci for who in re.split(r"[、,，;；/\n]+", row.A) if who.strip()
        }
        if goal.owner and answers and goal.owner.strip() not in answers:
            names = t("labs.comma").join(sorted(answers))
            yield Finding("who", "against", _say("owner", which=which, owner=goal.owner, names=names))
    ways: dict[str, tuple[int, bool]] = {}
    for at, goal in enumerate(plan.goals, 1):
        if not goal.metric or goal.baseline is None or goal.target is None or goal.baseline == goal.target:
            continue
        up = goal.target > goal.baseline
        before, way = ways.setdefault(goal.metric.strip(), (at, up))
        if way != up:
            yield Finding("goal", "against", _say("two_ways", first=before, second=at, metric=goal.metric))
    combined = plan.cascade.combined() if plan.cascade else None
    if combined is not None and not combined.adds_up:
        yield Finding("who", "against", _say("short", sentence=combined.sentence(), row=number("goal")))
    metrics = [goal.metric.strip() for goal in plan.goals if goal.metric.strip()]
    seen = [part for line in lines["pdca"] if line.source == "lab:pdca" for part in _measured(line.text)]
    for measure in dict.fromkeys(seen):
        if metrics and not any(measure in one or one in measure for one in metrics):
            listed = t("labs.comma").join(metrics)
            yield Finding("pdca", "against", _say("other_measure", measure=measure, metrics=listed))


def _measured(text: str) -> list[str]:
    """Measures that a round of the PDCA record looks at."""
    heads = tuple(t("takeaways.note.measure", lang, value="") for lang in LANGUAGES)
    return [
        line.removeprefix(head).strip()
        for line in text.split("\n")
        for head in heads
        if line.startswith(head)
    ]


def _against_sentence(goal: PlannedGoal, which: str) -> Iterator[Finding]:
    """Yield fields of a goal that say something else than its sentence."""
    if not goal.statement:
        return
    said = smart.goal_fields(goal.statement)
    for name in ("baseline", "target"):
        kept, read = getattr(goal, name), said.get(name)
        if kept is not None and read is not None and abs(kept - read) > 1e-9:
            row = "baseline" if name == "baseline" else "goal"
            values = {"field": t(f"takeaways.field.{name}"), "kept": f"{kept:g}", "read": f"{read:g}"}
            yield Finding(row, "against", _say("sentence", which=which, **values))
    read_due = said.get("due")
    if goal.due and read_due and goal.due.isoformat() != read_due:
        values = {"field": t("takeaways.field.due"), "kept": day(goal.due), "read": str(read_due)}
        yield Finding("goal", "against", _say("sentence", which=which, **values))
