"""Goal plans and sandbox games of a class: rows written, empty, weak; places; no name where none is shown."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from sgm_lab._promises import promises
from sgm_lab.exercises.classes import class_report, read_class
from sgm_lab.exercises.classes.board import games, ranked
from sgm_lab.exercises.classes.plans import by_person, by_row

WRITES = promises()["2.2-own-standard"]


def handed(name: str, rows: dict[str, Any] | None = None, **parts: Any) -> tuple[str, bytes]:
    goals = {"plan": {"rows": rows or {}}, **parts.pop("goals", {})}
    book = {"schema": 2, "program": "sgm_lab", "id": name, "learner": {"name": name}, "goals": goals, **parts}
    return f"{name}.json", json.dumps(book).encode()


def answered(text: str) -> dict[str, Any]:
    return {
        WRITES.id: {"answer": text, "outcome": "right", "tries": 1, "updated": "2026-03-02T08:00:00.000Z"}
    }


CLASS = [
    handed("甲", {"cost": "很快就好", "standard": "看护指标：看诊时长不许变坏，现在8分钟", "mind": " "}),
    handed("乙", {"cost": "每周two次"}, exercises=answered("短")),
    handed("丙", goals={"1": {"statement": "降到30分钟", "baseline": 0}, "2": {"owner": "主任"}}),
    handed("丁", labs={"smart": {"drafts": [{"text": "降到30分钟"}]}, "pdca": {"hypothesis": "加一个窗口"}}),
    handed("戊", {"别的": "x", "law": ["", 3]}, labs={"other": {"drafts": [{"text": "x"}]}}),
]


def test_rows_are_counted_and_the_weakest_come_first() -> None:
    found = read_class(CLASS, "zh")
    assert [one.name for one in found.plans] == ["丁", "丙", "乙", "甲"]  # 戊 has written none
    rows = {row: counted for row, *counted, _ in by_row(found.plans)}
    assert {row: counted for row, counted in rows.items() if counted[0]} == {
        "cost": [2, 2, 1], "standard": [2, 2, 1], "goal": [2, 2, 0], "baseline": [1, 3, 0], "who": [1, 3, 0],
        "pdca": [1, 3, 1],
    }  # fmt: skip
    assert list(rows)[-1] == "goal"
    wanting = {one.name: one.rows for one in found.plans}
    assert "没有一个数" in wanting["甲"]["cost"][0]
    assert wanting["甲"]["standard"] == []
    short, guard = wanting["乙"]["standard"]
    assert f"写到{WRITES.least}个字" in short
    assert "没有看护指标" in guard
    assert by_person(found.plans, "zh")[2] == ("乙", 2, "第1、2、3、5、7、8、9、10、11行", "第4行")


def test_who_wrote_a_plan_is_hidden_with_all_names() -> None:
    found = read_class(CLASS, "zh")
    pages = [class_report(one, "zh") for one in (found, found.unnamed("zh"))]
    named, hidden = (page.split("<h2>大家的计划")[1].split("<h2>")[0] for page in pages)
    assert "<td>甲</td>" in named
    assert "有4人动笔" in hidden
    assert not any(one.name in hidden for one in found.plans)
    assert "大家的计划" not in class_report(read_class(CLASS[-1:], "zh"), "zh")


def test_finished_games_are_ranked_in_their_market() -> None:
    def game(result: Any, room: int = 1) -> dict[str, Any]:
        return {"sandtable": {"case": "healthcare", "room": room, "attempt": 1, "result": result}}

    played = [
        ("甲", game(-3.2)),
        ("乙", game(40.5)),
        ("丙", game(40.5)),
        ("丁", game(1, room=2)),
        ("戊", game(None)),
    ]
    found = read_class([handed(name, labs=labs) for name, labs in played], "zh")
    assert [row[1:4] for row in ranked(found.games, "zh")] == [
        (1, "丙", 40.5), (1, "乙", 40.5), (3, "甲", -3.2), (1, "丁", 1),
    ]  # fmt: skip
    named, hidden = (
        class_report(one, "zh").split("<h2>沙盘排行")[1].split("<h2>")[0]
        for one in (found, found.unnamed("zh"))
    )
    assert "<td>甲</td><td>−3.2</td>" in named
    assert "<td>第3名</td><td>−3.2</td>" in hidden
    assert "<td>甲</td>" not in hidden


@pytest.mark.parametrize("odd", [float("inf"), float("nan"), 10**400, 1.5, True, "8", None])
def test_a_game_with_a_figure_that_is_none_is_not_ranked(odd: Any) -> None:
    state = {"case": "healthcare", "room": odd, "attempt": 1, "result": 2.0}
    assert games([SimpleNamespace(name="", book={"labs": {"sandtable:8": state}})]) == []  # type: ignore[list-item]
