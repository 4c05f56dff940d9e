"""Importance derived from the answers themselves, where nobody was asked for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ._people import people
from ._rows import DIMENSIONS, Level

__all__ = ["derived_importance"]


def derived_importance(
    answers: Any, level: Level = "dimension", *, scale: tuple[float, float] = (1, 7)
) -> pd.Series[float]:
    """Correlation of each perception with the mean of all the others.

    Parameters
    ----------
    answers, level, scale
        As in `servqual.performance`.

    Returns
    -------
    pandas.Series
        Index dimension or item; −1 to 1, missing where a perception does not vary or fewer than three persons answered.

    Raises
    ------
    DataError, ArgumentError
        As in `servqual.performance`.

    Notes
    -----
    A questionnaire without an overall question has no satisfaction to correlate with; the mean of the *other*
    perceptions stands in for it, so that nothing is correlated with itself. It tells what goes along with a good
    impression as a whole, which is less than what people would call important.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 2, 3, 4] * 2, "item": [5] * 4 + [10] * 4,
    ...     "dimension": ["reliability"] * 4 + ["responsiveness"] * 4, "perception": [1, 2, 3, 4, 2, 1, 4, 3],
    ... })
    >>> derived_importance(answers).round(2).to_dict()
    {'reliability': 0.6, 'responsiveness': 0.6}
    """
    found = people(answers, ["perception"], level=level, by=None, scale=scale)
    wide = found.table.pivot(index=found.unit, columns=level, values="perception")  # noqa: PD010
    result = {}
    for name in wide.columns:
        pair = pd.concat([wide[name], wide.drop(columns=name).mean(axis=1)], axis=1).dropna()
        constant = len(pair) < 3 or (pair.std() <= 1e-12).any()
        result[name] = np.nan if constant else float(np.corrcoef(pair.to_numpy(), rowvar=False)[0, 1])
    order = {name: at for at, name in enumerate(DIMENSIONS)}
    names = (
        sorted(result, key=lambda name: order.get(name, len(order))) if level == "dimension" else list(result)
    )
    return pd.Series([result[name] for name in names], index=pd.Index(names, name=level), dtype=float)
