"""The installer killed at any moment: each time the next run makes a whole environment, and nothing else changes.
And JupyterLab, which ends with the launcher however it behaves.

The launcher is the real one; ``ensurepip`` and pip are stand-ins that write in small steps, in a Python made for the
test, so that no network is needed and a dozen kills take some seconds. A moment is a step of theirs, or a line of the
launcher: no clock decides. SGM_KILLS=100 makes the hundred.
"""

import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
ROOT = Path(__file__).resolve().parents[1]
KILLS = int(os.environ.get("SGM_KILLS", "12"))
PACKAGES = ("kgone", "kgtwo", "kgthree")

# Every step is counted; at the one asked for, the launcher is killed and the orphan goes on.
STEPPING = """
import os, time
from pathlib import Path
world = Path(os.environ["SGM_WORLD"])
def step(path, text=None):
    if text is None:
        path.mkdir(parents=True, exist_ok=True)
    else:
        path.write_text(text)
    counter = world / "steps"
    with counter.open("a") as file:
        file.write(f"{os.getpid()} {path}\\n")
    if len(counter.read_text().splitlines()) == int(os.environ["SGM_STEP"]):
        os.kill(int((world / "launcher").read_text()), 9)
        time.sleep(1)
"""
ENSUREPIP = """
import sysconfig
from pathlib import Path
from stepping import step
place = Path(sysconfig.get_path("purelib"), "pip")
step(place)
step(place / "__init__.py", "")
for name in ("__main__.py", "vendored.py"):
    step(place / name, (Path(__file__).parent / "pip_main.txt").read_text() if name[0] == "_" else "whole = True")
"""
# As little careful as pip: a package that looks installed is passed by, and folders are renamed on the way.
PIP = """
import re, shutil, sys, sysconfig
from pathlib import Path
from pip.vendored import whole
from stepping import step
place = Path(sysconfig.get_path("purelib"))
wanted = {}
if "-r" in sys.argv:  # not the course itself
    wanted = dict(re.findall(r"^(\\w+)==(\\d+)", Path(sys.argv[-1]).read_text(), re.M))
wanted = {n: v for n, v in wanted.items() if not (place / f"{n}-{v}.dist-info").exists()}
for name in wanted:
    print("Collecting", name, flush=True)
if wanted:
    print("Installing collected packages:", ", ".join(wanted), flush=True)
for name, version in wanted.items():
    for old in place.glob(f"{name}*"):
        shutil.rmtree(old.rename(old.with_name("~" + old.name[1:])))
    step(place / f"{name}-{version}.dist-info")
    step(place / name)
    for part in "abc":
        step(place / name / part, version)
"""
LAUNCH = """
import os, signal, sys
from pathlib import Path
Path(os.environ["SGM_WORLD"], "launcher").write_text(str(os.getpid()))
import start
start.NEEDED_GB = 0
left = int(os.environ["SGM_LINE"])
def count(frame, event, _):
    global left
    if frame.f_code.co_filename != start.__file__:
        return None
    left -= event == "line"
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return count
if left:
    sys.settrace(count)
start.ensure()
sys.settrace(None)
print("lines", int(os.environ["SGM_LINE"]) - left)
"""


def make_python(folder):
    """A Python of its own: its program copied, its library linked file by file, so that it can be changed alone."""
    real = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    library = Path(os.__file__).resolve().parent
    (folder / "bin").mkdir(parents=True)
    own = folder / "lib" / library.name
    (own / "site-packages").mkdir(parents=True)
    (own / "site-packages" / "precious.py").write_text("the user's own")
    for path in library.iterdir():
        if path.name not in ("site-packages", "dist-packages", "ensurepip", "__pycache__"):
            (own / path.name).symlink_to(path)
    (own / "stepping.py").write_text(STEPPING)
    (own / "ensurepip").mkdir()
    (own / "ensurepip" / "__init__.py").write_text("")
    (own / "ensurepip" / "__main__.py").write_text(ENSUREPIP)
    (own / "ensurepip" / "pip_main.txt").write_text(PIP)
    shutil.copy(real, folder / "bin" / real.name)
    python = folder / "bin" / real.name
    told = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    if told.stdout.strip() != str(folder):
        pytest.skip(f"this Python cannot be copied: {told.stdout}{told.stderr}")
    return python


def seen(folder):
    """Every file of a folder, with its time of change."""
    return {
        path: path.lstat().st_mtime_ns
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts and not path.is_dir()
    }


