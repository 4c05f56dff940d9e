"""Evaluation lab: how many to ask, whether a goal is met, whether a signal is real, what changed, which index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, control, goals, numbers, satisfaction
from ..errors import DataError, plainly
from ..estimate import Estimate
from ..i18n import t
from ..inference import to_ask
from ..paper.blocks import Block, Cell, Note, Quiet, Table
from .base import State
from .controls import Choice, Control, Text
from .logs import Log, LogLab, LogView
from .source import OWN
from .views import Field, View, number, pick, slider

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EvaluationLab"]

_PLANNED = (50, 100, 200, 400, 800, 1600)  # answers
_SPREAD = 0.1  # of the level, how far the first target lies from the baseline
_SHOWN = 8  # signals in the table
_FORMS: dict[str, Any] = {"share": "share", "nps": "points", "mean": "number"}
_INDICES = ("csat", "nps", "ces", "acsi")


@dataclass(frozen=True)
class Verdict:
    """Figures by month, and how far the goal is attained."""

    table: pd.DataFrame
    level: Estimate
    attained: goals.Attainment


class IsItMet(LogView):
    """Is the goal met?"""

    asks = ("month", "baseline", "target")

    def compute(self) -> Verdict:
        """Hold a month against the goal."""
        log = self.log
        level = log.level([self.at["month"]]).scaled(log.scale)
        return Verdict(log.monthly(), level, self.lab.goal.attainment(level))

    def says(self, found: Verdict) -> str:
        """Say the verdict."""
        return f"{self.at['month']} · {found.attained.sentence()}"

    def shows(self, found: Verdict) -> Iterator[Block]:
        """The way covered, and what to do next."""
        line = self.log.line(self.at["month"], t("labs.log.n", n=found.level.n))
        yield self.drawn(charts.attainment, self.lab.goal, found.level, subtitle=line)
        yield Note(self.w(f"next_{found.attained.verdict}"))


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
        named = log.unit and log.how == "mean"
        name = t("common.beside", value=log.label, beside=log.unit) if named else log.label
        yield self.drawn(
            charts.control_chart,
            chart,
            x=list(found.table.index),
            name=name,
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


@dataclass(frozen=True)
class Changed:
    """Level before and after, and the difference."""

    table: pd.DataFrame
    before: Estimate
    after: Estimate
    change: Estimate


class DidItHelp(LogView):
    """Did the change help?"""

    asks = ("cut",)

    def compute(self) -> Changed:
        """Compare the months before the cut with those after."""
        log, months = self.log, self.log.months()
        if len(months) < 2:
            raise DataError("lab_evaluation.one_month")
        at = months.index(self.at["cut"])
        before, after = log.level(months[:at]), log.level(months[at:])
        return Changed(log.monthly(), before, after, satisfaction.difference(after, before))

    def says(self, found: Changed) -> str:
        """Say which way it went, or that one cannot say."""
        log, change = self.log, found.change
        up, down = change.low > 0, change.high < 0
        good, bad = (down, up) if log.lower_is_better else (up, down)
        key = "few" if change.low != change.low else "better" if good else "worse" if bad else "open"
        low, high = sorted((abs(change.low), abs(change.high))) if good or bad else (change.low, change.high)
        size = abs(change.value) if good or bad else change.value
        shown = {
            name: numbers.number(value * log.scale, ".1f")
            for name, value in (("size", size), ("low", low), ("high", high))
        }
        return self.w(
            f"said_{key}",
            label=log.label,
            cut=self.at["cut"],
            before=log.say(found.before.value),
            after=log.say(found.after.value),
            unit=self.w("points") if log.how == "share" else log.unit,
            **shown,
        )

    def shows(self, found: Changed) -> Iterator[Block]:
        """Both levels, and a caution."""
        log, at = self.log, self.at["cut"]
        values = {self.w("before", cut=at): found.before, self.w("after", cut=at): found.after}
        form = _FORMS[log.how]
        yield self.drawn(
            charts.estimates, values, form=form, title=self.says(found), name=log.label, subtitle=log.line()
        )
        yield Note(self.w("change_caution"))


@dataclass(frozen=True)
class Planned:
    """Half the width of the interval by number of answers, and how many the plan takes."""

    table: pd.DataFrame
    numbers: dict[str, int]


class HowMany(View):
    """How many to ask?"""

    asks, source = ("share", "margin", "wanted", "response"), False

    def compute(self) -> Planned:
        """Work out the numbers."""
        import pandas as pd

        share, wanted = self.at["share"] / 100, self.at["wanted"] / 100
        numbers = {"width": satisfaction.sample_size_for_width(2 * self.at["margin"] / 100, share)}
        if wanted != share:
            numbers["change"] = satisfaction.sample_size_for_change(share, wanted)
        return Planned(pd.DataFrame({"half_width": {n: _half_width(share, n) for n in _PLANNED}}), numbers)

    def says(self, found: Planned) -> str:
        """Say how many, and how many to send out."""
        n, share, wanted = found.numbers["width"], self.at["share"], self.at["wanted"]
        said = self.w("said_plan", share=share, margin=self.at["margin"], n=n, sent=self._sent(n))
        if "change" not in found.numbers:
            return said + self.w("said_no_change")
        n = found.numbers["change"]
        return said + self.w("said_wave", share=share, wanted=wanted, n=n, sent=self._sent(n))

    def _sent(self, n: int) -> int:
        return to_ask(n, float(self.at["response"]) / 100)

    def shows(self, found: Planned) -> Iterator[Block]:
        """How the interval narrows, and what that costs."""
        share, halves = self.at["share"] / 100, dict(zip(_PLANNED, found.table["half_width"], strict=True))
        spans = {self.w("people", n=n): Estimate(share, share - h, share + h, n) for n, h in halves.items()}
        yield self.drawn(
            charts.estimates,
            spans,
            form="share",
            title=self.w("plan_title"),
            name=self.w("plan_axis"),
            subtitle=self.w("plan_subtitle", share=self.at["share"]),
        )
        yield Table(
            self.w("plan_table"),
            self.heads("answers", "half", "sent"),
            [[self.w("people", n=n), f"±{100 * h:.1f}%", self._sent(n)] for n, h in halves.items()],
        )


@dataclass(frozen=True)
class Indices:
    """Each index that was asked for."""

    table: pd.DataFrame
    indices: dict[str, Estimate] = field(default_factory=dict)


class WhichIndex(View):
    """Which index?"""

    asks, source = ("case", *(f"scores_{name}" for name in _INDICES)), False

    def compute(self) -> Indices:
        """Take pasted scores, else the case's."""
        import pandas as pd

        found = {}
        for name in _INDICES:
            scores: Any = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", self.at[f"scores_{name}"])]
            if not scores and self.at["case"] != OWN:
                log = cases.load(self.at["case"]).operations
                scores = log[name].dropna().astype(int).to_numpy() if name in log else ()
            if len(scores):
                found[name] = _index(name, scores)
        rows = {name: {"value": e.value, "low": e.low, "high": e.high, "n": e.n} for name, e in found.items()}
        return Indices(pd.DataFrame.from_dict(rows, orient="index"), found)

    def says(self, found: Indices) -> str:
        """Say each."""
        said = "".join(self.w(f"said_{name}", **_shown(name, one)) for name, one in found.indices.items())
        return said or self.w("said_no_index")

    def shows(self, found: Indices) -> Iterator[Block]:
        """Side by side: value, what it asks, what it cannot see."""
        rows = []
        for name in _INDICES:
            value: Cell = self.w("not_asked")
            if name in found.indices:
                shown = _shown(name, found.indices[name])
                value = Quiet(shown.pop("value"), self.w("interval", **shown))
            rows.append(
                [t(f"satisfaction.measure.{name}"), value, self.w(f"asks_{name}"), self.w(f"blind_{name}")]
            )
        heads = self.heads("index", "value", "asks", "blind")
        yield Table(self.w("indices_table"), heads, rows)


