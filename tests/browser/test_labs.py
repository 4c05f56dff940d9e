"""Every lab in a real browser: each control changed once, the page follows; undone, started over, taken along."""

import re
from typing import Any

import pytest
from lab_page import show_lab
from playwright.sync_api import expect

from sgm_lab import labs
from sgm_lab.labs import base, controls

pytestmark = pytest.mark.browser
CLASSES = sorted(labs.LABS)


@pytest.fixture(autouse=True)
def own_workbook(tmp_path, monkeypatch):
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    base.failures.clear()
    yield
    assert base.failures == []


def change(root: Any, control: controls.Control, state: dict[str, Any]) -> bool:
    """Change one control as a person would; whether there was anything to change."""
    box = root.locator(f".sgm-set-{control.name}")
    now = state[control.name]
    match control:
        case controls.Choice(options=options):
            others = [(text, value) for text, value in options if value != now]
            if not others:
                return False
            if control.buttons:
                box.get_by_label(others[-1][0], exact=True).check(force=True)
            else:
                box.locator("select").select_option(label=others[-1][0])
        case controls.Many():
            box.locator("input").last.click(force=True)
        case controls.Text(rows=rows):
            field = box.locator("textarea" if rows > 1 else "input")
            field.fill("6月30日前，门诊部把平均候诊时间从34分钟降到25分钟以内")
            field.blur()
        case controls.Number(low=low, high=high, slider=slider):
            wanted = high if now != high else low
            field = box.locator("input")
            if slider:
                field.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')) }", wanted)
            else:
                field.fill(f"{wanted:g}")
                field.blur()
        case controls.Day():
            box.locator("input").fill("2026-12-31" if now != "2026-12-31" else "2026-11-30")
        case controls.Points():
            field = box.locator("input").first
            field.evaluate("e => { e.value = e.value == 60 ? 40 : 60; e.dispatchEvent(new Event('change')) }")
        case controls.Rows(add=add):
            if not add or len(now) >= control.most:
                return False
            box.get_by_role("button", name="加一行").click()
        case _:
            return False  # a file: test_a_file_is_read
    return True


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("width", [1280, 390])
def test_each_control_changes_what_is_shown(name: str, width: int, new_page, shots) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    lab = getattr(labs, name)()
    root = show_lab(page, lab)
    opened = dict(lab.state)
    page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(root.locator(".sgm-trouble")).to_have_count(0)
    for control in lab.controls() if width == 1280 else []:
        before = dict(lab.state)
        if control.name in [c.name for c in lab.controls()] and change(root, control, lab.state):
            page.wait_for_function(
                "expected => !document.querySelector('.sgm-lab').hasAttribute('aria-busy')",
                arg=None,
                timeout=20_000,
            )
            for _ in range(100):
                if lab.state != before:
                    break
                page.wait_for_timeout(50)
            assert lab.state != before, control.name
            expect(root.locator(".sgm-notice p")).to_have_count(0)
            root.get_by_role("button", name="撤销一步").click()
            for _ in range(100):
                if lab.state == before:
                    break
                page.wait_for_timeout(50)
            assert lab.state == before, control.name
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


def test_help_is_a_click_away_and_every_control_has_a_name(page) -> None:
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
