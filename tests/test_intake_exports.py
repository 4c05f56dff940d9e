"""Exports as tools and people write them, made from a known table: it comes back, or what is wrong is said."""

from __future__ import annotations

import csv as writer
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sgm_lab import intake, labs, servqual
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

PEOPLE = 24
_rng = np.random.default_rng(1)
FEATURES = ["自助挂号", "夜间门诊", "短信提醒"]
ENGLISH = ["self check-in", "night clinic", "text reminder"]
ANSWERS = [
    [int(one) for one in _rng.choice([1, 2, 3, 4, 5], PEOPLE, p=odds)]
    for _ in FEATURES
    for odds in ([0.4, 0.25, 0.2, 0.1, 0.05], [0.05, 0.1, 0.2, 0.25, 0.4])
]
IN_TURN = [(at // 2, at % 2) for at in range(6)]
HALVES = [(at, side) for side in (0, 1) for at in range(3)]

Order = list[tuple[int, int]]
Heads = Callable[[int, int], str]


def rows(heads: Heads, order: Order = IN_TURN, say: Callable[[int], Any] = int) -> list[list[Any]]:
    """Lines of a wide file: header and one line a person."""
    columns = [[say(one) for one in ANSWERS[2 * at + side]] for at, side in order]
    head = ["编号", *(heads(at, side) for at, side in order)]
    return [head, *([number, *line] for number, line in enumerate(zip(*columns, strict=True), 1))]


def text(lines: list[list[Any]], name: str = "数据.csv", delimiter: str = ",") -> tuple[str, bytes]:
    out = io.StringIO()
    writer.writer(out, delimiter=delimiter).writerows(lines)
    return name, out.getvalue().encode()


def sheets(**pages: list[list[Any]]) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in pages.items():
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return "数据.xlsx", out.getvalue()


def comes_back(read: intake.Intake, names: list[str] | None) -> None:
    """The known table, its features in the order of the questionnaire."""
    found = {name: part for name, part in read.table.groupby("feature", sort=False)}
    assert [
        part[side].tolist() for part in found.values() for side in ("functional", "dysfunctional")
    ] == ANSWERS
    assert names is None or list(found) == names


def of(*marks: str, before: bool = False, between: str = "") -> Heads:
    """Headers of English features with a mark before or behind."""
    short = ["queue", "night", "sms"]
    return lambda at, side: between.join([marks[side], short[at]] if before else [short[at], marks[side]])


SHORT = ["queue", "night", "sms"]
MARKED: dict[str, tuple[Heads, list[str]]] = {
    "f_x": (of("f", "d", before=True, between="_"), SHORT),
    "x_f": (of("f", "d", between="_"), SHORT),
    "x.f": (of("f", "d", between="."), SHORT),
    "xF": (of("F", "D"), SHORT),
    "F-x": (of("F", "D", before=True, between="-"), SHORT),
    "x_pos": (of("pos", "neg", between="_"), SHORT),
    "pos_x": (of("pos", "neg", before=True, between="_"), SHORT),
    "func_x": (of("func", "dysfunc", before=True, between="_"), SHORT),
    "x_dys": (of("fun", "dys", between="_"), SHORT),
    "functional_x": (of("functional", "dysfunctional", before=True, between="_"), SHORT),
    "x_yes": (of("yes", "no", between="_"), SHORT),
    "x (+)": (of(" (+)", " (-)"), SHORT),
    "x+": (of("+", "-"), SHORT),
    "has x": (of("has", "no", before=True, between=" "), SHORT),
    "With x": (of("With", "Without", before=True, between=" "), SHORT),
    "F1": (lambda at, side: f"{'FD'[side]}{at + 1}", ["1", "2", "3"]),
    "F1 x": (lambda at, side: f"{'FD'[side]}{at + 1} {SHORT[at]}", SHORT),
    "F1叫号": (lambda at, side: f"{'FD'[side]}{at + 1}{FEATURES[at]}", FEATURES),
    "叫号+": (lambda at, side: f"{FEATURES[at]}{'+-'[side]}", FEATURES),
    "叫号正": (lambda at, side: f"{FEATURES[at]}{'正反'[side]}", FEATURES),
    "正-叫号": (lambda at, side: f"{'正反'[side]}-{FEATURES[at]}", FEATURES),
    "【正向】叫号": (lambda at, side: f"【{'正反'[side]}向】{FEATURES[at]}", FEATURES),
    "正向1_叫号": (lambda at, side: f"{'正负'[side]}向{at + 1}_{FEATURES[at]}", FEATURES),
    "有叫号": (lambda at, side: f"{'有无'[side]}{FEATURES[at]}", FEATURES),
    "叫号无": (lambda at, side: f"{FEATURES[at]}{'有无'[side]}", FEATURES),
    "提供叫号": (lambda at, side: f"{('提供', '不提供')[side]}{FEATURES[at]}", FEATURES),
}


@pytest.mark.parametrize("name", MARKED)
def test_short_marks_are_read_where_all_have_their_partners(name: str) -> None:
    heads, names = MARKED[name]
    comes_back(intake.read_kano(text(rows(heads))), names)
    lines = rows(heads)
    left = [line[:-1] for line in lines]  # the last one lacks its partner: asked, or left out and said
    try:
        read = intake.read_kano(text(left))
    except DataError as error:
        assert "pairs" in str(error)
    else:
        assert str(lines[0][-2]) in read.summary()
        assert read.table["feature"].nunique() == 2


HAD = "How would you feel if the clinic {} the following?"
ASKED: dict[str, tuple[Heads, Order, list[str]]] = {
    "问卷星，破折号": (
        lambda at, side: f"{side + 1}、如果{('提供', '不提供')[side]}下列服务，您的感受—{FEATURES[at]}",
        HALVES,
        FEATURES,
    ),
    "问卷星，冒号": (
        lambda at, side: f"{side + 1}、如果{('提供', '不提供')[side]}下列服务，您的感受:{FEATURES[at]}",
        HALVES,
        FEATURES,
    ),
    "腾讯问卷，矩阵": (
        lambda at, side: f"Q{side + 1}_{at + 1}.如果{('有', '没有')[side]}下列服务，你的感受——{FEATURES[at]}",
        HALVES,
        FEATURES,
    ),
    "腾讯问卷": (
        lambda at, side: f"Q{2 * at + side + 1}.{('有', '没有')[side]}{FEATURES[at]}，你的感受？",
        IN_TURN,
        FEATURES,
    ),
    "Qualtrics": (
        lambda at, side: f"{HAD.format(('had', 'did not have')[side])} - {ENGLISH[at]}",
        HALVES,
        ENGLISH,
    ),
    "offered": (
        lambda at, side: f"If we {('offered', 'did not offer')[side]} {ENGLISH[at]}, how would you feel?",
        IN_TURN,
        ENGLISH,
    ),
    "Google": (
        lambda at, side: f"If we {('had', 'did not have')[side]} a {ENGLISH[at]}, how would you feel?",
        IN_TURN,
        ENGLISH,
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_features_are_called_what_the_questions_are_about(name: str) -> None:
    heads, order, names = ASKED[name]
    comes_back(intake.read_kano(text(rows(heads, order))), names)


def test_a_side_over_its_features_in_two_header_rows() -> None:
    lines = rows(lambda at, side: "", HALVES)
    over = ["编号", "正向题", "", "", "反向题", "", ""]
    for top in (over, ["编号", *["正向题"] * 3, *["反向题"] * 3]):
        for source in (
            text([top, ["", *FEATURES * 2], *lines[1:]]),
            sheets(s=[top, ["", *FEATURES * 2], *lines[1:]]),
        ):
            comes_back(intake.read_kano(source), FEATURES)


def test_what_forms_and_people_put_round_a_table_is_no_answer() -> None:
    lines = rows(lambda at, side: f"{FEATURES[at]}（{('如果有', '如果没有')[side]}）")
    quiz = [
        [line[0], *(cell for at, head in enumerate(lines[0][1:], 1) for cell in
                    ([line[at], f"得分 - {head}", f"反馈 - {head}"] if line is lines[0] else [line[at], "", ""]))]
        for line in lines
    ]  # fmt: skip
    comes_back(intake.read_kano(sheets(s=quiz)), FEATURES)
    noted = intake.read_kano(sheets(s=[*lines, [], ["注：1=很喜欢，5=很不喜欢"]]))
    comes_back(noted, FEATURES)
    assert noted.rows_read == 3 * PEOPLE
    assert "27" in noted.summary()
    last = [*lines, [PEOPLE + 1, *[""] * 6]]  # a person who answered nothing is no note
    assert intake.read_kano(sheets(s=last)).table["respondent"].nunique() == PEOPLE + 1


WORDINGS = [
    ["我很喜欢", "它理应如此", "我觉得无所谓", "我能够忍受", "我不喜欢这样"],
    ["喜欢", "应该的", "没关系", "勉强", "讨厌"],
    ["This would be very helpful to me", "This is a basic requirement for me", "This would not affect me",
     "This would be a minor inconvenience", "This would be a major problem for me"],
]  # fmt: skip


@pytest.mark.parametrize("words", WORDINGS)
def test_usual_wordings(words: list[str]) -> None:
    heads = MARKED["提供叫号"][0]
    comes_back(intake.read_kano(text(rows(heads, say=lambda code: words[code - 1]))), FEATURES)


def test_one_of_the_five_answers_in_words_of_ones_own_is_asked_before_anything_is_computed() -> None:
    words = ["喜欢", "少了可不成", "无所谓", "能忍受", "不喜欢"]
    source = text(rows(MARKED["提供叫号"][0], say=lambda code: words[code - 1]))
    read = intake.read_kano(source)
    assert 'labels={"少了可不成": ?}' in read.unsettled
    comes_back(intake.read_kano(source, labels={"少了可不成": 2}), FEATURES)


# ---- codes that are on no scale, and wordings that are not known ----

PLAIN = MARKED["叫号正"][0]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("say", "argument"),
    [
        (lambda code: 3 - code, "labels={-2: ?, -1: ?, 0: ?, 1: ?, 2: ?}"),
        (lambda code: [1, 2, 4, 6, 7][code - 1], "labels={1: ?, 2: ?, 4: ?, 6: ?, 7: ?}"),
        (lambda code: 2 * code, "labels={2: ?, 4: ?, 6: ?, 8: ?, 10: ?}"),
        (lambda code: f"很{'好' * code}{code}分", "labels="),
        (
            lambda code: ["很喜欢(5)", "理应如此(4)", "无所谓(3)", "能忍受(2)", "不喜欢(1)"][code - 1],
            "labels=",
        ),
    ],
)
def test_codes_on_no_scale_are_asked_before_anything_is_computed(
    say: Callable[[int], Any], argument: str, lang: Any
) -> None:
    with use_language(lang):
        try:
            read = intake.read_kano(text(rows(PLAIN, say=say)))
            asked = read.summary()
            with pytest.raises(DataError):
                _ = read.table
        except DataError as error:
            asked = error
    assert argument in str(asked)
    assert "labels=" not in asked.plain
    comes_back(
        intake.read_kano(text(rows(PLAIN, say=say)), labels={say(code): code for code in range(1, 6)}),
        FEATURES,
    )


def test_a_slip_of_the_hand_is_one_cell() -> None:
    lines = rows(PLAIN)
    lines[3][1] = 55
    read = intake.read_kano(text(lines))
    assert read.problems["row"].tolist() == [4]
    assert read.rows_read == 3 * PEOPLE - 1


def test_a_turned_scale_is_noticed_with_few_people() -> None:
    people = [[1, 5], [1, 4], [2, 5], [1, 5], [1, 3], [3, 5]]
    lines = [["编号", "叫号（有）", "叫号（没有）", "导诊（有）", "导诊（没有）"]]
    lines += [[at, *[6 - one for one in two] * 2] for at, two in enumerate(people)]
    read = intake.read_kano(text(lines))
    assert "reverse=True" in read.unsettled
    assert (
        intake.read_kano(text(lines), reverse=True).table["functional"].tolist()
        == [two[0] for two in people] * 2
    )


# ---- sheets ----


def test_covers_beside_the_answers() -> None:
    lines, cover = rows(PLAIN), [["本问卷由门诊部组织", "电话"], ["请勿外传", "见内网"]]
    for first in (cover, [["封面"]], []):
        source = sheets(封面=first, 数据=lines)
        read = intake.read_kano(source)
        comes_back(read, FEATURES)
        assert "封面" in read.summary()
        lab = labs.KanoLab()
        lab.message({"do": "file", "name": "upload", "file": source[0]}, source[1])
        assert lab.state["case"] == "own"
        lab.message({"do": "act", "name": "ask"})  # and can be looked at again
        lab.message({"do": "act", "name": "use"})
        assert lab.source.answers["feature"].unique().tolist() == FEATURES
    waves = intake.read_kano(sheets(封面=cover, 春=lines, 秋=lines, 备注=[["a"], [1]]), sheet="all")
    assert waves.table.groupby("wave").size().to_dict() == {1: 3 * PEOPLE, 2: 3 * PEOPLE}
    assert all(name in waves.summary() for name in ("封面", "备注"))


# ---- SERVQUAL ----

ITEMS = range(1, 23)
POINTS = {item: (_rng.integers(5, 8, PEOPLE), _rng.integers(3, 8, PEOPLE)) for item in ITEMS}


def survey(heads: Callable[[int, str], str], say: Callable[[int], Any] = int) -> pd.DataFrame:
    return pd.DataFrame({
        heads(item, side): [say(int(one)) for one in POINTS[item]["EP".index(side)]] for item in ITEMS for side in "EP"
    })  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        lambda item, side: f"Q{item}_{side}",
        lambda item, side: f"第{item}题{'期望' if side == 'E' else '感受'}",
        lambda item, side: f"{item}{'期望' if side == 'E' else '感受'}",
        lambda item, side: f"{'EXP' if side == 'E' else 'PER'}{item:02d}",
        lambda item, side: f"{item}（{'期望' if side == 'E' else '感知'}）",
    ],
)
def test_items_with_their_number_before_or_behind_the_side(heads: Callable[[int, str], str]) -> None:
    for say in (int, "{},0".format, "{}分".format):
        read = intake.read_servqual(survey(heads, say))
        for item, part in read.table.groupby("item"):
            assert part["expectation"].tolist() == POINTS[item][0].tolist()
            assert part["perception"].tolist() == POINTS[item][1].tolist()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_perceptions_alone_are_enough_for_servperf(lang: Any) -> None:
    wide = pd.DataFrame({f"P{item}": POINTS[item][1] for item in ITEMS})
    long = intake.read_servqual(wide).table[["respondent", "item", "perception"]]
    whole = servqual.performance(intake.read_servqual(survey(lambda item, side: f"{side}{item}")))
    with use_language(lang):
        for source in (wide, long):
            read = intake.read_servqual(source)
            assert "expectation" not in read.table
            pd.testing.assert_frame_equal(servqual.performance(read), whole)
            for call in (servqual.gaps, servqual.score, labs.DisconfirmationExplorer):
                with pytest.raises(DataError, match=r"servqual\.performance") as refused:
                    call(read)
                assert "(" not in refused.value.plain.replace("(SERVPERF)", "")
        file = {"do": "file", "name": "upload", "file": "P.csv"}
        lab: Any = labs.DisconfirmationExplorer()
        lab.message(file, wide.to_csv(index=False).encode())
        assert lab.state["case"] != "own"
        assert "ServqualLab" not in lab.notice
        assert lab.notice


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_servqual_lab_shows_perceptions_alone(lang: Any) -> None:
    wide = pd.DataFrame({f"P{item}": POINTS[item][1] for item in ITEMS})
    whole = servqual.performance(intake.read_servqual(wide)).sort_values("perception", kind="stable")
    with use_language(lang):
        brought = labs.ServqualLab()
        brought.message({"do": "file", "name": "upload", "file": "P.csv"}, wide.to_csv(index=False).encode())
        for lab in (brought, labs.ServqualLab(wide), labs.ServqualLab(intake.read_servqual(wide))):
            assert (lab.state["case"], lab.state["view"]) == ("own", "performance")
            found = lab.compute().table
            assert found["perception"].tolist() == whole["perception"].tolist()
            assert "nan" not in lab.body()
            assert lab.offered() == ["performance", "reliability"]
            lab.set(view="reliability")
            assert not [one for one in lab.controls() if one.name == "side"]
            assert "nan" not in lab.body()
            lab.set(case="healthcare")
            assert "gaps" in lab.offered()


# ---- a lab made from code ----


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lab_made_with_a_file_says_which_call_to_put_round_it(lang: Any, tmp_path: Any) -> None:
    words = ["爱死了", "非有不可", "随便", "马马虎虎", "烦人"]
    path = tmp_path / "一.csv"
    path.write_bytes(text(rows(lambda at, side: f"列{2 * at + side}", say=lambda code: words[code - 1]))[1])
    turned = pd.DataFrame({"叫号（有）": [5, 4] * 15, "叫号（没有）": [1, 2] * 15})
    with use_language(lang):
        for data, call in (
            (str(path), f'labs.KanoLab(intake.read_kano("{path}", pairs="alternate", labels={{"'),
            (turned, "labs.KanoLab(intake.read_kano(frame, "),
        ):
            with pytest.raises(DataError) as caught:
                labs.KanoLab(data)
            assert call.replace("\\", "\\\\") in str(caught.value)
            assert "intake." not in caught.value.plain
    lab = labs.KanoLab(intake.read_kano(turned, reverse=True))
    assert lab.state["case"] == "own"


@pytest.mark.parametrize("other", [";", "\t", "，"])
def test_rows_parted_by_another_sign_are_read_and_said(other: str) -> None:
    name, content = text(rows(of("f", "d", between="_")))
    lines = content.decode().splitlines()
    lines[4] = lines[4].replace(",", other)
    read = intake.read_kano((name, "\n".join(lines).encode()))
    comes_back(read, SHORT)
    assert "第 5 行" in read.summary()


def test_traditional_marks_of_the_sides_and_ids_of_people() -> None:
    lines = rows(lambda at, side: f"叫號{at}（{('具備時', '不具備時')[side]}）")
    lines = [[*line, "答题人openid" if not at else f"o{at:06d}"] for at, line in enumerate(lines)]
    read = intake.read_kano(text(lines))
    comes_back(read, ["叫號0", "叫號1", "叫號2"])
    assert "答题人openid" not in read.table
