"""Make all locks anew: ``python tests/lock.py``, where uv is installed; ``--upgrade`` takes newer versions.

Beside those of the course and its checks there is one for each folder of ``book`` whose ``requirements.in`` names what
it needs on top of the course.

Each release stands with the hashes of all its files, so that one lock serves every system and Python.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COURSE, TESTS = ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"
BUILD = [
    *tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"],
    "editables",
]
CHECKS = """
pytest pytest-cov slipcover pytest-benchmark pytest-xdist nbval hypothesis playwright frictionless polars duckdb mypy
ruff pandas-stubs scipy-stubs fonttools axe-playwright-python html5lib pypdf statsmodels pingouin shewhart
moodle-xml-parser onyx2moodle ibis-framework pyarrow-hotfix
"""
FOLDERS = {
    path.with_name("requirements.txt"): path.read_text("utf-8").split()
    for path in sorted(ROOT.glob("book/*/requirements.in"))
}
HELD = ["argon2-cffi-bindings==25.1.0"]  # the last with a wheel for Macs with Intel
ENTRY = re.compile(r"^[\w.-]+(?:\[[\w,-]+\])?==.*\\\n(?: +--hash=.*\n)+", re.M)
HASHES = re.compile(r" \\\n(?: +--hash=\S+(?: \\)?\n)+")


def resolve(wanted: list[str], known: str, constraints: str, arguments: list[str]) -> str:
    """Return a lock of the course with these added, at the versions known where these still fit."""
    with tempfile.TemporaryDirectory() as folder:
        more, held, out = (Path(folder, name) for name in ("more.in", "held.in", "out.txt"))
        more.write_text("\n".join(wanted))
        held.write_text(HASHES.sub("\n", constraints))
        out.write_text(HASHES.sub("\n", known))
        command = ["uv", "pip", "compile", "pyproject.toml", str(more), "--extra", "course", "--quiet"]
        command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
        command += ["--no-strip-extras"]  # an older pip does not take the version of one for the other
        command += [
            "--no-header",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "-c",
            str(held),
            "-o",
            str(out),
        ]
        subprocess.run([*command, *arguments], cwd=ROOT, check=True)
        return out.read_text()


def head(path: Path) -> str:
    """Return what a lock says before its first entry."""
    return ENTRY.split(path.read_text(encoding="utf-8"))[0]


def main(arguments: list[str]) -> None:
    """Lock all together, so that they agree, and write what each has of its own on top of the course."""
    more = {TESTS: CHECKS.split(), **FOLDERS}
    places = [path for path in (COURSE, *more) if path.is_file()]
    known = "".join(dict.fromkeys(line for path in places for line in ENTRY.findall(path.read_text("utf-8"))))
    whole = resolve([*BUILD, *chain(*more.values())], known, "\n".join(HELD), arguments)
    held = "\n".join([*HELD, whole])
    course = ENTRY.findall(resolve(BUILD, whole, held, []))
    COURSE.write_text(head(COURSE) + "".join(course), encoding="utf-8")
    for path, wanted in more.items():
        found = ENTRY.findall(resolve([*BUILD, *wanted], whole, held, []))
        path.write_text(head(path) + "".join(one for one in found if one not in course), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
