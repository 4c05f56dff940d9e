"""The goal plan as a Word document: two pages for a usual plan, more where texts are long, a form where it is blank.

Everything stands once, and what is empty takes a line: page one is the template's rows, then what a goal has besides.
Of many goals a register follows the rows, and each stands whole in an appendix: who decides reads two pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...extras import needs
from ...i18n import Language, t
from ...paper.blocks import MARK, Fact
from ...paper.style import ACCENT, BLANK, GAP, QUIET, VERDICT, day, spoken
from . import sheet as sheets
from .check import findings
from .reading import read_plan
from .rows import name
from .written import row_facts, written

if TYPE_CHECKING:
    from docx.document import Document

    from .shape import Plan

__all__ = ["MANY", "OPEN", "goal_plan_docx", "plan_begun", "plan_rows"]

OPEN = "______"  # who or when is not said

MANY = 5  # goals; so many would fill the rows

_SMALL, _SPACE, _HAND = (
    9.0,
    1.5,
    7.0,
)  # points of the letters and beside them, millimetres of a line to write on
_IN_ROWS = (
    "why",
    "linked",
    "source",
    "baseline",
    "owner",
)  # fields that the rows of the template say already


@spoken
@needs("docx")
def goal_plan_docx(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a goal plan as a Word document, A4 with page numbers; see `goal_plan_html`.

    Returns
    -------
    bytes
        A .docx of two pages where the plan is filled in as usual; nothing is cut where it is longer.
    """
    from docx.shared import Pt

    from ...paper import word
    from ..goal_plan import sheets_of, title_of

    read = read_plan(plan)
    title = title_of(read)
    header = " · ".join(filter(None, (read.organisation, title)))
    blank, many = not any(written(read).values()), len(read.goals) >= MANY
    document = plan_begun(title, header, read.owner)
    if blank:
        word.facts(document, sheets.plan_facts(read))
        hint = word.write(document.add_paragraph(), t("takeaways.by_hand"), color=QUIET, size=9)
        hint.paragraph_format.space_before = Pt(6)
        document.add_heading(t("takeaways.rows"), 1)
        word.facts(document, row_facts(read))
    else:
        on = day(read.date) if read.date else ""
        plan_rows(
            document,
            {"organisation": read.organisation, "plan_owner": read.owner, "date": on},
            row_facts(read, listed=many),
        )
        if many:
            word.grid(document, sheets.register(read), size=_SMALL, space=0.5)
        else:
            _findings(document, read)
    if many:
        document.add_heading(t("takeaways.appendix"), 1).paragraph_format.page_break_before = True
        _findings(document, read)
    for one in sheets_of(read):
        if blank or not read.goals:
            _form(document, one)
        else:
            _goal(document, one, () if many else _IN_ROWS)
    together, score = sheets.together(read), sheets.score_line(read)
    if together:
        word.grid(document, together, size=_SMALL, space=_SPACE)
    if score:
        document.add_heading(t("takeaways.gas_score"), 2)
        _line(document, score)
    if read.drafts:
        document.add_heading(t("takeaways.drafts"), 2)
        for draft in read.drafts:
            score = "" if draft.score is None else t("takeaways.draft_score", score=draft.score)
            _line(document, draft.text + score, 8.5)
    return word.content(document)


def plan_begun(title: str, header: str, owner: str) -> Document:
    """Begin the document of a plan with its title."""
    from docx.shared import Pt

    from ...paper import word

    document = word.start(title, author=owner, header=header)
    document.add_paragraph(title, "Title").paragraph_format.space_after = Pt(2)
    return document


def plan_rows(document: Document, head: Mapping[str, str], rows: Iterable[Fact]) -> None:
    """Set who and when, by field, what is open as a line to write on; and the rows of the template."""
    from ...paper import word

    said = [
        t("takeaways.fact", label=t(f"takeaways.field.{field}"), value=value or OPEN)
        for field, value in head.items()
    ]
    line = GAP.join([*said, t("takeaways.by_hand")])
    word.write(document.add_paragraph(), line, color=QUIET, size=_SMALL)
    document.add_heading(t("takeaways.rows"), 1)
    word.facts(document, [replace(one, lines=max(1, one.lines - 1)) for one in rows], **_how(False))


