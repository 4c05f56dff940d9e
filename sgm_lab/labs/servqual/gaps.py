"""Views on the gaps themselves: by dimension or item, by segment, over waves, and perception alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import charts, i18n, servqual
from ...errors import DataError
from ...inference import FEW, holm
from ...numbers import adding
from ...paper.blocks import Block, Figure, Note, Table
from . import kept
from .views import Found, ServqualView, listed, place, points, signed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ByGroup", "Gaps", "OverWaves", "Performance"]

_LEVEL = 0.05  # after Holm's correction
_MOST_GROUPS = 6  # more cannot be told apart in one figure


def _verdict(p: float) -> str:
    """Whether a difference can be told from chance, as the end of a key."""
    return "verdict_missing" if p != p else "verdict_sure" if p < _LEVEL else "verdict_open"


class Gaps(ServqualView):
    """Where is the gap between expectation and perception?"""

    asks = ("segment", "wave", "level", "dimension")

    def compute(self) -> Found:
        """Gaps with paired intervals."""
        table = self.said_by(servqual.gaps, self.at["level"])
        if self.at["level"] == "item" and self.at["dimension"] != "all":
            homes = self.homes()
            table = table[[homes[item] == self.at["dimension"] for item in table.index]]
            table = table.assign(p_holm=holm(table["p"]))
        return Found(table.sort_values("gap", kind="stable"), *self.line())

    def says(self, found: Found) -> str:
        """Name the gap to close first, and whether it can be told from the next one."""
        rows = found.table.dropna(subset=["gap"])
        if rows.empty:
            return self.w("nobody")
        names, worst = self.names(), rows.iloc[0]
        name = names[rows.index[0]]
        people = self.lab.case.facts.get("people") if self.lab.case else None
        expectation, perception, gap = adding(worst["expectation"], worst["perception"])
        values = {"name": name, "who": i18n.said(people) if people else self.w("who_own"),
                  "expectation": expectation, "perception": perception, "gap": gap, "n": int(worst["n"])}  # fmt: skip
        if worst["gap"] >= 0 and worst["n"] > 1:
            return self.w("said_gap_none", name=name, gap=signed(worst["gap"]), n=int(worst["n"]))
        if worst["ci_low"] != worst["ci_low"]:
            return self.w("said_gap_few", **values)
        if worst["ci_high"] >= 0:
            return self.w("said_gap_unclear", **values)
        values |= {"low": points(worst["ci_high"]), "high": points(worst["ci_low"])}
        if worst["n"] < FEW:
            return self.w("said_gap_small", **values)
        said = self.w("said_gap", **values)
        if len(rows) > 1:
            second = rows.iloc[1]
            key = "said_gap_apart" if worst["ci_high"] < second["ci_low"] else "said_gap_close"
            said += self.w(key, second=names[rows.index[1]], gap=points(second["gap"]))
        return said

    def shows(self, found: Found) -> Iterator[Block]:
        """Dumbbells; intervals and the verdict after Holm."""
        yield Figure(lambda size: charts.gaps(found.table, subtitle=found.line, **self.places(size)))
        names = self.names()
        rows = [
            [
                names[name], f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
                self.interval(row["gap"], row["ci_low"], row["ci_high"]), signed(row["dz"]),
                self.w(_verdict(row["p_holm"])), int(row["n"]),
            ]
            for name, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("what", "expectation", "perception", "gap", "dz", "verdict", "n")
        yield Table(self.w("caption_gaps"), heads, rows)
        yield from self.left_out(found.table)


@dataclass(frozen=True)
class Grouped(Found):
    """Gaps by group; and each group against the others, where there is more than one."""

    detail: Any


class ByGroup(ServqualView):
    """For whom is the gap larger?"""

    asks = ("split", "wave")

    def groups(self) -> dict[str, str]:
        """Value of each group and its label."""
        return {str(value): label for value, label in self.data.groups()[self.at["split"]].items()}

    def _place(self, dimension: Any, group: Any) -> tuple[int, int]:
        """Order of a row: dimensions in SERVQUAL's order, groups as the case lists them."""
        return servqual.DIMENSIONS.index(dimension), list(self.groups()).index(str(group))

    def compute(self) -> Grouped:
        """Gaps of each group, and each group against the others."""
        if not self.data.groups():
            raise DataError("lab_servqual.no_segments")
        table, against = _grouped(self.data, self.at["wave"], self.at["split"], self.lab.scale)
        return Grouped(table, *self.line("all"), against)

    def says(self, found: Grouped) -> str:
        """Name the dimension in which groups differ most, and whether that can be chance."""
        wide = found.table["gap"].unstack()  # noqa: PD010
        spread = wide.max(axis=1) - wide.min(axis=1)
        groups, names = self.groups(), self.names()
        if found.detail is None or spread.isna().all():
            return self.w("said_groups_one")
        name = spread.idxmax()
        low, high = wide.loc[name].idxmin(), wide.loc[name].idxmax()
        sure = found.detail[found.detail["p_holm"] < _LEVEL]
        said = self.w("said_groups", name=names[name], low_group=groups[str(low)], low=signed(wide.loc[name, low]),
                 high_group=groups[str(high)], high=signed(wide.loc[name, high]))  # fmt: skip
        if sure.empty:
            return said + self.w("said_groups_open")
        dimension, at = sure["change"].abs().idxmax()
        change = sure.loc[(dimension, at), "change"]
        key = "said_groups_worse" if change < 0 else "said_groups_better"
        return said + self.w(key, group=groups[str(at)], name=names[dimension], change=points(change))

    def shows(self, found: Grouped) -> Iterator[Block]:
        """Points with intervals, one mark a group; every group, and each against the others."""
        groups, names, table = self.groups(), self.names(), found.table.copy()
        table.index = table.index.set_levels([str(v) for v in table.index.levels[1]], level=1)
        open_still = found.detail is not None and not (found.detail["p_holm"] < _LEVEL).any()
        title = self.w("title_groups_same") if open_still else ""  # no name for what may be chance
        yield self.drawn(
            charts.gap_groups, table, title=title, groups=groups, labels=names, subtitle=found.line
        )
        rows = [
            [names[d], groups[str(g)], f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
             self.interval(row["gap"], row["ci_low"], row["ci_high"]), int(row["n"])]
            for (d, g), row in sorted(found.table.iterrows(), key=lambda one: self._place(*one[0]))
        ]  # fmt: skip
        heads = self.heads("what", "group", "expectation", "perception", "gap", "n")
        yield Table(self.w("caption_groups"), heads, rows)
        if found.detail is None:
            return
        against = [
            [groups[str(g)], names[d], self.interval(row["change"], row["ci_low"], row["ci_high"]),
             self.w(_verdict(row["p_holm"]))]
            for (d, g), row in sorted(found.detail.iterrows(), key=lambda one: self._place(*one[0])[::-1])
        ]  # fmt: skip
        yield Table(self.w("caption_against"), self.heads("group", "what", "against", "verdict"), against)


