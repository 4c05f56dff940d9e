"""Goal sentences of a class are read while its files are still coming in: they take the longest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..._typed import tidy
from ...smart.ahead import Ahead
from ..base import Record
from ..kinds.goal import Goal
from ..state import Kept

__all__ = ["asked_of"]


def asked_of(ahead: Ahead, records: Iterable[Record], exercises: Mapping[str, Any]) -> None:
    """Have the goal sentences of a workbook read, those that stand and those before them."""
    for record in records:
        if isinstance(record, Goal) and record.id in exercises:
            kept = Kept.of(exercises[record.id])
            for answer in (kept.answer, *kept.mistakes):
                if isinstance(answer, str) and (text := tidy(answer)):
                    ahead.ask(text, tuple(record.criteria))
