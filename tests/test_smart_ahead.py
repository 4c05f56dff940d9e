"""Sentences of a class read by a second Python: the same verdicts, whatever becomes of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from generated_class import handed_in, own_sentences

from sgm_lab import smart
from sgm_lab.exercises.classes import Classroom, read_class, read_folder, result
from sgm_lab.i18n import LANGUAGES, use_language
from sgm_lab.smart import ahead
from sgm_lab.smart.ahead import Ahead

CRITERIA = ("specific", "time_bound")
SENTENCES = [
    "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内。",
    "提高服务质量",
    "Cut the wait at reception “by half” — é ½ — by June",
    "two\nlines by May",
    *(f"Answer {n} letters within {n} days by March" for n in range(2, 40)),
]


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A second Python is started for the first sentence, on any machine."""
    monkeypatch.setattr(ahead, "_second", lambda: True)
    monkeypatch.setattr(ahead, "_PAYS", 1)
    monkeypatch.setattr(ahead, "_PATIENCE", 120.0)  # of a machine that has other things to do
    return monkeypatch


def _read() -> dict[tuple[str, tuple[str, ...]], tuple[dict[str, str], bool]]:
    with Ahead() as one:
        for text in SENTENCES * 2:
            one.ask(text, CRITERIA)
        assert [smart.verdicts(text, CRITERIA) for text in SENTENCES] == WANTED
    return one.told


WANTED = [smart.verdicts(text, CRITERIA) for text in SENTENCES]


def test_a_second_python_reads_as_this_one(second: pytest.MonkeyPatch) -> None:
    assert _read() == {(text, CRITERIA): found for text, found in zip(SENTENCES, WANTED, strict=True)}


def test_a_second_python_speaks_the_language_in_use(second: pytest.MonkeyPatch) -> None:
    figures, found = ("1/2", "95% 30", "9月：45 → 30"), {}
    for lang in LANGUAGES:
        with use_language(lang), Ahead() as one:
            for text in figures:
                one.ask(text, CRITERIA)
            found[lang] = [smart.verdicts(text, CRITERIA) for text in figures]
            assert len(one.told) == len(figures)
        with use_language(lang):
            assert found[lang] == [smart.verdicts(text, CRITERIA) for text in figures]
        with use_language(next(other for other in LANGUAGES if other != lang)):
            assert one.tell(figures[0], CRITERIA) is None
    assert found["zh"] != found["en"]


def test_this_one_takes_its_share_from_the_end(second: pytest.MonkeyPatch) -> None:
    second.setattr(ahead, "_LEFT", 0)
    assert _read() == {(text, CRITERIA): found for text, found in zip(SENTENCES, WANTED, strict=True)}


@pytest.mark.parametrize(
    "python",
    ["there is none", "one that ends at once", "one that talks of something else", "one that says nothing"],
)
@pytest.mark.parametrize("left", [0, 1000])
def test_without_it_nothing_is_told_ahead(
    python: str, left: int, second: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = {
        "one that ends at once": "raise SystemExit(3)",
        "one that talks of something else": "print('hello')",
        "one that says nothing": "import time\ntime.sleep(600)",
    }
    second.setattr(ahead, "_PATIENCE", 0.2)
    (tmp_path / "sgm_lab" / "smart").mkdir(parents=True)
    (tmp_path / "sgm_lab" / "__init__.py").touch()
    (tmp_path / "sgm_lab" / "smart" / "__init__.py").touch()
    (tmp_path / "sgm_lab" / "smart" / "ahead.py").write_text(body.get(python, ""), "utf-8")
    second.setattr(ahead, "__file__", str(tmp_path / "sgm_lab" / "smart" / "ahead.py"))
    second.setattr(ahead, "_LEFT", left)
    if python == "there is none":
        second.setattr(sys, "executable", str(tmp_path / "python"))
    assert set(_read()) <= {(text, CRITERIA) for text in SENTENCES}


def test_few_sentences_are_not_worth_a_second_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_second", lambda: True)
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started"))
    assert _read() == {}


def test_nor_is_it_without_a_second_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_PAYS", 1)
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started"))
    if hasattr(os, "sched_getaffinity"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    else:
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert _read() == {}


def test_a_class_reads_the_same_with_and_without_it(second: pytest.MonkeyPatch) -> None:
    files, _ = handed_in(30, own_sentences())
    made, plainly = [], Ahead.__enter__
    second.setattr(Ahead, "__enter__", lambda one: made.append(one) or plainly(one))
    with_it = read_class(files, "zh")
    assert any(one.kind == "goal" and one.attempted for one in with_it.counts)
    assert len(made[0].told) > 30
    second.setattr(ahead, "_second", lambda: False)
    assert with_it == read_class(files, "zh")


def test_a_panel_has_them_read_while_files_come_and_once(second: pytest.MonkeyPatch) -> None:
    files, _ = handed_in(30, own_sentences())
    panel, plain = Classroom("zh"), Classroom("zh")
    panel.show(files)
    assert len(panel._ahead.told) > 30
    second.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started again"))
    panel.show()
    second.setattr(ahead, "_second", lambda: False)
    plain._ahead = Ahead()
    plain.show(files)
    assert panel.result == plain.result
    assert not plain._ahead.told


def test_a_large_class_has_them_read_from_the_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files, _ = handed_in(30, own_sentences())
    for name, content in files:
        (tmp_path / name).write_bytes(content)
    started = []
    monkeypatch.setattr(Ahead, "_start", lambda one: started.append(len(one._asked)))
    monkeypatch.setattr(ahead, "_second", lambda: True)
    monkeypatch.setattr(ahead, "_PAYS", 1000)
    monkeypatch.setattr(result, "_MANY", len(files) - 1)
    read_folder(tmp_path, "zh")
    read_class(files, "zh")
    assert started == [0, 0]
    monkeypatch.setattr(result, "_MANY", len(files))
    read_folder(tmp_path, "zh")
    assert started == [0, 0]
