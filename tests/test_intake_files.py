"""Files as people have them: titles, cover sheets, formulas, endings that lie, other writings."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import openpyxl
import pandas as pd
import pytest
from archives import zipped

from sgm_lab import intake, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.intake import open_table
from sgm_lab.intake._database import from_sqlite

HEAD = ["编号", "叫号（有）", "叫号（没有）"]
ANSWERS = [["a", 1, 5], ["b", 2, 4]]
SIDES = ["functional", "dysfunctional"]


def workbook(sheets: dict[str, list[list[Any]]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        if merged:
            page.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: list[list[Any]], sign: str = ",") -> bytes:
    return "".join(
        sign.join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows
    ).encode()


def codes(read: intake.Intake) -> list[list[Any]]:
    return read.table[["respondent", "feature", *SIDES]].values.tolist()


RIGHT = [["a", "叫号", 1, 5], ["b", "叫号", 2, 4]]


# ---- SERVQUAL items with a dimension of their own ----


@pytest.mark.parametrize("names", [["S1", "S2"], ["Q1", "Q2"], ["等候时间", "讲解清楚"]])
def test_items_of_any_name_are_read_where_a_dimension_stands_beside_them(names: list[str]) -> None:
    long = pd.DataFrame({
        "受访者": ["a", "a", "b", "b", "c", "c"], "题目": names * 3, "维度": ["可靠性", "empathy"] * 3,
        "期望": [7, 6] * 3, "感受": [5, 6] * 3,
    })  # fmt: skip
    read = intake.read_servqual(long)
    assert read.problems.empty
    assert read.table["item"].tolist() == names * 3
    found = servqual.gaps(read.table)
    assert found.loc["reliability", "gap"] == -2
    assert found.loc["empathy", "gap"] == 0


def test_items_written_q7_are_the_numbers_where_there_is_no_dimension() -> None:
    long = pd.DataFrame({"id": ["a"] * 4, "item": ["Q7", "第18题", "07", "S23"], "E": 6, "P": 5})
    read = intake.read_servqual(long.drop(index=2))
    assert read.table[["item", "dimension"]].values.tolist() == [[7, "reliability"], [18, "empathy"]]
    assert read.problems["value"].tolist() == ["S23"]


# ---- titles and headers of two rows ----


@pytest.mark.parametrize("top", [["2026年满意度调查结果", None, None], ["满意度调查", ""], ["门诊部填报"]])
def test_a_title_is_passed_over_and_said(top: list[Any]) -> None:
    merged = "A1:C1" if len(top) == 3 else ""
    for source in (
        ("标题.xlsx", workbook({"Sheet": [top, HEAD, *ANSWERS]}, merged)),
        ("标题.csv", csv([top, HEAD, *ANSWERS])),
    ):
        for header in (None, 2):
            read = intake.read_kano(source, header=header)
            assert codes(read) == RIGHT
            assert any(str(top[0]) in note for note in read.notes) or header
    bad = workbook({"Sheet": [top, HEAD, ["a", "哦", 5], ["b", 2, 4]]})
    assert intake.read_kano(("标题.xlsx", bad)).problems["row"].tolist() == [3]


def test_two_header_rows_are_one_header() -> None:
    merged = workbook({"s": [["编号", "叫号", None], ["编号", "具备时", "缺失时"], *ANSWERS]}, "B1:C1")
    assert codes(intake.read_kano(("两行.xlsx", merged))) == RIGHT
    text = (
        "Respondent ID,Start Date,How do you feel about text reminders?,\n"
        ",,functional,dysfunctional\n11,03/01/2026,I like it,I dislike it\n"
    )
    read = intake.read_kano(("f09_two_header_rows.csv", text.encode()))
    assert codes(read) == [["11", "How do you feel about text reminders?", 1, 5]]
    assert intake.read_kano(("f09.csv", text.encode()), header=2).table.equals(read.table)


def test_two_header_rows_that_are_not_understood_are_proposed() -> None:
    rows = [["编号", "叫号", ""], ["", "给了", "缺了"], ["a", "美", "糟"], ["b", "行", "糟"]]
    with pytest.raises(DataError, match="header=2"):
        intake.read_kano(("两行.csv", csv(rows)))
    read = open_table(("两行.csv", csv(rows)), header=2)
    assert list(read.table.columns) == ["编号", "叫号（给了）", "叫号（缺了）"]
    with pytest.raises(DataError, match="header=2"):
        open_table(("重名.csv", csv([["编号", "叫号", "叫号"], ["编号", "给了", "缺了"], ["a", "美", "糟"]])))
    with pytest.raises(ArgumentError, match="header"):
        open_table(("a.csv", csv([HEAD, *ANSWERS])), header=0)


IDLE = ["", "", "Response", "Response", "Response", "Open-Ended Response"]
SURVEYMONKEY = {  # as it exports questions of one column, and a matrix
    "one by one": [
        ["Respondent ID", "Start Date", "If we call the next number - how do you feel?",
         "If we do not call the next number - how do you feel?", "Ward", "Anything else?"],
        IDLE, ["a", "03/29/2026", "I like it", "I dislike it", "A", "no"], ["b", "03/30/2026", "2", "4", "B", ""],
    ],
    "matrix": [
        ["Respondent ID", "How do you feel if we offer this?", "", "How do you feel if we do not offer this?", ""],
        ["", "call", "guide", "call", "guide"], ["a", "I like it", "2", "I dislike it", "3"], ["b", "2", "3", "4", "3"],
    ],
    "choices": [
        ["Respondent ID", "How do you feel if we offer this?", "", "How do you feel if we do not offer this?", "",
         "Ward", ""],
        ["", "call", "guide", "call", "guide", "North", "Other (please specify)"],
        ["a", "I like it", "2", "I dislike it", "3", "North", ""], ["b", "2", "3", "4", "3", "", "x"],
    ],
}  # fmt: skip
MERGED = {
    "stems": [["编号", "如果提供", "", "如果不提供", ""], ["", "叫号", "导诊", "叫号", "导诊"],
              ["a", "喜欢", 3, "不喜欢", 3], ["b", 2, 3, 4, 3]],
    "parts of a questionnaire": [
        ["关于您", "", "第一部分", "", "", ""],
        ["编号", "科室", "叫号（有）", "叫号（没有）", "导诊（有）", "导诊（没有）"],
        ["a", "内科", "喜欢", 5, 3, 3], ["b", "外科", 2, 4, "(跳过)", ""],
    ],
    "sides": [["关于您", "", "正向题", "", "反向题", ""], ["编号", "科室", "叫号", "导诊", "叫号", "导诊"],
              ["a", "内科", 1, 3, 5, 3], ["b", "外科", 2, 3, 4, 3]],
}  # fmt: skip


@pytest.mark.parametrize("rows", [*SURVEYMONKEY.values(), *MERGED.values()], ids=[*SURVEYMONKEY, *MERGED])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_header_rows_are_read_where_they_are_certain_and_it_is_said(rows: list[Any], lang: Any) -> None:
    with use_language(lang):
        read = intake.read_kano(("两行.csv", csv(rows)))
        first = (
            read.table.dropna(subset=SIDES)
            .groupby("feature", sort=False)
            .get_group(next(iter(read.table["feature"])))
        )
        assert first[["respondent", *SIDES]].values.tolist() == [["a", 1, 5], ["b", 2, 4]]
        assert read.problems.empty
        if rows is not MERGED["sides"]:  # whose second row can be nothing else
            assert "header=1" in read.summary()
            assert "header" not in read.summary().plain.replace("The header", "")
        told = read.columns.set_index("column")["became"]
        assert "respondent" in told.tolist()
        if rows is MERGED["parts of a questionnaire"]:
            assert "第一部分" in read.summary()
    read = intake.read_kano(("两行.csv", csv(rows)), header=2)
    assert read.rows_read


def test_answers_below_a_blank_heading_are_no_header() -> None:
    rows = [["编号", *HEAD[1:], "备注", ""], ["", "喜欢", "不喜欢", "好", "无"], ["b", 2, 4, "", ""]]
    with pytest.raises(DataError, match="header=1"):  # asked: words stand where there is no name
        intake.read_kano(("备注.csv", csv(rows)))


def test_the_three_header_rows_of_qualtrics() -> None:
    rows = [["ResponseId", "Q1_1", "Q1_2"], ["Response ID", "queue (functional)", "queue (dysfunctional)"],
            ["{'ImportId':'_recordId'}", "{'ImportId':'QID1_1'}", "{'ImportId':'QID1_2'}"],
            ["R_1", "I like it", "I dislike it"]]  # fmt: skip
    assert codes(intake.read_kano(("q.csv", csv(rows)))) == [["R_1", "queue", 1, 5]]


def test_columns_of_several_levels_in_a_frame() -> None:
    levels = pd.MultiIndex.from_tuples([("编号", ""), ("叫号", "具备时"), ("叫号", "缺失时")])
    assert codes(intake.read_kano(pd.DataFrame(ANSWERS, columns=levels))) == RIGHT


LEVELS = {  # what the levels say, and what of them enters no name
    "title over all": ([("问卷", "编号"), ("问卷", "叫号_有"), ("问卷", "叫号_没有")], "问卷"),
    "a part over the questions": ([("", "编号"), ("问题", "叫号_有"), ("问题", "叫号_没有")], "问题"),
    "blanks of pandas": (
        [("编号", "Unnamed: 0_level_1"), ("叫号", "有"), ("Unnamed: 2_level_0", "没有")],
        "",
    ),
    "missing": ([("编号", None), ("叫号", "有"), (float("nan"), "没有")], ""),
    "sides above": ([("编号", ""), ("正向", "叫号"), ("反向", "叫号")], ""),
}


@pytest.mark.parametrize("name", LEVELS)
def test_every_level_of_a_frame_enters_the_names_or_is_said(name: str) -> None:
    levels, left = LEVELS[name]
    read = intake.read_kano(pd.DataFrame(ANSWERS, columns=pd.MultiIndex.from_tuples(levels)))
    assert codes(read) == RIGHT
    assert (left in read.summary()) if left else "没有发现问题" in read.summary()


def test_what_two_levels_tell_apart_stays_apart() -> None:
    levels = [
        ("甲院", "叫号_有"),
        ("甲院", "叫号_没有"),
        ("乙院", "叫号_有"),
        ("乙院", "叫号_没有"),
        ("", "编号"),
    ]
    frame = pd.DataFrame([[1, 5, 3, 3, "a"], [2, 4, 3, 3, "b"]], columns=pd.MultiIndex.from_tuples(levels))
    read = intake.read_kano(frame)
    assert read.table["feature"].unique().tolist() == ["甲院—叫号", "乙院—叫号"]
    assert read.table["respondent"].unique().tolist() == ["a", "b"]


# ---- sheets ----


def test_a_cover_sheet_is_named_with_the_others() -> None:
    for cover in (
        [["2026年满意度调查"]],
        [["说明"], ["本次调查由门诊部组织"], ["请勿外传"]],
        [["部门", "日期"]],
    ):
        content = workbook({"封面": cover, "数据": [HEAD, *ANSWERS]})
        for lang in ("zh", "en"):  # the only sheet with answers is read, and said
            with use_language(lang):
                read = intake.read_kano(("问卷.xlsx", content))
                assert codes(read) == RIGHT
                assert all(word in read.summary() for word in ("封面", "数据", "sheet="))
        two = workbook({"封面": cover, "数据": [HEAD, *ANSWERS], "又一批": [HEAD, *ANSWERS]})
        with pytest.raises(DataError) as caught:  # of two it is said which to name
            intake.read_kano(("问卷.xlsx", two))
        for lang in ("zh", "en"):
            with use_language(lang):
                assert all(word in str(caught.value) for word in ("封面", "数据", "sheet="))
        assert list(intake.read_kano(("问卷.xlsx", two), sheet="all").table["wave"].unique()) == [1, 2]
        assert codes(intake.read_kano(("问卷.xlsx", content), sheet="数据")) == RIGHT
        assert codes(intake.read_kano(("问卷.xlsx", content), sheet=1)) == RIGHT


def test_a_sheet_that_was_not_read_stands_in_the_summary() -> None:
    content = workbook({"第一批": [HEAD, *ANSWERS], "第二批": [HEAD, *ANSWERS], "空": []})
    read = intake.read_kano(("f08.xlsx", content))
    assert "第二批" in read.summary()
    assert "空" not in read.summary()
    assert 'sheet="all"' in read.summary()
    assert "没有发现问题" not in read.summary()
    assert "第二批" not in intake.read_kano(("f08.xlsx", content), sheet=0).summary()


# ---- what is not there ----


def test_formulas_that_were_never_worked_out_are_named() -> None:
    rows = [HEAD, ["a", 1, 5], ["b", "=1+1", 4]]
    read = intake.read_kano(("公式.xlsx", workbook({"s": rows})))
    assert read.table["functional"].isna().tolist() == [False, True]
    assert "B3" in read.summary()
    assert "保存" in read.summary()
    with use_language("en"):
        assert "save it" in intake.read_kano(("公式.xlsx", workbook({"s": rows}))).summary()
    for body in ([["a", "=1", "=5"]], [["=1", "=1", "=5"]]):
        with pytest.raises(DataError, match="公式"):
            intake.read_kano(("公式.xlsx", workbook({"s": [HEAD, *body]})))


def test_a_column_that_is_wholly_empty_stands_in_the_summary() -> None:
    rows = [
        [*HEAD, "导诊（有）", "导诊（没有）", "备注"],
        ["a", 1, 5, None, 3, None],
        ["b", 2, 4, None, 3, None],
    ]
    for source in (("空列.csv", csv(rows)), ("空列.xlsx", workbook({"s": rows}))):
        said = intake.read_kano(source).summary()
        assert "导诊（有）" in said
        assert "备注" in said


# ---- what a file really is ----


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("表.xlsx", zipped(dict.fromkeys(["[Content_Types].xml", "word/document.xml"], "x")), ("Word", "复制")),
        ("表.docx", b"x", ("Word", "复制")),
        ("表.xlsx", zipped(dict.fromkeys(["a.csv", "b.csv"], "x")), ("压缩包", "解压")),
        ("表.zip", zipped({"a.csv": "x"}), ("压缩包", "解压")),
        ("表.xlsx", b"PK\x03\x04" + bytes(200), ("损坏", "重新导出")),
        ("表.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", ("网页", "另存为 .xlsx")),
        ("表.csv", b"\n<!DOCTYPE html><html></html>", ("网页", "另存为 .xlsx")),
        ("表.csv", b"%PDF-1.7", ("PDF", "原来的")),
        ("表.xlsx", zipped(dict.fromkeys(["[Content_Types].xml", "ppt/x.xml"], "x")), ("演示文稿", "复制")),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_one_true_sentence(
    name: str, content: bytes, told: tuple[str, ...]
) -> None:
    with pytest.raises(DataError) as caught:
        intake.read_kano((name, content))
    said = str(caught.value)
    assert name in said
    assert all(word in said for word in told), said
    with use_language("en"):
        assert name in str(caught.value)


TRADITIONAL = "編號,叫號（有）,叫號（沒有）,性別\na,喜歡,不喜歡,女\nb,理應如此,能忍受,男\n"


@pytest.mark.parametrize("sign", ["|", "\t", ";", "，"])
def test_the_separator_is_the_one_on_which_rows_agree(sign: str) -> None:
    rows = [["id", "x_functional", "x_dysfunctional", "备注"], ["a", 1, 5, "快,好"], ["b", 2, 4, "慢,贵,远"]]
    read = intake.read_kano(("表.csv", csv(rows, sign)))
    assert read.table[SIDES].values.tolist() == [[1, 5], [2, 4]]
    assert read.table["备注"].tolist() == ["快,好", "慢,贵,远"]
    quoted = f'id{sign}"a,b;c|d"\n1{sign}"x,y,z;|"\n'
    assert list(open_table(("表.csv", quoted.encode())).table.columns) == ["id", "a,b;c|d"]


def test_latin_1_and_big5_are_read_and_said() -> None:
    latin = "id,réveil_functional,réveil_dysfunctional\n1,1,5\n".encode("latin-1")
    read = intake.read_kano(("f14_latin1.csv", latin))
    assert codes(read) == [["1", "réveil", 1, 5]]
    assert "Latin-1" in read.summary()
    windows = "id,Öffnung – früh_functional,Öffnung – früh_dysfunctional\n1,1,5\n".encode("cp1252")
    assert set(intake.read_kano(("w.csv", windows)).table["feature"]) == {"Öffnung – früh"}
    opened = open_table(("繁體.csv", TRADITIONAL.encode("big5")))
    assert list(opened.table.columns) == ["編號", "叫號（有）", "叫號（沒有）", "性別"]
    assert any("Big5" in said for said in opened.doubts)
    assert open_table(("简体.csv", "编号,叫号\n1,喜欢\n".encode("gbk"))).doubts == []
    traditional = open_table(("gbk.csv", TRADITIONAL.encode("gbk")))
    assert next(iter(traditional.table.columns)) == "編號"


@pytest.mark.parametrize(
    ("expected", "found"),
    [("{n}、第{w}项（期望）", "{n}、第{w}项（感受）"), ("{n}、第{w}项（期望）", "{m}、第{w}项（感受）"),
     ("期望({n}. {w})", "感受({n}. {w})"), ("第{w}项 {n}（期望）", "第{w}项 {n}（感受）"),
     ("Q{n} {w}（期望）", "Q{n} {w}（感受）")],
)  # fmt: skip
def test_all_22_items_keep_the_numbers_of_their_headers(expected: str, found: str) -> None:
    order = [*range(22, 0, -2), *range(1, 22, 2)]
    heads = [form.format(n=n, m=n + 22, w=chr(0x7532 + n)) for form in (expected, found) for n in order]
    read = intake.read_servqual(pd.DataFrame([[7] * 22 + [n % 7 + 1 for n in order]], columns=heads))
    assert read.table.set_index("item")["perception"].to_dict() == {n: n % 7 + 1 for n in order}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["4,5", "3", "2,75"], [4.5, 3, 2.75]),
        (["1,234", "12,345,678", "9"], [1234, 12_345_678, 9]),
        (["1,234.5", "7.25"], [1234.5, 7.25]),
        (["85%", "９０％", "7.5 %"], [0.85, 0.9, 0.075]),
        (["4,5", "3.5"], [3.5]),  # two ways in one column: the comma is said, not guessed
        (["-4,5", "1e3"], [-4.5, 1000]),
        (["0,234", "1,234"], [0.234, 1.234]),
        (["inf", "4"], [4]),
    ],
)
def test_figures_of_records_are_read_as_people_write_them(written: list[str], meant: list[float]) -> None:
    days = [f"2026-01-{day:02d}" for day in range(1, len(written) + 1)]
    read = intake.read_records(pd.DataFrame({"日期": days, "数值": written}))
    assert read.table["value"].tolist() == pytest.approx(meant)
    assert len(read.problems) == len(written) - len(meant)


def test_commas_before_three_figures_are_said_whatever_they_mean() -> None:
    read = intake.read_records(pd.DataFrame({"日期": ["2026-01-05", "2026-01-06"], "数值": ["1,234", "4,5"]}))
    assert "1,234 读作 1.234" in read.summary()


def test_commas_that_part_thousands_are_said_and_traditional_headers_are_known() -> None:
    read = intake.read_records(pd.DataFrame({"日期": ["2026-01-05", "2026-01-06"], "數值": ["1,234", "9"]}))
    assert "1,234 读作 1234" in read.summary()
    assert (
        "千位" not in intake.read_records(pd.DataFrame({"日期": ["2026-01-05"], "分數": ["4,5"]})).summary()
    )
    said = intake.read_comments(
        pd.DataFrame({"意見": ["太慢了，等很久"], "語氣": ["不满"], "維度": ["响应性"]})
    )
    assert said.table[["text", "tone"]].values.tolist() == [["太慢了，等很久", "negative"]]


WEEKS = ("周报.csv", b"week,falls\n1,4\n2,6\n3,\n4,3\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("read", "zh", "en"), [(intake.read_records, "日期", "date"), (intake.read_comments, "意见", "comment")]
)
def test_a_log_without_its_column_is_told_how_to_call_it(read: Any, zh: str, en: str, lang: Any) -> None:
    with use_language(lang), pytest.raises(DataError) as caught:
        read(WEEKS)
    said = str(caught.value)
    assert all(word in said for word in ("周报.csv", "week", "falls"))
    assert (f"改名为“{zh}”" if lang == "zh" else f"“{en}”") in said
    named = pd.DataFrame({zh if lang == "zh" else en: ["2026-01-05"], "数值": [3]})
    assert read(named).rows_read == 1  # which does it


def test_a_name_told_in_pairs_that_is_not_there_is_corrected_in_pairs() -> None:
    with pytest.raises(DataError) as caught:
        intake.read_kano(
            ("问卷.csv", csv([HEAD, *ANSWERS])), pairs={"叫号": ("叫号（有了）", "叫号（没有）")}
        )
    assert "改 pairs" in str(caught.value)
    assert "pairs" not in caught.value.plain


def test_three_header_rows_of_dimension_item_and_side_are_one_header() -> None:
    rows = [["编号", "有形性", None, None, None, "可靠性", None], [None, "设备", None, "环境", None, "守时", None],
            [None, *["期望", "感受"] * 3], *([n, *[6, 5, 7, 4, 6, 6]] for n in range(1, 9))]  # fmt: skip
    read = intake.read_servqual(("三行.xlsx", workbook({"问卷": rows})))
    assert read.table.groupby("item", sort=False)["dimension"].first().tolist() == [
        "tangibles",
        "tangibles",
        "reliability",
    ]
    assert read.table[["expectation", "perception"]].head(8).drop_duplicates().values.tolist() == [[6, 5]]


@pytest.mark.parametrize("numbered", [True, False])
def test_two_sheets_that_are_the_two_questions_are_put_together_by_person_and_said(numbered: bool) -> None:
    head = [*(["编号"] if numbered else []), "叫号", "停车"]
    pages = {
        title: [head, *([*([n] if numbered else []), *codes] for n, codes in order)]
        for title, order in {
            "没有": [(2, (5, 4)), (1, (4, 3))] if numbered else [(1, (4, 3)), (2, (5, 4))],
            "有": [(1, (1, 2)), (2, (2, 3))],
            "说明": [],
        }.items()
    }
    pages["说明"] = [["这是说明"]]
    read = intake.read_kano(("两张.xlsx", workbook(pages)))
    codes = read.table.sort_values(["feature", "respondent"])[["functional", "dysfunctional"]].values.tolist()
    assert sorted(codes) == [[1, 4], [2, 3], [2, 5], [3, 4]]
    assert ("按行的先后" in read.summary()) != numbered
    assert "说明" in read.summary()


def test_where_python_has_no_sqlite_a_database_is_told_to_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a page, which the package is loaded in all the same."""
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(DataError, match=r"SQLite.*CSV"):
        from_sqlite(b"SQLite format 3\0", "a.db", None)
    out = subprocess.run(
        [sys.executable, "-c", "import sys, sgm_lab.intake; sys.exit('sqlite3' in sys.modules)"]
    )
    assert out.returncode == 0
