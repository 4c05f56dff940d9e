"""Where a Chinese quote begins and ends: the one place that puts its edges right, whatever rule found it.

| edge | becomes |
|---|---|
| a mark, a separator, a bracket | left out |
| 比, 从, 由, 将, 把 at either end; 的 at its beginning | left out |
| 的 at its end | goes on to the head noun: 积压的 → 积压的63件噪音投诉 |
| a wish, a time, the one who acts before it | left out: 票务组必须把观众排长队的问题 → 观众排长队的问题 |
| a verb that is cut in two | goes on: 坏 → 坏了14个格口 |
| a bare head (周期, 完成率) | goes back to what it is of |
"""

from __future__ import annotations

import re

from .clauses import clause_at
from .plight import is_wished
from .reading import Facts
from .text import Span, blank, overlaps, tidy
from .trim_zh import figured, needed, unclipped

__all__ = ["edged"]

_MARKS = " \t，,。.；;：:！!？?、|｜/\\-–—~·→>"
_PAIRS = ("()", "（）", "“”", "「」", "『』", "【】", "[]", "《》")
# What leads to a phrase and is none of it.
_LEAD = re.compile(
    r"(?:再(?=[让把有出])|[且并又](?=[一-鿿]{3})|[科店站院馆室部组园]的|[从由将把被比](?![业重赛例])|的|之(?!间)|(?:今后|以后|往后|接下来|下一?步)(?=重点|[要把将让遇])|重点(?=[把将])|希望(?=[把能让])|能(?=[把让])|想(?=[把让])|遇到(?=[一-鿿]{3})|做到(?=[每把一-鿿]{3}))+"
)
_DATE_LEAD = re.compile(r"(?:这个?|那个?|此)(?:事情?|问题|活儿?|项)|[把将在于到][^，]{0,2}(?=截[至止])")
# Who acts, and that it must be done: what follows is the act.
_MODAL = re.compile(
    r"\s*[，,：:]?\s*(?:一定|务必|必须|须|应当?|都?要(?![求点])|得(?![分到])|可?不[许得能准](?:再)?|绝不?[能许]再?|别再?|不要再?)+(?:出现|发生|再)?"
)
_MEASURE = re.compile("[率度数量分]|时间|时长|投诉|差评|周期|等[候待]|排队")
_FOR_WHOM = re.compile("[给为替向]")
_PLACE = re.compile(
    r"(?:咱们?|我们?)?[一-鿿]{1,6}?(?:店|所|站|馆|院|科|室|部|厅|园|(?<!排)队|组|行|景区|中心)的"
)
_HANDLES = re.compile(r"(?<![一-鿿][掌])[把将](?![握关脉门手近来要军])")
_TAIL = re.compile(
    r"(?:(?<![占对环同])比|平均|要[下上]|(?:一|每|这|本)个?[月周天年季]度?|(?<![抢独霸侵挤])占|再|[从由将与和跟及或、在为于]|(?<!一)把|(?<=[率数度诉量长间])较)+$"
)
# How a thing is to move or be settled says nothing of what it is.
_MOVED = re.compile(
    r"(?:要)?(?:慢慢|逐步|尽快|全部|都|再|务必)?(?:[补拉提降压减升砍治抓管](?:[起上下]来|[上下]去|掉|一半|住)|要治|理顺|解决掉|处理掉)$"
)
_SIZE = re.compile(r"(?:掉|了)?\s?(?:一半|[\d一二两三四五六七八九十半])")
# What those served are to get, or what is done for them, in a clause of its own.
_FOR = re.compile(r"(?:[别不]|不[要再许能])?让")
_LETS = re.compile(r"(?<![别不])让(?=[一-鿿]{4})")
# Where a name ends and it is told how it is to move.
_GOES = re.compile(r"要|须|应|由|从|降|升|提|压|缩|减|不|达|控|做到|[≤≥<>→\d]|\s\s")
_WHO = re.compile(
    r"[一-鿿]{0,4}(?:员|师|医生|护士|[班店站组]长|管家|客服|老师|柜员|司机|阿姨|保安|保洁|前台|窗口|经理|专员|志愿者)(?:一律|都|要|须|必须|应|得)*"
)
_TRIGGER = re.compile(
    r"来(?![电访信函])[一-鿿]{1,3}$|[按响打问要说叫住][^，]{0,8}$|[的时后]$|铃$|(?:老人|客人|病人|患者|旅客|学生|读者|家长|顾客|业主)[一-鿿]{2,4}$"
)
_CLIPPED = re.compile(r"[缩降压减砍提升增改](?:[短少低高])?$")
# The head noun behind 的, with its number.
_HEAD = re.compile(
    r"(?:\d+\s?[一-鿿])?(?![只占是有都也])[一-鿿]{1,8}?(?=[要须由从比率，。；;,、（(：:\s\d]|达到|降|控制|不|全部|$)"
)
_FELT = re.compile("[多少大小长短慢快久差乱远贵难挤吵脏了]")
# How a rate is to move is no part of its name.
_TO_LEVEL = re.compile(
    r"(?<=[率度])(?:要|须|应)?(?:提[升高]?|降低?|升|达|做|控制|压|掉|[保维]持|从|由|不[低少高超])[^率度]*$"
)
_SYLLABLES = re.compile(
    r"(?!.*[把将让使请要须得别再不给对为向在到达占是有能想就都也各其们这那减降的收共前后内里中上下起目])[一-鿿]{1,2}"
)
_BARE = re.compile(
    r"[一-鿿]?率|(?:平均)?(?:周期|完成率|等待|等候|时长|时间|用时|服务|投诉|次数|比例|覆盖率|及时率|满意度|满意率|合格率|回复|响应|差错|错误|处理|办理)"
)
_LINK = re.compile(
    r"[把将让使给从由对为向，,：:；;、（(）)\s]|使得|通过|提高|提升|降低|减少|缩短|改善|加强|优化|压缩|要|的(?=$)"
)


