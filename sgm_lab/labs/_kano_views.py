"""The views of the Kano lab: which settings matter for each, what it works out, says and shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, kano
from ..errors import DataError
from ..i18n import t
from ..paper import markup
from ._kano_data import certainty_of_own, grouped, scores, stated, tallied, watched
from ._kano_tables import RATHER, advice, category, estimate, named_category, p_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from .kano import KanoLab, KanoResult

__all__ = ["VIEWS", "View"]

_MARGINS = (3, 5, 8, 10, 15, 20)  # percentage points
_MOST_LISTED = 12
_APART = 3  # ranks
_FEW = 30  # people in a group below which a difference is hard to see


def w(key: str, /, **values: Any) -> str:
    """Return a word of the Kano lab."""
    return t(f"lab_kano.{key}", **values)


def _listed(names: list[str], most: int = 3) -> str:
    return t("labs.comma").join(names[:most]) or w("none")


class View:
    """One way of looking at the answers. The base shows tallies, and the table of what to do."""

    settings: ClassVar[tuple[str, ...]] = ("segment", "wave", "table", "rule", "people")
    chart: ClassVar[Any] = staticmethod(charts.tallies)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Work out what this view needs beyond counts and categories."""
        return result

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Say what must be kept, what delights, and what is still open."""
        labels, table = lab.source.labels(), result.classified
        sure = certainty_of_own(table, result.certainty)
        strongest = table.sort_values("total_strength", ascending=False)

        def named(letter: str) -> str:
            return _listed(
                [
                    labels[name]
                    for name in strongest.index[strongest["category"] == letter]
                    if sure[name] >= RATHER
                ]
            )

        open_ones = [labels[name] for name in table.index if sure[name] < RATHER]
        return w("sentence_open" if open_ones else "sentence", n=result.respondents, must=named("M"), more=named("O"),
                 delight=named("A"), open=_listed(open_ones))  # fmt: skip

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What the chart draws, and with which options."""
        return (result.counts, result.classified), {}

    def figure(self, lab: KanoLab, result: KanoResult, size: charts.Size) -> charts.Chart:
        """Draw the figure."""
        tables, options = self.given(lab, result)
        options = {"labels": lab.source.labels(), "subtitle": result.source, **options}
        made: charts.Chart = type(self).chart(*tables, size=size, **options)
        return made

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """HTML below the figure."""
        return advice(result.classified, result.certainty, lab.source.labels())


class Quadrant(View):
    """Better against |Worse|."""

    settings = ("segment", "wave", "table", "rule", "cross", "people")
    chart = staticmethod(charts.quadrant)

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The cross may lie at the mean or median of the features."""
        cross: Any = lab.cross
        if isinstance(cross, str):
            table = result.classified
            cross = (float(-table["worse"].agg(cross)), float(table["better"].agg(cross)))
        else:
            cross = (cross, cross)
        return (result.classified,), {"cross": cross}


class Curves(View):
    """Satisfaction against fulfilment."""

    chart = staticmethod(charts.satisfaction_curves)

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Categories and their Better and Worse."""
        return (result.classified,), {}


