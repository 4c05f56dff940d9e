"""Weights that bring a sample to what is known of its population.

Written here, though there are libraries: ``ipfn`` has had no release since 2021, ``balance``, ``samplics`` and ``svy``
bring scikit-learn or Polars, ``rimpy`` is compiled and so not there on a page. It is thirty lines, which the tests hold
against figures of R's ``survey``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .._tables import flat_table
from ..errors import ArgumentError, DataError, check_whole, did_you_mean, listing
from .design import WEIGHT, bound

__all__ = ["rake"]

_CLOSE = 1e-10  # largest share by which a margin may still be off
_ROUNDED = 0.011  # by how much printed shares may miss 1


def rake(
    table: Any,
    margins: Mapping[str, Mapping[Any, float]],
    weights: Any = None,
    *,
    most: float | None = None,
    rounds: int = 1000,
) -> pd.Series[float]:
    """Weight people so that the shares of groups are those of the population.

    Parameters
    ----------
    table : table
        One row a person (pandas, Polars, PyArrow).
    margins : dict
        Column → group → share or number of people in the population: ``{"age": {"young": 0.3, "old": 0.7}}``. One
        column is post-stratification; for the joint shares of two make one column of them.
    weights : str or Series, optional
        Weights that people already have, such as one over the chance of being asked.
    most : float, optional
        No weight is more than so many times the average; what is cut goes to the others.
    rounds : int
        Passes over all margins after which it is given up.

    Returns
    -------
    pandas.Series, index of `table`
        One weight a person; their mean is 1. ``attrs["n_effective"]`` is Kish's effective n.

    Raises
    ------
    DataError
        A person is in no group, a group of the population has nobody, or the margins cannot all be met.
    ArgumentError
        A column is missing, or the shares of a margin do not add up to 1 or 100.

    Notes
    -----
    Iterative proportional fitting: the weights of each group are multiplied by (its share)/(its weighted share), margin
    after margin, until all fit. What raking makes of a variance is left out: intervals from these weights are a little
    too wide rather than too narrow where the groups differ.

    References
    ----------
    Deming & Stephan (1940), *Annals of Mathematical Statistics* 11:427–444; Kalton & Flores-Cervantes (2003), *J.
    Official Statistics* 19:81–97 (also on cutting weights).

    Examples
    --------
    >>> people = pd.DataFrame({"age": ["young", "young", "young", "old"]})
    >>> rake(people, {"age": {"young": 0.5, "old": 0.5}}).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    import narwhals as nw

    check_whole("rounds", rounds, 1)
    frame = nw.from_native(flat_table(table), eager_only=True)
    if weights is not None:
        frame = bound(frame, weights)
    start = (
        np.asarray(frame.get_column(WEIGHT).to_list(), float) if weights is not None else np.ones(len(frame))
    )
    if not margins or not isinstance(margins, Mapping):
        raise ArgumentError("sampling.no_margins")
    fits = [_margin(frame, column, wanted) for column, wanted in margins.items()]
    weight = start / start.mean()
    for _ in range(rounds):
        worst = 0.0
        for codes, wanted in fits:
            now = np.bincount(codes, weight, len(wanted)) / weight.sum()
            worst = max(worst, float(np.abs(now - wanted).max()))
            weight = weight * (wanted / np.where(now > 0, now, 1))[codes]
            weight = weight / weight.mean()
        if most is not None and weight.max() > most * (1 + 1e-9):
            worst, weight = 1.0, np.minimum(weight, most)
        if worst < _CLOSE:
            break
    else:
        raise DataError("sampling.rake_open", margins=listing(margins), rounds=rounds)
    index = table.index if isinstance(table, pd.DataFrame) else None
    found = pd.Series(weight, index=index, name="weight")
    found.attrs["n_effective"] = round(float(weight.sum() ** 2 / (weight**2).sum()), 2)
    return found


def _margin(frame: Any, column: str, wanted: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Group of each person as a number, and the share each is to have."""
    if column not in frame.columns:
        hint = did_you_mean(column, frame.columns)
        raise ArgumentError("errors.column_missing", column=column, columns=frame.columns, hint=hint)
    if not isinstance(wanted, Mapping) or not wanted:
        raise ArgumentError("sampling.margin_kind", column=column)
    try:
        shares = np.array([float(one) for one in wanted.values()])
    except (TypeError, ValueError):
        raise ArgumentError("sampling.margin_value", column=column) from None
    if not (np.isfinite(shares).all() and (shares > 0).all()):
        raise ArgumentError("sampling.margin_value", column=column)
    total = shares.sum()
    unit = 1 if abs(total - 1) <= _ROUNDED else 100 if abs(total - 100) <= 100 * _ROUNDED else None
    if unit is None and not (shares == np.floor(shares)).all():
        raise ArgumentError("sampling.margin_sum", column=column, total=f"{total:g}")
    groups = {str(group): at for at, group in enumerate(wanted)}
    values = ["" if one is None or one != one else str(one) for one in frame.get_column(column).to_list()]
    if unknown := sorted({one for one in values if one not in groups}):
        count = sum(one not in groups for one in values)
        raise DataError(
            "sampling.margin_unknown",
            column=column,
            groups=listing(one or "–" for one in unknown),
            count=count,
        )
    if absent := [group for group in groups if group not in set(values)]:
        raise DataError("sampling.margin_nobody", column=column, groups=listing(absent))
    return np.array([groups[one] for one in values]), shares / total
