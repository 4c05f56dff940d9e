"""Python started again from outside, in the course's JupyterLab and in a plain one: a lab and an exercise say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_exercises_kept import REFLECTION, SHOWN, kept, say, write
from test_exercises_lab import write_sheet

pytestmark = pytest.mark.browser

CELLS = ["from sgm_lab import labs\nlabs.SmartStudio()", *REFLECTION]
GOAL, WRITTEN = "6月30日前，门诊部把候诊降到25分钟以内", "发药窗口核对姓名，每周三由护士长抽查十份"
MENU = "Kernel", "Restart Kernel…"


def restart(page: Any, lab: Any) -> None:
    """As another window or program does it: the server is told, this page is not."""
    address = f"{lab.base}api/kernels"
    for kernel in page.request.get(f"{address}?token={lab.token}").json():
        assert page.request.post(f"{address}/{kernel['id']}/restart?token={lab.token}").ok


def restart_by_menu(page: Any, *_: Any) -> None:
    choose(page, *MENU)
    page.locator(".jp-Dialog .jp-mod-accept").click()


def choose(page: Any, menu: str, entry: str) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
    page.locator(".lm-Menu-item", has=page.get_by_text(entry, exact=True)).click()


def test_in_the_course(page: Any, jupyterlab: Any, shots: Path) -> None:
    """Said before anything is done, as of a Python that has died; the button brings back what was done meanwhile."""
    sheet = write_sheet(jupyterlab, CELLS)
    page.goto(jupyterlab.url("zh/sheet.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    lab, ex = page.locator(".sgm-lab").first, page.locator(".sgm-ex").first
    write(page, WRITTEN)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下")
    restart(page, jupyterlab)
    expect(lab.locator(".sgm-lost")).to_contain_text(say("lost_stopped"), timeout=SHOWN)
    expect(ex.locator(".sgm-ex-notice")).to_contain_text(say("lost_stopped"), timeout=SHOWN)
    expect(page.locator(".sgm-page-ready")).to_be_visible()
    field = lab.get_by_role("textbox").first
    field.fill(GOAL)
    field.blur()
    write(page, WRITTEN + "，记在白板上")
    expect(ex.locator(".sgm-ex-notice")).to_contain_text(say("in_browser"), timeout=SHOWN)
    page.screenshot(path=shots / "restarted-1280.png")
    lab.get_by_role("button", name=say("load_again")).click()
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)
    comes_back(page, sheet)
    expect(lab.locator(".sgm-lost")).to_be_hidden()
    expect(ex.locator(".sgm-ex-notice")).to_be_hidden()


def test_in_the_course_while_the_page_begins(page: Any, jupyterlab: Any) -> None:
    """A page that was still getting ready does not wait for ever."""
    write_sheet(jupyterlab, ["import time\nprint('早')\ntime.sleep(globals().get('slept', 3))", *CELLS])
    page.goto(jupyterlab.url("zh/sheet.ipynb"))
    expect(page.get_by_text("早")).to_be_visible(timeout=60_000)
    restart(page, jupyterlab)
    page.locator(".sgm-page-ready").click(timeout=SHOWN)
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)
    expect(page.locator(".sgm-ex")).to_have_count(len(REFLECTION))


@pytest.mark.parametrize("again", [restart, restart_by_menu])
def test_in_a_plain_jupyterlab(page: Any, plain: Any, again: Any, shots: Path) -> None:
    """Said as soon as something is done: what Python does not know of, and how to run the page again."""
    sheet = write_sheet(plain, CELLS)
    page.goto(plain.url("zh/sheet.ipynb").replace("doc/tree", "lab/tree"))
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=60_000)  # then the menus are the notebook's
    choose(page, "Run", "Run All Cells")
    lab, ex = page.locator(".sgm-lab").first, page.locator(".sgm-ex").first
    write(page, WRITTEN)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下", timeout=60_000)
    again(page, plain)
    page.wait_for_timeout(1_500)  # it has begun
    lab.get_by_role("textbox").first.fill(GOAL)
    lab.get_by_role("textbox").first.blur()
    expect(lab.locator(".sgm-working")).to_contain_text(say("lost_lab_alone"), timeout=SHOWN)
    write(page, WRITTEN + "，记在白板上")
    expect(ex.locator(".sgm-ex-notice")).to_contain_text(say("lost_late_alone"), timeout=SHOWN)
    page.screenshot(path=shots / f"restarted-plain-{again.__name__}.png")
    choose(page, "Run", "Run All Cells")
    comes_back(page, sheet)


def comes_back(page: Any, sheet: Path) -> None:
    """What was done while Python was another one is there and in the workbook."""
    lab, ex = page.locator(".sgm-lab").first, page.locator(".sgm-ex").first
    expect(lab.get_by_role("textbox").first).to_have_value(GOAL, timeout=30_000)
    expect(ex.locator(".sgm-ex-mark")).to_contain_text("✓ 已写下", timeout=30_000)
    expect(ex.get_by_role("textbox")).to_have_value(WRITTEN + "，记在白板上")
    assert kept(sheet)["demo-reflection"]["answer"] == WRITTEN + "，记在白板上"
    assert GOAL in json.dumps(
        json.loads((sheet.parent / "workbook.json").read_text(encoding="utf-8")), ensure_ascii=False
    )
