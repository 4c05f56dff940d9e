"""Goals: attainment, scores, cascade and responsibilities, with every error path."""

from __future__ import annotations

import copy
import json
import math
import pickle
import subprocess
import sys
from datetime import date, datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sgm_lab import goals, i18n
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.estimate import Estimate
from sgm_lab.goals import Goal, cascade, gas_t, key_result, objective, raci

WAIT = Goal(
    "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟",
    "平均候诊时间",
    "分钟",
    45,
    30,
    "2026-01-01",
    "2026-09-30",
    "门诊部",
    history=[44, 47, 43, 46, 45],
    linked_to="响应性",
    level="部门",
    source="叫号系统",
)
LEVEL = st.floats(-1e4, 1e4).map(lambda x: round(x, 3))

# Published figures


@pytest.mark.parametrize(
    ("weights", "levels", "rho", "expected"),
    # Kiresuk & Sherman (1968), Community Mental Health J. 4(6), 443-453; figures of the unit tests of the R package
    # PhysioClinical (github.com/x-biosignal/PhysioClinical).
    [
        ([6, 6], [0, 0], 0.3, 50.0),
        ([1], [1], 0.3, 60.0),
        ([1], [-1], 0.3, 40.0),
        ([6, 6], [1, 0], 0.3, 56.201736729),
        ([1, 1], [1, 1], 0.3, 62.403473459),
        ([1, 1], [1, 1], 0, 64.142135624),
    ],
)
def test_gas_t_published(weights, levels, rho, expected):
    assert gas_t(levels, weights, rho) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("count", "row"),
    # T of equal weights where every goal comes out at one level, by number of goals.
    [
        (1, [30.0, 40.0, 50.0, 60.0, 70.0]),
        (2, [37.6, 43.8, 50.0, 56.2, 62.4]),
        (3, [40.87, 45.44, 50.0, 54.56, 59.13]),
        (4, [42.75, 46.37, 50.0, 53.63, 57.25]),
        (5, [43.97, 46.98, 50.0, 53.02, 56.03]),
    ],
)
def test_gas_t_one_goal_off_among_equals(count, row):
    found = [gas_t([x] + [0] * (count - 1)) for x in (-2, -1, 0, 1, 2)]
    assert found == pytest.approx(row, abs=0.006)


# Attainment


def test_attainment_of_a_number():
    done = WAIT.attainment(33)
    assert done == pytest.approx(0.8)
    assert (done.verdict, done.low, done.high, done.actual) == ("not_met", None, None, 33.0)
    assert WAIT.attainment(30).verdict == "met"
    assert WAIT.attainment(30) == 1
    assert WAIT.attainment(60) == pytest.approx(-1)
    assert WAIT.lower_is_better
    assert not Goal("…", baseline=1, target=2).lower_is_better


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(25, 29, "met"), (25, 30, "met"), (25, 31, "not_enough_evidence"), (31, 36, "not_met")],
)
def test_attainment_of_an_estimate(low, high, verdict):
    done = WAIT.attainment(Estimate((low + high) / 2, low, high, 80))
    assert done.verdict == verdict
    assert done.low == pytest.approx((high - 45) / -15)
    assert done.high == pytest.approx((low - 45) / -15)
    assert done.low <= done.value <= done.high


def test_share_is_read_in_percent_only_where_the_goal_is():
    csat = Estimate(0.93, 0.90, 0.95, 400, method="wilson")
    assert Goal("…", unit="%", baseline=85, target=92).attainment(csat) == pytest.approx(8 / 7)
    assert Goal("…", unit="%", baseline=0.85, target=0.92).attainment(csat) == pytest.approx(8 / 7)
    assert Goal("…", baseline=0.85, target=0.92).attainment(csat) == pytest.approx(8 / 7)
    assert Goal("…", unit="%", baseline=85, target=92).attainment(Estimate(93, 90, 95, 400)) == pytest.approx(
        8 / 7
    )


