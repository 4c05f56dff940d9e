"""How long a class of 500 takes to read, count and report, and how much memory: Python's side, then the page's by Node.

The files are those of ``tests/test_class_sizes.py``: plausible, damaged, foreign, twice over and hostile. They lie in a
folder and are taken in one after another, as from a disk or a browser's list of chosen files. A budget that is missed
fails: 5 s for what JupyterLab and the page show, 500 MB at most. Python reads goal sentences in a second process, so
that its seconds are those of the clock, on a machine with nothing else to do, and both count for the memory; of the
page it is what its process used. Python runs as where the course was installed or opened once: with its bytecode
written.

Everybody writes goal sentences of their own (from ``tests/data/smart_taught.csv``), so that each costs its review. How
long the same class takes where all write the same few sentences is told beside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *(str(ROOT / name) for name in ("tests", "book", "book/_ext"))]
SECONDS, MEGABYTES, PEOPLE = 5.0, 500, 500

# The most memory is read from the system's account of this program alone: getrusage begins with its parent's.
PYTHON = """
import json, re, resource, sys, time
from sgm_lab.exercises.classes import class_xlsx, read_folder
from sgm_lab.exercises.classes.report import body

began = time.perf_counter()
found = read_folder(sys.argv[1], "zh")
read = time.perf_counter()
report = body(found, "zh")
shown = time.perf_counter()
most = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
most += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
class_xlsx(found, "zh")
written = time.perf_counter()
told = [read - began, shown - read, written - shown, most, report.partition("<h2>")[2]]
print(json.dumps(told))
"""
PAGE = """
import { Inbox, counted } from "./result.js";
import { body } from "./report.js";

const { readFileSync, readdirSync } = require("node:fs");
const used = () => Object.values(process.cpuUsage()).reduce((all, one) => all + one / 1e6, 0);

async function run() {
  const [folder, known] = process.argv.slice(2);
  const course = JSON.parse(readFileSync(known, "utf8"));
  const began = used();
  const inbox = new Inbox(course);
  for (const name of readdirSync(folder).sort()) {
    await inbox.take(name, new Uint8Array(readFileSync(`${folder}/${name}`)));
  }
  const read = used();
  const report = body(counted(inbox.gathered(), course), course);
  const shown = used();
  const most = Number(readFileSync("/proc/self/status", "utf8").match(/VmHWM:\\s+(\\d+)/)[1]) / 1024;
  process.stdout.write(JSON.stringify([read - began, shown - read, most, report.slice(report.indexOf("<h2>") + 4)]));
}

run();
"""


def main() -> int:
    from _teaching.compare import needed
    from generated_class import handed_in, own_sentences
    from plain_script import bundled
    from sgm_desk import MODULES, course

    from sgm_lab import exercises

    files, people = handed_in(PEOPLE, own_sentences())
    size = sum(len(content) for _, content in files) / 1e6
    print(f"{len(files)} files of {people} people, {size:.0f} MB")
    missed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = laid(files, Path(place, "class"))
        few = [one for one in files if one[0].endswith("-workbook.json")][:3]
        told([sys.executable, "-c", PYTHON, laid(few, Path(place, "few"))], place)
        read, shown, written, most, ours = told([sys.executable, "-c", PYTHON, folder], place)
        missed += line("Python: read and count, report", read + shown, most)
        print(f"  of it the report {shown:.1f} s; the spreadsheet, when asked for, {written:.1f} s")
        alike = laid(handed_in(PEOPLE)[0], Path(place, "alike"))
        read, shown, *_ = told([sys.executable, "-c", PYTHON, alike], place)
        print(f"  where all write the same few goal sentences {read + shown:.1f} s")
        if node := shutil.which("node"):
            known, page, script = (Path(place, name) for name in ("known.json", "page.mjs", "page.cjs"))
            about = course(list(exercises.load().values()), "zh") | {"test": needed("zh")}
            known.write_text(json.dumps(about), encoding="utf-8")
            page.write_text(PAGE, encoding="utf-8")
            script.write_text(bundled([*MODULES[:-1], page]), encoding="utf-8")
            read, shown, most, theirs = told([node, script, folder, known], place)
            missed += line("page: read and count, report", read + shown, most)
            print(f"  of it to count and report, when asked another way, {shown:.1f} s")
            print(f"  the same report, word for word: {'yes' if ours == theirs else 'NO'}")
            missed += ours != theirs
    return int(missed > 0)


def laid(files: list[tuple[str, bytes]], folder: Path) -> Path:
    """Lay files into a new folder and return it."""
    folder.mkdir()
    for name, content in files:
        (folder / name).write_bytes(content)
    return folder


def told(command: list[str | Path], place: str) -> list[Any]:
    """Run one side and return what it tells; bytecode lies in ``place``."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{place}/bytecode"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(json.loads(done.stdout))


def line(what: str, seconds: float, megabytes: float) -> bool:
    """Print a figure with its budget; return whether it is missed."""
    over = seconds > SECONDS or megabytes > MEGABYTES
    print(
        f"{what:<34}{seconds:6.1f} s ≤ {SECONDS:g}  {megabytes:6.0f} MB ≤ {MEGABYTES}  {'MISSED' if over else 'ok'}"
    )
    return over


if __name__ == "__main__":
    raise SystemExit(main())
