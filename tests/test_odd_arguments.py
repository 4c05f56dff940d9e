"""Arguments as people have them: a Series of weights, PyArrow arrays, numbers as text, two header rows, an Intake."""

from __future__ import annotations

import importlib
import inspect
import io
import math
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from test_foundation import FLOORS

from sgm_lab import (
    control,
    feedback,
    goals,
    i18n,
    intake,
    kano,
    process,
    satisfaction,
    segments,
    servqual,
    simulate,
    training,
    workbook,
)
from sgm_lab._arguments.matching import fits
from sgm_lab.errors import SgmError
from sgm_lab.exercises import classes

ITEMS = [(1, "tangibles"), (5, "reliability"), (10, "responsiveness"), (14, "assurance"), (18, "empathy")]
ANSWERS = pd.DataFrame(
    [(who, item, name, 6, 5 - (who + at) % 2) for who in range(6) for at, (item, name) in enumerate(ITEMS)],
    columns=["respondent", "item", "dimension", "expectation", "perception"],
)
KANO = pd.DataFrame(
    {"respondent": [1, 2, 3], "feature": "wait", "functional": [1, 1, 2], "dysfunctional": [5, 3, 5]}
)
SHARE = satisfaction.csat(count=95, n=100)
FLOW = process.Flow(
    (process.Station("desk", minutes=4, staff=(1,)),),
    (480, 1020),
    (0,) * 8 + (5,) * 9 + (0,) * 7,
    main="desk",
)
RECORDS = ("log.csv", "日期,数值\n2026-01-05,3\n2026-01-06,4\n".encode())


def _workbook() -> tuple[str, bytes]:
    out = io.BytesIO()
    with pd.ExcelWriter(out) as book:
        KANO.to_excel(book, sheet_name="Jan", index=False)
        KANO.head(2).to_excel(book, sheet_name="Feb", index=False)
    return "two.xlsx", out.getvalue()


def two_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(pd.MultiIndex.from_product([["Survey"], table.columns]), axis=1)


def test_weights_may_be_a_series() -> None:
    weights = {"tangibles": 20, "reliability": 30, "responsiveness": 20, "assurance": 15, "empathy": 15}
    expected = servqual.score(ANSWERS, weights=weights)
    assert servqual.score(ANSWERS, weights=pd.Series(weights)).weighted == expected.weighted
    rows = pd.DataFrame({"overall": [10, 1, 8], "expected": [10, 1, 7], "ideal": [10, 1, 6]})
    shares = {"ideal": 0.2, "overall": 0.5, "expected": 0.3}
    assert satisfaction.acsi(rows, pd.Series(shares)) == satisfaction.acsi(rows, shares)
    assert satisfaction.acsi(rows, pd.Series([0.5, 0.3, 0.2])) == satisfaction.acsi(rows, shares)


def test_pyarrow_arrays_are_read_like_lists() -> None:
    scores = [10, 9, None, 3, 7]
    assert satisfaction.nps(pa.array(scores)) == satisfaction.nps(scores)
    assert satisfaction.csat(pa.array([5, 4, None, 1])) == satisfaction.csat([5, 4, 1])


def test_lazy_tables_and_names_in_chinese() -> None:
    items = pd.DataFrame({"服务": [1, 2, 3], "Vitamin_D": [1, 3, 2]})
    assert servqual.alpha(pl.from_pandas(items).lazy()).alpha == servqual.alpha(items).alpha
    named = KANO.assign(feature="Vitamin_D", 服务="甲")
    assert kano.tally(named, by="服务").loc[("Vitamin_D", "甲")].tolist() == [1, 1, 1, 0, 0, 0]


def test_an_intake_is_opened() -> None:
    read = intake.read_kano(KANO)
    pd.testing.assert_frame_equal(kano.tally(read), kano.tally(KANO))
    pd.testing.assert_frame_equal(kano.continuous(read), kano.continuous(KANO))
    asked = intake.read_servqual(ANSWERS)
    pd.testing.assert_frame_equal(servqual.gaps(asked), servqual.gaps(asked.table))


