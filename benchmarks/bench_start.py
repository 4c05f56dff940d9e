"""How long it takes from ``python start.py`` to a first page, when all is installed.

Run as ``.venv/bin/python benchmarks/bench_start.py [ROUNDS]``. Each round is the launcher's own work, as a process of
its own; JupyterLab started as the launcher starts it, on a copy of the notebooks, until it answers; and the list of
chapters in a browser that has its window open but has seen nothing yet: until it can be read and a click on its first
chapter has brought that chapter's page, until JupyterLab has drawn the list itself, and until what it computes is there
as well. The first round is the first start ever, which writes the chapters' texts. The browser's own start, which
depends on the reader's machine, is not in it. Exits with 1 where the budget is missed; the machine's load and the
processor time, of the server and of the page, are told beside it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / one) for one in ("", "book/_ext")]

from chromium import FLAGS, find_chromium, with_fonts  # noqa: E402

import start  # noqa: E402

READABLE_S = 3.0
INDEX, CHAPTER = "notebooks/zh/index.ipynb", "1-background.ipynb"


def seconds_of_launcher() -> float:
    """What the launcher does before anything else: start, read its words, look at what is installed."""
    began = time.perf_counter()
    code = "import start; start.installed('course', start.ROOT, start.VENV); start.running_lab(start.HOME)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - began


def used(process: Any) -> float:
    """Seconds of processor time that a process has had; none where the system does not tell."""
    told = Path(f"/proc/{process.pid}/stat")
    if not told.is_file():
        return float("nan")
    ticks = told.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def worked(page: Any) -> float:
    """Seconds of processor time that a page has had so far, with all that it started in its process."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    told = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return next(one["value"] for one in told if one["name"] == "ProcessTime")


def new_page(browser: Any) -> Any:
    """Open a window that has seen nothing yet."""
    return browser.new_context(viewport={"width": 1280, "height": 900}).new_page()


def until_read(page: Any, url: str) -> float:
    """Open the list of chapters; return the seconds until it stands on the screen."""
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(".sgm-first h1, .jp-RenderedMarkdown h1").first.wait_for(timeout=300_000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - began


def until_turned(page: Any) -> float:
    """Click on the first chapter, as with a hand on the mouse; return the seconds until its page comes."""
    place = page.locator(f"a[href*='{CHAPTER}']").first.bounding_box()
    began = time.perf_counter()
    page.mouse.click(place["x"] + 5, place["y"] + 5)
    page.wait_for_url(f"**/doc/tree/**/{CHAPTER}", wait_until="commit")
    return time.perf_counter() - began


def round_of(driver: Any, folder: Path) -> dict[str, float]:
    """Start once and open the first page, twice: to stay there, and to go on at once."""
    path, environment = str(find_chromium()), with_fonts(folder)
    browser = driver.chromium.launch(executable_path=path, args=FLAGS, env=environment)
    page = new_page(browser)
    found = {"launcher": seconds_of_launcher()}
    began = time.perf_counter()
    port = start.free_port(18_850)
    process, base, token = start.start_lab(port, INDEX, folder / "home", "zh", folder, sys.executable)
    url = f"{base}doc/tree/{INDEX}?token={token}"
    try:
        found["server"], found["processor"] = time.perf_counter() - began, used(process)
        began = time.perf_counter()
        found["readable"], found["worked"] = until_read(page, url), worked(page)
        page.locator(".jp-RenderedMarkdown h1").first.wait_for(timeout=300_000)
        page.locator(".sgm-first").wait_for(state="detached", timeout=300_000)
        found["own"], found["worked_own"] = time.perf_counter() - began, worked(page)
        page.locator(".sgm-page-done").wait_for(timeout=300_000)
        found["alive"] = time.perf_counter() - began
        page.close()
        page = new_page(browser)
        until_read(page, url)
        found["turned"] = until_turned(page)
    finally:
        browser.close()
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it sometimes waits for a Python that has only just begun
            process.kill()
    return found


def main(rounds: int) -> int:
    """Measure and print; return how many budgets are missed."""
    from playwright.sync_api import sync_playwright

    load, rows = [os.getloadavg()[0]], []
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "notebooks", Path(name, "notebooks"))
        for _ in range(rounds):
            rows.append(round_of(driver, Path(name)))
            load.append(os.getloadavg()[0])
    for row in rows:
        before = row["launcher"] + row["server"]
        row["whole"] = before + row["readable"] + row["turned"]
        row["drawn"], row["computed"] = before + row["own"], before + row["alive"]
    now = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    missed = now["whole"] > READABLE_S
    for text, key in (
        ("the launcher itself", "launcher"),
        ("until JupyterLab answers", "server"),
        ("  processor time of its server", "processor"),
        ("until the page can be read", "readable"),
        ("  processor time of the page", "worked"),
        ("from a click to a chapter's page", "turned"),
        ("from the command to that", "whole"),
        ("to JupyterLab's own drawing of it", "drawn"),
        ("  processor time of the page", "worked_own"),
        ("and with all that it computes", "computed"),
    ):
        budget = f" (budget {READABLE_S:.0f} s)" + "  MISSED" * missed if key == "whole" else ""
        print(f"{text:38s} {now[key]:6.2f} s  {', '.join(f'{row[key]:.2f}' for row in rows)}{budget}")
    print(f"load of the machine meanwhile: {min(load):.1f} to {max(load):.1f}, {os.cpu_count()} processors")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
