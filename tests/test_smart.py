"""SMART review: agreement with hand labels, each rule family, places, words in both languages, odd input."""

from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import i18n, smart
from sgm_lab.errors import ArgumentError

VERDICTS = {"met", "weak", "missing"}


def verdict(text: str, criterion: str) -> str:
    return smart.review(text).criteria[criterion].verdict


def evidence(text: str, criterion: str) -> str:
    return smart.review(text).criteria[criterion].evidence


# --- the sentence every guide shows ------------------------------------------------------------------------


def test_a_goal_and_a_wish() -> None:
    goal = smart.review("9 月 30 日前，门诊部把平均候诊时间从 45 分钟降到 30 分钟以内。")
    assert [c.verdict for c in goal.criteria.values()] == ["met", "met", "weak", "met", "met"]
    assert goal.score == 9
    assert goal.missing == []
    assert goal.rewrite() == goal.text
    wish = smart.review("尽快缩短排队时间。")
    assert wish.missing == ["measurable", "achievable", "time_bound"]
    assert wish.criteria["specific"].verdict == "weak"
    assert wish.criteria["relevant"].evidence == "排队时间"
    assert not wish.slogan


@pytest.mark.parametrize(
    "text",
    ["提高服务质量", "做到最好", "客户至上",
     "以客户为中心，追求卓越", "争创一流，打造品牌", "用110%的努力提供五星级服务",
     "Put the customer first", "Deliver world-class service", "Be the best"],
)  # fmt: skip
def test_slogans(text: str) -> None:
    found = smart.review(text)
    assert found.slogan
    assert {"specific", "measurable", "achievable", "time_bound"} <= set(found.missing)
    assert found.score <= 1


# --- measurable --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("投诉满意率不低于92%", "不低于92%"),
        ("将满意度评分提高到4.5分", "提高到4.5分"),
        ("客服3分钟内接听来电", "3分钟内"),
        ("把候诊时间从45分钟降到30分钟", "从45分钟降到30分钟"),
        ("将投诉率降低20%", "降低20%"),
        ("投诉量减半", "减半"),
        ("预约量翻一番", "翻一番"),
        ("接通率不低于九成", "九成"),
        ("及时率达到百分之九十五", "百分之九十五"),
        ("包裹破损减少三分之一", "三分之一"),
        ("差错率低于千分之一", "千分之一"),
        ("差错率低于0.5‰", "低于0.5‰"),
        ("准点率提高3个百分点", "提高3个百分点"),
        ("全年实现零投诉", "零投诉"),
        ("NPS达到50", "达到50"),
        ("退款三天内到账", "三天内"),
        ("响应时间缩短到两小时以内", "缩短到两小时以内"),
        ("raise the score to 4.5 points", "to 4.5 points"),
        ("answer at least 90% of calls", "at least 90%"),
        ("cut wrong orders by 20%", "by 20%"),
        ("halve the number of complaints", "halve"),
        ("reduce the wait from 45 to 30 minutes", "from 45 to 30 minutes"),
        ("no more than 5 complaints", "no more than 5"),
        ("zero complaints at the front desk", "zero complaints"),
        ("reduce complaints by a third", "a third"),
    ],
)
def test_quantities_that_measure(text: str, phrase: str) -> None:
    found = smart.review(text).criteria["measurable"]
    assert found.verdict == "met"
    assert phrase in found.evidence


