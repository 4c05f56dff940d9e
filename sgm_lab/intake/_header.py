"""The header of a table: one name for each column, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..errors import DataError
from ..i18n import t
from ._limits import check_columns

__all__ = ["headed", "repeated"]


def headed(head: list[str], name: str) -> list[str]:
    """Clean the header row of file ``name``: trailing nameless columns are dropped.

    Raises
    ------
    DataError
        If there is no name, one name twice, or more columns than a survey has.
    """
    head = [cell.strip().lstrip("\ufeff") for cell in head]
    while head and not head[-1]:
        head.pop()
    check_columns(len(head), name)
    named = [cell or t("files.nameless", number=number) for number, cell in enumerate(head, 1)]
    if not named:
        raise DataError("files.no_header", file=name)
    if len(set(named)) < len(named):
        raise DataError("files.same_column", file=name, columns=repeated(named))
    return named


def repeated(columns: Iterable[object]) -> list[str]:
    """Names that stand more than once, in order of the alphabet."""
    return sorted(name for name, count in Counter(map(str, columns)).items() if count > 1)
