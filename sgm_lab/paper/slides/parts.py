"""A part of a deck: its title, its sentence, and the blocks it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..blocks import Block, Facts, Figure, Files, Folded, Note, Quotes, Steps, Table, Verdicts, numbers, plain
from ..style import ACCENT, INK, QUIET, VERDICT
from .deck import Deck
from .flow import chart, picture, table, texts
from .letters import BODY, CELL, SAID, SMALL, Text

__all__ = ["blocks", "section"]

_QUIET_KINDS = ("advice", "quiet-note")


def section(
    deck: Deck, title: str, said: str, given: Iterable[Block], *, speech: str = "", line: str = ""
) -> None:
    """Add slides for one part: its title, its sentence, then what it rests on."""
    given = list(given)
    # How a figure is read is said, not shown; a part that holds nothing else shows it.
    quiet = [one for one in given if isinstance(one, Note) and one.kind in _QUIET_KINDS]
    shown = [one for one in given if one not in quiet] if said or len(quiet) < len(given) else given
    deck.speech = "\n".join([speech or said, *(plain(one.text) for one in quiet)])
    deck.title, deck.line, deck.pages, deck.slide = title, line, 0, None
    if said:
        texts(deck, [Text(said, SAID, ACCENT, True)])
    blocks(deck, shown)


def blocks(deck: Deck, given: Iterable[Block]) -> None:
    """Add blocks; what a page folds away stands open."""
    for block in given:
        match block:
            case Figure(draw, bars):
                if bars is not None:
                    chart(deck, bars, draw("page").alt)
                else:
                    picture(deck, draw("page"))
            case Table(caption, heads, rows):
                table(deck, caption, heads, rows)
            case Facts(facts):
                table(deck, "", [], [[one.label, one.value] for one in facts], shares=(1, 3))
            case Folded(summary, inside):
                texts(deck, [Text(summary, BODY, QUIET, True)])
                blocks(deck, inside)
            case _:
                texts(deck, list(_spoken(block)))


def _spoken(block: Block) -> Iterator[Text]:
    """What is nothing but words."""
    match block:
        case Note(text, kind, head):
            quiet = kind in _QUIET_KINDS
            yield Text(f"{head} {plain(text)}".lstrip(), CELL if quiet else BODY, QUIET if quiet else INK)
        case Steps(lines, head, _, numbered):
            yield from [Text(head, BODY, ACCENT, True)] if head else []
            for line in numbers(lines) if numbered else [f"· {plain(line)}" for line in lines]:
                yield Text(line)
        case Verdicts(verdicts):
            for one in verdicts:
                yield Text(f"{one.mark} {one.name} {one.word}", BODY, VERDICT[one.kind], True)
                yield from (Text(line, CELL + 2) for line in (one.reason, one.advice) if line)
        case Quotes(quotes):
            for parts, source in quotes:
                yield Text(plain(parts), CELL + 2)
                yield Text(source, SMALL, QUIET)
        case Files(files):  # a slide holds none: that it is there is said
            yield from (Text(file.said or file.name, CELL, QUIET) for file in files)
