"""A Kano survey read for a report: needs with their certainty, groups, waves, and what follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .. import charts, kano
from ..errors import DataError
from ..i18n import t
from ..look import CATEGORY
from ..numbers import minus
from ..paper.blocks import Bars, Block, Cell, Figure, Note, Series, Table
from ._acting import Acting, Aim
from ._document import Section
from ._survey import Seen, Survey

__all__ = ["KanoRead", "interval", "plain_number"]

SURE = 0.9  # probability that the category is truly on top, from which something is done about it
_LEVEL = 0.05  # p, after Holm's correction, below which groups differ by more than chance
_BASIS = {"M": "worse", "O": "better", "A": "better", "I": "better", "R": "better", "Q": "better"}


@dataclass(frozen=True, eq=False)
class KanoRead:
    """Counts, categories and certainty of a survey's last wave.

    Attributes
    ----------
    survey : Survey
    rule : {"mode", "moai", "blauth", "quadrant"}
    table : {"berger", "pouliot"}
    """

    survey: Survey
    rule: str = "mode"
    table: str = "berger"

    @property
    def _state(self) -> dict[str, Any]:
        return {"rule": self.rule, "table": self.table}

    @cached_property
    def seen(self) -> Seen:
        """The lab's first view of everybody."""
        return self.survey.see("tallies", **self._state)

    @cached_property
    def counts(self) -> Any:
        """Counts of the six letters."""
        return self.seen.found.counts

    @cached_property
    def found(self) -> Any:
        """Categories with Better and Worse, and how certain each is."""
        found = self.seen.found
        return found.classified.assign(certainty=kano.own_certainty(found.classified, found.certainty))

    @property
    def line(self) -> str:
        """Data line of the figures."""
        return str(self.seen.found.source)

    # ---- sections ----

    def needs(self) -> Section:
        """Every feature: its category, how certain that is, what to do."""
        careless, rules = (self.survey.see(view, **self._state) for view in ("careless", "rules"))
        shown = [*self.seen.blocks, Note(rules.said), Note(careless.said)]
        said = self.survey.weighed(self.seen.said)
        return Section(t("report.title.kano_needs"), said, shown, t("report.speech.kano_needs"))

    def effects(self) -> Section | None:
        """What pleases and what displeases most, with intervals."""
        table = self.found.dropna(subset=["better", "worse"])
        if table.empty:
            return None
        ordered = table.sort_values("total_strength", ascending=False, kind="stable")
        names = [self.name(one) for one in ordered.index]
        series = [
            Series(t(f"report.kano.{side}"), ordered[side].tolist(), ordered[f"{side}_low"].tolist(),
                   ordered[f"{side}_high"].tolist(), CATEGORY[letter].color)
            for side, letter in (("better", "O"), ("worse", "M"))
        ]  # fmt: skip
        labels = {one: self.name(one) for one in self.found.index}
        figure = Figure(
            lambda size: charts.quadrant(self.found, labels=labels, subtitle=self.line, size=size),
            Bars(names, series),
        )
        rows: list[list[Cell]] = [
            [self.name(one), self.estimate(row, "better"), self.estimate(row, "worse"), int(row["n"])]
            for one, row in ordered.iterrows()
        ]
        heads = [t(f"report.head.{name}") for name in ("feature", "better", "worse", "n")]
        said = t("report.kano.both", better=self._first(table, "better"), worse=self._first(table, "worse"))
        shown: list[Block] = [figure, Table(t("report.caption.effects"), heads, rows)]
        return Section(t("report.title.kano_effects"), said, shown, t("report.speech.kano_effects"))

    def groups(self, column: str) -> Section:
        """The groups of a column side by side."""
        seen = self.survey.see("groups", by=column, **self._state)
        named = self.survey.column_named(column)
        title = t("report.title.waves") if column == "wave" else t("report.title.groups", column=named)
        return Section(
            title, seen.said, self.survey.with_held_back(seen.blocks, column), t("report.speech.groups")
        )

    def name(self, feature: Any) -> str:
        """Name of a feature."""
        return str(self.survey.source.labels()[feature])

    def estimate(self, row: Any, side: str) -> str:
        """Write Better or Worse with its interval."""
        if row[side] != row[side]:
            return "–"
        return minus(t("report.estimate", value=row[side], low=row[f"{side}_low"], high=row[f"{side}_high"]))

    def _first(self, table: Any, side: str) -> str:
        """Name the feature with the largest effect, and say whether it can be told from the next."""
        ranked = table.reindex(table[side].abs().sort_values(ascending=False, kind="stable").index)
        first = ranked.iloc[0]
        said = t(f"report.kano.most_{side}", feature=self.name(ranked.index[0]), n=int(first["n"]),
                 value=self.estimate(first, side))  # fmt: skip
        if len(ranked) < 2:
            return said
        second = ranked.iloc[1]
        apart = first[f"{side}_low"] > second[f"{side}_high"] or first[f"{side}_high"] < second[f"{side}_low"]
        key = "report.kano.apart" if apart else "report.kano.close"
        return said + t(key, feature=self.name(ranked.index[1]), value=self.estimate(second, side))

    # ---- what follows ----

    def acting(self, columns: Sequence[str] = ()) -> Acting:
        """What to do, what not yet, what is not known: by how certain the category is, and who sees it otherwise."""
        made, others = Acting(), self._wanted_by(columns)
        ordered = self.found.sort_values("total_strength", ascending=False, kind="stable")
        for feature, row in ordered.iterrows():
            given = kano.letters(row["category"])
            sure = _share(row["certainty"])
            values: dict[str, Any] = {"feature": self.name(feature), "n": int(row["n"]), "sure": sure}
            if not given:
                made.unknown.append(t("report.kano.nobody", **values))
            elif row["n"] < kano.FEW:
                made.unknown.append(t("report.kano.few", **values))
            elif row["certainty"] < SURE:
                named = "/".join(t(f"common.category.{one}") for one in given)
                made.unknown.append(
                    t("report.kano.open", category=named, other=self._runner_up(row), **values)
                )
            else:
                letter, side = given[0], _BASIS[given[0]]
                basis = {"share": self._share(feature, letter), "effect": self.estimate(row, side)}
                key = "do_I_but" if letter == "I" and feature in others else f"do_{letter}"
                said = t(f"report.kano.{key}", **values, **basis, who=others.get(feature, ""))
                (made.do if letter in "MOA" else made.not_yet).append(said)
                if letter in "MOA":
                    why = t(f"report.kano.why_{letter}", **values, **basis)
                    made.aims.append(Aim(t(f"report.kano.aim_{letter}", **values), why))
        return made

    def _wanted_by(self, columns: Sequence[str]) -> dict[Any, str]:
        """Feature → groups that want it, where the groups of a column differ by more than chance."""
        found: dict[Any, list[str]] = {}
        for column in columns:
            if column == "wave":
                continue
            try:
                split = self.survey.see("groups", by=column, **self._state).found
            except DataError:  # nobody answered in its groups: its section says so
                continue
            table = split.groups
            for feature, row in table[table["p_holm"] < _LEVEL].iterrows():
                for value, label in split.named.items():
                    given = kano.letters(row[f"category_{value}"])
                    if given and given[0] in "MOA":
                        category = t(f"common.category.{given[0]}")
                        said = t("report.kano.group_sees", group=label, category=category)
                        found.setdefault(feature, []).append(said)
        return {feature: t("labs.semicolon").join(said) for feature, said in found.items()}

    def _share(self, feature: Any, letter: str) -> str:
        counts = self.counts.loc[feature, list(kano.LETTERS)]
        return f"{counts[letter] / counts.sum():.0%}"

    def _runner_up(self, row: Any) -> str:
        given = kano.letters(row["runner_up"])
        return "/".join(t(f"common.category.{one}") for one in given) or "–"

    # ---- plain data ----

    def data(self) -> dict[str, Any]:
        """Return the results as plain data; what is missing is None."""
        features = [
            {
                "feature": self.name(feature),
                "category": row["category"] if kano.letters(row["category"]) else None,
                "runner_up": row["runner_up"] if kano.letters(row["runner_up"]) else None,
                "certainty": plain_number(row["certainty"]),
                "n": int(row["n"]),
                "counts": {
                    letter: _count(self.counts.loc[feature, letter], bool(self.survey.weights))
                    for letter in kano.LETTERS
                },
                **{side: interval(row, side, f"{side}_low", f"{side}_high") for side in ("better", "worse")},
            }
            for feature, row in self.found.iterrows()
        ]
        return {"rule": self.rule, "table": self.table, "features": features}

    def data_of_groups(self, column: str) -> dict[str, Any]:
        """Return the groups of a column as plain data."""
        found = self.survey.see("groups", by=column, **self._state).found
        table = found.groups.set_axis([self.name(one) for one in found.groups.index])
        groups = [
            {"group": label, "categories": {name: given if kano.letters(given) else None
                                            for name, given in table[f"category_{value}"].items()}}
            for value, label in found.named.items()
        ]  # fmt: skip
        differences = [
            {"feature": name, **{test: plain_number(row[test]) for test in ("p_holm", "cramers_v")}}
            for name, row in table.iterrows()
        ]
        return {"column": column, "groups": groups, "differences": differences}


def _count(value: Any, weighted: bool) -> float:
    """People, or what weights make of them."""
    return round(float(value), 2) if weighted else int(value)


def _share(value: float) -> str:
    return t("report.nearly") if value > 0.99 else f"{value:.0%}"


def plain_number(value: Any) -> float | None:
    """Return a number as JSON holds it."""
    return None if value is None or not math.isfinite(value) else float(value)


def interval(row: Any, value: str, low: str, high: str) -> dict[str, float | None]:
    """Return a value with its interval as JSON holds it."""
    return {"value": plain_number(row[value]), "low": plain_number(row[low]), "high": plain_number(row[high])}
