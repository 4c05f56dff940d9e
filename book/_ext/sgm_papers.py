"""What a page is by its name: its language, its chapter, the papers it is printed on; and how its text is set close."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sgm_lab import exercises
from sgm_lab.i18n import LANGUAGES, Language

HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"


def squeeze(text: str) -> str:
    """Leave one space between Latin words and none beside Chinese; lines stay lines.

    >>> squeeze("  第 2 批问卷 ( n = 212 )\\n\\n Kano  model ")
    '第2批问卷( n = 212 )\\nKano model'
    """
    lines = (re.sub(r"\s+", " ", line.replace("\u200b", "")).strip() for line in text.split("\n"))
    return "\n".join(re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", line) for line in lines if line)


def language_of(page: str) -> Language:
    """Return the language of a page, which is the name of its folder; pages without a folder are Chinese."""
    return next((lang for lang in LANGUAGES if lang in page.split("/")), LANGUAGES[0])


def chapter_of(page: str) -> str:
    """Return the number of the chapter whose text a page is; it stands in the file name.

    >>> chapter_of("book/zh/2-1-goal-setting"), chapter_of("notebooks/zh/4-theory"), chapter_of("book/zh/index")
    ('2.1', '', '')
    """
    number = re.fullmatch(r"book/\w+/((?:\d+-)+)[^/]*", page)
    return number[1].rstrip("-").replace("-", ".") if number else ""


def chapters_in(env: Any) -> set[str]:
    """Return the chapters whose text is in the book."""
    return {chapter_of(page) for page in env.found_docs} - {""}


def papers(page: str) -> dict[str, str]:
    """Return the kinds of paper that a page is printed on, and where they lie in the site."""
    chapter = chapter_of(page)
    asked = any(record.chapter == chapter for record in exercises.load().values())
    kinds = ["page"] * bool(chapter) + ["sheet", "answers"] * asked
    return {kind: f"_downloads/pdf/{language_of(page)}/{Path(page).name}-{kind}.pdf" for kind in kinds}
