"""Clocks of several places: what a time says of its zone, and one zone for a whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ArgumentError, DataError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Clock", "Done", "aware", "check_zone", "in_one_zone", "without_zone"]

Done = dict[str, dict[str, Any]]  # by the key of a sentence what fills it

_HAS_CLOCK = re.compile(r"\d[T\s]*\d{1,2}\s*[:时]\s*\d|\d[:时]\d|\dT\d", re.IGNORECASE)
_AT_END = re.compile(
    r"\s*\[?(?:(?P<name>z|utc|gmt)\s*)?(?P<ahead>[+\-−]\d{1,2}(?::?\d{2})?)?\]?(?:\s*\([^()]*\)|\s*\[[^][]*\])?$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?<=[\dm])\s+(?!am$|pm$)[a-z]{3,4}$", re.IGNORECASE
)  # EST, CST: of which there are several
_SLOT = re.compile(r"\s\d{1,2}:\d{2}$")  # 08:00-08:30 is no clock behind Greenwich
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−]?)(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_DAY, _HALF_DAY, _QUARTER_HOUR = 86_400, 43_200, 900
_ENOUGH = 3  # different times, of which all are the same hour
_HOUR = 3600
_SEASON = 100  # days that summer or winter time last at least
_MOST_SHOWN = 4


class Clock(NamedTuple):
    """One time: as its clock showed it, how many seconds that is ahead of universal time, where it says so.

    Attributes
    ----------
    time : datetime
        Of the place where it was written.
    ahead : int or None
        Seconds.
    day_alone : bool
        Whether it has no clock at all: a day is the same in every zone.
    text : str
        As it stood there, for a question.
    """

    time: dt.datetime
    ahead: int | None
    day_alone: bool
    text: str


def without_zone(text: str) -> tuple[str, int | None]:
    """Cut off what a time says of its zone: the rest, and the seconds ahead of universal time.

    >>> without_zone("2026-01-05T08:00:00+08:00"), without_zone("2026-01-05 08:00-08:30")
    (('2026-01-05T08:00:00', 28800), ('2026-01-05 08:00', None))
    """
    if not _HAS_CLOCK.search(text):
        return text, None
    found = _AT_END.search(text)
    if found is None or not found[0]:
        return _LETTERS.sub("", text), None
    rest, name, ahead = text[: found.start()], found["name"], found["ahead"]
    if not name and not ahead:
        return _LETTERS.sub("", rest), None
    if ahead and ahead[0] != "+" and not name and _SLOT.search(rest):
        return rest, None
    return rest, _seconds(ahead) if ahead else 0


def check_zone(zone: Any) -> str | int:
    """Return the seconds ahead of universal time, or the name of a zone that is known.

    >>> check_zone("+08:00"), check_zone("UTC-5"), check_zone("Asia/Shanghai")
    (28800, -18000, 'Asia/Shanghai')
    """
    import pandas as pd

    text = zone.strip() if isinstance(zone, str) else ""
    if text.casefold() in ("utc", "gmt", "z"):
        return 0
    if _OFFSET.fullmatch(text):
        return _seconds(re.sub("(?i)utc|gmt", "", text).strip())
    try:
        if "/" not in text:
            raise KeyError(text)
        pd.Timestamp(2026, 1, 1, tz="UTC").tz_convert(text)
    except (KeyError, ValueError, OSError) as cause:
        import zoneinfo

        known = zoneinfo.available_timezones()
        raise ArgumentError("errors.zone", value=zone, hint=did_you_mean(str(zone), known)) from cause
    return text


def in_one_zone(
    clocks: list[Clock | None], zone: str | None, name: str
) -> tuple[list[dt.datetime | None], Done]:
    """Bring the times of a column to one clock, and tell what was done.

    Raises
    ------
    DataError
        If some times say their zone, others do not, and nobody told it.
    """
    there = [one for one in clocks if one is not None]
    stated: Counter[int] = Counter(one.ahead for one in there if one.ahead is not None)
    as_shown = [one and one.time for one in clocks]
    if zone is not None:
        to = check_zone(zone)
        said: Done = {"zone" if stated else "zone_idle": {"zone": zone}}
        return [one and _told(one, to) for one in clocks], said
    if not stated:
        return as_shown, {}
    without = next((one for one in there if one.ahead is None and not one.day_alone), None)
    if without is not None:
        other = next(one for one in there if one.ahead is not None)
        raise DataError("errors.zone_open", column=name, value=without.text, other=other.text)
    if len(stated) == 1:
        if 0 not in stated:
            return as_shown, {}
        east, said = _universal([one.time for one in there])
        return [one and one.time + dt.timedelta(seconds=east) for one in clocks], said
    shown = {"zones": [_offset(one) for one, _ in stated.most_common(_MOST_SHOWN)]}
    if _summer(there):
        return as_shown, {"zones_summer": shown}
    usual = stated.most_common(1)[0][0]
    return [one and _told(one, usual) for one in clocks], {"zones_one": shown | {"usual": _offset(usual)}}


def aware(column: pd.Series, zone: str | None) -> tuple[pd.Series, Done]:
    """Bring a column that knows its zone to another, else to its own clock, and tell what was done."""
    if zone is not None:
        to = check_zone(zone)
        there = to if isinstance(to, str) else dt.timezone(dt.timedelta(seconds=to))
        return column.dt.tz_convert(there).dt.tz_localize(None), {"zone": {"zone": zone}}
    shown = column.dt.tz_localize(None)
    if str(column.dt.tz) not in ("UTC", "tzutc()"):
        return shown, {}
    east, said = _universal(shown.dropna().drop_duplicates().tolist())
    return shown + dt.timedelta(seconds=east), said


def _universal(times: list[dt.datetime]) -> tuple[int, Done]:
    east = _midnights(times)
    return east, {"universal_here": {"hours": east / _HOUR}} if east else {"universal": {}}


def _midnights(times: list[dt.datetime]) -> int:
    """Seconds that local time is ahead, where all universal times are the same midnight somewhere; else 0."""
    rest = {(one.hour * _HOUR + one.minute * 60 + one.second) for one in times}
    if len(set(times)) < _ENOUGH or len(rest) > 1:
        return 0
    over = rest.pop()
    if over % _QUARTER_HOUR:
        return 0
    return -over if over < _HALF_DAY else _DAY - over


def _seconds(text: str) -> int:
    found = _OFFSET.fullmatch(text)
    assert found is not None
    size = int(found[2]) * _HOUR + int(found[3] or 0) * 60
    return -size if found[1] in ("-", "−") else size


def _offset(seconds: int | None) -> str:
    """Write 28800 as +08:00."""
    minutes = abs(seconds or 0) // 60
    return f"{'-' if (seconds or 0) < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _told(one: Clock, to: str | int | None) -> dt.datetime:
    """Bring a time to a zone; one that says none is of that zone."""
    import pandas as pd

    if one.ahead is None:
        return one.time
    universal = one.time - dt.timedelta(seconds=one.ahead)
    if isinstance(to, str):
        local: dt.datetime = (
            pd.Timestamp(universal, tz="UTC").tz_convert(to).tz_localize(None).to_pydatetime(warn=False)
        )
        return local
    return universal + dt.timedelta(seconds=to or 0)


def _summer(there: list[Clock]) -> bool:
    """Whether two zones an hour apart are one place with summer time: in turn, each for months."""
    stated = sorted(
        (one.time - dt.timedelta(seconds=one.ahead), one.ahead) for one in there if one.ahead is not None
    )
    zones = {ahead for _, ahead in stated}
    turns = [other[0] for one, other in pairwise(stated) if one[1] != other[1]]
    apart = all((other - one).days >= _SEASON for one, other in pairwise(turns))
    return len(zones) == 2 and max(zones) - min(zones) == _HOUR and apart
