"""The way through the course on the built site: the same figures everywhere, what comes next, where one was."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe import barriers_of
from playwright.sync_api import expect
from servers import begin_anew
from waiting import until

from sgm_lab import exercises, workbook
from sgm_lab.exercises.state import Kept

pytestmark = pytest.mark.browser

TEXT, NOTEBOOK = "book/zh/2-1-goal-setting.html", "notebooks/zh/2-1-goal-setting.html"
FRONT, MINE, LIST = "book/zh/index.html", "book/zh/workbook.html", "notebooks/zh/index.html"
CHAPTER, ALL = len(exercises.chapter("2.1")), len(exercises.load())
DONE = [
    "pair-reading",
    "pair-sort",
    "research",
    "ask-well",
    "guess-counter",
]  # the warm-up of the workbook; some of them stand in the text as well


def work(*names: str) -> str:
    """Return a workbook in which these are done, the last one last."""
    states = {
        f"2.1-{name}": {"outcome": "right", "tries": 1, "updated": f"2026-01-01T00:00:0{number}Z"}
        for number, name in enumerate(names)
    }
    return json.dumps({"schema": 2, "program": "sgm_lab", "exercises": states})


def opened(page: Any, site: str, name: str) -> Any:
    page.goto(f"{site}/{name}", wait_until="load")
    until(page, "Boolean(window.sgmCourse)")
    return page


@pytest.fixture
def worked(new_page: Callable[..., Any], site: str) -> Callable[..., Any]:
    """Open pages in a browser whose learner has done some exercises."""

    def open_page(*names: str, **options: Any) -> Any:
        page = new_page(**options)
        page.goto(f"{site}/404.html")
        page.evaluate("text => localStorage.setItem('sgm_lab.workbook', text)", work(*names))
        return page

    return open_page


def test_on_the_first_day_nothing_is_to_be_gone_on_with(page: Any, site: str) -> None:
    opened(page, site, FRONT)
    assert page.locator("main .sgm-journey").inner_text() == ""
    assert page.locator(".sgm-start").inner_text() == "从2.1 目标设定开始"
    assert page.locator(".sgm-mark").count() == 0


def test_the_same_is_said_everywhere(worked: Callable[..., Any], site: str) -> None:
    page = worked(*DONE)
    for name in (TEXT, NOTEBOOK):
        opened(page, site, name)
        expect(page.locator("main .sgm-journey").first).to_contain_text(
            f"本章做完{len(DONE)}题，共{CHAPTER}题；还剩约"
        )
        assert f"全课做完{len(DONE)}题，共{ALL}题" in page.locator("#sgm-contents .sgm-journey").inner_text()
    here = page.locator("#sgm-contents li:has(> a[aria-current])")
    assert f"做完{len(DONE)}题" in here.locator(".sgm-mark").first.text_content()
    assert page.locator(".sgm-aside a:has-text('热身') .sgm-mark-done").count() == 1
    assert page.locator("h2:has-text('热身') > .sgm-mark-done").count() == 1
    for name in (MINE, LIST):
        opened(page, site, name)
        row = page.locator(".sgm-workbook .sgm-chapters tr:has-text('2.1')").first
        assert f"做完{len(DONE)}题，共{CHAPTER}题" in row.inner_text()
        assert f"全课做完{len(DONE)}题，共{ALL}题" in page.locator(".sgm-workbook").inner_text()
        assert "JupyterLab" not in row.inner_text() or not page.evaluate("sgmPlan.python")
    opened(page, site, FRONT)
    assert f"全课做完{len(DONE)}题，共{ALL}题" in page.locator("main .sgm-journey").inner_text()
    row = page.locator("table.sgm-chapters tr:has-text('2.1')")
    assert "还剩约" in row.inner_text()
    assert page.locator(".sgm-start").inner_text().startswith("接着上次：2.1")


def test_the_next_thing_can_be_done_where_the_link_leads(worked: Callable[..., Any], site: str) -> None:
    page = opened(worked(*DONE), site, FRONT)
    page.locator(".sgm-journey-next").first.click()
    until(page, "Boolean(window.sgmCourse)")
    part = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    left = page.locator(f'[id="{part}"] .sgm-ex:not([data-outcome="right"])').first
    expect(left).to_be_visible()


def test_done_in_one_place_is_done_in_the_other(worked: Callable[..., Any], site: str) -> None:
    page = opened(worked(*DONE), site, NOTEBOOK)
    again = page.locator('.sgm-exercise[data-id="2.1-pair-reading"]')
    expect(again.locator(".sgm-ex-twin")).to_contain_text("2.1 目标设定里有同一题")
    expect(again.locator("fieldset ul")).to_be_hidden()
    only_here = page.locator('.sgm-exercise[data-id="2.1-ask-well"]')
    expect(only_here.locator("fieldset ul")).to_be_visible()
    again.get_by_role("button", name="打开看看").click()
    expect(again.locator("fieldset ul")).to_be_visible()
    expect(again.locator(".sgm-ex-twin")).to_have_count(0)
    again.locator("[data-do=again]").click()
    again.locator("input").first.check()
    answer = next(one.answer for one in exercises.chapter("2.1") if one.id == "2.1-pair-reading")
    again.locator(f'input[value="{answer}"]').check()
    again.locator("[data-do=check]").click()
    page.reload(wait_until="load")  # done right here: it stays as it was left
    expect(again.locator("fieldset ul")).to_be_visible()
    expect(again.locator(".sgm-ex-twin")).to_have_count(0)
    opened(page, site, TEXT)
    expect(page.locator('.sgm-exercise[data-id="2.1-pair-reading"] .sgm-ex-twin')).to_be_visible()


def test_a_place_is_kept(page: Any, site: str) -> None:
    """After a reload, and from the front page on another day."""
    opened(page, site, TEXT)
    top = "document.getElementById(decodeURIComponent('{}')).getBoundingClientRect().top"
    part = page.evaluate(
        "[...document.querySelectorAll('article section section section[id]')].at(4).id"
    )  # some screens down
    page.evaluate("id => document.getElementById(id).scrollIntoView()", part)
    until(page, "id => sgmCourse.places.last?.part === id", arg=part)
    before = page.evaluate(top.format(part))
    page.reload(wait_until="load")
    until(page, f"Math.abs({top.format(part)} - {before}) < 80")
    opened(page, site, FRONT)
    start = page.locator(".sgm-start")
    assert start.inner_text().startswith("接着上次：2.1 目标设定 · ")
    start.click()
    until(page, "Boolean(window.sgmCourse)")
    assert page.evaluate("decodeURIComponent(location.hash.slice(1))") == part
    opened(page, site, TEXT)
    expect(page.locator("main .sgm-journey-back").first).to_contain_text("上次读到：")


def in_window(page: Any, node: Any) -> bool:
    box = node.bounding_box()
    return bool(box) and 0 <= box["y"] < page.viewport_size["height"] and box["height"] > 0


def test_tasks_stand_beside_their_lab_one_at_a_time(
    new_page: Callable[..., Any], site: str, shots: Any
) -> None:
    page = opened(new_page(), site, NOTEBOOK)
    beside = page.locator(".sgm-beside").first
    lab, panel = beside.locator(".sgm-beside-lab"), beside.locator(".sgm-steps")
    beside.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY + 700)")
    assert lab.bounding_box()["y"] < 0  # far down in the lab
    assert in_window(page, panel)
    assert panel.bounding_box()["x"] >= lab.bounding_box()["x"] + lab.bounding_box()["width"]
    expect(beside.locator(".sgm-step:visible")).to_have_count(1)
    expect(panel.locator(".sgm-steps-title")).to_contain_text("第1步，共")
    panel.get_by_role("button", name="下一步").click()
    expect(beside.locator('.sgm-exercise[data-id="2.1-lab-rule"]')).to_be_visible()
    expect(beside.locator('.sgm-exercise[data-id="2.1-lab-seniors"]')).to_be_hidden()
    page.screenshot(path=shots / "beside-1280.png")
    # A link to a heading in a step out of sight opens it; on paper all are there.
    heading = beside.locator(".sgm-step:has([data-id='2.1-close-call']) > section").get_attribute("id")
    page.evaluate("id => (location.hash = id)", heading)
    expect(beside.locator('.sgm-exercise[data-id="2.1-close-call"]')).to_be_visible()
    page.emulate_media(media="print")
    expect(beside.locator('.sgm-exercise[data-id="2.1-lab-seniors"]')).to_be_visible()


def test_on_a_phone_the_task_stays_at_hand_and_folds(
    new_page: Callable[..., Any], site: str, shots: Any
) -> None:
    page = opened(new_page(viewport={"width": 390, "height": 844}, color_scheme="dark"), site, NOTEBOOK)
    beside = page.locator(".sgm-beside").first
    panel, fold = beside.locator(".sgm-steps"), beside.locator(".sgm-steps-fold")
    beside.evaluate("node => node.scrollIntoView()")
    expect(fold).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "false")
    assert in_window(page, panel)
    assert panel.bounding_box()["height"] < 80
    fold.click()
    expect(beside.locator('.sgm-exercise[data-id="2.1-lab-seniors"]')).to_be_visible()
    assert in_window(page, panel)
    page.screenshot(path=shots / "beside-390.png")
    assert barriers_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".sgm-beside-end").first.evaluate("node => node.scrollIntoView({ block: 'center' })")
    expect(fold).to_be_hidden()  # its natural place is in sight


def test_the_pictures_move_once_and_stand_still_when_asked(new_page: Callable[..., Any], site: str) -> None:
    page = opened(new_page(), site, FRONT)
    pictures = page.locator(".sgm-pictures")
    pictures.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.sgm-pictures').scrollIntoView()")
    page.wait_for_selector(".sgm-pictures.sgm-play")
    long = "({ iterations, endTime }) => iterations > 1 || endTime > 5000"
    timings = "document.getAnimations().map(({ effect }) => effect.getComputedTiming())"
    runs = f"{timings}.filter({long}).length"
    assert page.evaluate(runs) == 0  # nothing moves for longer than five seconds
    expect(pictures.get_by_role("button", name="再放一遍")).to_be_visible()
    still = opened(new_page(reduced_motion="reduce"), site, FRONT)
    still.evaluate("document.querySelector('.sgm-pictures').scrollIntoView()")
    assert still.evaluate("document.getAnimations().length") == 0
    assert still.locator(".sgm-picture-row").last.evaluate("node => getComputedStyle(node).opacity") == "1"
    expect(still.locator(".sgm-picture-again")).to_be_hidden()


def test_the_list_in_jupyterlab_says_the_same(page: Any, jupyterlab: Any, shots: Any) -> None:
    page.goto(jupyterlab.url("zh/index.ipynb"))
    listed = page.locator(".sgm-workbook:has(.sgm-journey)")
    expect(listed).to_contain_text("，共", timeout=120_000)
    file = jupyterlab.root / "notebooks" / "zh" / "workbook.json"
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="放回网页上的作答").click()
    asked.value.set_files(
        {"name": "workbook.json", "mimeType": "application/json", "buffer": work(*DONE).encode()}
    )
    expect(listed).to_contain_text("接着上次：2.1 练习册", timeout=30_000)
    kept = workbook.loads(file.read_bytes())
    done = sum(Kept.of(state).done for state in kept["exercises"].values())
    assert f"全课做完{done}题，共{ALL}题" in listed.inner_text()
    row = listed.locator("tr:has-text('2.1')")
    assert f"做完{exercises.progress('2.1', kept).done}题，共{CHAPTER}题" in row.inner_text()
    page.screenshot(path=shots / "journey-lab.png")
    listed.locator(".sgm-journey-next").click()
    expect(page.locator("h1:visible").first).to_contain_text("练习册", timeout=60_000)
    assert page.url.split("?")[0].endswith(".ipynb")


def test_jupyterlab_asks_again_what_is_due(page: Any, jupyterlab: Any, shots: Any) -> None:
    begin_anew(page, jupyterlab)
    file = jupyterlab.root / "notebooks" / "zh" / "workbook.json"
    page.goto(jupyterlab.url("zh/index.ipynb"))
    list_ = page.locator(".sgm-workbook:has(.sgm-journey)")
    expect(list_).to_contain_text("共", timeout=120_000)
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="放回网页上的作答").click()
    done = work("check-1").encode()
    asked.value.set_files({"name": "workbook.json", "mimeType": "application/json", "buffer": done})
    task = page.locator('.sgm-exercise:has(button[data-do="check"])')
    expect(task).to_have_count(1, timeout=30_000)
    task.scroll_into_view_if_needed()
    page.screenshot(path=shots / "today-lab.png")
    task.locator("input").first.check()
    task.locator('button[data-do="check"]').click()
    expect(page.get_by_text("今天的做完了。")).to_be_visible(timeout=30_000)
    kept = workbook.loads(file.read_bytes())
    assert [key.partition("@")[0] for key in kept["again"]] == ["2.1-check-1"]
    assert kept["exercises"]["2.1-check-1"]["tries"] == 1  # the first answer stands


def test_what_is_due_is_asked_again_and_kept_apart(worked: Callable[..., Any], site: str) -> None:
    page = worked("check-1", "check-2")  # done long ago, so both are due
    opened(page, site, FRONT)
    line = page.locator("main .sgm-journey-again")
    expect(line).to_contain_text("有2题到期")
    line.click()
    until(page, "Boolean(window.sgmToday)")
    asked = page.locator(".sgm-today-list > li")
    assert asked.count() == 2
    asked.first.locator("input").first.focus()
    page.keyboard.press("Space")
    asked.first.locator("[data-do=check]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sgm-today-said")).to_contain_text("还有1题没有答")
    kept = json.loads(page.evaluate("localStorage.getItem('sgm_lab.workbook')"))
    assert [key.partition("@")[0] for key in kept["again"]] == ["2.1-check-1"]
    first = kept["exercises"]["2.1-check-1"]  # as it was, whatever was answered now
    assert (first["outcome"], first["tries"], first["updated"]) == ("right", 1, "2026-01-01T00:00:00Z")
    assert barriers_of(page) == []
