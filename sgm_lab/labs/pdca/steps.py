"""The round as it stands: whether the figures changed, what they speak for, and the rounds before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ... import cases, charts, goals
from ...numbers import adding, minus
from ...paper.blocks import Block, Figure, Note, Table
from ..smart.writing import number
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Act", "Check", "Checked", "Do", "Plan"]


@dataclass(frozen=True)
class Checked(goals.Checked):
    """The figure before and after, where it comes from, and the same as a table."""

    source: str
    table: pd.DataFrame


class Round(View):
    """The round as it stands, and the rounds before; views differ in what is filled in."""

    pictured: ClassVar[bool] = False
    writes: ClassVar[str] = "pdca"
    lacks = "no_figures"

    def compute(self) -> Checked | None:
        """Compare before and after; figures not given yet are no result.

        Raises
        ------
        DataError
            If the figures cannot be compared: says which and why.
        """
        import pandas as pd

        kind = self.at["kind"]
        pair = self._of_case() if kind == "case" else self._own(kind)
        if pair is None:
            return None
        first, second, source, how = pair
        found = goals.check(first, second, target=number(self.at["target"]), **how)
        levels = {"before": found.before, "after": found.after, "difference": found.difference}
        columns = ("value", "low", "high", "n")
        table = pd.DataFrame(
            {name: [getattr(one, name) for one in levels.values()] for name in columns},
            index=pd.Index([self.w(f"period_{period}") for period in levels], name="period"),
        )
        return Checked(**vars(found), source=source, table=table)

    def _of_case(self) -> tuple[Any, Any, str, dict[str, Any]] | None:
        case, metric = self.at["case"], self.at["metric"]
        if not self.at["before"] or not self.at["after"]:
            return None
        unit = goals.metric_unit(case, metric)
        periods: list[Any] = [goals.records(case, metric, self.at[name]) for name in ("before", "after")]
        if unit == "%":
            periods = [(round(float(x.sum()) / 100), len(x)) for x in periods]
        line = self.w("case_line", case=cases.load(case).title(), metric=goals.metric_label(metric))
        of = "share" if unit == "%" else "mean"
        return *periods, line, {"of": of, "unit": unit, "better": goals.better(case, metric)}

    def _own(self, kind: str) -> tuple[Any, Any, str, dict[str, Any]] | None:
        share = kind == "share"
        names = ("cases", "n") if share else ("mean", "sd", "n")
        periods = [tuple(row[name] for name in names) for row in self.at["counts" if share else "means"]]
        if any(x is None for period in periods for x in period):
            return None
        unit = "%" if share else self.at["unit"].strip()
        line = self.w("own_line", measure=self.at["measure"].strip() or self.w("own_measure"))
        how = {"of": "share" if share else "summary", "unit": unit, "better": self.at["better"]}
        return periods[0], periods[1], line, how

    def says(self, result: Checked) -> str:
        """Say whether it changed, and whether the target is reached."""
        points = self.w("points") if result.unit == "%" else result.unit
        d = result.difference
        least, most = sorted((abs(d.low), abs(d.high))) if result.verdict != "open" else (d.low, d.high)
        texts = adding(result.before.value, result.after.value)
        before, after, size = (
            self._in_unit(re.sub(r"\.?0+$", "", text) if "." in text else text, unit)
            for text, unit in zip(texts, (result.unit, result.unit, points), strict=True)
        )
        said = self.w(f"said_{result.verdict}", before=before, after=after, size=size,
                      low=self._amount(least, ""), high=self._amount(most, points))  # fmt: skip
        if result.target is None:
            return said + self.w("said_no_target")
        key = "was_there" if result.attained is None else result.attained.verdict
        low, high = self._amount(result.after.low, ""), self._amount(result.after.high, result.unit)
        return said + self.w(
            f"said_{key}", target=self._amount(result.target, result.unit), low=low, high=high
        )

    def _amount(self, value: float, unit: str) -> str:
        return self._in_unit(minus(f"{round(value, 1) or round(value, 2):g}"), unit)

    def _in_unit(self, written: str, unit: str) -> str:
        return self.w("amount", value=written, unit=unit) if unit else written

    def meanwhile(self) -> Iterator[Block]:
        """The round as it stands, and the rounds before."""
        return self.shows(None)

    def shows(self, result: Checked | None) -> Iterator[Block]:
        """What the figures speak for, the round as it stands, and the rounds before."""
        if self.pictured and result is not None:
            yield self.levels(result)
        yield Note(self.lab.advice(result), "advice")
        rounds = self.at["rounds"]
        now = [[self.w(name), value or "–"] for name, value in self.lab.now(result).items()]
        yield Table(self.w("now_caption", n=len(rounds) + 1), [self.w("head_what"), self.w("head_says")], now)
        if rounds:
            names = ("number", "hypothesis", "found", "act", "next")
            past = [[n, r["hypothesis"] or "–", r["found"] or "–", self.w(f"act_{r['act'] or 'open'}"),
                     r["next"] or "–"] for n, r in enumerate(rounds, 1)]  # fmt: skip
            yield Table(self.w("rounds_caption"), self.heads(*names), past)

    def levels(self, result: Checked) -> Figure:
        """Before and after with their intervals, and the target."""
        shown = {self.w("period_before"): result.before, self.w("period_after"): result.after}
        unit = self.w("axis", unit=result.unit) if result.unit else ""
        title = self.w(f"title_{result.verdict}")
        return self.drawn(
            charts.estimates,
            shown,
            form="number",
            title=title,
            reference=result.target,
            name=unit,
            subtitle=result.source,
        )


class Plan(Round):
    """What is to be changed, for which goal, and what should come of it?"""

    asks = ("goal", "hypothesis", "measure", "unit", "target", "better")


class Do(Round):
    """What was done?"""

    asks = ("done",)


class Check(Round):
    """What do the figures say?"""

    asks = ("kind", "counts", "means", "case", "metric", "before", "after", "target", "better")
    pictured = True


class Act(Round):
    """Keep it, change it, or drop it?"""

    asks = ("act", "next")
    pictured = True
