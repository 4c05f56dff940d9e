"""What every view of the SERVQUAL lab has: the result it hands on, names of things, and the order it is asked in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import charts, servqual
from ..charts.fitting import folded, minus
from ..i18n import get_language, t
from ..paper import markup
from . import _servqual_kept as kept
from .controls import Choice, Control

if TYPE_CHECKING:
    import pandas as pd

    from .servqual import ServqualLab

__all__ = [
    "ServqualResult", "View", "dimension_label", "interval", "left_out", "listed", "points", "rows_of", "signed", "w",
    "wave_options",
]  # fmt: skip

_FOLD = {"page": 15, "phone": 9}  # full-width letters of an item's label in a figure
_TOTAL = 100


def w(key: str, /, **values: Any) -> str:
    """Return a text of the SERVQUAL lab."""
    return t(f"lab_servqual.{key}", **values)


@dataclass(frozen=True)
class ServqualResult:
    """What a view has worked out.

    Attributes
    ----------
    table : pandas.DataFrame
        Its main table.
    line : str
        Data, segment, wave, n: subtitle of the figure.
    n : int
        Questionnaires.
    detail : pandas.DataFrame or None
        A second table.
    facts : mapping
        Single values the sentence needs.
    """

    table: Any  # a DataFrame; pandas' stubs do not know what its cells hold
    line: str
    n: int
    detail: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class View(ABC):
    """One view of the lab; it reads the lab's state and holds none of its own."""

    def __init__(self, lab: ServqualLab) -> None:
        self.lab = lab
        self.state = lab.state

    @abstractmethod
    def controls(self) -> Iterator[Control]:
        """Yield the controls that matter here."""

    @abstractmethod
    def compute(self) -> ServqualResult:
        """Call the methods."""

    @abstractmethod
    def sentence(self, result: ServqualResult) -> str:
        """Say the result in plain words."""

    @abstractmethod
    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart | None:
        """Draw the result."""

    @abstractmethod
    def details(self, result: ServqualResult) -> str:
        """Return the HTML below the figure."""

    # ---- who is looked at ----

    def who(self) -> Iterator[Control]:
        """Yield the controls for segment and wave."""
        yield Choice("segment", self.lab.source.segments())
        yield from self.when()

    def when(self) -> Iterator[Control]:
        """Yield the control for the wave; one wave leaves no choice."""
        waves = self.lab.source.waves()
        if len(waves) > 1:
            yield Choice("wave", wave_options(waves))

    def level(self) -> Control:
        """Return the choice between dimensions and items."""
        return Choice("level", [(w(f"level_{name}"), name) for name in ("dimension", "item")], buttons=True)

    @property
    def chosen(self) -> tuple[Any, str, Any]:
        """Source, segment and wave, the key of everything kept."""
        source = self.lab.source
        return source, self.state["segment"], self.state["wave"]

    def shown_wave(self) -> Any:
        """Wave for the subtitle; none where there is only one."""
        return self.state["wave"] if len(self.lab.source.waves()) > 1 else None

    def line(self) -> tuple[str, int]:
        """Subtitle and number of questionnaires."""
        source, segment, wave = self.chosen
        n = kept.people(source, segment, wave)
        return source.line(n, segment, self.shown_wave()), n

    # ---- names ----

    def names(self, size: charts.Size | None = None) -> dict[Any, str]:
        """Label of each dimension and item; folded for a figure of this size."""
        return _names(self.lab.source, size, get_language())

    def homes(self) -> dict[Any, str]:
        """Dimension of each item."""
        return _homes(self.lab.source)

    def dimensions(self) -> list[str]:
        """Dimensions of the source, in SERVQUAL's order."""
        present = set(self.homes().values())
        return [name for name in servqual.DIMENSIONS if name in present]


def wave_options(waves: list[Any]) -> list[tuple[str, Any]]:
    """Label and value of each wave."""
    return [(t("labs.source.wave_option", wave=wave), wave) for wave in waves]


@lru_cache(64)
def _names(source: Any, size: charts.Size | None, lang: str) -> dict[Any, str]:
    made: dict[Any, str] = {name: dimension_label(name) for name in servqual.DIMENSIONS}
    for item, text in source.labels().items():
        known = str(text) != str(item)
        key = "item_number" if not known else "item_label" if size else "item_said"
        label = w(key, item=item, **({"text": str(text).rstrip("。.")} if known else {}))
        made[item] = folded(label, _FOLD[size]) if size else label
    return made


@lru_cache(32)
def _homes(source: Any) -> dict[Any, str]:
    first = source.answers.drop_duplicates("item")
    return dict(zip(first["item"].tolist(), first["dimension"].astype(str), strict=True))


def rows_of(table: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Index and row of each row."""
    yield from table.iterrows()


def dimension_label(name: Any) -> str:
    """Name of a dimension in words."""
    return t(f"common.dimension.{name}")


def listed(names: list[str], most: int = 3) -> str:
    """Names as a list in words."""
    return t("labs.comma").join(names[:most])


def signed(value: float) -> str:
    """Write a number with its sign; what is missing is a dash."""
    return "–" if value != value else minus(f"{value:+.2f}")


def interval(value: float, low: float, high: float, *, sign: bool = True) -> str:
    """Write a value with its interval, as HTML."""
    shown = signed(value) if sign else "–" if value != value else f"{value:.2f}"
    if low != low:
        return markup.Raw(shown)
    key = "interval_signed" if sign else "interval"
    return markup.Raw(f"{shown} <small>{w(key, low=low, high=high)}</small>")


def points(value: float) -> str:
    """Write points of the scale as they are said: one decimal, without a sign."""
    return f"{abs(value):.1f}"


def left_out(table: pd.DataFrame) -> str:
    """Say how many people answered too little, and what was noticed about the answers."""
    counts = [int(count) for count in table.attrs.get("left_out", {}).values()]
    most = max(counts, default=0)
    lines = [w("left_out", most=most)] if most else []
    lines += [note for note in table.attrs.get("notes", [])]
    return "".join(markup.paragraph(line, "sgm-quiet-note") for line in dict.fromkeys(lines))
