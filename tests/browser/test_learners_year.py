"""A learner's year on the built site: what is written from chapter 1 to 8 is on the plan's page and in every file.

Exercises and decisions are written on the page, without Python; labs are worked in with their own front end and the
same workbook, as in JupyterLab; then it all comes back to the page.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lab_page import show_lab
from playwright.sync_api import expect

from sgm_lab import exercises, i18n, labs, takeaways, workbook
from sgm_lab.takeaways.plan.rows import ROWS

pytestmark = pytest.mark.browser

RECORDS = {id: one for id, one in exercises.load().items() if one.plan}
GOAL = "2027年6月30日前，客服部把一次办好的比例从21%提高到35%"
SECOND = "2027年9月30日前，维修部把报修到上门的时间从52小时降到30小时"
PLAN, MINE = "book/zh/my-plan.html", "book/zh/workbook.html"


def answer(id: str) -> str:
    """What the learner writes in an exercise: theirs alone, and long enough."""
    if RECORDS[id].kind == "goal":
        return GOAL
    return f"{id}这一题我写：先在两个窗口试四周，每周看一次，超过5%就停，由组长在周一报给主任。看护指标：退号不高于2%。"


@cache
def pages(built: Path) -> dict[str, str]:
    """The page of each exercise: the first one in the book's order that shows it."""
    found: dict[str, str] = {}
    for path in sorted((built / "book/zh").glob("[0-9]*.html")) + sorted(
        built.glob("notebooks/zh/[0-9]*.html")
    ):
        text = path.read_text(encoding="utf-8")
        for id in re.findall(r'data-id="([^"]+)"', text):
            found.setdefault(id, path.relative_to(built).as_posix())
    return found


def write(page: Any, site: str, built: Path) -> None:
    """Write every answer that is promised to the plan, on the page where a learner meets it."""
    by_page: dict[str, list[str]] = {}
    for id in RECORDS:
        by_page.setdefault(pages(built)[id], []).append(id)
    for where, ids in by_page.items():
        page.goto(f"{site}/{where}")
        for id in ids:
            at = page.locator(f'.sgm-exercise[data-id="{id}"]').first
            at.evaluate("node => window.sgmCourse?.steps.show(node)")
            expect(at.locator(".sgm-ex-plan")).to_contain_text("→ 我的计划·第")
            at.get_by_role("textbox").fill(answer(id))
            at.get_by_role("textbox").blur()


def download(page: Any, site: str, file: Path) -> workbook.Workbook:
    """Take the workbook along from the page."""
    page.goto(f"{site}/{MINE}")
    with page.expect_download() as made:
        page.get_by_role("button", name="下载我的练习册").click()
    file.parent.mkdir()
    book = workbook.open_book(file)
    book.merge(Path(made.value.path()).read_bytes())
    return book


def worked(new_page: Any, lab: Any, book: workbook.Workbook) -> Any:
    """Open a lab of the learner's workbook in its own front end."""
    lab.keep_in(book)
    return show_lab(new_page(), lab)


def in_labs(new_page: Any, book: workbook.Workbook) -> dict[str, str]:
    """Write in every lab that writes into the plan; return what its row has to say, by row."""
    standard = labs.ServqualLab(key="2.2", view="standard")
    root = worked(new_page, standard, book)
    expect(root.locator(".sgm-goes")).to_contain_text("→ 我的计划·第4行")
    standard.set(behaviour="三分钟内回一句并说几点有结果")
    root.get_by_role("button", name="记下这条标准").click()
    expect(root).to_contain_text("记下的标准")
    handoff = labs.HandoffMap(key="5", case="own")
    root = worked(new_page, handoff, book)
    expect(root.locator(".sgm-goes")).to_contain_text("→ 我的计划·第5行")
    handoff.set(links=[{"from": "病区护士站", "to": "结算窗口", "count": 40, "wait": 25}])
    record = labs.PdcaRecord()
    root = worked(new_page, record, book)
    expect(root.locator(".sgm-goes")).to_contain_text("→ 我的计划·第10行")
    record.set(hypothesis="如果十点前派完单，那么当天上门的会多")
    builder = labs.ReportBuilder(key="8")
    root = worked(new_page, builder, book)
    rows = "".join(f"{n},说清费用,理应如此,不喜欢\n{n},大堂鲜花,无所谓,无所谓\n" for n in range(60))
    root.locator("input[type=file]").set_input_files(
        {"name": "问卷.csv", "mimeType": "text/csv", "buffer": f"编号,功能,具备时,缺失时\n{rows}".encode()}
    )
    expect(root.locator(".sgm-file")).to_have_text("问卷.csv")
    root.get_by_role("radio", name="3 该做什么").or_(
        root.get_by_role("button", name="3 该做什么")
    ).first.click()
    root.get_by_role("button", name="把需要写进我的计划").click()
    expect(root).to_contain_text("→ 我的计划·第1行")
    monthly = labs.MonthlyReview()
    root = worked(new_page, monthly, book)
    ((_, goal),) = monthly.goals()
    monthly.set(figures=[{"goal": goal, "month": "2026-11", "value": 24, "n": 900, "sd": None}], about=goal,
                guess="如果增加一个复核岗，那么一次办好的会多")  # fmt: skip
    root.get_by_role("button", name="写成一圈PDCA").click()
    expect(root).to_contain_text("→ 我的计划·第10行")
    training = labs.TrainingMatrix(key="2.2")
    root = worked(new_page, training, book)
    expect(root.locator(".sgm-goes")).to_contain_text("→ 我的计划·第6行")
    team = "人员,技能,维度,要求等级,现有等级,每级课时\n张三,叫号,可靠性,4,1,6\n李四,叫号,可靠性,4,3,6\n"
    root.locator("input[type=file]").set_input_files(
        {"name": "我的队伍.csv", "mimeType": "text/csv", "buffer": team.encode()}
    )
    expect(root.locator(".sgm-file")).to_have_text("我的队伍.csv")
    studio = labs.SmartStudio()
    root = worked(new_page, studio, book)
    expect(root.locator(".sgm-goes")).to_contain_text("→ 我的计划·第2行")
    root.get_by_role("textbox").first.fill(SECOND)
    root.get_by_role("button", name="列入目标清单").click()
    expect(root).to_contain_text("清单")
    return {
        "cost": "培训：2处不到要求，补齐要24课时",
        "goal": SECOND,
        "standard": "三分钟内回一句并说几点有结果",
        "who": "病区护士站交给结算窗口",
        "need": "说清费用",
        "pdca": "如果十点前派完单",
    }


