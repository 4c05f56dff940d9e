"""The charts themselves: limits from the data, signals by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..errors import ArgumentError, DataError
from ..i18n import t
from ._data import amounts, must_be_positive, must_vary, numbers, over, point_labels, shares, subgroups
from ._limits import ControlChart, build, constants, frozen, kept
from ._rules import Rules, rule_names

__all__ = [
    "c_chart",
    "ewma",
    "individuals",
    "np_chart",
    "p_chart",
    "u_chart",
    "xbar_r",
    "xbar_s",
]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

_ONLY_LIMITS = ("beyond_3_sigma",)


# Counted things


def counted(
    kind: Literal["p", "np", "c", "u", "p_prime", "u_prime"],
    counts: FloatArray,
    sizes: FloatArray,
    given: Any,
    exclude: Iterable[int],
    baseline: ControlChart | None,
    rules: Rules,
    labels: Iterable[Any] | None,
) -> ControlChart:
    """Build a chart of counts: a share of n (p, np) or events (c, u), drawn as a rate (p, u) or a count (np, c).

    A prime chart widens the limits by how much more the points vary from one to the next than counting alone explains.
    """
    prime, of_cases, as_rate = (
        kind.endswith("_prime"),
        kind in ("p", "np", "p_prime"),
        kind not in ("np", "c"),
    )
    name = "defectives" if of_cases else "counts"
    there = ~np.isnan(counts / sizes)
    keep = kept(len(counts), exclude, baseline, name, there)
    if baseline is None:
        used = keep & there
        rate = float(counts[used].sum() / sizes[used].sum())
        must_vary(rate * (1 - rate) if of_cases else rate, name, rate)
        parameters = {"rate": rate}
    else:
        parameters = frozen(baseline, *(("p", "np") if kind in ("p", "np") else (kind,)))
        rate = parameters["rate"]
    variance = rate * (1 - rate) if of_cases else rate
    ceiling = 1.0 if of_cases else np.inf
    spread = 1.0
    if prime:
        if baseline is None:
            z = (counts / sizes - rate) / np.sqrt(variance / sizes)
            parameters["sigma_z"] = mean_range(z, keep & there, name) / constants(2).d2
            must_vary(parameters["sigma_z"], name, rate)
        spread = parameters["sigma_z"]
    return build(
        kind,
        counts / sizes if as_rate else counts,
        rate if as_rate else sizes * rate,
        spread * (np.sqrt(variance / sizes) if as_rate else np.sqrt(variance * sizes)),
        floor=0.0,
        ceiling=ceiling if as_rate else sizes * ceiling,
        rules=rule_names(rules),
        labels=point_labels(labels, given, len(counts)),
        keep=keep,
        parameters=parameters,
    )


def p_chart(
    defectives: Any,
    n: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of a share: how many of ``n`` cases fail, period by period.

    Parameters
    ----------
    defectives : array-like of int, shape (k,)
        Cases that fail (late, complained, reopened …) in each period; a missing value, or 0 of 0 cases, is a gap: it
        is neither filled nor joined, and ends every run.
    n : int or array-like of int, shape (k,)
        Cases in each period; the limits follow it.
    exclude : iterable of int, optional
        Positions (from 0) that the limits are not computed from; they stay on the chart.
    baseline : ControlChart, optional
        An earlier p or np chart: its limits are kept (phase II), and ``defectives`` are judged by them.
    rules : {"western_electric", "nelson"} or sequence of str
        Rules that signal; see `RULES`.
    labels : iterable, optional
        Names of the points; by default the row names of a pandas column, else numbers from 1.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError
        If a value is text, negative, no whole number or above ``n``; if fewer than two points are left;
        if all or none fail, so that there is no variation.
    ArgumentError
        If ``exclude``, ``baseline`` or ``rules`` is not of its form.

    Notes
    -----
    p̄ ± 3√(p̄(1−p̄)/n), cut at 0 and 1; p̄ = Σd/Σn over the points kept. A point's own σ sets the
    zones of the rules.

    Examples
    --------
    30 samples of 50 cans, 347 defective, as in the orange juice data (Montgomery 1991).

    >>> from sgm_lab import control
    >>> d = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
    >>> d += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    >>> chart = control.p_chart(d, 50)
    >>> round(chart.center, 4), round(chart.lower, 4), round(chart.upper, 4)
    (0.2313, 0.0524, 0.4102)
    >>> [s.point + 1 for s in chart.signals if s.rule == "beyond_3_sigma"]
    [15, 23]
    """
    counts, sizes = shares(defectives, n, gaps=True)
    return counted("p", counts, sizes, defectives, exclude, baseline, rules, labels)


