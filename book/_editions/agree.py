"""What two languages of a unit must have in common: numbers, exercises, figures, sources, links and code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from .units import FIRST, HAN

__all__ = ["differences"]

NAMES = {  # what is called by a name that no language changes
    "directive": re.compile(r"^[`:]{3,}\{([\w-]+)\}", re.M),
    "exercise": re.compile(
        r"^`{3,}\{(?:exercise|datasheet|classplan|classslides|classtest|classform)\} *(\S+)", re.M
    ),
    "figure": re.compile(r"\{glue:?\w*\}`([^`]+)`"),
    "source": re.compile(r"\{cite(?::\w+)?\}`([^`]+)`"),
    "link": re.compile(r"\]\(([^()\s]+)\)"),
    "shown": re.compile(r"exercises\.show\(\"([^\"]+)\""),
    "lab": re.compile(r"labs\.(\w+)\("),
}
CODE = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.M | re.S)
NO_NUMBERS = re.compile(  # names and addresses, whose digits are no numbers of the text
    r"\{[\w:-]+\}`[^`]*`|`[^`]*`|^[`:]{3,}\{.*$|^:[\w-]+:.*$|\]\([^()\s]*\)|https?://\S+|\{[^{}]*\}", re.M
)

DIGITS = "零一二三四五六七八九"
VALUE = {**{digit: value for value, digit in enumerate(DIGITS)}, "两": 2, "〇": 0, "俩": 2, "双": 2}
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december"]  # fmt: skip
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ROUND = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twice": 2,
            "once": 1, "half": 2, "both": 2, "pair": 2, "dozen": 12, "double": 2, "quarter": 4, "thrice": 3,
            "single": 1, "halves": 2, "quarters": 4, "thirds": 3, "fortnight": 2, "couple": 2}  # fmt: skip
FIGURE = re.compile(
    r"(?<![\d.])\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
)


def _figures(text: str) -> Iterator[float]:
    for found in FIGURE.finditer(re.sub(r"(?<=\d):00\b", " ", text)):
        yield float(re.sub(r"[, \u00a0\u202f]", "", found[0]))


def _chinese(text: str) -> Iterator[float]:
    """Yield what a Chinese text says in numbers, also in words: 三百五十, 八成 (80), 半 (30 of an hour, 0.5).

    >>> sorted(set(_chinese("三百五十人里八成，半小时两个；1.2万")))
    [0.5, 1.2, 2.0, 8.0, 30.0, 80.0, 350.0, 10000, 12000.0]
    """
    for found in re.finditer(rf"[{DIGITS}两〇俩双十百千万亿]+", text):
        total, part, digit = 0.0, 0.0, 0.0
        for sign in found[0]:
            if sign in VALUE:
                digit = VALUE[sign]
            elif SCALE[sign] >= 10_000:
                total, part, digit = (total + part + digit) * SCALE[sign] or SCALE[sign], 0, 0
            else:
                part, digit = part + (digit or 1) * SCALE[sign], 0
        value = total + part + digit
        after = text[found.end() : found.end() + 4]
        if after[:1] == "成":
            yield value * 10 + VALUE.get(after[1:2], 0)  # 八成, 八成二
        elif "半" in after[1:3]:
            yield value + 0.5  # 一分半
        yield value
        if len(found[0]) > 1 and all(sign in VALUE for sign in found[0]):
            yield from (float(VALUE[sign]) for sign in found[0])  # 三四个
            yield float("".join(str(VALUE[sign]) for sign in found[0]))  # 二〇二五
    for found in re.finditer(r"(\d+(?:\.\d+)?)([千万亿成])", text):
        yield float(found[1]) * (10 if found[2] == "成" else SCALE[found[2]])
    for found in re.finditer(rf"([{DIGITS}十]+)世纪([{DIGITS}十]+)年代", text):
        century, decade = (next(_chinese(one)) for one in found.groups())
        yield (century - 1) * 100 + decade
    if "半" in text:
        yield from (0.5, 30.0, 2.0)
    if re.search("[正负零没无]", text):
        yield 0.0
    yield from _figures(text)


def _english(text: str) -> Iterator[float]:
    """Yield what an English text says in numbers, also in words and months.

    >>> sorted(set(_english("On 5 March, twenty-one of two hundred; 12,000 by noon")))
    [1.0, 2.0, 3, 5.0, 12.0, 20.0, 21.0, 100.0, 200.0, 12000.0]
    """
    words = re.findall(r"[a-z]+", text.lower())
    total = 0.0
    for word in words:
        known: float | None = None
        if word in MONTHS or word in [month[:3] for month in MONTHS]:
            yield next(place for place, month in enumerate(MONTHS, 1) if month.startswith(word))
        if word in ORDINALS:
            known = ORDINALS[word]
        elif word in SMALL:
            known = SMALL.index(word)
        elif word.removesuffix("th") in SMALL:
            known = SMALL.index(word.removesuffix("th"))
        elif word in TENS:
            known = 20 + 10 * TENS.index(word)
        elif word in ("noon", "midday"):
            yield 12.0
        elif word in ("hour", "hours", "minute", "hourly"):
            yield 60.0
        elif word in ("no", "none", "nothing", "never", "without"):
            yield 0.0
        if word in ROUND:
            total = (total or 1.0) * ROUND[word]
            yield from (total, float(ROUND[word]))
        elif known is not None:
            yield float(known)
            total = total + known if total >= 20 and total % 10 == 0 and known < 10 else float(known)
            yield total
        elif word != "and":
            total = 0.0
    yield from _figures(text)


def _said(text: str) -> str:
    return NO_NUMBERS.sub(" ", CODE.sub(" ", text))


def numbers(first: str, other: str) -> tuple[list[str], list[str]]:
    """Return the figures of either text that the other does not say, in figures or in words.

    >>> numbers("11月里，38%（412人）", "38% (412 people) in November"), numbers("40分钟", "14 minutes")
    (([], []), (['40'], ['14']))
    """
    ours, theirs = _said(first), _said(other)
    told, said = set(_chinese(ours)), set(_english(theirs))
    lost = [
        f"{value:g}"
        for value in dict.fromkeys(_figures(ours))
        if value not in said and not _scaled(value, ours, said)
    ]
    new = [f"{value:g}" for value in dict.fromkeys(_figures(theirs)) if value not in told]
    return lost, new


def _scaled(value: float, text: str, said: set[float]) -> bool:
    """Whether a figure before 万 and the like was said in full: 1.2万 as 12,000; 1.2万 as 1.2 is no number."""
    after = re.findall(rf"(?<![\d.]){re.escape(f'{value:g}')}([千万亿成])", text)
    return any(value * (10 if sign == "成" else SCALE[sign]) in said for sign in after)


def names(first: str, other: str, lang: str) -> list[str]:
    """Return the names that only one of the texts has: exercises, figures, sources, links."""
    found = []
    for kind, pattern in NAMES.items():
        ours = Counter(_local(one, lang) for one in pattern.findall(CODE.sub("", first)))
        theirs = Counter(pattern.findall(CODE.sub("", other)))
        if kind in ("figure", "source"):  # may be said once in one and twice in the other
            ours, theirs = Counter(set(ours)), Counter(set(theirs))
        found += [f"{kind} −{name}" for name in (ours - theirs)] + [
            f"{kind} +{name}" for name in (theirs - ours)
        ]
    return found


def _local(name: str, lang: str) -> str:
    return re.sub(rf"(^|/){FIRST}(?=/|$)", rf"\g<1>{lang}", name)


# ---- code ----


def code(first: str, other: str, lang: str) -> list[str]:
    """Return where the code of two pages differs in more than in what it says."""
    ours, theirs = (["".join(one[1]) for one in CODE.findall(text)] for text in (first, other))
    if len(ours) != len(theirs):
        return [f"code {len(ours)} ≠ {len(theirs)}"]
    return [told for a, b in zip(ours, theirs, strict=True) for told in _same(a, b, lang)]


def _same(ours: str, theirs: str, lang: str) -> list[str]:
    clean = (re.sub(r"^:[\w-]+:.*$", "", one, flags=re.M) for one in (ours, theirs))
    try:
        a, b = (ast.parse(one) for one in clean)
    except SyntaxError as error:
        return [f"code {error.msg} ({error.lineno})"]
    return list(_walk(a, b, lang))[:3]


def _walk(a: object, b: object, lang: str) -> Iterator[str]:
    if isinstance(a, ast.Constant) and isinstance(b, ast.Constant) and isinstance(a.value, str):
        wanted = re.sub(rf"(^|_){FIRST}$", rf"\g<1>{lang}", a.value)  # "zh", "label_zh"
        if not (HAN.search(a.value) or b.value == wanted or re.search(r"[^\x00-\x7f]", a.value)):
            yield f"code {a.value!r} ≠ {b.value!r} (line {b.lineno})"
    elif isinstance(a, ast.JoinedStr | ast.Constant) and isinstance(b, ast.JoinedStr | ast.Constant):
        # A sentence puts its figures where the language wants them.
        said = any(HAN.search(one) for one in _filled(a, said=False))
        ours, theirs = (Counter(_filled(one, said)) for one in (a, b))
        if ours != theirs:
            yield f"code {sorted((ours - theirs) + (theirs - ours))} (line {b.lineno})"
    elif type(a) is not type(b):
        yield f"code {type(a).__name__} ≠ {type(b).__name__} (line {getattr(b, 'lineno', '?')})"
    elif isinstance(a, ast.AST) and isinstance(b, ast.AST):
        for name in a._fields:
            yield from _walk(getattr(a, name, None), getattr(b, name, None), lang)
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            yield f"code {len(a)} ≠ {len(b)}"
        for one, two in zip(a, b, strict=False):
            yield from _walk(one, two, lang)
    elif a != b:
        yield f"code {a!r} ≠ {b!r}"


def _filled(node: ast.JoinedStr | ast.Constant, said: bool) -> list[str]:
    """Return what a sentence is filled with; where that speaks Chinese itself, without any words."""
    if isinstance(node, ast.Constant):
        return [repr(node.value)]
    parts = [ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)]
    return [re.sub(r"'[^']*'", "''", part) for part in parts] if said else parts


def differences(first: str, other: str, lang: str) -> list[str]:
    """Return what does not agree between two languages of a unit; nothing where all does."""
    lost, new = numbers(first, other)
    found = [f"number −{one}" for one in lost] + [f"number +{one}" for one in new]
    return found + names(first, other, lang) + code(first, other, lang)
