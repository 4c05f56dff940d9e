"""The editor of instructor packs on the desk, and the pages that open one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pack
import pytest
from archives import zipped
from axe import barriers_of
from generated_class import handed_in
from waiting import until

from sgm_lab import cases

pytestmark = pytest.mark.browser
DESK, CHAPTER = "book/zh/desk.html", "book/zh/2-1-goal-setting.html"
ASKED = "有了叫号提醒“喜欢”，没有“能忍受”，<b>是哪一类</b>？"
# Tables that stand out of the report.
WIDER = """(() => { const { right } = document.querySelector(".sgm-class-report").getBoundingClientRect();
const tables = [...document.querySelectorAll(".sgm-class-report table")];
const wider = tables.filter((one) => one.getBoundingClientRect().right > right + 1);
return wider.map((one) => one.textContent.slice(0, 60)); })()"""
FITS = "document.documentElement.scrollWidth <= innerWidth"


def opened(page: Any, site: str) -> Any:
    page.goto(f"{site}/{DESK}")
    page.get_by_role("button", name="开始编辑").click()
    editor = page.locator(".sgm-editor")
    editor.get_by_role("tablist").wait_for()
    return editor


def edit(editor: Any, id: str) -> Any:
    editor.get_by_role("tab", name="题目").click()
    editor.get_by_label("在全部题里找").fill(id)
    editor.locator(".found li", has_text=id).get_by_role("button", name="改", exact=True).click()
    return editor.locator(".form")


def test_what_is_edited_is_what_learners_see(page: Any, site: str, shots: Path, tmp_path: Path) -> None:
    editor = opened(page, site)
    editor.get_by_label("课程名称").fill("护士长一日班")
    editor.get_by_label("主色（浅色页面）").first.fill("#7A1E3A")
    editor.get_by_label("背景与发展").uncheck()
    editor.get_by_label("从哪天起").fill("2099-12-05")
    editor.get_by_label("或者凭口令").fill("开门")

    form = edit(editor, "2.1-pair-reading")
    prompt = form.locator("textarea").first
    prompt.fill("")
    editor.get_by_text("“题面的中文”还不对").wait_for()
    prompt.fill(ASKED)
    preview = editor.locator(".shown")
    preview.get_by_text(ASKED).wait_for()
    page.screenshot(path=shots / "editor-1280.png")
    preview.get_by_label("必备").check()
    preview.get_by_role("button", name="检查答案").click()
    preview.get_by_text("必备是没有就不喜欢").wait_for()

    editor.get_by_role("button", name="照它加一题").first.click()
    editor.get_by_text("正在改：2.1-own-1").wait_for()
    editor.get_by_label("在全部题里找").fill("2.1-pair-sort")
    editor.get_by_role("button", name="不放", exact=True).first.click()
    editor.get_by_role("button", name="撤销一步").click()
    assert editor.get_by_text("不放0题").count() == 1
    editor.get_by_label("在全部题里找").fill("2.1-pair-sort")
    editor.get_by_role("button", name="不放", exact=True).first.click()

    # It is kept in the browser, and the file is what the build reads.
    editor = opened(page, site)
    assert editor.get_by_label("课程名称").input_value() == "护士长一日班"
    with page.expect_download() as told:
        editor.get_by_role("button", name="下载讲师包").click()
    told.value.save_as(tmp_path / "mine.zip")
    read = pack.read(tmp_path / "mine.zip")
    assert read.settings["hidden_chapters"] == ["1"]
    assert [record["id"] for record in read.records] == ["2.1-pair-reading", "2.1-own-1"]
    assert read.hidden == ["2.1-pair-sort"]

    editor.get_by_role("button", name="用它看网站").click()
    page.locator(".sgm-pack").wait_for()
    page.goto(f"{site}/{CHAPTER}")
    page.get_by_text("换了1道题。加了1道题。").wait_for()
    assert "护士长一日班" in page.title()
    assert page.locator("#sgm-contents a[href*='/1-']").count() == 0
    assert page.locator("[data-id='2.1-pair-sort']").count() == 0
    question = page.locator("[data-id='2.1-pair-reading']")
    question.get_by_text(ASKED).wait_for()  # as text
    assert page.locator("[data-id='2.1-own-1']").get_by_text(ASKED).count() == 1
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.sgm-brand svg')).color")
        == "rgb(122, 30, 58)"
    )
    question.get_by_label("必备").check()
    question.get_by_role("button", name="检查答案").click()
    question.get_by_text("必备是没有就不喜欢").wait_for()
    question.get_by_role("button", name="看解答").click()
    question.get_by_text("解答到2099年12月5日开放").wait_for()
    assert question.locator(".sgm-ex-solution").is_hidden()
    page.get_by_label("答案口令").fill("不对")
    page.get_by_role("button", name="打开解答").click()
    page.get_by_text("口令不对。").wait_for()
    with page.expect_navigation():
        page.get_by_label("答案口令").fill("开门")
        page.get_by_role("button", name="打开解答").click()
    question.get_by_role("button", name="看解答").click()
    question.locator(".sgm-ex-solution").wait_for()

    # Closed again, the course is as it was, and what was answered is still there.
    with page.expect_navigation():
        page.get_by_role("button", name="合上讲师包").click()
    assert page.locator(".sgm-pack").count() == 0
    assert page.locator("[data-id='2.1-pair-sort']").count() == 1
    assert question.get_by_label("必备").is_checked()


def test_a_case_takes_what_is_pasted(page: Any, site: str, tmp_path: Path) -> None:
    editor = opened(page, site)
    editor.get_by_role("tab", name="案例").click()
    editor.get_by_text("需求特征：名称和一对问题").click()
    cell = editor.get_by_label("名称 1", exact=True)
    cell.focus()
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        const how = { clipboardData: data, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", how)); }""",
        "准点看上病\tOn time\n叫号通知\tCalled",
    )
    assert editor.get_by_label("名称 2", exact=True).input_value() == "叫号通知"
    editor.get_by_text("表格都没有错").wait_for()
    editor.get_by_text("人群的名称").click()
    segments = tmp_path / "segments.csv"
    segments.write_text("column,value\nage_group,young\n", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        editor.locator("details", has_text="人群的名称").get_by_role("button", name="选CSV或xlsx换掉").click()
    chooser.value.set_files(segments)
    editor.get_by_text("少了“label_zh”这一列").wait_for()


def in_excel() -> bytes:
    """Return records of services as a spreadsheet program keeps them: its days and times are numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    package = cases.load("healthcare").package
    (fields,) = (row["schema"]["fields"] for row in package["resources"] if row["name"] == "operations")
    sheet.append([field["name"] for field in fields])
    for n, clock in enumerate((time(8, 2), time(15, 30))):
        own = [f"H0000{n}", date(2025, 3, n + 1), clock, "internal", "D01", "no", 20, 0, None, "young", None]
        sheet.append(own)
        sheet.cell(n + 2, 2).number_format = ("yyyy/m/d", "mm-dd-yy")[n]
        sheet.cell(n + 2, 3).number_format = 'h"点"mm"分"'
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_case_and_a_logo_come_out_as_they_went_in(page: Any, site: str, tmp_path: Path) -> None:
    editor = opened(page, site)
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4"/></svg>'
    with page.expect_file_chooser() as chooser:
        editor.get_by_role("button", name="选一张图").click()
    chooser.value.set_files({"name": "我们.svg", "mimeType": "image/svg+xml", "buffer": logo})
    editor.get_by_role("tab", name="案例").click()
    records = editor.locator("details", has=page.locator("summary").get_by_text("运营记录", exact=True)).first

    def choose(content: bytes) -> None:
        with page.expect_file_chooser() as chooser:
            records.get_by_role("button", name="选CSV或xlsx换掉").click()
        chooser.value.set_files({"name": "记录.xlsx", "mimeType": "application/zip", "buffer": content})

    records.locator("summary").click()
    records.get_by_text("visit、date、arrival").wait_for()
    choose(in_excel())
    editor.get_by_text("表格都没有错").wait_for()
    with page.expect_download() as told:
        editor.get_by_role("button", name="下载讲师包").click()
    told.value.save_as(tmp_path / "mine.zip")
    files = pack.read(tmp_path / "mine.zip").files
    assert files["logo.svg"] == logo
    rows = files["case/healthcare/operations.csv"].decode().splitlines()
    assert [row.split(",")[1:3] for row in rows[1:]] == [["2025-03-01", "08:02"], ["2025-03-02", "15:30"]]

    # Records in quarters become one table, which the case then names.
    editor.get_by_label("哪个案例").select_option("customer_service")
    with page.expect_file_chooser() as chooser:
        records.get_by_role("button", name="选CSV或xlsx换掉").click()
    chooser.value.set_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"ticket,opened\nT1,x\n"})
    editor.get_by_text("少了“channel”这一列").wait_for()
    editor.get_by_role("button", name="用它看网站").click()
    editor.get_by_text("先改好再看：datasets/customer_service/operations.csv").wait_for()
    with page.expect_download() as told:
        editor.get_by_role("button", name="下载讲师包").click()
    editor.get_by_text("照它做不成网站：datasets/customer_service/operations.csv").wait_for()
    told.value.save_as(tmp_path / "mine.zip")
    described = json.loads(pack.read(tmp_path / "mine.zip").files["case/customer_service/datapackage.json"])
    assert "operations.csv" in [row["path"] for row in described["resources"]]
    records.get_by_role("button", name="恢复原样").click()
    with page.expect_download() as told:
        editor.get_by_role("button", name="下载讲师包").click()
    told.value.save_as(tmp_path / "mine.zip")
    described = json.loads(pack.read(tmp_path / "mine.zip").files["case/customer_service/datapackage.json"])
    came = cases.load("customer_service").package
    assert [row["path"] for row in described["resources"]] == [row["path"] for row in came["resources"]]


def test_a_hostile_pack_changes_nothing(page: Any, site: str) -> None:
    editor = opened(page, site)
    script = "<img src=x onerror='window.struck = 1'>"
    for files, said in (
        ({"pack.json": {"pack": 1}, "../index.html": script}, "讲师包不该有的文件"),
        ({"pack.json": {"pack": 1, "settings": {"accent": "red;} body {display:none"}}}, "不对"),
        ({"pack.json": {"pack": 1}, "logo.png": script}, "不是它说的那种图片"),
        ({"pack.json": {"pack": 1}, "exercises.json": {"exercise": [{"id": script}]}}, "onerror"),
        ({"pack.json": {"pack": 1}, "case/healthcare/kano.csv": bytes(61_000_000)}, "太大"),
    ):
        with page.expect_file_chooser() as chooser:
            editor.get_by_role("button", name="打开讲师包").click()
        chooser.value.set_files({"name": "x.zip", "mimeType": "application/zip", "buffer": zipped(files)})
        editor.locator(".row + small + p").get_by_text(said).wait_for()
    assert editor.get_by_text("还没有改动。改动随时存").count() == 1
    assert page.evaluate("window.struck ?? 0") == 0


@pytest.mark.allow_console("404")
def test_a_link_opens_a_pack_that_lies_beside_the_site(page: Any, site: str) -> None:
    pack_ = zipped({"pack.json": {"pack": 1, "settings": {"title": "带链接的班"}}})
    page.route("**/mine.zip", lambda route: route.fulfill(body=pack_, content_type="application/zip"))
    page.goto(f"{site}/{CHAPTER}?pack=mine.zip")
    page.locator(".sgm-pack", has_text="mine.zip").wait_for()
    assert page.url == f"{site}/{CHAPTER}"
    assert "带链接的班" in page.title()
    for name in ("gone.zip", "../x.zip", "https://example.org/x.zip"):
        page.goto(f"{site}/{CHAPTER}?pack={name}")
        page.get_by_text("没有找到").wait_for()


def test_the_editor_on_a_phone_in_the_dark(new_page: Callable[..., Any], site: str, shots: Path) -> None:
    page = new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    editor = opened(page, site)
    assert barriers_of(page) == []
    edit(editor, "2.1-pair-sort")
    until(page, "document.querySelector('.sgm-editor .shown .sgm-exercise')")
    assert page.evaluate(FITS)
    assert barriers_of(page) == []
    page.screenshot(path=shots / "editor-390-dark.png")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_of_a_class_fits_its_column(
    new_page: Callable[..., Any], site: str, shots: Path, tmp_path: Path, lang: str
) -> None:
    paths = []
    for name, content in handed_in(30)[0]:
        if len(content) < 15_000_000:
            (tmp_path / name).write_bytes(content)
            paths.append(tmp_path / name)
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/book/{lang}/desk.html")
    page.locator(".sgm-desk input[type=file]").set_input_files(paths)
    page.locator(".sgm-class-report h2").first.wait_for()
    page.locator(".sgm-class-how input[type=checkbox]").first.check()
    page.locator(".sgm-class-report summary").last.wait_for()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(FITS)
        assert page.evaluate(WIDER) == []
        if (lang == "zh") == (width == 390):  # a long page to look through: at each width once
            assert barriers_of(page) == []
        page.screenshot(path=shots / f"desk-class-{lang}-{width}.png")


def test_a_long_name_of_a_class_leaves_the_buttons_their_room(
    new_page: Callable[..., Any], site: str
) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    pack_ = zipped({"pack.json": {"pack": 1, "settings": {"title": "护士长和各科室服务目标管理的一天" * 2}}})
    page.route("**/mine.zip", lambda route: route.fulfill(body=pack_, content_type="application/zip"))
    page.goto(f"{site}/{CHAPTER}?pack=mine.zip")
    page.locator(".sgm-pack").wait_for()
    until(page, "document.querySelector('.sgm-brand').textContent.includes('护士长')")
    assert (
        page.evaluate(
            """(() => {
          const shown = [...document.querySelectorAll('.sgm-top > *')].map((one) => one.getBoundingClientRect());
          const boxes = shown.filter(({ width }) => width).sort((a, b) => a.left - b.left);
          return boxes.filter((one, at) => at && boxes[at - 1].right > one.left + 1).length
            + document.querySelectorAll('.sgm-brand > span').length - 1;
        })()"""
        )
        == 0
    )
    assert (
        page.evaluate(
            "(one => one.getBoundingClientRect().height)(document.querySelector('.sgm-brand > span'))"
        )
        < 50
    )
    assert page.evaluate(FITS)
