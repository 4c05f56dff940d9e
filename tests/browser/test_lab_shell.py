"""What a participant sees of JupyterLab: a page that comes alive, one button, and no tools of programming."""

import os
import re
import signal
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect
from servers import begin_anew

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.browser

HIDDEN = {"metadata": {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}}
PROSE = "服务目标写明做什么、做到多少、到哪一天为止、谁来负责，以及用什么数据来检查。" * 3
CELLS = [
    nbformat.v4.new_markdown_cell(
        f"# 试一页\n\n[目录](index.ipynb)，[另一章](other.ipynb)\n\n{PROSE}\n\n## 一、滑块\n\n{PROSE}"
    ),
    nbformat.v4.new_code_cell(
        "import os\ntimes = globals().get('times', 0) + 1\nprint(f'第 {times} 遍，进程 {os.getpid()}')",
        **HIDDEN,
    ),
    nbformat.v4.new_code_cell("raise RuntimeError('课件里的一处错')", **HIDDEN),
    nbformat.v4.new_code_cell(
        "import ipywidgets as w\n"
        "slider, text = w.IntSlider(45, 0, 90, description='候诊'), w.Label('现在 45 分钟')\n"
        "slider.observe(lambda change: setattr(text, 'value', f'现在 {change.new} 分钟'), 'value')\n"
        "w.VBox([slider, w.Button(description='检查答案', button_style='primary'), text])",
        **HIDDEN,
    ),
    nbformat.v4.new_markdown_cell(
        f"## 二、小结\n\n| 项 | 值 |\n|---|---|\n| 候诊 | 45 分钟 |\n\n{PROSE}\n\n{PROSE}"
    ),
]
MENUS = ("文件", "内核", "File", "Kernel")
TOOLS = (
    ".jp-InputPrompt",
    ".jp-OutputPrompt",
    ".cm-editor",
    ".jp-InputPlaceholder",
    ".jp-SideBar",
    ".lm-MenuBar-item",
)


@pytest.fixture
def sample(jupyterlab) -> Path:
    """A small page of its own, fresh for each test."""
    path = jupyterlab.root / "notebooks" / "zh" / "sample.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=CELLS, metadata=kernel), path)
    return path


def open_sample(page: Page, lab) -> None:
    """Open the sample and wait until it is alive."""
    page.goto(lab.url("zh/sample.ipynb"))
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)


def current(page: Page, selector: str):
    """Find something on the page in front."""
    return page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) {selector}")


@pytest.mark.parametrize("width", [1280, 390])
def test_calm_page(new_page, jupyterlab, sample, shots, width):
    """Alive without a click, in Chinese, with nothing of programming, at any width and by night."""
    page = new_page(viewport={"width": width, "height": 844}, color_scheme="dark")
    foreign = []
    page.on(
        "request",
        lambda r: (
            foreign.append(r.url)
            if not r.url.startswith((jupyterlab.base, "data:", "blob:", "ws:"))
            else None
        ),
    )
    open_sample(page, jupyterlab)
    expect(page.get_by_text("现在 45 分钟")).to_be_visible()
    expect(page.get_by_role("button", name="目录")).to_be_visible()
    expect(page.get_by_role("button", name="重新载入练习")).to_be_visible()
    for tool in TOOLS:
        assert page.locator(tool).filter(visible=True).count() == 0, tool
    assert not [menu for menu in MENUS if page.get_by_text(menu, exact=True).filter(visible=True).count()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".jp-Dialog").count() == 0
    assert not page.get_by_text("Traceback").filter(visible=True).count()
    assert "这一处没有准备好" in current(page, ".sgm-failed").evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    for scheme, ground in (("dark", "rgb(21, 25, 31)"), ("light", "rgb(255, 255, 255)")):
        page.emulate_media(color_scheme=scheme)  # night and day change while a page is open, too
        expect(page.locator("body")).to_have_css("background-color", ground)
        page.screenshot(path=shots / f"lab-{width}-{scheme}.png")
    assert foreign == []


def test_the_token_is_on_no_command_line_and_in_no_log(jupyterlab):
    """Everyone on a machine may read what a program was started with."""
    started = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            started.append(process.read_text(errors="replace"))
        except OSError:  # it has ended
            continue
    if not started:
        pytest.skip("no /proc here")
    port = jupyterlab.base.rstrip("/").rpartition(":")[2]
    assert [line for line in started if f"--port={port}" in line]
    assert [line for line in started if jupyterlab.token in line] == []
    assert jupyterlab.token not in (jupyterlab.root / "home" / "jupyterlab.log").read_text(errors="replace")


