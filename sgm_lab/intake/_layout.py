"""Wide or long: bring a survey table to one row a respondent and feature (or item)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, did_you_mean, listing, sentence
from ..i18n import t
from ._answers import Kind, answers_in, is_blank, is_number, normalise, once, stripped, to_number
from ._aside import numbered_people, personal, set_aside
from ._beside import EXTRA
from ._columns import Fates
from ._items import numbered
from ._names import accepted, column_named, plain_names, tidied, word
from ._pairs import SIDES, Pairs, Said, find, told, unit_of
from ._rows import people_only, with_names_below
from ._scores import side_named, with_both
from ._wording import negations

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["UNIT", "to_long"]

UNIT: dict[Kind, str] = {"kano": "feature", "servqual": "item"}
_CODES: dict[Kind, int] = {"kano": 5, "servqual": 7}
_BESIDE = {"respondent", "importance", "wave"}
_PLACES = {"序号", "序號"}  # of the row: a respondent only where nothing better is there


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
    meaning = _meaning(table, plain, keep, fates)
    unit, sides = UNIT[kind], SIDES[kind]
    if pairs is not None and {unit, *sides} <= set(meaning.values()):
        raise ArgumentError("intake.pairs_long", file=file, unit=word(unit))
    if pairs is not None:  # which columns are questions is told, whatever they are called
        meaning = {column: name for column, name in meaning.items() if name in _BESIDE}
    if pairs is None:
        meaning = _one_pair_or_a_group(table, plain, meaning, kind, file, fates)
    _once_each(meaning, file)
    long_form = pairs is None and (unit in meaning.values() or set(sides) <= set(meaning.values()))
    table = people_only(table, meaning, fates)
    if long_form:
        table = with_names_below(table, meaning, unit, fates)
    if long_form and "respondent" not in meaning.values():
        table, column = numbered_people(table, plain, fates)
        meaning |= {column: "respondent"} if column is not None else {}
    rest = set_aside(table, plain, keep | set(meaning) | _sided(plain, kind), fates)
    named = rest.rename(columns=meaning)
    for column, name in meaning.items():
        anonymous = name == "respondent" and normalise(column) not in accepted()
        fates.set(column, name, "anonymous" if anonymous else "name")
    if long_form:
        long = _as_it_is(named, meaning, kind, list(table.columns), file)
        if scores:
            long = long.join(scores.rows).assign(**{f"_column_{side}": scores.column for side in sides})
    else:
        wide = {
            column: plain.get(column, column) for column in named.columns if column not in {*meaning.values()}
        }
        wide = {column: text for column, text in wide.items() if column not in ("time", "duration")}
        if pairs is None:
            made = find(wide, kind, file, table)
        else:
            made = told(pairs, wide | {one: one for one in keep}, named, kind, file, understood)
        if not made:
            raise DataError(f"intake.no_{kind}", file=file, columns=list(table.columns), paste="")
        if kind == "servqual":
            made = numbered(made, sides, fates, home or {})
        if not isinstance(pairs, Mapping):
            own = tidied(made)
            made = {own[unit]: pair for unit, pair in made.items()}
        if kind == "kano" and pairs is None:
            _turned(made, wide, fates)
            _against(made, wide, fates)
        named = _left_over(
            named, [column for column in wide if column not in _used(made)], kind, fates, understood
        )
        long = _melt(named, made, kind, fates)
        if "respondent" not in long:  # in a wide table each row is one respondent
            long["respondent"] = long["_row"]
    for column in ("respondent", unit):
        long[column] = stripped(long[column])
    units: list[Any] = list(long[unit].dropna().unique()) if long_form else []
    if any(isinstance(one, str) for one in units):
        long[unit] = long[unit].map(tidied(units))
    if "wave" in long:
        long["wave"] = _waves(long["wave"], long["_row"], fates)
    front = ["respondent", unit, *(side for side in sides if side in long)]
    for column in [one for one in long.columns if one not in front and not str(one).startswith("_")]:
        if _mixed(long[column]):
            long[column] = alike(long[column])
    return long[[*front, *[c for c in long.columns if c not in front]]].reset_index(drop=True)


def _asked_of(table: pd.DataFrame, kind: Kind, file: str) -> dict[str, tuple[str, str]]:
    """Question → side and what it is about, of a table with a column a question."""
    try:
        found = find(plain_names(table.columns), kind, file, table)
    except DataError:
        return {}
    own = tidied(found)
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


def _meaning(table: pd.DataFrame, plain: dict[str, str], keep: set[str], fates: Fates) -> dict[str, str]:
    """Column → the name we give it, for those whose header says it outright."""
    known = accepted()
    found = {
        column: known[form]
        for column in table.columns
        if column not in keep
        for form in [next((f for f in (normalise(column), normalise(plain[column])) if f in known), None)]
        if form is not None
    }
    respondents = [column for column, name in found.items() if name == "respondent"]
    places = [column for column in respondents if normalise(column) in _PLACES]
    if len(respondents) == 2 and len(places) == 1:
        del found[places[0]]
        fates.set(places[0], "left out", "place")
    return found


def _once_each(meaning: dict[str, str], file: str) -> None:
    twice = [column for column, name in meaning.items() if list(meaning.values()).count(name) > 1]
    if twice:
        raise DataError("intake.same_meaning", file=file, columns=twice)


def _one_pair_or_a_group(
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


def _used(made: Said) -> set[str]:
    return {column for pair in made.values() for column in pair.values()}


def _turned(made: Said, wide: dict[str, str], fates: Fates) -> None:
    """Say which pairs were told by their words alone while the question that says no stands first."""
    order = list(wide)
    for unit, pair in made.items():
        good, bad = (pair[side] for side in SIDES["kano"])
        marked = any(unit_of(wide[pair[side]], side, "kano") for side in SIDES["kano"])
        if not marked and order.index(bad) < order.index(good):
            fates.doubts.append(sentence("intake.turned_pair", feature=unit, first=good, second=bad))


def _against(made: Said, wide: dict[str, str], fates: Fates) -> None:
    """Ask, where what a question says is the contrary of its mark."""
    found = {
        unit: (one, other)
        for unit, pair in made.items()
        for one, other in [(pair["functional"], pair["dysfunctional"])]
        if negations(wide[one]) > negations(wide[other])
    }
    for unit, (one, other) in list(found.items())[:1]:
        fates.question = sentence(
            "intake.against_words", feature=unit, first=one, second=other, count=len(found)
        )


def _left_over(
    table: pd.DataFrame, columns: list[str], kind: Kind, fates: Fates, understood: Callable[[Any], bool]
) -> pd.DataFrame:
    """Take care that no question becomes a segment unseen: answers in words are left out, those in figures said."""
    lonely, doubtful, several = [], [], []
    for column in columns:
        values = answers_in(table[column])
        if not values:
            fates.set(column, "left out", "empty")
        elif any("┋" in str(value) for value in values):
            several.append(column)
        elif kind == "kano" and 2 * sum(understood(value) and not is_number(value) for value in values) > len(
            values
        ):
            lonely.append(column)
        elif all(map(is_number, values)) and len(values) > 3 and all(map(understood, values)):
            doubtful.append(column)
    fates.left_out(lonely, "unpaired")
    for column in several:
        fates.set(column, "segment", "several")
    if doubtful:
        for column in doubtful:
            fates.set(column, "segment", "figures")
        fates.doubts.append(sentence("intake.doubtful_segment", columns=listing(doubtful), most=_CODES[kind]))
    table = table.assign(**{
        column: once(table[column], lambda value: str(value).replace("┋", "、"), float("nan")) for column in several
    })  # fmt: skip
    return table.drop(columns=lonely)


def _melt(table: pd.DataFrame, made: Said, kind: Kind, fates: Fates) -> pd.DataFrame:
    import pandas as pd

    used = _used(made)
    rest = table[[column for column in table.columns if column not in used]]
    parts = []
    for unit, pair in made.items():
        part = rest.assign(**{UNIT[kind]: unit}, _row=table.index)
        for side, column in pair.items():
            why = (
                "importance"
                if side == "importance"
                else "pair"
                if set(SIDES[kind]) <= pair.keys()
                else "alone"
            )
            fates.set(column, side, why, unit)
            part[side], part[f"_column_{side}"] = table[column], column
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _mixed(values: pd.Series) -> bool:
    """Whether figures stand beside texts: 1 and "1" are then two values, though people wrote the same."""
    from pandas.api.types import infer_dtype

    return values.dtype == object and infer_dtype(values, skipna=True).startswith("mixed")


def _waves(values: pd.Series, rows: pd.Series, fates: Fates) -> pd.Series:
    """Waves as numbers: the one of "第2批"; where two names share it or have none, their place, which is said.

    A row that names no wave has none: it counts where all waves do.
    """
    blank = is_blank(values)
    text = once(values.mask(blank), _wave_name, float("nan"))
    names = list(text.dropna().unique())
    found = {name: re.fullmatch(r"\D*(\d+)\D*", name) for name in names}
    numbers = {name: int(one[1]) for name, one in found.items() if one}
    if len(set(numbers.values())) < len(names):
        # By the figures in them, such as a year; those that share them in the order of the file.
        names.sort(key=lambda name: [int(figure) for figure in re.findall(r"\d+", name)])
        numbers = {name: place for place, name in enumerate(names, 1)}
        told = listing(f"{place} = {name}" for name, place in numbers.items())
        fates.doubts.append(t("intake.waves_numbered", waves=told))
    if blank.any():
        said = t("intake.waves_blank", count=rows[blank].nunique(), row=rows[blank].iloc[0])
        fates.doubts.append(said)
    return text.map(numbers).astype("float64" if blank.any() else "int64")


def alike(values: pd.Series) -> pd.Series:
    """Return figures and texts so that 1, 1.0 and "1" are one."""
    return once(values, _wave_name, float("nan"))


def _wave_name(value: Any) -> str:
    number = to_number(value)
    return f"{number:g}" if number is not None else str(value).strip()
