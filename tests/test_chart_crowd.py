"""A plane with more points than names have room for: numbers, and a key below."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from sgm_lab import charts, kano
from sgm_lab.charts.fitting import Size, short

_rng = np.random.default_rng(4)
FIRST = ["自助叫号", "候诊提醒", "线上报告", "夜间停车", "导诊台", "母婴室", "轮椅借用", "费用预估"]
NAMES = [
    f"{one}{end}" for one in FIRST for end in ("", "与短信通知", "（老年人优先）", "、在手机上查", "可预约")
]


def found(names: list[str]) -> pd.DataFrame:
    counts = pd.DataFrame(_rng.multinomial(100, [0.25] * 4, len(names)), columns=list("MOAI"), index=names)
    return kano.classify(counts.rename_axis("feature"))


@pytest.mark.parametrize("size", ["page", "phone"])
def test_forty_names_stand_in_a_key_and_none_covers_another(size: Size) -> None:
    table = found(NAMES)
    figure = charts.quadrant(table, size=size)
    figure.draw_without_rendering()
    written = {text.get_text(): text.get_window_extent() for text in figure.texts}
    for number, (name, category) in enumerate(table["category"].items(), 1):
        assert str(number) in written
        assert short(f"{name} {category}", 15) in written
    for (one, box), (other, there) in itertools.combinations(written.items(), 2):
        assert not box.overlaps(there), (one, other)
    height = figure.get_window_extent().height
    assert all(box.y0 >= 0 and box.y1 <= height for box in written.values())
    plain = charts.quadrant(table.head(6), size=size)
    assert figure.axes[0].get_window_extent().height == pytest.approx(
        plain.axes[0].get_window_extent().height, abs=25
    )


@pytest.mark.parametrize("size", ["page", "phone"])
def test_few_names_stand_at_their_points(size: Size) -> None:
    figure = charts.quadrant(found(NAMES[:6]), size=size)
    assert len(figure.texts) == 1  # the title
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert any(text.startswith("自助叫号") for text in shown)
