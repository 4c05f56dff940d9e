"""What has no wrong answer, on a published page: a chart to guess and a survey, by finger and by keys, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe import barriers_of
from playwright.sync_api import expect
from test_exercises_lab import opened as opened_sheet
from test_exercises_lab import write_sheet
from test_exercises_page import Exercise, kept, opened
from test_exercises_page import site as _site
from test_exercises_page import site_folder as _site_folder

from sgm_lab import workbook

pytestmark = pytest.mark.browser
site, site_folder = _site, _site_folder
ID = "demo-predict"
DATA = [81, 63, 48, 34, 15]


@pytest.fixture
def phone(new_page: Callable[..., Any]) -> Iterator[Any]:
    return new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


def stroke(page: Any, chart: Any, ways: list[tuple[float, float]]) -> None:
    """Draw with one finger: places as shares of the chart's width and height."""
    box = chart.bounding_box()
    line = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in at]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", ways[0])
    for way in ways[1:]:
        touch("touchMove", way)
    touch("touchEnd")


def test_drawn_with_a_finger_on_a_phone(phone: Any, site: str) -> None:
    ex = Exercise(opened(phone, site), ID)
    chart = ex.at.locator("svg.sgm-ex-plot")
    chart.scroll_into_view_if_needed()
    assert chart.locator(".data").count() == 0
    before = phone.evaluate("scrollY")
    # from the first column down to the last one, in a few long steps: every column on the way has its value
    stroke(phone, chart, [(0.2, 0.2), (0.5, 0.45), (0.95, 0.7)])
    assert phone.evaluate("scrollY") == before  # the page does not move under the finger
    values = [int(box.input_value()) for box in ex.at.locator("input").all()]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    assert values[0] > 70
    assert values[-1] < 40
    stroke(phone, chart, [(0.2, 0.5)])  # one touch changes one column
    assert [int(box.input_value()) for box in ex.at.locator("input").all()][1:] == values[1:]
    ex.do("check")
    assert ex.outcome() == "right"
    assert chart.locator("rect.data").count() == 5
    expect(chart).to_be_in_viewport(ratio=0.9)
    stroke(phone, chart, [(0.5, 0.1), (0.9, 0.1)])  # what was guessed stands
    assert [int(box.input_value()) for box in ex.at.locator("input").all()][1:] == values[1:]
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_by_keys_alone_and_kept_beside_the_data(page: Any, site: str) -> None:
    ex = Exercise(opened(page, site), ID)
    fields = ex.at.get_by_role("spinbutton")
    ex.at.get_by_role("spinbutton", name="0次").focus()
    page.keyboard.type("80")
    page.keyboard.press("ArrowDown")
    assert fields.first.input_value() == "79"
    page.keyboard.press("Tab")
    ex.do("check")
    assert ex.outcome() == "partly"
    assert "还有4处没有猜" in ex.said.inner_text()
    assert "数据" not in ex.at.locator(".sgm-ex-guesses").inner_text()  # nothing is told before the end
    ex.at.get_by_role("spinbutton", name="1次").focus()
    for _ in range(4):
        page.keyboard.type("75")
        page.keyboard.press("Tab")
    assert ex.outcome() == "not_attempted"  # finished, and not shown before it is asked for
    assert "还没看数据" in ex.mark.inner_text()
    expect(ex.at.locator('button[data-do="check"]')).to_be_focused()
    page.keyboard.press("Enter")
    said = ex.said.inner_text()
    assert ex.outcome() == "right"
    assert "最高的在哪里，你猜对了：0次。" in said
    assert "差得最多的是4次：你猜75%，数据是15%。" in said
    assert "转到第二次，掉得比多数人想的快。" in said  # what many expect
    assert "每转一次，都要从头说一遍。" in said  # and why it is so
    state = kept(page)[ID]
    assert state["answer"] == {"0": 79, "1": 75, "2": 75, "3": 75, "4": 75}
    assert state["mistakes"] == []
    page.keyboard.press("Enter")  # the data are there already
    assert kept(page)[ID]["tries"] == state["tries"]
    page.reload()
    page.wait_for_selector(".sgm-ex")
    assert [fields.nth(n).input_value() for n in range(5)] == ["79", "75", "75", "75", "75"]
    shown = ex.at.locator(".sgm-ex-data").all_inner_texts()
    assert shown == [f"数据 {one}%" for one in DATA]
    assert ex.at.locator("svg circle.guess").count() == ex.at.locator("svg circle.data").count() == 5
    assert not fields.first.is_editable()
    ex.do("again")
    assert ex.outcome() == "not_attempted"
    expect(fields.first).to_be_focused()
    assert fields.first.is_editable()
    assert ex.at.locator("svg .data").count() == 0
    assert ID not in kept(page) or kept(page)[ID]["answer"] is None


