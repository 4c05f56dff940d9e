"""The measured thing and the phrase a goal rests on: from the subject through the target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .clauses import Clauses, clauses_of
from .share import PART, share
from .text import Span, meets, overlaps, tidy
from .thing import counted, own_thing, runs_on, short_of_place
from .wish import read_wish

__all__ = ["Claim", "headed", "read_claim"]

# A time without a date is how fast each case is served, unless it is to change.
_SPEED = re.compile(
    r"分钟|小时|秒|天|工作日|day|hour|hr|min|\d ?h(?![a-z])|(?<![a-z])sec|\d ?s(?![a-z])|ring"
)
_CHANGED = re.compile(r"缩|降|压|减|提|reduc|cut|shorten|down|lower|from|average|平均")
_CUT = re.compile(r"[缩降压减][短少低减]?[到至为]")
# What is put in brackets is said aside.
_ASIDE = re.compile(r"[(（]")


_COUNTED = re.compile(r"[\d一二两三四五六七八九十][名位张场次条封件台辆个]$")
_ONE = re.compile(r"一[件起单例次个条名位]$")
_GOES_ON = re.compile(r"(?!以|左右|的?占)[一-鿿 ]{3,}")
_SHORT = re.compile(r"[一-鿿]{2,6}(?=[\s，。；,;！!]|$)")
_AFTER = re.compile(r"^\d+(?:个工作日|天|小时|分钟)$")
# Who gets what: Every letter gets a named reply.
_RECEIVES = re.compile(
    r"(?:[a-z\d'&-]+ ){1,9}(?:gets?|receives?|ha(?:s|ve) had|(?:is|are) (?:given|offered|sent"
    r"|handed)) (?:an? |the |their |one )?$"
)


class Claim(NamedTuple):
    """What a goal rests on."""

    thing: Span | None  # the measured thing, or what is to be done something about
    target: Span | None  # its level, from the start where one is stated
    whole: Span  # from the subject through the target
    each: bool = False  # the level is how fast each case is served

    @property
    def measured(self) -> Span:
        """The thing with its level; the level alone where it is how fast each case is served."""
        if self.each and self.target:
            return self.target
        spans = [s for s in (self.thing, self.target) if s]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else self.whole


# What stands before these is a person: the lead wants 18 a month cut to 9.
_PERSON = re.compile(r"(?:wants?|aims?|commits?|agreed|holds)(?![a-z])(?! at)")
# What no heading names: a time, a figure, an aim.
_NO_NAME = re.compile(r"\d|\s{3}|(?<![a-z])(?:aim|goal|target|season|for info|action)s?(?![a-z])")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# A figure, whoever it belongs to; and others whose figure is only told for comparison.
_FIGURE = re.compile(
    r"(?<![a-z])\d(?!\d{0,2}\s?(?:秒|分钟|小时|天|日|个工作日)内?[一-鿿]{2,6}率)|[一二三四五六七八九十百两]{2,}多?[个件单次人名条起分天]|(?<![一-鿿])平均"
)
# A clause that begins with its figure names what it counts: 200 water bills wrongly estimated.
_OPENS = re.compile(r"\W*\d[\d.,]*%?(?= (?!per |an? |in |out |of )[a-z]{3})")
_OTHERS = re.compile(
    r"^(?:[去今上]年|上个?[月周季]度?)$|隔壁|同行|行业|兄弟|别的|人家|^[一每][天周月年]$"
    r"|^[全各][一-鿿]{1,2}$|^[砍减降压缩少][一-鿿]{1,4}$"
    r"|(?<![a-z])(?:last|other)(?![a-z])"
)


def read_claim(
    body: str,
    levels: Sequence[Span],
    from_to: Sequence[Span],
    actors: Sequence[Span],
    chinese: bool,
    named: Sequence[Span] = (),
    standards: Sequence[Span] = (),
    undated: bool = False,
) -> Claim | None:
    """Find the claim of folded ``body``, its dates blanked out.

    Without a level it is the first clause that names one of ``named``; None where there is none.
    """
    clauses = clauses_of(body)
    if not levels:
        wish = read_wish(body, clauses, actors, chinese, named)
        return Claim(wish[0], None, wish[1]) if wish else None
    # “车险小额理赔（5000元以下）…2天以内”: what is put in brackets is said aside.
    asides = [m.span() for m in _BRACKETS.finditer(body)]
    levels = [s for s in levels if not any(a < s.start < b for a, b in asides)] or levels
    first = levels[0]
    number = clauses.number(first.start)
    clause = clauses.spans[number]
    aside = _ASIDE.search(body, first.end, clause.end)
    inside = [s for s in levels if s.start < (aside.start() if aside else clause.end)] or [first]
    change = next((s for s in from_to if s.start < clause.end and s.end > first.start), None)
    standing = meets(standards)
    # “30分钟内看上病的比例提高到80%”: the service level is part of the measured thing.
    own = [s for s in inside if not standing(s)]
    if own and own[-1] == inside[-1]:
        first = own[0]
    if len(inside) > 1 and not change and PART.search(body, *inside[-1]) and _SPEED.search(body, *first):
        first = inside[-1]
    target = Span(
        min([first.start, *([change.start] if change else [])]),
        max(inside[-1].end, change.end if change else 0),
    )
    mine = None if _PERSON.match(body, *target) else own_thing(body, clause, target.start, actors, chinese)
    if chinese and mine:
        mine = _known_before(body, clause, mine, actors, named)
    thing = mine or _earlier(body, clauses, number, actors, chinese)
    # A time that something is cut to is no longer how fast each case is served.
    moved = chinese and bool(_CUT.search(body, max(clause.start, target.start - 4), first.end))
    each = (not moved and all(map(standing, inside))) or (
        undated
        and not change
        and all(_SPEED.search(body, *s) for s in inside)
        and not _CHANGED.search(body, clause.start, target.end)
    )
    if not chinese:
        target = runs_on(body, target)
    after = counted(body, target, clause, chinese) if thing is None or each or not chinese else None
    start = thing.start if thing else target.start
    end = max(target.end, after.end) if after else target.end
    if after and not chinese:
        after = short_of_place(body, after, thing is None)
    rest = [s for s in levels if not standing(s)]
    quick = not change and all(_SPEED.search(body, *s) for s in inside) and not _CHANGED.search(body, *clause)
    if kept := share(body, clauses, number, rest, from_to, chinese, quick):
        target, end, each = kept, kept.end, True
    # What is counted goes on to what it does: 22名讲解员全部拿到证书.
    goes_on = _GOES_ON.match(body, target.end, clause.end) if chinese and not change else None
    if chinese and _ONE.search(body, *target) and (short := _SHORT.match(body, target.end, clause.end)):
        end = max(end, short.end())
    if goes_on and _COUNTED.search(body, *target):
        end = max(end, goes_on.end())
    if each and chinese and not after and (body[target.end - 1] == "内" or _AFTER.search(body, *target)):
        # What is done in that time may stand behind the mark; a date there says when it is looked at.
        end = max(
            [
                end,
                *(
                    c.end
                    for c in clauses.spans[number + 1 : number + 2]
                    if body[c.start : c.start + 2] != "  "
                ),
            ]
        )
    begins = clauses.number(start)
    heading = clauses.spans[begins - 1] if begins and not chinese else clause
    if not chinese and (subject := _RECEIVES.match(body, clauses.spans[begins].start, start)):
        start = tidy(body, Span(subject.start(), start)).start
    if (
        body[heading.end : heading.end + 1] == ":"
        and heading.end < start
        and not _NO_NAME.search(body, *heading)
    ):
        start = tidy(body, heading).start
    named = [c for c in clauses.spans[: clauses.number(start) + 1] if len(body[slice(*c)].strip()) > 2]
    near = named[-2:][0].start if named else 0
    heads = [
        a.start
        for a in actors
        if near <= a.start <= start
        and not re.search(r"[。;；]", body[a.end : start])
        and not body.startswith(("说", "讲", "让我"), a.end)
    ]
    return Claim(thing or after, target, tidy(body, Span(min([start, *heads[:1]]), end)), each)


def _known_before(
    body: str, clause: Span, thing: Span, actors: Sequence[Span], named: Sequence[Span]
) -> Span:
    """The measure before a gap, where what stands behind the gap is nothing known: 装机及时率 装维班 由86%."""
    if body[thing.start - 1 : thing.start] != " " or any(overlaps(s, thing) for s in named):
        return thing
    known = [s for s in named if clause.start <= s.start and s.end < thing.start]
    return (known and own_thing(body, clause, known[-1].end, actors, True)) or thing


def headed(
    claim: Claim | None,
    body: str,
    actors: Sequence[Span],
    told: Sequence[Span],
    chinese: bool,
    known: Sequence[Span],
) -> Claim | None:
    """Name the measure by the clause that tells where it stands: 派件投诉一天七八个，压到3个以内."""
    if not claim or not claim.target or not told or told[0].end > claim.target.start:
        return claim
    # A thing between the two figures that no word is known of is how it is to be done, or who does it.
    own = claim.thing
    if own and (own.start < told[0].end or any(overlaps(own, s) for s in known)):
        return claim
    clauses = clauses_of(body)
    thing = own_thing(body, clauses.spans[clauses.number(told[0].start)], told[0].start, actors, chinese)
    return claim._replace(thing=thing, whole=Span(thing.start, claim.whole.end)) if thing else claim


def _earlier(body: str, clauses: Clauses, number: int, actors: Sequence[Span], chinese: bool) -> Span | None:
    """What a clause before names: 小保养平均102分钟，隔壁店才75，咱们做到80以内; best where its figure stands."""
    near: Span | None = None
    gap = False
    for clause in reversed(clauses.spans[max(0, number - 3) : number]):
        if not chinese and body[clause.end] not in "：:, ;.":
            return near
        figure = _FIGURE.search(body, *clause)
        end = figure.start() if figure else clause.end
        thing = own_thing(body, clause, end, actors, chinese)
        if (
            thing is None
            and figure
            and not chinese
            and (opens := _OPENS.match(body, clause.start, clause.end))
        ):
            thing = counted(body, Span(clause.start, opens.end()), clause, False)
        if thing and not _OTHERS.search(body[slice(*thing)]):
            # A start blanked out leaves a gap behind the thing.
            if figure or gap or not chinese or body[thing.end : clause.end].isspace():
                return thing
            near = near or thing
        gap |= bool(figure) or not body[slice(*clause)].strip("（）() ")
        if not figure and chinese and thing is None and body[slice(*clause)].strip():
            return near
    return near
