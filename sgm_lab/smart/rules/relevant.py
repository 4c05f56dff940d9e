"""What it does for those served: judged by the phrase that is measured."""

from __future__ import annotations

import re

from .finding import Finding, first, within
from .pieces import widened
from .quotes import counted
from .reading import Facts
from .specific import MINDED
from .text import Span, find, overlaps
from .topic import topic

__all__ = ["relevant"]

_STAFF = re.compile(r"员工|职工|同事|employee|colleague", re.IGNORECASE)

# What a poster says to those served, though it names nobody.
_WARM = re.compile(
    r"呵护|守护|温暖|温馨|陪伴|每一|微笑|体面|一生|相伴|放心|(?<![a-z])(?:car(?:e|ing)|hands?|hearts?"
    r"|smiles?|goodbye|worries|hospitality"
    r"|luxury|comfort|happiness|every)(?![a-z])"
)

# Those who serve learn, or prove that they have learned.
_SCHOOLED = re.compile(
    r"(?:员|师|工|护士|医生|人员|同事|干部)[^，。；,;]{0,10}?(?P<zh>拿到?|取得|考取|考出|考到|通过"
    r"|持有?)[^，。；,;]{0,6}(?:证|考核|考试|认证|测试)"
    r"|(?<![a-z])(?:tellers|staff|nurses|drivers|agents|clerks|teachers|guides|carers|advisers|advisors|technicians"
    r"|engineers|cashiers|starters|colleagues|crew) (?:to )?(?P<en>pass|passed|hold|gain|get|complete|have"
    r"|certified|through)"
    r"[^,;.]{0,24}?(?:test|exam|certificate|certified|licence|licensed|qualification|course|badge"
    r"|training)(?![a-z])"
)

# What those served are to get, or to be spared.
_SPARED = re.compile(r"别|不再|不要|不许|不得|(?<![a-z])(?:never|stop|don't|do not|no longer)(?![a-z])")
_EACH = re.compile(r"每一?[位名个户家]|(?<![a-z])(?:each|every)(?![a-z])")
_PRICE = re.compile(r"[$€£¥]|\dp(?![a-z])|\d\s?[百千万亿]*元")


# Those who serve stay away: installer no-shows, missed appointments of the engineer.
_AWAY = re.compile(
    r"(?:师傅|技师|工程师|维修员|装维|司机|老师|教练|医生)[^，。；,;]{0,4}爽约"
    r"|(?<![a-z])(?:installer|engineer|driver|technician|plumber|tutor|trainer|courier|doctor|coach"
    r"|interpreter|carer)s? no[- ]shows?"
)
# How well something internal is done is no need of those served: 盘点准确率.
_ATTRIBUTE = re.compile(
    r"准确|及时|按时|准时|完整|合格|规范|超|on[- ]time|accura\w*|on schedule|in time|times?"
)
_PLACE = re.compile(r" (?:on|for|in|at|from|about|with|among|to) ")


def _head(facts: Facts, thing: Span) -> Span | None:
    """What an English measure begins with, before a place or a group, where it is a word that is known."""
    place = _PLACE.search(facts.folded, *thing) if facts.language == "en" else None
    head = Span(thing.start, place.start()) if place else None
    known = (facts.needs, facts.services, facts.metrics, facts.vague)
    return head if head and any(within(spans, head) for spans in known) else None


