"""Feedback lab: comments to dimensions and themes, with the words that led there, an editable lexicon and Pareto."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, feedback, intake
from ..errors import DataError, SgmError
from ..i18n import Language, get_language, t
from ..paper import markup
from ..paper.markup import Raw
from . import uploads
from .base import Download, Lab, State
from .controls import Action, Choice, Column, Control, Number, Rows, Text, Upload
from .source import OWN, case_options, reading

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FeedbackLab", "FeedbackResult"]

_VIEWS = ("pareto", "read", "trend", "lexicon", "agreement")
_PASTED = "pasted"
_PAGE = 8  # comments shown at once
_MOST = 20_000  # comments coded; of more, every k-th, and it says so
_HANDFUL = 20  # comments of a kind below which a share of them says little
_TONES = ("negative", "positive", "neutral")


@dataclass(frozen=True)
class FeedbackResult:
    """Comments as coded, and what the view makes of them."""

    coded: pd.DataFrame
    table: pd.DataFrame
    agreement: feedback.Agreement | None = None
    changed: int = 0


class FeedbackLab(Lab):
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
    """

    name: ClassVar[str] = "feedback"
    defaults: ClassVar[State] = {
        "case": "healthcare", "upload": None, "text": "", "view": "pareto", "by": "theme", "tone": "negative",
        "dimension": "all", "page": 1, "words": [],
    }  # fmt: skip

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._read: dict[str, intake.Intake] = {}
        super().__init__(key=key, **state)

    # ---- state ----

    def settle(self) -> None:
        """A file that is not here gives way to a case."""
        self.state["upload"] = Upload("upload").settle(self.state["upload"])
        known = [*cases.names(), _PASTED, *([OWN] if self.state["upload"] else [])]
        if self.state["case"] not in known:
            self.state["case"] = cases.names()[0]
        if self.state["case"] == OWN:
            try:
                self._own()
            except SgmError as error:
                self.state |= {"case": cases.names()[0], "upload": None}
                self.notice = str(error)
        super().settle()
        self.state["words"] = self._words().settle(self.state["words"])

    def _words(self) -> Rows:
        themes = [(feedback.label(name), name) for name in _themes(get_language())]
        tones = [(feedback.label(name), name) for name in _TONES]
        return Rows("words", [Column("term"), Column("theme", "choice", themes), Column("tone", "choice", tones),
                              Column("drop", "flag")], most=40)  # fmt: skip

    def controls(self) -> list[Control]:
        """Return the view's controls."""
        options = [*case_options(), (self.w("pasted"), _PASTED)]
        if self.state["upload"]:
            options.append((t("labs.source.own", name=self.state["upload"]["name"]), OWN))
        made: list[Control] = [Choice("view", [(self.w(f"view_{v}"), v) for v in _VIEWS], buttons=True),
                               Choice("case", options), Upload("upload")]  # fmt: skip
        if self.state["case"] == _PASTED:
            made.append(Text("text", rows=5))
        tones = [(self.w("all"), "all"), *((feedback.label(name), name) for name in _TONES)]
        by = Choice("by", [(self.w(f"by_{by}"), by) for by in ("theme", "dimension")])
        match self.state["view"]:
            case "pareto" | "trend":
                return [*made, by, Choice("tone", tones)]
            case "read":
                dimensions = [
                    (self.w("all"), "all"),
                    *((_dimension(name), name) for name in feedback.DIMENSIONS),
                ]
                return [
                    *made,
                    Choice("dimension", dimensions),
                    Choice("tone", tones),
                    Number("page", 1, 10_000),
                ]
            case "lexicon":
                return [*made, self._words()]
        return made

    def actions(self) -> list[Action]:
        """Return the button for the template, and for the coded list."""
        return [Action("coded"), Action("template")]

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read changes nothing, and says why."""
        read = intake.read_comments((name, content))
        kept = uploads.keep(self._book, name, content)
        self._read = {kept["file"]: read}
        self.set(upload=kept, case=OWN)

    def do_template(self) -> Download:
        """Return a sheet with a few comments of a case, to be replaced by one's own."""
        rows = cases.load("healthcare").comments.head(12)
        return self._sheet("action_template", rows["date"], rows["text"], rows["dimension"], rows["tone"])

    def do_coded(self) -> Download:
        """Return every comment with its dimension, theme and tone, to be checked and corrected by hand."""
        table, coded = self._table(), self._coded()
        if table.empty:
            raise DataError("lab_feedback.nothing_pasted")
        return self._sheet(
            "coded_file", table["date"], coded["text"], coded["dimension"], coded["tone"], coded["theme"]
        )

    def _sheet(self, name: str, *columns: Any) -> Download:
        from ..paper import excel

        book = excel.start()
        page = excel.sheet(book, self.w("sheet"), [13, 70, 12, 9, 18][: len(columns)])
        heads = [t(f"intake.record.{one}").split("|")[0] for one in ("date", "comment", "dimension", "tone")]
        days, texts, dimensions, tones, *themes = (list(column) for column in columns)
        rows = []
        for at, text in enumerate(texts):
            day = f"{days[at]:%Y-%m-%d}" if days[at] == days[at] and days[at] is not None else ""
            row = [day, text, _dimension(dimensions[at]), feedback.label(tones[at])]
            rows.append([*row, *(feedback.label(column[at]) for column in themes)])
        excel.table(page, 1, [*heads, *([self.w("by_theme")] if themes else [])], rows)
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Download(f"{self.w(name)}.xlsx", mime, excel.content(book))

    # ---- compute ----

    def _own(self) -> intake.Intake:
        kept = self.state["upload"]
        if kept["file"] not in self._read:
            self._read = {kept["file"]: intake.read_comments(uploads.read(self._book, kept))}
        return self._read[kept["file"]]

    def _table(self) -> pd.DataFrame:
        """Comments in use: text, date, dimension, tone."""
        import pandas as pd

        if self.state["case"] == _PASTED:
            lines = [line.strip() for line in self.state["text"].splitlines() if line.strip()]
            empty = [None] * len(lines)
            return pd.DataFrame({"text": lines, "date": pd.NaT, "dimension": empty, "tone": empty})
        if self.state["case"] == OWN:
            table = self._own().table
            return table.iloc[:: -(-len(table) // _MOST)].reset_index(drop=True)
        return cases.load(self.state["case"]).comments[["text", "date", "dimension", "tone"]]

    def _coded(self, edited: bool = True) -> pd.DataFrame:
        words = json.dumps(self.state["words"] if edited else [], ensure_ascii=False, sort_keys=True)
        return _code(tuple(self._table()["text"]), words, get_language())

    def compute(self) -> FeedbackResult | None:
        """Code the comments and count them; nothing pasted yet is no result."""
        import pandas as pd

        if self.state["case"] == _PASTED and not self.state["text"].strip():
            return None
        table, coded = self._table(), self._coded()
        view, by = self.state["view"], self.state["by"]
        tone = None if self.state["tone"] == "all" else self.state["tone"]
        if view == "pareto":
            return FeedbackResult(coded, feedback.pareto(coded, by, tone))
        if view == "trend":
            if table["date"].isna().all():
                raise DataError("lab_feedback.no_dates")
            return FeedbackResult(coded, feedback.trend(coded, table["date"], by=by, tone=tone))
        if view == "read":
            chosen = coded
            if tone is not None:
                chosen = chosen[chosen["tone"] == tone]
            if self.state["dimension"] != "all":
                chosen = chosen[chosen["dimension"] == self.state["dimension"]]
            return FeedbackResult(coded, chosen[["text", "dimension", "theme", "tone", "score"]])
        labelled = table[["dimension", "tone"]].notna().any().any()
        found = self._agreement(table, coded) if labelled else None
        if view == "agreement":
            if found is None:
                raise DataError("lab_feedback.no_labels")
            both = (found.dimension, found.tone)
            return FeedbackResult(coded, pd.concat([one.classes for one in both if one is not None]), found)
        plain = self._coded(edited=False)
        moved = (plain[["dimension", "theme", "tone"]] != coded[["dimension", "theme", "tone"]]).any(axis=1)
        return FeedbackResult(coded, pd.DataFrame({"text": coded["text"][moved], "before": plain["theme"][moved],
                                                   "after": coded["theme"][moved], "tone": coded["tone"][moved]}),
                              found, int(moved.sum()))  # fmt: skip

    def _agreement(self, table: pd.DataFrame, coded: pd.DataFrame) -> feedback.Agreement:
        """Agreement with the labels; of a case's comments only those the lexicon was not written from count."""
        fresh = feedback.unseen(table["text"]) if self.state["case"] in cases.names() else [True] * len(table)
        columns = [name for name in ("dimension", "tone") if table[name].notna().any()]
        return feedback.agreement(coded[fresh], table.loc[fresh, columns])

    # ---- words ----

    def sentence(self, result: FeedbackResult | None) -> str:
        """Answer in one sentence."""
        if result is None:
            return self.w("nothing_pasted")
        view, n = self.state["view"], len(result.coded)
        if view == "pareto":
            few = result.table[result.table["vital_few"]]
            names = [self._label(name) for name in few[self.state["by"]]]
            tone = self.w("all_tones") if self.state["tone"] == "all" else feedback.label(self.state["tone"])
            total = int(result.table["count"].sum())
            # A share of a handful, or of everything that was found, says nothing.
            key = "said_pareto_few" if total < _HANDFUL or len(few) == len(result.table) else "said_pareto"
            said = self.w(key, n=n, tone=tone, total=total, few=len(few), names=t("labs.comma").join(names[:3]),
                          share=f"{few['share'].sum():.0%}")  # fmt: skip
            unread = int((result.coded["tone"] == "neutral").sum())
            asked = self.state["tone"] not in ("all", "neutral")
            return said + (self.w("said_unread", n=unread) if asked and 2 * unread > n - total else "")
        if view == "read":
            return self.w("said_read", n=n, found=len(result.table))
        if view == "trend":
            sums = result.table.groupby(self.state["by"])["count"].sum()
            top = str(sums.idxmax())
            rows = result.table[result.table[self.state["by"]] == top].set_index("period")["count"]
            return self.w("said_trend", name=self._label(top), total=int(sums.max()), period=f"{rows.idxmax():%Y-%m}",
                          most=int(rows.max()))  # fmt: skip
        if view == "lexicon":
            return self.w("said_lexicon" if self.state["words"] else "said_no_words", n=result.changed)
        assert result.agreement is not None
        key = "said_agreement" if self.state["case"] in cases.names() else "said_own_agreement"
        return self.w(key, found=str(result.agreement))

    def _label(self, name: Any) -> str:
        name = str(name)
        return _dimension(name) if self.state["by"] == "dimension" else feedback.label(name)

    # ---- drawing ----

    def figure(self, result: FeedbackResult | None, *, size: charts.Size = "page") -> charts.Chart | None:
        """Draw Pareto or trend; reading has no figure."""
        if result is None:
            return None
        by = self.state["by"]
        tone = self.w("all_tones") if self.state["tone"] == "all" else feedback.label(self.state["tone"])
        chosen = next(one for one in self.controls() if one.name == "case").shown(self.state["case"])
        simulated = [t("labs.simulated")] if self.state["case"] in cases.names() else []
        subtitle = " · ".join([chosen, tone, self.w("comments", n=len(result.coded)), *simulated])
        if self.state["view"] == "pareto":
            table = result.table.rename({by: "category"}, axis="columns")
            labels = {name: self._label(name) for name in table["category"].to_list()}
            return charts.pareto(table, labels=labels, name=self.w("axis"), subtitle=subtitle, size=size)
        if self.state["view"] == "trend":
            names = {name: self._label(name) for name in set(result.table[str(by)])}
            return charts.themes_over_time(result.table, by=by, labels=names, subtitle=subtitle, size=size)
        return None

    def draw(self, result: FeedbackResult | None, *, phone: bool = False) -> str:
        """Return figure and table of the view."""
        if result is None:
            return ""
        drawn = ""
        if (chart := self.figure(result)) is not None:
            drawn = chart.html(self.figure(result, size="phone") if phone else None)
        read = markup.blocks(reading(self._own())) if self.state["case"] == OWN else ""
        below = getattr(self, f"_draw_{self.state['view']}", lambda _: "")(result)
        cut = ""
        if self.state["case"] == OWN and len(self._own().table) > _MOST:
            cut = markup.paragraph(self.w("sampled", n=len(result.coded), total=len(self._own().table)))
        return f"{read}{cut}{drawn}{below}"

    def _draw_pareto(self, result: FeedbackResult) -> str:
        by, top = self.state["by"], str(result.table[self.state["by"]].iloc[0])
        tone = self.state["tone"]
        rows = result.coded[result.coded[by] == top]
        rows = rows if tone == "all" else rows[rows["tone"] == tone]
        heading = self.w("examples", name=self._label(top))
        return markup.paragraph(heading, "sgm-quiet-note") + _comments(rows.head(3), self)

    def _draw_read(self, result: FeedbackResult) -> str:
        pages = max(1, -(-len(result.table) // _PAGE))
        page = min(self.state["page"], pages)
        rows = result.coded.loc[result.table.index].iloc[(page - 1) * _PAGE : page * _PAGE]
        if rows.empty:
            return markup.paragraph(self.w("none_here"))
        return _comments(rows, self) + markup.paragraph(self.w("pages", page=page, pages=pages))

    def _draw_lexicon(self, result: FeedbackResult) -> str:
        found = "" if result.agreement is None else markup.paragraph(str(result.agreement))
        if result.table.empty:
            return found + markup.paragraph(self.w("lexicon_how"))
        heads = [self.w(f"head_{name}") for name in ("text", "before", "after")]
        rows = []
        for row in result.table.head(_PAGE).to_dict("records"):
            now = f"{feedback.label(row['after'])} · {feedback.label(row['tone'])}"
            rows.append([row["text"], feedback.label(row["before"]), now])
        return found + markup.table(self.w("moved"), heads, rows)

    def _draw_agreement(self, result: FeedbackResult) -> str:
        assert result.agreement is not None
        parts = ""
        for name, one in (("dimension", result.agreement.dimension), ("tone", result.agreement.tone)):
            if one is None:
                continue
            heads = [
                self.w(f"by_{name}"),
                *(self.w(f"head_{h}") for h in ("labelled", "recall", "coded", "precision")),
            ]
            rows = [
                [_dimension(label) if name == "dimension" else feedback.label(label), int(row["labelled"]),
                 _share(row["recall"]), int(row["coded"]), _share(row["precision"])]
                for label, row in ((str(name), row) for name, row in one.classes.to_dict("index").items())
            ]  # fmt: skip
            parts += markup.table(self.w(f"agreement_{name}"), heads, rows)
        return parts + markup.paragraph(self.w("agreement_how"))


def _dimension(name: str) -> str:
    return t(f"intake.label.dimension.{name}")


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.0%}"


def _themes(lang: Language) -> list[str]:
    return list(feedback.lexicon(lang).themes)


@lru_cache(16)
def _code(texts: tuple[str, ...], words: str, lang: Language) -> pd.DataFrame:
    """Code comments with the lexicon and the learner's own words; kept, since another view does not change them."""
    rules = feedback.lexicon()
    for row in json.loads(words):
        term = row["term"].strip()
        if not term:
            continue
        if term in rules:
            rules = rules.remove(term)
        if not row["drop"] and (row["theme"] or row["tone"]):
            rules = rules.add(term, theme=row["theme"], tone=row["tone"])
    return feedback.code(list(texts), rules)


def _comments(rows: pd.DataFrame, lab: FeedbackLab) -> str:
    """Comments with the words that led to their dimension and tone marked."""
    items = ""
    for row in rows.to_dict("records"):
        text, at, parts = str(row["text"]), 0, ""
        for word in row["words"]:
            kind = "dim" if word.dimension == row["dimension"] else "tone" if word.value else ""
            if kind:
                parts += (
                    markup.text(text[at : word.start])
                    + f'<mark class="sgm-{kind}">{markup.text(word.text)}</mark>'
                )
                at = word.end
        parts += markup.text(text[at:])
        said = lab.w("coded_as", dimension=_dimension(row["dimension"]), theme=feedback.label(row["theme"]),
                     tone=feedback.label(row["tone"]))  # fmt: skip
        items += f"<li>{parts}<br><small>{markup.text(said)}</small></li>"
    return Raw(f'<ul class="sgm-comments">{items}</ul>')
