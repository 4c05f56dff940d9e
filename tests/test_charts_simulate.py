"""Figures of the sandbox: within their edges at both sizes, in both languages, and saying what the numbers say."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from sgm_lab import charts, simulate
from sgm_lab.charts.theme import Chart
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language


@cache
def game(player: str = "even_areas", quarters: int = 8) -> simulate.Run:
    return simulate.run(simulate.market("healthcare", 7), simulate.PLAYERS[player], quarters)


@cache
def found(player: str = "even_areas") -> simulate.Review:
    return simulate.review(game(player))


TARGETS = (("satisfaction", 4, 0.75), ("loyalty", 8, 0.95))
Draw = Callable[[Any], Chart]
FIGURES: dict[str, Draw] = {
    "opinion": lambda size: charts.sandtable_opinion(
        game().history(truth=True), targets=TARGETS, news={3: "需求猛增"}, subtitle="模拟数据", size=size
    ),
    "opening": lambda size: charts.sandtable_opinion(game("even_areas", 0).history(), size=size),
    "books": lambda size: charts.sandtable_books(game().history(), news={3: "需求猛增"}, size=size),
    "loss": lambda size: charts.sandtable_books(game("beginner").history(), size=size),
    "first": lambda size: charts.sandtable_books(game("beginner", 1).history(), size=size),
    "causes": lambda size: charts.sandtable_causes(found().causes, subtitle="模拟数据", size=size),
    "lost": lambda size: charts.sandtable_causes(found("beginner").causes, what="surplus", size=size),
    "share": lambda size: charts.sandtable_causes(found().causes, what="satisfaction", size=size),
    "rivals": lambda size: charts.sandtable_rivals(found().rivals, size=size),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["page", "phone"])
@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_draws_without_tofu_and_within_its_edges(name: str, size: str, language: Any) -> None:
    with use_language(language), warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every missing glyph
        warnings.simplefilter("ignore", ResourceWarning)  # of what another test left open
        figure = FIGURES[name](size)
        assert figure.svg().startswith("<svg")
    assert len(figure.alt) > 20
    width, height = figure.get_size_inches() * figure.dpi
    figure.draw_without_rendering()
    axes = figure.axes
    assert len(axes) == 1  # no second scale
    low, high = axes[0].get_xlim()
    ticks = zip(axes[0].get_xticks(), axes[0].get_xticklabels(), strict=True)
    feet = [label for at, label in ticks if low <= at <= high]
    shown = [*figure.texts, *axes[0].texts, axes[0].xaxis.label, *feet]
    for text in [text for text in shown if text.get_text() and text.get_visible()]:
        box = text.get_window_extent()
        assert box.x0 > -2, text.get_text()
        assert box.x1 < width + 2, text.get_text()
        assert box.y0 > -2, text.get_text()
        assert box.y1 < height + 2, text.get_text()
    boxes = [label.get_window_extent() for label in feet]
    assert not any(a.overlaps(b) for a, b in pairwise(boxes))


def test_titles_are_the_answer() -> None:
    causes = found().causes
    best = causes.drop(index="start")["result"].idxmax()
    assert best == "process"
    assert "最出力的是流程和人手" in FIGURES["causes"]("page").alt
    assert "拖后腿的是变故" in FIGURES["causes"]("page").alt
    assert "最出力" in charts.sandtable_causes(causes.drop(index="shocks")).alt
    assert "你排第 3" in FIGURES["rivals"]("page").alt
    top = found().rivals.copy()
    top.loc["you", "result"] = 9999.0
    assert "你排第一" in charts.sandtable_rivals(top).alt
    assert "亏了" in FIGURES["loss"]("page").alt
    assert "累计结余" in FIGURES["books"]("page").alt
    assert "接手时" in FIGURES["opening"]("page").alt
    assert "第3季：需求猛增" in FIGURES["opinion"]("page").alt


def test_a_result_without_causes_is_drawn() -> None:
    nothing = simulate.review(simulate.play(simulate.market("healthcare", 7), [{}] * 8)).causes
    assert "没有" in charts.sandtable_causes(nothing.loc[["start"]]).alt


def test_empty_tables_say_so() -> None:
    with pytest.raises(DataError, match="经营记录"):
        charts.sandtable_books(game("even_areas", 0).history())
    with pytest.raises(DataError, match="经营记录"):
        charts.sandtable_opinion(game().history().iloc[:0])
    with pytest.raises(DataError, match="原因"):
        charts.sandtable_causes(found().causes.iloc[:0])
    with pytest.raises(DataError, match="你"):
        charts.sandtable_rivals(found().rivals.drop(index="you"))
