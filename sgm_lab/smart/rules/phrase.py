"""A Chinese phrase quoted for relevance, from the start of its noun phrase to the head or to the end of the act."""

from __future__ import annotations

import re

from .clauses import clauses_of
from .plight import PLIGHT
from .reading import Facts
from .text import Span, blank, overlaps, tidy

__all__ = ["acted", "phrased"]

# What names no need: a verb or a time alone, a unit, a bare ratio, an aside, a heading.
_NAMES_NOTHING = re.compile(
    r"[一每][一-鿿]?[月周天年]|[较比同](?:[去上]|同期).*|上次[一-鿿]{2}|(?:平均|每)?(?:小时|分钟|占比|比例|用时|处理|办理|改造|开学|[正腊]月|周末|年度|目标|签字|提前|加快|提升|技能|标准化)"
    r"|(?:拍|做|修|办|发|讲|打|装)(?:完|好)|[一-鿿]{1,2}(?:掉|到)|每[一-鿿]|[一-鿿]{0,6}(?:承诺|要求)|过去[一二三两半]年|近[一二三两半]{1,2}年[一-鿿]{0,4}|有改观|(?:除|另)[一-鿿]{2,8}"
    r"|(?:大家|记一下|收到|我说|嗯)[一-鿿，]{0,12}|[一-鿿]{0,2}也?查过|比(?:上[周月年]|去年)[多少]|哪次[一-鿿]{2,8}|[一-鿿、，]{2,14}承诺|比?邻市|[一-鿿]{0,3}版本|手上|季度|启用|[春暑]运|当天|上[周月]|我们?希望|全部办结|照看|(?:非)?工作时间内|每[位名个家](?![一-鿿]*[排等])[一-鿿]{2,4}|[一-鿿]{2,4}说|自己打分.*|[一-鿿]{0,4}起|再?超过.*|(?:原先|目前|现在|眼下)[一-鿿]{2,8}|[\d.]+\s?(?:天|小时|分钟)[一-鿿]{0,8}"
)
# What is left over at the end, and at the start.
_STRAY = re.compile(
    r"(?:[/]|--|(?<=[率度])(?:第|比[一-鿿]{0,6})|(?<=[率量间])较[^，]{0,12}|一张|[|]|(?<=率)仅|(?<=度)仅|(?<=[单长数率量诉])[减降增缩压]|(?<=率)偏|动不动|坚持到|别再?|只|呗|往下|砍掉|缩到|换成|要改善|已经|再|不|-|【|[（(])+$"
)
_ASIDE = re.compile(
    r"[一-鿿]{2,10}--(?=[一-鿿])|[一-鿿]{0,10}?(?:既|又)[把将]|①|[.．](?=[一-鿿])|又要让|着力(?:提高|降低|减少|改善)?|\d[.．、](?!\d)|[^→]{0,20}→\s?"
)
_CUT = re.compile(r"[的后之]")
# Where a phrase may begin.
_BEFORE = re.compile(r"[把将使给]|，|：")
# To whom something is done: the verb and what they get belong to it.
_GIVEN = re.compile(r"(?:至少|各)?(?:给|为|向|与|跟|对|面向|替|帮|和)(?![一-鿿]{0,6}的?满意)")
_GOES_ON = re.compile(r"[了上开换至少各好]{0,3}\s?[\d一二两三四五六七八九十每半]|了|至少|开|换|完成")
_MEASURE = re.compile(
    r"(?:率|时间|时长|投诉|次数|满意度|差评|等候|等待|排队|比例|占比|次数|人数|班次|评分|差错|跌倒)$"
)
_LEADS = re.compile(r"[\s，,。；;：:、要须得应应该必须务必一律都均请@]+")
_QUICK = re.compile(
    r"(?:\d[\d.]*|[一二两三四五六七八九十半]+)\s?个?(?:秒|分钟|分(?!钟)|小时|工作小时|天|日|个?工作日|min|h|点)(?:之?内|前)?[一-鿿、]"
)
_REPORTS = ("zh_reported", "zh_share", "zh_moved", "zh_only")
_NOW = re.compile(r"\s*(?:现在|目前|眼下|我们?|咱们?|有时候)*")
# What is said before a goal begins.
_PREFACE = re.compile(
    r"(?:具体|目标|三项|20\d\d年(?:度)?目标|[一-鿿]{2,10}--)[:：]?\s?(?:\d[.．、])?(?=[一-鿿])|还是老话，|[一-鿿]{6,14}[：:](?=[一-鿿]{4,10}[≤≥<>])|指标/现状/目标/时限\s?→\s?"
)
# A verb without its object.
_UNDONE = re.compile(r"(?:完成|做到|提供|开展|须|从|到)$")
# What leads on to the goal proper, and how that looks.
_LEADS_ON = re.compile(
    r"^(?:[一-鿿]{0,6})?(?:通过|靠|借助|借着)|别再是|比例?\s?\d+%$|多$|慢$|晚点|大赛$|耐心$|现要|只有|才\s?\d"
)
_COMES_TO = re.compile(
    r"[降升提压缩减][到至为]|看齐|务必|必须|须|[想要让使把]|争取|力争|改观|起色|由[一-鿿]|为[一-鿿]{2,8}办|[提降]高?低?|当天|改为|分钟内"
)
_TOGETHER = 60
# What sets the clock going.
_TRIGGER = re.compile(
    r"接到|收到|见到|遇到|突发|晚点|发(?:消息|来)|提(?:问|出问题)|一来$|响$|[坏了]$|[后时]$|(?:客人|客户|顾客|患者|病人|老人|旅客|乘客|读者|家长|业主|纳税人|用户|学生|住户|观众|来电)[^，]{0,6}(?:按|打|问|要|说|到了|来取|提交|上午送)|接起后"
)
_TOPIC = re.compile(r"(?:申请|求助|报警|报修|投诉|意见|咨询|退款|图书|[件车书单卡证])$")
_BECOMES = re.compile(r"(?:别|不再|不要|不许)再?[让把]|零(?!发生)[一-鿿]{2}")
_DOES = re.compile(r"[带开换办讲走拍送发接做完给领订了]$")
_UNIT = re.compile(r"(?:老年大学|[一-鿿]{1,8}(?:学校|委员|中心|医院|大学|门诊部?))")
_CHANGED = re.compile(r"平均|缩|降|压|减|提[高升到前]|改为|→|从|由")


