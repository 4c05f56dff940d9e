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
        "months": [{"month": "2026-03", "value": 41, "n": 320, "sd": 12}],    what was measured since; n and sd if known
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

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..i18n import Language, t
from ..paper.blocks import Block, Fact, Facts, Note, Steps
from ..paper.style import page, spoken
from .plan import sheet as sheets
from .plan.check import findings
from .plan.reading import read_plan
from .plan.rows import ROWS
from .plan.shape import Plan, PlannedGoal
from .plan.written import row_facts, rows_written, written

if TYPE_CHECKING:
    pass

__all__ = ["goal_plan_html", "plan_blocks", "sheets_of", "title_of"]


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
    return page("goal_plan.html", title=title_of(read), facts=sheets.plan_facts(read), rows=row_facts(read),
                wanting=_wanting(read), sheets=sheets_of(read), together=sheets.together(read),
                score=sheets.score_line(read), drafts=read.drafts)  # fmt: skip


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


def title_of(plan: Plan) -> str:
    """Return what the plan is called."""
    return plan.title or t("takeaways.plan_title")


def sheets_of(plan: Plan) -> list[sheets.GoalSheet]:
    """One sheet a goal; a plan without goals gets one to fill in."""
    goals = plan.goals or (PlannedGoal(),)
    return [
        sheets.goal_sheet(
            goal, t("takeaways.goal_number", number=n) if len(goals) > 1 else t("takeaways.goal")
        )
        for n, goal in enumerate(goals, 1)
    ]