class World:
    """A project, a Python and the launcher in it."""

    def __init__(self, folder):
        self.folder, self.base, self.project = folder, folder / "python", folder / "project"
        self.python = make_python(self.base)
        (self.project / "tests").mkdir(parents=True)
        shutil.copy(ROOT / "start.py", self.project)
        shutil.copytree(ROOT / "sgm_lab" / "words", self.project / "sgm_lab" / "words")
        (self.project / "pyproject.toml").write_text("[project]\n")
        self.venv = self.project / ".venv"

    def lock(self, version):
        """Ask for another version of every package."""
        text = "".join(f"{name}=={version}\n" for name in PACKAGES)
        (self.project / "requirements.txt").write_text(text)

    def launch(self, step=0, line=0):
        """Run the launcher, killed at a step of its child or at a line of its own; return what it printed."""
        (self.folder / "steps").write_text("")
        more = {"SGM_WORLD": str(self.folder), "SGM_STEP": str(step), "SGM_LINE": str(line), "SGM_LANG": "en"}
        environment = {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.project)}
        return subprocess.run(
            [self.python, "-c", LAUNCH],
            cwd=self.project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )

    def steps(self):
        """Who made which step of the last run."""
        return (self.folder / "steps").read_text().splitlines()

    def check_whole(self, version):
        """The environment is its own and has all of every package, in this version alone."""
        ask = "import json, sys, sysconfig; print(json.dumps([sys.prefix, sysconfig.get_path('purelib')]))"
        python = self.venv / "bin" / "python"
        prefix, place = json.loads(subprocess.run([python, "-c", ask], stdout=subprocess.PIPE).stdout)
        assert prefix == str(self.venv)
        names = {path.name for path in Path(place).iterdir()} - {"pip", "__pycache__"}
        assert names == {*PACKAGES, *(f"{name}-{version}.dist-info" for name in PACKAGES)}
        for name in PACKAGES:
            assert [(Path(place) / name / part).read_text() for part in "abc"] == [str(version)] * 3
        assert {path.name for path in self.project.glob(".venv*")} == {".venv", ".venv.lock"}


def alive(pid):
    """Whether a process runs; one that has ended and waits to be asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def world(tmp_path):
    return World(tmp_path.resolve())


def test_killed_at_any_moment_it_is_whole_the_next_time(world):
    dice, version, before = random.Random(6), 1, seen(world.base)
    world.lock(version)
    whole = world.launch(line=10**9)
    assert whole.returncode == 0, whole.stdout
    world.check_whole(version)
    steps, lines = len(world.steps()), int(whole.stdout.split()[-1])
    killed, pids = 0, set()
    while killed < KILLS:
        version += 1
        world.lock(version)
        for _ in range(dice.randint(1, 4)):
            how = (
                {"step": dice.randint(1, steps)} if dice.random() < 0.6 else {"line": dice.randint(1, lines)}
            )
            ended = world.launch(**how)
            pids |= {line.split()[0] for line in world.steps()}
            assert ended.returncode in (0, -9), (how, ended.stdout)
            killed += ended.returncode == -9
        ended = world.launch()
        assert ended.returncode == 0, ended.stdout
        world.check_whole(version)
        assert seen(world.base) == before
        if dice.random() < 0.3:  # and from the very beginning
            world.venv.rename(world.folder / f"done-{version}")
    end = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in pids if alive(pid)]


def test_an_orphan_ends_with_its_launcher(world):
    """What the launcher started writes no further step once that is gone: it cannot disturb the next run."""
    world.lock(1)
    assert world.launch(step=3).returncode == -9
    (pid,) = {line.split()[0] for line in world.steps()}
    end = time.monotonic() + 10
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert not alive(pid)
    assert len(world.steps()) == 3
    assert not (world.venv / "stamp.json").exists()


# ---- JupyterLab ends with the launcher

# Stands in for JupyterLab: it starts a Python in a session of its own, as for a page, and that one another; each notes
# who it is, and what it is asked. How it takes that is the first argument.
SERVER = """
import os, signal, subprocess, sys, time
from pathlib import Path
how, world, depth = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
def asked(*_):
    (world / "asked").touch()
    if how == "polite":
        page.kill()
        (world / "saved").touch()
        sys.exit()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, asked if depth == 0 else signal.SIG_IGN)
if depth < 2:
    again = [sys.executable, __file__, how, world, str(depth + 1)]
    page = subprocess.Popen(again, start_new_session=True)
    while depth == 0 and not (world / "pid-2").exists():
        time.sleep(0.01)
(world / f"pid-{depth}.part").write_text(str(os.getpid()))
(world / f"pid-{depth}.part").rename(world / f"pid-{depth}")
while True:
    time.sleep(0.05)
