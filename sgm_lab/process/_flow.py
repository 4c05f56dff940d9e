"""What a service line is: stations one after another, who is on duty when, and when people come."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from ..errors import ArgumentError, check_choice, did_you_mean
from ..i18n import t
from ..numbers import is_real

__all__ = ["Flow", "Rule", "Station", "with_more"]

Rule = Literal["fifo", "group", "slot"]
_RULES = ("fifo", "group", "slot")
_MOST_STAFF = 200


def _between(name: str, value: Any, low: float, high: float) -> None:
    if not (is_real(value) and low <= value <= high):
        raise ArgumentError("process.between", name=t(f"process.field.{name}"), value=value, low=f"{low:g}",
                            high=f"{high:g}")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Station:
    """One stop in the line.

    Attributes
    ----------
    name : str
        Key, unique in its flow.
    minutes : float
        Mean time at the station, in minutes.
    staff : tuple of int
        People on duty in each block of the day.
    cv : float
        Standard deviation of the time over its mean; 0 = always the same, 1 = exponential. The times are gamma
        distributed.
    share : float
        Share of the people who need this station, 0 to 1.
    """

    name: str
    minutes: float
    staff: tuple[int, ...]
    cv: float = 0.6
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Flow:
    """A day of service.

    Attributes
    ----------
    stations : tuple of Station
        In the order people pass them; each has one queue.
    edges : tuple of float
        Limits of the blocks of the day, in minutes after midnight; one more than blocks. The first is the opening,
        the last the closing time: whoever came before it is still served, by the people of the last block.
    arrivals : tuple of float
        People expected in each of the 24 hours.
    main : str
        The station whose wait is watched (and which the log records).
    slotted : float
        Share of the people who come to a booked time slot; slots are spread like the staff of ``main``.
    punctuality : float
        Standard deviation, in minutes, of coming early or late to the slot.
    group : float
        Share of the people in the group that may go first.
    counted : float
        Share of the time at ``main`` that belongs to the wait as the log records it: 0 where the clock stops when
        people are begun, 1 where it stops when they are done.
    rule : {"fifo", "group", "slot"}
        Who is served next at ``main``: whoever came first; the group first; people with a slot first. Nobody is sent
        away once begun.
    """

    stations: tuple[Station, ...]
    edges: tuple[float, ...]
    arrivals: tuple[float, ...]
    main: str
    slotted: float = 0.0
    punctuality: float = 10.0
    group: float = 0.0
    rule: Rule = "fifo"
    counted: float = 0.0

    def __post_init__(self) -> None:
        names = self.names
        if self.main not in names:
            hint = did_you_mean(self.main, names)
            raise ArgumentError("process.no_station", name=self.main, names=names, hint=hint)
        if len(set(names)) < len(names):
            raise ArgumentError("process.same_station", names=names)
        rising = all(a < b for a, b in zip(self.edges, self.edges[1:], strict=False))
        if len(self.edges) < 2 or not rising or not 0 <= self.edges[0] <= self.edges[-1] <= 1440:
            raise ArgumentError("process.edges", edges=self.edges)
        if len(self.arrivals) != 24 or not all(0 <= a < math.inf for a in self.arrivals):
            raise ArgumentError("process.arrivals")
        check_choice("rule", self.rule, _RULES)
        for share in ("slotted", "group", "counted"):
            _between(share, getattr(self, share), 0, 1)
        _between("punctuality", self.punctuality, 0, 120)
        for station in self.stations:
            _between("minutes", station.minutes, 0.01, 1440)
            _between("cv", station.cv, 0, 3)
            _between("share", station.share, 0, 1)
            if len(station.staff) != self.blocks:
                raise ArgumentError("process.staff_blocks", name=station.name, got=len(station.staff),
                                    expected=self.blocks)  # fmt: skip
            for people in station.staff:
                _between("staff", people, 0, _MOST_STAFF)
            if station.staff[-1] < 1:
                raise ArgumentError("process.staff_last", name=station.name)

    @property
    def names(self) -> list[str]:
        """Names of the stations, in order."""
        return [station.name for station in self.stations]

    @property
    def blocks(self) -> int:
        """Number of blocks of the day."""
        return len(self.edges) - 1

    @property
    def per_day(self) -> float:
        """People expected on a day."""
        return float(sum(self.arrivals))

    @property
    def hours(self) -> float:
        """Hours of staff time a day, all stations together."""
        lengths = [(b - a) / 60 for a, b in pairwise(self.edges)]
        return sum(
            people * hours for s in self.stations for people, hours in zip(s.staff, lengths, strict=True)
        )

    def station(self, name: str) -> Station:
        """Return one station by its name."""
        found = next((station for station in self.stations if station.name == name), None)
        if found is None:
            hint = did_you_mean(name, self.names)
            raise ArgumentError("process.no_station", name=name, names=self.names, hint=hint)
        return found

    def staffed(self, staff: Mapping[str, Sequence[int]]) -> Flow:
        """Return the same flow with other people on duty: station → people in each block."""
        changed = {name: replace(self.station(name), staff=tuple(people)) for name, people in staff.items()}
        return replace(self, stations=tuple(changed.get(s.name, s) for s in self.stations))

    def scaled(self, factor: float) -> Flow:
        """Return the same flow with ``factor`` times as many people."""
        return replace(self, arrivals=tuple(factor * a for a in self.arrivals))


def with_more(before: Flow, after: Flow, most: int = 1) -> tuple[str, list[Flow]]:
    """Return a changed flow with 0, 1, … people more where the change put some, to see what the next would bring.

    Parameters
    ----------
    before, after : Flow
        The line as it was, and as it would be.
    most : int
        People added at most.

    Returns
    -------
    str
        The station they are added to: the main one where nobody or somebody was added there, else the last that grew.
    list of Flow
        In the blocks of the day in which the change added people there, or in the busiest where it added none.

    Examples
    --------
    >>> line = Flow((Station("desk", 5, (1, 2)), Station("scan", 5, (1, 1))), (480, 720, 960), (1.0,) * 24, "desk")
    >>> station, flows = with_more(line, line.staffed({"scan": (2, 1)}))
    >>> station, [flow.station("scan").staff for flow in flows]
    ('scan', [(2, 1), (3, 1)])
    >>> with_more(line, line)[1][1].station("desk").staff
    (1, 3)
    """
    added = {
        name: [b - a for a, b in zip(before.station(name).staff, after.station(name).staff, strict=True)]
        for name in after.names
    }
    grown = [name for name in after.names if max(added[name]) > 0]
    station = after.main if after.main in grown or not grown else grown[-1]
    staff = after.station(station).staff
    where = [k for k, extra in enumerate(added[station]) if extra > 0] or [staff.index(max(staff))]
    flows = [
        after.staffed({station: [people + n * (k in where) for k, people in enumerate(staff)]})
        for n in range(most + 1)
    ]
    return station, flows
