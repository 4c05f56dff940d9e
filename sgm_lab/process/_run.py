"""What a simulation takes and gives: the chance of its days, and who came, was begun and left when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ._flow import Flow

__all__ = ["Array", "Day", "Run"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Day:
    """The chance of a number of days: one row a person (missing where a day has fewer), one column a day.

    Attributes
    ----------
    there : array of bool, shape (people, days)
    when, slot, late, group : array
        Uniform (when in the day), uniform (has a slot), normal (early or late), uniform (of the group).
    need : tuple of array
        For each station, uniform: whether the person needs it.
    work : tuple of array
        For each station, time over its mean.
    """

    there: npt.NDArray[np.bool_]
    when: Array
    slot: Array
    late: Array
    group: Array
    need: tuple[Array, ...]
    work: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Run:
    """What happened to everybody on every simulated day.

    Attributes
    ----------
    flow : Flow
    came, begun, ended : dict of array, shape (people, days)
        For each station, when people came to it, were begun and were done; infinite for those who did not need it.
    group : array of bool
        Who belongs to the group that may go first.
    """

    flow: Flow
    came: dict[str, Array]
    begun: dict[str, Array]
    ended: dict[str, Array]
    there: npt.NDArray[np.bool_]
    group: npt.NDArray[np.bool_]

    @property
    def days(self) -> int:
        """Number of days simulated."""
        return int(self.there.shape[1])

    def wait(self, station: str | None = None) -> Array:
        """Minutes waited at a station, or at all of them together; missing for those who did not need it."""
        if station is not None:
            self.flow.station(station)
            came = self.came[station]
            with np.errstate(invalid="ignore"):
                return np.where(np.isfinite(came), self.begun[station] - came, np.nan)
        each = [np.nan_to_num(self.wait(name)) for name in self.flow.names]
        return np.where(self.there, np.sum(each, axis=0), np.nan)

    def recorded(self) -> Array:
        """Minutes as the log records them: the wait at the main station and the counted share of the time there."""
        name = self.flow.main
        wait = self.wait(name)
        if self.flow.counted == 0:
            return wait
        known = ~np.isnan(wait)
        time = np.subtract(self.ended[name], self.begun[name], out=np.zeros_like(wait), where=known)
        return wait + self.flow.counted * time
