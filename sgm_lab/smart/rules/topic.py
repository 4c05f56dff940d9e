"""The phrase of the metric: what is quoted for relevance."""

from __future__ import annotations

import re

from .claim import Claim, Clauses
from .pieces import cut, names_nothing, widened
from .reading import Facts
from .text import Span, blank, overlaps, tidy
from .thing import runs_on

__all__ = ["topic"]

_QUOTED = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"|「[^「」]{1,40}」")
_SCORE = re.compile(r"(?:score|rating|nps|csat|ces)(?![a-z])")
_MUST = re.compile(r"(?:\s|要|须|必须|应该?|一律|务必|都|均)+")


def topic(facts: Facts, span: Span) -> Span:
    """Find the phrase of the metric: the piece that names the need, without links at its edges.

    What stands in quotation marks is one word.
    """
    found = _told_of(facts, _topic(facts, span))
    for quote in _QUOTED.finditer(facts.folded):
        said = Span(*quote.span())
        if overlaps(said, found) and not (found.start <= said.start and said.end <= found.end):
            inner = Span(said.start + 1, said.end - 1)
            if found != inner:
                found = Span(min(said.start, found.start), max(said.end, found.end))
    return found


def _told_of(facts: Facts, found: Span) -> Span:
    """Those served alone are no topic: what they get belongs to it, 家长每周收到一次照片."""
    if facts.language == "en" or facts.slogan or facts.amounts.from_to:
        return found
    group = next((s for s in facts.beneficiaries if s.start >= found.start and s.end == found.end), None)
    if not group or group.start > found.start + 2:
        return found
    clause = _clause(facts, found.start)
    act = tidy(facts.folded, Span(found.start, clause.end))
    goes_on = facts.folded[found.end : clause.end].strip()
    return act if len(goes_on) > 2 and not goes_on.startswith(("的", "满意", "体验")) else found


