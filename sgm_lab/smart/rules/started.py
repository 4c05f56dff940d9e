"""Whether a goal says where it starts from: told, maybe in words that no rule reads, or certainly not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from .counting import stands
from .other import NAME
from .reading import Facts
from .text import Span, blank, overlaps

__all__ = ["COUNT", "started"]

# To stay at nought says where one stands.
_KEPT = re.compile(
    r"(?:保持|维持|继续|仍然?)(?:在|为)?(?:零|0)|(?<![a-z])(?:stays?|remains?|holds?|keeps?)(?: [a-z' -]{2,60}?)?"
    r" at (?:0|zero|nil|nought)(?!\d)"
)
# What has piled up, or is to be otherwise, is where one starts.
_FROM = re.compile(
    r"(?<![a-z])(?:(?:all|the) \d+ (?:overdue|open|outstanding|pending|unpaid|old)|rather than"
    r"|instead of)(?![a-z])|而不是|不再是|[完清掉好齐][，,]?共\d"
)
# A change that is stated needs no start: 压下来8%, 多卖60台, 高20个百分点.
_STEP = re.compile(
    r"(?:压[下低掉]来?|[降减缩砍][下掉]来?|砍去?|下降|降低?|减[少掉]?|(?<![至最])少(?![到至于])[一-鿿]?|(?<![新净])增[长加]?|(?<![至最])多(?![到至于])[一-鿿]?|高|低|提[高升]?|上?升|涨|[↓↑+]|(?<![\d%])-)\s?"
    r"(?:\d[\d.]*\s?(?:%|个?百分点|个点|[件台户人单次个起元万])|[一二两三四五六七八九]成|1/[2-5]|一半|[二三四五十]分之[一二三])"
)
# In Chinese a figure of the target's unit, or any other one beside a word of how it is or was.
_UNIT_ZH = re.compile(
    r"(?<![\d.])(?<!满)(?<!满分)\d[\d,.]*\s?[多来余]?个?(%|‰|小时|工作日|分(?!制)|(?![内以之多来余分])[一-鿿])"
)
# A figure that is made another one, or that is to go.
_MADE = re.compile(
    r"\d[^，。；,;\d]{0,6}[改变换弄][成为到]|\d[^，。；,;\d]{0,8}消失|\d个?[^，。；,;\d]{0,6}[，, ]目标\D{0,3}\d"
)
_FIGURE_ZH = re.compile(r"\d|[二两三四五六七八九十百半几]")
_WAS_ZH = re.compile(
    r"去[年岁]|上年|往年|上半年|上[个一]?(?:月|周|季|期|学期)|同期|现在|目前|眼下|如今|原[来先]|压着|积压|已经"
)
COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve)"
# Another figure, and a word of how it is or was.
_FIGURE = re.compile(
    rf"(?<![a-z\d.,/:'£$€-])(?:\d[\d,.]*(?<![.,])|{COUNT}|none|nil|nought|half|a third|a quarter)"
    r"(?![a-z\d/:-]|st |nd |th |rd )"
)
_ARROW = re.compile(r"\d\s?[a-z%]{0,10} ?(?:→|->|=>|>>+) ?\d")
_BRACKETS = re.compile(r"[(][^()]*[)]")
_WAS = re.compile(
    r"(?<![a-z])(?:was|were|had|found|now|today|last|not|instead|after|presently|make (?:it|that)|rather"
    r"|(?:up|down) to|than the (?=\d)|that (?=\d)|from (?=[\d£$€]|a )|needed|took|takes?|lost|still|currently|present"
    r"|used to|henceforth|at the moment|(?:it|we|they)(?:'s|'re|'d)|against|so far|20\d\d|q[1-4]:? (?=\d))(?![a-z])"
)


@lru_cache(16)
def started(facts: Facts) -> Literal["told", "step", "maybe", "none"]:
    """Whether the start is told, or only a step that needs none; maybe where another figure might be it."""
    amounts, folded = facts.amounts, facts.folded
    told = amounts.from_to or amounts.starts or facts.told or facts.compared
    if told or _KEPT.search(folded) or _FROM.search(folded):
        return "told"
    if amounts.steps:
        return "step"
    target = facts.claim.target if facts.claim else None
    if not target and facts.language == "en":
        return "none"
    target = target or Span(0, 0)
    other = [target, *facts.times.dates, *facts.times.standards, *amounts.means]
    if facts.language == "en":
        rest = blank(folded, [*other, *(s for s in amounts.levels if overlaps(s, target))])
        # What is put in brackets says how it is now, or which are meant: (over 30 minutes).
        rest = _BRACKETS.sub(lambda m: m[0] if _WAS.search(m[0]) else " " * len(m[0]), rest)
        beside = _WAS.search(blank(folded, facts.times.ends)) and any(
            not NAME.search(rest[max(0, m.start() - 22) : m.start()].replace("after", ""))
            for m in _FIGURE.finditer(rest)
        )
        return "told" if _ARROW.search(folded) or beside else "none"
    stepped = _STEP.search(folded, max(0, target.start - 6), min(len(folded), target.end + 2))
    if stands(facts) or _MADE.search(folded):
        return "told"
    if stepped and not re.search(r"[最至]多|不[得能许]?[少多低高]于", folded):
        return "step"
    rest = blank(folded, other)
    own = {m[1] for m in _UNIT_ZH.finditer(folded, *target)}
    alike = [Span(*m.span()) for m in _UNIT_ZH.finditer(rest) if m[1] in own and not facts.goals]
    # A level that is asked for itself, of another measure, is no start.
    two = len(facts.metrics) > 1
    if any(not (two and any(overlaps(one, s) for s in facts.roles.asked)) for one in alike):
        return "told"
    return "maybe" if alike or (_WAS_ZH.search(rest) and _FIGURE_ZH.search(rest)) else "none"
