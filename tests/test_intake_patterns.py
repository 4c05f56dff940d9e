"""Headers built alike: what tells the two questions apart is read, or asked with pairs that are right when pasted."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from test_intake_files import csv

from sgm_lab import intake
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

PEOPLE = 24
LANGS = ["zh", "en"]
FEATURES = ["叫号", "导诊", "夜诊"]
ITEMS = ["准时", "守信", "有礼", "整洁", "透明", "热心"]
Truth = list[list[tuple[int, int]]]

KANO: Truth = [
    [(1 + (who + at) % 3, 5 - (who * (at + 1)) % 3) for who in range(PEOPLE)] for at in range(len(FEATURES))
]
SERVQUAL: Truth = [
    [(7 - (who + at) % 3, 6 - (who * (at + 2)) % 4) for who in range(PEOPLE)] for at in range(len(ITEMS))
]
SIDES = {
    "kano": ("functional", "dysfunctional", "feature"),
    "servqual": ("expectation", "perception", "item"),
}
TOOL = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
WORDS = ["我很喜欢", "理应如此", "无所谓", "能忍受", "我很不喜欢"]


def table(heads: list[str], truth: Truth, *, turn: bool, say: Any = lambda code: code) -> pd.DataFrame:
    """A file with the tool's own columns, the questions in turn or by halves, and an age group in figures."""
    rows = []
    for who in range(PEOPLE):
        pairs = [answers[who] for answers in truth]
        flat = (
            [one for two in pairs for one in two] if turn else [two[side] for side in (0, 1) for two in pairs]
        )
        rows.append([who + 1, "2026-03-01 10:00:00", 2, "zh", 1000 + who, *map(say, flat), "东西"[who % 2]])
    return pd.DataFrame(rows, columns=[*TOOL, *heads, "院区"])


def found(read: intake.Intake, kind: str) -> Truth:
    first, second, unit = SIDES[kind]
    groups = [group for _, group in read.table.groupby(unit, sort=False)]
    return [list(zip(group[first].tolist(), group[second].tolist(), strict=True)) for group in groups]


def two(one: str, other: str, units: Any) -> tuple[list[str], bool]:
    return [mark.format(unit) for unit in units for mark in (one, other)], True


def halves(one: str, other: str, units: Any) -> tuple[list[str], bool]:
    return [mark.format(unit) for mark in (one, other) for unit in units], False


THREE, SIX = range(1, 4), range(1, 7)
READ = {
    "kano": [
        halves("F[SQ00{}]", "D[SQ00{}]", THREE), halves("KF[SQ00{}]", "KD[SQ00{}]", THREE),
        halves("func_SQ00{}", "dysf_SQ00{}", THREE), two("Q{}[F]", "Q{}[D]", THREE), two("V{}_f", "V{}_d", THREE),
        two("题{}正", "题{}反", THREE), two("第{}题正向", "第{}题反向", THREE), two("{}（正）", "{}（反）", THREE),
        two("有{}", "没{}", FEATURES), two("有{}", "没有{}", FEATURES), two("{}-有", "{}-无", FEATURES),
        two("{}(Y)", "{}(N)", FEATURES), two("K{}+", "K{}-", THREE), halves("F{}", "D{}", THREE),
        two("{}(有该服务)", "{}(无该服务)", FEATURES), two("关于{}：(有此功能时)", "关于{}：(无此功能时)", FEATURES),
        halves("How would you feel if we had this? [{}]", "How would you feel if we did not have this? [{}]", FEATURES),
        halves("With this service [{}]", "Without this service [{}]", FEATURES),
    ],
    "servqual": [
        halves("E[SQ00{}]", "P[SQ00{}]", SIX), halves("exp_SQ00{}", "perc_SQ00{}", SIX), two("题{}期", "题{}感", SIX),
        two("期{}", "实{}", SIX), two("should_{}", "is_{}", SIX), two("{}期望", "{}实际", ITEMS),
        halves("应当：{}", "实际：{}", ITEMS), two("{}(应当)", "{}(实际)", ITEMS),
        two("{}(应该达到)", "{}(实际做到)", ITEMS), two("{}(应有水平)", "{}(实际水平)", ITEMS),
        two("{}(理想中的服务)", "{}(您体验到的服务)", ITEMS), two("{}(您认为医院应当)", "{}(您在医院实际)", ITEMS),
        halves("您对以下各项的期望:{}", "您对以下各项的实际感受:{}", ITEMS),
        halves("The clinic should be … [{}]", "The clinic actually is … [{}]", ITEMS),
        halves("What you expect - {}", "What you experienced - {}", ITEMS), two("Q{}e", "Q{}p", SIX),
    ],
}  # fmt: skip
ASKED = {
    "kano": [
        two("Q{}a", "Q{}b", THREE), two("Q{}.1", "Q{}.2", THREE), two("{}-1", "{}-2", THREE), two("{}A", "{}B", THREE),
        halves("A{}", "B{}", THREE), halves("Q1[{}]", "Q2[{}]", THREE),
        halves("G01Q01[SQ00{}]", "G01Q02[SQ00{}]", THREE),
        two("Q{}_SQ001", "Q{}_SQ002", THREE), two("Q1[SQ00{}][1]", "Q1[SQ00{}][2]", THREE),
        halves("Q7_R{}", "Q8_R{}", THREE), halves("{}", "{}2", FEATURES), halves("{}", "{} #2", FEATURES),
    ],
    "servqual": [
        two("Q{}a", "Q{}b", SIX), two("{}A", "{}B", SIX), halves("A{}", "B{}", SIX), two("Q{}_1", "Q{}_2", SIX),
        two("Q1[SQ00{}_SQ001]", "Q1[SQ00{}_SQ002]", SIX), two("{}(就诊前)", "{}(就诊后)", ITEMS),
        halves("Excellent hospitals will be {}", "XYZ hospital is {}", ITEMS),
    ],
}  # fmt: skip
CALLS = {"kano": intake.read_kano, "servqual": intake.read_servqual}
TRUTH = {"kano": KANO, "servqual": SERVQUAL}


