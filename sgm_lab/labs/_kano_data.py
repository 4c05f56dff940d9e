"""What the Kano labs count, kept: one pass over the answers for each choice of people, nothing after that.

A million answers take a second to count; another rule, table or figure then works on some dozen rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import kano
from ..errors import DataError
from ..i18n import get_language
from .source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FEW",
    "Limits",
    "certainty_of_own",
    "drifted",
    "grouped",
    "letters_of",
    "people_of",
    "scores",
    "stated",
    "tallied",
    "watched",
]

FEW = 10  # answers below which nothing is certain, however alike they are

Limits = tuple[str, float, float] | None
"""Table, most contradictions and longest run beyond which a respondent is left out; ``None`` keeps everybody."""


def _answers(source: Source, segment: str, wave: Any, limits: Limits) -> pd.DataFrame:
    answers = source.chosen(segment, wave)
    if limits is None:
        return answers
    waves = source.waves() if wave is None else [wave]
    for one in waves:  # respondents are watched wave by wave: a number may stand for somebody else next time
        report = watched(source, one, *limits)
        out = answers["respondent"].isin(report.index[report["flag"]])
        if "wave" in answers:
            out &= answers["wave"] == one
        answers = answers[~out]
    return answers


@lru_cache(16)
def _cells(source: Source, segment: str, wave: Any, limits: Limits) -> tuple[pd.DataFrame, int]:
    answers = _answers(source, segment, wave, limits)
    return kano.cells(answers), int(answers["respondent"].nunique())


@lru_cache(32)
def tallied(
    source: Source, segment: str, wave: Any, table: str, limits: Limits = None
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Counts, certainty and number of respondents."""
    joint, people = _cells(source, segment, wave, limits)
    counts = kano.tally(joint, table=table)
    return counts, kano.certainty(counts), people


@lru_cache(16)
def scores(source: Source, segment: str, wave: Any, limits: Limits = None) -> pd.DataFrame:
    """Continuous scores."""
    return kano.continuous(_cells(source, segment, wave, limits)[0])


@lru_cache(16)
def stated(source: Source, segment: str, wave: Any, limits: Limits = None) -> pd.DataFrame | None:
    """Stated importance; nothing where it was not asked."""
    answers = _answers(source, segment, wave, limits)
    return kano.importance(answers) if "importance" in answers else None


@lru_cache(16)
def grouped(source: Source, by: str, segment: str, wave: Any, limits: Limits = None) -> pd.DataFrame:
    """The 25 cells of each feature and group."""
    return kano.cells(_answers(source, segment, wave, limits), by=by)


@lru_cache(16)
def people_of(source: Source, segment: str) -> dict[Any, int]:
    """Respondents in each wave."""
    answers = source.chosen(segment)
    if "wave" not in answers:
        return {source.waves()[0]: int(answers["respondent"].nunique())}
    return {wave: int(n) for wave, n in answers.groupby("wave")["respondent"].nunique().items()}


@lru_cache(32)
def drifted(
    source: Source, segment: str, table: str, rule: Any
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[Any]]:
    """Drift, categories and counts wave by wave, and the waves in which anybody answered.

    Raises
    ------
    DataError
        Where fewer than two waves have answers.
    """
    counts = kano.tally(grouped(source, "wave", segment, None), by="wave", table=table)
    asked = counts.groupby(level="wave").sum().sum(axis=1)
    order = [wave for wave in source.waves() if asked.get(wave, 0) > 0]
    if len(order) < 2:
        raise DataError("lab_kano_drift.one_wave_segment")
    counts = counts[counts.index.get_level_values("wave").isin(order)]
    drift = kano.drift(counts, waves=order, rule=rule)
    return drift, kano.classify(counts, rule=rule), counts, order


def watched(source: Source, wave: Any, table: str, max_q: float, max_run: float) -> pd.DataFrame:
    """Who answered carelessly in a wave."""
    return _watched(source, wave, table, max_q, max_run, get_language())


@lru_cache(8)
def _watched(source: Source, wave: Any, table: str, max_q: float, max_run: float, lang: str) -> pd.DataFrame:
    return kano.careless(source.chosen("all", wave), table, max_q, max_run)


def letters_of(category: Any) -> list[str]:
    """Letters of a category: several in a tie, none where there is no category."""
    return str(category).split("/") if category == category and category else []


def certainty_of_own(classified: pd.DataFrame, certainty: pd.DataFrame) -> dict[Any, float]:
    """How surely the category a feature was given is the one on top; a tie shares what its letters have.

    Below `FEW` answers it is 0: nothing is built on a handful, however alike they are.
    """
    own = {}
    shares = certainty.to_dict("index")
    for name, category, n in zip(classified.index, classified["category"], classified["n"], strict=True):
        letters = letters_of(category) if n >= FEW else []
        own[name] = sum(float(shares[name][letter]) for letter in letters) / max(1, len(letters))
    return own
