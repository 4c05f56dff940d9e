"""Importance and satisfaction of each item: neither a gap nor a Kano pair, and what to do with them instead."""

from __future__ import annotations

import json
import re
from itertools import pairwise

from ..errors import DataError
from ._cells import answers_in, is_number
from ._files import Opened
from ._names import plain_names
from ._patterns import pattern_of
from ._scores import two_kinds

__all__ = ["importance_instead"]

_SIDES = (
    re.compile(r"重要|重视|重視|看重|优先|優先|importan|priorit", re.IGNORECASE),
    re.compile(r"满意|滿意|表现|表現|satisf|perform", re.IGNORECASE),
)


def importance_instead(opened: Opened) -> DataError | None:
    """Return what to say of a table that asks how important and how good each item is; None of any other."""
    table = opened.table
    plain = plain_names(table.columns)
    found = pattern_of(table, plain, list(table.columns))
    if found and (turned := _told(*found.marks)) is not None:
        columns = [[pair[at] for pair in found.pairs] for at in ((1, 0) if turned else (0, 1))]
        return _error(opened, columns)
    heads = [[column for column in table.columns if _of(plain[column], at)] for at in (0, 1)]
    if all(len(one) == 1 for one in heads) and heads[0] != heads[1]:  # one row an item and person
        return _error(opened, heads)
    two = two_kinds(table, list(table.columns[:2]))
    if two is not None and _told(*map(str, answers_in(table[two]))) is not None:
        return _error(opened, [])
    return None


def _of(text: str, at: int) -> bool:
    return bool(_SIDES[at].search(text)) and not _SIDES[1 - at].search(text)


def _told(one: str, other: str) -> bool | None:
    """Whether satisfaction stands first; None where the two are not these."""
    if _of(one, 0) and _of(other, 1):
        return False
    return True if _of(one, 1) and _of(other, 0) else None


def _error(opened: Opened, columns: list[list[str]]) -> DataError:
    call = _call(opened, columns)
    key = "intake.is_importance" if call else "intake.is_importance_far"
    return DataError(key, file=opened.name, call=call)


def _call(opened: Opened, columns: list[list[str]]) -> str:
    """What computes the grid from the columns as they stand; empty where they are in no order, or no figures."""
    table, every = opened.table, list(opened.table.columns)
    cuts = []
    for side in columns:
        places = [every.index(one) for one in side]
        steps = {after - before for before, after in pairwise(places)}
        if len(steps) != 1 or not all(is_number(one) for column in side for one in answers_in(table[column])):
            return ""
        step = steps.pop()
        cuts.append(f"t.iloc[:, {places[0]}:{places[-1] + 1}{f':{step}' if step > 1 else ''}]")
    if not cuts:
        return ""
    name = json.dumps(opened.name, ensure_ascii=False) if "." in opened.name else "…"
    importance, performance = (f"{cut}.astype(float).mean().to_numpy()" for cut in cuts)
    return (
        f"t = intake.open_table({name}).table; servqual.importance_performance(pd.DataFrame("
        f'{{"importance": {importance}, "performance": {performance}}}, index={cuts[1]}.columns))'
    )
