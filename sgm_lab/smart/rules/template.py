"""Sentences made anew: from where to where, and the goal that follows a slogan."""

from __future__ import annotations

import re
from collections.abc import Collection

from .blanks import ASKED_DOWN, ASKED_UP, COMPARED, NEGATED, say, thing, unit
from .reading import Facts
from .text import fold, overlaps

__all__ = ["EDGES", "dated", "is_direction", "poster", "template", "who", "whom", "words"]

_YOU = ("您", "你", "you", "your")
EDGES = " ，,。.；;！!？?、:："
_LONG = 330
_DOWN = (
    r"候诊|等候|等待|排队|时长|时间|投诉|差|破损|丢失|事故|跌倒|放弃率|退|延误|流失|错|压疮|感染|complaint|error|damage|falls"
    r"|abandon|delay|churn"
    r"|defect|fault|wait|time|queue"
)
_BETTER_UP = (
    r"满意|合格|及时率|准确|接通|成功|完成率|速度|好评|satisf|on[- ]time|accura|speed|success|resol|availab"
)
# Ends of names whose figure one may raise, whatever stands before: 差评主动评价率, 退款速度.
_RAISED = re.compile(r"(?:率|度|速度)$|satisf|speed|rate$")
# Things that have a figure though their name is no measure.
_MEASURE = re.compile(
    r"时间|时长|速度|周期|间隔|等候|等待|排队|候诊|投诉|差错|差评|次数|件数|数量|wait(?!ing room)|queue|delay"
    r"|complaint|error|time(?![a-z])"
)
_MEASURE_END = re.compile(
    r"(?:率|度|时间|时长|速度|周期|间隔|[等候]候|等待|排队|候诊|投诉|差错|差评|次数|件数|数量|分|跌倒|等位|费用|成本|错误|事故|破损|丢失|压疮|感染)$"
)
# What a sentence may hold beside its measure and still be a mere direction.
_FILLING = re.compile(
    r"[\s，,。.；;！!、]|提高|提升|增加|增强|改善|降低|减少|缩短|压缩|加快|避免|尽快|进一步|逐步"
    r"|逐渐|持续|不断|全面|切实|努力|力争|我们要?|要|把|的"
    r"|(?<![a-z])(?:improv|rais|increas|boost|lift|reduc|cut|lower|shorten|decreas)[a-z]*"
    r"|(?<![a-z])(?:the|our|we|must|should|will|to)(?![a-z])"
)


def words(facts: Facts) -> str:
    """Return the writer's words, cut where they run long."""
    tight = facts.text.strip(EDGES + "\n\t")
    return tight if len(tight) <= _LONG else tight[:_LONG] + "……"


def dated(facts: Facts, said: str, lacking: Collection[str]) -> str:
    """Put a date to be filled in, where there is none."""
    if "time_bound" in lacking:
        return say(facts, "skeleton.when_words", when=say(facts, "blank.when"), words=said)
    return said


