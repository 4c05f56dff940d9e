"""An estimate: a value with its interval, its kind and the number of answers behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias, get_args

__all__ = ["KINDS", "Estimate", "Kind"]

#: What a value is, and so in what it is counted: a share and the difference of two as parts of 1; points (an NPS, or
#: the difference of two) as parts of 1 too; a mean in the unit of the answers; a time in minutes; a count in cases.
Kind: TypeAlias = Literal["share", "points", "difference", "mean", "time", "count", ""]
KINDS: tuple[str, ...] = get_args(Kind)
_BY_METHOD: dict[str, Kind] = {"wilson": "share", "newcombe": "difference"}


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
    kind : {"share", "points", "difference", "mean", "time", "count", ""}
        What the value is; empty where nobody said. Wilson's interval is that of a share, Newcombe's that of the
        difference of two.
    n_effective : float, optional
        Where answers were weighted: how many with equal weights would be as sure (Kish). ``n`` still counts people.

    Examples
    --------
    >>> Estimate(0.5, 0.4, 0.6, 100).width
    0.2
    >>> Estimate(math.nan, math.nan, math.nan, 0, method="wilson")
    Estimate(missing, n=0, level=0.95, method='wilson', kind='share')
    """

    value: float
    low: float
    high: float
    n: int
    level: float = 0.95
    method: str = ""
    kind: Kind = ""
    n_effective: float | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if not self.kind:
            object.__setattr__(self, "kind", _BY_METHOD.get(self.method, ""))

    def __repr__(self) -> str:
        shown = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.n_effective is None:  # nobody weighted
            del shown["n_effective"]
        if self.missing:  # no value, and so no limits: said, and not printed as nan
            shown = {name: value for name, value in shown.items() if value == value}
        said = [
            *(["missing"] if self.missing else []),
            *(f"{name}={value!r}" for name, value in shown.items()),
        ]
        return f"{type(self).__name__}({', '.join(said)})"

    def scaled(self, by: float) -> Estimate:
        """Return the same in another unit, for instance a share in percent; what kind it was no longer counts.

        >>> Estimate(0.5, 0.4, 0.6, 100, method="wilson").scaled(100)
        Estimate(value=50.0, low=40.0, high=60.0, n=100, level=0.95, method='', kind='')
        """
        return Estimate(
            self.value * by, self.low * by, self.high * by, self.n, self.level, n_effective=self.n_effective
        )

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
