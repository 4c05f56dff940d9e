"""The simulation: what it promises (same seed, same result; budget; directions), and that thinking pays."""

from __future__ import annotations

import json
import math
import shutil
import statistics
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgm_lab import cases, kano, simulate
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.estimate import Estimate
from sgm_lab.i18n import t, use_language
from sgm_lab.simulate import (
    BUDGET,
    FIXED,
    METRICS,
    PARAMETERS,
    PLAYERS,
    QUARTERS,
    SHOCKS,
    Aim,
    Market,
    market,
    opening,
    play,
    replay,
    report,
    review,
    run,
    step,
)
from sgm_lab.simulate import _market as market_module
from sgm_lab.simulate import _model as model
from sgm_lab.simulate import _review as review_module
from sgm_lab.simulate import _wishes as wishes
from sgm_lab.simulate._chance import Draws
from sgm_lab.simulate._table import PARTS

HERE = market("healthcare", 7)
MARKETS = st.builds(market, st.sampled_from(cases.names()), st.integers(0, 9999))


@st.composite
def plans(draw: Any, quarters: int = QUARTERS) -> tuple[Market, list[dict[str, float]]]:
    """A market and what somebody might spend there."""
    here = draw(MARKETS)
    spends = []
    for _ in range(draw(st.integers(1, quarters))):
        lines = draw(st.lists(st.sampled_from(here.lines), unique=True, max_size=6))
        weights = draw(st.lists(st.integers(0, 50), min_size=len(lines), max_size=len(lines)))
        scale = draw(st.floats(0, 1)) * BUDGET / max(1, sum(weights))
        spends.append({line: w * scale for line, w in zip(lines, weights, strict=True)})
    return here, spends


few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [x for part in value.values() for x in numbers(part)]
    if isinstance(value, list | tuple):
        return [x for part in value for x in numbers(part)]
    return [float(value)] if isinstance(value, int | float) else []


# ---- promises ----


@few
@given(plans())
def test_the_same_decisions_are_the_same_result_through_json(
    plan: tuple[Market, list[dict[str, float]]],
) -> None:
    here, spends = plan
    first = play(here, spends)
    again = replay(json.loads(json.dumps(first.to_dict())))
    assert again.states == first.states
    assert [seen.to_dict() for seen in again.reports] == [seen.to_dict() for seen in first.reports]
    state = first.states[0]
    for spend in spends:  # from a state that went through JSON, too
        state = step(here, json.loads(json.dumps(state)), spend)
    assert state == first.states[-1]


@few
@given(plans())
def test_nothing_is_missing_and_everything_within_its_bounds(
    plan: tuple[Market, list[dict[str, float]]],
) -> None:
    game = play(*plan)
    for state, seen, spend in zip(game.states[1:], game.reports[1:], game.spends, strict=True):
        assert all(map(math.isfinite, numbers(state)))
        assert all(map(math.isfinite, numbers(seen.to_dict())))
        assert all(0 <= x <= 1 for x in (*state["levels"].values(), *state["standards"].values()))
        assert 0 <= state["skill"] <= 1
        assert 0 < state["outcome"]["satisfaction"] < 1
        assert PARAMETERS.loyalty_low < state["outcome"]["loyalty"] < PARAMETERS.loyalty_high
        assert all(1 <= x <= 7 for x in state["outcome"]["perception"].values())
        assert state["customers"] > 0
        assert state["outcome"]["spent"] == pytest.approx(sum(spend.values()))
        assert sum(spend.values()) <= BUDGET + 1e-9
        assert seen.surplus == pytest.approx(
            seen.revenue - seen.running - seen.failures - seen.spent, abs=1e-4
        )
        for estimate in (seen.satisfaction, seen.loyalty, *seen.gaps.values()):
            assert estimate.low <= estimate.value <= estimate.high
            assert estimate.n == seen.asked
        assert all(sum(counts) == seen.asked for counts in seen.kano.values())
    assert game.surplus == pytest.approx(sum(seen.surplus for seen in game.reports), abs=1e-3)
    json.dumps([seen.to_dict() for seen in game.reports])


