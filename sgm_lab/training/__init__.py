"""From the gap customers feel to the training staff need: who first, which course first, within how many hours.

>>> from sgm_lab import training
>>> found = training.needs(training.sample("healthcare"), {"tangibles": -0.6, "reliability": -1.5,
...     "responsiveness": -0.7, "assurance": -0.6, "empathy": -0.5})
>>> found.courses["dimension"].iloc[0]
'reliability'
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._needs import DIMENSIONS, LEVELS, Needs, needs, schedule, urgency
from ._read import read_staff, template
from ._sample import sample

__all__ = [
    "DIMENSIONS",
    "LEVELS",
    "Needs",
    "needs",
    "read_staff",
    "sample",
    "schedule",
    "template",
    "urgency",
]

tell_arguments(__name__)
