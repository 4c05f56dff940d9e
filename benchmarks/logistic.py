"""Weights of words by multinomial logistic regression: what learn_smart.py and learn_comments.py fit with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

Array = npt.NDArray[np.float64]


def seen(said: list[set[str]], words: list[str]) -> csr_matrix:
    """Which of ``words`` each sentence has, a row a sentence."""
    number = {piece: n for n, piece in enumerate(words)}
    places = [(at, number[piece]) for at, one in enumerate(said) for piece in sorted(one & number.keys())]
    at, column = zip(*places, strict=True)
    return csr_matrix((np.ones(len(at)), (at, column)), shape=(len(said), len(words)))


def fit(
    found: csr_matrix, true: npt.NDArray[np.int_], classes: int, c: float = 1.0, counts: Array | None = None
) -> Array:
    """Weights that make the labels likeliest, each drawn to nought (L2); the last column is the bias.

    ``counts`` says how much each sentence counts; with it there is no bias, so that no words say nothing.
    """
    shape, one = (classes, found.shape[1] + 1), np.eye(classes)[true]
    free, weight = float(counts is None), np.ones(len(true)) if counts is None else counts

    def loss(flat: Array) -> tuple[float, Array]:
        w = flat.reshape(shape)
        sums = found @ w[:, :-1].T + free * w[:, -1]
        likely = sums - logsumexp(sums, axis=1, keepdims=True)
        pull = c * weight[:, None] * (np.exp(likely) - one)
        slope = np.hstack([w[:, :-1] + (found.T @ pull).T, free * pull.sum(0)[:, None]])
        gain = float((weight[:, None] * likely * one).sum())
        return 0.5 * float((w[:, :-1] ** 2).sum()) - c * gain, slope.ravel()

    return np.asarray(minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x).reshape(shape)
