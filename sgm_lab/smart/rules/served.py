"""Acts for a named group: who gets what."""

from __future__ import annotations

import re

from .text import Span, find

__all__ = ["for_whom"]

_FOR_WHOM = re.compile(
    r"(?:告诉|通知|提醒|告知)[^，。；,;]{1,8}|(?<![a-z])(?:keep|tell|inform|phone|show|help"
    r"|let) (?:[a-z]+ ){1,2}?(?=(?:better )?informed|before|about|when|how)"
    r"|(?:为|向|给|对|面向)[^，。；,;]{1,16}?(?:提供|开展|发放|配备|安装|设置|送|讲解|开放|办理|减免|举办"
    r"|组织|安排|准备|播放|回访)"
    r"|(?<![a-z])(?:easier|simpler|quicker|safer|better) for (?:[a-z]+ ){1,4}to "
    r"|(?<![a-z])(?:easier|simpler|quicker|safer|better) (?:for|to [a-z]+ for) "
    r"|(?<![a-z])(?:put|open|build|set up|make|get|print"
    r"|publish)(?![a-z])[^,;.]{3,60}? for (?=(?:[a-z]+ ){0,2}[a-z]+\W*$)"
    r"|回访(?!满意|率)[^，。；,;]{1,8}|(?<![a-z])(?:offer|provid|giv|send"
    r"|deliver)[a-z]* [^,;.]{3,50}? (?:to|for) "
)
_HELPED_ZH = re.compile(
    r"(?:不再|不要?|别)?[让叫使][^，。；,;]{0,10}$|(?:跟|与|和)$|(?:给|带|陪|帮|替|教|问|扶|接"
    r"|送)[^，。；,;给带]{0,8}$|每一?[位名个户家][一-鿿]{0,4}$"
)
# What is taught or handed to somebody is named before them: 把密码重置教会所有新员工.
_GIVEN_ZH = re.compile(r"把[^，。；,;]{2,20}(?:教会?|发给|交给|送到|告诉|还给|讲给|发到)[^，。；,;]{0,4}$")
_HELPED_EN = re.compile(
    r"(?<![a-z])(?:so(?: that)?|keeps?|gives?|tells?|lets?|helps?|phones?|serves?|stop)"
    r"(?: the| our| every| all| each)? $"
    r"|(?<![a-z])(?:never|don't|do not|stop|no longer|won't|will not|must not) [a-z]+(?: an?| the| our"
    r"| any)?(?: booked| waiting| single)? $"
    r"|(?<![a-z])(?:ring|call|phone|text|email|visit|greet|remind|warn|ask|walk|escort|counsel|brief|invite"
    r"|thank)[a-z]*"
    r"(?: back)?(?: (?!about)[a-z']+){0,3} $|(?:^|[,:;.] )(?:every|each) (?:[a-z]+ )?$"
    r"|(?<![a-z])no more (?:[a-z]+ )?$"
)
# To be rung, visited or greeted is the act itself: nothing need follow.
_REACHED_EN = re.compile(
    r"(?<![a-z])(?<!our )(?<!the )(?<!in )(?:ring|call|phone|text|email|visit|greet|escort|thank)[a-z]*"
    r"(?: (?:our|all|every|each|the))?"
    r"(?: (?!about|to |for )[a-z']+){0,2} $"
)
_TOLD_EN = re.compile(
    r"(?: (?:are|get|to be|should be|must be))? (?:told|called|phoned|rung|texted|warned|informed|shown"
    r"|greeted|asked|given|offered"
    r"|helped|met)(?![a-z])"
)
_PLEASED = re.compile(
    r"满意|放心|舒心|安心|高兴|感动|惊喜|宾至如归|体验|感受|幸福|受益|delight"
    r"|happy|satisf"
)
_MORE = re.compile(r"更|better|clearer|faster|more |easier")


def for_whom(nobody: str, plain: str, concrete: bool) -> list[Span]:
    """Places where something is done for a named group: 让家属少跑一趟, so visitors stop getting lost."""
    out = [] if _MORE.search(plain) and not concrete else [Span(*m.span()) for m in _FOR_WHOM.finditer(plain)]
    for served in find("beneficiary", nobody):
        before, after = nobody[max(0, served.start - 30) : served.start], nobody[served.end : served.end + 24]
        helped = _HELPED_ZH.search(before) if nobody[served.start] > "z" else _HELPED_EN.search(before)
        helped = helped or _TOLD_EN.match(after)
        reached = nobody[served.start] < "z" and _REACHED_EN.search(before)
        reached = reached or _GIVEN_ZH.search(before)
        # In Chinese more than the verb alone has to follow, in English a word.
        least = 2 if nobody[served.start] > "z" else 1
        goes_on = not after.startswith("的") and len(after.split("，")[0].strip(" .。")) > least
        if (reached or (helped and goes_on)) and not _PLEASED.search(after):
            out.append(served)
    return sorted(out)