def _findings(document: Document, plan: Plan) -> None:
    document.add_heading(t("takeaways.findings"), 2)
    for said in _wanting(plan):
        _line(document, f"· {said}", 8.5)


def _wanting(plan: Plan) -> Iterator[str]:
    """What is wanting: empty rows in one line, and not what the review of a goal says a page further on."""
    found = findings(plan)
    empty = [name(one.row) for one in found if one.kind == "empty"]
    if empty:
        yield t("takeaways.deck.open", rows=t("labs.comma").join(empty))
    yield from (one.said for one in found if one.kind != "empty" and not one.reviewed)
    if not found:
        yield t("takeaways.findings_none")


def _how(blank: bool) -> dict[str, Any]:
    return {} if blank else {"size": _SMALL, "space": _SPACE, "hand": _HAND}


def _line(document: Document, text: str, size: float = _SMALL) -> Any:
    from docx.shared import Pt

    from ...paper import word

    made = word.write(document.add_paragraph(), text, size=size)
    made.paragraph_format.space_after = Pt(1)
    return made


def _goal(document: Document, sheet: sheets.GoalSheet, said: Sequence[str]) -> None:
    """What a goal has besides what the rows have ``said``: its figures, who does what, its review."""
    from docx.shared import Pt

    from ...paper import word

    document.add_heading(sheet.heading, 1).paragraph_format.space_before = Pt(8)
    if sheet.statement:
        statement = word.write(document.add_paragraph(), sheet.statement, size=11, bold=True)
        word.line(statement, side="left", color=ACCENT, width=18)
        statement.paragraph_format.left_indent = Pt(12)
        statement.paragraph_format.keep_with_next = True
    if sheet.bar:
        word.bar(document, sheet.bar)
    labels = [t(f"takeaways.field.{field}") for field in said]
    facts = sheet.facts if said else [*sheet.facts, *sheet.evaluation]
    own = [one for one in facts if one.value and one.label not in labels]
    word.facts(document, [Fact(one.label, one.value) for one in own], **_how(False))
    for given in (sheet.measures, sheet.raci, sheet.gas):
        if given and any(map(any, given.rows)):
            word.grid(document, given, size=_SMALL, space=_SPACE)
    if sheet.attainment:
        _line(document, t("takeaways.fact", label=t("takeaways.attainment"), value=sheet.attainment))
    if sheet.review:
        _review(document, sheet)


def _review(document: Document, sheet: sheets.GoalSheet) -> None:
    """What is met by its name alone; what is not, with the reason."""
    from ...paper import word

    document.add_heading(t("takeaways.review"), 2)
    said = _line(document, f"{sheet.score} ")
    for one in sheet.review:
        judged = f"{MARK[one.verdict]} {one.name} · {one.word}{GAP}"
        word.write(said, judged, size=_SMALL, color=VERDICT[one.verdict], bold=True)
    for one in sheet.review:
        if one.verdict != "met":
            _line(document, t("takeaways.fact", label=one.name, value=one.reason), 8.5)


def _form(document: Document, sheet: sheets.GoalSheet) -> None:
    """A goal to be filled in by hand, on a page of its own."""
    from docx.shared import Pt

    from ...paper import word

    heading = document.add_heading(sheet.heading, 1)
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(14)
    statement = word.write(document.add_paragraph(), sheet.statement, size=13)
    word.line(statement, color=BLANK)
    statement.paragraph_format.space_after = Pt(8)
    word.facts(document, sheet.facts)
    word.grid(document, sheet.measures)
    word.grid(document, sheet.raci)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    word.facts(document, sheet.evaluation)
