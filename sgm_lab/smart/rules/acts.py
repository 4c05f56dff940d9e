"""What is done for those served: the act that is quoted where relevance rests on more than a measure's name."""

from __future__ import annotations

import re

from .claim import Claim
from .clauses import clause_at
from .hidden import heads, hidden
from .pieces import cut
from .reading import Facts
from .text import Span, blank, overlaps, tidy
from .thing import runs_on

__all__ = ["received", "whole_act"]

_MUST = re.compile(r"(?:\s|要|须|必须|应该?|一律|务必|都|均)+")


def whole_act(facts: Facts, span: Span) -> Span | None:
    """The act around ``span`` that is quoted as a whole; None where a name says it."""
    claim = facts.claim
    if spared := _spared(facts, span):
        return spared
    if claim and claim.thing and not claim.target and any(overlaps(s, claim.thing) for s in facts.for_whom):
        return claim.thing
    if facts.language == "zh" and (told := _heading(facts, span) or _soon(facts, span)):
        return told
    if whole := _levelled(facts, span):
        return whole
    if facts.language == "zh" and claim and claim.each and claim.target and overlaps(span, claim.whole):
        return _act(facts, claim)
    return None


def received(facts: Facts, found: Span) -> Span:
    """Those served alone are no topic: what they get belongs to it, 家长每周收到一次照片."""
    if facts.slogan or facts.amounts.from_to:
        return found
    if facts.language == "en":
        return _received_en(facts, found)
    group = next((s for s in facts.beneficiaries if s.start >= found.start and s.end == found.end), None)
    if not group or group.start > found.start + 2:
        return found
    clause = clause_at(facts.folded, found.start)
    act = tidy(facts.folded, Span(found.start, clause.end))
    goes_on = facts.folded[found.end : clause.end].strip()
    return act if len(goes_on) > 2 and not goes_on.startswith(("的", "满意", "体验")) else found


# Behind those served: their act, and no more of their name.
_DOES_EN = re.compile(
    r" (?!(?:of|for|with|on|at|in|who|that|from|to|by|and|or|per|a|an|the|are|is|was|were)(?![a-z]))[a-z]{3,}"
)
_LINK_EN = re.compile(
    r"(?: (?:longer|more|less|fewer|later|for|in|within|at|to|by|about|under|over|the|an?|than))+$"
)


def _received_en(facts: Facts, found: Span) -> Span:
    """Those served with what befalls them, up to the figure: customer not left on hold."""
    if not any(s.end == found.end and s.start >= found.start for s in facts.beneficiaries):
        return found
    clause = clause_at(facts.folded, found.start)
    stops = [s.start for s in (*facts.amounts.levels, *facts.times.dates) if s.start > found.end]
    end = min([clause.end, *stops])
    if " " in facts.at(found) or not _DOES_EN.match(facts.folded, found.end, end):
        return found
    link = _LINK_EN.search(
        facts.folded.rstrip() if end == len(facts.folded) else facts.folded[:end].rstrip(), found.end
    )
    return tidy(facts.folded, Span(found.start, link.start() if link else end))


# What those served are to be spared, told by its verb: 别再让老人跑两个窗口, never argue with a customer.
_SPARED = re.compile(
    r"(?:(?<![识特级差区性告分类个])别再?|不再|不[许得能准]|不要再?|[都也]不[许能要得准]?)"
    r"(?!再?(?:出现|发生|有|出)|[超高低多少过比许能要得准])(?:老(?=[让叫]))?(?=[一-鿿])"
    r"|(?<![a-z])(?:never|stop|must not|mustn't|do not|don't|no longer|(?<=[a-z] )not) (?=[a-z]{3})"
    r"(?!more|less|fewer|only|just|later|longer|over|above|below|happen|exceed|event)"
)
_SPARED_ZH = re.compile(r"(?:别再?|不再|不要再?)老?(?=[让叫])")
# A measure that is not to grow is quoted by its name.
_WORSE = re.compile(r"(?<![a-z])(?:longer|higher|worse|slower|bigger)(?![a-z])|更[长高差慢大]|变[长高差慢大]")


def _spared(facts: Facts, span: Span) -> Span | None:
    """What is not to be done to those served, where no figure before it says how often."""
    if not facts.claim or facts.metrics:
        return None
    said = _SPARED.search(facts.folded, *clause_at(facts.folded, span.start))
    if not said and not any(overlaps(s, span) for s in facts.beneficiaries):
        said = _SPARED_ZH.search(facts.folded)
    if not said or any(s.start == said.end() for s in facts.changes):
        return None
    clause = clause_at(facts.folded, said.start())
    if facts.language == "zh" and any(clause.start <= s.start and s.end == said.start() for s in facts.needs):
        return None
    forms, chinese = facts.amounts.forms, facts.language == "zh"
    counted = [s for s in facts.amounts.levels if forms[s] != "zero"]
    end = clause_at(facts.folded, said.end()).end
    if any(not chinese or s.start < said.end() or s.end > end - 2 for s in counted):
        return None
    dates = [s.start for s in facts.times.dates if s.start > said.end()]
    act = tidy(facts.folded, Span(said.end(), min([end, *dates])))
    return None if _WORSE.search(facts.folded, *act) or act.end - act.start < 2 else act


