"""Figures: each takes a result, returns a matplotlib figure whose title is the answer, with alt text.

>>> from sgm_lab import charts
>>> sorted(charts.__all__)[:3]
['Chart', 'Responsive', 'Size']
"""

from __future__ import annotations

from .disconfirmation import disconfirmation_bins, disconfirmation_curve
from .feedback import themes_over_time
from .fitting import Size
from .five_gaps import gaps_model
from .goals import attainment, control_chart, pareto
from .groups import segments
from .handoffs import handoff_map
from .intervals import estimates
from .kano import continuous_plane, quadrant, satisfaction_curves, tallies
from .kano_checks import answer_patterns, margin_curve, stated_importance
from .kano_drift import category_grid, drift_path
from .process import more_staff, queue_day, stations, waits
from .servqual import gaps, importance_performance
from .servqual_views import gap_change, gap_groups, performance, reliability, score_parts, zones
from .simulate import sandtable_books, sandtable_causes, sandtable_opinion, sandtable_rivals
from .studio import attainment_scale, cascade, history
from .theme import Chart, Responsive
from .training import training_matrix

__all__ = [
    "Chart",
    "Responsive",
    "Size",
    "answer_patterns",
    "attainment",
    "attainment_scale",
    "cascade",
    "category_grid",
    "continuous_plane",
    "control_chart",
    "disconfirmation_bins",
    "disconfirmation_curve",
    "drift_path",
    "estimates",
    "gap_change",
    "gap_groups",
    "gaps",
    "gaps_model",
    "handoff_map",
    "history",
    "importance_performance",
    "margin_curve",
    "more_staff",
    "pareto",
    "performance",
    "quadrant",
    "queue_day",
    "reliability",
    "sandtable_books",
    "sandtable_causes",
    "sandtable_opinion",
    "sandtable_rivals",
    "satisfaction_curves",
    "score_parts",
    "segments",
    "stated_importance",
    "stations",
    "tallies",
    "themes_over_time",
    "training_matrix",
    "waits",
    "zones",
]
