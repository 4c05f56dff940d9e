"""Sphinx extension: the text of the whole course in one file a language, for the search in `book/_static/sgm.js`.

The text is read from the pages as they were built, so that figures glued into the prose, exercises, tables, alternative
texts and the outputs of notebooks are in it; scripts, folded code, hints and answers of exercises, and the pages for
instructors are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html
from sgm_course import read_terms
from sgm_frame import for_instructors
from sgm_papers import language_of, squeeze
from sphinx.application import Sphinx

from sgm_lab.i18n import LANGUAGES

# Elements within a line; every other one begins a line of its own.
INLINE = frozenset(
    (*("a", "abbr", "b", "bdi", "button", "cite", "code", "data", "dfn", "em", "i", "img", "input", "kbd", "mark"),
     *("q", "ruby", "s", "samp", "select", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
     *("math", "mfrac", "mi", "mn", "mo", "mover", "mrow", "msqrt", "msub", "msubsup", "msup", "mtext", "munder"))
)  # fmt: skip
SKIPPED = frozenset(("script", "style", "template", "noscript", "svg", "annotation"))


def pieces(node: Any, place: tuple[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield section and text, in reading order; a section is the id of its element and its heading."""
    if not isinstance(node.tag, str) or node.tag in SKIPPED:
        yield place, node.tail or ""
        return
    css = node.get("class", "").split()
    outside = place
    answer = node.tag == "details" and "sgm-exercise" in (node.getparent().get("class") or "").split()
    if not answer and "headerlink" not in css and "cell_input" not in css:
        block = node.tag not in INLINE
        if node.tag == "section" and node.get("id"):
            head = next((child for child in node if re.fullmatch("h[1-6]", str(child.tag))), None)
            place = node.get("id"), squeeze(spoken(head)).replace("\n", " ") if head is not None else place[1]
        if block:
            yield place, "\n"
        if node.tag == "img" and node.get("alt"):
            yield place, "\n" + node.get("alt") + "\n"
        yield place, node.text or ""
        for child in node:
            yield from pieces(child, place)
        if block:
            yield outside, "\n"
    yield outside, node.tail or ""


def spoken(node: Any) -> str:
    """Return the text of one element."""
    return "".join(text for _, text in pieces(node, ("", ""))).removesuffix(node.tail or "")


def sections(tree: Any) -> list[dict[str, str]]:
    """Return heading, id and text of each section of a page."""
    article = tree.find(".//article")
    found: dict[tuple[str, str], list[str]] = {}
    for place, text in pieces(article, ("", "")) if article is not None else ():
        found.setdefault(place, []).append(re.sub(r"[\r\n]+", " ", text) if text.strip() else text)
    texts = ((place, squeeze("".join(text))) for place, text in found.items())
    return [{"head": head, "id": id, "text": text} for (id, head), text in texts if text]


def names_of(terms: list[dict[str, Any]]) -> list[list[str]]:
    """Return the names of each term that has several, also those the course does not use: people type them.

    >>> names_of([{"zh": "外部客户", "en": "external customer", "never": ["外部顾客"]}, {"zh": "NPS", "en": "NPS"}])
    [['外部客户', 'external customer', '外部顾客']]
    """
    groups = ([term["zh"], term["en"], *term.get("also", ()), *term.get("never", ())] for term in terms)
    distinct = (list(dict.fromkeys(names)) for names in groups)
    return [names for names in distinct if len(names) > 1]


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write one index a language."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    names = names_of(read_terms())
    books: dict[str, dict[str, list[Any]]] = {lang: {"terms": names, "pages": []} for lang in LANGUAGES}
    for page in sorted(app.env.found_docs):
        file = out / f"{page}.html"
        if not file.is_file() or for_instructors(app.config, page):
            continue
        tree = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        title = squeeze(app.env.titles[page].astext())
        book = books[language_of(page)]
        book["pages"].append({"title": title, "url": f"{page}.html", "parts": sections(tree)})
    for lang, book in books.items():
        text = json.dumps(book, ensure_ascii=False, separators=(",", ":"))
        (out / "_static" / f"search-{lang}.json").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("build-finished", write_index, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
