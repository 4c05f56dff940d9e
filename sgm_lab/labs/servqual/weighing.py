"""Views that weigh: points shared out, importance against performance, zone of tolerance, reliability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ... import charts, servqual
from ...errors import plainly
from ...i18n import t
from ...numbers import number
from ...paper.blocks import Block, Cell, Figure, Note, Table, Tagged
from . import kept
from .views import Found, ServqualView, dimension_label, dimensions, listed, place, signed

__all__ = ["ImportancePerformance", "Reliability", "Weights", "Zones"]

_VERDICT_CLASS = {"good": "sure", "fair": "rather", "redundant": "rather"}  # the rest is "open"


def _score(answers: Any, weights: tuple[tuple[str, int], ...], *, scale: kept.Scale) -> servqual.Score:
    return servqual.score(answers, dict(weights), scale=scale)


def _zones(answers: Any, level: servqual.Level, tolerance: float | None, *, scale: kept.Scale) -> Any:
    """Zone of tolerance; with ``tolerance``, the adequate level is assumed that far below each expectation."""
    named = answers.rename(columns={"expectation": "desired", "perception": "perceived"})
    if tolerance is not None:
        named = named.assign(adequate=(named["desired"] - tolerance).clip(lower=scale[0]))
    return servqual.zone_of_tolerance(named, level=level, scale=scale)


@dataclass(frozen=True)
class Weighed(Found):
    """Each dimension's part of the whole, and the scores with and without weights."""

    score: servqual.Score


class Weights(ServqualView):
    """What is the whole, plain and weighted by 100 points?"""

    asks = ("segment", "wave", "weights")

    def compute(self) -> Weighed:
        """Score with and without weights, and each dimension's part."""
        weights = {name: self.at["weights"][name] for name in dimensions(self.data)}
        score = self.said_by(_score, tuple(weights.items()))
        table = servqual.parts(self.said_by(servqual.gaps, "dimension"), weights)
        return Weighed(table.sort_values("part", kind="stable"), *self.line(), score)

    def says(self, found: Weighed) -> str:
        """Say both scores, the convention, and whether the order changes."""
        score, table = found.score, found.table
        if score.unweighted.missing:
            return self.w("nobody")
        said = self.w(
            "said_weights", plain=signed(score.unweighted.value), weighted=signed(score.weighted.value)
        )
        by_gap = [dimension_label(name) for name in table.sort_values("gap", kind="stable").index]
        by_part = [dimension_label(name) for name in table.index]
        if by_gap == by_part:
            return said + self.w("said_weights_same", order=t("labs.comma").join(by_part))
        if by_gap[0] == by_part[0]:
            return said + self.w(
                "said_weights_order", before=t("labs.comma").join(by_gap), after=t("labs.comma").join(by_part)
            )
        return said + self.w("said_weights_first", before=by_gap[0], after=by_part[0])

    def shows(self, found: Weighed) -> Iterator[Block]:
        """Parts of the weighted gap; the two scores by both conventions, and each dimension's part."""
        yield self.drawn(charts.score_parts, found.table, subtitle=found.line)
        score = found.score
        scores: list[list[Cell]] = [
            [self.w(name), self.interval(one.value, one.low, one.high), how]
            for name, one, how in (
                ("score_plain", score.unweighted, self.w("convention_plain")),
                ("score_weighted", score.weighted, score.convention),
                ("score_divided", score.weighted_divided, score.convention_divided),
            )
        ]
        rows: list[list[Cell]] = [
            [dimension_label(name), int(row["points"]), signed(row["gap"]), place(row["rank_gap"]), signed(row["part"]),
             place(row["rank"])]
            for name, row in found.table.iterrows()
        ]  # fmt: skip
        yield Table(self.w("caption_scores"), self.heads("score", "value", "convention"), scores)
        heads = self.heads("what", "points", "gap", "rank_gap", "part", "rank_part")
        yield Table(self.w("caption_parts"), heads, rows)


