"""Open a table from whatever people have: CSV in any usual encoding, Excel, Parquet, or a data frame.

What comes back is the table as text and numbers, unjudged; `sgm_lab.intake` makes answers of it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError, listing
from ..extras import need, needs
from ..i18n import LANGUAGES, t
from ._answers import is_blank, is_empty

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Opened", "open_table"]

# GB18030 contains GBK and GB2312. It is tried after UTF-8, which hardly ever accepts GBK text by accident.
_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_DELIMITERS = ",\t;，"


@dataclass(frozen=True)
class Opened:
    """A table and what was noticed while opening it.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns as named in the file; index = row number a person sees (the header is row 1).
    name : str
        File name, or a word for "data frame".
    notes : list of str
        Sentences: encoding used, merged cells filled, empty columns.
    """

    table: pd.DataFrame
    name: str
    notes: list[str] = field(default_factory=list)


def open_table(source: Any, sheet: str | int | None = None) -> Opened:
    """Open ``source`` as a table.

    Parameters
    ----------
    source : str, Path, bytes with a name, or data frame
        ``.csv``, ``.txt``, ``.tsv`` (UTF-8 with or without mark, GBK, UTF-16), ``.xlsx``, ``.parquet``;
        a pair ``(file name, bytes)`` as an upload gives it; or any frame Narwhals knows.
    sheet : str or int, optional
        Which sheet of a workbook; by default the answers of a survey workbook of ours, else the first.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged, locked with a password or of another kind.
    """
    if isinstance(source, tuple):
        name, content = str(source[0]), bytes(source[1])
    elif isinstance(source, str | Path):
        name, content = Path(source).name, _content(Path(source))
    else:
        return _from_frame(source)
    if not content.strip():
        raise DataError("files.empty_file", file=name)
    suffix = Path(name).suffix.lower()
    if suffix in {".csv", ".txt", ".tsv", ""}:
        frame, notes = _from_text(content, name)
    elif suffix in {".xlsx", ".xlsm"}:
        frame, notes = _from_excel(content, name, sheet)
    elif suffix in {".parquet", ".pq"}:
        frame, notes = _from_parquet(content, name), []
    else:
        raise DataError("files.kind", file=name, suffix=suffix)
    return _tidy(frame, name, notes)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as cause:
        raise DataError("files.not_found", path=path) from cause
    except OSError as cause:
        raise DataError("files.not_readable", path=path) from cause


def _from_frame(source: Any) -> Opened:
    import narwhals as nw
    import pandas as pd

    if isinstance(source, pd.DataFrame) and source.columns.has_duplicates:  # only pandas allows it
        raise DataError("files.same_column", file=t("files.frame"), columns=_repeated(source.columns))
    try:
        frame = nw.from_native(source)
    except TypeError as cause:
        raise DataError("files.not_a_table", kind=type(source).__name__) from cause
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(source, pd.DataFrame):
        need("pyarrow")  # every other kind comes to pandas by way of it
    table = frame.to_pandas().reset_index(drop=True)
    return _tidy(table, t("files.frame"), [])


def _from_text(content: bytes, name: str) -> tuple[pd.DataFrame, list[str]]:
    utf16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if utf16 else _ENCODINGS[:2]:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DataError("files.encoding", file=name)
    if "\x00" in text:
        raise DataError("files.not_text", file=name)
    notes = [t("files.note_gbk", file=name)] if encoding == "gb18030" else []
    first = re.search(r"\S", text)
    if first is None:
        raise DataError("files.empty_file", file=name)
    begin = max(text.rfind(end, 0, first.start()) for end in "\r\n") + 1
    header = re.compile(r"[^\r\n]*").match(text, begin)
    delimiter = max(_DELIMITERS, key=header.group().count if header else text.count)
    frame = _plain_cells(text, delimiter)
    return _quoted_cells(text, delimiter, name) if frame is None else _below_header(frame, name), notes


def _plain_cells(text: str, delimiter: str) -> pd.DataFrame | None:
    """Read text without quotation marks, the quick way; ``None`` where its rows are not all alike."""
    import pandas as pd

    if '"' in text:
        return None
    how: Any = {
        "sep": delimiter,
        "header": None,
        "dtype": object,
        "na_filter": False,
        "quoting": csv.QUOTE_NONE,
    }
    try:
        frame: pd.DataFrame = pd.read_csv(io.BytesIO(text.encode()), skip_blank_lines=False, **how)
    except ValueError:  # a row longer than the first, or nothing to read: said by the careful reader
        return None
    frame.index = frame.index + 1
    return frame.fillna("") if frame.iloc[:, -1].isna().any() else frame  # short rows lack their last cell


def _below_header(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Drop empty rows and take the first of the others as header; rows keep their number."""
    import numpy as np

    doubtful = frame[is_blank(frame[frame.columns[0]])]
    empty = np.logical_and.reduce([is_blank(doubtful[column]).to_numpy() for column in frame])
    rows = frame.drop(index=doubtful.index[empty])
    head = _headed([str(cell) for cell in rows.iloc[0]], name)
    body = rows.iloc[1:]
    for column in list(frame.columns)[len(head) :]:
        over = ~is_blank(body[column])
        if over.any():
            number = next(int(row) for row in body.index[over])
            cells = [bool(str(cell).strip()) for cell in body.loc[number]]
            got = len(cells) - cells[::-1].index(True)
            raise DataError("files.row_too_long", file=name, row=number, got=got, expected=len(head))
    return body[list(frame.columns)[: len(head)]].set_axis(head, axis=1)


