"""What is quoted for a figure: the measure with its level, or what the figure counts."""

from __future__ import annotations

import re

from .claim import Claim
from .reading import Facts
from .text import Span, blank, overlaps, tidy

__all__ = ["bought", "counted", "full", "measured"]

_COUNT = re.compile(
    r"[\d一二两三四五六七八九十]\s?(?:个人的?|个|名|位|台|辆|条|间|套|把|张)"
    r"|(?<![a-z])(?:\d+|an?|one|another|two|three|four|five|six)(?: (?:more|extra|new|additional|second))* "
)
_BOUGHT_ZH = re.compile(
    r"(?:采购|购置|购买|添置|新购|新增|增设|加装|安装|招聘|招录|增配|配备|配置|租)([一-鿿a-z]{2,10}?)\s?[\d一二两三四五六七八九十]+[一-鿿]"
)
_WHOM = re.compile(r"(?<=[a-z]{3}) (?:for|in|at|to|so|on|of) [a-z]")
# As long as a verb alone may be: put on.
_VERB = 6
_WHERE = re.compile(r"(?<=[a-z]{3}) (?:on|at) (?:the |our )?[a-z]")
_IS = re.compile(r"(?:is|are|of|at|be) ")
# A measure longer than this with its level is quoted by its level alone.
_LONG = {"zh": 24, "en": 46}


# What belongs to a figure before it and behind: no longer than, about; % of calls, or lower, 9 in 10 messages.
_COMPARED = re.compile(
    r"(?<![a-z])(?:(?:no|not) )?(?:longer|later|earlier|sooner|more|less|fewer|higher|lower|worse|better) $"
)
_ABOUT = re.compile(r"(?<![a-z])(?:approx\.?|about|around|roughly|nearly|almost) $")
_UNIT = re.compile(
    r"\s?(?:%|per ?cent(?![a-z]))?(?: or (?:lower|less|fewer|below|under|more|higher|better|above)(?![a-z])"
    r"| in every [a-z\d]+"
    r"| (?!or |and |to |by |in |on |at |of |per )[a-z]+ per (?!cent)[a-z]+"
    r"| an? (?:day|week|month|year|shift|visit|call)(?![a-z]))?"
)
_LED = re.compile(r"(?:had|took|logged|counted|to|only|just) (?=[\d$£€])")
_BARE_EN = re.compile(r"(?:\d|(?<![a-z])(?:ten|five|four|twenty|twelve))$")
_NOUN_EN = re.compile(
    r"(?: (?:of|out of) (?:the |our |all )?)? ?(?:\"[^\"]{1,40}\" )?(?:(?!(?:or|on|in|at|by|before|max|min|and"
    r"|to|of|the|for|from|is|are|was|were|within|as|when|where|instead|with|last|this|next|per|a|an|now|today|but)(?![a-z]))"
    r"[a-z][a-z'-]* ?){1,3}"
)


# What is counted stands behind its number: 12场辅导会, 两名护理员.
_COUNTED_ZH = re.compile(
    r"[^，。；,;\d]{0,4}?[\d一二两三四五六七八九十百]+多?[个名位场次封张件台辆条间套项](?![百以内左月小工])[一-鿿]{2,6}"
)


_ONE_IN = re.compile(r"(?<![a-z])one [a-z]+ in \d+$")
# The rest of a change written with a sign: 68%→85%.
_REST_ZH = re.compile(
    r"(?<=\d)(?:[%‰]?(?:→|->)\d[\d.]*)?[%‰]?|(?<=小时)(?:半|(?:\d+|[一二三四五六七八九十]{1,3})分钟?)|(?<=\d个)[一-鿿]{1,3}(?=[，。；,]|$)|(?<=\d个)(?:人|工作小时(?:之?内)?[一-鿿]{0,3})"
)


def full(facts: Facts, span: Span) -> Span:
    """No clipped figure: with its comparison, its unit and what it is counted of."""
    if facts.language == "zh":
        rest = _REST_ZH.match(facts.folded, span.end)
        return Span(span.start, rest.end()) if rest else span
    if _ONE_IN.search(facts.folded, *span):
        return span
    text = blank(facts.folded, facts.times.dates)
    start, end = span
    words = text[start:end]
    before = _COMPARED if words.startswith("than ") else _ABOUT if words[:1].isdigit() else None
    if before and (more := before.search(text, max(0, start - 12), start)):
        start = more.start()
    if led := _LED.match(text, start, end):
        start = led.end()
    if unit := _UNIT.match(text, end):
        end = max(end, tidy(text, Span(start, unit.end())).end)
    if _BARE_EN.search(text, start, end) and (noun := _named_en(text, end)):
        end = tidy(text, Span(start, noun.end())).end
    return Span(start, end)


def _named_en(text: str, end: int) -> re.Match[str] | None:
    """The noun behind a figure; none where its name goes on: 14 front of house staff."""
    noun = _NOUN_EN.match(text, end)
    return None if noun and text.startswith(("of ", " of ", "-"), noun.end()) else noun


def measured(facts: Facts, claim: Claim) -> Span:
    """The measure with its level; the level alone where what stands before it names no measure."""
    if (
        facts.language == "zh"
        and claim.target
        and (noun := _COUNTED_ZH.match(facts.folded, claim.target.start))
    ):
        clause = noun.end() == len(facts.folded) or not facts.folded[noun.end()].isalnum()
        if clause and noun.end() > claim.target.end + 1:
            return Span(claim.target.start, noun.end())
    return full(facts, _measured(facts, claim))


def _measured(facts: Facts, claim: Claim) -> Span:
    named = (facts.metrics, facts.objects, facts.needs, facts.financial, facts.enablers, facts.beneficiaries)
    if facts.language == "en" and claim.target and claim.thing:
        verb = " " not in facts.at(claim.thing) and any(overlaps(a, claim.thing) for a in facts.actions)
        if (
            verb
            and claim.thing.end <= claim.target.start
            and not any(overlaps(m, claim.thing) for m in facts.metrics)
        ):
            return claim.target
    known = claim.thing is None or any(overlaps(s, claim.thing) for spans in named for s in spans)
    far = claim.target and claim.thing and claim.target.start - claim.thing.end > 12
    long = claim.measured.end - claim.measured.start > _LONG[facts.language]
    if (known and not far and not long) or not claim.target:
        return claim.measured
    mere = _IS.match(facts.folded, *claim.target)
    return Span(mere.end(), claim.target.end) if mere else claim.target


def bought(facts: Facts, means: Span) -> Span:
    """What is bought, hired or trained with its number, without whom it is for."""
    whom = _WHOM.search(facts.folded, *means)
    return Span(means.start, whom.start()) if whom and whom.start() > means.start + _VERB else means


def counted(facts: Facts, means: Span) -> Span:
    """What is bought, hired or trained: 驻场工程师 of 再招两个驻场工程师."""
    if bare := _BOUGHT_ZH.fullmatch(facts.folded, *means):
        return Span(*bare.span(1))
    count = _COUNT.search(facts.folded, *means)
    where = _WHERE.search(facts.folded, *means)
    end = where.start() if where else means.end
    return Span(count.end(), end) if count and count.end() < end else means
