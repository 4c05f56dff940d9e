"""The same measures of answers that stand for different numbers of people."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .._tables import is_lazy
from ..errors import ArgumentError
from ..estimate import Estimate
from ..inference import wilson
from ..sampling.design import given
from ..sampling.variance import Mean, interval_n, mean_of, shortened
from ._net import NPS, Nps, adjusted
from ._scores import answered

__all__ = ["mean", "net", "share"]

Array = npt.NDArray[np.float64]


def _of(scores: Any, values: npt.NDArray[Any], weights: Any) -> Mean:
    """Weighted mean of what was answered; the weights stand beside all scores, gaps too."""
    if is_lazy(scores):  # in whatever order
        raise ArgumentError("sampling.lazy", name="weights")
    there = answered(scores)
    design = {name: beside[there] for name, beside in given(weights, len(there)).items()}
    return mean_of(np.asarray(values, float), design)


def share(scores: Any, inside: npt.NDArray[np.bool_], weights: Any, confidence: float) -> Estimate:
    """Weighted share with Wilson's interval, on the n that its variance is worth."""
    found = _of(scores, inside, weights)
    worth = interval_n(found.value, found.se**2, found.n, found.n_effective)
    m = float(shortened(worth, found.n, found.df, confidence))
    low, high = wilson(found.value * m, m, confidence)
    return Estimate(
        found.value, float(low), float(high), found.n, confidence, "wilson", n_effective=_shown(found)
    )


def mean(scores: Any, values: Array, weights: Any, confidence: float) -> Estimate:
    """Weighted mean with a t interval."""
    found = _of(scores, values, weights)
    return Estimate(
        found.value, *found.limits(confidence), found.n, confidence, "t", "mean", n_effective=_shown(found)
    )


def net(scores: Any, answers: Array, weights: Any, confidence: float, counts: dict[str, int]) -> Nps:
    """Weighted net promoter score; its counts stay those of the people."""
    promoters = _of(scores, answers >= 9, weights)
    found = _of(scores, (answers >= 9) * 1.0 - (answers <= 6), weights)
    up = promoters.value
    down = up - found.value
    alone = (up + down - found.value**2) / max(1, found.n - 1)  # variance of as many with equal weights
    varies = alone > 1e-15 and found.se**2 > 1e-12 * alone
    worth = found.n * alone / found.se**2 if varies else found.n_effective
    worth = float("nan") if np.isnan(found.se) else min(worth, found.n)
    m = float(shortened(worth, found.n, found.df, confidence))
    low, high = adjusted(up * m, down * m, m, confidence)
    return Nps(
        found.value, min(low, found.value), max(high, found.value), found.n, confidence, NPS, "points",
        n_effective=_shown(found), **counts,
    )  # fmt: skip


def _shown(found: Mean) -> float | None:
    return round(found.n_effective, 2) if found.n else None
