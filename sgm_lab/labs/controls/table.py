"""A table that a learner edits, and its columns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ...errors import ArgumentError
from ...i18n import t
from .base import Control
from .offered import Choice, Options
from .written import Day, Number, Text

__all__ = ["Column", "Rows"]

ColumnKind = Literal["text", "number", "choice", "day", "flag", "label"]


@dataclass(frozen=True)
class Column:
    """A column of an editable table; its heading is ``label``, or else the word ``<control>_<name>``."""

    name: str
    kind: ColumnKind = "text"
    options: Options = ()
    low: float | None = None
    high: float | None = None
    step: float = 1
    wide: bool = False
    label: str | None = None

    def take(self, value: Any, label: str, row: int) -> Any:
        """Return a cell's value as the state keeps it."""
        if self.kind in ("text", "label"):
            return Text(self.name).take("" if value is None else value)
        if self.kind == "flag":
            return bool(value)
        if value in (None, ""):
            return self.first()
        if self.kind == "day":
            return Day(self.name).take(value)
        if self.kind == "choice":
            return Choice(self.name, self.options).take(value)
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        try:
            return Number(self.name, low, high, self.step).take(value)
        except ArgumentError as cause:
            raise ArgumentError("labs.cell", row=row, column=label, value=value,
                                low=self.low if self.low is not None else "−∞",
                                high=self.high if self.high is not None else "∞") from cause  # fmt: skip

    def first(self) -> Any:
        """Value of an empty cell."""
        return {"number": None, "flag": False}.get(self.kind, "")


@dataclass(frozen=True)
class Rows(Control):
    """A table the learner edits; the state holds a list of dicts, one a row.

    With ``add=False`` the rows are fixed. A column that a kept row lacks is filled in.
    """

    columns: Sequence[Column]
    most: int = 30
    add: bool = True
    kind: ClassVar[str] = "rows"

    def take(self, value: Any) -> list[dict[str, Any]]:
        """Take a list of rows with values the columns can hold."""
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > self.most:
            raise ArgumentError("labs.rows", name=self.name, most=self.most)
        made = []
        for number, row in enumerate(value, 1):
            if not isinstance(row, Mapping):
                raise ArgumentError("labs.rows", name=self.name, most=self.most)
            made.append({c.name: c.take(row.get(c.name, c.first()), c.name, number) for c in self.columns})
        return made

    def settle(self, value: Any) -> list[dict[str, Any]]:
        """Keep every row; only a cell that cannot be kept is emptied."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            return []
        made = []
        for row in [row for row in value if isinstance(row, Mapping)][: self.most]:
            kept = {}
            for column in self.columns:
                try:
                    kept[column.name] = column.take(row.get(column.name, column.first()), column.name, 0)
                except ArgumentError:
                    kept[column.name] = column.first()
            made.append(kept)
        return made

    def first(self) -> list[dict[str, Any]]:
        """Begin without rows."""
        return []

    def shown(self, value: Any) -> str:
        """Say how many rows there are."""
        return t("labs.rows_shown", n=len(value)) if value else ""

    def face(self) -> dict[str, Any]:
        """Columns, and what a new row holds."""
        columns = [vars(c) | {"options": [list(option) for option in c.options]} for c in self.columns]
        fresh = {c.name: c.first() for c in self.columns}
        return {"columns": columns, "most": self.most, "add": self.add, "fresh": fresh}
