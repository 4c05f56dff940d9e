"""Optional packages: brought where they are needed, or one sentence says which extra has them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from .errors import SgmError
from .i18n import t

__all__ = ["EXTRAS", "MissingPackageError", "need", "needs"]

#: Optional module → the package it comes in, and the extra of sgm_lab that brings it.
EXTRAS = {
    "openpyxl": ("openpyxl", "excel"),
    "docx": ("python-docx", "word"),
    "pptx": ("python-pptx", "slides"),
    "pyarrow": ("pyarrow", "parquet"),
    "pyreadstat": ("pyreadstat", "spss"),
    "jinja2": ("Jinja2", "html"),
    "pylopdf_fonts_zh_cn": ("pylopdf-fonts-zh-cn", "fonts"),
}

P = ParamSpec("P")
R = TypeVar("R")


class MissingPackageError(SgmError, ImportError):
    """A package that not every installation has is not here: names it, what for, and how to get it."""


def need(module: str) -> Any:
    """Import an optional module.

    Raises
    ------
    MissingPackageError
        If it is not installed; the sentence says which extra to install.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        package, extra = EXTRAS[module]
        # A page has no pip: there, what the site did not bring along is done in JupyterLab.
        key = "extras.in_page" if sys.platform == "emscripten" else "extras.missing"
        raise MissingPackageError(
            key, package=package, extra=extra, use=t(f"extras.use.{extra}")
        ) from missing


def needs(module: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function begin with `need`, so that it may import from an optional module as it likes."""

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        @wraps(make)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            need(module)
            return make(*args, **kwargs)

        return inside

    return decorate
