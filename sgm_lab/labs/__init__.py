"""Interactive labs: each is a state that goes to JSON, a computation, and a drawing.

In a notebook a lab is live; on a page without Python it shows its worked version; both from the same state.

>>> from sgm_lab import labs
>>> lab = labs.KanoLab(case="healthcare")
>>> lab.state["rule"]
'mode'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__all__ = ["KanoLab", "Lab", "SmartStudio"]

if TYPE_CHECKING:
    from .base import Lab
    from .kano import KanoLab
    from .smart import SmartStudio

# Each lab loads what it needs and no more: the SMART studio runs where there is no pandas.
_HOME = {"KanoLab": "kano", "Lab": "base", "SmartStudio": "smart"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
