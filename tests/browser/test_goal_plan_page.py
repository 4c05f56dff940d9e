"""The page of the goal plan, without Python: what is kept stands in its row, is edited there, and can be taken back."""

from __future__ import annotations

import functools
import http.server
import io
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import plan_files
import pptx
import pytest
from plain_script import bundled
from playwright.sync_api import expect

from sgm_lab import exercises, labs, takeaways
from sgm_lab.exercises import faces
from sgm_lab.exercises.journey import Part, Place, course_plan
from sgm_lab.takeaways.plan.reading import read_plan
from sgm_lab.takeaways.plan.rows import ROWS
from sgm_lab.takeaways.plan.written import written
from sgm_lab.workbook import open_book

pytestmark = pytest.mark.browser

HOME = Path(exercises.__file__).parent
COURSE = Path(__file__).parents[2] / "book" / "_course"
RECORDS = [record for record in exercises.load().values() if record.plan]
PAGE = """<!DOCTYPE html><html lang="zh-CN" data-theme="light" data-content_root="./"><head><meta charset="utf-8">
<title>计划</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="front.css"></head><body>{body}<script>sgmPlan={plan}</script>
<script defer src="exercises.js"></script></body></html>"""
GOAL = "2027年6月30日前，客服部把一次办好的比例从21%提高到35%"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(HOME / "front.css", folder)
    modules = [
        HOME / name for name in ("front.js", "workbook.js", "journey.js", "plans.js", "plan.js", "host.js")
    ]
    (folder / "exercises.js").write_text(bundled([*modules, COURSE / "takealong.js"]), encoding="utf-8")
    pages = [Place("exercises.html", "练习", (Part("all", "全部", tuple(one.id for one in RECORDS)),))]
    course = course_plan(RECORDS, pages, "zh", plan_page="plan.html")
    course["goalPlan"]["files"], script = plan_files.script("zh")
    (folder / course["goalPlan"]["files"]).write_text(script, encoding="utf-8")
    plan = json.dumps(course)
    own = f'<div class="sgm-goal-plan">{faces.goal_plan("zh")}</div>'
    (folder / "plan.html").write_text(PAGE.format(body=own, plan=plan), encoding="utf-8")
    shown = "".join(faces.static(one, "zh") for one in RECORDS) + faces.page_data(RECORDS, "zh")
    (folder / "exercises.html").write_text(PAGE.format(body=shown, plan=plan), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def row(page: Any, name: str) -> Any:
    return page.locator(f"#row-{name}")


def test_an_answer_is_in_its_row_at_once_and_an_edit_is_in_the_exercise(page: Any, site: str) -> None:
    page.goto(f"{site}/exercises.html")
    exercise = page.locator('[data-id="2.2-own-standard"]')
    link = exercise.get_by_role("link", name="→ 我的计划·第4行：标准和看护指标")
    expect(link).to_have_attribute("href", f"{site}/plan.html#row-standard")
    exercise.get_by_role("textbox").fill("窗口20分钟内打好清单，短信通知家属，组长每周一抽看20份")
    exercise.locator('button[data-do="check"]').click()
    link.click()
    expect(page.locator(".sgm-plan-line")).to_contain_text("11行写了1行")
    expect(row(page, "standard")).to_be_in_viewport()
    standard = row(page, "standard")
    expect(standard).to_have_attribute("data-state", "weak")
    expect(standard).to_contain_text("没有看护指标")
    expect(row(page, "law")).to_have_attribute("data-state", "empty")
    box = standard.get_by_role("textbox").first
    expect(box).to_have_value("窗口20分钟内打好清单，短信通知家属，组长每周一抽看20份")
    box.fill(
        "窗口20分钟内打好清单，短信通知家属，组长每周一抽看20份。看护指标：漏收不超过每月2笔，财务每周一报给组长"
    )
    box.blur()
    expect(standard).to_have_attribute("data-state", "written")
    law = row(page, "law").get_by_role("textbox").last
    law.fill("短信前先问同意")
    law.blur()
    expect(page.locator(".sgm-plan-line")).to_contain_text("11行写了2行")
    page.reload()
    expect(row(page, "law").get_by_role("textbox").last).to_have_value("短信前先问同意")
    page.goto(f"{site}/exercises.html")
    expect(page.locator('[data-id="2.2-own-standard"]').get_by_role("textbox")).to_have_value(
        "窗口20分钟内打好清单，短信通知家属，组长每周一抽看20份。看护指标：漏收不超过每月2笔，财务每周一报给组长"
    )


def test_an_edit_is_taken_back_step_by_step(page: Any, site: str) -> None:
    page.goto(f"{site}/plan.html")
    for text in ("6个工时", "8个工时"):
        box = row(page, "cost").get_by_role("textbox").last
        box.fill(text)
        box.blur()
    undo = page.get_by_role("button", name="撤销一步")
    undo.click()
    expect(row(page, "cost").get_by_role("textbox").last).to_have_value("6个工时")
    undo.click()
    expect(row(page, "cost").get_by_role("textbox").last).to_have_value("")
    expect(undo).to_be_disabled()


def test_a_change_is_taken_back_on_the_next_visit_unless_something_else_was_written(
    page: Any, site: str
) -> None:
    page.goto(f"{site}/plan.html")
    for name, text in (("cost", "6个工时"), ("law", "先问同意"), ("cost", "8个工时")):
        box = row(page, name).get_by_role("textbox").last
        box.fill(text)
        box.blur()
    page.reload()
    undo = page.get_by_role("button", name="撤销一步")
    undo.click()
    expect(row(page, "cost").get_by_role("textbox").last).to_have_value("6个工时")
    page.reload()
    undo.click()
    expect(row(page, "law").get_by_role("textbox").last).to_have_value("")
    # What another place has written since is not overwritten by an undo.
    page.evaluate(
        "() => { const kept = JSON.parse(localStorage.getItem('sgm_lab.workbook'));"
        " kept.goals.plan.rows.cost = '别处写的'; localStorage.setItem('sgm_lab.workbook', JSON.stringify(kept)); }"
    )
    page.reload()
    expect(row(page, "cost").get_by_role("textbox").last).to_have_value("别处写的")
    expect(undo).to_be_disabled()


def test_several_plans_are_kept_and_a_change_between_them_is_taken_back(
    page: Any, site: str, tmp_path: Path
) -> None:
    """As in the lab, which reads them; what an exercise wrote stands in each."""
    page.goto(f"{site}/plan.html")
    page.evaluate(
        "window.sgmExercises.workbook.put('2.2-own-standard', { answer: '三分钟内回一句，组长每周查' })"
    )
    name, line = page.get_by_label("计划叫什么"), page.locator(".sgm-plan-line")
    cost = row(page, "cost").get_by_role("textbox").last
    undo = page.get_by_role("button", name="撤销一步")

    def write(box: Any, text: str) -> None:
        box.fill(text)
        box.blur()

    write(name, "门诊部计划")
    write(cost, "门诊6个工时")
    page.get_by_role("button", name="另起一份").click()
    expect(name).to_have_value("计划2")
    expect(cost).to_have_value("")
    expect(line).to_contain_text("11行写了1行")  # the exercise's
    write(cost, "病区9个工时")
    page.get_by_role("button", name="换到“门诊部计划”").click()
    expect(cost).to_have_value("门诊6个工时")
    page.reload()
    expect(name).to_have_value("门诊部计划")
    expect(page.get_by_role("button", name="换到“计划2”")).to_be_visible()
    kept = page.evaluate("localStorage.getItem('sgm_lab.workbook')")
    for value in ("病区9个工时", ""):  # the change, then what was written in the other plan
        undo.click()
        expect(name).to_have_value("计划2")
        expect(cost).to_have_value(value)
    for value in ("门诊6个工时", ""):  # the other plan itself, then what was written before
        undo.click()
        expect(cost).to_have_value(value)
    expect(name).to_have_value("门诊部计划")
    expect(page.get_by_role("button", name="换到")).to_have_count(0)
    (tmp_path / "workbook.json").write_text(kept, encoding="utf-8")
    book = open_book(tmp_path / "workbook.json")
    lab = labs.MyPlan()
    lab.keep_in(book)
    assert (lab.state["called"], lab.state["cost"]) == ("门诊部计划", "门诊6个工时")
    assert [(one["title"], one["rows"]["cost"]) for one in lab.state["plans"]] == [("计划2", "病区9个工时")]
    lab.do_change()
    page.evaluate("text => localStorage.setItem('sgm_lab.workbook', text)", book.path.read_text("utf-8"))
    page.reload()
    expect(name).to_have_value("计划2")
    expect(cost).to_have_value("病区9个工时")
    expect(page.get_by_role("button", name="换到“门诊部计划”")).to_be_visible()


def test_the_page_and_the_exported_plan_hold_the_same(page: Any, site: str, tmp_path: Path) -> None:
    book = open_book(tmp_path / "workbook.json")
    for one in RECORDS:
        book.put(
            "exercises", one.id, {"answer": GOAL if one.kind == "goal" else f"{one.id}：<b>每周6个工时</b>"}
        )
    book.put("goals", "plan", {"rows": {"cost": "9个工时"}})
    book.put(
        "labs",
        "servqual:2.2",
        {"standards": [{"name": "回应", "text": "三分钟内回一句", "check": "组长每周查"}]},
    )
    book.put("labs", "pdca", {"rounds": [{"hypothesis": "如果多两人", "measure": "接起率", "act": "keep"}]})
    link = {"from": "病区", "to": "结算", "count": 40, "wait": 25}
    book.put("labs", "handoff", {"case": "own", "links": [link]})
    page.goto(f"{site}/plan.html")
    page.evaluate(
        "text => localStorage.setItem('sgm_lab.workbook', text)", book.path.read_text(encoding="utf-8")
    )
    page.reload()
    expect(page.locator(".sgm-plan-line")).to_contain_text("11行写了11行")
    plan = read_plan(takeaways.plan_from_workbook(book))
    for name in ROWS:
        shown = row(page, name).locator("textarea").evaluate_all("all => all.map((one) => one.value)")
        shown += row(page, name).locator(".sgm-plan-said").all_text_contents()
        filled = ("指标：", "负责人：")  # from the goal's sentence, by rules that want Python
        lines = [line.text for line in written(plan)[name] if not line.text.startswith(filled)]
        assert sorted(filter(None, shown)) == sorted(lines), name


def test_it_fits_a_phone(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/plan.html")
    expect(row(page, "need")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_few_letters_are_a_beginning_here_as_in_the_exported_plan(
    page: Any, site: str, tmp_path: Path
) -> None:
    book = open_book(tmp_path / "workbook.json")
    short = {"answer": "先查由谁核对", "outcome": "partly", "tries": 1}
    book.put("exercises", "2.2-own-standard", short)
    page.goto(f"{site}/plan.html")
    page.evaluate(
        "text => localStorage.setItem('sgm_lab.workbook', text)", book.path.read_text(encoding="utf-8")
    )
    page.reload()
    standard = row(page, "standard")
    expect(standard).to_have_attribute("data-state", "weak")
    said = [one.sentence for one in takeaways.plan_check(takeaways.plan_from_workbook(book), lang="zh")]
    (told,) = [one for one in said if "写得还短" in one]
    assert told in standard.locator(".sgm-plan-weak li").all_text_contents()


def test_no_two_links_of_a_row_are_alike(page: Any, site: str) -> None:
    page.goto(f"{site}/plan.html")
    rows = page.locator(".sgm-plan-go").evaluate_all(
        "all => all.map((one) => [...one.children].map((link) => link.textContent))"
    )
    assert sum(map(len, rows)) > 5
    assert [one for one in rows if len(one) != len(set(one))] == []


def test_a_long_text_is_whole_at_any_width_and_on_paper(page: Any, site: str) -> None:
    page.goto(f"{site}/plan.html")
    box = row(page, "law").get_by_role("textbox").last
    box.fill("短信前先问同意，登记在案，只留最后四位；" * 20)
    box.blur()
    expect(page.locator(".sgm-plan-line")).to_contain_text("写了1行")
    cut = "all => all.filter((one) => one.scrollHeight > one.clientHeight + 2).length"
    for width, media in ((1280, "screen"), (390, "screen"), (390, "print"), (1280, "print")):
        page.reload() if media == "screen" else None
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=media)
        assert page.locator("textarea").evaluate_all(cut) == 0, (width, media)
    page.emulate_media(media="screen")
    page.goto(f"{site}/exercises.html")
    written = page.locator('[data-id="2.2-own-standard"]').get_by_role("textbox")
    written.fill("窗口20分钟内打好清单，短信通知家属；" * 20)
    page.reload()
    assert page.locator("textarea").evaluate_all(cut) == 0


def test_word_slides_register_and_card_come_without_python(page: Any, site: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{site}/plan.html")
    tools = page.locator(".sgm-plan-files")
    status = page.locator(".sgm-plan-files [role=status]")
    tools.get_by_role("button", name="Word").click()
    expect(status).to_contain_text("计划还是空的")
    box = row(page, "law").get_by_role("textbox").last
    box.fill("短信前先问同意 <b>&")
    box.blur()
    tools.get_by_role("button", name="目标卡").click()
    expect(status).to_contain_text("目标卡要有一句目标")
    page.evaluate(
        "goal => window.sgmExercises.workbook.keep('goals', 'smart-1', { statement: goal, owner: '王芳' })",
        GOAL,
    )
    said = {}
    for button, name in (
        ("Word", "目标计划.docx"),
        ("幻灯片（五页）", "目标计划.pptx"),
        ("登记表", "目标计划.xlsx"),
        ("目标卡", "目标卡.docx"),
    ):
        pressed = tools.get_by_role("button", name=button)
        pressed.focus()
        with page.expect_download() as made:
            page.keyboard.press("Enter")
        assert made.value.suggested_filename == name
        said[button] = Path(made.value.path()).read_bytes()
        expect(status).to_contain_text(f"做好了：{name}")
        expect(pressed).to_be_focused()
    tables = docx.Document(io.BytesIO(said["Word"])).tables
    assert "短信前先问同意 <b>&" in [table.cell(0, 1).text for table in tables]
    assert len(pptx.Presentation(io.BytesIO(said["幻灯片（五页）"])).slides) == 5
    assert takeaways.plan_from_register(said["登记表"])["goals"][0]["statement"] == GOAL
    assert GOAL in [one.text for one in docx.Document(io.BytesIO(said["目标卡"])).paragraphs]
    assert len([url for url in fetched if "plan-files" in url]) == 1


@pytest.mark.allow_console("Failed to load resource")
def test_what_makes_files_cannot_be_loaded_and_that_is_said(page: Any, site: str) -> None:
    page.route("**/plan-files-*", lambda route: route.abort())
    page.goto(f"{site}/plan.html")
    page.get_by_role("button", name="Word").click()
    expect(page.locator(".sgm-plan-files [role=status]")).to_contain_text("没有做成")


def test_from_a_folder_files_are_made_as_well(page: Any, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/plan.html")
    box = row(page, "law").get_by_role("textbox").last
    box.fill("短信前先问同意")
    box.blur()
    with page.expect_download() as made:
        page.get_by_role("button", name="Word").click()
    assert made.value.suggested_filename == "目标计划.docx"
