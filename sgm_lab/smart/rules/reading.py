"""What a goal sentence says: the facts the verdicts of `sgm_lab.smart` rest on, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...i18n import Language
from .amounts import Amounts, read_amounts
from .claim import Claim, Clauses, own_thing, read_claim
from .metric import money, read_things
from .served import for_whom
from .split import read_goals
from .standing import is_standing, is_wanted
from .text import Span, blank, find, fold, language, overlaps, understood
from .times import Times, read_times
from .who import read_actors

__all__ = ["Facts", "read", "read_parts"]

_SPEED = re.compile(r"秒|分钟|小时|工作日|天|seconds?|minutes?|hours?|days?|(?<![a-z])mins?(?![a-z])|\dh")
# A period that can only lie ahead.
_UNTIL = re.compile(
    r"(?:on or )?(?:by|before|until|till|within|no later|ahead of|over the next|in the next|next)(?![a-z])"
)
_DUE = re.compile(r"^(?!去|上年|上个?[月周季]).*(?:前|底|末|为止)$")
# A figure without a direction of its own; and what is counted behind one.
_PLAIN = {
    "zh_count",
    "percent",
    "en_unit",
    "en_count",
    "en_number",
    "per_many",
    "out_of",
    "ratio",
    "zh_directed",
    "en_directed",
}
_STATED = re.compile(
    r"\d|每[百千万\d]|[一二三四五六七八九十两半]|(?:one|two|three|four|five|six|seven|eight|nine|ten) "
    r"|about|around|approx|is |平均|约"
)
_OF = re.compile(
    r"(?: of (?:the |our |all )?| )(?!(?:or|on|in|at|by|before|max|min)(?![a-z]))[a-z]{3}|[一-鿿]{2}"
)
# Two halves of the same length, and nothing asked for: 一声问候暖人心，一次微笑拉近你我.
_COUPLET = re.compile(
    r"([^，,。；;别要须应请不没少\da-z]{4,12})[，,]([^，,。；;别要须应请不没少\da-z]{4,12})"
)
_WARM = re.compile("[心情爱暖梦诚]|你我|微笑|美好|信赖|未来")
_CENTRE = re.compile(r"以[^，。；,;]{1,8}?为(?:中心|本|先|荣|根本)")
# What gets through, and is put through, tells no means.
_GO = re.compile(r"(?<![a-z])(?:get|gets|got|put|come|comes|go|goes|went|run|walk|wait) $")
_NOT_MEANS = re.compile(
    r"^通过[率的]|^通过[^，。；,;]{0,16}?(?:认证|验收|审核|评审|评估|考核|考试|审批|年检)|^through(?:out)? "
)


@dataclass(frozen=True, slots=True)
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
    told: list[Span]
    claim: Claim | None
    goals: list[Span]
    understood: bool

    @property
    def things(self) -> list[Span]:
        """Measures and concrete objects, in reading order."""
        return sorted([*self.metrics, *self.objects])

    @property
    def slogan(self) -> bool:
        """Whether the sentence is a wall poster: broad words, nothing concrete, nobody named, no figure."""
        if self.amounts.levels and not (len(self.slogans) > 1 and self._boasts):
            return False
        if len(self.slogans) > 1 and not self.times.ends and not self.actors:
            return True
        if self.slogans and not (self.things and (self.actors or self.metrics or self.actions)):
            return True
        couplet = _COUPLET.fullmatch(self.folded.strip("。！! "))
        if (
            couplet
            and _WARM.search(self.folded)
            and abs(len(couplet[1]) - len(couplet[2])) < 2
            and not (self.actors or self.metrics or self.times.dates)
        ):
            return True
        return bool(self.vague) and not (self.things or self.actors or self.deliverables)

    @property
    def _boasts(self) -> bool:
        """Whether the only figure is 100 %: satisfied customers on a poster."""
        return all("100" in self.at(s) for s in self.amounts.levels)

    @property
    def stated(self) -> bool:
        """Whether it says where things stand, and nothing of what is wanted."""
        return bool(self.amounts.levels) and is_standing(self.folded, asked=_is_due(self.folded, self.times))

    @property
    def speeds(self) -> list[Span]:
        """Levels in a unit of time: how fast those served are served."""
        return [s for s in self.amounts.levels if _SPEED.search(self.at(s))]

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
    own = list(blank(folded, others))
    for start, end in [] if shared else ends:
        own[start:end] = folded[start:end]
    return _read(facts.text, "".join(own), facts.goals)


def _read(text: str, folded: str, goals: list[Span] | None = None) -> Facts:
    times = read_times(folded)
    amounts = read_amounts(folded, times)
    spoken = language(folded)
    # A unit inside a date or a poster phrase ("以客户为中心") is nobody; nor does a date hold an object.
    body = blank(folded, [*times.dates, *times.words])
    body = _CENTRE.sub(lambda m: " " * len(m[0]), body)
    slogans = find("slogan", folded) + [Span(*m.span()) for m in _CENTRE.finditer(folded)]
    served = find("beneficiary", body)
    actors = read_actors(body, served, {s.start for s in find("action", body)}, find("need", body))
    nobody = blank(body, actors)
    vague = find("vague", nobody)
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
    needs = [s for s in find("need", nobody) if not any(overlaps(s, g) and s.end < g.end for g in groups)]
    named = [
        s for s in (*metrics, *objects, *needs, *changes, *find("beneficiary", nobody)) if s not in slogans
    ]
    chinese = spoken == "zh"
    same = [s for s in amounts.levels if amounts.forms[s] == "same_day"]
    told = is_standing(folded, asked=_is_due(folded, times))
    asked = amounts.levels if told else _asked(folded, body, amounts, actors, chinese)
    figures = (asked, amounts.from_to, actors)
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
        deliverables=find("deliverable", plain),
        metrics=metrics,
        objects=objects,
        vague=vague,
        slogans=slogans,
        needs=needs,
        enablers=find("enabler", nobody),
        services=find("service", body),
        financial=money(nobody),
        means=sorted([*amounts.means, *means]),
        compared=find("compare", folded),
        for_whom=for_whom(nobody, plain, bool(metrics or objects)),
        told=[] if told else [s for s in amounts.levels if s not in asked],
        claim=read_claim(
            _without_starts(body, asked, amounts),
            *figures,
            chinese,
            named,
            [*times.standards, *same],
            not times.ends and not times.loose,
        ),
        goals=goals or ([] if told else read_goals(body, *figures, chinese)),
        understood=understood(text),
    )


def _is_due(folded: str, times: Times) -> bool:
    """Whether a time is given that can only lie ahead."""
    return any(_UNTIL.match(folded, s.start) or _DUE.search(folded[slice(*s)]) for s in times.ends)


def _asked(folded: str, body: str, amounts: Amounts, actors: list[Span], chinese: bool) -> list[Span]:
    """Levels that are asked for; where none is, all of them: a clause may only tell where things stand."""
    starts = [s for s in amounts.starts if not any(overlaps(s, change) for change in amounts.from_to)]
    levels = [s for s in amounts.levels if not any(overlaps(s, start) for start in starts)] or amounts.levels
    clauses = Clauses(folded)
    numbers = [clauses.number(s.start) for s in levels]
    told = {n for n in set(numbers) if is_standing(folded[slice(*clauses.spans[n])])}
    # A figure before the one that is wanted, of the same thing: 小保养平均102分钟，要做到80以内.
    plain = [s for s in levels if amounts.forms[s] in _PLAIN and _STATED.match(folded, s.start)]
    changes = [*amounts.from_to, *amounts.steps]
    for one, n in zip(levels, numbers, strict=True):
        if (
            one not in plain
            or any(overlaps(one, c) for c in changes)
            or is_wanted(folded[slice(*clauses.spans[n])])
        ):
            continue
        behind = [s for s, m in zip(levels, numbers, strict=True) if n < m <= n + 3]
        later = next((s for s in behind if _same_unit(folded, one, s)), behind[0] if behind else None)
        if later is None or any(overlaps(later, c) for c in changes):
            continue
        here, there = clauses.spans[n], clauses.spans[clauses.number(later.start)]
        own = own_thing(body, there, later.start, actors, chinese)
        name = body[slice(*own)] if own else ""
        if not _same_unit(folded, one, later) or read_things(name)[0]:
            continue
        moved = _MOVED.search(folded, max(there.start, later.start - 20), later.end)
        # A clause of its own: 10月是41管; 6.1 per 1,000 days.
        alone = body[slice(*here)].startswith("   ") if chinese else n > 0 and one.start - here.start < 3
        if not moved and not alone and own_thing(body, here, one.start, (), chinese) is None:
            continue
        same = own is None or not (
            folded[later.start].isdigit() or read_things(name)[1] or find("need", name)
        )
        if moved or (same and not _OF.match(body, later.end)):
            told.add(n)
    return [s for s, n in zip(levels, numbers, strict=True) if n not in told] or levels


# A figure that something is to come to: 减到2单, make it 25 kg.
_MOVED = re.compile(
    r"[降减压缩提升增少高][一-鿿]?[到至为成](?=\s?[\d一二三四五六七八九十半])"
    r"|[一-鿿](?<![等直截达])[到至]\s?[\d一二三四五六七八九十]|(?<![a-z])(?:make it|get it"
    r"|bring (?:it|that)|want|see|reach(?:es|ing)?"
    r"|(?:come|falls?|go) (?:down |up )?to|get (?:it|that|this)(?: [a-z]+)?|down to|up to)(?![a-z])"
)
_UNIT = re.compile(
    r"(?:[\d.]|one|two|three|four|five|six|seven|eight|nine|ten)\s?个?半?([%‰]|[a-z]{1,9}"
    r"|[一-鿿]{1,2})"
)


def _same_unit(folded: str, one: Span, other: Span) -> bool:
    """Whether two levels count the same, or one of them does not say what."""
    units = [m[-1] for s in (one, other) if (m := _UNIT.findall(folded, *s))]
    return len(units) < 2 or units[0][:1] == units[1][:1]


def _without_starts(body: str, asked: list[Span], amounts: Amounts) -> str:
    """Blank what stands before the level and only tells the start: 去年31起 今年不超过15起."""
    if not asked:
        return body
    aside = [s for s in amounts.starts if s.end <= asked[0].start]
    return blank(body, [s for s in aside if not any(overlaps(s, change) for change in amounts.from_to)])
