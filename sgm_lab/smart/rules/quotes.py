"""What is quoted for a figure: the measure with its level, or what the figure counts."""

from __future__ import annotations

import re

from .claim import Claim
from .reading import Facts
from .text import Span, overlaps

__all__ = ["bought", "counted", "measured"]

_COUNT = re.compile(
    r"[\d一二两三四五六七八九十]\s?(?:个人的?|个|名|位|台|辆|条|间|套|把|张)"
    r"|(?<![a-z])(?:\d+|an?|one|another|two|three|four|five|six)(?: (?:more|extra|new|additional|second))* "
)
_WHOM = re.compile(r"(?<=[a-z]{3}) (?:for|in|at|to|so|on|of) [a-z]")
_WHERE = re.compile(r"(?<=[a-z]{3}) (?:on|at) (?:the |our )?[a-z]")
_IS = re.compile(r"(?:is|are|of|at|be) ")
# A measure longer than this with its level is quoted by its level alone.
_LONG = {"zh": 24, "en": 46}


def measured(facts: Facts, claim: Claim) -> Span:
    """The measure with its level; the level alone where what stands before it names no measure."""
    named = (facts.metrics, facts.objects, facts.needs, facts.financial, facts.enablers, facts.beneficiaries)
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
    return Span(means.start, whom.start()) if whom else means


def counted(facts: Facts, means: Span) -> Span:
    """What is bought, hired or trained: 驻场工程师 of 再招两个驻场工程师."""
    count = _COUNT.search(facts.folded, *means)
    where = _WHERE.search(facts.folded, *means)
    end = where.start() if where else means.end
    return Span(count.end(), end) if count and count.end() < end else means
