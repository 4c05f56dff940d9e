"""Workbooks opened in the real JupyterLab: labs and exercises come alive by themselves, no code shows.

Every cell of every workbook is run by nbval; what is opened here has each lab once.
"""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "notebooks" / "zh"
DRIVEN = {"index", "classroom", "2-1-goal-setting"}  # chapter 2.1: test_chapter_2_1


def code(name: str) -> str:
    """What the cells of a workbook call."""
    cells = nbformat.read(FOLDER / f"{name}.ipynb", 4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def few() -> list[str]:
    """Workbooks that have every lab between them: each time the one with most labs not seen yet."""
    names = sorted({path.stem for path in FOLDER.glob("*.ipynb")} - DRIVEN)
    has = {name: set(re.findall(r"labs\.([A-Z]\w+)", code(name))) for name in names}
    seen = set(re.findall(r"labs\.([A-Z]\w+)", code("2-1-goal-setting")))
    taken: list[str] = []
    while best := max(has, key=lambda name: len(has[name] - seen), default=None):
        if not has[best] - seen:
            break
        seen |= has.pop(best)
        taken.append(best)
    return taken


def asked(name: str, word: str) -> int:
    """How often a workbook's cells call something."""
    return code(name).count(word)


@pytest.mark.parametrize("name", few())
def test_a_workbook_comes_alive(page: Any, jupyterlab: Any, shots: Path, name: str) -> None:
    page.goto(jupyterlab.url(f"zh/{name}.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    expect(page.locator(".cm-editor:visible")).to_have_count(0)
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    expect(page.locator(".sgm-ex")).to_have_count(asked(name, "exercises.show("), timeout=30_000)
    alive = page.locator(".sgm-lab:has(button:text-is('恢复初始'))")
    expect(alive).to_have_count(asked(name, "labs."), timeout=30_000)
    page.screenshot(path=shots / f"workbook-{name}.png")
