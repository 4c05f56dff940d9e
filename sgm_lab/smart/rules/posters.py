"""Phrases of the wall poster known by their form; those known by name are in ``lexicon.toml``."""

from __future__ import annotations

import re

from .text import Span, find

__all__ = ["MORE_OF", "centres", "is_couplet", "posters"]

# Two halves of the same length, and nothing asked for: 一声问候暖人心，一次微笑拉近你我.
_COUPLET = re.compile(
    r"([^，,。；;别要须应请不没少\da-z]{4,12})[，,]([^，,。；;别要须应请不没少\da-z]{4,12})"
)
_WARM = re.compile("[心情爱暖梦诚]|你我|微笑|美好|信赖|未来")
_CENTRE = re.compile(r"以[^，。；,;]{1,8}?为(?:中心|本|先|荣|根本)")
# The best of all, which nobody can check.
_BEST = re.compile(
    r"最(?:懂|美|暖|贴心|可靠|专业|受欢迎|让人放心|值得信赖|有温度)[一-鿿]{0,6}的"
    r"|(?<![a-z])(?:the |be |become |being |are )(?:[a-z']+ )?(?:best|friendliest|kindest|safest"
    r"|greatest|finest|warmest"
    r"|happiest|smartest|no\.? ?1|number one|most (?:loved|trusted|caring|welcoming|admired|helpful))"
    r"(?! (?:time|way|day|place|possible|case)s?(?![a-z]))(?: [a-z-]+)? (?:in|for|of|on)(?![a-z])"
    r"|(?<![a-z])(?:always |here |there )+for (?:you|our [a-z]+)(?=[,.!]|$)|every step of the way"
    r"|^\W*(?:continu(?:ously|ally)|constantly|always) (?:improv|rais|striv"
    r"|seek)[a-z]*(?= (?:to )?(?:[a-z]+ )?(?:the )?(?:quality"
    r"|standards?|experience|service))"
    r"|是我们的?(?:第一|唯一|永远)?的?(?:方向|追求|标准|心愿|使命|动力)|[一-鿿]{1,4}为王|日日向前|就是头等大事|永远是(?:对的|第一)|^把[^，,\d]{2,8}[给留扛放装记刻][^，,\d]{0,6}[，,]\s?把[^，,\d]{2,12}$"
    r"|就是上帝|随时为您|为您服务|[回到]?家的感觉|^(?P<again>[a-z]{4,}) [a-z]+, (?P=again) [a-z]+"
    r"|^[a-z]+(?: [a-z]+)? first(?=\W*(?:always)?\W*$)"
    # Who the guest is to us, from what we serve, and what we shall be: no word of a thing in it.
    r"|^(?:the |our |your )?(?:guest|customer|patient|client|student|citizen|passenger)s? (?:is|are) (?:the "
    r"|our )?[a-z]+(?: (?:of|to) [a-z ]+)?\W*$"
    r"|^with heart(?: and [a-z]+)?(?=,| for)|^because (?:our|every) [a-z]+ (?:matters?|counts?)|^serving with"
    r"|^(?:aim(?:ing)?|think|dream|go|reach) (?:high|big|for the (?:top|stars))"
    r"|^dare to |^(?:winners|champions|quitters) |^always one step|(?:from a to z|24/7(?:/365)?)\W*$"
    r"|^(?:stronger|better|bigger|faster), |^stronger than ever|^together to "
    r"|at the (?:heart|centre|center) of (?:all|everything)|^(?:your|our) [a-z]+, (?:our|your) [a-z]+\W*$"
    r"|in our dna|^(?:sell|service|win)(?:,| more\W*$)|^we live |^we are (?:number|no\.?) "
    r"|^tomorrow starts|^fresh thinking|^all hands|: a welcome for all|^stars for all|^caring for [a-z ]+ like"
)
# So much more or less of something is a wish, however vague its words: 少走冤枉路, 多接些旅游团.
MORE_OF = re.compile(r"希望(?=[把让提降减少早多能改])|少(?=[走跑让等排填])|多(?!一[份点])[一-鿿]些")
# Rather is no superlative.
_RATHER = re.compile(r"最好(?=能|要|有|别|不|是)|(?<=low )vision|(?<=poor )vision|(?<=impaired )vision")


def centres(folded: str) -> list[Span]:
    """Where somebody is put in the centre: 以客户为中心 names no unit."""
    return [Span(*m.span()) for m in _CENTRE.finditer(folded)]


def posters(folded: str) -> list[Span]:
    """Places of what a poster says in folded text."""
    known = [s for s in find("slogan", folded) if not _RATHER.match(folded, s.start)]
    return [*known, *centres(folded), *(Span(*m.span()) for m in _BEST.finditer(folded))]


def is_couplet(folded: str) -> bool:
    """Whether it is two warm halves of one length."""
    halves = _COUPLET.fullmatch(folded.strip("。！! "))
    return halves is not None and bool(_WARM.search(folded)) and abs(len(halves[1]) - len(halves[2])) < 2
