"""The items of SERVQUAL: which of the 22 it is, or an own one with its dimension."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ..i18n import LANGUAGES, t
from ._answers import once
from ._names import word
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["settle_items"]

_HOME = {
    **dict.fromkeys(range(1, 5), "tangibles"),
    **dict.fromkeys(range(5, 10), "reliability"),
    **dict.fromkeys(range(10, 14), "responsiveness"),
    **dict.fromkeys(range(14, 18), "assurance"),
    **dict.fromkeys(range(18, 23), "empathy"),
}


def settle_items(long: pd.DataFrame, report: Report) -> pd.Series:
    """Check the items, fill in their dimension where it is not given, and return where either is wrong.

    Where a dimension stands beside them, items may be called anything; else they are the numbers 1 to 22, also
    written Q7 or 第7题.
    """
    import pandas as pd

    items = long["item"]
    number = pd.to_numeric(once(items, _number)).astype(float)
    if "dimension" not in long:
        bad = ~number.isin(_HOME)
        report.add(bad, word("item"), items, "intake.bad_item")
        long["item"] = number.where(~bad, 0).astype("int64")
        long.insert(2, "dimension", long["item"].map(_HOME))
        return bad
    plain = pd.to_numeric(items, errors="coerce")
    whole = bool((plain.isna() == items.isna()).all() and (plain.dropna() % 1 == 0).all())
    long["item"] = plain.fillna(0).astype("int64") if whole else items
    dimensions = dict.fromkeys(_HOME.values())
    names = {t(f"common.dimension.{d}", lang).lower(): d for lang in LANGUAGES for d in dimensions}
    found = long["dimension"].astype(str).str.strip().str.lower().map(names | {d: d for d in dimensions})
    report.add(
        found.isna(), word("dimension"), long["dimension"], "intake.bad_dimension", names="、".join(names)
    )
    long["dimension"] = found
    return found.isna()


def _number(item: Any) -> float | None:
    """Read the 7 of 7, "Q7", "item 07" or "第7题"."""
    text = unicodedata.normalize("NFKC", str(item)).strip()
    found = re.fullmatch(
        r"(?:[A-Za-z]{1,2}|item|question|第|题目?|条目)?[\s_.\-]*0*(\d{1,4})(?:\.0+)?\s*题?", text
    )
    return float(found[1]) if found else None
