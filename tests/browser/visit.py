"""A visit of the small site, and where to look in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from serve import make_server
from waiting import until

__all__ = ["BOOK", "FRONT", "PATIENCE", "WHEELS", "Visit", "line", "needs_wheels", "said", "served", "why"]

WHEELS = os.environ.get("SGM_PYODIDE_WHEELS", "")
needs_wheels = pytest.mark.skipif(
    not Path(WHEELS or "none").is_dir(), reason="SGM_PYODIDE_WHEELS names no folder with Python for the page"
)
FRONT, BOOK = "book/zh/index.html", "notebooks/zh/1-first.html"
PATIENCE = 120_000  # ms; how long it takes is measured by benchmarks/bench_live.py
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => (shifted += one.hadRecentInput ? 0 : one.value)))
  .observe({ type: "layout-shift", buffered: true });
window.told = [];
addEventListener("securitypolicyviolation", (event) => refuse(`${event.effectiveDirective} ${event.blockedURI}`));
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const text = document.querySelector(".sgm-live-foot p")?.textContent;
  if (text && text !== told.at(-1)) told.push(text);
}).observe(document.body, { subtree: true, childList: true, characterData: true }));
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with make_server(folder, 18200) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Visit:
    """One visit of the site, with everything noted that should not happen."""

    def __init__(self, browser: Any, base: str) -> None:
        self.base = base
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        self.refused: list[str] = []  # by the site's policy
        self.context.expose_function("refuse", lambda what: self.refused.append(what))
        self.context.add_init_script(WATCH)
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = self.context.new_page()

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location['url']}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, name: str) -> Any:
        self.page.goto(f"{self.base}/{name}", wait_until="load")
        until(self.page, "Boolean(window.sgmLive)")
        return self.page

    def lab(self, name: str) -> Any:
        return self.page.locator(f".sgm-live-lab:has(.sgm-{name})")

    def choose(self, control: str, label: str) -> None:
        box = self.lab("kano").locator(f".sgm-set-{control}")
        if box.locator("select").count():
            box.locator("select").select_option(label=label)
        else:
            box.get_by_label(label, exact=True).check(force=True)

    def check(self, exercise: str, found: str = "") -> str:
        place = self.page.locator(f'.sgm-exercise[data-id="{exercise}"]')
        if found:
            place.locator(".sgm-ex-number input").fill(found)
        place.locator('button[data-do="check"]').click()
        expect(place.locator(".sgm-ex-said")).not_to_contain_text("正在检查", timeout=PATIENCE)
        return str(place.locator(".sgm-ex-said").inner_text())

    def start(self) -> None:
        self.page.locator(".sgm-live button").click()
        until(self.page, "document.documentElement.dataset.python !== 'starting'", timeout=PATIENCE)
        assert self.page.locator(".sgm-live p").inner_text() == "Python已在运行，本页的工具都可以操作了。"

    def close(self) -> None:
        self.context.close()
        assert self.refused == []
        assert self.errors == []
        assert self.foreign == []


def said(visit: Visit) -> Any:
    return visit.lab("kano").locator(".sgm-area .sgm-said").first


def line(visit: Visit, lab: str = "kano") -> Any:
    return visit.lab(lab).locator(".sgm-live-line span")


def why(visit: Visit, lab: str = "kano") -> Any:
    """Where a lab says what it could not do."""
    return visit.lab(lab).locator(".sgm-notice p")
