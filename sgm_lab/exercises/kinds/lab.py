"""A state to reach in a lab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from ... import labs
from ...i18n import Language, t
from ..base import Outcome, Record, not_yet, weigh
from ..fields import Fields, Text, form
from ..markup import listed, small

__all__ = ["LabTask"]

_Scalars = Mapping[str, Annotated[Any, {"type": ["string", "number", "boolean"]}]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabTask(Record):
    """A state to reach in a lab; ``steps`` says each part of it in words."""

    python: ClassVar[bool] = True
    lab: str
    goal: Annotated[_Scalars, {"minProperties": 1}]
    steps: Annotated[Mapping[str, Text], {"minProperties": 1}]
    feedback: Text
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
        return {"lab": lab, "goal": goal, "steps": steps, "feedback": row.text("feedback"), "start": start}

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add which lab of the page it is about."""
        name = labs.LABS[self.lab]
        return {**Record.payload(self, lang), "tool": {"name": name, "title": t(f"lab_{name}.title", lang)}}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge the state of a lab."""
        if not isinstance(answer, dict) or not answer:
            return not_yet("lab_first", lang)
        # A lab's own state comes with tuples where JSON has lists; a goal holds plain values only.
        missing = tuple(key for key, value in self.goal.items() if answer.get(key) != value)
        if not missing:
            return Outcome("right", () if self.right else (t("exercises.ui.lab_met", lang),))
        steps = [t("exercises.ui.still", lang, what=self.steps[key].say(lang)) for key in missing]
        state = weigh(len(self.goal), len(missing))  # whatever is reached is a part of it
        return Outcome(state, (self.feedback.say(lang), *steps), missing, {"wrong": list(missing)})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name the last step that is still to do."""
        return [found.feedback[-1]]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the steps to the goal."""
        return [self.steps[key].say(lang) for key in self.goal]

    def shown(self, lang: Language) -> str:
        """List the steps."""
        return listed(step.say(lang) for step in self.steps.values())

    def to_fill(self, lang: Language) -> str:
        """Say that it takes a computer."""
        return small(t("exercises.face.paper_lab", lang)) + self.shown(lang)
