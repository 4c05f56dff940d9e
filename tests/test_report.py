"""The report of a survey: from any file to every medium, with nothing said that the numbers do not carry."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document
from pptx import Presentation
from pptx.oxml.ns import qn

from sgm_lab import cases, intake, kano, report, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import LANGUAGES, use_language
from sgm_lab.paper import slides
from sgm_lab.paper.blocks import Figure, Note, Quote, Quotes, Steps, Table
from sgm_lab.paper.fit import Column, cut, heights, lines
from sgm_lab.report import Report, Section

ANSWERS = ["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]
HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "<script>alert(1)</script>",
    "a\x07b\x00c",
    "\ud800",
    "_x0041_",
    "]]>&amp;",
]


def survey(n: int, seed: int = 3, *, flat: bool = False) -> pd.DataFrame:
    """A form tool's export: one row a person, a segment and an open question."""
    rng = np.random.default_rng(seed)
    shares = {
        "候诊提醒": ([0.8, 0.1, 0.05, 0.03, 0.02], [0.02, 0.03, 0.05, 0.1, 0.8]),
        "结果当天出": ([0.05, 0.8, 0.1, 0.03, 0.02], [0.02, 0.03, 0.05, 0.1, 0.8]),
        "线上复诊": ([0.8, 0.05, 0.1, 0.03, 0.02], [0.02, 0.1, 0.8, 0.05, 0.03]),
    }
    data: dict[str, Any] = {"编号": range(1, n + 1), "院区": rng.choice(["东区", "西区"], n)}
    for name, (with_it, without) in shares.items():
        even = [0.2] * 5
        data[f"{name}（具备时）"] = rng.choice(ANSWERS, n, p=even if flat else with_it)
        data[f"{name}（缺失时）"] = rng.choice(ANSWERS, n, p=even if flat else without)
    said = ["排队排了两个小时，没人管", "护士很耐心", "收费说不清楚"]
    data["还想说什么"] = [f"{rng.choice(said)}（{one}）" if one % 2 else "" for one in range(n)]
    return pd.DataFrame(data)


@cache
def of_case(name: str, kind: Any) -> Report:
    """The report of a case, made once for all that is asked of it."""
    with use_language("zh"):
        return report.build(cases.load(name), kind=kind)


def words(made: Report) -> str:
    return made.content("txt").decode()


def test_the_report_goes_from_file_to_goals() -> None:
    made = report.build(("门诊.csv", survey(120).to_csv(index=False).encode("utf-8-sig")))
    titles = [one.title for one in made.shown()]
    assert titles[:3] == ["一页看完", "数据从哪来，查了什么", "客户把每一项当作什么"]
    assert titles[-3:] == ["该做的、先别做的、还不知道的", "目标（一起填）", "这些数怎么来的"]
    assert {"按“院区”分开看", "客户写下的话"} <= set(titles)
    assert made.line == "门诊.csv · 120 人作答"
    assert all(one.speech for one in made.shown())


def test_every_sentence_is_made_from_the_numbers() -> None:
    data = survey(120)
    made = report.build(data)
    read = report.read_survey(data)
    found = kano.classify(kano.tally(read.read.table))
    row = found.loc["线上复诊"]
    assert row["category"] == "A"
    assert f"{row['better']:.2f}（{row['better_low']:.2f} 到 {row['better_high']:.2f}）" in words(made)
    assert f"{row['worse']:.2f}".replace("-", "−") in words(made)
    assert len(made.found["acting"]["do"]) == 3
    for line in made.found["acting"]["do"]:  # no claim without n and interval
        assert re.search(r"120 人|119 人|118 人", line), line
        assert re.search(r"（−?\d\.\d\d 到 −?\d\.\d\d）", line), line


