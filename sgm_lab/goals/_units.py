"""The unit of a goal: how it is written, and how an estimate is brought to it."""

from __future__ import annotations

import math
import unicodedata
from functools import cache
from typing import NoReturn

from ..errors import ArgumentError, Sentence
from ..estimate import Estimate
from ..i18n import LANGUAGES, t
from ..numbers import number

__all__ = ["amount", "check_percent", "in_unit"]

_PERCENT, _MILLE, _DIFFERENCE, _POINTS = "percent", "per_mille", "percentage_points", "points"
_FAR = 10  # times off the way from baseline to target
_TIMES = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "days": 1440.0, "weeks": 10080.0}  # in minutes
# What a value counted in parts of 1 is multiplied by, for each kind and each unit that can hold it.
_PARTS = {
    "share": {_PERCENT: 100.0, _DIFFERENCE: 100.0, _MILLE: 1000.0},
    "difference": {_PERCENT: 100.0, _DIFFERENCE: 100.0, _POINTS: 100.0, _MILLE: 1000.0},
    "points": {_PERCENT: 100.0, _DIFFERENCE: 100.0, _POINTS: 100.0},
}


def amount(value: float, unit: str | None) -> str:
    """Write a number with its unit.

    >>> amount(92.0, "%")
    '92%'
    """
    text = number(value, ".4g" if abs(value) < 1e4 else ",.0f")
    if not unit or unit in "%％":
        return text + (unit or "")
    return t("goals.amount", value=text, unit=unit)


@cache
def _units() -> dict[str, str]:
    """Accepted name of a unit → what it is."""
    kinds = (_PERCENT, _MILLE, _DIFFERENCE, _POINTS, *_TIMES)
    return {
        _plain(name): kind
        for kind in kinds
        for lang in LANGUAGES
        for name in t(f"goals.units.{kind}", lang).split("|")
    }


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).casefold().strip().rstrip(".")


def in_unit(estimate: Estimate, start: float, aim: float, unit: str) -> Estimate:
    """Bring an estimate to the unit of a goal that goes from ``start`` to ``aim``.

    Raises
    ------
    ArgumentError
        If the estimate is of another kind than the unit, or the unit leaves open what the levels are.

    Examples
    --------
    >>> in_unit(Estimate(0.15, 0.05, 0.25, 200, kind="difference"), 0, 10, "%").value
    15.0
    >>> in_unit(Estimate(90, 80, 100, 40, kind="time"), 2, 1, "小时").value
    1.5
    """
    meant = _units().get(_plain(unit), "other") if _plain(unit) else ""
    by = _factor(estimate, start, aim, unit, meant)
    return estimate if by == 1 else estimate.scaled(by)


def check_percent(actual: float, start: float, aim: float, unit: str) -> None:
    """Refuse a figure that is far off a goal in percent, and on its way where it is taken for a share, or back.

    Raises
    ------
    ArgumentError
        With both readings.

    Examples
    --------
    >>> check_percent(0.4, 2, 0.5, "%")
    """
    low, high = sorted((abs(start), abs(aim)))
    here = abs(actual)
    if _units().get(_plain(unit)) != _PERCENT or not here:
        return

    def off(value: float) -> float:
        """How many times a level lies below or above the way."""
        return low / value if value < low else value / high if value > high else 1.0

    for key, least, other in (
        ("share_for_percent", here <= 1 < low, 100.0),
        ("percent_for_share", high <= 1 < here, 0.01),
    ):
        if least and off(here) > _FAR and off(here * other) < off(here):
            raise ArgumentError(f"goals.{key}", actual=f"{actual:g}", other=f"{actual * other:g}", start=f"{start:g}",
                                aim=f"{aim:g}", large=f"{start * 100:g}", larger=f"{aim * 100:g}")  # fmt: skip


def _factor(estimate: Estimate, start: float, aim: float, unit: str, meant: str) -> float:
    kind = estimate.kind
    if kind == "time":
        if meant in _TIMES:
            return 1 / _TIMES[meant]
        _refuse(estimate, unit, "time_without_unit" if not meant else "other_kind")
    if kind in ("mean", "count"):
        if meant in (_PERCENT, _MILLE, _DIFFERENCE):
            _refuse(estimate, unit, "other_kind")
        return 1.0
    if kind not in _PARTS:
        return 1.0
    largest = max(abs(start), abs(aim))
    level = kind == "difference" and start != 0 and meant != _DIFFERENCE
    if not meant and not level:
        return 1.0 if largest <= 1 else 100.0
    if meant and meant not in _PARTS[kind]:
        _refuse(estimate, unit, "other_kind")
    if level:
        _refuse(estimate, unit, "change_for_level", start=amount(start, unit), aim=amount(aim, unit))
    if kind == "share" and meant == _DIFFERENCE and start == 0:
        _refuse(estimate, unit, "level_for_change", start=amount(start, unit), aim=amount(aim, unit))
    if (
        meant == _PERCENT and largest <= 1
    ):  # 0.85 may be 85 % written as a share, 0.9 may be nine in a thousand
        here = abs(estimate.value)
        if here and largest and abs(math.log(100 * here / largest)) < abs(math.log(here / largest)):
            _refuse(estimate, unit, "percent_or_share", aim=f"{aim:g}")
        return 1.0
    return _PARTS[kind][meant]


def _refuse(estimate: Estimate, unit: str, why: str, **words: str) -> NoReturn:
    value = estimate.value * (100 if estimate.kind in _PARTS else 1)
    shown = amount(value, t(f"goals.kind_unit.{estimate.kind}"))
    raise ArgumentError(
        f"goals.{why}", kind=t(f"goals.kind.{estimate.kind}"), value=Sentence(shown), unit=unit, **words
    )
