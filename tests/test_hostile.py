"""What nobody should be hurt by: each file ends in a table or in one sentence, within 4 GB and 20 s."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sgm_lab.intake import _limits as limits

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of a process are Linux's and macOS's")

# A mistake in a table that can be read all the same: it is read, and what was left out is said.
READ = {
    "一个空格在最远处.xlsx", "一个数在最远处.xlsx", "一个数在最右边.xlsx", "列名写到最右边.xlsx", "一行三十万格.xlsx",
    "十万空行.xlsx", "合并到底.xlsx", "合并重叠.xlsx", "尺寸说谎.xlsx", "行号是天文数字.xlsx", "错误值.xlsx",
    "不认识的类型.xlsx", "公式没有算过.xlsx", "公式注入.xlsx", "样式不是样式.xlsx", "深得没有底.xlsx",
    "列名很长.csv", "网页代码.csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """How each went, made once."""
    program = Path(__file__).parent / "hostile_files.py"
    said = subprocess.run([sys.executable, program], stdout=subprocess.PIPE, encoding="utf-8").stdout
    return {one["name"]: one for one in map(json.loads, said.splitlines())}


def test_no_file_hangs_kills_or_surprises(told: dict[str, dict[str, Any]]) -> None:
    assert len(told) >= 100
    assert {name: one["raised"] for name, one in told.items() if "raised" in one} == {}


def test_each_sentence_is_one_and_names_the_file(told: dict[str, dict[str, Any]]) -> None:
    for name, one in told.items():
        for where, (text, _) in one["said"].items():
            short = Path(name.replace("\0", "")).name[:20]
            assert not text or short in text.replace("\0", ""), (name, where, text)
            assert "\n" not in text, (name, where, text)
            assert len(text) < 1200, (name, where, len(text))
            assert not any(word in text for word in ("Error", "Traceback", "出了意外")), (name, where, text)


def test_what_can_be_read_is_read(told: dict[str, dict[str, Any]]) -> None:
    assert {name: one["said"]["read_kano"][0] for name, one in told.items() if name in READ} == dict.fromkeys(
        READ, ""
    )


def test_the_readme_tells_the_limits() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    told = [
        f"{limits.BYTES // limits.MB} MB",
        *(f"{n:,}" for n in (limits.COLUMNS, limits.CELLS, limits.SHEET_CELLS)),
    ]
    assert [readme.count(one) >= 2 for one in told] == [True] * 4
