"""An edition in another language: nothing of the Chinese may change without it, and no command can say otherwise."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "book"))

from _editions import gate, ledger  # noqa: E402
from _editions.agree import differences, numbers  # noqa: E402
from _editions.units import page, pairs  # noqa: E402

PAGE = {
    "zh": "# 1 等候\n\n平均{glue:text}`wait`分钟，40分钟以上占8%。\n\n"
    "## 怎么做\n\n看[练习册](../../notebooks/zh/1-a.ipynb)。\n\n"
    "```{exercise} 1-one\n```\n\n```{code-cell} ipython3\nname = case.title('zh')\nsource = f'{name} · {n}人'\n```\n",
    "en": "# 1 Waiting\n\nA mean of {glue:text}`wait` minutes; 8% wait over 40.\n\n## What to do\n\nSee the [workbook]"
    "(../../notebooks/en/1-a.ipynb).\n\n```{exercise} 1-one\n```\n\n```{code-cell} ipython3\nname = case.title('en')\n"
    "source = f'{n} people · {name}'\n```\n",
}
RECORD = '[[exercise]]\nid = "1-one"\nprompt = { zh = "选3项", en = "Choose three" }\n'
CELL = {"zh": "先看3处。", "en": "Look at three places."}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one chapter, whole in two languages."""
    for lang in ("zh", "en"):
        files = {"index.md": "# X\n", "1-a.md": PAGE[lang]}
        for name, text in files.items():
            _write(tmp_path / "book" / lang / name, text)
        cells = [{"id": "look", "cell_type": "markdown", "metadata": {}, "source": [CELL[lang]]}]
        _write(tmp_path / "notebooks" / lang / "1-a.ipynb", json.dumps({"cells": cells}))
        said = {"zh": "念目标", "en": "Read the goal aloud"}[lang]
        _write(
            tmp_path / "book" / lang / "plans.toml",
            f'[[plan]]\nid = "half"\n[[plan.step]]\nminutes = 5\ndo = "{said}"\n',
        )
    _write(tmp_path / "book" / "exercises" / "1.toml", RECORD)
    _write(tmp_path / "book" / "terms.toml", '[[term]]\nid = "goal"\nzh = "目标"\nen = "goal"\n')
    _write(tmp_path / "sgm_lab" / "words" / "labs.toml", 'left = { zh = "还剩{n}题", en = "{n} left" }\n')
    _write(
        tmp_path / "book" / "_toc.yml",
        "root: book/zh/index\nparts:\n  - chapters:\n      - file: book/en/index\n",
    )
    gate.stamp(tmp_path, "en", "")
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _change(course: Path, place: str, old: str, new: str) -> None:
    path = course / place
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _found(course: Path) -> list[tuple[str, str, str]]:
    return [(one.state, one.source, one.key) for one in gate.findings(course, "en")]


def test_a_whole_edition_is_let_through(course: Path) -> None:
    assert gate.editions(course) == ["en"]
    assert _found(course) == []


@pytest.mark.parametrize(
    ("place", "old", "new", "key"),
    [
        ("book/zh/1-a.md", "平均", "平均等", "1 等候"),  # a sentence
        ("book/zh/1-a.md", "· {n}人'", "· {n}位患者'", "怎么做"),  # what code says
        ("book/exercises/1.toml", "选3项", "选三项", "1-one"),  # an option
        ("sgm_lab/words/labs.toml", "还剩{n}题", "剩下{n}题", "left"),  # a word
        ("book/terms.toml", "目标", "目的", "goal"),  # a term
        ("notebooks/zh/1-a.ipynb", json.dumps("先看3处。"), json.dumps("看3处。"), "look"),  # a cell
        ("book/zh/plans.toml", "念目标", "念口号", "plan.half.step.1"),  # a step of a class
    ],
)
def test_a_change_of_the_chinese_is_named_and_cannot_be_waved_through(
    course: Path, place: str, old: str, new: str, key: str
) -> None:
    _change(course, place, old, new)
    stale = [("stale", place, key)]
    assert _found(course) == stale
    refused = gate.stamp(course, "en", place)
    assert [(one.state, one.key) for one in refused] == [("stale", key)]
    assert _found(course) == stale
    assert gate.stamp(course, "en", place, "only the wording", "another unit")
    assert gate.stamp(course, "en", place, "only the wording", key) == []
    assert _found(course) == []
    assert ledger.read(course, "en", place)[key].reason == "no change needed: only the wording"


