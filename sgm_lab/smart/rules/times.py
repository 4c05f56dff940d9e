"""A grammar of dates and periods: which phrase ends, which only repeats, which is no deadline at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from .text import Span, blank, find, tidy

__all__ = ["Times", "read_times"]

_N = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
_YEAR = (
    r"(?:(?:19|20)\d{2}\s?(?:年度|财年|学年|年)|二[〇零]\S{2}年|今年|明年|后年|本年度|今年度|当年|全年"
    r"|本财年"
    r"|[本下新]学年|FY\s?\d{2,4})"
)
_DAY = rf"{_N}\s?月(?:份)?\s?(?:{_N}\s?[日号])?(?:[上中下]旬)?"
_PART = (
    r"(?:第?\s?[一二三四1-4]\s?季度|[Qq][1-4]|[上下]半年|[春秋夏冬]季学期|[夏秋冬春]{1,2}航季|暑[假期]|寒假)"
)
_THIS = (
    r"(?:本|这|当|下|下一|这一)(?:个)?(?:年度|季度|季|月|周|星期|学期|学年|财年|航季)"
    r"|(?:本|下|明)年(?:度)?"
)
_LAST = r"(?:年底|年末|岁末|年终|月底|月末|季末|季度末|期末|学期末|学年末|财年末|周末前|年内|月内|季内|周内)"
_FEAST = (
    r"[“\"「]?(?:春节|国庆节?|元旦|中秋节?|“?五一”?|端午节?|清明|双十一|双11|双十二|618|六一八|十一|黄金周"
    r"|世界读书日"
    r"|暑期|开学|高考|中考|供暖季?|旺季|汛期|春运|十[四五六]五|进博会|开业|入冬|入夏|儿童节|教师节|护士节"
    r"|三八节)[”\"」]?"
    r"(?:假期|长假|期间|到来|规划|结束|来临)*"
)
_END = (
    r"(?:结束|到期|来临)?(?:之前|以前|前(?!台|厅|后|往|期|沿|提(?![高升前供])|来)|之内|以内|内|期间|月?中旬|底|末|为止|止"
    r"|起|以来|开始|初)?"
)
_ZH = re.compile(
    rf"(?:(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?:{_YEAR}|20\d{{2}})的?\s?(?:{_PART}|{_DAY}|{_LAST}|{_FEAST}"
    rf"|{_THIS})"
    rf"|{_THIS}|(?<![每\d]){_DAY}(?!\S?龄)|{_PART}|{_YEAR}|{_LAST}|{_FEAST})"
    rf"(?:底|末|{_LAST})?{_END}{_END}"
)
_EVENT = re.compile(r"(?:在|于|到|至|赶在)[^，。；,;、\d]{2,14}?(?:之前|以前|前)(?=[，,将把使让]|完成|实现)")
_ZH_FROM = re.compile(
    r"(?:从|自|自从|由|比|较|与|同|跟|相较|相较于|相比|对比|基于|根据|参照|去年?|上年?|前年|上一年|每|以"
    r"|为)\s?$"
)
_ZH_NO_END = re.compile(r"(?:起|以来|开始|初)$")
_ZH_AFTER = re.compile(
    r"^(?:的|度|年)?[^，。；,;]{0,12}(?:基础上|同期|相比|以来|荣获|获评|获得?了|被评|曾|成立|创办|调查显示"
    r"|为基[准数])"
    r"|^(?:的)?(?:水平|基线|实际|版|无休|不休|开放|365|24小时|的\s?\d)|^[^，。]{0,3}起(?=[，,]|$)"
)
_ZH_SPAN = re.compile(
    rf"(?:(?:在|于|用|力争|争取)?(?:未来|今后|接下来的?|后续)?)(?:一?半|{_N})(?:个)?(?:半)?\s?"
    r"(?:年|季度|月|周|星期|学期|学年|财年|天|日|个?工作日|小时|分钟|秒钟?)(?:的)?(?:之内|以内|时间内"
    r"|时间里|时间|内|里|期间)"
    rf"|(?:未来|今后|接下来的?)(?:半|{_N})(?:个)?(?:年|季度|月|周|星期|学期|天)|(?:为期|用){_N}(?:个)?(?:年"
    rf"|月|周|季度|学期|星期)(?:的?时间)?"
)
_SLA_ZH = (
    r"回复|答复|响应|接听|处理|处置|办结|办理|办好|解决|退款|退换|退货|发货|送达|到达|到位|上门|反馈|送到"
    r"|维修|修复|修好"
    r"|受理|出具|回访|回应|审批|审核|审结|赔付|赔款|理赔|到账|到馆|到床|有人|完成|联系|交付|拨回|回电|安排"
    r"|给予|答疑|配送|取件|无理由"
    r"|再入院|复购|复诊|结案|领取|拿到|寄出|通知|抵达|开通|安装|入住|上架|评估|查勘|查询|提交|批复|归还"
    r"|更换|补发|返回|再次|一次"
)
_ZH_GOAL = re.compile(r"^\s?[，,]|^[^，。；,;]{0,12}?(?:将|把|使|让(?!客)|从|由)(?!人)")
_SLA_NEXT = re.compile(rf"^[^，。；,;]{{0,8}}?(?:{_SLA_ZH})")
_SLA_NEAR = re.compile(rf"^(?:给?[^，。；,;]{{0,2}})(?:{_SLA_ZH}|率)")
_ZH_EACH = re.compile(
    r"(?:每|逐|按)(?:一|个|半|两|[2-6])?(?:个)?(?:工作日|天|日|周|星期|月份?|季度|季|年度?|半年|学期"
    r"|学年)(?!度假)"
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_UNIT = (
    r"(?:year|quarter|month|week|semester|term|season|trimester|half|cycle|summer|winter|spring|autumn|fall)"
)
_ADJ = (
    r"(?:financial |fiscal |calendar |academic |school |spring |autumn |fall |summer |winter |current "
    r"|holiday |\d{4} )"
)
_THE = rf"(?:this|next|the (?:current|coming|following|present)|the next) {_ADJ}{{0,2}}{_UNIT}(?!s)"
_NAMED = rf"the (?:20\d{{2}} )?{_ADJ}{{1,2}}(?:{_UNIT}|holidays?|peak)(?: 20\d{{2}})?(?!s)"
_QUARTER = r"(?:q[1-4]|h[12]|fy\s?\d{2,4}(?:/\d{2})?)(?:[ -](?:of )?(?:fy\s?)?\d{2,4})?"
_NTH = (
    r"(?:the )?(?:first|second|third|fourth|last|final)[ -](?:quarter|half|semester|term|week|month)"
    r"(?: of (?:the )?[\w ]{3,16}?(?:year|month|\d{4}))?"
)
_DATE = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? (?:20)\d{{2}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?![\d%])(?:,? 20\d{{2}})?|{_MONTH}(?:,? 20\d{{2}})?(?![a-z])"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}/\d{1,2}/(?:20)?\d{2}"
)
_FEAST_EN = (
    r"(?:the )?(?:start of |beginning of |end of )?(?:the )?(?:\w+ ){0,2}?(?:christmas|easter|thanksgiving"
    r"|black friday|new year(?:'s)?(?: eve| day)?"
    r"|chinese new year|spring festival|ramadan|halloween|national day|labou?r day|peak season|high season"
    r"|summer peak"
    r"|holidays?|holiday season|semester|school year|exams?|graduation|rainy season|grand opening|season"
    r"|peak|rush|monday|friday|audit)"
)
_YEAR_EN = (
    r"(?:(?:early|late|mid|the end of|the year|calendar year|financial year|fiscal year)[ -])?(?:19"
    r"|20)\d{2}(?!\d)(?! (?:baseline|level|figure|survey|result|average))"
)
_CLOSE = (
    rf"(?:the )?(?:very )?(?:end|close|middle|start|beginning) of (?:(?:the|this|next|each|our"
    rf"|its) )?{_ADJ}{{0,2}}"
    rf"(?:{_UNIT}(?: 20\d{{2}})?|{_QUARTER}|{_MONTH}(?: 20\d{{2}})?|20\d{{2}})|(?:year|month|quarter|term"
    rf"|semester)[ -]?end(?: 20\d{{2}})?"
)
_UPCOMING = (
    r"(?:the |our )?(?:next|upcoming|coming|annual|following) (?:(?!year|quarter|month"
    r"|week)[a-z]{3,12} ){0,2}[a-z]{4,14}"
)
_POINT = (
    rf"(?:{_CLOSE}|(?:next|this|early|mid|late)[ -]{_MONTH}(?:,? 20\d{{2}})?|{_THE}|{_NAMED}"
    rf"|{_QUARTER}|{_NTH}"
    rf"|{_DATE}|{_YEAR_EN})"
)
_LEAD = (
    r"(?:on or before|no later than|not later than|prior to|ahead of|by|before|until|till|through"
    r"|throughout|during"
    r"|within|in|over|to|come|for|at|on|across|of)"
)
_EN = re.compile(
    rf"(?<![a-z]){_LEAD} (?:{_POINT})(?![a-z])"
    rf"|(?<![a-z])(?:(?:by|before|until|till|ahead of|in time for) {_FEAST_EN}|during (?=the |this "
    rf"|next ){_FEAST_EN}|(?:by|before|until) {_UPCOMING})(?![a-z])"
    rf"|(?<![a-z]){_THE}|(?<![a-z\d])(?:{_QUARTER})(?![a-z\d])|(?<![a-z])(?:first|second)-(?:half"
    rf"|quarter)(?![a-z])"
    r"|(?<![a-z])(?:year|month|quarter)[ -]end(?![a-z])",
    re.IGNORECASE,
)
_EN_FROM = re.compile(
    r"(?:since|from|starting(?: in| from| on)?|beginning(?: in| on)?|after|than(?: in)?|versus|vs\.?"
    r"|compared (?:with|to)"
    r"|against|based on|as of|effective|recorded|measured|every|each|start|starts|last) ?$",
    re.IGNORECASE,
)
# "from 85% in 2025 …": the year of the start, not of the goal.
_EN_BASE = re.compile(r"(?:^|[ ,])from (?:about |the )?\S{1,8}(?: \w{1,10})? ?$", re.IGNORECASE)
_EN_AFTER = re.compile(
    r"^,? (?:we|it|they|the \w+) (?:won|was|were|had|received|got|opened|launched)(?![a-z])|^ (?:onwards?"
    r"|survey|baseline|level)",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four"
    r"|thirty|sixty"
    r"|ninety|half an?|(?:a )?couple of|one and a half)"
)
_EN_SPAN = re.compile(
    rf"(?<![a-z])(?:with)?in (?:(?:the|a period of|the space of) )?(?:next |coming |following "
    rf"|first )?{_COUNT}[ -](?:calendar |business |working )?"
    r"(minute|hour|day|week|month|quarter|year|semester|term)s?'?(?: time)?(?![a-z])"
    rf"|(?<![a-z])(?:over|during|for|throughout|in) the (?:next|coming|following) {_COUNT} (?:business "
    rf"|working )?"
    r"(?:day|week|month|quarter|year|semester|term)s?(?![a-z])"
    rf"|(?<![a-z])over {_COUNT} (?:month|quarter|year)s?(?![a-z])",
    re.IGNORECASE,
)
_SLA_EN = re.compile(
    r"(?:respon|repl|answer|resolv|return|deliver|dispens|ship|refund|process|acknowledg|repair|fix|serv"
    r"|call|contact|close"
    r"|complet|depart|triag|paid|pay|settl|attend|reach|arriv|follow|issue|notif|clear|restor|handle|seen"
    r"|see|receiv"
    r"|discharg|readmi|visit|confirm|approv|dispatch|provid|get|give|back|assess|order|claim|bring|sent"
    r"|send|made|done|open"
    r"|inform|deal|start|begin|finish|book|visitor)[a-z]*(?: [^,;.%]{1,40})?$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:to|below|under|than|by|of|at|out of) [^,;.]{0,3}"
    r"(?:\d[\d.,]*|(?:an?|one|two|three|four|five|ten|half)(?![a-z]))"
    r"\s?(?:%|percent|per cent|points?|[a-z]{2,12})?(?: [^,;]{0,28})?$"
    r"|(?:halv|doubl|tripl)[a-z]* [^,;]{3,60}$",
    re.IGNORECASE,
)
_EN_EACH = re.compile(
    r"(?<![a-z])(?:(?:every|each) (?:single )?(?:working )?(?:day|week|month|quarter|year|semester|term"
    r"|season|friday|monday)"
    r"|(?:on a )?(?:daily|weekly|monthly|quarterly|annually|yearly)(?: basis)?)(?![a-z])",
    re.IGNORECASE,
)


class Times(NamedTuple):
    """Time phrases of a sentence, by what they are worth."""

    ends: list[Span]  # a date or a period that ends
    loose: list[Span]  # a rhythm or a horizon without an end
    words: list[Span]  # 尽快, soon
    standards: list[Span]  # service standards: within 24 hours
    other: list[Span]  # starts, comparisons, past dates: no deadline, and no metric either


def read_times(text: str) -> Times:
    """Sort the time phrases of folded ``text``."""
    ends: list[Span] = []
    standards: list[Span] = []
    other: list[Span] = []
    loose = find("horizon", text)
    rest = blank(text, loose)
    for match in _ZH_SPAN.finditer(rest):
        span = tidy(text, Span(*match.span()))
        (standards if _is_standard_zh(text, span, match[0]) else ends).append(span)
    for match in _EN_SPAN.finditer(rest):
        span = Span(*match.span())
        (standards if _is_standard_en(text, span, match) else ends).append(span)
    rest = blank(rest, [*ends, *standards])
    rhythms = [Span(*m.span()) for p in (_ZH_EACH, _EN_EACH) for m in p.finditer(rest)]
    rest = blank(rest, rhythms)
    for match in _ZH.finditer(rest):
        span = Span(*match.span())
        before, after = text[max(0, span.start - 6) : span.start], text[span.end : span.end + 18]
        dated = re.search(r"(?:前|内|底|末|期间|止)$", match[0])
        if (
            _ZH_FROM.search(before)
            or _ZH_NO_END.search(match[0])
            or (not dated and not before.endswith(("到", "至")) and _ZH_AFTER.search(after))
        ):
            other.append(span)
        else:
            ends.append(span)
    for match in _EN.finditer(rest):
        span = Span(*match.span())
        before, after = text[max(0, span.start - 32) : span.start], text[span.end : span.end + 24]
        base = match[0][:3].lower() == "in " and _EN_BASE.search(before)
        (other if base or _EN_FROM.search(before) or _EN_AFTER.search(after) else ends).append(span)
    rest = blank(rest, [*ends, *other])
    ends += [Span(*m.span()) for m in _EVENT.finditer(rest)]
    return Times(
        sorted(ends), sorted(loose + rhythms), find("vague_time", text), sorted(standards), sorted(other)
    )


def _is_standard_zh(text: str, span: Span, phrase: str) -> bool:
    """Tell “24小时内回复” (how fast, every time) from “90天内，……” (until when, once)."""
    after = text[span.end : span.end + 24]
    if re.search(r"分钟|小时|秒", phrase):
        return True
    if re.search(r"未来|今后|接下来|后续|为期", phrase) or _ZH_GOAL.search(after):
        return False
    short = re.search(r"天|日|周|星期", phrase)
    before = text[max(0, span.start - 12) : span.start]
    if short and re.search(r"(?:控制在|缩短[到至]|压缩[到至]|降[到至]|减少[到至]|后|不超过)\s?$", before):
        return True
    return bool((_SLA_NEXT if short else _SLA_NEAR).search(after))


def _is_standard_en(text: str, span: Span, match: re.Match[str]) -> bool:
    unit = (match[1] or "").lower()
    if unit in ("minute", "hour") or re.match(r" (?:or (?:less|fewer|sooner)|on average)", text[span.end :]):
        return True
    if not unit or re.search(r"next|coming|following", match[0]):
        return False
    clause = re.split(r"[,;.](?=\s)", text[max(0, span.start - 90) : span.start])[-1]
    if _CHANGED.search(clause.rstrip()):
        return False
    if unit in ("day", "week"):
        return bool(_SLA_EN.search(clause.rstrip()))
    return bool(
        re.search(r"(?:answered|resolved|readmitted|returned|settled|repeat\w*) $", clause, re.IGNORECASE)
    )
