"""Sixty phones for an hour's script, pressed together: how soon an answer is on the screen, what it costs the laptop.

The server is the one of ``python start.py room``, its log on the disk; phones are threads that hold a line open as the
page does. The script is the questions of half a day (each asked, answered by all within some seconds, closed, revealed)
and the market of ten teams over eight quarters, its pauses cut to what sixty thumbs leave. Measured: from the moment an
answer is sent to the moment the screen has it, and to the phone's own “sent”; from the instructor's step to each phone;
memory and processor time of the server. A budget that is missed fails.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book")]
PHONES, TEAMS, MEDIAN, P95, MEGABYTES = 60, 10, 0.300, 1.0, 400


class Line:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int, key: str = "") -> None:
        self.port, self.headers = port, {"Content-Type": "application/json"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send, and return the status and what came; a line that was closed since it was silent is opened anew."""
        written = json.dumps(body) if body is not None else None
        for again in (True, False):
            try:
                self.connection.request(method, path, written, self.headers)
                answer = self.connection.getresponse()
                break
            except (ConnectionError, http.client.HTTPException):
                self.connection.close()
                if not again:
                    raise
        content = answer.read()
        return answer.status, json.loads(content) if content else None


class Watch(threading.Thread):
    """Somebody who looks: holds a line open and notes when what arrived."""

    def __init__(self, port: int, what: str, key: str = "") -> None:
        super().__init__(daemon=True)
        self.line, self.what, self.view, self.seen = Line(port, key), what, {}, ""
        self.came = threading.Condition()
        self.notes: list[tuple[float, Any]] = []
        self.start()

    def run(self) -> None:
        """Look, for ever."""
        while True:
            try:
                code, found = self.line.ask("GET", f"/room/api/{self.what}?seen={self.seen}")
            except (ConnectionError, http.client.HTTPException):
                return  # it is over
            if code == 200:
                with self.came:
                    self.seen, self.view = found["tag"], found["view"]
                    self.notes.append((time.perf_counter(), self.view))
                    self.came.notify_all()

    def until(self, wanted: Any, seconds: float = 30) -> None:
        """Wait until something is shown."""
        with self.came:
            assert self.came.wait_for(lambda: wanted(self.view), seconds), "it never came"


class Phone:
    """A phone: one line that looks, one that sends."""

    def __init__(self, port: int, name: str) -> None:
        key = secrets.token_hex(16)
        self.line = Line(port, key)
        assert self.send(do="join", name=name)[0] == 200
        self.watch = Watch(port, "me", key)

    def send(self, **move: Any) -> tuple[int, Any]:
        """Make a move."""
        return self.line.ask("POST", "/room/api/do", move)


