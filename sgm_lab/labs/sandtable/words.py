"""How the sandbox says things: names, numbers, and the tables that several of its steps show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from ... import kano, simulate
from ...estimate import Estimate
from ...goals import Attainment
from ...i18n import get_language, t
from ...paper.blocks import MARK, Block, Cell, Folded, Note, Quiet, Table, Tagged
from ...simulate import Aim, Market, Report, Run

__all__ = ["categories", "category", "could", "equations", "goal_table", "hints", "line_label", "money", "number",
           "stands", "w"]  # fmt: skip

_LOOK = {"met": "met", "not_met": "missing", "not_enough_evidence": "weak"}  # of what became of a goal


def w(key: str, **values: Any) -> str:
    """Return a text of the sandbox."""
    return t(f"lab_sandtable.{key}", **values)


def line_label(market: Market, line: str) -> str:
    """Name of what money goes to."""
    kind, _, name = line.partition(":")
    if kind == "feature":
        return market.labels()[name]
    return t(f"common.dimension.{name}") if kind == "dimension" else t(f"simulate.area.{line}")


def number(value: float, digits: int = 0) -> str:
    """Write a number; what rounds to nothing has no sign."""
    written = f"{value:,.{digits}f}".replace("-", "−")
    return written if float(f"{value:.{digits}f}") else written.removeprefix("−")


def money(value: float, digits: int = 0) -> str:
    """Write an amount with its unit."""
    return w("money", value=number(value, digits))


def _share(estimate: Estimate) -> Quiet:
    return Quiet(f"{estimate.value:.0%}", w("interval_share", low=estimate.low, high=estimate.high))


# ---- where things stand ----


def stands(reports: Sequence[Report], caption: str) -> Table:
    """Where things stand; with two reports, before and now."""
    columns = [_figures(report) for report in reports]
    rows = [[w(f"row_{name}"), *(column[name] for column in columns)] for name in columns[0]]
    named = (w("opening") if r.quarter == 0 else w("quarter", quarter=r.quarter) for r in reports)
    return Table(caption, [w("row"), *named], rows)


def _figures(report: Report) -> dict[str, Cell]:
    return {
        "satisfaction": _share(report.satisfaction),
        "loyalty": _share(report.loyalty),
        "wait": w("minutes", value=report.wait),
        "use": f"{report.use:.0%}",
        "skill": w("of_100", value=100 * report.skill),
        "customers": w("hundreds", value=report.customers),
        "surplus": money(report.surplus) if report.quarter else w("not_yet"),
    }


def hints(report: Report) -> Iterator[Note]:
    """What may be coming."""
    for kind in report.hints:
        yield Note(w("hint", what=t(f"simulate.hint.{kind}")), "try")


def categories(report: Report) -> dict[str, tuple[str, float, float]]:
    """Category, Better and Worse of each feature as a survey shows them."""
    found = report.kano_table()
    columns = (found["category"], found["better"].fillna(0), found["worse"].fillna(0))
    return {str(name): (str(letter), float(better), float(worse))
            for name, letter, better, worse in zip(found.index, *columns, strict=True)}  # fmt: skip


def category(value: str) -> Tagged:
    """Letter and name of a category with its colour."""
    names = "/".join(t(f"common.category.{letter}") for letter in kano.letters(value))
    return Tagged(f"{value} {names}", ("cat", f"cat-{value[0]}"))


# ---- goals ----


def goal_table(aims: Sequence[Aim], run: Run) -> Iterator[Table]:
    """The goals with what became of them, where there are any."""
    if aims:
        yield Table(w("goals"), [w("goal"), w("goal_verdict")],
                    [[aim.statement(run.reports), _became(aim, aim.judge(run.reports))] for aim in aims])  # fmt: skip


def _became(aim: Aim, done: Attainment | None) -> Cell:
    if done is None:
        return w("goal_open", quarter=aim.due)
    kind = _LOOK[done.verdict]
    goal = done.goal
    start, end = goal.way()
    levels = [start + share * (end - start) for share in (done.low, done.high) if share is not None]
    between = w("interval_of", low=f"{min(levels):.3g}", high=f"{max(levels):.3g}") if levels else ""
    actual = f"{done.actual:.3g}{goal.unit or ''}{between}".replace("-", "−")
    return Tagged(
        w("goal_done", verdict=t(f"goals.verdict.{done.verdict}"), actual=actual), (kind,), MARK[kind]
    )


# ---- to be opened ----


def could() -> Folded:
    """What may happen."""
    rows = [[t(f"simulate.shock.{kind}"), t(f"simulate.could.{kind}")] for kind in simulate.SHOCKS]
    table: list[Block] = [Table(w("could"), [w("could_what"), w("could_then")], rows)]
    return Folded(w("could"), [Note(w("could_about")), *table])


def equations() -> Folded:
    """Equations of the model with their sources."""
    return _equations_in(get_language())


@lru_cache(2)
def _equations_in(lang: str) -> Folded:
    model = simulate.model_table()
    rows = model[model["value"].isna()][["part", "what", "why"]].to_numpy().tolist()
    heads = [w("model_part"), w("model_equation"), w("model_source")]
    return Folded(w("model"), [Note(w("model_about")), Table(w("model"), heads, rows)])
