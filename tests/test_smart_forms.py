"""The tables of forms behind the SMART review, the kinds of fault they answer, and rewrites that lose nothing."""

from __future__ import annotations

import csv
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgm_lab import exercises, i18n, smart
from sgm_lab.smart.rules import amount_forms, metric, money, plight, time_forms, who
from sgm_lab.smart.rules.forms import Form, Grammar
from sgm_lab.smart.rules.text import fold

DATA = Path(__file__).parent / "data"

GRAMMARS = {
    "spans": time_forms.SPANS,
    "dates": time_forms.DATES,
    "not": amount_forms.NOT,
    "means": amount_forms.MEANS,
    "levels": amount_forms.LEVELS,
    "same day": amount_forms.SAME_DAY,
    "from to": amount_forms.FROM_TO,
    "starts": amount_forms.STARTS,
    "steps": amount_forms.STEPS,
    "who": who.WHO,
    "metric": metric.METRIC,
    "money": money.MONEY,
    "plight": plight.PLIGHT,
}
EXAMPLES = [
    pytest.param(grammar, form, one, id=f"{table}-{form.name}-{number}")
    for table, grammar in GRAMMARS.items()
    for form in grammar.forms.values()
    for number, one in enumerate(form.examples.split("|"))
]


@pytest.mark.parametrize(("grammar", "form", "one"), EXAMPLES)
def test_every_form_finds_its_example(grammar: Grammar, form: Form, one: str) -> None:
    begin, end = one.index("["), one.index("]")
    text = fold(one.replace("[", "").replace("]", ""))
    found = {(p.form, text[slice(*p.span)], p.worth) for p in grammar.find(text)}
    assert (form.name, fold(one[begin + 1 : end]), form.worth) in found


def test_no_form_holds_the_name_of_a_part_in_its_place() -> None:
    """A part such as ``{_MONTH}`` left standing in a pattern matches nothing, and nobody is told."""
    forms = [form for grammar in GRAMMARS.values() for form in grammar.forms.values()]
    assert [form.name for form in forms if re.search(r"\{[^\d,{}]", form.pattern)] == []


PHRASES = tomllib.loads((DATA / "smart_phrases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("family", PHRASES)
def test_every_phrase_of_a_family_is_read(family: str) -> None:
    table = PHRASES[family]
    phrases = [p.strip("\n") for p in table["forms"].split("|")]
    sentences = [table["sentence"].format(phrase) for phrase in phrases]
    wanted = table.get("verdict", "met")
    assert [s for s in sentences if smart.review(s).criteria[table["criterion"]].verdict != wanted] == []


def verdicts(text: str) -> str:
    """m, w or x for each criterion."""
    marks = {"met": "m", "weak": "w", "missing": "x"}
    return "".join(marks[c.verdict] for c in smart.review(text).criteria.values())


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (
            "提高好差评主动评价率",
            "____年__月__日前，____（部门或岗位）把好差评主动评价率从____%提高到____%。",
        ),
        (
            "Improve waiting times",
            "Improve waiting times (from ____ minutes to ____ minutes; deadline: ____).",
        ),
        (
            "Any missed collection is put right within 24h",
            "Any missed collection is put right within 24h (now in ____% of cases; deadline: ____).",
        ),
        (
            "uptime share should not drop",
            "Uptime share should not drop (limit ____, now ____; deadline: ____).",
        ),
    ],
)
def test_a_rewrite_keeps_the_direction(text: str, again: str) -> None:
    assert smart.review(text).rewrite() == again


@pytest.mark.parametrize(
    "text",
    [
        "大堂经理小陈已添置便民雨伞40把",
        "档案室把交接流程写成了文档",
        "新监控平台已投产",
        "礼仪老师来给前厅讲了一天",
        "采血大厅早上七点就排到门外了",
        "观众留言本上最多的意见是没地方坐",
        "搬家工一到下雨天就爽约，客户干等",
        "译员流动太频繁，年走失率27%",
        "志愿者站一天借出轮椅60次，还有人借不到",
        "医患沟通满意分在全院倒数第二",
        "第三季度的营收完成预算的88%",
        "当前政务大厅平均排队22分钟",
        "制定了《营业厅文明用语二十条》",
    ],
)
def test_what_is_so_or_done_stays_untouched(text: str) -> None:
    found = smart.review(text)
    assert found.fact
    assert found.rewrite() == f"{text}；目标：____年__月__日前做到____。"


@pytest.mark.parametrize(
    "text",
    [
        "敢为人先，永不言败",
        "少跑一趟路，多办一件事",
        "加强内部文件归档",
        "120%的热情，100分的服务，365天不打烊",
        "食堂二楼面档的队伍从窗口排到了楼梯",
        "公交二车队给36台车装了USB充电口",
        "展会期间安检等候峰值33分钟，超过同类场馆",
        "试点网点到今年8月31日已把开户时间降到35分钟",
    ],
)
def test_what_may_be_no_goal_stays_untouched(text: str) -> None:
    assert smart.review(text).rewrite() == f"{text}；目标：____年__月__日前做到____。"


@pytest.mark.parametrize(
    "text",
    [
        "账号开通组：新员工入职第一天没账号的，去年63人，今年零",
        "儿童康复科家长等治疗师交流，现在要等到下课后一刻钟，改成5分钟，9月开学起",
        "物业费收缴率本年度冲到96%（去年91%）",
        "更衣柜打不开，呼叫后2min到场",
        "不让一个孩子放学后没人接",
        "影像检查预约单注意事项看不明白的患者比例，下降1/3",
        "取件码收不到的事儿，老有人抱怨，得改",
        "候车厅充电口坏着的64个，腊八前修完",
    ],
)
def test_what_is_wanted_beside_a_complaint_is_a_goal(text: str) -> None:
    found = smart.review(text)
    assert not found.fact
    assert "；目标：" not in found.rewrite()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("本季度微信新增会员800人", "去年同期____人"),
        ("胃肠外科出院带管病人的居家护理视频，重阳节前拍完5条上线", "去年同期____条"),
        ("班主任在9月内与班上每位新生的家长至少面谈一次", "现在的情形：____"),
        ("CT检查排号短信通知，2周内全覆盖", "现在是____%"),
        ("污水管网所全年冒溢投诉控制在15件以下", "去年____件"),
        ("图书馆开学前训练15名学生志愿者", "要改变的指标：____，从____到____"),
        ("门诊西区洗手间换感应龙头24只，暑假前", "要改变的指标：____，从____到____"),
        ("派单组靠增加4名调度员，在7月底前降低上门迟到率", "从____%到____%"),
        ("切口换药预约要等7天，微创外科想做到3天", "期限：____年__月__日"),
        ("科技馆停用展项比例9%，跟省馆的4%看齐", "期限：____年__月__日"),
        ("客房部①做房返工率≤3%②客人要枕头8分钟送到③全年零摔伤", "做房返工率：现在是____%"),
    ],
)
def test_a_start_is_asked_for_only_where_one_can_be_told(text: str, asked: str) -> None:
    again = smart.review(text).rewrite()
    blanks = again[len(text) :].strip("（）。").split("；")
    assert asked in blanks
    assert len(blanks) == 1 or "①" in text


@pytest.mark.parametrize(
    "text",
    [
        "运维中心工单首次响应中位数，2028年上线验收时≤3分钟，今为11分钟",
        "下周五之前，把影城差评里没人回的34条全部回完",
        "暖气不热的老住户，腊八之前挨家上门测温，一户不落",
        "校园网报障首响，网络中心承诺学期过半时由5小时缩到1小时",
        "快运站点提货等待从50分钟压到20分钟；丢件率千分之一到万分之三，都在9月底前",
    ],
)
def test_nothing_is_asked_again(text: str) -> None:
    assert smart.review(text).rewrite() == text


