"""Each closing check from 2.1 on asks two things of earlier chapters; each figure of the data is recomputed."""

from __future__ import annotations

import pandas as pd
import pytest
from test_course import CHAPTERS, closing, number_of

from sgm_lab import cases, exercises, goals, kano, satisfaction, servqual
from sgm_lab.exercises.records import Number

ORDER = [number_of(name) for name in CHAPTERS]
KNOWN = exercises.load()
CLINIC, SHOP, SCHOOL = (cases.load(name) for name in ("healthcare", "customer_service", "education"))


def texts(id: str) -> str:
    record = KNOWN[id]
    hints = "".join(hint.zh for hint in record.hints)
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "") + hints


def happy(log: pd.DataFrame) -> float:
    return float((log["csat"].dropna() >= 4).mean())


@pytest.mark.parametrize("number", ORDER[1:])
def test_a_check_goes_back_to_two_earlier_things(number: str) -> None:
    back = [record.recalls for record in closing(number) if record.recalls]
    assert len(back) >= 2
    assert all(ORDER.index(chapter) < ORDER.index(number) for chapter in back)
    assert number == "2.1" or back.count(back[0]) < 3


def test_only_a_check_goes_back_and_each_chapter_up_to_seven_comes_back() -> None:
    back = [record for record in KNOWN.values() if record.recalls]
    assert all("-check-" in record.id for record in back)
    assert {record.recalls for record in back} == set(ORDER[:-1])


def test_the_appointment_or_the_wait() -> None:
    said, log = texts("2.1-check-6"), CLINIC.operations
    rated = log[log["csat"].notna()]
    quick = rated[rated["wait_min"] <= 30]
    for kind, name in (("yes", "有预约的"), ("no", "没有预约的")):
        own = rated[rated["appointment"] == kind]
        assert f"{len(own):,}份，{happy(own):.0%}满意" in said
        short = quick[quick["appointment"] == kind]
        assert f"{name}{happy(short):.0%}" in said or f"{name}的{happy(short):.0%}" in said
        assert f"{happy(short):.0%}（{len(short):,}份）" in said
        assert f"{log.loc[log['appointment'] == kind, 'wait_min'].mean():.0f}分钟" in said
    walk_in, booked = (
        satisfaction.csat(quick.loc[quick["appointment"] == kind, "csat"]) for kind in ("no", "yes")
    )
    apart = satisfaction.difference(walk_in, booked)
    assert f"差的区间从−{-100 * apart.low:.0f}到{100 * apart.high:.0f}个百分点，跨着0" in said


def test_the_ratings_of_the_school() -> None:
    record, log = KNOWN["2.1-check-7"], SCHOOL.operations
    rated = int(log["csat"].notna().sum())
    assert f"{len(log):,}条课堂与服务记录，其中{rated:,}条留了评分，{happy(log):.0%}给" in record.prompt.zh
    assert f"{rated:,}÷{len(log):,}＝{rated / len(log):.0%}" in record.solution.zh
    share = round(happy(log), 2)
    assert f"{share * len(log):,.0f}条" in "".join(option.text.zh for option in record.options)


@pytest.mark.parametrize(
    ("id", "case", "feature"),
    [
        ("2.2-check-6", SCHOOL, "same_day_answers"),
        ("2.3-check-7", SHOP, "delay_notice"),
    ],
)
def test_counts_are_those_of_the_last_wave(id: str, case: cases.Case, feature: str) -> None:
    record = KNOWN[id]
    assert isinstance(record, Number)
    last = case.kano[case.kano["wave"] == case.kano["wave"].max()]
    counts = kano.tally(last).loc[feature]
    names = zip("MOAIRQ", ("必备", "期望", "魅力", "无差异", "反向", "可疑"), strict=True)
    assert "，".join(f"{name}{counts[letter]}" for letter, name in names) in record.prompt.zh
    found = kano.classify(kano.tally(last)).loc[feature]
    worse = "Worse" in record.prompt.zh
    assert record.answer == pytest.approx(found["worse" if worse else "better"])