def started(folder: str) -> tuple[subprocess.Popen[str], int, str]:
    """Start the room as the instructor does; return the process, its port and the key."""
    command = [sys.executable, str(ROOT / "book" / "room"), "--no-browser", "--port", "8177", "--number", "7"]
    environment = dict(os.environ, SGM_LANG="zh", PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    process = subprocess.Popen(
        [*command, "--folder", folder], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r":(\d+)/room/cockpit#(\w+)", line):
            return process, int(found[1]), found[2]
    raise SystemExit("the room did not start")


def answer_to(question: dict[str, Any], chance: random.Random) -> Any:
    """Answer as somebody might."""
    if question["kind"] == "single":
        return chance.choice(question["options"])["id"]
    if question["kind"] == "multiple":
        return [one["id"] for one in chance.sample(question["options"], 2)]
    if question["kind"] == "sort":
        return {one["id"]: chance.choice(question["heaps"])["id"] for one in question["items"]}
    if question["kind"] == "predict":
        plot = question["plot"]
        return {one["id"]: round(chance.uniform(plot["low"], plot["high"])) for one in question["points"]}
    return str(chance.randrange(100))


def together(phones: list[Phone], act: Any, spread: float, chance: random.Random) -> None:
    """Let all do something, each at a moment of their own."""

    def one(phone: Phone, pause: float) -> None:
        time.sleep(pause)
        act(phone)

    threads = [threading.Thread(target=one, args=(phone, chance.uniform(0, spread))) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(arguments: list[str]) -> int:
    """Play the hour."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--spread", type=float, default=6.0, help="seconds in which all answer")
    spread = parser.parse_args(arguments).spread
    chance = random.Random(18)
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        process, port, key = started(folder)
        try:
            return play(process, port, key, spread, chance)
        finally:
            process.kill()
            process.wait()


def play(process: Any, port: int, key: str, spread: float, chance: random.Random) -> int:
    """Play the script and judge what was measured."""
    server, began = psutil.Process(process.pid), time.perf_counter()
    cpu = sum(server.cpu_times()[:2])
    cockpit, screen = Watch(port, "cockpit", key), Watch(port, "screen")
    steps, sent, own, shown = Line(port, key), [], [], []
    cockpit.until(bool)
    phones = [Phone(port, f"学员{n}") for n in range(PHONES)]

    def act(**move: Any) -> float:
        at = time.perf_counter()
        code, found = steps.ask("POST", "/room/api/act", {"stage": steps_stage(), **move})
        assert code == 200, found
        return at

    def steps_stage() -> int:
        return int(steps.ask("GET", "/room/api/cockpit?seen=-")[1]["view"]["stage"])

    def reaches(at: float, wanted: Any) -> None:
        for phone in phones:
            phone.watch.until(wanted)
            shown.append(next(when for when, view in phone.watch.notes if when >= at and wanted(view)) - at)

    for number, key_of in enumerate([one["id"] for one in cockpit.view["agenda"]], 1):
        at = act(do="ask", exercise=key_of)
        reaches(at, lambda view, n=number: view.get("question", {}).get("round") == n)
        screen.notes.clear()
        when: list[float] = []

        def give(phone: Phone, n: int = number, when: list[float] = when) -> None:
            question = phone.watch.view["question"]
            at = time.perf_counter()
            code, found = phone.send(do="answer", round=n, n=1, answer=answer_to(question, chance))
            assert code == 200, found
            own.append(time.perf_counter() - at)
            when.append(at)

        together(phones, give, spread, chance)
        screen.until(lambda view: view["question"]["answered"] == PHONES)
        # Answers reach the screen in the order in which they were taken in; the k-th to arrive was the k-th counted.
        for count, at in enumerate(sorted(when), 1):
            sent.append(next(t for t, view in screen.notes if view["question"]["answered"] >= count) - at)
        for step in ("close", "reveal"):
            at = act(do=step)
            reaches(
                at, lambda view, s=step: view["question"]["phase"] == {"close": "closed"}.get(s, "revealed")
            )
    questions = time.perf_counter() - began
    act(do="show", scene="game")
    captains = phones[:TEAMS]
    for n, phone in enumerate(captains):
        assert phone.send(do="found", name=f"第{n + 1}队")[0] == 200
    teams = [one["id"] for one in cockpit_view(steps)["game"]["teams"]]
    for n, phone in enumerate(phones[TEAMS:]):
        assert phone.send(do="enroll", team=teams[n % TEAMS])[0] == 200
    for quarter in range(1, 9):
        at = act(do="plan")
        reaches(at, lambda view, q=quarter: view["game"]["phase"] == "plan" and view["game"]["quarter"] == q)

        def decide(phone: Phone, q: int = quarter) -> None:
            shared = phone.watch.view["game"]["shared"]
            at = time.perf_counter()
            assert phone.send(do="decide", quarter=q, n=1, **shared)[0] == 200
            own.append(time.perf_counter() - at)

        together(captains, decide, spread / 2, chance)
        at = act(do="close_quarter")
        reaches(at, lambda view, q=quarter: view["game"]["phase"] == "recap" and view["game"]["quarter"] == q)
    act(do="debrief")
    screen.until(lambda view: view["game"].get("ready"), 120)
    act(do="show", scene="monday")
    together(
        phones, lambda phone: phone.send(do="action", what="晨会上念出目标", day="2026-12-07"), spread, chance
    )
    screen.until(lambda view: view.get("actions") == PHONES)
    used, wall = sum(server.cpu_times()[:2]) - cpu, time.perf_counter() - began
    memory = server.memory_info().rss / 1e6

    def told(name: str, values: list[float]) -> float:
        ordered = sorted(values)
        middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
        times = (
            f"{word} {1000 * one:.0f} ms"
            for word, one in (("median", middle), ("p95", late), ("most", ordered[-1]))
        )
        print(f"{name}: {', '.join(times)} (n={len(ordered)})")
        return late

    late = told("answer → screen", sent)
    told("answer → “sent” on the phone", own)
    told("step of the instructor → phone", shown)
    print(f"script {wall:.0f} s, of which questions {questions:.0f} s")
    print(f"server: {used:.1f} s of processor, {used / wall:.0%} of a core; {memory:.0f} MB")
    missed = statistics.median(sent) > MEDIAN or late > P95 or memory > MEGABYTES
    print("missed" if missed else f"within {1000 * MEDIAN:.0f} ms, {1000 * P95:.0f} ms, {MEGABYTES} MB")
    return int(missed)


def cockpit_view(line: Line) -> dict[str, Any]:
    """Return what the cockpit shows now."""
    view: dict[str, Any] = line.ask("GET", "/room/api/cockpit?seen=-")[1]["view"]
    return view


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