def _levelled(facts: Facts, span: Span) -> Span | None:
    """The measured thing with the service level that is part of its name: 预约到书24小时内通知读者的占九成."""
    claim = facts.claim
    if not claim or not claim.thing or not claim.target or not overlaps(span, claim.thing):
        return None
    start, end = claim.thing
    inner = [
        s for s in facts.amounts.levels if start < s.start - 1 and runs_on(facts.folded, s).end + 1 < end
    ]
    return claim.thing if inner and claim.target.start >= end else None


# What sets the clock going, and is no service itself: 报警后20分钟到达.
_TRIGGER = re.compile(r"(?:后|起|(?<![用耗小工])时|齐全?的?)[，\s]?$")
# A verb that ends in so long: 4.3天结案, 48小时内上手术台.
_DONE_IN = re.compile(r"内?[一-鿿]{2,6}(?=$|[，。；])")
# How often it is to be kept.
_KEPT = re.compile(
    r"的?[，\s]*(?:的?(?:[占比]|达到|达|不[低少]于|要?占|要|须|[\d≥≤]|比例|(?:航班|班次)?占比).*|的)?$"
)


def _soon(facts: Facts, span: Span) -> Span | None:
    """What those served get, with what they wait from and how long: 预约病人到点后10分钟内叫到号."""
    claim = facts.claim
    quick = sorted({*facts.speeds, *facts.times.standards})
    speeds = [s for s in quick if claim and claim.whole.start <= s.start < claim.whole.end]
    if not claim or not speeds or facts.amounts.from_to or not overlaps(span, claim.whole):
        return None
    level = speeds[0]
    body = blank(facts.folded, [*heads(facts, span), *facts.times.dates])
    clause = clause_at(facts.folded, level.start)
    before = Span(clause.start, level.start)
    if not body[slice(*before)].strip() and clause.start:
        before = Span(clause_at(facts.folded, clause.start - 1).start, level.start)
    trigger = _TRIGGER.search(body[slice(*before)].rstrip())
    bare = not claim.each and _DONE_IN.match(facts.folded, level.end, clause.end)
    if not trigger and not bare and not (claim.each and level.end == clause.end):
        return None
    pieces = cut(body, before)
    last = [s for s in speeds if s.start < clause.end][-1]
    kept = _KEPT.search(body, last.end, clause.end)
    act = tidy(body, Span(last.end, kept.start() if kept else clause.end))
    if act.end - act.start > 1:
        return Span(pieces[0].start if pieces else level.start, act.end)
    # After the mark stands what is done: 回房15分钟内，护士量血压.
    behind = clause_at(facts.folded, min(clause.end + 1, len(body) - 1))
    if behind.start > clause.start and not any(overlaps(s, behind) for s in facts.amounts.levels):
        who = [a.end for a in facts.actors if behind.start <= a.start < behind.start + 5]
        lead = _MUST.match(body, start := max([behind.start, *who]), behind.end)
        act = tidy(body, Span(lead.end() if lead else start, behind.end))
        return act if act.end - act.start > 3 else None
    return None


_SERVED = re.compile(
    r"(?:一?[每]?[一各][位名个户家]|每位?)?(?P<who>[一-鿿]{2,4})(?:现在|目前|眼下|平均)?[等排]?"
)


def _heading(facts: Facts, span: Span) -> Span | None:
    """Find the topic in the clause before, where only those served stand with the figure: 科目二约考，学员排27天."""
    claim = facts.claim
    if not claim or not claim.thing or not claim.target:
        return None
    named = _SERVED.fullmatch(facts.folded, *claim.thing)
    served = [s for s in facts.beneficiaries if overlaps(s, claim.thing)]
    if not named or not served or not overlaps(span, claim.thing):
        return None
    body = blank(facts.folded, hidden(facts, span))
    before = cut(body, Span(0, clause_at(facts.folded, claim.thing.start).start))
    return before[-1] if before else None


def _act(facts: Facts, claim: Claim) -> Span:
    """What those served get, and how fast: 客户进门30秒内迎上去; without the act, what they wait for."""
    assert claim.target
    clause = clause_at(facts.folded, claim.target.start)
    body = blank(facts.folded, [*heads(facts, claim.target), *facts.times.dates])
    known = [*facts.needs, *facts.things, *facts.beneficiaries]
    before = cut(body, Span(0, clause.start))
    if claim.thing and claim.thing.start < clause.start:
        return next((p for p in before if overlaps(p, claim.thing)), claim.thing)
    if not any(overlaps(clause, s) for s in known):
        for piece in before:
            if any(overlaps(piece, s) for s in known) and not _TRIGGER.search(facts.folded, *piece):
                return piece
    levels = [s for s in facts.amounts.levels if overlaps(s, clause)]
    after = body[max(s.end for s in levels) : clause.end].strip() if levels else ""
    if len(after) >= 2:
        lead = _MUST.match(body, clause.start, clause.end)
        return tidy(body, Span(lead.end() if lead else clause.start, clause.end))
    pieces = cut(blank(body, levels), Span(clause.start, claim.target.start))
    if claim.whole.end > clause.end + 2 and (acts := cut(body, Span(clause.end, claim.whole.end))):
        return acts[0]
    return pieces[-1] if pieces else claim.whole