def phrased(facts: Facts, span: Span) -> Span:
    """Return the phrase around ``span`` that a reader would quote."""
    said = facts.folded[slice(*span)]
    if answer := _answer(facts, span):
        return answer
    known = any(overlaps(s, span) for s in (*facts.needs, *facts.metrics))
    acts = _UNIT.fullmatch(said) or any(a.start <= span.start and span.end <= a.end for a in facts.actors)
    acts = acts and not known
    if _NAMES_NOTHING.fullmatch(said.strip(" ，。、")) or acts:
        span = _topic(facts, span) or span
        said = facts.folded[slice(*span)]
    if facts.stated and not facts.amounts.levels and (told := _complaint(facts)):
        return told
    thing = facts.claim.thing if facts.claim and facts.claim.target else None
    if thing and thing.start <= span.start and span.end < thing.end and _MEASURE.search(facts.folded, *thing):
        span = Span(thing.start if thing.end - thing.start < 22 else span.start, thing.end)
        said = facts.folded[slice(*span)]
    if (aside := _ASIDE.match(said)) and aside.end() + 1 < len(said):
        span = Span(span.start + aside.end(), span.end)
    if _CUT.match(facts.folded, span.start):
        span = _from_start(facts, span)
    stray = _STRAY.search(facts.folded, *span)
    if stray and stray.start() - span.start > 1:
        span = Span(span.start, stray.start())
    return _with_act(facts, span)


def acted(facts: Facts, span: Span) -> Span:
    """Return a Chinese goal from its subject through its target, past a complaint, a means or a start."""
    body = blank(facts.folded, facts.times.dates)
    said = facts.folded[slice(*span)]
    if (lead := _PREFACE.match(said)) and lead.end() + 3 < len(said):
        span = Span(span.start + lead.end(), span.end)
    clauses = [c for c in clauses_of(facts.folded).spans if facts.folded[slice(*c)].strip()]
    here = next((n for n, c in enumerate(clauses) if span.end <= c.end), None)
    if here is None or facts.stated or facts.goals:
        return span
    if _UNDONE.search(facts.folded, *span):
        return tidy(body, Span(span.start, clauses[here].end))
    if here + 1 == len(clauses) or span.end < clauses[here].end - 2:
        return span
    after = clauses[here + 1]
    mark = facts.folded[clauses[here].end]
    first, next_ = facts.folded[slice(*clauses[here])], body[slice(*after)]
    plain = not next_.lstrip().startswith("让") and not any(s.start < span.end for s in facts.roles.asked)
    led = plain or _LEADS_ON.search(first)
    if mark in "，," and led and _COMES_TO.search(next_) and after.end - span.start <= _TOGETHER:
        return tidy(body, Span(span.start, after.end))
    return span


