"""What stands beside the questions of a survey: importance on any scale, weights, questions left without a pair."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sgm_lab import intake, kano, servqual
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

FEATURES = ["叫号", "停车"]


def survey(**more: Any) -> pd.DataFrame:
    marks = {"具备时": [1, 2, 3], "缺失时": [5, 4, 5]}
    sides = {f"{name}（{mark}）": codes * 8 for name in FEATURES for mark, codes in marks.items()}
    return pd.DataFrame(sides | more)


@pytest.mark.parametrize("header", ["{}（重要性）", "重要性：{}", "{}有多重要（请打分）"])
@pytest.mark.parametrize(
    ("given", "scale"),
    [
        ([1, 9, 5], (1, 9)),
        ([1, 5, 3], (1, 9)),
        ([0, 10, 7], (0, 10)),
        ([1, 10, 8], (0, 10)),
        ([0, 100, 65], (0, 100)),
    ],
)
def test_importance_is_read_on_the_scale_it_was_asked_on(
    header: str, given: list[int], scale: tuple[int, int]
) -> None:
    read = intake.read_kano(survey(**{header.format(name): given * 8 for name in FEATURES}))
    assert read.table["importance"].tolist() == given * 16
    assert ("kano.importance" in read.summary()) == (scale != (1, 9))
    found = kano.importance(read.table, scale=scale)
    assert found["importance"].tolist() == pytest.approx([sum(given) / 3] * 2)


def test_importance_of_a_long_table_loses_nothing() -> None:
    rows = [(who, name, 1, 5, (who + at) % 11) for who in range(11) for at, name in enumerate(FEATURES)]
    read = intake.read_kano(pd.DataFrame(rows, columns=["受访者", "功能", "具备时", "缺失时", "重要性"]))
    assert read.table["importance"].tolist() == [row[-1] for row in rows]
    assert "0–10" in read.summary()


def test_a_slip_of_importance_stands_in_the_summary() -> None:
    rows = [(who, "叫号", 1, 5, 10 if who == 3 else 7) for who in range(9)]
    read = intake.read_kano(pd.DataFrame(rows, columns=["受访者", "功能", "具备时", "缺失时", "重要性"]))
    assert read.table["importance"].isna().sum() == 1
    assert "1 格重要性" in read.summary()


@pytest.mark.parametrize("given", [["90%", "80%", "70%"], ["非常重要", "挺好", "不重要"]])
def test_importance_that_is_no_figure_is_said(given: list[str]) -> None:
    read = intake.read_kano(survey(**{f"{name}（重要性）": given * 8 for name in FEATURES}))
    assert "importance" not in read.table
    for lang, word in (("zh", "重要"), ("en", "important")):
        with use_language(lang):  # type: ignore[arg-type]
            assert (
                word
                in intake.read_kano(survey(**{f"{name}（重要性）": given * 8 for name in FEATURES})).summary()
            )


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        (["很重要", "一般", "不重要"], [5, 3, 2]),
        (["非常重要", "比较重要", "不太重要"], [5, 4, 2]),
        (["非常重要", "很重要", "重要"], [7, 6, 5]),
        (["very important", "extremely important", "not at all important"], [4, 5, 1]),
        (["Very important", "Important", "Neutral"], [5, 4, 3]),
    ],
)
def test_importance_in_words_is_scored_on_the_scale_of_all_its_words_and_said(
    given: list[str], steps: list[int]
) -> None:
    read = intake.read_kano(survey(**{f"{name}（重要性）": given * 8 for name in FEATURES}))
    assert read.table["importance"].tolist() == steps * 16
    assert f"{given[0]} = {steps[0]}" in read.summary()
    long = pd.DataFrame({"受访者": range(3), "功能": "叫号", "具备时": 1, "缺失时": 5, "重要性": given})
    assert intake.read_kano(long).table["importance"].tolist() == steps


@pytest.mark.parametrize("header", ["权重", "加权系数", "weight", "Survey weight", "wt"])
def test_weights_are_not_used_and_that_is_said(header: str) -> None:
    assert "权重" in intake.read_kano(survey(**{header: [0.8, 1.2, 1.0] * 8})).summary()


def test_questions_that_the_pairs_leave_out_are_said() -> None:
    frame = survey().rename(columns=lambda name: name.replace("时", ""))
    read = intake.read_kano(frame, pairs={"叫号": ("叫号（具备）", "叫号（缺失）")})
    assert list(read.table["feature"].unique()) == ["叫号"]
    assert "停车（具备）、停车（缺失）" in read.summary()


@pytest.mark.parametrize("name", ["小计", "东店小计", "合計：", "Subtotal", "East total"])
def test_a_sum_between_the_people_is_nobody(name: str) -> None:
    frame = survey()
    frame.insert(0, "编号", [f"甲{who}" for who in range(len(frame))])
    row = pd.DataFrame([[name, *[3] * (frame.shape[1] - 1)]], columns=frame.columns)
    read = intake.read_kano(pd.concat([frame[:10], row, frame[10:]], ignore_index=True))
    assert read.table["respondent"].nunique() == len(frame)
    assert f"12 ({name})" in read.summary()


def test_people_with_names_like_sums_stay() -> None:
    frame = survey()
    frame.insert(0, "respondent", ["Max", "Min", "Sum", *[f"P{who}" for who in range(len(frame) - 3)]])
    assert intake.read_kano(frame).table["respondent"].nunique() == len(frame)


def test_a_feature_asked_twice_is_said() -> None:
    frame = survey()
    frame = pd.concat([frame, frame[[column for column in frame if "叫号" in column]]], axis=1)
    assert "重名" in intake.read_kano(("表.csv", frame.to_csv(index=False).encode())).summary()
    assert "重名" not in intake.read_kano(survey()).summary()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_alpha_of_a_table_with_one_row_an_answer_says_how_to_turn_it(lang: Any) -> None:
    frame = pd.DataFrame({f"P{item}": [4, 5, 6, 7, 3, 2] for item in range(1, 4)}).assign(
        P2=[4, 5, 5, 7, 3, 1]
    )
    table = intake.read_servqual(frame, pairs="perceptions").table
    with use_language(lang), pytest.raises(DataError, match="pivot") as caught:
        servqual.alpha(table)
    assert "pivot" not in caught.value.plain
    wide = table.pivot_table(index="respondent", columns="item", values="perception")
    assert servqual.alpha(wide).n == 6


def test_numbers_of_people_that_are_no_text_are_people() -> None:
    frame = survey()
    frame.insert(0, "编号", pd.Series(range(len(frame)), dtype=object))
    assert intake.read_kano(frame).table["respondent"].nunique() == len(frame)
