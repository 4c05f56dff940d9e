"""What is asked of coded comments: what most are about, what they say, what became more, what own words change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import cases, charts, feedback
from ...errors import DataError
from ...i18n import t
from ...paper.blocks import Block, Marked, Note, Quote, Quotes, Table
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PASTED", "Coded", "CommentsView", "OwnWords", "Pareto", "Reading", "Trend", "dimension_label"]

PASTED = "pasted"
_PAGE = 8  # comments shown at once
_HANDFUL = 20  # comments of a kind below which a share of them says little


@dataclass(frozen=True)
class Coded:
    """Comments as coded, and what the view makes of them."""

    coded: pd.DataFrame
    table: pd.DataFrame


class CommentsView(View, ABC):
    """A question put to the comments; nothing pasted yet is no result."""

    lacks = "nothing_pasted"

    @abstractmethod
    def of(self, coded: pd.DataFrame) -> Any:
        """Make of the coded comments what the view shows."""

    def compute(self) -> Any:
        """Code the comments and count them."""
        if self.at["case"] == PASTED and not self.at["text"].strip():
            return None
        return self.of(self.lab.coded())

    @property
    def tone(self) -> str | None:
        """Tone of the comments that count; nothing for every one."""
        return None if self.at["tone"] == "all" else self.at["tone"]

    @property
    def tone_label(self) -> str:
        """What it is called."""
        return self.w("all_tones") if self.tone is None else feedback.label(self.tone)

    def label(self, name: Any) -> str:
        """Name a theme or dimension."""
        return dimension_label(str(name)) if self.at["by"] == "dimension" else feedback.label(str(name))

    def line(self, n: int) -> str:
        """Subtitle of a figure: data, tone, number, and whether simulated."""
        case = self.lab.source_controls()[0].shown(self.at["case"])
        simulated = [t("labs.simulated")] if self.at["case"] in cases.names() else []
        return " · ".join([case, self.tone_label, self.w("comments", n=n), *simulated])

    def quotes(self, rows: pd.DataFrame) -> Quotes:
        """Comments with the words marked that led to their dimension and tone."""
        return Quotes([
            Quote(list(_parts(row)), self.w("coded_as", dimension=dimension_label(row["dimension"]),
                                      theme=feedback.label(row["theme"]), tone=feedback.label(row["tone"])))
            for row in rows.to_dict("records")
        ])  # fmt: skip


class Pareto(CommentsView):
    """Which few themes make up most of it?"""

    asks = ("by", "tone")

    def of(self, coded: pd.DataFrame) -> Coded:
        """Count themes or dimensions."""
        return Coded(coded, feedback.pareto(coded, self.at["by"], self.tone))

    def says(self, found: Coded) -> str:
        """Name the vital few; a share of a handful, or of everything that was found, says nothing."""
        few, n = found.table[found.table["vital_few"]], len(found.coded)
        names = [self.label(name) for name in few[self.at["by"]]]
        total = int(found.table["count"].sum())
        key = "said_pareto_few" if total < _HANDFUL or len(few) == len(found.table) else "said_pareto"
        said = self.w(key, n=n, tone=self.tone_label, total=total, few=len(few), names=t("labs.comma").join(names[:3]),
                      share=f"{few['share'].sum():.0%}")  # fmt: skip
        unread = int((found.coded["tone"] == "neutral").sum())
        asked = self.at["tone"] not in ("all", "neutral")
        return said + (self.w("said_unread", n=unread) if asked and 2 * unread > n - total else "")

    def shows(self, found: Coded) -> Iterator[Block]:
        """The chart, and comments of what is named most."""
        by, tone = self.at["by"], self.tone
        table = found.table.rename({by: "category"}, axis="columns")
        labels = {name: self.label(name) for name in table["category"].to_list()}
        line = self.line(len(found.coded))
        yield self.drawn(charts.pareto, table, labels=labels, name=self.w("axis"), subtitle=line)
        top = str(table["category"].iloc[0])
        rows = found.coded[found.coded[by] == top]
        yield Note(self.w("examples", name=self.label(top)), "quiet-note")
        yield self.quotes((rows if tone is None else rows[rows["tone"] == tone]).head(3))


class Reading(CommentsView):
    """What did they write?"""

    asks = ("dimension", "tone", "page")

    def of(self, coded: pd.DataFrame) -> Coded:
        """Choose comments."""
        chosen = coded if self.tone is None else coded[coded["tone"] == self.tone]
        if self.at["dimension"] != "all":
            chosen = chosen[chosen["dimension"] == self.at["dimension"]]
        return Coded(coded, chosen[["text", "dimension", "theme", "tone", "score"]])

    def says(self, found: Coded) -> str:
        """Say how many there are."""
        return self.w("said_read", n=len(found.coded), found=len(found.table))

    def shows(self, found: Coded) -> Iterator[Block]:
        """A page of them."""
        pages = max(1, -(-len(found.table) // _PAGE))
        page = min(self.at["page"], pages)
        rows = found.coded.loc[found.table.index].iloc[(page - 1) * _PAGE : page * _PAGE]
        if rows.empty:
            yield Note(self.w("none_here"))
            return
        yield self.quotes(rows)
        yield Note(self.w("pages", page=page, pages=pages))


class Trend(CommentsView):
    """What became more, what less?"""

    asks = ("by", "tone")

    def of(self, coded: pd.DataFrame) -> Coded:
        """Count by month."""
        dates = self.lab.table()["date"]
        if dates.isna().all():
            raise DataError("lab_feedback.no_dates")
        return Coded(coded, feedback.trend(coded, dates, by=self.at["by"], tone=self.tone))

    def says(self, found: Coded) -> str:
        """Name the most frequent, and its peak."""
        sums = found.table.groupby(self.at["by"])["count"].sum()
        top = str(sums.idxmax())
        rows = found.table[found.table[self.at["by"]] == top].set_index("period")["count"]
        return self.w("said_trend", name=self.label(top), total=int(sums.max()), period=f"{rows.idxmax():%Y-%m}",
                      most=int(rows.max()))  # fmt: skip

    def shows(self, found: Coded) -> Iterator[Block]:
        """The chart."""
        by, line = self.at["by"], self.line(len(found.coded))
        names = {str(name): self.label(name) for name in set(found.table[by])}
        yield self.drawn(charts.themes_over_time, found.table, by=by, labels=names, subtitle=line)


@dataclass(frozen=True)
class Moved(Coded):
    """Comments that the learner's own words code otherwise, and how far coding agrees with labels, if there are any."""

    agreement: feedback.Agreement | None

    @property
    def changed(self) -> int:
        """How many there are."""
        return len(self.table)


