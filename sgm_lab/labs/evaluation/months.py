"""A measure by months: whether a goal is met, and whether a change helped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import charts, goals, numbers, satisfaction
from ...errors import DataError
from ...estimate import Estimate
from ...i18n import t
from ...paper.blocks import Block, Note
from ..logs import LogView

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DidItHelp", "IsItMet"]

_FORMS: dict[str, Any] = {"share": "share", "nps": "points", "mean": "number"}


@dataclass(frozen=True)
class Verdict:
    """Figures by month, and how far the goal is attained."""

    table: pd.DataFrame
    level: Estimate
    attained: goals.Attainment


class IsItMet(LogView):
    """Is the goal met?"""

    asks = ("month", "baseline", "target")

    def compute(self) -> Verdict:
        """Hold a month against the goal."""
        log = self.log
        level = log.level([self.at["month"]]).scaled(log.scale)
        return Verdict(log.monthly(), level, self.lab.goal.attainment(level))

    def says(self, found: Verdict) -> str:
        """Say the verdict."""
        return f"{self.at['month']} · {found.attained.sentence()}"

    def shows(self, found: Verdict) -> Iterator[Block]:
        """The way covered, and what to do next."""
        line = self.log.line(self.at["month"], t("labs.log.n", n=found.level.n))
        yield self.drawn(charts.attainment, self.lab.goal, found.level, subtitle=line)
        yield Note(self.w(f"next_{found.attained.verdict}"))


@dataclass(frozen=True)
class Changed:
    """Level before and after, and the difference."""

    table: pd.DataFrame
    before: Estimate
    after: Estimate
    change: Estimate


class DidItHelp(LogView):
    """Did the change help?"""

    asks = ("cut",)

    def compute(self) -> Changed:
        """Compare the months before the cut with those after."""
        log, months = self.log, self.log.months()
        if len(months) < 2:
            raise DataError("lab_evaluation.one_month")
        at = months.index(self.at["cut"])
        before, after = log.level(months[:at]), log.level(months[at:])
        return Changed(log.monthly(), before, after, satisfaction.difference(after, before))

    def says(self, found: Changed) -> str:
        """Say which way it went, or that one cannot say."""
        log, change = self.log, found.change
        up, down = change.low > 0, change.high < 0
        good, bad = (down, up) if log.lower_is_better else (up, down)
        key = "few" if change.low != change.low else "better" if good else "worse" if bad else "open"
        low, high = sorted((abs(change.low), abs(change.high))) if good or bad else (change.low, change.high)
        shown = {
            name: numbers.number(value * log.scale, ".1f") for name, value in (("low", low), ("high", high))
        }
        after, before, size = numbers.adding(found.after.value * log.scale, found.before.value * log.scale)
        if not (good or bad) and change.value < 0:
            size = f"−{size}"
        return self.w(
            f"said_{key}",
            label=log.label,
            cut=self.at["cut"],
            before=before + log.unit,
            after=after + log.unit,
            size=size,
            unit=self.w("points") if log.how == "share" else log.unit,
            **shown,
        )

    def shows(self, found: Changed) -> Iterator[Block]:
        """Both levels, and a caution."""
        log, at = self.log, self.at["cut"]
        values = {self.w("before", cut=at): found.before, self.w("after", cut=at): found.after}
        form = _FORMS[log.how]
        yield self.drawn(
            charts.estimates, values, form=form, title=self.says(found), name=log.label, subtitle=log.line()
        )
        yield Note(self.w("change_caution"))
