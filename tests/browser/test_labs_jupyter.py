"""Every lab in the real JupyterLab: each kind of control changed, the result follows; a new Python brings all back.

One page holds all labs, so that JupyterLab and Python start once; the tests run in the order they stand here.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from lab_page import answer_what_is_asked, bring_a_file_to_be_asked_about, change
from playwright.sync_api import expect

from sgm_lab import labs

pytestmark = pytest.mark.browser
CLASSES = sorted(labs.LABS)
# Controls of what a button does next, and figures of goals that a plan has to bring first.
BEFOREHAND = {("KanoDesigner", "case"), ("MonthlyReview", "figures"), ("MonthlyReview", "guess")}
WAYS = 6  # of changing a control, until the result differs
MARK = """area => [...area.innerHTML.replace(/href="data:[^"]*"/g, "")].reduce(
  (sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, 0)"""


class Opened(NamedTuple):
    """The page with all labs, where their state is kept, and what went wrong on the page."""

    page: Any
    book: Path
    errors: list[str]


@pytest.fixture(scope="module")
def opened(browser: Any, jupyterlab: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """All labs on one page, alive."""
    book = tmp_path_factory.mktemp("own") / "workbook.json"
    first = f"import os\nos.environ['SGM_WORKBOOK'] = {str(book)!r}\nprint(f'进程 {{os.getpid()}}')"
    cells = [first, *(f"from sgm_lab import labs\nlabs.{name}()" for name in CLASSES)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=kernel
    )
    nbformat.write(made, jupyterlab.root / "notebooks" / "zh" / "labs.ipynb")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, errors = context.new_page(), []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(jupyterlab.url("zh/labs.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=180_000)
    yield Opened(page, book, errors)
    context.close()


def root_of(page: Any, name: str) -> Any:
    return page.locator(f".sgm-lab.sgm-{getattr(labs, name).name}").first


def shown(root: Any) -> int:
    """A mark of what the lab shows; files to download hold the time they were made."""
    return int(root.locator(".sgm-area").evaluate(MARK))


def kept(book: Path, lab: Any) -> dict[str, Any] | None:
    """State of the lab in the workbook; nothing before its first change."""
    text = book.read_text(encoding="utf-8") if book.is_file() else "{}"
    found: dict[str, Any] | None = json.loads(text).get("labs", {}).get(lab.key)
    return found


def waited_for(holds: Any, seconds: float) -> bool:
    """Whether something came to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


def take_up(opened: Opened, lab: Any, before: dict[str, Any] | None) -> None:
    """Wait until the workbook has another state, and take it up."""
    assert waited_for(lambda: kept(opened.book, lab) not in (None, before), 20)
    lab.state = kept(opened.book, lab)


def follows(opened: Opened, root: Any, lab: Any, name: str, way: int) -> bool | None:
    """Change a control and undo it: whether the result or the controls were others; nothing without such a way."""
    controls = {control.name: control for control in lab.controls()}
    before, state = shown(root), kept(opened.book, lab)
    if not change(root, controls[name], lab.state, way):
        return None
    take_up(opened, lab, state)
    changed = waited_for(lambda: shown(root) != before, 2)  # by then the lab says so if work goes on
    if not changed and root.get_attribute("aria-busy"):
        expect(root).not_to_have_attribute("aria-busy", "true", timeout=20_000)
        changed = shown(root) != before
    expect(root.locator(".sgm-notice p, .sgm-trouble")).to_have_count(0)
    if [control.name for control in lab.controls()] == list(controls) and name == list(controls)[-1]:
        return changed  # stays until Python starts anew
    changed = changed or [control.name for control in lab.controls()] != list(controls)
    root.get_by_role("button", name="撤销一步").click()
    take_up(opened, lab, lab.state)
    assert waited_for(lambda: shown(root) == before, 5)
    return changed


def few() -> list[str]:
    """Labs that have every kind of control between them; that each choice of each can be made, Python's tests show."""
    kinds = {
        name: {(type(one), getattr(one, "buttons", None)) for one in getattr(labs, name)().controls()}
        for name in CLASSES
    }
    taken: list[str] = []
    while left := set().union(*kinds.values()) - set().union(*(kinds[name] for name in taken)):
        taken.append(max(CLASSES, key=lambda name: len(kinds[name] & left)))
    return taken


def test_every_lab_fits(opened: Opened, shots: Path) -> None:
    for name in CLASSES:
        root = root_of(opened.page, name)
        root.screenshot(path=shots / f"{name}-jupyter.png")
        assert root.evaluate("lab => lab.scrollWidth <= lab.clientWidth"), name


@pytest.mark.parametrize("name", few())
def test_each_control_changes_the_result(opened: Opened, name: str) -> None:
    root, lab = root_of(opened.page, name), getattr(labs, name)()
    same = {}
    for control in [control.name for control in lab.controls()]:
        results = []
        for way in range(WAYS):
            results.append(follows(opened, root, lab, control, way))
            if results[-1]:
                break
        if False in results and not results[-1] and (name, control) not in BEFOREHAND:
            same[control] = results
    assert same == {}
    assert opened.errors == []


def test_a_new_python_brings_everything_back(opened: Opened) -> None:
    page, changed = opened.page, json.loads(opened.book.read_text(encoding="utf-8"))["labs"]
    before = {name: shown(root_of(page, name)) for name in CLASSES}
    process = page.locator("pre", has_text="进程")
    first = process.inner_text()
    os.kill(int(first.split()[-1]), signal.SIGTERM)
    page.get_by_role("button", name="让本页动起来").click(timeout=90_000)
    expect(process).not_to_have_text(first, timeout=60_000)
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=180_000)
    same = {
        name: waited_for(lambda name=name: shown(root_of(page, name)) == before[name], 20) for name in CLASSES
    }
    assert [name for name, is_same in same.items() if not is_same] == []
    assert json.loads(opened.book.read_text(encoding="utf-8"))["labs"] == changed


def test_a_file_that_is_not_understood_is_asked_about_and_read(opened: Opened, shots: Path) -> None:
    page, root = opened.page, root_of(opened.page, "KanoLab")
    bring_a_file_to_be_asked_about(root)
    expect(root.locator(".sgm-notice")).to_contain_text("没有全看懂")
    answer_what_is_asked(page, root)
    root.screenshot(path=shots / "asking-jupyter.png")
    root.locator(".sgm-primary").focus()
    page.keyboard.press("Enter")
    expect(root.locator(".sgm-file")).to_have_text("门诊问卷.csv")
    expect(root.locator(".sgm-said").first).to_contain_text("8 人")
    page.reload()
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=180_000)
    expect(root_of(page, "KanoLab").locator(".sgm-file")).to_have_text("门诊问卷.csv")
    assert opened.errors == []
