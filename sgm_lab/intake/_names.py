"""What columns are called: accepted names, and a header without the number and frame that survey tools put round it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from ..errors import ArgumentError
from ..i18n import LANGUAGES, keys, t
from ._cells import normalise

__all__ = [
    "ASIDE",
    "accepted",
    "column_named",
    "is_known",
    "names",
    "plain",
    "plain_names",
    "tidied",
    "tidy",
    "word",
]

ASIDE = ("time", "duration", "weight", "person", "address", "platform")  # columns that survey tools add


def word(column: str) -> str:
    """Name of a column as shown to people."""
    return t(f"intake.column.{column}").split("|")[0]


def names(column: str, table: str = "column") -> set[str]:
    """Accepted names of a column, normalised."""
    listed = (one for lang in LANGUAGES for one in t(f"intake.{table}.{column}", lang=lang).split("|"))
    return {normalise(one) for one in listed} | ({column} if table == "column" else set())


@cache
def accepted(table: str = "column") -> dict[str, str]:
    """Accepted name, normalised → column, of one of the tables column, aside and record."""
    prefix = f"{table}."
    known = [key.removeprefix(prefix) for key in keys("intake") if key.startswith(prefix)]
    return {name: column for column in known for name in names(column, table)}


def is_known(header: str) -> bool:
    """Whether a header is one of the names that are understood anywhere."""
    return any(normalise(header) in accepted(table) for table in ("column", "aside", "record"))


_FRAMED = re.compile(r"第\s*(\d+)\s*题\s*\((.+)\)")
_NUMBERED = re.compile(
    r"(?:第\s*(\d+)\s*题\s*[、.:]?|[QqTt]?(\d+)(?:_\d+|[a-z])?\s*[、.:]|\((\d+)\)|(\d+)\.\d+(?=\s)|[一二三四五六七八九十]{1,3}、)"
    r"\s*(?!\d)(.+)"
)
_CODED = re.compile(r"[A-Za-z]\w*\[\w+\][.:]\s*(.+)")  # LimeSurvey: code and text
_KIND = re.compile(
    r"\s*[\[【(](?:单选题?|多选题?|必填|必答|选填|选答|可选|自动|自动填写|矩阵单?选?题?|量表题?|required|optional)[\]】)]\s*",
    re.IGNORECASE,
)
_SUB = re.compile(r"([^()]*)\(([^()]*)\)")
_LONGEST = 2000  # letters of a header that may be a question


def plain(header: str) -> tuple[str, str]:
    """Return the number of a question, if it has one, and its words.

    >>> plain("第3题（如果提供自助叫号，您觉得）"), plain("3、自助叫号（有）"), plain("1.5米线（有）")
    (('3', '如果提供自助叫号,您觉得'), ('3', '自助叫号(有)'), ('', '1.5米线(有)'))
    """
    text = " ".join(unicodedata.normalize("NFKC", header).split())  # a header may be broken over lines
    if len(text) > _LONGEST:
        return "", text
    text = _KIND.sub("", text).removeprefix("*").lstrip()  # a star is what must be answered
    if found := _CODED.fullmatch(text):
        text = found[1]
    for opens, closes in ("[]", "【】"):  # as LimeSurvey marks the parts of a question
        if text.endswith(closes) and opens in text:
            stem, _, part = text[:-1].rpartition(opens)
            text = f"{stem.rstrip()}({part})"
    if found := _FRAMED.fullmatch(text):
        return found[1], found[2].strip()
    if found := _NUMBERED.fullmatch(text):
        return next(filter(None, found.groups()[:-1]), ""), found[found.re.groups].strip()
    return "", text


_ROUND = dict(zip("“‘「『【[(\"'〝«„", "”’」』】])\"'〞»“", strict=True))
_END = " 。．.,，;；:：、"  # a question keeps its mark


def tidy(name: str) -> str:
    """Return a name without the number before it, and without what stands round the whole of it.

    >>> [tidy(one) for one in ("“线上预约”", "【线上预约】。", "3、「叫号」", '"text".', "“快速”通道", "1.5米线")]
    ['线上预约', '线上预约', '叫号', 'text', '“快速”通道', '1.5米线']
    """
    text = name.strip()
    while True:
        before = text
        text = plain(text)[1] if _NUMBERED.fullmatch(unicodedata.normalize("NFKC", text)) else text
        text = text.strip().rstrip(_END).strip() or text
        closes = _ROUND.get(text[:1])
        inner = text[1:-1]
        if closes and len(text) > 2 and text[-1] == closes and not {text[0], closes} & set(inner):
            text = inner.strip() or text
        if text == before:
            return text


def tidied(names: Iterable[Any]) -> dict[Any, Any]:
    """Name → the same without quotes and numbers; those that would become one stay as they are.

    >>> tidied(["“叫号”", "1. 导诊", "2. 导诊", 7])
    {'“叫号”': '叫号', '1. 导诊': '1. 导诊', '2. 导诊': '2. 导诊', 7: 7}
    """
    made = {name: tidy(name) if isinstance(name, str) else name for name in names}
    twice = {name for name, count in Counter(map(str, made.values())).items() if count > 1}
    return {name: name if str(own) in twice else own for name, own in made.items()}


def column_named(name: str, columns: Iterable[Any]) -> str | None:
    """Find the column that is meant by its whole header, its words, the number of its question, or a part of these.

    Returns
    -------
    str or None
        The header as it stands; None where no column has the name.

    Raises
    ------
    ArgumentError
        If several columns could be meant.

    Examples
    --------
    >>> column_named("年龄", ["3、您的年龄段是？", "4、院区"]), column_named("Q4", ["3、您的年龄段是？", "4、院区"])
    ('3、您的年龄段是？', '4、院区')
    """
    heads = list(map(str, columns))
    name = str(name)
    if name in heads:
        return name
    wanted, parted = normalise(name), {one: plain(one) for one in heads}
    number = re.fullmatch(r"(?:q|第)?0*(\d+)题?", wanted)
    ways = [
        [one for one in heads if wanted and wanted in (normalise(one), normalise(parted[one][1]))],
        [one for one in heads if number and parted[one][0] == number[1]],
        [one for one in heads if wanted and not number and wanted in normalise(one)],
    ]
    found = next(filter(None, ways), [])
    if len(found) > 1:
        raise ArgumentError("intake.column_several", name=name, columns=found)
    return found[0] if found else None


def plain_names(columns: Iterable[str]) -> dict[str, str]:
    """Header → its words; a part of a matrix question, 3、(part), gets the words before its first part.

    Where two headers would become one, they stay as they are.

    >>> plain_names(["3、如果有(叫号)", "3、(导诊)"])
    {'3、如果有(叫号)': '如果有(叫号)', '3、(导诊)': '如果有(导诊)'}
    """
    parted = {column: plain(column) for column in columns}
    stems: dict[str, str] = {}
    of: dict[str, list[str]] = defaultdict(list)
    made: dict[str, str] = {}
    for column, (number, text) in parted.items():
        made[column] = text
        if number and len(text) <= _LONGEST and (found := _SUB.fullmatch(text)):
            stem = found[1].strip() or stems.get(number, "")
            stems.setdefault(number, stem)
            of[number].append(column)
            made[column] = f"{stem}({found[2].strip()})"
    twice = {name for name, count in Counter(made.values()).items() if count > 1}
    return {column: column if name in twice else name for column, name in made.items()}
