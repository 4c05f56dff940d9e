"""From chance alone: what happens though nothing has changed, worked out or played through with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import Language, t
from .base import Point, Truth

__all__ = ["alarms", "peeking", "queue", "spread"]

_SEED = 2026


def queue(*, busy: Sequence[float], minutes: float, staff: int = 1, lang: Language) -> Truth:
    """Return the mean wait in minutes at each share of time that is busy, in percent (`process.erlang_c`).

    Examples
    --------
    >>> [round(one.value) for one in queue(busy=[50, 80, 90, 95], minutes=6, lang="en").points]
    [6, 24, 54, 114]
    """
    from ... import process

    points = []
    for share in busy:
        found = process.erlang_c(60 / minutes * staff * share / 100, minutes, staff)
        points.append(Point(f"{share:g}", t("exercises.truth.busy", lang, n=f"{share:g}"), found.wait))
    return Truth(tuple(points), staff)


def peeking(*, looks: Sequence[int], n: int, rate: float, tries: int = 10_000, lang: Language) -> Truth:
    """Return how many percent of A/B tests name a winner though both sides are alike, by how often one looks.

    Both sides have ``n`` people and the same ``rate``. After each of the looks, evenly spread, the two shares are
    compared (two-sided z test with the pooled share, 5 %); the first "significant" look ends the test.

    References
    ----------
    Armitage, McPherson, Rowe (1969), *Journal of the Royal Statistical Society A* 132(2):235–244: 5, 8, 14, 25 % at
    1, 2, 5, 20 looks.

    Examples
    --------
    >>> [round(one.value) for one in peeking(looks=[1, 5, 20], n=2000, rate=0.3, lang="en").points]
    [5, 14, 25]
    """
    import numpy as np

    points = []
    for look in looks:
        dice = np.random.default_rng(_SEED)
        part = n // look
        seen = part * np.arange(1, look + 1)
        arms = dice.binomial(part, rate, size=(2, tries, look)).cumsum(axis=2)
        pooled = arms.sum(axis=0) / (2 * seen)
        sd = np.sqrt(np.maximum(2 * pooled * (1 - pooled) / seen, 1e-12))
        won = (np.abs(arms[0] - arms[1]) / seen / sd > 1.96).any(axis=1).mean()
        points.append(Point(str(look), t("exercises.truth.looks", lang, n=look), 100 * float(won)))
    return Truth(tuple(points), tries)


def alarms(*, sigmas: Sequence[float], points: int, lang: Language) -> Truth:
    """Return how many of the points of a chart lie beyond limits drawn so wide, on average, while nothing changes.

    For points that are normal and do not depend on each other: points · 2Φ(−σ).

    References
    ----------
    Shewhart (1931), *Economic Control of Quality of Manufactured Product*.

    Examples
    --------
    >>> [round(one.value, 1) for one in alarms(sigmas=[1, 2, 3], points=52, lang="en").points]
    [16.5, 2.4, 0.1]
    """
    from statistics import NormalDist

    found = [points * 2 * NormalDist().cdf(-one) for one in sigmas]
    named = [
        Point(f"{one:g}", t("exercises.truth.sigma", lang, n=f"{one:g}"), value)
        for one, value in zip(sigmas, found, strict=True)
    ]
    return Truth(tuple(named), points)


def spread(
    *, sizes: Sequence[int], rate: float, groups: int = 20, tries: int = 10_000, lang: Language
) -> Truth:
    """Return how far apart, in percentage points, the best and the worst of some groups are by chance alone.

    Everyone in every group is satisfied with the same probability ``rate``; the median of many tries.

    References
    ----------
    Wainer (2007), *American Scientist* 95(3):249–256.

    Examples
    --------
    >>> [round(one.value) for one in spread(sizes=[10, 100, 1000], rate=0.8, lang="en").points]
    [40, 15, 5]
    """
    import numpy as np

    points = []
    for size in sizes:
        happy = np.random.default_rng(_SEED).binomial(size, rate, size=(tries, groups)) / size
        range_of = float(np.median(happy.max(axis=1) - happy.min(axis=1)))
        points.append(Point(str(size), t("exercises.truth.people", lang, n=size), 100 * range_of))
    return Truth(tuple(points), groups)
