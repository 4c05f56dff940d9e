"""Figures within a name: a ward, a bus, a threshold that says which cases are counted."""

from __future__ import annotations

import re
from functools import lru_cache

from .amount_forms import NOT
from .clauses import clause_at
from .forms import Grammar
from .text import Span

__all__ = ["lettered", "thresholds"]

_TIME = r"(?:秒|分钟|小时|天|个?工作日|周|个?月|h(?![a-z])|min(?![a-z]))"
# Which cases: tickets older than 10 days: under 50; 排队超过20分钟的比例控制在5%以内.
_WHICH = re.compile(
    rf"(?:超过?|晚|多于|不足|早于)\s?[\d.一二三四五六七八九十两半]+\s?{_TIME}(?:以上)?(?=[还仍]?[未没才][一-鿿]|[一-鿿]{{0,6}}的)"
    r"|(?:超过?|多于|不足|不满)\s?[\d一二三四五六七八九十两百]+\s?(?:人|件|单|元|条|桌)以?上?(?=的[一-鿿])"
    r"|(?<![a-z])(?:(?:older|longer|later|more|less|earlier) than|over|>) ?(?:\d+|half an|an?|one|two|three|five|ten)"
    r" ?(?:working )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|h)(?![a-z])"
)
# What is asked for beside it, in a clause behind.
_ASKED = re.compile(
    r"[，；：:,;–-][^。]*?(?:\d|[零一二三四五六七八九十两半]{1,3}[成个次张件起]|清零|为零|减半|(?<![a-z])(?:none|zero|nil|halv|half|three|five|ten))"
    r"|(?:的[一-鿿]{0,8}|[a-z] )(?:halved|down to|cut to|减半|清零|降到|控制在|不超过)"
)
_NOBODY = re.compile(
    r"(?<![a-z])(?:no|not|nobody|none|never|without|nor|only|must|should|to|will|won't|don't|waits?"
    r"|waiting is)(?![a-z])|不|别|没有?人"
)
# So many of what, before the figure: falls per 1,000 bed days from 5 to 4.
_PER = re.compile(
    r"(?<=[a-z] )per [\d,]*\d [a-z-]+(?: days)?(?=[:,]? (?:from|down|up|to|was|at|under|below|no|now|\d)(?![a-z]))"
)
_NEAR = 120
_NAMES = Grammar(*(NOT.forms[name] for name in ("place", "zh_block", "severity", "scope")))


@lru_cache(16)  # a review asks for those of the same text again
def thresholds(text: str) -> list[Span]:
    """Figures of folded ``text`` that only say which cases are counted."""
    out = []
    for which in _WHICH.finditer(text):
        begun = clause_at(text, which.start()).start
        asked = _ASKED.search(text, which.end(), which.end() + _NEAR)
        if asked and not _NOBODY.search(text, begun, which.start()):
            out.append(Span(*which.span()))
    return sorted([*out, *(Span(*m.span()) for m in _PER.finditer(text))])


def lettered(body: str, named: list[Span]) -> str:
    """Folded ``body`` with a letter for each digit of a name, so that no figure is seen in it."""
    spans = [*named, *(phrase.span for phrase in _NAMES.find(body))]
    if not spans:
        return body
    out = list(body)
    for start, end in spans:
        out[start:end] = ["x" if letter.isdigit() or letter in ",." else letter for letter in body[start:end]]
    return "".join(out)