@pytest.mark.parametrize(
    ("text", "criterion", "quoted"),
    [
        ("客人发消息，管家5分钟内回", "relevant", "管家5分钟内回"),
        ("社区中心上周给老人开了两场防骗课", "relevant", "给老人开了两场防骗课"),
        ("停车楼满位指引不准的抱怨，争取减少一些，过年前", "relevant", "停车楼满位指引不准的抱怨"),
        ("全店员工健康证五一前100%持有", "relevant", "员工健康证"),
        ("晚到行李送到家，机场查询处6小时内，除极端天气", "relevant", "晚到行李送到家"),
        ("血站冷链温度记录完整率第四季度达到100%", "relevant", "冷链温度记录完整率"),
        ("病区的轮椅总是找不到，家属只好背着老人去做检查", "relevant", "病区的轮椅总是找不到"),
        ("桌面运维平均响应一季度从38分钟降到20分钟", "relevant", "桌面运维平均响应"),
        (
            "居民燃气表欠压报警误报多，表务组想把误报率降下来",
            "specific",
            "居民燃气表欠压报警误报多，表务组想把误报率降下来",
        ),
        (
            "通过增加1名夜班医生，让住校生夜里看病方便些",
            "specific",
            "通过增加1名夜班医生，让住校生夜里看病方便些",
        ),
        (
            "讲解部外语场次取消率别再是18%了，国际博物馆日前降到6%",
            "specific",
            "讲解部外语场次取消率别再是18%了，国际博物馆日前降到6%",
        ),
        ("还是老话，把错账往下压", "specific", "把错账往下压"),
    ],
)
def test_a_chinese_phrase_is_quoted_whole(text: str, criterion: str, quoted: str) -> None:
    assert smart.review(text).criteria[criterion].evidence == quoted


# --- 1 time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "三个月内完成培训",
        "两周内整改到位",
        "半年内建成自助区",
        "10天内把标识换完",
        "一个月内上线预约",
        "一周内清完积压工单",
        "半年内差评减半",
        "六周内满意度提到4.6",
        "12月底做到95%",
        "12/31前",
        "2026-12接通率90%",
        "下周三前贴好标识",
        "过年前清完积压",
        "以四季度报表为准，投诉不超过5件",
        "投诉回复率95%（6个月）",
        "国庆前",
        "下个月15号之前",
        "27年一季度",
        "2026.12.31前",
        "20270331前",
        "把错单在年中前减到3件",
        "answer 90% by EOY",
        "answer 90% by EOM",
        "signs up by week 30",
        "new menu by half term",
        "end March: 90% answered",
        "90% by 31.12.2026",
        "90% within the quarter",
        "90% before the clocks change",
        "90% b4 xmas",
        "Jan-Dec 2027: 90%",
        "90% by close of play Friday",
        "90% in two months' time",
        "90% from July to September",
        "put the signs up within two weeks",
    ],
)
def test_deadlines_in_many_forms(text: str) -> None:
    assert smart.review(text).criteria["time_bound"].verdict == "met"


@pytest.mark.parametrize(
    "text",
    [
        "出院一周内随访",
        "两周内与每名学员面谈",
        "新员工入职10天内完成培训",
        "接到投诉后两天内答复",
        "每单48小时内送达",
        "收到退货3天内退款",
        "出险后3日内赔付",
        "首诊后两周内复诊",
        "phone the family within 10 days of joining",
        "Every complaint gets an owner within one hour",
        "pay claims within 3 working days of approval",
    ],
)
def test_a_period_for_each_case_is_a_service_level(text: str) -> None:
    found = smart.review(text).criteria
    assert found["time_bound"].verdict == "missing"
    assert found["measurable"].verdict == "met"


def test_a_deadline_is_never_the_measure() -> None:
    assert verdicts("三个月内完成培训")[1] == "x"
    assert "三个月" not in smart.review("三个月内，门诊部投诉降到5件").criteria["measurable"].evidence


# --- 2 numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "评分4.8",
        "满意度4.6/5",
        "零压疮",
        "开三场座谈会",
        "发药时间48h→12h",
        "跌倒发生率0.3‰以下",
        "导管感染每千导管日低于1.2例",
        "客诉减三成",
        "投诉≤5件",
        "投诉&le;5件",
        "准时率９５％",
        "差评率<3%",
        "等候15min",
        "差错为0",
        "报修一小时到场",
        "2x the bookings",
        "satisfaction up 5 pts",
        "first reply 90 s",
        "infections below 0.8 per 1,000 catheter-days",
        "wait 20 -> 12 min",
        "95pc of calls answered",
        "learner feedback of 4.6/5",
        "not a single lost bag",
        "NPS of +45",
        "P1 tickets acknowledged within 10 mins in 98% of cases",
        "medication errors must not exceed last year's 9",
    ],
)
def test_levels_in_many_forms(text: str) -> None:
    assert smart.review(text).criteria["measurable"].verdict == "met"


@pytest.mark.parametrize(
    "text",
    [
        "再招两个驻场工程师",
        "每层楼添一名夜班护理员",
        "明年给每间教室配一台一体机，预算24万",
        "Recruit 2 more nurses",
        "Buy 12 new wheelchairs",
        "Train 40 nurses in de-escalation, £6,000 set aside",
    ],
)
def test_a_figure_of_the_means_is_said_to_be_one(text: str) -> None:
    found = smart.review(text).criteria
    assert (found["measurable"].verdict, found["measurable"].rule) == ("weak", "means_only")
    assert found["achievable"].verdict == "weak"


# --- 3 who, 4 what it rests on -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("心内科病房年底前把夜间呼叫铃应答时间由3分钟压到90秒以内", "心内科病房"),
        ("理财柜台叫号后客户等候不超过15分钟", "理财柜台"),
        ("冷链组月底前，把温控断链从每百车4.5次减到1次以内", "冷链组"),
        ("由护理部牵头，半年内把老人洗澡间隔从9天缩到5天", "护理部"),
        ("煤气抄表员入户态度方面的投诉，下半年不得超过5宗", "煤气抄表员"),
        ("店长每天看差评，年底前差评降到5条", "店长"),
        ("Ward 6B night team to get call-bell response down to 2 min by EOY", "Ward 6B night team"),
        ("Field ops will take the repeat-visit rate from 18% to 10% by June", "Field ops"),
        ("Branch advisers return every missed call within 2 hrs", "Branch advisers"),
    ],
)
def test_an_actor_at_the_head_is_quoted(text: str, actor: str) -> None:
    specific = smart.review(text).criteria["specific"]
    assert specific.verdict == "met"
    assert specific.evidence.startswith(actor)


@pytest.mark.parametrize(
    ("text", "specific", "measurable"),
    [
        (
            "年底前，候诊时间从45分钟降到30分钟以内。",
            "候诊时间从45分钟降到30分钟以内",
            "候诊时间从45分钟降到30分钟以内",
        ),
        (
            "双十一前把单均包装成本从2.8元砍到2.1元",
            "单均包装成本从2.8元砍到2.1元",
            "单均包装成本从2.8元砍到2.1元",
        ),
        (
            "热线班，到第三季度结束，20秒接通率62%→80%。",
            "热线班，到第三季度结束，20秒接通率62%→80%",
            "20秒接通率62%→80%",
        ),
        (
            "Cut call-bell response from 4.5 min to 2 min by June",
            "call-bell response from 4.5 min to 2 min",
            None,
        ),
        (
            "Abandonment under 4 percent within the quarter.",
            "Abandonment under 4 percent",
            "Abandonment under 4 percent",
        ),
    ],
)
def test_the_phrase_runs_through_the_target(text: str, specific: str, measurable: str | None) -> None:
    found = smart.review(text).criteria
    assert found["specific"].evidence == specific
    assert found["measurable"].evidence == (measurable or specific)


def test_a_comparison_is_quoted_whole_and_is_no_start() -> None:
    found = smart.review("年底前客房清洁投诉比去年少三成").criteria["achievable"]
    assert (found.rule, found.evidence) == ("compared", "比去年少三成")


# --- 5 facts, 6 several goals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "去年差评一共88条",
        "今年上半年投诉下降了20%",
        "我们现在接通率是72%。",
        "去年全年跌倒7例",
        "上周高峰排队最长45分钟",
        "截至昨天积压工单311件",
        "差评从去年的3%升到了5%",
        "We had 88 complaints last year.",
        "Right now 34% of callers hang up before we answer.",
        "Complaints went up from 12 to 19 this spring.",
        "Our score is 4.1 out of 5.",
        "1,900 calls about bills in March, half of them from new tenants",
        "读者打分去年是8.2，比前年掉了0.4",
        "It takes us 9 days to settle a claim.",
    ],
)
def test_facts_are_no_goals(text: str) -> None:
    found = smart.review(text)
    assert found.fact
    assert {"specific", "achievable", "time_bound"} <= set(found.missing)
    assert found.criteria["measurable"].verdict == "weak"
    assert found.question == i18n.t("smart.question.fact", lang=found.language)
    assert found.rewrite().startswith(text.rstrip("。."))


