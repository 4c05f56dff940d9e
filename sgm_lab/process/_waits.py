"""From simulated days to waits, queues and utilisation, and to what a change did: always paired, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..errors import ArgumentError, check_between, check_share
from ..estimate import Estimate, Kind
from ..i18n import t
from ..inference import t_interval
from ._run import Array, Run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RECORDED", "TOTAL", "cell", "compare", "queue", "ratio", "recorded", "waits"]

RECORDED, TOTAL = "recorded", "total"
_BATCHES = 10


def ratio(
    total: Array, count: Array, *, confidence: float = 0.95, method: str = "days", kind: Kind = ""
) -> Estimate:
    """Sum over days divided by count over days, with its interval from the days.

    Parameters
    ----------
    total, count : array, shape (days,)
        For instance minutes waited and people, each day.
    kind : {"time", "share", …}, optional
        What the ratio is; see `Estimate`.

    Returns
    -------
    Estimate
        ``n`` is the number of days. Linearised: the residuals total − ratio·count vary independently from day to day
        (Cochran 1977, *Sampling Techniques*, chapter 6).

    Examples
    --------
    >>> import numpy as np
    >>> found = ratio(np.array([10.0, 30.0]), np.array([1.0, 2.0]))
    >>> found.value
    13.333333333333334
    """
    check_share("confidence", confidence)
    n = len(total)
    people = float(np.sum(count))
    if people <= 0:
        return Estimate(np.nan, np.nan, np.nan, n, confidence, method, kind)
    value = float(np.sum(total)) / people
    if n < 2:
        return Estimate(value, np.nan, np.nan, n, confidence, method, kind)
    sd = float(np.std(total - value * count, ddof=1)) * n / people
    low, high = t_interval(value, sd, n, confidence)
    return Estimate(value, float(low), float(high), n, confidence, method, kind)


@dataclass(frozen=True, eq=False)
class _Row:
    """Minutes of one row of the tables, 0 for those who do not belong to it, and who does."""

    minutes: Array
    known: npt.NDArray[np.bool_]
    people: Array

    def mean(self) -> tuple[Array, Array]:
        """Sum and count of each day."""
        return self.minutes.sum(axis=0), self.people

    def share(self, within: float) -> tuple[Array, Array]:
        """Those who waited no longer, and count, of each day."""
        return self.people - (self.minutes > within).sum(axis=0), self.people

    def quantile(self, share: float, days: npt.NDArray[np.intp] | slice = slice(None)) -> float:
        """Quantile over all people of these days."""
        known = self.minutes[:, days][self.known[:, days]]
        if not known.size:
            return np.nan
        place = share * (known.size - 1)
        low = int(place)
        high = min(low + 1, known.size - 1)
        parted = np.partition(known, (low, high))
        return float(parted[low] + (place - low) * (parted[high] - parted[low]))


@lru_cache(4)  # `waits` and `compare` of one run follow each other
def _rows(run: Run) -> dict[str, _Row]:
    """Every row of the tables."""

    def row(values: Array) -> _Row:
        known = ~np.isnan(values)
        return _Row(np.where(known, values, 0.0), known, known.sum(axis=0).astype(float))

    rows = {name: row(run.wait(name)) for name in run.flow.names}
    total = np.sum([found.minutes for found in rows.values()], axis=0)
    recorded = rows[run.flow.main] if run.flow.counted == 0 else row(run.recorded())
    return {RECORDED: recorded, **rows, TOTAL: _Row(total, run.there, run.there.sum(axis=0).astype(float))}


def cell(table: Any, row: Any, column: str) -> float:
    """Return one number of a table."""
    return float(table.loc[row, column])


def _within(within: float) -> None:
    if not 0 <= within <= 1440:
        raise ArgumentError(
            "process.between", name=t("process.field.within"), value=within, low="0", high="1440"
        )


def _busy(run: Run, name: str) -> float:
    """Work done over time on duty; above 1 where people stay on after closing."""
    station = run.flow.station(name)
    here = np.isfinite(run.came[name])
    worked = float((run.ended[name][here] - run.begun[name][here]).sum())
    return worked / run.days / float(np.dot(station.staff, np.diff(run.flow.edges)))


def waits(run: Run, *, within: float = 30.0, confidence: float = 0.95) -> pd.DataFrame:
    """Waits at each station and in all.

    Parameters
    ----------
    run : Run
    within : float
        Minutes that a wait should not exceed.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index ``"recorded"`` (the main station as the log records it), the stations, ``"total"`` (all waits of a person
        together). Columns people (a day), mean, low, high,
        median, p90, within, within_low, within_high, queue (mean number waiting while open), utilisation (work over
        time on duty; stations only). Minutes; shares 0 to 1.

    Raises
    ------
    ArgumentError
        If ``within`` is out of its range.

    Notes
    -----
    Mean and share rest on all people of all days; their intervals on the days, which are independent.
    """
    import pandas as pd

    _within(within)
    length = run.flow.edges[-1] - run.flow.edges[0]
    rows = {}
    for name, row in _rows(run).items():
        mean = ratio(*row.mean(), confidence=confidence, kind="time")
        share = ratio(*row.share(within), confidence=confidence, kind="share")
        rows[name] = {
            "people": row.people.mean(),
            "mean": mean.value,
            "low": mean.low,
            "high": mean.high,
            "median": row.quantile(0.5),
            "p90": row.quantile(0.9),
            "within": share.value,
            "within_low": max(0.0, share.low),
            "within_high": min(1.0, share.high),
            "queue": float(row.minutes.sum()) / run.days / length,
            "utilisation": np.nan if name in (RECORDED, TOTAL) else _busy(run, name),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("station")


def _step(before: float, after: float, low: float, high: float) -> dict[str, float]:
    return {"before": before, "after": after, "change": after - before, "low": low, "high": high}


def recorded(run: Run, *, confidence: float = 0.95) -> pd.DataFrame:
    """Mean of the recorded wait: all people, then those of the group that may go first and the others.

    Returns
    -------
    pandas.DataFrame
        Index all, group, rest; columns people (a day), mean, low, high. Missing where a row has nobody.
    """
    import pandas as pd

    values = run.recorded()
    known = ~np.isnan(values)
    rows = {}
    for name, some in (("all", known), ("group", known & run.group), ("rest", known & ~run.group)):
        people = some.sum(axis=0).astype(float)
        mean = ratio(np.where(some, values, 0.0).sum(axis=0), people, confidence=confidence)
        rows[name] = {"people": people.mean(), "mean": mean.value, "low": mean.low, "high": mean.high}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("people_of")


def compare(before: Run, after: Run, *, within: float = 30.0, confidence: float = 0.95) -> pd.DataFrame:
    """What a change did to the waits, on the same simulated days (common random numbers).

    Parameters
    ----------
    before, after : Run
        Two variants, simulated with the same number of people, days and seed.
    within : float
        Minutes that a wait should not exceed.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index (station, measure), rows as in `waits`; measure is mean, within, and p90 for recorded and
        total. Columns before, after, change, low, high: the paired interval of the change.

    Raises
    ------
    ArgumentError
        If the two were not simulated on the same days.

    Notes
    -----
    Each day is run twice with the same people, times of arrival and service times, so the days' chance cancels in the
    difference. Mean and share: linearised ratio over the days; P90: difference of the quantiles of ten batches of days.

    References
    ----------
    Law (2015), *Simulation Modeling and Analysis*, 5th ed., chapter 11.
    """
    import pandas as pd

    _within(within)
    same = before.flow.names == after.flow.names and before.there.shape == after.there.shape
    shares = [tuple(station.share for station in run.flow.stations) for run in (before, after)]
    if not (same and shares[0] == shares[1] and bool((before.there == after.there).all())):
        raise ArgumentError("process.other_days")
    rows = {}
    then, now = _rows(before), _rows(after)
    for name, old in then.items():
        new = now[name]
        for measure, (was, is_) in {
            "mean": (old.mean(), new.mean()),
            "within": (old.share(within), new.share(within)),
        }.items():
            step = ratio(is_[0] - was[0], was[1], confidence=confidence)
            rows[name, measure] = _step(ratio(*was).value, ratio(*is_).value, step.low, step.high)
        if name in (RECORDED, TOTAL):
            parts = np.array_split(np.arange(before.days), min(_BATCHES, before.days))
            steps = np.array([new.quantile(0.9, part) - old.quantile(0.9, part) for part in parts])
            sd = float(np.std(steps, ddof=1)) if len(steps) > 1 else np.nan
            levels = old.quantile(0.9), new.quantile(0.9)
            low, high = (float(x) for x in t_interval(levels[1] - levels[0], sd, len(steps), confidence))
            rows[name, "p90"] = _step(*levels, low, high)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(list(rows), names=["station", "measure"])
    return table


def queue(run: Run, station: str | None = None, *, step: float = 15.0) -> pd.Series:
    """Mean number waiting over the day.

    Parameters
    ----------
    run : Run
    station : str, optional
        The main one where left out.
    step : float
        Minutes averaged in each value.

    Returns
    -------
    pandas.Series
        Index: minutes after midnight at which each step begins, from opening to the end of the last wait.

    Notes
    -----
    In each step the exact mean over time, not a sample: the steps times their lengths add up to all minutes
    waited, which is Little's law for a finite day.
    """
    import pandas as pd

    check_between("step", step, 0, 1440, open_low=True)
    name = station or run.flow.main
    waited = run.wait(name)
    known = ~np.isnan(waited)
    came, begun = run.came[name][known], run.begun[name][known]
    first = min(run.flow.edges[0], float(came.min(initial=np.inf)) // step * step)
    last = max(run.flow.edges[-1], float(begun.max(initial=0.0)))
    grid = np.arange(first, last + step, step)
    area = np.diff(_past(came, grid) - _past(begun, grid))
    index = pd.Index(grid[:-1], name="minute")
    return pd.Series(np.maximum(0.0, area) / step / run.days, index, name=name)


def _past(times: Array, grid: Array) -> Array:
    """Σ max(0, g − time) at each g of the grid."""
    ordered = np.sort(times)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    at = np.searchsorted(ordered, grid, side="right")
    result: Array = at * grid - sums[at]
    return result
