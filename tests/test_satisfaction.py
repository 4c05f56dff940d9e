"""Satisfaction measures against published figures, SciPy, and their own rules."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from sgm_lab import i18n, satisfaction
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.estimate import Estimate

# statsmodels, stats/tests/results/results_proportion.py: output of R binom::binom.confint, method "wilson".
WILSON = {
    (18, 20): (0.6989663547715128, 0.972133518786232),
    (4, 20): (0.0806576625797981, 0.4160174322518935),
    (4, 200): (0.00780442641634947, 0.05028708690582643),
    (190, 200): (0.910421851861224, 0.972617354399236),
    (1, 30): (0.00590859, 0.16670391),
    (29, 30): (0.8332961, 0.9940914),
    (0, 30): (0.0, 0.11351339),
    (30, 30): (0.8864866, 1.0),
}
answers_1_5 = st.lists(st.one_of(st.integers(1, 5), st.none()), min_size=1, max_size=60)
answers_0_10 = st.lists(st.integers(0, 10), min_size=1, max_size=60)


@pytest.fixture(autouse=True)
def english():
    with i18n.use_language("en"):
        yield


# ---------------------------------------------------------------- CSAT


@pytest.mark.parametrize("counts", WILSON)
def test_csat_wilson_limits_as_published(counts):
    count, n = counts
    estimate = satisfaction.csat(count=count, n=n)
    assert (estimate.low, estimate.high) == pytest.approx(WILSON[counts], abs=1e-6)
    assert estimate.value == count / n
    assert (estimate.n, estimate.method, estimate.level) == (n, "wilson", 0.95)


@settings(max_examples=40, deadline=None)
@given(answers_1_5, st.sampled_from([(4, 5), 5, (1,), [3, 4, 5]]))
def test_csat_from_answers_equals_csat_from_counts(answers, top):
    given_ = [a for a in answers if a is not None]
    boxes = [top] if isinstance(top, int) else top
    from_counts = satisfaction.csat(count=sum(a in boxes for a in given_), n=len(given_))
    found = satisfaction.csat(answers, top=top)
    assert found.n == len(given_)
    if given_:
        assert found == from_counts
        assert 0 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(
    "make",
    [list, tuple, np.array, pd.Series, pl.Series, lambda v: pa.chunked_array([v]), pd.Categorical, iter,
     lambda v: pd.Series(v, dtype="Int64"), lambda v: [Decimal(a) for a in v],
     lambda v: pd.Series(v, index=[7] * len(v))],
)  # fmt: skip
def test_csat_takes_any_column(make):
    estimate = satisfaction.csat(make([5, 4, 3, 1]))
    assert (estimate.value, estimate.n) == (0.5, 4)


def test_csat_leaves_missing_answers_out():
    for answers in (
        [5, None, 1, float("nan")],
        np.array([5, np.nan, 1]),
        pd.Series([5, pd.NA, 1], dtype="Int64"),
        pl.Series([5.0, None, float("nan"), 1.0]),
    ):
        assert (satisfaction.csat(answers).value, satisfaction.csat(answers).n) == (0.5, 2)


@pytest.mark.parametrize("answers", [[], [None, None], [float("nan")]])
def test_an_empty_base_is_missing_not_zero(answers):
    for estimate in (satisfaction.csat(answers), satisfaction.nps(answers), satisfaction.ces(answers)):
        assert estimate.missing
        assert math.isnan(estimate.low)
        assert math.isnan(estimate.high)
        assert estimate.n == 0
    assert satisfaction.csat(count=0, n=0).missing
    assert satisfaction.acsi([]).missing
    assert satisfaction.nps(promoters=0, passives=0, detractors=0).missing


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        ([5, 4, "满意"], ["number 3", "“满意”", "1 to 5"]),
        ([5, "4"], ["number 2", "“4”"]),
        ([5, 9, 0], ["number 2", "9", "1–5", "2 such"]),
        ([5, 4.5], ["number 2", "4.5", "not a whole number"]),
        ([True, False], ["number 1", "True"]),
        ([[5, 4], [3]], ["number 1", "“5, 4”"]),
        (np.ones((2, 2)), ["One column", "ndarray"]),
        (5, ["One column", "int"]),
    ],
)
def test_csat_names_the_wrong_answer(answers, parts):
    with pytest.raises(DataError) as caught:
        satisfaction.csat(answers)
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"scores": [5], "top": (5, 6)}, "1–5"),
        ({"scores": [5], "top": ()}, "top names"),
        ({"scores": [5], "count": 1, "n": 1}, "not both"),
        ({"scores": [5], "n": 1}, "not both"),
        ({"count": 1}, "count, n"),
        ({}, "count, n"),
        ({"count": 5, "n": 4}, "5 satisfied out of 4"),
        ({"count": -1, "n": 4}, "−1"),
        ({"count": 1.5, "n": 4}, "1.5"),
        ({"count": True, "n": 4}, "True"),
        ({"count": "1", "n": 4}, "1"),
        ({"count": 1, "n": math.inf}, "inf"),
        ({"scores": [5], "scale": (5, 1)}, "5, 1"),
        ({"scores": [5], "scale": (1, 2, 3)}, "1, 2, 3"),
        ({"scores": [5], "confidence": 95}, "95"),
    ],
)
def test_csat_argument_errors(arguments, part):
    with pytest.raises(ArgumentError) as caught:
        satisfaction.csat(**arguments)
    assert part in str(caught.value)


def test_csat_on_another_scale():
    assert satisfaction.csat([7, 6, 5, 1], top=(6, 7), scale=(1, 7)).value == 0.5


# ---------------------------------------------------------------- NPS


def test_nps_of_a_published_case():
    """talkstats.com thread 58500: 291 promoters, 476 passives, 395 detractors; −9 ± 4.4."""
    score = satisfaction.nps(promoters=291, passives=476, detractors=395)
    assert score.n == 1162
    assert score.points == pytest.approx(-9, abs=0.5)
    assert 50 * (score.high - score.low) == pytest.approx(4.4, abs=0.05)
    shares = [round(100 * count / score.n) for count in (score.detractors, score.passives, score.promoters)]
    assert shares == [34, 41, 25]
    assert isinstance(score, Estimate)
    assert str(score) == "-9 points (-13 to -5, n = 1162)"


@settings(max_examples=40, deadline=None)
@given(answers_0_10)
def test_nps_from_answers_equals_nps_from_counts(answers):
    assume(len(answers) < 20 or min(answers) < 1 or max(answers) > 7)  # else it is asked about the scale
    high, low = sum(a >= 9 for a in answers), sum(a <= 6 for a in answers)
    score = satisfaction.nps(answers)
    assert score == satisfaction.nps(promoters=high, passives=len(answers) - high - low, detractors=low)
    assert score.value == pytest.approx((high - low) / len(answers))
    assert -1 <= score.low <= score.value <= score.high <= 1
    # Sauro: ¾ promoters, ¾ detractors and 1½ passives more; the variance of the codes 1, 0, −1.
    codes, weights = [1, 0, -1], np.add([high, len(answers) - high - low, low], [0.75, 1.5, 0.75])
    middle = np.average(codes, weights=weights)
    se = np.sqrt(np.average((codes - middle) ** 2, weights=weights) / weights.sum())
    assert score.low == pytest.approx(
        min(max(middle - stats.norm.ppf(0.975) * se, -1), score.value), abs=1e-9
    )


@pytest.mark.parametrize(
    ("call", "error", "part"),
    [
        (lambda: satisfaction.nps([10, 11]), DataError, "number 2 is 11, outside 0–10"),
        (lambda: satisfaction.nps([8.5]), DataError, "8.5"),
        (lambda: satisfaction.nps(["9"]), DataError, "“9”"),
        (
            lambda: satisfaction.nps(promoters=3, detractors=1),
            ArgumentError,
            "promoters, passives, detractors",
        ),
        (lambda: satisfaction.nps([9], promoters=3), ArgumentError, "not both"),
        (lambda: satisfaction.nps(promoters=3, passives=-1, detractors=1), ArgumentError, "passives"),
    ],
)
def test_nps_errors(call, error, part):
    with pytest.raises(error) as caught:
        call()
    assert part in str(caught.value)


# ---------------------------------------------------------------- CES, ACSI


def test_ces_is_a_t_interval():
    answers = [5, 6, 7, 6, 2]
    estimate = satisfaction.ces(answers)
    limits = stats.ttest_1samp(answers, 0).confidence_interval(0.95)
    found = (estimate.value, estimate.low, estimate.high)
    assert found == pytest.approx((np.mean(answers), limits.low, limits.high))
    single = satisfaction.ces([5.5])
    assert single.value == 5.5
    assert math.isnan(single.low)
    with pytest.raises(DataError, match="1–7"):
        satisfaction.ces([8])


def test_acsi_is_the_weighted_mean_of_rescaled_items():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.integers(1, 11, (40, 3)), columns=["overall", "expected", "ideal"])
    weights = {"ideal": 0.25, "overall": 0.4, "expected": 0.35}
    estimate = satisfaction.acsi(frame, weights)
    person = ((frame - 1) / 9 * 100) @ np.array([0.4, 0.35, 0.25])
    limits = stats.ttest_1samp(person, 0).confidence_interval(0.95)
    found = (estimate.value, estimate.low, estimate.high)
    assert found == pytest.approx((person.mean(), limits.low, limits.high))
    assert satisfaction.acsi(frame.to_numpy(), [0.4, 0.35, 0.25]) == estimate
    assert satisfaction.acsi(pl.from_pandas(frame), weights).value == pytest.approx(estimate.value)
    holes = frame.astype(float)
    holes.iloc[:4, 1] = np.nan
    assert satisfaction.acsi(holes).n == 36


def test_acsi_with_equal_weights_is_minnesotas_index():
    """Minnesota's WorkForce Centers, "How we measure satisfaction": 70 is "7" on two questions and "8" on the third."""
    assert round(satisfaction.acsi([[7, 7, 8]]).value) == 70


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 10)] * 3), min_size=1, max_size=20))
def test_acsi_stays_within_0_and_100(rows):
    assert 0 <= satisfaction.acsi(rows).value <= 100 + 1e-9
    assert satisfaction.acsi([[10, 10, 10]] * 2).value == pytest.approx(100)
    assert satisfaction.acsi([[1, 1, 1]]).value == 0


