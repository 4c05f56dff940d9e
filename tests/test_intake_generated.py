"""A known table of answers, written as survey tools and people write it, comes back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgm_lab import intake

Table = dict[str, list[tuple[int | None, int | None]]]  # feature → the two answers of each respondent
Grid = list[list[Any]]

FEATURES = ["自助叫号", "导诊机器人", "夜间门诊", "检查预约"]
ZH = ["很喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]
HANT = ["我很喜歡", "理應如此", "無所謂", "勉強接受", "很不喜歡"]
EN = ["I like it", "I expect it", "I am neutral", "I can tolerate it", "I dislike it"]
WAYS: dict[str, Callable[[int], Any]] = {
    "figure": lambda code: code,
    "words": lambda code: ZH[code - 1],
    "traditional": lambda code: HANT[code - 1],
    "english": lambda code: EN[code - 1],
    "letter before": lambda code: f"{'ABCDE'[code - 1]}.{ZH[code - 1]}",
    "figure before": lambda code: f"{code} - {EN[code - 1]}",
    "figure after": lambda code: f"{ZH[code - 1]}（{code}）",
}
BLANKS = {"figure": ["", -3, -2, "(跳过)"], "": ["", "(空)", "(跳过)", "  "]}
MARKS = [("{}（具备时）", "{}（缺失时）"), ("{}_functional", "{}_dysfunctional"), ("{}—如果有", "{}—如果没有"),
         ("{}：正向题", "{}：反向题"), ("{} (要是有)", "{} (要是没有)")]  # fmt: skip
CODES = [("F[{}]", "D[{}]"), ("KF[{}]", "KD[{}]"), ("pos_{}", "neg_{}"), ("{}_f", "{}_d"), ("{}正", "{}反"),
         ("有{}", "没{}"), ("{}(有该服务)", "{}(无该服务)"), ("With [{}]", "Without [{}]")]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    people = draw(st.integers(1, 4))
    code = st.one_of(st.integers(1, 5), st.integers(1, 5), st.none())
    names = draw(st.lists(st.sampled_from(FEATURES), min_size=1, max_size=4, unique=True))
    made = {name: draw(st.lists(st.tuples(code, code), min_size=people, max_size=people)) for name in names}
    made[names[0]][0] = (draw(st.integers(1, 5)), draw(st.integers(1, 5)))  # somebody answered something
    return made


def heads(draw: st.DrawFn, names: list[str]) -> tuple[Grid, bool]:
    """Header rows and whether the features' questions come in turn."""
    layout = draw(
        st.sampled_from(["marks", "numbered", "sentences", "framed", "matrix", "two rows", "codes"])
    )
    if layout == "matrix":
        with_it = [
            f"2、{'如果提供以下服务，您觉得' if n == 0 else ''}({name})" for n, name in enumerate(names)
        ]
        without = [
            f"3、{'如果不提供以下服务，您觉得' if n == 0 else ''}({name})" for n, name in enumerate(names)
        ]
        return [with_it + without], False
    turn = draw(st.booleans())
    if layout == "codes":
        one, other = draw(st.sampled_from(CODES))
        coded = [(one.format(name), other.format(name)) for name in names]
        flat = (
            [head for two in coded for head in two] if turn else [two[at] for at in (0, 1) for two in coded]
        )
        return [flat], turn
    if layout == "two rows":
        order = [(name, side) for name in names for side in ("具备时", "缺失时")]
        return [[name for name, _ in order], [side for _, side in order]], True
    first, second = {
        "marks": draw(st.sampled_from(MARKS)), "numbered": draw(st.sampled_from(MARKS)),
        "sentences": ("如果提供{}，您的感受是", "如果没有{}，您的感受是"),
        "framed": ("如果有{}，您觉得如何？", "如果没有{}，您觉得如何？"),
    }[layout]  # fmt: skip
    pairs = [(first.format(name), second.format(name)) for name in names]
    flat = [one for pair in pairs for one in pair] if turn else [a for a, _ in pairs] + [b for _, b in pairs]
    frame = {"numbered": "{n}、{text}", "sentences": "{n}、{text}", "framed": "第{n}题({text})"}.get(
        layout, "{text}"
    )
    return [[frame.format(n=n, text=text) for n, text in enumerate(flat, 2)]], turn


@st.composite
def files(draw: st.DrawFn) -> tuple[tuple[str, bytes], Table]:
    table = draw(tables())
    names, people = list(table), len(next(iter(table.values())))
    (head, *below), turn = heads(draw, names)
    way = draw(st.sampled_from(sorted(WAYS)))
    blank = st.sampled_from(BLANKS.get(way, BLANKS[""]))
    leading = draw(st.sampled_from([["编号"], ["序号", "提交答卷时间", "所用时间", "来自IP"]]))
    rows: Grid = []
    for at in range(people):
        answers = [table[name][at] for name in names]
        codes = (
            [one for pair in answers for one in pair]
            if turn
            else [a for a, _ in answers] + [b for _, b in answers]
        )
        extra = [f"2026-03-0{at + 1} 08:00:00", f"{60 + at}秒", f"10.0.0.{at}"][: len(leading) - 1]
        rows.append([f"r{at}", *extra, *[draw(blank) if code is None else WAYS[way](code) for code in codes]])
    lines = [[*leading, *head], *([*leading, *row] for row in below), *rows]
    if below:  # the names of the leading columns stand once
        lines[1] = [*[""] * len(leading), *below[0]]
    if draw(st.booleans()):
        lines.insert(0, [draw(st.sampled_from(["2026年满意度调查", "门诊部填报，请勿外传"]))])
    return written(draw, lines), table


