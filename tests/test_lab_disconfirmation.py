"""The disconfirmation explorer and its methods: the model, the answers, the groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sgm_lab import cases, labs, satisfaction, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

CASES = cases.names()


pytestmark = pytest.mark.usefixtures("book", "unwritten")


def said(lab: Any) -> str:
    return str(lab.sentence(lab.compute()))


def survey(people: int = 80, seed: int = 3, **columns: Any) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    home = servqual.INSTRUMENT.set_index("item")["dimension"]
    level, met = rng.integers(4, 8, people), rng.integers(2, 8, people)
    return pd.DataFrame([
        {"respondent": r, "item": i, "dimension": home[i], "expectation": int(level[r]), "perception": int(met[r]),
         **{name: make(r, int(level[r]), int(met[r])) for name, make in columns.items()}}
        for r in range(people) for i in range(1, 23)
    ])  # fmt: skip


# ---- the lab ----


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("view", ["model", "answers", "groups"])
def test_each_view_speaks_on_each_case(case: str, view: str) -> None:
    lab = labs.DisconfirmationExplorer(case=case, view=view)
    zh, page = said(lab), lab.body(phone=True)
    assert "模拟数据" in page
    assert 'role="alert"' not in page
    with use_language("en"):
        assert said(lab) != zh
    assert lab.export("xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(
    ("promise", "improve", "words"),
    [
        (0.5, 0, "承诺抬高 0.5 分，感受没有跟上"), (0.5, 1, "感受提高 1.0 分"), (0.5, -1, "感受反而降了 1.0 分"),
        (-1, 0, "话说低 1.0 分，服务没有变"), (-1, 1, "话说低 1.0 分，感受又提高"), (-1, -1, "感受也降了"),
        (0, 1, "承诺不变，感受提高"), (0, -1, "承诺不变，感受降了"), (0, 0, "什么都没动"),
    ],
)  # fmt: skip
def test_the_sentence_teaches_what_was_moved(promise: float, improve: float, words: str) -> None:
    lab = labs.DisconfirmationExplorer(promise=promise, improve=improve)
    assert words in said(lab)


def test_a_promise_that_is_not_kept_lowers_satisfaction_and_keeping_it_does_not() -> None:
    lab = labs.DisconfirmationExplorer(promise=0.5)
    before, after = lab.compute().table["satisfaction"]
    assert after < before
    assert "降到" in said(lab)
    lab.set(improve=1)
    assert "升到" in said(lab)
    lab.set(promise=2)
    assert "顶到量表的最高分" in said(lab)
    lab.set(promise=0.7, improve=0.5, loss=1)
    assert said(lab)
    lab.set(pull=0.5)
    assert (lab.compute().table["felt"] > lab.compute().table["perception"]).all()
    assert "假设" in lab.view()["html"]


def test_the_answers_show_the_relation_and_admit_what_stands_in() -> None:
    lab = labs.DisconfirmationExplorer(view="answers", dimension="all")
    found = lab.compute()
    assert found.effects.loc["shortfall", "ci_low"] > 0
    assert "大约低" in said(lab)
    assert "还看不出来" in said(lab)
    assert "没有问“总体满意”" in lab.view()["html"]
    assert "对不上人" in lab.view()["html"]
    lab.set(dimension="assurance")
    assert 'role="alert"' in lab.view()["html"]
    assert "和自己比" in lab.view()["html"]
    lab.set(outcome="item:21")
    assert 'role="alert"' not in lab.view()["html"]


def noise(r: int) -> float:
    return float(np.random.default_rng(r).normal(0, 0.2))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda r, e, p: 5 + 1.2 * min(p - e, 0) + 0.1 * max(p - e, 0) + noise(r),
            "不够的一分比超出的一分更重",
        ),
        (lambda r, e, p: 5 + 0.2 * min(p - e, 0) + 1.5 * max(p - e, 0) + noise(r), "超出的一分反而"),
        (lambda r, e, p: 5 - (p - e) + noise(r), "奇怪"),
        (lambda r, e, p: 5 + 10 * noise(r), "看不出关系"),
    ],
)
def test_a_column_of_ones_own_is_used_and_its_asymmetry_told(make: Any, words: str) -> None:
    lab = labs.DisconfirmationExplorer(data=survey(200, 满意度=make), view="answers", dimension="all")
    assert lab.state["outcome"] == "item:14"
    assert ["我的一列：满意度", "column:满意度"] in lab.view()["controls"][-1]["options"]
    lab.set(outcome="column:满意度")
    assert words in said(lab)
    assert "你文件里的一列" in lab.view()["html"]


def test_too_few_on_one_side_is_not_compared() -> None:
    table = survey(60, 满意=lambda r, e, p: min(p, e - 1) + noise(r))
    table["perception"] = np.minimum(table["perception"], table["expectation"] - 1)
    lab = labs.DisconfirmationExplorer(data=table, view="answers", dimension="all", outcome="column:满意")
    assert "没法比" in said(lab)
    assert list(lab.compute().effects.index) == ["level", "gap"]


def test_groups_say_whether_hope_or_service_differs() -> None:
    lab = labs.DisconfirmationExplorer(view="groups")
    assert "先别定先后" in said(lab)
    lab.set(dimension="responsiveness")
    assert "感受更低" in said(lab)
    hope = survey(90, 店=lambda r, e, p: "东西"[r % 2])
    east = hope["店"] == "东"
    hope["perception"] = 4
    hope["expectation"] = np.where(east, 7, 5) - (hope["respondent"] // 2 % 2)
    own = labs.DisconfirmationExplorer(data=hope, view="groups", split="店")
    assert "期望更高" in said(own)
    hope["perception"] = np.where(east, 3, 5)
    assert "期望（" in said(labs.DisconfirmationExplorer(data=hope, view="groups", split="店"))
    single = hope[~east]
    lone = labs.DisconfirmationExplorer(data=single, view="groups")
    assert "没有可分的列" in lone.view()["controls"][-2]["options"][0][0]
    assert "加一列" in lone.view()["html"]
    silent = hope.assign(perception=np.where(east, 3.0, np.nan))
    assert "没有可以比的" in said(labs.DisconfirmationExplorer(data=silent, view="groups", split="店"))


def test_nobody_who_answered_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    table = survey(12, 店=lambda r, e, p: "东西"[r % 2])
    table.loc[table["店"] == "东", "perception"] = np.nan
    lab = labs.DisconfirmationExplorer(data=table, segment="店=东")
    assert "换一个人群" in lab.view()["html"]
    lab.set(segment="all", view="answers")
    assert "至少要 20 人" in lab.view()["html"]


def test_uploads_have_a_scale_and_broken_ones_change_nothing() -> None:
    lab = labs.DisconfirmationExplorer()
    before = dict(lab.state)
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, b"a,b\n1,2\n")
    assert lab.notice
    assert lab.state == before
    table = survey(40)
    table[["expectation", "perception"]] = table[["expectation", "perception"]].clip(upper=5)
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, table.to_csv(index=False).encode())
    lab.set(scale="1-5")
    assert lab.scale == (1, 5)
    assert lab.compute().table["satisfaction"].between(1, 5).all()
    lab.set(view="answers")
    assert "第 14 题的感受" in [text for text, _ in lab.controls()[-1].options]
    assert "加一列“总体满意”" in lab.view()["html"]


# ---- the methods ----


@given(
    st.floats(1, 7), st.floats(1, 7), st.floats(0, 1), st.floats(0, 2), st.floats(1, 4), st.floats(-0.5, 0.9)
)
def test_satisfaction_stays_on_the_scale_and_rises_with_perception(
    level_at: float, met: float, level: float, gain: float, loss: float, pull: float
) -> None:
    weights = {"level": level, "gain": gain, "loss": loss, "pull": pull}
    found = satisfaction.disconfirm(level_at, [met, min(met + 0.5, 7)], **weights)
    assert found["satisfaction"].between(1, 7).all()
    assert found["satisfaction"].is_monotonic_increasing
    assert np.sign(found["disconfirmation"].iloc[0]) in (0, np.sign(met - level_at))


def test_a_change_is_the_model_twice_and_stays_on_the_scale() -> None:
    found = satisfaction.disconfirm_change(4.5, 4, promise=3, improve=-5, loss=3, scale=(1, 5))
    assert found.index.tolist() == ["before", "after"]
    assert found[["expectation", "perception"]].to_numpy().tolist() == [[4.5, 4], [5, 1]]
    for when, (hope, met) in {"before": (4.5, 4), "after": (5, 1)}.items():
        once = satisfaction.disconfirm(hope, met, loss=3, scale=(1, 5))
        assert found.loc[when].to_numpy() == pytest.approx(once.iloc[0].to_numpy())
    with pytest.raises(ArgumentError):
        satisfaction.disconfirm_change(5, 5, pull=1)


def test_gaps_of_groups_agree_with_each_group_by_itself() -> None:
    table = survey(40, shop=lambda r, e, p: "ab"[r % 2])
    people = servqual.respondents(table, by="shop")
    found = servqual.group_gaps(people, "shop")
    for shop, some in people.groupby("shop"):
        low, high = stats.t.interval(0.95, len(some) - 1, some["gap"].mean(), stats.sem(some["gap"]))
        assert found.loc[shop, ["n", "gap", "ci_low", "ci_high"]].to_list() == pytest.approx(
            [20, some["gap"].mean(), low, high]
        )
        assert found.loc[shop, "above"] == (some["gap"] >= 0).mean()


def test_weights_that_make_no_sense_are_refused() -> None:
    for weights in ({"pull": 1}, {"gain": -1}, {"loss": -0.1}):
        with pytest.raises(ArgumentError):
            satisfaction.disconfirm(5, 5, **weights)
    with pytest.raises(ArgumentError):
        satisfaction.disconfirmation_bins([1], [1], edges=(0, 0))
    with pytest.raises(ArgumentError):
        satisfaction.disconfirmation_bins([1, 2], [1])


def test_assimilation_agrees_with_scipy() -> None:
    rng = np.random.default_rng(5)
    e = rng.uniform(1, 7, 60)
    p = 0.4 * e + rng.normal(0, 1, 60)
    found, known = satisfaction.assimilation(e, p), stats.linregress(e, p)
    half = stats.t.ppf(0.975, 58) * known.stderr
    assert found["estimate"] == pytest.approx(known.slope)
    assert found["ci_low"] == pytest.approx(known.slope - half)


def test_effects_agree_with_the_matrix_formula_and_leave_out_the_incomplete() -> None:
    rng = np.random.default_rng(6)
    e, p = rng.uniform(3, 7, 120), rng.uniform(1, 7, 120)
    s = 1 + 0.3 * e + 0.8 * np.minimum(p - e, 0) + rng.normal(0, 0.5, 120)
    s[:5] = np.nan
    found = satisfaction.disconfirmation_effects(e, p, s)
    x = np.column_stack([np.ones(115), e[5:], np.minimum(p - e, 0)[5:], np.maximum(p - e, 0)[5:]])
    beta = np.linalg.solve(x.T @ x, x.T @ s[5:])
    left = s[5:] - x @ beta
    se = np.sqrt(left @ left / 111 * np.linalg.inv(x.T @ x).diagonal())
    assert found.loc[["level", "shortfall", "surplus"], "estimate"].to_numpy() == pytest.approx(beta[1:])
    assert found.loc["surplus", "ci_high"] == pytest.approx(beta[3] + stats.t.ppf(0.975, 111) * se[3])
    assert found.loc["level", "n"] == 115


def test_too_few_or_too_alike_people_show_no_relation() -> None:
    for call in (
        lambda e, p: satisfaction.disconfirmation_effects(e, p, p),
        lambda e, p: satisfaction.assimilation(e, p),
    ):
        with pytest.raises(DataError, match="20"):
            call([1, 2], [2, 3])
        with pytest.raises(DataError, match="一样"):
            call([5] * 30, [4] * 30)
