"""Step "baseline": what the measure was month by month, and how many usual changes the target asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import cases, goals, numbers
from ...i18n import t
from ...paper.blocks import Block, Figure, Folded, Note, Table
from ..controls import Action, Choice, Column, Control, Rows, Text
from ..source import OWN, case_options
from . import examples
from .step import Step
from .writing import number

if TYPE_CHECKING:
    import pandas as pd

    from ...charts import Chart, Size

__all__ = ["Baseline", "History"]

_MOST_MONTHS = 36
_REACH = (1.0, 3.0)  # usual monthly changes: up to which a goal is none, up to which it is within reach


@dataclass(frozen=True)
class History:
    """A measure month by month, where it stands, and what the target asks for."""

    table: pd.DataFrame
    name: str
    unit: str
    source: str
    better: str
    stands: goals.Baseline
    target: float | None

    @property
    def ratio(self) -> float | None:
        """How many usual changes the target is away."""
        return self.stands.challenge(self.target)

    @property
    def ratio_all(self) -> float | None:
        """The same with the unusual months counted in."""
        return self.stands.challenge(self.target, list(self.table["value"]))


class Baseline(Step):
    """Where does the measure stand, and how far is the target?"""

    writes = "baseline"

    pictured, lacks = True, "months_few"

    def controls(self) -> list[Control]:
        """Return source and measure (or one's own months), the baseline's span, and the target."""
        source = self.at["source"]
        made: list[Control] = [Choice("source", [*case_options(), (self.w("source_own"), OWN)])]
        if source == OWN:
            columns = [Column("month"), Column("value", "number", step=0.01)]
            made += [Text("metric", rows=1), Text("unit", rows=1), Rows("months", columns, most=_MOST_MONTHS)]
            made.append(self._choice("better", "higher", "lower"))
        else:
            known = goals.metrics(source if source in cases.names() else cases.names()[0])
            made.append(Choice("measure", [(goals.metric_label(name), name) for name in known]))
        made += [self._choice("basis", "quarter", "year"), self._choice("special", "drop", "keep")]
        return [*made, Text("target", rows=1)]

    def _choice(self, name: str, *values: str) -> Choice:
        return Choice(name, [(self.w(f"{name}_{value}"), value) for value in values])

    def actions(self) -> list[Action]:
        """Carry it over into the goal; an example of one's own months."""
        own = self.at["source"] == OWN and not self.at["months"]
        return [Action("adopt_baseline", primary=True), *([Action("example")] if own else [])]

    def is_example(self) -> bool:
        """Whether the months are the example's; no goal begins from those."""
        return self.at["source"] == OWN and examples.is_history(self.at["months"])

    def example(self) -> dict[str, Any]:
        """Return twelve months to begin with."""
        rows = [
            {"month": self.w("example_month", month=n, name=self.w(f"month_{n}")), "value": v}
            for n, v in enumerate(examples.MONTHS, 1)
        ]
        begun = {name: self.at[name] or self.w(f"example_{name}") for name in ("metric", "unit")}
        return {"months": rows, **begun, "target": self.at["target"] or "38", "better": "lower"}

    def compute(self) -> History | None:
        """Read the months, see which are unusual, and measure the step the target asks for."""
        import pandas as pd

        at = self.at
        if at["source"] == OWN:
            rows = [row for row in at["months"] if row["value"] is not None]
            months = [row["month"].strip() or str(n) for n, row in enumerate(rows, 1)]
            values = {"value": [float(row["value"]) for row in rows]}
            table = pd.DataFrame(values, index=pd.Index(months, name="month"))
            name, unit = at["metric"].strip() or self.w("own_metric"), at["unit"].strip()
            source, better = self.w("own_line"), at["better"]
        else:
            table = goals.monthly(at["source"], at["measure"])
            name, unit = goals.metric_label(at["measure"]), goals.metric_unit(at["source"], at["measure"])
            case = cases.load(at["source"]).title()
            source, better = (
                self.w("case_line", case=case, n=int(table["n"].sum())),
                goals.better(at["source"], at["measure"]),
            )
        if len(table) < goals.LEAST_MONTHS:
            return None
        stands = goals.baseline(table, basis=at["basis"], drop=at["special"] == "drop")
        return History(table, name, unit, source, better, stands, number(at["target"]))

    def adopted(self, found: History) -> dict[str, Any]:
        """Return what goes over into the goal."""
        values = [round(value, 4) for value in found.stands.kept]
        return {
            "metric": found.name,
            "unit": found.unit,
            "baseline": f"{round(found.stands.level, 1):g}",
            "past": {"metric": found.name, "values": values, "source": found.source},
        }

    def _amount(self, value: float, unit: str, digits: int = 1) -> str:
        return self.w("amount", value=numbers.number(round(value, digits)), unit=self._unit(unit))

    def _unit(self, unit: str) -> str:
        return unit if unit in ("", "%") else self.w("say_unit", unit=unit)

    def says(self, found: History) -> str:
        """Say where the measure stands, what it moves by anyway, and what the target asks for."""
        stands, ratio = found.stands, found.ratio
        base = {"name": found.name, "baseline": self._amount(stands.level, found.unit),
                "span": self.w(f"span_{self.at['basis']}")}  # fmt: skip
        if stands.usual is None:
            return self.w("baseline_steady", **base)
        base["usual"] = self._amount(stands.usual, self.w("points") if found.unit == "%" else found.unit, 2)
        aside = self._aside(found)
        if ratio is None or found.target is None:
            return self.w("baseline_only", **base) + aside
        base |= {"target": self._amount(found.target, found.unit), "ratio": f"{ratio:.1f}"}
        wrong = (found.target > stands.level) != (found.better == "higher")
        word = "small" if ratio <= _REACH[0] else "reach" if ratio <= _REACH[1] else "far"
        said = self.w("baseline_wrong" if wrong else "baseline_said", **base, verdict=self.w(f"reach_{word}"))
        return said + aside

    def _aside(self, found: History) -> str:
        """Say which months are unusual, and what they change."""
        stands, ratio_all = found.stands, found.ratio_all
        if stands.dropped and found.ratio is None:
            return self.w("aside_dropped", months=t("labs.comma").join(stands.dropped))
        if stands.special and found.ratio is not None and ratio_all is not None:
            key = "aside_ratio" if stands.dropped else "aside_kept"
            return self.w(key, months=t("labs.comma").join(stands.special), ratio=f"{ratio_all:.1f}")
        return ""

    def shows(self, found: History) -> Iterator[Block]:
        """The figure, how it was worked out, and the months with their changes."""
        yield Figure(lambda size: self._figure(found, size))
        yield Note(self.w("baseline_how"), "advice")
        values = found.table["value"]
        counts = found.table["n"] if "n" in found.table else [""] * len(values)
        rows = []
        for month, value, change, n in zip(values.index, values, values.diff(), counts, strict=True):
            mark = self.w("month_special") if month in found.stands.special else ""
            mark = self.w("month_dropped") if month in found.stands.dropped else mark
            rows.append([month, numbers.number(value, ".2f"), numbers.number(change, "+.2f"), n, mark])
        heads = [self.w(f"month_head_{name}") for name in ("month", "value", "change", "n", "mark")]
        table = Table(self.w("month_caption", name=found.name, unit=found.unit or "–"), heads, rows)
        yield Folded(self.w("month_open"), [table])

    def _figure(self, found: History, size: Size) -> Chart:
        """Draw the months, the baseline with its usual change, and the target."""
        from ... import charts

        stands = found.stands
        title = self.w("figure_only", name=found.name, baseline=self._amount(stands.level, found.unit))
        if found.ratio is not None and found.target is not None:
            title = self.w("figure_ratio", name=found.name, target=self._amount(found.target, found.unit),
                           ratio=f"{found.ratio:.1f}")  # fmt: skip
        short = {m: m[5:] if m[4:5] == "-" and m[:4].isdigit() else m for m in map(str, found.table.index)}
        return charts.history(list(found.table["value"]), months=[short[str(m)] for m in found.table.index],
                              title=title, baseline=stands.level, target=found.target, usual=stands.usual,
                              special=[short[m] for m in stands.dropped or stands.special],
                              unit=self._unit(found.unit), subtitle=found.source, size=size)  # fmt: skip
