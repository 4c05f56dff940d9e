"""The learner's own data: every format and every kind of mistake people really make."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hostile_files import FILES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgm_lab import cases, intake, kano, servqual
from sgm_lab.errors import ArgumentError, DataError, SgmError
from sgm_lab.i18n import use_language
from sgm_lab.intake import open_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LONG = "编号,功能,具备时,缺失时,年龄\na,叫号,喜欢,不喜欢,老年\nb,叫号,理应如此,能忍受,青年\n"


def as_bytes(frame: pd.DataFrame, **kwargs: object) -> bytes:
    out = io.BytesIO()
    frame.to_excel(out, index=False, **kwargs)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_usual_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "问卷.csv"
    path.write_bytes(LONG.replace(",", delimiter).encode(encoding))
    result = intake.read_kano(path)
    assert result.table[["respondent", "feature", "functional", "dysfunctional"]].values.tolist() == [
        ["a", "叫号", 1, 5],
        ["b", "叫号", 2, 4],
    ]
    assert result.table["年龄"].tolist() == ["老年", "青年"]
    assert result.problems.empty
    assert any("GBK" in note for note in result.notes) == encoding.startswith("gb")


def test_excel_parquet_and_frames_say_the_same(tmp_path: Path) -> None:
    import polars as pl

    frame = pd.read_csv(io.StringIO(LONG))
    frame.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.xlsx").write_bytes(as_bytes(frame))
    sources = [frame, pl.from_pandas(frame), pl.from_pandas(frame).lazy(), ("a.csv", LONG.encode()),
               tmp_path / "a.parquet", tmp_path / "a.xlsx"]  # fmt: skip
    tables = [intake.read_kano(source).table for source in sources]
    for table in tables[1:]:
        assert table.astype(str).values.tolist() == tables[0].astype(str).values.tolist()


def test_wide_table_and_numbers_as_text() -> None:
    frame = pd.DataFrame(
        {"叫号（具备时）": ["１", "5.不喜欢"], "叫号(缺失时)": ["5分", " 喜欢 "], "性别": ["女", "男"]}
    )
    table = intake.read_kano(frame).table
    assert table[["respondent", "feature", "functional", "dysfunctional", "性别"]].values.tolist() == [
        ["2", "叫号", 1, 5, "女"],
        ["3", "叫号", 5, 1, "男"],
    ]


def test_english_wide_names() -> None:
    frame = pd.DataFrame(
        {"id": [7], "queue_functional": ["I like it that way."], "queue_dysfunctional": ["Dislike!"]}
    )
    assert intake.read_kano(frame).table.values.tolist() == [["7", "queue", 1, 5]]


def test_unknown_answers_are_reported_and_left_out_never_coded() -> None:
    frame = pd.DataFrame(
        {"编号": list("abcd"), "功能": "叫号", "具备时": ["喜欢", "还行", 9, "2.5"], "缺失时": [5, 5, 5, 5]}
    )
    result = intake.read_kano(frame)
    assert result.table["respondent"].tolist() == ["a"]
    assert result.rows_left_out == 3
    assert result.problems[["row", "column", "value"]].values.tolist() == [
        [3, "具备时", "还行"],
        [4, "具备时", "9"],
        [5, "具备时", "2.5"],
    ]
    sentence = result.problems["problem"][0]
    assert "第 3 行" in sentence
    assert "具备时" in sentence
    assert "还行" in sentence
    assert "1–5" in sentence
    assert "3" in result.summary()


def test_label_that_contradicts_its_number_is_unknown() -> None:
    frame = pd.DataFrame(
        {"编号": ["a", "b"], "功能": "叫号", "具备时": ["5 喜欢", "1 喜欢"], "缺失时": [5, 5]}
    )
    assert intake.read_kano(frame).problems["value"].tolist() == ["5 喜欢"]


def test_blank_answers_stay_missing_and_are_not_an_error() -> None:
    frame = pd.DataFrame({"编号": ["a", "b"], "功能": "叫号", "具备时": ["喜欢", None], "缺失时": [5, "  "]})
    result = intake.read_kano(frame)
    assert result.problems.empty
    assert result.table["functional"].isna().tolist() == [False, True]
    assert int(kano.tally(result.table).loc["叫号", "O"]) == 1


def test_repeated_respondent_counts_once() -> None:
    frame = pd.DataFrame({"编号": ["a", "a", "b"], "功能": "叫号", "具备时": [1, 2, 1], "缺失时": [5, 5, 5]})
    result = intake.read_kano(frame)
    assert result.table["functional"].tolist() == [1, 1]
    assert "a" in result.problems["problem"][0]
    again = intake.read_kano(frame.assign(批次=["第1批", "第2批", "第1批"]))
    assert again.problems.empty
    assert again.table["wave"].tolist() == [1, 2, 1]


def test_reversed_scale_is_noticed_and_turned_round() -> None:
    rows = 30
    frame = pd.DataFrame({"编号": range(rows), "功能": "叫号", "具备时": [5] * rows, "缺失时": [1] * rows})
    doubtful = intake.read_kano(frame)
    assert any("反" in note for note in doubtful.notes)
    assert "reverse=True" in doubtful.summary()
    with pytest.raises(DataError, match="reverse=True"):
        _ = doubtful.table
    assert intake.read_kano(frame, scale=(1, 5)).table["functional"].tolist() == [5] * rows
    turned = intake.read_kano(frame, reverse=True)
    assert turned.notes == []
    assert set(kano.evaluate(turned.table["functional"], turned.table["dysfunctional"])) == {"O"}
    labelled = intake.read_kano(frame.assign(具备时="喜欢"), reverse=True)
    assert set(labelled.table["functional"]) == {1}


def test_three_levels_are_asked_and_read_with_their_own_table() -> None:
    rows = 30
    frame = pd.DataFrame(
        {"编号": range(rows), "功能": "叫号", "具备时": [1, 3, 1] * 10, "缺失时": [3, 3, 2] * 10}
    )
    doubtful = intake.read_kano(frame)
    assert "scale=(1, 3)" in doubtful.summary()
    with pytest.raises(DataError, match=r"scale=\(1, 3\)"):
        _ = doubtful.table
    read = intake.read_kano(frame, scale=(1, 3)).table
    assert read[["functional", "dysfunctional"]].head(3).values.tolist() == [[1, 5], [5, 5], [1, 3]]
    turned = intake.read_kano(frame, scale=(1, 3), reverse=True).table
    assert turned[["functional", "dysfunctional"]].head(3).values.tolist() == [[5, 1], [1, 1], [5, 3]]
    assert intake.read_kano(frame, scale=(1, 5)).table["dysfunctional"].max() == 3
    assert intake.read_kano(frame.head(9)).unsettled == ""  # too few to say


@pytest.mark.parametrize("rows", [4, 40])
def test_codes_from_0_are_asked_and_none_is_a_step_off(rows: int) -> None:
    text = "编号,叫号（有）,叫号（没有）\n" + "".join(f"{n},{n % 5},{4 - n % 5}\n" for n in range(rows))
    doubtful = intake.read_kano(("f12.csv", text.encode()))
    assert doubtful.problems.empty
    assert "0–4" in doubtful.summary()
    with pytest.raises(DataError, match=r"scale=\(0, 4\)"):
        _ = doubtful.table
    read = intake.read_kano(("f12.csv", text.encode()), scale=(0, 4))
    assert len(read.table) == rows
    assert read.table["functional"].tolist()[:4] == [1, 2, 3, 4]
    with pytest.raises(ArgumentError, match="scale"):
        intake.read_kano(("f12.csv", text.encode()), scale=(1, 9))


def test_swapped_expectation_and_perception_stand_in_the_summary() -> None:
    frame = pd.DataFrame(
        {f"E{n}": [5, 4, 5] * 8 for n in (1, 5, 10)} | {f"P{n}": [6, 7, 6] * 8 for n in (1, 5, 10)}
    )
    read = intake.read_servqual(frame)
    assert "放反" in read.summary()
    assert "没有发现问题" not in read.summary()
    assert len(read.table) == 72


def test_merged_cells_are_filled_and_named() -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["编号", "功能", "具备时", "缺失时"], ["a", "叫号", 1, 5], ["b", None, 1, 5]):
        page.append(row)
    page.merge_cells("B2:B3")
    out = io.BytesIO()
    book.save(out)
    result = intake.read_kano(("合并.xlsx", out.getvalue()))
    assert result.table["feature"].tolist() == ["叫号", "叫号"]
    assert any("B2:B3" in note for note in result.notes)


def test_sheet_by_name() -> None:
    out = io.BytesIO()
    with pd.ExcelWriter(out) as writer:
        pd.DataFrame({"x": [1]}).to_excel(writer, sheet_name="说明", index=False)
        pd.read_csv(io.StringIO(LONG)).to_excel(writer, sheet_name="答案", index=False)
    assert len(intake.read_kano(("a.xlsx", out.getvalue()), sheet="答案").table) == 2
    with pytest.raises(DataError, match=r"说明、答案"):
        intake.read_kano(("a.xlsx", out.getvalue()), sheet="没有")


def test_empty_columns_are_named() -> None:
    result = intake.read_kano(("a.csv", "编号,功能,具备时,缺失时,备注\na,叫号,1,5,\n".encode()))
    assert "备注" not in result.table
    assert any("备注" in note for note in result.notes)


def test_missing_key_is_reported_with_its_row() -> None:
    frame = pd.DataFrame({"编号": ["a", None], "功能": ["叫号", "叫号"], "具备时": [1, 1], "缺失时": [5, 5]})
    result = intake.read_kano(frame)
    assert len(result.table) == 1
    assert result.problems["row"].tolist() == [3]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.csv", b"", "空.csv"),
        ("空白.csv", b"  \n ", "空白.csv"),
        ("只有列名.csv", "编号,功能,具备时,缺失时\n".encode(), "没有答案"),
        ("坏.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("不是.xlsx", b"hello", "损坏"),
        ("加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("老式.xlsx", OLE + "Workbook".encode("utf-16-le"), ".xls"),
        ("坏.parquet", b"hello", "损坏"),
        ("a.pdf", b"%PDF", ".pdf"),
        ("乱码.csv", b"\xff\xfa\x80\x81,\xff", "编码"),
        ("二进制.csv", b"a,b\n\x00\x01,2", "不是文本"),
        ("引号.csv", b'a,b\n"x,1\n', "引号"),
        ("长行.csv", "编号,功能,具备时,缺失时\na,叫号,1,5,9\n".encode(), "第 2 行"),
        ("重名.csv", b"a,a\n1,2\n", "a"),
        ("无列名.csv", b",,\n1,2,3\n", "列名"),
        ("别的.csv", b"x,y\n1,2\n", "x、y"),
        ("落单.csv", "叫号（具备时）,y\n1,2\n".encode(), "叫号（具备时）"),
        ("缺列.csv", "编号,功能,具备时\na,叫号,1\n".encode(), "缺失时"),
        ("没编号.csv", "功能,具备时,缺失时\n叫号,1,5\n".encode(), "受访者"),
        ("同义.csv", "编号,id,功能,具备时,缺失时\na,a,叫号,1,5\n".encode(), "编号、id"),
        ("同项.csv", "叫号（具备时）,叫号_functional,叫号（缺失时）\n1,1,5\n".encode(), "叫号_functional"),
        ("全坏.csv", "编号,功能,具备时,缺失时\na,叫号,哦,5\n".encode(), "哦"),
        ("全空.csv", "编号,功能,具备时,缺失时\na,叫号,,\n".encode(), "缺失时"),
    ],
)  # fmt: skip
def test_each_broken_file_gets_one_sentence(name: str, content: bytes, told: str) -> None:
    with pytest.raises(DataError) as caught:
        intake.read_kano((name, content))
    assert told in str(caught.value)
    with use_language("en"):
        assert str(caught.value) != ""
        assert "{" not in str(caught.value)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="找不到"):
        open_table(tmp_path / "没有.csv")
    with pytest.raises(DataError, match="可能是文件夹"):
        open_table(tmp_path)
    with pytest.raises(DataError, match="int"):
        open_table(3)
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(DataError, match="空"):
        open_table(("a.xlsx", out.getvalue()))
    twice = open_table(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    assert (list(twice.table.columns), "重名" in twice.notes[0]) == (["a", "a #2"], True)
    with pytest.raises(DataError, match="没有答案"):
        open_table(pd.DataFrame({"a": [None]}))


def servqual_frame(rows: int = 30) -> pd.DataFrame:
    columns = {f"E{i}": [7 - (r % 2) for r in range(rows)] for i in range(1, 23)}
    return pd.DataFrame(columns | {f"P{i}": [5 - (r % 3) for r in range(rows)] for i in range(1, 23)})


def test_servqual_wide_gets_its_dimensions() -> None:
    result = intake.read_servqual(servqual_frame())
    assert len(result.table) == 660
    assert result.table.groupby("dimension")["item"].nunique().to_dict() == {
        "assurance": 4, "empathy": 5, "reliability": 5, "responsiveness": 4, "tangibles": 4,
    }  # fmt: skip
    assert servqual.gaps(result.table).loc["reliability", "n"] == 30
    chinese = servqual_frame().rename(columns=lambda c: c.replace("E", "期望").replace("P", "感受"))
    assert intake.read_servqual(chinese).table.equals(result.table)


def test_short_scale_mixed_scale_and_swapped_sides_are_named() -> None:
    frame = servqual_frame()
    notes = intake.read_servqual(frame.clip(upper=5)).notes
    assert any("1–7" in note and "5" in note for note in notes)
    mixed = frame.assign(E3=frame["E3"].clip(upper=5), P3=frame["P3"].clip(upper=5))
    assert any(note.startswith("第 3 题") for note in intake.read_servqual(mixed).notes)
    assert intake.read_servqual(frame).notes == []
    turned = intake.read_servqual(8 - frame)
    assert "reverse=True" in turned.unsettled
    assert "reverse=True" in intake.read_servqual(8 - frame, scale=(1, 7)).summary()  # said, and read as told
    assert intake.read_servqual(8 - frame, reverse=True).table.equals(intake.read_servqual(frame).table)


def test_servqual_items_and_dimensions_are_checked() -> None:
    frame = pd.DataFrame({"id": ["a"] * 3, "item": [1, 23, "x"], "expectation": 6, "perception": 5})
    result = intake.read_servqual(frame)
    assert result.table["item"].tolist() == [1]
    assert result.problems["value"].tolist() == ["23", "x"]
    own = frame.assign(item=[1, 2, 30], 维度=["可靠性", "Empathy", "价格"])
    result = intake.read_servqual(own)
    assert result.table["dimension"].tolist() == ["reliability", "empathy"]
    assert result.problems["value"].tolist() == ["价格"]
    with pytest.raises(ArgumentError, match="7–1"):
        intake.read_servqual(frame, scale=(7, 1))
    with pytest.raises(DataError, match="E1"):
        intake.read_servqual(pd.DataFrame({"x": [1]}))


def test_no_more_than_a_thousand_problems_are_listed() -> None:
    rows = 3000
    frame = pd.DataFrame(
        {"编号": range(rows), "功能": "叫号", "具备时": [1] + ["嗯"] * (rows - 1), "缺失时": 5}
    )
    result = intake.read_kano(frame)
    assert len(result.problems) == 1000
    assert result.rows_left_out == rows - 1


def test_cases_read_back_as_they_are() -> None:
    case = cases.load("healthcare")
    again = intake.read_kano(case.kano)
    assert len(again.table) + again.rows_left_out == len(case.kano)
    assert again.problems.empty
    counts = kano.tally(again.table)  # in the order of the file
    assert counts.index.tolist() == case.kano["feature"].unique().tolist()
    assert counts.sort_index().equals(kano.tally(case.kano).sort_index())


text_cell = st.one_of(
    st.text(max_size=8), st.integers(-3, 9), st.floats(allow_nan=True), st.none(), st.booleans()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(text_cell, text_cell, text_cell, text_cell), min_size=1, max_size=8))
def test_any_cells_end_in_a_result_or_our_own_error(rows: list[tuple[object, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["编号", "功能", "具备时", "缺失时"], dtype=object)
    try:
        table = intake.read_kano(frame).table
    except SgmError as error:
        assert str(error)
    else:
        answers = table[["functional", "dysfunctional"]]
        assert (answers.isna() | answers.isin(range(1, 6))).all(axis=None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".xlsx", ".parquet", ".txt"]))
def test_any_bytes_end_in_a_table_or_our_own_error(content: bytes, suffix: str) -> None:
    try:
        assert len(open_table((f"x{suffix}", content)).table)
    except SgmError as error:
        assert str(error)


def test_importance_comes_as_numbers_and_a_wrong_one_costs_only_its_cell() -> None:
    text = "编号,功能,具备时,缺失时,重要性\na,叫号,1,5,７\nb,叫号,1,5,很重要\nc,叫号,1,5,10\nd,叫号,1,5,\n"
    result = intake.read_kano(("a.csv", text.encode()))
    assert result.rows_read == 4
    assert result.table["importance"].isna().tolist() == [False, True, True, True]
    assert result.problems[["row", "value"]].values.tolist() == [[3, "很重要"], [4, "10"]]
    assert "照常计入" in result.problems["problem"][0]
    assert kano.importance(result.table).loc["叫号", "importance"] == 7
    whole = intake.read_kano(("a.csv", text.replace("很重要", "3").replace("10", "4").encode()))
    assert kano.importance(whole.table).loc["叫号", "n"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "{h}\na,叫号,1,5\n\n  \nb,叫号,2,4\n",
        "\n{h}\r\na,叫号,1,5\r\n\r\n,,,\r\nb,叫号,2,4\r\n",
        "{h}\na,叫号,1,5,,\n,,,\n,\nb,叫号,2,4",
    ],
)
def test_quick_and_careful_reading_of_text_agree(text: str) -> None:
    head = "编号,功能,具备时,缺失时"
    plain = open_table(("a.csv", text.format(h=head).encode())).table
    quoted = open_table(("a.csv", text.format(h=f'"{head.split(",")[0]}",功能,具备时,缺失时').encode())).table
    assert plain.astype(str).equals(quoted.astype(str))
    assert plain.index.tolist() == quoted.index.tolist()
    assert plain["编号"].tolist() == ["a", "b"]


@pytest.mark.parametrize("head", ["编号,功能,具备时,缺失时", '"编号",功能,具备时,缺失时'])
@pytest.mark.parametrize("row", ["b,叫号,2,4,,多", "b,叫号,2,4,多"])
def test_a_row_that_is_too_long_is_named(head: str, row: str) -> None:
    for first in ("a,叫号,1,5", "a,叫号,1,5,,"):
        for top in ("", ",,,,,\n"):
            with pytest.raises(DataError, match=r"第 [34] 行"):
                open_table(("a.csv", f"{top}{head}\n{first}\n{row}\n".encode()))


def test_names_are_kept_apart_though_their_values_are_equal() -> None:
    frame = pd.DataFrame(
        {"编号": [1, 1.0, True, "x ", "1"], "功能": "叫号", "具备时": 1, "缺失时": 5}, dtype=object
    )
    result = intake.read_kano(frame)
    assert result.table["respondent"].tolist() == ["1", "1.0", "True", "x"]
    assert result.rows_left_out == 1
    lists = pd.DataFrame({"编号": ["a"], "功能": "叫号", "具备时": 1, "缺失时": 5, "标签": [["x"]]})
    assert intake.read_kano(lists).rows_read == 1


@given(
    st.lists(
        st.tuples(
            st.integers(1, 60),
            st.integers(1, 40),
            st.one_of(st.text(max_size=3), st.integers(-9, 9), st.none()),
        ),
        max_size=12,
    ),
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(1, 9), st.integers(0, 20), st.integers(0, 5)), max_size=3
    ),
)
@settings(max_examples=25)
def test_stray_cells_and_merged_areas_end_in_the_table_or_our_own_error(strays, areas) -> None:  # type: ignore[no-untyped-def]
    """Whatever stands beside and below a table: its own cells come back as they are, or a sentence says why not."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["编号", "甲", "乙"])
    for row in range(2, 12):
        page.append([row, row % 5 + 1, 5])
    own = {(row, column) for row in range(1, 12) for column in range(1, 4)}
    for row, column, value in strays:
        if (row, column) not in own:
            with contextlib.suppress(openpyxl.utils.exceptions.IllegalCharacterError):
                page.cell(row, column, value)
    for row, column, down, across in areas:
        if row > 11 or column > 3:
            page.merge_cells(
                start_row=row, start_column=column, end_row=row + down, end_column=column + across
            )
    out = io.BytesIO()
    book.save(out)
    try:
        opened = open_table(("旁边有字.xlsx", out.getvalue()))
    except DataError as error:
        assert "旁边有字.xlsx" in str(error)
        return
    assert list(opened.table.columns)[:3] == ["编号", "甲", "乙"]
    for row in range(2, 12):
        assert opened.table.loc[row].tolist()[:3] == [row, row % 5 + 1, 5]


