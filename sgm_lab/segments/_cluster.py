"""Grouping persons, and three questions before anybody believes it: how many, against what chance, how stable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, DataError, check_whole
from ._profile import with_numbers

__all__ = ["Segments", "adjusted_rand", "cluster", "silhouette"]

Array: TypeAlias = npt.NDArray[np.float64]
Labels: TypeAlias = npt.NDArray[np.int_]
_MOST_WARD = 1500  # persons for whom all distances are worked out; the others join the nearest centre
_MOST_TEST = 200  # persons for the comparison with one crowd
_LEVEL = 0.05
_STEADY = 0.75  # adjusted Rand index from which groups count as the same when drawn again
_LEAST_SHARE = 0.05  # of the people, for a group to be one


@dataclass(frozen=True, eq=False)
class Segments:
    """Groups of persons, and what speaks for and against them.

    Attributes
    ----------
    labels : Series
        Group of each respondent, 1 the largest.
    k : int
        Number of groups.
    silhouettes : dict of int to float
        Mean silhouette width for each number of groups tried; the largest one chose ``k`` unless it was given.
    crowd : float
        Mean of the largest silhouette in crowds without groups, drawn with the same distributions and correlations.
    p : float
        Share of such crowds that look as grouped as these persons (with these persons counted in).
    stability : float
        Mean adjusted Rand index between these groups and those of resamples of 80 %.
    verdict : {"clear", "unsteady", "none"}
        ``clear``: no crowd looks as grouped (p ≤ .05) and the groups come again (stability ≥ .75). ``unsteady``: the
        first holds, the second does not. ``none``: one crowd would look the same.
    """

    labels: pd.Series = field(repr=False)
    k: int
    silhouettes: dict[int, float]
    crowd: float
    p: float
    stability: float
    verdict: Literal["clear", "unsteady", "none"]


def cluster(
    people: pd.DataFrame, k: int | None = None, *, most: int = 5, draws: int = 19, seed: int = 1
) -> Segments:
    """Group persons by their profiles, and say whether the groups are real.

    Parameters
    ----------
    people : DataFrame
        One row a person, as `profile` gives it; no missing values.
    k : int, optional
        Number of groups; by default the one with the largest mean silhouette width from 2 to ``most``.
    most : int
        Largest number tried.
    draws : int
        Crowds without groups to compare with; 19 is the least for p ≤ .05.
    seed : int
        Of resamples and crowds; the groups themselves need no chance.

    Returns
    -------
    Segments

    Raises
    ------
    ArgumentError
        If ``people`` is no table, ``k`` or ``most`` is below 2, or there are too few persons for it.
    DataError
        If everybody has the same profile, or a value is missing.

    Notes
    -----
    Groups: Ward's hierarchical clustering gives the starting centres, k-means refines them (Punj & Stewart 1983). How
    many: the largest mean silhouette width (Rousseeuw 1987). Real: a clustering always finds groups, even in one
    crowd, so the largest silhouette is compared with that of crowds drawn from a Gaussian copula with the same
    marginal distributions and correlations (the idea of Liu, Hayes, Nobel & Marron 2008, whose crowd is Gaussian;
    answers on short scales are not). Stable: the groups of resamples are compared by the adjusted Rand index (Hubert &
    Arabie 1985).

    References
    ----------
    Ward, J. H. (1963). Journal of the American Statistical Association 58(301), 236–244.
    Punj, G., & Stewart, D. W. (1983). Journal of Marketing Research 20(2), 134–148.
    Rousseeuw, P. J. (1987). Journal of Computational and Applied Mathematics 20, 53–65.
    Hubert, L., & Arabie, P. (1985). Journal of Classification 2, 193–218.
    Liu, Y., Hayes, D. N., Nobel, A., & Marron, J. S. (2008). Journal of the American Statistical Association
    103(483), 1281–1293.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> rows = np.vstack([rng.normal(m, 1, (60, 4)) for m in (0, 4)])
    >>> found = cluster(pd.DataFrame(rows))
    >>> found.k, found.verdict, found.labels.value_counts().tolist()
    (2, 'clear', [60, 60])
    """
    if not isinstance(people, pd.DataFrame):
        raise ArgumentError("segments.not_profiles", kind=type(people).__name__)
    x = with_numbers(people, list(people.columns)).to_numpy()
    if np.isnan(x).any():
        raise DataError("segments.missing")
    sizes = [k] if k is not None else list(range(2, most + 1))
    if min(sizes, default=0) < 2 or max(sizes) * 5 > len(x):
        raise ArgumentError("segments.k", value=k if k is not None else most, n=len(x))
    if not np.ptp(x, axis=0).any():
        raise DataError("segments.alike")
    check_whole("seed", seed, 0)
    check_whole("draws", draws, 1)
    rng = np.random.default_rng(seed)
    tried = _tried(x, sizes, rng)
    chosen = max(tried, key=lambda size: tried[size][0])
    labels = _by_size(tried[chosen][1])
    crowd, p = _against_a_crowd(x, sizes, draws, rng)
    stability = _stability(x, labels, chosen, rng)
    small = np.bincount(labels)[1:].min() < _LEAST_SHARE * len(x)
    verdict: Literal["clear", "unsteady", "none"] = "none"
    if p <= _LEVEL:
        verdict = "clear" if stability >= _STEADY and not small else "unsteady"
    return Segments(pd.Series(labels, index=people.index, name="segment"), chosen,
                    {size: float(s) for size, (s, _) in tried.items()}, crowd, p, stability, verdict)  # fmt: skip


def _tried(x: Array, sizes: list[int], rng: np.random.Generator) -> dict[int, tuple[float, Labels]]:
    """Silhouette and groups for each number of groups."""
    few = x if len(x) <= _MOST_WARD else x[rng.choice(len(x), _MOST_WARD, replace=False)]
    square = _distances(few)
    tree = _ward(square)
    made = {}
    for size in sizes:
        centres = _refined(few, _centres(few, tree, size))
        near = _nearest(few, centres)
        made[size] = (silhouette(square, near), near if few is x else _nearest(x, centres))
    return made


def _distances(x: Array) -> Array:
    """Euclidean distances of all rows, without all of SciPy's, which a page would have to fetch."""
    return np.asarray(
        np.sqrt(sum(((column[:, None] - column) ** 2 for column in x.T), np.zeros((len(x), len(x)))))
    )


