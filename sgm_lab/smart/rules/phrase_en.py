"""An English phrase of relevance made whole: no wrong word at its edges, no noun cut off, and what befalls somebody."""

from __future__ import annotations

import re

from .clauses import clause_at, clauses_of
from .pieces import cut
from .reading import Facts
from .text import Span, blank, overlaps, tidy

__all__ = ["elsewhere", "mended"]

_WORD = re.compile(r"[a-z\d][a-z\d'&/-]*")
_NUMBER = (
    r"(?:\d[\d,.]*|zero|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|half|single)"
)
# Words that open a phrase from without: links, doers' verbs, wishes, directions, counts.
_OPENER = re.compile(
    r"(?:the|an?|our|their|its|his|her|your|my|this|that|these|those|of|for|on|at|in|into|to|with|by|from|and"
    r"|or|but|plus|so|is|are|was|were|be|been|being"
    r"|will|shall|should|must|can|could|may|might|would|has|have|had|do|does|did|not|no|never|we|they|it|you|i"
    r"|us|them|all|every|each|any|some|many|most"
    r"|out|up|down|within|before|after|until|till|than|more|less|fewer|under|over|below|above|as|if|when|while"
    r"|because|which|who|that|what|how"
    r"|gets?|keeps?|cuts?|reduces?|raises?|improves?|increases?|lifts?|brings?|makes?|stops?|wants?|needs?"
    r"|aims?|rolls?|install|buys?|hire|recruit|train"
    r"|pls|please|then|said|says?|about|only|just|halve|halves|double|lower|lowers|shorten|shortens|grow|push"
    r"|turn|gives?|hold|holds|meets?|clear|clears|reach|reaches"
    r"|see|sees|there|also|now|currently|today|like|better|quicker|faster|shorter|clearer|cleaner|at|per|via"
    r"|re|around|roughly|nearly|drop|trim|boost|enhance|ensure|having"
    r"|kindly|target|goal|aim|avoid|fix|sort|offers?|handles?|first|second|third|both|averaged?|stands?|falls?"
    r"|drops?|rises?|takes?|took|fell|since|last|it's|run|work|goes|went|rose|being|starting|going|we've"
    r"|having|given|worth|against|mostly|again|instead|organi[sz]es?|runs?|hosts?|deals?|let|stay|stays|per"
    r"|cent|per cent|percent|pct"
    r"|min|mins|minutes|hours|hrs|days|weeks|months|seconds|secs|h|am|pm)$"
)
# What at the beginning is no part of it: counts, shares, comparisons, asides.
_LEAD = re.compile(
    rf"(?:(?:no |not )?(?:more|fewer|less|later|longer) than(?: {_NUMBER})? |(?:instead of|rather than|at most"
    rf"|at least|up to) (?:{_NUMBER} )?|out of (?:every )?{_NUMBER} |(?:of|the|an?|our|than|just|only|again"
    rf"|present"
    rf"|moment|so|that|which|and|or|but|like|erm|about|every|each|each of|enhance|improve|quarters of|boost|for"
    rf"|from|to|at|on|in|with|by|most saturdays|last tuesday|continuously"
    rf"|s|d) |{_NUMBER} (?!hour |day |minute |week )|[→>+&-] ?|quarter (?=[a-z]+er )|\d+(?:\.\d+)?[%‰]? (?:of )?)+"
)
# What at the end is no part of it.
_TAIL = re.compile(
    rf"(?:[ ,:|&+→>-]|(?<= )(?:later|longer|earlier|sooner|older|per|rather|minus|plus|between|who|that|which"
    rf"|twice|once|took|ran|gave|sits|lies|goes|at|by|in|of|to|for|on|from|with|and|or|but|than|under|over"
    rf"|within"
    rf"|about|is|are|was|were|be|the|an?|our|not|no|mean|avg|now|after|before|until|when|while|down|as|last"
    rf"|this|next|says?|told(?! )|kept on the booked|noted|rate (?:is|was)|less|more|fewer|will|shall|should"
    rf"|must|to be|have|has|had|it|we|i|us"
    rf"|{_NUMBER}|so|by|per|if|because|where|although|every|each|all|max|min|tops|please|pls)(?![a-z\d]))+$"
)
# A second thing behind “and”: another goal, another count, another act.
_ANOTHER = re.compile(
    rf" (?:and|&|plus) (?=(?:{_NUMBER}|fewer|less|more|[a-z]+(?:er|ier)|no|nobody|the [a-z]+ to|get|gets|have"
    rf"|hands?|answer|answers|cut|keep|sell|reply|replies|visit|visits|happier|quicker|then|raise|lower|reduce"
    rf"|make|take|is|are|has|we|i|they|it) )"
)
# Behind the name of a thing or of those served: what is so, or what they get.
_SAYS = re.compile(
    r" (?:(?:shall|should|will|must|can|to|always|also|often|still|never) )*(?:(?:be |is |are |was "
    r"|were )(?=(?:still |never |always |not |no longer |once more )?(?:[a-z]{2,}(?:ed|en|ept|ent|own|old|eard"
    r"|eft|ut|ung|one|et|elt|ought)(?![a-z])|un[a-z]+able|reachable|able|ready"
    r"|noisy|cold|clean|quiet|at the|on the|out of)(?! as| by \d))|gets? |receives? |waits? |knows? |ha(?:s"
    r"|ve) (?!to )|comes? |says? |finds? |sits? |hears? |leaves? |eats? |does |do |don't |feels? |would |must "
    r"|can't |cannot )"
)
# The rest of a name or an act behind it.
_GOES_ON = re.compile(
    r"(?: (?:of|from|with|about|who|whose|that|to|when|because|through|where|so) (?!(?:the )?(?:end|start|\d"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|spring"
    r"|summer|autumn|winter)(?![a-z]))[a-z]| (?:up|over|out|back|off|away|in full|on time|in hand)(?![a-z]))"
)
# These alone say nothing of what is measured.
_EMPTY = re.compile(
    rf"(?:(?:write|organise|organize|phone|minus|random|typed|counter|between cleans|between|g\d|v|thirds?|than"
    rf"|seated|find|half|it's|it is|i'd|we'd|what i'd|my|our|your|the|an?|just|like|present|instead|reply"
    rf"|repl(?:y|ies)"
    rf"|call|calls|answers?|note|that|meant|brought|kindly|bring|being|get(?:ting)?|having|peers|group|want"
    rf"|wants|aim|goal|target|time|times|info|running|ring|once|more"
    rf"|moving|knowing|taking|joiners|cases|six|months|weeks|days|s|d|left|who|leave|levels?|from|to|of|in|at"
    rf"|on|as|discussed|letters|level|been|be|per|organises|serves|had|done|made|and|or|about|no|not|so|we|us"
    rf"|it|embarrassing|{_NUMBER})[ .,]?)+"
)


