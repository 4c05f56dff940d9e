"""From what the front line logs: a measure of the case by hour, month, or any column of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import DataError, check_choice
from ...i18n import Language, said, t
from .base import Point, Truth

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["again", "answered", "metric"]

_TIMES = {"hour": ("arrival", "opened"), "month": ("date", "opened")}
#: Where a column of numbers is cut, and what it is in.
Bands = tuple[Sequence[float], Mapping[str, str] | None]
_FEWEST = 30  # records in a group that is shown


def metric(
    *,
    case: str,
    metric: str,
    by: str,
    cuts: Sequence[float] = (),
    unit: Mapping[str, str] | None = None,
    where: Mapping[str, Any] | None = None,
    span: Sequence[int] = (),
    counted: bool = False,
    lang: Language,
) -> Truth:
    """Return a measure of the case's log in each group, with its 95 % interval; groups under 30 are left out.

    Parameters
    ----------
    case, metric : str
        Name of the case, and of one of its measures (``case.toml``).
    by : str
        ``"hour"``, ``"month"`` or a column of the log.
    cuts : sequence of float
        Where a column of numbers is cut into bands; the upper end belongs to the band.
    unit : Mapping, optional
        What the values are in, by language.
    where : Mapping, optional
        Column → value of the only records that count.
    span : sequence of int, optional
        The first and the last hour or month that is shown.
    counted : bool
        Whether a label says how many records with a value of 1 are in its group: complaints, not their share.
    lang : {"zh", "en"}

    Examples
    --------
    >>> found = metric(case="customer_service", metric="csat", by="transfers", lang="en")
    >>> [(one.label, round(one.value)) for one in found.points[:3]]
    [('0', 81), ('1', 63), ('2', 48)]
    """
    from ... import cases, goals

    figures = goals.figures(case, metric)
    log = cases.load(case).operations
    asked: list[str] = cases.load(case).fact("metrics")[metric]["columns"]
    rows = log.dropna(subset=asked)
    share = goals.metric_how(case, metric) == "share"
    table = rows.assign(_value=figures.to_numpy())
    found = _grouped(_only(table, where or {}), case, by, (cuts, unit), share, counted, lang)
    if not span:
        return found
    first, last = span
    return replace(found, points=tuple(one for one in found.points if first <= float(one.id) <= last))


def answered(
    *,
    case: str,
    column: str,
    by: str,
    cuts: Sequence[float] = (),
    unit: Mapping[str, str] | None = None,
    lang: Language,
) -> Truth:
    """Return the share of records in each group that have an entry in a column: who has left a rating.

    Examples
    --------
    >>> found = answered(case="healthcare", column="csat", by="wait_min", cuts=[15, 30, 60], lang="en")
    >>> [round(one.value) for one in found.points]
    [13, 13, 13, 21]
    """
    from ... import cases

    log = cases.load(case).operations
    check_choice("column", column, list(log.columns))
    table = log.assign(_value=log[column].notna().astype(float))
    return _grouped(table, case, by, (cuts, unit), True, False, lang)


def again(*, case: str, metric: str, of_whom: str, groups: int = 4, lang: Language) -> Truth:
    """Return how those who were lowest to highest in the first half of the log did in the second half.

    People are ranked by the first half and put into groups of about the same size; the label says the first half.
    What was low by chance comes up by itself, what was high comes down: regression to the mean.

    References
    ----------
    Galton (1886), *Journal of the Anthropological Institute* 15:246–263.

    Examples
    --------
    >>> found = again(case="customer_service", metric="csat", of_whom="agent", lang="en")
    >>> [round(one.value) for one in found.points]
    [66, 76, 74, 81]
    """
    import numpy as np
    import pandas as pd

    from ... import cases, goals

    figures = goals.figures(case, metric)
    rows = cases.load(case).operations.dropna(subset=cases.load(case).fact("metrics")[metric]["columns"])
    check_choice("of_whom", of_whom, list(rows.columns))
    late = figures.index > figures.index.min() + (figures.index.max() - figures.index.min()) / 2
    who = pd.DataFrame({"who": rows[of_whom].to_numpy(), "late": late, "value": figures.to_numpy()})
    before, after = (
        who[who["late"] == half].groupby("who")["value"].agg(["sum", "size"]) for half in (False, True)
    )
    halves = before.join(after, how="inner", lsuffix="_1", rsuffix="_2")
    halves = halves[(halves["size_1"] >= _FEWEST) & (halves["size_2"] >= _FEWEST)]
    first = (halves["sum_1"] / halves["size_1"]).sort_values(kind="stable")
    if len(first) < groups:
        raise DataError("exercises.bad.few_people", n=len(first), groups=groups)
    if goals.metric_how(case, metric) != "share":
        raise DataError("exercises.bad.no_share", metric=metric)
    scale = 100.0
    points: list[Point] = []
    digits = ".0f" if scale * first.max() >= 10 else ".1f"
    for number, names in enumerate(np.array_split(first.index.to_numpy(), groups)):
        own = halves.loc[names].sum()
        level = scale * own["sum_1"] / own["size_1"]
        low, value, high = _estimate(int(own["sum_2"]), int(own["size_2"]), scale)
        place = "lowest" if number == 0 else "highest" if number == groups - 1 else "middle"
        label = t(
            f"exercises.truth.{place}", lang, n=number + 1, people=len(names), before=f"{level:{digits}}"
        )
        points.append(Point(str(number + 1), label, value, low, high))
    return Truth(tuple(points), int((halves["size_1"] + halves["size_2"]).sum()))


def _estimate(count: int, n: int, scale: float) -> tuple[float, float, float]:
    from ... import satisfaction

    found = satisfaction.csat(count=count, n=n)
    return scale * found.low, scale * found.value, scale * found.high


def _only(table: pd.DataFrame, where: Mapping[str, Any]) -> pd.DataFrame:
    for column, value in where.items():
        check_choice("where", column, list(table.columns))
        table = table[table[column] == value]
    return table


def _grouped(
    table: pd.DataFrame, case: str, by: str, bands: Bands, share: bool, counted: bool, lang: Language
) -> Truth:
    """Return the mean or share of ``_value`` in each group."""
    points, n = [], 0
    for id, label, own in _groups(table, case, by, bands, lang):
        if len(own) < _FEWEST:
            continue
        n += len(own)
        values = own["_value"]
        if share:
            low, value, high = _estimate(int(values.sum()), len(own), 100.0)
        else:
            value, half = float(values.mean()), 1.96 * float(values.std()) / len(own) ** 0.5
            low, high = value - half, value + half
        if counted:
            label = t("exercises.truth.counted", lang, label=label, n=f"{int(values.sum()):,}")
        points.append(Point(id, label, value, low, high))
    if not points:
        raise DataError("exercises.bad.no_groups", by=by)
    return Truth(tuple(points), n)


def _groups(
    table: pd.DataFrame, case: str, by: str, bands: Bands, lang: Language
) -> list[tuple[str, str, pd.DataFrame]]:
    """Return key, label and rows of each group, in their order."""
    import pandas as pd

    from ... import cases

    cuts, unit = bands
    if by in _TIMES:
        column = next((name for name in _TIMES[by] if name in table.columns), None)
        if column is None:
            raise DataError("exercises.bad.no_groups", by=by)
        time = pd.to_datetime(table[column], format="%H:%M" if column == "arrival" else None)
        parts = table.groupby(getattr(time.dt, by))
        return [(str(k), t(f"exercises.truth.{by}", lang, n=k), own) for k, own in parts]
    check_choice("by", by, [name for name in table.columns if name != "_value"])
    if cuts:
        if not pd.api.types.is_numeric_dtype(table[by]):
            raise DataError("exercises.bad.no_groups", by=by)
        edges = [-float("inf"), *cuts, float("inf")]
        parts = table.groupby(pd.cut(table[by], edges, labels=False), observed=True)
        return [
            (str(int(k) + 1), _band(int(k), cuts, said(unit, lang) if unit else "", lang), own)
            for k, own in parts
        ]
    names = cases.load(case).code_labels(by, lang)
    order = {key: place for place, key in enumerate(names)}
    found = [(str(key), own) for key, own in table.groupby(by)]
    found.sort(key=lambda one: order.get(one[0], len(order)))  # what has no name keeps its own order
    each = said(unit, lang) if unit else ""
    return [
        (k, names.get(k) or t("exercises.ui.predict_value", lang, n=k, unit=each).strip(), own)
        for k, own in found
    ]


def _band(number: int, cuts: Sequence[float], unit: str, lang: Language) -> str:
    ends = [f"{cut:g}" for cut in cuts]
    if number == 0:
        return t("exercises.truth.up_to", lang, high=ends[0], unit=unit)
    if number == len(ends):
        return t("exercises.truth.above", lang, low=ends[-1], unit=unit)
    return t("exercises.truth.between", lang, low=ends[number - 1], high=ends[number], unit=unit)
