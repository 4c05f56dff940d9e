"""What the desk must know to hold a class after the course against the same class before it (``_desk/compare.js``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sgm_lab.exercises.classes import quiz
from sgm_lab.exercises.classes.tests import CONFIDENCE
from sgm_lab.i18n import Language
from sgm_lab.inference import t_interval

__all__ = ["needed"]

_MOST = 600  # people; beyond, the quantile of t no longer changes in what is shown


def critical() -> list[float]:
    """Return the quantile of t for 1, 2, … degrees of freedom: half the interval, in standard errors."""
    n = np.arange(2, _MOST + 1)
    high = t_interval(np.zeros(len(n)), np.sqrt(n), n, CONFIDENCE)[1]
    return [round(float(one), 5) for one in high]


def needed(lang: Language) -> dict[str, Any]:
    """Return both forms with their answers, what each question is about, and the quantiles."""
    abilities = quiz.abilities(lang)
    return {
        "forms": {name: [record.payload(lang) for record in quiz.form(name, lang)] for name in quiz.FORMS},
        "aims": [ability.aim for ability in abilities],
        "full": len(abilities),
        "critical": critical(),
    }
