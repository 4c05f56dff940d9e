"""How nbgrader marks: only the marking cells are run, as the instructor has them, and nothing of what was handed in."""

from __future__ import annotations

import os
import sys
from typing import Any

from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
)

from .handing_in import COURSE

__all__ = ["OnlyMarkingCells", "course"]


class OnlyMarkingCells(NbGraderPreprocessor):
    """Take every cell out of a notebook that was handed in; `OverwriteCells` puts the marking cells back."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Return the notebook without cells."""
        nb.cells = []
        return nb, resources


def course(c: Any, book: str, exchange: str = "", people: str = "") -> None:
    """Set up nbgrader for the course.

    Parameters
    ----------
    c : traitlets.config.Config
    book : str
        Where marking cells find this package.
    exchange : str
        The folder through which assignments go out and come in, where it is not nbgrader's usual one.
    people : str
        The class list, for names in the gradebook.
    """
    c.CourseDirectory.course_id = COURSE
    c.CourseDirectory.root = os.getcwd()
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]
    if exchange:
        c.Exchange.root = exchange
    c.ClearSolutions.code_stub = {"python": ""}
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OnlyMarkingCells,
        OverwriteCells,
        CheckCellMetadata,
    ]
    c.OverwriteCells.add_missing_cells = True
    c.OverwriteCells.missing_cell_notification = ""
    # A file that lies beside the workbook must not be taken for a module: neither by Python nor by IPython.
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [book, os.environ.get("PYTHONPATH")]))
    os.environ["PATH"] = os.pathsep.join([os.path.join(sys.prefix, "bin"), os.environ["PATH"]])  # alembic
    c.Execute.extra_arguments = ["--InteractiveShellApp.ignore_cwd=True"]
    c.ExportApp.plugin_class = "hub.grading.gradebook.PointsOfExercises"
    c.PointsOfExercises.people = people
