"""What was read of a file, and what could not be: told as a sentence, as a table, and on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from html import escape
from typing import TYPE_CHECKING, Any

from ..errors import DataError, Sentence, sentence
from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Intake"]

_SHOWN = 8  # problems on its face


def _no_columns() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=["column", "became", "of", "why"])


@dataclass(frozen=True, repr=False)
class Intake:
    """What was read, and what could not be.

    Attributes
    ----------
    answers : pandas.DataFrame
        Tidy answers, one row a respondent and feature (or item); read them as `table`.
    problems : pandas.DataFrame
        One row a problem: row (as the spreadsheet shows it), column, value, and problem, a sentence that says
        what to do. At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole: encoding, merged cells, empty columns, scale, direction.
    rows_read, rows_left_out, rows_blank : int
        Tidy rows that count, those that do not, and those that stay in the table with an answer left empty; together
        all rows of the file.
    doubts : list of str
        Those of the notes that change the answer, so `summary` says them too.
    unsettled : str
        A question about scale or direction without whose answer every result would be wrong; else empty. It says
        which argument settles it.
    columns : pandas.DataFrame
        One row for every column of the file, in its order: column, became (respondent, functional, dysfunctional,
        expectation, perception, adequate, importance, feature, item, dimension, side, score, wave, time, duration,
        weight, segment or left out), of (the feature or item), and why.
    sheet : str
        The sheet of a workbook that was read; else empty.
    """

    answers: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int
    doubts: list[str] = field(default_factory=list)
    unsettled: str = ""
    columns: pd.DataFrame = field(default_factory=_no_columns)
    sheet: str = ""
    rows_blank: int = 0

    @property
    def table(self) -> pd.DataFrame:
        """The tidy answers.

        Raises
        ------
        DataError
            If what they mean is not settled yet: nothing is computed until it is.
        """
        if self.unsettled:
            raise DataError("intake.unsettled", question=self.unsettled)
        return self.answers

    def summary(self) -> Sentence:
        """How much was read, how much was left out, and all that changes the answer."""
        if self.unsettled:
            first = sentence("intake.unsettled", question=self.unsettled)
            return reduce(
                lambda said, doubt: sentence("intake.followed", first=said, next=doubt), self.doubts, first
            )
        key = "intake.summary" if self.rows_left_out else "intake.summary_clean"
        if self.doubts and not self.rows_left_out:
            key = "intake.summary_doubts"
        of = t("intake.of_answers") if "respondent" in self.answers else ""  # a log has rows, and no answers
        counts: dict[str, Any] = {
            "read": self.rows_read,
            "left_out": self.rows_left_out,
            "blank": self.rows_blank,
            "of": of,
        }
        if self.rows_left_out and len(self.problems):
            key, counts = "intake.summary_first", counts | {"first": self.problems["problem"].iloc[0]}
        first = sentence(f"{key}_blank" if self.rows_blank else key, **counts)
        return reduce(
            lambda said, doubt: sentence("intake.followed", first=said, next=doubt), self.doubts, first
        )

    def __repr__(self) -> str:
        lines = [f"Intake: {self.summary()}"]
        lines += [
            f"  {column} → {became}{f' ({of})' if of else ''}"
            for column, became, of in self.columns[["column", "became", "of"]].itertuples(index=False)
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [f"<p>{escape(self.summary())}</p>"]
        named = self.columns.rename(columns={name: t(f"intake.face.{name}") for name in self.columns})
        if len(named):
            parts.append(named.to_html(index=False, border=0))
        if len(self.problems):
            said = "".join(f"<li>{escape(one)}</li>" for one in self.problems["problem"].head(_SHOWN))
            parts.append(f"<ul>{said}</ul>")
        return "\n".join(parts)
