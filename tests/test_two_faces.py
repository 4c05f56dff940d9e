"""One problem, two faces: code is told which argument to give, a lab never shows one."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import intake, labs
from sgm_lab.cli.typed import NAMES_CODE
from sgm_lab.errors import DataError, Sentence, plainly, sentence
from sgm_lab.i18n import use_language

ARGUMENT = re.compile(
    r"\b(pairs|labels|header|sheet|scale|reverse|day_first|zone)\s*=|请用 pairs|with pairs|labels，|add labels"
)
ONLY_CODE = {
    "intake.labels_what",
    "intake.pairs_what",
    "intake.pairs_twice",
    "sampling.margin_kind",
    "control.no_order",  # of a lazy table
    "exercises.place.loose",  # who edits the course's notebooks
}  # raised where code gave the argument
READ = ("intake", "files", "errors")


def _words(name: str) -> dict[str, Any]:
    return tomllib.loads(files("sgm_lab").joinpath(f"words/{name}.toml").read_text(encoding="utf-8"))


def _texts(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}

    def walk(prefix: str, entry: dict[str, Any]) -> None:
        if {"zh", "en"} <= set(entry):
            found[prefix] = entry
            return
        for key, one in entry.items():
            walk(f"{prefix}.{key}", one)

    walk(name, _words(name))
    return found


def names() -> list[str]:
    return sorted(
        one.name[:-5] for one in files("sgm_lab").joinpath("words").iterdir() if one.name.endswith(".toml")
    )


@pytest.mark.parametrize("name", names())
def test_every_sentence_that_names_an_argument_has_a_plain_face(name: str) -> None:
    texts = _texts(name)
    with_code = {
        key
        for key, text in texts.items()
        if any((ARGUMENT if name in READ else NAMES_CODE).search(text[lang]) for lang in ("zh", "en"))
    }
    lacking = [key for key in with_code - ONLY_CODE if f"{key}_plain" not in texts]
    assert not lacking
    assert not [key for key in with_code if key.endswith("_plain")]


def pair_file(first: str, second: str, rows: list[list[Any]]) -> bytes:
    return pd.DataFrame(rows, columns=[first, second]).to_csv(index=False).encode()


_rng = np.random.default_rng(0)
FILES = {
    "not understood": pair_file("甲问", "乙问", [["棒极了", "糟透了"]] * 30),
    "answers of their own": pair_file("叫号（有）", "叫号（没有）", [["棒极了", "糟透了"]] * 30),
    "from zero": pair_file("叫号（有）", "叫号（没有）", [[0, 4]] * 15 + [[1, 3]] * 15),
    "three levels": pair_file("叫号（有）", "叫号（没有）", [[1, 3]] * 15 + [[2, 2]] * 15),
    "turned round": pair_file("叫号（有）", "叫号（没有）", [[5, 1]] * 25 + [[4, 2]] * 5),
    "some strange": pair_file("叫号（有）", "叫号（没有）", [[1, 5]] * 25 + [["棒极了", 5]] * 5),
}


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file", FILES)
def test_no_lab_shows_an_argument_of_code(file: str, lang: str) -> None:
    with use_language(lang):  # type: ignore[arg-type]
        lab = labs.KanoLab()
        lab.message({"do": "file", "name": "upload", "file": "我的.csv"}, FILES[file])
        shown = lab.view()
        seen = shown["notice"] + str(shown["html"])
        assert not ARGUMENT.search(seen)
        assert shown["notice"] or "棒极了" in seen


@pytest.mark.parametrize("file", FILES)
def test_the_same_problem_tells_code_what_to_give(file: str) -> None:
    try:
        read = intake.read_kano(("我的.csv", FILES[file]))
        said = read.summary()
    except DataError as error:
        said = Sentence(str(error), error.plain)
    assert ARGUMENT.search(said)
    assert not ARGUMENT.search(said.plain)


def test_a_face_inside_another_keeps_both() -> None:
    inner = sentence("intake.zero_based")
    outer = DataError("intake.unsettled", question=inner)
    assert "scale=(0, 4)" in str(outer)
    assert "scale" not in outer.plain
    assert plainly("文字") == "文字"
    assert (
        plainly(DataError("files.other_sheets", first=outer, sheet="一", others=["二"], other="二")).count(
            "="
        )
        == 0
    )


def test_an_answer_can_be_said_to_be_none_and_servqual_takes_wordings() -> None:
    frame = pd.DataFrame({"叫号（有）": ["好极", "没去过"], "叫号（没有）": ["差极", "差极"]})
    read = intake.read_kano(frame, labels={"好极": 1, "差极": 5, "没去过": None})
    assert read.problems.empty
    assert read.table["functional"].tolist()[0] == 1
    frame = pd.DataFrame({"E1": ["顶级", "中等", "没去过"], "P1": ["中等", "中等", "中等"]})
    read = intake.read_servqual(frame, labels={"顶级": 7, "中等": 4, "没去过": None})
    assert read.problems.empty
    assert read.table["expectation"].dropna().tolist() == [7, 4]
    for bad in ({"顶级": 8}, {"顶级": True}, ["顶级"]):
        with pytest.raises(ValueError, match="labels"):
            intake.read_servqual(frame, labels=bad)  # type: ignore[arg-type]


def test_a_guess_of_the_pairs_is_ready_to_paste() -> None:
    words = ["爱死了", "应该的", "随便", "凑合", "烦人"]
    frame = pd.DataFrame(
        {"编号": range(10), **{name: words * 2 for name in "甲乙丙丁"}, "院区": ["东", "西"] * 5}
    )
    with pytest.raises(DataError) as caught:
        intake.read_kano(frame)
    call = ast.parse(f"dict({str(caught.value).rpartition('：')[2].replace('?', '3')})", mode="eval").body
    assert isinstance(call, ast.Call)
    given: Any = {str(one.arg): ast.literal_eval(one.value) for one in call.keywords}
    assert given["pairs"] == "alternate"  # nothing but their place speaks for it, so it is said as an if
    assert "halves" in str(caught.value)
    assert intake.read_kano(frame, **given).rows_read == 20
    assert "甲" in caught.value.plain
    assert "pairs" not in caught.value.plain
    with pytest.raises(DataError, match=r'pairs=\{"1": \("应该", "实际"\)\}$'):
        intake.read_servqual(pd.DataFrame({"应该": [5, 6, 7], "实际": [4, 5, 6]}))
