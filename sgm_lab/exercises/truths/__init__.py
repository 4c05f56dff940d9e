"""What a chart shows that learners guess first: worked out from a case or from chance when it is asked for.

A record names a source and its arguments (``truth = { of = "metric", case = …, … }``); nothing is kept of the result,
so that it follows the case. Each source is a function: named arguments in, a `Truth` out. Methods are imported when
they are used: records are read on pages that have none of them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...i18n import Language
from .base import Point, Truth
from .chance import alarms, peeking, queue, spread
from .logs import again, answered, metric
from .surveys import gaps, worse

__all__ = ["SOURCES", "Point", "Truth", "arguments", "truth"]

SOURCES = {
    one.__name__: one for one in (metric, answered, again, gaps, worse, queue, peeking, alarms, spread)
}


def arguments(of: str) -> dict[str, bool]:
    """Return the names of a source's arguments, and whether each must be given.

    >>> arguments("gaps")
    {'case': True, 'wave': True}
    """
    asked = inspect.signature(SOURCES[of]).parameters.values()
    return {one.name: one.default is one.empty for one in asked if one.name != "lang"}


def truth(asked: Mapping[str, Any], lang: Language) -> Truth:
    """Return what the data say.

    Parameters
    ----------
    asked : Mapping
        ``of``, one of `SOURCES`, and its arguments.
    lang : {"zh", "en"}
        Language of the labels.

    Returns
    -------
    Truth

    Raises
    ------
    SgmError
        If there is no such case, column or measure.

    Examples
    --------
    >>> found = truth({"of": "gaps", "case": "healthcare", "wave": 2}, "zh")
    >>> [(one.id, round(one.value, 1)) for one in found.points][:2]
    [('tangibles', 0.6), ('reliability', 1.5)]
    """
    return _worked_out(json.dumps(dict(asked)), lang)


@lru_cache(64)
def _worked_out(asked: str, lang: Language) -> Truth:
    given = json.loads(asked)
    return SOURCES[given.pop("of")](**given, lang=lang)
