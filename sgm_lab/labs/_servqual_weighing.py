"""Views that weigh: points shared out, importance against performance, zone of tolerance, reliability."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import charts, servqual
from ..i18n import t
from ..paper import markup
from ..paper.markup import Raw
from . import _servqual_kept as kept
from ._servqual_gaps import place
from ._servqual_view import (
    ServqualResult,
    View,
    dimension_label,
    interval,
    left_out,
    listed,
    rows_of,
    signed,
    w,
)
from .controls import Choice, Control, Number, Points

if TYPE_CHECKING:
    pass

__all__ = ["ImportancePerformance", "Reliability", "Weights", "Zones"]

_SIDES = ("perception", "expectation", "gap")
_VERDICT_CLASS = {"good": "sure", "fair": "rather", "redundant": "rather"}  # the rest is "open"


class Weights(View):
    """One number for the whole, plain and weighted by 100 points."""

    def controls(self) -> Iterator[Control]:
        """Who, and the points."""
        yield from self.who()
        yield self.points()

    def points(self) -> Points:
        """Return the control that shares out the points."""
        return Points("weights", [(dimension_label(name), name) for name in self.dimensions()])

    def compute(self) -> ServqualResult:
        """Score with and without weights, and each dimension's part."""
        weights = {name: self.state["weights"][name] for name in self.dimensions()}
        score = kept.scores(*self.chosen, tuple(weights.items()), self.lab.scale)
        gaps = kept.gaps(*self.chosen, "dimension", self.lab.scale)
        table = gaps[["n", "gap"]].copy()
        table["points"] = [weights[name] for name in table.index]
        table["part"] = table["points"] / sum(weights.values()) * table["gap"]
        table["equal"] = table["gap"] / len(table)
        table["rank_gap"] = table["gap"].rank(method="min")
        table["rank"] = table["part"].rank(method="min")
        return ServqualResult(table.sort_values("part", kind="stable"), *self.line(), facts={"score": score})

    def sentence(self, result: ServqualResult) -> str:
        """Say both scores, the convention, and whether the order changes."""
        score, table = result.facts["score"], result.table
        if score.unweighted.missing:
            return w("nobody")
        said = w("said_weights", plain=signed(score.unweighted.value), weighted=signed(score.weighted.value))
        by_gap = [dimension_label(name) for name in table.sort_values("gap", kind="stable").index]
        by_part = [dimension_label(name) for name in table.index]
        if by_gap == by_part:
            return said + w("said_weights_same", order=t("labs.comma").join(by_part))
        if by_gap[0] == by_part[0]:
            return said + w(
                "said_weights_order", before=t("labs.comma").join(by_gap), after=t("labs.comma").join(by_part)
            )
        return said + w("said_weights_first", before=by_gap[0], after=by_part[0])

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Parts of the weighted gap."""
        return charts.score_parts(result.table, subtitle=result.line, size=size)

    def details(self, result: ServqualResult) -> str:
        """The two scores by both conventions, and each dimension's part."""
        score = result.facts["score"]
        scores = [
            [w(name), interval(found.value, found.low, found.high), how]
            for name, found, how in (
                ("score_plain", score.unweighted, w("convention_plain")),
                ("score_weighted", score.weighted, score.convention),
                ("score_divided", score.weighted_divided, score.convention_divided),
            )
        ]
        rows = [
            [dimension_label(name), int(row["points"]), signed(row["gap"]), place(row["rank_gap"]), signed(row["part"]),
             place(row["rank"])]
            for name, row in rows_of(result.table)
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "points", "gap", "rank_gap", "part", "rank_part")]
        return markup.table(
            w("caption_scores"), [w(f"head_{h}") for h in ("score", "value", "convention")], scores
        ) + (markup.table(w("caption_parts"), heads, rows))


