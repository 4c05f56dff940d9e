"""A case from a spreadsheet: the template as it comes is one, what is wrong in a filled one is said cell by cell."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import case_sheet
import openpyxl
import pack
import pytest
from _case.template import template
from case_check import _check_case

from sgm_lab import cases, goals, labs
from sgm_lab.i18n import LANGUAGES, use_language

ROOT = Path(__file__).resolve().parents[1]
Edit = Callable[[Any], object]


@pytest.fixture(scope="module")
def whole() -> bytes:
    with use_language("zh"):
        return template()


def edited(content: bytes, path: Path, *edits: Edit) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for edit in edits:
        edit(book)
    book.save(path)
    return path


def column(page: Any, head: str) -> int:
    return next(cell.column for cell in page[1] if cell.value == head)


def put(sheet: str, row: int, head: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        page = book[sheet]
        page.cell(row, column(page, head)).value = value

    return edit


def fact(name: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        row = next(line for line in book["机构"].iter_rows() if line[0].value == name)
        row[1].value = value

    return edit


def without(sheet: str, *heads: str) -> Edit:
    def edit(book: Any) -> None:
        for head in heads:
            book[sheet].delete_cols(column(book[sheet], head))

    return edit


def one_round(book: Any) -> None:
    for sheet in ("KANO回答", "SERVQUAL回答"):
        page = book[sheet]
        for row in range(2, page.max_row + 1):
            page.cell(row, 1).value, page.cell(row, 2).value = f"甲{row}", "2026-03"


def one_division(book: Any) -> None:
    page = book["人群"]
    for row in range(page.max_row, 1, -1):
        if page.cell(row, 1).value != page.cell(2, 1).value:
            page.delete_rows(row)
    for sheet in ("KANO回答", "SERVQUAL回答"):
        without(sheet, "人群2")(book)


def bare(book: Any) -> None:
    """Leave out all that may be left out."""
    one_round(book)
    one_division(book)
    without("KANO回答", *(f"需求{n}重要" for n in range(1, 9)))(book)
    without("服务记录", "时刻", "人群1")(book)


@pytest.fixture(scope="module", params=[(), (bare,)], ids=["as it comes", "bare"])
def made(request: Any, whole: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder of the cases with the one of the template in it."""
    root = tmp_path_factory.mktemp("datasets")
    for name in cases.names():
        (root / name).symlink_to(cases.load(name).folder, target_is_directory=True)
    file = edited(whole, root.parent / f"{root.name}.xlsx", *request.param)
    with use_language("zh"):
        assert case_sheet.main([str(file)], root) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "_root", lambda: root)
        yield "my_hospital"


def test_every_lab_works_on_it(made: str) -> None:
    with use_language("zh"):
        case = cases.load(made)
        assert cases.names()[-1] == made
        assert case.title() == "示例医院门诊"
        assert goals.metric_label(goals.metrics(made)[0]) == "平均候诊时间（分钟）"
        assert list(_check_case(ROOT, case.folder)) == []
        for cls in (one for one in map(labs.by_name, labs.LABS.values()) if "case" in one.defaults):
            lab = cls(case=made)
            assert lab.state["case"] == made, cls
            assert lab.sentence(lab.compute()), cls


