"""Process lab: a line as a queue → change staffing, time slots, who goes first → waits before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, process
from ..charts.process import cells, minutes, signed
from ..errors import SgmError
from ..i18n import get_language, t
from ..paper import markup
from ..paper.markup import paragraph
from . import uploads
from .base import Download, Lab, State
from .controls import Action, Choice, Column, Control, Number, Rows, Upload
from .source import OWN, case_options, reading
from .tables import XLSX, sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ProcessLab", "ProcessResult"]

_STEPS = ("staff", "slots")
_VIEWS = ("waits", "queue", "stations", "more")
_MOST_STAFF = 60
_MORE = 3  # people added, one after another, in the view of that name
_UNSEEN = 0.1  # minutes of change that nobody would notice
_DEFAULT_MINUTES = 8
_ALWAYS: tuple[Control, ...] = (
    Upload("upload"),
    Number("on_duty", 0, _MOST_STAFF),
    Number("minutes_per", 1, 480),
    Number("slotted", 0, 100),
    Number("punctuality", 0, 60),
    Choice("step", [(step, step) for step in _STEPS]),
)


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
    """

    before: pd.DataFrame
    after: pd.DataFrame | None
    change: pd.DataFrame | None
    check: pd.DataFrame
    more: pd.DataFrame
    station: str
    hours: float
    flows: tuple[process.Flow, process.Flow]


