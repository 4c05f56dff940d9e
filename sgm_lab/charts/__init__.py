"""Figures: each takes a result, returns a matplotlib figure whose title is the answer, with alt text.

A figure is a function under `sgm_lab.charts.theme.themed` in a module here; it stands in no list, and its module is
loaded when somebody asks for it.

>>> from sgm_lab import charts
>>> charts.CHARTS["quadrant"]
'kano'
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .._discovery import found_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fitting import Size as Size
    from .theme import Chart as Chart
    from .theme import Responsive as Responsive

__all__ = ["CHARTS", "Chart", "Responsive", "Size"]

#: Figure → the module it lives in.
CHARTS: dict[str, str]

_DRAWN = re.compile(r"^@themed\ndef (\w+)\(", re.MULTILINE)
_TYPES = {"Chart": "theme", "Responsive": "theme", "Size": "fitting"}


@cache
def _found() -> dict[str, str]:
    """Find the figures without loading any."""
    paths = (path for folder in map(Path, __path__) for path in sorted(folder.glob("*.py")))
    return found_before(__path__) or {
        name: path.stem for path in paths for name in _DRAWN.findall(path.read_text(encoding="utf-8"))
    }


def __getattr__(name: str) -> Callable[..., Chart]:
    if name == "CHARTS":
        return cast("Callable[..., Chart]", _found())
    home = _TYPES.get(name) or _found().get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return cast("Callable[..., Chart]", getattr(importlib.import_module(f"{__name__}.{home}"), name))


def __dir__() -> list[str]:
    return sorted({*globals(), *_TYPES, *_found()})
