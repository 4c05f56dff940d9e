"""The process lab: where the line comes from, and what can be changed of it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, ClassVar

from ... import cases, process
from ...i18n import get_language, t
from ..asking import source_key
from ..base import State
from ..brought import FileLab
from ..controls import Choice, Column, Control, Rows
from ..tables import sheet
from ..views import Field, View, number, pick, slider
from .listed import ARRIVALS
from .views import Busy, More, Queue, Waits

__all__ = ["ProcessLab"]

_MOST_STAFF = 60
_DEFAULT_MINUTES = 8


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
    list_kind = ARRIVALS
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

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._fitted: dict[tuple[Any, ...], process.Baseline] = {}
        super().__init__(key=key, **state)

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
        file, most, minutes = (
            source_key(self.state["upload"]),
            self.state["on_duty"],
            self.state["minutes_per"],
        )
        key = (file, most, minutes)
        if key not in self._fitted:
            self._fitted = {key: process.fit_log(self.read.table, most=most or None, minutes=minutes)}
        return self._fitted[key]

    def usable(self) -> process.Baseline:
        """Fit a line to the file in use."""
        return self.base

    def take(self, kept: State, read: Any, **more: Any) -> None:
        """Fit the log first: one that cannot be fitted changes nothing, and says why."""
        process.fit_log(read.table, minutes=self.state["minutes_per"])
        super().take(kept, read, on_duty=0, **more)

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


@lru_cache(8)
def _part_labels(case: str, lang: str) -> dict[str, str]:
    """Label of each department, channel or course."""
    return cases.load(case).code_labels(process.plan(case)["part"], lang)
