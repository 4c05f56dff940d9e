"""From facts to verdicts, one stated rule a criterion.

Each rule returns the verdict, the place of the phrase that earned it, and the name of the reason in
``words/smart.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeAlias

from .quotes import bought, counted, measured
from .reading import Facts
from .text import Span, blank, find, overlaps, tidy
from .topic import topic

__all__ = ["RULES", "Finding", "Verdict", "judge"]

Verdict: TypeAlias = Literal["met", "weak", "missing"]

_STAFF = re.compile(r"员工|职工|同事|employee|colleague", re.IGNORECASE)
# A relative change of a thing named by one word says neither whose nor where.
_BARE = re.compile(r"[一-鿿]{1,3}|(?:the )?(?:number of )?[a-z]+", re.IGNORECASE)


# A level that says itself what it counts: zero missed doses, CSAT 4.5/5.
_NAMED = re.compile(r"(?:zero|nil|no(?:t a single)?|csat|nps|ces) ?[a-z\d]|零[一-鿿]")


# To mind something, or to talk more, is no act that somebody can see done.
_MINDED = re.compile(
    r"关注|重视|关心|注意|加强[^，。；,;]{0,6}管理|多沟通|沟通配合|协作|配合|(?:提升|提高|改善"
    r"|加强)[^，。；,;\d]{0,6}(?:满意度"
    r"|体验|沟通|管理|意识)(?![一-鿿])"
    r"|多(?:办|搞|做)[点些]|(?<![a-z])(?:(?:tighter|better|stronger) (?:management|control)"
    r"|pay (?:more )?attention|focus|care (?:more )?about|be aware"
    r"|mind|talk (?:more )?to each"
    r"|communicate|work (?:more )?(?:closely|together)|cooperate|collaborate)(?![a-z])"
)
# Somebody is told to do it, or to leave it.
_ASKED = re.compile(
    r"要|应|须|请|别|不许|不得|(?<![a-z])(?:should|must|shall|will|to|never|stop|do not|don't)(?![a-z])"
)
# A date that says when it is due, told from the year it falls in.
_DUE = re.compile(r"前|内|底|末|(?<![a-z])(?:by|before|until|end|latest|ending)(?![a-z])")


# What a poster says to those served, though it names nobody.
_WARM = re.compile(
    r"呵护|守护|温暖|温馨|陪伴|每一|微笑|体面|一生|相伴|放心|(?<![a-z])(?:car(?:e|ing)|hands?|hearts?"
    r"|smiles?|goodbye|worries|hospitality"
    r"|luxury|comfort|happiness|every)(?![a-z])"
)
_UNITS = re.compile(
    r"(?<![a-z])(?:(?:per ?)?cent|percent|minutes?|hours?|days?|weeks?|months?|points?"
    r"|times|than|from|least|most)(?![a-z])"
)
_GENERAL = re.compile(
    r"(?:各|本|全部)?(?:网点|柜台|窗口|门店|店铺|营业厅|病房|病区|大厅)|(?:the |our )?(?:wards?"
    r"|branch(?:es)?|counters?|desks?|shops?"
    r"|stores?|clinics?|offices?|kitchens?)"
)
# Those who serve learn, or prove that they have learned.
_SCHOOLED = re.compile(
    r"(?:员|师|工|护士|医生|人员|同事|干部)[^，。；,;]{0,10}?(?:拿到?|取得|考取|考出|考到|通过"
    r"|持有?)[^，。；,;]{0,6}(?:证|考核|考试|认证|测试)"
    r"|(?<![a-z])(?:tellers|staff|nurses|drivers|agents|clerks|teachers|guides|carers|advisers|advisors|technicians"
    r"|engineers|cashiers|starters|colleagues|crew) (?:to )?(?:pass|passed|hold|gain|get|complete|have"
    r"|certified|through)"
    r"[^,;.]{0,24}?(?:test|exam|certificate|certified|licence|licensed|qualification|course|badge"
    r"|training)(?![a-z])"
)
_PRICE = re.compile(r"[$€£¥]|\dp(?![a-z])|\d\s?[百千万亿]*元")


class Finding(NamedTuple):
    """What a rule found."""

    verdict: Verdict
    span: Span | None
    reason: str


def judge(facts: Facts, criterion: str) -> Finding:
    """Judge one criterion; a language the rules cannot read, and a mere fact, before all."""
    if not facts.understood:
        return Finding("missing", None, "unread")
    if facts.stated and criterion != "relevant":
        claim = facts.claim
        met = criterion == "measurable" and claim
        return Finding("weak" if met else "missing", claim.measured if claim else None, "fact")
    return RULES[criterion](facts)


def specific(facts: Facts) -> Finding:
    """An action on a concrete object, with a named unit, a named group, or a level that pins it down."""
    claim, levels = facts.claim, facts.amounts.levels
    thing, action = _first(facts.things), _first(facts.actions)
    actor = next((a for a in facts.actors if levels or not _is_general(facts, a)), None)
    if facts.slogan:
        return Finding("missing", _first([*facts.slogans, *facts.vague]), "slogan")
    if not thing and not facts.needs and facts.vague:
        return Finding("weak", facts.vague[0], "broad")
    named = levels and _NAMED.match(facts.folded, levels[0].start)
    known = action or actor or facts.beneficiaries or facts.amounts.starts or facts.amounts.from_to
    if claim and claim.target and (claim.thing or known or named):
        if _is_bare(facts):
            return Finding("weak", claim.whole, "no_whose")
        directed = (
            facts.times.standards or claim.each or action or actor or len(levels) > 1 or facts.times.ends
        )
        if directed or _compares(facts, levels[0]):
            return Finding("met", claim.whole, "figure")
        return Finding("weak", claim.whole, "no_action")
    if facts.amounts.means:
        return Finding("met", facts.amounts.means[0], "who_what")
    whole = claim.whole if claim else None
    if actor and not facts.amounts.levels and (minded := _MINDED.search(facts.folded)):
        return Finding("weak", whole or _join(actor, Span(*minded.span())), "broad")
    if actor and action and not facts.vague and not facts.changes:
        return Finding("met", whole or _join(actor, action), "who_what")
    if actor and (facts.beneficiaries or (action and thing)):
        return Finding("met", whole or _join(actor, thing or facts.beneficiaries[0]), "who_what")
    if facts.deliverables and thing and (facts.beneficiaries or facts.times.ends):
        return Finding("met", whole or _join(facts.deliverables[0], thing), "who_what")
    if facts.for_whom and (thing or facts.needs or action or whole):
        return Finding("met", whole or facts.for_whom[0], "for_whom")
    ordered = _ASKED.search(facts.folded)
    if actor and ordered and (thing or (whole and actor.start <= whole.start + 4)):
        return Finding("met", whole or _join(actor, thing or actor), "who_what")
    if thing and action:
        return Finding("weak", whole or _join(action, thing), "no_actor")
    if actor and action:
        return Finding("weak", whole or _join(actor, action), "broad")
    if thing:
        return Finding("weak", whole or thing, "no_action")
    if facts.changes or (claim and claim.thing):
        return Finding("weak", whole or facts.changes[0], "no_actor")
    if (action or facts.deliverables or facts.times.ends or ordered) and (said := _said(facts)):
        return Finding("weak", said, "no_actor")
    return Finding("missing", None, "nothing")


def measurable(facts: Facts) -> Finding:
    """A measure or a countable result, with a level or a change."""
    claim = facts.claim
    if claim and claim.target:
        known = facts.things or facts.times.standards or facts.speeds
        if known or (
            not facts.vague and (claim.thing or facts.amounts.starts or _says_more(facts, claim.target))
        ):
            return Finding("met", measured(facts, claim), "level")
        return Finding("weak", claim.target, "no_metric")
    if facts.amounts.means:
        return Finding("weak", bought(facts, facts.amounts.means[0]), "means_only")
    if facts.metrics:
        thing = claim.thing if claim and claim.thing and overlaps(claim.thing, facts.metrics[0]) else None
        return Finding("weak", thing or facts.metrics[0], "no_level")
    return Finding("missing", _first(facts.objects), "no_figure")


def achievable(facts: Facts) -> Finding:
    """At most weak from a sentence: the size of the step, or a stated means, can be judged."""
    amounts = facts.amounts
    if amounts.from_to:
        return Finding("weak", amounts.from_to[0], "baseline")
    if amounts.starts:
        return Finding("weak", amounts.starts[0], "baseline")
    if facts.compared and amounts.levels:
        return Finding("weak", _join(facts.compared[0], amounts.levels[0], 24), "compared")
    if amounts.steps:
        return Finding("weak", amounts.steps[0], "step")
    if facts.told:
        return Finding("weak", facts.told[0], "baseline")
    if facts.means:
        return Finding("weak", facts.means[0], "means")
    return Finding("missing", None, "no_baseline" if amounts.levels else "no_target")


def relevant(facts: Facts) -> Finding:
    """Linked to a need of those served, or a concrete act for them: judged by the phrase that is measured."""
    claim = facts.claim
    if facts.slogan:
        meant = [
            s
            for f in (find("beneficiary", facts.folded), facts.services)
            for s in facts.slogans
            if _within(f, s)
        ]
        link = _first([*meant, *facts.services, *find("beneficiary", facts.folded), *facts.needs])
        link = link or (Span(*warm.span()) if (warm := _WARM.search(facts.folded)) else None)
        return Finding("weak", link, "slogan") if link else Finding("missing", None, "no_link")
    thing = claim.thing if claim and claim.target else None
    phrase = claim.thing if claim and not claim.target else None
    named = thing or phrase
    if named and not facts.things and not facts.needs and _within(facts.vague, named):
        return Finding("weak", named if thing else _within(facts.vague, named), "indirect")
    if schooled := _SCHOOLED.search(facts.folded):
        return Finding(
            "weak", thing if thing and not facts.beneficiaries else Span(*schooled.span()), "indirect"
        )
    if facts.amounts.means and not facts.amounts.levels:
        means = facts.amounts.means[0]
        if not any(not overlaps(s, means) for s in facts.needs):
            return Finding("weak", counted(facts, means), "indirect")
    if thing:
        paid = facts.amounts.levels and all(_PRICE.search(facts.folded, *s) for s in facts.amounts.levels)
        # What is renewed or paid in so many days is a service to somebody.
        quick = facts.speeds and len(facts.speeds) == len(facts.amounts.levels)
        money = (None if quick else _within(facts.financial, thing)) or (
            thing if paid and not facts.needs else None
        )
        needs = [s for s in facts.needs if overlaps(s, thing) and not (money and overlaps(s, money))]
        if money and (not needs or money.end >= thing.end - 2):
            return Finding("missing", money, "financial")
        inner = _within(facts.enablers, thing)
        if inner and not [s for s in needs if not overlaps(s, inner)] and not facts.beneficiaries:
            return Finding("weak", topic(facts, thing), "indirect")
        if needs or (not inner and not money and _within(facts.things, thing)):
            return Finding("met", topic(facts, thing), "need" if needs else "touchpoint")
    need, served = _first(facts.needs), _first(facts.beneficiaries)
    concrete = bool(facts.things) and not facts.slogan
    if need:
        return Finding("met", topic(facts, thing or phrase or need), "need")
    money = _first(facts.financial)
    if money and not facts.for_whom and not facts.speeds:
        return Finding("missing", money, "financial")
    if facts.speeds:
        return Finding("met", topic(facts, thing or facts.speeds[0]), "need")
    outside = next((s for s in facts.beneficiaries if not _STAFF.search(facts.at(s))), None)
    if outside and (concrete or facts.actors or facts.changes or facts.for_whom):
        return Finding("met", topic(facts, thing or phrase or outside), "served")
    if facts.for_whom:
        return Finding("met", topic(facts, phrase or facts.for_whom[0]), "served")
    if (concrete or thing or phrase) and not facts.enablers and not facts.amounts.means:
        return Finding("met", topic(facts, thing or phrase or facts.things[0]), "touchpoint")
    link = served or _first([*facts.actors, *facts.enablers, *facts.amounts.means, *facts.services])
    return Finding("weak", topic(facts, link), "indirect") if link else Finding("missing", None, "no_link")


def time_bound(facts: Facts) -> Finding:
    """A date or a period that ends."""
    times, claim = facts.times, facts.claim
    if times.ends:
        due = [s for s in times.ends if _DUE.search(facts.folded, *s)]
        # Of two, the one that stands with the level: 22 this spring, 5 at most next spring.
        near = (
            due or []
            if facts.slogan
            else due
            or sorted(
                times.ends, key=lambda s: abs(s.start - claim.target.end) if claim and claim.target else 0
            )
        )
        if near:
            return Finding("met", near[0], "deadline")
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


def _first(spans: Iterable[Span]) -> Span | None:
    return next(iter(spans), None)


def _within(spans: list[Span], room: Span) -> Span | None:
    return next((s for s in spans if overlaps(s, room)), None)


def _is_bare(facts: Facts) -> bool:
    """Whether it is a relative change of one bare word: 差评减半."""
    claim = facts.claim
    if not claim or not claim.thing or facts.actors or facts.beneficiaries or facts.amounts.from_to:
        return False
    relative = all(any(overlaps(s, step) for step in facts.amounts.steps) for s in facts.amounts.levels)
    if _within(facts.metrics, claim.thing):
        return False
    broad = not facts.things and not facts.needs and _within(facts.vague, claim.thing)
    return relative and bool(broad or _BARE.fullmatch(facts.at(claim.thing)))


def _join(one: Span, other: Span, far: int = 80) -> Span:
    """From the first of two places to the end of the last, where they stand close; else the first."""
    joined = Span(min(one.start, other.start), max(one.end, other.end))
    return joined if joined.end - joined.start <= far else one


def _said(facts: Facts) -> Span | None:
    """The first words that are no date: what is quoted where no word of it is known."""
    body = blank(facts.folded, [*facts.times.dates, *facts.times.words])
    words = re.search(r"[^\s，,。.；;！!？?：:][^，,。；;！!？?：:]*", body)
    return tidy(body, Span(*words.span())) if words and len(words[0].strip()) > 3 else None


def _is_general(facts: Facts, actor: Span) -> bool:
    """Whether it is the counter, or the wards, in general, and does not stand where those stand who act."""
    return bool(_GENERAL.fullmatch(facts.folded, *actor)) and bool(facts.folded[: actor.start].strip())


def _says_more(facts: Facts, target: Span) -> bool:
    """Whether anything but the figure and its date is said."""
    chinese = facts.language == "zh"
    rest = blank(facts.folded, [*([target] if chinese else []), *facts.times.dates, *facts.slogans])
    rest = _UNITS.sub("", rest)
    return len(re.findall(r"[一-鿿]|[a-z]{4,}", rest)) > (3 if chinese else 0)


def _compares(facts: Facts, figure: Span) -> bool:
    """Whether the figure carries its own direction (不低于, 以内, at least) and so says what is to hold."""
    words = facts.at(figure)
    return not words[:1].isdigit() or words.endswith(("以内", "内", "以上", "以下", "左右"))
