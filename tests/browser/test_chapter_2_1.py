"""Chapter 2.1 as a participant works it, in the real JupyterLab."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SLOGAN = "全面提升服务质量，让每一位患者满意"
GOAL = "2026年6月30日前，门诊部通过分时段预约，把患者平均候诊时间从34分钟降到25分钟以内"


def open_chapter(page: Page, jupyterlab) -> None:
    """Open the chapter and put its labs back to how they first opened: the workbook remembers the test before."""
    page.goto(jupyterlab.url("zh/2-1-goal-setting.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    for lab in page.locator(".sgm-lab").all():
        lab.get_by_role("button", name="恢复初始").click()
    expect(kano(page).locator(".sgm-set-segment option:checked")).to_have_text("全部")


def kano(page: Page):
    return page.locator(".sgm-kano.sgm-lab").first


def choose(page: Page, name: str, label: str) -> None:
    kano(page).locator(f".sgm-set-{name} select").select_option(label=label)


def category(page: Page, feature: str):
    """The category cell of a feature in the lab's table."""
    return kano(page).get_by_role("row").filter(has_text=feature).locator(".sgm-cat")


def test_a_sitting(page: Page, jupyterlab, shots) -> None:
    """What the chapter shows and does, in one go: the page and its Python start once."""
    open_chapter(page, jupyterlab)
    no_programming_shows(page)
    page.screenshot(path=shots / "chapter-1280.png")
    segment_and_rule_change_the_numbers(page, shots)
    a_slogan_fails_and_the_mended_goal_passes(page, shots)
    what_was_done_is_back_when_the_page_is_opened_again(page)


def no_programming_shows(page: Page) -> None:
    expect(page.get_by_role("heading", name=re.compile("2.1"))).to_be_visible()
    expect(kano(page)).to_be_visible()
    expect(page.locator(".cm-editor:visible")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    kano(page).scroll_into_view_if_needed()


def segment_and_rule_change_the_numbers(page: Page, shots) -> None:
    said = kano(page).locator(".sgm-said").first
    everyone = said.inner_text()
    expect(category(page, "无障碍通行")).to_contain_text("无差异")
    choose(page, "segment", "年龄段：60 岁及以上")
    expect(category(page, "无障碍通行")).to_contain_text("必备")
    assert said.inner_text() != everyone
    choose(page, "segment", "年龄段：40–59 岁")
    expect(category(page, "推送体检套餐")).to_contain_text("反向")
    choose(page, "rule", "接近时先保必备")
    expect(category(page, "推送体检套餐")).to_contain_text("无差异")
    kano(page).get_by_role("radio", name="四象限").or_(
        kano(page).get_by_role("button", name="四象限")
    ).click()
    expect(kano(page).locator("img.sgm-figure")).to_have_attribute("alt", re.compile("缺了最伤人"))
    page.screenshot(path=shots / "kano-quadrant.png")
    for _ in range(4):
        kano(page).get_by_role("button", name="撤销一步").click()
    expect(said).to_have_text(everyone)


def a_slogan_fails_and_the_mended_goal_passes(page: Page, shots) -> None:
    studio = page.locator(".sgm-smart.sgm-lab").first
    studio.scroll_into_view_if_needed()
    field = studio.locator("textarea")
    field.fill(SLOGAN)
    expect(studio.locator(".sgm-said").first).to_contain_text("口号")
    assert studio.locator("li.sgm-missing").count() >= 3
    studio.get_by_role("button", name="记下这一稿").click()
    page.screenshot(path=shots / "smart-slogan.png")
    field.fill(GOAL)
    expect(studio.locator("li.sgm-missing")).to_have_count(0)
    expect(studio.locator("li.sgm-met")).to_have_count(4)
    studio.get_by_role("button", name="记下这一稿").click()
    expect(studio.locator(".sgm-drafts li")).to_have_count(2)
    page.screenshot(path=shots / "smart-goal.png")


def what_was_done_is_back_when_the_page_is_opened_again(page: Page) -> None:
    said = kano(page).locator(".sgm-said").first
    everyone = said.inner_text()
    choose(page, "segment", "就诊类型：复诊")
    expect(said).not_to_have_text(everyone)
    after = said.inner_text()
    page.reload()
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    expect(said).to_have_text(after)
    kano(page).get_by_role("button", name="恢复初始").click()
    expect(said).to_have_text(everyone)


def test_the_chapter_fits_a_phone(new_page, jupyterlab, shots) -> None:
    phone = new_page(viewport={"width": 390, "height": 844}, color_scheme="light")
    open_chapter(phone, jupyterlab)
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        for name, lab in (("kano", kano(phone)), ("smart", phone.locator(".sgm-smart.sgm-lab").first)):
            lab.scroll_into_view_if_needed()
            phone.screenshot(path=shots / f"phone-{name}-{scheme}.png")
            box = lab.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
    wide = phone.evaluate(
        "[...document.querySelectorAll('.sgm-lab *')].filter(e => e.getBoundingClientRect().right > 392"
        " && !e.closest('.sgm-scroll')).map(e => e.className)"
    )
    assert wide == []
