"""What a Chinese figure counts, and so which start can be asked for: none for what is made in the period itself."""

from __future__ import annotations

import re

from .clauses import clause_at
from .reading import Facts
from .text import Span, tidy

__all__ = ["built_up", "done_to_all", "of_a_year", "rhythmic", "stands", "to_all"]

# What is made, held or won within the period: last year's is a start, the one of today is none.
_MADE = re.compile(
    r"[办开送发讲印][^，。；,;\d]{0,10}[\d一二两三四五六七八九十]+\s?[期场份堂节届]|开放|讲路线|开设|开展|加开|接种|卖出|新增|新签|[新净]招|招(?=[生收募聘到满够]|\d)|签约?(?=\s?\d)|办(?=\s?[\d一二两三四五六七八九十]+\s?[场期次届])|举办|开办|开(?=[课展班讲]|够|\s?[\d一二两三四五六七八九十]+\s?[场堂节次门])|组织|完成(?![率情])|拍|走访|面谈|家访|探访|走进|培训|演练|宣讲"
    r"|发放|发展|报名|招生|入学|接待|服务(?=[一-鿿]{2,10}[，,]?\s?(?:全年|年内|下半年|上半年)?\s?\d)|销售|卖[出到]?(?=\s?\d)|推出|上新|收集|走(?=\s?\d+\s?[个户家村])|送(?=\s?\d+\s?[场次])|讲(?=\s?\d+\s?[场堂])|做够?(?=\s?\d+\s?[场期])|搞|体检人数|成交|人次|开卡|办卡|订阅|捐|献血|发布|排演|演出|巡演|录"
)
_COUNTS = re.compile(
    r"[\d千万百一二两三四五六七八九十]\s?(?:名|人次?|位|场|次|期|堂|节|课|条|户|单|件|份|个|家|本|张|部|台|篇|届|站|趟|村|辆|套|款|轮|笔|批|盏|剂|个名额)?(?=[^\d%]|$)"
)
_RATE = re.compile(
    r"%|成|分(?!钟)|分钟|小时|秒|天|率|比例|占比|满意|投诉|差评|差错|跌倒|故障|纠纷|事故|不超|以内|以下|控制|≤|减|降|缩|压"
)
_GROWN = re.compile(r"(?:增加?|扩大?|扩充|扩容|增[长]|达)[到至](?=\s?\d)")
# What is taught in a lesson is not what is counted.
_LESSON = re.compile(r"防?(?:跌倒|投诉|差错|事故|纠纷|故障|诈骗)(?=[一-鿿]{0,4}(?:讲座|课|演练|培训|宣讲))")
_YEAR = re.compile(r"全年|年内|[今明]年(?!\d?[一二三四上下\d])|本年度?|年底|年度|20\d\d年?(?=[^\d月]|$)")
_YEARLY = re.compile(
    r"\d\s?(?:万?元|[百千]?万(?![人台张份])|件|起|例|次|宗|单|条|封|个)(?:以[内下]|$|[，。；,;（(])"
)
_ALL = re.compile(r"全覆盖|全部覆盖|覆盖到位|全员|人人|个个|百分之百|100\s?%")
# An act done to each of them once.
_EACH = re.compile(
    r"(?:每[一]?[位名个户家人]|挨家|逐[户一个]|挨个)[^，。；,;]{0,16}(?:至少|不少于|各)?[\d一二两三]\s?[次场遍回]|[一1]\s?[户个家人件间]不[落漏少]"
)
# How it stands, told anywhere.
_STANDS = re.compile(
    r"(?:现[要为在是有达]|今为|目前|眼下|如今|原先|原来|原[为是]|先前|(?<![日底末月周节束])之前(?=[是要]|平均|约|\d)|早先|还在|去年|上届|上年|前年|上[个]?[月季学]|往年|今年(?:已|到现在|只|才|有)|别再是|不再是|近[一二半]|平均要|(?<![不别少])等(?=\s?\d+\s?个?[^，。；]{1,4}太[长久])|要[等排]|得[等排])"
    r"[^。；;]{0,16}?(?:\d|[一二两三四五六七八九十半]+[来多几]?(?:个|成|分|天|次|起|件|小时|周|月|倍|桌|单|人|位|条|户|礼拜))"
    r"|\d[\d.]*\s?(?:%|分|个|件|起|天|次|小时|分钟)?\s?(?:→|⇒|->|到|变成?)\s?\d|千?[百千万]分之[一二三四五六七八九\d][^，。；]{0,2}[到至→]"
    r"|[要得拖]\s?[\d两三四五六七八九十半]+\s?个?(?:天|小时|分钟|周|月)[，,][^。；;]*改[成为]|现[状值]|/\d+%/\d+%|跟[^，。；]{1,8}的\s?\d[\d.]*%?\s?看齐"
)
_BACKLOG = re.compile(
    r"(?:积压|拖欠|欠着|没人[回管]|存量|剩下|剩余|现有|挂着|压着|历史|遗留|未[办结解修回审]|超期|逾期|堵着|坏着)[^，。；,;]{0,10}\d+(?!个?月)[^。；;]{0,16}(?:全部|清零|清完|清掉|[回办修审解消结还]完|消化|处理|为零)"
    r"|(?:全部|清零|清完|消化掉?)[^。；;]{0,10}\d+\s?[件条份单户起宗笔]|完成[^，。；,;]{0,8}\d+\s?[处件份][^，。；,;]{0,14}(?:更正|整改|改造|修复|清理|更换|升级|维修)|\d+\s?[件条份单户起宗笔张][^。；;]{0,14}(?:全部?[一-鿿]{1,3}掉|全部|清零|清完)"
)


