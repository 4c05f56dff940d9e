"""How the course sounds: habits of phrase that a reader of November 2026 counted stay below half of that count.

Counted over all pages of the course in Chinese, the exercises, the workbooks and what is read on screens, against the
same texts of that day. A phrase is no fault in itself: said on every page it is one.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "book" / "zh").glob("*.md"))
CHAPTERS = [page for page in PAGES if re.match(r"[1-8]", page.name)]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
TEXT = re.sub(r"^holds\(\{.*?^\}\)$", "", TEXT, flags=re.MULTILINE | re.DOTALL)  # says the text over again
WORKBOOKS = {
    path.name: "\n".join(
        "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    )
    for path in sorted((ROOT / "notebooks" / "zh").glob("*.ipynb"))
}

#: What participants read on screens: labs, exercises, charts, reports and the sites around them. Messages about a file
#: that cannot be read stand alone, and are left out.
SCREENS = [
    path
    for path in sorted((ROOT / "sgm_lab" / "words").glob("*.toml"))
    if re.match(
        "lab_|exercises|charts|report|takeaways|labs|paper|site|course|goals|culture|simulate", path.name
    )
]
READ = {
    "pages": TEXT,
    "exercises": "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "book" / "exercises").glob("*.toml"))
    ),
    "workbooks": "\n".join(WORKBOOKS.values()),
    "screens": "\n".join(path.read_text(encoding="utf-8") for path in SCREENS),
}

#: habit → how often it stood where on the day on which it was to be halved
COUNTED = {
    r"先[^。；\n]{1,20}再": {"pages": 64, "exercises": 89, "workbooks": 36, "screens": 35},
    "真的": {"pages": 41, "exercises": 18, "workbooks": 6, "screens": 11},
    "碰巧": {"pages": 29, "exercises": 34, "screens": 25},
    "(?<!每天)多半": {"pages": 32, "exercises": 32, "screens": 6},
    "看不出|分不清": {"pages": 24, "exercises": 27, "screens": 27},
}


@pytest.mark.parametrize(("habit", "where"), [(one, where) for one, on in COUNTED.items() for where in on])
def test_a_habit_is_below_half_of_what_it_was(habit: str, where: str) -> None:
    assert len(re.findall(habit, READ[where])) < COUNTED[habit][where] / 2


def praises() -> Iterator[str]:
    """What a learner is told whose answer is right: of an option, an item, a step or the whole."""
    for path in sorted((ROOT / "book" / "exercises").glob("*.toml")):
        yield from praised(tomllib.loads(path.read_text(encoding="utf-8")))


def praised(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, child in node.items():
            if key in ("praise", "right") and isinstance(child, dict) and "zh" in child:
                yield child["zh"]
            else:
                yield from praised(child)
    elif isinstance(node, list):
        for child in node:
            yield from praised(child)


def test_praise_does_not_open_with_the_same_word() -> None:
    """“对。” opened 96 of 115."""
    told = list(praises())
    assert len(told) >= 100
    assert sum(one.startswith("对。") for one in told) / len(told) < 96 / 115 / 2


def test_every_check_is_introduced_in_its_own_words() -> None:
    """One sentence stood over seven checks of eight."""
    for texts in ({page.name: page.read_text(encoding="utf-8") for page in CHAPTERS}, WORKBOOKS):
        said = [
            found[1]
            for text in texts.values()
            if (found := re.search(r"^## .道小测\n\n([^`\n]+)", text, re.MULTILINE))
        ]
        assert len(said) >= 12
        assert len(set(said)) == len(said)


def test_chapters_do_not_all_open_on_a_date_and_a_boss() -> None:
    """Month, boss and a slip of paper opened nearly every chapter: now at most half open with when it is."""
    opened = []
    for page in CHAPTERS:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        opened.append(re.search(r"^### [^\n]*\n+([^\n]+)", text, re.MULTILINE)[1])
    dated = [one for one in opened if re.match(r"20\d\d年|.{1,3}月|去年|今年", one)]
    assert len(dated) <= len(opened) / 2


def test_no_paragraph_says_it_twice() -> None:
    """The same habit twice in a paragraph is heard, however seldom it comes in the whole."""
    twice = [
        paragraph[:40]
        for paragraph in re.split(r"\n\s*\n", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
        for habit in ("真的", "多半", r"先[^。；\n]{1,20}再")
        if len(re.findall(habit, paragraph)) > 1 and "\n" not in paragraph.strip()
    ]
    assert twice == []


def test_what_is_set_bold_is_bold() -> None:
    """“**抽一次奖。**中途” keeps its stars: a closing mark between a full stop and a word closes nothing."""
    texts = [re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL) for page in PAGES]
    left = [
        found
        for text in [*texts, *WORKBOOKS.values()]
        for found in re.findall(r".{0,20}\*\*.{0,20}", re.sub(r"<[^>]+>", "", MarkdownIt().render(text)))
    ]
    assert left == []


#: A straight apostrophe in a word, or behind the s of a plural.
STRAIGHT = re.compile(r"\w'\w|s'(?=[\s,.;:?!)])")
CODE = re.compile(r"^(`{3,}|~{3,})(?!\s*\{(?!code|raw|math))[^\n]*\n.*?^\1\s*$", re.MULTILINE | re.DOTALL)


def english(node: object, key: str = "en") -> Iterator[str]:
    """Texts of a table: those under “en”, but no lists of words that are recognised, which take either apostrophe."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from english(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from english(child, key)
    elif isinstance(node, str) and key != "zh" and not re.search(r"\S\|\S", node):
        yield node


def test_apostrophes_in_english_are_typographic() -> None:
    """Some 800 were straight and the rest were not."""
    tables = [
        path
        for name in ("sgm_lab/words", "book/exercises", "book/en")
        for path in (ROOT / name).rglob("*.toml")
    ]
    texts = [
        (path.name, text)
        for path in [*tables, ROOT / "book" / "terms.toml", *(ROOT / "book").glob("*/words.toml")]
        for text in english(tomllib.loads(path.read_text(encoding="utf-8")))
    ]
    guides = [*(ROOT / "book").glob("*/guide/en.md"), *(ROOT / "book" / "en").glob("*.md")]
    texts += [(path.name, CODE.sub("", path.read_text(encoding="utf-8"))) for path in guides]
    for path in (ROOT / "notebooks" / "en").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts += [(path.name, "".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown"]
    assert len(texts) > 3000
    straight = [
        (name, text[max(0, found.start() - 20) : found.end() + 20])
        for name, text in texts
        for found in STRAIGHT.finditer(re.sub(r"`[^`]*`|\$[^$\n]*\$", "", text))
    ]
    assert straight == []