@pytest.mark.parametrize(
    "text",
    [
        "投诉比去年少20%",
        "接通率由目前72%提到85%",
        "第四季度满意率较上年提高3个百分点",
        "目前候诊38分钟，年底前降到25分钟",
        "全年跌倒不超过7例",
        "The hotline answers 80% of calls within 20 seconds.",
        "This year 95% of parcels are delivered on time.",
        "Missed calls no more than last year's 40.",
    ],
)
def test_goals_are_no_facts(text: str) -> None:
    assert not smart.review(text).fact


def test_several_goals_are_split_and_each_is_judged() -> None:
    found = smart.review("年底前客房清洁投诉比去年少三成；RevPAR提升8%。")
    assert found.split == ["年底前客房清洁投诉比去年少三成", "年底前RevPAR提升8%"]
    complaints, money = found.goals
    assert complaints.criteria["relevant"].verdict == "met"
    assert money.criteria["relevant"].verdict == "missing"
    assert money.criteria["time_bound"].verdict == "met"
    assert found.criteria["relevant"].verdict == "met", "one financial half does not sink the other"
    assert "2" in found.question
    english = smart.review(
        "Passport desk: queue from 40 to 25 minutes and rejected forms from 18% to 10% by 1 June."
    )
    assert len(english.goals) == 2
    assert all(goal.criteria["time_bound"].verdict == "met" for goal in english.goals)


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("退换等候压到8分钟以内；会员卡卖出120万，都在六月底前", 2),
        ("夏令营期间：家长电话当天回，食物过敏事故零，空房率压到5%", 3),
        ("开园周：入园排队8分钟以内 投诉不超过去年的9件", 2),
        ("Reply to 95% of web chats and collect 97% of service charge, both by June", 2),
        ("This season: lost keys replaced the same day, 24 guided walks, 0 cancelled walks", 3),
        ("Counter wait from 20 to 12 min by April. Void rooms also down from 31 to 24 by then.", 2),
    ],
)
def test_goals_with_a_sum_a_same_day_or_a_bound_of_last_year_are_split(text: str, goals: int) -> None:
    assert len(smart.review(text).split) == goals


@pytest.mark.parametrize(
    "text",
    [
        "年底前把候诊时间从45分钟降到30分钟，店长盯着",
        "明年餐饮毛利率做到62%，比今年高1.5个点",
        "客人落座1分钟内倒水、3分钟内点单，服务员负责",
        "尽快缩短排队时间",
        "",
        "Cut the wait from 40 to 25 minutes, now 52 at weekends",
        "新客来信当天有人回，做到十封里有九封，明年一季度",
        "6月底前，仓库通过退货当天推送名单，把退货单8小时内办结的比例从74%提高到85%",
        "化验室对10点前送来的样先做，14点前发出报告，每100份里至少95份做到",
        "Delays of over 10 minutes announced in the hall: done for 95% of trains by May",
    ],
)
def test_one_goal_is_not_split(text: str) -> None:
    assert smart.review(text).goals == []


def test_a_report_is_no_sentence_to_be_split() -> None:
    assert smart.review("投诉降到5件，" * 30).goals == []


# --- 7 relevance, 8 slogans and directions, 11 scripts and languages -----------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cut handling charges per parcel from £1.10 to 95p by Q3.", "missing"),
        ("营业厅今年新增宽带用户1200户。", "missing"),
        ("Reception will halve no-shows by June", "weak"),
        ("门诊部把爽约率从12%降到8%", "weak"),
        ("Service quality up 25% by July", "weak"),
        ("把候诊时间从45分钟降到30分钟", "met"),
    ],
)
def test_relevance_goes_by_the_phrase_of_the_measure(text: str, expected: str) -> None:
    assert smart.review(text).criteria["relevant"].verdict == expected


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        # A word of the measured thing stands for the whole thing.
        ("8月底前把借书登记系统换成新版", "借书登记系统换成新版"),
        (
            "Missed collections on the east side, 40 last month, no more than 10 in June",
            "Missed collections on the east side",
        ),
        # Words that only point back lead to what was told of before.
        ("补牙预约，患者现在等9天，国庆前等到4天", "补牙预约"),
        (
            "Repeat prescriptions: four days from request to counter, let's make it two before Christmas",
            "Repeat prescriptions",
        ),
        (
            "Broken lockers at the pool were 23 in April; caretakers have until July to get that number below 5",
            "Broken lockers at the pool",
        ),
        # What those served are spared, get, or are told is quoted with its verb.
        ("收费员不要再让车主下车交钱", "让车主下车交钱"),
        ("Porters should stop leaving wheelchairs in the corridor", "leaving wheelchairs in the corridor"),
        ("停水通知要提前一天告诉住户", "停水通知要提前一天告诉住户"),
        ("报名截止后3天内通知落选家长", "报名截止后3天内通知落选家长"),
        ("交房后7天内，管家要给业主打一次电话", "给业主打一次电话"),
        (
            "Passengers left waiting on the quay, 30 last month, under 5 by August",
            "Passengers left waiting on the quay",
        ),
        ("Every resident sees a dentist within 6 weeks", "resident sees a dentist"),
        # A service level within the name stays in it, and who acts within it.
        ("拼车晚到10分钟以上的订单年底前降到2%", "拼车晚到10分钟以上的订单"),
        ("病人按铃后2分钟内护士到床边的占95%", "病人按铃后2分钟内护士到床边"),
        # Quoted words are one word.
        ("“等太久”差评9月前减半", "“等太久”差评"),
        ('"no one told me" comments down from 12% to 4% by May', '"no one told me" comments'),
        # Who acts is no part of it, nor is what is counted out of.
        ("Pensions desk replies to members within 3 days", "replies to members"),
        ("打包费差错最多每千单3单", "打包费差错"),
    ],
)
def test_relevance_quotes_the_whole_phrase(text: str, phrase: str) -> None:
    assert smart.review(text).criteria["relevant"].evidence == phrase


