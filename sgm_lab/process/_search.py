"""How many people come and who is on duty when: found so that the simulated waits are the observed ones."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..estimate import Estimate
from ._engine import DAYS, simulate
from ._flow import Flow
from ._run import Run
from ._waits import cell, ratio

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ROUGH_DAYS", "block_wait", "calibrate", "roster"]

ROUGH_DAYS = 50
_LEAST, _MOST = math.log(0.05), math.log(3.0)  # people a day over what the staff can do, tried at most


def calibrate(flow: Flow, wait: float, *, days: int = DAYS, seed: int = 1) -> Flow:
    """Return the flow with as many people a day as give this mean wait at its main station.

    Parameters
    ----------
    flow : Flow
        Its hours are kept in proportion.
    wait : float
        Mean wait in minutes that the log shows.
    days, seed : int
        Of the simulation.

    Returns
    -------
    Flow

    Raises
    ------
    DataError
        If no number of people between a twentieth of and three times what the staff can do gives this wait.

    Notes
    -----
    The wait grows with the number of people, so the number is found with Brent's method on its logarithm,
    to 1 in 2,500.
    """
    from scipy.optimize import brentq

    main = flow.station(flow.main)
    can = float(np.dot(main.staff, np.diff(flow.edges))) / main.minutes / max(main.share, 1e-9)
    guess = math.log(flow.per_day / can) if 0.3 < flow.per_day / can < 2 else math.log(0.9)
    unit = flow.scaled(can / flow.per_day)

    @cache
    def miss(log_load: float) -> float:
        run = simulate(unit.scaled(math.exp(log_load)), days=days, seed=seed, upto=flow.main)
        return math.log(max(float(np.nanmean(run.recorded())), 1e-6) / wait)

    low, high, step = guess, guess, 0.05
    while wait > 0 and miss(low) > 0 and low > _LEAST:
        low, high, step = max(_LEAST, low - step), low, 2 * step
    while wait > 0 and miss(high) < 0 and high < _MOST:
        low, high, step = high, min(_MOST, high + step), 2 * step
    if wait <= 0 or miss(low) > 0 or miss(high) < 0:
        raise DataError("process.no_load", wait=f"{wait:.1f}", staff=max(main.staff))
    return unit.scaled(math.exp(brentq(miss, low, high, xtol=0.0004) if low < high else low))


def roster(flow: Flow, seen: pd.DataFrame, rates: Any) -> Flow:
    """Find who is on duty in each block, and how many people come, from the waits of the blocks.

    Parameters
    ----------
    flow : Flow
        With its main station only, and the people on duty in the busiest block.
    seen : pandas.DataFrame
        As `observed` returns it.
    rates : array
        People an hour in each block, in any unit.

    Notes
    -----
    Begins with people in proportion to arrivals; then takes one on or off in one block at a time, as long as the
    model's mean waits of the blocks come nearer to the log's (squared differences of logarithms, weighted by people).
    The number of people is fitted anew at each try, so the mean of the whole day is right throughout.
    """
    main, mean = flow.main, cell(seen, "mean", "value")
    most = max(flow.station(main).staff)
    start = tuple(max(1, round(most * rate / rates.max())) for rate in rates)
    blocks = [name for name in seen.index if name.startswith("block_")]
    wanted = np.array([cell(seen, name, "value") for name in blocks])
    weight = rates * np.diff(flow.edges)

    @cache
    def tried(staff: tuple[int, ...]) -> tuple[float, Flow]:
        try:
            found = calibrate(flow.staffed({main: staff}), mean, days=ROUGH_DAYS)
        except DataError:
            return math.inf, flow
        run = simulate(found, days=ROUGH_DAYS)
        model = np.array([block_wait(run, *span).value for span in pairwise(flow.edges)])
        miss = np.log(np.maximum(model, 0.01) / wanted) if len(wanted) == len(model) else np.zeros(len(model))
        return float(np.dot(weight, miss**2)), found

    best = start
    for _ in range(2 * most):
        around = [
            tuple(p + (k == i) * step for k, p in enumerate(best))
            for i in range(len(best))
            for step in (1, -1)
        ]
        near = [staff for staff in around if min(staff) >= 1 and max(staff) == most] if len(wanted) else []
        better = min([best, *near], key=lambda staff: tried(staff)[0])
        if better == best:
            break
        best = better
    return tried(best)[1]


def block_wait(run: Run, since: float, until: float) -> Estimate:
    """Mean recorded wait of those who came to the main station between two minutes of the day."""
    came = run.came[run.flow.main]
    some = (came >= since) & (came < until)
    waited = np.where(some, np.nan_to_num(run.recorded()), 0.0)
    return ratio(waited.sum(axis=0), some.sum(axis=0).astype(float))
