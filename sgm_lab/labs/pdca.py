"""PDCA record: plan a change for a goal, note what was done, check it by figures, decide, and go round again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, goals
from ..charts.fitting import minus
from ..errors import SgmError
from ..i18n import get_language, t
from ..paper.blocks import Block, Figure, Note, Table
from .base import Download, State
from .controls import Action, Choice, Column, Control, Many, Rows, Text
from .smart.writing import number
from .source import case_options
from .views import Field, View, Viewed, pick

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PdcaRecord"]

_ACTS = ("", "keep", "adjust", "drop")
_MOST_ROUNDS = 20
_TEXTS = ("hypothesis", "measure", "unit", "target", "next")
_ROUND = (*_TEXTS, "goal", "done", "found", "verdict", "act")


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
        said = self.w(f"said_{result.verdict}", before=_amount(result.before.value, result.unit),
                      after=_amount(result.after.value, result.unit), size=_amount(abs(d.value), points),
                      low=_amount(least, ""), high=_amount(most, points))  # fmt: skip
        if result.target is None:
            return said + self.w("said_no_target")
        key = "was_there" if result.attained is None else result.attained.verdict
        low, high = _amount(result.after.low, ""), _amount(result.after.high, result.unit)
        return said + self.w(f"said_{key}", target=_amount(result.target, result.unit), low=low, high=high)

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


def _text(rows: int) -> Field:
    return Field("", lambda lab, name: Text(name, rows))


def _goal(lab: Any, name: str) -> Control:
    return Choice(name, [(lab.w("goal_none"), ""), *((_short(g["statement"]), g["id"]) for g in lab.goals())])


def _typed(*columns: Column) -> Any:
    """Return two rows with the period before and after."""
    return lambda lab, name: Rows(name, [Column("period", "label"), *columns], most=2, add=False)


def _metrics(lab: Any, name: str) -> Control:
    return Choice(name, [(goals.metric_label(one), one) for one in goals.metrics(lab.state["case"])])


def _months(lab: Any, name: str) -> Control:
    months = goals.monthly(lab.state["case"], lab.state["metric"]).index
    return Many(name, [(lab.w(f"month_{int(month[5:])}"), month) for month in months])


def _if(kind: str) -> Any:
    return lambda lab: lab.state["kind"] == kind


_KINDS = ("case", "share", "mean")
_DONE = (Column("what", wide=True), Column("day", "day"), Column("who"))


class PdcaRecord(Viewed):
    """One improvement after another, each planned, done, checked and decided (Deming 1986, Out of the Crisis).

    Parameters
    ----------
    step : {"plan", "do", "check", "act"}
        What is being filled in.
    kind : {"case", "share", "mean"}
        Where the figures come from: months of a case's log, counts, or means typed in.
    rounds : list of dict
        Rounds that are closed.
    """

    travels: ClassVar[bool] = True
    switch: ClassVar[str] = "step"
    # The buttons close a round; `filled` is the goal that measure and target were filled in from.
    defaults: ClassVar[State] = {"filled": "", "rounds": ()}
    views: ClassVar[dict[str, type[View]]] = {"plan": Plan, "do": Do, "check": Check, "act": Act}
    fields: ClassVar[dict[str, Field]] = {
        "goal": Field("", _goal),
        "hypothesis": _text(2),
        "measure": _text(1),
        "unit": _text(1),
        "target": _text(1),
        "better": Field("higher", pick("higher", "lower"),
                        lambda lab: lab.state["step"] == "plan" or lab.state["kind"] != "case"),
        "done": Field((), lambda lab, name: Rows(name, _DONE, most=20)),
        "kind": Field("case", pick(*_KINDS, buttons=True)),
        "counts": Field((), _typed(Column("cases", "number", low=0), Column("n", "number", low=1)), _if("share")),
        "means": Field((), _typed(Column("mean", "number", step=0.01), Column("sd", "number", low=0, step=0.01),
                                  Column("n", "number", low=2)), _if("mean")),
        "case": Field("healthcare", lambda lab, name: Choice(name, case_options()), _if("case")),
        "metric": Field("", _metrics, _if("case")),
        "before": Field(("2025-01", "2025-02", "2025-03"), _months, _if("case")),
        "after": Field(("2025-10", "2025-11", "2025-12"), _months, _if("case")),
        "act": Field("", lambda lab, name: Choice(name, [(lab.w(f"act_{one or 'open'}"), one) for one in _ACTS],
                                                  buttons=True)),
        "next": _text(2),
    }  # fmt: skip

    @classmethod
    def begins(cls) -> State:
        """Begin with the check: the example has been planned and done."""
        return super().begins() | {"step": "check"}

    # ---- state ----

    def settle(self) -> None:
        """Keep only what has its form; choosing a goal fills in measure and target once."""
        super().settle()
        state, control = self.state, self._fields()
        rounds = state["rounds"] if isinstance(state["rounds"], list) else []
        state["rounds"] = [_round(one) for one in rounds if isinstance(one, dict)][-_MOST_ROUNDS:]
        for name in ("counts", "means"):
            periods = zip([*state[name], {}, {}], ("before", "after"), strict=False)
            state[name] = control[name].take([row | {"period": self.w(f"period_{p}")} for row, p in periods])
        if state["goal"] and state["goal"] != state["filled"]:
            chosen = next(goal for goal in self.goals() if goal["id"] == state["goal"])
            state |= {"measure": chosen["metric"], "unit": chosen["unit"], "target": chosen["target"]}
            state["better"] = chosen["better"] or state["better"]
        state["filled"] = state["goal"]

    def goals(self) -> list[dict[str, str]]:
        """Goals on the SMART studio's list, as this lab needs them."""
        kept = self._book.get("labs", "smart") if self._book is not None else None
        if not isinstance(kept, dict):
            return []
        figures = {r.get("id"): r for r in kept.get("figures", ()) if isinstance(r, dict)}
        made = []
        for row in kept.get("goals", ()):
            if isinstance(row, dict) and row.get("id") and str(row.get("statement") or "").strip():
                own = figures.get(row["id"], {})
                start, aim = own.get("baseline"), own.get("target")
                better = ""
                if isinstance(start, int | float) and isinstance(aim, int | float):
                    better = "lower" if aim < start else "higher"
                made.append({
                    "id": str(row["id"]), "statement": str(row["statement"]).strip(),
                    "metric": str(own.get("metric") or ""), "unit": str(own.get("unit") or ""),
                    "target": f"{aim:g}" if isinstance(aim, int | float) else "", "better": better,
                    "owner": str(row.get("owner") or ""),
                })  # fmt: skip
        return made

    def actions(self) -> list[Action]:
        """Close the round, take the record along, fill in an example."""
        made = [Action("close", primary=True)] if self.state["step"] == "act" else []
        if self.state["step"] == "plan" and not self.state["hypothesis"]:
            made.append(Action("example"))
        return [*made, Action("docx"), Action("page")]

    def advice(self, result: Checked | None) -> str:
        """Say what the figures speak for: keep, adjust, drop, or look longer."""
        if result is None:
            return self.w("advice_none")
        met = result.attained is not None and result.attained.verdict == "met"
        if result.verdict == "better":
            return self.w("advice_keep" if met or result.target is None else "advice_adjust")
        return self.w("advice_drop" if result.verdict == "worse" else "advice_longer")

    def filed(self, result: Checked | None) -> list[Block]:
        """Return the blocks of a file: before and after are pictured at every step that has figures."""
        shown = self.blocks(result)
        return shown if result is None or self.shown.pictured else [Check(self).levels(result), *shown]

    def now(self, result: Checked | None) -> dict[str, str]:
        """Return what stands in each line of the round."""
        state = self.state
        goal = next((g["statement"] for g in self.goals() if g["id"] == state["goal"]), "")
        done = [self.w("done_line", day=row.get("day") or "____", what=row.get("what") or "____",
                       who=row.get("who") or "____") for row in state["done"] if isinstance(row, dict)]  # fmt: skip
        return {
            "goal": goal,
            "hypothesis": state["hypothesis"].strip(),
            "measure": state["measure"].strip(),
            "done": t("labs.comma").join(done),
            "found": "" if result is None else self.sentence(result),
            "act": self.w(f"act_{state['act']}") if state["act"] else "",
            "next": state["next"].strip(),
        }

    # ---- buttons ----

    def do_close(self) -> None:
        """Close the round: it goes into the list, and the next one begins where this one ended."""
        if not self.state["act"]:
            self.say(self.w("decide_first"))
            return
        try:
            result = self.compute()
        except SgmError:
            result = None
        state, now = self.state, self.now(result)
        closed = {name: str(state[name]) for name in _TEXTS} | {
            "goal": now["goal"], "done": now["done"], "found": now["found"], "act": state["act"],
            "verdict": "" if result is None else result.verdict,
        }  # fmt: skip
        fresh: State = {"done": [], "act": "", "next": "", "step": "plan"}
        fresh["hypothesis"] = state["hypothesis"] if state["act"] == "keep" else state["next"]
        if state["kind"] == "case":
            fresh |= {"before": state["after"], "after": []}
        else:
            name = "counts" if state["kind"] == "share" else "means"
            fresh[name] = [{**state[name][1]}, {}]
        before = self.state
        self.state = {**before, **fresh, "rounds": [*before["rounds"], closed]}
        self.settle()
        self._changed(before)

    def do_example(self) -> None:
        """Fill in the first round of an example."""
        self.set(
            hypothesis=self.w("example_hypothesis"),
            measure=goals.metric_label("within_30"),
            unit="%",
            target="75",
            kind="case",
            case="healthcare",
            metric="within_30",
            done=[{"what": self.w("example_done"), "day": "2025-08-01", "who": self.w("example_who")}],
        )

    def record(self) -> dict[str, Any]:
        """Return all rounds as `takeaways.pdca_docx` takes them."""
        try:
            result = self.compute()
        except SgmError:
            result = None
        now = self.now(result)
        current = {name: str(self.state[name]) for name in ("target", "unit")} | now
        current["act"] = self.state["act"]
        rounds = [{k: v for k, v in one.items() if k != "verdict"} for one in self.state["rounds"]]
        return {"rounds": [*rounds, current]}

    def do_docx(self) -> Download:
        """Return the record as a Word document."""
        from ..takeaways import pdca_docx

        return Download(f"{self.title()}.docx", pdca_docx(self.record(), lang=get_language()))

    def do_page(self) -> Download:
        """Return the record as a page to print."""
        from ..takeaways import pdca_html

        return Download(f"{self.title()}.html", pdca_html(self.record(), lang=get_language()))


def _round(given: dict[str, Any]) -> dict[str, str]:
    """A closed round as it is kept: texts only."""
    made = {name: given[name] if isinstance(given.get(name), str) else "" for name in _ROUND}
    return made if made["act"] in _ACTS else {**made, "act": ""}


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _amount(value: float, unit: str) -> str:
    written = minus(f"{round(value, 1) or round(value, 2):g}")
    return PdcaRecord.w("amount", value=written, unit=unit) if unit else written
