"""Points shared among options: whoever gets more takes from the others, so that the sum stays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ...errors import ArgumentError
from ...i18n import t
from .offered import Offering

__all__ = ["Points", "share_points"]


@dataclass(frozen=True)
class Points(Offering):
    """Points shared among options; whoever gets more takes from the others, so that the sum stays."""

    total: int = 100
    kind: ClassVar[str] = "points"

    def take(self, value: Any) -> dict[str, int]:
        """Take whole points, none negative, that add up to the total."""
        names = list(map(str, self.values))
        points = {name: value.get(name) for name in names} if isinstance(value, Mapping) else {}
        good = all(isinstance(p, int) and not isinstance(p, bool) and p >= 0 for p in points.values())
        if not points or not good or sum(p for p in points.values() if p) != self.total:
            raise ArgumentError("labs.points", name=self.name, total=self.total)
        return {name: int(p or 0) for name, p in points.items()}

    def first(self) -> dict[str, int]:
        """Begin with equal shares."""
        return _rounded(dict.fromkeys(map(str, self.values), 1.0), self.total)

    def shown(self, value: Any) -> str:
        """Write every share."""
        labels = {str(option): text for text, option in self.options}
        return t("labs.comma").join(f"{labels[name]} {points}" for name, points in value.items())

    def face(self) -> dict[str, Any]:
        """Options and total."""
        return {"options": [[text, str(option)] for text, option in self.options], "total": self.total}


def share_points(
    points: Mapping[str, int], name: str, value: float, total: int = 100, held: Sequence[str] = ()
) -> dict[str, int]:
    """Give ``name`` its new points; the others give way, those that were set longest ago first.

    What the learner has not set yet (not in ``held``) shares the difference as it was to each other; only where that
    is not enough do those in ``held`` give way, in their order: what was just set stays as it is.

    >>> share_points({"a": 40, "b": 40, "c": 20}, "a", 70)
    {'a': 70, 'b': 20, 'c': 10}
    >>> share_points({"a": 100, "b": 0, "c": 0}, "a", 50)
    {'a': 50, 'b': 25, 'c': 25}
    >>> share_points({"a": 40, "b": 40, "c": 20}, "b", 50, held=["a"])
    {'a': 40, 'b': 50, 'c': 10}
    >>> share_points({"a": 40, "b": 50, "c": 10}, "c", 30, held=["a", "b"])
    {'a': 20, 'b': 50, 'c': 30}
    """
    given = min(max(round(value), 0), total)
    kept = [key for key in held if key in points and key != name]
    free = [key for key in points if key != name and key not in kept]
    made = {**points, name: given}
    for group in ([free] if free else []) + [[key] for key in kept]:
        wanted = total - sum(p for key, p in made.items() if key not in group)
        weights = {key: float(made[key]) for key in group}
        made |= _rounded(weights if sum(weights.values()) else dict.fromkeys(group, 1.0), max(wanted, 0))
    return made if sum(made.values()) == total else {name: total}


def _rounded(weights: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole shares of ``total`` in proportion to the weights (largest remainders)."""
    whole = sum(weights.values())
    exact = {name: weight / whole * total for name, weight in weights.items()}
    floors = {name: math.floor(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: floors[name] - exact[name])
    for name in by_remainder[: total - sum(floors.values())]:
        floors[name] += 1
    return floors