def test_an_nps_reaches_a_goal_in_points_and_a_rise_one_in_percentage_points():
    from sgm_lab import satisfaction

    score = satisfaction.nps(promoters=60, passives=30, detractors=10)
    done = Goal("NPS from 10 to 30", "NPS", "分", 10, 30).attainment(score)
    assert (done.verdict, done.actual, done.value) == ("met", pytest.approx(50), pytest.approx(2))
    assert Goal("NPS", "NPS", None, 10, 30).attainment(score) == pytest.approx(2)
    assert Goal("NPS", "NPS", None, 0.1, 0.3).attainment(score) == pytest.approx(2)
    rise = satisfaction.difference(satisfaction.csat(count=95, n=100), satisfaction.csat(count=80, n=100))
    for unit in ("%", "个百分点", "points"):
        done = Goal("+10 points", "CSAT", unit, 0, 10).attainment(rise)
        assert (done.verdict, done.actual) == ("not_enough_evidence", pytest.approx(15))
        assert done.low == pytest.approx(10 * rise.low)
    change = satisfaction.difference(score, satisfaction.nps(promoters=40, passives=40, detractors=20))
    assert Goal("+20", "NPS", "分", 0, 20).attainment(change) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("estimate", "unit", "levels", "reached"),
    [
        (Estimate(0.006, 0.004, 0.009, 900, kind="share"), "‰", (9, 5), 6),
        (Estimate(90, 80, 100, 60, kind="time"), "小时", (2, 1), 1.5),
        (Estimate(90, 80, 100, 60, kind="time"), "min", (120, 60), 90),
        (Estimate(4.2, 4.0, 4.4, 60, kind="mean"), "分", (4, 4.5), 4.2),
        (Estimate(12, 8, 16, 1, kind="count"), "起", (20, 10), 12),
        (Estimate(0.93, 0.9, 0.95, 400, kind="share"), None, (85, 92), 93),
    ],
)
def test_an_estimate_is_brought_to_the_unit_of_the_goal(estimate, unit, levels, reached):
    goal = Goal("…", "…", unit, *levels)
    assert goal.attainment(estimate).actual == pytest.approx(reached)
    assert goal.in_unit(estimate).low <= reached <= goal.in_unit(estimate).high


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("estimate", "unit", "levels", "key"),
    [
        (Estimate(0.93, 0.9, 0.95, 400, kind="share"), "分钟", (45, 30), "other_kind"),
        (Estimate(0.93, 0.9, 0.95, 400, kind="share"), "分", (85, 92), "other_kind"),
        (Estimate(5.2, 5.0, 5.4, 60, kind="mean"), "%", (85, 92), "other_kind"),
        (Estimate(33, 31, 36, 80, kind="time"), "%", (45, 30), "other_kind"),
        (Estimate(33, 31, 36, 80, kind="time"), None, (45, 30), "time_without_unit"),
        (Estimate(0.07, 0.01, 0.12, 400, kind="difference"), "%", (85, 92), "change_for_level"),
        (Estimate(0.006, 0.004, 0.009, 900, kind="share"), "%", (0.9, 0.5), "percent_or_share"),
    ],
)
def test_an_estimate_of_another_kind_is_refused(estimate, unit, levels, key, lang):
    with i18n.use_language(lang), pytest.raises(ArgumentError) as said:
        Goal("…", "…", unit, *levels).attainment(estimate)
    assert said.value.key == f"goals.{key}"
    assert "{" not in str(said.value)


def test_the_figure_draws_the_level_in_the_unit_of_the_goal():
    from sgm_lab import charts, satisfaction

    goal = Goal("…", "NPS", "分", 10, 30)
    made = charts.attainment(goal, satisfaction.nps(promoters=60, passives=30, detractors=10))
    assert any("50分" in text.get_text() for text in made.axes[0].texts)


