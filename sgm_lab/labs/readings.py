"""What is said of a file that was read: its summary, its notes, and the rows that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ..errors import plainly
from ..i18n import t
from ..paper.blocks import Block, Folded, Note, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["reading"]

_MOST_SHOWN = 8  # problems in the preview


class _Read(Protocol):
    """What is said of any file that was read."""

    @property
    def problems(self) -> pd.DataFrame: ...

    @property
    def notes(self) -> Sequence[str]: ...

    def summary(self) -> str: ...


def reading(read: _Read | None, *more: str) -> list[Block]:
    """Say what was read of a file and what was not, and what is to be said besides; nothing without a file."""
    if read is None:
        return []
    summary = read.summary()
    lines = [summary, *(note for note in read.notes if note not in summary), *more]
    said = [Note(plainly(line)) for line in lines]
    opened = bool(len(read.problems) or read.notes)
    return [Folded(t("labs.source.read"), [*said, *_problem_table(read.problems)], opened)]


def _problem_table(problems: pd.DataFrame) -> list[Block]:
    """Table of what could not be read: row, column, value, and what to do; nothing where all could."""
    if not len(problems):
        return []
    names = ("row", "column", "value", "problem")
    heads = [t(f"labs.source.problem_{name}") for name in names]
    rows = [[problem[name] for name in names] for problem in problems.head(_MOST_SHOWN).to_dict("records")]
    more = len(problems) - _MOST_SHOWN
    after = [Note(t("labs.source.problem_more", n=more))] if more > 0 else []
    return [Table(t("labs.source.problems"), heads, rows), *after]
