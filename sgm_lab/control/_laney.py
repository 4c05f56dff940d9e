"""Laney's p′ and u′ charts: shares and rates of many cases, where days differ more than counting alone explains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._counts import counted
from ._data import over, shares
from ._limits import ControlChart
from ._rules import Rules

__all__ = ["p_prime_chart", "u_prime_chart"]


def p_prime_chart(
    defectives: Any,
    n: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of a share of many cases, whose limits allow for days that differ a little anyway.

    Use it where each point has thousands of cases and an ordinary `p_chart` makes nearly every point a signal; the
    chart says so itself in ``.notes``. With few cases both agree.

    Parameters
    ----------
    defectives, n, exclude, baseline, rules, labels
        As in `p_chart`.

    Returns
    -------
    ControlChart
        ``.parameters["sigma_z"]`` says how many times more the points vary than counting alone explains.

    Raises
    ------
    DataError, ArgumentError
        As in `p_chart`.

    Notes
    -----
    p̄ ± 3·σₚ·σ_z with σₚ = √(p̄(1−p̄)/n), zᵢ = (pᵢ − p̄)/σₚ and σ_z = mean \\|zᵢ − zᵢ₋₁\\|/1.128.

    References
    ----------
    Laney (2002), *Quality Engineering* 14(4):531–537.

    Examples
    --------
    Ten days of 4,000 calls, of which about 5 % are late, on some days a little more:

    >>> from sgm_lab.control import p_chart
    >>> late = [180, 240, 172, 231, 250, 169, 195, 244, 160, 215]
    >>> len(p_chart(late, 4000, rules=["beyond_3_sigma"]).signals)
    2
    >>> chart = p_prime_chart(late, 4000, rules=["beyond_3_sigma"])
    >>> len(chart.signals), round(chart.parameters["sigma_z"], 2)
    (0, 3.53)
    """
    counts, sizes = shares(defectives, n, gaps=True)
    return counted("p_prime", counts, sizes, defectives, exclude, baseline, rules, labels)


def u_prime_chart(
    counts: Any,
    n: Any,
    *,
    exclude: Iterable[int] = (),
    baseline: ControlChart | None = None,
    rules: Rules = "western_electric",
    labels: Iterable[Any] | None = None,
) -> ControlChart:
    """Chart of events for each unit of service, of large volumes; to `u_chart` what `p_prime_chart` is to `p_chart`.

    Parameters
    ----------
    counts, n, exclude, baseline, rules, labels
        As in `u_chart`.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError, ArgumentError
        As in `u_chart`.

    Notes
    -----
    ū ± 3·√(ū/n)·σ_z, σ_z as in `p_prime_chart`.

    References
    ----------
    Laney (2002), *Quality Engineering* 14(4):531–537.

    Examples
    --------
    >>> chart = u_prime_chart([180, 240, 172, 231, 250, 169], [4, 4, 4, 4, 4, 4])
    >>> round(chart.center, 2), round(chart.parameters["sigma_z"], 2)
    (51.75, 3.54)
    """
    values, sizes = over(counts, n, "counts", whole=False, gaps=True)
    return counted("u_prime", values, sizes, counts, exclude, baseline, rules, labels)
