"""Headers built alike, in which one part alone tells the two questions apart: Q1a and Q1b, F[SQ001] and D[SQ001].

That every unit has exactly one column with each of two marks makes the pairs certain, whatever the marks are; which
of the two is asked first is certain only where the marks say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING, NamedTuple

from ._answers import SIDES, Kind
from ._cells import answers_in, normalise
from ._marks import mark_pairs
from ._names import is_known
from ._wording import negations, stem_side

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Pattern", "asked_alike", "by_pattern", "pattern_of", "sided", "the_pattern"]

_MOST = 12  # different answers of a question
_ALIKE = 0.5  # share of its answers that another question has too
_TRIMMED = 3  # columns at either end that may be something else, such as an age group in figures
_LONGEST = 400  # letters of a header
_EDGES = " _-:|.·/~—–－―、()[]（）【】#"


class Pattern(NamedTuple):
    """Pairs of columns in the order of the file, the name of each, and the two marks."""

    pairs: list[tuple[str, str]]
    names: list[str]
    marks: tuple[str, str]


def asked_alike(table: pd.DataFrame, columns: list[str]) -> list[str]:
    """Return the columns that look like questions: few different answers, that another column has too."""
    answers = {column: own for column, own in _few(table, columns).items() if own}
    return [
        column
        for column, own in answers.items()
        if any(len(own & other) >= _ALIKE * len(own) for name, other in answers.items() if name != column)
    ]


def pattern_of(table: pd.DataFrame, plain: Mapping[str, str], columns: list[str]) -> Pattern | None:
    """Return the pattern of all columns with few different answers; else of those that share their answers."""
    return the_pattern(plain, list(_few(table, columns))) or the_pattern(plain, asked_alike(table, columns))


def _few(table: pd.DataFrame, columns: list[str]) -> dict[str, set[str]]:
    found = {
        column: {normalise(one) for one in answers_in(table[column])}
        for column in columns
        if not is_known(column)
    }
    return {column: own for column, own in found.items() if len(own) <= _MOST}


def the_pattern(plain: Mapping[str, str], asked: list[str], marked: Set[str] = frozenset()) -> Pattern | None:
    """Return the only way in which the columns pair by their headers; None where there is none, or several.

    Of several ways the one counts in which each pair has one of the ``marked`` columns.
    """
    for trimmed in range(min(2 * _TRIMMED, len(asked) - 3) + 1 if len(asked) > 2 else 1):
        found = [
            one
            for before in range(max(trimmed - _TRIMMED, 0), min(trimmed, _TRIMMED) + 1)
            for one in _ways(plain, asked[before : len(asked) - trimmed + before])
        ]
        if len(found) > 1 and marked:
            found = [one for one in found if all(len(marked & {*pair}) == 1 for pair in one.pairs)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def by_pattern(plain: Mapping[str, str], kind: Kind, table: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Pair columns whose headers differ by marks that say which side they are on.

    >>> import pandas as pd
    >>> heads = ["F(SQ001)", "F(SQ002)", "D(SQ001)", "D(SQ002)"]
    >>> table = pd.DataFrame([[1, 1, 5, 5], [2, 2, 1, 1], [5, 5, 2, 2]], columns=heads)
    >>> by_pattern({one: one for one in heads}, "kano", table)["SQ002"]
    {'functional': 'F(SQ002)', 'dysfunctional': 'D(SQ002)'}
    """
    few, asked = list(_few(table, list(plain))), asked_alike(table, list(plain))
    # Two features with two marks pair either way by their build, and one way by what the marks say.
    ways = [
        one
        for columns in (few, asked)
        for way in (_in_turn, _in_halves)
        if (one := _way(plain, columns, way))
    ]
    for one in [*ways, the_pattern(plain, few), the_pattern(plain, asked)]:
        order = sided(one.marks, kind) if one else None
        if one and order:
            parts = [_part(plain[pair[0]], plain[pair[1]]) for pair in one.pairs]
            named = parts if all(parts) and len(set(parts)) == len(parts) else one.names
            return {
                name: dict(zip(SIDES[kind] if order > 0 else SIDES[kind][::-1], pair, strict=True))
                for name, pair in zip(named, one.pairs, strict=True)
            }
    return {}


