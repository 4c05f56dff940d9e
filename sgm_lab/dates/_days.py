"""A column of days and times: one reading for all of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ..errors import DataError, check_flag
from ._calendars import Reading, of_period, reading_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["order_matters", "read_dates", "strays"]

_SERIALS = (20_000, 80_000)  # of a spreadsheet: days since 30 December 1899, here 1954 to 2119
_YEARS = (
    1950,
    2119,
)  # of a service; 9999 fills a cell, 2206 is a slip, and 1900 an empty cell of a spreadsheet
_APART = 5 * 366  # days from the middle one
_CLOCK = (
    r"(?:[T\s]*(?P<h>\d{1,2})[:时](?P<mi>\d{1,2})?(?:[:分](?P<s>\d{1,2}))?分?秒?(?:\.\d+)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_OFFSET = r"\s*\[?(?:z|utc|gmt)?(?:[+-]\d{1,2}(?::?\d{2})?)?\]?"
_HALF = re.compile(r"(上午|凌晨|早上|下午)\s*(\d{1,2}[:时時点點]\d{0,2}(?:[:分]\d{1,2})?[分秒]?)")
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})\s*[-/.年]\s*(?P<a>\d{{1,2}})\s*[-/.月]\s*(?P<b>\d{{1,2}})\s*日?{_CLOCK}{_OFFSET}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){_CLOCK}{_OFFSET}", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\s*\(?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]\)?")
_MONTH = re.compile(r"(\d{4})\s*(?:[-/]|年)\s*(\d{1,2})\s*月?")  # its first day
_SHORT = re.compile(r"\d{1,2}[- ][a-z]{3}[- ]\d{2}", re.IGNORECASE)  # 5-Jan-26
_NAMED = re.compile(r"(?=.*[a-z]{3})(?=.*\d{4}).*\d.*", re.IGNORECASE)  # 5 Jan 2026


def read_dates(values: Any, *, day_first: bool | None = None, name: str = "") -> pd.Series:
    """Read a column of days, with or without a time.

    Parameters
    ----------
    values : column
        Dates, text, a spreadsheet's serial numbers (46027) or figures like 20260105, also mixed; a month, quarter or
        half year alone is its first day. Years of the Republic of China (民國115年) are ours less 1911; figures that
        are seconds or milliseconds since 1970 throughout are universal time, or that of where all are midnight.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March. Where left out, the whole column decides.
    name : str
        Of the column, for the question.

    Returns
    -------
    pandas.Series
        One time a value, as the local clock showed it; missing where none can be read, a bare time of day and a year
        outside 1950–2119 included. ``attrs["calendars"]`` names what was not plain year, month and day: ``minguo``,
        ``quarter``, ``half``, ``week``, ``unix`` (with the hours that local time is ahead).

    Raises
    ------
    DataError
        If both orders fit the whole column, or a spreadsheet exchanged day and month in a part of it, with the
        argument to give: with it, real dates stay as they are.
    ArgumentError
        If ``day_first`` is neither True, False nor None.

    Examples
    --------
    >>> read_dates(["29.01.2026", "01.03.2026", 46027]).dt.strftime("%m-%d").tolist()
    ['01-29', '03-01', '01-05']
    """
    import pandas as pd

    if day_first is not None:
        check_flag("day_first", day_first)
    column = values if isinstance(values, pd.Series) else pd.Series(values)
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_localize(None)
    if pd.api.types.is_datetime64_any_dtype(column):
        known: pd.Series = column.where(column.dt.year.between(*_YEARS))
        return known
    at, distinct = pd.factorize(column.astype(object))
    texts = [_text(value) for value in distinct]
    reading = reading_of([text for text in texts if text])
    calendars = dict(reading.named)
    parts = [
        _moment_of(value) if text is None else _parts(text, reading, calendars)
        for value, text in zip(distinct, texts, strict=True)
    ]
    parts = _without_short_years(parts)
    if day_first is None:
        _ask_exchanged(parts, name)
    order = _order([part for part in parts if isinstance(part, re.Match)], day_first, name)
    made = [_time(part, order) if isinstance(part, re.Match) else part for part in parts]
    made = [one if one is not None and _YEARS[0] <= one.year <= _YEARS[1] else None for one in made]
    times = pd.to_datetime(pd.Series([*made, None], dtype=object), errors="coerce")
    read: pd.Series = pd.Series(times.to_numpy()[at], index=column.index, name=column.name)
    read.attrs["calendars"] = calendars
    return read


def _ask_exchanged(parts: list[Any], name: str) -> None:
    """Ask, where a spreadsheet made dates of those cells only that fit its own order, and so exchanged day and month.

    What it could not make a date of has a day above 12, all the rest a day up to 12.
    """
    texts = [part for part in parts if isinstance(part, re.Match)]
    dates = [part for part in parts if isinstance(part, dt.datetime)]
    left = texts and all(max(int(one["a"]), int(one["b"])) > 12 for one in texts)
    other = next((one for one in dates if one.day != one.month), None)
    if left and other is not None and all(one.day <= 12 for one in dates):
        raise DataError("errors.days_exchanged", column=name, text=texts[0][0], date=f"{other:%Y-%m-%d}",
                        other=f"{other:%Y-%d-%m}")  # fmt: skip


def strays(days: pd.Series) -> pd.Series:
    """Whether a day is years away from nearly all others: 2062 among days of 2026 is a slip.

    >>> import pandas as pd
    >>> strays(pd.to_datetime(pd.Series(["2026-01-05"] * 10 + ["2062-01-05"]))).tolist()[-2:]
    [False, True]
    """
    far: pd.Series = (days - days.median()).dt.days.abs() > _APART
    return far if far.mean() <= 0.1 else far & False


def _without_short_years(parts: list[Any]) -> list[Any]:
    """Leave 26-01-29 and 26-01-30 unread: what differs more behind is a day, and the year in front has two figures."""
    short = [part for part in parts if isinstance(part, re.Match) and len(part["y"]) == 2]
    if len({one["y"] for one in short}) <= len({one["a"] for one in short}):
        return parts
    return [None if part in short else part for part in parts]


def order_matters(values: Any) -> bool:
    """Whether any day of a column is another one where the month stands first."""
    return not read_dates(values, day_first=True).equals(read_dates(values, day_first=False))


def _text(value: Any) -> str | None:
    """Return what was written, in one form; None of a date."""
    if isinstance(value, dt.date):
        return None
    text = "" if isinstance(value, bool) else unicodedata.normalize("NFKC", str(value))
    return _HALF.sub(_half, _WEEKDAY.sub(" ", text).strip())


def _moment_of(value: Any) -> dt.datetime:
    import pandas as pd

    moment: Any = pd.Timestamp(value)
    local: dt.datetime = moment.tz_localize(None).to_pydatetime(warn=False)
    return local


def _parts(text: str, reading: Reading, calendars: dict[str, float]) -> re.Match[str] | dt.datetime | None:
    """Read all but the order of day and month; note which calendar it was, where it is not the usual one."""
    import pandas as pd

    moment: Any
    if re.fullmatch(r"\d+(\.\d*)?", text):
        return reading.figure(text) or _from_number(float(text))
    text = reading.year(text)
    if period := of_period(text):
        calendars[period[0]] = 0
        return period[1]
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _moment(found, int(found["y"]), int(found["a"]), int(found["b"]))
    if found := _YEAR_LAST.fullmatch(text):
        return found
    if month := _MONTH.fullmatch(text):
        return (
            dt.datetime(int(month[1]), int(month[2]), 1)
            if 1 <= int(month[2]) <= 12 <= int(month[1])
            else None
        )
    if _SHORT.fullmatch(text):
        moment = pd.to_datetime(text.replace(" ", "-"), format="%d-%b-%y", errors="coerce")
        return None if pd.isna(moment) else moment.to_pydatetime(warn=False)
    if _NAMED.fullmatch(text):
        moment = pd.to_datetime(text, errors="coerce")
        return None if pd.isna(moment) else moment.tz_localize(None).to_pydatetime(warn=False)
    return None


def _half(found: re.Match[str]) -> str:
    """Write 下午3:20 as 3:20 pm."""
    return f"{re.sub('[時点點]', '时', found[2])} {'pm' if found[1] == '下午' else 'am'}"


def _from_number(number: float) -> dt.datetime | None:
    if number.is_integer() and 1900_01_01 <= number <= 2199_12_31:
        try:
            return dt.datetime.strptime(f"{number:.0f}", "%Y%m%d")
        except ValueError:
            return None
    if _SERIALS[0] <= number < _SERIALS[1]:
        return dt.datetime(1899, 12, 30) + dt.timedelta(seconds=round(number * 86_400))
    return None


def _order(found: list[re.Match[str]], day_first: bool | None, name: str) -> bool:
    """Whether the day stands first, as the whole column says; a row that fits the other way only is not read."""
    if day_first is not None:
        return day_first
    day = sum(int(one["a"]) > 12 >= int(one["b"]) for one in found)
    month = sum(int(one["b"]) > 12 >= int(one["a"]) for one in found)
    if day == month and any(one["a"] != one["b"] for one in found):
        first = next(one for one in found if one["a"] != one["b"])
        raise DataError("errors.day_or_month", column=name, value=first[0])
    return day > month


def _time(found: re.Match[str], day_first: bool) -> dt.datetime | None:
    day, month = (found["a"], found["b"]) if day_first else (found["b"], found["a"])
    year = int(found["y"])
    return _moment(found, year + 2000 if year < 100 else year, int(month), int(day))


def _moment(found: re.Match[str], year: int, month: int, day: int) -> dt.datetime | None:
    hour = int(found["h"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    try:
        return dt.datetime(year, month, day, hour, int(found["mi"] or 0), int(found["s"] or 0))
    except ValueError:
        return None
