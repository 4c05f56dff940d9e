"""What a Chinese quote is cut down to, or completed by: the level, the thing bought, the whole word.

| quote | becomes |
|---|---|
| a measure, then the level in its own clause | the level: 水压投诉，入夏前由33件减到15件 → 由33件减到15件 |
| a figure or a verb that is cut in two | goes on: 下降1 → 下降1/3, 从七成提 → 从七成提高到全合格 |
| a time at its head | left out: 去年冬天宿舍热水断了9回 → 宿舍热水断了9回 |
| a judgement at its end | left out: 旅客等车29分钟太离谱 → 旅客等车 |
| who buys, and how many | left out: 派单组增加4名调度员 → 调度员 |
| a bare word of what is inside | with its noun: 离职 → 坐席离职, 水费 → 水费异议 |
"""

from __future__ import annotations

import re

from .clauses import clause_at
from .reading import Facts
from .text import Span, blank, overlaps

__all__ = ["figured", "needed", "unclipped"]

_N = "[一二两三四五六七八九十半]"
_TIME = re.compile(
    r"(?:[去前今]年|上个?[周月][一二三四五六日天]?|昨[天晚夜儿]?|今[天早晚]|现在|目前|上季度|[上下]半年|本[周月]|这个?[周月])"
    r"(?:[春夏秋冬][天季]|[夜晚早]?[里上]|晚?高峰|全年)?"
)
_JUDGED = re.compile(rf"(?:(?:\d+|{_N}+)[一-鿿]{{1,2}})?(?:实在)?太[一-鿿]{{1,3}}了?$")
_BUYS = re.compile(
    rf"[^，]{{0,14}}?(?:添置?|增加|引进|引入|采购|购置|配备|安装|招聘|增设|召开|上线)了?(?:(?:\d+|{_N}+)[一-鿿](?=[一-鿿]{{2}}))?"
    r"(?:新版)?([一-鿿a-z]{2,10})(?:[\d.]+版?)?"
)
_CLIPPED = re.compile(r"(?:[缩降压减砍提升增改][短少低高]?|到)$")
_REST = re.compile(
    rf"/\d+|(?:[少短低高升]?[到至为成]了?)?\s?(?:每[一-鿿])?(?:[\d.,]+|{_N}+|当[天日]|全(?=[一-鿿]{{2}})|零)\s?个?[一-鿿%]{{0,3}}?(?=[，。；;,、（()\s]|$)"
)
_LINK = re.compile(r"(?:[前后，, ]|力争|争取)*")
# Where a noun ends, and what leads to it.
_ENDS = re.compile(
    r"[要须应从由降升提压缩减少不达控做≤≥<>→\d（(\s占是为再别得超同就只有零也都一换老冲让变总能还和与、补起]|务必|全部|前|去年|[上下][去来]"
)
_LEFT = re.compile(
    r"(?<![一-鿿])(?:[一-鿿]{0,6}(?:[把将让使给由对为向带添办]|提高|提升|改善|加强|优化|强化|组织|引导|开展|[上下去]?个?[月天周年季]))?([一-鿿]{2,8})$"
)


def unclipped(text: str, span: Span) -> Span:
    """Return the place with the rest of a figure or a verb that is cut in two."""
    share = text[span.end - 1].isdigit() and text.startswith("/", span.end)
    rest = _REST.match(text, span.end) if share or _CLIPPED.search(text, *span) else None
    return Span(span.start, rest.end()) if rest else span


def figured(facts: Facts, span: Span) -> Span:
    """Return the level alone where its measure stands in a clause before it, and no time at its head."""
    text, (start, end) = facts.folded, span
    comma = max(text.rfind("，", start, end), text.rfind(",", start, end))
    if comma > start and not facts.roles.told and not facts.slogan:
        before = blank(text, facts.times.dates)[start:comma]
        ends = [d.end for d in facts.times.dates if d.end < end - 1]
        link = _LINK.match(text, max([comma + 1, *ends]), end)
        level = Span(link.end() if link else comma + 1, end)
        if not re.search(r"\d", before) and any(overlaps(s, level) for s in facts.amounts.levels):
            start = level.start
    return _timeless(text, Span(start, end))


def needed(facts: Facts, span: Span, weak: bool) -> Span:
    """Return the place of a need without a time or a judgement; of a means (``weak``) what is got, with its noun."""
    text = facts.folded
    span = span if facts.slogan else _timeless(text, span)
    judged = _JUDGED.search(text, *span)
    if judged and judged.start() > span.start + 3:
        span = Span(span.start, judged.start())
    if weak and (bought := _BUYS.fullmatch(text, *span)):
        return Span(*bought.span(1))
    if span.end - span.start != 2:
        return span
    body = blank(text, [*facts.times.dates, *facts.times.words, *facts.amounts.levels])
    clause = clause_at(text, span.start)
    end = _ENDS.search(body, span.end, clause.end)
    right = (end.start() if end else clause.end) - span.end
    if facts.slogan:
        return Span(span.start, span.end + (2 if right == 2 else 0))
    left = _LEFT.search(body, clause.start, span.start) if weak else None
    return Span(left.start(1) if left else span.start, span.end + (right if 1 < right < 7 else 0))


def _timeless(text: str, span: Span) -> Span:
    time = _TIME.match(text, *span)
    return Span(time.end(), span.end) if time and span.end - time.end() > 1 else span