class Plane(View):
    """Continuous scores, and how far people are apart."""

    settings = ("segment", "wave", "table", "people")
    chart = staticmethod(charts.continuous_plane)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Scores, with the two largest groups of people."""
        table = scores(lab.source, lab.state["segment"], lab.state["wave"], lab.limits).copy()
        shares = result.counts.div(result.counts.sum(axis=1), axis=0)
        numbers = shares.to_numpy()
        ranked = (-numbers).argsort(axis=1, kind="stable")
        letters = list(shares.columns)
        for place in (0, 1):
            table[f"camp_{place + 1}"] = [letters[row[place]] for row in ranked]
            table[f"share_{place + 1}"] = [
                float(own[row[place]]) for own, row in zip(numbers, ranked, strict=True)
            ]
        table["apart"] = table["functional_sd"] + table["dysfunctional_sd"]
        return replace(result, scores=table)

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Name the feature people are furthest apart on, and its two camps."""
        assert result.scores is not None
        labels, table = lab.source.labels(), result.scores.dropna(subset=["apart"])
        if table.empty:
            return w("sentence_plane_none")
        order = table.sort_values("apart", ascending=False, kind="stable")
        most, least, row = order.index[0], order.index[-1], order.iloc[0]
        return w("sentence_plane", n=result.respondents, feature=labels[most], one=named_category(row["camp_1"]),
                 other=named_category(row["camp_2"]), share_one=row["share_1"], share_other=row["share_2"],
                 agreed=labels[least])  # fmt: skip

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The scores."""
        return (result.scores,), {}

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """Means with their spread, and the two camps; the furthest apart first."""
        assert result.scores is not None
        labels, rows = lab.source.labels(), []
        for name, row in result.scores.sort_values("apart", ascending=False).iterrows():
            camps = [category(row[f"camp_{n}"], row[f"share_{n}"]) for n in (1, 2)]
            means = [
                "–"
                if row[side] != row[side]
                else w("mean_sd", mean=row[side], sd=row[f"{side}_sd"]).replace("-", "−")
                for side in ("functional", "dysfunctional")
            ]
            rows.append([labels[name], *means, category(row["category"]), *camps])
        heads = [
            w(f"head_{h}")
            for h in ("feature", "functional", "dysfunctional", "continuous", "camp_1", "camp_2")
        ]
        return markup.table(w("caption_plane"), heads, rows) + markup.paragraph(w("plane_how"), "sgm-advice")


class Rules(View):
    """All rules side by side: where they disagree and why."""

    settings = ("segment", "wave", "table", "threshold", "cross", "people")
    chart = staticmethod(charts.category_grid)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Verdicts of all rules, and the reasons where they differ."""
        given = {"threshold": lab.threshold, "cross": lab.cross}
        rules = kano.compare_rules(result.counts, **given)
        why = kano.disagreements(result.counts, **given)["why"]
        return replace(result, rules=rules.assign(why=why.reindex(rules.index)))

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Say how many features depend on the rule."""
        assert result.rules is not None
        labels, table = lab.source.labels(), result.rules
        parted = [labels[name] for name in table.index[table["disagree"]]]
        if not parted:
            return w("sentence_rules_same", n=len(table))
        key = "sentence_rules" if len(parted) < len(table) else "sentence_rules_all"
        return w(key, n=len(parted), features=_listed(parted), rest=len(table) - len(parted))

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Letters of each rule with the share of people behind them; features that differ first."""
        import pandas as pd

        assert result.rules is not None
        table = result.rules.sort_values(["disagree", "mode"], ascending=[False, True], kind="stable")
        letters = table[list(_RULES)]
        shares: dict[Any, Any] = result.counts.div(result.counts.sum(axis=1), axis=0).to_dict("index")
        behind = pd.DataFrame(
            {rule: [sum(shares[name].get(one, 0.0) for one in str(letter).split("/"))
                    for name, letter in letters[rule].items()] for rule in letters},
            index=letters.index,
        )  # fmt: skip
        parted = list(table.index[table["disagree"]])
        title = w("title_rules", n=len(parted)) if parted else w("title_rules_same")
        groups = {rule: w(f"rule_{rule}") for rule in _RULES}
        return (letters, behind), {"title": title, "groups": groups, "marked": parted}

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """Reasons, feature by feature; then what each rule asks."""
        assert result.rules is not None
        labels, table = lab.source.labels(), result.rules
        rows = [
            [labels[name], *(category(row[rule]) for rule in _RULES), row["why"]]
            for name, row in table[table["disagree"]].iterrows()
        ]
        heads = [w("head_feature"), *(w(f"rule_{rule}") for rule in _RULES), w("head_why")]
        made = markup.table(w("caption_rules"), heads, rows) if rows else ""
        return made + "".join(markup.paragraph(w(f"about_{rule}"), "sgm-advice") for rule in _RULES)


_RULES = ("mode", "moai", "blauth", "quadrant")


