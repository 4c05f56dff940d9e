"""The model played on the mean of the people: what happens if more is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import charts, satisfaction
from ...errors import DataError
from ...paper.blocks import Block, Note, Table
from ..servqual.views import signed
from .people import PeopleView

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Model"]

_LEVEL, _GAIN = 0.3, 0.5  # assumed weights of the model; `satisfaction.disconfirm` says what they mean
_CLEAR = 0.05  # points by which a mean has to move to be called a change


@dataclass(frozen=True)
class Played:
    """What the model gives before and after, and with which weights."""

    table: pd.DataFrame
    n: int
    weights: dict[str, float]


class Model(PeopleView):
    """What happens if more is promised?"""

    asks = ("segment", "wave", "dimension", "promise", "improve", "loss", "pull")

    def compute(self) -> Played:
        """Play the model on the mean of the people."""
        people = self.people(self.chosen())
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        weights = {"level": _LEVEL, "gain": _GAIN, "loss": self.at["loss"], "pull": self.at["pull"]}
        table = satisfaction.disconfirm_change(
            float(people["expectation"].mean()), float(people["perception"].mean()),
            promise=self.at["promise"], improve=self.at["improve"], scale=self.lab.scale, **weights,
        )  # fmt: skip
        return Played(table, len(people), weights)

    def says(self, found: Played) -> str:
        """Say what was moved and what came of it."""
        before: Any = found.table.loc["before"]
        after: Any = found.table.loc["after"]
        promise, improve, change = (
            float(after[name] - before[name]) for name in ("expectation", "perception", "satisfaction")
        )
        values = {"promise": f"{abs(promise):.1f}", "improve": f"{abs(improve):.1f}",
                  "gap_before": signed(before["disconfirmation"]), "gap_after": signed(after["disconfirmation"]),
                  "before": f"{before['satisfaction']:.1f}", "after": f"{after['satisfaction']:.1f}"}  # fmt: skip
        full = self.w("said_model_full") if promise < self.at["promise"] - _CLEAR else ""
        first, second = _way(promise, "raise", "lower", "same"), _way(improve, "better", "weaker", "same")
        if first == second == "same":
            return full + self.w("said_model_still", **values)
        end = self.w(f"said_model_end_{_way(change, 'up', 'down', 'level')}", **values)
        return self.w(f"said_model_{first}_{second}", **values) + end + full

    def shows(self, found: Played) -> Iterator[Block]:
        """The curve, before and after in figures, and what is assumed."""
        import numpy as np

        now, (low, high), loss = found.table.loc[["after"]], self.lab.scale, self.at["loss"]
        curve = satisfaction.disconfirm(
            now["expectation"].iloc[0], np.linspace(low, high, 121), scale=self.lab.scale, **found.weights
        )
        line = self.w("line_model", line=self.line(found.n), loss=loss)
        yield self.drawn(
            charts.disconfirmation_curve,
            curve,
            now,
            found.table.loc[["before"]],
            scale=self.lab.scale,
            subtitle=line,
        )
        rows = [
            [self.w(f"when_{when}"), *(f"{row[name]:.2f}" for name in ("expectation", "perception", "felt")),
             signed(row["disconfirmation"]), f"{row['satisfaction']:.2f}"]
            for when, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("when", "expectation", "perception", "felt", "disconfirmation", "satisfaction")
        yield Table(self.w("caption_model"), heads, rows)
        yield Note(self.w("note_model", level=_LEVEL, gain=_GAIN, loss=loss), "quiet-note")


def _way(value: float, up: str, down: str, neither: str) -> str:
    return up if value >= _CLEAR else down if value <= -_CLEAR else neither