def test_a_survey_is_done_with_its_last_answer(phone: Any, site: str) -> None:
    """Nothing is to be pressed at the end: each answer is kept, and a changed one takes its place."""
    ex = Exercise(opened(phone, site), "demo-survey")
    rows = ex.at.locator(".sgm-ex-scale")
    assert ex.at.locator('button[data-do="check"]').count() == 0
    for n, choice in enumerate(("喜欢", "能忍受", "理应如此")):
        rows.nth(n).get_by_text(choice, exact=True).tap()
    assert ex.outcome() == "partly"
    assert "还有1问没有答" in ex.said.inner_text()
    phone.reload()
    phone.wait_for_selector(".sgm-ex")
    assert [box.input_value() for box in ex.at.locator("input:checked").all()] == ["1", "4", "2"]
    ex.at.get_by_role("group", name="如果只能站着等", exact=False).get_by_text("不喜欢").tap()
    assert ex.outcome() == "right"
    assert "全班合起来看" in ex.said.inner_text()
    rows.nth(0).get_by_text("无所谓").tap()
    assert kept(phone)["demo-survey"]["answer"] == {
        "water": {"functional": 3, "dysfunctional": 4},
        "seats": {"functional": 2, "dysfunctional": 5},
    }
    small = [box for box in ex.at.locator(".sgm-ex-scale label").all() if box.bounding_box()["height"] < 44]
    assert small == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    ex.do("again")
    assert ex.at.locator("input:checked").count() == 0


def test_in_jupyterlab_it_is_kept_in_the_workbook(page: Any, jupyterlab: Any, shots: Any) -> None:
    write_sheet(jupyterlab, ["from sgm_lab import exercises\nexercises.show('3.2-guess-age')"])
    for visit in range(2):
        opened_sheet(page, jupyterlab)
        ex = page.locator(".sgm-ex")
        fields = ex.get_by_role("spinbutton")
        if not visit:
            for box in fields.all():
                box.fill("70")
            ex.locator('button[data-do="check"]').click()
        expect(ex).to_have_attribute("data-outcome", "right", timeout=30_000)
        assert [box.input_value() for box in fields.all()] == ["70", "70", "70"]
        assert ex.locator("svg rect.data").count() == 3
        page.wait_for_timeout(500)
    ex.scroll_into_view_if_needed()
    page.screenshot(path=shots / "predict-lab.png")
    kept_there = workbook.loads((jupyterlab.root / "notebooks" / "zh" / "workbook.json").read_bytes())
    assert kept_there["exercises"]["3.2-guess-age"]["answer"] == {"young": 70, "middle": 70, "senior": 70}


@pytest.mark.parametrize("name", ["zh.html", "dark.html", "en.html"])
def test_no_barrier_before_and_after(page: Any, site: str, name: str) -> None:
    ex = Exercise(opened(page, site, name), ID)
    assert barriers_of(page) == []
    for box in ex.at.locator("input").all():
        box.fill("50")
    ex.do("check")
    assert ex.outcome() == "right"
    assert barriers_of(page) == []


def test_what_is_typed_beside_the_axis_is_brought_back_to_it(page: Any, site: str) -> None:
    ex = Exercise(opened(page, site), ID)
    box = ex.at.get_by_role("spinbutton", name="2次")
    box.fill("170")
    box.blur()
    assert box.input_value() == "100"
    box.fill("12.6")
    box.blur()
    assert box.input_value() == "13"
    box.fill("")
    box.blur()
    assert ex.at.locator("svg circle.guess").count() == 0