class Importance(View):
    """Stated importance against total strength."""

    chart = staticmethod(charts.stated_importance)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Stated importance beside the strength of the answers, with both ranks."""
        given = stated(lab.source, lab.state["segment"], lab.state["wave"], lab.limits)
        if given is None:
            raise DataError("lab_kano.no_importance")
        table = given.join(result.classified[["total_strength", "category", "better", "worse"]], how="left")
        table["rank_stated"] = table["importance"].rank(ascending=False, method="min")
        table["rank_strength"] = table["total_strength"].rank(ascending=False, method="min")
        return replace(result, importance=table)

    def _agreement(self, table: pd.DataFrame) -> float:
        """Spearman's rank correlation; missing where there is nothing to rank."""
        pair = table[["importance", "total_strength"]].dropna().rank()
        return float(pair.corr().to_numpy()[0, 1]) if len(pair) > 2 else float("nan")

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Name what is stated most important, and where saying and answering differ most."""
        assert result.importance is not None
        labels, table = lab.source.labels(), result.importance.dropna(subset=["importance", "total_strength"])
        if table.empty:
            raise DataError("lab_kano.no_importance")
        top = [labels[name] for name in table.sort_values("importance", ascending=False).index]
        apart = table["rank_strength"] - table["rank_stated"]
        at = int(apart.abs().to_numpy().argmax())
        row, difference = table.iloc[at], float(apart.iloc[at])
        key = "same" if abs(difference) < _APART else "loud" if difference > 0 else "quiet"
        return w(f"sentence_importance_{key}", n=result.respondents, top=_listed(top), feature=labels[table.index[at]],
                 stated=int(row["rank_stated"]), strength=int(row["rank_strength"]))  # fmt: skip

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Importance with intervals, strength, category."""
        assert result.importance is not None
        rho = self._agreement(result.importance)
        title = w("title_importance", rho=rho) if rho == rho else w("title_importance_plain")
        return (result.importance,), {"title": title.replace("-", "−")}

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """Both ranks side by side."""
        assert result.importance is not None
        labels, rows = lab.source.labels(), []
        for name, row in result.importance.sort_values("importance", ascending=False).iterrows():
            if row["importance"] != row["importance"]:
                continue
            strength = row["total_strength"]
            shown = "–" if strength != strength else f"{strength:.0%}"
            ranks = [
                "–" if row[rank] != row[rank] else f"{row[rank]:.0f}"
                for rank in ("rank_stated", "rank_strength")
            ]
            stated_as = estimate(row["importance"], row["ci_low"], row["ci_high"])
            rows.append([labels[name], category(row["category"]), stated_as, ranks[0], shown, ranks[1]])
        names = ("feature", "category", "importance", "rank_stated", "strength", "rank_strength")
        how = markup.paragraph(w("importance_how"), "sgm-advice")
        return markup.table(w("caption_importance"), [w(f"head_{h}") for h in names], rows) + how


