"""The list of chapters is there before JupyterLab's scripts are, and gives way to JupyterLab's own without a jump."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe import barriers_of
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

SCRIPTS = "**/static/lab/main.*.js*"
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 25, 31)"}
FIRST = ".sgm-first-page"
OWN = ".jp-NotebookPanel .jp-RenderedMarkdown"
# The words of the list with their places and looks, as either draws them.
PLACES = """(nodes) => nodes.flatMap((root) =>
  [...root.querySelectorAll("h1, h2, p, li, a:not(.jp-InternalAnchorLink)")].map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(node);
    const looks = [node.tagName, node.matches("a") && node.textContent, color, fontFamily, fontSize, fontWeight];
    return [...looks, ...[x, y, width, height].map(Math.round)].join(" ");
  }))"""


def held(page: Page) -> list[Route]:
    """Keep JupyterLab's scripts back."""
    kept: list[Route] = []
    page.route(SCRIPTS, lambda route: kept.append(route))
    return kept


def warnings(page: Page) -> list[str]:
    """What is said where JupyterLab's list is not where the server's was."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if "list of chapters" in line.text else None)
    return said


def open_list(page: Page, lab: Any, lang: str = "zh") -> None:
    """Open the list of chapters, as far as it comes without scripts."""
    page.goto(lab.url(f"{lang}/index.ipynb"), wait_until="commit")
    expect(page.locator(f"{FIRST} h1")).to_be_visible()
    expect(page.locator("#main")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "width", "scheme"),
    [("zh", 390, "dark"), ("en", 1280, "light")],
)
def test_the_list_is_there_first_and_stays_where_it_is(
    new_page: Callable[..., Page], jupyterlab: Any, start: Any, shots: Any, lang: str, width: int, scheme: str
) -> None:
    """In its language, by day and by night; where one had scrolled to, and the link one was at, stay as well."""
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    kept, elsewhere = held(page), warnings(page)
    open_list(page, jupyterlab, lang)
    said = {key: start.WORDS[f"lab.{key}"][lang] for key in ("course", "wait", "rest")}
    tag = start.LANGUAGES[lang]["tag"]
    expect(page.locator("main")).to_have_attribute("lang", tag)
    expect(page).to_have_title(re.compile(f".+ · {said['course']}$"))
    expect(page.get_by_text(said["wait"])).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", GROUND[scheme])
    expect(page.locator("main")).to_have_css("background-color", GROUND[scheme])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers_of(page) == []
    page.screenshot(path=shots / f"first-{lang}-{width}.png")
    page.get_by_text(said["rest"]).scroll_into_view_if_needed()
    expect(page.get_by_text(said["rest"])).to_be_in_viewport()
    page.screenshot(path=shots / f"first-{lang}-{width}-end.png")
    before_scroll = page.locator(FIRST).evaluate("node => node.scrollTop = 200")
    page.locator(f"{FIRST} a").get_by_text(re.compile("^2.1 ")).focus()
    before = page.locator(f"{FIRST} .jp-RenderedHTMLCommon").evaluate_all(PLACES)
    assert len(before) > 40
    assert before_scroll == 200

    kept[0].continue_()
    expect(page.locator(".sgm-first")).to_have_count(0, timeout=60_000)
    page.screenshot(path=shots / f"first-{lang}-{width}-after.png")
    after = page.locator(OWN).evaluate_all(PLACES)
    assert after[: len(before)] == before
    assert elsewhere == []
    expect(page.locator(":focus")).to_have_text(re.compile("^2.1 "))
    expect(page.locator("main, [role=main]")).to_have_count(1)
    assert page.locator("[inert]").count() == 0
    expect(page.get_by_text(said["rest"])).to_have_count(0)
    expect(page.locator(".sgm-page-done")).to_be_visible(timeout=60_000)


def test_links_work_before_any_script(page: Page, jupyterlab: Any) -> None:
    """A chapter, its text, the other language; none of those pages but a list of chapters has such a first page."""
    held(page)
    open_list(page, jupyterlab)
    page.keyboard.press("PageDown")  # without a click before
    page.wait_for_function("document.querySelector('.sgm-first-page').scrollTop > 0")
    for link, there in (
        ("2.1 目标设定", "notebooks/zh/2-1-goal-setting.ipynb"),
        ("正文", "_build/zh/1-background.ipynb"),
    ):
        with page.expect_response(lambda answer, path=there: answer.url.endswith(f"/doc/tree/{path}")) as met:
            page.locator(f"{FIRST} a").get_by_text(link, exact=True).first.click()
        assert met.value.ok
        assert page.request.get(f"{jupyterlab.base}api/contents/{there}?token={jupyterlab.token}").ok
        page.wait_for_url(f"**/doc/tree/{there}", wait_until="commit")
        expect(page.locator("body")).to_be_attached()
        assert page.locator("main").count() == 0
        page.go_back(wait_until="commit")
    page.locator("nav").get_by_text("English").click()
    page.wait_for_url("**/doc/tree/notebooks/en/index.ipynb", wait_until="commit")
    expect(page.locator(f"{FIRST} h1")).to_have_text("The workbooks")


def test_a_link_pressed_while_jupyterlab_changes_workspace_is_gone_to(page: Page, jupyterlab: Any) -> None:
    """A second window is loaded anew, which took the place of the page that had just been asked for."""
    held(page)
    asked: list[str] = []

    def nothing_comes_at_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=204)  # the browser stays where it is, as if the answer was not waited for
        else:
            route.continue_()

    page.route("**/doc/tree/notebooks/zh/2-1*", nothing_comes_at_first)
    open_list(page, jupyterlab)
    page.locator(f"{FIRST} a").get_by_text("2.1 目标设定", exact=True).first.click(no_wait_after=True)
    page.wait_for_function("sessionStorage.getItem('sgm:going')")
    page.evaluate("() => void setTimeout(() => location.reload())")
    page.wait_for_url("**/doc/tree/notebooks/zh/2-1-goal-setting.ipynb", wait_until="commit")
    assert len(asked) == 2


def test_it_goes_also_where_it_looks_otherwise(page: Page, jupyterlab: Any) -> None:
    """As where a reader's own style sheet moves one and not the other; to whoever was at none of its links, too."""
    kept, elsewhere = held(page), warnings(page)
    open_list(page, jupyterlab)
    page.add_style_tag(content=f"{FIRST} {{ margin-top: 50px }}")
    kept[0].continue_()
    expect(page.locator(".sgm-first")).to_have_count(0, timeout=60_000)
    expect(page.locator(f"{OWN} h1")).to_be_visible()
    assert len(elsewhere) == 1
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.jp-WindowedPanel-outer').scrollTop > 0")


