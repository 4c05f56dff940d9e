"""Every check of the project, one after the other; called by ``python start.py test``.

With pytest arguments, only pytest runs, and without the coverage gate.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from chromium import can_install, find_chromium  # noqa: E402

import start  # noqa: E402

COVERAGE = 95  # per cent, of lines and branches together and of branches alone
REPORT = ROOT / ".coverage.json"
SHELL = "chromium-headless-shell"


def absent_programs() -> list[str]:
    """Return Debian's packages of what the browser tests use and this machine lacks: a browser, two web servers."""
    servers = {SHELL: SHELL, "nginx-light": "nginx", "apache2-bin": "apache2"}
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    absent = [package for package, name in servers.items() if not shutil.which(name, path=places)]
    return absent + ["media-types"] * ("apache2-bin" in absent)  # the types as Debian ships them


def install(packages: list[str]) -> None:
    """Install Debian's packages; if that fails, the tests that need them say that they are skipped."""
    # In run level 1 a server that is installed is not started: the tests start their own.
    environment = start.child_environment(DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    log, names = start.VENV / "programs.log", "、".join(packages)
    steps = [["install", "-y", "--no-install-recommends", package] for package in packages]
    for step in (["update"], *steps):  # one by one: not every system has all of them
        start.run_logged(["apt-get", *step], log, lambda _: ("programs", {"names": names}), env=environment)


def checks(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Name and command of each check."""
    if arguments:
        return [("pytest", ["pytest", *arguments])]
    # A file stays on one worker: some share what is slow to make. Timing means nothing beside others.
    likeness = ["--nbval-sanitize-with", "tests/nbval.cfg"]
    spread = ["-n", "auto", "--dist=loadfile"]
    unit = ["-m", "not browser", *spread, "--benchmark-disable", "tests", "sgm_lab"]
    gate = ["--cov=sgm_lab", "--cov-branch", f"--cov-report=json:{REPORT}", f"--cov-fail-under={COVERAGE}"]
    return [
        ("ruff check", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("mypy", ["mypy"]),
        ("pytest", ["pytest", *unit, *gate, "--cov-report=term"]),
        # Run as when the outputs were stored (tests/store_outputs.py), so that their figures can be compared.
        # Each notebook has a kernel of its own, in one worker.
        ("notebooks", ["pytest", "--nbval", "notebooks", *likeness, *spread]),
        # A browser test waits more than it works: two files at a time, which share one built site.
        ("browser", ["pytest", "-m", "browser", "-n", "2", "--dist=loadfile", "tests/browser"]),
    ]


def branch_share(report: dict) -> float:
    """Per cent of branches covered, from coverage's JSON report."""
    totals = report["totals"]
    return 100 * totals["covered_branches"] / max(totals["num_branches"], 1)


def run(name: str, command: list[str]) -> bool:
    """Run one check; whether it passed."""
    print(f"\n== {name} ==", flush=True)
    static = {"SGM_STATIC": "1"} if name == "notebooks" else {}
    environment = start.child_environment(MPLBACKEND="Agg", **static)
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment).returncode == 0


def main(arguments: list[str]) -> int:
    """Run all checks, also after one has failed, and end with a line for each."""
    absent = absent_programs()
    if absent and can_install():
        install(absent)
        if not find_chromium():
            install(["chromium"])
    browser = find_chromium()
    if not browser:
        start.say("skipping", python=sys.executable)
    REPORT.unlink(missing_ok=True)
    results = [(name, run(name, command)) for name, command in checks(arguments)]
    if REPORT.exists():
        share = branch_share(json.loads(REPORT.read_text(encoding="utf-8")))
        results.append((f"branches {share:.1f} % (≥ {COVERAGE} %)", share >= COVERAGE))
    print()
    for name, passed in results:
        skipped = name == "browser" and not browser
        print(f"{'–' if skipped else '✓' if passed else '✗'} {name}")
    return 0 if all(passed for _, passed in results) else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
