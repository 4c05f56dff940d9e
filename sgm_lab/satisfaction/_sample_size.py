"""How many questionnaires: to see a change of a share, or for an interval of a given width."""

from __future__ import annotations

import math

from ..errors import ArgumentError, check_share
from ..inference import z_of

__all__ = ["sample_size_for_change", "sample_size_for_width"]


def sample_size_for_change(p1: float, p2: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """Questionnaires needed in *each* of two waves to see a share change from `p1` to `p2`.

    Parameters
    ----------
    p1, p2 : float
        Shares before and after, between 0 and 1.
    power : float
        Chance of seeing the change if it is real.
    alpha : float
        Chance of seeing one that is not there (two-sided).

    Returns
    -------
    int
        Answers in each wave, different people.

    Raises
    ------
    ArgumentError
        If a share, power or alpha is not between 0 and 1, or the two shares are equal.

    Notes
    -----
    n = (z₁₋α/₂·√(2p̄(1−p̄)) + z_power·√(p₁(1−p₁)+p₂(1−p₂)))² / (p₁−p₂)², rounded up.

    Examples
    --------
    >>> sample_size_for_change(0.80, 0.85)
    906
    """
    for name, share, example in (
        ("p1", p1, 0.8),
        ("p2", p2, 0.85),
        ("power", power, 0.8),
        ("alpha", alpha, 0.05),
    ):
        check_share(name, share, example)
    if p1 == p2:
        raise ArgumentError("satisfaction.no_change", value=p1)
    middle = (p1 + p2) / 2
    root = z_of(1 - alpha) * math.sqrt(2 * middle * (1 - middle)) + z_of(2 * power - 1) * math.sqrt(
        p1 * (1 - p1) + p2 * (1 - p2)
    )
    return _up((root / (p1 - p2)) ** 2)


def sample_size_for_width(width: float, p: float = 0.5, confidence: float = 0.95) -> int:
    """Questionnaires needed for an interval of a share no wider than `width`.

    Parameters
    ----------
    width : float
        Full width from lower to upper limit, for instance 0.1 for ±5 percentage points.
    p : float
        Share expected; 0.5 asks for most.
    confidence : float
        Level of the interval.

    Returns
    -------
    int
        Answers needed.

    Raises
    ------
    ArgumentError
        If an argument is not between 0 and 1.

    Notes
    -----
    The larger of the textbook 4z²p(1−p)/width² and of what Wilson's interval, the one `csat` reports, needs: the
    textbook figure is too small where p is near 0 or 1.

    Examples
    --------
    >>> sample_size_for_width(0.1)
    385
    """
    for name, share, example in (("width", width, 0.1), ("p", p, 0.5), ("confidence", confidence, 0.95)):
        check_share(name, share, example)
    z2, spread = z_of(confidence) ** 2, p * (1 - p)
    textbook = 4 * z2 * spread / width**2
    # Wilson: width²(n+z²)² = 4z²·p(1−p)·n + z⁴, a quadratic in n whose larger root is wanted.
    half_linear = z2 * width**2 - 2 * z2 * spread
    root = half_linear**2 - width**2 * z2**2 * (width**2 - 1)
    return _up(max(textbook, (math.sqrt(root) - half_linear) / width**2))


def _up(n: float) -> int:
    return math.ceil(n - 1e-9)  # 40.000000000001 answers are 40
