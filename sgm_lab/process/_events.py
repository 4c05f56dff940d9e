"""The same line played event by event with SimPy: the reference the recursion is checked against."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy

from ._flow import Station
from ._run import Array, Day, Run

__all__ = ["play"]


@dataclass
class _Desk:
    """A station: its queue, who is busy, and the times that are noted."""

    env: simpy.Environment
    station: Station
    edges: tuple[float, ...]
    queue: list[tuple[bool, float, int, float, simpy.Event]] = field(default_factory=list)
    busy: set[int] = field(default_factory=set)

    def wake(self) -> Generator[simpy.Event, Any, None]:
        """At the beginning of each block whoever comes on duty looks at the queue."""
        for edge in self.edges[:-1]:
            yield self.env.timeout(max(0.0, edge - self.env.now))
            self.dispatch()

    def join(self, later: bool, person: int, minutes: float) -> simpy.Event:
        """Queue up; the event comes when the person is begun."""
        begun = self.env.event()
        heapq.heappush(self.queue, (later, self.env.now, person, minutes, begun))
        self.dispatch()
        return begun

    def dispatch(self) -> None:
        """Give the next in the queue to the first on duty who is not busy."""
        block = min(bisect_right(self.edges, self.env.now) - 1, len(self.station.staff) - 1)
        on_duty = self.station.staff[block] if block >= 0 else 0
        for person in (p for p in range(on_duty) if p not in self.busy):
            if not self.queue:
                return
            *_, minutes, begun = heapq.heappop(self.queue)
            self.busy.add(person)
            begun.succeed()
            self.env.process(self.work(person, minutes))

    def work(self, person: int, minutes: float) -> Generator[simpy.Event, Any, None]:
        """Be busy, then look at the queue again."""
        yield self.env.timeout(minutes)
        self.busy.discard(person)
        self.dispatch()


def play(run: Run, day: Day, came: Array, favoured: npt.NDArray[np.bool_]) -> Run:
    """Fill ``run`` with what happens on each day."""
    flow = run.flow
    for notes in (run.came, run.begun, run.ended):
        notes.update({name: np.full(came.shape, np.inf) for name in flow.names})

    def person(
        env: simpy.Environment, desks: list[_Desk], i: int, d: int
    ) -> Generator[simpy.Event, Any, None]:
        yield env.timeout(came[i, d])
        for k, desk in enumerate(desks):
            name = desk.station.name
            if desk.station.share < 1 and day.need[k][i, d] >= desk.station.share:
                continue
            minutes = desk.station.minutes * day.work[k][i, d]
            run.came[name][i, d] = env.now
            later = flow.rule != "fifo" and name == flow.main and not favoured[i, d]
            yield desk.join(bool(later), i, minutes)
            run.begun[name][i, d] = env.now
            yield env.timeout(minutes)
            run.ended[name][i, d] = env.now

    for d in range(run.days):
        env = simpy.Environment()
        desks = [_Desk(env, station, flow.edges) for station in flow.stations]
        for desk in desks:
            env.process(desk.wake())
        for i in np.flatnonzero(run.there[:, d]):
            env.process(person(env, desks, int(i), d))
        env.run()
    return run
