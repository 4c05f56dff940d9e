"""A column is named by its header, its words, the number of its question, or a part; what is not clear is asked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sgm_lab import intake, report
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

HEADS = [
    "1、如果提供叫号，您觉得？",
    "2、没有叫号呢，您会怎么想？",
    "3、您的年龄段是？",
    "4、您在哪个院区就诊？",
    "5、您的年龄是否填准",
]
PEOPLE = 200


def frame() -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        HEADS[0]: [1] * PEOPLE,
        HEADS[1]: [5 - who % 2 for who in range(PEOPLE)],
        HEADS[2]: ["青年", "老年"] * (PEOPLE // 2),
        HEADS[3]: ["东院"] * 100 + ["西院"] * 100,
        HEADS[4]: ["是", "否"] * (PEOPLE // 2),
    }
    return pd.DataFrame(columns)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("3、您的年龄段是？", 2),
        ("您的年龄段是", 2),
        ("年龄段", 2),
        ("Q3", 2),
        ("第3题", 2),
        ("3", 2),
        ("院区", 3),
        (" 就诊 ", 3),
    ],
)
def test_a_part_or_a_number_names_a_column(name: str, at: int) -> None:
    assert intake.column_named(name, HEADS) == HEADS[at]


def test_what_is_not_there_is_none_and_what_is_several_is_asked() -> None:
    assert intake.column_named("收入", HEADS) is None
    assert intake.column_named("9", HEADS) is None
    for lang in ("zh", "en"):
        with use_language(lang), pytest.raises(ArgumentError) as caught:  # type: ignore[arg-type]
            intake.column_named("年龄", HEADS)
        assert all(head in str(caught.value) for head in (HEADS[2], HEADS[4]))


@pytest.mark.parametrize("two", [("提供叫号", "没有叫号"), ("Q1", "2"), (HEADS[0], "没有叫号")])
def test_pairs_take_a_part_of_a_header(two: tuple[str, str]) -> None:
    read = intake.read_kano(frame(), pairs={"叫号": two})
    assert read.table["functional"].tolist() == [1] * PEOPLE
    assert read.columns["became"].tolist()[:2] == ["functional", "dysfunctional"]
    with pytest.raises(ArgumentError, match="几列"):
        intake.read_kano(frame(), pairs={"叫号": ("叫号", "没有叫号")})
    with pytest.raises(ArgumentError, match="两次"):
        intake.read_kano(frame(), pairs={"叫号": ("Q1", "提供叫号")})
    with pytest.raises(DataError, match="导诊"):
        intake.read_kano(frame(), pairs={"叫号": ("导诊", "没有叫号")})


def test_a_report_splits_by_a_part_of_a_header() -> None:
    made = report.build(frame(), kind="kano", by="院区", pairs={"叫号": ("Q1", "Q2")})
    assert any("您在哪个院区就诊" in str(section.title) for section in made.sections)
    with pytest.raises(ArgumentError, match="收入"):
        report.build(frame(), kind="kano", by="收入", pairs={"叫号": ("Q1", "Q2")})
    with pytest.raises(ArgumentError, match="几列"):
        report.build(frame(), kind="kano", by="年龄", pairs={"叫号": ("Q1", "Q2")})


ZH = [
    "张伟",
    "王芳",
    "李娜",
    "刘强",
    "陈静",
    "杨洋",
    "赵磊",
    "黄丽",
    "周杰",
    "吴敏",
    "徐丽",
    "孙勇",
    "马超",
    "朱红",
    "胡军",
    "郭艳",
]
HK = ["陳大文", "李嘉欣", "張學友", "劉德華", "黃家駒", "吳彥祖", "鄭秀文"]
EN = ["Mary Johnson", "James O'Brien", "Sarah Lee", "Wei Zhang", "Khan, Fatima", "Olivia Clark"]
DE = ["Anna Schmidt", "Jürgen Müller", "Hans-Peter Meyer", "Frau Bauer"]
CITIES = [
    "北京",
    "上海",
    "广州",
    "苏州",
    "徐州",
    "常州",
    "金华",
    "宁波",
    "温州",
    "武汉",
    "石家庄",
    "黄山",
    "安康",
    "洛阳",
]
WARDS = ["内科", "外科", "妇产科", "儿科", "康复科", "急诊科", "安保部", "金融部"]


def column(head: str, values: list[str], people: int = 0) -> intake.Intake:
    """Read a survey of so many people that has the column."""
    people = people or len(values)
    held = [values[at % len(values)] for at in range(people)]
    return intake.read_kano(pd.DataFrame({head: held, "叫号（具备时）": "喜欢", "叫号（缺失时）": "不喜欢"}))


@pytest.mark.parametrize(
    ("head", "values", "people"),
    [
        ("Patient", ZH, 0),
        ("填表人员", ZH[:3], 0),
        ("随便", ZH, 80),
        ("簽收", HK, 0),
        ("接诊", ["王主任", "李医生", "张女士"], 40),
        ("就诊", ["张*", "李**", "王某", "小赵"], 40),
        ("Mitarbeiter", DE, 40),
        ("x", EN, 0),
        ("served", ["Anna", "Tom", "Lisa"], 40),
        ("кто", ["Иванов Иван", "Петрова Анна"], 40),
        ("담당", ["김민수", "이영희", "박지훈"], 0),
        ("部门", ZH, 80),
        ("x", ["Nguyễn Văn An", "Trần Thị Bình", "Phạm Minh"], 40),
        ("x", ["فاطمة حسن", "أحمد سالم"], 40),
        ("x", ["田中 太郎", "佐藤花子"], 40),
        ("x", ["anna schmidt", "jan weber"], 40),
        ("x", ["张伟(内科)", "王芳 002"], 40),
        ("Patient", ["Schmidt", "Müller", "Becker"], 40),
        ("Mitarbeiter", ["Xaver Hintermoser", "Ottilie Grünspan"], 40),
    ],
)
def test_names_of_people_enter_no_table_whatever_the_heading_is(
    head: str, values: list[str], people: int
) -> None:
    read = column(head, values, people)
    assert head not in read.table
    assert not read.table.isin(values).any(axis=None)
    assert read.columns["became"].tolist()[0] == "left out"
    assert head in read.summary()
    assert "人名" in read.summary()


@pytest.mark.parametrize(
    ("head", "values", "people"),
    [
        ("科室", WARDS, 0),
        ("随便", WARDS, 80),
        ("城市", CITIES, 80),
        ("随便", CITIES, 80),
        ("门店", ["周大福", "谢瑞麟", "周生生"], 40),
        ("brand", ["Hugo Boss", "Ralph Lauren", "Max Mara"], 40),
        ("x", ["New York", "San Diego", "Santa Maria", "Charlotte"], 40),
        ("x", ["Radiology", "Front Desk", "Customer Service", "Senior Nurse", "Premium Plus"], 40),
        ("Staff", ["Front Desk", "Back Office", "Night Shift", "Senior Nurse"], 40),
        ("Customer", ["New", "Returning", "Walk-In"], 40),
        ("患者", ["新患者", "老患者", "门诊", "住院"], 40),
        ("人员", ["医生", "护士", "行政"], 40),
        ("x", ["大阪", "京都", "石川県", "山口県"], 40),
        ("星期", ["周一", "周二", "周日"], 40),
        ("学历", ["高中", "大学"], 40),
        ("卡", ["金卡", "银卡", "白金卡"], 40),
        ("区", ["江北", "白云区", "萧山", "静安"], 40),
        ("年龄", [str(20 + at) for at in range(30)], 0),
        ("原因", ["近┋便宜", "熟┋近", "便宜"], 40),
    ],
)
def test_departments_cities_products_and_shops_are_groups(head: str, values: list[str], people: int) -> None:
    read = column(head, values, people)
    assert read.table[head].nunique() == len(values)


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("会员号", [f"V{at:04}" for at in range(12)]),
        ("哪一台", [f"机器{at}" for at in range(12)]),
    ],
)
def test_what_is_different_with_nearly_everybody_is_no_group(head: str, values: list[str]) -> None:
    read = column(head, values)
    assert head not in read.table
    assert f"当不了分组，没有读：{head}" in read.summary()
    assert (
        "想说的" in column("想说的", [f"第{at}个窗口等得久，请改进" for at in range(12)]).table
    )  # a report tells them


@pytest.mark.parametrize(
    "values", [ZH, [f"p{at}@mail.cn" for at in range(16)], [f"1380000{at:04}" for at in range(16)]]
)
def test_names_and_contacts_under_a_heading_of_respondents_become_numbers(values: list[str]) -> None:
    read = column("受访者", values)
    assert read.table["respondent"].tolist() == [str(at) for at in range(1, 17)]
    assert "已换成序号" in read.summary()


def test_what_a_tool_adds_for_each_question_is_no_group() -> None:
    added = ["Q1_DO_1", "FL_3_DO", "Q5_First Click", "Q5_Page Submit", "Timing - Click Count", "Q_TotalDuration",
             "Block 1 - Display Order", "groupTime12"]  # fmt: skip
    table = pd.DataFrame(
        {
            "叫号（具备时）": ["喜欢"] * 9,
            "叫号（缺失时）": ["不喜欢"] * 9,
            "想做什么_do": ["甲", "乙", "甲"] * 3,
        }
    )
    read = intake.read_kano(table.assign(**{name: [1, 2, 3] * 3 for name in added}))
    assert list(read.table) == ["respondent", "feature", "functional", "dysfunctional", "想做什么_do"]
    assert "问卷平台自己加的列没有读" in read.summary()
