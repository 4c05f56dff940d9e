"""Days as people write them: one order for a column, no serial number becomes 1970."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from sgm_lab import control, i18n, intake, satisfaction
from sgm_lab.dates import read_dates, said_of_days
from sgm_lab.errors import ArgumentError, DataError


@pytest.mark.parametrize(
    "values",
    [
        [46027, 46028],
        np.array([20260105, 20260106]),
        ["46027.0", "20260106"],
        ["2026年1月5日", "2026年1月6日 8:05"],
        ["2026/1/5", "2026-01-06 08:05:10"],
        ["5.1.2026", "06.01.2026", "29.01.2026"],
        ["1/5/2026", "1/6/26 4:05 PM", "1/29/2026"],
        ["2026-01-05T23:30:00+08:00", "2026-01-06T08:00:00Z"],
        [pd.Timestamp("2026-01-05", tz="Asia/Shanghai"), "Jan 6, 2026"],
    ],
)
def test_every_way_to_write_a_day_is_that_day(values):
    days = read_dates(values).dt.strftime("%Y-%m-%d").tolist()
    assert days[:2] == ["2026-01-05", "2026-01-06"]


def test_what_is_no_day_is_missing():
    assert read_dates(["08:05", 3, "昨天", 2026, True, "2026-13-01", None, float("inf")]).isna().all()


@pytest.mark.parametrize(
    ("values", "days", "said"),
    [
        (["民國115年1月5日", "中华民国115年2月"], ["2026-01-05", "2026-02-01"], "民国纪年"),
        (["115/01/05", "99.12.31"], ["2026-01-05", "2010-12-31"], "民国纪年"),
        ([1150105, "0991231"], ["2026-01-05", "2010-12-31"], "民国纪年"),
        (["2026Q1", "Q2 2026", "2026年第三季度"], ["2026-01-01", "2026-04-01", "2026-07-01"], "自然年"),
        (["2026年上半年", "2026H2"], ["2026-01-01", "2026-07-01"], "半年"),
        (["2026-W02", "2026年第3周", "2026年4週"], ["2026-01-05", "2026-01-12", "2026-01-19"], "ISO"),
        (["26/1/5", "26/1/16", "26/02/13"], ["2026-01-05", "2026-01-16", "2026-02-13"], "年份只写了两位"),
        (["26.1.5", "2026-01-16"], ["2026-01-05", "2026-01-16"], "年份只写了两位"),
        ([1767571200, "1767657599.5"], ["2026-01-05", "2026-01-06"], "UTC"),
        ([1767542400000, 1767628800000, 1767715200000], ["2026-01-05", "2026-01-06", "2026-01-07"], "UTC+8"),
    ],
)
def test_other_calendars_are_read_where_the_whole_column_is_certain_and_said(values, days, said):
    frame = pd.DataFrame({"日期": pd.Series(values, dtype=object), "数值": 1})
    assert said in intake.read_comments(frame.assign(意见="等得太久了")).summary()
    read = intake.read_records(frame)
    assert read.table["date"].dt.strftime("%Y-%m-%d").tolist() == days
    assert said in read.summary()


def test_figures_that_are_times_only_in_part_are_no_days():
    assert read_dates([1767571200, 3]).isna().tolist() == [True, True]
    assert read_dates(["99/12/31", "26Q1", 1151305]).isna().all()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_where_both_orders_fit_it_is_asked(lang):
    with i18n.use_language(lang), pytest.raises(DataError, match="day_first=True"):
        intake.read_records(("a.csv", "日期,数值\n01/03/2026,1\n02/03/2026,2\n".encode()))
    read = intake.read_records(("a.csv", "日期,数值\n01/03/2026,1\n".encode()), day_first=True)
    assert read.table["date"].tolist() == [pd.Timestamp("2026-03-01")]


def test_the_whole_column_decides_the_order():
    read = intake.read_records(("f02.csv", b"date;value\n29.01.2026;1\n01.03.2026;2\n02.03.2026;3\n"))
    assert read.table["date"].dt.strftime("%m-%d").tolist() == ["01-29", "03-01", "03-02"]


def test_serials_in_a_sheet_are_their_days():
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["日期", "数值"], [46027, 3], [46028, 4]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    read = intake.read_records(("f01.xlsx", content.getvalue()))
    assert read.table["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-05", "2026-01-06"]


def test_years_of_two_figures_in_front_are_not_read_as_days():
    assert read_dates(["26-01-28", "26-01-29"]).isna().all()
    assert read_dates(["28.01.26", "29.01.26"]).dt.strftime("%Y%m%d").tolist() == ["20260128", "20260129"]


def test_a_column_of_figures_that_is_not_certain_is_told_by_its_argument():
    waits = ("a.csv", "日期,等候分钟\n2026-01-05,急\n2026-01-06,3\n".encode())
    with pytest.raises(DataError, match='value="等候分钟"'):
        intake.read_records(waits)
    assert intake.read_records(waits, value="等候分钟").table["value"].tolist() == [3.0]
    clocks = ("a.csv", "日期,等候时间\n2026-01-05,00:12:30\n2026-01-06,01:05:00\n".encode())
    assert intake.read_records(clocks).table["value"].tolist() == [12.5, 65.0]


def test_infinity_is_no_figure():
    read = intake.read_records(("a.csv", "日期,数值\n2026-01-05,inf\n2026-01-06,3\n".encode()))
    assert read.table["value"].tolist() == [3.0]
    assert read.problems["row"].tolist() == [2]
    with pytest.raises(DataError):
        satisfaction.daily(["2026-01-05"], [float("inf")])


def test_yes_and_no_columns_of_a_frame_are_read():
    frame = pd.DataFrame({"日期": [20260105, 20260106], "是否": [True, False]})
    read = intake.read_records(frame)
    assert read.table["value"].tolist() == [1.0, 0.0]
    assert read.table["date"].dt.year.tolist() == [2026, 2026]


@pytest.mark.parametrize(("days", "values"), [(["昨天"], [1.0]), (["2026-01-05"], ["三"])])
def test_daily_names_what_it_cannot_read(days, values):
    with pytest.raises(DataError):
        satisfaction.daily(days, values)


def test_points_are_charted_in_the_order_of_their_days():
    days = pd.to_datetime(["2026-01-03", "2026-01-01", "2026-01-02", "2026-01-04"])
    made = control.p_chart(pd.Series([3, 1, 2, 4], index=days), [30, 10, 20, 40])
    np.testing.assert_allclose(np.asarray(made.points, float), 0.1)
    assert [label[:10] for label in made.labels] == [f"2026-01-0{day}" for day in (1, 2, 3, 4)]
    single = control.individuals(pd.Series([3.0, 1, 2, 5], index=days))
    assert list(single.points) == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/1/5 下午3:20:15", "2026-01-05 15:20:15"),
        ("2026/1/5 下午 12:05:00 [GMT+8]", "2026-01-05 12:05"),
        ("2026/1/5 上午12:05", "2026-01-05 00:05"),
        ("2026年1月5日 下午3点20分", "2026-01-05 15:20"),
        ("2026年1月5日凌晨1時5分", "2026-01-05 01:05"),
        ("2026/1/5 下午15:20", "2026-01-05 15:20"),
    ],
)
def test_chinese_halves_of_the_day_are_read(written: str, meant: str) -> None:
    assert read_dates([written])[0] == pd.Timestamp(meant)


ZONED = {
    "one clock": (["2026-01-05T23:30:00+08:00", "2026-01-06 08:00 GMT+8"], None, ["05 23:30", "06 08:00"], ""),
    "of Google Forms": (["2026/01/05 3:00:00 下午 GMT+8", "2026/01/06 8:00:00 AM GMT+8"], None,
                        ["05 15:00", "06 08:00"], ""),
    "of a browser": (["Mon Jan 05 2026 08:00:00 GMT+0800 (China Standard Time)"], None, ["05 08:00"], ""),
    "of Java": (["2026-01-05T08:00:00.123+08:00[Asia/Shanghai]"], None, ["05 08:00"], ""),
    "no clocks, but slots": (["2026-01-05 08:00-08:30", "2026-01-05 09:00-09:30"], None, ["05 08:00", "05 09:00"], ""),
    "short names": (["2026-01-05 08:00:00 EST", "Jan 6, 2026 8:00 PM EST"], None, ["05 08:00", "06 20:00"], ""),
    "universal": (["2026-01-05T23:30:00Z", "20260106T0800Z"], None, ["05 23:30", "06 08:00"], "zone="),
    "universal, told": (["2026-01-05T23:30:00Z"], "Asia/Shanghai", ["06 07:30"], "Asia/Shanghai"),
    "since 1970, told": ([1767655800, 1767657600], "Asia/Shanghai", ["06 07:30", "06 08:00"], "Asia/Shanghai"),
    "midnights": (["2026-01-04T16:00:00Z", "2026-01-05T16:00:00Z", "2026-01-06T16:00:00Z"], None,
                  ["05 00:00", "06 00:00", "07 00:00"], "UTC+8"),
    "several": (["2026-01-05T23:00:00+08:00", "2026-01-05T23:00:00+09:00", "2026-01-06T08:00:00+08:00",
                 "2026-01-06T12:00:00+09:00", "2026-01-07T08:00:00+08:00"], None,
                ["05 23:00", "05 22:00", "06 08:00", "06 11:00", "07 08:00"], "+08:00"),
    "several, told": (["2026-01-05T23:00:00+08:00", "2026-01-05 23:00", "2026-01-06"], "UTC",
                      ["05 15:00", "05 23:00", "06 00:00"], "UTC"),
    "summer time": (["2026-01-05T08:00:00+01:00", "2026-06-06T08:00:00+02:00", "2026-06-07T08:00:00+02:00"], None,
                    ["05 08:00", "06 08:00", "07 08:00"], "夏令时"),
    "figures": (["20260105233000", "202601060800"], None, ["05 23:30", "06 08:00"], ""),
}  # fmt: skip


@pytest.mark.parametrize(("values", "zone", "days", "said"), ZONED.values(), ids=ZONED)
def test_clocks_of_several_places_are_brought_to_one_and_said(values, zone, days, said):
    read = read_dates(values, zone=zone)
    assert read.dt.strftime("%d %H:%M").tolist() == days
    assert said in "".join(said_of_days(read, "时间"))
    assert bool(said_of_days(read, "时间")) == bool(said)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_clock_of_no_place_beside_one_that_has_it_is_asked_for(lang):
    table = pd.DataFrame({"日期": ["2026-01-05T08:00:00-05:00", "2026-01-05 20:00"], "数值": [1, 2]})
    with i18n.use_language(lang), pytest.raises(DataError, match='zone="Asia/Shanghai"') as caught:
        intake.read_records(table)
    assert "zone=" not in caught.value.plain
    read = intake.read_records(table, zone="Asia/Shanghai")
    assert read.table["date"].dt.strftime("%d %H").tolist() == ["05 21", "05 20"]
    assert "Asia/Shanghai" in read.summary()


def test_a_column_that_knows_its_zone_is_brought_to_another():
    days = pd.Series(pd.to_datetime(["2026-01-05 20:00", "2026-01-06 08:30"], utc=True))
    assert read_dates(days).dt.hour.tolist() == [20, 8]
    assert list(read_dates(days).attrs["said"]) == ["universal"]
    assert read_dates(days, zone="+08:00").dt.hour.tolist() == [4, 16]
    assert read_dates(days.dt.tz_convert("Asia/Shanghai")).dt.hour.tolist() == [4, 16]


@pytest.mark.parametrize("zone", ["Mars/Base", "Asia/Shangai", "../../etc/passwd", "", 8, "CST"])
def test_a_zone_that_is_none_is_refused_with_the_way_to_write_it(zone):
    with pytest.raises(ArgumentError, match="Asia/Shanghai"):
        read_dates(["2026-01-05"], zone=zone)


@pytest.mark.parametrize("written", ["(3)", "（3）", "(￥3.00)", "-$3", "$(3)", "3-", "−3", "－３"])
def test_less_than_nothing_is_read_however_it_is_written(written):
    read = intake.read_records(
        pd.DataFrame({"日期": ["2026-01-05", "2026-01-06"], "数值": [written, "1,234"]})
    )
    assert read.table["value"].tolist() == [-3, 1234]
    assert ("负数" in read.summary()) == (written not in ("-$3", "−3", "－３"))
