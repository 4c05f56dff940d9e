"""Sphinx extension: what the frame of a page says around its text; `book/_templates/layout.html` shows it.

Part and contents, headings, the same page in the other language, when it was changed, what of it can be taken along,
and where it can be opened. Pages without text of their own (search, 404, the door at the root) are made here too.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
from sgm_contents import contents, whole
from sgm_papers import chapter_of, language_of, papers, squeeze
from sphinx.application import Sphinx
from sphinx.config import Config

from sgm_lab import cases, i18n
from sgm_lab.i18n import LANGUAGES, Language, t

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book"))

from serve import POLICY  # noqa: E402

SEARCH_WORDS = ("start", "waiting", "found", "more", "also", "none", "trouble", "folder")
GITHUB = (
    "https://github.com/executablebooks/jupyter-book"  # what Jupyter Book puts where no repository is named
)


MADE = ("search", "licences")  # pages without a text of their own, one a language


def made(name: str, lang: Language) -> str:
    """Return where such a page stands: at the root for the first language.

    >>> made("search", "zh"), made("search", "en")
    ('search', 'book/en/search')
    """
    return name if lang == LANGUAGES[0] else f"book/{lang}/{name}"


def editions(pages: Collection[str]) -> list[Language]:
    """Return the languages that the course has pages in, the first always."""
    return [lang for lang in LANGUAGES if lang == LANGUAGES[0] or f"book/{lang}/index" in pages]


def _elsewhere(neighbour: Any, lang: Language) -> bool:
    """Whether the page before or after is in another language."""
    return bool(neighbour) and bool((set(LANGUAGES) - {lang}) & set(neighbour["link"].split("/")))


def twin(page: str, lang: Language) -> str:
    """Return the name that a page has in a language.

    >>> twin("notebooks/zh/4-theory", "en"), twin("search", "en"), twin("book/en/search", "zh")
    ('notebooks/en/4-theory', 'book/en/search', 'search')
    """
    name = page.rpartition("/")[2]
    if name in MADE:
        return made(name, lang)
    return "/".join(lang if part == language_of(page) else part for part in page.split("/"))


def counterpart(page: str, pages: Collection[str]) -> str:
    """Return the same page in the other language, else the first page there, else nothing.

    >>> counterpart("book/zh/4-theory", {"book/zh/4-theory", "book/en/4-theory"})
    'book/en/4-theory'
    >>> counterpart("book/zh/4-theory", {"book/zh/4-theory", "book/en/index"})
    'book/en/index'
    >>> counterpart("book/zh/4-theory", {"book/zh/4-theory"})
    ''
    """
    others = [lang for lang in LANGUAGES if lang != language_of(page)]
    same = [twin(page, other) for other in others]
    found = [*same, *(f"book/{other}/index" for other in others)]
    return next((one for one in found if one in pages and one != page), "")


def parse_log(text: str) -> dict[str, str]:
    """Return the day of the last change of each file, from ``git log --format=@%cs --name-only``.

    >>> parse_log("@2026-11-02\\n\\na.md\\n@2026-10-01\\n\\na.md\\nb.md\\n")
    {'a.md': '2026-11-02', 'b.md': '2026-10-01'}
    """
    days: dict[str, str] = {}
    day = ""
    for line in filter(None, text.splitlines()):
        if line.startswith("@"):
            day = line[1:]
        else:
            days.setdefault(line, day)
    return days


def last_changes(root: Path) -> dict[str, str]:
    """Ask git when each page was last changed; where there is no git or no history, nobody knows."""
    ask = ["git", "-c", "core.quotePath=false", "log", "--format=@%cs", "--name-only", "--relative", "--"]
    try:
        told = subprocess.run([*ask, "book", "notebooks"], cwd=root, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return {}
    return parse_log(told.stdout.decode("utf-8", "replace")) if told.returncode == 0 else {}


def say_day(iso: str, lang: Language) -> str:
    """Write a day as people do.

    >>> say_day("2026-11-02", "zh"), say_day("2026-11-02", "en")
    ('2026年11月2日', '2 November 2026')
    """
    day = date.fromisoformat(iso)
    month = t("site.months", lang).split()[day.month - 1]
    return t("site.day", lang, year=day.year, month=month, day=day.day)


def parts(config: Config) -> dict[str, str]:
    """Return the part of the book that each page is in, from the table of contents."""
    site_map = getattr(config, "external_site_map", None)
    found: dict[str, str] = {}
    for item in site_map.values() if site_map else ():
        for tree in item.subtrees:
            found.update(dict.fromkeys(map(str, tree.items), tree.caption or ""))
    return found


def for_instructors(config: Config, page: str) -> bool:
    """Whether a page is for instructors: such pages hold answers, so no learner is led to them."""
    return parts(config).get(page) in {t("site.instructors", lang) for lang in LANGUAGES}


def of_language(listed: str, lang: Language) -> str:
    """Return the parts of the contents whose pages are in a language; relative links name the folder of others only.

    >>> of_language('<p class="caption"><span>A</span></p><ul><li><a href="../zh/1.html">1</a></li></ul>'
    ...             '<p class="caption"><span>B</span></p><ul><li><a href="#">2</a></li></ul>', "en")
    '<p class="caption"><span>B</span></p><ul><li><a href="#">2</a></li></ul>'
    """
    if not listed:
        return listed
    others = set(LANGUAGES) - {lang}
    tree = lxml.html.fragment_fromstring(listed, create_parent="div")
    for pages in tree.findall("ul"):
        if any(others & set(link.get("href", "").split("/")) for link in pages.iter("a")):
            head = pages.getprevious()
            if head is not None and head.tag == "p":
                head.drop_tree()
            pages.drop_tree()
    return "".join(lxml.html.tostring(part, encoding="unicode") for part in tree)


def without_part(listed: str, caption: str) -> str:
    """Return the contents without one part.

    >>> without_part('<p class="caption"><span>A</span></p><ul><li>1</li></ul><p class="caption"><span>B</span></p>'
    ...              '<ul><li>2</li></ul>', "B")
    '<p class="caption"><span>A</span></p><ul><li>1</li></ul>'
    """
    if not listed:
        return listed
    tree = lxml.html.fragment_fromstring(listed, create_parent="div")
    for head in tree.findall("p"):
        if head.text_content().strip() == caption:
            head.getnext().drop_tree()
            head.drop_tree()
    return "".join(lxml.html.tostring(part, encoding="unicode") for part in tree)


def about(body: str) -> str:
    """Return the first whole paragraph of a page, shortened: what is shown where people pass on its address."""
    for paragraph in re.findall(r"<p>(.*?)</p>", body, re.S):
        text = squeeze(html.unescape(re.sub(r"<[^>]*>", "", paragraph)))
        if len(text) >= 40:
            return text if len(text) <= 120 else text[:119] + "…"
    return ""


def headings(navigation: str) -> str:
    """Return the headings inside the page's own title, as a list; nothing for a page with fewer than two."""
    inner = re.search(r"<ul>\s*<li>.*?</a>(?:</p>)?\s*(<ul>.*</ul>)\s*</li>\s*</ul>", navigation, re.S)
    return inner[1] if inner and inner[1].count("<li>") > 1 else ""