PEOPLE: list[tuple[str, Any, str, str]] = [
    ("kano, two header rows", lambda: kano.tally(two_rows(KANO)), "errors.two_header_rows", "两层"),
    ("gaps, two header rows", lambda: servqual.gaps(two_rows(ANSWERS)), "errors.two_header_rows", "两层"),
    ("alpha, two header rows", lambda: servqual.alpha(two_rows(KANO)), "errors.two_header_rows", "两层"),
    (
        "kano, text",
        lambda: kano.tally(KANO.assign(functional=["1", "1", "2"])),
        "kano.answer",
        "文字",
    ),
    ("nps, text", lambda: satisfaction.nps(["9", "1"]), "satisfaction.number_as_text", "文字"),
    ("csat, a text", lambda: satisfaction.csat("1"), "satisfaction.number_as_text", "文字"),
    ("classify, raw", lambda: kano.classify(KANO), "kano.counts_raw", "kano.tally"),
    ("classify, an intake", lambda: kano.classify(intake.read_kano(KANO)), "kano.counts_raw", "kano.tally"),
    (
        "gaps, wide",
        lambda: servqual.gaps(pd.DataFrame({"E1": [6, 7], "P1": [5, 5]})),
        "servqual.wide",
        "intake.read_servqual",
    ),
    (
        "cluster, text",
        lambda: segments.cluster(pd.DataFrame({"a": range(20), "b": ["x"] * 20})),
        "segments.text",
        "“x”",
    ),
    (
        "profile, text",
        lambda: segments.profile(
            pd.DataFrame({"respondent": range(20), "feature": "wait", "importance": ["high"] * 20}),
            "importance",
        ),
        "segments.text",
        "“high”",
    ),
    ("scale, no pair", lambda: intake.read_kano(KANO, scale=5), "errors.choice", "5"),  # type: ignore[arg-type]
    ("scale, text", lambda: intake.read_servqual(ANSWERS, scale="1-5"), "intake.scale_order", "1-5"),  # type: ignore[arg-type]
    ("covariances, uneven", lambda: servqual.alpha_from_covariance(np.array([[1, 0.5], [0.2, 1]]), 10),  # type: ignore[arg-type]
     "servqual.covariance_sides", "0.2"),
    ("covariances, no square", lambda: servqual.alpha_from_covariance(pd.DataFrame([[1, 0.5]]), 10),
     "servqual.covariance_square", "1 行 2 列"),
    ("covariances, text", lambda: servqual.alpha_from_covariance(pd.DataFrame([["a"]]), 10),
     "servqual.covariance_numbers", "有限"),
    ("daily, lengths", lambda: satisfaction.daily(["2025-01-01"], [1, 2]), "satisfaction.daily_lengths", "2 个"),
    ("a workbook's name", lambda: workbook.open_book("a\0b"), "workbook.path", "文件名"),
    ("a class of numbers", lambda: classes.read_class([3]), "exercises.classroom.what", "3"),  # type: ignore[list-item]
    ("sample size, text", lambda: kano.sample_size("a"), "errors.inside", "a"),  # type: ignore[arg-type]
    ("tally, wide", lambda: kano.tally(pd.DataFrame({"call (yes)": [1], "call (no)": [5]})),
     "kano.wide", "intake.read_kano"),
    ("rules, a number", lambda: control.individuals(range(25), rules=3), "control.rule_unknown", "“3”"),  # type: ignore[arg-type]
    ("erlang, text", lambda: process.erlang_c("a", 5, 2), "process.no_number", "a"),  # type: ignore[arg-type]
    ("erlang, half a person", lambda: process.erlang_c(10, 5, 2.5), "process.no_whole", "2.5"),  # type: ignore[arg-type]
    ("erlang, no time", lambda: process.erlang_c(10, 0, 2), "process.above", "大于 0"),
    ("erlang, before", lambda: process.erlang_c(10, 5, 2, within=-5), "process.finite", "−5"),
    ("fit, no log", lambda: process.fit_log(pd.DataFrame()), "process.no_log", "read_log"),
    ("bins, no edge", lambda: satisfaction.disconfirmation_bins([1, 2], [1, 2], edges=math.nan),  # type: ignore[arg-type]
     "satisfaction.disconfirm_edges", "nan"),
    ("bins, text", lambda: satisfaction.disconfirmation_bins([1, 2], [1, 2], edges="low"),  # type: ignore[arg-type]
     "satisfaction.disconfirm_edges", "low"),
    ("sheet of a frame", lambda: intake.read_kano(KANO, sheet=0), "files.sheet_idle", "没有工作表"),
    ("sheet of text", lambda: intake.read_records(RECORDS, sheet="Feb"), "files.sheet_idle", "Feb"),
    ("sheet of an open table", lambda: intake.open_table(intake.open_table(KANO), 1), "files.sheet_idle", "1"),
    ("sheet from the end", lambda: intake.read_kano(_workbook(), sheet=-1), "files.no_sheet_at", "从 0 数到 1"),
    ("sheet, yes", lambda: intake.read_kano(_workbook(), sheet=True), "files.no_sheet", "True"),
    ("header of an open table", lambda: intake.open_table(intake.open_table(KANO), header=2),
     "files.header_idle", "header=2"),
    ("pairs of a long table", lambda: intake.read_kano(KANO, pairs="alternate"), "intake.pairs_long", "功能"),
    ("reverse, text", lambda: intake.read_kano(KANO, reverse="no"), "errors.choice", "no"),  # type: ignore[arg-type]
    ("day first, text", lambda: intake.read_records(RECORDS, day_first="no"), "errors.choice", "no"),  # type: ignore[arg-type]
    ("confidence, text", lambda: satisfaction.csat([5], confidence="0.95"), "errors.share", "0.95 (str)"),  # type: ignore[arg-type]
    ("confidence, Decimal", lambda: satisfaction.csat([5], confidence=Decimal("0.9")), "errors.share", "Decimal"),  # type: ignore[arg-type]
    ("count, text", lambda: satisfaction.csat(count="3", n=5), "satisfaction.count", "3 (str)"),  # type: ignore[arg-type]
    ("count, a column", lambda: satisfaction.csat(count=pd.Series([3]), n=5), "satisfaction.count", "现在是 Series"),  # type: ignore[arg-type]
    ("a set of answers", lambda: satisfaction.csat({4, 5}), "satisfaction.one_column", "set"),
    ("answers by name", lambda: satisfaction.nps({"a": 9}), "satisfaction.one_column", "dict"),
    ("a table of PyArrow", lambda: satisfaction.nps(pa.table({"a": [9], "b": [8]})), "errors.one_column", "a、b"),
    ("no real answer", lambda: satisfaction.ces([1 + 2j]), "satisfaction.not_a_number", "2j"),
    ("infinite answer", lambda: satisfaction.difference([1, math.inf], [1, 2]), "satisfaction.text", "inf"),
    ("top, yes", lambda: satisfaction.csat([5], top=True), "satisfaction.top", "True"),
    ("three items, yes", lambda: satisfaction.acsi([[True] * 3]), "satisfaction.acsi_cell", "True"),
    ("three items, ragged", lambda: satisfaction.acsi([[1, 2, 3], [1, 2]]), "satisfaction.acsi_columns", "2、3"),
    ("off the model's scale", lambda: satisfaction.disconfirm([6, 50], [5, 5]), "satisfaction.outside", "50"),
    ("unlike measures", lambda: satisfaction.difference(satisfaction.csat([5]), satisfaction.ces([5, 6])),
     "satisfaction.difference_kind", "“比例”，另一个是“平均值”"),
    ("a column twice", lambda: kano.tally(pd.concat([KANO, KANO[["feature"]]], axis=1)),
     "errors.column_twice", "feature"),
    ("an item twice", lambda: servqual.alpha(pd.DataFrame([[1, 2], [2, 3]], columns=["a", "a"])),
     "errors.column_twice", "a"),
    ("no feature", lambda: kano.tally(KANO.assign(feature=None)), "kano.no_feature", "3 行"),
    ("counts, text", lambda: kano.classify({"a": {"M": "12"}}), "kano.counts_text", "“12”"),
    ("no reply", lambda: kano.survey_plan([0.1], reply=0), "errors.above", "大于 0"),
    ("margins in percent", lambda: kano.survey_plan([5]), "errors.inside", "margins"),
    ("weights, a list", lambda: servqual.score(ANSWERS, weights=[20] * 5), "servqual.weights_kind", "list"),  # type: ignore[arg-type]
    ("weights, twice", lambda: servqual.score(ANSWERS, weights=pd.Series({"a": 1}, index=["a", "a"])),
     "servqual.weights_twice", "“a”"),
    ("items, infinite", lambda: servqual.alpha(pd.DataFrame({"a": [1, math.inf], "b": [1, 2]})),
     "servqual.alpha_text", "inf"),
    ("no such dimension", lambda: servqual.item_analysis(ANSWERS, "speed"), "errors.choice", "speed"),
    ("points, a set", lambda: control.individuals({1, 2, 3}), "control.one_dimension", "一列"),
    ("points, lengths of time", lambda: control.individuals(pd.to_timedelta([1, 2], unit="min")),
     "control.not_a_number", "不是数"),
    ("no cases", lambda: control.p_chart([1, 2], None), "control.too_few", "n 只有"),
    ("a line nowhere", lambda: control.runs_test([1, 2, 3], center=math.nan), "control.between", "center"),
    ("one value to compare", lambda: control.before_after([1], [2, 3]), "control.few_values", "比较至少要 2 个"),
    ("seen, few", lambda: control.watch(range(20), seen=5), "control.learn", "seen 应在 12"),
    ("shares above 1", lambda: control.watch([5] * 20, [50] * 20, seen=15), "control.no_share", "0 到 1"),
    ("nowhere to go", lambda: goals.gas_levels(90, 90), "goals.no_way", "90"),
    ("no day", lambda: goals.Goal("…", due=pd.NaT), "goals.not_a_date", "NaT"),  # type: ignore[arg-type]
    ("a level for a change", lambda: goals.Goal("…", unit="pp", baseline=0, target=10).attainment(SHARE),
     "goals.level_for_change", "95%"),
    ("a change for a level", lambda: goals.Goal("…", baseline=80, target=90).attainment(
        satisfaction.difference(SHARE, SHARE)), "goals.change_for_level", "80"),
    ("better, another word", lambda: goals.check([1, 2], [2, 3], better="up"), "errors.choice", "higher、lower"),  # type: ignore[arg-type]
    ("how, another word", lambda: satisfaction.level(satisfaction.daily(["2026-01-05"], [1]), "median"),  # type: ignore[arg-type]
     "errors.choice", "median"),
    ("of, another word", lambda: control.period_level([1, 2], of="x"), "errors.choice", "share"),  # type: ignore[arg-type]
    ("people, infinite", lambda: segments.cluster(pd.DataFrame({"a": [math.inf, *range(19)]})), "segments.text", "inf"),
    ("people, days", lambda: segments.cluster(pd.DataFrame({"a": pd.date_range("2026-01-05", periods=20)})),
     "segments.text", "2026"),
    ("no crowd", lambda: segments.cluster(pd.DataFrame({"a": range(30)}), draws=0), "errors.whole", "draws"),
    ("labels, uneven", lambda: segments.adjusted_rand([1, 1], [1]), "segments.pairs", "2 个和 1 个"),
    ("labels of few", lambda: segments.describe(pd.DataFrame({"a": [1, 2, 3]}), pd.Series([1, 2])),
     "segments.unlabelled", "1 人"),
    ("somebody twice", lambda: segments.who(pd.Series([1, 2], index=[7, 7]), pd.DataFrame({"g": [1]}), "g"),
     "segments.twice", "“7”"),
    ("comments by name", lambda: feedback.code({"a": "等太久"}), "feedback.no_column", "dict"),
    ("no such class", lambda: feedback.compare(["z"], ["a"], ["a"]), "feedback.no_class", "a"),
    ("other comments", lambda: feedback.moved(feedback.code(["慢"]), feedback.code(["慢", "快"])),
     "feedback.lengths", "2 条"),
    ("gap, not known", lambda: training.needs(
        training.sample("healthcare"), dict.fromkeys(servqual.DIMENSIONS, math.nan)), "training.gap_value", "–"),
    ("erlang, infinite", lambda: process.erlang_c(math.inf, 5, 2), "process.finite", "有限"),
    ("days, text", lambda: process.simulate(FLOW, days="3"), "process.days", "3 (str)"),  # type: ignore[arg-type]
    ("seed, below 0", lambda: process.simulate(FLOW, days=2, seed=-1), "errors.whole", "−1"),
    ("waits, in percent", lambda: process.waits(process.simulate(FLOW, days=2), confidence=95), "errors.share", "95"),
    ("quarter 99", lambda: simulate.kano_shares(simulate.market(), 99, {}), "errors.between", "99"),
    ("no such metric", lambda: simulate.metric_label("x"), "simulate.no_metric", "loyalty"),
    ("spends nothing said", lambda: simulate.run(simulate.market(), lambda *_: None, quarters=1),  # type: ignore[arg-type, return-value]
     "simulate.player_returns", "NoneType"),
    ("daily, text", lambda: satisfaction.daily(["2025-01-01"] * 2, [1, "many"]), "errors.figure", "“many”"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "call", "key", "part"), PEOPLE, ids=[one[0] for one in PEOPLE])
