"""Classes as they are handed in: plausible, damaged, foreign, twice over and hostile, of any size, always the same."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from answers import right_answer, survey_answer, wrong_answers
from archives import zipped

from sgm_lab import exercises
from sgm_lab.exercises.classes import quiz
from sgm_lab.exercises.state import Kept
from sgm_lab.takeaways.plan.rows import ROWS

__all__ = ["HOSTILE", "handed_in", "own_sentences", "planned", "surveyed"]

Files = list[tuple[str, bytes]]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULAS = ('=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "'=1")
#: What a hostile file is to be told as, by its name; None where it counts as somebody's work.
HOSTILE = {
    "大.json": "20 MB", "弹.zip": "20 MB", "深.zip": "太多层", "层.json": "", "逃.zip": None, "断.zip": "坏了",
    "名.json": None, "式.json": None, "空.json": "", "表.json": "", "锁.zip": "密码", "很多.zip": "6001个文件",
}  # fmt: skip


@cache
def _tried() -> list[tuple[Any, Any, list[Any]]]:
    found = []
    for record in exercises.load().values():
        wrong = [] if record.free or record.kind == "goal" else wrong_answers(record)
        found.append((record, right_answer(record), wrong))
    return found


@cache
def _tests() -> list[tuple[int, Any, Any, list[Any]]]:
    return [
        (when, record, right_answer(record), wrong_answers(record))
        for when, form in enumerate(quiz.FORMS)
        for record in quiz.form(form, "zh")
    ]


CASES, RESULTS = ("healthcare", "education"), (None, 12.5, 12.5, 340, 0, -0.2, True, "9")
_LINES = ("每周两次，周一看", "看护指标：看诊时长不许变坏", "看护指标：不变长，周一8点看", "如果早到半小时，排队会短",
          "让大家满意", " \n", "at most two a week; balancing measure: complaints", "if we open earlier")  # fmt: skip


def planned(rng: random.Random) -> dict[str, Any]:
    """Return what somebody wrote of a goal plan: lines of their own, goals, what labs keep; some begin none."""
    if rng.random() < 0.3:
        return {}
    rows: dict[str, Any] = {row: rng.choice(_LINES) for row in ROWS if rng.random() < 0.4}
    rows |= {
        "law": [{"text": "个人信息保护法"}, "劳动法", 7],
        "mind": {"text": rng.choice(_LINES)},
        "别的行": "x",
    }
    fields = {
        "statement": "把等候从45分钟降到30分钟", "why": "最常被抱怨", "baseline": rng.choice([0, 45, "", "45分", True]),
        "source": "记录", "owner": "主任", "evaluation": rng.choice(_LINES), "raci": [{"activity": "叫号"}, 3],
    }  # fmt: skip
    goals = {
        f"g{at}": {name: fields[name] for name in rng.sample(list(fields), 3)}
        for at in range(rng.randint(0, 2))
    }
    drafts = [{"text": "降到30分钟", "score": 3}, {"text": " "}, "x"]
    standard = {"text": rng.choice(_LINES), "check": "班长", "behaviour": "三声内接"}
    labs = {
        "smart": {"drafts": rng.sample(drafts, rng.randint(0, 3))},
        "servqual:2": {"standards": [standard][: rng.randint(0, 1)], "upload": {"name": "x.csv"}},
        "pdca": {"hypothesis": rng.choice(_LINES), "target": "两周", "done": [{"what": "贴了牌子"}], "act": "keep"},
        "training": {"upload": {"name": "t.xlsx"}, "team": [{"k1": 1}], "skills": [{"required": 3, "hours": 2}]},
        "handoff": {"case": "own", "links": [{"from": "前台", "to": "护士", "wait": 12, "count": 30}]},
        "sandtable": {"case": rng.choice(CASES), "room": 1, "attempt": 2, "result": rng.choice(RESULTS)},
        "sandtable:2": {"case": "own", "room": 7, "attempt": 1, "result": -3.5, "mode": "class"},
        "other": {"state": "x"},
    }  # fmt: skip
    kept = rng.sample(list(labs), rng.randint(0, len(labs)))
    return {"goals": {**goals, "plan": {"rows": rows}}, "labs": {name: labs[name] for name in kept}}


def _state(rng: random.Random, right: Any, wrong: list[Any], able: float, day: int) -> dict[str, Any]:
    good = not wrong or rng.random() < able
    first = [] if good else [rng.choice(wrong)]
    mended = bool(first) and rng.random() < 0.6
    return Kept(
        answer=right if good or mended else first[0],
        outcome="right" if good or mended else "wrong",
        tries=1 + mended,
        hints=rng.randint(0, 2),
        updated=f"2026-09-{day:02}T{rng.randint(8, 17):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}.000Z",
        mistakes=first,
    ).plain()


def surveyed(record: Any, rng: random.Random) -> Any:
    """Return what somebody answered of a survey, most often all of it; nothing for another kind."""
    if record.kind != "survey":
        return None
    whole = survey_answer(record, rng)
    return whole if rng.random() < 0.8 else dict(list(whole.items())[: rng.randint(0, 4)])


Own = Callable[[Any], str | None]


def own_sentences() -> Own:
    """Return what finds, for a goal exercise, a right sentence that nobody has written yet; None for other kinds."""
    with (Path(__file__).parent / "data" / "smart_taught.csv").open(encoding="utf-8", newline="") as file:
        left = iter([row["sentence"] for row in csv.DictReader(file)])
    return lambda record: (
        next(one for one in left if record.glance(one, "zh").state == "right")
        if record.kind == "goal"
        else None
    )


def _not_own(record: Any) -> None:
    """Nobody writes a goal sentence of their own."""


def workbook(rng: random.Random, number: int, name: str, own: Own = _not_own) -> bytes:
    """Return a workbook of somebody who worked on some chapters, and sat both tests more often than not."""
    share, able = rng.random(), rng.uniform(0.3, 0.9)
    states = {
        record.id: _state(rng, surveyed(record, rng) or own(record) or right, wrong, able, rng.randint(1, 28))
        for record, right, wrong in _tried()
        if rng.random() < share
    }
    if rng.random() < 0.7:
        early = rng.random() < 0.5
        for when, record, right, wrong in _tests():
            after = (when == 1) == early
            states[record.id] = _state(rng, right, wrong, able + 0.15 * after, 28 if after else 1)
    book = planned(rng) | {
        "schema": 2,
        "program": "sgm_lab",
        "id": f"g{number}",
        "saved": "2026-10-01T08:00:00.000Z",
        "learner": {"name": name},
        "exercises": states,
    }
    return json.dumps(book, ensure_ascii=False).encode()


def handed_in(n: int, own: Own = _not_own) -> tuple[Files, int]:
    """Return what a class of ``n`` hands in, and how many people that is: a hostile few come on top of them.

    ``own`` gives the goal sentences (`own_sentences`); by default all write the same few.
    """
    rng = random.Random(n)
    files: Files = []
    for at in range(n):
        name = f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}{at}"
        content = workbook(rng, at, name, own)
        files.append((f"{name}-workbook.json", content))
        if at % 10 == 3:  # once more, the same; then a damaged copy
            files.append((f"{name}-workbook (1).json", content))
            files.append((f"断{at}.json", content[: len(content) // 2]))
        if at % 15 == 4:
            files.append((f"别的{at}.json", json.dumps({"cells": [], "nbformat": 4}).encode()))
            files.append((f"照片{at}.json", bytes(rng.randrange(256) for _ in range(400))))
    files += _hostile(rng)
    rng.shuffle(files)
    return files, n + sum(told is None for told in HOSTILE.values())


def _hostile(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    one = workbook(rng, 9_001, SCRIPT)
    book = json.loads(workbook(rng, 9_002, FORMULAS[0]))
    # A goal is judged anew by Python only: on the page it counts as its learner was told.
    written = [record.id for record, *_ in _tried() if record.written and record.kind != "goal"]
    for id, text in zip(written, [*FORMULAS, SCRIPT], strict=False):
        book["exercises"][id] = Kept(
            answer=text, outcome="right", tries=1, updated="2026-09-03T08:00:00Z"
        ).plain()
    deep = b"1"
    for _ in range(4):
        deep = zipped({"w.zip": deep})
    locked = bytearray(zipped({"w.json": one}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    away = workbook(rng, 9_003, "逃走的人")
    yield from {
        "大.json": b" " * 20_000_000, "弹.zip": zipped({"w.json": b" " * 20_000_000}), "深.zip": deep,
        "层.json": b'{"schema": 2, "exercises": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "逃.zip": zipped({"../../../逃.json": away}), "断.zip": zipped({"w.json": one})[:-40], "名.json": one,
        "式.json": json.dumps(book).encode(), "空.json": b"", "表.json": b"[]", "锁.zip": bytes(locked),
        "很多.zip": zipped({f"{at}.json": b"{}" for at in range(6001)}),
    }.items()  # fmt: skip
