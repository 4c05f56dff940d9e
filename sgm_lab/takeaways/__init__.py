"""Take-aways: files a learner leaves with and uses at work.

Each function returns the content of a file as bytes, so it serves a notebook and a page alike; saving is up to
the caller. Learner text is data everywhere: escaped in HTML, never a formula in a spreadsheet.

>>> from sgm_lab import takeaways
>>> takeaways.goal_card_html({"statement": "9月30日前把平均候诊时间从45分钟降到30分钟"})[:15]
b'<!DOCTYPE html>'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__all__ = [
    "add_months",
    "example_plan",
    "goal_card_docx",
    "goal_card_html",
    "goal_plan_docx",
    "goal_plan_html",
    "goal_plan_pptx",
    "goal_register_xlsx",
    "monthly_blocks",
    "monthly_round",
    "open_plan",
    "pdca_docx",
    "pdca_html",
    "plan_blocks",
    "plan_check",
    "plan_from_register",
    "plan_from_workbook",
    "survey_html",
    "survey_results",
    "survey_xlsx",
]

if TYPE_CHECKING:
    from .example import example_plan
    from .goal_card import goal_card_docx, goal_card_html
    from .goal_plan import goal_plan_html, plan_blocks
    from .monthly import add_months, monthly_blocks, monthly_round, open_plan
    from .pdca import pdca_docx, pdca_html
    from .plan.check import plan_check
    from .plan.deck import goal_plan_pptx
    from .plan.document import goal_plan_docx
    from .plan.kept import plan_from_workbook
    from .register import goal_register_xlsx, plan_from_register
    from .results import survey_results
    from .survey import survey_html, survey_xlsx

_HOME = {
    "example": ("example_plan",),
    "goal_card": ("goal_card_docx", "goal_card_html"),
    "goal_plan": ("goal_plan_html", "plan_blocks"),
    "monthly": ("add_months", "monthly_blocks", "monthly_round", "open_plan"),
    "pdca": ("pdca_docx", "pdca_html"),
    "plan.check": ("plan_check",),
    "plan.kept": ("plan_from_workbook",),
    "plan.document": ("goal_plan_docx",),
    "plan.deck": ("goal_plan_pptx",),
    "register": ("goal_register_xlsx", "plan_from_register"),
    "results": ("survey_results",),
    "survey": ("survey_html", "survey_xlsx"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOME.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
