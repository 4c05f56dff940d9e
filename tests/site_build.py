"""Build a site as `python start.py book` does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def build(source: Path, target: Path) -> str:
    """Build a site with jupyter-book, strictly; return what it said."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(source)]
    command += ["--toc", str(source / "book/_toc.yml"), "--config", str(source / "_config.yml")]
    command += ["--path-output", str(target), "-W", "-n", "--keep-going"]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", cwd=source)
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    return said.stdout
