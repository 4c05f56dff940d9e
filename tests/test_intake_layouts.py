"""Surveys as their tools write them: pairs, wordings, sheets and columns, and what became of each."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from test_intake_files import csv, workbook

from sgm_lab import intake
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

SIDES = ["functional", "dysfunctional"]


def codes(read: intake.Intake) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Respondent and feature → the two codes; none where there is none."""
    table = read.table
    kept = table[SIDES].astype(object).where(table[SIDES].notna(), None)
    return dict(
        zip(zip(table["respondent"], table["feature"], strict=True), map(tuple, kept.values), strict=True)
    )


def became(read: intake.Intake) -> dict[str, str]:
    return dict(zip(read.columns["column"], read.columns["became"], strict=True))


# ---- 问卷星 ----

LEADING = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
FIRST = [[1, "2026/3/2 9:12:01", "88秒", "微信", "N/A", "10.0.0.1(北京-北京)"],
         [2, "2026/3/2 9:20:11", "1分35秒", "微信", "N/A", "10.0.0.2(北京-北京)"],
         [3, "2026/3/2 9:31:40", "61秒", "链接", "N/A", "10.0.0.3(广东-深圳)"]]  # fmt: skip


def test_f04_both_pairs_skips_missing_and_the_address_dropped() -> None:
    head = [
        *LEADING,
        "1、自助叫号（有）",
        "1、自助叫号（没有）",
        "2、导诊机器人—如果有",
        "2、导诊机器人—如果没有",
        "总分",
    ]
    rows = [["我很喜欢", "我很不喜欢", "无所谓", "无所谓", 0], ["理应如此", "我很不喜欢", "我很喜欢", "无所谓", 0],
            ["(跳过)", "(跳过)", "我很喜欢", "勉强接受", 0]]  # fmt: skip
    read = intake.read_kano(("f04.csv", csv([head, *(a + b for a, b in zip(FIRST, rows, strict=True))])))
    assert codes(read) == {
        ("1", "自助叫号"): (1, 5), ("2", "自助叫号"): (2, 5), ("3", "自助叫号"): (None, None),
        ("1", "导诊机器人"): (3, 3), ("2", "导诊机器人"): (1, 3), ("3", "导诊机器人"): (1, 4),
    }  # fmt: skip
    assert read.problems.empty
    assert "10.0.0.1" not in read.table.to_csv()
    assert {"来自IP", "来源详情", "总分"} <= set(read.columns.query("became == 'left out'")["column"])
    assert "来自IP" in read.summary()
    assert read.table["duration"].unique().tolist() == [88, 95, 61]
    assert read.table["time"].dt.strftime("%m-%d %H:%M").unique().tolist() == [
        "03-02 09:12",
        "03-02 09:20",
        "03-02 09:31",
    ]
    assert became(read)["来源"] == "segment"
    assert became(read)["2、导诊机器人—如果没有"] == "dysfunctional"


SAID = {1: "A.很喜欢", 2: "它理应如此(2)", 3: "3.无所谓", 4: "勉强接受（4）", 5: "E、很不喜欢"}


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize(
    "heads",
    [
        ["3、如果提供自助叫号，您的感受是", "4、如果不提供自助叫号，您的感受是", "5、如果有导诊机器人，您的感受是",
         "6、如果没有导诊机器人，您的感受是"],
        ["第3题(如果提供自助叫号，您觉得)", "第4题(如果不提供自助叫号，您觉得)", "第5题(如果提供导诊机器人，您觉得)",
         "第6题(如果不提供导诊机器人，您觉得)"],
        ["3、自助叫号(如果有)", "3、(如果没有)", "4、导诊机器人(如果有)", "4、(如果没有)"],
        ["3、当产品具有自助叫号时，您觉得", "4、当产品缺少自助叫号时，您觉得", "5、若有导诊机器人，您觉得",
         "6、若无导诊机器人，您觉得"],
        ["3、如果增加自助叫号，您觉得", "4、如果取消自助叫号，您觉得", "5、导诊机器人【正向】",
         "6、导诊机器人【反向】"],
        ["3、自助叫号——正面问题", "4、自助叫号——负面问题", "5、正向：导诊机器人", "6、负向：导诊机器人"],
    ],
)  # fmt: skip
def test_question_sentences_of_wjx_in_turn(heads: list[str], words: bool) -> None:
    answers = [[1, 5, 3, 3], [2, 4, 1, 3], [-3, -3, 1, 5]]
    say = (lambda code: SAID.get(code, "(跳过)")) if words else (lambda code: code)
    body = [[*first, *map(say, row), "王芳", 12] for first, row in zip(FIRST, answers, strict=True)]
    read = intake.read_kano(("问卷星.csv", csv([[*LEADING, *heads, "7、您的姓名：", "总分"], *body])))
    found = codes(read)
    assert found["1", "自助叫号"] == (1, 5)
    assert found["2", "自助叫号"] == (2, 4)
    assert found["3", "自助叫号"] == (None, None)
    assert found["3", "导诊机器人"] == (1, 5)
    assert len(found) == 6
    assert "王芳" not in read.table.to_csv()
    assert "您的姓名" in read.summary()
    assert read.problems.empty


