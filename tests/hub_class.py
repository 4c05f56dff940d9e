"""A class on a real JupyterHub: the configuration of the server as it stands, each learner with an account of its own.

All in a mount namespace: accounts go into a copy of /etc that ends with it. A learner here is what a browser does:
follows the link, signs in, lets nbgitpuller pull, opens the workbook, runs every cell, answers an exercise, and is told
that it is saved.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from answers import right_answer
from hub.link import link, pages
from hub.prepare import copy_of_course, proxy, repository

from sgm_lab import exercises
from sgm_lab.exercises.state import now

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "book" / "hub" / "jupyterhub_config.py"
EXERCISE = "2.1-pair-reading"
PATIENCE = 1800  # seconds, on a machine that is busy

# Root's home is nobody's to look into, and yet Python may lie in it: only that is shown there.
NAMESPACE = """
set -e
mount --make-rprivate /
cp -a /etc {own}/etc
mount --bind {own}/etc /etc
mkdir {own}/python
mount --bind {python} {own}/python
mount -o remount,bind,ro {own}/python
case {python} in /root/*)
  mount -t tmpfs -o mode=755 tmpfs /root
  mkdir -p {python}
  mount --bind {own}/python {python};;
esac
exec "$@"
"""


# As a learner's own code: homes, the hub's secrets, processes, and the course that all pull.
INTRUDE = """
import os, signal
def tries(name, what):
    try:
        what()
    except (OSError, ValueError):
        return
    print(name)
home, own = "{folder}/homes/{other}", os.getuid()
tries("home", lambda: os.listdir(home))
tries("homes", lambda: os.listdir("{folder}/homes"))
tries("workbook", lambda: open(home + "/workbook.json").read())
tries("write", lambda: open(home + "/x", "w"))
tries("state", lambda: os.listdir("{folder}/hub/state"))
tries("passwords", lambda: open("{folder}/hub/state/passwords.dbm", "rb"))
tries("course", lambda: open("{folder}/hub/course.git/HEAD", "a"))
tries("inbound", lambda: os.listdir("{folder}/exchange/sgm/inbound"))
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        if os.stat("/proc/" + pid).st_uid == own:
            continue
    except OSError:
        continue
    tries("environ-" + pid, lambda: open("/proc/" + pid + "/environ").read())
    tries("kill-" + pid, lambda: os.kill(int(pid), 0))
"""


def missing() -> str:
    """Say what this machine lacks for a real hub; nothing where all is there."""
    if shutil.which("unshare") is None or os.name == "nt" or os.geteuid():
        return "needs Linux and root: sudo python start.py hub test"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        return "may not make a mount namespace"
    return "" if shutil.which("npm") or shutil.which("configurable-http-proxy") else "needs Node.js"


@dataclass
class Running:
    """A hub that runs."""

    base: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def homes(self) -> Path:
        """Where homes lie."""
        return self.folder / "homes"

    def environment(self) -> dict[str, str]:
        """Return the environment of who runs something beside the hub, such as nbgrader."""
        return {**os.environ, **places(self.folder)}

    def inside(self, *command: str) -> list[str]:
        """Return a command that sees the accounts."""
        return ["nsenter", f"--target={self.process.pid}", "--mount", *command]


def places(folder: Path) -> dict[str, str]:
    """Return where everything of a hub in this folder lies, as the configuration reads it."""
    lies = {"HUB": "hub", "PEOPLE": "class.txt", "HOMES": "homes", "EXCHANGE": "exchange"}
    return {"SGM_COURSE": str(ROOT)} | {f"SGM_{key}": str(folder / name) for key, name in lies.items()}


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(names: list[str], proxy_in: Path | None = None) -> Iterator[Running]:
    """Run the server's hub for a class; ``proxy_in`` is a folder that has its proxy already."""
    folder = Path(tempfile.mkdtemp(prefix="sgm-hub-"))
    folder.chmod(0o755)
    lines = ["* teacher 李老师", *(f"{name} 学员{name}" for name in names)]
    (folder / "class.txt").write_text("\n".join(lines), encoding="utf-8")
    copy_of_course(folder / "hub")
    if proxy_in and (proxy_in / "proxy").is_dir():
        (folder / "hub" / "proxy").symlink_to(proxy_in / "proxy")
    proxy(folder / "hub")
    own, port, api = folder / "own", free_port(), free_port()
    own.mkdir(mode=0o700)
    python = Path(sys.base_prefix)
    base, log = f"http://127.0.0.1:{port}", folder / "log"
    environment = {**os.environ, **places(folder), "SGM_BIND": base, "SGM_LANG": "zh"}
    for key in ("PYTHONPATH", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        environment.pop(key, None)
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    script = NAMESPACE.format(own=own, python=python)
    hub = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG), f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
           f"--JupyterHub.hub_port={free_port()}", f"--Spawner.start_timeout={PATIENCE}",
           f"--Spawner.http_timeout={PATIENCE}"]  # fmt: skip
    command = ["unshare", "--mount", "sh", "-c", script, "sh", *hub]
    with log.open("wb") as sink:
        process = subprocess.Popen(command, cwd=folder / "hub", env=environment, stdin=subprocess.DEVNULL,
                                   stdout=sink, stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        wait_for(base, process, log)
        yield Running(base, folder, process, log)
    finally:
        process.terminate()  # JupyterHub ends its learners' servers then
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the hub answers."""
    for _ in range(PATIENCE * 4):
        with suppress(requests.ConnectionError):
            if requests.get(f"{base}/hub/login", timeout=30).ok:
                return
        if process.poll() is not None:
            break
        time.sleep(0.25)
    raise RuntimeError(log.read_text(errors="replace")[-4000:])


def memory(hub: Running) -> dict[str, float]:
    """Return the megabytes of each learner's processes, what several share counted in shares; by learner."""
    owners = {(hub.homes / name).stat().st_uid: name for name in os.listdir(hub.homes)}
    found = dict.fromkeys(owners.values(), 0.0)
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            owner = owners.get(place.stat().st_uid)
            told = re.search(r"^Pss: *(\d+)", (place / "smaps_rollup").read_text(), re.M) if owner else None
            if owner and told:
                found[owner] += int(told[1]) / 1024
    return found


@dataclass
class Learner:
    """Somebody of the class, and how long each step took."""

    hub: Running
    name: str
    lang: str = "zh"
    took: dict[str, float] = field(default_factory=dict)
    kernel: str = ""

    def __post_init__(self) -> None:
        self.web = requests.Session()
        self.mine = f"{self.hub.base}/user/{self.name}"
        self.page = f"course/notebooks/{self.lang}/{pages(self.lang)['2.1']}.ipynb"

    def timed(self, step: str, since: float) -> None:
        """Note how long a step took."""
        self.took[step] = time.perf_counter() - since

    def enter(self, password: str = "") -> requests.Response:
        """Follow the link, sign in, and wait until the own server is there; return its page of nbgitpuller."""
        begun = time.perf_counter()
        address = link(
            self.hub.base, f"file://{repository(self.hub.folder / 'hub')}", self.lang, pages(self.lang)["2.1"]
        )
        form = self.web.get(address, timeout=PATIENCE)
        action = re.search(r'<form action="([^"]+)"', form.text)
        assert action, form.text
        token = re.search(r'name="_xsrf" value="([^"]+)"', form.text)
        given = {
            "username": self.name,
            "password": password or f"geheim-{self.name}",
            "_xsrf": token[1] if token else "",
        }
        there = self.web.post(self.hub.base + action[1].replace("&amp;", "&"), data=given, timeout=PATIENCE)
        self.timed("sign in", begun)
        while "spawn-pending" in there.url and time.perf_counter() - begun < PATIENCE:
            time.sleep(0.5)
            there = self.web.get(there.url, timeout=PATIENCE)
        self.timed("server", begun)
        return there

    def xsrf(self) -> dict[str, str]:
        """Return the header that the own server wants with what changes something."""
        found = [
            one.value for one in self.web.cookies if one.name == "_xsrf" and one.path.startswith("/user/")
        ]
        return {"X-XSRFToken": found[0] if found else "", "Referer": self.mine + "/"}

    def pull(self, there: requests.Response) -> None:
        """Bring the copy of the course up to date, as the page of nbgitpuller does."""
        begun = time.perf_counter()
        assert urlsplit(there.url).path == f"/user/{self.name}/git-pull", there.url
        asked = parse_qs(urlsplit(there.url).query)
        assert asked["urlpath"] == [f"doc/tree/{self.page}"]
        asked = {key: asked[key] for key in ("repo", "branch", "targetpath")}
        asked["_xsrf"] = [self.xsrf()["X-XSRFToken"]]
        told = self.web.get(
            f"{self.mine}/git-pull/api", params=asked, headers=self.xsrf(), timeout=PATIENCE
        ).text
        assert '"phase": "finished"' in told, told[-2000:]
        self.timed("pull", begun)

    def open(self) -> list[str]:
        """Open the workbook 2.1 with a kernel; return its code."""
        book = self.web.get(f"{self.mine}/api/contents/{self.page}", timeout=PATIENCE).json()
        begin = {"path": self.page, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        made = self.web.post(
            f"{self.mine}/api/sessions", json=begin, headers=self.xsrf(), timeout=PATIENCE
        ).json()
        self.kernel = made["kernel"]["id"]
        return [cell["source"] for cell in book["content"]["cells"] if cell["cell_type"] == "code"]

    def connect(self) -> Kernel:
        """Return a line to the kernel."""
        import websocket

        cookies = "; ".join(
            f"{one.name}={one.value}"
            for one in self.web.cookies
            if f"/user/{self.name}/".startswith(one.path)
        )
        path = f"api/kernels/{self.kernel}/channels?session_id={uuid.uuid4().hex}"
        address = f"{self.mine.replace('http', 'ws', 1)}/{path}"
        return Kernel(
            websocket.create_connection(address, cookie=cookies, timeout=PATIENCE, origin=self.hub.base)
        )

    def work(self) -> None:
        """Sign in, pull, open 2.1, run every cell, answer the first exercise, and wait until that is saved."""
        self.pull(self.enter())
        begun = time.perf_counter()
        code = self.open()
        line = self.connect()
        for one in code:
            assert line.run(one) == "ok", one
        self.timed("run 2.1", begun)
        begun = time.perf_counter()
        assert line.answer(EXERCISE, right_answer(exercises.find(EXERCISE)))
        self.timed("save", begun)
        line.socket.close()

    def says(self, code: str) -> str:
        """Run code in the kernel, over a line of its own (one that is silent is closed), and return what it prints."""
        line = self.connect()
        assert line.run(code) == "ok", line.printed
        line.socket.close()
        return line.printed

    def intrusions(self, other: str) -> list[str]:
        """Try what somebody may try who wants to see or change what is another's; return what succeeded."""
        found = self.says(INTRUDE.format(folder=self.hub.folder, other=other)).split()
        there = self.hub.base
        for path in (f"user/{other}/api/contents", f"user/{other}/files/workbook.json", f"user/{other}/api/kernels",
                     f"user/{other}/lab", f"hub/api/users/{other}", "hub/api/users", "hub/admin"):  # fmt: skip
            answer = self.web.get(f"{there}/{path}", timeout=PATIENCE)
            if answer.ok:
                found.append(path)
        return found


class Kernel:
    """A line to a kernel, as JupyterLab holds it."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.widgets: dict[str, str] = {}  # exercise → its comm
        self.printed = ""

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a message, and return its id."""
        id = uuid.uuid4().hex
        head = {
            "msg_id": id,
            "msg_type": kind,
            "username": "",
            "session": "class",
            "date": now(),
            "version": "5.3",
        }
        whole = {
            "header": head,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
        self.socket.send(json.dumps(whole))
        return id

    def messages(self) -> Iterator[dict[str, Any]]:
        """Go through what comes, and note widgets and what is printed."""
        while True:
            frame = self.socket.recv()
            if not isinstance(frame, str):
                continue  # pictures
            message = json.loads(frame)
            content = message["content"]
            if message["msg_type"] == "comm_open":
                record = content["data"].get("state", {}).get("record")
                if isinstance(record, dict) and "id" in record:
                    self.widgets[record["id"]] = content["comm_id"]
            elif content.get("execution_state") in ("restarting", "dead"):
                raise AssertionError("the kernel died")
            elif message["msg_type"] == "stream":
                self.printed += content["text"]
            yield message

    def run(self, code: str) -> str:
        """Run code, and return how it ended."""
        self.printed = ""
        id = self.send("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                                           "allow_stdin": False, "stop_on_error": True})  # fmt: skip
        ended = ""
        for message in self.messages():
            if message["parent_header"].get("msg_id") != id:
                continue
            if message["msg_type"] == "execute_reply":
                ended = str(message["content"]["status"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                self.idle = True
            if ended and getattr(self, "idle", False):
                self.idle = False
                return ended
        raise AssertionError

    def answer(self, exercise: str, given: Any) -> bool:
        """Answer an exercise as its widget does, and return whether it was said to be in the workbook's file."""
        empty = {
            "answer": None,
            "outcome": "not_attempted",
            "tries": 0,
            "hints": 0,
            "solution": False,
            "updated": "",
        }
        state = empty | {"answer": given, "outcome": "right", "tries": 1, "updated": now(), "mistakes": []}
        said = {"do": "keep", "state": state, "before": empty | {"mistakes": []}, "ref": uuid.uuid4().hex}
        data = {"method": "custom", "content": said}
        self.send("comm_msg", {"comm_id": self.widgets[exercise], "data": data})
        for message in self.messages():
            told = (
                message["content"].get("data", {}).get("content", {})
                if message["msg_type"] == "comm_msg"
                else {}
            )
            if told.get("do") == "kept" and told.get("ref") == said["ref"]:
                return bool(told["saved"])
        raise AssertionError
