"""Segments: planted groups are found, one crowd is not divided, known groups are told apart; and the lab on top."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgm_lab import cases, charts, labs, segments
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs import inbox

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def people(shift: float, groups: int = 2, n: int = 240, seed: int = 1, skew: bool = False) -> pd.DataFrame:
    """Answers 1–9 on twelve features with a style of each person; ``shift`` parts the groups."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (n, 12)) + rng.normal(0, 0.7, (n, 1))
    own = np.arange(n) % groups
    for group in range(groups):
        x[own == group, 4 * group : 4 * group + 4] += shift
    x = np.clip(np.rint((2.5 if skew else 1.5) * x + (8 if skew else 5)), 1, 9)
    return pd.DataFrame(x - x.mean(axis=1, keepdims=True), index=[f"p{i}" for i in range(n)])


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found(groups: int) -> None:
    found = segments.cluster(people(2.0, groups))
    assert (found.k, found.verdict) == (groups, "clear")
    assert segments.adjusted_rand(found.labels, np.arange(240) % groups) > 0.9
    assert found.stability > 0.9
    assert found.p <= 0.05


@pytest.mark.parametrize("skew", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_crowd_is_not_divided(skew: bool, seed: int) -> None:
    found = segments.cluster(people(0.0, seed=seed, skew=skew))
    assert found.verdict != "clear"
    assert found.stability < 0.75
    assert skew or found.verdict == "none"  # by its level, one crowd of twenty passes the first question


def test_groups_that_do_not_come_again_are_called_unsteady(monkeypatch: pytest.MonkeyPatch) -> None:
    from sgm_lab.segments import _cluster

    monkeypatch.setattr(_cluster, "_STEADY", 1.1)
    assert segments.cluster(people(2.0)).verdict == "unsteady"


def test_the_same_people_give_the_same_groups_whatever_their_order() -> None:
    x = people(2.0)
    once, again = segments.cluster(x), segments.cluster(x)
    assert once.labels.equals(again.labels)
    assert (once.p, once.stability) == (again.p, again.stability)
    turned = segments.cluster(x.iloc[::-1])
    assert segments.adjusted_rand(once.labels, turned.labels.reindex(x.index)) > 0.95


def test_many_people_are_grouped_from_a_part_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from sgm_lab.segments import _cluster

    monkeypatch.setattr(_cluster, "_MOST_WARD", 100)
    found = segments.cluster(people(2.0))
    assert len(found.labels) == 240
    assert segments.adjusted_rand(found.labels, np.arange(240) % 2) > 0.9


def test_what_cannot_be_grouped_is_said() -> None:
    with pytest.raises(ArgumentError, match="群"):
        segments.cluster(people(0.0), 1)
    with pytest.raises(ArgumentError, match="12"):
        segments.cluster(people(0.0).head(12), 4)
    with pytest.raises(DataError, match="一样"):
        segments.cluster(pd.DataFrame(np.ones((40, 3))))
    with pytest.raises(DataError, match="空着"):
        segments.cluster(pd.DataFrame({"a": [1.0, None] * 20}))
    one = segments.cluster(people(2.0).assign(same=0.0), 2)
    assert one.verdict == "clear"


def test_silhouette_and_rand_index_on_known_figures() -> None:
    assert segments.silhouette([[0, 1], [1, 0]], [0, 0]) == 0.0
    assert segments.silhouette(np.zeros((4, 4)), [0, 0, 1, 1]) == 0.0
    assert segments.silhouette([[0, 2, 4], [2, 0, 4], [4, 4, 0]], [0, 0, 1]) == pytest.approx(
        (0.5 + 0.5 + 0) / 3
    )
    assert segments.adjusted_rand([1, 1, 1], [2, 2, 2]) == 1.0
    # Hubert & Arabie's index of a 2 × 2 table 4, 1, 1, 4: (12 − 8.888…)/(20 − 8.888…)
    first, second = [0] * 5 + [1] * 5, [0] * 4 + [1] + [0] + [1] * 4
    assert segments.adjusted_rand(first, second) == pytest.approx((12 - 400 / 45) / (20 - 400 / 45))


@settings(max_examples=50)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=30), st.permutations([0, 1, 2, 3]))
def test_names_of_groups_do_not_matter(labels: list[int], names: list[int]) -> None:
    assert segments.adjusted_rand(labels, [names[x] for x in labels]) == pytest.approx(1.0)