@pytest.mark.parametrize(
    ("text", "criterion", "phrase"),
    [
        ("Stairlift repairs no later than 5 days after the report", "measurable", "no later than 5 days"),
        (
            "Clear the pile of 120 unopened letters by Friday",
            "measurable",
            "Clear the pile of 120 unopened letters",
        ),
        ('We had 310 "no driver" calls in May', "measurable", '310 "no driver" calls'),
        ("社区食堂下半年给独居老人办8场生日会", "measurable", "8场生日会"),
        # Which cases are counted is part of the name.
        ("呼叫超过10分钟没人应的次数，十月底前控制在4次以内", "measurable", "控制在4次以内"),
        ("呼叫超过10分钟没人应的次数，十月底前控制在4次以内", "relevant", "呼叫超过10分钟没人应的次数"),
        ("Orders older than 3 days: 120 today, under 20 by May", "measurable", "under 20"),
        (
            "Visits begun over 20 min late: none this winter (8 last winter)",
            "relevant",
            "Visits begun over 20 min late",
        ),
        ("Nobody waits more than 10 minutes, 95% of the time, by May", "measurable", "95% of the time"),
        ("抽血窗口等候，三季度压到10分钟（二季度17分钟）", "time_bound", "三季度"),
        ("抽血窗口等候，三季度压到10分钟（二季度17分钟）", "achievable", "二季度17分钟"),
        ("Call backs offered within 3 days instead of 8, from May", "achievable", "instead of 8"),
        (
            "Cut lost items by a quarter across the four halls before Easter",
            "measurable",
            "lost items by a quarter",
        ),
        (
            "Entrance lanes B2: 95% of coaches through in 4 min by July",
            "relevant",
            "coaches through",
        ),
        ("外卖超时20分钟以上必须补券，11月抽查执行率不低于95%", "measurable", "不低于95%"),
        ("夜班接通率70%→85%，9月底", "measurable", "接通率70%→85%"),
        ("明年物业报修的好评率要往上走", "measurable", "报修的好评率"),
        ("手术当天取消，等3小时20分，国庆前缩成1小时", "achievable", "3小时20分"),
        ("Hydrotherapy queue is 31 people, want it gone by summer", "achievable", "is 31 people"),
        ("36名收银员5月前全部通过验钞考核", "specific", "36名收银员5月前全部通过验钞考核"),
        # Each row of the table in edges_zh.
        ("装维三班｜2026Q4末｜宽带报障当日修复率 78%→90%", "relevant", "宽带报障当日修复率"),
        ("9月30日前，颐和苑二区老人跌倒次数比上季度的11起至少减少一半", "relevant", "颐和苑二区老人跌倒次数"),
        ("积压的63件噪音投诉，城管办要在8月15号之前全部办结，一件不留。", "relevant", "积压的63件噪音投诉"),
        ("国庆长假之前，票务组必须把观众排长队的问题解决掉", "relevant", "观众排长队的问题"),
        ("到明年4月，预约图书的到馆等待从平均12天缩到一个星期", "achievable", "从平均12天缩到一个星期"),
        ("车险理赔部明年一季度结束时，万元以下案件结案周期平均6.8天", "relevant", "万元以下案件结案周期"),
        ("5号楼快递柜坏了14个格口，业主报了三回也没人来修。", "relevant", "5号楼快递柜坏了14个格口"),
        ("逐步优化大厅环境，让群众更满意", "relevant", "群众更满意"),
        ("慢病老人来取药，药师多交代两句怎么吃", "relevant", "多交代两句怎么吃"),
        ("中山路店的缺药登记次数要减少四成", "relevant", "缺药登记次数"),
        ("春运期间客运值班室不发生一起旅客漏乘", "measurable", "不发生一起旅客漏乘"),
        ("电梯老是坏，这个事情月底前要处理好", "time_bound", "月底前"),
        # Each row of the table in trim_zh.
        ("住户停水投诉，入冬前由每月21件减到9件", "measurable", "21件减到9件"),
        ("看不懂出院小结的家属比例，下降1/3", "measurable", "下降1/3"),
        ("教具抽查合格率从六成提高到全合格，11月20日", "measurable", "教具抽查合格率从六成提高到全合格"),
        ("去年夏天宿舍空调坏了7回", "relevant", "宿舍空调坏了7回"),
        ("东门游客候车太难熬了，国庆前缩到15分钟", "relevant", "东门游客候车"),
        ("接驳组增加3名调度员", "relevant", "调度员"),
        ("上月护工离职6人", "relevant", "护工离职"),
        ("我们要在年会之前把服务水平提上来", "relevant", "服务水平"),
        (
            "Every visitor gets a printed map within two minutes",
            "specific",
            "Every visitor gets a printed map within two minutes",
        ),
    ],
)
def test_no_quoted_figure_is_clipped(text: str, criterion: str, phrase: str) -> None:
    assert smart.review(text).criteria[criterion].evidence == phrase


@pytest.mark.parametrize(
    ("text", "criterion", "expected"),
    [
        # A thing in a state acts not; to be nice is no act.
        ("The lift on platform 2 must stop being a joke", "specific", "weak"),
        ("Deposits shouldn't have to be chased", "specific", "weak"),
        ("Ushers in the stalls should be polite", "specific", "weak"),
        # To be rung or visited is an act received; what is mended by a date is a deliverable.
        ("Visit our housebound borrowers every month", "specific", "met"),
        ("Ticket barrier at gate 4 repaired by 3 May", "specific", "met"),
        # What each served one gets is no sale.
        ("每位新会员每月收到一次体测报告", "relevant", "met"),
    ],
)
def test_who_acts_and_who_gets_it(text: str, criterion: str, expected: str) -> None:
    assert smart.review(text).criteria[criterion].verdict == expected


def test_relevance_quotes_the_measure() -> None:
    assert (
        smart.review("年底前，业主报修当天上门率要有95%。").criteria["relevant"].evidence
        == "业主报修当天上门率"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("差评减半", "weak"),
        ("Halve complaints", "weak"),
        ("客房部差评减半", "met"),
        ("患者投诉减半", "met"),
        ("进一步密切各科室的配合", "missing"),
        ("投诉满意率95%", "weak"),
    ],
)
def test_a_level_alone_does_not_make_a_direction_specific(text: str, expected: str) -> None:
    assert smart.review(text).criteria["specific"].verdict == expected


def test_traditional_characters_are_read_and_keep_their_places() -> None:
    text = "門診部年底前將候診時間從４５分鐘縮短到３０分鐘&le;"
    found = smart.review(text)
    assert verdicts(text) == verdicts("门诊部年底前将候诊时间从45分钟缩短到30分钟")
    assert found.criteria["measurable"].evidence == "候診時間從４５分鐘縮短到３０分鐘"
    assert found.criteria["specific"].reason.startswith("“門診部")


@pytest.mark.parametrize(
    "text",
    [
        "待ち時間を30分に短縮する",
        "大気時間をみじかくする",
        "대기 시간을 30분으로 줄인다",
        "Сократить очередь до 5 минут",
    ],
)
def test_other_languages_are_said_not_to_be_understood(text: str) -> None:
    found = smart.review(text, lang="en")
    assert found.score == 0
    assert "cannot be read" in found.criteria["specific"].reason
    assert found.rewrite() == text
    assert found.question == ""


# --- 9 rewrites ----------------------------------------------------------------------------------------------

_NEGATIONS = ("不", "别", "没", "零", "not", "never", "no ", "don't", "without", "stop")


def _loses_nothing(text: str) -> None:
    again = smart.review(text).rewrite()
    kept, said = (re.sub(r"[\s，,。.；;！!？?、:：]", "", fold(s)) for s in (again, text))
    for figure in re.findall(r"\d+(?:\.\d+)?", fold(text)):
        assert figure in fold(again), (text, again)
    for word in _NEGATIONS:
        assert fold(text).count(word) <= fold(again).count(word), (text, again)
    if smart.review(text).criteria["measurable"].verdict == "met":
        # The writer's words in the writer's order, with blanks between.
        letters = iter(kept)
        assert all(letter in letters for letter in said), (text, again)


_WHO = st.sampled_from(["", "门诊部", "客服二组", "店长", "由护理部牵头，"])
_WHEN = st.sampled_from(["", "年底前，", "三个月内，", "2026年12月31日前", "每月"])
_WHAT = st.sampled_from(["候诊时间", "差评", "患者投诉", "一次解决率", "跌倒", "营业额", "服务质量"])
_HOW = st.sampled_from(
    [
        "从45降到30",
        "不超过5件",
        "降低20%",
        "提高",
        "要好一点",
        "为零",
        "减半",
        "不再增加",
        "达到90%（目前72%）",
        "",
    ]
)


