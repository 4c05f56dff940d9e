"""Who does what: whether an act on a concrete object is named, and by whom, for whom or how far."""

from __future__ import annotations

import re

from .finding import Finding, first, join, within
from .reading import Facts
from .text import Span, blank, overlaps, tidy

__all__ = ["MINDED", "specific"]

# A relative change of a thing named by one word says neither whose nor where.
_BARE = re.compile(r"[一-鿿]{1,3}|(?:the )?(?:number of )?[a-z]+", re.IGNORECASE)

# A level that says itself what it counts: zero missed doses, CSAT 4.5/5.
_NAMED = re.compile(r"(?:zero|nil|no(?:t a single)?|csat|nps|ces) ?[a-z\d]|零[一-鿿]")

# To mind something, or to talk more, is no act that somebody can see done.
MINDED = re.compile(
    r"关注|重视|关心|注意|站在[^，。；]{1,10}角度|换位思考|设身处地|加强[^，。；,;]{0,6}管理|多沟通|沟通配合|协作|配合|(?:提升|提高|改善"
    r"|加强)[^，。；,;\d]{0,6}(?:满意度"
    r"|体验|沟通|管理|意识)(?![一-鿿])"
    r"|多(?:办|搞|做)[点些]|(?<![a-z])(?:(?:tighter|better|stronger) (?:management|control)"
    r"|(?:improve|raise|increase|boost|lift|better)s? (?:the |our )?(?:[a-z]+ )?(?:satisfaction"
    r"|experience|communication)(?! (?:rate|score))"
    r"|(?:should|must|to|will|always) be (?:more |always |very )?(?:friendly|polite|kind|nice|patient|attentive|helpful"
    r"|[a-z]+ful|[a-z]+ive)(?= |$|[.,!])"
    r"|pay (?:more )?attention|focus|care (?:more )?about|be aware"
    r"|mind|talk (?:more )?to each"
    r"|communicate|work (?:more |better )?(?:closely|together)|cooperate|collaborate)(?![a-z])"
)

# These say nothing of whose or where, however long.
_BARE_ZH = re.compile(r"(?:排队|等候|等待|响应|办理|处理|候诊)(?:时间|时长)|投诉量?|差评|满意度")

_BY = re.compile(r"通过|借助|依靠|靠|利用|(?:by|with|through) [a-z]+ing(?![a-z])")

# So many places are named: a third less across the three towers.
_WHERE = re.compile(
    r"(?<![a-z])(?:across|in|at|on) (?:all|the|our|each of the) (?:two|three|four|five|six|seven|eight|\d+) [a-z]"
)

# Somebody is told to do it, or to leave it.
_ASKED = re.compile(
    r"(?:一?点|一?些)(?=[，。！,!]|$)|要|应|须|请|别|不许|不得|(?<![a-z])(?:should|must|shall|will|to"
    r"|never|stop|do not|don't)(?![a-z])"
)

_NAME = re.compile(r"(?:the |our )?[a-z-]+(?: [a-z-]+)?")
_GENERAL = re.compile(
    r"(?:各|本|全部)?(?:网点|柜台|窗口|门店|店铺|营业厅|病房|病区|大厅)|(?:the |our )?(?:wards?"
    r"|branch(?:es)?|counters?|desks?|shops?"
    r"|stores?|clinics?|offices?|kitchens?)"
)


