"""Sphinx extension: the text of the whole course in one file a language, for the search in `book/_static/sgm.js`.

A reader loads the file of the page's language alone. What has a name in both (`book/terms.toml`, features of the cases)
leads to the pages of the other language too: the file knows their titles, not their text.

The text is read from the pages as they were built, so that figures glued into the prose, exercises, tables, alternative
texts and the outputs of notebooks are in it; scripts, folded code, hints and answers of exercises, and the pages for
instructors are not.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import snowballstemmer
from lxml import html
from sgm_frame import editions, for_instructors, made
from sgm_papers import language_of, squeeze
from sgm_terms import TERMS
from sphinx.application import Sphinx

from sgm_lab import cases
from sgm_lab.i18n import LANGUAGES, Language, about, t

Page = dict[str, Any]  # title, url, and parts: id, head and text of each section
MOST = 4  # pages of another language for one thing

# Elements within a line; every other one begins a line of its own.
INLINE = frozenset(
    (*("a", "abbr", "b", "bdi", "button", "cite", "code", "data", "dfn", "em", "i", "img", "input", "kbd", "mark"),
     *("q", "ruby", "s", "samp", "select", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
     *("math", "mfrac", "mi", "mn", "mo", "mover", "mrow", "msqrt", "msub", "msubsup", "msup", "mtext", "munder"))
)  # fmt: skip
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
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


def kin(texts: Iterable[str], algorithm: str) -> list[str]:
    """Return the words that stand in texts and share a stem, a line each; a word without kin is none.

    >>> kin(["They wait, we waited.", "Waiting times; a time of rest"], "english")
    ['time times', 'wait waited waiting']
    """
    stem = snowballstemmer.stemmer(algorithm).stemWord
    families: dict[str, list[str]] = {}
    for word in sorted(set(WORD.findall("\n".join(texts).lower()))):
        families.setdefault(stem(word), []).append(word)
    return [" ".join(words) for words in families.values() if len(words) > 1]


def names_of(term: dict[str, Any], lang: Language) -> list[str]:
    """Return what a term is called in a language, also what the course does not use: people type it.

    >>> names_of({"zh": "必备", "en": "must-be (M)", "never": ["必备型"]}, "zh")
    ['必备', '必备型']
    >>> names_of({"zh": "必备", "en": "must-be (M)", "never": ["必备型"]}, "en")
    ['must-be']
    """
    given = term.get(lang, [])
    names = [given] if isinstance(given, str) else given
    if lang == LANGUAGES[0]:
        names = [*names, *term.get("also", ()), *term.get("never", ())]
    return list(dict.fromkeys(re.sub(r" \([A-Z]\)$", "", name) for name in names))


def named() -> list[dict[Language, list[str]]]:
    """Return what the course has a name for in each language: terms, everyday words, what the cases are asked about."""
    table = tomllib.loads(TERMS.read_text(encoding="utf-8"))
    labels = [cases.load(name).feature_labels for name in cases.names()]
    asked = [{lang: say(lang)[one] for lang in LANGUAGES} for say in labels for one in say(LANGUAGES[0])]
    return [
        {lang: names_of(one, lang) for lang in LANGUAGES} for one in [*table["term"], *table["word"], *asked]
    ]


def said_in(page: Page) -> tuple[str, str, str]:
    """Return a page's title, headings and text, in small letters."""
    heads, texts = ("\n".join(part[what] for part in page["parts"]) for what in ("head", "text"))
    return page["title"].lower(), heads.lower(), texts.lower()


def where(names: list[str], pages: list[tuple[str, str, str]]) -> list[int]:
    """Return the pages of a book that say most of a thing, by their number.

    >>> where(["waiting time"], [("wards", "", ""), ("", "", "waiting times, and the waiting room.")])
    [1]
    """
    if not names:
        return []
    lower = [name.lower() for name in names]
    said = re.compile("|".join(rf"(?<![a-z]){re.escape(name)}" for name in lower))
    found = []
    for number, page in enumerate(pages):
        title, head, text = (
            len(said.findall(one)) if any(name in one for name in lower) else 0 for one in page
        )
        if score := 1000 * title + 100 * head + text:
            found.append((-score, number))
    return [number for _, number in sorted(found)[:MOST]]


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write one index a language: its own pages whole, of the others where a thing is told that has a name there."""
    if error or app.builder.format != "html":
        return
    out, spoken = Path(app.outdir), editions(app.env.found_docs)
    books: dict[Language, list[Page]] = {lang: [] for lang in LANGUAGES}
    for page in sorted(app.env.found_docs):
        file = out / f"{page}.html"
        if not file.is_file() or for_instructors(app.config, page):
            continue
        tree = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        title = squeeze(app.env.titles[page].astext())
        books[language_of(page)].append({"title": title, "url": f"{page}.html", "parts": sections(tree)})
    things = named()
    texts = {lang: [said_in(page) for page in books[lang]] for lang in spoken}
    places = [{lang: where(thing[lang], texts[lang]) for lang in spoken} for thing in things]
    for lang in spoken:
        others = [one for one in spoken if one != lang]
        index: dict[str, Any] = {"name": about("name", lang), "tag": about("tag", lang), "pages": books[lang]}
        index["terms"] = [
            {"own": thing[lang], "other": {one: [thing[one], place[one]] for one in others}}
            for thing, place in zip(things, places, strict=True)
        ]
        index["others"] = {one: abroad(one, books[one]) for one in others}
        if algorithm := about("stemmer", lang):
            words = (
                part[what] for page in books[lang] for part in page["parts"] for what in ("head", "text")
            )
            index["kin"] = kin(words, algorithm)
        text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        (out / "_static" / f"search-{lang}.json").write_text(text, encoding="utf-8")


def abroad(lang: Language, pages: list[Page]) -> dict[str, Any]:
    """Return what an index of another language needs of this one: its name, its own search and its pages' titles."""
    return {
        "name": about("name", lang),
        "tag": about("tag", lang),
        "search": f"{made('search', lang)}.html",
        "elsewhere": t("site.search.elsewhere", lang),
        "pages": [[page["title"], page["url"]] for page in pages],
    }


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("build-finished", write_index, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
