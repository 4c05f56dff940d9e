"""Saved is what the workbook has: Python killed, the server stopped, a workbook that cannot be written, two tabs."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_exercises_lab import alive, opened, write_sheet
from test_exercises_page import ROOT
from waiting import ended

from sgm_lab import exercises
from sgm_lab.i18n import t

pytestmark = pytest.mark.browser

CHAPTER = [record for record in exercises.chapter("2.1") if record.kind in ("single", "multiple")]
SHOWN = 3_000  # ms in which a lost Python or server is shown
FIRST, SECOND = "发药窗口核对姓名，下周先查由谁核对", "改成两个人核对，护士长每周三抽查"
DEMO = ROOT / "tests" / "data" / "exercises"
PROCESS = "import os\nprint(f'进程 {os.getpid()}')"
REFLECTION = (
    f"from sgm_lab import exercises\nexercises.show('demo-reflection', folder={str(DEMO)!r})",
    f"exercises.show('demo-single', folder={str(DEMO)!r})",
)


def say(name: str) -> str:
    return t(f"exercises.ui.{name}", lang="zh")


def kept(sheet: Path) -> dict[str, Any]:
    return dict(json.loads((sheet.parent / "workbook.json").read_text(encoding="utf-8"))["exercises"])


def process_of(page: Any) -> int:
    return int(page.locator("pre", has_text="进程").inner_text().split()[-1])


def write(page: Any, text: str) -> Any:
    """Write into the reflection and say that it is done; returns the exercise."""
    ex = page.locator(".sgm-ex").first
    ex.get_by_role("textbox").fill(text)
    ex.locator('button[data-do="check"]').click()
    return ex


def test_all_choices_of_a_chapter_together_and_back(page: Any, jupyterlab: Any) -> None:
    """Each widget of a notebook has a copy of the front end, and yet no two share a name."""
    labs = [f"from sgm_lab import labs\nlabs.KanoDesigner(key={key!r})" for key in "ab"]
    shows = [f"from sgm_lab import exercises\nexercises.show({record.id!r})" for record in CHAPTER]
    write_sheet(jupyterlab, [*labs, *shows])
    opened(page, jupyterlab)
    for at, record in enumerate(CHAPTER):
        boxes = page.locator(".sgm-ex").nth(at).locator(".sgm-ex-options input")
        wanted = [record.answer] if record.kind == "single" else record.answer
        for id in wanted:
            boxes.and_(page.locator(f'[value="{id}"]')).check()
    chosen = ".sgm-ex-options input:checked"
    total = sum(1 if record.kind == "single" else len(record.answer) for record in CHAPTER)
    expect(page.locator(chosen)).to_have_count(total)
    for ex in page.locator(".sgm-ex").all():
        ex.locator('button[data-do="check"]').click()
        expect(ex).to_have_attribute("data-outcome", "right")
    # An arrow key moves on in its own group.
    single = next(at for at, record in enumerate(CHAPTER) if record.kind == "single")
    ex = page.locator(".sgm-ex").nth(single)
    before = ex.locator("input:checked").get_attribute("value")
    ex.locator("input:checked").press("ArrowDown")
    expect(page.locator(chosen)).to_have_count(total)
    assert ex.locator("input:checked").get_attribute("value") != before
    ex.locator(f'input[value="{before}"]').check()
    # Buttons and labels of two labs of a kind.
    first, second = page.locator(".sgm-lab").all()
    for lab in (first, second):
        expect(lab.locator("fieldset.sgm-buttons").first.locator("input:checked")).to_have_count(1)
    ids = page.evaluate("[...document.querySelectorAll('.sgm-lab [id], .sgm-ex [id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids)) > 0
    second.locator("label[for]").first.click()
    assert second.evaluate("lab => lab.contains(document.activeElement)")
    page.reload()
    alive(page)
    expect(page.locator(chosen)).to_have_count(total, timeout=20_000)
    for at, record in enumerate(CHAPTER):
        expect(page.locator(".sgm-ex").nth(at).locator("input:checked")).to_have_count(
            1 if record.kind == "single" else len(record.answer)
        )


def test_python_killed_while_typing(page: Any, jupyterlab: Any, shots: Path) -> None:
    sheet = write_sheet(jupyterlab, [PROCESS, *REFLECTION])
    opened(page, jupyterlab)
    ex = write(page, FIRST)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下")
    expect(ex.locator(".sgm-ex-said")).to_contain_text(say("saved"))
    assert kept(sheet)["demo-reflection"]["answer"] == FIRST
    ex.get_by_role("textbox").press_sequentially("，再")
    os.kill(process_of(page), signal.SIGKILL)
    notice = ex.locator(".sgm-ex-notice")
    expect(notice).to_contain_text(say("lost_stopped"), timeout=SHOWN)
    write(page, SECOND)
    expect(notice).to_contain_text(say("in_browser"), timeout=SHOWN)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text(say("unsaved"))
    expect(page.get_by_text("已写下")).to_have_count(0)
    expect(page.get_by_text(say("saved"))).to_have_count(0)
    other = page.locator(".sgm-ex").nth(1)
    other.get_by_label("必备").check()
    expect(other.locator(".sgm-ex-notice")).to_contain_text(say("in_browser"))
    ex.scroll_into_view_if_needed()
    page.screenshot(path=shots / "exercises-lost-1280.png")
    assert kept(sheet)["demo-reflection"]["answer"] == FIRST
    notice.get_by_role("button", name=say("load_again")).click()
    again = page.locator(".sgm-ex").first
    expect(again.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下", timeout=60_000)
    expect(again.get_by_role("textbox")).to_have_value(SECOND)
    expect(again.locator(".sgm-ex-notice")).to_be_hidden()
    expect(page.locator(".sgm-ex").nth(1).get_by_label("必备")).to_be_checked()
    left = "Object.keys(localStorage).filter((key) => key.startsWith('sgm_lab.unsaved')).length"
    page.wait_for_function(f"{left} === 0")  # each answer leaves the browser once it is confirmed
    assert kept(sheet)["demo-reflection"]["answer"] == SECOND
    assert kept(sheet)["demo-single"]["answer"] == "M"


@pytest.mark.allow_console("ERR_|WebSocket|Failed to|fetch|NetworkError|Connection|40[034]|50[0234]|Kernel")
def test_server_stopped_and_started_again(page: Any, open_lab: Any, shots: Path) -> None:
    process, lab = open_lab()
    sheet = write_sheet(lab, [*REFLECTION])
    opened(page, lab)
    ex = write(page, FIRST)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下")
    ended(process)
    notice = ex.locator(".sgm-ex-notice")
    expect(notice).to_contain_text(say("lost_away"), timeout=SHOWN)
    write(page, SECOND)
    expect(notice).to_contain_text(say("in_browser"), timeout=SHOWN)
    expect(page.get_by_text("已写下")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.screenshot(path=shots / "exercises-away-1280.png")
    assert kept(sheet)["demo-reflection"]["answer"] == FIRST
    _, lab = open_lab(lab.root, int(lab.base.rstrip("/").rsplit(":", 1)[1]))
    opened(page, lab)
    expect(page.locator(".sgm-ex-mark").first).to_contain_text("✓ 已写下", timeout=60_000)
    expect(page.locator(".sgm-ex").first.get_by_role("textbox")).to_have_value(SECOND)
    assert kept(sheet)["demo-reflection"]["answer"] == SECOND


def test_a_workbook_that_cannot_be_written(page: Any, jupyterlab: Any, shots: Path) -> None:
    """Of a newer edition, so left alone; as soon as it can be written the answer goes in."""
    sheet = write_sheet(jupyterlab, [*REFLECTION])
    book = sheet.parent / "workbook.json"
    newer = json.dumps({"schema": 99, "program": "sgm_lab", "exercises": {}})
    book.write_text(newer, encoding="utf-8")
    opened(page, jupyterlab)
    ex = write(page, FIRST)
    notice = ex.locator(".sgm-ex-notice")
    expect(notice).to_contain_text("更新的课程版本")
    expect(notice).to_contain_text(say("in_browser"), timeout=SHOWN)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text(say("unsaved"))
    expect(page.get_by_text("已写下")).to_have_count(0)
    page.screenshot(path=shots / "exercises-read-only-1280.png")
    page.reload()
    alive(page)
    expect(ex.get_by_role("textbox")).to_have_value(FIRST)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text(say("unsaved"), timeout=SHOWN)
    assert book.read_text(encoding="utf-8") == newer
    book.unlink()
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下", timeout=20_000)
    expect(notice).to_be_hidden()
    assert kept(sheet)["demo-reflection"]["answer"] == FIRST


def test_two_tabs(new_page: Any, jupyterlab: Any) -> None:
    """What is written in one is in the other; of two answers given while Python was away, neither is lost."""
    sheet = write_sheet(jupyterlab, [PROCESS, *REFLECTION])
    one = opened(new_page(), jupyterlab)
    two = opened(one.context.new_page(), jupyterlab)
    write(one, FIRST)
    expect(two.locator(".sgm-ex").first.get_by_role("textbox")).to_have_value(FIRST)
    expect(two.locator(".sgm-ex-mark").first).to_contain_text("✓ 已写下")
    os.kill(process_of(one), signal.SIGKILL)
    for tab, text in ((one, "甲窗口里写的：" + SECOND), (two, "乙窗口里写的：" + SECOND)):
        expect(tab.locator(".sgm-ex-notice").first).to_contain_text(say("lost_stopped"))
        write(tab, text)
        expect(tab.locator(".sgm-ex-mark").first).to_contain_text(say("unsaved"))
    for tab in (one, two):
        tab.locator(".sgm-ex-notice").first.get_by_role("button").click()
        expect(tab.locator(".sgm-ex-mark").first).to_contain_text("✓ 已写下", timeout=60_000)
    for tab in (one, two):
        expect(tab.locator(".sgm-ex").first.get_by_role("textbox")).to_have_value("乙窗口里写的：" + SECOND)
    book = json.loads((sheet.parent / "workbook.json").read_text(encoding="utf-8"))
    history = [entry["answer"] for entry in book["history"].get("exercises/demo-reflection", [])]
    assert book["exercises"]["demo-reflection"]["answer"].startswith("乙")
    assert "甲窗口里写的：" + SECOND in history


def test_a_lab_keeps_what_is_changed_while_python_is_away(page: Any, jupyterlab: Any, shots: Path) -> None:
    sheet = write_sheet(jupyterlab, [PROCESS, "from sgm_lab import labs\nlabs.SmartStudio()"])
    page.goto(jupyterlab.url("zh/sheet.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    lab = page.locator(".sgm-lab").first
    field = lab.get_by_role("textbox").first
    field.fill("候诊不超过25分钟")
    field.blur()
    expect(lab.locator(".sgm-lost")).to_be_hidden()
    os.kill(process_of(page), signal.SIGKILL)
    expect(lab.locator(".sgm-lost")).to_contain_text(say("lost_stopped"), timeout=SHOWN)
    field.fill("6月30日前，门诊部把候诊降到25分钟以内")
    field.blur()
    expect(lab.locator(".sgm-working")).to_be_hidden()
    page.screenshot(path=shots / "lab-lost-1280.png")
    lab.get_by_role("button", name=say("load_again")).click()
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)
    again = page.locator(".sgm-lab").first
    expect(again.get_by_role("textbox").first).to_have_value(
        "6月30日前，门诊部把候诊降到25分钟以内", timeout=20_000
    )
    expect(again.locator(".sgm-lost")).to_be_hidden()
    assert "6月30日前" in (sheet.parent / "workbook.json").read_text(encoding="utf-8")
