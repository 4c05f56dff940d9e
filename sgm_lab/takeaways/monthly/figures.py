"""A plan opened again, whatever file it was kept in, and the month's figures added to its goals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..._typed import read_number
from ...errors import DataError
from ...goals import month_of
from ...i18n import LANGUAGES, Language, get_language, t, use_language
from ...numbers import is_real
from ..plan.reading import read_plan

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MonthFigures", "add_months", "month_columns", "open_plan", "read_months"]

_COLUMNS = ("goal", "month", "value", "n", "sd")
_PERCENT = 10  # a goal between figures at least so large is none that comes down to a share of 1


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
    from ...intake import check_size, content_of
    from ...workbook import text_of

    file, content = source if isinstance(source, tuple) else (Path(source).name, content_of(Path(source)))
    check_size(content, file)
    with use_language(lang or get_language()):
        if not file.lower().endswith(".json"):
            from ..register import plan_from_register

            return plan_from_register((file, content), lang=lang)
        try:
            data = json.loads(text_of(content))
        except ValueError as cause:
            raise DataError("files.unreadable", file=file) from cause
        if isinstance(data, Mapping) and "schema" in data:
            return _of_workbook(content, lang)
        read_plan(data)
        return dict(data)


def _of_workbook(content: bytes, lang: Language | None) -> dict[str, Any]:
    """Read a copy: whoever looks at a workbook does not write into it."""
    import tempfile

    from ...workbook import loads, open_book
    from ..plan.kept import plan_from_workbook

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
    rows = figures if isinstance(figures, list) else read_months(figures).rows
    goals = [dict(goal) for goal in plan.get("goals") or []]
    told: dict[tuple[int, str], float] = {}
    for row in rows:
        goal = _goal_of(goals, row.get("goal"), new)
        found: dict[str, Any] = {"month": month_of(row.get("month")), "value": _figure(row.get("value"))}
        _check_share(goal, found["value"])
        before = told.setdefault((goals.index(goal), found["month"]), found["value"])
        if before != found["value"]:
            values = {"month": found["month"], "one": before, "other": found["value"]}
            raise DataError(
                "takeaways.monthly.twice", goal=goal.get("metric") or goal.get("statement"), **values
            )
        found |= {name: _figure(row[name]) for name in ("n", "sd") if row.get(name) not in (None, "")}
        kept = [one for one in goal.get("months") or [] if month_of(one["month"]) != found["month"]]
        goal["months"] = sorted([*kept, found], key=lambda one: month_of(one["month"]))
    made = {**plan, "goals": goals}
    read_plan(made)
    return made


def _figure(value: Any) -> float:
    text = str(value).strip()
    found = read_number(text)
    try:
        return found[0] if found and found[1] in ("", "%") else float(text)
    except ValueError as cause:
        raise DataError("takeaways.monthly.no_figure", value=text[:40]) from cause


def _check_share(goal: Mapping[str, Any], value: float) -> None:
    """Refuse 0.66 for a goal from 60% to 70%: a cell that Excel shows as 66% holds it so."""
    known = [goal[name] for name in ("baseline", "target") if is_real(goal.get(name))]
    if goal.get("unit") in ("%", "％") and known and 0 < value <= 1 and min(map(float, known)) >= _PERCENT:
        raise DataError("takeaways.monthly.share", value=value, percent=f"{100 * value:g}")


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


def _names(key: str) -> Iterator[str]:
    """Yield what a column is called in a register, and what it is often called elsewhere."""
    for lang in LANGUAGES:
        yield t(f"takeaways.register.month_{key}", lang).casefold()
        yield from map(str.strip, re.split("[、,]", t(f"takeaways.register.also_{key}", lang).casefold()))


def month_columns(columns: Iterable[Any]) -> dict[str, str]:
    """Return which column holds goal, month, value, n and sd, of those that are there.

    >>> month_columns(["月份", "数", "人数"])
    {'month': '月份', 'value': '数', 'n': '人数'}
    """
    named = {key: {key, *_names(key)} for key in _COLUMNS}
    heads = list(map(str, columns))
    found = {
        key: next((one for one in heads if one.strip().casefold() in names), None)
        for key, names in named.items()
    }
    return {key: column for key, column in found.items() if column is not None}


@dataclass(frozen=True)
class MonthFigures:
    """Figures by month as a table gave them, before it is known which goals they are of.

    Attributes
    ----------
    table : pandas.DataFrame
        Some of goal, month, value, n, sd.
    """

    table: pd.DataFrame

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows as `add_months` takes them."""
        return [
            {str(key): value for key, value in row.items() if value == value and value not in (None, "")}
            for row in self.table.to_dict("records")
        ]


def read_months(source: Any) -> MonthFigures:
    """Read a table of figures by month.

    Parameters
    ----------
    source
        See `sgm_lab.intake.open_table`.

    Returns
    -------
    MonthFigures

    Raises
    ------
    DataError
        If it has no column for the month or the figure, or one of them cannot be read.
    """
    from ...intake import open_table

    table = open_table(source).table
    columns = month_columns(table.columns)
    lacking = [t(f"takeaways.register.month_{key}") for key in ("month", "value") if key not in columns]
    if lacking:
        raise DataError("takeaways.monthly.no_column", names=lacking, columns=list(map(str, table.columns)))
    named = {column: key for key, column in columns.items()}
    found = MonthFigures(table[list(named)].rename(columns=named))
    for row in found.rows:
        month_of(row.get("month"))
        _figure(row.get("value"))
    return found