def test_a_page_in_use(page, jupyterlab, sample):
    """What one does on a page, in one go: it is opened once, and its file stays as it was."""
    before = sample.read_bytes()
    open_sample(page, jupyterlab)
    the_button_runs_every_cell_again(page)
    widgets_answer(page)
    prose_stays_prose(page)
    no_key_breaks_anything(page)
    all_of_it_is_printed(page)
    an_address_of_the_ordinary_jupyterlab_is_the_same_page(page, jupyterlab)
    page.close(run_before_unload=True)
    assert sample.read_bytes() == before
    assert not list(jupyterlab.root.rglob(".ipynb_checkpoints"))


def all_of_it_is_printed(page):
    """On paper the whole page, not the part of it that the window shows, and no buttons of the window."""
    page.set_viewport_size({"width": 1280, "height": 300})
    page.emulate_media(media="print")
    notebook, paper = page.evaluate(
        "[document.querySelector('.jp-Notebook').getBoundingClientRect().height, document.body.scrollHeight]"
    )
    assert paper >= notebook > 300
    expect(page.get_by_role("button", name="重新载入练习")).to_be_hidden()
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")  # by night, too, in black
    written = page.evaluate("getComputedStyle(document.querySelector('.jp-Notebook p')).color")
    assert written == "rgb(0, 0, 0)"
    page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    page.emulate_media(media="screen")


def an_address_of_the_ordinary_jupyterlab_is_the_same_page(page, lab):
    """Without the list of files over the page, on a phone, too, and after F5."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(lab.url("zh/sample.ipynb").replace("doc/tree", "lab/tree"))
    for _ in range(2):
        expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)
        expect(page.locator(".jp-FileBrowser:visible")).to_have_count(0)
        assert page.locator(".jp-NotebookPanel").bounding_box()["width"] > 380
        page.reload()


def widgets_answer(page):
    """A control on the page reaches Python and comes back, also below a cell that failed."""
    handle = current(page, ".noUi-handle, [role=slider]").first
    handle.focus()
    handle.press("ArrowRight")
    expect(page.get_by_text("现在 46 分钟")).to_be_visible()


def the_button_runs_every_cell_again(page):
    """The one button runs the page again and leaves the reader where they are."""
    runs = current(page, ".jp-OutputArea").get_by_text(re.compile(r"第 \d+ 遍"))
    before = int(re.search(r"\d+", runs.inner_text())[0])
    scroll = (
        "document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer').scrollTop"
    )
    current(page, "[data-jp-item-name=run-page] jp-button").click()
    expect(runs).to_contain_text(f"第 {before + 1} 遍")
    expect(page.locator(".sgm-page-done")).to_be_visible()
    assert page.evaluate(scroll) == 0


def test_button_calls_when_python_is_gone(page, jupyterlab, sample):
    """Where the page's Python starts afresh, the button becomes the primary one until it is pressed."""
    open_sample(page, jupyterlab)
    os.kill(int(re.search(r"进程 (\d+)", page.get_by_text("进程").inner_text())[1]), signal.SIGTERM)
    start = page.get_by_role("button", name="让本页动起来")
    expect(start).to_be_visible(timeout=20_000)
    expect(page.locator(".sgm-page-ready")).to_have_css("background-color", "rgb(15, 96, 115)")
    start.click()
    expect(page.get_by_text("第 1 遍")).to_be_visible(timeout=30_000)


def no_key_breaks_anything(page):
    """Keys typed into the page delete nothing."""
    cells = current(page, ".jp-Cell").count()
    current(page, ".jp-CodeCell .jp-OutputArea").first.click()
    for key in "ddxab":
        page.keyboard.press(key)
    assert current(page, ".jp-Cell").count() == cells


def prose_stays_prose(page):
    """A double click on a paragraph shows no source of it."""
    for prose in current(page, ".jp-MarkdownCell .jp-RenderedMarkdown").all():
        prose.dblclick()
        expect(prose).to_be_visible()
    expect(page.locator(".cm-editor:visible")).to_have_count(0)


def kernels(page: Page, lab) -> list[str]:
    """The pages that have a running Python, by file name."""
    sessions = page.request.get(f"{lab.base}api/sessions?token={lab.token}").json()
    return sorted(Path(session["path"]).name for session in sessions)


