"""What queueing theory says of one station in a steady hour: a check on the simulation, and a first estimate."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import ArgumentError
from ..i18n import t
from ..numbers import is_real

__all__ = ["Waiting", "erlang_c"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Steady state of one queue.

    Attributes
    ----------
    utilisation : float
        Share of the time in which somebody on duty is busy; at 1 and above the queue never stops growing.
    delayed : float
        Share of the people who have to wait at all.
    wait : float
        Mean wait in minutes; infinite where the queue grows.
    queue : float
        Mean number waiting.
    within : float
        Share of the people who wait no longer than asked.
    """

    utilisation: float
    delayed: float
    wait: float
    queue: float
    within: float


def erlang_c(per_hour: float, minutes: float, staff: int, within: float = 0.0) -> Waiting:
    """Waits of a queue with random arrivals, exponential times and ``staff`` people: M/M/c, M/M/1 for one.

    Parameters
    ----------
    per_hour : float
        Arrivals an hour, not below 0.
    minutes : float
        Mean time with a person, above 0.
    staff : int
        People on duty, 1 or more.
    within : float
        Minutes for `Waiting.within`.

    Returns
    -------
    Waiting

    Raises
    ------
    ArgumentError
        If an argument is out of its range.

    Notes
    -----
    With a = per_hour·minutes/60 and ρ = a/c: blocking B by Erlang's recursion B₀ = 1, B_k = aB_{k−1}/(k + aB_{k−1}),
    delayed C = B_c/(1 − ρ(1 − B_c)), mean wait C·minutes/(c − a), and P(wait ≤ x) = 1 − C·exp(−(c − a)x/minutes).
    The queue follows from the wait by Little's law.

    References
    ----------
    Erlang (1917), *Elektroteknikeren* 13; in English *Post Office Electrical Engineers' Journal* 10 (1918):189–197.
    Little (1961), *Operations Research* 9(3):383–387.

    Examples
    --------
    The emergency room of Hillier and Lieberman's textbook, two patients an hour, twenty minutes each, with one doctor
    and with two: 40 minutes and 2.5 minutes.

    >>> [round(erlang_c(2, 20, staff).wait, 3) for staff in (1, 2)]
    [40.0, 2.5]
    """
    least = {"per_hour": (per_hour, 0), "minutes": (minutes, 0), "within": (within, 0), "staff": (staff, 1)}
    for name, (value, low) in least.items():
        named = t(f"process.field.{name}")
        if not is_real(value) or math.isnan(value):
            raise ArgumentError("process.no_number", name=named, value=value)
        if name == "minutes" and value <= 0:
            raise ArgumentError("process.above", name=named, value=value)
        if not low <= value < math.inf:
            raise ArgumentError("process.finite", name=named, value=value, low=low)
    if staff != int(staff):
        raise ArgumentError("process.no_whole", name=t("process.field.staff"), value=staff)
    staff, per_hour, minutes, within = int(staff), float(per_hour), float(minutes), float(within)
    load = per_hour * minutes / 60
    utilisation = load / staff
    if utilisation >= 1:
        return Waiting(utilisation, 1.0, math.inf, math.inf, 0.0)
    blocked = 1.0
    for k in range(1, staff + 1):
        blocked = load * blocked / (k + load * blocked)
        if not blocked:  # too small to be told from none, and so with every further member of staff
            break
    delayed = blocked / (1 - utilisation * (1 - blocked))
    wait = delayed * minutes / (staff - load)
    share = 1 - delayed * math.exp(-(staff - load) * within / minutes)
    return Waiting(utilisation, delayed, wait, per_hour / 60 * wait, share)
