"""Codes that run the other way on one side, and columns that changed places: nothing is computed until settled."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import intake, kano, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

PEOPLE = 60
FEATURES = ["自助挂号", "夜间门诊", "短信提醒"]
WORDS = {1: "喜欢", 2: "理应如此", 3: "无所谓", 4: "能忍受", 5: "不喜欢"}
SURVEYS = {  # odds of like … dislike, with and without
    "one-dimensional": ([0.6, 0.2, 0.1, 0.05, 0.05], [0.03, 0.07, 0.1, 0.2, 0.6]),
    "must-be": ([0.15, 0.6, 0.15, 0.05, 0.05], [0.03, 0.02, 0.1, 0.15, 0.7]),
    "attractive": ([0.7, 0.1, 0.1, 0.05, 0.05], [0.04, 0.06, 0.6, 0.2, 0.1]),
}
MIXED = list(SURVEYS.values())


def wide(odds: list[Any], seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    columns = {}
    for name, (having, lacking) in zip(FEATURES, odds, strict=True):
        columns[f"{name}（具备时）"] = rng.choice([1, 2, 3, 4, 5], PEOPLE, p=having)
        columns[f"{name}（缺失时）"] = rng.choice([1, 2, 3, 4, 5], PEOPLE, p=lacking)
    return pd.DataFrame(columns)


def side(frame: pd.DataFrame, mark: str) -> list[str]:
    return [column for column in frame if mark in column]


def exchanged(frame: pd.DataFrame) -> pd.DataFrame:
    swap = {"具备": "缺失", "缺失": "具备"}
    return frame.rename(columns=lambda name: next(name.replace(a, b) for a, b in swap.items() if a in name))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_question_coded_the_other_way_is_settled_first(seed: int, lang: Any) -> None:
    right = wide(MIXED, seed)
    for mark, name in (("具备", "functional"), ("缺失", "dysfunctional")):
        half = right.copy()
        half[side(half, mark)] = 6 - half[side(half, mark)]
        with use_language(lang):
            read = intake.read_kano(half)
            assert f'reverse="{name}"' in read.summary()
            assert "reverse" not in read.summary().plain
            with pytest.raises(DataError, match=name):
                _ = read.table
        assert intake.read_kano(half, scale=(1, 5)).table["respondent"].nunique() == PEOPLE
        turned = intake.read_kano(half, reverse=name)  # type: ignore[arg-type]
        assert kano.tally(turned).equals(kano.tally(intake.read_kano(right)))


@pytest.mark.parametrize("name", [*SURVEYS, "mixed"])
@pytest.mark.parametrize("words", [False, True])
def test_columns_that_changed_places_are_settled_first(name: str, words: bool) -> None:
    right = wide(MIXED if name == "mixed" else [SURVEYS[name]] * 3)
    right = right.replace(WORDS) if words else right
    good = intake.read_kano(right)
    assert not good.unsettled
    read = intake.read_kano(exchanged(right))
    if name == "attractive":  # neutral without it: nothing is certain, so it is said
        assert read.unsettled or "放反" in read.summary()
        return
    assert "放反" in read.unsettled
    pairs = {one: (f"{one}（缺失时）", f"{one}（具备时）") for one in FEATURES}
    back = intake.read_kano(exchanged(right), pairs=pairs)
    assert kano.tally(back).equals(kano.tally(good))


@pytest.mark.parametrize("name", [*SURVEYS, "mixed"])
@pytest.mark.parametrize("seed", range(8))
def test_a_right_survey_raises_no_doubt(name: str, seed: int) -> None:
    read = intake.read_kano(wide(MIXED if name == "mixed" else [SURVEYS[name]] * 3, seed))
    assert not read.unsettled
    assert read.doubts == []


def test_one_feature_that_stands_out_is_named_and_counts() -> None:
    right = wide(MIXED)
    one = right.rename(
        columns={"自助挂号（具备时）": "自助挂号（缺失时）", "自助挂号（缺失时）": "自助挂号（具备时）"}
    )
    read = intake.read_kano(one)
    assert "自助挂号" in read.summary()
    assert "不想要" in read.summary()
    half = right.assign(**{"自助挂号（缺失时）": 6 - right["自助挂号（缺失时）"]})
    read = intake.read_kano(half)
    assert "自相矛盾" in read.summary()
    assert read.table["feature"].nunique() == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_marks_that_contradict_the_words_of_the_questions_are_asked(lang: Any) -> None:
    heads = {
        "正向：如果没有自助挂号，您觉得？": 5, "反向：如果有自助挂号，您觉得？": 1,
        "正向：如果没有夜间门诊，您觉得？": 5, "反向：如果有夜间门诊，您觉得？": 2,
    }  # fmt: skip
    frame = pd.DataFrame({name: [code] * 3 for name, code in heads.items()})
    with use_language(lang):
        read = intake.read_kano(frame)
        assert "pairs={" in read.unsettled
        assert "pairs=" not in read.summary().plain
    right = frame.rename(
        columns=lambda name: name.replace("正向", "?").replace("反向", "正向").replace("?", "反向")
    )
    table = intake.read_kano(right).table
    assert table["feature"].unique().tolist() == ["自助挂号", "夜间门诊"]
    assert table.groupby("feature", sort=False)["functional"].first().tolist() == [1, 2]


def test_what_runs_the_other_way_is_a_side_or_both() -> None:
    with pytest.raises(ArgumentError, match="dysfunctional"):
        intake.read_kano(wide(MIXED), reverse="no")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="perception"):
        intake.read_servqual(pd.DataFrame({"E1": [1], "P1": [2]}), reverse="functional")
    one = intake.read_servqual(pd.DataFrame({"E1": [1, 2], "P1": [5, 6]}), reverse="expectation")
    assert one.table[["expectation", "perception"]].values.tolist() == [[7, 5], [6, 6]]


def test_rows_read_left_out_and_blank_are_all_rows_of_the_file() -> None:
    frame = wide(MIXED).astype(object)
    frame.iloc[0, 0] = frame.iloc[1, 1] = frame.iloc[1, 2] = None
    frame.iloc[2, 3] = "(跳过)"
    frame.iloc[3, 4] = -3
    frame.iloc[4, 0] = "还行"
    for lang, said in (("zh", "5 行没有答全"), ("en", "5 have an answer left empty")):
        with use_language(lang):  # type: ignore[arg-type]
            read = intake.read_kano(frame)
            assert said in read.summary()
    assert (read.rows_read, read.rows_left_out, read.rows_blank) == (3 * PEOPLE - 6, 1, 5)
    assert int(kano.tally(read).sum(axis=None)) == read.rows_read
    assert len(read.table) == read.rows_read + read.rows_blank


@pytest.mark.parametrize("words", [False, True])
def test_a_feature_that_most_contradict_themselves_about_is_settled_first(words: bool) -> None:
    right = wide(MIXED)
    right["自助挂号（缺失时）"] = np.where(np.arange(PEOPLE) % 3, right["自助挂号（具备时）"].mode()[0], 2)
    right["自助挂号（具备时）"] = right["自助挂号（缺失时）"]
    frame = right.replace(WORDS) if words else right
    read = intake.read_kano(frame)
    assert "自助挂号" in read.summary()
    assert "scale" not in read.summary().plain
    with pytest.raises(DataError, match="自相矛盾"):
        _ = read.table
    assert intake.read_kano(frame, scale=(1, 5)).table["feature"].nunique() == 3


@pytest.mark.parametrize("kind", list(SURVEYS))
@pytest.mark.parametrize("at", range(3))
def test_two_columns_exchanged_of_any_feature_stand_in_the_summary(kind: str, at: int) -> None:
    odds = [SURVEYS[kind] if at == place else one for place, one in enumerate(MIXED)]
    right = wide(odds)
    first, second = (f"{FEATURES[at]}（{mark}时）" for mark in ("具备", "缺失"))
    read = intake.read_kano(right.rename(columns={first: second, second: first}))
    assert FEATURES[at] in read.summary()
    assert FEATURES[at] not in intake.read_kano(right).summary()


def test_one_side_on_a_shorter_scale_stands_in_the_summary() -> None:
    rng = np.random.default_rng(4)
    items = range(1, 6)
    frame = pd.DataFrame({f"E{item}": rng.integers(4, 8, 40) for item in items}
                         | {f"P{item}": rng.integers(1, 6, 40) for item in items})  # fmt: skip
    read = intake.read_servqual(frame, pairs={item: (f"E{item}", f"P{item}") for item in items})
    assert "感受没有一格超过 5 分" in read.summary()
    frame["P3"] = rng.integers(2, 8, 40)
    assert (
        "没有一格超过"
        not in intake.read_servqual(frame, pairs={item: (f"E{item}", f"P{item}") for item in items}).summary()
    )


@pytest.mark.parametrize("marks", [("期望水平", "实际感受"), ("期望程度", "感知水平")])
def test_usual_names_of_the_two_sides_are_known_in_either_order(marks: tuple[str, str]) -> None:
    rng = np.random.default_rng(4)
    expected, felt = marks
    frame = pd.DataFrame({f"{item}.{mark}": rng.integers(*((4, 8) if mark == expected else (3, 7)), 30)
                          for item in range(1, 23) for mark in (felt, expected)})  # fmt: skip
    read = intake.read_servqual(frame)
    assert read.table["expectation"].mean() == pytest.approx(frame.filter(like=expected).to_numpy().mean())


def served(expected: float, found: float, people: int = 40, items: int = 6) -> pd.DataFrame:
    """Answers on 1–7 around the two means."""
    rng = np.random.default_rng(5)
    sides = (("E", expected), ("P", found))
    return pd.DataFrame({
        f"{side}{item}": np.clip(np.rint(rng.normal(mean, 0.9, people)), 1, 7).astype(int)
        for side, mean in sides for item in range(1, items + 1)
    })  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("expected", "found", "call"),
    [
        (4.9, 6.2, 'pairs={n: (f"P{n}", f"E{n}") for n in range(1, 7)}'),
        (1.8, 2.9, "reverse=True"),
        (1.8, 5.2, 'reverse="expectation"'),
    ],
)
def test_sides_of_servqual_that_are_certain_to_be_wrong_are_settled_by_what_is_pasted(
    expected: float, found: float, call: str, lang: Any
) -> None:
    table = served(expected, found)
    with use_language(lang), pytest.raises(DataError) as caught:
        servqual.gaps(intake.read_servqual(table))
    assert call in str(caught.value)
    settled = servqual.gaps(intake.read_servqual(table, **eval(f"dict({call})")))
    assert (settled["gap"] < 0).all()
    assert servqual.gaps(intake.read_servqual(table, scale=(1, 7)))["n"].tolist() == [40]


def test_sides_of_servqual_that_are_likely_wrong_stand_in_the_summary() -> None:
    read = intake.read_servqual(served(6.1, 2.6))
    assert 'reverse="perception"' in read.summary()
    assert len(read.table) == 240
    assert "放反" in intake.read_servqual(served(4.9, 6.2, items=4)).summary()


def test_rows_of_two_sheets_without_numbers_are_different_people() -> None:
    frame = wide(MIXED)
    book = io.BytesIO()
    with pd.ExcelWriter(book) as writer:
        for sheet in ("前测", "后测"):
            frame.to_excel(writer, sheet_name=sheet, index=False)
    read = intake.read_kano(("两批.xlsx", book.getvalue()), sheet="all")
    assert "按不同的人算" in read.summary()
    assert read.table["respondent"].nunique() == 2 * PEOPLE
    assert not kano.drift(read.table).attrs["paired"]
    apart = pd.concat([intake.read_kano(frame).table.assign(wave=at) for at in (1, 2)])
    assert not kano.drift(apart).attrs["paired"]  # rows of two files are nobody's number
    assert kano.drift(apart, paired=True).attrs["paired"]