class Groups(View):
    """Waves or segments side by side."""

    settings = ("by", "segment", "wave", "table", "rule", "people")
    chart = staticmethod(charts.category_grid)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Categories of each group, and whether the groups differ by more than chance."""
        by, groups = lab.state["by"], self._groups(lab)
        if len(groups) < 2:
            raise DataError("lab_kano.no_groups")
        waves = by == "wave"
        segment, wave = (lab.state["segment"], None) if waves else ("all", lab.state["wave"])
        joint = grouped(lab.source, by, segment, wave, lab.limits)
        counts = kano.tally(joint, by=by, table=lab.state["table"])
        present = counts.index.get_level_values(by)
        order = [one for one in groups if one in set(present)]
        counts = counts[present.isin(order)]
        if len(order) < 2:
            raise DataError("lab_kano.no_groups")
        found = kano.drift(counts, wave=by, waves=order, rule=lab.state["rule"])
        people = (
            counts.groupby(level=by).sum().sum(axis=1).div(max(1, counts.index.get_level_values(0).nunique()))
        )
        found.attrs |= {"groups": {one: groups[one] for one in order}, "people": people.round().to_dict()}
        return replace(result, groups=found, source=lab.source.line(result.respondents, segment, wave))

    def _groups(self, lab: KanoLab) -> dict[Any, str]:
        """Value and label of each group of the chosen column."""
        by = lab.state["by"]
        if by == "wave":
            return {one: t("labs.source.wave_option", wave=one) for one in lab.source.waves()}
        return lab.source.groups().get(by, {})

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Name the feature on which the groups differ most, and what each of two sees in it."""
        assert result.groups is not None
        labels, table = lab.source.labels(), result.groups
        by = lab.by_label(lab.state["by"])
        sure = table[table["p_holm"] < 0.05].sort_values("cramers_v", ascending=False)
        if sure.empty:
            return w("sentence_groups_same", by=by)
        groups = table.attrs["groups"]
        seen_by: dict[Any, list[Any]] = {
            name: [row[f"category_{one}"] for one in groups] for name, row in sure.to_dict("index").items()
        }
        differing = [name for name, values in seen_by.items() if len(set(values)) > 1]
        if not differing:
            return w(
                "sentence_groups_shares",
                by=by,
                n=len(sure),
                features=_listed([labels[one] for one in sure.index]),
            )
        name = differing[0]
        seen: dict[str, list[str]] = {}
        for value, label in zip(seen_by[name], groups.values(), strict=True):
            seen.setdefault(named_category(value), []).append(label)
        views = t("labs.semicolon").join(
            w("groups_see", groups=_listed(who, 9), category=c) for c, who in seen.items()
        )
        return w("sentence_groups", by=by, feature=labels[name], views=views, n=len(sure))

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Letters and their shares, a column a group."""
        import pandas as pd

        assert result.groups is not None
        table = result.groups.sort_values(["p_holm", "cramers_v"], ascending=[True, False], kind="stable")
        groups = table.attrs["groups"]
        letters = pd.DataFrame({one: table[f"category_{one}"] for one in groups})
        shares = pd.DataFrame(
            {one: [_share(row, one) for _, row in table.iterrows()] for one in groups}, index=table.index
        )
        marked = list(table.index[table["p_holm"] < 0.05])
        title = w("title_groups", n=len(marked)) if marked else w("title_groups_same")
        return (letters, shares), {"title": title, "groups": groups, "marked": marked}

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """Categories by group, and how surely they differ."""
        assert result.groups is not None
        labels, table = lab.source.labels(), result.groups
        groups, people = table.attrs["groups"], table.attrs["people"]
        rows = []
        for name, row in table.sort_values(["p_holm", "cramers_v"], ascending=[True, False]).iterrows():
            cells = [category(row[f"category_{one}"], _share(row, one)) for one in groups]
            rows.append([labels[name], *cells, w("differ", v=row["cramers_v"], p=p_words(row["p_holm"]))
                         if row["p_holm"] == row["p_holm"] else "–"])  # fmt: skip
        heads = [w("head_feature"), *(w("group_n", group=label, n=people[one]) for one, label in groups.items()),
                 w("head_differ")]  # fmt: skip
        few = [label for one, label in groups.items() if people[one] < _FEW]
        notes = markup.paragraph(w("groups_how"), "sgm-advice")
        notes += markup.paragraph(w("groups_few", groups=_listed(few, 9), few=_FEW)) if few else ""
        return markup.table(w("caption_groups"), heads, rows) + notes


def _share(row: Any, group: Any) -> float:
    """Share of a group's answers in the category it was given."""
    value = row[f"category_{group}"]
    letters = str(value).split("/") if value == value and value is not None else []
    return float(sum(row[f"share_{letter}_{group}"] for letter in letters))


