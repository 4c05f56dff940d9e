"""Columns of a printed table by what they are called: a category by its letter or its name, in any language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ..errors import DataError
from ..i18n import LANGUAGES, t
from ._table import LETTERS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["lettered"]

_KNOWN = (*LETTERS, "n")
_BESIDE = re.compile(r"^(.*?)[(\[](.*)[)\]]$")
_MARKS = re.compile(r"[\s\-_·.:/,%]+")


def lettered(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its categories named by their letters, and the people asked ``n``.

    Raises
    ------
    DataError
        If two columns mean the same category.

    Examples
    --------
    >>> import pandas as pd
    >>> lettered(pd.DataFrame(columns=["必备型需求", "Must be?", "A（魅力）", "功能", "样本量"])).columns.tolist()
    ['M', 'Must be?', 'A', '功能', 'n']
    """
    found: dict[str, str] = {}
    for column in table.columns:
        letter = column if column in _KNOWN else _letter(column) if isinstance(column, str) else None
        if letter is None:
            continue
        if letter in found:
            raise DataError("kano.counts_twice", first=found[letter], second=column, letter=letter)
        found[letter] = column
    return table.rename(columns={column: letter for letter, column in found.items()})


def _letter(column: str) -> str | None:
    """Letter of a name; of ``A（魅力）`` both parts have to agree."""
    text = _plain(column)
    beside = _BESIDE.match(text)
    parts = [text] if beside is None else [beside[1], beside[2]]
    letters = {letter for part in parts if (letter := _names().get(_MARKS.sub("", part)))}
    return letters.pop() if len(letters) == 1 else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


@cache
def _names() -> dict[str, str]:
    """Letter of every known name, alone and followed by what such columns are called besides."""
    ends = [
        "",
        *(_MARKS.sub("", _plain(one)) for lang in LANGUAGES for one in t("kano.ends", lang).split("|")),
    ]
    known = {letter.casefold(): letter for letter in _KNOWN}
    for letter in _KNOWN:
        for lang in LANGUAGES:
            for name in t(f"kano.column.{letter}", lang).split("|"):
                known |= {_MARKS.sub("", _plain(name)) + end: letter for end in ends}
    return known
