"""The print room: every lab has its page, sheets are whole and made from one source, names are text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _teaching import activities as paper
from _teaching import forms, room, sheets
from _teaching.words import table
from plain_script import bundled
from sgm_desk import MODULES

from sgm_lab import cases, exercises, labs
from sgm_lab.exercises.markup import plain
from sgm_lab.i18n import LANGUAGES
from sgm_lab.takeaways.plan.rows import ROWS, name

ROOT = Path(__file__).resolve().parents[1]
NODE = shutil.which("node")
HAN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uff01-\uffef]")
each = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def all_sheets(lang: str) -> list[sheets.Sheet]:
    return list(sheets.all_sheets(lang))


@each
def test_every_lab_has_a_page_without_a_computer(lang: str) -> None:
    assert sorted(one.lab for one in paper.activities(lang)) == sorted(labs.LABS)


@each
@pytest.mark.parametrize("lab", sorted(labs.LABS))
def test_a_page_asks_and_does_not_answer(lab: str, lang: str) -> None:
    one = next(one for one in paper.activities(lang) if one.lab == lab)
    assert one.shown
    assert one.ask or "line" in one.shown  # what is asked, or what is to be filled in
    text = re.sub(r"<[^>]*>", "", one.shown)
    assert one.answer.rstrip("。.") not in text
    assert 'alt=""' in one.shown or "<img" not in one.shown  # the alternative text tells the result
    assert plain(one.answer) in {sheet.file: sheet for sheet in all_sheets(lang)}["activities-answers"].page


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"lab": "KanoLabb", "show": ["table"]}, "no such lab: KanoLabb"),
        ({"lab": "SmartStudio", "show": ["figure"]}, "SmartStudio: the lab shows no figure"),
        ({"lab": "KanoLab", "shows": ["table"]}, "KanoLab: no such field: shows"),
    ],
)
def test_an_activity_that_cannot_be_made_is_said(row: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        paper._activity({"minutes": 1, "group": "", "ask": [], **row}, "zh")


@each
def test_sheets_are_whole(lang: str) -> None:
    files = [one.file for one in all_sheets(lang)]
    assert len(set(files)) == len(files)
    assert len({one.title for one in all_sheets(lang)}) == len(files)
    chapters = {record.chapter for record in exercises.load().values()}
    assert {f"{kind}-{chapter}" for kind in ("worksheet", "answers") for chapter in chapters} <= set(files)
    remarks = [text for name in cases.names() for text in cases.load(name).comments["text"]]
    for one in all_sheets(lang):
        if lang != "zh":
            told = re.sub(r"<style.*?</style>|<mark[^>]*>|</mark>|data:[^\"]*", "", one.page, flags=re.S)
            for text in remarks:  # people are quoted as they wrote
                told = told.replace(plain(text), "")
            assert not HAN.search(one.title + told), one.file
        assert "<script" not in one.page
        assert not re.search(r'(?:src|href)="(?!data:)', one.page)  # needs no other file
        assert f"<title>{plain(one.title)}</title>" in one.page or one.group in (
            "worksheet",
            "answers",
            "test",
        )


@pytest.mark.parametrize(
    ("lang", "marks"),
    [
        ("zh", ["口号", "缺起点或期限", "谁、什么、从多少到多少、哪一天"]),
        ("en", ["a slogan", "no start or no date", "who, what, from how much to how much, by which day"]),
    ],
)
def test_the_rubric_is_that_of_the_text(lang: str, marks: list[str]) -> None:
    rows = forms.rubric_rows(lang)
    assert len(rows) == 11
    assert all(len(row) == 4 for row in rows)
    assert rows[1][1:] == marks
    assert [row[0] for row in rows] == [f"{n}. {name(row, lang)}" for n, row in enumerate(ROWS, 1)]
    assert all(plain(cell) in forms.rubric(lang) for row in rows for cell in row)


NAMED = re.compile(r"\{\w+\}")


def _told(table: Any, path: str = "") -> dict[str, set[str]]:
    """Return what each entry puts in, by its path."""
    if isinstance(table, dict):
        return {
            key: names for name, one in table.items() for key, names in _told(one, f"{path}.{name}").items()
        }
    return {path: set(NAMED.findall(str(table)))}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "zh"])
@pytest.mark.parametrize("name", ["words", "forms"])
def test_all_that_a_class_is_told_is_there_in_each_language(name: str, lang: str) -> None:
    assert _told(table(lang, name)) == _told(table("zh", name))
    assert not HAN.search(str(table(lang, name)))


def test_all_are_in_one_zip(tmp_path: Path) -> None:
    made = room.write_sheets(tmp_path, "zh", "default-src 'self'")
    (tmp_path / "card.pdf").write_bytes(b"%PDF-")
    room.pack(tmp_path, made)
    first = (tmp_path / room.ZIP).read_bytes()
    with zipfile.ZipFile(tmp_path / room.ZIP) as packed:
        names = packed.namelist()
    assert len(names) == len(made) + 1
    assert names[0] == "01 测验甲卷.html"
    assert all("Content-Security-Policy" in path.read_text("utf-8") for path in tmp_path.glob("*.html"))
    room.pack(tmp_path, made)
    assert (tmp_path / room.ZIP).read_bytes() == first
    shown = room.face(made, "zh", "../_static/teaching-zh", pdf=True)
    assert shown.count(".pdf") == shown.count(".html") == len(made)
    assert ".pdf" not in room.face(made, "zh", "x", pdf=False)


CERTIFIED = {
    "zh": ("王芳于3月2日参加“服务目标管理”，共3小时", "不是职业资格或学历证书", "讲师：&lt;b&gt;周"),
    "en": ("On 3月2日 王芳 took part in “服务目标管理” (3 hours)", "It is no professional qualification",
           "Instructor: &lt;b&gt;周"),
}  # fmt: skip


@each
@pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the print room")
def test_names_are_text_and_each_counts_once(tmp_path: Path, lang: str) -> None:
    script = tmp_path / "room.cjs"
    script.write_text(bundled([*MODULES[:-1], ROOT / "tests" / "js" / "room.mjs"]), encoding="utf-8")
    known = re.search(
        r'<script type="application/json">(.*?)</script>', room.face([], lang, "x", pdf=False), re.S
    )
    assert known
    text = "王芳\n李雷\t门诊部\r\n\n李雷\n<img src=x onerror=alert(1)>\n" + "长" * 41
    about = {"course": "服务目标管理", "date": "3月2日", "hours": "3", "teacher": "<b>周</b>", "issuer": ""}
    asked = json.dumps({"text": text, "about": about, "room": json.loads(known[1])})
    done = subprocess.run([NODE, script], input=asked, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["names"] == ["王芳", "李雷", "<img src=x onerror=alert(1)>"]
    assert len(told["said"]) == 2
    for page in told["sheets"].values():
        assert "<img" not in page.replace("&lt;img", "")
        assert "<b>" not in page
        assert "王芳" in page
    certificates = told["sheets"]["certificates"]
    assert certificates.count('class="certificate"') == 3
    says, note, signed = CERTIFIED[lang]
    assert says in certificates
    assert certificates.count(note) == certificates.count(signed) == 3
