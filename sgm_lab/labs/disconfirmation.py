"""Disconfirmation explorer: what a promise does to satisfaction when perception does not keep up."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, satisfaction, servqual
from ..errors import DataError
from ..i18n import t, worded
from ..numbers import minus, number
from ..paper.blocks import Block, Cell, Note, Quiet, Table
from .base import State
from .controls import Choice, Named
from .servqual import kept
from .servqual.scaled import SCALE, ServqualSurvey
from .servqual.views import dimensions as dimensions_of
from .source import Source
from .surveyed import SEGMENT, wave_options, waves
from .views import Field, View, Viewed, slider

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DisconfirmationExplorer"]

_LEVEL, _GAIN = 0.3, 0.5  # assumed weights of the model; `satisfaction.disconfirm` says what they mean
_TRUST, _INTEREST = 14, 21  # items that stand in where nobody was asked about satisfaction
_NOT_OUTCOMES = {"respondent", "item", "dimension", "expectation", "perception", "adequate", "wave"}
_CLEAR = 0.05  # points by which a mean has to move to be called a change


class PeopleView(View, ABC):
    """A view of people, each with what they expected and met."""

    def people(self, dimensions: tuple[str, ...] | None, by: str | None = None) -> pd.DataFrame:
        """Return one row a person, of a segment and wave, or with the column that groups are made by."""
        segment = "all" if by else self.at["segment"]
        wave = None if by == "wave" else self.at["wave"]
        found: pd.DataFrame = _people(self.lab.source, segment, wave, dimensions, self.lab.scale, by)
        return found

    def chosen(self) -> tuple[str, ...] | None:
        """Dimensions people are looked at in; nothing for all."""
        return None if self.at["dimension"] == "all" else (self.at["dimension"],)

    def line(self, n: int, by: str | None = None) -> str:
        """Subtitle of a figure."""
        source, dimension = self.lab.source, self.at["dimension"]
        wave = self.at["wave"] if len(source.waves()) > 1 and by != "wave" else None
        line = source.line(n, "all" if by else self.at["segment"], wave)
        what = self.w("dimension_all") if dimension == "all" else worded("common.dimension", dimension)
        return self.w("line", line=line, what=what)

    def interval(self, value: float, low: float, high: float) -> Cell:
        """Write a value with its interval, where it has one."""
        return (
            Quiet(_signed(value), minus(self.w("interval", low=low, high=high)))
            if low == low
            else _signed(value)
        )


@dataclass(frozen=True)
class Played:
    """What the model gives before and after, and with which weights."""

    table: pd.DataFrame
    n: int
    weights: dict[str, float]


class Model(PeopleView):
    """What happens if more is promised?"""

    asks = ("segment", "wave", "dimension", "promise", "improve", "loss", "pull")

    def compute(self) -> Played:
        """Play the model on the mean of the people."""
        people = self.people(self.chosen())
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        weights = {"level": _LEVEL, "gain": _GAIN, "loss": self.at["loss"], "pull": self.at["pull"]}
        table = satisfaction.disconfirm_change(
            float(people["expectation"].mean()), float(people["perception"].mean()),
            promise=self.at["promise"], improve=self.at["improve"], scale=self.lab.scale, **weights,
        )  # fmt: skip
        return Played(table, len(people), weights)

    def says(self, found: Played) -> str:
        """Say what was moved and what came of it."""
        before: Any = found.table.loc["before"]
        after: Any = found.table.loc["after"]
        promise, improve, change = (
            float(after[name] - before[name]) for name in ("expectation", "perception", "satisfaction")
        )
        values = {"promise": f"{abs(promise):.1f}", "improve": f"{abs(improve):.1f}",
                  "gap_before": _signed(before["disconfirmation"]), "gap_after": _signed(after["disconfirmation"]),
                  "before": f"{before['satisfaction']:.1f}", "after": f"{after['satisfaction']:.1f}"}  # fmt: skip
        full = self.w("said_model_full") if promise < self.at["promise"] - _CLEAR else ""
        first, second = _way(promise, "raise", "lower", "same"), _way(improve, "better", "weaker", "same")
        if first == second == "same":
            return full + self.w("said_model_still", **values)
        end = self.w(f"said_model_end_{_way(change, 'up', 'down', 'level')}", **values)
        return self.w(f"said_model_{first}_{second}", **values) + end + full

    def shows(self, found: Played) -> Iterator[Block]:
        """The curve, before and after in figures, and what is assumed."""
        import numpy as np

        now, (low, high), loss = found.table.loc[["after"]], self.lab.scale, self.at["loss"]
        curve = satisfaction.disconfirm(
            now["expectation"].iloc[0], np.linspace(low, high, 121), scale=self.lab.scale, **found.weights
        )
        line = self.w("line_model", line=self.line(found.n), loss=loss)
        yield self.drawn(
            charts.disconfirmation_curve,
            curve,
            now,
            found.table.loc[["before"]],
            scale=self.lab.scale,
            subtitle=line,
        )
        rows = [
            [self.w(f"when_{when}"), *(f"{row[name]:.2f}" for name in ("expectation", "perception", "felt")),
             _signed(row["disconfirmation"]), f"{row['satisfaction']:.2f}"]
            for when, row in found.table.iterrows()
        ]  # fmt: skip
        heads = self.heads("when", "expectation", "perception", "felt", "disconfirmation", "satisfaction")
        yield Table(self.w("caption_model"), heads, rows)
        yield Note(self.w("note_model", level=_LEVEL, gain=_GAIN, loss=loss), "quiet-note")


@dataclass(frozen=True)
class Related:
    """The outcome by what was met and expected: in bins, as effects, and how far expectation pulls perception."""

    table: pd.DataFrame
    effects: pd.DataFrame
    pull: dict[str, float]
    n: int


class Answers(PeopleView):
    """Is it so in the answers?"""

    asks = ("segment", "wave", "dimension", "outcome")

    def compute(self) -> Related:
        """Relate an outcome to disconfirmation; the outcome's own dimension would be compared with itself."""
        source, (kind, _, name) = self.lab.source, self.at["outcome"].partition(":")
        own = kept.homes(source).get(int(name)) if kind == "item" else None
        wanted = self.chosen()
        if wanted == (own,):
            raise DataError("lab_disconfirmation.same_dimension", name=worded("common.dimension", own))
        if wanted is None and own:
            wanted = tuple(one for one in dimensions_of(source) if one != own)
        people = self.people(wanted)
        outcome = _outcome(source, self.at["segment"], self.at["wave"], self.at["outcome"]).reindex(
            people.index
        )
        effects = satisfaction.disconfirmation_effects(people["expectation"], people["perception"], outcome)
        bins = satisfaction.disconfirmation_bins(people["gap"], outcome)
        pull: Any = satisfaction.assimilation(people["expectation"], people["perception"])
        return Related(bins, effects, pull, int(bins["n"].sum()))

    def says(self, found: Related) -> str:
        """Say how much a point costs, and whether falling short weighs more."""
        effects = found.effects
        row: Any = effects.loc["shortfall" if "shortfall" in effects.index else "gap"]
        way = "" if row["ci_low"] > 0 else "_reverse" if row["ci_high"] < 0 else "_none"
        said = self.w(f"said_answers{way}", estimate=f"{abs(row['estimate']):.1f}", low=_signed(row["ci_low"], 1),
                      high=_signed(row["ci_high"], 1), n=found.n, outcome=self.outcome())  # fmt: skip
        if "asymmetry" not in effects.index:
            return said + self.w("said_asymmetry_few")
        low, high = map(float, effects.loc["asymmetry", ["ci_low", "ci_high"]])
        way = "loss" if low > 0 else "gain" if high < 0 else "open"
        return said + self.w(f"said_asymmetry_{way}", low=_signed(low, 1), high=_signed(high, 1),
                             n=int(effects["n"]["surplus"]))  # fmt: skip

    def outcome(self) -> str:
        """Name the outcome."""
        kind, _, name = self.at["outcome"].partition(":")
        if kind == "column":
            return self.w("name_column", name=name)
        return (
            self.w("name_trust") if int(name) == _TRUST and self.lab.case else self.w("name_item", item=name)
        )

    def shows(self, found: Related) -> Iterator[Block]:
        """The bins, the effects, and what they can and cannot say."""
        name, line = self.outcome(), self.line(found.n)
        yield self.drawn(charts.disconfirmation_bins, found.table, outcome=name, subtitle=line)
        pull = found.pull
        each: dict[Any, Any] = {**found.effects.to_dict("index"), "pull": pull}
        rows = [
            [
                self.w(f"term_{term}"),
                self.interval(row["estimate"], row["ci_low"], row["ci_high"]),
                int(row["n"]),
            ]
            for term, row in each.items()
        ]
        yield Table(self.w("caption_answers", outcome=name), self.heads("term", "estimate", "n"), rows)
        way = "up" if pull["ci_low"] > 0 else "down" if pull["ci_high"] < 0 else "open"
        stands_in = "note_stand_in" if self.lab.case else "note_stand_in_own"
        which = stands_in if self.at["outcome"].startswith("item") else "note_own"
        for note in (f"note_pull_{way}", which, "note_relation"):
            yield Note(self.w(note), "quiet-note")


