"""Sphinx extension: each chapter, and its exercises as a worksheet, as PDF; printed by a browser, where there is one.

Only when asked for (`python start.py book --pdf`, which sets SGM_PDF), since it takes a second or two a page. The links
to the papers (`sgm_frame`) appear with them.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from chromium import FLAGS, find_chromium, with_fonts
from lxml import html
from lxml.html import builder
from sgm_papers import chapter_of, language_of, papers
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sgm_lab import exercises
from sgm_lab.i18n import Language, t

log = logging.getLogger(__name__)
SECONDS = 90


def find_printer(app: Sphinx, config: Config) -> None:
    """Settle whether to print: when asked to, and where a browser is."""
    config.sgm_pdf = bool(os.environ.get("SGM_PDF")) and find_chromium() is not None


def print_page(browser: Path, source: Path, target: Path, environment: dict[str, str]) -> None:
    """Print one page; a half-written paper never takes the place of a whole one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "paper.pdf"
        command = [str(browser), "--headless", *FLAGS, f"--user-data-dir={folder}/profile"]
        command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={fresh}"]
        subprocess.run(
            [*command, source.as_uri()], env=environment, capture_output=True, timeout=SECONDS, check=True
        )
        target.write_bytes(fresh.read_bytes())


def still_page(source: Path, lang: Language) -> str:
    """Return a page as paper has it: no scripts, so no controls; the answers not below the questions but at the end."""
    tree = html.fromstring(source.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for script in tree.findall(".//script"):
        script.drop_tree()
    for picture in tree.findall(".//img[@loading]"):
        del picture.attrib["loading"]  # below the fold of a page that is never scrolled
    answers = builder.E.section(builder.E.h2(t("exercises.face.paper_answers", lang)))
    for number, face in enumerate(tree.find_class("sgm-exercise"), 1):
        name = t("exercises.face.paper_number", lang, n=number)
        face.find_class("sgm-ex-head")[0].insert(0, builder.E.strong(name, " "))
        folded = face.findall("details")
        if folded:
            answer = builder.E.section(builder.E.h3(name), *folded[-1][1:])
            answers.append(answer)
        for fold in folded:
            fold.drop_tree()
    if len(answers) > 1:
        tree.find(".//article").append(answers)
    tree.find("head").insert(0, builder.E.base(href=source.as_uri()))
    text: str = html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return text


def print_papers(app: Sphinx, error: Exception | None) -> None:
    """Print what is new or has changed."""
    if error or not app.config.sgm_pdf:
        return
    out, browser = Path(app.outdir), find_chromium()
    assert browser is not None
    with tempfile.TemporaryDirectory() as folder:
        environment = with_fonts(Path(folder) / "fonts")
        for page in sorted(app.env.found_docs):
            for kind, where in papers(page).items():
                source, target, still = out / f"{page}.html", out / where, Path(folder) / "paper.html"
                if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
                    continue
                log.info("printing %s", where)
                lang = language_of(page)
                if kind == "page":
                    text = still_page(source, lang)
                else:
                    records = exercises.chapter(chapter_of(page))
                    text = exercises.paper(records, lang, answers=kind == "answers")
                still.write_text(text, encoding="utf-8")
                try:
                    print_page(browser, still, target, environment)
                except (OSError, subprocess.SubprocessError) as trouble:
                    log.warning("could not print %s: %s", where, trouble)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_config_value("sgm_pdf", False, "html", types=[bool])
    app.connect("config-inited", find_printer)
    app.connect("build-finished", print_papers, priority=850)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
