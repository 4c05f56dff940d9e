"""Charts of single values: individuals, and EWMA, which remembers those before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..dates import leaps
from ..errors import ArgumentError, DataError
from ..i18n import t
from ._data import must_be_positive, must_vary, numbers, point_labels
from ._limits import ControlChart, build, constants, frozen, kept
from ._rules import Rules, rule_names

__all__ = ["ONLY_LIMITS", "BoolArray", "FloatArray", "ewma", "individuals", "mean_and_sd", "mean_range"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

#: The rule for a chart of spread: it is skewed, and moving ranges share their values.
ONLY_LIMITS = ("beyond_3_sigma",)


def individuals(
    values: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of single measurements, one a period; its moving range chart is in ``.spread``.

    Parameters
    ----------
    values : array-like of float, shape (k,)
        One measurement a period, in time order; a missing value is a gap, as is a period that the dates of an index
        leap over.
    exclude, baseline, rules, labels
        As in `p_chart`; a moving range that touches an excluded point is left out too.

    Returns
    -------
    ControlChart
        With ``.spread`` the moving range chart, judged by its limits only, since its points are not normal.

    Raises
    ------
    DataError
        If a value is text; if fewer than two neighbours are left; if all are equal.
    ArgumentError
        As in `p_chart`.

    Notes
    -----
    x̄ ± 3·MR̄/d₂, where MR is the mean of \\|xᵢ − xᵢ₋₁\\| and d₂ = 2/√π = 1.128.

    Examples
    --------
    The flow rates of the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: limits 45.82 and 55.80.

    >>> chart = individuals([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> round(chart.center, 2), round(chart.lower, 2), round(chart.upper, 2)
    (50.81, 45.82, 55.8)
    """
    data = numbers(values, "values", gaps=True)
    names = point_labels(labels, values, len(data))
    keep = kept(len(data), exclude, baseline, "values", ~np.isnan(data))
    if baseline is None:
        mean, sd = mean_and_sd(data, keep, names)
    else:
        earlier = frozen(baseline, "individuals")
        mean, sd = earlier["mean"], earlier["sd"]
    d2, d3, _ = constants(2)
    ranges = np.concatenate([[np.nan], np.abs(np.diff(data))])
    ranges[leaps(names)] = np.nan
    spread = build(
        "moving_range", ranges, d2 * sd, d3 * sd, floor=0.0, rules=ONLY_LIMITS, labels=names, keep=keep
    )
    return build(
        "individuals",
        data,
        mean,
        sd,
        rules=rule_names(rules),
        labels=names,
        keep=keep,
        parameters={"mean": mean, "sd": sd},
        spread=spread,
    )


def mean_and_sd(data: FloatArray, keep: BoolArray, names: tuple[str, ...]) -> tuple[float, float]:
    """Return mean and sd of single values, the sd from moving ranges between points both kept."""
    used = keep & ~np.isnan(data)
    mean = float(data[used].mean())
    sd = mean_range(data, used, "values", names) / constants(2).d2
    must_vary(sd, "values", mean)
    return mean, sd


def mean_range(data: FloatArray, used: BoolArray, name: str, names: tuple[str, ...]) -> float:
    """Mean moving range between neighbours that both count; a gap joins nothing, nor does a day without a row."""
    ranges = np.abs(np.diff(data))[used[1:] & used[:-1] & ~leaps(names)[1:]]
    if not len(ranges):
        raise DataError("control.too_few", name=name, got=1, least=2)
    return float(ranges.mean())


def ewma(
    values: Any,
    lam: float = 0.2,
    width: float = 3.0,
    *,
    target: float | None = None,
    sigma: float | None = None,
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of the exponentially weighted moving average: sees a small but lasting shift early.

    Parameters
    ----------
    values : array-like of float, shape (k,)
        One measurement a period, in time order; a missing value is a gap.
    lam : float
        Weight λ of the newest value, 0 < λ ≤ 1; 0.05 to 0.3 are usual.
    width : float
        Width L of the limits in standard deviations.
    target : float, optional
        Level to hold; the mean of ``values`` by default.
    sigma : float, optional
        Standard deviation of a single value; from the moving ranges by default. For phase II give both, as in
        ``target=base.parameters["mean"], sigma=base.parameters["sd"]``.
    labels : iterable, optional
        Names of the points.

    Returns
    -------
    ControlChart
        Signals only beyond the limits: neighbouring averages share data, so run rules would cry wolf.

    Raises
    ------
    DataError
        If a value is text; without ``target`` or ``sigma``, if fewer than two are given or all are equal.
    ArgumentError
        If ``lam``, ``width``, ``target`` or ``sigma`` is out of its range.

    Notes
    -----
    zᵢ = λxᵢ + (1−λ)zᵢ₋₁, z₀ = target; limits ± Lσ√(λ/(2−λ)·(1−(1−λ)²ⁱ)).

    Examples
    --------
    >>> chart = ewma([52.0, 47.0, 53.0, 49.3], lam=0.3, target=50, sigma=2.0539)
    >>> chart.points.round(2).tolist()
    [50.6, 49.52, 50.56, 50.18]
    """
    data = numbers(values, "values", gaps=True)
    names = point_labels(labels, values, len(data))
    must_be_positive("lam", lam, at_most=1)
    must_be_positive("width", width)
    if sigma is not None:
        must_be_positive("sigma", sigma)
    if target is not None and not np.isfinite(target):
        raise ArgumentError("control.between", name="target", value=target, range=t("control.range.finite"))
    if target is None or sigma is None:
        there = ~np.isnan(data)
        keep = kept(len(data), (), None, "values", there)
        target = float(data[keep & there].mean()) if target is None else target
        sigma = mean_and_sd(data, keep, names)[1] if sigma is None else sigma
    points, level, seen = np.full(len(data), np.nan), float(target), ~np.isnan(data)
    made = []
    for share in (lam * data[seen]).tolist():  # over a gap the average stays where it was
        level = share + (1 - lam) * level
        made.append(level)
    points[seen] = made
    steps = np.cumsum(seen)
    return build(
        "ewma",
        points,
        float(target),
        sigma * np.sqrt(lam / (2 - lam) * (1 - (1 - lam) ** (2 * steps))),
        width=width,
        rules=("beyond_limits",),
        labels=names,
        parameters={"mean": float(target), "sd": float(sigma)},
    )
