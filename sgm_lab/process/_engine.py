"""The line, simulated exactly: a recursion over the people of a day that runs all days side by side.

The same random numbers serve every variant of a flow (common random numbers), so a difference is the variant's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import ArgumentError, DataError, check_choice, check_whole
from ._flow import Flow, Rule, Station
from ._run import Array, Day, Run

__all__ = ["DAYS", "arrive", "draws", "simulate"]

DAYS = (
    120  # simulated where nothing else is said: means are then good to about 5 %, and a lab answers at once
)
_MOST = 4_000_000  # people × days held in memory at once


@lru_cache(8)
def draws(per_day: float, cvs: tuple[float, ...], days: int, seed: int) -> Day:
    """Draw ``days`` days, a Poisson number of people each.

    The numbers are stratified, one from each of ``days`` equal parts of the distribution: busy and quiet days come in
    their true proportion. Intervals that take the days for independent are therefore a little too wide, never too
    narrow.
    """
    from scipy.special import pdtr, pdtrik

    rngs = [np.random.default_rng([seed, stream]) for stream in range(5 + 2 * len(cvs))]
    even = (rngs[0].permutation(days) + rngs[0].random(days)) / days
    # The quantile of a Poisson distribution; pdtrik solves for it up to rounding, so the number below is tried too.
    people = np.ceil(pdtrik(even, per_day))
    fewer = np.maximum(people - 1, 0)
    people = np.where(pdtr(fewer, per_day) >= even, fewer, people).astype(int)
    shape = (max(1, int(people.max(initial=1))), days)
    if shape[0] * days > _MOST:
        raise ArgumentError("process.too_many", people=f"{per_day:,.0f}", days=days)
    there = np.arange(shape[0])[:, None] < people
    # A stream for each, filled person by person: a few people more leave all others as they are.
    when, slot, group = (rng.random(shape) for rng in rngs[1:4])
    late = rngs[4].standard_normal(shape)
    need = [rng.random(shape) for rng in rngs[5::2]]
    work = [
        rng.gamma(cv**-2, cv**2, shape) if cv > 0 else np.ones(shape)
        for cv, rng in zip(cvs, rngs[6::2], strict=True)
    ]
    return Day(there, when, slot, late, group, tuple(need), tuple(work))


def arrive(
    day: Day,
    arrivals: tuple[float, ...],
    edges: tuple[float, ...],
    slotted: float,
    punctuality: float,
    beside: tuple[int, ...],
) -> Array:
    """Times of arrival, in minutes after midnight; infinite where there is nobody.

    People without a slot come as the pattern says; the number being Poisson, that is a Poisson process whose rate
    follows the hours. People with a slot get the slots in the order in which they would have come; the slots are spread
    like the staff ``beside``.
    """
    hours = np.asarray(arrivals)
    total = np.concatenate([[0.0], np.cumsum(hours)]) / hours.sum()
    came = np.interp(day.when, total, 60.0 * np.arange(25))
    if slotted > 0:
        chosen = day.there & (day.slot < slotted)
        wish = np.where(chosen, day.when, 2.0)
        rank = wish.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
        quantile = (rank + 0.5) / np.maximum(1, chosen.sum(axis=0))
        staff = np.asarray(beside, float) * np.diff(edges)
        plan = np.concatenate([[0.0], np.cumsum(staff)]) / staff.sum()
        booked = np.interp(quantile, plan, edges) + punctuality * day.late
        came = np.where(chosen, np.clip(booked, edges[0], edges[-1]), came)
    return np.where(day.there, came, np.inf)


_Away = list[tuple[Array, Array, bool]]


def _breaks(staff: Sequence[int], edges: Sequence[float]) -> _Away:
    """When each person on duty is away: beginnings, ends and whether anybody comes back, as often as needed."""
    away: list[list[tuple[float, float]]] = []
    for person in range(max(staff)):
        spans: list[tuple[float, float]] = []
        for block, people in enumerate(staff):
            if person >= people:
                end = edges[block + 1] if block + 1 < len(staff) else np.inf
                joined = bool(spans) and spans[-1][1] == edges[block]
                spans[-1:] = [(spans[-1][0], end)] if joined else [*spans[-1:], (edges[block], end)]
        away.append(spans)
    most = max(1, *map(len, away))
    filled = [[*spans, *[(np.inf, np.inf)] * (most - len(spans))] for spans in away]
    columns = np.asarray(filled, float).reshape(len(away), most, 2)
    return [(x[:, :1], x[:, 1:], bool(np.isfinite(x[:, 1]).any())) for x in columns.swapaxes(0, 1)]


def serve(
    came: Array,
    minutes: Array,
    staff: Sequence[int],
    edges: Sequence[float],
    first: npt.NDArray[np.bool_] | None = None,
) -> Array:
    """Begin of service of each person at one station with one queue; infinite where nobody came.

    Parameters
    ----------
    came, minutes : array, shape (people, days)
        Arrival and time at the station.
    staff, edges : sequence
        People on duty in each block, and the limits of the blocks.
    first : array of bool, optional
        Who goes before the others.

    Notes
    -----
    Kiefer and Wolfowitz's recursion, written with the time at which each person on duty is free: the next to be served
    begins when the first of them can, no sooner than somebody is there. Whoever is on duty only in some blocks begins
    nobody outside them. With two classes each has its own queue, and the other is looked at only when the first is
    empty at that moment. Exact in all three cases.

    References
    ----------
    Kiefer & Wolfowitz (1955), *Transactions of the American Mathematical Society* 78(1):1–18.
    """
    away = _breaks(staff, edges)
    classes = [came] if first is None else [np.where(first, came, np.inf), np.where(first, np.inf, came)]
    orders = [queue.argsort(axis=0, kind="stable") for queue in classes]
    heads = [np.take_along_axis(queue, order, axis=0) for queue, order in zip(classes, orders, strict=True)]
    steps = int(np.isfinite(came).sum(axis=0).max(initial=0))
    if first is None:
        times = np.take_along_axis(minutes, orders[0], axis=0)
        begin = np.full(came.shape, np.inf)
        np.put_along_axis(begin, orders[0], _in_turn(heads[0], times, steps, away, float(edges[0])), axis=0)
        return begin
    return _two_classes(heads, orders, minutes, steps, away, float(edges[0]))


def _in_turn(came: Array, minutes: Array, steps: int, away: _Away, opening: float) -> Array:
    """Beginnings for people served in the order in which they came; arrays sorted by arrival."""
    begin = np.full(came.shape, np.inf)
    staff, days = len(away[0][0]), came.shape[1]
    if staff == 1 and not np.isfinite(away[0][0]).any():
        # One person all day: Lindley's recursion has a closed form, the running maximum.
        before = np.cumsum(minutes, axis=0) - minutes
        return np.maximum(np.maximum.accumulate(np.maximum(came, opening) - before, axis=0) + before, came)
    free = np.full((staff, days), opening)
    flat, column = free.reshape(-1), np.arange(days)
    for step in range(steps):
        ready = np.maximum(free, came[step])
        for since, until, back in away:
            gone = ready >= since
            ready = np.where(gone & (ready < until) if back else gone, until, ready)
        who = ready.argmin(axis=0) * days + column
        now = ready.reshape(-1).take(who)
        begin[step] = now
        flat[who] = now + minutes[step]
    return begin


def _two_classes(
    heads: list[Array],
    orders: list[npt.NDArray[np.intp]],
    minutes: Array,
    steps: int,
    away: _Away,
    opening: float,
) -> Array:
    """Beginnings where one class goes before the other; each class sorted by arrival."""
    days = minutes.shape[1]
    column = np.arange(days)
    # One row more: a finished queue points past its end, to somebody who never comes.
    ends = [np.vstack([head, np.full((1, days), np.inf)]) for head in heads]
    nobody = np.zeros((1, days), np.intp)
    index = [np.vstack([order, nobody]) for order in orders]
    at = [np.zeros(days, np.intp), np.zeros(days, np.intp)]
    free = np.full((len(away[0][0]), days), opening)
    begin = np.full(minutes.shape, np.inf)
    for _ in range(steps):
        ahead = ends[0][at[0], column]
        earliest = np.minimum(ahead, ends[1][at[1], column])
        ready = np.maximum(free, earliest)
        for since, until, back in away:
            gone = ready >= since
            ready = np.where(gone & (ready < until) if back else gone, until, ready)
        who = ready.argmin(axis=0)
        now = ready[who, column]
        here, favoured = np.isfinite(earliest), ahead <= now
        person = np.where(favoured, index[0][at[0], column], index[1][at[1], column])
        at[0] += favoured & here
        at[1] += ~favoured & here
        begin[person[here], column[here]] = now[here]
        free[who, column] = now + minutes[person, column]
    return begin


def simulate(
    flow: Flow,
    *,
    days: int = DAYS,
    seed: int = 1,
    engine: Literal["recursion", "events"] = "recursion",
    upto: str | None = None,
) -> Run:
    """Run a flow for a number of days, each beginning with nobody waiting.

    Parameters
    ----------
    flow : Flow
    days : int
        Independent days (replications).
    seed : int
        The same seed gives the same people, arrivals and times, whatever the staff.
    engine : {"recursion", "events"}
        ``"events"`` plays the same days through SimPy, event by event: the same result, and far slower; a model to
        start from where a line needs what the recursion cannot do.
    upto : str, optional
        The last station to run, where the rest of the line is of no interest (recursion only).

    Returns
    -------
    Run

    Raises
    ------
    ArgumentError
        If an argument is out of its range.
    DataError
        If nobody is expected.

    Examples
    --------
    >>> from sgm_lab.process import Flow, Station
    >>> desk = Station("desk", minutes=4, staff=(1,), cv=0)
    >>> flow = Flow((desk,), (480, 1020), (0,) * 8 + (10,) * 9 + (0,) * 7, main="desk")
    >>> bool(simulate(flow, days=5).wait().shape[1] == 5)
    True
    """
    if not isinstance(days, int | np.integer) or not 1 <= days <= 100_000:
        raise ArgumentError("process.days", value=days)
    check_whole("seed", seed, 0)
    check_choice("engine", engine, ("recursion", "events"))
    if flow.per_day <= 0:
        raise DataError("process.nobody")
    day = draws(flow.per_day, tuple(station.cv for station in flow.stations), days, seed)
    group = day.there & (day.group < flow.group)
    favoured = day.there & (day.slot < flow.slotted) if flow.rule == "slot" else group
    run = Run(flow, {}, {}, {}, day.there, group)
    if engine == "events":
        from ._events import play

        beside = flow.station(flow.main).staff
        came = arrive(day, flow.arrivals, flow.edges, flow.slotted, flow.punctuality, beside)
        return play(run, day, came, favoured)
    last = len(flow.stations) if upto is None else flow.names.index(flow.station(upto).name) + 1
    for k, station in enumerate(flow.stations[:last], 1):
        run.came[station.name], run.begun[station.name], run.ended[station.name], _ = _passed(
            flow, k, days, seed
        )
    return run


def _passed(flow: Flow, k: int, days: int, seed: int) -> tuple[Array, Array, Array, Array]:
    """What happens at the first ``k`` stations; kept, since a change further down the line leaves it as it was."""
    before = flow.stations[:k]
    beside = (
        flow.station(flow.main).staff if flow.slotted else ()
    )  # the slots follow the staff of the main station
    ruled = flow.main in [station.name for station in before]
    group = flow.group if flow.rule == "group" and ruled else 0.0
    punctuality = flow.punctuality if flow.slotted else 0.0
    cvs = tuple(station.cv for station in flow.stations)
    line = (flow.arrivals, flow.edges, before, flow.slotted, punctuality, beside, flow.main)
    return _passed_as(*line, flow.rule if ruled else "fifo", group, cvs, days, seed)


@lru_cache(32)
def _passed_as(
    arrivals: tuple[float, ...],
    edges: tuple[float, ...],
    stations: tuple[Station, ...],
    slotted: float,
    punctuality: float,
    beside: tuple[int, ...],
    main: str,
    rule: Rule,
    group: float,
    cvs: tuple[float, ...],
    days: int,
    seed: int,
) -> tuple[Array, Array, Array, Array]:
    day = draws(float(sum(arrivals)), cvs, days, seed)
    *upstream, station = stations
    if upstream:
        now = _passed_as(arrivals, edges, tuple(upstream), slotted, punctuality, beside, main,
                         rule if main in [s.name for s in upstream] else "fifo",
                         group if main in [s.name for s in upstream] else 0.0, cvs, days, seed)[3]  # fmt: skip
    else:
        now = arrive(day, arrivals, edges, slotted, punctuality, beside)
    k = len(upstream)
    here = np.where(day.need[k] < station.share, now, np.inf) if station.share < 1 else now
    minutes = station.minutes * day.work[k]
    first = None
    if rule != "fifo" and station.name == main:
        first = day.there & ((day.slot < slotted) if rule == "slot" else (day.group < group))
    begun = serve(here, minutes, station.staff, edges, first)
    ended = begun + minutes
    return here, begun, ended, np.where(np.isfinite(here), ended, now)
