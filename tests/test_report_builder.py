"""The report builder: five steps from a raw file to what is shown on Monday, and its needs into the plan."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from test_lab_uploads import kano, servqual

from sgm_lab import i18n, labs, takeaways
from sgm_lab.report import Survey
from sgm_lab.workbook import Workbook, open_book

STEPS = ("checked", "reading", "acting", "goals", "finished")


@pytest.fixture
def own(tmp_path: Path) -> Workbook:
    return open_book(tmp_path / "workbook.json")


def sure(people: int = 60) -> bytes:
    """Answers that leave no doubt: one feature a must, one that nobody minds."""
    rows = ["编号,功能,具备时,缺失时"]
    for n in range(people):
        rows += [f"{n},说清费用,理应如此,不喜欢", f"{n},大堂鲜花,无所谓,无所谓"]
    return "\n".join(rows).encode()


def brought(lab: Any, content: bytes, name: str = "问卷.csv") -> Any:
    lab.message({"do": "file", "name": "upload", "file": name}, content)
    return lab


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_five_steps_show_the_report_and_nothing_else(lang: i18n.Language) -> None:
    with i18n.use_language(lang):
        lab = brought(labs.ReportBuilder(), sure())
        assert lab.notice == ""
        made = lab.report()
        seen: list[str] = []
        for step in STEPS:
            if lab.state["step"] != step:
                lab.set(step=step)
            found = lab.compute()
            sections = lab.shown.sections(found)
            assert sections
            seen += [one.title for one in sections]
            html = lab.view()["html"]
            assert "sgm-trouble" not in html
            assert lab.sentence(found) in html
        assert sorted(seen) == sorted(one.title for one in made.sections if not one.empty)


def test_a_file_says_itself_which_survey_it_is() -> None:
    lab = labs.ReportBuilder()
    brought(lab, servqual(220).to_csv(index=False).encode())
    assert (lab.state["kind"], lab.state["case"], lab.notice) == ("servqual", "own", "")
    brought(lab, kano(300).to_csv(index=False).encode())
    assert lab.state["kind"] == "kano"
    before = lab.state
    brought(lab, b"PK nothing", "坏.xlsx")
    assert lab.notice
    assert lab.state == before


def test_every_kind_of_file_names_the_data_and_how_many() -> None:
    lab = brought(labs.ReportBuilder(), sure())
    made = {kind: lab.message({"do": "act", "name": kind}) for kind in ("pptx", "docx", "xlsx", "html")}
    assert {kind: one.name for kind, one in made.items()} == {kind: f"报告生成器.{kind}" for kind in made}
    line = "问卷.csv · 60 人作答"
    deck = pptx.Presentation(io.BytesIO(made["pptx"].content))
    slides = [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in deck.slides
    ]
    assert all(any(line in text for text in texts) for texts in slides)
    document: Any = docx.Document(io.BytesIO(made["docx"].content))
    assert any(line in paragraph.text for paragraph in document.paragraphs)
    assert len(openpyxl.load_workbook(io.BytesIO(made["xlsx"].content)).sheetnames) >= 5
    assert line in made["html"].content.decode()


def test_needs_that_are_certain_go_into_the_plan_with_what_they_rest_on(own: Workbook) -> None:
    lab = labs.ReportBuilder(key="8", step="acting")
    lab.keep_in(own)
    lab.message({"do": "act", "name": "plan"})
    assert "案例" in lab.notice  # a case's simulated data are nobody's needs
    assert "rows" not in takeaways.plan_from_workbook(own)
    brought(lab, sure())
    lab.message({"do": "act", "name": "plan"})
    assert "第1行" in lab.notice
    (note,) = takeaways.plan_from_workbook(own)["rows"]["need"]
    assert note["source"] == "lab:report_builder"
    assert "说清费用" in note["text"]
    assert "60 人作答" in note["text"]
    lab.undo()
    assert "rows" not in takeaways.plan_from_workbook(own)


def test_what_the_answers_do_not_carry_is_not_put_into_the_plan(own: Workbook) -> None:
    lab = labs.ReportBuilder(step="acting")
    lab.keep_in(own)
    brought(lab, kano(40).to_csv(index=False).encode())  # four people, at random
    lab.message({"do": "act", "name": "plan"})
    assert lab.notice == lab.w("nothing_to_do")


def test_it_opens_with_answers_at_hand() -> None:
    from sgm_lab import intake

    read = intake.read_kano(("我的.csv", sure()))
    assert labs.ReportBuilder(read).report().found["read"]["respondents"] == 60
    survey = Survey("kano", "我的", read)
    from sgm_lab.report import read_survey

    assert read_survey(survey) is survey


def test_a_question_left_empty_makes_no_group_and_every_step_is_shown() -> None:
    """As a form tool writes a last open question: some leave it empty."""
    said = ["等太久了", "", "护士很耐心", " ", "(跳过)"]
    head = "序号,年龄段,1、自助叫号（有）,1、自助叫号（没有）,2、还有什么想说的\n"
    rows = [f"{n},{('老', '少')[n % 2]},很喜欢,很不喜欢,{said[n % 5]}\n" for n in range(200)]
    lab = labs.ReportBuilder()
    lab.message({"do": "file", "name": "upload", "file": "问卷.csv"}, (head + "".join(rows)).encode())
    assert lab.notice == ""
    assert "" not in [one.strip() for some in lab.source.groups().values() for one in some]
    for step in lab.views:
        lab.set(step=step)
        assert "出了意外" not in lab.view()["html"], step
    for kind in ("pptx", "docx", "xlsx", "html"):
        assert lab.do(kind).content
