"""The monthly loop: last month's plan, this month's figures, and what they say."""

from .figures import add_months, open_plan
from .page import followed, goal_blocks, monthly_blocks, monthly_round, monthly_said, name_of, page_blocks

__all__ = [
    "add_months",
    "followed",
    "goal_blocks",
    "monthly_blocks",
    "monthly_round",
    "monthly_said",
    "name_of",
    "open_plan",
    "page_blocks",
]
