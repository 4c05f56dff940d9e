"""Printed tables held against themselves: published ones agree within rounding, changed ones are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

import sgm_lab
from sgm_lab import published
from sgm_lab.cli import main
from sgm_lab.errors import DataError
from sgm_lab.i18n import LANGUAGES, use_language

#: Aghamolaei & Zare (2008), *BMC Medical Education* 8:34, Table 2, items 1–18: perception, expectation, gap. Five of
#: the gaps are a hundredth off the difference of the printed means, which rounding explains.
ITEMS = pd.DataFrame(
    [(3.36, 4.08, -0.72), (2.98, 4.24, -1.26), (3.07, 3.8, -0.73), (3.38, 4.2, -0.81), (3.39, 4.32, -0.93),
     (3.0, 4.03, -1.03), (2.45, 3.86, -1.41), (2.4, 3.92, -1.51), (3.38, 4.08, -0.7), (2.7, 3.73, -1.03),
     (3.1, 3.64, -0.54), (2.77, 4.04, -1.27), (2.99, 4.06, -1.07), (2.98, 4.03, -1.05), (3.03, 4.04, -1.0),
     (3.56, 4.35, -0.79), (3.43, 4.16, -0.72), (3.07, 3.79, -0.72)],
    columns=["感受", "期望", "差距"],
)  # fmt: skip
#: README of W. Peter's R package stp25kano (2024-05-11): counts, and what it prints of them.
KANO = pd.DataFrame(
    [("Service app", 95, 123, 45, 33, 0, 0, 296, "O", 0.568, -0.736),
     ("Hotline", 15, 24, 121, 124, 6, 6, 296, "A", 0.511, -0.137),
     ("Loan machine", 65, 87, 93, 51, 0, 0, 296, "一元", 0.608, -0.514)],
    columns=["功能", *"MOAIRQ", "n", "类别", "Better", "Worse"],
)  # fmt: skip


def kinds(table: pd.DataFrame, **how: Any) -> list[tuple[str, str]]:
    found = published.check(table, **how)
    return list(zip(found["row"], found["check"], strict=True))


def test_a_published_table_of_gaps_agrees_within_rounding() -> None:
    found = published.check(ITEMS)
    assert found.empty
    assert found.attrs["checked"] == {"gap": 18}
    assert (ITEMS["感受"] - ITEMS["期望"] - ITEMS["差距"]).abs().max() > 0.009  # not by being exact


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_digits_exchanged_are_found(lang: str) -> None:
    wrong = ITEMS.copy()
    wrong.loc[3, "差距"] = -0.18
    with use_language(lang):
        found = published.check(wrong).iloc[0]
    assert (found["row"], found["check"], found["printed"]) == ("4", "gap", "−0.18")
    assert found["low"] == pytest.approx(-0.83)
    assert all(part in found["says"] for part in ("−0.18", "3.38", "4.20", "−0.82"))


def test_a_published_kano_table_agrees_by_whatever_rule() -> None:
    found = published.check(KANO)
    assert found.empty, found["says"].tolist()
    assert found.attrs["checked"] == {"counts": 3, "category": 3, "better": 3, "worse": 3}


@pytest.mark.parametrize(
    ("row", "column", "value", "check"),
    [(0, "类别", "必备", "category"), (1, "Better", 0.551, "better"), (2, "Worse", -0.541, "worse"),
     (0, "M", 59, "counts"),
     (1, "n", 269, "counts"), (0, "类别", "不错", "category")],
)  # fmt: skip
def test_a_kano_table_with_a_slip_is_told(row: int, column: str, value: Any, check: str) -> None:
    wrong = KANO.astype({column: object})
    wrong.loc[row, column] = value
    assert (KANO.loc[row, "功能"], check) in kinds(wrong)


def test_intervals_rest_on_t() -> None:
    """Mean 3.40, sd 1.20 of 12: t(11) = 2.201 makes 2.64 to 4.16, and 1.96 makes 2.72 to 4.08."""
    table = pd.DataFrame(
        {"题": ["a"], "均值": ["3.40"], "标准差": ["1.20"], "n": [12], "下限": ["2.64"], "上限": ["4.16"]}
    )
    assert kinds(table) == []
    normal = table.assign(下限="2.72", 上限="4.08")
    assert kinds(normal) == [("a", "interval")] * 2
    with use_language("en"):
        assert "1.96" in published.check(normal)["says"].iloc[0]
    assert kinds(normal, confidence=0.9) != []
    gaps = pd.DataFrame({"gap": [-0.72], "sd": [1.2], "n": [300], "t": [-10.39]})
    assert kinds(gaps) == []
    assert kinds(gaps.assign(n=30)) == [("1", "t")]


@pytest.mark.parametrize(("k", "wrong"), [(7, False), (6, True), (8, True)])
def test_alpha_tells_how_many_items_there_were(k: int, wrong: bool) -> None:
    """attitude (Chatterjee & Hadi), as psych prints it: seven items, average r 0.427, standardised alpha 0.839."""
    table = pd.DataFrame({"量表": ["attitude"], "alpha": [0.839], "k": [k], "r": [0.427]})
    assert kinds(table) == [("attitude", "alpha")] * wrong


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [(["33.3%", "33.3%", "33.3%"], False), (["45%", "30%", "30%"], True), ([0.5, 0.3, 0.2, 1.0], False),
     ([50, 30, 10, 100], True)],
)  # fmt: skip
def test_shares_make_a_whole(shares: list[Any], wrong: bool) -> None:
    assert (
        kinds(pd.DataFrame({"原因": list("abcd")[: len(shares)], "占比": shares})) == [("", "shares")] * wrong
    )


def test_a_table_that_says_nothing_twice_is_not_called_consistent() -> None:
    with pytest.raises(DataError):
        published.check(pd.DataFrame({"期望": [4.0], "感受": [3.0]}))


def test_the_command_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((Path(sgm_lab.__file__).parent / "cli" / "schema.json").read_text("utf-8"))
    wrong = ITEMS.copy()
    wrong.loc[3, "差距"] = -0.18
    for name, table, code in (("good.csv", ITEMS, 0), ("wrong.csv", wrong, 1)):
        table.to_csv(tmp_path / name, index=False)
        assert main(["published", str(tmp_path / name), "--json", "-q"]) == code
        data = json.loads(capsys.readouterr().out)
        jsonschema.Draft202012Validator(schema).validate(data)
        assert (data["checked"], len(data["found"])) == ({"gap": 18}, code)
    assert main(["published", str(tmp_path / "wrong.csv"), "--lang", "zh"]) == 1
    assert "−0.18" in capsys.readouterr().out
