"""Facts are no goals: where things stand, told from what is wanted."""

from __future__ import annotations

import re
from functools import lru_cache

from .bare import is_bare
from .text import Only

__all__ = ["is_standing", "is_wanted"]

# 去年差评一共88条: a past or present time, or a change that has happened.
_STOOD_ZH = Only(
    "zh",
    r"去年|上年|前年|(?<!\d年)(?<!明年)上个?(?:[一-鿿]?季度?|月|周|学期|半年)|昨天|那几天|截至|[目当]前|现在|眼下|那天"
    r"|现[要需]|仅为?\s?\d|共[收发接处]|今[天早晚](?![起前内要]|之前|以前|开始|下班)|(?:今年|本月|这个?月"
    r"|前[一二三\d]个?(?:季度|月))(?:一共|总共|共|已|只"
    r"|才)?(?:[一-鿿]{0,4}(?:投诉|差评|拒收|退[货件单]|错|丢|损|事故|故障|晚点"
    r"|纠纷)[一-鿿]{0,3})?(?:有|收到?|来了?)?\d+[件起例次封条人单](?:[，。；,;]|$)"
    r"|收到[一-鿿]{0,4}\d+[条件封份起]|连续[一两二三四五][^，。；,;]{0,5}(?:下滑|下降|上升|走低|走高)|(?:下滑|走低)$"
    r"|[排等花丢漏错收接卖投跑得拿]了\s?\d|[打跑问催等]了[一二三四五六七八九十两]{1,2}[遍次趟回]"
    r"|昨[晚日]|已经?(?=[达做完降升是有])|之后|以来"
    r"|行业平均|近[一二两三半]个?(?:月|年|周|季度)|期间共|调查显示|多了|今年(?:上半年"
    r"|前.{1,2}季度|前.{1,2}月|以来|\d+(?:月)?到)"
    r"|收(?:上来|回来?)\s?\d|掐过?表|[量数算查]过|我们?(?:量|数|算|查|掐)了|还有.{1,6}个?(?:人|户|家|件|单)在"
    r"|平均[^，。]{0,8}要多?[等排花跑]|往往|通常|经常|常常|一般要"
    r"|[一-鿿]了\s?\d|(?:附近|周边|别家|人家)[^，。；,;]{0,6}(?:是|有|都)"
    r"|累计\s?\d|共\s?\d|[等排拖花耗][^，。；,;\d]{0,6}要\s?\d|一共|总共|共有|共计|月共"
    r"|[降升减增提高低][一-鿿]{0,3}了|达到了|收到了|发生了|有\d",
)
_WANTED_ZH = re.compile(
    r"将(?!近)|把|(?<![主重需首均])要(?![求\d等排花跑走绕]|多[等花跑排])|须|应当?(?!答)|力争|争取|确保|[保守稳]住"
    r"|保证|务必|目标|计划"
    r"|打算|想|希望"
    r"|封顶|[最至顶]多(?![一-鿿]{0,3}了)|[至最]少(?=\d|[一二两三四五六七八九十])|为限|别[超多再让]|控制"
    r"|不超过|不低于"
    r"|不高于|不多于|不少于|不[得许准]|不能(?:再|超|高|低|少"
    r"|多|有)|以内|以下|以上"
    r"|[≥≤<>→]"
    r"|(?<![目当以之台门面床店柜提])(?<!闭馆)(?<!关门)(?<!打烊)(?<!下班)(?<!上班)(?<![饭餐术睡产])前(?![台厅后往来年])(?![一-鿿\d]{1,2}个?月)(?![一-鿿]{0,2}季度"
    r"|[月\d])|明年|年底|下[个半]|(?:降低?|提高?"
    r"|提升|[涨拉砍控追压]|减少?|缩短?|增加?)到(?!了)|(?<!已)(?<!经)达到(?!了)|实现(?!了)"
    r"|(?:由|从)(?:目前|现在|原来|去年|上年)|(?:降|升|增|提|缩|减|压)[短高少低]?(?:至|为)(?!了)"
    r"|(?:年|月|季度?|期)(?:底|末|内)(?!已)"
    r"|回落?到(?!了)|翻[一两]?番|翻倍|减半|一[个张件条单起例]不[剩留]"
    r"|(?:比|较)(?:去年|上年|上半年|今年|上季度?|上月|上学期)(?:同期)?再?(?:降|减|提|少|高|低|增"
    r"|缩|上升|下降|多(?!出|了))(?!了)"
    r"|再[多少降减升提高低增压缩]|(?<!去)(?<!上)年底"
    # 去年2起，今年零; 追平同行; 改成5分钟; 再快1小时.
    r"|(?:今年|本年度?|[本这]季度|今[冬夏秋春])[^，。；,;\d]{0,3}(?:零|0[件起例单次个条]|腰斩|打对折|冲|别|要(?=\d)|一[个件本条]不)"
    r"|[比较][^，。；,;]{0,10}少一半|冲[到刺]|追平|赶得?上|看齐|奔着|[弄改变换]成\s?[\d一二两三四五六七八九十半]|压[低下]|低到|[↓↑]|减\s?[\d一二三]|零发生|腰斩|打对折"
    r"|改[为成到][^，。；,;]{0,6}\d|[提涨升]\s?[\d一二两三四五六七八九十]+个?(?:百分)?点(?!了)|再快|跟[^，。；,;]{1,6}一样$|起算|[少低]于\s?\d|不超\s?\d|[装建修]完$|年[^，。；,;]{0,4}少[一二三四五六七八九半]成|以后当天"
    r"|同比(?:下降|减少|降低|提高|增长)|(?<!已)(?<!经)(?:完成|做到|建成)(?![了的])"
)
# A change with its size and no 了 is asked for: 提升5个百分点（去年同期72%）.
_CHANGE_ZH = Only(
    "zh",
    r"(?<!同比)(?<!环比)(?:提升|提高|降低|减少|缩短|增加|压减|压缩)(?!了)[^，。；,;了]{0,6}[\d一二三两半]",
)
_DONE_ZH = Only(
    "zh",
    r"已经?(?:达|降|做到|完成|提高)|是已经|那几天[^。]*[了共]|(?:一共|总共|共)(?:来|有|收|发生)"
    r"|[降升减增提高低][一-鿿]{0,3}了\d|我问过",
)