def test_attainment_without_data():
    done = WAIT.attainment(Estimate(math.nan, math.nan, math.nan, 0))
    assert math.isnan(done)
    assert done.verdict == "not_enough_evidence"
    assert "还没有可用的数据" in done.sentence()


def test_going_backwards_is_said_plainly():
    assert "没有往目标走，进度是 −20%" in WAIT.attainment(48).sentence()


def test_attainment_sentences():
    assert WAIT.attainment(33).sentence() == (
        "平均候诊时间：基线45分钟，目标30分钟，现在33分钟。走完了全程的 80%：未达成。"
    )
    done = Goal("…", "CSAT", "%", 85, 92).attainment(Estimate(0.93, 0.90, 0.95, 400, method="wilson"))
    with i18n.use_language("en"):
        assert done.sentence() == (
            "CSAT: from 85%, target 92%, now 93%. "
            "114% of the way (interval 71% to 143%, n=400): no verdict yet, not enough data."
        )
    assert "12,500元" in Goal("…", "成本", "元", 20000, 10000).attainment(12500).sentence()


def test_attainment_is_a_float_that_stays_as_it_is():
    done = WAIT.attainment(Estimate(33, 31, 36, 80))
    assert isinstance(done, float)
    assert done + 1 == pytest.approx(1.8)
    assert json.loads(json.dumps({"done": done})) == {"done": done.value}
    assert hash(done) == hash(float(done))
    for twin in (copy.copy(done), copy.deepcopy(done), pickle.loads(pickle.dumps(done))):
        assert (twin, twin.low, twin.verdict, twin.goal, twin.n) == (done, done.low, done.verdict, WAIT, 80)
    with pytest.raises(AttributeError):
        done.verdict = "met"
    assert repr(done) == "Attainment(0.8, low=0.6, high=0.9333, verdict='not_met')"


@given(LEVEL, LEVEL, LEVEL, st.floats(0.01, 100), st.floats(-1000, 1000), st.booleans())
def test_attainment_does_not_depend_on_units(baseline, target, actual, scale, shift, flip):
    assume(abs(target - baseline) > 0.1)
    factor = -scale if flip else scale
    one = Goal("…", baseline=baseline, target=target).attainment(actual)
    two = Goal("…", baseline=factor * baseline + shift, target=factor * target + shift).attainment(
        factor * actual + shift
    )
    assert two == pytest.approx(one, rel=1e-4, abs=1e-4)


@given(LEVEL, LEVEL, st.floats(0, 1))
def test_attainment_is_linear(baseline, target, share):
    assume(abs(target - baseline) > 0.1)
    goal = Goal("…", baseline=baseline, target=target)
    assert goal.attainment(baseline) == 0
    assert goal.attainment(target) == 1
    assert goal.attainment(target).verdict == "met"
    between = baseline + share * (target - baseline)
    assert goal.attainment(between) == pytest.approx(share, abs=1e-6)
    assert key_result(baseline, target, between) == pytest.approx(share, abs=1e-6)


# The record


def test_goal_reads_dates_and_numbers():
    assert WAIT.due == date(2026, 9, 30)
    assert Goal("…", start=date(2026, 1, 2)).start == date(2026, 1, 2)
    assert Goal("…", start=datetime(2026, 1, 2, 8)).start == date(2026, 1, 2)
    assert Goal("…", due=pd.Timestamp("2026-03-01")).due == date(2026, 3, 1)
    assert Goal("…", baseline=np.float64(3), target=np.int64(4)).baseline == 3.0
    assert Goal("…", history=np.array([1.0, 2.0])).history == (1.0, 2.0)
    assert Goal("…", history=None).history == ()


def test_goal_to_json_and_back():
    text = json.dumps(WAIT.to_dict(), ensure_ascii=False)
    assert Goal.from_dict(json.loads(text)) == WAIT
    assert Goal.from_dict({"statement": "…"}) == Goal("…")
    assert hash(WAIT) == hash(Goal.from_dict(WAIT.to_dict()))