def test_turning_pages(page, jupyterlab, sample):
    """Contents, Back and Forward open the page they name; a chapter left for another one gives its Python back."""
    other = sample.with_name("other.ipynb")
    nbformat.write(nbformat.read(sample, 4), other)
    for session in page.request.get(f"{jupyterlab.base}api/sessions?token={jupyterlab.token}").json():
        page.request.delete(f"{jupyterlab.base}api/sessions/{session['id']}?token={jupyterlab.token}")
    open_sample(page, jupyterlab)
    expect(page).to_have_title("试一页 · 服务目标管理")
    page.get_by_role("button", name="目录").click()
    expect(current(page, "h1")).to_contain_text("目录")
    expect(page).to_have_url(re.compile("/doc/tree/notebooks/zh/index.ipynb"))
    expect(page).to_have_title(re.compile("目录 · 服务目标管理"))
    expect(current(page, ".sgm-page-done")).to_be_visible(timeout=60_000)
    assert {"index.ipynb", "sample.ipynb"} <= set(kernels(page, jupyterlab))

    page.go_back()
    expect(current(page, "h1")).to_contain_text("试一页")
    expect(page).to_have_title("试一页 · 服务目标管理")
    page.go_forward()
    expect(current(page, "h1")).to_contain_text("目录")

    page.go_back()
    current(page, "a").get_by_text("另一章").click()
    expect(page).to_have_url(re.compile("/doc/tree/notebooks/zh/other.ipynb"))
    expect(current(page, ".sgm-page-done")).to_be_visible(timeout=60_000)
    for _ in range(300):
        if "sample.ipynb" not in (running := kernels(page, jupyterlab)):
            break
        page.wait_for_timeout(100)
    assert running == ["index.ipynb", "other.ipynb"]
    page.go_back()
    expect(page.get_by_text("第 1 遍").filter(visible=True)).to_be_visible(timeout=30_000)


def test_a_page_open_in_two_windows_keeps_its_python(new_page, jupyterlab, sample):
    """Who leaves a page in one window takes nothing from the other."""
    nbformat.write(nbformat.read(sample, 4), sample.with_name("other.ipynb"))
    stays, leaves = new_page(), new_page()
    for page in (stays, leaves):
        open_sample(page, jupyterlab)
    current(leaves, "a").get_by_text("另一章").click()
    expect(leaves.locator(".jp-NotebookPanel")).to_have_count(1, timeout=30_000)
    assert "sample.ipynb" in kernels(leaves, jupyterlab)
    expect(stays.locator(".sgm-page-done")).to_be_visible()


def the_contents_follow(page: Page) -> None:
    """From a workbook to the contents and back, twice: they know what was done since, also when it was undone."""
    exercise = current(page, ".sgm-ex").first
    done = current(page, ".sgm-journey-line progress").first
    expect(current(page, ".sgm-page-done")).to_be_visible(timeout=90_000)
    number = 0
    for answer in ("魅力", None):
        exercise.locator('button[data-do="again"]').click()
        if answer:
            exercise.get_by_label(answer).check()
            exercise.locator('button[data-do="check"]').click()
        expect(exercise).to_have_attribute("data-outcome", "right" if answer else "not_attempted")
        page.get_by_role("button", name="目录").click()
        expect(current(page, ".sgm-page-done")).to_be_visible(timeout=60_000)
        if answer:
            expect(done).not_to_have_attribute("value", "0")
            number = int(str(done.get_attribute("value")))
            page.go_back()
        else:
            expect(done).to_have_attribute("value", str(number - 1))
    page.go_back()
    expect(page).to_have_url(re.compile("/doc/tree/notebooks/zh/2-1-goal-setting.ipynb"))


def the_language_changes_and_the_work_stays(page: Page, exercises: list[str], shots: Path) -> None:
    """The same chapter, the same place and the same work in English, and back; JupyterLab itself speaks as it did."""
    exercise = current(page, ".sgm-ex").nth(12)
    expect(current(page, ".sgm-page-done")).to_be_visible(timeout=90_000)
    exercise.scroll_into_view_if_needed()
    pair = current(page, ".sgm-ex").nth(exercises.index("2.1-pair-reading"))
    pair.locator('button[data-do="again"]').click()
    pair.get_by_label("魅力").check()
    pair.locator('button[data-do="check"]').click()
    expect(pair).to_have_attribute("data-outcome", "right")
    exercise.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile("/doc/tree/_build/en/2-1-goal-setting.ipynb"))
    expect(page.get_by_role("button", name="Load again")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("button", name="Contents")).to_be_visible()
    expect(page).to_have_title(re.compile("^2.1 Setting goals.* · Service Goal Management$"))
    assert page.evaluate("document.documentElement.lang").startswith("zh")
    assert current(page, "h1").evaluate("node => node.closest('[lang]').lang") == "en-GB"
    expect(current(page, ".sgm-ex")).to_have_count(len(exercises))
    expect(pair).to_have_attribute("data-outcome", "right")
    expect(pair).to_have_attribute("lang", "en-GB")
    expect(current(page, ".sgm-ex").nth(12)).to_be_in_viewport(timeout=20_000)
    page.screenshot(path=shots / "text-in-english.png")
    expect(page.locator(".jp-NotebookPanel")).to_have_count(
        1, timeout=30_000
    )  # the other gave its Python back
    page.get_by_role("button", name="中文").click()
    expect(page).to_have_url(re.compile("/doc/tree/_build/zh/2-1-goal-setting.ipynb"))
    expect(page.get_by_role("button", name="目录")).to_be_visible()


