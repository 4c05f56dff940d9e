"""Charts of subgroups: means, with limits from the ranges or the deviations within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np

from ._data import must_vary, point_labels, subgroups
from ._limits import ControlChart, build, constants, frozen, kept
from ._rules import Rules, rule_names
from ._values import ONLY_LIMITS

__all__ = ["xbar_r", "xbar_s"]


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
    spread = build(by, spreads, scale * sd, noise * sd, floor=0.0, rules=ONLY_LIMITS, labels=names, keep=keep)
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
