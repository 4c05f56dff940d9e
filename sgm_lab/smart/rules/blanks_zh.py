"""Which blanks a Chinese goal gets: what is certainly missing, in words that read well behind any sentence.

The more certain blank is asked for only where its ground is seen; all else falls back to the plainer one below it.

| what is seen | blank |
|---|---|
| how soon each case is served, or how often something is done each week | 做到的占____%，现在是____% |
| a rate, a share, a time, a score; so many a day, a week, a month; how many there are | 现在是____ |
| a sum of money, or what is made or held in a period | 去年同期____ |
| a limit of a year, or none at all | 去年____ |
| a training, a launch, something bought or written | 要改变的指标：____，从____到____ |
| another level | 起点____ |
| a measure without a level | 从____到____ |
| what must not happen any more | 现在每月____次 |
| what must not become worse | 界限：____，现在是____ |
| any other wish or act | 用____衡量，从____到____ |

Where only the words of a sentence speak for a measure, it gets the blank that fits all: 现在的情形：____. Where another
figure may be the start, the blank is put as a condition: 如果还没有写明：现在是____.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .blanks import COMPARED, NEGATED, Blank, is_act, is_moved, stated_unit, thing, unit
from .counting import built_up, done_to_all, of_a_year, rhythmic, to_all
from .reading import Facts
from .started import started
from .text import overlaps
from .verdicts import judge, ruled

__all__ = ["blank_zh"]

# A time that is itself to be changed is no service level of each case.
_CUT_TO = re.compile(r"平均|缩|降|压|减|控制|中位|时长")
# What has a figure today, by its name or by the unit of its level.
_HAS_NOW = re.compile(
    r"率|比例|占比|占|评分|得分|打分|分数|口碑分|时间|时长|用时|耗时|周期|间隔|等候|等待|排队|平均|人均|均|每[天日月周班百千万单位人次床桌]|增[加]?[至到]|扩大?[至到]|月销|覆盖|库存|余额|客单价|单价|费用|价格|成本"
    r"|在库|总数|人数|户数|保有|签约数|积压|空岗|缺口|误差|温度|速度|深度"
)
_UNIT_NOW = re.compile(r"[%‰成]|百分点|个点|分钟|小时|\dh|秒|工作日|天|周|星|分$|分(?=[以之]|[，。；、（]|$)")
_MONEY = re.compile(r"[元万亿]|块钱?")
_EARNED = re.compile(
    r"收入|营收|营业额|保费|销售|销量|成交|增收|净增|存款|贷款|利润|流水|产值|回款|收缴|募|捐|票房|业绩"
)
# What those who serve learn, make or put in place: it is asked for what it changes.
_MADE_FOR = re.compile(
    r"培训|轮训|(?<![研教入开上放升转就复])学(?![生员校院期年分位习术区童士科籍]|(?<=学)团)|进修|选送|轮岗|考试|演练|上线|上岗(?!证)|部署|投用|启用|开通|安装|装上|采购|购置|添置|更换|编制|印制|发布|认证|竣工|改造完|建成|招聘(?!会)|招录|年审|上岗证|考[取出到]"
)
# What is not to become worse gets a limit; what must not happen at all, the times it happens now.
_NOT_WORSE = re.compile(
    r"(?:不[得许能准要再]|别)再?(?:[往]?[下降掉涨升增减变]|缩短|提高|延长|取消|加[快重])|[少低]于(?=现)"
)
_FORBIDDEN = re.compile(
    r"不再(?:发生|出现|有)|绝不?[能得许准可]|绝对不|杜绝|严禁|禁止|(?:不[要能许得准再]|别)[再让把叫给]"
)
# Before a ban, in another clause: that is what is wanted.
_WISHED = re.compile(r"[要应须得把将][^，。；,;]*[，。；,;]|[，。；,;]别[让叫给把]$")
_IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_PUT_IN = re.compile(
    r"(?:新装|安装|上线|装上|启用|开通|新上)[^，。；,;]{0,14}(?:软件|系统|平台|小程序|设备|app|v\d)"
)
# So long is a course, and so long before something is to be done: neither has a level of today.
_COURSE = re.compile(r"[讲上学][^，。；,;]{0,8}课|培训|进修|轮训|脱产")
_LEAD = re.compile(r"(?:(?<![目以之])前|提前)\s?[\d一二两三四五六七八九十半]+\s?个?(?:天|小时|分钟)")
_LIMIT = re.compile(r"[≥>]|不[超多高大得许能要]|别|以[内下]|最多|控制|压|降|减|[≤<]")
# What is done when a limit is passed: 排队超90秒，自动回拨.
_IF_OVER = re.compile(
    r"(?<![不别])(?:超过?|满|过了)\s?[\d一二两三四五六七八九十半]+\s?个?(?:秒|分钟|小时|天)(?:没[^，。]{0,4}|未[^，。]{0,4})?[，,](?![^，。；]*(?:率|比例|占|[降减压缩控]|不[超多]))"
)
_CHANGED = re.compile(r"[缩降压减拉提]短?[到至为]")
_HELD = re.compile(r"[\d一二两三四五六七八九十]\s?[场期堂节届讲]")
_STOCK = re.compile("余额|存量|保有|在[册库租]")
_RATED = re.compile("率|比例|度|占|[均得评]分")
# So often is no time that somebody waits: every two hours.
_OFTEN = re.compile(r"每隔?\s?[\d一二两三四五六七八九十半]+\s?个?(?:小时|分钟|天|周)")
_LASTS = re.compile("(?:时间|时长|等候|等待|周期)$")
_OVER = re.compile("超过?|以上|[>≥]")
_OPEN = ("none", "maybe")
_NOUGHT = re.compile(r"(?<![\d.])0(?![\d.%])")


def _forbids(facts: Facts) -> bool:
    """Whether what must not happen is the wish itself, and no word added to another one or put in brackets."""
    found = _FORBIDDEN.search(_IN_BRACKETS.sub(lambda m: " " * len(m[0]), facts.folded))
    return found is not None and not _WISHED.search(facts.folded, 0, found.end())


def blank_zh(facts: Facts, lacking: Collection[str]) -> Blank | None:
    """Return the blank of one Chinese goal, without its date; none where nothing is missing."""
    target = facts.claim.target if facts.claim else None
    lacks = "measurable" in lacking
    # The words of a sentence may speak for a measure; certain it is only where a rule sees one.
    heard = not (lacks or facts.goals) and ruled(facts, "measurable").verdict != "met"
    told = started(facts)
    if heard and not (target and facts.metrics and not facts.amounts.means):
        return Blank("stand", sure=told == "none") if "achievable" in lacking and told in _OPEN else None
    if not target or facts.amounts.means:
        return _without_level(facts) if lacks else None
    if lacks and not (facts.metrics or facts.goals):
        # So much better, but what is counted? 服务质量提升20%.
        return Blank("sign")
    if told not in _OPEN or "achievable" not in lacking:
        return None
    found: Blank | None
    if _is_each_time(facts):
        # Every time, or in how many of a hundred?
        dated = facts.times.ends and not (_is_ahead(facts) or _IF_OVER.search(facts.folded))
        own = _unit(facts)
        found = Blank("share_now") if not dated else Blank("now", own) if own else Blank("stand")
    else:
        found = _start(facts)
    return found and found._replace(sure=told == "none")


def _is_each_time(facts: Facts) -> bool:
    """Whether the level is how soon each case is served."""
    levels, forms, speeds = facts.amounts.levels, facts.amounts.forms, set(facts.speeds)
    if all(forms[s] == "same_day" for s in levels) or _IF_OVER.search(facts.folded):
        return True
    target = facts.claim.target if facts.claim else None
    if target and _CHANGED.search(facts.folded, max(0, target.start - 4), target.end):
        return False
    timed = all(s in speeds and not facts.at(s).startswith("每") for s in levels)
    each = facts.claim is not None and facts.claim.each
    return timed and (each or not (facts.times.ends or _CUT_TO.search(facts.folded)))


def _is_ahead(facts: Facts) -> bool:
    """Whether the level is how long before something it is done: 提前48小时."""
    target = facts.claim.target if facts.claim else None
    return bool(target and _LEAD.search(facts.folded, max(0, target.start - 2), target.end))


def _start(facts: Facts) -> Blank | None:
    """Where it starts from, in the words that are certain for such a level."""
    claim = facts.claim
    if not claim or not claim.target:
        return None
    own = _unit(facts)
    zero = all(
        facts.amounts.forms[s] == "zero" or _NOUGHT.search(facts.folded, *s)
        for s in facts.amounts.levels
        if s.end <= claim.target.end
    )
    if facts.folded.startswith("的", claim.target.end) and _OVER.search(facts.folded, *claim.target):
        # Which cases are meant, and no level: 耗时超过4小时的，汛期之前消掉.
        return Blank("stand")
    said = facts.folded[claim.whole.start : max(claim.whole.end, claim.target.end)]
    level = facts.folded[slice(*claim.target)]
    if _forbids(facts) and not (zero or _LIMIT.search(level) or facts.speeds):
        return Blank("times")
    if (rhythmic(facts) and not _LIMIT.search(level)) or _OFTEN.search(level) or _is_ahead(facts):
        return Blank("now", "%") if "%" in facts.folded else Blank("share_now")
    if done_to_all(facts):
        return None if zero or re.search("不[漏落剩少]", level) else Blank("stand")
    if to_all(facts):
        return Blank("now", "%")
    rated = _UNIT_NOW.search(own or level) is not None
    counted = not (rated or _RATED.search(said)) or _COURSE.search(facts.folded)
    if (
        counted
        and not _LIMIT.search(facts.folded, max(0, claim.target.start - 4), claim.target.end)
        and (
            _MADE_FOR.search(said)
            or _COURSE.search(facts.folded)
            or judge(facts, "relevant").verdict == "weak"
        )
    ):
        return Blank("effect")
    if (
        built_up(facts)
        or (_HELD.search(level) and not _LIMIT.search(level))
        or ((_EARNED.search(said) or _MONEY.search(level)) and not rated and not _HAS_NOW.search(said))
    ):
        return Blank("before", own)
    monthly = zero and facts.times.ends and "月" in facts.at(facts.times.ends[0])
    if (zero and not monthly) or (of_a_year(facts) and not _STOCK.search(said)):
        return Blank("last", own)
    lasts = set(facts.amounts.levels) <= set(facts.speeds) and not (
        _HAS_NOW.search(said) or _LIMIT.search(said) or re.search("[到至内]", level)
    )
    if not lasts and (rated or _HAS_NOW.search(said)):
        return Blank("now", own)
    # Without a unit it is not known what is counted; so long is no wait: 去学两天漆面护理.
    return Blank("start", own) if own and not lasts else Blank("stand")


def _unit(facts: Facts) -> str:
    """Unit of the level; none where the figures of the goal have several, and no share is named."""
    own, said = stated_unit(facts) or "", [facts.at(s) for s in facts.roles.asked]
    if own == "个" and any(re.search("个(?:多|半)?小时", s) for s in said):
        return "个小时"
    if own == "个":
        return ""
    if own == "分" and any("百分" in s for s in said):
        return "%"
    if own and own != "%" and said and own not in said[-1]:
        return "%" if _RATED.search(facts.folded) and any("%" in s for s in said) else ""
    return own


def _without_level(facts: Facts) -> Blank | None:
    """What would show it, where no level is said."""
    claim = facts.claim
    own = unit(facts) or ("%" if facts.metrics and facts.at(facts.metrics[0]).endswith("率") else "")
    # The measure that the means is to move stands behind it: 靠增加4名调度员，降低上门迟到率.
    moved = [m for m in facts.metrics if not any(overlaps(m, s) for s in facts.means)]
    if facts.amounts.means and moved and "率" in facts.at(moved[0]):
        return Blank("from_to", "%")
    if _PUT_IN.search(facts.folded) or (
        _MADE_FOR.search(facts.folded) and facts.times.ends and not is_moved(facts)
    ):
        return Blank("effect")
    if facts.amounts.means or (not facts.metrics and is_act(facts)):
        # The measure that the means is to move, where it is named behind it: 缩短办事群众的排队时间.
        named = (
            claim and claim.thing and own and is_moved(facts) and not overlaps(claim.thing, facts.means[0])
        )
        return Blank("from_to", own) if facts.means and named else Blank("effect")
    if _NOT_WORSE.search(facts.folded):
        return Blank("cap", stated_unit(facts) or "")
    better = COMPARED.search(facts.folded)
    if (_forbids(facts) or NEGATED.match(facts.folded.lstrip())) and not better:
        return Blank("times")
    if facts.metrics or (is_moved(facts) and (own or _LASTS.search(thing(facts)))):
        return Blank("from_to", own)
    return Blank("sign")
