"""Sphinx extension: what a class is taught with, beside the pages of the course; all is made in ``book/_teaching``.

``{classtest} a`` shows one form of the test, answered like any exercise; ``{testlists}`` is the place where two lists
of scores are compared; ``{classslides} half-day`` leads to the slides of a plan, which are written beside the pages;
``{printroom}`` to the sheets to print; ``{classform} pass`` shows one of them in the text; ``{casesheet}`` leads to the
spreadsheet of a case of one's own (`book/_case`).
"""

from __future__ import annotations

import hashlib
import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from chromium import find_chromium, with_fonts
from docutils import nodes
from sgm_book import fingerprint
from sgm_frame import POLICY, editions
from sgm_papers import language_of
from sgm_pdf import print_page
from sgm_plans import page_title
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.exercises import faces
from sgm_lab.exercises.classes import quiz
from sgm_lab.exercises.places import places as exercise_places
from sgm_lab.i18n import Language, t, use_language

BOOK = Path(__file__).parents[1]
sys.path.append(str(BOOK))

from _case.template import template  # noqa: E402
from _teaching import deck, forms, reveal, room, slides  # noqa: E402
from _teaching.sheets import Sheet  # noqa: E402
from _teaching.words import words  # noqa: E402

log = logging.getLogger(__name__)

SOURCES = ("sgm_lab", "datasets", "book")  # what may change a slide or a sheet
CASE_SHEET = "case.xlsx"
ROOM = '<div class="sgm-print-room"></div>'
TEST = '<div class="sgm-class-test" data-form="{form}"></div>'


class ClassTestDirective(SphinxDirective):
    """One form of the test; its questions are put in once the page is written, since they are no part of the course."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place of the questions."""
        form = self.arguments[0]
        if form not in quiz.FORMS:
            raise self.error(f"no such form of the test: {form}; there are {', '.join(quiz.FORMS)}")
        self.env.note_dependency(str(BOOK / language_of(self.env.docname) / "teaching" / "test.toml"))
        return [nodes.raw("", TEST.format(form=form), format="html")]


class TestListsDirective(SphinxDirective):
    """Where two lists of names and scores are compared, by the script of the desk."""

    def run(self) -> list[nodes.Node]:
        """Return the place that the page's script fills."""
        style = (BOOK / "_teaching" / "desk.css").read_text(encoding="utf-8")
        return [
            nodes.raw("", f'<style>{style}</style><div class="sgm-lists sgm-class"></div>', format="html")
        ]


class PrintRoomDirective(SphinxDirective):
    """The print room: its list is put in once the page is written."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [nodes.raw("", ROOM, format="html")]


class ClassFormDirective(SphinxDirective):
    """One of the forms, as the print room has it, in the text."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return its body."""
        lang = language_of(self.env.docname)
        self.env.note_dependency(str(BOOK / lang / "teaching" / "forms.toml"))
        if self.arguments[0] not in forms.FORMS:
            raise self.error(f"no such form: {self.arguments[0]}; there are {', '.join(forms.FORMS)}")
        return [nodes.raw("", forms.form(self.arguments[0], lang)[1], format="html")]


class ClassSlidesDirective(SphinxDirective):
    """The ways to the slides of a plan."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the links."""
        lang = language_of(self.env.docname)
        plan, say = slides.plans(lang)[self.arguments[0]], words(lang, "slides")
        place = f"{'../' * self.env.docname.count('/')}_static/{folder(lang)}/{plan.id}"
        name = html.escape(say["file"].format(title=plan.title))
        shown = f'<a href="{place}.html" target="_blank">{say["open"]}</a>'
        saved = f'<a href="{place}.pptx" download="{name}.pptx">{say["save"]}</a>'
        return [nodes.raw("", f"<p>{say['links'].format(open=shown, save=saved)}</p>", format="html")]


class CaseSheetDirective(SphinxDirective):
    """The way to the spreadsheet that a case of one's own is filled into."""

    def run(self) -> list[nodes.Node]:
        """Return the link."""
        lang = language_of(self.env.docname)
        place = f"{'../' * self.env.docname.count('/')}_static/{folder(lang)}/{CASE_SHEET}"
        name, said = (html.escape(t(f"case_sheet.{key}", lang)) for key in ("file", "save"))
        return [nodes.raw("", f'<p><a href="{place}" download="{name}">{said}</a></p>', format="html")]


def folder(lang: Language) -> str:
    """Return where in ``_static`` the material of a language is."""
    return f"teaching-{lang}"


