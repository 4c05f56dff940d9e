"""PDCA record: plan, do, check by figures, act, go round again, take along."""

from __future__ import annotations

import io
from typing import Any

import docx
import numpy as np
import openpyxl
import pytest

from sgm_lab import control, goals, labs, takeaways
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs.report import lab_report_xlsx

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def said(lab: Any) -> str:
    return lab.sentence(lab.compute())


def test_months_of_a_case_are_compared_record_by_record() -> None:
    lab = labs.PdcaRecord(case="healthcare")
    found = lab.compute()
    raw = control.before_after(goals.records("healthcare", "mean_wait", lab.state["before"]),
                               goals.records("healthcare", "mean_wait", lab.state["after"]))  # fmt: skip
    assert found.difference.low == pytest.approx(raw.difference.low)
    assert found.verdict == "open"
    lab.set(before=["2025-06"], after=["2025-07"])
    assert lab.compute().verdict == "worse"
    assert "变差" in said(lab)
    assert "先停下来" in lab.advice(lab.compute())
    lab.set(metric="within_30", before=["2025-07"], after=["2025-08"], target="40")
    found = lab.compute()
    assert (found.unit, found.verdict, found.attained.verdict) == ("%", "better", "met")
    assert "已达成" in said(lab)
    assert "个百分点" in said(lab)
    assert "固定下来" in lab.advice(found)
    share = goals.records("healthcare", "within_30", ["2025-08"]).mean()
    assert found.after.value == pytest.approx(share)
    lab.set(after=[])
    assert lab.compute() is None
    assert "没填齐" in said(lab)


def test_the_check_is_a_method_of_goals() -> None:
    found = goals.check((48, 80), (56, 70), of="share", unit="%", better="lower", target=50)
    assert (found.before.value, found.after.value, found.verdict) == (60, 80, "worse")
    assert found.attained is not None
    assert found.attained.verdict == "not_met"
    there = goals.check((50, 9, 100), (40, 9, 100), of="summary", better="lower", target=55)
    assert (there.verdict, there.attained, there.target) == ("better", None, 55)
    assert goals.check([1, 2, 3], [1, 2, 4]).verdict == "open"


def test_counts_and_means_typed_in() -> None:
    lab = labs.PdcaRecord(kind="share")
    assert lab.compute() is None
    lab.set(counts=[{"cases": 48, "n": 80}, {"cases": 56, "n": 70}], target="75")
    found = lab.compute()
    assert found.difference.low == pytest.approx(5.24, abs=0.01)  # Newcombe's example
    assert found.attained.verdict == "not_enough_evidence"
    assert "还不能下结论" in said(lab)
    assert "调整再试" in lab.advice(found)
    lab.set(target="95")
    assert "未达成" in said(lab)
    lab.set(target="50")
    assert "改之前就已经达到" in said(lab)
    lab.set(counts=[{"cases": 90, "n": 80}, {"cases": 56, "n": 70}])
    with pytest.raises(DataError):
        lab.compute()
    assert 'role="alert"' in lab.view()["html"]
    lab.set(kind="mean", better="lower", unit="分钟", target="45")
    lab.set(means=[{"mean": 50, "sd": 9, "n": 100}, {"mean": 40, "sd": 9, "n": 100}])
    found = lab.compute()
    assert (found.verdict, found.attained.verdict) == ("better", "met")
    assert "变好了10分钟" in said(lab)


def test_a_level_has_the_interval_of_its_kind() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(5, 2, 40)
    raw = control.period_level(values)
    told = control.period_level((values.mean(), values.std(ddof=1), 40), of="summary")
    assert told.low == pytest.approx(raw.low)
    for bad, of in ((([1]), "mean"), ((5, 3), "share"), ((1, 0, 4), "summary")):
        with pytest.raises(DataError):
            control.period_level(bad, of=of)


def test_a_goal_of_the_studio_brings_measure_and_target(book: Any) -> None:
    studio = labs.SmartStudio()
    studio.keep_in(book)
    studio.set(way="parts", who="门诊部", metric="平均候诊时间", unit="分钟", baseline="34", target="25")
    studio.do("add_goal")
    lab = labs.PdcaRecord(step="plan")
    lab.keep_in(book)
    lab.set(goal="G1")
    assert (lab.state["measure"], lab.state["unit"], lab.state["target"], lab.state["better"]) == (
        "平均候诊时间", "分钟", "25", "lower",
    )  # fmt: skip
    lab.set(target="28")
    assert lab.state["target"] == "28"  # filled in once, then the learner's
    assert "平均候诊时间" in lab.view()["html"]
    again = labs.PdcaRecord()
    again.keep_in(book)
    assert (again.state["goal"], again.state["target"]) == ("G1", "28")
    studio.set(step="list", goals=[])
    again.set(step="act")
    assert again.state["goal"] == ""
    book.put("labs", "smart", "junk")
    again.set(step="plan")


