"""Hand-off map: who hands to whom, and where requests wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .. import cases, charts, process
from ..charts.process import minutes
from ..i18n import t
from ..paper import markup
from .base import Lab, State
from .controls import Choice, Column, Control, Rows
from .source import OWN, case_options

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HandoffMap", "HandoffResult"]

_MOST = 40


@dataclass(frozen=True)
class HandoffResult:
    """Hand-offs and places, the most waiting first."""

    links: pd.DataFrame
    places: pd.DataFrame
    found: process.Handoffs


class HandoffMap(Lab):
    """Hand-offs of a case, to be changed, or of the learner's own organisation.

    Parameters
    ----------
    case : str
        Name of the case, or ``"own"`` to begin with two example rows.
    links : list of dict
        ``from``, ``to``, ``count``, ``wait``; filled from the case where empty.
    """

    name: ClassVar[str] = "handoff"
    defaults: ClassVar[State] = {"case": "customer_service", "links": [], "line": ""}

    @property
    def own(self) -> bool:
        """Whether the rows are the learner's own from the start."""
        return bool(self.state["case"] == OWN)

    def _example(self) -> list[State]:
        """Two rows to write one's own over."""
        first, second, third = (self.w(f"example_{n}") for n in (1, 2, 3))
        return [
            {"from": first, "to": second, "count": 40, "wait": 10},
            {"from": second, "to": third, "count": 12, "wait": 120},
        ]

    def settle(self) -> None:
        """Fill the rows anew where another case was chosen."""
        state = self.state
        if state["case"] not in [*cases.names(), OWN]:
            state["case"] = cases.names()[0]
        if state["line"] != state["case"] and (state["line"] or not state["links"]):
            state["links"] = self._example()
            if not self.own:
                state["links"] = [
                    {
                        "from": str(row["from"]),
                        "to": str(row["to"]),
                        "count": int(row["count"]),
                        "wait": round(float(row["wait"]), 1),
                    }
                    for row in process.case_handoffs(state["case"]).to_dict("records")
                ]
        state["line"] = state["case"]
        super().settle()

    def controls(self) -> list[Control]:
        """Return the case and the rows."""
        columns = [
            Column("from", "text"),
            Column("to", "text"),
            Column("count", "number", low=0, high=100_000_000),
            Column("wait", "number", low=0, high=1_000_000, step=0.1),
        ]
        return [
            Choice("case", [*case_options(), (self.w("own"), OWN)]),
            Rows("links", columns, most=_MOST),
        ]

    def compute(self) -> HandoffResult:
        """Rank the hand-offs; rows without both names are not yet there."""
        import pandas as pd

        rows = [
            row | {"from": row["from"].strip(), "to": row["to"].strip()}
            for row in self.state["links"]
            if row["from"].strip() and row["to"].strip()
        ]
        found = process.handoffs(pd.DataFrame(rows, columns=["from", "to", "count", "wait"]))
        return HandoffResult(found.links, found.places, found)

    def sentence(self, result: HandoffResult) -> str:
        """Say where most of the waiting lies."""
        first = result.links.iloc[0].to_dict()
        if not first["waited"]:
            return self.w("sentence_calm")
        return self.w("sentence", giver=first["from"], taker=first["to"], share=first["share"], n=first["count"],
                      wait=minutes(first["wait"]))  # fmt: skip

    def figure(self, result: HandoffResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the map."""
        if self.own:
            line = self.w("source_example" if self.state["links"] == self._example() else "source_own")
        else:
            line = self.w("source", case=cases.load(self.state["case"]).title())
        return charts.handoff_map(result.found, subtitle=line, size=size)

    def draw(self, result: HandoffResult, *, phone: bool = False) -> str:
        """Return the map and the hand-offs in order."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        heads = [self.w(f"head_{head}") for head in ("link", "count", "wait", "share")]
        rows = [
            [
                self.w("link", giver=row["from"], taker=row["to"]),
                f"{row['count']:,.0f}",
                self.w("minutes", minutes=minutes(row["wait"])),
                "–" if row["share"] != row["share"] else f"{row['share']:.0%}",
            ]
            for row in result.links.to_dict("records")
        ]
        how = "" if self.own else markup.paragraph(self.w(f"how_{self.state['case']}"))
        after = markup.paragraph(t("lab_handoff.ask"))
        return f"{shown.html()}{markup.table(self.w('caption'), heads, rows)}{how}{after}"