@lru_cache(16)
def _grouped(
    source: Any, wave: Any, column: str, scale: kept.Scale
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Gaps by group; and each group against all others."""
    table = kept.found(servqual.gaps, source, "all", wave, by=column, scale=scale)
    sizes = table["n"].groupby(level=1, observed=True).max().sort_values(ascending=False, kind="stable")
    shown = list(sizes.index[:_MOST_GROUPS])
    table = table[[group in shown for group in table.index.get_level_values(1)]]
    return table, servqual.contrasts(table) if len(shown) > 1 else None


class OverWaves(ServqualView):
    """What has changed between two waves?"""

    asks = ("segment", "level", "before", "wave")

    def compute(self) -> Found:
        """Change of each gap, paired where the people are the same."""
        source, segment, after = self.chosen
        waves = source.waves()
        if len(waves) < 2:
            raise DataError("lab_servqual.one_wave")
        if len(waves) == 2:
            before, after = waves
        else:
            before = self.at["before"] if self.at["before"] != after else next(x for x in waves if x != after)
        two, level = (before, after), self.at["level"]
        table = self.said_by(servqual.compare, wave=None, waves=two, level=level)
        n = kept.people(source, segment, before) + kept.people(source, segment, after)
        return Found(table, source.line(n, segment, None), n)

    def says(self, found: Found) -> str:
        """Name what truly got better or worse."""
        names, sure = self.names(), found.table[found.table["p_holm"] < _LEVEL]
        before, after = found.table.attrs["waves"]
        if sure.empty:
            return self.w("said_change_none", before=before, after=after)
        parts = []
        for key, rows in (("better", sure[sure["change"] > 0]), ("worse", sure[sure["change"] < 0])):
            if len(rows):
                rows = rows.reindex(rows["change"].abs().sort_values(ascending=False).index)
                first = rows.iloc[0]
                limits = sorted((abs(first["ci_low"]), abs(first["ci_high"])))
                named = listed([names[i] for i in rows.index])
                parts.append(self.w(f"said_change_{key}", names=named, name=names[rows.index[0]],
                               change=points(first["change"]),
                               low=f"{limits[0]:.1f}", high=f"{limits[1]:.1f}"))  # fmt: skip
        rest = len(found.table) - len(sure)
        tail = self.w("said_change_rest", count=rest) if rest else ""
        return self.w("said_change", before=before, after=after) + "".join(parts) + tail

    def shows(self, found: Found) -> Iterator[Block]:
        """Before hollow, after filled; each change and its interval."""
        yield Figure(lambda size: charts.gap_change(found.table, subtitle=found.line, **self.places(size)))
        names = self.names()
        rows = [
            [names[name], signed(row["before"]), signed(row["after"]),
             self.interval(row["change"], row["ci_low"], row["ci_high"]), self.w(_verdict(row["p_holm"])),
             self.w("n_two", before=int(row["n_before"]), after=int(row["n_after"]))]
            for name, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("what", "before", "after", "change", "verdict", "n")
        yield Table(self.w("caption_change"), heads, rows)
        yield from self.left_out(found.table)


class Performance(ServqualView):
    """Does perception alone (SERVPERF) point to the same place as the gaps?"""

    asks = ("segment", "wave", "level")

    def compute(self) -> Found:
        """Mean perceptions and the gaps for comparison."""
        level = self.at["level"]
        table = self.said_by(servqual.performance, level)
        gaps = self.said_by(servqual.gaps, level)
        table = table.assign(gap=gaps["gap"], expectation=gaps["expectation"])
        table["rank"] = table["perception"].rank(method="min")
        table["rank_gap"] = table["gap"].rank(method="min")
        return Found(table.sort_values("perception", kind="stable"), *self.line())

    def says(self, found: Found) -> str:
        """Say whether both ways point to the same place."""
        rows = found.table.dropna(subset=["perception"])
        if rows.empty:
            return self.w("nobody")
        names, lowest = self.names(), rows.iloc[0]
        key = "said_performance" if lowest["ci_low"] == lowest["ci_low"] else "said_performance_few"
        said = self.w(key, name=names[rows.index[0]], value=f"{lowest['perception']:.1f}", n=int(lowest["n"]),
                 low=f"{lowest['ci_low']:.1f}", high=f"{lowest['ci_high']:.1f}")  # fmt: skip
        if rows["gap"].isna().all():
            return said
        by_gap = rows["gap"].idxmin()
        if by_gap == rows.index[0]:
            return said + self.w("said_performance_same")
        return said + self.w(
            "said_performance_other", name=names[by_gap], expectation=f"{rows.loc[by_gap, 'expectation']:.1f}"
        )

    def shows(self, found: Found) -> Iterator[Block]:
        """Points with intervals; place by perception and by gap."""
        yield Figure(lambda size: charts.performance(found.table, subtitle=found.line, **self.places(size)))
        names, alone = self.names(), self.data.alone
        rows = [
            [names[name], self.interval(row["perception"], row["ci_low"], row["ci_high"], sign=False),
             place(row["rank"]), *([] if alone else [signed(row["gap"]), place(row["rank_gap"])]), int(row["n"])]
            for name, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("what", "perception", "rank", *([] if alone else ["gap", "rank_gap"]), "n")
        yield Table(self.w("caption_performance_alone" if alone else "caption_performance"), heads, rows)
        yield Note(self.w("note_performance"), "quiet-note")
        yield from self.left_out(found.table)
