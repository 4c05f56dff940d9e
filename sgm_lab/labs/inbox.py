"""Goals that other labs send to the SMART studio: kept in the workbook until it takes them in.

A studio that is open holds its own state; what is sent goes beside it, so that neither writes over the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..workbook import Workbook

__all__ = ["send", "sent"]

_KEY = "smart-inbox"
_MOST = 50


def _all(book: Workbook) -> list[dict[str, Any]]:
    kept = book.get("labs", _KEY)
    good = kept if isinstance(kept, list) else []
    return [
        one
        for one in good
        if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("goal"), dict)
    ]


def send(book: Workbook, goals: Sequence[Mapping[str, Any]]) -> int:
    """Send goals in the shape of the goal plan; one that was sent before is not sent again.

    Returns
    -------
    int
        How many are new.
    """
    kept = _all(book)
    known = [one["goal"] for one in kept]
    last = max((int(one["id"]) for one in kept if one["id"].isdigit()), default=0)
    fresh = [dict(goal) for goal in goals if dict(goal) not in known]
    if fresh:
        new = [{"id": str(last + n), "goal": goal} for n, goal in enumerate(fresh, 1)]
        book.put("labs", _KEY, [*kept, *new][-_MOST:])
    return len(fresh)


def sent(book: Workbook | None, taken: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what was sent and has not been taken in: ``id`` and ``goal``."""
    return [] if book is None else [one for one in _all(book) if one["id"] not in taken]