def test_each_says_what_is_wrong_and_what_to_do(name: str, call: Any, key: str, part: str) -> None:
    said = {}
    for language in ("zh", "en"):
        with i18n.use_language(language), pytest.raises(SgmError) as caught:
            call()
        assert caught.value.key == key
        with i18n.use_language(language):
            said[language] = str(caught.value)
    assert part in said["zh"]
    assert "{" not in said["en"]
    assert not any(
        "一" <= letter <= "鿿"
        for letter in said["en"].replace("叫号", "").replace("没有", "").replace("有", "")
    )


def test_numbers_of_other_kinds_are_numbers() -> None:
    assert kano.tally(KANO.assign(functional=[Decimal(1), Decimal(1), Decimal(2)])).equals(kano.tally(KANO))
    counts = {"wait": {"M": 3, "O": 1}}
    expected = kano.classify(counts)
    assert kano.classify({"wait": {"M": Decimal(3), "O": Decimal(1)}}).equals(expected)
    table = pl.DataFrame({"feature": ["wait"], "M": [3], "O": [1]})
    assert kano.classify(table)["worse_low"].tolist() == expected["worse_low"].tolist()
    assert kano.classify(table.lazy()).equals(kano.classify(table))
    points = [1, 2, 4, 3]
    halves = [Fraction(one, 2) for one in points]
    assert control.individuals(halves).center == control.individuals(points).center / 2
    assert float(goals.Goal("…", baseline=80, target=90).attainment(Decimal(85))) == 0.5
    assert process.erlang_c(Decimal(2), 20, 2) == process.erlang_c(2, 20, 2)  # type: ignore[arg-type]
    shop = simulate.market("customer_service", np.int64(1))  # type: ignore[arg-type]
    assert simulate.check_spend(shop, {"training": np.int64(5), "process": Decimal(5)}) == {
        "training": 5.0,
        "process": 5.0,
    }
    parts = pd.Series({"a": 50, "b": 40})
    assert goals.cascade(100, parts) == goals.cascade(100, parts.to_dict())
    gaps = pd.Series(dict.fromkeys(servqual.DIMENSIONS, -1.0))
    staff = training.sample("healthcare")
    assert training.needs(staff, gaps).courses.equals(training.needs(staff, gaps.to_dict()).courses)
    rows = pl.DataFrame({"a": [10, 1], "b": [10, 1], "c": [10, 1]})
    assert satisfaction.acsi(rows.lazy()) == satisfaction.acsi(rows)


