"""What a team's answers say: area by area, leaders beside the front line, and the statements that scored lowest."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from ... import _privacy, charts, culture
from ...charts.fitting import folded
from ...estimate import Estimate
from ...i18n import t
from ...numbers import number
from ...paper.blocks import Block, Figure, Folded, Note, Table
from ..source import OWN
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXAMPLE", "ME", "Areas", "Roles", "Statements"]

EXAMPLE, ME = "example", "me"  # whose answers, beside a file
_SCALE = (1.0, 5.0)
_LETTERS = 18, 12  # in a line of a label, on a page and on a phone
_SHOWN = 6  # statements in the figure
_HIGH = 4.0  # mean above which the question is whether the answers can be believed


@dataclass(frozen=True)
class Answered:
    """What the answers say.

    Attributes
    ----------
    areas, roles, statements : pandas.DataFrame
        As `culture.score` has them, in words to be taken along; ``areas`` with the learner's own score, ``mine``,
        where there is one beside the team's.
    found : Culture
        All of it.
    """

    areas: pd.DataFrame
    roles: pd.DataFrame
    statements: pd.DataFrame
    found: culture.Culture


class CultureView(View, ABC):
    """What the answers say, from one side; before the learner has answered enough, an invitation."""

    asks = ("flat", "mine")

    @abstractmethod
    def title(self, found: culture.Culture) -> str:
        """Return the figure's."""

    @abstractmethod
    def values(self, found: culture.Culture, letters: int) -> dict[str, Estimate]:
        """Return what the figure shows, under labels in lines of so many letters."""

    @abstractmethod
    def table(self, result: Answered) -> Table:
        """Return the same in figures."""

    def compute(self) -> Answered | None:
        """Score whoever was chosen; nothing before the learner has answered enough."""
        mine, alone = self.lab.mine(), self.at["team"] == ME
        found: culture.Culture | None = mine if alone else self.lab.scored()
        if found is None:
            return None
        spread = [
            self.w(f"spread_{row['spread']}", sd=row["sd"]) if row["spread"] else "–"
            for row in found.areas.to_dict("records")
        ]
        areas = found.areas.assign(spread=spread)
        if mine is not None and not alone:
            areas["mine"] = mine.areas["mean"]
        statements = found.statements.assign(area=found.statements["area"].map(_area))
        return Answered(areas.rename(index=_area), found.roles.rename(index=_area),
                        statements.rename(index=culture.text), found)  # fmt: skip

    def lacking(self) -> str:
        """Say how many statements are answered."""
        done = sum(row["answer"] != "" for row in self.at["mine"])
        return self.w("sentence_begin", done=done, all=len(culture.STATEMENTS))

    def says(self, result: Answered) -> str:
        """Say which area comes first and why, and where leaders and the front line differ."""
        found = result.found
        lowest = found.areas.loc[found.lowest].to_dict()
        alike = "sentence_alike" if math.isnan(lowest["ci_low"]) else "sentence"
        begin = "sentence_one" if found.n == 1 else alike
        said = [self.w(begin, n=found.n, area=_area(found.lowest), mean=lowest["mean"], low=lowest["ci_low"],
                       high=lowest["ci_high"])]  # fmt: skip
        if found.first != found.lowest:
            said.append(self.w("sentence_safety"))
        elif found.rivals:
            key = "sentence_rivals_safety" if found.lowest == "safety" else "sentence_rivals"
            said.append(self.w(key, names=t("labs.comma").join(map(_area, found.rivals))))
        if lowest["mean"] >= _HIGH:
            said.append(self.w("sentence_high"))
        if found.n > 1:
            said.append(self.of_roles(found))
        return _joined(said)

    def of_roles(self, found: culture.Culture) -> str:
        """Say where leaders and the front line differ."""
        if found.roles["gap"].isna().all():
            return self.w("sentence_roles_few", fewest=_privacy.TEAM)
        if found.widest is None:
            return self.w("sentence_roles_same")
        row = found.roles.loc[found.widest].to_dict()
        return self.w("sentence_roles", area=_area(found.widest), leader=row["leader"], front=row["front"])

    def meanwhile(self) -> Iterator[Block]:
        """How far all this can be trusted."""
        simulated = ["example"] if self.at["team"] == EXAMPLE else []
        told = ["score", "roles", *simulated, "limits"]
        hows = [Note(self.w(f"how_{one}", fewest=_privacy.TEAM)) for one in told]
        yield Folded(self.w("how"), hows)

    def shows(self, result: Answered) -> Iterator[Block]:
        """The first step, figure and table, and how far all this can be trusted."""
        found, team = result.found, self.at["team"]
        step = [self.w(f"step_{found.first}")]
        roles = found.roles.loc[found.first].to_dict()
        if roles["differs"] and roles["gap"] > 0:
            step.append(self.w("step_leaders"))
        yield Note(_joined(step), "try", self.w("step"))
        if self.values(found, _LETTERS[0]):
            line = self.w(f"line_{team}", n=found.n, name=self.at["upload"]["name"] if team == OWN else "")
            yield Figure(
                lambda size: charts.estimates(
                    self.values(found, _LETTERS[size != "page"]), form="score", title=self.title(found),
                    reference=3, scale=_SCALE, name=self.w("axis"), subtitle=line, size=size,
                )
            )  # fmt: skip
            yield self.table(result)
        else:
            yield Note(self.w("roles_hidden", fewest=_privacy.TEAM))
        if found.flat:
            kept = "in" if self.at["flat"] == "in" or team == ME else "out"
            yield Note(self.w(f"flat_note_{kept}", n=found.flat))
        yield from self.meanwhile()

    def interval(self, row: Any) -> str:
        """Write the interval of a row."""
        low, high = row["ci_low"], row["ci_high"]
        return "–" if math.isnan(low) else self.w("interval", low=low, high=high)