def test_servqual_gaps_say_what_is_noise() -> None:
    rng = np.random.default_rng(8)
    rows = [
        (person, item, 6, int(np.clip(round(rng.normal(4.5 if item in range(5, 10) else 6, 1)), 1, 7)))
        for person in range(80)
        for item in range(1, 23)
    ]
    answers = pd.DataFrame(rows, columns=["respondent", "item", "expectation", "perception"])
    made = report.build(answers)
    found = servqual.gaps(report.read_survey(answers).read.table)
    sure = found[(found["p_holm"] < 0.05) & (found["gap"] < 0)]
    assert len(made.found["acting"]["do"]) == len(sure)
    assert "可靠性" in made.found["acting"]["do"][0]
    assert sum("还站不住" in line for line in made.found["acting"]["not_yet"]) == int(
        (found["p_holm"] >= 0.05).sum()
    )
    low, high = (
        f"{value:.2f}".replace("-", "−") for value in found.loc["reliability", ["ci_low", "ci_high"]]
    )
    assert f"（{low} 到 {high}）" in made.found["acting"]["do"][0]


def test_perceptions_alone_make_no_ranking() -> None:
    rng = np.random.default_rng(9)
    wide = pd.DataFrame({f"{side}{item}": rng.integers(3, 8, 40) for side in "EP" for item in range(1, 23)})
    read = intake.read_servqual(wide)
    answers = replace(read, answers=read.answers.assign(expectation=np.nan))
    made = report.build(answers)
    assert made.found["acting"]["do"] == []
    assert made.found["servqual"]["dimensions"][0]["interval"]["low"] < 7
    assert "没有问期望" in words(made)


def test_where_nothing_is_certain_nothing_is_claimed() -> None:
    made = report.build(survey(30, flat=True))
    assert made.found["acting"]["do"] == []
    assert "还撑不起" in words(made)
    assert "还撑不起一个目标" in next(one.said for one in made.sections if one.title == "目标（一起填）")
    assert all(feature["certainty"] < 0.9 for feature in made.found["kano"]["features"])


@pytest.mark.parametrize("name", cases.names())
@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_the_cases_say_that_they_are_simulated(name: str, kind: Any) -> None:
    made = of_case(name, kind)
    assert "模拟数据" in made.line
    deck = Presentation(io.BytesIO(made.content("pptx")))
    assert all("模拟数据" in text_of(slide) for slide in list(deck.slides)[1:])


def text_of(slide: Any) -> str:
    parts = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            parts.append(shape.text_frame.text)
        if shape.has_table:
            parts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(parts)


def check_deck(content: bytes) -> Any:
    """No slide is empty, nothing runs off it, each has its title and notes, letters have both faces."""
    deck = Presentation(io.BytesIO(content))
    for number, slide in enumerate(deck.slides):
        assert slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame.text.strip()
        below = [
            one
            for one in slide.shapes
            if one.top > slide.shapes.title.top and one.top < deck.slide_height * 0.92
        ]
        assert below, number
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + 1
            tall = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.top + tall <= deck.slide_height, (number, shape.name)
        for run in slide._element.iter(qn("a:rPr")):
            if run.find(qn("a:latin")) is not None:
                assert run.find(qn("a:ea")).get("typeface") == "Microsoft YaHei"
    return deck


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("people", [6, 30, 60, 90, 120])
def test_decks_have_charts_and_tables_that_can_be_edited(lang: str, people: int) -> None:
    made = report.build(survey(people), lang=lang)
    deck = check_deck(made.content("pptx"))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(charts) == 1
    assert len(tables) >= (3 if people < 30 else 4)  # groups of so few people are not shown
    (chart,) = charts
    assert len(chart.plots[0].categories) == 3
    features = {one["feature"]: one for one in made.found["kano"]["features"]}
    for name, value, bars in zip(
        chart.plots[0].categories,
        chart.plots[0].series[0].values,
        [chart.plots[0].series[0]] * 3,
        strict=True,
    ):
        assert value == pytest.approx(features[name]["better"]["value"])
        assert bars._element.find(qn("c:errBars")) is not None
    plus = chart.plots[0].series[0]._element.find(qn("c:errBars")).find(qn("c:plus")).iter(qn("c:v"))
    first = features[chart.plots[0].categories[0]]["better"]
    assert float(next(plus).text) == pytest.approx(first["high"] - first["value"], rel=1e-5)