@few
@given(MARKETS, st.data())
def test_more_money_never_gets_less_of_what_it_is_for(here: Market, data: Any) -> None:
    line = data.draw(st.sampled_from(here.lines))
    less, more = sorted((data.draw(st.floats(0, BUDGET)), data.draw(st.floats(0, BUDGET))))
    low, high = play(here, [{line: less}, {}, {}]), play(here, [{line: more}, {}, {}])
    kind, _, name = line.partition(":")
    for a, b in zip(low.states[1:], high.states[1:], strict=True):
        if kind == "feature":
            assert b["levels"][name] >= a["levels"][name] - 1e-12
        elif kind == "dimension":
            assert b["standards"][name] >= a["standards"][name] - 1e-12
            assert (
                b["outcome"]["perception"][name] >= a["outcome"]["perception"][name] - 0.5
            )  # more customers wait
        elif kind == "training":
            assert b["skill"] >= a["skill"] - 1e-12
        elif kind == "process":
            assert b["capacity"] >= a["capacity"] - 1e-9
            assert b["outcome"]["wait"] <= a["outcome"]["wait"] * 1.2 + 1e-9  # shorter waits bring customers
        elif kind == "survey":
            assert b["outcome"]["satisfaction"] == a["outcome"]["satisfaction"]
    first, second = low.states[1], high.states[1]
    assert second["outcome"]["satisfaction"] >= first["outcome"]["satisfaction"] - 1e-12
    assert second["outcome"]["wait"] == pytest.approx(
        first["outcome"]["wait"]
    )  # capacity comes a quarter later
    assert second["asked"] >= first["asked"]


def test_training_and_capacity_pay_later() -> None:
    nothing, trained = play(HERE, [{}] * 3), play(HERE, [{"training": 50}, {}, {}])
    gained = [b["skill"] - a["skill"] for a, b in zip(nothing.states, trained.states, strict=True)]
    assert gained[1] == pytest.approx(0)
    assert gained[2] > 0
    assert gained[3] > gained[2] * 1.5
    built = play(HERE, [{"process": 50}, {}])
    assert built.states[1]["capacity"] == nothing.states[1]["capacity"]
    assert built.states[2]["capacity"] > nothing.states[2]["capacity"]


def test_nothing_lasts_without_upkeep() -> None:
    game = play(replace(HERE, shocks=()), [{}] * QUARTERS)
    for a, b in zip(game.states, game.states[1:], strict=False):
        assert all(b["levels"][name] < a["levels"][name] for name in HERE.features)
        assert all(b["standards"][name] < a["standards"][name] for name in simulate.DIMENSIONS)
        assert b["skill"] < a["skill"]
        assert b["capacity"] < a["capacity"]


def test_each_unit_does_less_than_the_one_before() -> None:
    line = f"feature:{HERE.features[0]}"
    gained = [play(HERE, [{line: m}]).states[1]["levels"][HERE.features[0]] for m in (0, 20, 40, 60)]
    steps = np.diff(gained)
    assert all(steps > 0)
    assert all(np.diff(steps) < 0)


# ---- the pieces, against their sources ----


@given(st.floats(0, 1), st.sampled_from("MA"))
def test_the_curves_are_those_of_kano(x: float, letter: str) -> None:
    curve = wishes.curves()["MA".index(letter)]
    at = int(x * 1024)
    read = curve[at] + (x * 1024 - at) * (curve[at + 1] - curve[at])
    assert read == pytest.approx(float(kano.satisfaction_curve(1.0, 0.0, letter, x)), abs=1e-6)


def test_kano_part_is_the_mean_of_the_curves_weighted_by_importance() -> None:
    state = opening(HERE)
    shares = simulate.kano_shares(HERE, 0, {})
    pleased = hurt = basics = musts = total = 0.0
    for name in HERE.features:
        four = np.array(shares[name][:4]) / sum(shares[name][:4])
        better, worse = four[1] + four[2], -(four[0] + four[1])
        felt = sum(
            p * float(kano.satisfaction_curve(better, worse, letter, HERE.levels[name]))
            for p, letter in zip(four, "MOAI", strict=True)
        )
        weight = HERE.importance[name]
        pleased, hurt = pleased + weight * max(felt, 0), hurt + weight * min(felt, 0)
        basics, musts = basics + weight * four[0] * HERE.levels[name], musts + weight * four[0]
        total += weight
    assert state["outcome"]["kano"] == pytest.approx((basics / musts * pleased + hurt) / total, abs=1e-6)


