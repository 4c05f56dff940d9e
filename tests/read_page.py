"""Read a page of the course as a reader sees it: run its cells, put the figures into the sentences.

``python tests/read_page.py book/zh/2-1-goal-setting.md`` prints the text and how long each section is, within seconds
and without building the book. The tests use the same reading.
"""

from __future__ import annotations

import os
import re
import sys
import types
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?P<options>(?::[^\n]*\n)*)(?P<code>.*?)^```", re.M | re.S)
BLOCK = re.compile(r"^(`{3,}|:{3,})\{[^\n]*\n.*?^\1[^\n]*$", re.M | re.S)
GLUE = re.compile(r"\{glue:text\}`([^`]*)`")
ROLE = re.compile(r"\{(?:cite|ref|doc|term)[^}]*\}`[^`]*`")


@dataclass
class Page:
    """What a page says: its source, the prose with figures, the figures by name, and names given twice."""

    path: Path
    source: str
    figures: dict[str, str]
    twice: list[str] = field(default_factory=list)

    @property
    def used(self) -> list[str]:
        """Names of the figures that the prose asks for."""
        return GLUE.findall(CELL.sub("", self.source))

    def prose(self, figures: bool = True) -> str:
        """Return the text without cells, exercises and front matter; ``figures`` filled in or left out."""
        text = re.sub(r"\A---\n.*?\n---\n", "", self.source, flags=re.S)
        text = re.sub(r"^% .*\n", "", ROLE.sub("", BLOCK.sub("", CELL.sub("", text))), flags=re.M)
        return GLUE.sub(lambda match: self.figures.get(match[1], "？") if figures else "▢", text)

    def sections(self) -> dict[str, str]:
        """Return the numbered sections (``## 一、…``) with their text."""
        parts = re.split(r"^## ", self.prose(), flags=re.M)[1:]
        return {
            part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts if part[1:2] == "、"
        }


def length(text: str) -> int:
    """Count the letters of a text: all but white space, links' addresses and the lines of tables."""
    return len(re.sub(r"\s|\]\([^)]*\)|[|*\[\]`#]|:?-{3,}:?", "", text))


def run(path: Path) -> Page:
    """Run a page's cells in this process and collect what they hand to the prose."""
    source = path.read_text(encoding="utf-8")
    page = Page(path, source, {})

    def glue(name: str, value: Any, display: bool = True) -> None:
        if name in page.figures:
            page.twice.append(name)
        page.figures[name] = str(value)

    space: dict[str, Any] = {"__name__": "__page__"}
    own = sys.modules.get("myst_nb")
    sys.modules["myst_nb"] = types.SimpleNamespace(glue=glue)  # type: ignore[assignment]
    try:
        for number, match in enumerate(CELL.finditer(source), 1):
            exec(compile(match["code"], f"{path.name}, cell {number}", "exec"), space)
    finally:
        del sys.modules["myst_nb"]
        if own is not None:
            sys.modules["myst_nb"] = own
    return page


@cache
def read(path: Path) -> Page:
    """Return a page, run once in a test session."""
    return run(path)


def main(paths: list[str]) -> None:
    """Print each page."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    for name in paths:
        page = run(Path(name).resolve())
        print(page.prose())
        for title, text in page.sections().items():
            print(f"{length(text):6} {title}")
        for word, names in (
            ("missing", [one for one in page.used if one not in page.figures]),
            ("unused", sorted(set(page.figures) - set(page.used))),
            ("twice", page.twice),
        ):
            if names:
                print(f"{word}: {', '.join(names)}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
