"""SMART studio, step by step: what is written, computed, said, and carried into the goal plan."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import docx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import cases, control, goals, i18n, labs, takeaways
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs import inbox
from sgm_lab.labs.smart import listed, writing

PARTS = {
    "who": "门诊部", "what": "分时段预约", "whom": "患者", "metric": "平均候诊时间", "unit": "分钟",
    "baseline": "34", "target": "25", "due": "2026-06-30",
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("book", "unwritten")


def written(**more: Any) -> labs.SmartStudio:
    lab = labs.SmartStudio()
    lab.set(way="parts", **{**PARTS, **more})
    return lab


def said(lab: Any) -> str:
    return lab.sentence(lab.compute())


# ---- steps and modules ----


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("step", list(labs.SmartStudio.views))
def test_every_step_opens_empty_and_filled(step: str, lang: Any) -> None:
    with use_language(lang):
        lab = written()
        for filled in (False, True):
            lab.set(step=step)
            view = lab.view()
            assert 'role="alert"' not in view["html"]
            for part in [*view["controls"], *view["actions"]]:
                assert part["label"]
                assert part["help"]
            for kind in lab.exports():
                assert lab.message({"do": "export", "kind": kind}) is not None or (
                    lab.notice == i18n.t("labs.no_figure")
                )
            if not filled:
                lab.set(step="write")
                lab.do("add_goal")


def test_writing_needs_neither_pandas_nor_numpy() -> None:
    code = (
        "import sys; from sgm_lab.labs.smart import SmartStudio; lab = SmartStudio(); lab.set(text='提高到90%');"
        "lab.set(way='parts', who='门诊部', baseline='3', target='5'); lab.do('keep'); lab.view(); lab.static();"
        "print([m for m in ('pandas', 'numpy', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# ---- write ----


def test_the_parts_make_the_sentence_and_its_record() -> None:
    lab = written()
    assert lab.state["text"] == (
        "2026年6月30日前，门诊部通过分时段预约，把患者的平均候诊时间从34分钟降到25分钟以内"
    )
    assert lab.compute().score == 9
    lab.set(target="40")
    assert "从34分钟提高到40分钟" in lab.state["text"]
    lab.set(baseline="")
    assert "做到40分钟" in lab.state["text"]
    lab.set(target="", baseline="34")
    assert "（现在34分钟）" in lab.state["text"]
    lab.set(baseline="", whom="")
    assert lab.state["text"].endswith("改进平均候诊时间")
    lab.set(unit="%", metric="满意率", baseline="80", target="90")
    assert "从80%提高到90%" in lab.state["text"]


@given(st.dictionaries(st.sampled_from(writing.PARTS), st.text(max_size=12)))
def test_any_parts_make_some_sentence(parts: dict[str, str]) -> None:
    lab = labs.SmartStudio()
    parts.pop("due", None)
    lab.set(way="parts", **parts)
    lab.view()
    goal = writing.as_goal(lab.state)
    assert "statement" in goal or not lab.state["text"].strip()


@pytest.mark.parametrize(("text", "value"), [("４５", 45.0), ("56%", 56.0), ("1,200", 1200.0), ("−3", -3.0),
                                             ("", None), ("大约30", None), ("inf", None), ("1e999", None)])  # fmt: skip
def test_figures_as_people_type_them(text: str, value: float | None) -> None:
    assert writing.number(text) == value


def test_history_counts_only_where_it_belongs_to_the_sentence() -> None:
    lab = written(metric="30分钟内看上病的比例", unit="%", baseline="56", target="57")
    lab.set(step="baseline", measure="within_30")
    lab.do("adopt_baseline")
    assert lab.state["step"] == "write"
    lab.set(target="57")
    assert lab.compute().criteria["achievable"].verdict == "met"
    assert "按历史来判" in lab.view()["html"]
    lab.set(way="sentence", text="9月30日前，门诊部让患者30分钟内看上病的比例到75%")
    assert lab.compute().criteria["achievable"].verdict != "met"
    assert "没有用上" in lab.view()["html"]
    lab.set(way="parts", metric="别的")
    assert lab.compute().criteria["achievable"].verdict != "met"


def test_a_workbook_with_nonsense_in_it_is_put_in_order() -> None:
    lab = labs.SmartStudio()
    lab.state |= {"past": {"values": ["x"], "metric": 1}, "need": {"feature": 3}, "due": "soon", "step": "dance",
                  "goals": [{"statement": "甲", "id": "G1"}, {"statement": "乙", "id": "G1"}, 5],
                  "details": {"G1": {"history": ["x"], "why": 3, "feature": "f"}, "G9": {}}}  # fmt: skip
    lab.settle()
    assert lab.state["past"] == lab.state["need"] == {}
    assert (lab.state["due"], lab.state["step"]) == ("", "write")
    assert [row["id"] for row in lab.state["goals"]] == ["G1", "G2"]
    assert lab.state["details"] == {"G1": {"feature": "f"}}


# ---- baseline ----


def test_history_of_every_measure_of_every_case() -> None:
    for case in cases.names():
        for metric in goals.metrics(case):
            table = goals.monthly(case, metric)
            assert len(table) == 12
            assert goals.metric_label(metric)
            assert goals.metric_unit(case, metric)
            assert goals.better(case, metric) in ("higher", "lower")
            records = goals.records(case, metric)
            assert len(records) == table["n"].sum()
            assert np.isclose(records.mean(), np.average(table["value"], weights=table["n"]))
            assert np.isclose(goals.records(case, metric, ["2025-07"]).mean(), table.loc["2025-07", "value"])


def test_measures_mean_what_they_say() -> None:
    log = cases.load("customer_service").operations
    done = (log["transfers"] == 0) & (log["reopened"] == 0)
    assert np.isclose(goals.records("customer_service", "first_contact").mean(), 100 * done.mean())
    nps = log["nps"].dropna()
    net = 100 * ((nps >= 9).mean() - (nps <= 6).mean())
    assert np.isclose(goals.records("customer_service", "nps").mean(), net)
    wait = cases.load("healthcare").operations["wait_min"]
    assert np.isclose(goals.records("healthcare", "within_30").mean(), 100 * (wait <= 30).mean())
    with pytest.raises(ArgumentError, match="mean_wait"):
        goals.monthly("healthcare", "speed")
    with pytest.raises(ArgumentError, match="healthcare"):
        goals.metrics("healthcar")
    with pytest.raises(ArgumentError):
        goals.usual_change([1, 2])


def test_a_special_month_is_left_out_and_said() -> None:
    lab = labs.SmartStudio(step="baseline")
    lab.set(measure="within_30", target="75")
    found = lab.compute()
    assert found.stands.special == found.stands.dropped == ["2025-07"]
    assert found.ratio > 3 > found.ratio_all
    assert "2025-07" in said(lab)
    assert "换一种做法" in said(lab)
    kept = goals.Goal(
        "…", baseline=found.stands.level, target=75, history=tuple(found.stands.kept)
    ).challenge()
    assert np.isclose(found.ratio, kept)
    lab.set(special="keep")
    assert lab.compute().ratio == lab.compute().ratio_all
    assert "偏小" in said(lab)
    lab.set(special="drop", target="")
    assert "没有算进去" in said(lab)
    assert "个平常的月变化（" not in said(lab)
    lab.set(target="40")
    assert "反而更差" in said(lab)
    lab.set(basis="year", target=f"{lab.compute().stands.level + 0.2:.1f}")
    assert "什么都不做" in said(lab)


def test_ones_own_months() -> None:
    lab = labs.SmartStudio(step="baseline", source="own")
    assert "三个月" in said(lab)
    lab.do("adopt_baseline")
    assert "三个月" in lab.notice
    lab.do("example")
    found = lab.compute()
    assert len(found.table) == 12
    assert found.stands.level == pytest.approx((43 + 45 + 46) / 3)
    assert "够得着" in said(lab)
    lab.do("adopt_baseline")
    assert "例子" in lab.notice  # nobody's goal begins from the example
    assert lab.state["past"] == {}
    lab.set(months=[{**lab.state["months"][0], "value": 45}, *lab.state["months"][1:]])
    found = lab.compute()
    lab.do("adopt_baseline")
    assert lab.state["past"]["values"] == found.stands.kept
    assert lab.compute().criteria["achievable"].verdict == "met"
    lab.set(step="baseline", months=[{"month": "", "value": v} for v in (4, 4, 4)])
    assert "平常的起伏无从算起" in said(lab)
    lab.set(months=[{"month": "", "value": v} for v in (4, 5, 4, 6)], metric="")
    assert "我的指标" in said(lab)
    assert "<img" in lab.view()["html"]


# ---- link ----


def test_a_need_is_shown_with_what_these_people_said_and_makes_the_goal_relevant() -> None:
    lab = labs.SmartStudio(text="提高到90%")
    lab.set(step="link")
    lab.do("adopt_link")
    assert "还没有选" in lab.notice
    lab.set(link="feature:wait_reminder")
    assert "期望 O" in said(lab)
    for people, letter in (("all", "I"), ("age_group=senior", "M")):
        lab.set(people=people, link="feature:" + _feature("人工窗口"))
        assert f" {letter}（" in said(lab)
    lab.do("adopt_link")
    assert lab.state["step"] == "write"
    assert lab.compute().criteria["relevant"].verdict == "met"
    lab.set(step="link", link="dimension:reliability", people="all")
    assert "排第 1" in said(lab)
    lab.do("adopt_link")
    assert lab.state["need"]["dimension"] == "reliability"
    lab.set(step="link", case="education")
    assert lab.state["link"].startswith("dimension") or lab.state["link"] == ""
    lab.set(link="dimension:empathy")
    assert "排第 1" in said(lab)


def _feature(label: str) -> str:
    labels = cases.load("healthcare").feature_labels("zh")
    return next(name for name, text in labels.items() if label in text)


def test_a_reverse_feature_is_no_goal() -> None:
    lab = labs.SmartStudio(step="link")
    lab.set(link="feature:" + _feature("体检套餐"))
    assert "别把它当目标" in said(lab)


# ---- list ----


def test_the_list_is_edited_ordered_and_marked(book: Any) -> None:
    lab = written()
    lab.keep_in(book)
    lab.do("keep")
    lab.do("add_goal")
    assert lab.state["step"] == "list"
    lab.set(step="write")
    lab.do("add_goal")
    assert "已经有" in lab.notice
    lab.set(way="sentence", text="全面提升服务质量")
    lab.do("keep")
    lab.set(step="list")
    lab.do("take_drafts")
    assert [row["ready"] for row in lab.state["goals"]] == [True, False]
    assert "2 个目标，1 个进计划" in said(lab)
    lab.set(picked="G2")
    lab.do("earlier")
    assert [row["id"] for row in lab.state["goals"]] == ["G2", "G1"]
    assert [row["id"] for row in lab.state["figures"]] == ["G2", "G1"]
    lab.do("earlier")
    assert [row["id"] for row in lab.state["goals"]] == ["G2", "G1"]
    lab.set(goals=[{**row, "ready": True} for row in lab.state["goals"]])
    assert "G2" in said(lab)
    lab.set(goals=lab.state["goals"][1:])
    assert [row["id"] for row in lab.state["levels"]] == ["G1"]
    lab.undo()
    assert len(lab.state["goals"]) == 2
    lab.set(goals=[*lab.state["goals"], {"statement": "新的一行"}])
    assert lab.state["goals"][2]["id"] == "G3"
    assert "G3" in lab.view()["html"]


def test_an_empty_sentence_is_not_listed_and_a_full_list_takes_no_more() -> None:
    lab = labs.SmartStudio()
    lab.do("add_goal")
    assert "还没有写" in lab.notice
    lab.set(step="list", goals=[{"statement": f"第{n}句"} for n in range(12)])
    listed.add(lab.state, {"statement": "多出来的"})
    assert len(lab.state["goals"]) == 12


def test_a_goal_whose_figures_cannot_be_is_named_not_hidden() -> None:
    lab = labs.SmartStudio(step="list")
    lab.set(goals=[{"statement": "一句"}])
    lab.set(figures=[{**lab.state["figures"][0], "baseline": 5, "target": 5}])
    lab.state["details"] = {"G1": {"history": [1, 2, 4]}}
    assert "5" in lab.view()["html"]


def test_goals_sent_by_other_labs_are_taken_in_once(book: Any) -> None:
    goal = {
        "statement": "给老年患者的一句",
        "metric": "差距",
        "baseline": 1.4,
        "target": 0.9,
        "dimension": "reliability",
    }
    assert inbox.send(book, [goal]) == 1
    assert inbox.send(book, [goal]) == 0
    lab = labs.SmartStudio()
    lab.keep_in(book)
    assert [row["statement"] for row in lab.state["goals"]] == ["给老年患者的一句"]
    assert not lab.state["goals"][0]["ready"]
    assert lab.state["details"]["G1"]["dimension"] == "reliability"
    lab.set(step="list")
    lab.set(goals=[])
    lab.set(step="write")
    lab.set(step="list")
    assert lab.state["goals"] == []
    inbox.send(book, [{"statement": "另一句"}])
    lab.set(step="write")
    lab.set(step="list")
    assert len(lab.state["goals"]) == 1
    book.put("labs", "smart-inbox", "junk")
    assert inbox.sent(book, []) == []
    chapter = labs.SmartStudio(key="7")
    chapter.keep_in(book)
    assert chapter.state["goals"] == []


# ---- RACI ----


def test_raci_finds_what_is_wrong() -> None:
    lab = labs.SmartStudio(step="raci")
    assert "还没有事项" in said(lab)
    lab.do("example")
    assert "3 件事里有 2 处要改" in said(lab)
    assert "没有人最终负责" in lab.view()["html"]
    rows = lab.state["activities"]
    rows = [rows[0], {**rows[1], "A": "护士长"}, {**rows[2], "A": "导诊台"}]
    lab.set(activities=rows)
    assert "都有一个人负责" in said(lab)
    lab.set(activities=[{**row, "A": "护士长"} for row in rows])
    assert "忙不忙得过来" in said(lab)
    lab.set(activities=[{"activity": "只写了事"}])
    assert "还没写人" in said(lab)
    lab.set(activities=[{}])
    assert lab.compute() is None


# ---- cascade ----


def test_departments_must_add_up() -> None:
    lab = labs.SmartStudio(step="cascade")
    assert lab.compute() is None
    lab.do("example")
    assert "还差 10件" in said(lab)
    rows = lab.state["departments"]
    lab.set(departments=[{**rows[0], "target": -28}, *rows[1:]])
    assert "对得上" in said(lab)
    lab.set(how="weighted", better="lower")
    weights = np.array([row["weight"] for row in rows])
    assert lab.compute().combined == pytest.approx(np.average([-28, -12, -6, -4], weights=weights))
    assert "占的分量" in lab.view()["html"]
    lab.set(how="mean")
    assert lab.compute().combined == pytest.approx(-12.5)
    assert lab.state["departments"][0]["weight"] == 5200
    lab.set(how="weighted", departments=[{**row, "weight": None} for row in rows])
    with pytest.raises(DataError, match="热线"):
        lab.compute()
    assert 'role="alert"' in lab.view()["html"]
    lab.set(how="sum", company="0")
    with pytest.raises(DataError, match="要变多少"):
        lab.compute()
    lab.set(company="-5", departments=[{"department": "甲", "target": 1}, {"department": "甲", "target": 2}])
    with pytest.raises(DataError, match="甲"):
        lab.compute()
    lab.set(departments=[{"department": "", "target": -5}])
    assert "对得上" in said(lab)


# ---- GAS ----


def test_levels_are_suggested_and_scored() -> None:
    lab = labs.SmartStudio(step="gas")
    assert "还是空的" in said(lab)
    lab = written()
    lab.do("add_goal")
    lab.set(step="write", metric="满意率", unit="%", baseline="80", target="95")
    lab.do("add_goal")
    lab.set(step="gas")
    assert "2 个目标没有写满五级" in said(lab)
    lab.set(levels=[{**lab.state["levels"][0], "m2": "还是老样子"}, lab.state["levels"][1]])
    lab.do("suggest")
    first, second = lab.state["levels"]
    assert [first[k] for k in listed.LEVELS] == ["还是老样子", "29.5分钟", "25分钟", "20.5分钟", "16分钟"]
    assert second["p2"] == "100%"
    assert "都说好了" in said(lab)
    lab.set(scores=[{**row, "reached": level, "weight": w}
                    for row, level, w in zip(lab.state["scores"], (1, 0), (6, 6), strict=True)])  # fmt: skip
    assert lab.compute().score == pytest.approx(56.201737, abs=1e-6)  # as the docstring of gas_t
    assert "56.2" in said(lab)
    lab.set(scores=[{**lab.state["scores"][0], "reached": -2}, {**lab.state["scores"][1], "reached": ""}])
    assert "没有达到预期" in said(lab)
    assert "还有 1 个没有评" in said(lab)
    lab.set(scores=[{**lab.state["scores"][0], "reached": 0}, lab.state["scores"][1]])
    assert "正如预期" in said(lab)
    assert "<picture>" in lab.draw(lab.compute(), phone=True)


# ---- into the goal plan ----


def full(book: Any) -> labs.SmartStudio:
    lab = written()
    lab.keep_in(book)
    lab.set(step="link", link="dimension:reliability")
    lab.do("adopt_link")
    lab.do("add_goal")
    lab.set(step="raci")
    lab.do("example")
    lab.set(activities=[{**row, "R": "我们组"} for row in lab.state["activities"]])
    lab.set(step="cascade")
    lab.do("example")
    lab.set(cascade_name="我们的投诉")
    lab.set(step="gas")
    lab.do("suggest")
    lab.set(scores=[{**lab.state["scores"][0], "reached": 1}])
    return lab


def test_everything_arrives_in_the_goal_plan(book: Any) -> None:
    lab = full(book)
    plan = takeaways.plan_from_workbook(book)
    (goal,) = plan["goals"]
    assert goal["statement"] == lab.state["goals"][0]["statement"]
    assert (goal["baseline"], goal["target"], goal["owner"]) == (34, 25, "门诊部")
    assert goal["dimension"] == "reliability"
    assert len(goal["raci"]) == 3
    assert goal["gas"]["p0"] == "25分钟"
    assert plan["cascade"]["company"] == -50
    page = takeaways.goal_plan_html(plan).decode()
    document = docx.Document(io.BytesIO(takeaways.goal_plan_docx(plan)))
    text = "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    for shown in (page, text):
        for part in (
            "29.5分钟",
            "T = 60.0",
            "热线",
            "还差 10",
            "没有人最终负责",
            "有形" if False else "可靠性",
        ):
            assert part in shown, part
    english = takeaways.goal_plan_html(plan, lang="en").decode()
    assert "Levels of attainment" in english


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_examples_stay_out_of_the_plan(book: Any, lang: Any) -> None:
    with use_language(lang):
        lab = labs.SmartStudio()
        lab.keep_in(book)
        lab.do("show_goal")
        lab.do("add_goal")
        lab.set(step="raci")
        lab.do("example")
        lab.set(step="cascade")
        lab.do("example")
        lab.set(step="list")
        assert book.section("goals") == {}
        assert ("不进你的目标计划" if lang == "zh" else "stay out of your goal plan") in lab.view()["html"]
        assert ("0 个进计划" if lang == "zh" else ", 0 in the plan") in said(lab)
    lab.set(goals=[{**lab.state["goals"][0], "statement": "9月30日前，门诊部把平均候诊降到30分钟以内"}])
    (goal,) = takeaways.plan_from_workbook(book)["goals"]
    assert "raci" not in goal  # one's own by now, the rows of the example still not
    rows = lab.state["activities"]
    lab.set(step="raci", activities=[{**rows[0], "R": "我们组"}, *rows[1:]])
    (goal,) = takeaways.plan_from_workbook(book)["goals"]
    assert [row["R"] for row in goal["raci"]] == ["我们组"]


def test_what_leaves_the_list_leaves_the_plan_and_nothing_else_does(book: Any) -> None:
    book.put("goals", "goal-1", {"statement": "练习里的一句"})
    lab = full(book)
    assert set(book.section("goals")) == {"goal-1", "smart-1", "cascade"}
    lab.set(step="list", goals=[{**lab.state["goals"][0], "ready": False}])
    lab.set(step="cascade", departments=[])
    assert set(book.section("goals")) == {"goal-1"}
    chapter = labs.SmartStudio(key="4", step="cascade")
    chapter.keep_in(book)
    chapter.do("example")
    assert set(book.section("goals")) == {"goal-1"}
    lab.set(departments=[{"department": "甲", "target": 1}, {"department": "甲", "target": 2}])
    assert "cascade" not in book.section("goals")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("gas", {"reached": 3}, "goals[0].gas.reached"), ("gas", {"weight": 0}, "goals[0].gas.weight")],
)
def test_levels_of_a_plan_are_checked(field: str, value: Any, named: str) -> None:
    with pytest.raises(DataError) as caught:
        takeaways.goal_plan_html({"goals": [{"statement": "一句", field: value}]})
    assert named in str(caught.value)


def test_a_cascade_that_cannot_be_worked_out_is_listed_without_a_verdict() -> None:
    plan = {
        "cascade": {
            "how": "weighted",
            "company": 4,
            "departments": [{"department": "甲", "target": 5, "weight": 0.4}],
        }
    }
    page = takeaways.goal_plan_html(plan).decode()
    assert "40%" in page
    assert "对得上" not in page
    assert "各部门合起来" not in takeaways.goal_plan_html({"cascade": {}}).decode()
    plan["cascade"] |= {"better": "higher", "name": "回访"}
    assert "对得上" in takeaways.goal_plan_html(plan).decode()


# ---- comparison of summaries ----


def test_means_from_a_report_give_the_interval_of_the_raw_values() -> None:
    rng = np.random.default_rng(3)
    before, after = rng.normal(40, 9, 120), rng.normal(36, 12, 90)
    raw = control.before_after(before, after)
    told = control.before_after(*((x.mean(), x.std(ddof=1), len(x)) for x in (before, after)), of="summary")
    assert told.difference.low == pytest.approx(raw.difference.low)
    assert told.difference.high == pytest.approx(raw.difference.high)
    assert (told.verdict, told.of) == (raw.verdict, "mean")
    for bad in ((1, 0, 5), (1, 2, 1), (1, 2), ("x", 1, 5), (1, 2, 5.5)):
        with pytest.raises(DataError, match="标准差"):
            control.before_after(bad, (1, 1, 9), of="summary")


# ---- figures ----


# --- several goals, the coach's question, what the criteria mean ------------------------------------------------


def test_the_studio_shows_split_goals_the_question_and_the_meaning_of_the_criteria() -> None:
    with use_language("zh"):
        lab = labs.SmartStudio()
        lab.set(text="年底前客房清洁投诉比去年少三成；RevPAR提升8%。")
        page = lab.draw(lab.compute())
        assert "年底前RevPAR提升8%" in page
        assert "带教的人会问一句" in page
        assert "先做哪一个" in page
        assert page.count("<dt>") == 5
        lab.set(text="尽快缩短排队时间")
        alone = lab.draw(lab.compute())
        assert "分开写" not in alone
        assert "做到多少才算够" in alone
