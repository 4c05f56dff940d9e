"""Controls that take what a learner writes: a text, a number, a day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ...errors import ArgumentError
from .base import Control

__all__ = ["Day", "Number", "Text"]

_LONGEST = 100_000  # letters of a text


@dataclass(frozen=True)
class Text(Control):
    """Free text from the learner; ``rows=1`` is a single line."""

    rows: int = 3
    kind: ClassVar[str] = "text"

    def take(self, value: Any) -> str:
        """Take any text."""
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise ArgumentError("labs.text", name=self.name, most=_LONGEST)
        return value

    def first(self) -> str:
        """Begin empty."""
        return ""

    def face(self) -> dict[str, Any]:
        """Return the height."""
        return {"rows": self.rows}


@dataclass(frozen=True)
class Number(Control):
    """A number within limits; with ``whole`` steps the state holds an int."""

    low: float
    high: float
    step: float = 1
    slider: bool = False
    kind: ClassVar[str] = "number"

    def take(self, value: Any) -> int | float:
        """Take a number within the limits; the step is a convenience, not a bound."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ArgumentError("labs.number", name=self.name, value=value, low=self.low, high=self.high)
        if not self.low <= value <= self.high:
            raise ArgumentError("labs.number", name=self.name, value=value, low=self.low, high=self.high)
        return int(value) if float(self.step).is_integer() and float(value).is_integer() else float(value)

    def first(self) -> int | float:
        """Begin at the low end."""
        return self.take(self.low)

    def shown(self, value: Any) -> str:
        """Write the number short."""
        return f"{value:g}"

    def face(self) -> dict[str, Any]:
        """Limits and step."""
        return {"low": self.low, "high": self.high, "step": self.step, "slider": self.slider}


@dataclass(frozen=True)
class Day(Control):
    """A day, kept as ``YYYY-MM-DD``, or nothing."""

    kind: ClassVar[str] = "day"

    def take(self, value: Any) -> str:
        """Take a date or nothing."""
        if value in ("", None):
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as cause:
            raise ArgumentError("labs.day", name=self.name, value=value) from cause

    def first(self) -> str:
        """Begin without."""
        return ""
