"""Live monitor: a log replayed week by week; limits, alerts, and the learner's decisions while the stream goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, control, numbers
from ..errors import DataError, plainly
from ..i18n import t
from ..paper.blocks import Block, Note, Table
from .base import State
from .controls import Action
from .logs import LogLab, LogView
from .views import Field, View, number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LiveMonitor"]

_LEARN = 12  # weeks the first limits come from
_DECISIONS: tuple[control.Decision, ...] = ("adjust", "investigate", "rebase")
_SHOWN = 6  # decisions in the table, the latest


@dataclass(frozen=True)
class Seen:
    """The stream as far as it has come, and at its end what it would be under two fixed ways."""

    table: pd.DataFrame
    watched: control.Watch
    done: bool
    compared: pd.DataFrame


class Stream(LogView):
    """What does the last week say, and what became of the decisions?"""

    asks = ("aim",)

    def compute(self) -> Seen:
        """Replay the stream with the decisions so far."""
        import pandas as pd

        table, seen, lab = self.log.periods("week"), self.at["seen"], self.lab
        if len(table) < _LEARN + 2:
            raise DataError("lab_monitor.too_short", got=len(table), least=_LEARN + 2)
        labels = [str(label) for label in table.index]
        watched = control.watch(**lab.stream, seen=seen, decisions=lab.taken, labels=labels)
        compared = pd.DataFrame()
        if lab.over:
            compared = control.compare_ways(**lab.stream, seen=seen, decisions=lab.taken)
        return Seen(table.head(seen)[["n", "value"]], watched, lab.over, compared)

    def says(self, found: Seen) -> str:
        """Say what the last week tells, or how it went in the end."""
        log, chart, at = self.log, found.watched.chart, self.at["seen"] - 1
        if found.done:
            own = found.watched
            return self.w("said_done", found=own.found, missed=own.missed, needless=own.needless)
        if chart.points[at] != chart.points[at]:
            return self.w("said_gap", week=chart.labels[at])
        by = 100.0 if log.how == "share" else 1.0
        value = numbers.number(float(chart.points[at]) * by, ".1f") + log.unit
        said = {"week": chart.labels[at], "label": log.label, "value": value}
        last = found.watched.last
        if not last:
            return self.w("said_calm", **said)
        key = "said_beyond" if any(signal.rule == "beyond_3_sigma" for signal in last) else "said_pattern"
        good = (last[0].side == "low") == log.lower_is_better
        tone = self.w("good" if good else "bad") if last[0].side else ""
        rules = t("labs.comma").join(t(f"control.rule.{signal.rule}") for signal in last)
        return self.w(key, **said, rules=rules, tone=tone)

    def shows(self, found: Seen) -> Iterator[Block]:
        """At the end the comparison; the chart, and the decisions so far."""
        log, chart, taken, seen = self.log, found.watched.chart, self.lab.taken, self.at["seen"]
        by = 100.0 if log.how == "share" else 1.0
        if found.done:
            heads = self.heads("way", "spread", "found", "missed", "needless")
            rows: list[list[str | int]] = [
                [
                    self.w(f"way_{name}"),
                    f"{row['spread'] * by:.2f}",
                    *(int(row[one]) for one in ("found", "missed", "needless")),
                ]
                for name, row in found.compared.iterrows()
            ]
            yield Table(self.w("review"), heads, rows)
            yield Note(self.w("review_why"))
        left = len(log.periods("week")) - seen
        yield self.drawn(
            charts.control_chart,
            chart,
            x=[label[5:] for label in chart.labels],
            name=log.named,
            target=float(self.at["aim"]) / by,
            notes={at: self.w(f"mark_{what}") for at, what in taken.items()},
            subtitle=log.line(self.w("weeks", seen=seen, left=left)),
        )
        yield from (Note(plainly(one), "quiet-note") for one in chart.notes)
        if latest := sorted(taken.items())[-_SHOWN:]:
            heads = self.heads("week", "decision", "effect")
            done = [
                [chart.labels[at], self.w(f"action_{what}"), self.w(f"effect_{what}")] for at, what in latest
            ]
            yield Table(self.w("log"), heads, done)
        yield Note(self.w("assumed"))


def _first(lab: Any) -> float:
    """Level of the first weeks, in the unit of the measure."""
    first = lab.log.periods("week").head(_LEARN)
    scale: float = lab.log.scale
    return round(float(first["total"].sum() / first["n"].sum()) * scale, 1)


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

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    # No control sets what has come in and been decided: the buttons do.
    defaults: ClassVar[State] = {"seen": 0, "decisions": {}, "stream": ""}
    views: ClassVar[dict[str, type[View]]] = {"stream": Stream}
    fields: ClassVar[dict[str, Field]] = {**LogLab.fields, "aim": Field(_first, number(-1e6, 1e6, 0.1))}

    def settle(self) -> None:
        """Another measure is another stream: it begins anew."""
        super().settle()
        state, log = self.state, self.log
        if state["stream"] not in ("", log.key) or not isinstance(state["decisions"], dict):
            state |= {"seen": 0, "decisions": {}, "aim": _first(self)}
        seen = state["seen"]
        whole = isinstance(seen, int) and not isinstance(seen, bool)
        least = _LEARN + 2
        state["seen"] = min(max(seen if whole else 0, least), max(len(log.periods("week")), least))
        known = {str(at) for at in range(_LEARN, state["seen"])}
        decisions = state["decisions"].items()
        state["decisions"] = {at: what for at, what in decisions if at in known and what in _DECISIONS}
        state["stream"] = log.key

    @property
    def taken(self) -> dict[int, control.Decision]:
        """Position of a week → what was decided after it."""
        return {int(at): what for at, what in self.state["decisions"].items()}

    @property
    def over(self) -> bool:
        """Whether every week has come in."""
        return bool(self.state["seen"] >= len(self.log.periods("week")))

    @property
    def stream(self) -> dict[str, Any]:
        """The weeks as `sgm_lab.control` takes them."""
        table, share = self.log.periods("week"), self.log.how == "share"
        values = table["value"].to_numpy()
        return {
            "values": values if share else values * self.log.scale,
            "sizes": table["n"].to_numpy() if share else None,
            "learn": _LEARN,
        }

    def actions(self) -> list[Action]:
        """Let a week pass, go on to the next alert, or decide."""
        decide = [Action("next", primary=True), Action("jump"), *(Action(one) for one in _DECISIONS)]
        return [*([] if self.over else decide), *self.source_actions()]

    def do_next(self) -> None:
        """Let a week pass."""
        self.set(seen=self.state["seen"] + 1)

    def do_jump(self) -> None:
        """Let weeks pass until the next alert; where none is left, to the end, and say so."""
        ahead = control.next_alert(**self.stream, seen=self.state["seen"], decisions=self.taken)
        self.set(seen=ahead or len(self.log.periods("week")))
        if ahead is None:
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