def every(layouts: dict[str, list[tuple[list[str], bool]]]) -> list[Any]:
    return [
        pytest.param(kind, heads, turn, id=f"{kind} {heads[0]} {heads[1]}")
        for kind, ones in layouts.items()
        for heads, turn in ones
    ]


@pytest.mark.parametrize(("kind", "heads", "turn"), every(READ))
def test_marks_that_say_the_side_are_read(kind: Any, heads: list[str], turn: bool) -> None:
    assert found(CALLS[kind](table(heads, TRUTH[kind], turn=turn)), kind) == TRUTH[kind]


@pytest.mark.parametrize(("kind", "heads", "turn"), every(ASKED))
@pytest.mark.parametrize("lang", LANGS)
def test_marks_that_do_not_say_it_are_asked_with_pairs_that_are_right(
    kind: Any, heads: list[str], turn: bool, lang: Any
) -> None:
    frame = table(heads, TRUTH[kind], turn=turn)
    with use_language(lang), pytest.raises(DataError) as caught:
        CALLS[kind](frame)
    assert caught.value.key == "intake.paired_codes"
    said = str(caught.value)
    call = caught.value.values["call"]
    assert said.endswith(call)
    assert "pairs" not in caught.value.plain
    assert found(CALLS[kind](frame, **eval(f"dict({call})")), kind) == TRUTH[kind]


@pytest.mark.parametrize(
    "heads", [halves("F[SQ00{}]", "D[SQ00{}]", THREE)[0], halves("Q1[{}]", "Q2[{}]", THREE)[0]]
)
def test_codes_of_the_answers_are_asked_about_together_with_the_pairs(heads: list[str]) -> None:
    frame = table(heads, KANO, turn=False, say=lambda code: f"A{code}")
    with pytest.raises(DataError) as caught:
        intake.read_kano(frame)
    call = re.search(r"pairs=.*$", str(caught.value))
    assert call
    filled = re.sub(r'"A(\d)": \?', r'"A\1": \1', call[0])
    assert found(intake.read_kano(frame, **eval(f"dict({filled})")), "kano") == KANO


@pytest.mark.parametrize("turn", [True, False])
def test_two_by_two_codes_that_may_pair_either_way_are_not_guessed(turn: bool) -> None:
    frame = table([f"Q{one}_{other}" for one in (1, 2) for other in (1, 2)], KANO[:2], turn=turn)
    with pytest.raises(DataError) as caught:
        intake.read_kano(frame)
    said = str(caught.value)
    assert caught.value.key == "intake.no_kano"
    assert 'Q1_1", "Q' not in said
    assert all(f'pairs="{one}"' in said for one in ("alternate", "halves"))
    how: Any = "alternate" if turn else "halves"
    assert found(intake.read_kano(frame, pairs=how), "kano") == KANO[:2]


def test_answers_in_words_without_any_mark_are_asked_by_their_order() -> None:
    heads = ["队列", "机器人", "夜里", "队伍", "导航", "晚上"]
    frame = table(heads, KANO, turn=False, say=lambda code: WORDS[code - 1])
    with pytest.raises(DataError) as caught:
        intake.read_kano(frame)
    assert caught.value.values["call"] == 'pairs="halves"'  # people like to have what they dislike to lack
    assert found(intake.read_kano(frame, pairs="halves"), "kano") == KANO


# ---- importance and satisfaction ----

