"""Step "gas": five levels for each goal agreed beforehand, and one score for all of them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ... import goals, numbers
from ...paper.blocks import Block, Note, Table
from ..controls import Action, Control
from .listed import LEVELS, levels_rows, named, scores_rows
from .step import Step

__all__ = ["Scaled", "Scaling"]


@dataclass(frozen=True)
class Scaled:
    """Goals with an outcome, and the score they make."""

    names: list[str]
    levels: list[int]
    weights: list[float]
    score: float | None
    open: int
    unset: int


class Scaling(Step):
    """How far did each goal get, and all of them together?"""

    pictured, lacks = True, "gas_empty"

    def controls(self) -> list[Control]:
        """Return the levels and the outcomes, one goal a row."""
        return [levels_rows(), scores_rows()] if self.at["goals"] else []

    def actions(self) -> list[Action]:
        """Fill empty levels from the figures."""
        return [Action("suggest", primary=True)] if self.at["goals"] else []

    def suggested(self) -> list[dict[str, Any]]:
        """Return the levels, the empty ones filled from baseline and target."""
        made = []
        for row, figures in zip(self.at["levels"], self.at["figures"], strict=True):
            start, aim, unit = figures["baseline"], figures["target"], figures["unit"]
            filled = dict(row)
            if start is not None and aim is not None and start != aim:
                for name, level in zip(LEVELS, goals.gas_levels(start, aim, unit), strict=True):
                    filled[name] = row[name] or self._level(level, unit)
            made.append(filled)
        return made

    def _level(self, value: float, unit: str) -> str:
        shown = numbers.number(round(value, 2))
        return self.w(
            "amount", value=shown, unit=unit if unit in ("", "%") else self.w("say_unit", unit=unit)
        )

    def compute(self) -> Scaled | None:
        """Score the goals that have an outcome."""
        if not self.at["goals"]:
            return None
        labels = {name: label for label, name in named(self.at)}
        scored = [row for row in self.at["scores"] if row["reached"] != ""]
        levels, weights = [row["reached"] for row in scored], [row["weight"] or 1.0 for row in scored]
        score = goals.gas_t(levels, weights) if scored else None
        unset = sum(not all(row[k].strip() for k in LEVELS) for row in self.at["levels"])
        return Scaled([labels[row["id"]] for row in scored], levels, weights, score,
                      len(self.at["scores"]) - len(scored), unset)  # fmt: skip

    def says(self, found: Scaled) -> str:
        """Say what the score means, or what is still to be agreed."""
        if found.score is None:
            return self.w("gas_unset", n=found.unset) if found.unset else self.w("gas_waiting")
        word = "above" if found.score > 50.5 else "below" if found.score < 49.5 else "even"
        said = self.w("gas_said", n=len(found.levels), score=f"{found.score:.1f}", says=self.w(f"gas_{word}"))
        return said + (self.w("gas_open", n=found.open) if found.open else "")

    def shows(self, found: Scaled) -> Iterator[Block]:
        """Where each goal came out, the levels agreed, and how the score is made."""
        score = found.score
        if score is not None:
            from ... import charts

            line = self.w("gas_line", n=len(found.levels))
            yield self.drawn(charts.attainment_scale, found.levels, found.names, score, subtitle=line)
        labels = {name: label for label, name in named(self.at)}
        rows = [[labels[row["id"]], *(row[k].strip() or "–" for k in LEVELS)] for row in self.at["levels"]]
        heads = [self.w("list_head_id"), *(self.w(f"levels_{k}") for k in LEVELS)]
        yield Table(self.w("gas_caption"), heads, rows)
        yield Note(self.w("gas_how"), "advice")
