"""A file that is asked about: which sheet and header, what each column is; a lab that stands in a lab's place."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from ...errors import DataError, listing
from ...i18n import t
from ...intake import Opened
from ...intake._aside import personal
from ...intake._cells import answers_in
from ...intake._names import plain_names
from ...paper import markup
from ...paper.blocks import Note
from ..base import Lab, State
from ..controls import Action, Choice, Column, Control, Rows
from .decision import Row, rows_of
from .sheets import ALL, HEADERS, Given, has_header_rows, header_of, joined, pages_of

__all__ = ["MOST_COLUMNS", "AskedFile", "signature"]

MOST_COLUMNS = 400
_EXAMPLES, _LONGEST = 4, 24  # answers beside a column, and letters of each
_LOOKED_AT = 2000  # rows that the preview is read from


def signature(kind: str, columns: list[str]) -> str:
    """Return what tells files with the same columns from others."""
    return hashlib.sha256("\n".join([kind, *columns]).encode()).hexdigest()[:16]


class AskedFile(Lab):
    """What each column of a file is; shows how its first rows would be read.

    Parameters
    ----------
    given : (str, bytes)
        The file.
    first : Opened
        Its first table.
    kind : str
        What it is read as.
    use : callable
        Takes the decision, when the button is pressed.
    leave : callable
        Goes back without the file.
    header : str
        How many header rows it was opened with, where it cannot be without being told.
    """

    name: ClassVar[str] = "asking"
    defaults: ClassVar[State] = {"ask_sheet": "", "ask_header": "", "ask_columns": []}

    def __init__(
        self, given: Given, first: Opened, kind: str, use: Callable[[State], None], leave: Callable[[], None],
        header: str = "",
    ) -> None:  # fmt: skip
        self.given, self._use, self._leave = given, use, leave
        sheets = list(dict.fromkeys([first.sheet, *first.others])) if first.others else []
        self._all = ALL if self.waves and len(sheets) > 1 and ALL not in sheets else ""
        self._sheets = [*sheets, *filter(None, [self._all])]
        begin = (first.sheet if self._sheets else "", header)
        rows = map(str, HEADERS) if has_header_rows(given) else ()
        self._header, self._headers = header, [*([] if header else [""]), *rows]
        self._pages: dict[tuple[str, str], list[Opened]] = {begin: [first]}
        self._opened: dict[tuple[str, str], Opened] = {begin: first}
        self._guessed: dict[tuple[str, str], list[Row]] = {}
        self._personal: dict[tuple[str, str], list[str]] = {}
        self._tried: tuple[str, Any] | None = None
        super().__init__(key=signature(kind, list(first.table.columns)))

    # ---- what a kind of file says ----

    @property
    def question(self) -> str:
        """What has to be settled before it is read, while nothing was said to it."""
        return ""

    waves: ClassVar[bool] = False  # whether sheets with the same columns are read together

    @property
    @abstractmethod
    def how(self) -> State:
        """The decision, as a state keeps it."""

    @abstractmethod
    def guesses(self) -> Mapping[str, tuple[str, str]]:
        """Return what each column is, and of which; the latter empty where nothing can be said."""

    @abstractmethod
    def roles(self) -> list[tuple[str, str]]:
        """Label and name of what a column can be."""

    @abstractmethod
    def read_whole(self, most: int | None = None) -> Any:
        """Read as decided; of each sheet so many rows.

        Raises
        ------
        DataError
            If something is still open, or it cannot be read so.
        """

    # ---- state ----

    @property
    def _place(self) -> tuple[str, str]:
        """Sheet and number of header rows that are asked about."""
        return self.state["ask_sheet"], self.state["ask_header"]

    @property
    def opened(self) -> Opened:
        """The table that is asked about."""
        if self._place not in self._opened:
            sheet, header = self._place
            self._pages[self._place] = pages_of(self.given, sheet, int(header) if header else None)
            self._opened[self._place] = joined(self._pages[self._place])
        return self._opened[self._place]

    @property
    def told(self) -> State:
        """What was said of sheet, header and columns."""
        header = {"header": int(self.state["ask_header"])} if self.state["ask_header"] else {}
        return header | {"sheet": self.state["ask_sheet"], "columns": [
            {name: row[name] for name in ("column", "became", "of") if name in row}
            for row in self.state["ask_columns"]
        ]}  # fmt: skip

    def remember(self, how: Mapping[str, Any]) -> None:
        """Begin with what was decided before."""
        self.state |= {"ask_sheet": how.get("sheet", ""), "ask_header": str(header_of(how) or "")}
        self.state["ask_columns"] = rows_of(how, "columns")
        self.settle()

    def place_controls(self) -> list[Control]:
        """Return what sheet and header are chosen with."""
        named = [(self.w("sheets_all") if one == self._all else one, one) for one in self._sheets]
        made: list[Control] = [Choice("ask_sheet", named)] if len(self._sheets) > 1 else []
        if len(self._headers) > 1:
            rows = [
                (self.w("header_rows", rows=one) if one else self.w("header_found"), one)
                for one in self._headers
            ]
            made.append(Choice("ask_header", rows))
        return made

    def column_control(self, *more: Column) -> Rows:
        """Return the table in which each column is told."""
        asked = [
            Column("column", "label"),
            Column("examples", "label"),
            Column("became", "choice", self.roles()),
        ]
        return Rows("ask_columns", [*asked, *more], MOST_COLUMNS, add=False)

    def settle(self) -> None:
        """Keep what was said of the sheet and the columns that are there; guess the rest."""
        self.settle_place()
        self.state["ask_columns"] = self.columns(self.state["ask_columns"])
        super().settle()

    def settle_place(self) -> None:
        """Go back to the header as it was found where the file cannot be read with the one that was chosen."""
        if self.state["ask_sheet"] not in self._sheets:
            self.state["ask_sheet"] = self._sheets[0] if self._sheets else ""
        if self.state["ask_header"] not in self._headers:
            self.state["ask_header"] = self._header
        try:
            _ = self.opened
        except DataError as error:
            opens = [header for sheet, header in self._opened if sheet == self.state["ask_sheet"]]
            if not opens:
                raise
            self.state["ask_header"], self.notice = opens[0], error.plain

    def columns(self, kept: list[Row]) -> list[Row]:
        """Return what each column is: as it was told, else as it is guessed."""
        if self._place not in self._guessed:
            guesses = self.guesses()
            self._guessed[self._place] = [
                {
                    "column": one,
                    "examples": self._examples(one),
                    "became": guesses[one][0],
                    "of": guesses[one][1],
                }
                for one in self.opened.table.columns[:MOST_COLUMNS]
                if one not in self.personal
            ]
        told = {row.get("column"): row for row in rows_of({"columns": kept}, "columns")}
        return [
            row | {name: told.get(row["column"], row).get(name, row[name]) for name in ("became", "of")}
            for row in self._guessed[self._place]
        ]

    @property
    def personal(self) -> list[str]:
        """Columns that never enter a table, and whose content is not shown: names, contacts and addresses."""
        if self._place not in self._personal:
            table = self.opened.table
            self._personal[self._place] = personal(table, plain_names(list(table.columns)))
        return self._personal[self._place]

    def _examples(self, column: str) -> str:
        values = [str(value) for value in answers_in(self.opened.table[column])[: _EXAMPLES + 1]]
        short = [one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in values[:_EXAMPLES]]
        return t("labs.comma").join(short) + ("…" if len(values) > _EXAMPLES else "")

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Use the file as decided, or go back without it."""
        return [Action("use", primary=True), Action("leave")]

    def exports(self) -> list[str]:
        """Nothing to take along."""
        return []

    def do_use(self) -> None:
        """Read the file as decided; what is still open is said, and nothing changes."""
        self._use(self.how)

    def do_leave(self) -> None:
        """Go back to what was shown before."""
        self._leave()

    # ---- what is shown ----

    def compute(self) -> Any:
        """Read the first rows as decided.

        Raises
        ------
        DataError
            If something is still open, or they cannot be read so.
        """
        asked = json.dumps(self.how, sort_keys=True, default=str)
        if self._tried is None or self._tried[0] != asked:
            try:
                self._tried = asked, self.read_whole(_LOOKED_AT)
            except DataError as error:
                self._tried = asked, error
        if isinstance(self._tried[1], DataError):
            raise self._tried[1]
        return self._tried[1]

    @staticmethod
    def first_rows(page: Opened, most: int | None) -> Opened:
        """Return a page with no more than so many rows."""
        return replace(page, table=page.table.head(most)) if most else page

    def body(self, *, phone: bool = False) -> str:
        """What is still open is no mistake: it is said in the place of the result."""
        try:
            result = self.compute()
            said, below = self.sentence(result), self.draw(result, phone=phone)
        except DataError as error:
            said, below = error.plain, ""
        left = (
            markup.blocks([Note(self.w("personal", columns=listing(self.personal)))]) if self.personal else ""
        )
        return markup.paragraph(said, "sgm-said") + left + below