@pytest.mark.parametrize(
    "due", ["2026年1月5日", 46027, 20260105, np.datetime64("2026-01-05"), "2026-01-05 08:00"]
)
def test_a_day_is_a_day_however_it_is_written(due: Any) -> None:
    assert str(goals.Goal("…", due=due).due) == "2026-01-05"


def test_the_same_people_are_found_though_one_file_has_their_ids_as_text() -> None:
    before, after = pd.Series([3, 2, 4], index=[1, 2, 3]), pd.Series([4, 4, 4], index=["1", "2", "3"])
    found = satisfaction.change(after, before)
    assert found.paired
    assert found == satisfaction.change(after.set_axis([1, 2, 3]), before)
    mixed = pd.concat([KANO.assign(wave=1), KANO.assign(wave=2, respondent=["1", "2", "3"])])
    alike = pd.concat([KANO.assign(wave=1), KANO.assign(wave=2)])
    assert kano.drift(mixed).attrs["paired"]
    assert kano.drift(mixed)["p"].tolist() == kano.drift(alike)["p"].tolist()
    asked = pd.concat(
        [ANSWERS.assign(wave=1), ANSWERS.assign(wave=2, respondent=ANSWERS["respondent"].astype(str))]
    )
    assert servqual.compare(asked)["paired"].all()


