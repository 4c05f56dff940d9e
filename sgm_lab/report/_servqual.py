"""A SERVQUAL survey read for a report: gaps with their intervals, groups, waves, and what follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from .. import servqual
from ..errors import ArgumentError
from ..i18n import get_language, t
from ..inference import t_quantile
from ..labs.servqual.views import names as names_of
from ..look import ACCENT, DIMENSION
from ..numbers import minus
from ..paper.blocks import Bars, Block, Cell, Figure, Series, Table
from ._acting import Acting, Aim
from ._document import Section
from ._kano import interval, plain_number
from ._survey import Seen, Survey

__all__ = ["ServqualRead"]

_LEVEL = 0.05  # after Holm's correction
_MOST_ITEMS = 3  # of those to do first, named as goals


@dataclass(frozen=True, eq=False)
class ServqualRead:
    """Gaps of a survey's last wave; perceptions alone where nobody was asked for expectations.

    Attributes
    ----------
    survey : Survey
    """

    survey: Survey

    @cached_property
    def alone(self) -> bool:
        """Whether there are perceptions only (SERVPERF)."""
        answers = self.survey.read.table
        return "expectation" not in answers or bool(answers["expectation"].isna().all())

    @property
    def _view(self) -> str:
        return "performance" if self.alone else "gaps"

    def _seen(self, level: str) -> Seen:
        return self.survey.see(self._view, level=level)

    @cached_property
    def dimensions(self) -> Seen:
        """By dimension."""
        return self._seen("dimension")

    @cached_property
    def items(self) -> Seen:
        """By item."""
        return self._seen("item")

    @cached_property
    def names(self) -> dict[Any, str]:
        """Name of each dimension and item."""
        return names_of(self.survey.source, None, get_language())

    # ---- sections ----

    def gaps(self) -> Section:
        """By dimension."""
        seen, title = self.dimensions, f"report.title.{self._view}"
        said = self.survey.weighed(seen.said)
        return Section(t(title), said, self._with_bars(seen), t(f"report.speech.{self._view}"))

    def by_item(self) -> Section:
        """By item."""
        seen = self.items
        return Section(t("report.title.items"), seen.said, self._with_bars(seen), t("report.speech.items"))

    def groups(self, column: str) -> Section:
        """The groups of a column side by side; of waves, what changed."""
        if self.alone:
            return self._perceived_by(column)
        if column == "wave":
            return self.waves()
        seen = self.survey.see("groups", split=column)
        shown, named = self.survey.with_held_back(seen.blocks, column), self.survey.column_named(column)
        return Section(t("report.title.groups", column=named), seen.said, shown, t("report.speech.groups"))

    def waves(self) -> Section:
        """What changed between the last two waves."""
        if self.survey.weights:  # each person with themselves, which has no weighted form here
            raise ArgumentError("report.weighted_waves", column=self.survey.weights)
        order = self.survey.source.waves()
        seen = self.survey.see("waves", before=order[-2], wave=order[-1])
        return Section(t("report.title.waves"), seen.said, seen.blocks, t("report.speech.waves"))

    def _perceived_by(self, column: str) -> Section:
        """Perception in each group, where nobody was asked for more."""
        rows: list[list[Cell]] = [
            [self.names[name], str(group), self.estimate(row, "perception"), int(row["n"])]
            for (name, group), row in self._by(column).iterrows()
        ]
        wave = column == "wave"
        named = t("report.became.wave") if wave else self.survey.column_named(column)
        heads = [t(f"report.head.{name}") for name in ("dimension", "group", "perception", "n")]
        return Section(
            t("report.title.waves" if wave else "report.title.groups", column=named),
            t("report.servqual.alone_groups", column=named),
            self.survey.with_held_back([Table(t("report.caption.perceived"), heads, rows)], column),
            t("report.speech.performance"),
        )

    def _by(self, column: str) -> Any:
        """What is compared, by dimension and group."""
        of = servqual.performance if self.alone else servqual.gaps
        answers, by = self.survey.source.answers, self.survey.weights or None
        return of(answers, by=column, scale=self.survey.scale, weights=by)

    def _with_bars(self, seen: Seen) -> list[Block]:
        value, low, high = ("perception", "ci_low", "ci_high") if self.alone else ("gap", "ci_low", "ci_high")
        table = seen.found.table.dropna(subset=[value])
        names = [self.names.get(one, str(one)) for one in table.index]
        color = DIMENSION["reliability"].color if not self.alone else ACCENT
        series = Series(
            t(f"report.head.{value}"), table[value].tolist(), table[low].tolist(), table[high].tolist(), color
        )
        bars = Bars(names, [series]) if len(table) else None
        return [replace(one, bars=bars) if isinstance(one, Figure) else one for one in seen.blocks]

    # ---- what follows ----

    def acting(self, columns: Sequence[str] = ()) -> Acting:
        """What to do, what not yet, what is not known: by the intervals, and by p after Holm's correction.

        Who differs from the others is said where ``columns`` are looked at, and changes none of it.
        """
        made = Acting()
        if self.alone:
            made.unknown.append(t("report.servqual.alone"))
            for name, row in self.dimensions.found.table.dropna(subset=["perception"]).iterrows():
                made.not_yet.append(t("report.servqual.perceived", name=self.names[name], n=int(row["n"]),
                                      value=self.estimate(row, "perception")))  # fmt: skip
            return made
        for name, row in self.dimensions.found.table.iterrows():
            self._judge(made, name, row)
        sure = [
            (name, row)
            for name, row in self.items.found.table.iterrows()
            if self._sure(row) and row["gap"] < 0
        ]
        for name, row in sure[:_MOST_ITEMS]:
            made.aims.append(self._aim(name, row))
        return made

    def _sure(self, row: Any) -> bool:
        return bool(row["p_holm"] < _LEVEL)

    def _judge(self, made: Acting, name: Any, row: Any) -> None:
        values: dict[str, Any] = {
            "name": self.names[name],
            "n": int(row["n"]),
            "gap": self.estimate(row, "gap"),
        }
        if row["gap"] != row["gap"] or row["ci_low"] != row["ci_low"]:
            made.unknown.append(t("report.servqual.few", **values))
        elif not self._sure(row):
            made.not_yet.append(t("report.servqual.noise", **values))
        elif row["gap"] >= 0:
            made.not_yet.append(t("report.servqual.keep", **values))
        else:
            made.do.append(t("report.servqual.do", **values))
            made.aims.append(self._aim(name, row))

    def _aim(self, name: Any, row: Any) -> Aim:
        now = t("report.servqual.now", value=row["perception"], n=int(row["n"]))
        return Aim(t("report.servqual.aim", name=self.names[name], expectation=row["expectation"]),
                   t("report.servqual.why", gap=self.estimate(row, "gap"), visible=_visible(row)), now)  # fmt: skip

    def estimate(self, row: Any, side: str) -> str:
        """Write a value with its interval."""
        if row["ci_low"] != row["ci_low"]:
            return minus(f"{row[side]:.2f}")
        return minus(t("report.estimate", value=row[side], low=row["ci_low"], high=row["ci_high"]))

    # ---- plain data ----

    def data(self) -> dict[str, Any]:
        """Return the results as plain data; what is missing is None."""
        return {
            "scale": list(self.survey.scale),
            "dimensions": self._records(self.dimensions, "dimension"),
            "items": self._records(self.items, "item"),
        }

    def _records(self, seen: Seen, unit: str) -> list[dict[str, Any]]:
        shown = "perception" if self.alone else "gap"
        return [
            {
                unit: name if unit == "dimension" else str(name),
                "name": self.names.get(name, str(name)),
                "n": int(row["n"]),
                "expectation": None if self.alone else plain_number(row["expectation"]),
                "perception": plain_number(row["perception"]),
                shown if shown == "gap" else "interval": interval(row, shown, "ci_low", "ci_high"),
                "p_holm": None if self.alone else plain_number(row["p_holm"]),
            }
            for name, row in seen.found.table.iterrows()
        ]

    def data_of_groups(self, column: str) -> dict[str, Any]:
        """Return what is compared of each group of a column as plain data."""
        side = "perception" if self.alone else "gap"
        rows = [
            {
                "group": str(group),
                "dimension": name,
                "n": int(row["n"]),
                side: interval(row, side, "ci_low", "ci_high"),
            }
            for (name, group), row in self._by(column).iterrows()
        ]
        return {"column": column, "gaps": rows}


def _visible(row: Any) -> float:
    """Smallest change between two waves of as many other people whose interval leaves out 0."""
    n = int(row["n"])
    return float(t_quantile(0.95, 2 * n - 2)) * float(row["sd"]) * math.sqrt(2 / n)
