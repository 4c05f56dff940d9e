"""Sphinx extension of the course site: worked versions of the labs, fresh figures, Chinese everywhere, light pages."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from plain_script import marked
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators
from warm_kernels import warm

from sgm_lab.i18n import LANGUAGES, Language, t

ROOT = Path(__file__).parents[2]
TEMPLATES = str(ROOT / "book" / "_templates")

# What Sphinx has no Chinese for.
CHINESE = {"Link to this heading": "site.heading_link"}
HARD_CODED = {'aria-label="Toggle hidden content"': "site.fold"}
SET = {  # said once for all pages by `_config.yml`, in the first language → the word for pages in another
    "togglebutton_hint": "site.unfold",
    "togglebutton_hint_hide": "site.fold_away",
    "nb_code_prompt_show": "site.show_code",
    "nb_code_prompt_hide": "site.hide_code",
}
ROLES = {
    ' role="doc-biblioentry"': ' role="listitem"'
}  # docutils' own is deprecated, and no item of its list

# Scripts and styles that extensions want on every page, and the pages that need them; the rest of theirs is not needed
# at all: search, colours and contents are the course's own, and there is nothing to copy as code.
FOLDED = r'class="(?:[^"]* )?(?:dropdown|toggle)[ "]'
NEEDED = {
    "pygments.css": r'class="highlight',
    "togglebutton": FOLDED,
    "toggleHint": FOLDED,
    "toggleOpenOnPrint": FOLDED,
    "sphinx-design": r'class="[^"]*\bsd-(?!sphinx-override|btn|text-wrap)',
    "design-tabs": r"sd-tab-set",
}
UNNEEDED = re.compile(
    r"thebe|sphinx-book-theme|mystnb|copybutton|clipboard|doctools|sphinx_highlight|documentation_options|translations\.js"
    r"|DOCUMENTATION_OPTIONS|basic\.css|language_data|searchtools|styles/theme|require\.js|embed-amd|mathjax",
    re.I,
)
RUN_BY = re.compile(
    r"""("?display_name"?:\s*"?)(Python 3)"""
)  # in a workbook's metadata, or at the head of a page
CITED = re.compile(r"(\{cite(?::\w+)?\}`)([^`]+)")
THEBE = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>\s*(?:<script>kernelName = [^<]*</script>)?', re.S
)


SOURCES = ("sgm_lab", "datasets", "book/exercises")  # what may change a figure on a page
LOOK = (  # what may change its frame
    *("book/_static", "book/_templates", "book/_ext", "book/_course", "book/_toc.yml"),
    "sgm_lab/words",
)
KINDS = {".yml", ".py", ".toml", ".csv", ".json", ".css", ".js", ".html", ".svg"}


@cache
def fingerprint(folders: tuple[str, ...]) -> str:
    """Sum up everything in some folders, as it was when first asked for in a build."""
    paths = [p for folder in folders for p in (ROOT / folder, *(ROOT / folder).rglob("*"))]
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.suffix in KINDS and "__pycache__" not in p.parts):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def once(
    app: Sphinx, name: str, sources: tuple[str, ...], make: Callable[[], Mapping[str, str | bytes]]
) -> list[str]:
    """Write files into ``_static`` where what they are made of has changed, and return their names."""
    static, stamp = Path(app.outdir) / "_static", Path(app.doctreedir) / f"{name}.json"
    state = fingerprint(sources)
    known = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if known.get("state") != state or not all((static / one).is_file() for one in known["files"]):
        static.mkdir(parents=True, exist_ok=True)
        made = make()
        for one, content in made.items():
            (static / one).write_bytes(content if isinstance(content, bytes) else content.encode())
        known = {"state": state, "files": list(made)}
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(json.dumps(known), encoding="utf-8")
    return list(known["files"])


def keep_figures_fresh(app: Sphinx, config: Config) -> None:
    """Run pages anew when package or data have changed: the cache itself looks at the page's own code only."""
    config.sgm_fingerprint, config.sgm_look = fingerprint(SOURCES), fingerprint(LOOK)
    cache = Path(app.outdir).parent / ".jupyter_cache" / config.sgm_fingerprint
    config.nb_execution_cache_path = str(cache)
    config.templates_path = [*config.templates_path, TEMPLATES]


def speak_chinese(app: Sphinx) -> None:
    """Add the words Sphinx's catalogue lacks; once it learns them, its own win."""
    known: dict[str, str] = getattr(translators.get(("general", "sphinx")), "_catalog", {})
    known.update({english: t(key, "zh") for english, key in CHINESE.items() if english not in known})