class ImportancePerformance(View):
    """Where effort goes first: importance against performance."""

    def controls(self) -> Iterator[Control]:
        """Where importance comes from, and where the cross lies."""
        yield from self.who()
        yield Choice(
            "importance", [(w(f"importance_{name}"), name) for name in ("points", "expectation", "derived")]
        )
        shared = self.state["importance"] == "points"
        if not shared:
            yield self.level()
        crosses = ["mean", "median", *(["scale"] if self.state["importance"] == "expectation" else [])]
        yield Choice("cross", [(w(f"cross_{name}"), name) for name in crosses])
        if shared:
            yield Weights(self.lab).points()

    def compute(self) -> ServqualResult:
        """Put every dimension or item into its quadrant."""
        source, segment, wave = self.chosen
        kind, level = (
            self.state["importance"],
            self.state["level"] if self.state["importance"] != "points" else "dimension",
        )
        gaps = kept.gaps(source, segment, wave, level, self.lab.scale)
        table = gaps[["n", "expectation", "perception"]].rename(columns={"perception": "performance"})
        if kind == "points":
            table["importance"] = [float(self.state["weights"][name]) for name in table.index]
        elif kind == "expectation":
            table["importance"] = table["expectation"]
        else:
            table["importance"] = kept.derived(source, segment, wave, level, self.lab.scale).reindex(
                table.index
            )
        table = table[["n", "importance", "performance"]]
        made = servqual.importance_performance(table, cross=self.state["cross"], scale=self.lab.scale)
        return ServqualResult(made, *self.line())

    def sentence(self, result: ServqualResult) -> str:
        """Name what to do first and where effort may be too much, and what importance means here."""
        names = self.names()

        def of(quadrant: str) -> list[str]:
            return [names[i] for i in result.table.index[result.table["quadrant"] == quadrant]]

        if result.table["importance"].nunique() < 2:
            return w("said_ipa_equal")
        how = w(f"said_importance_{self.state['importance']}")
        first, less = of("concentrate"), of("overkill")
        said = (
            w("said_ipa", names=listed(first))
            if first
            else w("said_ipa_none", names=listed(of("keep_up")) or w("none"))
        )
        return said + (w("said_ipa_less", names=listed(less)) if less else "") + how

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """The plane; items by their number."""
        items = {item: w("item_number", item=item) for item in self.homes()}
        return charts.importance_performance(result.table, labels=items, dimensions=self.homes(), subtitle=result.line,
                                             size=size)  # fmt: skip

    def details(self, result: ServqualResult) -> str:
        """Table by quadrant, and where the cross lies."""
        names = self.names()
        order = {name: at for at, name in enumerate(("concentrate", "keep_up", "low_priority", "overkill"))}
        table = result.table.assign(_order=[order.get(q, 9) for q in result.table["quadrant"]])
        rows = [
            [names[name], t(f"servqual.quadrant.{row['quadrant']}") if row["quadrant"] in order else "–",
             f"{row['importance']:.2f}", f"{row['performance']:.2f}"]
            for name, row in rows_of(table.sort_values("_order", kind="stable"))
        ]  # fmt: skip
        cross = result.table.attrs["cross"]
        note = w(
            "note_cross",
            rule=w(f"cross_{cross['rule']}"),
            importance=cross["importance"],
            performance=cross["performance"],
        )
        heads = [w(f"head_{h}") for h in ("what", "quadrant", "importance", "performance")]
        made = markup.table(w("caption_ipa"), heads, rows) + markup.paragraph(note, "sgm-quiet-note")
        return made + "".join(
            markup.paragraph(line, "sgm-quiet-note") for line in result.table.attrs["notes"]
        )


class Zones(View):
    """Between the adequate and the desired level."""

    @property
    def assumed(self) -> bool:
        """Whether the adequate level was not asked and has to be assumed."""
        return "adequate" not in self.lab.source.answers

    def controls(self) -> Iterator[Control]:
        """Who, how fine, and how far people would give way where nobody asked them."""
        yield from self.who()
        yield self.level()
        if self.assumed:
            yield Number("tolerance", 0.5, 3, 0.1, slider=True)

    def compute(self) -> ServqualResult:
        """Zone of tolerance."""
        tolerance = float(self.state["tolerance"]) if self.assumed else None
        table = kept.zones(*self.chosen, self.state["level"], self.lab.scale, tolerance)
        line, n = self.line()
        if self.assumed:
            line = w("line_assumed", line=line, tolerance=tolerance)
        return ServqualResult(table.sort_values("adequacy", kind="stable"), line, n)

    def sentence(self, result: ServqualResult) -> str:
        """Name what lies below and above, and that the adequate level is assumed where it is."""
        names = self.names()
        zone = {
            z: [names[i] for i in result.table.index[result.table["zone"] == z]]
            for z in ("below", "in", "above")
        }
        said = w("said_zone_below", names=listed(zone["below"], 5)) if zone["below"] else w("said_zone_none")
        if zone["above"]:
            said += w("said_zone_above", names=listed(zone["above"], 5))
        open_ones = [names[i] for i in result.table.index[~result.table["clear"]]]
        if open_ones:
            said += w("said_zone_open", names=listed(open_ones))
        return (w("said_zone_if", tolerance=self.state["tolerance"]) if self.assumed else "") + said

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """Bands and points."""
        return charts.zones(
            result.table, labels=self.names(size), dimensions=self.homes(), subtitle=result.line, size=size
        )

    def details(self, result: ServqualResult) -> str:
        """Adequacy and superiority with intervals; how to ask for the adequate level."""
        names = self.names()
        rows = [
            [names[name], f"{row['adequate']:.2f}", f"{row['desired']:.2f}", f"{row['perceived']:.2f}",
             interval(row["adequacy"], row["adequacy_low"], row["adequacy_high"]),
             interval(row["superiority"], row["superiority_low"], row["superiority_high"]),
             t(f"servqual.zone.{row['zone']}")]
            for name, row in rows_of(result.table)
        ]  # fmt: skip
        heads = [
            w(f"head_{h}")
            for h in ("what", "adequate", "desired", "perception", "adequacy", "superiority", "zone")
        ]
        note = markup.paragraph(w("note_zone_assumed" if self.assumed else "note_zone"), "sgm-quiet-note")
        return note + markup.table(w("caption_zone"), heads, rows) + left_out(result.table)


