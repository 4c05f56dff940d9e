"""Chapter 8's exercises: figures of the sandbox are replayed, figures of acceptance recomputed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from read_page import read

from sgm_lab import exercises, goals, satisfaction, simulate

CHAPTER = {record.id.removeprefix("8-"): record for record in exercises.chapter("8")}
PAGE = Path(__file__).parents[1] / "book" / "zh" / "8-final-project.md"


def figures() -> dict[str, str]:
    return read(PAGE).figures


def test_when_money_first_works_is_what_the_model_does() -> None:
    here = simulate.market("healthcare", 4)
    idle = simulate.play(here, [{}, {}]).states

    def changed(spend: dict[str, float], quarter: int) -> bool:
        state = simulate.play(here, [spend, {}]).states[quarter]
        return state["outcome"]["satisfaction"] != pytest.approx(
            idle[quarter]["outcome"]["satisfaction"], abs=1e-9
        )

    answer = {item.id: item.answer for item in CHAPTER["when-it-pays"].items}
    for name, line in (
        ("feature", "feature:pay_in_room"),
        ("standard", "dimension:reliability"),
        ("process", "process"),
        ("training", "training"),
        ("survey", "survey"),
    ):
        now, later = changed({line: 20.0}, 1), changed({line: 20.0}, 2)
        assert answer[name] == ("now" if now else "next" if later else "never")


def test_the_review_read_in_the_exercise_is_that_of_the_page() -> None:
    said = CHAPTER["read-review"].prompt.zh
    page = figures()
    assert f"成绩{page['second_result']}万元" in said
    assert f"服务标准出力{page['standards']}万元" in said
    assert page["best_name"] == "服务标准"


def test_training_of_the_second_game_brought_what_is_said() -> None:
    page = read(PAGE)
    assert page.figures["place"] == "2"
    here = simulate.market("healthcare", 4)
    shares = {1: (20, 25, 30, 0, 25), 3: (10, 20, 30, 10, 30), 7: (0, 20, 35, 15, 30), 8: (0, 0, 45, 20, 35)}
    must = [f"feature:{one}" for one in here.features if here.letters[one] in "MO"]
    delight = [f"feature:{one}" for one in here.features if here.letters[one] == "A"]
    spends = []
    for quarter in range(1, 9):
        training, process, basics, extra, standards = shares[max(q for q in shares if q <= quarter)]
        spend = {"training": training, "process": process}
        for lines, money in (
            (must, basics),
            (delight, extra),
            ([f"dimension:{d}" for d in simulate.DIMENSIONS], standards),
        ):
            spend |= {line: money / len(lines) for line in lines}
        spends.append(spend)
    causes = simulate.review(simulate.play(here, spends)).causes
    said = CHAPTER["read-review"].prompt.zh
    for cause, words in (
        ("basics", "必备项目{}万元"),
        ("training", "培训{}万元"),
        ("standards", "出力{:,}万元"),
    ):
        assert words.format(round(causes.loc[cause, "result"])) in said
    assert f"变故扣掉{-causes.loc['shocks', 'result']:.0f}万元" in said
    assert f"共花{causes.loc['training', 'spent']:.0f}万元" in said
    assert 5.5 < causes.loc["training", "result"] / causes.loc["training", "spent"] < 6.5


def test_money_for_the_survey() -> None:
    p = simulate.PARAMETERS
    record = CHAPTER["survey-money"]
    needed = satisfaction.sample_size_for_change(0.60, 0.65)
    assert f"要{needed:,}份" in record.prompt.zh
    assert record.answer == pytest.approx((needed - p.survey_base) / p.survey_per_unit)
    assert f"{p.survey_base}份" in record.prompt.zh
    assert f"多{p.survey_per_unit}份" in record.prompt.zh
    assert f"只要{satisfaction.sample_size_for_change(0.60, 0.70)}份" in record.solution.zh


def test_the_interval_of_the_check() -> None:
    found = satisfaction.csat([5] * 348 + [1] * 52)
    assert f"{found.value:.0%}（95%区间{found.low:.0%}到{found.high:.0%}）" in CHAPTER["check-2"].prompt.zh


def test_what_the_page_tells_of_the_market_is_so() -> None:
    """Events and the manager before are told in words."""
    here = simulate.market("healthcare", 4)
    assert [(one.kind, one.quarter) for one in here.shocks] == [
        ("competitor_copies", 3),
        ("demand_surge", 5),
        ("breakdown", 7),
    ]
    assert not {("demand_surge", 4), ("breakdown", 6)} & {(one.kind, one.quarter) for one in here.hints}
    assert simulate.INHERITED["process"] == 0
    page = figures()
    assert page["low_total"].startswith("−")
    assert int(page["worse"]) > int(page["many"]) / 2
    assert re.fullmatch(r"还不能下结论.*", page["aim_verdict"])
    first = simulate.PLAYERS["thoughtful"](here, simulate.play(here, []).reports)
    assert not first.get("process")
    assert int(page["machine_q1"].strip("%")) > int(page["lin_q1"].strip("%"))
    assert int(page["you_satisfied"].strip("%")) > int(page["top_satisfied"].strip("%"))


def test_share_settled_at_the_first_contact() -> None:
    share = goals.figures("customer_service", "first_contact").mean()
    assert f"从{share:.0%}提高到76%" in CHAPTER["plan-gaps"].prompt.zh
