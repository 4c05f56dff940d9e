"""Make of a chapter an assignment: its workbook, with a marking cell below each exercise that can be judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from sgm_lab import exercises
from sgm_lab.i18n import Language

from ..link import NOTEBOOKS, pages
from ..words import say
from .points import grade_id, judged

__all__ = ["Assignment", "write"]

SHOWN = re.compile(r'exercises\.show\(["\']([^"\']+)')
HIDDEN = (
    "### BEGIN HIDDEN TESTS\nfrom hub.grading.points import points\n\npoints({id!r})\n### END HIDDEN TESTS"
)
CONFIG = Path(__file__).with_name("nbgrader_config.py")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was written: its name for nbgrader, the exercises that give points, its notebook."""

    name: str
    ids: list[str]
    path: Path


def marking_cell(id: str, lang: Language) -> Any:
    """Return the cell that nbgrader takes the points of an exercise from; a learner sees its first line only."""
    cell = nbformat.v4.new_code_cell(f"{say('grading.exercise', lang, id=id)}\n{HIDDEN.format(id=id)}")
    cell.metadata = {
        "jupyter": {"source_hidden": True},
        "nbgrader": {
            "grade": True,
            "grade_id": grade_id(id),
            "locked": True,
            "points": 1,
            "schema_version": 3,
            "solution": False,
            "task": False,
        },
    }
    return cell


def write(folder: Path, chapter: str, lang: Language) -> Assignment:
    """Write the assignment of a chapter into an nbgrader course, and the course's settings where there are none.

    Parameters
    ----------
    folder : Path
        The nbgrader course: ``source``, ``release``, ``submitted`` and so on lie in it.
    chapter : str
        As in a link: ``2.1``.
    lang : {"zh", "en"}
        Language of the workbook.
    """
    book = nbformat.read(NOTEBOOKS / lang / f"{pages(lang)[chapter]}.ipynb", as_version=4)
    cells, ids = [], []
    for cell in book.cells:
        cells.append(cell)
        found = SHOWN.search(cell.source) if cell.cell_type == "code" else None
        if found and judged(exercises.find(found[1])):
            ids.append(found[1])
            cells.append(marking_cell(found[1], lang))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    book.cells = cells
    name = chapter.replace(".", "-")
    path = folder / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    if not (folder / CONFIG.name).exists():
        text = CONFIG.read_text(encoding="utf-8").replace("@BOOK@", str(CONFIG.parents[2]))
        (folder / CONFIG.name).write_text(text, encoding="utf-8")
    return Assignment(name, ids, path)