def test_matrix_questions_of_wjx() -> None:
    heads = [
        "3、如果提供以下服务，您的感受(自助叫号)", "3、(导诊机器人)",
        "4、如果不提供以下服务，您的感受(自助叫号)", "4、(导诊机器人)", "5、您从哪里知道我们",
    ]  # fmt: skip
    read = intake.read_kano(
        ("矩阵.csv", csv([["序号", *heads], [1, 1, 2, 5, 4, "微信┋朋友"], [2, 3, 1, 3, 5, "微信"]]))
    )
    assert codes(read) == {
        ("1", "自助叫号"): (1, 5), ("2", "自助叫号"): (3, 3), ("1", "导诊机器人"): (2, 4), ("2", "导诊机器人"): (1, 5),
    }  # fmt: skip
    assert "微信、朋友" in set(read.table["5、您从哪里知道我们"])


def test_servqual_in_matrix_questions_with_all_22_items() -> None:
    parts = [f"第{n}条服务说明" for n in range(1, 23)]
    heads = [f"2、{'您的期望' if n == 0 else ''}({part})" for n, part in enumerate(parts)]
    heads += [f"3、{'您的实际感受' if n == 0 else ''}({part})" for n, part in enumerate(parts)]
    say = {5: "非常同意(5)", 4: "同意(4)", 3: "3 - 一般"}
    rows = [[n, *[say[5]] * 22, *[say[3 + n % 2]] * 22] for n in range(1, 4)]
    read = intake.read_servqual(("矩阵.csv", csv([["序号", *heads], *rows])), scale=(1, 5))
    assert sorted(read.table["item"].unique()) == list(range(1, 23))
    assert read.table.groupby("respondent")["perception"].first().tolist() == [4, 3, 4]
    assert set(read.table["expectation"]) == {5}
    few = intake.read_servqual(
        ("矩阵.csv", csv([["序号", *heads[:3], *heads[22:25]], [1, 5, 5, 5, 4, 4, 4]]))
    )
    assert few.table["item"].tolist() == parts[:3]
    assert set(few.table["dimension"]) == {"overall"}
    assert "不分维度" in few.summary()


# ---- pairs and labels that the caller gives ----

BUSES = ["How do you feel if the buses are clean?", "How do you feel if the buses are not clean?"]
HAPPY, UNHAPPY = "I’d be happy about it, but it’s not necessary.", "I would not like it and would be unhappy."


def google(*rows: list[str], heads: list[str] = BUSES) -> tuple[str, bytes]:
    lines = [["Timestamp", *heads], *([f"2026-03-01 1{n}:00", *row] for n, row in enumerate(rows))]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return "f07_google_form_sentences.csv", text.encode()


def test_f07_own_wordings_are_asked_ready_to_paste_and_read_with_labels() -> None:
    source = google([HAPPY, UNHAPPY])
    for lang in ("zh", "en"):
        with use_language(lang), pytest.raises(DataError) as caught:
            intake.read_kano(source)
        with use_language(lang):
            assert 'pairs="alternate"' in str(caught.value)
            assert f'labels={{"{HAPPY}": ?, "{UNHAPPY}": ?}}' in str(caught.value)
    for pairs in ("alternate", "halves", None, {"clean": (BUSES[0], BUSES[1])}):
        read = intake.read_kano(source, pairs=pairs, labels={HAPPY: 1, UNHAPPY: 5})
        assert list(codes(read).values()) == [(1, 5)]
        assert set(read.table["feature"]) == ({"clean"} if isinstance(pairs, dict) else {BUSES[0]})
        assert became(read) == {"Timestamp": "time", BUSES[0]: "functional", BUSES[1]: "dysfunctional"}


