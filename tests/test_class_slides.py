"""The slides of each plan: everything the plan and its exercises say is there, nothing is given away, notes are."""

from __future__ import annotations

import io

import pytest
from _teaching import deck, pictures, reveal, slides

from sgm_lab import exercises
from sgm_lab.exercises.markup import plain

PLANS = slides.plans("zh")


@pytest.mark.parametrize("name", PLANS)
def test_slides_follow_the_plan(name: str) -> None:
    plan = PLANS[name]
    made = slides.slides(plan, "zh")
    steps = [one for one in made if one.kind in ("step", "pause")]
    assert len(steps) == len(plan.step)
    assert [one.line.split("–")[0] for one in steps] == [time for time, _ in plan.timed()]
    asked = [one for one in made if one.kind == "question"]
    ids = [id for step in plan.step for id in step.get("exercises", ())]
    assert [one.line.split(" · ")[0] for one in asked] == ids
    for slide, step in zip(steps, plan.step, strict=True):
        told = "\n".join(slide.notes)
        assert all(step[part] in told for part in ("say", "watch", "ask", "room") if part in step)
        assert not step.get("late") or "来不及" in told


@pytest.mark.parametrize("name", PLANS)
def test_the_answer_is_told_to_the_speaker_only(name: str) -> None:
    for slide in slides.slides(PLANS[name], "zh"):
        if slide.kind != "question":
            continue
        record = exercises.find(slide.line.split(" · ")[0])
        page = reveal.page("", [slide], "zh", "")
        shown, _, notes = page.partition('<aside class="notes">')
        solution = plain(record.solution.zh.split("\n")[0])
        assert solution not in shown
        assert solution in notes
        wrong = [
            one for one in getattr(record, "options", ()) if one.feedback and one.id not in record.answer
        ]
        assert all(plain(one.feedback.zh) in notes for one in wrong)


@pytest.mark.parametrize("name", PLANS)
def test_the_file_for_powerpoint_has_all_slides_and_notes(name: str) -> None:
    pptx = pytest.importorskip("pptx")
    made = slides.slides(PLANS[name], "zh")
    show = pptx.Presentation(io.BytesIO(deck.deck(PLANS[name].title, made, "zh")))
    assert len(show.slides) >= len(made)
    notes = "\n".join(one.notes_slide.notes_text_frame.text for one in show.slides)
    assert all(note.split("\n")[0] in notes for one in made if one.kind != "opening" for note in one.notes)
    wide, tall = show.slide_width, show.slide_height
    for slide in show.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= wide
            assert 0 <= shape.top <= shape.top + shape.height <= tall


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_says_what_it_shows(name: str) -> None:
    made = pictures.draw(name, "zh")
    assert "模拟数据" in made.alt
    assert len(made.alt) > 40


def test_a_question_says_which_page_it_is_on() -> None:
    made = {one.line.split(" · ")[0]: one.line for one in slides.slides(PLANS["half-day"], "zh")}
    assert made["2.1-pair-sort"].endswith("在“2.1 目标设定”")
    assert made["2.1-lab-seniors"].endswith("在“2.1 练习册”")  # on no page of the text


def test_a_picture_that_there_is_not_is_said() -> None:
    plan = PLANS["half-day"]
    wrong = type(plan)(
        plan.id, plan.title, plan.start, 1, "", [{"do": "看图", "minutes": 1, "picture": "kane"}]
    )
    with pytest.raises(ValueError, match="half-day, 看图: no such picture: kane"):
        slides.slides(wrong, "zh")
