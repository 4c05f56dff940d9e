"""Chance by key: the same (seed, quarter, what) always draws the same numbers, on every machine.

Only `random.Random.random` is used, whose stream Python promises to keep; a text is a stable seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

__all__ = ["Draws"]

T = TypeVar("T")


class Draws:
    """A stream of draws that belongs to a key.

    Examples
    --------
    >>> Draws("market", 7).uniform() == Draws("market", 7).uniform()
    True
    >>> Draws("market", 7).uniform() == Draws("market", 8).uniform()
    False
    """

    def __init__(self, *key: object) -> None:
        self._next = random.Random("|".join(map(str, key))).random

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Draw a number from `low` to `high`."""
        return low + (high - low) * self._next()

    def normal(self) -> float:
        """Draw from the standard normal distribution."""
        return NormalDist().inv_cdf(min(max(self._next(), 1e-12), 1 - 1e-12))

    def pick(self, options: Sequence[T], count: int) -> list[T]:
        """Draw `count` different options, or all where there are fewer."""
        left = list(options)
        return [left.pop(int(self._next() * len(left))) for _ in range(min(count, len(left)))]

    def hits(self, share: float, n: int) -> int:
        """How many of `n` people say yes where a share of all would; a longer survey contains the shorter.

        >>> Draws("x").hits(0.5, 10) <= Draws("x").hits(0.5, 20)
        True
        """
        return sum(self._next() < share for _ in range(n))

    def counts(self, shares: Sequence[float], n: int) -> list[int]:
        """How many of `n` people fall into each class, where the shares of all sum to 1."""
        ends, total = [], 0.0
        for share in shares:
            total += share
            ends.append(total)
        found = [0] * len(ends)
        last = len(ends) - 1
        for _ in range(n):
            at, drawn = 0, self._next() * total
            while at < last and drawn >= ends[at]:
                at += 1
            found[at] += 1
        return found