@pytest.mark.parametrize("like", ["1 - I like it", "I like it that way (1)", "A. I like it", "1. I like it!"])
def test_forms_with_a_number_beside_the_answer(like: str) -> None:
    read = intake.read_kano(google([like, "5 - I dislike it"], ["3 – I am neutral", "4 - I can tolerate it"]))
    assert list(codes(read).values()) == [(1, 5), (3, 4)]


def test_traditional_chinese() -> None:
    text = "編號,叫號（有）,叫號（沒有）\na,喜歡,不喜歡\nb,理應如此,勉強接受\nc,無所謂,我很不喜歡\n"
    read = intake.read_kano(("繁體.csv", text.encode("big5")))
    assert list(codes(read)) == [("a", "叫號"), ("b", "叫號"), ("c", "叫號")]
    assert list(codes(read).values()) == [(1, 5), (2, 4), (3, 5)]


def table(heads: list[str], rows: list[list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=heads)


def test_alternate_and_halves() -> None:
    rows = [["a", "女", 1, 5, 3, 3, 4], ["b", "男", 2, 4, 1, 5, 4]]
    heads = ["编号", "性别", "甲", "甲缺", "乙", "乙缺", "总分"]
    turn = intake.read_kano(table(heads, rows), pairs="alternate")
    assert codes(turn) == {("a", "甲"): (1, 5), ("b", "甲"): (2, 4), ("a", "乙"): (3, 3), ("b", "乙"): (1, 5)}
    assert became(turn)["性别"] == "segment"
    halves = intake.read_kano(table(["编号", "性别", "甲", "乙", "丙", "丁", "总分"], rows), pairs="halves")
    assert codes(halves)["a", "甲"] == (1, 3)
    assert codes(halves)["a", "乙"] == (5, 3)
    with pytest.raises(DataError, match="丙"):
        intake.read_kano(
            table(["编号", "性别", "甲", "乙", "丙"], [row[:5] for row in rows]), pairs="alternate"
        )
    with pytest.raises(DataError, match="错开"):
        intake.read_kano(table(["要是没有叫号", "要是有叫号"], [[1, 5], [2, 4]]), pairs="alternate")


def test_pairs_by_name_and_what_they_may_be() -> None:
    frame = table(["编号", "x", "y", "时长"], [["a", 1, 5, 3], ["b", 2, 4, 3]])
    assert codes(intake.read_kano(frame, pairs={"叫号": ("x", "y")})) == {
        ("a", "叫号"): (1, 5),
        ("b", "叫号"): (2, 4),
    }
    with pytest.raises(DataError, match="z"):
        intake.read_kano(frame, pairs={"叫号": ("x", "z")})
    wrong: list[Any] = ["turns", {}, {"a": "xy"}, {"a": ("x", "x")}, {"a": ("x",)}, 3]
    for pairs in wrong:
        with pytest.raises(ArgumentError, match="pairs"):
            intake.read_kano(frame, pairs=pairs)
    with pytest.raises(ArgumentError, match="labels"):
        intake.read_kano(frame, pairs={"叫号": ("x", "y")}, labels={"好": 6})


def test_servqual_pairs() -> None:
    heads = ["id", *(f"Item {n} {side}" for n in (5, 10) for side in ("before", "after"))]
    frame = table(heads, [["a", 7, 5, 6, 6], ["b", 6, 5, 7, 3]])
    right = [["a", 5, 7, 5], ["b", 5, 6, 5], ["a", 10, 6, 6], ["b", 10, 7, 3]]
    for pairs in ("alternate", {5: (heads[1], heads[2]), 10: (heads[3], heads[4])}):
        read = intake.read_servqual(frame, pairs=pairs)
        assert read.table[["respondent", "item", "expectation", "perception"]].values.tolist() == right
    halves = intake.read_servqual(frame[[heads[at] for at in (0, 1, 3, 2, 4)]], pairs="halves")
    assert halves.table["perception"].tolist() == [5, 5, 6, 3]


def test_answers_that_come_again_and_again_are_asked_in_the_summary() -> None:
    rows = [[n, "还行" if n < 4 else "喜欢", "不喜欢"] for n in range(8)]
    read = intake.read_kano(table(["编号", "叫号（有）", "叫号（没有）"], rows))
    assert 'labels={"还行": ?}' in read.summary()
    assert len(read.table) == 4
    assert (
        len(intake.read_kano(table(["编号", "叫号（有）", "叫号（没有）"], rows), labels={"还行": 3}).table)
        == 8
    )


# ---- what is left out is said ----


def test_a_question_without_its_partner_never_becomes_a_segment_in_silence() -> None:
    heads = ["编号", "叫号（有）", "叫号（没有）", "机器人好不好", "满意度", "科室"]
    rows = [[n, "喜欢", "不喜欢", "无所谓", n % 5 + 1, "内科"] for n in range(10)]
    read = intake.read_kano(table(heads, rows))
    assert "机器人好不好" not in read.table
    assert became(read)["机器人好不好"] == "left out"
    assert "机器人好不好" in read.summary()
    assert "pairs=" in read.summary()
    assert "满意度" in read.summary()
    assert became(read)["满意度"] == became(read)["科室"] == "segment"
    assert "科室" not in read.summary()


def test_columns_and_faces_tell_of_every_column() -> None:
    heads = ["编号", "姓名", "<b>叫号</b>（有）", "<b>叫号</b>（没有）", "重要性", "备注", "ip"]
    frame = table(
        heads, [["a", "王芳", 1, 5, 7, None, "1.2.3.4"], ["b", "李明", 2, "嗯<i>", 6, None, "1.2.3.5"]]
    )
    read = intake.read_kano(frame)
    assert read.columns["column"].tolist() == heads
    assert read.columns["became"].tolist() == [
        "respondent", "left out", "functional", "dysfunctional", "importance", "left out", "left out",
    ]  # fmt: skip
    assert (read.columns["why"] != "").all()
    assert "王芳" not in read.table.to_csv() + repr(read) + read._repr_html_()
    assert "姓名" in read.summary()
    assert "编号 → respondent" in repr(read)
    assert "<b>" not in read._repr_html_()
    assert "<i>" not in read._repr_html_()
    assert "为什么" in read._repr_html_()
    long = pd.DataFrame({"编号": ["a"], "功能": "叫号", "具备时": 1, "缺失时": 5, "年龄": "老年"})
    assert intake.read_kano(long).columns["became"].tolist() == ["respondent", "feature", *SIDES, "segment"]
    assert intake.read_records(pd.DataFrame({"日期": ["2026-01-05"], "数值": [1], "人": "a"})).columns[
        "became"
    ].tolist() == ["date", "value", "left out"]
    assert intake.read_comments(pd.DataFrame({"意见": ["好"], "人": "a"})).columns["became"].tolist() == [
        "comment", "left out",
    ]  # fmt: skip


# ---- sheets as waves ----


def test_f08_sheets_with_the_same_columns_become_waves() -> None:
    head = ["编号", "叫号（有）", "叫号（没有）"]
    first, second = [head, [1, 1, 5], [2, 1, 5]], [head, [1, 3, 3], [2, "哦", 3]]
    content = workbook(
        {"封面": [["说明"]], "第一批": first, "第二批": second, "附表": [["科室", "人数"], ["内科", 3]]}
    )
    read = intake.read_kano(("f08.xlsx", content), sheet="all")
    assert read.table[["wave", "functional", "dysfunctional"]].values.tolist() == [
        [1, 1, 5],
        [1, 1, 5],
        [2, 3, 3],
    ]
    assert read.problems[["row", "column"]].values.tolist() == [[3, "第二批!叫号（有）"]]
    assert "第二批" in read.problems["problem"][0]
    assert all(title in read.summary() for title in ("封面", "附表"))
    one = intake.read_kano(("一.csv", csv(first)), sheet="all")
    assert len(one.table) == 2
    wide = [["E1", "P1"], [7, 5]]
    servqual = intake.read_servqual(
        ("s.xlsx", workbook({"a": wide, "b": [["E1", "P1"], [6, 6]]})), sheet="all"
    )
    assert servqual.table["wave"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("names", "waves"),
    [(["2026春", "2026秋"], [1, 2]), (["2025下半年", "2025上半年"], [2, 1]), (["前测1", "后测1"], [1, 2]),
     (["2026 spring", "2026 autumn"], [1, 2]), (["before", "after"], [1, 2]), (["2026-09", "2026-03"], [2, 1])],
)  # fmt: skip
def test_waves_whose_names_share_a_number_stay_two_and_are_said(names: list[str], waves: list[int]) -> None:
    frame = table(
        ["编号", "批次", "叫号（有）", "叫号（没有）"], [["a", names[0], 1, 5], ["a", names[1], 3, 3]]
    )
    read = intake.read_kano(frame)
    assert read.problems.empty
    assert read.table["wave"].tolist() == waves
    for lang in ("zh", "en"):
        with use_language(lang):
            said = intake.read_kano(frame).summary()
        assert all(f"{wave} = {name}" in said for name, wave in zip(names, waves, strict=True))
    plain = intake.read_kano(frame.assign(批次=["2025年", "2026年"]))
    assert (plain.table["wave"].tolist(), plain.doubts) == ([2025, 2026], [])


def test_sheets_keep_the_waves_that_the_file_gives_or_say_it() -> None:
    head = ["编号", "批次", "叫号（有）", "叫号（没有）"]

    def of(*waves: Any) -> intake.Intake:
        sheets = {f"表{n}": [head, [1, wave, 1, 5]] for n, wave in enumerate(waves)}
        return intake.read_kano(("批.xlsx", workbook(sheets)), sheet="all")

    read = of(2, "第1批")
    assert (read.table["wave"].tolist(), read.doubts) == ([2, 1], [])
    for lang in ("zh", "en"):
        with use_language(lang):
            same = of(3, 3)
            assert same.table["wave"].tolist() == [1, 2]
            assert "表0" in same.doubts[0]


# ---- what tools write beside the answers ----


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("88秒", 88), ("1分35秒", 95), ("2分", 120), ("00:01:28", 88), ("1:05", 65), ("1小时2分3秒", 3723), (88, 88),
     ("75.5", 75.5)],
)  # fmt: skip
def test_the_time_needed_is_seconds(written: Any, seconds: float) -> None:
    frame = table(
        ["编号", "所用时间", "叫号（有）", "叫号（没有）"], [["a", written, 1, 5], ["b", "?", 1, 5]]
    )
    durations = intake.read_kano(frame).table["duration"]
    assert durations[0] == seconds
    assert durations.isna()[1]


