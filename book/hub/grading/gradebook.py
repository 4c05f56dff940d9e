"""The gradebook as a spreadsheet: a line a learner; of each assignment the sum, and the points of each exercise."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins.export import ExportPlugin
from traitlets import Unicode

from sgm_lab import exercises

from ..accounts import PREFIX
from ..people import read_class
from ..words import say
from .points import grade_id

__all__ = ["PointsOfExercises"]


class PointsOfExercises(ExportPlugin):
    """``nbgrader export``: points of each exercise, empty where somebody has not handed in."""

    people = Unicode("", help="the class list, for names").tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write ``grades.csv``, or the file of ``--to``."""
        to = Path(self.to or "grades.csv")
        names = {one.login: one.name for one in read_class(Path(self.people))} if self.people else {}
        known = {grade_id(id): id for id in exercises.load()}
        chosen = [one for one in gradebook.assignments if not self.assignment or one.name in self.assignment]
        columns = [(one, notebook, cell) for one in chosen for notebook in one.notebooks
                   for cell in notebook.grade_cells]  # fmt: skip
        head = [say("grading.login"), say("grading.name")]
        for one in chosen:
            head += [say(part, name=one.name) for part in ("grading.time", "grading.sum", "grading.most")]
            head += [known.get(cell.name, cell.name) for which, _, cell in columns if which is one]
        rows = []
        for student in sorted(gradebook.students, key=lambda one: one.id):
            if self.student and student.id not in self.student:
                continue
            login = student.id.removeprefix(PREFIX)
            row: list[Any] = [login, names.get(login, "")]
            for one in chosen:
                row += self._of(
                    gradebook, one, student.id, [cell for which, _, cell in columns if which is one]
                )
            rows.append(row)
        with to.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        print(say("grading.exported", n=len(rows), path=to))

    @staticmethod
    def _of(gradebook: Any, assignment: Any, student: str, cells: list[Any]) -> list[Any]:
        try:
            handed = gradebook.find_submission(assignment.name, student)
        except MissingEntry:
            return [""] * (3 + len(cells))
        got = {grade.name: grade.score for book in handed.notebooks for grade in book.grades}
        time = handed.timestamp.isoformat(sep=" ", timespec="minutes") if handed.timestamp else ""
        return [time, handed.score, handed.max_score, *(got.get(cell.name, "") for cell in cells)]
