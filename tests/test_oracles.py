"""The methods against statsmodels and pingouin, on what Hypothesis draws."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.contingency_tables import SquareTable, Table, mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from sgm_lab import satisfaction, servqual
from sgm_lab.feedback import compare
from sgm_lab.inference import holm, independence, t_interval, t_test, welch, wilson
from sgm_lab.kano._paired import stuart_maxwell

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what it imports is not ours
    import pingouin

often = settings(max_examples=60, deadline=None)
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
SCORES = st.lists(st.integers(1, 7), min_size=3, max_size=40)
SQUARES = st.integers(2, 6).flatmap(lambda k: arrays(np.int64, (k, k), elements=st.integers(1, 60)))


@pytest.fixture(scope="module", autouse=True)
def little_to_search() -> Iterator[None]:
    """Each correction of many tests has statsmodels look for garbage in all that other tests have left."""
    gc.freeze()
    yield
    gc.unfreeze()


def share() -> st.SearchStrategy[tuple[int, int]]:
    """A count and of how many."""
    return st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@often
@given(share(), LEVELS)
def test_the_interval_of_a_share(one: tuple[int, int], level: float) -> None:
    expected = proportion_confint(*one, alpha=1 - level, method="wilson")
    assert tuple(map(float, wilson(*one, level))) == pytest.approx(expected, abs=1e-12)


@often
@given(share(), share(), LEVELS)
def test_the_interval_of_a_difference_of_shares(a: tuple[int, int], b: tuple[int, int], level: float) -> None:
    sides = (satisfaction.csat(count=x, n=n, confidence=level) for x, n in (a, b))
    found = satisfaction.difference(*sides)
    expected = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff", alpha=1 - level)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@often
@given(SCORES, LEVELS)
def test_mean_interval_and_t(values: list[int], level: float) -> None:
    assume(np.ptp(values) > 0)
    data = DescrStatsW(np.asarray(values, float))
    mean, sd, n = np.mean(values), np.std(values, ddof=1), len(values)
    limits = tuple(map(float, t_interval(mean, sd, n, level)))
    assert limits == pytest.approx(data.tconfint_mean(alpha=1 - level), abs=1e-10)
    t, p, _ = (float(one) for one in t_test(mean, sd, n))
    assert (t, p) == pytest.approx(data.ttest_mean(0)[:2], rel=1e-9, abs=1e-300)


@often
@given(SCORES, SCORES, LEVELS)
def test_means_of_different_people(first: list[int], second: list[int], level: float) -> None:
    assume(np.ptp(first) > 0 and np.ptp(second) > 0)
    both = [DescrStatsW(np.asarray(one, float)) for one in (second, first)]
    sd = (float(np.std(first, ddof=1)), float(np.std(second, ddof=1)))
    mean = (float(np.mean(first)), float(np.mean(second)))
    found = welch(mean, sd, (len(first), len(second)), level)
    oracle = CompareMeans(*both)
    limits = oracle.tconfint_diff(alpha=1 - level, usevar="unequal")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(limits, abs=1e-9)
    t, p, df = oracle.ttest_ind(usevar="unequal")
    assert (found["t"], found["p"], found["df"]) == pytest.approx((t, p, df), rel=1e-8, abs=1e-12)


@often
@given(SQUARES)
def test_the_same_people_in_several_categories_twice(table: np.ndarray) -> None:
    chi2, df, p, _ = stuart_maxwell(table)
    expected = SquareTable(table, shift_zeros=False).homogeneity(method="stuart_maxwell")
    assert (chi2, df) == pytest.approx((expected.statistic, expected.df), rel=1e-8, abs=1e-9)
    assert p == pytest.approx(expected.pvalue, rel=1e-7)


@often
@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 25), st.integers(1, 25))
def test_the_same_people_content_or_not_twice(up: int, down: int, yes: int, no: int) -> None:
    first = np.repeat([2, 5, 5, 2], [up, down, yes, no])
    then = np.repeat([5, 2, 5, 2], [up, down, yes, no])
    ids = [f"p{at}" for at in range(len(first))]
    found = satisfaction.change(pd.Series(then, index=ids), pd.Series(first, index=ids), top=(4, 5))
    expected = mcnemar([[yes, down], [up, no]], exact=True).pvalue if up + down else 1.0
    assert found.p == pytest.approx(expected, rel=1e-9)
    assert found.test == "mcnemar"
    assert found.value == pytest.approx((up - down) / len(ids))


@often
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=3, max_size=40))
def test_the_same_peoples_mean_twice(answers: list[tuple[int, int]]) -> None:
    then, first = (np.array(side, float) for side in zip(*answers, strict=True))
    assume(np.ptp(then - first) > 0)
    ids = [f"p{at}" for at in range(len(then))]
    found = satisfaction.change(pd.Series(then, index=ids), pd.Series(first, index=ids))
    oracle = DescrStatsW(then - first)
    assert found.p == pytest.approx(oracle.ttest_mean(0)[1], rel=1e-7)
    assert (found.low, found.high) == pytest.approx(oracle.tconfint_mean(), abs=1e-9)
    assert found.test == "paired-t"


@often
@given(arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(1, 80)))
def test_independence(table: np.ndarray) -> None:
    chi2, df, p, expected = independence(table)
    oracle = Table(table, shift_zeros=False)
    result = oracle.test_nominal_association()
    assert (chi2, df) == pytest.approx((result.statistic, result.df), rel=1e-9, abs=1e-10)
    assert p == pytest.approx(result.pvalue, rel=1e-7)
    np.testing.assert_allclose(expected, oracle.fittedvalues)


@often
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_many_tests_at_once(p: list[float]) -> None:
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=1e-12)


@often
@given(SQUARES)
def test_agreement_beyond_chance(table: np.ndarray) -> None:
    names = [f"c{at}" for at in range(len(table))]
    pairs = [(a, b) for at, a in enumerate(names) for to, b in enumerate(names) for _ in range(table[at, to])]
    found = compare([a for a, _ in pairs], [b for _, b in pairs], names)
    assert found.kappa.value == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-9)


@often
@given(
    st.tuples(st.integers(4, 40), st.integers(2, 8)).flatmap(
        lambda shape: arrays(np.int64, shape, elements=st.integers(1, 7))
    ),
    LEVELS,
)
def test_reliability_and_its_interval(answers: np.ndarray, level: float) -> None:
    assume(np.ptp(answers, axis=0).all() and np.ptp(answers.sum(axis=1)))
    items = pd.DataFrame(answers, columns=[f"Q{at + 1}" for at in range(answers.shape[1])])
    found = servqual.alpha(items, confidence=level)
    value, limits = pingouin.cronbach_alpha(items, ci=level)
    assert found.alpha == pytest.approx(value, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(limits, abs=1e-3)  # it rounds them
