"""Sphinx extension: what a class is taught with, beside the pages of the course; all is made in ``book/_teaching``.

``{classtest} a`` shows one form of the test, answered like any exercise; ``{testlists}`` is the place where two lists
of scores are compared.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.exercises import faces

BOOK = Path(__file__).parents[1]
sys.path.append(str(BOOK))

from _teaching import quiz  # noqa: E402

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
    app.connect("html-page-context", show_tests, priority=600)  # after the exercises of the course
    return {"parallel_read_safe": True, "parallel_write_safe": True}
