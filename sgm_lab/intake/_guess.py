"""What each column of a file that is not understood may be: guesses to be put right, never used unseen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SgmError
from ._answers import SIDES, Kind, code_of
from ._beside import EXTRA
from ._cells import answers_in, is_number, to_number
from ._columns import Fates
from ._files import Opened
from ._layout import to_long
from ._marked import unit_of
from ._names import plain_names
from ._patterns import Pattern, asked_alike, sided, the_pattern
from ._wording import negations, stem_side, topic

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Guess", "guess_columns", "guess_meaning", "sides_of", "written"]

_MOST = 12  # different answers of a question


class Guess(NamedTuple):
    """What a column became, or may be, and of which feature or item; the latter empty where nothing can be said."""

    became: str
    of: str = ""


def sides_of(kind: Kind) -> tuple[str, ...]:
    """Sides of a question: the two, and what may be asked beside them."""
    return (*SIDES[kind], *EXTRA[kind])


def written(value: Any) -> str:
    """Write an answer so that 1, 1.0 and "1" are one."""
    number = to_number(value)
    return f"{number:g}" if number is not None else str(value).strip()


def guess_columns(opened: Opened, kind: Kind) -> dict[str, Guess]:
    """Guess what each column is: as it was read where that went well, else by marks and by answers in common."""
    table, columns = opened.table, list(opened.table.columns)
    fates = Fates(columns)
    try:
        to_long(table, kind, opened.name, fates, None, lambda value: code_of(value, kind) is not None)
        read = True
    except SgmError:
        read = False
    told = {column: Guess(*fates.told(column)) for column in columns if fates.told(column)[0]}
    if not read:
        told |= _questions(table, [column for column in columns if column not in told], kind)
    return {
        column: told.get(column, Guess("segment" if _few(table[column]) else "left out"))
        for column in columns
    }


def guess_meaning(answers: list[str], kind: Kind, most: int, *, figures: bool) -> dict[str, int | None]:
    """Code of each answer that is known; of a figure only where ``figures`` are on the scale as they are."""
    found = {one: code_of(one, kind, most=most) if figures or not is_number(one) else None for one in answers}
    return {
        one: int(code) if code is not None and code in range(1, most + 1) else None
        for one, code in found.items()
    }


def _few(values: pd.Series) -> bool:
    return 1 < len(answers_in(values)) <= _MOST


def _questions(table: pd.DataFrame, columns: list[str], kind: Kind) -> dict[str, Guess]:
    """Questions by the marks in their headers; those without by the answers that another column has too."""
    plain = plain_names(columns)
    made: dict[str, Guess] = {}
    for column in columns:
        for side in SIDES[kind]:
            if (unit := unit_of(plain[column], side, kind)) is not None:
                made.setdefault(column, Guess(side, unit))
    units = Counter(guess.of for guess in made.values())
    lonely = {column: guess.became for column, guess in made.items() if units[guess.of] == 1}
    whole = {column: guess for column, guess in made.items() if column not in lonely}
    asked = asked_alike(table, [column for column in columns if column not in whole])
    if len(set(lonely.values())) == 1 and (found := the_pattern(plain, asked, lonely.keys())):
        one, other = found.pairs[0]
        side = next(iter(lonely.values()))
        if (one in lonely) != (other in lonely):
            return whole | _of_pattern(found, SIDES[kind].index(side) == (one not in lonely), kind)
    return made | _paired([column for column in asked if column not in lonely], plain, kind)


def _of_pattern(found: Pattern, in_order: bool, kind: Kind) -> dict[str, Guess]:
    first, second = SIDES[kind] if in_order else SIDES[kind][::-1]
    return {
        column: Guess(side, name)
        for (one, other), name in zip(found.pairs, found.names, strict=True)
        for column, side in ((one, first), (other, second))
    }


def _paired(asked: list[str], plain: dict[str, str], kind: Kind) -> dict[str, Guess]:
    """Pair questions whose headers are built alike; else in turn, or by halves where their words say so."""
    if found := the_pattern(plain, asked):
        return _of_pattern(found, sided(found.marks, kind) >= 0, kind)
    half, odd = divmod(len(asked), 2)
    first, second = SIDES[kind]
    if odd or not half:
        return {column: Guess(first) for column in asked}
    if kind == "kano":
        says_no = [negations(plain[column]) for column in asked]
        halves = half > 1 and not any(says_no[:half]) and all(says_no[half:])
    else:
        sides = [stem_side(plain[column]) for column in asked]
        halves = sides[:half] == [first] * half
    ones, others = (asked[:half], asked[half:]) if halves else (asked[::2], asked[1::2])
    made: dict[str, Guess] = {}
    for number, (one, other) in enumerate(zip(ones, others, strict=True), 1):
        if kind == "kano" and negations(plain[one]) > negations(plain[other]):
            one, other = other, one
        name = topic(plain[one], plain[other]) if kind == "kano" else str(number)
        made |= {one: Guess(first, name), other: Guess(second, name)}
    return made
