"""PDCA record: plan a change for a goal, note what was done, check it by figures, decide, and go round again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, goals
from ..errors import SgmError
from ..i18n import get_language, t
from ..paper import markup
from .base import Download, Lab, State
from .controls import Action, Choice, Column, Control, Many, Rows, Text
from .studio.writing import number

if TYPE_CHECKING:
    import pandas as pd

    from ..charts import Chart, Size
    from ..control import Change
    from ..estimate import Estimate
    from ..goals import Attainment

__all__ = ["Checked", "PdcaRecord"]

_STEPS = ("plan", "do", "check", "act")
_KINDS = ("case", "share", "mean")
_ACTS = ("", "keep", "adjust", "drop")
_MOST_ROUNDS = 20
_TEXTS = ("hypothesis", "measure", "unit", "target", "next")
_ROUND = (*_TEXTS, "goal", "done", "found", "verdict", "act")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Checked:
    """The figure before and after, what changed, and whether the target is reached."""

    before: Estimate
    after: Estimate
    change: Change
    difference: Estimate
    target: float | None
    attained: Attainment | None
    verdict: str
    unit: str
    better: str
    source: str
    table: pd.DataFrame


class PdcaRecord(Lab):
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

    name: ClassVar[str] = "pdca"
    travels: ClassVar[bool] = True
    defaults: ClassVar[State] = {
        "step": "check",
        "goal": "", "filled": "",
        "hypothesis": "", "measure": "", "unit": "", "target": "", "better": "higher",
        "done": (),
        "kind": "case", "case": "healthcare", "metric": "",
        "before": ("2025-01", "2025-02", "2025-03"), "after": ("2025-10", "2025-11", "2025-12"),
        "counts": (), "means": (),
        "act": "", "next": "",
        "rounds": (),
    }  # fmt: skip

    # ---- state ----

    def settle(self) -> None:
        """Keep only what has its form; choosing a goal fills in measure and target once."""
        for name, value in self.defaults.items():
            kind = list if isinstance(value, tuple) else str
            if not isinstance(self.state[name], kind):
                self.state[name] = list(value) if isinstance(value, tuple) else value
        self.state["rounds"] = [_round(one) for one in self.state["rounds"] if isinstance(one, dict)][
            -_MOST_ROUNDS:
        ]
        for name, columns in (("counts", ("cases", "n")), ("means", ("mean", "sd", "n"))):
            rows = [row for row in self.state[name] if isinstance(row, dict)]
            rows = [*rows, {}, {}][:2]
            self.state[name] = [
                {"period": PdcaRecord.w(f"period_{period}"), **{c: row.get(c) for c in columns}}
                for period, row in zip(("before", "after"), rows, strict=True)
            ]
        if self.state["case"] not in cases.names():
            self.state["case"] = cases.names()[0]
        if self.state["metric"] not in goals.metrics(self.state["case"]):
            self.state["metric"] = goals.metrics(self.state["case"])[0]
        for name in ("before", "after"):
            self.state[name] = [m for m in self.state[name] if isinstance(m, str)]
        if self.state["kind"] not in _KINDS:
            self.state["kind"] = _KINDS[0]
        known = {g["id"]: g for g in self._goals()}
        if self.state["goal"] not in known:
            self.state["goal"] = ""
        if self.state["goal"] and self.state["goal"] != self.state["filled"]:
            chosen = known[self.state["goal"]]
            self.state |= {"measure": chosen["metric"], "unit": chosen["unit"], "target": chosen["target"]}
            if chosen["better"]:
                self.state["better"] = chosen["better"]
        self.state["filled"] = self.state["goal"]
        super().settle()

    def _goals(self) -> list[dict[str, str]]:
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

    # ---- controls ----

    def controls(self) -> list[Control]:
        """Return the choice of step, and what that step asks."""
        steps = Choice("step", [(self.w(f"step_{name}"), name) for name in _STEPS], buttons=True)
        return [steps, *getattr(self, f"_controls_{self.state['step']}", self._controls_check)()]

    def _controls_plan(self) -> list[Control]:
        goals_ = [(self.w("goal_none"), ""), *((_short(g["statement"]), g["id"]) for g in self._goals())]
        return [Choice("goal", goals_), Text("hypothesis", rows=2), Text("measure", rows=1), Text("unit", rows=1),
                Text("target", rows=1), self._better()]  # fmt: skip

    def _better(self) -> Choice:
        return Choice("better", [(self.w(f"better_{name}"), name) for name in ("higher", "lower")])

    def _controls_do(self) -> list[Control]:
        return [Rows("done", [Column("what", wide=True), Column("day", "day"), Column("who")], most=20)]

    def _controls_check(self) -> list[Control]:
        made: list[Control] = [
            Choice("kind", [(self.w(f"kind_{name}"), name) for name in _KINDS], buttons=True)
        ]
        if self.state["kind"] == "share":
            made.append(Rows("counts", [Column("period", "label"), Column("cases", "number", low=0),
                                        Column("n", "number", low=1)], most=2, add=False))  # fmt: skip
        elif self.state["kind"] == "mean":
            made.append(Rows("means", [Column("period", "label"), Column("mean", "number", step=0.01),
                                       Column("sd", "number", low=0, step=0.01), Column("n", "number", low=2)],
                             most=2, add=False))  # fmt: skip
        else:
            case, metric = self.state["case"], self.state["metric"]
            months = [(self.w(f"month_{int(m[5:])}"), m) for m in goals.monthly(case, metric).index]
            made += [
                Choice("case", [(cases.load(name).title(), name) for name in cases.names()]),
                Choice("metric", [(goals.metric_label(name), name) for name in goals.metrics(case)]),
                Many("before", months),
                Many("after", months),
            ]
        return [*made, Text("target", rows=1), *([] if self.state["kind"] == "case" else [self._better()])]

    def _controls_act(self) -> list[Control]:
        return [Choice("act", [(self.w(f"act_{name or 'open'}"), name) for name in _ACTS], buttons=True),
                Text("next", rows=2)]  # fmt: skip

    def actions(self) -> list[Action]:
        """Close the round, take the record along, fill in an example."""
        made = [Action("close", primary=True)] if self.state["step"] == "act" else []
        if self.state["step"] == "plan" and not self.state["hypothesis"]:
            made.append(Action("example"))
        return [*made, Action("docx"), Action("page")]

    # ---- computation ----

    def compute(self) -> Checked | None:
        """Compare before and after; figures not given yet are no result.

        Raises
        ------
        DataError
            If the figures cannot be compared: says which and why.
        """
        import pandas as pd

        from .. import control

        pair = getattr(self, f"_figures_{self.state['kind']}")()
        if pair is None:
            return None
        first, second, of, unit, scale, better, source = pair
        change = control.before_after(first, second, of=of)
        before, after = (_scaled(control.period_level(given, of=of), scale) for given in (first, second))
        difference = _scaled(change.difference, scale)
        target = number(self.state["target"])
        attained = _attained(before, after, target, better, unit)
        table = pd.DataFrame(
            {
                name: [getattr(one, name) for one in (before, after, difference)]
                for name in ("value", "low", "high", "n")
            },
            index=pd.Index([self.w(f"period_{p}") for p in ("before", "after", "difference")], name="period"),
        )  # fmt: skip
        return Checked(before, after, change, difference, target, attained,
                       _verdict(change.verdict, better), unit, better, source, table)  # fmt: skip

    def _figures_case(self) -> tuple[Any, ...] | None:
        case, metric = self.state["case"], self.state["metric"]
        if not self.state["before"] or not self.state["after"]:
            return None
        first, second = (goals.records(case, metric, self.state[name]) for name in ("before", "after"))
        unit, better = goals.metric_unit(case, metric), goals.better(case, metric)
        source = self.w("case_line", case=cases.load(case).title(), metric=goals.metric_label(metric))
        if unit != "%":
            return first, second, "mean", unit, 1.0, better, source
        pairs = [(round(float(x.sum()) / 100), len(x)) for x in (first, second)]
        return *pairs, "share", unit, 100.0, better, source

    def _figures_share(self) -> tuple[Any, ...] | None:
        pairs = [(row["cases"], row["n"]) for row in self.state["counts"]]
        if any(x is None for pair in pairs for x in pair):
            return None
        return *pairs, "share", "%", 100.0, self.state["better"], self._own_line()

    def _figures_mean(self) -> tuple[Any, ...] | None:
        rows = [(row["mean"], row["sd"], row["n"]) for row in self.state["means"]]
        if any(x is None for row in rows for x in row):
            return None
        return *rows, "summary", self.state["unit"].strip(), 1.0, self.state["better"], self._own_line()

    def _own_line(self) -> str:
        return self.w("own_line", measure=self.state["measure"].strip() or self.w("own_measure"))

    # ---- what it says ----

    def sentence(self, result: Checked | None) -> str:
        """Say whether it changed, and whether the target is reached."""
        if result is None:
            return self.w("no_figures")
        points = self.w("points") if result.unit == "%" else result.unit
        d = result.difference
        low, high = sorted((abs(d.low), abs(d.high))) if result.verdict != "open" else (d.low, d.high)
        said = self.w(f"said_{result.verdict}", before=_amount(result.before.value, result.unit),
                      after=_amount(result.after.value, result.unit), size=_amount(abs(d.value), points),
                      low=_amount(low, ""), high=_amount(high, points))  # fmt: skip
        if result.target is None:
            return said + self.w("said_no_target")
        if result.attained is None:
            return said + self.w("said_was_there", target=_amount(result.target, result.unit))
        return said + self.w(
            f"said_{result.attained.verdict}",
            target=_amount(result.target, result.unit),
            low=_amount(result.after.low, ""),
            high=_amount(result.after.high, result.unit),
        )

    def advice(self, result: Checked | None) -> str:
        """Say what the figures speak for: keep, adjust, drop, or look longer."""
        if result is None:
            return self.w("advice_none")
        met = result.attained is not None and result.attained.verdict == "met"
        if result.verdict == "better":
            return self.w("advice_keep" if met or result.target is None else "advice_adjust")
        return self.w("advice_drop" if result.verdict == "worse" else "advice_longer")

    def figure(self, result: Checked | None, *, size: Size = "page") -> Chart | None:
        """Draw before and after with their intervals, and the target."""
        if result is None:
            return None
        from .. import charts

        shown = {self.w("period_before"): result.before, self.w("period_after"): result.after}
        unit = self.w("axis", unit=result.unit) if result.unit else ""
        return charts.estimates(shown, form="number", title=self.w(f"title_{result.verdict}"),
                                reference=result.target, name=unit, subtitle=result.source, size=size)  # fmt: skip

    def draw(self, result: Checked | None, *, phone: bool = False) -> str:
        """Return the figure, the round as it stands, and the rounds before."""
        from .studio import picture

        drawn = picture(self, result, phone) if self.state["step"] in ("check", "act") else ""
        parts = [drawn, markup.paragraph(self.advice(result), "sgm-advice")]
        rows = [[self.w(name), value or "–"] for name, value in self._now(result).items()]
        parts.append(
            markup.table(
                self.w("now_caption", n=len(self.state["rounds"]) + 1),
                [self.w("head_what"), self.w("head_says")],
                rows,
            )
        )
        if self.state["rounds"]:
            names = ("number", "hypothesis", "found", "act", "next")
            past = [[n, *(r[k] or "–" for k in ("hypothesis", "found")), self.w(f"act_{r['act'] or 'open'}"),
                     r["next"] or "–"] for n, r in enumerate(self.state["rounds"], 1)]  # fmt: skip
            parts.append(markup.table(self.w("rounds_caption"), [self.w(f"head_{k}") for k in names], past))
        return "".join(parts)

    def _now(self, result: Checked | None) -> dict[str, str]:
        state = self.state
        goal = next((g["statement"] for g in self._goals() if g["id"] == state["goal"]), "")
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
        state, now = self.state, self._now(result)
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
        now = self._now(result)
        current = {name: str(self.state[name]) for name in ("target", "unit")} | now
        current["act"] = self.state["act"]
        rounds = [{k: v for k, v in one.items() if k != "verdict"} for one in self.state["rounds"]]
        return {"rounds": [*rounds, current]}

    def do_docx(self) -> Download:
        """Return the record as a Word document."""
        from ..takeaways import pdca_docx

        return Download(f"{self.title()}.docx", _WORD, pdca_docx(self.record(), lang=get_language()))

    def do_page(self) -> Download:
        """Return the record as a page to print."""
        from ..takeaways import pdca_html

        return Download(f"{self.title()}.html", "text/html", pdca_html(self.record(), lang=get_language()))


def _round(given: dict[str, Any]) -> dict[str, str]:
    """A closed round as it is kept: texts only."""
    made = {name: given[name] if isinstance(given.get(name), str) else "" for name in _ROUND}
    return made if made["act"] in _ACTS else {**made, "act": ""}


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _scaled(level: Estimate, scale: float) -> Estimate:
    """Return a share in percent; other levels as they are."""
    return replace(
        level, value=level.value * scale, low=level.low * scale, high=level.high * scale, method="", kind=""
    )


def _attained(
    before: Estimate, after: Estimate, target: float | None, better: str, unit: str
) -> Attainment | None:
    """Judge the level after against the target; None where there is none, or it was reached before."""
    if target is None or before.value == target or (target > before.value) != (better == "higher"):
        return None
    return goals.Goal("…", unit=unit or None, baseline=before.value, target=target).attainment(after)


def _verdict(change: str, better: str) -> str:
    return "open" if change == "not_enough_evidence" else "better" if change == better else "worse"


def _amount(value: float, unit: str) -> str:
    written = f"{round(value, 1) or round(value, 2):g}".replace("-", "−")
    return PdcaRecord.w("amount", value=written, unit=unit) if unit else written
