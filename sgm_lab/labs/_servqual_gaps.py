"""Views on the gaps themselves: by dimension or item, by segment, over waves, and perception alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import charts, servqual
from ..errors import DataError
from ..i18n import has, t
from ..inference import holm
from ..paper import markup
from . import _servqual_kept as kept
from ._servqual_view import (
    ServqualResult,
    View,
    interval,
    left_out,
    listed,
    points,
    rows_of,
    signed,
    w,
    wave_options,
)
from .controls import Choice, Control

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ByGroup", "Gaps", "OverWaves", "Performance"]

_LEVEL = 0.05  # after Holm's correction
_MOST_GROUPS = 6  # more cannot be told apart in one figure


class Gaps(View):
    """Expectation, perception and the gap between, largest first."""

    def controls(self) -> Iterator[Control]:
        """Who, and how fine."""
        yield from self.who()
        yield self.level()
        if self.state["level"] == "item":
            names = self.names()
            yield Choice(
                "dimension", [(w("dimension_all"), "all"), *((names[d], d) for d in self.dimensions())]
            )

    def compute(self) -> ServqualResult:
        """Gaps with paired intervals."""
        table = kept.gaps(*self.chosen, self.state["level"], self.lab.scale)
        if self.state["level"] == "item" and self.state["dimension"] != "all":
            homes, attrs = self.homes(), table.attrs
            table = table[[homes[item] == self.state["dimension"] for item in table.index]].copy()
            table["p_holm"] = holm(table["p"])
            table.attrs = {
                "notes": attrs["notes"],
                "left_out": {i: attrs["left_out"][i] for i in table.index},
            }
        return ServqualResult(table.sort_values("gap", kind="stable"), *self.line())

    def sentence(self, result: ServqualResult) -> str:
        """Name the gap to close first, and whether it can be told from the next one."""
        rows = result.table.dropna(subset=["gap"])
        if rows.empty:
            return w("nobody")
        names, worst = self.names(), rows.iloc[0]
        name = names[rows.index[0]]
        who = f"who_{self.lab.case.name}" if self.lab.case else "who_own"
        values = {"name": name, "who": w(who if has(f"lab_servqual.{who}") else "who_own"),
                  "expectation": f"{worst['expectation']:.1f}", "perception": f"{worst['perception']:.1f}",
                  "gap": points(worst["gap"]), "n": int(worst["n"])}  # fmt: skip
        if worst["ci_low"] != worst["ci_low"]:
            return w("said_gap_few", **values)
        if worst["gap"] >= 0:
            return w("said_gap_none", name=name, gap=signed(worst["gap"]), n=int(worst["n"]))
        if worst["ci_high"] >= 0:
            return w("said_gap_unclear", **values)
        said = w("said_gap", low=points(worst["ci_high"]), high=points(worst["ci_low"]), **values)
        if len(rows) > 1:
            second = rows.iloc[1]
            key = "said_gap_apart" if worst["ci_high"] < second["ci_low"] else "said_gap_close"
            said += w(key, second=names[rows.index[1]], gap=points(second["gap"]))
        return said

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Dumbbells."""
        return charts.gaps(result.table, labels=self.names(size), dimensions=self.homes(), subtitle=result.line,
                           size=size)  # fmt: skip

    def details(self, result: ServqualResult) -> str:
        """Table with intervals and the verdict after Holm."""
        names = self.names()
        rows = [
            [
                names[name], f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
                interval(row["gap"], row["ci_low"], row["ci_high"]), signed(row["dz"]), verdict(row["p_holm"]),
                int(row["n"]),
            ]
            for name, row in rows_of(result.table)
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "expectation", "perception", "gap", "dz", "verdict", "n")]
        return markup.table(w("caption_gaps"), heads, rows) + left_out(result.table)


def verdict(p: float) -> str:
    """Whether a difference can be told from chance, in words."""
    return w("verdict_missing") if p != p else w("verdict_sure") if p < _LEVEL else w("verdict_open")


