"""The goal plan from what the learner's workbook keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ... import smart
from ...errors import DataError
from ...goals import month_of
from ...i18n import Language, get_language, t, use_language
from ...paper.style import clean
from .notes import kept_goals, notes
from .reading import read_plan
from .rows import ROWS

if TYPE_CHECKING:
    from ...workbook import Workbook

__all__ = ["months_of", "plan_from_workbook"]


def plan_from_workbook(book: Workbook, *, lang: Language | None = None) -> dict[str, Any]:
    """Build a plan from what the learner's workbook keeps.

    Parameters
    ----------
    book : Workbook
        Its section "goals" as described in this module; the learner's name; the answers to exercises that promise them
        to the plan, and what labs keep for it (`plan.notes`); the drafts of the SMART studio.
    lang : {"zh", "en"}, optional
        Language of error messages.

    Returns
    -------
    dict
        A plan, checked. A goal sentence settled in an exercise comes first, then the goals listed. Without any goal of
        its own, the best draft (of equal ones the last) becomes its goal, or else the sentence last written in the
        studio; the other drafts are listed under "drafts".

    Raises
    ------
    DataError
        If an entry is no record, or a field of it is unknown or cannot be used.
    """
    with use_language(lang or get_language()):
        kept = book.section("goals")
        plan = dict(_record(kept.pop("plan", {}), "plan"))
        if "cascade" in kept:
            plan.setdefault("cascade", _record(kept.pop("cascade"), "cascade"))
        read_plan(plan)
        plan["goals"] = [
            *(plan.get("goals") or []),
            *(_record(kept[key], key) for key in sorted(kept, key=_in_order)),
        ]
        if not plan.get("owner"):
            plan["owner"] = book.get("learner", "name", "")
        said = {str(goal.get("statement") or "").strip() for goal in plan["goals"]}
        settled = [text for text in kept_goals(book) if text not in said]
        plan["goals"][:0] = [{"statement": text} for text in settled]
        said.update(settled)
        drafts = _drafts(book.get("labs", "smart"))
        if not plan["goals"] and drafts:
            best = max(range(len(drafts)), key=lambda n: (drafts[n].get("score") or 0, n))
            plan["goals"] = [{"statement": drafts[best]["text"]}]
            said.add(drafts[best]["text"].strip())
        plan["drafts"] = [*(plan.get("drafts") or []), *(d for d in drafts if d["text"].strip() not in said)]
        said_by = notes(book)
        own = {row: [vars(note) for note in given] for row, given in read_plan(plan).rows.items()}
        if rows := {
            row: [*own.get(row, []), *said_by.get(row, [])] for row in ROWS if row in own or row in said_by
        }:
            plan["rows"] = rows
        plan["goals"] = [_filled(goal) for goal in plan["goals"]]
        _measured(plan["goals"], book.get("labs", "monthly"))
        read_plan(plan)
        return plan


def _filled(goal: Mapping[str, Any]) -> dict[str, Any]:
    """Fill empty fields of a goal from its sentence, where that leaves no doubt."""
    statement = goal.get("statement")
    if not isinstance(statement, str) or not statement.strip():
        return dict(goal)
    said = smart.goal_fields(statement)
    if any(goal.get(name) not in (None, "", said.get(name)) for name in ("unit",)):
        said = {name: value for name, value in said.items() if name not in ("baseline", "target")}
    return {**goal, **{name: value for name, value in said.items() if goal.get(name) in (None, "")}}


def _measured(goals: list[dict[str, Any]], state: Any) -> None:
    """Give each goal the months entered for it in the monthly review."""
    for goal in goals:
        if found := months_of(goal, state):
            goal["months"] = [*(goal.get("months") or []), *found]


def months_of(goal: Mapping[str, Any], state: Any) -> list[dict[str, Any]]:
    """Return the months that a state of the monthly review holds for a goal, known by its sentence or its measure."""
    rows = state.get("figures") if isinstance(state, Mapping) else None
    names = {str(goal.get(name) or "").strip() for name in ("statement", "metric")} - {""}
    found = []
    for row in rows if isinstance(rows, list | tuple) else []:
        if not isinstance(row, Mapping) or str(row.get("goal") or "").strip() not in names:
            continue
        if not isinstance(row.get("value"), int | float):
            continue
        with suppress(DataError):  # a month that cannot be read is said where it is typed; the plan goes on
            month = {"month": month_of(row.get("month"))}
            found.append(month | {key: row[key] for key in ("value", "n", "sd") if row.get(key) is not None})
    return found


def _record(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError("takeaways.plan.not_a_record", field=t("takeaways.field.goals"), path=f"goals/{key}",
                        kind=type(value).__name__)  # fmt: skip
    return value


def _in_order(key: str) -> list[tuple[int, int, str]]:
    """Sort key that reads digits as numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    # Without leading zeros the longer number is the larger one; as an int it could be too long to convert.
    return [(0, len(p.lstrip("0")), p.lstrip("0")) if p.isdigit() else (1, 0, p) for p in parts]


def _drafts(state: Any) -> list[dict[str, Any]]:
    """Drafts of the SMART studio, and the sentence in it; what is no draft is passed over."""
    if not isinstance(state, Mapping):
        return []
    found: list[dict[str, Any]] = []
    listed = state.get("drafts")
    for draft in listed if isinstance(listed, list | tuple) else []:
        if isinstance(draft, Mapping) and isinstance(draft.get("text"), str) and draft["text"].strip():
            score = draft.get("score")
            number = score if isinstance(score, int) and not isinstance(score, bool) else None
            found.append({"text": clean(draft["text"]), "score": number})
    text = state.get("text")
    if (
        isinstance(text, str)
        and text.strip()
        and clean(text).strip() not in {d["text"].strip() for d in found}
    ):
        found.insert(0, {"text": clean(text), "score": None})
    return found
