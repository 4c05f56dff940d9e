"""The page on which a learner hands in: a button for each assignment that is out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import ipywidgets
import nbformat

from sgm_lab import workbook
from sgm_lab.i18n import Language

from ..words import say
from .points import WORKBOOK

__all__ = ["COURSE", "hand_in", "page", "panel", "released"]

COURSE = "sgm"  # what nbgrader calls it
FOLDER, CACHE = (
    "assignments",
    ".handed-in",
)  # in the home; in that folder, nbgrader's copies of what was handed in
CALL = "from hub.grading import handing_in\n\nhanding_in.panel()"


def page(lang: Language) -> Any:
    """Return the page as a notebook."""
    code = nbformat.v4.new_code_cell(CALL, id="panel", metadata={"jupyter": {"source_hidden": True}})
    cells = [nbformat.v4.new_markdown_cell(say("grading.title", lang), id="title"), code]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _exchange() -> Path:
    return Path(os.environ.get("SGM_EXCHANGE") or os.devnull)


def released() -> list[str]:
    """Return the assignments that are out."""
    return sorted(path.name for path in (_exchange() / COURSE / "outbound").glob("*"))


def handed(name: str) -> str:
    """Return when an assignment was last handed in, as nbgrader noted; empty where it was not."""
    kept = Path.home() / FOLDER / CACHE / COURSE
    times = [path.read_text(encoding="utf-8") for path in kept.glob(f"*+{name}+*/timestamp.txt")]
    return max(times, default="")[:16]


def _nbgrader(folder: Path, *arguments: str) -> None:
    places = [f"--Exchange.root={_exchange()}", f"--Exchange.cache={folder / CACHE}", f"--course={COURSE}"]
    command = [sys.executable, "-m", "nbgrader", *arguments, *places]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = re.sub(r"\[[^]]*\] ?", "", done.stderr).split("\n")
        raise OSError(next((line for line in reversed(lines) if line.strip()), "?"))


def hand_in(name: str) -> None:
    """Hand in the workbook for an assignment.

    Raises
    ------
    OSError
        If nbgrader did not take it, with what it said last.
    """
    folder = Path.home() / FOLDER
    folder.mkdir(exist_ok=True)
    if not (folder / name).is_dir():
        _nbgrader(folder, "fetch_assignment", name)
    (folder / name / WORKBOOK).write_text(workbook.dumps(workbook.open_book().data()), encoding="utf-8")
    _nbgrader(folder, "submit", name)


def panel() -> ipywidgets.Widget:
    """Show a button for each assignment that is out."""
    names = released()
    rows = [_row(name) for name in names]
    return ipywidgets.VBox(rows or [ipywidgets.Label(say("grading.none"))])


def _said(name: str) -> str:
    time = handed(name)
    return say("grading.handed", time=time) if time else say("grading.not_yet")


def _row(name: str) -> ipywidgets.Widget:
    button = ipywidgets.Button(description=say("grading.hand_in", name=name), button_style="primary")
    told = ipywidgets.Label(_said(name))

    def act() -> None:
        try:
            if not workbook.open_book().section("exercises"):
                told.value = say("grading.empty")
                return
            hand_in(name)
            told.value = _said(name)
        except OSError as error:
            told.value = say("grading.failed", why=error)
        finally:
            button.disabled = False

    def begin(_: Any) -> None:
        button.disabled, told.value = True, say("grading.working")
        threading.Thread(target=act).start()

    button.on_click(begin)
    return ipywidgets.HBox([button, told])
