"""Figures with whatever people call things: whole questions, any script, no name at all, dollars and line breaks."""

from __future__ import annotations

import html
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from sgm_lab import cases, charts, control, goals, kano, process, satisfaction, servqual, training
from sgm_lab.charts.kano import corners
from sgm_lab.charts.theme import Chart
from sgm_lab.estimate import Estimate

HEALTH = cases.load("healthcare")
COUNTS = kano.tally(HEALTH.kano)
CLASSIFIED = kano.classify(COUNTS)
WAVE_2 = HEALTH.servqual[HEALTH.servqual["wave"] == 2]
GAPS = servqual.gaps(WAVE_2)
CONTINUOUS = kano.continuous(HEALTH.kano)
FLOW = process.baseline("healthcare").flow
WAITS = process.waits(process.simulate(FLOW, days=5))
ROSTER = {station.name: station.staff for station in FLOW.stations}
DIMENSIONS = list(GAPS.index)
SOME = ("甲", "乙", "丙", "丁", "戊")


def _labels(keys: object, texts: list[str]) -> dict:
    """Name the first things as given, the rest as they are."""
    return {key: texts[at] if at < len(texts) else str(key) for at, key in enumerate(keys)}


def _unique(texts: list[str]) -> list[str]:
    return [f"{text}{at}" for at, text in enumerate([*texts, *SOME[len(texts) :]])]


def _needs(texts: list[str]) -> training.Needs:
    team = training.sample("healthcare")
    named = team.replace({"staff": _labels(team["staff"].unique(), _unique(texts))})
    named = named.replace({"skill": _labels(team["skill"].unique(), _unique(texts))})
    return training.needs(named, GAPS["gap"].to_dict())


LABELLED: dict[str, Callable[[list[str], str], Chart]] = {
    "tallies": lambda s, size: charts.tallies(COUNTS, CLASSIFIED, labels=_labels(COUNTS.index, s), size=size),
    "quadrant": lambda s, size: charts.quadrant(CLASSIFIED, labels=_labels(COUNTS.index, s), size=size),
    "plane": lambda s, size: charts.continuous_plane(CONTINUOUS, labels=_labels(COUNTS.index, s), size=size),
    "curves": lambda s, size: charts.satisfaction_curves(CLASSIFIED, labels=_labels(COUNTS.index, s), size=size),
    "estimates": lambda s, size: charts.estimates(
        dict.fromkeys(_unique(s), Estimate(0.5, 0.4, 0.6, 90)), name=s[0], subtitle=s[-1], size=size
    ),
    "gaps": lambda s, size: charts.gaps(GAPS, labels=_labels(DIMENSIONS, s), subtitle=s[0], size=size),
    "gap groups": lambda s, size: charts.gap_groups(
        servqual.gaps(WAVE_2, by="age_group"), groups=_labels(HEALTH.segment_labels("zh")["age_group"], s), size=size
    ),
    "pareto": lambda s, size: charts.pareto(
        control.pareto(HEALTH.comments["dimension"]), labels=_labels(DIMENSIONS, s), name=s[0], size=size
    ),
    "control": lambda s, size: charts.control_chart(
        control.individuals([3, 4, 5, 4, 30, 4, 5]), x=[*s, *"1234567"][:7], name=s[0], subtitle=s[0], size=size
    ),
    "goal": lambda s, size: charts.attainment(
        goals.Goal("降", metric=s[0], unit=s[-1], baseline=45, target=30), Estimate(33, 31, 35, 400), size=size
    ),
    "cascade": lambda s, size: charts.cascade(
        goals.cascade(-50, dict.fromkeys(_unique(s), -9.0), unit=s[0]), size=size
    ),
    "scale": lambda s, size: charts.attainment_scale([1.0] * len(s), s, 55.0, size=size),
    "waits": lambda s, size: charts.waits(WAITS, labels=_labels(WAITS.index, s), name=s[0], size=size),
    "stations": lambda s, size: charts.stations(WAITS, ROSTER, labels=_labels(ROSTER, s), size=size),
    "matrix": lambda s, size: charts.training_matrix(_needs(s), size=size),
    "themes": lambda s, size: charts.themes_over_time(
        pd.DataFrame({"period": pd.to_datetime(["2025-01-01", "2025-02-01"] * 2), "dimension": ["a", "a", "b", "b"],
                      "count": [3, 4, 1, 9]}), by="dimension", labels=_labels("ab", s), size=size
    ),
}  # fmt: skip