@pytest.mark.parametrize(
    "text",
    ["2026年提高服务质量", "狠抓三个一", "建设一流团队",
     "争当第一", "开展百日行动", "五星级服务", "365天用心服务",
     "24小时热线", "一站式服务", "用110%的努力做好服务", "360度关怀客户", "1号楼电梯检修", "通过ISO 9001认证",
     "上线2.0版系统", "热线电话400-800-1234", "5G服务升级",
     "请拨13800138000", "five-star service", "24/7 support",
     "give 110% effort", "obtain ISO 9001 certification",
     "launch version 3.2", "repair Building 4", "a 360-degree view"],
)  # fmt: skip
def test_numbers_that_measure_nothing(text: str) -> None:
    assert verdict(text, "measurable") == "missing"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("提高客户满意度", "客户满意度"),
        ("服务质量提升20%", "20%"),
        ("通过增加2个窗口缩短排队时间", "增加2个窗口"),
        ("Increase patient satisfaction", "satisfaction"),
        ("Improve service by 20%", "20%"),
    ],
)
def test_half_a_measure_is_weak(text: str, phrase: str) -> None:
    found = smart.review(text).criteria["measurable"]
    assert found.verdict == "weak"
    assert phrase in found.evidence


# --- time-bound --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("2026年12月31日前完成培训", "2026年12月31日前"),
        ("第三季度末投诉率降到1%", "第三季度末"),
        ("半年内把候诊时间缩短到20分钟", "半年内"),
        ("年底前上线自助机", "年底前"),
        ("本月内完成回访", "本月内"),
        ("到二〇二六年底接通率达到九成", "二〇二六年底"),
        ("2026-06-30前完成", "2026-06-30前"),
        ("春节前缩短排队时间", "春节前"),
        ("下学期结束前完成选课系统改造", "下学期结束前"),
        ("未来三年投诉率降到1%", "未来三年"),
        ("90天内，将投诉率降到1%", "90天内"),
        ("从2026年1月到6月，投诉减半", "6月"),
        ("从2024年的85%提高到2026年的92%", "2026年"),
        ("今年年底前提高退款速度", "今年年底前"),
        ("赶在新院区搬迁前，完成导诊培训", "赶在新院区搬迁前"),
        ("reach 90% by Q3", "by Q3"),
        ("reach 90% within six months", "within six months"),
        ("reach 90% by the end of the year", "by the end of the year"),
        ("reach 90% before 1 March 2027", "before 1 March 2027"),
        ("reach 90% by end of Q2", "Q2"),
        ("over the next six months reach 90%", "over the next six months"),
        ("reach 90% this year", "this year"),
        ("reach 90% in FY27", "in FY27"),
        ("within 90 days, cut complaints by 20%", "within 90 days"),
        ("cut no-shows from 18% to 12% within 90 days", "within 90 days"),
        ("reach 90% by next March", "by next March"),
    ],
)
def test_deadlines(text: str, phrase: str) -> None:
    found = smart.review(text).criteria["time_bound"]
    assert found.verdict == "met"
    assert phrase in found.evidence


@pytest.mark.parametrize(
    "text",
    ["尽快缩短排队时间", "长期改善环境", "逐步提高接通率", "持续提升满意度", "早日解决停车难", "适时升级系统",
     "从今年起回访老客户", "自2026年1月起接通率达到85%",
     "2019年荣获先进单位", "在2024年满意度调查的基础上提高满意度",
     "投诉率比2024年降低20%", "3分钟内接听", "24小时内回复投诉",
     "投诉在3天内办结", "去年底的问题要解决", "全年无休",
     "as soon as possible reduce waiting", "always answer calls", "starting in January answer all calls",
     "based on the 2024 survey, improve meals", "respond within 24 hours", "resolve complaints within 5 days",
     "in 2019 we won an award", "cut complaints by 20% versus 2025"],
)  # fmt: skip
def test_no_deadlines(text: str) -> None:
    assert verdict(text, "time_bound") == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "每季度投诉不超过5件",
        "未来几年提高接通率",
        "Every month, keep complaints below 5",
        "Improve calls in the coming years",
    ],
)
def test_rhythm_or_horizon_is_weak(text: str) -> None:
    assert verdict(text, "time_bound") == "weak"


