"""Read an arrivals log of one's own: when people came, how long they waited, how long it took, who served them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..dates import read_dates, said_of_days
from ..errors import ArgumentError, DataError, check_between, sentence
from ..intake.named import NamedColumns, Said, headings
from ._fitted import Baseline, fit
from ._flow import Station

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["fit_log", "read_log", "template"]

_COLUMNS = ("date", "start", "wait", "service", "staff")
_LONGEST = 1440.0
_NO_DAY = "2000-01-03"  # a Monday that stands for the day of clocks without one


def template() -> pd.DataFrame:
    """Return an example of the table that `read_log` takes, with headings in the language in use.

    Examples
    --------
    >>> read_log(template()).rows_read
    6
    """
    import pandas as pd

    rows = [
        ("2026-03-02 08:05", 12, 7, "A"),
        ("2026-03-02 08:11", 18, 9, "B"),
        ("2026-03-02 09:40", 25, 6, "A"),
        ("2026-03-02 14:20", 4, 8, "B"),
        ("2026-03-03 08:02", 15, 7, "A"),
        ("2026-03-03 10:30", 31, 10, "B"),
    ]
    return pd.DataFrame(
        rows, columns=[headings("process", column)[0] for column in ("start", "wait", "service", "staff")]
    )


def read_log(source: Any, *, day_first: bool | None = None, zone: str | None = None) -> Said:
    """Read a log with one row a person.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. Columns 到达时刻 (date and time; or a time beside a column 日期) and 等候分钟;
        welcome are 服务分钟 and 人员. Minutes are numbers, or lengths such as 5分钟 and 90秒.
    day_first : bool, optional
        Whether 01/03/2026 is 1 March; where left out, the whole column decides.
    zone : str, optional
        Where the clock hangs, as ``"Asia/Shanghai"`` or ``"+08:00"``; see `sgm_lab.dates.read_dates`.

    Returns
    -------
    Said
        Its table has date, minute (of arrival, after midnight), wait, service (missing where not given) and staff. Rows
        whose time or wait cannot be read are reported and left out. A service time that cannot be read only leaves
        itself out.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or no row can be used.
    """
    import pandas as pd

    sheet = NamedColumns(source, "process", _COLUMNS, ("start", "wait"))
    start = _times(sheet.given["start"], sheet.given.get("date"), day_first, zone)
    wait, service = sheet.minutes("wait"), sheet.minutes("service")
    usable = service.between(0.01, _LONGEST)
    sheet.report(start.isna(), "start", "time", drop=True)
    sheet.report(~wait.between(0, _LONGEST), "wait", "wait", drop=True)
    if "service" in sheet.given:
        sheet.report((sheet.text("service") != "") & ~usable, "service", "service", drop=False)
    staff = sheet.text("staff")
    table = pd.DataFrame(
        {
            "date": start.dt.normalize(),
            "minute": (start.dt.hour * 60 + start.dt.minute).astype(float),
            "wait": wait,
            "service": service.where(usable),
            "staff": staff.where(staff != "", None),
        }
    )
    read = sheet.read(table)
    if (read.table["date"] == _NO_DAY).any():
        read.notes.append(sentence("process.no_day"))
    column = next(name for name in ("date", "start") if name in sheet.given)
    read.notes.extend(said_of_days(start, sheet.heading(column)))
    return read


def _times(column: pd.Series, date: pd.Series | None, day_first: bool | None, zone: str | None) -> pd.Series:
    """Date and time of each row; missing where it cannot be read."""
    import pandas as pd

    if date is None and pd.api.types.is_datetime64_any_dtype(column):
        return read_dates(column, zone=zone)
    text = column.astype(str).str.strip()
    if date is not None:
        day = date.astype(str).str.strip().str.replace(r"[ T]0{1,2}:00(:00)?$", "", regex=True)
        text = day + " " + text.str.replace(r"^.*[ T](?=\d{1,2}:\d{2})", "", regex=True)
    else:
        # A clock without a day: all on one day.
        clock = text.str.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?")
        text = text.where(~clock, f"{_NO_DAY} " + text)
    return read_dates(text, day_first=day_first, zone=zone, name=str(column.name))


def fit_log(
    log: pd.DataFrame, *, most: int | None = None, minutes: float | None = None, within: float = 30.0
) -> Baseline:
    """Fit a line of one station to one's own log.

    Parameters
    ----------
    log : pandas.DataFrame
        The table of `read_log`.
    most : int, optional
        People on duty in the busiest block. Where left out, as many different ones as the log shows on its median day,
        or 2 where it does not name them.
    minutes : float, optional
        Mean time at the station; needed only where the log has none.
    within : float
        Minutes that a wait should not exceed.

    Returns
    -------
    Baseline
        Its station is called ``"serve"``; the day has up to three blocks between the usual first and last arrival.

    Raises
    ------
    DataError
        If the log is empty, or no number of people gives its wait.
    ArgumentError
        If it is no table of `read_log`.

    Examples
    --------
    >>> found = fit_log(read_log(template()).table)
    >>> found.flow.names, found.rows
    (['serve'], 6)
    """
    lacking = {"date", "minute", "service", "staff"} - {*getattr(log, "columns", [])}
    if lacking:
        raise ArgumentError("process.no_log", lacking=sorted(lacking))
    if not len(log):
        raise DataError("errors.empty", what="log")
    if minutes is not None:
        check_between("minutes", minutes, 0.01, int(_LONGEST))
    known = log["service"].dropna()
    mean = float(known.mean()) if len(known) else 8.0 if minutes is None else float(minutes)
    cv = float(np.clip(known.std(ddof=0) / mean, 0, 3)) if len(known) > 1 else 0.7
    if most is None:
        named = log.dropna(subset=["staff"])
        most = max(1, round(float(named.groupby("date")["staff"].nunique().median()))) if len(named) else 2
    return fit(
        log,
        [Station("serve", mean, (), cv)],
        main="serve",
        edges=_edges(log),
        most=most,
        within=within,
    )


def _edges(log: pd.DataFrame) -> tuple[float, ...]:
    """Limits of up to three blocks of whole hours, from the usual first to the usual last arrival."""
    first, last = (float(log["minute"].quantile(share)) for share in (0.005, 0.995))
    opening, closing = np.floor(first / 60), min(24.0, np.ceil((last + 1) / 60))
    count = int(min(3, max(1, (closing - opening) // 2)))
    return tuple(float(60 * x) for x in np.unique(np.round(np.linspace(opening, closing, count + 1))))