# We had 88 complaints last year: a verb of the past, or how it is now.
_STOOD_EN = Only(
    "en",
    r"(?<=[a-z] )(?<!to )(?<!will )(?<!should )(?<!must )(?<!and )(?<!can )(?<!we )(?:hit|reached|topped"
    r"|peaked at) (?=\d)|"
    r"(?<![a-z])(?:shift|team|desk|staff|crew|ward|office|nurses|agents|drivers|clerks|tellers|carers|porters|cleaners|guides|librarians"
    r"|teachers|engineers|waiters|couriers) (?:answered|handled|cleared|fixed|served|closed|saw|took|had|made"
    r"|gave|sent|lost|missed|dealt)(?= )|"
    r"(?<![a-z\d])\d{1,6} of (?:our|the|its|their) \d{1,6} [a-z]+(?: [a-z]+)? (?:have|has|are|were|do|don't|lack|still"
    r"|cannot|can't|got)(?![a-z])|"
    r"(?<![a-z])(?:waits?|takes?|spends?|queues?|lasts?|costs?) (?:on average|about|around|roughly|nearly"
    r"|almost|typically|usually) (?=[a-z]* ?\d)|"
    r"(?:(?<!what )(?<!who )(?<!how )(?<!why )(?<!that )(?<!when )(?<!where )(?<![a-z])(?:we|they|he|she)"
    r"|(?:(?<=^)|(?<=[.,;:] ))(?:[a-z\d-]+ )?(?:customers|patients|guests"
    r"|parents|callers|visitors"
    r"|people))(?: [a-z]+ly| only)? (?:"
    r"dealt|made|sent|sold|gave|held|brought|bought|caught|did|drove|fell|fought|found|heard|kept|knew|led|left"
    r"|lost|meant|met|ran|saw|sat|stood|threw|told(?= us| me)|took|thought|went|won|wrote|spoke|rang|chose"
    r"|grew|flew|forgot|paid|rode"
    r"|[a-z]{2,12}ed(?<!need)(?<!proceed)(?<!exceed))(?![a-z])|"
    r"(?<![a-z])(?<!who )(?<!that )(?<!which )(?:was|were|had|did|said|lasted|mentioned|rang|ran|ranked"
    r"|rated|graded"
    r"|saw|found|kept(?! (?:waiting|to|at|under|below|within|above|over))|felt|heard|met|made (?:us|up)"
    r"|queued|paid(?! (?:in|within|by|out|back|on time))|fell|rose|went|took|came|got|gave|averaged|waited|complained"
    r"|(?<!being )logged|replied|received|scored|stood|spent|told (?:us|me)|dropped|left (?:us|no|without|after)"
    r"|lost(?= (?:\d|an? |the |one |two |three |our ))|ha(?:s"
    r"|ve) (?:been|gone|risen|fallen|dropped|slipped|increased|had|lost|grown|climbed|doubled"
    r"|halved|improved|moved|come|not)"
    r"|we've (?:had|measured|seen|got|lost|been)|increased|decreased|improved|climbed|grew|crept|slipped"
    r"|stands?|sits at|hovers|running at|as of today|so far|to date|ytd|right now|at the moment"
    r"|at present|as things stand|these days|(?<![,(;] )currently|nowadays|at the last count"
    r"|(?:last|past) (?:month|week|year|quarter|night|spring|summer|autumn|winter|saturday|sunday"
    r"|term)[, ] ?(?:only )?\d"
    r"|[a-z]{3,}ed (?:only |about |over |some |nearly )?\d[\d,]* [a-z ]{2,30}?(?:last|yesterday|so far)"
    r"|according to|(?<=[a-z] )averages(?= \d)|it takes|most (?:days|weeks|mornings|evenings"
    r"|nights|(?:mon|tues|wednes|thurs"
    r"|fri|satur|sun)days)"
    r"|(?<=^)only(?= \d)|usually|typically|as a rule|tends? to|often|(?:yet|once) again"
    r"|(?<=, )again$|there (?:were|are)"
    r"|we (?:get|have|see|receive|spend|lose|answer|answered|miss|missed|turn away"
    r"|handle)(?= (?:about |around |some |only |over |nearly |roughly )?\d))(?![a-z])"
    r"|(?<![a-z])(?:average|our|the|typical)(?: [a-z-]+){1,9} (?:is|are|takes?|costs?) (?:about "
    r"|around |roughly |now |at |only |just |still |currently )*\d"
    r"|(?:\d ?%|percent|per cent|half|third|quarter|out of (?:ten|\d+)|in (?:ten|five|four|three|six|eight"
    r"|\d+)) (?:of )?(?:our |the |all )?[a-z]+(?: [a-z]+)? (?:wait|waits|arrives?|comes? (?:back"
    r"|late)|goes? (?:out|missing)|hang|leave(?! within| on)|left|complain|say"
    r"|said|have|never|do not|don't|come|came|give|gave|go|went|are (?:still|un|not|satisfied|late))"
    r"|(?<!a )(?<!the )(?<!is )(?<!are )(?<!be )(?<![a-z])(?:used|asked|called|visited|booked"
    r"|reported|returned)(?= (?:(?:the|an?|us|our|in(?! \d)|by|for|about)(?![a-z])|\d))"
    r"|(?<![a-z])(?:on average,? )?(?:our|the) [a-z]+ (?:wait|queue|spend)(?![a-z])|(?:a"
    r"|one) (?:third|quarter|fifth|tenth|half) of (?!an hour)[a-z ]{2,30} (?:are|is|have|has)(?![a-z])"
    r"|(?<![a-z])(?:today|this morning|yesterday|last night|at the weekend)\W*$"
    r"|(?<![a-z])takes? (?:us |them )?(?:\d[\d.]*|[a-z]+) (?:second|minute|hour|day|week|month)s (?:to|over)(?![a-z])"
    r"|(?<![a-z])has an? [a-z' -]{3,40} of (?:about |around |only |just )?\d"
    r"|(?<![a-z])are (?:going|coming|running|getting) (?:out |in |back )?(?:about "
    r"|around )?[a-z\d]+ (?:weeks?|days?|minutes?|mins) (?:late|behind)"
    r"|^[\d,]+ [a-z]+(?: [a-z]+)? (?:served|handled|turned up|came through) (?:over|in|during|at|last|on)(?![a-z])"
    r"|(?:\d ?%|per cent|half|(?:a|one) (?:third|quarter|fifth|tenth)|most|\d|some) of (?:them|these|those)"
    r" (?:about|from|for|were|came|on|because|over)(?![a-z])"
    r"|(?<![a-z])(?:worst|best|highest|lowest|most) (?:this|in|since|for|ever|of)(?![a-z])"
    r"|(?<![a-z])(?<!that )(?<!which )(?<!who )(?:has|have) (?:already |now |just )?(?!been )(?:broken"
    r"|run|let|cost|hit|[a-z]+(?:ed"
    r"|en|wn|ught))(?![a-z])"
    r"|(?<![a-z])(?<!to )(?<!will )(?<!should )(?<!must )(?<!we )ha(?:s|ve) (?:only |about |just |over )?\d"
    r"|[a-z]+s? is (?:about|around|roughly|now|still|only|just|currently) \d"
    r"|(?<![a-z])(?:finished|ended|closed|opened|peaked|dipped|came in|came out|totalled|bottomed out"
    r"|ended up|levelled off) (?:the [a-z]+ )?(?:at|on|with|up|down) "
    r"|(?<![a-z])(?:nobody|no one|none|not one)(?: [a-z']+){0,5} ha(?:s|ve) (?:ever )?(?:had|been|gone"
    r"|come|left|[a-z]+ed)(?![a-z])"
    r"|(?<![a-z])(?:is|are) (?:booking|running|averaging|waiting|taking|getting|losing|seeing|costing"
    r"|coming in|sitting) (?:[a-z]+ ){0,2}(?:at )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)",
)
_WANTED_EN = Only(
    "en",
    r"(?<![a-z])(?:will|shall|should|must|can|could|aim(?:ing|s)?|want(?:s|ed)?(?! to know)"
    r"|need(?:s|ed)? to|would like|let's|please|goals?"
    r"|(?<!past )(?<!over )(?<!under )(?<!off )(?<!outside )target(?! of| was| is)|not exceed"
    r"|(?:no|never) (?:more|higher|later|worse|longer|over|above|below|under)|at most|at least"
    r"|(?<=\d )is (?:the|our|my) (?:number|aim|target|figure|goal|mark|plan)|get to"
    r"|(?<!are )(?<!is )(?<!now )down to|deadline"
    r"|instead of|max|at worst|tops|clear the|or (?:fewer|less|lower"
    r"|better|under|below|higher))(?![a-z])"
    r"|(?<![a-z])(?:no|nobody|no one|none of|not one) (?:[a-z]+ ){1,4}?(?:longer|more|later|fewer|less|over) than"
    r"|(?:^|[.;:] )(?!it |this |that )[a-z' &/-]{2,40} to (?:see|come|clear|finish|have|lift|get|reach|cut|be|save"
    r"|reduce|raise|bring|keep|make"
    r"|do|trim|shrink|drop|fall|rise|go|stay)(?![a-z])"
    r"|^(?:\W|tbh |ok |so )*(?:reduce|cut|raise|keep|halve|lower|increase|improve|bring|lift|get"
    r"|make|answer|reply|respond|return|resolve|send|serve|hold|trim|grow|double|stop|help"
    r"|ensure|achieve|reach|deliver|limit|do|be|hire|train|pick|turn)(?![a-z])"
    r"|^(?:an? |[a-z]+ |\d+%? )?(?:fewer|less|quicker|shorter|faster) "
    r"|(?:->|→|=>)|[(][^)]*(?:currently|now|was)[^)]*[)]",
)


