"""How much is read, declared once: a survey is far smaller, a mistake or an attack is often far larger.

Everything that a file says of its own size is looked at before anything is made of it, so that a stray cell or a
damaged file costs a sentence and not the machine.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from pathlib import Path
from typing import NoReturn

from ..errors import DataError

__all__ = [
    "BYTES",
    "CELLS",
    "COLUMNS",
    "LETTERS",
    "SHEET_CELLS",
    "check_cells",
    "check_columns",
    "check_size",
    "check_text",
    "check_unpacked",
    "check_zip",
    "content_of",
    "too_long",
]

MB = 1_000_000
BYTES = 300 * MB  # of a file, and of what a workbook of Excel unpacks to
PARTS = 5_000  # of a workbook, and its sheets
CELLS = 20_000_000  # of a text table or a Parquet file: a million respondents, twenty items
SHEET_CELLS = 750_000  # of a sheet of Excel, which takes ten times as long to read
STRINGS = 400_000  # different ones, of a workbook of Excel
COLUMNS = 3_000
AREAS = 10_000  # merged
MARKS = 100_000  # of everything else that a sheet holds: links, formats, rules
LETTERS = 100_000  # of a cell; Excel itself holds 32,767

_LINE = re.compile(r"[^\r\n]+")
_ENDS = re.compile(r"\r\n|\r|\n")
_BEGIN = re.compile(rb"<(\w+:)?sheetData[\s/>]")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")


def content_of(path: Path) -> bytes:
    """Read a file that is one: a pipe, a device or a folder is not waited for.

    Raises
    ------
    DataError
        If it is missing, larger than the limit, no ordinary file, or cannot be read.
    """
    try:
        about = os.stat(path)
        ordinary = stat.S_ISREG(about.st_mode)
        content = path.read_bytes() if ordinary and about.st_size <= BYTES else b""
    except FileNotFoundError as cause:
        raise DataError("files.not_found", path=path) from cause
    except (OSError, ValueError) as cause:  # a name with a zero byte is a ValueError
        raise DataError("files.not_readable", path=path) from cause
    if not ordinary:
        raise DataError("files.not_a_file", path=path)
    if about.st_size > BYTES:
        _too_large(path.name, about.st_size)
    return content


def check_size(content: bytes, name: str) -> None:
    """Refuse an upload that is larger than the limit."""
    if len(content) > BYTES:
        _too_large(name, len(content))


def check_columns(count: int, name: str) -> None:
    """Refuse a table with more columns than the limit."""
    if count > COLUMNS:
        raise DataError("files.too_wide", file=name, count=count, most=COLUMNS)


def check_cells(count: int, name: str, most: int = CELLS) -> None:
    """Refuse a table with more cells than the limit."""
    if count > most:
        raise DataError("files.too_many_cells", file=name, count=count, most=most)


def too_long(name: str, row: int, length: int) -> NoReturn:
    """Say that a cell holds more than anyone wrote."""
    raise DataError("files.cell_too_long", file=name, row=row, length=length, most=LETTERS)


def check_text(text: str, delimiter: str, name: str) -> None:
    """Refuse a text table with too many columns or cells, or a cell without end."""
    rows = text.count("\n") + text.count("\r") - text.count("\r\n")
    check_cells(text.count(delimiter) + rows, name)
    if not _has_long(text):
        return
    for line in _LINE.finditer(text):  # no copy of the others is made, which would take their room again
        if line.end() - line.start() <= LETTERS:
            continue
        cells = line[0].split(delimiter)
        longest = max(map(len, cells))
        if longest > LETTERS:
            too_long(name, len(_ENDS.findall(text, 0, line.start())) + 1, longest)
        check_columns(len(cells), name)


def _has_long(text: str) -> bool:
    """Whether half as many letters as a cell may have stand without the end of a line: most texts end here."""
    half = LETTERS // 2
    return any(not _ENDS.search(text, at, at + half) for at in range(0, len(text) - half + 1, half))


def check_zip(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook of Excel that holds more than the limits, before anything is made of it.

    What a part is called and which of them is a sheet is for the file to say, so every part is counted by its tags.
    `zipfile` unpacks no more of a part than it claims.

    Raises
    ------
    DataError
        If there are more parts, sheets, bytes, cells, merged areas or other marks than the limits.
    """
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise DataError("files.too_many_parts", file=name, count=len(parts), most=PARTS)
    check_unpacked(sum(part.file_size for part in parts), name)
    for part in parts:
        xml = archive.read(part)
        if b"<" not in xml[:100]:
            continue  # a picture
        begin, end = _BEGIN.search(xml), _END.search(xml)
        prefix = (begin and begin[1]) or b""
        check_cells(_tags(xml, prefix + b"c"), name, SHEET_CELLS)
        strings = _tags(xml, prefix + b"si")
        check_cells(strings, name, STRINGS)
        sheets, areas = _tags(xml, prefix + b"sheet"), _tags(xml, prefix + b"mergeCell")
        if sheets > PARTS:
            raise DataError("files.too_many_parts", file=name, count=sheets, most=PARTS)
        if areas > AREAS:
            raise DataError("files.too_many_areas", file=name, count=areas, most=AREAS)
        within = _elements(xml[begin.start() : end.end() if end else len(xml)]) if begin else 0
        beside = _elements(xml) - within
        if within > 5 * SHEET_CELLS or beside > MARKS + 12 * strings:  # a string may hold runs of letters
            raise DataError("files.too_many_marks", file=name)


def _tags(xml: bytes, tag: bytes) -> int:
    """Count the elements of one name; far quicker than a pattern or a parser would."""
    return sum(xml.count(b"<" + tag + end) for end in (b" ", b">", b"/", b"\t", b"\n", b"\r"))


def _elements(xml: bytes) -> int:
    return xml.count(b"<") - xml.count(b"</")


def check_unpacked(size: int, name: str, most: int = BYTES) -> None:
    """Refuse what would take more room than the limit once it is unpacked."""
    if size > most:
        raise DataError("files.too_large_unpacked", file=name, size=size // MB, most=most // MB)


def _too_large(name: str, size: int) -> NoReturn:
    raise DataError("files.too_large", file=name, size=size // MB, most=BYTES // MB)
