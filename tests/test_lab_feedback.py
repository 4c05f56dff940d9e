"""Feedback lab: comments coded, counted, read and checked, on cases, pasted in and from a file."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sgm_lab import cases, charts, feedback, intake, labs
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

pytestmark = pytest.mark.usefixtures("book", "unwritten")


@pytest.mark.parametrize("name", cases.names())
@pytest.mark.parametrize("view", ["pareto", "read", "trend", "lexicon", "agreement"])
def test_every_view_of_every_case(name: str, view: str) -> None:
    for by in ("theme", "dimension"):
        lab = labs.FeedbackLab(case=name, view=view, by=by)
        page = lab.view()["html"]
        assert 'role="alert"' not in page
        assert lab.sentence(lab.compute())


def test_counts_are_those_of_the_method() -> None:
    lab = labs.FeedbackLab(case="education", by="dimension")
    texts = cases.load("education").comments["text"]
    wanted = feedback.pareto(feedback.code(texts.tolist()), "dimension")
    assert lab.compute().table.equals(wanted)
    said = lab.sentence(lab.compute())
    lab.set(tone="positive")
    assert lab.sentence(lab.compute()) != said


def test_the_words_that_led_there_are_marked_and_text_stays_text() -> None:
    lab = labs.FeedbackLab(case="pasted", view="read", tone="all")
    assert lab.compute() is None
    assert "复制过来" in lab.view()["html"]
    lab.message({"do": "act", "name": "coded"})
    assert "复制过来" in lab.notice
    lab.set(text="排队太慢了<b>\n\n护士很耐心")
    page = lab.view()["html"]
    assert '<mark class="sgm-dim">排队</mark>' in page
    assert "&lt;b&gt;" in page
    assert len(lab.compute().table) == 2
    lab.set(dimension="assurance")
    assert len(lab.compute().table) == 1
    lab.set(dimension="tangibles")
    assert "没有这样的意见" in lab.view()["html"]


def test_pages_turn_and_stop_at_the_last() -> None:
    lab = labs.FeedbackLab(view="read", tone="all")
    first = lab.view()["html"]
    lab.set(page=2)
    assert lab.view()["html"] != first
    lab.set(page=10_000)
    assert "第 45 页，共 45 页" in lab.view()["html"]


def test_a_word_of_ones_own_moves_comments_and_can_be_taken_back() -> None:
    lab = labs.FeedbackLab(case="pasted", view="lexicon", text="叫号屏黑了\n叫号屏也没声音\n护士很耐心")
    assert lab.compute().changed == 0
    lab.set(words=[{"term": "叫号屏", "theme": "facilities", "tone": "negative", "drop": False}])
    result = lab.compute()
    assert result.changed == 2
    assert set(result.table["after"]) == {"facilities"}
    assert "2 条" in lab.sentence(result)
    lab.set(
        words=[
            {"term": "很耐心", "drop": True},
            {"term": "耐心", "drop": True},
            {"term": " "},
        ]
    )
    assert lab.compute().coded["tone"].tolist()[2] != "positive"
    lab.undo()
    assert lab.compute().changed == 2


def test_agreement_is_told_on_comments_the_lexicon_never_saw() -> None:
    lab = labs.FeedbackLab(view="agreement")
    found = lab.compute().agreement
    comments = cases.load("healthcare").comments
    fresh = feedback.unseen(comments["text"])
    coded = feedback.code(comments["text"][fresh].tolist())
    wanted = feedback.agreement(coded, comments.loc[fresh, ["dimension", "tone"]].reset_index(drop=True))
    assert found.dimension.accuracy == wanted.dimension.accuracy
    assert found.tone.accuracy.n < len(comments) / 2
    assert str(found) in lab.sentence(lab.compute())


# ---- files ----


def test_the_coded_list_comes_back_with_labels_to_check() -> None:
    lab = labs.FeedbackLab(case="pasted", text="排队太慢了\n护士很耐心\n还行吧")
    made = lab.do("coded")
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert [cell.value for cell in sheet[1]] == ["日期", "意见", "维度", "语气", "主题"]
    lab.message({"do": "file", "name": "upload", "file": "a.xlsx"}, made.content)
    assert lab.notice == ""
    assert lab.state["case"] == "own"
    lab.set(view="agreement")
    assert lab.compute().agreement.dimension.accuracy.value == 1
    assert "模拟数据" not in lab.view()["html"]
    assert openpyxl.load_workbook(io.BytesIO(lab.do("template").content)).active.max_row == 13


def test_a_file_without_days_or_labels_says_what_it_lacks() -> None:
    lab = labs.FeedbackLab()
    lab.message(
        {"do": "file", "name": "upload", "file": "a.csv"}, "意见\n太慢了\n\n很耐心\n".encode("gb18030")
    )
    assert lab.notice == ""
    assert "GBK" in lab.view()["html"] or "编码" in lab.view()["html"]
    lab.set(view="trend")
    assert "日期" in lab.view()["html"]
    lab.set(view="agreement")
    assert "人工标注" in lab.view()["html"]


def test_labels_and_days_that_are_none_are_listed_and_the_comment_counts() -> None:
    text = "comment,date,dimension,tone\n太慢了,昨天,响应,不满\n很好,2026-01-05,保证性,满意\n"
    read = intake.read_comments(("a.csv", text.encode()))
    assert read.rows_read == 2
    assert read.problems["row"].tolist() == [2, 2]
    assert read.table["tone"].tolist() == ["negative", "positive"]
    with pytest.raises(DataError, match="全是空的"):
        intake.read_comments(("a.csv", "意见,日期\n,2026-01-05\n".encode()))


def test_a_long_file_is_coded_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgm_lab.labs.feedback.lab._MOST", 10)
    lab = labs.FeedbackLab()
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, ("意见\n" + "太慢了\n" * 35).encode())
    assert len(lab.compute().coded) == 9
    assert "35 条" in lab.view()["html"]


@pytest.mark.parametrize("content", [b"", "意见\n".encode(), b"a,b\n1,2\n", b"PK\x03\x04"])
def test_a_broken_file_changes_nothing(content: bytes) -> None:
    lab = labs.FeedbackLab()
    before = dict(lab.state)
    for name in ("a.csv", "a.xlsx"):
        lab.message({"do": "file", "name": "upload", "file": name}, content)
        assert lab.notice
        assert lab.state == before


def test_a_file_that_is_gone_gives_way_to_a_case() -> None:
    lab = labs.FeedbackLab(case="own", upload={"file": "none.csv", "name": "旧的.csv"})
    assert lab.state["case"] == "healthcare"
    assert "旧的.csv" in lab.notice


def test_the_trend_names_its_peak() -> None:
    coded = feedback.code(["太慢了", "等很久", "态度差"])
    table = feedback.trend(coded, ["2026-01-05", "2026-03-02", "2026-03-09"], by="dimension")
    made = charts.themes_over_time(table, labels={"responsiveness": "响应性"}, size="phone")
    assert "响应性" in made.alt
    with pytest.raises(DataError):
        charts.themes_over_time(table.head(0))
    with use_language("en"):
        assert "named most" in charts.themes_over_time(table).alt


def test_a_handful_of_complaints_makes_no_share_and_names_what_was_not_read() -> None:
    lines = ["等太久", "排队排了一上午", "态度差", "收费不清楚", *["周三"] * 5]
    lab = labs.FeedbackLab(case="pasted", text="\n".join(lines), view="pareto", tone="negative")
    found = int((lab.compute().coded["tone"] == "negative").sum())
    said = lab.sentence(lab.compute())
    assert f"{len(lines)} 条意见里认出" in said
    assert f"的有 {found} 条" in said
    assert "%" not in said
    assert f"另有 {9 - found} 条没认出好坏" in said


def test_a_model_of_ones_own_is_tried_on_the_same_comments_as_the_lexicon() -> None:
    lab = labs.FeedbackLab(case="education", view="agreement")
    sheet = pd.read_excel(io.BytesIO(lab.do("exam").content))
    assert sheet["语气"].isna().all()
    texts = cases.load("education").comments.set_index("comment")["text"]
    answers = pd.read_csv(Path(__file__).parents[1] / "book" / "model_answers" / "education.csv")
    assert set(texts[answers["comment"]]) <= set(sheet["意见"])
    lines = [
        f"{texts[one]}\t{feedback.label(tone)}"
        for one, tone in zip(answers["comment"], answers["tone"], strict=True)
    ]
    lab.set(model="\n".join(["意见\t语气", *lines]))
    found = lab.compute().rated
    assert (found.model.accuracy.n, found.unmatched) == (100, 1)
    assert round(found.model.accuracy.value, 2) == 0.89  # as chapter 7 has it
    assert found.lexicon.accuracy.value < found.model.accuracy.value
    assert "89%" in lab.sentence(lab.compute())
    lab.set(model=lines[0].rpartition("\t")[0] + "\t还行")
    assert "“还行”，读不懂" in lab.view()["html"]
    lab.set(model="没有问过的\t满意")
    assert "没有一行对得上" in lab.view()["html"]
