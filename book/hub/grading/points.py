"""What a marking cell computes, beside the workbook that was handed in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab import exercises, workbook
from sgm_lab.exercises.base import Record
from sgm_lab.exercises.state import Kept
from sgm_lab.exercises.tally import Judge

__all__ = ["WORKBOOK", "grade_id", "judged", "points"]

WORKBOOK = "workbook.json"  # in the folder of the assignment
WORTH = {"right": 1.0, "partly": 0.5}


def judged(record: Record) -> bool:
    """Whether an exercise gives points: a reflection, a guess and a survey have no wrong answer, and give none."""
    return not record.free


def grade_id(exercise: str) -> str:
    """Return what nbgrader calls an exercise.

    >>> grade_id("2.1-pair-reading")
    '2-1-pair-reading'
    """
    return exercise.replace(".", "-")


@cache
def _handed_in(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = workbook.loads(path.read_bytes())["exercises"]
    return found


def points(exercise: str) -> float:
    """Return the points of one exercise: 1 right, a half partly right; its answer is judged anew.

    A lab task counts as its learner was told, since to judge it the lab would have to be opened and computed.
    """
    kept = Kept.of(_handed_in(Path(WORKBOOK).absolute()).get(exercise))
    return WORTH.get(Judge().state(exercises.find(exercise), kept), 0.0)
