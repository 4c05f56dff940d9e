"""A grammar of measures and things known by their form; those known by name are in ``lexicon.toml``."""

from __future__ import annotations

import re

from .forms import Form, Grammar
from .text import Span, find, union

__all__ = ["METRIC", "read_things"]

#: Measures (a figure belongs to them) and things a front line touches.
METRIC = Grammar(
    Form(
        "zh_rate",
        "metric",
        r"[一-鿿a-z]{1,10}?(?<![效表草轻直坦概税利汇])(?<!(?<!成)功)率(?![先领队真性])",
        "[投诉率]降到1%",
    ),
    Form(
        "zh_average",
        "metric",
        r"平均[一-鿿]{1,8}?(?:时间|时长|分|成本|次数|天数|间隔)",
        "[平均候诊时间]30分钟",
    ),
    Form(
        "zh_on_average",
        "metric",
        r"[一-鿿]{2,8}平均(?:时间|时长|天数|次数|间隔|得?分)",
        "[小额案件结案平均天数]还得再压",
    ),
    Form("zh_degree", "metric", r"[一-鿿]{1,6}(?:满意|忠诚|知晓|准确|完整|达标)度", "[患者满意度]"),
    Form(
        "en_average",
        "metric",
        r"(?<![a-z])(?:average|mean|median) (?:[a-z-]+ ){0,3}(?:time|wait|score|rating|delay"
        r"|response|stay)s?(?![a-z])",
        "shorten the [average waiting time]",
    ),
    Form(
        "zh_thing",
        "object",
        r"[一-鿿]{1,6}?(?:时间|时长|流程|速度|次数|件数|步骤|周期|环节|手续|申请|间隔|差错|等待"
        r"|天数|进度)",
        "[退款流程]要改",
    ),
)

_SWALLOWED = re.compile(
    r".{0,9}(?:提高|提升|降低|减少|缩短|压缩|改善|改进|优化|加快|加强|控制|保持|确保|保证|实现|完成|做好"
    r"|力争|争取|努力|全面|[把将使让对])(?=..)"
)


# To lift a rate is no lift.
_VERB = re.compile(r"lift(?= (?:our|the|its|their) | [a-z ]{3,40} (?:from|to|by) )")


def read_things(plain: str) -> tuple[list[Span], list[Span]]:
    """Measures and concrete objects of ``plain``, a folded sentence without dates, actors and slogans."""
    formed: dict[str, list[Span]] = {"metric": [], "object": []}
    for phrase in METRIC.find(plain):
        formed[phrase.worth].append(_after_verb(phrase.span, plain))
    metrics = union(find("metric", plain), formed["metric"])
    taken = {at for s in metrics for at in range(*s)}
    objects = [s for s in find("object", plain) if s.start not in taken and not _VERB.match(plain, s.start)]
    objects = union(objects, formed["object"])
    return metrics, [s for s in objects if s.start not in taken]


def _after_verb(span: Span, text: str) -> Span:
    """Leave out a verb the form has swallowed: 缩短排队时间 is about 排队时间."""
    verb = _SWALLOWED.match(text[slice(*span)])
    return Span(span.start + verb.end(), span.end) if verb else span
