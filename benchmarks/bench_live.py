"""How long a page takes to come alive, what that costs in bytes, and how quickly a lab answers before.

Run as ``SGM_PYODIDE_WHEELS=FOLDER .venv/bin/python benchmarks/bench_live.py [ROUNDS]``. It builds a book of three
pages, with the SMART studio, the Kano lab and the SERVQUAL lab (which needs SciPy as well) on one each, and opens them
in a browser with nothing in its cache; the site's own server sends them compressed and counts. Exits with 1 where a
budget is missed; the machine's load is told beside the figures, as Python in a page needs the processor for itself.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / one) for one in ("", "book", "book/_ext", "tests")]

import serve  # noqa: E402
from chromium import FLAGS, find_chromium, with_fonts  # noqa: E402
from site_build import build, notebook, small_book  # noqa: E402

LIGHT_S, HEAVY_S, SCIPY_S, NEXT_S, MEGABYTES, STATE_MS = 3.0, 5.0, 6.0, 0.5, 20.0, 200.0
TOC = "format: jb-book\nroot: book/zh/index\nchapters:\n  - file: notebooks/zh/1-smart\n  - file: notebooks/zh/2-kano\n"
TOC += "  - file: notebooks/zh/3-servqual\n"
PAGES = {
    "smart": "notebooks/zh/1-smart.html",
    "kano": "notebooks/zh/2-kano.html",
    "servqual": "notebooks/zh/3-servqual.html",
}
USABLE = "document.documentElement.dataset.python === 'on'"
CHANGE = """async ([control, at]) => {
  const lab = document.querySelector(".sgm-live-lab"), field = lab.querySelector(`.sgm-set-${control} select`);
  const area = lab.querySelector(".sgm-area"), before = area.innerHTML, began = performance.now();
  field.value = String(at);
  field.dispatchEvent(new Event("change"));
  while (area.innerHTML === before) await new Promise((done) => setTimeout(done, 2));
  await Promise.all([...area.querySelectorAll("img")].map((one) => one.decode()));
  await new Promise((done) => requestAnimationFrame(done));
  return performance.now() - began;
}"""
sent = [0]


class Counted(serve.Handler):
    """The site's own handler, with the bytes of the files it sends."""

    def copyfile(self, source: Any, target: Any) -> None:
        """Send a file."""
        sent[0] += os.fstat(source.fileno()).st_size
        super().copyfile(source, target)


def seconds(page: Any, base: str, name: str, *, click: bool) -> float:
    """Open a page and bring it to life; return how long that took, from the click or from opening it."""
    began = time.perf_counter()
    page.goto(f"{base}/{PAGES[name]}", wait_until="load")
    if click:
        page.wait_for_function("window.sgmLive")
        began = time.perf_counter()
        page.locator(".sgm-live button").click()
    page.wait_for_function(
        f"{USABLE} || document.documentElement.dataset.python === 'failed'", timeout=300_000
    )
    assert page.evaluate(USABLE), page.locator(".sgm-live p").inner_text()
    return time.perf_counter() - began


def round_of(browser: Any, base: str) -> dict[str, float]:
    """Visit the pages once, each first in a browser that knows nothing, then one after the other."""
    found = {}
    for name in PAGES:
        context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{base}/{PAGES[name]}", wait_until="load")
        if name == "kano":
            page.hover(".sgm-controls")
            page.wait_for_timeout(1500)
            found["state"] = page.evaluate(CHANGE, ["segment", 1])
            found["case"] = page.evaluate(CHANGE, ["case", 1])
            page.evaluate("localStorage.clear()")
        before = sent[0]
        found[name] = seconds(page, base, name, click=True)
        found[f"{name}_mb"] = (sent[0] - before) / 1e6
        if name == "kano":
            found["next"] = seconds(page, base, "smart", click=False)
            found["back"] = seconds(page, base, "kano", click=False)
            page.evaluate(
                "sgmLive.ahead"
            )  # as long as a reader stays on a page, and Python prepares the next
            found["next_scipy"] = seconds(page, base, "servqual", click=False)
        context.close()
    return found


def main(rounds: int) -> int:
    """Build, measure and print; return how many budgets are missed."""
    from playwright.sync_api import sync_playwright

    serve.Handler = Counted
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = {
            "notebooks/zh/1-smart": 'labs.SmartStudio(text="全面提升服务质量")',
            "notebooks/zh/2-kano": "labs.KanoLab()",
            "notebooks/zh/3-servqual": "labs.ServqualLab()",
        }
        cells = {
            one: notebook(("markdown", f"# {one[-5:]}\n"), ("code", f"from sgm_lab import labs\n\n{code}"))
            for one, code in books.items()
        }
        settings = (ROOT / "_config.yml").read_text(encoding="utf-8") + "    sgm_states: [8, 4]\n"
        small_book(folder, TOC, {"book/zh/index": "# 小书\n\n一段话。\n"}, cells, settings)
        build(folder, folder / "out", os.environ["SGM_PYODIDE_WHEELS"])
        with serve.make_server(folder / "out/_build/html", 18700) as server, sync_playwright() as driver:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_port}"
            path, environment = str(find_chromium()), with_fonts(folder)
            browser = driver.chromium.launch(executable_path=path, args=FLAGS, env=environment)
            load, rows = [os.getloadavg()[0]], []
            for _ in range(rounds):
                rows.append(round_of(browser, base))
                load.append(os.getloadavg()[0])
            browser.close()
            server.shutdown()
    now = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    budgets = [
        ("SMART studio, first click", "smart", LIGHT_S, "s"),
        ("Kano lab (pandas, seaborn), first click", "kano", HEAVY_S, "s"),
        ("SERVQUAL lab (SciPy as well), first click", "servqual", SCIPY_S, "s"),
        ("sent for the SMART studio", "smart_mb", MEGABYTES, "MB"),
        ("sent for the Kano lab", "kano_mb", MEGABYTES, "MB"),
        ("sent for the SERVQUAL lab", "servqual_mb", MEGABYTES, "MB"),
        ("another page of the same visit", "next", NEXT_S, "s"),
        ("back on the first page", "back", NEXT_S, "s"),
        ("the next page, which is prepared meanwhile", "next_scipy", NEXT_S, "s"),
        ("a state made beforehand", "state", STATE_MS, "ms"),
        ("another case, fetched first", "case", STATE_MS, "ms"),
    ]
    for text, key, budget, unit in budgets:
        each = ", ".join(f"{row[key]:.1f}" for row in rows)
        missed = "  MISSED" if now[key] > budget else ""
        print(f"{text:42s} {now[key]:7.1f} {unit} (budget {budget:g}; {each}){missed}")
    print(f"load of the machine meanwhile: {min(load):.1f} to {max(load):.1f}, {os.cpu_count()} processors")
    return sum(now[key] > budget for _, key, budget, _ in budgets)


if __name__ == "__main__":
    if not os.environ.get("SGM_PYODIDE_WHEELS"):
        sys.exit("SGM_PYODIDE_WHEELS names no folder with Python for the page: nothing to measure")
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)))