def built_up(facts: Facts) -> bool:
    """Whether the figure counts what is made within the period: 新增会员300名, 开课36次."""
    if facts.language != "zh" or not facts.claim or not facts.claim.target:
        return False
    if _ALL.search(facts.folded, *facts.claim.target):
        return False
    # What is to grow to a number has one today.
    if _GROWN.search(facts.folded, *facts.claim.target):
        return False
    start, end = facts.claim.whole
    end = max(end, facts.claim.target.end)
    said = facts.folded[start : min(len(facts.folded), end + 8)]
    return bool(
        _MADE.search(said) and _COUNTS.search(facts.folded, *facts.claim.target)
    ) and not _RATE.search(_LESSON.sub("", said))


def done_to_all(facts: Facts) -> bool:
    """Whether an act is done once to each of them: no start need be asked."""
    return facts.language == "zh" and _EACH.search(facts.folded) is not None


def to_all(facts: Facts) -> bool:
    """Whether all of them are to be reached: what share of them is it now?"""
    return facts.language == "zh" and _ALL.search(facts.folded) is not None


def rhythmic(facts: Facts) -> bool:
    """Whether an act is done so many times a week: how often it is kept can be asked, no start."""
    if facts.language != "zh" or not facts.claim or not facts.claim.target or not facts.times.loose:
        return False
    said = facts.folded[slice(*facts.claim.target)]
    return bool(re.search(r"[一二两三\d]\s?[次趟遍回场]", said)) and not _RATE.search(facts.folded)


def of_a_year(facts: Facts) -> bool:
    """Whether the figure sums up a year: 全年投诉15件以下."""
    if facts.language != "zh" or not facts.claim or not facts.claim.target:
        return False
    target = facts.claim.target
    year = any(_YEAR.fullmatch(facts.at(s).strip()) or _YEAR.search(facts.at(s)) for s in facts.times.ends)
    said = facts.folded[target.start : target.end + 3]
    return year and bool(_YEARLY.search(said)) and not re.search(r"每|月均|日均", facts.folded)


def stands(facts: Facts) -> Span | None:
    """Where a figure of the present or the past, or what has piled up, is told beside the target."""
    claim = facts.claim
    if facts.language != "zh" or not claim or not claim.target or len(facts.goals) > 1:
        return None
    if told := _STANDS.search(facts.folded):
        return Span(*told.span())
    if not (piled := _BACKLOG.search(facts.folded)):
        return None
    # Of what has piled up the clause with its figure is quoted.
    last = clause_at(facts.folded, piled.end() - 1)
    return tidy(facts.folded, Span(max(piled.start(), last.start), piled.end()))
