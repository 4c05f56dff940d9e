"""Figures as people write them: 85%, 4,5, 1,234; what the comma means is decided by the whole column."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ..i18n import t
from ._cells import normalise, once, to_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["minutes_of", "read_figures", "read_lengths", "said_of_marks", "yes_or_no"]

_YES = {"是", "对", "yes", "y", "true", "有", "√", "✓", "✔", "达标", "合格", "通过", "完成", "按时", "pass"}
_NO = {"否", "不", "no", "n", "false", "没有", "无", "×", "✗", "✘", "未达标", "不达标", "不合格", "未通过", "不通过",
       "未完成", "超时", "fail"}  # fmt: skip

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?%?")  # 1,234 and 1,234.5
_UNIT = re.compile(r"([+-]?[\d.,]+%?)([^\d\s.,%+\-()]{0,8})")  # 3分钟, 12 min
_MONEY = re.compile(r"^([+-]?)(?:[¥$€£]|rmb|cny|usd|eur)([+-]?)(?=[\d.(])", re.IGNORECASE)
_QUOTED = re.compile(r"^'|(?<=\d)['’](?=\d{3}(?!\d))")  # a text in Excel, and thousands in Switzerland
_STAR = "★"
_BRACKETS = re.compile(r"-?\((?:[¥$€£])?([\d.,]+%?)\)(%?[^\d()]{0,8})")  # what accountants write for a loss
_BEHIND = re.compile(r"([\d.,]+%?)-")  # as SAP writes it
_MANY = "万"  # ten thousand
_LENGTH = re.compile(
    r"(?:(\d+(?:\.\d+)?)(?:小时|小時|时|時|h|hr|hrs|hours?))?(?:(\d+(?:\.\d+)?)(?:分钟?|分鐘|m|min|mins|minutes?))?"
    r"(?:(\d+(?:\.\d+)?)(?:秒钟?|秒鐘|s|secs?|seconds?))?",
    re.IGNORECASE,
)
_FEW = 0.4  # of a column of lengths that are written otherwise, such as “about 30”
_CLOCK = re.compile(r"(\d+):([0-5]?\d):([0-5]?\d)(?:\.\d+)?")
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?%?")  # 1.234 and 1.234,5
_COMMA = re.compile(r"[+-]?\d+,\d+%?")  # 4,5


def read_figures(values: pd.Series) -> pd.Series:
    """Read the figures of a column as numbers, missing where there is none; a percent is a hundredth.

    A comma is that of decimals where one cannot part thousands and no figure has a point; it parts thousands where
    every one can. A column that holds both ways has neither: those figures are missing, for the caller to report.
    Points part thousands where commas are those of decimals. A sign of money is left out, and a unit that is the same
    wherever there is one. (3) and 3- are less than nothing, as accountants write it.

    >>> import pandas as pd
    >>> read_figures(pd.Series(["4,5", "3"])).tolist(), read_figures(pd.Series(["1,234", "85%"])).tolist()
    ([4.5, 3.0], [1234.0, 0.85])
    >>> read_figures(pd.Series(["(1,234)", "$5", "−2"])).tolist()
    [-1234.0, 5.0, -2.0]
    """
    import pandas as pd

    plain = _without_unit(once(values, _plain))
    written = [one for one in plain.dropna().unique() if "," in one]
    grouped = all(map(_GROUPED.fullmatch, written))
    pointed = any("." in one for one in plain.dropna().unique())
    european = (
        pointed
        and bool(written)
        and all(
            _POINTS.fullmatch(one) or _COMMA.fullmatch(one)
            for one in plain.dropna().unique()
            if re.search("[.,]", one)
        )
    )
    decimal = (
        not grouped and bool(written) and (european or (not pointed and all(map(_COMMA.fullmatch, written))))
    )

    def number(text: str) -> float:
        if european and decimal:
            text = text.replace(".", "")
        if "," in text:
            text = text.replace(",", "." if decimal else "") if grouped or decimal else ""
        try:
            if text.endswith(_MANY):
                return float(text.removesuffix(_MANY)) * 10_000
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return float("nan")

    figures = pd.to_numeric(once(plain, number, float("nan"))).astype(float)
    return figures.mask(figures.abs() == float("inf"))


def yes_or_no(values: pd.Series) -> pd.Series:
    """Put 1 for what says yes and 0 for what says no; the rest stays as it is.

    >>> import pandas as pd
    >>> yes_or_no(pd.Series(["3分", "是", "未达标"])).tolist()
    ['3分', 1, 0]
    """
    words = values.astype(str).map(normalise)
    figures: pd.Series = values.astype(object).where(~words.isin(_YES), 1).where(~words.isin(_NO), 0)
    return figures


def said_of_marks(raw: pd.Series, figures: pd.Series, column: str) -> list[str]:
    """Say what commas and points were taken for, where they might be meant otherwise."""
    text, large = raw.astype(str), figures.abs() >= 1000
    commas = text.str.contains("[,，]")
    minus = (figures < 0) & ~text.str.match(r"[^\d(（]*[-−－]")
    pointed = text.str.contains(r"\.\d{3}(?!\d)") & large & (figures != raw.map(to_number))
    decimal = commas & text.str.contains(r"[,，]\d{3}\D*$") & (figures.abs() < 1000)
    either = raw.map(lambda one: isinstance(one, str)) & text.str.contains(".", regex=False)
    either &= not commas.any() and _whole(text[~either]) and bool(text[either].str.fullmatch(_POINTS).all())
    return [
        t(f"intake.{key}", column=column, value=raw[some].iloc[0], read=f"{figures[some].iloc[0]:g}")
        for some, key in ((commas & ~pointed & large, "commas_part"), (decimal, "commas_decimal"),
                          (pointed, "points_part"), (minus, "brackets_minus"), (either, "points_decimal"))
        if some.any()
    ]  # fmt: skip


def _whole(text: pd.Series) -> bool:
    """Whether there are figures without a point that may stand beside thousands."""
    return bool(text.str.fullmatch(r"[1-9]\d{2,3}").any())


def read_lengths(values: pd.Series) -> pd.Series | None:
    """Read lengths of time as minutes: 00:12:30, 12分30秒, 1 h; None where they are mostly something else.

    >>> import pandas as pd
    >>> read_lengths(pd.Series(["00:12:30", "1小时"])).tolist(), read_lengths(pd.Series(["12:30"]))
    ([12.5, 60.0], None)
    """
    import pandas as pd

    minutes = pd.to_numeric(once(values, minutes_of, float("nan"))).astype(float)
    given = minutes[values.notna()]
    return None if given.isna().mean() > _FEW else minutes


def minutes_of(value: Any) -> float | None:
    """Read 5分钟, 90秒 or 00:12:30 as minutes; None of anything else, 12:30 included.

    >>> minutes_of("90秒"), minutes_of("5")
    (1.5, None)
    """
    text = _plain(value)
    found = _CLOCK.fullmatch(text) or _LENGTH.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes, seconds = (float(one or 0) for one in found.groups())
    return hours * 60 + minutes + seconds / 60


def _without_unit(plain: pd.Series) -> pd.Series:
    found = {text: _UNIT.fullmatch(text) for text in plain.dropna().unique()}
    units = {one[2].casefold() for one in found.values() if one}
    if len(units - {""}) > 1 or _MANY in units or not any(found.values()):
        return plain
    return once(plain, lambda text: one[1] if (one := found[text]) else text, float("nan"))


def _plain(value: Any) -> str:
    """Return a figure without spaces, quotes and signs of money, its minus in front; of stars how many."""
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).replace("−", "-")
    text = _QUOTED.sub("", _MONEY.sub(r"\1\2", text))
    if stars := to_number(text) if _STAR in text else None:
        return f"{stars:g}"
    if found := _BRACKETS.fullmatch(text):
        return f"-{found[1]}{found[2]}"
    return f"-{found[1]}" if (found := _BEHIND.fullmatch(text)) else text
