"""Process lab: a line as a queue → change staffing, time slots, who goes first → waits before and after."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, numbers, process
from ..charts.process import cells, minutes, signed
from ..i18n import get_language, t
from ..paper.blocks import Block, Cell, Figure, Folded, Note, Table
from .base import State
from .brought import FileLab
from .controls import Choice, Column, Control, Rows
from .tables import sheet
from .views import Field, View, number, pick, slider

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ProcessLab"]

_MOST_STAFF = 60
_UNSEEN = 0.1  # minutes of change that nobody would notice
_DEFAULT_MINUTES = 8


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
            before=_waits(flow, within),
            after=None if same else _waits(after, within),
            change=None if same else _compare(flow, after, within),
            check=base.check,
            more=_more(station, wider),
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
            found = _recorded(result.flows[1])["mean"].to_dict()
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
        cost = ""
        if result.hours:
            cost = self.w("cost_more" if result.hours > 0 else "cost_less", hours=abs(result.hours))
        beside = (
            result.station != result.flows[0].main
        )  # people were moved elsewhere: say what all waits together do
        total = moved["total", "mean"]
        all_waits = (
            self.w("all_waits", before=minutes(total["before"]), after=minutes(total["after"]))
            if beside
            else ""
        )
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
        changed = None if result.after is None else _queue(after)
        name = self.lab.stations()[flow.main]
        return charts.queue_day(_queue(flow), changed, name=name, subtitle=line, size=size)


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


def _staff(lab: Any, name: str) -> Control:
    blocks = [
        Column(f"b{k}", "number", low=0, high=_MOST_STAFF, label=label)
        for k, label in enumerate(lab.blocks_of_day(), 1)
    ]
    columns = [Column("station", "label", wide=True), *blocks]
    return Rows(name, columns, most=len(lab.base.flow.names), add=False)


def _part(lab: Any, name: str) -> Control:
    return Choice(name, [("", lab.state[name])] if lab.own else lab.parts())  # one's own log is not parted


def _at(step: str) -> Any:
    return lambda lab: lab.state["step"] == step


class ProcessLab(FileLab):
    """A line of stations whose staffing, slots and order can be changed.

    Parameters
    ----------
    case : str
        Name of the case, or ``"own"`` with an uploaded log.
    part : str
        Department, channel or course; the case's largest where empty.
    within : int
        Minutes that a wait should not exceed; the case's own where 0.
    step : {"staff", "slots"}
        What can be changed: the roster, or time slots and who goes first.
    staff : list of dict
        One row a station: ``station`` (label), ``b1``, ``b2``, … people on duty in each block; fitted where empty.
    slotted : int
        Percent of the people who come to a time slot.
    punctuality : int
        Minutes by which they usually come early or late.
    rule : str
        ``"fifo"``, ``"slot"``, or ``"<column>=<value>"`` of the group that goes first.
    on_duty, minutes_per : int
        For a log of one's own: people on duty in the busiest block (0: as many as it names), and the time a person
        takes, where it does not say.
    view : {"waits", "queue", "stations", "more"}
        Which figure is shown.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy", "simpy")
    defaults: ClassVar[State] = {"case": "healthcare", "line": ""}  # the line that `staff` belongs to
    data_first: ClassVar[bool] = True
    data: ClassVar[tuple[str, ...]] = (
        "on_duty", "minutes_per", "part", "within", "step", "staff", "slotted", "punctuality", "rule",
    )  # fmt: skip
    views: ClassVar[dict[str, type[View]]] = {"waits": Waits, "queue": Queue, "stations": Busy, "more": More}
    fields: ClassVar[dict[str, Field]] = {
        "on_duty": Field(0, number(0, _MOST_STAFF), lambda lab: lab.own),
        "minutes_per": Field(_DEFAULT_MINUTES, number(1, 480), lambda lab: lab.own and not lab.timed),
        "part": Field("", _part, lambda lab: not lab.own),
        "within": Field(0, number(1, 1440)),
        "step": Field("staff", pick("staff", "slots", buttons=True)),
        "staff": Field([], _staff, _at("staff")),
        "slotted": Field(0, slider(0, 100, 10), _at("slots")),
        "punctuality": Field(10, number(0, 60, 5), lambda lab: _at("slots")(lab) and lab.state["slotted"]),
        "rule": Field("fifo", lambda lab, name: Choice(name, lab.rules()), _at("slots")),
    }

    # ---- where the line comes from ----

    def reads(self, source: Any) -> Any:
        """Read a log of arrivals."""
        return process.read_log(source)

    def template(self) -> bytes:
        """Return an example of a log."""
        return sheet(process.template())

    @property
    def timed(self) -> bool:
        """Whether the learner's own log says how long people took."""
        return not self.read.table["service"].isna().all()

    @property
    def base(self) -> process.Baseline:
        """The line as it is now."""
        if not self.own:
            return process.baseline(self.state["case"], self.state["part"])
        key = (self.state["upload"]["file"], self.state["on_duty"], self.state["minutes_per"])
        if _fitted.get("key") != key:
            fitted = process.fit_log(
                self.read.table, most=self.state["on_duty"] or None, minutes=self.state["minutes_per"]
            )
            _fitted.update(key=key, base=fitted)
        found: process.Baseline = _fitted["base"]
        return found

    def usable(self) -> process.Baseline:
        """Fit a line to the file in use."""
        return self.base

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read or fitted changes nothing, and says why."""
        read = self.reads((name, content))
        process.fit_log(read.table, minutes=self.state["minutes_per"])
        self.take(read, name, content, on_duty=0)

    def settle(self) -> None:
        """Bring part, limit and staff in order for the line in use."""
        state = self.state
        for name in ("on_duty", "minutes_per", "slotted"):  # what line and rules depend on comes first
            state[name] = self.fields[name].settle(self, name, state[name])
        before = state["line"] if isinstance(state["line"], str) else ""
        self.settle_source()
        if not self.own and state["part"] not in process.parts(state["case"]):
            state["part"] = process.parts(state["case"])[0]
        own = f"{state['upload']['file']}/{state['on_duty']}" if self.own else ""
        line = own or f"{state['case']}/{state['part']}"
        names, rows = self.stations(), state["staff"]
        usable = (
            isinstance(rows, list) and len(rows) == len(names) and all(isinstance(row, dict) for row in rows)
        )
        if before != line and (before or not state["within"]) and before.split("/")[0] != line.split("/")[0]:
            state["within"] = round(self.base.within)
        if not usable or (before and before != line):
            state["staff"] = [
                {"station": names[s.name], **{f"b{k}": people for k, people in enumerate(s.staff, 1)}}
                for s in self.base.flow.stations
            ]
        if before and before != line:
            state |= {"slotted": 0, "rule": "fifo"}
        state["staff"] = [
            row | {"station": label} for row, label in zip(state["staff"], names.values(), strict=True)
        ]
        state["line"] = line
        super().settle()

    # ---- words ----

    def stations(self) -> dict[str, str]:
        """Label of each station."""
        if self.own:
            return {name: t(f"process.station.own.{name}") for name in self.base.flow.names}
        return process.station_names(self.state["case"])

    def wait_name(self) -> str:
        """What the recorded wait is called."""
        return t("process.wait.own") if self.own else process.wait_name(self.state["case"])

    def blocks_of_day(self) -> list[str]:
        """Name each block of the day."""
        edges = self.base.flow.edges
        return [self.w("block", since=a / 60, until=b / 60) for a, b in pairwise(edges)]

    def parts(self) -> list[tuple[str, str]]:
        """Label and name of each part of the case."""
        labels = _part_labels(self.state["case"], get_language())
        return [(labels.get(part, part), part) for part in process.parts(self.state["case"])]

    def rules(self) -> list[tuple[str, str]]:
        """Label and name of each rule of who goes first."""
        options = [(self.w("rule_fifo"), "fifo")]
        if self.state["slotted"]:
            options.append((self.w("rule_slot"), "slot"))
        if not self.own:
            case = cases.load(self.state["case"])
            for group, share in self.base.groups.items():
                if not share:
                    continue
                column, _, value = group.partition("=")
                label = case.segment_labels().get(column, {}).get(value) or self.w(f"group_{column}")
                options.append((self.w("rule_group", group=label, share=share), group))
        return options

    def line(self) -> str:
        """Say where the figures come from."""
        rows, state = self.base.rows, self.state
        if self.own:
            return self.w("source_own", file=state["upload"]["name"], rows=rows, n=process.DAYS)
        parts = {part: label for label, part in self.parts()}
        case = cases.load(state["case"]).title()
        return self.w("source", case=case, part=parts[state["part"]], rows=rows, n=process.DAYS)

    # ---- the lab ----

    def changed(self) -> process.Flow:
        """Return the line as the learner has set it."""
        flow, state = self.base.flow, self.state
        blocks = range(1, flow.blocks + 1)
        staff = {
            name: [int(row[f"b{k}"] or 0) for k in blocks]
            for name, row in zip(flow.names, state["staff"], strict=True)
        }
        made = flow.staffed(staff)
        group = self.base.groups.get(state["rule"], 0.0)
        rule: process.Rule = "group" if group else "slot" if state["rule"] == "slot" else "fifo"
        return replace(
            made,
            slotted=state["slotted"] / 100,
            punctuality=float(state["punctuality"]),
            group=group,
            rule=rule,
        )


#: The last line fitted to a log of one's own; a lab asks for it at every change.
_fitted: dict[str, Any] = {}


@lru_cache(8)
def _run(flow: process.Flow) -> process.Run:
    return process.simulate(flow)


@lru_cache(64)
def _recorded(flow: process.Flow) -> pd.DataFrame:
    return process.recorded(process.simulate(flow, upto=flow.main))


@lru_cache(64)
def _waits(flow: process.Flow, within: float) -> pd.DataFrame:
    return process.waits(_run(flow), within=within)


@lru_cache(32)
def _compare(before: process.Flow, after: process.Flow, within: float) -> pd.DataFrame:
    return process.compare(_run(before), _run(after), within=within)


@lru_cache(16)
def _queue(flow: process.Flow) -> pd.Series:
    return process.queue(_run(flow))


def _more(station: str, wider: list[process.Flow]) -> pd.DataFrame:
    """Mean wait in each line: the recorded one where people are added at the main station, else all waits together."""
    import pandas as pd

    main = station == wider[0].main
    rows = [_recorded(flow).loc["all"] if main else _waits(flow, 30.0).loc["total"] for flow in wider]
    index = pd.Index(range(len(wider)), name="people")
    return pd.DataFrame(rows).set_axis(index)[["mean", "low", "high"]]


@lru_cache(8)
def _part_labels(case: str, lang: str) -> dict[str, str]:
    """Label of each department, channel or course."""
    return cases.load(case).code_labels(process.plan(case)["part"], lang)


def _busy(row: dict[str, float]) -> str:
    return numbers.number(row["utilisation"], ".0%")


def _number(value: float, share: bool) -> str:
    return f"{value:.0%}" if share else minutes(value)
