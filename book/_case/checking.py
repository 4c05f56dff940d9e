"""What a filled spreadsheet must hold together: names that the sheets share, enough rows, what is needed of each."""

from __future__ import annotations

import re
from collections import Counter

from sgm_lab.i18n import t
from sgm_lab.servqual import DIMENSIONS

from .layout import DIVISIONS, ITEMS, MOST_FEATURES
from .reading import Filled, Row

__all__ = ["check", "divisions", "numbers", "waves"]

_FEATURES = 3
_WAVES = 3


def divisions(filled: Filled) -> dict[str, list[str]]:
    """Return each division of the customers with its groups, in order."""
    found: dict[str, list[str]] = {}
    for row in filled.rows.get("groups", ()):
        if row["division"] and row["value"]:
            found.setdefault(str(row["division"]), []).append(str(row["value"]))
    return found


def waves(filled: Filled, sheet: str) -> list[str]:
    """Return the rounds of a survey, in order."""
    return sorted({str(row["wave"]) for row in filled.rows.get(sheet, ()) if row["wave"] is not None})


def numbers(text: object) -> list[float]:
    """Read a list of numbers.

    >>> numbers("8、12，17")
    [8.0, 12.0, 17.0]
    """
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", str(text))]


def check(filled: Filled) -> None:
    """Note all that does not hold together; for one sheet after the other, as far as it could be read."""
    if filled.problems:
        return
    _facts(filled)
    _features(filled)
    _groups(filled)
    features = len(filled.rows["features"])
    _survey(filled, "kano", [str(row["feature"]) for row in filled.rows["features"]], ("with", "without"))
    _items(filled)
    _survey(filled, "servqual", [str(n) for n in range(1, ITEMS + 1)], ("perception",))
    for row in filled.rows["kano"]:
        beyond = [
            n for (key, n), value in row.cells.items() if key == "with" and n > features and value is not None
        ]
        if beyond:
            filled.wrong("kano", "beyond", row.at, n=features)
            break
    _records(filled)
    _line(filled)
    _skills(filled)


def _facts(filled: Filled) -> None:
    days, hours = numbers(filled.facts["weekdays"]), numbers(filled.facts["hours_open"])
    if not days or any(day not in range(1, 8) for day in days):
        filled.wrong("facts", "weekdays")
    if not 2 <= len(hours) <= 6 or sorted(set(hours)) != hours or hours[-1] > 24:
        filled.wrong("facts", "hours_open")


def _twice(filled: Filled, sheet: str, *keys: str) -> None:
    met: dict[tuple[object, ...], int] = {}
    for row in filled.rows[sheet]:
        name = tuple(row[key] for key in keys)
        if name in met:
            shown = t("errors.list_separator").join(map(str, name))
            filled.wrong(sheet, "again", row.at, value=shown, first=met[name])
        met.setdefault(name, row.at)


def _features(filled: Filled) -> None:
    n = len(filled.rows["features"])
    if not _FEATURES <= n <= MOST_FEATURES:
        filled.wrong("features", "how_many", n=n, least=_FEATURES, most=MOST_FEATURES)
    _twice(filled, "features", "feature")


def _groups(filled: Filled) -> None:
    found = divisions(filled)
    if len(found) > DIVISIONS:
        filled.wrong("groups", "divisions", n=len(found), most=DIVISIONS)
    for name, values in found.items():
        if len(values) < 2:
            filled.wrong("groups", "one_value", name=name)
    _twice(filled, "groups", "division", "value")


def _members(filled: Filled, sheet: str, rows: list[Row], needed: bool) -> None:
    """Hold the groups that people are in against the sheet of the groups."""
    for number, (division, values) in enumerate(divisions(filled).items(), 1):
        for row in rows:
            value = row.of("group", number)
            if value is None and needed:
                filled.wrong(
                    sheet, "no_group", row.at, t("case_sheet.column.group", n=number), division=division
                )
            elif value is not None and str(value) not in values:
                told = {
                    "value": value,
                    "division": division,
                    "names": t("errors.list_separator").join(values),
                }
                filled.wrong(sheet, "group", row.at, t("case_sheet.column.group", n=number), **told)


def _survey(filled: Filled, sheet: str, names: list[str], keys: tuple[str, ...]) -> None:
    rows, rounds = filled.rows[sheet], waves(filled, sheet)
    if len(rounds) > _WAVES:
        filled.wrong(sheet, "waves", n=len(rounds), most=_WAVES)
    _twice(filled, sheet, "respondent", "wave")
    _members(filled, sheet, rows, needed=True)
    for wave in rounds:
        own = [row for row in rows if str(row["wave"]) == wave]
        for number, name in enumerate(names, 1):
            if not any(all(row.of(key, number) is not None for key in keys) for row in own):
                filled.wrong(sheet, "unasked", wave=wave, name=name, n=number)


def _items(filled: Filled) -> None:
    there = [row["item"] for row in filled.rows["items"]]
    if lost := [n for n in range(1, ITEMS + 1) if n not in there]:
        filled.wrong("items", "lost", names=t("errors.list_separator").join(map(str, lost)))
    _twice(filled, "items", "item")
    for dimension in DIMENSIONS:
        if not any(row["dimension"] == dimension for row in filled.rows["items"]):
            filled.wrong("items", "dimension", name=t(f"case_sheet.choice.{dimension}"))


def _records(filled: Filled) -> None:
    rows = filled.rows["records"]
    _members(filled, "records", rows, needed=False)
    for row in rows:
        if row["comment"] and not (row["comment_dimension"] and row["comment_tone"]):
            filled.wrong("records", "comment", row.at)
    if not any(row["comment"] for row in rows):
        filled.wrong("records", "no_comment")
    clocks = Counter(row["clock"] is None for row in rows)
    if len(clocks) > 1:
        at = next(row.at for row in rows if row["clock"] is None)
        filled.wrong("records", "clock", at)


def _line(filled: Filled) -> None:
    if (n := sum(row["main"] or 0 for row in filled.rows["stations"])) != 1:
        filled.wrong("stations", "main", n=n)
    _twice(filled, "stations", "station")


def _skills(filled: Filled) -> None:
    if not filled.rows["skills"][0].others:
        filled.wrong("skills", "nobody")
    _twice(filled, "skills", "skill")