def test_answers_all_alike_do_not_make_a_mean_certain() -> None:
    then, now = (pd.Series([score] * 2, index=["a", "b"]) for score in (3, 4))
    for found in (satisfaction.ces([5, 5]), satisfaction.change(now, then)):
        assert math.isnan(found.low)
        assert math.isnan(found.high)
    one, other = satisfaction.ces([5, 5, 5]), satisfaction.ces([1, 2, 3])
    assert satisfaction.difference(one, other) == satisfaction.difference([5, 5, 5], [1, 2, 3])


def test_points_are_named_by_day_without_a_zone_and_by_all_levels() -> None:
    values, days = [3, 4, 2, 5], pd.date_range("2026-01-05", periods=4, freq="7D", tz="Asia/Shanghai")
    for labelled in (
        control.individuals(pd.Series(values, index=days)),
        control.individuals(values, labels=days),
    ):
        assert labelled.labels[0] == "2026-01-05"
    levels = pd.MultiIndex.from_product([["甲", "乙"], [1, 2]])
    assert control.individuals(pd.Series(values, index=levels)).labels[:2] == ("甲–1", "甲–2")


def test_clocks_without_a_day_are_one_day_and_that_is_said() -> None:
    log = pd.DataFrame({"到达时刻": ["08:05", "08:11"], "等候分钟": [5, 6]})
    assert "没有日期" in str(process.read_log(log).notes[0])
    assert not process.read_log(log.assign(日期="2026-01-05")).notes