def test_limesurvey_brackets_and_codes_with_labels() -> None:
    frame = table(
        ["id", "submitdate", "lastpage", "startlanguage", "seed", "F1[functional]", "F1[dysfunctional]"],
        [
            [1, "2026-03-01 10:00:00", 2, "en", 123, "A1", "A5"],
            [2, "2026-03-01 11:00:00", 2, "en", 9, "A2", "A4"],
        ],
    )
    read = intake.read_kano(frame, labels={f"A{code}": code for code in range(1, 6)})
    assert codes(read) == {("1", "F1"): (1, 5), ("2", "F1"): (2, 4)}
    assert list(read.table.columns) == ["respondent", "feature", *SIDES, "time"]


def test_words_of_agreement_and_a_scale_of_five_read_as_seven() -> None:
    frame = table(["E1", "P1"], [["非常同意", "同意"], ["同意", "不同意"], ["strongly agree", "neutral"]])
    five = intake.read_servqual(frame, scale=(1, 5))
    assert five.table[["expectation", "perception"]].values.tolist() == [[5, 4], [4, 2], [5, 3]]
    assert "scale=(1, 5)" not in five.summary()
    assert "scale=(1, 5)" in intake.read_servqual(frame).summary()
    seven = intake.read_servqual(frame.replace("neutral", "somewhat agree"))
    assert seven.table["perception"].tolist() == [6, 2, 5]
    assert "scale=" not in seven.summary()


