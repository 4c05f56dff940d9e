"""Proposals: the writer's own sentence, with blanks put in where something is missing.

Nothing the writer said is dropped. A from–to sentence is made only where the writer named a measure, a direction and
little else (尽快缩短排队时间); any other sentence stays as it stands and gets its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from ...i18n import t
from .claim import CLAUSE
from .reading import Facts
from .text import fold, overlaps

__all__ = ["proposal", "rewrite"]

# Which unit and which direction a measure usually has; the first that fits.
_UNITS = (
    ("percent", r"率|比例|占比|满意度|rate|share|percent|proportion|satisfaction|compliance"),
    (
        "minutes",
        r"时间|时长|候|等|排队|响应|回复|上菜|time|wait(?!ing room|ing area)|queue|response|handling|hold|line",
    ),
    ("points", r"分|评价|nps|score|rating"),
    (
        "cases",
        r"投诉|差评|差错|破损|丢失|事故|跌倒|次数|件数|complaint|error|damage|falls"
        r"|incident|mistake",
    ),
)
_DOWN = (
    r"投诉|差|破损|丢失|事故|跌倒|放弃率|退|延误|流失|错|压疮|感染|complaint|error|damage|falls"
    r"|abandon|delay|churn"
    r"|defect|fault|wait|time|queue"
)
_BETTER_UP = (
    r"满意|合格|及时率|准确|接通|成功|完成率|速度|好评|satisf|on[- ]time|accura|speed|success|resol|availab"
)
_ASKED_UP = re.compile(r"提高|提升|增加|增强|(?<![a-z])(?:rais|increas|boost|grow|lift|improv)")
_ASKED_DOWN = re.compile(
    r"降|减|缩短|压缩|避免|少(?:下来|一点|一些)|(?<![a-z])(?:reduc|cut|lower|shorten|decreas|halv"
    r"|bring down|fewer|less)"
)
_NEGATED = re.compile(
    r"不(?![断仅但同管少低超多])|别(?![的人])|没|勿"
    r"|(?<![a-z])(?:no|not|never|don't|do not|without|stop|nobody)(?![a-z])"
)
_COMPARED = re.compile(
    r"更|[快慢多少好高低短早勤轻细准](?:一?点|一?些)|(?<![a-z])(?:more|less|fewer|better|quieter"
    r"|calmer|shorter|faster|quicker|cleaner|clearer|safer"
    r"|warmer|nicer)(?![a-z])"
)
# To stay at nought says where one stands.
_KEPT = re.compile(
    r"(?:保持|维持|继续|仍然?)(?:在|为)?(?:零|0)|(?<![a-z])(?:stays?|remains?|holds?|keeps?)(?: it| that"
    r"| them)? at (?:0|zero|nil|nought)(?!\d)"
)
# Things that have a figure though their name is no measure; and what is only complained of.
_MEASURE = re.compile(
    r"时间|时长|速度|周期|间隔|等候|等待|排队|候诊|投诉|差错|差评|次数|件数|数量|wait(?!ing room)|queue|delay"
    r"|complaint|error|time(?![a-z])"
)
_TROUBLE = re.compile(
    r"(?:太|过于?)[一-鿿]|过[长多慢高大低少]|总是|老是|经常|意见大|[一-鿿]慢(?:[，,]|$)|不够"
    r"|[涨降少多坏慢乱变丢停没]了$"
    r"|(?<![a-z])(?:(?:confus|annoy|frustrat|upset)e?s (?:people|[a-z]+s)|nobody (?:tells|knows"
    r"|listens|picks)|because nobody|hang up|complain that|keeps? (?:breaking|failing|crashing)"
    r"|(?:like|love|hate|dislike)s? (?:our|the)"
    r"|(?:is|are|always) (?:much |far |often |still )?(?:too|slow|late|dirty|cold|broken|rude|poor"
    r"|bad|noisy|confusing|never))(?![a-z])"
)
_TOLD_TO = re.compile(
    r"[别不]要|别[再让把]|[要须得把将让使]|解决|减少|降|(?<![a-z])(?:should|must|will|to"
    r"|(?<!is )(?<!are )never|stop|let's|need)(?![a-z])"
)
# What a sentence may hold beside its measure and still be a mere direction.
_FILLING = re.compile(
    r"[\s，,。.；;！!、]|提高|提升|增加|增强|改善|降低|减少|缩短|压缩|加快|避免|尽快|进一步|逐步"
    r"|逐渐|持续|不断|全面|切实|努力|力争|我们要?|要|把|的"
    r"|(?<![a-z])(?:improv|rais|increas|boost|lift|reduc|cut|lower|shorten|decreas)[a-z]*"
    r"|(?<![a-z])(?:the|our|we|must|should|will|to)(?![a-z])"
)
_FIGURE_UNIT = re.compile(
    r"(?:\d|[一二三四五六七八九十百千万半两])\s?(个?百分点|%|‰|分钟|小时|个?工作日|个?钟|秒|天"
    r"|周|个月|成|分(?!之)|星|万?元|人次|人|名|位|单|件|起|例|次|家|户|场|条|份|票|桌|辆|宗|个"
    r"|/\s?(?:5|10|100)| ?(?:per ?cent|percent|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?"
    r"|seconds?|secs?|s|h|points?|pts?|stars?)(?![a-z])| in \d+| out of \d+)"
)
_MORE_EN = re.compile(
    r"(?: (?:or (?:less|more|fewer|better|under|above)|on average|of [a-z]+|per [a-z]+"
    r"|an? (?:week|month|day|year|shift))| ?\d[\d.,]*)+(?![a-z])"
)
# The rest of the noun phrase a figure stands in: no blank splits 0 cases, 150 tickets, 85 of 100 requests.
_NOUN_EN = re.compile(
    r"(?: (?:of )?(?!(?:in|at|on|for|by|before|within|and|or|when|after|from|with|to|than|as|until|till"
    r"|through|throughout|this|next|per"
    r"|while|whilst|because|so|that|which|who|if|every|each|instead|during|over|under|across|up|down"
    r"|not|no|is|are|was|were|be|an?"
    r"|left|done|seen|made|where|inside|out|on)(?![a-z]))[a-z][a-z'-]*){1,4}"
)
_OWNER = re.compile(r"'s? [a-z]+(?: of [a-z]+(?: [a-z]+){0,2})?")
_LONG = 330
_EDGES = " ，,。.；;！!？?、:："


def rewrite(facts: Facts, lacking: Collection[str], parts: Iterable[Facts] = ()) -> str:
    """Return the sentence again, complete in form: own words kept, a blank for each lack.

    Parameters
    ----------
    facts : Facts
        The sentence.
    lacking : collection of str
        Criteria that are not met.
    parts : iterable of Facts
        The goals in it, where there are several: each gets blanks of its own.
    """
    if not facts.understood:
        return facts.text
    if _is_direction(facts) and "measurable" in lacking:
        return _ended(facts, _dated(facts, _template(facts), lacking))
    if facts.stated or _is_trouble(facts):
        return _ended(facts, _say(facts, "skeleton.fact", words=_words(facts), unit=_unit(facts)))
    if facts.slogan or not _words(facts):
        return _ended(facts, _poster(facts, lacking))
    marks: list[tuple[int, str]] = []
    for part in list(parts) or [facts]:
        marks += _marks(part, lacking)
    words = _insert(facts, sorted(dict.fromkeys(marks), key=lambda mark: mark[0]))
    return _ended(facts, _dated(facts, words, lacking))


def proposal(facts: Facts, criterion: str) -> str:
    """Return the phrase that would mend one criterion."""
    if criterion == "relevant":
        return (
            _say(facts, "skeleton.whom", words=_words(facts), whom=_whom(facts))
            if _words(facts)
            else _template(facts)
        )
    if criterion == "achievable" and (facts.amounts.from_to or facts.amounts.starts or facts.amounts.steps):
        return _say(facts, "skeleton.past", words=_words(facts), unit=_unit(facts))
    if criterion == "specific" and facts.amounts.levels and not facts.actors and not facts.stated:
        return _say(facts, "skeleton.who_words", who=_who(facts), words=_words(facts))
    return rewrite(facts, {criterion}).rstrip("。.")


def _marks(facts: Facts, lacking: Collection[str]) -> list[tuple[int, str]]:
    """Blanks of one goal and their places."""
    claim, marks = facts.claim, []
    if claim and claim.target and not facts.amounts.means:
        end = _closing(facts, max(claim.measured.end, claim.target.end))
        if "specific" in lacking and not facts.actors and not facts.goals:
            marks.append((end, _say(facts, "skeleton.owner")))
        if claim.each and len(facts.amounts.levels) == len(facts.times.standards):
            # Every time, or in how many of a hundred?
            key = "skeleton.share_now" if not facts.times.ends else "skeleton.now"
            if "time_bound" in lacking or "achievable" in lacking:
                marks.append((max(end, claim.whole.end), _say(facts, key, unit=_unit(facts))))
        elif "achievable" in lacking and not _stands(facts):
            zero = any(
                facts.amounts.forms[s] == "zero" for s in facts.amounts.levels if s.end <= claim.target.end
            )
            key = "skeleton.last" if zero else "skeleton.now"
            marks.append((_clause_end(facts, end) if zero else end, _say(facts, key, unit=_unit(facts))))
    elif "measurable" in lacking:
        end = claim.whole.end if claim else len(facts.text.rstrip(_EDGES))
        if facts.amounts.means or (not facts.metrics and _is_act(facts)):
            marks.append((len(facts.text.rstrip(_EDGES)), _say(facts, "skeleton.effect")))
        elif facts.metrics or _moved(facts) or not (facts.actors or facts.for_whom or facts.beneficiaries):
            at = _closing(facts, facts.metrics[0].end if facts.metrics else _clause_end(facts, end))
            key = "skeleton.cap" if _NEGATED.match(facts.folded.lstrip()) else "skeleton.from_to"
            marks.append((at, _say(facts, key, unit=_unit(facts))))
        else:
            last = len(facts.text.rstrip(_EDGES))
            end = (
                last
                if facts.language == "zh" and last < end + 30
                else _closing(facts, _clause_end(facts, end))
            )
            marks.append((end, _say(facts, "skeleton.share")))
    return marks


_DONE_ONCE = re.compile(
    r"(?:train|hire|buy|install|publish|reopen|fix|replace|paint|print|open|refurbish|renovate"
    r"|decorate|launch|build|create)(?![a-z-])|培训|安装|购置"
    r"|翻新|印发"
)


def _is_trouble(facts: Facts) -> bool:
    """Whether it only complains: 理赔慢，客户意见大."""
    bare = not (facts.amounts.levels or facts.times.ends)
    return bare and bool(_TROUBLE.search(facts.folded)) and not _TOLD_TO.search(facts.folded)


def _is_act(facts: Facts) -> bool:
    """Whether something is put in place, or done once, and not what is to become more or less."""
    if _DONE_ONCE.match(facts.folded.lstrip()):
        return True
    if _moved(facts) or facts.for_whom:
        return False
    return bool(facts.deliverables) or not (facts.actors or facts.beneficiaries or facts.needs)


def _moved(facts: Facts) -> bool:
    """Whether something is to become more, or less, or to stop."""
    asked = _ASKED_UP.search(facts.folded) or _ASKED_DOWN.search(facts.folded)
    asked = asked or re.search(r"改善|改进", facts.folded)
    return bool(asked or _COMPARED.search(facts.folded) or _NEGATED.match(facts.folded))


_MARK = re.compile(rf"{CLAUSE.pattern}|、|\s{{3}}")


def _clause_end(facts: Facts, at: int) -> int:
    """Where the words around ``at`` end: at the next mark, in English also before a date."""
    mark = _MARK.search(facts.folded, at)
    dates = [s.start for s in facts.times.dates if s.start >= at and facts.language == "en"]
    stop = min([mark.start() if mark else len(facts.text.rstrip(_EDGES)), *dates])
    return at + len(facts.folded[at:stop].rstrip()) if stop > at else at


def _closing(facts: Facts, end: int) -> int:
    """Where a bracket may stand: in Chinese not before the end of the clause, where that is near."""
    if facts.language == "en":
        more = _MORE_EN.match(facts.folded, end)
        end = more.end() if more else end
        noun = _NOUN_EN.match(facts.folded, end)
        if owner := _OWNER.match(facts.folded, end):  # three days' notice
            end = owner.end()
        stop = min([noun.end() if noun else end, *(s.start for s in facts.times.dates if s.start >= end)])
        return max(end, end + len(facts.folded[end:stop].rstrip()))
    mark = CLAUSE.search(facts.folded, end)
    stop = mark.start() if mark else len(facts.text.rstrip(_EDGES))
    if facts.folded[end:stop].isspace():  # another goal of the sentence, blanked out
        return len(facts.text[:end].rstrip(_EDGES))
    return stop if end <= stop <= end + 8 else end


def _stands(facts: Facts) -> bool:
    """Whether the start is stated, or a change that needs none."""
    amounts = facts.amounts
    stated = amounts.from_to or amounts.starts or amounts.steps or facts.told or facts.compared
    return bool(stated or _KEPT.search(facts.folded))


def _insert(facts: Facts, marks: Iterable[tuple[int, str]]) -> str:
    """Put the blanks into the sentence."""
    text, out, at = facts.text.rstrip(_EDGES), "", 0
    for place, blank in marks:
        place = min(place, len(text))
        out, at = out + text[at:place] + blank, place
    out += text[at:]
    lead = len(out) - len(out.lstrip(_EDGES))
    return out[lead:] if len(out) <= _LONG + lead else out[lead : lead + _LONG] + "……"


def _dated(facts: Facts, words: str, lacking: Collection[str]) -> str:
    if "time_bound" in lacking:
        return _say(facts, "skeleton.when_words", when=_say(facts, "blank.when"), words=words)
    return words


def _ended(facts: Facts, words: str) -> str:
    return words[:1].upper() + words[1:] + _say(facts, "skeleton.end")


def _say(facts: Facts, key: str, **values: Any) -> str:
    return t(f"smart.{key}", lang=facts.language, **values)


def _words(facts: Facts) -> str:
    """Return the writer's words, cut where they run long."""
    tight = facts.text.strip(_EDGES + "\n\t")
    return tight if len(tight) <= _LONG else tight[:_LONG] + "……"


