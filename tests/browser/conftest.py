"""A real JupyterLab and a real browser for the browser tests; skipped, visibly, where there is no browser."""

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from chromium import find_chromium

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
FONTS = """<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>"""


class Lab(NamedTuple):
    """A running JupyterLab: its address, token, and the folder it serves."""

    base: str
    token: str
    root: Path

    def url(self, page: str) -> str:
        """Return the address of a notebook, one page at a time as participants see it."""
        return f"{self.base}doc/tree/notebooks/{page}?token={self.token}"


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of the ``page`` fixture."""
    config.addinivalue_line("markers", "allow_console(pattern): console errors that this test expects")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def start() -> ModuleType:
    """The launcher, as a module."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures are kept to be looked at; git does not see it."""
    folder = Path(__file__).parent / "shots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A browser that Playwright can drive."""
    found = find_chromium()
    if not found:
        pytest.skip("no Chrome, Edge or Chromium here (python start.py test says how to get one)")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for all tests, with a Chinese face also where the machine has none."""
    from playwright.sync_api import sync_playwright

    environment = dict(os.environ)
    face = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if sys.platform == "linux" and face:
        folder = tmp_path_factory.mktemp("fonts")
        fonts = FONTS.format(fonts=Path(face.origin).parent, cache=folder / "cache")
        (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS, env=environment)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, shots: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Open pages; an error in the console or an uncaught one fails the test, a failed test leaves a picture."""
    allowed = [re.compile(mark.args[0]) for mark in request.node.iter_markers("allow_console")]
    pages, errors, name = [], [], re.sub(r"[^\w-]+", "-", request.node.name)

    def note(text: str) -> None:
        if not any(pattern.search(text) for pattern in allowed):
            errors.append(text)

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        page = context.new_page()
        page.on("console", lambda message: note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))
        pages.append(page)
        return page

    yield open_page
    failed = request.node.stash.get(FAILED, True) or bool(errors)
    for number, page in enumerate(pages):
        if failed and not page.is_closed():
            page.screenshot(path=shots / f"failed-{name}-{number}.png")
        page.context.close()
    assert not errors, "the browser's console has errors:\n" + "\n".join(errors)


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """One page of ordinary size."""
    return new_page()


@pytest.fixture(scope="session")
def jupyterlab(
    start: ModuleType, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """JupyterLab as the launcher starts it, on a copy of the notebooks; asked for only where there is a browser."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    home, index = root / "home", "notebooks/zh/index.ipynb"
    python = Path(sys.executable)
    process, base, token = start.start_lab(start.free_port(18888), index, home, "zh", root, python)
    yield Lab(base, token, root)
    process.terminate()
    process.wait(30)
