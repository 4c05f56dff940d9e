"""Exercises: one record each, shown live, static, on paper, and counted for a class.

Records are data (``book/exercises/*.toml``); reading and checking them needs the standard library only.

>>> from sgm_lab import exercises
>>> exercises.read_number("约 １２ 分钟")
(12.0, '分钟')
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .._typed import read_number

__all__ = [
    "Outcome",
    "Record",
    "chapter",
    "check",
    "class_report",
    "class_xlsx",
    "classroom",
    "count",
    "find",
    "load",
    "overview",
    "page_data",
    "paper",
    "progress",
    "read_class",
    "read_number",
    "show",
    "static",
    "today",
]

if TYPE_CHECKING:
    from .checking import Outcome, check
    from .classes import class_report, class_xlsx, classroom, read_class
    from .contents import overview
    from .faces import page_data, paper, static
    from .reading import chapter, find, load
    from .recall import today
    from .records import Record
    from .tally import count, progress
    from .widget import show

# The widget needs ipywidgets, the rest nothing: a page without them can still read, check and print.
_HOME = {
    "checking": ("Outcome", "check"),
    "classes": ("class_report", "class_xlsx", "classroom", "read_class"),
    "faces": ("page_data", "paper", "static"),
    "contents": ("overview",),
    "reading": ("chapter", "find", "load"),
    "records": ("Record",),
    "recall": ("today",),
    "tally": ("count", "progress"),
    "widget": ("show",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOME.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
