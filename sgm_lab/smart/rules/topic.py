"""The phrase of the metric: what is quoted for relevance."""

from __future__ import annotations

import re

from .acts import received, whole_act
from .clauses import clause_at
from .hidden import SCORE, hidden
from .named import thresholds
from .pieces import cut, names_nothing, widened
from .reading import Facts
from .text import Span, blank, overlaps
from .thing import runs_on

__all__ = ["topic"]

_ASIDE = re.compile(r"[（(][^（）()]*[)）][一-鿿]")
_QUOTED = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"|「[^「」]{1,40}」")


def topic(facts: Facts, span: Span) -> Span:
    """Find the phrase of the metric: the piece that names the need, without links at its edges.

    What stands in quotation marks is one word.
    """
    found = received(facts, _topic(facts, span))
    thing = facts.claim.thing if facts.claim and facts.claim.target else None
    # What is put in brackets within a name parts nothing: 小额案件（3000元以下）结案周期.
    if thing and overlaps(thing, found):
        counted = any(thing.start < s.start < thing.end for s in thresholds(facts.folded))
        if counted or _ASIDE.search(facts.folded, *thing):
            found = thing
    for quote in _QUOTED.finditer(facts.folded):
        said = Span(*quote.span())
        if overlaps(said, found) and not (found.start <= said.start and said.end <= found.end):
            inner = Span(said.start + 1, said.end - 1)
            if found != inner:
                found = Span(min(said.start, found.start), max(said.end, found.end))
    return found


def _topic(facts: Facts, span: Span) -> Span:
    """Look for the phrase in ``span``, then behind the figure, in the clauses before, and anywhere."""
    claim = facts.claim
    chinese = facts.language == "zh"
    if whole := whole_act(facts, span):
        return whole
    if claim and claim.each and claim.target and overlaps(span, claim.whole):
        span = Span(clause_at(facts.folded, claim.target.start).start, claim.target.start)
        if span.end - span.start < 3:
            span = claim.whole
    body = blank(facts.folded, hidden(facts, span))
    if told := _counted(facts, body, span):
        return told
    rooms = [_room(facts, span)]
    if claim and claim.target and overlaps(span, claim.whole):
        clause = clause_at(facts.folded, claim.target.start)
        rooms += [Span(claim.target.end, max(claim.target.end, clause.end)), Span(0, clause.start)]
    rooms.append(Span(0, len(body)))
    found = [
        [p for p in cut(body, room) if not names_nothing(body, p)] for room in rooms if room.start < room.end
    ]
    # How fast each case is served is about what is done, and not about what it is counted from.
    if claim and claim.each and not chinese and found[0] and claim.target and overlaps(span, claim.whole):
        act = found[0][0]
        counted_from = facts.folded.startswith((" of ", " after ", " from "), claim.target.end)
        if counted_from and act.end <= claim.target.start and " " in body[slice(*act)]:
            return _trimmed(facts, act)
    # A need that is counted behind the figure goes before a mere thing before it: Route 9: 92% leave on time.
    measured, rest = [*facts.needs, *facts.metrics], (facts.things, facts.beneficiaries, [span])
    first = found[: 2 if claim and claim.target else 1]
    for several, families in ((first, [measured]), (found, [facts.needs, *rest])):
        for pieces in several:
            for known in families:
                for piece in pieces:
                    if any(overlaps(piece, s) for s in known):
                        return _to_measure(facts, piece) if chinese else _trimmed(facts, widened(body, piece))
    return next((pieces[0] for pieces in found if pieces), span)


# A verb before its figure says nothing of what is counted: reply to 9 in 10 parent messages.
_VERB = re.compile(
    r"(?:[a-z'&-]+ )*?(?:answers?|repl(?:y|ies)|respond|returns?|serves?|leaves?|clears?|settles?"
    r"|offers?|loses?|lose|gets?"
    r"|leads?|runs?|holds?|gives?|sells?|hosts?|sees?|handles?|deals?|calls?|rings?|sends?|sent|left|covers?|reach(?:es)?|had|have|has"
    r"|logged|took|put|one|zero|nil|no)"
    r"(?: (?:to|with|back|for|in|of|out|on))?"
)
_OUT_OF = re.compile(r" (?:out of|in) (?:every |each )?(?:\d+|ten|five|four) ")
_NUMBERED = re.compile(
    r"(?:(?:no|not) (?:more|less|fewer) than |at (?:most|least) |up to |only |by |to )?(?:[\d.,]+|one"
    r"|no|zero|nil|two|three|four|five|six|seven|eight|nine|ten|not (?:one"
    r"|a single)) (?=[a-z]{3})(?!(?:[a-z]+ )?(?:out of|in) (?:\d|ten))"
)


