"""Kano drift: waves compared feature by feature, the change tested, what has become basic, and one feature's way."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import charts
from ..errors import DataError
from ..i18n import t
from ..numbers import number
from ..paper.blocks import Block, Note, Table
from .base import State
from .controls import Choice
from .kano.counted import SideBySide, grouped, people_of, same_people
from .kano.words import category, estimate, named_category, p_words
from .surveyed import RULE, SEGMENT, TABLE, SurveyLab
from .views import Field, View, Viewed, pick

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KanoDrift"]

_SMALL, _LARGE = 0.1, 0.3  # Cramér's V: hardly any, clear
_ROUGH = 5  # smallest expected count below which the test is rough
_SHOWN = 0.005  # a share below reads as none


@dataclass(frozen=True)
class Drifted:
    """Change of every feature, and each feature's categories wave by wave."""

    drift: pd.DataFrame
    waves: pd.DataFrame
    counts: pd.DataFrame
    beside: SideBySide
    people: dict[Any, int]
    source: str


class DriftView(View, ABC):
    """What changed between the waves; views differ in what they say and show of it."""

    def compute(self) -> Drifted:
        """Compare the waves.

        Raises
        ------
        DataError
            With a single wave, or where the segment answered in one only.
        """
        at, source = self.at, self.lab.source
        if len(source.waves()) < 2:
            raise DataError("lab_kano_drift.one_wave")
        waves = tuple(source.waves())
        same = same_people(source) and at["same"] == "yes"
        found = grouped(source, "wave", waves, at["segment"], None, at["table"], at["rule"], same=same)
        if found is None:
            raise DataError("lab_kano_drift.one_wave_segment")
        each = people_of(source, at["segment"])
        people = {wave: each[wave] for wave in found.order}
        line = source.line(sum(people.values()), at["segment"])
        return Drifted(found.drift, found.classified, found.counts, found, people, line)

    @property
    def labels(self) -> dict[Any, str]:
        """Names of the features."""
        labels: dict[Any, str] = self.lab.source.labels()
        return labels

    def how(self, result: Drifted) -> str:
        """Say which test was taken, and how to read it."""
        if result.drift.attrs["paired"]:
            return self.w("how_paired", said=result.drift.attrs["notes"][0])
        return self.w("how")

    def wave(self, wave: Any) -> str:
        """Name a wave."""
        return t("labs.source.wave_option", wave=wave)

    def way(self, result: Drifted, name: Any) -> list[Any]:
        """Categories of a feature, wave after wave."""
        row = result.drift.loc[name]
        return [row[f"category_{wave}"] for wave in result.beside.order]

    def told(self, result: Drifted, name: Any, label: str) -> str:
        """Tell a feature's way in words: from attractive to one-dimensional to must-be."""
        seen: list[str] = []
        for value in self.way(result, name):
            if (said := named_category(value)) not in seen[-1:]:
                seen.append(said)
        if len(seen) < 2:
            return self.w("stayed", feature=label, category=seen[0])
        middle = "".join(self.w("way_middle", category=one) for one in seen[1:-1])
        return self.w("moved", feature=label, first=seen[0], middle=middle, last=seen[-1])


class Every(DriftView):
    """Which needs changed?"""

    asks = ("same", "segment", "table", "rule")

    def beyond_chance(self, result: Drifted) -> pd.DataFrame:
        """Features whose change is more than chance, the largest first."""
        table = result.drift
        return table[table["p_holm"] < 0.05].sort_values("cramers_v", ascending=False)

    def became_basic(self, result: Drifted, name: Any) -> bool:
        """Whether a feature is a must-be at last, and was none at first."""
        way = [str(value) for value in self.way(result, name) if value is not None and value == value]
        return bool(way) and way[-1] == "M" and way[0] != "M"

    def todo(self, result: Drifted, name: Any) -> str:
        """Say what follows, as the end of a key."""
        row = result.drift.loc[name]
        if not row["p_holm"] < 0.05:
            return "same"
        if self.became_basic(result, name):
            return "basic"
        way = [str(value) for value in self.way(result, name)]
        if way[0] == way[-1]:
            return "shares"
        return "forward" if row["moved"] else "other"

    def says(self, result: Drifted) -> str:
        """Say which features changed, and what has become basic."""
        labels, changed = self.labels, self.beyond_chance(result)
        if changed.empty:
            return self.w("sentence_same", n=len(result.drift), waves=len(result.beside.order))
        told = t("labs.semicolon").join(self.told(result, name, labels[name]) for name in changed.index[:3])
        rest = len(result.drift) - len(changed)
        basic = [labels[name] for name in changed.index if self.became_basic(result, name)]
        after = self.w("basic", features=t("labs.comma").join(basic)) if basic else self.w("basic_none")
        return self.w("sentence", told=told, n=len(changed), rest=rest) + after

    def shows(self, result: Drifted) -> Iterator[Block]:
        """Category in each wave, size and certainty of the change, what to do."""
        labels, changed = self.labels, list(self.beyond_chance(result).index)
        table = result.drift.sort_values(["p_holm", "cramers_v"], ascending=[True, False], kind="stable")
        letters, shares = (
            some.loc[table.index] for some in (result.beside.letters(), result.beside.shares())
        )
        title = (
            self.told(result, changed[0], labels[changed[0]]) if len(changed) == 1
            else self.w("title_changed", n=len(changed)) if changed else self.w("title_same")
        )  # fmt: skip
        yield self.drawn(
            charts.category_grid,
            letters,
            shares,
            title=title,
            labels=labels,
            groups={wave: self.wave(wave) for wave in result.beside.order},
            marked=changed,
            subtitle=result.source,
        )
        rows, behind = [], shares.to_dict("index")
        for name, row in table.iterrows():
            cells = [category(row[f"category_{wave}"], behind[name][wave]) for wave in result.beside.order]
            tested = row["p_holm"] == row["p_holm"]
            change = self.w("change", v=row["cramers_v"], p=p_words(row["p_holm"])) if tested else "–"
            rows.append([labels[name], *cells, change, self.w(f"todo_{self.todo(result, name)}")])
        heads = [self.w("head_feature"),
                 *(self.w("head_wave", wave=self.wave(wave), n=result.people[wave]) for wave in result.beside.order),
                 self.w("head_change"), self.w("head_todo")]  # fmt: skip
        yield Table(self.w("caption"), heads, rows)
        yield Note(self.how(result), "advice")


