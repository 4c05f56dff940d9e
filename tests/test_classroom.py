"""The class report: thirty workbooks, one of them broken, one twice; nothing of a learner becomes markup."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from answers import right_answer, wrong_answers
from archives import zipped

from sgm_lab import exercises, workbook
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.exercises import __main__ as command
from sgm_lab.exercises import tally
from sgm_lab.exercises.classes import Classroom, class_report, class_xlsx, classroom, read_class, read_folder
from sgm_lab.exercises.classes import result as class_result
from sgm_lab.exercises.state import Kept
from sgm_lab.i18n import Language
from sgm_lab.labs.base import failures

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
    found = read_class([*a_class(), ("又是7.json", a_class()[7][1])], "zh")
    assert len(found.learners) == 30
    assert [one.name for one in found.learners] == [f"学员{n:02}" for n in range(30)]
    assert len(found.left_out) == 3
    assert sum("同一份" in sentence and "又是7.json" in sentence for sentence in found.left_out) == 1
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
    assert page.count("检查了几次") == 2  # not once more in every row: 500 people made a page of 27 MB
    right = class_report(read_class([("a.json", book("王", "2026-01-01T00:00:00Z", right=True))], "zh"), "zh")
    assert "<p>一次就对的有1题<br><small>" + SINGLE.id in right
    assert "检查了几次" not in right
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
    assert (tmp_path / "课堂汇总.xlsx").stat().st_size > 1000
    assert command.main(["class", str(tmp_path), "--chapters", "2.1，2.2", "--sort", "least"]) == 0
    assert "只看这些章：2.1、2.2" in (tmp_path / "课堂汇总.html").read_text(encoding="utf-8")
    assert command.main(["class", str(tmp_path), "--since", "昨天"]) == 1
    (tmp_path / "empty").mkdir()
    for name, said in (("nowhere", "找不到文件夹"), ("empty", "没有 *.json")):
        with pytest.raises(DataError, match=re.escape(said)):
            read_folder(tmp_path / name, "zh")
        assert command.main(["class", str(tmp_path / name)]) == 1
        assert said in capsys.readouterr().out


def test_a_thought_that_is_still_short_is_not_called_misunderstood() -> None:
    """What can be wrong is judged; thoughts stand with the texts."""
    files = [(f"{n}.json", book(f"学员{n}", f"2026-01-01T00:00:0{n}.000Z", right=True)) for n in range(3)]
    short = json.loads(files[0][1])
    short["exercises"][THOUGHT.id] = Kept(answer="短", outcome="partly", tries=1).plain()
    found = read_class([("0.json", json.dumps(short).encode()), *files[1:]], "zh")
    assert THOUGHT.id in [one.id for one in found.counts]
    assert [one.id for one in found.judged] == [SINGLE.id]
    assert found.texts[THOUGHT.id] == ["短"]
    sheet = openpyxl.load_workbook(io.BytesIO(class_xlsx(found, "zh")))["哪里没弄懂"]
    assert THOUGHT.id not in [row[1] for row in sheet.iter_rows(values_only=True)]


def test_a_copy_that_the_course_keeps_beside_a_workbook_is_no_further_person(tmp_path: Path) -> None:
    """Whole folders are handed in: the workbook and the state before its last change, which says other things."""
    for who in ("王芳", "李伟"):
        own = workbook.open_book(tmp_path / f"{who}-workbook.json")
        own.put("exercises", SINGLE.id, Kept(answer="A", outcome="wrong", tries=1).plain())
        own.put("exercises", SINGLE.id, Kept(answer="M", outcome="right", tries=2).plain())
    assert len(list(tmp_path.glob("*.backup.json"))) == 2
    found = read_folder(tmp_path, "zh")
    assert [one.name for one in found.learners] == ["李伟", "王芳"]
    assert not found.notes
    (tmp_path / "王芳-workbook.json").write_bytes(b"{half")
    assert [one.name for one in read_folder(tmp_path, "zh").learners] == ["李伟", "王芳"]


def test_without_openpyxl_the_command_still_writes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "王芳-workbook.json").write_bytes(book("王芳", "2026-01-01T00:00:00.000Z", right=True))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert command.main(["class", str(tmp_path)]) == 0
    assert "sgm_lab[excel]" in capsys.readouterr().out
    assert list(tmp_path.glob("*.html"))


def test_the_command_takes_the_present_folder(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "sgm_lab.exercises", "class"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(DEMO.parents[1]), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert run.returncode == 1
    assert "*.json" in run.stdout


class Front:
    """What the front end does: hand over files in parts, ask, and keep what it is sent."""

    def __init__(self, panel: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
        self.panel, self.heard = panel, []
        monkeypatch.setattr(
            panel.widget(), "send", lambda message, buffers=(): self.heard.append((message, buffers))
        )

    def say(self, message: dict, *buffers: bytes) -> tuple[dict, list[bytes]]:
        self.panel._hear(None, message, [memoryview(one) for one in buffers])
        return self.heard[-1]

    def choose(self, name: str, content: bytes, part: int = 700) -> None:
        pieces = [content[at : at + part] for at in range(0, len(content), part)] or [b""]
        about = {"do": "file", "name": name, "size": len(content), "parts": len(pieces)}
        for number, piece in enumerate(pieces):
            assert self.say({**about, "part": number}, piece)[0] == {"do": "next"}

    def look(self, **how: object) -> dict:
        ask = {"do": "read", "sort": "name", "chapters": [], "since": "", "until": "", **how}
        return self.say(ask)[0]


def test_the_panel_reads_files_and_offers_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = classroom("zh")
    assert panel.widget() is panel.widget()
    front = Front(panel, monkeypatch)
    for name, content in a_class():
        front.choose(name, content)
        front.choose(name, content)  # twice the same is once
    front.say({"do": "file", "name": "大.json", "size": 20_000_000, "parts": 0, "part": 0})
    front.say({"do": "file", "name": "甲班.json", "size": 4096, "parts": 0, "part": 0})
    assert front.look() == {"do": "read"}
    shown = panel.widget().report
    assert "读入30位学员" in shown
    assert "学员07" not in shown
    assert "有4份没有计入" in shown
    front.look(names=True)
    assert "有4份没有计入，其余照常" in panel.widget().report
    for name, why in {"坏的.json": "读不懂", "大.json": "有20 MB", "甲班.json": "是文件夹"}.items():
        assert any(name in line and why in line for line in panel.result.left_out)
    message, (page,) = front.say({"do": "download", "kind": "html"})
    assert message["name"] == "课堂汇总.html"
    assert "学员07" in page.decode()
    message, (sheet,) = front.say({"do": "download", "kind": "xlsx"})
    assert message["name"] == "课堂汇总.xlsx"
    assert sheet.startswith(b"PK")
    front.choose(
        "0.json", book("新来的", "2026-02-01T00:00:00Z", right=True)
    )  # of one name, and another file
    front.look(sort="most", chapters=[SINGLE.chapter], since="2026-01-01")
    assert len(panel.result.learners) == 31
    assert "只算2026-01-01到不限做的" in panel.widget().report
    assert front.look(since="昨天")["do"] == "broken"
    assert "application/vnd.jupyter.widget-view+json" in panel._repr_mimebundle_()[0]


def test_the_panel_never_shows_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    front = Front(Classroom("zh", tmp_path / "nowhere"), monkeypatch)
    front.choose("a.json", book("甲", "", right=True))
    assert "找不到练习文件夹" in front.look()["text"]
    assert "意外" in front.say({"do": "file"})[0]["text"]
    assert "classroom" in caplog.text
    assert isinstance(failures.pop(), KeyError)  # the tests of a page hear of it too
    monkeypatch.setenv("SGM_STATIC", "1")
    assert "JupyterLab" in front.panel._repr_mimebundle_()["text/html"]


# ---- who is who ----


def handed(name: str = "", answers: str = "", saved: int = 0, **head: object) -> bytes:
    """Make a workbook: "a1 b2" is exercise a answered in minute 1 and b in minute 2; the answer is who and when."""
    ids = dict(
        zip("abcd", [record.id for record in RECORDS.values() if record.kind == "single"], strict=False)
    )
    who = head.pop("who", name)
    exercises = {
        ids[one[0]]: Kept(answer=f"{who} {one}", outcome="wrong", tries=1, updated=at(int(one[1:]))).plain()
        for one in answers.split()
    }
    data = {"schema": 2, "program": "sgm_lab", "exercises": exercises, "learner": {"name": name}, **head}
    return json.dumps(data | ({"saved": at(saved)} if saved else {})).encode()


def at(minute: int) -> str:
    return f"2026-03-02T08:{minute:02}:00.{minute:03}Z"


def names(*files: tuple[str, bytes]) -> list[str]:
    one, other = read_class(files, "zh"), read_class(files[::-1], "zh")
    assert one.learners == other.learners
    return [learner.name for learner in one.learners]


def test_the_pages_file_handed_in_twice_is_one_person() -> None:
    first, second = handed("王芳", "a1", id="x", saved=2), handed("王芳", "a1 b3", id="x", saved=4)
    assert names(("王芳-workbook.json", first), ("王芳-workbook (1).json", second)) == ["王芳"]
    # The same without a name, and as editions wrote it that knew neither id nor time of saving.
    for head in ({"id": "x"}, {}):
        unnamed = handed("", "a1", who="w", **head), handed("", "a5 b3", who="w", **head)
        assert names(
            ("workbook.json", unnamed[0]), ("workbook (1).json", handed("", "a1 b3", who="w", **head))
        ) == ["workbook (1).json"]
    assert names(("1.json", handed("王芳", "a1")), ("2.json", handed("王芳", "a4"))) == ["王芳"]
    found = read_class([("a.json", first), ("b.json", second)], "zh")
    assert found.left_out == ["“a.json”是“b.json”较早的一份，只算较新的。"]
    assert len(found.learners[0].attempts) == 2
    # Named only later.
    assert names(("workbook.json", handed("", "a1", who="王芳", id="x")), ("b.json", second)) == ["王芳"]


def test_clones_of_one_machine_are_as_many_people_as_they_are() -> None:
    image = {"created": at(0), "id": "image"}
    files = [
        (f"{who}.json", handed("", f"a{n} b{n + 9}", who=who, saved=30 + n, **image))
        for n, who in enumerate("甲乙丙", 1)
    ]
    assert names(*files) == ["丙", "乙", "甲"]
    assert names(*[(f"workbook ({n}).json", content) for n, (_, content) in enumerate(files)]) == [
        "workbook (0).json",
        "workbook (1).json",
        "workbook (2).json",
    ]
    named = [
        (file, handed(who, "a3", saved=5, who="-", **image))
        for who, file in zip("甲乙丙", "123", strict=True)
    ]
    assert names(*named) == ["丙", "乙", "甲"]  # the answers are the same, the names are not
    (note,) = read_class(named, "zh").notes
    assert "按3个人算" in note
    assert all(file in note for file in "123")
    # A name that the image brought along is nobody's.
    prefilled = [
        (f"{who}.json", handed("学员", f"a{n}", who=who, saved=30 + n, **image))
        for n, who in enumerate("甲乙丙", 1)
    ]
    assert len(names(*prefilled)) == 3


def test_one_person_in_two_places_counts_once_with_all_their_work() -> None:
    page = handed("王芳", "a1 b2", id="page", saved=3)
    lab = handed("王芳", "c1 d5", id="lab", includes=["page"], saved=6)
    found = read_class([("page.json", page), ("lab.json", lab)], "zh")
    assert len(found.learners) == 1
    assert len(found.learners[0].attempts) == 4
    assert "合在一起算" in found.notes[0]
    # Two people of one name stay two, and it is said.
    two = read_class(
        [("1.json", handed("王芳", "a1", id="1")), ("2.json", handed("王芳", "a2", id="2"))], "zh"
    )
    assert [one.name for one in two.learners] == ["王芳（1.json）", "王芳（2.json）"]
    assert "有2个人都叫“王芳”" in two.notes[0]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("王 芳_12345_assignsubmission_file_/workbook.json", "王 芳"),
        ("王芳_12345_assignsubmission_file_workbook.json", "王芳"),
        ("王芳_12345_assignsubmission_file/workbook (2).json", "王芳"),
        ("wangfang_LATE_778_99123_workbook-1.json", "wangfang"),
        ("期末_wangfang_attempt_2026-11-28-10-00-00_workbook.json", "wangfang"),
        ("20231107-王芳/workbook.json", "王芳"),
        ("12_第3题_王芳-workbook.json", "王芳"),
        ("workbook - Wang Fang.json", "Wang Fang"),
        ("王芳_workbook.json.txt", "王芳"),
        ("王芳.zip/workbook.json", "王芳"),
        ("workbook.json", "班.zip/workbook.json"),
    ],
)
def test_names_as_an_lms_or_a_form_tool_writes_them(file: str, name: str) -> None:
    others = {"x/李.json": handed("李", "a1"), "x/何.json": handed("何", "a2"), "y.json": handed("林", "a3")}
    inner = {file: handed("", "b1", id="x")}
    if ".zip/" in file:
        inner = {file.partition("/")[0]: zipped({"workbook.json": handed("", "b1", id="x")})}
    found = names(("班.zip", zipped(others | inner)))
    assert sorted(found) == sorted(["李", "何", "林", name])


def test_an_lms_knows_who_handed_in() -> None:
    inside = {
        "王芳_1_assignsubmission_file_/workbook.json": handed("小王", "a1", id="x"),
        "王芳_1_assignsubmission_file_/家里的.json": handed("", "b1", id="y"),
        "李明_2_assignsubmission_file_/workbook.json": handed(
            "", "a1", who="小王", id="x"
        ),  # copied from her
        "__MACOSX/李明_2_assignsubmission_file_/._workbook.json": b"\x00",
        "李明_2_assignsubmission_file_/感想.docx": b"PK",
    }
    found = read_class([("作业.zip", zipped(inside))], "zh")
    assert [one.name for one in found.learners] == ["李明", "王芳"]
    assert found.learners[1].written == "小王"
    assert len(found.learners[1].attempts) == 2
    assert len(found.left_out) == 1
    assert "感想.docx" in found.left_out[0]
    gbk = zipped({"1234/workbook.json": handed("", "a1")}).replace(
        b"1234", "王芳".encode("gbk")
    )  # as Windows writes it
    assert names(("x.zip", gbk)) == ["王芳"]


def test_what_is_no_workbook_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "好.json").write_bytes(handed("好", "a1"))
    (tmp_path / "夹.json").mkdir()
    (tmp_path / "夹.json" / "里面.json").write_bytes(handed("里", "a1"))
    (tmp_path / "断.json").symlink_to(tmp_path / "没有了.json")
    (tmp_path / "大.json").write_bytes(b" " * 20_000_000)
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04 and then nothing")
    bomb = zipped({"大.json": b" " * 20_000_000, "好.json": handed("也好", "a2")})
    (tmp_path / "弹.zip").write_bytes(bomb)
    (tmp_path / "空.zip").write_bytes(zipped({"readme.txt": b""}))
    deep = zipped({"1.zip": zipped({"2.zip": zipped({"w.json": handed("深", "a1")})})})
    (tmp_path / "深.zip").write_bytes(deep)
    (tmp_path / "逃.zip").write_bytes(zipped({"../../逃.json": handed("逃", "a1")}))
    locked = bytearray(zipped({"w.json": handed("锁", "a1")}))
    for mark, at_byte in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at_byte] |= 1
    (tmp_path / "锁.zip").write_bytes(locked)
    found = read_folder(tmp_path, "zh")
    assert [one.name for one in found.learners] == sorted(["也好", "好", "里", "逃"])
    why = {
        "夹.json": "是文件夹", "断.json": "不在了", "大.json": "有20 MB", "坏.zip": "坏了", "弹.zip/大.json": "有20 MB",
        "空.zip": "readme.txt", "深.zip/1.zip/2.zip": "太多层", "锁.zip/w.json": "密码",
    }  # fmt: skip
    assert len(found.left_out) == len(why)
    for file, reason in why.items():
        assert any(f"“{file}”" in line and reason in line for line in found.left_out), (file, found.left_out)
    assert not (tmp_path.parent / "逃.json").exists()


def test_chapters_days_and_order_are_chosen() -> None:
    files = [("1", handed("甲", "a1 b2")), ("2", handed("乙", "a3")), ("3", handed("丙", ""))]
    assert [one.name for one in read_class(files, "zh", sort="recent").learners] == ["乙", "甲", "丙"]
    right = book("丁", "2026-01-01T00:00:00Z", right=True)
    assert read_class([*files, ("4", right)], sort="most").learners[0].name == "丁"
    assert read_class([*files, ("4", right)], sort="least").learners[-1].name == "丁"
    some = read_class(files, "zh", chapters=[SINGLE.chapter])
    assert {RECORDS[one.id].chapter for one in some.counts} <= {SINGLE.chapter}
    assert some.learners[0].total == sum(record.chapter == SINGLE.chapter for record in RECORDS.values())
    assert read_class(files, since=date(2026, 3, 4)).counts == []
    assert read_class(files, since=date(2026, 3, 1), until=date(2026, 3, 4)).counts
    with pytest.raises(ArgumentError, match=r"9\.9"):
        read_class(files, chapters=["9.9"])
    with pytest.raises(ArgumentError, match="sort"):
        read_class(files, sort="height")


def test_the_spreadsheet_has_everything_and_no_formula() -> None:
    found = read_class(
        [("a.json", book("=1+1", "2026-01-01T00:00:00Z", right=False, thought="@药房")), ("b.json", b"x")],
        "zh",
    )
    sheets = openpyxl.load_workbook(io.BytesIO(class_xlsx(found, "zh")))
    plans = ["大家的计划", "各人的计划"]
    assert sheets.sheetnames == ["各人做到哪里", "哪里没弄懂", *plans, "一个一个看", "大家写的话", "说明"]
    assert sheets["各人的计划"]["A2"].value == "=1+1"
    first = sheets.worksheets[0]
    heads = [cell.value for cell in first[1]]
    assert heads[:3] == ["学员", "做完", "题"]
    assert SINGLE.chapter in heads
    assert (first["A2"].value, first["A2"].data_type) == ("=1+1", "s")
    assert first["C2"].value == len(RECORDS)
    assert sheets["大家写的话"]["C2"].value == "@药房"
    assert "b.json" in sheets["说明"]["A2"].value
    assert openpyxl.load_workbook(io.BytesIO(class_xlsx(read_class([], "en"), "en"))).sheetnames == [
        "How far everyone is"
    ]


def test_a_damaged_workbook_costs_only_itself(tmp_path):
    """A time long before any course is named; half a character is no reason to read no one."""
    good = book("王敏", "2026-01-01T00:00:00.000Z", right=True)
    bad = json.loads(good) | {"saved": "0001-01-01"}
    half = json.loads(book("李", "2026-01-01T00:00:01.000Z", right=False, thought="想\ud800法"))
    half["learner"]["name"] = "李\ud800"
    half["exercises"][SINGLE.id]["answer"] = "\ud800"
    half["labs"] = {"\udfff": ["\ud800"]}
    files = {"good": good, "bad": json.dumps(bad).encode(), "half": json.dumps(half).encode()}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_bytes(content)
    assert command.main(["class", str(tmp_path)]) == 0
    result = read_folder(tmp_path)
    assert len(result.learners) == 2
    assert [one for one in result.left_out if "bad.json" in one] == result.left_out != []
    assert "李?" in class_report(result).encode().decode()
    assert class_xlsx(result)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set")
@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Africa/Cairo",
    ],
)
def test_the_day_of_every_minute_is_the_one_of_the_place(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    class_result._day_at.cache_clear()
    try:
        for start in (
            datetime(2026, 4, 3, tzinfo=UTC),
            datetime(2026, 10, 30, tzinfo=UTC),
        ):  # with changes of the clock
            for minute in range(0, 3 * 1440):
                moment = start + timedelta(minutes=minute, seconds=59)
                text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
                assert class_result._day(text) == moment.astimezone().date().isoformat(), text
    finally:
        monkeypatch.undo()
        time.tzset()
        class_result._day_at.cache_clear()


def watched(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The answers that are judged from now on."""
    judged: list[object] = []
    real = exercises.Record.glance

    def glance(record: exercises.Record, answer: object, lang: Language) -> exercises.Outcome:
        judged.append(answer)
        return real(record, answer, lang)

    monkeypatch.setattr(exercises.Record, "glance", glance)
    return judged


def test_alike_answers_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = watched(monkeypatch)
    read_class(a_class(), "zh")
    assert len(judged) == 2  # thirty learners, who gave two answers between them


def test_answers_that_only_look_alike_are_judged_each(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = watched(monkeypatch)
    judge = tally.Judge("zh")
    answers = (1, True, 1.0, "1", "True", "[1]", [1], [True], ["1"], {"1": 1}, {"1": True}, None, "None")
    for _ in range(2):
        for answer in answers:
            judge.both(SINGLE, Kept(answer, "wrong", 1))
    assert list(map(repr, judged)) == list(map(repr, answers))
