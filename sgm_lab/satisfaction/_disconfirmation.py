"""Expectation, perception and what becomes of the difference: Oliver's expectation–disconfirmation model.

`disconfirm` plays the model with stated weights; the other functions ask answers whether they behave like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, DataError
from ..inference import is_constant, mean_interval, t_quantile

__all__ = [
    "assimilation",
    "disconfirm",
    "disconfirm_change",
    "disconfirmation_bins",
    "disconfirmation_effects",
]

_EDGES = (-2.0, -1.5, -1.0, -0.5, 0.0)
_ENOUGH = 10  # persons on each side of 0, before a slope of that side is estimated


def disconfirm(
    expectation: npt.ArrayLike,
    perception: npt.ArrayLike,
    *,
    level: float = 0.3,
    gain: float = 0.5,
    loss: float = 2.0,
    pull: float = 0.0,
    scale: tuple[float, float] = (1, 7),
) -> pd.DataFrame:
    """Satisfaction that follows from an expectation and what was met.

    Parameters
    ----------
    expectation, perception : float or array, shape (n,)
        On the scale.
    level : float
        Weight of the expectation itself, the level from which people judge.
    gain : float
        Satisfaction gained for each point above the expectation.
    loss : float
        How many times as much a point below it costs; 1 = both the same.
    pull : float, below 1
        Above 0, what is felt moves towards what was expected (assimilation); below 0, away from it (contrast).
    scale : tuple
        Lowest and highest answer; satisfaction is on the same scale and stays on it.

    Returns
    -------
    pandas.DataFrame
        Columns expectation, perception, felt, disconfirmation, satisfaction.

    Raises
    ------
    ArgumentError
        If `pull` is 1 or more, or `gain` or `loss` below 0.

    Notes
    -----
    felt F = P + pull·(E − P); disconfirmation D = F − E; satisfaction = m + level·(E − m) + gain·max(D, 0) +
    loss·gain·min(D, 0), with m the middle of the scale. Oliver's model says *that* satisfaction adds up from the level
    of expectation and disconfirmation; the weights differ from study to study, so those here are assumptions to play
    with and not findings.

    References
    ----------
    Oliver (1980), *J. Marketing Research* 17(4):460–469; assimilation and contrast: Anderson (1973), *J. Marketing
    Research* 10(1):38–44; losses weigh more: Anderson & Sullivan (1993), *Marketing Science* 12(2):125–143.

    Examples
    --------
    >>> disconfirm(6, [5, 6, 7])[["disconfirmation", "satisfaction"]]
       disconfirmation  satisfaction
    0             -1.0           3.6
    1              0.0           4.6
    2              1.0           5.1
    """
    if not pull < 1:
        raise ArgumentError("satisfaction.disconfirm_pull", value=pull)
    for name, weight in (("gain", gain), ("loss", loss)):
        if not weight >= 0:
            raise ArgumentError("satisfaction.disconfirm_weight", name=name, value=weight)
    low, high = map(float, scale)
    expected, met = np.broadcast_arrays(
        np.atleast_1d(np.asarray(expectation, float)), np.atleast_1d(np.asarray(perception, float))
    )
    for answers in (expected, met):
        off = (answers < low) | (answers > high)
        if off.any():
            at = int(off.argmax())
            raise DataError(
                "satisfaction.outside",
                one=DataError("satisfaction.one", position=at + 1),
                value=f"{answers[at]:g}", low=scale[0], high=scale[1], count=int(off.sum()),
            )  # fmt: skip
    felt = met + pull * (expected - met)
    gap = felt - expected
    middle = (low + high) / 2
    satisfied = (
        middle + level * (expected - middle) + gain * np.maximum(gap, 0) + loss * gain * np.minimum(gap, 0)
    )
    return pd.DataFrame(
        {
            "expectation": expected, "perception": met, "felt": felt, "disconfirmation": gap,
            "satisfaction": np.clip(satisfied, low, high),
        }
    )  # fmt: skip


def disconfirm_change(
    expectation: float,
    perception: float,
    *,
    promise: float = 0.0,
    improve: float = 0.0,
    scale: tuple[float, float] = (1, 7),
    **weights: float,
) -> pd.DataFrame:
    """Satisfaction before and after a promise is raised and a service improved.

    Parameters
    ----------
    expectation, perception : float
        Before.
    promise, improve : float
        By how much expectation and perception are raised; neither leaves the scale.
    scale : tuple
        Lowest and highest answer.
    **weights
        As of `disconfirm`.

    Returns
    -------
    pandas.DataFrame
        Index when (before, after); columns as `disconfirm` has them.

    Examples
    --------
    >>> disconfirm_change(6, 5, promise=2)[["expectation", "satisfaction"]]
            expectation  satisfaction
    when
    before          6.0           3.6
    after           7.0           2.9
    """
    low, high = scale
    expected = [expectation, min(max(expectation + promise, low), high)]
    met = [perception, min(max(perception + improve, low), high)]
    table = disconfirm(expected, met, scale=scale, **weights)
    return table.set_index(pd.Index(["before", "after"], name="when"))


def disconfirmation_bins(
    gap: Any, outcome: Any, edges: Sequence[float] = _EDGES, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Mean outcome of people whose disconfirmation is about the same.

    Parameters
    ----------
    gap : array, shape (n,)
        Perception − expectation of each person.
    outcome : array, shape (n,)
        What it may lead to: satisfaction, trust, intention to return.
    edges : sequence of float
        Ends of the bins, rising; the first and last bin are open. A gap on an edge belongs to the bin above it.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index low, high (ends of the bin); columns n, gap, outcome (means), sd, ci_low, ci_high. Empty bins are left
        out; a person with a missing value does not count.

    Raises
    ------
    ArgumentError
        If edges do not rise or lengths differ.

    Notes
    -----
    Mean ± t(n−1)·s/√n within each bin; the bins are for looking, `disconfirmation_effects` for testing.

    Examples
    --------
    >>> disconfirmation_bins([-3, -2.5, 0.5, 1], [2, 3, 6, 6], edges=(-1, 0))[["n", "outcome"]]
                n  outcome
    low  high
    -inf -1.0   2      2.5
     0.0  inf   2      6.0
    """
    try:
        cuts = np.atleast_1d(np.asarray(edges, float))
    except (TypeError, ValueError) as cause:
        raise ArgumentError("satisfaction.disconfirm_edges", value=str(edges)) from cause
    if cuts.ndim > 1 or not len(cuts) or not np.isfinite(cuts).all() or (np.diff(cuts) <= 0).any():
        raise ArgumentError("satisfaction.disconfirm_edges", value=str(edges))
    people = _complete(gap=gap, outcome=outcome)
    ends = np.concatenate([[-np.inf], cuts, [np.inf]])
    place = np.searchsorted(cuts, people["gap"].to_numpy(), side="right")
    groups = people.groupby(place)
    table = groups.mean()
    table.insert(0, "n", groups.size())
    table["sd"] = groups["outcome"].std()
    table["ci_low"], table["ci_high"] = mean_interval(table["outcome"], table["sd"], table["n"], confidence)
    table.index = pd.MultiIndex.from_arrays(
        [ends[table.index], ends[np.asarray(table.index) + 1]], names=["low", "high"]
    )
    return table