class ByGroup(View):
    """The same gaps for several segments side by side."""

    def controls(self) -> Iterator[Control]:
        """Which column makes the groups, and when; everyone is in one of the groups."""
        if columns := self.columns():
            yield Choice("split", [(label, name) for name, label in columns.items()])
        yield from self.when()

    def columns(self) -> dict[str, str]:
        """Columns of the source that make segments, with their labels."""
        found = {}
        for _, value in self.lab.source.segments()[1:]:
            column, _ = self.lab.source.parts(value)
            case = self.lab.case
            found[column] = case.segment_columns()[column] if case else column
        return found

    def groups(self) -> dict[str, str]:
        """Value of each group and its label."""
        marks = t("labs.source.segment_option", column="", value="")
        made = {}
        for label, value in self.lab.source.segments()[1:]:
            column, group = self.lab.source.parts(value)
            if column == self.state["split"]:
                made[group] = label.partition(marks)[2] if marks in label else label
        return made

    def _place(self, dimension: Any, group: Any) -> tuple[int, int]:
        """Order of a row: dimensions in SERVQUAL's order, groups as the case lists them."""
        return self.dimensions().index(dimension), list(self.groups()).index(str(group))

    def compute(self) -> ServqualResult:
        """Gaps of each group, and each group against the others."""
        if not self.columns():
            raise DataError("lab_servqual.no_segments")
        source, _, wave = self.chosen
        table, against = _grouped(source, wave, self.state["split"], self.lab.scale)
        n = kept.people(source, "all", wave)
        return ServqualResult(table, source.line(n, "all", self.shown_wave()), n, against)

    def sentence(self, result: ServqualResult) -> str:
        """Name the dimension in which groups differ most, and whether that can be chance."""
        wide = result.table["gap"].unstack()  # noqa: PD010
        spread = wide.max(axis=1) - wide.min(axis=1)
        groups, names = self.groups(), self.names()
        if result.detail is None or spread.isna().all():
            return w("said_groups_one")
        name = spread.idxmax()
        low, high = wide.loc[name].idxmin(), wide.loc[name].idxmax()
        sure = result.detail[result.detail["p_holm"] < _LEVEL]
        said = w("said_groups", name=names[name], low_group=groups[str(low)], low=signed(wide.loc[name, low]),
                 high_group=groups[str(high)], high=signed(wide.loc[name, high]))  # fmt: skip
        if sure.empty:
            return said + w("said_groups_open")
        dimension, at = sure["change"].abs().idxmax()
        change = sure.loc[(dimension, at), "change"]
        key = "said_groups_worse" if change < 0 else "said_groups_better"
        return said + w(key, group=groups[str(at)], name=names[dimension], change=points(change))

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Points with intervals, one mark a group."""
        table = result.table.copy()
        table.index = table.index.set_levels([str(v) for v in table.index.levels[1]], level=1)
        return charts.gap_groups(
            table, groups=self.groups(), labels=self.names(), subtitle=result.line, size=size
        )

    def details(self, result: ServqualResult) -> str:
        """Gaps of every group, and each group against the others."""
        groups, names = self.groups(), self.names()
        rows = [
            [names[d], groups[str(g)], f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
             interval(row["gap"], row["ci_low"], row["ci_high"]), int(row["n"])]
            for (d, g), row in sorted(rows_of(result.table), key=lambda one: self._place(*one[0]))
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "group", "expectation", "perception", "gap", "n")]
        made = markup.table(w("caption_groups"), heads, rows)
        if result.detail is None:
            return made
        against = [
            [
                groups[str(g)],
                names[d],
                interval(row["change"], row["ci_low"], row["ci_high"]),
                verdict(row["p_holm"]),
            ]
            for (d, g), row in sorted(rows_of(result.detail), key=lambda one: self._place(*one[0])[::-1])
        ]
        heads = [w(f"head_{h}") for h in ("group", "what", "against", "verdict")]
        return made + markup.table(w("caption_against"), heads, against)


@lru_cache(16)
def _grouped(
    source: Any, wave: Any, column: str, scale: kept.Scale
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Gaps by group; and each group against all others."""
    table = kept.gaps(source, "all", wave, "dimension", scale, column)
    sizes = table["n"].groupby(level=1, observed=True).max().sort_values(ascending=False, kind="stable")
    shown = list(sizes.index[:_MOST_GROUPS])
    table = table[[group in shown for group in table.index.get_level_values(1)]]
    return table, servqual.contrasts(table) if len(shown) > 1 else None