def test_what_has_one_meaning_is_read(tmp_path: Path) -> None:
    assert intake.read_kano(KANO, scale=[1, 5]).rows_read == 3  # type: ignore[arg-type]
    matrix = np.array([[1, 0.5], [0.5, 1]])
    assert round(servqual.alpha_from_covariance(matrix, 50).alpha, 4) == 0.6667  # type: ignore[arg-type]
    assert process.erlang_c(2, 20, np.int64(2)) == process.erlang_c(2, 20, 2)  # type: ignore[arg-type]
    points = list(range(30))
    assert (
        control.individuals(points, rules=["nelson"]).signals
        == control.individuals(points, rules="nelson").signals
    )
    kept = workbook.open_book(tmp_path / "workbook.json")
    kept.put("learner", "name", "甲")
    there = classes.read_class([str(kept.path), tmp_path / "gone.json"])
    assert len(there.learners) == 1
    assert "gone.json" in there.left_out[0]


def test_sheets_are_counted_from_0_and_one_table_is_all_of_them() -> None:
    assert intake.read_kano(_workbook(), sheet=np.int64(1)).rows_read == 2  # type: ignore[arg-type]
    assert intake.read_records(RECORDS, sheet="all").rows_read == 2
    assert intake.read_kano(two_rows(KANO), header=2).rows_read == 3  # its two rows of names, no answers


