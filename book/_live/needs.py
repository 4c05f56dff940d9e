"""Which packages a lab needs before it can be shown; whatever else it asks for later is fetched when it does."""

from __future__ import annotations

from collections.abc import Iterable

from sgm_lab import cases

__all__ = ["BY_LAB", "MODULES", "SURVEYS", "needs_of"]

TABLES = ("pandas", "narwhals", "sgm-lab-data")
FIGURES = ("matplotlib", "seaborn", "textalloc", "sgm-lab-font")
SURVEYS = (*TABLES, *FIGURES)

#: Labs by the name they have in the workbook; one that is not named needs tables and figures.
BY_LAB: dict[str, tuple[str, ...]] = {
    "smart": (),
    "takeaways": (),
    "disconfirmation": (*SURVEYS, "scipy"),
    "evaluation": (*SURVEYS, "scipy"),
    "monitor": (*SURVEYS, "scipy"),
    "process": (*SURVEYS, "scipy", "simpy"),
    "servqual": (*SURVEYS, "scipy"),
}

#: What a lab asks for, mostly a module → the package it comes in.
MODULES = {
    "cases": "sgm-lab-data",
    **{f"cases.{name}": f"sgm-lab-logs-{name.replace('_', '-')}" for name in cases.names()},
    "PIL": "pillow",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "et_xmlfile": "et-xmlfile",
    "markupsafe": "jinja2",  # which needs it, and without which it is not used
    **{
        name: name
        for name in (
            "jinja2",
            "lxml",
            "matplotlib",
            "narwhals",
            "numpy",
            "openpyxl",
            "pandas",
            "scipy",
            "seaborn",
        )
    },
    "simpy": "simpy",
    "textalloc": "textalloc",
}


def needs_of(labs: Iterable[str]) -> list[str]:
    """Return the packages that some labs need, each once.

    >>> needs_of(["smart"])
    []
    >>> "scipy" in needs_of(["smart", "servqual"])
    True
    """
    return list(dict.fromkeys(package for lab in labs for package in BY_LAB.get(lab, SURVEYS)))
