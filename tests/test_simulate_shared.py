"""A market that several services share: newcomers go where satisfaction draws them."""

from __future__ import annotations

import pytest

from sgm_lab import simulate
from sgm_lab.errors import ArgumentError
from sgm_lab.simulate import PARAMETERS, Run

HERE = simulate.market("healthcare", 7)
NAMES = ("thoughtful", "even_areas", "as_before", "nothing")
SPENDS = {name: simulate.run(HERE, simulate.PLAYERS[name]).spends for name in NAMES}


def newcomers(run: Run, quarter: int) -> float:
    before, after = run.states[quarter - 1 : quarter + 1]
    return float(after["customers"] - before["customers"] * after["outcome"]["loyalty"])


def test_the_same_newcomers_are_there_for_all_and_go_by_satisfaction() -> None:
    runs = simulate.share(HERE, SPENDS)
    for quarter in range(1, 9):
        found = {name: newcomers(run, quarter) for name, run in runs.items()}
        assert sum(found.values()) == pytest.approx(len(NAMES) * PARAMETERS.new_customers)
        drawn = {
            name: run.states[quarter - 1]["outcome"]["satisfaction"] ** PARAMETERS.word_of_mouth
            for name, run in runs.items()
        }
        for name in NAMES:
            assert found[name] / 48 == pytest.approx(drawn[name] / sum(drawn.values()))


def test_alone_it_is_the_market_of_one_and_among_equals_nobody_gains() -> None:
    alone = simulate.share(HERE, {"x": SPENDS["even_areas"]})["x"]
    assert alone.states == simulate.play(HERE, SPENDS["even_areas"]).states
    equals = simulate.share(HERE, {name: SPENDS["even_areas"] for name in "abc"})
    assert {round(newcomers(run, 5), 9) for run in equals.values()} == {PARAMETERS.new_customers}


def test_a_review_asks_what_if_while_the_others_play_as_they_did() -> None:
    run = simulate.share(HERE, SPENDS)["even_areas"]
    found = simulate.review(run)
    assert found.causes["result"].sum() == pytest.approx(run.result)
    # In the place of this service, its own way brings just what it brought, and the better one more.
    assert found.rivals.loc["even_areas", "result"] == pytest.approx(run.result)
    assert found.rivals.loc["thoughtful", "result"] > run.result


def test_some_quarters_more_than_the_others_are_refused() -> None:
    with pytest.raises(ArgumentError, match="甲: 2, 乙: 1"):
        simulate.share(HERE, {"甲": [{}] * 2, "乙": [{}]})
