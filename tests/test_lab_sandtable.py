"""The sandbox as a lab: steps, goals, budget, quarters, undo in practice and not in class, review, log."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from sgm_lab import cases, labs, simulate, workbook
from sgm_lab.errors import ArgumentError
from sgm_lab.i18n import t, use_language
from sgm_lab.labs.sandtable import Sandtable

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def begun(**state: Any) -> Sandtable:
    """A game with one goal, ready to share the budget."""
    lab = Sandtable(**state)
    for action in ("begin", "keep_goal", "to_plan"):
        lab.do(action)
    return lab


def played(quarters: int = simulate.QUARTERS, **state: Any) -> Sandtable:
    lab = begun(**state)
    for quarter in range(quarters):
        if quarter:
            lab.do("to_plan")
        lab.do("play")
    return lab


def names(lab: Sandtable) -> list[str]:
    return [control["name"] for control in lab.view()["controls"]]


def plain(lab: Sandtable) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", lab.view()["html"]))


def test_a_first_game_needs_only_the_next_button() -> None:
    """The first two minutes: one primary button a screen leads from taking over to the first report."""
    lab = Sandtable()
    seen = []
    for _ in range(4):
        view = lab.view()
        primary = [action["name"] for action in view["actions"] if action["primary"]]
        assert len(primary) == 1
        assert len(view["controls"]) <= 3
        assert 'role="alert"' not in view["html"]
        seen.append(lab.state["step"])
        lab.message({"do": "act", "name": primary[0]})
    assert seen == ["start", "goals", "goals", "plan"]
    assert lab.state["step"] == "report"
    assert "第1季" in lab.sentence(lab.compute())


def test_every_step_says_what_to_do_and_shows_few_controls() -> None:
    lab = played()
    for step in ("report", "review"):
        lab.set(step=step)
        assert names(lab) == ["look"]
    for language in ("zh", "en"):
        with use_language(language):  # type: ignore[arg-type]
            for step in ("start", "goals", "plan", "report", "review"):
                shown = Sandtable(**(lab.state | {"step": step})) if step != "start" else Sandtable()
                if step in ("goals", "plan"):
                    shown = Sandtable(**(lab.state | {"step": step, "spends": lab.state["spends"][:2]}))
                assert shown.state["step"] == step
                view = shown.view()
                assert len(shown.sentence(shown.compute())) > 20
                for control in view["controls"]:
                    assert control["label"]
                    assert control["help"]
                for action in view["actions"]:
                    assert action["label"]
                    assert action["help"]


def test_the_budget_is_what_the_points_say() -> None:
    lab = begun()
    lab.set(areas={"features": 40, "standards": 30, "training": 10, "process": 10, "survey": 5, "reserve": 5})
    first, second = lab.market.features[:2]
    points = dict.fromkeys(lab.market.features, 0) | {first: 75, second: 25}
    lab.set(share="features")
    lab.set(features=points)
    money = lab.money
    assert money[f"feature:{first}"] == 30
    assert money[f"feature:{second}"] == 10
    assert money["dimension:empathy"] == 6
    assert sum(money.values()) == pytest.approx(95)
    lab.do("play")
    assert lab.state["spends"] == [money]
    assert lab.run.reports[1].asked == 80 + 5 * 60
    assert lab.run.reports[1].spent == pytest.approx(95)
    lab.message({"do": "act", "name": "to_plan"})
    lab.message({"do": "points", "name": "areas", "option": "process", "value": 50})
    assert sum(lab.state["areas"].values()) == 100
    assert lab.state["areas"]["process"] == 50
    with pytest.raises(ArgumentError):
        lab.set(areas={"features": 200})


@pytest.mark.parametrize("share", ["areas", "features", "standards"])
@pytest.mark.parametrize("case", cases.names())
def test_the_plan_shows_where_each_thing_stands(case: str, share: str) -> None:
    lab = begun(case=case)
    lab.set(share=share)
    assert names(lab) == ["share", share]
    text = plain(lab)
    expected = {
        "areas": [t(f"simulate.area.{name}") for name in simulate.INHERITED],
        "features": list(lab.market.labels().values()),
        "standards": [t(f"common.dimension.{name}") for name in simulate.DIMENSIONS],
    }[share]
    assert all(name.replace(" ", "") in text for name in expected)
    assert "万元" in text


def test_the_same_class_number_is_the_same_market_for_all() -> None:
    one, other, third = played(2, room=12), played(2, room=12), played(2, room=13)
    assert one.run.states == other.run.states
    assert one.run.states != third.run.states
    assert "课堂编号12" in plain(one)


def test_goals_are_kept_replaced_dropped_and_judged() -> None:
    lab = Sandtable()
    lab.do("begin")
    lab.message({"do": "act", "name": "to_plan"})
    assert "还没有目标" in lab.notice
    assert lab.state["step"] == "goals"
    lab.set(metric="wait")
    assert lab.state["target"] == round(lab.run.reports[0].wait * 0.8)
    lab.set(metric="gap:reliability", target=-1.0)
    assert lab.state["target"] == -1.0
    lab.do("keep_goal")
    lab.set(target=-0.9)
    lab.do("keep_goal")
    assert [goal["target"] for goal in lab.state["goals"]] == [-0.9]  # same metric and quarter: replaced
    lab.set(target=-5)
    lab.message({"do": "act", "name": "keep_goal"})
    assert "更高的数" in lab.notice
    assert "更高的数" in plain(lab)
    for metric in ("satisfaction", "loyalty", "customers"):
        lab.set(metric=metric)
        lab.do("keep_goal")
    lab.set(metric="total")
    lab.message({"do": "act", "name": "keep_goal"})
    assert "最多4个" in lab.notice.replace(" ", "")
    lab.do("drop_goal")
    assert [goal["metric"] for goal in lab.state["goals"]] == ["gap:reliability", "satisfaction", "loyalty"]
    for quarter in range(4):
        lab.do("to_plan")
        lab.do("play")
        assert ("到期时" in plain(lab)) == (quarter == 3)
    lab.do("to_goals")
    assert lab.view()["controls"][2]["options"][0] == ["第5季", 5]
    lab.set(metric="wait")
    lab.do("keep_goal")
    assert lab.state["goals"][-1]["since"] == 4


def test_practice_takes_a_quarter_back_and_class_does_not() -> None:
    lab = played(2)
    lab.do("to_goals")
    lab.set(metric="wait", due=8)
    lab.do("keep_goal")
    lab.set(step="report")
    lab.do("undo_quarter")
    assert len(lab.state["spends"]) == 1
    assert lab.state["step"] == "plan"
    assert [goal["metric"] for goal in lab.state["goals"]] == ["satisfaction"]
    lab.undo()
    assert len(lab.state["spends"]) == 2

    strict = played(2, mode="class")
    assert "undo_quarter" not in [action.name for action in strict.actions()]
    assert not strict.view()["can_undo"]
    strict.message({"do": "undo"})
    assert "不能撤回" in strict.notice
    assert len(strict.state["spends"]) == 2
    strict.do("to_goals")
    assert strict.view()["can_undo"]
    strict.message({"do": "act", "name": "drop_goal"})
    assert "不能去掉" in strict.notice
    strict.message({"do": "undo"})
    assert strict.state["step"] == "report"
    strict.start_over()
    assert strict.state["attempt"] == 2
    assert strict.state["spends"] == []
    strict.undo()  # starting over by mistake costs nothing
    assert len(strict.state["spends"]) == 2
    fresh = Sandtable()
    assert not fresh.view()["can_undo"]
    fresh.start_over()
    assert fresh.state["attempt"] == 1


def test_news_and_rumours_are_told_when_they_come() -> None:
    lab = begun(room=3)
    market = lab.market
    for quarter in range(1, simulate.QUARTERS + 1):
        hints = [hint.kind for hint in market.hints if hint.quarter == quarter - 1]
        for kind in simulate.SHOCKS:
            assert (t(f"simulate.hint.{kind}") in lab.view()["html"]) == (kind in hints)
        lab.do("play")
        happened = [shock.kind for shock in market.shocks if shock.quarter == quarter]
        text = plain(lab)
        for kind in simulate.SHOCKS:
            assert (f"本季变故：{t(f'simulate.shock.{kind}')}" in text) == (kind in happened)
        if quarter < simulate.QUARTERS:
            lab.do("to_plan")


@pytest.mark.parametrize("look", ["opinion", "books", "kano", "gaps"])
def test_each_report_figure(look: str) -> None:
    lab = played(2)
    before = lab.view()["html"]
    lab.set(look=look)
    assert "<img" in lab.view()["html"]
    assert (lab.view()["html"] != before) == (look != "opinion")
    assert lab.export("png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("look", ["causes", "satisfied", "rivals", "opinion", "books"])
def test_each_review_figure(look: str) -> None:
    lab = played()
    lab.do("to_review")
    lab.set(look=look)
    lab.narrow = True
    assert "<picture" in lab.view()["html"]


def test_the_review_tells_a_loss_and_a_gain() -> None:
    lost = played()  # as the manager before shared the budget
    assert lost.run.surplus < 0
    lost.do("to_review")
    assert "跌破了亏损线" in lost.sentence(lost.compute())
    assert "最不值的一笔" in plain(lost)
    assert "还差的一手：每季从别处匀10万元给“流程和人手”" in plain(lost)
    lost.do("to_report")
    assert lost.state["step"] == "report"
    plan = simulate.FIXED["even_areas"](lost.market, [])
    won = Sandtable(step="review", spends=[plan] * 8, look="causes")
    assert "没有亏" in won.sentence(won.compute())
    assert "你做到的" in won.view()["html"]
    best = Sandtable(room=1, step="review", spends=list(simulate.run(won.market, simulate.thoughtful).spends))
    assert "很难再改好" in plain(best)
    idle = Sandtable(step="review", spends=[{}] * 8)
    assert "最值的一笔" not in plain(idle)
    rash = Sandtable(step="review", spends=[{}] * 7 + [{"training": 50.0, "process": 50.0}])
    assert "最不亏的一笔" in plain(rash)


def test_the_log_holds_the_game_and_plays_again() -> None:
    lab = played(3, room=5)
    half = json.loads(lab.set(step="report") or Sandtable.do_log(lab).content)
    assert "states" not in half  # the truth stays hidden until the end
    assert len(half["reports"]) == 4
    lab = played(room=5)
    lab.do("to_review")
    made = lab.message({"do": "act", "name": "log"})
    assert made is not None
    assert made.name == "沙盘记录-5.json"
    log = json.loads(made.content)
    again = simulate.replay(log)
    assert again.result == pytest.approx(log["result"], abs=1e-3)
    assert list(again.states) == log["states"]
    assert log["verdicts"][0] in ("met", "not_met", "not_enough_evidence")
    assert log["attempt"] == 1


def test_the_spreadsheet_holds_the_tables() -> None:
    import openpyxl

    lab = played()
    lab.do("to_review")
    book = openpyxl.load_workbook(io.BytesIO(lab.export("xlsx").content))
    assert {"逐季记录", "每季的预算", "目标", "成绩从哪来", "每一项值不值", "和别的打法比"} <= set(
        book.sheetnames
    )
    assert lab.export("html").content.startswith(b"<!")
    assert Sandtable().exports() == ["html", "xlsx"]
    assert lab.exports() == ["html", "xlsx", "png"]
    with pytest.raises(ArgumentError):
        Sandtable().export("png")


def test_the_workbook_keeps_a_game_and_takes_nonsense() -> None:
    book = workbook.open_book()
    lab = Sandtable()
    lab.keep_in(book)
    for action in ("begin", "keep_goal", "to_plan", "play"):
        lab.do(action)
    again = Sandtable()
    again.keep_in(book)
    assert again.state == lab.state
    assert again.run.states == lab.run.states
    broken = {
        "step": "end",
        "spends": [{"training": 10}, {"training": -1}, "x"],
        "goals": [{"metric": "x"}, 3, {"metric": "wait", "target": 20, "due": 4, "since": 3}],
        "areas": {"features": 3},
        "room": "seven",
        "attempt": None,
        "look": 5,
        "due": 99,
        "metric": None,
    }
    for step in ("end", "start", "goals", "plan", "report", "review"):
        book.put("labs", "sandtable", broken | {"step": step})
        odd = Sandtable()
        odd.keep_in(book)
        assert odd.state["goals"] == []
        assert len(odd.state["spends"]) == (0 if step in ("end", "start") else 1)
        assert 'role="alert"' not in odd.view()["html"]
    book.put("labs", "sandtable", broken | {"step": "goals", "spends": "x", "goals": "y"})
    odd = Sandtable()
    odd.keep_in(book)
    assert odd.state["spends"] == []
    full = Sandtable(step="plan", spends=[{}] * 8, result=9999)
    assert full.state["result"] == round(full.run.result, 1)
    assert lab.state["result"] is None
    assert full.state["step"] == "report"
    assert Sandtable(step="report").state["step"] == "plan"
    assert Sandtable(step="review", spends=[{}]).state["step"] == "report"


def test_static_is_a_game_that_is_over_or_the_learners_own() -> None:
    page = Sandtable().static()
    assert "<img" in page
    assert 'data-lab="sandtable"' in page
    assert "最值的一笔" in page
    assert "<button" not in page
    assert json.loads(re.search(r'data-start="([^"]*)"', page)[1].replace("&quot;", '"'))["step"] == "start"  # type: ignore[index]
    own = played(1).static()
    assert "第1季" in own
    assert "最值的一笔" not in own


def test_the_lab_has_its_name() -> None:
    assert labs.by_name("sandtable") is Sandtable
    assert labs.Sandtable.title() == "服务经营沙盘"
    with use_language("en"):
        page = re.sub(r'<img[^>]*>|data-start="[^"]*"', "", Sandtable(case="education").static())
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"<style>.*?</style>", "", page, flags=re.S))
