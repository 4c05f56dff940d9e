"""The test before and after a class: two forms that are alike, and what the desk makes of a class that sat both."""

from __future__ import annotations

import base64
import io
import json
import random
import re
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from _teaching.compare import needed
from _teaching.sheets import test_answers as answer_sheet
from _teaching.sheets import test_sheet as question_sheet
from answers import right_answer, wrong_answers
from plain_script import bundled
from sgm_desk import MODULES, course

from sgm_lab import cases, exercises, kano, satisfaction, servqual
from sgm_lab.cli import main
from sgm_lab.exercises.classes import class_xlsx, quiz, read_class
from sgm_lab.exercises.classes.report import body
from sgm_lab.exercises.markup import plain
from sgm_lab.exercises.state import Kept
from sgm_lab.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
NODE = shutil.which("node")
ABILITIES = quiz.abilities("zh")
FILE = ROOT / "book" / "zh" / "teaching" / "test.toml"


# ---- two forms ----


def test_the_test_goes_over_the_whole_course() -> None:
    assert len(ABILITIES) >= 12
    assert {one.questions["a"].chapter for one in ABILITIES} >= {"1", "2.1", "2.2", "2.3", "4", "7"}
    ids = [record.id for form in quiz.FORMS for record in quiz.form(form, "zh")]
    assert len(set(ids)) == len(ids) == 2 * len(ABILITIES)
    assert not set(ids) & set(exercises.load())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", [one.id for one in ABILITIES])
def test_both_forms_ask_alike_but_not_the_same(id: str, lang: str) -> None:
    ability = next(one for one in quiz.abilities(lang) if one.id == id)
    a, b = (ability.questions[form] for form in quiz.FORMS)
    for name in ("kind", "minutes", "chapter"):
        assert getattr(a, name) == getattr(b, name)
    assert len(getattr(a, "options", ())) == len(getattr(b, "options", ()))
    texts = ["".join(text.say(lang) for text in (one.prompt, *(o.text for o in getattr(one, "options", ()))))
             for one in (a, b)]  # fmt: skip
    assert texts[0] != texts[1]
    assert max(map(len, texts)) <= 1.35 * min(map(len, texts))
    for record in (a, b):
        told = json.dumps(record.payload(lang), ensure_ascii=False)
        assert "{" not in told.replace('{"', "").replace("{}", "")
        assert lang == "zh" or not re.search(r"[\u2e80-\u303f\u3400-\u9fff\uff01-\uffef]", told)
        assert record.check(right_answer(record), lang).state == "right"
        assert all(record.check(wrong, lang).state != "right" for wrong in wrong_answers(record))


