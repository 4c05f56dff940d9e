"""A coach's question: the one that helps most, and none that the sentence has answered."""

from __future__ import annotations

import re

from .contrary import is_contrary
from .reading import Facts

__all__ = ["QUESTIONS", "question"]

_SAFETY = re.compile(
    r"跌倒|坠床|压疮|感染|拿错|发错药|用药错|事故|伤害|中毒|外渗|拔管|走失|误诊|死亡"
    r"|(?<![a-z])falls?(?![a-z]| (?:from|to|by|below|under|short|behind|in(?:to)? )(?![a-z]))"
    r"|ulcer|pressure sore|infection|injur|accident|medication error|mix-up"
    r"|never event|clabsi|hurt|harm"
)
_SURVEY = re.compile(
    r"满意|评分|打分|好评|口碑|nps|csat|推荐值|体验|satisf|rating|recommend|feedback|stars?(?![a-z])"
)
_SHARE = re.compile(
    r"率|比例|占比|‰|每[百千万]|(?<![a-z])(?:rate|share|proportion|percentage|ratio)(?![a-z])|per 1,?000"
)
_SEASON = re.compile(
    r"冬|夏|暑|寒假|春运|旺季|节|高峰|winter|summer|season|peak|christmas|xmas|easter|holiday"
)
_CHASED = re.compile(
    r"接通|接听|响应|回复|答复|等候|等待|排队|时长|时间|速度|办结|清零|answer|respon|repl|wait"
    r"|queue|hold|turnaround|time|speed|backlog"
)

# A season that only dates the goal; a level is kept all through the others.
_DATED = re.compile(r"(?<![a-z])(?:before|by|come|until|till|ahead of|in time for)(?![a-z])|前|到来")
_PAST = re.compile(
    r"去年|上年|上半年|上[个一]?(?:月|季|期|学期)|20\d\d年[:：]?\s*\d|同期|现在|目前|眼下|压着|积压"
    r"|(?<![a-z])(?:last|previous|past|in 20\d\d|recorded|we had|backlog|so far)(?![a-z])"
)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?!\d|年|月|日|号)")


def _is_told(facts: Facts) -> bool:
    """Whether it is said where things stand or stood, in figures."""
    if facts.amounts.from_to or facts.amounts.starts or facts.told:
        return True
    levels = [facts.at(span) for span in facts.amounts.levels]
    others = [one for one in _FIGURE.findall(facts.folded) if not any(one in level for level in levels)]
    return bool(_PAST.search(facts.folded) and others)


def _lasts_a_season(facts: Facts) -> bool:
    """Whether the level is for a season, not to be reached by one."""
    return any(
        _SEASON.search(facts.folded, *span) and not _DATED.search(facts.folded, max(0, span[0] - 14), span[1])
        for span in facts.times.ends
    )


#: Questions by name, the first that fits is asked: each says when.
QUESTIONS = (
    ("contrary", lambda f: is_contrary(f.folded)),
    ("fact", lambda f: f.over),
    ("slogan", lambda f: f.slogan),
    ("several", lambda f: len(f.goals) > 1),
    ("safety", lambda f: bool(_SAFETY.search(f.folded)) and not _is_told(f)),
    ("near", lambda f: bool(_SAFETY.search(f.folded))),
    ("means", lambda f: bool(f.amounts.means) and not f.amounts.levels),
    ("money", lambda f: bool(f.financial) and not f.needs),
    ("each", lambda f: bool(f.claim and f.claim.each) and not f.times.ends),
    ("zero", lambda f: any(f.amounts.forms[s] == "zero" for s in f.amounts.levels) and not _is_told(f)),
    ("survey", lambda f: bool(_SURVEY.search(f.folded))),
    ("guard", lambda f: bool((f.amounts.from_to or f.amounts.starts) and _CHASED.search(f.folded))),
    ("season", lambda f: bool(f.amounts.levels) and not _is_told(f) and _lasts_a_season(f)),
    ("share", lambda f: bool(_SHARE.search(f.folded)) and "% of" not in f.folded and not _is_told(f)),
    ("start", lambda f: bool(f.amounts.levels) and not _is_told(f)),
    ("guard", lambda f: bool(f.amounts.levels or f.amounts.steps)),
    ("level", lambda f: bool(f.metrics)),
    ("sign", lambda f: True),
)


def question(facts: Facts) -> str:
    """Return the name of the question to ask; empty where the sentence cannot be read."""
    if not facts.understood or not facts.text.strip():
        return ""
    return next(name for name, fits in QUESTIONS if fits(facts))