# Jupyter Book always loads these; they do not say that pages can be read side by side, but none of their work stands
# in the way: one renumbers once all is read, the other is for LaTeX.
SILENT = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")


def read_side_by_side(app: Sphinx, env: Any, pages: list[str]) -> None:
    """Run the pages' code on all processors, where Sphinx can, and in kernels that have begun already."""
    if len(pages) > 1 and app.config.nb_execution_mode != "off":
        kernels = ExitStack()
        os.environ.update(kernels.enter_context(warm()))
        app.connect("env-updated", lambda *_: kernels.close())
    cache = get_cache(app.config.nb_execution_cache_path)
    cache.db  # noqa: B018 - made once, before several look for it
    # It looks twice for the oldest of a thousand, and between takes what another process has just written for one. A
    # state of the course has its own cache, of a hundred pages at most.
    type(cache).truncate_caches = lambda _: None
    for name in SILENT:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
    app.parallel = max(app.parallel, min(os.cpu_count() or 1, 4))
    pages[:] = [
        *pages[0::2],
        *pages[1::2],
    ]  # neighbours, often text and workbook of a chapter, go to different ones


def needed(asset: Any, body: str) -> bool:
    """Whether a page with this body needs the script or style."""
    name = f"{getattr(asset, 'filename', asset)} {getattr(asset, 'attributes', '')}"
    wanted = next((pattern for part, pattern in NEEDED.items() if part in name), None)
    return bool(re.search(wanted, body)) if wanted else not UNNEEDED.search(name)


def run_apart(app: Sphinx, page: str, source: list[str]) -> None:
    """Let a page's language count: in its code, by which the cache knows it, and in what it cites from its own list."""
    lang = language_of(page)
    if lang != LANGUAGES[0]:
        source[0] = RUN_BY.sub(rf"\g<1>\g<2> ({lang})", source[0], count=1)
        source[0] = CITED.sub(lambda one: one[1] + re.sub(r"(?<![\w-])(?=\w)", f"{lang}-", one[2]), source[0])
        source[0] = source[0].replace("```{bibliography}\n", f"```{{bibliography}}\n:keyprefix: {lang}-\n")


def in_words(app: Sphinx, text: str, lang: Language) -> str:
    """Return what Sphinx and others say on a page in its language, where they know but the first."""
    if lang == LANGUAGES[0]:
        return text
    first = {t("site.heading_link", LANGUAGES[0]): "site.heading_link"}
    first |= {getattr(app.config, name): key for name, key in SET.items()}
    for said, key in first.items():
        text = re.sub(rf"(?<=[>'\"]){re.escape(said)}(?=[<'\"])", t(key, lang), text)
    return text


def in_a_file(app: Sphinx, asset: Any, lang: Language) -> Any:
    """Return a script as the site's policy lets it run: what others write into the page gets a file of its own."""
    text = getattr(asset, "attributes", {}).get("body")
    if not text:
        return asset
    text = in_words(app, text, lang)
    name = f"_static/{marked('inline', text)}.js"
    (Path(app.outdir) / name).write_text(text, encoding="utf-8")
    return name


def finish_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out what this page does not need, sphinx-thebe's external address among it; mend fixed English."""
    lang = language_of(page)
    body = THEBE.sub("", context.get("body", ""))
    for english, key in HARD_CODED.items():
        body = body.replace(english, f'aria-label="{t(key, lang)}"')
    body = in_words(app, body, lang)
    for old, new in ROLES.items():
        body = body.replace(old, new)
    context["body"] = body
    for kind in ("script_files", "css_files"):
        seen: list[str] = []
        kept = []
        for asset in context.get(kind, []):
            text = str(asset) + str(getattr(asset, "attributes", ""))
            if text not in seen and needed(asset, body):
                made = in_a_file(app, asset, lang)
                kept += [made] * (made not in kept)
            seen.append(text)
        context[kind] = kept


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    # Kernels inherit these and draw each lab's worked version.
    os.environ.update(SGM_STATIC="1", SGM_LANG="zh")
    app.add_config_value("sgm_fingerprint", "", "env", types=[str])
    app.add_config_value("sgm_look", "", "html", types=[str])
    app.connect("config-inited", keep_figures_fresh, priority=900)
    app.connect("builder-inited", speak_chinese)
    app.connect("env-before-read-docs", read_side_by_side)
    app.connect("source-read", run_apart, priority=100)
    app.connect("html-page-context", finish_page, priority=900)
    app.add_css_file("sgm.css", priority=900)
    app.add_js_file("theme.js", priority=100)  # at once: no page is shown in colours that change
    app.add_js_file("sgm.js", priority=900, loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