def _complaint(facts: Facts) -> Span | None:
    """The clause that complains: 晚饭总是七点就没菜了."""
    at = next((p.span.start for p in PLIGHT.find(facts.folded) if p.form not in _REPORTS), None)
    if at is None:
        return None
    clause = next(c for c in clauses_of(facts.folded).spans if at < c.end)
    if clause.end - clause.start < 8 or re.search(r"\d", facts.folded[slice(*clause)]):
        return None
    body = blank(facts.folded, facts.times.dates)
    now = _NOW.match(body, clause.start)
    return tidy(body, Span(now.end() if now else clause.start, clause.end))


def _clauses(facts: Facts) -> list[Span]:
    """Clauses with anything but a date, a number or the one who acts in them."""
    body = blank(facts.folded, [*facts.times.dates, *facts.times.words])
    return [
        Span(max(0, c.start), c.end)
        for c in clauses_of(facts.folded).spans
        if len(re.findall(r"[一-鿿]", body[slice(*c)])) > 1
    ]


def _topic(facts: Facts, span: Span) -> Span | None:
    """The thing at the head: the first clause that names one, up to its figure."""
    body = blank(facts.folded, facts.times.dates)
    heads = [a for a in facts.actors if not a.start or not facts.folded[a.start - 1].isalnum()]
    for clause in _clauses(facts):
        start = max([clause.start, *(a.end for a in heads if clause.start <= a.start < clause.start + 2)])
        lead = _LEADS.match(body, start, clause.end)
        start = lead.end() if lead else start
        figures = [
            s.start
            for s in (*facts.amounts.levels, *facts.amounts.starts, *facts.roles.told)
            if s.start > start
        ]
        figure = re.compile(r"\d(?!\d*点)|[（(]").search(body, min(start + 6, clause.end), clause.end)
        end = min([clause.end, *figures, *([figure.start()] if figure else [])])
        piece = tidy(body, Span(start, end))
        words = body[slice(*piece)]
        if overlaps(clause, span):
            act = tidy(body, Span(start, clause.end))
            if act.end - act.start > max(3, span.end - span.start):
                return act
            continue
        if body.startswith("由", start):
            continue
        if len(words) > 2 and not _NAMES_NOTHING.fullmatch(words) and not overlaps(piece, span):
            return piece
    return None


def _from_start(facts: Facts, span: Span) -> Span:
    """With what stands before it in its clause."""
    body = blank(facts.folded, [*facts.times.dates, *facts.actors])
    clause = next((c for c in clauses_of(facts.folded).spans if c.start <= span.start < c.end), span)
    before = [m.end() for m in _BEFORE.finditer(body, clause.start, span.start)]
    start = max([clause.start, *before])
    gap = body.rfind("  ", start, span.start)
    return tidy(body, Span(gap + 2 if gap >= 0 else start, span.end))


def _with_act(facts: Facts, span: Span) -> Span:
    """What is done to those served goes on with its verb and its object: 给老人开了两场防骗课."""
    clause = next((c for c in clauses_of(facts.folded).spans if c.start <= span.start < c.end), span)
    done_in = facts.folded.endswith(("后", "起"), 0, span.end) and _QUICK.match(facts.folded, span.end)
    led = _DOES.search(facts.folded, *span) and re.match(
        r"[\d一二两三四五六七八九十]", facts.folded[span.end :]
    )
    if done_in or led or _BECOMES.match(facts.folded, span.end):
        return tidy(blank(facts.folded, facts.times.dates), Span(span.start, clause.end))
    if not _GIVEN.match(facts.folded, *span) or _MEASURE.search(facts.folded, *span):
        return span
    body = blank(facts.folded, facts.times.dates)
    rest = body[span.end : clause.end]
    if not 0 < len(rest.strip()) <= 18 or not (
        _GOES_ON.match(rest) or _GOES_ON.search(facts.folded, span.end - 1, span.end)
    ):
        return span
    return tidy(body, Span(span.start, clause.end))


def _answer(facts: Facts, span: Span) -> Span | None:
    """What follows on a trigger, and how soon: 客人发消息，管家5分钟内回."""
    if not facts.amounts.levels or facts.amounts.from_to or facts.amounts.starts or facts.goals:
        return None
    clauses = clauses_of(facts.folded).spans
    here = next(n for n, c in enumerate(clauses) if span.start <= c.end)
    asked = facts.folded[slice(*clauses[here])]
    if here + 1 == len(clauses) or _TOPIC.search(asked) or not _TRIGGER.search(asked):
        return None
    clause = clauses[here + 1]
    quick = _QUICK.search(facts.folded, *clause)
    if (
        not quick
        or clause.end - clause.start > 26
        or "统计" in asked
        or _CHANGED.search(facts.folded, *clause)
    ):
        return None
    after = facts.folded[quick.end() - 1 : clause.end]
    if not after or re.match(r"[以左为的]|内?(?:达标|做到|全覆盖|封顶|打住)", after):
        return None
    return tidy(blank(facts.folded, facts.times.dates), clause)
