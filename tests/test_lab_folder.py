"""A lab stands in no list: a module with its words, laid in a folder, is found wherever labs are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from _live import needs, states

from sgm_lab import labs
from sgm_lab.exercises.fields import Fields
from sgm_lab.exercises.records import LabTask
from sgm_lab.i18n import use_language
from sgm_lab.labs import report

pytestmark = pytest.mark.usefixtures("book", "unwritten")

MODULE = '''
"""How many tickets are left."""

from collections.abc import Iterator
from typing import Any, ClassVar

from sgm_lab.labs.views import Field, View, Viewed, slider
from sgm_lab.paper.blocks import Block, Note

__all__ = ["TicketsLeft"]


class Left(View):
    """How many are left?"""

    asks = ("sold",)
    pictured = False

    def compute(self) -> int:
        return 100 - int(self.at["sold"])

    def says(self, found: int) -> str:
        return self.w("said", n=found)

    def shows(self, found: int) -> Iterator[Block]:
        yield Note(self.w("hint"), "advice")


class TicketsLeft(Viewed):
    """Tickets."""

    needs: ClassVar[tuple[str, ...]] = ("scipy",)
    prepared: ClassVar[dict[str, Any]] = {"sold": (10, 20)}
    views: ClassVar[dict[str, type[View]]] = {"left": Left}
    fields: ClassVar[dict[str, Field]] = {"sold": Field(10, slider(0, 100))}
'''
WORDS = """
title = { zh = "余票", en = "Tickets left" }
sold = { zh = "已售", en = "Sold" }
sold_help = { zh = "张", en = "Tickets" }
said = { zh = "还剩{n}张。", en = "{n} are left." }
hint = { zh = "别忘了退票。", en = "Mind what comes back." }
"""
TASK = {
    "lab": "TicketsLeft", "goal": {"sold": 20}, "steps": {"sold": {"zh": "卖到20张", "en": "Sell 20"}},
    "feedback": {"zh": "对", "en": "Right"},
    "finding": {
        "ask": {"zh": "还剩几张？", "en": "How many?"},
        "says": {"zh": r"还剩(\d+)张", "en": r"(\d+) are left"},
    },
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The labs there are, and one more beside them."""
    (tmp_path / "tickets.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "unspoken.py").write_text(MODULE.replace("tickets", "unspoken"), encoding="utf-8")
    (tmp_path / "lab_tickets.toml").write_text(WORDS, encoding="utf-8")
    monkeypatch.setenv("SGM_WORDS", str(tmp_path))
    monkeypatch.setattr(labs, "__path__", [*labs.__path__, str(tmp_path)])
    labs._found.cache_clear()
    yield
    labs._found.cache_clear()
    sys.modules.pop("sgm_lab.labs.tickets", None)
    vars(labs).pop("tickets", None)


def test_a_module_and_its_words_are_a_lab_everywhere(folder: None) -> None:
    assert labs.LABS["TicketsLeft"] == "tickets"
    assert len(labs.LABS) == 22  # what has no words is no lab
    assert "TicketsLeft" in dir(labs)
    made = labs.TicketsLeft(key="1")
    assert labs.by_name("tickets") is type(made)
    assert made.view()["html"].count("还剩90张。") == 1
    with use_language("en"):
        assert made.title() == "Tickets left"
        for kind, write in report.WRITERS.items():
            assert made.export(kind).name == f"Tickets left.{kind}"
            assert write(made)
    assert "scipy-special" in needs.needs_of(["tickets"])
    assert states.names_of("tickets", made.view()) == ["已售"]


def test_an_exercise_may_be_about_it(folder: None) -> None:
    read = LabTask.read(Fields(TASK, "f", "id"))
    assert read["lab"] == "TicketsLeft"
    assert labs.TicketsLeft(**read["start"], **read["goal"]).state["sold"] == 20
    assert read["finding"].figure("TicketsLeft", read["goal"], "en") == (80, 0)
