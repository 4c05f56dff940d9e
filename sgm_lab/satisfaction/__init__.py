"""Satisfaction measures, each with its interval and its base: CSAT, NPS, CES, ACSI; differences; sample sizes.

An empty base gives an `Estimate` whose value is missing, never 0.
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._disconfirmation import (
    assimilation,
    disconfirm,
    disconfirm_change,
    disconfirmation_bins,
    disconfirmation_effects,
)
from ._indices import acsi, ces, csat, difference, nps
from ._net import Nps
from ._paired import Change, change
from ._periods import How, Period, daily, level, periods, step_of
from ._sample_size import sample_size_for_change, sample_size_for_width

__all__ = [
    "Change",
    "How",
    "Nps",
    "Period",
    "acsi",
    "assimilation",
    "ces",
    "change",
    "csat",
    "daily",
    "difference",
    "disconfirm",
    "disconfirm_change",
    "disconfirmation_bins",
    "disconfirmation_effects",
    "level",
    "nps",
    "periods",
    "sample_size_for_change",
    "sample_size_for_width",
    "step_of",
]

tell_arguments(__name__)
