"""From a raw survey file to what is shown on Monday: read, checked, analysed, and what follows, in every kind of file.

>>> import pandas as pd
>>> answers = pd.DataFrame(
...     {"respondent": range(40), "feature": "wait", "functional": 2, "dysfunctional": 5, "site": ["A", "B"] * 20}
... )
>>> from sgm_lab.i18n import use_language
>>> with use_language("en"):
...     made = build(answers)
>>> [one.title for one in made.shown()][-3:]
['What to do, what not yet, what we do not know', 'Goals, to be filled in together', 'How this was worked out']
"""

from __future__ import annotations

from ._build import build, columns_of
from ._checked import checked, data_of_reading, fates, noted, problems
from ._document import KINDS, Report, Section
from ._kano import KanoRead
from ._servqual import ServqualRead
from ._survey import Survey, read_survey, weighted_by

__all__ = [
    "KINDS",
    "KanoRead",
    "Report",
    "Section",
    "ServqualRead",
    "Survey",
    "build",
    "checked",
    "columns_of",
    "data_of_reading",
    "fates",
    "noted",
    "problems",
    "read_survey",
    "weighted_by",
]
