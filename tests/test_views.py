"""A lab written as fields and views: what it refuses, and its blocks in every medium."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator
from typing import Any, ClassVar, get_args

import openpyxl
import pytest

from sgm_lab import labs
from sgm_lab.errors import ArgumentError
from sgm_lab.i18n import use_language
from sgm_lab.labs import report
from sgm_lab.labs.report import lab_report_xlsx
from sgm_lab.labs.views import Field, View, Viewed, pick, slider
from sgm_lab.paper import excel, markup, plain, word
from sgm_lab.paper.blocks import (
    Block,
    Fact,
    Facts,
    Figure,
    File,
    Files,
    Folded,
    Marked,
    Note,
    Quiet,
    Quote,
    Quotes,
    Steps,
    Table,
    Tagged,
    Turned,
    Verdict,
    Verdicts,
)

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


class Drawn:
    """Stands for a chart; a drawing of one dot."""

    alt = "what the figure says"

    def png(self) -> bytes:
        return base64.b64decode(DOT)

    def html(self, phone: Any = None) -> str:
        return f'<img alt="{self.alt}">'


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
#: One of each, with every word that a reader must find.
ALL: dict[type, tuple[Block, list[str]]] = {
    Figure: (Figure(lambda size: Drawn()), ["what the figure says"]),  # type: ignore[arg-type, return-value]
    Table: (
        Table("caption", ["left", "right"], [["row", Quiet("0.5", "0.4 to 0.6")],
                                             ["other", Turned("A", Tagged("M", ("cat",)))]]),
        ["caption", "left", "right", "row", "0.5", "0.4 to 0.6", "other", "A → M"],
    ),
    Note: (Note(("by ", Marked("June"), Quiet("", "soon")), "try", "say"), ["say", "by", "June", "soon"]),
    Steps: (Steps(["ask", ("count ", Marked("all"))], "do"), ["do", "ask", "count", "all"]),
    Folded: (Folded("more", [Note("inside")]), ["more", "inside"]),
    Files: (Files([File("a.html", b"<p>", "get it")]), ["get it"]),
    Quotes: (Quotes([Quote(["so ", Marked("slow", "dim")], "waiting")]), ["so", "slow", "waiting"]),
    Verdicts: (
        Verdicts([Verdict("specific", "weak", "partly", "no number", "add one")]),
        ["◐", "specific", "partly", "no number", "add one"],
    ),
    Facts: (Facts([Fact("who", "the desk")]), ["who", "the desk"]),
}  # fmt: skip


def _in_a_sheet(given: list[Block]) -> str:
    sheet = excel.sheet(excel.start(), "1", [20, 20])
    excel.blocks(sheet, 1, given, last=2)
    return "\n".join(
        str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None
    )


def _in_a_document(given: list[Block]) -> str:
    document = word.start("t")
    word.blocks(document, given)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _on_a_page(given: list[Block]) -> str:
    made = re.sub('alt="(.*?)"', r">\1<", markup.blocks(given))
    return html.unescape(re.sub("<[^>]*>", "", made.replace("><", "> <")))


MEDIA = {"html": _on_a_page, "xlsx": _in_a_sheet, "docx": _in_a_document, "txt": plain.blocks}


@pytest.mark.parametrize("medium", MEDIA)
def test_every_medium_sets_every_block(medium: str) -> None:
    assert set(ALL) == set(get_args(Block))
    for block, words in ALL.values():
        made = MEDIA[medium]([block])
        assert [one for one in words if one not in made] == []


@pytest.mark.parametrize("kind", report.WRITERS)
def test_a_lab_is_reported_in_every_medium(kind: str) -> None:
    with use_language("en"):
        lab = labs.Takeaways(what="plan")
        made = lab.export(kind)
        assert made.name == f"{lab.title()}.{kind}"
        assert made.content == report.WRITERS[kind](lab) or kind in (
            "xlsx",
            "docx",
            "pptx",
        )  # those hold the time
        with pytest.raises(ArgumentError, match="docx"):
            lab.export("pdf")
    said = report.lab_report_text(Small(n=4)).decode().split("\n\n")
    assert said[1:] == ["It is 8.", "<T>\nname\tvalue\n<a>\t=1 (0–2)\nb\t8\nmore\ninside\n"]


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
