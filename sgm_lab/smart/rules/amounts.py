"""A grammar of numbers: which figure states a level or a change, and which only looks like one."""

from __future__ import annotations

import re
from typing import NamedTuple

from .text import Span, blank, tidy
from .times import Times

__all__ = ["Amounts", "read_amounts"]

_D = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_Z = r"[零一二两三四五六七八九十百千万半]{1,6}"
_ZN = rf"(?:{_D}\s?(?:多|余)?[百千万亿]{{0,2}}|{_Z})"
_WN = (
    rf"(?:{_D}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-five)?|thirty"
    rf"|forty|fifty"
    r"|sixty|ninety|a hundred|one hundred)"
)
# Figures that measure nothing.
_NOT = re.compile(
    r"1[3-9]\d{9}(?!\d)|0\d{2,3}-?\d{7,8}(?!\d)|400-?\d{3}-?\d{4}|\d{5,6}(?=\s?(?:热线|客服|电话|平台|服务"
    r"|hotline))"
    r"|(?:ISO|GB/?T?|IEC|HIPAA|PCI|EN|COVID)\s?[-/]?\s?\d{2,6}(?:[:-]\d{1,4})?"
    r"|(?<![a-z])v(?:ersion|er)?\.?\s?\d{1,4}(?:\.\d{1,4}){0,3}|(?<!\d)\d{1,4}(?:\.\d{1,4}){0,3}\s?版本?"
    r"|(?:工业|industry|web)\s?\d\.\d"
    r"|\d{1,4}\s?号(?:楼|院|门|窗口|线|厅|桌|店|库|病区|楼层)?|第\s?\d{1,4}(?!\s?百分位)"
    r"|第[一二三四五六七八九十]{1,4}"
    r"|(?<![a-z])(?:building|ward|room|gate|floor|block|line|terminal|no\.|number|level|tier|phase|step"
    r"|branch|#)\s?#?\d{1,4}(?![\d%])"
    r"|[三四五两1-9]个(?:一|百分百|零|必须|不|到位|满意|代表|自信|确保|坚持)|一[心个]一[意体]|百日|百年"
    r"|百强|千家万户|万家"
    r"|[三四五六七3-7]星级?(?!的?(?:评分|好评))|(?:three|four|five|six|seven|[3-7])[- ]star(?!s)"
    r"|365\s?天|365\s?days|360\s?(?:度|°|-?degrees?)|7\s?[x×*]\s?24(?:\s?小时)?|24\s?/\s?7"
    r"|24[- ]hours?(?= (?:hotline|service|support|desk|a day))"
    r"|24\s?小时(?=(?:全天候|不间断|热线|服务|在线|用心|不打烊|营业|值守|为|客服|待命|贴心|守护|客房|自助))"
    r"|全年无休"
    r"|(?:1[1-9]\d|200|1000)\s?%|120\s?分(?=的?(?:努力|热情|用心))"
    r"|(?:100\s?%|百分之?百|百分之一百|百分之二百|百分百)的?(?=(?:努力|用心|真诚|热情|付出|投入|真心|爱心"
    r"|责任心|信心))"
    r"|100 ?% (?=(?:effort|commitment|dedication|committed|dedicated|customer focus))"
    r"|[456]G(?![a-z])|Wi-?Fi\s?\d|MP\d|H5|B2[BC]|[1一]对[1一]|[1一]站式|[1一]条龙|[1一]流|[1一]心|[1一]切"
    r"|一次性|[1一]线"
    r"|one[- ]stop|one[- ]on[- ]one|one[- ]to[- ]one|number one|first[- ](?:class|contact|call|time)"
    r"|一起(?!投诉|事故|差错)"
    r"|(?<!\d)(?:19|20)\d{2}(?!\d)(?:\s?年(?:度)?)?(?!\s?(?:[%次件人名份条单户元万场分个家位例起]|\.\d"
    r"|complaints|calls|orders|cases|customers|people|visitors|new))",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"(?:通过|借助|依靠|靠|利用|凭借|依托)(?:增|新|引|采|培|招|投|开|延|优|设|建|聘|配|调|添"
    r"|购)[^，。；,;]{1,20}?"
    r"(?=[，。；,;]|使|让|将|把|缩短|降低|提高|提升|减少|$)|(?:新增|增设|增派|增加|增配|新聘|招聘|增开)\s?"
    rf"{_ZN}\s?(?:个|条|名|位|台|辆|间|部|套|人)[^，。；,;]{{1,12}}(?=[，,])"
    r"|(?<![a-z])(?:by|with|through) (?:adding|hiring|opening|recruiting|training|buying|installing|using"
    r"|introducing|deploying"
    r"|assigning|purchasing|setting up|two more|three more|an? (?:extra|additional)) [^,;.]{1,60}",
    re.IGNORECASE,
)
_PERCENT = (
    rf"(?:{_D}|{_Z}|{_WN})\s?个?(?:百分点|percentage points?)|{_D}\s?(?:%|‰|percent(?![a-z])|per cent"
    rf"|pp(?![a-z]))"
    rf"|[百千万]分之\s?(?:{_D}|[零一二三四五六七八九十点半百]{{1,8}})|{_Z}分之{_Z}|(?:{_D}"
    rf"|[一二三四五六七八九两])成[一二三四五六七八九半]?(?![为立功员果长都本分效就交])"
    rf"|{_ZN}倍|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w{{3,5}})? per ?cent"
)
_FACTOR = (
    r"翻(?:[一两三12]|一?倍|两倍)?番|翻[一两三]?倍|加倍|减半|折半|腰斩|对半|一半"
    r"|(?<![a-z])(?:halv(?:e|es|ed|ing)|(?:by|in|to) half|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)"
    r"|a (?:third|quarter|fifth|tenth)"
    r"|two[- ]thirds|three[- ]quarters|one[- ](?:third|half|quarter|fifth|tenth|sixth|eighth)|two[- ]fifths"
    r"|half (?:of|the)|twice(?! (?:an?|per|every|daily|each))|two[- ]fold)(?![a-z])"
)
_RATIO = (
    rf"(?:one|{_WN}) (?:in|out of|of) every (?:{_WN})|(?:one|{_WN}) (?:out of|in) (?:{_WN})(?! (?:minutes?"
    rf"|hours?|days?|weeks?|months?|years?|seconds?))"
    rf"|每{_ZN}(?:人|名|位|件|单|个|例|间夜|床日|次|户)[^，。]{{0,8}}?{_ZN}"
)
_ZERO = (
    r"零(?=投诉|差错|事故|延误|缺陷|差评|退件|等待|等候|排队|失误|丢失|破损|违规|故障|跌倒|感染|错误|漏"
    r"|超时|积压|退单|伤害|遗失|拖欠|中断|滞留)"
    r"[\u4e00-\u9fff]{2}|(?:为零|归零|清零|零发生|降到零|降至零|保持零|降为零|为0(?![.\d]))"
    r"|(?<![a-z])zero (?:\w+ ){0,2}[a-z]{3,14}s(?![a-z])|(?<![a-z])no (?:\w+ )?(?:complaint|error|accident"
    r"|delay|defect|incident|fall|injur|mistake|loss|outage|breach|overdue|backlog|lost)[a-z]*"
    r"|(?<![a-z])to zero(?![a-z])"
)
_UNIT_ZH = (
    r"个?(?:工作日|自然日|小时|钟头|学时|课时)|分钟|秒钟?|毫秒|分(?![之部院店公支期类析别流])|天|日内|周"
    r"|个月|次|件|起|例|单|人次|人|名|位|户|家|元|台|辆|门|场|册|本|条"
    r"|份|通|级|步|项|批|期|篇|张|间|套|部|处|款|座|声|秒|遍|趟|道|个|人日|平方米|分贝|度|℃|°C|公里|千米|米"
    r"|厘米|公斤|千克|克|吨|升|兆|Mbps|MB|星|颗星|岁|盏|棵|辆次|笔|宗|万元|亿元"
)
_UP = (
    r"(?:不低于|不少于|不小于|不高于|不超过|不大于|不多于|不足|少于|低于|高于|超过|大于|小于|多于|达到|达"
    r"|提[高升][到至为]?|增[加至到长]+|上升[到至]?"
    r"|[升降增减涨][到至为]|降低[到至为]?|下降[到至为]?|减少[到至为]?|减为|缩短[到至为]?|压缩[到至为]?"
    r"|压降[到至]|压到|控制在|保持在?|维持在?|稳定在|控制到|至少|至多"
    r"|最多|最少|最长|最低|[<>≤≥=]|突破|约|平均|超)"
)
_UP_WEAK = r"(?:到|至|为|由|从|满|每[人天周月年季度次]{1,2}|NPS|CSAT)"
_DOWN = r"(?:以内|之内|内|以上|以下|及以上|及以下|左右|或以上|或更)"
_THAN = (
    r"(?:at least|at most|no more than|no less than|no fewer than|not more than|not less than|up to"
    r"|more than|less than|fewer than|"
    r"under|over|below|above|exceed(?:s|ing)?|reach(?:es)?|hit|to|of|at|by|from|within|in|score|rating|than"
    r"|between|and|stay at|around|about|or|<|>|≤|≥|=|every|maximum|minimum)"
)
_EN_UNIT = (
    r"(?:business |working )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|points?"
    r"|stars?|times|°C|dB|km|miles?|Mbps"
    r"|rings?|steps?|clicks?|million|thousand|hundred)(?![a-z])"
)
_QUANTITY = re.compile(
    rf"{_PERCENT}|{_FACTOR}|{_RATIO}|{_ZERO}"
    rf"|{_UP}\s?[了约仅]?\s?(?:{_D}\s?[百千万亿]{{0,2}}\s?(?:个?百分点|{_UNIT_ZH}|[%‰倍成])?"
    rf"|{_Z}\s?(?:个?百分点|{_UNIT_ZH}|倍|成))(?:{_DOWN})?(?![\d年月])"
    rf"|{_UP_WEAK}\s?{_D}\s?[百千万亿]{{0,2}}\s?(?:个?百分点|{_UNIT_ZH}|[%‰倍成])?(?:{_DOWN})?(?![\d年月])"
    rf"|{_ZN}\s?(?:{_UNIT_ZH}){_DOWN}|{_D}\s?[百千万亿]{{0,2}}\s?(?:{_UNIT_ZH})(?!式)"
    rf"|(?<![a-z]){_THAN} (?:an? (?:average|score|rating) of )?{_WN}(?:(?:\s|-)?{_EN_UNIT}|\s?%| per ?cent"
    rf"| percentage points?)?(?![a-z\d])"
    rf"|(?<![a-z\d]){_WN}(?:\s|-)?{_EN_UNIT}"
    rf"|(?<![a-z\d]){_WN} (?:[a-z][a-z-]{{1,14}} ){{0,2}}?[a-z-]{{3,14}}s(?![a-z])"
    rf"|(?<![a-z])(?:one|(?:within|in|under|to|than) an?) (?:working |business )?(?:minute|hour|day"
    rf"|week)(?![a-z])|[$€£¥]\s?{_D}(?:\s?[kmb](?![a-z]))?",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(?:从|由|自)[^，。；,;]{{0,12}}?(?:{_ZN}|{_PERCENT})[^。；;]{{0,24}}?(?:到|至|降|提|升|减|缩|压|增"
    rf"|为|成|翻)"
    rf"|(?<![a-z])from (?:[a-z]{{1,12}} ){{0,5}}[$€£]?(?:{_WN}|one|{_PERCENT})[^;.]{{0,50}}? (?:to|down to"
    rf"|up to) "
    rf"|(?<![a-z])to {_WN} [^;.,]{{0,24}}?(?:up |down )?from {_WN}"
    rf"|{_D}\s?(?:%|[a-z]{{3,8}}) ?(?:->|→) ?{_D}",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"(?:提高|提升|增加|增长|上升|上涨|降低|下降|减少|缩短|压缩|压降|下调|上调|下滑|加快|节省|节约)(?:了"
    rf"|约|至少|不少于|不低于|超过|幅度|率){{0,3}}"
    rf"(?:[^，。；,;到至达为在]{{0,14}}?)\s?(?:{_PERCENT}|一半|{_ZN}\s?(?:{_UNIT_ZH}))"
    rf"|(?<![新不至最])[减增降升多少快][了约]?\s?(?:{_PERCENT}|一半|{_ZN}\s?(?:{_UNIT_ZH}))|{_FACTOR}"
    r"|(?<![a-z])(?:cut|reduc|lower|decreas|shorten|rais|increas|improv|lift|boost|grow|rise|rising|drop"
    r"|fall|trim|slash|declin|expand|speed|gain|up|down)[a-z]*"
    rf" (?:[^,;.]{{0,60}}? )?by (?:at least |about |around |an? |another |up to "
    rf"|more than )?[$€£]?(?:{_PERCENT}|{_FACTOR}|{_WN})"
    rf"|(?<![a-z])(?:grow|increas|rais|cut|reduc|boost)[a-z]* [^,;.]{{0,30}}?{_D}\s?% (?=year|this|in|over"
    rf"|compared)"
    rf"|{_D}\s?(?:%|percent|per cent|percentage points?) (?:fewer|less|more|lower|higher|faster|shorter"
    rf"|reduction|increase|decrease|improvement|drop|cut|rise)"
    r"|(?<![a-z])(?:a|an) (?:reduction|increase|drop|rise|improvement|decrease) of",
    re.IGNORECASE,
)


class Amounts(NamedTuple):
    """Figures of a sentence, by what they are worth."""

    levels: list[Span]  # a level, a change, a count
    means: list[Span]  # a measure or resource clause; its figures measure the means
    from_to: list[Span]  # a start and a target
    steps: list[Span]  # a relative change


def read_amounts(text: str, times: Times) -> Amounts:
    """Sort the figures of folded ``text``, leaving dates aside."""
    masked = blank(text, [*times.ends, *times.loose, *times.other])
    masked = _NOT.sub(lambda m: " " * len(m[0]), masked)
    means = [Span(*m.span()) for m in _MEANS.finditer(masked)]
    outside = blank(masked, means)
    levels = [tidy(text, Span(*m.span())) for m in _QUANTITY.finditer(outside)]
    levels += [s for s in times.standards if not any(s.start < lv.end and lv.start < s.end for lv in levels)]
    return Amounts(
        sorted(levels),
        means,
        [_with_target(Span(*m.span()), levels) for m in _FROM_TO.finditer(outside)],
        [tidy(text, Span(*m.span())) for m in _STEP.finditer(outside)],
    )


def _with_target(span: Span, levels: list[Span]) -> Span:
    """Let "从45分钟降" run on to the level it leads to."""
    target = next(
        (s for s in levels if span.end - 1 <= s.start <= span.end + 8 or s.start < span.end < s.end), None
    )
    return Span(span.start, max(span.end, target.end)) if target else span
