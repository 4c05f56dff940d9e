"""How often a service level is kept: the share that stands in a clause behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import Clauses
from .text import Span, overlaps
from .thing import own_thing

__all__ = ["PART", "points_back", "share"]

#: How many of a hundred.
PART = re.compile(
    r"%|全覆盖|成|分之|per ?cent|pct|out of| in (?:\d|ten|five|four)|[个次单件人]里有?[\d一二两三四五六七八九]"
)
_SHARE = re.compile(
    r"(?:达标|完成|覆盖|合格|及时|兑现|履约|执行)率|比例|占比|(?:the )?(?:share|rate|compliance)"
)
# How often a service level is kept, by any name: 抽查做到率, done in.
_KEPT = re.compile(
    r"[一-鿿]{1,6}(?<![投差])(?:率|比例)|(?:done|met|kept|true|achieved|so)(?: (?:in|for|on))?"
)


def share(
    body: str,
    clauses: Clauses,
    number: int,
    levels: Sequence[Span],
    from_to: Sequence[Span],
    chinese: bool,
    quick: bool,
) -> Span | None:
    """How often a service level is to be kept, said in a clause behind: 90秒出车，达标率由86%升到95%."""
    for clause in clauses.spans[number + 1 : number + 3]:
        figure = next((s for s in levels if clause.start <= s.start < clause.end), None)
        if figure is None:
            continue
        change = next((s for s in from_to if overlaps(s, figure)), figure)
        span = Span(min(change.start, figure.start), max(change.end, figure.end))
        thing = own_thing(body, clause, span.start, (), chinese)
        if not PART.search(body, *span):
            return None
        kept = not thing or bool(_KEPT.fullmatch(body, *thing))
        return span if (thing and points_back(body, thing)) or (quick and kept) else None
    return None


def points_back(body: str, thing: Span) -> bool:
    """Whether ``thing`` is only the share of what was named before: 答复率 of 2日内答复."""
    words = body[slice(*thing)]
    stem = words.removesuffix("率")
    return bool(_SHARE.fullmatch(words)) or (stem != words and body.find(stem, 0, thing.start) >= 0)
