"""One word for one thing: pages, workbooks, exercises, words and datasheets keep to ``book/terms.toml``."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import sgm_lab
from sgm_lab import i18n

ROOT = Path(__file__).parents[1]
TERMS = tomllib.loads((ROOT / "book" / "terms.toml").read_text(encoding="utf-8"))["term"]
PENDING = tomllib.loads((ROOT / "book" / "coverage.toml").read_text(encoding="utf-8"))["pending"]
WORDS = sorted(path.stem for path in (Path(sgm_lab.__file__).parent / "words").glob("*.toml"))
FIELDS = {"id", "zh", "en", "text", "where", "also", "never", "link"}

each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term["id"])


def texts() -> Iterator[tuple[str, str]]:
    """Return every Chinese text of the course by place."""
    for path in sorted((ROOT / "book" / "zh").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        yield path.name, re.sub(r"^```\{code-cell\}.*?^```", "", text, flags=re.M | re.S)
    for path in sorted((ROOT / "notebooks" / "zh").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    for path in sorted((ROOT / "book" / "exercises").glob("*.toml")):
        yield path.name, chinese_in(tomllib.loads(path.read_text(encoding="utf-8")))
    for name in WORDS:
        if name != "feedback_lexicon":  # what is looked for in customers' words
            yield f"words/{name}", "\n".join(i18n.t(f"{name}.{key}", "zh") for key in i18n.keys(name))
    for path in sorted((ROOT / "datasets").glob("*/README.md")):
        text = path.read_text(encoding="utf-8").partition("## In English")[0]
        yield f"{path.parent.name}/README.md", text


def chinese_in(node: object) -> str:
    """Return the texts under ``zh`` in the tables of a file."""
    if isinstance(node, dict):
        own = [node["zh"]] if isinstance(node.get("zh"), str) else []
        return "\n".join(own + [chinese_in(child) for child in node.values()])
    return "\n".join(map(chinese_in, node)) if isinstance(node, list) else ""


def test_the_table_is_well_formed() -> None:
    assert len(TERMS) >= 50
    for field in ("id", "zh"):
        assert len({term[field] for term in TERMS}) == len(TERMS)
    never = [word for term in TERMS for word in term.get("never", [])]
    allowed = {word for term in TERMS for word in [term["zh"], *term.get("also", [])]}
    assert not allowed & set(never)
    assert len(set(never)) == len(never)


@each_term
def test_a_term_is_explained_and_taught_somewhere(term: dict) -> None:
    assert set(term) <= FIELDS
    assert re.fullmatch(r"[a-z][a-z0-9-]*", term["id"])
    assert 8 <= len(term["text"]) <= 110
    assert term["text"].endswith("。")
    assert re.fullmatch(r"[A-Za-z0-9% ()–-]+", term["en"].replace("'", ""))
    assert term["where"]
    for page in term["where"]:
        assert (ROOT / "book" / "zh" / f"{page}.md").is_file() or page in PENDING, page


@pytest.mark.parametrize(("place", "text"), texts(), ids=lambda one: one if "\n" not in one else "")
def test_no_text_uses_another_word_for_a_term(place: str, text: str) -> None:
    used = [word for term in TERMS for word in term.get("never", []) if word in text]
    # “Kano” stays in English names such as “Kano model” and where it is the author
    used += re.findall(r"Kano(?! model| ?等)(?= ?[\u4e00-\u9fff])", text)
    assert used == [], place


@each_term
def test_a_term_stands_on_the_pages_that_teach_it(term: dict) -> None:
    wordings = [term["zh"], *term.get("also", [])]
    for page in term["where"]:
        path = ROOT / "book" / "zh" / f"{page}.md"
        if path.is_file():
            source = path.read_text(encoding="utf-8")
            assert any(word in source for word in wordings), page