def _quoted_cells(text: str, delimiter: str, name: str) -> pd.DataFrame:
    """Read text with quotation marks or uneven rows, strictly."""
    import pandas as pd

    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as cause:
        raise DataError("files.csv_broken", file=name) from cause
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered:
        raise DataError("files.empty_file", file=name)
    (_, head), body = numbered[0], numbered[1:]
    head = _headed(head, name)
    width = len(head)
    for number, row in body:
        if len(row) > width and any(map(str.strip, row[width:])):
            raise DataError("files.row_too_long", file=name, row=number, got=len(row), expected=width)
    cells = [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for _, row in body]
    return pd.DataFrame(cells, columns=head, index=[number for number, _ in body], dtype=object)


@needs("openpyxl")
def _from_excel(content: bytes, name: str, sheet: str | int | None) -> tuple[pd.DataFrame, list[str]]:
    import openpyxl
    import pandas as pd

    if (
        content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    ):  # an OLE container: encrypted, or the old .xls renamed
        raise DataError("files.locked", file=name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, TypeError, SyntaxError) as cause:
        raise DataError("files.damaged", file=name) from cause
    sheets = book.sheetnames
    if sheet is None:
        ours = {t("takeaways.survey.sheet_answers", lang) for lang in LANGUAGES}
        sheet = next((name for name in sheets if name in ours), 0)
    if isinstance(sheet, str) and sheet not in sheets:
        raise DataError("files.no_sheet", file=name, sheet=sheet, sheets=sheets)
    page = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
    notes = []
    for area in list(page.merged_cells.ranges):
        # A merged cell keeps its value in the corner only: write it into every cell it covers, and say so.
        value = page.cell(area.min_row, area.min_col).value
        page.unmerge_cells(str(area))
        for row in page.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
            for cell in row:
                cell.value = value
        notes.append(t("files.note_merged", file=name, area=area.coord))
    rows = [(row[0].row, [cell.value for cell in row]) for row in page.iter_rows()]
    rows = [(number, row) for number, row in rows if any(value not in (None, "") for value in row)]
    if not rows:
        raise DataError("files.empty_sheet", file=name, sheet=page.title)
    head = _headed(["" if value is None else str(value) for value in rows[0][1]], name)
    body = [["" if value is None else value for value in row[: len(head)]] for _, row in rows[1:]]
    return pd.DataFrame(body, columns=head, index=[number for number, _ in rows[1:]], dtype=object), notes


@needs("pyarrow")
def _from_parquet(content: bytes, name: str) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    try:
        table = pd.read_parquet(io.BytesIO(content))
    except (pa.ArrowException, ValueError, OSError) as cause:
        raise DataError("files.damaged", file=name) from cause
    return table.reset_index(drop=True)


def _headed(head: list[str], name: str) -> list[str]:
    """Clean the header row: trailing nameless columns are dropped, repeated names are an error."""
    head = [cell.strip().lstrip("\ufeff") for cell in head]
    while head and not head[-1]:
        head.pop()
    named = [cell or t("files.nameless", number=number) for number, cell in enumerate(head, 1)]
    if not named:
        raise DataError("files.no_header", file=name)
    if len(set(named)) < len(named):
        raise DataError("files.same_column", file=name, columns=_repeated(named))
    return named


def _repeated(columns: Any) -> list[str]:
    names = [str(column) for column in columns]
    return sorted({name for name in names if names.count(name) > 1})


def _tidy(table: pd.DataFrame, name: str, notes: list[str]) -> Opened:
    table = table.rename(columns=str)
    if table.index.equals(type(table.index)(range(len(table)))):
        table.index = table.index + 2  # row numbers as a spreadsheet shows them, below the header
    if table.empty:
        raise DataError("files.no_rows", file=name)
    blank = [column for column in table if is_empty(table[column])]
    if blank:
        notes = [*notes, t("files.note_empty_columns", columns=listing(blank))]
    if len(blank) == len(table.columns):
        raise DataError("files.no_rows", file=name)
    return Opened(table, name, notes)