def of_docx(content: bytes) -> str:
    document: Any = docx.Document(io.BytesIO(content))
    return "\n".join(Paragraph(one, document).text for one in document.element.body.iter(qn("w:p")))


def of_pptx(content: bytes) -> str:
    found = []
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        found.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            found += [shape.text_frame.text] if shape.has_text_frame else []
            found += [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []
    return "\n".join(found)


def of_xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    return "\n".join(str(cell) for sheet in shown for row in sheet.values for cell in row if cell is not None)


def test_a_year_of_writing_is_on_the_plans_page_and_in_every_file(
    page: Any, new_page: Any, site: str, built: Path, tmp_path: Path
) -> None:
    assert {one.chapter for one in RECORDS.values()} >= {
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "3.2",
        "3.3",
        "5",
        "6",
        "7",
        "8",
    }
    write(page, site, built)
    page.goto(f"{site}/{PLAN}")
    expect(page.locator("#main .sgm-plan-line")).to_contain_text(f"{len(ROWS)}行写了{len(ROWS)}行")
    for id, record in RECORDS.items():
        for row in record.plan:
            kept = page.locator(f"#row-{row} textarea").evaluate_all("all => all.map((one) => one.value)")
            assert answer(id) in kept, (id, row)
    book = download(page, site, tmp_path / "course" / "workbook.json")
    kept_in_labs = in_labs(new_page, book)

    # JupyterLab's plan has it all, and writes a line of its own.
    plan_lab = labs.MyPlan()
    root = worked(new_page, plan_lab, book)
    for text in [*map(answer, RECORDS), *kept_in_labs.values()]:
        expect(root).to_contain_text(text)
    plan_lab.set(law="短信前先问同意，登记在案")

    plan = takeaways.plan_from_workbook(book)
    files = {
        "docx": of_docx(takeaways.goal_plan_docx(plan, lang="zh")),
        "pptx": of_pptx(takeaways.goal_plan_pptx(plan, lang="zh")),
        "xlsx": of_xlsx(takeaways.goal_register_xlsx(plan, lang="zh")),
    }
    for kind, text in files.items():
        for row in ROWS:  # the goal's sentence is what the slides open with
            assert i18n.t(f"takeaways.row.{row}", "zh") in text or (kind, row) == ("pptx", "goal"), (
                kind,
                row,
            )
        for said in [*map(answer, RECORDS), *kept_in_labs.values(), "短信前先问同意，登记在案"]:
            assert said in text, (kind, said)

    # And what was written there is on the page again.
    page.goto(f"{site}/{MINE}")
    page.locator(".sgm-workbook input[type=file]").set_input_files(book.path)
    page.get_by_text("已放回").wait_for()
    page.goto(f"{site}/{PLAN}")
    for row, said in {**kept_in_labs, "law": "短信前先问同意，登记在案"}.items():
        shown = page.locator(f"#row-{row}")
        kept = shown.locator("textarea").evaluate_all("all => all.map((one) => one.value)")
        assert any(said in one for one in [*kept, *shown.locator(".sgm-plan-said").all_text_contents()]), row