def test_service_standard_and_deadline_side_by_side() -> None:
    text = "三个月内，将投诉24小时回复率提高到95%"
    assert evidence(text, "time_bound") == "三个月内"
    assert verdict(text, "measurable") == "met"
    text = "Raise the share of tickets resolved within 2 days from 70% to 85% by Q3"
    assert evidence(text, "time_bound") == "by Q3"
    assert "快" in smart.review("尽快回复", lang="zh").criteria["time_bound"].reason


def test_a_start_date_is_explained() -> None:
    assert "从今年起" not in evidence("从今年起改善排队", "time_bound")
    assert "起点" in smart.review("从今年起改善排队", lang="zh").criteria["time_bound"].reason


# --- specific, relevant, achievable ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2026年12月31日，将客户满意度从85%提高到92%", "met"),
        ("前台主动向住客介绍早餐时间", "met"),
        ("为视障读者提供送书上门服务", "met"),
        ("Launch a mobile app by Q4 to make booking easier for patients", "met"),
        ("年底前上线自助挂号机", "met"),
        ("客服部提升服务水平", "weak"),
        ("缩短排队时间", "weak"),
        ("投诉满意率95%", "weak"),
        ("客房清洁卫生", "weak"),
        ("护士长要做好本职工作", "weak"),
        ("简化手工流转", "weak"),
        ("嗯", "missing"),
        ("Receptionists greet every guest by name", "met"),
        ("Shorten queues", "weak"),
        ("Hello there", "missing"),
    ],
)
def test_specific(text: str, expected: str) -> None:
    assert verdict(text, "specific") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("缩短患者候诊时间", "met"),
        ("每月为老人组织一次电影放映", "met"),
        ("年底前出具检验报告200份", "met"),
        ("营业额增长15%", "missing"),
        ("加强员工培训", "weak"),
        ("客户至上", "weak"),
        ("勇攀高峰", "missing"),
        ("嗯", "missing"),
        ("Grow revenue by 12%", "missing"),
        ("Strengthen staff training", "weak"),
        ("Resolve complaints faster", "met"),
    ],
)
def test_relevant(text: str, expected: str) -> None:
    assert verdict(text, "relevant") == expected


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("候诊时间从45分钟降到30分钟", "从45分钟降到30分钟"),
        ("与去年相比，投诉不超过5件", "与去年"),
        ("投诉减少20%", "减少20%"),
        ("借助自助机缩短排队时间", "借助"),
        ("by hiring two clerks, shorten the queue", "hiring"),
        ("lower hold time to 45 seconds from 90 seconds", "from 90"),
    ],
)
def test_achievable_is_at_most_weak(text: str, phrase: str) -> None:
    found = smart.review(text).criteria["achievable"]
    assert found.verdict == "weak"
    assert phrase in found.evidence


def test_achievable_missing_and_means_that_are_none() -> None:
    assert verdict("接通率达到90%", "achievable") == "missing"
    assert verdict("年底前通过ISO 9001认证", "achievable") == "missing"


# --- the goal's own figures --------------------------------------------------------------------------------

HISTORY = [44, 47, 43, 46, 45]  # changes 3, −4, 3, −1: standard deviation 3.403


def test_a_goal_with_history_settles_achievable() -> None:
    text = "门诊部缩短候诊时间"
    near = smart.Goal(text, baseline=45, target=42, history=HISTORY)
    far = smart.Goal(text, baseline=45, target=30, history=HISTORY)
    met = smart.review(text, goal=near, lang="en").criteria["achievable"]
    assert (met.verdict, met.advice) == ("met", "")
    assert "0.9" in met.reason
    weak = smart.review(text, goal=far, lang="en").criteria["achievable"]
    assert weak.verdict == "weak"
    assert "4.4" in weak.reason


def test_a_goal_with_too_little_history() -> None:
    bare = SimpleNamespace(baseline=45, target=30, history=None)
    assert smart.review("缩短候诊时间", goal=bare).criteria["achievable"].verdict == "weak"
    stated = smart.review("候诊时间从45分钟降到30分钟", goal=bare).criteria["achievable"]
    assert stated.evidence.startswith("从45分钟")
    empty = SimpleNamespace(baseline=None, target=None)
    assert smart.review("缩短候诊时间", goal=empty).criteria["achievable"].verdict == "missing"