def sided(marks: tuple[str, str], kind: Kind) -> int:
    """Say which of two marks is the first question: 1 the first, -1 the second, 0 where they do not tell.

    >>> sided(("KF", "KD"), "kano"), sided(("实际", "应当"), "servqual"), sided(("a", "b"), "kano")
    (1, -1, 0)
    """
    one, other = (normalise(mark.strip(_EDGES)) or mark.strip() for mark in marks)
    shared = _common(one, other)
    short = (one[shared:], other[shared:])
    known = set(mark_pairs(kind))
    for pair in ((one, other), short):
        if pair in known:
            return 1
        if pair[::-1] in known:
            return -1
    if kind == "kano":
        no = (negations(one), negations(other))
        return (no[0] < no[1]) - (no[0] > no[1])
    sides = (stem_side(one), stem_side(other))
    return 1 if sides == SIDES[kind] else -1 if sides == SIDES[kind][::-1] else 0


def _in_turn(columns: list[str]) -> list[tuple[str, str]]:
    return list(zip(columns[::2], columns[1::2], strict=True))


def _in_halves(columns: list[str]) -> list[tuple[str, str]]:
    half = len(columns) // 2
    return list(zip(columns[:half], columns[half:], strict=True))


def _ways(plain: Mapping[str, str], columns: list[str]) -> list[Pattern]:
    ways = (_in_turn,) if len(columns) == 2 else (_in_turn, _in_halves)
    return [one for way in ways if (one := _way(plain, columns, way))]


def _way(
    plain: Mapping[str, str], columns: list[str], way: Callable[[list[str]], list[tuple[str, str]]]
) -> Pattern | None:
    """Pair columns in one way, where the same two marks tell every pair apart and no two units are one."""
    if len(columns) % 2 or not columns:
        return None
    pairs, marks, names = way(columns), set(), []
    for one, other in pairs:
        parted = _parted(plain[one], plain[other])
        if parted is None:
            return None
        marks.add(parted[:2])
        names.append(parted[2])
    if len(marks) > 1 or len(set(names)) < len(names):
        return None
    return Pattern(pairs, names, marks.pop())


def _parted(one: str, other: str) -> tuple[str, str, str] | None:
    """Return what is different in two headers, whole numbers and whole words of letters, and what they have in common.

    >>> _parted("G01Q07(SQ001)", "G01Q08(SQ001)"), _parted("Q1", "Q11")
    (('07', '08', 'G01Q SQ001'), ('1', '11', 'Q'))
    """
    if one == other or max(len(one), len(other)) > _LONGEST:
        return None
    before = _common(one, other)
    after = min(_common(one[::-1], other[::-1]), min(len(one), len(other)) - before)
    for kind in (str.isdigit, _is_letter):
        while (
            before
            and kind(one[before - 1])
            and any(_edge(text, before, after, kind) for text in (one, other))
        ):
            before -= 1
        while (
            after
            and kind(one[-after])
            and any(_edge(text, before, after, kind, last=True) for text in (one, other))
        ):
            after -= 1
    first, second = (text[before : len(text) - after] for text in (one, other))
    name = (one[:before] + one[len(one) - after :] if after else one[:before]).strip(_EDGES)
    if name.count("(") != name.count(")"):
        name = re.sub("[()]", " ", name).strip(_EDGES)
    return (first, second, name) if name else None


def _part(one: str, other: str) -> str:
    """Return what both headers have in brackets at their end, as the parts of a matrix question do."""
    ends = [re.fullmatch(r"[^()]+\(([^()]+)\)", text[-_LONGEST:]) for text in (one, other)]
    return ends[0][1].strip() if ends[0] and ends[1] and ends[0][1] == ends[1][1] else ""


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _edge(text: str, before: int, after: int, kind: Callable[[str], bool], *, last: bool = False) -> bool:
    """Whether a mark begins, or ends, within a number or a word."""
    mark = text[before : len(text) - after]
    return not mark or kind(mark[-1 if last else 0])


def _is_letter(one: str) -> bool:
    return bool(re.match(r"[A-Za-z]", one))
