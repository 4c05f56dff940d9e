"""今天十五分钟, on the site and in JupyterLab: one rule of days, and what is answered there counts nothing twice."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from answers import right_answer, wrong_answers

from sgm_lab import exercises, workbook
from sgm_lab.exercises.again import MINUTES, STEPS, key_of, owed, sitting
from sgm_lab.exercises.contents import workbooks
from sgm_lab.exercises.journey import Part, Place, comes_again, course_plan
from sgm_lab.exercises.recall import Today
from sgm_lab.exercises.state import Kept
from sgm_lab.exercises.tally import count

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "book" / "zh" / "today.md").read_text(encoding="utf-8")
NODE = shutil.which("node")
RECORDS = exercises.load()
PLAN = course_plan(
    RECORDS.values(), [Place("a.html", "全部", (Part("one", "一", tuple(list(RECORDS)[:-6])),))], "zh"
)
ASKED = [one["id"] for chapter in PLAN["chapters"] for one in chapter["exercises"] if one.get("again")]


def test_the_page_says_the_days_that_count() -> None:
    wrong, right = ("、".join(f"{n}天" for n in STEPS[name]) for name in ("wrong", "right"))
    assert f"第一次做错的，过{wrong}各再问一次；第一次就做对的，过{right}各问一次" in PAGE
    assert MINUTES == 15
    assert "约十五分钟" in PAGE
    assert PLAN["again"] == {"steps": {name: list(days) for name, days in STEPS.items()}, "minutes": 15}


def states(rng: random.Random) -> dict[str, dict[str, Any]]:
    """What a workbook may hold, also what is not as it should be."""
    made = {}
    for id in rng.sample(ASKED[:25], rng.randint(0, 12)):
        outcome = rng.choice(["right", "right", "wrong", "partly", "not_attempted"])
        day = date(2026, 3, 1) + timedelta(rng.randint(0, 60))
        hour = f"T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00.000Z"
        made[id] = {
            "answer": "M", "outcome": outcome, "tries": rng.randint(0, 2), "hints": 0, "solution": False,
            "updated": rng.choice([f"{day}{hour}", f"{day}{hour}", "", "soon"]),
            "mistakes": rng.choice([[], [], ["O"]]),
        }  # fmt: skip
    return made


@pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the page")
def test_the_notebook_reckons_as_the_page_does() -> None:
    rng = random.Random(15)
    cases = []
    for _ in range(300):
        first = states(rng)
        again = {
            key_of(id, date(2026, 3, 8) + timedelta(rng.randint(0, 40))): state
            for _ in range(rng.randint(0, 3))
            for id, state in states(rng).items()
            if id in first
        } | {"nonsense": {"tries": 1}}
        cases.append(
            {"states": first, "again": again, "today": f"2026-0{rng.randint(3, 5)}-1{rng.randint(0, 9)}"}
        )
    ours = []
    for one in cases:
        found = owed(PLAN, one["states"].get, one["again"], date.fromisoformat(one["today"]))
        ours.append(
            {
                "begun": found.begun,
                "tried": found.tried,
                "next": found.next and found.next.isoformat(),
                "due": [[due.one["id"], due.day.isoformat(), due.wrong] for due in found.due],
                "sitting": [due.one["id"] for due in sitting(found.due)],
            }
        )
    done = subprocess.run(
        [str(NODE), str(ROOT / "tests" / "js" / "again_cases.mjs")],
        input=json.dumps({"plan": PLAN, "cases": cases}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    for case, mine, own in zip(cases, ours, theirs, strict=True):
        assert mine == own, case
    assert sum(bool(one["due"]) for one in ours) > 100
    assert any(len(one["sitting"]) < len(one["due"]) for one in ours)


# ---- in a notebook ----


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the workbooks of the course are."""
    monkeypatch.chdir(ROOT / "notebooks" / "zh")


def begun(path: Path, states_of: dict[str, Kept]) -> workbook.Workbook:
    """A workbook as it was left some days ago."""
    states = {id: state.plain() for id, state in states_of.items()}
    path.write_text(
        json.dumps({"schema": workbook.SCHEMA_VERSION, "program": "sgm_lab", "exercises": states}), "utf-8"
    )
    return workbook.open_book(path)


WHEN = "2026-03-01T02:00:00.000Z"
WRONG, RIGHT = "2.1-check-1", "2.1-check-2"


@pytest.mark.usefixtures("here")
def test_a_notebook_asks_what_is_due_and_keeps_it_apart(tmp_path: Path) -> None:
    path = tmp_path / "workbook.json"
    mistake = wrong_answers(RECORDS[WRONG])[0]
    kept = {
        WRONG: Kept(right_answer(RECORDS[WRONG]), "right", 2, updated=WHEN, mistakes=[mistake]),
        RIGHT: Kept(right_answer(RECORDS[RIGHT]), "right", 1, updated=WHEN),
    }
    book = begun(path, kept)
    early = Today("zh", book=book, day=date(2026, 3, 1))
    early.widget()
    assert early.asked == {}
    assert "今天没有到期的题。下一题在2026-03-02到期。" in early._said.value
    day = date(2026, 3, 9)
    asked = Today("zh", book=book, day=day)
    asked.widget()
    assert list(asked.asked) == [WRONG, RIGHT]  # what went wrong comes first
    assert "上次做错过" in asked._list.children[0].children[0].value
    assert "2.1" in asked._list.children[1].children[0].value
    assert "上次做错过" not in asked._list.children[1].children[0].value
    assert "这里有2题，还有2题没有答" in asked._said.value
    for widget in asked.asked.values():
        state = Kept(widget.record["answer"], "right", 1, updated="2026-03-09T02:00:00.000Z")
        widget.state = state.plain()
    assert "今天的做完了" in asked._said.value
    assert "2026-03-12到期" in asked._after.value
    assert asked._more.layout.display == "none"
    # kept apart: the first answers stand, and another machine has the same
    assert {id: book.get("exercises", id) for id in kept} == {id: one.plain() for id, one in kept.items()}
    assert sorted(book.section("again")) == [key_of(WRONG, day), key_of(RIGHT, day)]
    again = workbook.open_book(path).section("again")
    assert again[key_of(RIGHT, day)]["outcome"] == "right"
    later = Today("zh", book=workbook.open_book(path), day=day)
    later.widget()
    assert later.asked == {}  # not asked twice on a day


