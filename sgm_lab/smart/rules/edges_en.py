"""The edges of an English phrase that is quoted, put right once for the figure and for the need.

No phrase begins or ends with a mark, a clipped number or a date; one of relevance leaves out who says or wants it,
how it is to move, a place by its name and who does it; one of a figure holds its bound and what it is a share of.
"""

from __future__ import annotations

import re

from .clauses import clause_at
from .phrase_en import elsewhere
from .reading import Facts
from .text import Span, overlaps, tidy

__all__ = ["neat"]

_MARKS = " \t,;:.!?)]}/|–—=&*•"
# Who says or wants it; the need stands behind.
_SAID = re.compile(
    r"(?:.*? )?(?:told (?:us|them|me)|tell(?:ing)? us|mentioned|noticed|complained (?:that|about)"
    r"|wrote (?:in )?(?:last [a-z]+ )?about|we did something about"
    r"|(?:goal|aim|objective|target)s? [^,;]{0,60}?is (?:that|to)) (?:that )?(?:the |our )?(?=[a-z])"
)
_WANTED = re.compile(
    r"(?:.*? )?(?:(?:i|we|you|they) (?:want|need)|(?:would|'d) like"
    r"|needs? to (?:sort|fix|mend|see|get|have|cut|clear)"
    r"|(?:will|shall|must) have) (?:to see |out )?(?:the |our |its |my )?(?=[a-z])"
)
# By what it is reached; the need follows.
_SO = re.compile(r"(?:.*\d.*? )?so (?:that )?(?=[a-z])")
_FIRST = re.compile(
    r"(?:(?:plus|and|or|also|then|as|that|which|only|rid of|(?:first|second|third)(?= the)) )+(?:the |a |an )?(?=[a-z])"
)
# A clipped number, or what a number is of.
_CLIPPED = re.compile(r"(?:[.,]?\d[\d.,]*\s?(?:%|per cent)?|e\. )(?: ?(?:for|of|in|on) )?[ \"'“]*")
_TAIL = re.compile(
    r"(?: (?:is|are|was|were|to be) (?:raised|down|up|higher|lower)"
    r"| no (?:worse|better|more|later|longer|higher|lower)| all (?:cleared|closed|answered|done|paid|gone)"
    r"| (?:for|about|of|to) (?:what|how|which|that) (?:they|we|it|you|he|she)"
    r"| (?:what|how|which) (?:they|we|it|you)| by the (?:[a-z]+ ){1,3}?(?:team|crew|staff|office|desk)| at the latest)$"
)
_UP = re.compile(r" (?:up|down)$")
_OF = re.compile(r"(?: the| our)?( [a-z][a-z'-]+)(?= and |[,.;:!?)]|$| (?:of|in|on|at|to|for|by|from|with) )")
_PLACE = re.compile(
    r"(?<! out)(?<! back)(?<! up) (?:on|in|at|from|across|for) (?:the |all |our )?(?:\d+ |two |three |four )?"
    r"[A-Z][\w'&-]*(?: [A-Z\d][\w'&-]*)*(?: [a-z]+)?$"
)
# The bound before a figure, what it is counted out of, and what a share is of.
_BOUND = re.compile(
    r"(?<![a-z])(?:max\.?|min\.?|maximum|minimum|up to|[<>=≥≤]+|(?:\d+|[a-z]+e|t[a-z]+|six|seven|four)"
    r" (?:out )?of (?:every )?) ?$"
)
_AT = re.compile(r"(?:least|most) \d")
_PARTS = re.compile(r" (?:quarters|thirds|fifths|dozen|hundred|thousand)(?![a-z])|:\d\d")
_SHARED = re.compile(
    r" of (?:them(?![a-z])|(?:all |the |our |its )*(?!(?:time|cases)(?![a-z]))[a-z][a-z'-]*"
    r"(?: (?!(?:in|on|at|by|to|for|from|with|of|who|that|and|or|but|last|this|next|will|should|must|can|are|is|was|were"
    r"|have|has|seen|sent|given|met|made|kept|left|told|shown|paid|done|put|read|heard|get|know|say|feel|within|before"
    r"|after|when|inside|through|right|ready|back|out|up|the|same|[a-z]+ed)(?![a-z]))[a-z][a-z'-]*){0,2}"
    r"|(?:the )?time|cases)"
)
_HYPHEN = re.compile(
    r"(?:-[a-z]+)+(?: (?!(?:for|in|on|at|by|before|to|than|per|of|a|and|is|are)(?![a-z]))[a-z]+)?"
)
_WHEN = re.compile(r" (?:(?:last|this|next) (?!day|morning)[a-z]+|since [a-z]+|for the (?:[a-z]+ )*months?)$")
_SECOND = re.compile(r"(?<!\d) and (?!\d)(?=.*\d)")


