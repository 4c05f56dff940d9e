"""A second opinion: how sentences with these words were judged by people.

Rules know what they were written for. Where none of them fits well, the words of a sentence still tell: each has a
weight for each verdict, learnt from the labelled sentences (``benchmarks/learn_smart.py``) and kept in
``usage.json``. The words overrule the rule only where they speak against it by more than `TRUST`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ...i18n import Language
from .amount_forms import NOT
from .finding import Verdict
from .text import Span, fold

__all__ = ["TRUST", "VERDICTS", "pieces", "second_opinion"]

VERDICTS: tuple[Verdict, ...] = ("missing", "weak", "met")
#: What the verdict of the rule counts, in natural logarithms of odds; chosen by leaving out one labelled set after
#: another.
TRUST = 1.8
# A report is no sentence: its words outweigh whatever is asked in it.
_LONG = 300
# Less than this, and a verdict is not ruled out.
_FLOOR = 0.01
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


def second_opinion(text: str, lang: Language, ruled: Verdict) -> tuple[Verdict, tuple[str, ...]] | None:
    """What the words say where they overrule ``ruled``, with those that decided; None where they do not.

    Parameters
    ----------
    text : str
        The sentence.
    lang : {"zh", "en"}
        Its language.
    ruled : {"met", "weak", "missing"}
        Verdict of the rule on *specific*.
    """
    if len(text) > _LONG:
        return None
    bias, weights = _weights()[lang]
    known = [piece for piece in pieces(text, lang) if piece in weights]
    sums = [b + sum(weights[piece][n] for piece in known) for n, b in enumerate(bias)]
    odds = [1 / (1 + math.exp(-one)) for one in sums]
    score = [
        math.log(p / sum(odds) + _FLOOR) + TRUST * (v == ruled) for p, v in zip(odds, VERDICTS, strict=True)
    ]
    best = score.index(max(score))
    if VERDICTS[best] == ruled:
        return None
    was = VERDICTS.index(ruled)
    speak = sorted(known, key=lambda piece: weights[piece][was] - weights[piece][best])
    named = _named(speak, weights, best, was)
    return (VERDICTS[best], named) if named else None


def _named(speak: list[str], weights: dict[str, list[float]], best: int, was: int) -> tuple[str, ...]:
    """The three words that weigh most, none within another, as they are written."""
    out: list[str] = []
    for piece in speak:
        word = piece.strip("^$~ ")
        if (
            len(word) < 2
            or weights[piece][best] <= weights[piece][was]
            or any(word in o or o in word for o in out)
        ):
            continue
        out.append(word)
        if len(out) == 3:
            break
    return tuple(out)


@cache
def _weights() -> dict[str, tuple[list[float], dict[str, list[float]]]]:
    kept = json.loads(files(__package__).joinpath("usage.json").read_text(encoding="utf-8"))
    return {lang: (one["bias"], one["words"]) for lang, one in kept.items()}
