"""Rows of a spreadsheet are as high as their texts are long, however many there are."""

from __future__ import annotations

import gc
import math
import random

import pytest

from sgm_lab.exercises.classes.files import without_pauses
from sgm_lab.paper import excel

WIDTHS = (8, 22, 60)


def lines(text: str, width: float, size: float = 10.5) -> int:
    """Return how many lines a text takes, letter by letter."""
    room = max(1.0, (width * 7 - 6) / (size * 4 / 3))
    long = [sum(1.0 if ord(letter) > 0x2E7F else 0.55 for letter in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(one / room - 1e-9)) for one in long)


def test_a_row_is_as_high_as_its_longest_text() -> None:
    rng = random.Random(5)
    rows = [
        ["".join(rng.choices("ab 等候，\n𠮷", k=rng.randint(0, 90))) for _ in WIDTHS[:2]] + [rng.random()]
        for _ in range(80)
    ]
    book = excel.start()
    page = excel.sheet(book, "a", WIDTHS)
    assert excel.table(page, 1, ["x", "y", "z"], rows) == len(rows) + 2
    for number, row in enumerate(rows, 2):
        most = max(1, *(lines(text, width) for text, width in zip(row[:2], WIDTHS[:2], strict=True)))
        found = page.row_dimensions[number].height
        assert found == pytest.approx(min(400, 10.5 * 1.55 * most + 4))
        assert found == excel.height(page, row, 10.5)
        assert [excel.read(page.cell(number, at).value) for at in (1, 2)] == [one or "" for one in row[:2]]
    assert excel.table(page, 200, ["x"], []) == 201


def test_python_looks_for_cycles_again_afterwards() -> None:
    def made() -> tuple[bool, int, int]:
        with without_pauses():
            kept = [[] for _ in range(60_000)]
        return gc.isenabled(), gc.get_freeze_count(), len(kept) - gc.get_count()[0]

    before = gc.get_freeze_count()
    gc.unfreeze()
    on, apart, old = made()
    assert on
    assert apart == 0  # nothing is set apart for good
    assert old > 0
    kept: list[object] = []
    assert any(one is kept for one in gc.get_objects())
    gc.freeze()
    try:
        # Nor is taken back what somebody else set apart: Python does not look among it. (Its number falls by itself.)
        assert not any(one is kept for one in gc.get_objects())
        assert made()[1] > 0
        assert not any(one is kept for one in gc.get_objects())
    finally:
        gc.unfreeze()
        if before:  # as for all tests (conftest.py)
            gc.freeze()
