"""Step "link": the Kano feature or SERVQUAL dimension a goal serves, with what customers said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ... import cases, kano, servqual
from ...i18n import get_language, t, worded
from ...numbers import minus
from ...paper.blocks import Block, Figure, Table
from ..controls import Action, Choice, Control, Named
from ..source import Source, case_options, source_of
from .step import Step

if TYPE_CHECKING:
    import pandas as pd

    from ...charts import Chart, Size

__all__ = ["Link", "Linked"]


@dataclass(frozen=True)
class Linked:
    """What customers said of the chosen need, beside all others of its kind."""

    kind: Literal["feature", "dimension", ""]
    name: str
    label: str
    table: pd.DataFrame
    labels: dict[Any, str] = field(repr=False)
    line: str
    n: int
    need: dict[str, str] | None


def _source(case: str, survey: Literal["kano", "servqual"]) -> Source:
    return source_of(case, survey, get_language())


@lru_cache(16)
def _kano(source: Source, people: str) -> tuple[pd.DataFrame, int]:
    answers = source.chosen(people, source.waves()[-1])
    counts = kano.tally(answers)
    return kano.classify(counts), int(answers["respondent"].nunique())


@lru_cache(16)
def _gaps(source: Source, people: str) -> tuple[pd.DataFrame, int]:
    answers = source.chosen(people, source.waves()[-1])
    return servqual.gaps(answers), int(answers["respondent"].nunique())


def _category(letters: Any) -> str:
    known = [letter for letter in str(letters).split("/") if letter in kano.LETTERS]
    return "/".join(f"{t(f'common.category.{letter}')} {letter}" for letter in known)


class Link(Step):
    """Which need does the goal serve?"""

    writes = "need"

    pictured = True

    def controls(self) -> list[Control]:
        """Return case, people and need."""
        case = self.at["case"] if self.at["case"] in cases.names() else cases.names()[0]
        source = _source(case, "kano")
        features = [
            (self.w("link_feature", name=label), f"feature:{one}") for one, label in source.labels().items()
        ]
        dimensions = [
            (self.w("link_dimension", name=worded("common.dimension", one)), f"dimension:{one}")
            for one in servqual.DIMENSIONS
        ]
        needs = [(self.w("link_nothing"), ""), *features, *dimensions]
        return [Choice("case", case_options()), Named("people", source.segments()), Choice("link", needs)]

    def actions(self) -> list[Action]:
        """Carry the need over into the goal."""
        return [Action("adopt_link", primary=True)]

    def compute(self) -> Linked:
        """Classify the features, or work out the gaps of the dimensions, for the chosen people."""
        kind, _, name = self.at["link"].partition(":")
        survey: Literal["kano", "servqual"] = "servqual" if kind == "dimension" else "kano"
        source, people = _source(self.at["case"], survey), self.at["people"]
        found, n = (_gaps if kind == "dimension" else _kano)(source, people)
        line = source.line(n, people, source.waves()[-1])
        if kind == "dimension":
            labels = {one: worded("common.dimension", one) for one in found.index}
            said = self.w("need_dimension", name=labels[name], gap=f"{abs(found.loc[name, 'gap']):.1f}")
            need = {"feature": "", "dimension": name, "label": said}
            return Linked("dimension", name, labels[name], found, labels, line, n, need)
        labels = source.labels()
        if not kind:
            return Linked("", "", "", found, labels, line, n, None)
        label = labels.get(name, name)
        said = self.w("need_feature", name=label, category=_category(found.loc[name, "category"]))
        return Linked("feature", name, label, found, labels, line, n,
                      {"feature": label, "dimension": "", "label": said})  # fmt: skip

    def says(self, found: Linked) -> str:
        """Say what the need is to these people, and whether a goal may rest on it."""
        if not found.kind:
            return self.w("link_empty")
        people = dict((value, label) for label, value in _source(self.at["case"], "kano").segments())
        who = {"who": people.get(self.at["people"], ""), "name": found.label}
        row: Any = found.table.loc[found.name]
        if found.kind == "dimension":
            if not row["n"]:
                return self.w("link_no_answers", **who)
            order = list(found.table["gap"].sort_values().index)
            return self.w("link_gap", **who, gap=f"{abs(row['gap']):.2f}", n=int(row["n"]),
                          low=f"{abs(row['ci_high']):.2f}", high=f"{abs(row['ci_low']):.2f}",
                          rank=order.index(found.name) + 1)  # fmt: skip
        letter = str(row["category"]).partition("/")[0]
        if letter not in kano.LETTERS:
            return self.w("link_no_answers", **who)
        return self.w("link_category", **who, category=_category(row["category"]), n=int(row["n"]),
                      says=self.w(f"link_says_{letter}"))  # fmt: skip

    def shows(self, found: Linked) -> Iterator[Block]:
        """All features on their plane or the gaps of the dimensions, and the need beside the others of its kind."""
        yield Figure(lambda size: _figure(found, size))
        if found.kind == "dimension":
            heads = ("dimension", "gap", "interval")
            rows = [
                [self._picked(found, name), minus(f"{row['gap']:.2f}"),
                 minus(f"{row['ci_low']:.2f} … {row['ci_high']:.2f}")]
                for name, row in found.table.sort_values("gap").iterrows()
            ]  # fmt: skip
        else:
            heads = ("feature", "category", "better_worse")
            rows = [
                [self._picked(found, name), _category(row["category"]),
                 minus(f"{row['better']:.2f} / {row['worse']:.2f}")]
                for name, row in found.table.sort_values("total_strength", ascending=False).iterrows()
            ]  # fmt: skip
        yield Table(self.w("link_caption"), [self.w(f"link_head_{name}") for name in heads], rows)

    def _picked(self, found: Linked, name: Any) -> str:
        label = found.labels.get(name, str(name))
        return self.w("link_this", name=label) if name == found.name else label


def _figure(found: Linked, size: Size) -> Chart:
    from ... import charts

    if found.kind == "dimension":
        return charts.gaps(found.table, subtitle=found.line, size=size)
    return charts.quadrant(found.table, labels=found.labels, subtitle=found.line, size=size)
