"""Which two columns of a wide table belong together, as the caller says: by name, in turn, by halves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, did_you_mean
from ._answers import SIDES, Kind
from ._beside import Said, says_importance, with_beside
from ._cells import answers_in
from ._pairs import Pairs, free_name
from ._wording import negations, topic

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_pairs", "told"]

_LONGEST = 200  # letters of a header in which a number is looked for


def check_pairs(pairs: Any, kind: Kind) -> None:
    """Refuse what does not say which columns belong together.

    Raises
    ------
    ArgumentError
        If it is neither "alternate", "halves", for SERVQUAL "perceptions", nor a mapping of two different columns each.
    """
    if pairs is None or pairs in ("alternate", "halves", *(["perceptions"] if kind == "servqual" else [])):
        return
    if not isinstance(pairs, Mapping) or not pairs:
        raise ArgumentError("intake.pairs_what", value=str(pairs))
    flat: list[Any] = []
    for unit, two in pairs.items():
        if isinstance(two, str) or not hasattr(two, "__len__") or len(two) != 2:
            raise ArgumentError("intake.pairs_what", value=f"{unit}: {two}")
        flat += list(map(str, two))
    for column in flat:
        if flat.count(column) > 1:
            raise ArgumentError("intake.pairs_twice", column=column)


def told(
    pairs: Pairs, plain: Mapping[str, str], table: pd.DataFrame, kind: Kind, file: str,
    understood: Callable[[Any], bool],
) -> Said:  # fmt: skip
    """Pair columns as the caller says.

    Raises
    ------
    DataError
        If a column is not there, or their number or order does not fit.
    """
    first, second = SIDES[kind]
    if isinstance(pairs, Mapping):
        for column in (one for two in pairs.values() for one in two):
            if str(column) not in table:
                hint = did_you_mean(str(column), table.columns)
                raise DataError("intake.column_told", file=file, column=str(column), columns=list(table.columns),
                                hint=hint)  # fmt: skip
        given: Said = {unit: {first: str(one), second: str(other)} for unit, (one, other) in pairs.items()}
        used = {column for pair in given.values() for column in pair.values()}
        rest = {column: text for column, text in plain.items() if column not in used}
        return with_beside(given, rest, kind, table)
    beside = [column for column, text in plain.items() if kind == "kano" and says_importance(text)]
    columns, before, after = _answered([one for one in plain if one not in beside], table, understood)
    if pairs == "perceptions":
        return {plain[column]: {second: column} for column in columns}
    unsure = (
        (before or after) if pairs == "halves" else (before and after)
    )  # one may be a question nobody answered
    if unsure or len(columns) % 2 or not columns:
        raise DataError("intake.pairs_odd", file=file, count=len(columns), columns=columns, paste="")
    half = len(columns) // 2
    ones, others = (columns[::2], columns[1::2]) if pairs == "alternate" else (columns[:half], columns[half:])
    made: Said = {}
    for one, other in zip(ones, others, strict=True):
        text = plain[one]
        if kind == "kano" and negations(text) > negations(plain[other]):
            raise DataError("intake.pairs_shifted", file=file, first=one, second=other)
        made[free_name(topic(text, plain[other]) if kind == "kano" else _last_number(one, other), made)] = {
            first: one,
            second: other,
        }
    return with_beside(made, plain, kind, table)


def _answered(
    columns: list[str], table: pd.DataFrame, understood: Callable[[Any], bool]
) -> tuple[list[str], bool, bool]:
    """Columns from the first to the last that hold answers, and whether a blank one stands before and after them."""
    share: list[float | None] = []
    for column in columns:
        values = answers_in(table[column])
        share.append(sum(map(understood, values)) / len(values) if len(values) else None)
    at = [number for number, one in enumerate(share) if one is not None and one >= 0.5]
    if not at:  # all of them, where no answer is understood yet
        return columns, False, False
    before, after = share[: at[0]][-1:], share[at[-1] + 1 :][:1]
    return columns[at[0] : at[-1] + 1], before == [None], after == [None]


def _last_number(one: str, other: str) -> Any:
    """Return the number of the item on which both headers agree, or an empty text."""
    ends = [re.search(r"(\d+)\D*$", column[-_LONGEST:]) for column in (one, other)]
    numbers = {end[1] for end in ends if end}
    return numbers.pop() if len(numbers) == 1 and all(ends) else ""
