"""From facts to verdicts, one stated rule a criterion.

Each rule returns the verdict, the place of the phrase that earned it, and the name of the reason in
``words/smart.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from .reading import Facts
from .text import Span

__all__ = ["RULES", "Finding", "Verdict"]

Verdict: TypeAlias = Literal["met", "weak", "missing"]

_STAFF = re.compile(r"员工|职工|同事|employee|colleague", re.IGNORECASE)


class Finding(NamedTuple):
    """What a rule found."""

    verdict: Verdict
    span: Span | None
    reason: str


def specific(facts: Facts) -> Finding:
    """An action on a concrete object, with a named unit, a named group, or a level that pins it down."""
    thing = next(iter(facts.things), None)
    figure = next(iter(facts.amounts.levels), None)
    actor = next(iter(facts.actors), None)
    if facts.slogan:
        return Finding("missing", next(iter([*facts.slogans, *facts.vague]), None), "slogan")
    if not thing and facts.vague:
        return Finding("weak", facts.vague[0], "broad")
    action = next(iter(facts.actions), None)
    if figure and (thing or action or actor or facts.beneficiaries):
        if facts.times.standards or action or len(facts.amounts.levels) > 1 or _compares(facts, figure):
            return Finding("met", _join(thing or actor or action or figure, figure), "figure")
        return Finding("weak", _join(thing or figure, figure), "no_action")
    if actor and (facts.beneficiaries or (action and thing)):
        return Finding("met", _join(actor, thing or facts.beneficiaries[0]), "who_what")
    if facts.deliverables and thing and (facts.beneficiaries or facts.times.ends):
        return Finding("met", _join(facts.deliverables[0], thing), "who_what")
    if action and thing and facts.for_whom:
        return Finding("met", facts.for_whom[0], "for_whom")
    if thing and action:
        return Finding("weak", _join(action, thing), "no_actor")
    if actor and action:
        return Finding("weak", _join(actor, action), "broad")
    if thing:
        return Finding("weak", thing, "no_action")
    if facts.changes:
        return Finding("weak", facts.changes[0], "no_actor")
    return Finding("missing", None, "nothing")


def measurable(facts: Facts) -> Finding:
    """A measure or a countable result, with a level or a change."""
    measures = facts.things or facts.times.standards
    for figure in facts.amounts.levels[:1]:
        span = next(iter(facts.amounts.from_to), figure)
        if measures or (not facts.vague and (facts.actions or facts.beneficiaries)):
            return Finding("met", span, "level")
        return Finding("weak", span, "no_metric")
    if facts.amounts.means and facts.things:
        return Finding("weak", facts.amounts.means[0], "means_only")
    if facts.metrics:
        return Finding("weak", facts.metrics[0], "no_level")
    return Finding("missing", next(iter(facts.objects), None), "no_figure")


def achievable(facts: Facts) -> Finding:
    """At most weak from a sentence: the size of the step, or a stated means, can be judged."""
    if facts.amounts.from_to:
        return Finding("weak", facts.amounts.from_to[0], "baseline")
    if facts.compared and facts.amounts.levels:
        return Finding("weak", facts.compared[0], "compared")
    if facts.amounts.steps:
        return Finding("weak", facts.amounts.steps[0], "step")
    if facts.means:
        return Finding("weak", facts.means[0], "means")
    return Finding("missing", None, "no_baseline" if facts.amounts.levels else "no_target")


def relevant(facts: Facts) -> Finding:
    """Linked to a need of those served, or a concrete act for them."""
    need, served = next(iter(facts.needs), None), next(iter(facts.beneficiaries), None)
    concrete = bool(facts.things) and not facts.slogan
    if facts.slogan:
        link = served or next(iter([*facts.services, *facts.needs]), None)
        return Finding("weak", link, "slogan") if link else Finding("missing", None, "no_link")
    if need:
        return Finding("met", need, "need")
    if facts.financial:
        return Finding("missing", facts.financial[0], "financial")
    if facts.speeds:
        return Finding("met", facts.speeds[0], "need")
    outside = next((s for s in facts.beneficiaries if not _STAFF.search(facts.at(s))), None)
    if outside and (concrete or facts.actors or facts.changes or facts.for_whom):
        return Finding("met", outside, "served")
    measured = facts.amounts.levels if facts.actors else []
    if (concrete or measured) and not facts.enablers:
        return Finding("met", [*facts.things, *measured][0], "touchpoint")
    link = served or next(iter([*facts.enablers, *facts.services]), None)
    return Finding("weak", link, "indirect") if link else Finding("missing", None, "no_link")


def time_bound(facts: Facts) -> Finding:
    """A date or a period that ends."""
    times = facts.times
    if times.ends:
        return Finding("met", times.ends[0], "deadline")
    if times.loose and not facts.slogan:
        return Finding("weak", times.loose[0], "loose")
    for spans, reason in ((times.words, "word"), (times.other, "start"), (times.standards, "standard")):
        if spans:
            return Finding("missing", spans[0], reason)
    return Finding("missing", None, "no_date")


RULES: dict[str, Callable[[Facts], Finding]] = {
    "specific": specific,
    "measurable": measurable,
    "achievable": achievable,
    "relevant": relevant,
    "time_bound": time_bound,
}


def _join(one: Span, other: Span) -> Span:
    """From the first of two places to the end of the last, where they stand close; else the first."""
    joined = Span(min(one.start, other.start), max(one.end, other.end))
    return joined if joined.end - joined.start <= 80 else one


def _compares(facts: Facts, figure: Span) -> bool:
    """Whether the figure carries its own direction (不低于, 以内, at least) and so says what is to hold."""
    words = facts.at(figure)
    return not words[:1].isdigit() or words.endswith(("以内", "内", "以上", "以下", "左右"))
