"""Wide or long: bring a survey table to one row a respondent and feature (or item)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, did_you_mean
from ._answers import SIDES, UNIT, Kind
from ._aside import as_numbers, numbered_people, reaches_people, set_aside
from ._beside import EXTRA
from ._cells import normalise, stripped
from ._columns import Fates
from ._framed import own_names
from ._items import numbered
from ._marked import unit_of
from ._meaning import meaning_of, once_each, one_pair_or_a_group
from ._names import accepted, column_named, plain_names, word
from ._pairs import Pairs, find
from ._rows import people_only, with_names_below
from ._scores import with_both
from ._told import told
from ._waves import alike, mixed, waves
from ._wide import ask_against, left_over, melted, say_turned, say_twice, used_in

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["to_long"]

_BESIDE = {"respondent", "importance", "wave"}


def to_long(
    table: pd.DataFrame,
    kind: Kind,
    file: str,
    fates: Fates,
    pairs: Pairs,
    understood: Callable[[Any], bool],
    home: Mapping[Any, str] | None = None,
) -> pd.DataFrame:
    """Return the table in long form.

    Parameters
    ----------
    table : pandas.DataFrame
        Index = row numbers as a person sees them.
    kind : {"kano", "servqual"}
    file : str
        Name for error messages.
    fates : Fates
        Where to note what each column becomes.
    pairs : "alternate", "halves", mapping or None
        Which columns of a wide table belong together; None finds it out.
    understood : callable
        Whether an answer is one of the scale.
    home : mapping, optional
        Dimension of each item, where the caller says it.

    Returns
    -------
    pandas.DataFrame
        respondent, feature or item, the two answers as written, other columns as they are; ``_row`` and
        ``_column_<side>`` say where each answer stood.

    Raises
    ------
    DataError
        If columns are missing, said twice, or lack their partner.
    ArgumentError
        If pairs are given for a table that has one row an answer already.
    """
    scores = (
        with_both(table, kind, file, fates, partial(_asked_of, kind=kind, file=file))
        if pairs is None
        else None
    )
    table = scores.table if scores else table
    plain = plain_names(table.columns)
    if isinstance(pairs, Mapping):
        pairs = {unit: _columns_of(two, table) for unit, two in pairs.items()}
    keep = {str(one) for two in pairs.values() for one in two} if isinstance(pairs, Mapping) else set()
    meaning = meaning_of(table, plain, keep, fates)
    unit, sides = UNIT[kind], SIDES[kind]
    if pairs is not None and {unit, *sides} <= set(meaning.values()):
        raise ArgumentError("intake.pairs_long", file=file, unit=word(unit))
    if pairs is not None:  # which columns are questions is told, whatever they are called
        meaning = {column: name for column, name in meaning.items() if name in _BESIDE}
    if pairs is None:
        meaning = one_pair_or_a_group(table, plain, meaning, kind, file, fates)
    once_each(meaning, file)
    long_form = pairs is None and (unit in meaning.values() or set(sides) <= set(meaning.values()))
    table = people_only(table, meaning, fates)
    if long_form:
        table = with_names_below(table, meaning, unit, fates)
    if long_form and "respondent" not in meaning.values():
        table, column = numbered_people(table, plain, fates)
        meaning |= {column: "respondent"} if column is not None else {}
    person = next((column for column, name in meaning.items() if name == "respondent"), None)
    numbered_ones = person is not None and normalise(person) not in accepted()
    if person is not None and not numbered_ones and reaches_people(table[person], plain[person]):
        table, numbered_ones = as_numbers(table, person, fates), True
    rest = set_aside(table, plain, keep | set(meaning) | _sided(plain, kind), fates, person)
    named = rest.rename(columns=meaning)
    for column, name in meaning.items():
        anonymous = name == "respondent" and numbered_ones
        called = {normalise(column), normalise(plain.get(column, column))} & accepted().keys()
        fates.set(column, name, "anonymous" if anonymous else "name" if called or name != "wave" else "order")
    if long_form:
        long = _as_it_is(named, meaning, kind, list(table.columns), file)
        if scores:
            long = long.join(scores.rows).assign(**{f"_column_{side}": scores.column for side in sides})
    else:
        wide = {
            column: plain.get(column, column) for column in named.columns if column not in {*meaning.values()}
        }
        beside = {column for column in wide if fates.told(column)[0] == "weight"} | {"time", "duration"}
        wide = {column: text for column, text in wide.items() if column not in beside}
        if pairs is None:
            made = find(wide, kind, file, table)
        else:
            made = told(pairs, wide | {one: one for one in keep}, named, kind, file, understood)
        if not made:
            raise DataError(f"intake.no_{kind}", file=file, columns=list(table.columns), paste="")
        if kind == "servqual":
            made = numbered(made, sides, fates, home or {})
        if not isinstance(pairs, Mapping):
            own = own_names(made)
            made = {own[unit]: pair for unit, pair in made.items()}
        say_twice(made, fates)
        if kind == "kano" and pairs is None:
            say_turned(made, wide, fates)
            ask_against(made, wide, fates)
        named = left_over(
            named, [column for column in wide if column not in used_in(made)], kind, fates, understood
        )
        long = melted(named, made, kind, fates)
        if "respondent" not in long:  # in a wide table each row is one respondent
            long["respondent"] = long["_row"]
    for column in ("respondent", unit):
        long[column] = stripped(long[column])
    units: list[Any] = list(long[unit].dropna().unique()) if long_form else []
    if any(isinstance(one, str) for one in units):
        long[unit] = long[unit].map(own_names(units))
    if "wave" in long:
        long["wave"] = waves(long["wave"], long["_row"], fates)
    front = ["respondent", unit, *(side for side in sides if side in long)]
    for column in [one for one in long.columns if one not in front and not str(one).startswith("_")]:
        if mixed(long[column]):
            long[column] = alike(long[column])
    return long[[*front, *[c for c in long.columns if c not in front]]].reset_index(drop=True)


def _asked_of(table: pd.DataFrame, kind: Kind, file: str) -> dict[str, tuple[str, str]]:
    """Question → side and what it is about, of a table with a column a question."""
    try:
        found = find(plain_names(table.columns), kind, file, table)
    except DataError:
        return {}
    own = own_names(found)
    return {
        column: (side, own[unit])
        for unit, pair in found.items()
        for side, column in pair.items()
        if side in SIDES[kind]
    }


def _columns_of(two: tuple[str, str], table: pd.DataFrame) -> tuple[str, str]:
    """Return the headers that the caller means; what is not there stays, to be named as missing."""
    one, other = (column_named(str(name), table.columns) or str(name) for name in two)
    if one == other:
        raise ArgumentError("intake.pairs_twice", column=one)
    return one, other


def _sided(plain: dict[str, str], kind: Kind) -> set[str]:
    """Headers that end in a mark of a side: questions, whatever else they are called."""
    return {
        column for column, text in plain.items() if any(unit_of(text, side, kind) for side in SIDES[kind])
    }


def _as_it_is(
    named: pd.DataFrame, meaning: dict[str, str], kind: Kind, columns: list[str], file: str
) -> pd.DataFrame:
    sides = SIDES[kind]
    alone = kind == "servqual" and "perception" in named  # SERVPERF asks for nothing else
    if kind == "kano" and UNIT[kind] not in named and "respondent" in named:
        first, second = (next(column for column, name in meaning.items() if name == side) for side in sides)
        two = f"({json.dumps(first, ensure_ascii=False)}, {json.dumps(second, ensure_ascii=False)})"
        raise DataError(
            "intake.one_feature", file=file, first=first, second=second, call=f'pairs={{"…": {two}}}'
        )
    for column in ("respondent", UNIT[kind], *sides):
        if column not in named and not (alone and column == "expectation"):
            hint = did_you_mean(column, columns)
            raise DataError(
                "intake.column_missing", file=file, column=word(column), columns=columns, hint=hint
            )
    written = {name: column for column, name in meaning.items()}
    there = [side for side in (*sides, *EXTRA[kind]) if side in named]
    return named.assign(**{f"_column_{side}": written[side] for side in there}, _row=named.index)
