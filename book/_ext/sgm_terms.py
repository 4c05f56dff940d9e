"""Sphinx extension: the glossary.

``{terms}`` prints ``book/terms.toml``; the first use of each term on a chapter is linked to it at build.
"""

from __future__ import annotations

import hashlib
import html
import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sgm_papers import chapter_of, language_of
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from sgm_lab.i18n import LANGUAGES, Language, about, said, t

TERMS = Path(__file__).parents[1] / "terms.toml"
GLOSSARY = "glossary"
UNLINKED = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.raw,
    nodes.comment,
    nodes.math,
)
NOT_CHAPTERS = {GLOSSARY, "index", "references", "search", "workbook", "404"}


def read_terms(path: Path = TERMS) -> list[dict[str, Any]]:
    """Read the table of terms."""
    terms: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    return terms


def anchor(term: dict[str, Any]) -> str:
    """Return the place of a term on the glossary page."""
    return f"term-{term['id']}"


class TermsDirective(SphinxDirective):
    """The whole table of terms as a list of definitions."""

    def run(self) -> list[nodes.Node]:
        """Return the list, by order of the file: what belongs together stands together."""
        self.env.note_dependency(str(TERMS))
        lang = language_of(self.env.docname)
        found = nodes.definition_list(classes=["sgm-terms"])
        for term in read_terms():
            head = nodes.term("", "", nodes.strong("", term[lang]), ids=[anchor(term)])
            other = next(one for one in LANGUAGES if one != lang)
            if term[other] != term[lang]:
                named = f'<span class="sgm-term-other" lang="{about("tag", other)}">{html.escape(term[other])}</span>'
                head += nodes.raw("", named, format="html")
            body = nodes.definition("", nodes.paragraph("", said(term, lang, "text_")))
            body += self.where(term, lang)
            found += nodes.definition_list_item("", head, body)
        return [found]

    def where(self, term: dict[str, Any], lang: Language) -> list[nodes.Node]:
        """Return the line of pages that teach a term, as far as they are in the book."""
        here = self.env.docname.rpartition("/")[0]
        pages = [f"{here}/{name}" for name in term["where"] if f"{here}/{name}" in self.env.found_docs]
        if not pages:
            return []
        line = nodes.paragraph("", t("course.where", lang), classes=["sgm-term-where"])
        for place, page in enumerate(pages):
            line += nodes.Text(t("course.between", lang) if place else "")
            target = self.env.app.builder.get_relative_uri(self.env.docname, page)
            line += nodes.reference("", chapter_number(page, lang), refuri=target, internal=True)
        return [line]


def chapter_number(page: str, lang: Language) -> str:
    """Name a page by the number in its file name."""
    name = chapter_of(page)
    return t("course.chapter", lang, name=name) if name else t("course.handbook", lang)


def pattern_of(
    terms: list[dict[str, Any]], lang: Language
) -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    """Return what finds a linkable term in a text, longest wording first, and which term each wording means.

    A sentence may begin with it; "must-be (M)" is a term's name in the glossary, "must-be" in a text.

    >>> pattern, _ = pattern_of([{"en": "must-be (M)", "id": "must-be"}], "en")
    >>> pattern.findall("Must-bes are floors; a must-be is one.")
    ['Must-be', 'must-be']
    """
    wordings = {
        form: term
        for term in terms
        if term.get("link", True)
        for wording in [term[lang], *(term.get("also", []) if lang == LANGUAGES[0] else [])]
        for plain in [re.sub(r" \(.\)$", "", wording)]
        for form in (plain, plain[:1].upper() + plain[1:])
    }
    ordered = sorted(wordings, key=len, reverse=True)
    parts = "|".join(re.escape(wording) for wording in ordered)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{parts})(?=s?(?![A-Za-z0-9]))"), wordings


def link_terms(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Link the first use of each term on a chapter to the glossary."""
    folder, _, name = page.rpartition("/")
    lang = language_of(page)
    glossary = f"book/{lang}/{GLOSSARY}"
    if name in NOT_CHAPTERS or not folder or glossary not in app.env.found_docs:
        return
    pattern, wordings = pattern_of(read_terms(), lang)
    target = app.builder.get_relative_uri(page, glossary)
    seen: set[str] = set()
    for text in list(doctree.findall(nodes.Text)):
        if not any(isinstance(above, UNLINKED) for above in ancestors(text)):
            pieces = split_at_terms(str(text), pattern, wordings, seen, target, lang)
            if len(pieces) > 1 or not isinstance(pieces[0], nodes.Text):
                text.parent.replace(text, pieces)


def ancestors(node: nodes.Node) -> list[nodes.Node]:
    """Return what a node stands in."""
    found: list[nodes.Node] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def split_at_terms(
    text: str,
    pattern: re.Pattern[str],
    wordings: dict[str, dict[str, Any]],
    seen: set[str],
    target: str,
    lang: Language,
) -> list[nodes.Node]:
    """Return a text in pieces, with a link for each term not ``seen`` before; adds to ``seen``."""
    pieces: list[nodes.Node] = []
    done = 0
    for match in pattern.finditer(text):
        term = wordings[match[0]]
        if term["id"] in seen:
            continue
        seen.add(term["id"])
        pieces.append(nodes.Text(text[done : match.start()]))
        link = nodes.reference(
            "", match[0], refuri=f"{target}#{anchor(term)}", internal=True, classes=["sgm-term"]
        )
        link["reftitle"] = said(term, lang, "text_")
        pieces.append(link)
        done = match.end()
    return [piece for piece in [*pieces, nodes.Text(text[done:])] if str(piece)] or [nodes.Text(text)]


def note_terms(app: Sphinx, config: Config) -> None:
    """Write all pages anew when the terms have changed, which they link to; also read them when there are others."""
    config.sgm_terms, config.sgm_pages = map(_sum, (TERMS, Path(app.srcdir, config.external_toc_path)))


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_config_value("sgm_terms", "", "html", types=[str])
    app.add_config_value("sgm_pages", "", "env", types=[str])
    app.add_directive("terms", TermsDirective)
    app.connect("config-inited", note_terms)
    app.connect("doctree-resolved", link_terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
