"""A real JupyterLab and a real browser for the browser tests; skipped, visibly, where there is no browser."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import live_book
import pytest
from chromium import FLAGS, find_chromium, with_fonts
from serve import make_server
from site_build import FEW_STATES, STORED, build
from waiting import ended
from warm_kernels import warm

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("book", "notebooks", "sgm_lab", "datasets", "_config.yml")


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

    environment = with_fonts(tmp_path_factory.mktemp("fonts"))
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
        page.on(
            "console", lambda one: note(f"{one.text} {one.location['url']}") if one.type == "error" else None
        )
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


def newest(folder: Path) -> float:
    """When the last change was made in a folder."""
    files = [folder] if folder.is_file() else folder.rglob("*")
    return max(file.stat().st_mtime for file in files if "__pycache__" not in file.parts)


def once(folder: Path, make: Callable[[], object], seconds: float = 900) -> None:
    """Make what lies in a folder once for all workers: the first makes it, the others wait until it is whole."""
    done, failed, end = folder / ".done", folder / ".failed", time.monotonic() + seconds
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            assert not failed.exists(), f"another worker could not make {folder.name}"
            assert time.monotonic() < end, f"{folder.name} was not made in {seconds} s"
            time.sleep(0.5)
        return
    try:
        make()
    except BaseException:
        failed.touch()
        raise
    done.touch()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def ports(worker_id: str) -> int:
    """Where the ports of this worker begin, so that no two workers try the same one."""
    return 18000 + 1000 * int(worker_id.removeprefix("gw") if worker_id != "master" else 0)


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """The site as it stands; one that was built after the last change is used as it is. Warnings fail it."""
    there, probe = ROOT / "_build" / "html", "sitemap.xml"
    if (there / probe).is_file() and (there / probe).stat().st_mtime > max(newest(ROOT / s) for s in SOURCES):
        return there
    if not importlib.util.find_spec("jupyter_book"):
        pytest.skip("jupyter-book is not installed here")
    folder = shared / "book"
    once(folder, lambda: build(ROOT, folder, settings=FEW_STATES + STORED))
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def small_site(shared: Path) -> Callable[[str], Path]:
    """Make the small site, of `live_book`, once for all workers: with Python for its pages, and without."""

    def made(wheels: str) -> Path:
        if not importlib.util.find_spec("jupyter_book"):
            pytest.skip("jupyter-book is not installed here")
        folder = shared / ("small" if Path(wheels or "none").is_dir() else "small-without-python")

        def make() -> None:
            live_book.write(folder)
            build(folder, folder / "out", wheels or "none")

        once(folder, make)
        return folder / "out" / "_build" / "html"

    return made


@pytest.fixture(scope="session")
def site(built: Path, ports: int) -> Iterator[str]:
    """The address of the site, as its own server serves it."""
    with make_server(built, ports) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def kernels() -> Iterator[dict[str, str]]:
    """What JupyterLab is told so that its kernels begin at once."""
    with warm() as environment:
        yield environment


@pytest.fixture(scope="session")
def open_lab(
    start: ModuleType,
    chromium_path: str,
    tmp_path_factory: pytest.TempPathFactory,
    ports: int,
    kernels: dict[str, str],
) -> Iterator[Callable[..., Any]]:
    """Start JupyterLab as the launcher does, on a copy of the notebooks; asked for only where there is a browser."""
    processes = []

    def open_one(root: Path | None = None, port: int = ports + 888) -> tuple[Any, Lab]:
        if root is None:
            root = tmp_path_factory.mktemp("course")
            without = shutil.ignore_patterns(".ipynb_checkpoints")
            shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=without)
        home, index = root / "home", "notebooks/zh/index.ipynb"
        python = Path(sys.executable)
        with patch.object(start, "child_environment", partial(start.child_environment, **kernels)):
            process, base, token = start.start_lab(start.free_port(port), index, home, "zh", root, python)
        processes.append(process)
        return process, Lab(base, token, root)

    yield open_one
    for process in processes:
        ended(process)


@pytest.fixture(scope="session")
def jupyterlab(open_lab: Callable[..., Any]) -> Lab:
    """One JupyterLab for all tests."""
    lab: Lab = open_lab()[1]
    return lab


@pytest.fixture(scope="session")
def plain(
    start: ModuleType, ports: int, kernels: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """A JupyterLab as analysts start it, with its menus and without the course's settings."""
    root, port, token = tmp_path_factory.mktemp("plain"), start.free_port(ports + 777), "plain"
    (root / "notebooks" / "zh").mkdir(parents=True)
    places = {f"JUPYTER_{kind}_DIR": str(root / "home" / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment = {**os.environ, **places, **kernels, "JUPYTER_TOKEN": token, "SGM_LANG": "zh"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    log, base, end = root / "log", f"http://127.0.0.1:{port}/", time.monotonic() + 60
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={root}"], env=environment, cwd=root, stdout=sink, stderr=sink
        )
    while not start.answers(base, token):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)
    yield Lab(base, token, root)
    ended(process)
