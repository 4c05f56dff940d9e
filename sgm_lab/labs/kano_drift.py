"""Kano drift: waves compared feature by feature, the change tested, what has become basic, and one feature's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import charts
from ..errors import DataError
from ..i18n import t
from ..paper import markup
from ._kano_data import drifted, people_of
from ._kano_tables import category, estimate, named_category, p_words
from .base import State
from .controls import Action, Choice, Control
from .source import SurveyLab

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KanoDrift", "KanoDriftResult"]

_RULES = ("mode", "moai", "blauth", "quadrant")
_SMALL, _LARGE = 0.1, 0.3  # Cramér's V: hardly any, clear
_ROUGH = 5  # smallest expected count below which the test is rough
_SHOWN = 0.005  # a share below reads as none


@dataclass(frozen=True)
class KanoDriftResult:
    """Change of every feature, and each feature's categories wave by wave."""

    drift: pd.DataFrame
    waves: pd.DataFrame
    counts: pd.DataFrame
    order: list[Any]
    people: dict[Any, int]
    source: str


class KanoDrift(SurveyLab):
    """How needs change from wave to wave.

    Parameters
    ----------
    case : str
        Name of the case.
    segment : str
        ``"all"`` or ``"<column>=<value>"``.
    table : {"berger", "pouliot"}
        Evaluation table.
    rule : {"mode", "moai", "blauth", "quadrant"}
        Classification rule.
    view : {"all", "path"}
        All features side by side, or one feature's way through the Better/Worse plane.
    feature : str
        The feature whose way is shown; an empty text takes the one that changed most.
    """

    name: ClassVar[str] = "kano_drift"
    survey: ClassVar[Literal["kano"]] = "kano"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "view": "all",
        "feature": "",
        "segment": "all",
        "table": "berger",
        "rule": "mode",
    }

    def controls(self) -> list[Control]:
        """Return the source, the view, and the settings that matter for it."""
        source = self.source
        features = [(self.w("feature_most"), "")] + [(label, name) for name, label in source.labels().items()]
        made: list[Control] = [
            *self.source_controls(),
            Choice("view", [(self.w(f"view_{name}"), name) for name in ("all", "path")], buttons=True),
        ]
        if self.state["view"] == "path":
            made.append(Choice("feature", features))
        return [
            *made,
            Choice("segment", source.segments()),
            Choice("table", [(self.w(f"table_{name}"), name) for name in ("berger", "pouliot")]),
            Choice("rule", [(self.w(f"rule_{name}"), name) for name in _RULES]),
        ]

    def settle(self) -> None:
        """Bring the state in order; a feature of another source gives way to the one that changed most."""
        super().settle()
        if self.state["feature"] not in ["", *self.source.labels()]:
            self.state["feature"] = ""

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return self.source_actions()

    def compute(self) -> KanoDriftResult:
        """Compare the waves.

        Raises
        ------
        DataError
            With a single wave, or where the segment answered in one only.
        """
        state, source = self.state, self.source
        if len(source.waves()) < 2:
            raise DataError("lab_kano_drift.one_wave")
        found, waves, counts, order = drifted(source, state["segment"], state["table"], state["rule"])
        each = people_of(source, state["segment"])
        people = {wave: each[wave] for wave in order}
        line = source.line(sum(people.values()), state["segment"])
        return KanoDriftResult(found, waves, counts, order, people, line)

    # ---- what is said ----

    def _label(self, wave: Any) -> str:
        return t("labs.source.wave_option", wave=wave)

    def _way(self, result: KanoDriftResult, name: Any) -> list[Any]:
        """Categories of a feature, wave after wave."""
        row = result.drift.loc[name]
        return [row[f"category_{wave}"] for wave in result.order]

    def _told(self, result: KanoDriftResult, name: Any, label: str) -> str:
        """Tell a feature's way in words: from attractive to one-dimensional to must-be."""
        seen: list[str] = []
        for value in self._way(result, name):
            if (said := named_category(value)) not in seen[-1:]:
                seen.append(said)
        if len(seen) < 2:
            return self.w("stayed", feature=label, category=seen[0])
        middle = "".join(self.w("way_middle", category=one) for one in seen[1:-1])
        return self.w("moved", feature=label, first=seen[0], middle=middle, last=seen[-1])

    def _beyond_chance(self, result: KanoDriftResult) -> pd.DataFrame:
        """Features whose change is more than chance, the largest first."""
        table = result.drift
        return table[table["p_holm"] < 0.05].sort_values("cramers_v", ascending=False)

    def _chosen(self, result: KanoDriftResult) -> Any:
        """The feature whose way is shown."""
        if self.state["feature"] in result.drift.index:
            return self.state["feature"]
        return result.drift.sort_values("cramers_v", ascending=False, na_position="last").index[0]

    def sentence(self, result: KanoDriftResult) -> str:
        """Say which features changed, how surely, and what has become basic."""
        labels = self.source.labels()
        if self.state["view"] == "path":
            name = self._chosen(result)
            return self._told(result, name, labels[name]) + self._verdict(result, name)
        changed = self._beyond_chance(result)
        if changed.empty:
            return self.w("sentence_same", n=len(result.drift), waves=len(result.order))
        told = t("labs.semicolon").join(self._told(result, name, labels[name]) for name in changed.index[:3])
        rest = len(result.drift) - len(changed)
        basic = [labels[name] for name in changed.index if self._became_basic(result, name)]
        after = self.w("basic", features=t("labs.comma").join(basic)) if basic else self.w("basic_none")
        return self.w("sentence", told=told, n=len(changed), rest=rest) + after

    def _became_basic(self, result: KanoDriftResult, name: Any) -> bool:
        way = [str(value) for value in self._way(result, name) if value is not None and value == value]
        return bool(way) and way[-1] == "M" and way[0] != "M"

    def _verdict(self, result: KanoDriftResult, name: Any) -> str:
        """Say how surely one feature's answers changed."""
        row = result.drift.loc[name]
        if row["p_holm"] != row["p_holm"]:
            return self.w("verdict_none")
        key = "sure" if row["p_holm"] < 0.05 else "open"
        size = "small" if row["cramers_v"] < _SMALL else "large" if row["cramers_v"] >= _LARGE else "middle"
        said = self.w(
            f"verdict_{key}", size=self.w(f"size_{size}"), v=row["cramers_v"], p=p_words(row["p_holm"])
        )
        return said + (self.w("verdict_rough") if row["min_expected"] < _ROUGH else "")

    # ---- what is shown ----

    def figure(self, result: KanoDriftResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw all features wave by wave, or one feature's way."""
        labels = self.source.labels()
        groups = {wave: self._label(wave) for wave in result.order}
        if self.state["view"] == "path":
            name = self._chosen(result)
            own = _of_feature(result.waves, name, result.order)
            others = result.waves.xs(result.order[-1], level="wave").drop(index=name, errors="ignore")
            title = self._told(result, name, labels[name])
            return charts.drift_path(
                own, title=title, others=others, groups=groups, subtitle=result.source, size=size
            )
        import pandas as pd

        table = result.drift.sort_values(["p_holm", "cramers_v"], ascending=[True, False], kind="stable")
        letters = pd.DataFrame({wave: table[f"category_{wave}"] for wave in result.order})
        shares = pd.DataFrame(
            {wave: [_share(row, wave) for row in table.to_dict("records")] for wave in result.order},
            index=table.index,
        )
        changed = list(self._beyond_chance(result).index)
        title = (
            self._told(result, changed[0], labels[changed[0]]) if len(changed) == 1
            else self.w("title_changed", n=len(changed)) if changed else self.w("title_same")
        )  # fmt: skip
        return charts.category_grid(letters, shares, title=title, labels=labels, groups=groups, marked=changed,
                                    subtitle=result.source, size=size)  # fmt: skip

    def draw(self, result: KanoDriftResult, *, phone: bool = False) -> str:
        """Return preview, figure and table."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        made = self._one(result) if self.state["view"] == "path" else self._every(result)
        return f"{markup.blocks(self.preview())}{shown.html()}{made}{markup.paragraph(self.w('how'), 'sgm-advice')}"

    def _every(self, result: KanoDriftResult) -> str:
        """Table: feature, category in each wave, size and certainty of the change, what to do."""
        labels, rows = self.source.labels(), []
        for name, row in result.drift.sort_values(
            ["p_holm", "cramers_v"], ascending=[True, False]
        ).iterrows():
            cells = [category(row[f"category_{wave}"], _share(row, wave)) for wave in result.order]
            tested = row["p_holm"] == row["p_holm"]
            change = self.w("change", v=row["cramers_v"], p=p_words(row["p_holm"])) if tested else "–"
            rows.append([labels[name], *cells, change, self.w(f"todo_{self._todo(result, name)}")])
        heads = [self.w("head_feature"),
                 *(self.w("head_wave", wave=self._label(wave), n=result.people[wave]) for wave in result.order),
                 self.w("head_change"), self.w("head_todo")]  # fmt: skip
        return markup.table(self.w("caption"), heads, rows)

    def _todo(self, result: KanoDriftResult, name: Any) -> str:
        row = result.drift.loc[name]
        if not row["p_holm"] < 0.05:
            return "same"
        if self._became_basic(result, name):
            return "basic"
        way = [str(value) for value in self._way(result, name)]
        if way[0] == way[-1]:
            return "shares"
        return "forward" if row["moved"] else "other"

    def _one(self, result: KanoDriftResult) -> str:
        """Table: wave by wave, the categories' shares, Better and Worse of one feature."""
        name = self._chosen(result)
        own = _of_feature(result.waves, name, result.order)
        counts = _of_feature(result.counts, name, result.order)
        shares = counts.div(counts.sum(axis=1), axis=0)
        letters = [str(letter) for letter in shares.columns if shares[letter].max() >= _SHOWN]
        each: dict[Any, Any] = shares.to_dict("index")
        rows = [
            [self._label(wave), category(row["category"]),
             *("–" if share != share else f"{share:.0%}" for share in (each[wave][letter] for letter in letters)),
             estimate(row["better"], row["better_low"], row["better_high"]),
             estimate(row["worse"], row["worse_low"], row["worse_high"])]
            for wave, row in own.iterrows()
        ]  # fmt: skip
        heads = [self.w("wave"), self.w("head_category"), *(t(f"common.category.{letter}") for letter in letters),
                 self.w("head_better"), self.w("head_worse")]  # fmt: skip
        return markup.table(self.w("caption_path", feature=self.source.labels()[name]), heads, rows)


def _of_feature(table: pd.DataFrame, name: Any, order: list[Any]) -> pd.DataFrame:
    """Rows of one feature, one a wave."""
    rows: pd.DataFrame = table.loc[table.index.get_level_values("feature") == name]
    return rows.droplevel("feature").reindex(order)


def _share(row: Any, wave: Any) -> float:
    """Share of a wave's answers in the category it was given."""
    value = row[f"category_{wave}"]
    letters = str(value).split("/") if value == value and value is not None else []
    return float(sum(row[f"share_{letter}_{wave}"] for letter in letters))