def test_long_texts_go_on_to_further_slides() -> None:
    long = "这一项客户说了很多。" * 1000
    deck = slides.start("长")
    slides.section(deck, "一段", long, [Steps([long]), Table("表", ["a", "b"], [["一", long], ["二", "短"]])])
    show = check_deck(slides.content(deck))
    shown = "".join(text_of(slide) for slide in show.slides)
    assert shown.count("户") == 3000
    assert len(show.slides) > 20


def test_wide_tables_are_shown_in_parts() -> None:
    heads = ["名", *map(str, range(20))]
    deck = slides.start("宽")
    slides.section(deck, "宽", "", [Table("表", heads, [["一", *map(str, range(20))]] * 40)])
    show = check_deck(slides.content(deck))
    shown = "\n".join(text_of(slide) for slide in show.slides).split("\n")
    assert {str(one) for one in range(20)} <= set(shown)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx", "html", "txt"])
def test_what_people_wrote_is_harmless_in_every_kind_of_file(kind: str) -> None:
    long = "很" * 10_000
    texts = [*HOSTILE, long]
    parts = [[Note(one), Table(one, ["=h", "x"], [[one, "=1+1"]]), Steps([one], one), Quotes([Quote(one, one)])]
             for one in texts]  # fmt: skip
    sections = [Section(one, one, blocks, one) for one, blocks in zip(texts, parts, strict=True)]
    made = Report('=HYPERLINK("x")\x00', "<b>\x07", sections)
    content = made.content(kind)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for page in book for row in page for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert any("很" * 1000 in str(cell.value) for cell in cells)
    elif kind == "pptx":
        deck = check_deck(content)
        shown = "".join(text_of(slide) for slide in deck.slides)
        assert shown.count("很") >= 4 * 10_000
        assert "<script>alert(1)</script>" in shown
    elif kind == "docx":
        shown = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
        assert long in shown
        assert "<script>alert(1)</script>" in shown
    elif kind == "html":
        assert b"<script>" not in content
        assert "&lt;script&gt;" in content.decode()
    else:
        assert long in content.decode()
    if kind in ("docx", "pptx", "xlsx"):
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_what_cannot_be_read_or_asked_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    with pytest.raises(DataError, match="看不出是 KANO"):
        report.build(pd.DataFrame({"甲": ["一", "二"], "乙": ["三", "四"]}))
    with pytest.raises(ArgumentError, match="院区"):
        report.build(survey(30), by="院曲")
    with pytest.raises(ArgumentError, match="mode"):
        report.build(survey(30), rule="mood")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="pptx"):
        report.build(survey(30)).content("ppt")


def test_several_files_are_waves() -> None:
    first, second = survey(60, 1), survey(60, 2)
    files = [
        (name, some.to_csv(index=False).encode()) for name, some in (("3月.csv", first), ("6月.csv", second))
    ]
    made = report.build(files)
    assert "前后几批有没有变" in [one.title for one in made.shown()]
    assert "3月.csv、6月.csv" in made.line


def test_words_are_measured_rather_too_wide() -> None:
    assert lines("候诊提醒候诊提醒", 50, 10) == ["候诊提醒", "候诊提醒"]
    assert "".join(lines("one two three four", 60, 10)) == "one two three four"
    assert heights("a\nb", 100, 10) == 2 * heights("a", 100, 10)
    text = "第一句话。\n第二句话，比较长一些，要分成几行。"
    first, rest = cut(text, 60, 10, 40)
    assert first
    assert rest
    assert (first + rest).replace("\n", "") == text.replace("\n", "")
    assert Column(100, 12).cut(text, 1e6) == (text, "")