@given(_WHO, _WHEN, _WHAT, _HOW)
@example("", "", "差评", "不再增加")
def test_a_rewrite_of_any_composed_sentence_drops_nothing(who_: str, when: str, what: str, how: str) -> None:
    text = f"{when}{who_}{what}{how}"
    _loses_nothing(text)
    found = smart.review(text)
    if found.criteria["measurable"].verdict == "met" and found.criteria["achievable"].verdict == "weak":
        assert "现在" not in found.rewrite(), "no baseline is asked for that is stated, nor for a change"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Do not increase waiting time for reconnections",
            "Do not increase waiting time for reconnections (limit ____, now ____; deadline: ____).",
        ),
        # A limit may lie above or below: no direction is put into the writer's mouth.
        ("别缩短电话服务时间", "____年__月__日前，别缩短电话服务时间（界限：____，现在是____）。"),
        (
            "Don't cut the phone hours",
            "Don't cut the phone hours (limit ____, now ____; deadline: ____).",
        ),
        # Several goals, a note, a question: everything behind the sentence, nothing inside it.
        (
            "Is it possible to have fewer forms at admission?",
            "Is it possible to have fewer forms at admission? (from ____ to ____; deadline: ____).",
        ),
        (
            "养老院夜班每两小时巡一次房，不能漏",
            "养老院夜班每两小时巡一次房，不能漏（做到的占____%，现在是____%；期限：____年__月__日）。",
        ),
        ("年底前接通率达到85%（目前72%）", "年底前接通率达到85%（目前72%）"),
        (
            "Quieter nights.",
            "Quieter nights (measured by ____, from ____ to ____; deadline: ____).",
        ),
        (
            "Roll out the new ticketing system by June.",
            "Roll out the new ticketing system by June (what it is to change: ____, from ____ to ____).",
        ),
        ("今年前台的服务质量要提升15%", "今年前台的服务质量要提升15%（用____衡量，从____到____）。"),
        (
            "今后几年逐步多放些长椅",
            "今后几年逐步多放些长椅（要改变的指标：____，从____到____；期限：____年__月__日）。",
        ),
        (
            "过敏的客人绝对不能再上错菜，领班盯紧",
            "过敏的客人绝对不能再上错菜，领班盯紧（现在每月____次；期限：____年__月__日）。",
        ),
        (
            "年底前通过增开1个窗口缩短老人的排队时间",
            "年底前通过增开1个窗口缩短老人的排队时间（从____分钟到____分钟）。",
        ),
        (
            "到场时间：城区40分钟、农村80分钟，95%的单子要达标，明年6月底看",
            "到场时间：城区40分钟、农村80分钟，95%的单子要达标，明年6月底看（现在是____%）。",
        ),
        ("全年漏接不超过去年的6次", "全年漏接不超过去年的6次"),
        # A yearly sum, a launch, an ordinal, a kept share, an ambiguous level: only what is certain is asked for.
        ("个险三部四季度保费收入冲刺3000万", "个险三部四季度保费收入冲刺3000万（去年同期____）。"),
        ("新版预约小程序3.0十一前上线", "新版预约小程序3.0十一前上线（要改变的指标：____，从____到____）。"),
        ("热线组在元旦前提高一次解决率", "在元旦前，热线组把一次解决率从____%提高到____%。"),
        (
            "护理部计划明年选送10名护士进修",
            "护理部计划明年选送10名护士进修（要改变的指标：____，从____到____）。",
        ),
        ("高速服务区热水断供，春运不超过2次", "高速服务区热水断供，春运不超过2次（起点____次）。"),
        ("洗车店退款纠纷，年底之前减少到3起", "洗车店退款纠纷，年底之前减少到3起（去年____起）。"),
        ("社区中心家庭病床明年增至150张", "社区中心家庭病床明年增至150张（现在是____）。"),
        (
            "请外面的老师给柜员讲两天课，3月办",
            "请外面的老师给柜员讲两天课，3月办（要改变的指标：____，从____到____）。",
        ),
        (
            "营业厅春节前让停水通知提前48小时发到",
            "营业厅春节前让停水通知提前48小时发到（做到的占____%，现在是____%）。",
        ),
        ("账单看不懂的来电，客服中心8月前压掉40%", "账单看不懂的来电，客服中心8月前压掉40%"),
        ("信息科下周部署移动护理PDA", "信息科下周部署移动护理PDA（要改变的指标：____，从____到____）。"),
        ("排队超90秒，自动回拨，到春节", "排队超90秒，自动回拨，到春节（做到的占____%，现在是____%）。"),
        ("换乘指引差评不超过每月3条", "____年__月__日前，换乘指引差评不超过每月3条（现在是____条）。"),
        (
            "争取到元旦，等位超过40分钟的桌数每晚不多于3桌（现在有十来桌）",
            "争取到元旦，等位超过40分钟的桌数每晚不多于3桌（现在有十来桌）",
        ),
        ("每位教练每月迟到不超1次，本季度", "每位教练每月迟到不超1次，本季度（现在的情形：____）。"),
        (
            "绝不能再把两位病人的片子装错袋",
            "____年__月__日前，绝不能再把两位病人的片子装错袋（现在每月____次）。",
        ),
        ("缺货道歉电话3个小时内要打完，本月", "缺货道歉电话3个小时内要打完，本月（现在是____个小时）。"),
        ("店里营业时间延长到晚上十点", "店里营业时间延长到晚上十点；目标：____年__月__日前做到____。"),
        (
            "儿保门诊：2027年暑假，孩子打疫苗后留观区座位够用",
            "儿保门诊：2027年暑假，孩子打疫苗后留观区座位够用（用____衡量，从____到____）。",
        ),
        (
            "新生报到当天，30分钟内办完手续",
            "新生报到当天，30分钟内办完手续（做到的占____%，现在是____%；期限：____年__月__日）。",
        ),
        # A name that begins with 不 refuses nothing; what happened yesterday gives no unit; trouble is no goal yet.
        (
            "不动产窗口上半年推行预约办，群众少跑腿",
            "不动产窗口上半年推行预约办，群众少跑腿（用____衡量，从____到____）。",
        ),
        (
            "早餐又排到电梯口，有三位住客当场发了火，前厅把等位这事解决一下，劳动节前最长别超10分钟",
            "早餐又排到电梯口，有三位住客当场发了火，前厅把等位这事解决一下，劳动节前最长别超10分钟（现在是____分钟）。",
        ),
        ("现在周五下午大厅还是挤", "现在周五下午大厅还是挤；目标：____年__月__日前做到____。"),
        (
            "Complaints about noise: 41 since March.",
            "Complaints about noise: 41 since March; goal: ____ by ____ (date).",
        ),
        ("All 26 overdue refunds paid out by 15/1", "All 26 overdue refunds paid out by 15/1"),
        (
            "85 out of 100 requests filled by May",
            "85 out of 100 requests filled by May (now ____ out of 100).",
        ),
        (
            "Zero parcels left in the rain by March",
            "Zero parcels left in the rain by March (last year ____).",
        ),
        (
            "不断改善患者夜间睡眠",
            "____年__月__日前，不断改善患者夜间睡眠（用____衡量，从____到____）。",
        ),
        (
            "客诉率降下去",
            "____年__月__日前，客诉率降下去（从____%到____%）。",
        ),
        (
            "营业员要把套餐讲明白，别糊弄老年人",
            "营业员要把套餐讲明白，别糊弄老年人（用____衡量，从____到____；期限：____年__月__日）。",
        ),
        (
            "今年内提高患者满意度、缩短检查预约等待",
            "今年内提高患者满意度、缩短检查预约等待（患者满意度：从____%到____%；检查预约等待：从____到____）。",
        ),
        ("安全科年底前机房可用率做到99.9%。", "安全科年底前机房可用率做到99.9%（现在是____%）。"),
        # Within half a year it is brought down; what comes back within half a year is counted.
        ("机修车间半年之内把返修的车从7台降到3台", "机修车间半年之内把返修的车从7台降到3台"),
        ("客服部年三十以前把投诉降到5件", "客服部年三十以前把投诉降到5件（起点____件）。"),
        # A ban beside the wish, or in brackets, is not what is counted.
        (
            "标识要慢慢理顺，别让人来回跑。",
            "标识要慢慢理顺，别让人来回跑（用____衡量，从____到____；期限：____年__月__日）。",
        ),
        ("本季度内二楼护理区做到零压疮。", "本季度内二楼护理区做到零压疮（去年____）。"),
        (
            "学生受伤，校医5分钟内到场。",
            "学生受伤，校医5分钟内到场（做到的占____%，现在是____%；期限：____年__月__日）。",
        ),
        # What is not certain to be missing is asked for in words that fit all, or as a condition.
        (
            "每间房打扫后，枕头上不留一根头发",
            "每间房打扫后，枕头上不留一根头发（现在的情形：____；期限：____年__月__日）。",
        ),
        (
            "下月15号以前，把旅游大巴空调不凉的问题全部修掉（还剩九辆，目前）",
            "下月15号以前，把旅游大巴空调不凉的问题全部修掉（还剩九辆，目前）（用____衡量，从____到____）。",
        ),
        (
            "咱站打预防针那块儿，春节前能不能把排队压到二十分钟以内，现在差不多四十",
            "咱站打预防针那块儿，春节前能不能把排队压到二十分钟以内，现在差不多四十（如果还没有写明：现在是____分钟）。",
        ),
        ("药房把标签看不清的投诉月底前处理完，共26件", "药房把标签看不清的投诉月底前处理完，共26件"),
        (
            "小区物业水泵间停机抢修耗时超过4小时的，汛期之前消掉",
            "小区物业水泵间停机抢修耗时超过4小时的，汛期之前消掉（现在的情形：____）。",
        ),
        (
            "洗车工小刘、小马下周去学两天漆面护理",
            "洗车工小刘、小马下周去学两天漆面护理（现在的情形：____）。",
        ),
        ("对公开户时长T+5改成T+2，6月上", "对公开户时长T+5改成T+2，6月上"),
        (
            "财务同事老报卡死，工单一天40多张，春节前压到一天15张以内",
            "财务同事老报卡死，工单一天40多张，春节前压到一天15张以内",
        ),
        (
            "力争招商面积出租率92%，商户报修当日完成率95%，均于下半年达成",
            "力争招商面积出租率92%，商户报修当日完成率95%，均于下半年达成（如果还没有写明：现在是____%）。",
        ),
        (
            "1.联办时间由12天减为5天；2.窗口电话接听率95%以上；3.办件回访每月50户。完成时限：11月30日",
            "1.联办时间由12天减为5天；2.窗口电话接听率95%以上；3.办件回访每月50户。完成时限：11月30日"
            "（电话接听率：现在是____%；办件回访：现在是____户）。",
        ),
        # A limit of each month is no share; a ban beside the wish is not what is counted.
        (
            "长者日托中心接送车迟到，每月别超过2趟",
            "长者日托中心接送车迟到，每月别超过2趟（现在是____；期限：____年__月__日）。",
        ),
        (
            "ICU每天下午跟家属当面讲病情，别让人家干等",
            "ICU每天下午跟家属当面讲病情，别让人家干等（用____衡量，从____到____；期限：____年__月__日）。",
        ),
        (
            "笔记本换机从报修到拿新机11个工作日，目标4个，年中",
            "笔记本换机从报修到拿新机11个工作日，目标4个，年中",
        ),
        # What may be a fact or a goal is asked which it is.
        (
            "点火预约单，拖了超过一周的现有88单，四周内清完",
            "点火预约单，拖了超过一周的现有88单，四周内清完（如果这说的是现状，目标：____年__月__日前做到____）。",
        ),
        # What is to be there by a day is no poster; what is done already, and what nobody can read, is no goal.
        (
            "高铁站给老幼病残旅客建“暖心候车区”，国庆前启用",
            "高铁站给老幼病残旅客建“暖心候车区”，国庆前启用（要改变的指标：____，从____到____）。",
        ),
        (
            "学生处已聘2名心理老师轮流到宿舍坐班",
            "学生处已聘2名心理老师轮流到宿舍坐班；目标：____年__月__日前做到____。",
        ),
        # No day at the head of what begins on a day, or comes next.
        (
            "12月起护理电子病历录入错误每百份不多于4处",
            "12月起护理电子病历录入错误每百份不多于4处（去年同期____；期限：____年__月__日）。",
        ),
        (
            "下一步着力解决老小区水压低的问题",
            "下一步着力解决老小区水压低的问题（用____衡量，从____到____；期限：____年__月__日）。",
        ),
        (
            "Recruit 2 more nurses ahead of the half-marathon.",
            "Recruit 2 more nurses ahead of the half-marathon (what it is to change: ____, from ____ to ____).",
        ),
        (
            "Recruit 2 more nurses by June.",
            "Recruit 2 more nurses by June (what it is to change: ____, from ____ to ____).",
        ),
        (
            "P1 tickets acknowledged in 98% of cases by EOM",
            "P1 tickets acknowledged in 98% of cases by EOM (now ____%).",
        ),
    ],
)
def test_blanks_are_put_where_something_is_missing(text: str, expected: str) -> None:
    assert smart.review(text).rewrite() == expected


