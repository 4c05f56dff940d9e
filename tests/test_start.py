"""The launcher: what it says when something is missing, and that it installs only when it must."""

import ast
import errno
import importlib.util
import json
import os
import re
import shutil
import socket
import string
import subprocess
import sys
import threading
import time
import tomllib
from importlib import metadata
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from sgm_lab import i18n

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """A fresh copy of the module that speaks both languages."""
    monkeypatch.delenv("SGM_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.HOME, module.CHOICE = tmp_path / "home", tmp_path / "_build" / "language.json"
    return module


@pytest.fixture
def project(tmp_path):
    """A project with locks of two packages."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text("# locks\nnumpy==2.0\npandas==2.2 ; os_name == 'nt'\n")
    (tmp_path / "tests" / "requirements.txt").write_text("-r ../requirements.txt\npytest==9.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


class Pip:
    """Stands in for the programs that the launcher runs: ``venv`` and pip."""

    def __init__(self, venv, output="", code=0, venv_code=0):
        self.venv, self.output, self.code, self.venv_code = venv, output, code, venv_code
        self.calls = []
        self.pips = []  # what each pip was asked for

    def run(self, command, **_):
        self.calls.append(["ask"])
        return SimpleNamespace(stdout=f"{sys.version_info[:2]} {self.venv}\r\n".encode())

    def logged(self, command, log, status, **options):
        assert options["env"]["PIP_REQUIRE_VIRTUALENV"] == "1"
        if command[2] == "pip":
            self.pips.append(command[command.index("--progress-bar=off") + 1 :])
        if "-e" in command:
            return 0, ""
        self.calls.append(command[1:3])
        if command[2] == "venv":
            if not self.venv_code:
                python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
                python.parent.mkdir(parents=True)
                python.touch()
                (self.venv / "pyvenv.cfg").touch()
            return self.venv_code, ""
        assert options["own"] == self.venv
        log.write_text(self.output, encoding="utf-8")
        status(self.output)
        return self.code, self.output


def install(start, project, pip, kind="course"):
    start.ensure(kind, project, project / ".venv", run=pip.run, logged=pip.logged)


# ---- words


def test_every_text_exists_in_both_languages(start):
    assert list(start.WORDS) == i18n.keys("start")
    assert {
        key: {lang: i18n.t(f"start.{key}", lang) for lang in i18n.LANGUAGES} for key in start.WORDS
    } == start.WORDS
    for key, text in start.WORDS.items():
        assert any("一" <= letter <= "鿿" for letter in text["zh"]), key
        assert not any("一" <= letter <= "鿿" for letter in text["en"]), key
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text[lang]) if name} for lang in ("zh", "en")
        ]
        assert fields[0] == fields[1], key
        assert not {"！", "!"} & {*text["zh"], *text["en"]}, key


def test_a_third_language_is_a_folder_here_too(monkeypatch, tmp_path, capsys):
    """Two of its texts are spoken, the rest falls back; what is missing is reported by the words of the course."""
    french = tmp_path / "fr"
    french.mkdir()
    about = 'name = "Français"\nfallback = "en"\njupyter = "fr_FR"\n'
    (french / "language.toml").write_text(about, encoding="utf-8")
    words = 'bye = "Fini : « \\"tout\\" » est gardé."\nlab.text = "Texte"\n'
    (french / "start.toml").write_text(words, encoding="utf-8")
    monkeypatch.setenv("SGM_WORDS", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.delenv("SGM_LANG", raising=False)
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.languages() == ["zh", "fr"]
    assert module.languages(encoding="cp1252") == ["fr"]
    assert module.WORDS["bye"]["fr"] == 'Fini : « "tout" » est gardé.'
    assert module.WORDS["opening"]["fr"] == module.WORDS["opening"]["en"] != module.WORDS["opening"]["zh"]
    module.prepare_lab(tmp_path / "lab", "fr", "notebooks/zh/index.ipynb")
    made = "".join(path.read_text("utf-8") for path in (tmp_path / "lab").rglob("*") if path.is_file())
    assert "fr_FR" in made
    assert "Texte" in made
    program = "from sgm_lab import i18n; print(*i18n.overlay('fr').missing)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "start.opening" in told
    assert "start.bye" not in told


def test_the_bar_of_a_chapter_fits_a_phone(start):
    """Three labels in 390 px: what has no room is hidden behind dots, and nobody finds it there."""
    for lang, most in (("zh", 18), ("en", 36)):  # a Chinese letter is as wide as two
        for now in ("run", "wait", "again"):
            shown = [start.WORDS[f"lab.{name}"][lang] for name in ("index", "sheet", now)]
            assert sum(map(len, shown)) <= most, shown


def test_every_text_is_used_and_every_used_text_exists(start):
    code = (ROOT / "start.py").read_text(encoding="utf-8").split("class CourseError")[1]
    code += "".join((ROOT / "tests" / name).read_text(encoding="utf-8") for name in ("run.py", "programs.py"))
    for path in (ROOT / "book" / "sgm_first_page.py", *(ROOT / "sgm_lab" / "jupyter").rglob("*")):
        code += path.read_text(encoding="utf-8").replace("@", '"') if path.is_file() else ""
    # What stands on a page of JupyterLab is given to what draws it all together, without ``lab.``.
    own = {key: re.escape(key.removeprefix("lab.")) for key in start.WORDS}
    used = [f'"{key}"' in code or re.search(rf'[.{{,"] ?{own[key]}\b', code) for key in start.WORDS]
    assert [key for key, there in zip(start.WORDS, used, strict=True) if not there] == []


@pytest.mark.parametrize(
    ("environ", "encoding", "spoken"),
    [
        ({"SGM_LANG": "en", "LANG": "zh_CN.UTF-8"}, "utf-8", ["en"]),
        ({"SGM_LANG": "zh"}, "ascii", ["zh"]),
        ({"LANG": "zh_CN.GBK"}, "gbk", ["zh"]),
        ({"LC_ALL": "C.UTF-8"}, "utf-8", ["zh", "en"]),
        ({"LANG": "de_DE.UTF-8", "SGM_LANG": "de"}, "utf-8", ["zh", "en"]),
        ({"LANG": "en_US"}, "cp1252", ["en"]),
    ],
)
def test_languages(start, environ, encoding, spoken):
    assert start.languages(environ, encoding) == spoken


def opened_in(start, monkeypatch, arguments, pages=("zh", "en")):
    """Page and language that JupyterLab is opened at, in a course that is written in some languages."""
    monkeypatch.setattr(start, "ROOT", start.HOME.parent)
    for lang in pages:
        (start.ROOT / "notebooks" / lang).mkdir(parents=True, exist_ok=True)
        (start.ROOT / "notebooks" / lang / "index.ipynb").touch()
    asked = []

    def start_lab(port, page, home, lang):
        asked.append((page, lang))
        return (
            SimpleNamespace(wait=lambda seconds=None: 0, terminate=lambda: None),
            f"http://127.0.0.1:{port}/",
            "abc",
        )

    monkeypatch.setattr(start, "start_lab", start_lab)
    monkeypatch.setattr(start, "ensure", lambda: None)
    assert start.main(["--no-browser", *arguments]) == 0
    return asked[0]


@pytest.mark.parametrize(
    ("place", "pages", "lang"),
    [
        ("en_GB.UTF-8", ("zh", "en"), "en"),
        ("zh_CN.UTF-8", ("zh", "en"), "zh"),
        ("C.UTF-8", ("zh", "en"), "zh"),  # says nothing
        ("de_DE.UTF-8", ("zh", "en"), "zh"),
        ("en_GB.UTF-8", ("zh",), "zh"),  # there is nothing to read in English
    ],
)
def test_without_a_choice_the_machine_says_in_which_language(start, monkeypatch, place, pages, lang):
    monkeypatch.setenv("LC_ALL", place)
    assert opened_in(start, monkeypatch, [], pages) == (f"notebooks/{lang}/index.ipynb", lang)


def test_a_language_that_was_chosen_is_kept(start, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert opened_in(start, monkeypatch, ["--lang", "en"])[1] == "en"
    assert opened_in(start, monkeypatch, [])[1] == "en"
    assert start.languages() == ["en"]
    monkeypatch.setenv("SGM_LANG", "zh")  # for one time
    assert opened_in(start, monkeypatch, [])[1] == "zh"
    monkeypatch.delenv("SGM_LANG")
    assert opened_in(start, monkeypatch, [])[1] == "en"
    capsys.readouterr()
    assert start.main(["--lang", "xx"]) == 1
    assert capsys.readouterr().out.strip().endswith("write one of these after --lang: zh, en.")


def test_says_both_languages_and_the_address_last(start, capsys):
    start.say("running", url="http://127.0.0.1/")
    assert capsys.readouterr().out.splitlines() == [
        "课程早已打开，回到这个地址：",
        "The course is open already; back to this address:",
        "  http://127.0.0.1/",
    ]


def test_a_narrow_console_does_not_end_the_program():
    """A GBK console has no ▶, an old Western one no Chinese at all; neither may end in a traceback."""
    for encoding in ("gbk", "cp1252"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        told = subprocess.run(
            [sys.executable, "start.py", "--help"], cwd=ROOT, env=environment, capture_output=True
        )
        assert (told.returncode, told.stderr) == (0, b"")
        assert b"python start.py book" in told.stdout


def test_what_is_not_understood_is_said_in_the_language_of_the_reader(start, capsys, monkeypatch):
    for lang, said in (
        ("zh", "看不懂“python start.py bok --zpi”"),
        ("en", "“python start.py bok --zpi” is not"),
    ):
        monkeypatch.setattr(start, "languages", lambda lang=lang: [lang])
        with pytest.raises(SystemExit) as end:
            start.main(["bok", "--zpi"])
        told = capsys.readouterr()
        assert (end.value.code, said in told.out, "usage" in told.out + told.err) == (2, True, False)


def test_help_in_both_languages(start, capsys):
    with pytest.raises(SystemExit) as end:
        start.main(["--help"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    for part in (
        "打开课程",
        "open the course",
        "python start.py test",
        "python start.py book",
        "python start.py class FOLDER",
        "--no-serve",
        "--port",
    ):
        assert part in told


def test_commands_of_the_package_run_in_the_courses_python(start, monkeypatch, tmp_path):
    """Whoever has the package from here only has no other Python that knows it."""
    called = []
    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setattr(start, "venv_python", lambda _: Path(sys.executable))
    monkeypatch.setattr(start.subprocess, "call", lambda command, **_: called.append(command[1:]) or 0)
    assert start.main(["class", "交来的", "--sort", "least"]) == 0
    assert start.main(["exercises"]) == start.main(["sgm", "kano", "a.xlsx"]) == 0
    assert called == [
        ["-m", "sgm_lab.exercises", "class", "交来的", "--sort", "least"],
        ["-m", "sgm_lab.exercises"],
        ["-m", "sgm_lab", "kano", "a.xlsx"],
    ]
    handbook = (ROOT / "book" / "zh" / "instructor-handbook.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`python ([^`]+)`", handbook))
    assert {one.split()[1] for one in told if one.startswith("start.py ")} >= {"class", "exercises", "book"}
    assert not [one for one in told if one.startswith("-m sgm_lab")]


def test_a_folder_of_the_book_that_is_a_program_is_a_command(start, monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setattr(start, "venv_python", lambda _: Path(sys.executable))
    monkeypatch.setattr(start.subprocess, "call", lambda command, **_: called.append(command[1:]) or 0)
    for name in ("hall", "data"):
        (tmp_path / "book" / name).mkdir(parents=True)
    (tmp_path / "book" / "hall" / "__main__.py").touch()
    assert start.main(["hall", "--to", "x"]) == 0
    assert called == [[str(tmp_path / "book" / "hall"), "--to", "x"]]
    for other in ("data", "gone", "..", "../book/hall"):
        assert start.folder(other) is None


# ---- Python


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 4), (3, 16, 0), (2, 7, 18)])
def test_other_pythons_are_refused_in_one_sentence(start, monkeypatch, capsys, version):
    monkeypatch.setattr(start.sys, "version_info", version)
    assert start.main([]) == 1
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert all("{}.{}.{}".format(*version) in line and "3.13" in line for line in told)


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_course_pythons_are_accepted(start, minor):
    start.check_python((3, minor, 0))


def test_windows_and_posix_paths(start):
    assert start.venv_python(PureWindowsPath("C:/课程/.venv"), windows=True) == PureWindowsPath(
        "C:/课程/.venv/Scripts/python.exe"
    )
    assert start.venv_python(Path("/c/.venv"), windows=False) == Path("/c/.venv/bin/python")


# ---- the stamp


def test_first_start_installs_and_the_second_does_nothing(start, project, capsys):
    pip = Pip(project / ".venv", "Collecting numpy\nInstalling collected packages: numpy\n")
    install(start, project, pip)
    assert pip.calls == [["-m", "venv"], ["-m", "pip"]]
    # Nothing is installed whose hash is not known: not what the course is built with either.
    assert pip.pips == [
        ["--require-hashes", "-r", str(project / "requirements.txt")],
        ["--no-deps", "--no-build-isolation", "-e", str(project)],
    ]
    told = capsys.readouterr().out
    assert told.index("第一次运行") < told.index("软件已备好")
    install(start, project, pip)
    assert len(pip.calls) == 2
    assert capsys.readouterr().out == ""


def test_a_start_with_a_matching_stamp_is_quick(start, project):
    pip = Pip(project / ".venv")
    install(start, project, pip)
    began = time.perf_counter()
    install(start, project, pip)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_installs_into_the_same_environment(start, project, name):
    pip = Pip(project / ".venv")
    install(start, project, pip)
    (project / name).write_text((project / name).read_text() + "\n# changed\n")
    install(start, project, pip)
    assert pip.calls[2:] == [["ask"], ["-m", "pip"]]


def test_the_fingerprint_knows_folder_python_and_kind(start, project, monkeypatch, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "course"
    shutil.copytree(project, moved)
    marks = [
        start.fingerprint(project, "course"),
        start.fingerprint(project, "test"),
        start.fingerprint(moved, "course"),
    ]
    monkeypatch.setattr(start.sys, "version_info", (3, 99, 0))
    marks.append(start.fingerprint(project, "course"))
    assert len(set(marks)) == 4


def test_the_test_environment_serves_the_course_too(start, project):
    pip = Pip(project / ".venv")
    install(start, project, pip, "test")
    install(start, project, pip, "course")
    assert len(pip.calls) == 2
    other = Pip(project / "other" / ".venv")
    (project / "other").mkdir()
    start.ensure("course", project, project / "other" / ".venv", run=other.run, logged=other.logged)
    start.ensure("test", project, project / "other" / ".venv", run=other.run, logged=other.logged)
    assert other.calls == [["-m", "venv"], ["-m", "pip"], ["ask"], ["-m", "pip"]]


def test_a_folder_of_the_book_may_add_to_the_environment_beside_the_tests(start, project):
    lock = project / "book" / "hub" / "requirements.txt"
    lock.parent.mkdir(parents=True)
    lock.write_text("-r ../../requirements.txt\njupyterhub==6.1\n")
    pip = Pip(project / ".venv")
    for kind in ("test", "hub", "test", "hub", "course"):
        install(start, project, pip, kind)
    tests = str(project / "tests" / "requirements.txt")
    assert [one[-1] for one in pip.pips if "-r" in one] == [tests, str(lock)]
    lock.write_text("jupyterhub==6.2\n")
    (project / "tests" / "requirements.txt").write_text("pytest==10.0\n")
    install(start, project, pip, "hub")
    assert not start.installed("test", project, project / ".venv")
    shutil.rmtree(lock.parent)  # the folder can be taken away
    install(start, project, pip, "test")
    assert [one[-1] for one in pip.pips if "-r" in one][2:] == [str(lock), tests]


def test_a_torn_stamp_is_no_stamp(start, project):
    pip = Pip(project / ".venv")
    install(start, project, pip)
    (project / ".venv" / "stamp.json").write_text('{"course": "ab')
    install(start, project, pip)
    assert pip.calls[2:] == [["-m", "venv"], ["-m", "pip"]]


# ---- half-made environments


def test_states_of_an_environment(start, project):
    venv, answer = project / ".venv", SimpleNamespace(stdout=b"")
    state = lambda: start.environment_state(venv, run=lambda *_, **__: answer)  # noqa: E731
    right = str(sys.version_info[:2])
    assert state() == "absent"
    venv.mkdir()
    answer.stdout = f"{right} {venv}\n".encode()
    assert state() == "broken"  # not yet made
    start.write_stamp(venv)
    assert state() == "usable"
    for wrong in ("", f"(3, 8) {venv}", f"{right} {sys.base_prefix}", f"{right} {venv / 'gone'}"):
        answer.stdout = (
            wrong.encode()
        )  # no pip in it; another Python's; no environment, so the user's own Python
        assert state() == "broken", wrong
    assert start.environment_state(venv) == "broken"  # no Python in it
    answer.stdout = f"{right} {venv}".encode()
    (venv / "install.log").write_text("Collecting numpy\n")
    assert state() == "usable"
    (venv / "install.log").write_text("Collecting numpy\nInstalling collected packages: numpy\n")
    assert state() == "broken"  # cut short
    start.write_stamp(venv, course="of another lock")
    assert state() == "usable"


def test_an_environment_without_its_file_is_never_installed_into(start, project):
    """Without pyvenv.cfg its Python is the user's own: before, 147 packages of that one were changed."""
    venv = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (venv / "pyvenv.cfg").unlink()
    start.write_stamp(venv, course="of another lock")
    assert start.environment_state(venv) == "broken"
    command = [str(start.venv_python(venv)), "-m", "antigravity_that_is_not_there"]
    code, told = start.run_logged(command, project / "log", None, live=False, own=venv)
    assert code
    assert "is not the one of" in told


def test_an_interrupted_installation_starts_afresh(start, project, capsys):
    pip = Pip(project / ".venv", "Installing collected packages: numpy")
    pip.code = 1
    with pytest.raises(start.CourseError):
        install(start, project, pip)
    (project / ".venv" / "half").touch()
    pip.code = 0
    install(start, project, pip)
    assert "上次安装没有完成" in capsys.readouterr().out
    assert not (project / ".venv" / "half").exists()
    assert {path.name for path in project.glob(".venv*")} == {".venv", ".venv.lock"}


def test_a_failure_before_anything_is_written_keeps_the_environment(start, project):
    pip = Pip(project / ".venv", "Collecting numpy\nERROR: Connection refused", code=1)
    with pytest.raises(start.CourseError) as error:
        install(start, project, pip)
    assert error.value.key == "network"
    pip.code = 0
    install(start, project, pip)
    assert pip.calls == [["-m", "venv"], ["-m", "pip"], ["ask"], ["-m", "pip"]]


def test_nothing_is_changed_under_an_open_course(start, project, monkeypatch):
    monkeypatch.setattr(start, "running_lab", lambda _: ("http://127.0.0.1:8888/", "abc"))
    pip = Pip(project / ".venv")
    with pytest.raises(start.CourseError) as error:
        install(start, project, pip)
    assert error.value.key == "in_use"
    assert pip.calls == []


def test_two_windows_install_once(start, project, capsys):
    """The second waits for the first, says so, and finds everything done."""
    pip, venv = Pip(project / ".venv"), project / ".venv"
    second = []

    def meanwhile(*args, **options):
        if not second:
            second.append(threading.Thread(target=install, args=(start, project, pip)))
            second[0].start()
            while "等它完成" not in capsys.readouterr().out:
                time.sleep(0.01)
        return pip.logged(*args, **options)

    start.ensure("course", project, venv, run=pip.run, logged=meanwhile)
    second[0].join(20)
    assert pip.calls == [["-m", "venv"], ["-m", "pip"]]


# ---- troubles


@pytest.mark.parametrize(
    ("log", "key"),
    [
        ("Retrying after 'NewConnectionError(...)'\nERROR: No matching distribution found for x", "network"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "network"),
        ("[Errno -3] Temporary failure in name resolution", "network"),
        ("socket.gaierror: [Errno 11001] getaddrinfo failed", "network"),
        ("Cannot connect to proxy. ProxyError('...')", "network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk"),
        ("OSError: [WinError 112] There is not enough space on the disk", "disk"),
        ("[Errno 122] Disk quota exceeded", "disk"),
        ("PermissionError: [WinError 5] Access is denied: 'x.pyd'", "access"),
        ("[Errno 13] Permission denied: '/course/.venv'", "access"),
        ("ERROR: No matching distribution found for scipy==1.17.1", "missing"),
        ("WARNING: timed out\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If …\n"
         "    scipy==1.17.1 from https://mirror.example/scipy.whl:\n        Expected sha256 00\n", "hash"),
        ("error: subprocess-exited-with-error", "pip"),
    ],
)  # fmt: skip
def test_what_pip_says_becomes_one_sentence(start, project, capsys, monkeypatch, log, key):
    pip = Pip(project / ".venv", log, code=1)
    monkeypatch.setattr(start, "run_command", lambda _: install(start, project, pip))
    assert start.main([]) == 1
    told = capsys.readouterr().out.splitlines()[2:]
    values = {"log": project / ".venv" / "install.log", "needed": start.NEEDED_GB, "path": start.VENV}
    texts = [start.WORDS[key][lang].format(name="scipy==1.17.1", **values) for lang in ("zh", "en")]
    assert told == texts


def test_too_little_disk_is_said_before_the_download(start, project, monkeypatch):
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: SimpleNamespace(free=1e9))
    pip = Pip(project / ".venv")
    with pytest.raises(start.CourseError) as error:
        install(start, project, pip)
    assert error.value.key == "disk"
    assert pip.calls == []


