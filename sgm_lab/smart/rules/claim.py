"""The measured thing and the phrase a goal rests on: from the subject through the target."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .text import Span, overlaps, tidy

__all__ = ["CLAUSE", "Claim", "Clauses", "read_claim"]

#: Where a clause ends: no point or comma inside a number, no colon of a clock time.
CLAUSE = re.compile(
    r"[，。；;！!？?\n]|(?<!\d),|,(?!\d{3})|(?<!\d)[：:]|[：:](?!\d)|(?<![a-z]\.[a-z])(?<! [a-z])\.(?=\s|$)| [-–—] "
)
# What stands before the measured thing and is no part of it.
_LEAD_ZH = re.compile(
    r"(?:\s|\d{1,2}[)、]|[一二三四五]是|第[一二三]|[、“\"『]|\d{1,4}|那几天|而家|[要想]?喺|咱们?"
    r"|全体|慢慢|逐渐"
    r"|多|进一步|重点|抓一?抓|抓好?|解决|搞定|客户叫号后|叫号后|[^，。；]{1,3}后(?=客户|患者|旅客|顾客)"
    r"|目前|现在|眼下|五一|国庆|春节|假期|周末|[上下]周[一二三四五六日]|上学期|提出|想|因为|把"
    r"|将|让(?!人)|使|对(?!账)|务必|必须|一定|需要|要(?!求)|须|应当?|想|希望|打算|计划|力争|争取"
    r"|确保|保证|实现|做到|达到|达成|完成"
    r"|继续|再|进一步|同时|并且?|以及|而且|其中|也|还|都|均|请|麻烦|我们?|咱们|全年|避免|杜绝"
    r"|提高|提升|改善|降低|减少|缩短|压缩|控制|保持|加快|优化|推进|逐步|尽快|不断|全面"
    r"|切实|通过|努力|到(?![账货家馆场店岗院位])|在(?![线院])|于|内(?![科镜外])|前(?![台厅])|之|里|自(?![助动己习修驾提])|起|的|由|各"
    r"|本(?![科地金])|该|是)+"
)
# What may stand between it and its level.
_TAIL_ZH = re.compile(
    r"(?:\s|[“”\"』]|一共|总共|共|来了|到了|有|等了|收到了?|比?(?:今年|去年|上年|上月|上学期"
    r"|上季度?|上半年)(?:同期)?的?|再|少|多|高|低|高于|低于|超过|多于|少于|不到|情况|这种情况|的"
    r"|从|由|自|要|须|应|必须|务必|需|想|能|可|有|是|为|在|全部|都|均|也|再|还|仍|一律|力争|争取"
    r"|确保|保证|实现|做到|达到|完成|控制|稳定|保持|目标|(?<=[标目数])值|比去年|比上年|较去年"
    r"|同比|平均|整体|总体|提高|提升|降低|下降|减少|缩短|压缩|(?:降|压|提|减|缩)?(?:下去|下来|上去|上来)|压|降|升|增加|增长|不得|不许|不能"
    r"|不准|不|最|至少|[:：=])+$"
)
_LEAD_EN = re.compile(
    r"(?:\s|[-–(\"']|(?:and|plus|less|fewer|more|shorter|better|do not|don't|then|also|both|to"
    r"|we|i|it|they|will|shall|should|must|can|want|wants|need|needs|aim|try|please|the|our"
    r"|their|its|a|an|that|so|of|have|has|had|all|no"
    r"|by|at|in|is|are|be|been|get|gets|make|makes|take|takes|cut|cuts|reduce|reduces|reducing"
    r"|lower|lowers|shorten|shortens|raise|raises|increase|increases|lift|lifts|boost|boosts"
    r"|improve|improves|bring|brings|keep|keeps|hold|holds|drive|push|move|decrease|decreases"
    r"|grow|halve|double|achieve|achieves|reach|reaches|maintain|maintains|ensure|ensures|drop"
    r"|drops|trim|slash|limit|save|down|up|back|target|goal|goals|from|learn)(?![a-z-]))+"
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
    r"(?<![a-z-])(?:cuts?|takes?|reduc(?:es?|ing)|shortens?|rais(?:es?|ing)|lifts?|brings?"
    r"|keeps?|gets?|has|have|having|lowers?|increases?|improves?|halves?|holds?|make sure that"
    r"|ensures? that"
    r"|wants?|gives?|saves?)(?= [a-z])"
)
_PLACE_EN = re.compile(
    r" (?:on|at|in|for|acquired|because|before|after|so|when|during|while|with|without|vs|versus"
    r"|across|per|is|are|was|instead)(?![a-z])"
)
# A time without a date is how fast each case is served, unless it is to change.
_SPEED = re.compile(r"分钟|小时|秒|天|工作日|day|hour|hr|min|(?<![a-z])sec|\d ?s(?![a-z])|ring")
_CHANGED = re.compile(r"缩|降|压|减|提|reduc|cut|shorten|down|lower|from|average|平均")
_MORE_EN = re.compile(
    r"(?: or (?:less|more|below|above|fewer|better))?(?: (?:an?|per) (?!third|half|quarter|new"
    r"|table)[a-z]+(?![a-z]))?(?: on average)?"
)
# What is put in brackets is said aside.
_ASIDE = re.compile(r"[(（]")
# A measured thing is named close by: further back nothing is looked for.
_FAR = 90


class Claim(NamedTuple):
    """What a goal rests on."""

    thing: Span | None  # the measured thing, or what is to be done something about
    target: Span | None  # its level, from the start where one is stated
    whole: Span  # from the subject through the target
    each: bool = False  # the level is how fast each case is served

    @property
    def measured(self) -> Span:
        """The thing with its level; the level alone where it is how fast each case is served."""
        if self.each and self.target:
            return self.target
        spans = [s for s in (self.thing, self.target) if s]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else self.whole


# Something is asked for, though no word of it is known.
_ASKED = re.compile(
    r"(?:要|应|须|别|不再|不许|不得|不准|让|把)[一-鿿]|(?<![a-z])(?:should|shouldn't|must|will|shall|never|no more"
    r"|do not|don't"
    r"|stop|make|more|less|fewer|[a-z]{3,}[^aeiou\W]ier|quieter|calmer|cleaner|quicker|warmer|softer"
    r"|shorter|faster|clearer|safer"
    r"|nicer) [a-z]"
)
# What only points back at the thing named before.
_PRONOUN = re.compile(
    r"(?:这个?|该|此|那个?)(?:数字?|比例|指标|事|项|数目)?|它|数|数字|[一-鿿]{0,12}把(?:它|这个?数)"
    r"|(?:it|that|this|them|these|those|which|there|each|count)|(?:[a-z'&-]+ ){0,4}(?:wants?|have|has"
    r"|keeps?|agreed|commits?)"
)


class Clauses:
    """Clauses of folded ``text``, in reading order and by place."""

    def __init__(self, text: str) -> None:
        marks = list(CLAUSE.finditer(text))
        self.starts = [0, *(m.end() for m in marks)]
        self.spans = [
            Span(start, end)
            for start, end in zip(self.starts, [*(m.start() for m in marks), len(text)], strict=True)
        ]

    def number(self, at: int) -> int:
        """Number of the clause that holds the place ``at``."""
        return bisect_right(self.starts, at) - 1


def read_claim(
    body: str,
    levels: Sequence[Span],
    from_to: Sequence[Span],
    actors: Sequence[Span],
    chinese: bool,
    named: Sequence[Span] = (),
    standards: Sequence[Span] = (),
    undated: bool = False,
) -> Claim | None:
    """Find the claim of folded ``body``, its dates blanked out.

    Without a level it is the first clause that names one of ``named``; None where there is none.
    """
    clauses = Clauses(body)
    if not levels:
        return _wish(body, clauses, actors, chinese, named)
    first = levels[0]
    number = clauses.number(first.start)
    clause = clauses.spans[number]
    aside = _ASIDE.search(body, first.end, clause.end)
    inside = [s for s in levels if s.start < (aside.start() if aside else clause.end)] or [first]
    change = next((s for s in from_to if s.start < clause.end and s.end > first.start), None)
    # “30分钟内看上病的比例提高到80%”: the service level is part of the measured thing.
    own = [s for s in inside if not any(overlaps(s, one) for one in standards)]
    if own and own[-1] == inside[-1]:
        first = own[0]
    target = Span(
        min([first.start, *([change.start] if change else [])]),
        max(inside[-1].end, change.end if change else 0),
    )
    thing = _thing(body, Span(_behind(clause, target.start, actors), target.start), chinese)
    if thing and _PRONOUN.fullmatch(body, *thing):
        thing = None
    if thing is None and number and (chinese or body[clauses.spans[number - 1].end] in "：:, "):
        earlier = clauses.spans[number - 1]
        thing = _thing(body, Span(_behind(earlier, earlier.end, actors), earlier.end), chinese)
    each = all(any(overlaps(s, one) for one in standards) for s in inside) or (
        undated
        and not change
        and all(_SPEED.search(body, *s) for s in inside)
        and not _CHANGED.search(body, clause.start, target.end)
    )
    if not chinese and (more := _MORE_EN.match(body, target.end)):
        target = Span(target.start, more.end())
    after = _after(body, target, clause, chinese) if thing is None or each or not chinese else None
    start = thing.start if thing else target.start
    end = max(target.end, after.end) if after else target.end
    if after and not chinese and (place := _PLACE_EN.search(body, after.start - 1, after.end)):
        after = (
            Span(after.start, place.start())
            if place.start() > after.start
            else after
            if thing is None
            else None
        )
    heads = [a.start for a in actors if a.start <= start and not re.search(r"[。;；]", body[a.end : start])]
    return Claim(thing or after, target, tidy(body, Span(min([start, *heads[:1]]), end)), each)


def _behind(clause: Span, end: int, actors: Sequence[Span]) -> int:
    """Where the words begin that follow an actor in ``clause``."""
    return max([clause.start, *(a.end for a in actors if clause.start <= a.start and a.end <= end)])


def _wish(
    body: str, clauses: Clauses, actors: Sequence[Span], chinese: bool, named: Sequence[Span]
) -> Claim | None:
    if named:
        clause = clauses.spans[clauses.number(min(named).start)]
    elif asked := _ASKED.search(body):
        clause = clauses.spans[clauses.number(asked.end() - 1)]
    else:
        return None
    words = re.split(r" {4,}(?=\S*$)| {4,}、", body[slice(*clause)].rstrip(" 、"))
    whole = (
        tidy(body, Span(clause.start, clause.start + len(words[0])))
        if words[0].strip()
        else tidy(body, clause)
    )
    if whole.end - whole.start > 2 * _FAR:
        return None
    thing = _thing(body, Span(_behind(whole, whole.end, actors), whole.end), chinese)
    return Claim(thing, None, whole)


def _thing(body: str, room: Span, chinese: bool) -> Span | None:
    """What stands in ``room``, freed of verbs before and of links behind."""
    lead, tail = (_LEAD_ZH, _TAIL_ZH) if chinese else (_LEAD_EN, _TAIL_EN)
    room = Span(max(room.start, room.end - _FAR), room.end)
    words = body[room.start : room.end]
    if not chinese and (verbs := [m.end() for m in _VERB_EN.finditer(body, room.start, room.end)]):
        room = Span(verbs[-1], room.end)
        words = body[room.start : room.end]
    # A date blanked out leaves a gap: only what stands behind the last one is about the level.
    gap = max(words.rstrip().rfind("    "), 0)
    start = room.start + gap
    match = lead.match(body, start, room.end)
    start = match.end() if match else start
    words = body[start : room.end]
    cut = tail.search(words)
    span = tidy(body, Span(start, start + (cut.start() if cut else len(words))))
    return span if span.end - span.start >= 2 else None


def _after(body: str, target: Span, clause: Span, chinese: bool) -> Span | None:
    """What is counted may follow its figure: 三场座谈会, 95% of calls."""
    rest = body[target.end : clause.end]
    if chinese:
        match = re.match(r"(?:的)?[一-鿿]{2,14}", rest)
    else:
        match = re.match(r"(?:\s|of |the |all )*[a-z][a-z' /-]*(?:\([^)]*\))?", re.split(r"\s{3,}", rest)[0])
    if not match or not match[0].strip():
        return None
    span = tidy(body, Span(target.end, target.end + match.end()))
    return span if span.end > span.start else None
