"""What a lab shows before Python runs: its controls as they stand at first, and the states made beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sgm_lab import exercises, labs
from sgm_lab.exercises.records import Goal, LabTask
from sgm_lab.i18n import get_language

__all__ = ["asking", "first"]


def asking(ids: Iterable[str]) -> list[str]:
    """Return the exercises that only Python can judge."""
    known = exercises.load()
    return [id for id in ids if isinstance(known.get(id), Goal | LabTask)]


def first(lab: str, start: str) -> dict[str, Any]:
    """Return the view of a lab as it opens, without what the page has drawn already."""
    return _first(lab, start, get_language())


@cache
def _first(lab: str, start: str, _: str) -> dict[str, Any]:
    view = labs.by_name(lab)(**json.loads(start)).view()
    return {name: value for name, value in view.items() if name != "html"}
