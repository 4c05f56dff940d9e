"""Every exercise of the book: passed with its own solution, failed with each plausible wrong answer, for a reason."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from answers import right_answer, wrong_answers

from sgm_lab import exercises, i18n, labs
from sgm_lab.exercises.__main__ import problems
from sgm_lab.exercises.records import LabTask, Number, Order, Sort

RECORDS = exercises.load()

each = pytest.mark.parametrize("id", RECORDS)


def test_the_records_are_well_formed() -> None:
    assert problems() == []


@each
def test_ids_belong_to_their_chapter(id: str) -> None:
    assert re.fullmatch(rf"{re.escape(RECORDS[id].chapter)}-[a-z0-9-]+", id)


@each
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_own_answer_is_right_and_wrong_ones_get_their_reason(id: str, lang: i18n.Language) -> None:
    record = RECORDS[id]
    found = exercises.check(record, right_answer(record), lang)
    assert found.state == "right"
    assert found.feedback
    wrong = wrong_answers(record)
    assert wrong
    reasons = []
    for answer in wrong:
        found = exercises.check(record, answer, lang)
        assert found.state in ("wrong", "partly"), answer
        assert found.feedback
        assert all(sentence.strip() for sentence in found.feedback)
        reasons.append(tuple(found.feedback))
    if record.kind in ("single", "number"):  # not one reason for all
        assert len(set(reasons)) == len(reasons)


@each
def test_the_printed_answer_is_taken_for_right(id: str) -> None:
    record = RECORDS[id]
    if isinstance(record, Number):
        (line,) = record.worked("zh")
        assert exercises.check(record, line, "zh").state == "right"


@each
def test_usual_slips_are_named(id: str) -> None:
    record = RECORDS[id]
    if isinstance(record, Number):
        assert record.slips
    if isinstance(record, Order):
        assert record.slips
    if isinstance(record, Sort):
        counts = Counter(item.answer for item in record.items)
        assert len(counts) >= 2
        assert set(counts) == {heap.id for heap in record.categories}


@each
def test_hints_lead_on_but_do_not_tell(id: str) -> None:
    record = RECORDS[id]
    assert len(record.hints) <= 3
    for lang in i18n.LANGUAGES:
        worked = [line for line in record.worked(lang) if len(line) > 2]
        assert all(line not in hint.say(lang) for hint in record.hints for line in worked)


@each
def test_chinese_is_set_as_in_the_book(id: str) -> None:
    told = {
        key: v for key, v in RECORDS[id].payload("zh").items() if key != "tool"
    }  # a lab writes its own name
    payload = json.dumps(told, ensure_ascii=False)
    options = re.sub(r"“[^”]*”", "", payload)  # names on the screen are quoted as they are written there
    assert not re.findall(r"[\u4e00-\u9fff] +[A-Za-z0-9]|[A-Za-z0-9%] +[\u4e00-\u9fff]", options)
    assert not re.findall(r"[\u4e00-\u9fff][,;:!?()]|！", payload)


@each
def test_english_has_no_chinese(id: str) -> None:
    payload = {key: v for key, v in RECORDS[id].payload("en").items() if key not in ("units", "unit_words")}
    assert not re.findall(r"[\u4e00-\u9fff]", json.dumps(payload, ensure_ascii=False))


@each
def test_a_lab_task_begins_unfinished_and_can_be_done(id: str) -> None:
    record = RECORDS[id]
    if isinstance(record, LabTask):
        lab = getattr(labs, record.lab)(**record.start)
        assert exercises.check(record, lab.state, "zh").state != "right"
        lab.set(**record.goal)
        assert exercises.check(record, lab.state, "zh").state == "right"


TASKS = [pytest.param(record, id=id) for id, record in RECORDS.items() if isinstance(record, LabTask)]


@pytest.mark.parametrize("record", TASKS)
def test_a_lab_task_calls_the_controls_what_the_lab_calls_them(record: LabTask) -> None:
    """“看图” is no help where the control is called “看什么”."""
    lab = getattr(labs, record.lab).name
    for control, step in record.steps.items():
        if not i18n.has(f"lab_{lab}.{control}"):
            continue  # a step of the lab itself, reached by its buttons
        label = {lang: i18n.t(f"lab_{lab}.{control}", lang) for lang in i18n.LANGUAGES}
        quoted = re.findall("“([^”]*)”", step.zh)
        assert not quoted or quoted[0] == label["zh"], step.zh
        assert label["en"].lower() in step.en.lower(), step.en
