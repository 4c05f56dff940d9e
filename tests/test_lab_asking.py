"""A file that is not understood is asked about: the guesses, what is decided, and the next file with these columns."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import labs, workbook
from sgm_lab.i18n import use_language
from sgm_lab.labs import uploads

pytestmark = pytest.mark.usefixtures("book")

_rng = np.random.default_rng(7)
WORDS = ["爱死了", "非有不可", "随便", "马马虎虎", "烦人"]


def frame(rows: int = 12, words: list[str] = WORDS) -> pd.DataFrame:
    """Two pairs under headers that say nothing, beside a group and a number of the respondent."""
    said = [[words[at] for at in _rng.integers(0, len(words), rows)] for _ in range(4)]
    said[0][: len(words)] = said[1][: len(words)] = said[2][: len(words)] = said[3][: len(words)] = words
    return pd.DataFrame({
        "编号": range(1, rows + 1), "甲": said[0], "乙": said[1], "丙": said[2], "丁": said[3],
        "院区": np.resize(["东", "西"], rows),
    })  # fmt: skip


def send(lab: Any, table: pd.DataFrame, name: str = "我的.csv") -> None:
    lab.message({"do": "file", "name": "upload", "file": name}, table.to_csv(index=False).encode())


def shown(lab: Any) -> dict[str, Any]:
    return {control["name"]: control["value"] for control in lab.frame()["controls"]}


def say(lab: Any, **of: tuple[str, str]) -> None:
    """Say of columns what they are."""
    rows = [
        row | (dict(zip(("became", "of"), of[row["column"]], strict=True)) if row["column"] in of else {})
        for row in shown(lab)["ask_columns"]
    ]
    lab.message({"do": "set", "changes": {"ask_columns": rows}})


def mean(lab: Any, **means: Any) -> None:
    """Say of answers what they mean."""
    rows = [row | {"means": means.get(row["answer"], row["means"])} for row in shown(lab)["ask_answers"]]
    lab.message({"do": "set", "changes": {"ask_answers": rows}})


def press(lab: Any, name: str) -> None:
    lab.message({"do": "act", "name": name})


SIDES = {
    "甲": ("functional", "叫号"),
    "乙": ("dysfunctional", "叫号"),
    "丙": ("functional", "导诊"),
    "丁": ("dysfunctional", "导诊"),
}
MEANS = dict(zip(WORDS, range(1, 6), strict=True))


def decided(lab: Any, table: pd.DataFrame) -> None:
    send(lab, table)
    say(lab, **SIDES)
    mean(lab, **MEANS)


def test_what_is_not_understood_is_asked_and_read_as_decided(book: Any) -> None:
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    before, table = lab.state, frame(120)
    send(lab, table)
    view = lab.view()
    json.dumps(view)
    assert view["lab"] == "kano"
    assert [one["name"] for one in view["controls"]] == [
        "ask_header",
        "ask_columns",
        "ask_answers",
    ]
    assert [one["name"] for one in view["actions"] if one["primary"]] == ["use"]
    assert view["notice"].startswith("这份文件没有全看懂")
    guessed = {row["column"]: row["became"] for row in shown(lab)["ask_columns"]}
    assert guessed == {
        "编号": "respondent", "甲": "functional", "乙": "dysfunctional", "丙": "functional", "丁": "dysfunctional",
        "院区": "segment",
    }  # fmt: skip
    assert {row["means"] for row in shown(lab)["ask_answers"]} == {""}
    assert "爱死了" in view["html"]  # what is open is said where the result will be
    press(lab, "use")
    assert "没有选" in lab.frame()["notice"]
    assert lab.state == before

    decided(lab, table)
    page = lab.view()["html"]
    assert "可以读了：120 人，2 项" in page
    assert page.count("叫号") == page.count("导诊") == 3  # three people
    press(lab, "use")
    assert lab.state["case"] == "own"
    answers = lab.source.answers
    wide = answers.set_index(["feature", "respondent"])["functional"]
    order = table["编号"].astype(str)
    assert wide["叫号"][order].tolist() == table["甲"].map(MEANS).tolist()
    assert wide["导诊"][order].tolist() == table["丙"].map(MEANS).tolist()
    assert "院区=东" in [value for _, value in lab.source.segments()]

    # Undone, taken up by the next session, and used for the next wave's file.
    lab.message({"do": "undo"})
    assert lab.state == before
    press(lab, "use")
    send(lab, table)
    assert lab.state["case"] == "own"
    again = labs.KanoLab()
    again.keep_in(workbook.open_book())
    assert again.source.answers.equals(lab.source.answers)
    other = labs.KanoDrift()
    other.keep_in(workbook.open_book())
    send(other, frame(30), "第二批.csv")
    assert other.state["upload"]["name"] == "第二批.csv"
    assert [one["name"] for one in other.frame()["controls"]][:1] != ["ask_columns"]

    # A new answer is asked, and only that one.
    send(lab, frame(30, [*WORDS, "没去过"]), "第三批.csv")
    open_ = [row["answer"] for row in shown(lab)["ask_answers"] if row["means"] == ""]
    assert open_ == ["没去过"]
    mean(lab, 没去过="none")
    press(lab, "use")
    assert lab.state["upload"]["name"] == "第三批.csv"
    assert lab.source.read.problems.empty

    # A file that was read can be looked at again.
    press(lab, "ask")
    assert {row["column"]: row["of"] for row in shown(lab)["ask_columns"]}["丙"] == "导诊"
    press(lab, "leave")
    assert lab.state["upload"]["name"] == "第三批.csv"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_still_open_is_said_by_name(lang: Any) -> None:
    with use_language(lang):
        lab = labs.KanoLab()
        decided(lab, frame())
        for of, named in [
            ({"甲": ("functional", "")}, ["甲"]),
            ({"甲": ("functional", "导诊")}, ["甲", "丙", "导诊"]),
            ({"甲": ("left out", "")}, ["乙", "叫号"]),
            ({"甲": ("", "")}, ["甲"]),
            ({"院区": ("respondent", "")}, ["编号", "院区"]),
            ({name: ("segment", "") for name in SIDES}, []),
            ({"院区": ("feature", "")}, []),
        ]:
            say(lab, **{**SIDES, "院区": ("segment", ""), **of})
            page = lab.view()["html"]
            assert 'class="sgm-said"' in page
            assert "<table" not in page
            assert [name for name in named if f"“{name}”" not in page] == []
            before = lab.state
            press(lab, "use")
            assert lab.state == before
            assert lab.frame()["notice"]


def test_codes_that_run_otherwise_are_asked_and_nothing_is_computed_before() -> None:
    """One says which way they run, or of each what it means."""
    table = pd.DataFrame({"叫号（有）": [5, 4] * 15, "叫号（没有）": [1, 2] * 15})
    lab = labs.KanoLab()
    send(lab, table)
    assert shown(lab)["ask_way"] == ""
    assert "反了" in lab.view()["html"]
    press(lab, "use")
    assert lab.state["case"] == "healthcare"
    mean(lab, **{"5": 1, "4": 2, "2": 4, "1": 5})
    assert "ask_way" not in shown(lab)
    press(lab, "use")
    assert set(lab.source.answers["functional"]) == {1, 2}
    send(lab, table.rename(columns={"叫号（有）": "导诊（有）", "叫号（没有）": "导诊（没有）"}))
    lab.message({"do": "set", "changes": {"ask_way": "both"}})
    press(lab, "use")
    assert lab.source.labels() == {"导诊": "导诊"}
    assert set(lab.source.answers["functional"]) == {1, 2}


def test_one_row_an_answer_and_servqual_with_what_is_acceptable() -> None:
    lab = labs.KanoLab()
    rows = 24
    table = pd.DataFrame({
        "谁": np.repeat(range(rows // 2), 2), "哪项": np.resize(["叫号", "导诊"], rows),
        "A面": np.resize(WORDS, rows), "B面": np.resize(WORDS[::-1], rows), "功能": "x",
    })  # fmt: skip
    send(lab, table)
    say(lab, 谁=("respondent", ""), 哪项=("feature", ""), A面=("functional", ""), B面=("dysfunctional", ""),
        功能=("segment", ""))  # fmt: skip
    mean(lab, **MEANS)
    press(lab, "use")
    assert lab.source.labels() == {"叫号": "叫号", "导诊": "导诊"}

    lab = labs.ServqualLab()
    points, shops = np.resize([5, 6, 7, 4], 60), np.resize(["东", "西"], 60)
    send(lab, pd.DataFrame({"想要的": points, "得到的": points[::-1], "最低": points - 1, "门店": shops}))
    say(lab, 想要的=("expectation", "5"), 得到的=("perception", "第五"), 最低=("adequate", "5"))
    assert "还缺一列" in lab.view()["html"]
    say(lab, 想要的=("expectation", "5"), 得到的=("perception", "5"), 最低=("adequate", "5"))
    press(lab, "use")
    answers = lab.source.answers
    assert answers[["item", "expectation", "adequate"]].iloc[0].tolist() == [5, 5, 4]


def test_the_designer_asks_too() -> None:
    lab = labs.KanoDesigner(step="answers")
    decided(lab, frame())
    press(lab, "use")
    assert lab.source is not None
    assert lab.source.labels() == {"叫号": "叫号", "导诊": "导诊"}
    assert lab.state["step"] == "answers"


def test_another_sheet_can_be_the_one(tmp_path: Any) -> None:
    path = tmp_path / "两张.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"说明": ["请看第二张", "谢谢"]}).to_excel(book, sheet_name="说明", index=False)
        frame().to_excel(book, sheet_name="数据", index=False)
    lab = labs.KanoLab()
    lab.message({"do": "file", "name": "upload", "file": path.name}, path.read_bytes())
    assert shown(lab)["ask_sheet"] == "说明"
    lab.message({"do": "set", "changes": {"ask_sheet": "数据"}})
    say(lab, **SIDES)
    mean(lab, **MEANS)
    press(lab, "use")
    assert lab.state["upload"]["how"]["sheet"] == "数据"
    assert lab.source.answers["respondent"].nunique() == 12


def test_a_decision_that_is_none_is_refused_in_words(book: Any) -> None:
    lab = labs.KanoLab()
    decided(lab, frame())
    press(lab, "use")
    kept, place = lab.state["upload"], workbook.open_book()
    for how in ({"columns": 3}, {"columns": [3, {"column": "甲"}], "answers": [{}]}, {"sheet": "无"}):
        place.put("labs", "kano", lab.state | {"upload": kept | {"how": how}})
        other = labs.KanoLab()
        other.keep_in(place)
        assert other.state["case"] != "own"
        assert len(other.notice) > 5


def test_a_dialog_that_was_not_ended_is_there_again_after_a_reload(book: Any) -> None:
    lab, table = labs.KanoLab(), frame()
    lab.keep_in(workbook.open_book())
    send(lab, table)
    say(lab, **SIDES)
    begun = shown(lab)
    again = labs.KanoLab()
    again.keep_in(workbook.open_book())
    assert shown(again) == begun
    assert "上次还没有说完" in again.frame()["notice"]
    mean(again, **MEANS)
    press(again, "use")
    assert again.state["case"] == "own"
    third = labs.KanoLab()
    third.keep_in(workbook.open_book())
    assert [one["name"] for one in third.frame()["controls"]] != ["ask_columns", "ask_answers"]
    assert third.state["case"] == "own"

    # A workbook that names a file which is not here says so, once; the lab goes on.
    lab = labs.KanoLab(key="other")
    lab.keep_in(workbook.open_book())
    table = frame(words=["好", "行", "嗯", "唉", "坏"])
    send(lab, table)
    say(lab, **SIDES)
    begun = shown(lab)
    (kept,) = (one for one in (workbook.open_book().path.parent / "uploads").iterdir() if one.name.startswith(
        workbook.open_book().get("labs", f"asked:{lab.key}")["upload"]["file"]))  # fmt: skip
    kept.unlink()
    uploads._memory.clear()
    lost = labs.KanoLab(key="other")
    lost.keep_in(workbook.open_book())
    assert "我的.csv" in lost.notice
    assert "都还记着" in lost.notice
    assert lost.state == lab.state
    assert workbook.open_book().get("labs", f"asked:{lab.key}") is None
    send(lost, table)
    assert shown(lost) == begun  # what was said is there once the file is


def test_a_file_that_is_not_here_any_more_is_said_and_what_was_told_of_it_kept(book: Any) -> None:
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    decided(lab, frame())
    press(lab, "use")
    for one in (workbook.open_book().path.parent / "uploads").iterdir():
        one.unlink()
    uploads._memory.clear()
    gone = labs.KanoLab()
    gone.keep_in(workbook.open_book())
    assert gone.state["case"] != "own"
    assert "已经不在这里了" in gone.notice
    assert "都还记着" in gone.notice
    send(gone, frame())
    assert gone.state["case"] == "own"


def test_servqual_is_asked_for_its_scale_which_the_lab_then_has(book: Any) -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame({f"列{n}": rng.integers(1, 6, 12) for n in range(4)})
    table.iloc[0] = 5
    lab = labs.ServqualLab()
    lab.keep_in(workbook.open_book())
    send(lab, table)
    assert shown(lab)["ask_scale"] == "1-7"
    say(
        lab,
        列0=("expectation", "1"),
        列1=("perception", "1"),
        列2=("expectation", "2"),
        列3=("perception", "2"),
    )
    lab.message({"do": "set", "changes": {"ask_scale": "1-5"}})
    press(lab, "use")
    assert (lab.state["case"], lab.state["scale"]) == ("own", "1-5")
    read = lab.source.answers.groupby("item")["perception"].agg(list)
    assert [read[1], read[2]] == [table["列1"].tolist(), table["列3"].tolist()]
    lab.message({"do": "set", "changes": {"scale": "1-7"}})  # the lab's own control still has the last word
    assert lab.scale == (1, 7)
    lab.message({"do": "undo"})
    lab.message({"do": "undo"})
    assert lab.state["case"] == "healthcare"
    send(lab, table, "下一次.csv")  # the next file with these columns: no question
    assert (lab.state["upload"]["name"], lab.state["scale"]) == ("下一次.csv", "1-5")


def test_who_people_are_is_named_and_not_shown() -> None:
    table = frame().assign(
        来自IP=[f"10.0.0.{at}(北京-北京)" for at in range(12)], 姓名=[f"王{at}" for at in range(12)]
    )
    for lang in ("zh", "en"):
        with use_language(lang):  # type: ignore[arg-type]
            lab = labs.KanoLab()
            send(lab, table)
            seen = json.dumps(lab.view(), ensure_ascii=False)
            assert {row["column"] for row in shown(lab)["ask_columns"]} == {"编号", *"甲乙丙丁", "院区"}
            assert "10.0.0." not in seen
            assert "王1" not in seen
            assert "来自IP" in lab.view()["html"]
            assert "姓名" in lab.view()["html"]
    say(lab, **SIDES)
    mean(lab, **dict(zip(WORDS, [1, 2, 3, 4, 5], strict=True)))
    press(lab, "use")
    assert {"来自IP", "姓名"}.isdisjoint(lab.source.answers)


def test_seconds_needed_are_a_role_of_a_column() -> None:
    lab = labs.KanoLab()
    send(lab, frame().assign(所用时间=[f"{at + 30}秒" for at in range(12)], 秒数=range(40, 52)))
    guessed = {row["column"]: row["became"] for row in shown(lab)["ask_columns"]}
    assert guessed["所用时间"] == "duration"
    say(lab, **SIDES, 所用时间=("left out", ""), 秒数=("duration", ""))
    mean(lab, **dict(zip(WORDS, [1, 2, 3, 4, 5], strict=True)))
    press(lab, "use")
    per_person = lab.source.answers.drop_duplicates("respondent")
    assert per_person["duration"].tolist() == list(range(40, 52))
    assert "duration" not in lab.source.groups()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_with_the_same_columns_become_waves(tmp_path: Any, lang: Any) -> None:
    pages = {"三月": frame(12), "六月": frame(14), "说明": pd.DataFrame({"说明": ["一", "二"]})}
    pages["六月"].loc[0, "甲"] = "没想过"
    path = tmp_path / "两批.xlsx"
    with pd.ExcelWriter(path) as book_:
        for name, table in pages.items():
            table.to_excel(book_, sheet_name=name, index=False)
    with use_language(lang):
        lab = labs.KanoLab()
        lab.message({"do": "file", "name": "upload", "file": path.name}, path.read_bytes())
        (asked,) = [one for one in lab.frame()["controls"] if one["name"] == "ask_sheet"]
        assert [value for _, value in asked["options"]] == ["三月", "六月", "说明", "all"]
        lab.message({"do": "set", "changes": {"ask_sheet": "all"}})
        say(lab, **SIDES)
        assert "没想过" in [row["answer"] for row in shown(lab)["ask_answers"]]
        mean(lab, 没想过=3, **dict(zip(WORDS, [1, 2, 3, 4, 5], strict=True)))
        press(lab, "use")
        assert lab.state["case"] == "own"
        assert lab.source.answers.groupby("wave")["respondent"].nunique().to_dict() == {1: 12, 2: 14}
        again = labs.KanoLab(**lab.state)
        assert again.source.answers.equals(lab.source.answers)
        press(lab, "ask")  # looked at again: as it was decided
        assert shown(lab)["ask_sheet"] == "all"


def test_perceptions_alone_can_be_told() -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame({f"问题{chr(65 + at)}": rng.integers(1, 8, 12) for at in range(4)})
    lab = labs.ServqualLab()
    send(lab, table)
    say(lab, **{column: ("perception", str(at)) for at, column in enumerate(table, 5)})
    press(lab, "use")
    assert lab.state["view"] == "performance"
    read = lab.source.answers.set_index(["item", "respondent"])["perception"]
    assert read.loc[6].tolist() == table["问题B"].tolist()
    other = labs.DisconfirmationExplorer()
    send(other, table)
    say(other, **{column: ("perception", str(at)) for at, column in enumerate(table, 5)})
    assert "SERVQUAL" in other.view()["html"]
    press(other, "use")
    assert other.state["case"] != "own"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_former_result_is_called_what_it_is(lang: Any) -> None:
    good = pd.DataFrame({"叫号（有）": [1, 2, 1] * 5, "叫号（没有）": [5, 5, 3] * 5})
    with use_language(lang):
        lab = labs.KanoLab()
        lab.message({"do": "file", "name": "upload", "file": "坏.xlsx"}, b"PK\x03\x04")
        assert {"zh": "不是你的数据", "en": "not about your data"}[lang] in lab.view()["html"]
        send(lab, good, "我的三月.csv")
        assert "sgm-fold" not in lab.view()["html"].split("<details")[0]
        lab.message({"do": "file", "name": "upload", "file": "坏.xlsx"}, b"PK\x03\x04")
        html = lab.view()["html"]
        assert "我的三月.csv" in html
        assert {"zh": "不是你的数据", "en": "not about your data"}[lang] not in html


KANO_FILE = pd.DataFrame({"编号": [1, 2, 3], "叫号（有）": [1, 2, 1], "叫号（没有）": [5, 4, 5]})
SERVQUAL_FILE = pd.DataFrame(
    {"编号": [1, 2, 3], "E1": [7, 6, 7], "P1": [5, 5, 6], "E2": [7, 6, 7], "P2": [4, 5, 3]}
)


@pytest.mark.parametrize(
    ("lab", "file", "place"),
    [(labs.ServqualLab, KANO_FILE, "KANO 实验台"), (labs.KanoLab, SERVQUAL_FILE, "SERVQUAL 实验台")],
)
@pytest.mark.parametrize("sheets", [0, 1, 2])
def test_a_file_for_another_lab_is_sent_there_and_not_asked_about(
    lab: Any, file: pd.DataFrame, place: str, sheets: int
) -> None:
    made = lab()
    before = made.state
    if sheets:
        out = io.BytesIO()
        with pd.ExcelWriter(out) as book:
            for at in range(sheets):
                file.to_excel(book, sheet_name=f"第{at + 1}批", index=False)
        made.message({"do": "file", "name": "upload", "file": "问卷.xlsx"}, out.getvalue())
    else:
        send(made, file)
    frame = made.frame()
    assert place in frame["notice"]
    assert "没有全看懂" not in frame["notice"]
    assert all(not one["name"].startswith("ask_") for one in frame["controls"])
    assert made.state == before


def test_one_row_is_asked_about_where_its_questions_are_known() -> None:
    lab = labs.KanoLab()
    send(lab, pd.DataFrame({"How do you feel if the buses are clean?": ["Fine!!"],
                            "How do you feel if the buses are not clean?": ["Awful!!"]}))  # fmt: skip
    assert "ask_columns" in shown(lab)
    lab = labs.KanoLab()
    send(lab, pd.DataFrame({"a": [1], "b": [2]}))
    assert "ask_columns" not in shown(lab)


def test_how_important_each_thing_is_stays_with_it() -> None:
    own = ["爱死了", "烦人"]
    table = pd.DataFrame({
        f"{one}（{what}）": [cell] * 6
        for at, one in enumerate(("叫号", "导诊"))
        for what, cell in (("具备时", own[0]), ("缺失时", own[1]), ("重要性", 7 + at))
    })  # fmt: skip
    lab = labs.KanoLab()
    send(lab, table)
    mean(lab, 爱死了=1, 烦人=5)
    press(lab, "use")
    found = lab.source.read.table.groupby("feature", sort=False)["importance"].unique()
    assert found.map(list).to_dict() == {"叫号": [7], "导诊": [8]}


# Files as people have them, each of another make; what a lab on a log, on comments or on a Kano survey does with them.
ZERO_BASED = "编号,叫号（有）,叫号（没有）\n" + "".join(
    f"{who},{who % 5},{4 - who % 3}\n" for who in range(1, 31)
)
OWN: dict[str, bytes] = {
    "day_month.csv": b"date;value\n29.01.2026;1\n01.03.2026;2\n02.03.2026;3\n",
    "serials.csv": "日期,数值\n46027,12\n46028,13\n46029,11\n".encode(),
    "missing_week.csv": b"week,falls\n1,4\n2,6\n3,\n4,3\n",
    "zero_based.csv": ZERO_BASED.encode(),
    "latin1.csv": "id,réveil_functional,réveil_dysfunctional\n1,1,5\n2,2,4\n".encode("latin-1"),
    "two_rows.csv": b"Respondent ID,How do you feel?,\n,functional,dysfunctional\n11,I like it,I dislike it\n",
}
LOGS = {"day_month.csv": ["2026-01-29", "2026-03-01", "2026-03-02"],
        "serials.csv": ["2026-01-05", "2026-01-06", "2026-01-07"]}  # fmt: skip


@pytest.mark.parametrize("file", OWN)
@pytest.mark.parametrize("lab", ["EvaluationLab", "LiveMonitor", "FeedbackLab"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_log_or_comments_are_read_right_or_told_in_one_sentence(file: str, lab: str, lang: Any) -> None:
    with use_language(lang):
        made = getattr(labs, lab)()
        before = made.state
        made.message({"do": "file", "name": "upload", "file": file}, OWN[file])
        notice = made.frame()["notice"]
    if lab != "FeedbackLab" and file in LOGS:
        assert made.read.table["date"].dt.strftime("%Y-%m-%d").tolist() == LOGS[file]
        assert made.read.summary() == "读入 3 行，没有发现问题。"  # a log holds no answers
        return
    assert file in notice
    asked = {"zh": ("没有全看懂", "就这样读"), "en": ("not fully understood", "Read it like this")}
    if file == "two_rows.csv":  # one row is no list to ask about
        asked = {"zh": ("改名为", "补上一列"), "en": ("Call the column", "or add one")}
    assert all(word in notice for word in asked[lang])
    assert made.state == before


def test_codes_from_zero_are_asked_and_letters_of_western_europe_are_read() -> None:
    lab = labs.KanoLab()
    before = lab.state
    lab.message({"do": "file", "name": "upload", "file": "zero_based.csv"}, OWN["zero_based.csv"])
    assert "0–4" in lab.frame()["notice"]
    assert lab.state == before
    lab = labs.KanoLab()
    lab.message({"do": "file", "name": "upload", "file": "latin1.csv"}, OWN["latin1.csv"])
    assert lab.source.answers["feature"].unique().tolist() == ["réveil"]
    assert "Latin-1" in lab.source.read.summary()


def test_the_number_of_header_rows_can_be_told_and_is_kept(book: Any) -> None:
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    top, below = "编号,叫号,,导诊,", ",甲种,乙种,丙种,丁种"
    said = [",".join([str(n), *(WORDS[(n + at) % 5] for at in range(4))]) for n in range(1, 31)]
    content = "\n".join([top, below, *said]).encode()
    lab.message({"do": "file", "name": "upload", "file": "两行.csv"}, content)
    assert shown(lab)["ask_header"] == "2"
    assert "占了两行" in lab.frame()["notice"]
    lab.message({"do": "set", "changes": {"ask_header": "1"}})
    assert shown(lab)["ask_header"] == "2"  # cannot be read with one, which is said
    assert "第 2 行" in lab.frame()["notice"]
    lab.message({"do": "set", "changes": {"ask_header": "3"}})
    assert shown(lab)["ask_columns"][1]["column"].endswith(f"（{said[0].split(',')[1]}）")
    lab.message({"do": "set", "changes": {"ask_header": "2"}})
    names = ["叫号（甲种）", "叫号（乙种）", "导诊（丙种）", "导诊（丁种）"]
    say(lab, **dict(zip(names, SIDES.values(), strict=True)))
    mean(lab, **MEANS)
    press(lab, "use")
    assert lab.state["upload"]["how"]["header"] == 2
    assert lab.source.answers["functional"].tolist()[:3] == [2, 3, 4]
    lab.message({"do": "file", "name": "upload", "file": "下一批.csv"}, content)
    assert lab.state["upload"]["name"] == "下一批.csv"
    lab.do("ask")
    assert shown(lab)["ask_header"] == "2"


def test_codes_of_choices_come_with_their_order_as_a_guess_to_confirm() -> None:
    lab = labs.KanoLab()
    table = frame(40, [f"A{n}" for n in range(1, 6)]).rename(
        columns={"甲": "叫号（有）", "乙": "叫号（没有）", "丙": "导诊（有）", "丁": "导诊（没有）"}
    )
    send(lab, table)
    assert [row["means"] for row in shown(lab)["ask_answers"]] == [1, 2, 3, 4, 5]
    assert [row["answer"] for row in shown(lab)["ask_answers"]] == ["A1", "A2", "A3", "A4", "A5"]
    assert "A1–A5" in lab.view()["html"]