def test_no_delight_where_the_basics_fail() -> None:
    musts = {name: 0.0 for name in HERE.features if HERE.letters[name] == "M"}
    delighters = {name: 1.0 for name in HERE.features if HERE.letters[name] == "A"}
    poor, rich = opening(HERE), opening(HERE)
    poor["levels"] |= musts
    rich["levels"] |= dict.fromkeys(musts, 1.0)
    gain = {}
    for name, state in (("poor", poor), ("rich", rich)):
        before = wishes.wishes_met(HERE, state["quarter"], state["levels"], state["copied"])
        state["levels"] |= delighters
        gain[name] = wishes.wishes_met(HERE, state["quarter"], state["levels"], state["copied"]) - before
    assert gain["rich"] > gain["poor"] * 1.2


def test_expected_gain_and_loss_of_a_normal_gap() -> None:
    gaps = np.random.default_rng(1).normal(-0.8, 1.1, 400_000)
    simulated = np.maximum(gaps, 0).mean() - PARAMETERS.loss_weight * np.maximum(-gaps, 0).mean()
    assert model._felt(-0.8, 1.1) == pytest.approx(simulated, abs=0.02)
    assert model._felt(0.1, 1.0) - model._felt(0.0, 1.0) < model._felt(-1.9, 1.0) - model._felt(-2.0, 1.0)


def test_waits_follow_the_queue_and_go_on_rising_beyond_it() -> None:
    assert model._wait_ratio(0.8) == pytest.approx(1)
    assert model._wait_ratio(0.9) == pytest.approx(2.25)
    waits = [model._wait_ratio(use) for use in np.linspace(0.3, 1.6, 60)]
    assert all(np.diff(waits) > 0)
    assert model._wait_ratio(0.95 + 1e-9) == pytest.approx(model._wait_ratio(0.95), rel=1e-6)


def test_categories_drift_as_in_the_case_and_faster_once_copied() -> None:
    here = market("customer_service", 3)
    first, last = here.shares[0]["delay_notice"], here.shares[-1]["delay_notice"]
    assert simulate.kano_shares(here, 0, {})["delay_notice"] == first
    assert simulate.kano_shares(here, 8, {})["delay_notice"] == pytest.approx(last)
    assert simulate.kano_shares(here, 4, {})["delay_notice"] == pytest.approx(here.shares[1]["delay_notice"])
    name = next(name for name in here.features if here.letters[name] == "A" and name != "delay_notice")
    free, copied = (simulate.kano_shares(here, 6, since)[name] for since in ({}, {name: 4}))
    assert copied[2] == pytest.approx(free[2] / 8)
    assert sum(copied) == pytest.approx(sum(free))


@pytest.mark.parametrize("kind", SHOCKS)
def test_each_shock_does_what_it_says(kind: str) -> None:
    calm = replace(HERE, shocks=())
    struck = replace(
        HERE, shocks=(simulate.Shock(kind, 2, "empathy" if kind == "expectations_rise" else ""),)
    )
    delighter = next(f"feature:{name}" for name in HERE.features if HERE.letters[name] == "A")
    plan = [{delighter: 40.0, "process": 20.0}] * 4
    a, b = play(calm, plan).states, play(struck, plan).states
    assert a[1] == b[1]
    if kind == "competitor_copies":
        assert list(b[2]["copied"]) == [delighter[8:]]
    elif kind == "staff_leave":
        assert b[2]["skill"] < a[2]["skill"]
        assert b[2]["capacity"] < a[2]["capacity"]
    elif kind == "demand_surge":
        assert b[2]["outcome"]["demand"] == pytest.approx(a[2]["outcome"]["demand"] * PARAMETERS.surge)
        assert b[4]["outcome"]["use"] < b[2]["outcome"]["use"]
    elif kind == "expectations_rise":
        risen = b[2]["outcome"]["expectation"]["empathy"] - a[2]["outcome"]["expectation"]["empathy"]
        assert risen == pytest.approx(PARAMETERS.rise)
    else:
        assert b[2]["capacity"] < a[2]["capacity"]
    assert play(struck, plan).reports[2].news == (kind,)
    assert step(struck, b[1], plan[0], shocks=False) == a[2]
    assert b[2]["outcome"]["satisfaction"] < a[2]["outcome"]["satisfaction"]


