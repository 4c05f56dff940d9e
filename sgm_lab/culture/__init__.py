"""Culture self-assessment: sixteen statements in four areas, from a team's answers to the area to work on first.

>>> from sgm_lab import culture
>>> found = culture.score(culture.sample(), fewest=0)  # simulated
>>> found.roles.index[found.roles["differs"]].tolist()
['values', 'safety']
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._read import TeamAnswers, heads, read_answers
from ._score import Culture, score
from ._statements import AREAS, LEVELS, ROLES, STATEMENTS, Statement, sample, statement_named, text

__all__ = [
    "AREAS",
    "LEVELS",
    "ROLES",
    "STATEMENTS",
    "Culture",
    "Statement",
    "TeamAnswers",
    "heads",
    "read_answers",
    "sample",
    "score",
    "statement_named",
    "text",
]

tell_arguments(__name__)
