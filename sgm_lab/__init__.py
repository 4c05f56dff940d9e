"""Service goal management: case data, Kano, SERVQUAL, SMART, satisfaction and control analyses, and labs.

Importing the package is cheap: each module loads when it is first used.

>>> import sgm_lab
>>> sgm_lab.kano.evaluate([1, 2], [5, 5]).tolist()
['O', 'M']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "cases",
    "charts",
    "control",
    "culture",
    "errors",
    "exercises",
    "feedback",
    "goals",
    "i18n",
    "intake",
    "kano",
    "labs",
    "satisfaction",
    "segments",
    "servqual",
    "simulate",
    "smart",
    "takeaways",
    "workbook",
]

if TYPE_CHECKING:
    from . import (
        cases,
        charts,
        control,
        culture,
        errors,
        exercises,
        feedback,
        goals,
        i18n,
        intake,
        kano,
        labs,
        satisfaction,
        segments,
        servqual,
        simulate,
        smart,
        takeaways,
        workbook,
    )


def __getattr__(name: str) -> Any:
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
