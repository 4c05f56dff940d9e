"""Chapter 6: figures in prompts and solutions are recomputed, lab tasks can be done, the firms get no figures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from answers import right_answer

from sgm_lab import cases, control, exercises, goals, kano, labs, satisfaction
from sgm_lab.exercises.records import LabTask

ROOT = Path(__file__).parents[1]
CHAPTER = {record.id.removeprefix("6-"): record for record in exercises.chapter("6")}
SHOP, HEALTH, SCHOOL = (cases.load(name) for name in ("customer_service", "healthcare", "education"))


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def weekly(metric: str) -> tuple[np.ndarray, np.ndarray]:
    figures = goals.figures("customer_service", metric)
    table = satisfaction.periods(satisfaction.daily(figures.index.to_numpy(), figures.to_numpy()), "week")
    return table["value"].to_numpy(), table["n"].to_numpy()


def test_the_firms_come_without_figures() -> None:
    """A sentence that names one of the firms holds no figure but years and numbers of chapters and of things."""
    text = (ROOT / "book" / "zh" / "6-success-stories.md").read_text(encoding="utf-8")
    text = re.sub(r"^```\{code-cell\}.*?^```", "", text, flags=re.M | re.S)
    for sentence in re.split(r"[。！？\n]", text):
        if "华为" in sentence or "阿里巴巴" in sentence:
            assert not re.search(r"\d+%|\d{3,}(?!年)|\{glue", sentence.replace("2026年", "")), sentence
    assert text.count("与华为、阿里巴巴无关") >= 2
    code = (ROOT / "book" / "zh" / "6-success-stories.md").read_text(encoding="utf-8")
    assert code.count("模拟数据，与华为无关") == 2
    assert code.count("模拟数据，与阿里巴巴无关") == 1


def test_privacy_is_a_must_in_every_wave() -> None:
    for wave in (1, 2, 3):
        found = kano.classify(kano.tally(SHOP.kano[SHOP.kano["wave"] == wave]))
        assert found.loc["data_protection", "category"] == "M"
    assert found.loc["honour_promises", "category"] == "M"
    assert found.loc["one_contact", "category"] == "O"


def test_complaints_of_the_school() -> None:
    records = SCHOOL.operations
    total = int(records["complaint"].sum())
    assert f"一天约{len(records) / 365:.0f}条" in texts("day-or-week")
    assert f"{total}件" in texts("day-or-week")
    assert f"一天平均{total / 365:.1f}件" in texts("day-or-week")


@pytest.mark.parametrize(
    ("name", "case", "column", "month"), [("limit", SHOP, "opened", 8), ("check-3", HEALTH, "date", 7)]
)
def test_limits_of_a_week(name: str, case: cases.Case, column: str, month: int) -> None:
    record, log = CHAPTER[name], case.operations
    rate = log.loc[log[column].dt.month != month, "complaint"].mean()
    n = round(7 * len(log) / 365)
    sd = np.sqrt(rate * (1 - rate) / n)
    said = texts(name)
    assert f"{n}" in said
    assert f"{100 * rate:.2f}%" in said
    assert f"{100 * sd:.2f}个百分点" in said
    assert record.answer == pytest.approx(100 * (rate + 3 * sd), abs=0.03)


def test_first_week_of_august() -> None:
    values, sizes = weekly("complaints")
    watched = control.watch(values, sizes, seen=len(values), learn=12)
    out = [s.point for s in watched.chart.signals if s.rule == "beyond_3_sigma"]
    assert f"{values[out[0]]:.1%}" in texts("limit")
    assert len(values) == CHAPTER["lab-monitor"].goal["seen"]
    always = control.watch(
        values, sizes, seen=len(values), learn=12, decisions=dict.fromkeys(range(12, len(values)), "adjust")
    )
    assert 30 < always.needless < 40


def test_adjusting_every_week_spreads() -> None:
    values, sizes = weekly("first_contact")
    spread = [
        100 * control.spread_since(control.watch(values, sizes, seen=len(values), decisions=taken), 12)
        for taken in ({}, dict.fromkeys(range(12, len(values)), "adjust"))
    ]
    assert f"从{spread[0]:.2f}变成{spread[1]:.2f}个百分点" in texts("adjust-weekly")
    assert 1.4 < spread[1] / spread[0] < 1.5


def test_ratings_of_a_day() -> None:
    assert 20 < SHOP.operations["csat"].notna().sum() / 365 < 30
    assert (
        "一天二三十个评分" in next(i for i in CHAPTER["alert-action"].items if i.id == "praise").feedback.zh
    )


def test_clinic() -> None:
    found = kano.classify(kano.tally(HEALTH.kano[HEALTH.kano["wave"] == 2]))["category"]
    assert (found["privacy"], found["on_time_slot"]) == ("M", "O")
    table = satisfaction.periods(
        satisfaction.daily(HEALTH.operations["date"].to_numpy(), HEALTH.operations["complaint"].to_numpy()),
        "week",
    )
    chart = control.p_chart(
        (table["value"] * table["n"]).round().astype(int).to_numpy(), table["n"].to_numpy()
    )
    out = [str(table.index[s.point]) for s in chart.signals if s.rule == "beyond_3_sigma"]
    assert len(out) == 4
    assert all(day.startswith("2025-07") for day in out)
    assert "连着4周" in texts("check-4")


def test_every_lab_task_can_be_done_in_its_lab() -> None:
    opened = {
        "lab-basic": labs.KanoLab(case="customer_service", wave=3),
        "lab-monitor": labs.LiveMonitor(case="customer_service", metric="complaints"),
    }
    assert set(opened) == {name for name, record in CHAPTER.items() if isinstance(record, LabTask)}
    for name, lab in opened.items():
        record = CHAPTER[name]
        assert exercises.check(record, lab.state, "zh").state != "right"
        lab.set(**record.goal)
        answer = record.answer(lab.state, right_answer(record))
        assert exercises.check(record, answer, "zh").state == "right"
