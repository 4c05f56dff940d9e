"""Kano lab, what the answers say: tallies, Better against Worse, curves, and how far people are apart."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ... import charts, kano
from ...paper.blocks import Block, Figure, Note, Table
from ..views import View
from .counted import Limits, scores, tallied
from .words import advice, category, certain, heads, listed, named_category

if TYPE_CHECKING:
    import pandas as pd

    from ..source import Source

__all__ = ["CROSSES", "Counted", "Curves", "KanoView", "Plane", "Quadrant", "Tallies"]

CROSSES: dict[str, Any] = {"half": 0.5, "mean": "mean", "median": "median"}


@dataclass(frozen=True)
class Counted:
    """Counts, classification and certainty of one choice of people."""

    counts: pd.DataFrame
    classified: pd.DataFrame
    certainty: pd.DataFrame
    respondents: int
    source: str


class KanoView(View, ABC):
    """A question put to the answers of some people."""

    asks: ClassVar[tuple[str, ...]] = ("segment", "wave", "table", "rule", "threshold", "cross", "people")

    def __init__(self, lab: Any) -> None:
        super().__init__(lab)
        self.data: Source = lab.source
        self.labels = self.data.labels()

    @property
    def cross(self) -> Any:
        """Where the quadrant's lines lie, as the methods take it."""
        return CROSSES[self.at["cross"]]

    @property
    def threshold(self) -> float:
        """Share of all answers below which two categories are close."""
        return float(self.at["threshold"]) / 100

    @property
    def strict(self) -> tuple[str, float, float]:
        """Limits beyond which answers look careless."""
        return self.at["table"], self.at["max_q"] / 100, self.at["max_run"] / 100

    @property
    def limits(self) -> Limits:
        """Limits in force: none where everybody counts."""
        return self.strict if self.at["people"] == "careful" else None

    def classify(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Classify by the chosen rule."""
        return kano.classify(counts, rule=self.at["rule"], threshold=self.threshold, cross=self.cross)

    def counted(self) -> Counted:
        """Tally and classify the chosen people's answers."""
        at = self.at
        counts, certainty, n = tallied(self.data, at["segment"], at["wave"], at["table"], self.limits)
        line = self.data.line(n, at["segment"], at["wave"])
        if self.limits is not None:
            line = self.w("line_careful", line=line)
        return Counted(counts, self.classify(counts), certainty, n, line)

    def listed(self, names: list[str], most: int = 3) -> str:
        """Write the first of some names as a list."""
        return listed(names, self.w("none"), most)


class Tallies(KanoView):
    """Which needs are there? What must be kept, what delights, and what is still open."""

    def compute(self) -> Counted:
        """Count."""
        return self.counted()

    def says(self, found: Counted) -> str:
        """Name the features of each category, and those that are open."""
        sure, unsure = certain(found.classified, found.certainty, self.labels)
        named = {key: self.listed(sure.get(letter, [])) for key, letter in
                 {"must": "M", "more": "O", "delight": "A"}.items()}  # fmt: skip
        key = "sentence_open" if unsure else "sentence"
        return self.w(key, n=found.respondents, open=self.listed(unsure), **named)

    def shows(self, found: Counted) -> Iterator[Block]:
        """The figure, and what to do about each feature."""
        yield self.figure(found)
        yield advice(found.classified, found.certainty, self.labels)

    def figure(self, found: Counted) -> Figure:
        """Every answer."""
        return self.drawn(
            charts.tallies, found.counts, found.classified, labels=self.labels, subtitle=found.source
        )


class Quadrant(Tallies):
    """Better against |Worse|."""

    def figure(self, found: Counted) -> Figure:
        """The cross may lie at the mean or median of the features."""
        better, worse = kano.quadrant_lines(found.counts, self.cross)
        return self.drawn(
            charts.quadrant,
            found.classified,
            cross=(worse, better),
            labels=self.labels,
            subtitle=found.source,
        )


class Curves(Tallies):
    """Satisfaction against fulfilment."""

    def figure(self, found: Counted) -> Figure:
        """Categories and their Better and Worse."""
        return self.drawn(
            charts.satisfaction_curves, found.classified, labels=self.labels, subtitle=found.source
        )


@dataclass(frozen=True)
class Scored(Counted):
    """Continuous scores, with the two largest groups of people on each feature."""

    scores: pd.DataFrame


class Plane(KanoView):
    """How far are people apart?"""

    asks = ("segment", "wave", "table", "people")

    def compute(self) -> Scored:
        """Score the answers."""
        found, at = self.counted(), self.at
        table = scores(self.data, at["segment"], at["wave"], self.limits).join(kano.camps(found.counts))
        table["apart"] = table["functional_sd"] + table["dysfunctional_sd"]
        return Scored(**vars(found), scores=table)

    def says(self, found: Scored) -> str:
        """Name the feature people are furthest apart on, and its two camps."""
        order = found.scores.dropna(subset=["apart"]).sort_values("apart", ascending=False, kind="stable")
        if order.empty:
            return self.w("sentence_plane_none")
        row = order.iloc[0]
        return self.w("sentence_plane", n=found.respondents, feature=self.labels[order.index[0]],
                      one=named_category(row["camp_1"]), other=named_category(row["camp_2"]),
                      share_one=row["share_1"], share_other=row["share_2"],
                      agreed=self.labels[order.index[-1]])  # fmt: skip

    def shows(self, found: Scored) -> Iterator[Block]:
        """The plane; means with their spread and the two camps, the furthest apart first."""
        yield self.drawn(charts.continuous_plane, found.scores, labels=self.labels, subtitle=found.source)
        rows = []
        for name, row in found.scores.sort_values("apart", ascending=False).iterrows():
            means = [
                "–" if row[side] != row[side] else self.w("mean_sd", mean=row[side], sd=row[f"{side}_sd"])
                for side in ("functional", "dysfunctional")
            ]
            both = [category(row[f"camp_{n}"], row[f"share_{n}"]) for n in (1, 2)]
            rows.append([self.labels[name], *means, category(row["category"]), *both])
        names = ("feature", "functional", "dysfunctional", "continuous", "camp_1", "camp_2")
        yield Table(self.w("caption_plane"), heads(names), rows)
        yield Note(self.w("plane_how"), "advice")
