"""From an operations table to a line that waits as the table says: what is read, what is assumed, what is fitted.

Read from the log: when people come over the day, how long they waited at the main station, the shares of the groups,
how many staff appear. Assumed (``case.toml``, or the learner): minutes at the stations, where the log does not record
them, and which share of the staff is on duty in the busiest block. Fitted: how many people come on a day, so that the
simulated mean wait is the observed one; the logs of the cases are samples, so their own count says little about it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import cases
from ..errors import DataError, check_choice
from ..estimate import Estimate
from ..i18n import said
from ._engine import DAYS, simulate
from ._flow import Flow, Station
from ._run import Array, Run
from ._waits import RECORDED, cell, ratio, waits

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Baseline",
    "baseline",
    "calibrate",
    "case_log",
    "fit",
    "observed",
    "parts",
    "plan",
    "station_names",
    "wait_name",
]

_AIM = 0.85  # share of their time for which the people of the other stations are planned
_SEARCHED = 12  # people on duty up to whom the roster is searched
_CHECK_SEED, _CHECK_DAYS, _ROUGH_DAYS = 2, 400, 50
_LEAST, _MOST = math.log(0.05), math.log(3.0)  # people a day over what the staff can do, tried at most


@cache
def plan(case: str) -> dict[str, Any]:
    """Return what ``case.toml`` says of a case's line: columns, blocks, stations and assumptions."""
    return cases.load(case).fact("flow")


def station_names(case: str) -> dict[str, str]:
    """Name of each station of a case in the language in use.

    >>> station_names("education")
    {'reply': '老师答疑', 'follow_up': '再次跟进'}
    """
    return {name: str(said(given["name"])) for name, given in plan(case)["stations"].items()}


def wait_name(case: str) -> str:
    """What the wait that a case's log records is called in the language in use.

    >>> wait_name("healthcare")
    '候诊'
    """
    return str(said(plan(case)["wait_name"]))


@cache
def parts(case: str) -> tuple[str, ...]:
    """Parts of a case that have a line of their own (department, channel, kind of request), largest first.

    >>> parts("customer_service")
    ('app', 'wechat', 'phone')
    """
    spec = plan(case)
    return tuple(str(name) for name in _rows(case)[spec["part"]].value_counts().index)


@cache
def _rows(case: str) -> pd.DataFrame:
    """Rows of the operations table that record a wait on an ordinary day of service."""
    spec = plan(case)
    rows: pd.DataFrame = cases.load(case).operations
    keep = rows[spec["wait"]].notna() & rows[spec["time"][0]].dt.day_of_week.isin(spec["weekdays"])
    for column, value in spec.get("only", {}).items():
        keep &= rows[column] == value
    kept: pd.DataFrame = rows.loc[keep]
    return kept


@lru_cache(16)
def case_log(case: str, part: str) -> pd.DataFrame:
    """Return one part of a case's operations as a log.

    Returns
    -------
    pandas.DataFrame
        date, minute (of arrival, after midnight; missing where the table has no clock), wait (minutes), staff; then a
        flag for each group, and for each station needed by some only.
    """
    import pandas as pd

    spec = plan(case)
    check_choice("part", part, parts(case))
    rows = _rows(case)
    rows = rows[rows[spec["part"]] == part]
    day = rows[spec["time"][0]]
    minute: Any = np.nan
    if len(spec["time"]) == 2:
        clock = rows[spec["time"][1]].str.split(":", expand=True).astype(float)
        minute = clock[0] * 60 + clock[1]
    elif spec["time"][0] != "date":
        minute = day.dt.hour * 60.0 + day.dt.minute
    log = pd.DataFrame(
        {
            "date": day.dt.normalize(),
            "minute": minute,
            "wait": rows[spec["wait"]].astype(float),
            "staff": rows[spec["staff"]],
        }
    )
    for group in spec["groups"]:
        column, _, value = group.partition("=")
        log[group] = rows[column] == value
    if "transfers" in rows:
        log["transfers"] = rows["transfers"] > 0
    if "resolved" in rows:
        log["unresolved"] = rows["resolved"] == 0
    return log


