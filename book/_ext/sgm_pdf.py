"""Sphinx extension: each chapter, and its exercises as a worksheet, as PDF; printed by a browser, where there is one.

Only when asked for (`python start.py book --pdf`, which sets SGM_PDF), since it takes a second or two a page. The links
to the papers (`sgm_frame`) appear with them.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from chromium import FLAGS, find_chromium, with_fonts
from sgm_papers import chapter_of, language_of, papers
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sgm_lab import exercises

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


def still_page(source: Path) -> str:
    """Return a page without scripts, so that exercises and labs stand as worked versions, not as controls."""
    text = re.sub(r"<script\b.*?</script>", "", source.read_text(encoding="utf-8"), flags=re.S)
    return text.replace(' loading="lazy"', "").replace("<head>", f'<head><base href="{source.as_uri()}">', 1)


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
                if kind == "sheet":
                    text = exercises.paper(exercises.chapter(chapter_of(page)), language_of(page))
                else:
                    text = still_page(source)
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
