"""What a case's log says about a measure month by month: the baseline of a goal, and how much it usually moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from .. import cases
from ..errors import check_choice
from ..i18n import said, t

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

__all__ = [
    "better",
    "figures",
    "metric_how",
    "metric_label",
    "metric_unit",
    "metrics",
    "monthly",
    "records",
    "usual_change",
]

_TIMES = ("date", "opened")


def metrics(case: str) -> tuple[str, ...]:
    """Names of the measures a case's log holds; needs only the standard library.

    Raises
    ------
    ArgumentError
        If there is no such case.
    DataError
        If the case does not say which measures it has.

    Examples
    --------
    >>> metrics("healthcare")
    ('mean_wait', 'within_30', 'csat', 'complaints')
    """
    return tuple(cases.load(case).fact("metrics"))


def _spec(case: str, metric: str) -> dict[str, Any]:
    known = metrics(case)
    check_choice("metric", metric, known)
    found: dict[str, Any] = cases.load(case).fact("metrics")[metric]
    return found


def metric_label(metric: str) -> str:
    """Name of a measure in the language in use."""
    for name in cases.names():
        found = cases.load(name).facts.get("metrics", {}).get(metric, {})
        if "name" in found:
            return str(said(found["name"]))
    return metric


def metric_unit(case: str, metric: str) -> str:
    """Unit of a measure in the language in use: minutes, %, or points.

    >>> metric_unit("healthcare", "csat")
    '%'
    """
    return t(f"goals.metric_unit.{_spec(case, metric)['how']}")


def better(case: str, metric: str) -> str:
    """Which way a measure is better: ``"higher"`` or ``"lower"``."""
    return str(_spec(case, metric)["better"])


@lru_cache(32)
def figures(case: str, metric: str) -> pd.Series:
    """Return one figure a record of a case's log: the column itself; 1 or 0 for a share; 1, 0 or −1 for an NPS.

    Parameters
    ----------
    case, metric : str
        Name of the case, one of `metrics(case)`.

    Returns
    -------
    pandas.Series
        Index the time of each record; records without an answer are left out.

    Examples
    --------
    >>> round(float(figures("healthcare", "csat").mean()), 2)
    0.75
    """
    import pandas as pd

    spec = _spec(case, metric)
    log = cases.load(case).operations
    time = next(name for name in _TIMES if name in log.columns)
    value = log[spec["columns"]].sum(axis=1, min_count=len(spec["columns"]))
    known = value.notna()
    value = value[known].astype(float)
    if spec["how"] == "share":
        value = 1.0 * value.between(spec.get("least", -float("inf")), spec.get("most", float("inf")))
    elif spec["how"] == "nps":
        value = 1.0 * (value >= 9) - 1.0 * (value <= 6)
    return pd.Series(value.to_numpy(dtype=float), index=pd.DatetimeIndex(log.loc[known, time], name="time"))


def metric_how(case: str, metric: str) -> Literal["mean", "share", "nps"]:
    """What the figures of a measure become: their mean, a share, or an NPS."""
    how: Literal["mean", "share", "nps"] = _spec(case, metric)["how"]
    return how


@lru_cache(32)
def _values(case: str, metric: str) -> pd.Series:
    """One figure a record, by month: minutes, 0 or 100 for a share, −100, 0 or 100 for an NPS."""
    import pandas as pd

    value = figures(case, metric)
    days = pd.DatetimeIndex(value.index)
    scale = 1.0 if metric_how(case, metric) == "mean" else 100.0
    return pd.Series(value.to_numpy() * scale, index=pd.Index(days.year * 100 + days.month, name="month"))


def _key(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


def records(case: str, metric: str, months: Iterable[str] | None = None) -> npt.NDArray[np.float64]:
    """One figure a record of the chosen months, as `monthly` averages them.

    Parameters
    ----------
    case, metric : str
        Name of the case, one of `metrics(case)`.
    months : iterable of str, optional
        As ``"2025-07"``; all by default.

    Returns
    -------
    ndarray
        In the unit of the measure: minutes; for a share 0 or 100; for an NPS −100, 0 or 100.

    Examples
    --------
    >>> round(float(records("healthcare", "mean_wait", ["2025-12"]).mean()), 1)
    34.4
    """
    values = _values(case, metric)
    if months is not None:
        values = values[values.index.isin([int(m.replace("-", "")) for m in months])]
    return values.to_numpy(dtype=float)


@lru_cache(32)
def _monthly(case: str, metric: str) -> pd.DataFrame:
    groups = _values(case, metric).groupby(level=0)
    table = groups.agg(["mean", "size"]).set_axis(["value", "n"], axis=1)
    table.index = table.index.map(_key)
    return table


def monthly(case: str, metric: str) -> pd.DataFrame:
    """Return a measure of a case's log month by month.

    Parameters
    ----------
    case, metric : str
        Name of the case, one of `metrics(case)`.

    Returns
    -------
    DataFrame
        Index month as ``"2025-07"``, columns value (in the unit of the measure) and n (records with an answer).

    Raises
    ------
    ArgumentError
        If there is no such case or measure.

    Examples
    --------
    >>> table = monthly("healthcare", "mean_wait")
    >>> len(table), table["value"].idxmax()
    (12, '2025-07')
    """
    return _monthly(case, metric).copy()


def usual_change(history: Sequence[float]) -> float:
    """Standard deviation of the changes from one period to the next: what a measure moves by anyway.

    Parameters
    ----------
    history : sequence of float
        At least three past values, oldest first.

    Returns
    -------
    float
        In the unit of the values; `Goal.challenge` measures a goal in it.

    Raises
    ------
    ArgumentError
        If there are fewer than three values, or every change is the same.

    Examples
    --------
    >>> round(usual_change([44, 47, 43, 46, 45]), 3)
    3.403
    """
    from ._record import Goal

    return 1.0 / Goal("…", baseline=0.0, target=1.0, history=tuple(history)).challenge()
