"""Where each exercise is shown: the pages of the course text and the workbooks that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..i18n import Language, t
from .base import Record

__all__ = ["ENTRY", "course_of", "loose", "more", "nowhere", "places", "where"]

SHOWN = {
    ".md": re.compile(r"^`{3,}\{exercise\} *(\S+)", re.M),
    ".ipynb": re.compile(r'exercises\.show\(\\?["\']([^"\'\\]+)'),
}
ENTRY = re.compile(r"^\s*(?:- )?(?:root|file): *[\"']?([^\s\"'#]+)", re.M)  # a page in the table of contents
Records = Mapping[str, Record]


def course_of(folder: Path) -> Path | None:
    """Return the course whose exercises are in a folder; nothing where they stand by themselves."""
    root = folder.resolve().parents[1]
    return root if (root / "book" / "_toc.yml").is_file() else None


def _pages(root: Path) -> list[Path]:
    names = ENTRY.findall((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
    found = (root / f"{name.removesuffix(kind)}{kind}" for name in names for kind in SHOWN)
    return [path for path in found if path.is_file()]


def places(root: Path) -> dict[str, list[str]]:
    """Return the pages that show an exercise, by its id; only pages in the table of contents count."""
    found: dict[str, list[str]] = {}
    for page in _pages(root):
        for id in SHOWN[page.suffix].findall(page.read_text(encoding="utf-8")):
            found.setdefault(id, []).append(page.relative_to(root).as_posix())
    return found


def _text_of(root: Path, chapter: str) -> str:
    """Return the page of a chapter's text; nothing where the book leaves it out, or an instructor has replaced it."""
    start = chapter.replace(".", "-") + "-(?!own-)"
    found = (page for page in _pages(root) if page.suffix == ".md" and re.match(start, page.name))
    return next((page.relative_to(root).as_posix() for page in found), "")


def loose(root: Path, records: Records) -> dict[str, list[str]]:
    """Return the exercises that no page names, by chapter; they stand at the end of the chapter's text."""
    named = places(root)
    found: dict[str, list[str]] = {}
    for record in records.values():
        if record.id not in named and _text_of(root, record.chapter):
            found.setdefault(record.chapter, []).append(record.id)
    return found


def more(ids: list[str], lang: Language) -> str:
    """Return what is added to a chapter's text for exercises that no page names."""
    blocks = "".join(f"\n```{{exercise}} {id}\n```\n" for id in ids)
    return f"\n\n## {t('exercises.place.more', lang)}\n{blocks}" if ids else ""


def nowhere(root: Path, records: Records, files: Mapping[str, str]) -> list[str]:
    """Return a sentence for each exercise of a chapter that there is not; a chapter left out is meant so."""
    return [
        t("exercises.place.nowhere", file=files[record.id], id=record.id, chapter=record.chapter)
        for record in records.values()
        if not any((root / "book").glob(f"*/{record.chapter.replace('.', '-')}-*.md"))
    ]


def where(root: Path, records: Records) -> list[str]:
    """Return what is worth knowing: exercises that no page names, chapters that the book leaves out."""
    said = [
        t("exercises.place.loose", id=id, page=_text_of(root, chapter), name=t("exercises.place.more"))
        for chapter, ids in loose(root, records).items()
        for id in ids
    ]
    named, away = places(root), dict[str, list[str]]()
    for record in records.values():
        if record.id not in named and not _text_of(root, record.chapter):
            away.setdefault(record.chapter, []).append(record.id)
    return said + [
        t("exercises.place.hidden", chapter=chapter, ids=ids, n=len(ids)) for chapter, ids in away.items()
    ]
