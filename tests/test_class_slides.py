"""The slides of each plan: everything the plan and its exercises say is there, nothing is given away, notes are."""

from __future__ import annotations

import io
import re

import pytest
from _teaching import deck, pictures, reveal, slides
from _teaching.words import words

from sgm_lab import exercises
from sgm_lab.exercises.markup import plain
from sgm_lab.i18n import LANGUAGES
from sgm_lab.paper.blocks import plain as plain_text

PLANS = slides.plans("zh")
HAN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uff01-\uffef]")
each = pytest.mark.parametrize(("name", "lang"), [(name, lang) for lang in LANGUAGES for name in PLANS])


@each
def test_slides_follow_the_plan(name: str, lang: str) -> None:
    plan = slides.plans(lang)[name]
    made = slides.slides(plan, lang)
    steps = [one for one in made if one.kind in ("step", "pause")]
    assert len(steps) == len(plan.step)
    assert [one.line.split("–")[0] for one in steps] == [time for time, _ in plan.timed()]
    asked = [one for one in made if one.kind == "question"]
    ids = [id for step in plan.step for id in step.get("exercises", ())]
    assert [one.line.split(" · ")[0] for one in asked] == ids
    for slide, step in zip(steps, plan.step, strict=True):
        told = "\n".join(slide.notes)
        assert all(step[part] in told for part in ("say", "watch", "ask", "room") if part in step)
        late = words(lang, "slides")["late"].partition("{")[0]
        assert not step.get("late") or late in told


@each
def test_what_is_to_be_explained_is_on_a_slide(name: str, lang: str) -> None:
    """A class was to sort answers into categories of which no slide said a word."""
    plan = slides.plans(lang)[name]
    made = slides.slides(plan, lang)
    told = [one for one in made if one.kind == "tell"]
    assert [one.blocks[0].lines for one in told] == [step["tell"] for step in plan.step if "tell" in step]
    for slide in told:
        assert all(line in slide.notes for line in slide.blocks[0].lines)
        assert made[made.index(slide) - 1].kind == "step"


@each
def test_a_chart_is_not_shown_before_it_is_guessed(name: str, lang: str) -> None:
    """The picture of a step stood before its questions, and showed what was to be guessed."""
    step: list[str] = []
    for slide in slides.slides(slides.plans(lang)[name], lang):
        step = [] if slide.kind in ("step", "pause", "end") else step
        if slide.kind == "question" and exercises.find(slide.line.split(" · ")[0]).kind == "predict":
            assert "picture" not in step, slide.said
        step.append(slide.kind)


@each
def test_the_answer_is_told_to_the_speaker_only(name: str, lang: str) -> None:
    for slide in slides.slides(slides.plans(lang)[name], lang):
        if slide.kind != "question":
            continue
        record = exercises.find(slide.line.split(" · ")[0])
        page = reveal.page("", [slide], lang, "")
        shown, _, notes = page.partition('<aside class="notes">')
        solution = plain(record.solution.say(lang).split("\n")[0])
        assert solution not in shown
        assert solution in notes
        wrong = [
            one for one in getattr(record, "options", ()) if one.feedback and one.id not in record.answer
        ]
        assert all(plain(one.feedback.say(lang)) in notes for one in wrong)


@each
def test_the_file_for_powerpoint_has_all_slides_and_notes(name: str, lang: str) -> None:
    """Titles were cut after sixty letters, a blank slide came second, and a class could not see what to sort into."""
    pptx = pytest.importorskip("pptx")
    plan = slides.plans(lang)[name]
    made = slides.slides(plan, lang)
    show = pptx.Presentation(io.BytesIO(deck.deck(plan.title, made, lang)))
    assert len(show.slides) == len(made)
    wide, tall = show.slide_width, show.slide_height
    for slide, given in zip(show.slides, made, strict=True):
        said = "\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
        asked = [given.title, *given.said.split("\n\n")]
        asked += [
            line for block in given.blocks for line in getattr(block, "lines", [getattr(block, "text", "")])
        ]
        assert all(plain_text(line) in said for line in asked)
        notes = slide.notes_slide.notes_text_frame.text
        assert all(note.split("\n")[0] in notes for note in given.notes)
        if lang != "zh":
            assert not HAN.search(said + notes)
            told = "".join(
                one._element.nvPicPr.cNvPr.get("descr") for one in slide.shapes if one.shape_type == 13
            )
            assert not HAN.search(told)
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= wide
            assert 0 <= shape.top <= shape.top + shape.height <= tall


@pytest.mark.parametrize(("lang", "simulated"), [("zh", "模拟数据"), ("en", "simulated data")])
@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_says_what_it_shows(name: str, lang: str, simulated: str) -> None:
    made = pictures.draw(name, lang)
    assert simulated in made.alt
    assert len(made.alt) > 40
    assert lang == "zh" or not HAN.search(made.alt)


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
