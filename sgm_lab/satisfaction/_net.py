"""The net promoter score as an estimate that keeps its counts, and its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..estimate import Estimate
from ..i18n import t
from ..inference import z_of

__all__ = ["NPS", "Nps", "adjusted"]

NPS = "adjusted-wald"
_ADDED = 0.75  # promoters, and as many detractors; with as many passives as both, three answers


@dataclass(frozen=True, slots=True, repr=False)
class Nps(Estimate):
    """Net promoter score: an `Estimate` of p − d in [−1, 1] that keeps its counts.

    Attributes
    ----------
    promoters, passives, detractors : int
        Answers 9–10, 7–8 and 0–6.
    """

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def points(self) -> float:
        """The score as it is usually printed, −100 to 100."""
        return 100 * self.value

    def __str__(self) -> str:
        if self.missing:
            return t("satisfaction.nps_missing")
        points, low, high = (f"{100 * share:.0f}" for share in (self.value, self.low, self.high))
        return t("satisfaction.nps_points", points=points, low=low, high=high, n=self.n)


def adjusted(promoters: float, detractors: float, n: float, confidence: float) -> tuple[float, float]:
    """Limits of the adjusted Wald interval of an NPS, within −1 and 1."""
    every = n + 4 * _ADDED
    p, d = (promoters + _ADDED) / every, (detractors + _ADDED) / every
    half = z_of(confidence) * math.sqrt((p + d - (p - d) ** 2) / every)
    return max(p - d - half, -1.0), min(p - d + half, 1.0)
