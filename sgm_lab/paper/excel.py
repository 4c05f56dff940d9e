"""Spreadsheets in the house style; every text goes in as text, whatever it begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..extras import needs
from ..i18n import about
from .blocks import Block, Facts, Figure, Files, Folded, Note, Quotes, Steps, Table, Verdicts, plain
from .style import ACCENT, CJK, INK, QUIET, RULE, SOFT, clean

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ..charts import Chart

__all__ = ["blocks", "column", "content", "figure", "formula", "heading", "height", "paper", "paragraph", "read",
           "sheet", "start", "table", "table_row", "write"]  # fmt: skip

_LONGEST = 32_000  # Excel holds 32,767 UTF-16 units in a cell and would cut the rest without a word
_MOST = 32_767  # letters, by openpyxl's count
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "'")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # in a file, _x0041_ stands for the letter A
_WIDE = re.compile("[\u2e80-\U0010ffff]")
_PIXELS = 7  # a unit of column width; a Chinese letter is as wide as its size, 4/3 pixels a point


@needs("openpyxl")
def start() -> Workbook:
    """Begin a workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "sgm_lab"
    book.properties.language = about("office")
    return book


def content(book: Workbook) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(book: Workbook, title: str, widths: Sequence[float], *, at: int | None = None) -> Worksheet:
    """Add a sheet with columns of these widths, to be printed on A4 as wide as the paper."""
    from openpyxl.styles import Font

    page: Worksheet = book.create_sheet(title, at)
    for number, width in enumerate(widths, 1):
        column = page.column_dimensions[_letter(number)]
        column.width, column.font = width, Font(name=CJK, size=10.5, color=INK)
    paper(page)
    return page


def paper(page: Worksheet, *, landscape: bool = False, wide: int = 1) -> None:
    """Set A4, margins, page numbers, and how many pages wide it may be (0: as many as it takes)."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.paperSize = 9  # A4
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=bool(wide))
    page.page_margins.left = page.page_margins.right = 0.6
    page.page_margins.top = page.page_margins.bottom = 0.7
    footer: Any = page.oddFooter
    footer.center.text, footer.center.size = "&P / &N", 9
    page.sheet_view.showGridLines = False


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def write(
    cell: Any,
    value: Any,
    *,
    size: float = 10.5,
    color: str = INK,
    bold: bool = False,
    fill: str = "",
    format: str = "",
    align: str = "left",
    vertical: str = "top",
    rule: str = RULE,
) -> None:
    """Write a value: a text as text, a number as a number, what is missing as an empty cell."""
    if isinstance(value, str):
        text = clean(value)
        # As ``cell.value`` would, but for its look at every letter, and for what it takes for a formula or an error.
        cell._value = (_ESCAPE.sub("_x005F_", text) if "_x" in text else text)[:_MOST]
        cell.data_type = "s"
    elif value is not None and value == value:
        cell.value = value
    quote = isinstance(value, str) and text.startswith(_FORMULA)  # nor a formula after somebody has edited it
    look = (size, color, bold, fill, format, align, vertical, rule, quote)
    known = _LOOKS.setdefault(cell.parent.parent, {})
    if look not in known:
        _dress(cell, *look)
        known[look] = cell._style
    cell._style = copy(known[look])


def formula(cell: Any, text: str, **how: Any) -> None:
    """Write a formula of the house's own, never one that holds a learner's text."""
    write(cell, None, color=QUIET, align="right", **how)
    cell.value = text


# The looks of a file that cells have already: making one anew for each of a hundred thousand cells takes minutes.
_LOOKS: WeakKeyDictionary[Any, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def _dress(
    cell: Any,
    size: float,
    color: str,
    bold: bool,
    fill: str,
    format: str,
    align: str,
    vertical: str,
    rule: str,
    quote: bool,
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.quotePrefix = quote
    cell.font = Font(name=CJK, size=size, color=color, bold=bold)
    cell.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=True)
    if rule:
        cell.border = Border(bottom=Side("thin", color=rule))
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    if format:
        cell.number_format = format


def read(value: Any) -> str:
    """Return the text of a cell; openpyxl leaves escapes as they stand in the file.

    >>> read("_x005F_x0041_")
    '_x0041_'
    """
    return "" if value is None else str(value).replace("_x005F_", "_")


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a cell ``width`` columns wide."""
    room = max(1.0, (width * _PIXELS - 6) / (size * 4 / 3))
    if len(text) <= room and "\n" not in text:
        return 1  # no letter is wider than 1
    return _lines_in(text, room)


