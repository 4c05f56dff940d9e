"""The line before and after the change: waits, queue, how busy the stations are, what one person more would bring."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ... import charts, numbers, process
from ...charts.process import cells, minutes, signed
from ...i18n import t
from ...paper.blocks import Block, Cell, Figure, Folded, Note, Table
from ..views import View
from . import kept

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Busy", "Line", "More", "Queue", "Waits"]

_UNSEEN = 0.1  # minutes of change that nobody would notice


@dataclass(frozen=True)
class ProcessResult:
    """Waits now and after the change.

    Attributes
    ----------
    before, after : pandas.DataFrame
        As `process.waits`; ``after`` is missing where nothing was changed.
    change : pandas.DataFrame or None
        As `process.compare`.
    check : pandas.DataFrame
        How well the line stands for the log.
    more : pandas.DataFrame
        Mean wait with 0, 1, … people more at `station`, in its busiest block or where people were added: the
        recorded wait at the main station, all waits together at another.
    station : str
        Where a person more is tried.
    hours : float
        Hours of staff time a day that the change costs.
    flows : tuple of Flow
        The line as it is and as it would be.
    """

    before: pd.DataFrame
    after: pd.DataFrame | None
    change: pd.DataFrame | None
    check: pd.DataFrame
    more: pd.DataFrame
    station: str
    hours: float
    flows: tuple[process.Flow, process.Flow]


class Line(View, ABC):
    """The line before and after the change; views differ in the figure."""

    people: ClassVar[int] = 1  # added, one after another, to see what they would bring

    def compute(self) -> ProcessResult:
        """Simulate the line as it is and as it would be, on the same days."""
        base, within = self.lab.base, float(self.at["within"])
        # Slots that nobody has change nothing, however punctual people would be.
        flow = replace(base.flow, punctuality=float(self.at["punctuality"]))
        after = self.lab.changed()
        same = after == flow
        station, wider = process.with_more(base.flow, after, self.people)
        return ProcessResult(
            before=kept.waits(flow, within),
            after=None if same else kept.waits(after, within),
            change=None if same else kept.compare(flow, after, within),
            check=base.check,
            more=kept.waits_with_more(station, wider),
            station=station,
            hours=after.hours - flow.hours,
            flows=(flow, after),
        )

    def says(self, result: ProcessResult) -> str:
        """Say what the wait is, what the change did, and what one person more would do."""
        now = cells(result.before)["recorded"]
        name, within = self.lab.wait_name(), self.at["within"]
        means = result.more["mean"].to_numpy(float)
        more = self.w("more" if means[0] - means[1] >= 0.05 else "more_nothing",
                      station=self.lab.stations()[result.station], saved=minutes(means[0] - means[1]))  # fmt: skip
        group = result.flows[1].group
        if group:
            found = kept.recorded(result.flows[1])["mean"].to_dict()
            label = next(label for label, value in self.lab.rules() if value == self.at["rule"])
            more = self.w(
                "sentence_group", group=label, first=minutes(found["group"]), rest=minutes(found["rest"])
            )
        if result.change is None:
            return self.w("sentence_now", name=name, before=minutes(now["mean"]), share=now["within"],
                          within=within, more=more)  # fmt: skip
        moved = cells(result.change)
        step, share = moved["recorded", "mean"], moved["recorded", "within"]
        unseen = step["low"] <= 0 <= step["high"] or abs(step["change"]) < _UNSEEN
        way = "same" if unseen else "down" if step["change"] < 0 else "up"
        low, high = sorted((abs(step["low"]), abs(step["high"])))
        spans = (signed(step["low"]), signed(step["high"])) if unseen else (minutes(low), minutes(high))
        cost = all_waits = ""
        if result.hours:
            cost = self.w("cost_more" if result.hours > 0 else "cost_less", hours=abs(result.hours))
        if result.station != result.flows[0].main:  # people were moved elsewhere
            total = moved["total", "mean"]
            all_waits = self.w("all_waits", before=minutes(total["before"]), after=minutes(total["after"]))
        return self.w(f"sentence_{way}", name=name, before=minutes(step["before"]), after=minutes(step["after"]),
                      low=spans[0], high=spans[1], within=within, share_before=share["before"],
                      share_after=share["after"], cost=cost, more=all_waits + more)  # fmt: skip

    @abstractmethod
    def figure(self, result: ProcessResult, line: str, size: charts.Size) -> charts.Chart:
        """Draw the figure, with a line on where it comes from."""

    def shows(self, result: ProcessResult) -> Iterator[Block]:
        """The figure, the waits station by station, and how the line was estimated."""
        line = self.lab.line()
        yield Figure(lambda size: self.figure(result, line, size))
        yield self._table(result)
        yield Folded(self.w("how"), list(self._how()))

    def _table(self, result: ProcessResult) -> Table:
        """Station, wait now, after, change with interval, how busy."""
        labels = self.lab.stations() | {"total": t("charts_process.total")}
        before, rows = cells(result.before), list[list[Cell]]()
        heads = ["station", "now", "busy"]
        if result.after is None or result.change is None:
            rows = [[label, self._minutes(before[name]["mean"]), _busy(before[name])]
                    for name, label in labels.items()]  # fmt: skip
        else:
            heads = ["station", "now", "after", "change", "busy"]
            after, moved = cells(result.after), cells(result.change)
            for name, label in labels.items():
                step = moved[name, "mean"]
                spans = {key: signed(step[key]) for key in ("change", "low", "high")}
                busy = "–" if name == "total" else f"{_busy(before[name])} → {_busy(after[name])}"
                rows.append([label, self._minutes(step["before"]), self._minutes(step["after"]),
                             self.w("change", **spans), busy])  # fmt: skip
        return Table(self.w("caption"), self.heads(*heads), rows)

    def _minutes(self, value: float) -> str:
        return self.w("minutes", minutes=minutes(value))

    def _how(self) -> Iterator[Block]:
        """What was read, assumed and fitted, and how far the model is from the log."""
        base, lab = self.lab.base, self.lab
        labels = lab.stations()
        assumed = t("labs.comma").join(
            self.w("how_minutes", station=labels[s.name], minutes=minutes(s.minutes))
            for s in base.flow.stations
        )
        yield Note(self.w("how_log_minutes" if lab.own and lab.timed else "how_assumed", stations=assumed))
        yield Note(self.w("how_fitted", people=base.flow.per_day, rows=base.per_day_log))
        way = self.w("longer" if base.missed > 0 else "shorter")
        inside = bool(base.check.loc["mean", "inside"])
        yield Note(
            self.w("how_inside" if inside else "how_missed", missed=minutes(abs(base.missed)), way=way)
        )
        blocks = {f"block_{k}": name for k, name in enumerate(lab.blocks_of_day(), 1)}
        rows = []
        for measure, row in base.check.to_dict("index").items():
            label = blocks.get(str(measure)) or self.w(f"check_{measure}", within=round(base.within))
            low, high, seen, model = (
                _number(row[name], measure == "within") for name in ("low", "high", "observed", "model")
            )
            span = "–" if row["low"] != row["low"] else self.w("span", low=low, high=high)
            rows.append([label, seen, span, model])
        yield Table(self.w("check_caption"), self.heads("measure", "log", "interval", "model"), rows)


class Waits(Line):
    """How long do people wait?"""

    def figure(self, result: ProcessResult, line: str, size: charts.Size) -> charts.Chart:
        """Draw the waits, station by station."""
        labels, name = self.lab.stations(), self.lab.wait_name()
        rows = labels | ({"total": t("charts_process.total")} if len(labels) > 1 else {})
        if result.flows[0].counted:
            rows = {"recorded": name} | rows
        return charts.waits(result.before, result.after, result.change, labels=rows, name=name, subtitle=line,
                            size=size)  # fmt: skip


class Queue(Line):
    """When is the queue long?"""

    def figure(self, result: ProcessResult, line: str, size: charts.Size) -> charts.Chart:
        """Draw the queue through the day."""
        flow, after = result.flows
        changed = None if result.after is None else kept.queue(after)
        name = self.lab.stations()[flow.main]
        return charts.queue_day(kept.queue(flow), changed, name=name, subtitle=line, size=size)


class Busy(Line):
    """Which station is busy?"""

    def figure(self, result: ProcessResult, line: str, size: charts.Size) -> charts.Chart:
        """Draw the stations with their people."""
        shown = result.before if result.after is None else result.after
        staff = {station.name: station.staff for station in result.flows[1].stations}
        return charts.stations(shown, staff, labels=self.lab.stations(), subtitle=line, size=size)


class More(Line):
    """What would one person more bring, and the next?"""

    people = 3

    def figure(self, result: ProcessResult, line: str, size: charts.Size) -> charts.Chart:
        """Draw the wait with more and more people."""
        name, station = self.lab.wait_name(), self.lab.stations()[result.station]
        return charts.more_staff(result.more, name=name, station=station, subtitle=line, size=size)


def _busy(row: dict[str, float]) -> str:
    return numbers.number(row["utilisation"], ".0%")


def _number(value: float, share: bool) -> str:
    return f"{value:.0%}" if share else minutes(value)
