"""The SERVQUAL lab: every view on cases and uploads, what it says, and the standard that comes of it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sgm_lab import cases, intake, labs, servqual, workbook
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.numbers import adding

CASES, VIEWS = cases.names(), list(labs.ServqualLab.views)


pytestmark = pytest.mark.usefixtures("book", "unwritten")


def said(lab: Any) -> str:
    return str(lab.sentence(lab.compute()))


def answers(people: int = 30, items: Any = range(1, 23), seed: int = 1, **columns: Any) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    home = servqual.INSTRUMENT.set_index("item")["dimension"]
    rows = [
        {"respondent": r, "item": i, "dimension": home[i], "expectation": int(rng.integers(5, 8)),
         "perception": int(rng.integers(3, 7)), **{k: v(r) if callable(v) else v for k, v in columns.items()}}
        for r in range(people) for i in items
    ]  # fmt: skip
    return pd.DataFrame(rows)


def upload(lab: Any, table: pd.DataFrame, name: str = "我的.csv") -> None:
    lab.message({"do": "file", "name": "upload", "file": name}, table.to_csv(index=False).encode())


# ---- every view on every case ----


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_sentence_and_tables_in_both_languages(case: str, view: str) -> None:
    lab = labs.ServqualLab(case=case, view=view)
    zh = said(lab)
    page = lab.body(phone=True)
    assert "模拟数据" in page or view == "model"
    assert 'role="alert"' not in page
    assert "sgm-table" in page or view == "standard"
    assert "sgm-figure" in page
    with use_language("en"):
        assert said(lab) != zh
    for control in lab.controls():
        assert lab.w(control.name)
    assert lab.export("xlsx").content[:2] == b"PK"


def test_the_gaps_sentence_names_the_worst_and_whether_the_order_stands() -> None:
    lab = labs.ServqualLab(case="healthcare")
    table = servqual.gaps(cases.load("healthcare").servqual.query("wave == 2"))
    worst = table["gap"].idxmin()
    assert worst == "reliability"
    row = table.loc[worst]
    expectation, perception, gap = adding(row["expectation"], row["perception"])
    assert f"期望 {expectation} 分，感受 {perception} 分，差 {gap} 分" in said(lab)
    assert "不重叠" in said(lab)
    lab.set(case="education")
    assert "移情性" in said(lab)
    lab.set(level="item")
    assert "（第 19 题）" in said(lab)
    assert "区间有重叠" in said(lab)
    lab.set(dimension="tangibles")
    found = lab.compute().table
    assert sorted(found.index) == [1, 2, 3, 4]
    own = table["p_holm"]
    assert (found["p_holm"] >= found["p"]).all()
    assert len(own) == 5


def test_segments_are_compared_with_the_others_and_held_back_where_it_may_be_chance() -> None:
    lab = labs.ServqualLab(case="healthcare", view="groups")
    assert "站得住" in said(lab)
    assert "先别急着" in said(lab)
    found = lab.compute()
    assert len(found.table) == 15
    assert set(found.detail.columns) >= {"change", "p_holm"}
    lab.set(split="visit_type")
    assert len(lab.compute().detail) == 5  # two groups: the second says the same


@pytest.mark.parametrize(("shift", "words"), [(-2, "比其他人多差"), (2, "比其他人少差")])
def test_a_group_that_is_worse_off_is_named(shift: int, words: str) -> None:
    table = answers(120, 门店=lambda r: "东西南"[r % 3])
    east = table["门店"] == "东"
    table.loc[east, "perception"] = (table.loc[east, "perception"] + shift).clip(1, 7)
    lab = labs.ServqualLab(data=table, view="groups")
    text = said(lab)
    assert "东" in text
    assert words in text


def test_files_without_segments_or_waves_say_what_to_add() -> None:
    lab = labs.ServqualLab(data=answers())
    for view, word in (("groups", "加一列"), ("waves", "批次")):
        lab.set(view=view)
        page = lab.view()["html"]
        assert 'role="alert"' in page
        assert word in page
    assert "wave" not in [c.name for c in lab.controls()]
    assert "split" not in [c.name for c in lab.controls()]


def test_one_group_alone_is_nothing_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    table = answers(12, 门店=lambda r: "东西"[r % 2])
    table.loc[table["门店"] == "西", "perception"] = np.nan
    assert "没有可以比的" in said(labs.ServqualLab(data=table, view="groups"))


def test_waves_say_what_truly_changed() -> None:
    lab = labs.ServqualLab(case="healthcare", view="waves")
    text = said(lab)
    assert "移情性、响应性" in text
    assert "其余 3 项" in text
    flat = pd.concat([answers(40, seed=1, wave=1), answers(40, seed=2, wave=2)])
    assert "没有一项" in said(labs.ServqualLab(data=flat, view="waves"))
    worse = flat.assign(perception=np.where(flat["wave"] == 2, 1, flat["perception"]))
    assert "变差" in said(labs.ServqualLab(data=worse, view="waves"))


def test_three_waves_can_be_chosen_from() -> None:
    table = pd.concat([answers(30, seed=n, wave=n) for n in (1, 2, 3)])
    lab = labs.ServqualLab(data=table, view="waves")
    assert {"before", "wave"} <= {c.name for c in lab.controls()}
    lab.set(before=1, wave=3)
    assert lab.compute().table.attrs["waves"] == (1, 3)
    lab.set(before=3)  # the same wave twice gives way to another
    assert lab.compute().table.attrs["waves"] == (1, 3)


def test_points_keep_their_sum_and_may_change_the_order() -> None:
    lab = labs.ServqualLab(case="healthcare", view="weights")
    assert "先后次序没有变" in said(lab)
    lab.message({"do": "points", "name": "weights", "option": "reliability", "value": 0})
    assert sum(lab.state["weights"].values()) == 100
    assert "该先做的变了：只看差距是可靠性" in said(lab)
    lab.set(
        weights={"tangibles": 10, "reliability": 30, "responsiveness": 10, "assurance": 10, "empathy": 40}
    )
    assert "第一位没有变" in said(lab)
    score = lab.compute().score
    table = lab.compute().table
    assert score.weighted.value == pytest.approx(float((table["points"] / 100 * table["gap"]).sum()))
    assert "除以维度数 5" in lab.view()["html"]
    lab.set(importance="points", view="ipa")
    assert "你分的 100 分" in said(lab)
    with pytest.raises(ArgumentError):
        lab.set(weights={"tangibles": 100})


def test_importance_says_where_it_comes_from() -> None:
    lab = labs.ServqualLab(case="healthcare", view="ipa")
    texts = {}
    for kind in ("expectation", "derived"):
        lab.set(importance=kind)
        texts[kind] = said(lab)
        lab.set(level="item")
        assert len(lab.compute().table) == 22
        lab.set(level="dimension")
    assert "期望分" in texts["expectation"]
    assert "推算" in texts["derived"]
    lab.set(importance="points")
    assert "分不出先后" in said(lab)
    lab.set(importance="expectation", cross="scale")
    assert "优先改进" in said(lab)  # everything is expected highly and perceived above the middle
    lab.set(importance="points")
    assert lab.state["cross"] == "mean"  # points have no scale to be in the middle of


def test_perception_alone_may_point_elsewhere() -> None:
    lab = labs.ServqualLab(case="healthcare", view="performance")
    assert "两种看法一致" in said(lab)
    table = answers(40)
    low = table["dimension"] == "tangibles"
    table.loc[low, ["expectation", "perception"]] = [3, 2]
    table.loc[table["dimension"] == "empathy", ["expectation", "perception"]] = [7, 3]
    assert "第一位却是“移情性”" in said(labs.ServqualLab(data=table, view="performance"))


def test_the_zone_is_an_assumption_until_somebody_asks() -> None:
    lab = labs.ServqualLab(case="healthcare", view="zone")
    assert said(lab).startswith("假设每个人能接受比自己的期望低 1.0 分")
    assert "可靠性" in said(lab)
    assert "不是调查结果" in lab.view()["html"]
    lab.set(tolerance=3)
    assert "没有一项低于最低要求" in said(lab)
    table = answers(40).assign(adequate=5)
    table["perception"] = np.where(table["dimension"] == "empathy", 7, 4)
    table["expectation"] = 6
    own = labs.ServqualLab(data=table, view="zone")
    assert "tolerance" not in [c.name for c in own.controls()]
    assert not said(own).startswith("假设")
    assert "移情性超过了理想水平" in said(own)


def test_the_adequate_level_is_read_from_wide_and_long_files() -> None:
    wide = pd.DataFrame(
        {"E5": [7, 6], "P5": [5, 6], "A5": [5, 9], "E6": [7, 6], "P6": [5, 4], "A": ["x", "y"]}
    )
    read = intake.read_servqual(wide)
    assert read.table["adequate"].tolist()[0] == 5
    assert read.problems["column"].tolist() == ["A5"]
    assert read.table["A"].tolist() == ["x", "x", "y"]
    long = pd.DataFrame(
        {"编号": [1, 2], "题号": [5, 5], "期望": [7, 6], "感受": [5, 6], "可接受水平": ["5分", ""]}
    )
    assert intake.read_servqual(long).table["adequate"].tolist()[0] == 5


def test_reliability_has_a_plain_verdict_and_looks_into_one_dimension() -> None:
    lab = labs.ServqualLab(case="education", view="reliability")
    assert "5 个维度里有 5 个" in said(lab)
    lab.set(dimension="reliability")
    assert "去掉哪一题都不会更好" in said(lab)
    assert len(lab.compute().detail) == 5
    lab.set(side="gap")
    assert lab.compute().table["alpha"].notna().all()
    noise = answers(60)
    level = noise["respondent"] % 4 + 3
    noise["perception"] = np.where(noise["item"] == 9, noise["perception"], level)
    own = labs.ServqualLab(data=noise, view="reliability", dimension="reliability")
    assert "第 9 题" in said(own)
    assert "不要为了数字好看就删" in said(own)
    single = labs.ServqualLab(data=answers(10, items=[5, 10]), view="reliability", dimension="reliability")
    assert "一个 α 也算不出来" in said(single)
    assert single.figure(single.compute()) is None
    assert "至少要 2 道" in single.view()["html"]


@pytest.mark.parametrize("gap", [1, 2, 3, 4, 5])
def test_each_of_the_five_gaps_speaks_from_the_data(gap: int) -> None:
    texts = set()
    for case in CASES:
        lab = labs.ServqualLab(case=case, view="model", gap=gap)
        texts.add(said(lab))
        assert lab.w(f"model_ask_{gap}") in lab.view()["html"]
    own = labs.ServqualLab(data=answers(), view="model", gap=gap)
    texts.add(said(own))
    assert len(texts) == 4


# ---- the standard ----


def test_a_standard_is_written_reviewed_and_kept() -> None:
    lab = labs.ServqualLab(case="healthcare", view="standard")
    lab.keep_in(workbook.open_book())
    assert lab.state["item"] == 5  # the largest gap
    assert "从差距 −1.80 的" in said(lab)
    lab.message({"do": "act", "name": "keep"})
    assert "还没有写“做什么”" in lab.notice
    lab.set(behaviour="按预约时段叫号<b>")
    assert "还缺：用什么量、做到多少、谁来做、谁查、多久查一次" in said(lab)
    assert "&lt;b&gt;" in lab.view()["html"]
    lab.do("example")
    assert "没有缺的" in said(lab) or "还缺：有期限" in said(lab)
    lab.set(due="2026-09-30")
    review = lab.compute().review
    assert review.criteria["time_bound"].verdict == "met"
    assert lab.compute().text.startswith("2026年9月30日前，门诊导诊台")
    lab.do("keep")
    lab.do("keep")
    assert len(lab.state["standards"]) == 1
    again = labs.ServqualLab()
    again.keep_in(workbook.open_book())
    assert again.state["standards"] == lab.state["standards"]
    assert "记下的标准" in again.view()["html"]
    lab.undo()
    assert lab.state["standards"] == []


def test_a_slogan_as_standard_is_told_what_it_lacks() -> None:
    lab = labs.ServqualLab(
        view="standard", behaviour="提高服务质量", measure="满意", target="更好", who="大家", check="领导"
    )
    assert "还缺：" in said(lab)
    assert "五样都写了" in said(lab)


def test_not_more_standards_than_anyone_remembers() -> None:
    kept = [{"name": str(n), "text": f"标准{n}", "check": ""} for n in range(30)]
    lab = labs.ServqualLab(view="standard", behaviour="叫号", standards=[*kept, "junk"])
    assert len(lab.state["standards"]) == 20
    lab.do("keep")
    assert "20 条" in lab.notice


def test_an_example_fits_ones_own_file_too() -> None:
    lab = labs.ServqualLab(data=answers(), view="standard")
    lab.do("example")
    assert lab.state["who"] == "服务窗口"


# ---- uploads ----


def test_an_upload_on_another_scale_is_read_again() -> None:
    lab = labs.ServqualLab()
    table = answers(40)
    table[["expectation", "perception"]] = table[["expectation", "perception"]].clip(upper=5)
    upload(lab, table)
    assert lab.notice == ""
    assert "1–5 分" in lab.view()["html"]  # the note: it may be a shorter scale
    assert lab.state["scale"] == "1-7"
    lab.set(scale="1-5")
    assert "看来用的不是" not in lab.view()["html"]
    upload(lab, table)
    assert lab.scale == (1, 5)
    lab.set(case="healthcare")
    assert lab.scale == (1, 7)
    ten = answers(40).assign(expectation=10, perception=9)
    upload(lab, ten)
    assert "没有全看懂" in lab.view()["notice"]  # tens are no answers from 1 to 5: it is asked what they are
    assert lab.state["case"] == "healthcare"
    lab.message({"do": "act", "name": "leave"})
    lab.set(case="own")
    assert "scale" in [c.name for c in lab.controls()]


def test_tiny_uploads_do_not_claim_anything() -> None:
    one = labs.ServqualLab(data=answers(1))
    assert "还不能下结论" in said(one)
    for view in VIEWS:
        one.set(view=view)
        assert one.view()["html"]
    few = answers(3, items=[5, 10]).assign(expectation=[5, 6, 6, 5, 5, 6], perception=[5, 5, 4, 6, 6, 4])
    assert "区间里有 0" in said(labs.ServqualLab(data=few))
    happy = answers(10).assign(expectation=4, perception=6)
    assert "感受都不低于期望" in said(labs.ServqualLab(data=happy))
    silent = answers(10)
    silent.loc[silent["respondent"] > 0, "perception"] = np.nan
    silent.loc[silent["item"] > 1, "perception"] = np.nan
    lab = labs.ServqualLab(data=silent, segment="all")
    for view in VIEWS:
        lab.set(view=view)
        assert "sgm-said" in lab.view()["html"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.docx", b"x"),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.csv", b"E1,P1\n,\n"),
    ],
)
def test_broken_uploads_change_nothing(name: str, content: bytes) -> None:
    lab = labs.ServqualLab()
    before = dict(lab.state)
    lab.message({"do": "file", "name": "upload", "file": name}, content)
    assert lab.notice
    assert lab.state == before


def test_a_short_questionnaire_shares_the_points_among_what_it_asks() -> None:
    lab = labs.ServqualLab(data=answers(20, items=[5, 6, 10, 11]), view="weights")
    assert lab.state["weights"] == {"reliability": 50, "responsiveness": 50}
    assert "可靠性" in said(lab)


def test_large_answers_are_tallied_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another view of the same people never goes back to the raw rows."""
    lab = labs.ServqualLab(data=answers(200))
    calls: list[int] = []
    real = servqual.gaps
    monkeypatch.setattr(servqual, "gaps", lambda *a, **k: calls.append(1) or real(*a, **k))
    said(lab)
    for view in ("performance", "weights", "gaps"):
        lab.set(view=view)
        lab.view()
    assert len(calls) == 1