def languages(pages: Collection[str]) -> list[Language]:
    """Return the languages of the editions in the contents that the material is written in."""
    return [lang for lang in editions(pages) if (BOOK / lang / "teaching").is_dir()]


def _state(langs: Iterable[Language]) -> str:
    """Sum up what slides and sheets say: also titles of chapters, where exercises stand, and the rubric of the last."""
    told: list[object] = [fingerprint(SOURCES), exercise_places(BOOK.parent)]
    for lang in langs:
        chapters = sorted((BOOK / lang).glob("[0-9]*.md"))
        told += [page_title(page) for page in chapters]
        told += [page.read_text(encoding="utf-8") for page in chapters[-1:]]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def write_material(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Write slides and sheets of each edition beside the pages, where anything that may change them has."""
    stamp, state = Path(app.doctreedir) / "teaching.json", _state(languages(env.found_docs))
    places = {lang: Path(app.outdir) / "_static" / folder(lang) for lang in languages(env.found_docs)}
    kept = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if (kept.get("state"), set(kept.get("sheets", ()))) != (state, set(places)) or not all(
        place.is_dir() for place in places.values()
    ):
        kept = {"state": state, "sheets": {lang: _written(place, lang) for lang, place in places.items()}}
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    sheets = {lang: [Sheet(*sheet) for sheet in own] for lang, own in kept["sheets"].items()}
    app.connect("html-page-context", partial(show_room, sheets), priority=600)
    app.connect("build-finished", partial(pack_sheets, sheets), priority=840)


def _written(place: Path, lang: Language) -> list[Sheet]:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for file in reveal.FILES:
        shutil.copyfile(file, place / file.name)
    for plan in slides.plans(lang).values():
        shown = slides.slides(plan, lang)
        page = reveal.page(plan.title, shown, lang, POLICY)
        (place / f"{plan.id}.html").write_text(page, encoding="utf-8")
        (place / f"{plan.id}.pptx").write_bytes(deck.deck(plan.title, shown, lang))
    with use_language(lang):
        (place / CASE_SHEET).write_bytes(template())
    return room.write_sheets(place, lang, POLICY)


def show_room(
    sheets: dict[str, list[Sheet]],
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: Any,
) -> None:
    """Put the list of sheets in its place; those as PDF are there where the site is printed, too."""
    if ROOM in context.get("body", ""):
        lang = language_of(page)
        up = context["pathto"](f"_static/{folder(lang)}", 1)
        shown = room.face(sheets[lang], lang, up, pdf=app.config.sgm_pdf)
        context["body"] = context["body"].replace(ROOM, shown)


def pack_sheets(sheets: dict[str, list[Sheet]], app: Sphinx, error: Exception | None) -> None:
    """Print the sheets where the site is printed, and put all into one zip."""
    if error:
        return
    for lang, own in sheets.items():
        place = Path(app.outdir) / "_static" / folder(lang)
        if app.config.sgm_pdf:
            _print(place, own)
        if not (place / room.ZIP).is_file() or app.config.sgm_pdf:
            room.pack(place, own)


def _print(place: Path, sheets: list[Sheet]) -> None:
    browser = find_chromium()
    assert browser is not None
    with tempfile.TemporaryDirectory() as fonts:
        environment = with_fonts(Path(fonts))
        for sheet in sheets:
            target = place / f"{sheet.file}.pdf"
            if target.is_file():
                continue
            log.info("printing %s", target.name)
            try:
                print_page(browser, place / f"{sheet.file}.html", target, environment)
            except (OSError, subprocess.SubprocessError) as trouble:
                log.warning("could not print %s: %s", target.name, trouble)


def show_tests(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the questions of a test, with what the page's script needs of them, in their place."""
    for form in quiz.FORMS:
        place = TEST.format(form=form)
        if place in context.get("body", ""):
            lang = language_of(page)
            records = quiz.form(form, lang)
            shown = "".join(exercises.static(record, lang) for record in records)
            context["body"] = context["body"].replace(place, shown) + faces.page_data(records, lang)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("classtest", ClassTestDirective)
    app.add_directive("testlists", TestListsDirective)
    app.add_directive("casesheet", CaseSheetDirective)
    app.add_directive("classslides", ClassSlidesDirective)
    app.add_directive("printroom", PrintRoomDirective)
    app.add_directive("classform", ClassFormDirective)
    app.connect("env-before-read-docs", write_material)  # the pages of the contents are known by then
    app.connect("html-page-context", show_tests, priority=600)  # after the exercises of the course
    return {"parallel_read_safe": True, "parallel_write_safe": True}
