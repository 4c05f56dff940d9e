"""The monthly loop: last month's plan, this month's figures, what changed, will it be reached, the next round."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_goal_plan import GOOD

from sgm_lab import goals, i18n, labs, takeaways
from sgm_lab.errors import DataError
from sgm_lab.goals import Goal, Month, track
from sgm_lab.workbook import Workbook, open_book

PAST = (44, 47, 43, 46, 45, 44, 46, 45)
WAIT = GOOD["goals"][0] | {"history": list(PAST)}
PLAN: dict[str, Any] = GOOD | {
    "goals": [WAIT, {"statement": "客服部把接起率从60%提高到80%", "metric": "接起率", "unit": "%", "baseline": 60,
                     "target": 80}]
}  # fmt: skip
FIGURES = [
    {"goal": 1, "month": "2026-03", "value": 38, "n": 300, "sd": 11},
    {"goal": "接起率", "month": "2026年4月", "value": 66, "n": 900},
]


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return open_book(tmp_path / "workbook.json")


# ---- the two questions ----


@pytest.mark.parametrize(
    ("target", "values", "variation", "assurance"),
    [
        (30, [44], "common", "fail"),
        (30, [38], "improving", "fail"),
        (30, [53], "worsening", "fail"),
        (52, [44], "common", "pass"),
        (44, [44], "common", "hit_or_miss"),
        (44, [44.5] * 8, "improving", "hit_or_miss"),  # eight on one side
    ],
)
def test_what_changed_and_what_will_be_reached_are_asked_apart(
    target: float, values: list[float], variation: str, assurance: str
) -> None:
    baseline = 45 if target < 45 else 60
    goal = Goal("…", "平均候诊时间", "分钟", baseline, target, history=PAST)
    months = [Month(f"2026-{at:02d}", value) for at, value in enumerate(values, 1)]
    found = track(goal, months)
    assert (found.variation, found.assurance) == (variation, assurance)
    assert found.chart is not None
    assert round(float(found.chart.lower), 2), round(float(found.chart.upper), 2) == (39.30, 50.70)


def test_the_way_that_is_good_follows_the_goal() -> None:
    goal = Goal("…", "接起率", "%", 40, 90, history=PAST)
    assert track(goal, [Month("2026-01", 53)]).variation == "improving"
    assert track(goal, [Month("2026-01", 38)]).variation == "worsening"
    assert track(goal, [Month("2026-01", 45)]).assurance == "fail"
    assert track(Goal("…", history=PAST), [Month("2026-01", 53)]).variation == "unknown"
    assert track(goal, []).last is None


def test_usual_variation_seldom_raises_an_alarm() -> None:
    """Four rules at one point of a steady process: about 1 % by theory, a few per cent with limits of twelve points."""
    draw = random.Random(5)
    alarms = 0
    for _ in range(400):
        past = [draw.gauss(50, 5) for _ in range(24)]
        goal = Goal("…", "x", "分", 50, 60, history=past[:-1])
        alarms += track(goal, [Month("2026-01", past[-1])]).variation != "common"
    assert alarms / 400 < 0.05


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("2026-03", "2026-03"),
        ("2026年3月", "2026-03"),
        ("2026/3/15", "2026-03"),
        (202603, "2026-03"),
        ("２０２６－０３", "2026-03"),
    ],
)
def test_a_month_is_read_as_people_write_it(given: Any, made: str) -> None:
    assert goals.month_of(given) == made


@pytest.mark.parametrize("given", ["三月", "2026-13", "", "26-3", None, "2026-3-5-7x"])
def test_what_is_no_month_is_said(given: Any) -> None:
    with pytest.raises(DataError, match=r"2026-03"):
        goals.month_of(given)


# ---- figures into the plan ----


def test_figures_typed_or_from_a_file_go_to_their_goals(tmp_path: Path) -> None:
    typed = takeaways.add_months(PLAN, FIGURES)
    assert [goal["months"] for goal in typed["goals"]] == [
        [{"month": "2026-03", "value": 38.0, "n": 300.0, "sd": 11.0}], [{"month": "2026-04", "value": 66.0, "n": 900.0}]
    ]  # fmt: skip
    assert "months" not in PLAN["goals"][0]
    again = takeaways.add_months(typed, [{"goal": "1", "month": "2026-03", "value": 37}])
    assert again["goals"][0]["months"] == [{"month": "2026-03", "value": 37.0}]
    table = tmp_path / "四月.csv"
    table.write_text(
        "目标序号,月份,数值,样本量,标准差\n1,2026-03,38,300,11\n接起率,2026-04,66%,900,\n", encoding="utf-8"
    )
    assert takeaways.add_months(PLAN, table) == typed


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"goal": 3, "month": "2026-03", "value": 1}, "接起率"),
        ({"month": "2026-03", "value": 1}, "平均候诊时间"),
        ({"goal": 1, "month": "2026-03", "value": "很多"}, "很多"),
        ({"goal": 1, "month": "三月", "value": 1}, "三月"),
    ],
)
def test_a_figure_that_belongs_nowhere_is_said(row: dict[str, Any], said: str) -> None:
    with i18n.use_language("zh"), pytest.raises(DataError) as error:
        takeaways.add_months(PLAN, [row])
    assert said in str(error.value)


def test_last_months_plan_opens_whatever_it_was_kept_in(tmp_path: Path, book: Workbook) -> None:
    plan = takeaways.add_months(PLAN, FIGURES)
    register, plain = tmp_path / "register.xlsx", tmp_path / "plan.json"
    register.write_bytes(takeaways.goal_register_xlsx(plan))
    plain.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    for number, goal in enumerate(plan["goals"], 1):
        book.put("goals", f"smart-{number}", goal)
    for path in (register, plain, book.path):
        opened = takeaways.open_plan(path)
        assert [[one["month"] for one in goal["months"]] for goal in opened["goals"]] == [
            ["2026-03"],
            ["2026-04"],
        ]
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(DataError):
        takeaways.open_plan(broken)


# ---- the lab ----


def lab_of(book: Workbook) -> Any:
    for number, goal in enumerate(PLAN["goals"], 1):
        book.put("goals", f"smart-{number}", goal)
    lab = labs.MonthlyReview()
    lab.keep_in(book)
    return lab


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_month_is_looked_at_and_becomes_a_round(book: Workbook, lang: i18n.Language) -> None:
    with i18n.use_language(lang):
        lab = lab_of(book)
        wait, share = (key for _, key in lab.goals())
        lab.set(figures=[{"goal": wait, "month": "2026-03", "value": 38, "n": 300, "sd": 11},
                         {"goal": share, "month": "2026-04", "value": 66, "n": 900}])  # fmt: skip
        page = lab.view()["html"]
        assert lab.notice == ""
        assert i18n.t("takeaways.monthly.variation_improving") in page
        assert "▼" in page
        assert i18n.t("takeaways.monthly.assurance_fail") in page
        assert "39.3" in page
        lab.message({"do": "act", "name": "round"})
        assert lab.w("guess_first") == lab.notice
        lab.set(about=wait, guess="如果分时段放号，那么候诊会短")
        lab.message({"do": "act", "name": "round"})
        plan = takeaways.plan_from_workbook(book)
        assert plan["goals"][0]["months"] == [{"month": "2026-03", "value": 38, "n": 300, "sd": 11}]
        (note,) = plan["rows"]["pdca"]
        assert note["source"] == "lab:monthly"
        assert note["text"].startswith("如果分时段放号，那么候诊会短")
        assert "39.3" in note["text"]
        register = lab.do_template()
        back = takeaways.plan_from_register(register.content)
        assert [len(goal["months"]) for goal in back["goals"]] == [1, 1]
        for kind in ("html", "docx", "xlsx", "pptx", "txt"):
            assert lab.export(kind).content


def test_the_file_of_last_month_is_opened_and_gone_on_with(book: Workbook) -> None:
    lab = lab_of(book)
    plan = takeaways.add_months(PLAN, FIGURES)
    register = takeaways.goal_register_xlsx(plan, lang="zh")
    lab.message({"do": "file", "name": "upload", "file": "三月.xlsx"}, register)
    assert lab.notice == ""
    assert [row["month"] for row in lab.state["figures"]] == ["2026-03", "2026-04"]
    more = "目标序号,月份,数值,样本量\n2,2026-05,70,900\n".encode()
    lab.message({"do": "file", "name": "upload", "file": "五月.csv"}, more)
    assert [row["month"] for row in lab.state["figures"]] == ["2026-03", "2026-04", "2026-05"]
    lab.message({"do": "file", "name": "upload", "file": "坏.xlsx"}, b"PK nothing")
    assert lab.notice
    assert lab.state["opened"]["name"] == "三月.xlsx"
    lab.message({"do": "act", "name": "own"})
    assert lab.state["opened"] is None
    lab.undo()
    assert lab.state["opened"]["name"] == "三月.xlsx"


def test_without_a_goal_or_a_figure_it_says_what_to_do(book: Workbook) -> None:
    lab = labs.MonthlyReview()
    lab.keep_in(book)
    assert "还没有目标" in lab.view()["html"]
    book.put("goals", "smart-1", WAIT)
    assert "还没有一个月的数" in lab.view()["html"]
    lab.set(figures=[{"goal": WAIT["statement"], "month": "三月", "value": 3}])
    assert "不是月份" in lab.view()["html"]
    assert "goals" in str(takeaways.plan_from_workbook(book))  # a month that cannot be read breaks no plan


def test_hostile_words_are_harmless_in_every_form(book: Workbook) -> None:
    hostile = "=1+1 <script>alert(1)</script> {{ 7*7 }} \x0b \ud800 " + "长" * 10_000
    book.put("goals", "smart-1", WAIT | {"statement": hostile, "metric": hostile[:60], "source": hostile})
    lab = labs.MonthlyReview()
    lab.keep_in(book)
    (key,) = (key for _, key in lab.goals())
    lab.set(figures=[{"goal": key, "month": "2026-03", "value": 38}], about=key, guess=hostile)
    lab.message({"do": "act", "name": "round"})
    assert lab.state["rounds"]
    assert "<script>alert" not in lab.view()["html"]
    assert "<script>alert" not in lab.export("html").content.decode()
    for kind in ("docx", "xlsx", "pptx", "txt"):
        assert lab.export(kind).content
    for sheet in openpyxl.load_workbook(io.BytesIO(lab.export("xlsx").content)):
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert takeaways.goal_plan_pptx(takeaways.plan_from_workbook(book))


def test_a_process_that_moved_beyond_the_target_is_not_said_to_miss_it() -> None:
    goal = Goal("…", "接起率", "%", 60, 70, history=[60, 62, 59, 61, 60, 58, 61, 60])
    moved = track(goal, [Month("2026-03", 91.23456, n=900)])
    assert (moved.variation, moved.assurance) == ("improving", "unknown")
    assert moved.attainment is not None
    assert moved.attainment.verdict == "met"
    with i18n.use_language("zh"):
        assert "到不了" not in moved.sentence()
        assert "重算范围" in moved.sentence()
    short = track(goal, [Month("2026-03", 68, n=900)])
    assert (short.variation, short.assurance) == ("improving", "fail")
    less = Goal("…", "等候", "分钟", 45, 30, history=[44, 47, 43, 46, 45, 44, 46, 45])
    assert track(less, [Month("2026-03", 20)]).assurance == "unknown"
    assert track(less, [Month("2026-03", 33)]).assurance == "fail"
    assert "改变以前" in track(less, [Month("2026-03", 33)]).sentence()


def test_a_process_that_fell_behind_the_target_is_not_said_to_reach_it() -> None:
    goal = Goal("…", "等候", "分钟", 60, 52, history=[44, 47, 43, 46, 45, 44, 46, 45])
    fell = track(goal, [Month("2026-03", 55)])
    assert (fell.variation, fell.assurance) == ("worsening", "unknown")
    with i18n.use_language("zh"):
        assert "稳稳" not in fell.sentence()
        assert "已经不在目标值那边" in fell.sentence()
    assert track(goal, [Month("2026-03", 51.5)]).assurance == "pass"  # worse, and still there


def test_eight_months_at_a_new_level_make_its_limits() -> None:
    goal = Goal("…", "接起率", "%", 60, 70, history=[60, 62, 59, 61, 60, 58, 61, 60])
    levels = [77, 78, 76, 77, 79, 78, 77, 78]
    months = [Month(f"2026-{at:02d}", level) for at, level in enumerate(levels, 1)]
    assert (track(goal, months[:7]).assurance, track(goal, months[:7]).since) == ("unknown", 0)
    now = track(goal, months)
    assert (now.variation, now.assurance, now.since) == ("improving", "pass", 8)
    assert now.limits is not None
    # x̄ = 77.5, MR̄ = 9/7, so 77.5 ± 2.66 · 9/7
    assert [round(one, 1) for one in now.limits] == [74.1, 80.9]
    with i18n.use_language("zh"):
        assert "改变以来的8个月" in now.sentence()
    back = track(goal, [*months, Month("2026-09", 60)])
    assert (back.assurance, back.since) == ("fail", 0)


def test_a_figure_is_written_no_finer_than_it_is_read() -> None:
    plan = {
        "goals": [{"metric": "接起率", "unit": "%", "months": [{"month": "2026-03", "value": 62.86866192}]}]
    }
    assert "62.87%" in str(takeaways.monthly_blocks(plan)[0])
    assert "62.868" not in str(takeaways.monthly_blocks(plan)[0])


@pytest.mark.parametrize(
    "head", ["月份,数,人数", "月,数值,样本量", "month,value,n", "Period,Result,Records", "日期,值,条数"]
)
def test_a_table_headed_in_usual_words_is_read(head: str) -> None:
    plan = {"goals": [{"metric": "候诊时间", "unit": "分钟", "baseline": 45, "target": 30}]}
    made = takeaways.add_months(plan, ("四月.csv", f"{head}\n2026-04,41.5,320\n".encode()))
    assert made["goals"][0]["months"] == [{"month": "2026-04", "value": 41.5, "n": 320.0}]
