"""What people wrote in a survey's open question, where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import feedback
from ..i18n import t
from ..inference import wilson
from ..paper.blocks import Block, Cell, Note, Quote, Quotes, Table
from ..paper.style import flat, shortened
from ._document import Section
from ._survey import Survey

__all__ = ["comments"]

_LEAST, _LONG = 5, 6  # comments; letters that a text has on average
_QUOTED, _QUOTE = 4, 120


def comments(survey: Survey) -> Section | None:
    """Comments by theme with their shares and intervals; nothing where nobody was asked or wrote."""
    column, texts = _column(survey)
    if len(texts) < _LEAST:
        return None
    coded = feedback.code(texts)
    coded = coded[coded["theme"] != "empty"]  # "none", "no comment"
    if len(coded) < _LEAST:
        return None
    n, bad = len(coded), int((coded["tone"] == "negative").sum())
    rows: list[list[Cell]] = []
    for theme, count in coded["theme"].value_counts().head(8).items():
        share = wilson(int(count), n, 0.95)
        rows.append([feedback.label(str(theme)), int(count), _share(count / n, share)])
    said = t("report.comments.said", n=n, column=column, bad=bad, share=_share(bad / n, wilson(bad, n, 0.95)))
    heads = [t(f"report.head.{name}") for name in ("theme", "count", "share")]
    shown: list[Block] = [Table(t("report.caption.themes"), heads, rows)] if rows else []
    negative = [text for text, tone in zip(coded["text"], coded["tone"], strict=True) if tone == "negative"]
    quoted = [
        Quote(shortened(flat(one), _QUOTE), t("report.comments.source", column=column))
        for one in negative[:_QUOTED]
    ]
    shown += [Quotes(quoted)] if quoted else []
    shown.append(Note(t("report.comments.how"), "quiet-note"))
    return Section(t("report.title.comments"), said, shown, t("report.speech.comments"))


def _share(value: float, limits: Any) -> str:
    low, high = map(float, limits)
    return t("report.share", value=value, low=low, high=high)


def _column(survey: Survey) -> tuple[str, Sequence[str]]:
    """Find the open question: the segment column with the longest texts, most of them different."""
    answers = survey.read.table.drop_duplicates("respondent")
    best: tuple[float, str, list[str]] = (0.0, "", [])
    for column in survey.read.columns.loc[survey.read.columns["became"] == "segment", "column"]:
        if column not in answers:
            continue
        texts = [str(one).strip() for one in answers[column].dropna() if isinstance(one, str) and one.strip()]
        if len(texts) < _LEAST or len(set(texts)) < 0.5 * len(texts):
            continue
        long = sum(map(len, texts)) / len(texts)
        if long >= _LONG and long > best[0]:
            best = (long, str(column), texts)
    return best[1], best[2]
