"""The hub without JupyterHub: the class list, links, what learners get; and with it a class of two, where it is there.

``python start.py hub test`` installs JupyterHub and nbgrader and runs all of this; without them what needs them is
skipped. A class of twenty is ``benchmarks/bench_hub.py``.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from answers import right_answer
from hub import link, people, prepare
from hub.__main__ import main
from hub.grading import assignment, points

from sgm_lab import exercises, workbook
from sgm_lab.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / "book" / "hub"
ADDRESS = "https://hub.example.org"


# ---- words and guides ----


def test_every_word_is_said_in_both_languages_and_used() -> None:
    words = tomllib.loads((HUB / "words.toml").read_text(encoding="utf-8"))
    code = "".join(
        path.read_text(encoding="utf-8") for path in HUB.rglob("*") if path.suffix in (".py", ".html")
    )
    for part, texts in words.items():
        for name, said in texts.items():
            assert set(said) == set(LANGUAGES), f"{part}.{name}"
            fields = [set(re.findall(r"\{(\w+)", text)) for text in said.values()]
            assert fields[0] == fields[1], f"{part}.{name}"
            assert f"{part}.{name}" in code or f"said.{name} " in code, f"{part}.{name}"


@pytest.mark.parametrize("module", ["words", "link", "grading.points"])
def test_examples(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"hub.{module}"), raise_on_error=True).attempted


def test_nothing_calls_into_the_hub() -> None:
    """So that its folder can be deleted."""
    for path in (*ROOT.glob("book/*.py"), *ROOT.glob("book/[!h]*/**/*.py"), *ROOT.glob("sgm_lab/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.split(".")[0] == "hub" for name in names), path


# ---- the class list ----


def class_list(folder: Path, text: str) -> Path:
    path = folder / "class.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_class_list(tmp_path: Path) -> None:
    found = people.read_class(
        class_list(tmp_path, "\ufeff# 2026年秋\n* li 李老师\nWangFang  王 芳\n20260017\n\n")
    )
    told = [(one.login, one.name, one.teaches) for one in found]
    assert told == [("li", "李老师", True), ("wangfang", "王 芳", False), ("20260017", "20260017", False)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("* li\n王芳 wangfang\n", "第 2 行：“王芳”不能作登录名"),
        ("* li\n../etc\n", "第 2 行"),
        ("* li\n-rf\n", "第 2 行"),
        ("* li\n" + "a" * 28, "第 2 行"),
        ("* li\nli\n", "前面已经有了"),
        ("wangfang 王芳\n", "没有讲师"),
        ("", "没有讲师"),
    ],
)
def test_a_class_list_that_will_not_do(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(people.ClassListError, match=said):
        people.read_class(class_list(tmp_path, text))
    with pytest.raises(people.ClassListError, match="读不了"):
        people.read_class(tmp_path / "nowhere")


# ---- links, and what a learner gets ----


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_the_page_in_its_language(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "--hub", ADDRESS + "/", "--page", "2.1", "--to", "/srv/sgm/hub"]) == 0
    made = dict(line.split() for line in capsys.readouterr().out.splitlines())
    outer = urlsplit(made[lang])
    asked = parse_qs(outer.query)
    assert (f"{outer.scheme}://{outer.netloc}{outer.path}", asked["opt-lang"]) == (
        f"{ADDRESS}/hub/spawn",
        [lang],
    )
    inner = parse_qs(urlsplit(asked["next"][0]).query)
    assert inner["repo"] == ["file:///srv/sgm/hub/course.git"]
    assert inner["urlpath"] == [f"doc/tree/course/notebooks/{lang}/2-1-goal-setting.ipynb"]


def test_a_chapter_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "--page", "9"]) == 1
    assert main(["assignment", "9"]) == 1
    assert main(["assignment", "index"]) == 1
    assert capsys.readouterr().out.count("没有“") == 3


def test_learners_get_pages_and_no_answers(tmp_path: Path) -> None:
    assert prepare.copy_of_course(tmp_path)
    assert not prepare.copy_of_course(tmp_path)
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", "-b", link.BRANCH, tmp_path / "course.git", copy], check=True)
    files = {path.relative_to(copy).as_posix() for path in copy.rglob("*.*") if ".git" not in path.parts}
    for lang in LANGUAGES:
        assert {f"notebooks/{lang}/{page}.ipynb" for page in link.pages(lang).values()} <= files
        assert f"text/{lang}/2-1-goal-setting.ipynb" in files
        nbformat.validate(nbformat.read(copy / "notebooks" / lang / "hand-in.ipynb", as_version=4))
    assert {path.split("/")[0] for path in files} == {"notebooks", "text"}


def test_jupyterlab_is_set_up_for_a_learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", "import os; print(os.environ['JUPYTER_CONFIG_DIR'])"]
    environment = {**os.environ, "HOME": str(tmp_path), "SGM_LANG": "en", "SGM_COPY": "course"}
    told = subprocess.run(
        [sys.executable, HUB / "at_home.py", *command],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    config = Path(told.stdout.strip())
    assert config == tmp_path / ".sgm" / "config"
    settings = (config / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8")
    assert "course/notebooks/en/index.ipynb" in settings
    page = json.loads((config / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page["disabledExtensions"]["@jupyter/nbgrader"]
    assert "course/text/en/" in next(tmp_path.rglob("page.js")).read_text(encoding="utf-8")


# ---- points ----


def workbook_in(folder: Path, answers: dict[str, tuple[Any, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    entries = {id: {"answer": answer, "outcome": told, "tries": 1} for id, (answer, told) in answers.items()}
    text = json.dumps({"schema": workbook.SCHEMA_VERSION, "program": "sgm_lab", "exercises": entries})
    (folder / points.WORKBOOK).write_text(text, encoding="utf-8")


def test_points_come_from_the_answer_and_not_from_what_the_file_says_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    good, bad, partly = "2.1-pair-reading", "2.1-better", "2.1-pair-sort"
    answer = right_answer(exercises.find(partly))
    half = dict(list(answer.items())[: len(answer) - 1])
    workbook_in(
        tmp_path,
        {
            good: (right_answer(exercises.find(good)), "wrong"),
            bad: ("-5", "right"),
            partly: (half, "right"),
            "2.1-lab-wave": ({"anything": 1}, "partly"),
        },
    )
    found = [points.points(id) for id in (good, bad, partly, "2.1-lab-wave", "2.1-worse")]
    assert found == [1.0, 0.0, 0.5, 0.5, 0.0]


def test_an_assignment_is_the_chapter_with_a_marking_cell_below_each_exercise_that_is_judged(
    tmp_path: Path,
) -> None:
    assert main(["assignment", "2.1", "--lang", "en", "--to", str(tmp_path)]) == 0
    made = nbformat.read(tmp_path / "source" / "2-1" / "2-1.ipynb", as_version=4)
    nbformat.validate(made)
    chapter = nbformat.read(ROOT / "notebooks" / "en" / "2-1-goal-setting.ipynb", as_version=4)
    marking = [cell for cell in made.cells if "nbgrader" in cell.metadata]
    assert [cell.source for cell in made.cells if cell not in marking] == [
        cell.source for cell in chapter.cells
    ]
    shown = [found[1] for cell in chapter.cells if (found := assignment.SHOWN.search(cell.source))]
    judged = [id for id in shown if points.judged(exercises.find(id))]
    assert [cell.metadata["nbgrader"]["grade_id"] for cell in marking] == [
        id.replace(".", "-") for id in judged
    ]
    assert 0 < len(judged) < len(shown)