def test_markets_differ_by_number_and_take_their_customers_from_the_case() -> None:
    seen = [market(name, seed) for name in cases.names() for seed in range(30)]
    for here in seen:
        assert len(here.features) == 8
        assert sorted(here.letters.values()) == sorted("MMOOAAAI")
        assert len(here.shocks) == 3
        assert len({s.quarter for s in here.shocks}) == len({s.kind for s in here.shocks}) == 3
        assert all(2 <= s.quarter <= 7 for s in here.shocks)
        kinds = {s.kind for s in here.shocks}
        assert sum(hint.kind not in kinds for hint in here.hints) == 1
        assert here is market(here.case, here.seed)
        assert set(here.labels()) == set(here.features)
    assert len({(here.case, tuple(here.levels.items())) for here in seen}) == len(seen)
    for name, moved in (("healthcare", "wait_reminder"), ("education", "lesson_replay")):
        assert all(moved in market(name, seed).features for seed in range(20))
    kinds = [shock.kind for here in seen for shock in here.shocks]
    assert set(kinds) == set(SHOCKS)
    hinted = [
        (s.kind, s.quarter - 1) in {(h.kind, h.quarter) for h in here.hints}
        for here in seen
        for s in here.shocks
    ]
    assert 0.7 < statistics.mean(hinted) < 0.9


def test_every_market_opens_alike_in_satisfaction() -> None:
    for seed in range(20):
        here = market("education", seed)
        assert opening(here)["outcome"]["satisfaction"] == pytest.approx(0.6)
        still = step(here, opening(here), {})
        assert 0.45 < still["outcome"]["satisfaction"] < 0.6


# ---- what the player sees ----


def test_surveys_are_right_on_average_and_their_intervals_hold() -> None:
    inside, errors, gap_errors = [], [], []
    for seed in range(120):
        here = market("healthcare", seed)
        state = step(here, opening(here), {"survey": 5})
        seen = report(here, state)
        assert seen.asked == 380
        truth = state["outcome"]["satisfaction"]
        inside.append(seen.satisfaction.low <= truth <= seen.satisfaction.high)
        errors.append(seen.satisfaction.value - truth)
        gap = state["outcome"]["perception"]["empathy"] - state["outcome"]["expectation"]["empathy"]
        gap_errors.append(seen.gaps["empathy"].value - gap)
    assert statistics.mean(inside) > 0.88
    assert abs(statistics.mean(errors)) < 0.01
    assert abs(statistics.mean(gap_errors)) < 0.02


def test_a_larger_survey_says_more() -> None:
    small, large = (report(HERE, step(HERE, opening(HERE), {"survey": m})) for m in (0, 20))
    assert (small.asked, large.asked) == (80, 1280)
    assert large.satisfaction.width < small.satisfaction.width / 3
    assert large.gaps["empathy"].width < small.gaps["empathy"].width / 3
    table = large.kano_table()
    assert set(table["category"].str[0]) <= set("MOAIRQ")
    assert table.loc["wait_reminder", "n"] == 1280


def test_the_report_does_not_know_the_future() -> None:
    calm = replace(HERE, shocks=(), hints=())
    before = HERE.shocks[0].quarter - 1
    spends = [{"training": 20.0}] * before
    seen, other = play(HERE, spends).reports, play(calm, spends).reports
    assert [replace(r, hints=()) for r in seen] == [replace(r, hints=()) for r in other]


def test_history_and_decisions_are_tables() -> None:
    game = run(HERE, PLAYERS["beginner"], quarters=3)
    history = game.history(truth=True)
    assert history.index.tolist() == [0, 1, 2, 3]
    assert (history["satisfaction_low"] <= history["satisfaction_high"]).all()
    assert "satisfaction_true" not in game.history().columns
    assert game.decisions().sum(axis=1).tolist() == pytest.approx([100.0] * 3)
    assert not game.over
    assert play(HERE, []).decisions().empty


