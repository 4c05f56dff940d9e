"""What a goal sentence says: the facts the verdicts of `sgm_lab.smart` rest on, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...i18n import Language
from .amounts import Amounts, read_amounts
from .bare import is_bare
from .claim import Claim, headed, read_claim
from .metric import read_things
from .money import money
from .named import lettered, thresholds
from .plight import ahead, is_done, is_got, is_plight
from .posters import MORE_OF, centres, is_couplet, posters
from .roles import Roles, read_roles
from .served import for_whom
from .split import read_goals
from .text import Span, blank, find, fold, language, overlaps, understood, union
from .times import Times, read_times
from .told import is_asked, is_told
from .who import read_actors

__all__ = ["Facts", "read", "read_parts"]

_SPEED = re.compile(
    r"秒|分钟|小时|工作日|天|seconds?|minutes?|hours?|days?|(?<![a-z])(?:min|sec|hr)s?(?![a-z])|\dh"
)
# A state that those served would feel: 暖和一点, 干净些.
_EASED = re.compile(r"[暖静亮软热凉香甜净轻柔松楚白服和便脆稳]{1,2}(?:一?点|一?些)(?![一-鿿])")
# Done, and there to be seen.
_DONE = re.compile(
    r"(?:换|装|修|建|贴|印|搬|改|铺|刷|写|办|编|配)(?:完|好|成|到位|出来)(?![一-鿿]{0,3}[率的])"
    r"|(?<![a-z])(?:live|in place|up and running|operational|in force)(?![a-z])"
)
# How often something is so, and no time of those served: 85% of the time.
_NO_TIME = re.compile(r" ?of the time(?![a-z])")
# A service charge is no service.
_COMPOUND = re.compile(
    r" (?:charges?|desks?|stations?|users?|providers?|counters?|areas?|points?|lifts?)(?![a-z])"
)
# A time that can only lie ahead, whatever verb stands beside it.
_AHEAD = re.compile(r"(?:by|before|until|till|come|next|ahead of|this side|deadline|due)(?![a-z])")
# An actor that holds one of these has a verb already.
_FINITE = re.compile(r" (?:is|are|do|does|don't|get|gets|need|needs|have|has)(?![a-z])|^office$")
# What gets through, and is put through, tells no means.
_GO = re.compile(r"(?<![a-z])(?:get|gets|got|put|come|comes|go|goes|went|run|walk|wait) $")
_NOT_MEANS = re.compile(
    r"^通过(?:[率的。，,]|$)|^通过[^，。；,;]{0,16}?(?:认证|验收|审核|评审|评估|考核|考试|审批|年检)|^through(?:out)? "
)


@dataclass(frozen=True, eq=False)
class Facts:
    """Places of everything the rules look for in one sentence."""

    text: str
    folded: str
    language: Language
    times: Times
    amounts: Amounts
    actors: list[Span]
    beneficiaries: list[Span]
    actions: list[Span]
    changes: list[Span]
    deliverables: list[Span]
    metrics: list[Span]
    objects: list[Span]
    vague: list[Span]
    slogans: list[Span]
    needs: list[Span]
    enablers: list[Span]
    services: list[Span]
    financial: list[Span]
    means: list[Span]
    compared: list[Span]
    for_whom: list[Span]
    roles: Roles
    claim: Claim | None
    goals: list[Span]
    understood: bool

    @cached_property
    def things(self) -> list[Span]:
        """Measures and concrete objects, in reading order."""
        return sorted([*self.metrics, *self.objects])

    @cached_property
    def slogan(self) -> bool:
        """Whether the sentence is a wall poster: broad words, nothing concrete, nobody named, no figure."""
        if self.amounts.levels and not (len(self.slogans) > 1 and (self._boasts or not self.things)):
            return False
        # A figure with its date, or beside the one of today, is on no poster: 加油 is what the customer came for.
        if self.amounts.levels and not self._boasts and (self.times.ends or self.roles.told):
            return False
        if len(self.slogans) > 1 and not self.times.ends and not self.actors:
            return True
        if MORE_OF.search(self.folded):
            return False
        if self.slogans and not (self.things and (self.actors or self.metrics or self.actions)):
            return True
        if is_couplet(self.folded) and not (self.actors or self.metrics or self.times.dates):
            return True
        return bool(self.vague) and not (self.things or self.actors or self.deliverables)

    @property
    def _boasts(self) -> bool:
        """Whether the only figure is 100 %: satisfied customers on a poster."""
        return all("100" in self.at(s) for s in self.amounts.levels)

    @cached_property
    def stated(self) -> bool:
        """Whether it says where things stand, and nothing of what is wanted."""
        if is_got(self.folded) and not is_plight(self.folded):
            return False
        told = bool(self.amounts.levels)
        if self.language == "en":
            told = told or bool(self.amounts.starts) or is_told(self.folded)
        return bool(told or is_bare(self.folded) or is_plight(self.folded)) and self.roles.stated

    @cached_property
    def over(self) -> bool:
        """Whether nothing is asked for: where things stand, or an act that is done."""
        return self.stated or (
            is_done(self.folded) and not any(ahead(self.at(s)) for s in self.times.ends) and not self.slogan
        )

    @cached_property
    def speeds(self) -> list[Span]:
        """Levels in a unit of time: how fast those served are served."""
        return [s for s in self.amounts.levels if _SPEED.search(self.at(s))]

    @property
    def told(self) -> list[Span]:
        """Figures that say where things stand, beside those that are asked for."""
        return self.roles.told

    def at(self, span: Span | None) -> str:
        """Words at ``span``."""
        return self.text[span.start : span.end] if span else ""


def read(text: str) -> Facts:
    """Read one goal sentence, zh or en, in a time that grows linearly with its length.

    Of several goals the first is judged, with what it shares with the others.
    """
    folded = fold(text)
    facts = _read(text, folded)
    if len(facts.goals) < 2:
        return facts
    return _part(facts, 0)


def read_parts(facts: Facts) -> list[Facts]:
    """Each goal of a sentence of several, with what it shares with the others; none where there is one."""
    return [_part(facts, number) for number in range(len(facts.goals))]


def _part(facts: Facts, number: int) -> Facts:
    folded = fold(facts.text)
    others = [g for n, g in enumerate(facts.goals) if n != number]
    ends = read_times(folded).ends
    shared = [s for s in ends if not any(o.start <= s.start < o.end for o in others)]
    own = list(blank(folded, [*others, *_links(folded, facts.goals)]))
    for start, end in [] if shared else ends:
        own[start:end] = folded[start:end]
    return _read(facts.text, "".join(own), facts.goals)


# What stands between two goals: a mark, a number, “and”.
_BETWEEN = re.compile(
    r"(?:[\s，,；;、。.()（）]|[一二三四五]是|\d|[①-⑨]|并且?|同时|以及|另外"
    r"|(?<![a-z])(?:and|plus|while|whilst)(?![a-z]))+"
)


def _links(folded: str, goals: list[Span]) -> list[Span]:
    """What only links the goals."""
    gaps = [Span(one.end, other.start) for one, other in pairwise(goals)]
    return [gap for gap in gaps if gap.start < gap.end and _BETWEEN.fullmatch(folded, *gap)]


def _read(text: str, folded: str, goals: list[Span] | None = None) -> Facts:
    times = read_times(folded)
    amounts = read_amounts(folded, times)
    spoken = language(folded)
    # A unit inside a date or a poster phrase ("以客户为中心") is nobody; nor does a date hold an object.
    body = blank(folded, [*times.dates, *times.words])
    body = blank(body, centres(body))
    body = lettered(body, thresholds(body))
    slogans = posters(folded)
    served = find("beneficiary", body)
    actors = read_actors(body, served, {s.start for s in find("action", body)}, find("need", body))
    nobody = blank(body, actors)
    vague = [
        s
        for s in find("vague", nobody)
        if not (_COMPOUND.match(nobody, s.end) or nobody.endswith("self-", 0, s.start))
    ]
    plain = blank(nobody, [*vague, *slogans])
    metrics, objects = read_things(plain)
    means = [
        s
        for s in find("means", folded)
        if not _NOT_MEANS.match(folded[s.start : s.start + 30])
        and not _GO.search(folded, max(0, s.start - 8), s.start)
    ]
    actions, changes = find("action", plain), find("change", plain)
    groups = find("beneficiary", nobody)
    eased = [Span(*m.span()) for m in _EASED.finditer(nobody)]
    # A need within the name of those served is none.
    ends = {at: group.end for group in groups for at in range(*group)}
    needs = [
        s
        for s in union(find("need", nobody), eased)
        if all(ends.get(at, 0) <= s.end for at in range(*s))
        and not folded.endswith("内部", 0, s.start)
        and not _NO_TIME.match(folded, max(0, s.start - 7))
    ]
    named = [
        s for s in (*metrics, *objects, *needs, *changes, *find("beneficiary", nobody)) if s not in slogans
    ]
    chinese = spoken == "zh"
    same = [s for s in amounts.levels if amounts.forms[s] == "same_day"]
    roles = read_roles(folded, body, amounts, times, actors, chinese)
    later = any(_AHEAD.match(folded, s.start) for s in times.ends)
    later |= any(folded.startswith(" to ", a.end) and not _FINITE.search(folded, *a) for a in actors)
    if not chinese and roles.stated and is_asked(folded):
        roles = read_roles(folded, body, amounts, times, actors, chinese, wanted=True)
    elif not (chinese or later or roles.stated or amounts.from_to or times.standards) and is_told(folded):
        roles = Roles(amounts.levels, [], True)
    figures = (roles.asked, amounts.from_to, actors)
    claim = read_claim(
        _without_starts(body, roles.asked, amounts),
        *figures,
        chinese,
        named,
        [*times.standards, *same],
        not times.ends and not times.loose,
    )
    return Facts(
        text=text,
        folded=folded,
        language=spoken,
        times=times,
        amounts=amounts,
        actors=actors,
        beneficiaries=find("beneficiary", nobody),
        actions=actions,
        changes=changes,
        deliverables=sorted([*find("deliverable", plain), *(Span(*m.span()) for m in _DONE.finditer(plain))]),
        metrics=metrics,
        objects=objects,
        vague=vague,
        slogans=slogans,
        needs=needs,
        enablers=find("enabler", nobody),
        services=find("service", body),
        financial=money(nobody, body),
        means=sorted([*amounts.means, *means], key=lambda s: (s.start, -s.end)),
        compared=find("compare", folded),
        for_whom=for_whom(nobody, plain, bool(metrics or objects)),
        roles=roles,
        claim=headed(
            claim, body, actors, roles.told or amounts.starts, chinese, [*metrics, *objects, *needs, *groups]
        ),
        goals=goals or ([] if roles.stated else read_goals(body, *figures, chinese)),
        understood=understood(text),
    )


def _without_starts(body: str, asked: list[Span], amounts: Amounts) -> str:
    """Blank what stands before the level and only tells the start: 去年31起 今年不超过15起."""
    if not asked:
        return body
    aside = [s for s in amounts.starts if s.end <= asked[0].start]
    return blank(body, [s for s in aside if not any(overlaps(s, change) for change in amounts.from_to)])