@pytest.mark.usefixtures("here")
def test_what_stands_in_no_workbook_comes_again_too(tmp_path: Path) -> None:
    """The taster is done in the text or on the site; “各章里你做过的都算”."""
    shown = {id for page in workbooks(Path.cwd()) for part in page.parts for id in part.exercises}
    outside = {id for id, record in RECORDS.items() if comes_again(record)} - shown
    assert "0-taster" in outside
    kept = {id: Kept(right_answer(RECORDS[id]), "right", 1, updated=WHEN) for id in outside}
    asked = Today("zh", book=begun(tmp_path / "workbook.json", kept), day=date(2026, 3, 9))
    asked.widget()
    assert set(asked.asked) == outside
    assert "导读" in asked._list.children[0].children[0].value


@pytest.mark.usefixtures("here")
def test_more_than_a_sitting_is_asked_when_one_wants_it(tmp_path: Path) -> None:
    many = {id: Kept("x", "wrong", 1, updated=WHEN) for id in ASKED[5:25]}
    made = Today("zh", book=begun(tmp_path / "workbook.json", many), day=date(2026, 3, 9))
    made.widget()
    first = len(made.asked)
    assert sum(RECORDS[id].minutes for id in made.asked) <= MINUTES
    assert f"另外还有{20 - first}题到期" in made._after.value
    assert made._more.layout.display == "none"
    for id, widget in made.asked.items():
        widget.state = Kept(right_answer(RECORDS[id]), "right", 1, updated="2026-03-09T02:00:00.000Z").plain()
    assert made._more.layout.display is None
    made.more()
    assert len(made.asked) > first
    assert f"还有{len(made.asked) - first}题没有答" in made._said.value


@pytest.mark.usefixtures("here")
def test_work_that_is_brought_in_is_asked_at_once(tmp_path: Path) -> None:
    book = workbook.open_book(tmp_path / "workbook.json")
    made = Today("zh", book=book, day=date(2026, 3, 9))
    made.widget()
    assert made.asked == {}
    other = begun(tmp_path / "other.json", {RIGHT: Kept("x", "wrong", 1, updated=WHEN)})
    book.merge(other.path.read_bytes())
    assert list(made.asked) == [RIGHT]
    assert "这里有1题，还有1题没有答" in made._said.value


@pytest.mark.usefixtures("here")
def test_nothing_done_yet_is_said_and_the_site_leads_to_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Today("zh", book=workbook.open_book(tmp_path / "workbook.json"))
    made.widget()
    assert "还没有做过的题" in made._said.value
    monkeypatch.setenv("SGM_STATIC", "1")
    assert "今天十五分钟" in exercises.today("zh")._repr_mimebundle_()["text/html"]
    cells = json.loads((ROOT / "notebooks" / "zh" / "index.ipynb").read_text(encoding="utf-8"))["cells"]
    assert ["exercises.today()"] in [cell["source"] for cell in cells]


def test_only_what_the_page_judges_by_itself_comes_again() -> None:
    known = exercises.load()
    again = {record.kind for record in known.values() if comes_again(record)}
    assert again == {"single", "multiple", "number", "sort", "order"}
    plan = course_plan(known.values(), [])
    marked = {one["id"] for chapter in plan["chapters"] for one in chapter["exercises"] if "again" in one}
    assert marked == {record.id for record in known.values() if comes_again(record)}


def test_what_is_answered_again_counts_nothing_twice(tmp_path: Path) -> None:
    record = exercises.find("2.1-check-1")
    first = Kept(answer=right_answer(record), outcome="right", tries=1)
    book = workbook.open_book(tmp_path / "workbook.json")
    book.put("exercises", record.id, first.plain())
    before = count([record], [book.data()])
    progress = exercises.progress("2.1", book.section("exercises"))
    wrong = wrong_answers(record)[0]
    book.put("again", f"{record.id}@2026-03-08", Kept(wrong, "wrong", 1, mistakes=[wrong]).plain())
    assert count([record], [book.data()]) == before
    assert exercises.progress("2.1", book.section("exercises")) == progress
    assert book.get("exercises", record.id)["outcome"] == "right"


def test_two_machines_lose_none_of_the_days(tmp_path: Path) -> None:
    books = [workbook.open_book(tmp_path / f"{name}.json") for name in "ab"]
    for book, day in zip(books, ("2026-03-08", "2026-03-29"), strict=True):
        book.put("again", f"x@{day}", Kept("M", "right", 1).plain())
    books[0].merge(books[1].path.read_text(encoding="utf-8"))
    assert sorted(books[0].section("again")) == ["x@2026-03-08", "x@2026-03-29"]
    assert json.loads(books[0].path.read_text(encoding="utf-8"))["again"].keys() == {
        "x@2026-03-08",
        "x@2026-03-29",
    }
