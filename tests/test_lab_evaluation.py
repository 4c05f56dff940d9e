"""Evaluation lab: each question answered from a log, on cases and on one's own records."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import cases, control, goals, intake, labs, satisfaction
from sgm_lab.errors import ArgumentError, DataError

pytestmark = pytest.mark.usefixtures("book", "unwritten")


# ---- a measure over time ----


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(-100, 100)), min_size=2, max_size=60))
def test_sums_by_day_hold_all_that_the_records_do(rows: list[tuple[int, float]]) -> None:
    days = [pd.Timestamp("2025-01-01") + pd.Timedelta(days=d, hours=5) for d, _ in rows]
    values = [v for _, v in rows]
    table = satisfaction.daily(days, values)
    for by in ("day", "week", "month"):
        assert satisfaction.periods(table, by)["n"].sum() == len(rows)  # type: ignore[arg-type]
    mean = satisfaction.level(table)
    assert mean.n == len(rows)
    assert mean.value == pytest.approx(np.mean(values), abs=1e-9)
    if np.std(values) > 1e-3:
        half = (mean.high - mean.low) / 2
        from scipy import stats

        wanted = stats.t.ppf(0.975, len(rows) - 1) * np.std(values, ddof=1) / np.sqrt(len(rows))
        assert half == pytest.approx(wanted, rel=1e-6)


def test_levels_are_those_of_the_scores() -> None:
    scores = cases.load("customer_service").operations
    figures = goals.figures("customer_service", "csat")
    table = satisfaction.daily(figures.index, figures.to_numpy())
    assert satisfaction.level(table, "share") == satisfaction.csat(scores["csat"].dropna().astype(int))
    figures = goals.figures("customer_service", "nps")
    level = satisfaction.level(satisfaction.daily(figures.index, figures.to_numpy()), "nps")
    assert level == satisfaction.nps(scores["nps"].dropna().astype(int))


def test_a_period_that_is_none() -> None:
    with pytest.raises(ArgumentError, match="decade"):
        satisfaction.periods(satisfaction.daily(["2025-01-01"], [1]), "decade")  # type: ignore[arg-type]
    with pytest.raises(DataError):
        satisfaction.daily([], [])


# ---- records of one's own ----


def test_records_are_read_and_what_cannot_be_is_listed() -> None:
    text = "日期,数值,备注\n2026/1/5,12,\n昨天,9,\n2026-01-06,很快,\n2026-01-07,是,\n2026-01-08,否,\n,3,\n"
    read = intake.read_records(("我的.csv", text.encode("gb18030")))
    assert read.table["value"].tolist() == [12, 1, 0]
    assert read.problems["row"].tolist() == [3, 4, 7]
    assert "很快" in read.problems["problem"].tolist()[1]
    assert read.rows_left_out == 3
    with pytest.raises(DataError, match="数值"):
        intake.read_records(("a.csv", "日期,备注\n2026-01-05,早班\n".encode()))
    other = intake.read_records(("a.csv", "日期,数量\n2026-01-05,3\n".encode()))
    assert (other.table["value"].tolist(), "数量" in other.summary()) == ([3], True)  # and says which it took
    with pytest.raises(DataError, match="value="):
        intake.read_records(("a.csv", "日期,早班,晚班\n2026-01-05,3,4\n".encode()))
    with pytest.raises(DataError, match="昨天"):
        intake.read_records(("a.csv", "日期,数值\n昨天,3\n".encode()))


# ---- the lab ----


def test_the_july_of_the_clinic_is_a_signal_and_the_rest_is_not() -> None:
    lab = labs.EvaluationLab(view="chart", metric="complaints", rules="beyond_3_sigma")
    result = lab.compute()
    assert {signal.label for signal in result.chart.signals} == {"2025-07"}
    assert "2025-07" in lab.sentence(result)
    lab.set(clean="yes")
    cleaned = lab.compute().chart
    assert cleaned.excluded == (6,)
    assert cleaned.center < result.chart.center
    figures = goals.figures("healthcare", "complaints")
    by = figures.groupby(figures.index.strftime("%Y-%m")).agg(["sum", "size"])
    assert result.chart.center == pytest.approx(
        control.p_chart(by["sum"].astype(int).tolist(), by["size"].tolist()).center
    )
    lab.set(by="week")
    assert len(lab.compute().chart.points) > 50


def test_a_verdict_follows_the_goal() -> None:
    lab = labs.EvaluationLab(metric="mean_wait", month="2025-12")
    level = goals.records("healthcare", "mean_wait", ["2025-12"])
    lab.set(baseline=60.0)
    lab.set(target=50.0)
    assert lab.compute().attained.verdict == "met"
    assert lab.compute().attained.actual == pytest.approx(level.mean())
    said = lab.sentence(lab.compute())
    lab.set(target=10.0)
    assert lab.compute().attained.verdict == "not_met"
    assert lab.sentence(lab.compute()) != said
    lab.set(target=round(float(level.mean()), 1))
    assert lab.compute().attained.verdict == "not_enough_evidence"
    lab.set(target=60.0)
    assert 'role="alert"' in lab.view()["html"]  # no way to cover: said in a sentence


def test_another_measure_brings_its_own_goal_and_undo_the_old_one() -> None:
    lab = labs.EvaluationLab()
    lab.set(target=20.0)
    kept = dict(lab.state)
    lab.set(metric="csat")
    assert lab.state["baseline"] == pytest.approx(100 * lab.log.level(lab.log.months()[:3]).value, abs=0.05)
    assert lab.state["target"] > lab.state["baseline"]
    lab.undo()
    assert lab.state == kept


def test_a_change_is_named_by_its_direction() -> None:
    rng = np.random.default_rng(1)
    days = pd.date_range("2026-01-01", periods=400, freq="6h")
    after = days >= "2026-02-15"

    def said(low: float, high: float, better: str) -> str:
        values = rng.normal(np.where(after, high, low), 2)
        text = "日期,数值\n" + "".join(f"{d:%Y-%m-%d},{v:.2f}\n" for d, v in zip(days, values, strict=True))
        lab = labs.EvaluationLab(view="change")
        lab.message({"do": "file", "name": "upload", "file": "a.csv"}, text.encode())
        assert lab.notice == ""
        lab.set(own_better=better)
        lab.set(cut="2026-03")
        assert "模拟数据" not in lab.view()["html"]
        return lab.sentence(lab.compute())

    assert "好了" in said(10, 20, "higher")
    assert "差了" in said(10, 20, "lower")
    assert "还不能说" in said(10, 10, "lower")


def test_shares_of_ones_own_records() -> None:
    lab = labs.EvaluationLab(view="verdict")
    text = "日期,数值\n" + "".join(f"2026-{1 + n % 3:02d}-05,{n % 10}\n" for n in range(300))
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, text.encode())
    lab.set(own_how="at_least")
    lab.set(own_level=8)
    assert lab.log.level().value == pytest.approx(0.2)
    lab.set(own_how="at_most")
    assert lab.log.level().value == pytest.approx(0.9)
    lab.set(own_how="share")
    assert lab.log.level().value == pytest.approx(0.9)


def test_one_month_has_no_before_and_three_points_are_no_chart() -> None:
    lab = labs.EvaluationLab(view="change")
    lab.message(
        {"do": "file", "name": "upload", "file": "a.csv"}, "日期,数值\n2026-01-05,3\n2026-01-06,4\n".encode()
    )
    assert "至少两个" in lab.view()["html"]
    lab.set(view="chart")
    assert "按周" in lab.view()["html"]


def test_the_plan_follows_the_numbers() -> None:
    lab = labs.EvaluationLab(view="plan")
    result = lab.compute()
    assert result.numbers["width"] == satisfaction.sample_size_for_width(0.1, 0.8)
    assert result.numbers["change"] == satisfaction.sample_size_for_change(0.8, 0.85)
    lab.set(response=100)
    lab.set(wanted=80)
    assert "没有变化可看" in lab.sentence(lab.compute())


def test_indices_of_the_case_and_of_pasted_scores() -> None:
    lab = labs.EvaluationLab(view="indices", case="customer_service")
    assert set(lab.compute().indices) == {"csat", "nps"}
    lab.set(scores_ces="7\n6\n5 5,4")
    lab.set(scores_acsi="8 7 9\n6,6,5\n9 9 8")
    found = lab.compute().indices
    assert found["ces"].value == pytest.approx(5.4)
    assert found["acsi"].n == 3
    assert "没有问过" not in lab.view()["html"]
    lab.set(scores_acsi="8 7")
    assert "三个数" in lab.view()["html"]
    lab.set(scores_acsi="")
    lab.set(scores_csat="9")
    assert 'role="alert"' in lab.view()["html"]


def test_the_template_comes_back_and_a_million_rows_stay_quick() -> None:
    lab = labs.EvaluationLab()
    made = lab.message({"do": "act", "name": "template"})
    assert openpyxl.load_workbook(io.BytesIO(made.content)).sheetnames == ["记录"]
    lab.message({"do": "file", "name": "upload", "file": "t.xlsx"}, made.content)
    assert lab.notice == ""
    assert lab.state["case"] == "own"
    days = pd.date_range("2025-01-01", periods=1_000_000, freq="30s")
    table = satisfaction.daily(days, np.arange(1_000_000) % 7)
    assert len(table) < 400  # all that later steps see


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "日期,数值\n".encode(), b"PK\x03\x04"])
def test_a_broken_file_changes_nothing(content: bytes) -> None:
    lab = labs.EvaluationLab()
    before = dict(lab.state)
    for name in ("a.csv", "a.xlsx"):
        lab.message({"do": "file", "name": "upload", "file": name}, content)
        assert lab.notice
        assert lab.state == before


def own(text: str) -> labs.EvaluationLab:
    lab = labs.EvaluationLab()
    lab.message({"do": "file", "name": "upload", "file": "季度.csv"}, text.encode())
    assert lab.state["case"] == "own", lab.notice
    return lab


def test_figures_by_quarter_are_judged_compared_and_charted_by_quarter() -> None:
    quarters = ["2024年第一季度", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q3"]
    values = [30, 32, 31, 33, 20, 21]
    lab = own(
        "季度,等候\n" + "".join(f"{one},{value}\n" for one, value in zip(quarters, values, strict=True))
    )
    assert lab.log.step == "quarter"
    assert lab.log.months() == ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q3"]
    assert lab.view()["html"].count("2025Q3")
    lab.set(view="change", cut="2025Q1")
    found = lab.compute()
    assert (found.before.value, found.after.value) == (31.5, 20.5)
    lab.set(view="chart")
    assert lab.state["by"] == "quarter"
    table = lab.compute().table
    assert list(table.index) == ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3"]
    assert table["value"].isna().tolist() == [False] * 5 + [True, False]  # a gap stays one


def test_a_case_can_be_charted_by_half_years_and_goes_back_to_months_after_a_file_of_them() -> None:
    halves = "".join(f"{year}年{part}半年,{value}\n" for value, (year, part) in
                     enumerate((year, part) for year in (2023, 2024, 2025) for part in "上下"))  # fmt: skip
    lab = own("期间,投诉\n" + halves.replace("期间", "日期"))
    assert lab.state["by"] == "half"
    assert list(lab.log.periods().index) == ["2023H1", "2023H2", "2024H1", "2024H2", "2025H1", "2025H2"]
    lab.set(case="healthcare")
    assert lab.state["by"] == "month"
    lab.set(view="chart", by="quarter")
    assert lab.compute().table.index[0].endswith(("Q1", "Q2", "Q3", "Q4"))
