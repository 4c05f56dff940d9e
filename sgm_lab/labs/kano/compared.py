"""Kano lab, what lies side by side: the rules, groups of people, and what is said against what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import charts, kano
from ..._privacy import FEWEST
from ...errors import DataError
from ...i18n import t
from ...numbers import number
from ...paper.blocks import Block, Note, Table
from .counted import SideBySide, grouped, stated
from .views import Counted, KanoView
from .words import category, estimate, heads, named_category, p_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Groups", "Importance", "Rules"]

_APART = 3  # ranks


@dataclass(frozen=True)
class Ruled(Counted):
    """Verdicts of all rules, and the reasons where they differ."""

    rules: pd.DataFrame


class Rules(KanoView):
    """Where do the rules disagree, and why?"""

    asks = ("segment", "wave", "table", "threshold", "cross", "people")

    def compute(self) -> Ruled:
        """Judge by every rule."""
        found, given = self.counted(), {"threshold": self.threshold, "cross": self.cross}
        rules = kano.compare_rules(found.counts, **given)
        why = kano.disagreements(found.counts, **given)["why"]
        return Ruled(**vars(found), rules=rules.assign(why=why.reindex(rules.index)))

    def says(self, found: Ruled) -> str:
        """Say how many features depend on the rule."""
        table = found.rules
        parted = [self.labels[name] for name in table.index[table["disagree"]]]
        if not parted:
            return self.w("sentence_rules_same", n=len(table))
        key = "sentence_rules" if len(parted) < len(table) else "sentence_rules_all"
        return self.w(key, n=len(parted), features=self.listed(parted), rest=len(table) - len(parted))

    def shows(self, found: Ruled) -> Iterator[Block]:
        """Letters of each rule with the share of people behind them; the reasons; then what each rule asks."""
        import pandas as pd

        table = found.rules.sort_values(["disagree", "mode"], ascending=[False, True], kind="stable")
        letters, parted = table[list(kano.RULES)], list(table.index[table["disagree"]])
        shares = pd.DataFrame({rule: kano.behind(found.counts, letters[rule]) for rule in letters})
        groups = {rule: self.w(f"rule_{rule}") for rule in kano.RULES}
        title = self.w("title_rules", n=len(parted)) if parted else self.w("title_rules_same")
        yield self.drawn(charts.category_grid, letters, shares, title=title, groups=groups, marked=parted,
                         labels=self.labels, subtitle=found.source)  # fmt: skip
        if parted:
            rows = [
                [self.labels[name], *(category(row[rule]) for rule in kano.RULES), row["why"]]
                for name, row in found.rules[found.rules["disagree"]].iterrows()
            ]
            names = [*heads(["feature"]), *groups.values(), *heads(["why"])]
            yield Table(self.w("caption_rules"), names, rows)
        for rule in kano.RULES:
            yield Note(self.w(f"about_{rule}"), "advice")


@dataclass(frozen=True)
class Stated(Counted):
    """Stated importance beside the strength of the answers, with both ranks."""

    importance: pd.DataFrame


class Importance(KanoView):
    """Is what people call important what their answers ask for?"""

    def compute(self) -> Stated:
        """Rank both."""
        found, at = self.counted(), self.at
        given = stated(self.data, at["segment"], at["wave"], self.limits)
        if given is None:
            raise DataError("lab_kano.no_importance")
        return Stated(**vars(found), importance=kano.against_strength(given, found.classified))

    def says(self, found: Stated) -> str:
        """Name what is stated most important, and where saying and answering differ most."""
        table = found.importance.dropna(subset=["importance", "total_strength"])
        if table.empty:
            raise DataError("lab_kano.no_importance")
        top = [self.labels[name] for name in table.sort_values("importance", ascending=False).index]
        apart = table["rank_strength"] - table["rank_stated"]
        at = int(apart.abs().to_numpy().argmax())
        row, difference = table.iloc[at], float(apart.iloc[at])
        key = "same" if abs(difference) < _APART else "loud" if difference > 0 else "quiet"
        return self.w(f"sentence_importance_{key}", n=found.respondents, top=self.listed(top),
                      feature=self.labels[table.index[at]], stated=int(row["rank_stated"]),
                      strength=int(row["rank_strength"]))  # fmt: skip

    def shows(self, found: Stated) -> Iterator[Block]:
        """Importance with intervals against strength; both ranks side by side."""
        table = found.importance
        pair = table[["importance", "total_strength"]].dropna().rank()
        rho = float(pair.corr().to_numpy()[0, 1]) if len(pair) > 2 else float("nan")
        title = self.w("title_importance", rho=rho) if rho == rho else self.w("title_importance_plain")
        yield self.drawn(charts.stated_importance, table, title=title, labels=self.labels,
                         subtitle=found.source)  # fmt: skip
        rows = []
        ranked = table.dropna(subset=["importance"]).sort_values("importance", ascending=False)
        for name, row in ranked.iterrows():
            stated_rank, rank = (number(row[f"rank_{one}"], ".0f") for one in ("stated", "strength"))
            strength = number(row["total_strength"], ".0%")
            said = estimate(row["importance"], row["ci_low"], row["ci_high"])
            rows.append([self.labels[name], category(row["category"]), said, stated_rank, strength, rank])
        names = ("feature", "category", "importance", "rank_stated", "strength", "rank_strength")
        yield Table(self.w("caption_importance"), heads(names), rows)
        yield Note(self.w("importance_how"), "advice")


@dataclass(frozen=True)
class Split(Counted):
    """Categories of each group, and whether the groups differ by more than chance."""

    groups: pd.DataFrame
    beside: SideBySide
    named: dict[Any, str]


class Groups(KanoView):
    """Do waves or segments need different things?"""

    asks = ("by", "segment", "wave", "table", "rule", "threshold", "cross", "people")

    def compute(self) -> Split:
        """Compare the groups of the chosen column."""
        found, groups, waves = self.counted(), self.groups(), self.at["by"] == "wave"
        segment, wave = (self.at["segment"], None) if waves else ("all", self.at["wave"])
        beside = grouped(
            self.data, self.at["by"], tuple(groups), segment, wave, self.at["table"], self.at["rule"],
            self.limits,
        )  # fmt: skip
        if beside is None:
            raise DataError("lab_kano.no_groups")
        line = self.data.line(found.respondents, segment, wave)
        named = {one: groups.get(one, str(one)) for one in beside.order}
        return Split(**vars(found) | {"source": line}, groups=beside.drift, beside=beside, named=named)

    def groups(self) -> dict[Any, str]:
        """Value and label of each group of the chosen column."""
        by = self.at["by"]
        if by == "wave":
            return {one: t("labs.source.wave_option", wave=one) for one in self.data.waves()}
        return self.data.groups().get(by, {})

    def says(self, found: Split) -> str:
        """Name the feature on which the groups differ most, and what each of them sees in it."""
        by, table = self.lab.by_label(self.at["by"]), found.groups
        sure = table[table["p_holm"] < 0.05].sort_values("cramers_v", ascending=False)
        if sure.empty:
            return self.w("sentence_groups_same", by=by)
        each: dict[Any, Any] = sure[[f"category_{one}" for one in found.named]].to_dict("index")
        differing = [name for name, row in each.items() if len(set(row.values())) > 1]
        if not differing:
            features = self.listed([self.labels[one] for one in sure.index])
            return self.w("sentence_groups_shares", by=by, n=len(sure), features=features)
        seen: dict[str, list[str]] = {}
        for value, label in zip(each[differing[0]].values(), found.named.values(), strict=True):
            seen.setdefault(named_category(value), []).append(label)
        views = t("labs.semicolon").join(
            self.w("groups_see", groups=self.listed(who, 9), category=c) for c, who in seen.items()
        )
        return self.w("sentence_groups", by=by, feature=self.labels[differing[0]], views=views, n=len(sure))

    def shows(self, found: Split) -> Iterator[Block]:
        """Categories by group with their shares, and how surely they differ."""
        by, counts = self.at["by"], found.beside.counts
        table = found.groups.sort_values(["p_holm", "cramers_v"], ascending=[True, False], kind="stable")
        letters, shares = (some.loc[table.index] for some in (found.beside.letters(), found.beside.shares()))
        marked = list(table.index[table["p_holm"] < 0.05])
        title = self.w("title_groups", n=len(marked)) if marked else self.w("title_groups_same")
        yield self.drawn(charts.category_grid, letters, shares, title=title, groups=found.named, marked=marked,
                         labels=self.labels, subtitle=found.source)  # fmt: skip
        rows, behind = [], shares.to_dict("index")
        for name, row in table.iterrows():
            cells = [category(row[f"category_{one}"], behind[name][one]) for one in found.named]
            tested = row["p_holm"] == row["p_holm"]
            differ = self.w("differ", v=row["cramers_v"], p=p_words(row["p_holm"])) if tested else "–"
            rows.append([self.labels[name], *cells, differ])
        features = max(1, counts.index.get_level_values(0).nunique())
        n = counts["n"] if "n" in counts else counts.sum(axis=1)
        people = n.groupby(level=by).sum().div(features).round()
        groups = [self.w("group_n", group=label, n=people[one]) for one, label in found.named.items()]
        yield Table(self.w("caption_groups"), [*heads(["feature"]), *groups, *heads(["differ"])], rows)
        yield Note(self.w("groups_how"), "advice")
        few = [label for one, label in found.named.items() if people[one] < FEWEST]
        if few:
            yield Note(self.w("groups_few", groups=self.listed(few, 9), few=FEWEST))
