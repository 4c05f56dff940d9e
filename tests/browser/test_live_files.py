"""A file brought to a lab of the published page, where Python cannot read it, not yet, or is gone while it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from visit import BOOK, PATIENCE, WHEELS, Visit, line, said, served
from waiting import until

from sgm_lab.i18n import t

pytestmark = pytest.mark.browser

ROWS = "".join(f"{n},送货快,喜欢,{'不喜欢' if n % 3 else '还行'}\n" for n in range(60))
SMALL = f"编号,功能,具备时,缺失时\n{ROWS}"
LARGE = SMALL + "".join(f"{n},送货快,喜欢,不喜欢\n" for n in range(60, 60_000))  # comes in two parts
NO_SHARING = "delete window.SharedWorker;"  # then the page's own worker can be ended from here


@pytest.fixture(scope="module")
def with_python(chromium_path: str, small_site: Callable[[str], Path]) -> Iterator[str]:
    """Address of the small site."""
    if not Path(WHEELS or "none").is_dir():
        pytest.skip("SGM_PYODIDE_WHEELS names no folder with Python for the page")
    with served(small_site(WHEELS)) as address:
        yield address


@pytest.fixture(scope="module")
def without_python(chromium_path: str, small_site: Callable[[str], Path]) -> Iterator[str]:
    """Address of the small site as it is made where there is no Python for its pages."""
    with served(small_site("none")) as address:
        yield address


@pytest.fixture
def able(browser: Any, with_python: str) -> Iterator[Visit]:
    made = Visit(browser, with_python)
    yield made
    made.close()


@pytest.fixture
def bare(browser: Any, without_python: str) -> Iterator[Visit]:
    made = Visit(browser, without_python)
    yield made
    made.close()


def give(visit: Visit, text: str, name: str = "我的问卷.csv") -> Any:
    """Choose a file in the lab; return where a refusal stands."""
    lab = visit.lab("kano")
    given = {"name": name, "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    lab.locator("input[type=file]").set_input_files(given)
    return lab.locator(".sgm-notice")


def is_done(visit: Visit) -> None:
    """Nothing says any more that a file is being read."""
    lab = visit.lab("kano")
    expect(lab.locator(".sgm-working")).to_be_hidden()
    expect(lab.locator(".sgm-working")).to_have_text("")
    assert lab.locator(".sgm-lab").get_attribute("aria-busy") is None


def in_sight(notice: Any) -> None:
    """The reason stands inside the window, in the lab, and is told to those who do not see it."""
    expect(notice.locator("p")).to_have_attribute("role", "alert")
    expect(notice).to_be_in_viewport(ratio=0.9)
    over = """node => {
      const { left, top, bottom } = node.getBoundingClientRect();
      const found = document.elementFromPoint(left + 5, (top + bottom) / 2);
      return node.contains(found) ? "" : `${top} ${bottom} ${innerHeight} ${found?.outerHTML.slice(0, 300)}`;
    }"""
    end = time.monotonic() + 5  # until the page has come to rest
    while (found := notice.locator("p").evaluate(over)) and time.monotonic() < end:
        time.sleep(0.1)
    assert found == ""  # nothing lies over it


@pytest.mark.parametrize(("text", "width"), [(SMALL, 1280), (LARGE, 390)])
@pytest.mark.parametrize(
    ("kind", "why", "buttons"), [("able", "lab_file", 1), ("bare", "lab_file_absent", 0)]
)
def test_before_python_runs_the_reason_stands_in_the_lab(
    request: pytest.FixtureRequest, kind: str, why: str, buttons: int, text: str, width: int, shots: Path
) -> None:
    visit = request.getfixturevalue(kind)
    page = visit.open(BOOK)
    page.set_viewport_size({"width": width, "height": 844})
    whole, beside = said(visit).inner_text(), line(visit).inner_text()
    notice = give(visit, text)
    expect(notice.locator("p")).to_have_text(t(f"live.{why}", "zh", file="我的问卷.csv"))
    is_done(visit)
    in_sight(notice)
    page.screenshot(path=shots / f"live-{why}-{width}.png")
    assert said(visit).inner_text() == whole
    assert line(visit).inner_text() == beside  # said once
    assert notice.get_by_role("button").count() == buttons
    visit.lab("kano").get_by_role("button", name="恢复初始").click()
    expect(notice).to_have_text("")


def test_a_file_is_read_as_soon_as_python_runs(able: Visit) -> None:
    """The button beside the reason starts it, by keyboard too; nothing has to be chosen again."""
    page = able.open(BOOK)
    notice = give(able, LARGE)
    notice.get_by_role("button").press("Enter")
    expect(notice.locator("p")).to_be_focused()
    expect(notice.locator("p")).to_have_text(t("live.lab_file_waits", "zh", file="我的问卷.csv"))
    kano = able.lab("kano")
    expect(kano.locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    expect(notice).to_have_text("")
    is_done(able)
    until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    assert kano.locator(".sgm-live-go:visible").count() == 0


def test_a_file_chosen_while_python_starts_is_read_then(able: Visit) -> None:
    page = able.open(BOOK)
    page.locator(".sgm-live button").click()
    notice = give(able, SMALL)
    expect(notice.locator("p")).to_have_text(t("live.lab_file_waits", "zh", file="我的问卷.csv"))
    is_done(able)
    expect(able.lab("kano").locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    expect(notice).to_have_text("")
    what_cannot_be_fetched_is_said_in_the_lab(able)


def what_cannot_be_fetched_is_said_in_the_lab(visit: Visit) -> None:
    """Of a Python that runs already: to start one takes twenty seconds of processor."""
    visit.page.evaluate("() => (sgmLive.python.ask = () => Promise.reject(new Error('absent: openpyxl')))")
    notice = give(visit, SMALL)
    expect(notice.locator("p")).to_have_text(t("live.lab_fetch", "zh"))
    is_done(visit)
    in_sight(notice)


def test_where_python_does_not_start_the_file_still_waits(able: Visit) -> None:
    page = able.open(BOOK)
    right = page.evaluate("sgmLive.folder")
    page.evaluate("() => (sgmLive.folder = new URL('/nowhere/', location).href)")
    notice = give(able, SMALL)
    notice.get_by_role("button").click()
    until(page, "document.documentElement.dataset.python === 'failed'", timeout=PATIENCE)
    expect(notice.locator("p")).to_have_text(t("live.lab_file", "zh", file="我的问卷.csv"))
    is_done(able)
    page.evaluate("folder => (sgmLive.folder = folder)", right)
    notice.get_by_role("button").click()
    expect(able.lab("kano").locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    able.errors.clear()


def test_a_worker_that_dies_while_reading_is_said_and_can_be_started_again(able: Visit, shots: Path) -> None:
    able.context.add_init_script(NO_SHARING)
    page = able.open(BOOK)
    able.start()
    notice = give(able, SMALL)
    kano = able.lab("kano")
    expect(kano.locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    expect(said(able)).to_contain_text("40 人", timeout=PATIENCE)
    page.evaluate("""() => {
      const { python } = sgmLive;
      const { ask } = python;
      python.ask = (message, transfer) => {
        const answer = ask.call(python, message, transfer);
        if (message.message?.do === "file") python.worker.terminate(); // as the browser does it, without a word
        return answer;
      };
    }""")
    give(able, LARGE, "大的.csv")
    expect(notice.locator("p")).to_have_text(t("live.lab_lost", "zh"), timeout=PATIENCE)
    is_done(able)
    in_sight(notice)
    page.screenshot(path=shots / "live-file-lost-1280.png")
    expect(page.locator(".sgm-live p")).to_have_text(t("live.failed_lost", "zh"))
    expect(said(able)).to_contain_text("40 人")  # what had been shown stands
    notice.get_by_role("button").click()
    until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    expect(kano.locator(".sgm-file")).to_have_text("我的问卷.csv")
    expect(said(able)).to_contain_text("40 人")
    give(able, LARGE, "大的.csv")
    expect(kano.locator(".sgm-file")).to_have_text("大的.csv", timeout=PATIENCE)


def test_a_file_that_is_gone_is_said(able: Visit) -> None:
    """Moved away after it was chosen and before it was read."""
    page = able.open(BOOK)
    page.evaluate("""() => {
      Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("", "NotReadableError"));
    }""")
    notice = give(able, SMALL)
    expect(notice.locator("p")).to_have_text(t("labs.unreadable", "zh", file="我的问卷.csv"))
    is_done(able)


def test_another_part_of_the_lab_that_waits_is_said_there_too(able: Visit) -> None:
    able.open(BOOK)
    field = able.lab("smart").locator("textarea").first
    field.fill("候诊不超过30分钟")
    field.blur()
    notice = able.lab("smart").locator(".sgm-notice")
    expect(notice.locator("p")).to_have_text(t("live.lab_needs", "zh"))
    in_sight(notice)
