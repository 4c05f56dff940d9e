"""Goals: a record of one, how far it has been reached, how several are scored, and whether they add up.

Importing it needs only the standard library, so goal exercises also run on a bare Python in the page.

>>> goal = Goal("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟", baseline=45, target=30, unit="分钟")
>>> goal.attainment(33)
Attainment(0.8, verdict='not_met')
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._baseline import LEAST_MONTHS, Baseline, baseline
from ._cascade import Cascade, RaciProblem, cascade, raci
from ._check import Checked, check
from ._history import (
    better,
    figures,
    metric_how,
    metric_label,
    metric_unit,
    metrics,
    monthly,
    records,
    usual_change,
)
from ._record import Attainment, Goal
from ._scores import gas_levels, gas_t, key_result, objective
from ._track import LEAST_POINTS, Month, Track, month_of, track

__all__ = [
    "LEAST_MONTHS",
    "LEAST_POINTS",
    "Attainment",
    "Baseline",
    "Cascade",
    "Checked",
    "Goal",
    "Month",
    "RaciProblem",
    "Track",
    "baseline",
    "better",
    "cascade",
    "check",
    "figures",
    "gas_levels",
    "gas_t",
    "key_result",
    "metric_how",
    "metric_label",
    "metric_unit",
    "metrics",
    "month_of",
    "monthly",
    "objective",
    "raci",
    "records",
    "track",
    "usual_change",
]

tell_arguments(__name__)
