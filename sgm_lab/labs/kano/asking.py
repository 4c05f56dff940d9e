"""Kano lab, the survey itself: who answered without care, and how many people to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import charts, kano
from ...paper.blocks import Block, Note, Table
from .counted import tallied, watched
from .views import Counted, KanoView
from .words import category, heads

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Careless", "Planner"]

_MARGINS = (3, 5, 8, 10, 15, 20)  # percentage points
_MOST_LISTED = 12


@dataclass(frozen=True)
class Watched(Counted):
    """Respondents whose answers look careless, and the categories with and without them.

    Attributes
    ----------
    answered : int
        Respondents who were watched.
    everybody, kept : int
        Respondents of the segment, with and without those who look careless.
    """

    careless: pd.DataFrame
    changes: pd.DataFrame
    answered: int
    everybody: int
    kept: int


class Careless(KanoView):
    """Who answered without care, and does it matter?"""

    asks = ("segment", "wave", "table", "rule", "threshold", "cross", "max_q", "max_run", "people")

    def report(self) -> pd.DataFrame:
        """Return all who answered, and how."""
        report = watched(self.data, self.at["wave"], *self.strict)
        return report[report["n"] > 0]

    def compute(self) -> Watched:
        """Flag, and classify with and without those flagged."""
        found, at, report = self.counted(), self.at, self.report()
        (everybody, _, n), (careful, _, kept) = (
            tallied(self.data, at["segment"], at["wave"], at["table"], limits)
            for limits in (None, self.strict)
        )
        changes = kano.changes(self.classify(everybody), self.classify(careful))
        flagged = report[report["flag"]].sort_values(["q_share", "longstring"], ascending=False)
        return Watched(**vars(found), careless=flagged, changes=changes, answered=len(report), everybody=n,
                       kept=kept)  # fmt: skip

    def says(self, found: Watched) -> str:
        """Say how many, why, and whether it matters."""
        table, changes, k = found.careless, found.changes, len(found.careless)
        if not k:
            return self.w("sentence_careless_none", n=found.answered)
        _, max_q, max_run = self.strict
        straight = int((table["longstring"] >= max_run * table["n"]).sum())
        torn = int((table["q_share"] > max_q).sum())
        moved = [self.labels[name] for name in changes.index[changes["moved"]]]
        largest = changes["shift"].max()
        return self.w("sentence_careless_moved" if moved else "sentence_careless", n=found.answered, k=k,
                      share=k / found.answered, straight=straight, torn=torn, moved=self.listed(moved), m=len(moved),
                      shift=0.0 if largest != largest else largest)  # fmt: skip

    def shows(self, found: Watched) -> Iterator[Block]:
        """The patterns, which are of the whole wave; what changes; whom to look at."""
        _, max_q, max_run = self.strict
        yield self.drawn(
            charts.answer_patterns, kano.answer_patterns(self.report()), max_q=max_q, max_run=max_run,
            title=self.w("title_careless", n=found.answered, k=len(found.careless)),
            subtitle=self.data.line(found.answered, "all", self.at["wave"]),
        )  # fmt: skip
        shown = found.changes.sort_values(["moved", "shift"], ascending=False).head(_MOST_LISTED)
        rows = [
            [self.labels[name], *(category(row[f"category_{when}"]) for when in ("before", "after")),
             *(self.both(row, side) for side in ("better", "worse"))]
            for name, row in shown.iterrows()
        ]  # fmt: skip
        names = heads(("feature", "before", "after", "better", "worse"))
        yield Table(self.w("caption_changes", n=found.everybody, kept=found.kept), names, rows)
        people = [
            [str(who), row["reason"], f"{row['n']:.0f}"]
            for who, row in found.careless.head(_MOST_LISTED).iterrows()
        ]
        if people:
            yield Table(self.w("caption_careless"), heads(("respondent", "reason", "answered")), people)
        if more := len(found.careless) - len(people):
            yield Note(self.w("careless_more", n=more))
        yield Note(self.w("careless_how"), "advice")

    def both(self, row: Any, side: str) -> str:
        """Write a figure before and after."""
        before, after = row[f"{side}_before"], row[f"{side}_after"]
        if before != before or after != after:
            return "–"
        return self.w("before_after", before=before, after=after)


@dataclass(frozen=True)
class Planned(Counted):
    """Respondents that each margin takes, and what the present ones allow.

    Attributes
    ----------
    need : dict
        What the wanted margin takes, by column of the plan.
    now : float
        Margin of those who answered; missing where nobody did.
    excluded : float
        Share of answers that count for neither Better nor Worse.
    """

    plan: pd.DataFrame
    need: dict[str, int]
    now: float
    excluded: float


class Planner(KanoView):
    """How many people to ask?"""

    asks = ("segment", "wave", "table", "margin", "parts", "reply", "level")

    def compute(self) -> Planned:
        """Plan for usual margins and the wanted one."""
        found, wanted = self.counted(), self.at["margin"]
        excluded = kano.excluded_share(found.counts)
        margins = [margin / 100 for margin in sorted({*_MARGINS, wanted})]
        plan = kano.survey_plan(
            margins,
            groups=self.at["parts"],
            reply=self.at["reply"] / 100,
            level=self.level,
            excluded=excluded,
        )
        need = {str(name): int(value) for name, value in plan.loc[wanted / 100].items()}
        n = found.respondents
        now = kano.interval_width(n, level=self.level, excluded=excluded) / 2 if n else float("nan")
        return Planned(**vars(found), plan=plan, need=need, now=now, excluded=excluded)

    @property
    def level(self) -> float:
        """Confidence level."""
        return float(self.at["level"]) / 100

    def says(self, found: Planned) -> str:
        """Say how many people must answer, and how many must be asked."""
        at, now = self.at, found.now
        key = "sentence_planner" if at["parts"] == 1 else "sentence_planner_parts"
        after = "" if now != now else self.w("planner_now", n=found.respondents, now=100 * now)
        return self.w(key, margin=at["margin"], parts=at["parts"], reply=at["reply"], **found.need) + after

    def shows(self, found: Planned) -> Iterator[Block]:
        """The curve, which rests on assumptions, not on data; margins and what they take."""
        at, n, need = self.at, found.respondents, found.need["n"]
        low, high = min(20, max(1, n)), max(2 * int(found.plan["n"].max()), 2 * n)
        yield self.drawn(
            charts.margin_curve, kano.margin_curve(low, high, level=self.level, excluded=found.excluded),
            title=self.w("title_planner", margin=at["margin"], n=need), wanted=(need, at["margin"] / 100),
            now=None if found.now != found.now else (n, found.now),
            subtitle=self.w("planner_line", level=at["level"], excluded=found.excluded),
        )  # fmt: skip
        rows = [
            [f"±{100 * row['margin']:.0f}", *(f"{int(row[column]):,}" for column in ("n", "people", "send"))]
            for row in found.plan.reset_index().to_dict("records")
        ]
        names = [*heads(("margin", "n")), self.w("head_people", parts=at["parts"]),
                 self.w("head_send", reply=at["reply"])]  # fmt: skip
        yield Table(self.w("caption_planner"), names, rows)
        yield Note(self.w("planner_how"), "advice")
