"""服务经营沙盘: eight quarters of a service organisation, a documented teaching model.

Each quarter a player shares a budget over Kano features, SERVQUAL standards, training, process and surveys, sees
what a survey of some customers and the books say, and is judged by goals set before. The same case, class number and
decisions are always the same result. Everything is simulated (模拟数据); nothing here says anything about real firms.

>>> game = play(market("healthcare", 7), [{"training": 30, "process": 30, "dimension:reliability": 40}] * 8)
>>> game.over, game.reports[-1].asked
(True, 80)
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._goals import METRICS, Aim, answers_needed, measured, metric_label, suggested_target, target_limits
from ._market import DIMENSIONS, QUARTERS, SHOCKS, Hint, Market, Shock, market
from ._model import customer_value, opening, step
from ._money import BUDGET, check_spend, shared_budget
from ._parameters import PARAMETERS, Parameters
from ._players import FIXED, INHERITED, PLAYERS, beginner, thoughtful
from ._report import Report, report
from ._review import CAUSES, Decision, Review, review, rivals
from ._run import Run, play, replay, run
from ._shared import share
from ._table import model_table
from ._wishes import kano_shares

__all__ = [
    "BUDGET",
    "CAUSES",
    "DIMENSIONS",
    "FIXED",
    "INHERITED",
    "METRICS",
    "PARAMETERS",
    "PLAYERS",
    "QUARTERS",
    "SHOCKS",
    "Aim",
    "Decision",
    "Hint",
    "Market",
    "Parameters",
    "Report",
    "Review",
    "Run",
    "Shock",
    "answers_needed",
    "beginner",
    "check_spend",
    "customer_value",
    "kano_shares",
    "market",
    "measured",
    "metric_label",
    "model_table",
    "opening",
    "play",
    "replay",
    "report",
    "review",
    "rivals",
    "run",
    "share",
    "shared_budget",
    "step",
    "suggested_target",
    "target_limits",
    "thoughtful",
]

tell_arguments(__name__)