@pytest.mark.parametrize("form", quiz.FORMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_asks_the_same_in_each_language(form: str, lang: str) -> None:
    """Whoever began in one language may go on in the other: same questions, same options, same answers."""
    asked = [
        [
            (
                one.id,
                one.kind,
                one.minutes,
                one.chapter,
                [o.id for o in getattr(one, "options", ())],
                one.answer,
            )
            for one in quiz.form(form, of)
        ]
        for of in ("zh", lang)
    ]
    assert asked[0] == asked[1]


def test_answers_are_worked_out_of_the_cases() -> None:
    of = {one.id: one.questions for one in ABILITIES}
    answers = cases.load("healthcare").kano
    found = kano.classify(kano.tally(answers[answers["wave"] == 2]))
    assert of["better"]["a"].answer == pytest.approx(found.loc["wait_reminder", "better"])
    answers = cases.load("customer_service").servqual
    gaps = servqual.gaps(answers[answers["wave"] == answers["wave"].max()])
    assert of["gap"]["b"].answer == pytest.approx(gaps.loc["responsiveness", "gap"], abs=0.011)
    assert of["pair"]["a"].answer == of["pair"]["b"].answer == "M"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('figures = "gap"', 'figures = "gaps"', "test.toml, gap, a: no such figures: gaps"),
        ("{expectation}分，感受", "{expected}分，感受", "test.toml, gap, a: nothing is known of 'expected'"),
        ('answer = "process"', 'answer = "proces"', "answer"),
        (
            'case = "education", metric = "renewal", month = "2025-11"',
            'case = "healthcare", metric = "within_30", month = "2025-07"',
            "2025-07 is no ordinary month",
        ),
    ],
)
def test_a_question_that_cannot_be_made_is_said(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "test.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        quiz.abilities("zh", tmp_path / "test.toml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_class_is_judged_by_the_same_answers_without_the_figures_of_the_texts(lang: str) -> None:
    whole, bare = quiz.abilities(lang), quiz.abilities(lang, judging=True)
    assert [one.aim for one in bare] == [one.aim for one in whole]
    for one, other in zip(whole, bare, strict=True):
        for form, record in one.questions.items():
            asked = other.questions[form]
            for answer in (right_answer(record), *wrong_answers(record)):
                assert asked.check(answer, lang).state == record.check(answer, lang).state
            assert ("…" in asked.prompt.say(lang)) >= (asked != record)


@pytest.mark.parametrize("form", quiz.FORMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_ask_all_and_give_nothing_away(form: str, lang: str) -> None:
    sheet, answers = question_sheet(form, lang), answer_sheet(form, lang)
    for record in quiz.form(form, lang):
        assert plain(record.prompt.say(lang).split("\n")[0]) in sheet
        assert plain(record.solution.say(lang)) not in sheet
        assert plain(record.solution.say(lang)) in answers


# ---- a class ----


def sat(rng: random.Random, record: Any, able: float, minute: int) -> dict[str, Any]:
    """Return the state of a question that was answered once, perhaps mended afterwards."""
    right = rng.random() < able
    wrong = [] if right else [rng.choice(wrong_answers(record))]
    mended = not right and rng.random() < 0.5
    return Kept(
        answer=right_answer(record) if right or mended else wrong[0],
        outcome="right" if right or mended else "wrong",
        tries=1 + mended,
        updated=f"2026-03-0{1 + minute // 60}T10:{minute % 60:02}:00.000Z",
        mistakes=wrong,
    ).plain() | {"right_at_first": right}


def a_class(rng: random.Random, n: int, gain: float) -> tuple[list[tuple[str, str]], pd.DataFrame]:
    """Return workbooks, and what each person got right at first, before and after."""
    files, scores = [], []
    for at in range(n):
        first, second = rng.sample(quiz.FORMS, 2)
        states, score = {}, []
        for when, form in enumerate((first, second)):
            got = {
                record.id: sat(rng, record, 0.4 + when * gain, 60 * when + number)
                for number, record in enumerate(quiz.form(form, "zh"))
            }
            score.append(sum(state.pop("right_at_first") for state in got.values()))
            states |= got
        name = f"学员{at:03}"
        book = {
            "schema": 2,
            "program": "sgm_lab",
            "id": f"id{at}",
            "learner": {"name": name},
            "exercises": states,
        }
        files.append((f"{name}.json", json.dumps(book | {"saved": "2026-04-01T00:00:00.000Z"})))
        scores.append(score)
    return files, pd.DataFrame(scores, columns=["before", "after"], index=[name for name, _ in files])


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if not NODE:
        pytest.skip("no Node here: the browser tests look at the desk")
    script = tmp_path_factory.mktemp("compare") / "compare.cjs"
    script.write_text(bundled([*MODULES[:-1], ROOT / "tests" / "js" / "compare.mjs"]), encoding="utf-8")
    known = course(list(exercises.load().values()), "zh") | {"test": needed("zh")}

    def run(files: Any = (), lists: Any = ()) -> list[Any]:
        asked = json.dumps({"files": files, "lists": lists, "course": known})
        done = subprocess.run([NODE, script], input=asked, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout))

    return run


@pytest.mark.parametrize(("seed", "n", "gain"), [(1, 30, 0.3), (2, 12, 0.0), (3, 60, -0.2)])
def test_the_comparison_is_that_of_the_package(compared: Any, seed: int, n: int, gain: float) -> None:
    files, scores = a_class(random.Random(seed), n, gain)
    (told,) = compared([files])
    assert [[one["before"], one["after"]] for one in told["found"]] == scores.to_numpy().tolist()
    ours = satisfaction.change(scores["after"], scores["before"], paired=True)
    found = told["change"]
    for name, value in (("by", ours.value), ("low", ours.low), ("high", ours.high)):
        assert found[name] == pytest.approx(value, abs=1e-4)
    moved = scores["after"] - scores["before"]
    assert (found["rose"], found["fell"], found["n"]) == ((moved > 0).sum(), (moved < 0).sum(), n)
    verdict = "确实多会了" if ours.low > 0 else "反而对得少" if ours.high < 0 else "还说不准"
    assert verdict in told["said"]
    assert "学员" not in told["said"]
    assert "请一半人先做乙卷" not in told["said"]


@pytest.mark.parametrize(("seed", "n", "gain"), [(5, 24, 0.2), (6, 3, 0.0)])
def test_page_notebook_and_command_line_compare_alike(
    compared: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int, n: int, gain: float
) -> None:
    files, _ = a_class(random.Random(seed), n, gain)
    once = json.loads(files[0][1])  # who sat one form only
    kept = {id: one for id, one in once["exercises"].items() if id.startswith("test-a")}
    files[0] = files[0][0], json.dumps(once | {"exercises": kept})
    handed = [(name, text.encode()) for name, text in files]
    (told,) = compared([files])
    ours = read_class(handed, "zh")
    assert told["found"] == json.loads(json.dumps([asdict(one) for one in ours.tests]))
    for result, page in ((ours, told["report"]), (ours.unnamed("zh"), told["hidden"])):
        whole = body(result, "zh")
        title = whole.index("<h2>课前课后对比</h2>")
        assert page[page.index("<h2>课前课后对比</h2>") :] == whole[title:]
    assert "学员001" in told["report"]
    assert "学员001" not in told["hidden"]
    theirs, mine = (
        openpyxl.load_workbook(io.BytesIO(content))
        for content in (base64.b64decode(told["table"]), class_xlsx(ours, "zh"))
    )
    for name in ("课前课后对比", "课前课后各人", "说明"):
        rows = [[list(row) for row in book[name].iter_rows(values_only=True)] for book in (theirs, mine)]
        assert rows[0] == rows[1]
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    main(["class", str(tmp_path), "--json", "--lang", "zh"])
    said = json.loads(capsys.readouterr().out)["tests"]
    found = {name: value for name, value in told["change"].items() if value is not None}
    assert said == pytest.approx(found, abs=1e-4)


def test_who_sat_one_form_or_little_of_it_is_told_apart(compared: Any) -> None:
    files, _ = a_class(random.Random(4), 3, 0.3)
    books = [json.loads(text) for _, text in files]
    for id in [id for id in books[0]["exercises"] if id.startswith("test-b")]:
        del books[0]["exercises"][id]
    for id in list(books[1]["exercises"])[:30]:
        del books[1]["exercises"][id]
    (told,) = compared([[(name, json.dumps(book)) for (name, _), book in zip(files, books, strict=True)]])
    assert [one["before"] is None for one in told["found"]] == [
        True,
        False,
    ]  # the second answered two questions
    assert "人太少" in told["said"]
    assert "另有1人" in told["said"]


def test_lists_are_matched_by_name_and_what_is_odd_is_said(compared: Any) -> None:
    before = "王芳 9\n李　雷\t11分\n韩梅梅，7\n赵六 30\n王芳 8\n<b>x</b> 5"
    after = "李 雷 13\n王芳：12\n\n孙七 10\n<b>x</b> 9\n只有姓名"
    (told,) = compared(lists=[{"before": before, "after": after, "full": 16}])
    pairs = {one["name"]: (one["before"], one["after"]) for one in told["found"] if one["before"] is not None}
    assert pairs == {"王芳": (9, 12), "李 雷": (11, 13), "<b>x</b>": (5, 9)}
    assert told["wrong"] == ["赵六 30", "王芳 8", "只有姓名"]
    assert told["change"]["only"] == 2
    rounds = (pd.Series(scores, index=list("abc")) for scores in ([12, 13, 9], [9, 11, 5]))
    ours = satisfaction.change(*rounds, paired=True)
    assert told["change"]["low"] == pytest.approx(ours.low, abs=1e-4)
    assert "<b>" not in told["said"]
    assert "&lt;b&gt;x" in told["said"]