def test_what_is_written_anew_is_marked_and_a_polish_does_not_pay_for_the_next_change(course: Path) -> None:
    _change(course, "book/en/1-a.md", "A mean of", "On average")
    assert _found(course) == [("unmarked", "book/zh/1-a.md", "1 等候")]
    assert gate.stamp(course, "en", "1-a.md") == []
    assert _found(course) == []
    _change(course, "book/zh/1-a.md", "平均", "平均等")
    assert gate.stamp(course, "en", "1-a.md") != []
    _change(course, "book/en/1-a.md", "On average", "The mean wait is")
    assert gate.stamp(course, "en", "1-a.md") == []
    assert _found(course) == []


def test_a_reason_ends_with_the_text_it_was_given_for(course: Path) -> None:
    _change(course, "book/zh/1-a.md", "平均", "平均等")
    gate.stamp(course, "en", "1-a.md", "only the wording", "1 等候")
    _change(course, "book/zh/1-a.md", "平均等", "大约")
    assert _found(course) == [("stale", "book/zh/1-a.md", "1 等候")]


def test_numbers_names_and_chinese_are_told(course: Path) -> None:
    for old, new in (("over 40", "over 30"), ("`wait`", "`queue`")):
        _change(course, "book/en/1-a.md", old, new)
    _change(course, "book/en/1-a.md", "1-one", "1-two")
    _change(course, "book/en/1-a.md", "What to do", "What to do 做")
    gate.stamp(course, "en", "")
    about = {one.state: one.about for one in gate.findings(course, "en")}
    assert set(about) == {"unlike", "chinese"}
    told = " ".join(one.about for one in gate.findings(course, "en"))
    for part in ("number −40", "number +30", "figure −wait", "figure +queue", "exercise −1-one", "to do 做"):
        assert part in told


def test_what_is_missing_or_extra_is_named(course: Path) -> None:
    _change(course, "book/zh/1-a.md", "## 怎么做", "## 先想\n\n想。\n\n# 2 其次\n\n做。\n\n## 怎么做")
    assert ("missing", "book/zh/1-a.md", "先想") in _found(course) or (
        "missing",
        "book/zh/1-a.md",
        "2 其次",
    ) in _found(course)
    _write(course / "book" / "en" / "9-alone.md", "# 9\n")
    assert ("extra", "book/en/9-alone.md", "") in _found(course)


def test_a_third_language_is_a_folder_and_a_list_of_what_is_missing(course: Path) -> None:
    _write(course / "book" / "fr" / "index.md", "# X\n")
    assert gate.editions(course) == ["en"]
    _change(course, "book/_toc.yml", "book/en/index", "book/fr/index")
    assert gate.editions(course) == ["fr"]
    states = {one.state for one in gate.findings(course, "fr")}
    assert states == {"missing", "unmarked"}
    missing = [one.key for one in gate.findings(course, "fr") if one.state == "missing"]
    assert {"怎么做", "look", "1-one", "left", "plan.half.step.1"} <= set(missing)


def test_code_may_differ_in_what_it_says_only() -> None:
    cell = "```{{code-cell}} ipython3\n{}\n```"
    zh, en = (
        cell.format(one) for one in ("n = 3\nx = f'{n}人，{n / 2:.0f}'", "n = 3\nx = f'{n / 2:.0f} of {n}'")
    )
    assert differences(zh, en, "en") == []
    assert differences(zh, en.replace("n = 3", "n = 4"), "en") != []
    assert differences(zh, en.replace("n / 2", "n / 3"), "en") != []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("三百五十人里八成二说好", "82% of 350 said so"),
        ("1.2万张工单", "12,000 tickets"),
        ("2025年11月3日下午2点半", "at half past 2 on 3 November 2025"),
        ("一分半以上", "more than 1.5 points"),
        ("60分钟以上", "more than an hour"),
        ("第2批，18题", "the second wave, eighteen questions"),
        ("0.70 和 −0.95", ".70 and −.95"),
        ("100万元", "1,000,000 yuan"),
        ("二十世纪四十年代，10点前", "in the 1940s, before 10:00"),
    ],
)
def test_numbers_are_the_same_in_figures_and_in_words(zh: str, en: str) -> None:
    assert numbers(zh, en) == ([], [])


def test_headings_in_code_are_no_sections() -> None:
    assert [one.key for one in page("# A\n\n```python\n# no\n```\n\n## B\n\n:::{note}\n### C\n:::\n")] == [
        "A",
        "B",
        "C",
    ]


def test_units_of_the_course_are_told_apart() -> None:
    seen = [(one.source, one.key) for one in pairs(ROOT, "en") if one.first is not None]
    assert len(seen) == len(set(seen)) > 5000


@pytest.mark.parametrize("lang", gate.editions(ROOT))
def test_the_course_itself_holds(lang: str) -> None:
    """Write the other language, then ``python book/editions.py LANG PART --written``."""
    assert gate.report(gate.findings(ROOT, lang)) == "whole"
