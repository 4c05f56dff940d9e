"""Wide or long: bring a survey table to one row a respondent and feature (or item)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..errors import DataError, did_you_mean
from ..i18n import keys
from ._answers import Kind, normalise, once, stripped
from ._names import names as _names
from ._names import word

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXTRA", "SIDES", "UNIT", "to_long", "word"]

SIDES: dict[Kind, tuple[str, str]] = {
    "kano": ("functional", "dysfunctional"),
    "servqual": ("expectation", "perception"),
}
# Asked by some questionnaires beside the two: the least that is acceptable, for the zone of tolerance.
EXTRA: dict[Kind, tuple[str, ...]] = {"kano": (), "servqual": ("adequate",)}
UNIT: dict[Kind, str] = {"kano": "feature", "servqual": "item"}


def to_long(table: pd.DataFrame, kind: Kind, file: str) -> pd.DataFrame:
    """Return the table in long form.

    Parameters
    ----------
    table : pandas.DataFrame
        Index = row numbers as a person sees them.
    kind : {"kano", "servqual"}
    file : str
        Name for error messages.

    Returns
    -------
    pandas.DataFrame
        respondent, feature or item, the two answers as written, other columns as they are; ``_row`` and
        ``_column_<side>`` say where each answer stood.

    Raises
    ------
    DataError
        If columns are missing, said twice, or lack their partner.
    """
    known = [key.removeprefix("column.") for key in keys("intake") if key.startswith("column.")]
    accepted = {name: column for column in known for name in _names(column)}
    meaning = {
        column: accepted[normalise(column)] for column in table.columns if normalise(column) in accepted
    }
    twice = [column for column, name in meaning.items() if list(meaning.values()).count(name) > 1]
    if twice:
        raise DataError("intake.same_meaning", file=file, columns=twice)
    named = table.rename(columns=meaning)
    unit, sides = UNIT[kind], SIDES[kind]
    if unit in named or set(sides) <= set(named):
        for column in ("respondent", unit, *sides):
            if column not in named:
                hint = did_you_mean(column, table.columns)
                raise DataError(
                    "intake.column_missing",
                    file=file,
                    column=word(column),
                    columns=list(table.columns),
                    hint=hint,
                )
        written = {name: column for column, name in meaning.items()}
        there = [*sides, *(side for side in EXTRA[kind] if side in named)]
        long = named.assign(**{f"_column_{side}": written[side] for side in there}, _row=named.index)
    else:
        long = _melt(named, kind, file)
        if "respondent" not in long:  # in a wide table each row is one respondent
            long["respondent"] = long["_row"]
    for column in ("respondent", unit):
        long[column] = stripped(long[column])
    if "wave" in long:
        text = long["wave"].astype(str)
        numbers = once(text, _wave_number)
        long["wave"] = numbers.astype("int64") if numbers.notna().all() else text
    front = ["respondent", unit, *sides]
    return long[[*front, *[c for c in long.columns if c not in front]]].reset_index(drop=True)


_LONGEST = 200  # letters of a header that is a mark and a number


def _wave_number(text: str) -> int | None:
    """Read the one number of "第2批"."""
    found = re.fullmatch(r"\D*(\d+)\D*", text)
    return int(found[1]) if found else None


def _melt(table: pd.DataFrame, kind: Kind, file: str) -> pd.DataFrame:
    import pandas as pd

    pairs: dict[str, dict[str, str]] = {}
    for column in table.columns:
        for side in SIDES[kind]:
            unit = _unit_of(column, side, kind)
            if unit is None:
                continue
            if side in pairs.setdefault(unit, {}):
                raise DataError("intake.same_meaning", file=file, columns=[pairs[unit][side], column])
            pairs[unit][side] = column
            break
    lonely = [column for pair in pairs.values() if len(pair) < 2 for column in pair.values()]
    if lonely:
        raise DataError("intake.lonely", file=file, columns=lonely)
    if not pairs:
        raise DataError(f"intake.no_{kind}", file=file, columns=list(table.columns))
    for side in EXTRA[kind]:
        for column in table.columns:
            unit = _unit_of(column, side, kind)
            if unit in pairs:
                pairs[unit].setdefault(side, column)
    used = {column for pair in pairs.values() for column in pair.values()}
    rest = table[[column for column in table.columns if column not in used]]
    parts = []
    for unit, pair in pairs.items():
        part = rest.assign(**{UNIT[kind]: unit}, _row=table.index)
        for side, column in pair.items():
            part[side], part[f"_column_{side}"] = table[column], column
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _unit_of(column: str, side: str, kind: Kind) -> str | None:
    """Feature or item that a wide column is about, if the column is of this side."""
    text = " ".join(unicodedata.normalize("NFKC", column).split())  # a header may be broken over lines
    marks = _names(side) | (
        {"a"} if side == "adequate" else set()
    )  # A1 beside E1 and P1; "a" alone is anything
    for mark in sorted(marks, key=len, reverse=True):
        unit = _number_of(text, mark) if kind == "servqual" else _before(text, mark)
        if unit:
            return unit
    return None


def _number_of(text: str, mark: str) -> str | None:
    """Read the 7 of "P7" or "perception_07"."""
    if len(text) > _LONGEST:
        return None
    found = re.fullmatch(rf"{re.escape(mark)}[\s_.\-]*(?:item)?[\s_.\-]*0*(\d+)", text, re.IGNORECASE)
    return found[1] if found else None


def _before(text: str, mark: str) -> str | None:
    """Read what stands before a mark: "queue (functional)", "queue_functional". No pattern: a header may be endless."""
    name, bracket, inner = text.removesuffix(")").rpartition("(")
    if bracket and text.endswith(")") and inner.strip().lower() == mark.lower():
        return name.strip()
    if text.lower().endswith(mark.lower()):
        head = text[: -len(mark)]
        name = head.rstrip("_-: ")
        return name if name != head else None
    return None
