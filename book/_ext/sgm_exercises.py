"""Sphinx extension: exercises on the pages, answered in the browser without Python.

``{exercise} 2.1-pair-reading`` shows one exercise; ``{workbook}`` the line with progress, download and load;
``{workbook} chapters`` the list of all chapters with the completion sheet as well.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.errors import SgmError
from sgm_lab.exercises import faces
from sgm_lab.exercises.reading import folder_of

HOME = Path(exercises.__file__).parent
PARTS = ("front.css", "front.js", "host.js")
# The modules import each other by name, so a new edition of them gets a folder of its own instead of a mark.
FOLDER = "exercises-" + hashlib.sha256(b"".join((HOME / part).read_bytes() for part in PARTS)).hexdigest()[:8]
SHOWN = re.compile(r'class="sgm-exercise" data-id="([^"]+)"')


class ExerciseDirective(SphinxDirective):
    """One exercise, with hints and worked answer folded until the page's script brings it to life."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the static face."""
        try:
            record = exercises.find(self.arguments[0])
        except SgmError as error:
            raise self.error(str(error)) from error
        for file in folder_of().glob("*.toml"):
            self.env.note_dependency(str(file))
        face = exercises.static(record, language_of(self.env.docname))
        return [nodes.raw("", face, format="html")]


class WorkbookDirective(SphinxDirective):
    """What is done and what is left, and the way to take the work along."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place that the page's script fills; without a script, the chapters and their minutes."""
        lang = language_of(self.env.docname)
        inner = ""
        if self.arguments[:1] == ["chapters"]:
            records = exercises.load().values()
            inner = faces.chapters(faces.plan(records, lang), lang)
            inner += faces.chapter_data(records, self.links(), lang)
        return [nodes.raw("", f'<div class="sgm-workbook">{inner}</div>', format="html")]

    def links(self) -> dict[str, str]:
        """Return where the text of each chapter is, seen from this page."""
        here = self.env.docname
        found: dict[str, str] = {}
        for page in sorted(self.env.found_docs):
            number = re.fullmatch(rf"{re.escape(here.rpartition('/')[0])}/((?:\d+-)+)[^/]*", page)
            if number:
                chapter = number[1].rstrip("-").replace("-", ".")
                found.setdefault(chapter, self.env.app.builder.get_relative_uri(here, page))
        return found


def copy_parts(app: Sphinx) -> None:
    """Put the module and its style where the pages find them."""
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        shutil.copyfile(HOME / part, folder / part)


def bring_to_life(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page with exercises, also those of a notebook, one style, one script, and its records once."""
    body = context.get("body", "")
    shown = list(dict.fromkeys(SHOWN.findall(body)))
    if not shown and "sgm-workbook" not in body:
        return
    known = exercises.load()
    records = [known[id] for id in shown if id in known]
    app.add_css_file(f"{FOLDER}/front.css", priority=950)  # after the site's own
    where = {part: context["pathto"](f"_static/{FOLDER}/{part}", 1) for part in PARTS}
    context["metatags"] = context.get("metatags", "") + (
        f'\n<link rel="modulepreload" href="{where["front.js"]}">'
        f'\n<script type="module" src="{where["host.js"]}"></script>\n'
    )
    context["body"] = body.replace(faces.style(), "") + faces.page_data(records, language_of(page))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("workbook", WorkbookDirective)
    app.connect("builder-inited", copy_parts)
    app.connect("html-page-context", bring_to_life)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
