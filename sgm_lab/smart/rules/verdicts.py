"""From facts to verdicts, one stated rule a criterion.

Each rule returns the verdict, the place of the phrase that earned it, and the name of the reason in
``words/smart.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from .beside import beside
from .contrary import is_contrary
from .counting import stands
from .edges_en import neat
from .edges_zh import edged
from .finding import Finding, Verdict, first, join
from .hearing import heard
from .other import second_figure
from .phrase_en import mended
from .quotes import bought, full, measured
from .reading import Facts, read
from .relevant import relevant
from .specific import specific
from .text import Span, blank, meets, overlaps
from .told import is_told
from .whole import whole

__all__ = ["RULES", "Finding", "Verdict", "found_by", "judge", "judge_only", "ruled"]


# A date that says when it is due, told from the year it falls in.
_DUE = re.compile(r"前|内|底|末|(?<![a-z])(?:by|before|until|end|latest|ending)(?![a-z])")


_UNITS = re.compile(
    r"(?<![a-z])(?:(?:per ?)?cent|percent|minutes?|hours?|days?|weeks?|months?|points?"
    r"|times|than|from|least|most)(?![a-z])"
)


# What is quoted of an English sentence with its edges put right.
_EDGED = ("measurable", "relevant")


@lru_cache(32)  # a review and its rewrite ask again
def found_by(facts: Facts, criterion: str) -> Finding:
    """The verdict as `judge` gives it, before the phrase is made whole."""
    found = ruled(facts, criterion)
    if not facts.understood or found.reason == "contrary":
        return found
    return heard(facts, criterion, {one: ruled(facts, one) for one in RULES})


@lru_cache(32)
def judge(facts: Facts, criterion: str) -> Finding:
    """What the rule says, unless the words of the sentence speak clearly against it, with the whole phrase."""
    found = found_by(facts, criterion)
    if not found.span:
        return found
    span = whole(facts, criterion, found.span)
    if criterion == "relevant" and facts.language == "en" and not facts.slogan and found.verdict != "missing":
        span = mended(facts, span, act=found.verdict == "met")
    if facts.language == "zh":
        return found._replace(span=edged(facts, criterion, span, found.verdict == "weak"))
    return found._replace(span=neat(facts, criterion, span) if criterion in _EDGED else span)


def judge_only(text: str, criteria: Iterable[str]) -> tuple[dict[str, Verdict], bool]:
    """Verdicts of a sentence, and whether it is a slogan."""
    facts = read(text)
    return {name: found_by(facts, name).verdict for name in criteria}, facts.slogan


@lru_cache(32)
def ruled(facts: Facts, criterion: str) -> Finding:
    """Judge one criterion; a language the rules cannot read, and a mere fact, before all."""
    if not facts.understood:
        return Finding("missing", None, "unread")
    if facts.stated and criterion != "relevant":
        claim = facts.claim
        met = criterion == "measurable" and claim and _counts(facts)
        span = full(facts, claim.measured) if claim else None
        return Finding("weak" if met else "missing", span, "fact")
    return RULES[criterion](facts)


# A count or a share that is told.
_FIGURE = re.compile(
    r"(?!一)[\d二两三四五六七八九十半]+[十百千万多来几]*\s?[%成倍个名位分张件起次条单天人把架台户家]"
)


def _counts(facts: Facts) -> bool:
    """Whether a fact names a measure or a figure; a mere complaint (老人家看不清字) counts nothing."""
    if facts.amounts.levels or facts.amounts.starts or facts.metrics:
        return True
    return not is_told(facts.folded) if facts.language == "en" else bool(_FIGURE.search(facts.folded))


def measurable(facts: Facts) -> Finding:
    """A measure or a countable result, with a level or a change."""
    claim = facts.claim
    if claim and claim.target and is_contrary(facts.folded):
        return Finding("weak", measured(facts, claim), "contrary")
    if claim and claim.target:
        known = (
            facts.things
            or facts.times.standards
            or facts.speeds
            or facts.folded[claim.target.start] in "零无"
        )
        if known or (
            not facts.vague and (claim.thing or facts.amounts.starts or _says_more(facts, claim.target))
        ):
            return Finding("met", measured(facts, claim), "level")
        return Finding("weak", claim.target, "no_metric")
    if facts.amounts.means:
        return Finding("weak", bought(facts, facts.amounts.means[0]), "means_only")
    if facts.metrics:
        thing = claim.thing if claim and claim.thing and overlaps(claim.thing, facts.metrics[0]) else None
        return Finding("weak", _named(facts, thing) if thing else facts.metrics[0], "no_level")
    return Finding("missing", first(facts.objects), "no_figure")


# As it was before.
_SAME_AS = re.compile(
    r"[跟与和同][^，。；,;]{1,8}持平|(?<![a-z])compared (?:with|to) (?:last|the) [a-z]+(?: [a-z]+)?"
    r"|(?<![a-z])(?:(?:the )?same as"
    r"|level with) (?:in )?last [a-z]+(?:'s)?(?: figures?| level)?"
)
# What follows the name of a measure and is none of it.
_MOVES_EN = re.compile(r" (?:ought|is|are|should|must|to|needs?|has|have|will|up|down|over|under)(?![a-z])")


def _named(facts: Facts, thing: Span) -> Span:
    """The measure with whose it is, without how it is to move: 生鲜退货率 of 生鲜退货率要往下走."""
    ends = [m.end for m in facts.metrics if thing.start < m.end <= thing.end]
    ends = [end for end in ends if facts.language == "zh" or _MOVES_EN.match(facts.folded, end)]
    return Span(thing.start, ends[-1]) if ends else thing


def achievable(facts: Facts) -> Finding:
    """At most weak from a sentence: the size of the step, or a stated means, can be judged."""
    finding = _achievable(facts)
    return finding._replace(span=full(facts, finding.span)) if finding.span else finding


# An English level that holds its start: from 24 minutes to a quarter of an hour.
_WAY = re.compile(r"[a-z\d%] ?(?:→|->|=>|>>) ?\d|from .+ to [a-z\d]")
_TOLD = re.compile(r"\s*(?:只有|只|才|仅|是|为|有|约|大约|平均|[:：])*\s*")


def _with_date(facts: Facts, span: Span) -> Span:
    """A start with its date where that stands beside it: 一季度26次, 9 in Q1."""
    for date in facts.times.dates:
        if 0 <= span.start - date.end < 6 and _TOLD.fullmatch(facts.folded, date.end, span.start):
            return Span(date.start, span.end)
        if (
            facts.language == "en"
            and date.start == span.end + 1
            and facts.folded.startswith(" in ", span.end)
        ):
            return Span(span.start, date.end)
    return span


def _achievable(facts: Facts) -> Finding:
    amounts = facts.amounts
    if amounts.from_to:
        return Finding("weak", amounts.from_to[0], "baseline")
    if amounts.starts:
        return Finding("weak", _with_date(facts, amounts.starts[0]), "baseline")
    if amounts.levels and (same := _SAME_AS.search(facts.folded)):
        return Finding("weak", Span(*same.span()), "compared")
    if facts.compared and amounts.levels:
        compared = facts.compared[0]
        own = (s for s in (*amounts.steps, *amounts.levels) if 0 <= s.start - compared.end < 6)
        return Finding("weak", join(compared, next(own, amounts.levels[0]), 24), "compared")
    if amounts.steps:
        return Finding("weak", amounts.steps[0], "step")
    if told := [s for s in facts.told if s not in facts.times.standards]:
        return Finding("weak", _with_date(facts, told[0]), "baseline")
    if facts.claim and facts.claim.target and _WAY.search(facts.folded, *facts.claim.target):
        return Finding("weak", facts.claim.target, "baseline")
    if facts.means:
        return Finding("weak", facts.means[0], "means")
    if other := beside(facts) or stands(facts):
        return Finding("weak", _with_date(facts, other), "baseline")
    if (
        facts.language == "en"
        and facts.claim
        and facts.claim.target
        and len(facts.goals) < 2
        and (other := second_figure(facts.folded, facts.claim, facts.times))
    ):
        return Finding("weak", _with_date(facts, other), "baseline")
    return Finding("missing", None, "no_baseline" if amounts.levels else "no_target")


def time_bound(facts: Facts) -> Finding:
    """A date or a period that ends."""
    times, claim = facts.times, facts.claim
    if times.ends:
        told = _told(facts)
        ends = [s for s in times.ends if not _tells(facts, s, told)]
        if not ends:
            ends = [s for s in times.ends if not _COUNTED.match(facts.folded, s.end)]
        due = [s for s in ends if _DUE.search(facts.folded, *s)]
        # Of two, the one that stands with the level: 22 this spring, 5 at most next spring.
        near = (
            due or []
            if facts.slogan
            else due
            or sorted(ends, key=lambda s: abs(s.start - claim.target.end) if claim and claim.target else 0)
        )
        if near:
            return Finding("met", near[0], "deadline")
    if times.loose and not facts.slogan:
        return Finding("weak", times.loose[0], "loose")
    for spans, reason in ((times.words, "word"), (times.other, "start"), (times.standards, "standard")):
        if spans:
            return Finding("missing", spans[0], reason)
    return Finding("missing", None, "no_date")


# A figure of that time, counted already: 今年只有37%, 11月实测8.7%.
_COUNTED = re.compile(r"\s?(?:只有|只|才|已经?|实[测际]|抽查|测得|平均)\s?[\d一二三四五六七八九]")


def _told(facts: Facts) -> list[Span]:
    """Figures that tell where things stand, beside a change from one to another."""
    changed = meets(facts.amounts.from_to)
    return [s for s in (*facts.amounts.starts, *facts.told) if not changed(s)]


def _tells(facts: Facts, date: Span, told: list[Span]) -> bool:
    """Whether a date only says when things stood so: 压到10分钟（二季度17分钟）."""
    return any(
        overlaps(s, date)
        or (0 <= s.start - date.end < 6 and _TOLD.fullmatch(facts.folded, date.end, s.start))
        for s in told
    )


RULES: dict[str, Callable[[Facts], Finding]] = {
    "specific": specific,
    "measurable": measurable,
    "achievable": achievable,
    "relevant": relevant,
    "time_bound": time_bound,
}


def _says_more(facts: Facts, target: Span) -> bool:
    """Whether anything but the figure and its date is said."""
    chinese = facts.language == "zh"
    rest = blank(facts.folded, [*([target] if chinese else []), *facts.times.dates, *facts.slogans])
    rest = _UNITS.sub("", rest)
    return len(re.findall(r"[一-鿿]|[a-z]{4,}", rest)) > (3 if chinese else 0)
