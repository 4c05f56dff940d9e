"""Service goal management: case data, Kano, SERVQUAL, SMART, satisfaction and control analyses, and labs.

Importing the package is cheap: each module loads when it is first used. Its name alone shows what there is.

>>> import sgm_lab
>>> sgm_lab.kano.evaluate([1, 2], [5, 5]).tolist()
['O', 'M']
"""

from __future__ import annotations

import importlib
import sys
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from ._face import Face

__version__ = "0.1.0"

__all__ = sorted(one.name for one in iter_modules(__path__) if not one.name.startswith("_"))

# ruff: noqa: F401 - these are for type checkers and editors; when it runs, a module loads when it is asked for
if TYPE_CHECKING:
    from . import (
        cases,
        charts,
        cli,
        control,
        culture,
        dates,
        errors,
        estimate,
        exercises,
        extras,
        feedback,
        goals,
        i18n,
        inference,
        intake,
        kano,
        labs,
        look,
        numbers,
        paper,
        process,
        published,
        report,
        sampling,
        satisfaction,
        segments,
        servqual,
        simulate,
        smart,
        takeaways,
        terms,
        training,
        workbook,
    )

sys.modules[__name__].__class__ = Face


def __getattr__(name: str) -> Any:
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
