"""Figures: each takes a result, returns a matplotlib figure whose title is the answer, with alt text.

>>> from sgm_lab import charts
>>> sorted(charts.__all__)[:3]
['Chart', 'Responsive', 'Size']
"""

from __future__ import annotations

from .estimates import estimates
from .goals import attainment, control_chart, pareto
from .kano import continuous_plane, quadrant, satisfaction_curves, tallies
from .servqual import gaps, importance_performance
from .simulate import sandtable_books, sandtable_causes, sandtable_opinion, sandtable_rivals
from .studio import attainment_scale, cascade, history
from .theme import Chart, Responsive, Size

__all__ = [
    "Chart",
    "Responsive",
    "Size",
    "attainment",
    "attainment_scale",
    "cascade",
    "continuous_plane",
    "control_chart",
    "estimates",
    "gaps",
    "history",
    "importance_performance",
    "pareto",
    "quadrant",
    "sandtable_books",
    "sandtable_causes",
    "sandtable_opinion",
    "sandtable_rivals",
    "satisfaction_curves",
    "tallies",
]