# --- 10 the coach's question ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("客户至上", "slogan"),
        ("去年差评一共88条", "fact"),
        ("骨科病区年内跌倒不超过3例", "safety"),
        ("再招两个驻场工程师", "means"),
        ("客服部年底前满意度达到90%", "survey"),
        ("客服2小时内回电", "each"),
        ("年底前接通率从62%提到80%", "guard"),
        ("今年营业额增长15%", "money"),
        ("尽快整理书架", "means"),
        ("Keep mishandled bags below 3 per flight this winter", "season"),
        ("Zero missed bins this year", "zero"),
        ("First-time fix share at 82% by June", "share"),
        ("年底前门诊部把候诊时间从30分钟降到45分钟", "contrary"),
        ("上半年把满意度由 92% 提高到 88%", "contrary"),
        ("Reduce waiting at the counter from 30 to 45 minutes by June", "contrary"),
        ("年底前把办理时间从2天缩短到30分钟", "guard"),
        # None asks for what is said, and none for what the sentence has not.
        ("中餐厅：预订记错桌的，不得多于上季度（5起）", "source"),
        ("电费错误账单投诉，争取比去年同期的54件少20件，冬至前", "guard"),
        ("老年门诊要帮独自来院的老人取号、缴费", "sign"),
        ("员工满意度调查回收率从64%提到85%，春节放假前", "guard"),
        ("肛肠科术后首次排便疼痛评分要控制在4分以下，冬至前", "start"),
        ("提高复购率", "level"),
        ("门诊综合服务水平提高两成", "sign"),
        ("养老院总务处四月底前更换防滑地砖300平方米", "means"),
        ("捡到走失儿童一律30分钟内联系上家长，国庆结束前", "start"),
        ("试点网点到今年8月31日已把开户时间降到35分钟", "told"),
        ("舞蹈学校校长：春季班退费额比去年春季少3万元，5月31日结算", "told"),
        ("家委会建议答复率力争100%", "start"),
        ("公交别再甩站", "often"),
        ("住院患者死亡率不超过5%，比去年6%低，年底前", "guard"),
        ("夜班：响铃超30秒的，每晚别超2个", "stand"),
        ("去年寒假客房投诉40起，今年寒假压到20起以下", "guard"),
        ("Membership lapses, 6% a month now, down to 4% by Easter", "guard"),
        ("积压的120件来信月底前清零", "guard"),
        ("骨科夜间跌倒年内减三成（2025年21例）", "near"),
        ("Falls per month from 9 to 5 by March", "near"),
        ("Agency shifts fall from 140 to 90 per month by March", "guard"),
        ("90% of repeat prescriptions ready the next day by May", "start"),
        ("Complaints down 25% this quarter", "start"),
        ("Improve average boarding time before the regatta", "level"),
    ],
)
def test_the_question_is_the_one_that_helps_most(text: str, name: str) -> None:
    found = smart.review(text)
    assert found.question == i18n.t(f"smart.question.{name}", lang=found.language)
    assert smart.review(text, lang="en").question == i18n.t(f"smart.question.{name}", lang="en")


@pytest.mark.parametrize(
    "text",
    [
        "年底前门诊部把候诊时间从30分钟降到45分钟",
        "2027年6月底前，物流部把当天办结的比例由85%提高到74%",
        "Reduce waiting at the counter from 30 to 45 minutes by June",
    ],
)
def test_a_goal_against_its_own_word_is_not_whole_and_is_left_to_its_writer(text: str) -> None:
    found = smart.review(text)
    measurable = found.criteria["measurable"]
    assert (measurable.verdict, measurable.rule) == ("weak", "contrary")
    assert text not in measurable.advice
    assert found.rewrite() == text
    record = exercises.find("3.1-goal")
    assert exercises.check(record, text).state == record.glance(text, "zh").state == "partly"


# --- the rules are linear --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_text_of_goals_takes_linear_time(lang: str) -> None:
    with (DATA / "smart_labelled.csv").open(encoding="utf-8", newline="") as file:
        text = " ".join(r["sentence"] for r in csv.DictReader(file) if r["lang"] == lang)

    def seconds(size: int) -> float:
        start = time.process_time()
        smart.review(text[:size])
        return time.process_time() - start

    seconds(100)
    short, long = (min(seconds(size) for _ in range(3)) for size in (2500, 5000))
    assert long < 3.2 * short + 0.05, "twice the text, twice the time"


def test_a_goal_exercise_shows_the_split_goals_and_the_question() -> None:
    record = next(r for r in exercises.chapter("2.1") if r.id == "2.1-goal-rewrite")
    outcome = exercises.check(record, "年底前门诊部把候诊时间从45分钟降到30分钟；RevPAR提升8%。", lang="zh")
    said = "\n".join(outcome.feedback)
    assert "2. “年底前RevPAR提升8%”" in said
    assert "想一想：这里有 2 个目标" in said
    alone = "\n".join(exercises.check(record, "尽快缩短排队时间", lang="zh").feedback)
    assert "个目标。评的是第一个" not in alone
    assert "想一想：" in alone


