"""Judge an answer: not attempted, right, partly right with what is missing, or wrong with the reason.

Standard library only, no widgets; by which rules, each kind says (`kinds`). `front.js` judges by the same rules in the
browser, all but goals and labs, which need Python; ``tests/data/exercises/cases.json`` is run against both.
"""

from __future__ import annotations

from typing import Any

from ..i18n import Language, get_language
from .base import OUTCOMES, Outcome, Record, State

__all__ = ["OUTCOMES", "Outcome", "State", "check"]


def check(record: Record, answer: Any, lang: Language | None = None) -> Outcome:
    """Judge ``answer``.

    Parameters
    ----------
    record : Record
    answer : Any
        By kind: single — option id; multiple — list of ids; number — text or number; sort — dict of item to
        category; order — list of ids; goal, reflection — text; lab — the lab's state; survey — dict of
        item to a number for each side. What is none of these counts as not attempted.
    lang : {"zh", "en"}, optional
        Language of the feedback; the language in use by default.

    Returns
    -------
    Outcome
    """
    spoken = lang or get_language()
    outcome = record.check(answer, spoken)
    if outcome.state == "right" and not outcome.feedback and record.right:
        return Outcome("right", (record.right.say(spoken),), details=outcome.details)
    return outcome