def disconfirmation_effects(
    expectation: Any, perception: Any, outcome: Any, *, confidence: float = 0.95
) -> pd.DataFrame:
    """How much an outcome moves with the level of expectation, with falling short, and with going beyond.

    Parameters
    ----------
    expectation, perception, outcome : array, shape (n,)
        One value a person.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index term: "level", "shortfall", "surplus" and "asymmetry" (shortfall − surplus). Columns estimate (points of
        the outcome for one point), ci_low, ci_high, n (persons on that side of 0; all for "level"). With fewer than 10
        persons below or above 0 only one slope is there for both, called "gap".

    Raises
    ------
    DataError
        If fewer than 20 persons are complete, or expectation or gap do not vary.

    Notes
    -----
    Least squares: outcome = b₀ + b₁·E + b₂·min(D, 0) + b₃·max(D, 0), D = P − E. In a difference the parts are tied
    (Peter, Churchill & Brown 1993, *J. Consumer Research* 19(4):655–662): with E in the equation, b₂ and b₃ say what
    perception does at a given expectation. It is a relation among answers of the same people, not yet a cause.

    References
    ----------
    Oliver (1980), *J. Marketing Research* 17(4):460–469; Mittal, Ross & Baldasare (1998), *J. Marketing*
    62(1):33–47, on the asymmetry.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> e, p = rng.uniform(3, 7, 400), rng.uniform(1, 7, 400)
    >>> s = 2 + 0.3 * e + 0.9 * np.minimum(p - e, 0) + 0.4 * np.maximum(p - e, 0) + rng.normal(0, 0.1, 400)
    >>> disconfirmation_effects(e, p, s)["estimate"].round(1).to_dict()
    {'level': 0.3, 'shortfall': 0.9, 'surplus': 0.4, 'asymmetry': 0.5}
    """
    people = _complete(expectation=expectation, perception=perception, outcome=outcome)
    gap = (people["perception"] - people["expectation"]).to_numpy()
    level = people["expectation"].to_numpy()
    if len(people) < 2 * _ENOUGH:
        raise DataError("satisfaction.disconfirm_few", n=len(people), needed=2 * _ENOUGH)
    if is_constant(gap.std(), np.abs(gap).max()) or is_constant(level.std(), np.abs(level).max()):
        raise DataError("satisfaction.disconfirm_constant")
    below, above = int((gap < 0).sum()), int((gap > 0).sum())
    split = min(below, above) >= _ENOUGH
    parts = [np.minimum(gap, 0), np.maximum(gap, 0)] if split else [gap]
    beta, covariance, df = _least_squares([level, *parts], people["outcome"].to_numpy())
    names = ["level", "shortfall", "surplus"] if split else ["level", "gap"]
    n = [len(people), below, above] if split else [len(people), len(people)]
    contrasts = [np.eye(len(beta))[at + 1] for at in range(len(names))]
    if split:
        names.append("asymmetry")
        n.append(len(people))
        contrasts.append(contrasts[1] - contrasts[2])
    return pd.DataFrame(
        [_effect(contrast, beta, covariance, df, confidence) for contrast in contrasts],
        columns=["estimate", "ci_low", "ci_high"], index=pd.Index(names, name="term"),
    ).assign(n=n)  # fmt: skip


