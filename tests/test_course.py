"""The course as a whole: every point of the course text has its place, every chapter has all its parts."""

from __future__ import annotations

import ast
import json
import re
import runpy
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from _editions.agree import numbers
from read_page import CELL, Page, length, read

from sgm_lab import exercises, labs
from sgm_lab.takeaways.plan.rows import ROWS

ROOT = Path(__file__).parents[1]
ZH = ROOT / "book" / "zh"
COVERAGE = tomllib.loads((ROOT / "book" / "coverage.toml").read_text(encoding="utf-8"))
CHAPTERS = [
    "1-background",
    "2-1-goal-setting",
    "2-2-goal-implementation",
    "2-3-goal-evaluation",
    "3-1-customer-service",
    "3-2-healthcare",
    "3-3-education",
    "4-theory",
    "5-challenges",
    "6-success-stories",
    "7-trends",
    "8-final-project",
]
FRAME = ["0-introduction", "instructor-handbook"]
PENDING = COVERAGE["pending"]
WRITTEN = [name for name in CHAPTERS if name not in PENDING]
SECTION = dict.fromkeys(CHAPTERS, (2400, 4800)) | {"8-final-project": (1200, 4800)}
PLACES = ("青澜医院", "禾屿商城", "澄岭职业培训学校")

each = pytest.mark.parametrize("name", WRITTEN)


def number_of(name: str) -> str:
    found = re.match(r"((?:\d+-)+)", name)
    assert found
    return found[1].rstrip("-").replace("-", ".")


def closing(number: str) -> list[exercises.Record]:
    """Return the closing check of a chapter: five questions on it, and from 2.1 on two on what came before."""
    return [one for one in exercises.chapter(number) if one.id.startswith(f"{number}-check-")]


def page_of(name: str) -> Page:
    return read(ZH / f"{name}.md")


# ---- coverage of the course text ----


def test_what_is_pending_is_not_there_and_what_is_not_is() -> None:
    assert {name for name in [*CHAPTERS, *FRAME] if not (ZH / f"{name}.md").is_file()} == set(PENDING)


def test_every_part_of_the_course_text_is_covered() -> None:
    parts = {row["source"] for row in COVERAGE["row"]}
    assert parts >= {
        "0",
        "1",
        "2",
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "3.2",
        "3.3",
        "4.1",
        "4.2",
        "4.3",
        "5",
        "6.1",
        "6.2",
        "7",
    }
    points = [row["point"] for row in COVERAGE["row"]]
    assert len(set(points)) == len(points) >= 36


@pytest.mark.parametrize("row", COVERAGE["row"], ids=lambda row: f"{row['source']}-{row['point'][:12]}")
def test_a_point_has_its_section_and_exercises(row: dict) -> None:
    assert set(row) == {"source", "point", "page", "section", "words", "exercises"}
    pending = {number_of(name) for name in PENDING if name[0].isdigit()}
    for id in row["exercises"]:
        assert id in exercises.load() or id.partition("-")[0] in pending, id
    if row["page"] in PENDING:
        return
    heads = re.findall(r"^##+ (.*)$", (ZH / f"{row['page']}.md").read_text(encoding="utf-8"), re.M)
    assert any(row["section"] in head for head in heads)
    assert row["exercises"]


