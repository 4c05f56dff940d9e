"""One score a row: respondent, item, which question it answers, and the score; two such rows are one answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DataError, listing, sentence
from ._answers import SIDES, Kind
from ._cells import answers_in, is_blank, normalise, once
from ._columns import Fates
from ._marks import mark_pairs
from ._names import accepted, names, plain_names, word
from ._wording import stem_side

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

__all__ = ["Scores", "side_named", "two_kinds", "with_both"]

_UNIT: dict[Kind, str] = {"kano": "feature", "servqual": "item"}
_FEWEST = 2  # questions
_SHORT = 12  # letters of a word that names a side
_WHOLE = 0.5  # share of people and items that have both, for a column of two values to tell them apart


class Scores(NamedTuple):
    """The table with one row an answer, in which row of the file each score stood, and the column of the scores."""

    table: pd.DataFrame
    rows: pd.DataFrame
    column: str


class _Named(NamedTuple):
    """Columns that are called what they are."""

    respondent: str
    unit: str
    score: str


def with_both(
    table: pd.DataFrame, kind: Kind, file: str, fates: Fates, find: Callable[[pd.DataFrame], dict[str, tuple[str, str]]]
) -> Scores | None:  # fmt: skip
    """Return the table with the two answers of each person to each item in one row; None where it is none of these.

    Parameters
    ----------
    table, kind, file, fates
        As `to_long` has them.
    find : callable
        Question → side and what it is about, from a table with one column a question.

    Raises
    ------
    DataError
        If a column tells two questions apart and does not say which is which.
    """
    named = _named(table, kind)
    if named is None:
        return None
    rest = [column for column in table.columns if column not in named]
    asked = next((column for column in rest if _says_sides(table[column], kind)), None)
    if asked is not None:
        side = once(table[asked], lambda value: side_named(value, kind))
        fates.set(asked, "side", "side")
        return _paired(table, named, named.unit, side, kind, fates, [asked])
    if two := two_kinds(table, list(named)):
        one, other = answers_in(table[two])
        raise DataError("intake.score_sides", file=file, column=two, values=[one, other],
                        one=word(SIDES[kind][0]), other=word(SIDES[kind][1]))  # fmt: skip
    if table.duplicated([named.respondent, named.unit]).any() or table[named.unit].nunique() < _FEWEST:
        return None
    wide = table.pivot(index=named.respondent, columns=named.unit, values=named.score)  # noqa: PD010
    found = find(wide.rename(columns=str))
    if not found:
        raise _unpaired(table, named, kind, file)
    side = once(table[named.unit], lambda value: found.get(str(value), (None, ""))[0])
    about = once(table[named.unit], lambda value: found.get(str(value), ("", value))[1])
    return _paired(table.assign(**{_UNIT[kind]: about}), named, _UNIT[kind], side, kind, fates, [named.unit])


def _unpaired(table: pd.DataFrame, named: _Named, kind: Kind, file: str) -> DataError:
    """Say what to do with questions in rows that make no pairs; scores of SERVQUAL may all be perceptions."""
    if kind == "servqual":
        return DataError("intake.score_perceptions", file=file, column=named.score)
    source = json.dumps(file, ensure_ascii=False) if "." in file else "…"
    index, columns, values = (json.dumps(one, ensure_ascii=False) for one in named)
    call = (
        f"intake.read_kano(intake.open_table({source}).table.pivot("
        f"index={index}, columns={columns}, values={values}).reset_index())"
    )
    return DataError("intake.score_questions", file=file, column=named.unit, call=call)


def _named(table: pd.DataFrame, kind: Kind) -> _Named | None:
    """Find the columns by their names; a table with a column a side is none of these."""
    known = accepted()
    plain = plain_names(table.columns)
    forms = {column: {normalise(column), normalise(plain[column])} for column in table.columns}
    meant = {column: {known[form] for form in own if form in known} for column, own in forms.items()}
    if any(set(SIDES[kind]) & one for one in meant.values()):
        return None
    units = [_UNIT[kind], "item", "feature"]
    unit = [column for name in units for column, one in meant.items() if name in one]
    unit += [column for column, own in forms.items() if own & names("unit", "scores")]
    score = [
        column for column, own in forms.items() if own & names("score", "scores") and column not in unit[:1]
    ]
    people = [column for column, one in meant.items() if "respondent" in one]
    if not unit or len(score) != 1 or len(people) != 1:
        return None
    return _Named(people[0], unit[0], score[0])


def side_named(value: Any, kind: Kind) -> str | None:
    """Which side a word says, if one.

    >>> side_named("感知", "servqual"), side_named("Functional", "kano"), side_named("甲", "kano")
    ('perception', 'functional', None)
    """
    form = normalise(value)
    said = [
        side
        for at, side in enumerate(SIDES[kind])
        if form in names(side) or any(form == normalise(marks[at]) for marks in mark_pairs(kind))
    ]
    if kind == "servqual" and not said and len(form) <= _SHORT:
        return stem_side(form)
    return said[0] if len(said) == 1 else None


def _says_sides(values: pd.Series, kind: Kind) -> bool:
    said = values[~is_blank(values)].unique()  # "-" is a side here, and no blank
    return len(said) < 6 and {side_named(one, kind) for one in said} == set(SIDES[kind])


def two_kinds(table: pd.DataFrame, named: list[str]) -> str | None:
    """Return a column of two values, of which most people have one each for every item."""
    keys = named[:2]
    for column in table.columns:
        rows = table[~is_blank(table[column])]
        if column in named or rows[column].nunique() != 2:
            continue
        if not rows.duplicated([*keys, column]).any() and rows.groupby(keys).size().eq(2).mean() >= _WHOLE:
            return str(column)
    return None


def _paired(
    table: pd.DataFrame, named: _Named, unit: str, side: pd.Series, kind: Kind, fates: Fates, used: list[str]
) -> Scores:  # fmt: skip
    """Put the two scores of each person and item side by side."""
    import pandas as pd

    waves = [column for column in table.columns if accepted().get(normalise(column)) == "wave"]
    keys = [named.respondent, unit, *waves]
    told = side.notna()
    if not told.all():
        lacking = table.index[~told]
        fates.doubts.append(sentence("intake.score_sideless", count=len(lacking), row=lacking[0]))
    table, side = table[told], side[told]
    person = table.groupby(keys, dropna=False, sort=False).ngroup()
    again = side.groupby([person, side]).cumcount()
    at = pd.MultiIndex.from_arrays([person, again, side])
    stacked = pd.DataFrame({"score": table[named.score].to_numpy(), "row": table.index}, index=at)
    cells: Any = stacked.unstack()  # noqa: PD010  cells as they are
    first = cells["row"].min(axis=1).astype(int)
    cells, first = cells.loc[first.sort_values().index], first.sort_values()
    beside = [column for column in table.columns if column not in (*keys, named.score, *used)]
    varies = [one for one in beside if table.groupby(person)[one].nunique(dropna=False).gt(1).any()]
    fates.left_out(varies, "varies")
    made = table.drop(columns=[*varies, named.score, *(one for one in used if one not in keys)])
    made = made.reindex(first.tolist())
    rows = pd.DataFrame(index=made.index)
    for one in SIDES[kind]:
        made[one] = cells["score"][one].to_numpy()
        rows[f"_row_{one}"] = cells["row"][one].fillna(first).astype(int).to_numpy()
    fates.set(named.unit, _UNIT[kind], "name")
    fates.set(named.score, "score", "score")
    fates.doubts.append(sentence("intake.score_rows", column=named.score, by=listing(used), count=len(made)))
    return Scores(made.rename(columns={unit: _UNIT[kind]}), rows, named.score)