def _is_heading(facts: Facts, thing: Span, target: Span) -> bool:
    """Whether only a place or a system stands before the colon: Security lanes T1: 95% of pax through."""
    known = (*facts.needs, *facts.metrics)
    level = next((s for s in facts.amounts.levels if overlaps(s, target)), target)
    counts = facts.folded.startswith(" of ", level.end) or facts.amounts.forms.get(level) in (
        "en_count",
        "zero",
    )
    named = facts.folded[thing.end : target.start].strip() == ":" and facts.at(thing).count(" ") < 3
    return counts and named and not any(overlaps(s, thing) for s in known)


def _counted(facts: Facts, body: str, span: Span) -> Span | None:
    """Find what is counted behind the figure, where a mere verb stands before it."""
    claim = facts.claim
    if facts.language == "zh" or not claim or not claim.target or not overlaps(span, claim.whole):
        return None
    if (
        claim.thing
        and claim.thing.start < claim.target.start
        and not _VERB.fullmatch(facts.folded, *claim.thing)
        and not _is_heading(facts, claim.thing, claim.target)
    ):
        return None
    end = clause_at(facts.folded, claim.target.start).end
    if name := SCORE.match(facts.folded, *claim.target):
        return Span(*name.span())
    level = next((s for s in facts.amounts.levels if overlaps(s, claim.target)), claim.target)
    noun = _NUMBERED.match(facts.folded, *level)
    start = noun.end() if noun and noun.end() < level.end else runs_on(body, level).end
    start = each.end() if (each := _OUT_OF.match(facts.folded, start)) else start
    pieces = cut(blank(facts.folded, facts.times.dates), Span(start, max(end, start)))
    return _trimmed(facts, pieces[0]) if pieces and pieces[0].start - start < 12 else None


_PLACE = re.compile(r" (?:acquired )?(?:on|at|in|from|by|across) (?:[\w'&-]+ ){0,4}$")
# A place behind what is measured is no part of it.
_WHERE = re.compile(
    r"(?<=[a-z]{3}) (?:from|at|in) (?:the |our )?(?:[\w'&-]+ ){0,3}(?:stop|depot|branch|site|station"
    r"|desk|counter|ward|entrance"
    r"|gate|town|shop|store|clinic|school|office|terminal|unit|floor|campus|car park|library|hotel)s?$"
)
_ARTICLE = re.compile(
    r"(?:(?!(?:on|at|in|of|for|from|with|by) (?:the|an?|our|their) )[a-z']+ ){1,4}(?:the|an?|our|their) (?=[a-z])"
)


def _trimmed(facts: Facts, piece: Span) -> Span:
    """Leave out the verb before the article and the unit behind: rewrite the | letters | on Elder Ward."""
    start, end = piece
    named = [*facts.needs, *facts.things, *facts.beneficiaries]
    lead = _ARTICLE.match(facts.folded, start, end)
    if lead and not any(overlaps(s, Span(start, lead.end())) for s in named):
        start = lead.end()
    if (where := _WHERE.search(facts.folded, start, end)) and any(
        s.start >= start and s.end <= where.start() for s in named
    ):
        end = where.start()
    for actor in facts.actors:
        if start < actor.start < end and (place := _PLACE.search(facts.folded, start, actor.start)):
            end = place.start()
    return Span(start, end) if end - start > 2 else piece


# A verb that says how the measure is to move, not what it is.
_MOVES = re.compile(
    r"(?:要|得|更|往|再|拉|(?<![水血气电油])压|能(?![在用看查办])|改|提|降|升|上|下|有|做|就|应|须|必)"
)


def _to_measure(facts: Facts, piece: Span) -> Span:
    """End with the measure where only how it is to move follows: 退货率要往下走."""
    for name in (*facts.metrics, *facts.objects):
        if piece.start <= name.start < name.end < piece.end and _MOVES.match(facts.folded, name.end):
            return Span(piece.start, name.end)
    return piece


def _room(facts: Facts, span: Span) -> Span:
    """Where the phrase is looked for first: a word of the measured thing stands for the whole thing."""
    claim = facts.claim
    if claim and claim.thing and claim.thing.start <= span.start and span.end <= claim.thing.end:
        return claim.thing
    return span if claim and overlaps(span, claim.thing or claim.whole) else _around(facts, span)


def _around(facts: Facts, word: Span) -> Span:
    """Return the room around a known ``word``: from the last verb before it to the end of its clause."""
    clause = clause_at(facts.folded, word.start)
    verbs = [v.end for v in (*facts.actions, *facts.changes, *facts.deliverables) if v.end <= word.start]
    return Span(max([clause.start, *verbs]), clause.end)
