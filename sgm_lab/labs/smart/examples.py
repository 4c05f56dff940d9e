"""Examples of the studio's steps, and what in its state still is one.

An example is there to look at and to change; as it was filled in, it is no part of a learner's plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...i18n import LANGUAGES, Language, t

__all__ = ["MONTHS", "activities", "cascade", "is_activity", "is_cascade", "is_history", "is_statement"]

#: Twelve months to begin with.
MONTHS = (44, 47, 43, 46, 45, 44, 46, 48, 45, 43, 45, 46)
_CELLS = ("activity", "R", "A", "C", "I")


def activities(lang: Language | None = None) -> list[dict[str, str]]:
    """Return three activities; the second has two who answer for it, the third nobody."""
    return [
        {
            cell: "" if (n, cell) == (3, "A") else t(f"lab_smart.example_raci_{n}_{cell}", lang)
            for cell in _CELLS
        }
        for n in (1, 2, 3)
    ]


def cascade(lang: Language | None = None) -> dict[str, Any]:
    """Return a common goal of four departments whose promises fall short."""
    rows = [
        {"department": t(f"lab_smart.example_department_{n}", lang), "target": target, "weight": weight}
        for n, target, weight in ((1, -18, 5200), (2, -12, 3100), (3, -6, 900), (4, -4, 2800))
    ]
    return {"cascade_name": t("lab_smart.example_cascade", lang), "how": "sum", "company": "-50",
            "company_unit": t("lab_smart.example_cascade_unit", lang), "departments": rows}  # fmt: skip


def is_statement(text: str) -> bool:
    """Whether a sentence is an example, word for word."""
    names = ("example_goal", "example_slogan")
    return text.strip() in {t(f"lab_smart.{name}", lang) for name in names for lang in LANGUAGES}


def is_activity(row: Mapping[str, Any]) -> bool:
    """Whether a row of who does what is one of the example's."""
    cells = {cell: str(row.get(cell) or "").strip() for cell in _CELLS}
    return any(cells in activities(lang) for lang in LANGUAGES)


def is_cascade(state: Mapping[str, Any]) -> bool:
    """Whether the common goal is the example."""
    return any(all(state[k] == v for k, v in cascade(lang).items()) for lang in LANGUAGES)


def is_history(rows: list[dict[str, Any]]) -> bool:
    """Whether the months are the example's."""
    return [row.get("value") for row in rows] == list(MONTHS)