def test_exported_tables_speak_the_language() -> None:
    book = openpyxl.load_workbook(io.BytesIO(labs.ServqualLab().export("xlsx").content))
    sheet = book["数据"]
    assert [cell.value for cell in sheet[1]][:4] == ["维度", "人数", "期望", "感受"]
    assert sheet["A2"].value == "可靠性"


# ---- methods that came with it ----


def test_contrasts_agree_with_the_comparison_on_raw_rows() -> None:
    table = cases.load("education").servqual.query("wave == 2")
    found = servqual.contrasts(servqual.gaps(table, by="learner_type"))
    for group in ("student", "employed", "jobseeker"):
        own = table.assign(_own=(table["learner_type"] == group).astype(int)).drop(columns="wave")
        direct = servqual.compare(own, wave="_own", paired=False)
        mine = found.xs(group, level=1)
        assert np.allclose(mine["change"], direct["change"].reindex(mine.index))
        assert np.allclose(mine["ci_low"], direct["ci_low"].reindex(mine.index))
        assert np.allclose(mine["p"], direct["p"].reindex(mine.index))
    with pytest.raises(ArgumentError):
        servqual.contrasts(servqual.gaps(table))


def test_contrasts_of_one_group_are_empty() -> None:
    table = servqual.gaps(answers(10, g="x"), by="g")
    assert servqual.contrasts(table).empty


def test_respondents_are_whole_people() -> None:
    table = answers(10)
    found = servqual.respondents(table)
    by_hand = (
        table[table["respondent"] == 3].groupby("dimension")[["expectation", "perception"]].mean().mean()
    )
    assert found.loc[3, "expectation"] == pytest.approx(by_hand["expectation"])
    table.loc[(table["respondent"] == 3) & (table["dimension"] == "empathy"), "perception"] = np.nan
    assert 3 not in servqual.respondents(table).index
    assert 3 in servqual.respondents(table, ["reliability"]).index
    assert servqual.respondents(table.assign(g="a"), by="g")["g"].unique().tolist() == ["a"]
    with pytest.raises(ArgumentError):
        servqual.respondents(table, ["speed"])
    with pytest.raises(DataError):
        servqual.respondents(table.drop(columns="item"))


def test_derived_importance_never_correlates_with_itself() -> None:
    table = answers(400)
    assert servqual.derived_importance(table).abs().max() < 0.15  # independent answers
    together = table.assign(perception=table["respondent"] % 5 + 1)
    assert np.allclose(servqual.derived_importance(together, level="item"), 1)
    assert servqual.derived_importance(table.assign(perception=4)).isna().all()
