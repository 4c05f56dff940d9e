"""What the course says, line by line, in each of its editions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from _editions import gate
from _editions.units import FIRST

__all__ = ["Line", "lines", "listed", "places_of"]


class Line(NamedTuple):
    """A line that a person reads, or the code of a page."""

    file: str
    number: int
    text: str
    code: bool


def spoken(root: Path) -> list[str]:
    """Return the languages that the course is published in."""
    there = (root / "book" / "_toc.yml").is_file()
    return [FIRST, *(gate.editions(root) if there else [])]


def lines(root: Path) -> list[Line]:
    """Return what pages and workbooks of each edition and the exercises say, and the code of the first two."""
    found: list[Line] = []
    langs = spoken(root)
    pages = [path for lang in langs for path in sorted(root.glob(f"book/{lang}/*.md"))]
    for path in [*pages, *sorted(root.glob("book/exercises/*.toml"))]:
        fenced, file = "", path.relative_to(root).as_posix()
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            opening = re.match(r"`{3,}(\{code-cell\})?", text) if path.suffix == ".md" else None
            if opening:
                fenced = "" if fenced else opening[1] or "text"
            found.append(Line(file, number, text, fenced == "{code-cell}"))
    for path in (path for lang in langs for path in sorted(root.glob(f"notebooks/{lang}/*.ipynb"))):
        kind, source = "", False
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if cell := re.match(r' +"cell_type": "(\w+)"', text):
                kind = cell[1]
            elif re.match(r' +"source": \[', text):
                source = True
            elif re.match(r" +\]", text):
                source = False
            elif source:
                found.append(Line(path.relative_to(root).as_posix(), number, text, kind == "code"))
    return found


def places_of(said: list[Line], pattern: str) -> dict[str, list[int]]:
    """Return the lines in which something stands; a line as often as it does."""
    places: dict[str, list[int]] = {}
    for line in said:
        for _ in re.finditer(pattern, line.text):
            places.setdefault(line.file, []).append(line.number)
    return places


def listed(things: Iterable[object]) -> str:
    """Return things as a list in words."""
    from sgm_lab.i18n import t

    return t("site.case.between").join(map(str, things))