IMPORTANCE = [
    two("{}（重要）", "{}（满意）", ITEMS), two("{}（重要程度）", "{}（满意程度）", ITEMS),
    halves("各项的重要性({})", "各项的满意度({})", ITEMS), halves("Importance: {}", "Satisfaction: {}", ITEMS),
    halves("importance_{}", "performance_{}", SIX), two("满意_{}", "重要_{}", ITEMS),
]  # fmt: skip


@pytest.mark.parametrize(("heads", "turn"), [pytest.param(*one, id=one[0][0]) for one in IMPORTANCE])
@pytest.mark.parametrize("kind", ["kano", "servqual"])
@pytest.mark.parametrize("lang", LANGS)
def test_importance_and_satisfaction_are_named_with_the_call_that_takes_them(
    heads: list[str], turn: bool, kind: Any, lang: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    frame = table(heads, SERVQUAL, turn=turn)
    frame.to_csv(tmp_path / "ipa.csv", index=False)
    monkeypatch.chdir(tmp_path)
    with use_language(lang), pytest.raises(DataError) as caught:
        CALLS[kind]("ipa.csv")
    assert caught.value.key == "intake.is_importance"
    assert "importance_performance" not in caught.value.plain
    assign, _, call = caught.value.values["call"].partition("; ")
    from sgm_lab import servqual

    space: dict[str, Any] = {"intake": intake, "servqual": servqual, "pd": pd}
    exec(assign, space)
    grid = eval(call, space)
    means = [[sum(two[side] for two in item) / PEOPLE for item in SERVQUAL] for side in (0, 1)]
    order = means[::-1] if heads[0].startswith("满意") else means
    assert grid["importance"].round(9).tolist() == [round(one, 9) for one in order[0]]
    assert grid["performance"].round(9).tolist() == [round(one, 9) for one in order[1]]


def test_importance_in_words_or_one_score_a_row_is_named_without_a_call() -> None:
    frame = table(
        *two("{}（重要）", "{}（满意）", ITEMS)[:1], SERVQUAL, turn=True, say=lambda code: f"{code} 分左右"
    )
    long = pd.DataFrame(
        [(who, item, kind, 3) for who in range(9) for item in ITEMS for kind in ("重要", "满意")],
        columns=["受访者", "题目", "类型", "得分"],
    )
    for one in (frame, long):
        with pytest.raises(DataError) as caught:
            intake.read_servqual(one)
        assert caught.value.key == "intake.is_importance_far"


# ---- one score a row ----


def scores(truth: Truth, units: list[str], sides: tuple[str, str], heads: list[str]) -> list[list[Any]]:
    rows = [
        [f"P{who}", unit, name, answers[who][side]]
        for who in range(PEOPLE)
        for unit, answers in zip(units, truth, strict=True)
        for side, name in enumerate(sides)
    ]
    return [heads, *rows]


SCORES = [
    ("kano", ("正向", "反向"), ["受访者", "功能", "类型", "回答"]),
    ("kano", ("functional", "dysfunctional"), ["respondent", "feature", "type", "answer"]),
    ("kano", ("具备", "不具备"), ["编号", "题目", "问法", "选项"]),
    ("servqual", ("期望", "感知"), ["受访者", "题目", "类型", "得分"]),
    ("servqual", ("E", "P"), ["id", "item", "side", "score"]),
    ("servqual", ("expectation", "perception"), ["respondent", "question", "type", "rating"]),
    ("servqual", ("应当", "实际"), ["编号", "条目", "问法", "分数"]),
]


@pytest.mark.parametrize(("kind", "sides", "heads"), SCORES)
@pytest.mark.parametrize("shuffled", [False, True])
def test_one_score_a_row_is_put_together(kind: Any, sides: Any, heads: list[str], shuffled: bool) -> None:
    units = FEATURES if kind == "kano" else ITEMS
    head, *rows = scores(TRUTH[kind], units, sides, heads)
    if shuffled:
        rows = rows[::2] + rows[1::2]
    read = CALLS[kind](("长.csv", csv([head, *rows])))
    assert found(read, kind) == TRUTH[kind]
    assert read.table[SIDES[kind][2]].unique().tolist() == units
    assert read.problems.empty
    assert read.columns["became"].tolist() == ["respondent", SIDES[kind][2], "side", "score"]
    assert heads[3] in read.summary()


def test_questions_in_words_one_a_row_are_put_together() -> None:
    rows = [
        [f"P{who}", text.format(name), WORDS[KANO[at][who][side] - 1]]
        for who in range(PEOPLE)
        for at, name in enumerate(FEATURES)
        for side, text in enumerate(("如果有{}，您觉得", "如果没有{}，您觉得"))
    ]
    read = intake.read_kano(("长.csv", csv([["受访者", "问题", "答案"], *rows])))
    assert found(read, "kano") == KANO
    assert read.table["feature"].unique().tolist() == FEATURES


def test_a_score_that_is_wrong_is_named_with_its_own_row() -> None:
    rows = [["a", "叫号", "正向", 1], ["a", "叫号", "反向", 9], ["b", "叫号", "反向", 5], ["b", "叫号", "正向", "嗯"],
            ["c", "叫号", "正向", 1], ["c", "叫号", "", 5], ["c", "叫号", "反向", 4], ["c", "叫号", "正向", 3],
            ["d", "叫号", "正向", 2], ["", "叫号", "正向", 2]]  # fmt: skip
    for lang in ("zh", "en"):
        with use_language(lang):
            read = intake.read_kano(("长.csv", csv([["受访者", "功能", "类型", "回答"], *rows])))
            assert read.problems[["row", "value"]].values.tolist() == [
                [3, "9"], [5, "嗯"], [9, "叫号"], [11, "叫号"]
            ]  # fmt: skip
            assert "7" in read.summary()
        assert set(read.problems["column"]) >= {"回答"}
        kept = read.table.set_index("respondent")[["functional", "dysfunctional"]]
        assert kept.loc["c"].tolist() == [1, 4]
        assert kept.loc["d"].isna().tolist() == [False, True]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_two_kinds_that_do_not_say_which_is_which_are_one_sentence(kind: Any, lang: Any) -> None:
    units = FEATURES if kind == "kano" else ITEMS
    file = ("长.csv", csv(scores(TRUTH[kind], units, ("甲", "乙"), ["受访者", "题目", "类型", "得分"])))
    with use_language(lang), pytest.raises(DataError) as caught:
        CALLS[kind](file)
    assert caught.value.key == "intake.score_sides"
    assert all(one in str(caught.value) for one in ("长.csv", "类型", "甲", "乙"))


# ---- nothing read by half ----


def test_a_feature_whose_name_begins_with_no_keeps_its_pair() -> None:
    names = ["线上预约", "无障碍通道", "候诊提醒"]
    for one, other in (
        ("{}", "没有{}"),
        ("如果提供{}", "如果不提供{}"),
        ("如果有{}", "如果没有{}"),
        ("医院有{}", "医院没有{}"),
    ):
        assert found(intake.read_kano(table(*two(one, other, names)[:1], KANO, turn=True)), "kano") == KANO


@pytest.mark.parametrize(("one", "other"), [("{}-预先想的", "{}-体验"), ("{}（之前）", "{}（感受）")])
def test_perceptions_that_have_a_partner_are_no_survey_of_perceptions_alone(one: str, other: str) -> None:
    frame = table(*two(one, other, ITEMS)[:1], SERVQUAL, turn=True)
    with pytest.raises(DataError) as caught:
        intake.read_servqual(frame)
    call = caught.value.values["call"]
    assert found(intake.read_servqual(frame, **eval(f"dict({call})")), "servqual") == SERVQUAL


def test_three_answers_an_item_are_not_called_one_score() -> None:
    triple = [[(*two, 5) for two in item] for item in SERVQUAL]
    heads = [f"Q{item}{letter}" for item in SIX for letter in "abc"]
    frame = pd.DataFrame(
        [[one for item in triple for one in item[who]] for who in range(PEOPLE)], columns=heads
    )
    with pytest.raises(DataError) as caught:
        intake.read_servqual(frame)
    assert caught.value.key == "intake.no_servqual"
    assert "perceptions" not in caught.value.values["paste"]  # which offers what fits


def test_one_feature_alone_is_asked_its_name() -> None:
    frame = pd.DataFrame({"id": range(3), "f": [1, 1, 2], "d": [5, 4, 3]})
    with pytest.raises(DataError) as caught:
        intake.read_kano(frame)
    assert caught.value.key == "intake.one_feature"
    read = intake.read_kano(frame, **eval(f"dict({caught.value.values['call']})"))
    assert read.table[["functional", "dysfunctional"]].values.tolist() == [[1, 5], [1, 4], [2, 3]]


def test_questions_a_row_without_a_mark_are_asked_to_be_one_row_a_person(
    tmp_path: Any, monkeypatch: Any
) -> None:
    rows = [
        [f"P{who}", f"{at + 1}{letter}", KANO[at][who][side]]
        for who in range(PEOPLE)
        for at in range(3)
        for side, letter in enumerate("ab")
    ]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "long.csv").write_bytes(csv([["respondent", "question", "answer"], *rows]))
    with pytest.raises(DataError) as caught:
        intake.read_kano("long.csv")
    assert caught.value.key == "intake.score_questions"
    call = caught.value.values["call"]
    with pytest.raises(DataError) as caught:
        eval(call, {"intake": intake})
    assert caught.value.key == "intake.paired_codes"
    with pytest.raises(DataError) as caught:
        intake.read_servqual("long.csv")
    assert caught.value.key == "intake.score_perceptions"
