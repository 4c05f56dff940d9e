"""SMART review of goal sentences, Chinese or English: stated rules, no model.

The rules and their words are in `sgm_lab.smart.rules`; only the standard library is needed, so a
goal exercise runs on a bare Python in the page. `Goal`, `key_result` and `gas_t` come from `sgm_lab.goals`.

>>> found = review("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内。")
>>> found.score, found.missing
(9, [])
>>> found.criteria["time_bound"].evidence
'9月30日前'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .._arguments import tell_arguments
from ._fields import goal_doubts, goal_fields
from ._review import CRITERIA, Criterion, Review, review, verdicts

if TYPE_CHECKING:
    from ..goals import Goal, gas_t, key_result, objective

__all__ = [
    "CRITERIA",
    "Criterion",
    "Goal",
    "Review",
    "gas_t",
    "goal_doubts",
    "goal_fields",
    "key_result",
    "objective",
    "review",
    "verdicts",
]


def __getattr__(name: str) -> Any:
    if name in ("Goal", "gas_t", "key_result", "objective"):
        return getattr(importlib.import_module("sgm_lab.goals"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


tell_arguments(__name__)
