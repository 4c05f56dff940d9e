"""Workbooks as they were handed in, and whose each is, as far as names of files and folders say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

__all__ = ["OURS", "ZIP", "Handed", "labelled"]

# A mail program or a browser may put something behind the ending.
OURS: Final = re.compile(r"\.json(\.\w{1,8})?( \(\d+\))?$", re.I)
ZIP: Final = re.compile(r"\.zip$", re.I)

# How an LMS names who handed something in: Moodle, Canvas, Blackboard.
_SUBMITTERS = (
    re.compile(r"^(?P<who>.+?)_(?P<id>\d+)_assignsubmission_"),
    re.compile(r"^(?P<who>[^_\d]+)_(?:LATE_)?(?P<id>\d+)_\d+_"),
    re.compile(r"_(?P<who>(?P<id>[^_]+))_attempt_\d{4}-"),
)
_COPY = re.compile(r"\s*[(（]\d+[)）]|\s*-?\s*(副本|copy)\s*\d*$|\.(backup|damaged)$", re.I)
_PARTS = re.compile(r"\s+-+\s+|[-_+—–]+")  # a form tool puts its own numbers and the question beside the name
_NO_NAME = re.compile(
    r"(workbook|练习册|我的练习册|submission|file|序号\d*|第?\d*题?|q?\d+|late|attempt|\d{1,2}月\d{1,2}日?)\s*\d*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Handed:
    """One workbook as it was handed in.

    Attributes
    ----------
    file : str
        Its name, with folders and zips it lay in.
    book : dict
        Its content.
    submitter, submitter_name : str
        Who handed it in, as an LMS says; empty where none does.
    label : str
        What the name of the file says about whose it is; empty for ``workbook (1).json``.
    """

    file: str
    book: dict[str, Any]
    submitter: str = ""
    submitter_name: str = ""
    label: str = ""


def labelled(books: Iterable[tuple[str, dict[str, Any]]]) -> list[Handed]:
    """Find out of each workbook, by its name and that of its folders, who handed it in."""
    found = list(books)
    beside = Counter(PurePosixPath(file).parent for file, _ in found)
    return [_labelled(file, book, beside) for file, book in found]


def _labelled(file: str, book: dict[str, Any], beside: Counter[PurePosixPath]) -> Handed:
    """Find out from the name of a file, and of the folders it lies in, who handed it in."""
    path = PurePosixPath(file)
    for part in reversed(path.parts):
        found = next((match for rule in _SUBMITTERS if (match := rule.search(part))), None)
        if found:
            return Handed(
                file, book, f"{found['who']}_{found['id']}", found["who"].strip(), found["who"].strip()
            )
    label = _label(path.name)
    if not label and beside[path.parent] == 1:
        label = _label(path.parent.name)
    return Handed(file, book, label=label)


def _label(name: str) -> str:
    """Return the part of a name that may be a person's.

    >>> [_label(name) for name in ("王芳-workbook.json", "12_第3题_王芳 (1).json", "workbook.backup.json")]
    ['王芳', '王芳', '']
    """
    stem = _COPY.sub("", ZIP.sub("", OURS.sub("", name)))
    parts = [part.strip() for part in _PARTS.split(stem)]
    return " ".join(part for part in parts if part and not _NO_NAME.fullmatch(part))
