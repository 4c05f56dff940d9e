"""Chapter 3.1: every figure of the data in a prompt or solution is recomputed, every lab task can be done."""

from __future__ import annotations

import pytest
from answers import right_answer

from sgm_lab import cases, control, exercises, kano, labs, satisfaction, servqual
from sgm_lab.exercises.records import LabTask

CHAPTER = {record.id.removeprefix("3.1-"): record for record in exercises.chapter("3.1")}
SHOP, HEALTH, SCHOOL = (cases.load(name) for name in ("customer_service", "healthcare", "education"))
TICKETS = SHOP.operations
RATED = TICKETS.dropna(subset=["csat"])
THIRD = SHOP.kano[SHOP.kano["wave"] == 3]


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def minus(text: str) -> str:
    return text.replace("-", "−")


def test_three_needs_overlap() -> None:
    found = kano.classify(kano.tally(THIRD)).loc[["reply_in_a_minute", "one_contact", "same_day_refund"]]
    assert (found["category"] == "O").all()
    assert found["worse_low"].max() < found["worse_high"].min()
    assert minus("、".join(f"{value:.2f}" for value in found["worse"])) in texts("three-needs")


def test_phone_customers() -> None:
    counts = kano.tally(THIRD[THIRD["channel"] == "phone"])
    line = counts.loc["phone_line"]
    assert f"{line.sum()}位电话顾客里，{line['M']}人归为必备" in texts("lab-phone")
    own, whole = kano.classify(counts)["category"], kano.classify(kano.tally(THIRD))["category"]
    assert list(own.index[own != whole.loc[own.index]]) == ["phone_line"]


def test_two_dimensions_improved() -> None:
    change = servqual.compare(SHOP.servqual)
    assert set(change.index[change["ci_low"] > 0]) == {"reliability", "empathy"}
    assert change.loc["responsiveness", "ci_low"] < 0 < change.loc["responsiveness", "ci_high"]


def test_reach_of_transfers() -> None:
    record, said = CHAPTER["reach"], texts("reach")
    twice, none, once = RATED["transfers"] >= 2, RATED["transfers"] == 0, RATED["transfers"] == 1
    ok = RATED["csat"] >= 4
    for group in (twice, none):
        assert f"{group.sum():,}张，{ok[group].sum():,}张满意" in said
    reach = (TICKETS["transfers"] >= 2).mean()
    assert f"{reach:.1%}" in said
    rise = 100 * reach * (ok[none].mean() - ok[twice].mean())
    assert record.answer == pytest.approx(rise, abs=0.01)
    assert f"{rise:.1f}个百分点" in said
    share = (TICKETS["transfers"] == 1).mean()
    single = f"{100 * share * (ok[none].mean() - ok[once].mean()):.1f}"
    assert f"{share:.1%}，满意率{ok[once].mean():.0%}，同样一算是{single}个百分点" in said


def test_refunds_within_eight_hours() -> None:
    share = (TICKETS.loc[TICKETS["topic"] == "refund", "resolve_min"] <= 480).mean()
    assert f"{share:.0%}" in texts("goal")


def test_august_stands_out() -> None:
    monthly = TICKETS.groupby(TICKETS["opened"].dt.month)["complaint"].agg(["sum", "size"])
    chart = control.p_chart(monthly["sum"], monthly["size"], exclude=[7])
    assert [signal.point for signal in chart.signals] == [7]
    assert f"{chart.points[7]:.1%}" in texts("lab-august")
    assert abs(chart.upper[7] - 0.025) < 0.001


def test_trial_is_open() -> None:
    found = satisfaction.difference(
        satisfaction.csat(count=771, n=1070), satisfaction.csat(count=2240, n=3200)
    )
    said = minus(f"高{100 * found.value:.1f}个百分点，区间{100 * found.low:.1f}到{100 * found.high:.1f}")
    assert said in texts("trial")


