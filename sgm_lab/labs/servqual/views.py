"""What every view of the SERVQUAL lab has: who is looked at, names of things, and how numbers are said."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import charts, servqual
from ...charts.fitting import folded
from ...errors import plainly
from ...i18n import get_language, t, worded
from ...numbers import number
from ...paper.blocks import Note, Quiet
from ..views import View
from . import kept

if TYPE_CHECKING:
    from ..source import Source

__all__ = [
    "Found",
    "ServqualView",
    "dimension_label",
    "dimensions",
    "listed",
    "names",
    "points",
    "signed",
]

_FOLD = {"page": 15, "phone": 9}  # full-width letters of an item's label in a figure


@dataclass(frozen=True)
class Found:
    """What a view has worked out.

    Attributes
    ----------
    table : pandas.DataFrame
        Its main table.
    line : str
        Data, segment, wave, n: subtitle of the figure.
    n : int
        Questionnaires.
    """

    table: Any  # a DataFrame; pandas' stubs do not know what its cells hold
    line: str
    n: int


class ServqualView(View, ABC):
    """A question put to the answers of some people."""

    def __init__(self, lab: Any) -> None:
        super().__init__(lab)
        self.data: Source = lab.source

    # ---- who is looked at ----

    @property
    def chosen(self) -> tuple[Source, str, Any]:
        """Source, segment and wave, the key of everything kept."""
        return self.data, self.at["segment"], self.at["wave"]

    def said_by(self, method: Callable[..., Any], *given: Any, wave: Any = ..., **how: Any) -> Any:
        """What a method of `sgm_lab.servqual` says of those who are looked at, kept; or of another wave."""
        source, segment, own = self.chosen
        return kept.found(
            method, source, segment, own if wave is ... else wave, *given, scale=self.lab.scale, **how
        )

    def line(self, segment: str | None = None) -> tuple[str, int]:
        """Subtitle and number of questionnaires; one wave needs no name."""
        segment, wave = segment or self.at["segment"], self.at["wave"]
        n = kept.people(self.data, segment, wave)
        return self.data.line(n, segment, wave if len(self.data.waves()) > 1 else None), n

    # ---- names ----

    def names(self, size: charts.Size | None = None) -> dict[Any, str]:
        """Label of each dimension and item; folded for a figure of this size."""
        return names(self.data, size, get_language())

    def homes(self) -> dict[Any, str]:
        """Dimension of each item."""
        return kept.homes(self.data)

    def places(self, size: charts.Size) -> dict[str, Any]:
        """What charts of dimensions or items are told besides."""
        return {"labels": self.names(size), "dimensions": self.homes(), "size": size}

    # ---- words ----

    def interval(self, value: float, low: float, high: float, *, sign: bool = True) -> str | Quiet:
        """Write a value with its interval, where it has one."""
        shown = number(value, "+.2f" if sign else ".2f")
        word = "interval_signed" if sign else "interval"
        return shown if low != low else Quiet(shown, self.w(word, low=low, high=high))

    def left_out(self, table: Any) -> list[Note]:
        """Say how many people answered too little, and what was noticed about the answers."""
        most = max((int(count) for count in table.attrs["left_out"].values()), default=0)
        lines = [*([self.w("left_out", most=most)] if most else []), *map(plainly, table.attrs["notes"])]
        return [Note(line, "quiet-note") for line in dict.fromkeys(lines)]


@lru_cache(64)
def names(source: Source, size: charts.Size | None, lang: str) -> dict[Any, str]:
    """Label of each dimension and item."""
    made: dict[Any, str] = {
        name: dimension_label(name) for name in (*servqual.DIMENSIONS, *dimensions(source))
    }
    for item, text in source.labels().items():
        known = str(text) != str(item)
        key = "item_number" if not known else "item_label" if size else "item_said"
        named = isinstance(item, str) and not item.isdigit()  # an item of one's own is called what it is
        label = item if named else t(f"lab_servqual.{key}", item=item, text=str(text).rstrip("。."))
        made[item] = folded(label, _FOLD[size]) if size else label
    return made


def dimensions(source: Source) -> list[str]:
    """Dimensions of the source: those of SERVQUAL in its order, then its own in that of the questionnaire."""
    present = dict.fromkeys(kept.homes(source).values())
    known = [name for name in servqual.DIMENSIONS if name in present]
    return [*known, *(name for name in present if name not in known)]


def dimension_label(name: Any) -> str:
    """Name of a dimension in words."""
    return worded("common.dimension", name)


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as a list in words."""
    return t("labs.comma").join(names[:most])


def signed(value: float, digits: int = 2) -> str:
    """Write a number with its sign; what is missing is a dash."""
    return number(value, f"+.{digits}f")


def points(value: float) -> str:
    """Write points of the scale as they are said: one decimal, without a sign."""
    return f"{abs(value):.1f}"


def place(rank: float) -> str:
    """Write a rank; what is missing has none."""
    return number(rank, ".0f")