class ImportancePerformance(ServqualView):
    """Where does effort go first? Importance against performance."""

    asks = ("segment", "wave", "importance", "level", "cross", "weights")

    def compute(self) -> Found:
        """Put every dimension or item into its quadrant."""
        kind, scale = self.at["importance"], self.lab.scale
        level = "dimension" if kind == "points" else self.at["level"]
        gaps = self.said_by(servqual.gaps, level)
        table = gaps[["n", "expectation", "perception"]].rename(columns={"perception": "performance"})
        if kind == "points":
            table["importance"] = [float(self.at["weights"][name]) for name in table.index]
        elif kind == "expectation":
            table["importance"] = table["expectation"]
        else:
            table["importance"] = self.said_by(servqual.derived_importance, level).reindex(table.index)
        table = table[["n", "importance", "performance"]]
        made = servqual.importance_performance(table, cross=self.at["cross"], scale=scale)
        return Found(made, *self.line())

    def says(self, found: Found) -> str:
        """Name what to do first and where effort may be too much, and what importance means here."""
        names = self.names()

        def of(quadrant: str) -> list[str]:
            return [names[i] for i in found.table.index[found.table["quadrant"] == quadrant]]

        if found.table["importance"].nunique() < 2:
            return self.w("said_ipa_equal")
        how = self.w(f"said_importance_{self.at['importance']}")
        first, less = of("concentrate"), of("overkill")
        said = (
            self.w("said_ipa", names=listed(first))
            if first
            else self.w("said_ipa_none", names=listed(of("keep_up")) or self.w("none"))
        )
        return said + (self.w("said_ipa_less", names=listed(less)) if less else "") + how

    def shows(self, found: Found) -> Iterator[Block]:
        """The plane, items by their number; the table by quadrant, and where the cross lies."""
        own = self.names()
        items = {
            item: own[item] if isinstance(item, str) else self.w("item_number", item=item)
            for item in self.homes()
        }
        yield self.drawn(
            charts.importance_performance,
            found.table,
            labels=items,
            dimensions=self.homes(),
            subtitle=found.line,
        )
        names = self.names()
        order = {name: at for at, name in enumerate(("concentrate", "keep_up", "low_priority", "overkill"))}
        table = found.table.assign(_order=[order.get(q, 9) for q in found.table["quadrant"]])
        rows = [
            [names[name], t(f"servqual.quadrant.{row['quadrant']}") if row["quadrant"] in order else "–",
             f"{row['importance']:.2f}", f"{row['performance']:.2f}"]
            for name, row in table.sort_values("_order", kind="stable").iterrows()
        ]  # fmt: skip
        yield Table(self.w("caption_ipa"), self.heads("what", "quadrant", "importance", "performance"), rows)
        cross = found.table.attrs["cross"]
        rule = self.w(f"cross_{cross['rule']}")
        at = {side: cross[side] for side in ("importance", "performance")}
        for line in (self.w("note_cross", rule=rule, **at), *map(plainly, found.table.attrs["notes"])):
            yield Note(line, "quiet-note")