@lru_cache(64)  # the clause of many figures is asked about for each of them
def is_wanted(folded: str) -> bool:
    """Whether folded text says what is wanted."""
    return bool(_WANTED_ZH.search(folded) or _CHANGE_ZH.search(folded) or _WANTED_EN.search(folded))


# What somebody came for, or how they paid, tells no past of its own.
_RELATIVE = re.compile(
    r"(?<![a-z])(?:what|who|that|which|how|why|where) (?:they|we|he|she|it|you|people) [a-z]+"
    r"|(?<![a-z])(?:an?|the|each|every|any) (?:dropped|received|increased|improved|logged) (?=[a-z])"
    r"|(?<![a-z])(?:than|as) (?:it|they|we|he|she|that) (?:was|were|did|had|is|are|do|does)(?![a-z])"
)


_WAS = re.compile(
    r"(?<=[a-z\d%])(?:,| \() ?(?:it )?(?:was|were) (?:at |about )?[\d.]+ ?(?:%|mins?"
    r"|minutes?|days?|hours?|weeks?)?(?=[,.;)]|$)"
)
# Up to a day that lies behind: 截至9月底，满意度88.6分.
_UP_TO = re.compile(r"^\W*截[至止](?:到)?(?!年底|今年底|本)[^，。；,;]{1,8}[，,]")


@lru_cache(64)
def is_standing(folded: str, *, asked: bool = False) -> bool:
    """Whether folded text says where things stand, and nothing of what is wanted.

    Parameters
    ----------
    folded : str
        The sentence or one clause of it.
    asked : bool
        Whether a time that can only lie ahead is given.
    """
    folded = _UP_TO.sub("截至，", folded)
    # 85% of families, was 61%: the start stands aside.
    folded = _WAS.sub("", folded)
    if _STOOD_ZH.search(folded) and (
        _DONE_ZH.search(folded) or not (asked or _WANTED_ZH.search(folded) or _CHANGE_ZH.search(folded))
    ):
        return True
    if not asked and is_bare(folded) and not is_wanted(folded):
        return True
    return not asked and bool(_STOOD_EN.search(_RELATIVE.sub("", folded))) and not _WANTED_EN.search(folded)