@lru_cache(10_000)  # a class says the same again and again
def _lines_in(text: str, room: float) -> int:
    # A letter is as wide as it is high, or about half of that.
    lines = [0.55 * len(line) + 0.45 * len(_WIDE.findall(line)) for line in text.split("\n")]
    return sum(max(1, int(-(-length // room))) for length in lines)


def _width(page: Worksheet, first: int, last: int) -> float:
    return float(sum(page.column_dimensions[_letter(n)].width for n in range(first, last + 1)))


def paragraph(page: Worksheet, row: int, text: str, *, last: int, size: float = 10.5, **how: Any) -> int:
    """Write a text over the columns up to ``last`` and return the next free row; a very long one takes several."""
    pieces = _pieces(clean(text))
    for number, piece in enumerate(pieces, row):
        write(page.cell(number, 1), piece, size=size, rule="", **how)
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=last)
        lines = _lines(piece, _width(page, 1, last), size)
        page.row_dimensions[number].height = min(400, size * 1.55 * lines + 3)
    return row + len(pieces)


def _pieces(text: str) -> list[str]:
    """Cut a text so that each piece fits a cell."""
    pieces, begin, used = [], 0, 0
    for at, letter in enumerate(text):
        units = 2 if ord(letter) > 0xFFFF else 1
        if used + units > _LONGEST:
            pieces.append(text[begin:at])
            begin, used = at, 0
        used += units
    return [*pieces, text[begin:]]


def heading(page: Worksheet, row: int, text: str, *, last: int, size: float = 12) -> int:
    """Write a heading and return the next free row."""
    return paragraph(page, row, text, last=last, size=size, bold=True, color=ACCENT)


def table(
    page: Worksheet, row: int, head: Sequence[str], rows: Sequence[Sequence[Any]], formats: Sequence[str] = ()
) -> int:
    """Write a table and return the next free row; ``formats`` are number formats by column."""
    for column, name in enumerate(head, 1):
        above_numbers = any(not isinstance(values[column - 1], str) for values in rows)
        align = "right" if above_numbers else "left"
        write(page.cell(row, column), name, size=9.5, color=QUIET, fill=SOFT, rule=QUIET, align=align)
    widths = [_width(page, number, number) for number in range(1, len(head) + 1)]
    page.row_dimensions[row].height = _height(widths, head, 9.5)
    for number, values in enumerate(rows, row + 1):
        _row(page, number, values, formats, widths)
    return row + 1 + len(rows)


def table_row(page: Worksheet, row: int, values: Sequence[Any], formats: Sequence[str] = ()) -> int:
    """Write one row of a table and return the next free row."""
    widths = [_width(page, number, number) for number in range(1, len(values) + 1)]
    _row(page, row, values, formats, widths)
    return row + 1


def _row(
    page: Worksheet, row: int, values: Sequence[Any], formats: Sequence[str], widths: Sequence[float]
) -> None:
    for column, value in enumerate(values, 1):
        how = formats[column - 1] if column <= len(formats) else ""
        write(page.cell(row, column), value, format=how, align="left" if isinstance(value, str) else "right")
    page.row_dimensions[row].height = _height(widths, values, 10.5)


def column(page: Worksheet, row: int, number: int, text: str) -> int:
    """Write a text of any length down one column and return the next free row."""
    for piece in _pieces(clean(text)):
        write(page.cell(row, number), piece)
        page.row_dimensions[row].height = height(page, [""] * (number - 1) + [piece], 10.5)
        row += 1
    return row


def height(page: Worksheet, values: Sequence[Any], size: float) -> float:
    """Height of a row: programs other than Excel do not fit it to wrapped text by themselves."""
    return _height([_width(page, number, number) for number in range(1, len(values) + 1)], values, size)


def _height(widths: Sequence[float], values: Sequence[Any], size: float) -> float:
    of_text = [pair for pair in zip(values, widths, strict=False) if isinstance(pair[0], str)]
    return min(400, size * 1.55 * max([1, *(_lines(text, width, size) for text, width in of_text)]) + 4)


def figure(page: Worksheet, row: int, chart: Chart, *, last: int) -> int:
    """Place a figure, its words below it for those who do not see it, and return the next free row."""
    from openpyxl.drawing.image import Image

    image = Image(io.BytesIO(chart.png()))
    scale = 620 / image.width
    image.width, image.height = 620, int(image.height * scale)
    page.add_image(image, f"A{row}")
    taken = int(image.height / 20) + 1  # rows of the usual height that it covers
    for number in range(row, row + taken):
        page.row_dimensions[number].height = 15
    return paragraph(page, row + taken, chart.alt, last=last, size=9, color=QUIET)


def blocks(page: Worksheet, row: int, given: Iterable[Block], *, last: int) -> int:
    """Write blocks over the columns up to ``last`` and return the next free row."""
    for block in given:
        match block:
            case Figure(draw):
                row = figure(page, row, draw("page"), last=last) + 1
            case Note(text, _, head):
                row = paragraph(page, row, head, last=last) if head else row
                row = paragraph(page, row, plain(text), last=last)
            case Table(caption, heads, rows):
                row = paragraph(page, row, caption, last=last) if caption else row
                row = table(page, row, heads, [[str(cell) for cell in one] for one in rows])
            case Steps(lines, head):
                for line in [*([head] if head else []), *lines]:
                    row = paragraph(page, row, plain(line), last=last)
            case Verdicts(verdicts):
                for one in verdicts:
                    judged = f"{one.mark} {one.name} {one.word}"
                    for line in filter(None, (judged, one.reason, one.advice)):
                        row = paragraph(page, row, line, last=last)
            case Facts(facts):
                for fact in facts:
                    for line in (fact.label, fact.value):
                        row = paragraph(page, row, line, last=last)
            case Folded(summary, inside):
                row = blocks(page, paragraph(page, row, summary, last=last), inside, last=last)
            case Quotes(quotes):
                for parts, said in quotes:
                    row = paragraph(page, row, f"{plain(parts)}\n{said}", last=last)
            case Files(files):  # a cell cannot hold one: that it is there is said
                for file in files:
                    row = paragraph(page, row, file.said or file.name, last=last)
    return row
