"""Goal register: a plan as a spreadsheet in which next month's figures are entered, and which is read back as a plan.

Sheets: the goals with where they stand, the months measured, the rows of the plan, and a sheet that holds the rest as
JSON, so that nothing of a plan is lost on the way. What stands in a cell counts for more than what that sheet says.
"""

from .read import plan_from_register
from .written import goal_register_xlsx

__all__ = ["goal_register_xlsx", "plan_from_register"]