def relevant(facts: Facts) -> Finding:
    """Linked to a need of those served, or a concrete act for them: judged by the phrase that is measured."""
    claim = facts.claim
    if facts.slogan:
        meant = [
            s
            for f in (find("beneficiary", facts.folded), facts.services)
            for s in facts.slogans
            if within(f, s)
        ]
        services = [s for s in facts.services if not within(facts.actors, s)] or facts.services
        link = first([*meant, *services, *find("beneficiary", facts.folded), *facts.needs])
        link = link or (Span(*warm.span()) if (warm := _WARM.search(facts.folded)) else None)
        if not link:
            return Finding("missing", None, "no_link")
        if facts.language == "en" and within(services, link):
            wider = widened(facts.folded, link)
            link = wider if wider.end == link.end else link
        # A service word is quoted as it stands; those served, or a warm word, with what is said of them.
        whole = within(facts.services, link) or " " in facts.at(link)
        return Finding("weak", link if whole else topic(facts, link), "slogan")
    thing = claim.thing if claim and claim.target else None
    phrase = claim.thing if claim and not claim.target else None
    named = thing or phrase
    if named and not facts.things and not facts.needs and within(facts.vague, named):
        return Finding("weak", named if thing else within(facts.vague, named), "indirect")
    if schooled := _SCHOOLED.search(facts.folded):
        return Finding("weak", Span(schooled.start(schooled.lastgroup or 0), schooled.end()), "indirect")
    if facts.amounts.means and not facts.amounts.levels:
        means = facts.amounts.means[0]
        if not any(not overlaps(s, means) for s in facts.needs):
            return Finding("weak", counted(facts, means), "indirect")
    if thing:
        paid = facts.amounts.levels and all(_PRICE.search(facts.folded, *s) for s in facts.amounts.levels)
        # What is renewed or paid in so many days is a service to somebody.
        quick = facts.speeds and len(facts.speeds) == len(facts.amounts.levels)
        money = (None if quick else within(facts.financial, thing)) or (
            thing if paid and not facts.needs else None
        )
        # What each new member receives is a service to him, though new members are a figure of the firm.
        if (
            money
            and _EACH.match(facts.folded, thing.start)
            and any(overlaps(money, s) for s in facts.for_whom)
        ):
            money = None
        # The head of the phrase says what is measured: service level on the mortgage line.
        if money and (head := _head(facts, thing)) and head.end <= money.start:
            money = None
        needs = [s for s in facts.needs if overlaps(s, thing) and not (money and overlaps(s, money))]
        if money and (not needs or money.end >= thing.end - 2):
            return Finding("missing", money, "financial")
        inner = within(facts.enablers, thing)
        if inner and _AWAY.search(facts.folded, *thing):
            return Finding("met", topic(facts, thing), "need")
        if (
            inner
            and not quick
            and not [s for s in needs if not (overlaps(s, inner) or _ATTRIBUTE.fullmatch(facts.folded, *s))]
            and not facts.beneficiaries
        ):
            return Finding("weak", topic(facts, thing), "indirect")
        if needs or (not inner and not money and within(facts.things, thing)):
            return Finding("met", topic(facts, thing), "need" if needs else "touchpoint")
    need, served = first(facts.needs), first(facts.beneficiaries)
    concrete = bool(facts.things) and not facts.slogan
    if need:
        return Finding("met", topic(facts, thing or phrase or need), "need")
    money = within(facts.financial, claim.whole) if claim and not claim.target else first(facts.financial)
    if money and (tool := next((s for s in facts.enablers if 0 <= s.start - money.end < 2), None)):
        return Finding("weak", topic(facts, tool), "indirect")
    if money and not facts.for_whom and not facts.speeds:
        return Finding("missing", money, "financial")
    if facts.speeds:
        return Finding("met", topic(facts, thing or facts.speeds[0]), "need")
    asked = _SPARED.search(facts.folded)
    outside = next((s for s in facts.beneficiaries if not _STAFF.search(facts.at(s))), None)
    if outside and (concrete or facts.actors or facts.changes or facts.for_whom or asked):
        return Finding("met", topic(facts, thing or phrase or outside), "served")
    if facts.for_whom:
        return Finding("met", topic(facts, phrase or facts.for_whom[0]), "served")
    if (concrete or thing or phrase) and not facts.enablers and not facts.amounts.means:
        return Finding("met", topic(facts, thing or phrase or facts.things[0]), "touchpoint")
    if facts.actors and facts.actions and not facts.enablers and not MINDED.search(facts.folded):
        return Finding("met", topic(facts, facts.actions[0]), "touchpoint")
    own = [s for s in facts.enablers if claim and overlaps(s, claim.whole)]
    others = [*facts.enablers, *facts.amounts.means, *facts.actors, *facts.services]
    link = served or first([*own, *([thing] if thing else []), *others])
    return Finding("weak", topic(facts, link), "indirect") if link else Finding("missing", None, "no_link")
