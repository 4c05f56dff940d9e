"""Disconfirmation explorer: what a promise does to satisfaction when perception does not keep up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal

from .. import charts, intake, satisfaction, servqual
from ..charts.fitting import minus
from ..errors import DataError
from ..i18n import t
from ..paper import markup
from . import _servqual_kept as kept
from .base import State
from .controls import Action, Choice, Control, Number
from .servqual import SCALES
from .source import OWN, Source, SurveyLab

__all__ = ["DisconfirmationExplorer", "DisconfirmationResult"]

_VIEWS = ("model", "answers", "groups")
_LEVEL, _GAIN = 0.3, 0.5  # assumed weights of the model; `satisfaction.disconfirm` says what they mean
_TRUST, _INTEREST = 14, 21  # items that stand in where nobody was asked about satisfaction
_MOST_VALUES = 12  # of a column that is a segment; one with more numbers may be an outcome
_NOT_OUTCOMES = {"respondent", "item", "dimension", "expectation", "perception", "adequate", "wave"}
_CLEAR = 0.05  # points by which a mean has to move to be called a change


@dataclass(frozen=True)
class DisconfirmationResult:
    """What a view has worked out.

    Attributes
    ----------
    table : pandas.DataFrame
        Model: before and after; answers: bins; groups: gap of each group.
    line : str
        Subtitle of the figure.
    n : int
        People behind it.
    effects : pandas.DataFrame or None
        Least-squares effects, for the answers.
    facts : dict
        Single values.
    """

    table: Any
    line: str
    n: int
    effects: Any = None
    facts: dict[str, Any] = field(default_factory=dict)


class DisconfirmationExplorer(SurveyLab):
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

    name: ClassVar[str] = "disconfirmation"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    survey: ClassVar[Literal["servqual"]] = "servqual"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "scale": "1-7",
        "view": "model",
        "segment": "all",
        "wave": 0,
        "dimension": "reliability",
        "promise": 1.0,
        "improve": 0.0,
        "loss": 2.0,
        "pull": 0.0,
        "outcome": f"item:{_TRUST}",
        "split": "wave",
    }

    @property
    def scale(self) -> tuple[int, int]:
        """Lowest and highest answer of the source in use."""
        return SCALES.get(str(self.state["scale"]), (1, 7)) if self.state["case"] == OWN else (1, 7)

    def read_answers(self, given: Any) -> intake.Intake:
        """Read a file on the scale that was chosen."""
        return intake.read_servqual(given, scale=SCALES.get(str(self.state["scale"]), (1, 7)))

    def source_key(self, key: str) -> str:
        """Another scale reads the same file anew."""
        return f"{key}@{self.state['scale']}"

    # ---- controls ----

    def controls(self) -> list[Control]:
        """Return the source, the view, and what the view needs."""
        source = self.source
        made = self.source_controls()
        if self.state["case"] == OWN:
            made.append(
                Choice("scale", [(self.w(f"scale_{name.replace('-', '_')}"), name) for name in SCALES])
            )
        made.append(Choice("view", [(self.w(f"view_{name}"), name) for name in _VIEWS], buttons=True))
        view = self.state["view"]
        if view == "groups":
            made.append(Choice("split", self._splits()))
        else:
            made.append(Choice("segment", source.segments()))
        if len(source.waves()) > 1 and not (view == "groups" and self.state["split"] == "wave"):
            made.append(Choice("wave", [(t("labs.source.wave_option", wave=w), w) for w in source.waves()]))
        names = [
            (self.w("dimension_all"), "all"),
            *((t(f"common.dimension.{d}"), d) for d in self._dimensions()),
        ]
        made.append(Choice("dimension", names))
        if view == "answers":
            made.append(Choice("outcome", self._outcomes()))
        elif view != "groups":
            made += [
                Number("promise", -2, 2, 0.1, slider=True),
                Number("improve", -2, 2, 0.1, slider=True),
                Number("loss", 1, 4, 0.1, slider=True),
                Number("pull", -0.5, 0.8, 0.1, slider=True),
            ]
        return made

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return self.source_actions()

    def _dimensions(self) -> list[str]:
        present = set(_first_items(self.source).values())
        return [name for name in servqual.DIMENSIONS if name in present]

    def _outcomes(self) -> list[tuple[str, str]]:
        """What may follow from disconfirmation: a column of one's own file, or an item that stands in."""
        labels, items = self.source.labels(), _first_items(self.source)
        made = [
            (self.w("outcome_column", name=name), f"column:{name}") for name in _outcome_columns(self.source)
        ]
        order = sorted(items, key=lambda item: (item not in (_TRUST, _INTEREST), item))
        for item in order:
            text = str(labels.get(item, item)).rstrip("。.")
            key = "outcome_item" if text != str(item) else "outcome_item_number"
            made.append((self.w(key, item=item, text=text), f"item:{item}"))
        return made

    def _splits(self) -> list[tuple[str, str]]:
        source = self.source
        made = [(self.w("split_wave"), "wave")] if len(source.waves()) > 1 else []
        for _, value in source.segments()[1:]:
            column = value.partition("=")[0]
            label = self.case.segment_columns()[column] if self.case else column
            if (label, column) not in made:
                made.append((label, column))
        return made or [(self.w("split_none"), "none")]

    # ---- result ----

    @property
    def _wanted(self) -> tuple[str, ...] | None:
        """Dimensions people are looked at in; for the answers never the outcome's own."""
        own = self._own_dimension() if self.state["view"] == "answers" else None
        if self.state["dimension"] != "all":
            return (self.state["dimension"],)
        return tuple(name for name in self._dimensions() if name != own) if own else None

    def _own_dimension(self) -> str | None:
        kind, _, name = self.state["outcome"].partition(":")
        return _first_items(self.source).get(int(name)) if kind == "item" else None

    def compute(self) -> DisconfirmationResult:
        """Play the model, or ask the answers."""
        return {"answers": self._answers, "groups": self._groups}.get(self.state["view"], self._model)()

    def _model(self) -> DisconfirmationResult:
        import pandas as pd

        people = _people(self.source, self.state["segment"], self.state["wave"], self._wanted, self.scale)
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        low, high = self.scale
        level, met = float(people["expectation"].mean()), float(people["perception"].mean())
        weights = {
            "level": _LEVEL,
            "gain": _GAIN,
            "loss": self.state["loss"],
            "pull": self.state["pull"],
            "scale": self.scale,
        }
        raised = min(max(level + self.state["promise"], low), high)
        improved = min(max(met + self.state["improve"], low), high)
        before, after = (
            satisfaction.disconfirm(level, met, **weights),
            satisfaction.disconfirm(raised, improved, **weights),
        )
        table = pd.concat([before, after], ignore_index=True)
        table.index = pd.Index(["before", "after"], name="when")
        line = self._line(len(people))
        return DisconfirmationResult(table, line, len(people), facts={"weights": weights})

    def _answers(self) -> DisconfirmationResult:
        source, segment, wave = self.source, self.state["segment"], self.state["wave"]
        own = self._own_dimension()
        if self._wanted == (own,):
            raise DataError("lab_disconfirmation.same_dimension", name=t(f"common.dimension.{own}"))
        people = _people(source, segment, wave, self._wanted, self.scale)
        outcome = _outcome(source, segment, wave, self.state["outcome"]).reindex(people.index)
        effects = satisfaction.disconfirmation_effects(people["expectation"], people["perception"], outcome)
        bins = satisfaction.disconfirmation_bins(people["gap"], outcome)
        pull = satisfaction.assimilation(people["expectation"], people["perception"])
        n = int(bins["n"].sum())
        return DisconfirmationResult(bins, self._line(n), n, effects, {"pull": pull})

    def _groups(self) -> DisconfirmationResult:
        column = self.state["split"]
        if column == "none":
            raise DataError("lab_disconfirmation.no_groups")
        wave = None if column == "wave" else self.state["wave"]
        people = _people(self.source, "all", wave, self._wanted, self.scale, column)
        if people.empty:
            raise DataError("lab_disconfirmation.nobody")
        groups = people.groupby(column, observed=True)
        means, sd = groups[["expectation", "perception"]].mean(), groups["gap"].std()
        table = servqual.gaps_from_summary(groups.size(), means["expectation"], means["perception"], sd)
        table["above"] = groups["gap"].apply(lambda gap: float((gap >= 0).mean()))
        return DisconfirmationResult(table, self._line(len(people), groups=True), len(people))

    def _line(self, n: int, *, groups: bool = False) -> str:
        several = len(self.source.waves()) > 1
        wave = None if not several or (groups and self.state["split"] == "wave") else self.state["wave"]
        line = self.source.line(n, "all" if groups else self.state["segment"], wave)
        dimension = self.state["dimension"]
        what = self.w("dimension_all") if dimension == "all" else t(f"common.dimension.{dimension}")
        return self.w("line", line=line, what=what)

    def _group_labels(self) -> dict[Any, str]:
        if self.state["split"] == "wave":
            return {wave: t("labs.source.wave_option", wave=wave) for wave in self.source.waves()}
        return dict(self.case.segment_labels()[self.state["split"]]) if self.case else {}

    def sentence(self, result: DisconfirmationResult) -> str:
        """Say what the numbers teach."""
        return {"answers": self._said_answers, "groups": self._said_groups}.get(
            self.state["view"], self._said_model
        )(result)

    def _said_model(self, result: DisconfirmationResult) -> str:
        before, after = (result.table.loc[when] for when in ("before", "after"))
        promise = float(after["expectation"] - before["expectation"])
        improve = float(after["perception"] - before["perception"])
        change = float(after["satisfaction"] - before["satisfaction"])
        values = {"promise": f"{abs(promise):.1f}", "improve": f"{abs(improve):.1f}",
                  "gap_before": _signed(before["disconfirmation"]), "gap_after": _signed(after["disconfirmation"]),
                  "before": f"{before['satisfaction']:.1f}", "after": f"{after['satisfaction']:.1f}"}  # fmt: skip
        full = self.w("said_model_full") if promise < self.state["promise"] - _CLEAR else ""
        up, better = abs(promise) >= _CLEAR, abs(improve) >= _CLEAR
        if not up and not better:
            return full + self.w("said_model_still", **values)
        kind = "_".join([
            "raise" if up and promise > 0 else "lower" if up else "same",
            "better" if better and improve > 0 else "weaker" if better else "same",
        ])  # fmt: skip
        end = "up" if change >= _CLEAR else "down" if change <= -_CLEAR else "level"
        return self.w(f"said_model_{kind}", **values) + self.w(f"said_model_end_{end}", **values) + full

    def _said_answers(self, result: DisconfirmationResult) -> str:
        effects = result.effects
        term = "shortfall" if "shortfall" in effects.index else "gap"
        row = effects.loc[term]
        values = {"estimate": f"{abs(row['estimate']):.1f}", "low": _signed(row["ci_low"], 1),
                  "high": _signed(row["ci_high"], 1), "n": result.n, "outcome": self._outcome_name()}  # fmt: skip
        key = (
            "said_answers"
            if row["ci_low"] > 0
            else "said_answers_reverse"
            if row["ci_high"] < 0
            else "said_answers_none"
        )
        said = self.w(key, **values)
        if "asymmetry" not in effects.index:
            return said + self.w("said_asymmetry_few")
        low, high = effects.loc["asymmetry", ["ci_low", "ci_high"]]
        way = "loss" if low > 0 else "gain" if high < 0 else "open"
        return said + self.w(f"said_asymmetry_{way}", low=_signed(low, 1), high=_signed(high, 1),
                             n=int(effects.loc["surplus", "n"]))  # fmt: skip

    def _said_groups(self, result: DisconfirmationResult) -> str:
        table, labels = result.table, self._group_labels()
        worst, best = table["gap"].idxmin(), table["gap"].idxmax()
        if worst == best:
            return self.w("said_groups_one", gap=_signed(table["gap"].iloc[0]), n=result.n)
        low, high = table.loc[worst], table.loc[best]
        hope, met = (
            float(low["expectation"] - high["expectation"]),
            float(low["perception"] - high["perception"]),
        )
        why = "hope" if hope > abs(met) else "met" if -met > abs(hope) else "both"
        names = {"worst": str(labels.get(worst, worst)), "best": str(labels.get(best, best))}
        apart = low["ci_high"] < high["ci_low"]
        key = "said_groups" if apart else "said_groups_close"
        said = self.w(key, low=_signed(low["gap"]), high=_signed(high["gap"]), **names)
        if not apart:
            return said
        return said + self.w(f"said_groups_{why}", hope=_signed(hope), met=_signed(met), worst=names["worst"])

    def _outcome_name(self) -> str:
        kind, _, name = self.state["outcome"].partition(":")
        if kind == "column":
            return self.w("name_column", name=name)
        return self.w("name_trust") if int(name) == _TRUST and self.case else self.w("name_item", item=name)

    # ---- drawing ----

    def figure(self, result: DisconfirmationResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the model's curve, the bins, or the groups."""
        if self.state["view"] == "answers":
            return charts.disconfirmation_bins(
                result.table, outcome=self._outcome_name(), subtitle=result.line, size=size
            )
        if self.state["view"] == "groups":
            labels = self._group_labels()
            worst = result.table["gap"].idxmin()
            title = t(
                "charts_servqual.spread_title",
                name=str(labels.get(worst, worst)),
                gap=result.table.loc[worst, "gap"],
            )
            return charts.gaps(
                result.table, labels=labels, title=minus(title), subtitle=result.line, size=size
            )
        import numpy as np

        now, weights = result.table.loc[["after"]], result.facts["weights"]
        low, high = self.scale
        curve = satisfaction.disconfirm(
            float(now["expectation"].iloc[0]), np.linspace(low, high, 121), **weights
        )
        line = self.w("line_model", line=result.line, loss=weights["loss"])
        return charts.disconfirmation_curve(
            curve, now, result.table.loc[["before"]], scale=self.scale, subtitle=line, size=size
        )

    def draw(self, result: DisconfirmationResult, *, phone: bool = False) -> str:
        """Return the figure, the figures behind it, and what is assumed."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        tables = {"answers": self._table_answers, "groups": self._table_groups}.get(
            self.state["view"], self._table_model
        )
        return f"{markup.blocks(self.preview())}{shown.html()}{tables(result)}"

    def _table_model(self, result: DisconfirmationResult) -> str:
        heads = [
            self.w(f"head_{h}")
            for h in ("when", "expectation", "perception", "felt", "disconfirmation", "satisfaction")
        ]
        rows = [
            [self.w(f"when_{when}"), f"{row['expectation']:.2f}", f"{row['perception']:.2f}", f"{row['felt']:.2f}",
             _signed(row["disconfirmation"]), f"{row['satisfaction']:.2f}"]
            for when, row in result.table.iterrows()
        ]  # fmt: skip
        note = self.w("note_model", level=_LEVEL, gain=_GAIN, loss=self.state["loss"])
        return markup.table(self.w("caption_model"), heads, rows) + markup.paragraph(note, "sgm-quiet-note")

    def _table_answers(self, result: DisconfirmationResult) -> str:
        heads = [self.w(f"head_{h}") for h in ("term", "estimate", "n")]
        rows = [
            [self.w(f"term_{term}"), _interval(row["estimate"], row["ci_low"], row["ci_high"]), int(row["n"])]
            for term, row in result.effects.iterrows()
        ]
        pull = result.facts["pull"]
        rows.append(
            [
                self.w("term_pull"),
                _interval(pull["estimate"], pull["ci_low"], pull["ci_high"]),
                int(pull["n"]),
            ]
        )
        way = "up" if pull["ci_low"] > 0 else "down" if pull["ci_high"] < 0 else "open"
        stands_in = self.state["outcome"].startswith("item")
        which = "note_own" if not stands_in else "note_stand_in" if self.case else "note_stand_in_own"
        notes = [self.w(f"note_pull_{way}"), self.w(which), self.w("note_relation")]
        paragraphs = "".join(markup.paragraph(note, "sgm-quiet-note") for note in notes)
        return markup.table(self.w("caption_answers", outcome=self._outcome_name()), heads, rows) + paragraphs

    def _table_groups(self, result: DisconfirmationResult) -> str:
        labels = self._group_labels()
        heads = [self.w(f"head_{h}") for h in ("group", "expectation", "perception", "gap", "above", "n")]
        rows = [
            [str(labels.get(name, name)), f"{row['expectation']:.2f}", f"{row['perception']:.2f}",
             _interval(row["gap"], row["ci_low"], row["ci_high"]), f"{row['above']:.0%}", int(row["n"])]
            for name, row in result.table.iterrows()
        ]  # fmt: skip
        return markup.table(self.w("caption_groups"), heads, rows)


def _signed(value: float, digits: int = 2) -> str:
    return "–" if value != value else minus(f"{value:+.{digits}f}")


def _interval(value: float, low: float, high: float) -> str:
    if low != low:
        return _signed(value)
    words = DisconfirmationExplorer.w("interval", low=low, high=high)
    return markup.Raw(f"{_signed(value)} <small>{minus(words)}</small>")


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


@lru_cache(32)
def _first_items(source: Source) -> dict[Any, str]:
    first = source.answers.drop_duplicates("item")
    return dict(zip(first["item"].tolist(), first["dimension"].astype(str), strict=True))


@lru_cache(16)
def _outcome_columns(source: Source) -> tuple[str, ...]:
    """Columns of a file that hold a number for each person and may be an outcome."""
    import pandas as pd

    if source.case is not None:
        return ()
    found = []
    for column in source.answers.columns:
        if column in _NOT_OUTCOMES:
            continue
        values = pd.to_numeric(source.answers[column], errors="coerce")
        given = source.answers[column].notna() & (source.answers[column].astype(str).str.strip() != "")
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
        values = pd.to_numeric(answers[name], errors="coerce").groupby([answers[key] for key in keys]).first()
    return values.astype(float)
