"""Sphinx extension: a page is written anew when something has changed that it shows of other pages.

Sphinx writes what was read anew. But each page also shows the titles of all others (contents, the page before and
after), leads to their headings and labels, numbers the works cited, and says when git last saw it changed. A sum of all
that is kept for each page; where it is another, the page is written. What is in words, terms, frame and records is
watched by values of the configuration (`sgm_book`, `sgm_terms`): those count for all pages.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sgm_contents import contents, whole
from sgm_frame import of_language
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sgm_lab.i18n import LANGUAGES, Language

KEPT = "borrowed.json"  # beside the pages as they were read


def shared(app: Sphinx, lang: Language) -> list[object]:
    """Return what any page of a language may show of others."""
    env, pages = app.env, sorted(app.env.found_docs)
    mine = [page for page in pages if language_of(page) == lang]
    slugs = {page: env.metadata[page].get("myst_slugs") or {} for page in mine}
    cited = env.get_domain("cite").citations if "cite" in env.domains else []  # type: ignore[attr-defined]
    return [
        pages,
        of_language(contents(whole(app), f"book/{lang}/index"), lang),
        [env.titles[page].astext() for page in mine if page in env.titles],
        [(page, slug, list(found[1:])) for page, own in slugs.items() for slug, found in sorted(own.items())],
        sorted((name, list(place)) for name, place in env.get_domain("std").labels.items()),  # type: ignore[attr-defined]
        sorted((one.citation_id, one.key, one.formatted_entry.label) for one in cited),
    ]


def sums(app: Sphinx) -> dict[str, str]:
    """Return page -> sum of what it borrows."""
    of_all = {lang: shared(app, lang) for lang in LANGUAGES}
    found = {}
    for page in sorted(app.env.found_docs):
        source = Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix()
        told = [of_all[language_of(page)], app.config.sgm_changes.get(source)]
        found[page] = hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:16]
    return found


def write_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that would show what is no longer so."""
    kept = Path(app.doctreedir, KEPT)
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    now = sums(app)
    kept.unlink(missing_ok=True)  # until the pages stand
    app.builder.sgm_borrowed = now  # type: ignore[attr-defined]
    return [page for page, told in now.items() if before.get(page) != told]


def keep(app: Sphinx, error: Exception | None) -> None:
    """Keep the sums of the pages, once they are written."""
    now = getattr(app.builder, "sgm_borrowed", None)
    if now and not error:
        Path(app.doctreedir, KEPT).write_text(json.dumps(now), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("env-get-updated", write_anew, priority=900)
    app.connect("build-finished", keep)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
