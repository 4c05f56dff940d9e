"""A table that somebody printed, held against itself: pasted, brought as a file, or an example to try it on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from ...errors import DataError
from ...i18n import LANGUAGES, t
from ...intake import open_table
from ...intake.named import Said
from ...paper.blocks import Block, Cell, Note, Table
from ...published import check
from ..asking.sheets import first_opened
from ..base import State
from ..brought import FileLab
from ..controls import Action, Text
from ..tables import sheet
from ..views import Field, View, pick
from .listed import PRINTED, read_printed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableCheck"]

_EXAMPLES = ("slips", "needs", "right")
_PASTED = "pasted"
_MOST = 300  # rows that are shown; tables in print have fewer


class Pasted(Text):
    """A table as text."""

    def shown(self, value: Any) -> str:
        """Say how many rows it has below the names of its columns: the table stands below."""
        return t("labs.rows_shown", n=len(value.strip().splitlines()) - 1) if value.strip() else ""


class Disagreements(View):
    """Which figures cannot all be true?"""

    asks = ("confidence",)
    pictured = False

    def compute(self) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        """Return the table, and what disagrees in it; nothing without a table."""
        table = self.lab.table()
        if table is None:
            return None
        return table, check(table, confidence=int(self.at["confidence"]) / 100)

    def says(self, found: Any) -> str:
        """Say how much was held against each other, and how much disagrees."""
        _, wrong = found
        n = sum(wrong.attrs["checked"].values())
        return t("published.found" if len(wrong) else "published.clean", n=n, wrong=len(wrong))

    def shows(self, found: Any) -> Iterator[Block]:
        """Each disagreement with what it should be, the table with its rows marked, and what was compared."""
        table, wrong = found
        at = wrong.attrs["places"]
        marks = [
            self._marked([kind for kind, place in zip(wrong["check"], at, strict=True) if place == row])
            for row in range(len(table))
        ]
        columns = [_written(table.iloc[:, place]) for place in range(table.shape[1])]
        rows: list[list[Cell]] = [list(row) for row in zip(*columns, marks, strict=True)]
        if len(wrong):
            told: list[list[Cell]] = [
                [
                    one["row"] or self.w("column"),
                    self.w(f"kind_{one['check']}"),
                    one["printed"],
                    self._allowed(one),
                    one["says"],
                ]
                for one in wrong.to_dict("records")
            ]
            yield Table(t("published.caption"), self.heads("row", "kind", "printed", "allowed", "says"), told)
        yield Table(self.lab.source_line(), [*map(str, table.columns), self.w("head_mark")], rows[:_MOST])
        counted: list[list[Cell]] = [
            [self.w(f"kind_{kind}"), self.w(f"how_{kind}"), n, n - int((wrong["check"] == kind).sum())]
            for kind, n in wrong.attrs["checked"].items()
        ]
        yield Table(self.w("compared"), self.heads("kind", "how", "n", "agree"), counted)
        yield Note(self.w("next" if len(wrong) else "next_clean"), "advice")
        yield Note(self.w("limits"))

    def _marked(self, kinds: list[str]) -> str:
        names = t("labs.comma").join(self.w(f"kind_{kind}") for kind in dict.fromkeys(kinds))
        return f"✗ {names}" if kinds else ""

    def _allowed(self, one: Any) -> str:
        """Return from where to where the other figures let it be, with the digits it is printed with."""
        low, high = one["low"], one["high"]
        if low != low:
            return "–"
        digits = len(one["printed"].partition(".")[2])
        ends = [f"{end:.{digits}f}".replace("-", "−") for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else self.w("from_to", low=ends[0], high=ends[1])


class TableCheck(FileLab):
    """Hold a printed table against itself.

    Parameters
    ----------
    table : {"slips", "needs", "right", "pasted"}
        An example, two made up with slips in them and one published; or what is pasted in.
    text : str
        The table, as copied from a sheet or a page; filled from the example.
    confidence : {"95", "90", "99"}
        Level of the intervals in it.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "scipy")
    prepared: ClassVar[dict[str, Any]] = {"table": _EXAMPLES}
    list_kind = PRINTED
    choice = "table"
    data: ClassVar[tuple[str, ...]] = ("text",)
    defaults: ClassVar[State] = {"table": "slips", "line": ""}  # the example that the text was filled from
    views: ClassVar[dict[str, type[View]]] = {"check": Disagreements}
    fields: ClassVar[dict[str, Field]] = {
        "text": Field("", lambda lab, name: Pasted(name, rows=8), lambda lab: not lab.own),
        "confidence": Field("95", pick("95", "90", "99")),
    }

    def settle(self) -> None:
        """Fill the text anew where another example was chosen."""
        super().settle()
        state = self.state
        example = state["table"] in _EXAMPLES
        if example and (state["line"] != state["table"] or self._untouched()):
            state["text"] = self.w(f"example_{state['table']}")
        elif state["table"] == _PASTED and state["line"] in _EXAMPLES and self._untouched(state["line"]):
            state["text"] = ""
        state["line"] = state["table"]

    def _untouched(self, example: str = "") -> bool:
        """Whether the text is that of the example, in whatever language."""
        key = f"lab_table_check.example_{example or self.state['table']}"
        return any(self.state["text"].strip() == t(key, lang=lang).strip() for lang in LANGUAGES)

    def source_line(self) -> str:
        """Say what the table is: made up, published, changed, or the learner's own."""
        if self.own:
            return self.w("source_file", name=self.state["upload"]["name"])
        name = self.state["table"]
        if name == _PASTED:
            return self.w("source_pasted")
        return self.w(f"source_{name}") + ("" if self._untouched() else self.w("source_changed"))

    def reads(self, source: Any) -> Said:
        """Read a file."""
        return read_printed(source)

    def offered_data(self) -> list[tuple[str, Any]]:
        """Offer the examples, and what is pasted in."""
        return [(self.w(f"table_{name}"), name) for name in (*_EXAMPLES, _PASTED)]

    def source_actions(self) -> list[Action]:
        """Return the button for the template, and for telling what pasted columns are."""
        return [*([] if self.own else [Action("tell")]), *super().source_actions()]

    def table(self) -> pd.DataFrame | None:
        """Return the table in use; nothing where no table is pasted yet."""
        if self.own:
            table: pd.DataFrame = self.read.table
            return table
        lines = self.state["text"].strip().splitlines()
        return open_table(self._given()).table if len(lines) > 1 else None  # names of columns and a row

    def _given(self) -> tuple[str, bytes]:
        return f"{self.w('table_pasted')}.csv", self.state["text"].encode()

    def do_tell(self) -> None:
        """Take what is pasted as a file, and ask what its columns are."""
        if not self.state["text"].strip():
            raise DataError("lab_table_check.nothing_pasted")
        self._ask(self._given(), *first_opened(self._given(), {}), self.w("told"))

    def template(self) -> bytes:
        """Return a sheet with an example, to be replaced by one's own."""
        return sheet(open_table(("1.csv", self.w("example_slips").encode())).table)


def _written(column: pd.Series[Any]) -> list[Cell]:
    """Cells of a column, its numbers with as many digits as the longest."""
    numbers = column.dtype.kind == "f"
    digits = max((len(f"{one:g}".partition(".")[2]) for one in column.dropna()), default=0) if numbers else 0
    return [
        "" if one is None or one != one else (f"{one:.{digits}f}" if numbers else str(one)).replace("-", "−")
        for one in column
    ]
