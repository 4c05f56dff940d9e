"""The header of a table: which rows it is, and one name for each column, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..errors import ArgumentError, DataError, listing, sentence
from ..i18n import t
from ._cells import is_number, normalise
from ._letters import cleaned
from ._levels import SIDED, codes_above, is_second, joined, lost, title_above
from ._limits import check_columns
from ._names import is_known, names

__all__ = ["FIRST", "check_header", "distinct", "find_header"]

FIRST = 12  # rows with content that are looked at
_TITLES = 5


def check_header(header: int | None) -> None:
    """Refuse a number of header rows that is none."""
    if header is not None and (isinstance(header, bool) or header not in range(1, FIRST)):
        raise ArgumentError("errors.choice", name="header", value=header, choices=[1, 2, 3])


def find_header(
    first: list[list[Any]], name: str, header: int | None = None
) -> tuple[list[str], int, list[str]]:
    """Return the names of the columns, how many of the ``first`` rows with content they take, and what was noticed.

    A title above the table is passed over, and two rows are read as one header where the lower one says which side
    of a question a column is, or is certainly no answer; ``header`` rows are taken where it is given. A note that
    belongs into every summary is a `Sentence`.

    Raises
    ------
    DataError
        If there is no name, or more columns than a survey has; it says so where ``header=2`` may help.
    """
    rows = [_cells(row) for row in first]
    if header is not None:
        used = min(header, len(rows))
        heads, said = _headed(joined(rows[:used]), name)
        return heads, used, [*lost(rows[:used], heads), *said]
    at = _titles(rows)
    title = [t("files.note_title", file=name, title=next(cell for cell in rows[0] if cell))] if at else []
    if len(rows) > at + 2 and all("ImportId" in cell for cell in rows[at + 2] if cell):  # Qualtrics
        heads, said = _headed(_asked(rows[at], rows[at + 1]), name)
        return heads, at + 3, [*title, *said]
    below = rows[at + 1] if len(rows) > at + 1 else []
    if codes_above(rows[at], below, rows[at + 2 :]):
        heads, said = _headed(_asked(rows[at], below), name)
        return heads, at + 2, [*title, sentence("files.note_two_rows", file=name), *said]
    three = rows[at : at + 3]
    if len(three) > 2 and _are_sides(below, three[2]) and not any(map(is_number, filter(None, below))):
        heads, said = _headed(joined(three), name)
        return heads, at + 3, [*title, *lost(three, heads), *said]
    two = rows[at : at + 2]
    sided = _are_sides(rows[at], below) or _stand_above(rows[at], below)
    if sided or is_second(rows[at], below, rows[at + 2 :]) or _comes_again(rows[at], below, rows[at + 2 :]):
        told = [] if sided else [sentence("files.note_two_rows", file=name)]
        heads, said = _headed(joined(two), name)
        return heads, at + 2, [*title, *told, *lost(two, heads), *said]
    if title_above(rows[at], below):
        heads, said = _headed(below, name, rows[at + 2 :])
        note = sentence("files.note_title", file=name, title=" ".join(filter(None, rows[at])))
        return heads, at + 2, [*title, note, *said]
    if _continues(rows[at], below):
        raise DataError("files.two_headers", file=name)
    heads, said = _headed(rows[at], name, rows[at + 1 :])
    return heads, at + 1, [*title, *said]


def _repeated(columns: Iterable[str]) -> list[str]:
    """Names that stand more than once."""
    return [name for name, count in Counter(columns).items() if count > 1]


def distinct(columns: list[str]) -> tuple[list[str], list[str]]:
    """Number names that stand more than once, and say so.

    >>> distinct(["a", "b", "a"])[0]
    ['a', 'b', 'a #2']
    """
    twice = _repeated(columns)
    if not twice:
        return columns, []
    times: Counter[str] = Counter()
    made: list[str] = []
    for name in columns:
        times[name] += 1
        while times[name] > 1 and f"{name} #{times[name]}" in columns:
            times[name] += 1
        made.append(name if times[name] == 1 else f"{name} #{times[name]}")
    return made, [t("files.note_same_column", columns=listing(twice), second=f"{twice[0]} #2")]


def _cells(row: list[Any]) -> list[str]:
    cells = ["" if cell is None else cleaned(str(cell)).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _titles(rows: list[list[str]]) -> int:
    """How many rows from the top say something of the whole table: one text, over rows that are wider."""
    count = 0
    for row in rows[:_TITLES]:
        said = {cell for cell in row if cell}
        if len(said) != 1 or any(is_known(cell) or is_number(cell) for cell in said):
            break
        count += 1
    rest = rows[count : count + 2]
    return count if len(rest) > 1 and all(sum(map(bool, row)) > 1 for row in rest) else 0


def _are_sides(top: list[str], below: list[str]) -> bool:
    """Whether the second row only says which side of a question each column is."""
    sides = {name for side in SIDED for name in names(side)}
    said = [
        (cell, above)
        for cell, above in zip(below, [*top, *[""] * len(below)], strict=False)
        if cell and cell != above
    ]
    return len(said) > 1 and all(normalise(cell) in sides for cell, _ in said)


def _stand_above(top: list[str], below: list[str]) -> bool:
    """Whether the first row says which side the columns are on that the second names, each for more than one."""
    sides = [names(side) for side in SIDED]
    above, said, last = [*top, *[""] * len(below)], [], ""
    for over, name in zip(above, below, strict=False):
        last = over or (last if name else "")
        if name and name != last and any(normalise(last) in known for known in sides):
            said.append((last, name))
    under = [[name for over, name in said if over == one] for one in dict(said)]
    same = all(len(one) > 1 and sorted(one) == sorted(under[0]) for one in under)
    return len(under) > 1 and same


def _comes_again(top: list[str], below: list[str], rest: list[list[str]]) -> bool:
    """Whether the second row says the same words under each of several headings, and nobody answered them."""
    said: dict[str, list[str]] = {}
    last = ""
    for over, name in zip([*top, *[""] * (len(below) - len(top))], below, strict=False):
        last = over or last
        if name:
            said.setdefault(last, []).append(name)
    groups = list(said.values())
    if (
        len(groups) < 2
        or len(groups[0]) < 2
        or any(one != groups[0] for one in groups)
        or any(map(is_number, below))
    ):
        return False
    return not {cell for row in rest for cell in row} & set(groups[0])


def _continues(top: list[str], below: list[str]) -> bool:
    """Whether the second row looks like more header: words where the first has none, and nobody answered it."""
    if not below or not top or below[0] or any(is_number(cell) for cell in below if cell):
        return False
    return any(cell and not above for cell, above in zip(below, [*top, *[""] * len(below)], strict=False))


def _asked(codes: list[str], texts: list[str]) -> list[str]:
    """Names from codes above texts: what was asked, with the code where that stands twice."""
    texts = [*texts, *[""] * (len(codes) - len(texts))]
    twice = set(_repeated(texts))
    return [
        code if not text else f"{code} {text}" if text in twice else text
        for code, text in zip(codes, texts, strict=False)
    ]


def _headed(head: list[str], name: str, below: list[list[str]] | None = None) -> tuple[list[str], list[str]]:
    head = list(head)
    while head and not head[-1]:
        head.pop()
    check_columns(len(head), name)
    named = [cell or t("files.nameless", number=number) for number, cell in enumerate(head, 1)]
    if not named:
        raise DataError("files.no_header", file=name)
    if len(set(named)) < len(named) and below and _may_be_header(below[0], below[1:]):
        raise DataError("files.same_column_or_two", file=name, columns=_repeated(named))
    return distinct(named)


def _may_be_header(row: list[str], rest: list[list[str]]) -> bool:
    """Whether a row holds words that nobody answered again below."""
    words = [cell for cell in row if cell]
    if len(words) < 2 or any(map(is_number, words)):
        return False
    return not {cell for line in rest for cell in line} & set(words)
