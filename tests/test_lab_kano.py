# ruff: noqa: E501
"""Kano labs without widgets: states, sentences that follow the numbers, empty, tiny, huge and broken answers."""

from __future__ import annotations

import io
import statistics
import time

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sgm_lab import cases, kano, labs, workbook
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language
from sgm_lab.labs import uploads
from sgm_lab.paper.blocks import Note

VIEWS = list(labs.KanoLab.views)

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def said(lab: labs.Lab) -> str:
    return lab.sentence(lab.compute())


def shown(lab: labs.Lab) -> list[str]:
    return [control.name for control in lab.controls()]


def answers(people: int = 40, waves: int = 1, importance: bool = False) -> pd.DataFrame:
    """A small survey: delivery is liked and missed, returns are taken for granted by shop 东 only."""
    rows = []
    for wave in range(1, waves + 1):
        for who in range(people):
            shop = "东" if who % 2 else "西"
            delivery = (1, 5) if wave == 1 else (2, 5)
            returns = (2, 5) if shop == "东" else (3, 3)
            for feature, (f, d) in {"送货快": delivery, "退货容易": returns}.items():
                rows.append((f"{wave}-{who}", feature, f, d, 7 if feature == "送货快" else 5, wave, shop))
    names = ["respondent", "feature", "functional", "dysfunctional", "importance", "wave", "门店"]
    table = pd.DataFrame(rows, columns=names)
    return table if importance else table.drop(columns="importance")


def as_csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False).encode()