class OverWaves(View):
    """What has changed between two waves."""

    def controls(self) -> Iterator[Control]:
        """Who, how fine, and which waves where there are more than two."""
        yield Choice("segment", self.lab.source.segments())
        yield self.level()
        waves = self.lab.source.waves()
        if len(waves) > 2:
            yield from (Choice(name, wave_options(waves)) for name in ("before", "wave"))

    def compute(self) -> ServqualResult:
        """Change of each gap, paired where the people are the same."""
        source, segment, after = self.chosen
        waves = source.waves()
        if len(waves) < 2:
            raise DataError("lab_servqual.one_wave")
        if len(waves) == 2:
            before, after = waves
        else:
            before = (
                self.state["before"]
                if self.state["before"] != after
                else next(x for x in waves if x != after)
            )
        table = kept.changes(source, segment, before, after, self.state["level"], self.lab.scale)
        n = kept.people(source, segment, before) + kept.people(source, segment, after)
        return ServqualResult(table, source.line(n, segment, None), n)

    def sentence(self, result: ServqualResult) -> str:
        """Name what truly got better or worse."""
        names, sure = self.names(), result.table[result.table["p_holm"] < _LEVEL]
        before, after = result.table.attrs["waves"]
        if sure.empty:
            return w("said_change_none", before=before, after=after)
        parts = []
        for key, rows in (("better", sure[sure["change"] > 0]), ("worse", sure[sure["change"] < 0])):
            if len(rows):
                rows = rows.reindex(rows["change"].abs().sort_values(ascending=False).index)
                first = rows.iloc[0]
                limits = sorted((abs(first["ci_low"]), abs(first["ci_high"])))
                named = listed([names[i] for i in rows.index])
                parts.append(w(f"said_change_{key}", names=named, name=names[rows.index[0]],
                               change=points(first["change"]),
                               low=f"{limits[0]:.1f}", high=f"{limits[1]:.1f}"))  # fmt: skip
        rest = len(result.table) - len(sure)
        tail = w("said_change_rest", count=rest) if rest else ""
        return w("said_change", before=before, after=after) + "".join(parts) + tail

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Before hollow, after filled."""
        return charts.gap_change(result.table, labels=self.names(size), dimensions=self.homes(), subtitle=result.line,
                                 size=size)  # fmt: skip

    def details(self, result: ServqualResult) -> str:
        """Table of changes."""
        names = self.names()
        rows = [
            [names[name], signed(row["before"]), signed(row["after"]),
             interval(row["change"], row["ci_low"], row["ci_high"]), verdict(row["p_holm"]),
             w("n_two", before=int(row["n_before"]), after=int(row["n_after"]))]
            for name, row in rows_of(result.table)
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "before", "after", "change", "verdict", "n")]
        return markup.table(w("caption_change"), heads, rows) + left_out(result.table)


class Performance(View):
    """Perception alone (SERVPERF), beside what the gaps say."""

    def controls(self) -> Iterator[Control]:
        """Who, and how fine."""
        yield from self.who()
        yield self.level()

    def compute(self) -> ServqualResult:
        """Mean perceptions and the gaps for comparison."""
        level = self.state["level"]
        table = kept.performance(*self.chosen, level, self.lab.scale)
        gaps = kept.gaps(*self.chosen, level, self.lab.scale)
        table = table.assign(gap=gaps["gap"], expectation=gaps["expectation"])
        table["rank"] = table["perception"].rank(method="min")
        table["rank_gap"] = table["gap"].rank(method="min")
        return ServqualResult(table.sort_values("perception", kind="stable"), *self.line())

    def sentence(self, result: ServqualResult) -> str:
        """Say whether both ways point to the same place."""
        rows = result.table.dropna(subset=["perception"])
        if rows.empty:
            return w("nobody")
        names, lowest = self.names(), rows.iloc[0]
        key = "said_performance" if lowest["ci_low"] == lowest["ci_low"] else "said_performance_few"
        said = w(key, name=names[rows.index[0]], value=f"{lowest['perception']:.1f}", n=int(lowest["n"]),
                 low=f"{lowest['ci_low']:.1f}", high=f"{lowest['ci_high']:.1f}")  # fmt: skip
        if rows["gap"].isna().all():
            return said
        by_gap = rows["gap"].idxmin()
        if by_gap == rows.index[0]:
            return said + w("said_performance_same")
        return said + w(
            "said_performance_other", name=names[by_gap], expectation=f"{rows.loc[by_gap, 'expectation']:.1f}"
        )

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Points with intervals."""
        return charts.performance(result.table, labels=self.names(size), dimensions=self.homes(), subtitle=result.line,
                                  size=size)  # fmt: skip

    def details(self, result: ServqualResult) -> str:
        """Place by perception and by gap."""
        names = self.names()
        rows = [
            [names[name], interval(row["perception"], row["ci_low"], row["ci_high"], sign=False), place(row["rank"]),
             signed(row["gap"]), place(row["rank_gap"]), int(row["n"])]
            for name, row in rows_of(result.table)
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "perception", "rank", "gap", "rank_gap", "n")]
        note = markup.paragraph(w("note_performance"), "sgm-quiet-note")
        return markup.table(w("caption_performance"), heads, rows) + note + left_out(result.table)


def place(rank: float) -> str:
    """Write a rank; what is missing has none."""
    return "–" if rank != rank else f"{rank:.0f}"