class OwnWords(CommentsView):
    """What do one's own words change?"""

    asks = ("words",)

    def of(self, coded: pd.DataFrame) -> Moved:
        """Code the comments with and without."""
        return Moved(coded, feedback.moved(self.lab.coded(edited=False), coded), self.lab.agreement(coded))

    def says(self, found: Moved) -> str:
        """Say how many comments moved."""
        return self.w("said_lexicon" if self.at["words"] else "said_no_words", n=found.changed)

    def shows(self, found: Moved) -> Iterator[Block]:
        """How well it now agrees, and what moved from where to where."""
        if found.agreement is not None:
            yield Note(str(found.agreement))
        if found.table.empty:
            yield Note(self.w("lexicon_how"))
            return
        rows = [
            [row["text"], feedback.label(row["before"]),
             f"{feedback.label(row['after'])} · {feedback.label(row['tone'])}"]
            for row in found.table.head(_PAGE).to_dict("records")
        ]  # fmt: skip
        yield Table(self.w("moved"), self.heads("text", "before", "after"), rows)


def dimension_label(name: str) -> str:
    """Name of a dimension, as a file of comments has it."""
    return t(f"intake.label.dimension.{name}")


def _parts(row: Mapping[Any, Any]) -> Iterator[str | Marked]:
    """Cut a comment at the words that led to its dimension and tone."""
    text, at = str(row["text"]), 0
    for word in row["words"]:
        if word.dimension == row["dimension"] or word.value:
            yield text[at : word.start]
            yield Marked(word.text, "dim" if word.dimension == row["dimension"] else "tone")
            at = word.end
    yield text[at:]
