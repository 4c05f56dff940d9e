"""Kano: which features a service must have, which pay off, which delight, and how sure that is.

Counts first: `tally` makes one pass over the raw answers, wherever they live; everything else works on its
small table, or on counts printed in a paper.

>>> import pandas as pd
>>> answers = pd.DataFrame({"feature": ["wait"] * 3, "functional": [1, 1, 2], "dysfunctional": [5, 5, 5]})
>>> classify(tally(answers))["category"].to_dict()
{'wait': 'O'}
"""

from ._curves import continuous, importance, interval_width, sample_size, satisfaction_curve
from ._drift import drift
from ._rules import Rule, certainty, classify, compare_rules, fong, uniformity
from ._table import EVALUATION_TABLES, LETTERS, evaluate
from ._tally import careless, cells, tally
from ._why import disagreements
from ._wording import ASPECTS, described, draft_pair, review_wording

__all__ = [
    "ASPECTS",
    "EVALUATION_TABLES",
    "LETTERS",
    "Rule",
    "careless",
    "cells",
    "certainty",
    "classify",
    "compare_rules",
    "continuous",
    "described",
    "disagreements",
    "draft_pair",
    "drift",
    "evaluate",
    "fong",
    "importance",
    "interval_width",
    "review_wording",
    "sample_size",
    "satisfaction_curve",
    "tally",
    "uniformity",
]