class Careless(View):
    """Respondents whose answers look careless, and what changes without them."""

    settings = ("segment", "wave", "table", "rule", "max_q", "max_run", "people")
    chart = staticmethod(charts.answer_patterns)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Who is flagged, and categories with and without them."""
        state = lab.state
        strict = lab.strict
        report = watched(lab.source, state["wave"], *strict)
        everybody, _, n = tallied(lab.source, state["segment"], state["wave"], state["table"])
        careful, _, kept = tallied(lab.source, state["segment"], state["wave"], state["table"], strict)
        before, after = (
            kano.classify(counts, rule=state["rule"], threshold=lab.threshold, cross=lab.cross)
            for counts in (everybody, careful)
        )
        columns = ["category", "better", "worse"]
        changes = before[columns].join(after[columns], lsuffix="_before", rsuffix="_after", how="left")
        changes["moved"] = changes["category_before"].fillna("") != changes["category_after"].fillna("")
        shift = [(changes[f"{side}_after"] - changes[f"{side}_before"]).abs() for side in ("better", "worse")]
        changes["shift"] = shift[0].where(shift[0] > shift[1], shift[1])
        report = report[report["n"] > 0]
        flagged = report[report["flag"]].sort_values(["q_share", "longstring"], ascending=False)
        flagged.attrs = {"patterns": _patterns(report), "all": len(report), "kept": kept, "n": n}
        return replace(result, careless=flagged, changes=changes)

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Say how many, why, and whether it matters."""
        assert result.careless is not None
        assert result.changes is not None
        labels, table, changes = lab.source.labels(), result.careless, result.changes
        total, k = table.attrs["all"], len(table)
        if not k:
            return w("sentence_careless_none", n=total)
        straight = int((table["longstring"] >= lab.strict[2] * table["n"]).sum())
        torn = int((table["q_share"] > lab.strict[1]).sum())
        moved = [labels[name] for name in changes.index[changes["moved"]]]
        key = "sentence_careless_moved" if moved else "sentence_careless"
        largest = changes["shift"].max()
        return w(key, n=total, k=k, share=k / total, straight=straight, torn=torn, moved=_listed(moved),
                 m=len(moved), shift=0.0 if largest != largest else largest)  # fmt: skip

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Patterns of answers with the number of people behind each."""
        assert result.careless is not None
        table = result.careless
        title = w("title_careless", n=table.attrs["all"], k=len(table))
        return (table.attrs["patterns"],), {"title": title, "max_q": lab.strict[1], "max_run": lab.strict[2]}

    def figure(self, lab: KanoLab, result: KanoResult, size: charts.Size) -> charts.Chart:
        """Draw the patterns; they are of the whole wave."""
        tables, options = self.given(lab, result)
        line = lab.source.line(result.careless.attrs["all"], "all", lab.state["wave"])  # type: ignore[union-attr]
        return charts.answer_patterns(*tables, **options, subtitle=line, size=size)

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """What changes, then whom to look at."""
        assert result.careless is not None
        assert result.changes is not None
        labels, changes = lab.source.labels(), result.changes
        shown = changes.sort_values(["moved", "shift"], ascending=False).head(_MOST_LISTED)
        rows = [
            [labels[name], *(category(row[f"category_{when}"]) for when in ("before", "after")),
             *(_both(row, side) for side in ("better", "worse"))]
            for name, row in shown.iterrows()
        ]  # fmt: skip
        heads = [w(f"head_{h}") for h in ("feature", "before", "after", "better", "worse")]
        attrs = result.careless.attrs
        made = markup.table(w("caption_changes", n=attrs["n"], kept=attrs["kept"]), heads, rows)
        people = [
            [str(who), row["reason"], f"{row['n']:.0f}"]
            for who, row in result.careless.head(_MOST_LISTED).iterrows()
        ]
        if people:
            heads = [w(f"head_{h}") for h in ("respondent", "reason", "answered")]
            made += markup.table(w("caption_careless"), heads, people)
            more = len(result.careless) - len(people)
            made += markup.paragraph(w("careless_more", n=more)) if more > 0 else ""
        return made + markup.paragraph(w("careless_how"), "sgm-advice")


def _both(row: Any, side: str) -> str:
    values = (row[f"{side}_before"], row[f"{side}_after"])
    if any(value != value for value in values):
        return "–"
    return w("before_after", before=values[0], after=values[1]).replace("-", "−")


def _patterns(report: pd.DataFrame) -> pd.DataFrame:
    """Combinations of longest run and contradictions, with the number of people: a million are a few dozen."""
    table = report[["flag"]].assign(
        run=(report["longstring"] / report["n"]).round(2), q=report["q_share"].round(2)
    )
    return table.groupby(["run", "q", "flag"]).size().rename("people").reset_index()


class Planner(View):
    """How many people to ask."""

    settings = ("segment", "wave", "table", "margin", "parts", "reply", "level")
    chart = staticmethod(charts.margin_curve)

    def add(self, lab: KanoLab, result: KanoResult) -> KanoResult:
        """Respondents needed for each margin, in all and to be sent."""
        import pandas as pd

        total = int(result.counts.to_numpy().sum())
        excluded = float(result.counts[["R", "Q"]].to_numpy().sum() / total) if total else 0.0
        how = {"level": lab.state["level"] / 100, "excluded": min(excluded, 0.9)}
        parts, reply = lab.state["parts"], lab.state["reply"] / 100
        wanted = lab.state["margin"]
        rows = []
        for margin in sorted({*_MARGINS, wanted}):
            n = kano.sample_size(2 * margin / 100, **how)
            rows.append(
                {"margin": margin / 100, "n": n, "people": n * parts, "send": -int(-n * parts // reply)}
            )
        table = pd.DataFrame(rows).set_index("margin")
        need = table.loc[wanted / 100]
        n = result.respondents
        now = kano.interval_width(n, **how) / 2 if n else float("nan")
        low, high = min(20, max(1, n)), max(2 * int(table["n"].max()), 2 * n)
        grid = sorted({round(low * (high / low) ** (step / 60)) for step in range(61)})
        curve = pd.DataFrame({"n": grid, "margin": [kano.interval_width(one, **how) / 2 for one in grid]})
        table.attrs = {"need": need.to_dict(), "now": now, "curve": curve, "excluded": how["excluded"]}
        return replace(result, plan=table)

    def sentence(self, lab: KanoLab, result: KanoResult) -> str:
        """Say how many people must answer, and how many must be asked."""
        assert result.plan is not None
        attrs, state = result.plan.attrs, lab.state
        key = "sentence_planner" if state["parts"] == 1 else "sentence_planner_parts"
        now = attrs["now"]
        after = "" if now != now else w("planner_now", n=result.respondents, now=100 * now)
        need = {name: int(value) for name, value in attrs["need"].items()}
        return w(key, margin=state["margin"], parts=state["parts"], reply=state["reply"], **need) + after

    def given(self, lab: KanoLab, result: KanoResult) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Curve, plan and present."""
        assert result.plan is not None
        attrs = result.plan.attrs
        wanted = (int(attrs["need"]["n"]), lab.state["margin"] / 100)
        now = None if attrs["now"] != attrs["now"] else (result.respondents, attrs["now"])
        title = w("title_planner", margin=lab.state["margin"], n=wanted[0])
        return (attrs["curve"],), {"title": title, "wanted": wanted, "now": now}

    def figure(self, lab: KanoLab, result: KanoResult, size: charts.Size) -> charts.Chart:
        """Draw the curve; it rests on assumptions, not on data."""
        assert result.plan is not None
        tables, options = self.given(lab, result)
        line = w("planner_line", level=lab.state["level"], excluded=result.plan.attrs["excluded"])
        return charts.margin_curve(*tables, **options, subtitle=line, size=size)

    def table(self, lab: KanoLab, result: KanoResult) -> str:
        """Margins and what they take; then what the present groups allow."""
        assert result.plan is not None
        rows = [
            [f"±{100 * row['margin']:.0f}", *(f"{int(row[column]):,}" for column in ("n", "people", "send"))]
            for row in result.plan.reset_index().to_dict("records")
        ]
        heads = [w("head_margin"), w("head_n"), w("head_people", parts=lab.state["parts"]),
                 w("head_send", reply=lab.state["reply"])]  # fmt: skip
        return markup.table(w("caption_planner"), heads, rows) + markup.paragraph(
            w("planner_how"), "sgm-advice"
        )


VIEWS: Mapping[str, View] = {
    "tallies": View(),
    "quadrant": Quadrant(),
    "rules": Rules(),
    "groups": Groups(),
    "plane": Plane(),
    "curves": Curves(),
    "importance": Importance(),
    "careless": Careless(),
    "planner": Planner(),
}
