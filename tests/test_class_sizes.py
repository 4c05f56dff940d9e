"""Classes of 30 and 60 with all that classes hand in: the page, JupyterLab and the command line say the same.

One of 500 is read by ``benchmarks/bench_class.py``, which holds both sides together, too.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from generated_class import HOSTILE, SCRIPT, handed_in
from lxml import html
from test_desk import NODE, at_the_desk, same, script

from sgm_lab.exercises.__main__ import main as command
from sgm_lab.exercises.classes import class_xlsx, classroom, read_class

__all__ = ["script"]
pytestmark = pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the desk")


@pytest.mark.parametrize("n", [30, 60])
def test_a_class_comes_to_the_same_everywhere(
    n: int, script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, people = handed_in(n)
    ours = read_class(files, "zh")
    assert len(ours.learners) == people
    for name, told in HOSTILE.items():
        assert any(f"“{name}" in line and (told or "") in line for line in ours.left_out) == (
            told is not None
        ), name
    assert len(ours.left_out) == len(files) - people
    (found,) = at_the_desk(script, [files], tests=True)
    same(found, ours)
    harmless(found["body"])
    if n > 30:  # more people make no other report
        return
    panel = classroom("zh")
    panel.add(files)
    panel.named = True
    panel.show()
    report = panel.widget().report
    assert report.partition("<h2>")[2] == found["body"].partition("<h2>")[2]
    harmless(report)
    spreadsheet(class_xlsx(ours, "zh"), people)
    for name, content in files:
        (tmp_path / name).write_bytes(content)
    assert command(["class", str(tmp_path)]) == 0
    assert f"{people}位学员" in capsys.readouterr().out
    page = (tmp_path / "课堂汇总.html").read_text(encoding="utf-8")
    assert page.partition("<h2>")[2].removesuffix("</main></body></html>") == report.partition("<h2>")[2]
    assert not [*tmp_path.parent.rglob("逃.json")]


def harmless(report: str) -> None:
    """Find nothing in a report that would run, and what looks like it as text."""
    tree = html.fragment_fromstring(report, create_parent=True)
    assert not tree.xpath("//script|//img|//iframe|//@onerror|//@onclick")
    assert SCRIPT in tree.text_content()
    assert not re.findall(r"\b(?:Error|Traceback|undefined|NaN)\b", tree.text_content())


def spreadsheet(content: bytes, people: int) -> None:
    """Find the same people in the spreadsheet, and no formula."""
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    assert book["各人做到哪里"].max_row == people + 1
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
