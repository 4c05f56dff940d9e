"""What a lab task asks about the result: a figure that stands in it, so that it follows the case and what was set.

Nothing is kept of the answer: it is read from what the lab shows, a cell of a table or a number in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from .. import labs
from .._typed import normalise, read_number
from ..errors import SgmError
from ..i18n import Language, t, use_language
from ..labs.controls import Choice
from ..paper.blocks import Block, Folded, Note, Table, plain, told
from .fields import Fields, Text, form

__all__ = ["FOUND", "Figure", "Finding", "matches"]

#: Under which name the learner's figure stands in an answer, beside the lab's own state.
FOUND = "found"
_FIGURE = re.compile(r"[+±−-]?\d[\d,]*(?:\.\d+)?")
_MOST = 8  # other settings that are tried for one wrong figure


class Figure(NamedTuple):
    """A number as it is written: its value, and how many digits after the point."""

    value: float
    decimals: int


def _figure(text: str) -> Figure | None:
    found = _FIGURE.search(text)
    if not found:
        return None
    written = normalise(found[0]).replace(",", "").lstrip("±")
    return Figure(float(written), len(written.partition(".")[2]))


def matches(figure: Figure, text: str) -> bool:
    """Whether a learner's text is the figure, to the digits shown; a sign may be left out, not turned.

    >>> matches(Figure(-0.79, 2), "0.79"), matches(Figure(-0.79, 2), "−0.79"), matches(Figure(0.46, 2), "-0.46")
    (True, True, False)
    >>> matches(Figure(58, 0), "58%"), matches(Figure(58, 0), "0.58")
    (True, False)
    """
    read = read_number(text)
    if read is None:
        return False
    allowed = 0.5 * 10**-figure.decimals - 1e-9
    wanted = [figure.value] if read[0] < 0 else [figure.value, abs(figure.value)]
    return any(abs(read[0] - value) < allowed for value in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A question about the result, and where its answer stands.

    Either in the table, at a ``column`` and a ``row`` (the first by default), or in a sentence: ``says`` is a regular
    expression whose one group is the figure.
    """

    ask: Text
    column: Text | None = None
    row: Text | None = None
    says: Text | None = None

    @classmethod
    def read(cls, row: Fields) -> Finding:
        """Take the question and where its answer stands."""
        found = cls(ask=row.text("ask"), **{name: row.maybe_text(name) for name in ("column", "row", "says")})
        if (found.says is None) == (found.column is None) or (found.row and found.says):
            row.fail("says", form("cell_or_sentence"))
        for text in found.says.by.values() if found.says else ():
            if not _one_group(text):
                row.fail("says", form("one_group"), value=text)
        row.done()
        return found

    def where(self, lang: Language) -> str:
        """Say where in the result the figure stands."""
        if self.column is None:
            return t("exercises.ui.found_in_words", lang)
        column = self.column.say(lang)
        if self.row is None:
            return t("exercises.ui.found_in_first", lang, column=column)
        return t("exercises.ui.found_in_cell", lang, row=self.row.say(lang), column=column)

    def figure(self, lab: str, state: Mapping[str, Any], lang: Language) -> Figure | None:
        """Read the figure in what the lab shows in that state; None where it does not stand there."""
        with use_language(lang):
            try:
                made = _open(lab, state)
                result = made.compute()
                blocks = made.blocks(result)
                if self.says:
                    text = "\n".join([made.sentence(result), *_texts(blocks)])
                    said = re.search(self.says.say(lang), text)
                    return _figure(said[1]) if said else None
                return next((_figure(cell) for cell in self._cells(blocks, lang)), None)
            except SgmError:
                return None

    def _cells(self, blocks: Sequence[Block], lang: Language) -> Iterator[str]:
        row, column = (one.say(lang) if one else "" for one in (self.row, self.column))
        for table in _tables(blocks):
            at = next((n for n, head in enumerate(table.heads) if head.startswith(column)), None)
            if at is None:
                continue
            for cells in table.rows:
                if row in told(cells[0]) and (row or cells is table.rows[0]):
                    yield told(cells[at])

    def why(
        self, lab: str, state: Mapping[str, Any], start: Mapping[str, Any], goal: Mapping[str, Any],
        text: str, lang: Language,
    ) -> str:  # fmt: skip
        """Say which setting, row or column a wrong figure belongs to, as far as that can be told."""
        with use_language(lang):
            made = _open(lab, state)
            for name, value, shown in _others(made, {**made.defaults, **start}, goal):
                figure = self.figure(lab, {**state, name: value}, lang)
                if figure and matches(figure, text):
                    return t("exercises.ui.found_set", lang, control=made.w(name), value=shown)
            row, column = (one.say(lang) if one else "" for one in (self.row, self.column))
            for table in _tables(made.blocks(made.compute())) if column else ():
                for cells in table.rows:
                    for head, cell in zip(table.heads[1:], cells[1:], strict=False):
                        figure = _figure(told(cell))
                        if figure and matches(figure, text):
                            own = bool(row) and row in told(cells[0])
                            if own and not head.startswith(column):
                                return t("exercises.ui.found_column", lang, column=head)
                            if head.startswith(column):
                                return t("exercises.ui.found_row", lang, row=told(cells[0]))
        return t("exercises.ui.found_nowhere", lang)


def _one_group(pattern: str) -> bool:
    try:
        return re.compile(pattern).groups == 1
    except re.error:
        return False


def _open(lab: str, state: Mapping[str, Any]) -> labs.Lab:
    cls = getattr(labs, lab)
    made: labs.Lab = cls(**{name: value for name, value in state.items() if name in cls.defaults})
    return made


def _others(lab: labs.Lab, start: Mapping[str, Any], goal: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Return other values of what the task asks to set: first how it begins, then what else is offered."""
    controls = {one.name: one for one in lab.controls() if one.name in goal}
    offered = [
        [(name, value) for _, value in one.options]
        for name, one in controls.items()
        if isinstance(one, Choice)
    ]
    first = [(name, start[name]) for name in controls if start.get(name) is not None]
    turns = [
        one for turn in zip_longest(*offered) for one in turn if one
    ]  # of each control one, then of each the next
    found: list[tuple[str, Any, str]] = []
    for name, value in [*first, *turns]:
        shown = controls[name].shown(value)
        if shown and value != lab.state[name] and (name, value, shown) not in found:
            found.append((name, value, shown))
    return found[:_MOST]


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Folded):
            yield from _tables(block.inside)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Note):
            yield plain(block.text)
        elif isinstance(block, Folded):
            yield from _texts(block.inside)
