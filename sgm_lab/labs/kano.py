"""Kano lab: case, segment, wave, table and rule → tallies, quadrant, category with its certainty, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import charts, kano
from ..i18n import t
from . import markup
from .base import State
from .controls import Action, Choice, Control
from .markup import Raw
from .source import Source, SurveyLab

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KanoLab", "KanoResult"]

_DRAW: dict[str, Callable[..., charts.Chart]] = {
    "tallies": charts.tallies,
    "quadrant": charts.quadrant,
    "plane": charts.continuous_plane,
    "curves": charts.satisfaction_curves,
}
_RULES = ("mode", "moai", "blauth", "quadrant")
_DRAWS = 1000  # resamples: a share is then good to about 3 points, which is finer than the words for it
_SURE, _RATHER = 0.9, 0.7  # share of resamples in which the category stays on top


@dataclass(frozen=True)
class KanoResult:
    """Counts, classification and certainty of one choice of people."""

    counts: pd.DataFrame
    classified: pd.DataFrame
    certainty: pd.DataFrame
    respondents: int
    source: str


class KanoLab(SurveyLab):
    """The Kano analysis of a case, live.

    Parameters
    ----------
    case : str
        Name of the case.
    segment : str
        ``"all"`` or ``"<column>=<value>"``.
    wave : int
        Wave of the survey; 0 = the last one.
    table : str
        Evaluation table.
    rule : str
        Classification rule.
    view : {"tallies", "quadrant", "plane", "curves"}
        Which figure is shown.
    """

    name: ClassVar[str] = "kano"
    survey: ClassVar[Literal["kano"]] = "kano"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "segment": "all",
        "wave": 0,
        "table": "berger",
        "rule": "mode",
        "view": "tallies",
    }

    def controls(self) -> list[Control]:
        """Return the controls; segments and waves follow the source."""
        source = self.source
        return [
            *self.source_controls(),
            Choice("segment", source.segments()),
            Choice("wave", [(t("labs.source.wave_option", wave=w), w) for w in source.waves()]),
            Choice("table", [(self.w(f"table_{name}"), name) for name in ("berger", "pouliot")]),
            Choice("rule", [(self.w(f"rule_{name}"), name) for name in _RULES]),
            Choice("view", [(self.w(f"view_{name}"), name) for name in _DRAW], buttons=True),
        ]

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return self.source_actions()

    @property
    def _people(self) -> tuple[Source, str, int]:
        """Whose answers are looked at."""
        return self.source, self.state["segment"], self.state["wave"]

    def compute(self) -> KanoResult:
        """Tally, classify and resample the chosen people's answers."""
        source, segment, wave = self._people
        counts, certainty, people = _tallied(source, segment, wave, self.state["table"])
        classified = kano.classify(counts, rule=self.state["rule"], draws=_DRAWS)
        return KanoResult(counts, classified, certainty, people, source.line(people, segment, wave))

    def sentence(self, result: KanoResult) -> str:
        """Say what must be kept, what delights, and what is still open."""
        labels, table = self.source.labels(), result.classified
        sure = _certainty_of_own(result)
        strongest = table.sort_values("total_strength", ascending=False)

        def named(letter: str) -> str:
            chosen = strongest.index[strongest["category"] == letter]
            return t("labs.comma").join(labels[name] for name in chosen[:3]) or KanoLab.w("none")

        open_ones = [labels[name] for name in table.index if sure[name] < _RATHER]
        key = "sentence_open" if open_ones else "sentence"
        return self.w(key, n=result.respondents, must=named("M"), more=named("O"), delight=named("A"),
                 open=t("labs.comma").join(open_ones[:3]))  # fmt: skip

    def figure(self, result: KanoResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the figure of the chosen view."""
        view = self.state["view"]
        given: tuple[Any, ...] = (result.classified,)
        if view == "tallies":
            given = (result.counts, result.classified)
        elif view == "plane":
            given = (_continuous(*self._people),)
        return _DRAW[view](*given, labels=self.source.labels(), subtitle=result.source, size=size)

    def draw(self, result: KanoResult, *, phone: bool = False) -> str:
        """Return the figure of the chosen view and the table of what to do."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        return f"{self.preview()}{shown.html()}{self._advice(result)}"

    def _advice(self, result: KanoResult) -> str:
        """Table: feature, category, certainty, Better and Worse with intervals, what to do."""
        labels, sure = self.source.labels(), _certainty_of_own(result)
        order = {letter: rank for rank, letter in enumerate("MOAIRQ")}
        rank = [order.get(str(c)[:1], 9) for c in result.classified["category"]]
        table = result.classified.assign(_rank=rank).sort_values(
            ["_rank", "total_strength"], ascending=[True, False]
        )
        rows = [_row(labels[name], row, sure[name]) for name, row in table.iterrows()]
        return markup.table(self.w("caption"), [self.w(f"head_{h}") for h in _HEADS], rows)


@lru_cache(8)
def _tallied(source: Source, segment: str, wave: int, table: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Counts, certainty and number of respondents; kept, since another rule or view does not change them."""
    answers = source.chosen(segment, wave)
    counts = kano.tally(answers, table=table)
    return counts, kano.certainty(counts, draws=_DRAWS), int(answers["respondent"].nunique())


@lru_cache(8)
def _continuous(source: Source, segment: str, wave: int) -> pd.DataFrame:
    return kano.continuous(source.chosen(segment, wave))


_HEADS = ("feature", "category", "certainty", "better", "worse", "todo")


def _certainty_of_own(result: KanoResult) -> dict[Any, float]:
    """How surely the category a feature was given is the one on top; a tie shares what its letters have."""
    own = {}
    shares = result.certainty.to_dict("index")
    for name, category in result.classified["category"].items():
        letters = str(category).split("/") if category == category and category is not None else []
        own[name] = sum(float(shares[name][letter]) for letter in letters) / max(1, len(letters))
    return own


def _row(label: str, row: Any, sure: float) -> list[object]:
    letters = str(row["category"]).split("/")
    lead = letters[0] if letters[0] in "MOAIRQ" else "Q"
    name = "/".join(t(f"common.category.{letter}") for letter in letters)
    how = "sure" if sure >= _SURE else "rather" if sure >= _RATHER else "open"
    category, certainty = f"{row['category']} {name}", KanoLab.w(how, share=_share(sure))
    return [
        label,
        Raw(f'<span class="sgm-cat sgm-cat-{lead}">{markup.text(category)}</span>'),
        Raw(f'<span class="sgm-{how}">{markup.text(certainty)}</span>'),
        _estimate(row["better"], row["better_low"], row["better_high"]),
        _estimate(row["worse"], row["worse_low"], row["worse_high"]),
        KanoLab.w("todo_open") if how == "open" else KanoLab.w(f"todo_{lead}"),
    ]


def _share(sure: float) -> str:
    """Write a certainty; resamples never make it complete."""
    return KanoLab.w("nearly") if sure > 0.99 else f"{sure:.0%}"


def _estimate(value: float, low: float, high: float) -> str:
    if value != value:
        return "–"
    shown = f"{value:.2f} <small>{KanoLab.w('interval', low=low, high=high)}</small>"
    return Raw(shown.replace("-", "−"))
