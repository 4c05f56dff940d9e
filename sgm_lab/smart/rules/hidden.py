"""What is no part of a metric's name: who acts, when, and the figures."""

from __future__ import annotations

import re

from .claim import Claim
from .clauses import clause_at
from .reading import Facts
from .text import Span, overlaps

__all__ = ["SCORE", "heads", "hidden"]

#: Names of measures that stand within their level.
SCORE = re.compile(r"(?:score|rating|nps|csat|ces)(?![a-z])")
# What an actor's name begins with, where its clause begins with it: Mortgage desk, Motor claims handlers.
_OWN = re.compile(r"(?:(?!(?:of|in|on|at|for|to|with|and|by|from|so|that) )[\w&'-]+ ){1,3}$")


def hidden(facts: Facts, span: Span) -> list[Span]:
    """What is no part of a metric's name: who acts, when, and the figures."""
    claim, each = facts.claim, bool(facts.claim and facts.claim.each)
    rates = [s for s in facts.times.standards if not (claim and claim.thing and overlaps(s, claim.thing))]
    acting = heads(facts, span)
    if each and facts.language == "en":
        acting = [a for a in acting if not facts.folded.startswith((" on ", " at ", " in "), a.end)]
    # A service level within the name of the measured thing belongs to it: 48小时办结率.
    own = [
        s
        for s in facts.amounts.levels
        if facts.language == "en" or s in facts.told or not _is_named(claim, s)
    ]
    figures = [*map(lambda s: _figure(facts.folded, s), own), *facts.amounts.starts]
    found = [*acting, *facts.times.dates, *rates, *figures]
    return [h for h in found if not (h.start <= span.start and h.end >= span.end)]


def _is_named(claim: Claim | None, level: Span) -> bool:
    """Whether ``level`` stands within the name of the thing that is measured, before its own level."""
    thing, target = (claim.thing, claim.target) if claim else (None, None)
    return bool(thing and target and thing.start <= level.start and level.end < thing.end <= target.start)


def _figure(text: str, level: Span) -> Span:
    """Leave the name of a measure out of its level: score 9.0."""
    name = SCORE.match(text, *level)
    return Span(name.end(), level.end) if name else level


def heads(facts: Facts, span: Span) -> list[Span]:
    """Those who act and stand at the head of a clause; an engineer within “repeat engineer visits” is none."""
    if facts.language == "zh":
        return [a for a in facts.actors if a.start <= span.start or not facts.folded[a.start - 1].isalnum()]
    acts = {s.start for s in facts.actions}
    out = []
    for actor in facts.actors:
        own = _OWN.search(
            facts.folded, max(clause_at(facts.folded, actor.start).start, actor.start - 60), actor.start
        )
        if own and actor.end + 1 in acts and own.start() <= span.start:
            out.append(Span(own.start(), actor.end))
        elif actor.start <= span.start or not (
            facts.folded[actor.start - 1].isalnum() or facts.folded[actor.start - 1] == " "
        ):
            out.append(actor)
    return out