@pytest.mark.parametrize(
    ("scores", "weights", "error", "part"),
    [
        ([[1, 2]], None, DataError, "got 2 columns"),
        ([[1, 2, 3], [1, 11, 3]], None, DataError, "Row 2, item 2 is “11”"),
        ([[1, 2, "good"]], None, DataError, "“good”"),
        ([[1, 2, 3]], [0.5, 0.5], ArgumentError, "got 2"),
        ([[1, 2, 3]], [0.5, 0.3, 0.3], ArgumentError, "sum to 1.1"),
        ([[1, 2, 3]], [1.5, -0.5, 0], ArgumentError, "−0.5"),
        ([[1, 2, 3]], {"a": 1, "b": 0, "c": 0}, ArgumentError, "a, b, c"),
    ],
)
def test_acsi_errors(scores, weights, error, part):
    with pytest.raises(error) as caught:
        satisfaction.acsi(scores, weights)
    assert part in str(caught.value)


# ---------------------------------------------------------------- difference


def test_difference_of_shares_as_published():
    """Newcombe (1998) Statistics in Medicine 17:873–890, 56/70 against 48/80, method 10."""
    found = satisfaction.difference(satisfaction.csat(count=56, n=70), satisfaction.csat(count=48, n=80))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert (found.n, found.method) == (150, "newcombe")


