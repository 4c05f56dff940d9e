"""Figures as people write them: 85%, 4,5, 1,234; what the comma means is decided by the whole column."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ._answers import once

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_figures"]

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?%?")  # 1,234 and 1,234.5
_COMMA = re.compile(r"[+-]?\d+,\d+%?")  # 4,5


def read_figures(values: pd.Series) -> pd.Series:
    """Read the figures of a column as numbers, missing where there is none; a percent is a hundredth.

    A comma is that of decimals where one cannot part thousands and no figure has a point; it parts thousands where
    every one can. A column that holds both ways has neither: those figures are missing, for the caller to report.

    >>> import pandas as pd
    >>> read_figures(pd.Series(["4,5", "3"])).tolist(), read_figures(pd.Series(["1,234", "85%"])).tolist()
    ([4.5, 3.0], [1234.0, 0.85])
    """
    import pandas as pd

    plain = once(values, _plain)
    written = [one for one in plain.dropna().unique() if "," in one]
    grouped = all(map(_GROUPED.fullmatch, written))
    pointed = any("." in one for one in plain.dropna().unique())
    decimal = bool(written) and not grouped and not pointed and all(map(_COMMA.fullmatch, written))

    def number(text: str) -> float:
        if "," in text:
            text = text.replace(",", "." if decimal else "") if grouped or decimal else ""
        try:
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return float("nan")

    figures = pd.to_numeric(once(plain, number, float("nan"))).astype(float)
    return figures.mask(figures.abs() == float("inf"))


def _plain(value: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).split())
