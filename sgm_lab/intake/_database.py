"""A table of a database in a file: DuckDB or SQLite, opened read-only and copied, its tables read like sheets."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from . import _limits as limits

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableOf", "chosen", "from_duckdb", "from_sqlite"]

_TABLES = "select table_name from information_schema.tables where table_schema = 'main' order by table_name"
_SQLITE_TABLES = """select name from sqlite_master
    where type in ('table', 'view') and name not like 'sqlite_%' order by name"""


@dataclass(frozen=True)
class TableOf:
    """One table of a database, with its name and the names of the others."""

    table: pd.DataFrame
    title: str
    others: list[str]


def from_duckdb(content: bytes, name: str, wanted: str | int | None) -> TableOf:
    """Read a table of a DuckDB file.

    Raises
    ------
    DataError
        If the file is damaged or of another version, holds no table, not the one that is wanted, or far too much; or
        if duckdb is not here, which whoever keeps such files has.
    """
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError as missing:
        raise DataError("files.no_duckdb", file=name) from missing
    with tempfile.TemporaryDirectory() as folder:  # DuckDB opens files only
        copy = Path(folder, "copy.duckdb")
        copy.write_bytes(content)
        try:
            with duckdb.connect(str(copy), read_only=True) as base:
                base.execute(
                    "set enable_external_access = false"
                )  # a view of it may name files of this machine
                return _read(base.execute, _TABLES, name, wanted)
        except duckdb.Error as cause:
            raise DataError("files.damaged", file=name) from cause


def from_sqlite(content: bytes, name: str, wanted: str | int | None) -> TableOf:
    """Read a table of a SQLite file.

    Raises
    ------
    DataError
        As for `from_duckdb`.
    """
    try:
        import sqlite3
    except ModuleNotFoundError as missing:  # Python in a page has none
        raise DataError("files.no_sqlite", file=name) from missing
    base = sqlite3.connect(":memory:")
    if content[18:20] == b"\x02\x02":  # says that a second file goes with it, which one in memory cannot have
        content = content[:18] + b"\x01\x01" + content[20:]
    try:
        base.deserialize(content)
        return _read(base.execute, _SQLITE_TABLES, name, wanted)
    except sqlite3.Error as cause:
        raise DataError("files.damaged", file=name) from cause
    finally:
        base.close()


def _read(ask: Callable[[str], Any], tables: str, name: str, wanted: str | int | None) -> TableOf:
    import pandas as pd

    titles = [str(row[0]) for row in ask(tables).fetchall()]
    if not titles:
        raise DataError("files.no_tables", file=name)
    title = titles[0] if wanted is None else chosen(titles, name, wanted)
    quoted = '"' + title.replace('"', '""') + '"'
    rows = int(ask(f"select count(*) from {quoted}").fetchone()[0])
    got = ask(f"select * from {quoted}")
    columns = [str(one[0]) for one in got.description]
    limits.check_columns(len(columns), name)
    limits.check_cells(rows * len(columns), name)
    table = pd.DataFrame.from_records(got.fetchall(), columns=columns)
    return TableOf(table, title, [one for one in titles if one != title] if wanted is None else [])


def chosen(titles: list[str], name: str, wanted: str | int) -> str:
    """Title of the table that is wanted, by its name or place."""
    if isinstance(wanted, str) and wanted in titles:
        return wanted
    if isinstance(wanted, int) and 0 <= wanted < len(titles):
        return titles[wanted]
    key = "files.no_sheet" if isinstance(wanted, str) else "files.no_sheet_at"
    raise DataError(key, file=name, sheet=wanted, sheets=titles, last=len(titles) - 1)
