"""From a log to a line that waits as the log says: what is read of it, what is assumed, what is fitted.

Read from the log: when people come over the day, how long they waited at the main station, the shares of the groups.
Assumed (``case.toml``, or the learner): minutes at the stations, where the log does not record them, and how many are
on duty in the busiest block. Fitted: how many people come on a day, so that the simulated mean wait is the observed
one; the logs of the cases are samples, so their own count says little about it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ._engine import simulate
from ._flow import Flow, Station
from ._search import ROUGH_DAYS, block_wait, calibrate, roster
from ._seen import arrivals, observed, per_block
from ._waits import RECORDED, cell, waits

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Baseline", "check", "fit"]

_AIM = 0.85  # share of their time for which the people of the other stations are planned
_SEARCHED = 12  # people on duty up to whom the roster is searched
_CHECK_SEED, _CHECK_DAYS = 2, 400


@dataclass(frozen=True, eq=False)
class Baseline:
    """A line that stands for a log, and how well.

    Attributes
    ----------
    flow : Flow
        With the fitted number of people a day.
    check : pandas.DataFrame
        Index measure (mean, within, block_1 …, median, p90); columns observed, low, high (of the log, by days), model,
        model_low, model_high, inside (whether the model's value lies in the log's interval; missing where there is
        none). Only the mean was fitted; the model's days are other ones than those it was fitted on.
    rows, days : int
        Size of the log.
    per_day_log : float
        Rows of the log on a day.
    within : float
        Minutes that a wait should not exceed.
    groups : dict
        Group → its share of the people in the log.
    """

    flow: Flow
    check: pd.DataFrame
    rows: int
    days: int
    per_day_log: float
    within: float
    groups: dict[str, float]

    @property
    def missed(self) -> float:
        """Model's mean wait less the log's, in minutes."""
        return cell(self.check, "mean", "model") - cell(self.check, "mean", "observed")


def fit(
    log: pd.DataFrame,
    stations: Sequence[Station],
    *,
    main: str,
    edges: tuple[float, ...],
    most: int,
    within: float,
    counted: float = 0.0,
    groups: Sequence[str] = (),
    known: Sequence[int] | None = None,
) -> Baseline:
    """Fit a line to a log.

    Parameters
    ----------
    log : pandas.DataFrame
        Columns date, minute (missing where there is no clock), wait, and a flag for each group.
    stations : sequence of Station
        Their ``staff`` is found here.
    main : str
        The station whose wait the log records.
    edges : tuple of float
        Limits of the blocks, in minutes after midnight.
    most : int
        People on duty at the main station in the busiest block.
    within : float
        Minutes that a wait should not exceed.
    counted : float
        See `Flow`.
    groups : sequence of str
        Flags of the log that may go first.
    known : sequence of int, optional
        People on duty at the main station in each block, where they need not be searched.

    Returns
    -------
    Baseline

    Raises
    ------
    DataError
        If the log is empty, or no number of people gives its wait.
    """
    seen = observed(log, within=within, edges=edges)
    mean = cell(seen, "mean", "value")
    hours = arrivals(log, edges)
    rates = per_block(hours, edges)
    placed = tuple(replace(s, staff=(most,) * len(rates)) for s in stations)
    own = next(s for s in placed if s.name == main)
    alone = Flow((own,), edges, hours, main, counted=counted)
    if known is None and most <= _SEARCHED:
        alone = roster(alone, seen, rates)
    else:
        known = known or [max(1, round(most * rate / rates.max())) for rate in rates]
        alone = calibrate(alone.staffed({main: known}), mean, days=ROUGH_DAYS)
    # The other stations get the fewest people who are not busier than planned, then the number is fitted again.
    staffed = tuple(
        alone.station(main) if s.name == main else replace(s, staff=_needed(s, rates * alone.per_day))
        for s in placed
    )
    flow = calibrate(replace(alone, stations=staffed), mean)
    return Baseline(
        flow=flow,
        check=check(flow, log, within),
        rows=len(log),
        days=int(log["date"].nunique()),
        per_day_log=len(log) / log["date"].nunique(),
        within=within,
        groups={group: float(log[group].mean()) for group in groups},
    )


def _needed(station: Station, per_hour: Any) -> tuple[int, ...]:
    work = per_hour * station.share * station.minutes / 60
    return tuple(max(1, math.ceil(load / _AIM - 1e-9)) for load in work)


def check(flow: Flow, log: pd.DataFrame, within: float) -> pd.DataFrame:
    """Set what the model says beside what the log says (see `Baseline`)."""
    table = observed(log, within=within, edges=flow.edges).drop(columns="n")
    table = table.rename(columns={"value": "observed"})
    run = simulate(flow, days=_CHECK_DAYS, seed=_CHECK_SEED)
    said: dict[str, float] = waits(run, within=within).loc[RECORDED].to_dict()  # type: ignore[assignment]
    model = {
        "mean": (said["mean"], said["low"], said["high"]),
        "within": (said["within"], said["within_low"], said["within_high"]),
        "median": (said["median"], np.nan, np.nan),
        "p90": (said["p90"], np.nan, np.nan),
    }
    for number, span in enumerate(pairwise(flow.edges), 1):
        block = block_wait(run, *span)
        model[f"block_{number}"] = (block.value, block.low, block.high)
    for k, column in enumerate(("model", "model_low", "model_high")):
        table[column] = [model[str(name)][k] for name in table.index]
    inside = table["model"].between(table["low"], table["high"])
    table["inside"] = inside.astype(object).where(table["low"].notna(), None)
    return table
