"""Word documents in the house style: A4 or A5, Chinese fonts set for every script, page numbers in the footer."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..extras import needs
from ..i18n import about, t
from .blocks import (
    Bar,
    Block,
    Fact,
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
from .fit import fitted
from .style import ACCENT, BLANK, CJK, GAP, INK, LATIN, PAPER, QUIET, RULE, VERDICT, clean, flat, shortened

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from ..charts import Chart

__all__ = ["SIZES", "bar", "blocks", "content", "facts", "grid", "line", "start", "write"]

SIZES = {"A4": (210, 297, 18), "A5": (148, 210, 14)}  # width, height and margin in mm
_LETTER, _SMALL_LETTER = 10.5, 9.5  # points, of what stands in a table, and in one of many rows
_SMALL_TABLE = 8  # rows up to which a table is kept on one page


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
        ("Normal", _LETTER, INK, 0, 4),
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
        for border in style.element.findall(
            f"{qn('w:pPr')}/{qn('w:pBdr')}"
        ):  # the template rules off its title
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
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            text = OxmlElement("w:instrText")
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


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    color: str | None = None,
    bold: bool = False,
) -> Paragraph:
    """Add ``text`` to a paragraph."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    return paragraph


def line(paragraph: Paragraph, *, side: str = "bottom", color: str = RULE, width: int = 4) -> None:
    """Rule off a paragraph; ``width`` in eighths of a point."""
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:pBdr")
    borders.append(_border(side, color, width))
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _border(side: str, color: str, width: int) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border = OxmlElement(f"w:{side}")
    for name, value in (
        ("val", "single"),
        ("sz", str(width)),
        ("space", "8" if side == "left" else "1"),
        ("color", color),
    ):
        border.set(qn(f"w:{name}"), value)
    return border


def _underline(cell: _Cell, color: str) -> None:
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tcBorders")
    borders.append(_border("bottom", color, 4))
    cell._tc.get_or_add_tcPr().append(borders)


def _usable(document: Document) -> int:
    """Width of the text."""
    section = document.sections[0]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _table(document: Document, rows: int, shares: Sequence[float]) -> Any:
    """Add a table as wide as the text; widths are set on every cell, since Word goes by the cells."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Emu

    usable = _usable(document)
    table = document.add_table(rows, len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _no_left_margin(table)
    for column, share in zip(table.columns, shares, strict=True):
        width = Emu(int(usable * share / sum(shares)))
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _no_left_margin(table: Any) -> None:
    """Let the text of a table begin where all other text does."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins, left = OxmlElement("w:tblCellMar"), OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _tight(cell: _Cell, text: str, *, space: float = 3.0, **how: Any) -> None:
    from docx.shared import Pt

    form = write(cell.paragraphs[0], text, **how).paragraph_format
    form.space_before = form.space_after = Pt(space)


def facts(
    document: Document,
    given: Iterable[Fact],
    *,
    label_share: float = 0.18,
    hand: float = 9.0,
    size: float | None = None,
    space: float = 3.0,
) -> None:
    """Add labels and values; an empty value is a line to write on, ``hand`` mm high a line."""
    for group in _rows(given):
        shares = (label_share, 1 - label_share) if len(group) == 1 else (label_share, 0.5 - label_share) * 2
        table = _table(document, 1, shares)
        row: Any = table.rows[0]
        for fact, label, value in zip(group, row.cells[::2], row.cells[1::2], strict=True):
            _tight(label, fact.label, color=QUIET, size=size, space=space)
            _tight(value, fact.value, size=size, space=space)
            for cell in (label, value):
                _underline(cell, RULE if fact.value else BLANK)
        if not all(fact.value for fact in group):
            _height(row, hand * max(1, group[0].lines))


def _rows(given: Iterable[Fact]) -> list[list[Fact]]:
    """Put short facts two in a row."""
    rows: list[list[Fact]] = []
    for fact in given:
        if not fact.lines and rows and len(rows[-1]) == 1 and not rows[-1][0].lines:
            rows[-1].append(fact)
        else:
            rows.append([fact])
    return rows


def _height(row: Any, millimetres: float) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    row.height, row.height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST


def bar(document: Document, way: Bar) -> None:
    """Draw the way from baseline to target as a row of shaded cells, with its ends below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    color = VERDICT[way.verdict]
    if way.actual:
        write(document.add_paragraph(), way.actual, color=color)
    reached = way.start if way.at is None else way.at
    places = sorted({0.0, way.start, reached, way.end, 1.0})
    spans = [(low, high) for low, high in pairwise(places) if high - low > 0.004]
    row: Any = _table(document, 1, [high - low for low, high in spans]).rows[0]
    for cell, (low, high) in zip(row.cells, spans, strict=True):
        done = min(way.start, reached) <= low and high <= max(way.start, reached)
        _shade(cell, color if done else RULE if way.start <= low and high <= way.end else PAPER)
        write(cell.paragraphs[0], "", size=4).paragraph_format.line_spacing = Pt(7)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    ends = _table(document, 1, (1, 1)).rows[0].cells
    for cell, name, value in zip(ends, ("baseline", "target"), (way.baseline, way.target), strict=True):
        _tight(cell, t(f"takeaways.field.{name}") + GAP, color=QUIET, size=9)
        write(cell.paragraphs[0], value, bold=True, size=12)
    ends[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _shade(cell: _Cell, color: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def grid(
    document: Document, given: Grid, *, hand: float = 9.0, size: float | None = None, space: float = 3.0
) -> None:
    """Add a table with its heading; the head row is repeated where the table runs over a page."""
    from docx.oxml import OxmlElement

    if given.title:
        document.add_heading(flat(given.title), 2)
    table = _table(document, len(given.rows) + 1, given.shares)
    head: Any = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(head.cells, given.head, strict=True):
        _tight(cell, text, color=QUIET, size=min(9.5, size or 9.5), space=space)
        _underline(cell, QUIET)
    for row, texts in zip(list(table.rows)[1:], given.rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            _tight(cell, text, size=size, space=space)
            _underline(cell, RULE if any(texts) else BLANK)
        if not any(texts):
            _height(row, hand)
    if len(given.rows) <= _SMALL_TABLE:
        for row in list(table.rows)[: None if given.notes else -1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    for note in given.notes:
        said = write(document.add_paragraph(), note, color=VERDICT["weak"], size=9.5)
        said.paragraph_format.keep_with_next = note is not given.notes[-1]


def blocks(document: Document, given: Iterable[Block]) -> None:
    """Add blocks; what a page folds away stands open."""
    for block in given:
        match block:
            case Figure(draw):
                _figure(document, draw("page"))
            case Table(caption, heads, rows):
                size = _LETTER if len(rows) <= _SMALL_TABLE else _SMALL_LETTER
                shares, texts = fitted(heads, rows, _usable(document) / (12_700 * size))
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
    document.add_picture(io.BytesIO(chart.png()), width=Emu(_usable(document)))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    write(document.add_paragraph(), chart.alt, color=QUIET, size=9)
