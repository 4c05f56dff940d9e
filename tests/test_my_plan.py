"""The goal plan edited in place, in JupyterLab and on a live page: lines of one's own, several plans, undo."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from test_goal_plan import GOOD

from sgm_lab import labs, takeaways
from sgm_lab.takeaways.plan.rows import ROWS, name
from sgm_lab.workbook import Workbook, open_book


@pytest.fixture
def own(tmp_path: Path) -> Workbook:
    return open_book(tmp_path / "workbook.json")


def opened(book: Workbook, **state: Any) -> Any:
    lab = labs.MyPlan(**state)
    lab.keep_in(book)
    return lab


def test_a_line_written_here_is_in_the_plan_and_what_is_wanting_is_said(own: Workbook) -> None:
    lab = opened(own)
    assert [control.name for control in lab.controls()][1:] == list(ROWS)
    assert {lab.w(row) for row in ROWS} == {name(row) for row in ROWS}
    lab.set(cost="要花一些时间", alarm="周均超过40分钟就报")
    plan = takeaways.plan_from_workbook(own)
    assert [note["text"] for note in plan["rows"]["cost"]] == ["要花一些时间"]
    page = lab.view()["html"]
    assert "11行写了2行" in page
    assert "没有一个数" in page  # weak
    own.put("goals", "smart-1", GOOD["goals"][0] | {"target": 25})
    lab.set(cost="每周6个工时")
    assert "25" in lab.view()["html"]  # at odds with its sentence, which only Python reads
    assert "互相矛盾的1处" in lab.view()["html"]
    lab.undo()
    assert takeaways.plan_from_workbook(own)["rows"]["cost"][0]["text"] == "要花一些时间"


def test_what_the_page_of_the_site_wrote_is_here_and_goes_on(own: Workbook) -> None:
    own.put(
        "goals",
        "plan",
        {"title": "门诊部计划", "owner": "李", "rows": {"law": [{"text": "先问同意"}, "存两年"]}},
    )
    own.put("exercises", "5-own-culture", {"answer": "不敢说"})
    lab = opened(own)
    assert lab.state["law"] == "先问同意\n存两年"
    lab.set(mind="10月8日看")
    plan = takeaways.plan_from_workbook(own)
    assert (plan["title"], plan["owner"]) == ("门诊部计划", "李")
    assert plan["rows"]["law"][0]["text"] == "先问同意\n存两年"
    assert any(note["text"] == "不敢说" for notes in plan["rows"].values() for note in notes)


def test_several_plans_are_kept_and_changed_between(own: Workbook) -> None:
    lab = opened(own, view="plans")
    lab.set(called="门诊部计划", cost="每周6个工时")
    lab.message({"do": "act", "name": "another"})
    assert not takeaways.plan_from_workbook(own).get("rows")
    lab.set(called="急诊计划", cost="每周9个工时")
    lab.message({"do": "act", "name": "change"})
    plan = takeaways.plan_from_workbook(own)
    assert (plan["title"], plan["rows"]["cost"][0]["text"]) == ("门诊部计划", "每周6个工时")
    lab.message({"do": "act", "name": "change"})
    assert takeaways.plan_from_workbook(own)["title"] == "急诊计划"
    again = opened(open_book(own.path))  # the next session
    assert again.state["cost"] == "每周9个工时"
    assert [one["title"] for one in again.state["plans"]] == ["门诊部计划"]
    for _ in range(20):
        lab.message({"do": "act", "name": "another"})
    assert "带走几份" in lab.notice
    assert len(lab.state["plans"]) == 12


@pytest.mark.parametrize(
    "kept", [None, 5, {"rows": 3}, {"rows": {"law": 5, "cost": [None, {"text": 4}]}}, {"title": 7}]
)
def test_a_plan_written_by_hand_opens(own: Workbook, kept: Any) -> None:
    own.put("goals", "plan", kept)
    lab = opened(own)
    assert lab.state["law"] == ""
    lab.view()


# ---- what other cells write is here at once ----


@pytest.mark.parametrize("name", [one for one in labs.LABS if getattr(labs, one).gathers])
def test_what_another_cell_writes_is_shown_at_once(own: Workbook, name: str) -> None:
    lab = getattr(labs, name)()
    lab.keep_in(own)
    widget = lab.widget()
    before = widget.view["html"]
    own.put("exercises", "8-own-goal", {"answer": "2027年6月30日前，客服部把一次办好的比例从21%提高到35%"})
    assert widget.view["html"] != before
    now = widget.view
    own.put("settings", "lot", "x")  # nothing of the plan: nothing is made anew
    assert widget.view is now
    again = getattr(labs, name)()
    again.keep_in(own)
    again.widget()
    own.put("goals", "smart-1", GOOD["goals"][0])
    assert widget.view is now  # a cell that was run again leaves no follower behind
    assert "平均候诊时间" in again.widget().view["html"]


def test_many_changes_in_a_row_are_shown_once(own: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = opened(own)
    widget, made = lab.widget(), []
    monkeypatch.setattr(widget, "_show", lambda: made.append(takeaways.plan_from_workbook(own)))

    async def write() -> None:
        for text in ("短", "短信前", "短信前先问同意"):
            own.put("exercises", "5-decision", {"answer": text})
        assert not made
        await asyncio.sleep(1)

    asyncio.run(write())
    assert [one["rows"]["law"][0]["text"] for one in made] == ["短信前先问同意"]


def test_lines_written_in_another_place_stay_and_are_shown(own: Workbook) -> None:
    lab = opened(own)
    widget = lab.widget()
    lab.set(cost="每周6个工时")
    own.put("goals", "plan", {"rows": {"cost": "每周6个工时", "law": "先问同意"}})  # its page on the site
    assert next(c for c in widget.view["controls"] if c["name"] == "law")["value"] == "先问同意"
    lab.set(cost="每周8个工时")
    lab.undo()
    rows = takeaways.plan_from_workbook(own)["rows"]
    assert {row: [note["text"] for note in notes] for row, notes in rows.items()} == {
        "cost": ["每周6个工时"],
        "law": ["先问同意"],
    }
    own.put("goals", "plan", {"rows": {"cost": "每周6个工时", "law": "先问，登记"}})
    lab.set(law="这里写的")  # the same row at once: what was written last
    assert own.get("goals", "plan")["rows"] == {"cost": "每周6个工时", "law": "这里写的"}
