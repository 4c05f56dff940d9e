"""Proposals: skeleton sentences built from the person's own words, with blanks for what is missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ...i18n import t
from .reading import Facts
from .text import Span, blank, first, fold

__all__ = ["proposal", "rewrite"]

# Which unit and which direction a measure usually has; the first that fits.
_UNITS = (
    ("percent", r"率|比例|占比|满意度|rate|share|percent|proportion|satisfaction|compliance"),
    ("minutes", r"时间|时长|候|等|排队|响应|回复|上菜|time|wait|queue|response|handling|hold|line"),
    ("points", r"分|评价|NPS|score|rating"),
    ("cases", r"投诉|差评|差错|破损|丢失|事故|跌倒|次数|件数|complaint|error|damage|falls|incident|mistake"),
)
_DOWN = (
    r"投诉|差|破损|丢失|事故|跌倒|放弃率|退|延误|流失|错|complaint|error|damage|falls|abandon|delay|churn"
    r"|defect|fault"
)
_BETTER_UP = (
    r"满意|合格|及时率|准确|接通|成功|完成率|速度|好评|satisf|on[- ]time|accura|speed|success|resol|availab"
)
_ASKED_UP = re.compile(r"提高|提升|增加|增强|(?<![a-z])(?:rais|increas|boost|grow|lift)", re.IGNORECASE)
_ASKED_DOWN = re.compile(
    r"降|减|缩短|压缩|(?<![a-z])(?:reduc|cut|lower|shorten|decreas|halv|bring down)", re.IGNORECASE
)
_LONG = 60
_EDGES = " ，,。.；;！!？?、:："


def rewrite(facts: Facts, lacking: Collection[str]) -> str:
    """Return the sentence again, complete in form: own words kept, a blank for each lack."""
    if "measurable" in lacking and _is_act(facts):
        words = _share(facts)
    elif "measurable" in lacking:
        words = _who_change(facts)
    else:
        words = _words(facts)
        if "specific" in lacking and not facts.actors:
            words = _say(facts, "skeleton.owner", words=words)
        if "achievable" in lacking:
            words = _say(facts, "skeleton.now", words=words, unit=_unit(facts))
    if "relevant" in lacking:
        words = _whom(facts, words)
    stated = next(iter(facts.times.ends), None)
    if "time_bound" in lacking:
        words = _when(facts, words, _say(facts, "blank.when"))
    elif stated and "measurable" in lacking and not _is_act(facts):
        words = _when(facts, words, facts.at(stated).strip(_EDGES))
    return words[:1].upper() + words[1:] + _say(facts, "skeleton.end")


def proposal(facts: Facts, criterion: str) -> str:
    """Return the phrase that would mend one criterion."""
    if criterion == "measurable":
        return _share(facts) if _is_act(facts) else _change(facts)
    if facts.slogan or not _words(facts):
        return _poster(facts, criterion)
    if criterion == "time_bound":
        return _when(facts, _words(facts), _say(facts, "blank.when"))
    if criterion == "relevant":
        return _whom(facts, _words(facts))
    if criterion == "achievable" and facts.amounts.levels:
        key = "skeleton.past" if facts.amounts.from_to else "skeleton.now"
        return _say(facts, key, words=_words(facts), unit=_unit(facts))
    if criterion == "specific" and facts.things and facts.amounts.levels:
        return _say(facts, "skeleton.who_words", who=_who(facts), words=_words(facts))
    return _who_change(facts)


def _poster(facts: Facts, criterion: str) -> str:
    """A slogan's own words lead nowhere: start from the skeleton."""
    if criterion == "time_bound":
        return _when(facts, _who_change(facts), _say(facts, "blank.when"))
    return _whom(facts, _who_change(facts)) if criterion == "relevant" else _who_change(facts)


def _say(facts: Facts, key: str, **values: Any) -> str:
    return t(f"smart.{key}", lang=facts.language, **values)


def _words(facts: Facts) -> str:
    """Return the person's words without the likes of 尽快, cut where they run long."""
    kept = blank(facts.text, facts.times.words)
    tight = re.sub(r" {2,}", " " if facts.language == "en" else "", re.sub(r"\s", " ", kept)).strip(_EDGES)
    return tight if len(tight) <= 3 * _LONG else tight[: 3 * _LONG] + "……"


def _thing(facts: Facts) -> str:
    """Return what is to be measured: a measure where one is named, else the first object, else a blank."""
    span = next(iter([*facts.metrics, *facts.objects]), None)
    return facts.at(_whole(facts, span)).strip() if span else _say(facts, "blank.thing")


def _whole(facts: Facts, span: Span) -> Span:
    """Take in objects that touch: 退款 + 处理时长."""
    for other in facts.things:
        if other.start == span.end or (other.start == span.end + 1 and facts.text[span.end] == " "):
            span = Span(span.start, other.end)
    near = (s for s in facts.beneficiaries if 0 <= span.start - s.end <= 1)
    return Span(next(near, span).start, span.end)


def _who(facts: Facts) -> str:
    return facts.at(facts.actors[0]) if facts.actors else _say(facts, "blank.who")


def _unit(facts: Facts) -> str:
    thing = _thing(facts)
    name = next((n for n, words in _UNITS if re.search(words, thing, re.IGNORECASE)), "none")
    return _say(facts, f"unit.{name}")


def _verb(facts: Facts, thing: str) -> str:
    """Up or down: as the sentence asks, else as is better for such a measure."""
    timed = _unit(facts) == _say(facts, "unit.minutes")
    down = "shorten" if timed else "lower"
    if _ASKED_UP.search(facts.text):
        return "raise"
    if _ASKED_DOWN.search(facts.text):
        return down
    if re.search(_BETTER_UP, thing, re.IGNORECASE):
        return "raise"
    return down if timed or re.search(_DOWN, thing, re.IGNORECASE) else "raise"


def _change(facts: Facts) -> str:
    thing = _thing(facts)
    verb = _say(facts, f"verb.{_verb(facts, thing)}")
    return _say(facts, "skeleton.change", thing=thing, unit=_unit(facts), verb=verb)


def _share(facts: Facts) -> str:
    """A clear act without a measure: how often it is done."""
    return _say(facts, "skeleton.share", words=_words(facts))


def _is_act(facts: Facts) -> bool:
    moved = _ASKED_UP.search(facts.text) or _ASKED_DOWN.search(facts.text)
    return bool(facts.actors or facts.for_whom) and not facts.metrics and not facts.vague and not moved


def _who_change(facts: Facts) -> str:
    return _say(facts, "skeleton.who_change", who=_who(facts), change=_change(facts))


def _whom(facts: Facts, words: str) -> str:
    served = first("beneficiary", fold(facts.text))
    whom = facts.at(served) if served else _say(facts, "blank.whom")
    return _say(facts, "skeleton.whom", words=words, whom=whom)


def _when(facts: Facts, words: str, when: str) -> str:
    return _say(facts, "skeleton.when_words", when=when, words=words)
