"""Chapter 2.2's exercises: every figure of the data or the model in a prompt, hint or solution is recomputed."""

from __future__ import annotations

import re
from dataclasses import replace

from sgm_lab import cases, exercises, process, servqual, training

CHAPTER = {record.id.removeprefix("2.2-"): record for record in exercises.chapter("2.2")}
CASE = cases.load("healthcare")
SURVEY = CASE.servqual[CASE.servqual["wave"] == 2]
GAPS = servqual.gaps(SURVEY)
ITEMS = servqual.gaps(SURVEY, level="item")
WORDS = CASE.table("items").set_index("item")["text_zh"].str.rstrip("。")
FLOW = process.baseline("healthcare", "internal").flow
NOW = process.simulate(FLOW)


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def minus(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def test_gap_of_the_item_on_waiting() -> None:
    record = CHAPTER["gap-number"]
    item = next(i for i, text in WORDS.items() if f"“{text}”" in record.prompt.zh)
    row = ITEMS.loc[item]
    assert (
        f"{int(row['n'])}位患者的期望平均{row['expectation']:.2f}分，感受平均{row['perception']:.2f}分"
        in record.prompt.zh
    )
    assert f"{minus(row['gap'])}分" in record.solution.zh
    assert f"约{record.worked('zh')[0]}" in record.solution.zh  # halves go up, as at school
    worst = ITEMS["gap"].sort_values().index
    own = SURVEY.drop_duplicates("item").set_index("item")["dimension"]
    assert (own[worst[:5]] == "reliability").all()
    assert worst[5] == item


def test_weighted_gap_is_that_of_the_lab() -> None:
    said = texts("points")
    names = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    assert "、".join(minus(GAPS.loc[name, "gap"]) for name in names) in said
    points = dict(zip(names, map(int, re.findall(r"性(\d+)", CHAPTER["points"].prompt.zh)), strict=True))
    assert sum(points.values()) == 100
    assert f"＝{minus(servqual.score(SURVEY, points).weighted.value)}。" in said


def test_items_that_move_with_the_median() -> None:
    table = ITEMS[["expectation", "perception"]].set_axis(["importance", "performance"], axis=1)
    mean, median = (
        servqual.importance_performance(table, cross=cross)["quadrant"] for cross in ("mean", "median")
    )
    assert list(mean.index[mean == "concentrate"]) == list(median.index[median == "concentrate"])
    assert (mean == "concentrate").sum() == 6
    moved = list(mean.index[mean != median])
    assert "、".join(f"第{item}题" for item in moved) == "第13题、第20题"
    assert "第13题和第20题" in texts("lab-cross")


def test_item_on_reports() -> None:
    item = next(i for i, text in WORDS.items() if f"“{text}”" in CHAPTER["write-standard"].prompt.zh)
    row = ITEMS.loc[item]
    assert (
        f"期望{row['expectation']:.1f}分，感受{row['perception']:.1f}分"
        in CHAPTER["write-standard"].prompt.zh
    )


def test_who_gets_the_hours() -> None:
    # The lab works with gaps as it shows them, to two decimals.
    found = training.needs(training.sample("healthcare"), dict(GAPS["gap"].round(2)))
    taken = {}
    for hours in (40, 60, 100):
        plan = training.schedule(found, hours)
        taken[hours] = int((plan["chosen"] & (plan["skill"] == "按时段叫号")).sum())
    assert taken == {40: 0, 60: 2, 100: 7}
    assert found.courses.loc["按时段叫号", "people"] == 7
    assert "40课时里一个也没有，60课时里有2人次，100课时里7个人全排上了" in texts("matrix")


def test_where_the_wait_is() -> None:
    waits = process.waits(NOW, within=30)["mean"]
    said = texts("wait-share")
    assert f"全程平均等{waits['total']:.1f}分钟，其中就诊之前等{waits['recorded']:.1f}分钟" in said
    assert f"{waits['recorded'] / waits['total']:.0%}" in said
    assert round(waits["total"] - waits["recorded"]) == 4


def test_half_the_slots_spread() -> None:
    step = process.compare(NOW, process.simulate(replace(FLOW, slotted=0.5)), within=30).loc[
        ("recorded", "within")
    ]
    assert f"从{step['before']:.0%}到{step['after']:.0%}" in texts("process")
    assert step["low"] > 0


def test_one_more_at_registration() -> None:
    first = FLOW.station("register").staff
    run = process.simulate(FLOW.staffed({"register": (first[0] + 1, *first[1:])}))
    step = process.compare(NOW, run, within=30).loc[("recorded", "mean")]
    record = CHAPTER["check-4"]
    assert f"从{step['before']:.1f}分钟变成{step['after']:.1f}分钟" in record.prompt.zh
    told = "".join(option.feedback.zh for option in record.options if option.feedback)
    assert f"{step['change']:.1f}分钟的区间是{step['low']:.1f}到{step['high']:.1f}" in told


def test_seniors_first() -> None:
    group = process.baseline("healthcare", "internal").groups["age_group=senior"]
    run = process.simulate(replace(FLOW, group=group, rule="group"))
    share = process.compare(NOW, run, within=30).loc[("recorded", "within")]
    means = process.recorded(run)["mean"]
    said = CHAPTER["check-5"].prompt.zh
    assert f"从{share['before']:.0%}升到{share['after']:.0%}" in said
    before = process.waits(NOW, within=30).loc["recorded", "mean"]
    assert f"平均等{means['group']:.0f}分钟，其余的人从{before:.0f}分钟到{means['rest']:.0f}分钟" in said
    assert abs(means["all"] - before) < 0.5