def assimilation(expectation: Any, perception: Any, *, confidence: float = 0.95) -> dict[str, float]:
    """Slope of perception on expectation between people: do those who expect more also report more?

    Parameters
    ----------
    expectation, perception : array, shape (n,)
        One value a person.
    confidence : float
        Level of the interval.

    Returns
    -------
    dict
        estimate, ci_low, ci_high, n. Above 0 speaks for assimilation (what is felt moves towards what was expected),
        below 0 for contrast. A habit of ticking high everywhere also makes it positive, so it proves nothing alone.

    Raises
    ------
    DataError
        If fewer than 20 persons are complete, or expectations do not vary.

    References
    ----------
    Anderson (1973), *J. Marketing Research* 10(1):38–44.

    Examples
    --------
    >>> found = assimilation(range(1, 21), [x / 2 for x in range(1, 21)])
    >>> round(found["estimate"], 3), found["n"]
    (0.5, 20)
    """
    people = _complete(expectation=expectation, perception=perception)
    level = people["expectation"].to_numpy()
    if len(people) < 2 * _ENOUGH:
        raise DataError("satisfaction.disconfirm_few", n=len(people), needed=2 * _ENOUGH)
    if is_constant(level.std(), np.abs(level).max()):
        raise DataError("satisfaction.disconfirm_constant")
    beta, covariance, df = _least_squares([level], people["perception"].to_numpy())
    estimate, low, high = _effect(np.array([0.0, 1.0]), beta, covariance, df, confidence)
    return {"estimate": estimate, "ci_low": low, "ci_high": high, "n": len(people)}


def _complete(**columns: Any) -> pd.DataFrame:
    """Return the columns as floats, without persons for whom one is missing."""
    arrays = {name: np.asarray(values, float).ravel() for name, values in columns.items()}
    if len({len(values) for values in arrays.values()}) > 1:
        raise ArgumentError("satisfaction.disconfirm_length", lengths=[len(v) for v in arrays.values()])
    return pd.DataFrame(arrays).dropna()


Floats = npt.NDArray[np.float64]


def _least_squares(columns: Sequence[Floats], outcome: Floats) -> tuple[Floats, Floats, int]:
    """Coefficients (constant first), their covariance and degrees of freedom."""
    design = np.column_stack([np.ones(len(outcome)), *columns])
    beta = np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0], np.float64)
    df = len(outcome) - design.shape[1]
    left = outcome - design @ beta
    return beta, float(left @ left) / df * np.linalg.pinv(design.T @ design), df


def _effect(
    contrast: Floats, beta: Floats, covariance: Floats, df: int, confidence: float
) -> tuple[float, float, float]:
    value, se = float(contrast @ beta), float(np.sqrt(contrast @ covariance @ contrast))
    half = float(t_quantile(confidence, df)) * se
    return value, value - half, value + half
