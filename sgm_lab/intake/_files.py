"""Open a table from whatever people have: CSV in any usual encoding, Excel, Parquet, or a data frame.

What comes back is the table as text and numbers, unjudged; `sgm_lab.intake` makes answers of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import ArgumentError, DataError, Sentence, SgmError, listing, sentence
from ..extras import need
from ..i18n import t
from . import _limits as limits
from ._address import Address, from_address, is_address
from ._cells import is_empty
from ._database import from_duckdb, from_sqlite
from ._encoding import garbled
from ._excel import from_excel
from ._header import check_header, distinct, find_header
from ._letters import clean_table, cleaned
from ._levels import bare, joined, lost
from ._parquet import from_parquet
from ._sided import two_sides
from ._sniff import DUCKDB, EXCEL, SPSS, SQLITE, TEXT, WEB, kind_of
from ._spss import from_sav
from ._text import from_page, from_text
from ._under import one_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALL", "Opened", "left_sheets", "open_table"]

ALL = "all"  # sheets


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
        Sentences: encoding used, title passed over, merged cells filled, empty columns.
    doubts : list of str
        Those of the notes that tell of something left out, or that may change the answer.
    sheet : str
        The sheet of a workbook that was read; else empty.
    others : list of str
        Its other sheets that hold something, where nobody said which to read.
    """

    table: pd.DataFrame
    name: str
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    sheet: str = ""
    others: list[str] = field(default_factory=list)


def open_table(source: Any, sheet: str | int | None = None, header: int | None = None) -> Opened:
    """Open ``source`` as a table.

    Parameters
    ----------
    source : str, Path, bytes with a name, or data frame
        ``.csv``, ``.txt``, ``.tsv`` (UTF-8 with or without mark, GBK, Big5, Latin-1, UTF-16), ``.xlsx``, ``.parquet``,
        ``.sav``, ``.duckdb``, ``.sqlite``;
        the address of a database (``postgresql://…``, through SQLAlchemy);
        a pair ``(file name, bytes)`` as an upload gives it; any frame Narwhals knows; or a table that is open already.
    sheet : str or int, optional
        Which sheet of a workbook, or table of a database, by name or by position from 0; by default the answers of a
        survey workbook of ours, else the first. A file that is one table has no sheets to choose from: all of them,
        ``"all"``, is that table.
    header : int, optional
        How many rows, from the first with content, are header; where left out, a title is found out, and a second
        row that names the sides of a question or stands above answers only.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged, locked with a password, far larger than a survey or of another kind.
    ArgumentError
        If a sheet or header rows are asked for where there are none to choose.
    """
    check_header(header)
    if isinstance(source, Opened):
        _check_sheet(sheet, source.name)
        _check_rows(header, source.name)
        return source
    if isinstance(source, tuple):
        name, content = str(source[0]), bytes(source[1])
        limits.check_size(content, name)
    elif is_address(source):
        found = from_address(source, sheet)
        table, notes, doubts = _with_header(found.table, header, Address(source).name)
        return _tidy(table, notes, doubts, name=Address(source).name, sheet=found.title, others=found.others)
    elif isinstance(source, str | Path):
        name, content = Path(source).name, limits.content_of(Path(source))
    else:
        _check_sheet(sheet, t("files.frame"))
        return _from_frame(source, header)
    if not content.strip():
        raise DataError("files.empty_file", file=name)
    try:
        return _from_content(content, name, sheet, header)
    except SgmError:
        raise
    except Exception as cause:  # a file may be broken in more ways than the libraries that read it know
        raise DataError("files.unreadable", file=name) from cause


def left_sheets(opened: Opened) -> list[str]:
    """Say which sheets of a workbook were not read, where nobody said which to read."""
    if not opened.others:
        return []
    first = opened.others[0]
    return [
        sentence("files.note_other_sheets", sheet=opened.sheet, others=listing(opened.others), other=first)
    ]


def _check_sheet(sheet: str | int | None, name: str) -> None:
    if sheet is not None and sheet != ALL:
        raise ArgumentError("files.sheet_idle", file=name, sheet=sheet)


def _check_rows(header: int | None, name: str) -> None:
    if header is not None and header > 1:
        raise ArgumentError("files.header_idle", file=name, header=header)