def _ward(square: Array) -> Any:
    """Ward's tree."""
    from scipy.cluster.hierarchy import linkage

    return linkage(square[np.triu_indices(len(square), 1)], "ward")


def _centres(x: Array, tree: Any, size: int) -> Array:
    from scipy.cluster.hierarchy import fcluster

    labels = fcluster(tree, size, "maxclust")
    member = labels[:, None] == np.unique(labels)
    return np.asarray((member.T @ x) / member.sum(axis=0)[:, None])


def _refined(x: Array, centres: Array) -> Array:
    """Move the centres by k-means, ten steps from Ward's at most; a group that lost everybody keeps its centre.

    The hundred small runs behind a verdict would spend most of their time in the checks of SciPy's ``kmeans2``.
    """
    for _ in range(10):
        member = _nearest(x, centres)[:, None] == np.arange(len(centres))
        counts = member.sum(axis=0)[:, None]
        moved = np.where(counts > 0, (member.T @ x) / np.maximum(counts, 1), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres


def _nearest(x: Array, centres: Array) -> Labels:
    # |x − c|² without |x|², which is the same for every centre.
    return np.asarray(((centres**2).sum(axis=1) - 2 * x @ centres.T).argmin(axis=1), dtype=int)


def _by_size(labels: Labels) -> Labels:
    """Number the groups from 1, the largest first."""
    counts = np.bincount(labels)
    order = np.argsort(-counts, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(1, len(order) + 1)
    return rank[labels]


def silhouette(distances: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Mean silhouette width: how much nearer people are to their own group than to the next one, −1 to 1.

    Parameters
    ----------
    distances : array-like, shape (n, n)
    labels : array-like of int, shape (n,)
        Groups, numbered from 0.

    Returns
    -------
    float
        0 where there is only one group.

    Notes
    -----
    s = (b − a)/max(a, b), a the mean distance to one's own group, b that to the nearest other; 0 for somebody alone.

    References
    ----------
    Rousseeuw, P. J. (1987). Journal of Computational and Applied Mathematics 20, 53–65.

    Examples
    --------
    Points 0, 1 and 5, 6: a = 1 for all; b = 5.5, 4.5, 4.5, 5.5.

    >>> points = np.array([0, 1, 5, 6.0])
    >>> round(silhouette(abs(points[:, None] - points), [0, 0, 1, 1]), 4)
    0.798
    """
    d, groups = np.asarray(distances, dtype=float), np.asarray(labels, dtype=int)
    member = groups[:, None] == np.unique(groups)
    counts = member.sum(axis=0)
    if len(counts) < 2:
        return 0.0
    sums = d @ member
    own = (sums * member).sum(axis=1) / np.maximum((counts * member).sum(axis=1) - 1, 1)
    other = np.where(member, np.inf, sums / counts).min(axis=1)
    wider = np.maximum(own, other)
    width = np.divide(other - own, wider, out=np.zeros_like(own), where=wider > 0)
    return float(np.where((counts * member).sum(axis=1) == 1, 0.0, width).mean())


def _against_a_crowd(x: Array, sizes: list[int], draws: int, rng: np.random.Generator) -> tuple[float, float]:
    """Mean largest silhouette of crowds without groups, and how many look as grouped as these persons."""
    few = x if len(x) <= _MOST_TEST else x[rng.choice(len(x), _MOST_TEST, replace=False)]

    def largest(rows: Array) -> float:
        return max(score for score, _ in _tried(rows, sizes, rng).values())

    seen = largest(few)
    others = [largest(crowd) for crowd in _crowds(x, len(few), draws, rng)]
    return float(np.mean(others)), (1 + sum(other >= seen for other in others)) / (draws + 1)


def _crowds(x: Array, n: int, draws: int, rng: np.random.Generator) -> list[Array]:
    """Draw crowds with the marginal distributions and rank correlations of ``x`` and no groups (Gaussian copula)."""
    from scipy.special import ndtr, ndtri

    scores = ndtri((pd.DataFrame(x).rank().to_numpy() - 0.5) / len(x))
    moving = scores.std(axis=0) > 0
    cov = np.cov(scores[:, moving].T)
    quantiles = np.sort(x, axis=0)
    made = []
    for _ in range(draws):
        normal = np.zeros((n, x.shape[1]))
        normal[:, moving] = rng.multivariate_normal(
            np.zeros(int(moving.sum())), np.atleast_2d(cov), n, method="eigh"
        )
        place = ndtr(normal / np.where(scores.std(axis=0) > 0, scores.std(axis=0), 1.0)) * (len(x) - 1)
        made.append(np.take_along_axis(quantiles, np.rint(place).astype(int), axis=0))
    return made


def _stability(x: Array, labels: Labels, k: int, rng: np.random.Generator, resamples: int = 10) -> float:
    """Mean adjusted Rand index with the groups of resamples of 80 % of the persons."""
    scores = []
    most = min(len(x), _MOST_WARD)
    for _ in range(resamples):
        chosen = rng.choice(len(x), int(0.8 * most), replace=False)
        again = _nearest(x[chosen], _refined(x[chosen], _centres(x[chosen], _ward(_distances(x[chosen])), k)))
        scores.append(adjusted_rand(labels[chosen], again))
    return float(np.mean(scores))


def adjusted_rand(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Agreement of two divisions of the same persons: 1 the same, 0 what chance gives.

    Parameters
    ----------
    first, second : array-like, shape (n,)
        Group of each person; what the groups are called does not matter.

    Returns
    -------
    float

    Notes
    -----
    (Σ C(nᵢⱼ,2) − E)/(½[Σ C(aᵢ,2) + Σ C(bⱼ,2)] − E), E = Σ C(aᵢ,2)·Σ C(bⱼ,2)/C(n,2).

    References
    ----------
    Hubert, L., & Arabie, P. (1985). Journal of Classification 2, 193–218.

    Examples
    --------
    >>> round(adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]), 4), adjusted_rand([0, 0, 1, 1], [5, 5, 3, 3])
    (0.5714, 1.0)
    """
    sizes = [np.size(np.asarray(one)) for one in (first, second)]
    if sizes[0] != sizes[1] or any(pd.isna(np.asarray(one, object)).any() for one in (first, second)):
        raise ArgumentError("segments.pairs", first=sizes[0], second=sizes[1])
    a, b = (np.unique(np.asarray(one), return_inverse=True)[1] for one in (first, second))
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)

    def pairs(counts: npt.NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    rows, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / pairs(np.array([table.sum()]))
    if (rows + columns) / 2 == expected:  # both divisions trivial
        return 1.0
    return (pairs(table) - expected) / ((rows + columns) / 2 - expected)
