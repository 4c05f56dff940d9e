"""Figures: what they say, that nothing is tofu, cut or overlapping, and that they can be told apart without colour."""

from __future__ import annotations

import re
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from sgm_lab import (
    cases,
    charts,
    control,
    goals,
    kano,
    numbers,
    process,
    satisfaction,
    servqual,
    smart,
    training,
)
from sgm_lab.charts.fitting import _wrap
from sgm_lab.charts.theme import Chart, start, themed
from sgm_lab.errors import DataError
from sgm_lab.estimate import Estimate
from sgm_lab.i18n import use_language
from sgm_lab.look import CATEGORY, DIMENSION

HEALTH = cases.load("healthcare")
LABELS = HEALTH.feature_labels("zh")
COUNTS = kano.tally(HEALTH.kano)
CLASSIFIED = kano.classify(COUNTS)
WAVE_2 = HEALTH.servqual[HEALTH.servqual["wave"] == 2]
GAPS = servqual.gaps(HEALTH.servqual)
ITEMS = servqual.gaps(HEALTH.servqual, level="item")
HOME = dict(zip(HEALTH.items["item"], HEALTH.items["dimension"], strict=True))
GOAL = smart.Goal("候诊降到 30 分钟", metric="平均候诊", unit="分钟", baseline=45, target=30)

LINE = process.baseline("healthcare").flow
NOW, THEN = (process.simulate(flow, days=20) for flow in (LINE, LINE.staffed({"consult": (5, 3, 1)})))
WAITS, MORE, STEP = process.waits(NOW), process.waits(THEN), process.compare(NOW, THEN)
ROSTER = {station.name: station.staff for station in LINE.stations}
STATIONS = {"register": "挂号签到", "consult": "就诊", "test": "检查", "pay": "缴费取药"}
ONE_MORE = pd.DataFrame([process.recorded(run).loc["all"] for run in (NOW, THEN)], index=[0, 1])
NEEDS = training.needs(training.sample("healthcare"), GAPS["gap"].to_dict())


def importance() -> pd.DataFrame:
    table = pd.DataFrame({"importance": GAPS["expectation"], "performance": GAPS["perception"]})
    return servqual.importance_performance(table)


def zone() -> pd.DataFrame:
    named = WAVE_2.rename(columns={"expectation": "desired", "perception": "perceived"})
    return servqual.zone_of_tolerance(named.assign(adequate=(named["desired"] - 1).clip(lower=1)))


def p_chart() -> control.ControlChart:
    months = HEALTH.operations.groupby(HEALTH.operations["date"].dt.month)["complaint"].agg(["sum", "size"])
    return control.p_chart(months["sum"], months["size"])


def departments() -> dict[str, Estimate]:
    names = HEALTH.table("codes").set_index("value")["label_zh"]
    return {names[at]: satisfaction.csat(own["csat"]) for at, own in HEALTH.operations.groupby("department")}


