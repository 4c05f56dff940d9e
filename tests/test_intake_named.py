"""Files that are not what their name says, columns of one name, and respondents that only a name tells apart."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_intake_files import csv, workbook

from sgm_lab import intake, kano
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

LANGS = ["zh", "en"]
HEAD = ["编号", "叫号（有）", "叫号（没有）", "院区"]
LINES: list[list[Any]] = [["甲", 1, 5, "东"], ["乙", 2, 4, "西"], ["丙", 1, 3, "东"]]
CODES = [[1, 5], [2, 4], [1, 3]]


def page(lines: list[list[Any]], cell: str = "td", around: str = "<html><body>{}</body></html>") -> str:
    rows = "".join("<tr>" + "".join(f"<{cell}>{one}</{cell}>" for one in line) + "</tr>" for line in lines)
    return around.format(f"<p>导出</p><table border=1>{rows}</table><table><tr><td>第 1 页</td></tr></table>")


def xml(lines: list[list[Any]]) -> str:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join("<Row>" + "".join(map(cell.format, line)) + "</Row>" for line in lines)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="a"/></Styles>'
        f'<Worksheet ss:Name="s"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(LINES, columns=HEAD).to_parquet(out)
    return out.getvalue()


ALL = [HEAD, *LINES]
WRONG_NAMES = {
    "csv.xls": (lambda: csv(ALL), "CSV"),
    "tab.xls": (lambda: csv(ALL, "\t"), "CSV"),
    "gbk.xls": (lambda: csv(ALL).decode().encode("gbk"), "CSV"),
    "csv.xlsx": (lambda: csv(ALL), "CSV"),
    "csv.et": (lambda: csv(ALL), "CSV"),
    "book.csv": (lambda: workbook({"s": ALL}), "Excel"),
    "book.xls": (lambda: workbook({"s": ALL}), "Excel"),
    "book.txt": (lambda: workbook({"s": ALL}), "Excel"),
    "page.xls": (lambda: page(ALL).encode(), "最大的一张表"),
    "page.xlsx": (lambda: page(ALL).encode("gbk"), "最大的一张表"),
    "page.csv": (lambda: page(ALL, "th").encode(), "最大的一张表"),
    "bare.xls": (lambda: page(ALL, around="{}").replace("<p>导出</p>", "").encode("utf-16"), "最大的一张表"),
    "xml.xls": (lambda: xml(ALL).encode(), "最大的一张表"),
    "parquet.csv": (parquet, "Parquet"),
}


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_file_is_read_as_what_it_is_and_that_is_said(name: str) -> None:
    content, said = WRONG_NAMES[name]
    read = intake.read_kano((name, content()))
    assert read.table[["functional", "dysfunctional"]].values.tolist() == CODES
    assert read.table["respondent"].tolist() == ["甲", "乙", "丙"]
    assert read.table["院区"].tolist() == ["东", "西", "东"]
    assert any(name in note and said in note for note in read.notes)


def test_a_page_by_its_own_name_needs_no_word_and_one_without_a_table_is_refused() -> None:
    assert intake.read_kano(("页.html", page(ALL).encode())).notes == []
    wide = page([["编号", "叫号（有）", "叫号（没有）"], ["甲", 1, 5]]).replace(
        "<td>甲</td>", "<td colspan=1>甲&nbsp;</td>"
    )
    assert intake.read_kano(("页.htm", wide.encode())).table["respondent"].tolist() == ["甲"]
    for lang in LANGS:
        with use_language(lang), pytest.raises(DataError) as caught:  # type: ignore[arg-type]
            intake.read_kano(
                ("页.xls", b"<html><body>\xe8\xaf\xb7\xe5\x85\x88\xe7\x99\xbb\xe5\xbd\x95</body></html>")
            )
        assert caught.value.key == "files.is_web"


@pytest.mark.parametrize("lang", LANGS)
def test_columns_of_one_name_are_numbered_and_said(lang: Any, tmp_path: Path) -> None:
    head, lines = [*HEAD, "院区"], [[*line, "老"] for line in LINES]
    frame = pd.DataFrame(lines, columns=head)
    for source in (("表.csv", csv([head, *lines])), ("表.xlsx", workbook({"s": [head, *lines]})), frame):
        with use_language(lang):
            read = intake.read_kano(source)
            assert any("#2" in note for note in read.notes)
        assert read.table["院区 #2"].tolist() == ["老"] * 3
        assert list(read.columns["column"]) == [*HEAD, "院区 #2"]


def test_two_questions_of_one_name_are_asked_and_read_by_their_numbers() -> None:
    lines = [["编号", "叫号", "叫号", "导诊", "导诊"], *([n, 1, 5, 2, 4] for n in range(6))]
    asked = 'pairs={"叫号": ("叫号", "叫号 #2"), "导诊": ("导诊", "导诊 #2")}'
    with pytest.raises(DataError, match=re.escape(asked)):
        intake.read_kano(("表.csv", csv(lines)))
    read = intake.read_kano(("表.csv", csv(lines)), pairs="alternate")
    assert kano.tally(read).loc["叫号", "O"] == 6
    named = intake.read_kano(("表.csv", csv(lines)), pairs={"叫号": ("叫号", "叫号 #2")})
    assert named.table[["functional", "dysfunctional"]].drop_duplicates().values.tolist() == [[1, 5]]


LONG = ["姓名", "功能", "具备时", "缺失时"]


@pytest.mark.parametrize("head", ["姓名", "您的姓名", "name", "微信昵称"])
@pytest.mark.parametrize("lang", LANGS)
def test_names_that_alone_tell_people_apart_become_numbers(head: str, lang: Any) -> None:
    people = ["张三", "李四", " 张三 "]
    lines = [
        [head, *LONG[1:]],
        *([who, what, 1, 5] for who, what in zip(people, ["叫号", "叫号", "导诊"], strict=True)),
    ]
    with use_language(lang):
        read = intake.read_kano(("长表.csv", csv(lines)))
        assert head in read.summary()
        seen = repr(read) + read._repr_html_() + read.table.to_csv() + read.columns.to_csv()
    assert read.table["respondent"].tolist() == ["1", "2", "1"]
    assert not [name for name in ("张三", "李四") if name in seen]
    assert read.columns["became"].tolist()[0] == "respondent"
    servqual = [[head, "题号", "期望", "感受"], ["张三", 5, 7, 5], ["李四", 5, 6, 5]]
    assert intake.read_servqual(("长表.csv", csv(servqual))).table["respondent"].tolist() == ["1", "2"]


def test_the_same_name_is_the_same_number_on_every_sheet() -> None:
    march = [LONG, ["张三", "叫号", 1, 5], ["李四", "叫号", 1, 5]]
    june = [LONG, ["李四", "叫号", 2, 5], ["王五", "叫号", 2, 5], ["张三", "叫号", 3, 3]]
    read = intake.read_kano(("两批.xlsx", workbook({"3月": march, "6月": june})), sheet="all")
    assert read.table[["wave", "respondent"]].values.tolist() == [
        [1, "1"],
        [1, "2"],
        [2, "2"],
        [2, "3"],
        [2, "1"],
    ]


PEOPLE = [
    "Surname", "Guest name", "Student name", "Respondent name", "Name of guest", "Recipient Last Name",
    "What is your name?", "What is your phone number?", "Contact number", "E-mail address",
    "护照号", "车牌号", "电话号码",
]  # fmt: skip


def test_people_are_known_by_what_their_column_is_called() -> None:
    kept = ["School name", "Department name", "Number of rooms"]  # places and figures are no people
    frame = pd.DataFrame({"id": range(4), "q（有）": 1, "q（没有）": 5})
    read = intake.read_kano(frame.assign(**{head: list("abab") for head in [*PEOPLE, *kept]}))
    assert set(read.table.columns) >= set(kept)
    assert not set(read.table.columns) & set(PEOPLE)