def test_challenge_by_hand():
    # Changes 3, -4, 3, -1: mean 0.25, sum of squares about it 34.75, sd √(34.75/3).
    assert WAIT.challenge() == pytest.approx(15 / math.sqrt(34.75 / 3))


def test_goals_need_no_numpy():
    code = (
        "import sys; from sgm_lab.goals import Goal, gas_t, cascade, raci;"
        "cascade(3, {'a': 3}); raci({'x': {'p': 'AR'}}); Goal('x', baseline=1, target=2).attainment(1);"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'pandas', 'narwhals', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Scores


def test_key_result_is_held_between_0_and_1():
    assert key_result(45, 30, 36) == pytest.approx(0.6)
    assert (key_result(45, 30, 50), key_result(45, 30, 20)) == (0.0, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1), st.floats(0.1, 10))
def test_objective_is_a_mean(scores, weight):
    found = objective(scores, [weight] * len(scores))
    assert found == pytest.approx(sum(scores) / len(scores))
    assert found == pytest.approx(objective(scores))
    assert min(scores) - 1e-9 <= found <= max(scores) + 1e-9


outcomes = st.lists(st.tuples(st.sampled_from([-2, -1, 0, 1, 2]), st.floats(0.1, 9)), min_size=1, max_size=9)


@given(outcomes, st.floats(0.1, 10), st.floats(0, 0.99))
def test_gas_t_properties(pairs, scale, rho):
    x, w = [a for a, _ in pairs], [b for _, b in pairs]
    found = gas_t(x, w, rho)
    assert gas_t([0] * len(x), w, rho) == 50
    assert found - 50 == pytest.approx(50 - gas_t([-a for a in x], w, rho))
    assert found == pytest.approx(gas_t(x, [scale * b for b in w], rho))
    assert gas_t([a + 1 if a < 2 else a for a in x], w, rho) >= found


# Cascade


def test_cascade_sum():
    short = cascade(-10, {"客服部": -4, "配送部": -3}, unit="件")
    assert (short.combined, short.shortfall, short.adds_up, short.better) == (-7, 3, False, "lower")
    assert short.sentence() == (
        "公司要 −10件；各部门（客服部、配送部）合起来是 −7件（相加）：还差 3件。这个缺口分下去以前，别各自开工。"
    )
    full = cascade(0.3, {"a": 0.1, "b": 0.2})
    assert full.adds_up
    assert full.shortfall == 0
    assert "对得上" in full.sentence()
    assert cascade(10, {"a": 12}).adds_up
    assert list(full.to_frame().columns) == ["department", "target"]


def test_cascade_mean_and_weighted():
    plain = cascade(5, {"A": 3, "B": 6}, how="mean", better="lower")
    assert plain.adds_up
    weighted = cascade(5, {"A": 3, "B": 6}, how="weighted", weights={"B": 400, "A": 100}, better="lower")
    assert weighted.combined == pytest.approx(5.4)
    assert weighted.to_frame()["weight"].tolist() == [0.2, 0.8]
    higher = cascade(90, {"A": 95, "B": 88}, how="weighted", weights={"A": 1, "B": 9}, better="higher")
    assert higher.shortfall == pytest.approx(1.3)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_cascade_of_a_table(make):
    table = make({"department": ["A", "B"], "target": [3.0, 6.0], "weight": [100, 400]})
    assert cascade(5, table, how="weighted", better="lower").combined == pytest.approx(5.4)
    assert cascade(9, table).adds_up
    given = cascade(5, table, how="weighted", better="lower", weights={"A": 1, "B": 1})
    assert given.combined == pytest.approx(4.5)


