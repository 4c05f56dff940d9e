"""Kernels that are copies: each in its own place and environment, interrupted and ended as any other."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from warm_kernels import warm

manager = pytest.importorskip("jupyter_client.manager")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are copied on Linux only")
BEGUN = "import os, sys; print(*[name in sys.modules for name in ('scipy.stats', 'sgm_lab')], os.getpid())"


@contextmanager
def kernel(**options: Any) -> Iterator[tuple[Any, Callable[[str], str]]]:
    """Start a kernel; yields its manager and what runs code in it."""
    managed, client = manager.start_new_kernel(**options)

    def run(code: str) -> str:
        said: list[str] = []

        def hear(message: Any) -> None:
            said.append(message["content"].get("text") or message["content"].get("ename") or "")

        client.execute_interactive(code, timeout=60, output_hook=hear)
        return "".join(said).strip()

    try:
        yield managed, run
    finally:
        client.stop_channels()
        managed.shutdown_kernel(now=True)


def comes_true(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def runs(process: str) -> bool:
    try:
        return Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("MPLBACKEND", raising=False)
    with warm() as environment:
        monkeypatch.setenv("JUPYTER_PATH", environment["JUPYTER_PATH"])
        yield


def test_a_copy_is_a_kernel_like_any_other(copied: None, tmp_path: Path) -> None:
    with kernel(cwd=str(tmp_path), env={**os.environ, "SGM_LANG": "en"}) as (managed, run):
        *imported, process = run(BEGUN).split()
        assert imported == ["True", "False"]  # the course's package is each kernel's own
        assert int(run("import re; print(len(re._cache))")) > 600  # not so the patterns that it compiles
        assert (
            run("from sgm_lab.i18n import get_language; print(os.getcwd(), get_language())")
            == f"{tmp_path} en"
        )
        assert "inline" in run("import matplotlib.pyplot as plt; print(plt.get_backend())")
        threading.Timer(1, managed.interrupt_kernel).start()
        assert run("import time; time.sleep(60)") == "KeyboardInterrupt"
        with kernel() as (_, other):
            assert other(BEGUN).split()[2] != process
            assert other("print('plt' in globals())") == "False"
            assert other("from sgm_lab.i18n import get_language; print(get_language())") == "zh"
    assert comes_true(lambda: not runs(process))


def test_a_copy_and_what_stands_for_it_end_together(copied: None) -> None:
    with kernel() as (managed, run):
        os.kill(int(run(BEGUN).split()[2]), signal.SIGKILL)
        assert comes_true(lambda: not managed.is_alive())
    with kernel() as (managed, run):
        process = run(BEGUN).split()[2]
        managed.signal_kernel(signal.SIGKILL)
        assert comes_true(lambda: not runs(process))


def test_without_a_process_to_copy_kernels_start_as_they_always_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warm() as environment:
        folder, without = (
            environment["JUPYTER_PATH"].partition(os.pathsep)[0],
            shutil.ignore_patterns("copies"),
        )
        shutil.copytree(folder, tmp_path / "left", ignore=without)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "left"))
    with kernel() as (_, run):
        assert run(BEGUN).split()[:2] == ["False", "False"]