def _is_direction(facts: Facts) -> bool:
    """Whether it names a measure or a thing and a direction, and nothing else that would be lost."""
    claim = facts.claim
    if (
        not claim
        or not claim.thing
        or claim.target
        or facts.slogan
        or facts.goals
        or _NEGATED.search(facts.folded)
    ):
        return False
    if not (
        facts.things and (_ASKED_UP.search(facts.folded) or _ASKED_DOWN.search(facts.folded) or facts.changes)
    ):
        return False
    # Only what has a measure moves from one figure to another; “Staff” in “staff turnover” is nobody.
    measured = any(overlaps(m, claim.thing) for m in facts.metrics) or _MEASURE.search(
        facts.folded, *claim.thing
    )
    chinese = facts.language == "zh"
    verb = not chinese and any(v.start == claim.thing.start for v in (*facts.actions, *facts.changes))
    asked = min([v.start for v in facts.changes], default=len(facts.folded))
    if re.search(r"\d| and ", facts.folded[slice(*claim.thing)]):
        return False
    if not measured or verb or any(a.start > asked for a in facts.actors):
        return False
    # “Quieter nights” is a wish without a verb, and no name of a measure.
    if _COMPARED.search(facts.folded, *claim.thing) or re.search("问题|情况|现象", facts.at(claim.thing)):
        return False
    rest = list(facts.folded)
    for start, end in [claim.thing, *facts.actors, *facts.times.ends, *facts.times.words, *facts.times.loose]:
        rest[start:end] = " " * (end - start)
    return not _FILLING.sub("", "".join(rest))