def test_a_linked_goal_is_relevant() -> None:
    goal = smart.Goal("营业额增长15%", linked_to="响应性")
    found = smart.review("营业额增长15%", goal=goal, lang="zh").criteria["relevant"]
    assert found.verdict == "met"
    assert "响应性" in found.reason


# --- answers -----------------------------------------------------------------------------------------------


def test_answers_follow_the_sentence_unless_a_language_is_given() -> None:
    with i18n.use_language("en"):
        assert smart.review("尽快缩短排队时间").criteria["time_bound"].reason == "“尽快”不是日子。"
    with i18n.use_language("zh"):
        assert smart.review("Shorten queues soon").criteria["time_bound"].reason == "“soon” is no date."
        assert (
            smart.review("Shorten queues soon", lang="zh").criteria["time_bound"].reason == "“soon”不是日子。"
        )
        assert "缺一个日子" in smart.review("123").criteria["time_bound"].reason


def test_advice_quotes_own_words() -> None:
    found = smart.review("尽快缩短排队时间。", lang="zh")
    assert "把排队时间从____分钟缩短到____分钟" in found.criteria["measurable"].advice
    assert "缩短排队时间" in found.criteria["time_bound"].advice
    past = smart.review("候诊时间从45分钟降到30分钟", lang="zh").criteria["achievable"].advice
    assert "前几期：____分钟" in past
    fact = (
        smart.review("点火预约单，拖了超过一周的现有88单，四周内清完", lang="zh")
        .criteria["achievable"]
        .advice
    )
    assert "前几期：____、____、____" in fact  # nobody counts orders in weeks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("尽快缩短排队时间。", "____年__月__日前，____（部门或岗位）把排队时间从____分钟缩短到____分钟。"),
        ("客服部提升投诉处理满意率", "____年__月__日前，客服部把投诉处理满意率从____%提高到____%。"),
        ("今年年底前提高退款速度", "今年年底前，____（部门或岗位）把退款速度从____提高到____。"),
        ("接通率达到90%", "____年__月__日前，接通率达到90%（现在是____%）。"),
        ("投诉满意率95%", "____年__月__日前，投诉满意率95%（现在是____%；负责：____）。"),
        ("客户至上", "客户至上：____年__月__日前，____（部门或岗位）把____（指标）从____提高到____，让客户____。"),
        ("", "____年__月__日前，____（部门或岗位）把____（指标）从____提高到____，让____（服务对象）____。"),
        ("营业额今年增长15%", "营业额今年增长15%"),
        ("避免房间投诉", "____年__月__日前，____（部门或岗位）把房间投诉从____件降到____件。"),
        (
            "Improve patient satisfaction.",
            "____ (team or post) will raise patient satisfaction from ____% to ____% by ____ (date).",
        ),
        (
            "Receptionists greet every guest",
            "Receptionists greet every guest (measured by ____, from ____ to ____; deadline: ____).",
        ),
        (
            "Shorten the queue soon",
            "____ (team or post) will shorten queue from ____ minutes to ____ minutes by ____ (date).",
        ),
    ],
)  # fmt: skip
def test_rewrite(text: str, expected: str) -> None:
    with i18n.use_language("zh"):
        assert smart.review(text).rewrite() == expected


def test_rewrite_improves_the_score() -> None:
    wish = smart.review("尽快缩短排队时间。")
    filled = "2026年9月30日前，门诊部把排队时间从45分钟缩短到30分钟。"
    assert smart.review(filled).score == 9 > wish.score


