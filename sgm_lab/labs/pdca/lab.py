"""The PDCA record: its fields, where its goals come from, and what closes a round."""

from __future__ import annotations

from typing import Any, ClassVar

from ... import goals
from ...errors import SgmError
from ...i18n import get_language, t
from ...paper.blocks import Block
from ...paper.style import shortened
from ..base import Download, State
from ..controls import Action, Choice, Column, Control, Many, Rows, Text
from ..source import case_options
from ..views import Field, View, Viewed, pick
from .steps import Act, Check, Checked, Do, Plan

__all__ = ["PdcaRecord"]

_KINDS = ("case", "share", "mean")
_DONE = (Column("what", wide=True), Column("day", "day"), Column("who"))
_ACTS = ("", "keep", "adjust", "drop")
_MOST_ROUNDS = 20
_TEXTS = ("hypothesis", "measure", "unit", "target", "next")
_ROUND = (*_TEXTS, "goal", "done", "found", "verdict", "act")


def _text(rows: int) -> Field:
    return Field("", lambda lab, name: Text(name, rows))


def _goal(lab: Any, name: str) -> Control:
    return Choice(
        name, [(lab.w("goal_none"), ""), *((shortened(g["statement"], 30), g["id"]) for g in lab.goals())]
    )


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
        result = self._checked()
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

    def _checked(self) -> Checked | None:
        """What the figures say; nothing where they cannot be compared."""
        try:
            found: Checked | None = self.compute()
        except SgmError:
            return None
        return found

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
        now = self.now(self._checked())
        current = {name: str(self.state[name]) for name in ("target", "unit")} | now
        current["act"] = self.state["act"]
        rounds = [{k: v for k, v in one.items() if k != "verdict"} for one in self.state["rounds"]]
        return {"rounds": [*rounds, current]}

    def do_docx(self) -> Download:
        """Return the record as a Word document."""
        from ...takeaways import pdca_docx

        return Download(f"{self.title()}.docx", pdca_docx(self.record(), lang=get_language()))

    def do_page(self) -> Download:
        """Return the record as a page to print."""
        from ...takeaways import pdca_html

        return Download(f"{self.title()}.html", pdca_html(self.record(), lang=get_language()))


def _round(given: dict[str, Any]) -> dict[str, str]:
    """A closed round as it is kept: texts only."""
    made = {name: given[name] if isinstance(given.get(name), str) else "" for name in _ROUND}
    return made if made["act"] in _ACTS else {**made, "act": ""}
