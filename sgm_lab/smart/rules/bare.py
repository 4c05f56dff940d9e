"""Bare statements: a figure told in the indicative, without an aim, a limit or a date."""

from __future__ import annotations

import re
from functools import lru_cache

from .text import Only

__all__ = ["is_bare"]

# 投诉37件，其中退费21件；平均等候19分钟: a bare figure, and neither a limit nor a date.
_BARE_ZH = Only(
    "zh",
    r"\d[^，。；,;]{0,3}[，,]\s?(?:排名?)?(?:全[市省国区院]|行业|同城|集团)(?:排名?)?第[一二三四五六七八九十\d]|其中[^，。；,;]{0,8}\d|(?:平均|人均"
    r"|中位数)[^，。；,;\d]{0,8}\d[\d.]*\s?(?:秒|分钟?|个?小时|天|[通件单次起人个封])半?(?=[，。；,;(（]|$)"
    r"|(?:[退错漏丢损误拒违逃旷缺坏堵困诉跌摔]|晚点|超时|超期|差评|爽约|纠纷|报修"
    r"|延误)(?:(?![不超少低高控降减压仅限每])[一-鿿]){0,3}\s?[1-9]\d*\s?[件起例次条单个份人趟](?=[，。；,;]|$)"
    r"|[掉跌滑涨]到(?=[\d一二三四五六七八九])|[涨降升掉]了|缺了?\s?[\d一二两三四五六七八九十]{1,4}[名个位台张]|[没未不]达标|只有(?=[\d一二两三四五六七八九])"
    r"|[停断坏漏堵]了\s?[\d一二两三四五六七八九十]{1,4}|里有?(?:三分之[一二]|一半|[一二三四]成)[^，。；,;率]{2,}$|一[周天月]来\s?\d"
    r"|打(?:分)?\s?[\d.]+分(?=[，。；,;]|$)|等得最"
    r"|晚点\s?\d|岁(?:以上|以下)?[^，。；,;]{0,6}占|有[\d一二三四五六七八九十两]+[个名位][^，。；,;]{1,6}没[一-鿿]|回收\s?\d{1,7}份"
    r"|要[走花等排跑绕]\s?\d|才\s?\d|又[涨升掉跌]|大概[^，。；,;]{0,4}\d|差不多\s?\d"
    r"|(?:[等站排拖压走接找]|劝走)了\s?[\d一二两三四五六七八九十]{1,4}来?[个周天拨桌人位条件分小]|(?<!老)是坏的|条提到"
    r"|(?<![\d一二两三四五六七八九十])[\d一二两三四五六七八九十]{1,3}个[^，。；,;]{0,4}里(?:有)?[\d一二两三四五六七八九十]{1,4}个[^，。；,;]{0,4}[不没]|手里压|一个人管",
)