FIGURES = {
    "groups": lambda size: charts.estimates(
        departments(), reference=0.7, name="满意率", subtitle="模拟数据", size=size
    ),
    "tallies": lambda size: charts.tallies(COUNTS, CLASSIFIED, labels=LABELS, subtitle="模拟数据", size=size),
    "quadrant": lambda size: charts.quadrant(CLASSIFIED, labels=LABELS, subtitle="模拟数据", size=size),
    "plane": lambda size: charts.continuous_plane(kano.continuous(HEALTH.kano), labels=LABELS, size=size),
    "curves": lambda size: charts.satisfaction_curves(CLASSIFIED, labels=LABELS, size=size),
    "gaps": lambda size: charts.gaps(GAPS, subtitle="模拟数据", size=size),
    "items": lambda size: charts.gaps(ITEMS, dimensions=HOME, size=size),
    "gap groups": lambda size: charts.gap_groups(
        servqual.gaps(WAVE_2, by="age_group"), groups=HEALTH.segment_labels("zh")["age_group"], size=size
    ),
    "change": lambda size: charts.gap_change(servqual.compare(HEALTH.servqual), subtitle="模拟数据", size=size),
    "parts": lambda size: charts.score_parts(
        GAPS.assign(points=20, part=GAPS["gap"] / 5, equal=GAPS["gap"] / 5), subtitle="模拟数据", size=size
    ),
    "performance": lambda size: charts.performance(servqual.performance(WAVE_2), size=size),
    "zones": lambda size: charts.zones(zone(), size=size),
    "reliability": lambda size: charts.reliability(servqual.reliability(WAVE_2), size=size),
    **{
        f"gap {n}": lambda size, n=n: charts.gaps_model(n, label="差距", subtitle="两样东西之间", size=size)
        for n in range(1, 6)
    },
    "disconfirmation": lambda size: charts.disconfirmation_curve(
        satisfaction.disconfirm(6, np.linspace(1, 7, 61)), satisfaction.disconfirm(6, 5), size=size
    ),
    "bins": lambda size: charts.disconfirmation_bins(
        satisfaction.disconfirmation_bins(np.tile([-2.5, -1, 0.4], 20), np.tile([3, 5, 6, 6], 15)),
        outcome="信任", size=size,
    ),
    "ipa": lambda size: charts.importance_performance(importance(), size=size),
    "goal": lambda size: charts.attainment(GOAL, Estimate(33, 31, 35, 400), size=size),
    "control": lambda size: charts.control_chart(p_chart(), name="投诉率", size=size),
    "pareto": lambda size: charts.pareto(control.pareto(HEALTH.comments["dimension"]), size=size),
    "waits": lambda size: charts.waits(WAITS, MORE, STEP, labels=STATIONS, name="候诊", subtitle="模拟数据", size=size),
    "waits now": lambda size: charts.waits(WAITS, labels=STATIONS, name="候诊", size=size),
    "queue": lambda size: charts.queue_day(process.queue(NOW), process.queue(THEN), name="就诊", size=size),
    "queue now": lambda size: charts.queue_day(process.queue(NOW), name="就诊", size=size),
    "stations": lambda size: charts.stations(WAITS, ROSTER, labels=STATIONS, size=size),
    "one more": lambda size: charts.more_staff(ONE_MORE, station="就诊", size=size),
    "matrix": lambda size: charts.training_matrix(NEEDS, subtitle="模拟数据", size=size),
}  # fmt: skip


