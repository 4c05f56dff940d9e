"""Kano, planning a survey: how many people to ask for Better and Worse to be known well enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..errors import check_between, check_whole
from ..inference import to_ask, z_of
from ._counts import as_counts

__all__ = ["excluded_share", "interval_width", "margin_curve", "sample_size", "survey_plan"]

_POINTS = 60  # of a curve
_MOST_EXCLUDED = 0.9  # a survey in which nearly everything is R or Q is no guide to the next


def sample_size(width: float, better: float = 0.5, level: float = 0.95, excluded: float = 0.0) -> int:
    """How many respondents are needed for an interval of Better or Worse of a given width.

    Parameters
    ----------
    width : float
        Full width of the interval, from low to high: 0.1 is ±0.05.
    better : float, 0–1
        Better, or \\|Worse\\|, that is expected; 0.5 asks for the most and is safe.
    level : float, 0–1
        Confidence level.
    excluded : float, 0–1
        Expected share of answers that are R or Q: they are not in the base, so more must be asked.

    Returns
    -------
    int
        Respondents with complete pairs.

    Raises
    ------
    ArgumentError
        A value out of range.

    Notes
    -----
    n = 4z²·p(1 − p)/width²/(1 − excluded), rounded up.

    Examples
    --------
    >>> sample_size(0.1)
    385
    >>> sample_size(0.1, excluded=0.1)
    427
    """
    _inside(width=width)
    return math.ceil(_scatter(better, level, excluded) / width**2)


def interval_width(n: int, better: float = 0.5, level: float = 0.95, excluded: float = 0.0) -> float:
    """Full width of the interval of Better or Worse to expect from n respondents; inverse of `sample_size`.

    Parameters
    ----------
    n : int
        Respondents with complete pairs.
    better, level, excluded
        As for `sample_size`.

    Returns
    -------
    float
        Width from low to high.

    Raises
    ------
    ArgumentError
        A value out of range.

    Examples
    --------
    >>> round(interval_width(400), 3)
    0.098
    """
    check_whole("n", n, 1)
    return math.sqrt(_scatter(better, level, excluded) / n)


def excluded_share(counts: Any) -> float:
    """Share of all answers that are R or Q and so in the base of neither Better nor Worse; at most 0.9.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`.

    Returns
    -------
    float
        0 without answers.

    Examples
    --------
    >>> excluded_share({"O": 8, "Q": 1, "R": 1})
    0.2
    """
    k = as_counts(counts)
    total = int(k.to_numpy().sum())
    return min(float(k[["R", "Q"]].to_numpy().sum() / total), _MOST_EXCLUDED) if total else 0.0


def survey_plan(
    margins: Sequence[float],
    *,
    groups: int = 1,
    reply: float = 1.0,
    level: float = 0.95,
    excluded: float = 0.0,
) -> pd.DataFrame:
    """How many people each margin of Better and Worse takes, and how many must be asked.

    Parameters
    ----------
    margins : sequence of float
        Half-widths of the interval: 0.05 is ±5 percentage points.
    groups : int
        Groups that are each to be known as well.
    reply : float, 0–1
        Share of those asked who answer.
    level, excluded
        As for `sample_size`.

    Returns
    -------
    DataFrame, index margin
        ``n`` respondents a group, ``people`` in all, ``send`` questionnaires to send out.

    Examples
    --------
    >>> survey_plan([0.1, 0.05], groups=2, reply=0.5)["send"].to_dict()
    {0.1: 388, 0.05: 1540}
    """
    check_whole("groups", groups, 1)
    check_between("reply", reply, 0, 1, open_low=True)
    rows = []
    for margin in margins:
        check_between("margins", margin, 0, 0.5, open_low=True, open_high=True)
        n = sample_size(2 * margin, level=level, excluded=excluded)
        rows.append({"margin": margin, "n": n, "people": n * groups, "send": to_ask(n * groups, reply)})
    return pd.DataFrame(rows).set_index("margin")


def margin_curve(low: int, high: int, *, level: float = 0.95, excluded: float = 0.0) -> pd.DataFrame:
    """How the margin of Better and Worse narrows with the number of respondents.

    Parameters
    ----------
    low, high : int
        Fewest and most respondents.
    level, excluded
        As for `sample_size`.

    Returns
    -------
    DataFrame
        ``n``, evenly spaced in its logarithm, and ``margin``: half the width of the interval.

    Examples
    --------
    >>> margin_curve(100, 400).round(3).iloc[[0, -1]].to_dict("list")
    {'n': [100, 400], 'margin': [0.098, 0.049]}
    """
    sizes = sorted({round(low * (high / low) ** (step / _POINTS)) for step in range(_POINTS + 1)})
    margins = [interval_width(n, level=level, excluded=excluded) / 2 for n in sizes]
    return pd.DataFrame({"n": sizes, "margin": margins})


def _scatter(better: float, level: float, excluded: float) -> float:
    """Squared width of the interval from one respondent."""
    _inside(better=better, level=level)
    check_between("excluded", excluded, 0, 1, open_high=True)
    return 4 * z_of(level) ** 2 * better * (1 - better) / (1 - excluded)


def _inside(**values: float) -> None:
    for name, value in values.items():
        check_between(name, value, 0, 1, open_low=True, open_high=True)
