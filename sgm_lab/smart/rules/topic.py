"""The phrase of the metric: what is quoted for relevance."""

from __future__ import annotations

import re

from .reading import Facts
from .text import Span, blank, overlaps, tidy

__all__ = ["topic"]

# Where the phrase of a metric ends, and what may stand before it.
_PIECE = re.compile(
    r"[，、；：:;,()（）\n?？]| - |不允许再?(?:出现|发生)?|别再(?:出现|发生)?|不能再?|不许|不得|不再(?:出现|发生)?"
    r"|今年|去年|上年|累计|眼下|目前|的事|"
    r"(?<![a-z-])(?:within|inside|while|whilst|where|that|which|most of|on average"
    r"|about|are|is"
    r"|should|must|will|shall|by|(?:in|to|under|after|before|at)(?= (?:the |an? )?(?:\d|hour|minute"
    r"|day))|longer|no longer|not"
    r"|below|above|who|seen|so|because|from|up|down)(?![a-z-])"
)
_BEFORE = re.compile(
    r"(?:\s|一整年|全年|一共|总共|共|带(?=[一-鿿]{2})|还有|出现|(?<![a-z])(?:the|an?|our|their|all|approx|for|on|at|in"
    r"|of|to|with|there|they|told|them|we"
    r"|it|be|been"
    r"|min|max|each|every|keep|get|gets|lift|some|left(?= [a-z])|learn(?:ing)?|and|only|had"
    r"|\d+)(?![a-z-])|[\"“”「」'])+"
)
_AFTER = re.compile(
    r"(?:[\s\"“”「」'的]|要|须|应|必须|得|去|下去|上去|再|就|都|已有?|有|了|做|率?降|一共接|(?<= )(?:\d[\d,.]*"
    r"|[a-z]+ing)? ?(?:minutes?|mins?|hours?|days?|weeks?|a month|a week)|(?<= )(?:the|an?|of|for|in|on"
    r"|at|to|get|gets|has|have))+$"
)


def topic(facts: Facts, span: Span) -> Span:
    """Find the phrase of the metric in ``span``: the piece that names the need, without links at its edges."""
    claim = facts.claim
    if claim and claim.each and claim.target and overlaps(span, claim.whole):
        span = Span(0, claim.target.start) if claim.target.start > 2 else claim.whole
    hidden = [*facts.actors, *facts.times.dates, *facts.times.standards]
    body = blank(
        facts.folded,
        [h for h in hidden if overlaps(h, span) and not (h.start <= span.start and h.end >= span.end)],
    )
    cuts = [span.start, *(at for m in _PIECE.finditer(body, *span) for at in m.span()), span.end]
    pieces = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        lead = _BEFORE.match(body, start, end)
        start = lead.end() if lead else start
        tail = _AFTER.search(body, start, end)
        piece = tidy(body, Span(start, tail.start() if tail else end))
        if piece.end - piece.start > 1:
            pieces.append(piece)
    known = [*facts.needs, *facts.things, *facts.beneficiaries]
    named = [p for p in pieces if any(overlaps(p, s) for s in known)]
    zh = facts.language == "zh" and claim and claim.each
    found = next(iter((pieces if zh else named) or pieces), span)
    return found if facts.language == "zh" else _widened(body, found)


# A word that begins or ends a noun phrase from without.
_EDGE = re.compile(
    r"(?:the|an?|our|their|its|his|her|your|my|this|that|these|those|of|for|on|at|in|to|with|by|from"
    r"|and|or|but|is|are|was|were"
    r"|be|been|will|shall|should|must|can|could|may|has|have|had|do|does|did|not|no|never|we|they|it"
    r"|you|i|all|every|each|so|out"
    r"|up|down|within|before|after|until|than|more|less|fewer|under|over|below|above|as|if|when|while"
    r"|get|gets|keep|keeps|cut|cuts"
    r"|reduce|raise|improve|increase|lift|bring|make|stop|wants?|roll|install|buy|hire|recruit|train"
    r"|pls|please|then|said|say)"
)
_WORD_EN = re.compile(r"[a-z][a-z'&-]*")


def _widened(body: str, span: Span) -> Span:
    """Return a single word with the words of its noun phrase: ticketing system, service desk."""
    start, end = span
    if " " in body[start:end]:
        return span
    before = re.search(r"([a-z][a-z'&-]*) $", body[max(0, start - 24) : start])
    if before and not _EDGE.fullmatch(before[1]):
        return Span(start - len(before[0]), end)
    after = _WORD_EN.match(body, end + 1) if body[end : end + 1] == " " else None
    return Span(start, after.end()) if after and not _EDGE.fullmatch(after[0]) else span
