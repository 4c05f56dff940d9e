"""A table with two columns a question: checked against its words, what is left over, and one row an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import listing, sentence
from ._answers import SIDES, UNIT, Kind
from ._beside import Said, says_importance
from ._cells import answers_in, is_number, normalise, once
from ._columns import Fates
from ._marked import unit_of
from ._wording import negations

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ask_against", "left_over", "melted", "say_turned", "say_twice", "used_in"]

_WEIGHTS = re.compile(
    r"(?:样本|加权|抽样|樣本|加權)?(?:权重|權重|权数)(?:系数)?|(?:sample|survey|case|final)?[ _]?weights?|wt|加权系数"
)
_MARK = re.compile(r"[（(][^（）()]+[）)]$")  # that a header ends in, as those of the pairs may
_AGAIN = re.compile(r" #\d+$")  # as `distinct` numbers headers that stand more than once
_CODES: dict[Kind, int] = {"kano": 5, "servqual": 7}


def used_in(made: Said) -> set[str]:
    """Columns that belong to a feature or item."""
    return {column for pair in made.values() for column in pair.values()}


def say_turned(made: Said, wide: dict[str, str], fates: Fates) -> None:
    """Say which pairs were told by their words alone while the question that says no stands first."""
    order = list(wide)
    for unit, pair in made.items():
        good, bad = (pair[side] for side in SIDES["kano"])
        marked = any(unit_of(wide[pair[side]], side, "kano") for side in SIDES["kano"])
        if not marked and order.index(bad) < order.index(good):
            fates.doubts.append(sentence("intake.turned_pair", feature=unit, first=good, second=bad))


def say_twice(made: Said, fates: Fates) -> None:
    """Say which features or items come from columns that bear the names of others before them."""
    again = [str(unit) for unit in made if _AGAIN.search(str(unit))]
    if again:
        fates.doubts.append(sentence("intake.named_twice", units=listing(again)))


def ask_against(made: Said, wide: dict[str, str], fates: Fates) -> None:
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


def left_over(
    table: pd.DataFrame, columns: list[str], kind: Kind, fates: Fates, understood: Callable[[Any], bool]
) -> pd.DataFrame:
    """Take care that no question becomes a segment unseen: answers in words are left out, those in figures said."""
    lonely, doubtful, several = [], [], []
    fates.doubts += said_of_left_over(table, columns, kind)
    marks = {end[0] for column in table if column not in columns and (end := _MARK.search(str(column)))}
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
        elif (
            all(map(is_number, values))
            and (len(values) > 3 or ((end := _MARK.search(column)) and end[0] in marks))
            and all(map(understood, values))
        ):
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


def said_of_left_over(table: pd.DataFrame, columns: list[str], kind: Kind) -> list[str]:
    """Say which columns that look like importance or weights are kept as they are, and used for nothing."""
    found = {
        "importance_unread": [one for one in columns if kind == "kano" and says_importance(one)],
        "unweighted": [
            one for one in columns if _WEIGHTS.fullmatch(normalise(one)) and answers_in(table[one])
        ],
    }
    return [sentence(f"intake.{key}", columns=listing(some)) for key, some in found.items() if some]


def melted(table: pd.DataFrame, made: Said, kind: Kind, fates: Fates) -> pd.DataFrame:
    import pandas as pd

    used = used_in(made)
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
