"""Which columns a log of arrivals has, where it has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import process
from ...intake import Opened
from ...intake._meant import likely
from ...intake.named import headings
from ..asking import ListKind, first_of, renamed

__all__ = ["ARRIVALS"]

_ROLES = ("date", "start", "wait", "service", "staff")


def _read_told(page: Opened, of: Mapping[str, list[str]], **how: Any) -> Any:
    names = {there[0]: headings("process", one)[0] for one, there in of.items()}
    return process.read_log(renamed(page, names), **how)


def _guess(page: Opened) -> dict[str, list[str]]:
    accepted = {one: [name.casefold() for name in headings("process", one)] for one in _ROLES}
    heads = list(map(str, page.table.columns))
    called: dict[str, list[str]] = {
        one: [column for column in heads if column.strip().casefold() in names][:1]
        for one, names in accepted.items()
    }
    days = called["start"] or first_of(likely(page.table, "date"), called["date"])
    return called | {"start": days, "wait": called["wait"] or first_of(likely(page.table, "value"), days)}


def _shown(table: Any) -> Any:
    """Return the minutes of the day as the clock shows them."""
    return table.assign(start=[f"{int(one) // 60:02}:{int(one) % 60:02}" for one in table["minute"]])


ARRIVALS = ListKind("arrivals", _ROLES, ("start", "wait"), _read_told, _guess, dated="start", shown=_shown)
