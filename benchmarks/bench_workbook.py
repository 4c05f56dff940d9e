"""What the workbook may cost: prints a table of figures against budgets, exits 1 where one is missed.

    python benchmarks/bench_workbook.py [--folder FOLDER]

Every save is durable: the file and its folder are on the disk before `put` returns. So the figures depend on
the disk of FOLDER (the system's temporary folder unless given) and on what else the machine does: a process that
waits for the disk gets its turn late on a busy one. "Writing and two fsyncs alone", taken in turn with the saves,
is what no durable save can undercut. Saves are timed in batches; shown is the median of the quietest batch, since
other programs only ever add.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from sgm_lab import workbook  # noqa: E402
from sgm_lab.workbook import Workbook  # noqa: E402

EXERCISES = 200
BATCHES, RUNS = 10, 50


def record(tries: int) -> dict[str, Any]:
    return {
        "answer": {"候诊提醒": "A", "按时叫号": "O", "缴费不排队": "M", "大厅钢琴": "I"},
        "outcome": "partly",
        "tries": tries,
        "hints": 1,
        "solution": False,
    }


def filled(path: Path) -> Workbook:
    """A workbook with every exercise answered."""
    data = workbook.loads('{"schema": 2, "program": "sgm_lab"}')
    data["exercises"] = {f"2.{i // 20}-{i % 20:02d}": record(1) for i in range(EXERCISES)}
    path.write_text(workbook.dumps(data), encoding="utf-8")
    return workbook.open_book(path)


def least(path: Path, content: bytes) -> None:
    """Write and rename durably, and nothing else."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path, path.with_suffix(".kept"))
    if os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def import_cost() -> float:
    """Milliseconds to import the workbook in a fresh Python."""
    code = (
        "import time; t = time.perf_counter(); from sgm_lab import workbook; print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(7)]
    return statistics.median(float(run.stdout) for run in runs) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--folder", help="folder on the disk to measure")
    with tempfile.TemporaryDirectory(dir=parser.parse_args().folder) as folder:
        path = Path(folder) / "workbook.json"
        book = filled(path)
        content = path.read_bytes()
        batches = []
        for batch in range(BATCHES):
            saves, disk = [], []
            for i in range(RUNS):
                key, value = f"2.{i % 10}-00", record(batch * RUNS + i + 2)
                saves.append(milliseconds(lambda k=key, v=value: book.put("exercises", k, v)))
                disk.append(milliseconds(lambda: least(path.with_name("yardstick"), content)))
            batches.append((saves, disk))
        saves, disk = min(batches, key=lambda batch: statistics.median(batch[0]))
        figures = [
            ("save one answer", saves, 5.0),
            ("writing and two fsyncs alone", disk, None),
            (
                "read one answer",
                [milliseconds(lambda: book.get("exercises", "2.1-00")) for _ in range(RUNS)],
                0.5,
            ),
            ("open", [milliseconds(lambda: Workbook(path)) for _ in range(20)], 20.0),
            ("import", [import_cost()], 150.0),
        ]
        assert book.notice is None
    print(f"{EXERCISES} exercises answered, {len(content) / 1000:.0f} kB; medians in milliseconds")
    missed = 0
    for what, times, budget in figures:
        middle, slow = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        kept = budget is None or middle <= budget
        missed += not kept
        limit = "" if budget is None else f"≤ {budget:g}  {'ok' if kept else 'MISSED'}"
        print(f"{what:<32}{middle:>8.2f}  (95 %: {slow:7.2f})  {limit}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