def test_figures_of_the_decision() -> None:
    said = CHAPTER["decision"].model.zh
    whole = (TICKETS["transfers"] + TICKETS["reopened"]) > 0
    returns, rated_returns = TICKETS["topic"] == "refund", RATED["topic"] == "refund"
    every, rated = TICKETS["topic"].notna(), RATED["topic"].notna()

    def waited(limit: float) -> tuple:
        return (RATED["first_reply_min"] > limit, TICKETS["first_reply_min"] > limit, rated, every)

    rules = {
        "7.5": waited(1),
        "7.7": ((RATED["transfers"] + RATED["reopened"]) > 0, whole, rated, every),
        "1.7": (RATED["resolve_min"] > 480, (TICKETS["resolve_min"] > 480) & returns, rated_returns, returns),
        "1.8": waited(6),
        "8.3": waited(0.5),
    }
    lifts = {}
    for text, (met, everywhere, among, _) in rules.items():
        own = RATED[among]["csat"] >= 4
        lifts[text] = own[~met[among]].mean() - own[met[among]].mean()
        assert f"{100 * everywhere.mean() * lifts[text]:.1f}" == text
        assert text in said
    assert 0.29 < whole.mean() < 0.31
    assert 0.49 < TICKETS.loc[whole, "complaint"].sum() / TICKETS["complaint"].sum() < 0.52
    asked = CHAPTER["decision"].prompt.zh
    reach, lost, blamed = [], [], []
    assert f"只剩{(TICKETS['first_reply_min'] > 6).mean():.0%}" in asked
    for text in ("7.5", "7.7", "1.7"):
        everywhere = rules[text][1]
        reach.append(f"{everywhere.mean():.0%}")
        lost.append(f"{100 * lifts[text]:.0f}")
        blamed.append(f"{TICKETS.loc[everywhere, 'complaint'].sum() / TICKETS['complaint'].sum():.0%}")
    assert all(
        f"{what}{share}" in asked
        for what, share in zip(("工单占", "一次办好的占", "小时的占"), reach, strict=True)
    )
    assert f"各低{'、'.join(lost)}个百分点；各占全部投诉的{'、'.join(blamed)}" in asked


def test_school_in_may() -> None:
    records = SCHOOL.operations
    rate = records.groupby(records["date"].dt.month)["complaint"].mean()
    rest = rate.drop(5)
    assert f"{rate[5]:.1%}，其余各月在{rest.min():.1%}到{rest.max():.1%}之间" in texts("check-1")


def test_waits_over_thirty_minutes() -> None:
    record, said = CHAPTER["check-2"], texts("check-2")
    visits = HEALTH.operations
    rated = visits.dropna(subset=["csat"])
    ok, late = rated["csat"] >= 4, rated["wait_min"] > 30
    assert f"超过30分钟的占{(visits['wait_min'] > 30).mean():.1%}" in said
    assert f"超过30分钟的{late.sum():,}人有{ok[late].sum():,}人满意" in said
    assert f"30分钟以内的{(~late).sum():,}人有{ok[~late].sum():,}人满意" in said
    assert round(record.answer) == 13


def test_promoter_scores_of_two_months() -> None:
    said = texts("check-5")
    for month in (1, 2):
        scores = TICKETS.loc[TICKETS["opened"].dt.month == month, "nps"].dropna()
        found = satisfaction.nps(scores)
        low, high = (round(100 * end) for end in (found.low, found.high))
        assert minus(f"{round(found.points)}（{found.n}人，区间{low}到{high}）") in said


def test_every_lab_task_can_be_done_in_its_lab() -> None:
    opened = {
        "lab-phone": labs.KanoLab(case="customer_service", wave=3),
        "lab-waves": labs.ServqualLab(case="customer_service"),
        "lab-august": labs.EvaluationLab(case="customer_service", metric="complaints", view="chart"),
    }
    assert set(opened) == {name for name, record in CHAPTER.items() if isinstance(record, LabTask)}
    for name, lab in opened.items():
        record = CHAPTER[name]
        assert exercises.check(record, lab.state, "zh").state != "right"
        lab.set(**record.goal)
        answer = record.answer(lab.state, right_answer(record))
        assert exercises.check(record, answer, "zh").state == "right"
