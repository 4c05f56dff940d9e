"""What a source of data yields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

__all__ = ["Point", "Truth"]

#: A space between Chinese and what is not, which the style sheet sets.
_THIN = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart, with its interval where it is an estimate; ``id`` is its key in an answer."""

    id: str
    label: str
    value: float
    low: float | None = None
    high: float | None = None

    def map(self, change: Callable[[float], float]) -> Point:
        """Return it with all its figures changed."""
        low, high = (None if one is None else change(one) for one in (self.low, self.high))
        return replace(self, value=change(self.value), low=low, high=high)


@dataclass(frozen=True, slots=True)
class Truth:
    """The values of a chart in their order, and of how many records, people or tries they come."""

    points: tuple[Point, ...]
    n: int

    def __post_init__(self) -> None:
        # Numbers of numpy do not go to JSON.
        points = tuple(replace(one.map(float), label=_THIN.sub("", one.label)) for one in self.points)
        object.__setattr__(self, "points", points)