@dataclass(frozen=True)
class Grouped:
    """Gap of each group."""

    table: pd.DataFrame
    n: int


class Groups(PeopleView):
    """Who is disappointed, and is it hope or service?"""

    asks = ("split", "wave", "dimension")

    def compute(self) -> Grouped:
        """Compare groups."""
        column = self.at["split"]
        if column == "none":
            raise DataError("lab_disconfirmation.no_groups")
        people = self.people(self.chosen(), column)
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        return Grouped(servqual.group_gaps(people, column), len(people))

    def labels(self) -> dict[Any, str]:
        """Name the groups."""
        column, lab = self.at["split"], self.lab
        if column == "wave":
            return {wave: label for label, wave in wave_options(lab.source)}
        return dict(lab.case.segment_labels()[column]) if lab.case else {}

    def says(self, found: Grouped) -> str:
        """Say which groups lie apart, and by what."""
        table: Any = found.table
        labels = self.labels()
        worst, best = table["gap"].idxmin(), table["gap"].idxmax()
        if worst == best:
            return self.w("said_groups_one", gap=_signed(table["gap"].iloc[0]), n=found.n)
        low, high = table.loc[worst], table.loc[best]
        names = {"worst": str(labels.get(worst, worst)), "best": str(labels.get(best, best))}
        apart = low["ci_high"] < high["ci_low"]
        key = "said_groups" if apart else "said_groups_close"
        said = self.w(key, low=_signed(low["gap"]), high=_signed(high["gap"]), **names)
        if not apart:
            return said
        hope, met = (float(low[name] - high[name]) for name in ("expectation", "perception"))
        why = "hope" if hope > abs(met) else "met" if -met > abs(hope) else "both"
        return said + self.w(f"said_groups_{why}", hope=_signed(hope), met=_signed(met), worst=names["worst"])

    def shows(self, found: Grouped) -> Iterator[Block]:
        """The groups."""
        table: Any = found.table
        labels, line = self.labels(), self.line(found.n, self.at["split"])
        worst = table["gap"].idxmin()
        title = minus(
            t("charts_servqual.spread_title", name=str(labels.get(worst, worst)), gap=table.loc[worst, "gap"])
        )
        yield self.drawn(charts.gaps, table, labels=labels, title=title, subtitle=line)
        rows = [
            [str(labels.get(name, name)), f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
             self.interval(row["gap"], row["ci_low"], row["ci_high"]), f"{row['above']:.0%}", int(row["n"])]
            for name, row in table.iterrows()
        ]  # fmt: skip
        heads = self.heads("group", "expectation", "perception", "gap", "above", "n")
        yield Table(self.w("caption_groups"), heads, rows)


