"""The dialog itself: a lab of its own that stands in a lab's place until a file's columns and answers are told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from ...errors import DataError, listing
from ...i18n import t
from ...intake import Intake, Opened
from ...intake._answers import UNIT, Kind
from ...intake._aside import personal
from ...intake._cells import answers_in, is_number
from ...intake._choices import choices
from ...intake._guess import guess_columns, sides_of
from ...intake._names import plain_names
from ...intake._scale import guess_servqual
from ...paper import markup
from ...paper.blocks import Block, Note, Table
from ..base import Lab, State
from ..controls import Action, Choice, Column, Control, Rows
from .decision import MOST_ANSWERS, NO_ANSWER, OUT, Row, answer_rows, applied, became_what, rows_of
from .sheets import ALL, HEADERS, Given, has_header_rows, header_of, joined, pages_of, read_pages
from .way import question_of, ways_of

__all__ = ["Asking", "signature"]

_PEOPLE, _FEATURES = 3, 4  # in the preview
_EXAMPLES, _LONGEST = 4, 24  # answers beside a column, and letters of each
_MOST_COLUMNS = 400
_LOOKED_AT = 2000  # rows that the preview is read from


def signature(kind: Kind, columns: list[str]) -> str:
    """Return what tells files with the same columns from others."""
    return hashlib.sha256("\n".join([kind, *columns]).encode()).hexdigest()[:16]


class Asking(Lab):
    """Which question each column is, and what its answers mean; shows three people as they would be read.

    Parameters
    ----------
    given : (str, bytes)
        The file.
    first : Opened
        Its first table.
    kind : {"kano", "servqual"}
    scale : str
        Codes that an answer can mean, as ``"1-7"``.
    scales : list of str
        Those to choose from.
    read : callable
        Reads an open table with arguments, as the lab does that asks.
    use : callable
        Takes the decision, when the button is pressed.
    leave : callable
        Goes back without the file.
    header : str
        How many header rows it was opened with, where it cannot be without being told.
    """

    name: ClassVar[str] = "asking"
    defaults: ClassVar[State] = {
        "ask_sheet": "",
        "ask_header": "",
        "ask_scale": "",
        "ask_way": "",
        "ask_columns": [],
        "ask_answers": [],
    }

    def __init__(
        self, given: Given, first: Opened, kind: Kind, scale: str, scales: list[str],
        read: Callable[..., Intake], use: Callable[[State], None], leave: Callable[[], None], header: str = "",
    ) -> None:  # fmt: skip
        self.given, self.kind, self._scale, self._scales = given, kind, scale, scales
        self._read, self._use, self._leave = read, use, leave
        sheets = list(dict.fromkeys([first.sheet, *first.others])) if first.others else []
        self._all = ALL if len(sheets) > 1 and ALL not in sheets else ""
        self._sheets = [*sheets, *filter(None, [self._all])]
        begin = (first.sheet if self._sheets else "", header)
        rows = map(str, HEADERS) if has_header_rows(given) else ()
        self._header, self._headers = header, [*([] if header else [""]), *rows]
        self._pages: dict[tuple[str, str], list[Opened]] = {begin: [first]}
        self._opened: dict[tuple[str, str], Opened] = {begin: first}
        self._guessed: dict[tuple[str, str], list[Row]] = {}
        self._personal: dict[tuple[str, str], list[str]] = {}
        self._tried: tuple[str, Intake | DataError] | None = None
        super().__init__(key=signature(kind, list(first.table.columns)))

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
    def scale(self) -> tuple[int, int]:
        """Codes that an answer can mean."""
        low, high = map(int, self.state["ask_scale"].split("-"))
        return low, high

    @property
    def how(self) -> State:
        """The decision, as a state keeps it."""
        chosen = {"scale": list(self.scale)} if len(self._scales) > 1 else {}
        told: State = {"way": self.state["ask_way"]} if self.state["ask_way"] else {}
        if self.state["ask_header"]:
            told["header"] = int(self.state["ask_header"])
        return chosen | told | {
            "sheet": self.state["ask_sheet"],
            "columns": [{name: row[name] for name in ("column", "became", "of")} for row in self.state["ask_columns"]],
            "answers": self.state["ask_answers"],
        }  # fmt: skip

    def remember(self, how: Mapping[str, Any]) -> None:
        """Begin with what was decided before."""
        scale = how.get("scale")
        self.state |= {"ask_sheet": how.get("sheet", ""), "ask_way": how.get("way", "")}
        self.state["ask_header"] = str(header_of(how) or "")
        self.state["ask_scale"] = "-".join(map(str, scale)) if isinstance(scale, list) else self._scale
        self.state |= {f"ask_{name}": rows_of(how, name) for name in ("columns", "answers")}
        self.settle()

    def controls(self) -> list[Control]:
        """Return sheet, columns and answers."""
        became = [(self.w(f"became_{name.replace(' ', '_')}"), name) for name in became_what(self.kind)]
        means = [(self._meaning(code), code) for code in range(self.scale[0], self.scale[1] + 1)]
        asked = [
            Column("column", "label"), Column("examples", "label"), Column("became", "choice", became),
            Column("of", label=self.w(f"of_{self.kind}")),
        ]  # fmt: skip
        said = [
            Column("answer", "label"),
            Column("means", "choice", [*means, (self.w("means_none"), NO_ANSWER)]),
        ]
        named = [(self.w("sheets_all") if one == self._all else one, one) for one in self._sheets]
        sheets = [Choice("ask_sheet", named)] if len(self._sheets) > 1 else []
        if len(self._headers) > 1:
            rows = [
                (self.w("header_rows", rows=one) if one else self.w("header_found"), one)
                for one in self._headers
            ]
            sheets.append(Choice("ask_header", rows))
        if len(self._scales) > 1:
            sheets.append(Choice("ask_scale", [(one.replace("-", "–"), one) for one in self._scales]))
        if self.state["ask_way"] or self.question:
            ways = [
                (self.w("way_open"), ""),
                *((self.w(f"way_{self.kind}_{one}"), one) for one in ways_of(self.kind)),
            ]
            sheets.append(Choice("ask_way", ways))
        return [*sheets, Rows("ask_columns", asked, _MOST_COLUMNS, add=False),
                Rows("ask_answers", said, MOST_ANSWERS, add=False)]  # fmt: skip

    def _meaning(self, code: int) -> str:
        return f"{code} {t(f'common.answer.{code}')}" if self.kind == "kano" else str(code)

    def settle(self) -> None:
        """Keep what was said of the columns and answers that are there; guess the rest."""
        if self.state["ask_sheet"] not in self._sheets:
            self.state["ask_sheet"] = self._sheets[0] if self._sheets else ""
        self._settle_header()
        if self.state["ask_scale"] not in self._scales:
            self.state["ask_scale"] = self._likely_scale()
        if self.state["ask_way"] not in ways_of(self.kind):
            self.state["ask_way"] = ""
        self.state["ask_columns"] = self._columns(self.state["ask_columns"])
        rows = self.state["ask_columns"]
        self.state["ask_answers"] = answer_rows(
            self.opened, rows, self.state["ask_answers"], self.kind, self.scale
        )
        super().settle()

    def _settle_header(self) -> None:
        """Go back to the header as it was found where the file cannot be read with the one that was chosen."""
        if self.state["ask_header"] not in self._headers:
            self.state["ask_header"] = self._header
        try:
            _ = self.opened
        except DataError as error:
            opens = [header for sheet, header in self._opened if sheet == self.state["ask_sheet"]]
            if not opens:
                raise
            self.state["ask_header"], self.notice = opens[0], error.plain

    def _likely_scale(self) -> str:
        """The lab's own scale, or the one that the answers are on, where most cannot be on that."""
        mine = self._scale if self._scale in self._scales else self._scales[0]
        low, high = map(int, mine.split("-"))
        asked = [row["column"] for row in self._columns([]) if row["became"] in sides_of(self.kind)]
        if self.kind != "servqual" or not asked:
            return mine
        found, _ = guess_servqual([self.opened.table.loc[:, column] for column in asked], (low, high))
        likely = "-".join(map(str, found))
        return likely if likely in self._scales else mine

    @property
    def question(self) -> str:
        """What is as good as certain to be wrong with the answers as decided, while nothing was said to it."""
        try:
            read = self.compute()
        except DataError:
            return ""
        words = not any(is_number(row["answer"]) for row in self.state["ask_answers"])
        return "" if self.state["ask_way"] else question_of(read, self.kind, self.scale, words)

    def _columns(self, kept: list[Row]) -> list[Row]:
        if self._place not in self._guessed:
            table = self.opened.table.iloc[:, :_MOST_COLUMNS]
            guesses = guess_columns(self.opened, self.kind)
            self._guessed[self._place] = [
                {"column": column, "examples": self._examples(column), "became": became, "of": of}
                for column, (became, of) in ((one, guesses[one]) for one in table.columns if one not in self.personal)
            ]  # fmt: skip
        told = {row.get("column"): row for row in rows_of({"columns": kept}, "columns")}
        named = ("became", "of")
        return [
            row | {name: told.get(row["column"], row).get(name, row[name]) for name in named}
            for row in self._known()
        ]

    @property
    def personal(self) -> list[str]:
        """Columns that never enter a table, and whose content is not shown: names, contacts and addresses."""
        if self._place not in self._personal:
            table = self.opened.table
            self._personal[self._place] = personal(table, plain_names(list(table.columns)))
        return self._personal[self._place]

    def _known(self) -> list[Row]:
        """Guesses; where a column is no side of a question, nothing is said of which."""
        sides = {*sides_of(self.kind), "importance"}
        return [
            row | {"became": row["became"] if row["became"] in became_what(self.kind) else OUT,
                   "of": row["of"] if row["became"] in sides else ""}
            for row in self._guessed[self._place]
        ]  # fmt: skip

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
        """Read the file as decided; what is still open is said, and nothing changes.

        Raises
        ------
        DataError
            If the answers cannot be meant as they stand, and nothing was said to it.
        """
        if question := self.question:
            raise DataError("lab_asking.which_way", question=question)
        self._use(self.how)

    def do_leave(self) -> None:
        """Go back to what was shown before."""
        self._leave()

    # ---- what is shown ----

    def compute(self) -> Intake:
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

    def read_whole(self, most: int | None = None) -> Intake:
        """Read as decided; of each sheet so many rows.

        Raises
        ------
        DataError
            If something is still open, or it cannot be read so.
        """

        def read(page: Opened) -> Intake:
            table, given = applied(page, self.how, self.kind)
            return self._read(replace(table, table=table.table.head(most) if most else table.table), **given)

        _ = self.opened
        return read_pages(self._pages[self._place], read)

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

    def sentence(self, result: Intake) -> str:
        """Say that it can be read, or what has to be said to it first."""
        if question := self.question:
            return DataError("lab_asking.which_way", question=question).plain
        answers = result.answers
        means = [row["answer"] for row in self.state["ask_answers"] if row["means"] != NO_ANSWER]
        codes = choices(means, self.scale[1])
        said = self.w("by_order", first=next(iter(codes)), last=list(codes)[-1]) if codes else ""
        return said + self.w(
            "ready", people=answers["respondent"].nunique(), n=answers[UNIT[self.kind]].nunique()
        )

    def blocks(self, result: Intake) -> list[Block]:
        """Return the preview."""
        import pandas as pd

        answers, unit = result.answers, UNIT[self.kind]
        first, second = sides_of(self.kind)[:2]
        people = answers["respondent"].drop_duplicates().tolist()[:_PEOPLE]
        units = answers[unit].unique()[:_FEATURES]
        shown = answers[answers["respondent"].isin(people) & answers[unit].isin(units)]
        shown = shown.iloc[pd.Categorical(shown["respondent"], people).codes.argsort(kind="stable")]
        rows = [
            [str(row["respondent"]), str(row[unit]), *(self._told(row[side]) for side in (first, second))]
            for row in shown.to_dict("records")
        ]
        heads = [self.w("became_respondent"), self.w(f"of_{self.kind}"),
                 *(self.w(f"became_{side}") for side in (first, second))]  # fmt: skip
        return [Table(self.w("preview"), heads, rows)]

    def _told(self, code: Any) -> str:
        return self._meaning(int(code)) if code == code else "–"
