"""What stands on a slide: boxes of text, a table, and the footer, in letters of both scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...i18n import about
from ..fit import Column
from ..style import CJK, INK, LATIN, QUIET, RULE, SOFT, clean, flat, shortened

__all__ = ["BODY", "BOTTOM", "CELL", "HEIGHT", "MARGIN", "ROOM", "SAID", "SMALL", "TALL", "TOP", "WIDTH", "Text", "box",
           "child", "color_of", "dress", "fill", "footer", "grid"]  # fmt: skip

# Points: 13.33 × 7.5 inches, the wide screen of today's programs.
WIDTH, HEIGHT, MARGIN = 960, 540, 48
TOP, BOTTOM = 92, 504  # of what stands below the title, and above the footer
ROOM, TALL = WIDTH - 2 * MARGIN, BOTTOM - TOP
SAID, BODY, CELL, SMALL = 18, 16, 12, 10
_OPEN, _CLOSE = (
    1.15,
    1.0,
)  # of lines; in a cell, which programs do not all let grow, what `fit` counts is a bound


@dataclass(frozen=True)
class Text:
    """A paragraph on a slide."""

    text: str
    size: float = BODY
    color: str = INK
    bold: bool = False


def grid(
    slide: Any, top: float, columns: Sequence[Column], heads: Sequence[str], head: float, rows: Sequence[Any]
) -> None:
    """Place a table: lines with their heights, cells ruled off below."""
    from pptx.util import Pt

    lines = [*([(heads, head)] if heads else []), *rows]
    tall = sum(one for _, one in lines)
    shape = slide.shapes.add_table(len(lines), len(columns), Pt(MARGIN), Pt(top), Pt(ROOM), Pt(tall))
    made = shape.table
    made.first_row, made.horz_banding = bool(heads), False
    for column, one in zip(made.columns, columns, strict=True):
        column.width = Pt(one.width)
    for number, (row, (cells, height)) in enumerate(zip(made.rows, lines, strict=True)):
        row.height = Pt(height)
        is_head = bool(heads) and not number
        for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.margin_left = cell.margin_right = Pt(Column.SIDE)
            cell.margin_top = cell.margin_bottom = Pt(Column.ABOVE)
            cell.fill.solid()
            cell.fill.fore_color.rgb = color_of(SOFT if is_head else "FFFFFF")
            size = min(columns[at].size, CELL) if is_head else columns[at].size
            fill(
                cell.text_frame, [Text(text, size, QUIET if is_head else INK, not is_head and not at)], _CLOSE
            )
            _rule(cell)


def _rule(cell: Any) -> None:
    """Rule a cell off below, and nowhere else."""
    properties = cell._tc.get_or_add_tcPr()
    for number, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        line = child(None, f"a:{side}", w="9525" if side == "lnB" else "0")
        kind = child(line, "a:solidFill" if side == "lnB" else "a:noFill")
        if side == "lnB":
            child(kind, "a:srgbClr", val=RULE)
        properties.insert(number, line)


def child(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """Make an element that the slide package has no call for, below another where one is given."""
    from pptx.oxml.xmlchemy import OxmlElement

    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    if text:
        made.text = text
    if parent is not None:
        parent.append(made)
    return made


def footer(slide: Any, line: str) -> None:
    """Say where the data come from, and which slide it is."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    if line:
        box(slide, 508, 20, [Text(shortened(flat(line), 130), SMALL, QUIET)], width=ROOM - 60)
    number = slide.shapes.add_textbox(Pt(WIDTH - MARGIN - 50), Pt(508), Pt(50), Pt(20))
    paragraph = number.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    _number(paragraph)


def _number(paragraph: Any) -> None:
    given = child(paragraph._p, "a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    look = child(given, "a:rPr", lang=about("office"), sz=str(SMALL * 100))
    child(child(look, "a:solidFill"), "a:srgbClr", val=QUIET)
    child(given, "a:t", "‹#›")


def box(slide: Any, top: float, tall: float, given: Sequence[Text], *, width: float = ROOM) -> None:
    """Place paragraphs in a box of their own."""
    from pptx.util import Pt

    box = slide.shapes.add_textbox(Pt(MARGIN), Pt(top), Pt(width), Pt(tall))
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill(frame, given)


def fill(frame: Any, given: Sequence[Text], spacing: float = _OPEN) -> None:
    """Write paragraphs into a frame; line breaks within one stay."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for number, one in enumerate(given):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.space_after = Pt(one.size * 0.4) if number + 1 < len(given) else Pt(0)
        paragraph.line_spacing, paragraph.alignment = spacing, PP_ALIGN.LEFT
        for place, line in enumerate(clean(one.text).split("\n")):
            if place:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = line
            dress(run.font, one.size, one.color, one.bold)


def dress(font: Any, size: float, color: str, bold: bool = False) -> None:
    """Give letters of both scripts their face, size and colour."""
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    font.size, font.bold, font.color.rgb, font.name = Pt(size), bold, color_of(color), LATIN
    properties = font._element
    for script, face in (("ea", CJK), ("cs", LATIN)):
        known = properties.find(qn(f"a:{script}"))
        if known is None:
            known = child(properties, f"a:{script}")
        known.set("typeface", face)
    properties.set("lang", about("office"))


def color_of(value: str) -> Any:
    """Return a colour as the slide package takes it."""
    from pptx.dml import color

    made: Any = color.RGBColor
    return made.from_string(value)
