"""Kano lab: case, segment, wave, table and rule → tallies, quadrant, category with its certainty, what to do."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, charts, kano
from ..i18n import t
from .base import Choice, Control, Lab, State

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


class KanoLab(Lab):
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
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "segment": "all",
        "wave": 0,
        "table": "berger",
        "rule": "mode",
        "view": "tallies",
    }

    @property
    def case(self) -> cases.Case:
        """The case in use."""
        return cases.load(self.state["case"])

    def settle(self) -> None:
        """Wave 0 means the last; whatever the new case does not have goes back to its first."""
        waves = self.case.waves()
        if self.state["wave"] not in waves:
            self.state["wave"] = waves[-1]
        super().settle()

    def controls(self) -> list[Control]:
        """Return the six controls; segments and waves follow the case."""
        columns, values = self.case.segment_columns(), self.case.segment_labels()
        segments = [(t("labs.kano.everyone"), "all")]
        segments += [
            (t("labs.kano.segment_option", column=columns[c], value=label), f"{c}={v}")
            for c, options in values.items()
            if c in self.case.kano.columns
            for v, label in options.items()
        ]
        waves = self.case.waves()
        return [
            Choice("case", [(cases.load(name).title(), name) for name in cases.names()]),
            Choice("segment", segments),
            Choice("wave", [(t("labs.kano.wave_option", wave=w), w) for w in waves]),
            Choice("table", [(t(f"labs.kano.table_{name}"), name) for name in ("berger", "pouliot")]),
            Choice("rule", [(t(f"labs.kano.rule_{name}"), name) for name in _RULES]),
            Choice("view", [(t(f"labs.kano.view_{name}"), name) for name in _DRAW], buttons=True),
        ]

    @property
    def _people(self) -> tuple[str, str, int]:
        """Whose answers are looked at."""
        return self.state["case"], self.state["segment"], self.state["wave"]

    def compute(self) -> KanoResult:
        """Tally, classify and resample the chosen people's answers."""
        counts, certainty, people = _tallied(*self._people, self.state["table"])
        classified = kano.classify(counts, rule=self.state["rule"], draws=_DRAWS)
        shown = {c.name: next(text for text, v in c.options if v == self.state[c.name])
                 for c in self.controls() if isinstance(c, Choice)}  # fmt: skip
        source = t(
            "labs.kano.source", case=shown["case"], segment=shown["segment"], wave=shown["wave"], n=people
        )
        return KanoResult(counts, classified, certainty, people, source)

    def sentence(self, result: KanoResult) -> str:
        """Say what must be kept, what delights, and what is still open."""
        labels, table = self.case.feature_labels(), result.classified
        sure = _certainty_of_own(result)
        strongest = table.sort_values("total_strength", ascending=False)

        def named(letter: str) -> str:
            chosen = strongest.index[strongest["category"] == letter]
            return t("labs.comma").join(labels[name] for name in chosen[:3]) or t("labs.kano.none")

        open_ones = [labels[name] for name in table.index if sure[name] < _RATHER]
        key = "labs.kano.sentence_open" if open_ones else "labs.kano.sentence"
        return t(key, n=result.respondents, must=named("M"), more=named("O"), delight=named("A"),
                 open=t("labs.comma").join(open_ones[:3]))  # fmt: skip

    def figure(self, result: KanoResult, *, size: charts.Size = "page") -> charts.Chart:
        """Draw the figure of the chosen view."""
        view = self.state["view"]
        given: tuple[Any, ...] = (result.classified,)
        if view == "tallies":
            given = (result.counts, result.classified)
        elif view == "plane":
            given = (kano.continuous(_answers(*self._people)),)
        return _DRAW[view](*given, labels=self.case.feature_labels(), subtitle=result.source, size=size)

    def draw(self, result: KanoResult, *, phone: bool = False) -> str:
        """Return the figure of the chosen view and the table of what to do."""
        shown = charts.Responsive(self.figure, result) if phone else self.figure(result)
        return f"{shown.html()}{self._advice(result)}"

    def _advice(self, result: KanoResult) -> str:
        """Table: feature, category, certainty, Better and Worse with intervals, what to do."""
        labels, sure = self.case.feature_labels(), _certainty_of_own(result)
        order = {letter: rank for rank, letter in enumerate("MOAIRQ")}
        rank = [order.get(str(c)[:1], 9) for c in result.classified["category"]]
        table = result.classified.assign(_rank=rank).sort_values(
            ["_rank", "total_strength"], ascending=[True, False]
        )
        heads = "".join(f'<th scope="col">{html.escape(t(f"labs.kano.head_{h}"))}</th>' for h in _HEADS)
        rows = [_row(labels[str(name)], row, sure[name]) for name, row in table.iterrows()]
        caption = html.escape(t("labs.kano.caption"))
        return (
            f'<div class="sgm-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="sgm-table">'
            f"<caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )


def _answers(case: str, segment: str, wave: int) -> pd.DataFrame:
    answers: pd.DataFrame = cases.load(case).kano
    chosen = answers["wave"] == wave
    if segment != "all":
        column, _, value = segment.partition("=")
        chosen &= answers[column] == value
    found: pd.DataFrame = answers.loc[chosen]
    return found


@lru_cache(8)
def _tallied(case: str, segment: str, wave: int, table: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Counts, certainty and number of respondents; kept, since another rule or view does not change them."""
    answers = _answers(case, segment, wave)
    counts = kano.tally(answers, table=table)
    return counts, kano.certainty(counts, draws=_DRAWS), int(answers["respondent"].nunique())


_HEADS = ("feature", "category", "certainty", "better", "worse", "todo")


def _certainty_of_own(result: KanoResult) -> dict[Any, float]:
    """How surely the category a feature was given is the one on top; a tie shares what its letters have."""
    own = {}
    shares = result.certainty.to_dict("index")
    for name, category in result.classified["category"].items():
        letters = str(category).split("/") if category == category and category is not None else []
        own[name] = sum(float(shares[name][letter]) for letter in letters) / max(1, len(letters))
    return own


def _row(label: str, row: Any, sure: float) -> str:
    letters = str(row["category"]).split("/")
    lead = letters[0] if letters[0] in "MOAIRQ" else "Q"
    name = "/".join(t(f"common.category.{letter}") for letter in letters)
    how = "sure" if sure >= _SURE else "rather" if sure >= _RATHER else "open"
    todo = t("labs.kano.todo_open") if how == "open" else t(f"labs.kano.todo_{lead}")
    cells = [
        f'<th scope="row">{html.escape(label)}</th>',
        f'<td><span class="sgm-cat sgm-cat-{lead}">{html.escape(str(row["category"]))} {html.escape(name)}</span></td>',
        f'<td><span class="sgm-{how}">{html.escape(t(f"labs.kano.{how}", share=_share(sure)))}</span></td>',
        f"<td>{_estimate(row['better'], row['better_low'], row['better_high'])}</td>",
        f"<td>{_estimate(row['worse'], row['worse_low'], row['worse_high'])}</td>",
        f"<td>{html.escape(todo)}</td>",
    ]
    heads = [t(f"labs.kano.head_{h}") for h in _HEADS]
    named = [
        cell.replace("<td", f'<td data-head="{html.escape(head)}"', 1)
        for cell, head in zip(cells, heads, strict=True)
    ]
    return f"<tr>{''.join(named)}</tr>"


def _share(sure: float) -> str:
    """Write a certainty; resamples never make it complete."""
    return t("labs.kano.nearly") if sure > 0.99 else f"{sure:.0%}"


def _estimate(value: float, low: float, high: float) -> str:
    if value != value:
        return "–"
    shown = f"{value:.2f} <small>{t('labs.kano.interval', low=low, high=high)}</small>"
    return shown.replace("-", "−")
