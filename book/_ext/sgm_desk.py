"""Sphinx extension: the instructor's desk, where what a class hands in is read and counted in the browser.

``{desk}`` becomes the panel that JupyterLab has too (``sgm_lab/exercises/classes/panel.js``); `book/_desk` answers it
there, by the same rules and with the same result.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from plain_script import bundled, into_head, marked
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises, kano
from sgm_lab._privacy import TEAM
from sgm_lab.exercises import faces
from sgm_lab.exercises.base import Record
from sgm_lab.exercises.classes.beside import told_by
from sgm_lab.exercises.classes.board import case_titles
from sgm_lab.exercises.classes.surveys import CONFIDENCE
from sgm_lab.exercises.kinds.survey import DIMENSIONS
from sgm_lab.i18n import Language, about, keys, t
from sgm_lab.inference import z_of
from sgm_lab.takeaways.plan.page import page_plan

sys.path.append(str(Path(__file__).parents[1]))

from _teaching.compare import critical, needed

HOME = Path(exercises.__file__).parent
DESK = Path(__file__).parents[1] / "_desk"
# Each imports from those before it.
MODULES = [
    HOME / name
    for name in ("front.js", "workbook.js", "journey.js", "plans.js", "plan.js", "classes/panel.js")
]
MODULES += [DESK.parent / "_course" / f"{name}.js" for name in ("packed", "archive")]
MODULES += [
    DESK / f"{name}.js"
    for name in (
        "compare",
        "people",
        "beside",
        "guesses",
        "planned",
        "surveys",
        "board",
        "result",
        "report",
        "room",
        "desk",
    )
]
PLACE = '<div class="sgm-desk">'
#: What is said in the report beside the words of the class report itself.
ALSO = {
    "chose": "exercises.face.chose",
    "missed": "exercises.face.missed",
    "before": "exercises.face.before",
    "misread": "exercises.face.misread",
    "arrow": "exercises.ui.arrow",
    "no_workbook": "workbook.not_ours",
    "coding": "workbook.coding",
    "separator": "errors.list_separator",
}


def course(records: list[Record], lang: Language) -> dict[str, Any]:
    """Return what the desk has to know: exercises with their answers, titles, words."""
    own = "classroom."
    say = {
        name.removeprefix(own): t(f"exercises.{name}", lang)
        for name in keys("exercises")
        if name.startswith(own)
    }
    sorts = {name.removeprefix("sort_"): text for name, text in say.items() if name.startswith("sort_")}
    return {
        "records": [record.payload(lang) for record in records],
        "words": faces.words(lang),
        "say": say | {name: t(key, lang) for name, key in ALSO.items()},
        "sorts": sorts,
        "titles": {record.chapter: faces.chapter_title(record.chapter, lang) for record in records},
        "plan": page_plan("", lang),
        "survey": survey(lang),
        "cases": case_titles(lang),
        "beside": told_by(),
        "style": faces.style("paper") + faces.style("classroom"),
        "tag": about("tag", lang),
    }


def survey(lang: Language) -> dict[str, Any]:
    """Return what the page cannot work out of the class's own surveys: quantiles, the table of KANO, names."""
    table = kano.EVALUATION_TABLES["berger"]
    return {
        "least": TEAM,
        "z": float(z_of(CONFIDENCE)),
        "critical": critical(),
        "cells": table.to_numpy().tolist(),
        "letters": {letter: t(f"common.category.{letter}", lang) for letter in "MOAIRQ"},
        "dimensions": {name: t(f"common.dimension.{name}", lang) for name in DIMENSIONS},
    }


class DeskDirective(SphinxDirective):
    """The place that the page's script fills; without a script, what it would do."""

    def run(self) -> list[nodes.Node]:
        """Return the place with all the script needs to know."""
        lang = language_of(self.env.docname)
        known = course(list(exercises.load().values()), lang) | {"test": needed(lang)}
        # Inside a script element nothing is markup but "</script" and "<!--".
        data = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        said = html.escape(t("exercises.classroom.no_script", lang))
        inner = f'<p>{said}</p><script type="application/json">{data}</script>'
        return [nodes.raw("", f"{PLACE}{inner}</div>", format="html")]


def add_script(app: Sphinx, page: str, template: str, page_context: dict[str, Any], doctree: Any) -> None:
    """Give the page of the desk its script and the style of the report."""
    if PLACE not in page_context.get("body", ""):
        return
    script = bundled(MODULES)
    name = f"{marked('desk', script)}.js"
    static = Path(app.outdir) / "_static"
    (static / name).write_text(script, encoding="utf-8")
    page_context["body"] += faces.style("classroom")
    into_head(page_context, f'<script defer src="{page_context["pathto"](f"_static/{name}", 1)}"></script>')


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("desk", DeskDirective)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