class ProcessLab(Lab):
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

    name: ClassVar[str] = "process"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy", "simpy")
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "part": "",
        "within": 0,
        "step": "staff",
        "staff": [],
        "slotted": 0,
        "punctuality": 10,
        "rule": "fifo",
        "on_duty": 0,
        "minutes_per": _DEFAULT_MINUTES,
        "view": "waits",
        "line": "",  # which line `staff` belongs to
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._logs: dict[str, process.Log] = {}
        super().__init__(key=key, **state)

    # ---- where the line comes from ----

    @property
    def log(self) -> process.Log:
        """The learner's own log.

        Raises
        ------
        DataError
            If it is not here or cannot be read.
        """
        kept = self.state["upload"]
        if kept["file"] not in self._logs:
            self._logs = {kept["file"]: process.read_log(uploads.read(self._book, kept))}
        return self._logs[kept["file"]]

    @property
    def own(self) -> bool:
        """Whether the learner's own log is in use."""
        return bool(self.state["case"] == OWN)

    @property
    def base(self) -> process.Baseline:
        """The line as it is now."""
        if not self.own:
            return process.baseline(self.state["case"], self.state["part"])
        key = (self.state["upload"]["file"], self.state["on_duty"], self.state["minutes_per"])
        if _fitted.get("key") != key:
            fitted = process.fit_log(
                self.log.table, most=self.state["on_duty"] or None, minutes=self.state["minutes_per"]
            )
            _fitted.update(key=key, base=fitted)
        found: process.Baseline = _fitted["base"]
        return found

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read or fitted changes nothing, and says why."""
        read = process.read_log((name, content))
        process.fit_log(read.table, minutes=self.state["minutes_per"])
        kept = uploads.keep(self._book, name, content)
        self._logs = {kept["file"]: read}
        self.set(upload=kept, case=OWN, on_duty=0)

    def settle(self) -> None:
        """Bring part, limit and staff in order for the line in use."""
        state = self.state
        for control in _ALWAYS:  # what the line depends on comes first
            state[control.name] = control.settle(state[control.name])
        before = state["line"] if isinstance(state["line"], str) else ""
        if state["case"] not in [*cases.names(), *([OWN] if state["upload"] else [])]:
            state["case"] = cases.names()[0]
        if self.own:
            try:
                _ = self.base
            except SgmError as error:
                state |= {"case": cases.names()[0], "upload": None}
                self.notice = error.plain
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
        state["rule"] = Choice("rule", self._rule_options()).settle(state["rule"])
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

    def _blocks(self) -> list[str]:
        edges = self.base.flow.edges
        return [self.w("block", since=a / 60, until=b / 60) for a, b in pairwise(edges)]

    def _part_options(self) -> list[tuple[str, str]]:
        labels = _part_labels(self.state["case"], get_language())
        return [(labels.get(part, part), part) for part in process.parts(self.state["case"])]

    def _rule_options(self) -> list[tuple[str, str]]:
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

    # ---- the lab ----

    def controls(self) -> list[Control]:
        """Return the controls; stations, blocks and groups follow the line."""
        options: list[tuple[str, str]] = [*case_options()]
        if self.state["upload"]:
            options.append((t("labs.source.own", name=self.state["upload"]["name"]), OWN))
        made: list[Control] = [Choice("case", options), Upload("upload")]
        if self.own:
            made.append(Number("on_duty", 0, _MOST_STAFF))
            if self.log.table["service"].isna().all():
                made.append(Number("minutes_per", 1, 480))
        else:
            made.append(Choice("part", self._part_options()))
        columns = [Column("station", "label", wide=True)]
        columns += [
            Column(f"b{k}", "number", low=0, high=_MOST_STAFF) for k in range(1, self.base.flow.blocks + 1)
        ]
        made += [
            Number("within", 1, 1440),
            Choice("step", [(self.w(f"step_{s}"), s) for s in _STEPS], buttons=True),
        ]
        if self.state["step"] == "staff":
            made.append(Rows("staff", columns, most=len(self.base.flow.names), add=False))
        else:
            made.append(Number("slotted", 0, 100, step=10, slider=True))
            if self.state["slotted"]:
                made.append(Number("punctuality", 0, 60, step=5))
            made.append(Choice("rule", self._rule_options()))
        return [*made, Choice("view", [(self.w(f"view_{view}"), view) for view in _VIEWS], buttons=True)]

    def _face(self, control: Control) -> dict[str, Any]:
        made = super()._face(control)
        if control.name == "staff":  # the blocks of the day differ from line to line
            for column, label in zip(made["columns"][1:], self._blocks(), strict=True):
                column["label"] = label
        return made

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def do_template(self) -> Download:
        """Return an example of a log, as `receive` reads it."""
        return Download(f"{self.w('action_template')}.xlsx", XLSX, sheet(process.template()))

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

    def compute(self) -> ProcessResult:
        """Simulate the line as it is and as it would be, on the same days."""
        base, within = self.base, float(self.state["within"])
        # Slots that nobody has change nothing, however punctual people would be.
        flow = replace(base.flow, punctuality=float(self.state["punctuality"]))
        after = self.changed()
        same = after == flow
        before = _waits(flow, within)
        station, more = self._more(after, _MORE if self.state["view"] == "more" else 1)
        return ProcessResult(
            before=before,
            after=None if same else _waits(after, within),
            change=None if same else _compare(flow, after, within),
            check=base.check,
            more=more,
            station=station,
            hours=_hours(after) - _hours(flow),
            flows=(flow, after),
        )

    def _more(self, flow: process.Flow, most: int) -> tuple[str, pd.DataFrame]:
        """Mean wait with people more where some were added, else at the main station."""
        import pandas as pd

        start = self.base.flow
        added = {
            name: [b - a for a, b in zip(start.station(name).staff, flow.station(name).staff, strict=True)]
            for name in flow.names
        }
        grown = [name for name in flow.names if max(added[name]) > 0]
        station = flow.main if flow.main in grown or not grown else grown[-1]
        staff = flow.station(station).staff
        where = [k for k, extra in enumerate(added[station]) if extra > 0] or [staff.index(max(staff))]
        rows = []
        for n in range(most + 1):
            wider = flow.staffed({station: [p + n * (k in where) for k, p in enumerate(staff)]})
            rows.append(
                _recorded(wider).loc["all"] if station == flow.main else _waits(wider, 30.0).loc["total"]
            )
        index = pd.Index(range(most + 1), name="people")
        return station, pd.DataFrame(rows).set_axis(index)[["mean", "low", "high"]]

    def sentence(self, result: ProcessResult) -> str:
        """Say what the wait is, what the change did, and what one person more would do."""
        now = cells(result.before)["recorded"]
        name, within = self.wait_name(), self.state["within"]
        means = result.more["mean"].to_numpy(float)
        more = self.w("more" if means[0] - means[1] >= 0.05 else "more_nothing",
                      station=self.stations()[result.station], saved=minutes(means[0] - means[1]))  # fmt: skip
        group = result.flows[1].group
        if group:
            found = _recorded(result.flows[1])["mean"].to_dict()
            label = next(label for label, value in self._rule_options() if value == self.state["rule"])
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

    def figure(self, result: ProcessResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the figure of the chosen view."""
        labels, line = self.stations(), self._source()
        flow, after = result.flows
        view = self.state["view"]
        if view == "queue":
            changed = None if result.after is None else _queue(after)
            return charts.queue_day(_queue(flow), changed, name=labels[flow.main], subtitle=line, size=size)
        if view == "stations":
            shown = result.before if result.after is None else result.after
            staff = {station.name: station.staff for station in after.stations}
            return charts.stations(shown, staff, labels=labels, subtitle=line, size=size)
        if view == "more":
            return charts.more_staff(
                result.more, name=self.wait_name(), station=labels[result.station], subtitle=line, size=size
            )
        rows = labels | ({"total": t("charts_process.total")} if len(labels) > 1 else {})
        if flow.counted:
            rows = {"recorded": self.wait_name()} | rows
        return charts.waits(result.before, result.after, result.change, labels=rows, name=self.wait_name(),
                            subtitle=line, size=size)  # fmt: skip

    def _source(self) -> str:
        if self.own:
            return self.w(
                "source_own", file=self.state["upload"]["name"], rows=self.base.rows, n=process.DAYS
            )
        parts = dict((part, label) for label, part in self._part_options())
        return self.w("source", case=cases.load(self.state["case"]).title(), part=parts[self.state["part"]],
                      rows=self.base.rows, n=process.DAYS)  # fmt: skip

    def draw(self, result: ProcessResult, *, phone: bool = False) -> str:
        """Return the figure, the waits station by station, and how the line was estimated."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        return f"{self._preview()}{shown.html()}{self._table(result)}{self._how(result)}"

    def _table(self, result: ProcessResult) -> str:
        """Table: station, wait now, after, change with interval, how busy."""
        labels = self.stations() | {"total": t("charts_process.total")}
        before = cells(result.before)
        if result.after is None or result.change is None:
            heads = [self.w(f"head_{head}") for head in ("station", "now", "busy")]
            now = [
                [label, self.w("minutes", minutes=minutes(before[name]["mean"])), _busy(before[name])]
                for name, label in labels.items()
            ]
            return markup.table(self.w("caption"), heads, now)
        heads = [self.w(f"head_{head}") for head in ("station", "now", "after", "change", "busy")]
        after, moved, rows = cells(result.after), cells(result.change), []
        for name, label in labels.items():
            step = moved[name, "mean"]
            rows.append(
                [
                    label,
                    self.w("minutes", minutes=minutes(step["before"])),
                    self.w("minutes", minutes=minutes(step["after"])),
                    self.w(
                        "change",
                        change=signed(step["change"]),
                        low=signed(step["low"]),
                        high=signed(step["high"]),
                    ),
                    "–" if name == "total" else f"{_busy(before[name])} → {_busy(after[name])}",
                ]
            )
        return markup.table(self.w("caption"), heads, rows)

    def _how(self, result: ProcessResult) -> str:
        """Details: what was read, assumed and fitted, and how far the model is from the log."""
        base = self.base
        labels = self.stations()
        fitted = self.w("how_fitted", people=base.flow.per_day, rows=base.per_day_log)
        assumed = t("labs.comma").join(
            self.w("how_minutes", station=labels[s.name], minutes=minutes(s.minutes))
            for s in base.flow.stations
        )
        known = self.own and not self.log.table["service"].isna().all()
        lines = [self.w("how_log_minutes" if known else "how_assumed", stations=assumed), fitted]
        missed = base.missed
        inside = bool(base.check.loc["mean", "inside"])
        lines.append(self.w("how_inside" if inside else "how_missed", missed=minutes(abs(missed)),
                            way=self.w("longer" if missed > 0 else "shorter")))  # fmt: skip
        blocks = dict(zip((f"block_{k}" for k in range(1, 10)), self._blocks(), strict=False))
        rows = []
        for measure, row in base.check.to_dict("index").items():
            label = blocks.get(str(measure)) or self.w(f"check_{measure}", within=round(base.within))
            share = measure == "within"
            span = (
                "–"
                if row["low"] != row["low"]
                else self.w("span", low=_number(row["low"], share), high=_number(row["high"], share))
            )
            rows.append([label, _number(row["observed"], share), span, _number(row["model"], share)])
        heads = [self.w(f"head_{head}") for head in ("measure", "log", "interval", "model")]
        body = "".join(map(paragraph, lines)) + markup.table(self.w("check_caption"), heads, rows)
        return markup.foldaway(self.w("how"), body)

    def _preview(self) -> str:
        return markup.blocks(reading(self.log if self.own else None))


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


def _hours(flow: process.Flow) -> float:
    """Hours on duty a day, all stations together."""
    lengths = [(b - a) / 60 for a, b in pairwise(flow.edges)]
    return sum(people * hours for s in flow.stations for people, hours in zip(s.staff, lengths, strict=True))


@lru_cache(8)
def _part_labels(case: str, lang: str) -> dict[str, str]:
    """Label of each department, channel or course."""
    return cases.load(case).code_labels(process.plan(case)["part"], lang)


def _busy(row: dict[str, float]) -> str:
    return "–" if row["utilisation"] != row["utilisation"] else f"{row['utilisation']:.0%}"


def _number(value: float, share: bool) -> str:
    return f"{value:.0%}" if share else minutes(value)