def _dimension(lab: Any, name: str) -> Choice:
    some = [(worded("common.dimension", one), one) for one in dimensions_of(lab.source)]
    return Choice(name, [(lab.w("dimension_all"), "all"), *some])


def _has_waves(lab: Any) -> bool:
    by_wave = lab.state["view"] == "groups" and lab.state["split"] == "wave"
    return len(lab.source.waves()) > 1 and not by_wave


def _outcomes(lab: Any, name: str) -> Named:
    """Offer what may follow from disconfirmation: a column of one's own file, or an item that stands in."""
    labels, items = lab.source.labels(), kept.homes(lab.source)
    made = [(lab.w("outcome_column", name=one), f"column:{one}") for one in _outcome_columns(lab.source)]
    for item in sorted(items, key=lambda item: (item not in (_TRUST, _INTEREST), item)):
        text = str(labels.get(item, item)).rstrip("。.")
        key = "outcome_item" if text != str(item) else "outcome_item_number"
        made.append((lab.w(key, item=item, text=text), f"item:{item}"))
    return Named(name, made)


def _splits(lab: Any, name: str) -> Named:
    made = [(lab.w("split_wave"), "wave")] if len(lab.source.waves()) > 1 else []
    made += [
        (label, column)
        for column, label in lab.source.column_labels().items()
        if column in lab.source.groups()
    ]
    return Named(name, made or [(lab.w("split_none"), "none")])


