"""Write the data packages of the cases in ``spec``, or check that the files are what this generator writes.

``python datasets/generate.py`` writes; with ``--check`` it only compares, names the files that differ and
then exits with 1. Standard library only.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulator.package import build
from simulator.tables import CASES

HERE = Path(__file__).resolve().parent


def differing(case: str, files: dict[str, bytes]) -> list[str]:
    """Return the files of a case that are missing, different or left over; ``case.toml`` is written by hand."""
    folder = HERE / case
    found = {path.name: path.read_bytes() for path in folder.glob("[!.]*") if path.is_file()}
    found.pop("case.toml", None)
    return sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))


def write(case: str, files: dict[str, bytes]) -> None:
    """Write the files of a case and remove tables that no longer belong to it."""
    folder = HERE / case
    folder.mkdir(exist_ok=True)
    for stale in set(folder.glob("*.csv")) - {folder / name for name in files}:
        stale.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def main(argv: list[str] | None = None) -> int:
    """Generate or check; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    check = parser.parse_args(argv).check
    status = 0
    for case in CASES:
        files = build(case)
        if not check:
            write(case, files)
            continue
        for name in differing(case, files):
            print(f"datasets/{case}/{name} differs; run: python datasets/generate.py")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())
