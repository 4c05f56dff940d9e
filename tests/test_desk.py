"""The instructor's desk on the site: without Python, the same class as in JupyterLab and at the command line."""

from __future__ import annotations

import base64
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from answers import right_answer, wrong_answers
from generated_class import planned, surveyed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_class_folders import files as any_file
from test_class_surveys import CLASSES as SURVEYED
from test_classroom import a_class, at, handed, zipped

from sgm_lab import exercises
from sgm_lab.exercises.classes import ClassResult, read_class
from sgm_lab.exercises.classes.report import body
from sgm_lab.exercises.state import Kept
from sgm_lab.i18n import Language

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "book" / "_ext"))

from _teaching.compare import needed  # noqa: E402
from plain_script import bundled  # noqa: E402
from sgm_desk import MODULES, course  # noqa: E402

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the desk")
RECORDS = list(exercises.load().values())
Files = Sequence[tuple[str, bytes]]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.cjs"
    path.write_text(bundled([*MODULES[:-1], ROOT / "tests" / "js" / "desk.mjs"]), encoding="utf-8")
    return path


def at_the_desk(
    script: Path, classes: Sequence[Files], lang: Language = "zh", *, tests: bool = False, **how: Any
) -> list[Any]:
    """Read classes as the page does; with the tests before and after where asked for."""
    coded = [[(name, base64.b64encode(content).decode()) for name, content in files] for files in classes]
    asked = {
        "classes": [{"files": files, "how": how} for files in coded],
        "course": course(RECORDS, lang) | ({"test": needed(lang)} if tests else {}),
        "table": str(script.parent / "class.xlsx"),
    }
    done = subprocess.run(
        [str(NODE), str(script)], input=json.dumps(asked), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def plain(result: ClassResult) -> dict[str, Any]:
    """Write a result as the page does."""
    made = json.loads(json.dumps(asdict(result), default=str))
    for learner in made["learners"]:
        learner["chapters"] = [
            [name, {"done": own["done"], "total": own["total"], "minutes": own["minutes_left"]}]
            for name, own in learner["chapters"].items()
        ]
    made["counts"] = [
        {name: value for name, value in one.items() if name not in ("kind", "prompt", "answer", "n")}
        for one in made["counts"]
    ]
    return made | {name: made[name] or "" for name in ("since", "until")}


def same(found: Any, ours: ClassResult, lang: Language = "zh") -> None:
    """Hold the page's class against Python's, word for word, but for why a file is no workbook."""
    theirs, made = found["result"], plain(ours)
    assert [one.split("”")[0] for one in theirs.pop("left_out")] == [
        one.split("”")[0] for one in made.pop("left_out")
    ]
    assert theirs == made
    whole = body(ours, lang)
    assert found["body"].partition("<h2>")[2] == whole.partition("<h2>")[2]
    assert found["hidden"] == body(ours.unnamed(lang), lang)


def worked(rng: random.Random, name: str, number: int) -> bytes:
    """Make the workbook of someone who did some exercises rightly, some wrongly, and mended some."""
    states = {}
    for minute, record in enumerate(rng.sample(RECORDS, rng.randint(0, 60))):
        answer = surveyed(record, rng) or right_answer(record)
        mistakes = [] if record.free or record.kind == "goal" else wrong_answers(record)
        wrong = rng.sample(mistakes, min(len(mistakes), rng.randint(0, 2)))
        outcome = "right" if not wrong or rng.random() < 0.4 else "wrong"
        states[record.id] = Kept(
            answer=answer if outcome == "right" else wrong[0],
            outcome=outcome,
            tries=1 + len(wrong),
            solution=rng.random() < 0.1,
            updated=f"2026-0{rng.randint(1, 9)}-02T{rng.randint(0, 23):02}:{minute:02}:00.{number:03}Z",
            mistakes=wrong,
        ).plain()
    book = {"schema": 2, "program": "sgm_lab", "id": f"{name}{number}", "learner": {"name": name}}
    book |= planned(rng)
    return json.dumps(book | {"exercises": states, "saved": "2026-10-01T00:00:00.000Z"}).encode()


@pytest.fixture(scope="module")
def large() -> list[tuple[str, bytes]]:
    """A class of forty files."""
    rng = random.Random(7)
    return [(f"{at}.json", worked(rng, f"学员{rng.randint(1, 80)}", at)) for at in range(40)]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"sort": "least"},
        {"sort": "most", "chapters": ["2.1", "8"]},
        {"sort": "recent", "since": "2026-03-01", "until": "2026-06-30"},
        {"since": "2026-12-01"},
    ],
)
def test_a_class_comes_to_the_same(script: Path, large: list[tuple[str, bytes]], how: dict[str, Any]) -> None:
    (found,) = at_the_desk(script, [large], **how)
    days = {name: date.fromisoformat(how[name]) for name in ("since", "until") if name in how}
    same(found, read_class(large, "zh", **how | days))