def specific(facts: Facts) -> Finding:
    """An action on a concrete object, with a named unit, a named group, or a level that pins it down."""
    claim, levels = facts.claim, facts.amounts.levels
    thing, action = first(facts.things), first(facts.actions)
    actor = next((a for a in facts.actors if levels or not _is_general(facts, a)), None)
    if facts.slogan:
        return Finding("missing", first([*facts.slogans, *facts.vague]), "slogan")
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
        # By what means a wish is to come true says neither who nor how far.
        if not actor and claim and claim.thing and _BY.match(facts.folded, facts.amounts.means[0].start):
            return Finding("weak", claim.whole, "no_actor")
        return Finding("met", facts.amounts.means[0], "who_what")
    whole = claim.whole if claim else None
    if actor and not facts.amounts.levels and (minded := MINDED.search(facts.folded)):
        if facts.folded[: actor.start].strip() and not (facts.beneficiaries or facts.metrics):
            return Finding("missing", None, "nothing")
        return Finding("weak", whole or join(actor, Span(*minded.span())), "broad")
    if actor and action and not facts.vague and not facts.changes:
        return Finding("met", whole or join(actor, action), "who_what")
    if actor and (facts.beneficiaries or (action and thing)):
        return Finding("met", whole or join(actor, thing or facts.beneficiaries[0]), "who_what")
    made = thing or (claim.thing if claim else None)
    if facts.deliverables and made and (facts.for_whom or facts.times.ends):
        return Finding("met", whole or join(facts.deliverables[0], made), "who_what")
    if facts.for_whom and (thing or facts.needs or action or whole):
        return Finding("met", whole or facts.for_whom[0], "for_whom")
    ordered = _ASKED.search(facts.folded)
    head = actor and not facts.folded[: actor.start].strip() and not facts.vague and not facts.changes
    if actor and head and _goes_on(facts, actor) and not levels:
        return Finding("met", whole or _said(facts) or actor, "who_what")
    if actor and ordered and (thing or (whole and actor.start <= whole.start + 4)):
        return Finding("met", whole or join(actor, thing or actor), "who_what")
    if thing and action:
        return Finding("weak", whole or join(action, thing), "no_actor")
    if actor and action:
        return Finding("weak", whole or join(actor, action), "broad")
    if thing:
        return Finding("weak", whole or thing, "no_action")
    if facts.changes or (claim and claim.thing):
        return Finding("weak", whole or facts.changes[0], "no_actor")
    if (action or facts.deliverables or facts.times.ends or ordered) and (said := _said(facts)):
        return Finding("weak", said, "no_actor")
    return Finding("missing", None, "nothing")


def _goes_on(facts: Facts, actor: Span) -> bool:
    """Whether more than a word or two is said of them."""
    rest = facts.folded[actor.end :].strip()
    return len(rest) > (5 if facts.language == "zh" else 14) and not rest.startswith(
        ("的", ":", "：", ",", "，", "of ", "'")
    )


def _said(facts: Facts) -> Span | None:
    """The first words that are no date: what is quoted where no word of it is known."""
    body = blank(facts.folded, [*facts.times.dates, *facts.times.words])
    words = re.search(r"[^\s，,。.；;！!？?：:][^，,。；;！!？?：:]*", body)
    return tidy(body, Span(*words.span())) if words and len(words[0].strip()) > 3 else None


def _is_general(facts: Facts, actor: Span) -> bool:
    """Whether it is the counter, or the wards, in general, or what something is done to, and nobody who acts."""
    before = facts.folded[: actor.start].rstrip()
    named = _NAME.fullmatch(before) and not any(s.start == 0 for s in (*facts.actions, *facts.changes))
    return bool(before) and (
        before[-1] in "把将" or bool(_GENERAL.fullmatch(facts.folded, *actor) and not named)
    )


def _is_bare(facts: Facts) -> bool:
    """Whether it is a relative change of one bare word: 差评减半."""
    claim = facts.claim
    if not claim or not claim.thing or facts.actors or facts.beneficiaries or facts.amounts.from_to:
        return False
    relative = all(any(overlaps(s, step) for step in facts.amounts.steps) for s in facts.amounts.levels)
    if relative and _BARE_ZH.fullmatch(facts.folded, *claim.thing):
        return True
    if within(facts.metrics, claim.thing) or _WHERE.search(facts.folded):
        return False
    broad = not facts.things and not facts.needs and within(facts.vague, claim.thing)
    return relative and bool(broad or _BARE.fullmatch(facts.at(claim.thing)))


def _compares(facts: Facts, figure: Span) -> bool:
    """Whether the figure carries its own direction (不低于, 以内, at least) and so says what is to hold."""
    words = facts.at(figure)
    return not words[:1].isdigit() or words.endswith(("以内", "内", "以上", "以下", "左右"))
