"""Control charts, Pareto and before–after comparison: is a change a signal, or the usual variation?

A chart splits what a process always does from what needs a reason. Each function takes the logged numbers and
returns a `ControlChart`: points, centre line, limits, and the signals by name.

>>> chart = c_chart([4, 6, 5, 3, 7, 5, 4, 18])
>>> [(s.point, s.rule) for s in chart.signals]
[(7, 'beyond_3_sigma')]
"""

from __future__ import annotations

from ._charts import c_chart, ewma, individuals, np_chart, p_chart, phase_one, u_chart, xbar_r, xbar_s
from ._compare import Change, before_after, pareto, period_level
from ._limits import Constants, ControlChart, constants
from ._monitor import Decision, Watch, compare_ways, next_alert, spread_since, watch
from ._rules import NELSON, RULES, WESTERN_ELECTRIC, Signal

__all__ = [
    "NELSON",
    "RULES",
    "WESTERN_ELECTRIC",
    "Change",
    "Constants",
    "ControlChart",
    "Decision",
    "Signal",
    "Watch",
    "before_after",
    "c_chart",
    "compare_ways",
    "constants",
    "ewma",
    "individuals",
    "next_alert",
    "np_chart",
    "p_chart",
    "pareto",
    "period_level",
    "phase_one",
    "spread_since",
    "u_chart",
    "watch",
    "xbar_r",
    "xbar_s",
]
