"""Every check of the project, one after the other; called by ``python start.py test``.

With pytest arguments, only pytest runs, and without the coverage gate.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from chromium import find_chromium  # noqa: E402
from measured import APART  # noqa: E402
from warm_kernels import warm  # noqa: E402

import start  # noqa: E402

COVERAGE = 95  # per cent, of lines and branches together and of branches alone
REPORT = ROOT / ".coverage.json"
MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30
Check = tuple[str, list[str]]


class Lanes(NamedTuple):
    """Name and command of each check, in three lists that run beside each other."""

    first: list[Check]
    beside: list[Check]  # what is left of it when the first list is done is shared
    patient: Sequence[Check] = ()  # takes the time in which the others wait for a disk, a page, a server


def checks(arguments: list[str]) -> Lanes:
    """Return what there is to check; with pytest arguments, that alone."""
    if arguments:
        return Lanes([("pytest", ["pytest", *arguments])], [])
    # A file stays on one worker: some share what is slow to make. Timing means nothing beside others.
    likeness = ["--nbval-sanitize-with", "tests/nbval.cfg"]
    spread = ["-n", "auto", "--dist=loadfile"]
    lean = ["-p", "no:nbval"]  # which brings half of Jupyter with it
    # Each worker reads all the files and makes for itself what tests share: one core is left to the browser, and
    # where there are two, no worker is needed.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = ["-n", str(cores - 1), "--dist=loadfile"] if cores > 2 else ["-p", "no:xdist"]
    apart = {check: [f"tests/test_{name}.py" for name in names] for check, names in APART.items()}
    alone = {check: ["pytest", *lean, "-p", "no:xdist", *places] for check, places in apart.items()}
    others = [f"--ignore={place}" for place in ("tests/browser", *chain(*apart.values()))]
    unit = [*lean, *others, *workers, "--benchmark-disable", "tests", "sgm_lab"]
    # SlipCover takes its marks out of what has run; coverage's tracer took half of the time.
    gate = ["slipcover", "--branch", "--source=sgm_lab", "--json", f"--out={REPORT}", "--dont-wrap-pytest"]
    # Pytest comes after it; its workers say that tests are not counted, and need not be.
    late = [
        "-Wignore::pytest.PytestAssertRewriteWarning",
        "-Wignore:Unable to activate pytest:RuntimeWarning",
    ]
    first = [
        ("ruff check", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("mypy", ["mypy"]),
        ("pytest", [*gate, "-m", "pytest", *late, *unit]),
    ]
    beside = [
        # Long before it is used, and mostly waiting for the network.
        ("spark", ["tests.spark_home"]),
        # Two files at a time, which share one built site.
        ("browser", ["pytest", *lean, "-n", "2", "--dist=loadfile", "tests/browser"]),
        # One for each of the two that are done by then.
        ("programs", alone.pop("programs")),
        ("publishing", alone.pop("publishing")),
    ]
    patient = [
        # Run as when the outputs were stored (tests/store_outputs.py), so that their figures can be compared.
        # Each notebook has a kernel of its own (a copy: book/_ext/warm_kernels.py), in one worker.
        ("notebooks", ["pytest", "--nbval", "notebooks", *likeness, *spread]),
        *alone.items(),
    ]
    return Lanes(first, beside, patient)


def covered() -> list[tuple[str, bool]]:
    """Say what the tests did not come to; what each share of the package is, and whether it is enough."""
    if not REPORT.exists():
        return [("coverage", False)]
    from slipcover import print_coverage

    report = json.loads(REPORT.read_text(encoding="utf-8"))
    print_coverage(report, skip_covered=True)
    totals = report["summary"]
    hit, missed = totals["covered_branches"], totals["missing_branches"]
    shares = {"coverage": totals["percent_covered"], "branches": 100 * hit / max(hit + missed, 1)}
    return [(f"{name} {share:.1f} % (≥ {COVERAGE} %)", share >= COVERAGE) for name, share in shares.items()]


def run(check: Check, quiet: bool = False, patient: bool = False) -> tuple[bool, str]:
    """Run one check, behind the others if it is patient; whether it passed, and what it said if it was to be quiet."""
    name, command = check
    if not quiet:
        print(f"\n== {name} ==", flush=True)
    with ExitStack() as stack:
        own = {"SGM_STATIC": "1", **stack.enter_context(warm())} if name == "notebooks" else {}
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=start.child_environment(MPLBACKEND="Agg", **own),
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
        )
        if patient and hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        said, _ = process.communicate()
    return process.returncode == 0, (said or b"").decode(errors="replace")


def run_all(lanes: Lanes) -> list[tuple[str, bool]]:
    """Run the lists beside each other; what the second and third say is shown when all are done."""
    others = [*lanes.beside, *lanes.patient]
    if others:
        print("…", *(name for name, _ in others), flush=True)
    waiting = iter(lanes.beside)  # who is free takes the next
    found: dict[str, tuple[bool, str]] = {}

    def take(waiting: Iterator[Check], patient: bool = False) -> None:
        for check in waiting:
            found[check[0]] = run(check, quiet=True, patient=patient)

    with ThreadPoolExecutor(2) as pool:
        besides = [pool.submit(take, waiting), pool.submit(take, iter(lanes.patient), patient=True)]
        results = [(check[0], run(check)[0]) for check in lanes.first]
        take(waiting)
        for one in besides:
            one.result()
    for name, _ in others:
        passed, said = found[name]
        print(f"\n== {name} ==\n{said}", flush=True)
        results.append((name, passed))
    return results


@contextmanager
def written_to_memory() -> Iterator[None]:
    """Keep the tests' files in memory where there is room: thousands of saves wait until a disk is sure of them."""
    import psutil

    if not MEMORY.is_dir() or min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) < ROOM:
        yield
        return
    with TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as folder:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        yield


def main(arguments: list[str]) -> int:
    """Run all checks, also after one has failed, and end with a line for each."""
    # Where it is set, every process compiles what it imports, and rewrites the asserts of its tests, anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    browser = find_chromium()
    if not browser:
        start.say("skipping", python=sys.executable)
    REPORT.unlink(missing_ok=True)
    with (
        nullcontext() if arguments else written_to_memory()
    ):  # who runs a few may want to look at their files
        results = run_all(checks(arguments))
    if not arguments:
        results += covered()
    print()
    for name, passed in results:
        skipped = name == "browser" and not browser
        print(f"{'–' if skipped else '✓' if passed else '✗'} {name}")
    return 0 if all(passed for _, passed in results) else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