def test_difference_of_means_is_welch():
    after, before = [5, 6, 7, 6, 2, 7], [3, 4, 6, 5]
    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    for a, b in ((after, before), (satisfaction.ces(after), satisfaction.ces(before))):
        found = satisfaction.difference(a, b)
        assert found.value == pytest.approx(np.mean(after) - np.mean(before))
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
        assert found.method == "welch"
    single = satisfaction.difference([5], [4, 6])
    assert single.value == 0
    assert math.isnan(single.low)


def test_difference_of_nps():
    after, before = (satisfaction.nps(promoters=p, passives=40, detractors=20) for p in (60, 30))
    found = satisfaction.difference(after, before)
    below = math.hypot(after.value - after.low, before.high - before.value)
    above = math.hypot(after.high - after.value, before.value - before.low)
    assert (found.low, found.high) == pytest.approx((found.value - below, found.value + above))
    assert (found.method, found.kind) == ("newcombe", "points")
    assert found.value == pytest.approx(40 / 120 - 10 / 90)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_difference_changes_sign_with_the_order(a, b):
    one, two = satisfaction.csat(count=a, n=40), satisfaction.csat(count=b, n=40)
    forth, back = satisfaction.difference(one, two), satisfaction.difference(two, one)
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low))
    assert forth.low - 1e-12 <= forth.value <= forth.high + 1e-12


def test_difference_with_an_empty_side_is_missing():
    full, empty = satisfaction.csat(count=3, n=4), satisfaction.csat([])
    assert satisfaction.difference(full, empty).missing
    scores = satisfaction.nps([9, 3]), satisfaction.nps([])
    assert satisfaction.difference(*scores).missing
    assert math.isnan(satisfaction.difference(*scores).low)
    assert satisfaction.difference([1, 2], []).missing