def _months(lab: Any, after_first: bool = False) -> list[tuple[str, str]]:
    months = lab.log.months()
    return [(month, month) for month in (months[1:] or months if after_first else months)]


def _first(lab: Any) -> float:
    log: Log = lab.log
    return float(log.level(log.months()[:3]).value) * log.scale


def _aim(lab: Any) -> float:
    first, log = _first(lab), lab.log
    aim = first + (-_SPREAD if log.lower_is_better else _SPREAD) * abs(first)
    return round(min(aim, 99.0) if log.how == "share" else aim, 1)


def _paste(lab: Any, name: str) -> Control:
    return Text(name, rows=2)


def _middle(lab: Any) -> str:
    months: list[str] = lab.log.months()
    return months[len(months) // 2 if len(months) > 1 else -1]


class EvaluationLab(LogLab):
    """Evaluate a goal on a case's log, or on one's own.

    Parameters
    ----------
    view : {"verdict", "chart", "change", "plan", "indices"}
        Which question is asked.
    month : str
        Month to be judged, as ``"2025-12"``.
    baseline, target : float
        Of the goal, in the unit of the measure.
    by : {"month", "week"}
        Points of the control chart.
    rules : {"western_electric", "nelson", "beyond_3_sigma"}
        Which signals count.
    clean : {"no", "yes"}
        Whether points beyond the limits are left out of the limits (phase I).
    cut : str
        First month after the change.
    share, margin, wanted, response : int
        Plan of a survey, in percent: level expected, margin, level hoped for, how many answer.
    scores_csat, scores_nps, scores_ces, scores_acsi : str
        Answers of one's own, pasted in any way.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    defaults: ClassVar[State] = {"goal_for": ""}
    views: ClassVar[dict[str, type[View]]] = {
        "verdict": IsItMet, "chart": SignalOrNoise, "change": DidItHelp, "plan": HowMany, "indices": WhichIndex,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        **LogLab.fields,
        "month": Field(lambda lab: lab.log.months()[-1], lambda lab, name: Choice(name, _months(lab))),
        "baseline": Field(lambda lab: round(_first(lab), 1), number(-1e6, 1e6, 0.1)),
        "target": Field(_aim, number(-1e6, 1e6, 0.1)),
        "by": Field("month", pick("month", "week")),
        "rules": Field("western_electric", pick("western_electric", "nelson", "beyond_3_sigma")),
        "clean": Field("no", pick("no", "yes")),
        "cut": Field(_middle, lambda lab, name: Choice(name, _months(lab, after_first=True))),
        "share": Field(80, slider(1, 99)),
        "margin": Field(5, slider(1, 20)),
        "wanted": Field(85, slider(1, 99)),
        "response": Field(30, slider(1, 100)),
        **{f"scores_{name}": Field("", _paste) for name in _INDICES},
    }

    def settle(self) -> None:
        """A new measure brings its own baseline and target."""
        super().settle()
        if self.state["goal_for"] not in ("", self.log.key):
            self.state |= {"baseline": round(_first(self), 1), "target": _aim(self)}
        self.state["goal_for"] = self.log.key

    @property
    def goal(self) -> goals.Goal:
        """The goal as it is set."""
        log, at = self.log, self.state
        return goals.Goal(log.label, log.label, log.unit, float(at["baseline"]), float(at["target"]))


@lru_cache(32)
def _control(log: Log, by: Any, rules: str, clean: str) -> control.ControlChart:
    """Control chart of a measure: p for a share, individuals for a level."""
    table = log.periods(by)
    chosen: Any = rules if rules in ("western_electric", "nelson") else [rules]
    draw: Any = control.p_chart if log.how == "share" else control.individuals
    given: tuple[Any, ...] = (table["value"].to_numpy() * log.scale,)
    if log.how == "share":
        given = (table["total"].round().astype(int).to_numpy(), table["n"].to_numpy())
    if clean == "yes":
        draw = partial(control.phase_one, draw)
    made: control.ControlChart = draw(*given, rules=chosen, labels=[str(label) for label in table.index])
    return made


def _kind(signals: list[control.Signal]) -> str:
    """What a learner should ask first: a single event, a shift, or a drift."""
    rules = {signal.rule for signal in signals}
    return (
        "event"
        if "beyond_3_sigma" in rules
        else "drift"
        if any("trend" in rule for rule in rules)
        else "shift"
    )


def _half_width(share: float, n: int) -> float:
    one = satisfaction.csat(count=round(share * n), n=n)
    return (one.high - one.low) / 2


def _index(name: str, scores: Any) -> Estimate:
    if name != "acsi":
        made: Estimate = getattr(satisfaction, name)(scores)
        return made
    if len(scores) % 3:
        raise DataError("lab_evaluation.acsi_three", got=len(scores))
    import pandas as pd

    rows = [scores[at : at + 3] for at in range(0, len(scores), 3)]
    return satisfaction.acsi(pd.DataFrame(rows, columns=["overall", "expected", "ideal"]))


def _shown(name: str, one: Estimate) -> dict[str, Any]:
    by, form = {"csat": (1, ".0%"), "nps": (100, ".0f"), "ces": (1, ".1f"), "acsi": (1, ".0f")}[name]
    return {key: numbers.number(by * getattr(one, key), form) for key in ("value", "low", "high")} | {
        "n": one.n
    }
