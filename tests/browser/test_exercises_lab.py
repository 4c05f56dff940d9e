"""Exercises in the real JupyterLab: every kind through all verbs, and every answer back after the kernel restarted."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import expect
from test_exercises_page import RECORDS, ROOT, WRONG, Exercise, answer

from sgm_lab.i18n import t

pytestmark = pytest.mark.browser

SLOGAN = "全面提升服务质量，让每一位患者满意"
GOAL = "6月30日前，门诊部把患者平均候诊时间从34分钟降到25分钟以内"
FIGURE = "候诊提醒", "缺了会不满"  # the row and column that the demonstration task asks for
SLOW = """const make = URL.createObjectURL;
const later = "await new Promise((done) => setTimeout(done, 2500));\\n";
URL.createObjectURL = (blob) =>
  make.call(URL, blob.type === "text/javascript" ? new Blob([later, blob], { type: blob.type }) : blob);"""
HIDDEN = {"metadata": {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}}


@pytest.fixture
def sheet(jupyterlab: Any, request: pytest.FixtureRequest) -> Path:
    """A notebook with the demo exercises and, where asked for, one that is broken."""
    folder = ROOT / "tests" / "data" / "exercises"
    codes = [
        f"from sgm_lab import exercises\nexercises.show({record.id!r}, folder={str(folder)!r})"
        for record in RECORDS
    ]
    return write_sheet(jupyterlab, [*codes, *getattr(request, "param", ())])


def forget(jupyterlab: Any) -> None:
    """End every Python of the server: one that lives on remembers the answers of the test before."""

    def ask(method: str, place: str) -> bytes:
        address = f"{jupyterlab.base}api/sessions{place}?token={jupyterlab.token}"
        with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=30) as answer:
            return bytes(answer.read())

    for session in json.loads(ask("GET", "")):
        ask("DELETE", f"/{session['id']}")


def write_sheet(jupyterlab: Any, codes: list[str]) -> Path:
    """Write a notebook of these cells, and begin with an empty workbook."""
    forget(jupyterlab)
    cells = [nbformat.v4.new_code_cell(code, **HIDDEN) for code in codes]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = jupyterlab.root / "notebooks" / "zh" / "sheet.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    (path.parent / "workbook.json").unlink(missing_ok=True)
    (path.parent / "workbook.backup.json").unlink(missing_ok=True)
    return path


def opened(page: Any, jupyterlab: Any) -> Any:
    page.goto(jupyterlab.url("zh/sheet.ipynb"))
    alive(page)
    return page


def alive(page: Any) -> None:
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    expect(page.locator(".sgm-ex").first).to_be_visible()


def restart(page: Any, jupyterlab: Any) -> None:
    """Stop the kernel for good and open the page again: only the workbook file is left."""
    page.goto("about:blank")
    forget(jupyterlab)
    opened(page, jupyterlab)


class LabExercise(Exercise):
    """The same exercise, found by its place in the notebook."""

    def __init__(self, page: Any, id: str) -> None:
        number = [record.id for record in RECORDS].index(id)
        self.at = page.locator(".sgm-ex").nth(number)
        self.id = id
        self.mark = self.at.locator(".sgm-ex-mark")
        self.said = self.at.locator(".sgm-ex-said")

    def outcome(self) -> str:
        return str(self.at.get_attribute("data-outcome"))


def test_every_kind_in_one_sitting_and_back_after_a_restart(
    page: Any, jupyterlab: Any, sheet: Path, shots: Path
) -> None:
    opened(page, jupyterlab)
    for id, (state, why) in WRONG.items():
        ex = LabExercise(page, id)
        ex.do("check")
        expect(ex.at).to_have_attribute("data-outcome", "not_attempted")
        answer(ex, wrong=True)
        ex.do("check")
        expect(ex.at).to_have_attribute("data-outcome", state)
        expect(ex.said).to_contain_text(why)
        if next(record for record in RECORDS if record.id == id).hints:
            ex.do("hint")
            expect(ex.at.locator(".sgm-ex-hints li")).to_have_count(1)
        answer(ex, wrong=False)
        ex.do("check")
        expect(ex.at).to_have_attribute("data-outcome", "right")
    solved = LabExercise(page, "demo-single")
    solved.do("solution")
    expect(solved.at.locator(".sgm-ex-solution")).to_be_visible()
    solved.at.scroll_into_view_if_needed()
    page.screenshot(path=shots / "exercises-lab-1280.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    restart(page, jupyterlab)
    it_fits_a_phone(page)
    page.screenshot(path=shots / "exercises-lab-390-dark.png")
    for id in WRONG:
        expect(LabExercise(page, id).at).to_have_attribute("data-outcome", "right")
    expect(LabExercise(page, "demo-single").at.locator(".sgm-ex-solution")).to_be_visible()
    again = LabExercise(page, "demo-single")
    again.do("again")
    expect(again.at).to_have_attribute("data-outcome", "not_attempted")


def it_fits_a_phone(phone: Any) -> None:
    for number, record in enumerate(RECORDS):
        box = phone.locator(".sgm-ex").nth(number).bounding_box()
        assert box["x"] >= 0, record.id
        assert box["x"] + box["width"] <= 390, record.id
    phone.locator(".sgm-ex").first.scroll_into_view_if_needed()


def test_what_only_python_can_judge(page: Any, jupyterlab: Any, sheet: Path, shots: Path) -> None:
    """Also on a machine that takes longer to begin a widget than anywidget waits; all back after a restart."""
    page.add_init_script(SLOW)
    opened(page, jupyterlab)
    a_goal_is_judged(page)
    figure = a_lab_task_is_judged_by_its_lab(page, shots)
    restart(page, jupyterlab)
    expect(LabExercise(page, "demo-goal").at.get_by_role("textbox")).to_have_value(GOAL)
    task = LabExercise(page, "demo-lab")
    expect(task.at).to_have_attribute("data-outcome", "right")
    expect(task.at.get_by_role("textbox")).to_have_value(figure)


def a_goal_is_judged(page: Any) -> None:
    ex = LabExercise(page, "demo-goal")
    ex.at.get_by_role("textbox").fill(SLOGAN)
    ex.do("check")
    expect(ex.at.locator(".sgm-ex-criteria")).to_be_visible()
    expect(ex.at).not_to_have_attribute("data-outcome", "right")
    ex.at.get_by_role("textbox").fill(GOAL)
    ex.do("check")
    expect(ex.at).to_have_attribute("data-outcome", "right")


def a_lab_task_is_judged_by_its_lab(page: Any, shots: Path) -> str:
    """By how it is set and by the figure read in its result, which is returned."""
    lab, ex = page.locator(".sgm-kano.sgm-lab").first, LabExercise(page, "demo-lab")
    lab.get_by_role("button", name="恢复初始").click()
    ex.do("check")
    expect(ex.said).not_to_be_empty()
    expect(ex.at).not_to_have_attribute("data-outcome", "right")
    of_wave_2 = read(lab, *FIGURE)
    lab.locator(".sgm-set-wave select").select_option(label="第 1 批")
    lab.get_by_role("button", name="四象限").or_(lab.get_by_role("radio", name="四象限")).click()
    expect(lab.locator("img.sgm-figure")).to_have_attribute("alt", re.compile("缺了最伤人"))
    ex.do("check")
    expect(ex.said).to_contain_text("设置对了。再读结果：")
    ex.at.get_by_role("textbox").fill(of_wave_2)
    ex.do("check")
    expect(ex.said).to_contain_text("设置对了，数不对。你写的数，是“批次”选“第 2 批”时才有的。")
    expect(ex.at).to_have_attribute("data-outcome", "partly")
    figure = read(lab, *FIGURE)
    ex.at.get_by_role("textbox").fill(figure)
    ex.do("check")
    expect(ex.at).to_have_attribute("data-outcome", "right")
    page.locator(".sgm-ex").first.scroll_into_view_if_needed()
    ex.at.get_by_role("button", name=re.compile("^去工具：KANO")).click()
    expect(lab).to_be_in_viewport()
    expect(lab.locator(":focus")).to_have_count(1)
    page.screenshot(path=shots / "lab-from-task.png")
    expect(page.get_by_role("button", name="回到这道题")).to_be_in_viewport()
    page.get_by_role("button", name="回到这道题").click()
    expect(ex.at.get_by_role("button", name="检查")).to_be_in_viewport()
    expect(page.get_by_role("button", name="回到这道题")).to_have_count(0)
    return figure


def read(lab: Any, row: str, column: str) -> str:
    """Read a figure in the lab's table as a learner does, without the interval below it."""
    cells = lab.locator("tr", has=lab.page.get_by_role("rowheader", name=row, exact=True))
    return str(cells.locator(f'[data-head="{column}"]').first.inner_text()).split()[0]


BROKEN = """from sgm_lab import exercises
from sgm_lab.labs import base
import sgm_lab.exercises.widget as module
broken = exercises.show("demo-goal", folder={folder!r})
module.check = lambda *a: 1 / 0
broken"""


@pytest.mark.parametrize(
    "sheet", [[BROKEN.format(folder=str(ROOT / "tests" / "data" / "exercises"))]], indirect=True
)
def test_a_callback_that_raises_is_one_plain_sentence(page: Any, jupyterlab: Any, sheet: Path) -> None:
    opened(page, jupyterlab)
    ex = page.locator(".sgm-ex").last
    ex.get_by_role("textbox").fill(GOAL)
    ex.locator('button[data-do="check"]').click()
    expect(ex).to_contain_text(t("exercises.live.broken", lang="zh"))
    expect(page.get_by_text("ZeroDivisionError")).to_have_count(0)
    expect(ex.get_by_role("textbox")).to_have_value(GOAL)
