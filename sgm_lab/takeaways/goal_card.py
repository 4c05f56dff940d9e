"""Goal card: one goal on one page, to hang beside the desk: the sentence, from where to where, and Monday's step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ArgumentError
from ..extras import needs
from ..i18n import Language, t
from ..paper.blocks import Bar, Fact
from ..paper.style import ACCENT, BLANK, INK, QUIET, day, flat, page, shortened, spoken
from .plan import sheet as _content
from .plan.reading import read_goal

__all__ = [
    "MOST",
    "MOST_FACT",
    "MOST_UNIT",
    "STEPS",
    "Card",
    "card_document",
    "goal_card_docx",
    "goal_card_html",
]

# A card is one page: longer texts are cut, visibly, and stand in full in the goal plan.
MOST = 180
MOST_FACT = 50
MOST_UNIT = 16
# Letters of the sentence up to which it is set in this size (points, for A5).
STEPS = ((30, 28), (60, 24), (110, 18), (MOST, 14))


@dataclass(frozen=True)
class Card:
    """What stands on a card."""

    title: str
    statement: str
    points: float
    metric: str
    bar: Bar | None
    ends: str
    facts: list[Fact]
    steps: list[Fact]


def _card(goal: Any, size: str) -> Card:
    if size not in ("A4", "A5"):
        raise ArgumentError("errors.choice", name="size", value=size, choices=["A5", "A4"])
    read = read_goal(goal)
    statement = shortened(flat(read.statement), MOST)
    points = next(points for most, points in STEPS if len(statement) <= most)
    read = replace(read, unit=shortened(flat(read.unit), MOST_UNIT))
    levels = [_content.amount(level, read.unit) for level in (read.baseline, read.target)]
    facts = [
        Fact(t("takeaways.field.due"), day(read.due) if read.due else "", 1),
        Fact(t("takeaways.field.owner"), shortened(flat(read.owner), MOST_FACT), 1),
    ]
    return Card(
        title=t("takeaways.card.title"),
        statement=statement,
        points=points * (1.4 if size == "A4" else 1),
        metric=shortened(flat(read.metric), MOST_FACT),
        bar=_content.goal_bar(read),
        ends=t("takeaways.from_to", baseline=levels[0] or "____", target=levels[1] or "____"),
        facts=facts,
        steps=[Fact("☐", shortened(flat(read.first_step), MOST_FACT), 2)],
    )


@spoken
def goal_card_html(goal: Mapping[str, Any], *, size: str = "A5", lang: Language | None = None) -> bytes:
    """Return a goal card as HTML to print on one page.

    Parameters
    ----------
    goal : mapping
        One goal, in the shape described in `sgm_lab.takeaways.goal_plan`. What is empty is a line to fill in.
    size : {"A5", "A4"}
        Paper.
    lang : {"zh", "en"}, optional
        Language of the labels; the language in use by default.

    Returns
    -------
    bytes
        A page that needs no other file. All text of the goal is escaped.

    Raises
    ------
    DataError
        If a field is unknown or cannot be used; names the field.
    ArgumentError
        If there is no such size.

    Examples
    --------
    >>> card = goal_card_html({"statement": "…", "unit": "分钟", "baseline": 45, "target": 30}).decode()
    >>> "45 分钟" in card, "None" in card
    (True, False)
    """
    return page("goal_card.html", card=_card(goal, size), size=size, scale=1.4 if size == "A4" else 1)


@spoken
@needs("docx")
def goal_card_docx(goal: Mapping[str, Any], *, size: str = "A5", lang: Language | None = None) -> bytes:
    """Return a goal card as a Word document of one page; see `goal_card_html`."""
    return card_document(_card(goal, size), size)


def card_document(card: Card, size: str) -> bytes:
    """Set a card; the site sets one of places to fill in, for pages without Python."""
    from docx.shared import Pt

    from ..paper import word

    document = word.start(card.title, size=size, numbered=False)
    word.write(document.add_paragraph(), card.title, color=ACCENT, bold=True)
    statement = word.write(document.add_paragraph(), card.statement, size=card.points, bold=True, color=INK)
    if not card.statement:
        statement.paragraph_format.space_before = Pt(60)
        word.line(statement, color=BLANK)
    statement.paragraph_format.space_after, statement.paragraph_format.line_spacing = Pt(14), 1.05
    word.write(document.add_paragraph(), card.metric or t("takeaways.field.metric"), color=QUIET)
    if card.bar:
        word.bar(document, card.bar)
    else:
        word.write(document.add_paragraph(), card.ends, size=16, color=ACCENT, bold=True)
    document.add_paragraph()
    word.facts(document, card.facts, hand=11)
    step = document.add_paragraph()
    step.paragraph_format.space_before = Pt(18)
    word.write(step, t("takeaways.field.first_step"), color=QUIET)
    word.facts(document, card.steps, label_share=0.08, hand=11)
    return word.content(document)
