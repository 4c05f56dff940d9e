"""Build a site as `python start.py book` does, or a small one of a few pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from make_site import command

ROOT = Path(__file__).parents[1]


FEW_STATES = "    sgm_states: [4, 1]\n"  # of the labs, made beforehand: those that are tried
STORED = (
    "    nb_execution_mode: auto\n"  # workbooks as they are stored, which nbval holds against a fresh run
)


def build(source: Path, target: Path, wheels: str = "none", settings: str = "") -> str:
    """Build a site with jupyter-book, strictly; return what it said. Without wheels, no Python is in its pages."""
    config = source / "_config.yml"
    if settings:
        config = source / f"._config-{os.getpid()}.yml"
        config.write_text((source / "_config.yml").read_text(encoding="utf-8") + settings, encoding="utf-8")
    env = {**os.environ, "SGM_PYODIDE_WHEELS": wheels}
    said = subprocess.run(
        command(source, target, config),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=source,
        env=env,
    )
    if settings:
        config.unlink()
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    return said.stdout + said.stderr


def notebook(*cells: tuple[str, str]) -> dict[str, Any]:
    """Return a notebook of cells, each its kind and source."""
    extra = {"code": {"execution_count": None, "outputs": []}, "markdown": {}}
    return {
        "cells": [
            {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": [source], **extra[kind]}
            for number, (kind, source) in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def small_book(
    folder: Path, toc: str, pages: Mapping[str, str], notebooks: Mapping[str, dict[str, Any]], settings: str
) -> None:
    """Write a book of a few pages with the real one's extensions and look."""
    for part in (
        "_case",
        "_course",
        "_ext",
        "_desk",
        "_live",
        "_static",
        "_teaching",
        "_templates",
        "licences",
        "pack.py",
        "pack_build.py",
        "pack_rules.py",
        "pack_files.py",
        "pack_texts.py",
        "serve.py",
        "terms.toml",
        "references.bib",
    ):
        source, target = ROOT / "book" / part, folder / "book" / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    texts = {f"{name}.md": text for name, text in pages.items()}
    texts |= {f"{name}.ipynb": json.dumps(book) for name, book in notebooks.items()}
    for name, text in {**texts, "book/_toc.yml": toc, "_config.yml": settings}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