def _template(facts: Facts) -> str:
    """From where to where: the writer's measure, direction, actor and date in a sentence."""
    stated = next(iter(facts.times.ends), None)
    words = _say(facts, "skeleton.who_change", who=_who(facts), change=_change(facts))
    return (
        _say(facts, "skeleton.when_words", when=_small(facts, facts.at(stated).strip(_EDGES)), words=words)
        if stated
        else words
    )


def _small(facts: Facts, words: str) -> str:
    """Begin with a small letter, where English words move into the sentence."""
    return words[:1].lower() + words[1:] if facts.language == "en" and words[1:2].islower() else words


def _poster(facts: Facts, lacking: Collection[str]) -> str:
    """A slogan stays, and a goal with blanks follows."""
    change = _say(facts, "skeleton.who_change", who=_who(facts), change=_change(facts))
    goal = _say(facts, "skeleton.whom", words=_dated(facts, change, lacking), whom=_whom(facts))
    words = _words(facts)
    return _say(facts, "skeleton.poster", words=words, goal=goal) if words else goal


def _thing(facts: Facts) -> str:
    """Return what is to be measured: the phrase of the measure, else a blank."""
    claim = facts.claim
    if claim and claim.thing and not facts.slogan and facts.things:
        return facts.at(claim.thing).strip()
    span = None if facts.slogan else next(iter([*facts.metrics, *facts.objects]), None)
    return facts.at(span).strip() if span else _say(facts, "blank.thing")


