"""Figures of a sentence, by what they are worth; the tables are in `amount_forms`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from .amount_forms import BARE, FROM_TO, LEVELS, MEANS, NOT, SAME_DAY, STARTS, STEPS
from .named import thresholds
from .text import Span, blank, meets, tidy
from .times import Times

__all__ = ["Amounts", "read_amounts"]

# Told off, and no count to reach.
_NEVER = re.compile(
    r"(?:不再|不用|不必|免得|避免|别|不要)(?:让|叫|使)?[^，。；,;]{0,18}$|少(?:让|叫"
    r"|使)?[^，。；,;]{1,18}$"
)


# Which of them, and not how many: 1.2米以上的尖角全包.
_OF_WHICH = re.compile(r"(?<=以[上下])的(?![占比])[一-鿿]")
_CLOCK = re.compile(r"(?:by|at|before|until|from|after) (?:[01]?\d|2[0-3])[.:][0-5]\d")


class Amounts(NamedTuple):
    """Figures of a sentence, by what they are worth."""

    levels: list[Span]  # a level, a change, a count
    means: list[Span]  # a measure or resource clause; its figures measure the means
    from_to: list[Span]  # a start and a target
    starts: list[Span]  # a start alone: now 72 %
    steps: list[Span]  # a relative change
    forms: dict[Span, str]  # the form of each level


def read_amounts(text: str, times: Times) -> Amounts:
    """Sort the figures of folded ``text``, leaving dates aside."""
    masked = blank(text, times.dates)
    masked = blank(masked, [p.span for p in NOT.find(masked)])
    masked = blank(masked, thresholds(masked))
    means = [p.span for p in MEANS.find(masked)]
    outside = blank(masked, means)
    found = {p.span: p.form for p in LEVELS.find(outside)}
    taken = {at for level in found for at in range(*level)}
    found |= {s: times.forms[s] for s in times.standards if taken.isdisjoint(range(*s))}
    if not found:
        found = {p.span: p.form for p in SAME_DAY.find(outside)}
    if not found and not means:
        found = {p.span: p.form for p in BARE.find(outside)}
    # A time of day that belongs to the name of what is measured is no level beside another one.
    clocks = {s for s in found if _CLOCK.fullmatch(text, *s) or _OF_WHICH.match(text, s.end)}
    if len(clocks) < len(found):
        found = {s: form for s, form in found.items() if s not in clocks}
    levels = sorted(
        s
        for s in found
        if not _is_told_off(outside, s, found[s])
        and not (means and text[s.start] == "每" and found[s] == "any_to")
        # 给5条线路各加2台车 counts where they go.
        and not (
            text[s.start - 1 : s.start] in ("给", "为", "对", "在")
            and any(s.end < m.start < s.end + 12 for m in means)
        )
    )
    changes = [
        _with_target(text, p.span, levels)
        for p in FROM_TO.find(outside)
        if not _OF_TWO_KINDS.match(text, p.span.start)
    ]
    # A bare change is a level too: counter queue 18→10.
    met = meets(levels)
    bare = [c for c in changes if not met(c)]
    return Amounts(
        sorted([*levels, *bare]),
        means,
        changes,
        [_when(text, _full(text, p.span)) for p in STARTS.find(text)],
        [_full(text, p.span) for p in STEPS.find(outside) if not _SHARE_OF.match(text, p.span.start)],
        found | dict.fromkeys(bare, "change"),
    )


# A share of those served is no change: three quarters of guests should say so.
_SHARE_OF = re.compile(
    r"(?:three[- ]quarters|two[- ]thirds|a third|a quarter|half) of (?!that|them|the (?:time|wait))"
)
# A limit and the share that keeps it are no start and target: (seen within) 30 minutes to 70%.
_OF_TWO_KINDS = re.compile(
    r"[\d.]+ ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|rings?) (?:up |down )?to"
    r"(?: at least| over| above| under| at most)? [\d.]+ ?(?:%|per ?cent)"
)


def _is_told_off(text: str, span: Span, form: str) -> bool:
    """Tell 不再跑两趟 from a count to reach."""
    negated = _NEVER.search(text[max(0, span.start - 24) : span.start])
    return form == "any_count" and not text[span.start].isdigit() and bool(negated)


def _with_target(text: str, span: Span, levels: list[Span]) -> Span:
    """Let "从45分钟降" run on to the level it leads to."""
    at = bisect_right(levels, (span.end, 0))
    near = [s for s in levels[max(0, at - 1) : at + 1] if s.start < span.end + 8 and s.end > span.end - 1]
    end = max(span.end, near[0].end if near else 0)
    figure = (
        _TO_FIGURE.match(text, end)
        if text.startswith(("to", "为", "到"), end - 2) or text[end - 1] in "到至为→"
        else None
    )
    return _full(text, tidy(text, Span(span.start, figure.end() if figure else end)))


# The figure a start leads to, where no level was read.
_TO_FIGURE = re.compile(
    r"\s?(?:about |under |below |at most )?[$€£]?\d[\d.,]*(?<![.,])(?: per [\d,]+(?: [a-z-]+)?)?"
)
# What belongs to a figure and stands behind it: 1小时半, $250k, 31 a month, 9 in 10.
_REST = re.compile(
    r"(?<=\d)(?: (?!of |in |on |at )[a-z]+)? (?:out of|in) (?:\d+|ten|five|four|three)(?! (?:min|hour|day|week|month))"
    r"|(?<=\d)(?:[a-z]{1,3}(?![a-z])|[%‰半])|(?<=[时天月])半|(?<=[a-z\d%]) (?:an?|per) (?!third|half|quarter"
    r"|new)[a-z]+(?![a-z])"
)


# When it stood so: was 89% in 2024, it is 13 today, the 8 it takes now.
_WHEN = re.compile(
    r"(?: (?:today|now|at present|at the moment|currently|in 20\d{2}|last (?:year|month|quarter|term)"
    r"|in (?:spring|summer|autumn|winter|the (?:spring|summer|autumn|winter)|q[1-4]|h[12]|jan|feb|mar"
    r"|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*|it takes|we had))+(?![a-z])"
)
_SINCE = re.compile(r"(?<![a-z])last (?:year|month|quarter|term|winter|summer)(?: |, )$|(?<![a-z])last $")


def _when(text: str, span: Span) -> Span:
    """Let a stated start run on to when it was so."""
    before = _SINCE.search(text, max(0, span.start - 14), span.start)
    after = None if "'s" in text[slice(*span)] else _WHEN.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)


def _full(text: str, span: Span) -> Span:
    """No clipped figure: with its unit, and with what it is counted per."""
    rest = _REST.match(text, span.end)
    return Span(span.start, rest.end()) if rest else span
