"""The class report: thirty workbooks, one of them broken, one twice; nothing of a learner becomes markup."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from answers import right_answer, wrong_answers

from sgm_lab import exercises, workbook
from sgm_lab.errors import DataError
from sgm_lab.exercises import __main__ as command
from sgm_lab.exercises.classes import Classroom, class_report, classroom, read_class, read_folder
from sgm_lab.exercises.state import Kept

DEMO = Path(__file__).parent / "data"
RECORDS = exercises.load()
SINGLE = next(record for record in RECORDS.values() if record.kind == "single")
THOUGHT = next(record for record in RECORDS.values() if record.kind == "reflection")


def book(
    name: str, created: str, right: bool, saved: str = "2026-01-02T10:00:00.000Z", thought: str = ""
) -> bytes:
    data = workbook.loads(workbook.dumps(json.loads(workbook.dumps(_new()))))
    data["learner"]["name"], data["created"], data["saved"] = name, created, saved
    answer = right_answer(SINGLE) if right else wrong_answers(SINGLE)[0]
    state = "right" if right else "wrong"
    mistakes = [] if right else [answer]
    data["exercises"][SINGLE.id] = Kept(answer=answer, outcome=state, tries=1, mistakes=mistakes).plain()
    if thought:
        data["exercises"][THOUGHT.id] = Kept(answer=thought, outcome="right", tries=1).plain()
    return workbook.dumps(data).encode()


def _new() -> dict:
    return {"schema": 2, "program": "sgm_lab", "created": "", "saved": "", "learner": {"name": ""}} | {
        section: {} for section in workbook.SECTIONS if section != "learner"
    }


def a_class() -> list[tuple[str, bytes]]:
    files = [
        (f"{n}.json", book(f"学员{n:02}", f"2026-01-01T00:00:{n:02}.000Z", right=n % 3 == 0))
        for n in range(30)
    ]
    files.append(("坏的.json", b"\x00not a workbook"))
    older = "2026-01-01T09:00:00.000Z"
    files.append(("旧的.json", book("学员00", "2026-01-01T00:00:00.000Z", right=False, saved=older)))
    return files


def test_one_bad_file_costs_only_itself() -> None:
    found = read_class(a_class(), "zh")
    assert len(found.learners) == 30
    assert [one.name for one in found.learners] == [f"学员{n:02}" for n in range(30)]
    assert len(found.left_out) == 2
    assert any("坏的.json" in sentence for sentence in found.left_out)
    assert any("旧的.json" in sentence and "较早" in sentence for sentence in found.left_out)
    (own,) = [one for one in found.counts if one.id == SINGLE.id]
    assert (own.attempted, own.right) == (30, 10)
    assert own.common_mistake_n == 20
    assert found.learners[0].done == 1
    assert found.learners[1].done == 0


def test_the_order_of_the_files_does_not_matter() -> None:
    files = a_class()
    one, other = read_class(files, "zh"), read_class(files[::-1], "zh")
    assert one.learners == other.learners
    assert one.counts == other.counts
    assert sorted(one.left_out) == sorted(other.left_out)


def test_a_workbook_without_a_name_is_called_by_its_file() -> None:
    found = read_class(
        [("甲班/王.json", book("", "", right=True)), ("李.json", book("", "", right=True))], "zh"
    )
    assert [one.name for one in found.learners] == ["李", "王"]


def test_the_report_says_what_was_misunderstood_and_hides_who_wrote_what() -> None:
    bad = "<img src=x onerror=alert(1)>"
    files = [
        ("a.json", book(bad, "2026-01-01T00:00:00Z", right=False, thought=f"我们的药房{bad}" + "很" * 30))
    ]
    page = class_report(read_class(files, "zh"), "zh")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "我们的药房" in page
    assert SINGLE.id in page
    assert "0人，做了的1人" in page
    assert page.startswith("<!doctype html>")
    assert "Class report" in class_report(read_class(files, "en"), "en")
    empty = class_report(read_class([], "zh"), "zh")
    assert "读入0位" in empty
    assert "<table>" not in empty


def test_a_folder_is_read_with_what_lies_inside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲班").mkdir()
    for name, content in a_class():
        (tmp_path / "甲班" / name).write_bytes(content)
    assert len(read_folder(tmp_path, "zh").learners) == 30
    assert command.main(["class", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "坏的.json" in said
    assert "30位学员" in said
    assert "学员07" in (tmp_path / "课堂汇总.html").read_text(encoding="utf-8")
    with pytest.raises(DataError, match="没有"):
        read_folder(tmp_path / "nowhere")
    assert command.main(["class", str(tmp_path / "nowhere")]) == 1
    assert "没有 *.json" in capsys.readouterr().out


def test_the_command_takes_the_present_folder(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "sgm_lab.exercises", "class"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(DEMO.parents[1]), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert run.returncode == 1
    assert "*.json" in run.stdout


def test_the_panel_reads_files_and_offers_the_report() -> None:
    panel = classroom("zh")
    upload, shown = panel.widget().children
    assert panel.widget() is panel.widget()
    assert upload.multiple
    panel._safely_read(
        {"new": [{"name": name, "content": memoryview(content)} for name, content in a_class()]}
    )
    assert "读入30位学员" in shown.value
    assert 'download="课堂汇总.html"' in shown.value
    assert "坏的.json" in shown.value
    before = shown.value
    panel.show([])
    assert shown.value == before
    assert "application/vnd.jupyter.widget-view+json" in panel._repr_mimebundle_()


def test_the_panel_never_shows_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    panel = Classroom("zh", tmp_path / "nowhere")
    shown = panel.widget().children[1]
    panel._safely_read({"new": [{"name": "a.json", "content": book("甲", "", right=True)}]})
    assert "找不到练习文件夹" in shown.value
    panel._safely_read({"new": [{"name": "a.json"}]})
    assert "意外" in shown.value
    assert "classroom" in caplog.text
    monkeypatch.setenv("SGM_STATIC", "1")
    assert "JupyterLab" in panel._repr_mimebundle_()["text/html"]