@pytest.mark.parametrize(
    "words",
    [["Strongly disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Strongly agree"],
     ["非常不同意", "不太同意", "一般", "比较同意", "非常同意"],
     ["非常不满意", "不太满意", "一般", "比较满意", "非常满意"], ["很不满意", "不满意", "一般", "满意", "很满意"]],
)  # fmt: skip
def test_the_usual_five_words_of_any_sort_raise_the_doubt(words: list[str]) -> None:
    frame = table(["E1", "P1"], [[word, word] for word in words])
    five = intake.read_servqual(frame, scale=(1, 5))
    assert five.table["perception"].tolist() == [1, 2, 3, 4, 5]
    seven = intake.read_servqual(frame)
    assert seven.problems.empty
    assert "scale=(1, 5)" in seven.summary()


@pytest.mark.parametrize(
    "none", ["6.不适用", "6、不清楚", "N/A", "6 - N/A", "don't know (6)", "7. not applicable", "不适用"]
)
def test_an_answer_that_there_is_none_is_no_number(none: str) -> None:
    read = intake.read_servqual(table(["E5", "P5"], [["7", none], ["7.非常同意", "6"]]))
    assert read.problems.empty
    assert read.table["perception"].isna().tolist() == [True, False]
    frame = table(["编号", "叫号（有）", "叫号（没有）"], [["a", "喜欢", none], ["b", 1, 5]])
    assert codes(intake.read_kano(frame)) == {("a", "叫号"): (1, None), ("b", "叫号"): (1, 5)}
    if not none[0].isdigit():
        assert codes(intake.read_kano(frame, labels={none: 3}))["a", "叫号"] == (1, 3)