class Zones(ServqualView):
    """Is it between the adequate and the desired level?"""

    asks = ("segment", "wave", "level", "tolerance")

    def compute(self) -> Found:
        """Zone of tolerance."""
        tolerance = float(self.at["tolerance"]) if self.lab.assumed else None
        table = self.said_by(_zones, self.at["level"], tolerance)
        line, n = self.line()
        if self.lab.assumed:
            line = self.w("line_assumed", line=line, tolerance=tolerance)
        return Found(table.sort_values("adequacy", kind="stable"), line, n)

    def says(self, found: Found) -> str:
        """Name what lies below and above, and that the adequate level is assumed where it is."""
        names = self.names()
        zone = {
            z: [names[i] for i in found.table.index[found.table["zone"] == z]]
            for z in ("below", "in", "above")
        }
        said = (
            self.w("said_zone_below", names=listed(zone["below"], 5))
            if zone["below"]
            else self.w("said_zone_none")
        )
        if zone["above"]:
            said += self.w("said_zone_above", names=listed(zone["above"], 5))
        open_ones = [names[i] for i in found.table.index[~found.table["clear"]]]
        if open_ones:
            said += self.w("said_zone_open", names=listed(open_ones))
        return (self.w("said_zone_if", tolerance=self.at["tolerance"]) if self.lab.assumed else "") + said

    def shows(self, found: Found) -> Iterator[Block]:
        """Bands and points; how to ask for the adequate level; adequacy and superiority with intervals."""
        yield Figure(lambda size: charts.zones(found.table, subtitle=found.line, **self.places(size)))
        yield Note(self.w("note_zone_assumed" if self.lab.assumed else "note_zone"), "quiet-note")
        names = self.names()
        rows = [
            [names[name], f"{row['adequate']:.2f}", f"{row['desired']:.2f}", f"{row['perceived']:.2f}",
             self.interval(row["adequacy"], row["adequacy_low"], row["adequacy_high"]),
             self.interval(row["superiority"], row["superiority_low"], row["superiority_high"]),
             t(f"servqual.zone.{row['zone']}")]
            for name, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("what", "adequate", "desired", "perception", "adequacy", "superiority", "zone")
        yield Table(self.w("caption_zone"), heads, rows)
        yield from self.left_out(found.table)


@dataclass(frozen=True)
class Alphas(Found):
    """Alpha of every dimension; the items of one, where one is looked into and has more than one."""

    detail: Any


class Reliability(ServqualView):
    """Do the items of a dimension ask about the same thing?"""

    asks = ("segment", "wave", "side", "dimension")

    def compute(self) -> Alphas:
        """Alpha of every dimension; the items of one."""
        table: Any = self.said_by(servqual.reliability, self.at["side"])
        line, n = self.line()
        one, detail = self.at["dimension"], None
        if one != "all" and int(table.loc[one, "k"]) > 1:
            detail = self.said_by(servqual.item_analysis, one, self.at["side"])
        return Alphas(table, line, n, detail)

    def says(self, found: Alphas) -> str:
        """Say how many dimensions make one score, and name the weakest."""
        table = found.table.dropna(subset=["alpha"])
        if table.empty:
            return self.w("said_alpha_none", reason=found.table["reason"].iloc[0])
        good = int(table["verdict"].isin(["good", "redundant"]).sum())
        name = table["alpha"].idxmin()
        row = table.loc[name]
        if row["low"] != row["low"]:
            return self.w("said_alpha_same", count=len(table))
        said = self.w("said_alpha", good=good, count=len(found.table), name=dimension_label(name),
                 alpha=row["alpha"], low=row["low"], high=row["high"],
                 verdict=t(f"servqual.alpha_verdict.{row['verdict']}") + row["against"])  # fmt: skip
        return said + self._better_without(found)

    def _better_without(self, found: Alphas) -> str:
        one = self.at["dimension"]
        if found.detail is None or found.detail["alpha_if_dropped"].isna().all():
            return ""
        item = found.detail["alpha_if_dropped"].idxmax()
        gain = float(found.detail.loc[item, "alpha_if_dropped"] - found.table.loc[one, "alpha"])
        key = "said_alpha_drop" if gain > 0.005 else "said_alpha_keep"
        return self.w(key, dimension=dimension_label(one), item=self.names()[item], gain=gain)

    def shows(self, found: Alphas) -> Iterator[Block]:
        """Alphas with intervals, where there is any; verdicts; item-total and alpha if dropped for one dimension."""
        if found.table["alpha"].notna().any():
            yield self.drawn(charts.reliability, found.table, subtitle=found.line)
        rows = []
        for name, row in found.table.iterrows():
            kind = _VERDICT_CLASS.get(row["verdict"], "open")
            words = row["reason"] or t(f"servqual.alpha_verdict.{row['verdict']}") + row["against"]
            rows.append([
                dimension_label(name), self.interval(row["alpha"], row["low"], row["high"], sign=False), int(row["k"]),
                self.w("n_left", n=int(row["n"]), left=int(row["left_out"])),
                Tagged(words, (f"word-{kind}",)),
            ])  # fmt: skip
        yield Table(self.w("caption_alpha"), self.heads("what", "alpha", "k", "n_complete", "verdict"), rows)
        if found.detail is None:
            return
        names = self.names()
        items = [
            [
                names[item],
                f"{row['mean']:.2f}",
                f"{row['sd']:.2f}",
                number(row["r"], ".2f"),
                number(row["alpha_if_dropped"], ".2f"),
            ]
            for item, row in found.detail.iterrows()
        ]
        caption = self.w("caption_items", dimension=dimension_label(self.at["dimension"]))
        yield Table(caption, self.heads("item", "mean", "sd", "item_total", "dropped"), items)
