"""A class's own surveys: whole answers put together by the package's methods, never fewer than five, never a name."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from answers import survey_answer

from sgm_lab import exercises, kano, servqual
from sgm_lab.cli import main as sgm
from sgm_lab.exercises.classes import class_report, class_xlsx, read_class
from sgm_lab.exercises.records import Survey

KANO, SERVQUAL = (exercises.find(id) for id in ("2.1-course-kano", "2.3-course-servqual"))
assert isinstance(KANO, Survey)
assert isinstance(SERVQUAL, Survey)


def handed(number: int, **answers: Any) -> tuple[str, bytes]:
    states = {
        record.id: {
            "answer": answers[record.method],
            "outcome": "right",
            "updated": "2026-09-03T08:00:00.000Z",
        }
        for record in (KANO, SERVQUAL)
        if record.method in answers
    }
    book = {"schema": 2, "program": "sgm_lab", "id": f"s{number}", "learner": {"name": f"学员{number}"}}
    return f"{number}.json", json.dumps(book | {"exercises": states}).encode()


def pair(functional: int, dysfunctional: int) -> dict[str, dict[str, int]]:
    return {one.id: {"functional": functional, "dysfunctional": dysfunctional} for one in KANO.items}


def score(expectation: int, perception: int) -> dict[str, dict[str, int]]:
    return {one.id: {"expectation": expectation, "perception": perception} for one in SERVQUAL.items}


def drawn(n: int) -> list[tuple[str, bytes]]:
    rng = random.Random(n)
    return [
        handed(at, kano=survey_answer(KANO, rng), servqual=survey_answer(SERVQUAL, rng)) for at in range(n)
    ]


#: Classes whose report the page must give word for word (tests/test_desk.py): of four and of five, of one mind, torn.
CLASSES = {
    "四人": drawn(4),
    "五人": drawn(5),
    "二十三人": drawn(23),
    "一条心": [handed(at, kano=pair(1, 5), servqual=score(7, 5)) for at in range(6)],
    "都可疑": [handed(at, kano=pair(1, 1), servqual=score(4, 4 + at % 2)) for at in range(5)],
    "平手": [handed(at, kano=pair(*[(1, 5), (3, 5)][at % 2])) for at in range(8)],
    "半份": [
        handed(at, kano=dict(list(pair(1, 3).items())[: at + 1]), servqual={"why": {"perception": 9}})
        for at in range(7)
    ],
}


def test_fewer_than_five_show_no_figure() -> None:
    four, five = (read_class(CLASSES[name], "zh").surveys for name in ("四人", "五人"))
    assert [(one.id, one.n, one.rows) for one in four] == [(KANO.id, 4, []), (SERVQUAL.id, 4, [])]
    assert [(one.n, len(one.rows)) for one in five] == [(5, len(KANO.items)), (5, 5)]
    page = class_report(read_class(CLASSES["四人"], "zh"), "zh").partition("全班自己的问卷")[2]
    told = re.sub("<[^>]+>", "", page.partition("<h2>")[0])
    assert "4人答全了；0人只答了一部分" in told
    assert "不满5人，先不显示" in told
    assert "Better" not in told


def test_only_whole_answers_count() -> None:
    (found, *rest) = read_class(CLASSES["半份"], "zh").surveys
    assert (found.id, found.n, found.partly, rest) == (KANO.id, 2, 5, [])
    assert found.rows == []


def test_figures_are_those_of_the_methods() -> None:
    books = [json.loads(content)["exercises"] for _, content in CLASSES["二十三人"]]
    features, items = (
        pd.DataFrame(
            {"respondent": who, key: one.id, "dimension": one.dimension, **book[record.id]["answer"][one.id]}
            for who, book in enumerate(books)
            for one in record.items
        )
        for record, key in ((KANO, "feature"), (SERVQUAL, "item"))
    )
    needs, quality = read_class(CLASSES["二十三人"], "zh").surveys
    counts = kano.tally(features)
    verdict = kano.classify(counts)
    for item, row in zip(KANO.items, needs.rows, strict=True):
        own = verdict.loc[item.id]
        assert row.name == item.text.zh
        assert dict(zip("MOAIRQ", row.counts, strict=True)) == counts.loc[item.id].to_dict()
        assert sum(row.counts) == needs.n == 23
        assert row.category == own["category"]
        assert bool(row.rival) == (len(row.category) == 1 and not own["fong_significant"])
        assert row.figures == pytest.approx([own["better"], own["worse"]], abs=0.0051)
        assert row.ranges[1] == pytest.approx([own["worse_low"], own["worse_high"]], abs=0.0051)
    gaps = servqual.gaps(items).sort_values("gap")
    assert [row.figures[2] for row in quality.rows] == pytest.approx(list(gaps["gap"]), abs=0.0051)
    assert [row.ranges[0][0] for row in quality.rows] == pytest.approx(list(gaps["ci_low"]), abs=0.0051)


def test_a_class_of_one_mind_and_a_torn_one() -> None:
    needs, quality = read_class(CLASSES["一条心"], "en").surveys
    assert {(row.category, row.rival) for row in needs.rows} == {("O", "")}
    assert needs.rows[0].ranges == [[0.61, 1.0], [-1.0, -0.61]]  # Wilson: six of six is 0.61 to 1
    assert {(*row.figures, *row.ranges[0]) for row in quality.rows} == {(7.0, 5.0, -2.0, None, None)}
    odd, open_ = read_class(CLASSES["都可疑"], "zh").surveys
    assert {(row.category, row.rival, *row.figures) for row in odd.rows} == {("Q", "", None, None)}
    assert open_.rows[0].figures == [4.0, 4.4, 0.4]
    (tie,) = read_class(CLASSES["平手"], "zh").surveys
    assert {row.category for row in tie.rows} == {"M/O"}


def test_report_spreadsheet_and_command_line_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = read_class(CLASSES["二十三人"], "zh")
    page = class_report(result.unnamed("zh"), "zh").partition("全班自己的问卷")[2].partition("<h2>")[0]
    assert "学员" not in page
    assert "23人答全了" in page
    book = openpyxl.load_workbook(io.BytesIO(class_xlsx(result, "zh")))
    needs, quality = (list(book[name].iter_rows(values_only=True)) for name in ("KANO 问卷", "SERVQUAL 问卷"))
    first = result.surveys[0].rows[0]
    assert needs[1][:8] == (KANO.id, first.name, *first.counts)
    assert list(needs[1][9:]) == [
        x for value, ends in zip(first.figures, first.ranges, strict=True) for x in (value, *ends)
    ] + [23]
    assert [row[4] for row in quality[1:]] == [row.figures[2] for row in result.surveys[1].rows]
    for name, content in CLASSES["二十三人"]:
        (tmp_path / name).write_bytes(content)
    assert sgm(["class", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["surveys"]
    assert [one["rows"][0]["figures"] for one in told] == [one.rows[0].figures for one in result.surveys]