def np_chart(
    defectives: Any,
    n: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of the number that fail out of ``n``; the same judgement as `p_chart`, in cases.

    Parameters
    ----------
    defectives, n, exclude, baseline, rules, labels
        As in `p_chart`. Where ``n`` varies, the centre line does too; a p chart is then easier to read.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError, ArgumentError
        As in `p_chart`.

    Notes
    -----
    np̄ ± 3√(np̄(1−p̄)), cut at 0 and n.

    Examples
    --------
    >>> chart = np_chart([3, 5, 2, 6, 4], 40)
    >>> chart.center, chart.lower, round(chart.upper, 3)
    (4.0, 0.0, 9.692)
    """
    counts, sizes = shares(defectives, n, gaps=True)
    return counted("np", counts, sizes, defectives, exclude, baseline, rules, labels)


def c_chart(
    counts: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of events a period (complaints, falls, errors) where the volume of service stays about the same.

    Parameters
    ----------
    counts : array-like of int, shape (k,)
        Events in each period; a missing value is a gap.
    exclude, baseline, rules, labels
        As in `p_chart`.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError
        If a value is text, negative or no whole number; if fewer than two points are left; if all are 0.
    ArgumentError
        As in `p_chart`.

    Notes
    -----
    c̄ ± 3√c̄, cut at 0.

    Examples
    --------
    >>> chart = c_chart([7, 12, 9, 8, 11, 7])
    >>> chart.center, chart.lower, chart.upper
    (9.0, 0.0, 18.0)
    """
    values = amounts(counts, "counts", gaps=True)
    return counted("c", values, np.ones_like(values), counts, exclude, baseline, rules, labels)


def u_chart(
    counts: Any,
    n: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of events for each unit of service, where the volume varies.

    Parameters
    ----------
    counts : array-like of int, shape (k,)
        Events in each period; a missing value is a gap.
    n : float or array-like of float, shape (k,)
        Units of service in each period (visits, thousand calls, bed days), above 0.
    exclude, baseline, rules, labels
        As in `p_chart`.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError, ArgumentError
        As in `p_chart`, except that a count may exceed ``n`` and ``n`` need not be whole.

    Notes
    -----
    ū ± 3√(ū/n), cut at 0; ū = Σc/Σn over the points kept.

    Examples
    --------
    >>> chart = u_chart([30, 12, 27], [10, 5, 8])
    >>> chart.center, chart.upper.round(3).tolist()
    (3.0, [4.643, 5.324, 4.837])
    """
    values, sizes = over(counts, n, "counts", whole=False, gaps=True)
    return counted("u", values, sizes, counts, exclude, baseline, rules, labels)


# Measured things


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
        One measurement a period, in time order; a missing value is a gap.
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
        mean, sd = mean_and_sd(data, keep)
    else:
        earlier = frozen(baseline, "individuals")
        mean, sd = earlier["mean"], earlier["sd"]
    d2, d3, _ = constants(2)
    ranges = np.concatenate([[np.nan], np.abs(np.diff(data))])
    spread = build(
        "moving_range", ranges, d2 * sd, d3 * sd, floor=0.0, rules=_ONLY_LIMITS, labels=names, keep=keep
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


def mean_and_sd(data: FloatArray, keep: BoolArray) -> tuple[float, float]:
    """Return mean and sd of single values, the sd from moving ranges between points both kept."""
    used = keep & ~np.isnan(data)
    mean = float(data[used].mean())
    sd = mean_range(data, used, "values") / constants(2).d2
    must_vary(sd, "values", mean)
    return mean, sd


def mean_range(data: FloatArray, used: BoolArray, name: str) -> float:
    """Mean moving range between neighbours that both count; a gap joins nothing."""
    ranges = np.abs(np.diff(data))[used[1:] & used[:-1]]
    if not len(ranges):
        raise DataError("control.too_few", name=name, got=1, least=2)
    return float(ranges.mean())


def _subgroups(
    samples: Any,
    by: Literal["r", "s"],
    exclude: Iterable[int],
    baseline: ControlChart | None,
    rules: Rules,
    labels: Iterable[Any] | None,
) -> ControlChart:
    """Build an x̄ chart whose spread is judged by ranges or by standard deviations."""
    kind = f"xbar_{by}"
    data = subgroups(samples)
    count, size = data.shape
    keep = kept(count, exclude, baseline, "samples")
    names = point_labels(labels, samples, count)
    d2, d3, c4 = constants(size)
    scale, noise = (d2, d3) if by == "r" else (c4, float(np.sqrt(1 - c4**2)))
    spreads = np.ptp(data, axis=1) if by == "r" else data.std(axis=1, ddof=1)
    if baseline is None:
        mean, sd = float(data[keep].mean()), float(spreads[keep].mean() / scale)
        must_vary(sd, "samples", mean)
    else:
        earlier = frozen(baseline, kind)
        mean, sd = earlier["mean"], earlier["sd"]
    spread = build(
        by, spreads, scale * sd, noise * sd, floor=0.0, rules=_ONLY_LIMITS, labels=names, keep=keep
    )
    return build(
        kind,
        data.mean(axis=1),
        mean,
        sd / np.sqrt(size),
        rules=rule_names(rules),
        labels=names,
        keep=keep,
        parameters={"mean": mean, "sd": sd},
        spread=spread,
    )


def xbar_r(
    samples: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of subgroup means, with the range chart in ``.spread``.

    Parameters
    ----------
    samples : table or array-like of float, shape (k, m)
        A row a subgroup, a column a measurement; every row of the same size m, 2 or more. From about ten
        values a row, `xbar_s` uses the data better.
    exclude, baseline, rules, labels
        As in `p_chart`.

    Returns
    -------
    ControlChart
        ``.sigma`` is that of a mean; ``.parameters["sd"]`` that of a single measurement.

    Raises
    ------
    DataError
        If a cell is missing, rows differ in size, fewer than two are left, or nothing varies within the rows.
    ArgumentError
        If there is one value a row; else as in `p_chart`.

    Notes
    -----
    x̿ ± 3σ/√m with σ = R̄/d₂; ranges R̄ ± 3d₃σ, cut at 0.

    Examples
    --------
    >>> chart = xbar_r([[9, 11], [10, 14], [12, 10]])
    >>> chart.center, round(chart.upper, 3), round(chart.spread.upper, 3)
    (11.0, 16.013, 8.711)
    """
    return _subgroups(samples, "r", exclude, baseline, rules, labels)


def xbar_s(
    samples: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of subgroup means, with the standard deviation chart in ``.spread``.

    Parameters
    ----------
    samples, exclude, baseline, rules, labels
        As in `xbar_r`.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError, ArgumentError
        As in `xbar_r`.

    Notes
    -----
    x̿ ± 3σ/√m with σ = s̄/c₄; standard deviations s̄ ± 3s̄√(1−c₄²)/c₄, cut at 0.

    Examples
    --------
    >>> chart = xbar_s([[9, 11], [10, 14], [12, 10]])
    >>> chart.center, round(chart.upper, 3)
    (11.0, 16.013)
    """
    return _subgroups(samples, "s", exclude, baseline, rules, labels)


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
        sigma = mean_and_sd(data, keep)[1] if sigma is None else sigma
    points, level = np.full(len(data), np.nan), float(target)
    for at in np.flatnonzero(~np.isnan(data)):  # over a gap the average stays where it was
        points[at] = level = lam * data[at] + (1 - lam) * level
    steps = np.cumsum(~np.isnan(data))
    return build(
        "ewma",
        points,
        float(target),
        sigma * np.sqrt(lam / (2 - lam) * (1 - (1 - lam) ** (2 * steps))),
        width=width,
        rules=("beyond_limits",),
        labels=point_labels(labels, values, len(data)),
        parameters={"mean": float(target), "sd": float(sigma)},
    )
