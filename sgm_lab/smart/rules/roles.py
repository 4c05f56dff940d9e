"""What each figure is for: asked for, or told of where things stand.

Every clause that holds a figure has a tense: *told* (去年31起, we had 31), *asked* (不超过15起, under 15) or *plain*
(31起). A sentence is a mere fact where a clause is told and none is asked; else the asked figures are the goal, and
the others its start.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .alike import aside, behind, counts_alike, same_unit
from .amounts import Amounts
from .clauses import Clauses, clauses_of
from .metric import read_things
from .plight import ahead, is_plight
from .standing import is_standing, is_wanted
from .text import Span, find, meets, overlaps, tidy
from .thing import own_thing
from .times import Times

__all__ = ["Roles", "read_roles"]

# A period that can only lie ahead.
_UNTIL = re.compile(
    r"from [a-z\d ]+ (?:to|until|till|through) |(?:on or )?(?:by|before|until|till|within|no later"
    r"|ahead of|over the next|in the next|next)(?![a-z])"
)
_DUE = re.compile(r"^(?!去|上年|上个?[月周季]).*(?:前|底|末|为止)$")
# A period that holds today is reported on as often as it is planned for.
_NOW = re.compile(r"[本这当今]|.*(?:假期|黄金周|长假)|this|the (?:year|quarter|month|week|term)")
# Forms that only name a figure; the others say of themselves in which direction it is to go.
_PLAIN = {
    *("any_count", "zh_scored", "any_bare", "percent", "per_many", "out_of", "ratio", "any_directed"),
    *("en_unit", "en_count", "en_number", "en_bare", "en_directed", "en_rate", "en_wanted"),
}
_STATED = re.compile(
    r"\d|最[长慢久高]|每[百千万\d]|[一二三四五六七八九十两半]|(?:one|two|three|four|five|six|seven|eight|nine|ten) "
    r"|about|around|approx|is |平均|约"
)
# Words before a figure that set no limit: out of 150, up from 140.
_TOLD_OF = re.compile(
    r"(?:of|from|at|by|around|about|between|and|or|score|rating|is|every)(?![a-z])|[约达由从破]|平均|突破"
)
_OF = re.compile(
    r"(?: of (?:the |our |all )?| )(?!(?:or|on|in|at|by|before|max|min)(?![a-z]))[a-z]{3}|[一-鿿]{2}"
)
_BOUND = re.compile(
    r"不[超高多低少]|别超|≤|<|(?:no|not) (?:more|higher|worse|later|over|above)|at most|(?:under|below"
    r"|less|fewer)(?![a-z])"
)
# A figure that something is to come to: 减到2单, make it 25 kg.
_MOVED = re.compile(
    r"[降减压缩提升增少高追][一-鿿]?[到至为成](?=\s?[\d一二三四五六七八九十半])"
    r"|[一-鿿](?<![等直截达])[到至]\s?[\d一二三四五六七八九十]|(?<![a-z])(?:make it|hop(?:e|ing) for"
    r"|looking for|get it"
    r"|bring (?:it|that)|want|see|reach(?:es|ing)?"
    r"|(?:come|falls?|go|be) (?:down |up )?(?:to|at)|get (?:it|that|this)(?: [a-z]+)?|down to|up to)(?![a-z])"
)
# A clause of the present or the past, and the figure it tells; looked for where no start was read.
_THEN = re.compile(
    r"去年|上年|前年|上个?(?:月|周|季度?|学期|半年)|上一[年季]|昨[天晚日]|现在|目前|眼下|如今|今天"
    r"|现阶段|以前|原来|原先|之前是"
    r"|\d\s?[起次件例单人]了|已经?(?:有|达|是)|只有|才(?=\d)|(?<!\d)(?:1[0-2]|[1-9])月(?:份)?(?:是|有"
    r"|坏|只|才|共)|今年(?:已"
    r"|到现在|以来|出)"
    r"|太[长慢多高久低少]|[隔邻]壁|同行|行业|积压|压着|欠着|还[有剩]"
    r"|(?<![a-z])(?:last|now|ha(?:s|ve)(?= (?:about |over )?\d)|currently|today|was|were|had|did|took"
    r"|counted|averages?|averaging|so far|at present"
    r"|(?:is|are|only|still)(?= (?:only |still |about )?\d)"
    r"|at the moment|already|yesterday|next door|used to|right now|(?:we|it|that|she|he|they)(?:'re"
    r"| are|'s| is)(?: at| up at| sitting at)?"
    r"|(?:we|they) (?:see|get|run at|lose|manage|score|hit)|(?:missed|failed|breached) (?:on|in) (?=\d)"
    r"|backlog|overdue|outstanding|piled up|h1|ytd|previous(?:ly)?)(?![a-z])"
)
_HAPPENED = re.compile(
    r"[升降减增提高低少多涨跌]了|已|去年|上[个年月周季]|(?<![a-z])(?:went|rose|fell|dropped|climbed"
    r"|grew|increased|decreased|improved"
    r"|slipped|has|have|had|was|were|moved|came|got)(?![a-z])"
)
# An aim, said as one.
_AIM = re.compile(r"力争|争取|目标|打算|[想要]|希望|计划|做到|[压降提减升]")
# What is next month, told from this one.
_NEXT = re.compile(r"下[个一]?(?:月|周|季|学期|半年|学年)|明年|(?<![a-z])(?:next|second)(?![a-z])")
_THIS = re.compile(r"[本这]个?(?:月|周|季|学期|学年)|今年|上半年|(?<![a-z])(?:this|first)(?![a-z])")
_COUNT = re.compile(
    r"[$€£]?\d[\d,.]*(?<![.,])\s?(?:%|‰|个?百分点|[多来余]?个?(?:小时|分钟|工作日)|[多来余]?个?[一-鿿]"
    r"|(?!of|in|at|on|by|to|or|and|as|is)[a-z]{1,12}| of them)?(?: (?:in|out of|per|an?) [a-z\d,]+)?"
    r"|[二两三四五六七八九十百]{1,3}[多来几]?(?:个|起|件|次|单|人|天|成|例|条)|(?:two|three|four|five"
    r"|six|seven|eight|nine|ten)"
    r" (?:in|out of) (?:ten|five|\d+)|[一二两三四五六七八九]{2}个"
)


class Roles(NamedTuple):
    """Figures of a sentence by what they are for."""

    asked: list[Span]  # levels to reach
    told: list[Span]  # where things stand
    stated: bool  # nothing is asked for


def read_roles(
    folded: str,
    body: str,
    amounts: Amounts,
    times: Times,
    actors: list[Span],
    chinese: bool,
    *,
    wanted: bool = False,
) -> Roles:
    """Sort the figures of ``folded``; ``body`` is the same without its dates; ``wanted`` where it is known to ask."""
    clauses = clauses_of(folded)
    due = not folded.startswith(("截至", "截止到")) and any(
        _UNTIL.match(folded, s.start) or _DUE.search(folded[slice(*s)]) for s in times.ends
    )
    # From–to with a date is asked for, unless it is told as a thing that has happened.
    planned = amounts.from_to and times.ends and not _HAPPENED.search(folded)
    soon = due or any(ahead(folded[slice(*s)]) for s in times.ends)
    stands = is_standing(folded, asked=due) or (chinese and not soon and is_plight(folded))
    if stands and not (planned or wanted):
        turned = _turned(folded, clauses, amounts, times)
        if not turned:
            return Roles(amounts.levels, [], True)
        return Roles(
            turned,
            [s for s in amounts.levels if s not in turned]
            or _then(folded, body, clauses, times.ends, turned),
            False,
        )
    asked = _asked(folded, body, clauses, amounts, times.ends, actors, chinese)
    told = [s for s in amounts.levels if s not in asked]
    known = told or amounts.starts or amounts.from_to or amounts.steps
    return Roles(asked, told if known else _then(folded, body, clauses, times.ends, asked), False)


def _turned(folded: str, clauses: Clauses, amounts: Amounts, times: Times) -> list[Span]:
    """Levels that are asked for though the sentence tells where things stand: 零发生！去年7起."""
    out = []
    counted = [c for c in clauses.spans if _THEN.search(folded, *c) and _COUNT.search(folded, *c)]
    for level in amounts.levels:
        clause = clauses.spans[clauses.number(level.start)]
        if _THEN.search(folded, *clause) or is_standing(folded[slice(*clause)]):
            continue
        form = amounts.forms[level]
        bound = form in ("zero", "en_bound") or (
            form.endswith("directed")
            and not _STATED.match(folded, level.start)
            and not _TOLD_OF.match(folded, level.start)
        )
        ahead = any(
            clause.start <= s.start < clause.end and not _NOW.match(folded, s.start) for s in times.ends
        )
        if (bound or ahead) and any(c != clause for c in counted):
            out.append(level)
    return out


def _then(folded: str, body: str, clauses: Clauses, dates: list[Span], asked: list[Span]) -> list[Span]:
    """The figure of a clause that tells of the present or the past, where it has no form of a start."""
    if not asked:
        return []
    dated = _dated(dates, clauses.spans[clauses.number(asked[0].start)])
    asking = {clauses.number(s.start) for s in asked}
    ahead = any(_NEXT.search(folded, *clauses.spans[n]) for n in asking)
    is_asked = meets(asked)
    for clause in clauses.spans:
        if is_asked(clause):
            continue
        when = _THEN.search(body, *clause) or (ahead and _THIS.search(folded, *clause))
        # Two dated figures, and the later one is asked for: 41 in March, under 20 in June.
        when = when or (
            clause.end <= asked[0].start and dated and _dated(dates, clause) and _COUNT.search(body, *clause)
        )
        if when and (figure := _COUNT.search(body, *clause)):
            return [tidy(body, Span(min(when.start(), figure.start()), max(when.end(), figure.end())))]
    return []


def _dated(dates: list[Span], clause: Span) -> bool:
    """Whether a date begins in ``clause``."""
    return any(clause.start <= s.start < clause.end for s in dates)


def _asked(
    folded: str,
    body: str,
    clauses: Clauses,
    amounts: Amounts,
    dates: list[Span],
    actors: list[Span],
    chinese: bool,
) -> list[Span]:
    """Levels that are asked for; where none is, all of them: a clause may only tell where things stand."""
    starts = [s for s in amounts.starts if not any(overlaps(s, change) for change in amounts.from_to)]
    levels = [
        s
        for s in amounts.levels
        if not any(overlaps(s, start) and not _bounds(folded, s, start) for start in starts)
    ] or amounts.levels
    beside = [*aside(folded, levels), *behind(folded, body, levels, clauses, dates)]
    levels = [s for s in levels if s not in beside] or levels
    numbers = [clauses.number(s.start) for s in levels]
    in_clause: dict[int, list[Span]] = {}
    for s, n in zip(levels, numbers, strict=True):
        in_clause.setdefault(n, []).append(s)
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
        next_ones = [s for m in range(n + 1, n + 4) for s in in_clause.get(m, ())]
        alike = (s for s in next_ones if same_unit(folded, one, s))
        later = next(alike, next_ones[0] if next_ones else None)
        if later is None or any(overlaps(later, c) for c in amounts.from_to):
            continue
        here, there = clauses.spans[n], clauses.spans[clauses.number(later.start)]
        own = own_thing(body, there, later.start, actors, chinese)
        name = body[slice(*own)] if own else ""
        if not same_unit(folded, one, later) or read_things(name)[0]:
            continue
        moved = _MOVED.search(folded, max(there.start, later.start - 20), later.end)
        # A clause of its own: 10月是41管; 6.1 per 1,000 days.
        alone = n > 0 and one.start - here.start < 3
        if chinese:
            alone = body[slice(*here)].startswith("   ") or (alone and bool(_AIM.search(folded, *there)))
        dated = _dated(dates, here) and _dated(dates, there)
        # A figure of today and one of a time that lies ahead: 58%，明年此时72%.
        later_on = counts_alike(folded, one, later) and any(
            there.start <= s.start < there.end and not _NOW.match(folded, s.start) for s in dates
        )
        dated |= later_on and not (_dated(dates, here) or read_things(name)[1] or find("need", name))
        dated |= bool(_THIS.search(folded, *here) and _NEXT.search(folded, *there))
        if not moved and not alone and not dated and own_thing(body, here, one.start, (), chinese) is None:
            continue
        same = own is None or not (
            folded[later.start].isdigit() or read_things(name)[1] or find("need", name)
        )
        if moved or dated or (same and not _OF.match(body, later.end)):
            told.add(n)
    return [s for s, n in zip(levels, numbers, strict=True) if n not in told] or levels


def _bounds(folded: str, level: Span, start: Span) -> bool:
    """Whether a level is bound by a start it holds: no more than last year's 31."""
    return level.start < start.start and bool(_BOUND.match(folded, level.start))
