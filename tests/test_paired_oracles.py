"""Paired tests on random tables, against the formulas as others wrote them down and SciPy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from sgm_lab import satisfaction
from sgm_lab.kano._paired import stuart_maxwell

TABLES = st.integers(2, 6).flatmap(lambda k: arrays(np.int64, (k, k), elements=st.integers(1, 60)))


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_stuart_maxwell_is_the_quadratic_form_whichever_category_is_left_out(table: np.ndarray) -> None:
    """As in Fleiss, Levin & Paik (2003, ch. 13), solved and not inverted; each category left out in turn."""
    chi2, df, p, _ = stuart_maxwell(table)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    spread = np.diag(rows + columns).astype(float) - table - table.T
    for left in range(len(table)):
        kept = np.delete(np.arange(len(table)), left)
        d = (rows - columns)[kept].astype(float)
        expected = float(d @ np.linalg.solve(spread[np.ix_(kept, kept)], d))
        assert chi2 == pytest.approx(expected, rel=1e-8, abs=1e-9)
    assert df == len(table) - 1
    assert p == pytest.approx(stats.chi2.sf(chi2, df), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_two_categories_are_mcnemars(up: int, down: int, yes: int, no: int) -> None:
    chi2 = stuart_maxwell(np.array([[yes, down], [up, no]]))[0]
    assert chi2 == pytest.approx((up - down) ** 2 / (up + down))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 25), st.integers(1, 25))
def test_a_change_of_share_is_tested_as_scipys_binomial(up: int, down: int, yes: int, no: int) -> None:
    first = np.repeat([2, 5, 5, 2], [up, down, yes, no])
    then = np.repeat([5, 2, 5, 2], [up, down, yes, no])
    ids = [f"p{at}" for at in range(len(first))]
    found = satisfaction.change(pd.Series(then, index=ids), pd.Series(first, index=ids), top=(4, 5))
    expected = stats.binomtest(up, up + down).pvalue if up + down else 1.0
    assert found.p == pytest.approx(expected, rel=1e-9)
    assert found.test == "mcnemar"
    assert found.value == pytest.approx((up - down) / len(ids))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=3, max_size=40))
def test_a_change_of_mean_is_tested_as_scipys_paired_t(answers: list[tuple[int, int]]) -> None:
    then, first = (np.array(side, float) for side in zip(*answers, strict=True))
    if np.ptp(then - first) == 0:
        return
    ids = [f"p{at}" for at in range(len(then))]
    found = satisfaction.change(pd.Series(then, index=ids), pd.Series(first, index=ids))
    expected = stats.ttest_rel(then, first)
    limits = expected.confidence_interval(0.95)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-7)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high))
    assert found.test == "paired-t"
