"""Sphinx extension: instructor packs on the site: what reads and edits them, and what they ask of pages.

``{editor}`` becomes the place where questions and the case are edited. What that needs, and what opens a pack on any
page, is one script and one file of data, which a page fetches only when it is asked to.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from plain_script import bundled, into_head, marked
from sgm_book import once
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.i18n import LANGUAGES, Language, keys, t

BOOK = Path(__file__).parents[1]
sys.path.append(str(BOOK))

import pack_rules  # noqa: E402
from _teaching.words import words  # noqa: E402
from pack_build import SETTINGS  # noqa: E402

HOME = Path(exercises.__file__).parent
DESK = BOOK / "_desk"
# Each imports from those before it.
READ = [
    HOME / "front.js",
    DESK.parent / "_course" / "archive.js",
    *(DESK / f"{name}.js" for name in ("fields", "records", "texts", "pack")),
]
PARTS = ("draft", "tables", "form", "settings", "chapters", "questions", "renamed", "case")
KEEP = [HOME / "journey.js", BOOK / "_course" / "packed.js"]
TOOLS = [*READ, *KEEP, *(DESK / f"{name}.js" for name in (*PARTS, "tools"))]
PLACE = '<div class="sgm-editor">'
SOURCES = (  # what may change the data: not the pages
    *(
        "sgm_lab",
        "datasets",
        "book/exercises",
        "book/_desk",
        "book/_course",
        "book/pack.py",
        "book/pack_rules.py",
        "book/pack_files.py",
        "book/pack_texts.py",
    ),
    *(f"book/{lang}/teaching" for lang in LANGUAGES),
)


class EditorDirective(SphinxDirective):
    """The place that the page's script fills; without a script, what it would do."""

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        said = html.escape(words(language_of(self.env.docname), "editor")["no_script"])
        return [nodes.raw("", f"{PLACE}<p>{said}</p></div>", format="html")]


def settings() -> dict[str, Any]:
    """Return the settings of the pack that this course was made of; none of most courses."""
    path = BOOK.parent / SETTINGS
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def pack_of(app: Sphinx, lang: Language, *, edits: bool) -> dict[str, Any]:
    """Return what the plan of the course tells the pages of packs, and which files edit them where a page does."""
    say = {
        key.removeprefix("page."): t(f"pack.{key}", lang) for key in keys("pack") if key.startswith("page.")
    }
    held = {name: value for name, value in settings().items() if name == "answers"}
    return {"lang": lang, "say": say, "set": held, **(_written(app, lang) if edits else {})}


def _written(app: Sphinx, lang: Language) -> dict[str, str]:
    """Write the script and the data of pages that edit packs, and return their names."""
    static = Path(app.outdir) / "_static"

    def make() -> dict[str, str]:
        data = {**pack_rules.data(lang), "say": dict(words(lang, "editor"))}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        made = {}
        for part, content in {"tools": bundled(TOOLS), "data": f"window.sgmPackData={text};\n"}.items():
            for old in static.glob(f"pack-{part}-{lang}-????????.js"):
                old.unlink()
            made[f"{marked(f'pack-{part}-{lang}', content)}.js"] = content
        return made

    tools, data = once(app, f"pack-{lang}", SOURCES, make)
    return {"tools": f"_static/{tools}", "data": f"_static/{data}"}


def dress(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the editor its style, and that of the questions which it shows as learners see them."""
    if PLACE in context.get("body", ""):
        from sgm_exercises import FOLDER

        app.add_css_file(f"{FOLDER}/front.css", priority=950)
        into_head(context, f"<style>{(DESK / 'editor.css').read_text(encoding='utf-8')}</style>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("editor", EditorDirective)
    app.connect("html-page-context", dress)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
