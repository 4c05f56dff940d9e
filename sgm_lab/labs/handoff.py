"""Hand-off map: who hands to whom, and where requests wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from .. import cases, charts, process
from ..charts.process import minutes
from ..i18n import said
from ..numbers import number
from ..paper.blocks import Block, Note, Table
from .base import State
from .controls import Choice, Column, Rows
from .source import OWN, case_options
from .views import Field, View, Viewed

__all__ = ["HandoffMap"]

_COLUMNS = (
    Column("from", "text"),
    Column("to", "text"),
    Column("count", "number", low=0, high=100_000_000),
    Column("wait", "number", low=0, high=1_000_000, step=0.1),
)
_MOST = 40


class WhereItWaits(View):
    """Which hand-off holds most of the waiting?"""

    asks = ("case", "links")
    writes: ClassVar[str] = "who"

    def compute(self) -> process.Handoffs:
        """Rank the hand-offs; rows without both names are not yet there."""
        import pandas as pd

        rows = [row | {end: row[end].strip() for end in ("from", "to")} for row in self.at["links"]]
        named = [row for row in rows if row["from"] and row["to"]]
        return process.handoffs(pd.DataFrame(named, columns=[column.name for column in _COLUMNS]))

    def says(self, found: process.Handoffs) -> str:
        """Say where most of the waiting lies."""
        first = found.links.iloc[0].to_dict()
        if not first["waited"]:
            return self.w("sentence_calm")
        return self.w("sentence", giver=first["from"], taker=first["to"], share=first["share"], n=first["count"],
                      wait=minutes(first["wait"]))  # fmt: skip

    def shows(self, found: process.Handoffs) -> Iterator[Block]:
        """The map, the hand-offs in order, and what to ask."""
        case, own = self.at["case"], self.at["case"] == OWN
        example = own and self.at["links"] == self.lab.filled()
        line = self.w("source_example" if example else "source_own") if own else ""
        line = line or self.w("source", case=cases.load(case).title())
        yield self.drawn(charts.handoff_map, found, subtitle=line)
        rows = [
            [
                self.w("link", giver=row["from"], taker=row["to"]),
                f"{row['count']:,.0f}",
                self.w("minutes", minutes=minutes(row["wait"])),
                number(row["share"], ".0%"),
            ]
            for row in found.links.to_dict("records")
        ]
        heads = self.heads("link", "count", "wait", "share")
        yield Table(self.w("caption"), heads, rows)
        if not own and (note := cases.load(case).fact("handoffs").get("note")):
            yield Note(said(note))
        yield Note(self.w("ask"))


class HandoffMap(Viewed):
    """Hand-offs of a case, to be changed, or of the learner's own organisation.

    Parameters
    ----------
    case : str
        Name of the case, or ``"own"`` to begin with two example rows.
    links : list of dict
        ``from``, ``to``, ``count``, ``wait``; filled from the case where empty.
    """

    defaults: ClassVar[State] = {"line": ""}  # the case that the rows were filled from
    views: ClassVar[dict[str, type[View]]] = {"map": WhereItWaits}
    fields: ClassVar[dict[str, Field]] = {
        "case": Field("customer_service",
                      lambda lab, name: Choice(name, [*case_options(), (lab.w("own"), OWN)])),
        "links": Field([], lambda lab, name: Rows(name, _COLUMNS, most=_MOST)),
    }  # fmt: skip

    def settle(self) -> None:
        """Fill the rows anew where another case was chosen."""
        super().settle()
        state = self.state
        if state["line"] != state["case"] and (state["line"] or not state["links"]):
            state["links"] = self.filled()
        state["line"] = state["case"]

    def filled(self) -> list[dict[str, Any]]:
        """Return the rows of the case, or two to write one's own over."""
        if self.state["case"] != OWN:
            rows: Any = process.case_handoffs(self.state["case"]).round({"wait": 1}).to_dict("records")
            return list(rows)
        first, second, third = (self.w(f"example_{n}") for n in (1, 2, 3))
        return [
            {"from": first, "to": second, "count": 40, "wait": 10.0},
            {"from": second, "to": third, "count": 12, "wait": 120.0},
        ]
