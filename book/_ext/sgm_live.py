"""Sphinx extension: labs that work on the page, at once from states made beforehand, and wholly once Python runs.

Python and its packages are gathered into the site (``book/_live``); where they cannot be had, the site is
built without them and says so.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from plain_script import into_head, marked
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sgm_lab import cases, labs
from sgm_lab.i18n import keys, t
from sgm_lab.labs import base

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book"))

from _live import gather, states, store  # noqa: E402
from _live.needs import needs_of  # noqa: E402

logger = logging.getLogger(__name__)
LABS = Path(base.__file__).parent
HERE = Path(gather.__file__).parent
PARTS = {part: LABS / part for part in ("lab.js", "lab.css")} | {
    part: HERE / part for part in ("live.js", "live.css")
}
FOLDER = marked("labs", *(path.read_text(encoding="utf-8") for path in PARTS.values()))
LAB = re.compile(
    r'<div class="sgm-lab sgm-static[^"]*" data-lab="(\w+)" data-key="([^"]*)" data-start="([^"]*)">'
)
ASKS_PYTHON = re.compile(r'class="sgm-exercise" data-id="([^"]+)"')
DATA = re.compile(r'<script type="application/json" class="sgm-live-data">(.*?)</script>', re.S)
HEADING = re.compile(r"</h1>")


def prepare(app: Sphinx, config: Config) -> None:
    """Gather Python, once a build; what came of it is part of every page."""
    static = Path(app.outdir) / "_static"
    try:
        found = gather.gather(static)
    except store.MissingError as missing:
        logger.info(t("live.log_absent", file=missing))
        config.sgm_python = {}
    else:
        if found.absent:
            logger.info(t("live.log_partly", names=found.absent))
        if found.why:
            logger.info(t("live.log_slow", why=found.why))
        config.sgm_python = {
            "folder": found.folder,
            "sizes": found.sizes,
            "closures": found.closures,
            "core": found.core,
        }
    config.sgm_labs = f"{FOLDER} {states.fingerprint()}"
    folder = static / FOLDER
    for old in static.glob("labs-????????"):
        if old != folder:
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    for part, path in PARTS.items():
        shutil.copyfile(path, folder / part)


def able(python: dict[str, Any], lab: str) -> bool:
    """Whether Python in the page has all that a lab needs."""
    return bool(python) and all(need in python["closures"] for need in needs_of([lab]))


def megabytes(python: dict[str, Any], names: list[str]) -> float:
    """Return what has to be fetched before these labs work."""
    packages = {one for need in ["sgm-lab", *needs_of(names)] for one in python["closures"].get(need, [])}
    return float((python["core"] + sum(python["sizes"][one] for one in packages)) / 1e6)


def line(python: dict[str, Any], names: list[str], lang: Any) -> str:
    """Return the line at the top of a page that says what Python is for."""
    folder = html.escape(t("live.folder", lang))  # said by host.js where there is no server
    if not python:
        text, go = t("live.absent", lang), ""
    else:
        text = t("live.off", lang, mb=f"{megabytes(python, names):.0f}")
        go = f'<button type="button">{html.escape(t("live.go", lang))}</button>'
    return f'<div class="sgm-live" data-folder="{folder}">{go}<p>{html.escape(text)}</p></div>'


def bring_to_life(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page with labs, or with exercises that only Python can judge, its line, its script and its data."""
    body = context.get("body", "")
    found = [(lab, html.unescape(start)) for lab, _, start in LAB.findall(body)]
    asked = states.asking(ASKS_PYTHON.findall(body))
    if not found and not asked:
        return
    lang, whole = language_of(page), app.config.sgm_python
    names = sorted({lab for lab, _ in found if able(whole, lab)})
    python = whole if names or not found else {}
    up = context["pathto"]
    given: dict[str, Any] = {}
    for lab, start in found:
        folder = states.folder_of(lab, start, lang)
        view = states.first(lab, start, lang)
        given[f"{lab} {start}"] = {
            "view": view,
            "states": up(f"_static/{folder}/", 1) if folder else None,
            "can": states.names_of(lab, view),
            "able": lab in names,
        }
    words = {key: t(f"live.{key}", lang) for key in keys("live") if not key.startswith(("log_", "share_"))}
    words["off"] = words["off"].replace("{mb}", f"{megabytes(python, names):.0f}" if python else "")
    words["comma"] = t("labs.comma", lang)
    data = {
        "lang": lang,
        "words": words,
        "names": labs.LABS,
        "cases": cases.names(),
        "labs": given,
        "python": up(f"_static/{python['folder']}/", 1) if python else None,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    body = body.replace(base.style(), "")
    body = HEADING.sub(lambda end: end[0] + line(python, names, lang), body, count=1)
    context["body"] = f'{body}<script type="application/json" class="sgm-live-data">{text}</script>'
    app.add_css_file(f"{FOLDER}/lab.css", priority=940)
    app.add_css_file(f"{FOLDER}/live.css", priority=941)
    where = up(f"_static/{FOLDER}/live.js", 1)
    into_head(context, f'<script type="module" src="{where}"></script>')


def make_states(app: Sphinx, error: Exception | None) -> None:
    """Make the states of all labs that stand on pages, once these are written."""
    if error or app.builder.format != "html":
        return
    wanted = set()
    for path in Path(app.outdir).rglob("*.html"):
        for text in DATA.findall(path.read_text(encoding="utf-8")):
            data = json.loads(text)
            wanted |= {
                (*name.split(" ", 1), data["lang"]) for name, one in data["labs"].items() if one["states"]
            }
    static, kept = Path(app.outdir) / "_static", store.Store().cache / "states"
    most = tuple(app.config.sgm_states)
    made = states.make(
        static,
        sorted(wanted),
        kept,
        most,
        lambda share: logger.info("making states... [%.0f%%]", 100 * share),
    )
    logger.info(t("live.log_states", n=made.count, seconds=f"{made.seconds:.0f}"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_config_value("sgm_python", {}, "html", types=[dict])
    app.add_config_value("sgm_labs", "", "html", types=[str])
    app.add_config_value("sgm_states", states.MOST, "", types=[tuple, list])
    app.connect("config-inited", prepare, priority=950)
    app.connect("html-page-context", bring_to_life, priority=600)
    app.connect("build-finished", make_states, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
