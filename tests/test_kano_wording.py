# ruff: noqa: E501
"""Wording of Kano questions: good pairs pass, each kind of bad one is named with its phrase; drafts are good pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import cases, kano
from sgm_lab.errors import ArgumentError
from sgm_lab.i18n import use_language

GOOD = [
    ("缴费", "如果在诊室里就能缴费，您觉得怎么样？", "如果每次都要下楼到窗口缴费，您觉得怎么样？"),
    ("结果", "如果常规检查的结果当天就能拿到，您觉得怎么样？", "如果常规检查的结果要改天再来拿，您觉得怎么样？"),
    ("回电", "如果客服在5分钟内给您回电，您觉得怎么样？", "如果要您自己反复打电话来问，您觉得怎么样？"),
    ("补课", "假如缺了课可以插到别的班补上，您感觉如何？", "假如缺了的课只能自己看书，您感觉如何？"),
    ("发票", "如果下单时就能开好发票，您觉得怎么样？", "如果要等收货后再打电话申请发票，您觉得怎么样？"),
    ("一致", "如果收到的货和页面上的照片一样，您觉得怎么样？", "如果收到的货颜色偏差明显，您觉得怎么样？"),
    ("联系", "如果护士会提前一天和您联系，您觉得怎么样？", "如果要到当天才知道改了时间，您觉得怎么样？"),
    ("及时雨", "如果下雨天门口有雨伞可借，您觉得怎么样？", "如果下雨天门口没有雨伞，要淋雨走到车站，您觉得怎么样？"),
    ("Pick-up", "How would you feel if you could pick up medicine after hours?",
     "How would you feel if the pharmacy closed at five?"),
    ("Reminder", "How would you feel if your phone told you how many are ahead of you?",
     "How would you feel if you had to wait at the door listening for your number?"),
    ("Reply", "How do you feel if a question is answered within two hours?",
     "How do you feel if a question is answered the next day?"),
]  # fmt: skip

BAD = [
    ("double", "functional", "而且", "如果挂号能用手机，而且医生会讲明白，您觉得怎么样？", "如果挂号要排队，您觉得怎么样？"),
    ("double", "functional", "提供雨伞和充电宝", "如果大厅提供雨伞和充电宝，您觉得怎么样？", "如果都要自己带，您觉得怎么样？"),
    ("double", "dysfunctional", "又脏又", "如果卫生间地面是干的，您觉得怎么样？", "如果卫生间又脏又暗，您觉得怎么样？"),
    ("double", "functional", "并且", "如果导诊会带路并且帮您拿号，您觉得怎么样？", "如果要自己找，您觉得怎么样？"),
    ("technical", "functional", "工单", "如果您的工单2小时内关闭，您觉得怎么样？", "如果要等到第二天，您觉得怎么样？"),
    ("technical", "functional", "SLA", "如果我们按SLA答复您，您觉得怎么样？", "如果要等到第二天，您觉得怎么样？"),
    ("technical", "dysfunctional", "闭环", "如果投诉后有人回电，您觉得怎么样？", "如果投诉没有闭环，您觉得怎么样？"),
    ("prefix", "dysfunctional", "不提供候诊提醒", "如果提供候诊提醒，您觉得怎么样？", "如果不提供候诊提醒，您觉得怎么样？"),
    ("prefix", "dysfunctional", "没有电梯", "如果有电梯，您觉得怎么样？", "如果没有电梯，您觉得怎么样？"),
    ("prefix", "dysfunctional", "当天拿不到结果", "如果当天能拿到结果，您觉得怎么样？", "如果当天拿不到结果，您觉得怎么样？"),
    ("leading", "functional", "贴心", "如果护士贴心地陪您做检查，您觉得怎么样？", "如果要自己去做检查，您觉得怎么样？"),
    ("leading", "dysfunctional", "竟然", "如果当天能退款，您觉得怎么样？", "如果退款竟然要等一周，您觉得怎么样？"),
    ("leading", "functional", "应该", "如果像应该的那样准时上课，您觉得怎么样？", "如果晚10分钟上课，您觉得怎么样？"),
    ("vague", "functional", "及时", "如果客服及时回您的话，您觉得怎么样？", "如果要等到第二天才有回话，您觉得怎么样？"),
    ("feeling", "functional", "", "您是不是需要线上复诊？", "如果只能到医院复诊，您觉得怎么样？"),
    ("same", "dysfunctional", "", "如果要排队缴费，您觉得怎么样？", "假如要排队缴费，您觉得怎么样？"),
    ("missing", "dysfunctional", "", "如果当天能退款，您觉得怎么样？", ""),
    ("missing", "functional", "", "", "如果退款要等一周，您觉得怎么样？"),
    ("long", "functional", "", "如果" + "您每次来复诊的时候都能在同一位医生那里接着看" * 3 + "，您觉得怎么样？",
     "如果每次都换医生，您觉得怎么样？"),
    ("double", "functional", "clean and stocked", "How would you feel if the toilets were clean and stocked?",
     "How would you feel if the toilets lacked paper?"),
    ("double", "functional", "as well as", "How would you feel if there were a café as well as a shop?",
     "How would you feel if you had to bring food?"),
    ("prefix", "dysfunctional", "there were no lift", "How would you feel if there were a lift?",
     "How would you feel if there were no lift?"),
    ("prefix", "dysfunctional", "the shop wasn't open on Sunday", "How would you feel if the shop was open on Sunday?",
     "How would you feel if the shop wasn't open on Sunday?"),
    ("technical", "functional", "workflow", "How would you feel if our workflow took one day?",
     "How would you feel if you waited a week?"),
    ("technical", "functional", "CRM", "How would you feel if our CRM knew you?", "How would you feel if you explained it again?"),
    ("leading", "functional", "excellent", "How would you feel if you got excellent advice?",
     "How would you feel if you had to decide alone?"),
    ("vague", "functional", "quickly", "How would you feel if we answered quickly?",
     "How would you feel if the answer came next day?"),
    ("feeling", "functional", "", "Do you want a lift?", "How would you feel if you had to take the stairs?"),
    ("long", "functional", "", "How would you feel if " + "you met the same doctor at each visit " * 5 + "?",
     "How would you feel if you met someone else each time?"),
]  # fmt: skip


@pytest.mark.parametrize("pair", GOOD, ids=lambda pair: pair[0])
def test_a_good_pair_passes(pair: tuple[str, str, str]) -> None:
    found = kano.review_wording([dict(zip(("name", "functional", "dysfunctional"), pair, strict=True))])
    assert found.empty, found["problem"].tolist()


@pytest.mark.parametrize(("aspect", "side", "evidence", "functional", "dysfunctional"), BAD)
def test_what_is_wrong_is_named_with_its_phrase(
    aspect: str, side: str, evidence: str, functional: str, dysfunctional: str
) -> None:
    pair = {"name": "某项", "functional": functional, "dysfunctional": dysfunctional}
    found = kano.review_wording([pair])
    hit = found[(found["aspect"] == aspect) & (found["side"] == side)]
    assert len(hit) == 1, found[["aspect", "side", "evidence"]]
    assert evidence in hit["evidence"].iloc[0]
    assert evidence in hit["problem"].iloc[0] or aspect in ("prefix", "duplicate")
    assert hit["grave"].iloc[0] == (aspect in ("missing", "same", "duplicate", "feeling"))
    assert kano.ASPECTS.index(aspect) >= 0
    with use_language("en"):
        assert kano.review_wording([pair])["problem"].tolist() != found["problem"].tolist()


def test_two_features_that_are_one_are_named_once() -> None:
    one, other = GOOD[0], GOOD[1]
    pairs = [
        dict(zip(("name", "functional", "dysfunctional"), pair, strict=True)) for pair in (one, other, one)
    ]
    found = kano.review_wording(pairs)
    assert found[["pair", "side", "aspect"]].to_numpy().tolist() == [[3, "name", "duplicate"]]
    assert "第1项" in found["problem"].iloc[0]
    renamed = [
        *pairs[:2],
        {**pairs[2], "name": "付钱", "functional": "如果在诊室里就能缴费了，您觉得怎么样？"},
    ]
    assert kano.review_wording(renamed)["side"].tolist() == ["functional"]


def test_empty_pairs_are_passed_over_and_broken_ones_refused() -> None:
    assert kano.review_wording([]).empty
    assert kano.review_wording([{}, {"name": " "}]).empty
    assert kano.review_wording([{}, {"name": "x"}])["pair"].tolist() == [2, 2]
    for bad in ("缴费", None, {"name": 3}):
        with pytest.raises(ArgumentError, match="第1项"):
            kano.review_wording([bad])  # type: ignore[list-item]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases.names())
def test_the_cases_own_questions_have_no_grave_fault(name: str, lang: str) -> None:
    rows = cases.load(name).features.to_dict("records")
    pairs = [
        {
            "name": r[f"label_{lang}"],
            "functional": r[f"functional_{lang}"],
            "dysfunctional": r[f"dysfunctional_{lang}"],
        }
        for r in rows
    ]
    found = kano.review_wording(pairs)
    assert not found["grave"].any()
    assert len(found) <= len(pairs)  # rules that cry wolf are not read


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_drafts_say_what_was_written_and_are_good_pairs(lang: str) -> None:
    for pair in GOOD:
        if (lang == "zh") != any("\u4e00" <= letter <= "\u9fff" for letter in pair[1]):
            continue
        clauses = [kano.described(question) for question in pair[1:]]
        drafted = kano.draft_pair(pair[0], *clauses, lang=lang)
        assert [kano.described(question) for question in drafted] == clauses
        assert kano.review_wording(
            [{"name": pair[0], "functional": drafted[0], "dysfunctional": drafted[1]}]
        ).empty


def test_a_draft_from_the_name_alone_asks_for_more() -> None:
    functional, dysfunctional = kano.draft_pair("候诊提醒")
    assert functional == "如果有“候诊提醒”，您觉得怎么样？"
    found = kano.review_wording(
        [{"name": "候诊提醒", "functional": functional, "dysfunctional": dysfunctional}]
    )
    assert found["aspect"].tolist() == ["prefix"]
    assert kano.draft_pair("", "", "") == ("", "")
    assert kano.draft_pair("x", "如果当天退款。")[0] == "如果当天退款，您觉得怎么样？"
    assert kano.draft_pair("x", "当天退款，您怎么看？")[0] == "当天退款，您怎么看？"


@given(
    st.lists(
        st.fixed_dictionaries({s: st.text(max_size=40) for s in ("name", "functional", "dysfunctional")}),
        max_size=4,
    )
)
def test_any_text_can_be_reviewed(pairs: list[dict[str, str]]) -> None:
    found = kano.review_wording(pairs)
    assert set(found["aspect"]) <= set(kano.ASPECTS)
    assert found["problem"].str.len().gt(0).all()
    assert found["pair"].between(1, max(1, len(pairs))).all()


def test_reasons_name_the_numbers() -> None:
    counts = {
        "same": {"M": 80, "O": 10, "A": 5, "I": 5},
        "close": {"M": 40, "O": 42, "A": 10, "I": 8},
        "hidden": {"M": 30, "O": 25, "A": 20, "I": 60, "R": 0, "Q": 5},
        "unwanted": {"M": 3, "O": 8, "A": 22, "I": 172, "R": 213, "Q": 10},
        "tie": {"M": 0, "O": 0, "A": 50, "I": 50},
        "contradicted": {"Q": 10, "R": 2},
        "weak": {"M": 0, "O": 0, "A": 40, "I": 30, "R": 35},
    }
    found = kano.disagreements(counts)
    assert list(found.index) == ["close", "hidden", "unwanted", "tie", "contradicted", "weak"]
    assert "期望（42人）和必备（40人）只差2人，不到6人" in found.loc["close", "why"]
    assert "合起来75人" in found.loc["hidden", "why"]
    assert "213" not in found.loc["unwanted", "mode"]
    assert "把这223人放在一边" in found.loc["unwanted", "why"]
    assert "并列的A/I" in found.loc["tie", "why"]
    assert "不归类" in found.loc["contradicted", "why"]
    assert "只有40人" in found.loc["weak", "why"]
    same = kano.compare_rules(counts)
    assert found[["mode", "moai", "blauth", "quadrant"]].equals(
        same.loc[found.index, ["mode", "moai", "blauth", "quadrant"]]
    )
    assert "分界" in " ".join(kano.disagreements(counts, cross="mean")["why"])
    assert kano.disagreements({"same": counts["same"]}).empty
