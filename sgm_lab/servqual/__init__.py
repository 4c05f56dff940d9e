"""SERVQUAL and its relatives: gaps, weighted score, SERVPERF, zone of tolerance, importance–performance.

All inference is *paired within a person*: first perception − expectation of each person, then mean and interval.
Answers are a tidy table with the columns respondent, item, dimension, expectation, perception; a column ``wave``, where
there is one, tells two questionnaires of the same person apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from .._arguments import tell_arguments
from ..i18n import LANGUAGES, t
from ..terms import GAPS
from ._alpha import Alpha, alpha, alpha_from_covariance, alpha_interval
from ._compare import compare, contrasts
from ._delivery import Delivery, delivery
from ._derived import derived_importance
from ._gaps import gaps, gaps_from_summary, performance
from ._reliability import Side, item_analysis, reliability
from ._respondents import group_gaps, respondents
from ._rows import DIMENSIONS, Level
from ._score import Score, parts, score
from ._zones import importance_performance, zone_of_tolerance

__all__ = [
    "DIMENSIONS",
    "GAPS_MODEL",
    "INSTRUMENT",
    "Alpha",
    "Delivery",
    "Level",
    "Score",
    "Side",
    "alpha",
    "alpha_from_covariance",
    "alpha_interval",
    "compare",
    "contrasts",
    "delivery",
    "derived_importance",
    "gaps",
    "gaps_from_summary",
    "group_gaps",
    "importance_performance",
    "item_analysis",
    "parts",
    "performance",
    "reliability",
    "respondents",
    "score",
    "zone_of_tolerance",
]

INSTRUMENT: pd.DataFrame
GAPS_MODEL: pd.DataFrame

_ITEMS_OF = dict(zip(DIMENSIONS, (4, 5, 4, 4, 5), strict=True))


def __getattr__(name: str) -> pd.DataFrame:
    """Build INSTRUMENT and GAPS_MODEL from the word tables when first asked for; each caller gets a copy."""
    if name in ("INSTRUMENT", "GAPS_MODEL"):
        return _words_table(name).copy()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _words_table(name: str) -> pd.DataFrame:
    if name == "GAPS_MODEL":
        columns: dict[str, Sequence[Any]] = {"gap": range(1, len(GAPS) + 1), "name": GAPS}
        texts = {
            "label": [f"model_label.{key}" for key in GAPS],
            "text": [f"model.{key}" for key in GAPS],
        }
    else:
        dimensions = [dimension for dimension, items in _ITEMS_OF.items() for _ in range(items)]
        columns = {"item": range(1, 23), "dimension": dimensions}
        texts = {"text": [f"item.{item}" for item in columns["item"]]}
    for column, keys in texts.items():
        for lang in LANGUAGES:
            columns[f"{column}_{lang}"] = [t(f"servqual.{key}", lang) for key in keys]
    return pd.DataFrame(columns)


tell_arguments(__name__)
