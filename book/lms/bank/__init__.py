"""The exercises as questions for other platforms: one list of questions, one module a format.

A format is a module with ``NAME`` of its file, ``KEPT`` (how each part of a question fares, by name; a part that is not
named is lost) and ``write``. `losses` makes of it the table that stands in the guide.
"""

from __future__ import annotations

from . import gift, moodle, qti, sheet
from .questions import PARTS, Question, questions

__all__ = ["FORMATS", "PARTS", "Question", "questions"]

#: Format, in the order in which the guide lists them.
FORMATS = {"moodle": moodle, "gift": gift, "qti": qti, "sheet": sheet}