# ---- goals ----


def test_a_goal_is_judged_when_it_is_due_and_by_its_interval() -> None:
    plan = [{"dimension:reliability": 40.0, "training": 30.0, "process": 30.0}] * QUARTERS
    game = play(HERE, plan)
    aim = Aim("gap:reliability", -1.0, due=8)
    assert aim.judge(game.reports[:8]) is None
    verdict = aim.judge(game.reports)
    assert verdict is not None
    assert verdict.low is not None
    good = run(HERE, PLAYERS["thoughtful"]).reports
    base, end = (100 * good[at].satisfaction.value for at in (0, 8))
    found = [Aim("satisfaction", target, due=8).judge(good) for target in (99, base + 2, end + 1)]
    assert [v and v.verdict for v in found] == ["not_met", "met", "not_enough_evidence"]
    assert Aim.from_dict(json.loads(json.dumps(aim.to_dict()))) == aim


def test_every_metric_can_be_a_goal_in_both_languages() -> None:
    game = run(HERE, PLAYERS["even_areas"])
    for metric in METRICS:
        value = simulate.measured(metric, game.reports[0])
        assert isinstance(value, Estimate | float)
        aim = Aim(metric, {"wait": 5, "gap": 0.5}.get(metric.partition(":")[0], 130), due=8)
        for language in ("zh", "en"):
            with use_language(language):  # type: ignore[arg-type]
                assert simulate.metric_label(metric) in aim.statement(game.reports)
                verdict = aim.judge(game.reports)
                assert verdict is not None
                assert verdict.sentence()


def test_answers_needed_grow_as_the_change_gets_smaller() -> None:
    seen = [report(HERE, opening(HERE))]
    base = 100 * seen[0].satisfaction.value
    small, large = (simulate.answers_needed(Aim("satisfaction", base + by, 4), seen) for by in (3, 15))
    assert small is not None
    assert large is not None
    assert small > 10 * large
    assert simulate.answers_needed(Aim("wait", 10, 4), seen) is None
    assert simulate.answers_needed(Aim("satisfaction", base, 4), seen) is None


# ---- the review ----


def test_causes_add_up_and_point_the_right_way() -> None:
    game = run(HERE, PLAYERS["even_areas"])
    found = review(game, [Aim("total", 100, due=8)])
    causes = found.causes
    assert causes["result"].sum() == pytest.approx(game.result)
    assert causes["surplus"].sum() == pytest.approx(game.surplus)
    assert causes["satisfaction"].sum() == pytest.approx(100 * game.states[-1]["outcome"]["satisfaction"])
    assert causes["spent"].sum() == pytest.approx(800)
    assert causes.loc["start", "result"] < 0
    assert causes.loc["shocks", "result"] < 0
    assert (causes.loc[["basics", "standards", "process"], "satisfaction"] > 0).all()
    assert found.result == pytest.approx(found.surplus + found.value_change)
    assert found.goals[0][1] is not None
    assert set(found.shocks["kind"]) == {shock.kind for shock in HERE.shocks}
    assert found.shocks["effect"].sum() == pytest.approx(
        causes.loc["shocks", "result"]
    )  # one figure of one name
    assert set(found.lines.index) == {line for line in HERE.lines if line != "survey"}


def test_the_review_names_the_best_and_the_worst_decision() -> None:
    usual = {"process": 15.0, "training": 10.0, "dimension:reliability": 40.0}
    spends: list[dict[str, float]] = [usual] * QUARTERS
    waste = next(f"feature:{name}" for name in HERE.features if HERE.letters[name] == "I")
    spends = [*spends[:-1], {waste: 60.0, "survey": 20.0}]
    found = review(play(HERE, spends))
    assert found.best is not None
    assert found.worst is not None
    assert found.best.effect > 0 > found.worst.effect
    game = play(HERE, spends)
    for one in (found.best, found.worst):
        assert spends[one.quarter - 1][one.line] == one.money
        without = [dict(spend) for spend in spends]
        del without[one.quarter - 1][one.line]
        assert one.effect == pytest.approx(game.result - play(HERE, without).result)
    useless = play(HERE, [*spends[:-1], {"survey": 20.0}])
    assert found.worst.effect <= game.result - useless.result < 0
    assert found.causes.loc["survey"].tolist() == [20.0, 0.0, -20.0, -20.0]


