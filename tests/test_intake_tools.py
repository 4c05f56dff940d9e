"""Files as each survey tool writes them, from one known table: it comes back, or a sentence says why it does not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pandas as pd
import pytest

from sgm_lab import intake
from sgm_lab.errors import DataError

FEATURES = ["自助叫号", "导诊机器人", "检查预约"]
ENGLISH = ["self check-in", "guide robot", "appointment reminders"]
CODES = [  # of each feature, the two answers of 24 people: attractive, must-be, one-dimensional
    ([1, 1, 2, 1, 3, 1, 1, 4] * 3, [3, 3, 4, 3, 3, 5, 2, 3] * 3),
    ([2, 2, 3, 2, 2, 1, 3, 2] * 3, [5, 5, 5, 4, 5, 5, 3, 5] * 3),
    ([1, 2, 1, 1, 3, 1, 1, 5] * 3, [5, 5, 4, 5, 3, 5, 5, 1] * 3),
]
PEOPLE = 24
ZH = ["我很喜欢", "理应如此", "无所谓", "勉强接受", "我很不喜欢"]
EN = [
    "I like it that way",
    "It must be that way",
    "I am neutral",
    "I can live with it",
    "I dislike it that way",
]
TURN = [(at, side) for at in range(3) for side in (0, 1)]
HALVES = [(at, side) for side in (0, 1) for at in range(3)]

Row = list[Any]
Lead = dict[str, Any]  # header → what stands in each row, or a function of its place


def zh(code: int) -> str:
    return ZH[code - 1]


def en(code: int) -> str:
    return EN[code - 1]


def cells(lead: Lead, at: int) -> Row:
    return [one(at) if callable(one) else one for one in lead.values()]


def rows(say: Callable[[int], Any] = int, order: list[tuple[int, int]] = TURN, lead: Lead | None = None,
         tail: Lead | None = None) -> list[Row]:  # fmt: skip
    """Lines of people, without a header."""
    return [
        [*cells(lead or {"编号": lambda n: f"r{n}"}, at), *(say(CODES[f][side][at]) for f, side in order),
         *cells(tail or {}, at)]
        for at in range(PEOPLE)
    ]  # fmt: skip


def text(
    lines: list[Row], encoding: str = "utf-8", sign: str = ",", name: str = "d.csv"
) -> tuple[str, bytes]:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(lines)
    return name, out.getvalue().encode(encoding)


def book(*pages: list[Row]) -> tuple[str, bytes]:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, lines in enumerate(pages, 1):
        page = made.create_sheet(f"表{number}")
        for line in lines:
            page.append([None if cell == "" else cell for cell in line])
    out = io.BytesIO()
    made.save(out)
    return "d.xlsx", out.getvalue()


def comes_back(read: intake.Intake, names: list[str]) -> None:
    found = {
        name: (part["functional"].tolist(), part["dysfunctional"].tolist())
        for name, part in read.table.groupby("feature", sort=False)
    }
    assert list(found.values()) == CODES
    assert list(found) == names


def had(at: int, side: int) -> str:
    return f"How would you feel if the clinic {('had', 'did not have')[side]} {ENGLISH[at]}?"


def asked(at: int, side: int) -> str:
    return f"如果{('提供', '不提供')[side]}{FEATURES[at]}，您的感受是？"


def heads(ask: Callable[[int, int], str], order: list[tuple[int, int]] = TURN) -> Row:
    return [ask(at, side) for at, side in order]


def marked(at: int, side: int) -> str:
    return f"{FEATURES[at]}（{('具备时', '缺失时')[side]}）"


def wide(ask: Callable[[int, int], str], say: Callable[[int], Any] = zh) -> tuple[str, bytes]:
    return text([["编号", *heads(ask)], *rows(say)])


PLAIN = ["编号", *heads(marked)]
QUALTRICS = {
    "StartDate": "2026-03-01 09:00:00", "EndDate": "2026-03-01 09:05:00", "Status": "IP Address",
    "IPAddress": lambda n: f"10.0.0.{n}", "Progress": 100, "ResponseId": lambda n: f"R_{n:04}",
    "DistributionChannel": "anonymous",
}  # fmt: skip
SAID = [
    "Start Date",
    "End Date",
    "Response Type",
    "IP Address",
    "Progress",
    "Response ID",
    "Distribution Channel",
]
TENCENT = {
    "编号": lambda n: n + 1, "开始答题时间": "2026/3/1 8:00:00", "结束答题时间": "2026/3/1 8:02:00",
    "答题时长": "2分0秒", "清洗数据结果": "未清洗", "自定义字段": "", "IP": lambda n: f"10.1.1.{n}",
    "UA": "Mozilla/5.0",
}  # fmt: skip
JINSHUJU = {
    "提交人": lambda n: f"李{n}", "提交时间": "2026-03-01 10:00:00", "修改时间": "2026-03-01 10:00:00",
    "填写设备": "iPhone", "IP": lambda n: f"1.2.3.{n}",
}  # fmt: skip
KOBO = {
    "_id": lambda n: 9000 + n, "_uuid": lambda n: f"{n:08x}-aaaa", "_submission_time": "2026-03-01T01:05:09",
    "_status": "submitted_via_web", "_submitted_by": "li.si", "__version__": "v1", "_index": lambda n: n + 1,
}  # fmt: skip
KOBO_CODES = ["like_it", "must_be", "neutral", "live_with", "dislike"]

FILES: dict[str, tuple[Callable[[], tuple[str, bytes]], list[str]]] = {
    "Google Forms": (
        lambda: text([["Timestamp", *heads(had)], *rows(en, lead={"Timestamp": "3/1/2026 8:00:00"})]), ENGLISH),
    "Microsoft Forms, hard spaces": (
        lambda: book([["ID", *heads(lambda at, side: had(at, side).replace(" ", "\u00a0"))],
                      *rows(lambda code: en(code).replace(" ", "\u00a0"), lead={"ID": lambda n: n + 1})]), ENGLISH),
    "Qualtrics, codes over texts": (
        lambda: book([[*QUALTRICS, *(f"Q{n}" for n in range(1, 7))], [*SAID, *heads(had)], *rows(en, lead=QUALTRICS)]),
        ENGLISH),
    "codes over texts, figures": (
        lambda: book([["id", *(f"q{n}" for n in range(1, 7))], ["编号", *heads(asked)], *rows()]), FEATURES),
    "SurveyMonkey": (
        lambda: text([["Respondent ID", *heads(had)], ["", *["Response"] * 6], *rows(en)]), ENGLISH),
    "LimeSurvey, code and text": (
        lambda: text([["id", *heads(lambda at, side: f"K{'FD'[side]}[SQ00{at}]. {('Present', 'Absent')[side]} "
                                                     f"[{ENGLISH[at]}]", HALVES)], *rows(en, HALVES)]), ENGLISH),
    "Kobo, names of choices": (
        lambda: text([["start", *heads(lambda at, side: f"{'uvw'[at]}_{'fd'[side]}"), *KOBO],
                            *rows(lambda code: KOBO_CODES[code - 1], lead={"start": "2026-03-01T09:00:00.000+08:00"},
                                  tail=KOBO)], sign=";"), ["u", "v", "w"]),
    "腾讯问卷": (
        lambda: book([[*TENCENT, *heads(lambda at, side: f"Q{2 * at + side + 1}.{asked(at, side)}")],
                      *rows(lambda code: f"{'ABCDE'[code - 1]}.{zh(code)}", lead=TENCENT)]), FEATURES),
    "金数据": (
        lambda: book([["序号", *heads(asked), *JINSHUJU],
                      *rows(zh, lead={"序号": lambda n: n + 1}, tail=JINSHUJU)]), FEATURES),
    "the thing before a colon": (
        lambda: text([["编号", *heads(lambda at, side: f"{FEATURES[at]}：{('', '不')[side]}具备该服务时您的感受")],
                      *rows(zh)]), FEATURES),
    "one matrix a thing": (
        lambda: text([["编号", *heads(lambda at, side: f"{at + 3}、{('关于' + FEATURES[at] + '，您的看法', '')[side]}"
                                                     f"({('如果有这项服务', '如果没有这项服务')[side]})")],
                      *rows(zh)]), FEATURES),
    "有了 and 缺了": (
        lambda: text([["编号", *heads(lambda at, side: f"{FEATURES[at]}（{('有了', '缺了')[side]}）")], *rows()]),
        FEATURES),
    "numbers in brackets": (lambda: wide(lambda at, side: f"({2 * at + side + 1}) {asked(at, side)}"), FEATURES),
    "a star and a number": (
        lambda: wide(lambda at, side: f"*{2 * at + side + 1}. {asked(at, side)}（必填）"), FEATURES),
    "numbers of two levels": (lambda: wide(lambda at, side: f"{at + 1}.{side + 1} {asked(at, side)}"), FEATURES),
    "numbers in words": (lambda: wide(lambda at, side: f"{'一二三'[at]}、{asked(at, side)}"), FEATURES),
    "a number and a letter": (lambda: wide(lambda at, side: f"{at + 1}{'ab'[side]}. {asked(at, side)}"), FEATURES),
    "present and not present": (
        lambda: wide(lambda at, side: f"{ENGLISH[at]}: {('Present', 'Not present')[side]}", en), ENGLISH),
    "available and missing": (
        lambda: wide(lambda at, side: f"If {ENGLISH[at]} is {('available', 'missing')[side]}, how is it?", en),
        ENGLISH),
    "marks of web pages": (
        lambda: wide(lambda at, side: f"{marked(at, side)}&nbsp;", lambda code: en(code).replace(" ", "&nbsp;")),
        FEATURES),
    "full-width semicolons": (
        lambda: ("d.csv", "\n".join("；".join(map(str, line)) for line in [PLAIN, *rows(zh)]).encode()), FEATURES),
    "letters that nobody sees": (
        lambda: text([["编号", *(f"\u200b{one}" for one in heads(marked))],
                      *rows(lambda code: f"\u200b{zh(code)}\ufeff")]), FEATURES),
    "figures kept as texts": (lambda: text([PLAIN, *rows(lambda code: f'="{code}"')]), FEATURES),
    "ends of lines of Excel": (
        lambda: text([["编号", *(one.replace("（", "_x000D_\n（") for one in heads(marked))], *rows(zh)]), FEATURES),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_a_tool_writes_comes_back_and_nobody_is_named(name: str) -> None:
    source, names = FILES[name]
    read = intake.read_kano(source())
    comes_back(read, names)
    kept = read.table.to_csv()
    assert not [one for one in ("10.0.0.", "10.1.1.", "1.2.3.", "李1", "li.si", "Mozilla") if one in kept]
    assert read.problems.empty


BLANKS = [
    "-",
    "—",
    "/",
    ".",
    "NaN",
    "NULL",
    "#N/A",
    "None",
    "未答",
    "未填写",
    "缺失",
    "(空)",
    "*",
    "n/a",
    "no answer",
]


@pytest.mark.parametrize("blank", BLANKS)
def test_what_people_write_for_no_answer_is_none(blank: str) -> None:
    lines = rows()
    lines[3][2] = lines[5][2] = lines[6][2] = blank
    read = intake.read_kano(text([PLAIN, *lines]))
    first = read.table[read.table["feature"] == FEATURES[0]]
    assert first["dysfunctional"].isna().sum() == 3
    assert (read.rows_blank, read.rows_left_out) == (3, 0)


def test_one_figure_off_the_scale_again_and_again_is_asked_about() -> None:
    lines = rows()
    for line in lines[3:7]:
        line[2] = 99
    read = intake.read_kano(text([PLAIN, *lines]))
    assert "labels={99: None}" in read.summary()
    assert read.rows_left_out == 4
    told = intake.read_kano(text([PLAIN, *lines]), labels={99: None})
    assert (told.rows_left_out, told.rows_blank) == (0, 4)
    lines[3][2] = 55  # two figures are slips
    assert "None" not in intake.read_kano(text([PLAIN, *lines])).summary()


def test_previews_and_spam_are_left_out_and_said() -> None:
    lines = rows(en, lead=QUALTRICS)
    tried = [*lines[0][:2], "Survey Preview", *lines[0][3:]]
    three = [[*QUALTRICS, *(f"Q{n}" for n in range(1, 7))], [*SAID, *heads(had)],
             [f'{{"ImportId":"Q{n}"}}' for n in range(13)]]  # fmt: skip
    read = intake.read_kano(text([*three, tried, *lines]))
    comes_back(read, ENGLISH)
    assert "4 (Survey Preview)" in read.summary()
    figures = [[*line[:2], 8 if at == 2 else 0, *line[3:]] for at, line in enumerate(lines)]
    assert "6 (8)" in intake.read_kano(text([*three, *figures])).summary()
    other = [["id", "Status", *heads(had)], *[[n, 1, *line[7:]] for n, line in enumerate(lines)]]
    comes_back(intake.read_kano(text(other)), ENGLISH)  # elsewhere 1 may mean that it is complete


def test_people_who_seem_to_try_the_form_count_and_are_said() -> None:
    lines = rows()
    lines[0][0], lines[1][0] = "测试", "test2"
    read = intake.read_kano(text([PLAIN, *lines]))
    comes_back(read, FEATURES)
    assert "2 (测试)、3 (test2)" in read.summary()


def test_how_important_each_thing_is_stands_beside_it() -> None:
    importance = [[(at + f) % 9 + 1 for at in range(PEOPLE)] for f in range(3)]
    for head in ("{}（重要性）", "{}_importance", "您认为{}的重要程度", "9、请评价下列服务的重要性（{}）"):
        lines = [
            [line[0], *(cell for f in range(3) for cell in (*line[1 + 2 * f : 3 + 2 * f], importance[f][at]))]
            for at, line in enumerate(rows())
        ]
        top = [
            cell for f in range(3) for cell in (marked(f, 0), marked(f, 1), head.format(FEATURES[f]))
        ]  # in turn of three
        for told in ({}, {"pairs": "alternate"}):
            read = intake.read_kano(text([["编号", *top], *lines]), **told)
            comes_back(read, FEATURES if not told else list(read.table["feature"].unique()))
            found = [part["importance"].tolist() for _, part in read.table.groupby("feature", sort=False)]
            assert found == importance, (head, told)
        assert (read.columns["became"] == "importance").sum() == 3


def test_the_name_of_a_person_stands_in_their_first_row_only() -> None:
    lines = [
        [f"r{at}" if f == 0 else "", FEATURES[f], CODES[f][0][at], CODES[f][1][at]]
        for at in range(PEOPLE)
        for f in range(3)
    ]
    read = intake.read_kano(text([["编号", "功能", "具备时", "缺失时"], *lines]))
    comes_back(read, FEATURES)
    assert read.table["respondent"].value_counts().eq(3).all()
    assert "48" in read.summary()
    lines[5][0] = "r9"  # once it is not the same everywhere, nothing is filled
    assert intake.read_kano(text([["编号", "功能", "具备时", "缺失时"], *lines])).rows_left_out > 40


@pytest.mark.parametrize(
    "foot", [[[], ["质控科整理"]], [["本表由门诊部质量控制科整理，请勿外传"]], [["注：5 是不喜欢"]]]
)
def test_notes_under_a_table_are_nobody(foot: list[Row]) -> None:
    read = intake.read_kano(text([PLAIN, *rows(), *foot]))
    comes_back(read, FEATURES)
    assert (read.rows_blank, read.rows_left_out) == (0, 0)
    assert foot[-1][0][:5] in read.summary()
    somebody = intake.read_kano(text([PLAIN, *rows(), ["r24"]]))  # who answered nothing
    assert somebody.rows_blank == 3


def test_sums_deviations_and_counts_are_nobody() -> None:
    feet = [["均值", *[3.1] * 6], ["标准差", *[1.1] * 6], ["N", *[24] * 6]]
    comes_back(intake.read_kano(text([PLAIN, *rows(), *feet])), FEATURES)
    letters = [[chr(97 + at), *line[1:]] for at, line in enumerate(rows()[:14])]  # a to n
    assert intake.read_kano(text([PLAIN, *letters])).table["respondent"].nunique() == 14


def test_two_words_under_every_heading_are_header_whatever_they_are() -> None:
    two = [["编号", *(cell for one in FEATURES for cell in (one, ""))], ["", *["打钩", "不打钩"] * 3]]
    read = intake.read_kano(book([*two, *rows(zh)]))
    comes_back(read, FEATURES)
    assert "header=1" in read.summary()


def test_a_title_of_two_cells_is_no_header_whatever_the_answers_are_called() -> None:
    own = ["棒极了", "该有的", "随便", "凑合凑合", "糟透了"]
    top = [["单位：门诊部", "", "", "", "", "", "2026年3月"], ["编号", *(f"Q{n}" for n in range(1, 7))]]
    opened = intake.open_table(book([*top, *rows(lambda code: own[code - 1])]))
    assert list(opened.table.columns) == top[1]
    assert "门诊部" in " ".join(opened.notes)


def test_a_table_on_its_side_is_told_how_to_stand(tmp_path: Any) -> None:
    lines = [list(line) for line in zip(PLAIN, *rows(), strict=True)]
    with pytest.raises(DataError) as caught:
        intake.read_kano(text(lines))
    assert caught.value.key == "intake.lies_on_side"
    path = tmp_path / "d.csv"
    path.write_bytes(text(lines)[1])
    call = str(caught.value.values["call"]).replace('"d.csv"', repr(str(path)))
    comes_back(eval(call), FEATURES)


def test_a_question_turned_round_is_asked_about_where_not_all_features_show_it() -> None:
    lines = [
        [line[0], *(6 - cell if at % 2 else cell for at, cell in enumerate(line[1:]))] for line in rows()
    ]
    read = intake.read_kano(text([PLAIN, *lines]))
    assert 'reverse="dysfunctional"' in read.unsettled
    comes_back(intake.read_kano(text([PLAIN, *lines]), reverse="dysfunctional"), FEATURES)


def test_the_guess_keeps_marked_questions_with_their_own_thing() -> None:
    top = ["编号", *heads(lambda at, side: f"{FEATURES[at]}（{('有', '乙')[side]}）")]
    with pytest.raises(DataError) as caught:
        intake.read_kano(text([top, *rows()]))
    assert "乙" in str(caught.value)
    call = str(caught.value.values.get("call", ""))
    assert not call or f'("{FEATURES[0]}（有）", "{FEATURES[0]}（乙）")' in call


def test_only_what_is_left_open_is_to_be_filled_in() -> None:
    top = ["编号", *heads(lambda at, side: f"Q{at + 1}{'ab'[side]}")]
    with pytest.raises(DataError) as caught:
        intake.read_kano(text([top, *rows()]))
    assert "?" not in str(caught.value)
    with pytest.raises(DataError) as caught:
        intake.read_kano(text([top, *rows(lambda code: "甲乙丙丁戊"[code - 1])]))
    assert str(caught.value).count("?") == 1 + 5  # the word for it, and the five answers
    assert "labels" in str(caught.value).split("pairs=")[0]


def test_half_a_sign_is_one_letter_that_can_be_written(tmp_path: Any) -> None:
    frame = pd.DataFrame(
        {"编号": range(8), "组": ["甲\ud800", "乙"] * 4, "叫号（具备时）": 1, "叫号（缺失时）": 5},
        dtype=object,
    )
    read = intake.read_kano(frame)
    assert set(read.table["组"]) == {"甲\ufffd", "乙"}
    assert (read._repr_html_() + repr(read)).encode()
    comments = intake.read_comments(pd.DataFrame({"意见": ["太\udc00慢", "\u200b"]}, dtype=object))
    assert comments.table["text"].tolist() == ["太\ufffd慢"]