def mended(facts: Facts, found: Span, *, act: bool) -> Span:
    """Return the place with whole words at its edges, and with what belongs to it; an ``act`` with its verb."""
    text = facts.folded
    span = _trimmed(text, found)
    if _EMPTY.fullmatch(text, *span) and (other := elsewhere(facts, span)):
        span = other
    span = _extended(facts, span, act)
    return span if span.end > span.start + 1 else found


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    if lead := _LEAD.match(text, start, end):
        start = lead.end() if lead.end() < end - 2 else start
    if (other := _ANOTHER.search(text, start + 4, end)) and other.start() > start:
        end = other.start()
    if tail := _TAIL.search(text[:end], start):
        end = tail.start() if tail.start() > start + 2 else end
    return tidy(text, Span(start, end))


def _room(facts: Facts, span: Span) -> Span:
    """The part of the clause around ``span`` that no level, date, bracket or doer cuts off."""
    text = facts.folded
    start, end = clause_at(text, span.start)
    cuts = [*facts.amounts.levels, *facts.amounts.starts, *facts.times.dates, *facts.times.standards]
    cuts += [a for a in facts.actors if a.end <= span.start]
    for one in cuts:
        if one.end <= span.start + 1:
            start = max(start, one.end)
        elif one.start >= span.end - 1:
            end = min(end, one.start)
    for mark in ("(", ")", " instead of", " rather than", " so nobody", " against "):
        if (at := text.find(mark, span.end, end)) >= 0:
            end = at
        if (at := text.rfind(mark, start, span.start)) >= 0:
            start = max(start, at + len(mark))
    return Span(start, max(end, span.end))


# A noun behind one of these hangs on the noun before it: satisfaction with our walks, letters to the wrong address.
_HANGS = re.compile(
    r"((?:[a-z][a-z'&/-]* )*?[a-z][a-z'&/-]*) (?:of|to|with|by|at|on|about|from|while|out to) (?:(?:the|an?"
    r"|our|their|its|his|her) )?$"
)
_DONE = re.compile(r"(?:[a-z]+ed|told|shown|sent|given|seen|met|found|hung up|kept|left|made|heard|read)$")
_BEHIND = re.compile(
    r" (?:by|on|to|at|about|back|over|out) (?!(?:the )?(?:end|start|\d|time|date|day)(?![a-z]))[a-z]"
)
_PLACE = re.compile(
    r" (?:on|in|at|from|with) (?:[a-z\d'&-]+ ){0,3}?[a-z\d'&-]+(?= (?:waits?|queues?|gets?|is|are|know|see"
    r"|have|has|can|sit|stand)(?![a-z]))"
)
_WAITS = re.compile(r" (?:waits?|queues?|sits?|stands?|spends?|holds? on) ")
_FLAT = re.compile(
    r"reduc|cut|rais|improv|increas|lift|bring|make|shorten|lower|keep|halv|boost|offer|hold|run|want|need"
    r"|should|must|will|to$|not$|answer|fill|train|recruit|install|put$|rent|buy|fit$|get$|give$"
)


