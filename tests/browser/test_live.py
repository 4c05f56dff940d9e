"""Labs on the published page: at once from states made beforehand, wholly after one click, and where Python cannot run.

The site is a small one of two pages. Python itself is tried where ``SGM_PYODIDE_WHEELS`` names a folder of its files.
"""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import openpyxl
import pptx
import pytest
from axe import barriers_of
from licensed import without_licence
from playwright.sync_api import expect
from serve import Handler, Server
from servers import serving
from visit import BOOK, FRONT, PATIENCE, WHEELS, Visit, line, needs_wheels, said, served, why
from waiting import until

from sgm_lab import labs, workbook
from sgm_lab.i18n import t

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]

SENIORS = "年龄段：60 岁及以上"
# Every view of labs that nobody has opened yet, or another case where there is one view, and a file of each; what is
# looked at is what the page is told, as its learner sees it. (Every case of every lab is opened outside of the page.)
WALK = """async (names) => {
  const { python } = sgmLive;
  const told = new Map();
  const { listen } = python;
  python.listen = (news) => {
    if (news.do === "view") told.set(news.lab, news.view);
    listen(news);
  };
  const values = (view) => view.controls.map(({ name, value }) => [name, value]);
  const seen = [];
  for (const lab of names) {
    const asked = (id) => ({ do: "open", labs: [{ id, lab, key: `${lab}:walk`, start: {} }] });
    const open = async (id) => (await python.ask(asked(id)))[0];
    const id = `walk ${lab}`;
    const tell = (message) => python.ask({ do: "lab", lab: id, message });
    let view = await open(id);
    const one = { lab, views: [JSON.stringify(view)], changes: 0, silent: [], files: {} };
    const kinds = view.exports.map(([kind]) => kind), kind = kinds[seen.length % kinds.length];
    if (kind) one.files[kind] = (await tell({ do: "export", kind }))?.bytes?.length ?? 0;
    for (const name of ["view", "step", "what", "confidence", "table", "case"]) {
      if (name === "case" && one.changes) continue;
      const face = view.controls.find((control) => control.name === name); // it may have gone with the last change
      const options = face?.kind === "choice" ? (face.buttons ? face.options : face.options.slice(-1)) : [];
      for (const [, value] of options) {
        if (view.controls.find((control) => control.name === name)?.value === value) continue;
        told.delete(id);
        await tell({ do: "set", changes: { [name]: value } });
        if (!told.has(id)) one.silent.push([name, value]);
        view = told.get(id) ?? view;
        one.views.push(JSON.stringify(view));
        one.changes += 1;
      }
    }
    one.left = values(view);
    seen.push(one);
  }
  python.listen = listen;
  return seen;
}"""

OPEN = """async (names) => {
  const asked = names.map((lab) => ({ id: `next ${lab}`, lab, key: `${lab}:walk`, start: {} }));
  const views = await sgmLive.python.ask({ do: "open", labs: asked });
  const values = (view) => view.controls.map(({ name, value }) => [name, value]);
  return views.map((view) => ({ ...view, left: values(view) }));
}"""


@pytest.fixture(scope="module")
def small(chromium_path: str, small_site: Callable[[str], Path]) -> Path:
    """The small site, with Python where its files are."""
    return small_site(WHEELS)


@pytest.fixture(scope="module")
def base(small: Path) -> Iterator[str]:
    with served(small) as address:
        yield address


@pytest.fixture
def visit(browser: Any, base: str) -> Iterator[Visit]:
    made = Visit(browser, base)
    yield made
    made.close()


# ---- level 1: no Python ----


def test_main_controls_work_without_python(visit: Visit, shots: Path) -> None:
    page = visit.open(BOOK)
    whole = said(visit).inner_text()
    assert "现在就能换：案例、人群、批次、评价表、归类规则" in line(visit).inner_text() or not WHEELS
    visit.choose("segment", SENIORS)
    expect(said(visit)).not_to_have_text(whole)
    picture = visit.lab("kano").locator(".sgm-area img").first
    assert picture.get_attribute("src").startswith("blob:")
    assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") > 100
    page.wait_for_timeout(300)
    assert page.evaluate("shifted") < 0.1
    visit.lab("kano").screenshot(path=shots / "live-state-1280.png")
    page.set_viewport_size({"width": 390, "height": 844})
    assert visit.lab("kano").evaluate("lab => lab.scrollWidth <= lab.clientWidth && lab.clientWidth < 390")
    visit.lab("kano").screenshot(path=shots / "live-state-390.png")
    visit.lab("kano").get_by_role("button", name="撤销一步").click()
    expect(said(visit)).to_have_text(whole)


