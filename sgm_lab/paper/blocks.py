"""What is shown, as plain data: each medium has one renderer for it (`markup`, `excel`, `word`, `slides`).

A lab's view yields `Figure`, `Table`, `Note`, `Steps`, `Folded`, `Files` and `Quotes`; a take-away for work has
`Fact`, `Grid` and `Bar` besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ..i18n import t

if TYPE_CHECKING:
    from ..charts import Chart, Size

__all__ = [
    "MARK",
    "Bar",
    "Bars",
    "Block",
    "Cell",
    "Fact",
    "Facts",
    "Figure",
    "File",
    "Files",
    "Folded",
    "Grid",
    "Marked",
    "Note",
    "Quiet",
    "Quote",
    "Quotes",
    "Said",
    "Series",
    "Steps",
    "Table",
    "Tagged",
    "Turned",
    "Verdict",
    "Verdicts",
    "numbers",
    "plain",
    "told",
]


#: What stands before a verdict, and says the same to the eye.
MARK = {"met": "✓", "weak": "◐", "missing": "✗"}


class Quiet(NamedTuple):
    """A cell with something small beside its value, as an interval."""

    value: str
    beside: str

    def __str__(self) -> str:
        return f"{self.value} {self.beside}".lstrip()


class Tagged(NamedTuple):
    """A cell in a look of its own, as that of a Kano category: the kinds are names of the style sheet.

    A ``mark`` stands before the words and says the same to the eye.
    """

    text: str
    kinds: tuple[str, ...]
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.mark} {self.text}".lstrip()


class Turned(NamedTuple):
    """A cell whose value has become another."""

    before: str | Tagged
    now: str | Tagged

    def __str__(self) -> str:
        return f"{self.before} → {self.now}"


def told(cell: Cell) -> str:
    """Return a cell as one text, what is beside a value in brackets.

    >>> told(Quiet("0.6", "0.5 到 0.7")), told(12)
    ('0.6（0.5 到 0.7）', '12')
    """
    if isinstance(cell, Quiet) and cell.value and cell.beside and not cell.beside.startswith(("(", "（")):
        return t("common.beside", value=cell.value, beside=cell.beside)
    return str(cell)


Cell: TypeAlias = str | int | float | Quiet | Tagged | Turned


class Marked(NamedTuple):
    """Words in a text that count, and as what."""

    text: str
    kind: Literal["", "dim", "tone"] = ""

    def __str__(self) -> str:
        return self.text


Said: TypeAlias = str | Sequence[str | Marked | Quiet]
"""A text, or its parts where some of it has a look of its own."""


def plain(said: Said) -> str:
    """Return a text as it is read.

    >>> plain(["by ", Marked("June"), Quiet("", "(8 points)")])
    'by June(8 points)'
    """
    return (
        said
        if isinstance(said, str)
        else "".join(str(part).lstrip() if isinstance(part, Quiet) else str(part) for part in said)
    )


class Series(NamedTuple):
    """Values with their intervals, one for each name of a chart; missing ones are nan."""

    name: str
    values: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]
    color: str


@dataclass(frozen=True)
class Bars:
    """What a figure shows as bars with intervals, for a medium with charts of its own that can be edited."""

    names: Sequence[str]
    series: Sequence[Series]
    form: str = "0.00"


@dataclass(frozen=True)
class Figure:
    """A figure, drawn once for each layout that is asked for; its ``bars`` are the same as data, where it has any."""

    draw: Callable[[Size], Chart]
    bars: Bars | None = None


@dataclass(frozen=True)
class Table:
    """Rows under their headings; the first cell of a row is its name."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Note:
    """A paragraph: plain, advice, a goal, what is open, to try, to know besides; under a heading where it has one."""

    text: Said
    kind: Literal["", "advice", "goal", "open", "try", "quiet-note"] = ""
    head: str = ""


@dataclass(frozen=True)
class Steps:
    """Lines in their order, numbered or not; under a heading where they have one."""

    lines: Sequence[Said]
    head: str = ""
    kind: Literal["", "drafts"] = ""
    numbered: bool = True


def numbers(lines: Sequence[Said]) -> list[str]:
    """Return lines with their numbers."""
    return [f"{number}. {plain(line)}" for number, line in enumerate(lines, 1)]


class Verdict(NamedTuple):
    """What something is called and how it was judged: the kind is its look, the word says it; why, and what to do."""

    name: str
    kind: Literal["met", "weak", "missing"]
    word: str
    reason: str
    advice: str = ""

    @property
    def mark(self) -> str:
        """What stands before the name, and says the same to the eye."""
        return MARK[self.kind]


@dataclass(frozen=True)
class Verdicts:
    """Verdicts beside each other."""

    verdicts: Sequence[Verdict]


@dataclass(frozen=True)
class Folded:
    """Blocks behind a line that opens them."""

    summary: str
    inside: Sequence[Block]
    opened: bool = False


class File(NamedTuple):
    """A file to take along: its name, its content, and what is said of it."""

    name: str
    content: bytes
    said: str = ""


@dataclass(frozen=True)
class Files:
    """Files to take along; what is shown holds them, so nothing else is needed."""

    files: Sequence[File]


class Quote(NamedTuple):
    """What somebody wrote, in parts, and what is said of it."""

    parts: Said
    said: str


@dataclass(frozen=True)
class Quotes:
    """Quotations below each other."""

    quotes: Sequence[Quote]


@dataclass(frozen=True)
class Fact:
    """A label and its value; short ones stand two in a row, others take ``lines`` to write on."""

    label: str
    value: str
    lines: int = 0


@dataclass(frozen=True)
class Facts:
    """Labels with their values."""

    facts: Sequence[Fact]


Block: TypeAlias = Figure | Table | Note | Steps | Folded | Files | Quotes | Verdicts | Facts


@dataclass(frozen=True)
class Grid:
    """A table; ``shares`` are the widths of its columns, ``notes`` stand below it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Bar:
    """The way from baseline to target; places are shares of the bar's length from 0 to 1."""

    baseline: str
    target: str
    start: float = 0.0
    end: float = 1.0
    actual: str = ""
    at: float | None = None
    verdict: str = ""
    sentence: str = ""
