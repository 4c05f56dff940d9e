"""Culture self-assessment: scores by hand, what cannot be read, and the lab."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from scipy import stats

from sgm_lab import _privacy, culture, i18n, labs, workbook
from sgm_lab.culture import AREAS, STATEMENTS
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs import uploads

NAMES = list(STATEMENTS)


pytestmark = pytest.mark.usefixtures("book", "unwritten")


def person(role: str | None = None, **areas: float) -> dict[str, Any]:
    """Somebody whose score is the same in every statement of an area, ticked as the statement asks for."""
    return {"role": role} | {
        name: 6 - areas[one.area] if one.reverse else areas[one.area] for name, one in STATEMENTS.items()
    }


def team(*people: tuple[str | None, int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame([person(role, **dict(zip(AREAS, scores, strict=True))) for role, *scores in people])


LEADERS = [("leader", 5, 4, 4, 5), ("leader", 5, 4, 3, 4), ("leader", 4, 4, 4, 5)]
FRONT = [("front", 3, 3, 4, 2), ("front", 4, 3, 3, 1), ("front", 3, 4, 4, 2), ("front", 4, 3, 3, 2)]


def csv(table: pd.DataFrame, name: str = "答卷.csv") -> tuple[str, bytes]:
    made = table.copy()
    made.columns = culture.heads()
    return name, made.to_csv(index=False).encode("utf-8-sig")


# ---- statements ----


def test_each_area_has_two_statements_each_way_and_words_of_its_own() -> None:
    for area in AREAS:
        assert sorted(one.reverse for one in STATEMENTS.values() if one.area == area) == [
            False,
            False,
            True,
            True,
        ]
    for lang in i18n.LANGUAGES:
        with use_language(lang):
            texts = [culture.text(name) for name in NAMES]
            assert len(set(texts)) == 16
            assert len(culture.heads()) == 17


# ---- scores ----


def test_scores_are_means_of_turned_answers() -> None:
    found = culture.score(team(*LEADERS, *FRONT))
    assert found.areas["mean"].tolist() == pytest.approx([4.0, 25 / 7, 25 / 7, 3.0])
    assert (found.n, found.flat, found.short) == (7, 0, 0)
    safety = [5, 4, 5, 2, 1, 2, 2]
    half = stats.t.ppf(0.975, 6) * stats.sem(safety)
    assert found.areas.loc["safety", "ci_high"] == pytest.approx(3 + half)
    assert found.areas.loc["safety", "sd"] == pytest.approx(np.std(safety, ddof=1))
    assert found.areas["spread"].to_dict() == {
        "values": "mixed", "service": "agreed", "skills": "agreed", "safety": "divided"
    }  # fmt: skip
    assert found.statements.loc["q4", "mean"] == pytest.approx(3.0)  # reverse: turned
    assert found.statements.loc["q4", "low"] == pytest.approx(4 / 7)
    assert found.statements["mean"].is_monotonic_increasing


def test_leaders_and_the_front_line_are_compared_with_welch_intervals() -> None:
    roles = culture.score(team(*LEADERS, *FRONT), fewest=3).roles
    leaders, front = [5, 4, 5], [2, 1, 2, 2]
    made = stats.ttest_ind(leaders, front, equal_var=False).confidence_interval(1 - 0.05 / 4)
    row = roles.loc["safety"]
    assert row["gap"] == pytest.approx(np.mean(leaders) - np.mean(front))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((made.low, made.high))
    assert row["differs"]
    assert not roles.loc["skills", "differs"]
    few = culture.score(team(*LEADERS[:2], *FRONT), fewest=3).roles
    assert few[["leader", "leader_low", "gap", "ci_low"]].isna().all(axis=None)
    assert few["front"].isna().all()  # the whole without the front line would be the two leaders
    assert few["leader_n"].tolist() == [2] * 4
    assert not few["differs"].any()


def test_the_first_area_is_the_lowest_unless_speaking_up_is_level_with_it() -> None:
    clear = culture.score(team(*[(None, 5, 4, 2, 4)] * 3, *[(None, 4, 4, 2, 5)] * 3))
    assert (clear.first, clear.lowest, clear.rivals) == ("skills", "skills", [])
    level = culture.score(
        team((None, 5, 4, 2, 3), (None, 5, 4, 3, 2), (None, 5, 4, 2, 3), (None, 5, 4, 2, 2))
    )
    assert (level.first, level.lowest, level.rivals) == ("safety", "skills", ["safety"])
    other = culture.score(
        team((None, 5, 2, 3, 5), (None, 5, 3, 2, 5), (None, 5, 2, 2, 5), (None, 5, 2, 3, 5))
    )
    assert (other.first, other.rivals) == ("service", ["skills"])
    alone = culture.score(team((None, 4, 3, 3, 5)))
    assert (alone.first, alone.rivals) == ("service", ["skills"])
    assert alone.areas["ci_low"].isna().all()
    assert alone.areas["spread"].eq("").all()


def test_intervals_end_where_the_scale_does() -> None:
    found = culture.score(team((None, 5, 5, 5, 1), (None, 4, 5, 5, 2)))
    assert found.areas["ci_high"].max() == 5
    assert found.areas["ci_low"].min() == 1


def test_who_ticks_one_answer_all_the_way_is_left_out_unless_everybody_does() -> None:
    flat = pd.DataFrame([{"role": "front"} | dict.fromkeys(NAMES, 5)])
    mixed = pd.concat([team(*FRONT), flat])
    found, kept = culture.score(mixed), culture.score(mixed, keep_flat=True)
    assert (found.n, found.flat, kept.n, kept.flat) == (4, 1, 5, 1)
    assert kept.areas.loc["values", "mean"] == pytest.approx(
        (14 + 3) / 5
    )  # agreeing with all ends in the middle
    assert culture.score(flat).n == 1


def test_what_was_not_answered_does_not_count() -> None:
    half = team(*FRONT).astype({name: float for name in NAMES})
    safety = [name for name, one in STATEMENTS.items() if one.area == "safety"]
    half.loc[0, safety[:3]] = np.nan  # one of four is too little
    half.loc[1, safety[:2]] = np.nan
    half.loc[3, NAMES] = np.nan
    found = culture.score(half)
    assert found.areas["n"].to_dict() == {"values": 3, "service": 3, "skills": 3, "safety": 2}
    assert (found.n, found.short) == (3, 1)
    half[safety] = np.nan
    rest = culture.score(half)
    assert np.isnan(rest.areas.loc["safety", "mean"])
    assert np.isnan(rest.statements.loc["q4", "low"])
    half[NAMES] = np.nan
    with pytest.raises(DataError, match="至少要答两条"):
        culture.score(half)


# ---- reading ----


def test_a_table_comes_back_whatever_its_headings_and_answers_look_like() -> None:
    want = team(*LEADERS, *FRONT)
    read = culture.read_answers(csv(want.replace({"leader": "主管", "front": "一线"})))
    assert read.table[NAMES].equals(want[NAMES].astype(float))
    assert read.table["role"].tolist() == want["role"].tolist()
    assert read.summary() == "读入7人的回答，都计入了。"
    assert read.problems.empty
    words = {1: "完全不同意", 2: "不太同意", 3: "说不准", 4: "Agree", 5: " 完全同意 "}
    spelt = want[NAMES].replace(words)
    spelt.columns = [f"第{name[1:]}题" for name in NAMES]
    spelt["部门"] = "一科"
    again = culture.read_answers(spelt)
    assert again.table[NAMES].equals(want[NAMES].astype(float))
    assert again.table["role"].isna().all()
    assert "没有“角色”一列" in again.notes[0]
    with use_language("en"):
        assert culture.read_answers(csv(want)).rows_left_out == 0


def test_every_cell_that_cannot_be_used_is_listed() -> None:
    table = team(*FRONT).astype(object)
    table.loc[1, "q3"] = "还行"
    table.loc[2, "q4"] = 7
    table.loc[3, "q5"] = None
    table.loc[0, "role"] = "院长助理"
    read = culture.read_answers(csv(table))
    assert read.problems["row"].tolist() == [2, 3, 4]
    assert read.problems["value"].tolist() == ["院长助理", "还行", "7"]
    assert read.rows_left_out == 3
    assert "3格没有计入" in read.summary()
    assert np.isnan(read.table.loc[3, "q5"])
    assert read.table.loc[0, "role"] is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.drop(columns=["q3", "q7"]), "第3、7条"),
        (lambda table: table.assign(**{"3、再问一遍": 1}), "q3.*3、再问一遍"),
        (lambda table: table.assign(**dict.fromkeys(NAMES, "好")), "没有一个能用"),
        (lambda table: table.iloc[:0], "没有"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(change: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        culture.read_answers(change(team(*FRONT)))


# ---- the lab ----


def test_the_widest_gap_is_one_that_is_there() -> None:
    """Three leaders of three opinions make the wider gap, and an uncertain one."""
    people = [
        ("leader", 4, 4, 5, 1),
        ("leader", 4, 4, 5, 5),
        ("leader", 4, 4, 5, 5),
        *[("front", 4, 4, 4, 2)] * 3,
    ]
    found = culture.score(team(*people, ("front", 4, 4, 4, 1), ("front", 4, 4, 3, 2)), fewest=3)
    assert found.roles["gap"].abs().idxmax() == "safety"
    assert found.widest == "skills"
    assert culture.score(team(*[("leader", 4, 4, 2, 4), ("front", 4, 5, 2, 4)] * 4), fewest=3).widest is None
    assert culture.score(team((None, 4, 3, 3, 5))).widest is None


def change(lab: labs.CultureCheck, **changes: Any) -> str:
    lab.message({"do": "set", "changes": changes})
    return str(lab.view()["html"])


def upload(lab: labs.CultureCheck, name: str, content: bytes) -> str:
    lab.message({"do": "file", "name": "upload", "file": name}, content)
    return str(lab.view()["html"])


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("view", ["areas", "roles", "statements"])
def test_every_view_draws_and_says_that_the_team_is_simulated(view: str, lang: Any) -> None:
    with use_language(lang):
        page = labs.CultureCheck(view=view).static()
    assert 'role="alert"' not in page
    assert ("模拟数据" if lang == "zh" else "simulated data") in page.split("<img")[1].split(">")[0]


def test_the_sentence_follows_the_numbers() -> None:
    lab = labs.CultureCheck()
    assert "17人里，敢说实话最低" in lab.sentence(lab.compute())
    assert "管理者4.4分，一线2.6分" in lab.sentence(lab.compute())
    assert "先听一线讲" in lab.view()["html"]
    assert "有1人从头到尾选同一个，没有算进去" in lab.view()["html"]
    page = change(lab, flat="in")
    assert "18人里" in page
    assert "现在算在里面" in page


def test_ones_own_answers_begin_with_an_invitation_and_stand_beside_the_team() -> None:
    lab = labs.CultureCheck(team="me")
    assert "已答0句，共16句" in lab.view()["html"]
    assert [one["name"] for one in lab.view()["controls"]] == ["team", "upload", "view", "mine"]
    assert lab.export("xlsx").content[:2] == b"PK"
    lab.message({"do": "export", "kind": "png"})
    assert lab.notice == i18n.t("labs.no_figure")
    scores = person(values=4, service=3, skills=5, safety=4)
    rows = [row | {"answer": scores[name]} for row, name in zip(lab.state["mine"], NAMES, strict=True)]
    some = [row if at < 5 else row | {"answer": ""} for at, row in enumerate(rows)]
    assert "已答5句" in change(lab, mine=some)
    page = change(lab, mine=rows)
    assert "你给服务意识的分最低，3.0分" in page
    assert "管理者" not in page.split("<details")[0]
    assert 'role="alert"' not in change(lab, view="statements")
    page = change(lab, team="example")
    assert lab.compute().areas["mine"].tolist() == [4, 3, 5, 4]
    page = change(lab, view="areas")
    assert '<td data-head="你自己">5.0</td>' in page
    lab.message({"do": "undo"})
    with use_language("en"):
        lab.settle()
        assert lab.state["mine"][0]["statement"].startswith("1. Before anything")
        assert lab.state["mine"][0]["answer"] == rows[0]["answer"]


def test_a_team_of_ones_own_is_kept_and_comes_back() -> None:
    lab = labs.CultureCheck()
    lab.keep_in(workbook.open_book())
    table = team(*LEADERS, *FRONT)
    table.loc[0, "role"] = "<b>x</b>"
    page = upload(lab, *csv(table))
    assert lab.notice == ""
    assert "7人里" in page
    assert "&lt;b&gt;x" in page
    assert "模拟数据" not in page
    assert "不足5人" in page  # two leaders are left
    page = change(lab, view="roles")
    assert "所以两种角色都不画" in page
    again = labs.CultureCheck()
    uploads._memory.clear()
    again.keep_in(workbook.open_book())
    assert again.state == lab.state
    assert again.compute().areas.equals(lab.compute().areas)
    uploads._memory.clear()
    (Path(str(workbook.open_book().path)).parent / "uploads" / lab.state["upload"]["file"]).unlink()
    gone = labs.CultureCheck()
    gone.keep_in(workbook.open_book())
    assert gone.state["team"] == "example"
    assert "答卷.csv" in gone.notice
    change(lab, upload=None)
    assert lab.state["team"] == "example"


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([*LEADERS, *FRONT], "敢说实话上两边看法差得最大"),
        ([("leader", 4, 4, 2, 4), ("front", 4, 5, 2, 4)] * 4, "管理者和一线的差别都在误差之内"),
        ([(None, 5, 4, 2, 3), (None, 5, 4, 3, 2), (None, 5, 4, 2, 3), (None, 5, 4, 2, 2)], "先做敢说实话：不敢说"),
        ([(None, 5, 2, 3, 5), (None, 5, 3, 2, 5), (None, 5, 2, 2, 5), (None, 5, 2, 3, 5)], "技能与授权与它分不出"),
        ([(None, 5, 5, 5, 4), (None, 5, 4, 5, 4)], "四项都不低，先问一句"),
        # The widest gap is too uncertain to be one: three leaders of three opinions.
        ([("leader", 4, 4, 5, 1), ("leader", 4, 4, 5, 5), ("leader", 4, 4, 5, 5), *[("front", 4, 4, 4, 2)] * 3,
          ("front", 4, 4, 4, 1), ("front", 4, 4, 3, 2)], "技能与授权上两边看法差得最大"),
    ],
)  # fmt: skip
def test_each_kind_of_team_is_told_what_it_shows(
    people: list[Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_privacy, "TEAM", 2)
    monkeypatch.setattr(
        "sgm_lab.culture._score.score.__kwdefaults__", {"keep_flat": False, "fewest": 2}
    )  # the words are looked at, in teams that fit into a line
    lab = labs.CultureCheck()
    page = upload(lab, *csv(team(*people)))
    assert words in page, lab.sentence(lab.compute())
    assert 'role="alert"' not in page


def test_without_roles_there_is_nothing_to_draw_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_privacy, "TEAM", 2)  # the words are looked at, in teams that fit into a line
    monkeypatch.setattr("sgm_lab.culture._score.score.__kwdefaults__", {"keep_flat": False, "fewest": 2})
    lab = labs.CultureCheck(view="roles")
    page = upload(lab, *csv(team((None, 4, 3, 3, 5), (None, 4, 3, 2, 5))))
    assert "所以两种角色都不画" in page
    assert "<img" not in page
    lab.message({"do": "export", "kind": "png"})
    assert lab.notice


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.xlsx", b"PK\x03\x04 broken"), ("a.docx", b"x"), ("a.csv", b"a,b\n1,2\n"),
     ("a.csv", b"\xff\xfe\x00")],
)  # fmt: skip
def test_a_broken_upload_is_one_sentence_and_changes_nothing(name: str, content: bytes) -> None:
    lab = labs.CultureCheck()
    before = dict(lab.state)
    upload(lab, name, content)
    assert lab.notice
    assert "Traceback" not in lab.notice
    assert lab.state == before


def test_the_template_holds_a_sheet_to_fill_in_and_a_questionnaire() -> None:
    lab = labs.CultureCheck()
    made = lab.message({"do": "act", "name": "template"})
    assert made is not None
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["答卷", "问卷"]
    assert any("我同意参加" in str(row[0].value) for row in book["问卷"].iter_rows())
    upload(lab, "空.xlsx", made.content)
    assert "空.xlsx" in lab.notice
    for row in team(*FRONT, *FRONT).replace({"front": "一线"}).itertuples(index=False):
        book["答卷"].append(list(row))
    out = io.BytesIO()
    book.save(out)
    upload(lab, "填好.xlsx", out.getvalue())
    assert lab.notice == ""
    assert lab.compute().found.n == 8


def test_what_is_taken_along_is_in_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(labs.CultureCheck().export("xlsx").content))
    assert book["四项"]["A5"].value == "敢说实话"
    assert book["两种角色"]["A1"].value == "项"
    heads = [cell.value for name in ("四项", "两种角色", "逐句") for cell in book[name][1]]
    assert not [head for head in heads if head.isascii()]


def test_a_hundred_thousand_people_are_scored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    many = pd.DataFrame(np.tile(team(*LEADERS, *FRONT).to_numpy(), (14_286, 1)), columns=["role", *NAMES])
    scored, score = [], culture.score
    lab = labs.CultureCheck()
    read = culture.read_answers(many)
    kept = uploads.keep(None, "大.csv", b"x")
    lab._read = {kept["file"]: read}
    lab.set(upload=kept, team="own")
    monkeypatch.setattr(culture, "score", lambda rows, **how: scored.append(len(rows)) or score(rows, **how))
    assert lab.compute().found.n == 100_002
    for view in ("roles", "statements", "areas"):
        lab.set(view=view)
        assert lab.view()["html"]
    assert [rows for rows in scored if rows > 1] == [100_002]  # and oneself; how long it takes: bench_labs
