"""Live monitor: a log replayed week by week; limits, alerts, and the learner's decisions while the stream goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, control
from ..errors import DataError
from ..i18n import t
from ..paper import markup
from .base import State
from .controls import Action, Control, Number
from .logs import LogLab

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LiveMonitor", "MonitorResult"]

_LEARN = 12  # weeks the first limits come from
_DECISIONS: tuple[control.Decision, ...] = ("adjust", "investigate", "rebase")
_SHOWN = 6  # decisions in the table, the latest


@dataclass(frozen=True)
class MonitorResult:
    """The stream as far as it has come, and what it would be under two fixed ways."""

    table: pd.DataFrame
    watched: control.Watch
    done: bool
    compared: pd.DataFrame


class LiveMonitor(LogLab):
    """Watch a measure come in week by week and decide.

    Parameters
    ----------
    seen : int
        Weeks that have come in; 0 begins two weeks after the first limits.
    decisions : dict
        Position of a week → ``"adjust"``, ``"investigate"`` or ``"rebase"``.
    aim : float
        Level aimed at, in the unit of the measure; it can be changed on the way.
    """

    name: ClassVar[str] = "monitor"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    defaults: ClassVar[State] = {
        **LogLab.LOG_DEFAULTS, "seen": 0, "decisions": {}, "aim": None, "stream": "",
    }  # fmt: skip

    def settle(self) -> None:
        """Another measure is another stream: it begins anew."""
        super().settle()
        log = self.log
        weeks = len(log.periods("week"))
        if self.state["stream"] != log.key or not isinstance(self.state["decisions"], dict):
            first = log.periods("week").head(_LEARN)
            level = float(first["total"].sum() / first["n"].sum()) * log.scale
            self.state |= {"stream": log.key, "seen": 0, "decisions": {}, "aim": round(level, 1)}
        seen = self.state["seen"]
        whole = isinstance(seen, int) and not isinstance(seen, bool)
        self.state["seen"] = min(max(seen if whole else 0, _LEARN + 2), max(weeks, _LEARN + 2))
        known = {str(at) for at in range(_LEARN, self.state["seen"])}
        decisions = self.state["decisions"].items()
        self.state["decisions"] = {at: what for at, what in decisions if at in known and what in _DECISIONS}

    def controls(self) -> list[Control]:
        """Return the measure and the level aimed at."""
        return [*self.source_controls(), Number("aim", -1e6, 1e6, 0.1)]

    def actions(self) -> list[Action]:
        """Let a week pass, go on to the next alert, or decide."""
        if self._over():
            return self.source_actions()
        return [
            Action("next", primary=True),
            Action("jump"),
            *(Action(one) for one in _DECISIONS),
            *self.source_actions(),
        ]

    def _over(self) -> bool:
        return bool(self.state["seen"] >= len(self.log.periods("week")))

    # ---- what the learner does ----

    def do_next(self) -> None:
        """Let a week pass."""
        self.set(seen=self.state["seen"] + 1)

    def do_jump(self) -> None:
        """Let weeks pass until the next alert; where none is left, to the end, and say so."""
        total = len(self.log.periods("week"))
        for ahead in range(self.state["seen"] + 1, total + 1):
            signals = self._watch(ahead, self._taken).chart.signals
            if any(signal.point == ahead - 1 for signal in signals):
                self.set(seen=ahead)
                return
        self.set(seen=total)
        self.say(self.w("no_alert"))

    def _decide(self, what: control.Decision) -> None:
        at = str(self.state["seen"] - 1)
        self.set(decisions={**self.state["decisions"], at: what}, seen=self.state["seen"] + 1)

    def do_adjust(self) -> None:
        """Turn the process against the last week."""
        self._decide("adjust")

    def do_investigate(self) -> None:
        """Look for what was unusual."""
        self._decide("investigate")

    def do_rebase(self) -> None:
        """Take new limits from here on."""
        self._decide("rebase")

    # ---- compute ----

    @property
    def _taken(self) -> dict[int, control.Decision]:
        return {int(at): what for at, what in self.state["decisions"].items()}

    def _watch(self, seen: int, decisions: dict[int, control.Decision]) -> control.Watch:
        log = self.log
        table = log.periods("week")
        labels = [str(label) for label in table.index]
        if log.how == "share":
            values, sizes = table["value"].to_numpy(), table["n"].to_numpy()
        else:
            values, sizes = table["value"].to_numpy() * log.scale, None
        return control.watch(values, sizes, seen=seen, decisions=decisions, learn=_LEARN, labels=labels)

    def compute(self) -> MonitorResult:
        """Replay the stream with the decisions so far, and at the end with none and with one every week."""
        import pandas as pd

        table = self.log.periods("week")
        if len(table) < _LEARN + 2:
            raise DataError("lab_monitor.too_short", got=len(table), least=_LEARN + 2)
        seen, taken = self.state["seen"], self._taken
        watched = self._watch(seen, taken)
        rows = {}
        if self._over():
            always: dict[int, control.Decision] = dict.fromkeys(range(_LEARN, seen), "adjust")
            for name, chosen in (("own", taken), ("never", {}), ("always", always)):
                one = watched if name == "own" else self._watch(seen, chosen)
                rows[name] = {"spread": control.spread_since(one, _LEARN), "missed": one.missed,
                              "needless": one.needless, "found": one.found}  # fmt: skip
        return MonitorResult(table.head(seen)[["n", "value"]], watched, self._over(),
                             pd.DataFrame.from_dict(rows, orient="index"))  # fmt: skip

    # ---- words ----

    def _last(self, result: MonitorResult) -> list[control.Signal]:
        at = self.state["seen"] - 1
        return [signal for signal in result.watched.chart.signals if signal.point == at]

    def sentence(self, result: MonitorResult) -> str:
        """Say what the last week tells, or how it went in the end."""
        log, chart, at = self.log, result.watched.chart, self.state["seen"] - 1
        if result.done:
            own = result.watched
            return self.w("said_done", found=own.found, missed=own.missed, needless=own.needless)
        scale = 100.0 if log.how == "share" else 1.0
        value = f"{float(chart.points[at]) * scale:.1f}{log.unit}".replace("-", "−")
        week = chart.labels[at]
        found = self._last(result)
        if not found:
            return self.w("said_calm", week=week, label=log.label, value=value)
        key = "said_beyond" if any(signal.rule == "beyond_3_sigma" for signal in found) else "said_pattern"
        good = (found[0].side == "low") == log.lower_is_better
        tone = self.w("good" if good else "bad") if found[0].side else ""
        rules = t("labs.comma").join(t(f"control.rule.{signal.rule}") for signal in found)
        return self.w(key, week=week, label=log.label, value=value, rules=rules, tone=tone)

    # ---- drawing ----

    def figure(self, result: MonitorResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the stream with limits, target and decisions."""
        log, watched = self.log, result.watched
        share = log.how == "share"
        aim = float(self.state["aim"]) / (100.0 if share else 1.0)
        notes = {at: self.w(f"mark_{what}") for at, what in self._taken.items()}
        left = len(log.periods("week")) - self.state["seen"]
        subtitle = log.line(self.w("weeks", seen=self.state["seen"], left=left))
        name = log.label + (f"（{log.unit}）" if log.unit and not share else "")
        return charts.control_chart(watched.chart, x=[label[5:] for label in watched.chart.labels], name=name,
                                    target=aim, notes=notes, subtitle=subtitle, size=size)  # fmt: skip

    def draw(self, result: MonitorResult, *, phone: bool = False) -> str:
        """Return the chart, the decisions so far, and at the end the comparison."""
        chart = self.figure(result).html(self.figure(result, size="phone") if phone else None)
        return f"{markup.blocks(self.preview())}{self._review(result)}{chart}{self._log_table(result)}"

    def _review(self, result: MonitorResult) -> str:
        if not result.done:
            return ""
        heads = [self.w(f"head_{name}") for name in ("way", "spread", "found", "missed", "needless")]
        by = 100.0 if self.log.how == "share" else 1.0
        rows = [
            [
                self.w(f"way_{name}"),
                f"{row['spread'] * by:.2f}",
                int(row["found"]),
                int(row["missed"]),
                int(row["needless"]),
            ]
            for name, row in result.compared.iterrows()
        ]
        return markup.table(self.w("review"), heads, rows) + markup.paragraph(self.w("review_why"))

    def _log_table(self, result: MonitorResult) -> str:
        taken = sorted(self._taken.items())[-_SHOWN:]
        if not taken:
            return markup.paragraph(self.w("assumed"))
        labels = result.watched.chart.labels
        heads = [self.w(f"head_{name}") for name in ("week", "decision", "effect")]
        rows: list[list[Any]] = [
            [labels[at], self.w(f"action_{what}"), self.w(f"effect_{what}")] for at, what in taken
        ]
        return markup.table(self.w("log"), heads, rows) + markup.paragraph(self.w("assumed"))
