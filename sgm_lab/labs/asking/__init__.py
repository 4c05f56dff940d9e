"""When a file of a learner's own is not understood: ask what its columns and answers are, instead of refusing it.

`AsksSurvey` gives a lab the dialog of a survey, `AsksList` that of a list: a log, comments, a register. What was
decided stands in the state beside the file (``upload["how"]``), so that undo and the next session read it alike, and
in the workbook, so that the next file with the same columns needs no asking.
"""

from __future__ import annotations

from .asks import gone, source_key
from .lists import AsksList, ListKind, first_of, renamed
from .survey import AsksSurvey

__all__ = ["AsksList", "AsksSurvey", "ListKind", "first_of", "gone", "renamed", "source_key"]
