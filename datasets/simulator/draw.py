"""Random draws that come out the same on every platform and Python version.

Only ``random.random()`` is used (its sequence is promised to be stable), and floats only meet ``+ - * /`` and
comparisons: ``exp``, ``log`` and ``pow`` may differ in the last bit between C libraries, and the built-in
``sum`` of floats changed its rounding in Python 3.12.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of draws of its own, named by what it is for, so that no table shifts another."""

    def __init__(self, *names: str) -> None:
        digest = hashlib.sha256("/".join(names).encode("utf-8")).digest()
        self.unit = random.Random(int.from_bytes(digest[:16], "big")).random

    def chance(self, p: float) -> bool:
        """Return whether an event of probability ``p`` happens."""
        return self.unit() < p

    def normal(self) -> float:
        """Return a nearly normal draw, mean 0, variance 1: twelve uniforms, less six."""
        total = -6.0
        for _ in range(12):
            total += self.unit()
        return total

    def exponential(self) -> float:
        """Return an exponential draw, mean 1, by comparisons alone (von Neumann's method).

        A falling run of uniforms that breaks after an odd number of them yields its first member; each run
        that fails adds 1.
        """
        whole = 0
        while True:
            first = last = self.unit()
            length = 1
            while (following := self.unit()) <= last:
                last = following
                length += 1
            if length % 2:
                return whole + first
            whole += 1

    def skewed(self, mean: float, shape: int) -> float:
        """Return a right-skewed (gamma) draw: the mean of ``shape`` exponentials, times ``mean``."""
        total = 0.0
        for _ in range(shape):
            total += self.exponential()
        return mean * total / shape

    def below(self, n: int) -> int:
        """Return a whole number from 0 to ``n - 1``."""
        return int(self.unit() * n)

    def pick(self, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Return one of ``items``, each as likely as its weight."""
        if weights is None:
            return items[self.below(len(items))]
        total = 0.0
        for weight in weights:
            total += weight
        left = self.unit() * total
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]


def scale(value: float, low: int, high: int) -> int:
    """Round half up and keep within ``low`` to ``high``.

    >>> scale(4.5, 1, 5), scale(9.0, 1, 5), scale(-3.0, 1, 5)
    (5, 5, 1)
    """
    return max(low, min(high, int(max(value, 0.0) + 0.5)))