def test_in_english_too(script: Path, large: list[tuple[str, bytes]]) -> None:
    (found,) = at_the_desk(script, [large[:5]], "en")
    same(found, read_class(large[:5], "en"), "en")


IMAGE = {"created": at(0), "id": "image"}
TOLD = {
    "坏的、旧的": a_class(),
    "一个人两处": [
        ("page.json", handed("王芳", "a1 b2", id="page", saved=3)),
        ("lab.json", handed("王芳", "c1 d5", id="lab", includes=["page"], saved=6)),
    ],
    "一机多人": [
        (f"workbook ({n}).json", handed("", f"a{n} b{n + 9}", who=who, saved=30 + n, **IMAGE))
        for n, who in enumerate("甲乙丙", 1)
    ],
    "同名": [("1.json", handed("王芳", "a1", id="1")), ("2.json", handed("王芳", "a2", id="2"))],
    "教学平台": [
        (
            "班.zip",
            zipped(
                {
                    "王 芳_12345_assignsubmission_file_/workbook.json": handed("", "b1", id="x"),
                    "wangfang_LATE_778_99123_workbook-1.json": handed("", "a1", id="y"),
                    "期末_lina_attempt_2026-11-28-10-00-00_workbook.json": handed("", "a2", id="z"),
                    "20231107-何敏/workbook.json": handed("", "a3", id="u"),
                    "12_第3题_林-workbook.json": handed("", "a4", id="v"),
                    "周.zip": zipped({"workbook.json": handed("", "b4", id="w")}),
                    "照片.jpg": b"x",
                    "__MACOSX/._x.json": b"x",
                }
            ),
        ),
        ("空.zip", zipped({})),
        ("断.zip", zipped({"a.json": handed("丁", "a1")})[:-30]),
    ],
    "同一份两次": [(name, handed("王芳", "a1", id="1")) for name in ("王芳.json", "王芳 - 副本.json")],
    "记事本存过": [
        (f"{coding}.json", json.dumps(json.loads(handed(name, "a1")), ensure_ascii=False).encode(coding))
        for coding, name in (("gbk", "王敏"), ("utf-16", "赵亮"), ("big5", "陳宏"))
    ],
    "没有人": [],
    **SURVEYED,
}


def test_who_is_who(script: Path) -> None:
    for found, files in zip(at_the_desk(script, list(TOLD.values())), TOLD.values(), strict=True):
        same(found, read_class(files, "zh"))


def test_whatever_is_handed_in(script: Path) -> None:
    drawn: list[Files] = []

    @given(st.lists(any_file(), max_size=4))
    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    def draw(files: Files) -> None:
        drawn.append(files)

    draw()
    for found, files in zip(at_the_desk(script, drawn), drawn, strict=True):
        ours = read_class(files, "zh")
        assert len(found["result"]["learners"]) == len(ours.learners), files
        assert len(found["result"]["left_out"]) == len(ours.left_out), files
        assert "<b>.json" not in found["body"]


def test_the_spreadsheet_opens_and_holds_no_formula(script: Path) -> None:
    at_the_desk(script, [[("=1+1.json", handed("=cmd|' /C calc'!A0", "a1"))]])
    book = openpyxl.load_workbook(script.parent / "class.xlsx")
    assert [*book.sheetnames[:2]] == ["各人做到哪里", "哪里没弄懂"]
    sheet = book.worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A2"].data_type) == (
        "学员",
        "=cmd|' /C calc'!A0",
        "s",
    )
    assert isinstance(sheet["B2"].value, int)
