"""What a figure is about: the words that stand before it, or behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .text import Span, tidy

__all__ = ["FAR", "behind", "counted", "own_thing", "runs_on", "short_of_place", "thing_in"]

# What stands before the measured thing and is no part of it.
_LEAD_ZH = re.compile(
    r"(?:\s|[①-⑨]|\d{1,2}[)、]|(?<=\d)[.．](?=[一-鿿])|(?:又|既)(?=把|将)|[一二三四五]是|第[一二三]|[、“\"『]|\d{1,4}(?!\d|\s?(?:秒|分钟|小时|天|日"
    r"|岁|寸))|那几天|而家|[要想]?喺|咱们?"
    r"|全体|慢慢|逐渐"
    r"|多|进一步|重点|抓一?抓|抓好?|解决|搞定|客户叫号后|叫号后|[^，。；]{1,3}后(?=客户|患者|旅客|顾客)"
    r"|截[至止]|目前|现在|眼下|五一|国庆|春节|假期|周末|[上下]周[一二三四五六日]|上学期|提出|想|因为|把"
    r"|将|让(?!人)|使|对(?!账)|务必|必须|一定|需要|要(?!求)|须|应当?|想|希望|打算|计划|力争|争取"
    r"|确保|保证|实现|做到|达到|达成|完成"
    r"|继续|再|进一步|同时|并且?|以及|而且|其中|也|还(?![书车款贷证机])|都|均|请|麻烦|我们?|咱们|全年|避免|杜绝"
    r"|提高|提升|改善|降低|减少|缩短|压缩|控制|保持|加快|优化|推进|逐步|尽快|不断|全面"
    r"|切实|通过|努力|到(?![账货家馆场店岗院位访诊会课站])|在(?![线院])|于|内(?![科镜外涝环部容饰网勤])|前(?![台厅])|之|里"
    r"|自(?![助动己习修驾提])|起|的|由|各"
    r"|本(?![科地金])|该|是)+"
)
# What may stand between it and its level.
_TAIL_ZH = re.compile(
    r"(?:\s|[“”\"』]|一共|总共|共|来了|到了|到|有|等了|收到了?|比?(?:今年|去年|上年|上月|上学期"
    r"|上季度?|上半年)(?:同期)?的?|再|少|多|高|低|高于|低于|超过|多于|少于|不到|情况|这种情况|的"
    r"|从|由|自|要|须|(?<![响反供])应|必须|务必|需|想|能|可|逾|有|是|为|在|全部|都|均|也|再|还|仍|一律|力争|争取"
    r"|确保|保证|实现|做到|达到|完成|控制|稳定|保持|目标|(?<=[标目数])值|比去年|比上年|较去年"
    r"|同比|平均|整体|总体|提高|提升|降低|下降|减少|缩短|压缩"
    r"|[缩降减压提升增控砍][一-鿿]?[成到至为]|(?:降|压|提|减|缩)?(?:下去|下来|上去|上来)|压"
    r"|降|升|增加|增长|不得|不许|不能"
    r"|不准|不过|不|最[迟晚长慢多少快]?|至少|[:：=])+$"
)
_LEAD_EN = re.compile(
    r"(?:\s|[-–(\"']|(?:and|plus|less|fewer|more|shorter|better|do not|don't|then|also|both|to"
    r"|we|i|it|they|will|shall|should|must|can|want|wants|need|needs|aim|try|please|the|our"
    r"|their|its|a|an|that|so|of|have|has|had|all|no"
    r"|by|at|in|is|are|be|been|get|gets|make|makes|take|takes|cut|cuts|reduce|reduces|reducing"
    r"|lower|lowers|shorten|shortens|raise|raises|increase|increases|lift|lifts|boost|boosts"
    r"|improve|improves|bring|brings|keep|keeps|hold|holds|drive|push|move|decrease|decreases"
    r"|grow|halve|double|achieve|achieves|reach|reaches|maintain|maintains|ensure|ensures|drop"
    r"|drops|trim|slash|limit|save|down|up|back|target|goal|goals|from|learn)(?![a-z'-]))+"
)
_TAIL_EN = re.compile(
    r"(?:\s|[-–(:]|(?<![a-z])(?:currently|takes?|took|us|approx|roughly|now|higher|lower|seen"
    r"|gets?|got|be|hit|from|to|at|by|of|is|are|be|was|were|will|should|must|not|no|more|less"
    r"|than|down|up|under|over|below|above|within|in|stay|stays|stand|stands|reach|reaches"
    r"|kept|held|cut|reduced|raised|goes|go|falls?|fell|drops?|rises?|exceed|exceeds|fall|has"
    r"|have|an?|the|on|for|max|min|about|around|with|remain|and|improve|improves|increase"
    r"|increases|decrease|decreases|halved|doubled|current|least|most))+$"
)


# In English the thing follows the last verb of these, and what is counted ends before a place or a reason.
_VERB_EN = re.compile(
    r"(?<![a-z-])(?:cuts?(?! off)|takes?|reduc(?:es?|ing)|shortens?|rais(?:es?|ing)|lifts?|brings?"
    r"|keeps?|gets?|(?:has|have|having)(?! to(?![a-z]))|lowers?|increases?|improves?|halves?"
    r"|holds?|make sure that"
    r"|ensures? that"
    r"|wants?|gives?|saves?|(?:improvement|increase|reduction|drop|rise)s? (?:in|of|to))(?= [a-z])"
)
_WORD_BEFORE = re.compile(r"([a-z]+) $")
_NO_NOUN = re.compile(
    r"to|will|shall|should|must|can|could|may|we|they|it|you|i|and|or|then|please|pls|by|not|never|also"
    r"|always|help|let|us|them"
    r"|who|that|which|so|team|staff|desk|office|unit|crew|ward|clinic|kitchen|everyone|people|reception"
    r"|nursing|housekeeping|ops"
    r"|the|a|an|our|if|when|of|in|on|at|for|[a-z]+ly"
)
_PLACE_EN = re.compile(
    r" (?:on|at|in|for|acquired|because|before|after|so|when|during|while|with|without|vs|versus"
    r"|across|per|is|are|was|instead)(?![a-z])"
)
_MORE_EN = re.compile(
    r"(?: (?:or (?:less|more|below|above|fewer|better)|at (?:the )?(?:very )?(?:most|worst|least"
    r"|best)))?(?: (?:an?|per) (?!third|half|quarter|new"
    r"|table)[a-z]+(?![a-z]))?(?: on average)?"
)
# Another goal behind "and" is not what is counted.
_ANOTHER = re.compile(r" (?:and|plus) (?=[^,;.]*\d)")
#: A measured thing is named close by: further back nothing is looked for.
FAR = 90


def thing_in(body: str, room: Span, chinese: bool) -> Span | None:
    """What stands in ``room``, freed of verbs before and of links behind."""
    lead, tail = (_LEAD_ZH, _TAIL_ZH) if chinese else (_LEAD_EN, _TAIL_EN)
    room = Span(max(room.start, room.end - FAR), room.end)
    words = body[room.start : room.end]
    if not chinese and (
        verbs := [m.end() for m in _VERB_EN.finditer(body, room.start, room.end) if _acts(body, m)]
    ):
        room = Span(verbs[-1], room.end)
        words = body[room.start : room.end]
    # A date blanked out leaves a gap: what stands behind the last one is about the level, if anything does.
    gap = room.start + max(words.rstrip().rfind("    "), 0)
    for part in (Span(gap, room.end), Span(room.start, gap)):
        match = lead.match(body, *part)
        start = match.end() if match else part.start
        words = body[start : part.end]
        cut = tail.search(words)
        span = tidy(body, Span(start, start + (cut.start() if cut else len(words))))
        if span.end - span.start >= 2:
            return span
    return None


def _acts(body: str, verb: re.Match[str]) -> bool:
    """Whether it is a verb where it stands: in “power cut callers” and “helpline hold time” it is part of a name."""
    before = _WORD_BEFORE.search(body, max(0, verb.start() - 24), verb.start())
    return (
        not before or before[1].endswith("s") or bool(_NO_NOUN.fullmatch(before[1])) or verb[0].endswith("s")
    )


def counted(body: str, target: Span, clause: Span, chinese: bool) -> Span | None:
    """What is counted may follow its figure: 三场座谈会, 95% of calls."""
    rest = body[target.end : clause.end]
    if another := _ANOTHER.search(rest):
        rest = rest[: another.start()]
    if chinese:
        match = re.match(r"(?:的)?[一-鿿]{2,14}", rest)
    else:
        match = re.match(r"(?:\s|of |the |all )*[a-z][a-z' /-]*(?:\([^)]*\))?", re.split(r"\s{3,}", rest)[0])
    if not match or not match[0].strip():
        return None
    span = tidy(body, Span(target.end, target.end + match.end()))
    return span if span.end > span.start else None


def short_of_place(body: str, span: Span, alone: bool) -> Span | None:
    """Leave out the place or the reason behind what is counted; nothing is left unless it stands ``alone``."""
    place = _PLACE_EN.search(body, span.start - 1, span.end)
    if not place:
        return span
    if place.start() > span.start:
        return Span(span.start, place.start())
    return span if alone else None


def runs_on(body: str, target: Span) -> Span:
    """Let an English level run on: 15 or less, 31 a month, 4 days on average."""
    more = _MORE_EN.match(body, target.end)
    return Span(target.start, more.end()) if more else target


# What only points back at the thing named before.
_PRONOUN = re.compile(
    r"人次?|[件起次单]|[全各本]{1,2}[店馆院校区部科室站点行家楼段线路班园]{1,2}|全公司|[一二两三四五六七八九十百千\d]{1,4}[件人次单户][一-鿿]{0,4}[里中]"
    r"|每[百千万]?[间单人件次户床]|[一-鿿]{2,10}(?:以后|之后|的时候)|(?:last |this "
    r"|next )?(?:spring|summer|autumn|winter|term|year|month|quarter|week|today)"
    r"|(?:(?:we|they|i) )?(?:see|get|have|had|did|do|counted|managed?|measured|logged|found)|done|kept|met"
    r"|true|中位数|均值|平均数|(?:[上下]午|早晚?|晚)?高峰"
    r"|(?:这个?|该|此|那个?)(?:数字?|比例|指标|事|项|数目)?|它|数|数字|[一-鿿]{0,12}把(?:它|这个?数)"
    r"|(?:(?:and|but|so) )?(?:the |our |my )?(?:plan|aim|idea|target|goal|ambition|hope)s?|(?:it|that|this"
    r"|them|these|those|which|there|each|count|see it)|(?:get |bring "
    r"|have )?(?:that|this|the) (?:figure|number|count|share|rate|total)"
    r"|(?:[a-z'&-]+ ){0,4}(?:wants?|aims?|have|has"
    r"|keeps?|agreed|commits?)"
)
# Who acts within a service level is part of it: 按铃后2分钟内护士到床边.
_WITHIN = re.compile(r"\d\s?(?:秒|分钟|个?小时|天|个?工作日)(?:之?内)$")
_OBJECT = re.compile(r"(?<![a-z])(?:has|have|is|are|who|that|named) [a-z ]*$|[登报][记修到][一-鿿]*到$")
_AT = re.compile(r"[a-z] (?:on|at|in|from|across|by|of) (?:the |our )?(?:[a-z'&-]+ ){0,3}$")


def own_thing(body: str, clause: Span, end: int, actors: Sequence[Span], chinese: bool) -> Span | None:
    """What ``clause`` names before ``end``, unless it only points back."""
    thing = thing_in(body, Span(behind(body, clause, end, actors), end), chinese)
    return None if thing and _PRONOUN.fullmatch(body, *thing) else thing


def behind(body: str, clause: Span, end: int, actors: Sequence[Span]) -> int:
    """Where the words begin that follow an actor in ``clause``; a place within them (on Riverside ward) is none."""
    heads = [
        a
        for a in actors
        if clause.start <= a.start
        and a.end <= end
        and not _WITHIN.search(body, max(clause.start, a.start - 12), a.start)
    ]
    heads = [a for a in heads if not _AT.search(body, max(clause.start, a.start - FAR), a.start)]
    # Who stands behind the one who acts is part of what is done: every patient has a named nurse.
    while len(heads) > 1 and _OBJECT.search(body, heads[-2].end, heads[-1].start):
        heads.pop()
    return max([clause.start, *(a.end for a in heads)])
