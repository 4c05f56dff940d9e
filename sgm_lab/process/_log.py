"""Read an arrivals log of one's own: when people came, how long they waited, how long it took, who served them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..dates import read_dates
from ..errors import ArgumentError, DataError
from ..i18n import LANGUAGES, t
from ..intake import open_table
from ._baseline import Baseline, fit
from ._flow import Station

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Log", "fit_log", "read_log", "template"]

_COLUMNS = ("date", "start", "wait", "service", "staff")
_LONGEST = 1440.0
_MOST_REPORTED = 1000


@dataclass(frozen=True)
class Log:
    """What was read of a log, and what could not be.

    Attributes
    ----------
    table : pandas.DataFrame
        date, minute (of arrival, after midnight), wait, service (missing where not given), staff.
    problems : pandas.DataFrame
        row (as the spreadsheet shows it), column, value, problem (a sentence). At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole.
    rows_read, rows_left_out : int
        Rows that count, and those that do not.
    """

    table: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int

    def summary(self) -> str:
        """One sentence: how much was read, how much was left out."""
        key = "process.summary" if self.rows_left_out else "process.summary_clean"
        return t(key, read=self.rows_read, left_out=self.rows_left_out)


def _names(column: str) -> list[str]:
    """Accepted names of a column; the first is the one shown."""
    names = [name for lang in LANGUAGES for name in t(f"process.column.{column}", lang=lang).split("|")]
    own = t(f"process.column.{column}").split("|")[0]
    return list(dict.fromkeys([own, *names, column]))


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
    return pd.DataFrame(rows, columns=[_names(column)[0] for column in ("start", "wait", "service", "staff")])


def read_log(source: Any) -> Log:
    """Read a log with one row a person.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. Columns 到达时刻 (date and time; or a time beside a column 日期) and 等候分钟;
        welcome are 服务分钟 and 人员.

    Returns
    -------
    Log
        Rows whose time or wait cannot be read are reported and left out. A service time that cannot be read only leaves
        itself out.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or no row can be used.
    """
    import pandas as pd

    opened = open_table(source)
    accepted = {name.casefold(): column for column in _COLUMNS for name in _names(column)}
    found = {
        c: accepted[c.strip().casefold()] for c in opened.table.columns if c.strip().casefold() in accepted
    }
    missing = [_names(column)[0] for column in ("start", "wait") if column not in found.values()]
    if missing or len(set(found.values())) < len(found):
        key = "process.columns_missing" if missing else "process.columns_twice"
        raise DataError(key, file=opened.name, missing=missing, columns=list(opened.table.columns))
    given = opened.table.rename(columns=found)
    heads = {column: name for name, column in found.items()}
    start = _times(given["start"], given.get("date"))
    wait = pd.to_numeric(given["wait"], errors="coerce").astype(float)
    blank = pd.Series(np.nan, index=given.index)
    service = pd.to_numeric(given["service"], errors="coerce").astype(float) if "service" in given else blank
    reports = [
        (start.isna(), "start", "time", True),
        (~wait.between(0, _LONGEST), "wait", "wait", True),
    ]
    if "service" in given:
        filled = given["service"].notna() & (given["service"].astype(str).str.strip() != "")
        reports.append((filled & ~service.between(0.01, _LONGEST), "service", "service", False))
    staff = None
    if "staff" in given:
        names = given["staff"].astype(str).str.strip()
        staff = names.where(given["staff"].notna() & (names != ""), None)
    bad, said = np.zeros(len(given), bool), []
    for wrong, column, key, drop in reports:
        some = wrong.to_numpy(bool) & ~bad
        first = np.flatnonzero(some)[:_MOST_REPORTED]
        said.append(
            pd.DataFrame(
                {
                    "row": given.index[first],
                    "column": heads[column],
                    "value": given[column]
                    .iloc[first]
                    .astype(object)
                    .where(given[column].iloc[first].notna(), "")
                    .to_numpy(),
                    "problem": t(f"process.problem.{key}"),
                }
            )
        )
        if drop:
            bad |= some
    kept = ~bad
    if not kept.any():
        raise DataError("process.nothing_read", file=opened.name)
    table = pd.DataFrame(
        {
            "date": start[kept].dt.normalize(),
            "minute": (start[kept].dt.hour * 60 + start[kept].dt.minute).astype(float),
            "wait": wait[kept],
            "service": service.where(service.between(0.01, _LONGEST))[kept],
            "staff": staff[kept] if staff is not None else None,
        }
    ).reset_index(drop=True)
    problems = pd.concat(said).sort_values("row", kind="stable").head(_MOST_REPORTED).reset_index(drop=True)
    return Log(table, problems, list(opened.notes), int(kept.sum()), int(bad.sum()))


def _times(column: pd.Series, date: pd.Series | None) -> pd.Series:
    """Date and time of each row; missing where it cannot be read."""
    import pandas as pd

    if date is None and pd.api.types.is_datetime64_any_dtype(column):
        return column
    text = column.astype(str).str.strip()
    if date is not None:
        day = date.astype(str).str.strip().str.replace(r"[ T]0{1,2}:00(:00)?$", "", regex=True)
        text = day + " " + text.str.replace(r"^.*[ T](?=\d{1,2}:\d{2})", "", regex=True)
    else:
        # A clock without a day: all on one day.
        clock = text.str.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?")
        text = text.where(~clock, "2000-01-03 " + text)
    return read_dates(text, name=str(column.name))


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
    known = log["service"].dropna()
    mean = float(known.mean()) if len(known) else float(minutes or 8.0)
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
