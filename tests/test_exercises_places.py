"""The checker says where each exercise is shown; a new one is shown without anything else to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sgm_lab import exercises
from sgm_lab.exercises.__main__ import main, problems
from sgm_lab.exercises.places import course_of, loose, more, places, where
from sgm_lab.exercises.reading import folder_of

ROOT = Path(__file__).parents[1]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two chapters, of which one is left out of the contents."""
    (tmp_path / "book" / "zh").mkdir(parents=True)
    (tmp_path / "book" / "exercises").mkdir()
    for name in ("1.toml", "2-1.toml", "2-2.toml"):
        shutil.copy(ROOT / "book" / "exercises" / name, tmp_path / "book" / "exercises")
    pages = {"1-a": "```{exercise} 1-same-people\n```\n", "2-1-b": "", "2-2-c": ""}
    for name, text in pages.items():
        (tmp_path / "book" / "zh" / f"{name}.md").write_text(text, "utf-8")
    (tmp_path / "book" / "_toc.yml").write_text(
        "root: book/zh/1-a\nchapters:\n  - file: book/zh/2-1-b\n", "utf-8"
    )
    return tmp_path


def test_where_each_exercise_is_shown(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = course / "book" / "exercises"
    records = exercises.load(folder)
    assert course_of(folder) == course
    assert places(course) == {"1-same-people": ["book/zh/1-a.md"]}
    found = loose(course, records)
    assert "1-same-people" not in found["1"]
    assert set(found) == {"1", "2.1"}
    assert "```{exercise} 2.1-pair-reading\n```" in more(found["2.1"], "zh")
    assert more([], "zh") == ""
    assert main([str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert any("2.1-pair-reading" in line and "book/zh/2-1-b.md" in line for line in said)
    (left_out,) = [line for line in said if "2.2" in line]
    assert f"这{len(exercises.chapter('2.2'))}道练习哪一页都没有" in left_out


def test_what_the_text_of_an_instructor_leaves_out_of_a_chapter_is_told(course: Path) -> None:
    records = exercises.load(course / "book" / "exercises")
    (course / "book" / "zh" / "2-1-b.md").rename(course / "book" / "zh" / "2-1-own-1.md")
    (course / "book" / "zh" / "2-1-own-1.md").write_text("```{exercise} 2.1-pair-reading\n```\n", "utf-8")
    toc = course / "book" / "_toc.yml"
    toc.write_text(toc.read_text("utf-8").replace("2-1-b", "2-1-own-1"), "utf-8")
    assert "2.1" not in loose(course, records)
    (said,) = [line for line in where(course, records) if "第2.1章" in line]
    assert f"{len(exercises.chapter('2.1')) - 1}道" in said
    assert "2.1-pair-sort" in said
    assert "2.1-pair-reading" not in said


def test_an_exercise_of_no_chapter_is_a_mistake(course: Path) -> None:
    path = course / "book" / "exercises" / "1.toml"
    path.write_text(path.read_text("utf-8").replace('chapter = "1"', 'chapter = "1.9"', 1), "utf-8")
    (said,) = problems(path.parent)
    assert "1.toml" in said
    assert "1-same-people" in said
    assert "1.9" in said


def test_every_exercise_of_the_course_has_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert where(ROOT, exercises.load()) == []
    assert problems() == []
    assert main(["where"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(exercises.load())
    assert "2.1-pair-reading book/zh/index.md" in "".join(lines)


def test_the_site_adds_what_no_page_names() -> None:
    pytest.importorskip("sphinx")
    import sgm_exercises

    class App:
        class config:  # noqa: N801 - as Sphinx has it
            sgm_loose: dict[str, list[str]] = {"2.1": ["2.1-new"]}  # noqa: RUF012

    source = ["# 目标设定\n"]
    sgm_exercises.add_loose(App, "book/zh/2-1-goal-setting", source)  # type: ignore[arg-type]
    assert source[0].endswith("## 更多练习\n\n```{exercise} 2.1-new\n```\n")
    for page in ("notebooks/zh/2-1-goal-setting", "book/zh/4-theory"):
        other = ["{}"]
        sgm_exercises.add_loose(App, page, other)  # type: ignore[arg-type]
        assert other == ["{}"]
    assert folder_of() == ROOT / "book" / "exercises"
