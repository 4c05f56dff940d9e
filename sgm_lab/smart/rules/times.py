"""Dates and periods of a sentence: which ends, which only repeats, which holds for each case.

`time_forms` says what each form looks like; whether a period like “两周内” is when the goal falls due or how fast each
case is served, is told by `per_case` from the clause around it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .forms import Phrase
from .per_case import each_case_en, each_case_zh
from .text import Span, blank, find, union
from .time_forms import DATES, HORIZONS, SPANS

__all__ = ["Times", "read_times"]

# A date that begins, compares or lies behind is no end.
_ZH_FROM = re.compile(
    r"(?:从|自|自从|由|(?<!占)比|较|与|同|跟|相较|相较于|相比|对比|基于|根据|参照|去年?|上年?|前年"
    r"|上一年|每|以|为|过去|上)\s?$"
)
_ZH_NO_END = re.compile(r"(?:起|以来|[以之过]后|开始|(?<![一二三四五六七八九十\d]月)初)$")
_ZH_DATED = re.compile(r"(?:前|内|底|末|期间|止|为准)$")
_ZH_AFTER = re.compile(
    r"^(?:的|度|年)?[^，。；,;比较]{0,12}(?:基础上|同期|相比|以来|荣获|获评|获得?了|被评|曾|成立"
    r"|创办|调查显示|为基[准数])"
    r"|^(?:的)?(?:水平|基线|实际|版|无休|不休|开放|365|24小时|的\s?\d)|^[^，。\d]{0,3}起(?=[，,]|$)"
)
_EN_FROM = re.compile(
    r"(?:since|from|starting(?: in| from| on)?|beginning(?: in| on)?|after|than(?: in)?|versus|vs\.?"
    r"|compared (?:with|to)|against|based on|as of|effective|recorded|every|each|last"
    r"|(?:it|which|that|we|course|year|term|this|service|trial) starts?) ?$"
)
# "from 85% in 2025 …", "was 89% in 2024": the year of the start, not of the goal.
_EN_BASE = re.compile(
    r"(?:^|[ ,(])(?:from (?:about |the )?[^\s,]{1,8}(?: \w{1,10})?|(?:was|were|had|got|took|saw"
    r"|stood at)(?: [^\s,]{1,8}){0,3}) ?$"
)
_EN_AFTER = re.compile(
    r"^,? (?:we|it|they|the \w+) (?:won|was|were|had|received|got|opened|launched)(?![a-z])"
    r"|^ (?:onwards?|baseline|level)"
)

# Behind the full name of a month a point ends the sentence.
_MONTH_STOP = re.compile(
    r"(?:january|february|march|april|june|july|august|september|october|november|december)\.$"
)
# Before somebody does something comes once in each case.
_ACT = re.compile(r"(?:before|until|after) (?:we|you|they|he|she|it) ")
# What may stand between two halves of one date.
_LINK = re.compile(r" ?(?:on|of|in|to|-|/|week)? ?|的|\s")


class Times(NamedTuple):
    """Time phrases of a sentence, by what they are worth."""

    ends: list[Span]  # a date or a period that ends
    loose: list[Span]  # a rhythm or a horizon without an end
    words: list[Span]  # 尽快, soon
    standards: list[Span]  # service standards: within 24 hours
    other: list[Span]  # starts, comparisons, past dates: no deadline, and no metric either
    forms: dict[Span, str]  # the form of each

    @property
    def dates(self) -> list[Span]:
        """All that is a matter of time and no figure to reach."""
        return [*self.ends, *self.loose, *self.other]


@lru_cache(4)  # a sentence of several goals is read again for each of them
def read_times(text: str) -> Times:
    """Sort the time phrases of folded ``text``."""
    loose = union(find("horizon", text), [phrase.span for phrase in HORIZONS.find(text)])
    sorted_: dict[str, list[Span]] = {"end": [], "loose": loose, "start": [], "case": []}
    rest = blank(text, loose)
    forms = dict.fromkeys(loose, "horizon")
    for grammar in (SPANS, DATES):
        phrases = list(grammar.find(rest))
        for phrase in phrases:
            sorted_[_worth(text, phrase)].append(phrase.span)
            forms[phrase.span] = phrase.form
        rest = blank(rest, [phrase.span for phrase in phrases])
    ends = _joined(text, sorted_["end"])
    if ends:
        # Beside a date, once a week is how much and not when.
        loose = [s for s in loose if forms[s] != "en_rhythmic"]
    forms |= dict.fromkeys(ends, "date")
    return Times(
        ends=ends,
        loose=sorted(loose),
        words=find("vague_time", text),
        standards=sorted(sorted_["case"]),
        other=sorted(sorted_["start"]),
        forms=forms,
    )


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Dates that stand together are one: by close of play / on 30 June; no full stop at the end."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (out[-1].end >= span.start or _LINK.fullmatch(text, out[-1].end, span.start)):
            span = Span(out.pop().start, span.end)
        stop = text[span.end - 1] == "." and (_MONTH_STOP.search(text, *span) or not text[span.end :].strip())
        out.append(Span(span.start, span.end - bool(stop)))
    return out


def _worth(text: str, phrase: Phrase) -> str:
    """What a phrase is worth where it stands."""
    before, after = (
        text[max(0, phrase.span.start - 90) : phrase.span.start],
        text[phrase.span.end : phrase.span.end + 40],
    )
    words = text[slice(*phrase.span)]
    if phrase.form in SPANS.forms and phrase.worth == "end":
        each = each_case_zh if phrase.form.startswith("zh") else each_case_en
        return "case" if each(before, words, after) else "end"
    if _ACT.match(words):
        return "start"
    if phrase.worth != "end" or phrase.form in ("zh_from_to", "zh_since_for", "en_between", "en_event"):
        return phrase.worth
    if phrase.form.startswith("zh"):
        starts = (_ZH_FROM.search(before[-6:]) and not after.startswith("目标")) or _ZH_NO_END.search(words)
        open_ = not _ZH_DATED.search(words) and not before.endswith(("到", "至"))
        return "start" if starts or (open_ and _ZH_AFTER.search(after)) else "end"
    base = words.startswith("in ") and _EN_BASE.search(before[-32:])
    # “in 2024, we won” lies behind; “90% by May, we were at 71%” is due.
    behind = _EN_AFTER.search(after) and not (before.strip() and after.startswith(","))
    return "start" if base or _EN_FROM.search(before[-32:]) or behind else "end"