def edged(facts: Facts, criterion: str, span: Span, weak: bool = False) -> Span:
    """Return the place of a Chinese quote with its edges put right; ``weak`` is a word or a means, no need."""
    text, span = facts.folded, _bare(facts.folded, span)
    if criterion in ("measurable", "achievable"):
        span = unclipped(text, span)
        span = figured(facts, span) if criterion == "measurable" else span
        # A negation goes with what it negates: 不发生一起漏乘.
        return Span(span.start - 1, span.end) if text.endswith(("不", "未"), 0, span.start) else span
    if criterion == "time_bound":
        lead = _DATE_LEAD.match(text, *span)
        return Span(lead.end(), span.end) if lead and lead.end() < span.end - 1 else span
    if criterion != "relevant":
        return span
    if facts.slogan:
        return needed(facts, span, weak)
    found = span
    span = _bare(text, _without_head(facts, _reached(facts, span)))
    clipped = _CLIPPED.search(text, *span)
    sized = clipped if clipped and _SIZE.match(text, clipped.end()) else None
    for tail in (_TO_LEVEL.search(text, *span), sized, _MOVED.search(text, *span), _TAIL.search(text, *span)):
        if tail and span.start + 1 < tail.start() < span.end:
            span = Span(span.start, tail.start())
    if text.endswith("的", span.start, span.end) and (head := _HEAD.match(text, span.end)):
        span = Span(span.start, head.end())
    elif text.startswith("了", span.end) and facts.over:
        clause = clause_at(text, span.start)
        span = Span(span.start, max(span.end, clause.end))
    if text.startswith(("率", "度"), span.end) and not text.startswith("度", span.end - 1):
        span = Span(span.start, span.end + 1)
    if _BARE.fullmatch(text, *span):
        span = _named(facts, span)
    return needed(facts, _unbroken(facts, span, found.start), weak)


def _reached(facts: Facts, span: Span) -> Span:
    """What those served get in a clause behind: 多办点活动，让读者爱来; 老人来取药，药师多交代两句."""
    text = facts.folded
    clause = clause_at(text, span.start)
    same = None if facts.amounts.levels or facts.metrics else _LETS.search(text, span.end, clause.end)
    if same and clause.end - same.end() > 3:
        return Span(same.end(), clause.end)
    if text.startswith((":", "："), clause.end) and (headed := _headed(facts, span, clause)):
        return headed
    if clause.end >= len(text) or text[clause.end] not in "，," or facts.stated or facts.goals:
        return span
    behind = clause_at(text, clause.end + 1)
    figure = any(overlaps(s, behind) for s in facts.amounts.levels)
    told = any(overlaps(s, span) for s in facts.beneficiaries)
    if (
        not (facts.amounts.levels or told)
        and (given := _FOR.match(text, *behind))
        and len(text[slice(*behind)]) > 4
    ):
        return Span(given.end(), behind.end)
    if any(overlaps(s, span) for s in facts.metrics) or any(
        overlaps(s, clause) for s in facts.amounts.levels
    ):
        return span
    who = _WHO.match(text, *behind)
    asked = text[slice(*clause)]
    if not who or not _TRIGGER.search(asked) or is_wished(asked) or (figure and facts.amounts.from_to):
        return span
    return Span(who.end(), behind.end) if behind.end - who.end() > 4 else span


