"""Rule and words together: where the words of a sentence overrule a rule, and what is quoted then."""

from __future__ import annotations

from .finding import Finding, first
from .quotes import measured
from .reading import Facts
from .text import Span
from .topic import topic
from .usage import TRUST, Opinion, second_opinion

__all__ = ["heard"]

# What the definition itself says is not for the words to overrule; nor is a date that is read, or a mere fact.
_SURE = {
    "specific": ("fact", "slogan", "broad", "no_whose"),
    "measurable": ("fact", "means_only", "no_level"),
    "relevant": ("slogan", "financial"),
    "time_bound": ("fact", "deadline", "loose"),
}


def heard(facts: Facts, criterion: str, found: Finding) -> Finding:
    """What the rule found, unless the words of the sentence speak clearly against it."""
    if criterion not in TRUST or found.reason in _SURE[criterion] or len(facts.goals) > 1:
        return found
    other = second_opinion(facts.text, facts.language, criterion, found.verdict)
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
