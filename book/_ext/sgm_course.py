"""Sphinx extension: what the chapters share: their list, their answers, and no link to a page that is left out.

``{chapters}`` lists the chapters there are. ``{answers}`` prints the answers of all exercises for the instructor.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sgm_papers import chapter_of, chapters_in, language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.exercises.faces import chapter_title
from sgm_lab.exercises.reading import folder_of
from sgm_lab.exercises.records import Record
from sgm_lab.i18n import Language, t

LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s#]+\.(?:md|ipynb))(?:#[^()\s]*)?\)")


class ChaptersDirective(SphinxDirective):
    """The chapters there are: what each is about, how long its exercises take, page and workbook."""

    def run(self) -> list[nodes.Node]:
        """Return a table, a row a chapter, in the order of their numbers."""
        for file in folder_of().glob("*.toml"):
            self.env.note_dependency(str(file))
        lang = language_of(self.env.docname)
        here = self.env.docname.rpartition("/")[0]
        heads = [t(f"course.{name}", lang) for name in ("chapter_head", "about_head", "time_head", "go_head")]
        rows = [self.row(page, lang) for page in sorted(self.env.found_docs) if re.match(rf"{here}/\d", page)]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (18, 46, 12, 24)), cols=4)
        group += nodes.thead("", _row([nodes.paragraph("", head) for head in heads]))
        group += nodes.tbody("", *map(_row, rows))
        return [nodes.table("", group, classes=["sgm-chapters"])]

    def row(self, page: str, lang: Language) -> list[nodes.paragraph]:
        """Return the cells of one chapter."""
        number = chapter_of(page)
        name = page.rpartition("/")[2]
        links = [(page, t("course.read", lang)), (f"notebooks/{lang}/{name}", t("course.work", lang))]
        shown = nodes.paragraph()
        for place, (target, text) in enumerate(one for one in links if one[0] in self.env.found_docs):
            shown += nodes.Text(t("course.between", lang) if place else "")
            address = self.env.app.builder.get_relative_uri(self.env.docname, target)
            shown += nodes.reference("", text, refuri=address, internal=True)
        records = [record for record in exercises.load().values() if record.chapter == number]
        minutes = f"{sum(record.minutes for record in records):.0f}"
        return [
            nodes.paragraph("", t(f"exercises.chapter.{number}", lang)),
            nodes.paragraph("", t(f"course.about.{number}", lang)),
            nodes.paragraph("", t("exercises.ui.minutes", lang, n=minutes)),
            shown,
        ]


def _row(cells: list[nodes.paragraph]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


class AnswersDirective(SphinxDirective):
    """The answers of all exercises, a folded list a chapter, for the instructor."""

    def run(self) -> list[nodes.Node]:
        """Return the lists, made from the records."""
        lang = language_of(self.env.docname)
        by_chapter: dict[str, list[str]] = {}
        for file in sorted(folder_of().glob("*.toml")):
            self.env.note_dependency(str(file))
        shown = chapters_in(self.env)
        for record in exercises.load().values():
            if record.chapter in shown:
                by_chapter.setdefault(record.chapter, []).append(answer_of(record, lang))
        lists = "".join(
            f'<details class="sgm-answers"><summary>{html.escape(chapter_title(name, lang))}</summary>'
            f"<dl>{''.join(answers)}</dl></details>"
            for name, answers in by_chapter.items()
        )
        return [nodes.raw("", lists, format="html")]


def answer_of(record: Record, lang: Language) -> str:
    """Return one exercise's question in short, its answer and its reason."""
    asked = record.prompt.say(lang).strip().rpartition("\n\n")[2]
    lines = [*record.worked(lang), *record.solution.say(lang).split("\n\n")]
    said = "".join(f"<dd>{html.escape(line)}</dd>" for line in lines)
    return f"<dt><code>{html.escape(record.id)}</code> {html.escape(asked)}</dt>{said}"


def unlink_hidden(app: Sphinx, page: str, source: list[str]) -> None:
    """Leave the words of a link whose page is not in the table of contents: a hidden chapter breaks nothing."""
    env, folder = app.env, Path(app.env.doc2path(page)).parent

    def words_of(link: re.Match[str]) -> str:
        target = Path(os.path.normpath(folder / unquote(link[2])))
        hidden = target.is_file() and env.path2doc(str(target)) not in env.found_docs
        return link[1] if hidden else link[0]

    source[0] = LINK.sub(words_of, source[0])


def say_plainly(app: Sphinx, env: Any, node: Any, words: nodes.Element) -> nodes.Element | None:
    """Do the same for roles and buttons."""
    folder = "" if node["reftarget"].startswith("/") else f"{node.get('refdoc', '').rpartition('/')[0]}/"
    target = os.path.normpath(folder + node["reftarget"]).lstrip("/")
    there = any(Path(app.srcdir, target + kind).is_file() for kind in (".md", ".ipynb"))
    return words if there and target not in env.found_docs else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("answers", AnswersDirective)
    app.add_directive("chapters", ChaptersDirective)
    app.connect("source-read", unlink_hidden)
    app.connect("missing-reference", say_plainly)
    app.add_css_file("course.css", priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
