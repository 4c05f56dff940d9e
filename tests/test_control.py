"""Control charts against printed examples, their rules against hand-made patterns, and every error path."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from sgm_lab import charts, control, i18n
from sgm_lab.control import _rules as control_rules
from sgm_lab.control._limits import build
from sgm_lab.errors import ArgumentError, DataError

# Montgomery (1991), Introduction to Statistical Quality Control, 2nd ed., as shipped and printed with
# Scrucca, L. (2004), qcc: an R package for quality control charting, R News 4/1, 11-17, and its vignette.
ORANGE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
ORANGE_2 = [9, 6, 12, 5, 6, 4, 6, 3, 7, 6, 2, 4, 3, 6, 5, 4, 8, 5, 6, 7, 5, 6, 3, 5]
CIRCUIT = [
    21,
    24,
    16,
    12,
    15,
    5,
    28,
    20,
    31,
    25,
    20,
    24,
    16,
    19,
    10,
    17,
    13,
    22,
    18,
    39,
    30,
    24,
    16,
    19,
    17,
    15,
]
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
# Piston ring diameters, thousandths of a millimetre above 74 mm: 25 subgroups of phase I, 15 of phase II.
RINGS = (
    74
    + np.loadtxt(
        """
    30 2 19 -8 8 -5 -8 1 11 4 -12 24 21 5 2 2 -4 -7 15 9 -8 7 15 -11 14
    9 -6 -3 -15 -7 -5 6 -6 0 5 -15 3 -7 15 -12 8 -5 9 5 4 -2 0 -10 7 -5
    -6 -2 -6 -5 -10 4 0 7 0 -4 -17 2 -2 -3 12 6 -33 -6 0 -16 12 14 -2 -1 7
    0 -16 5 -2 -4 -6 12 -14 5 7 6 10 18 3 0 -16 2 3 5 -3 0 10 13 20 3
    -12 1 9 5 -4 4 -1 -10 6 9 10 -11 -10 9 14 15 8 -7 0 10 -18 -16 -5 17 13
    12 15 30 -14 0 -5 10 -10 15 1 -13 -1 -15 0 -10 8 10 3 -9 6 3 0 1 -14 -3
    -6 3 15 20 4 8 2 18 -5 5 1 4 -10 -4 -2 15 0 16 25 0 30 5 0 16 12
    1 -10 -5 10 24 15 20 24 5 19 35 10 12 15 26 17 13 36 25 26 10 5 29 0 20
    """.strip().splitlines()
    ).reshape(40, 5)
    / 1000
)
# NIST/SEMATECH e-Handbook of Statistical Methods: 6.3.2.2 (flow rates) and 6.3.2.4 (EWMA).
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NIST_EWMA = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, *FLOW]


def outside(chart: control.ControlChart) -> list[int]:
    """Positions, from 1 as printed in the sources, of the points beyond the limits."""
    return [s.point + 1 for s in chart.signals if s.rule in ("beyond_3_sigma", "beyond_limits")]


# Published figures


def test_p_chart_orange_juice():
    chart = control.p_chart(ORANGE, 50)
    assert chart.center == pytest.approx(0.2313333, abs=1e-7)
    assert chart.sigma == pytest.approx(0.05963526, abs=1e-8)
    assert chart.lower == pytest.approx(0.05242755, abs=1e-8)
    assert chart.upper == pytest.approx(0.4102391, abs=1e-7)
    assert outside(chart) == [15, 23]


def test_p_chart_without_the_two_samples_that_had_a_reason():
    chart = control.phase_one(control.p_chart, ORANGE, 50, exclude=[14, 22])
    assert chart.center == pytest.approx(0.215, abs=1e-9)
    assert chart.sigma == pytest.approx(0.05809905, abs=1e-8)
    assert chart.lower == pytest.approx(0.04070284, abs=1e-8)
    assert chart.upper == pytest.approx(0.3892972, abs=1e-7)
    # The removed points stay on the chart, and Montgomery's sample 21 (20 of 50) now lies just outside.
    assert chart.excluded == (14, 22)
    assert len(chart) == 30
    assert outside(chart) == [15, 21, 23]


def test_p_chart_second_period_is_cut_at_zero():
    chart = control.p_chart(ORANGE_2, 50)
    assert chart.center == pytest.approx(0.1108333, abs=1e-7)
    assert chart.sigma == pytest.approx(0.04439579, abs=1e-8)
    assert chart.lower == 0
    assert chart.upper == pytest.approx(0.2440207, abs=1e-7)


def test_np_chart_orange_juice():
    chart = control.np_chart(ORANGE, 50)
    assert chart.center == pytest.approx(11.56667, abs=1e-5)
    assert chart.sigma == pytest.approx(2.981763, abs=1e-6)
    assert chart.lower == pytest.approx(2.621377, abs=1e-6)
    assert chart.upper == pytest.approx(20.51196, abs=1e-5)


def test_c_chart_circuit_boards():
    # Montgomery (1991): 26 boards, 516 nonconformities; limits 6.48 and 33.22, then 6.36 and 32.97.
    # He rounds the mean to 19.85 before he takes its root; unrounded the upper limit is 33.21.
    chart = control.c_chart(CIRCUIT)
    assert (round(chart.center, 2), round(chart.lower, 2), round(chart.upper, 2)) == (19.85, 6.48, 33.21)
    assert outside(chart) == [6, 20]
    again = control.phase_one(control.c_chart, CIRCUIT)
    assert again.excluded == (5, 19)
    assert (round(again.center, 2), round(again.lower, 2), round(again.upper, 2)) == (19.67, 6.36, 32.97)


def test_u_chart_personal_computers():
    # Montgomery (1991): 20 samples of 5 computers, 193 nonconformities; limits 0.07 and 3.79.
    chart = control.u_chart(COMPUTERS, 5)
    assert (round(chart.center, 2), round(chart.lower, 2), round(chart.upper, 2)) == (1.93, 0.07, 3.79)
    assert outside(chart) == []


def test_xbar_r_piston_rings():
    # The qcc vignette prints the two-sigma warning limits 73.99242 and 74.00993 for the 25 first subgroups.
    chart = control.xbar_r(RINGS[:25])
    assert chart.center - 2 * chart.sigma == pytest.approx(73.99242, abs=5e-6)
    assert chart.center + 2 * chart.sigma == pytest.approx(74.00993, abs=5e-6)
    assert outside(chart) == []
    assert chart.spread is not None
    assert chart.spread.lower == 0
    assert chart.in_control


def test_xbar_phase_two_keeps_the_limits():
    base = control.xbar_r(RINGS[:25])
    later = control.xbar_r(RINGS[25:], baseline=base)
    assert (later.center, later.lower, later.upper) == (base.center, base.lower, base.upper)
    # Montgomery: samples 37, 38 and 39 plot above the upper limit, an upward shift of the mean.
    assert [i + 25 for i in outside(later)] == [37, 38, 39]


def test_individuals_nist_flow_rates():
    # e-Handbook 6.3.2.2: centre 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041 with d2 = 1.128.
    chart = control.individuals(FLOW)
    assert chart.center == pytest.approx(50.81)
    assert chart.spread is not None
    assert chart.spread.center == pytest.approx(1.8778, abs=5e-5)
    assert chart.lower == pytest.approx(45.8159, abs=0.002)
    assert chart.upper == pytest.approx(55.8041, abs=0.002)
    assert chart.spread.upper == pytest.approx(3.267 * chart.spread.center, rel=2e-4)
    assert np.isnan(chart.spread.points[0])


def test_ewma_nist():
    # e-Handbook 6.3.2.4: λ = 0.3, EWMA0 = 50, s = 2.0539; limits settle at 47.4115 and 52.5884.
    chart = control.ewma(NIST_EWMA, lam=0.3, target=50, sigma=2.0539)
    printed = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33]
    printed += [50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]
    assert chart.points.round(2).tolist() == printed
    assert chart.upper[-1] == pytest.approx(52.5884, abs=1e-4)
    assert chart.lower[-1] == pytest.approx(47.4115, abs=2e-4)
    assert chart.upper[0] == pytest.approx(50 + 3 * 0.3 * 2.0539)
    assert chart.signals == ()


@pytest.mark.parametrize(
    ("n", "d2", "d3", "c4"),
    # Table of constants in Montgomery's appendix and the NIST e-Handbook.
    [
        (2, 1.128, 0.853, 0.7979),
        (3, 1.693, 0.888, 0.8862),
        (4, 2.059, 0.880, 0.9213),
        (5, 2.326, 0.864, 0.9400),
        (6, 2.534, 0.848, 0.9515),
        (10, 3.078, 0.797, 0.9727),
        (25, 3.931, 0.708, 0.9896),
    ],
)
def test_constants(n, d2, d3, c4):
    found = control.constants(n)
    assert found == pytest.approx((d2, d3, c4), abs=5.1e-4)
    assert found.c4 == pytest.approx(c4, abs=5e-5)


def test_constants_exact_for_pairs():
    d2, d3, c4 = control.constants(2)
    assert d2 == pytest.approx(2 / np.sqrt(np.pi), abs=1e-8)
    assert d3 == pytest.approx(np.sqrt(2 - 4 / np.pi), abs=1e-8)
    assert c4 == pytest.approx(np.sqrt(2 / np.pi), abs=1e-12)


def test_xbar_s_uses_the_printed_factors():
    # A3 = 1.427, B3 = 0, B4 = 2.089 for subgroups of 5.
    chart = control.xbar_s(RINGS[:25])
    s_bar = chart.spread.center
    assert (chart.upper - chart.center) / s_bar == pytest.approx(1.427, abs=5e-4)
    assert chart.spread.upper / s_bar == pytest.approx(2.089, abs=5e-4)
    assert chart.spread.lower == 0


def test_newcombe_and_welch():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: 56/70 and 48/80 differ by 0.20, 0.0524 to 0.3339.
    change = control.before_after((48, 80), (56, 70), of="share")
    assert change.difference.value == pytest.approx(0.2)
    assert (round(change.difference.low, 4), round(change.difference.high, 4)) == (0.0524, 0.3339)
    assert (change.before, change.after, change.difference.n) == (0.6, 0.8, 150)
    # By hand: means 3 and 6, s² 2.5 each, n 5 each: t(8) = 2.306, standard error 1.
    change = control.before_after([1, 2, 3, 4, 5], [4, 5, 6, 7, 8])
    assert (change.difference.low, change.difference.high) == pytest.approx((0.694, 5.306), abs=5e-4)


# Rules: hand-made patterns, positions checked one by one


def fired(points: list[float], rule: str) -> list[tuple[int, str]]:
    values = np.array(points, dtype=float)
    chart = build("test", values, 0.0, 1.0, rules=(rule,), labels=tuple(map(str, range(1, len(points) + 1))))
    return [(s.point, s.side) for s in chart.signals]


@pytest.mark.parametrize(
    ("rule", "points", "expected"),
    [
        ("beyond_3_sigma", [0, 3.1, 3.0, -3.1], [(1, "high"), (3, "low")]),
        ("two_of_three_beyond_2_sigma", [2.1, 0, 2.5, 0, 0, 2.5], [(2, "high")]),
        ("two_of_three_beyond_2_sigma", [2.1, -2.1, 0, -2.1], [(3, "low")]),
        ("two_of_three_beyond_2_sigma", [2.1, 2.1, 0], [(1, "high")]),
        ("four_of_five_beyond_1_sigma", [1.1, 1.1, 0.5, 1.1, 1.1, 0], [(4, "high")]),
        ("four_of_five_beyond_1_sigma", [-1.1, -1.1, 1.1, 1.1, -1.1, -1.1], []),
        ("eight_one_side", [0.5] * 7 + [0.0] + [-0.5] * 9, [(15, "low"), (16, "low")]),
        ("nine_one_side", [0.5] * 10, [(8, "high"), (9, "high")]),
        ("nine_one_side", [0.5] * 8, []),
        ("six_trend", [0, 1, 2, 2.1, 2.2, 2.3], [(5, "high")]),
        ("six_trend", [0, 1, 2, 2, 2.1, 2.2, 2.3], []),
        ("six_trend", [2, 1, 0.5, 0, -1, -2, -2.5], [(5, "low"), (6, "low")]),
        ("fourteen_alternating", [0.1, -0.1] * 7, [(13, "")]),
        ("fourteen_alternating", [0.1, -0.1] * 6 + [0.1], []),
        ("fifteen_within_1_sigma", [0.9, -0.9, 0] * 5, [(14, "")]),
        ("fifteen_within_1_sigma", [0.9] * 14 + [1.0], []),
        ("eight_beyond_1_sigma", [1.1, -1.1] * 4 + [0], [(7, "")]),
        ("eight_beyond_1_sigma", [1.1] * 7, []),
        ("nine_one_side", [0.5] * 5 + [np.nan] + [0.5] * 5, []),
    ],
)
def test_rule_completes_where_it_should(rule, points, expected):
    assert fired(points, rule) == expected


def test_rule_sets():
    assert len(control.WESTERN_ELECTRIC) == 4
    assert len(control.NELSON) == 8
    assert set(control.WESTERN_ELECTRIC) | set(control.NELSON) == set(control.RULES)
    assert control_rules.rule_names("six_trend") == ("six_trend",)
    assert control_rules.rule_names(["six_trend", "nine_one_side"]) == ("six_trend", "nine_one_side")


def test_zones_come_from_sigma_not_from_cut_limits():
    # p̄ = 2 % of 50: σ is 2 points, so the lower limit is cut at 0, only 1σ away. Zeros are not beyond 2σ.
    base = control.p_chart([20, 20], 1000)
    chart = control.p_chart([0, 0, 0], 50, baseline=base, rules=("two_of_three_beyond_2_sigma",))
    assert chart.lower == 0
    assert (chart.points - chart.center)[0] / chart.sigma == pytest.approx(-1.01, abs=0.01)
    assert chart.signals == ()


def test_zones_follow_each_points_own_sigma():
    # 12 % twice: within 1σ of 10 % for 50 cases, beyond 2σ for 2000.
    small = control.p_chart([6, 6], 50, baseline=control.p_chart([100, 100], 1000))
    large = control.p_chart([240, 240], 2000, baseline=control.p_chart([100, 100], 1000))
    assert small.signals == ()
    assert [s.rule for s in large.signals] == ["two_of_three_beyond_2_sigma"]


def test_signal_text_names_point_and_rule_in_both_languages():
    chart = control.c_chart(pd.Series([4, 6, 5, 18, 7], index=["一月", "二月", "三月", "四月", "五月"]))
    (signal,) = chart.signals
    assert signal.text() == "第 4 个点（四月）：超出 3σ 控制限（偏高）。"
    with i18n.use_language("en"):
        assert signal.text() == "Point 4 (四月): beyond the 3σ control limit, on the high side."
        for rule in (*control.RULES, "beyond_limits"):
            assert control_rules.Signal(0, rule).text().startswith("Point 1: ")


# The chart object


def test_frame_and_labels():
    chart = control.u_chart([3, 9, 2], [1, 2, 0.5], labels=["a", "b", "c"])
    frame = chart.to_frame()
    assert list(frame.columns) == ["label", "value", "center", "lower", "upper", "sigma", "excluded", "rules"]
    assert frame["label"].tolist() == ["a", "b", "c"]
    assert frame["upper"].tolist() == pytest.approx(list(chart.upper))
    assert repr(chart) == "<ControlChart u: 3 points, 0 signals>"
    assert control.c_chart([3, 4]).labels == ("1", "2")


def test_lines_are_numbers_where_level():
    level, varying = control.p_chart([1, 2, 3], [10, 10, 10]), control.p_chart([1, 2, 3], [10, 20, 10])
    assert isinstance(level.upper, float)
    assert isinstance(varying.upper, np.ndarray)
    assert isinstance(varying.center, float)
    assert isinstance(control.np_chart([1, 2, 3], [10, 20, 10]).center, np.ndarray)


@pytest.mark.parametrize(
    "make", [pd.Series, pl.Series, np.array, tuple, lambda x: pa.chunked_array([x]), iter]
)
def test_any_column_will_do(make):
    assert control.c_chart(make([4, 6, 5])).center == 5


def test_tables_of_any_library():
    rows = {"a": [9.0, 10, 12], "b": [11.0, 14, 10]}
    expected = control.xbar_r([[9, 11], [10, 14], [12, 10]]).upper
    assert control.xbar_r(pd.DataFrame(rows)).upper == expected
    assert control.xbar_r(pl.DataFrame(rows)).upper == expected


def test_excluded_point_does_not_touch_the_moving_ranges():
    calm = [10.0, 11, 10, 11, 10, 11]
    chart = control.individuals([*calm[:3], 90.0, *calm[3:]], exclude=[3])
    assert chart.parameters["sd"] == pytest.approx(control.individuals(calm).parameters["sd"])
    assert outside(chart) == [4]
    assert not chart.in_control


def test_phase_two_can_start_with_one_point():
    base = control.individuals(FLOW)
    assert outside(control.individuals([60.0], baseline=base)) == [1]
    assert control.c_chart([5], baseline=control.c_chart(CIRCUIT)).center == control.c_chart(CIRCUIT).center
    assert control.u_chart([5], 1, baseline=control.u_chart(COMPUTERS, 5)).center == 1.93
    assert control.np_chart([5], 50, baseline=control.p_chart(ORANGE_2, 50)).center == pytest.approx(5.541667)


def test_phase_one_stops_after_the_rounds_allowed():
    assert control.phase_one(control.p_chart, ORANGE, 50, max_rounds=1).excluded == (14, 22)
    assert control.phase_one(control.p_chart, ORANGE, 50).excluded == (14, 20, 22)
    assert control.phase_one(control.p_chart, ORANGE, 50, max_rounds=0).excluded == ()


def test_ewma_estimates_what_is_not_given():
    base = control.individuals(FLOW)
    chart = control.ewma(FLOW)
    assert chart.parameters == pytest.approx(base.parameters)
    assert control.ewma(FLOW, sigma=1).parameters == pytest.approx({"mean": base.center, "sd": 1})
    assert control.ewma(FLOW, target=50).center == 50
    shifted = control.ewma([*FLOW[:2], *[56.0] * 6], target=50, sigma=2)
    assert {s.rule for s in shifted.signals} == {"beyond_limits"}


# Properties

counts_and_sizes = (
    st.integers(2, 40)
    .flatmap(
        lambda k: st.tuples(
            st.lists(st.integers(0, 30), min_size=k, max_size=k),
            st.lists(st.integers(31, 200), min_size=k, max_size=k),
        )
    )
    .filter(lambda pair: sum(pair[0]) > 0)
)
measured = arrays(
    float, st.integers(3, 40), elements=st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda x: round(x, 3))
).filter(lambda x: np.ptp(x) > 0)


@given(counts_and_sizes)
def test_attribute_limits_and_rule_one(pair):
    d, n = pair
    for chart, top in (
        (control.p_chart(d, n), 1.0),
        (control.np_chart(d, n), np.array(n)),
        (control.u_chart(d, n), np.inf),
    ):
        lower, upper = np.broadcast_to(chart.lower, len(d)), np.broadcast_to(chart.upper, len(d))
        assert (lower >= 0).all()
        assert (upper <= top).all()
        free = (lower > 0) & (upper < top)
        middle = np.broadcast_to(chart.center, len(d))
        assert (upper - middle)[free] == pytest.approx((middle - lower)[free])
        expected = np.flatnonzero((chart.points > upper) | (chart.points < lower))
        assert [i - 1 for i in outside(chart)] == expected.tolist()


@given(counts_and_sizes)
@settings(max_examples=40, deadline=None)
def test_p_and_np_say_the_same(pair):
    d, n = pair
    p, np_ = (
        control.p_chart(d, n, rules=("beyond_3_sigma",)),
        control.np_chart(d, n, rules=("beyond_3_sigma",)),
    )
    near = np.abs(np.abs(p.points - p.center) / p.sigma - 3) < 1e-9
    assert set(outside(p)) ^ set(outside(np_)) <= set((np.flatnonzero(near) + 1).tolist())
    assert np_.points / np.array(n) == pytest.approx(p.points)


@given(measured, st.floats(-100, 100), st.floats(0.1, 10), st.booleans())
def test_individuals_follow_shift_and_scale(x, shift, scale, flip):
    factor = -scale if flip else scale
    one, two = control.individuals(x), control.individuals(factor * x + shift)
    assert two.center == pytest.approx(factor * one.center + shift, abs=1e-6)
    assert two.sigma == pytest.approx(scale * one.sigma, rel=1e-6)
    assert two.upper - two.center == pytest.approx(two.center - two.lower, rel=1e-6, abs=1e-6)
    assert one.spread.lower == 0


@given(measured)
@settings(max_examples=40, deadline=None)
def test_ewma_with_lambda_one_is_the_individuals_chart(x):
    one, two = control.individuals(x, rules=("beyond_3_sigma",)), control.ewma(x, lam=1)
    assert two.points == pytest.approx(one.points)
    assert two.upper == pytest.approx(one.upper)
    assert (two.points > two.upper).tolist() == (one.points > one.upper).tolist()


@given(
    arrays(float, st.tuples(st.integers(2, 12), st.integers(2, 6)), elements=st.integers(0, 50).map(float))
)
@settings(max_examples=40, deadline=None)
def test_xbar_does_not_mind_the_order_within_a_subgroup(x):
    if (np.ptp(x, axis=1) == 0).all():
        return
    one, two = control.xbar_r(x), control.xbar_r(x[:, ::-1])
    assert one.sigma == pytest.approx(two.sigma)
    assert one.spread.center == pytest.approx(np.ptp(x, axis=1).mean())
    s = control.xbar_s(x)
    assert s.parameters["sd"] * control.constants(x.shape[1]).c4 == pytest.approx(
        x.std(axis=1, ddof=1).mean()
    )


@given(st.lists(st.sampled_from([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]), min_size=1, max_size=40))
def test_rules_are_mirrored(points):
    for rule in control.RULES:
        mirror = {"high": "low", "low": "high", "": ""}
        assert fired([-x for x in points], rule) == [(i, mirror[side]) for i, side in fired(points, rule)]


@given(
    st.dictionaries(st.text(min_size=1), st.integers(0, 1000), min_size=1).filter(
        lambda d: sum(d.values()) > 0
    )
)
def test_pareto_sums(counts):
    table = control.pareto(counts)
    assert table["count"].sum() == sum(counts.values())
    assert table["share"].sum() == pytest.approx(1)
    assert table["cumulative"].iloc[-1] == pytest.approx(1)
    assert table["count"].is_monotonic_decreasing
    few = table["vital_few"]
    assert table.loc[few, "share"].sum() >= 0.8 - 1e-9
    assert table.loc[few, "share"].iloc[:-1].sum() < 0.8
    assert few.sum() >= 1
    assert not few[few.sum() :].any()


# Pareto and comparison


@pytest.mark.parametrize(
    "make", [list, tuple, pd.Series, pl.Series, np.array, lambda x: pa.chunked_array([x])]
)
def test_pareto_tallies_records(make):
    table = control.pareto(make(["wait", "cost", "wait", "tone", "wait"]))
    assert table["category"].tolist() == ["wait", "cost", "tone"]
    assert table["count"].tolist() == [3, 1, 1]


def test_pareto_of_named_counts():
    table = control.pareto(pd.Series([5, 90, 5], index=["b", "a", "c"]), vital=0.95)
    assert table["category"].tolist() == ["a", "b", "c"]
    assert table["vital_few"].tolist() == [True, True, False]
    assert control.pareto({"a": 1, "b": 0}, vital=1)["vital_few"].tolist() == [True, False]


def test_before_after_sentences():
    for language, words in (("zh", ("高", "低", "还不能说")), ("en", ("higher", "lower", "too little"))):
        with i18n.use_language(language):
            up = control.before_after((48, 80), (56, 70), of="share")
            down = control.before_after([4, 5, 6, 7, 8], [1, 2, 3, 4, 5])
            same = control.before_after([1, 2, 3], [1, 3, 2])
            assert [c.verdict for c in (up, down, same)] == ["higher", "lower", "not_enough_evidence"]
            for change, word in zip((up, down, same), words, strict=True):
                assert word in change.sentence()
            assert "5.2" in up.sentence()
            assert "33.4" in up.sentence()
            assert "-" not in down.sentence()


@given(st.integers(0, 30), st.integers(30, 60), st.integers(0, 30), st.integers(30, 60))
@settings(max_examples=40, deadline=None)
def test_before_after_is_mirrored(a, m, b, n):
    one, two = (
        control.before_after((a, m), (b, n), of="share").difference,
        control.before_after((b, n), (a, m), of="share").difference,
    )
    assert (one.low, one.value, one.high) == pytest.approx((-two.high, -two.value, -two.low))
    assert -1 <= one.low <= one.value <= one.high <= 1


# Errors: each names the place and the mend


@pytest.mark.parametrize(
    ("call", "key", "shown"),
    [
        (lambda: control.p_chart([1, "很多", 3], 10), "not_a_number", "很多"),
        (lambda: control.individuals([1, 2, np.inf]), "not_a_number", "3"),
        (lambda: control.before_after([1, None, 3], [2, 3]), "not_a_number", "2"),
        (lambda: control.c_chart([3, None, None]), "too_few", "1"),
        (lambda: control.individuals([3, None, 5, None]), "too_few", "2"),
        (lambda: control.runs_test([3, 3, 3]), "runs_one_side", ""),
        (lambda: control.c_chart([3, -1]), "negative", "-1"),
        (lambda: control.c_chart([3, 1.5]), "not_whole", "1.5"),
        (lambda: control.p_chart([3, 1], 20.5), "not_whole", "20.5"),
        (lambda: control.p_chart([1, 2], [10, 0]), "base_zero", "2"),
        (lambda: control.u_chart([1, 2], [0, 1]), "base_zero", "1"),
        (lambda: control.p_chart([1, 12], 10), "more_than_n", "12"),
        (lambda: control.np_chart([1, 12], [20, 10]), "more_than_n", "2"),
        (lambda: control.p_chart([1, 2], [10, 10, 10]), "lengths", "3"),
        (lambda: control.p_chart([1, 2], 10, labels=["a"]), "lengths", "labels"),
        (lambda: control.p_chart(pd.Series([1, 2]), pd.Series([9, 9], index=[1, 2])), "index_differs", "n"),
        (lambda: control.c_chart([]), "empty", "counts"),
        (lambda: control.xbar_r([]), "empty", "samples"),
        (lambda: control.c_chart([4]), "too_few", "1"),
        (lambda: control.c_chart([4, 5, 6], exclude=[0, 1]), "too_few", "2"),
        (lambda: control.individuals([4, 5, 9, 6], exclude=[1, 3]), "too_few", "2"),
        (lambda: control.c_chart([0, 0]), "no_variation", "0"),
        (lambda: control.p_chart([5, 5], 5), "no_variation", "1"),
        (lambda: control.individuals([4, 4, 4]), "no_variation", "4"),
        (lambda: control.xbar_r([[4, 4], [5, 5]]), "no_variation", "samples"),
        (lambda: control.ewma([4, 4, 4]), "no_variation", "4"),
        (lambda: control.ewma([4]), "too_few", "1"),
        (lambda: control.xbar_s([[4, 5], [5]]), "samples_ragged", "2"),
        (lambda: control.xbar_s([[4, 5], [5, None]]), "samples_cell", "2"),
        (lambda: control.pareto({}), "empty", "records"),
        (lambda: control.pareto([]), "empty", "records"),
        (lambda: control.pareto(["a", None]), "pareto_missing", "2"),
        (lambda: control.pareto(["a", "  "]), "pareto_missing", "2"),
        (lambda: control.pareto({"a": -1}), "pareto_count", "−1"),
        (lambda: control.pareto({"a": 1.5}), "pareto_count", "1.5"),
        (lambda: control.pareto({"a": "many"}), "pareto_count", "many"),
        (lambda: control.pareto({"a": 0}), "pareto_zero", "0"),
        (lambda: control.pareto(pd.Series([1, 2], index=["a", "a"])), "pareto_repeated", "a"),
        (lambda: control.before_after([1], [1, 2]), "few_values", "before"),
        (lambda: control.before_after([1, 2], [3, 3]), "alike", "after"),
        (lambda: control.before_after((5, 3), (1, 3), of="share"), "share_pair", "before"),
        (lambda: control.before_after((1, 3), (1, 3, 4), of="share"), "share_pair", "after"),
        (lambda: control.before_after((1, 3), (0, 0), of="share"), "share_pair", "after"),
    ],
)
def test_data_errors(call, key, shown):
    for language in i18n.LANGUAGES:
        with i18n.use_language(language), pytest.raises(DataError) as caught:
            call()
        assert caught.value.key == f"control.{key}"
        with i18n.use_language(language):
            text = str(caught.value)
        assert shown in text
        assert "{" not in text


@pytest.mark.parametrize(
    ("call", "key", "shown"),
    [
        (lambda: control.c_chart([[1, 2], [3, 4]]), "control.one_dimension", "counts"),
        (
            lambda: control.c_chart(pl.DataFrame({"first": [1, 2], "b": [3, 4]})),
            "errors.one_column",
            "first",
        ),
        (lambda: control.c_chart(5), "control.one_dimension", "counts"),
        (lambda: control.c_chart({"a": 5}), "control.one_dimension", "counts"),
        (lambda: control.p_chart([1, 2], "10"), "control.one_dimension", "n"),
        (lambda: control.xbar_r(5), "control.samples_shape", "individuals"),
        (lambda: control.xbar_r([4, 5]), "control.samples_shape", "individuals"),
        (lambda: control.xbar_r([[4], [5]]), "control.samples_shape", "individuals"),
        (lambda: control.c_chart([1, 2, 3], exclude=[3]), "control.exclude", "3"),
        (lambda: control.c_chart([1, 2, 3], exclude=["a"]), "control.exclude", "a"),
        (lambda: control.c_chart([1, 2, 3], exclude=[True]), "control.exclude", "True"),
        (
            lambda: control.c_chart([1, 2], baseline=control.c_chart([1, 2]), exclude=[0]),
            "control.exclude_with_baseline",
            "baseline",
        ),
        (
            lambda: control.c_chart([1, 2], baseline=control.individuals([1, 2])),
            "control.baseline",
            "individuals",
        ),
        (lambda: control.p_chart([1, 2], 5, baseline=0.2), "control.baseline", "float"),
        (lambda: control.c_chart([1, 2], rules="nelsen"), "control.rule_unknown", "nelson"),
        (lambda: control.c_chart([1, 2], rules=["six_trends"]), "control.rule_unknown", "six_trend"),
        (lambda: control.ewma(FLOW, lam=0), "control.between", "lam"),
        (lambda: control.ewma(FLOW, lam=1.1), "control.between", "lam"),
        (lambda: control.ewma(FLOW, width=-1), "control.between", "width"),
        (lambda: control.ewma(FLOW, sigma=np.inf), "control.between", "sigma"),
        (lambda: control.ewma(FLOW, target=np.nan), "control.between", "target"),
        (lambda: control.constants(1), "control.between", "n"),
        (lambda: control.phase_one(control.ewma, FLOW), "control.chart_function", "ewma"),
        (lambda: control.phase_one("p", FLOW), "control.chart_function", "p_chart"),
        (lambda: control.pareto([5, 3, 2]), "control.pareto_names", ""),
        (lambda: control.pareto(pd.Series([5, 3, 2])), "control.pareto_names", ""),
        (lambda: control.pareto("abc"), "control.one_dimension", "records"),
        (lambda: control.pareto({"a": 1}, vital=0), "control.between", "vital"),
        (lambda: control.before_after([1, 2], [1, 3], of="median"), "errors.choice", "median"),
        (lambda: control.before_after([1, 2], [1, 3], level=95), "control.between", "95"),
    ],
)
def test_argument_errors(call, key, shown):
    for language in i18n.LANGUAGES:
        with i18n.use_language(language), pytest.raises(ArgumentError) as caught:
            call()
        assert caught.value.key == key
        with i18n.use_language(language):
            text = str(caught.value)
        assert shown in text
        assert "{" not in text


def test_a_set_of_rules_may_stand_in_a_list():
    assert (
        control.individuals([1.0, 2, 1, 3], rules=["nelson"]).signals
        == control.individuals([1.0, 2, 1, 3], rules="nelson").signals
    )


# Gaps


def test_a_missing_week_is_a_gap_neither_filled_nor_joined():
    chart = control.c_chart(pd.Series([4, 6, None, 3, 7, 5], dtype="Int64", index=pd.Index(range(1, 7))))
    assert np.isnan(chart.points[2])
    assert chart.center == 5  # of five weeks
    assert (len(chart), chart.labels[2], chart.excluded) == (6, "3", ())
    single = control.individuals([10, 12, None, 20, 22])
    assert single.parameters["sd"] == pytest.approx(2 / 1.128, abs=0.001)  # 12 and 20 are no neighbours
    shares = control.p_chart([3, None, 4, 0], [40, 40, 50, 0])
    assert np.isnan(shares.points).tolist() == [False, True, False, True]
    assert shares.center == pytest.approx(7 / 90)
    later = control.c_chart([5, None, 30], baseline=chart)
    assert [signal.point for signal in later.signals if signal.rule == "beyond_3_sigma"] == [2]


WEEKS = pd.date_range("2026-01-05", periods=9, freq="7D")
FALLS = pd.Series([9, 2, 8, 3, 7, 5, 4, 6, 5], index=WEEKS)
SPOILT = {
    "left empty": FALLS.astype("Int64").where(WEEKS[3] != WEEKS),
    "no row": FALLS.drop(WEEKS[3]),
    "no row, in no order": FALLS.drop(WEEKS[3]).sample(frac=1, random_state=3),
    "months, none in March": FALLS.set_axis(pd.date_range("2025-12-01", periods=9, freq="MS")).drop(
        "2026-03-01"
    ),
}
MADE = {
    "c": control.c_chart,
    "p": lambda values: control.p_chart(values, 40),
    "individuals": control.individuals,
    "ewma": control.ewma,
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("kind", MADE)
def test_a_week_without_a_count_parts_the_line(how, kind):
    chart = MADE[kind](SPOILT[how])
    figure = charts.control_chart(chart)
    own = np.asarray(chart.points, float)[-3:]
    joined = [np.asarray(line.get_ydata(), float) for line in figure.axes[0].lines]
    last = [ys for ys in joined if len(ys) >= 3 and np.allclose(ys[-3:], own)]
    assert [len(ys) for ys in last] == [5]  # the five points after the gap are one line
    assert sorted(chart.labels) == list(chart.labels)


def test_days_on_which_nobody_works_part_no_line():
    days = pd.bdate_range("2026-01-05", periods=12)
    figure = charts.control_chart(control.individuals(pd.Series([*range(1, 7)] * 2, index=days)))
    assert any(len(line.get_ydata()) == 12 and line.get_marker() == "o" for line in figure.axes[0].lines)


TEXTS = {
    **{name: getattr(control, name) for name in ("individuals", "c_chart", "ewma", "runs_test")},
    **{name: lambda values, name=name: getattr(control, name)(values, 50)
       for name in ("p_chart", "np_chart", "u_chart", "p_prime_chart", "u_prime_chart")},
    "cusum": lambda values: control.cusum(values, 0.5, 4),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_as_text_are_read_and_other_texts_named_with_their_place(name, lang):
    TEXTS[name](["4", "6", " 5 ", "7", "3"])
    with i18n.use_language(lang), pytest.raises(DataError) as caught:
        TEXTS[name](["4", "6", "五", "7", "3"])
    assert "五" in str(caught.value)
    assert "3" in str(caught.value)


def test_a_gap_ends_a_run_and_an_average_waits_over_it():
    nine = [6, 7, 6, 8, 7, 6, 7, 8, 7]
    base = control.c_chart([4, 6, 5, 3, 7, 5, 4, 5])
    assert control.c_chart(nine, baseline=base, rules=["nine_one_side"]).signals
    assert not control.c_chart([*nine[:4], None, *nine[4:]], baseline=base, rules=["nine_one_side"]).signals
    whole, gap = (control.ewma(values, target=5, sigma=1) for values in ([6, 7], [6, None, 7]))
    assert gap.points[[0, 2]].tolist() == whole.points.tolist()
    assert np.isnan(gap.points[1])
    assert gap.upper[2] == whole.upper[1]


def test_a_week_without_a_row_ends_a_run_and_makes_no_moving_range():
    weeks = pd.date_range("2026-01-05", periods=13, freq="7D")
    values = pd.Series([4.0, 6, 5, 3, 7, 5, 9, 30, 5, 6, 4, 5, 7], index=weeks)
    whole = control.individuals(values.mask(values == 30))  # the week is there, its value is not
    absent = control.individuals(values.drop(weeks[7]))
    assert absent.parameters == pytest.approx(whole.parameters)
    assert np.isnan(absent.spread.points[7])
    assert absent.spread.points[6] == 4
    nine = pd.Series([6, 7, 6, 8, 7, 6, 7, 8, 7], index=weeks[[0, 1, 2, 3, 5, 6, 7, 8, 9]])
    base = control.c_chart([4, 6, 5, 3, 7, 5, 4, 5])
    assert control.c_chart(nine.to_numpy(), baseline=base, rules=["nine_one_side"]).signals
    assert not control.c_chart(nine, baseline=base, rules=["nine_one_side"]).signals


# Many cases, small shifts, the order of points


def test_laney_prime_charts_widen_the_limits_by_what_counting_does_not_explain():
    """Laney (2002), Quality Engineering 14(4):531-537: z of each point, sigma_z from their moving range."""
    rng = np.random.default_rng(3)
    n = rng.integers(3800, 4300, 40)
    late = rng.binomial(n, np.clip(rng.normal(0.10, 0.02, 40), 0.01, 1))
    plain, prime = control.p_chart(late, n), control.p_prime_chart(late, n)
    rate = late.sum() / n.sum()
    z = (late / n - rate) / np.sqrt(rate * (1 - rate) / n)
    sigma_z = np.abs(np.diff(z)).mean() / (2 / np.sqrt(np.pi))
    assert prime.parameters == pytest.approx({"rate": rate, "sigma_z": sigma_z})
    assert np.asarray(prime.upper) == pytest.approx(rate + 3 * sigma_z * np.sqrt(rate * (1 - rate) / n))
    beyond = [sum(s.rule == "beyond_3_sigma" for s in chart.signals) for chart in (plain, prime)]
    assert beyond[0] > 10
    assert beyond[1] == 0
    assert any("p_prime_chart" in note for note in plain.notes)
    assert not prime.notes
    calm = rng.binomial(n, 0.10)
    assert not control.p_chart(calm, n).notes
    assert control.p_prime_chart(calm, n).parameters["sigma_z"] == pytest.approx(1, abs=0.25)
    later = control.p_prime_chart([900, 420], 4000, baseline=prime)
    assert later.parameters == prime.parameters
    with pytest.raises(ArgumentError):
        control.p_prime_chart([900, 420], 4000, baseline=plain)
    assert control.phase_one(control.p_prime_chart, late, n).center == prime.center
    units = n / 1000
    rates = control.u_prime_chart(late, units)
    ordinary = control.u_chart(late, units)
    assert rates.sigma == pytest.approx(np.asarray(ordinary.sigma) * rates.parameters["sigma_z"])
    assert any("u_prime_chart" in note for note in ordinary.notes)


# NIST/SEMATECH e-Handbook 6.3.2.3: target 325, k = 0.3175, h = 4.1959; sums above and below, starred from 14 on.
CUSUM = [324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, 324.625, 325.150,
         328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350]  # fmt: skip
ABOVE = [0, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.00, 19.04]
BELOW = [0, 0.01, 0, 0.33, 0, 0, 0.56, 0.72, 0.17, 0.25, 0.31, 0] + [0] * 8


def test_cusum_as_published_by_nist():
    chart = control.cusum(CUSUM, 0.3175, 4.1959, target=325, sigma=1)
    assert chart.points == pytest.approx(ABOVE, abs=0.006)
    assert chart.spread is not None
    assert -chart.spread.points == pytest.approx(BELOW, abs=0.011)
    assert [signal.point + 1 for signal in chart.signals] == list(range(14, 21))
    assert chart.signals[0].rule == "beyond_limits"
    assert chart.upper == pytest.approx(4.1959)
    down = control.cusum([650 - value for value in CUSUM], 0.3175, 4.1959, target=325, sigma=1)
    assert not down.signals
    assert not down.in_control  # the shift is on the other side
    gap = control.cusum([*CUSUM[:13], None, *CUSUM[13:]], 0.3175, 4.1959, target=325, sigma=1)
    assert gap.points[[12, 14]] == pytest.approx([3.01, 4.94], abs=0.006)
    learned = control.cusum(CUSUM[:12])
    assert learned.parameters["mean"] == pytest.approx(np.mean(CUSUM[:12]))


# NIST/SEMATECH e-Handbook, LEW.DAT: deflections of a beam.
LEW = [
    -213, -564, -35, -15, 141, 115, -420, -360, 203, -338, -431, 194, -220, -513, 154, -125, -559,
    92, -21, -579, -52, 99, -543, -175, 162, -457, -346, 204, -300, -474, 164, -107, -572, -8, 83,
    -541, -224, 180, -420, -374, 201, -236, -531, 83, 27, -564, -112, 131, -507, -254, 199, -311,
    -495, 143, -46, -579, -90, 136, -472, -338, 202, -287, -477, 169, -124, -568, 17, 48, -568,
    -135, 162, -430, -422, 172, -74, -577, -13, 92, -534, -243, 194, -355, -465, 156, -81, -578,
    -64, 139, -449, -384, 193, -198, -538, 110, -44, -577, -6, 66, -552, -164, 161, -460, -344, 205,
    -281, -504, 134, -28, -576, -118, 156, -437, -381, 200, -220, -540, 83, 11, -568, -160, 172,
    -414, -408, 188, -125, -572, -32, 139, -492, -321, 205, -262, -504, 142, -83, -574, 0, 48, -571,
    -106, 137, -501, -266, 190, -391, -406, 194, -186, -553, 83, -13, -577, -49, 103, -515, -280,
    201, 300, -506, 131, -45, -578, -80, 138, -462, -361, 201, -211, -554, 32, 74, -533, -235, 187,
    -372, -442, 182, -147, -566, 25, 68, -535, -244, 194, -351, -463, 174, -125, -570, 15, 72, -550,
    -190, 172, -424, -385, 198, -218, -536, 96,
]  # fmt: skip


def test_runs_test_as_published_by_nist():
    """1.3.5.13, beam deflections (LEW.DAT, 200 points): Z = 2.6938."""
    found = control.runs_test(LEW)
    assert (len(LEW), found.z) == (200, pytest.approx(2.6938, abs=1e-4))
    assert found.p == pytest.approx(2 * stats.norm.sf(2.6938), abs=1e-5)
    with i18n.use_language("en"):
        assert "up and down" in found.text()


def test_runs_test_counts_every_order_of_few_points():
    found = control.runs_test([3, 4, 2, 9, 8, 9, 7])
    orders = set(itertools.permutations([0, 0, 0, 1, 1, 1]))  # without the point on the median
    runs = [1 + sum(a != b for a, b in itertools.pairwise(order)) for order in orders]
    few = np.mean([one <= found.runs for one in runs])
    assert (found.runs, found.above + found.below) == (2, 6)
    assert found.p == pytest.approx(min(1, 2 * few))
    shift = control.runs_test([1, 2, 1, 2, 1, 2, 1, None, 8, 9, 8, 9, 8, 9, 9])
    with i18n.use_language("en"):
        assert "shifted or drifts" in shift.text()


def test_few_points_are_said():
    with i18n.use_language("en"):
        assert "rest on 8 points" in control.c_chart([4, 6, 5, 3, 7, 5, 4, 5]).notes[0]
    assert not control.c_chart([4, 6, 5, 3, 7] * 4).notes
