"""Who is disappointed, and whether hope or service makes the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import charts, servqual
from ...errors import DataError
from ...i18n import t
from ...numbers import minus
from ...paper.blocks import Block, Table
from ..servqual.views import signed
from ..surveyed import wave_options
from .people import PeopleView

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Groups"]


@dataclass(frozen=True)
class Grouped:
    """Gap of each group."""

    table: pd.DataFrame
    n: int


class Groups(PeopleView):
    """Who is disappointed, and is it hope or service?"""

    asks = ("split", "wave", "dimension")

    def compute(self) -> Grouped:
        """Compare groups."""
        column = self.at["split"]
        if column == "none":
            raise DataError("lab_disconfirmation.no_groups")
        people = self.people(self.chosen(), column)
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        return Grouped(servqual.group_gaps(people, column), len(people))

    def labels(self) -> dict[Any, str]:
        """Name the groups."""
        column, lab = self.at["split"], self.lab
        if column == "wave":
            return {wave: label for label, wave in wave_options(lab.source)}
        return dict(lab.case.segment_labels()[column]) if lab.case else {}

    def says(self, found: Grouped) -> str:
        """Say which groups lie apart, and by what."""
        table: Any = found.table
        labels = self.labels()
        worst, best = table["gap"].idxmin(), table["gap"].idxmax()
        if worst == best:
            return self.w("said_groups_one", gap=signed(table["gap"].iloc[0]), n=found.n)
        low, high = table.loc[worst], table.loc[best]
        names = {"worst": str(labels.get(worst, worst)), "best": str(labels.get(best, best))}
        apart = low["ci_high"] < high["ci_low"]
        key = "said_groups" if apart else "said_groups_close"
        said = self.w(key, low=signed(low["gap"]), high=signed(high["gap"]), **names)
        if not apart:
            return said
        hope, met = (float(low[name] - high[name]) for name in ("expectation", "perception"))
        why = "hope" if hope > abs(met) else "met" if -met > abs(hope) else "both"
        return said + self.w(f"said_groups_{why}", hope=signed(hope), met=signed(met), worst=names["worst"])

    def shows(self, found: Grouped) -> Iterator[Block]:
        """The groups."""
        table: Any = found.table
        labels, line = self.labels(), self.line(found.n, self.at["split"])
        worst = table["gap"].idxmin()
        title = minus(
            t("charts_servqual.spread_title", name=str(labels.get(worst, worst)), gap=table.loc[worst, "gap"])
        )
        yield self.drawn(charts.gaps, table, labels=labels, title=title, subtitle=line)
        rows = [
            [str(labels.get(name, name)), f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
             self.interval(row["gap"], row["ci_low"], row["ci_high"]), f"{row['above']:.0%}", int(row["n"])]
            for name, row in table.iterrows()
        ]  # fmt: skip
        heads = self.heads("group", "expectation", "perception", "gap", "above", "n")
        yield Table(self.w("caption_groups"), heads, rows)
