"""The course text as pages for JupyterLab: nothing of the site's markup is left, every exercise and link is there."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
import reading

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages, written where they would stand beside the course."""
    folder = tmp_path_factory.mktemp("course") / "_build" / "text"
    folder.mkdir(parents=True)
    (folder / "a-chapter-that-is-gone.ipynb").touch()
    reading.write(folder, "zh")
    return folder


def test_every_chapter_is_a_page_and_no_other(texts: Path) -> None:
    wanted = {path.stem for path in (ROOT / "book" / "zh").glob("[0-9]*.md")}
    assert {path.stem for path in texts.iterdir()} == wanted
    assert len(wanted) == 13


@pytest.mark.parametrize("source", reading.chapters("zh"), ids=lambda path: path.stem)
def test_a_page_says_all_that_the_text_says(texts: Path, source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    page = nbformat.read(texts / f"{source.stem}.ipynb", 4)
    nbformat.validate(page)
    code = "\n".join(cell.source for cell in page.cells if cell.cell_type == "code")
    prose = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    prose += [cell.outputs[0].data["text/markdown"] for cell in page.cells if cell.get("outputs")]
    assert not [part for part in prose if re.search(r"\{[\w:-]+\}`|^(```|:::|% )", part, re.M)]
    for name in re.findall(r"```\{exercise\} (\S+)", text):
        assert f"reading.exercise({name!r})" in code
    for heading in re.findall(r"^#+ .*", reading.FIGURE.sub("…", reading.BLOCK.sub("", text)), re.M):
        assert any(heading in part for part in prose), heading
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", "\n".join(prose)):
        beside = (texts / target).resolve()
        there = beside.exists() if beside.parent == texts else (ROOT / "book/zh" / target).resolve().exists()
        assert there, target
    cited = {key for keys in reading.CITED.findall(text) for key in keys.split(",")}
    listed = re.findall(
        r"^\d+\. ", prose[-1] if not cited else next(p for p in prose if "提到的文献" in p), re.M
    )
    assert not cited or len(listed) == len(cited)


def test_work_done_in_the_text_is_not_said_to_be_in_a_browser(texts: Path) -> None:
    for path in texts.iterdir():
        said = path.read_text(encoding="utf-8")
        assert "存在这个浏览器里" not in said, path.name


def test_figures_reach_the_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_figures", {})
    reading.glue("share", "12%", display=False)
    assert reading.prose("有{glue:text}`share`，缺{glue:text}`other`").data == "有12%，缺…"


def test_a_framed_passage_is_quoted() -> None:
    page = reading.notebook(
        "前\n\n```{admonition} 不能投票\n先看一行。\n\n- **一**\n```\n\n后\n", "zh", set()
    )
    assert "> **不能投票**\n> \n> 先看一行。\n> \n> - **一**" in "\n".join(
        one["source"] for one in page["cells"]
    )


def test_every_directive_of_the_text_has_its_way_and_an_instructors_own_keeps_its_words() -> None:
    """A directive that came with a chapter stopped the whole course from beginning."""
    names = {
        block["name"]
        for source in reading.chapters("zh")
        for block in reading.BLOCK.finditer(source.read_text(encoding="utf-8"))
    }
    assert names <= set(reading.KNOWN)
    page = reading.notebook("# 页\n\n:::{note}\n:class: tip\n本院的规定\n:::\n", "zh", set())
    assert [one["source"] for one in page["cells"]][-1].strip().endswith("本院的规定")


def test_the_example_of_a_plan_is_a_table_of_its_rows() -> None:
    shown = str(reading.goal_example().data)
    assert shown.count("\n| ") == 11
    assert "<br>" in shown
