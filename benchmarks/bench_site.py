"""How light and quick the built site is, page by page, and how long it takes to build.

Run as ``python start.py book --no-serve`` and then ``.venv/bin/python benchmarks/bench_site.py``; with ``--build`` the
book is also built twice in a folder of its own, cold and after a change to one page (minutes). Exits with 1 where a
budget is missed. Pages are served by the site's own server, compressed, to a browser with nothing in its cache.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "book" / "_ext")]

from chromium import FLAGS, find_chromium, with_fonts  # noqa: E402
from serve import make_server  # noqa: E402

SITE = ROOT / "_build" / "html"
PAINT_MS, KILOBYTES, USABLE_MS, SEARCH_MS, COLD_S, CHANGED_S = 1000, 600, 300, 200, 240, 40
SHIFT = 0.1  # what Lighthouse calls good; time blocked by scripts is told, too
CHANGING = "book/zh/2-1-goal-setting.md"
WATCH = """
window.seen = { shift: 0, blocked: 0, paint: 0, largest: 0, alive: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.shift += one.value)))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.blocked += Math.max(0, one.duration - 50))))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.largest = one.startTime)))
  .observe({ type: "largest-contentful-paint", buffered: true });
const alive = () => {
  const waiting = [...document.querySelectorAll(".sgm-exercise")].some((one) => !one.querySelector(".sgm-ex"));
  if (document.readyState === "complete" && !waiting) seen.alive = performance.now();
  else setTimeout(alive, 5);
};
alive();
"""
READ = """() => ({ ...seen,
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  usable: Math.max(0, seen.alive - performance.getEntriesByType("navigation")[0].loadEventStart) })"""
ASK = """(phrase) => {
  const field = document.querySelector(".sgm-search input"), began = performance.now();
  field.value = phrase;
  field.dispatchEvent(new Event("input"));
  document.querySelector(".sgm-hits").getBoundingClientRect();
  return performance.now() - began;
}"""


def visit(browser: Any, url: str) -> dict[str, float]:
    """Open one page with an empty cache and read what the browser noted."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sent = [0.0]
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(url, wait_until="load")
    page.wait_for_function("seen.alive > 0")
    page.wait_for_timeout(300)
    values: dict[str, float] = page.evaluate(READ)
    # Pictures further down are part of the page too.
    page.evaluate("document.querySelectorAll('img[loading]').forEach((one) => (one.loading = 'eager'))")
    page.wait_for_load_state("networkidle")
    context.close()
    return {**values, "kilobytes": sum(sent) / 1000}


def pages() -> int:
    """Print the figures of every page; return how many budgets are missed."""
    from playwright.sync_api import sync_playwright

    missed, waits = 0, []
    print(
        f"{'page':44s} {'paint':>6s} {'largest':>8s} {'usable':>7s} {'blocked':>8s} {'shift':>6s} {'kB':>6s}"
    )
    with (
        make_server(SITE, 18600) as server,
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        browser = driver.chromium.launch(
            executable_path=str(find_chromium()), args=FLAGS, env=with_fonts(Path(folder))
        )
        visit(browser, f"{base}/search.html")  # the first page also pays for the start of the browser
        for path in sorted(SITE.rglob("*.html")):
            name = path.relative_to(SITE).as_posix()
            if name in ("404.html", "index.html"):
                continue
            rounds = [visit(browser, f"{base}/{name}") for _ in range(3)]
            now = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
            over = [
                *(["paint"] * (now["paint"] > PAINT_MS)),
                *(["usable"] * (now["usable"] > USABLE_MS)),
                *(["kB"] * (now["kilobytes"] > KILOBYTES)),
                *(["shift"] * (now["shift"] > SHIFT)),
            ]
            missed += len(over)
            print(
                f"{name:44s} {now['paint']:6.0f} {now['largest']:8.0f} {now['usable']:7.0f} {now['blocked']:8.0f}"
                f" {now['shift']:6.3f} {now['kilobytes']:6.0f}  {' '.join(over)}"
            )
        page = browser.new_page()
        page.goto(f"{base}/search.html?q=目标")
        page.wait_for_selector(".sgm-hits ol")
        for phrase in ("服务", "的", "患者", "service", "一个", "kano", "没有这一句话的"):
            waits.append(statistics.median(page.evaluate(ASK, phrase) for _ in range(5)))
        browser.close()
        server.shutdown()
    size = (SITE / "_static" / "search-zh.json.gz").stat().st_size / 1000
    print(f"search: slowest {max(waits):.0f} ms (budget {SEARCH_MS} ms), index {size:.0f} kB compressed")
    print(f"budgets: paint {PAINT_MS} ms, usable {USABLE_MS} ms after load, {KILOBYTES} kB, shift {SHIFT}")
    return missed + (max(waits) > SEARCH_MS)


def build(source: Path) -> float:
    """Build once; return the seconds."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "book/make_site.py"], cwd=source, check=True, capture_output=True)
    return time.perf_counter() - began


def builds() -> int:
    """Build cold and after a change to one page; return how many budgets are missed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "book"
        hidden = shutil.ignore_patterns(".*", "_build", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=hidden)
        os.environ["PYTHONPATH"] = str(copy)
        cold = build(copy)
        with (copy / CHANGING).open("a", encoding="utf-8") as page:
            page.write("\n改过一句。\n")
        changed = build(copy)
    print(
        f"build: cold {cold:.0f} s (budget {COLD_S} s), one page changed {changed:.0f} s (budget {CHANGED_S} s)"
    )
    return (cold > COLD_S) + (changed > CHANGED_S)


if __name__ == "__main__":
    sys.exit(bool(pages() + (builds() if "--build" in sys.argv else 0)))
