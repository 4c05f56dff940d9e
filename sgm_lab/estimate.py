"""An estimate: a value with its interval and the number of answers behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its confidence interval and its base.

    Attributes
    ----------
    value : float
        Point estimate; ``nan`` where the base is empty.
    low, high : float
        Limits of the confidence interval.
    n : int
        Number of answers it rests on.
    level : float
        Confidence level of the interval.
    method : str
        Name of the interval, for instance ``"wilson"``.

    Examples
    --------
    >>> Estimate(0.5, 0.4, 0.6, 100).width
    0.2
    """

    value: float
    low: float
    high: float
    n: int
    level: float = 0.95
    method: str = ""

    @property
    def width(self) -> float:
        """Width of the interval."""
        return round(self.high - self.low, 12)

    @property
    def missing(self) -> bool:
        """Whether there is no value because the base is empty."""
        return math.isnan(self.value)

    def __float__(self) -> float:
        return float(self.value)