@pytest.mark.parametrize("name", ["2.1-goal-rewrite", "3.1-goal", "3.2-goal", "3.3-goal-rewrite"])
def test_four_exercises_let_the_learner_mend_the_proposal_of_the_tool(name: str) -> None:
    """The draft in the prompt is what the review proposes for the slogan there, and it is not good enough."""
    record = next(r for r in exercises.chapter(name.split("-")[0]) if r.id == name)
    for lang, prompt in (("zh", record.prompt.zh), ("en", record.prompt.en)):
        slogan, draft = re.findall(r"“([^”]+)”", prompt)[:2]
        assert draft == smart.review(slogan).rewrite()
        assert exercises.check(record, draft, lang=lang).state != "right"
        assert exercises.check(record, record.model.say(lang), lang=lang).state == "right"


# --- own sentences from other trades: m met, w weak, x missing, in the order of the criteria --------------------


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("mmwmm", "Vet reception to get phone pick-up under 30 secs (currently 55) by the end of May"),
        ("mmwmm", "Laundry turnaround 3 days -> 36 hrs before Easter, depot team"),
        (
            "mmxmm",
            "Nursery staff reply to parents' app messages same day in 9 cases out of 10, from September to December",
        ),
        ("mmxmm", "Council tax helpline: 80% of calls answered within 60 secs by 31 March"),
        ("mmwmm", "Theatre box office will cut walk-aways from 1 in 8 to 1 in 20 by opening night"),
        ("mmxmm", "No more than two late starts a week in Theatre 3 by Q2"),
        ("mmxmm", "Zero medication errors on Birch ward throughout 2027"),
        ("mmwmm", "Get discharge letters out in 24 h for 90% of patients (was 64%) by Xmas"),
        ("mmwmm", "halve the number of missed bin collections in the north round by end of autumn"),
        ("mmwxm", "Salon: repeat bookings from 38% up to 50% by June 30th."),
        (
            "mmwmm",
            "We will bring average check-in time down from eleven minutes to six by the start of the season",
        ),
        ("mmxmm", "Warehouse crew - damage rate no worse than 0.4% in Q4"),
        ("mmwmm", "The clinic wants to trim waiting for blood tests by a quarter before summer"),
        ("mmwmm", "Library opening-hours complaints: 31 last year, at most 10 this year."),
        ("mmxmx", "Bakery counter serves every customer within 4 minutes"),
        ("mmxmx", "Reply to all guest emails by 5pm the same day"),
        ("mmxmx", "Ambulance crews hand over patients in under 15 minutes"),
        ("mmxmx", "Every complaint gets a named owner within one hour"),
        ("mxxmx", "Porters should walk visitors to the ward instead of pointing"),
        ("wxxmx", "Shorter queues at the pharmacy, soon"),
        ("wxxmx", "Make invoices easier to read"),
        ("wwxmx", "Improve customer satisfaction"),
        ("wxxmw", "Cut down on repeat visits over the coming months"),
        ("xxxwx", "Passion for people, pride in service"),
        ("xxxwx", "Going the extra mile for our guests, always"),
        ("mwwwm", "Hire three more baristas before July"),
        ("mwwwm", "Buy 12 new wheelchairs for the main entrance by August"),
        ("mxxwm", "Go live with the new booking system by 1 October"),
        ("mmwxm", "Grow membership income by 8% in 2027"),
        ("mmwxm", "Raise occupancy from 68% to 74% this winter"),
        ("mmxxm", "1,500 new sign-ups by the end of Q3"),
        ("mmxmm", "Keep hold times under 45 seconds during the whole of next quarter"),
        ("mmwmm", "Turn round lab samples in 50 minutes instead of 80 by Q3"),
        ("mmwmm", "By spring half term: 95% of EHCP reports on time, up from 71%"),
        ("mmwmm", "Patients waiting over 4 hours down from 120 to 40 a month by March"),
        ("mmwmm", "Reduce pressure sores by 50% on the rehab unit within a year"),
        ("mmxmm", "Guest wifi uptime 99.5% by peak season"),
        ("mmwmm", "lost luggage claims -20% vs 2025 by Dec"),
        ("mmwmm", "ease checkout: average lane wait to 3 min from 7 min come November"),
        ("mmwmm", "Taxi rank at the station: average wait not above last winter's 6 minutes, Nov to Feb"),
        ("mmxmm", "Not one child hurt on the climbing wall this season"),
        ("mmwmm", "two goals for us: no-reply emails 14% → 3%, and phone waits 4 → 2 min, both by Easter"),
        (
            "mmwmm",
            "We're at 61% on the friends-and-family card and need 75% before the contract review in June",
        ),
        ("mmxmm", "Aim for 19 in 20 parcels scanned at the door by the time Black Friday comes round"),
        (
            "mmxmm",
            "No resident waits longer than 8 minutes for a call bell at night - from 1 April and all through the year",
        ),
        ("mmwmm", "Get the 240 overdue repairs down to 60 by the back end of summer"),
        ("mmwmm", "Kerbside misses: 48 a month to 20 a month, Jan to June"),
        ("mmxmm", "Night team: hourly rounds on every bay, 100% signed, for the whole of February"),
        (
            "mmwmm",
            "Two-thirds fewer wrong plates by the end of the tourist season, kitchen and pass together",
        ),
        ("mmwmm", "Queue at gate 4 to be cut by ten minutes in time for the half-term getaway"),
        ("mmxmm", "Complaints answered inside 10 working days: 9 out of 10 of them by the turn of the year"),
        ("mmwmm", "average ride wait 17 min > 11 min by Halloween half term"),
        ("mmxmm", "Claims team, please: nothing older than 30 days in the tray by 30 Nov"),
        ("mmwmm", "from 3.9 to 4.3 on Google by August 31"),
        ("mmxmm", "0 missed doses on nights, all of Q2"),
        ("mmxmm", "at least 85 of every 100 callers get a person, not a menu, by March"),
        ("mmwmm", "cut the time a caller spends on hold by a quarter over the next two quarters"),
        ("mmwmm", "Cardiology letters typed within 48h, currently 5 days. Date: 30/09/2026."),
        ("mmxmm", "we will keep unplanned downtime to two hours a month for the rest of 2026"),
        ("mmxmx", "Front desk picks up by the third ring"),
        ("mmxmx", "Answer chat messages in under a minute"),
        ("mmxmx", "Bins emptied every two hours"),
        ("mmxmx", "Nobody queues for more than five minutes at the self-checkout"),
        ("mmxmx", "Wheelchair at the aircraft door within 10 minutes of landing"),
        ("mmxmx", "Hot food leaves the pass at 65 degrees or above"),
        ("mmxmx", "Call the family back the same evening"),
        ("mxxmx", "Tell every patient how long the wait will be"),
        ("mxxmx", "Guides should speak to children at eye level"),
        ("wxxmx", "Fewer lost tickets please"),
        ("wxxmx", "We must get better at answering the phone"),
        ("wxxmx", "Sort out the parking"),
        ("wwxmx", "Get NPS up"),
        ("xxxwx", "Your health, our passion"),
        ("xxxwx", "Quality is not an act, it is a habit: service from the heart"),
        ("mwwwm", "Fit hearing loops in all four meeting rooms by May"),
        ("mwwwm", "Put £15k into new till software by the end of Q1"),
        ("mwwwm", "Recruit a second night porter before the conference season"),
        ("mxxwm", "Roll out the new rota system in February"),
        ("mmxwm", "All 60 drivers hold the customer care certificate by December"),
        ("mmxxm", "Sell 300 season tickets by 1 August"),
        ("mmwxm", "Trim overtime spend by £4k a month by the summer"),
        ("xwxmx", "On average our guests wait 12 minutes for a table on Fridays."),
        ("xwxmx", "Nine patients out of 40 said the food was cold."),
        ("xwxmx", "Last month we took 2,310 calls and dropped 190 of them."),
        ("xwxmx", "The complaints rate has crept up to 3 in 1,000 since the move."),
        ("xwxmx", "About a fifth of appointments are booked by phone twice."),
        ("xwxmx", "Response times improved from 9 to 7 minutes between January and June."),
        ("xwxmx", "412 residents used the bus pass desk in July, most of them before noon."),
        ("xwxmx", "Our answer rate was 71 per cent at the last count."),
        (
            "mmwmm",
            "phone waits from 6 to 3 minutes and web forms answered in 2 days instead of 5, both by Easter",
        ),
        (
            "mmwmm",
            "Cut no-reply tickets from 40 to 10, keep CSAT at 90% or more, and close 95% within SLA - all by Q4",
        ),
        ("mmwmm", "This year: laundry losses down by half; breakfast score 4.5"),
        ("mmwmm", "客服中心第四季度接通率提升5个百分点（去年同期72%）"),
        ("mmwmm", "急诊分诊等候8分钟缩到3分钟，国庆前"),
        ("mmxmm", "幼儿园中班老师家长消息当天回，放寒假前做到九成五"),
        ("mmwmm", "汽车站售票窗口排队从18分钟减到8分钟，春运前落实"),
        ("mmxmm", "美容院预约爽约电话提醒到位率98%，本月底"),
        ("mmxmx", "收费窗口每位患者缴费不超过3分钟"),
        ("mmxmx", "住客退房5分钟内办完"),
        ("mmxmx", "保洁接到报修半小时内到场"),
        ("mxxmx", "前台要主动告诉住客早餐几点开始"),
        ("wxxmx", "加强与家长的联系"),
        ("wxxmx", "尽量少让顾客排队"),
        ("wwxmx", "提升顾客满意度"),
        ("xxxwx", "服务无止境，满意在心中"),
        ("xxxxx", "凝心聚力，再创佳绩"),
        ("mwwwm", "年底前再买6台轮椅"),
        ("mwwwm", "招3名夜班司机，三季度到岗"),
        ("mxxwm", "5月前换新的排班系统"),
        ("mmwxm", "明年客单价从86元提到95元"),
        ("mmxxm", "下半年发展会员3000名"),
        ("xwxmx", "上季度退餐43单，主要嫌凉"),
        ("xwxmx", "我们站去年平均晚点6分钟"),
        ("xwxmx", "现在等一张床位要11天"),
        ("xwxmx", "这个月已经有27位顾客投诉停车难"),
        ("mmwmm", "药房发错药由去年5起降到今年不超过1起"),
        ("mmxmm", "到明年六月，养老院夜间呼叫2分钟内有人应的占95%"),
        ("mmwmm", "把投诉平均处理天数压缩三分之一，年内见效，售后组负责"),
        ("mmxmm", "新生儿科全年零感染"),
        ("mmwmm", "图书馆借还机故障率降一半，暑假前"),
        ("mmwmm", "快递柜超时件：180件→60件，11月底，网点经理盯"),
        ("mmwmm", "食堂午餐排队不超过去年的12分钟，本学期"),
        ("mxxmx", "不让一个孩子放学后没人接"),
        ("mmwmm", "年底前空调投诉从60起降到20起，同时维修一次修好率达到90%"),
        ("mmxmm", "两个目标：一是复购率到35%，二是差评不超过10条，年底前"),
        ("mmwmm", "客房部年内布草破损率由2.1%降到1.2%，还有早餐差评减少三成"),
        (
            "mmwmm",
            "Cardiology clinic: letters to GPs out within 5 days for 90% of patients, now 64%, by the spring review",
        ),
        ("mmxmx", "Lost keys replaced inside 24 hours"),
        ("xwxmx", "Our helpline missed 212 calls last month"),
        ("xwxmx", "Queues at the till were 9 people long on Saturday"),
        ("mxxmx", "Stop asking parents for the same form twice"),
        ("mmxmx", "Guests ought to get their bags within quarter of an hour"),
        ("mmwmm", "Discharge before noon: 22% of patients at present, 40% wanted by September"),
        ("wxxmx", "Cleaner toilets at the station"),
        ("mmwmm", "Ferry crew: boarding complaints 30 a month -> 12 a month by the start of May"),
        ("mmxmm", "Bookings desk: no double bookings at all in 2027"),
        ("wwxmm", "Raise CSAT this year"),
        ("mmwxm", "Boost ticket income by 5% on last season by the end of this one"),
        ("mmwmm", "社区医院明年6月前慢病随访做到85%，去年是71%"),
        ("xwxmx", "今年一季度等候超过半小时的有230人"),
        ("mmxmm", "下季度办理户口迁移一次办成的要达到九成二"),
        ("mmxxm", "门店本月会员充值做到80万"),
        ("wxxmx", "尽快解决电梯老是坏的问题"),
        ("mxxmx", "维修师傅迟到要提前告诉业主"),
        ("mmwmm", "小吃店把等餐从18分钟降到12分钟，赶在暑假前"),
        ("mmwmm", "行政大厅取号后平均等候现在26分钟，9月底前降到15分钟"),
        ("mmxmx", "让每个新生入学一周内都有老师谈过一次话"),
    ],
)
def test_verdicts_on_sentences_of_other_trades(expected: str, text: str) -> None:
    assert verdicts(text) == expected


