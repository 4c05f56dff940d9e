"""Which packages a lab needs before it can be shown; whatever else it asks for later is fetched when it does."""

from __future__ import annotations

from collections.abc import Iterable

from sgm_lab import cases, labs

__all__ = ["MODULES", "SURVEYS", "needs_of"]

TABLES = ("pandas", "narwhals", "sgm-lab-data")
FIGURES = ("matplotlib", "seaborn", "textalloc", "sgm-lab-font")
SURVEYS = (*TABLES, *FIGURES)

_KINDS = {"tables": TABLES, "figures": FIGURES, "scipy": ("scipy-special",)}

#: What a lab asks for, mostly a module → the package it comes in; a part of a package may come in another.
MODULES = {
    "cases": "sgm-lab-data",
    **{f"cases.{name}": f"sgm-lab-logs-{name.replace('_', '-')}" for name in cases.names()},
    "PIL": "pillow",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "et_xmlfile": "et-xmlfile",
    "markupsafe": "jinja2",  # which needs it, and without which it is not used
    **{
        name: name
        for name in (
            "cycler",
            "jinja2",
            "lxml",
            "matplotlib",
            "narwhals",
            "numpy",
            "openpyxl",
            "pandas",
            "seaborn",
        )
    },
    "scipy": "scipy-special",
    **{f"scipy.{part}": "scipy-some" for part in ("cluster", "cluster.hierarchy", "optimize")},
    "scipy.stats": "scipy",
    "simpy": "simpy",
    "xlsxwriter": "xlsxwriter",
    "textalloc": "textalloc",
}


def needs_of(names: Iterable[str]) -> list[str]:
    """Return the packages that some labs need, each once.

    >>> needs_of(["smart"])
    []
    >>> "scipy-special" in needs_of(["smart", "servqual"])
    True
    """
    needs = [need for name in names for need in labs.by_name(name).needs]
    return list(dict.fromkeys(package for need in needs for package in _KINDS.get(need, (need,))))