def test_the_review_says_what_was_missing() -> None:
    """The manager before gave nothing to capacity: that is what would have helped; money comes from the rest."""
    spends = run(HERE, PLAYERS["as_before"]).spends
    found = review(play(HERE, list(spends)))
    assert found.moves["effect"].idxmax() == "process"
    before = sum(spends[0].values())
    moved = [{line: money * 0.9 for line, money in spend.items()} | {"process": 10.0} for spend in spends]
    assert sum(moved[0].values()) == pytest.approx(before * 0.9 + found.moved)
    assert found.moves.loc["process", "effect"] == pytest.approx(play(HERE, moved).result - found.result)
    for spend in ({}, {"process": 100.0}, {"process": 95.0, "training": 5.0}, {"feature:pay_in_room": 40.0}):
        for lines in (["process"], [line for line in HERE.lines if line.startswith("feature")]):
            more = review_module._more(spend, lines)
            assert sum(more.values()) <= BUDGET + 1e-9
            assert sum(more.get(line, 0) for line in lines) == pytest.approx(
                min(100, sum(spend.get(line, 0) for line in lines) + 10)
            )


def test_a_review_of_nothing_and_of_an_unfinished_run() -> None:
    found = review(play(HERE, [{}] * QUARTERS))
    assert found.lost
    assert found.best is None
    assert found.worst is None
    assert found.lines.empty
    assert found.causes.index.tolist() == ["start", "survey", "shocks"]
    assert "you" in found.rivals.index
    with pytest.raises(ArgumentError, match="还有 6 季"):
        review(play(HERE, [{}] * 2))


# ---- players ----

_SEEDS, _CASES = range(1, 13), cases.names()


@pytest.fixture(scope="module")
def results() -> dict[str, list[simulate.Run]]:
    """Everybody on a dozen class numbers of each case."""
    found: dict[str, list[simulate.Run]] = {name: [] for name in PLAYERS}
    for case in _CASES:
        for seed in _SEEDS:
            here = market(case, seed)
            first = [report(here, opening(here))]
            for name, player in PLAYERS.items():
                fixed = name in FIXED
                found[name].append(
                    play(here, [player(here, first)] * QUARTERS) if fixed else run(here, player)
                )
    return found


@pytest.mark.parametrize("name", FIXED)
def test_the_thoughtful_player_beats_every_fixed_strategy(name: str, results: dict[str, list[Any]]) -> None:
    ahead = [a.result - b.result for a, b in zip(results["thoughtful"], results[name], strict=True)]
    assert statistics.mean(ahead) > 50
    assert statistics.mean(x > 0 for x in ahead) > 0.75
    for at in range(len(_CASES)):  # in each case, not only over all
        assert statistics.mean(ahead[12 * at : 12 * (at + 1)]) > 0


def test_a_beginner_can_lose_and_a_thoughtful_player_does_not(results: dict[str, list[Any]]) -> None:
    assert statistics.mean(game.surplus < 0 for game in results["beginner"]) > 0.9
    assert statistics.mean(game.surplus < 0 for game in results["nothing"]) > 0.9
    assert statistics.mean(game.surplus < 0 for game in results["thoughtful"]) < 0.05
    assert 0.1 < statistics.mean(game.surplus < 0 for game in results["even_lines"]) < 0.9
    assert 0.5 < statistics.mean(game.surplus < 0 for game in results["as_before"]) < 0.95


def test_fixed_strategies_ignore_the_reports() -> None:
    seen = play(HERE, [{"training": 20.0}] * 3).reports
    for player in FIXED.values():
        assert player(HERE, seen) == player(HERE, seen[:1])


def test_the_thoughtful_player_reads_only_the_public_side() -> None:
    blind = replace(HERE, shocks=(), hints=(), shares=(), levels={}, perception={}, expectation={})
    seen = play(HERE, [{"training": 20.0}] * 3).reports
    assert simulate.thoughtful(blind, seen) == simulate.thoughtful(HERE, seen)
    assert simulate.beginner(blind, seen) == simulate.beginner(HERE, seen)