@pytest.mark.allow_console("Failed to load resource")
def test_where_scripts_do_not_come_it_says_so(page: Page, jupyterlab: Any, start: Any) -> None:
    """The list stays, and nothing says any more that the rest is on its way."""
    page.route(SCRIPTS, lambda route: route.abort())
    open_list(page, jupyterlab)
    expect(page.get_by_text(start.WORDS["lab.lost"]["zh"])).to_be_visible()
    expect(page.get_by_text(start.WORDS["lab.rest"]["zh"])).to_have_count(0)


NOT_LOADED = pytest.mark.allow_console(
    "Failed to load resource|the server responded|500|Failed to initialize the context"
)
THE_LIST = "**/api/contents/notebooks/zh/index.ipynb?*"


def open_nothing(page: Page, lab: Any, asked: str) -> None:
    """Let the server fail where JupyterLab asks for the list, or for what stands in it; and read what it says."""

    def fail(route: Route) -> None:
        if asked in route.request.url:
            route.fulfill(status=500, body="{}")
        else:
            route.continue_()

    page.route(THE_LIST, fail)
    page.goto(lab.url("zh/index.ipynb"), wait_until="commit")
    page.locator(".jp-Dialog button").last.click(timeout=60_000)
    if asked == "content=1":  # whether to save what could not be read
        page.locator(".jp-Dialog button").first.click()


