"""A log, comments, arrivals or a register that is not understood is asked about, as a survey is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sgm_lab import i18n, labs, workbook
from sgm_lab.labs import base

TWO_DAYS = "挂号日期,就诊日期,等候\n2026-11-02,2026-11-05,9\n2026-11-03,2026-11-06,7\n"
US = "Date,Calls abandoned\n11/2/2026,3\n11/3/2026,4\n12/3/2026,5\n"
ZONES = "created,wait\n2026-11-02T20:00:00Z,3\n2026-11-02 08:00,4\n2026-11-04 08:00,5\n"
SHORT = "编号,评价,科室\n1,好,内科\n2,差,外科\n3,好,内科\n"
MONTHS = "指标,年月,实际\n平均候诊,2026-01,30\n平均候诊,2026-02,28\n"
SKILLS = "名单,倾听,急救\n张伟,3,1\n李娜,4,0\n"
TEAM = (
    "身份,"
    + ",".join("ABCDEFGHIJKLMNOP")
    + "\n"
    + "".join(",".join(["一线", *(str(at * q % 5 + 1) for q in range(1, 17))]) + "\n" for at in range(1, 8))
)
QUEUE = "取号时间,等候(分)\n2026-01-05 08:00,12\n2026-01-05 08:30,9\n2026-01-05 09:30,9\n"


@pytest.fixture(autouse=True)
def calm() -> Any:
    base.failures.clear()
    yield
    assert base.failures == []


def send(lab: Any, text: str, name: str = "表.csv") -> Any:
    lab.message({"do": "file", "name": "upload", "file": name}, text.encode())
    return lab._dialog


def tell(lab: Any, **changes: Any) -> None:
    lab.message({"do": "set", "changes": {f"ask_{name}": value for name, value in changes.items()}})


def became(lab: Any, **of: str) -> None:
    rows = [
        row | {"became": of.get(row["column"], row["became"])} for row in lab._dialog.state["ask_columns"]
    ]
    tell(lab, columns=rows)


def press(lab: Any, name: str = "use") -> None:
    lab.message({"do": "act", "name": name})


def shown(lab: Any) -> str:
    return str(lab.view()["html"])


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_which_of_two_days_is_chosen_and_kept_for_the_next_file(tmp_path: Path, lang: Any) -> None:
    with i18n.use_language(lang):
        book = workbook.open_book(tmp_path / "w.json")
        lab = labs.EvaluationLab()
        lab.keep_in(book)
        dialog = send(lab, TWO_DAYS)
        assert "挂号日期" in dialog.notice
        assert "date=" not in dialog.notice
        assert lab.state["upload"] is None
        became(lab, 挂号日期="left out", 就诊日期="date")
        assert "2026-11-05" in shown(lab)
        press(lab)
        assert lab._dialog is None
        assert lab.log.days.index.strftime("%m-%d").tolist() == ["11-05", "11-06"]
        again = labs.EvaluationLab(key="other")
        again.keep_in(book)
        assert send(again, TWO_DAYS.replace("-11-", "-12-"), "十二月.csv") is None
        assert again.log.days.index.strftime("%m-%d").tolist() == ["12-05", "12-06"]
        lab.message({"do": "act", "name": "ask"})
        assert lab._dialog is not None
        press(lab, "leave")
        assert lab.log.days.index.strftime("%m-%d").tolist() == ["11-05", "11-06"]


def test_a_dialog_that_was_not_ended_is_there_again_and_nothing_is_read_before(tmp_path: Path) -> None:
    book = workbook.open_book(tmp_path / "w.json")
    lab = labs.FeedbackLab()
    lab.keep_in(book)
    send(lab, SHORT)
    became(lab, 评价="comment")
    fresh = labs.FeedbackLab()
    fresh.keep_in(book)
    assert "没有说完" in fresh._dialog.notice
    assert [row["became"] for row in fresh._dialog.state["ask_columns"]] == [
        "left out",
        "comment",
        "left out",
    ]
    assert "好" in shown(fresh)
    press(fresh)
    assert fresh.table()["text"].tolist() == ["好", "差", "好"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_order_of_day_and_month_is_a_choice(lang: Any) -> None:
    with i18n.use_language(lang):
        lab = labs.LiveMonitor()
        dialog = send(lab, US)
        assert dialog is not None
        press(lab)
        assert lab._dialog is dialog  # what is open is said, and nothing read
        name = dialog.w("ask_order")
        assert name in shown(lab)
        tell(lab, order="month")
        press(lab)
        assert lab.read.table["date"].dt.strftime("%m-%d").tolist() == ["11-02", "11-03", "12-03"]
        assert lab.state["upload"]["how"]["order"] == "month"


def test_the_clock_of_a_place_is_a_choice_where_times_say_their_zone() -> None:
    lab = labs.EvaluationLab()
    dialog = send(lab, ZONES)
    assert "ask_zone" in [one.name for one in dialog.controls()]
    assert "当地的时区" in shown(lab)
    tell(lab, zone="+08:00")
    press(lab)
    assert lab.log.days.index.strftime("%m-%d").tolist() == ["11-02", "11-03", "11-04"]
    assert "ask_zone" not in [one.name for one in send(labs.EvaluationLab(), TWO_DAYS).controls()]


def test_arrivals_are_asked_and_must_give_a_line() -> None:
    lab = labs.ProcessLab()
    dialog = send(lab, QUEUE)
    assert [row["became"] for row in dialog.state["ask_columns"]] == ["start", "wait"]
    assert "08:30" in shown(lab)
    press(lab)
    assert lab.own
    assert lab.read.table["wait"].tolist() == [12, 9, 9]


def test_figures_of_a_register_are_asked_and_become_goals() -> None:
    lab = labs.MonthlyReview()
    dialog = send(lab, MONTHS)
    assert [row["became"] for row in dialog.state["ask_columns"]] == ["goal", "month", "value"]
    press(lab)
    assert [(one["month"], one["value"]) for one in lab.state["figures"]] == [
        ("2026-01", 30),
        ("2026-02", 28),
    ]
    assert "ask" not in [one["name"] for one in lab.frame()["actions"]]  # the figures stand in the table now


def test_skills_in_columns_are_asked_and_each_belongs_to_a_dimension() -> None:
    lab = labs.TrainingMatrix()
    dialog = send(lab, SKILLS)
    assert [row["became"] for row in dialog.state["ask_columns"]] == ["staff", "left out", "left out"]
    assert "张伟" in dialog.state["ask_columns"][0]["examples"]  # the team is the learner's own
    assert "一列是一项技能的" in shown(lab)
    became(lab, 倾听="skill_empathy", 急救="skill_assurance")
    assert "移情性" in shown(lab)
    press(lab)
    found = lab.read.table.pivot(index="staff", columns="skill", values="present")
    assert found.loc["李娜"].to_dict() == {"倾听": 4, "急救": 0}
    assert lab.read.table.groupby("skill")["dimension"].first().to_dict() == {
        "倾听": "empathy", "急救": "assurance",
    }  # fmt: skip
    press(lab, "ask")
    became(lab, 急救="skill_reliability")
    press(lab)
    assert {row["skill"]: row["dimension"] for row in lab.state["skills"]}["急救"] == "reliability"


def test_statements_of_the_team_are_guessed_in_their_order_and_can_be_told() -> None:
    lab = labs.CultureCheck()
    dialog = send(lab, TEAM)
    assert "日期" not in dialog.notice
    assert [row["became"] for row in dialog.state["ask_columns"]] == [
        "left out",
        *(f"q{at}" for at in range(1, 17)),
    ]
    became(lab, A="q2", B="q1", 身份="role")
    press(lab)
    assert lab.read.table[["role", "q1", "q2"]].iloc[0].tolist() == ["front", 3, 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"评价": "left out"}, "还没有一列是“意见”"),
        ({"评价": "comment", "编号": "date", "科室": "date"}, "都是“日期”，只能有一列"),
        ({"编号": "comment", "科室": "tone"}, ""),
    ],
)
def test_what_is_still_open_is_said(change: dict[str, str], said: str) -> None:
    lab = labs.FeedbackLab()
    send(lab, SHORT)
    became(lab, **change)
    assert said in shown(lab)


@pytest.mark.parametrize(
    "how", [{"columns": 3}, {"columns": [{"column": 1}], "order": [], "zone": {}}, {"sheet": 7}]
)
def test_a_decision_written_by_hand_is_refused_in_words(how: Any) -> None:
    lab = labs.EvaluationLab()
    send(lab, TWO_DAYS)
    press(lab)
    lab.set(upload=lab.state["upload"] | {"how": how})
    assert shown(lab)


def test_a_file_that_no_telling_helps_is_refused_as_before() -> None:
    lab = labs.EvaluationLab()
    assert send(lab, "月份,投诉\n1月,3\n2月,4\n") is None
    assert "没有年份" in lab.notice
