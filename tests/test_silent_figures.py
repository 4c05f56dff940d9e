"""Figures that pass for others: a share for percent, another scale, exchanged days, slips of a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import intake, process, satisfaction
from sgm_lab.dates import read_dates
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.goals import Goal
from sgm_lab.i18n import use_language


@pytest.mark.parametrize("actual", [0.9, 0.885, 1, np.float64(0.9)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_share_for_a_goal_in_percent_is_asked(actual: float, lang: Any) -> None:
    goal = Goal("…", unit="%", baseline=85, target=92)
    with use_language(lang), pytest.raises(ArgumentError, match=f"{actual * 100:g}%.*{actual:g}%"):
        goal.attainment(actual)
    assert goal.attainment(88.5) == 0.5


def test_percent_for_a_goal_written_as_a_share_is_asked() -> None:
    goal = Goal("…", unit="%", baseline=0.85, target=0.92)
    with pytest.raises(ArgumentError, match="85 和 92"):
        goal.attainment(90)
    assert goal.attainment(0.92).verdict == "met"


@pytest.mark.parametrize(
    ("baseline", "target", "actual"), [(2, 0.5, 0.4), (3, 1.5, 0.9), (0, 10, 0.4), (0.9, 0.5, 2), (85, 92, 0)]
)
def test_small_percentages_are_what_they_say(baseline: float, target: float, actual: float) -> None:
    done = Goal("…", unit="%", baseline=baseline, target=target).attainment(actual)
    assert done == pytest.approx((actual - baseline) / (target - baseline))


def test_answers_of_another_scale_are_no_nps() -> None:
    with pytest.raises(DataError, match="passives=0, detractors=32"):
        satisfaction.nps([5, 4, 5, 3] * 8)
    assert satisfaction.nps([5, 4, 5, 3]).points == -100  # too few to tell
    assert satisfaction.nps([5, 4, 5, 0] * 8).points == -100


EXCHANGED = [
    [dt.datetime(2026, 5, 3), "13/03/2026", "14/03/2026", dt.datetime(2026, 1, 4)],
    ["2026/5/3", "13/03/2026", "15/03/2026"],
    [dt.datetime(2026, 3, 4), "03/14/2026"],
    [46145, "13.03.2026"],
]


@pytest.mark.parametrize("days", EXCHANGED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_dates_that_a_spreadsheet_exchanged_are_asked(days: list[Any], lang: Any) -> None:
    frame = pd.DataFrame(
        {"日期": pd.Series(days, dtype=object), "数值": range(len(days)), "意见": "很慢，等了半天"}
    )
    for read in (intake.read_records, intake.read_comments):
        with use_language(lang), pytest.raises(DataError, match="day_first=True") as caught:
            read(frame)
        assert "day_first" not in caught.value.plain
    log = frame.rename(columns={"日期": "到达时刻", "数值": "等候分钟"})
    with pytest.raises(DataError, match="对调"):
        process.read_log(log)
    assert process.read_log(log, day_first=isinstance(days[1], str) and days[1][:2] != "03").rows_read == len(
        days
    )


@pytest.mark.parametrize(
    "days",
    [
        [dt.datetime(2026, 5, 30), "13/03/2026"],  # a real date later than the 12th
        [dt.datetime(2026, 5, 3), "13/03/2026", "01/03/2026"],  # text that a spreadsheet would have read
        [dt.datetime(2026, 3, 3), "13/03/2026"],  # the same either way
    ],
)
def test_dates_beside_text_are_read_where_nothing_was_exchanged(days: list[Any]) -> None:
    read = read_dates(pd.Series(days, dtype=object))
    assert read[0] == days[0]
    assert read[1] == pd.Timestamp(2026, 3, 13)


@pytest.mark.parametrize("filler", ["9999-12-31", "2206-03-02", "1900-01-00", "1899-12-30", "0001-01-01"])
@pytest.mark.parametrize("real", [False, True])
def test_years_of_no_service_are_no_days(filler: str, real: bool) -> None:
    days: list[Any] = ["2026-03-01", filler, "2026-03-03"]
    if real and not filler.endswith("00"):
        days = [dt.datetime.fromisoformat(day) for day in days]
    read = intake.read_records(pd.DataFrame({"日期": pd.Series(days, dtype=object), "数值": [1, 2, 3]}))
    assert read.table["value"].tolist() == [1, 3]
    assert "1950–2119" in read.problems["problem"][0]
    assert read_dates(pd.to_datetime(pd.Series(["2026-03-01", "2206-03-02"]))).isna().tolist() == [
        False,
        True,
    ]


def test_a_year_far_from_the_rest_stands_in_the_summary() -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 21)]
    days[6] = "2062-03-07"
    frame = pd.DataFrame({"日期": days, "数值": 1, "意见": "很慢，等了半天"})
    for read in (intake.read_records(frame), intake.read_comments(frame)):
        assert "第 8 行，2062-03-07" in read.summary()
    years = pd.DataFrame({"日期": [f"{year}-01-05" for year in range(2010, 2026)], "数值": 1})
    assert "差了" not in intake.read_records(years).summary()


def test_a_figure_without_the_sign_of_the_others_is_not_read() -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 5)]
    read = intake.read_records(pd.DataFrame({"日期": days, "数值": ["85%", 0.86, "87%", 88]}))
    assert read.table["value"].tolist() == [0.85, 0.86, 0.87]
    assert "88%" in read.problems["problem"][0]
    assert read.problems["row"].tolist() == [5]


@pytest.mark.parametrize(
    ("wait", "minutes"),
    [("5分钟", 5), ("90秒", 1.5), ("1小时", 60), ("7 min", 7), ("00:12:30", 12.5), ("5", 5)],
)
def test_waits_are_read_with_their_unit(wait: str, minutes: float) -> None:
    log = pd.DataFrame({"到达时刻": ["2026-03-02 08:05", "2026-03-02 08:06"], "等候分钟": [wait, 8]})
    assert process.read_log(log).table["wait"].tolist() == [minutes, 8]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_log_that_cannot_be_read_names_its_first_cell(lang: Any) -> None:
    log = pd.DataFrame({"到达时刻": ["2026-03-02 08:05"], "等候分钟": ["0:05"]})
    with use_language(lang), pytest.raises(DataError, match=r"2.*等候分钟.*0:05"):
        process.read_log(log)
