"""Which two columns of a wide table ask about the same thing: by their marks, or by their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import DataError
from ._answers import SIDES, Kind
from ._beside import Said, with_beside
from ._cells import answers_in, normalise
from ._dimensions import dimension_in
from ._marked import unit_of
from ._marks import by_marks
from ._patterns import by_pattern, pattern_of
from ._wording import negations, stem_side, topic, without_side

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Pairs", "find", "free_name"]

Pairs: TypeAlias = Literal["alternate", "halves", "perceptions"] | Mapping[Any, tuple[str, str]] | None

_LONGEST = 200  # letters of a header that is a mark and a number


def find(plain: Mapping[str, str], kind: Kind, file: str, table: pd.DataFrame) -> Said:
    """Find pairs by the marks and the words of their headers.

    Raises
    ------
    DataError
        If a column says the same as another, or lacks its partner; perceptions may stand alone.
    """
    pairs: Said = {}
    for column, text in plain.items():
        for side in SIDES[kind]:
            unit = unit_of(text, side, kind)
            if unit is None:
                continue
            if side in pairs.setdefault(unit, {}):
                raise DataError("intake.same_meaning", file=file, columns=[pairs[unit][side], column])
            pairs[unit][side] = column
            break
    if kind == "kano":
        pairs = _by_topic(pairs)
    used = {column for pair in pairs.values() for column in pair.values()}
    rest = {column: text for column, text in plain.items() if column not in used}
    more = _by_words(rest) if kind == "kano" else _by_stems(rest)
    pairs = _without_groups(pairs, more, table)
    lonely = [column for pair in pairs.values() if len(pair) < 2 for column in pair.values()]
    if lonely and not (_perceptions_alone(pairs) and not _half_of_pairs(lonely, plain, table)):
        raise DataError("intake.lonely", file=file, columns=lonely, paste="")
    if not pairs and not more:
        more = by_marks(rest, kind) or by_pattern(rest, kind, table)
        more = more or (_by_dimensions(rest) if kind == "servqual" else {})
    pairs |= {unit: pair for unit, pair in more.items() if unit not in pairs}
    return with_beside(pairs, plain, kind, table)


def _without_groups(pairs: Said, more: Said, table: pd.DataFrame) -> Said:
    """Leave out what only sounds like a side, such as Vitamin_D: it shares no answer with the questions in pairs."""
    if all(len(pair) == 2 for pair in pairs.values()):
        return pairs
    answers = {
        normalise(value)
        for pair in (*pairs.values(), *more.values())
        for column in (pair.values() if len(pair) == 2 else ())
        for value in answers_in(table[column])
    }
    return {
        unit: pair
        for unit, pair in pairs.items()
        if len(pair) == 2
        or not answers
        or any(normalise(value) in answers for column in pair.values() for value in answers_in(table[column]))
    }


def _half_of_pairs(columns: list[str], plain: Mapping[str, str], table: pd.DataFrame) -> bool:
    """Whether each of the columns has a partner whose header is built alike: another question, whatever its mark."""
    found = pattern_of(table, plain, list(plain))
    halves: set[int] = (
        set() if found is None else {two.index(one) for two in found.pairs for one in two if one in columns}
    )
    return found is not None and len(found.pairs) == len(columns) and len(halves) == 1


def _perceptions_alone(pairs: Said) -> bool:
    """Whether perceptions were asked, and no expectation at all: SERVPERF."""
    return bool(pairs) and all(pair.keys() == {"perception"} for pair in pairs.values())


def free_name(name: Any, taken: Said) -> Any:
    """Return the name, or its place where it is empty or taken already."""
    return name if name and name not in taken else f"{name or ''}#{len(taken) + 1}"


def _by_words(plain: Mapping[str, str]) -> Said:
    """Pair questions that differ only in whether they say no."""
    alike: dict[str, list[str]] = defaultdict(list)
    for column, text in plain.items():
        if key := without_side(text):
            alike[key].append(column)
    made: Said = {}
    for columns in alike.values():
        if len(columns) == 2:
            one, other = sorted(columns, key=lambda column: negations(plain[column]))
            if negations(plain[one]) < negations(plain[other]):
                made[free_name(topic(plain[one], plain[other]), made)] = {
                    "functional": one,
                    "dysfunctional": other,
                }
    return made


def _by_topic(pairs: Said) -> Said:
    """Put two marked questions together that differ only in whether they say no: 正向：如果有… and 反向：如果没有…."""
    halves: dict[str, dict[str, Any]] = defaultdict(dict)
    for unit, pair in pairs.items():
        for side in pair if len(pair) == 1 else ():
            halves[without_side(str(unit))].setdefault(side, unit)
    made, done = dict(pairs), set()
    for key, two in halves.items():
        if key and len(two) == 2:
            one, other = (two[side] for side in SIDES["kano"])
            done |= {one, other}
            made[free_name(topic(str(one), str(other)), made)] = pairs[one] | pairs[other]
    return {unit: pair for unit, pair in made.items() if unit not in done or len(pair) == 2}


def _by_stems(plain: Mapping[str, str]) -> Said:
    """Pair the parts of two matrix questions, one for what is expected and one for what was found."""
    parts: Said = {}
    for column, text in plain.items():
        found = re.fullmatch(r"([^()]*)\(([^()]*)\)", text) if len(text) <= 10 * _LONGEST else None
        side = stem_side(found[1]) if found else None
        if found and side:
            there = parts.setdefault(found[2].strip(), {})
            if side in there:  # what is in brackets is not what tells one item from another
                return {}
            there[side] = column
    return {part: pair for part, pair in parts.items() if len(pair) == 2}


def _by_dimensions(plain: Mapping[str, str]) -> Said:
    """Items named by their dimension and nothing else, 有形性1 …: what was found, as SERVPERF asks it."""
    return {text: {"perception": column} for column, text in plain.items() if dimension_in(text)}
