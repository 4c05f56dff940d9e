"""What stands in each row of the plan that a workbook holds, as the page of the plan shows it (``plan.js``).

Goal sentences are not read for what they say, as `kept` reads them for a plan to be taken along: a page without Python
counts a class by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..._promises import promises
from ...i18n import t
from .check import weak_by_signs
from .notes import LABS, Sections, Writers, kept_goals, notes, source_name
from .rows import ROWS

__all__ = ["KEPT_LABS", "rows_wanting"]

#: Labs of which the plan is told something.
KEPT_LABS = (*LABS, "smart")

_NO_GOAL = ("plan", "cascade")


def rows_wanting(book: Sections, writers: Writers | None = None) -> dict[str, list[str]]:
    """Return the rows that are written, and for each what can be told to be weak, in the language in use.

    Parameters
    ----------
    book : object with ``section(name)``
        A workbook, or the parts "exercises", "labs" and "goals" of one.
    writers : mapping, optional
        The exercises that write into the plan, by id (`promises`); of the course by default.

    Returns
    -------
    dict
        Row → sentences, none where no sign says that it is weak.
    """
    goals = book.section("goals")
    listed = [one for key, one in goals.items() if key not in _NO_GOAL and isinstance(one, Mapping)]
    writers = writers or promises()  # which looks at the files of records each time
    settled = kept_goals(book, writers)
    drafts = [_text(one.get("text")) for one in _records(book.section("labs").get("smart"), "drafts")]
    aims = settled if listed or settled else drafts
    found: dict[str, list[str]] = {row: [] for row in ROWS}
    for row, text in [*_of_goals(listed), *(("goal", text) for text in aims)]:
        found[row].append(text)
    short: list[tuple[str, str]] = []
    for row, own in notes(book, writers).items():
        for note in own:
            found[row].append(note["text"])
            known = writers.get(note["source"].removeprefix("exercise:"))
            if known and len(note["text"]) < known.least:
                where = source_name(note["source"], writers)
                short.append((row, t("takeaways.check.short_answer", source=where, n=known.least)))
    plan = goals.get("plan")
    lines = plan.get("rows") if isinstance(plan, Mapping) else None
    for row in ROWS:
        found[row].append(_line(lines.get(row)) if isinstance(lines, Mapping) else "")
    texts = {row: "\n".join(filter(None, own)) for row, own in found.items()}
    weak: dict[str, list[str]] = {row: [] for row, text in texts.items() if text}
    for row, said in (*short, *weak_by_signs(texts)):
        if said not in weak[row]:
            weak[row].append(said)
    return weak


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _records(state: Any, name: str) -> list[Mapping[str, Any]]:
    rows = state.get(name) if isinstance(state, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _of_goals(goals: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what the fields of goals write into the rows."""
    for goal in goals:
        yield "need", _text(goal.get("why")) or _text(goal.get("feature"))
        yield "goal", _text(goal.get("statement"))
        level, source = goal.get("baseline"), _text(goal.get("source"))
        counted = isinstance(level, int | float) and not isinstance(level, bool)
        yield "baseline", str(level) if counted else _text(level) or source
        yield "who", _text(goal.get("owner")) or ("RACI" if _records(goal, "raci") else "")
        yield "measure", _text(goal.get("evaluation"))


def _line(value: Any) -> str:
    """Return one's own line of a row: a text, or notes as a register brings them, a line each."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_line, value)))
    return _text(value.get("text") if isinstance(value, Mapping) else value)
