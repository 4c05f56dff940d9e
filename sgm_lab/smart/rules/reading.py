"""What a goal sentence says: the facts the verdicts of `sgm_lab.smart` rest on, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...i18n import Language
from .amounts import Amounts, read_amounts
from .text import Span, blank, find, fold, language
from .times import Times, read_times

__all__ = ["Facts", "read"]

# Units and measures known by their form.
_UNIT_NAME = re.compile(
    r"(?<![一-鿿])(?!以|全|内|外|大|各|我|这|那|本组|排)[一-鿿]{1,5}(?<![全内外干大局到处一排])(?:部|科|组"
    r"|处|中心|队|局|办|院|站)"
    r"(?=[在将把对要须应需于\d\s，,]|负责|实现|完成|确保|保证|力争|争取|今年|明年|年内|年底|本|每|全面|通过"
    r"|上线|举办|开展|按|主动|半年|力|须|向|为|使)"
)
_POST_NAME = re.compile(
    r"(?:^|[.,;] )(?:(?:our|the|every|all|each) )?(?!train|hire|recruit|coach"
    r"|add)(?:[a-z]{2,14} ){0,2}[a-z]{2,12}(?:ers|ors|ists|ians|ants"
    r"|eepers)(?<!orders)(?<!numbers)(?<!letters)(?<!errors)(?<!answers)(?= [a-z])",
    re.IGNORECASE,
)
_RATE_ZH = re.compile(
    r"[一-鿿A-Z]{1,10}?(?<![效表草轻直坦概功税利汇])率(?![先领队真性])|平均[一-鿿]{1,8}?(?:时间|时长|分|成本"
    r"|次数)|[一-鿿]{1,6}(?:满意|忠诚|知晓|准确|完整|达标)度"
)
_RATE_EN = re.compile(
    r"(?<![a-z])(?:average|mean|median) (?:[a-z-]+ ){0,3}(?:time|wait|score|rating|delay)s?(?![a-z])",
    re.IGNORECASE,
)
_THING_ZH = re.compile(
    r"[一-鿿]{1,6}?(?:时间|时长|流程|速度|次数|件数|步骤|周期|环节|手续|申请|间隔|差错|等待)"
)
_SWALLOWED = re.compile(
    r".{0,9}(?:提高|提升|降低|减少|缩短|压缩|改善|改进|优化|加快|加强|控制|保持|确保|保证|实现|完成|做好"
    r"|力争|争取|努力|全面|[把将使让对])(?=..)"
)
_FOR_WHOM = re.compile(
    r"(?:为|向|给|对|面向)[^，。；,;]{1,16}?(?:提供|开展|发放|配备|安装|设置|送|讲解|开放|办理|减免|举办"
    r"|组织|安排|准备|播放|回访)"
    r"|回访[^，。；,;]{1,8}|(?<![a-z])(?:offer|provid|giv|send|deliver)[a-z]* [^,;.]{3,50}? (?:to|for) ",
    re.IGNORECASE,
)
_MORE = re.compile(r"更|better|clearer|faster|more |easier", re.IGNORECASE)
_SPEED = re.compile(r"秒|分钟|小时|工作日|天|seconds?|minutes?|hours?|days?", re.IGNORECASE)
_CENTRE = re.compile(r"以[^，。；,;]{1,8}?为(?:中心|本|先|荣|根本)")
_TAUGHT = re.compile(
    r"(?:培训|招聘|增加|新增|(?<![a-z])(?:train|hire|recruit|coach|teach|add)[a-z]* (?:\d{1,4} "
    r"|[a-z]{3,6} )?(?:all |new |more )?)$",
    re.IGNORECASE,
)
_NOT_MEANS = re.compile(
    r"^通过率|^通过[^，。；,;]{0,16}?(?:认证|验收|审核|评审|评估|考核|考试|审批|年检)|^through(?:out)? "
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Places of everything the rules look for in one sentence."""

    text: str
    language: Language
    times: Times
    amounts: Amounts
    actors: list[Span]
    beneficiaries: list[Span]
    actions: list[Span]
    changes: list[Span]
    deliverables: list[Span]
    metrics: list[Span]
    objects: list[Span]
    vague: list[Span]
    slogans: list[Span]
    needs: list[Span]
    enablers: list[Span]
    services: list[Span]
    financial: list[Span]
    means: list[Span]
    compared: list[Span]
    for_whom: list[Span]

    @property
    def things(self) -> list[Span]:
        """Measures and concrete objects, in reading order."""
        return sorted([*self.metrics, *self.objects])

    @property
    def slogan(self) -> bool:
        """Whether the sentence is a wall poster: broad words, nothing concrete, nobody named, no figure."""
        if self.amounts.levels:
            return False
        if self.slogans and not (self.things and (self.actors or self.metrics or self.actions)):
            return True
        return bool(self.vague) and not self.things and not self.actors

    @property
    def speeds(self) -> list[Span]:
        """Levels in a unit of time: how fast those served are served."""
        return [s for s in self.amounts.levels if _SPEED.search(self.at(s))]

    def at(self, span: Span | None) -> str:
        """Words at ``span``."""
        return self.text[span.start : span.end] if span else ""