"""
SERVE = """
import subprocess, sys
import start
_, world, how, start.GRACE = *sys.argv[:3], float(sys.argv[3])
start.ensure, start.running_lab = lambda: None, lambda home: None
def start_lab(*_):
    return subprocess.Popen([sys.executable, world + "/server.py", how, world, "0"]), "http://127.0.0.1:1/", "token"
start.start_lab = start_lab
sys.exit(start.main(["--no-browser"]))
"""


class Serving:
    """The launcher with a server that takes what it is asked in its own way."""

    def __init__(self, world, how, grace):
        self.world = world
        (world / "server.py").write_text(SERVER)
        command = [sys.executable, "-c", SERVE, str(world), how, str(grace)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SGM_LANG": "en"}
        self.launcher = subprocess.Popen(command, env=environment, cwd=world, start_new_session=True)
        self.pids = [int(self.noted(f"pid-{depth}").read_text()) for depth in range(3)]

    def noted(self, name):
        """Wait until something is noted."""
        end = time.monotonic() + 30
        while not (self.world / name).exists():
            assert time.monotonic() < end, name
            time.sleep(0.01)
        return self.world / name

    def left(self):
        """Who is still there when the launcher has ended and the system has had time to clear them away."""
        end = time.monotonic() + 10
        while any(map(alive, self.pids)) and time.monotonic() < end:
            time.sleep(0.01)
        return [pid for pid in self.pids if alive(pid)]

    def close(self):
        """Leave nothing behind, whatever a test has found."""
        for pid in (self.launcher.pid, *self.pids):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        self.launcher.wait()


@pytest.fixture
def serving(tmp_path):
    # A run in the background or under nohup hands on that it hears neither; who types a command hears both.
    before = {name: signal.signal(name, signal.SIG_DFL) for name in (signal.SIGINT, signal.SIGHUP)}
    opened = []

    def begin(how, grace):
        opened.append(Serving(tmp_path, how, grace))
        return opened[-1]

    yield begin
    for name, handler in before.items():
        signal.signal(name, handler)
    for one in opened:
        one.close()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_server_that_does_not_end_is_killed_with_all_it_has_started(serving, name):
    """Ctrl-C, ``kill``, a window that is closed: while a page's Python starts, JupyterLab may never come to an end."""
    lab = serving("deaf", 0.3)
    lab.launcher.send_signal(getattr(signal, name))
    assert lab.launcher.wait(30) == 130
    assert lab.noted("asked")
    assert lab.left() == []


def test_a_second_ctrl_c_waits_no_longer(serving):
    lab = serving("deaf", 3600)
    lab.launcher.send_signal(signal.SIGINT)
    lab.noted("asked")
    assert lab.launcher.poll() is None
    lab.launcher.send_signal(signal.SIGINT)
    assert lab.launcher.wait(30) == 130
    assert lab.left() == []


def test_a_server_that_ends_when_it_is_asked_is_left_to_do_so(serving):
    lab = serving("polite", 3600)
    lab.launcher.send_signal(signal.SIGINT)
    assert lab.launcher.wait(30) == 130
    assert lab.noted("saved")


def test_under_nohup_a_closed_window_ends_nothing(serving):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup leaves to whom it starts
    try:
        lab = serving("deaf", 0.3)
    finally:
        signal.signal(signal.SIGHUP, before)
    lab.launcher.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        lab.launcher.wait(0.5)
    assert not (lab.world / "asked").exists()


@pytest.fixture
def start():
    """The launcher, as a module."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("tool", ["there", "missing"])
def test_on_windows_the_whole_tree_is_ended(start, monkeypatch, tool):
    """Its own way of ending a process, which is no request, would leave what that one has started."""
    told = []

    class Process:
        pid = 4711

        def wait(self, seconds=None):
            told.append("wait")
            if seconds is not None:
                raise subprocess.TimeoutExpired("lab", seconds)

        def terminate(self):
            told.append("terminate")

        def kill(self):
            told.append("kill")

    def call(command, **options):
        told.append(" ".join(command))
        assert options["stdout"] == options["stderr"] == subprocess.DEVNULL
        if tool == "missing":
            raise FileNotFoundError

    monkeypatch.setattr(start.subprocess, "call", call)
    try:
        start.end(Process(), windows=True)
    except FileNotFoundError:
        assert tool == "missing"
    assert told == ["wait", "taskkill /F /T /PID 4711", "kill", "wait"]


@pytest.mark.parametrize("proc", ["/proc", "nowhere"])
def test_who_has_started_whom_is_known_without_proc_too(start, monkeypatch, proc):
    monkeypatch.setattr(start, "PROC", Path(proc))
    if not start.PROC.is_dir() and not shutil.which("ps"):
        pytest.skip("no ps here")
    assert start.parents()[os.getpid()] == os.getppid()
