"""What goes on to the next slide where one is full: paragraphs, tables, pictures and charts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..blocks import Bars, Cell
from ..fit import Column, cut, fitted, heights
from ..style import QUIET, clean, flat, shortened
from .deck import Deck
from .letters import BODY, BOTTOM, CELL, MARGIN, ROOM, TALL, TOP, WIDTH, Text, box, grid

__all__ = ["chart", "holds", "picture", "table", "texts"]

_MOST_COLUMNS, _MOST_BARS, _FEW_BARS = 8, 14, 3
_HEAD_LETTERS = 40
_LEAST_CELL = 60.0  # points: several lines, so that each piece is shorter than what it is cut from


def holds(given: Sequence[Text]) -> bool:
    """Whether one slide holds these paragraphs."""
    return sum(heights(clean(one.text).strip(), ROOM, one.size) + one.size * 0.4 for one in given) <= TALL


def texts(deck: Deck, given: Sequence[Text]) -> None:
    """Add paragraphs, each on as many slides as it takes."""
    waiting = [one for one in given if one.text.strip()]
    while waiting:
        deck.room(2 * waiting[0].size)
        kept: list[Text] = []
        used = 0.0
        free = BOTTOM - deck.at
        while waiting:
            one = waiting[0]
            text = clean(one.text).strip()
            tall = heights(text, ROOM, one.size) + one.size * 0.4
            if used + tall <= free:
                kept.append(Text(text, one.size, one.color, one.bold))
                used += tall
                waiting.pop(0)
                continue
            first, rest = cut(text, ROOM, one.size, free - used - one.size * 0.4)
            # A paragraph is torn only where a slide of its own would not hold it, or most of it fits here.
            if first and (tall > TALL or (not kept and deck.at == TOP)):
                kept.append(Text(first, one.size, one.color, one.bold))
                used = free
                waiting[0] = Text(rest, one.size, one.color, one.bold)
            break
        # A heading goes along with what it is above.
        if waiting and kept and kept[-1].bold and (len(kept) > 1 or deck.at > TOP):
            waiting.insert(0, kept.pop())
            used -= heights(waiting[0].text, ROOM, waiting[0].size) + waiting[0].size * 0.4
        if kept:
            box(deck.slide, deck.at, used, kept)
            deck.at += used + 6
        if waiting:
            deck.at = BOTTOM + 1  # on to the next
            deck.slide = deck.slide if not kept or deck.pages else None


def table(
    deck: Deck,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    shares: Sequence[float] = (),
) -> None:
    """Add a table: rows that do not fit stand on further slides under the same heads, many columns likewise."""
    caption, heads = clean(caption), [shortened(flat(one), _HEAD_LETTERS) for one in heads]
    if heights(caption, ROOM, BODY) > TALL / 4:  # no caption, but a text
        texts(deck, [Text(caption, BODY, QUIET, True)])
        caption = ""
    width = len(heads) or len(rows[0]) if rows or heads else 0
    if not rows or not width:
        return
    if width > _MOST_COLUMNS:
        for at in range(1, width, _MOST_COLUMNS - 1):
            part = [0, *range(at, min(width, at + _MOST_COLUMNS - 1))]
            table(deck, caption, [heads[n] for n in part], [[row[n] for n in part] for row in rows])
        return
    widths, texts_of = fitted(heads, rows, ROOM / CELL)
    texts_of = [[clean(cell).strip() for cell in row] for row in texts_of]
    shares = shares or widths
    columns = [Column(ROOM * share / sum(shares), CELL) for share in shares]
    head = max((one.tall(name) for one, name in zip(columns, heads, strict=False)), default=0.0)
    above = heights(caption, ROOM, BODY) + 6 if caption else 0.0
    waiting = [piece for row in texts_of for piece in _pieces(row, columns, TALL - head - above - 4)]
    while waiting:
        first = max(one.tall(cell) for one, cell in zip(columns, waiting[0], strict=True))
        deck.room(above + head + first)
        if caption:
            box(deck.slide, deck.at, above, [Text(caption, BODY, QUIET, True)])
        top, used, shown = deck.at + above, head, []
        while waiting:
            tall = max(one.tall(cell) for one, cell in zip(columns, waiting[0], strict=True))
            if top + used + tall > BOTTOM + 0.5:
                break
            shown.append((waiting.pop(0), tall))
            used += tall
        grid(deck.slide, top, columns, heads, head, shown)
        deck.at = top + used + 10


def _pieces(row: Sequence[str], columns: Sequence[Column], most: float) -> Iterator[list[str]]:
    """A row, or several where a cell is too long for a slide."""
    rest, most = list(row), max(most, _LEAST_CELL)
    begun = False
    while any(rest) or not begun:
        begun = True
        now, later = [], []
        for text, column in zip(rest, columns, strict=True):
            first, after = (text, "") if column.tall(text) <= most else column.cut(text, most)
            now.append(first)
            later.append(after)
        yield now
        rest = later


def picture(deck: Deck, chart: Any) -> None:
    """Add a figure as large as the slide allows."""
    from pptx.util import Pt

    image = io.BytesIO(chart.png())
    ratio = chart.get_figheight() / chart.get_figwidth()
    deck.room(min(ROOM * ratio, TALL * 0.72))
    tall = min(ROOM * ratio, BOTTOM - deck.at)
    width = tall / ratio
    left = (WIDTH - width) / 2
    placed = deck.slide.shapes.add_picture(image, Pt(left), Pt(deck.at), Pt(width), Pt(tall))
    placed._element.nvPicPr.cNvPr.set("descr", clean(chart.alt))
    deck.at = BOTTOM + 1


def chart(deck: Deck, bars: Bars, alt: str) -> None:
    """Add a bar chart with intervals that can be edited, in parts where there are many bars."""
    from .bars import bar_chart

    count = len(bars.names)
    parts = -(-count // _MOST_BARS)
    size = -(-count // parts) if parts else 0
    for at in range(0, count, size or 1):
        deck.room(TALL * (0.6 if size > _FEW_BARS else 0.45))
        some = slice(at, at + size)
        bar_chart(deck.slide, bars, some, (MARGIN, deck.at, ROOM, BOTTOM - deck.at), clean(alt))
        deck.at = BOTTOM + 1
