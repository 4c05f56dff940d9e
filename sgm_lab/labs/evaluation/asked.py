"""Before a survey: how many to ask, and which index answers the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ... import cases, charts, numbers, satisfaction
from ...errors import DataError
from ...estimate import Estimate
from ...i18n import t
from ...inference import to_ask
from ...paper.blocks import Block, Cell, Quiet, Table
from ..source import OWN
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["INDICES", "HowMany", "WhichIndex"]

_PLANNED = (50, 100, 200, 400, 800, 1600)  # answers
INDICES = ("csat", "nps", "ces", "acsi")


@dataclass(frozen=True)
class Planned:
    """Half the width of the interval by number of answers, and how many the plan takes."""

    table: pd.DataFrame
    numbers: dict[str, int]


class HowMany(View):
    """How many to ask?"""

    asks, source = ("share", "margin", "wanted", "response"), False

    def compute(self) -> Planned:
        """Work out the numbers."""
        import pandas as pd

        share, wanted = self.at["share"] / 100, self.at["wanted"] / 100
        numbers = {"width": satisfaction.sample_size_for_width(2 * self.at["margin"] / 100, share)}
        if wanted != share:
            numbers["change"] = satisfaction.sample_size_for_change(share, wanted)
        return Planned(pd.DataFrame({"half_width": {n: _half_width(share, n) for n in _PLANNED}}), numbers)

    def says(self, found: Planned) -> str:
        """Say how many, and how many to send out."""
        n, share, wanted = found.numbers["width"], self.at["share"], self.at["wanted"]
        said = self.w("said_plan", share=share, margin=self.at["margin"], n=n, sent=self._sent(n))
        if "change" not in found.numbers:
            return said + self.w("said_no_change")
        n = found.numbers["change"]
        return said + self.w("said_wave", share=share, wanted=wanted, n=n, sent=self._sent(n))

    def _sent(self, n: int) -> int:
        return to_ask(n, float(self.at["response"]) / 100)

    def shows(self, found: Planned) -> Iterator[Block]:
        """How the interval narrows, and what that costs."""
        share, halves = self.at["share"] / 100, dict(zip(_PLANNED, found.table["half_width"], strict=True))
        spans = {self.w("people", n=n): Estimate(share, share - h, share + h, n) for n, h in halves.items()}
        yield self.drawn(
            charts.estimates,
            spans,
            form="share",
            title=self.w("plan_title"),
            name=self.w("plan_axis"),
            subtitle=self.w("plan_subtitle", share=self.at["share"]),
        )
        yield Table(
            self.w("plan_table"),
            self.heads("answers", "half", "sent"),
            [[self.w("people", n=n), f"±{100 * h:.1f}%", self._sent(n)] for n, h in halves.items()],
        )


def _half_width(share: float, n: int) -> float:
    one = satisfaction.csat(count=round(share * n), n=n)
    return (one.high - one.low) / 2


@dataclass(frozen=True)
class Indices:
    """Each index that was asked for."""

    table: pd.DataFrame
    indices: dict[str, Estimate] = field(default_factory=dict)


class WhichIndex(View):
    """Which index?"""

    asks, source = ("case", *(f"scores_{name}" for name in INDICES)), False

    def compute(self) -> Indices:
        """Take pasted scores, else the case's."""
        import pandas as pd

        found = {}
        for name in INDICES:
            scores: Any = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", self.at[f"scores_{name}"])]
            if not scores and self.at["case"] != OWN:
                log = cases.load(self.at["case"]).operations
                scores = log[name].dropna().astype(int).to_numpy() if name in log else ()
            if len(scores):
                found[name] = _index(name, scores)
        rows = {name: {"value": e.value, "low": e.low, "high": e.high, "n": e.n} for name, e in found.items()}
        return Indices(pd.DataFrame.from_dict(rows, orient="index"), found)

    def says(self, found: Indices) -> str:
        """Say each."""
        said = "".join(self.w(f"said_{name}", **_shown(name, one)) for name, one in found.indices.items())
        return said or self.w("said_no_index")

    def shows(self, found: Indices) -> Iterator[Block]:
        """Side by side: value, what it asks, what it cannot see."""
        rows = []
        for name in INDICES:
            value: Cell = self.w("not_asked")
            if name in found.indices:
                shown = _shown(name, found.indices[name])
                value = Quiet(shown.pop("value"), self.w("interval", **shown))
            rows.append(
                [t(f"satisfaction.measure.{name}"), value, self.w(f"asks_{name}"), self.w(f"blind_{name}")]
            )
        heads = self.heads("index", "value", "asks", "blind")
        yield Table(self.w("indices_table"), heads, rows)


def _index(name: str, scores: Any) -> Estimate:
    if name != "acsi":
        made: Estimate = getattr(satisfaction, name)(scores)
        return made
    if len(scores) % 3:
        raise DataError("lab_evaluation.acsi_three", got=len(scores))
    import pandas as pd

    rows = [scores[at : at + 3] for at in range(0, len(scores), 3)]
    return satisfaction.acsi(pd.DataFrame(rows, columns=["overall", "expected", "ideal"]))


def _shown(name: str, one: Estimate) -> dict[str, Any]:
    by, form = {"csat": (1, ".0%"), "nps": (100, ".0f"), "ces": (1, ".1f"), "acsi": (1, ".0f")}[name]
    return {key: numbers.number(by * getattr(one, key), form) for key in ("value", "low", "high")} | {
        "n": one.n
    }
