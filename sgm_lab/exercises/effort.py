"""How long an exercise takes, counted from what it asks: all there is to read, then what is to be done with it.

A busy reader takes in some 300 characters of Chinese a minute, or 200 words of a text without any. To that comes for
each kind what a hand and a head do: a choice is weighed option by option, a thing sorted, a step moved, a number worked
out, a lab set and its result read.
The declared minutes may lie a little beside it (`fits`): an instructor knows the class. ``python -m sgm_lab.exercises``
says where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .base import Record
from .kinds.survey import SIDES

__all__ = ["RULES", "effort", "fits", "free_minutes"]

_READ = 300  # characters a minute
_OTHER = 0.25  # of a character: a letter of a text that has no Chinese, as one written on the English desk
_HAN = re.compile("[\u3400-\u9fff]")
_WRITE = 15  # characters a minute, thinking included
#: Minutes for each thing that is asked, and for the whole: option, thing to sort, step, number, setting of a lab …
_EACH = {"single": 0.1, "multiple": 0.2, "sort": 0.25, "order": 0.25, "lab": 0.4, "survey": 0.2}
_WHOLE = {
    "number": 1.5,
    "goal": 3.5,
    "reflection": 2.0,
    "lab": 1.5,
    "predict": 1.5,
}  # of a lab: to open it, and to read the figure
_LESS, _MORE = 0.6, 2.0  # how far the declared minutes may lie beside, as factors
_ROOM = 1.0  # and in minutes
#: All of these, for a page that says the same (`book/pack_rules.py`).
RULES = {
    "read": _READ,
    "other": _OTHER,
    "write": _WRITE,
    "each": _EACH,
    "whole": _WHOLE,
    "less": _LESS,
    "more": _MORE,
    "room": _ROOM,
}
#: Minutes in a lab of a workbook that no task asks about: one's own drafts are written there, or one just looks.
_DRAFTS = {
    "SmartStudio": 6,
    "KanoDesigner": 6,
    "PdcaRecord": 6,
    "MyPlan": 6,
    "ReportBuilder": 6,
    "MonthlyReview": 6,
}
_LOOKS = 3


def free_minutes(labs: Iterable[str]) -> int:
    """Return the minutes in the labs of a workbook that no task asks about, by the names of their classes.

    Examples
    --------
    >>> free_minutes(["SmartStudio", "Takeaways"])
    9
    """
    return sum(_DRAFTS.get(lab, _LOOKS) for lab in labs)


def _length(value: Any) -> float:
    """Count the characters that are read before an answer."""
    return sum(len(text.zh) * (1.0 if _HAN.search(text.zh) else _OTHER) for text in value)


def effort(record: Record) -> float:
    """Return the minutes that an exercise takes.

    Parameters
    ----------
    record : Record

    Returns
    -------
    float

    Examples
    --------
    >>> from sgm_lab import exercises
    >>> round(effort(exercises.find("2.1-lab-wave")), 1)
    3.6
    """
    options, items = getattr(record, "options", ()), getattr(record, "items", ())
    steps = list(getattr(record, "steps", {}).values())
    asked = len(options) or len(items) or len(steps)
    finding = getattr(record, "finding", None)
    read = [
        record.prompt,
        *(one.text for one in (*options, *items)),
        *steps,
        *([finding.ask] if finding else []),
        *(text for one in items for text in (getattr(one, side, None) for side in SIDES["kano"]) if text),
    ]
    written = getattr(record, "least", 0) if record.written else 0
    acting = _EACH.get(record.kind, 0.0) * asked + _WHOLE.get(record.kind, 0.0)
    return _length(read) / _READ + acting + written / _WRITE + record.besides


def fits(record: Record) -> bool:
    """Whether the declared minutes are those that are asked for, within what an instructor may know better."""
    asked = effort(record)
    return _LESS * asked - _ROOM <= record.minutes <= _MORE * asked + _ROOM