@pytest.mark.parametrize(
    ("read", "part"),
    [
        (lambda: intake.read_kano(KANO, labels={1: 1, "很喜歡": 1}), "很喜歡"),
        (lambda: intake.read_kano(_in_words(), reverse=True), "reverse=True"),
        (lambda: intake.read_servqual(_in_words(), scale=(1, 5), reverse=True), "reverse=True"),
        (lambda: intake.read_kano(_in_words(), scale=(0, 4)), "scale="),
        (lambda: intake.read_records(RECORDS, day_first=True), "day_first"),
        (lambda: intake.read_comments(pd.DataFrame({"意见": ["太慢"]}), day_first=False), "day_first"),
    ],
)
def test_an_argument_without_effect_is_said(read: Any, part: str) -> None:
    assert any(part in note for note in read().notes)


def _in_words() -> pd.DataFrame:
    kano = {"叫号（具备时）": ["喜欢"] * 3, "叫号（缺失时）": ["不喜欢"] * 3}
    return pd.DataFrame(kano | {"E1": ["非常同意"] * 3, "P1": ["同意"] * 3})


def test_labels_of_figures_are_found_though_a_blank_makes_them_floats() -> None:
    table = pd.DataFrame({"叫号（具备时）": [5, None, 5], "叫号（缺失时）": [1, 1, 1]})
    read = intake.read_kano(table, labels={5: 1, "1": 5})
    assert read.table["functional"].dropna().tolist() == [1, 1]
    assert read.notes == []


def test_a_group_written_as_a_number_and_as_a_text_is_one() -> None:
    rows = KANO.assign(**{"组": pd.Series([1, "1", 1.0], dtype=object)})
    assert kano.tally(rows, by="组").shape[0] == 1
    assert intake.read_kano(rows).table["组"].tolist() == ["1", "1", "1"]
    assert kano.tally(rows.assign(**{"组": ["a", "b", "b"]}), by="组").shape[0] == 2


def test_rows_without_a_wave_have_none_and_that_is_said() -> None:
    frame = pd.DataFrame(
        {
            "编号": range(4),
            "批次": ["第1批", "", "第2批", None],
            "叫号（有）": [1, 1, 2, 1],
            "叫号（没有）": [5, 5, 4, 3],
        }
    )
    read = intake.read_kano(frame)
    assert read.table["wave"].dropna().tolist() == [1, 2]
    assert "2 行没有写批次（先看第 3 行）" in read.summary()


def test_sentences_one_a_row_are_one_column() -> None:
    text = "意见\n护士很好，谢谢\n等太久，电话打不通，没人管\n还行\n"
    assert intake.open_table(("a.csv", text.encode())).table["意见"].tolist()[0] == "护士很好，谢谢"
    text = "comment\nnice, thanks\nslow, far, and loud\nfine\nwell, well\nso, so, so, so\n"
    assert len(intake.open_table(("a.csv", text.encode())).table) == 5
    assert list(intake.open_table(("a.csv", "编号，分数\n1，2\n".encode())).table.columns) == ["编号", "分数"]