NAMES = st.lists(st.text(max_size=200), min_size=1, max_size=4)


@pytest.mark.parametrize("name", LABELLED)
@settings(max_examples=4)
@given(NAMES, st.sampled_from(["page", "phone"]))
@example(["门诊等候时每隔十分钟收到一次还要等多久的提醒您觉得怎么样请选择" * 3, "短"], "phone")
@example(["门诊等候时每隔十分钟收到一次还要等多久的提醒您觉得怎么样请选择" * 6], "page")
@example(["W" * 80, "Howwouldyoufeelifyouweretoldeverytenminutes" * 3, "a b"], "page")
@example(["W" * 200, "price $5 or $10", "$$", "$\\frac"], "phone")
@example(["", " ", "\n", "ราคา\u202eสูง", "🙂" * 40][:4], "phone")
@example(
    ["\u05d0\u20dd", "\u0627\u0301\u20dd", "\u0eb8\uff9f"], "page"
)  # a mark that another face has than its letter
@example(["\ue000\U0010fffd", "\x00\x1b\x85\u2028", "a\u0301" * 60], "phone")
def test_any_name_is_drawn(name: str, texts: list[str], size: str) -> None:
    with warnings.catch_warnings():
        # matplotlib warns so of a letter it does not have, and of a layout without room
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ResourceWarning)  # of what another test left open
        figure = LABELLED[name](texts, size)
        picture = figure.html()
    assert "<img" in picture
    width, height = figure.get_size_inches()
    room = figure.axes[0].get_position()
    assert room.width > 0.1
    assert room.height * height > 0.5
    figure.dpi = 72  # at which it was drawn just now
    edge = width * figure.dpi
    axes = figure.axes[0]
    legend = axes.get_legend()
    within = axes.get_ylim()
    rows = [label for at, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
            if min(within) <= at <= max(within)]  # fmt: skip
    shown = [*figure.texts, *axes.texts, axes.xaxis.label, axes.yaxis.label, *rows]
    for text in [*shown, *(legend.get_texts() if legend else [])]:
        if text.get_text().strip():
            box = text.get_window_extent()
            assert box.x0 > -0.03 * edge, text.get_text()
            assert box.x1 < 1.03 * edge, text.get_text()


def test_a_dollar_is_a_dollar_and_the_whole_name_stays_in_words() -> None:
    question = "如果挂号费从 $5 涨到 $10，但保证三十分钟之内见到医生，您觉得怎么样？请按第一反应选择"
    figure = charts.tallies(COUNTS, CLASSIFIED, labels=_labels(COUNTS.index, [question]))
    drawn = "".join(text.get_text().replace("\n", "") for text in figure.findobj(Text))
    assert "$5 涨到 $10" in drawn
    assert question in figure.alt
    assert html.escape(question) in figure.html()
    assert np.isfinite(figure.get_size_inches()).all()


def test_nps_of_a_group_without_a_name_is_drawn() -> None:
    assert charts.estimates({"": satisfaction.nps(promoters=5, passives=3, detractors=2)}).svg()


@pytest.mark.parametrize("size", ["page", "phone"])
@pytest.mark.parametrize("count", [1, 3, 10, 20, 40])
def test_names_of_points_keep_clear_of_the_names_of_corners(count: int, size: Any) -> None:
    rng = np.random.default_rng(count)
    names = {text for _, _, text, _ in corners()}
    for spread in (0.6, 5.0):
        shares = rng.dirichlet([spread] * 6, count)
        counts = pd.DataFrame(
            [rng.multinomial(60, row) for row in shares],
            columns=list("MOAIRQ"),
            index=[f"门诊等候时的提醒 {at}" for at in range(count)],
        )
        drawn = charts.quadrant(kano.classify(counts), size=size).axes[0].texts
        keys = [text.get_window_extent() for text in drawn if text.get_text() in names]
        labels = [text for text in drawn if text.get_text() not in names | {""}]
        assert (len(keys), len(labels)) == (4, count)
        assert not [one.get_text() for one in labels for key in keys if one.get_window_extent().overlaps(key)]
