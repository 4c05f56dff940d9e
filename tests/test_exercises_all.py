"""Every exercise of the book: passed with its own solution, failed with each plausible wrong answer, for a reason."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from answers import lab_done, right_answer, wrong_answers

from sgm_lab import cases, exercises, i18n, kano, labs, servqual
from sgm_lab.exercises.__main__ import problems
from sgm_lab.exercises.effort import effort, fits
from sgm_lab.exercises.fields import Text
from sgm_lab.exercises.findings import FOUND, Figure, Finding, matches
from sgm_lab.exercises.records import LabTask, Number, Order, Sort
from sgm_lab.labs.controls import Choice

RECORDS = exercises.load()
WORDS = Path(i18n.__file__).parent / "words"

each = pytest.mark.parametrize("id", RECORDS)


@pytest.fixture(autouse=True, scope="module")
def figures_read_once() -> Iterator[None]:
    """What a lab shows in one state and language is the same in all tests, and each of them asks for it."""
    read, known = Finding.figure, {}

    def once(finding: Finding, lab: str, state: Mapping[str, Any], lang: i18n.Language) -> Figure | None:
        key = finding, lab, json.dumps(state, sort_keys=True), lang
        if key not in known:
            known[key] = read(finding, lab, state, lang)
        return known[key]

    with patch.object(Finding, "figure", once):
        yield


def test_the_records_are_well_formed() -> None:
    assert problems() == []


def shown_in_labs() -> dict[str, set[str]]:
    """What labs call their settings in English, by what they call them in Chinese."""
    found: dict[str, set[str]] = {}
    for file in sorted(WORDS.glob("lab*.toml")):
        for key in i18n.keys(file.stem):
            chinese, english = (i18n.t(f"{file.stem}.{key}", lang).strip() for lang in ("zh", "en"))
            found.setdefault(chinese, set()).add(english.casefold())
    return found


def test_a_step_of_a_lab_task_names_settings_as_the_lab_does() -> None:
    """In English too: one looked for “Two waves” where the lab says “Waves”."""
    called = shown_in_labs()
    wrong = [
        (id, quoted, step.say("en"))
        for id, record in RECORDS.items()
        if isinstance(record, LabTask)
        for step in record.steps.values()
        for quoted in re.findall("“([^”]+)”", step.say("zh"))
        if quoted in called and not any(one in step.say("en").casefold() for one in called[quoted])
    ]
    assert wrong == []


def test_minutes_are_counted_from_what_is_asked() -> None:
    """Reading, acting and writing; a record that says another time is told so by the check of records."""
    assert [id for id, record in RECORDS.items() if not fits(record)] == []
    task = RECORDS["2.1-lab-wave"]
    longer = dataclasses.replace(
        task, prompt=Text({lang: task.prompt.say(lang) * 12 for lang in i18n.LANGUAGES})
    )
    assert effort(longer) > effort(task) + 3
    assert not fits(longer)
    assert not fits(dataclasses.replace(task, minutes=20))
    english = dataclasses.replace(task, prompt=Text(dict.fromkeys(i18n.LANGUAGES, "two words " * 30)))
    assert effort(english) < effort(task) + 0.5  # as written on the English desk: a letter is no character
    game = RECORDS["8-sandtable"]
    assert not fits(dataclasses.replace(game, besides=0.0))  # a round of the game counts
    declared, asked = (sum(f(record) for record in RECORDS.values()) for f in (lambda r: r.minutes, effort))
    assert 0.7 < asked / declared < 1.3


@each
def test_ids_belong_to_their_chapter(id: str) -> None:
    assert re.fullmatch(rf"{re.escape(RECORDS[id].chapter)}-[a-z0-9-]+", id)


@each
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_own_answer_is_right_and_wrong_ones_get_their_reason(id: str, lang: i18n.Language) -> None:
    record = RECORDS[id]
    found = exercises.check(record, right_answer(record, lang), lang)
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
        shown = re.match(r"−?[\d.]+", line)
        assert shown
        for lang in record.solution.by:  # the solution names the same figure
            assert shown[0] in record.solution.say(lang).replace(",", "")


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
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_text_is_no_markup(id: str, lang: i18n.Language) -> None:
    """“**升到**” stood with its stars on the page, on the slide and on paper."""
    assert "**" not in json.dumps(RECORDS[id].payload(lang), ensure_ascii=False)


@each
def test_english_has_no_chinese(id: str) -> None:
    payload = {key: v for key, v in RECORDS[id].payload("en").items() if key not in ("units", "unit_words")}
    assert not re.findall(r"[\u4e00-\u9fff]", json.dumps(payload, ensure_ascii=False))


@each
def test_a_lab_task_begins_unfinished_and_can_be_done(id: str) -> None:
    record = RECORDS[id]
    if isinstance(record, LabTask):
        lab = getattr(labs, record.lab)(**record.start)
        answer = right_answer(record)
        assert exercises.check(record, record.answer(lab.state, answer), "zh").state != "right"
        lab.set(**record.goal)
        assert {name: lab.state[name] for name in record.goal} == {name: answer[name] for name in record.goal}
        assert exercises.check(record, answer, "zh").state == "right"


TASKS = [pytest.param(record, id=id) for id, record in RECORDS.items() if isinstance(record, LabTask)]


@pytest.mark.parametrize("record", TASKS)
def test_a_lab_task_does_not_say_where_its_lab_stands(record: LabTask) -> None:
    """Below a chapter, under “更多练习” and on paper, no lab stands above it."""
    assert not re.search("上面的(?!一句)", record.prompt.zh)
    assert not re.search(r"\b(lab|studio|matrix|monitor|sandbox|workbench) above\b", record.prompt.en)


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


#: For a task whose figure follows what stands in the lab itself, other such contents.
CONTENTS = {
    "2.3-pdca": {"counts": [{"cases": 131, "n": 239}, {"cases": 150, "n": 242}]},
    "4-lab-cascade": {"departments": [{"department": "内科", "target": 75, "weight": 4075}]},
    "5-handoff-own": {"case": "customer_service"},
    "6-lab-monitor": {"case": "education", "stream": "education/complaints"},
    "7-lab-monitor": {"seen": 25},
    "8-lab-begin": labs.Sandtable(case="education", room=12, mode="practice", step="plan").state,
}


def other_settings(record: LabTask) -> list[dict[str, object]]:
    """Each of the lab's choices at each of its other values, one at a time."""
    lab = lab_done(record)
    offered = {c.name: [v for _, v in c.options] for c in lab.controls() if isinstance(c, Choice)}
    more = {
        name: [record.start[name]] for name in record.goal if name in record.start and name not in offered
    }
    changed = [{name: value} for name, values in (offered | more).items() for value in values[:6]]
    return [
        one for one in [*changed, CONTENTS.get(record.id, {})] if one and {**lab.state, **one} != lab.state
    ]


