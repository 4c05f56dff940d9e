"""The monthly look at a plan: what has changed, whether each goal will be reached, and the next round of improvement.

Two questions, asked apart, as NHS England's programme "Making Data Count" does with an icon for each: is this more than
the usual variation, and will the process as it is reach the target?
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from ..goals import Track, month_of, track
from ..i18n import LANGUAGES, Language, get_language, t, use_language
from ..paper.blocks import Block, Cell, Figure, Note, Quiet, Table, Tagged
from ..paper.style import shortened
from .plan.reading import read_plan
from .plan.sheet import amount

if TYPE_CHECKING:
    from .plan.shape import PlannedGoal

__all__ = ["add_months", "followed", "monthly_blocks", "monthly_round", "open_plan"]

_NAME = 40
# Whether a mark speaks for the goal: the looks of verdicts, where blue and orange stand in the programme's icons.
_LOOKS = {"improving": "met", "worsening": "missing", "pass": "met", "fail": "missing", "hit_or_miss": "weak"}
_ASSURED = {"pass": "P", "fail": "F", "hit_or_miss": "?", "unknown": ""}
_COLUMNS = ("goal", "month", "value", "n", "sd")


def _say(key: str, /, **values: Any) -> str:
    return t(f"takeaways.monthly.{key}", **values)


# ---- the plan and its figures ----


def open_plan(source: str | Path | tuple[str, bytes], *, lang: Language | None = None) -> dict[str, Any]:
    """Open last month's plan, whatever file it was kept in.

    Parameters
    ----------
    source : path, or name and content
        A goal register (.xlsx), a workbook or a plan (.json).
    lang : {"zh", "en"}, optional
        Language of error messages.

    Returns
    -------
    dict
        The plan, checked.

    Raises
    ------
    DataError
        If it is neither, or a field of it cannot be used.
    """
    from ..intake import check_size, content_of

    file, content = source if isinstance(source, tuple) else (Path(source).name, content_of(Path(source)))
    check_size(content, file)
    with use_language(lang or get_language()):
        if not file.lower().endswith(".json"):
            from .register import plan_from_register

            return plan_from_register(content, lang=lang)
        try:
            data = json.loads(content.decode("utf-8-sig"))
        except ValueError as cause:
            raise DataError("files.unreadable", file=file) from cause
        if isinstance(data, Mapping) and "schema" in data:
            return _of_workbook(content, lang)
        read_plan(data)
        return dict(data)


def _of_workbook(content: bytes, lang: Language | None) -> dict[str, Any]:
    """Read a copy: whoever looks at a workbook does not write into it."""
    import tempfile

    from ..workbook import loads, open_book
    from .plan.kept import plan_from_workbook

    loads(content)  # refused in a sentence where it is none
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.json"
        path.write_bytes(content)
        return plan_from_workbook(open_book(path), lang=lang)


def add_months(plan: Mapping[str, Any], figures: Any, *, new: bool = False) -> dict[str, Any]:
    """Add what was measured to the goals of a plan.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`; it is not changed.
    figures : list of mapping, path, or (name, bytes)
        Rows of ``goal`` (its number, sentence or measure; may be left out where there is one goal), ``month``,
        ``value`` and, if known, ``n`` and ``sd``; or a table with such columns, headed in either language.
    new : bool, optional
        Whether a measure that no goal has becomes a goal, still without baseline and target.

    Returns
    -------
    dict
        The plan with its ``months``; of a month given twice the later figure counts.

    Raises
    ------
    DataError
        If a figure belongs to no goal, or is no figure.

    Examples
    --------
    >>> plan = {"goals": [{"metric": "平均候诊时间", "baseline": 45, "target": 30, "unit": "分钟"}]}
    >>> add_months(plan, [{"month": "2026年3月", "value": 41}])["goals"][0]["months"]
    [{'month': '2026-03', 'value': 41.0}]
    """
    rows = figures if isinstance(figures, list) else _table(figures)
    goals = [dict(goal) for goal in plan.get("goals") or []]
    for row in rows:
        goal = _goal_of(goals, row.get("goal"), new)
        found: dict[str, Any] = {"month": month_of(row.get("month")), "value": _figure(row.get("value"))}
        found |= {name: _figure(row[name]) for name in ("n", "sd") if row.get(name) not in (None, "")}
        kept = [one for one in goal.get("months") or [] if month_of(one["month"]) != found["month"]]
        goal["months"] = sorted([*kept, found], key=lambda one: month_of(one["month"]))
    made = {**plan, "goals": goals}
    read_plan(made)
    return made


def _figure(value: Any) -> float:
    try:
        return float(str(value).strip().rstrip("%％"))
    except ValueError as cause:
        raise DataError("takeaways.monthly.no_figure", value=str(value)[:40]) from cause


def _goal_of(goals: list[dict[str, Any]], named: Any, new: bool) -> dict[str, Any]:
    """Find the goal a figure is about, by its number, sentence or measure."""
    text = "" if named is None or named != named else str(named).strip()
    if not text and len(goals) == 1:
        return goals[0]
    number = text.removesuffix(".0")
    if number.isdigit() and 1 <= int(number) <= len(goals):
        return goals[int(number) - 1]
    for goal in goals:
        if text and text in (str(goal.get("statement") or "").strip(), str(goal.get("metric") or "").strip()):
            return goal
    if text and new:
        goals.append({"metric": text})
        return goals[-1]
    known = [str(goal.get("metric") or goal.get("statement") or "") for goal in goals]
    raise DataError("takeaways.monthly.no_goal_of", goal=text or "–", known=known)


def _table(source: Any) -> Iterable[Mapping[str, Any]]:
    from ..intake import open_table

    table = open_table(source).table
    named = {
        key: {key, *(t(f"takeaways.register.month_{key}", lang).casefold() for lang in LANGUAGES)}
        for key in _COLUMNS
    }
    columns = {
        key: next((one for one in table.columns if str(one).strip().casefold() in names), None)
        for key, names in named.items()
    }
    lacking = [t(f"takeaways.register.month_{key}") for key in ("month", "value") if columns[key] is None]
    if lacking:
        raise DataError("takeaways.monthly.no_column", names=lacking, columns=list(map(str, table.columns)))
    for _, row in table.iterrows():
        values = {key: row[column] for key, column in columns.items() if column is not None}
        yield {key: value for key, value in values.items() if value == value and value not in (None, "")}


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
    if not found:
        return [Note(_say("no_goal"), "open")]
    heads = [_say(f"head_{name}") for name in ("goal", "now", "changed", "assured", "reached", "rule")]
    rows = [_row(at, goal, seen) for at, (goal, seen) in enumerate(found, 1)]
    shown: list[Block] = [Table(_say("caption"), heads, rows)]
    shown += [Note(_say("how_changed"), "quiet-note"), Note(_say("how_assured"), "quiet-note")]
    for at, (goal, seen) in enumerate(found, 1):
        shown += _charted(at, goal, seen)
    return shown


def _name(at: int, goal: PlannedGoal) -> str:
    return f"{at}. {goal.metric or shortened(goal.statement, _NAME) or t('takeaways.goal')}"


def _row(at: int, goal: PlannedGoal, seen: Track) -> list[Cell]:
    last, reached = seen.last, seen.attainment
    now: Cell = _say("none")
    if last is not None:
        level: Any = last.level(goal.unit)
        beside = [last.month]
        if not isinstance(level, float | int):
            beside.append(_say("interval", low=f"{level.low:.3g}", high=f"{level.high:.3g}", n=level.n))
        now = Quiet(amount(last.value, goal.unit), t("labs.comma").join(beside))
    far: Cell = ""
    if reached is not None:
        judged = {"met": "met", "not_met": "missing"}.get(reached.verdict, "weak")
        far = Tagged(f"{reached.value:.0%} {t(f'goals.verdict.{reached.verdict}')}", (judged,))
    rule = goal.evaluation or _say("rule")
    return [_name(at, goal), now, _changed(seen), _assured(seen), far, shortened(rule, 80)]


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


def _charted(at: int, goal: PlannedGoal, seen: Track) -> Iterator[Block]:
    from .. import charts

    yield Note(seen.sentence(), head=_name(at, goal))
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