def test_cascade_of_goals():
    company = Goal("…", unit="件", baseline=100, target=80)
    parts = {"A": Goal("…", baseline=60, target=50), "B": Goal("…", baseline=40, target=35)}
    found = cascade(company, parts)
    assert (found.company, found.combined, found.shortfall, found.unit) == (-20, -15, 5, "件")
    rate = cascade(Goal("…", baseline=80, target=90), {"A": 92, "B": 86}, how="mean")
    assert (rate.better, rate.shortfall) == ("higher", 1)
    assert cascade(WAIT, {"A": 29}, how="mean").better == "lower"


@given(st.dictionaries(st.text(min_size=1), st.tuples(LEVEL, st.floats(0.1, 100)), min_size=1), LEVEL)
def test_cascade_properties(parts, company):
    levels, volumes = {k: v for k, (v, _) in parts.items()}, {k: w for k, (_, w) in parts.items()}
    total = cascade(company, levels, better="higher")
    assert total.combined == pytest.approx(sum(levels.values()), abs=1e-6)
    assert total.adds_up == (total.shortfall == 0)
    mean = cascade(company, levels, how="weighted", weights=volumes, better="lower")
    assert min(levels.values()) - 1e-6 <= mean.combined <= max(levels.values()) + 1e-6
    assert sum(mean.weights.values()) == pytest.approx(1)
    assert mean.shortfall == pytest.approx(max(0, mean.combined - company), abs=1e-5)


# Responsibilities


def test_raci_finds_each_problem():
    found = raci(
        {
            "好": {"客服": "A/R", "质控": "C", "财务": None},
            "没人负责": {"客服": "R", "质控": "", "财务": "i"},
            "两人负责": {"客服": "A", "质控": "Ａ、Ｒ", "财务": math.nan},
            "没人做": {"客服": "A", "质控": "I"},
        }
    )
    assert [(p.activity, p.problem, p.who) for p in found] == [
        ("没人负责", "no_accountable", ()),
        ("两人负责", "many_accountable", ("客服", "质控")),
        ("没人做", "no_responsible", ()),
    ]
    assert found[1].text() == "“两人负责”有几个人同时最终负责（A）：客服、质控。只留一个，其余改成 R 或 C。"
    with i18n.use_language("en"):
        assert [p.text()[:6] for p in found] == ["Nobody", "Severa", "Nobody"]


def test_raci_tables():
    rows = {"activity": ["a", "b"], "p": ["AR", "R"], "q": [None, "C"]}
    expected = [("b", "no_accountable")]
    for table in (pd.DataFrame(rows), pl.DataFrame(rows), pd.DataFrame(rows).set_index("activity")):
        assert [(p.activity, p.problem) for p in raci(table)] == expected


# Errors


