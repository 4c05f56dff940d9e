"""A coach's question: the one that helps most, and none that the sentence has answered.

Of a Chinese sentence only what its rewrite leaves blank is asked for, since that is certainly missing. Where nothing
is, the question is one that no goal answers: what may suffer for this figure, or who counts it and where.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .blanks import NEGATED
from .blanks_zh import blank_zh
from .contrary import is_contrary
from .proposal import form, may_be_goal
from .reading import Facts
from .started import started
from .verdicts import judge

__all__ = ["QUESTIONS", "question"]

_SAFETY = re.compile(
    r"跌倒|坠床|压疮|感染|拿错|发错药|用药错|事故|伤害|中毒|外渗|拔管|走失|误诊"
    r"|(?<![a-z])falls?(?![a-z]| (?:from|to|by|below|under|short|behind|in(?:to)? )(?![a-z]))"
    r"|ulcer|pressure sore|infection|injur|accident|medication error|mix-up"
    r"|never event|clabsi|hurt|harm"
)
_SURVEY = re.compile(r"nps|csat|satisf|rating|recommend|feedback|stars?(?![a-z])")
_SHARE = re.compile(r"‰|(?<![a-z])(?:rate|share|proportion|percentage|ratio)(?![a-z])|per 1,?000")
_SEASON = re.compile(r"winter|summer|season|peak|christmas|xmas|easter|holiday")
_CHASED = re.compile(r"answer|respon|repl|wait|queue|hold|turnaround|time|speed|backlog")

# A season that only dates the goal; a level is kept all through the others.
_DATED = re.compile(r"(?<![a-z])(?:before|by|come|until|till|ahead of|in time for)(?![a-z])")
# Scores that some people gave when they were asked; how many answered is another matter.
_ASKED = re.compile(r"满意[度率]|推荐值|(?<![a-z])(?:nps|csat)(?![a-z])")
_ASKED_OF = re.compile(r"调查|问卷|测评|回收")
# Wards and lessons are no cases.
_NO_CASE = re.compile(r"感染[科病性]|防|培训|演练|宣教|讲座")


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
    ("safety", lambda f: bool(_SAFETY.search(f.folded)) and started(f) == "none"),
    ("near", lambda f: bool(_SAFETY.search(f.folded))),
    ("means", lambda f: bool(f.amounts.means) and not f.amounts.levels),
    ("money", lambda f: bool(f.financial) and not f.needs),
    ("each", lambda f: bool(f.claim and f.claim.each) and not f.times.ends),
    ("zero", lambda f: any(f.amounts.forms[s] == "zero" for s in f.amounts.levels) and started(f) == "none"),
    ("survey", lambda f: bool(_SURVEY.search(f.folded))),
    ("guard", lambda f: bool((f.amounts.from_to or f.amounts.starts) and _CHASED.search(f.folded))),
    ("season", lambda f: bool(f.amounts.levels) and started(f) == "none" and _lasts_a_season(f)),
    ("share", lambda f: bool(_SHARE.search(f.folded)) and "% of" not in f.folded and started(f) == "none"),
    ("start", lambda f: bool(f.amounts.levels) and started(f) in ("none", "step")),
    ("guard", lambda f: bool(f.amounts.levels or f.amounts.steps)),
    ("level", lambda f: bool(f.metrics)),
    ("sign", lambda f: True),
)
#: The like for Chinese: what each blank asks for.
_FOR_BLANK = {
    "effect": "means",
    "sign": "sign",
    "stand": "stand",
    "from_to": "level",
    "cap": "sign",
    "times": "often",
    "share_now": "each",
}


def question(facts: Facts, lacking: Collection[str]) -> str:
    """Return the name of the question to ask; empty where the sentence cannot be read."""
    if not facts.understood or not facts.text.strip():
        return ""
    if facts.language == "zh":
        return _for_zh(facts, lacking)
    return next(name for name, fits in QUESTIONS if fits(facts))


def _for_zh(facts: Facts, lacking: Collection[str]) -> str:
    if is_contrary(facts.folded):
        return "contrary"
    kind = form(facts, lacking)
    if kind in ("fact", "unsure", "poster"):
        # A figure that none asks for, or a day that may lie ahead: the fact may be a goal.
        if facts.over and not may_be_goal(facts):
            return "fact"
        return "slogan" if facts.slogan else "told" if facts.over or facts.amounts.levels else "sign"
    if len(facts.goals) > 1:
        return "several"
    blank = blank_zh(facts, lacking)
    if blank and blank.key in _FOR_BLANK:
        return _FOR_BLANK[blank.key]
    if not facts.amounts.levels and not facts.amounts.steps:
        return "sign"
    asked = (blank and blank.sure) or started(facts) == "step"
    if _SAFETY.search(facts.folded) and not facts.speeds and not _NO_CASE.search(facts.folded):
        return "safety" if asked else "near"
    if judge(facts, "relevant").reason == "financial":
        return "money"
    if _ASKED.search(facts.folded) and not _ASKED_OF.search(facts.folded):
        return "survey"
    if asked:
        return "zero" if any(facts.amounts.forms[s] == "zero" for s in facts.amounts.levels) else "start"
    return "source" if NEGATED.search(facts.folded) else "guard"
