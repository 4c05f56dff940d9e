"""A quoted phrase made whole: what readers of goals quote runs to an edge of its clause.

Which edge for which criterion was chosen by what the authors of the labelled sets accept, each set with the
phrases that were quoted before it was read (tests/data/smart_labelled.md).
"""

from __future__ import annotations

import re

from .clauses import clause_at
from .phrase import acted, phrased
from .reading import Facts
from .text import Span, overlaps, tidy

__all__ = ["whole"]

# A word or two left over before the mark belong to the phrase.
_LEFT = {"zh": 6, "en": 14}
# So does the rest of a figure that is clipped: 控制到5例 + 次以内, 15 + 串以下, 两小时 + 五十分.
_CLIPPED = re.compile(
    r"(?:(?<=\d)[一-鿿]{1,2}|[一-鿿])?(?:[之以]内|以[上下]|左右)|(?<=\d)[一-鿿]|[零一二两三四五六七八九十]{1,3}[分秒天]|半"
)
# So short a phrase names no subject: it stands in the clause before.
_SHORT = 16
_DOES = re.compile(
    r"(?:after|before|when|between|most|do|don't|never|let|because|install|not|fewer|keep|tighten)(?![a-z])"
)
# These words begin no subject: it stands in the clause before.
_BARE_ZH = re.compile(r"(?:平均(?!要)|用时|占比|处理时|每|由|从)")
# Longer than this it is a note, with much told before.
_NOTE = 46
_NAMED = 4
# What leads on to something that is not quoted.
_LINK = re.compile(
    r"(?: (?:instead of|rather than|and|but|plus|while|with|so|or|after|before|at|by|in|to))+$"
)
# A word alone, of a longer name.
_WORD = 12
# What is done, or how something is to be, says little by itself: stand | in the branch, the lifts | more reliable.
_DOING = re.compile(
    r"(?:[a-z]+(?:ing|ed)|stand|ask|turn|collect|check|greet|ring|bag|answers?|gets?)|[a-z]+ (?:its|their|our|his|her)"
)
_BEING = re.compile(r"better|quicker|faster|easier|cleaner|[a-z]+(?:able|ible|ful|ly)|stuck")


# A wish before the thing, and what it is compared with behind.
_WISHED = re.compile(
    r"(?:(?:would|'d) )?(?:like|want|wish|hope) to (?:see|have) |no more (?=.* than )|more (?=.* than )"
)
_COMPARED = re.compile(r" than .*")


def whole(facts: Facts, criterion: str, span: Span) -> Span:
    """Return the place with what belongs to it up to an edge of its clause; dates at the edges stay out."""
    chinese = facts.language == "zh"
    if criterion == "relevant" and not chinese and (wish := _WISHED.match(facts.folded, *span)):
        behind = _COMPARED.search(facts.folded, wish.end(), span.end) if "more" in wish[0] else None
        span = Span(wish.end(), behind.start() if behind else span.end)
    if criterion == "specific":
        span = _own_clause(facts, span)
        begun = _from_start(facts, span)
        if not chinese:
            link = _LINK.search(facts.folded, *begun)
            return Span(begun.start, link.start()) if link else begun
        bare = _BARE_ZH.match(facts.folded, *begun)
        before = _from_before(facts, begun) if bare or begun.end - begun.start <= _SHORT else begun
        return acted(facts, _to_end(facts, before))
    if criterion == "measurable" and chinese:
        end = _edges(facts, max(span.start, span.end - 1)).end
        return Span(span.start, end) if _CLIPPED.fullmatch(facts.folded, span.end, end) else span
    if criterion == "relevant" and chinese and not facts.slogan:
        return phrased(facts, span)
    if criterion == "time_bound" and not chinese:
        return _to_end(facts, span)
    if criterion == "relevant" and not chinese and (more := _with_the_rest(facts, span)):
        return more
    if criterion == "relevant" and not chinese and span.end - span.start <= _WORD:
        named = _from_start(facts, span)
        # Who acts, what they do and how many are no part of the name.
        acts = (*facts.actors, *facts.actions, *facts.changes)
        before = Span(named.start, span.start)
        other = re.search(r"\d", facts.folded[slice(*before)]) or any(overlaps(a, before) for a in acts)
        return span if other or _DOES.match(facts.folded, named.start) else named
    return span


def _with_the_rest(facts: Facts, span: Span) -> Span | None:
    """An English act with what follows it, or how something is to be with the thing before; None for a name."""
    said, edges = facts.folded[slice(*span)].strip(), _edges(facts, span.start)
    if _DOING.fullmatch(said) and facts.folded[span.end : edges.end].count(" ") > 1:
        link = _LINK.search(facts.folded, span.end, edges.end)
        return _trimmed(facts, Span(span.start, link.start() if link else edges.end))
    if _BEING.fullmatch(said) and facts.folded[edges.start : span.start].strip().count(" ") > 0:
        return _trimmed(facts, Span(edges.start, span.end))
    return None


def _own_clause(facts: Facts, span: Span) -> Span:
    """Of a long note the clause with the level says it, where it names anything."""
    target = facts.claim.target if facts.claim else None
    brief = facts.language == "en" or span.end - span.start <= _NOTE
    if brief or not target or not span.start < target.start < span.end:
        return span
    start = _edges(facts, target.start).start
    named = facts.folded[start : target.start].strip()
    return Span(start, span.end) if span.start < start and len(named) >= _NAMED else span


def _edges(facts: Facts, at: int) -> Span:
    """The clause that holds ``at``, between its brackets, without a date at either edge."""
    start, end = clause_at(facts.folded, at)
    for mark in "()（）":
        before, after = facts.folded.rfind(mark, start, at), facts.folded.find(mark, at + 1, end)
        start, end = max(start, before + 1), after if after >= 0 else end
    for date in facts.times.dates:
        if date.start <= start + 1 and date.end <= at:
            start = max(start, date.end)
        elif date.start > at and date.end >= end - 1:
            end = min(end, date.start)
    return Span(start, end)


def _from_start(facts: Facts, span: Span) -> Span:
    """From the start of the clause, where more than a verb or 把 stands before."""
    start = _edges(facts, span.start).start
    left = facts.folded[start : span.start].strip(" 、")
    lone = len(left) < 2 if facts.language == "zh" else " " not in left
    return span if lone else _trimmed(facts, Span(min(span.start, start), span.end))


def _from_before(facts: Facts, span: Span) -> Span:
    """With the clause before, where that one is no date and ends in a comma."""
    at = clause_at(facts.folded, span.start).start
    if at < 2 or facts.folded[at - 1] in "。；;.!！?？\n":
        return span
    before = clause_at(facts.folded, at - 2)
    dated = any(d.start <= before.start + 1 and d.end >= before.end - 1 for d in facts.times.dates)
    return span if dated else _trimmed(facts, Span(before.start, span.end))


def _to_end(facts: Facts, span: Span) -> Span:
    end = _edges(facts, max(span.start, span.end - 1)).end
    left = facts.folded[span.end : end]
    if left.startswith(" than"):
        return span
    short = 0 < len(left) <= _LEFT[facts.language] and not re.search(r"\d", left)
    return _trimmed(facts, Span(span.start, end)) if short else span


def _trimmed(facts: Facts, span: Span) -> Span:
    words = facts.folded[slice(*span)]
    inner = tidy(
        facts.folded, Span(span.end - len(words.lstrip(" 、")), span.start + len(words.rstrip(" 、")))
    )
    return inner if inner.start < inner.end else span