@NOT_LOADED
@pytest.mark.parametrize("asked", ["content=0", "content=1"])
def test_where_jupyterlab_opens_nothing_it_says_so(
    page: Page, jupyterlab: Any, start: Any, shots: Any, asked: str
) -> None:
    """Its dialog stands above the list; which stays, with links that work, and waits no more."""
    open_nothing(page, jupyterlab, asked)
    status = page.locator("main.sgm-first [role=status]")
    expect(status).to_have_text(start.WORDS["lab.lost"]["zh"])
    expect(status).to_be_in_viewport(ratio=1)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    for key in ("rest", "wait"):
        expect(page.locator("main.sgm-first").get_by_text(start.WORDS[f"lab.{key}"]["zh"])).to_have_count(0)
    expect(page.locator(f"{FIRST} h1")).to_be_visible()
    page.screenshot(path=shots / f"first-lost-{asked[-1]}.png")
    page.locator(f"{FIRST} a").get_by_text("2.1 目标设定", exact=True).click()
    page.wait_for_url("**/2-1-goal-setting.ipynb", wait_until="commit")
    expect(page.locator(".jp-NotebookPanel h1").first).to_be_visible(timeout=60_000)


@NOT_LOADED
@pytest.mark.parametrize("asked", ["content=0", "content=1"])
def test_it_goes_for_a_page_that_is_opened_later(page: Page, jupyterlab: Any, asked: str) -> None:
    """As by Back and Forward, where no page is loaded anew."""
    open_nothing(page, jupyterlab, asked)
    expect(page.locator("main.sgm-first nav span")).to_have_count(0)
    page.unroute(THE_LIST)
    page.evaluate(
        f"history.replaceState(null, '', '{jupyterlab.url('zh/2-1-goal-setting.ipynb')}');"
        "dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page.locator(".sgm-first")).to_have_count(0, timeout=60_000)
    expect(page.locator("[inert]")).to_have_count(0)
    expect(page.locator(f"{OWN} h1")).to_be_visible()


def test_it_goes_for_what_is_no_notebook(page: Page, jupyterlab: Any) -> None:
    """As where a reader's own settings open notebooks as text."""
    (jupyterlab.root / "list.txt").write_text("1 background", encoding="utf-8")
    kept = held(page)
    open_list(page, jupyterlab)
    config = page.locator("#jupyter-config-data")
    config.evaluate(
        "node => { node.textContent = node.textContent.replace('notebooks/zh/index.ipynb', 'list.txt') }"
    )
    kept[0].continue_()
    expect(page.locator(".jp-FileEditor .cm-content")).to_have_text("1 background", timeout=60_000)
    expect(page.locator(".sgm-first, [inert]")).to_have_count(0)
    page.locator(".jp-FileEditor .cm-content").click()
    page.keyboard.type("more ")
    expect(page.locator(".jp-FileEditor .cm-content")).to_contain_text("more ")


def test_no_button_is_out_of_sight_on_a_telephone(
    new_page: Callable[..., Page], jupyterlab: Any, start: Any
) -> None:
    """A chapter has four; the longest words are the English ones of a page that is getting ready."""
    page = new_page(viewport={"width": 360, "height": 780})
    page.goto(jupyterlab.url("en/2-1-goal-setting.ipynb"), wait_until="commit")
    bar = page.locator(".jp-NotebookPanel-toolbar")
    lang, other = "en", start.LANGUAGES["zh"]["name"]
    for state in ("running", "done"):
        expect(bar.locator(f".sgm-page-{state}")).to_be_visible(timeout=120_000)
        for said in (start.WORDS["lab.index"][lang], start.WORDS["lab.text"][lang], other):
            expect(bar.get_by_text(said, exact=True)).to_be_visible()
        expect(bar.locator(".jp-Toolbar-responsive-opener")).to_be_hidden()
        edges = (
            "nodes => nodes.map((node) => node.getBoundingClientRect()).map(({ right, top }) => [right, top])"
        )
        rights, tops = zip(*bar.locator(".jp-ToolbarButtonComponent-label").evaluate_all(edges), strict=True)
        assert max(rights) <= 360
        assert len(set(tops)) == 1
