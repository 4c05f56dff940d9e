"""What is still to be filled in: a short blank for each thing a goal lacks, in words that fit behind any sentence."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ...i18n import t
from .reading import Facts
from .text import Span, fold, overlaps

__all__ = [
    "ASKED_DOWN",
    "ASKED_UP",
    "COMPARED",
    "DONE_ONCE",
    "FORBIDDEN",
    "NEGATED",
    "NOT_WORSE",
    "WHOSE",
    "Blank",
    "is_act",
    "is_moved",
    "say",
    "stated_unit",
    "thing",
    "unit",
]

# Which unit a measure usually has, by the end of its name.
_UNITS = (
    (
        "percent",
        r"率$|比例|占比|满意度|(?<![a-z])(?:rate|share|percentage|proportion|satisfaction|compliance)s?$",
    ),
    (
        "minutes",
        r"(?<!预约)(?:排队|候诊|等候|等待|上菜|等位)(?:时间|时长|速度)?$"
        r"|(?<![a-z])(?:wait(?:ing)?|queue|queu(?:e?)ing|hold|response|handling)(?: times?)?$|(?<![a-z])line$",
    ),
    ("points", r"(?:评|得|打)分$|评价$|(?<![a-z])(?:nps|csat|scores?|ratings?)$"),
    (
        "cases",
        r"投诉$|差评$|差错$|破损$|丢失$|事故$|跌倒$|次数$|件数$",
    ),
)
ASKED_UP = re.compile(r"提高|提升|增加|增强|(?<![a-z])(?:rais|increas|boost|grow|lift|improv)")
ASKED_DOWN = re.compile(
    r"降|减|缩短|压缩|避免|少(?:下来|一点|一些)|(?<![a-z])(?:reduc|cut|lower|shorten|decreas|halv"
    r"|bring down|fewer|less)"
)
NEGATED = re.compile(
    r"不(?![断仅但同管少低超多]|动产|良|锈|止)|别(?![的人墅])|没|勿"
    r"|(?<![a-z])(?:no|not|never|don't|do not|without|stop|nobody)(?![a-z])"
)
COMPARED = re.compile(
    r"更(?![换新正改衣年])|一[点些](?![一-鿿])|再[一-鿿]{1,4}[些点](?![一-鿿])|[快慢多少好高低短早勤轻细准](?:一?点|一?些)|(?<![a-z])(?:more|less|fewer|better"
    r"|quieter"
    r"|calmer|shorter|faster|quicker|cleaner|clearer|safer"
    r"|warmer|nicer|[a-z]{3,}ier)(?![a-z])"
)
# What is not to move is given a limit, and no way from one figure to another.
NOT_WORSE = re.compile(
    r"(?<![a-z])(?:should|must|may|do|does|shall|will"
    r"|can) ?(?:not|n't) (?:drop|fall|rise|grow"
    r"|increase|decrease|go|get|slip|worsen|climb)(?![a-z])"
)
# Nor is what must not happen asked for in so many cases of a hundred.
FORBIDDEN = re.compile(
    r"(?<![a-z])(?:must|should|shall|may|will) (?:never|not|stop)(?![a-z])"
    r"|(?<![a-z])(?:won't|mustn't|shouldn't)(?![a-z])"
    r"|(?<![a-z])never (?!more|less|mind)[a-z]"
)
# What those do who are spoken of is not forbidden to us: whose families never ask.
WHOSE = re.compile(r"(?<![a-z])(?:who|whose|which) [^,;.]*")
# What is left over behind a measure's name.
_LEFT = re.compile(r"(?:要改善|要提高|要|（[^）]*|[(][^)]*)$")
DONE_ONCE = re.compile(
    r"(?:train|hire|buy|install|publish|reopen|fix|replace|paint|print|open|refurbish|renovate"
    r"|decorate|launch|build|create)(?![a-z-])|培训|安装|购置"
    r"|翻新|印发"
)
_SHARE = re.compile(r"%|‰|成|cent|in \d|out of")
_FIGURE_UNIT = re.compile(
    r"(?:\d|[一二三四五六七八九十百千万半两])\s?(个?百分点|个点|%|‰|分钟|个?工作小时|小时|个?工作日|个?钟|秒|天"
    r"|周|个月|成|分(?![之百])|星|万?元|人次|人|名|位|单|件|起|例|次|家|户|场|条|份|票|桌|辆|宗|个"
    r"|/\s?(?:5|10|100)| ?(?:per ?cent|percent|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?"
    r"|seconds?|secs?|s|h|points?|pts?|stars?)(?![a-z])| in \d+| out of \d+)"
)


def say(facts: Facts, key: str, **values: Any) -> str:
    """Words of ``key`` in the language of the sentence."""
    return t(f"smart.{key}", lang=facts.language, **values)


class Blank(NamedTuple):
    """What is asked for, by its key in ``ask``; not sure where the sentence may say it in words no rule reads."""

    key: str
    unit: str = ""
    sure: bool = True

    def said(self, facts: Facts) -> str:
        """The blank in the language of the sentence."""
        plain = say(facts, f"ask.{self.key}", unit=self.unit)
        return plain if self.sure else say(facts, "ask.unsure", blank=plain)


def is_act(facts: Facts) -> bool:
    """Whether something is put in place, or done once, and not what is to become more or less."""
    if DONE_ONCE.match(facts.folded.lstrip()):
        return True
    if is_moved(facts) or facts.for_whom:
        return False
    return bool(facts.deliverables) or not (facts.actors or facts.beneficiaries or facts.needs)


def is_moved(facts: Facts) -> bool:
    """Whether something is to become more, or less, or to stop."""
    asked = ASKED_UP.search(facts.folded) or ASKED_DOWN.search(facts.folded)
    asked = asked or re.search(r"改善|改进", facts.folded)
    return bool(asked or COMPARED.search(facts.folded) or NEGATED.match(facts.folded))


def thing(facts: Facts) -> str:
    """Return what is to be measured: the phrase of the measure, else a blank."""
    claim = facts.claim
    if claim and claim.thing and not facts.slogan and facts.things:
        name = facts.at(claim.thing).strip()
        return _LEFT.sub("", name) if facts.language == "zh" else name
    span = None if facts.slogan else next(iter([*facts.metrics, *facts.objects]), None)
    return facts.at(span).strip() if span else say(facts, "blank.thing")


def unit(facts: Facts) -> str:
    """Unit of the stated figure; without one, the unit such a measure usually has."""
    stated = stated_unit(facts)
    if stated is not None:
        return stated
    name = next((n for n, words in _UNITS if re.search(words, fold(thing(facts)))), "none")
    return say(facts, f"unit.{name}")


def stated_unit(facts: Facts) -> str | None:
    """Unit of the target, a share before a time; empty where it is a bare number, None where there is no figure."""
    claim = facts.claim
    if not claim or not claim.target:
        return None
    found = [m.span(1) for m in _FIGURE_UNIT.finditer(facts.folded, *claim.target)]
    if not found:
        return "" if re.search(r"\d", facts.at(claim.target)) else None
    share = [s for s in found if _SHARE.search(facts.folded, *s)]
    if not share and not facts.goals:
        # How many cases of a hundred, said in another clause: 90%以上的工单要达标.
        levels = [s for s in facts.roles.asked if _SHARE.search(facts.folded, *s)]
        share = [m.span(1) for s in levels for m in _FIGURE_UNIT.finditer(facts.folded, *s)]
    # The figure that has a limit (不少于60人次), before one that only says how.
    limits = [s for s in facts.amounts.levels if facts.amounts.forms[s] in ("any_directed", "en_directed")]
    bound = [s for s in found if any(overlaps(Span(*s), limit) for limit in limits)]
    if not bound and not facts.goals:
        # The figure that is asked for, where one before it only tells what happened: 最长别超8分钟.
        asked = [s for s in limits if s in facts.roles.asked]
        bound = [m.span(1) for s in asked for m in _FIGURE_UNIT.finditer(facts.folded, *s)]
    found = bound or found
    unit = facts.text[slice(*(share or found)[-1])].strip()
    return f" {unit}" if unit[0].isalpha() and facts.language == "en" else unit