# What is told by its verb or its comparison, with its figure: 占了两成, 比二月低4个点, 一直在30%上下.
_TOLD_ZH = Only(
    "zh",
    r"[，,]\s?[比较][^，。；,;]{1,8}[低高多少慢快差][了出]?\s?[\d一二三四五六七八九十两]|(?:一直|始终|总|老|长期)(?:在|是|有)[^，。；,;]{0,4}[\d一二三四五六七八九十两]"
    r"|徘徊|都在[^，。；,;]{1,8}左右|[\d%成分](?:左右)?上下(?=[，。；,;]|$)|[高低]于(?:区域|全[院市省国公]|行业|同[行业]|平均|均值)"
    r"|(?:积压|堆|拖|攒|落)到了?\s?[\d一二三四五六七八九十两]|占了\s?[\d一二三四五六七八九十两半]|[晚迟没不退错漏超坏缺][^，。；,;\d]{0,8}占\s?[\d一二三四五六七八九十两]"
    r"|有\s?[\d一二三四五六七八九十两]+[多来]?(?:条|个|人|位|成|户|家|起|名)[^，。；,;]{0,6}(?:提到|反映|说|抱怨|没|不(?!超|低|少)|还|嫌)"
    r"|(?:投诉|差评|退货|退单|差错|丢|损|等候|等待|超时|流失|离职|跌倒|故障|报修|积压)[^，。；,;\d]{0,4}[从由][^，。；,;]{1,10}[升涨增][到至]"
    r"|(?:满意|接通|准点|及时|合格|解决|好评|签收|准确)[^，。；,;\d]{0,4}[从由][^，。；,;]{1,10}[降跌掉滑][到至]|[从由]第[^，。；,;]{1,4}[掉跌降滑]到第"
    r"|[一二三四五六七八九]成不到|不到(?:[一二三四五六七八九]成|\d[\d.]*%)|一天\s?\d+斤|^[^；;①②]{0,30}率(?:是|为)?\s?\d+\.\d+%(?=[，。]|$)",
)
# 3 grievances in Feb, 5 in March: a bare count of what nobody wants.
_NUMBER = r"(?:[1-9][\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)"
_BARE_EN = Only(
    "en",
    rf"^\W*(?:[a-z' -]{{3,30}}: )?(?:only |about )?{_NUMBER} (?:[a-z]+ ){{0,2}}(?:complaint|grievance|fall"
    rf"|error|incident|no-show"
    r"|breakage|delay|mistake|injurie|outage|escalation"
    r"|refund|return|damage|cancellation|leak|overrun|walk-?out|mix-?up|dropout)s?(?![a-z])",
)
_BOUND_EN = re.compile(
    r"(?<![a-z])(?:or|max|maximum|most|tops|only|limit|cap|by|before|under|below"
    r"|than|if|within)(?![a-z])|[<≤]|->|→|to \d"
)
# Words of a limit that set none here.
_INNER = re.compile(
    r"(?<![a-z])(?:sits? (?:just |well )?(?:under|below)|most (?:of|people|days)|within (?:a|the) (?:day"
    r"|week))(?![a-z])"
)
# Those who are asked, and what they say or do: Patients give the food 5 out of 10.
_PEOPLE = (
    r"(?:(?:our|the|most|many|some|few) )?(?:patients|guests|parents|readers|customers|families|residents"
    r"|callers|visitors"
    r"|people|students|users|members|passengers|clients|tenants|learners|pupils|relatives)"
)
# A verb in the indicative: nobody headlines a goal like this.
_TOLD_EN = Only(
    "en",
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
    r"|closed|stopped|leaked|ran)(?![a-z])",
)
# The indicative with its figure: it goes unanswered, it sits under 60 %, two days on average.
_SAYS_EN = Only(
    "en",
    rf"^\W*(?:only )?{_NUMBER} [a-z' -]{{3,50}} (?:last (?:summer|winter|spring|autumn|year|month|week"
    rf"|quarter|term|season|night)|yesterday|this morning)\W*$"
    r"|^(?:(?!because|if|when|that|which|who|fewer|less|no )[^.,])*(?<![a-z])(?:are"
    r"|is) (?:still )?(?:broken|closed|missing|out of order|shut|blocked|unpaid|unsold|overdue|off sick"
    r"|out of date)(?=\W*$|,)"
    rf"|(?<![a-z])(?:we|they) (?:are|'re) {_NUMBER} [a-z]+ (?:short|down|behind|over)"
    rf"|(?<![a-z])(?:take|last|spend|queue|cost|need|wait)s? (?:about "
    rf"|around )?{_NUMBER}[a-z ]{{0,24}}(?:on average|typically|as a rule)"
    rf"|(?<![a-z])(?:people|customers|patients|guests|callers|visitors|families|parents|passengers"
    rf"|they) (?:wait|queue|spend|take) (?:about |around |up to )?{_NUMBER}"
    r"|(?<![a-z])(?:is|are) \d[\d,]*\.\d+ ?(?:%|[a-z]+)(?=\W*$)|(?<![a-z])(?:turnover|absence|vacancy"
    r"|dropout|churn) (?:rate )?is \d"
    r"|(?<![a-z])(?:go|goes) (?:un[a-z]+ed|missing|to waste|astray|cold)(?![a-z])"
    rf"|^\W*{_NUMBER} [a-z-]+ in [a-z\d]+ (?:[a-z-]+ ){{0,3}}(?:never )?(?:gets|goes|comes|fails|waits"
    rf"|hangs|leaves|get|go|come|fail|wait|leave)(?![a-z])"
    r"|(?<![a-z])(?:failed|overran|overrun|broke down|packed up|stopped working) ?(?:twice|once|again"
    r"|over|on|last|three|,)"
    r"|(?<![a-z])still (?:have|has|are|is|need|lack|had) (?:no|not|un)"
    r"|(?<![a-z])(?:throws? away|wastes?|loses?|burns?|gets through) [^.]{0,12}\d[^.]{0,14} (?:a|per"
    r"|each|every) (?:day|week|month|year)"
    r"|(?<![a-z])sits? (?:just |well |a bit )?(?:under|at|over|around|above|below|on) \d"
    r"|^\W*\d+ of [^.]{3,30} (?:mention|mentions|say|ask|complain|cite|are about|come|came)(?![a-z])"
    r"|^\W*half (?:of )?(?:the|our) [a-z]+ [^.,]{0,24}(?:are|is|have|come|came|go|went|never|still)(?![a-z])"
    rf"|^\W*{_NUMBER} [a-z]+ in (?:the last )?{_NUMBER} (?:months|weeks|years)\W*$",
)
# Every case, or a way from one figure to another, is asked for.
_RULE_EN = re.compile(
    r"(?<![a-z])(?:every|each|all|any|no|nobody|none|never|always|should|must|will|would like)(?![a-z])"
)


@lru_cache(64)  # a review asks for the same text again
def is_bare(folded: str) -> bool:
    """Whether folded text is a bare statement; whether something is wanted besides is asked elsewhere."""
    if _BARE_ZH.search(folded) or _TOLD_ZH.search(folded):
        return True
    if ". " in folded or _BOUND_EN.search(_INNER.sub(" ", folded)):
        return False
    if _SAYS_EN.search(folded):
        return True
    return bool(_BARE_EN.match(folded) or (_TOLD_EN.search(folded) and not _RULE_EN.search(folded)))
