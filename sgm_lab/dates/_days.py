"""A column of days and times: one reading for all of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ..errors import DataError, check_flag
from ._calendars import Reading, of_period, reading_of
from ._zones import Clock, Done, aware, check_zone, in_one_zone, without_zone

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
    r"\s*(?P<half>[ap]\.?\s?m\.?)?)?"
)
_CLOCK_FACE = r"(\d{1,2}[:时時点點]\d{0,2}(?:[:分]\d{1,2})?[分秒]?)"
_HALF = re.compile(rf"(?:(上午|凌晨|早上|下午)\s*{_CLOCK_FACE}|{_CLOCK_FACE}\s*(上午|下午))")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)?", re.IGNORECASE)  # 20260105080530
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})\s*[-/.年]\s*(?P<a>\d{{1,2}})\s*[-/.月]\s*(?P<b>\d{{1,2}})\s*日?{_CLOCK}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_YEAR_FRONT = re.compile(  # 26/1/5: no year has one figure, so the year is in front
    rf"(?P<y>\d\d)[-/.](?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}}){_CLOCK}", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\s*\(?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]\)?")
_MONTH = re.compile(r"(\d{4})\s*(?:[-/]|年)\s*(\d{1,2})\s*月?")  # its first day
_SHORT = re.compile(r"\d{1,2}[- ][a-z]{3}[- ]\d{2}", re.IGNORECASE)  # 5-Jan-26
_MONTH_SHORT = re.compile(r"[a-z]{3}[- ]\d{2}", re.IGNORECASE)  # Jan-26, as Excel shows a month
_NAMED = re.compile(r"(?=.*[a-z]{3})(?=.*\d{4}).*\d.*", re.IGNORECASE)  # 5 Jan 2026


def read_dates(
    values: Any, *, day_first: bool | None = None, zone: str | None = None, name: str = ""
) -> pd.Series:
    """Read a column of days, with or without a time.

    Parameters
    ----------
    values : column
        Dates, text, a spreadsheet's serial numbers (46027) or figures like 20260105, also mixed; a month, quarter or
        half year alone is its first day. Years of the Republic of China (民國115年) are ours less 1911; figures that
        are seconds or milliseconds since 1970 throughout are universal time.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March. Where left out, the whole column decides.
    zone : str, optional
        Where the clock hangs: ``"Asia/Shanghai"``, ``"+08:00"`` or ``"UTC"``. Times that say their zone (or are
        universal time) are brought there, those that say none are taken to be of there.
    name : str
        Of the column, for the question.

    Returns
    -------
    pandas.Series
        One time a value, as the local clock showed it; missing where none can be read, a bare time of day and a year
        outside 1950–2119 included. Without ``zone``, times of several zones are brought to the most frequent one,
        unless they are one place with summer time; universal times that are the same midnight somewhere are the days
        there. ``attrs["said"]`` names what was not plain year, month, day and local clock, see `said_of_days`.

    Raises
    ------
    DataError
        If both orders fit the whole column, or a spreadsheet exchanged day and month in a part of it, with the
        argument to give: with it, real dates stay as they are. Likewise if some times say their zone and others not.
    ArgumentError
        If ``day_first`` is neither True, False nor None, or there is no such zone.

    Examples
    --------
    >>> read_dates(["29.01.2026", "01.03.2026", 46027]).dt.strftime("%m-%d").tolist()
    ['01-29', '03-01', '01-05']
    >>> read_dates(["2026-01-05 20:00Z", "2026-01-05 08:00"], zone="Asia/Shanghai").dt.strftime("%d %H").tolist()
    ['06 04', '05 08']
    """
    import pandas as pd

    if day_first is not None:
        check_flag("day_first", day_first)
    if zone is not None:
        check_zone(zone)
    column = values if isinstance(values, pd.Series) else pd.Series(values)
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column, of_zones = aware(column, zone)
    else:
        of_zones = {"zone_idle": {"zone": zone}} if zone else {}
    if pd.api.types.is_datetime64_any_dtype(column):
        known: pd.Series = column.where(column.dt.year.between(*_YEARS))
        known.attrs["said"] = of_zones
        return known
    at, distinct = pd.factorize(column.astype(object))
    cut = [_text(value) for value in distinct]
    reading = reading_of([text for text, _ in cut if text])
    said: Done = {key: {} for key in sorted(reading.named)}
    read = [
        _moment_of(value) if text is None else _parts(text, ahead, reading, said)
        for value, (text, ahead) in zip(distinct, cut, strict=True)
    ]
    parts, zones = [one and one[0] for one in read], [one and one[1] for one in read]
    if any(isinstance(part, re.Match) and part.re is _YEAR_FRONT for part in parts):
        parts = [_year_in_front(part) for part in parts]
        said["short_year"] = {}
    parts = _without_short_years(parts)
    if day_first is None:
        _ask_exchanged(parts, name)
    order = _order([part for part in parts if isinstance(part, re.Match)], day_first, name)
    made = [_time(part, order) if isinstance(part, re.Match) else part for part in parts]
    clocks = [
        Clock(time, ahead, not (ahead or time.hour or time.minute or time.second), str(value))
        if time is not None and _YEARS[0] <= time.year <= _YEARS[1]
        else None
        for time, ahead, value in zip(made, zones, distinct, strict=True)
    ]
    brought, of_zones = in_one_zone(clocks, zone, name)
    times = pd.to_datetime(pd.Series([*brought, None], dtype=object), errors="coerce")
    whole: pd.Series = pd.Series(times.to_numpy()[at], index=column.index, name=column.name)
    whole.attrs["said"] = said | of_zones
    return whole


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


def _year_in_front(part: Any) -> Any:
    """Read 26/1/16 with its year in front, as its column is written; a year of four figures stays where it is."""
    if not isinstance(part, re.Match) or len(part["y"]) == 4:
        return part
    found = _YEAR_FRONT.fullmatch(part.string)
    return found and _moment(found, int(found["y"]) + 2000, int(found["a"]), int(found["b"]))


def _without_short_years(parts: list[Any]) -> list[Any]:
    """Leave 26-01-29 and 26-01-30 unread: what differs more behind is a day, and the year in front has two figures."""
    short = [part for part in parts if isinstance(part, re.Match) and len(part["y"]) == 2]
    if len({one["y"] for one in short}) <= len({one["a"] for one in short}):
        return parts
    return [None if part in short else part for part in parts]


def order_matters(values: Any) -> bool:
    """Whether any day of a column is another one where the month stands first."""
    return not read_dates(values, day_first=True).equals(read_dates(values, day_first=False))


def _text(value: Any) -> tuple[str | None, int | None]:
    """Return what was written, in one form and without its zone, and what that is ahead; None of a date."""
    if isinstance(value, dt.date):
        return None, None
    text = "" if isinstance(value, bool) else unicodedata.normalize("NFKC", str(value))
    return without_zone(_HALF.sub(_half, _WEEKDAY.sub(" ", text).strip()))


def _moment_of(value: Any) -> tuple[dt.datetime, int | None]:
    import pandas as pd

    moment: Any = pd.Timestamp(value)
    local: dt.datetime = moment.tz_localize(None).to_pydatetime(warn=False)
    ahead = moment.utcoffset()
    return local, None if ahead is None else round(ahead.total_seconds())


def _parts(
    text: str, ahead: int | None, reading: Reading, said: Done
) -> tuple[re.Match[str] | dt.datetime | None, int | None]:
    """Read all but the order of day and month, and the zone; note which calendar it was, if not the usual one."""
    if re.fullmatch(r"\d+(\.\d*)?", text):
        since = reading.figure(text)
        return since or _from_number(float(text)), 0 if since and "unix" in reading.named else ahead
    text = reading.year(text)
    if period := of_period(text):
        said[period[0]] = {}
        return period[1], None
    if _MONTH_SHORT.fullmatch(text):
        said["month"] = {}
        return _parsed(text.replace(" ", "-"), "%b-%y"), None
    return _written(text), ahead


def _written(text: str) -> re.Match[str] | dt.datetime | None:
    """Read a day in figures or with the name of its month, with or without a clock."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _moment(found, int(found["y"]), int(found["a"]), int(found["b"]))
    if found := _YEAR_LAST.fullmatch(text):
        return found
    if found := _YEAR_FRONT.fullmatch(text):
        return found
    if compact := _COMPACT.fullmatch(text):
        return _from_figures([int(one or 0) for one in compact.groups()])
    if month := _MONTH.fullmatch(text):
        return _from_figures([int(month[1]), int(month[2]), 1])
    if _SHORT.fullmatch(text):
        return _parsed(text.replace(" ", "-"), "%d-%b-%y")
    return _parsed(text) if _NAMED.fullmatch(text) else None


