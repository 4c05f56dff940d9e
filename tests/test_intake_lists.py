"""Logs and lists of comments as people have them: which column is meant, and what figures, days and words say."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from sgm_lab import intake
from sgm_lab.dates import read_dates
from sgm_lab.errors import DataError

DAYS = ["2026-01-05", "2026-01-06", "2026-01-07"]


def log(values: list[Any], head: str = "数值", days: Any = DAYS, **more: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"日期": days, head: values} | more, dtype=object)


@pytest.mark.parametrize(
    "days",
    [
        ["2026-01-05 周一", "2026-01-06（星期二）", "2026-01-07 週三"],
        ["5-Jan-26", "6-Jan-26", "7 Jan 26"],
        ["2026/1/5 上午 12:00:00", "2026年1月6日", "20260107"],
    ],
)
def test_days_as_tools_write_them(days: list[str]) -> None:
    assert read_dates(days).dt.strftime("%Y-%m-%d").tolist() == DAYS


def test_a_month_alone_is_its_first_day() -> None:
    for months in (["2026-01", "2026-02"], ["2026年1月", "2026年2月"], ["2026/1", "2026/02"]):
        assert read_dates(months).dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01", "2026-02-01"]
    assert read_dates(["2026-13", "26-01", "2026.1"]).isna().all()


FIGURES: list[tuple[list[Any], list[float]]] = [
    (["3分钟", "4", "5 分钟"], [3, 4, 5]),
    (["12 min", "7 min", "9min"], [12, 7, 9]),
    (["¥1,234.50", "￥99", "¥5"], [1234.5, 99, 5]),
    (["1.234,5", "2.345,75", "12,5"], [1234.5, 2345.75, 12.5]),
    (["1.5万", "2万", "3"], [15000, 20000, 3]),
    (["00:12:30", "0:10:00", "1:00:00"], [12.5, 10, 60]),
    ([dt.time(0, 12, 30), dt.time(0, 10), dt.time(1)], [12.5, 10, 60]),
    (["12分30秒", "10分", "1小时"], [12.5, 10, 60]),
    (["达标", "未达标", "√"], [1, 0, 1]),
]


@pytest.mark.parametrize(("written", "meant"), FIGURES)
def test_figures_with_units_signs_and_lengths_of_time(written: list[Any], meant: list[float]) -> None:
    assert intake.read_records(log(written)).table["value"].tolist() == meant


def test_what_a_figure_was_taken_for_is_said() -> None:
    assert "1.234" in intake.read_records(log(["1.234", "12,5", "3"])).summary()
    assert "分钟" in intake.read_records(log(["00:12:30", "0:10:00", "1:00:00"])).summary()
    # 950, 1.234 and 2.100 may be sums of money; 0.95, 1.234 and 2.100 are not.
    either, plain = (intake.read_records(log([first, "1.234", "2.100"])) for first in ("950", "0.95"))
    assert either.table["value"].tolist() == [950, 1.234, 2.1]
    assert ["千位" in one.summary() for one in (either, plain)] == [True, False]
    mixed = intake.read_records(log(["3分钟", "4元", "5"]))
    assert (mixed.rows_read, mixed.rows_left_out) == (1, 2)


@pytest.mark.parametrize(
    ("heads", "value"),
    [(["编号", "日期", "等候分钟"], 2), (["序号", "登记日期", "本日得分"], 2),
     (["id", "Day of visit", "Minutes waited"], 2),
     (["提交时间", "科室", "评分"], 2)],
)  # fmt: skip
def test_columns_of_a_log_are_found_by_a_word(heads: list[str], value: int) -> None:
    cells = {"编号": [7, 8, 9], "序号": [1, 2, 3], "id": [1, 2, 3], "提交时间": DAYS, "科室": ["内科"] * 3}
    frame = pd.DataFrame(
        {one: cells.get(one, DAYS if "日" in one[:4] or "Day" in one else [4, 5, 6]) for one in heads}
    )
    frame[heads[value]] = [4, 5, 6]
    read = intake.read_records(frame)
    assert read.table["value"].tolist() == [4, 5, 6]
    assert read.table["date"].dt.day.tolist() == [5, 6, 7]


def test_the_only_days_and_figures_are_taken_and_said_and_of_several_one_is_asked_for() -> None:
    frame = pd.DataFrame({"那天": DAYS, "甲": [1, 2, 3], "备": ["x", "y", "z"]})
    read = intake.read_records(frame)
    assert read.table["value"].tolist() == [1, 2, 3]
    assert "那天" in read.summary()
    assert "甲" in read.summary()
    with pytest.raises(DataError) as caught:
        intake.read_records(frame.assign(乙=[4, 5, 6]))
    assert caught.value.key == "intake.record_several"
    assert 'value="甲"' in str(caught.value)
    assert "value=" not in caught.value.plain
    assert intake.read_records(frame.assign(乙=[4, 5, 6]), value="乙").table["value"].tolist() == [4, 5, 6]
    with pytest.raises(DataError, match="丙"):
        intake.read_records(frame, value="丙")


@pytest.mark.parametrize(
    "head",
    ["3、您对我们有什么意见或建议？", "意见建议", "Any other comments?", "第8题(其他想说的)", "您想说的话"],
)
def test_comments_are_found_under_the_question_that_asked_for_them(head: str) -> None:
    frame = pd.DataFrame(
        {"序号": [1, 2, 3], "提交答卷时间": DAYS, "来源": "微信", head: ["排队太久", "很好", "指示牌看不懂"]}
    )
    assert intake.read_comments(frame).table["text"].tolist() == ["排队太久", "很好", "指示牌看不懂"]


def test_of_several_columns_with_comments_all_are_read_or_the_others_are_said() -> None:
    frame = pd.DataFrame(
        {"满意的原因": ["医生很耐心", "环境好"], "不满意的原因": ["排队太久了", "指示牌看不懂"]}
    )
    every = intake.read_comments(frame)
    assert every.table["text"].tolist() == ["医生很耐心", "排队太久了", "环境好", "指示牌看不懂"]
    assert every.table["question"].tolist() == ["满意的原因", "不满意的原因"] * 2
    assert 'column="满意的原因"' in every.summary()
    assert intake.read_comments(frame, column="不满意").table["text"].tolist() == [
        "排队太久了",
        "指示牌看不懂",
    ]
    both = intake.read_comments(frame.rename(columns={"满意的原因": "意见"}))
    assert both.table["text"].tolist() == ["医生很耐心", "环境好"]
    assert 'column="不满意的原因"' in both.summary()
    liked = pd.DataFrame({"Timestamp": ["1/15/2026 9:00:00"] * 2, "What did you like?": ["The nurse was kind", "Clean"],
                          "What could be improved?": ["More parking", "Shorter waits"]})  # fmt: skip
    read = intake.read_comments(liked)
    assert read.table["date"].dt.day.tolist() == [15] * 4
    assert read.table["question"].nunique() == 2
    told = intake.read_comments(liked.assign(意见=["很好很好", "还行吧"]), column=["like", "意见"])
    assert told.table["text"].tolist() == ["The nurse was kind", "很好很好", "Clean", "还行吧"]


def test_nothing_to_say_is_no_comment_and_nobody_can_be_reached() -> None:
    said = ["无", "没有意见", "/", "N/A", "。", "排队太久", "请打13800138000", "a@b.org 回复我"]
    read = intake.read_comments(pd.DataFrame({"意见": said}))
    assert read.table["text"].tolist() == ["排队太久", "请打***", "*** 回复我"]
    assert "5" in read.summary()
    assert "2" in read.summary()


def scores(words: list[str] | None = None, low: int = 0, turn: bool = False) -> pd.DataFrame:
    """Thirty people, five items: what is found goes with what is expected."""
    frame = {}
    for item in range(5):
        expected = [5 + (at * (item + 2)) % 3 for at in range(30)]
        found = [one - 2 + (at + item) % 2 for at, one in enumerate(expected)]
        frame[f"E{item + 1}"] = expected
        frame[f"P{item + 1}"] = [8 - one for one in found] if turn else found
    table = pd.DataFrame(frame)
    return table.map(lambda one: words[one - 3]) if words else table - low


def test_words_of_five_levels_are_settled_before_they_are_read_on_seven() -> None:
    words = ["非常不同意", "不同意", "一般", "同意", "非常同意"]
    read = intake.read_servqual(scores(words))
    assert "scale=(1, 5)" in read.unsettled
    assert intake.read_servqual(scores(words), scale=(1, 5)).table["expectation"].max() == 5
    assert not intake.read_servqual(scores(words), scale=(1, 7)).unsettled


def test_scores_around_zero_one_question_turned_and_a_top_that_nobody_gave_are_said() -> None:
    around = intake.read_servqual(scores(low=4))
    assert "scale=(-3, 3)" in around.unsettled
    assert "None" not in around.summary()
    assert intake.read_servqual(scores(low=4), scale=(-3, 3)).table["expectation"].tolist()[:3] == [1, 3, 2]
    assert 'reverse="perception"' in intake.read_servqual(scores(turn=True)).summary()
    assert "reverse" not in intake.read_servqual(scores()).summary()
    assert "6" in intake.read_servqual(scores(low=1)).summary()


def test_a_workbook_of_a_log_with_a_title_and_lengths_of_time() -> None:
    book = openpyxl.Workbook()
    for line in (
        ["候诊登记"],
        ["日期", "候诊时长"],
        [dt.datetime(2026, 1, 5), dt.time(0, 12, 30)],
        [dt.datetime(2026, 1, 6), dt.time(0, 9)],
    ):
        book.active.append(line)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    read = intake.read_records(("d.xlsx", out.getvalue()))
    assert read.table["value"].tolist() == [12.5, 9]


def test_yes_and_no_are_figures_whatever_they_are_called_and_days_across_are_told_to_stand() -> None:
    kept = intake.read_records(pd.DataFrame({"日期": DAYS, "按时": ["是", "否", "是"]}))
    assert kept.table["value"].tolist() == [1, 0, 1]
    with pytest.raises(DataError, match="转置"):
        intake.read_records(pd.DataFrame({"指标": ["等候"], "1月": [3], "2月": [4], "3月": [5]}))


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ({"年": [2026, 2026], "月": ["1月", "2"]}, ["2026-01-01", "2026-02-01"]),
        ({"年份": ["2025年", "2026年"], "月份": [12, 1], "日": [31, 1]}, ["2025-12-31", "2026-01-01"]),
        ({"year": [2025, 2026], "quarter": ["Q4", 1]}, ["2025-10-01", "2026-01-01"]),
        ({"年度": [2025, 2026]}, ["2025-01-01", "2026-01-01"]),
    ],
)
def test_days_in_several_columns_are_put_together_and_said(parts: Any, days: list[str]) -> None:
    read = intake.read_records(pd.DataFrame(parts | {"投诉": [3, 4]}))
    assert read.table["date"].dt.strftime("%Y-%m-%d").tolist() == days
    assert all(name in read.summary() for name in parts)
    assert read.columns.set_index("column")["became"].to_dict() == {
        **dict.fromkeys(parts, "date"),
        "投诉": "value",
    }


def test_words_of_ones_own_for_points_are_asked_ready_to_paste_and_codes_with_their_order_as_a_guess() -> (
    None
):
    with pytest.raises(DataError) as codes:
        intake.read_servqual(scores([f"A{n}" for n in range(1, 6)]))
    assert 'labels={"A1": 1, "A2": 2, "A3": 3, "A4": 4, "A5": 5}' in str(codes.value)
    with pytest.raises(DataError) as words:
        intake.read_servqual(scores(["糟", "差些", "行", "棒", "绝"]))
    assert '"绝": ?' in str(words.value)
    told = intake.read_servqual(
        scores(["糟", "差些", "行", "棒", "绝"]), labels={"糟": 3, "差些": 4, "行": 5, "棒": 6, "绝": 7}
    )
    assert told.table["expectation"].tolist() == intake.read_servqual(scores()).table["expectation"].tolist()


@pytest.mark.parametrize(
    ("head", "written", "meant", "said"),
    [
        ("等候", ["12", "约30分钟", "9"], [12, 30, 9], "大概的数"),
        ("等候", ["approx. 30 min", "1 h", "45 min"], [30, 60, 45], "大概的数"),
        ("等候", ["大概两小时", "半小时", "十五分钟"], [120, 30, 15], "换算成分钟"),
        ("等候", ["一个半小时", "一刻钟", "1h30"], [90, 15, 90], "换算成分钟"),
        ("等候", ["5-10分钟", "12", "30到40分钟"], [7.5, 12, 35], "按中间的数"),
        ("等候", ["<5", "12", "9"], [12, 9], "没有计入；这些多半是最大或最小的"),
        ("等候", ["30+", "30分钟以上", "9"], [9], "没有计入；这些多半是最大或最小的"),
        ("等候", ["30", "1小时", "15"], [30, 15], "第 3 行“等候”一列写着“1小时”，有的格带时间单位"),
        ("等候", ["1小时", "2小时", "45"], [1, 2], "第 4 行“等候”一列写着“45”，有的格带时间单位"),
        ("等候（分钟）", ["30", "1小时", "15"], [30, 60, 15], "换算成分钟"),
        ("等候", ["0:12", "12", "9", "8", "7"], [12, 9, 8, 7], "是几时几分还是几分几秒"),
        ("人数", ["1'234", "'12", "9"], [1234, 12, 9], "没有发现问题"),
        ("打分", ["★★★★☆", "★", "★★"], [4, 1, 2], "没有发现问题"),
        ("等候（分钟）", ["三四分钟", "20", "15", "9", "8"], [20, 15, 9, 8], "三四分钟"),
    ],
)
def test_about_so_much_ranges_bounds_and_odd_units_are_read_or_said(
    head: str, written: list[str], meant: list[float], said: str
) -> None:
    days = [f"2026-01-{at + 5:02}" for at in range(len(written))]
    read = intake.read_records(log(written, head, days))
    assert read.table["value"].tolist() == meant
    assert said in read.summary()
