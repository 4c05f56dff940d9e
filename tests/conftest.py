"""Settings of all tests, and what the tests of labs share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A time limit for each example only measures how busy the machine is: tests run beside each other. The gate
# tries the same examples each time, so that it says something about the change; HYPOTHESIS_PROFILE=search looks
# for new ones.
settings.register_profile("course", deadline=None, max_examples=50, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A workbook for this test alone; a callback of a lab that raises fails the test it happened in."""
    from sgm_lab import workbook  # not sooner: what is imported before the tests begin is not measured
    from sgm_lab.labs import base

    (tmp_path / "own").mkdir()
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "own" / "workbook.json"))
    base.failures.clear()
    yield workbook.open_book()
    assert base.failures == []
