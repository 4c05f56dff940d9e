"""Goal plan: the goals of the learner's own organisation on paper, as a Word document and as HTML to print.

A plan is plain data, as JSON holds it. Every field may be missing, None or "": it then becomes a line to fill in by
hand. Anything else that cannot be used is an error that names the field::

    {
      "title": "门诊服务目标计划", "organisation": "…", "owner": "…", "date": "2026-03-02",
      "goals": [{
        "statement": "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内",
        "why": "…",                        free text
        "feature": "候诊提醒",              the Kano feature it serves
        "dimension": "responsiveness",     the SERVQUAL dimension it serves: its key, or its name in zh or en
        "metric": "平均候诊时间", "unit": "分钟", "source": "叫号系统",
        "baseline": 45, "target": 30,      numbers, or their text
        "history": [44, 47, 43, 46, 45],   past periods, oldest first; judges whether the step is within reach
        "start": "2026-03-02", "due": "2026-09-30",
        "owner": "…", "first_step": "…",
        "measures": [{"action": "…", "owner": "…", "due": "2026-04-01"}],     or only the action as text
        "raci": [{"activity": "…", "R": "…", "A": "…", "C": "…", "I": "…"}],  people separated by 、 or commas
        "evaluation": "…",                 how, when and by whom it will be judged
        "actual": 33,                      or {"value": 33, "low": 31, "high": 35, "n": 120}
        "gas": {"m2": "…", "m1": "…", "p0": "…", "p1": "…", "p2": "…",       what is seen at each level, −2 to 2
                "weight": 2, "reached": 1}
      }],
      "cascade": {"name": "…", "company": -50, "unit": "件", "how": "sum",    or "mean", "weighted" with "better"
                  "departments": [{"department": "热线", "target": -18, "weight": 5200}]},
      "drafts": [{"text": "…", "score": 6}],       sentences kept while practising, listed at the end
      "rows": {"standard": [{"text": "…", "source": "exercise:2.2-own-standard"}], "cost": "…"}
    }                                              what is written in the rows of the template: see `plan.rows`

In the workbook's section "goals" the entry "plan" holds title, organisation, owner and date, and under "rows" what was
written on the plan's own page; "cascade" is what the SMART studio writes of it; every other entry is one goal, in the
order of the keys with their numbers read as such (goal-2 before goal-10).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import smart
from ..errors import DataError
from ..extras import needs
from ..i18n import Language, get_language, t, use_language
from ..paper.blocks import MARK, Block, Fact, Facts, Note, Steps
from ..paper.style import ACCENT, BLANK, QUIET, VERDICT, clean, page, spoken
from . import _content
from ._plan import Plan, read_plan
from .plan.check import findings
from .plan.notes import kept_goals, notes
from .plan.rows import ROWS
from .plan.written import row_facts, rows_written, written

if TYPE_CHECKING:
    from docx.document import Document

    from ..workbook import Workbook

__all__ = ["goal_plan_docx", "goal_plan_html", "plan_blocks", "plan_from_workbook"]


@spoken
def goal_plan_html(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a goal plan as HTML to print on A4, one goal a page or more.

    Parameters
    ----------
    plan : mapping
        As described in this module.
    lang : {"zh", "en"}, optional
        Language of labels and reasons; the language in use by default.

    Returns
    -------
    bytes
        A page that needs no other file. All text of the plan is escaped.

    Raises
    ------
    DataError
        If a field is unknown or cannot be used; names the field.

    Examples
    --------
    >>> "空出的地方可以手写".encode() in goal_plan_html({"title": "门诊服务目标计划"})
    True
    """
    read = read_plan(plan)
    return page("goal_plan.html", title=_title(read), facts=_content.plan_facts(read), rows=row_facts(read),
                wanting=_wanting(read), sheets=_sheets(read), together=_content.together(read),
                score=_content.score_line(read), drafts=read.drafts)  # fmt: skip