def test_what_some_group_needs_is_not_put_off_for_everyone() -> None:
    made = report.build(cases.load("healthcare"), kind="kano")
    not_yet = made.found["acting"]["not_yet"]
    windows = next(one for one in not_yet if "人工窗口" in one)
    assert "60 岁及以上看作必备" in windows
    assert "先不推给所有人" in windows
    robots = next(one for one in not_yet if "导诊机器人" in one)  # where groups agree, nobody is excepted
    assert "先不投入" in robots
    assert "看作" not in robots


@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_columns_are_called_by_their_names(kind: Any) -> None:
    made = report.build(cases.load("healthcare"), kind=kind)
    assert "按“年龄段”分开看" in {one.title for one in made.shown()}
    assert not re.search(r"age_group|visit_type", words(made))


def test_a_question_that_splits_is_called_by_its_words() -> None:
    asked = survey(200).rename(columns={"院区": "1、您在哪个院区"})
    made = report.build(("门诊.csv", asked.to_csv(index=False).encode()))
    assert "按“您在哪个院区”分开看" in {one.title for one in made.shown()}
    assert "按您在哪个院区分开看" in words(made)


def test_a_figure_names_no_group_as_worse_by_what_may_be_chance() -> None:
    rng = np.random.default_rng(5)
    data = {"院区": rng.choice(["东区", "西区"], 90)}
    for item in range(1, 23):
        data |= {f"E{item}": rng.integers(5, 8, 90), f"P{item}": rng.integers(3, 7, 90)}
    made = report.build(("问卷.csv", pd.DataFrame(data).to_csv(index=False).encode()), kind="servqual")
    [split] = [one for one in made.shown() if one.title == "按“院区”分开看"]
    assert "没有一项的差别站得住" in split.said
    [drawn] = [one for one in split.blocks if isinstance(one, Figure)]
    assert "还分不出" in drawn.draw("page").texts[0].get_text()


def test_no_heading_stands_over_nothing() -> None:
    data = survey(60).assign(来自IP="10.0.0.1")
    made = report.build(("问卷.csv", data.to_csv(index=False).encode()))
    [table] = [
        one for one in made.sections[1].blocks if isinstance(one, Table) and one.caption == "没有用的列"
    ]
    assert "来自IP" in [row[0] for row in table.rows]
    assert all(any(row[at] for row in table.rows) for at in range(len(table.heads)))
    assert "哪一项" not in table.heads


def test_groups_that_are_not_shown_are_named_once_where_they_would_stand() -> None:
    rows = [
        (n, feature, 1 + n % 3, 3 + n % 3, "东" if n < 60 else "西" if n < 120 else "北", "早" if n else "晚")
        for n in range(130)
        for feature in ("叫号", "导诊")
    ]
    names = ["respondent", "feature", "functional", "dysfunctional", "院区", "班次"]
    page = report.build(pd.DataFrame(rows, columns=names), lang="zh").content("html").decode()
    assert page.count("“院区”里有几组不足30人") == 1
    assert page.count("“班次”分不出两组各有30人以上的") == 1


@pytest.mark.parametrize("name", cases.names())
@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_a_cases_report_calls_nothing_by_its_key_and_doubts_none_of_its_columns(name: str, kind: Any) -> None:
    text = of_case(name, kind).content("txt").decode()
    assert "放反" not in text
    keys = set(cases.load(name).kano["feature"].unique())
    assert [key for key in keys if re.search(rf"(?<![\w]){re.escape(key)}(?!\w)", text)] == []


def test_waves_of_the_same_people_say_that_they_are_not_weighted() -> None:
    answers = cases.load("education").servqual
    answers = answers[answers["item"] < 4]
    weight = 0.5 + answers["respondent"].str[-2:].astype(int) % 7
    with use_language("en"):
        made = report.build(answers.assign(weight=weight), weights="weight")
    assert "not weighted by “weight”" in next(
        one.said for one in made.sections if one.title.startswith("Has it")
    )
    last = answers[answers["wave"] == answers["wave"].max()]
    gap = servqual.gaps(last, "item", weights=weight[last.index])["gap"]
    assert [one["gap"]["value"] for one in made.found["servqual"]["items"]] == pytest.approx(
        sorted(gap), abs=1e-12
    )