def test_another_case_is_shown_at_once(visit: Visit) -> None:
    visit.open(BOOK)
    whole = said(visit).inner_text()
    options = visit.lab("kano").locator(".sgm-set-case option").all_inner_texts()
    visit.choose("case", options[1])
    expect(said(visit)).not_to_have_text(whole)
    visit.lab("kano").get_by_role("button", name="恢复初始").click()
    expect(said(visit)).to_have_text(whole)


def test_what_was_not_made_beforehand_is_said_plainly(visit: Visit) -> None:
    page = visit.open(BOOK)
    whole = said(visit).inner_text()
    view = visit.lab("kano").locator(".sgm-set-view input").nth(1)
    view.click(force=True)
    expect(why(visit)).to_contain_text("没有预先算好：点一下“让本页动起来”" if WHEELS else "没有带上")
    assert said(visit).inner_text() == whole
    assert not view.is_checked()  # the control goes back to what is shown
    field = visit.lab("smart").locator("textarea").first
    field.fill("候诊不超过30分钟")
    field.blur()
    expect(why(visit, "smart")).to_contain_text("这一项要用到Python")
    assert page.locator("html").get_attribute("data-python") is None  # nothing has been fetched


def test_a_lab_task_is_judged_and_kept_without_python(visit: Visit) -> None:
    page = visit.open(BOOK)
    assert "还差" in visit.check("2.1-lab-seniors")
    visit.choose("segment", SENIORS)
    expect(visit.lab("kano").locator(".sgm-area img").first).to_have_attribute("src", re.compile("^blob:"))
    assert "再读结果" in visit.check("2.1-lab-seniors")
    assert "数不对" in visit.check("2.1-lab-seniors", "−0.99")
    assert "做到了" in visit.check("2.1-lab-seniors", "−0.77")
    now = said(visit).inner_text()
    page.reload()
    expect(said(visit)).to_have_text(now)
    chosen = visit.lab("kano").locator(".sgm-set-segment select")
    assert chosen.evaluate("node => node.selectedOptions[0].label") == SENIORS


def test_a_page_does_all_it_does_without_python_under_its_policy(visit: Visit) -> None:
    """Each visit here fails where the policy keeps a page from something; these are what the others do not use."""
    page = visit.open(FRONT)
    page.locator(".sgm-theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.locator(".toggle-button").click()
    expect(page.get_by_text("折起来的话。")).to_be_visible()
    with page.expect_download() as made:
        page.get_by_role("button", name=t("exercises.ui.download", "zh")).click()
    workbook.loads(Path(made.value.path()).read_text(encoding="utf-8"))
    page.keyboard.press("Control+k")
    page.keyboard.type("折起来")
    page.locator("#sgm-search .sgm-hits a").first.click()
    page.wait_for_url("**/book/zh/index.html*")
    page.goto(f"{visit.base}/search.html")
    page.locator("input[type=search]").fill("折起来")
    expect(page.locator(".sgm-hits a").first).to_be_visible()


EVIL = """<script>window.evil = "script"</script><img src="data:," onerror="window.evil = 'image'">
<script src="http://elsewhere.invalid/evil.js"></script>"""


@pytest.mark.parametrize("header", [True, False])
def test_what_is_put_into_a_page_does_not_run(visit: Visit, header: bool) -> None:
    """As it came, or put there later; also where the server says nothing of a policy."""

    def put(route: Any) -> None:
        answer = route.fetch()
        told = {k: v for k, v in answer.headers.items() if header or k != "content-security-policy"}
        route.fulfill(response=answer, headers=told, body=answer.text().replace("</h1>", f"</h1>{EVIL}"))

    visit.context.route(f"**/{FRONT}", put)
    visit.context.route(
        "http://elsewhere.invalid/**", lambda route: route.fulfill(body="window.evil = 'away'")
    )
    page = visit.open(FRONT)
    page.evaluate("text => document.querySelector('h1').insertAdjacentHTML('afterend', text)", EVIL)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.evil = 1'}))"
    )
    until(page, "document.images[0].complete")
    assert page.evaluate("window.evil") is None
    assert "script-src-elem inline" in visit.refused
    assert "script-src-attr inline" in visit.refused
    assert "script-src-elem http://elsewhere.invalid/evil.js" in visit.refused
    expect(page.locator(".sgm-theme")).to_be_visible()
    visit.refused.clear()
    visit.foreign.clear()  # asked for, and not sent
    visit.errors = [text for text in visit.errors if "Content Security Policy" not in text]


