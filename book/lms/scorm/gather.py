"""What belongs to a package: which pages, the plan of the course fitted to them, and every file that these ask for."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .pages import DATA, resolved

__all__ = ["Site", "chapter_pages", "plan_of"]

_PLAN = re.compile(r"^window\.sgmPlan=(.*);\s*$", re.S)
_CONTENTS = re.compile(r'<nav id="sgm-contents".*?</nav>', re.S)
_ASKED = re.compile(r'\s(?:href|src|srcset|data-index)="([^"\s]+)')
_OF_STYLE = re.compile(r"""url\(["']?([^"')]+)""")
# A page with one of these keeps work that is not of one chapter.
_KEEPS = ("sgm-exercise", "sgm-workbook", "sgm-goal-plan", "sgm-today", "sgm-editor")
_NOT_TAKEN = re.compile(r"_static/(?:pyodide|live|teaching|desk|pack-(?:data|tools))-")
_FOLDER = re.compile(r"_static/(?:states/)?[a-z]+-[0-9a-f]{8,}(?=/)")


@dataclass(frozen=True)
class Site:
    """A built site in one language."""

    root: Path
    lang: str

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The plan of the course, as its pages have it."""
        found = _PLAN.match((self.root / self.plan_file).read_text(encoding="utf-8"))
        plan: dict[str, Any] = json.loads(found[1]) if found else {}
        return plan

    @property
    def plan_file(self) -> str:
        """Where the plan lies."""
        return f"_static/plan-{self.lang}.js"

    def read(self, page: str) -> str:
        """Return the text of a file."""
        return (self.root / page).read_text(encoding="utf-8")

    @cached_property
    def contents(self) -> list[str]:
        """The pages of learners, as the contents list them, after the front page."""
        front = f"book/{self.lang}/index.html"
        found = _CONTENTS.search(self.read(front))
        listed = [resolved(front, address) for address in _ASKED.findall(found[0] if found else "")]
        return list(dict.fromkeys([front, *(page for page in listed if page)]))

    def made(self, *names: str) -> list[str]:
        """Return pages that the front page leads to and that are not of the book, such as that of the licences."""
        front = self.contents[0]
        linked = [resolved(front, address) for address in _ASKED.findall(self.read(front))]
        return list(dict.fromkeys(page for page in linked if page and Path(page).stem in names))

    def has(self, file: str) -> bool:
        """Whether a package may have a file: what is of Python in the page, of teaching or of the desk it may not."""
        return not _NOT_TAKEN.match(file) and (self.root / file).is_file()

    def asked(self, file: str) -> Iterator[str]:
        """Yield what a file asks for when it is shown or read, pages not among it."""
        if file.endswith(".css"):
            found = _OF_STYLE.findall(self.read(file))
        elif file.endswith(".html"):
            text = self.read(file)
            found = _ASKED.findall(text)
            for _, data, _ in DATA.findall(text):
                states = [lab["states"] for lab in json.loads(data)["labs"].values() if lab["states"]]
                found += [f"{folder}{path.name}" for folder in states for path in self._folder(file, folder)]
        else:
            return
        for address in found:
            target = resolved(file, address)
            if target and not target.endswith(".html") and self.has(target):
                yield target

    def _folder(self, page: str, address: str) -> list[Path]:
        folder = self.root / str(resolved(page, address))
        return [path for path in folder.iterdir() if path.suffix != ".gz"]

    def files(self, pages: Iterable[str]) -> list[str]:
        """Return all files that pages need, pages among them; of a folder named by its content, the whole folder."""
        wanted, found = list(pages), set(pages)
        while wanted:
            file = wanted.pop()
            more = set(self.asked(file))
            if folder := _FOLDER.match(file):
                inside = (self.root / folder[0]).rglob("*")
                more |= {path.relative_to(self.root).as_posix() for path in inside if path.is_file()}
            wanted += more - found
            found |= more
        return sorted(file for file in found if not file.endswith(".gz"))


def chapter_pages(site: Site, name: str) -> list[str]:
    """Return the pages of a chapter, and those that these lead to and that keep no work, such as the glossary."""
    plan = site.plan
    chapter = next(one for one in plan["chapters"] if one["name"] == name)
    places = sorted({at for one in chapter["exercises"] for at, _ in one["places"]})
    own = [plan["pages"][at]["url"] for at in places]
    linked = [resolved(page, address) for page in own for address in _ASKED.findall(site.read(page))]
    more = [
        page
        for page in site.contents[1:]
        if page in linked and page not in own and not any(f'"{mark}' in site.read(page) for mark in _KEEPS)
    ]
    return [*own, *more]


def plan_of(site: Site, pages: Iterable[str], chapters: Iterable[str]) -> dict[str, Any]:
    """Return the plan with these pages and chapters only, and without what asks for Python or is not in the package."""
    plan, there, asked = copy.deepcopy(site.plan), set(pages), set(chapters)
    known = [at for at, page in enumerate(plan["pages"]) if page["url"] in there]
    plan["python"] = False
    plan["chapters"] = [one for one in plan["chapters"] if one["name"] in asked]
    for chapter in plan["chapters"]:
        for one in chapter["exercises"]:
            one["places"] = [place for place in one["places"] if place[0] in known]
        chapter["exercises"] = [
            one for one in chapter["exercises"] if one["places"] and not one.get("python")
        ]
    if len(asked) == 1:  # there is no more to the course here than its chapter
        plan["words"] |= {f"course_{what}": plan["words"][f"chapter_{what}"] for what in ("left", "done")}
    plan["pack"] |= {"tools": None, "data": None}
    if plan["goalPlan"].get("url") not in there:
        plan["goalPlan"] |= {"url": ""}
    if plan.get("today") not in there:
        plan.pop("today", None)
    return plan