# ---- words, table, errors ----


def test_the_table_holds_every_parameter_with_a_reason() -> None:
    named = sorted(name for names in PARTS.values() for name in names)
    assert named == sorted(field.name for field in fields(PARAMETERS))
    for language in ("zh", "en"):
        with use_language(language):  # type: ignore[arg-type]
            table = simulate.model_table()
            assert (table["why"].str.len() > 3).all()
            assert len(table) == len(named) + len(PARTS)
            for name in PLAYERS:
                assert t(f"simulate.player.{name}")
            for kind in SHOCKS:
                assert all(t(f"simulate.{what}.{kind}") for what in ("shock", "could", "hint"))
            for cause in ("start", *simulate.CAUSES):
                assert t(f"simulate.cause.{cause}")


@pytest.mark.parametrize(
    ("spend", "said"),
    [
        ({"trainin": 5}, "training"),
        ({"training": -1}, "0 以上"),
        ({"training": float("nan")}, "0 以上"),
        ({"training": True}, "0 以上"),
        ({"training": "5"}, "0 以上"),
        ({"training": 60, "process": 41}, "预算只有 100"),
    ],
)
def test_a_plan_that_cannot_be_says_why(spend: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        play(HERE, [spend])


def test_other_mistakes_say_why() -> None:
    with pytest.raises(ArgumentError, match="8 季已经"):
        play(HERE, [{}] * 9)
    for seed in (-1, 1.5, True, "3"):
        with pytest.raises(ArgumentError, match="课堂编号"):
            market("healthcare", seed)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="healthcare"):
        market("healthcar", 1)
    with pytest.raises(DataError, match="spends"):
        replay({"case": "healthcare", "seed": 1})
    with pytest.raises(ArgumentError, match="satisfaction"):
        Aim("satisfacton", 1, 4)
    with pytest.raises(ArgumentError, match="没有“x”"):
        simulate.measured("x", report(HERE, opening(HERE)))
    with pytest.raises(ArgumentError, match="一个数"):
        Aim("wait", "short", 4)  # type: ignore[arg-type]
    for due, since in ((0, 0), (9, 0), (3, 4)):
        with pytest.raises(ArgumentError, match="季"):
            Aim("wait", 20, due, since)
    seen = [report(HERE, opening(HERE))]
    with pytest.raises(ArgumentError, match="更高的数"):
        Aim("total", 0, 1).goal(seen)
    with pytest.raises(ArgumentError, match="更小的数"):
        Aim("wait", 999, 1).goal(seen)


def test_a_case_of_ones_own(tmp_path: Path) -> None:
    """One wave, no record of waits: the market stands still, waits begin at the usual 30 minutes."""
    own = tmp_path / "mine"
    shutil.copytree(cases.load("education").folder, own)
    answers = cases.load("education").kano
    first = answers[answers["wave"] == 1]
    first.to_csv(own / "kano.csv", index=False)
    for path in (own / "operations.csv", own / "datapackage.json"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("reply_min", "answered_after"), encoding="utf-8")
    here = market(own, 4)
    assert len(here.shares) == 1
    assert here.wait == market_module._WAIT_WITHOUT_RECORDS
    assert run(here, PLAYERS["thoughtful"]).over
    few_left = first[first["feature"].isin(["study_badges", "evening_tutoring", "company_visits"])]
    few = tmp_path / "few"
    shutil.copytree(own, few)
    few_left.to_csv(few / "kano.csv", index=False)
    with pytest.raises(DataError, match="至少要 3 项"):
        market(few, 4)


def test_draws_are_fair_and_stay_the_same() -> None:
    draws = Draws("a", 1)
    assert len(draws.pick([1, 2, 3], 2)) == 2
    assert Draws("market", "healthcare", 7).uniform() == 0.5856311083800773
    assert sorted(Draws("a").pick(range(5), 9)) == [0, 1, 2, 3, 4]
    assert Draws("n").counts([0.2, 0.3, 0.5], 10_000)[2] == pytest.approx(5000, abs=200)
    assert statistics.mean(Draws("z", k).normal() for k in range(2000)) == pytest.approx(0, abs=0.1)
