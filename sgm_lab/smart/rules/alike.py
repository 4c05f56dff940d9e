"""Figures beside the target: which of them count the same, and so tell where things stand."""

from __future__ import annotations

import re
from itertools import pairwise

from .clauses import Clauses
from .standing import is_wanted
from .text import Span, blank, meets

__all__ = ["aside", "behind", "counts_alike", "same_unit"]

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LESS = re.compile(
    r"[降减压缩]|不[超高多]|以内|以下|≤|<|(?<![a-z])(?:cut|reduc|lower|shorten|bring|under|below|within"
    r"|no more|at most|down)"
)
_GREATER = re.compile(
    r"[提升增]|达到|不[低少]|以上|做到|≥|>|(?<![a-z])(?:rais|increas|lift|improv|reach|at least|over"
    r"|above|up to|get to|answer)"
)
# What may stand beside a figure that only tells where things stand.
_MERE = re.compile(
    r"(?:\s|[（(:：、]|上次|前期|摸底|现状|实际|统计|测评|抽查|结果|下来|数据|水平|已经?|只有|只|才|是|为|有|做到|达到|平均|大概|约|左右|截[至止]|到现在|去年|上[个月周季年度半]+|同期"
    r"|(?<![a-z])(?:we|it|they|that|the|in|at|on|last|this|time|year|month|quarter|term|week|ago|so|far|only|just|about|is|was|were|did|had|got|managed|counted"
    r"|measured|saw|scored|latest|figure|number|starting|point|start|audit|survey|result|from|with|against|now|still|being|to|date)(?![a-z]))*"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_UNIT = re.compile(
    r"(?:[\d.]|one|two|three|four|five|six|seven|eight|nine|ten)\s?个?半?([%‰]|(?!at |or |an? |per |in "
    r"|out |of |by |to |max|tops)[a-z]{1,9}"
    r"|[一-鿿]{1,2})"
)


def aside(folded: str, levels: list[Span]) -> list[Span]:
    """Figures in brackets that count what a figure outside counts: 接通率到88%（6月是79.4%）."""
    inside = meets(Span(*m.span()) for m in _BRACKETS.finditer(folded))
    outside = [s for s in levels if not inside(s)]
    return [
        s
        for s in levels
        if inside(s)
        and not is_wanted(folded[_open(folded, s.start) : s.end])
        and not (folded.endswith("满分", 0, s.start) or folded.startswith("制", s.end))
        and any(counts_alike(folded, s, other) for other in outside)
    ]


def behind(folded: str, body: str, levels: list[Span], clauses: Clauses, dates: list[Span]) -> list[Span]:
    """A figure alone in a clause behind the target, on the side from which it comes: 达到90%，一季度78%."""
    out: list[Span] = []
    for one, other in pairwise(levels):
        here, there = clauses.number(one.start), clauses.number(other.start)
        if (
            there == here
            or is_wanted(folded[slice(*clauses.spans[there])])
            or not counts_alike(folded, one, other)
        ):
            continue
        clause = clauses.spans[there]
        alone = _MERE.fullmatch(blank(body, [other, *dates])[slice(*clause)])
        target, figure = (_value(folded, s) for s in (one, other))
        down, up = (form.search(folded, clauses.spans[here].start, one.end) for form in (_LESS, _GREATER))
        if not alone or target is None or figure is None or bool(down) == bool(up):
            continue
        if (figure > target) == bool(down):
            out.append(other)
    return out


def _value(folded: str, level: Span) -> float | None:
    found = _DIGITS.search(folded, *level)
    return float(found[0].replace(",", "")) if found else None


def _open(folded: str, at: int) -> int:
    return max(folded.rfind("(", 0, at), folded.rfind("（", 0, at), 0)


def counts_alike(folded: str, one: Span, other: Span) -> bool:
    """Whether two levels name the same unit."""
    units = [m[-1] for s in (one, other) if (m := _UNIT.findall(folded, *s))]
    return len(units) == 2 and (units[0].startswith(units[1]) or units[1].startswith(units[0]))


def same_unit(folded: str, one: Span, other: Span) -> bool:
    """Whether two levels count the same, or one of them does not say what."""
    ends = (s.end + folded.startswith(("%", "‰"), s.end) for s in (one, other))
    units = [
        m[-1] for s, end in zip((one, other), ends, strict=True) if (m := _UNIT.findall(folded, s.start, end))
    ]
    if len(units) == 1:
        return units[0] not in ("%", "‰")
    return not units or units[0][:1] == units[1][:1]