def test_unknown_words_beside_a_number_are_reported() -> None:
    frame = table(["E5", "P5"], [["7", "6.看情况"], ["7.非常符合", "6"]])
    read = intake.read_servqual(frame)
    assert read.problems["value"].tolist() == ["6.看情况"]
    assert read.table[["expectation", "perception"]].values.tolist() == [[7, 6]]
    ten = intake.read_servqual(
        table(["E5", "P5"], [["10 非常满意", "3.看情况"], [9, "8 满意"]]), scale=(0, 10)
    )
    assert ten.problems["value"].tolist() == ["3.看情况"]
    assert ten.table["perception"].tolist() == [8]


def test_a_pair_whose_question_that_says_no_stands_first_is_said() -> None:
    heads = [
        "1、如果没有手续费，您觉得",
        "2、如果有手续费，您觉得",
        "3、如果有叫号，您觉得",
        "4、如果没有叫号，您觉得",
    ]
    frame = table(heads, [[1, 5, 1, 5], [1, 4, 2, 5]])
    for lang in ("zh", "en"):
        with use_language(lang):
            doubts = intake.read_kano(frame).doubts
        assert len(doubts) == 1
        assert f'pairs={{"手续费": ("{heads[0]}", "{heads[1]}")}}' in doubts[0]
    told = intake.read_kano(frame, pairs={"手续费": (heads[0], heads[1]), "叫号": (heads[2], heads[3])})
    assert told.table.query("feature == '手续费'")[SIDES].values.tolist() == [[1, 5], [1, 4]]
    assert told.doubts == []
    marked = table(["叫号（没有）", "叫号（有）"], [[5, 1], [4, 2]])
    assert intake.read_kano(marked).doubts == []


def test_reverse_turns_figures_never_words_or_labels() -> None:
    read = intake.read_servqual(table(["E5", "P5"], [["非常同意", 2], [1, "同意"]]), reverse=True)
    assert read.table[["expectation", "perception"]].values.tolist() == [[7, 6], [7, 6]]
    frame = table(["编号", "叫号（有）", "叫号（没有）"], [["a", "喜欢", "9"], ["b", "好", 0], ["c", 4, "9"]])
    turned = intake.read_kano(frame, labels={"好": 1, "9": 5}, scale=(0, 4), reverse=True)
    assert turned.problems.empty
    assert list(codes(turned).values()) == [(1, 5), (1, 5), (1, 5)]
    own = intake.read_kano(frame, labels={"好": 1, "9": 5, "0": 4, "4": 2}, scale=(0, 4))
    assert list(codes(own).values()) == [(1, 5), (1, 4), (2, 5)]


def test_a_servqual_scale_that_is_left_open_is_one_to_seven() -> None:
    scale: Any = None
    rows = [[n % 3 + 5, n % 5] for n in range(30)]
    read = intake.read_servqual(table(["E5", "P5"], rows), scale=scale)
    assert read.unsettled == ""
    assert read.table["expectation"].max() == 7


