"""What a chapter concludes in words is produced or checked by the computation, sentence by sentence.

A figure follows the data by itself. “Only half of it” does not: such words are given to `sgm_lab.numbers.holds` with
what makes them true, and the page stops where the data no longer bear them out. The sentences are found here, not
listed: one that compares or ranks, beside figures of the data, without being checked, fails.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from read_page import BLOCK, CELL, GLUE, ROLE, read, run

from sgm_lab import cases, numbers
from sgm_lab.cases import Case
from sgm_lab.errors import DataError
from sgm_lab.numbers import holds

ZH = Path(__file__).parents[1] / "book" / "zh"
PAGES = sorted(path for path in ZH.glob("[1-8]*.md"))
each = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)

#: words that compare, rank or deny a difference
CLAIM = re.compile(
    "[第排]一名|第[二三]名|排第|一半|大半|绝大|三分之|[两三四五六七八九十]倍|一倍|几倍|差不多(?!▢)|几乎|都一样|，一样|"
    "看不出|没有动|没有变|没动|变好|变坏|全都|都在[^▢]{0,6}[内外]|只有▢?[^▢，。]{0,3}的一|叠在一起|分不出|"
    "最[高低多少大小久](?=[^▢]{0,8}[，。：])|更[高低多少快慢深浅宽窄轻](?!的|看|好|人|做|地|些)|反而|不到[一二三四五六七八九]成|"
    "[一二三四五六七八九]成的|偏[高低]|垫底|多数|方向(?!和)|不像|差不了|相差不大|有限|都没有|没有一[处条个种]|站得住"
)
#: a superlative whose name or place the computation puts in
PRODUCED = re.compile(
    "“?▢”?排第[一二三]|排(?:第)?▢|第一名▢|“▢”最[高低]|最[高低多少大小](?:的[^，。]{0,6}?)?(?:一句)?是“?▢|差[得距]最[多大]的[三五]道|(?:变好|都在限内)的[^，。]{0,3}[是有]▢"
)


def sentences(source: str) -> list[str]:
    """Sentences of the paragraphs that carry figures, a figure as ▢, speech left out."""
    text = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    text = re.sub(r"^% .*\n", "", ROLE.sub("", BLOCK.sub("", CELL.sub("", text))), flags=re.MULTILINE)
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        if GLUE.search(paragraph) and not paragraph.lstrip().startswith(("|", ">")):
            told = re.sub(r"“[^”▢]*”", "“”", GLUE.sub("▢", paragraph))
            found += [one.strip() for one in re.split(r"(?<=[。！？])", told) if one.strip()]
    return found


@cache
def checked(path: Path) -> tuple[str, ...]:
    """The words that a page gives to `holds`."""
    words: list[str] = []
    for cell in CELL.finditer(path.read_text(encoding="utf-8")):
        for node in ast.walk(ast.parse(cell["code"])):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "holds":
                assert isinstance(node.args[0], ast.Dict)
                words += [ast.literal_eval(key) for key in node.args[0].keys if key is not None]
    return tuple(words)


def shape(words: str) -> str:
    """Words as `sentences` has them."""
    return re.sub(r"“[^”▢]*”?|”", "“”", GLUE.sub("▢", words)).strip("“”")


@each
def test_a_conclusion_in_words_is_checked(path: Path) -> None:
    """``% no claim: …`` on the page names words that say nothing of the data (a rule, a story, a definition)."""
    source = path.read_text(encoding="utf-8")
    spared = [
        one for note in re.findall(r"^% no claim: (.*)$", source, re.MULTILINE) for one in note.split("；")
    ]
    known = [shape(one) for one in checked(path)]
    open_ = [
        one
        for one in sentences(source)
        if CLAIM.search(PRODUCED.sub("▢", one))
        and not any(words and words in one for words in [*known, *spared])
    ]
    assert open_ == []
    said = "\n".join(sentences(source))
    assert [one for one in spared if one not in said] == []


@each
def test_what_is_checked_stands_in_the_text(path: Path) -> None:
    text = CELL.sub("", path.read_text(encoding="utf-8"))
    words = checked(path)
    assert len(words) >= 9
    assert [one for one in words if one not in text] == []
    read(path)  # and is true of the data as they are


@cache
def dealt_out(name: str) -> Case:
    """A case whose answers and outcomes are dealt out anew by chance: who and when stay, what came of it does not."""
    case, rng = cases.load(name), np.random.default_rng(1)
    fixed = {"respondent", "feature", "item", "dimension", "wave", "kind", "date", "opened", "arrival"}
    tables = dict(case.__dict__)
    for kind in ("kano", "servqual", "operations"):
        table = getattr(case, kind).copy()
        for column in table.columns.difference(list(fixed)):
            table[column] = table[column].sample(frac=1, random_state=int(rng.integers(1000))).to_numpy()
        tables[kind] = table
    mixed = object.__new__(Case)
    mixed.__dict__.update(tables)
    return mixed


def borne_out(path: Path) -> dict[str, bool]:
    """What a page checks, and whether it is so; its plain assertions left out, so that none stops before the rest."""
    found: dict[str, bool] = {}
    space: dict[str, object] = {"__name__": "__page__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "myst_nb", SimpleNamespace(glue=lambda *_, **__: None))
        patch.setattr(numbers, "holds", found.update)
        for cell in CELL.finditer(path.read_text(encoding="utf-8")):
            exec(compile(cell["code"], path.name, "exec", optimize=1), space)
    return found


@pytest.fixture
def by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance for data."""
    real = cases.load
    monkeypatch.setattr(sys.modules[__name__], "cases", SimpleNamespace(load=real))
    monkeypatch.setattr("sgm_lab.cases.load", lambda name: dealt_out(name))


OF_DATA = [path for path in PAGES if not path.name.startswith("8")]  # chapter 8 plays on a market


@pytest.mark.usefixtures("by_chance")
@pytest.mark.parametrize("path", OF_DATA, ids=lambda path: path.stem)
def test_other_data_stop_the_page(path: Path) -> None:
    with pytest.raises(Exception, match=r"\S"):
        run(path)


@pytest.mark.usefixtures("by_chance")
@pytest.mark.parametrize(
    "name", ["1-background", "2-1-goal-setting", "2-3-goal-evaluation", "3-1-customer-service"]
)
def test_the_untrue_sentences_are_named(name: str) -> None:
    """These pages can be computed to their end on any data; a good part of their words is untrue by then."""
    found = borne_out(ZH / f"{name}.md")
    wrong = [words for words, true in found.items() if not true]
    assert len(wrong) >= len(found) / 4
    with pytest.raises(DataError, match=re.escape(wrong[0])):
        holds(found)


def test_the_sentence_that_fails_is_named() -> None:
    with pytest.raises(DataError, match="只有它的一半"):
        holds({"只有它的一半": False, "别的": True})


def test_a_hyphen_is_no_minus(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, str] = {}
    monkeypatch.setattr("myst_nb.glue", lambda name, text, display: told.update({name: text}))
    numbers.say(goal="walk-in patients from 70%", change="I -0.39", span="（-0.2到-0.1）", day="2025-07-01")
    assert list(told.values()) == ["walk-in patients from 70%", "I −0.39", "（−0.2到−0.1）", "2025-07-01"]