def test_summary() -> None:
    text = "尽快缩短排队时间。"
    said = smart.review(text, lang="zh").summary()
    assert said.startswith("“尽快缩短排队时间”：清楚了：相关；还差：具体（还不够）")
    goal = smart.Goal("…", baseline=45, target=42, history=HISTORY)
    whole = "9月30日前，门诊部把平均候诊时间从45分钟降到42分钟。"
    assert smart.review(whole, goal=goal, lang="zh").summary() == f"“{whole[:-1]}”：五条都说清了。"
    assert "前几期" in smart.review(whole, lang="zh").summary()
    assert "清楚了：无" in smart.review("", lang="zh").summary()


# --- odd input ---------------------------------------------------------------------------------------------


@given(st.text() | st.text(alphabet="一二三年月日前内从到提高%0123456789. ，客户部 byfromtoQ3", max_size=80))
def test_any_text_gets_a_review(text: str) -> None:
    found = smart.review(text)
    assert list(found.criteria) == list(smart.CRITERIA)
    assert 0 <= found.score <= 10
    assert found.missing == [n for n, c in found.criteria.items() if c.verdict == "missing"]
    for criterion in found.criteria.values():
        assert criterion.verdict in VERDICTS
        if criterion.span:
            start, end = criterion.span
            assert 0 <= start < end <= len(text)
            assert text[start:end] == criterion.evidence
    assert found.rewrite()


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "😀👍", "<b></b>", "％￥#", "\x00", "İİİ", "\ud800"])
def test_nothing_said(text: str) -> None:
    assert smart.review(text).score == 0


def test_widths_tags_and_mixed_languages() -> None:
    found = smart.review("客服部<b>年底前</b>将投诉率降低１０％")
    assert found.criteria["measurable"].evidence == "投诉率降低１０％"
    assert found.criteria["time_bound"].evidence == "年底前"
    mixed = smart.review("IT helpdesk 将 first contact resolution 从70%提升到80%，by Q3")
    assert mixed.language == "zh"
    assert mixed.criteria["measurable"].verdict == mixed.criteria["time_bound"].verdict == "met"


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "中",
        "a ",
        "from 1 ",
        "通过增",
        "每",
        "<",
        "以",
        "resolve to ",
        "2026年",
        "护士10分钟内到床边的",
    ],
)
def test_long_text_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        start = time.process_time()
        smart.review(text)
        return time.process_time() - start

    seconds(100)
    # Twice the text, twice the time; a quadratic rule would take four times as long, whatever else the machine does.
    tries = ((seconds(4000), seconds(8000)) for _ in range(4))
    assert any(long < 3.2 * short + 0.05 for short, long in tries)


def test_a_long_text_is_cut_in_the_proposal() -> None:
    found = smart.review("患者投诉不超过5件，" * 1200)
    assert len(found.rewrite()) < 400


@pytest.mark.parametrize("value", [None, 3, b"goal", ["goal"]])
def test_not_a_text(value: object) -> None:
    with pytest.raises(ArgumentError) as caught:
        smart.review(value)  # type: ignore[arg-type]
    assert type(value).__name__ in str(caught.value)


def test_unknown_language() -> None:
    with pytest.raises(ArgumentError):
        smart.review("缩短排队时间", lang="fr")  # type: ignore[arg-type]


def test_names_from_goals_and_unknown_names() -> None:
    assert smart.key_result(45, 30, 36) == 0.6
    assert smart.gas_t([0, 0]) == 50
    assert set(smart.__all__) >= {"review", "Goal", "key_result", "gas_t"}
    with pytest.raises(AttributeError):
        smart.nothing_here  # noqa: B018


def test_runs_on_the_standard_library_alone() -> None:
    code = (
        "import sys; sys.modules['numpy'] = sys.modules['pandas'] = None\n"
        "from sgm_lab import smart; print(smart.review('尽快').score, smart.Goal('a').statement)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "a"]


@pytest.mark.parametrize("key", i18n.keys("smart"))
def test_words_are_there_in_both_languages(key: str) -> None:
    assert all(
        i18n.t(f"smart.{key}", lang=lang) or key == "unit.none" or key.startswith("unit.")
        for lang in i18n.LANGUAGES
    )
