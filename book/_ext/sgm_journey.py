"""Sphinx extension: the plan of the course, from which every page tells how far one is and what comes next.

Read off the pages themselves once all are read: which exercise stands on which page, in which part. It is written as a
script, so that it also loads where a page is opened without a server.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import plan_files
from docutils import nodes
from sgm_book import once
from sgm_pack import PLACE as EDITOR
from sgm_pack import pack_of
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from sgm_lab import exercises
from sgm_lab.exercises.journey import Part, Place, course_plan
from sgm_lab.i18n import LANGUAGES, Language

PLAN_PAGE = "/my-plan"
#: The page that asks again what is due: its place, as `sgm_exercises` writes it.
TODAY = "sgm-today"
FILES = ("sgm_lab", "datasets", "book/_course", "book/_ext")  # what the files of a plan are made of
SHOWN = re.compile(r'class="sgm-exercise" data-id="([^"]+)"')


def titles(app: Sphinx) -> dict[str, str]:
    """Return the pages of the contents in their order, with the titles they have there."""
    site_map = getattr(app.config, "external_site_map", None) or {}
    pages = [str(page) for item in site_map.values() for tree in item.subtrees for page in tree.items]
    known = app.env.titles
    return {page: site_map[page].title or known[page].astext() for page in pages if page in known}


def parts(doctree: nodes.document) -> Iterator[Part]:
    """Yield the parts of a page that hold exercises."""
    found: dict[str, tuple[str, list[str]]] = {}
    for node in doctree.findall(nodes.raw):
        for id in SHOWN.findall(node.astext()):
            section = next(above for above in above_of(node) if isinstance(above, nodes.section))
            anchor = section["ids"][0]
            found.setdefault(anchor, (section[0].astext(), []))[1].append(html.unescape(id))
    for anchor, (title, ids) in found.items():
        yield Part(anchor, title, tuple(dict.fromkeys(ids)))


def above_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what a node stands in, the nearest first."""
    while node.parent is not None:
        node = node.parent
        yield node


class Collected(EnvironmentCollector):
    """What is asked on each page, and the places it keeps for scripts: noted as it is read."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note both of the page that has been read."""
        raw = "".join(node.astext() for node in doctree.findall(nodes.raw))
        held = tuple(parts(doctree)), tuple(place for place in (TODAY, EDITOR) if place in raw)
        _noted(app.env)[app.env.docname] = held

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        _noted(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        _noted(env).update({page: held for page, held in _noted(other).items() if page in docnames})


def _noted(env: BuildEnvironment) -> dict[str, tuple[tuple[Part, ...], tuple[str, ...]]]:
    return env.__dict__.setdefault("sgm_noted", {})  # type: ignore[no-any-return]


def places(app: Sphinx, lang: Language) -> list[Place]:
    """Return the pages of a language that hold exercises, in the order of the contents."""
    pages = {page: title for page, title in titles(app).items() if language_of(page) == lang}
    held = {page: _noted(app.env)[page][0] for page in pages}
    return [Place(f"{page}.html", pages[page], own) for page, own in held.items() if own]


def page_with(app: Sphinx, place: str, lang: Language) -> str | None:
    """Return the page of a language that keeps a place for a script."""
    noted = _noted(app.env)
    return next((page for page in titles(app) if language_of(page) == lang and place in noted[page][1]), None)


def write_plans(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the plan of each language that has pages with exercises."""
    known = exercises.load()
    for lang in LANGUAGES:
        if pages := places(app, lang):
            shown = {id for page in pages for part in page.parts for id in part.exercises}
            records = [record for record in known.values() if record.id in shown]
            own = next(
                (page for page in titles(app) if language_of(page) == lang and page.endswith(PLAN_PAGE)), ""
            )
            plan = course_plan(
                records, pages, lang, python=bool(app.config.sgm_python), plan_page=own and f"{own}.html"
            )
            if again := page_with(app, TODAY, lang):
                plan["today"] = f"{again}.html"
            plan["pack"] = pack_of(app, lang, edits=page_with(app, EDITOR, lang) is not None)
            if own:
                plan["goalPlan"]["files"] = write_files(app, lang)
            text = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
            target = Path(app.outdir) / "_static" / f"plan-{lang}.js"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"window.sgmPlan={text};\n", encoding="utf-8")


def write_files(app: Sphinx, lang: Language) -> str:
    """Write what makes the files of the goal plan in a page, and return its address."""
    static = Path(app.outdir) / "_static"

    def make() -> dict[str, str]:
        name, text = plan_files.script(lang)
        for old in static.glob(f"plan-files-{lang}-*.js"):
            old.unlink()
        return {name: text}

    (name,) = once(app, f"plan-files-{lang}", FILES, make)
    return f"_static/{name}"


def setup(app: Sphinx) -> dict[str, bool | int]:
    """Connect everything; called by Sphinx."""
    app.add_env_collector(Collected)
    app.connect("env-check-consistency", write_plans)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
