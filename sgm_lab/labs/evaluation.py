"""Evaluation lab: how many to ask, whether a goal is met, whether a signal is real, what changed, which index."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, control, goals, satisfaction
from ..errors import ArgumentError, DataError
from ..estimate import Estimate
from ..i18n import t
from . import markup
from .base import State
from .controls import Action, Choice, Control, Number, Text
from .logs import Log, LogLab
from .markup import Raw
from .source import OWN

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EvaluationLab", "EvaluationResult"]

_VIEWS = ("verdict", "chart", "change", "plan", "indices")
_RULES = ("western_electric", "nelson", "beyond_3_sigma")
_PLANNED = (50, 100, 200, 400, 800, 1600)  # answers
_SPREAD = 0.1  # of the level, how far the first target lies from the baseline
_SHOWN = 8  # signals in the table


@dataclass(frozen=True)
class EvaluationResult:
    """What a view found: one of these, and a table of the figures behind it."""

    table: pd.DataFrame
    attained: goals.Attainment | None = None
    chart: control.ControlChart | None = None
    change: Estimate | None = None
    indices: dict[str, Estimate] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


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
    """

    name: ClassVar[str] = "evaluation"
    defaults: ClassVar[State] = {
        **LogLab.LOG_DEFAULTS,
        "view": "verdict",
        "month": "",
        "baseline": None,
        "target": None,
        "goal_for": "",
        "by": "month",
        "rules": "western_electric",
        "clean": "no",
        "cut": "",
        "share": 80,
        "margin": 5,
        "wanted": 85,
        "response": 30,
        "scores_csat": "",
        "scores_nps": "",
        "scores_ces": "",
        "scores_acsi": "",
    }

    # ---- state ----

    def settle(self) -> None:
        """A new measure brings its own months, baseline and target."""
        month, cut = self.state["month"], self.state["cut"]
        super().settle()
        log = self.log
        months = log.months()
        self.state["month"] = month if month in months else months[-1]
        middle = months[len(months) // 2] if len(months) > 1 else months[-1]
        self.state["cut"] = cut if cut in months[1:] else middle
        known = [isinstance(self.state[name], int | float) for name in ("baseline", "target")]
        if self.state["goal_for"] != log.key or not all(known):
            first = log.level(months[:3]).value * log.scale
            step = -_SPREAD if log.lower_is_better else _SPREAD
            aim = first + step * abs(first)
            if log.how == "share":
                aim = min(aim, 99.0)
            self.state |= {"goal_for": log.key, "baseline": round(first, 1), "target": round(aim, 1)}
        for one in self.controls():
            self.state[one.name] = one.settle(self.state[one.name])

    def controls(self) -> list[Control]:
        """Return the view's controls."""
        made: list[Control] = [
            Choice("view", [(self.w(f"view_{view}"), view) for view in _VIEWS], buttons=True)
        ]
        view = self.state["view"]
        if view == "plan":
            return [*made, Number("share", 1, 99, 1, slider=True), Number("margin", 1, 20, 1, slider=True),
                    Number("wanted", 1, 99, 1, slider=True), Number("response", 1, 100, 1, slider=True)]  # fmt: skip
        if view == "indices":
            cases_only = [one for one in self.log_controls() if one.name == "case"]
            return [
                *made,
                *cases_only,
                *(Text(f"scores_{name}", rows=2) for name in ("csat", "nps", "ces", "acsi")),
            ]
        made += self.log_controls()
        months = [(month, month) for month in self._months()]
        if view == "verdict":
            return [
                *made,
                Choice("month", months),
                Number("baseline", -1e6, 1e6, 0.1),
                Number("target", -1e6, 1e6, 0.1),
            ]
        if view == "chart":
            by = [(self.w(f"by_{by}"), by) for by in ("month", "week")]
            rules = [(self.w(f"rules_{name}"), name) for name in _RULES]
            clean = [(self.w(f"clean_{value}"), value) for value in ("no", "yes")]
            return [*made, Choice("by", by), Choice("rules", rules), Choice("clean", clean)]
        return [*made, Choice("cut", months[1:] or months)]

    def _months(self) -> list[str]:
        """Months to choose from; before the state is in order there may be no measure yet."""
        try:
            return self.log.months()
        except (ArgumentError, DataError, TypeError, KeyError):
            return [self.state["month"]]

    def actions(self) -> list[Action]:
        """Return the button for the template where a file can be brought."""
        return self.log_actions() if self.state["view"] in ("verdict", "chart", "change") else []

    # ---- compute ----

    def compute(self) -> EvaluationResult:
        """Answer the question of the view."""
        made: EvaluationResult = getattr(self, f"_compute_{self.state['view']}")()
        return made

    @property
    def goal(self) -> goals.Goal:
        """The goal as it is set."""
        log = self.log
        return goals.Goal(
            log.label, log.label, log.unit, float(self.state["baseline"]), float(self.state["target"])
        )

    def _compute_verdict(self) -> EvaluationResult:
        log = self.log
        level = scaled(log.level([self.state["month"]]), log.scale)
        table = log.periods("month").assign(value=lambda frame: frame["value"] * log.scale)
        return EvaluationResult(table[["n", "value"]], attained=self.goal.attainment(level))

    def _compute_chart(self) -> EvaluationResult:
        log, by = self.log, self.state["by"]
        table = log.periods(by)
        if len(table) < 3:
            raise DataError("lab_evaluation.too_short", got=len(table))
        made = _control(log, by, self.state["rules"], self.state["clean"])
        return EvaluationResult(table[["n", "value"]], chart=made)

    def _compute_change(self) -> EvaluationResult:
        log, months = self.log, self.log.months()
        if len(months) < 2:
            raise DataError("lab_evaluation.one_month")
        at = months.index(self.state["cut"])
        before, after = log.level(months[:at]), log.level(months[at:])
        change = satisfaction.difference(after, before)
        table = log.periods("month").assign(value=lambda frame: frame["value"] * log.scale)
        return EvaluationResult(
            table[["n", "value"]], change=change, indices={"before": before, "after": after}
        )

    def _compute_plan(self) -> EvaluationResult:
        import pandas as pd

        share, wanted = self.state["share"] / 100, self.state["wanted"] / 100
        numbers = {"width": satisfaction.sample_size_for_width(2 * self.state["margin"] / 100, share)}
        if wanted != share:
            numbers["change"] = satisfaction.sample_size_for_change(share, wanted)
        half = {n: _half_width(share, n) for n in _PLANNED}
        return EvaluationResult(pd.DataFrame({"half_width": half}), numbers=numbers)

    def _compute_indices(self) -> EvaluationResult:
        import pandas as pd

        found: dict[str, Estimate] = {}
        for name in ("csat", "nps", "ces", "acsi"):
            pasted = _numbers(self.state[f"scores_{name}"])
            if pasted:
                found[name] = _index(name, pasted)
            elif self.state["case"] != OWN:
                scores = _logged(self.state["case"], name)
                if scores is not None:
                    found[name] = _index(name, scores)
        rows = {name: {"value": e.value, "low": e.low, "high": e.high, "n": e.n} for name, e in found.items()}
        return EvaluationResult(pd.DataFrame.from_dict(rows, orient="index"), indices=found)

    # ---- words ----

    def sentence(self, result: EvaluationResult) -> str:
        """Answer in one sentence."""
        made: str = getattr(self, f"_say_{self.state['view']}")(result)
        return made

    def _say_verdict(self, result: EvaluationResult) -> str:
        assert result.attained is not None
        return f"{self.state['month']} · {result.attained.sentence()}"

    def _say_chart(self, result: EvaluationResult) -> str:
        chart, log = result.chart, self.log
        assert chart is not None
        if not chart.signals:
            return self.w("said_calm", label=log.label, n=len(chart.points))
        labels = list(dict.fromkeys(signal.label for signal in chart.signals))
        return self.w("said_signals", label=log.label, n=len(labels), points=t("labs.comma").join(labels[:4]))

    def _say_change(self, result: EvaluationResult) -> str:
        log, change = self.log, result.change
        assert change is not None
        good = change.high < 0 if log.lower_is_better else change.low > 0
        bad = change.low > 0 if log.lower_is_better else change.high < 0
        key = "said_better" if good else "said_worse" if bad else "said_open"
        if change.low != change.low:
            key = "said_few"  # too few records for an interval
        before, after = result.indices["before"], result.indices["after"]
        unit = self.w("points") if log.how == "share" else log.unit
        low, high = sorted((abs(change.low), abs(change.high))) if good or bad else (change.low, change.high)
        size = abs(change.value) if good or bad else change.value
        return self.w(key, label=log.label, cut=self.state["cut"],
                      before=log.say(before.value), after=log.say(after.value),
                      size=_number(size * log.scale), low=_number(low * log.scale), high=_number(high * log.scale),
                      unit=unit)  # fmt: skip

    def _say_plan(self, result: EvaluationResult) -> str:
        n, response = result.numbers["width"], self.state["response"] / 100
        said = self.w(
            "said_plan",
            share=self.state["share"],
            margin=self.state["margin"],
            n=n,
            sent=math.ceil(n / response),
        )
        if "change" not in result.numbers:
            return said + self.w("said_no_change")
        each = result.numbers["change"]
        return said + self.w("said_wave", share=self.state["share"], wanted=self.state["wanted"], n=each,
                             sent=math.ceil(each / response))  # fmt: skip

    def _say_indices(self, result: EvaluationResult) -> str:
        if not result.indices:
            return self.w("said_no_index")
        shown = [self.w(f"said_{name}", **_shown(name, one)) for name, one in result.indices.items()]
        return "".join(shown)

    # ---- drawing ----

    def figure(self, result: EvaluationResult, *, size: charts.Size = "page") -> charts.Chart | None:
        """Draw the view's figure; the indices of one kind each have none."""
        log = self.log
        if result.attained is not None:
            level = scaled(log.level([self.state["month"]]), log.scale)
            n = t("labs.log.n", n=level.n)
            return charts.attainment(self.goal, level, subtitle=log.line(self.state["month"], n), size=size)
        if result.chart is not None:
            name = log.label + (f"（{log.unit}）" if log.unit and log.how == "mean" else "")
            subtitle = log.line(self.w(f"by_{self.state['by']}"))
            return charts.control_chart(
                result.chart, x=list(result.table.index), name=name, subtitle=subtitle, size=size
            )
        if result.change is not None:
            at = self.state["cut"]
            values = {
                self.w("before", cut=at): result.indices["before"],
                self.w("after", cut=at): result.indices["after"],
            }
            form = {"share": "share", "nps": "points", "mean": "number"}[log.how]
            return charts.estimates(values, form=form, title=self.sentence(result), name=log.label,  # type: ignore[arg-type]
                                    subtitle=log.line(), size=size)  # fmt: skip
        if result.numbers:
            share = self.state["share"] / 100
            spans = {
                self.w("people", n=n): Estimate(share, share - half, share + half, n)
                for n, half in zip(_PLANNED, result.table["half_width"], strict=True)
            }
            return charts.estimates(spans, form="share", title=self.w("plan_title"), name=self.w("plan_axis"),
                                    subtitle=self.w("plan_subtitle", share=self.state["share"]), size=size)  # fmt: skip
        return None

    def draw(self, result: EvaluationResult, *, phone: bool = False) -> str:
        """Return figure and table of the view."""
        drawn = ""
        if (chart := self.figure(result)) is not None:
            drawn = chart.html(self.figure(result, size="phone") if phone else None)
        read = self.preview() if self.state["view"] in ("verdict", "chart", "change") else ""
        below = getattr(self, f"_table_{self.state['view']}", lambda _: "")(result)
        return f"{read}{drawn}{below}"

    def _table_verdict(self, result: EvaluationResult) -> str:
        assert result.attained is not None
        return markup.paragraph(self.w(f"next_{result.attained.verdict}"))

    def _table_chart(self, result: EvaluationResult) -> str:
        assert result.chart is not None
        signals = result.chart.signals
        if not signals:
            return markup.paragraph(self.w("next_calm"))
        heads = [self.w(f"head_{name}") for name in ("point", "rule", "ask")]
        by_point: dict[str, list[control.Signal]] = {}
        for signal in signals:
            by_point.setdefault(signal.label, []).append(signal)
        rows = [
            [
                label,
                t("labs.comma").join(t(f"control.rule.{s.rule}") for s in found),
                self.w(f"ask_{_kind(found)}"),
            ]
            for label, found in list(by_point.items())[:_SHOWN]
        ]
        left = len(by_point) - _SHOWN
        more = markup.paragraph(self.w("more_signals", n=left)) if left > 0 else ""
        kept = (
            markup.paragraph(self.w("cleaned", n=len(result.chart.excluded))) if result.chart.excluded else ""
        )
        return markup.table(self.w("signals"), heads, rows) + more + kept

    def _table_change(self, result: EvaluationResult) -> str:
        return markup.paragraph(self.w("change_caution"))

    def _table_plan(self, result: EvaluationResult) -> str:
        heads = [self.w(f"head_{name}") for name in ("answers", "half", "sent")]
        response = self.state["response"] / 100
        rows = [[self.w("people", n=n), f"±{100 * half:.1f}%", math.ceil(int(n) / response)]  # type: ignore[call-overload]
                for n, half in result.table["half_width"].items()]  # fmt: skip
        return markup.table(self.w("plan_table"), heads, rows)

    def _table_indices(self, result: EvaluationResult) -> str:
        heads = [self.w(f"head_{name}") for name in ("index", "value", "asks", "blind")]
        rows = []
        for name in ("csat", "nps", "ces", "acsi"):
            one = result.indices.get(name)
            value: object = self.w("not_asked")
            if one is not None:
                shown = _shown(name, one)
                interval = markup.text(self.w("interval", low=shown["low"], high=shown["high"], n=shown["n"]))
                value = Raw(f"{markup.text(shown['value'])} <small>{interval}</small>")
            rows.append(
                [t(f"satisfaction.measure.{name}"), value, self.w(f"asks_{name}"), self.w(f"blind_{name}")]
            )
        return markup.table(self.w("indices_table"), heads, rows)


def scaled(estimate: Estimate, by: float) -> Estimate:
    """Return an estimate in another unit."""
    return Estimate(estimate.value * by, estimate.low * by, estimate.high * by, estimate.n, estimate.level)


@lru_cache(32)
def _control(log: Log, by: Any, rules: str, clean: str) -> control.ControlChart:
    """Control chart of a measure: p for a share, individuals for a level."""
    table = log.periods(by)
    labels = [str(label) for label in table.index]
    chosen: Any = rules if rules in ("western_electric", "nelson") else [rules]
    if log.how == "share":
        given = (table["total"].round().astype(int).to_numpy(), table["n"].to_numpy())
        if clean == "yes":
            return control.phase_one(control.p_chart, *given, rules=chosen, labels=labels)
        return control.p_chart(*given, rules=chosen, labels=labels)
    values = table["value"].to_numpy() * log.scale
    if clean == "yes":
        return control.phase_one(control.individuals, values, rules=chosen, labels=labels)
    return control.individuals(values, rules=chosen, labels=labels)


def _kind(signals: list[control.Signal]) -> str:
    """What a learner should ask first: a single event, a shift, or a drift."""
    rules = {signal.rule for signal in signals}
    if "beyond_3_sigma" in rules:
        return "event"
    return "drift" if any("trend" in rule for rule in rules) else "shift"


def _half_width(share: float, n: int) -> float:
    one = satisfaction.csat(count=round(share * n), n=n)
    return (one.high - one.low) / 2


def _number(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _numbers(text: str) -> list[float]:
    """Numbers pasted in any way."""
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]


def _logged(case: str, name: str) -> Any:
    """Answers of a case to one question, where it was asked."""
    log = cases.load(case).operations
    return log[name].dropna().astype(int).to_numpy() if name in log.columns else None


def _index(name: str, scores: Any) -> Estimate:
    if name == "acsi":
        if len(scores) % 3:
            raise DataError("lab_evaluation.acsi_three", got=len(scores))
        import pandas as pd

        rows = [scores[at : at + 3] for at in range(0, len(scores), 3)]
        return satisfaction.acsi(pd.DataFrame(rows, columns=["overall", "expected", "ideal"]))
    if name == "nps":
        return satisfaction.nps(scores)
    return satisfaction.csat(scores) if name == "csat" else satisfaction.ces(scores)


def _shown(name: str, one: Estimate) -> dict[str, Any]:
    by, form = {
        "csat": (100, "{:.0f}%"),
        "nps": (100, "{:.0f}"),
        "ces": (1, "{:.1f}"),
        "acsi": (1, "{:.0f}"),
    }[name]
    written = {key: form.format(by * getattr(one, key)).replace("-", "−") for key in ("value", "low", "high")}
    return {**written, "n": one.n}
