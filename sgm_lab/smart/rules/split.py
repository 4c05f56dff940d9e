"""Several goals in one sentence: where each of them stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from .amount_forms import SAME_DAY
from .claim import read_claim
from .clauses import CLAUSE
from .metric import read_things
from .share import PART, points_back
from .text import Span, find, tidy, union

__all__ = ["read_goals"]

# What divides goals: a clause mark, 、 and 并, "and" and "plus".
_BREAK = re.compile(
    rf"{CLAUSE.pattern}|、|(?<=[一-鿿%‰\d])(?:并且?|同时|以及|另外)(?=[一-鿿])|(?<![a-z])(?:and"
    rf"|plus|while|whilst)(?![a-z])|(?<![\d.])\d[)）](?=[一-鿿])|(?<![\d.])[1-9][.、](?=\s?[一-鿿])|[①-⑨]"
)
# A second figure about the same thing, a budget or a comparison is no goal of its own.
_ASIDE = re.compile(
    r"^\s*(?:so (?:that )?(?![a-z]+ to )|分[一二两三四\d]|全程|其间|含|包括|人手|比|较|同比|环比|其中"
    r"|每|即|也就是|相当于|约合|预算|费用"
    r"|投入|目前|现在|现状|去年"
    r"|上年|今年|现|原来|平均每|力争|争取|不低于|不超过|最长|最低|抽查|统计|按|以|考核|目标(?=[值是为:：]?\s?[≤≥<>]?\s?\d)|基线|数据|样本|查"
    r"|(?:an? (?:half|third|quarter|fifth|tenth)|[\d.]+ ?(?:%|[a-z]+)) (?:less|fewer|quicker"
    r"|faster|lower|shorter|off|more"
    r"|higher)(?= than| last)|(?:[\d.]+ ?%|(?:an? )?(?:half|third|quarter)|most) of (?:the time|cases|them"
    r"|these|those)|budget|now"
    r"|currently|today|last|up from|down from|was|were|vs|versus|against|starting"
    r"|from|measured|based|each|per|with|at(?!m)|by|in|on|target|deadline|cost|about|no later|within|of)"
)
_CHANGE_ZH = re.compile(
    r"^\s*(?:也|要|并|再|还|且)*(?:提高|提升|缩短|降低|减少|增加|加快|压缩|改善|优化|完善|加强"
    r"|[一-鿿]{2,12}(?:更[高快好低少短]|(?:降|提|升|减|压|缩)(?:下来|下去|上去|上来))"
    r"|把[一-鿿]{2,12}(?:改到位|做到位|理顺|改好|做好)|上线|建成|开通|完成|推出)"
)
_CHANGE_EN = re.compile(
    r"^\s*(?:also |to )?(?:reduce|raise|increase|cut|lower|shorten|improve|make|speed up"
    r"|simplify|launch|open|introduce|extend|boost|lift|train|hire|install|fix|offer|publish"
    r"|answer|respond)(?![a-z-])|^\s*(?:an? )?(?:cleaner|quieter|calmer|faster|shorter|clearer|safer"
    r"|warmer|better|quicker|fewer"
    r"|less) [a-z]|^\s*(?:nobody|no one|none) [a-z]"
)

# What links a goal to the one before it.
_LINK = re.compile(
    r"[\s，,；;、]*(?:外加|并且?(?=[把将让使])|又(?=[把将])|同时|以及|另外|而且|此外|also |and )?"
)
_MERE = re.compile(r"(?:(?:done|met|kept|true) )?(?:(?:in|for|at|by) )?")
# A level that begins with the name of its measure.
_SCORED = re.compile(r"\W*(?:csat|nps|ces)(?![a-z])")
# A share of what is served: get at least 70% of lost things back.
_SHARE_OF = re.compile(
    r"\W*(?:[a-z]+ ){1,2}(?:at least |no fewer than |more than )?[\d.]+ ?(?:%|per cent|in \d+"
    r"|out of \d+) of [a-z]"
)
# So many of what is named: 30 bookings, 0 double bookings.
_SO_MANY = re.compile(
    r"\W*\d[\d,]* (?!(?:working |business )?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|times|points?)(?![a-z]))(?:[a-z-]+ ){0,2}[a-z]{3,}\W*$"
)
# By what means something else is reached.
_MEANS = re.compile(r"通过|借助|依靠|靠|利用|(?<![a-z])by [a-z]+ing(?![a-z])")
# Nought, or all of them, with what it is said of: 全年零中断.
_NONE_OF = re.compile(r"零[一-鿿]{2}|[一-鿿]{2}\s*(?:零[起件例次]|全员|全部)")
# On the day of which something is done within a time: 报到当天，30分钟内办完手续 is one goal.
_SET_OUT = re.compile(r"[，,]\s?[\d一二两三四五六七八九十半]")
_MOST = 8


def read_goals(
    body: str, levels: Sequence[Span], from_to: Sequence[Span], actors: Sequence[Span], chinese: bool
) -> list[Span]:
    """Places of the goals of folded ``body``, its dates blanked out; none where there is no second.

    A text of more than `_MOST` of them is a list or a report, and no sentence to be split.
    """
    # Where one goal has a figure, “the same day” is the level of another.
    soon = [
        p.span
        for p in SAME_DAY.find(body)
        if levels and "一" not in body[slice(*p.span)] and not (chinese and _SET_OUT.match(body, p.span.end))
    ]
    figures = union(union(levels, soon), from_to)
    starts = [s.start for s in figures]
    edges = [0]
    for mark in _BREAK.finditer(body):
        before = bisect_right(starts, mark.start()) - 1
        if before < 0 or figures[before].end <= mark.start():
            edges += [mark.start(), mark.end()]
    edges.append(len(body))
    asked: list[Span] = []
    last, figured = 0, not soon
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        piece = tidy(body, Span(_LINK.match(body, a, b).end(), b))  # type: ignore[union-attr]
        own, changes, named = (_inside(spans, piece) for spans in (levels, from_to, actors))
        real = bool(own or changes)
        own = own or ([] if _MEANS.search(body, *piece) else _inside(soon, piece))
        if piece.start < piece.end and _is_goal(body, piece, own, changes, named, chinese, bool(soon)):
            asked.append(piece)
            figured |= real
        elif asked and own and not _ASIDE.match(body[slice(*piece)]):
            last = piece.end
        if len(asked) > _MOST:
            return []
    if (
        len(asked) < 2
        or not figured
        or (not chinese and len(asked) < 3 and not any(_inside(levels, p) for p in asked))
    ):
        return []
    # What stands between two goals belongs to the one before it.
    ends = [p.start for p in asked[1:]] + [max(last, asked[-1].end)]
    return [tidy(body, Span(p.start, _back(body, p.end, end))) for p, end in zip(asked, ends, strict=True)]


def _inside(spans: Sequence[Span], piece: Span) -> list[Span]:
    """Those of the sorted ``spans`` that begin in ``piece``, placed from its beginning."""
    first, last = bisect_left(spans, (piece.start, 0)), bisect_left(spans, (piece.end, 0))
    return [Span(s.start - piece.start, min(s.end, piece.end) - piece.start) for s in spans[first:last]]


def _back(body: str, start: int, end: int) -> int:
    """Leave out the mark or the link between two goals."""
    words = re.sub(
        r"(?:[\s，,；;、。.①-⑨]|外加|并且?|同时|以及|另外|[一二三四五]是|(?<![a-z])(?:and|plus|while|whilst)|(?<![\d.])\d[)）.、])+$",
        "",
        body[start:end],
    )
    return start + len(words)


def _is_goal(
    body: str,
    piece: Span,
    levels: Sequence[Span],
    from_to: Sequence[Span],
    actors: Sequence[Span],
    chinese: bool,
    kept: bool,
) -> bool:
    words = body[slice(*piece)]
    # What begins with its level behind a colon is about the heading.
    headed = (
        levels
        and _MERE.fullmatch(words, 0, levels[0].start) is not None
        and body[max(0, piece.start - 3) : piece.start].rstrip().endswith((":", "："))
    )
    if _ASIDE.match(words) or headed:
        return False
    if not levels:
        return bool((_CHANGE_ZH if chinese else _CHANGE_EN).match(words)) and len(words) > (
            5 if chinese else 12
        )
    claim = read_claim(words, levels, from_to, actors, chinese)
    if chinese and claim and claim.thing is None and _NONE_OF.search(words):
        return True
    if claim is None or claim.thing is None:
        return claim is not None and any(form.match(words) for form in (_SCORED, _SHARE_OF, _SO_MANY))
    thing = claim.thing
    if points_back(body, Span(piece.start + thing.start, piece.start + thing.end)):
        return False
    families = ("need", "financial", "enabler", "beneficiary")
    name = words[slice(*thing)]
    named = any(read_things(name)) or any(find(family, name) for family in families)
    if not chinese and _SHARE_OF.match(words):
        return True
    # How often what was said before is kept: a share of nothing that has a name.
    if kept and not named and PART.search(words):
        return False
    sure = named or from_to
    return thing.end - thing.start >= ((2 if sure else 4) if chinese else (4 if sure else 9))
