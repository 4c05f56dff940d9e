"""Letters that nobody sees or no file can hold: taken out of cells and headers where a table comes in."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from ._cells import once

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["clean_table", "cleaned"]

# Marks of width and direction that web pages leave in what is copied from them; those that join signs into one stay.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_HALVES = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("_x00[01][0-9A-Fa-f]_")  # the end of a line as Excel keeps it in its files
_MARKS = re.compile("&(?:nbsp|amp|lt|gt|quot|#39|#160);")  # left over from a web page
_FORMULA = re.compile(r'="([^"]*)"')  # how some systems keep Excel from reading a code as a number


def cleaned(text: str) -> str:
    """Return a text without letters that nobody sees; half a sign becomes �, ="5" becomes 5.

    >>> cleaned("\u200b喜欢\ufeff"), cleaned('="5"'), cleaned("a\\ud800b"), cleaned("\\ud83d\\ude42") == "🙂"
    ('喜欢', '5', 'a�b', True)
    """
    if _HALVES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _UNSEEN.sub("", _ESCAPED.sub("\n", text))
    text = _MARKS.sub(lambda found: html.unescape(found[0]), text)
    found = _FORMULA.fullmatch(text) if text.startswith('="') else None
    return found[1] if found else text


def clean_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its texts cleaned; columns without any to clean are those that came in."""
    made = {str(column): once(table[column], _cell) for column in table if _needs(table[column])}
    return table.assign(**made) if made else table


def _cell(value: Any) -> Any:
    return cleaned(value) if isinstance(value, str) else value


def _needs(values: pd.Series) -> bool:
    from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

    if is_numeric_dtype(values) or is_datetime64_any_dtype(values):
        return False
    return any(isinstance(value, str) and cleaned(value) != value for value in values.unique())