def test_a_header_may_be_broken_over_lines_or_endless() -> None:
    columns = [
        "自助\n取号（具备时）",
        "自助 取号 （缺失时）",
        "x" + "_" * 50_000 + "y",
        "x" + " " * 50_000 + "z",
    ]
    read = intake.read_kano(pd.DataFrame([[1, 5, 0, 0]] * 12, columns=columns))
    assert set(read.table["feature"]) == {"自助 取号"}


def test_two_names_that_are_one_in_writing() -> None:
    assert list(open_table(pd.DataFrame([[1, 2]], columns=[1, "1"])).table.columns) == ["1", "1 #2"]


def test_a_large_picture_beside_the_answers_is_no_mark() -> None:
    """Photographs hold every byte."""
    out = io.BytesIO(FILES["尺寸说谎.xlsx"]())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/image1.jpeg", b"\xff\xd8" + bytes(200) + b"<" * 200_000)
    assert len(open_table(("有照片.xlsx", out.getvalue())).table) == 20


@pytest.mark.parametrize("cell", [["喜欢", "中立"], {"a": 1}, b"\xff\xfe"], ids=type)
def test_cells_of_several_values_or_bytes_are_named(tmp_path: Path, cell: object) -> None:
    table = pd.DataFrame(
        {"respondent": [1, 2, 3], "feature": "甲", "functional": ["喜欢", cell, 2], "dysfunctional": "中立"}
    )
    read = intake.read_kano(table)
    assert read.table["respondent"].tolist() == ["1", "3"]
    assert read.problems[["row", "column", "value"]].values.tolist() == [[3, "functional", str(cell)]]
    table["functional"] = [cell, cell, cell]
    table.to_parquet(tmp_path / "packed.parquet")
    with pytest.raises(DataError, match=r"packed\.parquet.*第 2 行.*functional"):
        intake.read_kano(tmp_path / "packed.parquet")
