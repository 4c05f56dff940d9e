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