def test_the_text_of_a_chapter_is_a_page(page, jupyterlab, shots):
    """Rendered, with its figures, its exercises alive; one button leads to the workbook and back."""
    text = (ROOT / "book" / "zh" / "2-1-goal-setting.md").read_text(encoding="utf-8")
    exercises = re.findall(r"^```\{exercise\} (\S+)", text, re.M)
    assert len(exercises) > 20
    begin_anew(page, jupyterlab)
    (jupyterlab.root / "_build" / "start.py").touch()  # a course's folder: one workbook for both languages
    page.goto(f"{jupyterlab.base}doc/tree/_build/zh/2-1-goal-setting.ipynb?token={jupyterlab.token}")
    expect(current(page, "h1")).to_contain_text("目标设定", timeout=60_000)
    page.screenshot(path=shots / "text-at-once.png")
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=90_000)
    expect(page).to_have_title(re.compile("^2.1 目标设定.* · 服务目标管理$"))
    expect(page.locator(".sgm-failed")).to_have_count(0)
    expect(page.locator(".sgm-ex")).to_have_count(len(exercises), timeout=30_000)
    expect(page.get_by_text(re.compile(r"发出\d+份，收回\d+份"))).to_be_visible()
    assert "…" not in current(page, "h3").first.inner_text()
    assert current(page, "picture img").count() >= 2
    current(page, "picture img").first.scroll_into_view_if_needed()
    page.screenshot(path=shots / "text-1280.png")
    current(page, ".sgm-ex-to-plan").first.click()  # of the text too: the plan stands in the workbook
    expect(page).to_have_url(re.compile("/doc/tree/notebooks/zh/2-1-goal-setting.ipynb"))
    expect(current(page, ".sgm-page-done")).to_be_visible(timeout=90_000)
    current(page, ".sgm-ex-to-plan").first.click()
    expect(current(page, ".sgm-lab.sgm-takeaways")).to_be_in_viewport()
    current(page, ".sgm-ex-back").click()
    the_contents_follow(page)
    page.get_by_role("button", name="正文").click()
    expect(page).to_have_url(re.compile("/doc/tree/_build/zh/2-1-goal-setting.ipynb"))
    expect(current(page, ".sgm-ex")).to_have_count(len(exercises))
    the_language_changes_and_the_work_stays(page, exercises, shots)
    page.get_by_role("button", name="目录").click()
    current(page, "a").get_by_text("正文").nth(2).click()  # the source of the text, as on the site
    expect(page).to_have_url(re.compile("/doc/tree/_build/zh/2-2-goal-implementation.ipynb"))


def test_a_second_start_goes_back_to_the_open_course(jupyterlab, start, monkeypatch, capsys):
    """The same address, so the same page and the same work, and it says so."""
    monkeypatch.setattr(start, "HOME", jupyterlab.root / "home")
    monkeypatch.setattr(start, "ensure", lambda: None)
    monkeypatch.setenv("SGM_LANG", "zh")
    assert start.main(["--no-browser", "--port", "18999"]) == 0
    assert capsys.readouterr().out.split() == [
        "课程早已打开，回到这个地址：",
        jupyterlab.url("zh/index.ipynb"),
    ]


def test_in_english(new_page, jupyterlab, start, tmp_path, shots):
    """A page speaks its own language; that the Chinese one's text is not in English, it says at its head."""
    page, index = new_page(), "notebooks/zh/index.ipynb"
    port, python = start.free_port(18950), Path(sys.executable)
    process, base, token = start.start_lab(port, index, tmp_path, "en", jupyterlab.root, python)
    try:
        page.goto(f"{base}doc/tree/{index}?token={token}")
        for key in ("again", "index"):
            label = start.WORDS[f"lab.{key}"]["zh"].split()[-1]
            expect(page.get_by_role("button", name=label)).to_be_visible(timeout=90_000)
        expect(page).to_have_title(re.compile("服务目标管理$"))
        note = "e => getComputedStyle(e, '::before').content"
        assert "written in Chinese" in current(page, ".jp-Cell").first.evaluate(note)
        expect(current(page, ".jp-CodeCell").first).to_contain_text("workbook.json")
        page.screenshot(path=shots / "lab-english.png")
    finally:
        page.goto("about:blank")
        process.terminate()
        process.wait(60)