@spoken
@needs("docx")
def goal_plan_docx(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a goal plan as a Word document, A4 with page numbers; see `goal_plan_html`."""
    from docx.shared import Pt

    from ..paper import word

    read = read_plan(plan)
    title = _title(read)
    header = " · ".join(filter(None, (read.organisation, title)))
    document = word.start(title, author=read.owner, header=header)
    document.add_paragraph(title, "Title")
    word.facts(document, _content.plan_facts(read))
    hint = word.write(document.add_paragraph(), t("takeaways.by_hand"), color=QUIET, size=9)
    hint.paragraph_format.space_before = Pt(6)
    document.add_heading(t("takeaways.rows"), 1)
    word.facts(document, row_facts(read))
    if wanting := _wanting(read):
        word.blocks(document, [wanting])
    for sheet in _sheets(read):
        _goal(document, sheet)
    together, score = _content.together(read), _content.score_line(read)
    if together:
        word.grid(document, together)
    if score:
        document.add_heading(t("takeaways.gas_score"), 2)
        word.write(document.add_paragraph(), score)
    if read.drafts:
        document.add_heading(t("takeaways.drafts"), 2)
        for draft in read.drafts:
            score = "" if draft.score is None else t("takeaways.draft_score", score=draft.score)
            word.write(document.add_paragraph(), draft.text + score)
    return word.content(document)


def plan_blocks(plan: Mapping[str, Any]) -> list[Block]:
    """Return the rows of a plan as they stand and what is wanting in them, to be shown in a lab.

    Raises
    ------
    DataError
        If a field of the plan is unknown or cannot be used; names the field.
    """
    read = read_plan(plan)
    shown = [Fact(one.label, one.value or t("takeaways.page.empty"), one.lines) for one in row_facts(read)]
    wanting = _wanting(read)
    return [
        Note(t("takeaways.page.filled", n=rows_written(plan), all=len(ROWS))),
        Facts(shown),
        *([wanting] if wanting else []),
    ]


def _wanting(plan: Plan) -> Steps | None:
    """What is wanting in the rows; nothing of a plan that is blank, which is a form to fill in."""
    if not any(written(plan).values()):
        return None
    lines = [one.said for one in findings(plan)]
    return Steps(lines or [t("takeaways.findings_none")], t("takeaways.findings"), numbered=False)


def _title(plan: Plan) -> str:
    return plan.title or t("takeaways.plan_title")


def _sheets(plan: Plan) -> list[_content.GoalSheet]:
    """One sheet a goal; a plan without goals gets one to fill in."""
    from ._plan import PlannedGoal

    goals = plan.goals or (PlannedGoal(),)
    return [
        _content.goal_sheet(
            goal, t("takeaways.goal_number", number=n) if len(goals) > 1 else t("takeaways.goal")
        )
        for n, goal in enumerate(goals, 1)
    ]


def _goal(document: Document, sheet: _content.GoalSheet) -> None:
    from docx.shared import Pt

    from ..paper import word

    heading = document.add_heading(sheet.heading, 1)
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(14)
    statement = word.write(document.add_paragraph(), sheet.statement, size=13)
    if sheet.statement:
        word.line(statement, side="left", color=ACCENT, width=18)
        statement.paragraph_format.left_indent = Pt(12)
    else:
        word.line(statement, color=BLANK)
    statement.paragraph_format.space_after = Pt(8)
    if sheet.bar:
        word.bar(document, sheet.bar)
    word.facts(document, sheet.facts)
    word.grid(document, sheet.measures)
    word.grid(document, sheet.raci)
    if sheet.gas:
        word.grid(document, sheet.gas)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    word.facts(document, sheet.evaluation)
    if sheet.attainment:
        document.add_heading(t("takeaways.attainment"), 2)
        word.write(document.add_paragraph(), sheet.attainment)
    if sheet.review:
        document.add_heading(t("takeaways.review"), 2)
        score = word.write(document.add_paragraph(), sheet.score, color=QUIET)
        score.paragraph_format.keep_with_next = True
        for found in sheet.review:
            row = document.add_paragraph()
            row.paragraph_format.keep_with_next = found is not sheet.review[-1]
            word.write(
                row,
                f"{MARK[found.verdict]} {found.name} · {found.word}　",
                color=VERDICT[found.verdict],
                bold=True,
            )
            word.write(row, found.reason)


def plan_from_workbook(book: Workbook, *, lang: Language | None = None) -> dict[str, Any]:
    """Build a plan from what the learner's workbook keeps.

    Parameters
    ----------
    book : Workbook
        Its section "goals" as described in this module; the learner's name; the answers to exercises that promise them
        to the plan, and what labs keep for it (`plan.notes`); the drafts of the SMART studio.
    lang : {"zh", "en"}, optional
        Language of error messages.

    Returns
    -------
    dict
        A plan, checked. A goal sentence settled in an exercise comes first, then the goals listed. Without any goal of
        its own, the best draft (of equal ones the last) becomes its goal, or else the sentence last written in the
        studio; the other drafts are listed under "drafts".

    Raises
    ------
    DataError
        If an entry is no record, or a field of it is unknown or cannot be used.
    """
    with use_language(lang or get_language()):
        kept = book.section("goals")
        plan = dict(_record(kept.pop("plan", {}), "plan"))
        if "cascade" in kept:
            plan.setdefault("cascade", _record(kept.pop("cascade"), "cascade"))
        read_plan(plan)
        plan["goals"] = [
            *(plan.get("goals") or []),
            *(_record(kept[key], key) for key in sorted(kept, key=_in_order)),
        ]
        if not plan.get("owner"):
            plan["owner"] = book.get("learner", "name", "")
        said = {str(goal.get("statement") or "").strip() for goal in plan["goals"]}
        settled = [text for text in kept_goals(book) if text not in said]
        plan["goals"][:0] = [{"statement": text} for text in settled]
        said.update(settled)
        drafts = _drafts(book.get("labs", "smart"))
        if not plan["goals"] and drafts:
            best = max(range(len(drafts)), key=lambda n: (drafts[n].get("score") or 0, n))
            plan["goals"] = [{"statement": drafts[best]["text"]}]
            said.add(drafts[best]["text"].strip())
        plan["drafts"] = [*(plan.get("drafts") or []), *(d for d in drafts if d["text"].strip() not in said)]
        said_by = notes(book)
        own = {row: [vars(note) for note in given] for row, given in read_plan(plan).rows.items()}
        if rows := {
            row: [*own.get(row, []), *said_by.get(row, [])] for row in ROWS if row in own or row in said_by
        }:
            plan["rows"] = rows
        plan["goals"] = [_filled(goal) for goal in plan["goals"]]
        read_plan(plan)
        return plan


def _filled(goal: Mapping[str, Any]) -> dict[str, Any]:
    """Fill empty fields of a goal from its sentence, where that leaves no doubt."""
    statement = goal.get("statement")
    if not isinstance(statement, str) or not statement.strip():
        return dict(goal)
    said = smart.goal_fields(statement)
    if any(goal.get(name) not in (None, "", said.get(name)) for name in ("unit",)):
        said = {name: value for name, value in said.items() if name not in ("baseline", "target")}
    return {**goal, **{name: value for name, value in said.items() if goal.get(name) in (None, "")}}


def _record(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError("takeaways.plan.not_a_record", field=t("takeaways.field.goals"), path=f"goals/{key}",
                        kind=type(value).__name__)  # fmt: skip
    return value


def _in_order(key: str) -> list[tuple[int, int, str]]:
    """Sort key that reads digits as numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    # Without leading zeros the longer number is the larger one; as an int it could be too long to convert.
    return [(0, len(p.lstrip("0")), p.lstrip("0")) if p.isdigit() else (1, 0, p) for p in parts]


def _drafts(state: Any) -> list[dict[str, Any]]:
    """Drafts of the SMART studio, and the sentence in it; what is no draft is passed over."""
    if not isinstance(state, Mapping):
        return []
    found: list[dict[str, Any]] = []
    listed = state.get("drafts")
    for draft in listed if isinstance(listed, list | tuple) else []:
        if isinstance(draft, Mapping) and isinstance(draft.get("text"), str) and draft["text"].strip():
            score = draft.get("score")
            number = score if isinstance(score, int) and not isinstance(score, bool) else None
            found.append({"text": clean(draft["text"]), "score": number})
    text = state.get("text")
    if (
        isinstance(text, str)
        and text.strip()
        and clean(text).strip() not in {d["text"].strip() for d in found}
    ):
        found.insert(0, {"text": clean(text), "score": None})
    return found
