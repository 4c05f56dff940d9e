"""What customers wish for: the Kano shares of each feature as they drift, and the satisfaction they make."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from .. import kano
from ..errors import check_between
from ._market import QUARTERS, Market
from ._parameters import PARAMETERS

__all__ = ["curves", "kano_shares", "wishes_met"]

_GRID = 1024


def kano_shares(market: Market, quarter: int, copied: Mapping[str, int]) -> dict[str, tuple[float, ...]]:
    """Shares of M, O, A, I, R, Q for each feature in a quarter.

    Parameters
    ----------
    market : Market
    quarter : int
        0 (opening) to 8.
    copied : mapping
        Feature → quarter in which a competitor copied it.

    Returns
    -------
    dict of tuple

    Notes
    -----
    The waves of the case's own Kano survey are laid evenly over the eight quarters and joined by straight
    lines: a feature drifts from A to O to M where it did so in the data. A feature that a competitor has copied
    drifts on: each quarter half of its A turns into O and M in equal parts.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> here = market("customer_service", 12)
    >>> [round(kano_shares(here, q, {})["delay_notice"][0], 2) for q in (0, 4, 8)]
    [0.08, 0.22, 0.43]
    """
    check_between("quarter", quarter, 0, QUARTERS)
    return {
        name: _copied(shares, quarter, copied.get(name)) for name, shares in _waves(market, quarter).items()
    }


@lru_cache(2048)
def _waves(market: Market, quarter: int) -> dict[str, tuple[float, ...]]:
    waves = market.shares
    at = quarter / QUARTERS * (len(waves) - 1)
    first = min(int(at), len(waves) - 2) if len(waves) > 1 else 0
    second, share = min(first + 1, len(waves) - 1), at - first
    return {
        name: tuple(a + share * (b - a) for a, b in zip(waves[first][name], waves[second][name], strict=True))
        for name in market.features
    }


def _copied(shares: tuple[float, ...], quarter: int, since: int | None) -> tuple[float, ...]:
    if since is None:
        return shares
    must, more, delight, *rest = shares
    moved = delight * (1 - (1 - PARAMETERS.copy_speed) ** (quarter - since + 1))
    return (must + moved / 2, more + moved / 2, delight - moved, *rest)


@lru_cache(1)
def curves() -> tuple[list[float], list[float]]:
    """`kano.satisfaction_curve` from 0 to 1 for must-be and attractive, on a fine grid: read off, it costs nothing."""
    grid = np.linspace(0, 1, _GRID + 1)
    must, delight = (kano.satisfaction_curve(1.0, 0.0, letter, grid).tolist() for letter in "MA")
    return [*must, must[-1]], [*delight, delight[-1]]


def wishes_met(market: Market, quarter: int, levels: Mapping[str, float], copied: Mapping[str, int]) -> float:
    """Kano part of satisfaction: mean over features and people of the satisfaction curves, weighted by importance.

    What pleases counts only as far as the basics are there: no delight where the must-be fails.
    """
    steep, late = curves()
    waves = _waves(market, quarter)
    pleased = hurt = basics = must_weight = weights = 0.0
    for name in market.features:
        must, more, delight, neither, *_ = _copied(waves[name], quarter, copied.get(name))
        people = must + more + delight + neither
        weight = market.importance[name]
        x = min(1.0, max(0.0, levels[name]))
        at = int(x * _GRID)
        part = x * _GRID - at
        # The straight line is the curve of one-dimensional features, and of indifferent ones.
        rise = (more + neither) * x
        rise += must * (steep[at] + part * (steep[at + 1] - steep[at]))
        rise += delight * (late[at] + part * (late[at + 1] - late[at]))
        felt = (-(more + must) + (delight + 2 * more + must) * rise / people) / people
        if felt > 0:
            pleased += weight * felt
        else:
            hurt += weight * felt
        basics += weight * must / people * x
        must_weight += weight * must / people
        weights += weight
    return (basics / must_weight * pleased + hurt) / weights if must_weight else (pleased + hurt) / weights
