"""今天十五分钟: the page says the days that its script counts, and what is answered there counts nothing twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

from answers import right_answer, wrong_answers

from sgm_lab import exercises, workbook
from sgm_lab.exercises.journey import comes_again, course_plan
from sgm_lab.exercises.state import Kept
from sgm_lab.exercises.tally import count

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "book" / "zh" / "today.md").read_text(encoding="utf-8")
SCRIPT = (ROOT / "book" / "_course" / "again.js").read_text(encoding="utf-8")


def test_the_page_says_the_days_of_the_script() -> None:
    found = re.search(r"STEPS = \{ wrong: \[([\d, ]+)\], right: \[([\d, ]+)\] \}", SCRIPT)
    assert found
    wrong, right = ("、".join(f"{n}天" for n in re.findall(r"\d+", one)) for one in found.groups())
    assert f"第一次做错的，过{wrong}各再问一次；第一次就做对的，过{right}各问一次" in PAGE
    assert "MINUTES = 15;" in SCRIPT


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
