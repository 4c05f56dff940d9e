"""Rule and words together: where the words of a sentence overrule a rule, and what is quoted then."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .finding import Finding, first
from .quotes import measured
from .reading import Facts
from .text import Span, blank
from .topic import topic
from .usage import ASKED, Opinion, second_opinion

__all__ = ["heard"]

# What is not for the words to overrule: a fact, a poster, a level that is read by its form, a date.
_SURE = {
    "specific": ("fact", "slogan"),
    "measurable": ("fact", "level"),
    "relevant": ("slogan",),
    "time_bound": ("fact", "deadline", "loose", "start", "standard"),
}

_BRIEF = 6
_TIME = re.compile(
    r"[年月日周季期节假底末旬春夏秋冬届]|(?<![a-z])(?:year|quarter|month|week|term|season|summer|winter|spring|autumn"
    r"|christmas|easter|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|until|before|deadline|end)"
)


def heard(facts: Facts, criterion: str, by_rule: Mapping[str, Finding]) -> Finding:
    """What the rule found, unless the words of the sentence speak clearly against it."""
    found = by_rule[criterion]
    if criterion not in ASKED or found.reason in _SURE[criterion] or len(facts.goals) > 1:
        return found
    # A date alone, or a name with its date, is no goal yet.
    if len(blank(facts.folded, facts.times.dates).strip()) < _BRIEF:
        return found
    thing = facts.at(facts.claim.thing) if facts.claim else ""
    other = second_opinion(facts.text, facts.language, criterion, by_rule, thing)
    # Goals mostly have a date; that this one has is told by a word of time only.
    if other and criterion == "time_bound" and not any(map(_TIME.search, other.words)):
        return found
    # A level pins a goal down, whatever its words; they may only tell that it is none.
    if not other or (found.reason == "figure" and other.verdict == "weak"):
        return found
    return Finding(
        other.verdict, _quoted(facts, criterion, found, other), f"words_{other.verdict}", other.words
    )


def _quoted(facts: Facts, criterion: str, found: Finding, other: Opinion) -> Span:
    claim = facts.claim
    if criterion == "specific":
        return found.span or (claim.whole if claim else other.place)
    if criterion == "measurable":
        if claim and claim.target and other.verdict == "met":
            return measured(facts, claim)
        return found.span or first(facts.metrics) or other.place
    if criterion == "relevant":
        return found.span or topic(facts, (claim and claim.thing) or other.place)
    return other.place