def test_profiles_of_the_cases() -> None:
    case = cases.load("healthcare")
    last = case.kano[case.kano["wave"] == 2]
    for kind in ("importance", "answers"):
        made = segments.profile(last, kind)
        assert not made.isna().any().any()
        assert made.shape[1] == 14
    answers = segments.profile(last, "answers", relative=False)
    assert answers.to_numpy().min() >= -2
    assert answers.to_numpy().max() <= 4
    gaps = segments.profile(case.servqual, "gaps", relative=False)
    raw = case.servqual.assign(gap=case.servqual["perception"] - case.servqual["expectation"])
    person = gaps.index[0]
    expected = raw[raw["respondent"] == person].groupby("dimension")["gap"].mean()
    assert gaps.loc[person].to_dict() == pytest.approx(expected.to_dict())
    with pytest.raises(ArgumentError, match="importance"):
        segments.profile(last, "hope")
    with pytest.raises(DataError, match="perception"):
        segments.profile(last.assign(dimension="x", expectation=1), "gaps")
    with pytest.raises(DataError, match="人"):
        segments.profile(last.head(20), "importance")


def test_who_and_apart_find_the_older_patients() -> None:
    case = cases.load("healthcare")
    last = case.kano[case.kano["wave"] == 2]
    made = segments.profile(last, "importance")
    known = last.drop_duplicates("respondent").set_index("respondent")[["age_group", "visit_type"]]
    table = segments.apart(made, known, ["age_group", "visit_type"])
    assert table.index[0] == "age_group"
    assert "人工窗口" in case.feature_labels("zh")[table.loc["age_group", "name"]]
    assert table.loc["age_group", "p"] < 0.001
    assert segments.apart(made, known.assign(one="x"), ["one"]).empty
    labels = (known["age_group"] == "senior").astype(int).reindex(made.index) + 1
    found = segments.who(labels, known, ["age_group"])
    assert found["v"].iloc[0] > 0.9
    assert segments.who(labels, known.assign(one="x"), ["one"]).empty


def test_known_groups_are_numbered_by_size_and_nobody_stands_alone() -> None:
    labels, groups = segments.by_size(pd.Series(["b", "a", "b", "c", "a", "b", None], index=list("tuvwxyz")))
    assert groups == {1: "b", 2: "a"}
    assert labels.to_dict() == {"t": 1, "u": 2, "v": 1, "x": 2, "y": 1}


def test_needs_of_a_group_are_those_beyond_chance_on_the_right_side() -> None:
    index = pd.MultiIndex.from_product([[1, 2], ["wait", "price", "seat"]], names=["segment", "name"])
    table = pd.DataFrame({"mean": [3.0, 1, 2, 1, 2, 3], "difference": [2.0, -1, 0.5, -2, 1, 0.1],
                          "difference_low": [1.0, -2, 0.2, -3, -1, -0.5],
                          "difference_high": [3.0, -0.5, 0.9, -1, 3, 0.7]}, index=index)  # fmt: skip
    wanted = segments.own_needs(table, "importance")
    assert wanted.index.tolist() == [(1, "wait"), (1, "seat")]
    assert wanted["high"].tolist() == [True, False]
    assert segments.own_needs(table, "gaps").index.tolist() == [(1, "price"), (2, "wait")]


def test_who_stands_out_is_no_chance_and_more_than_among_all() -> None:
    rows = pd.DataFrame({"column": "age", "value": ["old", "young", "old", "old"], "segment": [1, 1, 2, 3],
                         "share": [0.5, 0.3, 0.52, 0.9], "overall": 0.42, "p": [0.01, 0.01, 0.02, 0.001]})  # fmt: skip
    out = segments.standing_out(rows.assign(overall=[0.42, 0.3, 0.42, 0.42], share=[0.525, 0.3, 0.6, 0.9]))
    assert out["segment"].tolist() == [3, 1]


# ---- the lab ----


def said(lab: Any) -> str:
    return lab.sentence(lab.compute())


def test_it_says_where_there_are_no_groups_and_points_to_known_ones(book: Any) -> None:
    lab = labs.PersonalGoals()
    lab.keep_in(book)
    assert "看不出天然的人群" in said(lab)
    assert "年龄段" in said(lab)
    lab.do("send")
    assert "没有可以送的目标" in lab.notice
    lab.set(by="age_group")
    assert "60 岁及以上" in said(lab)
    assert "人工窗口" in said(lab)
    assert any("60 岁及以上" in goal["statement"] for goal in lab.compute().goals)
    lab.do("send")
    assert "送出了" in lab.notice
    lab.do("send")
    assert "已经送过" in lab.notice
    studio = labs.SmartStudio()
    studio.keep_in(book)
    assert len(studio.state["goals"]) == len(lab.compute().goals)
    assert inbox.sent(book, studio.state["taken"]) == []
    lab.set(on="gaps")
    assert "看不出超过偶然的差别" in said(lab)
    lab.set(by="cluster")
    assert "看不出人群之别" in said(lab)
    lab.narrow = True
    assert "<picture>" in lab.view()["html"]


