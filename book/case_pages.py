"""Try the code of a page on the data as they are, without building: where does it need what is not there?"""

from __future__ import annotations

import contextlib
import io
import os
import re
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.M | re.S)


class Stuck(NamedTuple):
    """Where the code of a page went no further: the line, what it says, and what it missed."""

    line: int
    code: str
    why: str


def cells(text: str) -> Iterator[str]:
    """Yield the code of a page, each cell on the lines on which it stands in the file."""
    for found in CELL.finditer(text):
        code = re.sub(r"^:[\w-]+:.*$", "", found[2], flags=re.M)
        yield "\n" * (text.count("\n", 0, found.start()) + 1) + code


def stuck(page: Path) -> Stuck | None:
    """Run the code of a page as the build does; return where it failed, or nothing."""
    text, here = page.read_text(encoding="utf-8"), os.getcwd()
    space: dict[str, object] = {"__name__": "__main__"}
    os.chdir(page.parent)
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for code in cells(text):
                exec(compile(code, str(page), "exec"), space)
    except Exception as error:  # noqa: BLE001 — whatever the code of a page may raise
        frames = [
            one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == str(page)
        ]
        line = (frames or [1])[-1] or 1
        return Stuck(line, text.splitlines()[line - 1].strip(), f"{type(error).__name__}: {error}")
    finally:
        os.chdir(here)
    return None