# What somebody does, between who does it and what it is done to.
_VERB = re.compile(
    r"(?:^|[ .,:;])(?:(?:to|will|should|must|shall|can|please|pls|also|then"
    r"|always) )*(?P<verb>[a-z]{3,}(?: (?:back|up|out|for))?)(?: (?:the|an?|our|their|any|all|every|each|to"
    r"|with|after))? $"
)


def _with_verb(facts: Facts, start: int) -> int:
    """Where the act begins, if what is done to it has no level of its own."""
    claim, text = facts.claim, facts.folded
    if claim and claim.target and not claim.each:
        return start
    clause = clause_at(text, start)
    heads = [a.end for a in facts.actors if clause.start <= a.start and a.end < start]
    begin = heads[-1] if heads else clause.start
    verb = (
        _VERB.fullmatch(text[begin:start])
        if heads
        else re.fullmatch(
            r"\s*(?P<verb>[a-z]{3,})(?: (?:the|an?|our|to|with|every|each|all))? ", text[begin:start]
        )
    )
    if not verb or _FLAT.match(verb["verb"]) or _OPENER.match(verb["verb"]):
        return start
    return begin + verb.start("verb")


def _extended(facts: Facts, span: Span, act: bool) -> Span:
    text, room = facts.folded, _room(facts, span)
    start, end = span
    actor = next((a for a in facts.actors if a.end + 1 == start), None)
    known = [*facts.needs, *facts.metrics, *facts.enablers]
    if actor and any(s.start == start for s in known) and text[start:end].count(" ") < 2:
        start = actor.start
    # To the left: the rest of the noun phrase, and the noun it hangs on.
    while start > room.start and (
        before := re.search(r"([a-z][a-z'&/-]*)[ -]$", text[max(room.start, start - 24) : start])
    ):
        if _OPENER.match(before[1]) or any(a.start == start - len(before[0]) for a in facts.actions):
            break
        start -= len(before[0])
    if hangs := _HANGS.search(text, room.start, start):
        head = hangs[1].split()
        keep = []
        for word in reversed(head):
            if _OPENER.match(word) or _FLAT.match(word):
                break
            keep.append(word)
        if keep and keep[0] not in ("time", "number", "share", "rate", "lot"):
            start = text.rfind(" ".join(reversed(keep)), room.start, start)
    start = _with_verb(facts, start) if act else start
    # To the right: what is so, or the rest of the name.
    if (place := _PLACE.match(text, end, room.end)) and any(s.end == end for s in facts.beneficiaries):
        end = place.end()
    if _WAITS.match(text, end) and any(start <= s.start < end for s in facts.beneficiaries):
        clause = clause_at(text, start)
        stops = [d.start for d in facts.times.dates if d.start > end] + [
            at for at in [text.find("(", end)] if at > 0
        ]
        return tidy(text, Span(start, min([clause.end, *stops])))
    if says := _SAYS.match(text, end, room.end):
        if room.end - says.end() > 2:
            end = room.end
    elif _GOES_ON.match(text, end, room.end):
        end = room.end
    else:
        while (after := re.match(r"[ -]([a-z][a-z'&/-]*)", text[end : room.end])) and not _OPENER.match(
            after[1]
        ):
            end += len(after[0])
        if _DONE.search(text, start, end) and _BEHIND.match(text, end, room.end):
            end = room.end
    whole = _trimmed(text, Span(start, end))
    return whole if whole.end - whole.start >= 3 else span


def elsewhere(facts: Facts, span: Span) -> Span | None:
    """What is named in the heading, or the first piece that holds a known word."""
    text = facts.folded
    known = [*facts.needs, *facts.metrics, *facts.objects, *facts.beneficiaries]
    body = blank(
        text,
        [
            *facts.amounts.levels,
            *facts.amounts.starts,
            *facts.times.dates,
            *facts.times.standards,
            *facts.actors,
        ],
    )
    target = facts.claim.target if facts.claim else None
    clauses = sorted(clauses_of(text).spans, key=lambda c: not (target and c.start <= target.start < c.end))
    pieces = [_trimmed(text, piece) for clause in clauses for piece in cut(body, clause)]
    pieces = [p for p in pieces if p.end - p.start > 2 and not _EMPTY.fullmatch(text, *p)]
    named = [p for p in pieces if any(overlaps(p, s) and not _EMPTY.fullmatch(text, *s) for s in known)]
    return next(iter([*named, *pieces]), None)
