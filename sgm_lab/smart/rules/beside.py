"""Another figure that counts the same as the target: where no form of a start was read, it tells where things stand."""

from __future__ import annotations

import re

from .amount_forms import NOT
from .clauses import clause_at
from .reading import Facts
from .text import Span, blank, meets, tidy

__all__ = ["beside"]

_NUMBER = (
    r"(?<![\d.a-z])(?:\d[\d,]*(?:\.\d+)?|[二两三四五六七八九十百]{1,5}|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen"
    r"|twenty|thirty|forty|fifty|sixty|ninety)(?![a-z]))"
)
_FIGURE = re.compile(
    rf"{_NUMBER}\s?[多来余几]?(?P<unit>%|‰|个?百分点|成|个?(?:小时|钟头)|分钟?|秒|天|个?工作日|周|次|件|起|例|单|人|位|名|条|户|分|宗|桌|趟|份|票|台"
    r"| ?(?:per ?cent|percent|points?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|seconds?|secs?|stars?)(?![a-z])"
    r"| (?:in|out of) (?:\d+|ten|five)(?![\d%]))"
)
_SAME = {
    "min": "minute",
    "sec": "second",
    "hr": "hour",
    "wk": "week",
    "percent": "%",
    "per cent": "%",
    "分钟": "分",
    "小时": "钟头",
}


def beside(facts: Facts) -> Span | None:
    """The first figure of the target's unit that is not asked for; None where there is none."""
    claim = facts.claim
    if not claim or not claim.target or len(facts.goals) > 1:
        return None
    folded = facts.folded
    units = {_unit(m) for m in _FIGURE.finditer(folded, *claim.target)}
    if not units:
        return None
    asked = [*facts.amounts.levels, *facts.amounts.means, *facts.times.standards, claim.target]
    body = blank(folded, facts.times.dates)
    taken = meets([*asked, *(p.span for p in NOT.find(body))])
    for found in _FIGURE.finditer(body):
        scale = folded.endswith("满分", 0, found.start()) or folded.startswith("制", found.end())
        if _unit(found) in units and not scale and not taken(Span(*found.span())):
            clause = clause_at(folded, found.start())
            # Within the clause of the target a second figure says how, not where from.
            if clause.start <= claim.target.start < clause.end:
                continue
            return tidy(folded, Span(max(clause.start, found.start() - 16), found.end()))
    return None


def _unit(found: re.Match[str]) -> str:
    unit = found["unit"].strip().removeprefix("个")
    unit = unit.rstrip("s") if unit.isascii() else unit
    return _SAME.get(unit, unit)
