"""How two versions of one workbook become one: nothing is lost, and of two answers the newer one stands."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from ._format import SECTIONS, Data, is_time, seconds

__all__ = ["GONE", "Change", "combine", "everything", "goes_on", "join", "last_change", "same", "with_former"]

Change = tuple[str, str]  # section, key
GONE: Final = object()  # stands for "no such entry"
_UNKNOWN: Final = object()  # stands for "differs from whatever is there"


def same(one: Any, other: Any) -> bool:
    """Whether two entries are the same JSON, apart from the time an exercise was updated (1 is not true)."""
    if one is GONE or other is GONE or one is _UNKNOWN or other is _UNKNOWN:
        return one is other
    return repr(one) == repr(other) or _bare(one) == _bare(other)  # as copies are, letter by letter


def everything(data: Data) -> dict[Change, Any]:
    """Return all entries of ``data`` as changes against a state that is not known."""
    return {(section, key): _UNKNOWN for section in SECTIONS for key in data[section]}


def combine(
    theirs: Data, ours: Data, changes: Mapping[Change, Any], theirs_later: bool = False
) -> tuple[Data, list[Change]]:
    """Put our changes on top of their workbook; where both changed an entry the later one stands.

    Parameters
    ----------
    theirs, ours : dict
        Two workbooks.
    changes : mapping
        What was changed in ours: (section, key) → the entry before it was changed.
    theirs_later : bool, default False
        Who stands where the entries themselves do not say when they were made.

    Returns
    -------
    tuple
        The combined workbook, and the entries both had changed: what did not stand is kept in its ``history``.
    """
    merged = {**ours, **theirs, **{section: dict(theirs[section]) for section in SECTIONS}}
    clashes: list[Change] = []
    for (section, key), before in changes.items():
        mine, other = ours[section].get(key, GONE), theirs[section].get(key, GONE)
        if section == "history":
            _keep(merged, key, *([] if mine is GONE else mine))
            continue
        stands = mine
        if other is not GONE and not same(other, before) and not same(other, mine):
            lost = other
            if mine is not GONE and _is_later(other, mine, theirs_later):
                stands, lost = other, mine
            if lost != "":
                clashes.append((section, key))
                _keep(merged, f"{section}/{key}", lost)
        if stands is GONE:
            merged[section].pop(key, None)
        else:
            merged[section][key] = stands
    return merged, clashes


def join(ours: Data, theirs: Data) -> Data:
    """Bring another workbook's work into ours, which stays itself and notes what it now includes.

    Parameters
    ----------
    ours, theirs : dict
        Two workbooks; of two answers the newer one stands, the other is kept in the history.
    """
    later = seconds(theirs["saved"]) > seconds(ours["saved"])
    merged, _ = combine(theirs, ours, everything(ours), theirs_later=later)
    merged |= {name: value for name, value in ours.items() if name not in SECTIONS}
    included = {theirs["id"], *theirs.get("includes", []), *ours.get("includes", [])} - {ours["id"], ""}
    return merged | ({"includes": sorted(included)} if included else {})


def with_former(data: Data, section: str, key: str) -> list[Any]:
    """Return the history of an entry, with the entry itself as the last of it."""
    return _longer(data, f"{section}/{key}", data[section][key])


def goes_on(earlier: Data, later: Data) -> bool:
    """Whether a workbook is a later state of another: nothing but later work tells them apart.

    Two copies that went their own ways, such as clones of one machine, each hold work from before the other was saved.
    """
    end = last_change(earlier)
    was, now = earlier["exercises"], later["exercises"]
    for id in {**was, **now}:
        if same(was.get(id, GONE), now.get(id, GONE)):
            continue
        if id not in now or seconds(now[id]["updated"] or later["saved"]) <= end:
            return False
    return True


def last_change(data: Data) -> float:
    """Return when a workbook was last changed, in seconds since 1970; minus infinity where it does not say."""
    # Times of one length and one zone stand in the order of their texts: of a class's hundred thousand few are read.
    last: dict[tuple[int, str], str] = {}
    for time in (data["saved"], *(state["updated"] for state in data["exercises"].values())):
        written = len(time), "" if time.endswith("Z") else time[-6:]
        if time > last.get(written, ""):
            last[written] = time
    return max(map(seconds, last.values()), default=-math.inf)


def _keep(data: Data, name: str, *entries: Any) -> None:
    data["history"][name] = _longer(data, name, *entries)


def _longer(data: Data, name: str, *entries: Any) -> list[Any]:
    kept = list(data["history"].get(name, []))
    for lost in entries:
        if not any(same(lost, other) for other in kept):
            kept.append(lost)
    return kept


def _is_later(other: Any, mine: Any, theirs_later: bool) -> bool:
    """Whether ``other`` was made after ``mine``; an empty text never takes the place of a full one."""
    if mine == "" or other == "":
        return bool(mine == "")
    times = [value.get("updated") if isinstance(value, dict) else None for value in (other, mine)]
    if all(time and is_time(time) for time in times):
        return seconds(times[0]) > seconds(times[1])
    return theirs_later


def _bare(value: Any) -> str:
    if isinstance(value, dict):
        value = {name: part for name, part in value.items() if name != "updated"}
    return json.dumps(value, sort_keys=True)
