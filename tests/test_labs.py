"""Labs: state → result without widgets, then the live face with its callbacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from sgm_lab import cases, kano, labs, workbook
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs import base

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def face(lab: labs.Lab, name: str) -> Any:
    return next(one for one in lab.view()["controls"] if one["name"] == name)


def change(lab: labs.Lab, **changes: Any) -> None:
    lab.message({"do": "set", "changes": changes})


def said(lab: labs.Lab) -> str:
    return str(lab.view()["html"])


def press(lab: labs.Lab, action: str) -> Any:
    return lab.message({"do": action} if action in ("undo", "start_over") else {"do": "act", "name": action})


# ---- Kano lab ----


def test_kano_lab_opens_in_a_useful_state() -> None:
    lab = labs.KanoLab()
    assert lab.state == {**labs.KanoLab.defaults, "wave": 2}
    result = lab.compute()
    assert result.respondents == lab.case.kano.query("wave == 2")["respondent"].nunique()
    assert str(result.respondents) in lab.sentence(result)
    json.dumps(lab.state)


@pytest.mark.parametrize("name", cases.names())
@pytest.mark.parametrize("view", ["tallies", "quadrant", "plane", "curves"])
def test_every_case_and_view_draws(name: str, view: str) -> None:
    page = labs.KanoLab(case=name, view=view).static()
    assert "<img" in page
    assert "模拟数据" in page
    assert 'role="alert"' not in page


def test_segment_changes_what_is_needed() -> None:
    lab = labs.KanoLab(case="healthcare")
    everyone = lab.compute()
    lab.set(segment="age_group=senior")
    senior = lab.compute()
    assert everyone.classified.loc["step_free", "category"] == "I"
    assert senior.classified.loc["step_free", "category"] == "M"
    assert senior.respondents < everyone.respondents
    answers = cases.load("healthcare").kano
    chosen = answers[(answers["wave"] == 2) & (answers["age_group"] == "senior")]
    assert senior.counts.equals(kano.tally(chosen))


def test_rule_and_table_are_used() -> None:
    lab = labs.KanoLab(case="customer_service")
    by_mode = lab.compute()
    lab.set(rule="quadrant")
    by_quadrant = lab.compute()
    assert by_mode.counts.equals(by_quadrant.counts)
    assert by_quadrant.classified["category"].equals(
        kano.classify(by_mode.counts, rule="quadrant")["category"]
    )
    lab.set(table="pouliot")
    assert lab.compute().counts["Q"].sum() > by_mode.counts["Q"].sum()


def test_a_new_case_puts_the_rest_in_order() -> None:
    lab = labs.KanoLab(case="customer_service", wave=3, segment="channel=phone")
    lab.set(case="healthcare")
    assert lab.state["wave"] == 2
    assert lab.state["segment"] == "all"
    lab.undo()
    assert lab.state == {**lab.state, "case": "customer_service", "wave": 3, "segment": "channel=phone"}


def test_wrong_values_are_refused_and_change_nothing() -> None:
    lab = labs.KanoLab()
    before = dict(lab.state)
    with pytest.raises(ArgumentError, match=r"rule"):
        lab.set(rule="majority")
    with pytest.raises(ArgumentError, match="没有“colour”"):
        lab.set(colour="red")
    with pytest.raises(ArgumentError):
        labs.KanoLab(colour="red")
    assert lab.state == before


def test_live_controls_change_the_numbers_and_undo_brings_them_back() -> None:
    lab = labs.KanoLab()
    first = said(lab)
    change(lab, segment="age_group=senior")
    second = said(lab)
    assert second != first
    change(lab, rule="moai")
    change(lab, view="quadrant")
    assert lab.state["view"] == "quadrant"
    press(lab, "undo")
    press(lab, "undo")
    assert said(lab) == second
    press(lab, "start_over")
    assert said(lab) == first
    press(lab, "undo")
    assert lab.state["segment"] == "age_group=senior"
    for _ in range(9):
        press(lab, "undo")
    assert said(lab) == first


def test_live_case_change_swaps_the_options() -> None:
    lab = labs.KanoLab()
    change(lab, segment="age_group=senior")
    change(lab, case="education")
    assert face(lab, "segment")["options"][0] == ["全部", "all"]
    assert all("age_group" not in str(value) for _, value in face(lab, "segment")["options"])
    assert lab.state["segment"] == "all"
    assert lab.notice == ""


def test_every_control_has_a_label_and_a_help_line() -> None:
    for lang in ("zh", "en"):
        with use_language(lang):
            for lab in (labs.KanoLab(), labs.SmartStudio()):
                for part in lab.controls():
                    made = face(lab, part.name)
                    assert made["label"]
                    assert made["help"]


def test_the_workbook_keeps_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    lab = labs.KanoLab()
    lab._repr_mimebundle_()
    change(lab, segment="age_group=senior")
    press(lab, "start_over")
    change(lab, rule="moai")
    again = labs.KanoLab()
    again._repr_mimebundle_()
    assert again.state == {**labs.KanoLab.defaults, "wave": 2, "rule": "moai"}
    assert again.state["rule"] == "moai"
    workbook.open_book().put("labs", "kano", {"case": "no such case", "rule": "majority", "colour": 1})
    third = labs.KanoLab()
    third._repr_mimebundle_()
    assert third.state == {**labs.KanoLab.defaults, "wave": 2}


def test_trouble_with_the_disk_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "workbook.json").mkdir()
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    lab = labs.KanoLab()
    lab._repr_mimebundle_()
    change(lab, rule="moai")
    assert lab.state["rule"] == "moai"
    assert "workbook.json" in lab.notice


def test_static_face_shows_the_choices_and_no_control() -> None:
    page = labs.KanoLab(segment="age_group=senior").static()
    assert "60 岁及以上" in page
    assert "<select" not in page
    assert "<button" not in page


def test_repr_is_live_in_a_notebook_and_worked_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = labs.KanoLab()
    assert "application/vnd.jupyter.widget-view+json" in lab._repr_mimebundle_()[0]
    monkeypatch.setenv("SGM_STATIC", "1")
    bundle = lab._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == lab.sentence(lab.compute())


def test_trouble_in_the_data_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise DataError("errors.empty", what="x")

    lab = labs.KanoLab()
    monkeypatch.setattr(kano, "classify", refuse)
    assert 'role="alert"' in lab.body()


def test_a_callback_that_raises_shows_a_plain_sentence_and_is_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lab = labs.KanoLab()
    monkeypatch.setattr(kano, "classify", lambda *a, **k: 1 / 0)
    change(lab, rule="moai")
    assert "出了意外" in said(lab)
    assert "Traceback" not in said(lab)
    lab.message({"do": "export", "kind": "xlsx"})
    assert "出了意外" in lab.notice
    assert {type(error) for error in base.failures} == {ZeroDivisionError}
    base.failures.clear()  # this one was meant


def test_one_of_our_own_errors_in_a_callback_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = labs.KanoLab()

    def refuse(*_: Any, **__: Any) -> None:
        raise DataError("errors.empty", what="<b>表</b>")

    monkeypatch.setattr(lab, "set", refuse)
    change(lab, rule="moai")
    assert lab.notice == str(DataError("errors.empty", what="<b>表</b>"))  # the front end puts it in as text


# ---- SMART studio ----


def test_studio_starts_with_an_invitation() -> None:
    lab = labs.SmartStudio()
    assert lab.compute() is None
    assert "还没有写" in said(lab)
    assert "<li" not in said(lab)


def test_slogan_fails_and_the_mended_goal_passes() -> None:
    lab = labs.SmartStudio()
    change(lab, text="全面提升服务质量，让每一位患者满意")
    assert "口号" in said(lab)
    assert said(lab).count("sgm-missing") >= 3
    change(lab, text="9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    assert "sgm-missing" not in said(lab)
    assert said(lab).count('class="sgm-met"') == 4
    assert "<mark>" in said(lab)


def test_drafts_are_kept_once_and_can_be_undone() -> None:
    lab = labs.SmartStudio()
    press(lab, "keep")
    assert "还没有写" in lab.notice
    press(lab, "show_slogan")
    press(lab, "keep")
    press(lab, "keep")
    press(lab, "show_goal")
    press(lab, "keep")
    assert [draft["score"] for draft in lab.state["drafts"]] == sorted(
        draft["score"] for draft in lab.state["drafts"]
    )
    assert len(lab.state["drafts"]) == 2
    assert "第 2 稿" in said(lab)
    json.dumps(lab.state)
    press(lab, "undo")
    assert len(lab.state["drafts"]) == 1


def test_said_for_every_state_of_a_goal() -> None:
    lab = labs.SmartStudio(text="尽快缩短排队时间")
    assert "还缺" in lab.sentence(lab.compute())
    lab.set(text="9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    assert "更实" in lab.sentence(lab.compute())


def test_learner_text_is_text_never_markup() -> None:
    lab = labs.SmartStudio(text="<img src=x onerror=alert(1)> 提高到90%")
    press(lab, "keep")
    for face in (said(lab), lab.static()):
        assert "<img src=x" not in face
        assert "&lt;img" in face


def test_studio_in_english() -> None:
    with use_language("en"):
        lab = labs.SmartStudio(text="By 30 June the front desk answers 90% of calls within 20 seconds.")
        page = lab.static()
    assert "Measurable" in page


def test_names_that_do_not_exist() -> None:
    with pytest.raises(AttributeError, match="NoLab"):
        labs.NoLab  # noqa: B018
    assert isinstance(labs.SmartStudio().widget(), widgets.DOMWidget)