class Reliability(View):
    """Do the items of a dimension ask about the same thing?"""

    def controls(self) -> Iterator[Control]:
        """Who, which answers, and which dimension to look into."""
        yield from self.who()
        yield Choice("side", [(w(f"side_{name}"), name) for name in _SIDES], buttons=True)
        options = [(w("dimension_none"), "all"), *((dimension_label(d), d) for d in self.dimensions())]
        yield Choice("dimension", options)

    def compute(self) -> ServqualResult:
        """Alpha of every dimension; the items of one."""
        table: Any = kept.alphas(*self.chosen, self.state["side"], self.lab.scale)
        line, n = self.line()
        one, detail = self.state["dimension"], None
        if one != "all" and int(table.loc[one, "k"]) > 1:
            detail = kept.item_alphas(*self.chosen, self.state["side"], one)
        return ServqualResult(table, line, n, detail)

    def sentence(self, result: ServqualResult) -> str:
        """Say how many dimensions make one score, and name the weakest."""
        table = result.table.dropna(subset=["alpha"])
        if table.empty:
            return w("said_alpha_none", reason=result.table["reason"].iloc[0])
        good = int(table["verdict"].isin(["good", "redundant"]).sum())
        name = table["alpha"].idxmin()
        row = table.loc[name]
        said = w("said_alpha", good=good, count=len(result.table), name=dimension_label(name),
                 alpha=row["alpha"], low=row["low"], high=row["high"],
                 verdict=t(f"servqual.alpha_verdict.{row['verdict']}") + row["against"])  # fmt: skip
        return said + self._better_without(result)

    def _better_without(self, result: ServqualResult) -> str:
        one = self.state["dimension"]
        if result.detail is None or result.detail["alpha_if_dropped"].isna().all():
            return ""
        item = result.detail["alpha_if_dropped"].idxmax()
        gain = float(result.detail.loc[item, "alpha_if_dropped"] - result.table.loc[one, "alpha"])
        key = "said_alpha_drop" if gain > 0.005 else "said_alpha_keep"
        return w(key, dimension=dimension_label(one), item=self.names()[item], gain=gain)

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart | None:
        """Alphas with intervals; nothing to draw where there is none."""
        if result.table["alpha"].isna().all():
            return None
        return charts.reliability(result.table, subtitle=result.line, size=size)

    def details(self, result: ServqualResult) -> str:
        """Verdict of each dimension; item-total and alpha if dropped for one."""
        rows = []
        for name, row in rows_of(result.table):
            kind = _VERDICT_CLASS.get(row["verdict"], "open")
            words = row["reason"] or t(f"servqual.alpha_verdict.{row['verdict']}") + row["against"]
            rows.append([
                dimension_label(name), interval(row["alpha"], row["low"], row["high"], sign=False), int(row["k"]),
                w("n_left", n=int(row["n"]), left=int(row["left_out"])),
                Raw(f'<span class="sgm-word-{kind}">{markup.text(words)}</span>'),
            ])  # fmt: skip
        heads = [w(f"head_{h}") for h in ("what", "alpha", "k", "n_complete", "verdict")]
        made = markup.table(w("caption_alpha"), heads, rows)
        if result.detail is None:
            return made
        names = self.names()
        items = [
            [
                names[item],
                f"{row['mean']:.2f}",
                f"{row['sd']:.2f}",
                _two(row["r"]),
                _two(row["alpha_if_dropped"]),
            ]
            for item, row in rows_of(result.detail)
        ]
        heads = [w(f"head_{h}") for h in ("item", "mean", "sd", "item_total", "dropped")]
        caption = w("caption_items", dimension=dimension_label(self.state["dimension"]))
        return made + markup.table(caption, heads, items)


def _two(value: float) -> str:
    return "–" if value != value else f"{value:.2f}"
