"""The monthly loop: last month's plan, this month's figures, and what they say."""

from .figures import MonthFigures, add_months, month_columns, open_plan, read_months
from .page import followed, goal_blocks, monthly_blocks, monthly_round, monthly_said, name_of, page_blocks

__all__ = [
    "MonthFigures",
    "add_months",
    "followed",
    "goal_blocks",
    "month_columns",
    "monthly_blocks",
    "monthly_round",
    "monthly_said",
    "name_of",
    "open_plan",
    "page_blocks",
    "read_months",
]
