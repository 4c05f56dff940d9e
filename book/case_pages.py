"""Try the code of a page on the data as they are, without building: where does it need what is not there?"""

from __future__ import annotations

import contextlib
import io
import os
import re
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from sgm_lab.i18n import t

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


def stuck(page: Path, unlike: list[str] | None = None) -> Stuck | None:
    """Run the code of a page as the build does; return where it failed, or nothing.

    ``unlike``, where given, takes the words of the page that the data do not bear out, which stop it else.
    """
    from sgm_lab import numbers

    def noted(said: Mapping[str, bool]) -> None:
        unlike.extend(words for words, true in said.items() if not true)  # type: ignore[union-attr]

    with mock.patch.object(numbers, "holds", numbers.holds if unlike is None else noted):
        return _run(page)


def with_note(text: str, unlike: Sequence[str]) -> str:
    """Return a page that says at its head which of its words the data do not bear out, and stops for none of them."""
    lines = "\n".join(f"- “{words.lstrip('# ')}”" for words in unlike)
    note = (
        f"\n:::{{admonition}} {t('site.case.unlike_title')}\n{t('site.case.unlike_text')}\n\n{lines}\n:::\n"
    )
    marked = re.sub(r"^# .*\n", lambda head: head[0] + note, text, count=1, flags=re.M)
    return re.sub(r"^holds\(\{", "dict({", marked, flags=re.M)


def _run(page: Path) -> Stuck | None:
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
