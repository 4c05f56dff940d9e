"""Whether a point of a control chart is a signal or noise, and what to ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from ... import charts, control
from ...errors import DataError, plainly
from ...i18n import t
from ...paper.blocks import Block, Note, Table
from ..logs import Log, LogView

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SignalOrNoise"]

_SHOWN = 8  # signals in the table


@dataclass(frozen=True)
class Charted:
    """Figures by period and their control chart."""

    table: pd.DataFrame
    chart: control.ControlChart


class SignalOrNoise(LogView):
    """Is it a signal?"""

    asks = ("by", "rules", "clean")

    def compute(self) -> Charted:
        """Draw limits from the periods."""
        table = self.log.periods(self.at["by"])
        if len(table) < 3:
            raise DataError("lab_evaluation.too_short", got=len(table))
        chart = _control(self.log, self.at["by"], self.at["rules"], self.at["clean"])
        return Charted(table[["n", "value"]], chart)

    def says(self, found: Charted) -> str:
        """Name the periods that stand out."""
        label, labels = self.log.label, list(dict.fromkeys(s.label for s in found.chart.signals))
        if not labels:
            return self.w("said_calm", label=label, n=int(found.chart.to_frame()["value"].count()))
        return self.w("said_signals", label=label, n=len(labels), points=t("labs.comma").join(labels[:4]))

    def shows(self, found: Charted) -> Iterator[Block]:
        """The chart, then what to ask at each signal."""
        log, chart = self.log, found.chart
        yield self.drawn(
            charts.control_chart,
            chart,
            x=list(found.table.index),
            name=log.named,
            subtitle=log.line(self.w(f"by_{self.at['by']}")),
        )
        last = chart.to_frame().iloc[-1]
        drawn = {name: log.say(last[name], 2) for name in ("center", "upper", "lower")}
        yield Note(self.w("limits", **drawn))
        yield from (Note(plainly(one), "quiet-note") for one in chart.notes)
        by_point: dict[str, list[control.Signal]] = {}
        for signal in chart.signals:
            by_point.setdefault(signal.label, []).append(signal)
        if not by_point:
            yield Note(self.w("next_calm"))
            return
        rows = [
            [
                label,
                t("labs.comma").join(t(f"control.rule.{s.rule}") for s in some),
                self.w(f"ask_{_kind(some)}"),
            ]
            for label, some in list(by_point.items())[:_SHOWN]
        ]
        yield Table(self.w("signals"), self.heads("point", "rule", "ask"), rows)
        if len(by_point) > _SHOWN:
            yield Note(self.w("more_signals", n=len(by_point) - _SHOWN))
        if chart.excluded:
            yield Note(self.w("cleaned", n=len(chart.excluded)))


@lru_cache(32)
def _control(log: Log, by: Any, rules: str, clean: str) -> control.ControlChart:
    """Control chart of a measure: p for a share, individuals for a level."""
    table = log.periods(by)
    if log.how == "share":
        draw: Any = control.p_chart
        given: tuple[Any, ...] = (table["total"].round().astype(int).to_numpy(), table["n"].to_numpy())
    else:
        draw, given = control.individuals, (table["value"].to_numpy() * log.scale,)
    if clean == "yes":
        draw = partial(control.phase_one, draw)
    chosen: Any = [rules] if rules == "beyond_3_sigma" else rules
    made: control.ControlChart = draw(*given, rules=chosen, labels=[str(label) for label in table.index])
    return made


def _kind(signals: list[control.Signal]) -> str:
    """What a learner should ask first: a single event, a drift, or a shift."""
    rules = {signal.rule for signal in signals}
    if "beyond_3_sigma" in rules:
        return "event"
    return "drift" if any("trend" in rule for rule in rules) else "shift"
