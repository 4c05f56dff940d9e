"""Chapter 3.2's exercises: every figure of the data in a prompt or solution is recomputed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sgm_lab import cases, exercises, goals, kano, process, satisfaction, servqual

CHAPTER = {record.id.removeprefix("3.2-"): record for record in exercises.chapter("3.2")}
CASE = cases.load("healthcare")
VISITS = CASE.operations
WALK_IN = VISITS["appointment"] == "no"


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def test_the_time_is_that_of_a_chapter() -> None:
    assert 30 <= sum(record.minutes for record in CHAPTER.values()) <= 60


def test_long_waits_of_walk_ins() -> None:
    long = VISITS[VISITS["wait_min"] > 60]
    walk = int((long["appointment"] == "no").sum())
    for said in (f"{len(long):,}次", f"{walk:,}次", f"{len(VISITS):,}次就诊", f"占{WALK_IN.mean():.0%}"):
        assert said in CHAPTER["share-late"].prompt.zh
    assert f"{walk / len(long):.0%}" in texts("share-late")


def test_who_was_asked() -> None:
    people = CASE.kano.loc[CASE.kano["wave"] == 2, "respondent"].nunique()
    assert f"{people}份" in CHAPTER["who-missing"].options[0].text.zh
    assert "预约挂号的患者" in CASE.folder.joinpath("README.md").read_text(encoding="utf-8")


def test_only_two_features_depend_on_age() -> None:
    second = CASE.kano[CASE.kano["wave"] == 2]
    young, middle, senior = (
        kano.classify(kano.tally(second[second["age_group"] == age]))["category"]
        for age in ("young", "middle", "senior")
    )
    assert (young == middle).all()
    assert set(senior.index[senior != young]) == {"staffed_counter", "step_free"}
    assert (senior[["staffed_counter", "step_free"]] == "M").all()


def test_satisfaction_and_waits_of_older_patients() -> None:
    rated = VISITS.dropna(subset="csat")
    old, quick = rated["age_group"] == "senior", rated["wait_min"] <= 30
    happy = rated["csat"] >= 4
    senior = VISITS["age_group"] == "senior"
    said = CHAPTER["same-score"].prompt.zh
    assert f"满意率是{happy[old].mean():.0%}，别人是{happy[~old].mean():.0%}" in said
    waits = [VISITS.loc[rows, "wait_min"].mean() for rows in (senior, ~senior)]
    assert f"平均等{waits[0]:.0f}分钟，别人{waits[1]:.0f}分钟" in said
    assert f"他们{happy[old & quick].mean():.0%}满意，别人{happy[~old & quick].mean():.0%}" in said


def test_weighted_satisfaction_of_walk_ins() -> None:
    own = VISITS[WALK_IN].assign(band=lambda table: pd.cut(table["wait_min"], [-1, 30, 60, 999]))
    share = own["band"].value_counts(normalize=True, sort=False)
    rated = own.dropna(subset="csat")
    happy = (rated["csat"] >= 4).groupby(rated["band"], observed=True).mean()
    said = CHAPTER["weighted"].prompt.zh
    for rate, part in zip(happy, share, strict=True):
        assert f"{rate:.0%}" in said
        assert f"占{part:.0%}" in said or f"占全部现场就诊的{part:.0%}" in said
    assert f"直接算是{(rated['csat'] >= 4).mean():.0%}" in said
    assert abs(CHAPTER["weighted"].answer - 100 * (happy * share).sum()) < 0.8


def test_what_an_order_or_slots_change() -> None:
    fitted = process.baseline("healthcare", "internal")
    line = replace(fitted.flow, punctuality=10.0, group=fitted.groups["age_group=senior"])
    now, first, slots, room = (
        process.simulate(flow)
        for flow in (
            line,
            replace(line, rule="group"),
            replace(line, slotted=0.3),
            line.staffed(
                {"consult": (line.station("consult").staff[0] + 1, *line.station("consult").staff[1:])}
            ),
        )
    )
    step = process.compare(now, first).loc["recorded"]
    said = CHAPTER["after-priority"].prompt.zh
    assert f"从{step.loc['within', 'before']:.0%}到{step.loc['within', 'after']:.0%}" in said
    assert round(step.loc["mean", "after"]) == round(step.loc["mean", "before"]) == 40
    assert f"从{step.loc['p90', 'before']:.0f}分钟以上变成{step.loc['p90', 'after']:.0f}分钟以上" in said
    wait = first.recorded()
    each = [float(np.nanmean(np.where(first.group == one, wait, np.nan))) for one in (True, False)]
    assert f"降到{each[0]:.0f}分钟，有人从40分钟涨到{each[1]:.0f}分钟" in texts("lab-priority")
    model = CHAPTER["decision"].model.zh
    assert f"从40分钟到{process.compare(now, slots).loc[('recorded', 'mean'), 'after']:.0f}分钟" in model
    assert f"到{process.compare(now, room).loc[('recorded', 'mean'), 'after']:.0f}分钟" in model
    assert 0.18 < (VISITS["department"] == "internal").mean() < 0.22  # “a fifth of visits”


def test_items_before_and_after_the_training() -> None:
    change = servqual.compare(CASE.servqual, level="item")
    assert round(change.loc[13, "change"], 1) == 0.5
    assert change.loc[13, "ci_low"] > 0
    assert change.loc[5, "ci_low"] < 0 < change.loc[5, "ci_high"]


def test_the_imagined_result_is_not_reached() -> None:
    walk_in = VISITS.loc[WALK_IN, "wait_min"] <= 30
    said = CHAPTER["adjust"].prompt.zh
    assert f"从{walk_in.mean():.0%}到了" in said
    found = satisfaction.csat(count=648, n=900)
    assert f"{found.value:.0%}，900份，区间{found.low:.0%}到{found.high:.0%}" in said
    goal = goals.Goal("满意率", "满意率", "%", 70.0, 76.0)
    assert goal.attainment(satisfaction.csat(count=648, n=900)).verdict == "not_met"
