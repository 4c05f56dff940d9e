"""A lab written as fields and views: what it refuses, and its blocks in every medium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, ClassVar

import openpyxl
import pytest

from sgm_lab import labs
from sgm_lab.errors import ArgumentError
from sgm_lab.labs.report import lab_report_xlsx
from sgm_lab.labs.views import Field, View, Viewed, pick, slider
from sgm_lab.paper import excel, markup
from sgm_lab.paper.blocks import Block, File, Files, Folded, Marked, Note, Quiet, Quote, Quotes, Table, Tagged

pytestmark = pytest.mark.usefixtures("book")


class Twice(View):
    asks = ("n",)

    def compute(self) -> int:
        return 2 * int(self.at["n"])

    def says(self, found: int) -> str:
        return f"It is {found}."

    def shows(self, found: int) -> Iterator[Block]:
        yield Table("<T>", ["name", "value"], [["<a>", Quiet("=1", "(0–2)")], ["b", found]])
        yield Folded("more", [Note("inside", "advice")], opened=True)


class Colour(Twice):
    asks = ("hue",)

    def shows(self, found: int) -> Iterator[Block]:
        yield Note(str(self.at["hue"]))


class Small(Viewed):
    name: ClassVar[str] = "small"
    defaults: ClassVar[dict[str, Any]] = {}
    fields: ClassVar[dict[str, Field]] = {
        "n": Field(lambda lab: 3, slider(1, 9)),
        "hue": Field("red", pick("red", "blue")),
    }
    views: ClassVar[dict[str, type[View]]] = {"twice": Twice, "colour": Colour}

    @classmethod
    def w(cls, key: str, /, **values: Any) -> str:
        return f"w:{key}"


def test_a_field_is_declared_once() -> None:
    lab = Small()
    assert lab.state == {"view": "twice", "n": 3, "hue": "red"}
    assert [c.name for c in lab.controls()] == ["view", "n"]
    assert lab.controls()[0].face()["options"] == [["w:view_twice", "twice"], ["w:view_colour", "colour"]]
    lab.set(view="colour")
    assert [c.name for c in lab.controls()] == ["view", "hue"]
    for name, value in (
        ("n", 10),
        ("hue", "green"),
        ("view", ["twice"]),
    ):  # n does not show, and is refused too
        with pytest.raises(ArgumentError):
            lab.set(**{name: value})
        with pytest.raises(ArgumentError):
            Small(**{name: value})
    lab.state = {"view": {}, "n": "x", "hue": None}
    lab.settle()
    assert lab.state == {"view": "twice", "n": 3, "hue": "red"}


def test_blocks_in_every_medium() -> None:
    lab = Small(n=4)
    page = lab.body()
    assert "It is 8." in page
    assert '<th scope="row">&lt;a&gt;</th><td data-head="value">=1 <small>(0–2)</small></td>' in page
    assert (
        '<details class="sgm-read" open><summary>more</summary><p class="sgm-advice">inside</p></details>'
        in page
    )
    sheet = openpyxl.load_workbook(io.BytesIO(lab_report_xlsx(lab))).worksheets[0]
    lines = [[str(v) for v in row if v is not None] for row in sheet.iter_rows(values_only=True)]
    assert [line for line in lines if line] == [
        ["w:title"], ["It is 8."], ["<T>"], ["name", "value"], ["<a>", "=1 (0–2)"], ["b", "8"], ["more"], ["inside"],
    ]  # fmt: skip
    assert markup.blocks([]) == ""


def test_a_goal_that_is_given_is_the_goal() -> None:
    """It was put back, without a word, to what the log begins with."""
    lab = labs.EvaluationLab(baseline=50, target=20)
    assert (lab.state["baseline"], lab.state["target"]) == (50, 20)
    lab.set(case="education")
    assert lab.state["baseline"] != 50
    with pytest.raises(ArgumentError, match=r"rules.+nelson"):
        labs.EvaluationLab(view="plan", rules="nelsen")


def test_files_are_held_by_the_page_and_named_in_a_spreadsheet() -> None:
    made = Files([File("a<.html", b"<p>", "get it"), File("b.xlsx", b"PK")])
    page = markup.blocks([made])
    assert 'download="a&lt;.html" href="data:text/html;base64,PHA+">get it</a>' in page
    sheet = excel.sheet(excel.start(), "1", [20])
    excel.blocks(sheet, 1, [made], last=1)
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["get it", "b.xlsx"]


def test_quotations_mark_what_counts() -> None:
    made = Quotes([Quote(["<", Marked("slow", "dim"), "!"], "waiting")])
    page = markup.blocks([made])
    assert '<li>&lt;<mark class="sgm-dim">slow</mark>!<br><small>waiting</small></li>' in page
    sheet = excel.sheet(excel.start(), "1", [20])
    excel.blocks(sheet, 1, [made, Note("text", "try", "head")], last=1)
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["<slow!\nwaiting", "head", "text"]
    assert "<strong>head</strong><p>text</p>" in markup.blocks([Note("text", "try", "head")])


def test_a_cell_may_have_a_look_of_its_own() -> None:
    made = Table("t", ["a", "b"], [["x", Tagged("<M>", ("cat", "cat-M"))]])
    assert '<span class="sgm-cat sgm-cat-M">&lt;M&gt;</span>' in markup.blocks([made])
    sheet = excel.sheet(excel.start(), "1", [20, 20])
    excel.blocks(sheet, 1, [made], last=2)
    assert sheet.cell(3, 2).value == "<M>"


def test_a_lab_of_one_view_has_no_choice_and_a_field_shows_when_it_says() -> None:
    class One(Small):
        defaults: ClassVar[dict[str, Any]] = {}
        fields: ClassVar[dict[str, Field]] = {
            **Small.fields,
            "n": Field(3, slider(1, 9), when=lambda lab: lab.state["hue"] == "red"),
        }
        views: ClassVar[dict[str, type[View]]] = {"twice": Twice}

    lab = One()
    assert lab.state == {"n": 3, "hue": "red"}
    assert [c.name for c in lab.controls()] == ["n"]
    lab.set(hue="blue")
    assert list(lab.controls()) == []
