"""Two questions about one thing, told by their words: with it and without it."""

from __future__ import annotations

import re

from ._answers import normalise

__all__ = ["negations", "stem_side", "topic", "without_side"]

_LONGEST = 400  # letters of a question
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_ZH = r"没有|沒有|没|沒|不|未|无法|無法|缺少|缺乏|缺失|取消|去掉|(?<=[若如果])[无無]"
_NOT_ZH = re.compile(_NO_ZH)
_SIDE_ZH = re.compile(
    rf"{_NO_ZH}|提供|具备|具備|具有|拥有|擁有|配备|设有|設有|增加|新增|能够|能|可以|有|了|的话|時|时"
)
_NOT_EN = {"not", "no", "never", "without", "t", "cannot", "lack", "lacks", "absent", "absence", "missing"}
_SIDE_EN = _NOT_EN | {
    "with", "do", "does", "did", "don", "doesn", "didn", "is", "are", "was", "were", "be", "isn", "aren", "wasn",
    "weren", "has", "have", "had", "can", "could", "would", "a", "an", "any", "the", "present", "presence", "there",
    "available", "include", "included",
}  # fmt: skip
_STEMS = {
    "expectation": re.compile(r"期望|期待|应该|應該|理想|expect|should|ideal"),
    "perception": re.compile(r"感受|实际|實際|感知|体验|體驗|perce|actual|experience"),
}
_TOPIC = re.compile(
    r"(?:如果|若|假如|当|當)(?:我们|我們|医院|本院|产品|產品|您|你)?(?:提供|具备|具備|具有|拥有|擁有|增加|新增|配备|设有|設有|能够|可以|能|有)?了?(.+?)(?:的话|时|時)?[,，?？]"
)


def negations(text: str) -> int:
    """How often a question says no.

    >>> negations("如果不提供叫号，您觉得？"), negations("How do you feel if the buses aren't clean?")
    (1, 1)
    """
    if _HAN.search(text):
        return len(_NOT_ZH.findall(text))
    return sum(word in _NOT_EN for word in normalise(text).split())


def without_side(text: str) -> str:
    """Return what is left of a question without the words that say whether there is something; empty if too long.

    >>> without_side("如果提供叫号，您觉得？") == without_side("如果没有叫号，您觉得？")
    True
    """
    if len(text) > _LONGEST:
        return ""
    plain = re.sub(r"[,，.。?？、]", " ", normalise(text))
    if _HAN.search(plain):
        return _SIDE_ZH.sub("", plain).replace(" ", "")
    return " ".join(word.rstrip("s") for word in plain.split() if word not in _SIDE_EN)


def topic(text: str, other: str) -> str:
    """Return what a pair of questions asks about: what they share at the end, what follows 如果提供, or the first.

    >>> topic("如果提供自助叫号，您觉得", "如果不提供自助叫号，您觉得")
    '自助叫号'
    >>> topic("如果有以下服务(导诊)", "如果没有以下服务(导诊)"), topic("导诊(要是有)", "导诊(要是没有)")
    ('导诊', '导诊')
    """
    if len(text) > _LONGEST:
        return text
    parts = [re.fullmatch(r"([^()]*)\(([^()]+)\)", one) for one in (text, other)]
    if parts[0] and parts[1]:
        for at in (2, 1):
            if parts[0][at].strip() and parts[0][at] == parts[1][at]:
                return parts[0][at].strip()
    if (found := _TOPIC.match(text)) and found[1].strip():
        return found[1].strip()
    return text


def stem_side(stem: str) -> str | None:
    """Which side of SERVQUAL the words before the parts of a matrix question ask for, if one."""
    found = [side for side, pattern in _STEMS.items() if pattern.search(normalise(stem))]
    return found[0] if len(found) == 1 else None
