"""The hub without JupyterHub: the class list, links, what learners get; and with it a class of two, where it is there.

``python start.py hub test`` installs JupyterHub and nbgrader and runs all of this; without them what needs them is
skipped. A class of twenty is ``benchmarks/bench_hub.py``.
"""

from __future__ import annotations

import ast
import csv
import doctest
import importlib
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from answers import right_answer
from hub import at_home, limits, link, people, prepare
from hub.__main__ import main
from hub.grading import assignment, points
from hub_class import EXERCISE, PATIENCE, Learner, missing, places, running

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


@pytest.mark.parametrize("module", ["words", "link", "limits", "grading.points"])
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
        assert "(hand-in.ipynb)" in (copy / "notebooks" / lang / "index.ipynb").read_text(encoding="utf-8")
        assert f"text/{lang}/2-1-goal-setting.ipynb" in files
        nbformat.validate(nbformat.read(copy / "notebooks" / lang / "hand-in.ipynb", as_version=4))
    assert {path.split("/")[0] for path in files} == {"notebooks", "text"}


def test_jupyterlab_is_set_up_for_a_learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = "import os, sys; print(os.environ['JUPYTER_CONFIG_DIR'], *sys.argv[1:])"
    command = [sys.executable, "-c", ask]
    environment = {**os.environ, "HOME": str(tmp_path), "SGM_LANG": "en", "SGM_COPY": "course"}
    told = subprocess.run(
        [sys.executable, HUB / "at_home.py", *command],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    where, transport = told.stdout.split()
    config = Path(where)
    assert transport.startswith("--KernelManager.transport=")
    assert [at_home.transport(Path("/srv/sgm/homes", "a" * n, ".sgm/run")) for n in (27, 40)] == [
        "ipc",
        "tcp",
    ]
    assert config == tmp_path / ".sgm" / "config"
    page = json.loads((config / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page["disabledExtensions"]["@jupyter/nbgrader"]
    script = next(tmp_path.rglob("page.js")).read_text(encoding="utf-8")
    assert all(f'"{place}"' in script for place in ("course/notebooks/en/index.ipynb", "course/text"))


# ---- limits ----


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid(), reason="accounts of others need root")
def test_who_takes_too_much_memory_is_stopped() -> None:
    """One process by itself at once; several together by the hub, which ends the largest."""
    uid, told = 61_234, os.pipe()

    def takes(size: int) -> int:
        """Begin a process of that account; it says whether it got its memory, then waits to be ended."""
        if process := os.fork():
            return process
        own = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        limits.hold(own + (2 << 30), 1.0, uid)  # beyond what it has from this process, which may be large
        os.setuid(uid)
        try:
            kept = b"x" * size
        except MemoryError:
            kept = b""
        os.write(told[1], f"{len(kept)} on {len(os.sched_getaffinity(0))}\n".encode())
        signal.pause()
        os._exit(0)

    found = []
    try:
        with os.fdopen(told[0]) as lines:
            for size in (3 << 30, 10_000_000, 200_000_000):
                found.append(takes(size))
                assert lines.readline() == f"{size if size < 1 << 30 else 0} on 1\n"
        everything = sum(limits.used(uid).values())  # with their shares of what they have from this process
        most = everything - 100_000_000
        assert limits.end_largest(uid, everything + 100_000_000) == 0
        assert limits.end_largest(uid, most, but=found[:1]) == found[2]
        assert os.waitstatus_to_exitcode(os.waitpid(found.pop(), 0)[1]) == -signal.SIGKILL
        assert limits.end_largest(uid, most) == 0
        assert set(limits.used(uid)) == set(found)
    finally:
        os.close(told[1])
        for process in found:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_memory_that_is_used_up_is_one_sentence(
    lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("SGM_LANG", lang)
    monkeypatch.setenv("MEM_LIMIT", str(1024**3))
    shell = InteractiveShell()
    limits.load_ipython_extension(shell)
    assert shell.run_cell("raise MemoryError").error_in_exec
    told = capsys.readouterr()
    assert {"zh": "每人的上限（1 GB）", "en": "for each person (1 GB)"}[lang] in told.out
    assert "Error" not in told.out + told.err


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


# ---- with JupyterHub: its configuration, and a class of two on a real one ----


def test_jupyterhub_takes_the_configuration_of_the_server(tmp_path: Path) -> None:
    pytest.importorskip("jupyterhub", reason="python start.py hub test installs JupyterHub")
    class_list(tmp_path, "* li 李老师\nwangfang 王芳\n")
    program = tmp_path / "hub" / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
    program.parent.mkdir(parents=True)
    program.touch()
    command = [
        sys.executable,
        "-m",
        "jupyterhub",
        "-f",
        str(HUB / "jupyterhub_config.py"),
        "--show-config-json",
    ]
    environment = {**os.environ, **places(tmp_path)}
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd=tmp_path)
    found = json.loads(told.stdout)
    assert "wangfang" in str(found["Authenticator"]["allowed_users"])
    assert "wangfang" not in str(found["Authenticator"]["admin_users"])
    assert "--timeout=3600" in found["JupyterHub"]["services"][0]["command"]
    assert (tmp_path / "hub" / "state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "exchange").stat().st_mode & 0o7777 == 0o1777
    assert (tmp_path / "homes").stat().st_mode & 0o777 == 0o711


SHELL = """
import subprocess
done = subprocess.run({!r}, shell=True, capture_output=True, text=True)
print(done.stdout, done.stderr)
assert not done.returncode
"""
SMUGGLED = """
import nbformat, pathlib
from hub.grading import handing_in
handing_in.hand_in("2-1")
folder = pathlib.Path.home() / "assignments" / "2-1"
book = nbformat.read(folder / "2-1.ipynb", as_version=4)
for cell in book.cells:
    if cell.cell_type == "code":
        cell.source = "open({place!r} + 'cell', 'w'); 1.0"
nbformat.write(book, folder / "2-1.ipynb")
for name in ("sgm_lab", "hub", "json", "ipykernel_launcher", "sitecustomize"):
    (folder / (name + ".py")).write_text("open({place!r} + 'module', 'w')")
handing_in.hand_in("2-1")
"""
FORGED = {"answer": "M", "outcome": "right", "tries": 1}  # as nobody writes it but by hand


@pytest.mark.skipif(not os.environ.get("SGM_SLOW"), reason="a real hub, minutes: python start.py hub test")
def test_a_class_of_two_on_a_real_hub() -> None:
    if lacking := missing():
        pytest.skip(lacking)
    with running(["anna", "boris"]) as hub:
        anna, boris, teacher = Learner(hub, "anna"), Learner(hub, "boris", "en"), Learner(hub, "teacher")
        with ThreadPoolExecutor(2) as both:
            list(both.map(Learner.work, (anna, boris)))

        # Nobody else comes in, nobody sees what is another's, and nobody but who teaches has a terminal.
        for who, password in (("nobody", "whatever-1"), ("anna", "not-hers-1"), ("root", "whatever-1")):
            told = Learner(hub, who).enter(password)
            assert (told.status_code, "没有进去" in told.content.decode()) == (403, True)
        assert [anna.intrusions("boris"), boris.intrusions("anna")] == [[], []]
        greedy = boris.connect()
        assert greedy.run("everything = bytearray(4 << 30)") == "error"
        assert re.search(r"\(1 GB\)|（1 GB）", greedy.printed)
        assert [one.says("print('goes on')").strip() for one in (anna, boris)] == ["goes on"] * 2
        teacher.enter()
        for one, allowed in ((anna, False), (teacher, True)):
            answer = one.web.post(f"{one.mine}/api/terminals", headers=one.xsrf())
            assert answer.ok == allowed, answer.text

        # Released, handed in, collected, marked: by nbgrader, each in their own account.
        made = teacher.web.post(f"{teacher.mine}/api/kernels", json={}, headers=teacher.xsrf())
        teacher.kernel = made.json()["id"]
        teacher.says(SHELL.format(f"python {HUB} assignment 2.1 --to ~/grading"))
        for step in ("generate_assignment 2-1", "release_assignment 2-1"):
            teacher.says(SHELL.format(f"cd ~/grading && nbgrader {step}"))
        anna.says("from hub.grading import handing_in\nhanding_in.hand_in('2-1')")
        told = anna.says("print(handing_in.released(), handing_in.handed('2-1'))")
        assert re.search(r"\['2-1'\] \d{4}-\d\d-\d\d \d\d:\d\d", told)
        boris.says(
            f"from sgm_lab import workbook\nworkbook.open_book().put('exercises', {EXERCISE!r}, {FORGED})"
        )
        boris.says(SMUGGLED.format(place=str(hub.folder / "exchange" / "smuggled-")))
        for step in ("collect 2-1", "autograde 2-1", "export"):
            teacher.says(SHELL.format(f"cd ~/grading && nbgrader {step}"))
        table = (hub.homes / "teacher" / "grading" / "grades.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(table.splitlines()))
        assert [(row["登录名"], row["姓名"]) for row in rows] == [
            ("anna", "学员anna"),
            ("boris", "学员boris"),
        ]
        assert [(row[EXERCISE], row["2-1 合计"]) for row in rows] == [("1.0", "1.0"), ("0.0", "0.0")]
        assert not list((hub.folder / "exchange").glob("smuggled-*"))
        assert not anna.intrusions("boris")  # nor what has been handed in

        # A password is forgotten.
        token = next(one.value for one in teacher.web.cookies if one.name == "_xsrf" and one.path == "/hub/")
        asks = {"X-XSRFToken": token, "Referer": f"{hub.base}/hub/admin"}
        # Her server takes its time to stop on a busy machine, and the hub asks to wait for it.
        address, patience = f"{hub.base}/hub/api/users/anna", time.monotonic() + PATIENCE
        gone = teacher.web.delete(address, headers=asks)
        while "please wait" in gone.text and time.monotonic() < patience:
            time.sleep(1)
            gone = teacher.web.delete(address, headers=asks)
        assert gone.ok, gone.text
        again = Learner(hub, "anna")
        assert "/user/anna/git-pull" in again.enter("something-else").url
        assert EXERCISE in (hub.homes / "anna" / "workbook.json").read_text(encoding="utf-8")
