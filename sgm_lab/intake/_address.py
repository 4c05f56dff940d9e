"""A table in a database with an address, such as ``postgresql://name@host/survey``, through SQLAlchemy.

The rows are only read: nothing but the names of its tables and one ``select`` is asked.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

from ..errors import DataError
from . import _limits as limits
from ._database import TableOf, chosen

__all__ = ["Address", "from_address", "is_address"]

_ADDRESS = re.compile(r"[a-zA-Z][\w+.-]*://")
#: What a driver is called where it is installed from, if not as it is imported.
_PACKAGES = {"MySQLdb": "mysqlclient", "psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary"}


class Address(str):
    """Address of a database, with a name to be shown: without user and password."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """Where it is, without who asks."""
        kind, _, rest = self.partition("://")
        return f"{kind}://{rest.rpartition('@')[2].partition('?')[0]}"


def is_address(source: Any) -> bool:
    """Whether a source is the address of a database, no file.

    Examples
    --------
    >>> is_address("postgresql://clerk@host/survey"), is_address("C:/survey.csv")
    (True, False)
    """
    return isinstance(source, str) and bool(_ADDRESS.match(source))


def from_address(source: str, wanted: str | int | None) -> TableOf:
    """Read a table of the database at an address.

    Raises
    ------
    DataError
        If SQLAlchemy or the database's driver is not here, there is no such kind of database, it does not answer, or
        holds no table, not the one that is wanted, or far too much.
    """
    name = Address(source).name
    try:
        sql = importlib.import_module("sqlalchemy")
    except ModuleNotFoundError as missing:
        raise DataError("files.no_sqlalchemy", file=name) from missing
    try:
        engine = sql.create_engine(source)
    except ModuleNotFoundError as missing:
        package = _PACKAGES.get(str(missing.name), str(missing.name))
        raise DataError("files.no_driver", file=name, package=package) from missing
    except (sql.exc.ArgumentError, ValueError) as cause:  # no such kind, or an address that is none
        raise DataError("files.no_address", file=name) from cause
    try:
        with engine.connect() as base:
            return _read(sql, base, name, wanted)
    except sql.exc.SQLAlchemyError as cause:
        why = str(getattr(cause, "orig", None) or cause).strip().splitlines()[0]
        raise DataError("files.no_answer", file=name, why=why) from cause
    finally:
        engine.dispose()


def _read(sql: Any, base: Any, name: str, wanted: str | int | None) -> TableOf:
    import pandas as pd

    known = sql.inspect(base)
    titles = sorted([*known.get_table_names(), *known.get_view_names()])
    if not titles:
        raise DataError("files.no_tables", file=name)
    title = titles[0] if wanted is None else chosen(titles, name, wanted)
    columns = [str(one["name"]) for one in known.get_columns(title)]
    limits.check_columns(len(columns), name)
    table = sql.table(title, *map(sql.column, columns))
    rows = base.execute(sql.select(sql.func.count()).select_from(table)).scalar_one()
    limits.check_cells(rows * len(columns), name)
    got = [tuple(row) for row in base.execute(sql.select(table))]
    others = [one for one in titles if one != title] if wanted is None else []
    return TableOf(pd.DataFrame.from_records(got, columns=columns), title, others)