def test_it_says_the_same_as_the_tables_it_came_from(made: str) -> None:
    theirs, ours = cases.load("healthcare"), cases.load(made)
    labels = dict(zip(ours.features["feature"], ours.features["label_zh"], strict=True))
    assert list(labels.values()) == list(theirs.feature_labels("zh").values())[:8]
    ones = theirs.kano[theirs.kano["wave"] == 1]
    first = ones[ones["respondent"] == min(ones["respondent"])].iloc[:8]
    mine = ours.kano.iloc[:8]
    for name in ("functional", "dysfunctional"):
        assert mine[name].fillna(0).tolist() == first[name].fillna(0).tolist()


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([put("需求", 3, "没有的时候怎么问", None)], "“需求”第3行“没有的时候怎么问”：空着"),
        ([put("KANO回答", 5, "需求2没有", "还行")], "“KANO回答”第5行“需求2没有”：写着“还行”，要1到5"),
        ([put("SERVQUAL回答", 7, "第3题感受", 9)], "第7行“第3题感受”：写着“9”，要1到7的整数"),
        ([put("KANO回答", 9, "人群1", "老人")], "第9行“人群1”：写着“老人”，“年龄段”里没有它"),
        ([put("服务记录", 4, "日期", "三月五号")], "“服务记录”第4行“日期”：写着“三月五号”"),
        ([put("服务记录", 6, "时刻", None)], "“服务记录”第6行：“时刻”空着"),
        ([without("SERVQUAL题目", "维度")], "“SERVQUAL题目”：少了一列“维度”"),
        ([put("KANO回答", 1, "需求3有", "第三条")], "不认识“第三条”这一列"),
        ([put("KANO回答", 3, "受访者", 1)], "第3行：“1、2024-03”和第2行相同"),
        ([fact("文件夹名", "我的医院")], "“机构”第2行“文件夹名”：“我的医院”不能做文件夹名"),
        ([fact("一天的时段", "早八到晚五")], "“机构”：“一天的时段”看不懂"),
        ([put("流程", 2, "记的就是这一站", "是")], "“流程”：有2站"),
        ([lambda book: book.remove(book["员工技能"])], "少了“员工技能”这一页"),
        ([lambda book: book["人群"].delete_rows(2, 50)], "“人群”：一行也没有"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(
    edits: list[Edit], said: str, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edited(whole, tmp_path / "a.xlsx", *edits)
    with use_language("zh"):
        assert case_sheet.main([str(file)], tmp_path) == 1
    told = capsys.readouterr().out
    assert said in told, told
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find no rosters, which takes seconds: the labs above were tried with them."""
    monkeypatch.setattr(case_sheet, "_rosters", lambda _: ({}, []))


@pytest.mark.usefixtures("untried")
def test_a_newer_sheet_takes_the_place_of_the_older_and_of_nothing_else(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "datasets"
    data.mkdir()
    with use_language("zh"):
        assert case_sheet.main([str(edited(whole, tmp_path / "a.xlsx"))], data) == 0
        wrong = edited(whole, tmp_path / "b.xlsx", fact("机构名称", None))
        assert case_sheet.main([str(wrong)], data) == 1
        assert (
            case_sheet.main(
                [
                    str(edited(whole, tmp_path / "c.xlsx", fact("机构名称", "新名"))),
                ],
                data,
            )
            == 0
        )
        package = json.loads((data / "my_hospital" / "datapackage.json").read_text(encoding="utf-8"))
        assert package["title_zh"] == "新名"
        (data / "healthcare").mkdir()
        taken = edited(whole, tmp_path / "d.xlsx", fact("文件夹名", "healthcare"))
        assert case_sheet.main([str(taken)], data) == 1
    assert "没有动它" in capsys.readouterr().out
    assert sorted(path.name for path in data.iterdir()) == ["healthcare", "my_hospital"]


@pytest.mark.usefixtures("untried")
def test_it_becomes_a_pack_where_one_is_asked_for(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edited(whole, tmp_path / "a.xlsx")
    with use_language("zh"):
        assert case_sheet.main([str(file), str(tmp_path / "a.zip")], tmp_path) == 0
        read = pack.read(tmp_path / "a.zip")
    assert "讲师包" in capsys.readouterr().out
    names = {name.removeprefix("case/my_hospital/") for name in read.files}
    assert names == {"datapackage.json", "case.toml"} | {
        f"{one}.csv" for one in cases.load("healthcare").resources
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "a.zip"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", "日期,数\n".encode()])
def test_what_is_no_spreadsheet_is_said(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with use_language("zh"):
        assert case_sheet.main([str(tmp_path / "a.xlsx")], tmp_path) == 1
    assert "a.xlsx打不开" in capsys.readouterr().out
    with use_language("zh"):
        assert case_sheet.main([str(tmp_path / "b.xlsx")], tmp_path) == 1
    assert "找不到" in capsys.readouterr().out


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_there_in_every_language(
    lang: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with use_language(lang):
        assert case_sheet.main([]) == 0
        (file,) = tmp_path.iterdir()
        assert case_sheet.main([]) == 1  # never over one that may be filled in
        filled, made, _ = case_sheet.made_of(file)
    assert filled.problems == []
    assert f"title_{lang}" in made["datapackage.json"].decode()
