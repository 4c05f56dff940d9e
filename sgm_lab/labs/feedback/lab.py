"""The feedback lab: where the comments come from, and how they are coded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from ... import cases, feedback, intake
from ...errors import DataError
from ...i18n import Language, get_language, t
from ...paper.blocks import Block, Note
from ..base import Download, State
from ..brought import FileLab
from ..controls import Action, Choice, Column, Number, Rows, Text
from ..views import Field, View, pick
from .listed import COMMENTS
from .trusted import Agreement, Rated, tones
from .views import PASTED, OwnWords, Pareto, Reading, Trend, dimension_label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FeedbackLab"]

_MOST = 20_000  # comments coded; of more, every k-th, and it says so
_TONES = ("negative", "positive", "neutral")


def _dimensions(lab: Any, name: str) -> Choice:
    return Choice(
        name, [(lab.w("all"), "all"), *((dimension_label(one), one) for one in feedback.DIMENSIONS)]
    )


def _tones(lab: Any, name: str) -> Choice:
    return Choice(name, [(lab.w("all"), "all"), *_labels(_TONES)])


def _words(lab: Any, name: str) -> Rows:
    themes = _labels(feedback.lexicon(get_language()).themes)
    columns = [Column("term"), Column("theme", "choice", themes), Column("tone", "choice", _labels(_TONES))]
    return Rows(name, [*columns, Column("drop", "flag")], most=40)


class FeedbackLab(FileLab):
    """Read what customers write.

    Parameters
    ----------
    view : {"pareto", "read", "trend", "lexicon", "agreement"}
        Which question is asked.
    by : {"dimension", "theme"}
        What is counted.
    tone, dimension : str
        Which comments; ``"all"`` for every one.
    page : int
        Page of the comments that are read.
    words : list of dict
        The learner's own entries: ``term``, ``theme``, ``tone``, ``drop``.
    text : str
        Comments pasted in, one a line.
    model : str
        What a model of one's own made of them: comment and tone, two columns copied from a sheet.
    """

    list_kind = COMMENTS
    data: ClassVar[tuple[str, ...]] = ("text",)
    defaults: ClassVar[State] = {"case": "healthcare"}
    views: ClassVar[dict[str, type[View]]] = {
        "pareto": Pareto, "read": Reading, "trend": Trend, "lexicon": OwnWords, "agreement": Agreement,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "text": Field("", lambda lab, name: Text(name, rows=5), lambda lab: lab.state["case"] == PASTED),
        "by": Field("theme", pick("theme", "dimension")),
        "tone": Field("negative", _tones),
        "dimension": Field("all", _dimensions),
        "page": Field(1, lambda lab, name: Number(name, 1, 10_000)),
        "words": Field([], _words),
        "model": Field("", lambda lab, name: Text(name, rows=5)),
    }

    def reads(self, source: Any) -> intake.Intake:
        """Read comments, one a row."""
        return intake.read_comments(source)

    def offered_data(self) -> list[tuple[str, Any]]:
        """Offer the cases, and comments pasted in."""
        return [*super().offered_data(), (self.w("pasted"), PASTED)]

    def source_actions(self) -> list[Action]:
        """Return the button for the template, and for the coded list."""
        asked = [Action("exam")] if self.state["view"] == "agreement" else []
        return [*asked, Action("coded"), *super().source_actions()]

    def preview(self) -> list[Block]:
        """Say too whether only some of the file is coded."""
        total = len(self.read.table) if self.own else 0
        some = [Note(self.w("sampled", n=len(self.table()), total=total))] if total > _MOST else []
        return [*super().preview(), *some]

    def template(self) -> bytes:
        """Return a sheet with a few comments of a case, to be replaced by one's own."""
        rows = cases.load("healthcare").comments.head(12)
        return self._sheet(rows["date"], rows["text"], rows["dimension"], rows["tone"])

    def do_coded(self) -> Download:
        """Return every comment with its dimension, theme and tone, to be checked and corrected by hand."""
        table, coded = self.table(), self.coded()
        if table.empty:
            raise DataError("lab_feedback.nothing_pasted")
        content = self._sheet(table["date"], *(coded[one] for one in ("text", "dimension", "tone", "theme")))
        return Download(f"{self.w('coded_file')}.xlsx", content)

    def do_exam(self) -> Download:
        """Return the comments that count, with an empty column for the tone that a model gives."""
        from ...paper import excel

        table = self.table()
        rows = [[text, ""] for text in table.loc[self.counted(), "text"]]
        if not rows:
            raise DataError("lab_feedback.no_labels")
        book = excel.start()
        page = excel.sheet(book, self.w("sheet"), [70, 9])
        excel.table(page, 1, [t(f"intake.record.{one}").split("|")[0] for one in ("comment", "tone")], rows)
        return Download(f"{self.w('exam_file')}.xlsx", excel.content(book))

    def _sheet(self, *columns: Any) -> bytes:
        from ...paper import excel

        book = excel.start()
        page = excel.sheet(book, self.w("sheet"), [13, 70, 12, 9, 18][: len(columns)])
        heads = [t(f"intake.record.{one}").split("|")[0] for one in ("date", "comment", "dimension", "tone")]
        days, texts, dimensions, tones, *themes = (list(column) for column in columns)
        rows = []
        for at, text in enumerate(texts):
            day = f"{days[at]:%Y-%m-%d}" if days[at] == days[at] and days[at] is not None else ""
            row = [day, text, dimension_label(dimensions[at]), feedback.label(tones[at])]
            rows.append([*row, *(feedback.label(column[at]) for column in themes)])
        excel.table(page, 1, [*heads, *([self.w("by_theme")] if themes else [])], rows)
        return excel.content(book)

    def table(self) -> pd.DataFrame:
        """Comments in use: text, date, dimension, tone."""
        import pandas as pd

        if self.state["case"] == PASTED:
            lines = [line.strip() for line in self.state["text"].splitlines() if line.strip()]
            empty = [None] * len(lines)
            return pd.DataFrame({"text": lines, "date": pd.NaT, "dimension": empty, "tone": empty})
        if self.own:
            table: pd.DataFrame = self.read.table
            return table.iloc[:: -(-len(table) // _MOST)].reset_index(drop=True)
        return cases.load(self.state["case"]).comments[["text", "date", "dimension", "tone"]]

    def coded(self, edited: bool = True) -> pd.DataFrame:
        """Code the comments with the learner's own words, or without."""
        words = json.dumps(self.state["words"] if edited else [], ensure_ascii=False, sort_keys=True)
        return _code(tuple(self.table()["text"]), words, get_language())

    def agreement(self, coded: pd.DataFrame) -> feedback.Agreement | None:
        """Hold it against labels; of a case's comments only those count that the lexicon was not written from."""
        table = self.table()
        columns = [name for name in ("dimension", "tone") if table[name].notna().any()]
        if not columns:
            return None
        fresh = self.fresh()
        return feedback.agreement(coded[fresh], table.loc[fresh, columns])

    def fresh(self) -> list[bool]:
        """Which comments the lexicon was not written from."""
        table = self.table()
        return feedback.unseen(table["text"]) if self.state["case"] in cases.names() else [True] * len(table)

    def counted(self) -> list[int]:
        """Places of the comments on which a model is tried: labelled by hand, and new to the lexicon."""
        table = self.table()
        return [at for at, new in enumerate(self.fresh()) if new and table["tone"].notna().iloc[at]]

    def rated(self, coded: pd.DataFrame) -> Rated | None:
        """Hold the pasted tones of a model against the labels, and the lexicon on the same comments."""
        import pandas as pd

        if not self.state["model"].strip():
            return None
        table = self.table()
        read, unmatched = tones(
            self.state["model"], {table["text"].iloc[at].strip(): at for at in self.counted()}
        )
        if not read:
            raise DataError("lab_feedback.model_unmatched")
        hand = table.iloc[list(read)][["tone"]]
        model, lexicon = (
            feedback.agreement(one, hand).tone
            for one in (pd.DataFrame({"tone": list(read.values())}), coded.iloc[list(read)])
        )
        assert model is not None
        assert lexicon is not None
        return Rated(model, lexicon, unmatched)


def _labels(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(feedback.label(name), name) for name in names]


@lru_cache(16)
def _code(texts: tuple[str, ...], words: str, lang: Language) -> pd.DataFrame:
    """Code comments with the lexicon and the learner's own words; kept, since another view does not change them."""
    return feedback.code(list(texts), feedback.lexicon().edited(json.loads(words)))
