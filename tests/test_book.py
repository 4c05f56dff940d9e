"""The course site's sources: what the table of contents names exists, links lead somewhere, notebooks are thin."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from _editions.gate import editions
from _editions.units import FIRST

from sgm_lab import exercises, i18n
from sgm_lab.exercises.effort import free_minutes

ROOT = Path(__file__).parents[1]
TOC = ROOT / "book" / "_toc.yml"
PUBLISHED = [FIRST, *editions(ROOT)]  # an edition that is still being written is held to nothing yet
PAGES = sorted(
    page
    for lang in PUBLISHED
    for page in (*(ROOT / "book" / lang).glob("*.md"), *(ROOT / "notebooks" / lang).glob("*.ipynb"))
)
NOTEBOOKS = [page for page in PAGES if page.suffix == ".ipynb"]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
each_notebook = pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda p: p.relative_to(ROOT).as_posix())


def prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".md":
        return re.sub(r"```\{(?:code-cell|exercise|workbook)\}.*?```|\{cite\}`[^`]*`", "", text, flags=re.S)
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


# ---- exercises on the pages ----


def shown_in(page: Path) -> list[str]:
    """Return the exercises a page shows, in order."""
    pattern = r"^```\{exercise\} (\S+)" if page.suffix == ".md" else r'exercises\.show\(\\?"([^"\\]+)'
    return re.findall(pattern, page.read_text(encoding="utf-8"), re.M)


@each_page
def test_a_page_shows_exercises_there_are_and_none_twice(page: Path) -> None:
    shown = shown_in(page)
    known = exercises.load()
    assert [id for id in shown if id not in known] == []
    assert len(set(shown)) == len(shown)


@each_notebook
def test_a_workbook_holds_all_exercises_of_its_chapter(page: Path) -> None:
    """Otherwise the chapter could not be finished in it."""
    chapter = re.match(r"((?:\d+-)+)", page.name)
    if chapter:
        number = chapter[1].rstrip("-").replace("-", ".")
        assert sorted(shown_in(page)) == sorted(record.id for record in exercises.chapter(number))


@each_page
def test_the_time_a_page_promises_is_that_of_the_exercises(page: Path) -> None:
    for minutes in re.findall(r"全部(?:练习)?做完约(\d+)分钟", prose(page)):
        number = re.match(r"((?:\d+-)+)", page.name)[1].rstrip("-").replace("-", ".")
        own = sum(record.minutes for record in exercises.chapter(number))
        whole = own + free_minutes(free_labs(number))
        wanted = own if "全部练习做完约" in prose(page) else whole
        assert int(minutes) == round(wanted)
        if page.suffix == ".md":
            assert f"加上工具里自己写的草稿和自己看的，约{round(whole)}分钟" in prose(page)


def free_labs(chapter: str) -> list[str]:
    """The labs of a chapter's workbook that no task asks about, by the names of their classes."""
    begun = re.compile(re.escape(chapter.replace(".", "-")) + r"-[a-z]")
    (page,) = [one for one in NOTEBOOKS if one.parent.name == FIRST and begun.match(one.name)]
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    tasks = set(re.findall(r'show\("[^"]+", lab=(\w+)\)', code))
    made = re.findall(r"^(?:(\w+) = )?labs\.(\w+)\(", code, re.MULTILINE)
    return [lab for name, lab in made if name not in tasks]


# ---- one word for one thing: book/terms.toml ----

TERMS = tomllib.loads((ROOT / "book" / "terms.toml").read_text(encoding="utf-8"))["term"]
WORDS = sorted(path.stem for path in (ROOT / "sgm_lab" / "words").glob("*.toml"))


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
        # Of the names that a file may give a column, only the first is ours.
        said = (i18n.t(f"{name}.{key}", "zh").partition("|")[0] for key in i18n.keys(name))
        yield f"words/{name}", "\n".join(said)
    for path in sorted((ROOT / "datasets").glob("*/README.md")):
        text = path.read_text(encoding="utf-8").partition("## In English")[0]
        yield f"{path.parent.name}/README.md", text


def chinese_in(node: object) -> str:
    """Return the texts under ``zh`` in the tables of a file."""
    if isinstance(node, dict):
        own = [node["zh"]] if isinstance(node.get("zh"), str) else []
        return "\n".join(own + [chinese_in(child) for child in node.values()])
    return "\n".join(map(chinese_in, node)) if isinstance(node, list) else ""


@pytest.mark.parametrize(("place", "text"), texts(), ids=lambda one: one if "\n" not in one else "")
def test_no_text_uses_another_word_for_a_term(place: str, text: str) -> None:
    used = [word for term in TERMS for word in term.get("never", []) if word in text]
    # “Kano” stays in English names such as “Kano model” and where it is the author
    used += re.findall(r"Kano(?! model| ?等)(?= ?[\u4e00-\u9fff])", text)
    assert used == [], place


def test_titles_of_the_navigation_have_printed_apostrophes() -> None:
    """Where a page's own text goes through the typesetter, these are shown as they stand."""
    titles = re.findall(r"^\s*(?:- )?(?:title|caption): *(.+)$", TOC.read_text(encoding="utf-8"), re.M)
    assert len(titles) > 20
    assert [title for title in titles if "'" in title.strip("'")] == []
