"""Training matrix: state → courses, people and hours, without widgets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import cases, labs, training, workbook
from sgm_lab.errors import ArgumentError
from sgm_lab.i18n import use_language
from sgm_lab.labs import base

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def changed(rows: list[dict[str, Any]], at: int, **values: Any) -> list[dict[str, Any]]:
    return [dict(row) | (values if k == at else {}) for k, row in enumerate(rows)]


HEAD = "人员,技能,维度,要求等级,现有等级,每级课时"


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode("utf-8-sig")


def names(lab: labs.TrainingMatrix) -> list[str]:
    return [control["name"] for control in lab.view()["controls"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", cases.names())
def test_each_case_goes_from_its_worst_gap_to_a_course(case: str, lang: Any) -> None:
    with use_language(lang):
        lab = labs.TrainingMatrix(case=case)
        result = lab.compute()
        page = lab.static()
        said = lab.sentence(result)
    assert result.courses["dimension"].iloc[0] == result.gaps["gap"].idxmin()
    assert result.courses.index[0] in said
    assert result.staff.index[0] in said
    assert 'role="alert"' not in page
    assert ("模拟数据" if lang == "zh" else "simulated data") in page
    json.dumps(lab.state)


def test_hours_weights_levels_skills_and_gaps_all_count() -> None:
    lab = labs.TrainingMatrix()
    first = lab.compute()
    assert first.plan.loc[first.plan["chosen"], "hours"].sum() <= 40
    lab.set(budget=0)
    assert not lab.compute().plan["chosen"].any()
    lab.set(budget=5000)
    assert lab.compute().plan["chosen"].all()

    lab.set(weights={"tangibles": 0, "reliability": 0, "responsiveness": 100, "assurance": 0, "empathy": 0})
    assert lab.compute().courses["dimension"].iloc[0] == "responsiveness"
    lab.start_over()

    lab.set(step="team")
    assert names(lab) == ["case", "upload", "step", "team"]
    columns = next(c for c in lab.view()["controls"] if c["name"] == "team")["columns"]
    assert [c["label"] for c in columns][:2] == ["人员", "按时段叫号"]
    top = next(k for k, row in enumerate(lab.state["team"]) if row["staff"] == first.staff.index[0])
    lab.set(team=changed(lab.state["team"], top, **{f"k{k}": 4 for k in range(1, 8)}))
    assert lab.compute().staff.index[-1] == first.staff.index[0]
    lab.set(team=[*lab.state["team"], {"staff": "新人", "k1": 0}, {"staff": " "}])
    assert "新人" in lab.compute().staff.index
    assert len(lab.compute().missing) == 2 + 6

    lab.set(step="skills", skills=changed(lab.state["skills"], 0, required=0))
    assert lab.compute().courses.loc["按时段叫号", "people"] == 0
    lab.set(skills=changed(lab.state["skills"], 0, skill=""))
    assert "按时段叫号" not in lab.compute().courses.index
    lab.set(skills=changed(lab.state["skills"], 1, required=None))
    assert lab.compute().courses.loc["盯住报告时限", "people"] > 0

    lab.set(step="gaps", gaps=[{"dimension": row["dimension"], "gap": 0.2} for row in lab.state["gaps"]])
    assert "没有急着要补的技能" in lab.sentence(lab.compute())
    assert "排得下吗" not in lab.view()["html"]


def test_a_gap_left_empty_is_one_sentence() -> None:
    lab = labs.TrainingMatrix(step="gaps")
    lab.set(gaps=changed(lab.state["gaps"], 1, gap=None))
    page = lab.view()["html"]
    assert 'role="alert"' in page
    assert "reliability" in page


def test_two_people_of_one_name_are_one_sentence() -> None:
    lab = labs.TrainingMatrix(step="team")
    lab.set(team=changed(lab.state["team"], 1, staff=lab.state["team"][0]["staff"]))
    assert "两行" in lab.view()["html"]


def test_another_case_brings_its_team_and_gaps_and_undo_brings_them_back() -> None:
    lab = labs.TrainingMatrix()
    lab.set(step="team", team=changed(lab.state["team"], 0, k1=4))
    kept = dict(lab.state)
    lab.set(case="education")
    assert len(lab.state["skills"]) == 8
    assert lab.compute().gaps["gap"].idxmin() == "empathy"
    lab.undo()
    assert lab.state == kept


def test_state_lives_in_the_workbook(tmp_path: Path) -> None:
    lab = labs.TrainingMatrix()
    lab.keep_in(workbook.open_book(tmp_path / "w.json"))
    lab.set(step="team", team=changed(lab.state["team"], 0, k1=4))
    lab.message(
        {"do": "file", "name": "upload", "file": "队伍.csv"},
        csv("张三,叫号,可靠性,3,1,4", "李四,叫号,可靠性,3,,4"),
    )
    again = labs.TrainingMatrix()
    again.keep_in(workbook.open_book(tmp_path / "w.json"))
    assert again.state == lab.state
    assert again.compute().staff.index.tolist() == ["张三", "李四"]


# ---- uploads ----


def test_ones_own_team_is_read_shown_and_escaped() -> None:
    lab = labs.TrainingMatrix()
    lab.message(
        {"do": "file", "name": "upload", "file": "<b>.csv"},
        csv("<b>张三</b>,叫号,可靠性,3,1,4", "李四,叫号,可靠,3,1,4"),
    )
    assert lab.notice == ""
    page = lab.view()["html"]
    assert "<b>" not in page
    assert "五个维度之一" in page
    assert lab.state["team"] == [{"staff": "<b>张三</b>", "k1": 1}]
    assert lab.export("xlsx").content[:2] == b"PK"
    assert lab.export("html").content
    lab.set(upload=None)
    assert len(lab.state["team"]) == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"a,b\n1,2\n", "人员"),
        (csv("张三,叫号,别的,3,1,4"), "没有一行"),
        (b"PK\x03\x04broken", "team.csv"),
    ],
)
def test_broken_and_empty_tables_change_nothing_and_say_why(content: bytes, words: str) -> None:
    lab = labs.TrainingMatrix()
    before = dict(lab.state)
    lab.message({"do": "file", "name": "upload", "file": "team.csv"}, content)
    assert words in lab.notice
    assert lab.state == before


def test_a_tiny_table_and_one_without_ratings() -> None:
    lab = labs.TrainingMatrix()
    lab.receive("upload", "team.csv", csv("张三,叫号,可靠性,3,1,4"))
    assert 'role="alert"' not in lab.view()["html"]
    lab.receive("upload", "team.csv", csv("张三,叫号,可靠性,3,,4"))
    assert "没有一个人评过" in lab.view()["html"]


@pytest.mark.parametrize("rows", [
    [f"员工{i},叫号,可靠性,3,{i % 4},4" for i in range(60)],
    [f"张三,技能{i},可靠性,3,1,4" for i in range(20)],
    ["张三,叫号,可靠性,3,1,4", "李四,叫号,可靠性,4,1,4"],
])  # fmt: skip
def test_what_cannot_be_edited_by_hand_still_counts(rows: list[str]) -> None:
    lab = labs.TrainingMatrix(step="team")
    lab.receive("upload", "team.csv", csv(*rows))
    assert not lab.by_hand
    assert lab.state["step"] == "result"
    page = lab.view()["html"]
    assert "改表再上传" in page
    assert len(lab.compute().cells) == len(rows)
    with pytest.raises(base.ArgumentError):
        lab.set(step="team")


def test_a_hundred_thousand_rows_are_ranked_once_and_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    people, skills = 10_000, 10
    table = pd.DataFrame({
        "人员": np.repeat([f"员工{i}" for i in range(people)], skills),
        "技能": np.tile([f"技能{k}" for k in range(skills)], people),
        "维度": np.tile(["可靠性", "移情性"] * (skills // 2), people),
        "现有等级": np.arange(people * skills) * 7 % 5,
    })  # fmt: skip
    ranked, needs = [], training.needs
    monkeypatch.setattr(training, "needs", lambda *given: ranked.append(1) or needs(*given))
    lab = labs.TrainingMatrix()
    lab.receive("upload", "team.csv", table.to_csv(index=False).encode())
    assert 'role="alert"' not in lab.view()["html"]
    first = lab.compute()
    assert (len(first.cells), len(first.staff), len(first.courses)) == (people * skills, people, skills)
    lab.set(budget=400)
    assert "400" in lab.view()["html"]
    assert len(ranked) == 1  # hours change who goes, not who needs what
    lab.set(weights={**dict.fromkeys(training.DIMENSIONS, 10), "empathy": 60})
    assert lab.compute().courses["dimension"].iloc[0] == "empathy"
    assert len(ranked) == 2


def test_a_kept_table_that_is_gone_gives_way_to_the_case() -> None:
    lab = labs.TrainingMatrix(upload={"file": "nowhere.csv", "name": "旧表.csv"})
    assert lab.state["upload"] is None
    assert "旧表.csv" in lab.notice
    with pytest.raises(ArgumentError, match=r"nowhere.+healthcare"):
        labs.TrainingMatrix(case="nowhere")


def test_the_template_can_be_sent_back() -> None:
    lab = labs.TrainingMatrix(case="education")
    before = lab.compute()
    made = lab.do("template")
    lab.receive("upload", made.name, made.content)
    assert lab.compute().courses.equals(before.courses)
    assert set(training.DIMENSIONS) == set(lab.compute().gaps.index)


def test_a_kept_row_with_a_cell_that_cannot_be_had_keeps_the_others(tmp_path: Path) -> None:
    book = workbook.open_book(tmp_path / "w.json")
    lab = labs.TrainingMatrix()
    kept = lab.state | {"team": changed(lab.state["team"], 0, k1=9)}
    book.put("labs", "training", kept)
    lab.keep_in(book)
    assert lab.state["team"] == changed(kept["team"], 0, k1=None)
