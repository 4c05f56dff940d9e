"""A service line as a queue: from an operations log to a simulation, and what other staffing would change.

`baseline` fits a line to a case's log, `simulate` runs a day of it many times, `waits` and `compare` say what came of
it, `erlang_c` what theory says of one station in a steady hour.

>>> from sgm_lab import process
>>> flow = process.baseline("education").flow
>>> before, after = process.simulate(flow), process.simulate(flow.staffed({"reply": (2, 1, 1)}))
>>> change = process.compare(before, after).loc[("recorded", "mean")]
>>> bool(change["after"] < change["before"] and change["high"] < 0)
True
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._case import baseline, case_log, parts, plan, station_names, wait_name
from ._engine import DAYS, simulate
from ._fitted import Baseline, check, fit
from ._flow import Flow, Rule, Station, with_more
from ._handoffs import Handoffs, case_handoffs, handoffs
from ._log import fit_log, read_log, template
from ._run import Run
from ._search import calibrate, roster
from ._seen import observed
from ._theory import Waiting, erlang_c
from ._waits import RECORDED, TOTAL, compare, queue, ratio, recorded, waits

__all__ = [
    "DAYS",
    "RECORDED",
    "TOTAL",
    "Baseline",
    "Flow",
    "Handoffs",
    "Rule",
    "Run",
    "Station",
    "Waiting",
    "baseline",
    "calibrate",
    "case_handoffs",
    "case_log",
    "check",
    "compare",
    "erlang_c",
    "fit",
    "fit_log",
    "handoffs",
    "observed",
    "parts",
    "plan",
    "queue",
    "ratio",
    "read_log",
    "recorded",
    "roster",
    "simulate",
    "station_names",
    "template",
    "wait_name",
    "waits",
    "with_more",
]

tell_arguments(__name__)
