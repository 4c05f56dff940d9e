"""A wish without a figure: what it is about, and the clauses that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import Clauses
from .text import Span, tidy
from .thing import FAR, behind, thing_in

__all__ = ["read_wish"]

# Something is asked for, though no word of it is known.
_ASKED = re.compile(
    r"(?:要|应|须|别|不再|不许|不得|不准|让|把)[一-鿿]|(?<![a-z])(?:should|shouldn't|must|will"
    r"|shall|never|no more"
    r"|do not|don't"
    r"|stop|make|more|less|fewer|[a-z]{3,}[^aeiou\W]ier|quieter|calmer|cleaner|quicker|warmer|softer"
    r"|shorter|faster|clearer|safer"
    r"|nicer) [a-z]"
)
# Clauses of one wish are not longer together.
_NEAR = 40
# A clause that goes on with the wish before it; what it is for (让…) does not.
_ALSO = re.compile(r"(?:别|不再|不许|不得|不准|不要|不等|要|应|须|把|尽快|尽量|做到)[一-鿿]")
_MUST = re.compile(r"\s*(?:都|一律|务必)?(?:要|须|应|得|必须|先)")
_WHEN_ZH = re.compile(r"(?:之前|以前|的时候|[之以]后|(?<![用耗工小])时)$")
_WHEN = re.compile(r"\W*(?:before|after|when|once|if|while|as soon as)(?![a-z])")


def read_wish(
    body: str, clauses: Clauses, actors: Sequence[Span], chinese: bool, named: Sequence[Span]
) -> tuple[Span | None, Span] | None:
    """Find the first clause that names one of ``named``, or asks; its thing and the whole of the wish."""
    if named:
        clause = clauses.spans[clauses.number(min(named).start)]
    elif asked := _ASKED.search(body):
        clause = clauses.spans[clauses.number(asked.end() - 1)]
    else:
        return None
    # What comes first, or when: “before transferring, agents stay on the line” is about what follows.
    number = clauses.spans.index(clause)
    if number + 1 < len(clauses.spans):
        after = clauses.spans[number + 1]
        acts = any(a.start == after.start and _MUST.match(body, a.end) for a in actors)
        when = _WHEN_ZH.search(body[slice(*clause)]) or acts if chinese else _WHEN.match(body, *clause)
        if when and body[slice(*after)].strip():
            clause = after
    words = re.split(r" {4,}(?=\S*$)| {4,}、", body[slice(*clause)].rstrip(" 、"))
    # A date between who acts and what they do parts nothing.
    if any(a.start <= clause.start + 2 and a.end >= clause.start + len(words[0]) for a in actors):
        words = [body[slice(*clause)].rstrip(" 、")]
    whole = (
        tidy(body, Span(clause.start, clause.start + len(words[0])))
        if words[0].strip()
        else tidy(body, clause)
    )
    if whole.end - whole.start > 2 * FAR:
        return None
    thing = thing_in(body, Span(behind(body, whole, whole.end, actors), whole.end), chinese)
    return thing, _together(body, clauses, clause, whole, actors) if chinese else whole


def _together(body: str, clauses: Clauses, clause: Span, whole: Span, actors: Sequence[Span]) -> Span:
    """Join the clauses that belong to one wish: 晚上老人按铃，不要让人等太久; 护士看见瓶子快空了就去换，不等病人喊."""
    number = clauses.spans.index(clause)
    first, last = whole.start, whole.end
    heads = [
        a.start
        for a in actors
        if a.end <= clause.start and not re.search(r"[。；;]", body[a.start : clause.start])
    ]
    if heads and whole.end - heads[0] <= _NEAR:
        first = heads[0]
    for after in clauses.spans[number + 1 : number + 2]:
        joined = body[clause.end : after.start] in ("，", ",") and after.end - first <= _NEAR
        if joined and _ALSO.match(body, *after) and not _ASKED.search(body, *clause):
            last = tidy(body, after).end
    return Span(first, last)
