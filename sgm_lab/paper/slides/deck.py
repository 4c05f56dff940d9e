"""Slides in the house style: text, tables and bar charts that can be edited; what does not fit goes on to the next.

Nothing shrinks to fit: a slide that would be too full becomes several, each with its title.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...extras import needs
from ...i18n import about, t
from ..blocks import (
    Bars,
    Block,
    Cell,
    Facts,
    Figure,
    Files,
    Folded,
    Note,
    Quotes,
    Steps,
    Table,
    Verdicts,
    numbers,
    plain,
)
from ..fit import Column, cut, fitted, heights
from ..style import ACCENT, CJK, INK, LATIN, QUIET, VERDICT, clean, flat, shortened
from .letters import (
    BODY,
    BOTTOM,
    CELL,
    HEIGHT,
    MARGIN,
    ROOM,
    SMALL,
    TALL,
    TOP,
    WIDTH,
    Text,
    box,
    fill,
    footer,
    grid,
)

if TYPE_CHECKING:
    from pptx.presentation import Presentation

__all__ = [
    "Deck",
    "blocks",
    "chart",
    "content",
    "opening",
    "opening_holds",
    "section",
    "start",
    "table",
    "texts",
]

_TITLE, _SAID = 26, 18
_MOST_COLUMNS, _MOST_BARS, _FEW_BARS = 8, 14, 3
_TITLE_LETTERS, _HEAD_LETTERS = 60, 40
_LEAST_CELL = 60.0  # points: several lines, so that each piece is shorter than what it is cut from
_OPENING_LETTERS, _OPENING_TALL = 220, 190  # a line of the first slide, and the room below its title
_QUIET_KINDS = ("advice", "quiet-note")


@dataclass
class Deck:
    """Slides that are being made, each under the title and above the footer in force."""

    show: Presentation
    title: str = ""
    line: str = ""
    speech: str = ""
    pages: int = 0  # of the present title
    slide: Any = None
    at: float = TOP  # where the next thing stands

    def page(self) -> None:
        """Begin a slide."""
        self.slide = self.show.slides.add_slide(self.show.slide_layouts.get_by_name("Title Only"))
        title = self.title if not self.pages else t("paper.continued", title=self.title)
        fill(
            self.slide.shapes.title.text_frame,
            [Text(shortened(flat(title), _TITLE_LETTERS), _TITLE, INK, True)],
        )
        fill(self.slide.notes_slide.notes_text_frame, [Text(clean(self.speech or self.title), 12)])
        footer(self.slide, self.line)
        self.pages, self.at = self.pages + 1, TOP

    def room(self, tall: float) -> None:
        """Make sure that so much room is left, on a slide of its own if need be."""
        if self.slide is None or self.at + tall > BOTTOM + 0.5:
            self.page()


@needs("pptx")
def start(title: str) -> Deck:
    """Begin a deck: wide slides, both kinds of letters in the house's fonts."""
    import pptx
    from pptx.util import Pt

    show = pptx.Presentation()
    show.slide_width, show.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _fonts_of_theme(show)
    layout: Any = show.slide_layouts.get_by_name("Title Only")
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type == 1:  # the title
            shape.left, shape.top, shape.width, shape.height = Pt(MARGIN), Pt(30), Pt(ROOM), Pt(52)
        else:  # date, footer and number stand where a slide of the old shape had them
            shape._element.getparent().remove(shape._element)
    properties = show.core_properties
    properties.title, properties.author = shortened(flat(title), 200), ""
    properties.language = about("office")
    return Deck(show, shortened(flat(title), 200))


def _fonts_of_theme(show: Presentation) -> None:
    """Set the theme's fonts too: what somebody adds later then looks like the rest."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.oxml import serialize_part_xml
    from pptx.oxml import parse_xml

    part: Any = show.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme: Any = parse_xml(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for script, face in (("latin", LATIN), ("ea", CJK), ("cs", LATIN)):
        for one in theme.iterfind(f".//a:fontScheme/*/a:{script}", space):
            one.set("typeface", face)
    part._blob = serialize_part_xml(theme)


def content(deck: Deck) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    deck.show.save(out)
    return out.getvalue()


def opening_holds(*lines: str) -> bool:
    """Whether the first slide has room for these lines, none of them shortened."""
    told = [flat(line) for line in lines if line]
    return (
        all(len(line) <= _OPENING_LETTERS for line in told)
        and sum(heights(line, ROOM, _SAID) for line in told) <= _OPENING_TALL
    )


def opening(deck: Deck, title: str, *lines: str) -> None:
    """Add the first slide: the title, and what stands below it."""
    from pptx.enum.text import MSO_ANCHOR

    deck.title, deck.line, deck.speech, deck.pages = title, "", "\n".join([title, *lines]), 0
    slide = deck.show.slides.add_slide(deck.show.slide_layouts.get_by_name("Title Only"))
    from pptx.util import Pt

    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Pt(MARGIN), Pt(120), Pt(ROOM), Pt(150)
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    fill(head.text_frame, [Text(shortened(flat(title), 90), 36, ACCENT, True)])
    told = [Text(shortened(flat(line), _OPENING_LETTERS), _SAID, QUIET) for line in lines if line]
    if told:
        box(slide, 290, _OPENING_TALL, told)
    fill(slide.notes_slide.notes_text_frame, [Text(clean(deck.speech), 12)])


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
        texts(deck, [Text(said, _SAID, ACCENT, True)])
    blocks(deck, shown)


def blocks(deck: Deck, given: Iterable[Block]) -> None:
    """Add blocks; what a page folds away stands open."""
    for block in given:
        match block:
            case Figure(draw, bars):
                if bars is not None:
                    chart(deck, bars, draw("page").alt)
                else:
                    _picture(deck, draw("page"))
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


def _picture(deck: Deck, chart: Any) -> None:
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
