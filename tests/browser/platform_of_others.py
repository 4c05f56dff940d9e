"""A small learning platform for the tests: packages open in a frame, SCORM is scorm-again, what it is told is kept.

Each attempt is a file of JSON in memory, as a platform has a row in its database; closing the browser closes nothing.
"""

from __future__ import annotations

import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from serve import TYPES

VENDOR = Path(__file__).resolve().parents[1] / "vendor" / "scorm-again"
API = {
    "1.2": ("scorm12.min.js", "API", "Scorm12API"),
    "2004": ("scorm2004.min.js", "API_1484_11", "Scorm2004API"),
}
WHOLE = (
    "<style>html, body, iframe { display: block; margin: 0; width: 100%; height: 100%; border: 0; }</style>"
)
PLAYER = """<!DOCTYPE html><meta charset="utf-8"><title>platform</title>{style}
<script src="/{script}"></script>
<script>
const began = {began}, breaks = {breaks};
const settings = {{ lmsCommitUrl: "/commit/{attempt}", autocommit: false, logLevel: 5, dataCommitFormat: "json" }};
window.{name} = new {kind}(settings);
if (began) window.{name}.loadFromJSON(began);
if (breaks === "begin") window.{name}.{begin} = () => "false";
if (breaks === "none") delete window.{name};
</script>
<iframe src="/content/{package}/lms/index.html"></iframe>"""
OUTSIDE = """<!DOCTYPE html><meta charset="utf-8"><title>portal</title>{style}<iframe src="{url}"></iframe>"""
LEARNER = {
    "1.2": {"core": {"student_id": "7", "student_name": "王芳"}},
    "2004": {"learner_id": "7", "learner_name": "王芳"},
}


class Platform:
    """Packages by name, and what each attempt has told."""

    def __init__(self) -> None:
        self.packages: dict[str, zipfile.ZipFile] = {}
        self.versions: dict[str, str] = {}
        self.attempts: dict[str, dict[str, Any]] = {}
        self.visited: set[str] = set()  # attempts whose window is open, or has not told that it was closed
        self.deaf = False
        self.base = ""

    def told(self, attempt: str, seconds: float = 30) -> dict[str, Any]:
        """Return what an attempt told when its window was closed; a busy machine hears of a closed window late."""
        end = time.monotonic() + seconds
        while (attempt in self.visited or attempt not in self.attempts) and time.monotonic() < end:
            time.sleep(0.05)
        cmi: dict[str, Any] = self.attempts[attempt]["cmi"]
        return cmi

    def take(self, name: str, version: str, path: Path) -> None:
        """Take a package in."""
        self.packages[name], self.versions[name] = zipfile.ZipFile(path), version

    def url(self, name: str, attempt: str, breaks: str = "") -> str:
        """Return the address of the player for one attempt."""
        return f"{self.base}/play/{name}?attempt={attempt}&breaks={breaks}"

    def player(self, name: str, attempt: str, breaks: str) -> str:
        """Return the player's page: a new attempt begins empty, an old one where it was left."""
        self.visited.add(attempt)
        version = self.versions[name]
        script, api, kind = API[version]
        began: dict[str, Any] = {**LEARNER[version]}
        if attempt in self.attempts:
            cmi = self.attempts[attempt]["cmi"]
            if version == "1.2":
                core = {key: cmi["core"][key] for key in ("lesson_location", "lesson_status", "score")}
                began["core"] = {**began["core"], **core, "entry": "resume"}
                began["suspend_data"] = cmi["suspend_data"]
            else:
                kept = ("location", "completion_status", "progress_measure", "suspend_data")
                began |= {key: cmi[key] for key in kept} | {"entry": "resume"}
        return PLAYER.format(
            style=WHOLE,
            script=script,
            name=api,
            kind=kind,
            began=json.dumps({"cmi": began}),
            breaks=json.dumps(breaks),
            attempt=attempt,
            package=name,
            begin="LMSInitialize" if version == "1.2" else "Initialize",
        )


@contextmanager
def running(port: int) -> Iterator[Platform]:
    """Run one; its packages are unpacked nowhere, each file is read from its zip."""
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def send(self, content: bytes, kind: str = "text/html; charset=utf-8", code: int = 200) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            at = urlsplit(self.path)
            _, where, *rest = at.path.split("/")
            if where == "play":
                asked = {key: value[0] for key, value in parse_qs(at.query, keep_blank_values=True).items()}
                self.send(platform.player(rest[0], asked["attempt"], asked["breaks"]).encode())
            elif where == "outside":
                self.send(OUTSIDE.format(style=WHOLE, url=parse_qs(at.query)["url"][0]).encode())
            elif where == "content":
                try:
                    content = platform.packages[rest[0]].read("/".join(rest[1:]))
                except KeyError:
                    self.send(b"", code=404)
                else:
                    kind = TYPES.get(Path(at.path).suffix, "application/octet-stream")
                    self.send(content, kind)
            elif (VENDOR / where).is_file():
                self.send((VENDOR / where).read_bytes(), "text/javascript")
            else:
                self.send(b"", "image/x-icon")

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            attempt = self.path.rpartition("/")[2]
            if not platform.deaf:
                platform.attempts[attempt] = told
            if (
                self.headers["Sec-Fetch-Mode"] == "no-cors"
            ):  # a beacon: scorm-again's way to tell that it ends
                platform.visited.discard(attempt)
            answer = {"result": not platform.deaf, "errorCode": 101 if platform.deaf else 0}
            self.send(json.dumps(answer).encode(), "application/json")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        platform.base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield platform
        server.shutdown()