class Areas(CultureView):
    """Area by area."""

    def title(self, found: culture.Culture) -> str:
        """Name the area to begin with."""
        return self.w("title_areas", area=_area(found.first))

    def values(self, found: culture.Culture, letters: int) -> dict[str, Estimate]:
        """One line an area."""
        return {_area(str(name)): _estimate(row) for name, row in found.areas.iterrows()}

    def table(self, result: Answered) -> Table:
        """Mean, interval and spread, with the learner's own beside them."""
        heads = self.heads("area", "mean", "interval", "spread")
        rows = [
            [str(name), number(row["mean"], ".1f"), self.interval(row), str(row["spread"])]
            for name, row in result.areas.iterrows()
        ]
        if "mine" in result.areas:
            heads += self.heads("mine")
            rows = [
                [*row, number(value, ".1f")] for row, value in zip(rows, result.areas["mine"], strict=True)
            ]
        return Table(self.w("caption_areas"), heads, rows)


class Roles(CultureView):
    """Leaders beside the front line."""

    def title(self, found: culture.Culture) -> str:
        """Say where they differ."""
        return self.of_roles(found)

    def values(self, found: culture.Culture, letters: int) -> dict[str, Estimate]:
        """One line an area and role; a role with too few people stays hidden."""
        return {
            self.w("role_of_area", area=_area(str(area)), role=self.w(f"role_{role}")):
            Estimate(row[role], row[f"{role}_low"], row[f"{role}_high"], int(row[f"{role}_n"]))
            for area, row in found.roles.iterrows() for role in culture.ROLES if not math.isnan(row[role])
        }  # fmt: skip

    def table(self, result: Answered) -> Table:
        """Both means, their difference and what to make of it."""
        rows = []
        for name, row in result.found.roles.iterrows():
            known = not math.isnan(row["gap"])
            verdict = "differs" if row["differs"] else "same" if known else "hidden"
            rows.append([
                _area(str(name)), number(row["leader"], ".1f"), number(row["front"], ".1f"),
                number(row["gap"], "+.1f"), self.interval(row), self.w(f"verdict_{verdict}"),
            ])  # fmt: skip
        heads = self.heads("area", "leader", "front", "gap", "interval", "verdict")
        return Table(self.w("caption_roles"), heads, rows)


class Statements(CultureView):
    """The statements that scored lowest."""

    def title(self, found: culture.Culture) -> str:
        """Name the area of the lowest."""
        return self.w("title_statements", area=_area(str(found.statements["area"].iloc[0])))

    def values(self, found: culture.Culture, letters: int) -> dict[str, Estimate]:
        """One line a statement."""
        return {
            folded(_statement(str(name), bool(row["reverse"])), letters): _estimate(row)
            for name, row in found.statements.head(_SHOWN).iterrows()
        }

    def table(self, result: Answered) -> Table:
        """Area, mean, and how many gave it one or two."""
        rows = [
            [
                _statement(str(name), bool(row["reverse"])),
                _area(str(row["area"])),
                number(row["mean"], ".1f"),
                number(row["low"], ".0%"),
            ]
            for name, row in result.found.statements.iterrows()
        ]
        return Table(self.w("caption_statements"), self.heads("statement", "area", "mean", "low"), rows)


def _joined(sentences: list[str]) -> str:
    """Put sentences after each other, as each language does."""
    return reduce(lambda before, after: t("lab_culture.then", before=before, after=after), sentences)


def _area(name: str) -> str:
    return t(f"culture.area.{name}")


def _statement(name: str, reverse: bool) -> str:
    """A statement as it was put, with a mark where its score was turned."""
    return t("lab_culture.turned", text=culture.text(name)) if reverse else culture.text(name)


def _estimate(row: Any) -> Estimate:
    return Estimate(row["mean"], row["ci_low"], row["ci_high"], int(row["n"]))