def written(draw: st.DrawFn, lines: Grid) -> tuple[str, bytes]:
    if draw(st.integers(0, 3)) == 0:
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append([None if cell == "" else cell for cell in line])
        out = io.BytesIO()
        book.save(out)
        return "问卷.xlsx", out.getvalue()
    sign = draw(st.sampled_from([",", ";", "\t", "|"]))
    text = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(
        text, delimiter=sign, quoting=quoting, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))
    ).writerows(lines)
    return "问卷.csv", text.getvalue().encode(
        draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_a_known_table_comes_back_from_every_layout(made: tuple[tuple[str, bytes], Table]) -> None:
    source, table = made
    read = intake.read_kano(source)
    sides = read.table[["functional", "dysfunctional"]].astype(object)
    pairs = map(tuple, sides.where(sides.notna(), None).values.tolist())
    found = dict(zip(zip(read.table["feature"], read.table["respondent"], strict=True), pairs, strict=True))
    assert found == {
        (name, f"r{at}"): pair for name, answers in table.items() for at, pair in enumerate(answers)
    }
    assert read.problems.empty
    assert set(read.columns["became"]) <= {
        "respondent",
        "functional",
        "dysfunctional",
        "time",
        "duration",
        "left out",
    }
    assert "10.0.0." not in read.table.to_csv()


SCORES = [("正向", "反向"), ("具备", "不具备"), ("functional", "dysfunctional"), ("F", "D"), ("有", "没有")]
SCORE_HEADS = [
    ("编号", "功能", "类型", "得分"),
    ("id", "feature", "type", "answer"),
    ("编号", "题目", "问法", "选项"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_known_table_comes_back_from_one_score_a_row_in_any_order(data: st.DataObject) -> None:
    table = data.draw(tables())
    sides, heads = data.draw(st.sampled_from(SCORES)), data.draw(st.sampled_from(SCORE_HEADS))
    way = data.draw(st.sampled_from(sorted(WAYS)))
    cells = [
        (name, at, side, pair[side])
        for name, answers in table.items()
        for at, pair in enumerate(answers)
        for side in (0, 1)
    ]
    first, *rest = cells  # both sides stand somewhere in the file
    rows = [
        [f"r{at}", name, sides[side], "" if code is None else WAYS[way](code)]
        for name, at, side, code in [first, *data.draw(st.permutations(rest))]
    ]
    read = intake.read_kano(written(data.draw, [list(heads), *rows]))
    got = read.table[["functional", "dysfunctional"]].astype(object)
    pairs = map(tuple, got.where(got.notna(), None).values.tolist())
    found = dict(zip(zip(read.table["feature"], read.table["respondent"], strict=True), pairs, strict=True))
    assert found == {
        (name, f"r{at}"): pair for name, answers in table.items() for at, pair in enumerate(answers)
    }


SERVQUAL_HEADS = [("E{}", "P{}"), ("{}（期望）", "{}（感受）"), ("题{}期", "题{}感"), ("E[SQ00{}]", "P[SQ00{}]"),
                  ("应当：{}", "实际：{}"), ("{}(应该达到)", "{}(实际做到)"), ("您的期望:{}", "您的实际感受:{}"),
                  ("should_{}", "is_{}"), ("Should be [{}]", "Actually is [{}]")]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_known_servqual_table_comes_back_from_every_layout(data: st.DataObject) -> None:
    items, people = data.draw(st.integers(2, 6)), data.draw(st.integers(2, 5))
    code = st.integers(4, 7)
    truth = [[(data.draw(code), data.draw(code)) for _ in range(people)] for _ in range(items)]
    truth[0][0] = (7, 4)  # the top of the scale, so that nothing about it is open
    one, other = data.draw(st.sampled_from(SERVQUAL_HEADS))
    turn = data.draw(st.booleans())
    heads = [(one.format(item), other.format(item)) for item in range(1, items + 1)]

    def spread(pairs: list[Any]) -> list[Any]:
        return (
            [cell for two in pairs for cell in two] if turn else [two[at] for at in (0, 1) for two in pairs]
        )

    rows = [[f"r{who}", *spread([item[who] for item in truth])] for who in range(people)]
    read = intake.read_servqual(written(data.draw, [["编号", *spread(heads)], *rows]))
    groups = [group for _, group in read.table.groupby("item", sort=False)]
    assert [
        list(zip(one["expectation"].tolist(), one["perception"].tolist(), strict=True)) for one in groups
    ] == truth


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.integers(0, 400), st.binary(max_size=3))
def test_damage_ends_in_a_table_or_our_own_sentence(
    made: tuple[tuple[str, bytes], Table], at: int, put: bytes
) -> None:
    from sgm_lab.errors import SgmError

    (name, content), _ = made
    try:
        read = intake.read_kano((name, content[:at] + put + content[at + len(put) :]))
    except SgmError as error:
        assert name in str(error)
    else:
        answers = read.answers[["functional", "dysfunctional"]]
        assert (answers.isna() | answers.isin(range(1, 6))).all(axis=None)