def _from_content(content: bytes, name: str, sheet: str | int | None, header: int | None) -> Opened:
    kind, said = kind_of(content, name, Path(name).suffix.lower())
    if kind is DUCKDB or kind is SQLITE:
        found = (from_duckdb if kind is DUCKDB else from_sqlite)(content, name, sheet)
        table, notes, doubts = _with_header(found.table, header, name)
        return _tidy(table, [*said, *notes], doubts, name=name, sheet=found.title, others=found.others)
    if kind is not EXCEL:
        _check_sheet(sheet, name)
    if kind is EXCEL:
        page = from_excel(content, name, sheet, header)
        others = page.others if sheet is None else []
        if sheet is None and (both := two_sides(content, name, header, page)):
            return _tidy(*both, name=name)
        return _tidy(
            page.table, [*said, *page.notes], page.doubts, name=name, sheet=page.title, others=others
        )
    if kind is SPSS:
        _check_rows(header, name)
    read = {id(TEXT): from_text, id(WEB): from_page}.get(id(kind))
    if read is not None:
        table, notes, doubts = read(content, name, header)
    elif kind is SPSS:
        table, notes, doubts = from_sav(content, name)
    else:
        table, notes, doubts = _with_header(from_parquet(content, name), header, name)
    return _tidy(table, [*said, *notes], doubts, name=name)


def _from_frame(source: Any, header: int | None) -> Opened:
    import narwhals as nw
    import pandas as pd

    name, said = t("files.frame"), list[str]()
    if isinstance(source, pd.DataFrame):
        if isinstance(source.columns, pd.MultiIndex):
            levels = [bare(source.columns.get_level_values(at)) for at in range(source.columns.nlevels)]
            heads = joined(levels)
            source, said = source.set_axis(heads, axis=1), [*lost(levels, heads)]
            header = None if header is None else max(header - len(levels) + 1, 1)
        if source.columns.map(str).has_duplicates:  # only pandas allows it
            heads, twice = distinct(list(map(str, source.columns)))
            source, said = source.set_axis(heads, axis=1), [*said, *twice]
    try:
        frame = nw.from_native(source)
    except TypeError as cause:
        raise DataError("files.not_a_table", kind=type(source).__name__) from cause
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(source, pd.DataFrame):
        need("pyarrow")  # every other kind comes to pandas by way of it
    table, notes, doubts = _with_header(frame.to_pandas().reset_index(drop=True), header, name)
    return _tidy(table, [*said, *notes], doubts, name=name)


def _with_header(
    table: pd.DataFrame, header: int | None, name: str
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Take rows of a table that has names already into its header, where that is wanted."""
    if header is None or header == 1:
        return table, [], []
    top = [list(map(str, table.columns)), *table.head(header - 1).astype(object).values.tolist()]
    blank = [[cell if cell == cell else None for cell in row] for row in top]
    names, used, notes = find_header(blank, name, header)
    rest = table.iloc[used - 1 :, : len(names)]
    return rest.set_axis(names, axis=1).set_axis(rest.index + 2), notes, []


def _tidy(
    table: pd.DataFrame, notes: list[str], doubts: list[str], *, name: str, sheet: str = "",
    others: list[str] | None = None,
) -> Opened:  # fmt: skip
    table = table.rename(columns=str)
    if table.index.equals(type(table.index)(range(len(table)))):
        table.index = table.index + 2  # row numbers as a spreadsheet shows them, below the header
    packed = {str(column): table[column].map(_as_text) for column in table if _packed(table[column])}
    table = clean_table(table.assign(**packed))
    heads = list(map(cleaned, table.columns))
    if heads != list(table.columns):
        heads, twice = distinct(heads)
        table, notes = table.set_axis(heads, axis=1), [*notes, *twice]
    table, under = one_table(table)
    notes = [*notes, *under]
    blank = [column for column in table if is_empty(table[column])]
    if table.empty or len(blank) == len(table.columns):
        _no_rows(name, sheet, others or [], doubts)
    doubts = [*doubts, *(note for note in notes if isinstance(note, Sentence))]
    if sample := garbled(table.columns):
        said = t("files.note_garbled", file=name, sample=sample[:20])
        notes, doubts = [*notes, said], [*doubts, said]
    if blank:
        said = t("files.note_empty_columns", columns=listing(blank))
        notes, doubts = [*notes, said], [*doubts, said]
    return Opened(table, name, notes, doubts, sheet, others or [])


def _no_rows(name: str, sheet: str, others: list[str], doubts: list[str]) -> NoReturn:
    """Say that there is nothing below the header, and where there may be more."""
    if others:
        raise DataError("files.no_rows_here", file=name, sheet=sheet, others=others, first=others[0])
    raise (
        DataError("files.no_rows", file=name)
        if not doubts
        else DataError("intake.nothing", file=name, first=" ".join(doubts))
    )


def _packed(column: pd.Series) -> bool:
    """Whether cells hold more than one value, or bytes: what Parquet and frames can have, and no table of answers."""
    from pandas.api.types import infer_dtype

    if column.dtype != object or not infer_dtype(column, skipna=True).startswith(("bytes", "mixed")):
        return False
    return any(_as_text(cell) is not cell for cell in column)


def _as_text(cell: Any) -> Any:
    """Return several values or bytes as they are written: no answer, and named as one that cannot be understood."""
    return str(cell) if hasattr(cell, "__len__") and not isinstance(cell, str) else cell
