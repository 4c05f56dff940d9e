"""Phase I: limits worth keeping, computed without points that had a reason of their own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ..errors import ArgumentError
from ._counts import c_chart, np_chart, p_chart, u_chart
from ._laney import p_prime_chart, u_prime_chart
from ._limits import ControlChart
from ._subgroups import xbar_r, xbar_s
from ._values import individuals

__all__ = ["phase_one"]

_PHASE_ONE: dict[Callable[..., ControlChart], str] = {
    chart: chart.__name__
    for chart in (
        p_chart,
        np_chart,
        c_chart,
        u_chart,
        p_prime_chart,
        u_prime_chart,
        individuals,
        xbar_r,
        xbar_s,
    )
}


def phase_one(
    chart_function: Callable[..., ControlChart],
    *data: Any,
    exclude: Iterable[int] | None = None,
    max_rounds: int = 10,
    **options: Any,
) -> ControlChart:
    """Find limits worth keeping: compute them without points that had a reason of their own.

    Parameters
    ----------
    chart_function : callable
        `p_chart`, `np_chart`, `c_chart`, `u_chart`, `p_prime_chart`, `u_prime_chart`, `individuals`, `xbar_r` or
        `xbar_s`.
    *data
        What the chart takes.
    exclude : iterable of int, optional
        Positions (from 0) whose reason is known. Without it, points beyond the limits are left out and the
        limits computed again, until none is left; look for the reason of each before keeping such limits.
    max_rounds : int
        Most rounds of leaving out.
    **options
        ``rules`` and ``labels``, as in `p_chart`.

    Returns
    -------
    ControlChart
        All points; ``.excluded`` names those the limits do not come from. Give it as ``baseline`` later.

    Raises
    ------
    ArgumentError
        If there is no such chart.
    DataError
        As raised by the chart.

    Examples
    --------
    >>> from sgm_lab.control import c_chart
    >>> chart = phase_one(c_chart, [4, 6, 5, 3, 7, 5, 4, 18])
    >>> chart.excluded, round(chart.center, 3)
    ((7,), 4.857)
    >>> c_chart([5, 13], baseline=chart).signals[0].point
    1
    """
    if inspect.unwrap(chart_function) not in _PHASE_ONE:  # what is public has a guard round it
        name = getattr(chart_function, "__name__", chart_function)
        raise ArgumentError("control.chart_function", value=name, choices=list(_PHASE_ONE.values()))
    if exclude is not None:
        return chart_function(*data, exclude=tuple(exclude), **options)
    chart = chart_function(*data, **options)
    for _ in range(max_rounds):
        outside = np.flatnonzero((chart.points > chart.upper) | (chart.points < chart.lower))
        found = sorted({*chart.excluded, *map(int, outside)})
        if len(found) == len(chart.excluded):
            break
        chart = chart_function(*data, exclude=found, **options)
    return chart
