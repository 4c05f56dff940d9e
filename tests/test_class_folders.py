"""A class hands in whatever it has: files of any content end in the report, or in the list of what was left out."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_workbook_contract import ANY, BOOKS, TIMES

from sgm_lab import exercises
from sgm_lab.exercises.classes import class_report, class_xlsx, read_class

IDS = [record.id for record in exercises.load().values()][:6]
STATE = st.fixed_dictionaries(
    {"answer": ANY, "outcome": st.sampled_from(["right", "wrong", "partly", "great"])},
    optional={
        "tries": st.integers(-1, 3),
        "updated": st.sampled_from(TIMES),
        "mistakes": ANY,
        "solution": ANY,
    },
)
ANSWERED = st.builds(
    lambda book, states: {**book, "schema": 2, "exercises": states},
    BOOKS,
    st.dictionaries(st.sampled_from(IDS), STATE, min_size=1, max_size=4),
)
TEXTS = st.one_of(BOOKS, ANSWERED, ANY).map(lambda value: json.dumps(value).encode())
CONTENTS = st.one_of(TEXTS, TEXTS, st.binary(max_size=40))
NAMES = st.sampled_from(
    ["王敏-workbook.json", "workbook.json", "../x.json", "李 雷/workbook (1).json", "a.txt", "<b>.json", ""]
)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file, or a zip of some."""
    name, content = draw(NAMES), draw(CONTENTS)
    if draw(st.integers(0, 3)):
        return name, content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for inner, one in draw(st.dictionaries(NAMES.filter(bool), CONTENTS, max_size=3)).items():
            archive.writestr(inner, one)
    whole = out.getvalue()
    return f"{name}.zip", whole[: draw(st.sampled_from([len(whole), len(whole), len(whole) // 2]))]


@given(st.lists(files(), max_size=5))
@settings(max_examples=40)
def test_any_folder_ends_in_a_report(handed: list[Any]) -> None:
    found = read_class(handed, "zh")
    report = class_report(found, "zh")
    assert "<b>.json" not in report
    for one in found.learners:
        assert 0 <= one.done <= len(exercises.load())
    assert all("\n" not in sentence and "Error" not in sentence for sentence in found.left_out)
    assert class_xlsx(found, "zh")[:2] == b"PK"
