"""Blocks as plain text: a line for each paragraph and each row of a table, cells apart by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .blocks import Block, Facts, Figure, Files, Folded, Note, Quotes, Steps, Table, Verdicts, numbers, plain

__all__ = ["blocks"]


def blocks(given: Iterable[Block]) -> str:
    """Return blocks as text; of a figure stands what it says to those who do not see it.

    >>> from sgm_lab.paper.blocks import Steps
    >>> blocks([Note("Two steps:"), Steps(["ask", "count"])])
    'Two steps:\\n1. ask\\n2. count'
    """
    return "\n".join(_lines(given))


def _lines(given: Iterable[Block]) -> Iterator[str]:
    for block in given:
        match block:
            case Figure(draw):
                yield draw("page").alt
            case Table(caption, heads, rows):
                yield caption
                yield from ("\t".join(map(str, row)) for row in [heads, *rows])
            case Note(text, _, head):
                yield f"{head} {plain(text)}".lstrip()
            case Steps(lines, head, _, numbered):
                yield from [head] if head else []
                yield from numbers(lines) if numbered else (f"· {plain(line)}" for line in lines)
            case Verdicts(verdicts):
                for one in verdicts:
                    yield f"{one.mark} {one.name} {one.word}"
                    yield from filter(None, (one.reason, one.advice))
            case Facts(facts):
                yield from (f"{one.label}\t{one.value}" for one in facts)
            case Folded(summary, inside):
                yield summary
                yield from _lines(inside)
            case Quotes(quotes):
                yield from (f"{plain(parts)}\n{said}" for parts, said in quotes)
            case Files(files):
                yield from (file.said or file.name for file in files)
