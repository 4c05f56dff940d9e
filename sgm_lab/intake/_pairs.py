"""Which two columns of a wide table ask about the same thing: by their marks, by their words, or as the caller says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import ArgumentError, DataError, did_you_mean
from ._answers import SIDES, Kind, answers_in, normalise
from ._beside import EXTRA, says_importance, with_importance
from ._items import dimension_in
from ._marks import by_marks
from ._names import names
from ._patterns import by_pattern, pattern_of
from ._wording import negations, stem_side, topic, without_side

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIDES", "Pairs", "Said", "check_pairs", "find", "told", "unit_of"]

Pairs: TypeAlias = Literal["alternate", "halves", "perceptions"] | Mapping[Any, tuple[str, str]] | None
Said = dict[Any, dict[str, str]]  # feature or item → side → column

_LONGEST = 200  # letters of a header that is a mark and a number
_BETWEEN = "_-:| —–－―·/~"  # between a name and its mark


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
    return _with_extra(pairs, plain, kind, table)


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


def _with_extra(pairs: Said, plain: Mapping[str, str], kind: Kind, table: pd.DataFrame) -> Said:
    """Add what was asked beside the two answers."""
    if kind == "kano":
        return with_importance(pairs, plain, table)
    units = {str(unit): unit for unit in pairs}
    for side in EXTRA[kind] if pairs else ():
        for column, text in plain.items():
            unit = unit_of(text, side, kind)
            if unit in units:
                pairs[units[unit]].setdefault(side, column)
    return pairs


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
        return _with_extra(given, rest, kind, table)
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
        made[_free(topic(text, plain[other]) if kind == "kano" else _last_number(one, other), made)] = {
            first: one,
            second: other,
        }
    return _with_extra(made, plain, kind, table)


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


def _free(name: Any, taken: Said) -> Any:
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
                made[_free(topic(plain[one], plain[other]), made)] = {
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
            made[_free(topic(str(one), str(other)), made)] = pairs[one] | pairs[other]
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


def unit_of(text: str, side: str, kind: Kind) -> str | None:
    """Feature or item that a wide column is about, if the column is of this side."""
    # A1 beside E1 and P1; "a" alone is anything
    marks = names(side) | ({"a"} if side == "adequate" else set())
    for mark in sorted(marks, key=len, reverse=True):
        unit = _number_of(text, mark) if kind == "servqual" else _before(text, mark) or _after(text, mark)
        if unit is None and kind == "servqual" and len(mark) > 1:
            unit = _before(text, mark)
        if unit:
            return unit
    return None


def _number_of(text: str, mark: str) -> str | None:
    """Read the 7 of "P7", "perception_07", "Q7_P" or "第7题感受"."""
    if len(text) > _LONGEST:
        return None
    form, apart = re.escape(mark), r"[\s_.\-]*"
    found = re.fullmatch(rf"{form}{apart}(?:item)?{apart}0*(\d+)", text, re.IGNORECASE) or re.fullmatch(
        rf"(?:item|question|q|第)?{apart}0*(\d+){apart}题?{apart}[(（]?{form}[)）]?", text, re.IGNORECASE
    )
    return found[1] if found else None


def _after(text: str, mark: str) -> str | None:
    """Read what stands after a mark that is a word: "functional: queue", "正向_叫号", "正向题(叫号)"."""
    rest = text[len(mark) :].lstrip(" ")
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = f":{rest[1:-1]}"
    if len(mark) < 2 or not text.lower().startswith(mark) or rest[:1] not in tuple(_BETWEEN.replace(" ", "")):
        return None
    return rest.lstrip(_BETWEEN) or None


def _before(text: str, mark: str) -> str | None:
    """Read what stands before a mark: "queue (functional)", "queue_functional". No pattern: a header may be endless."""
    name, bracket, inner = text.removesuffix(")").rpartition("(")
    if bracket and text.endswith(")") and normalise(inner) == mark:
        return name.strip()
    if text.lower().endswith(mark):
        head = text[: -len(mark)]
        name = head.rstrip(_BETWEEN)
        return name if name != head else None
    return None
