"""Walks through every lab: any control after any other, files, buttons, undo, and no callback raises."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from test_lab_uploads import FILES, kano, send

from sgm_lab import labs, workbook
from sgm_lab.i18n import t
from sgm_lab.labs import base
from sgm_lab.labs.controls import Choice, Control, Day, Many, Number, Points, Rows, Text

pytestmark = pytest.mark.usefixtures("book", "unwritten")
each = pytest.mark.parametrize("name", sorted(labs.LABS))

SENTENCES = [
    "",
    "12",
    "排队太慢了\n护士很耐心",
    "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内",
    "<b>&",
]


def values(control: Control, now: Any) -> st.SearchStrategy[Any]:
    """What a learner may make of a control."""
    match control:
        case Choice(options=options):
            return st.sampled_from([value for _, value in options])
        case Many(options=options):
            return st.lists(st.sampled_from([value for _, value in options]), unique=True, max_size=4)
        case Text():
            return st.sampled_from(SENTENCES)
        case Number(low=low, high=high):
            return st.sampled_from([low, high, min(max(low, 7), high)])
        case Day():
            return st.sampled_from(["", "2026-09-30"])
        case Points(options=options, total=total):
            names = [str(option) for _, option in options]
            whole = {name: total if name == names[-1] else 0 for name in names}
            return st.sampled_from([control.first(), whole])
        case Rows(columns=columns, add=add):
            fresh = {column.name: column.first() for column in columns}
            filled = [{**row, **{c.name: cell(c) for c in columns if c.kind != "label"}} for row in now]
            ways = [now, filled, *([[*now, fresh][: control.most], now[1:]] if add else [])]
            return st.sampled_from(ways)
    return st.none()  # a file, taken away


def cell(column: Any) -> Any:
    """Something that a column can hold."""
    low = 1 if column.low is None else column.low
    return {"number": low, "choice": column.options[-1][1] if column.options else "", "flag": True,
            "day": "2026-09-30", "text": "写上"}[column.kind]  # fmt: skip


def sound(lab: Any) -> None:
    """Everything has a value that can be had, and more order changes nothing."""
    assert base.failures == [], (lab.state, base.failures)
    json.dumps(lab.frame())
    for control in lab.controls():
        assert control.take(lab.state[control.name]) == lab.state[control.name], control.name
    before = json.loads(json.dumps(lab.state))
    lab.settle()
    assert lab.state == before


def shown(lab: Any) -> None:
    """What is shown, or a sentence of ours why it cannot be."""
    assert t("labs.broken") not in lab.notice
    assert t("labs.broken") not in lab.view()["html"]
    assert base.failures == [], (lab.state, base.failures)


class Walk(RuleBasedStateMachine):
    """One lab, played with."""

    name = ""

    def __init__(self) -> None:
        super().__init__()
        self.lab = getattr(labs, self.name)(key="walk")
        workbook.open_book().remove("labs", self.lab.key)
        self.lab.keep_in(workbook.open_book())

    @rule(data=st.data(), both=st.booleans())
    def change(self, data: st.DataObject, both: bool) -> None:
        """Change one control or two."""
        shown = list(self.lab.controls())
        picked = data.draw(st.lists(st.sampled_from(shown), min_size=1 + (both and len(shown) > 1),
                                    max_size=1 + both, unique_by=lambda control: control.name))  # fmt: skip
        made = {one.name: data.draw(values(one, self.lab.state[one.name])) for one in picked}
        self.lab.message({"do": "set", "changes": made})

    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        """Press a button."""
        names = [action.name for action in self.lab.actions()]
        if names:
            self.lab.message({"do": "act", "name": data.draw(st.sampled_from(names))})

    @rule()
    def undo(self) -> None:
        """Go a step back."""
        self.lab.message({"do": "undo"})

    @rule()
    def start_over(self) -> None:
        """Go back to the start."""
        self.lab.message({"do": "start_over"})

    @rule(rows=st.sampled_from([25, 200]))
    def bring(self, rows: int) -> None:
        """Bring a file."""
        if self.name in FILES or self.name == "KanoDesigner":
            send(self.lab, FILES.get(self.name, kano)(rows))

    @rule()
    def reopen(self) -> None:
        """Close the lab and open it again: it is as it was left."""
        again = getattr(labs, self.name)(key="walk")
        again.keep_in(workbook.open_book())
        kept = workbook.open_book().get("labs", again.key)
        assert kept is None or again.state == self.lab.state
        self.lab = again

    @invariant()
    def all_is_well(self) -> None:
        """Hold after every step."""
        sound(self.lab)

    def teardown(self) -> None:
        """Draw where the walk has led."""
        shown(self.lab)


@each
def test_no_walk_through_a_lab_raises(name: str) -> None:
    walk = type(f"Walk{name}", (Walk,), {"name": name})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=3, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@each
def test_any_control_after_any_other(name: str) -> None:
    """View by view: one control to its last value, then another, then the case; and back, step by step."""
    lab = getattr(labs, name)()
    views = next((c for c in lab.controls() if c.name in ("view", "step", "what")), None)
    for view in [value for _, value in views.options] if isinstance(views, Choice) else [None]:
        if view is not None:
            lab.message({"do": "start_over"})
            lab.message({"do": "set", "changes": {views.name: view}})
        opened = lab.state
        for first, second in permutations(
            [c for c in lab.controls() if isinstance(c, Choice) and c != views], 2
        ):
            for control in (first, second):
                options = {c.name: c for c in lab.controls()}.get(control.name, control).options
                lab.message({"do": "set", "changes": {control.name: options[-1][1]}})
                sound(lab)
            while lab.state != opened:
                lab.message({"do": "undo"})
        assert lab.state == opened