@pytest.mark.parametrize(
    ("call", "key", "shown"),
    [
        (lambda: Goal(""), "no_statement", "statement"),
        (lambda: Goal(None), "no_statement", "statement"),
        (lambda: Goal("…", baseline="45分钟"), "not_a_number", "45分钟"),
        (lambda: Goal("…", target=math.nan), "not_a_number", "target"),
        (lambda: Goal("…", target=True), "not_a_number", "target"),
        (lambda: Goal("…", history=[1, "x"]), "not_a_number", "history"),
        (lambda: Goal("…", due="年底"), "not_a_date", "年底"),
        (lambda: Goal("…", start="01/02/2026"), "not_a_date", "01/02/2026"),
        (lambda: Goal("…", start="2026-02-01", due="2026-01-01"), "due_before_start", "2026-01-01"),
        (lambda: Goal("…").attainment(3), "fill_in", "baseline"),
        (lambda: Goal("…", baseline=3).attainment(3), "fill_in", "target"),
        (lambda: Goal("…", unit="%", baseline=90, target=90).attainment(91), "no_way", "90%"),
        (lambda: WAIT.attainment("33"), "not_a_number", "actual"),
        (lambda: WAIT.attainment(math.nan), "not_a_number", "–"),
        (lambda: Goal("…", baseline=1, target=2).challenge(), "fill_in", "history"),
        (lambda: Goal("…", baseline=1, target=2, history=[1, 2]).challenge(), "short_history", "2"),
        (lambda: Goal("…", baseline=1, target=2, history=[3, 2, 1]).challenge(), "steady_history", "−1"),
        (lambda: key_result(3, 3, 3), "no_way", "3"),
        (lambda: key_result(3, None, 3), "not_a_number", "target"),
        (lambda: objective([]), "empty", "key_results"),
        (lambda: objective([0.5, 1.2]), "outside", "1.2"),
        (lambda: objective([0.5], [1, 2]), "weights_length", "2"),
        (lambda: objective([0.5, 0.5], [1, 0]), "weights_positive", "2"),
        (lambda: gas_t([]), "empty", "levels"),
        (lambda: gas_t([0, 3]), "outside", "3"),
        (lambda: gas_t([0, math.nan]), "not_a_number", "levels"),
        (lambda: gas_t([0, 1], [1, -1]), "weights_positive", "−1"),
        (lambda: gas_t([0, 1], rho=1), "rho", "0.3"),
        (lambda: gas_t([0, 1], rho=-0.1), "rho", "−0.1"),
        (lambda: cascade(10, {}), "empty", "departments"),
        (lambda: cascade(10, {"A": "3"}), "not_a_number", "A"),
        (lambda: cascade(10, [3, 4]), "not_a_table", "list"),
        (lambda: cascade(10, {"A": 3}, how="mean"), "say_better", "lower"),
        (lambda: cascade(0, {"A": 3}), "say_better", "lower"),
        (lambda: cascade(9, {"A": 3}, how="weighted", weights={}), "weight_missing", "A"),
        (lambda: cascade(9, {"Ward": 3}, how="weighted", weights={"Wards": 1}), "weight_unknown", "Wards"),
        (lambda: cascade(9, {"A": 3}, how="weighted", weights={"A": 0}), "weight_positive", "A"),
        (lambda: raci({}), "empty", "table"),
        (lambda: raci(3), "not_a_table", "int"),
    ],
)
def test_argument_errors(call, key, shown):
    for language in i18n.LANGUAGES:
        with i18n.use_language(language), pytest.raises(ArgumentError) as caught:
            call()
        assert caught.value.key == f"goals.{key}"
        with i18n.use_language(language):
            text = str(caught.value)
        assert shown in text
        assert "{" not in text


@pytest.mark.parametrize(
    ("call", "key", "shown"),
    [
        (lambda: Goal.from_dict({"metric": "CSAT"}), "goals.no_statement", "statement"),
        (lambda: Goal.from_dict({"statement": "…", "base_line": 3}), "goals.field_unknown", "baseline"),
        (
            lambda: cascade(9, pd.DataFrame({"dept": ["A"], "target": [1]})),
            "errors.column_missing",
            "department",
        ),
        (
            lambda: cascade(9, pd.DataFrame({"department": ["A", "A"], "target": [1, 2]})),
            "goals.department_twice",
            "A",
        ),
        (lambda: raci({"上线": {"张": "X"}}), "goals.raci.letter", "X"),
        (lambda: raci(pd.DataFrame({"p": ["A"]})), "errors.column_missing", "activity"),
        (lambda: raci(pl.DataFrame({"p": ["A"]})), "errors.column_missing", "activity"),
        (
            lambda: raci(pd.DataFrame({"activity": ["a", "a"], "p": ["A", "R"]})),
            "goals.raci.activity_twice",
            "a",
        ),
    ],
)
def test_data_errors(call, key, shown):
    for language in i18n.LANGUAGES:
        with i18n.use_language(language), pytest.raises(DataError) as caught:
            call()
        assert caught.value.key == key
        with i18n.use_language(language):
            assert shown in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("how", "median"), ("better", "up")])
def test_choices(name, value):
    with pytest.raises(ArgumentError, match=value):
        cascade(10, {"A": 3}, **{name: value})


def test_public_names():
    assert all(hasattr(goals, name) for name in goals.__all__)
