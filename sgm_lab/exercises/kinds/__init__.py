"""The kinds of exercises: a module each, found; it gives its record (``__all__``).

A kind says what its record holds, how it is read from TOML, how an answer is judged, which mistakes are usual and how
it looks on paper; what it looks like where it can be pressed says its entry in ``front.js``, and its name
``kind_<module>`` in ``words/exercises.toml``.

>>> from sgm_lab.exercises import kinds
>>> sorted(kinds.KINDS)
['goal', 'lab', 'multiple', 'number', 'order', 'predict', 'reflection', 'single', 'sort', 'survey']
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

from ..base import Record

__all__ = ["KINDS", "found"]

#: Name of each kind → its record.
KINDS: dict[str, type[Record]]


@cache
def found() -> dict[str, type[Record]]:
    """Find the kinds there are, by name."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__))
    return {name: _record(importlib.import_module(f"{__name__}.{name}")) for name in names}


def _record(module: ModuleType) -> type[Record]:
    given = [getattr(module, name) for name in module.__all__]
    return next(one for one in given if isinstance(one, type) and issubclass(one, Record))


def __getattr__(name: str) -> Any:
    if name != "KINDS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return found()