@pytest.mark.parametrize("size", ["page", "phone"])
@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_draws_without_tofu_and_within_its_edges(name: str, size: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of every missing glyph
        warnings.simplefilter("ignore", ResourceWarning)  # of what another test left open
        figure = FIGURES[name](size)
        picture = figure.svg()
    assert isinstance(figure, Chart)
    assert picture.startswith("<svg")
    assert len(figure.alt) > 20
    width, height = figure.get_size_inches() * figure.dpi
    figure.draw_without_rendering()
    axes = figure.axes[0]
    shown = [
        text for text in (*figure.texts, *axes.texts, axes.xaxis.label, axes.yaxis.label) if text.get_text()
    ]
    assert not [text for text in (axes.get_xlabel(), axes.get_ylabel()) if text.endswith("…")], name
    for text in shown:
        box = text.get_window_extent()
        assert box.x0 > -2, (name, text.get_text())
        assert box.x1 < width + 2, (name, text.get_text())
        assert box.y0 > -2, (name, text.get_text())
        assert box.y1 < height + 2, (name, text.get_text())


@pytest.mark.parametrize("name", ["quadrant", "plane", "curves"])
def test_labels_do_not_cover_one_another(name: str) -> None:
    figure = FIGURES[name]("page")
    figure.draw_without_rendering()
    labels = set(LABELS.values())
    found = [x for x in figure.axes[0].texts if any(x.get_text().startswith(label) for label in labels)]
    boxes = [(x.get_text(), Text.get_window_extent(x).shrunk(0.94, 0.8)) for x in found]
    clashes = [
        (a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.overlaps(other)
    ]
    assert len(boxes) >= 8
    assert clashes == []


def test_titles_are_the_answer_and_change_with_the_numbers() -> None:
    assert "可靠性" in FIGURES["gaps"]("page").alt.split("；")[0]
    turned = GAPS.assign(gap=-GAPS["gap"])
    assert "不低于期望" in charts.gaps(turned).alt
    assert FIGURES["tallies"]("page").alt.startswith("14 项里")
    senior = kano.tally(HEALTH.kano[HEALTH.kano["age_group"] == "senior"])
    other = charts.tallies(senior, kano.classify(senior), labels=LABELS)
    assert other.alt != FIGURES["tallies"]("page").alt
    calm = control.p_chart([5, 6, 5, 4], [100] * 4)
    assert "没有异常" in charts.control_chart(calm, name="投诉率").alt
    table = importance()
    assert "没有落在" in charts.importance_performance(table.assign(quadrant="keep_up")).alt


NONE = Estimate(float("nan"), float("nan"), float("nan"), 0)


def test_groups_are_written_in_their_own_form() -> None:
    two = {
        "甲": Estimate(0.41, 0.36, 0.46, 400),
        "乙": Estimate(-0.2, -0.3, -0.1, 90),
        "丙": NONE,
    }
    assert charts.estimates(two).alt.startswith("甲最高，41%；乙最低，−20%")
    assert "+41（+36 到 +46，n=400）" in charts.estimates(two, form="points").alt
    assert "0.41" in charts.estimates(two, form="number", title="甲好于乙").alt
    assert "丙" not in charts.estimates(two).alt
    (ax,) = charts.estimates(two, reference=0.9).axes
    assert len(ax.lines) == 1  # what to compare with
    assert ax.collections[-1].get_offsets().tolist() == [[0.41, 0], [-0.2, 1]]
    with pytest.raises(DataError, match="空"):
        charts.estimates({"丙": NONE})


def test_figures_speak_english() -> None:
    with use_language("en"):
        for draw in FIGURES.values():
            figure = draw("page")
            assert figure.alt
            assert not figure.axes[0].get_xlabel().endswith("…"), (
                figure.alt
            )  # what an axis shows is said whole
        for name in ("tallies", "gap groups", "zones"):  # the longest of what stands below an axis
            figure = FIGURES[name]("phone")
            figure.draw_without_rendering()
            box = figure.axes[0].xaxis.label.get_window_extent()
            assert box.x0 > -2 and box.x1 < figure.bbox.width + 2, name  # noqa: PT018
    with use_language("en"):
        assert "Reliability" in charts.gaps(GAPS).alt
        assert not re.search(r"[\u4e00-\u9fff]", charts.tallies(COUNTS, CLASSIFIED).alt)


@pytest.mark.parametrize("marks", [CATEGORY, DIMENSION])
def test_classes_differ_without_colour(marks: dict[str, tuple[str, str]]) -> None:
    assert len({mark.marker for mark in marks.values()}) == len(marks)
    assert len({mark.color for mark in marks.values()}) == len(marks)


def test_empty_tables_say_so() -> None:
    with pytest.raises(DataError, match="空"):
        charts.tallies(COUNTS.iloc[:0], CLASSIFIED.iloc[:0])
    with pytest.raises(DataError, match="空"):
        charts.quadrant(CLASSIFIED.iloc[:0])
    with pytest.raises(DataError, match="空"):
        charts.continuous_plane(kano.continuous(HEALTH.kano).iloc[:0])
    with pytest.raises(DataError, match="换一个人群"):
        charts.satisfaction_curves(CLASSIFIED[CLASSIFIED["category"] == "I"])
    with pytest.raises(DataError, match="空"):
        charts.gaps(GAPS.iloc[:0])
    with pytest.raises(DataError, match="空"):
        charts.importance_performance(importance().iloc[:0])
    with pytest.raises(DataError, match="空"):
        charts.pareto(control.pareto(["a"]).iloc[:0])


def test_one_respondent_has_no_interval() -> None:
    one = HEALTH.servqual[HEALTH.servqual["respondent"] == HEALTH.servqual["respondent"][0]]
    assert "svg" in charts.gaps(servqual.gaps(one)).svg()


def test_ties_and_missing_categories_are_drawn() -> None:
    counts = pd.DataFrame(
        {"M": [5, 0], "O": [0, 0], "A": [5, 0], "I": [0, 0], "R": [0, 0], "Q": [0, 0]},
        index=["平手", "没人答"],
    )
    figure = charts.tallies(counts.iloc[:1], kano.classify(counts).iloc[:1])
    assert "M/A" in figure.alt
    plane = charts.quadrant(kano.classify(counts))
    assert "平手 M/A" in {text.get_text() for text in plane.axes[0].texts}
    assert "svg" in charts.tallies(counts, kano.classify(counts)).svg()


def test_repr_is_an_image_with_alt_text_that_cannot_be_markup() -> None:
    figure = charts.tallies(COUNTS, CLASSIFIED, labels=dict.fromkeys(COUNTS.index, "<script>"))
    assert figure._repr_html_().startswith("<img")
    assert "<script>" not in figure._repr_html_()
    assert figure.png(dpi=40).startswith(b"\x89PNG")


def test_same_figure_is_the_same_file() -> None:
    assert FIGURES["quadrant"]("page").svg() == FIGURES["quadrant"]("page").svg()


def test_titles_break_at_punctuation_and_keep_every_letter() -> None:
    title = "最该先补的是可靠性：期望 6.3 分，感受 4.9 分，差 1.5 分"
    lines = _wrap(title, 20)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert lines[0].endswith(("，", "："))
    assert _wrap("short", 20) == ["short"]
    dated = "30分钟内看上病的比例在 2025-07、2026-07、2026-08、2026-09 不寻常，先找原因"
    assert len(_wrap(dated, 34)) == 2  # many digits do not make it English
    assert all(
        len(line) <= 36 for line in _wrap("an English title that is rather long and needs lines " * 2, 20)
    )
    figure = themed(lambda: start("标" * 80, "副" * 90, size="phone")[0])()
    figure.draw_without_rendering()
    assert figure.texts[0].get_window_extent().x1 < figure.bbox.width


def test_long_control_charts_and_many_signals_stay_readable() -> None:
    values = np.r_[np.zeros(30), np.arange(30)]
    chart = control.individuals(values, rules="nelson")
    figure = charts.control_chart(chart, name="x")
    figure.draw_without_rendering()
    assert len(figure.axes[0].texts) < 14


def test_a_control_chart_of_shares_is_in_percent_and_names_its_points() -> None:
    chart = control.p_chart([2, 3, 2, 30, 3, 2], [200] * 6, labels=["1月", "2月", "3月", "4月", "5月", "6月"])
    figure = charts.control_chart(chart, name="投诉率")
    assert figure.alt.startswith("投诉率在 4月、5月、6月 不寻常")
    figure.draw_without_rendering()
    axes = figure.axes[0]
    assert all(tick.get_text().endswith("%") for tick in axes.get_yticklabels())
    assert [text.get_text() for text in axes.texts if text.get_text().startswith("中心")] == ["中心 4%"]
    low = charts.control_chart(control.individuals([-1.0, -2, -1.5, -2, -9, -1]), name="x").axes[0]
    assert "下限 −" in " ".join(text.get_text() for text in low.texts)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_named_signals_cover_neither_lines_nor_one_another(size: charts.Size) -> None:
    values = [5.0, 5.2, 4.9, 5.1, 6.9, 6.8, 7.1, 5.0, 4.8, 3.0, 7.2, 2.9, 5.1, 5.0]
    chart = control.individuals(
        values, rules="nelson", baseline=control.individuals([5.0, 5.4, 4.8, 5.2, 4.9])
    )
    figure = charts.control_chart(chart, name="x", size=size)
    axes = figure.axes[0]
    figure.draw_without_rendering()
    boxes = [Text.get_window_extent(text) for text in axes.texts]
    assert len(boxes) >= 6  # three ends of lines, and signals
    assert [a for at, a in enumerate(boxes) if a.count_overlaps(boxes[at + 1 :])] == []
    line = max(axes.lines, key=lambda line: len(line.get_xdata()) if line.get_marker() == "o" else 0)
    path = line.get_transform().transform_path(line.get_path())
    assert not any(path.intersects_bbox(box, filled=False) for box in boxes)


def test_a_target_beside_the_centre_line_is_written_clear_of_it() -> None:
    chart = control.individuals([34.8, 34.1, 35.2, 33.6, 34.9, 33.9])
    figure = charts.control_chart(chart, name="x", target=float(chart.center) - 0.01)
    figure.draw_without_rendering()
    boxes = [Text.get_window_extent(text) for text in figure.axes[0].texts]
    assert len(boxes) == 4
    assert [a for at, a in enumerate(boxes) if a.count_overlaps(boxes[at + 1 :])] == []


def test_a_face_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from sgm_lab.charts import fitting

    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # said once where there is no face at all
        face = fitting.chinese_face.__wrapped__()
    assert face is None or face in fitting._SYSTEM_FACES


def test_a_rare_letter_is_drawn_from_the_face_of_the_system() -> None:
    from matplotlib import font_manager
    from matplotlib.font_manager import get_font

    from sgm_lab.charts import fitting

    packaged = len(fitting.drawable("医醫龘").replace("□", ""))
    assert packaged == 3
    fitting._whole()
    system = fitting._system()  # after the packaged face is known, which may have the same name
    held = system and ord("𠮷") in get_font(font_manager.findfont(system)).get_charmap()
    assert fitting.drawable("𠮷") == ("𠮷" if held else "□")


def test_service_line_titles_say_what_changed() -> None:
    down = charts.waits(WAITS, MORE, STEP, labels=STATIONS, name="候诊").alt
    assert "降到" in down
    back = process.compare(THEN, NOW)
    assert "升到" in charts.waits(MORE, WAITS, back, labels=STATIONS, name="候诊").alt
    assert "没有看得出的变化" in charts.waits(WAITS, WAITS, process.compare(NOW, NOW), name="候诊").alt
    assert "改后" in charts.queue_day(process.queue(NOW), process.queue(THEN), name="就诊").alt
    assert (
        "加第一人"
        in charts.more_staff(pd.concat([ONE_MORE, ONE_MORE.iloc[1:]]).set_axis([0, 1, 2]), station="就诊").alt
    )
    calm = training.needs(training.sample("healthcare"), dict.fromkeys(GAPS.index, 0.1))
    assert "没有一项急着培训" in charts.training_matrix(calm).alt
    with use_language("en"):
        found = training.needs(training.sample("healthcare"), GAPS["gap"].to_dict())
        for size in ("page", "phone"):
            assert "fall short" in charts.training_matrix(found, size=size).alt


def test_service_line_figures_without_anything_to_draw_say_so() -> None:
    for draw in (
        lambda: charts.waits(WAITS, labels={}),
        lambda: charts.queue_day(process.queue(NOW).iloc[:0]),
        lambda: charts.stations(WAITS, {}),
        lambda: charts.more_staff(ONE_MORE.iloc[:1]),
    ):
        with pytest.raises(DataError):
            draw()
    nobody = process.queue(NOW) * 0
    assert charts.queue_day(nobody).alt
    assert "25" in charts.stations(WAITS.assign(queue=25.2), {"consult": (4, 4)}).alt


# ---- SERVQUAL views ----


def test_a_folded_label_loses_its_number_only_in_titles() -> None:
    figure = charts.performance(
        servqual.performance(WAVE_2, "item"), labels={5: "5. 预约在哪个时段，\n就能看上病"}
    )
    assert "预约在哪个时段，就能看上病" in figure.alt
    assert "5." not in figure.alt.split("分")[0]


def test_changes_that_may_be_chance_are_grey_and_not_in_the_title() -> None:
    table = servqual.compare(HEALTH.servqual)
    title = charts.gap_change(table).texts[0].get_text()
    assert "移情性" in title
    assert "可靠性" not in title
    calm = table.assign(p_holm=1.0)
    calm.attrs = table.attrs
    assert "看不出" in charts.gap_change(calm).texts[0].get_text()


@pytest.mark.parametrize(
    ("adequate", "desired", "words"), [(5, 6, "没到"), (1, 7, "都在容忍区间"), (1, 2, "超过理想")]
)
def test_zones_name_what_lies_outside(adequate: int, desired: int, words: str) -> None:
    table = pd.DataFrame({
        "respondent": range(20), "item": 5, "dimension": "reliability", "desired": desired, "adequate": adequate,
        "perceived": [3, 4] * 10,
    })  # fmt: skip
    assert words in charts.zones(servqual.zone_of_tolerance(table)).texts[0].get_text()


def test_weak_scales_and_single_groups_are_named() -> None:
    table = servqual.reliability(WAVE_2).assign(alpha=0.5, low=0.4, high=0.6)
    assert "谨慎" in charts.reliability(table).texts[0].get_text()
    one = WAVE_2[WAVE_2["age_group"] == "senior"]
    assert "差距最大" in charts.gap_groups(servqual.gaps(one, by="age_group")).texts[0].get_text()


@pytest.mark.parametrize(("met", "words"), [(5, "差 1.00 分"), (6, "不多不少"), (7, "超出 1.00 分")])
def test_the_curve_says_where_it_stands(met: int, words: str) -> None:
    curve = satisfaction.disconfirm(6, np.linspace(1, 7, 13))
    figure = charts.disconfirmation_curve(
        curve, satisfaction.disconfirm(6, met), satisfaction.disconfirm(5, 4)
    )
    assert words in figure.texts[0].get_text()


@pytest.mark.parametrize("draw", [charts.gap_change, charts.performance, charts.disconfirmation_bins])
def test_nothing_to_draw_is_said(draw: object) -> None:
    empty = pd.DataFrame({"change": [np.nan], "perception": [np.nan], "outcome": [np.nan]})
    with pytest.raises(DataError):
        draw(empty, **({"outcome": "x"} if draw is charts.disconfirmation_bins else {}))  # type: ignore[operator]


def test_bins_that_overlap_claim_nothing() -> None:
    table = satisfaction.disconfirmation_bins([-3, -2.5, 0.5, 1], [2, 6, 3, 6], edges=(0,))
    assert "看不出" in charts.disconfirmation_bins(table, outcome="信任").texts[0].get_text()


def test_a_gap_of_a_control_chart_is_not_joined() -> None:
    made = charts.control_chart(control.u_chart([4, 6, None, 30, 7, 5, 4, 0], [1, 1, 1, 1, 1, 1, 1, 0]))
    (ax,) = made.figure.axes
    drawn = [line.get_xdata().tolist() for line in ax.get_lines() if line.get_marker() == "o"]
    assert [0, 1] in drawn
    assert [3, 4, 5, 6] in drawn
    assert made.svg()
    assert charts.control_chart(control.p_prime_chart([300, 420, None, 500], 4000)).svg()
    assert charts.control_chart(control.cusum([5, 5, 6, None, 9, 9, 9], target=5, sigma=1)).svg()


@pytest.mark.parametrize("size", ["page", "phone"])
def test_figures_of_goals_say_their_answer(size: str) -> None:
    made = charts.history([3, 4, 3], months=["1月", "2月", "3月"], title="答案", baseline=3.3, target=3.4, usual=0.5,
                          special=["2月"], unit="分", size=size)  # fmt: skip
    assert "答案" in made.alt
    assert "2月 4.0分" in made.alt
    short = charts.cascade(goals.cascade(10, {"甲": 4, "乙": 3}), size=size)
    assert "还差 3" in short.alt
    even = charts.cascade(goals.cascade(4, {"甲": 5, "乙": 4}, how="mean", better="higher"), size=size)
    assert "够" in even.alt
    scale = charts.attainment_scale([1, -2], ["甲", "乙"], 45.0, size=size)
    assert "乙 −2" in scale.alt
    assert "没有达到" in scale.alt
    for figure in (made, short, even, scale):
        assert figure.svg()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_figures_and_what_lies_between_add_up_for_who_reads_them(lang) -> None:
    """Rounded each for itself they were 6.3 and 4.9, “short by 1.5”."""
    one = {
        "expectation": [6.34],
        "perception": [4.86],
        "gap": [-1.48],
        "ci_low": [-1.6],
        "ci_high": [-1.3],
        "n": [90],
    }
    with use_language(lang):
        shown = charts.gaps(pd.DataFrame(one, index=["reliability"]))
    said = "".join(text.get_text() for text in shown.findobj(Text))
    assert all(figure in said for figure in ("6.34", "4.86", "1.48"))
    for pair in np.random.default_rng(5).uniform(-50, 50, (500, 2)):
        a, b, apart = (Decimal(text.replace("−", "-")) for text in numbers.adding(*pair))
        assert abs(a - b) == apart