def is_direction(facts: Facts) -> bool:
    """Whether it names a measure or a thing and a direction, and nothing else that would be lost."""
    claim = facts.claim
    if (
        not claim
        or not claim.thing
        or claim.target
        or facts.slogan
        or facts.goals
        or NEGATED.search(facts.folded)
    ):
        return False
    if not (
        facts.things and (ASKED_UP.search(facts.folded) or ASKED_DOWN.search(facts.folded) or facts.changes)
    ):
        return False
    # To improve the wait: up or down is not said, and no way is asked for.
    if _unclear(facts, fold(facts.at(claim.thing))):
        return False
    # Only what has a measure moves from one figure to another; “Staff” in “staff turnover” is nobody.
    measured = any(overlaps(m, claim.thing) for m in facts.metrics) or _MEASURE.search(
        facts.folded, *claim.thing
    )
    chinese = facts.language == "zh"
    # A way from one figure to another is made up only where the name ends in its measure, and up or down is said.
    if chinese and not (_MEASURE_END.search(facts.at(claim.thing)) and _said_way(facts)):
        return False
    verb = not chinese and any(v.start == claim.thing.start for v in (*facts.actions, *facts.changes))
    asked = min([v.start for v in facts.changes], default=len(facts.folded))
    if re.search(r"\d| and ", facts.folded[slice(*claim.thing)]):
        return False
    # What is put in place is no measure, whatever its name: a queue-ticket machine.
    put = not chinese and facts.deliverables
    if not measured or verb or put or any(a.start > asked for a in facts.actors):
        return False
    # “Quieter nights” is a wish without a verb, and no name of a measure.
    if COMPARED.search(facts.folded, *claim.thing) or re.search("问题|情况|现象", facts.at(claim.thing)):
        return False
    rest = list(facts.folded)
    for start, end in [claim.thing, *facts.actors, *facts.times.ends, *facts.times.words, *facts.times.loose]:
        rest[start:end] = " " * (end - start)
    return not _FILLING.sub("", "".join(rest))


def _said_way(facts: Facts) -> bool:
    return bool(ASKED_UP.search(facts.folded) or ASKED_DOWN.search(facts.folded))


def _unclear(facts: Facts, name: str) -> bool:
    """Whether what is to be raised is a thing that one wants less of."""
    raised = ASKED_UP.search(facts.folded) and not ASKED_DOWN.search(facts.folded)
    return bool(raised and re.search(_DOWN, name) and not re.search(_RAISED, name))


def template(facts: Facts) -> str:
    """From where to where: the writer's measure, direction, actor and date in a sentence."""
    stated = next(iter(facts.times.ends), None)
    words = say(facts, "skeleton.who_change", who=who(facts), change=_change(facts))
    return (
        say(facts, "skeleton.when_words", when=_small(facts, facts.at(stated).strip(EDGES)), words=words)
        if stated
        else words
    )


def _small(facts: Facts, words: str) -> str:
    """Begin with a small letter, where English words move into the sentence."""
    return words[:1].lower() + words[1:] if facts.language == "en" and words[1:2].islower() else words


def poster(facts: Facts, lacking: Collection[str]) -> str:
    """A slogan stays, and a goal with blanks follows; whether up or down is better is left open in English."""
    way = say(facts, "skeleton.bring") if facts.language == "en" else _change(facts)
    goal = dated(facts, say(facts, "skeleton.who_change", who=say(facts, "blank.who"), change=way), lacking)
    if facts.language == "zh":
        goal = say(facts, "skeleton.whom", words=goal, whom=whom(facts))
    said = words(facts)
    return say(facts, "skeleton.poster", words=said, goal=goal) if said else goal


def who(facts: Facts) -> str:
    """Who acts, as written; else a blank."""
    return facts.at(facts.actors[0]) if facts.actors else say(facts, "blank.who")


def whom(facts: Facts) -> str:
    """Who is served, as written; else a blank."""
    named = next((facts.at(s) for s in facts.beneficiaries if facts.at(s).lower() not in _YOU), None)
    return named or say(facts, "blank.whom")


def _verb(facts: Facts, name: str) -> str:
    """Up or down: as the sentence asks, else as is better for such a measure."""
    down = "shorten" if unit(facts) == say(facts, "unit.minutes") else "lower"
    if ASKED_UP.search(facts.folded) and (not re.search(_DOWN, name) or re.search(_RAISED, name)):
        return "raise"
    if ASKED_DOWN.search(facts.folded):
        return down
    if re.search(_BETTER_UP, name):
        return "raise"
    return down if down == "shorten" or re.search(_DOWN, name) else "raise"


def _change(facts: Facts) -> str:
    name = _small(facts, thing(facts))
    verb = say(facts, f"verb.{_verb(facts, fold(name))}")
    return say(facts, "skeleton.change", thing=name, unit=unit(facts), verb=verb)