def test_a_round_is_closed_and_the_next_begins_where_it_ended() -> None:
    lab = labs.PdcaRecord(step="plan")
    lab.do("example")
    lab.set(step="act")
    lab.do("close")
    assert "还没有定怎么处理" in lab.notice
    lab.set(act="adjust", next="只在早高峰放号")
    lab.do("close")
    state = lab.state
    assert (state["step"], state["act"], state["done"]) == ("plan", "", [])
    assert state["hypothesis"] == "只在早高峰放号"
    assert (state["before"], state["after"]) == (["2025-10", "2025-11", "2025-12"], [])
    assert state["rounds"][0]["verdict"] == "open"
    assert "只在早高峰放号" in lab.view()["html"]
    lab.set(step="act", act="drop")
    lab.set(kind="share", counts=[{"cases": 9, "n": 5}, {"cases": 3, "n": 9}])
    lab.do("close")
    assert lab.state["rounds"][1]["verdict"] == ""
    assert lab.state["counts"][0]["cases"] == 3
    assert lab.state["hypothesis"] == ""
    lab.undo()
    assert len(lab.state["rounds"]) == 1


def test_the_record_goes_along() -> None:
    lab = labs.PdcaRecord(step="plan")
    lab.do("example")
    lab.set(step="act", act="keep", next="写进标准<b>")
    lab.do("close")
    word = lab.message({"do": "act", "name": "docx"})
    assert word.name == "PDCA记录.docx"
    document = docx.Document(io.BytesIO(word.content))
    text = "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    page = lab.message({"do": "act", "name": "page"}).content.decode()
    for part in ("第 1 轮", "第 2 轮", "分时段放号", "固定下来", "75 %"):
        assert part in text, part
        assert part in page, part
    assert "写进标准&lt;b&gt;" in page
    lab.set(kind="share", counts=[{"cases": 9, "n": 5}, {"cases": 3, "n": 9}])
    assert lab.record()["rounds"][-1]["found"] == ""
    with use_language("en"):
        assert b"Round 1" in takeaways.pdca_html({})


@pytest.mark.parametrize(
    ("record", "named"),
    [({"rounds": "x"}, "rounds"), ({"rounds": [5]}, "第 1 轮"), ({"rounds": [{"hope": "x"}]}, "hope"),
     ({"rounds": [{}, {"next": 3}]}, "第 2 轮"), ({"rounds": [{"act": "sing"}]}, "sing")],
)  # fmt: skip
def test_a_record_that_cannot_be_used_is_named(record: Any, named: str) -> None:
    with pytest.raises(DataError, match=named):
        takeaways.pdca_docx(record)


@pytest.mark.parametrize("step", ["plan", "do", "check", "act"])
def test_before_and_after_are_pictured_once_in_the_spreadsheet_of_every_step(step: str) -> None:
    lab = labs.PdcaRecord(step=step)
    assert "<img" in lab.view()["html"] or step in ("plan", "do")
    assert pictures(lab) == 1
    lab.set(before=[])
    assert pictures(lab) == 0  # no figures, no picture


def pictures(lab: Any) -> int:
    return len(openpyxl.load_workbook(io.BytesIO(lab_report_xlsx(lab))).worksheets[0]._images)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_has_its_words(lang: Any) -> None:
    with use_language(lang):
        lab = labs.PdcaRecord()
        for step in ("plan", "do", "check", "act"):
            for kind in ("case", "share", "mean"):
                lab.set(step=step, kind=kind)
                view = lab.view()
                assert 'role="alert"' not in view["html"]
                assert all(part["label"] and part["help"] for part in [*view["controls"], *view["actions"]])
        lab.narrow = True
        lab.set(kind="case", step="check")
        assert "<picture>" in lab.view()["html"]
    lab.state |= {"rounds": [{"act": "sing", "next": 3}, 5], "counts": ["x"]}
    lab.settle()
    assert lab.state["rounds"][0]["act"] == ""