@pytest.mark.parametrize(
    ("after", "before", "error", "part"),
    [
        (satisfaction.csat([5]), satisfaction.nps([9]), ArgumentError, "“a share” and “a score in points"),
        (Estimate(1, 0, 2, 5), Estimate(1, 0, 2, 5), ArgumentError, "“Estimate”"),
        (satisfaction.csat([5]), satisfaction.csat([5], confidence=0.9), ArgumentError, "0.95 and 0.9"),
        ([1, "x"], [1, 2], DataError, "number 2 is “x”, not a number. Write a number, or"),
    ],
)
def test_difference_errors(after, before, error, part):
    with pytest.raises(error) as caught:
        satisfaction.difference(after, before)
    assert part in str(caught.value)


# ---------------------------------------------------------------- sample sizes


def test_sample_size_for_change_as_published():
    """R documentation of power.prop.test: p1 = .50, p2 = .75, power = .90 gives n = 76.7."""
    assert satisfaction.sample_size_for_change(0.50, 0.75, power=0.90) == 77
    assert satisfaction.sample_size_for_change(0.75, 0.50, power=0.90) == 77


def test_sample_size_for_change_has_its_power():
    n = satisfaction.sample_size_for_change(0.7, 0.8)
    rng = np.random.default_rng(11)
    a, b = (rng.binomial(n, p, 20_000) / n for p in (0.7, 0.8))
    pooled = (a + b) / 2
    z = np.abs(a - b) / np.sqrt(2 * pooled * (1 - pooled) / n)
    assert np.mean(z > stats.norm.ppf(0.975)) == pytest.approx(0.8, abs=0.015)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.02, 0.4), st.floats(0.01, 0.99))
def test_sample_size_for_width_keeps_its_promise(width, p):
    n = satisfaction.sample_size_for_width(width, p)
    z2 = stats.norm.ppf(0.975) ** 2
    wilson = 2 * math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    assert wilson <= width + 1e-9
    assert 2 * math.sqrt(z2 * p * (1 - p) / n) <= width + 1e-9


def test_sample_size_for_width_and_the_interval_reported():
    n = satisfaction.sample_size_for_width(0.1, p=0.04)
    assert satisfaction.csat(count=int(0.04 * n), n=n).width <= 0.1
    assert n > math.ceil(4 * 1.959964**2 * 0.04 * 0.96 / 0.1**2)  # the textbook figure is too small here


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda: satisfaction.sample_size_for_change(80, 85), "p1"),
        (lambda: satisfaction.sample_size_for_change(0.8, 0.8), "0.8"),
        (lambda: satisfaction.sample_size_for_change(0.8, 0.9, power=1), "power"),
        (lambda: satisfaction.sample_size_for_change(0.8, 0.9, alpha=5), "alpha"),
        (lambda: satisfaction.sample_size_for_width(10), "width"),
        (lambda: satisfaction.sample_size_for_width(0.1, p=50), "p lies"),
        (lambda: satisfaction.sample_size_for_width(0.1, confidence=95), "confidence"),
    ],
)
def test_sample_size_errors(call, part):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert part in str(caught.value)


@pytest.mark.parametrize("n", [5, 10, 20, 100])
@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.2, 0.4, 0.4)])
def test_the_interval_of_an_nps_holds_with_few_answers(n, shares):
    """Its coverage over every outcome that can come; the plain Wald interval covers 86 % and less at n = 5."""
    counts = np.array([(p, n - p - d, d) for p in range(n + 1) for d in range(n + 1 - p)])
    chance = stats.multinomial.pmf(counts, n, shares)
    counts, chance = counts[chance > 1e-7], chance[chance > 1e-7]
    scores = [satisfaction.nps(promoters=p, passives=s, detractors=d) for p, s, d in counts]
    inside = [one.low <= shares[0] - shares[2] <= one.high for one in scores]
    assert 0.92 <= chance[inside].sum() <= 0.98


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.999])
def test_the_interval_of_an_nps_holds_its_value_and_stays_on_the_scale(confidence):
    for counts in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (40, 0, 0), (0, 900, 0), (1, 0, 30), (5, 90, 5)):
        p, s, d = counts
        one = satisfaction.nps(promoters=p, passives=s, detractors=d, confidence=confidence)
        assert -1 <= one.low <= one.value <= one.high <= 1
        assert one.low < one.high


