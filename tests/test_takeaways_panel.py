"""The panel where a learner takes files along."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from typing import Any

import docx
import openpyxl
import pytest

from sgm_lab import labs

GOAL = "6月30日前，门诊部把患者平均候诊时间从34分钟降到25分钟以内"


pytestmark = pytest.mark.usefixtures("book")


def files(panel: Any) -> dict[str, bytes]:
    found = re.findall(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', panel.view()["html"])
    return {name: base64.b64decode(data) for name, data in found}


def opened() -> Any:
    panel = labs.Takeaways()
    panel._repr_mimebundle_()
    return panel


def test_without_a_goal_it_says_what_to_do() -> None:
    panel = opened()
    assert files(panel) == {}
    assert "→ 我的计划·第几行" in panel.view()["html"]
    panel.set(what="card")
    assert "记下这一稿" in panel.view()["html"]


def test_the_kept_draft_becomes_plan_and_card(book: Any) -> None:
    panel = opened()
    book.put("labs", "smart", {"text": "", "drafts": [{"text": GOAL, "score": 9}]})
    panel.message({"do": "act", "name": "again"})
    made = files(panel)
    assert set(made) == {"目标计划.docx", "目标计划.html", "目标计划.pptx", "目标计划.xlsx"}
    document = docx.Document(io.BytesIO(made["目标计划.docx"]))
    text = "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    assert GOAL in text
    assert GOAL in made["目标计划.html"].decode()
    panel.set(what="card")
    assert GOAL in files(panel)["目标卡.html"].decode()


def test_without_word_the_web_page_is_left_and_the_record_says_why(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a page whose site was built without python-docx and python-pptx."""
    for package in ("docx", "pptx", "openpyxl"):
        monkeypatch.setitem(sys.modules, package, None)
    book.put("labs", "smart", {"text": "", "drafts": [{"text": GOAL, "score": 9}]})
    panel = opened()
    for what, name in (("plan", "目标计划.html"), ("card", "目标卡.html")):
        panel.set(what=what)
        assert set(files(panel)) == {name}
        assert "python-docx" in panel.view()["html"]
    record = labs.PdcaRecord()
    assert record.message({"do": "act", "name": "docx"}) is None
    assert "sgm_lab[word]" in record.view()["notice"]


def test_questionnaire_and_results() -> None:
    panel = opened()
    panel.set(what="survey")
    assert len(openpyxl.load_workbook(io.BytesIO(files(panel)["KANO问卷.xlsx"])).sheetnames) >= 3
    lab = labs.KanoLab()
    lab._repr_mimebundle_()
    lab.set(segment="age_group=senior")
    panel.set(what="report")
    assert "60 岁及以上" in files(panel)["KANO结果.html"].decode()
    chapter = labs.KanoLab(key="3.3", case="education")  # the one worked in last
    chapter._repr_mimebundle_()
    chapter.set(rule="moai")
    panel.message({"do": "act", "name": "again"})
    assert chapter.source.title in files(panel)["KANO结果.html"].decode()
    panel.undo()
    assert panel.state["what"] == "survey"


def test_the_published_page_says_what_there_is_and_can_bring_it_to_life(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the builder's own workbook, and the place in which the page opens the lab."""
    book.put("labs", "smart", {"text": "", "drafts": [{"text": GOAL, "score": 9}]})
    monkeypatch.setenv("SGM_STATIC", "1")
    bundle = labs.Takeaways()._repr_mimebundle_()
    assert 'data-lab="takeaways"' in bundle["text/html"]
    assert "目标卡" in bundle["text/html"]
    assert "base64" not in bundle["text/html"]
    assert GOAL not in bundle["text/html"] + bundle["text/plain"]


def test_plan_and_card_need_no_tables(tmp_path: Any) -> None:
    """So that a page makes them on a bare Python, with what it fetches on demand."""
    code = """
import sys
for name in ("pandas", "numpy", "matplotlib", "narwhals", "scipy", "docx", "pptx", "openpyxl"): sys.modules[name] = None
from sgm_lab import labs, workbook
lab = labs.by_name("takeaways")()
lab.keep_in(workbook.open_book(sys.argv[1]))
lab._book.put("goals", "smart-1", {"statement": "x"})
lab.do_again()
assert [file.name.rpartition(".")[2] for file in lab.compute()] == ["html"]
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "workbook.json")], check=True)
