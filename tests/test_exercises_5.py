"""Chapter 5's exercises: every figure of the data in a prompt, solution or the page's story is recomputed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from read_page import read

from sgm_lab import cases, culture, exercises, kano, labs, process, satisfaction
from sgm_lab.exercises.records import Number

CHAPTER = {record.id.removeprefix("5-"): record for record in exercises.chapter("5")}
ROOT = Path(__file__).parents[1]
SHOP = cases.load("customer_service")


def figures() -> dict[str, str]:
    return read(ROOT / "book" / "zh" / "5-challenges.md").figures


def test_areas_on_which_leaders_and_front_line_differ() -> None:
    roles = culture.score(culture.sample(), fewest=0).roles
    assert roles.index[roles["differs"]].tolist() == ["values", "safety"]
    right = CHAPTER["culture"].right
    assert right
    safety = roles.loc["safety"]
    assert f"{safety['leader']:.1f}对{safety['front']:.1f}" in right.zh
    assert roles["gap"].abs().idxmax() == "safety"


def test_waiting_at_three_hand_offs() -> None:
    record = CHAPTER["handoff-share"]
    assert isinstance(record, Number)
    import pandas as pd

    rows = [("诊室", "检验", 300, 12), ("检验", "诊室", 150, 40), ("诊室", "药房", 260, 9)]
    found = process.handoffs(pd.DataFrame(rows, columns=["from", "to", "count", "wait"]))
    first = found.links.iloc[0]
    assert (first["from"], first["to"]) == ("检验", "诊室")
    assert 100 * first["share"] == pytest.approx(record.answer)
    assert first["count"] == found.links["count"].min()


def test_sales_calls_did_not_drift() -> None:
    row = kano.drift(SHOP.kano).loc["sales_calls"]
    said = CHAPTER["drift-read"].prompt.zh
    assert re.findall(r"\d+%", said) == [f"{row[f'share_R_{wave}']:.0%}" for wave in (1, 2, 3)]
    assert row["path"] == "R→R→R"
    assert f"V＝{row['cramers_v']:.2f}" in said
    assert f"p＝{row['p_holm']:.2f}" in said


def test_new_customers_went_the_same_way() -> None:
    new = kano.drift(SHOP.kano[SHOP.kano["customer_type"] == "new"])
    assert new.loc["delay_notice", "path"] == "A→O→M"
    assert new.loc["delay_notice", "moved"]
    lab = labs.KanoDrift(case="customer_service", view="path", segment="customer_type=new")
    assert "延误先告知：从魅力经过期望变成必备" in lab.sentence(lab.compute())


def test_no_other_feature_drifted_and_every_segment_went_the_same_way() -> None:
    drift = kano.drift(SHOP.kano)
    assert drift.index[drift["moved"]].tolist() == ["delay_notice"]
    assert figures()["path"] == "A→O→M"
    assert int(figures()["features"]) == len(drift)


def test_change_a_wave_can_show() -> None:
    points = int(figures()["visible"])
    assert satisfaction.sample_size_for_change(0.43, 0.43 + points / 100) <= int(figures()["smallest"])
    assert satisfaction.sample_size_for_change(0.43, 0.42 + points / 100) > int(figures()["smallest"])
    assert figures()["must_3"] == "43%"


def test_four_hands_on_time() -> None:
    record = CHAPTER["check-2"]
    assert isinstance(record, Number)
    assert record.answer == pytest.approx(100 * 0.95**4)
    assert 0.9**5 < 0.6  # the page: five stretches of nine in ten


def test_hand_off_map_opens_on_the_shop_and_its_first_line_is_the_page_s() -> None:
    cells = json.loads((ROOT / "notebooks/zh/5-challenges.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any(
        'case="customer_service"' in "".join(cell["source"]) for cell in cells if cell["id"] == "handoff-lab"
    )
    first = labs.HandoffMap(case="customer_service").compute().links.iloc[0]
    assert f"{first['share']:.0%}" == figures()["first_share"]
