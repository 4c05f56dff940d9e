"""Every workbook opened once in the real JupyterLab: labs and exercises come alive by themselves, no code shows."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "notebooks" / "zh"
DRIVEN = {"index", "classroom", "2-1-goal-setting"}  # chapter 2.1: test_chapter_2_1
WORKBOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb") if path.stem not in DRIVEN)


def asked(name: str, word: str) -> int:
    """How often a workbook's cells call something."""
    cells = nbformat.read(FOLDER / f"{name}.ipynb", 4).cells
    return sum(cell.source.count(word) for cell in cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_comes_alive(page: Any, jupyterlab: Any, shots: Path, name: str) -> None:
    page.goto(jupyterlab.url(f"zh/{name}.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    expect(page.locator(".cm-editor:visible")).to_have_count(0)
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    expect(page.locator(".sgm-ex")).to_have_count(asked(name, "exercises.show("), timeout=30_000)
    alive = page.locator(".sgm-lab:has(button:text-is('恢复初始'))")
    expect(alive).to_have_count(asked(name, "labs."), timeout=30_000)
    page.screenshot(path=shots / f"workbook-{name}.png")
