"""A deck that is being made: its fonts, its slides one after the other, and its first one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...extras import needs
from ...i18n import about, t
from ..fit import heights, lines, narrowed
from ..style import ACCENT, CJK, INK, LATIN, QUIET, clean, flat, shortened
from .letters import BOTTOM, HEIGHT, MARGIN, ROOM, SAID, SMALL, TOP, WIDTH, Text, box, fill, footer

if TYPE_CHECKING:
    from pptx.presentation import Presentation

__all__ = ["Deck", "content", "opening", "opening_holds", "start"]

_TITLE, _SMALLER = 26, 20  # letters of a title of two lines, and of three
_OPENING_LETTERS, _OPENING_TALL = 220, 190  # a line of the first slide, and the room below its title


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
    small: bool = False  # whether titles are small print above what matters

    def page(self) -> None:
        """Begin a slide."""
        self.slide = self.show.slides.add_slide(self.show.slide_layouts.get_by_name("Title Only"))
        title = self.title if not self.pages else t("paper.continued", title=self.title)
        head = Text(shortened(flat(title), 120), SMALL + 4, QUIET) if self.small else _titled(flat(title))
        fill(self.slide.shapes.title.text_frame, [head])
        fill(self.slide.notes_slide.notes_text_frame, [Text(clean(self.speech or self.title), 12)])
        footer(self.slide, self.line)
        self.pages, self.at = self.pages + 1, TOP

    def room(self, tall: float) -> None:
        """Make sure that so much room is left, on a slide of its own if need be."""
        if self.slide is None or self.at + tall > BOTTOM + 0.5:
            self.page()


def _titled(title: str) -> Text:
    """Return a title of two lines, or of three that are smaller; only of one that is longer still the end is lost."""
    size = _TITLE if len(lines(title, ROOM, _TITLE)) < 3 else _SMALLER
    return Text(narrowed(title, 3 * (ROOM / _SMALLER - 2)), size, INK, True)


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
        and sum(heights(line, ROOM, SAID) for line in told) <= _OPENING_TALL
    )


def opening(deck: Deck, title: str, *lines: str, speech: str = "") -> None:
    """Add the first slide: the title, and what stands below it; that is also what is said, where nothing else is."""
    from pptx.enum.text import MSO_ANCHOR

    deck.title, deck.line, deck.speech, deck.pages = title, "", speech or "\n".join([title, *lines]), 0
    slide = deck.show.slides.add_slide(deck.show.slide_layouts.get_by_name("Title Only"))
    from pptx.util import Pt

    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Pt(MARGIN), Pt(120), Pt(ROOM), Pt(150)
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    fill(head.text_frame, [Text(shortened(flat(title), 90), 36, ACCENT, True)])
    told = [Text(shortened(flat(line), _OPENING_LETTERS), SAID, QUIET) for line in lines if line]
    if told:
        box(slide, 290, _OPENING_TALL, told)
    fill(slide.notes_slide.notes_text_frame, [Text(clean(deck.speech), 12)])