def test_ratings_to_ask_for() -> None:
    said, log = texts("3.1-check-6"), CLINIC.operations
    need = satisfaction.sample_size_for_change(0.75, 0.80)
    assert f"各要收回{need:,}份" in said
    assert f"{log['csat'].notna().mean():.0%}留下了评分" in said
    assert f"＝{need / 0.14:,.0f}，约{round(need / 0.14, -2):,.0f}位" in said
    assert f"{len(log):,}次就诊" in said
    assert need / 0.14 > len(log) / 3


def test_channels_of_the_shop() -> None:
    said, log = KNOWN["3.3-check-7"].prompt.zh, SHOP.operations
    shares = log["channel"].value_counts(normalize=True)
    order = ("app", "wechat", "phone")
    assert f"App占{shares['app']:.0%}，微信占{shares['wechat']:.0%}，电话占{shares['phone']:.0%}" in said
    good = [happy(log[log["channel"] == channel]) for channel in order]
    assert "、".join(f"{one:.0%}" for one in good) in said
    assert f"得{sum(round(one, 2) for one in good) / 3:.1%}" in said


def test_the_weighted_gap_of_the_shop() -> None:
    said = texts("4-check-7")
    last = SHOP.servqual[SHOP.servqual["wave"] == SHOP.servqual["wave"].max()]
    names = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    gaps = servqual.gaps(last)["gap"]
    assert "、".join(f"{gaps[name]:.2f}".replace("-", "−") for name in names) in said
    found = servqual.score(last, dict(zip(names, (10, 30, 30, 20, 10), strict=True)))
    assert f"＝{found.weighted.value:.2f}。".replace("-", "−") in said
    assert f"不加权的{found.unweighted.value:.2f}".replace("-", "−") in said


def test_complaints_of_the_departments() -> None:
    record, log = KNOWN["5-check-6"], CLINIC.operations
    counts = log.loc[log["complaint"] == 1, "department"].value_counts()
    assert f"{counts.sum()}件投诉" in record.prompt.zh
    words = CLINIC.code_labels("department", "zh")
    assert "，".join(f"{words[name]}{n}" for name, n in counts.items()) in record.prompt.zh
    assert log["department"].value_counts().index[0] == counts.index[0]


def test_satisfaction_of_all_visits() -> None:
    said, log = KNOWN["6-check-7"].prompt.zh, CLINIC.operations
    shares = log["appointment"].value_counts(normalize=True)
    assert f"有预约的占{shares['yes']:.0%}，没有预约的占{shares['no']:.0%}" in said
    good = {kind: happy(log[log["appointment"] == kind]) for kind in ("yes", "no")}
    assert f"有预约的{good['yes']:.0%}满意，没有预约的{good['no']:.0%}满意" in said


def test_complaints_in_july() -> None:
    said = KNOWN["7-check-6"].prompt.zh
    shares = goals.monthly("healthcare", "complaints")["value"]
    rest = shares.drop("2025-07")
    assert f"是{shares['2025-07']:.1f}%，其余各月在{rest.min():.1f}%到{rest.max():.1f}%之间" in said


def test_better_and_worse_of_four_features() -> None:
    record = KNOWN["8-check-7"]
    found = kano.classify(kano.tally(CLINIC.kano[CLINIC.kano["wave"] == 2]))
    for option in record.options:
        row = found.loc[option.id]
        assert (
            f"{option.text.zh}{row['better']:.2f}、{row['worse']:.2f}".replace("-", "−") in record.prompt.zh
        )
    four = found.loc[[option.id for option in record.options]]
    assert four["worse"].idxmin() == record.answer
    counts = kano.tally(CLINIC.kano[CLINIC.kano["wave"] == 2]).loc[record.answer]
    assert f"{counts['M']}人把它当必备" in record.solution.zh
