"""How long a class of 500 takes to read, count and report, and how much memory: Python's side, then the page's by Node.

The files are those of ``tests/test_class_sizes.py``: plausible, damaged, foreign, twice over and hostile. A budget that
is missed fails: 5 s for what JupyterLab and the page show, 500 MB at most.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *(str(ROOT / name) for name in ("tests", "book", "book/_ext"))]
SECONDS, MEGABYTES, PEOPLE = 5.0, 500, 500

PYTHON = """
import json, pickle, resource, sys, time
from sgm_lab.exercises.classes import class_xlsx, read_class
from sgm_lab.exercises.classes.report import body

files = pickle.load(open(sys.argv[1], "rb"))
began = time.perf_counter()
found = read_class(files, "zh")
read = time.perf_counter()
report = body(found, "zh")
shown = time.perf_counter()
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
class_xlsx(found, "zh")
written = time.perf_counter()
print(json.dumps([read - began, shown - read, written - shown, most, report.partition("<h2>")[2]]))
"""
PAGE = """
import { readClass } from "./result.js";
import { body } from "./report.js";

const { readFileSync } = require("node:fs");

async function run() {
  const { files, course } = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const handed = files.map(([name, content]) => [name, new Uint8Array(Buffer.from(content, "base64"))]);
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const result = await readClass(handed, course, {});
  const read = performance.now();
  const report = body(result, course);
  const shown = performance.now();
  const most = process.resourceUsage().maxRSS / 1000;
  const found = report.slice(report.indexOf("<h2>") + 4);
  const took = [(read - began) / 1000, (shown - read) / 1000];
  process.stdout.write(JSON.stringify([...took, most, before / 1e6, found]));
}

run();
"""


def main() -> int:
    import pickle

    from _teaching.compare import needed
    from generated_class import handed_in
    from plain_script import bundled
    from sgm_desk import MODULES, course

    from sgm_lab import exercises

    files, people = handed_in(PEOPLE)
    size = sum(len(content) for _, content in files) / 1e6
    print(f"{len(files)} files of {people} people, {size:.0f} MB")
    missed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "class").write_bytes(pickle.dumps(files))
        done = subprocess.run(
            [sys.executable, "-c", PYTHON, folder / "class"], cwd=ROOT, capture_output=True, text=True
        )
        read, shown, written, most, ours = json.loads(done.stdout)
        missed += line("Python: read and count, report", read + shown, most)
        print(f"  of it the report {shown:.1f} s; the spreadsheet, when asked for, {written:.1f} s")
        if node := shutil.which("node"):
            known = course(list(exercises.load().values()), "zh") | {"test": needed("zh")}
            coded = [(name, base64.b64encode(content).decode()) for name, content in files]
            (folder / "asked.json").write_text(
                json.dumps({"files": coded, "course": known}), encoding="utf-8"
            )
            (folder / "page.mjs").write_text(PAGE, encoding="utf-8")
            (folder / "page.cjs").write_text(bundled([*MODULES[:-1], folder / "page.mjs"]), encoding="utf-8")
            done = subprocess.run(
                [node, folder / "page.cjs", folder / "asked.json"], capture_output=True, text=True
            )
            read, shown, most, before, theirs = json.loads(done.stdout)
            missed += line("page: read and count, report", read + shown, most)
            print(f"  of it the files themselves, held twice here, {before:.0f} MB")
            print(f"  the same report, word for word: {'yes' if ours == theirs else 'NO'}")
            missed += ours != theirs
    return int(missed > 0)


def line(what: str, seconds: float, megabytes: float) -> bool:
    """Print a figure with its budget; return whether it is missed."""
    over = seconds > SECONDS or megabytes > MEGABYTES
    print(
        f"{what:<34}{seconds:6.1f} s ≤ {SECONDS:g}  {megabytes:6.0f} MB ≤ {MEGABYTES}  {'MISSED' if over else 'ok'}"
    )
    return over


if __name__ == "__main__":
    raise SystemExit(main())