@pytest.mark.parametrize("total", ["合计", "平均", "Total", "Average", " 平均值 "])
def test_a_last_row_of_sums_is_no_respondent_and_is_said(total: str) -> None:
    frame = table(["编号", "E5", "P5"], [["a", 7, 5], ["b", 6, 4], [total, 6, 5], ["Sum", 13, 9]])
    for lang in ("zh", "en"):
        with use_language(lang):
            read = intake.read_servqual(frame)
        assert read.table["respondent"].tolist() == ["a", "b"]
        assert total.strip() in read.summary()
        assert read.problems.empty
    long = pd.DataFrame({"编号": ["a", total], "功能": "叫号", "具备时": [1, 2], "缺失时": [5, 4]})
    assert intake.read_kano(long).table["respondent"].tolist() == ["a"]


def test_a_blank_column_at_an_end_does_not_shift_the_pairs() -> None:
    frame = table(["编号", "a", "b", "c", "d"], [["x", None, 1, 5, None], ["y", None, 2, 4, None]])
    for pairs in ("alternate", "halves"):
        with pytest.raises(DataError, match="配不成对"):
            intake.read_kano(frame, pairs=pairs)
    skipped = table(["编号", "a", "b", "c", "e"], [["x", -3, 5, 2, 4], ["y", -2, 4, 1, 5], ["z", 1, 5, 1, 5]])
    assert codes(intake.read_kano(skipped, pairs="alternate"))["x", "a"] == (None, 5)


def test_who_people_are_and_how_to_reach_them_stays_out_whatever_it_is_called() -> None:
    heads = [
        "叫号（有）",
        "叫号（没有）",
        "联系人",
        "您的称呼",
        "住址",
        "就诊卡号",
        "3、您的病历号是？",
        "出生日期",
        "wx",
        "留言",
        "院区",
    ]
    body = [["喜欢", "不喜欢", f"李{n}", "李先生", "东街1号", f"K{n}", f"B{n}", "1960-01-02", f"w{n}",
             f"请回电1380013{n:04d}，谢谢", "东院"] for n in range(12)]  # fmt: skip
    read = intake.read_kano(("问卷.csv", csv([heads, *body])))
    assert set(read.table) & set(heads) == {"院区"}
    assert "138001" not in read.table.to_csv()
    said = read.summary()
    assert all(head in said for head in heads[2:-1])
    # One who leaves a number among many notes costs nobody the notes.
    notes = [[*row[:2], "谢谢" if n else "请回电13800138000", "东院"] for n, row in enumerate(body)]
    read = intake.read_kano(("问卷.csv", csv([[*heads[:2], "留言", "院区"], *notes])))
    assert "留言" in read.table


def test_sheets_are_waves_in_the_order_their_names_mean_and_listed_files_in_their_own() -> None:
    pages = {
        name: table(["编号", "叫号（有）", "叫号（没有）"], [["a", code, 5]])
        for name, code in (("后测", 1), ("前测", 2))
    }
    out = io.BytesIO()
    with pd.ExcelWriter(out) as book:
        for name, page in pages.items():
            page.to_excel(book, sheet_name=name, index=False)
    read = intake.read_kano(("两批.xlsx", out.getvalue()), sheet="all")
    assert read.table[["wave", "functional"]].values.tolist() == [[1, 2], [2, 1]]
    assert "前测、后测" in read.summary()
    files: list[Any] = [(f"{name}.csv", page.to_csv(index=False).encode()) for name, page in pages.items()]
    listed = intake.read_kano(files)
    assert listed.table[["wave", "functional"]].values.tolist() == [[1, 1], [2, 2]]
    assert "前测.csv、后测.csv" in listed.summary()


def test_who_answered_twice_is_said_with_the_column_that_tells_the_times_apart() -> None:
    rows = [[who, when, 1, 5] for who in "ab" for when in ("甲", "乙")]
    read = intake.read_kano(table(["编号", "哪次", "叫号（有）", "叫号（没有）"], rows))
    assert "“哪次”一列把这几次分开" in read.summary()
    known = intake.read_kano(
        table(
            ["编号", "阶段", "叫号（有）", "叫号（没有）"],
            [[*row[:1], {"甲": "后测", "乙": "前测"}[row[1]], *row[2:]] for row in rows],
        )
    )
    assert known.table["wave"].tolist() == [2, 1, 2, 1]
    assert "1 = 前测" in known.summary()
    assert "先后" in known.columns.set_index("column").loc["阶段", "why"]
