"""A state to reach in a lab, and a figure to read in its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from ... import labs
from ..._typed import read_number, tidy
from ...i18n import Language, get_language, t, use_language
from ..base import Outcome, Record, not_yet, weigh
from ..fields import Fields, Text, form
from ..findings import FOUND, Finding, matches
from ..markup import listed, plain, small

__all__ = ["LabTask"]

_Scalars = Mapping[str, Annotated[Any, {"type": ["string", "number", "boolean"]}]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabTask(Record):
    """A state to reach in a lab, each part said in words by ``steps``, and a ``finding`` in what it then shows."""

    python: ClassVar[bool] = True
    lab: str
    goal: Annotated[_Scalars, {"minProperties": 1}]
    steps: Annotated[Mapping[str, Text], {"minProperties": 1}]
    feedback: Text
    finding: Finding
    start: _Scalars = field(default_factory=dict)

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the lab, how it opens, and the state to reach with a step in words for each part."""
        lab = row.one_of("lab", sorted(labs.LABS))
        goal = row.scalars("goal", least=1)
        steps = row.text_map("steps", goal)
        if unsaid := [name for name in goal if name not in steps]:
            row.fail("goal", form("step"), value=unsaid)
        start = row.scalars("start")
        finding = Finding.read(row.inner("finding"))
        return {
            "lab": lab,
            "goal": goal,
            "steps": steps,
            "feedback": row.text("feedback"),
            "finding": finding,
            "start": start,
        }

    @staticmethod
    def answer(state: Mapping[str, Any], given: Any) -> dict[str, Any]:
        """Return what is judged: the lab's state, and the figure that the learner has written."""
        found = given.get(FOUND) if isinstance(given, Mapping) else None
        plain_state = {
            key: list(value) if isinstance(value, tuple) else value for key, value in state.items()
        }
        return plain_state | ({FOUND: found} if isinstance(found, str) else {})

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add which lab of the page it is about; of the finding only what is asked."""
        name = labs.LABS[self.lab]
        tool = {"name": name, "title": t(f"lab_{name}.title", lang)}
        return {**Record.payload(self, lang), "finding": {"ask": self.finding.ask.say(lang)}, "tool": tool}

    def computed(self, lang: Language | None = None) -> dict[str, Any]:
        """Add the figure as the lab opens, with the state that it goes with."""
        lang = lang or get_language()
        with use_language(lang):  # a table in the state names its rows as the reader sees them
            state = self.answer(getattr(labs, self.lab)(**{**self.start, **self.goal}).state, None)
        figure = self.finding.figure(self.lab, state, lang)
        return {"figure": {**figure._asdict(), "state": state}} if figure else {}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge the state of a lab and the figure found in it."""
        if not isinstance(answer, dict) or not answer.keys() - {FOUND}:
            return not_yet("lab_first", lang)
        # A lab's own state comes with tuples where JSON has lists; a goal holds plain values only.
        missing = tuple(key for key, value in self.goal.items() if answer.get(key) != value)
        steps = [t("exercises.ui.still", lang, what=self.steps[key].say(lang)) for key in missing]
        said, wrong = self._found(answer, not missing, lang)
        if not missing and said is None:
            return Outcome("right", () if self.right else (t("exercises.ui.lab_met", lang),))
        away = [*missing, *([FOUND] if wrong else [])]
        state = weigh(len(self.goal), len(missing))  # whatever is reached is a part of it
        told = ([self.feedback.say(lang), *steps] if steps else []) + ([] if said is None else [said])
        missing += () if said is None else (FOUND,)
        return Outcome(state, tuple(told), missing, {"wrong": away})

    def _found(self, answer: dict[str, Any], met: bool, lang: Language) -> tuple[str | None, bool]:
        """Say what is still to do about the figure, and whether one was written that is wrong."""
        text = answer[FOUND] if isinstance(answer.get(FOUND), str) else ""
        if not tidy(text):
            ask = self.finding.ask.say(lang)
            return (t("exercises.ui.found_write", lang, ask=ask) if met else None), False
        if read_number(text) is None:
            return t("exercises.ui.number_unread", lang), True
        state = {key: value for key, value in answer.items() if key != FOUND}
        figure = self.finding.figure(self.lab, state, lang)
        own = figure is not None and matches(figure, text)
        if met and figure is None:
            return t("exercises.ui.found_absent", lang), False
        if not met:
            return (t("exercises.ui.found_early", lang) if own else None), False
        if own:
            return None, False
        why = self.finding.why(self.lab, state, self.start, self.goal, text, lang)
        return t("exercises.ui.found_wrong", lang, why=why, where=self.finding.where(lang)), True

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name the last step that is still to do, or the figure."""
        state = answer if isinstance(answer, dict) else {}
        away = [self.steps[key].say(lang) for key, value in self.goal.items() if state.get(key) != value]
        return [t("exercises.ui.still", lang, what=away[-1]) if away else t("exercises.face.misread", lang)]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the steps to the goal, and where the figure then stands."""
        where = self.finding.where(lang or get_language())
        return [*(self.steps[key].say(lang) for key in self.goal), where]

    def shown(self, lang: Language) -> str:
        """List the steps, and ask for the figure."""
        asked = f'<p class="sgm-ex-asked">{plain(self.finding.ask.say(lang))}</p>'
        return listed(step.say(lang) for step in self.steps.values()) + asked

    def to_fill(self, lang: Language) -> str:
        """Say that it takes a computer."""
        blank = '<p><span class="blank"></span></p>'
        return small(t("exercises.face.paper_lab", lang)) + self.shown(lang) + blank