# ---- level 2: Python ----


@pytest.fixture(scope="module")
def live(browser: Any, base: str) -> Iterator[Visit]:
    """A visit with Python running."""
    made = Visit(browser, base)
    made.open(BOOK)
    made.choose("segment", SENIORS)
    expect(made.lab("kano").locator(".sgm-area img").first).to_have_attribute("src", re.compile("^blob:"))
    made.lab("kano").locator(".sgm-set-view input").nth(1).click(force=True)  # has to wait for Python
    made.start()
    yield made
    made.close()


@needs_wheels
def test_one_click_and_every_control_works(live: Visit, shots: Path) -> None:
    page = live.page
    told = page.evaluate("told")
    steps = [re.findall(r"[\d.]+", text) for text in told if text.startswith("正在取文件")]
    done, totals = [float(one) for one, _ in steps], [float(total) for _, total in steps]
    assert len(steps) > 2  # how many more depends on the machine
    assert done == sorted(done)
    assert all(one <= total for one, total in zip(done, totals, strict=True))
    assert done[-1] > 0.9 * totals[-1]
    assert any(text.startswith("文件齐了") for text in told)
    promised = float(re.search(r"约 (\d+) MB", page.content() + page.evaluate("sgmLive.words.off"))[1])
    assert abs(promised - totals[-1]) < 1.5
    assert live.lab("kano").locator(".sgm-set-view input").nth(1).is_checked()  # what had been asked for
    assert (
        live.lab("kano").locator(".sgm-set-segment select").evaluate("n => n.selectedOptions[0].label")
        == SENIORS
    )
    assert page.evaluate("shifted") < 0.1
    field = live.lab("smart").locator("textarea").first
    field.fill("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    field.blur()
    expect(line(live, "smart")).to_contain_text("Python已在运行")
    until(page, "sgmLive.workbook.book.labs.smart?.text.startsWith('9月30日')")
    page.screenshot(path=shots / "live-on-1280.png")


PUT = """async (files) => {
  const opening = indexedDB.open("sgm_lab.pack", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "name" });
  await new Promise((done) => (opening.onsuccess = done));
  const change = opening.result.transaction("files", "readwrite");
  for (const [name, text] of files) change.objectStore("files").put({ name, bytes: new TextEncoder().encode(text) });
  await new Promise((done) => (change.oncomplete = done));
  opening.result.close();
}"""


@needs_wheels
def test_labs_work_with_the_case_of_an_open_pack(visit: Visit) -> None:
    """As the page of the desk keeps it: here a hundred of the people, and a feature by another name."""
    folder = ROOT / "datasets" / "healthcare"
    head, *rows = (folder / "kano.csv").read_text(encoding="utf-8").splitlines()
    wave = {row.split(",")[0]: None for row in rows if row.split(",")[5] == "1"}
    kept = {*list(wave)[:100], *(row.split(",")[0] for row in rows if row.split(",")[5] == "2")}
    answers = "\n".join([head, *(row for row in rows if row.split(",")[0] in kept)])
    features = (folder / "features.csv").read_text(encoding="utf-8").replace("候诊提醒", "叫号短信")
    visit.open(BOOK)
    visit.page.evaluate(PUT, [["healthcare/kano.csv", answers + "\n"], ["healthcare/features.csv", features]])
    visit.open(BOOK)
    visit.start()
    visit.choose("wave", "第 1 批")
    expect(said(visit)).to_contain_text("100 人的回答里", timeout=PATIENCE)
    expect(visit.lab("kano")).to_contain_text("叫号短信")


def give(lab: Any, name: str) -> None:
    """Bring one of the files that nobody should be hurt by."""
    from hostile_files import FILES  # not on Windows

    content = {"name": name, "mimeType": "application/octet-stream", "buffer": FILES[name]()}
    lab.locator("input[type=file]").set_input_files(content)


@needs_wheels
def test_an_own_file_is_read(live: Visit) -> None:
    live.open(BOOK)
    until(live.page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    kano = live.lab("kano")
    rows = "".join(f"{n},送货快,喜欢,{'不喜欢' if n % 3 else '还行'}\n" for n in range(60))
    content = f"编号,功能,具备时,缺失时\n{rows}".encode("gb18030")
    given = {"name": "我的问卷.csv", "mimeType": "text/csv", "buffer": content}
    kano.locator("input[type=file]").set_input_files(given)
    expect(kano.locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    expect(said(live)).to_contain_text("40 人", timeout=PATIENCE)
    kano.get_by_role("button", name="撤销一步").click()
    expect(kano.locator(".sgm-file")).to_have_text("", timeout=PATIENCE)
    # All of the hostile files are read outside of the page; here is what its small memory has most trouble with.
    good, *bad = "合并到底.xlsx", "四亿字节的表.xlsx", "一百万列.csv"
    give(kano, good)
    expect(kano.locator(".sgm-file")).to_have_text(good, timeout=PATIENCE)
    for name in bad:
        give(kano, name)
        expect(kano.locator(".sgm-notice")).to_contain_text(f"“{name}”", timeout=PATIENCE)
    expect(kano.locator(".sgm-notice")).not_to_contain_text("意外")
    expect(kano.locator(".sgm-file")).to_have_text(good)  # it stays
    kano.get_by_role("button", name="撤销一步").click()
    expect(kano.locator(".sgm-file")).to_have_text("", timeout=PATIENCE)
    # Python's disk goes with the page, the file does not.
    kano.locator("input[type=file]").set_input_files(given)
    expect(said(live)).to_contain_text("40 人", timeout=PATIENCE)
    live.open(BOOK)
    until(live.page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    expect(kano.locator(".sgm-file")).to_have_text("我的问卷.csv", timeout=PATIENCE)
    expect(said(live)).to_contain_text("40 人", timeout=PATIENCE)
    expect(kano.locator(".sgm-notice")).to_have_text("")
    kano.get_by_role("button", name="恢复初始").click()
    expect(kano.locator(".sgm-file")).to_have_text("", timeout=PATIENCE)


@needs_wheels
def test_python_stays_on_the_next_page_and_judges(live: Visit) -> None:
    """No second click; the text of a goal is judged there, and the labs are as they were left on the way back."""
    page = live.open(FRONT)
    until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    place = page.locator('.sgm-exercise[data-id="2.1-goal-rewrite"]')
    place.get_by_role("textbox").first.fill("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    live.check("2.1-goal-rewrite")
    expect(place.locator(".sgm-ex")).to_have_attribute("data-outcome", "right", timeout=PATIENCE)
    live.open(BOOK)
    until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    live.choose("segment", SENIORS)
    assert "做到了" in live.check("2.1-lab-seniors", "−0.77")


@needs_wheels
def test_the_goal_plan_is_made_in_the_page(live: Visit, shots: Path) -> None:
    """The learner's goal as a page to print, in Word, as slides and as a register; JupyterLab reads the workbook."""
    page = live.open(BOOK)
    until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    goal = "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"
    page.evaluate("goal => sgmLive.workbook.keep('goals', 'smart-1', { statement: goal })", goal)
    panel = live.lab("takeaways")
    panel.get_by_role("button", name="按最新内容重做").click()
    link = panel.locator('a[download="目标计划.html"]')
    expect(link).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as made:
        link.click()
    assert goal in Path(made.value.path()).read_text(encoding="utf-8")
    reads = {
        "docx": lambda file: "\n".join(
            cell.text for table in docx.Document(file).tables for cell in table._cells
        ),
        "pptx": lambda file: pptx.Presentation(file).slides[0].notes_slide.notes_text_frame.text,
        "xlsx": lambda file: str([list(sheet.values) for sheet in openpyxl.load_workbook(file)]),
    }
    for kind, read in reads.items():
        with page.expect_download() as made:
            panel.locator(f'a[download="目标计划.{kind}"]').click()
        assert goal in read(io.BytesIO(Path(made.value.path()).read_bytes())), kind
    panel.screenshot(path=shots / "live-takeaways.png")
    text = page.evaluate("sgmLive.workbook.text()")
    assert workbook.loads(text)["goals"]["smart-1"]["statement"] == goal


@needs_wheels
def test_every_view_of_every_lab_works_in_the_page_fresh_and_restored(
    browser: Any, base: str, live: Visit
) -> None:
    """Whatever a lab needs is fetched when it needs it; the next day, in a new Python, it is taken up again."""
    live.open(BOOK)
    until(live.page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    names = list(labs.LABS.values())
    seen = live.page.evaluate(WALK, names)
    assert {one["lab"] for one in seen} == set(names)
    written = [kind for one in seen for kind, size in one["files"].items() if size > 1000]
    assert min(written.count(kind) for kind in ("html", "xlsx", "png")) > 2, written
    for one in seen:
        assert one["changes"] > 0 or one["lab"] == "monthly", one["lab"]  # which begins with a plan to bring
        assert one["silent"] == [], one["lab"]
        for view in one["views"]:
            assert t("labs.broken", "zh") not in view, f"{one['lab']}: {view[:300]}"
            assert "site-packages" not in view
        for kind, size in one["files"].items():
            nothing_yet = (one["lab"] in ("culture", "kano_designer", "monthly") and kind == "png") or (
                one["lab"] == "monthly" and kind == "pptx"
            )  # no answers, no figure; no goals, no slides
            assert size > 1000 or nothing_yet, f"{one['lab']} {kind}"
    book = live.page.evaluate("sgmLive.workbook.text()")
    kept = live.page.evaluate("sgmLive.workbook.book.labs")
    live.page.goto("about:blank")
    made = Visit(browser, base)
    made.context.add_init_script(f"localStorage.setItem('sgm_lab.workbook', {json.dumps(book)})")
    made.open(BOOK)
    made.start()
    left = {one["lab"]: one["left"] for one in seen}
    for view in made.page.evaluate(OPEN, names[::4]):  # one is kept as the other
        assert view["left"] == left[view["lab"]], view["lab"]
        assert view["notice"] == ""
        assert t("labs.broken", "zh") not in view["html"]
    assert made.page.evaluate("sgmLive.workbook.book.labs") == kept  # nothing was written over
    made.close()


@needs_wheels
def test_the_live_page_has_no_barrier(live: Visit) -> None:
    live.open(BOOK)
    until(live.page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
    live.page.emulate_media(color_scheme="dark")
    found = barriers_of(live.page, only_contrast=True)
    live.page.emulate_media(color_scheme="light")
    found += barriers_of(live.page)
    assert found == []


def test_opened_straight_from_a_folder(browser: Any, small: Path) -> None:
    """What needs a server says so in one line; nothing is left that could be pressed in vain."""
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
    page.goto((small / BOOK).as_uri())
    expect(page.locator(".sgm-live p")).to_contain_text("直接从文件夹里打开")
    assert page.locator(".sgm-live button").count() == 0
    page.locator(".sgm-theme").wait_for()
    page.locator(".sgm-find").click()
    expect(page.locator("#sgm-search")).to_be_visible()
    page.keyboard.type("目标")
    expect(page.locator("#sgm-search [role=status]")).to_contain_text("搜索用不了")
    page.goto((small / FRONT).as_uri())
    place = page.locator('.sgm-exercise[data-id="2.1-goal-rewrite"]')
    place.get_by_role("textbox").first.fill("9月30日前")
    place.locator('button[data-do="check"]').click()
    expect(place.locator(".sgm-ex-said")).to_contain_text("open-course")
    with page.expect_download():
        page.get_by_role("button", name=t("exercises.ui.download", "zh")).click()
    page.context.close()
    assert refused == []


@needs_wheels
def test_the_pages_python_comes_with_its_licences(small: Path) -> None:
    assert without_licence(small) == []


# ---- on other people's servers ----


@needs_wheels
@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        ("nginx", True),
        ("apache", False),
        ("python", False),
        ("old", False),
    ],
)
def test_python_starts_from_any_server(browser: Any, small: Path, kind: str, packed: bool) -> None:
    """As the servers come, under a sub-path, compressed or not; one knows no type younger than JavaScript's."""
    with serving(kind, small, packed) as address:
        made = Visit(browser, address)
        ways: dict[str, str] = {}
        made.context.on(
            "response", lambda got: ways.setdefault(got.url, got.headers.get("content-encoding", ""))
        )
        page = made.open(FRONT)
        place = page.locator('.sgm-exercise[data-id="2.1-goal-rewrite"]')
        place.get_by_role("textbox").first.fill("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
        made.start()
        made.check("2.1-goal-rewrite")
        expect(place.locator(".sgm-ex")).to_have_attribute("data-outcome", "right", timeout=PATIENCE)
        assert ("gzip" in ways.values()) == packed
        if (
            kind == "old"
        ):  # packages, figures, icons and prepared states need no type that others know, either
            made.open(BOOK)
            until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
        made.close()


# ---- where Python cannot run ----


def press(visit: Visit, button: Any, line: Any) -> None:
    """Start Python by keyboard: the button goes, and the line beside it has the focus."""
    button.focus()
    visit.page.keyboard.press("Enter")
    expect(line).to_be_focused()


def stands(visit: Visit, sentence: str) -> None:
    """One sentence, and everything that needs no Python still works."""
    button = visit.lab("kano").locator(".sgm-live-go")
    button.focus()
    visit.page.keyboard.press("Enter")  # the focus goes to the line and, often at once, back to the button
    until(visit.page, "document.documentElement.dataset.python === 'failed'", timeout=PATIENCE)
    expect(button).to_be_focused()
    text = visit.page.locator(".sgm-live p").inner_text()
    assert sentence in text
    assert "JupyterLab" in text
    assert text.count("。") == 1
    whole = said(visit).inner_text()
    visit.choose("segment", SENIORS)
    expect(said(visit)).not_to_have_text(whole)
    assert "做到了" in visit.check("2.1-lab-seniors", "−0.77")
    assert visit.page.locator(".sgm-live button").is_visible()  # one may try again
    for lab in visit.page.locator(".sgm-live-lab").all():  # beside each lab, too
        assert lab.locator(".sgm-live-go").is_visible()


@needs_wheels
def test_a_blocked_worker_is_said_in_one_sentence(browser: Any, base: str) -> None:
    made = Visit(browser, base)

    def guard(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": "worker-src 'none'"}
        )

    made.context.route(f"**/{BOOK}", guard)
    made.open(BOOK)
    stands(made, "不让本页启动Python")
    made.errors = [text for text in made.errors if "Content Security Policy" not in text]
    assert {what.partition(" ")[0] for what in made.refused} == {"worker-src"}
    made.refused.clear()
    made.close()


@needs_wheels
def test_a_missing_file_is_said_in_one_sentence(browser: Any, small: Path, tmp_path: Path) -> None:
    broken = tmp_path / "site"
    shutil.copytree(small, broken, copy_function=os.link)
    for path in broken.glob("_static/pyodide-*/pyodide.asm.wasm.bin"):
        path.unlink()
    with served(broken) as address:
        made = Visit(browser, address)
        made.open(BOOK)
        stands(made, "没有启动起来")
        made.errors = [text for text in made.errors if "404" not in text]
        made.close()


class BadLine(Handler):
    """Sends some of a file, and then nothing more, or ends there; nothing of an earlier try stays in the browser.

    A worker that could not start closes four seconds late, as on a slow machine: whoever tries again meets it.
    """

    protocol_version = "HTTP/1.0"  # a server that is gone has no connection open either
    closes, late = "setTimeout(() => self.close())", "setTimeout(() => self.close(), 4000)"
    bad = ""  # part of the address
    hangs = False
    asked, over = threading.Event(), threading.Event()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> Any:
        if not urlsplit(self.path).path.endswith("/worker.js"):
            return super().send_head()
        script = Path(self.translate_path(self.path)).read_text(encoding="utf-8")
        assert script.count(self.closes) == 1
        late = script.replace(self.closes, self.late).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript; charset=utf-8")
        self.send_header("Content-Length", str(len(late)))
        self.end_headers()
        return io.BytesIO(late)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if not self.bad or self.bad not in self.path:
            return super().copyfile(source, outputfile)
        outputfile.write(source.read(1000))
        outputfile.flush()
        self.asked.set()
        if self.hangs:
            self.over.wait(100)
        raise ConnectionAbortedError


@contextmanager
def on_a_bad_line(folder: Path, port: int = 0) -> Iterator[tuple[str, type[BadLine]]]:
    kind = type("Line", (BadLine,), {"asked": threading.Event(), "over": threading.Event()})
    with Server(("127.0.0.1", port), functools.partial(kind, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", kind
        kind.over.set()
        server.shutdown()


def fails(visit: Visit, sentence: str) -> None:
    """It is said what happened; the focus is where one tries again."""
    bar = visit.page.locator(".sgm-live")
    expect(bar.locator("p")).to_contain_text(sentence, timeout=PATIENCE)
    expect(bar.locator("button")).to_be_focused()


@needs_wheels
def test_packages_do_not_wait_for_python_and_come_once(browser: Any, small: Path) -> None:
    """Python itself is held back until a package has been asked for."""
    asked: list[str] = []
    early, held = threading.Event(), []

    class Noted(Handler):
        def send_head(self) -> Any:
            name = urlsplit(self.path).path.rpartition("/")[2]
            asked.append(name)
            if name.startswith("pandas-"):
                early.set()
            elif name.startswith("pyodide.asm.wasm"):
                held.append(early.wait(PATIENCE / 2000))
            return super().send_head()

    with Server(("127.0.0.1", 0), functools.partial(Noted, directory=str(small))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = Visit(browser, f"http://127.0.0.1:{server.server_port}")
        made.open(BOOK)
        made.start()
        made.close()
        server.shutdown()
    packed = [name for name in asked if name.endswith(".bin")]
    assert held == [True]
    assert len(packed) == len(set(packed)) > 10


@needs_wheels
def test_what_did_not_come_is_asked_for_again(browser: Any, small: Path) -> None:
    """Python itself and then the course's package, kept back and broken off: after each, one more press goes on."""
    with on_a_bad_line(small) as (address, server):
        made = Visit(browser, address)
        made.page.clock.install()
        page = made.open(FRONT)
        bar = page.locator(".sgm-live")
        for bad in ("pyodide.asm.wasm", "sgm_lab-0"):
            for hangs in (True, False):
                server.bad, server.hangs = bad, hangs
                server.asked.clear()
                server.over.clear()
                press(made, bar.locator("button"), bar.locator("p"))
                assert server.asked.wait(60)
                if hangs:
                    until(page, "sgmLive.phase === 'fetch'")
                    page.clock.fast_forward(60_000)
                fails(made, "多半是网络断了")
                server.over.set()
        server.bad = ""
        press(made, bar.locator("button"), bar.locator("p"))
        until(page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
        expect(bar.locator("p")).to_be_focused()
        made.errors.clear()  # of the tries before
        made.close()


@needs_wheels
def test_out_of_reach_is_nobodys_fault_and_one_tries_again_beside_the_exercise(
    browser: Any, small: Path
) -> None:
    with on_a_bad_line(small) as (address, _):
        made = Visit(browser, address.replace("127.0.0.1", "course.localhost"))
        page = made.open(FRONT)
        place = page.locator('.sgm-exercise[data-id="2.1-goal-rewrite"]')
        place.get_by_role("textbox").first.fill("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    button = page.locator(".sgm-live button")
    button.press("Enter")
    fails(made, "连不上课程的网站")
    made.context.set_offline(True)
    button.press("Enter")
    fails(made, "这台设备没有连上网络")
    assert "这台设备没有连上网络" in made.check("2.1-goal-rewrite")
    made.context.set_offline(False)
    made.errors.clear()
    with on_a_bad_line(small, int(address.rpartition(":")[2])):
        place.locator(".sgm-ex-said button").focus()
        page.keyboard.press("Enter")
        expect(place.locator('button[data-do="check"]')).to_be_focused()
        expect(place.locator(".sgm-ex")).to_have_attribute("data-outcome", "right", timeout=PATIENCE)
        expect(place.locator('button[data-do="check"]')).to_be_focused()
        page.evaluate(
            "sgmLive.ahead"
        )  # all that the labs of the next page need is fetched while this one is read
        fetched: list[str] = []
        made.context.on("request", lambda asked: fetched.append(asked.url))
        made.open(BOOK)
        until(made.page, "document.documentElement.dataset.python === 'on'", timeout=PATIENCE)
        assert not [url for url in fetched if url.endswith(".whl.bin")]
        made.close()