# These alone name no need.
_IDLE = re.compile(
    r"[\W\d]*(?:kilomet(?:re|er)s?|litres?|miles?|degrees?|thirds?|quarters?|later|sooner|faster|start|finish|rid"
    r"|january|february|march|april|june|july|august|september|october|november|december|[a-z]+days?)?[\W\d]*"
)
_DONE = re.compile(r"[a-z]{3,}ed$")


def neat(facts: Facts, criterion: str, span: Span) -> Span:
    """Return the place with its edges put right; as it was, where nothing would be left."""
    found = _figure(facts, span) if criterion == "measurable" else _need(facts, span)
    return found if found.end - found.start > 1 else span


def _bare(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return tidy(text, Span(end - len(words.lstrip(_MARKS)), start + len(words.rstrip(" ,;:/|–—=&*•("))))


def _word(text: str, start: int) -> int:
    """Where the word begins that ``start`` lies in: A&E, Till, we're."""
    while start and re.match(r"[\w&'’-]", text[start - 1]) and not text[start - 1].isdigit():
        start -= 1
    return start


def _need(facts: Facts, span: Span) -> Span:
    text = facts.folded
    start, end = _bare(text, *span)
    start = _word(text, start)
    for lead in (_SAID, _WANTED, _SO, _FIRST):
        if (said := lead.match(text, start, end)) and end - said.end() > 3:
            start = said.end()
    clipped = _CLIPPED.match(text, start, end) if start and text[start - 1] in "0123456789.,>=" else None
    if clipped and end - clipped.end() > 3:
        start = clipped.end()
    while (tail := _TAIL.search(text[:end], start)) and tail.start() - start > 2:
        end = tail.start()
    if (up := _UP.search(text[:end], start)) and any(m.end == up.start() for m in facts.metrics):
        end = up.start()
    if text.endswith(" of", start, end) and (of := _OF.match(text, end)):
        end = of.end(1)
    place = None if facts.amounts.means else _PLACE.search(facts.text[:end], start)
    if place and place.start() - start > 3:
        end = place.start()
    found = _bare(text, start, end)
    if _IDLE.fullmatch(text, *found) and (other := elsewhere(facts, found)):
        return other
    # A verb before its share says nothing of what is counted: closes 85 per cent of card disputes.
    target = facts.claim.target if facts.claim else None
    if target and 0 <= target.start - found.end < 2 and " " not in text[slice(*found)]:
        share = next(
            (m for s in facts.amounts.levels if (m := _SHARED.match(text, s.end)) and overlaps(s, target)),
            None,
        )
        if share and text[found.end - 1] == "s":
            return Span(share.start() + 4, share.end())
    return _subject(facts, found) if " " not in text[slice(*found)] else found


def _subject(facts: Facts, word: Span) -> Span:
    """A verb alone with what is said to be done: Blood results shouldn't have to be chased."""
    text = facts.folded
    verb = any(overlaps(word, s) for s in (*facts.actions, *facts.changes)) or _DONE.search(text, *word)
    if not verb or any(overlaps(word, s) for s in (*facts.objects, *facts.metrics, *facts.beneficiaries)):
        return word
    clause = clause_at(text, word.start)
    before = text[clause.start : word.start]
    return _bare(text, clause.start, word.end) if 1 < before.count(" ") < 7 and before.isascii() else word


def _figure(facts: Facts, span: Span) -> Span:
    text = facts.folded
    start, end = span
    while start and text[start - 1] in "0123456789." and text[start] in "0123456789.%":
        start -= 1
    start, end = _bare(text, start, end)
    if bound := _BOUND.search(text, max(0, start - 20), start):
        start = bound.start()
    if _AT.match(text, start) and text.endswith("at ", 0, start):
        start -= 3
    if parts := _PARTS.match(text, end):
        end = parts.end()
    if second := _SECOND.search(text[:end], start):
        level = any(start <= s.start and s.end <= second.start() for s in facts.amounts.levels)
        end = second.start() if level else end
    if (
        text[end - 1] in "%t"
        and (share := _SHARED.match(text, end))
        and re.search(r"(?:%|cent)$", text[start:end])
    ):
        end = share.end()
    elif rest := _HYPHEN.match(text, end):
        end = rest.end()
    if (when := _WHEN.search(text[:end], start)) and when.start() - start > 3:
        end = when.start()
    return tidy(text, Span(start, end))
