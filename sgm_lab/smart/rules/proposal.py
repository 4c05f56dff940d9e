"""Proposals: the writer's own sentence, with blanks where something is missing.

Nothing the writer said is dropped or moved. Blanks stand in one bracket behind the sentence, where they fit whatever it
says; only a date goes to its head (in English to its end) where it is one plain clause. A from–to sentence is made
only where the writer named a measure, a direction and little else (尽快缩短排队时间). What may be no goal at all, a
complaint or a verse, is left as written, and a goal to be filled in follows: what adds little can hardly be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from .blanks import NEGATED, is_moved, say, thing, unit
from .blanks_en import asks_en
from .blanks_zh import blank_zh
from .clauses import clause_at
from .contrary import is_contrary
from .plight import is_plight, is_wished
from .posters import MORE_OF
from .reading import Facts
from .template import dated, is_direction, poster, template, who, whom, words
from .text import Span
from .told import is_report
from .verdicts import judge

__all__ = ["form", "may_be_goal", "proposal", "rewrite"]

_TROUBLE = re.compile(
    r"(?:太|过于)[一-鿿]|(?<![超通经难])过[长多慢高大低少]|总是|老是|经常|意见大|[一-鿿]慢(?:[，,]|$)|不够"
    r"|[涨降少多坏慢乱变丢停没]了$|^(?:现在|目前|眼下|最近|这几天|昨天|上周)[^，。；,;]{0,20}(?:还是|又|老|总|一直)"
    r"|(?<![a-z])(?:(?:confus|annoy|frustrat|upset)e?s (?:people|[a-z]+s)|nobody (?:tells|knows"
    r"|listens|picks)|because nobody|hang up|complain that|keeps? (?:breaking|failing|crashing)"
    r"|(?:like|love|hate|dislike)s? (?:our|the)"
    r"|(?:is|are|always) (?:much |far |often |still )?(?:too|slow|late|dirty|cold|broken|rude|poor"
    r"|bad|noisy|confusing|never))(?![a-z])"
)
# A count since then and nothing behind it is told: 64 since September.
_SINCE = re.compile(r"\d since (?:last )?[a-z]+\W*$")
_TOLD_TO = re.compile(
    r"[别不]要|别[再让把]|[要须得把将让使]|解决|减少|降|(?<![a-z])(?:should|must|will|to"
    r"|(?<!is )(?<!are )never|stop|let's|need)(?![a-z])"
)
# More than one plain clause: a mark inside, something quoted, asked or noted down.
_PARTED = re.compile(
    r"[，,。；;：:！!？?、()（）\n“”\"「」…—→]|\.\s| - |\s{2}|(?<=[一-鿿]) (?=[一-鿿])|^(?:ps|tbh|ok|nb"
    r"|re)(?![a-z])"
)
# What is to move, though no word of it is known: 换码没货的情况，开学前减下来.
_TOLD_WHAT = re.compile(
    rf"{MORE_OF.pattern}|[减降改修补换][一-鿿]{{0,2}}(?:下来|好|掉|完)|解决|别|的情况|多接|重新|一遍|做到"
)
# Before these no date can stand.
_HOPED = re.compile(r"希望|今后|(?<![一-鿿])以后|接下来|下一?步|往后|未来|从今|但愿|盼")
# Done, by its verb alone: 换了, 译成了.
_DID = re.compile(
    r"[一-鿿](?<![为除受不没别得好极太])了(?![解却断])|(?<!早)(?<!积)已经?[把将聘购装换买招建改设配添]"
)
_HAS_BEEN = re.compile("[了已共有又才]|[收接评]到|完成|卖出|累计|截至|目前|到现在|同比|[占为是]|倒数")
_LIMIT = re.compile("[周月天以]内|[≤≥]|清[完零]")
_TOLD = re.compile("[没了太总老]|还是")
_BOAST = re.compile(r"100\s?%|百分百|百分之百|零|满分|全覆盖")
# A year or a season that no form of time reads is none to be asked for again.
_DATED = re.compile(
    r"(?<![a-z])(?:in|by|before|until|till|for|during|ere|come|this|next) (?:the )?(?:(?:end|start|close) of )?"
    r"(?:20(?:2[6-9]|3\d)|spring|summer|autumn|winter|lent|easter|christmas|january|february|march|april|june|july|august"
    r"|september|october|november|december)(?![a-z\d])|(?<!\d)20(?:2[6-9]|3\d)(?!\d)年?度?(?:[春夏秋冬]|财)|\d为止"
)
_NUMBER = re.compile(r"^[(]?(?:[ivx]+(?=[)])|\d|[①-⑨])[)）.、]?\s*(?=\D)|^[一二三四五](?:是|、)")
# Longer than this a half of two equal ones is no verse.
_VERSE = 10
_PLAIN = {"zh": 34, "en": 110}


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
    lacking = set(lacking)
    if not facts.understood:
        return facts.text
    english = facts.language == "en"
    if is_contrary(facts.folded):
        return facts.text
    if not lacking:
        # Whole, unless it is certain that a figure measures nothing, or a means only.
        asked = [] if facts.over or list(parts) else _asks(facts, lacking)
        behind = say(facts, "ask.behind", words=words(facts), blanks=say(facts, "ask.and").join(asked))
        return _ended(facts, behind) if asked else facts.text
    kind = form(facts, lacking)
    if kind == "direction":
        return _ended(facts, dated(facts, template(facts), lacking))
    if kind in ("fact", "unsure"):
        skeleton = "either" if kind == "fact" and may_be_goal(facts) else "fact"
        return _ended(facts, say(facts, f"skeleton.{skeleton}", words=words(facts)))
    if kind == "poster":
        return _ended(facts, poster(facts, lacking))
    goals = list(parts)
    blanks = _each(goals, lacking) if goals else _asks(facts, lacking)
    if "specific" in lacking and not facts.actors and facts.amounts.levels and not goals:
        blanks.append(say(facts, "ask.owner"))
    # An English date stands with the other blanks, behind whatever the sentence ends in.
    plain = not (goals or english) and _is_plain(facts)
    if _DATED.search(facts.folded):
        lacking.discard("time_bound")
    if "time_bound" in lacking and not plain:
        blanks.append(say(facts, "ask.due"))
    again = words(facts) + ("？?"[english] if facts.text.rstrip().endswith(("?", "？")) else "")
    if not (blanks or (plain and "time_bound" in lacking)):
        return facts.text
    if blanks:
        again = say(facts, "ask.behind", words=again, blanks=say(facts, "ask.and").join(blanks))
    return _ended(facts, dated(facts, again, lacking) if plain else again)


def form(facts: Facts, lacking: Collection[str]) -> str:
    """What the rewrite takes a sentence for: ``direction``, ``fact``, ``unsure``, ``poster`` or ``goal``."""
    return _form(facts, "measurable" not in lacking)


def may_be_goal(facts: Facts) -> bool:
    """Whether a Chinese fact names a limit, or a day that may lie ahead and nothing that has been."""
    soon = facts.times.ends and not _HAS_BEEN.search(facts.folded)
    return facts.language == "zh" and bool(soon or _LIMIT.search(facts.folded))


@lru_cache(16)
def _form(facts: Facts, measured: bool) -> str:
    if not measured and is_direction(facts) and not _has_horizon(facts):
        return "direction"
    if facts.over or _is_trouble(facts) or _SINCE.search(facts.folded) or is_report(facts.folded):
        return "fact"
    bare = not words(facts) or (_is_empty(facts) and not _TOLD_WHAT.search(facts.folded))
    if facts.language == "en" or not words(facts):
        return "poster" if facts.slogan or bare else "goal"
    # What is there by a day is no poster: 建“暖心候车区”，国庆前启用.
    if facts.slogan and not (facts.times.ends and facts.deliverables):
        return "poster"
    # What names nothing to be done or measured is no goal, though it is on no poster that is known.
    return "unsure" if bare or (not facts.slogan and _is_unsure(facts, measured)) else "goal"


def proposal(facts: Facts, criterion: str) -> str:
    """Return the phrase that would mend one criterion."""
    if criterion == "relevant":
        return (
            say(facts, "skeleton.whom", words=words(facts), whom=whom(facts))
            if words(facts)
            else template(facts)
        )
    if criterion == "achievable" and (facts.amounts.from_to or facts.amounts.starts or facts.amounts.steps):
        # Of several figures of a fact none is the one to reach, whose unit the others would have.
        return say(facts, "skeleton.past", words=words(facts), unit="" if facts.over else unit(facts))
    if criterion == "specific" and facts.amounts.levels and not facts.actors and not facts.stated:
        return say(facts, "skeleton.who_words", who=who(facts), words=words(facts))
    return rewrite(facts, {criterion}).rstrip("。.")


def _asks(facts: Facts, lacking: set[str]) -> list[str]:
    if facts.language == "en":
        return asks_en(facts, lacking)
    found = blank_zh(facts, lacking)
    return [found.said(facts)] if found else []


def _each(goals: list[Facts], lacking: set[str]) -> list[str]:
    """Blanks of several goals, each with the name of its measure where that is short; in English only a noun is one.

    A heading or an act beside goals that have a level is left alone.
    """
    out = []
    english = bool(goals) and goals[0].language == "en"
    levelled = any(g.claim and g.claim.target for g in goals)
    for number, goal in enumerate(goals, 1):
        known = not english and (goal.metrics or is_moved(goal))
        if levelled and not (known or (goal.claim and goal.claim.target)):
            continue
        name = _NUMBER.sub("", thing(goal))
        if (
            not goal.claim
            or not goal.claim.thing
            or name.startswith("____")
            or len(name) > (30 if english else 12)
            or (english and _no_name(goal, goal.claim.thing))
        ):
            name = say(goal, "ask.number", n=number)
        out += [say(goal, "ask.of", name=name, blank=blank) for blank in _asks(goal, lacking)]
    return out


@lru_cache(8)  # the advice on each criterion asks for the same sentence again
def _named(facts: Facts) -> bool:
    return judge(facts, "specific").verdict != "missing"


def _is_unsure(facts: Facts, measured: bool) -> bool:
    """Whether it may be no goal at all, though no fact and no poster that is known.

    Nothing is to be done or measured in it (敢为人先，永不言败), only what boasts has a figure (微笑率百分百，零差评),
    or it has no level and no word of a wish (队伍从窗口排到了楼梯): for both a fact and an act a goal can follow.
    """
    if not words(facts) or facts.goals:
        return False
    if not _named(facts):
        return True
    levels = facts.amounts.levels
    did = _DID.search(facts.folded)
    if did and not (facts.speeds or is_wished(facts.folded)):
        return True
    target = facts.claim.target if facts.claim else None
    if did and did[0].startswith("已") and target and target.start < clause_at(facts.folded, did.end()).end:
        return True
    if len(levels) > 1 and not facts.times.ends and not facts.actors:
        return all(_BOAST.search(facts.folded, *s) for s in levels)
    # A verse, or an exhortation: 少跑一趟路，多办一件事; 加强内部文件归档.
    bare = not (levels or facts.times.ends or facts.actors or facts.metrics or facts.amounts.means)
    serves = MORE_OF.search(facts.folded) or judge(facts, "relevant").verdict == "met" if bare else True
    if bare and (_is_verse(facts) or not serves):
        return True
    start = (
        facts.told or facts.amounts.starts or facts.amounts.steps or facts.amounts.from_to or facts.compared
    )
    if is_plight(facts.folded) and not start:
        return True
    wished = is_wished(facts.folded) or (facts.times.ends and not _TOLD.search(facts.folded))
    return not (measured or levels or facts.amounts.means or wished)


def _no_name(facts: Facts, thing: Span) -> bool:
    """Whether an English phrase begins with a verb or a negation, and so names nothing."""
    verbs = (*facts.actions, *facts.changes)
    of = facts.folded.startswith(("of ", "on ", "in ", "at ", "while ", "with "), thing.start)
    return of or any(v.start == thing.start for v in verbs) or bool(NEGATED.match(facts.folded, thing.start))


def _is_verse(facts: Facts) -> bool:
    """Whether its clauses are of one length: 少跑一趟路，多办一件事."""
    lengths = {len(clause) for clause in re.split("[，,、；;]", words(facts))}
    return len(lengths) == 1 and re.search("[，,、；;]", words(facts)) is not None and lengths.pop() < _VERSE


def _is_plain(facts: Facts) -> bool:
    """Whether it is one short clause, so that a date can be put to it."""
    said = words(facts)
    question = facts.text.rstrip().endswith(("?", "？"))
    horizon = _has_horizon(facts)
    # Where a day is named from which it is so, another at the head reads as a contradiction.
    horizon = horizon or bool(facts.language == "zh" and facts.times.other)
    # How often something is held has no day on which it is so.
    rhythm = facts.language == "zh" and facts.times.loose and not facts.amounts.levels
    return len(said) <= _PLAIN[facts.language] and not (
        question or horizon or rhythm or _PARTED.search(said) or _HOPED.search(said)
    )


def _has_horizon(facts: Facts) -> bool:
    """Whether years to come are named: a date beside them would contradict them."""
    return any(facts.times.forms.get(s) in ("horizon", "zh_horizon") for s in facts.times.loose)


def _is_empty(facts: Facts) -> bool:
    """Whether nothing is named in it that could be measured, done or served."""
    named = (
        facts.things,
        facts.actors,
        facts.needs,
        facts.beneficiaries,
        facts.amounts.levels,
        facts.amounts.means,
    )
    said = (facts.actions, facts.changes, facts.deliverables, facts.enablers, facts.financial)
    return not any((*named, *said))


def _is_trouble(facts: Facts) -> bool:
    """Whether it only complains: 理赔慢，客户意见大."""
    bare = not (facts.amounts.levels or facts.times.ends)
    return bare and bool(_TROUBLE.search(facts.folded)) and not _TOLD_TO.search(facts.folded)


def _ended(facts: Facts, said: str) -> str:
    return said[:1].upper() + said[1:] + say(facts, "skeleton.end")
