"""What columns are by their names alone: respondent, feature, importance; or a group that is only called so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import DataError, sentence
from ._answers import SIDES, UNIT, Kind
from ._aside import personal
from ._cells import normalise
from ._columns import Fates
from ._names import accepted, word
from ._pairs import find
from ._scores import side_named
from ._waves import wave_column

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["meaning_of", "once_each", "one_pair_or_a_group"]

_PLACES = {"序号", "序號"}  # of the row: a respondent only where nothing better is there


def meaning_of(table: pd.DataFrame, plain: dict[str, str], keep: set[str], fates: Fates) -> dict[str, str]:
    """Column → the name we give it, for those whose header says it outright."""
    known = accepted()
    found = {
        column: known[form]
        for column in table.columns
        if column not in keep
        for form in [next((f for f in (normalise(column), normalise(plain[column])) if f in known), None)]
        if form is not None
    }
    if "wave" not in found.values():
        free = [column for column in table.columns if column not in keep and column not in found]
        if wave := wave_column(table, free):
            found[wave] = "wave"
    respondents = [column for column, name in found.items() if name == "respondent"]
    places = [column for column in respondents if normalise(column) in _PLACES]
    if len(respondents) == 2 and len(places) == 1:
        del found[places[0]]
        fates.set(places[0], "left out", "place")
    return found


def once_each(meaning: dict[str, str], file: str) -> None:
    twice = [column for column, name in meaning.items() if list(meaning.values()).count(name) > 1]
    if twice:
        raise DataError("intake.same_meaning", file=file, columns=twice)


def one_pair_or_a_group(
    table: pd.DataFrame, plain: dict[str, str], meaning: dict[str, str], kind: Kind, file: str, fates: Fates
) -> dict[str, str]:
    """Settle what a column of features is where no column is called a side.

    Beside one pair it tells the rows of a person apart; beside several, or where nobody has two rows, it is a group of
    people that happens to be called so.
    """
    unit, sides = UNIT[kind], SIDES[kind]
    if unit not in meaning.values() or set(sides) & set(meaning.values()):
        return meaning
    try:
        made = find(
            {column: plain[column] for column in table.columns if column not in meaning}, kind, file, table
        )
    except DataError:  # as a long table it is told what is missing
        return meaning
    named = {column: side_named(plain[column], kind) for column in table.columns if column not in meaning}
    if not made and sorted(filter(None, named.values())) == sorted(sides):
        return meaning | {column: side for column, side in named.items() if side}
    if not made:
        return meaning
    asked, pair = next(iter(made.items()))
    if len(made) == 1 and set(sides) <= pair.keys():
        people = next((column for column, name in meaning.items() if name == "respondent"), None)
        people = people or next(iter(personal(table, plain)), None)
        if people and table[people].duplicated().any():
            return meaning | {pair[side]: side for side in sides}
        column = next(column for column, name in meaning.items() if name == unit)
        one, other = (word(side) for side in sides)
        fates.doubts.append(
            sentence("intake.group_of_people", column=column, asked=asked, one=one, other=other)
        )
    return {column: name for column, name in meaning.items() if name != unit}
