"""Control charts, Pareto and before–after comparison: is a change a signal, or the usual variation?

A chart splits what a process always does from what needs a reason. Each function takes the logged numbers and
returns a `ControlChart`: points, centre line, limits, and the signals by name.

>>> chart = c_chart([4, 6, 5, 3, 7, 5, 4, 18])
>>> [(s.point, s.rule) for s in chart.signals]
[(7, 'beyond_3_sigma')]
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._compare import Change, before_after, pareto, period_level
from ._counts import c_chart, np_chart, p_chart, u_chart
from ._cusum import Runs, cusum, runs_test
from ._laney import p_prime_chart, u_prime_chart
from ._limits import Constants, ControlChart, constants
from ._monitor import Decision, Watch, compare_ways, next_alert, spread_since, watch
from ._phase import phase_one
from ._rules import NELSON, RULES, WESTERN_ELECTRIC, Signal
from ._subgroups import xbar_r, xbar_s
from ._values import ewma, individuals

__all__ = [
    "NELSON",
    "RULES",
    "WESTERN_ELECTRIC",
    "Change",
    "Constants",
    "ControlChart",
    "Decision",
    "Runs",
    "Signal",
    "Watch",
    "before_after",
    "c_chart",
    "compare_ways",
    "constants",
    "cusum",
    "ewma",
    "individuals",
    "next_alert",
    "np_chart",
    "p_chart",
    "p_prime_chart",
    "pareto",
    "period_level",
    "phase_one",
    "runs_test",
    "spread_since",
    "u_chart",
    "u_prime_chart",
    "watch",
    "xbar_r",
    "xbar_s",
]

tell_arguments(__name__)
