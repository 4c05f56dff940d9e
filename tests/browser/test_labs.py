"""Labs on a bare page in a real browser: at a phone's width, files read, results taken along, help.

Every control is tried in JupyterLab: test_labs_jupyter.py.
"""

import re

import pytest
from axe import barriers_of
from lab_page import SLOW, answer_what_is_asked, bring_a_file_to_be_asked_about, show_lab
from playwright.sync_api import expect

from sgm_lab import labs
from sgm_lab.i18n import t
from sgm_lab.labs import base

pytestmark = pytest.mark.browser
CLASSES = sorted(labs.LABS)


@pytest.fixture(autouse=True)
def own_workbook(tmp_path, monkeypatch):
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    base.failures.clear()
    yield
    assert base.failures == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_lab_fits_a_phone(name: str, new_page, shots) -> None:
    page = new_page(viewport={"width": 390, "height": 900})
    lab = getattr(labs, name)()
    root = show_lab(page, lab)
    opened = dict(lab.state)
    expect(root.locator(".sgm-trouble")).to_have_count(0)
    page.screenshot(path=shots / f"{name}-390.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    root.get_by_role("button", name="恢复初始").click()
    assert lab.state == opened


def test_a_file_is_read_and_the_result_taken_along(page) -> None:
    lab = labs.KanoLab()
    root = show_lab(page, lab)
    text = "编号,功能,具备时,缺失时\n" + "".join(
        f"{n},送货快,喜欢,{'不喜欢' if n % 3 else '还行'}\n" for n in range(60)
    )
    root.locator("input[type=file]").set_input_files(
        {"name": "我的问卷.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    )
    expect(root.locator(".sgm-file")).to_have_text("我的问卷.csv")
    expect(root.locator(".sgm-said").first).to_contain_text("40 人")
    expect(root.locator("details.sgm-read")).to_contain_text("还行")
    root.locator("summary", has_text="下载结果").click()
    with page.expect_download() as got:
        root.get_by_role("button", name="Excel 表格").click()
    assert got.value.suggested_filename == "KANO 实验台.xlsx"
    root.get_by_role("button", name="不用这份文件").click()
    expect(root.locator(".sgm-said").first).to_contain_text("440 人")
    root.locator("input[type=file]").set_input_files(
        {"name": "坏的.xlsx", "mimeType": "application/x", "buffer": b"PK\x03\x04"}
    )
    expect(root.locator(".sgm-notice")).to_contain_text(re.compile("坏的.xlsx"))


def test_help_is_a_click_away_every_control_has_a_name_and_silence_is_explained(page) -> None:
    root = show_lab(page, labs.KanoLab())
    first = root.locator(".sgm-help").first
    expect(first).to_be_hidden()
    root.get_by_role("button", name="每一项是什么意思").click()
    expect(first).to_be_visible()
    assert (
        root.locator("select, input, textarea").evaluate_all(
            "all => all.filter(e => !e.labels?.length && !e.getAttribute('aria-label')).length"
        )
        == 0
    )
    page.add_style_tag(content="#lab { width:556px }")  # as beside its tasks on a page of 1280
    table, advice = root.locator(".sgm-table").first, root.locator(".sgm-table thead th").last
    assert table.bounding_box()["width"] <= 556
    assert advice.bounding_box()["width"] >= 90  # else four lines a row, and wider than its place
    a_jupyterlab_without_the_courses_page_is_told_what_it_has(page, root)


def a_jupyterlab_without_the_courses_page_is_told_what_it_has(page, root) -> None:
    """Its Python was started again: no answer ever comes, and no page around notices."""
    page.clock.install()
    page.evaluate(
        "() => { document.body.dataset.jpThemeLight = ''; window.post = () => new Promise(() => {}); }"
    )
    root.get_by_role("button", name="恢复初始").click()
    page.clock.run_for(500)
    expect(root.locator(".sgm-working")).to_have_text(t("labs.working", "zh"))
    page.clock.run_for(10_000)
    expect(root.locator(".sgm-working")).to_have_text(t("exercises.ui.lost_lab_alone", "zh"))
    # The course's page has a button, and here has not noticed either.
    page.evaluate("document.body.dataset.sgmPython = ''")
    root.get_by_role("button", name="恢复初始").click()
    page.clock.run_for(10_500)
    expect(root.locator(".sgm-lost")).to_contain_text(t("exercises.ui.lost_lab_late", "zh"))
    expect(root.locator(".sgm-lost button")).to_have_text(t("exercises.ui.load_again", "zh"))


def test_points_are_typed_and_the_next_page_of_a_game_begins_in_sight(new_page, shots) -> None:
    page = new_page(viewport={"width": 390, "height": 700})
    goal = {"metric": "satisfaction", "target": 70, "due": 4, "since": 0}
    lab = labs.Sandtable(step="plan", goals=[goal])
    root = show_lab(page, lab)
    for name, points in (("流程", 40), ("培训", 30)):
        field = root.locator(".sgm-point", has_text=re.compile(name)).locator("input[type=number]")
        field.fill(str(points))
        field.blur()
        expect(field).to_have_value(str(points))
    assert lab.state["areas"]["process"] == 40  # what was set first did not give way to what came next
    page.screenshot(path=shots / "sandtable-points-390.png", full_page=True)
    root.locator(".sgm-tools .sgm-primary").click()
    said = root.locator(".sgm-said").first
    expect(said).to_contain_text("第1季")
    expect(said).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_file_that_is_not_understood_is_asked_about_by_keyboard(width: int, new_page, shots) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    lab = labs.KanoLab()
    root = show_lab(page, lab)
    bring_a_file_to_be_asked_about(root)
    expect(root.locator(".sgm-notice")).to_contain_text("没有全看懂")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unnamed = "all => all.filter(e => !e.labels?.length && !e.getAttribute('aria-label')).length"
    assert root.locator("select, input, textarea").evaluate_all(unnamed) == 0
    assert barriers_of(page) == []
    page.screenshot(path=shots / f"asking-{width}.png", full_page=True)
    page.evaluate(SLOW)  # a view that comes late takes back nothing that was chosen since
    answer_what_is_asked(page, root, pause=40)
    page.screenshot(path=shots / f"asking-ready-{width}.png", full_page=True)
    root.locator(".sgm-primary").focus()
    page.keyboard.press("Enter")
    expect(root.locator(".sgm-file")).to_have_text("门诊问卷.csv")
    expect(root.locator(".sgm-said").first).to_contain_text("8 人")
    assert set(lab.source.answers["functional"]) == {1, 5, 4, 2}


def test_from_a_raw_file_to_the_slides_and_into_the_plan(page) -> None:
    lab = labs.ReportBuilder()
    root = show_lab(page, lab)
    rows = "".join(f"{n},说清费用,理应如此,不喜欢\n{n},大堂鲜花,无所谓,无所谓\n" for n in range(60))
    root.locator("input[type=file]").set_input_files(
        {"name": "问卷.csv", "mimeType": "text/csv", "buffer": f"编号,功能,具备时,缺失时\n{rows}".encode()}
    )
    expect(root.locator(".sgm-file")).to_have_text("问卷.csv")
    for step in ("2 读结果", "3 该做什么", "4 目标和负责人", "5 带走报告", "3 该做什么"):
        root.get_by_role("radio", name=step).or_(root.get_by_role("button", name=step)).first.click()
        expect(root.locator(".sgm-trouble")).to_have_count(0)
    root.get_by_role("button", name="把需要写进我的计划").click()
    expect(root).to_contain_text("→ 我的计划·第1行")
    with page.expect_download() as got:
        root.get_by_role("button", name="下载幻灯片").click()
    assert got.value.suggested_filename == "报告生成器.pptx"


def test_a_month_is_added_and_looked_at(page) -> None:
    lab = labs.MonthlyReview()
    root = show_lab(page, lab)
    expect(root).to_contain_text("还没有目标")
    text = "目标序号,月份,数值,样本量\n" + "".join(
        f"接起率,2025-{n:02d},{60 + n % 3},900\n" for n in range(1, 10)
    )
    root.locator("input[type=file]").set_input_files(
        {"name": "接起率.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(root).to_contain_text("平常的上下")
    expect(root.get_by_role("button", name="下载目标登记表")).to_be_visible()