def _who(facts: Facts) -> str:
    return facts.at(facts.actors[0]) if facts.actors else _say(facts, "blank.who")


def _whom(facts: Facts) -> str:
    return facts.at(facts.beneficiaries[0]) if facts.beneficiaries else _say(facts, "blank.whom")


def _unit(facts: Facts) -> str:
    """Unit of the stated figure; without one, the unit such a measure usually has."""
    claim = facts.claim
    if claim and claim.target:
        found = list(_FIGURE_UNIT.finditer(facts.folded, *claim.target))
        if found:
            unit = facts.text[slice(*found[-1].span(1))].strip()
            return f" {unit}" if unit[0].isalpha() and facts.language == "en" else unit
        if re.search(r"\d", facts.at(claim.target)):
            return ""
    name = next((n for n, words in _UNITS if re.search(words, fold(_thing(facts)))), "none")
    return _say(facts, f"unit.{name}")


def _verb(facts: Facts, thing: str) -> str:
    """Up or down: as the sentence asks, else as is better for such a measure."""
    down = "shorten" if _unit(facts) == _say(facts, "unit.minutes") else "lower"
    if _ASKED_UP.search(facts.folded) and not re.search(_DOWN, thing):
        return "raise"
    if _ASKED_DOWN.search(facts.folded):
        return down
    if re.search(_BETTER_UP, thing):
        return "raise"
    return down if down == "shorten" or re.search(_DOWN, thing) else "raise"


def _change(facts: Facts) -> str:
    thing = _thing(facts)
    verb = _say(facts, f"verb.{_verb(facts, fold(thing))}")
    return _say(facts, "skeleton.change", thing=thing, unit=_unit(facts), verb=verb)
