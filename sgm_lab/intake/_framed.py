"""What all questions of a survey have around what each asks about: 如果医院提供…，您觉得."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from ._names import tidied

__all__ = ["own_names", "unframed"]

_FEWEST = 2  # names that tell what is common to all
_MARKED = {"【】", "「」", "“”", "[]", "**", "《》"}  # around what is asked about
_LONGEST = 400  # letters of a question
_WHO = (
    r"(?:我们|我們|我院|本院|贵院|貴院|医院|醫院|学校|學校|我校|本校|酒店|宾馆|飯店|公司|本店|门店|中心|平台|产品|產品"
    r"|系统|系統)"
)
_IF = r"(?:如果|假如|要是|若|当|當)"
_GIVES = (
    r"(?:提供|具备|具備|具有|拥有|擁有|增加|新增|配备|配備|设有|設有|开通|開通|开设|開設"
    r"|实现|實現|推出|能够|能|有)了?"
)
_ALONE = rf"{_IF}{_WHO}?{_GIVES}|提供了?|(?:您|你)对[“「\"]?(?:提供|具备|具備)?|(?:您|你)(?:认为|觉得)?(?!的)"
_BEFORE_ALONE = re.compile(rf"(?:{_ALONE})?[“「\"]?")
_BEFORE = re.compile(rf"(?:{_ALONE}|{_WHO}{_GIVES})?[“「\"]?")  # 中心有人接待 may be a name
_ASKS = r"(?:您|你|感受|感觉|感覺|觉得|覺得|认为|認為|评价|評價|态度|態度|如果|feel|¿|\?)"
_BEHIND = re.compile(rf"(?:[”」\"]|{_GIVES})?(?:时|時|的话|的話|[,:—–\-])?.*?{_ASKS}.*", re.IGNORECASE)
_OPENS = re.compile(rf"[”」\",:—–]|{_GIVES}?(?:时|時|的话|的話)")


def own_names(names: Iterable[Any]) -> dict[Any, Any]:
    """Name of a feature or item as it is asked → its own, without number, quotes and the question around all."""
    made = tidied(names)
    asked = all(isinstance(own, str) for own in made.values())
    return dict(zip(made, unframed(list(made.values())), strict=True)) if asked else made


def unframed(names: Sequence[str]) -> list[str]:
    """Return names of features or items without the words of a question that all of them begin and end with.

    >>> unframed(["如果医院提供导诊，您觉得", "如果医院提供叫号，您觉得"])
    ['导诊', '叫号']
    >>> unframed(["导诊具备时您的感受", "叫号具备时您的感受"]), unframed(["有机蔬菜", "有机水果"])
    (['导诊', '叫号'], ['有机蔬菜', '有机水果'])
    >>> unframed(["【导诊】如果具备", "【叫号】如果具备"])
    ['导诊', '叫号']
    """
    plain = [unicodedata.normalize("NFKC", name) for name in names]
    if len(plain) < _FEWEST or max(map(len, plain)) > _LONGEST:
        return list(names)
    before = _beginning(plain)
    behind = _beginning([name[::-1] for name in plain])[::-1]
    if before and behind and before[-1] + behind[0] in _MARKED:
        return [name[len(before) : len(name) - len(behind)].strip() for name in plain]
    end = next(
        (
            len(behind) - found.start()
            for found in _OPENS.finditer(behind)
            if _BEHIND.fullmatch(behind[found.start() :])
        ),
        0,
    )
    found = (_BEFORE if end else _BEFORE_ALONE).match(before)
    begin = found.end() if found else 0
    made = [name[begin : len(name) - end].strip(' “”「」"—–-') for name in plain]
    return made if (begin or end) and all(made) and len(set(made)) == len(made) else list(names)


def _beginning(names: list[str]) -> str:
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in same)