@pytest.mark.parametrize("record", TASKS)
def test_the_finding_stands_in_the_result_and_follows_the_settings(record: LabTask) -> None:
    """The figure is there in both languages, and another one with another case, seed or setting.

    It is the same in both, but where comments are counted: each language has its own, read by its own lexicon.
    """
    state = lab_done(record).state
    figure = record.finding.figure(record.lab, state, "zh")
    assert figure is not None
    other = record.finding.figure(record.lab, state, "en")
    assert other is not None
    assert (other == figure) != (record.lab == "FeedbackLab")
    others = [record.finding.figure(record.lab, {**state, **one}, "zh") for one in other_settings(record)]
    assert {one for one in others if one and not matches(figure, f"{one.value:.{one.decimals}f}")}
    assert not any(
        str(abs(figure.value)) in text.zh for text in (record.prompt, record.finding.ask, *record.hints)
    )


def test_the_state_that_a_page_compares_is_in_the_language_of_the_page() -> None:
    """On an English page the rows of a table were Chinese, so that no lab there stood as the record said."""
    for (record,) in (task.values for task in TASKS):
        state = record.computed("en").get("figure", {}).get("state", {})
        assert not re.findall(r"[\u4e00-\u9fff]", json.dumps(state, ensure_ascii=False)), record.id


def test_a_wrong_finding_is_told_what_was_set_wrongly() -> None:
    """Whoever reads the figure before all is set learns which setting it belongs to."""
    told = 0
    for record in (task.values[0] for task in TASKS):
        right, state = right_answer(record), lab_done(record).state
        for one in (one for one in other_settings(record) if one is not CONTENTS.get(record.id)):
            early = record.finding.figure(record.lab, {**state, **one}, "zh")
            written = f"{early.value:.{early.decimals}f}" if early else right[FOUND]
            if one.keys() <= record.goal.keys() and not matches(Figure(float(right[FOUND]), 2), written):
                found = exercises.check(record, right | {FOUND: written}, "zh")
                assert found.state == "partly"
                assert re.search("你写的数，是“[^”]+”选“.+”时才有的。", found.feedback[-1]), (record.id, one)
                told += 1
                break
    assert told >= 20


def test_findings_are_what_the_methods_compute() -> None:
    """Read from the lab's own text, and worked out here another way."""
    school, hospital, centre = (cases.load(name) for name in ("education", "healthcare", "customer_service"))

    def worse(case: cases.Case, feature: str, wave: int, **who: str) -> float:
        answers = case.kano[case.kano["wave"] == wave]
        for column, value in who.items():
            answers = answers[answers[column] == value]
        return float(kano.classify(kano.tally(answers)).loc[feature, "worse"])

    def gap(case: cases.Case, wave: int, level: str, key: object) -> float:
        answers = case.servqual[case.servqual["wave"] == wave]
        return float(servqual.gaps(answers, level=level).loc[key, "gap"])

    wanted = {
        "1-lab-employed": worse(school, "evening_tutoring", 2, learner_type="employed"),
        "2.1-lab-wave": worse(hospital, "wait_reminder", 1),
        "2.1-lab-seniors": worse(hospital, "staffed_counter", 2, age_group="senior"),
        "3.1-lab-phone": worse(centre, "phone_line", 3, channel="phone"),
        "3.1-lab-waves": gap(centre, 2, "dimension", "responsiveness") - gap(centre, 1, "dimension", "responsiveness"),
        "4-lab-cascade": (75 * 4075 + 82 * 2397 + 79 * 2304 + 80 * 2206 + 74 * 2124 + 83 * 2074 + 76 * 1943
                          + 84 * 1816 + 88 * 1674) / (4075 + 2397 + 2304 + 2206 + 2124 + 2074 + 1943 + 1816 + 1674),
        "2.3-pdca": 100 * 166 / 242,
    }  # fmt: skip
    for id, value in wanted.items():
        task = RECORDS[id]
        assert isinstance(task, LabTask)
        figure = task.finding.figure(task.lab, lab_done(task).state, "zh")
        assert figure is not None
        assert abs(figure.value - value) < 0.51 * 10**-figure.decimals, id
