"""What a file that is not understood looks like instead: another survey, or answers without a second question."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from ..errors import DataError, SgmError, listing
from ..i18n import LANGUAGES, t
from ._answers import Kind, code_of
from ._cells import answers_in, is_number, normalise
from ._columns import Fates
from ._files import Opened
from ._importance import importance_instead
from ._layout import to_long
from ._names import plain_names
from ._patterns import pattern_of
from ._wording import stem_side

__all__ = ["looks_like"]

_WRONG = {
    "no_kano",
    "no_servqual",
    "lonely",
    "column_missing",
    "same_meaning",
    "score_sides",
    "score_perceptions",
    "score_questions",
}
_WIDEST = 400  # questions of a table that lies on its side
_FEWEST, _MOST = 3, 0.6  # questions, and share of the columns
_POINTS = 10
_LONGEST = 200  # letters of a header
_LETTERED = re.compile(r"(\D*\d+)[\s_.\-(\[]*([A-Za-z]|\d{1,2}|SQ\d+)[)\]]?")
_HAD = {"kano": "functional", "servqual": "perception"}


def looks_like(error: DataError, opened: Opened, kind: Kind) -> DataError:
    """Return the error, or one that says what the file looks like and which call reads it."""
    if error.key.removeprefix("intake.") not in _WRONG:
        return error
    heads = [str(one).partition(" #")[0] for one in opened.table.columns]  # 1 #2 is the second 1
    if len(heads) >= _FEWEST and all(map(is_number, heads)):
        return DataError("intake.no_header", file=opened.name, first=listing(heads[:3]))
    if asked := importance_instead(opened):
        return asked
    if call := _on_side(opened, kind):
        return DataError("intake.lies_on_side", file=opened.name, call=call)
    if kind == "kano" and _counted(opened):
        return DataError(
            "intake.is_counts", file=opened.name, call=f"kano.classify(pd.read_csv({_source(opened)}))"
        )
    other: Kind = "servqual" if kind == "kano" else "kano"
    call = f"intake.read_{other}({_source(opened)})"
    if _reads_as(opened, other):
        return DataError(f"intake.is_{other}", file=opened.name, call=call)
    if error.key == "intake.no_servqual" and (ones := _ones(opened)):
        return DataError("intake.one_answer", file=opened.name, columns=ones, call='pairs="perceptions"')
    return error


def _on_side(opened: Opened, kind: Kind) -> str:
    """What reads a table whose rows are the questions; empty where it is none."""
    first, table = opened.table.columns[0], opened.table
    if not _FEWEST <= len(table) <= _WIDEST:
        return ""
    heads = [str(one).strip() for one in table[first]]
    if len(set(heads)) < len(heads):
        return ""
    flipped = table.drop(columns=first).T.set_axis(heads, axis=1)
    if not _reads_as(replace(opened, table=flipped.set_axis(range(2, len(flipped) + 2))), kind):
        return ""
    head = json.dumps(first, ensure_ascii=False)
    table_of = f"intake.open_table({_source(opened)}).table"
    return f"intake.read_{kind}({table_of}.set_index({head}).T.rename_axis({head}).reset_index())"


def _counted(opened: Opened) -> bool:
    """Whether columns are called like the categories: a table of how many chose what, and no answers."""
    names = {
        letter: {letter.casefold(), *(normalise(t(f"common.category.{letter}", lang)) for lang in LANGUAGES)}
        for letter in "MOAI"
    }
    heads = {normalise(column) for column in opened.table.columns}
    return all(called & heads for called in names.values())


def _source(opened: Opened) -> str:
    return json.dumps(opened.name, ensure_ascii=False) if "." in opened.name else "…"


def _reads_as(opened: Opened, kind: Kind) -> bool:
    """Whether the other survey is found in the headers, and most of its answers are of that survey."""
    try:
        long = to_long(
            opened.table, kind, opened.name, Fates(list(opened.table.columns)), None, lambda value: True
        )
    except SgmError:
        return False
    side = _HAD[kind]
    values = answers_in(long[side]) if side in long else []
    known = [code_of(value, kind, most=7) for value in values]
    return bool(values) and sum(code is not None for code in known) * 2 > len(values)


def _ones(opened: Opened) -> list[str]:
    """Columns of figures of one scale, none of which says what was expected: most of the file."""
    table = opened.table
    plain = plain_names(table.columns)
    found = [column for column in table.columns if _of_a_scale(answers_in(table[column]))]
    if pattern_of(table, plain, found) or _several([plain[column] for column in found]):
        return []  # two or more of each, of which it is only open which is which
    if len(found) < _FEWEST or any(stem_side(plain[column]) == "expectation" for column in found):
        return []
    return found if len(found) >= _MOST * (len(table.columns) - 2) else []


def _several(heads: list[str]) -> bool:
    """Whether every number has the same several letters, as in Q1a, Q1b, Q1c, Q2a …."""
    marks: dict[str, set[str]] = {}
    for found in (_LETTERED.fullmatch(head[:_LONGEST]) for head in heads):
        if found:
            marks.setdefault(found[1], set()).add(found[2])
    sets = list(marks.values())
    return len(sets) > 1 and len(sets[0]) > 1 and all(one == sets[0] for one in sets)


def _of_a_scale(values: list[Any]) -> bool:
    return bool(values) and all(
        (code := code_of(value, "servqual", most=7)) is not None
        and 0 <= code <= _POINTS
        and (is_number(value) or code)
        for value in values
    )