def observed(log: pd.DataFrame, *, within: float, edges: tuple[float, ...]) -> pd.DataFrame:
    """What a log says of the wait, with intervals that rest on the days.

    Parameters
    ----------
    log : pandas.DataFrame
        Columns date, minute, wait.
    within : float
        Minutes that a wait should not exceed.
    edges : tuple of float
        Limits of the blocks, in minutes after midnight.

    Returns
    -------
    pandas.DataFrame
        Index mean, within, block_1, block_2, … (mean of those who came in the block), median, p90; columns value, low,
        high, n (days). Median and P90 carry no interval; a log without clock has no blocks.

    Raises
    ------
    DataError
        If the log has no row.
    """
    import pandas as pd

    if log.empty:
        raise DataError("process.empty_log")
    found: dict[str, Estimate] = {
        "mean": _by_day(log, log["wait"]),
        "within": _by_day(log, (log["wait"] <= within).astype(float)),
    }
    if log["minute"].notna().any():
        for number, (since, until) in enumerate(pairwise(edges), 1):
            some = log[log["minute"].between(since, until, inclusive="left")]
            if len(some):
                found[f"block_{number}"] = _by_day(some, some["wait"])
    for name, share in (("median", 0.5), ("p90", 0.9)):
        value = float(log["wait"].quantile(share))
        found[name] = Estimate(value, np.nan, np.nan, int(log["date"].nunique()))
    rows = {name: {"value": e.value, "low": e.low, "high": e.high, "n": e.n} for name, e in found.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _by_day(log: pd.DataFrame, values: pd.Series) -> Estimate:
    days = values.groupby(log["date"]).agg(["sum", "count"]).to_numpy(float)
    return ratio(days[:, 0], days[:, 1])


def _pattern(log: pd.DataFrame, edges: tuple[float, ...]) -> tuple[float, ...]:
    """Share of the people who come in each hour; even over the opening hours where the log has no clock."""
    hours = np.zeros(24)
    known = log["minute"].dropna()
    if len(known):
        counts = np.bincount((known // 60).astype(int), minlength=24)
        hours[: len(counts)] = counts
    else:
        start = np.arange(24) * 60.0
        hours = np.clip(np.minimum(start + 60, edges[-1]) - np.maximum(start, edges[0]), 0, None)
    return tuple(float(x) for x in hours / hours.sum())


def _per_block(hours: tuple[float, ...], edges: tuple[float, ...]) -> Array:
    """People an hour in each block, from people in each hour."""
    total = np.concatenate([[0.0], np.cumsum(hours)])
    at = np.interp(np.asarray(edges) / 60, np.arange(25), total)
    at[0], at[-1] = (
        0.0,
        total[-1],
    )  # whoever comes outside the opening hours belongs to the block next to them
    rates: Array = np.diff(at) / np.diff(edges) * 60
    return rates


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
    main = flow.station(flow.main)
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
            found = calibrate(flow.staffed({main: staff}), mean, days=_ROUGH_DAYS)
        except DataError:
            return math.inf, flow
        run = simulate(found, days=_ROUGH_DAYS)
        spans = pairwise(flow.edges)
        model = np.array([_block(run, since, until)[0] for since, until in spans])
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
    for number, (since, until) in enumerate(pairwise(flow.edges), 1):
        model[f"block_{number}"] = _block(run, since, until)
    for column, k in (("model", 0), ("model_low", 1), ("model_high", 2)):
        table[column] = [model[str(name)][k] for name in table.index]
    inside = table["model"].between(table["low"], table["high"])
    table["inside"] = inside.astype(object).where(table["low"].notna(), None)
    return table


def _block(run: Run, since: float, until: float) -> tuple[float, float, float]:
    wait = run.recorded()
    came = run.came[run.flow.main]
    some = (came >= since) & (came < until)
    found = ratio(np.where(some, np.nan_to_num(wait), 0.0).sum(axis=0), some.sum(axis=0).astype(float))
    return found.value, found.low, found.high


@lru_cache(32)
def baseline(case: str, part: str | None = None) -> Baseline:
    """Line of one part of a case, fitted to its log.

    Parameters
    ----------
    case : str
        One of `cases.names()`.
    part : str, optional
        One of `parts`; the largest where left out.

    Returns
    -------
    Baseline

    Raises
    ------
    ArgumentError
        If there is no such case or part.

    Examples
    --------
    >>> found = baseline("healthcare", "internal")
    >>> found.flow.names
    ['register', 'consult', 'test', 'pay']
    >>> round(float(found.check.loc["mean", "observed"]), 1)
    40.2
    """
    spec = plan(case)
    name = part or parts(case)[0]
    log = case_log(case, name)
    stations = []
    for station, given in spec["stations"].items():
        share = given.get("share", 1.0)
        share = float(log[share].mean()) if isinstance(share, str) else share
        stations.append(Station(station, given["minutes"], (), given["cv"], share))
    return fit(
        log,
        stations,
        main=spec["main"],
        edges=tuple(60.0 * hour for hour in spec["hours"]),
        most=max(1, round(spec["on_duty"] * log["staff"].nunique())),
        within=spec["within"],
        counted=spec.get("counted", 0.0),
        groups=spec["groups"],
        known=spec.get("rosters", {}).get(name),
    )


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
    rates = _per_block(_pattern(log, edges), edges)
    placed = tuple(replace(s, staff=(most,) * len(rates)) for s in stations)
    own = next(s for s in placed if s.name == main)
    alone = Flow((own,), edges, _pattern(log, edges), main, counted=counted)
    if known is None and most <= _SEARCHED:
        alone = roster(alone, seen, rates)
    else:
        known = known or [max(1, round(most * rate / rates.max())) for rate in rates]
        alone = calibrate(alone.staffed({main: known}), mean, days=_ROUGH_DAYS)
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