class DisconfirmationExplorer(ServqualSurvey, Viewed):
    """Oliver's model with sliders, and the answers of a case beside it.

    Parameters
    ----------
    case : str
        Name of the case.
    view : {"model", "answers", "groups"}
        The model, the relation in the answers, or expectation against perception by group.
    dimension : str
        Dimension the people are looked at in, or ``"all"``.
    promise, improve : float
        By how much expectation and perception are raised, in points.
    loss, pull : float
        Assumptions of the model: how many times as much a point below expectation weighs; how far what is felt is drawn
        to what was expected.
    outcome : str
        ``"item:<number>"`` (its perception) or ``"column:<name>"`` of one's own file.
    segment, wave, split, scale
        As in the SERVQUAL lab.
    """

    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    data: ClassVar[tuple[str, ...]] = ("scale",)
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None}
    views: ClassVar[dict[str, type[View]]] = {"model": Model, "answers": Answers, "groups": Groups}
    fields: ClassVar[dict[str, Field]] = {
        "scale": SCALE,
        "split": Field("wave", _splits),
        "segment": SEGMENT,
        "wave": Field(0, waves, _has_waves),
        "dimension": Field("reliability", _dimension),
        "outcome": Field(f"item:{_TRUST}", _outcomes),
        "promise": Field(1.0, slider(-2, 2, 0.1)),
        "improve": Field(0.0, slider(-2, 2, 0.1)),
        "loss": Field(2.0, slider(1, 4, 0.1)),
        "pull": Field(0.0, slider(-0.5, 0.8, 0.1)),
    }  # fmt: skip


def _signed(value: float, digits: int = 2) -> str:
    return number(value, f"+.{digits}f")


def _way(value: float, up: str, down: str, neither: str) -> str:
    return up if value >= _CLEAR else down if value <= -_CLEAR else neither


@lru_cache(16)
def _people(
    source: Source,
    segment: str,
    wave: Any,
    dimensions: tuple[str, ...] | None,
    scale: kept.Scale,
    by: str | None = None,
) -> Any:
    """One row a person; kept, since sliders do not change it."""
    answers = kept.answers(source, segment, wave)
    return servqual.respondents(answers, dimensions, by, scale=scale)


@lru_cache(16)
def _outcome_columns(source: Source) -> tuple[str, ...]:
    """Columns of a file that hold a number for each person and may be an outcome."""
    import pandas as pd

    if source.case is not None or source.read is None:
        return ()
    found = []
    answers = source.read.answers  # with its numbers, also where they would make groups too small to be shown
    for column in answers.columns:
        if column in _NOT_OUTCOMES:
            continue
        values = pd.to_numeric(answers[column], errors="coerce")
        given = answers[column].notna() & (answers[column].astype(str).str.strip() != "")
        if values[given].notna().all() and values.nunique() > 2:
            found.append(str(column))
    return tuple(found)


@lru_cache(16)
def _outcome(source: Source, segment: str, wave: Any, outcome: str) -> Any:
    """One value a person: the perception of an item, or a column of the file (its first value for each person)."""
    import pandas as pd

    answers = kept.answers(source, segment, wave)
    keys = ["respondent", *(["wave"] if "wave" in answers else [])]
    kind, _, name = outcome.partition(":")
    if kind == "item":
        values = answers[answers["item"] == int(name)].set_index(keys)["perception"]
    else:
        assert source.read is not None
        said = pd.to_numeric(source.read.answers.loc[answers.index, name], errors="coerce")
        values = said.groupby([answers[key] for key in keys]).first()
    return values.astype(float)
