"""SMART studio: from a slogan to goals that can be checked, step by step, and on into the goal plan.

Each step is a module beside this one, loaded when it is opened: writing needs only the standard library, so it runs
on a bare Python in the page.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from .. import inbox
from ..base import State
from ..controls import Action, Control
from ..views import Field, View, Viewed
from . import listed, writing
from .step import Step

if TYPE_CHECKING:
    from ...workbook import Workbook

__all__ = ["SmartStudio"]


class _Steps(Mapping[str, type[View]]):
    """Step → its view, from a module that is loaded no sooner than it is asked for."""

    def __init__(self, **steps: str) -> None:
        self._steps = steps

    def __getitem__(self, step: str) -> type[View]:
        module, name = self._steps[step].split(".")
        made: type[View] = getattr(importlib.import_module(f"{__package__}.{module}"), name)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)


class SmartStudio(Viewed):
    """Write a goal, see it judged, back it with figures and a need, list it, share it out, score it.

    Parameters
    ----------
    step : {"write", "baseline", "link", "list", "raci", "cascade", "gas"}
        What is being done.
    text : str
        The sentence to begin with.
    drafts : list of dict
        Drafts kept so far, each with ``text`` and ``score``.
    way : {"sentence", "parts"}
        Whether the sentence is written freely or composed of its parts.
    goals, figures, details : list, list, dict
        The goals listed, their figures, and what else is known of each (history, feature, dimension, source).

    Notes
    -----
    The goals marked as such go into the workbook's section "goals" as ``smart-1``, ``smart-2`` …, with who does what
    and the levels of attainment, and ``cascade``; `takeaways.plan_from_workbook` reads them. A studio with a key of
    its own (a chapter's example) keeps out of the learner's plan.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    travels: ClassVar[bool] = True
    switch: ClassVar[str] = "step"
    views: ClassVar[Mapping[str, type[View]]] = _Steps(
        write="writing.Writing", baseline="baseline.Baseline", link="link.Link", list="listed.Listing", raci="who.Who",
        cascade="adding_up.AddingUp", gas="scaling.Scaling",
    )  # fmt: skip
    # No fields: the controls of a step may rest on tables (the segments of a case), which a page has not loaded before
    # the step is opened, so each step has its own; here is only what every one begins with.
    fields: ClassVar[Mapping[str, Field]] = {}
    defaults: ClassVar[State] = {
        "way": "sentence", "text": "", "drafts": (),
        "who": "", "what": "", "whom": "", "metric": "", "unit": "", "baseline": "", "target": "", "due": "",
        "past": {}, "need": {},
        "source": "healthcare", "measure": "", "basis": "quarter", "special": "drop", "months": (),
        "case": "healthcare", "people": "all", "link": "",
        "goals": (), "figures": (), "details": {}, "picked": "",
        "activities": (),
        "cascade_name": "", "how": "sum", "better": "higher", "company": "", "company_unit": "", "departments": (),
        "levels": (), "scores": (), "taken": (),
    }  # fmt: skip

    # ---- state ----

    def settle(self) -> None:
        """Keep only what has its form, whichever step is open: a workbook may come from anywhere."""
        for name, value in self.defaults.items():
            kind = list if isinstance(value, tuple) else type(value)
            if not isinstance(self.state[name], kind):
                self.state[name] = copy.deepcopy(list(value) if isinstance(value, tuple) else value)
        drafts = [d for d in self.state["drafts"] if isinstance(d, dict) and {"text", "score"} <= set(d)]
        self.state["drafts"] = drafts
        super().settle()
        writing.settle(self.state)
        listed.settle(self.state)
        for control in self.shown.controls():
            self.state[control.name] = control.settle(self.state[control.name])

    def keep_in(self, book: Workbook) -> None:
        """Take up what is kept, and what other labs have sent."""
        super().keep_in(book)
        self.collect()

    def set(self, **changes: Any) -> None:
        """Change controls; opening the list takes in what other labs have sent."""
        super().set(**changes)
        if changes.get("step") == "list":
            self.collect()

    def collect(self) -> None:
        """Take goals that other labs have sent into the list."""
        if self.key != self.name:
            return
        sent = inbox.sent(self._book, self.state["taken"])
        if sent:
            state = copy.deepcopy(self.state)
            for one in sent:
                listed.add(state, one["goal"], ready=False)
            state["taken"] = [*state["taken"], *(one["id"] for one in sent)]
            before, self.state = self.state, state
            self.settle()
            self._changed(before)

    def goes(self) -> str:
        """Say it of the learner's own studio: an example stays out of the plan."""
        return super().goes() if self.key == self.name else ""

    def refresh(self) -> None:
        """Bring the goal plan up to the state too."""
        if self._book is not None and self.key == self.name:
            listed.export(self._book, self.state)
        super().refresh()

    @property
    def shown(self) -> Step:
        """The step that is open."""
        step = super().shown
        assert isinstance(step, Step)
        return step

    def controls(self) -> list[Control]:
        """Return the choice of step, and the controls of the one that is open."""
        return [*self._switch(), *self.shown.controls()]

    def every_control(self) -> list[Control]:
        """Return what the open step asks."""
        return self.controls()

    def actions(self) -> list[Action]:
        """Return the buttons of the step that is open."""
        return self.shown.actions()

    # ---- buttons ----

    def do_keep(self) -> None:
        """Keep the present sentence as a draft, with its score."""
        result = writing.Writing(self).compute()
        if result is None:
            self.say(self.w("empty"))
            return
        draft = {"text": self.state["text"].strip(), "score": result.score}
        if draft not in self.state["drafts"]:
            self.set(drafts=[*self.state["drafts"], draft])

    def do_show_slogan(self) -> None:
        """Put a slogan in."""
        self.set(way="sentence", text=self.w("example_slogan"))

    def do_show_goal(self) -> None:
        """Put a good goal in."""
        self.set(way="sentence", text=self.w("example_goal"))

    def do_add_goal(self) -> None:
        """Put the present sentence on the list of goals, with all that is known of it."""
        if not self.state["text"].strip():
            self.say(self.w("empty"))
            return
        if self.state["text"].strip() in {row["statement"].strip() for row in self.state["goals"]}:
            self.say(self.w("listed_already"))
            return
        self._with(lambda state: listed.add(state, writing.as_goal(state)), step="list")

    def do_take_drafts(self) -> None:
        """Put the drafts on the list, not yet marked as goals."""

        def take(state: State) -> None:
            there = {row["statement"].strip() for row in state["goals"]}
            for draft in state["drafts"]:
                if draft["text"].strip() not in there:
                    listed.add(state, {"statement": str(draft["text"])}, ready=False)

        self._with(take)

    def do_earlier(self) -> None:
        """Move the chosen goal one place up."""
        self._with(listed.earlier)

    def do_adopt_baseline(self) -> None:
        """Carry measure, baseline and history over into the goal."""
        from .baseline import Baseline

        step = Baseline(self)
        found = step.compute()
        if found is None:
            self.say(self.w("months_few"))
            return
        if step.is_example():
            self.say(self.w("months_example"))
            return
        self._with(lambda state: state.update(step.adopted(found)), step="write", way="parts")

    def do_adopt_link(self) -> None:
        """Carry the need over into the goal."""
        found = self.compute()
        if found.need is None:
            self.say(self.w("link_none"))
            return
        self._with(lambda state: state.update(need=found.need), step="write")

    def do_example(self) -> None:
        """Fill the tables of the step with an example."""
        self.set(**self.shown.example())

    def do_suggest(self) -> None:
        """Fill empty levels from baseline and target."""
        from .scaling import Scaling

        self.set(levels=Scaling(self).suggested())

    def _with(self, change: Any, **also: Any) -> None:
        """Change the state in a way `set` has no control for; one step to undo."""
        before = self.state
        self.state = copy.deepcopy(before)
        change(self.state)
        self.state |= also
        self.settle()
        self._changed(before)
        if also.get("step") == "list":
            self.collect()
