"""Files brought to every lab that takes one: empty, tiny and broken ones."""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import culture, labs
from sgm_lab.errors import DataError
from sgm_lab.labs import uploads
from sgm_lab.labs.controls import Choice, Upload
from sgm_lab.labs.surveyed import SurveyLab

TAKING = [
    name for name in sorted(labs.LABS) if any(isinstance(c, Upload) for c in getattr(labs, name)().controls())
]
each = pytest.mark.parametrize("name", TAKING)


pytestmark = pytest.mark.usefixtures("book")


# ---- a file for each lab, of any number of rows ----


def kano(rows: int) -> pd.DataFrame:
    rng, people = np.random.default_rng(0), -(-rows // 10)
    return pd.DataFrame({
        "编号": np.repeat(np.arange(people), 10), "功能": np.tile([f"功能{n}" for n in range(10)], people),
        "具备时": rng.integers(1, 6, people * 10), "缺失时": rng.integers(1, 6, people * 10),
        "重要性": rng.integers(1, 10, people * 10), "批次": np.repeat(1 + np.arange(people) % 2, 10),
    }).head(rows)  # fmt: skip


def servqual(rows: int) -> pd.DataFrame:
    rng, people = np.random.default_rng(0), -(-rows // 22)
    return pd.DataFrame({
        "编号": np.repeat(np.arange(people), 22), "题号": np.tile(np.arange(1, 23), people),
        "期望": rng.integers(5, 8, people * 22), "感受": rng.integers(2, 8, people * 22),
        "批次": np.repeat(1 + np.arange(people) % 2, 22),
    }).head(rows)  # fmt: skip


def records(rows: int) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=rows, freq=f"{max(1, 25_000_000 // max(rows, 1))}s")
    return pd.DataFrame({"日期": days.strftime("%Y-%m-%d"), "数值": 20 + np.arange(rows) % 17})


def comments(rows: int) -> pd.DataFrame:
    said = ["排队太慢了", "护士很耐心", "还行吧", "电话打不通，没人回", "讲得清楚，谢谢"]
    days = pd.date_range("2025-01-01", periods=rows, freq="25s")
    return pd.DataFrame({"日期": days.strftime("%Y-%m-%d"), "意见": np.resize(said, rows)})


def visits(rows: int) -> pd.DataFrame:
    """Twelve an hour at most, from 9 to 16, day after day."""
    at = np.arange(rows)
    day, slot = at // 84, at % 84
    came = pd.Timestamp("2000-01-03 09:00") + pd.to_timedelta(day, "D") + pd.to_timedelta(slot * 5, "min")
    return pd.DataFrame({"到达时刻": came.strftime("%Y-%m-%d %H:%M"), "等候分钟": 3 + at % 17, "服务分钟": 5 + at % 6,
                         "人员": np.resize(["甲", "乙"], rows)})  # fmt: skip


def team(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    answers = pd.DataFrame(rng.integers(1, 6, (rows, 16)))
    answers.insert(0, "role", np.resize(["管理者", "一线"], rows))
    return answers.set_axis(culture.heads(), axis=1)


def staff(rows: int) -> pd.DataFrame:
    at = np.arange(rows)
    return pd.DataFrame({
        "人员": [f"员工{n // 5}" for n in at], "技能": [f"技能{n % 5}" for n in at],
        "维度": np.resize(["响应性", "保证性"], rows), "要求等级": 4, "现有等级": at % 4, "每级课时": 8,
    })  # fmt: skip


def months(rows: int) -> pd.DataFrame:
    at = np.arange(rows)
    return pd.DataFrame({"目标序号": np.resize(["接起率", "候诊"], rows), "数值": 40 + at % 7,
                         "月份": [f"{2020 + n // 24}-{n // 2 % 12 + 1:02d}" for n in at]})  # fmt: skip


def printed(rows: int) -> pd.DataFrame:
    at = np.arange(rows)
    return pd.DataFrame(
        {"题": [f"第{n}题" for n in at], "期望": 6.0, "感受": 5.0 + at % 3 / 10, "差距": -1.0 + at % 3 / 10}
    )


FILES: dict[str, Callable[[int], pd.DataFrame]] = {
    "CultureCheck": team, "DisconfirmationExplorer": servqual, "EvaluationLab": records, "FeedbackLab": comments,
    "KanoDrift": kano, "KanoLab": kano, "LiveMonitor": records, "MonthlyReview": months, "PersonalGoals": kano,
    "ProcessLab": visits, "ReportBuilder": kano, "ServqualLab": servqual, "TableCheck": printed,
    "TrainingMatrix": staff,
}  # fmt: skip


def send(lab: Any, content: bytes | pd.DataFrame, name: str = "我的.csv") -> None:
    if isinstance(content, pd.DataFrame):
        content = content.to_csv(index=False).encode()
    lab.message({"do": "file", "name": "upload", "file": name}, content)


def read_of(page: str) -> str:
    """What is read on a page."""
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", "", page)))


def test_every_lab_that_takes_a_file_is_tried() -> None:
    assert sorted(FILES) == TAKING


@each
@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("空.csv", b""), ("空.xlsx", b""), ("坏.xlsx", b"PK\x03\x04 broken"), ("文.docx", b"x"),
        ("乱.csv", b"\xff\xfe\x00\x01" * 30), ("别的.csv", b"a,b\n1,2\n"), ("空行.csv", b"\n\n\n"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_sentence_and_changes_nothing(name: str, file: str, content: bytes) -> None:
    lab = getattr(labs, name)()
    before = dict(lab.state)
    send(lab, content, file)
    assert len(lab.notice) > 10
    assert "Traceback" not in lab.notice
    assert lab.state == before
    lab.body = lambda **_: "<p>as before</p>"  # the page of the state as it was, which others look at
    # What other people answered is not read as what the file says.
    shown = lab.view()["html"]
    assert shown.startswith('<details class="sgm-read"><summary>你的文件没有读进来')
    assert "<p>as before</p>" in shown
    lab.refresh()
    assert lab.view()["html"] == "<p>as before</p>"


@each
def test_a_file_of_heads_alone_and_the_template_as_it_is_change_nothing_or_are_read(name: str) -> None:
    lab = getattr(labs, name)()
    before = dict(lab.state)
    send(lab, FILES[name](30).head(0))
    assert len(lab.notice) > 10
    assert lab.state == before
    made = lab.message({"do": "act", "name": "template"})
    assert made is not None, lab.notice
    send(lab, made.content, made.name)
    assert (lab.state == before) == bool(lab.notice)  # some templates hold an example that can be read


@each
@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.usefixtures("unwritten")
def test_a_tiny_file_gives_a_result_or_says_what_it_lacks(name: str, rows: int) -> None:
    lab = getattr(labs, name)()
    send(lab, FILES[name](rows))
    read = not lab.notice
    assert read or rows == 1
    met: list[Any] = []  # each choice in force is met again: its page is looked at once
    for control in lab.controls():
        for _, value in control.options if isinstance(control, Choice) and read else []:
            before = lab.state
            lab.message({"do": "set", "changes": {control.name: value}})
            if lab.state not in met:
                met.append(lab.state)
                shown = read_of(lab.view()["html"])
                assert not re.search(r"\bnan\b|\binf\b|None|NaN", shown), (control.name, value)
            if lab.state != before:
                lab.message({"do": "undo"})


def test_a_file_that_was_cut_short_is_not_taken_for_the_learner_s(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = uploads.keep(book, "问卷.csv", b"a,b\n1,2\n")
    path = book.path.parent / "uploads" / kept["file"]
    path.write_bytes(b"a,b\n")  # as a full disk or a killed process leaves it
    monkeypatch.setattr(uploads, "_memory", {})
    with pytest.raises(DataError, match="已经不在这里了"):
        uploads.read(book, kept)
    assert uploads.keep(book, "问卷.csv", b"a,b\n1,2\n") == kept  # brought again, it is whole again
    monkeypatch.setattr(uploads, "_memory", {})
    assert uploads.read(book, kept) == ("问卷.csv", b"a,b\n1,2\n")


def test_files_that_nobody_names_go_after_a_month(book: Any) -> None:
    named, left, young = (uploads.keep(book, "问卷.csv", f"a,b\n{n},2\n".encode()) for n in range(3))
    book.put("labs", "kano:2.1", {"upload": named})
    folder = book.path.parent / "uploads"
    month = time.time() - 31 * 24 * 3600
    for kept in (named, left):
        os.utime(folder / kept["file"], (month, month))
    (folder / "一个文件夹").mkdir()
    (folder / "原始数据.xlsx").write_bytes(b"my own")
    os.utime(folder / "原始数据.xlsx", (month, month))
    last = uploads.keep(book, "问卷.csv", b"a,b\n9,2\n")
    there = {path.name for path in folder.iterdir()}
    assert there == {named["file"], young["file"], last["file"], "一个文件夹", "原始数据.xlsx"}


OWN = [one for one in (getattr(labs, name) for name in labs.LABS) if issubclass(one, SurveyLab)]


@pytest.mark.parametrize("lab", OWN, ids=lambda one: str(one.name))
def test_a_survey_given_in_code_opens_and_a_header_may_hold_an_equals_sign(
    lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    made = (servqual if lab.survey_at(lab.defaults) == "servqual" else kano)(2200)
    made["性别(1=男,2=女)"] = [1, 2] * (len(made) // 2)
    own = lab(made)
    assert own.body()
    (segment,) = [value for _, value in own.source.segments() if value.endswith("=1")]
    rows = own.source.chosen(segment)
    assert set(rows["性别(1=男,2=女)"].astype(str)) == {"1"}
    if "segment" in own.state:
        own.set(segment=segment)
        assert own.state["segment"] == segment
        assert "出了意外" not in own.body()