# ---- Kano lab: views ----


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_only_what_matters_for_it(view: str) -> None:
    lab = labs.KanoLab(view=view)
    assert shown(lab)[:3] == ["case", "upload", "view"]
    assert 5 <= len(shown(lab)) <= 10
    assert ("margin" in shown(lab)) == (view == "planner")
    assert ("by" in shown(lab)) == (view == "groups")
    assert ("max_q" in shown(lab)) == (view == "careless")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_view_draws_a_small_survey_of_ones_own(
    view: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    with use_language(lang):  # type: ignore[arg-type]
        lab = labs.KanoLab(data=answers(importance=True), view=view)
        page = lab.body(phone=True)
        assert "<img" in page
        assert 'role="alert"' not in page
        assert "模拟数据" not in page
        assert lab.export("xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("view", VIEWS)
def test_one_answer_and_no_complete_answer_are_no_accident(view: str) -> None:
    one = answers(1, importance=True).head(1)
    page = labs.KanoLab(data=one, view=view).body()
    assert 'class="sgm-said' in page
    blank = pd.concat([answers(3), answers(1).assign(feature="没人答", functional=np.nan)])
    page = labs.KanoLab(data=blank, view=view).body()
    assert 'class="sgm-said' in page
    assert "没人答" in page or view in ("planner", "rules", "careless", "importance", "groups", "curves")


def test_rule_settings_appear_with_their_rule() -> None:
    lab = labs.KanoLab()
    assert "threshold" not in shown(lab)
    lab.set(rule="moai")
    assert shown(lab)[shown(lab).index("rule") + 1] == "threshold"
    before = lab.compute().classified["category"]
    lab.set(rule="quadrant", cross="mean")
    assert "cross" in shown(lab)
    after = lab.compute().classified
    expected = kano.classify(lab.compute().counts, rule="quadrant", cross="mean")["category"]
    assert after["category"].equals(expected)
    assert not after["category"].equals(before)
    lab.set(view="quadrant")
    assert shown(lab).count("cross") == 1
    assert "<img" in lab.body()


def test_rules_side_by_side_say_where_and_why() -> None:
    lab = labs.KanoLab(case="education", wave=2, view="rules")
    result = lab.compute()
    assert result.rules is not None
    parted = result.rules[result.rules["disagree"]]
    assert f"有{len(parted)}项" in said(lab)
    page = lab.body()
    for why in parted["why"]:
        assert why.replace(">", "&gt;") in page
    before = said(lab)
    lab.set(threshold=30)
    assert len(lab.compute().rules.query("disagree")) > len(parted)  # type: ignore[union-attr]
    assert said(lab) != before
    agreed = labs.KanoLab(data=answers().query("feature == '送货快'"), view="rules")
    assert "用哪条规则都是一样" in said(agreed)
    assert "<table" not in agreed.body()
    torn = pd.DataFrame(
        {"respondent": range(100), "feature": "x", "functional": 1, "dysfunctional": [5] * 42 + [3] * 58}
    )
    assert "要看用哪条规则" in said(
        labs.KanoLab(data=torn.assign(functional=[2] * 42 + [3] * 20 + [1] * 38), view="rules")
    )


def test_groups_side_by_side_find_what_was_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    lab = labs.KanoLab(case="healthcare", view="groups", by="age_group")
    assert "wave" in shown(lab)
    assert "segment" not in shown(lab)
    table = lab.compute().groups
    assert table is not None
    assert table.loc["step_free", "category_senior"] == "M"
    assert table.loc["step_free", "p_holm"] < 0.05
    assert "人工窗口" in said(lab) or "无障碍通行" in said(lab)
    lab.set(by="wave")
    assert "segment" in shown(lab)
    assert "候诊提醒" in said(lab)
    own = labs.KanoLab(data=answers(), view="groups")
    assert own.state["by"] == "门店"
    assert "退货容易" in said(own)
    assert "<30" not in said(own)
    assert "不到30人" in own.body()  # 20 people a shop
    alike = answers().assign(functional=1, dysfunctional=5)
    assert "没有一项" in said(labs.KanoLab(data=alike, view="groups"))


def test_groups_that_differ_in_shares_only_are_told_so() -> None:
    table = pd.DataFrame(
        {"respondent": range(400), "feature": "x", "functional": 1, "门店": ["东", "西"] * 200}
    )
    table["dysfunctional"] = [5 if who % 2 or who % 5 else 3 for who in range(400)]
    lab = labs.KanoLab(data=table, view="groups")
    assert "比例有别" in said(lab)


def test_one_group_is_a_helpful_sentence() -> None:
    alone = answers().drop(columns=["门店"])
    lab = labs.KanoLab(data=alone, view="groups")
    with pytest.raises(DataError, match="加一列"):
        lab.compute()
    assert 'role="alert"' in lab.body()


def test_importance_is_set_against_what_answers_ask_for() -> None:
    lab = labs.KanoLab(case="customer_service", view="importance")
    table = lab.compute().importance
    assert table is not None
    chosen = lab.source.chosen("all", 3)
    assert table["importance"].equals(kano.importance(chosen)["importance"])
    assert "随时转人工" in said(lab)
    assert "漏掉" in said(lab)
    loud = answers(importance=True)
    loud = pd.concat([loud, *(loud[loud["feature"] == "送货快"].assign(feature=f"项{n}", importance=6) for n in range(4)),
                      loud[loud["feature"] == "退货容易"].assign(feature="听说过", functional=3, dysfunctional=3, importance=9)])  # fmt: skip
    assert "别只凭" in said(labs.KanoLab(data=loud, view="importance"))
    assert "差不多" in said(labs.KanoLab(data=answers(importance=True), view="importance"))
    for bad in (answers(), answers(importance=True).assign(importance=np.nan)):
        with pytest.raises(DataError, match="没有问重要程度"):
            said(labs.KanoLab(data=bad, view="importance"))


def test_careless_respondents_are_flagged_and_can_be_left_out() -> None:
    lab = labs.KanoLab(case="healthcare", view="careless")
    result = lab.compute()
    expected = kano.careless(cases.load("healthcare").kano.query("wave == 2"))
    assert result.careless is not None
    assert len(result.careless) == expected["flag"].sum()
    assert f"{len(result.careless)}人" in said(lab)
    everybody = lab.compute().respondents
    lab.set(people="careful")
    assert lab.compute().respondents == everybody - len(result.careless)
    assert "已去掉" in lab.compute().source
    lab.set(view="tallies")
    assert "已去掉" in lab.body()
    assert lab.compute().counts.to_numpy().sum() < result.counts.to_numpy().sum()
    lab.set(view="groups", by="age_group")
    assert 'role="alert"' not in lab.body()
    lab.set(view="careless", max_q=100, max_run=100)
    strict = lab.compute().careless
    assert strict is not None
    assert len(strict) < len(result.careless)


def test_leaving_careless_people_out_can_change_a_category() -> None:
    rows = [(who, f"项{n}", 1, 5) for who in range(20) for n in range(6)]
    rows += [(100 + who, f"项{n}", 3, 3) for who in range(22) for n in range(6)]
    rows += [(200 + who, f"项{n}", 1 + (n + who) % 2, 5) for who in range(10) for n in range(6)]
    table = pd.DataFrame(rows, columns=["respondent", "feature", "functional", "dysfunctional"])
    lab = labs.KanoLab(data=table, view="careless")
    assert "项的类别会变" in said(lab)
    lab.set(max_run=30)
    few = labs.KanoLab(data=answers(), view="careless")
    assert "没有人" in said(few)  # two features are too few to judge by
    assert "<caption>先看看" not in few.body()
    assert "没有列出" in lab.body()


def test_the_planner_says_how_many() -> None:
    lab = labs.KanoLab(view="planner", margin=10)
    found = lab.compute()
    need = found.need["n"]
    assert need == kano.sample_size(0.2, excluded=found.excluded)
    assert f"{need}人" in said(lab)
    lab.set(margin=5, parts=3, reply=50)
    plan = lab.compute().plan
    assert plan is not None
    row = plan.loc[0.05]
    assert row["people"] == 3 * row["n"]
    assert row["send"] == 2 * row["people"]
    assert "3个人群" in said(lab)
    assert f"{int(row['send']):,}份" in said(lab)
    lab.set(margin=7)
    assert "±7" in lab.body()
    with use_language("en"):
        assert "±7 points" in said(lab)


def test_the_plane_names_the_two_camps() -> None:
    table = pd.DataFrame(
        {
            "respondent": range(100),
            "feature": "x",
            "functional": [1] * 55 + [5] * 45,
            "dysfunctional": [5] * 55 + [1] * 45,
        }
    )
    even = pd.DataFrame({"respondent": range(100), "feature": "y", "functional": 3, "dysfunctional": 3})
    lab = labs.KanoLab(data=pd.concat([table, even]), view="plane")
    assert "“x”：55%的人当它是期望，45%的人当它是反向" in said(lab)
    assert "最一致的是“y”" in said(lab)
    assert "不到两位" in said(labs.KanoLab(data=table.head(1), view="plane"))


def test_junk_in_hidden_settings_is_put_in_order() -> None:
    book = workbook.open_book()
    book.put("labs", "kano", {name: {"junk": 1} for name in labs.KanoLab.defaults})
    lab = labs.KanoLab()
    lab.keep_in(book)
    for view in VIEWS:
        lab.set(view=view)
        assert 'role="alert"' not in lab.body()
    book.put("labs", "kano", {"view": "planner", "margin": 999, "reply": 0})
    again = labs.KanoLab()
    again.keep_in(book)
    assert (again.state["margin"], again.state["reply"]) == (10, 60)


def test_existing_states_still_open() -> None:
    lab = labs.KanoLab(
        case="customer_service",
        segment="channel=phone",
        wave=3,
        table="pouliot",
        rule="blauth",
        view="curves",
    )
    assert "人工电话" in lab.body()
    assert said(lab).startswith("1")


# ---- huge ----


def test_two_hundred_thousand_answers_are_counted_once() -> None:
    rng = np.random.default_rng(0)
    rows = 200_000
    table = pd.DataFrame({
        "编号": np.repeat(np.arange(rows // 10), 10), "功能": np.tile([f"功能{n}" for n in range(10)], rows // 10),
        "具备时": rng.integers(1, 6, rows), "缺失时": rng.integers(1, 6, rows), "重要性": rng.integers(1, 10, rows),
        "批次": np.repeat(rng.integers(1, 3, rows // 10), 10), "门店": np.repeat(rng.choice(["东", "西"], rows // 10), 10),
    })  # fmt: skip
    lab = labs.KanoLab()
    lab.message({"do": "file", "name": "upload", "file": "二十万.csv"}, as_csv(table))
    assert lab.notice == ""
    people = lab.compute().respondents
    assert people == table[table["批次"] == 2]["编号"].nunique()
    assert "100,000" not in said(lab)
    counted = base_calls(lab)
    assert counted == []  # another rule or figure does not go through the rows again


def base_calls(lab: labs.KanoLab) -> list[str]:
    """Which of the passes over the rows happen when only rule, table or view change."""
    from sgm_lab.labs import source

    for view in ("tallies", "quadrant", "rules", "plane", "curves", "planner"):
        lab.set(view=view)
        lab.body()
    calls: list[str] = []
    original = source.Source.chosen
    source.Source.chosen = lambda self, *a, **k: calls.append(str(a)) or original(self, *a, **k)  # type: ignore[method-assign]
    try:
        times = []
        for change in ({"view": "tallies"}, {"rule": "moai"}, {"rule": "blauth"}, {"view": "quadrant"}, {"rule": "mode"},
                       {"table": "pouliot"}, {"view": "rules"}, {"view": "planner"}):  # fmt: skip
            begun = time.perf_counter()
            lab.set(**change)
            lab.body()
            times.append(time.perf_counter() - begun)
    finally:
        source.Source.chosen = original  # type: ignore[method-assign]
    print(f"two hundred thousand answers: median {1000 * statistics.median(times):.0f} ms a change")
    return calls


# ---- drift ----


@pytest.mark.parametrize(
    ("name", "feature", "words"),
    [("healthcare", "wait_reminder", "候诊提醒：从魅力变成期望"), ("education", "class_replay", "课程回放：从期望变成必备"),
     ("customer_service", "delay_notice", "延误先告知：从魅力经过期望变成必备")],
)  # fmt: skip
def test_drift_tells_what_was_planted(name: str, feature: str, words: str) -> None:
    lab = labs.KanoDrift(case=name)
    assert said(lab).startswith(words)
    assert ("已经变成必备的" in said(lab)) == words.endswith("必备")
    result = lab.compute()
    label = words.split("：")[0]
    found = {text: key for key, text in cases.load(name).feature_labels("zh").items()}[label]
    assert result.drift.loc[found, "p_holm"] < 0.001
    expected = kano.drift(cases.load(name).kano)
    assert result.drift["path"].equals(expected["path"])
    page = lab.body(phone=True)
    assert "模拟数据" in page
    lab.set(view="path")
    assert "feature" in shown(lab)
    assert said(lab).startswith(words)
    assert "站得住" in said(lab)
    assert label in lab.body()
    other = next(one for one in result.drift.index if one != found)
    lab.set(feature=other)
    assert "变化还站不住" in said(lab)
    lab.set(case=next(one for one in cases.names() if one != name))
    assert lab.state["feature"] == ""


def test_drift_on_ones_own_waves() -> None:
    lab = labs.KanoDrift(data=answers(60, waves=2))
    assert said(lab).startswith("送货快：从期望变成必备")
    assert "已经变成必备的：送货快" in said(lab)
    assert "改成人人做到的标准" in lab.body()
    lab.set(segment="门店=西")
    assert "改成人人做到的标准" in lab.body()
    same = answers(60, waves=2).assign(functional=1, dysfunctional=5)
    calm = labs.KanoDrift(data=same)
    assert "原来的目标可以接着用" in said(calm)
    assert "没有查出变化" in calm.body()
    back = answers(60, waves=2)
    back["wave"] = 3 - back["wave"]
    assert "往必备走" in labs.KanoDrift(data=back).body()


def test_drift_forward_and_in_shares_only() -> None:
    rows = []
    for wave in (1, 2):
        for who in range(100):
            rows.append((f"{wave}-{who}", "往前", 1, 3 if wave == 1 else 5, wave))
            rows.append((f"{wave}-{who}", "比例", 1, 5 if who < (95 if wave == 1 else 55) else 3, wave))
            rows.append((f"{wave}-{who}", "少见", 1, 5 if who else (3 if wave == 1 else 5), wave))
    names = ["respondent", "feature", "functional", "dysfunctional", "wave"]
    lab = labs.KanoDrift(data=pd.DataFrame(rows, columns=names))
    page = lab.body()
    assert "目标往上调" in page
    assert "比例在动" in page
    assert "有2项" in lab.figure(lab.compute()).alt  # type: ignore[union-attr]
    assert "还没有新变成必备" in said(lab)
    lab.set(view="path", feature="少见")
    assert "粗略" in said(lab)
    lab.set(feature="比例")
    assert "各批都是期望" in said(lab)


@pytest.mark.parametrize("view", ["all", "path"])
def test_one_wave_is_a_helpful_sentence(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "5")
    lab = labs.KanoDrift(data=answers(), view=view)
    with pytest.raises(DataError, match="批次"):
        lab.compute()
    assert "加一列" in lab.body()
    part = answers(40, waves=2)
    part = part[(part["wave"] == 1) | (part["门店"] == "东")]
    alone = labs.KanoDrift(data=part, segment="门店=西", view=view)
    assert "请换一个人群" in alone.body()


def test_a_feature_asked_once_cannot_be_compared() -> None:
    table = answers(40, waves=2)
    table = table[(table["wave"] == 1) | (table["feature"] == "送货快")]
    lab = labs.KanoDrift(data=table, view="path", feature="退货容易")
    assert "比不了" in said(lab)
    assert "–" in lab.body()
    lab.set(view="all")
    assert "–" in lab.body()


# ---- designer ----


def filled(content: bytes, people: int = 12, wrong: int = 0) -> bytes:
    """Fill in the answer sheet of a survey workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["答案"]
    heads = [cell.value for cell in page[1]]
    for who in range(people):
        for column, head in enumerate(heads[:-1], 1):
            page.cell(who + 2, column, "喜欢" if "具备" in str(head) else "不喜欢")
    for row in range(wrong):
        page.cell(row + 2, 1, "还行")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_features_to_results_in_one_lab() -> None:
    lab = labs.KanoDesigner()
    lab.keep_in(workbook.open_book())
    assert len(lab.state["features"]) == 3
    assert "没有发现毛病" in said(lab)
    lab.message({"do": "act", "name": "next"})
    assert lab.state["step"] == "questions"
    lab.message({"do": "act", "name": "next"})
    lab.set(heading="您说说/门诊")
    made = lab.message({"do": "act", "name": "xlsx"})
    assert made is not None
    assert made.name == "您说说 门诊.xlsx"
    form = lab.message({"do": "act", "name": "form"})
    assert form is not None
    page = form.content.decode()
    assert "您说说/门诊" in page
    assert page.count("<td>□</td>") == 30
    lab.message({"do": "act", "name": "next"})
    assert "还没有答案" in said(lab)
    assert lab.export("html").content
    lab.message({"do": "export", "kind": "png"})
    assert lab.notice
    lab.message({"do": "file", "name": "upload", "file": "答案.xlsx"}, filled(made.content, wrong=2))
    assert lab.notice == ""
    assert said(lab).startswith("12人答完")
    assert lab.compute().classified["category"].tolist() == ["O"] * 3  # type: ignore[index]
    body = lab.body(phone=True)
    assert "还行" in body
    assert "把握大" in body
    assert "答案里没有" not in body
    assert lab.export("png").content[:4] == b"\x89PNG"
    assert shown(lab) == ["step", "upload", "table", "rule"]
    uploads._memory.clear()
    again = labs.KanoDesigner()
    again.keep_in(workbook.open_book())
    assert again.state == lab.state
    assert said(again) == said(lab)


def test_questions_follow_the_features_and_own_wording_stays() -> None:
    lab = labs.KanoDesigner()
    questions = [dict(row) for row in lab.state["questions"]]
    questions[0]["functional"] = "如果到点就能看上，您觉得怎么样？"
    lab.set(step="questions")
    lab.set(questions=questions)
    lab.set(step="features")
    features = [dict(row) for row in lab.state["features"]]
    features[1]["present"] = "候诊时手机会报前面还有几位"
    lab.set(features=features)
    assert lab.state["questions"][0]["functional"] == "如果到点就能看上，您觉得怎么样？"
    assert lab.state["questions"][1]["functional"] == "如果候诊时手机会报前面还有几位，您觉得怎么样？"
    lab.set(features=features[:1] + features[2:])  # a row taken out of the middle moves nobody's wording
    assert lab.state["questions"][0]["functional"] == "如果到点就能看上，您觉得怎么样？"
    assert lab.state["questions"][1]["name"] == features[2]["name"]
    renamed = [{**lab.state["features"][0], "name": "到点就看"}, lab.state["features"][1]]
    lab.set(features=renamed)
    assert lab.state["questions"][0]["functional"] == "如果到点就能看上，您觉得怎么样？"
    lab.set(step="questions")
    lab.do("redraft")
    assert lab.state["questions"][0]["functional"] == "如果能在预约的时段内看上病，您觉得怎么样？"
    lab.undo()
    assert lab.state["questions"][0]["functional"] == "如果到点就能看上，您觉得怎么样？"


def test_what_is_wrong_is_listed_grave_things_first() -> None:
    lab = labs.KanoDesigner(features=[
        {"name": "候诊提醒", "present": "", "absent": ""},
        {"name": "<b>缴费</b>", "present": "缴费及时", "absent": "要排队缴费"},
        {"name": "候诊提醒", "present": "手机会提醒", "absent": "只能听叫号"},
    ])  # fmt: skip
    result = lab.compute()
    assert set(result.review["aspect"]) == {"prefix", "vague", "duplicate"}
    assert "1处一定要改，另有2处" in said(lab)
    page = lab.body()
    assert page.index("一定要改</span>") < page.index("再看一眼</span>")
    assert "<b>缴费" not in page
    lab.set(step="send")
    made = lab.message({"do": "act", "name": "xlsx"})
    assert made is None
    assert "候诊提醒" in lab.notice
    page = (
        labs.KanoDesigner(features=[{"name": "<script>", "present": "甲", "absent": "乙"}], step="send")
        .do_form()
        .content
    )
    assert b"<script>" not in page


def test_an_empty_table_helps_on() -> None:
    lab = labs.KanoDesigner()
    lab.do("empty")
    assert "表里还没有内容" in said(lab)
    assert "候诊提醒" in lab.body()
    lab.set(features=[])
    lab.set(step="send")
    lab.message({"do": "act", "name": "form"})
    assert "没有可以发出去的" in lab.notice
    lab.set(step="features")
    lab.set(case="education")
    lab.do("from_case")
    assert len(lab.state["features"]) == 3
    lab.set(
        features=[
            *lab.state["features"],
            {"name": "只有名字", "present": "", "absent": ""},
            {"name": "", "present": "甲乙", "absent": ""},
        ]
    )
    lab.set(step="send")
    assert "1项没写全" in lab.body()
    many = [
        {"name": f"第{n}件事", "present": f"有{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}", "absent": f"等{n}天"}
        for n in range(30)
    ]
    assert "太长了" in said(labs.KanoDesigner(features=many))


def test_answers_to_other_questions_are_told_apart() -> None:
    lab = labs.KanoDesigner(step="answers")
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, as_csv(answers()))
    assert "对不上" in lab.body()
    features = [
        {"name": "送货快", "present": "甲", "absent": "乙"},
        {"name": "送到楼上", "present": "丙", "absent": "丁"},
    ]
    partly = labs.KanoDesigner(features=features, step="answers")
    partly.receive("upload", "a.csv", as_csv(answers()))
    assert "答案里没有的：送到楼上" in partly.body()
    before = dict(partly.state)
    for name, content in (("a.csv", b""), ("a.docx", b"x"), ("a.csv", b"a,b\n1,2\n")):
        partly.message({"do": "file", "name": "upload", "file": name}, content)
        assert partly.notice
        assert partly.state == before
    assert "拿不准" in said_after_a_close_race(partly)


def said_after_a_close_race(lab: labs.KanoDesigner) -> str:
    close = pd.DataFrame(
        {"respondent": range(20), "feature": "送货快", "functional": 1, "dysfunctional": [5] * 10 + [3] * 10}
    )
    lab.receive("upload", "b.csv", as_csv(close))
    return said(lab)


def test_a_file_that_is_gone_and_junk_are_put_in_order() -> None:
    book = workbook.open_book()
    book.put("labs", "kano_designer", {"step": "answers", "upload": {"file": "gone.csv", "name": "我的.csv"}, "drafted": 3,
                                       "features": [{"name": "甲"}], "questions": [{"name": "甲", "functional": "如果甲，您怎么看？"}]})  # fmt: skip
    lab = labs.KanoDesigner()
    lab.keep_in(book)
    assert lab.state["upload"] is None
    assert "我的.csv" in lab.notice
    assert "还没有答案" in said(lab)
    assert lab.state["questions"][0]["functional"] == "如果甲，您怎么看？"


def test_the_designer_speaks_english() -> None:
    with use_language("en"):
        lab = labs.KanoDesigner(case="education")
        assert lab.state["questions"][0]["functional"].startswith("How would you feel if ")
        assert said(lab).startswith("3 features")


@pytest.mark.parametrize("rule", ["mode", "moai", "blauth", "quadrant"])
@pytest.mark.parametrize("people", [1, 9, 30])
def test_the_headline_claims_no_more_than_the_table_is_sure_of(rule: str, people: int) -> None:
    answers = [(who, "甲", 2, 5) for who in range(people)] + [(who, "乙", 4, 1) for who in range(people)]
    lab = labs.KanoLab(
        pd.DataFrame(answers, columns=["respondent", "feature", "functional", "dysfunctional"])
    )
    lab.set(rule=rule)
    page = lab.view()["html"]
    assert "nan" not in page
    few = people < 10
    assert (f"拿不准：只有 {people} 人答" in page) == few
    assert ("不能缺的是：甲" in said(lab)) != few


def test_the_same_people_are_compared_with_themselves_and_that_can_be_refused() -> None:
    rng = np.random.default_rng(3)
    rows = [
        (who, wave, "退货容易", 1, (5 if rng.random() < (0.2 if wave == 1 else 0.6) else 3))
        for who in range(40)
        for wave in (1, 2)
    ]
    table = pd.DataFrame(rows, columns=["respondent", "wave", "feature", "functional", "dysfunctional"])
    lab = labs.KanoDrift(data=table)
    assert "same" in [control.name for control in lab.controls()]
    found = lab.compute()
    assert found.drift["p"].equals(kano.drift(table)["p"])
    assert found.drift.attrs["paired"]
    said = [one.text for one in lab.blocks(found) if isinstance(one, Note)]
    assert any("40 人相同，按同一人前后相比（Stuart–Maxwell 检验）" in text for text in said)
    lab.set(same="no")
    apart = lab.compute()
    assert not apart.drift.attrs["paired"]
    assert apart.drift["p"].equals(kano.drift(table, paired=False)["p"])
    assert "same" not in [control.name for control in labs.KanoDrift(case="healthcare").controls()]
