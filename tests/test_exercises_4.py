"""Chapter 4's exercises: every figure of the data in a prompt, hint or solution is recomputed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from sgm_lab import cases, control, exercises, goals, labs, satisfaction

ROOT = Path(__file__).parents[1]
CHAPTER = {record.id.removeprefix("4-"): record for record in exercises.chapter("4")}
SHOP = cases.load("customer_service").operations
SHOP = SHOP.assign(month=SHOP["opened"].dt.month)
CLINIC, SCHOOL = cases.load("healthcare").operations, cases.load("education").operations
BY_MONTH = SHOP.groupby("month")["complaint"]
CHART = control.phase_one(control.p_chart, BY_MONTH.sum(), BY_MONTH.size())


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def test_only_august_is_special() -> None:
    assert {signal.point for signal in CHART.signals} == {7}
    said = "".join(item.text.zh for item in CHAPTER["two-mistakes"].items)
    assert f"{CHART.points[7]:.1%}" in said
    assert f"全年稳在{CHART.center:.1%}" in said
    usual = np.delete(CHART.points, 7)
    assert usual.min() > 0.012  # no month reached the goal
    assert round(usual.min(), 3) <= 0.017
    assert round(usual.max(), 3) >= 0.020
    again = ((SHOP["transfers"] > 0) | (SHOP["reopened"] == 1)).groupby(SHOP["month"]).mean()
    assert 0.28 < again.min() < again.max() < 0.32  # about three in ten, every month


def test_ranks_take_turns() -> None:
    calm = SHOP[SHOP["month"] != 8]
    ranks = [
        half.groupby("agent")["complaint"].mean().rank(ascending=False, method="min")
        for half in (calm[calm["month"] <= 6], calm[calm["month"] > 6])
    ]
    worst = ranks[0].nsmallest(5).index
    assert "、".join(f"{ranks[1][one]:.0f}" for one in worst) in texts("agents")
    counts = calm.groupby("agent")["complaint"].agg(["sum", "size"])
    assert len(counts) == 36
    assert control.p_chart(counts["sum"], counts["size"], rules="beyond_3_sigma").signals == ()
    liked = calm.dropna(subset=["csat"]).assign(ok=lambda rows: rows["csat"] >= 4).groupby("agent")["ok"]
    assert control.p_chart(liked.sum(), liked.count(), rules="beyond_3_sigma").signals


def test_complaints_by_topic() -> None:
    ranked = control.pareto(SHOP.loc[SHOP["complaint"] == 1, "topic"])
    label = cases.load("customer_service").table("codes").set_index("value")["label_zh"]
    said = texts("pareto-number")
    assert (
        "，".join(
            f"{label[row.category]}{row.count_}件"
            for row in ranked.rename(columns={"count": "count_"}).itertuples()
        )
        in said
    )
    assert f"{ranked['count'].sum():,}" in said
    assert f"{ranked['cumulative'].iloc[1]:.0%}" in said
    rates = SHOP.groupby("topic")["complaint"].mean()
    assert 0.018 < rates.min() < rates.max() < 0.023  # “about 2%”
    moved = SHOP.groupby("transfers")["complaint"].mean()
    assert 3 < moved[3] / moved[0] < 4


def test_what_the_model_says_of_the_promise() -> None:
    def felt(**moved: float) -> str:
        lab = labs.DisconfirmationExplorer(case="customer_service", dimension="responsiveness", **moved)
        table = lab.compute().table["satisfaction"]
        return f"{table['before']:.1f}→{table['after']:.1f}"

    assert felt(promise=0.5, improve=0.0) == "3.1→2.8"
    assert felt(promise=0.5, improve=0.5) == "3.1→3.3"
    assert felt(promise=0.0, improve=0.5) == "3.1→3.6"
    assert "从3.1掉到2.8；感受也提高半分，才到3.3" in texts("lab-promise")
    assert "不抬承诺能到3.6" in texts("lab-promise")


def test_visits_of_three_departments_and_of_nine() -> None:
    code = cases.load("healthcare").table("codes").set_index("value")["label_zh"]
    visits = {code[key]: int(size) for key, size in CLINIC["department"].value_counts().items()}
    said = texts("weighted-level")
    levels = {name: int(level) for name, level in re.findall(r"(内科|外科|中医科)(\d+)%", said)}
    assert "、".join(f"{visits[name]:,}" for name in levels) in said
    three = goals.cascade(80, levels, how="weighted", weights=visits_of(levels, visits), better="higher")
    assert f"约{three.combined:.1f}%" in said
    assert f"{np.mean(list(levels.values())):.1f}%" in said

    cells = json.loads((ROOT / "notebooks" / "zh" / "4-theory.ipynb").read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if cell["id"] == "cascade-lab")
    nine = {name: (int(level), int(size)) for name, level, size in re.findall(r"(\w+科) (\d+) (\d+)", source)}
    assert {name: size for name, (_, size) in nine.items()} == visits
    reported = {name: level for name, (level, _) in nine.items()}
    plain = goals.cascade(80, reported, how="mean", better="higher", unit="%")
    weighed = goals.cascade(80, reported, how="weighted", weights=visits, better="higher", unit="%")
    assert plain.adds_up
    assert f"还差{weighed.shortfall:.1f}个百分点" in texts("lab-cascade")
    more = goals.cascade(80, reported | {"内科": 78}, how="weighted", weights=visits, better="higher")
    other = goals.cascade(80, reported | {"中医科": 91}, how="weighted", weights=visits, better="higher")
    assert more.adds_up
    assert not other.adds_up
    assert goals.cascade(79, reported, how="weighted", weights=visits, better="higher").adds_up


def visits_of(levels: dict[str, int], visits: dict[str, int]) -> dict[str, int]:
    return {name: visits[name] for name in levels}


def test_quick_and_solved() -> None:
    rated = SHOP.dropna(subset=["csat"])
    quick = rated["first_reply_min"] <= 3
    once = (rated["transfers"] == 0) & (rated["reopened"] == 0)
    happy = rated["csat"] >= 4
    record = CHAPTER["check-4"]
    told = record.prompt.zh + "".join(option.feedback.zh for option in record.options if option.feedback)
    assert f"满意率{happy[quick & ~once].mean():.0%}" in told
    assert f"{happy[~quick & once].mean():.0%}" in told
    assert f"又快又办成的{happy[quick & once].mean():.0%}" in told


def test_the_school_s_year() -> None:
    by_month = SCHOOL.groupby(SCHOOL["date"].dt.month)["complaint"]
    chart = control.phase_one(control.p_chart, by_month.sum(), by_month.size())
    assert {signal.point for signal in chart.signals} == {4}
    assert 0 < chart.points[8] - chart.points[7] < 0.003


def test_interval_of_a_month_s_nps() -> None:
    found = satisfaction.nps(promoters=70, passives=78, detractors=52)
    assert f"约−{-100 * found.low:.0f}到{100 * found.high:.0f}" in texts("check-2")
    assert round(found.points) == 9
    apart = 100 * 2**0.5 * (found.high - found.low) / 2  # of two months, each with its own people
    assert f"相差{apart:.0f}分以内" in texts("check-2")