def read(text: str) -> Facts:
    """Read one goal sentence, zh or en, in a time that grows linearly with its length."""
    folded = fold(text)
    times = read_times(folded)
    amounts = read_amounts(folded, times)
    # A unit inside a date or a poster phrase ("以客户为中心") is nobody; nor does a date hold an object.
    body = blank(folded, [*times.ends, *times.loose, *times.other, *times.words])
    body = _CENTRE.sub(lambda m: " " * len(m[0]), body)
    slogans = find("slogan", folded) + [Span(*m.span()) for m in _CENTRE.finditer(folded)]
    served = find("beneficiary", body)
    verbs = {s.start for s in find("action", body)}
    posts = [
        p
        for p in _spans(_POST_NAME, body)
        if p.start not in verbs and not any(p.start <= s.start < p.end for s in served)
    ]
    actors = [
        span
        for span in _merge(find("actor", body), _spans(_UNIT_NAME, body), posts)
        if not _TAUGHT.search(body[max(0, span.start - 16) : span.start])
    ]
    nobody = blank(body, actors)
    vague = find("vague", nobody)
    plain = blank(nobody, [*vague, *slogans])
    formed = [_after_verb(s, plain) for p in (_RATE_ZH, _RATE_EN) for s in _spans(p, plain)]
    metrics = _merge(find("metric", plain), formed)
    unmeasured = blank(plain, metrics)
    touched = [_after_verb(s, plain) for s in _spans(_THING_ZH, unmeasured)]
    means = [s for s in find("means", folded) if not _NOT_MEANS.match(folded[s.start : s.start + 30])]
    return Facts(
        text=text,
        language=language(folded),
        times=times,
        amounts=amounts,
        actors=actors,
        beneficiaries=find("beneficiary", nobody),
        actions=find("action", plain),
        changes=find("change", plain),
        deliverables=find("deliverable", plain),
        metrics=metrics,
        objects=_merge(find("object", unmeasured), touched),
        vague=vague,
        slogans=slogans,
        needs=find("need", body),
        enablers=find("enabler", nobody),
        services=find("service", body),
        financial=find("financial", body),
        means=sorted([*amounts.means, *means]),
        compared=find("compare", folded),
        for_whom=[] if _MORE.search(folded) else _spans(_FOR_WHOM, plain),
    )


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*m.span()) for m in pattern.finditer(text)]


def _after_verb(span: Span, text: str) -> Span:
    """Leave out a verb the form has swallowed: 缩短排队时间 is about 排队时间."""
    verb = _SWALLOWED.match(text[span.start : span.end])
    return Span(span.start + verb.end(), span.end) if verb else span


def _merge(*groups: list[Span]) -> list[Span]:
    """Union of overlapping places."""
    out: list[Span] = []
    for span in sorted(s for group in groups for s in group):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
