"""What is shown, as plain data: each medium has one renderer for it (`markup`, `excel`, `word`).

A lab's view yields `Figure`, `Table`, `Note`, `Steps`, `Folded`, `Files` and `Quotes`; a take-away for work has
`Fact`, `Grid` and `Bar` besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ..charts import Chart, Size

__all__ = [
    "Bar",
    "Block",
    "Cell",
    "Fact",
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
    "Steps",
    "Table",
    "Tagged",
]


class Quiet(NamedTuple):
    """A cell with something small beside its value, as an interval."""

    value: str
    beside: str

    def __str__(self) -> str:
        return f"{self.value} {self.beside}"


class Tagged(NamedTuple):
    """A cell in a look of its own, as that of a Kano category: the kinds are names of the style sheet."""

    text: str
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


Cell: TypeAlias = str | int | float | Quiet | Tagged


@dataclass(frozen=True)
class Figure:
    """A figure, drawn once for each layout that is asked for."""

    draw: Callable[[Size], Chart]


@dataclass(frozen=True)
class Table:
    """Rows under their headings; the first cell of a row is its name."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Note:
    """A paragraph: plain, advice, something to try or to know besides; under a heading where it has one."""

    text: str
    kind: Literal["", "advice", "try", "quiet-note"] = ""
    head: str = ""


@dataclass(frozen=True)
class Steps:
    """Lines in their order, numbered; under a heading where they have one."""

    lines: Sequence[str]
    head: str = ""


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


class Marked(NamedTuple):
    """Words of a quotation that count, and as what."""

    text: str
    kind: Literal["dim", "tone"]


class Quote(NamedTuple):
    """What somebody wrote, in parts, and what is said of it."""

    parts: Sequence[str | Marked]
    said: str


@dataclass(frozen=True)
class Quotes:
    """Quotations below each other."""

    quotes: Sequence[Quote]


Block: TypeAlias = Figure | Table | Note | Steps | Folded | Files | Quotes


@dataclass(frozen=True)
class Fact:
    """A label and its value; short ones stand two in a row, others take ``lines`` to write on."""

    label: str
    value: str
    lines: int = 0


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
