"""Sphinx extension of the course site: worked versions of the labs, fresh figures, Chinese everywhere."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators
from sphinx.search.zh import SearchChinese

ROOT = Path(__file__).parents[2]

# What Sphinx, the theme and the cell renderer have no Chinese for.
CHINESE = {
    "Link to this heading": "本节链接",
    "Color mode": "明暗",
    "System Settings": "跟随系统",
}
HARD_CODED = {'aria-label="Toggle hidden content"': 'aria-label="展开或收起"'}


class PairsOfLetters(SearchChinese):
    """Search for Chinese by every two letters that stand together: no dictionary, and nothing is missed."""

    js_splitter_code = r"""
    function splitQuery(query) {
      return (query.match(/\p{Script=Han}+|[\w-]+/gu) ?? []).flatMap((run) =>
        /\p{Script=Han}{2}/u.test(run) ? [...run].slice(1).map((letter, at) => [...run][at] + letter) : [run]);
    }
    """

    def split(self, input: str) -> list[str]:
        """Return pairs of Chinese letters, and Latin words as before."""
        runs = re.findall(r"[\u3400-\u9fff]{2,}", input)
        return [run[at : at + 2] for run in runs for at in range(len(run) - 1)] + super().split(input)


def fingerprint() -> str:
    """Sum up the package and the data: whatever changes there may change a figure on a page."""
    folders = ("sgm_lab", "datasets", "book/exercises")
    paths = [p for folder in folders for p in (ROOT / folder).rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.suffix in {".py", ".toml", ".csv", ".json", ".css"}):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def keep_figures_fresh(app: Sphinx, config: Config) -> None:
    """Run pages anew when package or data have changed: the cache itself looks at the page's own code only."""
    config.sgm_fingerprint = fingerprint()
    cache = Path(app.outdir).parent / ".jupyter_cache" / config.sgm_fingerprint
    config.nb_execution_cache_path = str(cache)


def speak_chinese(app: Sphinx) -> None:
    """Add the words Sphinx's catalogue lacks; once it learns them, its own win."""
    known: dict[str, str] = getattr(translators.get(("general", "sphinx")), "_catalog", {})
    known.update({english: chinese for english, chinese in CHINESE.items() if english not in known})


def finish_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Leave out sphinx-thebe, which names an external address on every page, and mend fixed English."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "thebe" not in (str(script) + str(getattr(script, "attributes", ""))).lower()
    ]
    for english, chinese in HARD_CODED.items():
        context["body"] = context.get("body", "").replace(english, chinese)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    os.environ.update(
        SGM_STATIC="1", SGM_LANG="zh"
    )  # kernels inherit them and draw each lab's worked version
    app.add_config_value("sgm_fingerprint", "", "env", types=[str])
    app.add_search_language(PairsOfLetters)
    app.connect("config-inited", keep_figures_fresh, priority=900)
    app.connect("builder-inited", speak_chinese)
    app.connect("html-page-context", finish_page, priority=900)
    app.add_css_file("sgm.css", priority=900)
    app.add_js_file("sgm.js", priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