def _parsed(text: str, form: str | None = None) -> dt.datetime | None:
    import pandas as pd

    moment: Any = pd.to_datetime(text, format=form, errors="coerce")
    return None if pd.isna(moment) else moment.tz_localize(None).to_pydatetime(warn=False)


def _from_figures(figures: list[int]) -> dt.datetime | None:
    try:
        return dt.datetime(*figures)  # type: ignore[arg-type]
    except ValueError:
        return None


def _half(found: re.Match[str]) -> str:
    """Write 下午3:20 and 3:20 下午 as 3:20 pm."""
    clock = re.sub("[時点點]", "时", found[2] or found[3])
    return f"{clock} {'pm' if (found[1] or found[4]) == '下午' else 'am'}"


def _from_number(number: float) -> dt.datetime | None:
    if number.is_integer() and 1900_01_01 <= number <= 2199_12_31:
        return _from_figures([int(number) // 10_000, int(number) // 100 % 100, int(number) % 100])
    if number.is_integer() and (found := _COMPACT.fullmatch(f"{number:.0f}")):
        return _from_figures([int(one or 0) for one in found.groups()])
    if number.is_integer() and _YEARS[0] * 100 <= number <= _YEARS[1] * 100 + 99:  # 202601
        return _from_figures([int(number) // 100, int(number) % 100, 1])
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