def _headed(facts: Facts, span: Span, clause: Span) -> Span | None:
    """What is measured behind a heading that names only a place: 验配室：返修等待天数要往下降."""
    known = [*facts.metrics, *facts.needs]
    if any(overlaps(s, span) for s in known):
        return None
    behind = clause_at(facts.folded, clause.end + 1)
    named = [s.end for s in known if behind.start <= s.start < behind.end]
    figures = [s.start for s in facts.amounts.levels if behind.start < s.start < behind.end]
    if not named or (figures and min(figures) < min(named)):
        return None
    body = blank(facts.folded, facts.times.dates)
    end = _GOES.search(body, min(named), behind.end)
    return tidy(body, Span(behind.start, min([end.start() if end else behind.end, *figures])))


def _bare(text: str, span: Span) -> Span:
    """Without marks at either end; a bracket stays where its pair is within."""
    start, end = span
    while start < end - 1 and (text[start] in _MARKS or _is_lone(text, start, start, end)):
        start += 1
    while end - 1 > start and (text[end - 1] in _MARKS or _is_lone(text, end - 1, start, end)):
        end -= 1
    return Span(start, end)


def _is_lone(text: str, at: int, start: int, end: int) -> bool:
    """Whether the bracket or quotation mark at ``at`` has no fellow in the quote."""
    pair = next((pair for pair in _PAIRS if text[at] in pair), "")
    return bool(pair) and any(text.find(mark, start, end) < 0 for mark in pair)


def _without_head(facts: Facts, span: Span) -> Span:
    """Without who acts and what leads to the phrase."""
    text = facts.folded
    start, end = span
    for actor in facts.actors:
        if (
            actor.start == start
            and text.startswith("的", actor.end, end)
            and _MEASURE.search(text, actor.end, end)
        ):
            start = actor.end + 1
        if actor.start - 1 <= start <= actor.end < end and (modal := _MODAL.match(text, actor.end, end)):
            start = modal.end()
    place = _PLACE.match(text, start, end)
    if place and _MEASURE.search(text, place.end(), end):
        start = place.end()
    handled = _HANDLES.search(text, start, end)
    if handled and end - handled.end() > 2 and not _FOR_WHOM.match(text, start):
        start = handled.end()
    lead = _LEAD.match(text, start, end)
    if lead and end - lead.end() > 1:
        start = lead.end()
    return Span(start, end) if end - start > 1 else span


def _unbroken(facts: Facts, span: Span, found: int) -> Span:
    """With a syllable or two that are left over in its clause: no word is cut in two."""
    start, end = span
    # Nor a figure: 20|秒接通率.
    while start and facts.folded[start - 1].isdigit() and not any(d.end == start for d in facts.times.dates):
        start -= 1
    body = blank(facts.folded, [*facts.times.dates, *facts.times.words])
    clause = clause_at(facts.folded, start)
    left, right = body[clause.start : start].split("  ")[-1].strip(), body[end : clause.end].strip()
    verbs = (*facts.actors, *facts.actions, *facts.changes)
    if start == found and _SYLLABLES.fullmatch(left) and not any(a.start < start <= a.end for a in verbs):
        start -= len(left)
    return Span(start, end + len(right) if _FELT.fullmatch(right) else end)


def _named(facts: Facts, span: Span) -> Span:
    """With what the bare head is of, back to a mark, a date, the one who acts or a verb."""
    text = blank(facts.folded, [*facts.times.dates, *facts.actors])
    clause = clause_at(facts.folded, span.start)
    links = [m.end() for m in _LINK.finditer(text, clause.start, span.start)]
    start = max([clause.start, *links])
    return Span(start, span.end) if 0 < span.start - start <= 16 else span
