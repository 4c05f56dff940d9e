"""Periods that were left out between days."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["leaps"]

_JUMP = 1.9  # steps of the usual length; from 1 February to 1 April are 59 days


def leaps(labels: Sequence[Any]) -> NDArray[np.bool_]:
    """Whether a period was left out before each point, where the labels are days a step apart.

    A weekday on which there is never a point is no day left out.

    >>> leaps(["2026-01-05", "2026-01-12", "2026-01-26", "2026-02-02"]).tolist()
    [False, False, True, False]
    >>> leaps(["2026-01-08", "2026-01-09", "2026-01-12", "2026-01-13"]).tolist()
    [False, False, False, False]
    """
    import numpy as np
    import pandas as pd

    none = np.zeros(len(labels), bool)
    if not all("-" in str(label) for label in labels):  # most often numbers from 1: no day is looked for
        return none
    days = pd.to_datetime(pd.Series(list(map(str, labels)), dtype=object), format="%Y-%m-%d", errors="coerce")
    steps = days.diff().dt.days.iloc[1:]
    if steps.isna().any() or len(steps) < 2 or steps.min() <= 0:
        return none
    usual = steps.mode().iloc[0]
    if usual == 1:
        open_on = set(days.dt.day_of_week)
        steps = pd.Series([
            1 + sum(day.weekday() in open_on for day in pd.date_range(one, other, inclusive="neither"))
            for one, other in pairwise(days)
        ])  # fmt: skip
    return np.concatenate([none[:1], steps.to_numpy() > _JUMP * usual])
