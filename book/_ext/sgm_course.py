"""Sphinx extension: what the chapters share. List of chapters, glossary with links at first use, data pages.

``{chapters}`` lists the chapters there are. ``{terms}`` prints ``book/terms.toml``; on every chapter the first use of
each term is linked to it at build. ``{datasheet} healthcare`` prints the datasheet of a data package, its fields, and
the planted facts folded away. ``{answers}`` prints the answers of all exercises for the instructor.
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sgm_papers import chapter_of, chapters_in, language_of
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.exercises.faces import chapter_title
from sgm_lab.exercises.reading import folder_of
from sgm_lab.exercises.records import Record
from sgm_lab.i18n import LANGUAGES, Language, about, said, t

ROOT = Path(__file__).parents[2]
TERMS = ROOT / "book" / "terms.toml"
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
DATASHEET = re.compile(r"^```\{datasheet\} *(\w+)\s*\n```", re.M)


def read_terms(path: Path = TERMS) -> list[dict[str, Any]]:
    """Read the table of terms."""
    terms: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    return terms


# ---- glossary ----


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


# ---- list of chapters ----


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


def _row(cells: list[nodes.paragraph]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


# ---- data pages ----


def expand_datasheets(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the datasheet's Markdown in place of the directive, so that its headings are the page's own."""
    source[0] = DATASHEET.sub(lambda match: datasheet(match[1], language_of(page)), source[0])


def datasheet(case: str, lang: Language) -> str:
    """Return a data package as Markdown: its datasheet, each table's fields, the planted facts folded away."""
    folder = ROOT / "datasets" / case
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    if not (folder / "README.md").is_file():  # a case of one's own: what was planted no longer holds
        return fields(package, lang)
    parts = sections(folder / "README.md", lang)
    shown = [set_close(parts.pop("")) if "" in parts else ""]
    planted = "\n".join(
        f"{number}. {fact[lang]}" for number, fact in enumerate(package.get("planted", ()), 1)
    )
    for title, text in parts.items():
        if package.get("planted") and package["planted"][0][lang] in text:
            shown.append(fields(package, lang))
            hint = t("course.planted_hint", lang)
            text = f"{hint}\n\n:::{{dropdown}} {t('course.planted_open', lang)}\n{planted}\n:::"
        shown.append(f"## {title}\n\n{set_close(text)}")
    return "\n\n".join(shown)


def sections(readme: Path, lang: Language) -> dict[str, str]:
    """Return the sections of a datasheet in one language by title; what stands before the first under ``""``."""
    chinese, _, english = readme.read_text(encoding="utf-8").partition("\n## In English\n")
    text, depth = (chinese, "## ") if lang == LANGUAGES[0] else (english, "### ")
    head, *rest = re.split(rf"^{depth}", re.sub(r"^# .*\n", "", text), flags=re.M)
    found = {"": head}
    for part in rest:
        title, _, text = part.partition("\n")
        text = re.sub(r"^```\n.*?^```\n?", "", text, flags=re.M | re.S)
        # Files and columns are told table by table below: here the name of a table and its rows are enough.
        text = re.sub(r"^\|([^|\n]*)\|[^|\n]*\|([^|\n]*)\|[^|\n]*\|$", r"|\1|\2|", text, flags=re.M)
        found[title.strip()] = text.strip()
    return found


def set_close(text: str) -> str:
    """Take out the spaces between Chinese and Latin: the style sheet sets them."""
    text = re.sub(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[A-Za-z0-9`])", "", text)
    return re.sub(r"(?<=[A-Za-z0-9`%]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])", "", text)


def fields(package: dict[str, Any], lang: Language) -> str:
    """Return a table of the fields of each table of a data package."""
    names = labels(package["name"].replace("-", "_"), lang)
    heads = [t(f"course.{name}", lang) for name in ("column", "meaning", "kind", "allowed")]
    shown = [f"## {t('course.fields', lang)}"]
    for resource in package["resources"]:
        rows = [heads, ["---"] * len(heads)]
        for field in resource["schema"]["fields"]:
            kind = t(f"course.kinds.{field['type']}", lang)
            rows.append([f"`{field['name']}`", titled(field, lang), kind, allowed(field, names, lang)])
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        files = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        where = t("course.between", lang).join(f"`{file}`" for file in files)
        shown += [f"### {set_close(titled(resource, lang))}", where, set_close(table)]
    return "\n\n".join(shown)


def titled(thing: dict[str, Any], lang: Language) -> str:
    """Return the title of a table or a field; the descriptor's own language is Chinese."""
    return str(thing.get(f"title_{lang}", thing.get("title", thing["name"])))


def labels(case: str, lang: Language) -> dict[tuple[str, str], str]:
    """Return what the codes in the tables stand for, by column and code."""
    found: dict[tuple[str, str], str] = {}
    for name in ("segments", "codes"):
        with (ROOT / "datasets" / case / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {
                (row["column"], row["value"]): said(row, lang, "label_") for row in csv.DictReader(file)
            }
    return found


def allowed(field: dict[str, Any], names: dict[tuple[str, str], str], lang: Language) -> str:
    """Say which values a field may have."""
    rules = field.get("constraints", {})
    if "enum" in rules:
        values = [(f"`{value}`", names.get((field["name"], value), "")) for value in rules["enum"]]
        between = t("course.between", lang)
        return between.join(t("course.code", lang, code=code, name=n) if n else code for code, n in values)
    low, high = rules.get("minimum"), rules.get("maximum")
    if low is not None and high is not None:
        return t("course.range", lang, low=low, high=high)
    return "" if low is None else t("course.least", lang, low=low)


# ---- pages that the book leaves out ----

LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s#]+\.(?:md|ipynb))(?:#[^()\s]*)?\)")


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


# ---- all together ----


def note_terms(app: Sphinx, config: Config) -> None:
    """Read all pages anew when the terms, or which pages there are, have changed."""
    toc = Path(config.external_toc_path)
    read = [TERMS, toc if toc.is_absolute() else Path(app.srcdir, toc)]
    config.sgm_terms = hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()[:12]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_config_value("sgm_terms", "", "env", types=[str])
    app.add_directive("answers", AnswersDirective)
    app.add_directive("chapters", ChaptersDirective)
    app.add_directive("terms", TermsDirective)
    app.connect("config-inited", note_terms)
    app.connect("source-read", expand_datasheets)
    app.connect("source-read", unlink_hidden)
    app.connect("missing-reference", say_plainly)
    app.connect("doctree-resolved", link_terms)
    app.add_css_file("course.css", priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
