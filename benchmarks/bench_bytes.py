"""What a page must load for each lab, and how much of it is there for seaborn alone.

Run as ``SGM_PYODIDE_WHEELS=FOLDER .venv/bin/python benchmarks/bench_bytes.py``: the packages are gathered as for a
site, and each lab's are summed up as its page sums them up, with the Python that all of them share; then with what it
asks for beside when it opens, as a log of its case. Exits with 1 where a lab needs more than the budget. No browser is
started; `bench_live.py` counts what a server sends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / one) for one in ("", "book", "book/_ext")]

from _live.gather import Gathered, gather  # noqa: E402
from _live.needs import needs_of  # noqa: E402

from sgm_lab import labs  # noqa: E402

MEGABYTES = 20.0
OPENED = """
import sys
from _live.needs import MODULES
from _live.page import table_of
from sgm_lab import cases, labs
asked = set()
class Noting:
    def find_spec(self, name, path=None, target=None):
        frame = sys._getframe(1)
        while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "importlib":
            frame = frame.f_back
        if frame.f_globals.get("__name__", "").startswith("sgm_lab"):
            asked.add(MODULES.get(name))
sys.meta_path.insert(0, Noting())
cases.absent = lambda path: asked.add(MODULES.get(table_of(path)))
labs.by_name(sys.argv[1])().view()
print(*filter(None, asked))
"""
LIBRARIES = ("seaborn", "matplotlib", "pandas", "scipy", "sgm-lab-font")


def packages_of(found: Gathered, needs: list[str]) -> set[str]:
    """Name all that comes with some packages."""
    return {one for need in needs for one in found.closures[need]}


def megabytes(found: Gathered, packages: set[str]) -> float:
    """Sum up packages."""
    return sum(found.sizes[one] for one in packages) / 1e6


def asked_by(lab: str) -> list[str]:
    """Name the packages that a lab asks for when it opens, as it comes."""
    said = subprocess.run([sys.executable, "-c", OPENED, lab], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[:3])})  # fmt: skip
    return said.stdout.split()


def main() -> int:
    """Gather, sum up and print; return how many labs are over the budget."""
    with tempfile.TemporaryDirectory() as folder:
        found = gather(Path(folder))
    if absent := sorted({*needs_of(labs.LABS.values()), "sgm-lab"} - {*found.closures}):
        sys.exit(f"not here: {', '.join(absent)}")
    print(f"{'lab':22s} {'MB':>5s} opened  of it alone for " + " · ".join(LIBRARIES))
    own = found.sizes["sgm-lab"] / 1e6
    print(f"Python itself {found.core / 1e6:.1f} MB, sgm_lab {own:.2f} MB; budget {MEGABYTES:.0f} MB")
    over = 0
    for cls, name in labs.LABS.items():
        needs = ["sgm-lab", *needs_of([name])]
        whole = packages_of(found, needs)
        total = found.core / 1e6 + megabytes(found, whole)
        opened = found.core / 1e6 + megabytes(found, whole | packages_of(found, asked_by(name)))
        over += opened > MEGABYTES
        parts = []
        for library in LIBRARIES:
            without = [one for one in needs if library not in found.closures[one]]
            parts.append(megabytes(found, whole - packages_of(found, without)))
        missed = "  MISSED" if opened > MEGABYTES else ""
        print(
            f"{cls:22s} {total:5.1f} {opened:6.1f}  " + " · ".join(f"{part:.2f}" for part in parts) + missed
        )
    return over


if __name__ == "__main__":
    if not os.environ.get("SGM_PYODIDE_WHEELS"):
        sys.exit("SGM_PYODIDE_WHEELS names no folder with Python for the page: nothing to measure")
    sys.exit(bool(main()))