def _topic(facts: Facts, span: Span) -> Span:
    """Look for the phrase in ``span``, then behind the figure, in the clauses before, and anywhere."""
    claim = facts.claim
    chinese = facts.language == "zh"
    if spared := _spared(facts, span):
        return spared
    if claim and claim.thing and not claim.target and any(overlaps(s, claim.thing) for s in facts.for_whom):
        return claim.thing
    if chinese and (told := _heading(facts, span) or _soon(facts, span)):
        return told
    if whole := _levelled(facts, span):
        return whole
    if claim and claim.each and claim.target and overlaps(span, claim.whole):
        if chinese:
            return _act(facts, claim)
        span = Span(_clause(facts, claim.target.start).start, claim.target.start)
        if span.end - span.start < 3:
            span = claim.whole
    body = blank(facts.folded, _hidden(facts, span))
    if told := _counted(facts, body, span):
        return told
    rooms = [_room(facts, span)]
    if claim and claim.target and overlaps(span, claim.whole):
        clause = _clause(facts, claim.target.start)
        rooms += [Span(claim.target.end, max(claim.target.end, clause.end)), Span(0, clause.start)]
    rooms.append(Span(0, len(body)))
    found = [
        [p for p in cut(body, room) if not names_nothing(body, p)] for room in rooms if room.start < room.end
    ]
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
    said = _SPARED.search(facts.folded, *_clause(facts, span.start))
    if not said and not any(overlaps(s, span) for s in facts.beneficiaries):
        said = _SPARED_ZH.search(facts.folded)
    if not said or any(s.start == said.end() for s in facts.changes):
        return None
    forms, chinese = facts.amounts.forms, facts.language == "zh"
    counted = [s for s in facts.amounts.levels if forms[s] != "zero"]
    end = _clause(facts, said.end()).end
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
_SHARE = re.compile(
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
    body = blank(facts.folded, [*_heads(facts, span), *facts.times.dates])
    clause = _clause(facts, level.start)
    before = Span(clause.start, level.start)
    if not body[slice(*before)].strip() and clause.start:
        before = Span(_clause(facts, clause.start - 1).start, level.start)
    trigger = _TRIGGER.search(body[slice(*before)].rstrip())
    if not trigger and not (claim.each and level.end == clause.end):
        return None
    pieces = cut(body, before)
    last = [s for s in speeds if s.start < clause.end][-1]
    rest = body[last.end : clause.end]
    act = tidy(body, Span(last.end, clause.end - len(_SHARE.search(rest)[0])))
    if act.end - act.start > 1:
        return Span(pieces[0].start if pieces else level.start, act.end)
    # After the mark stands what is done: 回房15分钟内，护士量血压.
    behind = _clause(facts, min(clause.end + 1, len(body) - 1))
    if behind.start > clause.start and not any(overlaps(s, behind) for s in facts.amounts.levels):
        who = [a.end for a in facts.actors if behind.start <= a.start < behind.start + 5]
        lead = _MUST.match(body, start := max([behind.start, *who]), behind.end)
        act = tidy(body, Span(lead.end() if lead else start, behind.end))
        return act if act.end - act.start > 3 else None
    return None


# A verb before its figure says nothing of what is counted: reply to 9 in 10 parent messages.
_VERB = re.compile(
    r"(?:[a-z'&-]+ )*?(?:answers?|repl(?:y|ies)|respond|returns?|serves?|leaves?|clears?|settles?"
    r"|offers?|loses?|lose|gets?"
    r"|sees?|handles?|deals?|calls?|rings?|sends?|sent|left|covers?|reach(?:es)?|had|have|has"
    r"|logged|took|put|one|zero|nil|no)"
    r"(?: (?:to|with|back|for|in|of|out|on))?"
)
_OUT_OF = re.compile(r" (?:out of|in) (?:every |each )?(?:\d+|ten|five|four) ")
_NUMBERED = re.compile(
    r"(?:(?:no|not) (?:more|less|fewer) than |at (?:most|least) |up to |only |by |to )?(?:[\d.,]+|one"
    r"|no|zero|nil|two|three|four|five|six|seven|eight|nine|ten|not (?:one"
    r"|a single)) (?=[a-z]{3})(?!out of)"
)
_SERVED = re.compile(
    r"(?:一?[每]?[一各][位名个户家]|每位?)?(?P<who>[一-鿿]{2,4})(?:现在|目前|眼下|平均)?[等排]?"
)


def _counted(facts: Facts, body: str, span: Span) -> Span | None:
    """Find what is counted behind the figure, where a mere verb stands before it."""
    claim = facts.claim
    if facts.language == "zh" or not claim or not claim.target or not overlaps(span, claim.whole):
        return None
    if (
        claim.thing
        and claim.thing.start < claim.target.start
        and not _VERB.fullmatch(facts.folded, *claim.thing)
    ):
        return None
    end = _clause(facts, claim.target.start).end
    if name := _SCORE.match(facts.folded, *claim.target):
        return Span(*name.span())
    level = next((s for s in facts.amounts.levels if overlaps(s, claim.target)), claim.target)
    noun = _NUMBERED.match(facts.folded, *level)
    start = noun.end() if noun and noun.end() < level.end else runs_on(body, level).end
    start = each.end() if (each := _OUT_OF.match(facts.folded, start)) else start
    pieces = cut(blank(facts.folded, facts.times.dates), Span(start, max(end, start)))
    return _trimmed(facts, pieces[0]) if pieces and pieces[0].start - start < 12 else None


def _heading(facts: Facts, span: Span) -> Span | None:
    """Find the topic in the clause before, where only those served stand with the figure: 科目二约考，学员排27天."""
    claim = facts.claim
    if not claim or not claim.thing or not claim.target:
        return None
    named = _SERVED.fullmatch(facts.folded, *claim.thing)
    served = [s for s in facts.beneficiaries if overlaps(s, claim.thing)]
    if not named or not served or not overlaps(span, claim.thing):
        return None
    body = blank(facts.folded, _hidden(facts, span))
    before = cut(body, Span(0, _clause(facts, claim.thing.start).start))
    return before[-1] if before else None


_PLACE = re.compile(r" (?:acquired )?(?:on|at|in|from|by|across) (?:[\w'&-]+ ){0,4}$")
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
    for actor in facts.actors:
        if start < actor.start < end and (place := _PLACE.search(facts.folded, start, actor.start)):
            end = place.start()
    return Span(start, end) if end - start > 2 else piece


# A verb that says how the measure is to move, not what it is.
_MOVES = re.compile(r"(?:要|得|更|往|再|拉|压|能|改|提|降|升|上|下|有|做|就|应|须|必)")


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
    clause = _clause(facts, word.start)
    verbs = [v.end for v in (*facts.actions, *facts.changes, *facts.deliverables) if v.end <= word.start]
    return Span(max([clause.start, *verbs]), clause.end)


def _hidden(facts: Facts, span: Span) -> list[Span]:
    """What is no part of a metric's name: who acts, when, and the figures."""
    claim, each = facts.claim, bool(facts.claim and facts.claim.each)
    rates = [s for s in facts.times.standards if not (claim and claim.thing and overlaps(s, claim.thing))]
    heads = _heads(facts, span)
    if each and facts.language == "en":
        heads = [a for a in heads if not facts.folded.startswith((" on ", " at ", " in "), a.end)]
    figures = [*map(lambda s: _figure(facts.folded, s), facts.amounts.levels), *facts.amounts.starts]
    hidden = [*heads, *facts.times.dates, *rates, *figures]
    return [h for h in hidden if not (h.start <= span.start and h.end >= span.end)]


def _figure(text: str, level: Span) -> Span:
    """Leave the name of a measure out of its level: score 9.0."""
    name = _SCORE.match(text, *level)
    return Span(name.end(), level.end) if name else level


def _heads(facts: Facts, span: Span) -> list[Span]:
    """Those who act and stand at the head of a clause; an engineer within “repeat engineer visits” is none."""
    if facts.language == "zh":
        return [a for a in facts.actors if a.start <= span.start or not facts.folded[a.start - 1].isalnum()]
    acts = {s.start for s in facts.actions}
    out = []
    for actor in facts.actors:
        own = _OWN.search(facts.folded, _clause(facts, actor.start).start, actor.start)
        if own and actor.end + 1 in acts and own.start() <= span.start:
            out.append(Span(own.start(), actor.end))
        elif actor.start <= span.start or not (
            facts.folded[actor.start - 1].isalnum() or facts.folded[actor.start - 1] == " "
        ):
            out.append(actor)
    return out


# What an actor's name begins with, where its clause begins with it: Mortgage desk, Motor claims handlers.
_OWN = re.compile(r"(?:(?!(?:of|in|on|at|for|to|with|and|by|from|so|that) )[\w&'-]+ ){1,3}$")


def _clause(facts: Facts, at: int) -> Span:
    clauses = Clauses(facts.folded)
    return clauses.spans[clauses.number(at)]


def _act(facts: Facts, claim: Claim) -> Span:
    """What those served get, and how fast: 客户进门30秒内迎上去; without the act, what they wait for."""
    assert claim.target
    clause = _clause(facts, claim.target.start)
    body = blank(facts.folded, [*facts.actors, *facts.times.dates])
    known = [*facts.needs, *facts.things, *facts.beneficiaries]
    before = cut(body, Span(0, clause.start))
    if claim.thing and claim.thing.start < clause.start:
        return next((p for p in before if overlaps(p, claim.thing)), claim.thing)
    if not any(overlaps(clause, s) for s in known):
        for piece in before:
            if any(overlaps(piece, s) for s in known):
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