def test_a_python_without_venv(start, project):
    with pytest.raises(start.CourseError) as error:
        install(start, project, Pip(project / ".venv", venv_code=1))
    assert error.value.key == "no_venv"


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (PermissionError(errno.EACCES, "denied", "/课程/.venv"), "/课程/.venv"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不够"),
    ],
)
def test_the_systems_own_errors_become_sentences(start, monkeypatch, capsys, error, part):
    def fail(_):
        raise error

    monkeypatch.setattr(start, "run_command", fail)
    assert start.main([]) == 1
    assert part in capsys.readouterr().out


def test_an_unforeseen_error_is_not_hidden(start, monkeypatch):
    def fail(_):
        raise OSError(errno.EIO, "broken disk")

    monkeypatch.setattr(start, "run_command", fail)
    with pytest.raises(OSError, match="broken disk"):
        start.main([])


def test_ctrl_c_ends_in_peace(start, monkeypatch, capsys):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "run_command", interrupt)
    assert start.main([]) == 130
    assert capsys.readouterr().out.startswith("已结束")


# ---- Python versions


def test_every_locked_release_has_its_hashes():
    """And what builds the course is locked too, since it is built by what is there."""
    entry = re.compile(r"^([\w.-]+(?:\[[\w,-]+\])?)==.*\\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M)
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        left = [line for line in entry.sub("", text).splitlines() if not line.startswith("#")]
        assert left == ["-r ../requirements.txt"] * (name != "requirements.txt"), name
    locked = set(entry.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")))
    builds = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {Requirement(one).name for one in builds} | {"editables"} <= locked
    # An older pip does not take "coverage" for "coverage[toml]": what is asked for with an extra is locked with it.
    locked |= set(entry.findall((ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8")))
    asked = {Requirement(one) for made in metadata.distributions() for one in made.requires or []}
    extras = {
        f"{one.name}[{','.join(sorted(one.extras))}]"
        for one in asked
        if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""}))
    }
    assert extras <= locked


def test_every_place_names_the_same_pythons():
    """The launcher, the package, the locks and the README say alike for which Python all this is."""
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    oldest, advised, newest = eval(re.search(r"^OLDEST, ADVISED, NEWEST = ([^#]+)", source, re.M)[1])
    assert oldest <= advised <= newest
    versions = [f"3.{minor}" for minor in range(oldest[1], newest[1] + 1)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={versions[0]}"
    named = [text.rsplit(" ", 1)[1] for text in project["classifiers"] if "Python :: 3." in text]
    assert named == versions
    assert f"for Python {versions[0]} to {versions[-1]}" in (ROOT / "requirements.txt").read_text(
        encoding="utf-8"
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"3\.\d+–3\.\d+", readme) == [f"{versions[0]}–{versions[-1]}"] * 2


# ---- progress


def test_progress_counts_packages(start, tmp_path):
    log = "Collecting numpy==2.0 (from -r x)\n  Downloading numpy.whl\nCollecting pandas==2.2\nCollecting numpy\n"
    assert start.pip_status(9, tmp_path, log) == ("collect", {"done": 2, "total": 9, "name": "numpy"})
    assert start.pip_status(9, tmp_path, "")[1]["name"] == "pip"
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    (packages / "numpy-2.0.dist-info").mkdir(parents=True)
    assert start.pip_status(9, tmp_path, log + "Installing collected packages: numpy") == (
        "install",
        {"done": 1, "total": 9},
    )
    assert start.packages_in(tmp_path / "nothing here") == 0


@pytest.mark.parametrize("live", [True, False])
def test_a_long_command_shows_progress_and_keeps_its_log(start, tmp_path, capsys, monkeypatch, live):
    clock = iter(range(0, 10_000, 11))
    monkeypatch.setattr(start.time, "time", lambda: next(clock))
    program = "import time; print('第一步', flush=True); time.sleep(.5); raise SystemExit(3)"
    log = tmp_path / "run.log"
    status = lambda text: ("site.read", {"step": text.strip()})  # noqa: E731
    command = [sys.executable, "-X", "utf8", "-c", program]
    assert start.run_logged(command, log, status, live=live) == (3, log.read_text(encoding="utf-8"))
    told = capsys.readouterr().out
    assert "正在制作网站：读入各页 第一步" in told
    assert ("\r" in told) == live
    assert told.endswith("\r" if live else "s\n")


def test_an_interrupted_command_leaves_no_process(start, tmp_path, monkeypatch):
    started = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            started.append(self)

        def poll(self):
            if len(started) == 1 and not self.returncode:
                started.append("asked")
                raise KeyboardInterrupt
            return super().poll()

    monkeypatch.setattr(start.subprocess, "Popen", Popen)
    with pytest.raises(KeyboardInterrupt):
        start.run_logged(
            [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log", None, live=False
        )
    assert started[0].returncode not in (None, 0)


# ---- JupyterLab


def test_a_busy_port_moves_on_and_says_so(start, capsys):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        found = start.free_port(taken)
    assert taken < found < taken + 50
    assert f"端口 {taken} 有别的程序在用，改用 {found}" in capsys.readouterr().out


def test_no_port_at_all(start):
    with pytest.raises(start.CourseError) as error:
        start.free_port(70_000)
    assert error.value.key == "no_port"


@pytest.mark.parametrize(
    ("lang", "locale", "label"), [("zh", "zh_CN", "让本页动起来"), ("en", "en", "Bring to life")]
)
def test_jupyterlab_settings_are_filled_in(start, tmp_path, lang, locale, label):
    start.prepare_lab(tmp_path, lang, f"notebooks/{lang}/index.ipynb")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert not any(re.search(r"@(?:lang|locale|note|page|text|words)@", text) for text in texts.values())
    for path in files:
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
    overrides = json.loads(texts["default_setting_overrides.json"])
    assert overrides["@jupyterlab/translation-extension:plugin"]["locale"] == locale
    # One answer after the other, in one thread: two at once could cost the later one.
    kernels = overrides["@jupyterlab/apputils-extension:kernels-settings"]
    assert kernels == {"commsOverSubshells": "disabled"}
    bar = {item["name"]: item for item in overrides["@jupyterlab/notebook-extension:panel"]["toolbar"]}
    assert f'"notebooks/{lang}/index.ipynb"' in texts["page.js"]
    assert [name for name, item in bar.items() if not item.get("disabled")] == [
        "contents",
        "other-page",
        "run-page",
        "other-language",
    ]
    # Pages of both languages are a click away: each has its buttons in its own.
    words = json.loads(re.search(r"const WORDS = (.*?); //", texts["page.js"])[1])
    assert label in words[lang]["run"]
    assert [(one, said["name"], said["tag"]) for one, said in words.items()] == [
        ("zh", "中文", "zh-CN"),
        ("en", "English", "en-GB"),
    ]
    assert words["zh"].keys() == words["en"].keys()


def test_english_where_the_course_is_written_in_chinese(start, tmp_path, monkeypatch, capsys):
    """Everything that can be is in English, and the rest is said: on the console and on the first page."""
    course = tmp_path / "course"
    shutil.copytree(ROOT / "sgm_lab" / "jupyter", course / "sgm_lab" / "jupyter")
    (course / "notebooks" / "zh").mkdir(parents=True)
    (course / "notebooks" / "zh" / "index.ipynb").touch()
    monkeypatch.setenv("SGM_LANG", "en")
    monkeypatch.setattr(start, "HOME", tmp_path)
    monkeypatch.setattr(start, "ensure", lambda: None)
    asked = []

    def start_lab(port, page, home, lang):
        asked.append((page, lang))
        start.prepare_lab(home, lang, page)
        return (
            SimpleNamespace(wait=lambda seconds=None: 0, terminate=lambda: None),
            f"http://127.0.0.1:{port}/",
            "abc",
        )

    monkeypatch.setattr(start, "start_lab", start_lab)
    assert start.main(["--no-browser"]) == 0
    assert asked.pop() == ("notebooks/en/index.ipynb", "en")  # the course's own are written
    assert "written in Chinese" not in capsys.readouterr().out
    with monkeypatch.context() as one_language:
        one_language.setattr(start, "ROOT", course)
        assert start.main(["--no-browser"]) == 0
    assert asked == [("notebooks/zh/index.ipynb", "en")]
    told = capsys.readouterr().out
    assert "written in Chinese" in told
    assert not any("一" <= letter <= "鿿" for letter in told)
    assert "written in Chinese" in (tmp_path / "config" / "custom" / "custom.css").read_text(encoding="utf-8")

    monkeypatch.setenv("SGM_LANG", "zh")
    monkeypatch.setattr(start, "running_lab", lambda _: ("http://127.0.0.1:8888/", "abc"))
    assert start.main(["--no-browser"]) == 0
    assert "另一种语言" in capsys.readouterr().out


def test_chinese_pages_in_chinese_need_no_note(start, tmp_path):
    start.prepare_lab(tmp_path, "zh", "notebooks/zh/index.ipynb")
    assert start.WORDS["lab.note"]["zh"] not in (tmp_path / "config/custom/custom.css").read_text("utf-8")


def test_no_foreign_python_or_jupyter_settings_reach_the_course(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    environment = start.child_environment(JUPYTER_TOKEN="t")
    assert not {"PYTHONPATH", "JUPYTER_CONFIG_DIR"} & set(environment)
    assert environment["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert environment["JUPYTER_TOKEN"] == "t"


def test_a_server_that_is_gone_is_not_reused(start, tmp_path):
    assert start.running_lab(tmp_path) is None
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "jpserver-1.json").write_text('{"port": 9, "token": "x"}')
    (tmp_path / "runtime" / "jpserver-2.json").write_text("{")
    assert start.running_lab(tmp_path) is None


def test_an_open_course_is_opened_again_not_started_twice(start, monkeypatch, capsys, tmp_path):
    """By a page of the user's own: the browser's command line, which all may read, does not name the token."""
    opened = []
    monkeypatch.setattr(start, "HOME", tmp_path / "home")
    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setattr(start, "running_lab", lambda _: ("http://127.0.0.1:8888/", "abc"))
    monkeypatch.setattr(start.webbrowser, "open", opened.append)
    assert start.main([]) == 0
    page = tmp_path / "home" / "open.html"
    assert opened == [page.as_uri()]
    assert "url=http://127.0.0.1:8888/doc/tree/notebooks/zh/index.ipynb?token=abc" in page.read_text("utf-8")
    assert os.name == "nt" or page.stat().st_mode & 0o777 == 0o600
    assert start.main(["--no-browser"]) == 0
    assert len(opened) == 1
    assert "课程早已打开" in capsys.readouterr().out


def test_a_server_that_does_not_answer_is_reported(start, tmp_path):
    with pytest.raises(start.CourseError) as error:
        start.start_lab(19_999, "p", tmp_path, root=tmp_path, python=sys.executable, seconds=0)
    assert error.value.key == "no_lab"
    assert error.value.values["log"].exists()


def test_the_texts_of_the_chapters_are_written_where_something_has_changed(start, tmp_path, monkeypatch):
    """What they are made of, or they themselves: nothing is out of date, and a start does no work in vain."""
    course, written = tmp_path / "course", []
    for folder in ("book/zh", "notebooks/zh", "sgm_lab/words"):
        (course / folder).mkdir(parents=True)
    shutil.copytree(ROOT / "sgm_lab" / "jupyter", course / "sgm_lab" / "jupyter")
    for file in ("book/reading.py", "book/zh/1-one.md", "notebooks/zh/index.ipynb", "sgm_lab/words/one.toml"):
        (course / file).write_text("1", encoding="utf-8")
    page = course / "_build" / "zh" / "1-one.ipynb"

    def begin(command, **options):
        code = 0
        if command[1].endswith("reading.py"):
            written.append(command)
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(str(len(written)), encoding="utf-8")
            code = int((course / "no").exists())
        return SimpleNamespace(wait=lambda: code, poll=lambda: None, kill=lambda: None)

    monkeypatch.setattr(start, "ROOT", course)
    monkeypatch.setattr(start, "VENV", tmp_path / "venv")
    monkeypatch.setattr(start.subprocess, "Popen", begin)
    monkeypatch.setattr(start, "answers", lambda base, token: True)

    def times():
        begun = len(written)
        start.start_lab(19_999, "notebooks/zh/index.ipynb", tmp_path / "home", root=course, python="python")
        return len(written) - begun

    assert [times(), times(), times()] == [1, 0, 0]
    for changed in ("book/zh/1-one.md", "book/reading.py", "sgm_lab/words/one.toml"):
        (course / changed).write_text("22", encoding="utf-8")
        assert [times(), times()] == [1, 0], changed
    (course / "book" / "zh" / "2-two.md").touch()
    assert [times(), times()] == [1, 0]
    page.write_text("written over", encoding="utf-8")
    assert [times(), times()] == [1, 0]
    page.unlink()
    assert [times(), times()] == [1, 0]
    (course / "no").touch()
    (course / "book" / "zh" / "2-two.md").unlink()
    for _ in range(2):  # what failed is not taken for done
        with pytest.raises(start.CourseError):
            times()
    (course / "no").unlink()
    assert [times(), times()] == [1, 0]


# ---- the real thing, slow: SGM_SLOW=1


@pytest.mark.skipif(
    not os.environ.get("SGM_SLOW"), reason="makes a real environment, minutes: set SGM_SLOW=1"
)
def test_a_fresh_copy_opens_the_course(tmp_path):
    course = tmp_path / "course"
    skip = shutil.ignore_patterns(".venv", ".git", "_build", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, course, ignore=skip)
    command = [sys.executable, "start.py", "--no-browser", "--port", "19888"]
    for limit in (1200, 60):
        process = subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        began = time.time()
        try:
            assert any("/doc/tree/notebooks/zh/index.ipynb?token=" in line for line in process.stdout)
            assert time.time() - began < limit
        finally:
            process.terminate()
            process.wait(30)


# ---- the site


def test_escape_codes_are_no_progress(start):
    log = "\x1b[2K\x1b[1mreading sources... \x1b[0m[ 50%] \x1b[35mbook/zh/4\x1b[39;49;00m\r\n\x1b[01mlooking\x1b[0m"
    assert start.book_status(log) == ("site.read", {"step": "[50%] book/zh/4"})
    assert start.book_status("") == ("building", {})


def test_each_step_of_a_build_is_said_in_the_readers_language(start):
    log = "building [mo]: targets for 0 po files\nwriting output... \n"
    assert start.book_status(log) == ("building", {})  # nothing of the pages yet
    log += "reading sources... [100%] a\n/x/4.md: Executing notebook using local CWD\n"
    for line, said in [
        ("", "正在制作网站：算出页里的图和数"),
        (
            "writing output... [ 50%] book/zh/1 .. book/zh/4\n",
            "正在制作网站：写成网页 [50%] book/zh/1 .. book/zh/4",
        ),
        (
            "writing additional pages... done\nmaking states... [8%]\n",
            "正在制作网站：算好各件工具的常用选择 [8%]",
        ),
        ("printing 2-1.pdf\n", "正在制作网站：做PDF 2-1.pdf"),
    ]:
        log += line
        key, values = start.book_status(log)
        assert start.WORDS[key]["zh"].format(**values) == said


@pytest.mark.parametrize(
    ("output", "last"),
    [
        ("much\n== 结果 · result ==\n原来的网站没有动。\n1.toml：答案不对\n", "1.toml：答案不对"),
        ("Traceback\n  ...\nMemoryError\n", "MemoryError"),
    ],
)
def test_the_cause_is_the_last_thing_on_the_screen(start, monkeypatch, capsys, tmp_path, output, last):
    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setattr(start, "run_logged", lambda *_, **__: (1, output))
    assert start.main(["book", "--no-serve"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_the_cases_are_checked_before_the_site_is_built(start, monkeypatch, capsys, tmp_path):
    calls = []

    def run(command, *_, **__):
        calls.append(Path(command[1]).name)
        return 1, "datasets/renhe：……"

    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setattr(start, "run_logged", run)
    assert start.main(["check"]) == 1
    assert capsys.readouterr().out == "datasets/renhe：……\n"
    assert start.main(["book", "--no-serve"]) == 1
    assert calls == ["case_check.py", "case_check.py", "make_site.py"]


# ---- the test command ----


def test_checks_beside_each_other_all_count_and_all_speak(capfd):
    spec = importlib.util.spec_from_file_location("run", ROOT / "tests" / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    first = [("one", ["keyword_missing"]), ("two", ["this"])]
    lanes = run.Lanes(first, [("three", ["this"])], [("four", ["also_missing"])])
    assert run.run_all(lanes) == [("one", False), ("two", True), ("three", True), ("four", False)]
    said = capfd.readouterr()
    assert "No module named keyword_missing" in said.err
    said = said.out
    assert said.count("Beautiful is better") == 2
    assert said.index("== two ==") < said.index("== three ==") < said.index("No module named also_missing")
