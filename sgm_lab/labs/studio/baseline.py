"""Step "baseline": what the measure was month by month, and how many usual changes the target asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import cases, goals
from ...errors import SgmError
from ...i18n import t
from ...paper.markup import paragraph, table
from ..controls import Action, Choice, Column, Control, Rows, Text
from . import examples, picture
from .writing import number

if TYPE_CHECKING:
    import pandas as pd

    from ...charts import Chart, Size
    from ..base import State
    from ..smart import SmartStudio

__all__ = ["History", "actions", "adopted", "compute", "controls", "draw", "example", "figure", "sentence"]

OWN = "own"
_LEAST = 3  # months below which nothing can be said
_MOST_MONTHS = 36
_REACH = (1.0, 3.0)  # usual monthly changes: up to which a goal is none, up to which it is within reach


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


@dataclass(frozen=True)
class History:
    """A measure month by month, its baseline, its usual change, and what the target asks for."""

    table: pd.DataFrame
    name: str
    unit: str
    source: str
    better: str
    baseline: float
    target: float | None
    special: list[str]
    dropped: list[str]
    kept: list[float]
    usual: float | None
    ratio: float | None
    ratio_all: float | None


def controls(lab: SmartStudio) -> list[Control]:
    """Return source and measure (or one's own months), the baseline's span, and the target."""
    state = lab.state
    sources = [*((cases.load(name).title(), name) for name in cases.names()), (_w("source_own"), OWN)]
    made: list[Control] = [Choice("source", sources)]
    if state["source"] == OWN:
        months = Rows("months", [Column("month"), Column("value", "number", step=0.01)], most=_MOST_MONTHS)
        made += [Text("metric", rows=1), Text("unit", rows=1), months]
        made.append(Choice("better", [(_w(f"better_{name}"), name) for name in ("higher", "lower")]))
    else:
        known = goals.metrics(state["source"] if state["source"] in cases.names() else cases.names()[0])
        made.append(Choice("measure", [(goals.metric_label(name), name) for name in known]))
    made.append(Choice("basis", [(_w(f"basis_{name}"), name) for name in ("quarter", "year")]))
    made.append(Choice("special", [(_w(f"special_{name}"), name) for name in ("drop", "keep")]))
    return [*made, Text("target", rows=1)]


def actions(lab: SmartStudio) -> list[Action]:
    """Carry it over into the goal; an example of one's own months."""
    own = lab.state["source"] == OWN and not lab.state["months"]
    return [Action("adopt_baseline", primary=True), *([Action("example")] if own else [])]


def is_example(state: State) -> bool:
    """Whether the months are the example's; no goal begins from those."""
    return state["source"] == OWN and examples.is_history(state["months"])


def example(lab: SmartStudio) -> dict[str, Any]:
    """Return twelve months to begin with."""
    rows = [
        {"month": _w("example_month", month=n, name=_w(f"month_{n}")), "value": v}
        for n, v in enumerate(examples.MONTHS, 1)
    ]
    state = lab.state
    return {
        "months": rows,
        "metric": state["metric"] or _w("example_metric"),
        "unit": state["unit"] or _w("example_unit"),
        "target": state["target"] or "38",
        "better": "lower",
    }


def compute(lab: SmartStudio) -> History | None:
    """Read the months, see which are unusual, and measure the step the target asks for."""
    import pandas as pd

    state = lab.state
    if state["source"] == OWN:
        rows = [row for row in state["months"] if row["value"] is not None]
        months = [row["month"].strip() or str(n) for n, row in enumerate(rows, 1)]
        table_ = pd.DataFrame(
            {"value": [float(row["value"]) for row in rows]}, index=pd.Index(months, name="month")
        )
        name, unit, source = (
            state["metric"].strip() or _w("own_metric"),
            state["unit"].strip(),
            _w("own_line"),
        )
        better = state["better"]
    else:
        table_ = goals.monthly(state["source"], state["measure"])
        name, better = goals.metric_label(state["measure"]), goals.better(state["source"], state["measure"])
        unit = goals.metric_unit(state["source"], state["measure"])
        source = _w("case_line", case=cases.load(state["source"]).title(), n=int(table_["n"].sum()))
    if len(table_) < _LEAST:
        return None
    months, values = [str(m) for m in table_.index], [float(v) for v in table_["value"]]
    special = _special(months, values)
    dropped = special if state["special"] == "drop" and len(months) - len(special) >= _LEAST else []
    kept = [v for m, v in zip(months, values, strict=True) if m not in dropped]
    base = _baseline(table_.loc[[m not in dropped for m in months]], state["basis"])
    target = number(state["target"])
    return History(
        table_, name, unit, source, better, base, target, special, dropped, kept,
        _usual(kept), _ratio(base, target, kept), _ratio(base, target, values),
    )  # fmt: skip


def _special(months: list[str], values: list[float]) -> list[str]:
    """Months beyond the limits of an individuals chart."""
    from ... import control

    try:
        signals = control.individuals(values).signals
    except SgmError:  # a measure that never moves has no limits
        return []
    return [months[n] for n in sorted({s.point for s in signals if s.rule == "beyond_3_sigma"})]


def _baseline(rows: pd.DataFrame, basis: str) -> float:
    """Mean of the last three months or of all, each month by its records where they are known."""
    chosen = rows.tail(3) if basis == "quarter" else rows
    weights = chosen.get("n")
    if weights is None:
        return float(chosen["value"].mean())
    return float((chosen["value"] * weights).sum() / weights.sum())


def _usual(values: list[float]) -> float | None:
    try:
        return goals.usual_change(values)
    except SgmError:
        return None


def _ratio(base: float, target: float | None, values: list[float]) -> float | None:
    """How many usual monthly changes lie between baseline and target."""
    try:
        return goals.Goal("…", baseline=base, target=target, history=tuple(values)).challenge()
    except SgmError:
        return None


def adopted(lab: SmartStudio, found: History) -> dict[str, Any]:
    """Return what goes over into the goal."""
    past = {"metric": found.name, "values": [round(v, 4) for v in found.kept], "source": found.source}
    return {
        "metric": found.name,
        "unit": found.unit,
        "baseline": f"{round(found.baseline, 1):g}",
        "past": past,
    }


def _amount(value: float, unit: str, digits: int = 1) -> str:
    return _w("amount", value=f"{round(value, digits):g}".replace("-", "−"),
              unit=unit if unit in ("", "%") else _w("say_unit", unit=unit))  # fmt: skip


def sentence(lab: SmartStudio, result: History | None) -> str:
    """Say where the measure stands, what it moves by anyway, and what the target asks for."""
    if result is None:
        return _w("months_few")
    base = {"name": result.name, "baseline": _amount(result.baseline, result.unit),
            "span": _w(f"span_{lab.state['basis']}")}  # fmt: skip
    if result.usual is None:
        return _w("baseline_steady", **base)
    base["usual"] = _amount(result.usual, _w("points") if result.unit == "%" else result.unit, 2)
    aside = ""
    if result.dropped and result.ratio is None:
        aside = _w("aside_dropped", months=t("labs.comma").join(result.dropped))
    elif result.special and result.ratio is not None and result.ratio_all is not None:
        months = t("labs.comma").join(result.special)
        key = "aside_ratio" if result.dropped else "aside_kept"
        aside = _w(key, months=months, ratio=f"{result.ratio_all:.1f}")
    if result.ratio is None or result.target is None:
        return _w("baseline_only", **base) + aside
    base |= {"target": _amount(result.target, result.unit), "ratio": f"{result.ratio:.1f}"}
    wrong = (result.target > result.baseline) != (result.better == "higher")
    return _w("baseline_wrong" if wrong else "baseline_said", **base, verdict=_verdict(result.ratio)) + aside


def _verdict(ratio: float) -> str:
    word = "small" if ratio <= _REACH[0] else "reach" if ratio <= _REACH[1] else "far"
    return _w(f"reach_{word}")


def figure(lab: SmartStudio, result: History | None, size: Size) -> Chart | None:
    """Draw the months, the baseline with its usual change, and the target."""
    if result is None:
        return None
    from ... import charts

    months = [str(m) for m in result.table.index]
    title = _w("figure_only", name=result.name, baseline=_amount(result.baseline, result.unit))
    if result.ratio is not None and result.target is not None:
        title = _w("figure_ratio", name=result.name, target=_amount(result.target, result.unit),
                   ratio=f"{result.ratio:.1f}")  # fmt: skip
    short = [m[5:] if m[4:5] == "-" and m[:4].isdigit() else m for m in months]
    labels = dict(zip(months, short, strict=True))
    unit = result.unit if result.unit in ("", "%") else _w("say_unit", unit=result.unit)
    return charts.history(list(result.table["value"]), months=short, title=title, baseline=result.baseline,
                          target=result.target, usual=result.usual,
                          special=[labels[m] for m in result.dropped or result.special], unit=unit,
                          subtitle=result.source, size=size)  # fmt: skip


def draw(lab: SmartStudio, result: History | None, phone: bool) -> str:
    """Return the figure, how it was worked out, and the months with their changes."""
    if result is None:
        return ""
    import pandas as pd

    drawn = picture(lab, result, phone)
    rows, before = [], None
    counts = result.table.get("n", pd.Series("", index=result.table.index))
    for month, value, n in zip(result.table.index, result.table["value"], counts, strict=True):
        change = "–" if before is None else f"{value - before:+.2f}".replace("-", "−")
        mark = _w("month_special") if month in result.special else ""
        mark = _w("month_dropped") if month in result.dropped else mark
        rows.append([month, f"{value:.2f}".replace("-", "−"), change, n, mark])
        before = value
    heads = [_w(f"month_head_{name}") for name in ("month", "value", "change", "n", "mark")]
    details = table(_w("month_caption", name=result.name, unit=result.unit or "–"), heads, rows)
    summary = f'<details class="sgm-read"><summary>{_w("month_open")}</summary>{details}</details>'
    return drawn + paragraph(_w("baseline_how"), "sgm-advice") + summary