# --- every figure has a role: asked for, or told -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("mmwmm", "校车晚点：上学期27次，这学期12次封顶"),
        ("mmwmx", "跌倒事件零发生！！去年7起"),
        ("mmwmm", "实习生带教满意度3.9分，希望期末能到4.4分"),
        ("mmwmm", "高铁餐车盒饭投诉，二季度33起，四季度15起封顶"),
        ("mmwmm", "旅行社退团款到账10天改5天，4月底，财务部"),
        ("mmwmm", "Escalators at Central: 98.5% uptime Q3, we did 96.1 in Q2"),
        ("mmwmm", "Dining car complaints: 33 in Q2, no more than 15 in Q4"),
        ("mmwmm", "Rework jobs in the shop 41 in March, under 20 in June"),
        ("xwxmx", "The lift has broken down 11 times this year"),
        ("mxxmm", "Aftersales prints the FAQ booklet by Wednesday week"),
        ("mmxmm", "At most three complaints about the canteen this whole term"),
    ],
)
def test_figures_asked_for_are_told_from_those_that_say_where_things_stand(expected: str, text: str) -> None:
    assert verdicts(text) == expected


# --- a very short clause is no head: nothing breaks -------------------------------------------------------------


@pytest.mark.parametrize("text", ["轮椅，服务台三分钟备好。", "催，2天内回。", "a, 5 min"])
def test_a_very_short_clause_is_read(text: str) -> None:
    assert smart.review(text).text == text


# --- the words of a sentence beside the rules -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        ("time_bound", "门诊部把预约患者的平均等候时间降到25分钟以内"),
        ("time_bound", "教务组把学员提问的平均回复时间降到60分钟以内"),
        ("specific", "2026年12月31日前"),
        ("relevant", "9月30日前"),
        ("specific", "尽快"),
    ],
)
def test_words_make_no_goal_of_what_is_not_said(criterion: str, text: str) -> None:
    assert smart.review(text).criteria[criterion].verdict == "missing"


def test_a_chinese_sentence_compiles_no_english_form() -> None:
    grammar = Grammar(Form("zh_so", "x", "多", "[多]"), Form("en_so", "x", "(?P<boom>more", "[more]"))
    assert [p.form for p in grammar.find("多一点")] == ["zh_so"]
    with pytest.raises(re.error):
        list(grammar.find("more of it"))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Nobody should stand in the branch longer than 12 minutes",
            "stand in the branch longer than 12 minutes",
        ),
        ("Make the lifts more reliable over the next couple of years", "Make the lifts more reliable"),
        ("We would like to see fewer missed bins out in Hillside", "fewer missed bins out in Hillside"),
        (
            "The enquiry desk clears its 94 unanswered email requests",
            "clears its 94 unanswered email requests",
        ),
    ],
)
def test_an_english_act_is_quoted_with_its_rest_and_without_the_wish(text: str, quoted: str) -> None:
    span = smart.review(text).criteria["relevant"].span
    assert span
    assert text[slice(*span)] == quoted


def test_a_text_in_two_languages_is_read_as_by_one_pattern_of_all_forms() -> None:
    grammar = Grammar(
        Form("zh_long", "x", "多少", "[多少]"),
        Form("en_so", "x", "b+", "[b]"),
        Form("any_so", "x", "[多b]", "[多]"),
    )
    found = [(p.form, p.span) for p in grammar.find("多少 bb is 多 so b2多少")]
    assert found == [
        ("zh_long", (0, 2)), ("en_so", (3, 5)), ("any_so", (9, 10)), ("en_so", (14, 15)), ("zh_long", (16, 18)),
    ]  # fmt: skip
