"""Two questions about one thing, told by their words: with it and without it."""

from __future__ import annotations

import re

from ._cells import normalise

__all__ = ["negations", "stem_side", "topic", "without_side"]

_LONGEST = 400  # letters of a question
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_ZH = r"没有|沒有|没|沒|不|未|无法|無法|缺少|缺乏|缺失|取消|去掉|(?:^|(?<=[若如果(]))[无無]"
_NOT_ZH = re.compile(rf"{_NO_ZH}|(?:(?<=没有)|(?<=沒有))[无無]")  # 没有无障碍通道 says no twice
_SIDE_ZH = re.compile(
    rf"{_NO_ZH}|如果|要是|假如|若|提供|具备|具備|具有|拥有|擁有|配备|设有|設有|增加|新增|能够|能|可以|有|了|的话|時|时"
)
_NOT_EN = {"not", "no", "never", "without", "t", "cannot", "lack", "lacks", "absent", "absence", "missing"}
_SIDE_EN = _NOT_EN | {
    "with", "do", "does", "did", "don", "doesn", "didn", "is", "are", "was", "were", "be", "isn", "aren", "wasn",
    "weren", "has", "have", "had", "can", "could", "would", "a", "an", "any", "the", "present", "presence", "there",
    "available", "include", "included",
}  # fmt: skip

_ENDING = re.compile(r"(?<=...)(?:es|ed|e|s|d)$")  # "offered" beside "did not offer"
_STEMS = {
    "expectation": re.compile(
        r"期望|期待|应该|應該|应当|應當|应有|應有|应达到|理想|expect|should|ideal|desired"
    ),
    "perception": re.compile(r"感受|实际|實際|感知|体验|體驗|perce|actual|experience|received"),
}
_TOPICS = [
    re.compile(
        r"(?:如果|若|假如|当|當|要是)(?:我们|我們|医院|醫院|我院|本院|学校|學校|我校|酒店|飯店|宾馆|公司|本店|门店|中心|平台|系统|产品|產品|您|你)?(?:提供|具备|具備|具有|拥有|擁有|增加|新增|配备|设有|設有|能够|可以|能|有)?了?(.+?)(?:的话|时|時)?[,，?？]"
    ),
    re.compile(
        r"(?:如果|若|假如|当|當|要是)?(?:提供|具备|具備|具有|拥有|擁有|增加|新增|配备|设有|設有|实现|實現|有)了?(.+?)(?:的话|时|時)?(?:[,，?？].*)?"
    ),
    re.compile(
        r"(?:.*?\b(?:if|when)\b.*?\b)?"
        r"(?:there (?:is|are|was|were)|has|have|had|offer(?:s|ed)?|provide[sd]?|include[sd]?|with)"
        r"\s+(?:an?\s|the\s)?(.+?)(?:[,?].*)?",
        re.IGNORECASE,
    ),
    re.compile(
        r".*?\b(?:if|when)\s+(?:an?\s|the\s)?(.+?)\s+(?:is|are|was|were)\s+"
        r"(?:available|offered|provided|included|present)\b.*",
        re.IGNORECASE,
    ),
]


# 关于自助叫号，您的看法; 自助叫号：具备该服务时您的感受.
_ABOUT = re.compile(r"(?:关于|對於|对于|针对|針對|關於)(.{2,30}?)[,，:：].*")
_BEFORE = re.compile(r"([^,，:：?？]{2,20})[:：].*")

# What stands between quotation marks, as the whole name of what is asked about.
_QUOTED = re.compile(
    r"[“\"「『【]([^“”\"「」『』【】]{2,40})[”\"」』】](?=(?:这项|这个|该)?(?:服务|功能|项目|時|时|的话)*\s*(?:[,，?？。]|$))"
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
        while (shorter := _SIDE_ZH.sub("", plain)) != plain:  # 没有无障碍通道 beside 无障碍通道
            plain = shorter
        return plain.replace(" ", "")
    return " ".join(_ENDING.sub("", word) for word in plain.split() if word not in _SIDE_EN)


def topic(text: str, other: str) -> str:
    """Return what a pair of questions asks about: their common end, what follows 如果提供 or "if we had", or the first.

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
                stem = parts[0][at].strip()
                about = _ABOUT.fullmatch(stem)
                return about[1].strip() if about else stem
    named = [_QUOTED.findall(one) for one in (text, other)]
    if len(named[0]) == 1 and named[0] == named[1]:
        return str(named[0][0]).strip()
    tails = [_tail(one) for one in (text, other)]
    if tails[0] and tails[0] == tails[1]:
        return tails[0]
    if (found := _TOPICS[0].match(text)) and found[1].strip():
        return found[1].strip()
    for pattern in _TOPICS[1:]:
        found = pattern.fullmatch(text)
        if found and (name := found[1].strip()) and name in other:
            return name
    for pattern in (_ABOUT, _BEFORE):
        found = pattern.fullmatch(text)
        if found and pattern.fullmatch(other) and not negations(found[1]) and found[1] in other:
            return found[1].strip()
    return text


def _tail(text: str) -> str:
    """Return what stands behind the last dash or colon, as in the parts of a matrix question; else nothing."""
    head, dash, tail = max(
        (text.rpartition(mark) for mark in (" - ", "—", "–", ":")), key=lambda one: len(one[0])
    )
    return tail.strip(" -—–") if dash and len(head) > len(tail) / 2 else ""


def stem_side(stem: str) -> str | None:
    """Which side of SERVQUAL the words before the parts of a matrix question ask for, if one."""
    found = [side for side, pattern in _STEMS.items() if pattern.search(normalise(stem))]
    return found[0] if len(found) == 1 else None
