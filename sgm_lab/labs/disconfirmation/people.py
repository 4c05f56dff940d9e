"""What the views of the explorer have in common: the people, each with what they expected and met."""

from __future__ import annotations

from abc import ABC
from typing import TYPE_CHECKING

from ... import servqual
from ...i18n import worded
from ...numbers import minus
from ...paper.blocks import Cell, Quiet
from ..servqual import kept
from ..servqual.views import signed
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PeopleView"]


class PeopleView(View, ABC):
    """A view of people, each with what they expected and met."""

    def people(self, dimensions: tuple[str, ...] | None, by: str | None = None) -> pd.DataFrame:
        """Return one row a person, of a segment and wave, or with the column that groups are made by."""
        segment = "all" if by else self.at["segment"]
        wave = None if by == "wave" else self.at["wave"]
        found: pd.DataFrame = kept.found(
            servqual.respondents, self.lab.source, segment, wave, dimensions, by, scale=self.lab.scale
        )
        return found

    def chosen(self) -> tuple[str, ...] | None:
        """Dimensions people are looked at in; nothing for all."""
        return None if self.at["dimension"] == "all" else (self.at["dimension"],)

    def line(self, n: int, by: str | None = None) -> str:
        """Subtitle of a figure."""
        source, dimension = self.lab.source, self.at["dimension"]
        wave = self.at["wave"] if len(source.waves()) > 1 and by != "wave" else None
        line = source.line(n, "all" if by else self.at["segment"], wave)
        what = self.w("dimension_all") if dimension == "all" else worded("common.dimension", dimension)
        return self.w("line", line=line, what=what)

    def interval(self, value: float, low: float, high: float) -> Cell:
        """Write a value with its interval, where it has one."""
        shown = signed(value)
        return shown if low != low else Quiet(shown, minus(self.w("interval", low=low, high=high)))
