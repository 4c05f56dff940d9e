"""Clauses of a sentence, in reading order and by place."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from .text import Span

__all__ = ["CLAUSE", "Clauses", "clause_at", "clauses_of"]

#: Where a clause ends: no point or comma inside a number, no colon of a clock time.
CLAUSE = re.compile(
    r"[，。；;！!？?\n]|(?<!\d),(?! wh(?:ich|o) )|,(?!\d{3}| wh(?:ich|o) )|(?<!\d)[：:]|[：:](?!\d)"
    r"|(?<![a-z]\.[a-z])(?<! [a-z])\.(?=\s|$)| [-–—] |——"
    r"|(?<=[一-鿿）)]) (?=[一-鿿]{2})"
)


class Clauses:
    """Clauses of folded ``text``, in reading order and by place."""

    def __init__(self, text: str) -> None:
        marks = list(CLAUSE.finditer(text))
        self.starts = [0, *(m.end() for m in marks)]
        self.spans = [
            Span(start, end)
            for start, end in zip(self.starts, [*(m.start() for m in marks), len(text)], strict=True)
        ]

    def number(self, at: int) -> int:
        """Number of the clause that holds the place ``at``."""
        return bisect_right(self.starts, at) - 1


@lru_cache(16)  # a review asks for the clauses of the same text again
def clauses_of(text: str) -> Clauses:
    """The clauses of folded ``text``."""
    return Clauses(text)


def clause_at(text: str, at: int) -> Span:
    """The clause of folded ``text`` that holds the place ``at``."""
    clauses = clauses_of(text)
    return clauses.spans[clauses.number(at)]
