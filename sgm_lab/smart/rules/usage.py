"""A second opinion: how sentences with these words were judged by people.

Rules know what they were written for. Where none of them fits well, the words of a sentence still tell: each has a
weight for each verdict on each criterion, another one where it names what is measured, and so has each reason that the
rules give, also those for the other criteria, by how often it was right on sentences that the rules had not seen. All
are learnt together (``benchmarks/learn_smart.py``) and kept in ``usage.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from ...i18n import Language
from .amount_forms import NOT
from .finding import Finding, Verdict
from .text import Span, fold

__all__ = ["ASKED", "STEP", "VERDICTS", "Opinion", "pieces", "reasons", "second_opinion"]

VERDICTS: tuple[Verdict, ...] = ("missing", "weak", "met")
#: The criteria that the words are asked about, and by how much, in natural logarithms of odds, they must speak for
#: another verdict than the rule's. On *achievable* they tell no more than the rule.
ASKED = {"specific": 0.4, "measurable": 0.4, "relevant": 1.2, "time_bound": 0.8}
#: Of a weight, in ``usage.json``: a letter for each criterion and verdict, n for none, o for one such step.
STEP = 0.1
# A report is no sentence: its words outweigh whatever is asked in it.
_LONG = 300
# Nor is a word or two.
_BRIEF = 6
_NONE = ord("n")
_CLAUSE = re.compile(r"[^\s，,。；;：:！!？?()（）](?:[^，,。；;：:！!？?()（）]|(?<=\d)[,:](?=\d))*")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ZH = re.compile(r"[a-z]+|\S")
_EN = re.compile(r"[a-z'-]+|0|%|[^\w\s]")


def pieces(text: str, lang: Language) -> set[str]:
    """Words of a sentence and those that stand together: up to three characters, or two English words.

    >>> sorted(pieces("等候45分钟", "zh"))[:4]
    ['$', '0', '0分', '0分钟']
    """
    folded = fold(text)
    # The number of a ward or a bus is a name.
    names = [phrase.span for phrase in NOT.find(folded)]
    plain = _NUMBER.sub("0", f"^{''.join(_named_numbers(folded, names))}$")
    if lang == "zh":
        one = _ZH.findall(plain)
        return {"".join(one[at : at + n]) for n in (1, 2, 3) for at in range(len(one) - n + 1)}
    one = _EN.findall(plain)
    stems = {f"~{word[:5]}" for word in one if len(word) > 5}
    return {" ".join(one[at : at + n]) for n in (1, 2) for at in range(len(one) - n + 1)} | stems


def _named_numbers(folded: str, names: list[Span]) -> Iterator[str]:
    """Pieces of the text, with a sign for each digit that belongs to a name."""
    at = 0
    for start, end in names:
        yield folded[at:start]
        yield _DIGIT.sub("#", folded[start:end])
        at = end
    yield folded[at:]


class Opinion(NamedTuple):
    """What the words say, those that decided, and how much each speaks for it."""

    verdict: Verdict
    words: tuple[str, ...]
    text: str
    lang: Language
    speaks: dict[str, int]

    @property
    def place(self) -> Span:
        """The clause whose words speak loudest."""
        folded = fold(self.text)
        clauses = [Span(*m.span()) for m in _CLAUSE.finditer(folded)] or [Span(0, len(folded))]
        return max(
            clauses,
            key=lambda c: sum(self.speaks.get(one, 0) for one in pieces(folded[slice(*c)], self.lang)),
        )


def reasons(found: Mapping[str, Finding]) -> Iterator[str]:
    """What is learnt of the rules: which verdict each gave, and for what reason."""
    for criterion, one in found.items():
        yield f"{criterion}:{one.verdict}"
        yield f"{criterion}:{one.verdict}:{one.reason}"


def second_opinion(
    text: str, lang: Language, criterion: str, found: Mapping[str, Finding], thing: str = ""
) -> Opinion | None:
    """What the words say where they overrule the rule; None where they do not.

    Parameters
    ----------
    text : str
        The sentence.
    lang : {"zh", "en"}
        Its language.
    criterion : str
        One of `ASKED`.
    found : dict of str to Finding
        What the rules found, by criterion.
    thing : str
        What is measured, as the sentence names it.
    """
    if len(text) > _LONG or len(text.strip()) < _BRIEF:
        return None
    known = _known(text, lang, thing)
    table, at = _table()[lang], len(VERDICTS) * list(ASKED).index(criterion)
    score = [table["bias"][n] + STEP * known.sums[n] for n in range(at, at + 3)]
    for one in reasons(found):
        if weights := table["rules"].get(one):
            score = [a + STEP * b for a, b in zip(score, weights[at : at + 3], strict=True)]
    best, was = score.index(max(score)), VERDICTS.index(found[criterion].verdict)
    if score[best] < score[was] + ASKED[criterion]:
        return None
    speaks = {piece: known.speaks(piece, at + best, at + was) for piece in sorted(known.words | known.things)}
    named = _named({piece: gain for piece, gain in speaks.items() if gain > 0})
    return Opinion(VERDICTS[best], named, text, lang, speaks) if named else None


def _named(speak: dict[str, int]) -> tuple[str, ...]:
    """The three words that weigh most, none within another, as they are written."""
    out: list[str] = []
    for piece in sorted(speak, key=lambda piece: -speak[piece]):
        word = piece.strip("^$~ ")
        if len(word) > 1 and not any(word in o or o in word for o in out):
            out.append(word)
        if len(out) == 3:
            break
    return tuple(out)


class _Known(NamedTuple):
    """Weights of the pieces of a sentence that are known, of those that name what is measured, and the sums of all."""

    words: dict[str, bytes]
    things: dict[str, bytes]
    sums: list[int]

    def speaks(self, piece: str, best: int, was: int) -> int:
        """How much a piece speaks for one verdict against another."""
        return sum(one[piece][best] - one[piece][was] for one in (self.words, self.things) if piece in one)


@lru_cache(8)
def _known(text: str, lang: Language, thing: str) -> _Known:
    table = _table()[lang]
    words = {piece: table["words"][piece].encode() for piece in pieces(text, lang) & table["words"].keys()}
    named = pieces(thing, lang) & table["things"].keys() if thing else set()
    things = {piece: table["things"][piece].encode() for piece in named}
    none = _NONE * (len(words) + len(things))
    sums = [total - none for total in map(sum, zip(*words.values(), *things.values(), strict=True))]
    return _Known(words, things, sums or [0] * (len(VERDICTS) * len(ASKED)))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files(__package__).joinpath("usage.json").read_text(encoding="utf-8"))
    return table