def test_a_week_without_records_stays_a_gap() -> None:
    days = satisfaction.daily(["2026-01-05", "2026-01-06", "2026-01-20"], [1, 2, 3])
    weeks = satisfaction.periods(days, "week")
    assert weeks["n"].tolist() == [2, 0, 1]
    assert math.isnan(weeks["value"].iloc[1])
    assert satisfaction.periods(days, "day")["n"].tolist() == [1, 1, 1]
    fortnights = pd.date_range("2026-01-05", periods=4, freq="14D")
    more = satisfaction.periods(satisfaction.daily(fortnights, [3, 6, 9, 6]), "week")
    chart = control.p_chart(more["total"].to_numpy() / 3, more["n"].to_numpy() * 9)
    assert chart.to_frame()["value"].isna().tolist() == [False, True] * 3 + [False]
    assert satisfaction.level(weeks).n == 3


# ---- whatever is passed to whatever function: found, not listed ----

ODD: dict[str, Any] = {
    "a text": "abc", "a number": 3, "nothing": None, "no number": math.nan, "empty": [], "texts": ["a", "b"],
    "another table": pd.DataFrame({"a": [1]}), "an empty table": pd.DataFrame(), "a mapping": {"x": 1},
    "an object": object(), "a function": len, "a good table": KANO, "answers": ANSWERS, "figures": [1.0, 2.0, 4.0],
}  # fmt: skip
FUNCTIONS = {
    f"{package}.{name}": getattr(module, name)
    for package, floor in FLOORS.items()
    if floor == 2
    for module in [importlib.import_module(f"sgm_lab.{package}")]
    for name in module.__all__
    if inspect.isfunction(getattr(module, name))
}


def outcome(call: Any) -> str:
    """What comes of a call: a result, our own sentence, or what is shown of any other error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call()
        except SgmError as error:
            said = str(error)
            return "" if said and "{" not in said.replace("{'x': 1}", "") else f"no sentence: {said}"
        except Exception as error:  # noqa: BLE001  what nobody should see
            return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_no_function_answers_an_odd_argument_with_a_raw_error(name: str) -> None:
    work = FUNCTIONS[name]
    fixed = {
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
    }
    every = inspect.signature(work).parameters.values()
    needed = [one for one in every if one.default is one.empty and one.kind in fixed]
    named = [one.name for one in needed if one.kind is one.KEYWORD_ONLY]
    count = len(needed) - len(named)
    raw = {}
    for first, one in ODD.items():
        for then, other in ODD.items() if count > 1 or named else [(first, one)]:
            args = [one, *[other] * (count - 1)] if count else []
            said = outcome(lambda args=args, other=other: work(*args, **dict.fromkeys(named, other)))
            if said:
                raw[first, then] = said
    assert raw == {}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_sentence_names_function_argument_value_and_kind(lang: Any) -> None:
    with i18n.use_language(lang):
        for value, shown in (("abc", "“abc” (str)"), (3, "3 (int)"), (None, "None")):
            with pytest.raises(SgmError) as caught:
                segments.describe(value, pd.Series([1]))  # type: ignore[arg-type]
            assert caught.value.key == "errors.argument"
            assert all(
                one in str(caught.value) for one in ("segments.describe", "people", shown, "DataFrame")
            )
            assert "segments" not in caught.value.plain
        with pytest.raises(SgmError) as caught:
            segments.standing_out(pd.DataFrame({"a": [1]}))
        assert caught.value.key == "errors.column_missing"
        assert "“p”" in str(caught.value)


def test_a_fault_of_ours_stays_what_it_is() -> None:
    from sgm_lab._arguments import _guarded

    def faulty(table: pd.DataFrame, n: int = 2) -> float:
        """Divide by nothing."""
        return n / (len(table) - len(table))

    guarded = _guarded(faulty, "faulty", faulty.__doc__)
    with pytest.raises(ZeroDivisionError):
        guarded(KANO)
    with pytest.raises(SgmError, match="faulty"):
        guarded(KANO, n="two")
    with pytest.raises(TypeError, match="missing"):
        guarded()


def test_a_name_for_a_type_is_opened() -> None:
    """As NumPy's ``ArrayLike`` is one from Python 3.12 on."""
    named = SimpleNamespace(__value__=float | None)
    assert fits(None, named)
    assert not fits("three", named)