def test_one_answer_is_no_certainty_and_none_is_said_so():
    one = satisfaction.nps([10])
    assert (one.value, one.high) == (1.0, 1.0)
    assert one.low == pytest.approx(-0.485, abs=0.001)
    assert "nan" not in str(satisfaction.nps([]))
    assert math.isnan(satisfaction.difference(satisfaction.nps([]), one).low)


# ---------------------------------------------------------------- the same people twice


def twice(table, shift=0):
    """Answers before and after from a 2×2 table: rows satisfied before or not, columns after."""
    cells = [(4, 4), (4, 2), (2, 4), (2, 2)]
    rows = [pair for pair, count in zip(cells, np.ravel(table), strict=True) for _ in range(count)]
    ids = [f"p{at}" for at in range(len(rows))]
    before, after = (pd.Series([row[which] for row in rows], index=ids) for which in (0, 1))
    return after, before.set_axis([f"q{one}" for one in ids]) if shift else before


def test_shares_of_the_same_people_by_mcnemar():
    """Agresti, Categorical Data Analysis: 1,600 voters, approval of the prime minister in two surveys."""
    found = satisfaction.change(*twice([[794, 150], [86, 570]]), top=(4, 5))
    assert found.value == pytest.approx(880 / 1600 - 944 / 1600)
    assert (found.low, found.high) == pytest.approx((-0.058, -0.021), abs=0.001)
    assert found.p == pytest.approx(stats.binomtest(86, 236).pvalue)
    assert (found.test, found.paired, found.both, found.n) == ("mcnemar", True, 1600, 1600)
    assert "1600 people answered both times" in found.text()
    apart = satisfaction.change(*twice([[794, 150], [86, 570]], shift=1), top=(4, 5))
    assert (apart.test, apart.both, apart.kind) == ("two-shares", 0, "difference")
    assert apart.p > found.p  # who is compared with themselves, more surely
    assert (
        apart.low
        == satisfaction.difference(
            satisfaction.csat(count=880, n=1600), satisfaction.csat(count=944, n=1600)
        ).low
    )


def test_means_of_the_same_people_by_paired_t():
    """Student's sleep data (R: sleep): extra hours with two drugs, ten patients; t = 4.0621, p = .002833."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    ids = list("abcdefghij")
    found = satisfaction.change(pd.Series(second, ids), pd.Series(first, ids))
    assert (found.value, found.low, found.high) == pytest.approx((1.58, 0.7001142, 2.4598858))
    assert found.p == pytest.approx(0.002833, abs=1e-6)
    assert found.test == "paired-t"
    numbers = satisfaction.change(pd.Series(second), pd.Series(first))  # row numbers are no ids
    assert (numbers.test, numbers.p) == ("welch", pytest.approx(0.07939, abs=1e-5))
    assert satisfaction.change(pd.Series(second), pd.Series(first), paired=True).p == found.p
    shuffled = satisfaction.change(
        pd.Series(second, ids).sample(frac=1, random_state=1), pd.Series(first, ids)
    )
    assert shuffled.p == pytest.approx(found.p)


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda: satisfaction.change([1, 2], [2, 3]), "pandas Series"),
        (lambda: satisfaction.change(pd.Series([1, 2], ["a", "a"]), pd.Series([1.0])), "“a” comes twice"),
        (lambda: satisfaction.change(pd.Series([1], ["a"]), pd.Series([1], ["b"]), paired=True), "Nobody"),
    ],
)
def test_change_errors(call, part):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert part in str(caught.value)


@pytest.mark.parametrize("n", [5, 10])
def test_the_interval_of_a_paired_change_holds_with_few_people(n):
    """Exact over who goes up, who goes down and who stays; with few who move it is on the careful side."""
    for up, down in ((0.2, 0.1), (0.2, 0.2), (0.3, 0.2), (0.4, 0.2)):
        covered = 0.0
        for rise, fall in ((a, b) for a in range(n + 1) for b in range(n + 1 - a)):
            moves = pd.Series([1] * rise + [-1] * fall + [0] * (n - rise - fall))
            found = satisfaction.change(
                moves.clip(lower=0), -moves.clip(upper=0), top=1, scale=(0, 1), paired=True
            )
            if found.low <= up - down <= found.high:
                covered += stats.multinomial.pmf((rise, fall, n - rise - fall), n, (up, down, 1 - up - down))
        assert 0.92 <= covered <= 0.99