class Path(DriftView):
    """Which way did one need go?"""

    asks = ("same", "feature", "segment", "table", "rule")

    def chosen(self, result: Drifted) -> Any:
        """Return the feature whose way is shown: where none is chosen, the one that changed most."""
        if self.at["feature"] in result.drift.index:
            return self.at["feature"]
        return result.drift.sort_values("cramers_v", ascending=False, na_position="last").index[0]

    def says(self, result: Drifted) -> str:
        """Say which way it went, and how surely."""
        name = self.chosen(result)
        return self.told(result, name, self.labels[name]) + self.verdict(result, name)

    def verdict(self, result: Drifted, name: Any) -> str:
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

    def shows(self, result: Drifted) -> Iterator[Block]:
        """Its way through the plane; wave by wave, the categories' shares, Better and Worse."""
        name, labels = self.chosen(result), self.labels
        own, counts = (_of_feature(some, name, result.beside.order) for some in (result.waves, result.counts))
        others = result.waves.xs(result.beside.order[-1], level="wave").drop(index=name, errors="ignore")
        title, groups = (
            self.told(result, name, labels[name]),
            {wave: self.wave(wave) for wave in result.beside.order},
        )
        yield self.drawn(
            charts.drift_path, own, title=title, others=others, groups=groups, subtitle=result.source
        )
        shares = counts.div(counts.sum(axis=1), axis=0)
        letters = [str(letter) for letter in shares.columns if shares[letter].max() >= _SHOWN]
        each: dict[Any, Any] = shares.to_dict("index")
        rows = [
            [groups[wave], category(row["category"]),
             *(number(each[wave][letter], ".0%") for letter in letters),
             estimate(row["better"], row["better_low"], row["better_high"]),
             estimate(row["worse"], row["worse_low"], row["worse_high"])]
            for wave, row in own.iterrows()
        ]  # fmt: skip
        heads = [self.w("wave"), self.w("head_category"), *(t(f"common.category.{letter}") for letter in letters),
                 self.w("head_better"), self.w("head_worse")]  # fmt: skip
        yield Table(self.w("caption_path", feature=labels[name]), heads, rows)
        yield Note(self.how(result), "advice")


def _feature(lab: Any, name: str) -> Choice:
    features = [(label, one) for one, label in lab.source.labels().items()]
    return Choice(name, [(lab.w("feature_most"), ""), *features])


class KanoDrift(SurveyLab, Viewed):
    """How needs change from wave to wave.

    Parameters
    ----------
    case : str
        Name of the case.
    same : {"yes", "no"}
        Whether equal numbers of respondents are the same people; asked where two waves share them.
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

    survey: ClassVar[Literal["kano"]] = "kano"
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None}
    views: ClassVar[dict[str, type[View]]] = {"all": Every, "path": Path}
    fields: ClassVar[dict[str, Field]] = {
        "feature": Field("", _feature),
        "same": Field("yes", pick("yes", "no", buttons=True), lambda lab: same_people(lab.source)),
        "segment": SEGMENT,
        "table": TABLE,
        "rule": RULE,
    }


def _of_feature(table: pd.DataFrame, name: Any, order: list[Any]) -> pd.DataFrame:
    """Rows of one feature, one a wave."""
    rows: pd.DataFrame = table.loc[table.index.get_level_values("feature") == name]
    return rows.droplevel("feature").reindex(order)
