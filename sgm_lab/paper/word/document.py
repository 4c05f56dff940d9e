"""A document: its size, fonts and styles, what stands in header and footer, and the file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ...extras import needs
from ...i18n import about
from ..style import ACCENT, CJK, INK, LATIN, QUIET, flat, shortened
from .letters import SIZE, element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["SIZES", "content", "start", "width_of"]

SIZES = {"A4": (210, 297, 18), "A5": (148, 210, 14)}  # width, height and margin in mm


@needs("docx")
def start(
    title: str, *, size: str = "A4", author: str = "", header: str = "", numbered: bool = True
) -> Document:
    """Begin a document; ``numbered`` puts page numbers in its footer."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    _styles(document)
    width, height, margin = SIZES[size]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin = section.bottom_margin = Mm(margin)
    section.header_distance = section.footer_distance = Mm(margin / 2)
    head = section.header.paragraphs[0]
    head.add_run(shortened(flat(header), 60))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if numbered:
        _field(foot, "PAGE")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES")
    for part in (head, foot):
        for run in part.runs:
            run.font.size = Pt(9)
    properties = document.core_properties
    properties.title, properties.author = shortened(flat(title), 200), shortened(flat(author), 200)
    properties.comments = ""
    properties.language = about("office")
    return document


def _styles(document: Document) -> None:
    """Give every style in use the fonts of both scripts; the template's theme fonts would win over them."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _fonts(defaults)
    lang = defaults.find(qn("w:lang"))
    # The East Asian language is what picks Chinese rather than Japanese letter shapes where YaHei is missing.
    lang.set(qn("w:val"), about("office"))
    lang.set(qn("w:eastAsia"), "zh-CN")
    for name, size, color, before, after in (
        ("Normal", SIZE, INK, 0, 4),
        ("Title", 22, INK, 0, 6),
        ("Heading 1", 15, ACCENT, 0, 4),
        ("Heading 2", 11.5, INK, 12, 3),
        ("Header", 9, QUIET, 0, 0),
        ("Footer", 9, QUIET, 0, 0),
    ):
        style: Any = document.styles[name]
        _fonts(style.element.get_or_add_rPr())
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(color)
        style.font.bold = name.startswith(("Title", "Heading"))
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.25
        # The template rules off its title.
        for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            border.getparent().remove(border)


def _fonts(properties: Any) -> None:
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, face in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", CJK), ("cs", LATIN)):
        fonts.set(qn(f"w:{name}"), face)


def _field(paragraph: Paragraph, code: str) -> None:
    """Add a field that the word processor counts by itself."""
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        run._r.append(element("fldChar", fldCharType=kind))
        if kind == "begin":
            text = element("instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            run._r.append(text)
        if kind == "separate":
            run.add_text("1")


def content(document: Document) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def width_of(document: Document) -> int:
    """Width of the text."""
    section = document.sections[0]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
