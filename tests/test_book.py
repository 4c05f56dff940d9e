"""The course site's sources: what the table of contents names exists, links lead somewhere, notebooks are thin."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
TOC = ROOT / "book" / "_toc.yml"
PAGES = sorted([*(ROOT / "book").glob("*/*.md"), *(ROOT / "notebooks").glob("*/*.ipynb")])
NOTEBOOKS = [page for page in PAGES if page.suffix == ".ipynb"]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
each_notebook = pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda p: p.relative_to(ROOT).as_posix())


def prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".md":
        return re.sub(r"```\{code-cell\}.*?```", "", text, flags=re.S)
    cells = json.loads(text)["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def listed() -> list[str]:
    return re.findall(r"^\s*(?:- )?(?:root|file): *(\S+)", TOC.read_text(encoding="utf-8"), re.M)


def test_the_table_of_contents_names_every_page_once() -> None:
    pages = [page.relative_to(ROOT).with_suffix("").as_posix() for page in PAGES]
    assert sorted(listed()) == sorted(pages)


@each_page
def test_links_lead_to_a_page(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", prose(page)):
        assert not target.startswith("http"), target
        assert (page.parent / unquote(target)).is_file(), target


@each_page
def test_chinese_and_latin_are_spaced_by_the_style_sheet(page: Path) -> None:
    if page.parent.name == "zh":
        assert not re.findall(r"[\u4e00-\u9fff] +[A-Za-z0-9{]|[A-Za-z0-9%`] +[\u4e00-\u9fff]", body(page))


def body(page: Path) -> str:
    """Prose without headings, which may hold a number and a space, nor the name of the button that starts a page."""
    lines = prose(page).splitlines()
    kept = [re.sub(r"\[[^\]]*\]\([^)]*\)|▶ ", "", line) for line in lines if not line.startswith(("#", "从"))]
    return "\n".join(kept)


@each_notebook
def test_notebooks_are_thin(page: Path) -> None:
    notebook = json.loads(page.read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in ids), ids
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            assert len(source.splitlines()) <= 4
            assert not re.search(r"^\s*[%!]|\bprint\(", source, re.M)
            assert cell["metadata"]["jupyter"] == {"source_hidden": True}
            assert "hide-input" in cell["metadata"]["tags"]
