"""The one template of the goal plan: the rows from chapter 1 to 8, and how each is called.

What belongs in a row says ``takeaways.row_holds``; which exercises write it, the field ``plan`` of their records.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...i18n import Language, t

__all__ = ["ROWS", "arrow", "holds", "name", "number", "numbered"]

#: Keys of the rows, in their order.
ROWS = (
    "need",
    "goal",
    "baseline",
    "standard",
    "who",
    "cost",
    "law",
    "measure",
    "alarm",
    "pdca",
    "mind",
)


def number(row: str) -> int:
    """Return the number of a row, from 1."""
    return ROWS.index(row) + 1


def name(row: str, lang: Language | None = None) -> str:
    """Return what a row is called."""
    return t(f"takeaways.row.{row}", lang)


def holds(row: str, lang: Language | None = None) -> str:
    """Say what belongs in a row."""
    return t(f"takeaways.row_holds.{row}", lang)


def numbered(row: str, lang: Language | None = None) -> str:
    """Return number and name of a row.

    >>> numbered("baseline", "zh")
    '第3行：基线和它的来源'
    """
    return t("takeaways.row_numbered", lang, number=number(row), name=name(row, lang))


def arrow(rows: Iterable[str], lang: Language | None = None) -> str:
    """Say where an answer goes.

    >>> arrow(["standard"], "zh")
    '→ 我的计划·第4行：标准和看护指标'
    """
    listed = t("takeaways.row_and", lang).join(numbered(row, lang) for row in rows)
    return t("takeaways.row_arrow", lang, rows=listed)
