"""The line of a case: what ``case.toml`` says of it, its log, and the line fitted to that."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import cases
from ..errors import check_choice
from ..i18n import said
from ._fitted import Baseline, fit
from ._flow import Station

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["baseline", "case_log", "parts", "plan", "station_names", "wait_name"]


@cache
def plan(case: str) -> dict[str, Any]:
    """Return what ``case.toml`` says of a case's line: columns, blocks, stations and assumptions."""
    return cases.load(case).fact("flow")


def station_names(case: str) -> dict[str, str]:
    """Name of each station of a case in the language in use.

    >>> station_names("education")
    {'reply': '老师答疑', 'follow_up': '再次跟进'}
    """
    return {name: str(said(given["name"])) for name, given in plan(case)["stations"].items()}


def wait_name(case: str) -> str:
    """What the wait that a case's log records is called in the language in use.

    >>> wait_name("healthcare")
    '候诊'
    """
    return str(said(plan(case)["wait_name"]))


@cache
def parts(case: str) -> tuple[str, ...]:
    """Parts of a case that have a line of their own (department, channel, kind of request), largest first.

    >>> parts("customer_service")
    ('app', 'wechat', 'phone')
    """
    spec = plan(case)
    return tuple(str(name) for name in _rows(case)[spec["part"]].value_counts().index)


@cache
def _rows(case: str) -> pd.DataFrame:
    """Rows of the operations table that record a wait on an ordinary day of service."""
    spec = plan(case)
    rows: pd.DataFrame = cases.load(case).operations
    keep = rows[spec["wait"]].notna() & rows[spec["time"][0]].dt.day_of_week.isin(spec["weekdays"])
    for column, value in spec.get("only", {}).items():
        keep &= rows[column] == value
    kept: pd.DataFrame = rows.loc[keep]
    return kept


@lru_cache(16)
def case_log(case: str, part: str) -> pd.DataFrame:
    """Return one part of a case's operations as a log.

    Returns
    -------
    pandas.DataFrame
        date, minute (of arrival, after midnight; missing where the table has no clock), wait (minutes), staff; then a
        flag for each group, and for each station needed by some only.
    """
    import pandas as pd

    spec = plan(case)
    check_choice("part", part, parts(case))
    rows = _rows(case)
    rows = rows[rows[spec["part"]] == part]
    day = rows[spec["time"][0]]
    minute: Any = np.nan
    if len(spec["time"]) == 2:
        clock = rows[spec["time"][1]].str.split(":", expand=True).astype(float)
        minute = clock[0] * 60 + clock[1]
    elif spec["time"][0] != "date":
        minute = day.dt.hour * 60.0 + day.dt.minute
    log = pd.DataFrame(
        {
            "date": day.dt.normalize(),
            "minute": minute,
            "wait": rows[spec["wait"]].astype(float),
            "staff": rows[spec["staff"]],
        }
    )
    for group in spec["groups"]:
        column, _, value = group.partition("=")
        log[group] = rows[column] == value
    if "transfers" in rows:
        log["transfers"] = rows["transfers"] > 0
    if "resolved" in rows:
        log["unresolved"] = rows["resolved"] == 0
    return log


@lru_cache(32)
def baseline(case: str, part: str | None = None) -> Baseline:
    """Line of one part of a case, fitted to its log.

    Parameters
    ----------
    case : str
        One of `cases.names()`.
    part : str, optional
        One of `parts`; the largest where left out.

    Returns
    -------
    Baseline

    Raises
    ------
    ArgumentError
        If there is no such case or part.

    Examples
    --------
    >>> found = baseline("healthcare", "internal")
    >>> found.flow.names
    ['register', 'consult', 'test', 'pay']
    >>> round(float(found.check.loc["mean", "observed"]), 1)
    40.2
    """
    spec = plan(case)
    name = part or parts(case)[0]
    log = case_log(case, name)
    stations = []
    for station, given in spec["stations"].items():
        share = given.get("share", 1.0)
        share = float(log[share].mean()) if isinstance(share, str) else share
        stations.append(Station(station, given["minutes"], (), given["cv"], share))
    return fit(
        log,
        stations,
        main=spec["main"],
        edges=tuple(60.0 * hour for hour in spec["hours"]),
        most=max(1, round(spec["on_duty"] * log["staff"].nunique())),
        within=spec["within"],
        counted=spec.get("counted", 0.0),
        groups=spec["groups"],
        known=spec.get("rosters", {}).get(name),
    )
