"""Tables as wide as the text: facts, grids, and the way from baseline to target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...i18n import t
from ..blocks import Bar, Fact, Grid
from ..style import BLANK, GAP, PAPER, QUIET, RULE, VERDICT, flat
from .document import width_of
from .letters import border, element, write

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

__all__ = ["SMALL_TABLE", "bar", "facts", "grid"]

SMALL_TABLE = 8  # rows up to which a table is kept on one page


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


def grid(
    document: Document, given: Grid, *, hand: float = 9.0, size: float | None = None, space: float = 3.0
) -> None:
    """Add a table with its heading; the head row is repeated where the table runs over a page."""
    if given.title:
        document.add_heading(flat(given.title), 2)
    table = _table(document, len(given.rows) + 1, given.shares)
    head: Any = table.rows[0]
    head._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, text in zip(head.cells, given.head, strict=True):
        _tight(cell, text, color=QUIET, size=min(9.5, size or 9.5), space=space)
        _underline(cell, QUIET)
    for row, texts in zip(list(table.rows)[1:], given.rows, strict=True):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            _tight(cell, text, size=size, space=space)
            _underline(cell, RULE if any(texts) else BLANK)
        if not any(texts):
            _height(row, hand)
    if len(given.rows) <= SMALL_TABLE:
        for row in list(table.rows)[: None if given.notes else -1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    for note in given.notes:
        said = write(document.add_paragraph(), note, color=VERDICT["weak"], size=9.5)
        said.paragraph_format.keep_with_next = note is not given.notes[-1]


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


def _table(document: Document, rows: int, shares: Sequence[float]) -> Any:
    """Add a table as wide as the text; widths are set on every cell, since Word goes by the cells."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Emu

    usable = width_of(document)
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
    margins = element("tblCellMar")
    margins.append(element("left", w="0", type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _tight(cell: _Cell, text: str, *, space: float = 3.0, **how: Any) -> None:
    from docx.shared import Pt

    form = write(cell.paragraphs[0], text, **how).paragraph_format
    form.space_before = form.space_after = Pt(space)


def _underline(cell: _Cell, color: str) -> None:
    borders = element("tcBorders")
    borders.append(border("bottom", color, 4))
    cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: _Cell, color: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=color))


def _height(row: Any, millimetres: float) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    row.height, row.height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
