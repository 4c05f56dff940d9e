"""Charts of counted things: limits from the counts and how many there were to count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np

from ._data import amounts, must_vary, over, point_labels, shares
from ._limits import ControlChart, build, constants, frozen, kept
from ._rules import Rules, rule_names
from ._values import FloatArray, mean_range

__all__ = ["c_chart", "counted", "np_chart", "p_chart", "u_chart"]


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
    names = point_labels(labels, given, len(counts))
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
            parameters["sigma_z"] = mean_range(z, keep & there, name, names) / constants(2).d2
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
        labels=names,
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
