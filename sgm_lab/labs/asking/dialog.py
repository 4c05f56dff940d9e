"""The dialog of a survey: which question each column is, and what the answers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ...errors import DataError
from ...i18n import t
from ...intake import Intake, Opened
from ...intake._answers import UNIT, Kind
from ...intake._cells import is_number
from ...intake._choices import choices
from ...intake._guess import guess_columns, sides_of
from ...intake._scale import guess_servqual
from ...paper.blocks import Block, Table
from ..base import State
from ..controls import Choice, Column, Control, Rows
from .decision import MOST_ANSWERS, NO_ANSWER, OUT, answer_rows, applied, became_what, rows_of
from .file import AskedFile
from .sheets import Given, read_pages
from .way import question_of, ways_of

__all__ = ["Asking"]

_PEOPLE, _FEATURES = 3, 4  # in the preview


class Asking(AskedFile):
    """Which question each column is, and what its answers mean; shows three people as they would be read.

    Parameters
    ----------
    given, first, use, leave, header
        As for `AskedFile`.
    kind : {"kano", "servqual"}
    scale : str
        Codes that an answer can mean, as ``"1-7"``.
    scales : list of str
        Those to choose from.
    read : callable
        Reads an open table with arguments, as the lab does that asks.
    """

    waves: ClassVar[bool] = True
    defaults: ClassVar[State] = AskedFile.defaults | {"ask_scale": "", "ask_way": "", "ask_answers": []}

    def __init__(
        self, given: Given, first: Opened, kind: Kind, scale: str, scales: list[str],
        read: Callable[..., Intake], use: Callable[[State], None], leave: Callable[[], None], header: str = "",
    ) -> None:  # fmt: skip
        self.kind, self._scale, self._scales, self._read = kind, scale, scales, read
        super().__init__(given, first, kind, use, leave, header)

    # ---- state ----

    @property
    def scale(self) -> tuple[int, int]:
        """Codes that an answer can mean."""
        low, high = map(int, self.state["ask_scale"].split("-"))
        return low, high

    @property
    def how(self) -> State:
        """The decision, as a state keeps it."""
        chosen = {"scale": list(self.scale)} if len(self._scales) > 1 else {}
        way: State = {"way": self.state["ask_way"]} if self.state["ask_way"] else {}
        return chosen | way | self.told | {"answers": self.state["ask_answers"]}

    def remember(self, how: Mapping[str, Any]) -> None:
        """Begin with what was decided before."""
        scale = how.get("scale")
        self.state["ask_way"] = how.get("way", "")
        self.state["ask_scale"] = "-".join(map(str, scale)) if isinstance(scale, list) else self._scale
        self.state["ask_answers"] = rows_of(how, "answers")
        super().remember(how)

    def controls(self) -> list[Control]:
        """Return sheet, columns and answers."""
        means = [(self._meaning(code), code) for code in range(self.scale[0], self.scale[1] + 1)]
        said = [
            Column("answer", "label"),
            Column("means", "choice", [*means, (self.w("means_none"), NO_ANSWER)]),
        ]
        places = self.place_controls()
        if len(self._scales) > 1:
            places.append(Choice("ask_scale", [(one.replace("-", "–"), one) for one in self._scales]))
        if self.state["ask_way"] or self.question:
            ways = [
                (self.w("way_open"), ""),
                *((self.w(f"way_{self.kind}_{one}"), one) for one in ways_of(self.kind)),
            ]
            places.append(Choice("ask_way", ways))
        columns = self.column_control(Column("of", label=self.w(f"of_{self.kind}")))
        return [*places, columns, Rows("ask_answers", said, MOST_ANSWERS, add=False)]

    def roles(self) -> list[tuple[str, str]]:
        """Return what a column of the survey can be."""
        return [(self.w(f"became_{name.replace(' ', '_')}"), name) for name in became_what(self.kind)]

    def _meaning(self, code: int) -> str:
        return f"{code} {t(f'common.answer.{code}')}" if self.kind == "kano" else str(code)

    def settle(self) -> None:
        """Keep what was said of the columns and answers that are there; guess the rest."""
        self.settle_place()
        if self.state["ask_scale"] not in self._scales:
            self.state["ask_scale"] = self._likely_scale()
        if self.state["ask_way"] not in ways_of(self.kind):
            self.state["ask_way"] = ""
        rows = self.columns(self.state["ask_columns"])
        self.state["ask_answers"] = answer_rows(
            self.opened, rows, self.state["ask_answers"], self.kind, self.scale
        )
        super().settle()

    def _likely_scale(self) -> str:
        """The lab's own scale, or the one that the answers are on, where most cannot be on that."""
        mine = self._scale if self._scale in self._scales else self._scales[0]
        low, high = map(int, mine.split("-"))
        asked = [row["column"] for row in self.columns([]) if row["became"] in sides_of(self.kind)]
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

    def guesses(self) -> Mapping[str, tuple[str, str]]:
        """Return guesses; where a column is no side of a question, nothing is said of which."""
        sides, known = {*sides_of(self.kind), "importance"}, became_what(self.kind)
        return {
            column: (
                guess.became if guess.became in known else OUT,
                guess.of if guess.became in sides else "",
            )
            for column, guess in guess_columns(self.opened, self.kind).items()
        }

    # ---- buttons ----

    def do_use(self) -> None:
        """Read the file as decided; what is still open is said, and nothing changes.

        Raises
        ------
        DataError
            If the answers cannot be meant as they stand, and nothing was said to it.
        """
        if question := self.question:
            raise DataError("lab_asking.which_way", question=question)
        super().do_use()

    # ---- what is shown ----

    def read_whole(self, most: int | None = None) -> Intake:
        """Read as decided; of each sheet so many rows.

        Raises
        ------
        DataError
            If something is still open, or it cannot be read so.
        """

        def read(page: Opened) -> Intake:
            table, given = applied(page, self.how, self.kind)
            return self._read(self.first_rows(table, most), **given)

        _ = self.opened
        return read_pages(self._pages[self._place], read)

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