def own(shift: float) -> bytes:
    """A learner's own survey with two groups of shops in it."""
    x = people(shift, n=240)
    rng = np.random.default_rng(2)
    lines = ["编号,功能,具备时,缺失时,重要程度,门店"]
    for at, (name, row) in enumerate(x.iterrows()):
        shop = "东" if (at % 2 == 0) != (rng.random() < 0.05) else "西"
        for feature, value in enumerate(row[:8]):
            lines.append(f"{name},特性{feature},喜欢,不喜欢,{int(np.clip(round(value + 5), 1, 9))},{shop}")
    return "\n".join(lines).encode()


def test_ones_own_survey_with_groups_in_it(book: Any) -> None:
    lab = labs.PersonalGoals()
    lab.message({"do": "file", "name": "upload", "file": "门店.csv"}, own(2.5))
    assert lab.notice == ""
    found = lab.compute()
    assert (found.found.verdict, found.found.k) == ("clear", 2)
    assert "分得出 2 群" in said(lab)
    assert {"东" in name or "西" in name for name in found.names.values()} == {True}
    assert len(found.goals) == 2
    lab.do("send")
    assert "练习册" in lab.notice
    lab.keep_in(book)
    assert "模拟数据" not in lab.view()["html"]
    lab.set(groups=3)
    assert lab.compute().found.k == 3
    lab.message({"do": "set", "changes": {"on": "gaps"}})
    assert (
        lab.state["case"] == "healthcare"
    )  # the file is no SERVQUAL survey: a case in its place, and it says so
    assert lab.message({"do": "act", "name": "template"}).name.endswith(".xlsx")


def test_unsteady_groups_and_gaps_with_goals(monkeypatch: pytest.MonkeyPatch) -> None:
    from sgm_lab.segments import _cluster

    lab = labs.PersonalGoals(by="age_group", on="gaps", level="absolute", wave=1)
    view = lab.view()
    assert 'role="alert"' not in view["html"]
    monkeypatch.setattr(_cluster, "_STEADY", 1.1)
    lab = labs.PersonalGoals()
    lab.message({"do": "file", "name": "upload", "file": "门店二.csv"}, own(2.5) + b"\n")
    assert "先别按它定目标" in said(lab)
    assert lab.compute().goals == []


def test_a_goal_on_a_gap_halves_it() -> None:
    rng = np.random.default_rng(5)
    rows = []
    for n in range(120):
        for item in range(1, 23):
            miss = 3 if (item <= 4) == (n % 2 == 0) else 1
            rows.append(
                (
                    f"p{n}",
                    item,
                    6,
                    int(np.clip(6 - miss + rng.integers(-1, 2), 1, 7)),
                    "甲" if n % 2 else "乙",
                )
            )
    frame = pd.DataFrame(rows, columns=["respondent", "item", "expectation", "perception", "门店"])
    lab = labs.PersonalGoals(data=None, on="gaps")
    content = frame.rename(
        columns={"respondent": "编号", "item": "题号", "expectation": "期望", "perception": "感受"}
    )
    out = io.BytesIO()
    content.to_csv(out, index=False)
    lab.message({"do": "file", "name": "upload", "file": "差距.csv"}, out.getvalue())
    assert lab.notice == "", lab.notice
    lab.set(by="门店")
    goals = lab.compute().goals
    assert len(goals) == 2
    assert all(goal["target"] == pytest.approx(goal["baseline"] / 2, abs=0.06) for goal in goals)
    assert {goal["dimension"] for goal in goals} >= {"tangibles"}
    with use_language("en"):
        assert "miss" in lab.figure(lab.compute()).alt


def test_the_figure_needs_a_group() -> None:
    empty = segments.describe(pd.DataFrame({"a": [1.0, 2, 3, 4]}), pd.Series([1, 1, 2, 2])).head(0)
    with pytest.raises(DataError):
        charts.segments(empty, labels={}, names={}, title="x", axis="y")
