"""Settings of all tests, and what the tests of labs share."""

import gc
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as in book/make_site.py

# A time limit for each example only measures how busy the machine is: tests run beside each other. The gate
# tries the same examples each time, so that it says something about the change; HYPOTHESIS_PROFILE=search looks
# for new ones.
settings.register_profile("course", deadline=None, max_examples=50, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Iterator[list[pytest.Collector]]:
    """Look for doctests in the package only: looking through the names of each test module takes half a minute."""
    return [found for found in (yield) if not isinstance(found, DoctestModule)]


def pytest_sessionstart() -> None:
    """Where coverage is measured, import the package first: a folder of it that pytest imports is lost."""
    if "SLIPCOVER_ENABLED" in os.environ:
        import sgm_lab

        for found in pkgutil.walk_packages(sgm_lab.__path__, "sgm_lab."):
            if not found.name.endswith(".__main__"):
                importlib.import_module(found.name)


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and not in what has been imported: a tenth of the time of figures went into it.

    statsmodels asks for a search itself at each correction of many tests: sixty took half a minute.
    """
    gc.freeze()
    gc.set_threshold(50_000, 10, 50)


def pytest_sessionfinish() -> None:
    """Let go of it again: libraries say at the end what nobody has freed."""
    gc.unfreeze()


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A workbook for this test alone; a callback of a lab that raises fails the test it happened in."""
    from sgm_lab import workbook
    from sgm_lab.labs import base

    (tmp_path / "own").mkdir()
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "own" / "workbook.json"))
    base.failures.clear()
    yield workbook.open_book()
    assert base.failures == []


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are put together, not written out, for sweeps that are about something else; a point stands for each."""
    from PIL import Image

    from sgm_lab.charts.theme import Chart

    point = io.BytesIO()
    Image.new("L", (1, 1)).save(point, "PNG")
    monkeypatch.setattr(Chart, "svg", lambda self: "<svg/>")
    monkeypatch.setattr(Chart, "png", lambda self, dpi=0: point.getvalue())