# ---- taking a page along ----


def pack(case: Path, target: Path) -> None:
    """Put a case's data package into one zip, the same bytes every time."""
    if target.exists() and target.stat().st_mtime >= max(p.stat().st_mtime for p in case.iterdir()):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as into:
        for path in sorted(p for p in case.iterdir() if p.is_file()):
            entry = zipfile.ZipInfo(f"{case.name}/{path.name}", (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(entry, path.read_bytes())


def downloads(app: Sphinx, page: str, root: str) -> list[tuple[str, str]]:
    """Return text and address of what can be taken along of a page: paper, workbook, data. Made where missing."""
    lang, out = language_of(page), Path(app.outdir)
    source = Path(app.env.doc2path(page)) if page in app.env.found_docs else None
    found: list[tuple[str, str]] = []
    if not source or Path(page).name == "index":
        return found
    if getattr(app.config, "sgm_pdf", False):
        own = papers(page)
        found += [
            (t(f"site.pdf_{kind}", lang), root + own[kind]) for kind in ("page", "sheet") if kind in own
        ]
        if for_instructors(app.config, page):  # who hand the answers out afterwards
            found += [
                (t("site.pdf_answers", lang, chapter=chapter_of(one)), root + papers(one)["answers"])
                for one in sorted(app.env.found_docs)
                if language_of(one) == lang and "answers" in papers(one)
            ]
    notebook = ROOT / "notebooks" / lang / f"{Path(page).name}.ipynb"
    if f"notebooks/{lang}/{Path(page).name}" in app.env.found_docs and notebook.is_file():
        copy = Path("_downloads", "notebooks", lang, notebook.name)
        (out / copy).parent.mkdir(parents=True, exist_ok=True)
        (out / copy).write_bytes(notebook.read_bytes())
        found.append((t("site.notebook", lang), root + copy.as_posix()))
    text = source.read_text(encoding="utf-8")
    for name in cases.names():
        if re.search(rf"\b{name}\b", text):
            copy = Path("_downloads", "data", f"{name}.zip")
            case = cases.load(name)
            pack(case.folder, out / copy)
            found.append((t("site.data", lang, case=case.title(lang)), root + copy.as_posix()))
    return found


def launches(context: dict[str, Any], lang: Language) -> list[tuple[str, str]]:
    """Return text and address of the places that `launch_buttons` in `_config.yml` names, on notebooks."""
    groups = [group for group in context.get("header_buttons", []) if group.get("label") == "launch-buttons"]
    if context.get("page_source_suffix") != ".ipynb":
        return []
    return [
        (t("site.launch", lang, place=one["text"]), one["url"])
        for group in groups
        for one in group["buttons"]
        if "url" in one and "colab" not in one["url"]  # its machines have no sgm_lab
    ]


# ---- the frame ----


def brand(config: Config, lang: Language) -> str:
    """Return the name of the course: as `_config.yml` has it; the course's own name, in the language of the page.

    >>> from types import SimpleNamespace
    >>> brand(SimpleNamespace(html_title="护士长的一天"), "en"), brand(SimpleNamespace(html_title="服务目标管理"), "en")
    ('护士长的一天', 'Service Goal Management')
    """
    named = str(config.html_title or "")
    own = {t("site.brand", one) for one in LANGUAGES}
    return t("site.brand", lang) if not named or named in own else named


def card(lang: Language) -> str:
    """Return the file of the picture that is shown where people pass on an address."""
    return "card.png" if lang == LANGUAGES[0] else f"card-{lang}.png"


class Lost:
    """What the door of the site, and the page for addresses that lead nowhere, say in one language."""

    def __init__(self, app: Sphinx, lang: Language) -> None:
        home = f"book/{lang}/index"
        self.tag = i18n.about("tag", lang)
        self.brand, self.about, self.enter = (
            brand(app.config, lang),
            t("site.about", lang),
            t("site.enter", lang),
        )
        self.title, self.text, self.home = (
            t(f"site.lost.{name}", lang) for name in ("title", "text", "home")
        )
        self.placeholder, self.button = (t(f"site.search.{name}", lang) for name in ("placeholder", "button"))
        self.start = f"{home if home in app.env.found_docs else app.config.root_doc}.html"
        self.search = f"{made('search', lang)}.html"


class Frame:
    """What `layout.html` asks for under the name ``sgm``."""

    def __init__(self, app: Sphinx, page: str, context: dict[str, Any]) -> None:
        self.lang = language_of(page)
        self.brand = brand(app.config, self.lang)
        self.tag = i18n.about("tag", self.lang)
        self.policy = POLICY
        self.front = Path(page).name == "index" and page.startswith("book/")
        base = app.config.html_baseurl
        self.base = base.rstrip("/") + "/" if base else ""
        self.about = about(context.get("body", "")) or self.say("about")
        self.part = "" if self.front else parts(app.config).get(page, "")
        more = {made(name, lang) for name in MADE for lang in editions(app.env.found_docs)}
        other = counterpart(page, app.env.found_docs | more)
        self.other = context["pathto"](other) if other else ""
        self.other_tag = i18n.about("tag", language_of(other)) if other else ""
        twins = [(one, twin(page, one)) for one in LANGUAGES]
        there = [(one, name) for one, name in twins if name in app.env.found_docs]
        self.same = [(one, self.base + name + ".html" if self.base else context["pathto"](name))
                     for one, name in there] if len(there) > 1 else []  # fmt: skip
        self.card = card(self.lang)
        # No server knows in which language someone comes to the door, or has lost their way.
        self.lost = (
            [Lost(app, one) for one in editions(app.env.found_docs)] if page in ("404", "index") else []
        )
        self.searching = page.rpartition("/")[2] == "search"
        # The brand leads to the front page.
        listed = of_language(contents(whole(app), page), self.lang)
        self.contents = without_part(listed, t("site.brand", self.lang))
        for way in ("prev", "next"):
            if _elsewhere(context.get(way), self.lang):
                context[way] = None
        home = f"book/{self.lang}/index"
        self.home = context["pathto"](home if home in app.env.found_docs else app.config.root_doc)
        self.made = {name: context["pathto"](made(name, self.lang)) for name in MADE}
        desk = [one for one in parts(app.config) if for_instructors(app.config, one)]
        desk.sort(key=lambda one: language_of(one) != self.lang)  # its own language's first
        if page not in desk:
            self.contents = without_part(self.contents, self.say("instructors"))
            ahead = context.get("next")
            if ahead and ahead["link"] in map(context["pathto"], desk):
                context["next"] = None
        self.desk = context["pathto"](desk[0]) if desk and page not in desk else ""
        self.headings = "" if self.front else headings(context.get("toc") or "")
        changed = app.config.sgm_changes.get(
            Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix()
            if page in app.env.found_docs
            else ""
        )
        self.changed = self.say("changed", day=say_day(changed, self.lang)) if changed else ""
        self.downloads = downloads(app, page, context.get("content_root", "./"))
        self.launches = launches(context, self.lang)
        words = {name: t(f"site.search.{name}", self.lang) for name in SEARCH_WORDS}
        words["separator"] = t("errors.list_separator", self.lang)
        self.search_words = json.dumps(words, ensure_ascii=False)

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the frame in the language of the page."""
        return t(f"site.{key}", self.lang, **values)


def spare(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Keep the theme from resolving contents for a side bar that the pages do not have."""
    context["toctree"] = lambda **_: ""


def frame(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Hand the frame to the template."""
    context["sgm"] = Frame(app, page, context)
    if page.rpartition("/")[2] == "search":
        context["title"] = t("site.search.title", context["sgm"].lang)


def more_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the pages that have no text of their own."""
    for lang in editions(app.env.found_docs):
        yield made("search", lang), {}, "search.html"
    yield "404", {"title": t("site.lost.title")}, "404.html"
    yield "index", {}, "door.html"


def prepare(app: Sphinx) -> None:
    """Ask git once; leave out Sphinx's own search and index."""
    app.config.sgm_changes = last_changes(ROOT)
    app.builder.search = False  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_config_value("sgm_changes", {}, "", types=[dict])
    app.connect("builder-inited", prepare)
    app.connect("html-collect-pages", more_pages)
    app.connect("html-page-context", spare, priority=100)
    app.connect("html-page-context", frame, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
