"""Bare statements: a figure told in the indicative, without an aim, a limit or a date."""

from __future__ import annotations

import re

__all__ = ["is_bare"]

# 投诉37件，其中退费21件；平均等候19分钟: a bare figure, and neither a limit nor a date.
_BARE_ZH = re.compile(
    r"\d[^，。；,;]{0,3}[，,]\s?(?:排名?)?(?:全[市省国区院]|行业|同城|集团)(?:排名?)?第[一二三四五六七八九十\d]|其中[^，。；,;]{0,8}\d|(?:平均|人均|中位数)[^，。；,;\d]{0,8}\d[\d.]*\s?(?:秒|分钟?|个?小时|天|[通件单次起人个封])半?(?=[，。；,;(（]|$)"
    r"|(?:[退错漏丢损误拒违逃旷缺坏堵困诉跌摔]|晚点|超时|超期|差评|爽约|纠纷|报修|延误)(?:(?![不超少低高控降减压仅限每])[一-鿿]){0,3}\s?[1-9]\d*\s?[件起例次条单个份人趟](?=[，。；,;]|$)"
    r"|[掉跌滑涨]到(?=[\d一二三四五六七八九])|[涨降升掉]了|缺了?\s?[\d一二两三四五六七八九十]{1,4}[名个位台张]|[没未不]达标|只有(?=[\d一二两三四五六七八九])"
    r"|[停断坏漏堵]了\s?[\d一二两三四五六七八九十]{1,4}|里有?(?:三分之[一二]|一半|[一二三四]成)[^，。；,;率]{2,}$|一[周天月]来\s?\d"
    r"|打(?:分)?\s?[\d.]+分(?=[，。；,;]|$)|等得最"
    r"|晚点\s?\d|岁(?:以上|以下)?[^，。；,;]{0,6}占|有[\d一二三四五六七八九十两]+[个名位][^，。；,;]{1,6}没[一-鿿]|回收\s?\d{1,7}份"
    r"|要[走花等排跑绕]\s?\d|才\s?\d|又[涨升掉跌]|大概[^，。；,;]{0,4}\d|差不多\s?\d"
    r"|(?:[等站排拖压走接找]|劝走)了\s?[\d一二两三四五六七八九十]{1,4}来?[个周天拨桌人位条件分小]|(?<!老)是坏的|条提到"
    r"|(?<![\d一二两三四五六七八九十])[\d一二两三四五六七八九十]{1,3}个[^，。；,;]{0,4}里(?:有)?[\d一二两三四五六七八九十]{1,4}个[^，。；,;]{0,4}[不没]|手里压|一个人管"
)

# 3 grievances in Feb, 5 in March: a bare count of what nobody wants.
_BARE_EN = re.compile(
    r"^\W*(?:only |about )?[1-9][\d,]* (?:[a-z]+ ){0,2}(?:complaint|grievance|fall|error|incident|no-show"
    r"|breakage|delay|mistake|injurie|outage|escalation"
    r"|refund|return|damage|cancellation|leak|overrun|walk-?out|mix-?up|dropout)s?(?![a-z])"
)
_BOUND_EN = re.compile(
    r"(?<![a-z])(?:or|max|maximum|most|tops|only|limit|cap|by|before|under|below"
    r"|than|if|within)(?![a-z])|[<≤]|->|→|to \d"
)
# Those who are asked, and what they say or do: Patients give the food 5 out of 10.
_PEOPLE = (
    r"(?:(?:our|the|most|many|some|few) )?(?:patients|guests|parents|readers|customers|families|residents"
    r"|callers|visitors"
    r"|people|students|users|members|passengers|clients|tenants|learners|pupils|relatives)"
)
# A verb in the indicative: nobody headlines a goal like this.
_TOLD_EN = re.compile(
    rf"^\W*{_PEOPLE} (?:rate|give|score|say|think|feel|visit|spend|complain|tell|borrowed|asked|rated|gave|left"
    r"|rang)(?![a-z])"
    r"|^\W*(?:only )?(?:half|most|many|some|few|one in [a-z\d]+|two thirds|a third|a quarter|(?:\d{1,7}"
    r"|[a-z]+) of [a-z\d]+|\d{1,7} ?(?:%|per cent))"
    r" (?:of )?(?:our |the |all )?(?:[a-z]+ ){1,3}?(?:are|is|come|comes|go|goes|know|knows|have|has|visit"
    r"|would|say|think|use|want)(?![a-z])"
    r"|^\W*(?:it is|it's|there are|there is|there's) (?:about |only |still )?\d"
    r"|^\W*(?:our |the )?(?:[a-z'-]+ ){1,4}(?:are|is) (?:(?:up|down) \d|short of|worst|best|at their|only "
    r"|still |about |around |roughly |[\d.]+ ?%(?!\d))"
    r"|(?<![a-z])(?:gets|receives|takes|loses|handles) (?:about |around |some )?\d[\d,]* [a-z]+s? an? (?:day"
    r"|week|month|year)"
    r"|^\W*(?:[a-z'-]+ ){1,4}(?:doubled|halved|trebled|rose|fell|dropped|slipped|climbed|failed|broke) (?:over"
    r"|since|in|on|during|last|again|twice|\d)"
    # What is told about a figure, and bad things that happen: no goal says “about 60”, or that calls are missed.
    r"|(?<![a-z])(?:about|around|roughly|nearly|almost) \d[\d,]* [a-z]+s? an? (?:day|week|month|year)"
    r"|(?<![a-z])(?:are|is) (?:now )?(?:down|up) to \d|(?<![a-z])ha(?:s|ve) crept|(?<![a-z])sits? with us"
    r"|(?<![a-z])(?:misses|skip|skips|wastes?|turned away|mentions?|mentioned|never ask) [a-z ]{0,24}?\d"
    r"|^[^,;]{0,40}(?:\d|out of [a-z]+|in [a-z]+) [a-z]+ (?:skip|miss|waste|never|complain|struggle)(?![a-z])"
    r"|(?<![a-z])(?:has|have) (?:\d{1,7}|an?|one|two|three|four|five) (?:broken|missing|stuck|dead|faulty|leaking"
    r"|empty)(?![a-z])"
    r"|^\W*last (?:quarter|month|year|week|term)'s [a-z -]{3,40}:? \d[\d.]*\s?%?\W*$"
    r"|(?<![a-z])spend \d{1,7} (?:minutes|hours|mins)"
    r"|^\W*last (?:winter|summer|spring|autumn|week|month|year|night|term) [a-z' ]{2,30} (?:failed|broke"
    r"|closed|stopped|leaked|ran)(?![a-z])"
)
# Every case, or a way from one figure to another, is asked for.
_RULE_EN = re.compile(
    r"(?<![a-z])(?:every|each|all|any|no|nobody|none|never|always|should|must|will|would like)(?![a-z])"
)


def is_bare(folded: str) -> bool:
    """Whether folded text is a bare statement; whether something is wanted besides is asked elsewhere."""
    if _BARE_ZH.search(folded):
        return True
    if ". " in folded or _BOUND_EN.search(folded):
        return False
    return bool(_BARE_EN.match(folded) or (_TOLD_EN.search(folded) and not _RULE_EN.search(folded)))
