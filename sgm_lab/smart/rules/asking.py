"""A coach's question: the one that helps most."""

from __future__ import annotations

import re

from .reading import Facts

__all__ = ["QUESTIONS", "question"]

_SAFETY = re.compile(
    r"跌倒|坠床|压疮|感染|拿错|发错药|用药错|事故|伤害|中毒|外渗|拔管|走失|误诊|死亡|fall(?:s"
    r"|en)?(?![a-z])|ulcer|pressure sore|infection|injur|accident|medication error|mix-up"
    r"|never event|clabsi|hurt|harm"
)
_SURVEY = re.compile(
    r"满意|评分|打分|好评|口碑|nps|csat|推荐值|体验|satisf|rating|recommend|feedback|stars?(?![a-z])"
)
_SHARE = re.compile(
    r"率|比例|占比|‰|每[百千万]|(?<![a-z])(?:rate|share|proportion|percentage|ratio)(?![a-z])|per 1,?000|%"
)
_SEASON = re.compile(
    r"冬|夏|暑|寒假|春运|旺季|节|高峰|winter|summer|season|peak|christmas|xmas|easter|holiday"
)
_CHASED = re.compile(
    r"接通|接听|响应|回复|答复|等候|等待|排队|时长|时间|速度|办结|清零|answer|respon|repl|wait"
    r"|queue|hold|turnaround|time|speed|backlog"
)

#: Questions by name, the first that fits is asked: each says when.
QUESTIONS = (
    ("fact", lambda f: f.over),
    ("slogan", lambda f: f.slogan),
    ("several", lambda f: len(f.goals) > 1),
    ("safety", lambda f: bool(_SAFETY.search(f.folded))),
    ("means", lambda f: bool(f.amounts.means) and not f.amounts.levels),
    ("money", lambda f: bool(f.financial) and not f.needs),
    ("each", lambda f: bool(f.claim and f.claim.each) and not f.times.ends),
    ("zero", lambda f: any(f.amounts.forms[s] == "zero" for s in f.amounts.levels)),
    ("survey", lambda f: bool(_SURVEY.search(f.folded))),
    ("guard", lambda f: bool((f.amounts.from_to or f.amounts.starts) and _CHASED.search(f.folded))),
    ("season", lambda f: bool(f.amounts.levels) and any(_SEASON.search(f.folded, *s) for s in f.times.ends)),
    ("share", lambda f: bool(_SHARE.search(f.folded)) and not f.amounts.from_to),
    ("start", lambda f: bool(f.amounts.levels) and not (f.amounts.from_to or f.amounts.starts)),
    ("guard", lambda f: bool(f.amounts.levels)),
    ("sign", lambda f: True),
)


def question(facts: Facts) -> str:
    """Return the name of the question to ask; empty where the sentence cannot be read."""
    if not facts.understood or not facts.text.strip():
        return ""
    return next(name for name, fits in QUESTIONS if fits(facts))
