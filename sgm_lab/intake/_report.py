"""What could not be read, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report"]

_MOST_REPORTED = 1000


class Report:
    """Collects the problems of one table, each with its row and column."""

    def __init__(self, rows: pd.Series) -> None:
        self.rows = rows
        self.problems: list[dict[str, Any]] = []

    def add(
        self, where: pd.Series, column: pd.Series | str, values: pd.Series, key: str,
        *, rows: pd.Series | None = None, **words: Any,
    ) -> None:  # fmt: skip
        """Report every row in which ``where`` is true, up to the limit; a Series in ``words`` goes row by row.

        ``rows`` are those of the file, where they are others than those of the table.
        """
        rows = self.rows if rows is None else rows
        for index in where.index[where][: _MOST_REPORTED - len(self.problems)]:
            row, value = int(rows[index]), values[index]
            place = column if isinstance(column, str) else column[index]
            own = {name: word[index] if hasattr(word, "index") and not isinstance(word, str) else word
                   for name, word in words.items()}  # fmt: skip
            shown = "" if value != value or value is None else str(value)[:40]
            sentence = t(key, row=row, column=place, value=shown, **own)
            self.problems.append({"row": row, "column": place, "value": shown, "problem": sentence})

    def table(self) -> pd.DataFrame:
        """Return the problems in the order of the file."""
        import pandas as pd

        table = pd.DataFrame(self.problems, columns=["row", "column", "value", "problem"])
        return table.sort_values("row", kind="stable", ignore_index=True)
