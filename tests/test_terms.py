"""The table of terms is well formed and each term stands where it is taught; that texts keep to it: test_book.py."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TERMS = tomllib.loads((ROOT / "book" / "terms.toml").read_text(encoding="utf-8"))["term"]
PENDING = tomllib.loads((ROOT / "book" / "coverage.toml").read_text(encoding="utf-8"))["pending"]
FIELDS = {"id", "zh", "en", "text_zh", "text_en", "where", "also", "never", "link"}

each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term["id"])


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
    assert 8 <= len(term["text_zh"]) <= 110
    assert term["text_zh"].endswith("。")
    assert 20 <= len(term["text_en"]) <= 260
    assert term["text_en"].endswith(".")
    assert re.fullmatch(r"[A-Za-z0-9% ()–-]+", term["en"].replace("’", ""))
    assert term["where"]
    for page in term["where"]:
        assert (ROOT / "book" / "zh" / f"{page}.md").is_file() or page in PENDING, page


@each_term
def test_a_term_stands_on_the_pages_that_teach_it(term: dict) -> None:
    wordings = [term["zh"], *term.get("also", [])]
    for page in term["where"]:
        path = ROOT / "book" / "zh" / f"{page}.md"
        if path.is_file():
            source = path.read_text(encoding="utf-8")
            assert any(word in source for word in wordings), page
