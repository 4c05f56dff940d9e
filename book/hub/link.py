"""The address that opens a page of the course on the hub: nbgitpuller brings the learner's copy up to date first."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

__all__ = ["BRANCH", "COPY", "HAND_IN", "link", "pages", "pull"]

#: The learner's copy of the course, in the learner's home; the branch it follows.
COPY, BRANCH = "course", "main"
HAND_IN = "hand-in"  # the page that `prepare` adds to the workbooks
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def pages(lang: str) -> dict[str, str]:
    """Return the file of each workbook by what it is called in a link: ``2.1``, ``index``.

    >>> pages("en")["2.1"]
    '2-1-goal-setting'
    """
    found = [path.stem for path in sorted((NOTEBOOKS / lang).glob("*.ipynb"))]
    chapters = {stem: [part for part in stem.split("-") if part.isdigit()] for stem in found}
    known = {".".join(numbers) or stem: stem for stem, numbers in chapters.items()}
    return {**known, HAND_IN: HAND_IN} if known else {}


def pull(repository: str, lang: str, page: str = "index") -> str:
    """Return where on a learner's server a page is brought up to date and opened."""
    opens = f"doc/tree/{COPY}/notebooks/{lang}/{page}.ipynb"
    asked = {"repo": repository, "branch": BRANCH, "targetpath": COPY, "urlpath": opens}
    return f"git-pull?{urlencode(asked)}"


def link(hub: str, repository: str, lang: str, page: str = "index") -> str:
    """Return the address to hand out; JupyterLab speaks its language if it is not open already."""
    there = f"/hub/user-redirect/{pull(repository, lang, page)}"
    return f"{hub.rstrip('/')}/hub/spawn?{urlencode({'opt-lang': lang, 'next': there})}"
