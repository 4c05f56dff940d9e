"""Where each exercise is shown: the pages of the course text and the workbooks that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from .records import Record

__all__ = ["chapter_page", "listed", "loose", "places"]

SHOWN = {
    ".md": re.compile(r"^`{3,}\{exercise\} *(\S+)", re.M),
    ".ipynb": re.compile(r'exercises\.show\(\\?["\']([^"\'\\]+)'),
}
ENTRY = re.compile(r"^\s*(?:- )?(?:root|file): *[\"']?([^\s\"'#]+)", re.M)


def listed(root: Path) -> list[Path]:
    """Return the pages that the table of contents names, those that there are."""
    toc = root / "book" / "_toc.yml"
    names = ENTRY.findall(toc.read_text(encoding="utf-8")) if toc.is_file() else []
    found = (root / f"{name.removesuffix(kind)}{kind}" for name in names for kind in SHOWN)
    return [path for path in found if path.is_file()]


def places(root: Path) -> dict[str, list[str]]:
    """Return the pages that show an exercise, by its id.

    Parameters
    ----------
    root : Path
        Folder of the course; only pages in its table of contents count.
    """
    found: dict[str, list[str]] = {}
    for page in listed(root):
        for id in SHOWN[page.suffix].findall(page.read_text(encoding="utf-8")):
            found.setdefault(id, []).append(page.relative_to(root).as_posix())
    return found


def chapter_page(root: Path, chapter: str) -> str:
    """Return the page of a chapter's text, without its ending; nothing where the book has none."""
    start = chapter.replace(".", "-") + "-"
    pages = (path for path in listed(root) if path.suffix == ".md" and path.name.startswith(start))
    return next((path.relative_to(root).with_suffix("").as_posix() for path in pages), "")


def loose(records: Mapping[str, Record], shown: Mapping[str, Sequence[str]], chapter: str) -> list[str]:
    """Return the exercises of a chapter that no page names; the site shows them at the end of the chapter's text."""
    return [id for id, record in records.items() if record.chapter == chapter and id not in shown]
