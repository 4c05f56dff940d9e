"""Kano: which features a service must have, which pay off, which delight, and how sure that is.

Counts first: `tally` makes one pass over the raw answers, wherever they live; everything else works on its
small table, or on counts printed in a paper.

>>> import pandas as pd
>>> answers = pd.DataFrame({"feature": ["wait"] * 3, "functional": [1, 1, 2], "dysfunctional": [5, 5, 5]})
>>> classify(tally(answers))["category"].to_dict()
{'wait': 'O'}
"""

from .._arguments import tell_arguments
from ._careless import answer_patterns, careless
from ._curves import continuous, importance, satisfaction_curve
from ._drift import drift
from ._plan import excluded_share, interval_width, margin_curve, sample_size, survey_plan
from ._reading import FEW, against_strength, behind, camps, changes, letters, own_certainty
from ._rules import RULES, Rule, classify, compare_rules, quadrant_lines
from ._sure import certainty, fong, uniformity
from ._table import EVALUATION_TABLES, LETTERS, evaluate
from ._tally import cells, tally
from ._why import disagreements
from ._wording import ASPECTS, described, draft_pair, minutes_to_answer, review_wording

__all__ = [
    "ASPECTS",
    "EVALUATION_TABLES",
    "FEW",
    "LETTERS",
    "RULES",
    "Rule",
    "against_strength",
    "answer_patterns",
    "behind",
    "camps",
    "careless",
    "cells",
    "certainty",
    "changes",
    "classify",
    "compare_rules",
    "continuous",
    "described",
    "disagreements",
    "draft_pair",
    "drift",
    "evaluate",
    "excluded_share",
    "fong",
    "importance",
    "interval_width",
    "letters",
    "margin_curve",
    "minutes_to_answer",
    "own_certainty",
    "quadrant_lines",
    "review_wording",
    "sample_size",
    "satisfaction_curve",
    "survey_plan",
    "tally",
    "uniformity",
]

tell_arguments(__name__)
