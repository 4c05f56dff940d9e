"""Sheets of answers, lists of marks and documents beside workbooks: Python and the page say alike what each is."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from archives import zipped
from docx import Document
from test_classroom import a_class
from test_desk import NODE, at_the_desk, plain, script

from sgm_lab import cases
from sgm_lab.cli import main as sgm
from sgm_lab.exercises import __main__ as command
from sgm_lab.exercises.classes import classroom, read_class
from sgm_lab.exercises.classes.report import body
from sgm_lab.labs.kano.lab import KanoLab
from sgm_lab.labs.servqual.lab import ServqualLab

__all__ = ["script"]

MARKS = {
    "成绩单.csv": '"First name","Last name","ID number","Course total (Real)","Last downloaded from this course"\n'
    "Fang,Wang,7,81.00,1764400000\n",
    "测验.csv": "\ufeff姓,名,邮件,状态,开始时间,完成,耗时,成绩/10.00,试题1/1.00\n王,芳,w@x.cn,完成,,,,8.00,1\n",
    "scorm.csv": "First name,Last name,Attempt,Started on,Last accessed on,Score\nFang,Wang,1,,,80\n",
    "canvas.csv": "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n",
    "blackboard.csv": "Last Name;First Name;Username;Weighted Total [Total Pts: 100 Score] |7\n",
}
SURVEYS = {
    "收集表.csv": "编号,如果能预约,如果不能预约\n1,我喜欢,不喜欢\n2,理应如此,能忍受\n",
    "form.csv": 'Time,"If there is a counter","If there is none"\n1,I like it,I dislike it\n2,I expect it,Neutral\n',
    "long.csv": "respondent,feature,functional,dysfunctional\n1,a,2,5\n",
    "宽.csv": "受访者,叫号有,叫号没有\n1,2,5\n",
}
GAPS = {
    "题.csv": "受访者,第1题期望,第1题感受\n1,6,5\n",
    "coded.tsv": "id\tE1\tP1\n1\t6\t5\n",
    "long.csv": "respondent,item,expectation,perception\n1,1,6,5\n",
}
OTHERS = {
    "分数.csv": "姓名,分数\n王芳,12\n",
    "空.csv": "",
    "老.xls": "\xd0\xcf\x11\xe0",
    "断.xlsx": "PK\x03\x04坏了",
}


def in_excel(text: str) -> bytes:
    """Return a CSV as a spreadsheet."""
    book = openpyxl.Workbook()
    for row in text.lstrip("\ufeff").splitlines():
        book.active.append(row.replace('"', "").split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_document() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def files() -> dict[str, dict[str, bytes]]:
    """Return files of each kind, by what they are to be told as."""
    given = {"marks": MARKS, "kano": SURVEYS, "servqual": GAPS, "table": OTHERS}
    made = {kind: {name: text.encode() for name, text in some.items()} for kind, some in given.items()}
    made["marks"]["测验.xlsx"] = in_excel(MARKS["测验.csv"])
    made["kano"]["收集表.xlsx"] = in_excel(SURVEYS["收集表.csv"])
    made["kano"]["没有后缀"] = in_excel(SURVEYS["收集表.csv"])
    made["kano"]["gbk.csv"] = SURVEYS["收集表.csv"].encode("gbk")
    made["kano"]["utf16.csv"] = SURVEYS["收集表.csv"].encode("utf-16")
    made["servqual"]["题.xlsx"] = in_excel(GAPS["题.csv"])
    # The templates of both labs as they are filled in, and the answers of a case.
    made["kano"]["KANO模板.xlsx"] = KanoLab().do_template().content
    made["servqual"]["SERVQUAL模板.xlsx"] = ServqualLab().do_template().content
    for method in ("kano", "servqual"):
        table = cases.load("education").table(method)
        made[method]["案例.csv"] = table.to_csv(index=False).encode()
    made["table"]["意见.csv"] = pd.DataFrame({"意见": ["等太久", "很好"]}).to_csv().encode("gb18030")
    made["document"] = {"作业.docx": a_document(), "作业": a_document()}
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_is_told_as_what_it_is(lang: str) -> None:
    for kind, some in files().items():
        for name, content in some.items():
            found = read_class([(name, content)], lang)
            assert found.beside == [kind], name
            (said,) = found.left_out
            assert name in said
            assert {"kano": "sgm kano", "servqual": "sgm servqual"}.get(kind, "") in said
            # Names of files are hidden by default; what the file is, is said all the same.
            assert any(said.endswith(note[-30:]) for note in found.unnamed(lang).notes)
            assert name not in " ".join(found.unnamed(lang).notes)


@pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the desk")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_the_same(lang: str, script: Path) -> None:
    all_ = [[one] for some in files().values() for one in some.items()]
    many = [
        *a_class(),
        *(one for (one,) in all_),
        ("包.zip", zipped({"成绩.csv": MARKS["测验.csv"], "照片.jpg": b"x"})),
    ]
    for found, given in zip(at_the_desk(script, [*all_, many], lang), [*all_, many], strict=True):
        ours = plain(read_class(given, lang))
        assert found["result"]["beside"] == ours["beside"], given[0][0]
        said = zip(found["result"]["left_out"], ours["left_out"], strict=True)
        assert all(ours == theirs for theirs, ours in said if "坏的.json" not in ours)
        assert found["hidden"] == body(read_class(given, lang).unnamed(lang), lang)


def test_workbooks_beside_them_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in [
        *a_class(),
        *((n, c) for some in files().values() for n, c in some.items() if "." in n),
    ]:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "~$测验.xlsx").write_bytes(b"x")
    (tmp_path / "照片.jpg").write_bytes(b"x")
    for _ in range(2):  # the report that it leaves there is not handed in
        assert command.main(["class", str(tmp_path)]) == 0
        said = capsys.readouterr().out
        assert "30位学员" in said
        assert "“测验.csv”没有计入：它是学习平台的成绩表" in said
        assert "“收集表.csv”没有计入：它是KANO问卷的答卷表" in said
        assert "课堂汇总.xlsx”" not in said
        assert "~$" not in said
        assert "照片" not in said


def test_a_folder_of_nothing_but_sheets_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "测验.csv").write_text(MARKS["测验.csv"], encoding="utf-8")
    for place in (tmp_path, tmp_path / "测验.csv"):
        assert sgm(["class", str(place)]) == 1
        said = capsys.readouterr()
        assert "没有读到练习册。“测验.csv”没有计入：它是学习平台的成绩表" in said.out + said.err
    assert command.main(["class", str(tmp_path)]) == 0
    assert "“测验.csv”没有计入" in capsys.readouterr().out
    assert sgm(["class", str(tmp_path), "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "“测验.csv” does not count: It is a list of marks" in said.out + said.err


def test_in_the_panel_it_stands_without_a_name() -> None:
    panel = classroom("zh")
    panel.show([*a_class(), ("王芳的成绩.csv", MARKS["测验.csv"].encode())])
    assert "有文件没有计入：它是学习平台的成绩表" in panel.widget().report
    assert "王芳的成绩" not in panel.widget().report
