"""Training needs: the formula by hand, what is missing, the budget, and tables people really have."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgm_lab import cases, i18n, servqual, training
from sgm_lab.errors import ArgumentError, DataError

GAPS = {"tangibles": -0.6, "reliability": -1.5, "responsiveness": -0.7, "assurance": 0.2, "empathy": -0.5}


def team(**columns: Any) -> pd.DataFrame:
    base = {
        "staff": ["A", "A", "B", "B"],
        "skill": ["call", "comfort", "call", "comfort"],
        "dimension": ["reliability", "empathy", "reliability", "empathy"],
        "required": [3, 3, 3, 3],
        "present": [1, 2, 2, np.nan],
        "hours": [4, 2, 4, 2],
    }
    return pd.DataFrame(base | columns)


def test_priority_is_the_formula_by_hand() -> None:
    found = training.needs(
        team(),
        GAPS,
        {"tangibles": 10, "reliability": 40, "responsiveness": 20, "assurance": 10, "empathy": 20},
    )
    assert found.urgency == pytest.approx({"reliability": 0.4 * 1.5, "empathy": 0.2 * 0.5})
    assert found.cells["priority"].tolist() == pytest.approx([2 * 0.6, 1 * 0.1, 1 * 0.6])
    assert found.staff.index.tolist() == ["A", "B"]
    assert found.staff.loc["A"].tolist() == pytest.approx([1.3, 2, 10, 0])
    assert found.staff.loc["B", "missing"] == 1
    assert found.courses.index.tolist() == ["call", "comfort"]
    assert found.courses.loc["call", ["people", "levels", "hours"]].tolist() == [2, 3, 12]
    assert found.courses.loc["call", "per_hour"] == pytest.approx(1.8 / 12)
    assert found.missing.to_dict("records") == [{"staff": "B", "skill": "comfort"}]


def test_urgency_is_weight_times_shortfall_and_that_of_the_needs() -> None:
    weights = {"tangibles": 10, "reliability": 40, "responsiveness": 20, "assurance": 10, "empathy": 20}
    felt = training.urgency(GAPS, weights)
    assert felt["urgency"].to_dict() == pytest.approx(
        {"tangibles": 0.06, "reliability": 0.6, "responsiveness": 0.14, "assurance": 0, "empathy": 0.1}
    )
    found = training.needs(team(), GAPS, weights).urgency
    assert found == pytest.approx({name: felt.loc[name, "urgency"] for name in found})
    assert training.urgency(GAPS)["weight"].tolist() == [20] * 5
    with pytest.raises(ArgumentError, match="100"):
        training.urgency(GAPS, {"reliability": 100})


def test_no_gap_no_priority_but_the_levels_still_order() -> None:
    found = training.needs(team(), dict.fromkeys(GAPS, 0.3))
    assert (found.cells["priority"] == 0).all()
    assert found.courses.index.tolist() == ["call", "comfort"]
    assert training.schedule(found, 100).empty


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 8)), min_size=1, max_size=12),
    st.floats(0, 60),
)
def test_schedule_never_overspends_and_takes_what_fits(
    cells: list[tuple[int, int, int]], budget: float
) -> None:
    rows = [{"staff": f"p{i}", "skill": "s", "dimension": "reliability", "required": r, "present": p, "hours": h}
            for i, (r, p, h) in enumerate(cells)]  # fmt: skip
    found = training.needs(pd.DataFrame(rows), GAPS)
    plan = training.schedule(found, budget)
    assert plan.loc[plan["chosen"], "hours"].sum() <= budget + 1e-6
    assert plan["per_hour"].is_monotonic_decreasing
    left = budget - plan.loc[plan["chosen"], "hours"].sum()
    assert (plan.loc[~plan["chosen"], "hours"] > left - 1e-6).all()
    assert len(plan) == sum(r > p for r, p, _ in cells)


@pytest.mark.parametrize("case", cases.names())
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_worst_gap_of_a_case_leads_to_its_course(case: str, lang: i18n.Language) -> None:
    answers = cases.load(case).servqual
    gaps = servqual.gaps(answers[answers["wave"] == 2])["gap"]
    with i18n.use_language(lang):
        found = training.needs(training.sample(case), gaps.to_dict())
    assert found.courses["dimension"].iloc[0] == gaps.idxmin()
    assert len(found.missing) == 2
    assert found.staff["priority"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (team().drop(columns="present"), "present"),
        (team().iloc[:0], "空的"),
        (team(present=np.nan), "没有一个人评过"),
        (team(present=[1, 7, 2, 3]), "7"),
        (team(present=[1, 1.5, 2, 3]), "1.5"),
        (team(required=[3, np.nan, 3, 3]), "comfort"),
        (team(hours=[-1, 2, 2, 2]), "课时"),
        (team(staff="A"), "两行"),
        (team(dimension=["reliability", "empathy", "empathy", "empathy"]), "两个维度"),
    ],
)
def test_tables_that_cannot_be_used_say_why(table: pd.DataFrame, words: str) -> None:
    with pytest.raises(DataError, match=words):
        training.needs(table, GAPS)


def test_arguments_that_cannot_be_used_say_why() -> None:
    with pytest.raises(ArgumentError, match="empathy"):
        training.needs(team(), {"reliability": -1})
    for weights in (
        {"reliability": 100},
        {"reliability": 60, "empathy": 50},
        {"reliability": 110, "empathy": -10},
    ):
        with pytest.raises(ArgumentError, match="100"):
            training.needs(team(), GAPS, weights)
    for budget in (-1, np.nan, "many"):
        with pytest.raises(ArgumentError, match="预算"):
            training.schedule(training.needs(team(), GAPS), budget)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="healthcare"):
        training.sample("health")


def test_a_table_without_hours_takes_four_a_level() -> None:
    assert training.needs(team().drop(columns="hours"), GAPS).cells["hours"].tolist() == [8, 4, 4]


# ---- reading ----


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_template_comes_back_whole(lang: i18n.Language) -> None:
    with i18n.use_language(lang):
        sheet = io.BytesIO()
        training.template().to_excel(sheet, index=False)
        read = training.read_staff(("team.xlsx", sheet.getvalue()))
        assert read.problems.empty
        assert read.summary()
        pd.testing.assert_frame_equal(read.table, training.sample("healthcare"), check_dtype=False)


def test_every_wrong_cell_is_named() -> None:
    lines = [
        "人员,技能,维度,要求等级,现有等级,每级课时",
        "张三,叫号,可靠性,3,1,4",
        ",叫号,可靠性,3,1,4",
        "李四,叫号,可靠,3,1,4",
        "王五,叫号,可靠性,9,很好,-2",
        "张三,叫号,可靠性,3,2,4",
        "赵六,叫号,移情性,3,2,4",
        "钱七,叫号,可靠性,,,",
    ]
    text = "\n".join(lines)
    read = training.read_staff(("team.csv", text.encode("gb18030")))
    assert read.rows_read == 3
    assert read.rows_left_out == 4
    assert "4" in read.summary()
    assert read.problems["row"].tolist() == [3, 4, 5, 5, 5, 6, 7]
    assert read.problems["column"].tolist() == [
        "人员",
        "维度",
        "要求等级",
        "现有等级",
        "每级课时",
        "技能",
        "维度",
    ]
    assert read.table["present"].isna().tolist() == [False, True, True]
    assert read.table["required"].tolist() == [3, 3, 3]
    assert read.table["hours"].tolist() == [4, 4, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空"),
        ("人员,技能\n张三,叫号\n", "维度"),
        ("人员,姓名,技能,维度,现有等级\n张三,张三,叫号,可靠性,1\n", "同一个意思"),
        ("人员,技能,维度,现有等级\n张三,叫号,不知道,1\n", "没有一行"),
    ],
)
def test_files_that_cannot_be_used_say_why(text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        training.read_staff(("team.csv", text.encode()))


def test_two_hundred_thousand_rows_are_read_and_ranked() -> None:
    people, skills = 20_000, 10
    rows = pd.DataFrame({
        "staff": np.repeat([f"p{i}" for i in range(people)], skills),
        "skill": np.tile([f"s{i}" for i in range(skills)], people),
        "dimension": np.tile(["reliability", "empathy"], people * skills // 2),
        "required": 3,
        "present": np.tile([0, 1, 2, 3, 4], people * skills // 5),
    })  # fmt: skip
    read = training.read_staff(rows)
    assert read.rows_read == people * skills
    assert len(training.needs(read.table, GAPS).staff) == people
