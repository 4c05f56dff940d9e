"""A second figure in an English goal: which numbers beside the target tell where things stand.

`roles` and the forms of a start know most of them by the words around. Here the rest are known by what they are not:
no date, no name (ward 3, grade 4), no scope, no share of cases, no level that is asked for.
"""

from __future__ import annotations

import re

from .amount_forms import NOT
from .claim import Claim
from .clauses import clause_at
from .text import Span, blank, meets, tidy
from .times import Times

__all__ = ["NAME", "second_figure"]

_WORDS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine|odd))?"
)
_FIGURE = re.compile(
    rf"(?<![a-z\d.,/:#'£$€-])[£$€]?(?P<n>\d[\d,]*(?:\.\d+)?½?|{_WORDS}(?![a-z-]))(?:-odd)?\s?(?P<unit>%|‰"
    rf"|per ?cent(?![a-z])|percent(?![a-z])|pct(?![a-z])"
    r"|-?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|seconds?|secs?|stars?|points?|pts?|months?)(?![a-z])"
    r"|[hsdk](?![a-z])|(?:in|out of|of) (?:every )?(?:\d+|ten|five|four)(?![\d%]))?"
)
# A number that names something, or says how large or old it is.
NAME = re.compile(
    r"(?:ward|band|grade|year|room|floor|bay|theatre|lift|bus|line|level|route|zone|unit|block|no\.?|nos\.?"
    r"|step|phase|tier|aged?|over|platform|gate|counter|desk|stage|tier|class|group|team|version|v"
    r"|key stage|counters|wards|bays|floors|rooms|sev|p|s|hall|terminal|page|item|goal|part|form|after|under-"
    r"|within|per|every|each|all|both|the first|the last|x|\d\)) ?$"
)
_AFTER = re.compile(
    r"/|\)|, \d+ and| ?(?:mins?|minutes|days|hours)? ?ahead| ?(?:-?(?:year|bed|person|man|seat|day|hour|minute"
    r"|point)[- ](?:old|olds|ward|team|unit"
    r"|week)?s?(?![a-z])|st|nd|rd|th|am|pm|a\.m|p\.m|o'clock|working days of|x )(?![a-z])"
)
# Beside the figure: how it is now, how it was, what it is held against.
_NOW = re.compile(
    r"(?:now|today|presently|at present|at the moment|currently|just now|any more|as of|so far|already|still"
    r"|open|overdue|outstanding|waiting|pending|left|unanswered|unmarked|affected"
    r"|last (?:year|time|term|winter|summer|spring|autumn|month|quarter|week|season)|(?:it takes|we have"
    r"|we had|we needed|we're on|we took|like today|as now|as in)|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec)[a-z]*"
    r"|in (?:20\d\d|q[1-4]|spring|autumn|winter|summer|h[12]))(?![a-z])"
)
_WAS = re.compile(
    r"(?:(?:now|was|were|are|is|it's|its|currently|presently|today|not|from|ours|ours take|we take|we do"
    r"|we need|we lost|we had|we get|we're|they take|managed|instead of|rather than|than|against|being|been"
    r"|stood at|was up to|takes?"
    r"|what|had|of|after|by|at|about|around|only|just|nearly|lose|loses|wait|waits|reckons?|gets|take|accept"
    r"|like|see|make it|aim|wanted|goal|be|backlog|backlog of|ref\.?|mean|p50|q[1-4]|fy ?\d\d =|fy ?\d\d"
    r"|week 1 =|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)(?::)? ?|[(:,.;=–-] ?|^)$"
)
_LIMIT = re.compile(r"(?:than|most|least|under|below|within|inside|of|in|lost) $")
_LEADS = re.compile(
    r"→|->|>|=>|(?<![a-z])(?:to|not|than|instead|rather|like|was|from|today|now|aim|want|goal|target)(?![a-z])"
)
_SAME = {
    "min": "minute",
    "sec": "second",
    "hr": "hour",
    "wk": "week",
    "percent": "%",
    "per cent": "%",
    "pct": "%",
    "h": "hour",
    "s": "second",
    "d": "day",
    "pt": "point",
}


def second_figure(folded: str, claim: Claim, times: Times) -> Span | None:
    """The first figure beside the target that counts the same; None where there is none."""
    target = claim.target
    body = blank(folded, times.dates)
    own = [m for m in _FIGURE.finditer(folded, *target)] if target else []
    if not own or not target:
        return None
    unit, at = _unit(own[-1]), own[-1]
    taken = meets([*times.standards, *(p.span for p in NOT.find(body)), target])
    for found in _FIGURE.finditer(body):
        place = Span(found.start(), found.end())
        before, after = body[max(0, place.start - 22) : place.start], body[place.end : place.end + 34]
        if taken(place) or NAME.search(before) or _AFTER.match(after):
            continue
        here, other, was = clause_at(folded, place.start), _unit(found), _WAS.search(before)
        apart = not here.start <= at.start() < here.end
        now = _NOW.search(after) or _NOW.search(before)
        told = (was and now) or _NOW.match(after.lstrip(" ,(-"))
        near = apart or told or _LEADS.search(body, min(place.end, at.end()), max(place.start, at.start()))
        # How many cases of a hundred is no start of a time; nor is another limit.
        alone = told or (apart and not other and not _LIMIT.search(before))
        alike = other == unit if other and unit else alone
        if alike and near and (told or was or other == unit != ""):
            return tidy(folded, Span(max(here.start, place.start - 16), place.end))
    return None


def _unit(found: re.Match[str]) -> str:
    unit = (found["unit"] or "").strip(" -").rstrip("s") if found["unit"] != "s" else "s"
    return _SAME.get(unit, "of" if unit.startswith(("in ", "of ", "out")) else unit)
