"""Step "write": the sentence, free or composed of its parts, judged as it grows; needs only the standard library."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ... import goals, smart
from ...errors import SgmError
from ...i18n import t
from ...paper.blocks import Block, Fact, Facts, Folded, Marked, Note, Quiet, Steps, Verdict, Verdicts
from ..controls import Action, Choice, Control, Day, Text
from .step import Step

if TYPE_CHECKING:
    from ..base import State

__all__ = ["PARTS", "Writing", "as_goal", "compose", "number", "settle"]

#: Parts of a goal sentence, in the order they are asked for.
PARTS = ("who", "what", "whom", "metric", "unit", "baseline", "target", "due")


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


def number(text: str) -> float | None:
    """Read a figure as somebody types it; what is no number is none.

    >>> number("４５"), number("56%"), number("about 30")
    (45.0, 56.0, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("%").replace("−", "-").replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def settle(state: State) -> None:
    """Bring the parts of the sentence in order, and compose it where it is written in parts."""
    past, need = state["past"], state["need"]
    values = past.get("values")
    good = isinstance(values, list) and all(
        isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in values
    )
    if not (good and isinstance(past.get("metric"), str) and isinstance(past.get("source"), str)):
        state["past"] = {}
    if not all(isinstance(need.get(name), str) for name in ("feature", "dimension", "label")):
        state["need"] = {}
    try:
        date.fromisoformat(state["due"])
    except ValueError:
        state["due"] = ""
    if state["way"] == "parts" and any(state[name] for name in PARTS):
        state["text"] = compose(state)


def compose(state: State) -> str:
    """Make a sentence of the parts that are there.

    >>> from sgm_lab.i18n import use_language
    >>> parts = dict.fromkeys(PARTS, "") | {"who": "the front desk", "metric": "mean wait", "baseline": "34",
    ...                                     "target": "25", "unit": "min", "due": "2026-06-30"}
    >>> with use_language("en"):
    ...     compose(parts)
    'By 30 June 2026, the front desk cuts the mean wait from 34 min to no more than 25 min.'
    """
    given = {name: state[name].strip() for name in PARTS}
    if given["due"]:
        day = date.fromisoformat(given["due"])
        given["due"] = _w("say_day", year=day.year, month=_w(f"month_{day.month}"), day=day.day)
    low, high = number(given["baseline"]), number(given["target"])
    falls = low is not None and high is not None and high < low
    parts = [
        _w("say_due", due=given["due"]) if given["due"] else "",
        _w("say_who", who=given["who"]) if given["who"] else "",
        _w("say_what", what=given["what"]) if given["what"] else "",
    ]
    unit = given["unit"] if given["unit"] in ("", "%") else _w("say_unit", unit=given["unit"])
    thing = ""
    if given["metric"] or given["whom"]:
        key = "say_whom_metric" if given["metric"] and given["whom"] else "say_metric"
        thing = _w(key, whom=given["whom"], metric=given["metric"] or given["whom"])
    change = ""
    if given["baseline"] and given["target"]:
        change = _w("say_fall" if falls else "say_rise", thing=thing, unit=unit,
                    baseline=given["baseline"], target=given["target"])  # fmt: skip
    elif given["target"]:
        change = _w("say_target", thing=thing, unit=unit, target=given["target"])
    elif given["baseline"]:
        change = _w("say_baseline", thing=thing, unit=unit, baseline=given["baseline"])
    elif thing:
        change = _w("say_thing", thing=thing)
    return _w("say_all", due=parts[0], who=parts[1], what=parts[2], change=change).strip().strip("，,；;")


def _fits(state: State) -> bool:
    """Whether the figures noted down are those of the sentence."""
    figures = [state[name].strip() for name in ("baseline", "target")]
    return state["way"] == "parts" or (all(figures) and all(one in state["text"] for one in figures))


def as_goal(state: State) -> dict[str, Any]:
    """Return the present sentence as one goal of the goal plan, with what is known of it."""
    made: dict[str, Any] = {"statement": state["text"].strip()}
    if _fits(state):
        made |= {
            "metric": state["metric"].strip(),
            "unit": state["unit"].strip(),
            "baseline": number(state["baseline"]),
            "target": number(state["target"]),
            "due": state["due"],
            "owner": state["who"].strip(),
        }
        if state["past"] and state["past"]["metric"] == state["metric"].strip():
            made |= {"history": list(state["past"]["values"]), "source": state["past"]["source"]}
    if state["need"]:
        made |= {"feature": state["need"]["feature"], "dimension": state["need"]["dimension"]}
    return {name: value for name, value in made.items() if value not in ("", None)}


def _record(state: State) -> goals.Goal | None:
    """Return what backs the sentence: figures, history, need."""
    known = as_goal(state)
    linked = state["need"].get("label") if _fits(state) or not state["metric"] else None
    try:
        return goals.Goal("…", known.get("metric"), known.get("unit"), known.get("baseline"), known.get("target"),
                          history=tuple(known.get("history", ())), linked_to=linked or None)  # fmt: skip
    except SgmError:
        return None


class Writing(Step):
    """Is it a goal?"""

    writes = "goal"

    def controls(self) -> list[Control]:
        """Return the sentence, or its parts."""
        ways = Choice("way", [(self.w(f"way_{name}"), name) for name in ("sentence", "parts")], buttons=True)
        if self.at["way"] != "parts":
            return [ways, Text("text", rows=3)]
        return [ways, *(Day(name) if name == "due" else Text(name, rows=1) for name in PARTS)]

    def actions(self) -> list[Action]:
        """Keep a draft, put the goal on the list; two examples to start from."""
        return [Action("keep", primary=True), *map(Action, ("add_goal", "show_slogan", "show_goal"))]

    def compute(self) -> smart.Review | None:
        """Review the sentence; nothing written yet is no result."""
        text = self.at["text"].strip()
        return smart.review(text, goal=_record(self.at)) if text else None

    def lacking(self) -> str:
        """Ask for the sentence, or its parts."""
        return self.w("empty_parts" if self.at["way"] == "parts" else "empty")

    def says(self, found: smart.Review) -> str:
        """Say what stands and what is missing."""
        missing, weak = (
            t("labs.comma").join(
                self.w(f"criterion_{name}") for name, one in found.criteria.items() if one.verdict == verdict
            )
            for verdict in ("missing", "weak")
        )
        if found.slogan:
            return self.w("said_slogan", score=found.score)
        if missing:
            return self.w("said_missing", score=found.score, missing=missing)
        if weak:
            return self.w("said_weak", score=found.score, weak=weak)
        return self.w("said_met", score=found.score)

    def meanwhile(self) -> Iterator[Block]:
        """The drafts so far."""
        if self.at["drafts"]:
            lines = [
                f"{self.w('draft', number=at, score=draft['score'])} {draft['text']}"
                for at, draft in enumerate(self.at["drafts"], 1)
            ]
            yield Steps(lines, self.w("drafts"), kind="drafts")

    def shows(self, found: smart.Review) -> Iterator[Block]:
        """The marked sentence, the five verdicts, the skeleton to fill in, what backs it, the drafts so far."""
        text = self.at["text"].strip()
        yield Note(_marked(text, found), "goal")
        yield Verdicts([
            Verdict(self.w(f"criterion_{name}"), one.verdict, self.w(f"verdict_{one.verdict}"), one.reason, one.advice)
            for name, one in found.criteria.items()
        ])  # fmt: skip
        meant = [Fact(self.w(f"criterion_{name}"), self.w(f"meaning_{name}")) for name in smart.CRITERIA]
        yield Folded(self.w("meaning_open"), [Facts(meant)])
        if found.goals:
            yield Note(self.w("several", n=len(found.goals)))
            scored = [
                (f"{one.text} ", Quiet("", self.w("part_score", score=one.score))) for one in found.goals
            ]
            yield Steps(scored, kind="drafts")
        better = found.rewrite()
        if better.rstrip("。.") != text.rstrip("。."):
            yield Note(better, "try", self.w("try"))
        if found.question:
            yield Note(found.question, "try", self.w("coach"))
        yield from self._backing()
        yield from self.meanwhile()

    def _backing(self) -> Iterator[Note]:
        """Say which history and need stand behind the sentence, and what keeps them from counting."""
        state = self.at
        past, need = state["past"], state["need"]
        if past:
            fits = _fits(state) and past["metric"] == state["metric"].strip()
            said = self.w("backed_past" if fits else "backed_not", metric=past["metric"], source=past["source"],
                          n=len(past["values"]), baseline=state["baseline"] or "____",
                          target=state["target"] or "____")  # fmt: skip
            yield Note(said, "advice")
        if need:
            yield Note(self.w("backed_need", need=need["label"]), "advice")


def _marked(text: str, result: smart.Review) -> list[str | Marked]:
    """Mark the phrases the verdicts rest on; where two overlap, the earlier and longer one is drawn."""
    spans = sorted({c.span for c in result.criteria.values() if c.span}, key=lambda s: (s[0], -s[1]))
    parts: list[str | Marked] = []
    at = 0
    for begin, end in spans:
        if begin >= at:
            parts += [text[at:begin], Marked(text[begin:end])]
            at = end
    return [*parts, text[at:]]
