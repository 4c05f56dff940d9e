"""Blocks, one after the other; what a page folds away stands open."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..blocks import (
    Block,
    Facts,
    Figure,
    Files,
    Folded,
    Grid,
    Note,
    Quotes,
    Steps,
    Table,
    Verdicts,
    numbers,
    plain,
)
from ..fit import fitted
from ..style import QUIET, VERDICT, flat
from .document import width_of
from .letters import SIZE, write
from .tables import SMALL_TABLE, facts, grid

if TYPE_CHECKING:
    from docx.document import Document

    from ...charts import Chart

__all__ = ["blocks"]

_SMALL = 9.5  # points, of what stands in one of many rows


def blocks(document: Document, given: Iterable[Block]) -> None:
    """Add blocks; what a page folds away stands open."""
    for block in given:
        match block:
            case Figure(draw):
                _figure(document, draw("page"))
            case Table(caption, heads, rows):
                size = SIZE if len(rows) <= SMALL_TABLE else _SMALL
                shares, texts = fitted(heads, rows, width_of(document) / (12_700 * size))
                grid(document, Grid(caption, heads, texts, shares), size=size)
            case Note(text, kind, head):
                said = document.add_paragraph()
                if head:
                    write(said, f"{head} ", color=QUIET)
                write(said, plain(text), color=QUIET if kind in ("advice", "quiet-note") else None)
            case Steps(lines, head, _, numbered):
                if head:
                    document.add_heading(flat(head), 2)
                for step in numbers(lines) if numbered else [f"· {plain(line)}" for line in lines]:
                    write(document.add_paragraph(), step)
            case Verdicts(verdicts):
                for one in verdicts:
                    said = write(
                        document.add_paragraph(), f"{one.mark} {one.name} {one.word}", color=VERDICT[one.kind]
                    )
                    write(said, f"\n{one.reason}")
                    write(said, f"\n{one.advice}" if one.advice else "", color=QUIET)
            case Facts(given_facts):
                facts(document, given_facts)
            case Folded(summary, inside):
                document.add_heading(flat(summary), 2)
                blocks(document, inside)
            case Quotes(quotes):
                for parts, source in quotes:
                    write(write(document.add_paragraph(), f"{plain(parts)}\n"), source, color=QUIET, size=9)
            case Files(files):  # a document holds none: that it is there is said
                for file in files:
                    write(document.add_paragraph(), file.said or file.name)


def _figure(document: Document, chart: Chart) -> None:
    """Place a figure as wide as the text, its words below it for those who do not see it."""
    from docx.shared import Emu

    if document.paragraphs:  # what is said of it stands on its page
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_picture(io.BytesIO(chart.png()), width=Emu(width_of(document)))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    write(document.add_paragraph(), chart.alt, color=QUIET, size=9)