def taught(page: str, section: str) -> str:
    """The text under a heading, down to the next one that is no lower; without code and remarks."""
    text = (ZH / f"{page}.md").read_text(encoding="utf-8")
    text = re.sub(r"^```\{code-cell\}.*?^```$|^%[^\n]*$", "", text, flags=re.MULTILINE | re.DOTALL)
    head = next(one for one in re.finditer(r"^(##+) (.*)$", text, re.MULTILINE) if section in one[2])
    rest = text[head.end() :]
    end = re.search(rf"^#{{1,{len(head[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


@pytest.mark.parametrize("row", COVERAGE["row"], ids=lambda row: f"{row['source']}-{row['point'][:12]}")
def test_what_a_point_needs_is_said_in_its_section(row: dict) -> None:
    """By content: an id or a heading alone shows nothing taught."""
    assert len(row["words"]) >= 1
    assert [word for word in row["words"] if word not in taught(row["page"], row["section"])] == []


def test_the_words_of_the_points_are_not_said_everywhere() -> None:
    """A check that any section would pass is none: most points would not be found in another chapter's section."""
    rows = COVERAGE["row"]
    elsewhere = [taught("2-2-goal-implementation", "培训"), taught("6-success-stories", "华为")]
    found = sum(all(word in text for word in row["words"]) for row in rows for text in elsewhere)
    assert found / (len(rows) * len(elsewhere)) < 0.25


# ---- parts of a chapter ----


@each
def test_a_chapter_opens_with_outcomes_minutes_and_case(name: str) -> None:
    opening = page_of(name).prose().partition("\n## ")[0]
    outcomes = opening.partition("你能：")[2]
    assert 3 <= len(re.findall(r"^- ", outcomes, re.M)) <= 5
    assert re.search(r"全部练习做完约\d+分钟", opening)
    assert any(place in opening for place in PLACES)
    assert f"notebooks/zh/{name}.ipynb" in opening


@each
def test_a_chapter_has_sections_of_a_readable_length(name: str) -> None:
    sections = page_of(name).sections()
    assert 1 <= len(sections) <= 3
    assert [title[0] for title in sections] == list("一二三")[: len(sections)]
    low, high = SECTION[name]
    lengths = {title: length(text) for title, text in sections.items()}
    assert all(low <= size <= high for size in lengths.values()), lengths


@each
def test_a_section_is_no_wall_of_text(name: str) -> None:
    for title, text in page_of(name).sections().items():
        assert text.count("\n### ") >= 5, title
        for paragraph in re.split(r"\n\s*\n", text):
            assert length(paragraph) <= 330 or paragraph.lstrip().startswith(("|", "-", "1.")), paragraph


@each
def test_a_chapter_says_what_goes_wrong_and_when_not_to_use_it(name: str) -> None:
    heads = re.findall(r"^### (.*)$", page_of(name).source, re.M)
    assert any("常见的错" in head or "走错" in head for head in heads)
    assert any(word in head for head in heads for word in ("不用它", "限度", "不能", "不该"))


@each
def test_a_chapter_ends_with_its_questions_and_monday(name: str) -> None:
    source = page_of(name).source
    check = re.split(r"\n## .道小测\n", source)[1].partition("\n## ")[0]
    asked = re.findall(r"^```\{exercise\} (\S+)", check, re.M)
    assert asked == [record.id for record in closing(number_of(name))]
    assert "```{workbook}" in check
    monday = source.partition("\n## 周一就做")[2]
    assert 60 <= length(monday.partition("虚构")[0]) <= 450
    assert "虚构" in monday
    assert "模拟数据" in monday


@each
def test_a_chapter_has_exercises_of_several_kinds(name: str) -> None:
    number = number_of(name)
    own = [record for record in exercises.chapter(number) if not record.id.startswith(f"{number}-check-")]
    kinds = {record.kind for record in own}
    assert len(own) >= 6
    assert len(kinds) >= 3
    assert {"lab", "reflection"} <= kinds
    asked = [record for record in exercises.chapter(number) if record not in own]
    assert len([record for record in asked if not record.recalls]) == 5
    assert sum(record.minutes for record in asked) <= 10
    assert max(record.minutes for record in own) <= 20
    on_page = re.findall(r"^```\{exercise\} (\S+)", page_of(name).source, re.M)
    assert len([id for id in on_page if "-check-" not in id]) >= 3


@each
def test_a_workbook_keeps_and_closes(name: str) -> None:
    """All exercises of the chapter are in it: tests/test_book.py."""
    cells = json.loads((ROOT / "notebooks" / "zh" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert f"## {'五' if name.startswith('1-') else '七'}道小测" in text
    assert "## 周一就做" in text
    assert "(index.ipynb)" in text
    assert "labs.Takeaways()" in code
    for record in exercises.chapter(number_of(name)):
        if record.kind == "lab":
            assert re.search(rf'show\("{re.escape(record.id)}", lab=\w+\)', code), record.id


def test_the_lists_name_every_workbook() -> None:
    index = (ROOT / "notebooks" / "zh" / "index.ipynb").read_text(encoding="utf-8")
    assert [name for name in WRITTEN if f"({name}.ipynb)" not in index] == []
    assert [name for name in WRITTEN if f"(../../book/zh/{name}.md)" not in index] == []
    assert index.index("## 各章") < index.index("## 带班的人") < index.index("(classroom.ipynb)")
    assert "```{chapters}" in (ZH / "index.md").read_text(encoding="utf-8")


@each
def test_a_workbook_leads_to_its_text(name: str) -> None:
    first = json.loads((ROOT / "notebooks/zh" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"][0]
    assert f"先读[正文{number_of(name)}](../../book/zh/{name}.md)" in "".join(first["source"])


def test_every_lab_is_in_a_workbook() -> None:
    books = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks/zh").glob("[1-8]*.ipynb"))
    tools = [name for name in labs.__all__ if isinstance(getattr(labs, name), type)]
    assert [name for name in tools if name != "Lab" and f"labs.{name}(" not in books] == []


# ---- what would overturn the conclusions ----


def claim_of_chapter_1(mixed: bool) -> str:
    """The first claim of the page, on the data as they are, or with renewals dealt out by chance."""
    cells = [match["code"] for match in CELL.finditer((ZH / "does-it-hold.md").read_text(encoding="utf-8"))]
    space: dict = {}
    exec(cells[0], space)
    if mixed:
        told = space["school"].operations.copy()
        ended = told["kind"] == "course_end"
        told.loc[ended, "renewed"] = told.loc[ended, "renewed"].sample(frac=1, random_state=1).to_numpy()
        space["school"] = SimpleNamespace(operations=told, table=space["school"].table)
    head, _, last = cells[1].rpartition("\njudged(")
    exec(f"{head}\nshown = judged({last}", space)
    return str(space["shown"].data)


def test_conclusions_are_tried_again_by_the_computation() -> None:
    there = re.findall(r"^## 第(\S+)章", (ZH / "does-it-hold.md").read_text(encoding="utf-8"), re.M)
    assert there == [number_of(name) for name in CHAPTERS]
    true, mixed = claim_of_chapter_1(mixed=False), claim_of_chapter_1(mixed=True)
    assert true.count("| 还在 |") >= 5
    assert "| **变了** |" not in true
    assert mixed.count("| 还在 |") == 0
    assert "换了9种算法，0种下还在" in mixed


def test_the_table_of_intervals_names_what_the_benchmark_measures() -> None:
    bench = runpy.run_path(str(ROOT / "benchmarks" / "bench_coverage.py"))
    cell = next(
        match["code"]
        for match in CELL.finditer((ZH / "does-it-hold.md").read_text(encoding="utf-8"))
        if "bench_coverage" in match["code"]
    )
    told = [node for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Dict)]
    assert list(ast.literal_eval(told[0])) == list(bench["MEASURES"])
    covered = bench["measured"]()
    assert {name for name, row in covered.items() if any(share != share for share in row)} == {
        "slope (least squares)"
    }  # 20 or none
    shares = [share for row in covered.values() for share in row if share == share]
    assert all(bench["LEAST"] <= share <= bench["MOST"] for share in shares)


# ---- figures ----


@each
def test_every_figure_asked_for_is_computed_once(name: str) -> None:
    page = page_of(name)
    assert [one for one in page.used if one not in page.figures] == []
    assert sorted(set(page.figures) - set(page.used)) == []
    assert page.twice == []


@each
def test_no_figure_of_the_data_is_typed_in(name: str) -> None:
    """A number with three digits or more, a decimal or a share that the page computes is not written by hand as well.

    Figures of the story that come from no data are named on the page: ``% typed: 1,300 0.5``.
    """
    page = page_of(name)
    named = {word for note in re.findall(r"^% typed: (.*)$", page.source, re.M) for word in note.split()}
    text = re.sub(r"\]\([^)]*\)|`[^`]*`", "", page.prose(figures=False))
    text = re.sub(r"(?:19|20)\d\d年?|第?\d\.\d(?:节|章|[：:]| )|练习册\d(?:\.\d)?|95%", "", text)
    computed = {
        part for value in page.figures.values() for part in re.findall(r"\d[\d,]*(?:\.\d+)?%?", value)
    }
    telling = {part for part in computed if len(part.strip("%")) >= 3 or "." in part or part.endswith("%")}
    typed = re.findall(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?%?(?![\d.])", text)
    assert sorted({one for one in typed if one in telling} - named) == []
    exact = [one for one in typed if re.fullmatch(r"\d+\.\d{2,}%?|\d+\.\d+%|\d+,\d{3}", one)]
    assert sorted(set(exact) - named) == []


# ---- the README ----


def test_the_code_of_the_readme_takes_an_export_to_a_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)[0]
    assert len([line for line in code.splitlines() if line]) <= 6
    heads = "序号,提交答卷时间,所用时间,来自IP,3、如果提供自助叫号，您觉得,4、如果不提供自助叫号，您觉得,总分"
    said = ["我很不喜欢"] * 7 + ["(跳过)"]
    rows = [f"{n},2026/3/{n} 9:00:00,{60 + n}秒,10.0.0.{n},我很喜欢,{one},0" for n, one in enumerate(said, 1)]
    (tmp_path / "我的问卷.csv").write_text("\n".join([heads, *rows]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    space: dict = {}
    exec(code, space)
    assert space["found"].loc["自助叫号", ["category", "n"]].tolist() == ["O", 7]
    assert (tmp_path / "四象限.png").stat().st_size > 10_000


def test_the_readme_counts_what_there_is() -> None:
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(exercises.load())} 道练习，{len(labs.LABS)} 件工具" in said
    assert f"{len(exercises.load())} exercises, {len(labs.LABS)} labs" in said
    assert [name for name in labs.LABS if said.count(f"`{name}`") != 2] == []  # in each language


def test_the_english_half_of_the_readme_has_what_the_chinese_has() -> None:
    chinese, _, rest = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## In English\n")
    english = rest.partition("\n## ")[0]
    parts, others = chinese.split("\n## "), english.split("\n### ")
    assert len(parts) == len(others) == 5
    for part, other in zip(parts, others, strict=True):
        assert part.count("\n- ") == other.count("\n- ")
        assert part.count("\n|") == other.count("\n|")
        for names in (r"`([a-z]\w+(?:[.=]\w+)*)", r"(--[a-z-]+)", r"^(sgm \w+|\w+ = [\w.]+)"):
            named, there = (set(re.findall(names, text, re.M)) for text in (part, other))
            assert named - there == set(), other[:30]
        assert numbers(part, other)[0] == []  # no figure is left out
    code = [re.findall(r"```python\n(.*?)```", half, re.S) for half in (chinese, english)]
    calls = [re.sub(r'"[^"]*\.\w+"|#.*|\s', "", own[0]) for own in code]
    assert calls[0] == calls[1]


@each
def test_a_section_ends_with_what_goes_into_the_plan(name: str) -> None:
    """Its last exercise writes into the plan, or a line says what of it goes there."""
    if name == "8-final-project":  # the plan itself
        return
    text = (ZH / f"{name}.md").read_text(encoding="utf-8")
    for section in re.finditer(r"^## ([一二三]、.*?)$(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL):
        last = re.findall(r"^```\{exercise\} (\S+)", section[2], re.MULTILINE)[-1]
        end = section[2].rstrip().rpartition("\n\n")[2]
        goes = re.fullmatch(r"\*\*进计划的一行\*\*：.*。 \{planrow\}`([a-z, ]+)`", end)
        assert exercises.load()[last].plan or goes, section[1]
        assert goes is None or set(goes[1].split(", ")) <= set(ROWS), section[1]


@pytest.mark.parametrize("name", ["2-1-goal-setting", "2-3-goal-evaluation"])
def test_a_dense_section_has_a_place_to_stop(name: str) -> None:
    """Twenty ideas in one go lost readers: the half after the break has a question and headings of its own."""
    text = (ZH / f"{name}.md").read_text(encoding="utf-8")
    section = next(one for one in re.split(r"^## ", text, flags=re.MULTILINE) if "**可以停在这里。**" in one)
    for half in section.split("**可以停在这里。**"):
        assert half.count("```{exercise}") >= 1
        assert half.count("\n### ") >= 2
    for half in "".join(own for own in page_of(name).sections().values() if "可以停在这里" in own).split(
        "可以停在这里"
    ):
        assert length(half) <= 3300


@each
def test_the_minutes_of_a_section_are_those_it_takes_to_read(name: str) -> None:
    """At 300 characters a minute, as the exercises are counted: one number where the sections are alike, else both."""
    minutes = [length(text) / 300 for text in page_of(name).sections().values()]
    low, high = round(min(minutes)), round(max(minutes))
    told = (
        f"每节大约{round(sum(minutes) / len(minutes))}分钟" if high - low <= 1 else f"每节{low}到{high}分钟"
    )
    assert told in page_of(name).prose().partition("\n## ")[0]
