"""A class: all that was handed in read at once, counted, and shown. One bad file costs only itself."""

from .panel import Classroom, classroom
from .report import class_report
from .result import Attempt, ClassResult, Learner, read_class, read_folder
from .sheets import class_xlsx

__all__ = [
    "Attempt",
    "ClassResult",
    "Classroom",
    "Learner",
    "class_report",
    "class_xlsx",
    "classroom",
    "read_class",
    "read_folder",
]
