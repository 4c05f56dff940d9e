"""Interactive labs and exercises: each is a state that goes to JSON, a computation, and what is shown of it.

In a notebook a lab is live; on a page without Python it shows its worked version; both from the same state.

A lab is a module or a folder here, which gives one name, its class (``__all__ = ["KanoLab"]``), with a file of words
of its own, ``words/lab_<module>.toml``; it stands in no list.

>>> from sgm_lab import labs
>>> lab = labs.KanoLab(case="healthcare")
>>> lab.state["rule"]
'mode'
>>> labs.by_name("kano").__name__
'KanoLab'
>>> labs.LABS["SmartStudio"]
'smart'
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._discovery import found_before
from ..i18n import written

if TYPE_CHECKING:
    from .base import Lab

__all__ = ["LABS", "Lab", "by_name"]

#: Class of each lab → the module it lives in, which has the lab's name.
LABS: dict[str, str]

_CLASS = re.compile(r'^__all__ = \["(\w+)"\]$', re.MULTILINE)


@cache
def _found() -> dict[str, str]:
    """Find the labs without loading any: each loads what it needs and no more, the SMART studio not even pandas."""
    classes: dict[str, str] = found_before(__path__)
    for folder in map(Path, () if classes else __path__):
        for _, name, is_folder in pkgutil.iter_modules([str(folder)]):
            if written(f"lab_{name}"):
                path = folder / name / "__init__.py" if is_folder else folder / f"{name}.py"
                named = _CLASS.search(path.read_text(encoding="utf-8"))
                classes |= {named[1]: name} if named else {}
    return dict(sorted(classes.items()))


def by_name(name: str) -> type[Lab]:
    """Return the lab called ``name``, as in its words and in the workbook.

    Raises
    ------
    KeyError
        If there is none.
    """
    home = {module: cls for cls, module in _found().items()}
    made: type[Lab] = getattr(importlib.import_module(f"{__name__}.{name}"), home[name])
    return made


def __getattr__(name: str) -> Any:
    if name == "LABS":
        return _found()
    home = "base" if name == "Lab" else _found().get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_found()})
